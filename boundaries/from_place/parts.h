#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "boundaries/from_place/problem.h"

/// The steps of build_problem, each filling its part of a PlaceProblem whose areas are already there. Private
/// to it.
namespace placewright::boundaries {

/// Row of the problem's area of that code, or nothing.
[[nodiscard]] std::optional<std::uint32_t> find_row(const Problem& problem, std::string_view code);

/// problem.people, problem.residents, registered: the denominator of the brief, in whole people whose sum is
/// the place's.
void count_people(const datasets::Place& place, const Brief& brief, PlaceProblem& question);

/// Which unit of a kind each area belongs to: a parent column ("ward"), "pcn", "plan:NAME", or boundary
/// polygons of that kind by the area's point. Throws InputError that lists the kinds of the place.
[[nodiscard]] AlignmentData find_boundary_units(const datasets::Place& place, std::string_view kind,
                                                std::string_view asked_by, PlaceProblem& question);

/// The data of every criterion that the place has data for; a finding for each that it lacks. Needs the
/// graph.
void take_criteria(const datasets::Place& place, const Brief& brief, PlaceProblem& question);
void take_barriers(const datasets::Place& place, const Brief& brief, PlaceProblem& question);

/// "12 areas: E01000001, E01000002, E01000003 and 9 more".
[[nodiscard]] std::string list_some(const std::vector<std::string>& names, std::string_view noun);

}  // namespace placewright::boundaries
