#pragma once

#include <string>
#include <vector>

#include "viewer/map/lens.h"

/// Classes of a legend, as lenses share them out: each fills `group` and the legend's entries.
namespace placewright::viewer {

/// 41,250
[[nodiscard]] std::string whole_number(double value);
/// A figure of a legend: 41,250, 12.3 or 0.45.
[[nodiscard]] std::string short_figure(double value);
/// Five classes with about as many areas each; bounds are values that occur, so that ranges do not overlap.
/// `values` is per area, NaN missing.
void class_by_fifths(AreaColours& colours, const std::vector<double>& values, const LensPaint& with);
/// Classes between fixed bounds: below the first, up to each next, above the last. Needs: a name and a fill
/// for each class, one more than bounds.
void class_by_bounds(AreaColours& colours, const std::vector<double>& values,
                     const std::vector<double>& bounds, const std::vector<std::string>& names,
                     const std::vector<Rgba>& fills, const LensPaint& with);
/// Adds a hatched class of the areas that are `partial`, and takes them out of theirs.
void class_partial(AreaColours& colours, const AreaMeasure& measure, const LensPaint& with);
/// Title, units, source and what is missing of a figure as the legend has them.
void head_legend(Legend& legend, const AreaMeasure& measure);

}  // namespace placewright::viewer
