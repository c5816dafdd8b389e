#include "viewer/session/machine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "boundaries/question/match.h"
#include "geo/expect.h"

namespace placewright::viewer {
namespace {

std::string new_id(const PlanState& state) {
  std::set<std::string> taken;
  for (const auto& entry : state.entries) taken.insert(entry.id);
  for (int number = 1;; ++number)
    if (auto id = fmt::format("N{:02d}", number); !taken.contains(id)) return id;
}

}  // namespace

PlanState plan_from(const Session& session, const PlanState& start,
                    const std::vector<boundaries::PlaceRow>& areas, const boundaries::Labels& labels) {
  PlanState state = start;
  std::vector<double> people;
  boundaries::Labels before;
  std::vector<std::uint8_t> lived(state.entries.size(), 0);
  for (const auto area : areas) {
    const auto row = area.value();
    const double value = session.place().areas.population[row];
    people.push_back(std::isnan(value) ? 0 : value);
    before.push_back(start.label[row]);
    if (start.label[row] >= 0) lived[static_cast<std::size_t>(start.label[row])] = 1;
  }
  auto row_of = boundaries::match_labels(people, labels, before).to_of_from;
  std::vector<std::uint8_t> used(state.entries.size(), 0);
  for (const auto row : row_of)
    if (row >= 0) used[static_cast<std::size_t>(row)] = 1;
  std::size_t spare = 0;
  for (auto& row : row_of) {
    if (row >= 0) continue;
    while (spare < used.size() && (used[spare] != 0 || lived[spare] == 0)) ++spare;
    if (spare < used.size()) {
      used[spare] = 1;
      row = static_cast<std::int32_t>(spare);
      continue;
    }
    row = static_cast<std::int32_t>(state.entries.size());
    const auto id = new_id(state);
    state.entries.push_back({id, id, "", "", false});
  }
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] >= 0) state.label[areas[i].value()] = row_of[static_cast<std::size_t>(labels[i])];
  return state;
}

std::vector<std::uint8_t> open_rows(const Session& session, Scope scope,
                                    const std::vector<std::int32_t>& chosen) {
  const auto& state = session.state();
  std::vector<std::uint8_t> open(state.entries.size(), scope == Scope::all ? 1 : 0);
  const auto is_chosen = [&](std::int32_t label) {
    return std::find(chosen.begin(), chosen.end(), label) != chosen.end();
  };
  if (scope != Scope::all)
    for (const auto label : chosen)
      if (static_cast<std::size_t>(label) < open.size()) open[static_cast<std::size_t>(label)] = 1;
  if (scope == Scope::around)
    for (const auto& edge : session.graph().edges()) {
      const auto a = state.label[edge.a], b = state.label[edge.b];
      if (a < 0 || b < 0) continue;
      if (is_chosen(a)) open[static_cast<std::size_t>(b)] = 1;
      if (is_chosen(b)) open[static_cast<std::size_t>(a)] = 1;
    }
  for (std::size_t row = 0; row < open.size(); ++row)
    if (state.entries[row].locked) open[row] = 0;
  for (std::size_t area = 0; area < state.label.size(); ++area)
    if (state.area_locked[area] != 0 && state.label[area] >= 0)
      open[static_cast<std::size_t>(state.label[area])] = 0;
  return open;
}

std::optional<Redraw> plan_redraw(const Session& session, const MachineDesk& machine,
                                  const std::vector<std::int32_t>& chosen, std::string& why_not) {
  if (!session.problem_known()) {
    why_not = "The plan's brief cannot be put to this place: " + session.problem_refused();
    return std::nullopt;
  }
  if (machine.scope != Scope::all && chosen.empty()) {
    why_not = "Choose the neighbourhoods first: click one in the table or on the map, Ctrl+click for more.";
    return std::nullopt;
  }
  const auto& state = session.state();
  const auto open = open_rows(session, machine.scope, chosen);
  Redraw redraw{session.question()->problem, {}, 0};
  std::size_t here = 0;
  for (std::size_t row = 0; row < open.size(); ++row)
    if (session.tallies().areas[row] > 0) ++here, redraw.open += open[row];
  const auto labels = session.labels_for(state);
  const bool whole = std::none_of(labels.begin(), labels.end(), [](auto label) { return label < 0; });
  if (whole && redraw.open == 0) {
    why_not = "All of these are locked, or hold a locked area: there is nothing to draw anew.";
    return std::nullopt;
  }
  redraw.options.effort = machine.effort;
  redraw.options.best_effort = true;
  redraw.options.seed = machine.seed;
  // From the plan in hand where something of it stays; else from nothing.
  if (redraw.open < here || machine.scope != Scope::all) {
    redraw.options.start = labels;
    for (const auto label : labels)
      redraw.options.fixed.push_back(label >= 0 && open[static_cast<std::size_t>(label)] == 0);
    if (whole) redraw.problem.count = static_cast<std::uint32_t>(here);
  }
  return redraw;
}

boundaries::Explanation explain_area(const Session& session, std::uint32_t area) {
  const auto row = boundaries::find_problem_row(*session.question(), boundaries::PlaceRow(area));
  PLACEWRIGHT_EXPECT(row.has_value());
  std::vector<std::string> names;
  for (const auto& entry : session.state().entries) names.push_back(full_name(entry));
  return boundaries::explain(session.question()->problem, session.labels_for(session.state()), row->value(),
                             names);
}

Made make_alternative(const Session& session, const boundaries::Alternative& alternative) {
  std::vector<std::uint32_t> areas;
  for (const auto area : alternative.areas) areas.push_back(session.question()->area_row[area].value());
  return make_move(session.ground(), session.state(), areas, alternative.to);
}

}  // namespace placewright::viewer
