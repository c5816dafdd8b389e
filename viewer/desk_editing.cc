#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "boundaries/match.h"
#include "geo/error.h"
#include "geo/shape_measures.h"
#include "viewer/desk.h"

namespace placewright::viewer {
namespace {

/// The job's labels as a plan of the place: groups take the row of the neighbourhood with which they share most people.
PlanState state_from(const Desk& desk, const boundaries::Labels& labels) {
  PlanState state = desk.job_start;
  std::vector<double> people;
  boundaries::Labels before;
  for (const auto row : desk.job_areas) {
    const double value = desk.session->place().areas.population[row];
    people.push_back(std::isnan(value) ? 0 : value);
    before.push_back(desk.job_start.label[row]);
  }
  const auto match = boundaries::match_labels(people, labels, before);
  auto row_of = match.to_of_from;
  std::vector<std::uint8_t> used(state.entries.size(), 0);
  for (const auto row : row_of)
    if (row >= 0) used[static_cast<std::size_t>(row)] = 1;
  std::size_t spare = 0;
  for (auto& row : row_of) {
    if (row >= 0) continue;
    while (spare < used.size() && (used[spare] != 0 || desk.session->tallies().areas[spare] == 0)) ++spare;
    if (spare < used.size()) {
      used[spare] = 1;
      row = static_cast<std::int32_t>(spare);
      continue;
    }
    row = static_cast<std::int32_t>(state.entries.size());
    std::string id;
    for (int number = 1;; ++number) {
      id = fmt::format("N{:02d}", number);
      if (std::none_of(state.entries.begin(), state.entries.end(), [&](const auto& entry) { return entry.id == id; })) break;
    }
    state.entries.push_back({id, id, "", "", false});
  }
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] >= 0) state.label[desk.job_areas[i]] = row_of[static_cast<std::size_t>(labels[i])];
  return state;
}

}  // namespace

void select_area(Desk& desk, std::uint32_t area, bool add) {
  auto unit = unit_of(desk, area);
  if (!add) desk.selected.clear();
  const bool there = std::binary_search(desk.selected.begin(), desk.selected.end(), area);
  for (const auto one : unit) {
    const auto at = std::lower_bound(desk.selected.begin(), desk.selected.end(), one);
    const bool has = at != desk.selected.end() && *at == one;
    if (there && has) desk.selected.erase(at);
    if (!there && !has) desk.selected.insert(at, one);
  }
  desk.neighbourhood = desk.session->state().label[area];
  desk.derived.lines_stale = true;
}

void select_neighbourhood(Desk& desk, std::int32_t label, bool zoom) {
  desk.neighbourhood = label;
  desk.selected.clear();
  desk.derived.lines_stale = true;
  if (zoom) zoom_to_areas(desk, areas_of(desk, label));
}

void toggle_neighbourhood(Desk& desk, std::int32_t label) {
  const auto at = std::lower_bound(desk.chosen.begin(), desk.chosen.end(), label);
  if (at != desk.chosen.end() && *at == label) {
    desk.chosen.erase(at);
    desk.neighbourhood = desk.chosen.empty() ? -1 : desk.chosen.back();
  } else {
    desk.chosen.insert(at, label);
    desk.neighbourhood = label;
  }
  desk.selected.clear();
  desk.derived.lines_stale = true;
}

void clear_selection(Desk& desk) {
  desk.neighbourhood = -1;
  desk.selected.clear();
  desk.derived.lines_stale = true;
}

void zoom_to_areas(Desk& desk, const std::vector<std::uint32_t>& areas) {
  geo::Box box{1e300, 1e300, -1e300, -1e300};
  for (const auto area : areas)
    if (!desk.session->place().areas.shape[area].empty()) box = geo::box_around(box, geo::box_of(desk.session->place().areas.shape[area]));
  if (box.min_x > box.max_x) return;
  const double least = 1500;  // one small area is shown with its surroundings
  const double grow = std::max(0.0, (least - std::max(box.max_x - box.min_x, box.max_y - box.min_y)) / 2);
  desk.camera.fit(geo::grown(box, grow), desk.map_width, desk.map_height, 0.25);
}

