#pragma once

#include <array>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/arcs.h"
#include "geo/locate.h"
#include "viewer/desk/app_commands.h"
#include "viewer/desk/comparison.h"
#include "viewer/desk/drawer.h"
#include "viewer/desk/files_desk.h"
#include "viewer/desk/finder.h"
#include "viewer/map/camera.h"
#include "viewer/map/colouring.h"
#include "viewer/map/gl_map.h"
#include "viewer/map/gl_picture.h"
#include "viewer/map/layers.h"
#include "viewer/map/theme.h"
#include "viewer/map/thumbnail.h"
#include "viewer/session/coverage_view.h"
#include "viewer/session/job.h"
#include "viewer/session/machine.h"
#include "viewer/session/session.h"

/// Everything the window shows and what can be done with it, without a widget: panels draw it, commands
/// change it.
namespace placewright::viewer {

enum class Tool { select, brush, rectangle, lasso, border };
/// What the part on the right shows.
enum class Side { inspect, machine, brief, plans, log, map };
enum class Unit { area, msoa, ward };
enum class DialogKind {
  none,
  search,
  shortcuts,
  reason,
  rename,
  branch,
  note,
  recover,
  closing,
  author,
  browse,
  import_files,
  handout,
  outcome,
  plan_copy,
  plan_rename
};

/// Which neighbourhood a stroke gives areas to.
struct Target {
  enum class Kind { where_started, one, fresh, unassigned } kind = Kind::where_started;
  std::int32_t label = -1;  ///< with `one`
};

/// A specialist footprint as areas of the map.
struct ShownFootprint {
  std::string id, level, service;
  std::vector<std::uint8_t> areas;  ///< per area: 1 is within
};

/// Patients of the chosen site who live in an area.
struct Flow {
  std::uint32_t area{};
  double patients{};
};

/// An edit that is shown and not yet made.
struct Pending {
  std::vector<std::uint32_t> areas;
  std::int32_t to = -1;
  bool fresh = false;  ///< to a new neighbourhood
  Made made;
  Effect effect;
};

/// All that belongs to the place that is open: what was read of it, what was made of it, what points into it.
/// It is replaced whole when another place is opened, or none is: nothing of the old place can remain.
struct OnTheTable {
  std::unique_ptr<Session> session;
  geo::ShapeIndex index;
  std::shared_ptr<const std::vector<geo::Arc>>
      arcs;  ///< every border once; read by the thread that simplifies it too
  geo::Box box;
  std::vector<std::future<std::vector<MapScene::Level>>>
      coming;  ///< coarser levels of detail, while they are built
  std::optional<LeftBehind> left_behind;

  // How it is shown.
  bool fit_wanted = true;
  std::string indicator;
  std::string travel_mode = "walk";       ///< of the minutes to the chosen site
  std::vector<std::string> travel_modes;  ///< that the place can tell
  std::string staff_group;                ///< role group that the staff colouring counts; "" all
  std::optional<std::size_t> isolated;    ///< class of the legend that alone keeps its colour
  std::vector<AreaMeasure> measures;      ///< what the mode shows that is no column
  std::vector<ShownFootprint> footprints;
  std::vector<SiteLayer> site_layer;  ///< per site
  std::vector<std::uint8_t>
      site_inside;  ///< per site: it lies in an area of the place, not of its surroundings
  std::vector<std::int32_t>
      site_area;  ///< per site of the place: row of the area it lies in; -1 outside, or not known
  std::vector<std::string> staffed_sites;  ///< ids that pass the filter by service and role; sorted
  std::shared_ptr<Backdrop> backdrop;
  std::map<std::string, std::vector<geo::Line>> boundary_lines;  ///< by kind, made when first shown
  std::vector<std::uint32_t> colour_of;
  AreaColours colours;
  struct Anchor {
    std::int32_t label;
    geo::Point at;
    double people;
    double span_m;  ///< side of a square as large
  };
  std::vector<Anchor> anchors;      ///< where each neighbourhood is labelled, most people first
  std::vector<std::int32_t> shown;  ///< labels with the pending edit
  ComparisonView comparison;

  // What is pointed at.
  std::optional<std::uint32_t> hovered;
  std::optional<std::size_t> site;      ///< chosen: row of the place's sites
  std::vector<std::uint32_t> selected;  ///< areas, ascending
  std::int32_t neighbourhood = -1;      ///< selected, the last one where there are several
  std::vector<std::int32_t> chosen;     ///< all selected neighbourhoods, ascending; holds `neighbourhood`
  std::size_t problem_at = 0;           ///< of the walk over the problems, 1-based; 0: not begun

