#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "datasets/import/collected.h"

/// What publishers write under the rows of a table: footnotes, sources, totals.
namespace placewright::datasets {

/// Whether a text begins as notes under a table do: "Source: ...", "Notes", "Crown copyright".
[[nodiscard]] bool begins_as_a_note(std::string_view text);

/// Whether a row may be a note or a total rather than a row of values: only one of its cells is filled and it
/// looks like none of the cells above, or it begins as notes begin and lacks what the format needs, or it is
/// called a total. Such a row is a note only where no row of values comes after it; any text is a valid code.
[[nodiscard]] bool may_be_note(const TakenTable& taken, int key, const InputRow& row);

/// Whether the key of a row is the heading of the key's column.
[[nodiscard]] bool repeats_headings(const TakenTable& taken, int key, const InputRow& row);

}  // namespace placewright::datasets
