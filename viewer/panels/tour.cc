#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>

#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

struct Step {
  const char* widget;  ///< that is lit
  const char* title;
  const char* words;
};

constexpr std::array<Step, kTourSteps> kSteps{{
    {"map", "The map",
     "Turn the wheel to come nearer, drag to move. Click an area to see who lives there; click a row of the "
     "table below to see a neighbourhood."},
    {"colour.deprivation", "What the colours say",
     "Colour the map by people, deprivation, need, staff, who is short, minutes or a service's footprints. "
     "The legend on the map counts each class and shows it alone when it is clicked."},
    {"tool.brush", "Move a street",
     "Take the brush, start in the neighbourhood that shall grow and paint over the border. Nothing is "
     "changed yet: the card on the right says what it would do. Enter accepts, Esc drops."},
    {"drawer.coverage", "Who is covered",
     "Under Coverage: staff by role, need against supply, fairness, travel, footprints, and who covers the "
     "spot under the pointer. Each page says what its figures can bear."},
    {"menu.search", "Find and keep",
     "Ctrl+K finds any area, practice, postcode, neighbourhood and command. Ctrl+Z undoes without limit, "
     "Ctrl+S saves; a journal keeps every stroke until then."},
}};

}  // namespace

void draw_tour(const OnTheTable& here, Tools& tools, const Dialogs& dialogs, ui::Pen& pen) {
  if (tools.tour == 0 || !here.session || dialogs.open != DialogKind::none) return;
  const auto& step = kSteps[std::min(tools.tour, kTourSteps) - 1];
  const auto screen = ImGui::GetIO().DisplaySize;
  auto& over = *ImGui::GetForegroundDrawList();
  const auto* lit = pen.names.find(step.widget);
  ImVec2 from(0, 0), to(0, 0);
  if (lit != nullptr) {
    const float room = pen.px(5);
    from = ImVec2(std::max(0.0f, lit->from.x - room), std::max(0.0f, lit->from.y - room));
    to = ImVec2(std::min(screen.x, lit->to.x + room), std::min(screen.y, lit->to.y + room));
    over.AddRect(from, to, pen.theme.selection, pen.px(6), 0, pen.px(3));
  }
  // The card stands beside what is lit: below, above, or in its middle where that fills the window.
  const float width = pen.px(380), guess = pen.px(170), gap = pen.px(10);
  ImVec2 at((from.x + to.x) / 2 - width / 2, to.y + gap);
  if (at.y + guess > screen.y) at.y = from.y - guess - gap;
  if (at.y < 0) at.y = (from.y + to.y) / 2 - guess / 2;
  at.x = std::clamp(at.x, gap, std::max(gap, screen.x - width - gap));
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize(ImVec2(width, 0));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, pen.theme.panel);
  ImGui::PushStyleColor(ImGuiCol_Border, pen.theme.selection);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, pen.px(8));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, pen.px(2));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pen.px(18), pen.px(14)));
  ImGui::Begin("##tour", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoFocusOnAppearing |
                   ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_AlwaysAutoResize);
  ImGui::PopStyleColor(2);
  ui::quiet(pen, fmt::format("{} of {}", tools.tour, kTourSteps));
  ui::heading_inline(pen, step.title);
  ui::wrapped(step.words);
  ImGui::Dummy(ImVec2(0, pen.px(4)));
  if (ui::primary_button(pen, tools.tour < kTourSteps ? "Next" : "Done", "tour.next", true, pen.px(110)))
    tools.tour = tools.tour < kTourSteps ? tools.tour + 1 : 0;
  ImGui::SameLine();
  if (ui::button(pen, "Back", "tour.back", tools.tour > 1, pen.px(80))) --tools.tour;
  ImGui::SameLine();
  if (ui::button(pen, "End the tour", "tour.end")) tools.tour = 0;
  ImGui::End();
  ImGui::PopStyleVar(3);
}

void draw_workshop_bar(const OnTheTable& here, Tools& tools, const AppCommands& commands, ui::Pen& pen) {
  struct Button {
    const char* label;
    const char* name;
    Tool tool;
  };
  for (const auto& [label, name, tool] : {Button{"Select", "tool.select", Tool::select},
                                          {"Brush", "tool.brush", Tool::brush},
                                          {"Lasso", "tool.lasso", Tool::lasso}}) {
    if (ui::tool_button(pen, label, name, tools.tool == tool, nullptr)) tools.tool = tool;
    ImGui::SameLine();
  }
  const auto* undo = commands.find("edit.undo");
  if (ui::button(pen, "Undo", "history.undo", undo != nullptr && undo->enabled())) commands.run("edit.undo");
  ImGui::SameLine();
  if (ui::button(pen, "Note", "selection.note", !here.selected.empty())) commands.run("edit.note");
  ImGui::SameLine(0, pen.px(16));
  if (ui::button(pen, "-", "view.zoom_out", true, pen.px(34))) commands.run("view.zoom_out");
  ImGui::SameLine();
  if (ui::button(pen, "+", "view.zoom_in", true, pen.px(34))) commands.run("view.zoom_in");
  ImGui::SameLine();
  if (ui::button(pen, "Fit", "view.fit", true)) commands.run("view.fit");
  const char* leave = ImGui::GetWindowWidth() > pen.px(760) ? "Leave workshop (F11)" : "Leave";
  ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(leave).x -
                  2 * ImGui::GetStyle().FramePadding.x);
  if (ui::button(pen, leave, "workshop.leave")) commands.run("view.workshop");
}

}  // namespace placewright::viewer
