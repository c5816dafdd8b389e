#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "datasets/place/file.h"
#include "geo/error.h"
#include "geo/expect.h"
#include "viewer/session/parts.h"
#include "viewer/session/session.h"

/// The list of plans of the place in hand: each change is stored at once, and can be taken back.
namespace placewright::viewer {
namespace {

using datasets::PlaceFile;

void expect_free(const datasets::Place& place, const std::string& name) {
  if (name.empty()) throw geo::InputError({"plan", "a plan needs a name", "write one"});
  if (has_plan(place, name))
    throw geo::InputError({name, "the place already has a plan of that name", "choose another name"});
}

}  // namespace

void Session::keep_in_place(const datasets::PlanRecord& record) {
  const auto at = std::find_if(place_.plans.begin(), place_.plans.end(),
                               [&](const auto& plan) { return plan.name == record.name; });
  if (at != place_.plans.end())
    *at = record;
  else
    place_.plans.push_back(record);
  sort_plans(place_.plans);
}

void Session::append_log(const std::string& who, const std::string& now, const std::string& what,
                         const std::string& plan) {
  place_.log.push_back({now, who, what, "", "", "", plan});
}

void Session::branch(std::string name, const std::string& who, const std::string& now) {
  expect_free(place_, name);
  const auto before = std::tuple(base_, base_stored_, state_.name, at_store_);
  const auto parent = base_.name;
  // The old plan stays as it was stored, and keeps the history until then.
  auto old = at_store_;
  base_ = record_of(place_, state_, base_);
  base_.parent = parent;
  base_.name = state_.name = name;
  base_.created = now;
  base_stored_ = false;
  try {
    save(who, now);
  } catch (...) {
    std::tie(base_, base_stored_, state_.name, at_store_) = before;
    throw;
  }
  if (has_plan(place_, parent)) shelf_[parent] = std::move(old);
  plan_changes_.push_back(
      {fmt::format("New plan {} from {}", name, parent), PlanChange::Kind::added, parent, name, {}});
  journal_ = {};
  start_journal();
}

void Session::switch_plan(std::string name) {
  PLACEWRIGHT_EXPECT(!changed());
  const auto plan = boundaries::find_plan(place_, name);
  if (has_plan(place_, base_.name)) shelf_[base_.name] = {state_, history_.steps(), history_.done(), {}};
  take_plan(plan);
  if (!journal_.open()) return;
  if (history_.steps().empty())
    journal_.began(state_);
  else
    journal_.switched(name);
}

void Session::duplicate_plan(std::string from, std::string to, const std::string& who,
                             const std::string& now) {
  expect_free(place_, to);
  auto file = PlaceFile::open(path_, PlaceFile::Mode::change, kWaitMs);
  append_log(who, now, fmt::format("Plan {} copied to {}", from, to), to);
  file.together([&] {
    file.copy_plan(from, to, now);
    file.append_log({&place_.log.back(), 1});
  });
  keep_in_place(file.read_plan(to));
  file_stamp_ = stamp_of(path_);
  plan_changes_.push_back({place_.log.back().what, PlanChange::Kind::added, from, to, {}});
  ++revision_;
}

void Session::rename_plan(std::string from, std::string to, const std::string& who, const std::string& now) {
  expect_free(place_, to);
  append_log(who, now, fmt::format("Plan {} renamed to {}", from, to), to);
  if (has_plan(place_, from)) {
    auto file = PlaceFile::open(path_, PlaceFile::Mode::change, kWaitMs);
    file.together([&] {
      file.rename_plan(from, to);
      file.append_log({&place_.log.back(), 1});
    });
    file_stamp_ = stamp_of(path_);
  }
  for (auto& plan : place_.plans) {
    if (plan.name == from) plan.name = to;
    if (plan.parent == from) plan.parent = to;
  }
  sort_plans(place_.plans);
  for (auto* notes : {&place_.notes, &stored_notes_, &state_.notes})
    for (auto& note : *notes)
      if (note.plan == from) note.plan = to;
  if (base_.name == from) base_.name = state_.name = at_store_.stored.name = to;
  if (base_.parent == from) base_.parent = to;
  if (auto node = shelf_.extract(from); !node.empty()) {
    node.key() = to;
    shelf_.insert(std::move(node));
  }
  if (journal_.open()) journal_.renamed(from, to);
  plan_changes_.push_back({place_.log.back().what, PlanChange::Kind::renamed, from, to, {}});
  ++revision_;
}

void Session::delete_plan(std::string name, const std::string& who, const std::string& now) {
  PLACEWRIGHT_EXPECT(name != base_.name);
  auto file = PlaceFile::open(path_, PlaceFile::Mode::change, kWaitMs);
  append_log(who, now, fmt::format("Plan {} deleted", name), name);
  datasets::PlanRecord record;
  file.together([&] {
    record = file.read_plan(name);
    file.delete_plan(name);
    file.append_log({&place_.log.back(), 1});
  });
  std::erase_if(place_.plans, [&](const auto& plan) { return plan.name == name; });
  file_stamp_ = stamp_of(path_);
  shelf_.erase(name);
  if (journal_.open()) journal_.forgot(name);
  plan_changes_.push_back({place_.log.back().what, PlanChange::Kind::removed, name, "", std::move(record)});
  ++revision_;
}

void Session::undo_plan_change(const std::string& who, const std::string& now) {
  if (plan_changes_.empty()) return;
  const auto change = plan_changes_.back();
  switch (change.kind) {
    case PlanChange::Kind::added:
      if (base_.name == change.to) {
        if (changed()) save(who, now);
        switch_plan(change.from);
      }
      delete_plan(change.to, who, now);
      break;
    case PlanChange::Kind::renamed:
      rename_plan(change.to, change.from, who, now);
      break;
    case PlanChange::Kind::removed: {
      expect_free(place_, change.from);
      auto file = PlaceFile::open(path_, PlaceFile::Mode::change, kWaitMs);
      append_log(who, now, fmt::format("Plan {} brought back", change.from), change.from);
      file.together([&] {
        file.save_plan(change.record, false);
        file.append_log({&place_.log.back(), 1});
      });
      keep_in_place(change.record);
      file_stamp_ = stamp_of(path_);
      ++revision_;
      plan_changes_.pop_back();
      return;
    }
  }
  // The taking back is no change to take back.
  plan_changes_.pop_back();
  plan_changes_.pop_back();
}

}  // namespace placewright::viewer
