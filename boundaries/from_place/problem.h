#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "boundaries/question/brief.h"
#include "boundaries/question/id.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"
#include "datasets/place/place.h"
#include "geo/finding.h"

/// The one bridge from a place to the engine: what a brief means for the rows of a place.
namespace placewright::boundaries {

/// A place and a brief as the engine sees them, and the way back to the place.
struct PlaceProblem {
  Problem problem;
  std::vector<PlaceRow> area_row;  ///< of each area of the problem; only areas with inside = 1
  std::vector<double>
      registered;  ///< patients living in each area, any practice; empty: no registrations loaded
  std::vector<geo::Finding>
      findings;  ///< what is doubtful, estimated or not judged; severity error: `draw` refuses
};

/// The area of the problem that an area of the place is; nothing for one outside.
[[nodiscard]] std::optional<ProblemRow> find_problem_row(const PlaceProblem& question, PlaceRow row);

/// Throws InputError for a rule, a measure, a boundary kind, a scheme or a plan that the place does not know,
/// and for a place without areas or without adjacency. Units: people, metres, minutes. Source of the estimate
/// without a matrix: straight line x 1.3 at 4.8 km/h (mode "walk") or 30 km/h ("drive"), flagged
/// STRAIGHT_LINE. A pair that a matrix leaves out takes the longer of the matrix's longest time and the
/// estimate, with a finding.
[[nodiscard]] PlaceProblem build_problem(const datasets::Place& place, const Brief& brief);

/// Kinds of boundary that some area of the place is known to lie in ("ward", "pcn", a drawn kind), plans
/// apart.
[[nodiscard]] std::set<std::string> known_unit_kinds(const datasets::Place& place);

/// The plan of that name. Throws InputError that lists the plans of the place.
[[nodiscard]] const datasets::PlanRecord& find_plan(const datasets::Place& place, std::string_view name);

/// A plan's assignment as labels of the problem's areas; label n is neighbourhood_id[n].
struct PlanLabels {
  Labels labels;
  std::vector<std::string> neighbourhood_id;
  std::vector<geo::Finding> findings;  ///< codes the place does not know, areas without a neighbourhood
};
[[nodiscard]] PlanLabels labels_of(const datasets::PlanRecord& plan, const PlaceProblem& question);

}  // namespace placewright::boundaries
