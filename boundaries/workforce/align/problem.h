#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "boundaries/question/policy.h"
#include "datasets/place/place.h"
#include "geo/finding.h"
#include "geo/graph.h"

/// Practices, their PCNs and the neighbourhoods of a plan as plain arrays.
namespace placewright::boundaries::workforce {

/// What a realignment has to keep.
struct AlignRules {
  double min_list = 30000, max_list = 50000;  ///< patients of a PCN; one outside today goes no further out
  double materiality = kLeastPiece;           ///< share, above 0 to 1, from which on patients somewhere count
  std::uint32_t across = 0;                   ///< practices that may work across two neighbourhoods
  std::vector<std::string> keep;              ///< codes of practices and PCNs that nothing changes
};

/// Rows of practices, PCNs and neighbourhoods are sorted by id. Patients are those who live in an area of the
/// plan, unless it is said otherwise.
struct AlignProblem {
  std::vector<std::string> practice, practice_name, pcn, pcn_name, neighbourhood;
  std::vector<std::uint32_t> pcn_of;                  ///< PCN of each practice today
  std::vector<double> list;                           ///< whole list of each practice, wherever they live
  std::vector<std::vector<double>> by_neighbourhood;  ///< patients of each practice by neighbourhood
  std::vector<std::vector<std::pair<std::uint32_t, double>>> by_area;  ///< (area, patients), each area once
  std::vector<std::vector<std::uint32_t>> may_join;  ///< PCNs of each practice, today's first, then ascending
  std::vector<std::vector<std::uint32_t>> homes;     ///< neighbourhoods that can be a PCN's home, ascending
  std::vector<std::vector<std::uint32_t>> may_cross;  ///< neighbourhoods a practice may work across to
  std::vector<double> min_list, max_list;             ///< of each PCN
  std::vector<std::uint8_t> is_judged;                ///< of each PCN: its patients count in the share
  geo::Graph graph;                                   ///< over all areas of the place, links in force count
  std::uint32_t across = 0;                           ///< practices that may work across two neighbourhoods
  std::vector<geo::Finding> findings;                 ///< ALIGN_NO_PCN, ALIGN_KEPT_UNKNOWN, ALIGN_CLOSED
};

/// A practice may change PCN when it is open and at least half of its list lives in the plan. It may join a
/// PCN that has such practices and one of whose possible homes holds the material share of the practice's
/// patients. A neighbourhood can be the home of a PCN when it holds the material share of its patients today.
/// PCNs with under 1 % of their list here are not judged; their practices stay. Throws InputError where the
/// place has no lists, no PCNs or the plan no neighbourhoods, and for rules out of range.
[[nodiscard]] AlignProblem build_align_problem(const datasets::Place& place, const datasets::PlanRecord& plan,
                                               const AlignRules& rules);

}  // namespace placewright::boundaries::workforce
