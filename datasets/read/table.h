#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/finding.h"
#include "geo/shape.h"

namespace placewright::datasets {

enum class GeometryKind : std::uint8_t { none, point, line, polygon };

/// One table of an input file: a delimited text, a sheet of a workbook, a layer. Its rows are streamed by
/// read_rows.
struct InputTable {
  std::string path;                 ///< what is opened; "/vsizip/..." within an archive
  std::string layer;                ///< of a layer or sheet; "" for text
  std::string file;                 ///< base name, and the entry within an archive after '!'
  std::string outer;                ///< path of the file on disk
  std::uint64_t on_disk_bytes = 0;  ///< size of the file on disk, however much an archive in it unpacks to
  GeometryKind geometry = GeometryKind::none;
  bool only_layer = false;       ///< of its file
  bool is_text = false;          ///< delimited text; else read through GDAL
  bool is_sheet = false;         ///< of a workbook: rows as they stand, headings somewhere among the first
  bool first_is_header = false;  ///< sample[0] holds the names of a layer's columns and is no row of its own
  bool whole = false;            ///< sample holds every row; nothing more is read
  char delimiter = ',';
  std::vector<std::vector<std::string>> sample;  ///< the first rows, at most 60 unless it is whole
  std::vector<std::int64_t> sample_line;
  std::vector<geo::Finding> findings;  ///< of opening it

  /// "file" or "file, layer 'name'": how messages call it.
  [[nodiscard]] std::string name() const;
};

/// One row. Geometry is in metres (EPSG:27700); views live until the visitor returns.
struct InputRow {
  std::int64_t line = 0;  ///< line of the text, row of the sheet, or number of the feature, from 1
  std::span<const std::string_view> cells;
  const geo::Shape* shape = nullptr;              ///< tables of polygons
  const std::vector<geo::Line>* lines = nullptr;  ///< tables of lines
  const geo::Point* point = nullptr;              ///< tables of points

  [[nodiscard]] std::string_view cell(int column) const {
    return column < 0 || static_cast<std::size_t>(column) >= cells.size()
               ? std::string_view{}
               : cells[static_cast<std::size_t>(column)];
  }
};

/// So many of the first bytes of a file tell what it is.
inline constexpr std::size_t kHeadBytes = 4096;
/// Whether a text that begins like this is a MapInfo table (.tab, or .mif), or a table with a column of
/// shapes as text (WKT).
[[nodiscard]] bool begins_as_mapinfo(std::string_view head);
[[nodiscard]] bool begins_as_wkt_table(std::string_view head);

/// Whether a file is read with another one of the list: the .dbf, .shx, .prj, ... of a shapefile.
[[nodiscard]] bool rides_with_another(const std::string& file, const std::set<std::string>& all);

/// The tables of the files, archives looked into (also archives within archives), in the order of the files.
/// Throws InputError for what is missing, empty, a directory, damaged, or of no kind that can be read.
[[nodiscard]] std::vector<InputTable> find_tables(const std::string& path);

/// Visits every row after the first `skip` (of text and sheets) and adds findings about how they were read.
/// Only the wanted columns of a layer are filled (all, when empty). Throws InputError for a damaged file and
/// for coordinates that fit no coordinate system.
void read_rows(const InputTable& table, std::size_t skip, const std::vector<bool>& wanted,
               const std::function<void(const InputRow&)>& visit, std::vector<geo::Finding>& findings);

/// Degrees (WGS84) to metres (EPSG:27700), many at once, in place.
void to_metres(std::vector<geo::Point>& degrees);
/// The way back, in place.
void to_degrees(std::vector<geo::Point>& metres);

}  // namespace placewright::datasets
