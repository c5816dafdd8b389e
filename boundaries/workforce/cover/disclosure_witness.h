#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "boundaries/workforce/cover/coverage.h"

/// Tables that a reader of a publication cannot tell from the true one.
namespace placewright::boundaries::workforce {

/// Staff by part as they could be instead.
struct Witness {
  std::vector<double> wte;   ///< by part
  bool same_totals = false;  ///< every unit, those of earlier publications too, and every row of equity
                             ///< within the place has its true WTE
};

struct Witnesses {
  std::vector<UnprintedStaff> parts;  ///< by piece (`unit`) and role group; their true WTE
  std::vector<Witness> tables;
};

/// For each figure that `published` hides (and each of few that an earlier publication hid), a table in which
/// it is nobody and one in which it is its threshold, both with every shown figure as it is; as few totals of
/// units and equity rows as can be differ from the truth. A larger figure that is hidden for the sake of
/// others needs none. `cut` is the coverage measured with `earlier`, the last of which are the equity rows of
/// the place (they show nothing).
[[nodiscard]] Witnesses find_witnesses(const Coverage& cut, std::span<const EarlierPublication> earlier,
                                       const Coverage& published);

}  // namespace placewright::boundaries::workforce
