#pragma once

#include <limits>
#include <map>
#include <string>

#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"

namespace placewright::boundaries {

/// Two losses that give a weight its meaning; NaN where no such plan was found.
struct Reference {
  double plain =
      std::numeric_limits<double>::quiet_NaN();  ///< of a legal plan drawn for nothing but the rules
  double best = std::numeric_limits<double>::quiet_NaN();  ///< of a quick plan drawn for this criterion alone
};
using References = std::map<std::string, Reference>;  ///< by name of the criterion

/// Beside each criterion of a score, what a plain legal plan and a quick plan for that criterion alone reach
/// under the same rules and with as many neighbourhoods. The seed is fixed, so two plans of one question with
/// the same number of neighbourhoods have the same references, if both keep the bounds or neither does. Cost:
/// one quick search per criterion, and one more.
[[nodiscard]] References measure_references(const Problem& problem, const Score& score, unsigned threads,
                                            const Observer& observer = {});

}  // namespace placewright::boundaries