  // Drawing by hand.
  Target target;
  SourceFilter filter;
  std::optional<Pending> pending;
  bool stroke_on = false;
  double stroke_x = 0, stroke_y = 0;
  std::optional<std::uint32_t> stroke_from;  ///< area under its first point
  /// A border held: the side that was pressed, the other side, and once the direction shows, who grows.
  struct HeldBorder {
    std::int32_t near = -1, far = -1, grows = -1;
    geo::Point pressed, on_border;
  };
  std::optional<HeldBorder> held_border;
  std::vector<std::uint8_t> stroked;               ///< per area
  std::vector<std::pair<double, double>> outline;  ///< of a rectangle or a lasso, pixels of the map

  // The machine's help, and the other panels on the right.
  MachineDesk machine;
  struct Thumbnails {
    ThumbnailGrid grid;
    std::vector<std::unique_ptr<GlPicture>> pictures;
    std::uint64_t made_for = 0;
    ThemeKind theme{};
  } thumbs;
  struct BriefDraft {
    boundaries::Brief brief;
    std::string of;  ///< TOML that it began from
    bool begun = false;
    std::string why;
    bool soft = true;
  } brief_draft;
  std::string plan_chosen;  ///< in the list of plans
  struct NoteDraft {
    std::size_t kind = 0;
    std::string evidence;
    double uplift_percent = 10;
    bool together = true;  ///< of a wish
  } note_draft;

  // Below the map.
  TableView table;
  Charts charts;
  CoverageView coverage;

  // The search box.
  std::vector<Hit> hits;
  std::string hits_for;
  int hit_at = 0;  ///< the one that Enter takes; any whole number, counted round
  bool hit_moved = false;
  std::vector<datasets::Postcode> postcodes;  ///< that begin with these words
  std::string postcodes_for;

  bool disk_changed = false, disk_change_seen = false;

  // Words about it.
  std::string message;
  bool message_bad = false;
  std::string message_show;  ///< a file or folder that the message offers to show
  double message_until = 0;

  // What the derived values above were made from.
  struct Made {
    std::uint64_t revision = 0;
    ColourMode mode{};
    std::string indicator, compared_with, group, travel_mode;
    std::optional<std::size_t> site, isolated;
    CompareMode compare_mode{};
    ThemeKind theme{};
    Sight sight{};
    bool stale = true, looks_stale = true, lines_stale = true;
  } derived;
};

/// The open place, and what stays when another is opened: the window's looks, tools in hand, files, commands.
struct Desk : OnTheTable {
  Desk();
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // How it is shown.
  std::unique_ptr<GlMap> map;
  Camera camera;
  double map_width = 0, map_height = 0;  ///< of the last frame, pixels
  float scale = 1, text_scale = 1;
  bool scale_changed = false;
  Theme theme = theme_of(ThemeKind::light);
  bool theme_changed = true;
  Sight sight = Sight::normal;
  ColourMode mode = ColourMode::neighbourhood;
  Layers layers;
  bool layers_open = false;  ///< the left panel shows layers, not colours

  // Drawing by hand.
  Tool tool = Tool::select;
  Unit unit = Unit::area;
  float brush_px = 12;

  Side side = Side::inspect;
  bool narrow = false;  ///< no room for a panel on the left: it is a tab of the right one, Side::map
  Drawer drawer;        ///< below the map

  // Safety.
  bool autosave = true;
  double looked_at_disk = 0, saved_at = 0;
  std::function<void()> wake = [] {};

  // Files in and out, the first steps, the projector.
  FilesDesk files;
  std::size_t tour = 0;   ///< step of the guided tour, from 1; 0: none
  bool workshop = false;  ///< large text, five tools, no file dialogs

  // Words to the user.
  DialogKind dialog = DialogKind::none;
  bool dialog_accept = false;
  std::string text, second_text;  ///< in the dialog's boxes
  std::string place_path;         ///< in the welcome screen
  std::string author;             ///< who sits here, for the log and the notes
  std::string after_author;       ///< command to run when the name is given
  bool author_known = false;      ///< false: asked before the first save or note
  double clock = 0;
  bool quit_wanted = false;
  std::string leaving;          ///< command that waits for an answer about edits that are not saved
  bool quit_when_done = false;  ///< when the import or export at work ends
  bool leave_unsaved = false;   ///< the answer: they stay in the journal
  bool headless = false;
  std::vector<std::string> recent;

