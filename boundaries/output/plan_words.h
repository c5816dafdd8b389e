#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "boundaries/output/plan_tables.h"

/// What may be said of a plan under a map, a page or a file: its true sizes, the bounds that were asked for,
/// where it came from.
namespace placewright::boundaries::output {

/// How many people live in the neighbourhoods of a plan, as far as somebody counted them.
struct PlanSizes {
  std::vector<double> people;  ///< of each neighbourhood with an area whose people are known
  std::size_t unknown = 0;     ///< areas of the plan whose people are not known
  std::size_t unassigned = 0;  ///< areas of the place in no neighbourhood
};
[[nodiscard]] PlanSizes sizes_of(const DescribedPlan& described);

/// Words of the program with the place's own word for a neighbourhood.
[[nodiscard]] std::string said(const DescribedPlan& described, std::string_view words);

/// "14 neighbourhoods", "1 neighbourhood", in the place's own word.
[[nodiscard]] std::string neighbourhoods_words(const DescribedPlan& described);

/// "17,630 to 55,630 people a neighbourhood": usual residents of the smallest and the largest, areas whose
/// people are not known left out.
[[nodiscard]] std::string sizes_words(const PlanSizes& sizes);

/// "30,000 to 50,000 people asked for, 3 of 14 neighbourhoods outside"; "" where the plan's brief names no
/// bounds: nobody asked.
[[nodiscard]] std::string bounds_words(const DescribedPlan& described);

/// Sizes, bounds asked for, areas in no neighbourhood: one line, for captions.
[[nodiscard]] std::string plan_caption(const DescribedPlan& described);

/// "Drawn with Placewright 0.1.0, then edited by hand", "Imported, not drawn with Placewright", "Drawn by
/// hand in Placewright": by the plan's record, the plans it was copied from, and the log of the place.
[[nodiscard]] std::string origin_words(const datasets::Place& place, const datasets::PlanRecord& plan);

}  // namespace placewright::boundaries::output
