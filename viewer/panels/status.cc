#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viewer/panels/panels.h"

namespace placewright::viewer {

void draw_status(const OnTheTable& here, const AppCommands& commands, ui::Pen& pen) {
  const auto& session = *here.session;
  const auto count = session.faults().size();
  const auto problems = count == 0 ? std::string("No problems")
                                   : fmt::format("! {} problem{} (F8)", count, count == 1 ? "" : "s");
  if (count > 0) ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.bad);
  if (ui::button(pen, problems.c_str(), "status.problems")) commands.run("check.next");
  if (count > 0) ImGui::PopStyleColor();
  const auto rows = neighbourhoods(here);
  double least = 1e300, most = 0;
  for (const auto row : rows) {
    least = std::min(least, session.tallies().people[static_cast<std::size_t>(row)]);
    most = std::max(most, session.tallies().people[static_cast<std::size_t>(row)]);
  }
  std::size_t inside = 0, unassigned = 0;
  for (std::size_t area = 0; area < session.state().label.size(); ++area) {
    if (session.place().areas.inside[area] == 0) continue;
    ++inside;
    unassigned += session.state().label[area] < 0;
  }
  const std::string saved = session.read_only() ? "read only"
                            : session.changed() ? "edits in the journal, not saved"
                                                : "saved";
  float right = ImGui::CalcTextSize(saved.c_str()).x;
  const float job =
      here.machine.job ? pen.px(150 + 64 + 36) + ImGui::CalcTextSize(here.machine.title.c_str()).x : 0;
  // What does not fit is left out whole.
  const auto say_if_room = [&](const std::string& text, float gap) {
    ImGui::SameLine(0, gap);
    if (ImGui::GetCursorPosX() + ImGui::CalcTextSize(text.c_str()).x >
        ImGui::GetContentRegionMax().x - right - job - pen.px(16))
      return;
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(text.c_str());
  };
  say_if_room(fmt::format("{} areas, {} unassigned", ui::number(static_cast<double>(inside)),
                          ui::number(static_cast<double>(unassigned))),
              pen.px(12));
  if (!rows.empty())
    say_if_room(pen.word.said(fmt::format("{} neighbourhoods of {} to {} people",
                                          ui::number(static_cast<double>(rows.size())), ui::number(least),
                                          ui::number(most))),
                pen.px(20));
  if (here.machine.job) {
    const float bar = pen.px(150), stop = pen.px(64);
    ImGui::SameLine(ImGui::GetContentRegionMax().x - right - bar - stop - pen.px(36) -
                    ImGui::CalcTextSize(here.machine.title.c_str()).x);
    ImGui::TextUnformatted(here.machine.title.c_str());
    ImGui::SameLine();
    ImGui::ProgressBar(
        static_cast<float>(here.machine.fraction), ImVec2(bar, 0),
        fmt::format("{:.0f} %  {}", 100 * here.machine.fraction,
                    std::isfinite(here.machine.total) ? ui::number(here.machine.total, 3) : std::string())
            .c_str());
    ImGui::SameLine();
    if (ui::button(pen, "Stop", "job.stop", true, stop)) commands.run("plan.stop");
  }
  ImGui::SameLine(ImGui::GetContentRegionMax().x - right);
  ImGui::PushStyleColor(ImGuiCol_Text, session.changed() ? pen.theme.warn : pen.theme.text_quiet);
  ImGui::TextUnformatted(saved.c_str());
  ImGui::PopStyleColor();
}

}  // namespace placewright::viewer
