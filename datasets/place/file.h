#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/place/place.h"
#include "geo/finding.h"

/// Where a place is kept. What the file is made of shows nowhere below, so that the same tables can stand
/// elsewhere.
namespace placewright::datasets {

/// Which parts of a place are read. What is not asked for stays empty in the Place.
enum class Tables : std::uint32_t {
  none = 0,
  area = 1U << 0U,       ///< the areas without their shapes
  geometry = 1U << 1U,   ///< the shapes of the areas; implies area
  adjacency = 1U << 2U,  ///< implies area
  link = 1U << 3U,
  age = 1U << 4U,
  segment = 1U << 5U,
  site = 1U << 6U,
  registration = 1U << 7U,
  workforce = 1U << 8U,
  footprint = 1U << 9U,
  projection = 1U << 10U,
  weight = 1U << 11U,
  travel = 1U << 12U,
  road = 1U << 13U,
  barrier = 1U << 14U,
  boundary = 1U << 15U,
  postcode = 1U << 16U,
  plan = 1U << 17U,  ///< all plans with their assignments; one plan: find_plan()
  note = 1U << 18U,
  log = 1U << 19U,
  setting = 1U << 20U,
  role = 1U << 21U,
  source = 1U << 22U,
  finding = 1U << 23U,
  waiting = 1U << 24U,
  ground = 1U << 25U,
  settlement = 1U << 26U,
  published = 1U << 27U,
  everything = (1U << 28U) - 1U,
};
[[nodiscard]] constexpr Tables operator|(Tables a, Tables b) {
  return static_cast<Tables>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}
[[nodiscard]] constexpr Tables operator&(Tables a, Tables b) {
  return static_cast<Tables>(static_cast<std::uint32_t>(a) & static_cast<std::uint32_t>(b));
}
[[nodiscard]] constexpr Tables operator-(Tables a, Tables without) {
  return static_cast<Tables>(static_cast<std::uint32_t>(a) & ~static_cast<std::uint32_t>(without));
}
[[nodiscard]] constexpr bool has(Tables all, Tables one) { return (all & one) != Tables::none; }

/// What drawing and scoring need: no roads, postcodes, ages, workforce; plans are read by name.
inline constexpr Tables kForDrawing = Tables::area | Tables::geometry | Tables::adjacency | Tables::link |
                                      Tables::site | Tables::registration | Tables::weight | Tables::age |
                                      Tables::segment | Tables::travel | Tables::barrier | Tables::boundary |
                                      Tables::setting;

struct PlaceMeta {
  int schema_version = 0;
  std::string program_version;  ///< that wrote it last
  std::string created;          ///< ISO 8601
  std::string name;
  bool invented = false;
  std::string
      adjacency_checksum;  ///< of the geometry that the adjacency was made from; "" when there is none
};

/// A plan as a list shows it.
struct PlanEntry {
  std::string name, created, origin, parent, score_json;
  std::uint64_t seed = 0;
  std::size_t neighbourhoods = 0, areas = 0, unassigned = 0;
  friend bool operator==(const PlanEntry&, const PlanEntry&) = default;
};

/// What becomes of a file that stands where a new place is to be.
enum class IfThere { replace, keep };

/// Writes a new place beside and renames it to path; a failure leaves what stands there as it was. False, and
/// nothing done, when something stands there and is to be kept, also if it appeared only while this was
/// written. `created` is ISO 8601 and goes into the file: the same place and the same `created` give the same
/// bytes. Needs: areas sorted by code, each once; columns of Areas as long as code, or empty (missing);
/// adjacency made from these shapes. Throws InputError when the file cannot be written.
bool write_new_place(const std::string& path, const Place& place, const std::string& created,
                     IfThere if_there = IfThere::replace);

/// One open place. Every change is one transaction: done whole, or not at all, also when the program is
/// killed. A file that another program is writing to is waited for; then InputError. Not for use by several
/// threads at once.
class PlaceFile {
 public:
  enum class Mode { read, change };

