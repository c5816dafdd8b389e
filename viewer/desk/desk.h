#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "viewer/desk/app_commands.h"
#include "viewer/desk/dialogs.h"
#include "viewer/desk/map_view.h"
#include "viewer/desk/on_the_table.h"
#include "viewer/desk/panel.h"
#include "viewer/desk/talk.h"
#include "viewer/desk/tools.h"

/// Everything the window shows and what can be done with it, without a widget: panels draw it, commands
/// change it. Five values; whoever needs one or two of them takes these and not the desk.
namespace placewright::viewer {

struct Desk {
  Desk();
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  OnTheTable here;
  MapView view;
  Tools tools;
  Dialogs dialogs;
  Talk talk;

  AppCommands commands;
  bool headless = false;               ///< nobody watches: a script drives
  std::function<void()> wake = [] {};  ///< from any thread: there is something new to show
};

/// Takes the place off the table with all that belongs to it; threads that still work for it are waited for.
void clear_table(OnTheTable& here, MapView& view, Talk& talk);
/// Puts a place on the table. A file that is none leaves what was there and says why.
bool open_place(Desk& desk, const std::string& path, const std::string& plan);
/// The invented place, written to a folder of the user's and opened.
bool open_demo(Desk& desk);
/// Which overlays the place has, all off; and its footprints as areas.
void list_overlays(OnTheTable& here, MapView& view);
/// A GeoTIFF, MBTiles or GeoPackage raster under the areas; says why where it is none.
void open_backdrop(OnTheTable& here, MapView& view, Talk& talk, const std::string& path);
/// How the lines of an overlay are drawn; of footprints, those of the `number`th of its level.
struct LineLook {
  Rgba colour{};
  float width = 1.8f, dash = 0;  ///< points
};
[[nodiscard]] LineLook look_of(const MapView& view, const Overlay& overlay, std::size_t number = 0);
/// The ground under a scene whose areas are filled, which then let it through.
void lay_ground(const OnTheTable& here, const MapView& view, MapScene& scene);
/// What the map shows, from what the desk knows.
void dress_map(OnTheTable& here, MapView& view);
/// Areas with patients of the chosen site, fewest first.
[[nodiscard]] std::vector<Flow> flows_of(const OnTheTable& here, const MapView& view);
[[nodiscard]] bool site_passes(const OnTheTable& here, const MapView& view, const datasets::Site& site);
/// Open, at a known point, of a layer that is on, and not filtered out.
[[nodiscard]] bool site_shows(const OnTheTable& here, const MapView& view, const datasets::Site& site);
/// Where staff of the role, or of the service's footprints, have their base or practice: ids, sorted.
[[nodiscard]] std::vector<std::string> find_staffed_sites(const datasets::Place& place, const Layers& layers);
/// What pointed at neighbourhoods that another plan, or an undone step, does not have.
void forget_rows(OnTheTable& here, bool another_plan);
/// What a lens is asked about now.
[[nodiscard]] LensAsk lens_ask(const OnTheTable& here, const Lens& lens);
/// What is in a list of a lens.
[[nodiscard]] const std::vector<Picker::Choice>& choices_of(OnTheTable& here, const Picker& picker);
/// One lens of its tab at least has something to show.
[[nodiscard]] bool tab_offered(const OnTheTable& here, const Lens& first);
/// The figure of each neighbourhood that the lens has beside people; nothing: it has none.
[[nodiscard]] const AreaMeasure* shown_measure(const OnTheTable& here, const MapView& view);
/// Borders, index and box of the place that was just put on the table.
void lay_out_map(OnTheTable& here, MapView& view);
/// Labels with the pending edit.
void follow_shown(OnTheTable& here);
/// Colours, labels, anchors, lines: what follows from the session and has changed. Once a frame.
void refresh(OnTheTable& here, MapView& view);
void say(Talk& talk, const std::string& message, bool bad = false);
/// Does what may meet a file that cannot be written; says why where it does. True: done.
bool attempt(Talk& talk, const std::function<void()>& what);
/// Something works behind: a search, finer maps, figures, an export, an import.
[[nodiscard]] bool busy(const OnTheTable& here, const Dialogs& dialogs);

// Pointing.
void select_area(OnTheTable& here, const Tools& tools, std::uint32_t area, bool add);
void select_neighbourhood(OnTheTable& here, MapView& view, std::int32_t label, bool zoom);
/// One more neighbourhood is selected, or one fewer; the map stays where it is.
void toggle_neighbourhood(OnTheTable& here, std::int32_t label);
void clear_selection(OnTheTable& here);
void zoom_to_areas(const OnTheTable& here, MapView& view, const std::vector<std::uint32_t>& areas);
void next_problem(OnTheTable& here, MapView& view, Talk& talk, int step);
void next_neighbourhood(OnTheTable& here, MapView& view, int step);
[[nodiscard]] std::vector<std::uint32_t> areas_of(const OnTheTable& here, std::int32_t label);
/// The area and those of its MSOA or ward, as the unit says.
[[nodiscard]] std::vector<std::uint32_t> unit_of(const OnTheTable& here, const Tools& tools,
                                                 std::uint32_t area);
[[nodiscard]] std::string neighbourhood_name(const OnTheTable& here, std::int32_t label);
/// Rows with areas, in order of id.
[[nodiscard]] std::vector<std::int32_t> neighbourhoods(const OnTheTable& here);

// Drawing by hand.
/// What the tool in hand does at a point of the map, pixels. `pressed`: with this frame; `down`: still held.
void draw_by_hand(Desk& desk, double x, double y, bool pressed, bool down);

// Editing.
/// Shows what moving these areas would do; `from_area` is where the stroke started.
void propose(OnTheTable& here, Talk& talk, const std::vector<std::uint32_t>& areas,
             std::optional<std::uint32_t> from_area);
/// Makes the pending edit; asks for a reason first where it breaks a rule.
void accept_pending(OnTheTable& here, Dialogs& dialogs, Talk& talk);
void accept_with_reason(OnTheTable& here, Talk& talk, const std::string& reason);
void drop_pending(OnTheTable& here, Talk& talk);
/// Makes the edit a step of whoever sits here. False: it could not be, and that was said.
bool commit(OnTheTable& here, Talk& talk, Edit edit);
/// Commits an edit that needs no second look; says what came of it.
void make(OnTheTable& here, Talk& talk, Edit edit, const std::string& when_empty);
void save_plan(OnTheTable& here, Talk& talk);

// The machine's help.
/// Draws anew what the scope says, around the locks; several candidates take longer.
void start_redraw(Desk& desk, Scope scope, std::uint32_t candidates);
/// Measures what each criterion of the brief could reach.
void start_references(Desk& desk);
/// For which brief and count reference values hold.
[[nodiscard]] std::string references_key(const OnTheTable& here);
void follow_job(OnTheTable& here, Tools& tools, Talk& talk);
/// Puts a candidate on the map as a pending change.
void show_candidate(OnTheTable& here, Talk& talk, std::size_t number);
void explain_here(OnTheTable& here, Talk& talk, std::uint32_t area);
void propose_alternative(OnTheTable& here, Talk& talk, std::size_t number);
void register_machine_commands(Desk& desk);

// Plans.
/// Another plan in hand; one with edits is saved first.
void take_plan(OnTheTable& here, Talk& talk, const std::string& name);
void compare_by(OnTheTable& here, const MapView& view, CompareMode mode);
/// The other plan's map, where it is shown beside.
void refresh_other_map(OnTheTable& here, MapView& view);
/// "Compactness 1 to 2, at most 50000 to 55000": what is new in a brief.
[[nodiscard]] std::string brief_words(const boundaries::Brief& before, const boundaries::Brief& after);
void register_plan_commands(Desk& desk);

// Safety.
/// Sees whether another program changed the file, and saves by itself now and then. True: there is something
/// new to show.
bool keep_safe(Desk& desk);
/// Reads the place anew; edits that are not saved are offered again.
void open_anew(Desk& desk);

/// "2026-01-01T00:00:00Z", of the machine's clock.
[[nodiscard]] std::string now_text();
// Files.
void browse(const OnTheTable& here, Dialogs& dialogs, FilesDesk::Aim aim);
void look_into(Dialogs& dialogs, const std::string& folder);
/// A place is opened; anything else is offered for import.
void drop_files(Desk& desk, const std::vector<std::string>& paths);
void start_import(Desk& desk);
void prepare_export(const OnTheTable& here, Dialogs& dialogs, Handout handout);
void start_export(Desk& desk);
void follow_files(Desk& desk);
/// In the desktop's own program; without a desktop the path is said.
void show_outside(Desk& desk, const std::string& path);

// First steps.
void set_workshop(OnTheTable& here, MapView& view, Tools& tools, bool on);

/// Edits are not saved: asks what to do with them, and runs the command after the answer. False: nothing to
/// ask.
bool asks_to_save(const OnTheTable& here, Dialogs& dialogs, const char* then);
/// Fills the registry.
void register_commands(Desk& desk);
/// Its part about what lies below the map.
void register_drawer_commands(Desk& desk);
void register_file_commands(Desk& desk);
/// The tab below the map; a map that shows the whole place goes on doing so.
void show_drawer(OnTheTable& here, const MapView& view, Tools& tools, const char* panel);
/// Commands that show the panels of a part, from their rows.
void register_panels(Desk& desk, Panel::Where where);

}  // namespace placewright::viewer
