#pragma once

#include <array>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/arcs.h"
#include "geo/locate.h"
#include "viewer/app_commands.h"
#include "viewer/camera.h"
#include "viewer/colouring.h"
#include "viewer/coverage_view.h"
#include "viewer/drawer.h"
#include "viewer/finder.h"
#include "viewer/files_desk.h"
#include "viewer/gl_map.h"
#include "viewer/job.h"
#include "viewer/session.h"
#include "viewer/theme.h"

/// Everything the window shows and what can be done with it, without a widget: panels draw it, commands change it.
namespace placewright::viewer {

enum class Tool { select, brush, rectangle, lasso };
enum class Unit { area, msoa, ward };
enum class DialogKind { none, search, shortcuts, reason, rename, branch, note, recover, closing, author, browse, import_files, handout, outcome };

/// Which neighbourhood a stroke gives areas to.
struct Target {
  enum class Kind { where_started, one, fresh, unassigned } kind = Kind::where_started;
  std::int32_t label = -1;  ///< with `one`
};

struct Layers {
  bool area_lines = true, borders = true, labels = true, practices = true, bases = false, pharmacies = false, hospitals = true, community = false, roads = false, barriers = false, notes = true;
  std::string outline;  ///< kind of boundary drawn as lines; "" none
};

/// An edit that is shown and not yet made.
struct Pending {
  std::vector<std::uint32_t> areas;
  std::int32_t to = -1;
  bool fresh = false;  ///< to a new neighbourhood
  Made made;
  Effect effect;
};

struct Desk {
  Desk();
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // What is on the table.
  std::unique_ptr<Session> session;
  geo::ShapeIndex index;
  geo::Arcs arcs;
  geo::Box box;

  // How it is shown.
  std::unique_ptr<GlMap> map;
  Camera camera;
  bool fit_wanted = true;
  double map_width = 0, map_height = 0;  ///< of the last frame, pixels
  float scale = 1, text_scale = 1;
  bool scale_changed = false;
  Theme theme = theme_of(ThemeKind::light);
  bool theme_changed = true;
  Sight sight = Sight::normal;
  ColourMode mode = ColourMode::neighbourhood;
  std::string indicator;
  Layers layers;
  std::vector<std::uint32_t> colour_of;
  AreaColours colours;
  struct Anchor {
    std::int32_t label;
    geo::Point at;
    double people;
    double span_m;  ///< side of a square as large
  };
  std::vector<Anchor> anchors;        ///< where each neighbourhood is labelled, most people first
  std::vector<std::int32_t> shown;    ///< labels with the pending edit
  std::string compared_with;          ///< another plan: areas that differ are hatched
  std::size_t differing = 0;
  double differing_people = 0;

  // What is pointed at.
  std::optional<std::uint32_t> hovered;
  std::vector<std::uint32_t> selected;  ///< areas, ascending
  std::int32_t neighbourhood = -1;      ///< selected, the last one where there are several
  std::vector<std::int32_t> chosen;     ///< all selected neighbourhoods, ascending; holds `neighbourhood`
  std::size_t problem_at = 0;           ///< of the walk over the problems, 1-based; 0: not begun

  // Drawing by hand.
  Tool tool = Tool::select;
  Unit unit = Unit::area;
  float brush_px = 12;
  Target target;
  SourceFilter filter;
  std::optional<Pending> pending;
  bool stroke_on = false;
  double stroke_x = 0, stroke_y = 0;
  std::optional<std::uint32_t> stroke_from;  ///< area under its first point
  std::vector<std::uint8_t> stroked;  ///< per area
  std::vector<std::pair<double, double>> outline;  ///< of a rectangle or a lasso, pixels of the map

  // The machine's help.
  std::unique_ptr<SearchJob> job;
  boundaries::Labels job_best;
  double job_fraction = 0, job_total = 0;
  std::string job_phase, job_title;
  std::vector<std::uint32_t> job_areas;  ///< rows of the place of the job's areas
  PlanState job_start;
  std::function<void()> wake = [] {};

  // Below the map.
  Drawer drawer;
  CoverageView coverage;

  // Files in and out, the first steps, the projector.
  FilesDesk files;
  std::size_t tour = 0;   ///< step of the guided tour, from 1; 0: none
  bool workshop = false;  ///< large text, five tools, no file dialogs

  // Words to the user.
  DialogKind dialog = DialogKind::none;
  bool dialog_accept = false;
  std::string text, second_text;  ///< in the dialog's boxes
  std::vector<Hit> hits;          ///< of the search box
  std::string hits_for;
  int hit_at = 0;                 ///< the one that Enter takes; any whole number, counted round
  bool hit_moved = false;
  std::vector<datasets::Postcode> postcodes;  ///< that begin with these words
  std::string postcodes_for;
  std::string place_path;         ///< in the welcome screen
  std::optional<LeftBehind> left_behind;
  std::string author;             ///< who sits here, for the log and the notes
  std::string after_author;       ///< command to run when the name is given
  bool author_known = false;      ///< false: asked before the first save or note
  std::string message;
  bool message_bad = false;
  std::string message_show;  ///< a file or folder that the message offers to show
  double message_until = 0, clock = 0;
  bool quit_wanted = false;
  bool headless = false;
  std::vector<std::string> recent;

  AppCommands commands;
  std::vector<std::future<std::vector<MapScene::Level>>> coming;  ///< coarser levels of detail, while they are built

  // What the derived values above were made from.
  struct Made {
    std::uint64_t revision = 0;
    ColourMode mode{};
    std::string indicator, compared_with;
    ThemeKind theme{};
    Sight sight{};
    bool stale = true, looks_stale = true, lines_stale = true;
  } derived;
};

/// Puts a place on the table. A file that is none leaves what was there and says why.
bool open_place(Desk& desk, const std::string& path, const std::string& plan);
/// The invented place, written to a folder of the user's and opened.
bool open_demo(Desk& desk);
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
/// Redraws all neighbourhoods that are not locked, or only the chosen one and those around it.
void start_redraw(Desk& desk, bool all);
void follow_job(Desk& desk);

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

/// Fills the registry.
void register_commands(Desk& desk);
/// Its part about what lies below the map.
void register_drawer_commands(Desk& desk);
void register_file_commands(Desk& desk);
/// The tab below the map; a map that shows the whole place goes on doing so.
void show_drawer(Desk& desk, DrawerTab tab);

}  // namespace placewright::viewer
