#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "datasets/place/plain_text.h"
#include "datasets/read/byte_file.h"
#include "datasets/read/cells.h"
#include "datasets/read/table.h"
#include "geo/error.h"

namespace placewright::datasets {

bool begins_as_mapinfo(std::string_view head) {
  const std::string begin = lower(head.substr(0, 1024));
  return begin.starts_with("!table") ||
         (begin.starts_with("version ") && begin.find("\ncolumns ") != std::string::npos);
}

bool begins_as_wkt_table(std::string_view head) {
  const std::string begin = lower(head);
  const auto line_end = begin.find('\n');
  if (line_end == std::string::npos) return false;
  std::string headings = ",";
  for (const char c : begin.substr(0, line_end)) {
    if (c == ';' || c == '\t')
      headings += ',';
    else if (c != '"' && c != '\r' && c != '\xEF' && c != '\xBB' && c != '\xBF')
      headings += c;
  }
  headings += ',';
  static constexpr std::array names{",wkt,",      ",geometry,", ",geom,",
                                    ",the_geom,", ",shape,",    ",wkt_geometry,"};
  static constexpr std::array shapes{"polygon (", "polygon(",     "point (",
                                     "point(",    "linestring (", "linestring("};
  const auto holds = [](std::string_view text) {
    return [text](const char* part) { return text.find(part) != std::string_view::npos; };
  };
  return std::any_of(names.begin(), names.end(), holds(headings)) &&
         std::any_of(shapes.begin(), shapes.end(), holds(std::string_view(begin).substr(line_end)));
}

bool rides_with_another(const std::string& file, const std::set<std::string>& all) {
  const auto dot = file.rfind('.');
  if (dot == std::string::npos) return false;
  const std::string stem = file.substr(0, dot), ending = lower(file.substr(dot + 1));
  if (ending == "xml" && all.contains(stem)) return true;  // a.shp.xml
  const auto has = [&](const char* one, const char* other) {
    return all.contains(stem + one) || all.contains(stem + other);
  };
  static const std::set<std::string> of_shapes{"dbf", "shx", "prj", "cpg", "sbn", "sbx", "qix", "qpj", "xml"},
      of_tables{"dat", "id", "map", "ind"};
  return (of_shapes.contains(ending) && has(".shp", ".SHP")) ||
         (of_tables.contains(ending) && has(".tab", ".TAB")) || (ending == "mid" && has(".mif", ".MIF"));
}

void refuse_bomb(const std::string& name, std::uint64_t unpacked_bytes, std::uint64_t on_disk_bytes) {
  constexpr std::uint64_t kAlways = std::uint64_t{256} << 20, kTimes = 100;
  if (unpacked_bytes <= kAlways || unpacked_bytes / kTimes <= on_disk_bytes) return;
  throw geo::InputError{
      {name,
       fmt::format("unpacks to {} MB or more, over {} times the {:.1f} MB that it has on disk: refused",
                   unpacked_bytes >> 20U, kTimes, static_cast<double>(on_disk_bytes) / (1 << 20)),
       "download it again from its publisher; if the data are right, unpack it and give the file"}};
}

std::string InputTable::name() const {
  return layer.empty() ? file
                       : fmt::format("{}, {} '{}'", file, is_sheet ? "sheet" : "layer", plain_text(layer));
}

}  // namespace placewright::datasets
