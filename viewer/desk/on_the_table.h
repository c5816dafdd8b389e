#pragma once

#include <array>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "geo/arcs.h"
#include "geo/locate.h"
#include "viewer/desk/comparison.h"
#include "viewer/desk/drawer.h"
#include "viewer/desk/finder.h"
#include "viewer/map/colouring.h"
#include "viewer/map/gl_picture.h"
#include "viewer/map/ground.h"
#include "viewer/map/layers.h"
#include "viewer/map/scene.h"
#include "viewer/map/theme.h"
#include "viewer/map/thumbnail.h"
#include "viewer/session/coverage_view.h"
#include "viewer/session/derived.h"
#include "viewer/session/machine.h"
#include "viewer/session/session.h"

/// What belongs to the place that is open.
namespace placewright::viewer {

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
  Picks picks;                                                 ///< in the lists of all lenses
  std::map<std::string, std::vector<Picker::Choice>> choices;  ///< of the lists, made when first asked for
  /// Class of the legend that alone keeps its colour, of a lens and its picks.
  Derived<std::optional<std::size_t>, std::pair<const Lens*, Picks>> isolated;
  GroundPicture ground;
  std::vector<ShownFootprint> footprints;
  std::map<std::string, std::size_t> open_sites;  ///< by kind
  std::set<std::string> organisations, services,
      roles;                          ///< of open sites, footprints, staff: what can be filtered by
  std::vector<SiteLayer> site_layer;  ///< per site
  std::vector<double> site_wte;       ///< per site: staff based there; NaN none, or not said
  std::vector<std::uint8_t>
      site_inside;  ///< per site: it lies in an area of the place, not of its surroundings
  std::vector<std::int32_t>
      site_area;  ///< per site of the place: row of the area it lies in; -1 outside, or not known
  std::shared_ptr<Backdrop> backdrop;
  std::map<std::string, std::vector<geo::Line>> boundary_lines;  ///< by kind, made when first shown
  ComparisonView comparison;

  // What the map shows, each made of what its stamp says: refresh() follows it.
  struct Anchor {
    std::int32_t label;
    geo::Point at;
    double people;
    double span_m;  ///< side of a square as large
  };
  struct PreviewStamp {
    std::uint64_t revision = 0;
    std::vector<Edit::Move> moves;  ///< shown as if they were made
    bool pending = false;           ///< they wait for an answer; else they are the machine's best so far
    friend bool operator==(const PreviewStamp&, const PreviewStamp&) = default;
  };
  struct LensStamp {
    std::uint64_t revision = 0;
    const Lens* lens = nullptr;
    Picks picks;  ///< of its own lists
    std::optional<std::size_t> site;
    friend bool operator==(const LensStamp&, const LensStamp&) = default;
  };
  struct ColourStamp {
    std::uint64_t measures = 0, shown = 0, compared = 0;  ///< makings of these
    std::optional<std::size_t> isolated;
    ThemeKind theme{};
    Sight sight{};
    friend bool operator==(const ColourStamp&, const ColourStamp&) = default;
  };
  struct SceneStamp {
    std::uint64_t colours = 0;  ///< makings of them
    Layers layers;
    std::vector<std::uint32_t> selected;
    std::vector<std::int32_t> chosen;
    const Backdrop* backdrop = nullptr;
    friend bool operator==(const SceneStamp&, const SceneStamp&) = default;
  };
  Derived<std::vector<std::uint32_t>, std::pair<std::uint64_t, std::size_t>>
      colour_of;  ///< colour of each neighbourhood; of a revision and a number of colours
  Derived<std::vector<Anchor>, std::uint64_t>
      anchors;  ///< where each neighbourhood is labelled, most people first
  Derived<std::vector<std::int32_t>, PreviewStamp> shown;  ///< labels with the pending edit
  Derived<std::vector<AreaMeasure>, LensStamp> measures;   ///< the lens's own figures
  Derived<AreaColours, ColourStamp> colours;
  MadeFrom<SceneStamp> scene;  ///< the map's own
  Derived<std::vector<std::string>, std::pair<std::string, std::string>>
      staffed_sites;  ///< ids that pass a filter by service and role; sorted

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
  std::optional<std::uint32_t> stroke_from;  ///< area under its first point, or the first of a neighbourhood
                                             ///< that it entered from outside the place; nothing: not yet
  double entered_x = 0, entered_y = 0;       ///< where it did, or how far it came without
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
  struct ThumbnailStamp {
    std::uint64_t lists = 0, grid = 0;
    ThemeKind theme{};
    Sight sight{};
    friend bool operator==(const ThumbnailStamp&, const ThumbnailStamp&) = default;
  };
  Derived<ThumbnailGrid, std::pair<int, int>> thumbnail_pixels;                 ///< of a width and a height
  Derived<std::vector<std::unique_ptr<GlPicture>>, ThumbnailStamp> thumbnails;  ///< one a candidate
  struct BriefDraft {
    Derived<boundaries::Brief, std::string> brief;  ///< begun from the TOML that is stored
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
  Derived<std::vector<Hit>, std::string> hits;  ///< of the words typed
  int hit_at = 0;                               ///< the one that Enter takes; any whole number, counted round
  bool hit_moved = false;
  Derived<std::vector<datasets::Postcode>, std::string> postcodes;  ///< that begin with these words

  bool disk_changed = false, disk_change_seen = false;
};

}  // namespace placewright::viewer
