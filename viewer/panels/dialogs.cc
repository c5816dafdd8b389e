#include "viewer/panels/dialogs.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

#include "geo/error.h"
#include "viewer/panels/panels.h"
#include "viewer/session/user_files.h"

namespace placewright::viewer {
namespace {

/// The commands of a menu in the order of the registry, a menu within it where the first of its commands
/// stands.
void menu_items(const AppCommands& commands, ui::Pen& pen, const std::string& menu) {
  std::set<std::string> drawn;
  for (const auto& command : commands.all()) {
    if (command.menu.size() > menu.size() && command.menu.compare(0, menu.size() + 1, menu + "/") == 0) {
      if (!drawn.insert(command.menu).second) continue;
      const bool open = ImGui::BeginMenu(command.menu.c_str() + menu.size() + 1);
      pen.names.mark("menu." + command.menu);
      if (!open) continue;
      menu_items(commands, pen, command.menu);
      ImGui::EndMenu();
    }
    if (command.menu != menu) continue;
    const bool enabled = !command.enabled || command.enabled();
    // "Colour by: People" in the menu "Colour by" is "People".
    const auto group = menu.substr(menu.rfind('/') + 1) + ": ";
    const auto title = command.title.compare(0, group.size(), group) == 0 ? command.title.substr(group.size())
                                                                          : command.title;
    if (ImGui::MenuItem(pen.word.said(title).c_str(), shortcut_text(command.shortcut).c_str(),
                        command.on && command.on(), enabled))
      commands.run(command.id);
    pen.names.mark("menu." + command.id, pen.word.said(command.title), enabled);
  }
}

void search_dialog(Desk& desk, ui::Pen& pen) {
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  const float width = std::min(pen.px(560), ImGui::GetIO().DisplaySize.x - pen.px(60));
  if (ui::input_text(pen, "area, practice, postcode, neighbourhood, command", "search.text",
                     &desk.dialogs.text, width))
    desk.here.hit_at = 0;
  // The list is long in a large place: worked out when the words change, not with each frame.
  if (ImGui::IsWindowAppearing()) desk.here.hits.forget();
  desk.here.hits.follow(desk.dialogs.text, [&] { return find_hits(desk, desk.dialogs.text); });
  const auto& hits = *desk.here.hits;
  const auto count = static_cast<int>(hits.size());
  desk.here.hit_at = count == 0 ? 0 : (desk.here.hit_at % count + count) % count;
  ImGui::BeginChild("hits",
                    ImVec2(width, std::min(pen.px(330), ImGui::GetIO().DisplaySize.y * 0.85f - pen.px(130))));
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const bool on = static_cast<int>(i) == desk.here.hit_at;
    if (ui::selectable(pen, pen.word.said(hits[i].text), fmt::format("search.{}", i + 1), on)) chosen = i;
    if (on && desk.here.hit_moved) ImGui::SetScrollHereY();
    const auto kind = pen.word.said(hits[i].kind);
    const float room = ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(kind.c_str()).x - pen.px(4);
    ImGui::SameLine(room);
    ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.text_quiet);
    ImGui::TextUnformatted(kind.c_str());
    ImGui::PopStyleColor();
    pen.names.mark(fmt::format("search.{}.kind", i + 1), kind);
  }
  desk.here.hit_moved = false;
  if (hits.empty()) ui::quiet(pen, "Nothing has that in its name.");
  ImGui::EndChild();
  ui::quiet(pen, "Up and down choose, Enter goes there, Esc closes");
  if (desk.dialogs.accept && !hits.empty()) chosen = static_cast<std::size_t>(desk.here.hit_at);
  if (!chosen) return;
  desk.dialogs.open = DialogKind::none;
  const auto go = hits[*chosen].go;
  desk.here.hits.forget();
  go();
}

