#include <fmt/format.h>

#include "datasets/place/plain_text.h"
#include "datasets/read/byte_file.h"
#include "datasets/read/table.h"
#include "geo/error.h"

namespace placewright::datasets {

bool rides_with_another(const std::string& file, const std::set<std::string>& all) {
  const auto dot = file.rfind('.');
  if (dot == std::string::npos) return false;
  const std::string stem = file.substr(0, dot), ending = file.substr(dot + 1);
  static const std::set<std::string> riders{"dbf", "shx", "prj", "cpg", "sbn", "sbx", "qix",
                                            "qpj", "DBF", "SHX", "PRJ", "CPG", "xml"};
  if (ending == "xml" && all.contains(stem)) return true;  // a.shp.xml
  return riders.contains(ending) && (all.contains(stem + ".shp") || all.contains(stem + ".SHP"));
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
