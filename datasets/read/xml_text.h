#pragma once

#include <string>
#include <string_view>

namespace placewright::datasets {

/// Text as it stands between tags or in an attribute of XML and HTML. Control characters, which XML 1.0 has
/// no place for, are left out.
[[nodiscard]] std::string escape_xml(std::string_view text);

}  // namespace placewright::datasets
