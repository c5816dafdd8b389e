#include "viewer/desk/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace placewright::viewer {

namespace {

using State = std::map<std::string, std::string>;

void describe_window(const Desk& desk, State& state) {
  static constexpr const char* dialogs[] = {
      "none",    "search", "shortcuts", "reason", "rename",  "branch",  "note",      "recover",
      "closing", "author", "browse",    "import", "handout", "outcome", "plan_copy", "plan_rename"};
  static constexpr const char* tools[] = {"select", "brush", "rectangle", "lasso", "border"};
  static constexpr const char* units[] = {"area", "msoa", "ward"};
  static constexpr const char* sights[] = {"normal", "deuteranopia", "protanopia", "tritanopia"};
  static constexpr const char* themes[] = {"light", "dark", "contrast"};
  state["dialog"] = dialogs[static_cast<int>(desk.dialogs.open)];
  state["tool"] = tools[static_cast<int>(desk.tools.tool)];
  state["unit"] = units[static_cast<int>(desk.tools.unit)];
  state["theme"] = themes[static_cast<int>(desk.view.theme.kind)];
  state["side"] = panel_word(desk.tools.side);
  state["mode"] = desk.view.lens->name;
  state["message"] = desk.talk.message.text;
  state["open"] = desk.here.session ? "yes" : "no";
  state["job"] = desk.here.machine.job ? "running" : "none";
  state["tour"] = std::to_string(desk.tools.tour);
  state["workshop"] = desk.tools.workshop ? "on" : "off";
  state["files"] = desk.dialogs.files.job ? "working" : "idle";
  state["trouble"] = desk.talk.message.bad ? "yes" : "no";
  state["leaving"] = desk.dialogs.quit_wanted ? "yes" : "no";
  state["author"] = desk.talk.author;
  state["autosave"] = desk.talk.autosave ? "on" : "off";
  state["sight"] = sights[static_cast<int>(desk.view.sight)];
  state["text_scale"] = fmt::format("{:.3f}", desk.view.text_scale);
  state["brush"] = fmt::format("{:.2f}", desk.tools.brush_px);
  const auto ground = desk.view.layers.ground;
  state["ground"] = ground == GroundShow::none ? "none" : ground == GroundShow::quiet ? "quiet" : "full";
  state["labels"] = desk.view.layers.labels ? "on" : "off";
  state["legend"] = desk.view.legend_open ? "open" : "folded";
}

void describe_plan(const Session& session, State& state) {
  const auto& areas = session.place().areas;
  std::size_t inside = 0, unassigned = 0, locked = 0;
  for (std::size_t area = 0; area < areas.size(); ++area) {
    if (areas.inside[area] == 0) continue;
    ++inside;
    unassigned += session.state().label[area] < 0;
    locked += session.state().area_locked[area];
  }
  state["place"] = session.place().name;
  state["plan"] = session.state().name;
  state["areas"] = std::to_string(inside);
  state["unassigned"] = std::to_string(unassigned);
  state["locked_areas"] = std::to_string(locked);
  state["neighbourhoods"] = std::to_string(std::count_if(
      session.tallies().areas.begin(), session.tallies().areas.end(), [](auto count) { return count > 0; }));
  state["problems"] = std::to_string(session.faults().size());
  state["steps"] = std::to_string(session.history().done());
  state["redoable"] = std::to_string(session.history().steps().size() - session.history().done());
  state["changed"] = session.changed() ? "yes" : "no";
  state["notes"] = std::to_string(session.place().notes.size());
  state["total"] =
      std::isfinite(session.score().total) ? fmt::format("{:.6f}", session.score().total) : "none";
  state["plans"] = std::to_string(session.place().plans.size());
  state["log"] = std::to_string(session.place().log.size());
  std::size_t closed = 0, apart = 0;
  for (const auto& entry : session.state().entries) closed += entry.locked;
  for (const auto pieces : session.tallies().pieces) apart += pieces > 1;
  state["locked_neighbourhoods"] = std::to_string(closed);
  state["not_contiguous"] = std::to_string(apart);
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const auto label : session.state().label)
    hash = (hash ^ static_cast<std::uint32_t>(label)) * 0x100000001b3ULL;
  state["assignment"] = fmt::format("{:016x}", hash);
}

/// What is selected, pointed at and about to be moved.
void describe_selection(const OnTheTable& here, State& state) {
  const auto& session = *here.session;
  state["selected"] = std::to_string(here.selected.size());
  state["chosen"] = std::to_string(here.chosen.size());
  state["neighbourhood"] =
      here.neighbourhood < 0 ? "" : session.state().entries[static_cast<std::size_t>(here.neighbourhood)].id;
  state["neighbourhood_name"] =
      here.neighbourhood < 0 ? ""
                             : session.state().entries[static_cast<std::size_t>(here.neighbourhood)].name;
  state["problem"] = std::to_string(here.problem_at);
  state["site"] = here.site ? session.place().sites[*here.site].id : "";
  const auto& target = here.target;
  state["receives"] = target.kind == Target::Kind::one && target.label >= 0
                          ? session.state().entries[static_cast<std::size_t>(target.label)].id
                      : target.kind == Target::Kind::fresh      ? "a new one"
                      : target.kind == Target::Kind::unassigned ? "nobody"
                                                                : "where the stroke starts";
  state["hovered"] = here.hovered ? session.place().areas.code[*here.hovered] : "";
  state["pending"] = std::to_string(here.pending ? here.pending->made.edit.moves.size() : 0);
  state["pending_people"] = fmt::format("{:.0f}", here.pending ? here.pending->effect.people_moved : 0.0);
  state["pending_breaks"] = std::to_string(here.pending ? here.pending->effect.broken.size() : 0);
}

/// What the panels have to show.
void describe_panels(const OnTheTable& here, State& state) {
  static constexpr const char* comparing[] = {"hatch", "swipe", "side"};
  const auto& session = *here.session;
  state["coverage_page"] = coverage_page_name(here.coverage.ask.page);
  const auto& answer = here.coverage.answer;
  state["coverage"] = !answer.made() ? "none" : answer->missing.empty() ? "figures" : "missing";
  state["compare"] =
      here.comparison.with.empty() ? "none" : comparing[static_cast<int>(here.comparison.mode)];
  state["references"] = std::to_string(
      here.machine.references.is_of(references_key(here)) ? here.machine.references->size() : 0);
  state["differing"] = std::to_string(here.comparison.made->areas);
  state["candidates"] = std::to_string(here.machine.found->size());
  const auto& why = here.machine.why;
  state["why"] =
      std::to_string(why.made() && why.stamp()->second == session.revision() ? why->alternatives.size() : 0);
  state["disk"] = here.disk_changed ? "changed" : "as read";
}

}  // namespace

std::map<std::string, std::string> describe(const Desk& desk) {
  State state;
  describe_window(desk, state);
  if (!desk.here.session) return state;
  describe_plan(*desk.here.session, state);
  describe_selection(desk.here, state);
  describe_panels(desk.here, state);
  state["drawer"] = panel_word(desk.tools.drawer);
  state["metres_a_pixel"] = fmt::format("{:.4g}", desk.view.camera.m_per_px);
  state["centre"] = fmt::format("{:.0f},{:.0f}", desk.view.camera.centre.x, desk.view.camera.centre.y);
  return state;
}

std::string describe_json(const std::map<std::string, std::string>& state) {
  return nlohmann::json(state).dump(1);
}

}  // namespace placewright::viewer
