#pragma once

#include <optional>
#include <string_view>

#include "datasets/read/table.h"

/// Organisations as the ODS interface ORD gives them in JSON: a saved answer as a table.
namespace placewright::datasets {

/// Whether a text that begins like this may be such an answer.
[[nodiscard]] bool begins_as_organisations(std::string_view head);

/// A row for each organisation: ods code, organisation name, ord status, postcode, site kind (gp, branch,
/// pharmacy, dentist, hospital, clinic; "" for what is no site), operated by, pcn code. Nothing where the
/// text is no such answer. Throws InputError for damaged JSON and for more than 64 MB.
[[nodiscard]] std::optional<InputTable> find_organisations(const InputTable& file);

}  // namespace placewright::datasets