void shortcut_dialog(Dialogs& dialogs, const AppCommands& commands, ui::Pen& pen) {
  ui::heading(pen, "Shortcuts");
  const auto screen = ImGui::GetIO().DisplaySize;
  const ImVec2 size(std::min(pen.px(780), screen.x - pen.px(80)),
                    std::min(pen.px(560), screen.y - pen.px(250)));
  ImGui::BeginChild("sheet", size);
  ImGui::Columns(size.x > pen.px(600) ? 2 : 1, nullptr, false);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, pen.px(3)));
  for (const auto& [menu, named] : {std::pair{"File", "Files"},
                                    {"Edit", "Editing"},
                                    {"Plan", "Plans"},
                                    {"Check", "Checking"},
                                    {"Help", "Help"},
                                    {"Tools", "Tools"},
                                    {"View", "Map and view"},
                                    {"", "Moving the map"}}) {
    // The second column begins with the tools.
    if (std::string_view(menu) == "Tools" && ImGui::GetColumnsCount() > 1) ImGui::NextColumn();
    ui::heading(pen, named);
    for (const auto& command : commands.all()) {
      // A command in no menu stands with its kind: the second key of Redo with editing, the arrows by
      // themselves.
      const std::string_view group =
          command.menu.empty() && command.id.starts_with("edit.") ? "Edit" : std::string_view(command.menu);
      if (command.shortcut.key == 0 || group != menu) continue;
      const float start = ImGui::GetCursorPosX();
      ImGui::PushFont(pen.fonts.bold);
      ImGui::TextUnformatted(shortcut_text(command.shortcut).c_str());
      ImGui::PopFont();
      ImGui::SameLine(0, 0);
      ImGui::SetCursorPosX(start + pen.px(96));
      ui::shortened(pen.word.said(command.title), ImGui::GetContentRegionAvail().x);
    }
  }
  ImGui::PopStyleVar();
  ImGui::Columns(1);
  ImGui::EndChild();
  ui::quiet(pen,
            "Wheel: nearer and farther. Right button, middle button or Space held: move the map. Ctrl+click: "
            "one more area.");
  if (ui::primary_button(pen, "Close", "dialog.ok") || dialogs.accept) dialogs.open = DialogKind::none;
}

void reason_dialog(OnTheTable& here, Dialogs& dialogs, Talk& talk, ui::Pen& pen) {
  if (!here.pending) {
    dialogs.open = DialogKind::none;
    return;
  }
  ui::heading(pen, "This change breaks a rule");
  for (const auto& rule : here.pending->effect.broken) ui::coloured(pen.theme.bad, rule);
  ui::wrapped("It is allowed with a reason. The reason is kept in the plan's log and shown in the history.");
  if (ImGui::IsWindowAppearing() || (dialogs.accept && dialogs.text.empty())) ImGui::SetKeyboardFocusHere();
  ui::input_text(pen, "for example: the bridge is closed until 2028", "dialog.text", &dialogs.text,
                 pen.px(460));
  if (finish_dialog(dialogs, pen, "Make the change", !dialogs.text.empty()))
    accept_with_reason(here, talk, dialogs.text);
}

void rename_dialog(OnTheTable& here, Dialogs& dialogs, Talk& talk, ui::Pen& pen) {
  ui::heading(pen, "Rename the neighbourhood");
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ui::input_text(pen, "name", "dialog.text", &dialogs.text, pen.px(380), ImGuiInputTextFlags_AutoSelectAll);
  ui::input_text(pen, "id", "dialog.id", &dialogs.second_text, pen.px(380),
                 ImGuiInputTextFlags_AutoSelectAll);
  const auto& entries = here.session->state().entries;
  bool taken = dialogs.second_text.empty();
  for (std::size_t row = 0; row < entries.size(); ++row)
    taken |= static_cast<std::int32_t>(row) != here.neighbourhood && entries[row].id == dialogs.second_text;
  if (taken)
    ui::coloured(pen.theme.bad, dialogs.second_text.empty()
                                    ? "An id is needed"
                                    : pen.word.said("Another neighbourhood has this id"));
  if (finish_dialog(dialogs, pen, "Rename", !taken && here.neighbourhood >= 0))
    make(here, talk,
         make_rename(here.session->state(), here.neighbourhood, dialogs.second_text, dialogs.text),
         "The name stays as it is");
}

void branch_dialog(OnTheTable& here, Dialogs& dialogs, Talk& talk, ui::Pen& pen) {
  ui::heading(pen, "New plan from this one");
  ui::wrapped(
      "The plan in hand, with its edits, is stored under a new name; the old plan stays as it was last "
      "saved.");
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ui::input_text(pen, "name", "dialog.text", &dialogs.text, pen.px(380), ImGuiInputTextFlags_AutoSelectAll);
  if (!finish_dialog(dialogs, pen, "Make the plan", !dialogs.text.empty())) return;
  drop_pending(here, talk);
  if (attempt(talk, [&] { here.session->branch(dialogs.text, talk.author, now_text()); }))
    say(talk, "The plan in hand is now " + dialogs.text);
}