void next_problem(Desk& desk, int step) {
  const auto& problems = desk.session->problems();
  if (problems.empty()) {
    say(desk, "No problems: every area is assigned, every neighbourhood is in one piece and within the bounds.");
    return;
  }
  const auto count = static_cast<int>(problems.size());
  const int now = static_cast<int>(desk.problem_at);
  const int next = now == 0 ? (step > 0 ? 1 : count) : (now - 1 + step + count) % count + 1;
  desk.problem_at = static_cast<std::size_t>(next);
  const auto& problem = problems[desk.problem_at - 1];
  desk.neighbourhood = problem.label;
  desk.selected = problem.kind == Problem::Kind::over || problem.kind == Problem::Kind::under || problem.kind == Problem::Kind::no_practice ? std::vector<std::uint32_t>{} : problem.areas;
  std::sort(desk.selected.begin(), desk.selected.end());
  desk.derived.lines_stale = true;
  zoom_to_areas(desk, problem.areas);
  say(desk, fmt::format("Problem {} of {}: {}", next, count, problem.what));
}

void next_neighbourhood(Desk& desk, int step) {
  const auto rows = neighbourhoods(desk);
  if (rows.empty()) return;
  const auto at = std::find(rows.begin(), rows.end(), desk.neighbourhood);
  const auto count = static_cast<std::ptrdiff_t>(rows.size());
  const auto now = at == rows.end() ? (step > 0 ? -1 : count) : at - rows.begin();
  select_neighbourhood(desk, rows[static_cast<std::size_t>((now + step + count) % count)], true);
}

void propose(Desk& desk, const std::vector<std::uint32_t>& areas, std::optional<std::uint32_t> from_area) {
  const auto& session = *desk.session;
  Pending pending;
  pending.areas = areas;
  switch (desk.target.kind) {
    case Target::Kind::where_started: pending.to = from_area ? desk.shown[*from_area] : desk.neighbourhood; break;
    case Target::Kind::one: pending.to = desk.target.label; break;
    case Target::Kind::unassigned: pending.to = -1; break;
    case Target::Kind::fresh: pending.fresh = true; break;
  }
  if (pending.to >= static_cast<std::int32_t>(session.state().entries.size())) pending.to = -1;
  pending.made = pending.fresh ? make_new(session.ground(), session.state(), areas, "") : make_move(session.ground(), session.state(), areas, pending.to, desk.filter);
  desk.derived.looks_stale = true;
  if (pending.made.edit.moves.empty()) {
    desk.pending.reset();
    if (!pending.made.refused.empty() && !desk.stroke_on)
      say(desk, fmt::format("Nothing moves: {} {}", session.place().areas.code[pending.made.refused.front().area], pending.made.refused.front().why));
    return;
  }
  pending.effect = session.effect_of(pending.made.edit);
  desk.pending = std::move(pending);
}

void accept_with_reason(Desk& desk, const std::string& reason) {
  if (!desk.pending) return;
  auto edit = desk.pending->made.edit;
  edit.reason = reason;
  edit.breaks = desk.pending->effect.broken;
  const auto refused = desk.pending->made.refused.size();
  drop_pending(desk);
  if (!commit(desk, edit)) return;
  say(desk, refused == 0 ? edit.sentence : fmt::format("{}; {} left where they are (locked or filtered)", edit.sentence, refused));
}

void accept_pending(Desk& desk) {
  if (!desk.pending) return;
  if (!desk.pending->effect.broken.empty()) {
    desk.dialog = DialogKind::reason;
    desk.text.clear();
    return;
  }
  accept_with_reason(desk, "");
}

void drop_pending(Desk& desk) {
  if (desk.pending) desk.message.clear();  // it spoke of what goes
  desk.pending.reset();
  desk.stroke_on = false;
  desk.outline.clear();
  std::fill(desk.stroked.begin(), desk.stroked.end(), std::uint8_t{0});
  desk.derived.looks_stale = true;
}

bool commit(Desk& desk, Edit edit) {
  edit.who = desk.author;
  edit.when = now_text();
  return attempt(desk, [&] { desk.session->commit(std::move(edit)); });
}

void make(Desk& desk, Edit edit, const std::string& when_empty) {
  if (edit.empty()) {
    say(desk, when_empty);
    return;
  }
  drop_pending(desk);
  const auto& population = desk.session->brief().population;
  edit.breaks = rules_broken(desk.session->ground(), desk.session->state(), edit, population.min, population.max);
  const auto sentence = edit.sentence;
  if (commit(desk, std::move(edit))) say(desk, sentence);
}

void save_plan(Desk& desk) {
  if (!desk.session) return;
  if (desk.session->read_only()) {
    say(desk, "This place was written by a newer version and is open for reading only; save a copy with that version", true);
    return;
  }
  if (desk.session->changed_on_disk()) {
    say(desk, "The place file was changed by another program since it was opened. Your edits are safe in the journal: branch to a new plan name (Plan menu), or open the place anew.", true);
    return;
  }
  try {
    desk.session->save(desk.author, now_text());
    say(desk, "Saved");
  } catch (const geo::InputError& error) {
    say(desk, error.what(), true);
  }
}

