#pragma once

#include "viewer/desk/desk.h"
#include "viewer/panels/ui.h"

/// The parts of the window. Each draws into the ImGui window that is open and changes the desk.
namespace placewright::viewer {

void draw_menu(const AppCommands& commands, ui::Pen& pen);
void draw_left(Desk& desk, ui::Pen& pen);                         ///< plan, layers
void draw_layers(OnTheTable& here, MapView& view, ui::Pen& pen);  ///< part of the left
void draw_toolbar(OnTheTable& here, Tools& tools, const AppCommands& commands, ui::Pen& pen);
void draw_lens_strip(const OnTheTable& here, MapView& view, ui::Pen& pen);  ///< over the map: the lenses
/// Below the strip, on the map: the lists of the lens that is shown, in lines no longer than `room`; keeps
/// their size in the view. Whether it has any.
void draw_pickers(OnTheTable& here, MapView& view, ui::Pen& pen, float room);
[[nodiscard]] bool has_pickers(const OnTheTable& here, const Lens& lens);
/// The card on the map; `roomy`: with a histogram. Keeps its height in the view.
void draw_legend(OnTheTable& here, MapView& view, ui::Pen& pen, bool roomy);
[[nodiscard]] float legend_width(const MapView& view, const ui::Pen& pen);  ///< that it would have
[[nodiscard]] float widest_legend(const ui::Pen& pen);                      ///< with any lens
[[nodiscard]] int toolbar_lines(ui::Pen& pen, float width);  ///< of buttons, for a toolbar of this width
void draw_zoom(const AppCommands& commands, ui::Pen& pen);   ///< on the map's corner
[[nodiscard]] ImVec2 zoom_size(ui::Pen& pen);
void draw_brush_size(Tools& tools, ui::Pen& pen);  ///< on the map while the brush is in hand
[[nodiscard]] ImVec2 brush_size(ui::Pen& pen);
void draw_map(Desk& desk, ui::Pen& pen);
void draw_drawer(Desk& desk, ui::Pen& pen);  ///< below the map: tabs, the panel shown
[[nodiscard]] float drawer_share(const Tools& tools, const ui::Pen& pen,
                                 float whole);               ///< how much of `whole` pixels the drawer takes
void draw_divider(Tools& tools, ui::Pen& pen, float whole);  ///< its upper edge, `whole` pixels for 100 %
void draw_right(Desk& desk, ui::Pen& pen);  ///< tabs, effect of the pending edit, the panel shown
void draw_why(OnTheTable& here, Talk& talk, ui::Pen& pen,
              std::uint32_t area);  ///< why an area is where it is
void title_line(ui::Pen& pen, const std::string& text);
[[nodiscard]] Rgba colour_of_change(const TotalChange& change, const Theme& theme);
[[nodiscard]] const char* note_kind_name(const std::string& kind);
/// The other plan over the left part of the map, up to the divider, whose x is given back; then the divider
/// itself.
float draw_swipe_picture(OnTheTable& here, MapView& view, ImVec2 from, ImVec2 size);
void draw_swipe_handle(OnTheTable& here, ui::Pen& pen, ImVec2 from, ImVec2 size);
/// The other plan beside the map, with its own names.
void draw_other_half(OnTheTable& here, MapView& view, ui::Pen& pen, ImVec2 from, ImVec2 size);
void draw_status(const OnTheTable& here, const AppCommands& commands, ui::Pen& pen);
void draw_welcome(Desk& desk, ui::Pen& pen);
void draw_dialogs(Desk& desk, ui::Pen& pen);
void draw_file_job(const Dialogs& dialogs, ui::Pen& pen,
                   ImVec2 bottom_middle);  ///< an import or export at work
void draw_tour(const OnTheTable& here, Tools& tools, const Dialogs& dialogs, ui::Pen& pen);
void draw_workshop_bar(const OnTheTable& here, Tools& tools, const AppCommands& commands,
                       ui::Pen& pen);  ///< five tools for the projector
void draw_message(Desk& desk, ui::Pen& pen, ImVec2 bottom_middle);

/// A site's sign: told by shape, not by colour alone.
void draw_site_mark(ImDrawList& draw, ImVec2 at, const std::string& kind, float size, const Theme& theme);

}  // namespace placewright::viewer
