#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "boundaries/output/table.h"
#include "datasets/place/unit_word.h"

namespace placewright::boundaries::output {

/// A table of a page with a caption: numbers to the right with the column's decimals, its meaning as a title,
/// columns of `hidden` left out, headings in the place's own word.
[[nodiscard]] std::string html_table(const Table& table, const std::string& caption,
                                     const std::set<std::size_t>& hidden = {},
                                     const datasets::UnitWord& word = {});

}  // namespace placewright::boundaries::output