  /// Throws InputError when path is no place: missing, a directory, empty, damaged, another kind of file, in
  /// use. An older schema is upgraded: with Mode::change in the file, after a copy beside it; with Mode::read
  /// in memory. A newer one opens for reading only, whatever the mode (see doubts()).
  [[nodiscard]] static PlaceFile open(const std::string& path, Mode mode, int wait_ms = 10'000);
  ~PlaceFile();
  PlaceFile(PlaceFile&&) noexcept;
  PlaceFile& operator=(PlaceFile&&) noexcept;

  [[nodiscard]] const std::string& path() const;
  /// True when nothing can be changed: opened so, or made by a newer program.
  [[nodiscard]] bool read_only() const;
  /// What was out of the ordinary about opening it: SCHEMA_NEWER, SCHEMA_UPGRADED, FOREIGN_TRIGGER,
  /// FOREIGN_VIEW, FOREIGN_TABLE; and about what read() read last: VALUE_IMPOSSIBLE.
  [[nodiscard]] std::vector<geo::Finding> doubts() const;

  // Reading

  [[nodiscard]] PlaceMeta meta() const;
  /// One consistent state, also while another program writes. Areas come sorted by code. Where the stored
  /// adjacency is stale, it is worked out anew from the shapes (replace_place and replace_adjacency store
  /// it). A number that cannot be (people below zero, a point nowhere on Earth) is missing, and among the
  /// doubts(); a row that says nothing without it is left out.
  [[nodiscard]] Place read(Tables wanted = Tables::everything) const;
  /// True when another program, or another PlaceFile, has changed the file since read(). Within together()
  /// the answer stays true to its end: who writes what was worked out from read() asks there.
  [[nodiscard]] bool changed_since_read() const;
  /// True when the areas' geometry or codes are not those that the adjacency was made from, or there is none.
  [[nodiscard]] bool adjacency_is_stale() const;
  [[nodiscard]] std::vector<PlanEntry> list_plans() const;  ///< by name
  [[nodiscard]] std::optional<PlanRecord> find_plan(std::string_view name) const;
  /// Postcodes that begin so, spaces and case aside, by postcode; at most so many.
  [[nodiscard]] std::vector<Postcode> find_postcodes(std::string_view start, std::size_t most) const;
  /// As find_plan; InputError with the names of the plans there are.
  [[nodiscard]] PlanRecord read_plan(std::string_view name) const;

  // Changing. InputError when read_only().

  /// Runs several of the changes below as one; an exception from `changes` undoes them all and goes on.
  void together(const std::function<void()>& changes);
  /// Everything but plans, notes, log, settings and what was published; those stay, as do tables and columns
  /// unknown here. Settings that the place brings and the file lacks are added. Needs: as write_new_place,
  /// with all tables in the place.
  void replace_place(const Place& place);
  /// Pairs by row of the areas as read() gives them; notes the geometry they were made from.
  void replace_adjacency(std::span<const Adjacent> pairs);
  void replace_links(std::span<const Link> links);
  void replace_travel(std::string_view mode, std::span<const TravelRow> rows);  ///< of this mode only
  /// More rows beside those there are: for tables too large to hold as rows. A pair that is there already is
  /// an error.
  void append_travel(std::span<const TravelRow> rows);
  void replace_roads(std::span<const Road> roads);
  void replace_sites(std::span<const Site> sites);
  void replace_workforce(std::span<const WorkforceRow> rows);
  void replace_footprints(std::span<const FootprintRow> rows);
  void replace_roles(std::span<const RoleRow> rows);
  void replace_weights(std::span<const WeightRow> rows);
  void replace_findings(std::span<const geo::Finding> findings);
  void save_notes(std::span<const Note> notes);                            ///< replaces all notes
  void save_settings(const std::map<std::string, std::string>& settings);  ///< replaces all settings
  void append_log(std::span<const LogRow> rows);
  void append_sources(std::span<const Source> rows);
  /// Notes that these figures were handed on; a row whose id is there already changes nothing.
  void append_published(const PublishedRow& row);

  /// InputError when a plan of that name is there and `replace` is false, or the name is empty.
  void save_plan(const PlanRecord& plan, bool replace);
  /// The copy's parent is the original, its origin "copy".
  void copy_plan(std::string_view from, std::string_view to, const std::string& created);
  /// Plans and notes that name it follow.
  void rename_plan(std::string_view from, std::string_view to);
  void delete_plan(std::string_view name);

 private:
  struct Store;
  explicit PlaceFile(std::unique_ptr<Store> store);
  std::unique_ptr<Store> store_;
};

}  // namespace placewright::datasets
