#include "viewer/session/figures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "demo_session.h"
#include "geo/random.h"
#include "viewer/panels/chart.h"
#include "viewer/panels/grid.h"

namespace placewright::viewer {
namespace {

Figure random_figure(geo::Random& random, std::size_t count) {
  Figure figure{"figure", "", {}};
  const double scale = std::pow(10, static_cast<double>(random.below(7)) - 3);
  for (std::size_t i = 0; i < count; ++i)
    figure.value.push_back(random.below(9) == 0 ? std::nan("")
                                                : (static_cast<double>(random.below(2000)) - 300) * scale);
  return figure;
}

TEST(Bins, EveryAreaWithAFigureLiesInOneBinAndABrushOverAllBinsTakesThemAll) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    geo::Random random(seed);
    const auto figure = random_figure(random, 1 + random.below(300));
    const std::vector<std::uint8_t> inside(figure.value.size(), 1);
    std::vector<std::uint8_t> marked(figure.value.size(), 0);
    for (auto& mark : marked) mark = random.below(2) == 0;
    const auto bins = bin_areas(figure, inside, marked, 36);
    EXPECT_LE(bins.all.size(), 36u);
    const auto counted = std::accumulate(bins.all.begin(), bins.all.end(), std::size_t{0});
    EXPECT_EQ(counted + bins.missing, figure.value.size());
    std::size_t brushed = 0;
    for (std::size_t bin = 0; bin < bins.all.size(); ++bin) {
      const auto areas = areas_between(figure, bins.from + static_cast<double>(bin) * bins.width,
                                       bins.from + static_cast<double>(bin + 1) * bins.width);
      brushed += areas.size();
      EXPECT_LE(bins.marked[bin], bins.all[bin]);
    }
    EXPECT_EQ(brushed, counted);
  }
}

TEST(Bins, OneValueIsOneBinAndNoValueIsNone) {
  const std::vector<std::uint8_t> two(2, 1);
  EXPECT_EQ(bin_areas({"f", "", {7, 7}}, two, two, 36).all, std::vector<std::uint32_t>{2});
  const auto none = bin_areas({"f", "", {std::nan(""), std::nan("")}}, two, two, 36);
  EXPECT_TRUE(none.all.empty());
  EXPECT_EQ(none.missing, 2u);
}

TEST(NeighbourhoodFigures, AddUpToThoseOfTheAreas) {
  const DemoFile file(250);
  const auto session = Session::open(file.path, "");
  const auto of_areas = area_figures(session);
  const auto figures = neighbourhood_figures(session, of_areas);
  const auto& areas = session.place().areas;
  const auto of = [](const std::vector<Figure>& all, const std::string& name) {
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const auto& figure) { return figure.name == name; });
    return at == all.end() ? nullptr : &*at;
  };
  const auto *people = of(figures, "People"), *number = of(figures, "Areas"),
             *mean = of(figures, "Deprivation score, mean");
  ASSERT_TRUE(people != nullptr && number != nullptr && mean != nullptr);
  for (const auto& figure : figures)
    EXPECT_EQ(figure.value.size(), session.state().entries.size()) << figure.name;
  // The means, weighted by people, give back the sum over the areas that have a score.
  double by_area = 0, by_neighbourhood = 0, all = 0, sum = 0;
  std::vector<double> weight(session.state().entries.size(), 0);
  for (std::size_t area = 0; area < areas.size(); ++area) {
    const auto label = session.state().label[area];
    if (label < 0) continue;
    all += areas.population[area];
    if (std::isnan(areas.imd_score[area])) continue;
    by_area += areas.population[area] * areas.imd_score[area];
    weight[static_cast<std::size_t>(label)] += areas.population[area];
  }
  for (std::size_t row = 0; row < weight.size(); ++row) {
    if (weight[row] > 0) by_neighbourhood += weight[row] * mean->value[row];
    if (!std::isnan(people->value[row])) sum += people->value[row];
  }
  EXPECT_NEAR(by_neighbourhood, by_area, 1e-6 * by_area);
  EXPECT_NEAR(sum, all, 1e-6 * all);
}

TEST(Correlation, OfAFigureWithItselfIsOneAndWithItsNegativeMinusOne) {
  geo::Random random(4);
  const auto figure = random_figure(random, 50);
  auto negative = figure;
  for (auto& value : negative.value) value = -value;
  EXPECT_NEAR(correlation(figure, figure), 1, 1e-12);
  EXPECT_NEAR(correlation(figure, negative), -1, 1e-12);
  EXPECT_TRUE(std::isnan(correlation({"", "", {1, 2}}, {"", "", {1, 2}})));
}

TEST(Ticks, AreRoundLieWithinTheAxisAndAreNotTooMany) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    geo::Random random(seed);
    const double from = (static_cast<double>(random.below(2000)) - 1000) / 7,
                 to = from + std::pow(10, static_cast<double>(random.below(9)) - 4) * (1 + random.below(9));
    const auto values = ui::ticks(from, to, 6);
    EXPECT_LE(values.size(), 7u);
    EXPECT_GE(values.size(), 1u);
    for (const double value : values) {
      EXPECT_GE(value, from - (to - from) * 1e-6);
      EXPECT_LE(value, to + (to - from) * 1e-6);
    }
  }
  EXPECT_TRUE(ui::ticks(1, 1, 5).empty());
  EXPECT_EQ(ui::tick_text(2500, 500), "2,500");
  EXPECT_EQ(ui::tick_text(0.3, 0.05), "0.30");
}

const boundaries::output::Table kTable{"t",
                                       "",
                                       {{"Name", 0, ""}, {"Figure", 1, ""}},
                                       {{std::string("Oak"), 3.0},
                                        {std::string("ash"), std::nan("")},
                                        {std::string("Elm"), 1.25},
                                        {std::string("oakley"), 2.0}}};

TEST(Grid, SortsByAColumnWithTheMissingLastBothWays) {
  EXPECT_EQ(grid_order(kTable, "", 1, false), (std::vector<std::size_t>{2, 3, 0, 1}));
  EXPECT_EQ(grid_order(kTable, "", 1, true), (std::vector<std::size_t>{0, 3, 2, 1}));
  EXPECT_EQ(grid_order(kTable, "", -1, false), (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST(Grid, TheFilterLooksIntoWordsWhateverTheirCase) {
  EXPECT_EQ(grid_order(kTable, "OAK", -1, false), (std::vector<std::size_t>{0, 3}));
  EXPECT_TRUE(grid_order(kTable, "1.25", -1, false).empty());
}

TEST(Grid, CopiesTheRowsShownAsASpreadsheetPastesThem) {
  EXPECT_EQ(grid_text(kTable, {2, 1}), "Name\tFigure\nElm\t1.2\nash\t\n");
}

}  // namespace
}  // namespace placewright::viewer