void note_dialog(OnTheTable& here, Dialogs& dialogs, Talk& talk, ui::Pen& pen) {
  if (here.selected.empty()) {
    dialogs.open = DialogKind::none;
    return;
  }
  static constexpr std::array<const char*, 4> kinds{"note", "evidence", "wish", "hotspot"};
  const auto area = here.selected.front();
  const auto& areas = here.session->place().areas;
  const auto name = areas.name[area].empty() ? areas.code[area] : areas.name[area];
  auto& draft = here.note_draft;
  ui::heading(
      pen, (here.selected.size() == 1 ? "Note on " + name
                                      : fmt::format("Note on {} and {} more", name, here.selected.size() - 1))
               .c_str());
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    if (kind > 0) ImGui::SameLine(0, pen.px(14));
    if (ui::radio(pen, note_kind_name(kinds[kind]), std::string("note.kind.") + kinds[kind],
                  draft.kind == kind))
      draft.kind = kind;
  }
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ui::input_text(pen, "what people here say", "dialog.text", &dialogs.text, pen.px(460));
  ui::input_text(pen, "what it rests on: a survey, a meeting, a count", "dialog.evidence", &draft.evidence,
                 pen.px(460));
  const bool wish = draft.kind == 2 && here.selected.size() > 1;
  if (wish) {
    ui::checkbox(pen, "keep these areas together", "note.together", &draft.together);
    ui::quiet(
        pen,
        draft.together
            ? "It becomes a wish of the plan's brief: the machine weighs it, and the report tells its fate."
            : "Kept as a note; the brief stays as it is.");
  } else if (draft.kind == 2) {
    ui::quiet(pen, "With several areas selected, a wish to keep them together goes into the brief too.");
  }
  if (draft.kind == 3) {
    ImGui::SetNextItemWidth(pen.px(160));
    ImGui::InputDouble("% more need than its people say", &draft.uplift_percent, 5, 10, "%.0f");
    pen.names.mark("note.uplift", fmt::format("{:.0f}", draft.uplift_percent));
    draft.uplift_percent = std::clamp(draft.uplift_percent, -90.0, 500.0);
  }
  if (!finish_dialog(dialogs, pen, "Pin the note", !dialogs.text.empty())) return;
  datasets::Note note;
  note.date = now_text();
  note.author = talk.author;
  note.text = dialogs.text;
  note.kind = kinds[draft.kind];
  note.evidence = std::exchange(draft.evidence, {});
  note.area = areas.code[area];
  note.x = areas.centroid_x[area];
  note.y = areas.centroid_y[area];
  if (draft.kind == 3) note.uplift = draft.uplift_percent / 100;
  note.plan = here.session->state().name;
  auto edit = make_note(here.session->state(), note);
  if (wish && draft.together) {
    auto brief = here.session->brief();
    boundaries::Brief::Rule rule;
    for (const auto one : here.selected) rule.areas.push_back(areas.code[one]);
    rule.why = note.text;
    rule.by = note.author + ", " + note.date.substr(0, 10);
    rule.hard = false;
    brief.keep_together.push_back(std::move(rule));
    edit.brief_before = here.session->state().brief;
    edit.brief_after = boundaries::write_brief(brief);
    edit.sentence += fmt::format(", {} areas wished together", here.selected.size());
  }
  make(here, talk, std::move(edit), "");
}

/// A name for a copy of a plan, or a new name for it.
void plan_name_dialog(OnTheTable& here, Dialogs& dialogs, Talk& talk, ui::Pen& pen, bool copy) {
  ui::heading(pen, ((copy ? "Copy of plan " : "New name of plan ") + here.plan_chosen).c_str());
  if (copy) ui::wrapped("The plan as it is stored; the plan in hand stays in hand.");
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ui::input_text(pen, "name", "dialog.text", &dialogs.text, pen.px(380), ImGuiInputTextFlags_AutoSelectAll);
  if (!finish_dialog(dialogs, pen, copy ? "Make the copy" : "Rename", !dialogs.text.empty())) return;
  const auto from = here.plan_chosen;
  if (!attempt(talk, [&] {
        if (copy)
          here.session->duplicate_plan(from, dialogs.text, talk.author, now_text());
        else
          here.session->rename_plan(from, dialogs.text, talk.author, now_text());
      }))
    return;
  if (!copy && here.comparison.with == from) here.comparison.with = dialogs.text;
  here.plan_chosen = dialogs.text;
  say(talk, here.session->last_plan_change());
}

