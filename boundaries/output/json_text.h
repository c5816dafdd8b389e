#pragma once

#include <string>

namespace placewright::boundaries::output {

/// JSON for machines, indented. A text that is no UTF-8 (the name of a file, for one) gets U+FFFD for what
/// cannot be said.
template <class Json>
[[nodiscard]] std::string json_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace placewright::boundaries::output
