#pragma once

#include <string>

namespace placewright::boundaries::output {

/// A number column of the areas as people name it.
struct ColumnWords {
  std::string title;  ///< "Residents aged 65 and over"
  std::string units;  ///< "people an area"; "" where nobody said
};

/// The words for a column that every place has, that an importer makes, or whose name ends as one of
/// formats.md does
/// (`_share`, `_rank`, `_decile`, `_score`); of any other the name with blanks for underscores.
[[nodiscard]] ColumnWords column_words(const std::string& column);

/// Kinds of boundary as people name several of them: "Wards", "MSOAs", "Local authorities". Any other kind as
/// it is.
[[nodiscard]] std::string boundary_words(const std::string& kind);

}  // namespace placewright::boundaries::output