void recover_dialog(OnTheTable& here, Dialogs& dialogs, Talk& talk, ui::Pen& pen) {
  ui::heading(pen, "Edits were left behind");
  ui::wrapped(fmt::format("The program ended before these were saved: {} step{} on plan {}{}.",
                          here.left_behind->steps.size(), here.left_behind->steps.size() == 1 ? "" : "s",
                          here.left_behind->plan,
                          here.left_behind->cut_short ? "; the last stroke was not whole and is lost" : ""));
  const auto shown = std::min<std::size_t>(here.left_behind->steps.size(), 6);
  for (std::size_t step = here.left_behind->steps.size() - shown; step < here.left_behind->steps.size();
       ++step)
    ui::quiet(pen, fmt::format("{}  {}", step + 1, here.left_behind->steps[step]));
  if (here.left_behind->plan_changed)
    ui::wrapped("The stored plan was changed since, so they come back as a plan of their own.");
  if (ui::primary_button(pen, "Bring them back", "recover.yes", true, pen.px(170)) || dialogs.accept) {
    dialogs.open = DialogKind::none;
    here.left_behind.reset();
    if (attempt(talk, [&] { here.session->recover(); })) say(talk, "Your edits are back");
    return;
  }
  ImGui::SameLine();
  if (!ui::button(pen, "Forget them", "recover.no", true, pen.px(130))) return;
  attempt(talk, [&] { here.session->forget_left_behind(); });
  here.left_behind.reset();
  dialogs.open = DialogKind::none;
}

/// Once: the log and the notes say who.
void author_dialog(Desk& desk, ui::Pen& pen) {
  ui::heading(pen, "Who sits here?");
  ui::wrapped(
      "The change log and the notes bear this name. It is asked once; Help, Who sits here, changes it.");
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ui::input_text(pen, "your name, or the meeting's", "dialog.text", &desk.dialogs.text, pen.px(380),
                 ImGuiInputTextFlags_AutoSelectAll);
  if (!finish_dialog(desk.dialogs, pen, "That is us", !desk.dialogs.text.empty())) return;
  desk.talk.author = desk.dialogs.text;
  desk.talk.author_known = true;
  if (!desk.headless) write_author(desk.talk.author);
  if (!desk.dialogs.after_author.empty()) desk.commands.run(std::exchange(desk.dialogs.after_author, {}));
}

void closing_dialog(Desk& desk, ui::Pen& pen) {
  ui::heading(pen, "The plan has edits that are not saved");
  ui::wrapped("They stay in the journal beside the place and are offered when it is opened again.");
  const bool quits = desk.dialogs.leaving == "file.quit";
  const auto go_on = [&desk](bool unsaved) {
    desk.dialogs.open = DialogKind::none;
    desk.dialogs.leave_unsaved = unsaved;
    desk.commands.run(std::exchange(desk.dialogs.leaving, {}));
    desk.dialogs.leave_unsaved = false;
  };
  if (ui::primary_button(pen, quits ? "Save and quit" : "Save and go on", "closing.save",
                         !desk.here.session->read_only()) ||
      desk.dialogs.accept) {
    desk.dialogs.open = DialogKind::none;
    save_plan(desk.here, desk.talk);
    if (!desk.here.session->changed()) go_on(false);
    return;
  }
  ImGui::SameLine();
  if (ui::button(pen, quits ? "Quit, keep the journal" : "Leave them in the journal", "closing.leave")) {
    go_on(true);
    return;
  }
  ImGui::SameLine();
  if (ui::button(pen, "Stay", "dialog.cancel")) desk.dialogs.open = DialogKind::none;
}

}  // namespace

bool finish_dialog(Dialogs& dialogs, ui::Pen& pen, const char* accept, bool enabled) {
  const bool pressed = ui::primary_button(pen, accept, "dialog.ok", enabled, pen.px(170));
  ImGui::SetItemDefaultFocus();
  ImGui::SameLine();
  if (ui::button(pen, "Cancel", "dialog.cancel", true, pen.px(110))) {
    dialogs.open = DialogKind::none;
    return false;
  }
  const bool done = enabled && (pressed || dialogs.accept);
  if (done) dialogs.open = DialogKind::none;
  return done;
}

