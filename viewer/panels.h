#pragma once

#include "viewer/desk.h"
#include "viewer/ui.h"

/// The parts of the window. Each draws into the ImGui window that is open and changes the desk.
namespace placewright::viewer {

void draw_menu(Desk& desk, ui::Pen& pen);
void draw_left(Desk& desk, ui::Pen& pen);      ///< plan, colours with legend, layers
void draw_toolbar(Desk& desk, ui::Pen& pen);
void draw_map(Desk& desk, ui::Pen& pen);
void draw_drawer(Desk& desk, ui::Pen& pen);    ///< below the map: one of the next three
void draw_divider(Desk& desk, ui::Pen& pen, float whole);  ///< its upper edge, `whole` pixels for 100 %
void draw_table(Desk& desk, ui::Pen& pen);     ///< neighbourhoods
void draw_charts(Desk& desk, ui::Pen& pen);    ///< of the areas' figures
void draw_coverage(Desk& desk, ui::Pen& pen);  ///< who is covered by which staff
void draw_right(Desk& desk, ui::Pen& pen);     ///< inspector, effect of the pending edit, history
void draw_status(Desk& desk, ui::Pen& pen);
void draw_welcome(Desk& desk, ui::Pen& pen);
void draw_dialogs(Desk& desk, ui::Pen& pen);
void draw_file_job(Desk& desk, ui::Pen& pen, ImVec2 bottom_middle);  ///< an import or export at work
void draw_tour(Desk& desk, ui::Pen& pen);
void draw_workshop_bar(Desk& desk, ui::Pen& pen);  ///< five tools for the projector
void draw_message(Desk& desk, ui::Pen& pen, ImVec2 bottom_middle);

/// A site's sign: told by shape, not by colour alone.
void draw_site_mark(ImDrawList& draw, ImVec2 at, const std::string& kind, float size, const Theme& theme);

}  // namespace placewright::viewer
