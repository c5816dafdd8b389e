#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "viewer/session/session.h"

/// Number columns of the areas as charts take them, and what a brush over a chart selects. No window.
namespace placewright::viewer {

struct Figure {
  std::string name, units;
  std::vector<double> value;  ///< per area of the place, or per entry of the plan; NaN missing, and for areas
                              ///< that are context only
};

/// Every number column that has at least one value: people, density, deprivation, minutes, then further
/// indicators by name.
[[nodiscard]] std::vector<Figure> area_figures(const Session& session);

/// The same for neighbourhoods, a value per entry of the plan: people, people against the target, areas,
/// land, practices, and the people-weighted mean of each figure of the areas. NaN for entries without areas.
[[nodiscard]] std::vector<Figure> neighbourhood_figures(const Session& session,
                                                        const std::vector<Figure>& of_areas);

struct Bins {
  double from = 0, width = 1;
  std::vector<std::uint32_t> all, marked;  ///< areas in each bin; those of them that are marked
  std::size_t missing = 0;                 ///< areas of the place without the figure
};
/// Equal bins of a round width that cover every value, at most `most` of them. One value: one bin.
[[nodiscard]] Bins bin_areas(const Figure& figure, const std::vector<std::uint8_t>& inside,
                             const std::vector<std::uint8_t>& marked, std::size_t most);

/// Areas whose figure lies in [low, high); ascending.
[[nodiscard]] std::vector<std::uint32_t> areas_between(const Figure& figure, double low, double high);
[[nodiscard]] std::vector<std::uint32_t> areas_within(const Figure& x, const Figure& y,
                                                      std::pair<double, double> x_range,
                                                      std::pair<double, double> y_range);

/// Pearson's correlation over areas that have both; NaN below three.
[[nodiscard]] double correlation(const Figure& x, const Figure& y);

}  // namespace placewright::viewer
