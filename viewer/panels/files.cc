#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <filesystem>

#include "viewer/panels/dialogs.h"
#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

namespace fs = std::filesystem;

std::string size_text(std::uintmax_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  if (bytes < 1000 * 1000) return fmt::format("{:.0f} kB", static_cast<double>(bytes) / 1e3);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

}  // namespace

void browse_dialog(Desk& desk, ui::Pen& pen) {
  auto& files = desk.dialogs.files;
  const bool opening = files.aim == FilesDesk::Aim::open_place;
  const float width = pen.px(560);
  ui::heading(pen, opening ? "Open a place" : "Import files");
  ui::quiet(pen, files.folder);
  std::string into;
  const fs::path here(files.folder);
  if (ui::button(pen, "Up", "files.up", here.has_parent_path() && here.parent_path() != here))
    into = here.parent_path().string();
  ImGui::SameLine();
  if (const char* home = std::getenv("HOME"); ui::button(pen, "Home", "files.home", home != nullptr))
    into = home;
  if (desk.here.session) {
    ImGui::SameLine();
    if (ui::button(pen, "Beside the place", "files.beside"))
      into = fs::path(desk.here.session->path()).parent_path().string();
  }
  ImGui::BeginChild("files", ImVec2(width, pen.px(300)), true);
  if (!files.trouble.empty()) ui::coloured(pen.theme.bad, files.trouble);
  if (files.entries.empty() && files.trouble.empty())
    ui::quiet(pen,
              opening ? "No place file (.gpkg) and no folder lies here." : "Nothing here can be imported.");
  std::string pressed;
  for (const auto& entry : files.entries) {
    const auto full = (here / entry.name).string();
    const bool chosen = std::find(files.chosen.begin(), files.chosen.end(), full) != files.chosen.end();
    if (ui::selectable(pen, entry.folder ? entry.name + "/" : entry.name, "files.entry:" + entry.name,
                       chosen)) {
      if (entry.folder) {
        into = full;
      } else if (opening) {
        pressed = full;
      } else if (chosen) {
        files.chosen.erase(std::find(files.chosen.begin(), files.chosen.end(), full));
      } else {
        files.chosen.push_back(full);
      }
    }
    if (entry.folder) continue;
    const auto size = size_text(entry.bytes);
    ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(size.c_str()).x);
    ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.text_quiet);
    ImGui::TextUnformatted(size.c_str());
    ImGui::PopStyleColor();
  }
  ImGui::EndChild();
  if (!into.empty()) look_into(desk.dialogs, into);
  if (opening) {
    if (ui::button(pen, "Cancel", "dialog.cancel", true, pen.px(110))) desk.dialogs.open = DialogKind::none;
    if (pressed.empty()) return;
    desk.dialogs.open = DialogKind::none;
    open_place(desk, pressed, "");
    return;
  }
  ui::quiet(pen, files.chosen.empty() ? "Click the files to take; they are recognised by what is in them."
                                      : fmt::format("{} file{} chosen", files.chosen.size(),
                                                    files.chosen.size() == 1 ? "" : "s"));
  if (!finish_dialog(desk.dialogs, pen, "Go on", !files.chosen.empty())) return;
  drop_files(desk, std::vector<std::string>(files.chosen));
}

void import_dialog(Desk& desk, ui::Pen& pen) {
  auto& files = desk.dialogs.files;
  ui::heading(pen, desk.here.session ? fmt::format("Import into {}", desk.here.session->place().name).c_str()
                                     : "A new place of these files");
  for (std::size_t i = 0; i < std::min<std::size_t>(files.chosen.size(), 8); ++i)
    ui::wrapped(fs::path(files.chosen[i]).filename().string());
  if (files.chosen.size() > 8) ui::quiet(pen, fmt::format("and {} more", files.chosen.size() - 8));
  if (desk.here.session) {
    ui::quiet(pen,
              "A source that is imported again replaces what it brought. Plans, notes and the log stay. If "
              "one file fails, nothing is changed.");
  } else {
    ImGui::TextUnformatted("Only the areas of (codes or names, separated by commas)");
    ui::input_text(pen, "all of them", "import.within", &files.within, pen.px(460));
    ImGui::TextUnformatted("Place file to make");
    ui::input_text(pen, "path", "import.place", &files.place, pen.px(460));
  }
  if (finish_dialog(desk.dialogs, pen, "Import", !files.place.empty())) start_import(desk);
}

