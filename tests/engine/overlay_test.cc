#include "boundaries/engine/breed/overlay.h"

#include <gtest/gtest.h>

#include "boundaries/engine/moves/compile.h"
#include "engine/random_problem.h"
#include "geo/random.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

/// Each pair of neighbours once, from the lists of both: the slow plain count.
std::uint32_t count_plainly(const Instance& instance, const Parts& a, const Parts& b) {
  std::uint32_t twice = 0;
  for (std::uint32_t atom = 0; atom < instance.size; ++atom)
    for (std::uint32_t arc = instance.first[atom]; arc < instance.first[atom + 1]; ++arc) {
      const Atom other = instance.neighbour[arc];
      const bool together_in_a = a[atom] == a[other], together_in_b = b[atom] == b[other];
      if (together_in_a != together_in_b) ++twice;
    }
  return twice / 2;
}

TEST(Overlay, CountsDifferencesAsFarAsIsEnough) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Problem problem = toy::random_problem(9, 7, seed);
    const Compiled compiled = compile(problem, {}, 40000);
    const Instance& instance = compiled.instance;
    geo::Random random(seed, 0);
    Parts a(instance.size), b(instance.size);
    for (Part& part : a) part = static_cast<Part>(random.below(3));
    b = a;
    for (std::uint32_t change = 0; change < 1 + seed; ++change)
      b[random.below(instance.size)] = static_cast<Part>(random.below(3));
    const std::uint32_t all = count_plainly(instance, a, b);
    EXPECT_EQ(count_differences(instance, a, a, 1), 0U);
    for (std::uint32_t enough = 1; enough <= all + 2; ++enough) {
      const std::uint32_t counted = count_differences(instance, a, b, enough);
      if (all < enough)
        EXPECT_EQ(counted, all);
      else
        EXPECT_TRUE(counted >= enough && counted <= all) << counted << " of " << all << ", enough " << enough;
    }
  }
}

}  // namespace
