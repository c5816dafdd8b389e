#pragma once

#include <map>
#include <string>
#include <string_view>

namespace placewright::datasets {

/// A setting without the space around it; "" where the place has none.
[[nodiscard]] inline std::string setting_text(const std::map<std::string, std::string>& settings,
                                              std::string_view key) {
  constexpr const char* kSpace = " \t\r\n";
  const auto at = settings.find(std::string(key));
  if (at == settings.end()) return {};
  const auto from = at->second.find_first_not_of(kSpace);
  return from == std::string::npos ? std::string()
                                   : at->second.substr(from, at->second.find_last_not_of(kSpace) - from + 1);
}

}  // namespace placewright::datasets
