#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "boundaries/engine/settings.h"
#include "boundaries/engine/sums/parts.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// The criterion `access`: each neighbourhood is served by the site of least person-minutes, where a site
/// outside it counts half as much again.
struct AccessTable {
  struct Kind {
    double scale = 0;                 ///< share of the total's weights times share among kinds
    double nearest = 0, one_hub = 0;  ///< T0 and T1 in person-minutes
    double fixed_cost = 0;            ///< person-minutes of neighbourhoods that cannot change
    std::uint32_t sites = 0;
    std::vector<double> cost;                ///< atoms x sites: person-minutes
    std::vector<std::uint32_t> first, site;  ///< rows by atom: the sites that lie in it
    std::vector<std::uint32_t> home;         ///< per site: the atom it lies in, kNowhere outside
  };
  std::vector<Kind> kind;

  [[nodiscard]] static AccessTable build(const Problem& problem, const TotalShares& shares);
  [[nodiscard]] bool is_changed_by_moves() const { return !kind.empty(); }
  [[nodiscard]] double cost_of_draw(double, const Settings& set) const {
    double cost = 0;
    for (const Kind& each : kind) cost += set.draw_of_access + set.draw_of_site * each.sites;
    return cost;
  }
};
inline constexpr std::uint32_t kNowhere = 0xffffffff;

[[nodiscard]] AccessTable contract(const AccessTable& table, const Grouping& grouping);
[[nodiscard]] AccessTable restrict_to(const AccessTable& table, const Cutout& cutout);

/// Keeps person-minutes of every neighbourhood to every site, and a short list of the cheapest sites of each
/// with a bound below all others: where an area joins, a look at the short list is exact while it stays under
/// the bound. Where one leaves, all sites are looked at.
class AccessSums {
 public:
  using Table = AccessTable;
  AccessSums(const AccessTable& table, std::uint32_t parts);
  [[nodiscard]] bool counts() const { return !table_->kind.empty(); }
  void reset(const Part* part);
  [[nodiscard]] double change(const Part* part, Atom atom, Part from, Part to) const;
  void apply(const Part* part, Atom atom, Part from, Part to);
  [[nodiscard]] double total() const;

 private:
  static constexpr std::uint32_t kShortList = 12;
  struct Near {
    std::uint32_t site[kShortList + 1];  // one more than are kept
    std::uint32_t count = 0;
    double others = 0;  ///< no site off the list costs less
    double cost = 0;    ///< of the neighbourhood's hub
  };
  struct KindSums {
    std::vector<double> cost;    ///< parts x sites, without the factor
    std::vector<double> factor;  ///< parts x sites
    std::vector<Near> near;      ///< per part
    double sum = 0;
  };
  /// Writes factor times cost of every site and gives the least.
  [[nodiscard]] double weigh(std::size_t kind, Part part);
  void shorten(std::size_t kind, Part part);
  [[nodiscard]] double least(std::size_t kind, Part part, Atom atom, double sign) const;
  [[nodiscard]] double loss(std::size_t kind, double cost) const;
  const AccessTable* table_;
  std::vector<KindSums> kinds_;
  std::vector<double> weighed_;
};

/// What one neighbourhood adds to the total, as a part of a sum over neighbourhoods.
class AccessAlone {
 public:
  using Table = AccessTable;
  AccessAlone(const AccessTable& table, const Parts&, std::uint32_t) : table_(&table) {}
  [[nodiscard]] double operator()(const Atoms& atoms, const Marks& in) const;

 private:
  const AccessTable* table_;
};

}  // namespace placewright::boundaries::engine
