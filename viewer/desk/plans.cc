#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/desk/desk.h"

namespace placewright::viewer {

void take_plan(OnTheTable& here, Talk& talk, const std::string& name) {
  drop_pending(here, talk);
  if (name == here.session->state().name) return;
  attempt(talk, [&] {
    const auto before = here.session->state().name;
    const bool saved = here.session->changed();
    if (saved) here.session->save(talk.author, now_text());
    here.session->switch_plan(name);
    clear_selection(here);
    forget_rows(here, true);
    if (saved) say(talk, fmt::format("{} is saved; {} is in hand", before, name));
  });
}

void refresh_other_map(OnTheTable& here, MapView& view) {
  auto& comparison = here.comparison;
  if (!comparison.map) comparison.map = std::make_unique<GlMap>();
  auto& scene = comparison.map->scene;
  const auto& hand = view.map->scene;
  const ComparisonView::SceneStamp stamp{here.scene.times(), comparison.made.times(), hand.levels.size()};
  if (comparison.scene.is_of(stamp)) return;
  comparison.scene.set(stamp);
  // The same borders and looks; other labels and colours.
  scene = hand;
  scene.label = comparison.made->label;
  scene.strokes.clear();
  scene.fill = here.colours->fill;
  for (auto& hatch : scene.hatches) hatch.areas.assign(scene.fill.size(), 0);
  if (view.lens->of_neighbourhoods) {
    for (std::size_t area = 0; area < scene.fill.size(); ++area)
      if (here.session->place().areas.inside[area] != 0)
        scene.fill[area] =
            neighbourhood_fill(*here.colour_of, comparison.made->label[area], view.theme, view.sight);
    if (!scene.hatches.empty()) scene.hatches.front().areas = comparison.made->differs;
  }
  lay_ground(here, view, scene);
  comparison.map->touch();
}

void compare_by(OnTheTable& here, const MapView& view, CompareMode mode) {
  // A map that shows the whole place goes on doing so in half the width.
  auto whole = view.camera;
  whole.fit(here.box, view.width, view.height);
  if (std::abs(whole.m_per_px - view.camera.m_per_px) < 1e-6 * whole.m_per_px) here.fit_wanted = true;
  here.comparison.mode = mode;
}

std::string brief_words(const boundaries::Brief& before, const boundaries::Brief& after) {
  std::string words;
  const auto add = [&](const std::string& text) { words += (words.empty() ? "" : ", ") + text; };
  const auto number = [&](std::string_view name, double a, double b) {
    if (a != b) add(fmt::format("{} {:g} to {:g}", name, a, b));
  };
  const auto &u = before.weights, &v = after.weights;
  for (const auto& row : boundaries::kCriteria) {
    std::string name(row.key);
    std::replace(name.begin(), name.end(), '_', ' ');
    number(name, u[row.criterion], v[row.criterion]);
  }
  if (u.alignment != v.alignment) add("boundaries followed");
  number("at least", before.population.min, after.population.min);
  number("at most", before.population.max, after.population.max);
  if (before.population.hard != after.population.hard)
    add(after.population.hard ? "bounds hard" : "bounds soft");
  number("neighbourhoods", before.count.value_or(0), after.count.value_or(0));
  if (before.hold.within != after.hold.within || before.hold.whole != after.hold.whole)
    add("what is held together");
  const auto rules = [&](const char* name, std::size_t a, std::size_t b) {
    if (a != b) add(fmt::format("{} {} to {}", name, a, b));
  };
  rules("kept together", before.keep_together.size(), after.keep_together.size());
  rules("kept apart", before.keep_apart.size(), after.keep_apart.size());
  rules("links", before.links.size(), after.links.size());
  rules("cuts", before.cuts.size(), after.cuts.size());
  return "Brief: " + (words.empty() ? std::string("rules changed") : words);
}

void register_plan_commands(Desk& desk) {
  auto& list = desk.commands;
  const std::function<bool()> have = [&desk] { return desk.here.session != nullptr; };
  register_panels(desk, Panel::Where::side);
  list.add(
      {"plan.take_back",
       "Plan",
       "Take back the last change of the list of plans",
       {},
       [&desk] { return desk.here.session && !desk.here.session->last_plan_change().empty(); },
       [&desk] {
         const auto what = desk.here.session->last_plan_change();
         drop_pending(desk.here, desk.talk);
         const auto plan = desk.here.session->state().name;
         if (!attempt(desk.talk, [&] { desk.here.session->undo_plan_change(desk.talk.author, now_text()); }))
           return;
         if (desk.here.session->state().name != plan) forget_rows(desk.here, true);
         say(desk.talk, "Taken back: " + what);
       }});
  const auto comparing = [&desk] { return desk.here.session && !desk.here.comparison.with.empty(); };
  list.add({"compare.none", "Plan/Compare", "Compare: with no plan", {}, comparing, [&desk] {
              desk.here.comparison.with.clear();
            }});
  list.add({"compare.swipe", "Plan/Compare", "Compare: swipe", {}, comparing, [&desk] {
              compare_by(desk.here, desk.view, CompareMode::swipe);
            }});
  list.add({"compare.side", "Plan/Compare", "Compare: side by side", {}, comparing, [&desk] {
              compare_by(desk.here, desk.view, CompareMode::side);
            }});
  list.add({"compare.hatch", "Plan/Compare", "Compare: hatch who moves", {}, comparing, [&desk] {
              compare_by(desk.here, desk.view, CompareMode::hatch);
            }});
  list.add({"file.autosave",
            "File",
            "Save by itself, on or off",
            {},
            {},
            [&desk] {
              desk.talk.autosave = !desk.talk.autosave;
              say(desk.talk, desk.talk.autosave
                                 ? "The plan is saved by itself every two minutes; undo goes on all the same"
                                 : "The plan is saved only when you say so; the journal keeps every stroke");
            },
            [&desk] { return desk.talk.autosave; }});
  list.add({"file.open_anew", "File", "Open the place anew", {}, have, [&desk] { open_anew(desk); }});
}

}  // namespace placewright::viewer
