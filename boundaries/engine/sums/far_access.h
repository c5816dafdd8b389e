#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "boundaries/engine/settings.h"
#include "boundaries/engine/sums/parts.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// The criterion `access` where minutes are worked out when asked for: too many sites for a table of all
/// pairs. Each area lists its nearest sites and the minutes that no other site undercuts. Were every site
/// that an area does not list that near, a neighbourhood would cost `base`; what listed sites save on that is
/// added up by site. The difference is a bound below a site's cost, and the cost itself where all areas of
/// the neighbourhood list the site.
struct FarAccessTable {
  struct Listed {
    std::uint32_t site = 0;
    std::uint32_t areas = 0;  ///< of the atom that list it
    double saving =
        0;  ///< person-minutes, below 0 where a site in the atom is farther than those off the list
    bool here = false;  ///< the site lies in the atom
  };
  /// What is the same in all parts and joins of a table.
  struct Source {
    std::shared_ptr<const MinutesIndex> minutes;
    std::vector<double> people;  ///< residents of each area of the problem
    std::uint32_t sites = 0;
  };
  struct Kind {
    double scale = 0;                 ///< share of the total's weights times share among kinds
    double nearest = 0, one_hub = 0;  ///< T0 and T1 in person-minutes
    double fixed_cost = 0;            ///< person-minutes of neighbourhoods that cannot change
    std::shared_ptr<const Source> source;
    std::vector<double> base;  ///< by atom: person-minutes to a site off the list, at least
    std::vector<std::uint32_t> area_first, area;  ///< areas of each atom, rows of the problem
    std::vector<std::uint32_t> first;             ///< rows by atom, sites ascend
    std::vector<Listed> listed;
    [[nodiscard]] std::size_t size() const { return base.size(); }
  };
  std::vector<Kind> kind;

  [[nodiscard]] static FarAccessTable build(const Problem& problem, const TotalShares& shares);
  [[nodiscard]] bool is_changed_by_moves() const { return !kind.empty(); }
  [[nodiscard]] double cost_of_draw(double atoms, const Settings& set) const {
    double cost = 0;
    for (const Kind& each : kind)
      cost += set.draw_of_far_access + set.draw_of_far_site * static_cast<double>(each.listed.size()) / atoms;
    return cost;
  }
};

[[nodiscard]] FarAccessTable contract(const FarAccessTable& table, const Grouping& grouping);
[[nodiscard]] FarAccessTable restrict_to(const FarAccessTable& table, const Cutout& cutout);

/// Person-minutes of one neighbourhood, from scratch. Holds buffers; one object a thread.
class FarAccessCost {
 public:
  explicit FarAccessCost(const FarAccessTable::Kind& kind);
  [[nodiscard]] double operator()(const Atoms& atoms);
  /// Rows of all the atoms added up, sites ascending.
  void add_up(const Atoms& atoms, std::vector<FarAccessTable::Listed>& sums);

 private:
  const FarAccessTable::Kind* kind_;
  std::vector<FarAccessTable::Listed> of_site_;
  std::vector<FarAccessTable::Listed> sums_;
};

/// Keeps the savings of every neighbourhood by site. The cheapest site by the bounds is as a rule listed by
/// all areas, and then it is the hub; where it is not, the minutes that are missing are worked out.
class FarAccessSums {
 public:
  using Table = FarAccessTable;
  FarAccessSums(const FarAccessTable& table, std::uint32_t parts);
  [[nodiscard]] bool counts() const { return !table_->kind.empty(); }
  void reset(const Part* part);
  [[nodiscard]] double change(const Part* part, Atom atom, Part from, Part to) const;
  void apply(const Part* part, Atom atom, Part from, Part to);
  [[nodiscard]] double total() const;

 private:
  struct OfPart {
    double base = 0;
    std::uint32_t areas = 0;
    std::vector<FarAccessTable::Listed> listed;
    double cost = 0;  ///< of its hub
  };
  struct KindSums {
    std::vector<OfPart> part;
    double sum = 0;
  };
  void join(std::size_t kind, Part part, Atom atom);
  void leave(std::size_t kind, Part part, Atom atom);
  void move_member(Atom atom, Part from, Part to);
  [[nodiscard]] double least(std::size_t kind, Part part) const;
  [[nodiscard]] double least_with(std::size_t kind, Part part, Atom atom) const;
  [[nodiscard]] double least_without(std::size_t kind, Part part, Atom atom) const;
  [[nodiscard]] double loss(std::size_t kind, double cost) const;
  const FarAccessTable* table_;
  std::vector<KindSums> kinds_;
  std::vector<Atoms> members_;        ///< atoms of each part
  std::vector<std::uint32_t> place_;  ///< of each atom among them
};

/// What one neighbourhood adds to the total, as a part of a sum over neighbourhoods.
class FarAccessAlone {
 public:
  using Table = FarAccessTable;
  FarAccessAlone(const FarAccessTable& table, const Parts&, std::uint32_t);
  [[nodiscard]] double operator()(const Atoms& atoms, const Marks&);

 private:
  const FarAccessTable* table_;
  std::vector<FarAccessCost> cost_;  ///< by kind
};

}  // namespace placewright::boundaries::engine
