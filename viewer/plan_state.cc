#include "viewer/plan_state.h"

#include <algorithm>
#include <map>

#include "geo/expect.h"

namespace placewright::viewer {

void apply_edit(PlanState& state, const Edit& edit) {
  for (const auto& move : edit.moves) {
    PLACEWRIGHT_EXPECT(state.label[move.area] == move.from);
    state.label[move.area] = move.to;
  }
  for (const auto& lock : edit.locks) state.area_locked[lock.area] = lock.after;
  if (edit.entries_before != edit.entries_after) state.entries = edit.entries_after;
}

void undo_edit(PlanState& state, const Edit& edit) {
  for (const auto& move : edit.moves) {
    PLACEWRIGHT_EXPECT(state.label[move.area] == move.to);
    state.label[move.area] = move.from;
  }
  for (const auto& lock : edit.locks) state.area_locked[lock.area] = lock.before;
  if (edit.entries_before != edit.entries_after) state.entries = edit.entries_before;
}

PlanState state_of(const datasets::Place& place, const datasets::PlanRecord& plan) {
  PlanState state;
  state.name = plan.name;
  state.label.assign(place.areas.size(), -1);
  state.area_locked.assign(place.areas.size(), 0);
  std::map<std::string, std::int32_t> row_of;
  for (const auto& neighbourhood : plan.neighbourhoods) {
    row_of.emplace(neighbourhood.id, static_cast<std::int32_t>(state.entries.size()));
    state.entries.push_back({neighbourhood.id, neighbourhood.name, neighbourhood.parent, neighbourhood.reason, neighbourhood.locked});
  }
  for (const auto& assignment : plan.assignments) {
    const auto area = place.find_area(assignment.area);
    if (!area) continue;
    state.area_locked[*area] = assignment.locked;
    if (assignment.neighbourhood.empty()) continue;
    const auto [at, is_new] = row_of.emplace(assignment.neighbourhood, static_cast<std::int32_t>(state.entries.size()));
    if (is_new) state.entries.push_back({assignment.neighbourhood, assignment.neighbourhood, "", "", false});
    state.label[*area] = at->second;
  }
  return state;
}

datasets::PlanRecord record_of(const datasets::Place& place, const PlanState& state, datasets::PlanRecord base) {
  base.name = state.name;
  base.assignments.clear();
  base.neighbourhoods.clear();
  std::vector<std::uint8_t> used(state.entries.size(), 0);
  for (std::size_t area = 0; area < place.areas.size(); ++area) {
    if (place.areas.inside[area] == 0) continue;
    const auto label = state.label[area];
    if (label >= 0) used[static_cast<std::size_t>(label)] = 1;
    base.assignments.push_back({place.areas.code[area], label < 0 ? std::string{} : state.entries[static_cast<std::size_t>(label)].id, state.area_locked[area] != 0});
  }
  for (std::size_t row = 0; row < state.entries.size(); ++row) {
    const auto& entry = state.entries[row];
    if (used[row] != 0) base.neighbourhoods.push_back({entry.id, entry.name, entry.parent, entry.locked, entry.reason});
  }
  std::stable_sort(base.neighbourhoods.begin(), base.neighbourhoods.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return base;
}

void History::make(PlanState& state, Edit edit) {
  if (edit.empty()) return;
  apply_edit(state, edit);
  steps_.resize(done_);
  steps_.push_back(std::move(edit));
  ++done_;
}

bool History::undo(PlanState& state) {
  if (done_ == 0) return false;
  undo_edit(state, steps_[--done_]);
  return true;
}

bool History::redo(PlanState& state) {
  if (done_ == steps_.size()) return false;
  apply_edit(state, steps_[done_++]);
  return true;
}

}  // namespace placewright::viewer
