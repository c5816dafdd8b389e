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
  if (!add) desk.here.selected.clear();
  const bool there = std::binary_search(desk.here.selected.begin(), desk.here.selected.end(), area);
  for (const auto one : unit) {
    const auto at = std::lower_bound(desk.here.selected.begin(), desk.here.selected.end(), one);
    const bool has = at != desk.here.selected.end() && *at == one;
    if (there && has) desk.here.selected.erase(at);
    if (!there && !has) desk.here.selected.insert(at, one);
  }
  desk.here.neighbourhood = desk.here.session->state().label[area];
  desk.here.derived.lines_stale = true;
}

void select_neighbourhood(Desk& desk, std::int32_t label, bool zoom) {
  desk.here.neighbourhood = label;
  desk.here.selected.clear();
  desk.here.derived.lines_stale = true;
  if (zoom) zoom_to_areas(desk, areas_of(desk, label));
}

void toggle_neighbourhood(Desk& desk, std::int32_t label) {
  const auto at = std::lower_bound(desk.here.chosen.begin(), desk.here.chosen.end(), label);
  if (at != desk.here.chosen.end() && *at == label) {
    desk.here.chosen.erase(at);
    desk.here.neighbourhood = desk.here.chosen.empty() ? -1 : desk.here.chosen.back();
  } else {
    desk.here.chosen.insert(at, label);
    desk.here.neighbourhood = label;
  }
  desk.here.selected.clear();
  desk.here.derived.lines_stale = true;
}

void clear_selection(Desk& desk) {
  desk.here.neighbourhood = -1;
  desk.here.selected.clear();
  desk.here.derived.lines_stale = true;
}

void zoom_to_areas(Desk& desk, const std::vector<std::uint32_t>& areas) {
  geo::Box box{1e300, 1e300, -1e300, -1e300};
  for (const auto area : areas)
    if (!desk.here.session->place().areas.shape[area].empty())
      box = geo::box_around(box, geo::box_of(desk.here.session->place().areas.shape[area]));
  if (box.min_x > box.max_x) return;
  const double least = 1500;  // one small area is shown with its surroundings
  const double grow = std::max(0.0, (least - std::max(box.max_x - box.min_x, box.max_y - box.min_y)) / 2);
  desk.view.camera.fit(geo::grown(box, grow), desk.view.width, desk.view.height, 0.25);
}

void next_problem(Desk& desk, int step) {
  const auto& problems = desk.here.session->faults();
  if (problems.empty()) {
    say(desk,
        "No problems: every area is assigned, every neighbourhood is in one piece and within the bounds.");
    return;
  }
  const auto count = static_cast<int>(problems.size());
  const int now = static_cast<int>(desk.here.problem_at);
  const int next = now == 0 ? (step > 0 ? 1 : count) : (now - 1 + step + count) % count + 1;
  desk.here.problem_at = static_cast<std::size_t>(next);
  const auto& problem = problems[desk.here.problem_at - 1];
  desk.here.neighbourhood = problem.label;
  desk.here.selected = problem.kind == Fault::Kind::over || problem.kind == Fault::Kind::under ||
                               problem.kind == Fault::Kind::no_practice
                           ? std::vector<std::uint32_t>{}
                           : problem.areas;
  std::sort(desk.here.selected.begin(), desk.here.selected.end());
  desk.here.derived.lines_stale = true;
  zoom_to_areas(desk, problem.areas);
  say(desk, fmt::format("Problem {} of {}: {}", next, count, problem.what));
}

void next_neighbourhood(Desk& desk, int step) {
  const auto rows = neighbourhoods(desk);
  if (rows.empty()) return;
  const auto at = std::find(rows.begin(), rows.end(), desk.here.neighbourhood);
  const auto count = static_cast<std::ptrdiff_t>(rows.size());
  const auto now = at == rows.end() ? (step > 0 ? -1 : count) : at - rows.begin();
  select_neighbourhood(desk, rows[static_cast<std::size_t>((now + step + count) % count)], true);
}

