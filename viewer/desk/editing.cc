#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/error.h"
#include "geo/expect.h"
#include "geo/shape_measures.h"
#include "viewer/desk/desk.h"

namespace placewright::viewer {
void select_area(OnTheTable& here, const Tools& tools, std::uint32_t area, bool add) {
  auto unit = unit_of(here, tools, area);
  if (!add) here.selected.clear();
  const bool there = std::binary_search(here.selected.begin(), here.selected.end(), area);
  for (const auto one : unit) {
    const auto at = std::lower_bound(here.selected.begin(), here.selected.end(), one);
    const bool has = at != here.selected.end() && *at == one;
    if (there && has) here.selected.erase(at);
    if (!there && !has) here.selected.insert(at, one);
  }
  here.neighbourhood = here.session->state().label[area];
}

void select_neighbourhood(OnTheTable& here, MapView& view, std::int32_t label, bool zoom) {
  here.neighbourhood = label;
  here.selected.clear();
  if (zoom) zoom_to_areas(here, view, areas_of(here, label));
}

void toggle_neighbourhood(OnTheTable& here, std::int32_t label) {
  const auto at = std::lower_bound(here.chosen.begin(), here.chosen.end(), label);
  if (at != here.chosen.end() && *at == label) {
    here.chosen.erase(at);
    here.neighbourhood = here.chosen.empty() ? -1 : here.chosen.back();
  } else {
    here.chosen.insert(at, label);
    here.neighbourhood = label;
  }
  here.selected.clear();
}

void clear_selection(OnTheTable& here) {
  here.neighbourhood = -1;
  here.selected.clear();
}

void zoom_to_areas(const OnTheTable& here, MapView& view, const std::vector<std::uint32_t>& areas) {
  geo::Box box{1e300, 1e300, -1e300, -1e300};
  for (const auto area : areas)
    if (!here.session->place().areas.shape[area].empty())
      box = geo::box_around(box, geo::box_of(here.session->place().areas.shape[area]));
  if (box.min_x > box.max_x) return;
  const double least = 1500;  // one small area is shown with its surroundings
  const double grow = std::max(0.0, (least - std::max(box.max_x - box.min_x, box.max_y - box.min_y)) / 2);
  view.camera.fit(geo::grown(box, grow), view.width, view.height, 0.25);
}

void next_problem(OnTheTable& here, MapView& view, Talk& talk, int step) {
  const auto& problems = here.session->faults();
  if (problems.empty()) {
    say(talk,
        "No problems: every area is assigned, every neighbourhood is in one piece and within the bounds.");
    return;
  }
  const auto count = static_cast<int>(problems.size());
  const int now = static_cast<int>(here.problem_at);
  const int next = now == 0 ? (step > 0 ? 1 : count) : (now - 1 + step + count) % count + 1;
  here.problem_at = static_cast<std::size_t>(next);
  const auto& problem = problems[here.problem_at - 1];
  here.neighbourhood = problem.label;
  here.selected = problem.kind == Fault::Kind::over || problem.kind == Fault::Kind::under ||
                          problem.kind == Fault::Kind::no_practice
                      ? std::vector<std::uint32_t>{}
                      : problem.areas;
  std::sort(here.selected.begin(), here.selected.end());
  zoom_to_areas(here, view, problem.areas);
  say(talk, fmt::format("Problem {} of {}: {}", next, count, problem.what));
}

void next_neighbourhood(OnTheTable& here, MapView& view, int step) {
  const auto rows = neighbourhoods(here);
  if (rows.empty()) return;
  const auto at = std::find(rows.begin(), rows.end(), here.neighbourhood);
  const auto count = static_cast<std::ptrdiff_t>(rows.size());
  const auto now = at == rows.end() ? (step > 0 ? -1 : count) : at - rows.begin();
  select_neighbourhood(here, view, rows[static_cast<std::size_t>((now + step + count) % count)], true);
}

void propose(OnTheTable& here, Talk& talk, const std::vector<std::uint32_t>& areas,
             std::optional<std::uint32_t> from_area) {
  const auto& session = *here.session;
  Pending pending;
  pending.areas = areas;
  switch (here.target.kind) {
    case Target::Kind::where_started:
      pending.to = from_area ? (*here.shown)[*from_area] : here.neighbourhood;
      break;
    case Target::Kind::one:
      pending.to = here.target.label;
      break;
    case Target::Kind::unassigned:
      pending.to = -1;
      break;
    case Target::Kind::fresh:
      pending.fresh = true;
      break;
  }
  if (here.held_border) {
    pending.to = here.held_border->grows;
    pending.fresh = false;
  }
  PLACEWRIGHT_EXPECT(pending.to < static_cast<std::int32_t>(session.state().entries.size()));
  pending.made = pending.fresh ? make_new(session.ground(), session.state(), areas, "", here.filter)
                               : make_move(session.ground(), session.state(), areas, pending.to, here.filter);
  if (pending.made.edit.moves.empty()) {
    here.pending.reset();
    if (!pending.made.refused.empty() && !here.stroke_on)
      say(talk,
          fmt::format("Nothing moves: {} {}", session.place().areas.code[pending.made.refused.front().area],
                      pending.made.refused.front().why));
    return;
  }
  pending.effect = session.effect_of(pending.made.edit);
  here.pending = std::move(pending);
}

void accept_with_reason(OnTheTable& here, Talk& talk, const std::string& reason) {
  if (!here.pending) return;
  auto edit = here.pending->made.edit;
  edit.reason = reason;
  edit.breaks = here.pending->effect.broken;
  const auto refused = here.pending->made.refused.size();
  drop_pending(here, talk);
  if (!commit(here, talk, edit)) return;
  say(talk, refused == 0
                ? edit.sentence
                : fmt::format("{}; {} left where they are (locked or filtered)", edit.sentence, refused));
}

void accept_pending(OnTheTable& here, Dialogs& dialogs, Talk& talk) {
  if (!here.pending) return;
  if (!here.pending->effect.broken.empty()) {
    dialogs.open = DialogKind::reason;
    dialogs.text.clear();
    return;
  }
  accept_with_reason(here, talk, "");
}

void drop_pending(OnTheTable& here, Talk& talk) {
  if (here.pending) talk.message.text.clear();  // it spoke of what goes
  here.pending.reset();
  here.stroke_on = false;
  here.held_border.reset();
  here.machine.shown.reset();
  here.outline.clear();
  std::fill(here.stroked.begin(), here.stroked.end(), std::uint8_t{0});
}

bool commit(OnTheTable& here, Talk& talk, Edit edit) {
  edit.who = talk.author;
  edit.when = now_text();
  return attempt(talk, [&] { here.session->commit(std::move(edit)); });
}

void make(OnTheTable& here, Talk& talk, Edit edit, const std::string& when_empty) {
  if (edit.empty()) {
    say(talk, when_empty);
    return;
  }
  drop_pending(here, talk);
  const auto& population = here.session->brief().population;
  edit.breaks =
      rules_broken(here.session->ground(), here.session->state(), edit, population.min, population.max);
  const auto sentence = edit.sentence;
  if (commit(here, talk, std::move(edit))) say(talk, sentence);
}

void save_plan(OnTheTable& here, Talk& talk) {
  if (!here.session) return;
  if (here.session->read_only()) {
    say(talk,
        "This place was written by a newer version and is open for reading only; save a copy with that "
        "version",
        true);
    return;
  }
  try {
    here.session->save(talk.author, now_text());
    say(talk, "Saved");
  } catch (const geo::InputError& error) {
    say(talk, error.what(), true);
  }
}

}  // namespace placewright::viewer
