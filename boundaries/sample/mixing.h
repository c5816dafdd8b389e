#pragma once

#include <vector>

/// Whether chains agree on a figure (Vehtari, Gelman, Simpson, Carpenter and Buerkner 2021: rank-normalised
/// split R-hat, bulk effective sample size).
namespace placewright::boundaries::sample {

struct Mixing {
  double r_hat = 1;        ///< 1: chains agree; above 1.05 they do not yet. 1 where all draws are the same
  double sample_size = 0;  ///< independent draws that say as much as these
};

/// `chains`: equally many draws each, at least 4, in order. The greater R-hat of the draws and of their
/// distances from the median.
[[nodiscard]] Mixing judge_mixing(const std::vector<std::vector<double>>& chains);

/// The standard normal quantile of p, 0 < p < 1, to 1e-9.
[[nodiscard]] double normal_quantile(double p);

}  // namespace placewright::boundaries::sample