  AppCommands commands;
};

/// Takes the place off the table with all that belongs to it; threads that still work for it are waited for.
void clear_table(Desk& desk);
/// Puts a place on the table. A file that is none leaves what was there and says why.
bool open_place(Desk& desk, const std::string& path, const std::string& plan);
/// The invented place, written to a folder of the user's and opened.
bool open_demo(Desk& desk);
/// Which overlays the place has, all off; and its footprints as areas.
void list_overlays(Desk& desk);
/// A GeoTIFF, MBTiles or GeoPackage raster under the areas; says why where it is none.
void open_backdrop(Desk& desk, const std::string& path);
/// How the lines of an overlay are drawn; of footprints, those of the `number`th of its level.
struct LineLook {
  Rgba colour{};
  float width = 1.8f, dash = 0;  ///< points
};
[[nodiscard]] LineLook look_of(const Desk& desk, const Overlay& overlay, std::size_t number = 0);
/// What the map shows, from what the desk knows.
void dress_map(Desk& desk);
/// Areas with patients of the chosen site, fewest first.
[[nodiscard]] std::vector<Flow> flows_of(const Desk& desk);
[[nodiscard]] bool site_passes(const Desk& desk, const datasets::Site& site);
/// Open, at a known point, of a layer that is on, and not filtered out.
[[nodiscard]] bool site_shows(const Desk& desk, const datasets::Site& site);
/// After a change of the filter by service or role.
void filter_sites(Desk& desk);
/// What pointed at neighbourhoods that another plan, or an undone step, does not have.
void forget_rows(Desk& desk, bool another_plan);
/// Colours, labels, anchors, lines: what follows from the session and has changed. Once a frame.
void refresh(Desk& desk);
void say(Desk& desk, const std::string& message, bool bad = false);
/// Does what may meet a file that cannot be written; says why where it does. True: done.
bool attempt(Desk& desk, const std::function<void()>& what);
/// Something works behind: a search, finer maps, figures, an export, an import.
[[nodiscard]] bool busy(const Desk& desk);

// Pointing.
void select_area(Desk& desk, std::uint32_t area, bool add);
void select_neighbourhood(Desk& desk, std::int32_t label, bool zoom);
/// One more neighbourhood is selected, or one fewer; the map stays where it is.
void toggle_neighbourhood(Desk& desk, std::int32_t label);
void clear_selection(Desk& desk);
void zoom_to_areas(Desk& desk, const std::vector<std::uint32_t>& areas);
void next_problem(Desk& desk, int step);
void next_neighbourhood(Desk& desk, int step);
[[nodiscard]] std::vector<std::uint32_t> areas_of(const Desk& desk, std::int32_t label);
/// The area and those of its MSOA or ward, as the unit says.
[[nodiscard]] std::vector<std::uint32_t> unit_of(const Desk& desk, std::uint32_t area);
[[nodiscard]] std::string neighbourhood_name(const Desk& desk, std::int32_t label);
/// Rows with areas, in order of id.
[[nodiscard]] std::vector<std::int32_t> neighbourhoods(const Desk& desk);

// Editing.
/// Shows what moving these areas would do; `from_area` is where the stroke started.
void propose(Desk& desk, const std::vector<std::uint32_t>& areas, std::optional<std::uint32_t> from_area);
/// Makes the pending edit; asks for a reason first where it breaks a rule.
void accept_pending(Desk& desk);
void accept_with_reason(Desk& desk, const std::string& reason);
void drop_pending(Desk& desk);
/// Makes the edit a step of whoever sits here. False: it could not be, and that was said.
bool commit(Desk& desk, Edit edit);
/// Commits an edit that needs no second look; says what came of it.
void make(Desk& desk, Edit edit, const std::string& when_empty);
void save_plan(Desk& desk);

// The machine's help.
/// Draws anew what the scope says, around the locks; several candidates take longer.
void start_redraw(Desk& desk, Scope scope, std::uint32_t candidates);
/// Measures what each criterion of the brief could reach.
void start_references(Desk& desk);
/// For which brief and count reference values hold.
[[nodiscard]] std::string references_key(const Desk& desk);
void follow_job(Desk& desk);
/// Puts a candidate on the map as a pending change.
void show_candidate(Desk& desk, std::size_t number);
void explain_here(Desk& desk, std::uint32_t area);
void propose_alternative(Desk& desk, std::size_t number);
void register_machine_commands(Desk& desk);

// Plans.
/// Another plan in hand; one with edits is saved first.
void take_plan(Desk& desk, const std::string& name);
void compare_by(Desk& desk, CompareMode mode);
/// The other plan's map, where it is shown beside.
void refresh_other_map(Desk& desk);
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
void browse(Desk& desk, FilesDesk::Aim aim);
void look_into(Desk& desk, const std::string& folder);
/// A place is opened; anything else is offered for import.
void drop_files(Desk& desk, const std::vector<std::string>& paths);
void start_import(Desk& desk);
void prepare_export(Desk& desk, Handout handout);
void start_export(Desk& desk);
void follow_files(Desk& desk);
/// In the desktop's own program; without a desktop the path is said.
void show_outside(Desk& desk, const std::string& path);

// First steps.
inline constexpr std::size_t kTourSteps = 5;
void set_workshop(Desk& desk, bool on);

/// Edits are not saved: asks what to do with them, and runs the command after the answer. False: nothing to
/// ask.
bool asks_to_save(Desk& desk, const char* then);
/// Fills the registry.
void register_commands(Desk& desk);
/// Its part about what lies below the map.
void register_drawer_commands(Desk& desk);
void register_file_commands(Desk& desk);
/// The tab below the map; a map that shows the whole place goes on doing so.
void show_drawer(Desk& desk, DrawerTab tab);

}  // namespace placewright::viewer
