#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "boundaries/engine/search.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"
#include "boundaries/sample/mixing.h"

/// Many plans that meet the hard rules, drawn with a stated distribution.
namespace placewright::boundaries::sample {

struct SampleOptions {
  std::uint32_t plans = 1000;  ///< kept, of all chains together
  std::uint32_t chains = 4;
  std::uint32_t steps = 0;  ///< of a chain between two plans kept; 0: as many as suit the place
  double gamma = 0;         ///< see ForestTarget
  double single_share = 0.5;
  double temperature = 0;  ///< of the energy total/temperature; 0: no energy
  double most_total = std::numeric_limits<double>::infinity();  ///< plans with a greater total are not drawn
  Labels start{};  ///< where all chains begin; empty: each with a quick plan of its own
  std::uint64_t seed = 1;
  unsigned threads = 1;  ///< changes nothing but speed
};

/// A figure that is told of every plan.
struct SampleFigure {
  std::string name;           ///< "total" or a criterion's; "people of the smallest", "... of the largest"
  std::vector<double> value;  ///< by plan kept
  Mixing mixing;
};

struct Sample {
  std::vector<Labels> plans;  ///< chain by chain, in order
  std::uint32_t chains = 0, steps = 0, neighbourhoods = 0;
  std::vector<SampleFigure> figures;
  double accepted = 0;   ///< share of the steps that changed the plan
  double unlike = 0;     ///< mean share of people who live elsewhere in the plan kept next
  bool stopped = false;  ///< fewer plans than asked, equally many by chain
};

/// The values of Sample::figures for one plan.
[[nodiscard]] std::vector<double> figures_of_plan(const Problem& problem, const Labels& labels);

/// Draws the sample. Every plan keeps all hard rules and has as many neighbourhoods as the start, or as
/// asked, or as a quick search finds best. Empty where no plan meets the rules. Throws InputError for a start
/// that breaks a hard rule or has a greater total than most_total.
[[nodiscard]] Sample draw_sample(const Problem& problem, const SampleOptions& options,
                                 const Observer& observer = {});

}  // namespace placewright::boundaries::sample
