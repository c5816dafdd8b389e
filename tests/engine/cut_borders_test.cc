#include <gtest/gtest.h>

#include <vector>

#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/moves/recombine.h"
#include "engine/random_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

/// Borders between the subtree below `top` and the rest, added up one by one.
double plain_cut_border(const TreeDrawer& trees, const Instance& instance, std::uint32_t top) {
  std::vector<std::uint8_t> below(trees.order().size(), 0);
  for (std::uint32_t at = top; at < below.size(); ++at)
    below[at] = at == top || (at > 0 && below[trees.parent()[at]]);
  double sum = 0;
  trees.for_each_pair([&](std::uint32_t a, std::uint32_t b, std::uint32_t arc) {
    if (below[a] != below[b]) sum += instance.cut_cost[arc];
  });
  return sum;
}

TEST(CutBorders, AreThePlainSumsOfBordersBetweenASubtreeAndTheRest) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Problem problem = toy::random_problem(9, 8, seed);
    problem.weights[Criterion::compactness] = 1;
    const Compiled compiled = compile(problem, {}, 30000);
    ASSERT_EQ(compiled.instance.size, problem.size());
    TreeDrawer trees(compiled.instance);
    Atoms all;
    for (Atom atom; atom < compiled.instance.size; ++atom) all.push_back(atom);
    trees.take(all);
    geo::Random random(seed, 3);
    for (int drawn = 0; drawn < 5; ++drawn) {
      trees.draw(random);
      std::vector<double> border;
      sum_cut_borders(trees, compiled.instance, border);
      double all_cuts = 0;
      for (std::uint32_t at = 0; at < border.size(); ++at) {
        EXPECT_NEAR(border[at], at == 0 ? 0.0 : plain_cut_border(trees, compiled.instance, at), 1e-12);
        all_cuts += border[at];
      }
      EXPECT_GT(all_cuts, 0) << "borders count here";
    }
  }
}

}  // namespace
