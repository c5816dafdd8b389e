#include <fmt/format.h>

#include "datasets/read_table.h"

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

std::string InputTable::name() const {
  return layer.empty() ? file : fmt::format("{}, {} '{}'", file, is_sheet ? "sheet" : "layer", layer);
}

}  // namespace placewright::datasets