void handout_dialog(Desk& desk, ui::Pen& pen) {
  auto& files = desk.dialogs.files;
  ui::heading(pen, fmt::format("Export plan {}", desk.here.session->state().name).c_str());
  for (const auto handout :
       {Handout::everything, Handout::report, Handout::map_png, Handout::map_svg, Handout::map_pdf})
    if (ui::radio(pen, handout_name(handout), fmt::format("handout.{}", static_cast<int>(handout) + 1),
                  files.handout == handout)) {
      files.handout = handout;
      files.path = handout_path(desk.here.session->path(), desk.here.session->state().name, handout);
    }
  if (files.handout == Handout::map_png || files.handout == Handout::map_svg ||
      files.handout == Handout::map_pdf) {
    ImGui::Indent(pen.px(24));
    ui::checkbox(pen, "as on the screen: its colours, sites, layers and backdrop", "handout.as_on_screen",
                 &files.as_on_screen);
    if (files.as_on_screen) {
      ImGui::Indent(pen.px(24));
      if (ui::radio(pen, "the whole place", "handout.whole", !files.extent_too)) files.extent_too = false;
      ImGui::SameLine(0, pen.px(14));
      if (ui::radio(pen, "the part in sight", "handout.in_sight", files.extent_too)) files.extent_too = true;
      ImGui::Unindent(pen.px(24));
    }
    ImGui::Unindent(pen.px(24));
  }
  ImGui::Dummy(ImVec2(0, pen.px(4)));
  ImGui::TextUnformatted(files.handout == Handout::everything ? "Into the folder" : "Into the file");
  ui::input_text(pen, "path", "handout.path", &files.path, pen.px(460));
  std::error_code failed;
  if (fs::exists(files.path, failed))
    ui::coloured(pen.theme.warn, files.handout == Handout::everything
                                     ? "The folder is there: files of the same name are replaced"
                                     : "The file is there: it is replaced");
  ui::quiet(pen, desk.here.session->changed()
                     ? "The plan as it is in hand goes out, with its edits that are not saved yet."
                     : "Every map carries title, legend, date, the plan's hash and the sources.");
  if (finish_dialog(desk.dialogs, pen, "Export", !files.path.empty())) start_export(desk);
}

void outcome_dialog(Dialogs& dialogs, ui::Pen& pen) {
  const auto& outcome = dialogs.files.outcome;
  ui::heading(pen, "Imported");
  ui::wrapped(outcome.message);
  ImGui::BeginChild(
      "outcome",
      ImVec2(pen.px(460), std::min(pen.px(260), ImGui::GetTextLineHeightWithSpacing() * 2.2f *
                                                    static_cast<float>(outcome.lines.size() + 1))),
      true);
  for (const auto& line : outcome.lines) ui::quiet(pen, line);
  ImGui::EndChild();
  if (ui::primary_button(pen, "Close", "dialog.ok", true, pen.px(170)) || dialogs.accept)
    dialogs.open = DialogKind::none;
}

void draw_file_job(const Dialogs& dialogs, ui::Pen& pen, ImVec2 bottom_middle) {
  if (!dialogs.files.job) return;
  auto& job = *dialogs.files.job;
  ImGui::SetNextWindowPos(bottom_middle, ImGuiCond_Always, ImVec2(0.5f, 1));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, pen.theme.panel);
  ImGui::PushStyleColor(ImGuiCol_Border, pen.theme.control_line);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, pen.px(8));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pen.px(16), pen.px(12)));
  ImGui::Begin("##file_job", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav |
                   ImGuiWindowFlags_NoSavedSettings);
  ui::heading_inline(pen, job.title());
  ui::quiet(pen, job.phase());
  ImGui::ProgressBar(static_cast<float>(job.fraction()), ImVec2(pen.px(260), 0),
                     fmt::format("{:.0f} %", 100 * job.fraction()).c_str());
  ImGui::SameLine();
  if (ui::button(pen, "Stop", "files.stop")) job.stop();
  ImGui::End();
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor(2);
}

}  // namespace placewright::viewer
