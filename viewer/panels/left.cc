#include <fmt/format.h>
#include <imgui.h>

#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

void plan_part(OnTheTable& here, Talk& talk, const AppCommands& commands, ui::Pen& pen) {
  auto& session = *here.session;
  const float width = ImGui::GetContentRegionAvail().x;
  ui::heading(pen, "Plan");
  std::vector<std::string> names;
  for (const auto& plan : session.place().plans) names.push_back(plan.name);
  if (const auto chosen = ui::combo(pen, "plan.choose", session.state().name, names, width);
      chosen && names[*chosen] != session.state().name)
    take_plan(here, talk, names[*chosen]);
  const float half = (width - ImGui::GetStyle().ItemSpacing.x) / 2;
  if (ui::button(pen, "Save", "plan.save", session.changed() && !session.read_only(), half))
    commands.run("file.save");
  ImGui::SameLine();
  if (ui::button(pen, "Branch...", "plan.branch", true, half)) commands.run("plan.branch");
  if (!here.comparison.with.empty())
    ui::quiet(pen, here.comparison.made->areas == 0
                       ? fmt::format("compared with {}: every area lies alike", here.comparison.with)
                       : fmt::format("compared with {}: {} people move", here.comparison.with,
                                     ui::number(here.comparison.made->people)));
}

}  // namespace

void draw_left(Desk& desk, ui::Pen& pen) {
  plan_part(desk.here, desk.talk, desk.commands, pen);
  draw_layers(desk.here, desk.view, pen);
}

namespace {

const PanelRow kRow{{.where = Panel::Where::side,
                     .rank = 10,
                     .id = "side.map",
                     .tab = "Map",
                     .title = "Plan and layers",
                     .draw = draw_left,
                     .when_narrow = true}};

}  // namespace
}  // namespace placewright::viewer
