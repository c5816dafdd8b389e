#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace placewright::datasets {

/// How many rows a table of a place file holds; 0 where there is no such table. For tables that are not worth
/// reading. Throws InputError where the file cannot be opened.
[[nodiscard]] std::size_t count_rows(const std::string& path, std::string_view table);

}  // namespace placewright::datasets
