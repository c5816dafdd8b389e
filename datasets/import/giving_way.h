#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "datasets/import/collected.h"
#include "datasets/import/recognise.h"

namespace placewright::datasets {

/// The kind of the format of that name; nothing where this program has none.
[[nodiscard]] std::optional<Kind> kind_of_layout(std::string_view name);

/// Which earlier files of some kinds give way to those that are read now: the same name, the same bytes, or
/// another edition of the same published layout. "" is a file that an older program did not note.
[[nodiscard]] std::set<std::string> files_giving_way(const Place& place, const Collected& collected,
                                                     const std::function<bool(Kind)>& is_of);

}  // namespace placewright::datasets