void draw_menu(const AppCommands& commands, ui::Pen& pen) {
  if (!ImGui::BeginMenuBar()) return;
  for (const char* menu : {"File", "Edit", "Tools", "View", "Plan", "Coverage", "Check", "Help"}) {
    const bool open = ImGui::BeginMenu(menu);
    pen.names.mark(std::string("menu.") + menu);
    if (!open) continue;
    menu_items(commands, pen, menu);
    ImGui::EndMenu();
  }
  // The menus come first; the search box takes what they leave, and its key when that is little.
  ImGui::SameLine(0, pen.px(12));
  const float room = ImGui::GetWindowWidth() - ImGui::GetCursorPosX() - pen.px(14),
              width = std::min(pen.px(300), room);
  const char* words = "Search place, area, practice...    Ctrl+K";
  for (const char* shorter : {"Search...    Ctrl+K", "Ctrl+K"})
    if (ImGui::CalcTextSize(words).x + pen.px(20) > width) words = shorter;
  if (ImGui::CalcTextSize(words).x > width) {
    ImGui::EndMenuBar();
    return;
  }
  ImGui::SameLine(ImGui::GetWindowWidth() - width - pen.px(14));
  ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, ImVec2(0.04f, 0.5f));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(pen.px(9), pen.px(2)));
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + pen.px(3));
  ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.text_quiet);
  if (ui::button(pen, words, "menu.search", true, width)) commands.run("help.search");
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
  ImGui::EndMenuBar();
}

