#pragma once

#include <string>
#include <vector>

#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"
#include "geo/finding.h"

namespace placewright::boundaries {

/// Every rule of the problem that a plan breaks, in the order of the rules; empty for a legal plan.
/// Codes: UNASSIGNED, COUNT_MISSED, OUT_OF_BOUNDS (a warning where bounds are soft), NOT_CONTIGUOUS,
/// HOLD_CROSSED, WHOLE_SPLIT, APART_TOGETHER, LOCK_BROKEN, CHANGE_EXCEEDED.
/// names: how messages call each label; without them "neighbourhood 1" is label 0.
[[nodiscard]] std::vector<geo::Finding> find_broken_rules(const Problem& problem, const Labels& labels,
                                                          const std::vector<std::string>& names = {});

/// "Hill Top (E01000001)", or the code alone where the name says no more.
[[nodiscard]] std::string name_area(const Problem& problem, std::uint32_t area);
/// Up to four areas by name, then how many more.
[[nodiscard]] std::string name_areas(const Problem& problem, const std::vector<std::uint32_t>& areas);
/// "12,345".
[[nodiscard]] std::string write_people(double people);

}  // namespace placewright::boundaries
