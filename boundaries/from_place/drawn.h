#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "boundaries/from_place/judgement.h"
#include "boundaries/from_place/problem.h"

/// Units that are known by polygons alone: areas that residents drew, boundaries of a body to come.
namespace placewright::boundaries {

/// Whether areas come to units of this kind by polygons, and by no column of a lookup.
[[nodiscard]] bool is_drawn_kind(const datasets::Place& place, std::string_view kind);

/// Units of a kind for the criterion alignment. Drawn units may overlap: then they stand in several layers
/// without overlap within one, named KIND, "KIND (2)", ... An area is of the same units in every order of the
/// polygons. Throws InputError as find_boundary_units.
[[nodiscard]] std::vector<AlignmentData> find_alignment_units(const datasets::Place& place,
                                                              std::string_view kind, PlaceProblem& question);

/// The weight of a kind among its layers, by the people whom they could keep together: their weighted losses
/// then add up to that of all units. Needs: the problem's people and bounds.
[[nodiscard]] std::vector<double> share_weight(const std::vector<AlignmentData>& layers,
                                               const Problem& problem, double weight);

/// Names the areas that the borders of a drawn kind cut, with their people: they are held by their point.
void find_cut_areas(const datasets::Place& place, std::string_view kind, PlaceProblem& question);

/// How a plan treats one drawn unit, which counts whole whatever others overlap it.
struct DrawnUnit {
  std::string kind, name;
  double people = 0;
  std::string neighbourhood;  ///< that holds most of its people; "" none of them
  double share = 0;           ///< of its people who live there
  std::size_t neighbourhoods = 0;
};
/// The drawn units among the kinds that the plan was judged by.
[[nodiscard]] std::vector<DrawnUnit> judge_drawn_units(const datasets::Place& place,
                                                       const PlaceProblem& question,
                                                       const Judgement& judgement);

}  // namespace placewright::boundaries
