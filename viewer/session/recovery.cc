#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "viewer/session/parts.h"
#include "viewer/session/session.h"

/// What a program before this one left in the journal.
namespace placewright::viewer {
namespace {

/// All that was done since the store; false where a line does not fit, and what fits is done.
bool play(const std::vector<PlanJournal::Act>& acts, History& history, PlanState& state) {
  using Kind = PlanJournal::Act::Kind;
  for (const auto& act : acts) {
    if (act.kind == Kind::step) {
      if (!fits(state, act.edit, true)) return false;
      history.make(state, act.edit);
    } else if (act.kind == Kind::undo) {
      if (history.done() > 0 && !fits(state, history.steps()[history.done() - 1], false)) return false;
      history.undo(state);
    } else {
      if (history.done() < history.steps().size() && !fits(state, history.steps()[history.done()], true))
        return false;
      history.redo(state);
    }
  }
  return true;
}

}  // namespace

void catch_up(const datasets::Place& place, const datasets::PlanRecord& stored, PlanJournal& journal) {
  const auto is_stored = [&](const PlanState& state) {
    return same_plan(record_of(place, state, stored), stored);
  };
  if (is_stored(journal.stored)) return;
  auto state = journal.stored;
  auto history = History::resumed(journal.steps, journal.done);
  std::optional<PlanJournal> caught;
  for (std::size_t at = 0; at < journal.since.size(); ++at) {
    if (!play({journal.since[at]}, history, state)) break;
    if (is_stored(state))
      caught =
          PlanJournal{state,
                      history.steps(),
                      history.done(),
                      {journal.since.begin() + static_cast<std::ptrdiff_t>(at) + 1, journal.since.end()}};
  }
  if (caught) journal = std::move(*caught);
}

std::optional<LeftBehind> Session::left_behind() const {
  if (!left_) return std::nullopt;
  const auto& [name, journal] = *left_;
  LeftBehind left{name, {}, left_cut_short_, false};
  for (const auto& act : journal.since) {
    if (act.kind == PlanJournal::Act::Kind::step) left.steps.push_back(act.edit.sentence);
    if (act.kind == PlanJournal::Act::Kind::undo)
      left.steps.empty() ? left.steps.push_back("a step before the last save undone") : left.steps.pop_back();
  }
  const auto plan = std::find_if(place_.plans.begin(), place_.plans.end(),
                                 [&, name = name](const auto& p) { return p.name == name; });
  const auto& stored = plan != place_.plans.end() ? *plan : base_;
  left.plan_changed = plan == place_.plans.end() && name != base_.name;
  if (!left.plan_changed)
    left.plan_changed = journal.stored.label.size() != state_.label.size() ||
                        !same_plan(record_of(place_, journal.stored, stored), stored);
  return left;
}

void Session::recover() {
  const auto what = left_behind();
  if (!what) return;
  const auto journal = std::exchange(left_, std::nullopt)->second;
  if (!what->plan_changed) {
    shelf_[what->plan] = {journal.stored, journal.steps, journal.done, {}};
    take_plan(what->plan == base_.name ? base_ : boundaries::find_plan(place_, what->plan));
  } else {
    // The stored plan is another one by now: what was drawn comes back beside it.
    auto name = what->plan + " (recovered)";
    for (int number = 2; has_plan(place_, name); ++number)
      name = fmt::format("{} (recovered {})", what->plan, number);
    if (has_plan(place_, base_.name)) shelf_[base_.name] = at_store_;
    auto stored = journal.stored;
    stored.name = name;
    base_ = record_of(place_, stored, {});
    base_.parent = what->plan;
    base_.origin = "edit";
    base_stored_ = false;
    stored.notes = state_.notes;
    state_ = std::move(stored);
    history_ = History::resumed(journal.steps, journal.done);
    at_store_ = {state_, journal.steps, journal.done, {}};
    saved_at_ = static_cast<std::size_t>(-1);
  }
  play(journal.since, history_, state_);
  read_brief();
  judge_anew();
  at_store_.since = journal.since;
  journal_ = {};
  start_journal();
  at_store_.since.clear();
}

void Session::forget_left_behind() {
  left_.reset();
  journal_ = {};
  start_journal();
}

bool Session::changed_on_disk() const { return stamp_of(path_) != file_stamp_; }

}  // namespace placewright::viewer
