#pragma once

#include <string>

#include "boundaries/draw.h"

namespace placewright::boundaries::output {

/// What a person needs to run it again, as JSON: program, build and commit, the settings of the engine, the
/// place's inputs with their checksums, brief, seed, effort, start, how the search ended, when.
[[nodiscard]] std::string run_record(const datasets::Place& place, const Brief& brief,
                                     const DrawOptions& options, const SearchResult& found);

/// The commit that the sources came from, "-dirty" where they were changed; "unknown" outside a checkout.
[[nodiscard]] const char* build_commit();

/// "quick", "normal", "thorough".
[[nodiscard]] const char* effort_name(Effort effort);

}  // namespace placewright::boundaries::output
