#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/engine/breed/counts.h"
#include "boundaries/engine/breed/ladder.h"

namespace placewright::boundaries::engine {

/// A region with a number of neighbourhoods that was tried, the other regions as they are in the plan that
/// was chosen.
struct RegionTotal {
  std::uint32_t region = 0, count = 0;
  bool is_legal = false;
  bool is_chosen = false;
  double total = 0;  ///< of the whole plan
};

struct RegionOptions {
  bool may_change_sum = true;  ///< false: as many neighbourhoods altogether as the plan has
  std::uint64_t draws = 0;     ///< if all regions were drawn with one more and one fewer
  std::uint64_t seed = 1;
  Settings settings;
  unsigned threads = 1;
  Stop stop;
};

struct RegionChoice {
  Found found;  ///< the plan, or the better one
  std::vector<std::uint32_t> count_of_region;
  std::vector<RegionTotal> totals;  ///< by region and number; regions with one number have one row
  MoveCounts counts;
};

/// How many parts of a plan lie in each region; moves may take some from one region to another.
[[nodiscard]] std::vector<std::uint32_t> count_in_regions(const Grouping& regions, const Parts& plan);

/// Whether some region could hold one neighbourhood more or fewer, and there are others beside it.
[[nodiscard]] bool has_choice(const CountRange& range);

/// How many neighbourhoods each region gets: each that could hold one more or one fewer than in the plan is
/// drawn with these, side by side; the changes that gain most are made together as long as the whole gets
/// better. Twice, so that a region may go two steps. Regions that no number fits, and those of very many
/// neighbourhoods, stay as they are.
[[nodiscard]] RegionChoice choose_region_counts(const Instance& instance, const Grouping& regions,
                                                const CountRange& range, const Found& plan,
                                                const RegionOptions& options);

}  // namespace placewright::boundaries::engine
