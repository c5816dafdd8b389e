#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viewer/desk/desk.h"

namespace placewright::viewer {

void take_plan(Desk& desk, const std::string& name) {
  drop_pending(desk);
  if (name == desk.here.session->state().name) return;
  attempt(desk, [&] {
    const auto before = desk.here.session->state().name;
    const bool saved = desk.here.session->changed();
    if (saved) desk.here.session->save(desk.talk.author, now_text());
    desk.here.session->switch_plan(name);
    clear_selection(desk);
    forget_rows(desk, true);
    desk.here.derived.stale = true;
    if (saved) say(desk, fmt::format("{} is saved; {} is in hand", before, name));
  });
}

void refresh_other_map(Desk& desk) {
  auto& view = desk.here.comparison;
  if (!view.map) {
    view.map = std::make_unique<GlMap>();
    view.map_stale = true;
  }
  auto& scene = view.map->scene;
  const auto& hand = desk.view.map->scene;
  if (!view.map_stale && scene.levels.size() == hand.levels.size()) return;
  view.map_stale = false;
  // The same borders and looks; other labels and colours.
  scene = hand;
  scene.label = view.label;
  scene.strokes.clear();
  scene.fill = desk.here.colours.fill;
  for (auto& hatch : scene.hatches) hatch.areas.assign(scene.fill.size(), 0);
  if (desk.view.mode == ColourMode::neighbourhood) {
    const auto& fills = neighbourhood_fills(desk.view.theme.kind);
    for (std::size_t area = 0; area < scene.fill.size(); ++area) {
      if (desk.here.session->place().areas.inside[area] == 0) continue;
      const auto label = view.label[area];
      const auto row = static_cast<std::size_t>(std::max(0, label));
      scene.fill[area] = seen_by(
          label < 0
              ? desk.view.theme.missing
              : fills[(row < desk.here.colour_of.size() ? desk.here.colour_of[row] : row) % fills.size()],
          desk.view.sight);
    }
    if (!scene.hatches.empty()) scene.hatches.front().areas = view.differs;
  }
  view.map->touch();
}

void compare_by(Desk& desk, CompareMode mode) {
  // A map that shows the whole place goes on doing so in half the width.
  auto whole = desk.view.camera;
  whole.fit(desk.here.box, desk.view.width, desk.view.height);
  if (std::abs(whole.m_per_px - desk.view.camera.m_per_px) < 1e-6 * whole.m_per_px)
    desk.here.fit_wanted = true;
  desk.here.comparison.mode = mode;
}

std::string brief_words(const boundaries::Brief& before, const boundaries::Brief& after) {
  std::string words;
  const auto add = [&](const std::string& text) { words += (words.empty() ? "" : ", ") + text; };
  const auto number = [&](const char* name, double a, double b) {
    if (a != b) add(fmt::format("{} {:g} to {:g}", name, a, b));
  };
  const auto &u = before.weights, &v = after.weights;
  number("population", u.population, v.population);
  number("deprivation", u.deprivation, v.deprivation);
  number("access", u.access, v.access);
  number("registration", u.registration, v.registration);
  number("compactness", u.compactness, v.compactness);
  number("barriers", u.barriers, v.barriers);
  number("local knowledge", u.local_knowledge, v.local_knowledge);
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
  const auto side = [&desk](Side which) { return [&desk, which] { desk.tools.side = which; }; };
  list.add({"side.inspect",
            "View/Panels",
            "Inspector and history",
            {'6', true, false},
            have,
            side(Side::inspect),
            [&desk] { return desk.tools.side == Side::inspect; }});
  list.add({"side.machine",
            "View/Panels",
            "The machine's help",
            {'7', true, false},
            have,
            side(Side::machine),
            [&desk] { return desk.tools.side == Side::machine; }});
  list.add({"side.brief", "View/Panels", "The brief", {'8', true, false}, have, side(Side::brief), [&desk] {
              return desk.tools.side == Side::brief;
            }});
  list.add({"side.plans",
            "View/Panels",
            "Plans and comparison",
            {'9', true, false},
            have,
            side(Side::plans),
            [&desk] { return desk.tools.side == Side::plans; }});
  list.add(
      {"side.log", "View/Panels", "Notes and change log", {'L', true, false}, have, side(Side::log), [&desk] {
         return desk.tools.side == Side::log;
       }});
  list.add({"plan.take_back",
            "Plan",
            "Take back the last change of the list of plans",
            {},
            [&desk] { return desk.here.session && !desk.here.session->last_plan_change().empty(); },
            [&desk] {
              const auto what = desk.here.session->last_plan_change();
              drop_pending(desk);
              const auto plan = desk.here.session->state().name;
              if (!attempt(desk, [&] { desk.here.session->undo_plan_change(desk.talk.author, now_text()); }))
                return;
              if (desk.here.session->state().name != plan) forget_rows(desk, true);
              desk.here.derived.stale = true;
              say(desk, "Taken back: " + what);
            }});
  const auto comparing = [&desk] { return desk.here.session && !desk.here.comparison.with.empty(); };
  list.add({"compare.none", "Plan/Compare", "Compare: with no plan", {}, comparing, [&desk] {
              desk.here.comparison.with.clear();
            }});
  list.add({"compare.swipe", "Plan/Compare", "Compare: swipe", {}, comparing, [&desk] {
              compare_by(desk, CompareMode::swipe);
            }});
  list.add({"compare.side", "Plan/Compare", "Compare: side by side", {}, comparing, [&desk] {
              compare_by(desk, CompareMode::side);
            }});
  list.add({"compare.hatch", "Plan/Compare", "Compare: hatch who moves", {}, comparing, [&desk] {
              compare_by(desk, CompareMode::hatch);
            }});
  list.add({"file.autosave",
            "File",
            "Save by itself, on or off",
            {},
            {},
            [&desk] {
              desk.talk.autosave = !desk.talk.autosave;
              say(desk, desk.talk.autosave
                            ? "The plan is saved by itself every two minutes; undo goes on all the same"
                            : "The plan is saved only when you say so; the journal keeps every stroke");
            },
            [&desk] { return desk.talk.autosave; }});
  list.add({"file.open_anew", "File", "Open the place anew", {}, have, [&desk] { open_anew(desk); }});
}

}  // namespace placewright::viewer
