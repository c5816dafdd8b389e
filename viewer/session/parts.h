#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/place/place.h"
#include "viewer/session/journal.h"
#include "viewer/session/plan_state.h"

/// What the parts of the session share; nobody else needs it.
namespace placewright::viewer {

/// Changes whenever the file does; 0 where there is none.
[[nodiscard]] std::int64_t stamp_of(const std::string& path);
[[nodiscard]] bool has_plan(const datasets::Place& place, const std::string& name);
/// What a plan says, its record of making left aside. A plan without a brief is one by the default brief.
[[nodiscard]] bool same_plan(const datasets::PlanRecord& a, const datasets::PlanRecord& b);
/// A record's origin with what the steps in force did to the plan's borders: "edit" by hand, "redraw" by the
/// machine.
[[nodiscard]] std::string origin_after(std::string origin, const std::vector<Edit>& steps, std::size_t done);
void sort_plans(std::vector<datasets::PlanRecord>& plans);
/// The edit was made for such a state: no file from elsewhere may stop the program.
[[nodiscard]] bool fits(const PlanState& state, const Edit& edit, bool forwards);

/// A journal whose last save is in the place and not yet in the journal, for the program died between, is as
/// if it were in both.
void catch_up(const datasets::Place& place, const datasets::PlanRecord& stored, PlanJournal& journal);

}  // namespace placewright::viewer
