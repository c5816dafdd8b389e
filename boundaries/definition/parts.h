#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "boundaries/definition/definition.h"
#include "datasets/read/table.h"

/// The steps of read_definition. Private to it.
namespace placewright::boundaries::definition {

/// What the rows of a table name: an area of the place or a unit that areas are part of or made of.
struct Unit {
  std::string kind;  ///< area, area_2011, oa, postcode, practice, pcn, ward, parish, msoa, lad, ...
  bool by_name = false;

  [[nodiscard]] std::string words() const;  ///< "ward name", "LSOA 2011 code"
};

/// Which columns of a table say what; -1: none.
struct Columns {
  std::size_t header_row = 0;
  int key = -1, neighbourhood = -1, name = -1, parent = -1, parent_name = -1, authority = -1;
  int area = -1;  ///< an area code beside a finer key: the table is its own lookup
  Unit unit;
};

/// A table of the file that says which unit is in which neighbourhood, or draws neighbourhoods.
struct Found {
  datasets::InputTable table;
  Columns columns;
  bool polygons = false;
};

/// The table that says it most directly. Throws InputError that lists the columns where none does.
[[nodiscard]] Found find_definition(const std::string& path, const Options& options);

/// The column of a kind of unit by its heading, or -1.
[[nodiscard]] int find_unit_column(const std::vector<std::string>& headings, const Unit& unit);
/// The rows among which headings may stand.
[[nodiscard]] std::size_t heading_rows(const datasets::InputTable& table);

/// One row of a table of units.
struct Row {
  std::int64_t line = 0;
  std::string key, area, neighbourhood, authority;
};

/// A table of units as it was read.
struct Read {
  std::vector<Row> rows;  ///< those with a neighbourhood, and those without
  std::map<std::string, std::string> name_of, parent_of, parent_name_of;  ///< by neighbourhood
  std::size_t without = 0;  ///< rows whose cell says that there is no neighbourhood
  std::vector<std::pair<std::string, std::string>> links;  ///< key -> area code, of a table with both
};
[[nodiscard]] Read read_units(const Found& found, std::vector<geo::Finding>& findings);
/// Takes the place's own code off the ids of a lookup in the ONS layout (NBHD26CD) where each has it: within
/// the place they are known without.
void drop_place_code(const Found& found, const std::string& place_code, Read& read);

/// An area that a unit has part in.
struct Part {
  std::uint32_t row{};  ///< of the place
  double weight{};      ///< share of the area, 0..1, that the unit stands for
};

/// Which areas the units of one kind are made of, as far as the place and the lookups given know.
class Units {
 public:
  Units(const datasets::Place& place, const Unit& unit, const Read& read, const Options& options,
        std::vector<geo::Finding>& findings);

  struct Answer {
    const std::vector<Part>* parts = nullptr;  ///< nothing: not known
    const std::string* spelling = nullptr;     ///< how the place writes the key
    std::vector<Part> narrowed = {};           ///< in place of parts, where a name stands for several units
  };
  [[nodiscard]] Answer find(const Row& row) const;
  /// A name that several authorities have a unit of stands for the unit of the authority in which most other
  /// units of its neighbourhood lie, else most others of the file. Told as a finding.
  void settle_names(const std::vector<Row>& rows, std::vector<geo::Finding>& findings);

 private:
  struct Entry {
    std::string spelling;
    std::vector<Part> parts;
  };
  using Edition = std::unordered_map<std::string, Entry>;

  [[nodiscard]] std::string folded(const std::string& key) const;
  void add(Edition& edition, const std::string& key, std::uint32_t row, double weight = 1) const;
  void add_columns();
  void add_older(std::vector<geo::Finding>& findings);
  void add_registrations();
  void add_boundaries();
  void add_lookup(const std::string& path, std::vector<geo::Finding>& findings);
  void add_links(const std::vector<std::pair<std::string, std::string>>& links);
  void order_editions(const Read& read);
  void share_out(Edition& edition) const;
  [[nodiscard]] const std::string& authority_of(std::uint32_t row) const;
  [[nodiscard]] std::vector<std::string> authorities_of(const std::vector<Part>& parts) const;

  const datasets::Place* place_;
  Unit unit_;
  std::vector<Edition> editions_;                          ///< the one that knows most keys first
  std::unordered_map<std::string, std::uint32_t> row_of_;  ///< area code in small letters -> row, inside only
  std::unordered_map<std::string, std::string> chosen_;    ///< folded name, neighbourhood -> authority
};

/// All claims to one area of the place, by neighbourhood: weight and what made it.
struct Claims {
  struct One {
    double weight = 0;
    std::string basis;
  };
  std::map<std::string, One> by_id;
};

/// Claims of a table's rows, by row of the place; counts rows on `defined`.
[[nodiscard]] std::vector<Claims> claims_of_units(const Read& read, const Units& units, const Unit& unit,
                                                  const datasets::Place& place, const std::string& path,
                                                  bool of_this_place, Defined& defined);

/// Assignments by the rule of the unit; what was ambiguous is listed.
void settle(const std::vector<Claims>& claims, const Unit& unit, const datasets::Place& place,
            Defined& defined);

/// Polygons: fits, overlaps, gaps, slivers; assignments and what was ambiguous.
void settle_polygons(const Found& found, const datasets::Place& place, Defined& defined);

/// Areas that a CSV settles by hand.
void settle_by_hand(const std::string& path, const datasets::Place& place, Defined& defined);

/// "12 areas: E01000001, E01000002 and 10 more".
[[nodiscard]] std::string some_of(const std::vector<std::string>& names, std::string_view noun);
[[nodiscard]] bool is_inside(const datasets::Areas& areas, std::uint32_t row);
[[nodiscard]] double people_of(const datasets::Areas& areas, std::uint32_t row);

}  // namespace placewright::boundaries::definition
