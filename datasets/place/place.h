#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "geo/finding.h"
#include "geo/graph.h"
#include "geo/shape.h"

/// The study region as one value: what every later step works on. Carries no GDAL type.
/// Tables and columns are those of the place file (schema.h); a column of numbers holds NaN where a value is
/// missing, a column of text the empty string.
namespace placewright::datasets {

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
[[nodiscard]] inline bool is_missing(double value) { return std::isnan(value); }

/// Codes that stand in registration.area for patients without an area of the place.
inline constexpr std::string_view kOutside = "OUTSIDE";
inline constexpr std::string_view kUnknown = "UNKNOWN";

/// The small units that are grouped, as columns: row i of each is area i. Rows are sorted by code.
struct Areas {
  std::vector<std::string> code;  ///< unique
  std::vector<std::string> name;
  std::vector<geo::Shape>
      shape;  ///< EPSG:27700 metres; empty shapes where the place was read without geometry
  std::vector<double> population;  ///< usual residents
  std::vector<double> imd_score, imd_rank,
      imd_decile;  ///< rank 1 and decile 1 are the most deprived, of England
  std::vector<double> centroid_x,
      centroid_y;  ///< population-weighted where centroid_weighted, else inside point
  std::vector<std::uint8_t> centroid_weighted;
  std::vector<std::uint8_t> priority;  ///< 1: Core20 (IMD decile 1 to 2) or on an imported list
  std::vector<std::uint8_t> inside;    ///< 0: context only, never assigned
  std::vector<std::string> pcn_code;   ///< derived: the PCN with most of its registered patients
  std::vector<double> pcn_share;       ///< share of the area's registered patients with that PCN
  /// "lad_code", "lad_name", "msoa_code", "msoa_name", "ward_code", "ward_name", "parish_code", "icb_code",
  /// ... -> value of each area ("" missing).
  std::map<std::string, std::vector<std::string>> parents;
  /// Any further number column, by its column name.
  std::map<std::string, std::vector<double>> indicators;

