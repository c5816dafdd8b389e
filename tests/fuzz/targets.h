#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// What is fuzzed: each target takes any bytes and comes back. An InputError is an answer; any other
/// exception, a broken promise, a sanitizer's report or a hang is a defect of the program.
namespace placewright::fuzz {

using Input = std::span<const std::uint8_t>;

struct Target {
  std::string_view name;
  void (*run)(Input input);
};

/// All of them, by name.
[[nodiscard]] std::span<const Target> targets();

/// Of texts: what a person types or sends.
void read_brief(Input input);
void read_scenario(Input input);
void read_recipe(Input input);
void read_engine_settings(Input input);
void read_cells(Input input);
void read_candidates(Input input);
/// Of tables and layers: files that an import is given.
void read_csv(Input input);       ///< the bytes as a delimited text
void read_any_file(Input input);  ///< the first byte chooses the ending of the name
void import_layout(Input input);  ///< a table under the headings of a known format, imported into a place
void read_definition(Input input);
void read_matrix(Input input);
/// Of the place file.
void read_blob(Input input);   ///< a geometry
void read_place(Input input);  ///< a place whose cells were changed by hand
/// Of geometry: polygons to adjacency, arcs, outlines.
void take_shapes(Input input);
void take_near_shapes(Input input);  ///< the same with borders that nearly meet

}  // namespace placewright::fuzz
