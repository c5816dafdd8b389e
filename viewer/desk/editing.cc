#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/error.h"
#include "geo/expect.h"
#include "geo/shape_measures.h"
#include "viewer/desk/desk.h"

namespace placewright::viewer {
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
    if (!desk.session->place().areas.shape[area].empty())
      box = geo::box_around(box, geo::box_of(desk.session->place().areas.shape[area]));
  if (box.min_x > box.max_x) return;
  const double least = 1500;  // one small area is shown with its surroundings
  const double grow = std::max(0.0, (least - std::max(box.max_x - box.min_x, box.max_y - box.min_y)) / 2);
  desk.camera.fit(geo::grown(box, grow), desk.map_width, desk.map_height, 0.25);
}

void next_problem(Desk& desk, int step) {
  const auto& problems = desk.session->faults();
  if (problems.empty()) {
    say(desk,
        "No problems: every area is assigned, every neighbourhood is in one piece and within the bounds.");
    return;
  }
  const auto count = static_cast<int>(problems.size());
  const int now = static_cast<int>(desk.problem_at);
  const int next = now == 0 ? (step > 0 ? 1 : count) : (now - 1 + step + count) % count + 1;
  desk.problem_at = static_cast<std::size_t>(next);
  const auto& problem = problems[desk.problem_at - 1];
  desk.neighbourhood = problem.label;
  desk.selected = problem.kind == Fault::Kind::over || problem.kind == Fault::Kind::under ||
                          problem.kind == Fault::Kind::no_practice
                      ? std::vector<std::uint32_t>{}
                      : problem.areas;
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
    case Target::Kind::where_started:
      pending.to = from_area ? desk.shown[*from_area] : desk.neighbourhood;
      break;
    case Target::Kind::one:
      pending.to = desk.target.label;
      break;
    case Target::Kind::unassigned:
      pending.to = -1;
      break;
    case Target::Kind::fresh:
      pending.fresh = true;
      break;
  }
  if (desk.held_border) {
    pending.to = desk.held_border->grows;
    pending.fresh = false;
  }
  PLACEWRIGHT_EXPECT(pending.to < static_cast<std::int32_t>(session.state().entries.size()));
  pending.made = pending.fresh ? make_new(session.ground(), session.state(), areas, "", desk.filter)
                               : make_move(session.ground(), session.state(), areas, pending.to, desk.filter);
  desk.derived.looks_stale = true;
  if (pending.made.edit.moves.empty()) {
    desk.pending.reset();
    if (!pending.made.refused.empty() && !desk.stroke_on)
      say(desk,
          fmt::format("Nothing moves: {} {}", session.place().areas.code[pending.made.refused.front().area],
                      pending.made.refused.front().why));
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
  say(desk, refused == 0
                ? edit.sentence
                : fmt::format("{}; {} left where they are (locked or filtered)", edit.sentence, refused));
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
  desk.held_border.reset();
  desk.machine.shown.reset();
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
  edit.breaks =
      rules_broken(desk.session->ground(), desk.session->state(), edit, population.min, population.max);
  const auto sentence = edit.sentence;
  if (commit(desk, std::move(edit))) say(desk, sentence);
}

void save_plan(Desk& desk) {
  if (!desk.session) return;
  if (desk.session->read_only()) {
    say(desk,
        "This place was written by a newer version and is open for reading only; save a copy with that "
        "version",
        true);
    return;
  }
  try {
    desk.session->save(desk.author, now_text());
    say(desk, "Saved");
  } catch (const geo::InputError& error) {
    say(desk, error.what(), true);
  }
}

}  // namespace placewright::viewer
