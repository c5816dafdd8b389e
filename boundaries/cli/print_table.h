#pragma once

#include <string>

#include "boundaries/output/table.h"

namespace placewright::boundaries::cli {

/// A table for a terminal: columns aligned, words left, numbers right with thousands separators, missing as
/// "-".
[[nodiscard]] std::string text_table(const output::Table& table);

}  // namespace placewright::boundaries::cli
