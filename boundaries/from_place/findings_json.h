#pragma once

#include <nlohmann/json.hpp>
#include <span>

#include "geo/finding.h"

namespace placewright::boundaries::output {

/// The list that stands under "findings" in every JSON output: code, severity, where, what, fix of each.
/// Json: nlohmann::ordered_json or nlohmann::json; an empty list stays a list.
template <class Json>
[[nodiscard]] Json findings_json(std::span<const geo::Finding> findings) {
  Json list = Json::array();
  for (const auto& finding : findings)
    list.push_back({{"code", finding.code},
                    {"severity", geo::severity_name(finding.severity)},
                    {"where", finding.where},
                    {"what", finding.what},
                    {"fix", finding.fix}});
  return list;
}

}  // namespace placewright::boundaries::output
