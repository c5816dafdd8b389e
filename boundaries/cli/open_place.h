#pragma once

#include <string>

#include "boundaries/cli/command.h"
#include "boundaries/question/brief.h"
#include "datasets/place/file.h"
#include "datasets/place/place.h"

namespace placewright::boundaries::cli {

/// Says what was out of the ordinary about opening and reading it.
void say_doubts(const Context& context, const datasets::PlaceFile& file);

/// These tables of the place; says what was out of the ordinary about it.
[[nodiscard]] datasets::Place read_tables(const Context& context, const std::string& path,
                                          datasets::Tables tables);

/// What drawing and judging need of a place, its plans and sources among it; says what was out of the
/// ordinary about it.
[[nodiscard]] datasets::Place read_place(const Context& context, const std::string& path);

/// The same with what a definition of neighbourhoods may name: postcodes and older codes.
[[nodiscard]] datasets::Place read_place_and_codes(const Context& context, const std::string& path);

/// Throws InputError, with the modes there are, for a mode of travel that the place does not hold; walk and
/// drive are always there. where: the option or key that names it.
void expect_mode(const datasets::Place& place, const std::string& mode, const std::string& where);

/// "Leeds: 488 areas, 811,927 people".
[[nodiscard]] std::string place_text(const datasets::Place& place);

/// Now, as 2026-11-21T22:40:05Z.
[[nodiscard]] std::string clock_text();

/// A path or name as a shell takes it, quoted where it must be.
[[nodiscard]] std::string shell_word(const std::string& word);

}  // namespace placewright::boundaries::cli
