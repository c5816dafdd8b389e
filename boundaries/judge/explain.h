#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"
#include "geo/finding.h"

/// Why an area is where it is: what it brings, what each other place for it would change, which rule holds
/// it.
namespace placewright::boundaries {

/// What the area brings to its neighbourhood, in natural units.
struct Contribution {
  std::string criterion;
  double value = 0;
  std::string unit;
  std::string words;  ///< a sentence
};

/// The change of one criterion if the move were made.
struct Effect {
  std::string criterion;
  double loss_before = 0, loss_after = 0;
  double share = 0;  ///< of the criterion's weight in all weights: total changes by share x change of loss
  std::string unit;
  double before = 0, after = 0;  ///< main figure in its unit
};

/// The area, with whatever must go with it, in another neighbourhood.
struct Alternative {
  std::int32_t to = kUnassigned;
  std::vector<std::uint32_t> areas;  ///< that move: the area, what rules tie to it, what it would cut off
  double residents = 0;
  double total_change = 0;  ///< above 0: the plan gets worse
  std::vector<Effect> effects;
  std::vector<geo::Finding>
      breaks;  ///< rules that the plan keeps now and would break; empty: a legal alternative
};

struct Explanation {
  std::uint32_t area = 0;
  std::int32_t label = kUnassigned;
  double total = 0;
  std::vector<Contribution> contributions;
  std::vector<std::string> held_by;  ///< rules about this area, as sentences
  std::vector<Alternative>
      alternatives;  ///< legal ones first, then by change of the total; one or two a neighbouring one
};

/// Every figure by the plain score. Needs: the area has a label. `names`: how broken rules call each label,
/// as in find_broken_rules.
[[nodiscard]] Explanation explain(const Problem& problem, const Labels& labels, std::uint32_t area,
                                  const std::vector<std::string>& names = {});

/// What would change if single areas went over the border between two neighbourhoods, either way: each area
/// that touches the other side, with what rules tie to it or what it would cut off. Legal ones first, then
/// by change of the total. Needs: two different labels. Cost: a score for each.
[[nodiscard]] std::vector<Alternative> explain_border(const Problem& problem, const Labels& labels,
                                                      std::int32_t one, std::int32_t other,
                                                      const std::vector<std::string>& names = {});

}  // namespace placewright::boundaries