void propose(Desk& desk, const std::vector<std::uint32_t>& areas, std::optional<std::uint32_t> from_area) {
  const auto& session = *desk.here.session;
  Pending pending;
  pending.areas = areas;
  switch (desk.here.target.kind) {
    case Target::Kind::where_started:
      pending.to = from_area ? desk.here.shown[*from_area] : desk.here.neighbourhood;
      break;
    case Target::Kind::one:
      pending.to = desk.here.target.label;
      break;
    case Target::Kind::unassigned:
      pending.to = -1;
      break;
    case Target::Kind::fresh:
      pending.fresh = true;
      break;
  }
  if (desk.here.held_border) {
    pending.to = desk.here.held_border->grows;
    pending.fresh = false;
  }
  PLACEWRIGHT_EXPECT(pending.to < static_cast<std::int32_t>(session.state().entries.size()));
  pending.made = pending.fresh
                     ? make_new(session.ground(), session.state(), areas, "", desk.here.filter)
                     : make_move(session.ground(), session.state(), areas, pending.to, desk.here.filter);
  desk.here.derived.looks_stale = true;
  if (pending.made.edit.moves.empty()) {
    desk.here.pending.reset();
    if (!pending.made.refused.empty() && !desk.here.stroke_on)
      say(desk,
          fmt::format("Nothing moves: {} {}", session.place().areas.code[pending.made.refused.front().area],
                      pending.made.refused.front().why));
    return;
  }
  pending.effect = session.effect_of(pending.made.edit);
  desk.here.pending = std::move(pending);
}

void accept_with_reason(Desk& desk, const std::string& reason) {
  if (!desk.here.pending) return;
  auto edit = desk.here.pending->made.edit;
  edit.reason = reason;
  edit.breaks = desk.here.pending->effect.broken;
  const auto refused = desk.here.pending->made.refused.size();
  drop_pending(desk);
  if (!commit(desk, edit)) return;
  say(desk, refused == 0
                ? edit.sentence
                : fmt::format("{}; {} left where they are (locked or filtered)", edit.sentence, refused));
}

void accept_pending(Desk& desk) {
  if (!desk.here.pending) return;
  if (!desk.here.pending->effect.broken.empty()) {
    desk.dialogs.open = DialogKind::reason;
    desk.dialogs.text.clear();
    return;
  }
  accept_with_reason(desk, "");
}

void drop_pending(Desk& desk) {
  if (desk.here.pending) desk.talk.message.text.clear();  // it spoke of what goes
  desk.here.pending.reset();
  desk.here.stroke_on = false;
  desk.here.held_border.reset();
  desk.here.machine.shown.reset();
  desk.here.outline.clear();
  std::fill(desk.here.stroked.begin(), desk.here.stroked.end(), std::uint8_t{0});
  desk.here.derived.looks_stale = true;
}

bool commit(Desk& desk, Edit edit) {
  edit.who = desk.talk.author;
  edit.when = now_text();
  return attempt(desk, [&] { desk.here.session->commit(std::move(edit)); });
}

void make(Desk& desk, Edit edit, const std::string& when_empty) {
  if (edit.empty()) {
    say(desk, when_empty);
    return;
  }
  drop_pending(desk);
  const auto& population = desk.here.session->brief().population;
  edit.breaks = rules_broken(desk.here.session->ground(), desk.here.session->state(), edit, population.min,
                             population.max);
  const auto sentence = edit.sentence;
  if (commit(desk, std::move(edit))) say(desk, sentence);
}

void save_plan(Desk& desk) {
  if (!desk.here.session) return;
  if (desk.here.session->read_only()) {
    say(desk,
        "This place was written by a newer version and is open for reading only; save a copy with that "
        "version",
        true);
    return;
  }
  try {
    desk.here.session->save(desk.talk.author, now_text());
    say(desk, "Saved");
  } catch (const geo::InputError& error) {
    say(desk, error.what(), true);
  }
}

}  // namespace placewright::viewer
