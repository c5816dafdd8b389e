#include "viewer/session/parts.h"

#include <sys/stat.h>

#include <algorithm>

#include "boundaries/question/brief.h"

namespace placewright::viewer {
namespace {

std::string brief_text(const datasets::PlanRecord& plan) {
  return plan.brief_toml.empty() ? boundaries::write_brief({}) : plan.brief_toml;
}

bool same_row(const datasets::PlanRecord::Assignment& a, const datasets::PlanRecord::Assignment& b) {
  return a.area == b.area && a.neighbourhood == b.neighbourhood && a.locked == b.locked;
}

bool same_row(const datasets::PlanRecord::Neighbourhood& a, const datasets::PlanRecord::Neighbourhood& b) {
  return a.id == b.id && a.name == b.name && a.parent == b.parent && a.locked == b.locked &&
         a.reason == b.reason;
}

template <class Row>
bool same_rows(const std::vector<Row>& a, const std::vector<Row>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!same_row(a[i], b[i])) return false;
  return true;
}

}  // namespace

std::int64_t stamp_of(const std::string& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) return 0;
  return static_cast<std::int64_t>(facts.st_mtim.tv_sec) * 1'000'000'000 + facts.st_mtim.tv_nsec +
         facts.st_size;
}

bool has_plan(const datasets::Place& place, const std::string& name) {
  return std::any_of(place.plans.begin(), place.plans.end(),
                     [&](const auto& plan) { return plan.name == name; });
}

bool same_plan(const datasets::PlanRecord& a, const datasets::PlanRecord& b) {
  return same_rows(a.assignments, b.assignments) && same_rows(a.neighbourhoods, b.neighbourhoods) &&
         brief_text(a) == brief_text(b);
}

std::string origin_after(std::string origin, const std::vector<Edit>& steps, std::size_t done) {
  const auto add = [&](const std::string& word) {
    if ((", " + origin + ",").find(", " + word + ",") == std::string::npos)
      origin += (origin.empty() ? "" : ", ") + word;
  };
  for (std::size_t step = 0; step < done; ++step)
    if (!steps[step].moves.empty())
      add(steps[step].sentence.find(kByTheMachine) == std::string::npos ? "edit" : "redraw");
  return origin;
}

void sort_plans(std::vector<datasets::PlanRecord>& plans) {
  std::sort(plans.begin(), plans.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
}

bool fits(const PlanState& state, const Edit& edit, bool forwards) {
  const auto& entries = forwards ? edit.entries_after : edit.entries_before;
  const auto count = static_cast<std::int32_t>(
      edit.entries_before == edit.entries_after ? state.entries.size() : entries.size());
  for (const auto& move : edit.moves) {
    if (move.area >= state.label.size()) return false;
    const auto now = forwards ? move.from : move.to, then = forwards ? move.to : move.from;
    if (state.label[move.area] != now || then < -1 || then >= count) return false;
  }
  if (static_cast<std::size_t>(count) <
      state.entries.size()) {  // a neighbourhood that leaves the list leaves no area behind
    auto labels = state.label;
    for (const auto& move : edit.moves) labels[move.area] = forwards ? move.to : move.from;
    if (std::any_of(labels.begin(), labels.end(), [&](const auto label) { return label >= count; }))
      return false;
  }
  return std::all_of(edit.locks.begin(), edit.locks.end(),
                     [&](const auto& lock) { return lock.area < state.area_locked.size(); });
}

}  // namespace placewright::viewer