void start_redraw(Desk& desk, bool all) {
  if (!desk.session || desk.job) return;
  const auto& session = *desk.session;
  if (!session.problem_known()) {
    say(desk, "The plan's brief cannot be put to this place: " + session.problem_refused(), true);
    return;
  }
  if (!all && desk.neighbourhood < 0) {
    say(desk, "Choose a neighbourhood first: it and its neighbours are drawn anew, the others stay.");
    return;
  }
  drop_pending(desk);
  const auto& state = session.state();
  // What is drawn anew: all that is not locked, or the chosen one with those that touch it.
  std::vector<std::uint8_t> open(state.entries.size(), 0);
  for (std::size_t row = 0; row < open.size(); ++row) open[row] = all && !state.entries[row].locked;
  if (!all) {
    open[static_cast<std::size_t>(desk.neighbourhood)] = 1;
    for (const auto& edge : session.graph().edges()) {
      const auto a = state.label[edge.a], b = state.label[edge.b];
      if (a < 0 || b < 0) continue;
      if (a == desk.neighbourhood && !state.entries[static_cast<std::size_t>(b)].locked) open[static_cast<std::size_t>(b)] = 1;
      if (b == desk.neighbourhood && !state.entries[static_cast<std::size_t>(a)].locked) open[static_cast<std::size_t>(a)] = 1;
    }
  }
  for (std::size_t area = 0; area < state.label.size(); ++area)
    if (state.area_locked[area] != 0 && state.label[area] >= 0) open[static_cast<std::size_t>(state.label[area])] = 0;
  auto problem = session.question()->problem;
  boundaries::SearchOptions options;
  options.effort = boundaries::Effort::quick;
  options.best_effort = true;
  options.seed = session.revision();
  const auto labels = session.labels_for(state);
  const bool anything_fixed = std::any_of(labels.begin(), labels.end(), [&](auto label) { return label >= 0 && open[static_cast<std::size_t>(label)] == 0; });
  const bool whole = std::none_of(labels.begin(), labels.end(), [](auto label) { return label < 0; });
  // From the plan in hand where it is whole; else from nothing around what is locked.
  if (anything_fixed || (!all && whole)) {
    options.start = labels;
    for (const auto label : labels) options.fixed.push_back(label >= 0 && open[static_cast<std::size_t>(label)] == 0);
    if (whole) problem.count = static_cast<std::uint32_t>(neighbourhoods(desk).size());
  }
  desk.job_areas = session.question()->area_row;
  desk.job_start = state;
  desk.job_best.clear();
  desk.job_fraction = 0;
  desk.job_total = session.score().total;
  desk.job_phase = "starting";
  desk.job_title = all ? "Redrawing all" : "Redrawing " + state.entries[static_cast<std::size_t>(desk.neighbourhood)].id + " and around";
  desk.job = std::make_unique<SearchJob>(std::move(problem), std::move(options), desk.wake);
}

void follow_job(Desk& desk) {
  if (!desk.job) return;
  auto news = desk.job->look();
  desk.job_fraction = std::max(desk.job_fraction, news.fraction);
  if (!news.phase.empty()) desk.job_phase = news.phase;
  if (news.better) {
    desk.job_best = *news.better;
    desk.job_total = news.better_total;
  }
  if (!news.failed.empty()) {
    desk.job.reset();
    say(desk, news.failed, true);
    return;
  }
  if (!news.done) return;
  desk.job.reset();
  const auto& result = *news.done;
  if (result.labels.empty()) {
    std::string why = "No plan meets the rules";
    if (result.infeasible && !result.infeasible->reasons.empty()) why += ": " + result.infeasible->reasons.front();
    say(desk, why, true);
    return;
  }
  if (desk.job_start != desk.session->state()) {
    say(desk, "The plan was edited while the machine worked; its proposal was for the plan before and is dropped", true);
    return;
  }
  const auto proposed = state_from(desk, result.labels);
  Pending pending;
  pending.made.edit = make_difference(desk.session->state(), proposed, desk.job_title + ", proposed by the machine");
  if (pending.made.edit.empty()) {
    say(desk, "The machine finds nothing better");
    return;
  }
  for (const auto& move : pending.made.edit.moves) pending.areas.push_back(move.area);
  pending.effect = desk.session->effect_of(pending.made.edit);
  desk.pending = std::move(pending);
  desk.derived.looks_stale = true;
  say(desk, fmt::format("A proposal is on the map: total {:.3f} to {:.3f}. Enter adopts it, Esc drops it.", desk.pending->effect.before.total, desk.pending->effect.after.total));
}

}  // namespace placewright::viewer
