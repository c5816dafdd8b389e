#pragma once

#include <string>
#include <string_view>

namespace placewright::boundaries::output {

/// What a program was built from, for whoever reports a fault: version, commit, compiler, libraries; a line
/// each.
[[nodiscard]] std::string build_text(std::string_view program);

}  // namespace placewright::boundaries::output