void draw_dialogs(Desk& desk, ui::Pen& pen) {
  static constexpr const char* kId = "##dialog";
  const bool without_place =
      desk.dialogs.open == DialogKind::search || desk.dialogs.open == DialogKind::shortcuts ||
      desk.dialogs.open == DialogKind::browse || desk.dialogs.open == DialogKind::import_files ||
      desk.dialogs.open == DialogKind::author || desk.dialogs.open == DialogKind::outcome;
  if (!desk.here.session && !without_place) desk.dialogs.open = DialogKind::none;
  const auto before = desk.dialogs.open;
  if (!ImGui::IsPopupOpen(kId)) {
    if (before == DialogKind::none) {
      desk.dialogs.accept = false;
      return;
    }
    ImGui::OpenPopup(kId);
  }
  const auto screen = ImGui::GetIO().DisplaySize;
  const bool high = desk.dialogs.open == DialogKind::search;
  ImGui::SetNextWindowPos(
      ImVec2(screen.x / 2, high ? std::min(pen.px(60), screen.y * 0.06f) : screen.y * 0.46f),
      ImGuiCond_Always, ImVec2(0.5f, high ? 0.f : 0.5f));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pen.px(22), pen.px(18)));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, pen.px(8));
  const bool wide = desk.dialogs.open != DialogKind::search && desk.dialogs.open != DialogKind::shortcuts &&
                    desk.dialogs.open != DialogKind::browse;
  // Never beyond the window, however large the text: what is higher scrolls.
  const float dialog_width = std::min(pen.px(510), screen.x - pen.px(16));
  ImGui::SetNextWindowSizeConstraints(ImVec2(wide ? dialog_width : 0, 0),
                                      ImVec2(wide ? dialog_width : screen.x, screen.y * 0.9f));
  if (ImGui::BeginPopupModal(kId, nullptr,
                             ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_AlwaysAutoResize |
                                 ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
    // Enter is for the widget that the keyboard stands on, else it accepts.
    if (desk.dialogs.open != DialogKind::search && ImGui::GetIO().NavVisible &&
        !ImGui::GetIO().WantTextInput && !ImGui::IsWindowAppearing())
      desk.dialogs.accept = false;
    switch (desk.dialogs.open) {
      case DialogKind::search:
        search_dialog(desk, pen);
        break;
      case DialogKind::shortcuts:
        shortcut_dialog(desk.dialogs, desk.commands, pen);
        break;
      case DialogKind::reason:
        reason_dialog(desk.here, desk.dialogs, desk.talk, pen);
        break;
      case DialogKind::rename:
        rename_dialog(desk.here, desk.dialogs, desk.talk, pen);
        break;
      case DialogKind::branch:
        branch_dialog(desk.here, desk.dialogs, desk.talk, pen);
        break;
      case DialogKind::note:
        note_dialog(desk.here, desk.dialogs, desk.talk, pen);
        break;
      case DialogKind::recover:
        recover_dialog(desk.here, desk.dialogs, desk.talk, pen);
        break;
      case DialogKind::closing:
        closing_dialog(desk, pen);
        break;
      case DialogKind::author:
        author_dialog(desk, pen);
        break;
      case DialogKind::plan_copy:
        plan_name_dialog(desk.here, desk.dialogs, desk.talk, pen, true);
        break;
      case DialogKind::plan_rename:
        plan_name_dialog(desk.here, desk.dialogs, desk.talk, pen, false);
        break;
      case DialogKind::browse:
        browse_dialog(desk, pen);
        break;
      case DialogKind::import_files:
        import_dialog(desk, pen);
        break;
      case DialogKind::handout:
        handout_dialog(desk, pen);
        break;
      case DialogKind::outcome:
        outcome_dialog(desk.dialogs, pen);
        break;
      case DialogKind::none:
        break;
    }
    // Another dialog opens anew with the next frame, so that its first box has the cursor.
    if (desk.dialogs.open == DialogKind::none || desk.dialogs.open != before) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
  desk.dialogs.accept = false;
}

void draw_welcome(Desk& desk, ui::Pen& pen) {
  const auto area = ImGui::GetContentRegionAvail();
  const float width = std::min(pen.px(560), area.x - pen.px(20));
  ImGui::SetCursorPos(ImVec2((area.x - width) / 2, std::max(pen.px(50), area.y * 0.2f)));
  ImGui::BeginChild("welcome", ImVec2(width, pen.px(480)), false);
  ImGui::PushFont(pen.fonts.large);
  ImGui::TextUnformatted("Placewright");
  ImGui::PopFont();
  ui::wrapped(
      "Draw neighbourhoods that hold together, see what every line costs, and leave with nothing lost.");
  ImGui::Dummy(ImVec2(0, pen.px(10)));
  ui::heading(pen, "Open a place");
  ui::input_text(pen, "path of a place file, or drop one here", "welcome.path", &desk.dialogs.place_path,
                 width - pen.px(100));
  ImGui::SameLine();
  if (ui::primary_button(pen, "Open", "welcome.open", !desk.dialogs.place_path.empty(), pen.px(88)))
    open_place(desk, desk.dialogs.place_path, "");
  if (ui::button(pen, "Look for a place...", "welcome.browse")) desk.commands.run("file.open");
  ImGui::SameLine();
  if (ui::button(pen, "New place from files...", "welcome.import")) desk.commands.run("file.import");
  ui::quiet(pen,
            "A place is one .gpkg file. Downloads from ONS, NHS England and OHID become one: boundaries, "
            "people, deprivation, practices, in any order. Drop them here together.");
  ImGui::Dummy(ImVec2(0, pen.px(6)));
  ui::heading(pen, "Or try it out");
  if (ui::button(pen, "Open the demo place", "welcome.demo")) open_demo(desk);
  ImGui::SameLine();
  if (ui::button(pen, "The same, with a tour of five steps", "welcome.tour") && open_demo(desk))
    desk.commands.run("help.tour");
  ui::quiet(pen, "An invented town of 250 areas with practices, staff and a plan. Nothing in it is real.");
  if (!desk.dialogs.recent.empty()) {
    ImGui::Dummy(ImVec2(0, pen.px(6)));
    ui::heading(pen, "Recent");
    std::string chosen;
    for (const auto& path : desk.dialogs.recent)
      if (ui::selectable(pen, path, "welcome.recent:" + std::filesystem::path(path).filename().string(),
                         false))
        chosen = path;
    if (!chosen.empty()) open_place(desk, chosen, "");
  }
  ImGui::EndChild();
}

void draw_message(Desk& desk, ui::Pen& pen, ImVec2 bottom_middle) {
  if (desk.talk.message.text.empty() || desk.talk.clock > desk.talk.message.until) return;
  const bool offers = !desk.talk.message.show.empty();
  ImGui::SetNextWindowPos(bottom_middle, ImGuiCond_Always, ImVec2(0.5f, 1));
  ImGui::SetNextWindowSizeConstraints(ImVec2(0, 0), ImVec2(pen.px(620), 1e5f));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, desk.talk.message.bad ? pen.theme.bad : pen.theme.text);
  ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.panel);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, pen.px(8));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pen.px(16), pen.px(10)));
  // Clicks go through it to the map, unless it has something to press.
  ImGui::Begin("##message", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                   (offers ? ImGuiWindowFlags_None : ImGuiWindowFlags_NoInputs) |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav |
                   ImGuiWindowFlags_NoSavedSettings);
  ImGui::PushTextWrapPos(pen.px(590));
  ImGui::TextUnformatted(pen.word.said(desk.talk.message.text).c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  if (offers && ui::button(pen, "Show", "message.show"))
    show_outside(desk, std::string(desk.talk.message.show));
  ImGui::End();
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
}

}  // namespace placewright::viewer
