#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

/// Floating catchments: how much of each site's supply reaches the people of each area.
namespace placewright::boundaries::workforce {

/// Minutes from areas (rows) to sites (columns), row-major; NaN where unreachable or unknown.
struct MinutesTable {
  std::size_t areas = 0, sites = 0;
  std::vector<double> minutes;
  [[nodiscard]] double at(std::size_t area, std::size_t site) const { return minutes[area * sites + site]; }
};

/// Weight of a trip of t minutes, 0..1. A trip as long as a break or threshold counts inside.
using Decay = std::function<double(double minutes)>;
[[nodiscard]] Decay binary_decay(double threshold);
/// 1 to the first break, then 0.68, then 0.22 (Luo and Qi 2009): breaks at a third, two thirds and all of 30
/// minutes.
struct DecayStep {
  double upto = 0, weight = 0;
};
[[nodiscard]] Decay step_decay(std::vector<DecayStep> steps = {{10, 1.0}, {20, 0.68}, {30, 0.22}});
/// (exp(-(t/T)^2/2) - exp(-1/2)) / (1 - exp(-1/2)); 0 from T on.
[[nodiscard]] Decay truncated_gaussian_decay(double threshold);
[[nodiscard]] Decay gaussian_decay(double sigma);

enum class Catchment {
  two_step,          ///< 2SFCA, and E2SFCA with a decay that falls
  three_step,        ///< 3SFCA (Wan, Zou and Sternberg 2012)
  row_standardised,  ///< choice shares: each person counted once
  balanced,          ///< BFCA (Paez et al. 2019): no rate a head; its law is sum A = sum L
};
[[nodiscard]] std::string_view catchment_name(Catchment catchment);

struct Access {
  std::vector<double> area;  ///< supply a person of each area; 0 where nothing is in reach
  std::vector<double>
      site;  ///< supply a person (or level of service) of each site; NaN where nobody is in reach
  std::vector<std::uint32_t> unreached_sites;  ///< their supply is left out, and listed
  std::vector<std::uint32_t> unreached_areas;
  double supply_reached =
      0;  ///< sum of supply of reached sites; equals sum people*area except for `balanced`
};

/// Needs: supply >= 0, people >= 0. A virtual service belongs in no travel table: see spread_virtual.
[[nodiscard]] Access measure_access(Catchment catchment, const MinutesTable& table,
                                    std::span<const double> people, std::span<const double> supply,
                                    const Decay& decay);
/// A service without travel: everybody has the same share.
[[nodiscard]] Access spread_virtual(std::span<const double> people, double supply);

/// Minutes to the nearest site of each area; NaN where none is reachable.
[[nodiscard]] std::vector<double> nearest_minutes(const MinutesTable& table);

struct WithinReach {
  double people = 0, within = 0,
         unknown = 0;  ///< people; of them within the threshold; without any known minutes
  /// Of the people whose minutes are known; NaN where nobody's are.
  [[nodiscard]] double share() const {
    return people > unknown ? within / (people - unknown) : std::numeric_limits<double>::quiet_NaN();
  }
};
/// People within a threshold of the nearest site, by class of area (such as IMD quintile 0..5); row = class.
[[nodiscard]] std::vector<WithinReach> count_within(std::span<const double> minutes,
                                                    std::span<const double> people,
                                                    std::span<const std::uint32_t> of_class,
                                                    std::size_t classes, double threshold);

}  // namespace placewright::boundaries::workforce
