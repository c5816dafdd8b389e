#pragma once

#include "viewer/desk/desk.h"
#include "viewer/panels/ui.h"

/// The parts of the window. Each draws into the ImGui window that is open and changes the desk.
namespace placewright::viewer {

void draw_menu(Desk& desk, ui::Pen& pen);
void draw_left(Desk& desk, ui::Pen& pen);    ///< plan, colours with legend, layers
void draw_layers(Desk& desk, ui::Pen& pen);  ///< part of the left
void draw_toolbar(Desk& desk, ui::Pen& pen);
[[nodiscard]] int toolbar_lines(ui::Pen& pen, float width);  ///< of buttons, for a toolbar of this width
void draw_zoom(Desk& desk, ui::Pen& pen);                    ///< on the map's corner
[[nodiscard]] ImVec2 zoom_size(ui::Pen& pen);
void draw_brush_size(Desk& desk, ui::Pen& pen);  ///< on the map while the brush is in hand
[[nodiscard]] ImVec2 brush_size(ui::Pen& pen);
void draw_map(Desk& desk, ui::Pen& pen);
void draw_drawer(Desk& desk, ui::Pen& pen);  ///< below the map: one of the next three
[[nodiscard]] float drawer_share(const Desk& desk, const ui::Pen& pen,
                                 float whole);             ///< how much of `whole` pixels the drawer takes
void draw_divider(Desk& desk, ui::Pen& pen, float whole);  ///< its upper edge, `whole` pixels for 100 %
void draw_table(Desk& desk, ui::Pen& pen);                 ///< neighbourhoods
void draw_charts(Desk& desk, ui::Pen& pen);                ///< of the areas' figures
void draw_coverage(Desk& desk, ui::Pen& pen);              ///< who is covered by which staff
void draw_right(Desk& desk, ui::Pen& pen);                 ///< inspector, effect of the pending edit, history
void draw_machine(Desk& desk, ui::Pen& pen);               ///< redraw, candidates
void draw_brief(Desk& desk, ui::Pen& pen);                 ///< weights, bounds, rules
void draw_plans(Desk& desk, ui::Pen& pen);                 ///< all plans, comparison
void draw_log(Desk& desk, ui::Pen& pen);                   ///< notes, who changed what
void draw_why(Desk& desk, ui::Pen& pen, std::uint32_t area);  ///< why an area is where it is
void title_line(ui::Pen& pen, const std::string& text);
[[nodiscard]] Rgba colour_of_change(const TotalChange& change, const Theme& theme);
[[nodiscard]] const char* note_kind_name(const std::string& kind);
/// The other plan over the left part of the map, up to the divider, whose x is given back; then the divider
/// itself.
float draw_swipe_picture(Desk& desk, ImVec2 from, ImVec2 size);
void draw_swipe_handle(Desk& desk, ui::Pen& pen, ImVec2 from, ImVec2 size);
/// The other plan beside the map, with its own names.
void draw_other_half(Desk& desk, ui::Pen& pen, ImVec2 from, ImVec2 size);
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
