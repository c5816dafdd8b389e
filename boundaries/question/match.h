#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/question/plan.h"

namespace placewright::boundaries {

/// Which neighbourhood of one plan is which of another: the one-to-one pairing that keeps most people.
struct Match {
  std::vector<std::int32_t> to_of_from;  ///< label of `to` for each label of `from`; -1 where none is left
  std::vector<std::int32_t> from_of_to;
  double kept = 0;   ///< people in areas whose neighbourhoods are paired
  double moved = 0;  ///< people in areas labelled in both plans whose neighbourhoods are not
};

/// Pairs labels by people (assignment problem, Hungarian method with potentials, cubic in the number of
/// labels). Labels that share nobody are never paired. Needs: the three spans are equally long.
[[nodiscard]] Match match_labels(const std::vector<double>& people, const Labels& from, const Labels& to);

/// Row by row, the column that each row is given so that the sum of value is greatest; rows <= columns.
[[nodiscard]] std::vector<std::uint32_t> find_best_assignment(const std::vector<std::vector<double>>& value);

}  // namespace placewright::boundaries
