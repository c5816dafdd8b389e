#pragma once

#include <string>

#include "boundaries/output/table.h"
#include "datasets/place/unit_word.h"

namespace placewright::boundaries::cli {

/// A table for a terminal: columns aligned, words left, numbers right with thousands separators, missing as
/// "-"; headings with the place's own word.
[[nodiscard]] std::string text_table(const output::Table& table, const datasets::UnitWord& word = {});

}  // namespace placewright::boundaries::cli