  [[nodiscard]] std::size_t size() const { return code.size(); }
};

/// One derived pair of adjacent areas (by row). Links are kept apart, in Place::links.
struct Adjacent {
  std::uint32_t a{}, b{};
  double border_m{};
  std::string kind;  ///< "exact" (shared vertices) or "tolerant" (matched within the stated tolerance)
};

enum class LinkState { declared, proposed, cut };
struct Link {
  std::string a, b;  ///< area codes
  LinkState state = LinkState::declared;
  std::string reason, by;
};

struct AgeRow {
  std::string area, band, sex;
  double people{};
};  // band such as "0-4", "85+"; sex "" both, "F", "M"
struct SegmentRow {
  std::string area, segment;
  double people{};
};
struct Site {
  std::string id,
      kind;  ///< gp, branch, pharmacy, hospital, clinic, community, dentist, optician, care_home, base
  std::string name, organisation, pcn_code, postcode;
  double x = kMissing, y = kMissing;  ///< NaN: not located
  std::string area;                   ///< code of the area it lies in; "" outside the place or not located
  std::string base_type, mode;        ///< clinical|admin|mixed|community|virtual ; clinic|home|virtual
  double desks = kMissing, rooms = kMissing, capacity = kMissing, list_size = kMissing;
  bool open = true;
};
struct RegistrationRow {
  std::string practice, area;
  double patients{};
};  // area may be OUTSIDE or UNKNOWN
struct WorkforceRow {
  std::string row_id, employer, sector, role_group, role, registered, service_area;
  std::string base_id, practice_code, pcn_code, footprint_id, allocation, post_id, level, area_id;
  double share = 1;
  std::string mobile, generalist;
  double wte = kMissing, headcount = kMissing, vacancy_wte = kMissing;
  std::string
      source;  ///< what the row says it is from, else the file's name; rows are told apart by file and row_id
  std::string as_at, estimated;
  std::string file{};  ///< the file it was read from; "" where that is not known (a place of an older
                       ///< program, the demo)
};
struct FootprintRow {
  std::string footprint_id, service, level, member_type, member_id;
  double share = 1;
  std::string file{};
};
struct ProjectionRow {
  std::string area_code, year, sex, age_band, measure;
  double value{};
  std::string source, edition;
};
struct WeightRow {
  std::string scheme, dimension, key;
  double weight{};
  std::string source;
};
struct TravelRow {
  std::string mode, area, site;
  double minutes{};
};
struct Road {
  std::string road_class, name;
  bool oneway = false;
  std::string access;
  geo::Line line;
  std::string other;
  std::string file{};
};
struct Barrier {
  std::string kind, name;
  geo::Line line;
  std::string file{};
  bool derived = false;  ///< taken by the import from ground and roads, not from a file of barriers
};
/// What lies under the map. It is either a shape or a line; the other is empty.
struct GroundFeature {
  std::string kind;  ///< sea, water, foreshore, wood, park, built_up; as lines river, canal, stream, railway
  std::string name;
  geo::Shape shape;
  geo::Line line;
  std::string other;  ///< "tunnel=yes" where it runs under the ground
  std::string file{};
};
/// A named settlement.
struct Settlement {
  std::string name, rank;  ///< city, town, suburb, village or hamlet
  double x = kMissing, y = kMissing, people = kMissing;
  std::string file{};
};
struct Boundary {
  std::string kind, code, name;
  geo::Shape shape;
  std::string file{};
};
struct Postcode {
  std::string postcode, area;
  double x{}, y{};
};
struct Note {
  std::string id, author, date, text, kind, area;
  double x = kMissing, y = kMissing, uplift = kMissing;
  std::string evidence, plan;
};
struct LogRow {
  std::string when, who, what, before, after, why, plan;
};
struct RoleRow {
  std::string role, role_group, sector;
};

/// A plan as a record: what it means is for boundaries to know.
struct PlanRecord {
  std::string name;
  std::string brief_toml;
  std::string created, origin;  ///< "draw", "import", "copy", and what was done since: "import, edit", "draw,
                                ///< edit, redraw"; "" not begun yet
  std::uint64_t seed = 0;
  std::string parent;  ///< plan it was branched from
  std::string score_json, run_json;
  struct Assignment {
    std::string area, neighbourhood;
    bool locked = false;
    std::string basis{};  ///< what put it there, of an imported plan: "ward E05011391", "by hand"
  };
  std::vector<Assignment> assignments;  ///< sorted by area; neighbourhood "" = unassigned
  struct Neighbourhood {
    std::string id, name, parent;  ///< parent: id of the multi-neighbourhood; "" none
    bool locked = false;
    std::string reason;
    std::string parent_name{};  ///< of the multi-neighbourhood; "" where its id says it
  };
  std::vector<Neighbourhood> neighbourhoods;  ///< in id order
};

/// One file that was read: what it was taken for, and what came of it.
struct Source {
  std::string file;       ///< base name, and the entry within a zip after '!'
  std::string taken_for;  ///< the format's name in the recogniser's table
  std::string publisher, vintage, licence, attribution;
  std::string checksum;  ///< SHA-256 of the bytes read, lower-case hex
  std::string imported;  ///< ISO 8601
  std::int64_t rows_read = 0, rows_matched = 0, rows_left_out = 0;
  std::string left_out_why;
};

/// One row of a list that was read and that another file may yet make the place's: a practice before the
/// registrations, staff before the practices, the links of the areas' older codes. Imports read it again;
/// nothing else uses it.
struct WaitingRow {
  std::string kind;  ///< site, organisation, membership, network, link, registration, workforce or projection
  std::string file, taken_for;
  std::string row;  ///< its fields, separated by tabs
};

/// Figures of staff that were handed on once: what was shown, and the areas of each unit it was shown for.
struct PublishedRow {
  std::string id;                  ///< checksum of units and figures
  std::string when, plan, output;  ///< ISO 8601; "export", "report" or "workforce"
  std::string units, figures;      ///< JSON; see schema.cc
};

/// What an import was asked to take as the place. Later imports extend the place under the same decision.
struct Extent {
  std::string within;    ///< codes (or names, where units have no code), separated by commas; "" takes all
                         ///< areas that are given
  std::string words;     ///< the same in words: "Cambridge, the local authority"
  double buffer_km = 0;  ///< how far around areas and sites are taken as context
};

struct Place {
  std::string name;
  bool invented = false;  ///< the demo place: every output says so
  std::optional<Extent>
      extent;  ///< nothing where it is not known: then an import never makes the place larger
  Areas areas;
  std::vector<Adjacent> adjacency;
  std::vector<Link> links;
  std::vector<AgeRow> ages;
  std::vector<SegmentRow> segments;
  std::vector<Site> sites;
  std::vector<RegistrationRow> registrations;
  std::vector<WorkforceRow> workforce;
  std::vector<FootprintRow> footprints;
  std::vector<ProjectionRow> projections;
  std::vector<WeightRow> weights;
  std::vector<TravelRow> travel;
  std::vector<Road> roads;
  std::vector<Barrier> barriers;
  std::vector<GroundFeature> ground;
  std::vector<Settlement> settlements;
  std::vector<Boundary> boundaries;
  std::vector<Postcode> postcodes;
  std::vector<PlanRecord> plans;
  std::vector<Note> notes;
  std::vector<LogRow> log;
  std::map<std::string, std::string> settings;
  std::vector<RoleRow> roles;
  std::vector<Source> sources;
  std::vector<PublishedRow> published;
  std::vector<WaitingRow> waiting;
  std::vector<geo::Finding> findings;

  /// Row of an area code, or nothing.
  [[nodiscard]] std::optional<std::uint32_t> find_area(std::string_view code) const;
};

/// The adjacency of the place with its links in force (declared and proposed, less cut) as a graph over all
/// areas.
[[nodiscard]] geo::Graph graph_of(const Place& place);

}  // namespace placewright::datasets
