#include "boundaries/workforce/cover/disclosure.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "geo/random.h"
#include "tests/workforce/toy_staff.h"

namespace placewright::boundaries::workforce {
namespace {

TEST(Disclosure, NoLineOfATableHasOneHiddenCellThatTheRestWouldTell) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    geo::Random random(seed);
    const std::size_t rows = 1 + random.below(7), columns = 1 + random.below(6);
    std::vector<double> wte(rows * columns), heads(rows * columns, kNotMeasured);
    for (std::size_t at = 0; at < wte.size(); ++at) {
      wte[at] = random.below(4) == 0 ? 0 : 6 * random.unit();
      if (random.below(3) == 0) heads[at] = static_cast<double>(random.below(12));
    }
    const auto hide = hide_small_cells(rows, columns, wte, heads);
    const std::size_t width = columns + 1;
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < columns; ++c) {
        const double here = wte[r * columns + c];
        if (here == 0) {
          EXPECT_EQ(hide[r * width + c], 0) << "nobody is nobody";
        } else if (is_small(here, heads[r * columns + c])) {
          EXPECT_EQ(hide[r * width + c], 1);
        }
      }
    for (std::size_t r = 0; r <= rows; ++r)
      EXPECT_NE(std::accumulate(hide.begin() + static_cast<std::ptrdiff_t>(r * width),
                                hide.begin() + static_cast<std::ptrdiff_t>((r + 1) * width), 0),
                1);
    for (std::size_t c = 0; c < width; ++c) {
      int hidden = 0;
      for (std::size_t r = 0; r <= rows; ++r) hidden += hide[r * width + c];
      EXPECT_NE(hidden, 1);
    }
  }
}

TEST(Disclosure, ATableWithoutSmallCellsIsShownWhole) {
  const std::vector<double> wte{5, 6, 0, 9};
  const auto hide = hide_small_cells(2, 2, wte);
  EXPECT_EQ(std::accumulate(hide.begin(), hide.end(), 0), 0);
}

TEST(Disclosure, APublishedCoverageHidesTheFewAndKeepsTheMeasures) {
  auto place = toy::three_practices();
  for (auto& row : place.workforce) row.wte *= 10;
  auto few = toy::staff("few", "social prescriber", 1.5);
  few.role_group = "VCSE";
  few.area_id = "L3";
  place.workforce.push_back(few);
  CoverageRequest question;
  question.scheme = "none";
  const auto plain = measure_coverage(place, place.plans[0], question);
  const auto shown = hide_small(plain);
  std::size_t hidden = 0;
  for (const auto& cell : shown.cells)
    if (cell.hidden) {
      ++hidden;
      EXPECT_TRUE(std::isnan(cell.wte));
    }
  EXPECT_GE(hidden, 2u) << "the small one, and one that it could be told from";
  EXPECT_GT(shown.hidden_cells, 0u);
  EXPECT_EQ(shown.equity.gini, plain.equity.gini);
  EXPECT_EQ(shown.total.input, plain.total.input);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
