#include "boundaries/engine/breed/window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/moves/moving_plan.h"
#include "boundaries/engine/moves/start.h"
#include "engine/random_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

TEST(TreeDrawer, DrawsEverySpanningTreeOfASetEquallyOften) {
  const Problem problem = toy::random_problem(4, 4, 1);
  Instance instance = compile(problem, {}, 1).instance;
  TreeDrawer trees(instance);
  geo::Random random(11);
  // Six atoms of the grid; which of them touch depends on the invented diagonals, so the trees are counted
  // too.
  const std::vector<std::uint32_t> atoms{5, 6, 9, 10, 13, 14};
  std::set<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (const std::uint32_t a : atoms)
    for (std::uint32_t arc = instance.first[a]; arc < instance.first[a + 1]; ++arc)
      if (a < instance.neighbour[arc] && std::count(atoms.begin(), atoms.end(), instance.neighbour[arc]))
        edges.insert({a, instance.neighbour[arc]});
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> list(edges.begin(), edges.end());
  std::uint32_t all = 0;
  for (std::uint32_t set = 0; set < 1U << list.size(); ++set) {
    if (__builtin_popcount(set) != 5) continue;
    std::map<std::uint32_t, std::uint32_t> root;
    for (const std::uint32_t a : atoms) root[a] = a;
    bool is_tree = true;
    for (std::size_t edge = 0; edge < list.size() && is_tree; ++edge) {
      if ((set >> edge & 1U) == 0) continue;
      const std::uint32_t x = root[list[edge].first], y = root[list[edge].second];
      is_tree = x != y;
      for (auto& [atom, own] : root)
        if (own == y) own = x;
    }
    all += is_tree;
  }
  constexpr double kEach = 400;
  std::map<std::set<std::pair<Atom, Atom>>, int> met;
  trees.take(Atoms(atoms.begin(), atoms.end()));
  for (int draw = 0; draw < static_cast<int>(kEach * all); ++draw) {
    trees.draw(random);
    ASSERT_EQ(trees.order().size(), atoms.size());
    std::set<std::pair<Atom, Atom>> tree;
    for (std::uint32_t at = 1; at < atoms.size(); ++at) {
      ASSERT_LT(trees.parent()[at], at) << "parents come first";
      tree.insert(std::minmax(trees.order()[at], trees.order()[trees.parent()[at]]));
    }
    ++met[tree];
  }
  EXPECT_EQ(met.size(), all);
  for (const auto& [tree, times] : met) EXPECT_NEAR(times, kEach, 5 * std::sqrt(kEach));
}

TEST(TreeDrawer, FindsWhatHangsTogetherAroundAnAtom) {
  const Problem problem = toy::random_problem(5, 5, 2);
  const Instance instance = compile(problem, {}, 1).instance;
  TreeDrawer trees(instance);
  // Two rows of the grid that do not touch; the link of the corners does not join them.
  const auto wanted = [](Atom atom) { return atom / 5 == 1 || atom / 5 == 3; };
  trees.spread(Atom(7), wanted);
  EXPECT_EQ(std::set<std::size_t>(trees.atoms().begin(), trees.atoms().end()),
            (std::set<std::size_t>{5, 6, 7, 8, 9}));
  trees.spread(Atom(16), wanted);
  EXPECT_EQ(std::set<std::size_t>(trees.atoms().begin(), trees.atoms().end()),
            (std::set<std::size_t>{15, 16, 17, 18, 19}));
}

TEST(Window, JudgesTheWholePlanWhileOnlyItsPartsMove) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Problem problem = toy::random_problem(12, 10, seed);
    problem.aparts.push_back({{48, 50}, "two schools"});
    const Compiled compiled = compile(problem, {}, 30000);
    const Instance& map = compiled.instance;
    constexpr std::uint32_t kParts = 8;
    geo::Random random(seed, 5);
    const Parts plan = draw_start(map, compiled.regions, {kParts}, random);
    MovingPlan whole(map, kParts);
    for (std::uint32_t wanted = 1; wanted <= kParts + 1; ++wanted) {
      const Window window = open_window(map, plan, kParts, Atom(random.below(map.size)), wanted);
      ASSERT_EQ(window.parts(), std::min(wanted, kParts));
      MovingPlan moving(window.instance, window.parts());
      moving.reset(window.cut(plan));
      whole.reset(plan);
      ASSERT_NEAR(moving.total(), whole.total(), 1e-9);
      ASSERT_EQ(find_regions(window.instance).count, 1U) << "a window hangs together";
      for (int step = 0; step < 200 && window.parts() > 1; ++step) {
        const std::uint32_t arc = random.below(static_cast<std::uint32_t>(window.instance.neighbour.size()));
        const Atom atom = window.instance.source[arc];
        const Part to = moving.part(window.instance.neighbour[arc]);
        if (to == moving.part(atom)) continue;
        whole.move(window.kept[atom], window.part[to]);
        moving.move(atom, to);
        ASSERT_NEAR(moving.total(), whole.total(), 1e-9);
      }
      const Parts after = window.put(plan, moving.plan());
      EXPECT_EQ(after, whole.plan());
      std::set<std::uint32_t> inside(window.kept.begin(), window.kept.end());
      for (std::uint32_t atom = 0; atom < map.size; ++atom)
        if (!inside.count(atom)) {
          EXPECT_EQ(after[atom], plan[atom]);
        }
    }
  }
}

}  // namespace
