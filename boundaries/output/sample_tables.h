#pragma once

#include <string>
#include <vector>

#include "boundaries/from_place/problem.h"
#include "boundaries/output/map_look.h"
#include "boundaries/output/table.h"
#include "boundaries/sample/sample.h"
#include "boundaries/sample/stability.h"

/// A sample of plans, and what it says of one, as tables, words, lines of JSON and a map.
namespace placewright::boundaries::output {

/// The plan that a sample is read for.
struct SampledPlan {
  const PlaceProblem* question = nullptr;
  Labels labels;
  std::vector<std::string> names;  ///< by label, in full
  std::vector<double> figures;     ///< as Sample::figures names them
  std::vector<sample::AreaStability> areas;
  std::vector<sample::BorderStability> borders;
};

/// figure, least, middle, greatest, r_hat, sample_size; with a plan also plan, share_above in per cent.
[[nodiscard]] Table sample_figure_table(const sample::Sample& sample, const SampledPlan* plan);
/// area, name, neighbourhood, at_home_%, second_home, there_%: by area of the problem, the least firm first.
[[nodiscard]] Table sample_area_table(const SampledPlan& plan);
/// a, b, side_a, side_b, parted_%: pairs of touching areas on the plan's borders, the least firm first.
[[nodiscard]] Table sample_border_table(const SampledPlan& plan);
/// A first line with areas and settings, then a line a plan: chain, figures, and the neighbourhood of every
/// area, or of those that differ from the chain's plan before.
[[nodiscard]] std::string sample_json_lines(const sample::Sample& sample, const Problem& problem);
/// What the sample is and whether its chains agree; with what to try where they do not.
[[nodiscard]] std::string sample_words(const sample::Sample& sample, const sample::SampleOptions& options);
/// How many of the plan's borders and areas are firm.
[[nodiscard]] std::string stability_words(const SampledPlan& plan);
/// Areas by how firmly they lie where the plan puts them, the plan's borders by how many plans have them.
[[nodiscard]] MapLook look_of_stability(const datasets::Place& place, const SampledPlan& plan);

}  // namespace placewright::boundaries::output
