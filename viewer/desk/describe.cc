#include "viewer/desk/describe.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace placewright::viewer {

std::map<std::string, std::string> describe(const Desk& desk) {
  static constexpr const char* dialogs[] = {
      "none",    "search", "shortcuts", "reason", "rename",  "branch",  "note",      "recover",
      "closing", "author", "browse",    "import", "handout", "outcome", "plan_copy", "plan_rename"};
  static constexpr const char* tools[] = {"select", "brush", "rectangle", "lasso", "border"};
  static constexpr const char* units[] = {"area", "msoa", "ward"};
  static constexpr const char* sides[] = {"inspect", "machine", "brief", "plans", "log", "map"};
  static constexpr const char* sights[] = {"normal", "deuteranopia", "protanopia", "tritanopia"};
  static constexpr const char* comparing[] = {"hatch", "swipe", "side"};
  static constexpr const char* themes[] = {"light", "dark", "contrast"};
  std::map<std::string, std::string> state;
  state["dialog"] = dialogs[static_cast<int>(desk.dialog)];
  state["tool"] = tools[static_cast<int>(desk.tool)];
  state["unit"] = units[static_cast<int>(desk.unit)];
  state["theme"] = themes[static_cast<int>(desk.theme.kind)];
  state["side"] = sides[static_cast<int>(desk.side)];
  state["mode"] = colour_mode_name(desk.mode);
  state["message"] = desk.message;
  state["open"] = desk.session ? "yes" : "no";
  state["job"] = desk.machine.job ? "running" : "none";
  state["tour"] = std::to_string(desk.tour);
  state["workshop"] = desk.workshop ? "on" : "off";
  state["files"] = desk.files.job ? "working" : "idle";
  state["trouble"] = desk.message_bad ? "yes" : "no";
  state["leaving"] = desk.quit_wanted ? "yes" : "no";
  state["author"] = desk.author;
  state["autosave"] = desk.autosave ? "on" : "off";
  state["sight"] = sights[static_cast<int>(desk.sight)];
  state["text_scale"] = fmt::format("{:.3f}", desk.text_scale);
  state["brush"] = fmt::format("{:.2f}", desk.brush_px);
  state["labels"] = desk.layers.labels ? "on" : "off";
  state["left"] = desk.layers_open ? "layers" : "colours";
  if (!desk.session) return state;
  const auto& session = *desk.session;
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
  state["neighbourhoods"] = std::to_string(neighbourhoods(desk).size());
  state["problems"] = std::to_string(session.faults().size());
  state["steps"] = std::to_string(session.history().done());
  state["redoable"] = std::to_string(session.history().steps().size() - session.history().done());
  state["changed"] = session.changed() ? "yes" : "no";
  state["notes"] = std::to_string(session.place().notes.size());
  state["total"] =
      std::isfinite(session.score().total) ? fmt::format("{:.6f}", session.score().total) : "none";
  state["selected"] = std::to_string(desk.selected.size());
  state["drawer"] = desk.drawer.tab == DrawerTab::table    ? "table"
                    : desk.drawer.tab == DrawerTab::charts ? "charts"
                                                           : "coverage";
  state["coverage_page"] = coverage_page_name(desk.coverage.ask.page);
  state["coverage"] = !desk.coverage.have                    ? "none"
                      : desk.coverage.answer.missing.empty() ? "figures"
                                                             : "missing";
  state["chosen"] = std::to_string(desk.chosen.size());
  state["neighbourhood"] =
      desk.neighbourhood < 0 ? "" : session.state().entries[static_cast<std::size_t>(desk.neighbourhood)].id;
  state["neighbourhood_name"] =
      desk.neighbourhood < 0 ? ""
                             : session.state().entries[static_cast<std::size_t>(desk.neighbourhood)].name;
  state["metres_a_pixel"] = fmt::format("{:.4g}", desk.camera.m_per_px);
  state["centre"] = fmt::format("{:.0f},{:.0f}", desk.camera.centre.x, desk.camera.centre.y);
  state["problem"] = std::to_string(desk.problem_at);
  state["site"] = desk.site ? session.place().sites[*desk.site].id : "";
  const auto& target = desk.target;
  state["receives"] = target.kind == Target::Kind::one && target.label >= 0
                          ? session.state().entries[static_cast<std::size_t>(target.label)].id
                      : target.kind == Target::Kind::fresh      ? "a new one"
                      : target.kind == Target::Kind::unassigned ? "nobody"
                                                                : "where the stroke starts";
  state["compare"] =
      desk.comparison.with.empty() ? "none" : comparing[static_cast<int>(desk.comparison.mode)];
  state["references"] = std::to_string(
      desk.machine.references_for == references_key(desk) ? desk.machine.references.size() : 0);
  state["log"] = std::to_string(session.place().log.size());
  std::size_t closed = 0, apart = 0;
  for (const auto& entry : session.state().entries) closed += entry.locked;
  for (const auto pieces : session.tallies().pieces) apart += pieces > 1;
  state["locked_neighbourhoods"] = std::to_string(closed);
  state["not_contiguous"] = std::to_string(apart);
  state["hovered"] = desk.hovered ? areas.code[*desk.hovered] : "";
  state["pending"] = std::to_string(desk.pending ? desk.pending->made.edit.moves.size() : 0);
  state["pending_people"] = fmt::format("{:.0f}", desk.pending ? desk.pending->effect.people_moved : 0.0);
  state["pending_breaks"] = std::to_string(desk.pending ? desk.pending->effect.broken.size() : 0);
  state["differing"] = std::to_string(desk.comparison.areas);
  state["candidates"] = std::to_string(desk.machine.found.size());
  state["plans"] = std::to_string(session.place().plans.size());
  state["why"] = std::to_string(desk.machine.why && desk.machine.why->revision == session.revision()
                                    ? desk.machine.why->explanation.alternatives.size()
                                    : 0);
  state["disk"] = desk.disk_changed ? "changed" : "as read";
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const auto label : session.state().label)
    hash = (hash ^ static_cast<std::uint32_t>(label)) * 0x100000001b3ULL;
  state["assignment"] = fmt::format("{:016x}", hash);
  return state;
}

std::string describe_json(const std::map<std::string, std::string>& state) {
  return nlohmann::json(state).dump(1);
}

}  // namespace placewright::viewer
