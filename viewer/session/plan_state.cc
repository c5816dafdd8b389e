#include "viewer/session/plan_state.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "datasets/place/names.h"
#include "geo/expect.h"

namespace placewright::viewer {
namespace {

bool same_number(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool same_note(const std::optional<datasets::Note>& a, const std::optional<datasets::Note>& b) {
  return a.has_value() == b.has_value() && (!a || viewer::same_note(*a, *b));
}

/// The list with one change: by id, for another program may have added notes since; the row says where a note
/// comes back to.
void change_note(std::vector<datasets::Note>& notes, std::size_t row,
                 const std::optional<datasets::Note>& before, const std::optional<datasets::Note>& after) {
  const auto& id = before ? before->id : after->id;
  const auto at = std::find_if(notes.begin(), notes.end(), [&](const auto& note) { return note.id == id; });
  if (at != notes.end() && after)
    *at = *after;
  else if (at != notes.end())
    notes.erase(at);
  else if (after)
    notes.insert(notes.begin() + static_cast<std::ptrdiff_t>(std::min(row, notes.size())), *after);
}

}  // namespace

std::string full_name(const NeighbourhoodEntry& entry) { return datasets::full_name(entry.id, entry.name); }

bool same_note(const datasets::Note& a, const datasets::Note& b) {
  return a.id == b.id && a.author == b.author && a.date == b.date && a.text == b.text && a.kind == b.kind &&
         a.area == b.area && same_number(a.x, b.x) && same_number(a.y, b.y) &&
         same_number(a.uplift, b.uplift) && a.evidence == b.evidence && a.plan == b.plan;
}

bool operator==(const PlanState& a, const PlanState& b) {
  return a.name == b.name && a.label == b.label && a.area_locked == b.area_locked && a.entries == b.entries &&
         a.brief == b.brief &&
         std::equal(a.notes.begin(), a.notes.end(), b.notes.begin(), b.notes.end(),
                    [](const auto& x, const auto& y) { return same_note(x, y); });
}

bool operator==(const Edit& a, const Edit& b) {
  return a.sentence == b.sentence && a.moves == b.moves && a.locks == b.locks &&
         a.entries_before == b.entries_before && a.entries_after == b.entries_after &&
         a.brief_before == b.brief_before && a.brief_after == b.brief_after && a.reason == b.reason &&
         a.breaks == b.breaks && a.who == b.who && a.when == b.when && a.was == b.was &&
         a.became == b.became &&
         std::equal(a.notes.begin(), a.notes.end(), b.notes.begin(), b.notes.end(),
                    [](const auto& x, const auto& y) {
                      return x.row == y.row && same_note(x.before, y.before) && same_note(x.after, y.after);
                    });
}

void apply_edit(PlanState& state, const Edit& edit) {
  for (const auto& move : edit.moves) {
    PLACEWRIGHT_EXPECT(state.label[move.area] == move.from);
    state.label[move.area] = move.to;
  }
  for (const auto& lock : edit.locks) state.area_locked[lock.area] = lock.after;
  if (edit.entries_before != edit.entries_after) state.entries = edit.entries_after;
  for (const auto& note : edit.notes) change_note(state.notes, note.row, note.before, note.after);
  if (edit.brief_before != edit.brief_after) state.brief = edit.brief_after;
}

void undo_edit(PlanState& state, const Edit& edit) {
  for (const auto& move : edit.moves) {
    PLACEWRIGHT_EXPECT(state.label[move.area] == move.to);
    state.label[move.area] = move.from;
  }
  for (const auto& lock : edit.locks) state.area_locked[lock.area] = lock.before;
  if (edit.entries_before != edit.entries_after) state.entries = edit.entries_before;
  for (auto note = edit.notes.rbegin(); note != edit.notes.rend(); ++note)
    change_note(state.notes, note->row, note->after, note->before);
  if (edit.brief_before != edit.brief_after) state.brief = edit.brief_before;
}

PlanState state_of(const datasets::Place& place, const datasets::PlanRecord& plan) {
  PlanState state;
  state.name = plan.name;
  state.brief = plan.brief_toml;
  state.notes = place.notes;
  state.label.assign(place.areas.size(), -1);
  state.area_locked.assign(place.areas.size(), 0);
  std::map<std::string, std::int32_t> row_of;
  for (const auto& neighbourhood : plan.neighbourhoods) {
    row_of.emplace(neighbourhood.id, static_cast<std::int32_t>(state.entries.size()));
    state.entries.push_back({neighbourhood.id, neighbourhood.name, neighbourhood.parent, neighbourhood.reason,
                             neighbourhood.locked});
  }
  for (const auto& assignment : plan.assignments) {
    const auto area = place.find_area(assignment.area);
    if (!area) continue;
    state.area_locked[*area] = assignment.locked;
    if (assignment.neighbourhood.empty()) continue;
    const auto [at, is_new] =
        row_of.emplace(assignment.neighbourhood, static_cast<std::int32_t>(state.entries.size()));
    if (is_new) state.entries.push_back({assignment.neighbourhood, assignment.neighbourhood, "", "", false});
    state.label[*area] = at->second;
  }
  return state;
}

datasets::PlanRecord record_of(const datasets::Place& place, const PlanState& state,
                               datasets::PlanRecord base) {
  base.name = state.name;
  base.brief_toml = state.brief;
  // An area that has not moved keeps what put it there.
  std::map<std::string, datasets::PlanRecord::Assignment> before;
  for (auto& assignment : base.assignments)
    if (!assignment.basis.empty()) before.emplace(assignment.area, std::move(assignment));
  std::map<std::string, std::string> name_of_parent;
  for (const auto& entry : base.neighbourhoods) name_of_parent[entry.parent] = entry.parent_name;
  base.assignments.clear();
  base.neighbourhoods.clear();
  std::vector<std::uint8_t> used(state.entries.size(), 0);
  for (std::size_t area = 0; area < place.areas.size(); ++area) {
    if (place.areas.inside[area] == 0) continue;
    const auto label = state.label[area];
    if (label >= 0) used[static_cast<std::size_t>(label)] = 1;
    base.assignments.push_back({place.areas.code[area],
                                label < 0 ? std::string{} : state.entries[static_cast<std::size_t>(label)].id,
                                state.area_locked[area] != 0});
    auto& now = base.assignments.back();
    if (const auto at = before.find(now.area);
        at != before.end() && at->second.neighbourhood == now.neighbourhood)
      now.basis = at->second.basis;
  }
  for (std::size_t row = 0; row < state.entries.size(); ++row) {
    const auto& entry = state.entries[row];
    if (used[row] != 0)
      base.neighbourhoods.push_back(
          {entry.id, entry.name, entry.parent, entry.locked, entry.reason, name_of_parent[entry.parent]});
  }
  std::stable_sort(base.neighbourhoods.begin(), base.neighbourhoods.end(),
                   [](const auto& a, const auto& b) { return a.id < b.id; });
  return base;
}

void History::make(PlanState& state, Edit edit) {
  if (edit.empty()) return;
  apply_edit(state, edit);
  steps_.resize(done_);
  steps_.push_back(std::move(edit));
  ++done_;
}

History History::resumed(std::vector<Edit> steps, std::size_t done) {
  PLACEWRIGHT_EXPECT(done <= steps.size());
  History history;
  history.steps_ = std::move(steps);
  history.done_ = done;
  return history;
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
