#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "datasets/read/cells.h"
#include "datasets/read/table.h"

namespace placewright::datasets {

/// What the rows of a table become in the place. The names are the words of --as.
enum class Kind {
  area,    ///< areas with their shapes, or values of areas: people, ages, deprivation, parents, indicators
  lookup,  ///< LSOA 2011 to LSOA 2021
  registration,  ///< patients by practice and area
  site,          ///< practices, pharmacies, hospitals, bases, ...
  organisation,  ///< a list of the Organisation Data Service: 27 columns without headings
  membership,    ///< practice to PCN
  network,       ///< PCN codes and names
  postcode,
  workforce,
  footprint,
  weight,
  segment,
  projection,
  boundary,  ///< wards, MSOAs, parishes, resident-drawn areas
  road,
  barrier,
  ground,      ///< water, woods, parks, built-up ground, rivers, railways under the map
  settlement,  ///< names of towns and villages
  travel,
  priority,   ///< areas that are to have priority
  plan,       ///< a lookup of areas to neighbourhoods
  unit,       ///< wards, parishes, MSOAs, authorities: their names and what they are parts of
  practice,   ///< values of practices, which reach the areas by where their patients live
  role,       ///< which group a role is of
  setting,    ///< the place's own words and thresholds
  note,       ///< local knowledge
  not_taken,  ///< known, and nothing in it that a place keeps
};
[[nodiscard]] std::string_view kind_name(Kind kind);
[[nodiscard]] std::optional<Kind> find_kind(std::string_view name);

/// A column of a format, by meaning: field is the name it has in the place (or that its reader knows),
/// patterns are normalised headings (heading_fits).
struct FormatColumn {
  std::string_view field;
  std::string_view patterns;
  bool required = false;
};

/// One row of the recogniser's table.
struct Format {
  std::string_view name;
  Kind kind = Kind::area;
  GeometryKind geometry = GeometryKind::none;
  std::vector<FormatColumn> columns{};
  std::string_view publisher{}, licence{}, attribution{};
  /// "2022" as it stands; "heading:FIELD" the two digits or the year in that column's heading; "cell:FIELD"
  /// the first row's cell; "file" a month or year in the file's name.
  std::string_view vintage{};
  std::string_view
      detail{};       ///< for the reader: a kind of boundary or site, "2011" for codes of that year, ...
  bool ages = false;  ///< columns of age bands are read; with needs_ages at least three must be there
  bool needs_ages = false;
  bool indicators = false;    ///< any other column of numbers is kept as an indicator
  bool parents = false;       ///< the common parent columns are read too (lad_code, ward_code, ...)
  bool long_form = false;     ///< a row for each area and indicator: fields code, label, value, and period
  bool repeats = false;       ///< a code may stand in many rows (a finer unit is the key)
  std::string_view unless{};  ///< headings of a finer unit: a table that has one is of that unit
  bool needs_more =
      false;            ///< its code alone is not enough: a number, an age or a parent must stand beside it
  bool nested = false;  ///< units that lie in one another: of those that fit the finest, which stands first
  bool last_resort = false;   ///< says little of what the table is: only where no other format fits
  bool fills_gaps = false;    ///< its numbers stand in only where no other table has them
  std::string_view prefix{};  ///< of the names of its indicators
  std::string_view note{};    ///< what whoever uses the numbers must know; a finding of each import
  std::string_view
      layers{};  ///< normalised names of layers, where columns alone do not tell: only those are of it
};

/// All formats; of nested units the finer ones first.
[[nodiscard]] const std::vector<Format>& formats();

/// What a table was taken for, and which of its columns says what.
struct Recognised {
  Format format;
  std::size_t header_rows = 0;         ///< rows to skip before the first row of values
  std::map<std::string, int> columns;  ///< field -> column
  std::vector<std::pair<AgeBand, int>> ages;
  std::vector<std::pair<std::string, int>> indicators;
  std::vector<std::string> headings;  ///< as they stand
  std::string vintage;

  [[nodiscard]] int column(std::string_view field) const {
    const auto at = columns.find(std::string(field));
    return at == columns.end() ? -1 : at->second;
  }
  [[nodiscard]] bool has(std::string_view field) const { return column(field) >= 0; }
};

/// By its content: of the formats whose required columns all stand in one of the first 15 rows, that which is
/// more particular than the others or of whose columns more are its own, by a margin. Nothing if none fits,
/// or two fit equally.
[[nodiscard]] std::optional<Recognised> recognise(const InputTable& table);

/// By hand: the kind, and which column is which field. Throws InputError for columns that the table lacks and
/// fields that the kind needs.
[[nodiscard]] Recognised recognise_by_hand(const InputTable& table, Kind kind,
                                           const std::map<std::string, std::string>& map);

/// The formats that come nearest to a table that nothing recognises, with the columns that they miss, or the
/// two that fit equally; for a message.
[[nodiscard]] std::string nearest_formats(const InputTable& table);

/// The fields that a kind needs, for --as and --map.
[[nodiscard]] std::vector<std::string_view> required_fields(Kind kind);
/// The fields that a kind knows, sorted; areas take any further one as an indicator.
[[nodiscard]] std::vector<std::string> known_fields(Kind kind);

}  // namespace placewright::datasets
