#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "boundaries/workforce/cover/allocate.h"
#include "datasets/place/place.h"

/// Staff moved in thought: what a scenario would change, without changing the place.
namespace placewright::boundaries::workforce {

/// What `from` says of posts that are held at place or system level.
inline constexpr std::string_view kHeld = "held";

/// One [[move]]: WTE of a role group (or of a role) from a neighbourhood or base to another.
struct Move {
  std::string group, role;  ///< one of them, or neither for staff of every role
  double wte = 0;
  std::string from, to;  ///< neighbourhood id or name, or base id; from: also kHeld
  std::string why;
};

/// One [[base]]: a new place to work from, or new figures of one there is.
struct NewBase {
  datasets::Site site;
  double wte = 0;  ///< planned to work from it; 0: those that moves bring
};

struct WhatIf {
  std::string name, text;  ///< the file as read: what is saved with the plan
  std::vector<Move> moves;
  std::vector<NewBase> bases;
  std::vector<std::string> assumptions;  ///< what must be so for it, in the words of its author
};

/// Reads a scenario. Throws InputError with file, line and key for unknown keys and values out of range.
[[nodiscard]] WhatIf parse_what_if(std::string_view toml, std::string_view file_name);
[[nodiscard]] WhatIf read_what_if(const std::string& path);

/// The place with the scenario's bases among its sites.
[[nodiscard]] datasets::Place place_with_bases(datasets::Place place, const WhatIf& scenario);

/// Moves staff between rows' areas: each row of the role that serves areas of `from` gives the same part of
/// what it has there (from kHeld: of what is held); in a neighbourhood it arrives by need, at a base by
/// travel from it. Totals stay. Throws InputError when `from` or `to` is unknown or `from` has less than is
/// to be moved.
void apply_moves(const datasets::Place& place, const datasets::PlanRecord& plan, const WhatIf& scenario,
                 const std::vector<double>& area_need, const AllocateOptions& options, Allocated& allocated);

/// A base's desks and rooms against the staff that sit there.
struct BaseLoad {
  std::string id, name, base_type;
  double desks = datasets::kMissing, rooms = datasets::kMissing, capacity = datasets::kMissing;
  double wte = 0, headcount = datasets::kMissing;  ///< wte NaN: rows sit there and none says its WTE
  bool over = false;  ///< WTE above desks (or above capacity where no desks are given)
};
/// Every site of kind "base", and every site some row sits at; WTE of rows by base_id, and the scenario's.
/// Sorted by id.
[[nodiscard]] std::vector<BaseLoad> measure_bases(const datasets::Place& place, const Allocated& allocated,
                                                  const WhatIf& scenario = {});

}  // namespace placewright::boundaries::workforce
