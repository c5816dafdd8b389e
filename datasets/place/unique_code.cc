#include "datasets/place/unique_code.h"

#include <set>

namespace placewright::datasets {

std::string code_of_place(const Areas& areas) {
  for (const char* column : {"lad_code", "icb_ods", "sub_icb_ods"}) {
    const auto values = areas.parents.find(column);
    if (values == areas.parents.end()) continue;
    std::set<std::string> codes;
    for (std::size_t row = 0; row < areas.size(); ++row)
      if (areas.inside.empty() || areas.inside[row] != 0) codes.insert(values->second[row]);
    if (codes.size() == 1 && !codes.begin()->empty()) return *codes.begin();
  }
  return "";
}

std::string unique_code(const std::string& place_code, const std::string& id) {
  return place_code.empty() || id.empty() ? id : place_code + "-" + id;
}

}  // namespace placewright::datasets
