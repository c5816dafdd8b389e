#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geo/shape.h"

/// Minutes between areas and sites where a table of all pairs would be too large: worked out when asked for.
namespace placewright::boundaries {

/// Straight line x 1.3 at 4.8 km/h on foot or 30 km/h by car.
[[nodiscard]] double straight_minutes(geo::Point from, geo::Point to, bool drive);

/// The minutes of a matrix where it has them; of every other pair the straight line, but at least `longest`,
/// the longest time of the matrix (0 where it has none). A site that lies nowhere is `longest` away from all
/// the others.
struct MinutesRule {
  std::vector<geo::Point> area, site;  ///< metres; NaN: nowhere
  bool drive = false;
  double longest = 0;
  // What the matrix has, in rows by area; sites of a row ascend.
  std::vector<std::uint32_t> known_first, known_site;
  std::vector<float> known;
  /// Nearest sites of each area that the search keeps at hand. Any number gives the same values; too few take
  /// longer.
  std::uint32_t kept = 48;

  [[nodiscard]] float between(std::size_t from, std::size_t to) const;
};

/// Nearest sites of an area, by minutes and then by row; no other site is nearer than `others` minutes
/// (infinite where there is none).
struct NearestSites {
  struct One {
    double minutes = 0;
    std::uint32_t site = 0;
  };
  std::vector<One> sites;
  double others = 0;
};

/// Looks at few sites of a rule instead of at all, and says exactly what a look at all would.
class MinutesIndex {
 public:
  explicit MinutesIndex(MinutesRule rule);
  [[nodiscard]] const MinutesRule& rule() const { return rule_; }
  [[nodiscard]] NearestSites nearest(std::uint32_t area, std::size_t count) const;
  struct Hub {
    std::size_t site = 0;
    double person_minutes = 0;  ///< without the factor
    double asked = 0;           ///< with it
  };
  /// The site of least factor x sum of people x minutes over the areas (summed in their order); of equal ones
  /// the lowest row. `factor`: of each site, at least 1.
  [[nodiscard]] Hub find_hub(std::span<const std::uint32_t> areas, std::span<const double> people,
                             const std::function<double(std::size_t)>& factor) const;

 private:
  MinutesRule rule_;
  std::vector<std::uint32_t> by_x_, nowhere_;  ///< sites from west to east; sites without a point
};

}  // namespace placewright::boundaries
