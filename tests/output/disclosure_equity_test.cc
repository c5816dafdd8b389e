#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "tests/output/random_town.h"

/// Slopes, Gini and ratios are no sums: that they tell nothing of a hidden cell is shown by tables in which
/// the cell is nobody, or as many as the threshold, and everything reads as it was shown.
namespace placewright::boundaries::output {
namespace {

/// Posts that fit what is shown, with the target's sum as asked; of those the ones whose units and areas
/// differ least from the truth, each weighed at random. Empty where there are none.
std::vector<double> find_table(const Town& town, const Attack& attack, const std::vector<double>& target,
                               double least, double most, geo::Random& random) {
  struct Row {
    std::vector<double> posts;
    double low, high;
  };
  std::vector<Row> rows, totals;
  for (const auto& row : attack.rows()) rows.push_back({row.posts, row.low, row.high});
  rows.push_back({target, least, most});
  const auto add_total = [&](const Attack::Holds& holds) {
    const double wte = staff_of(town, holds).first;
    totals.push_back({attack.posts_of(holds), wte, wte});
  };
  for (std::size_t i = 0; i < town.unit_of_area.size(); ++i) {
    add_total([&](const Post& post) { return post.area == i; });
    add_total([&](const Post& post) { return town.unit_of_area[post.area] == town.unit_of_area[i]; });
  }
  const std::unique_ptr<Clp_Simplex, void (*)(Clp_Simplex*)> model(Clp_newModel(), Clp_deleteModel);
  Clp_setLogLevel(model.get(), 0);
  const std::size_t posts = town.posts.size();
  std::vector<int> start{0}, at;
  std::vector<double> value, cost, low, high;
  const double odd = random.below(2) * random.unit();  // off the shortest way, to meet others than a corner
  for (std::size_t p = 0; p < posts; ++p) cost.push_back(odd * random.unit());
  for (const auto* list : {&rows, &totals})
    for (const auto& row : *list) {
      low.push_back(row.low);
      high.push_back(row.high);
    }
  for (std::size_t p = 0; p < posts; ++p) {
    for (std::size_t r = 0; r < low.size(); ++r)
      if ((r < rows.size() ? rows[r] : totals[r - rows.size()]).posts[p] != 0) {
        at.push_back(static_cast<int>(r));
        value.push_back(1);
      }
    start.push_back(static_cast<int>(at.size()));
  }
  for (std::size_t t = 0; t < totals.size(); ++t)
    for (const double sign : {1.0, -1.0}) {
      at.push_back(static_cast<int>(rows.size() + t));
      value.push_back(sign);
      start.push_back(static_cast<int>(at.size()));
      cost.push_back(0.2 + random.unit());
    }
  const std::vector<double> none(cost.size(), 0), any(cost.size(), kNoLimit);
  Clp_loadProblem(model.get(), static_cast<int>(cost.size()), static_cast<int>(low.size()), start.data(),
                  at.data(), value.data(), none.data(), any.data(), cost.data(), low.data(), high.data());
  Clp_primal(model.get(), 0);
  if (Clp_status(model.get()) != 0) return {};
  const double* found = Clp_primalColumnSolution(model.get());
  return {found, found + posts};
}

bool reads_the_same(double shown, double other) {
  for (int digits = 0; digits <= 4; ++digits) {
    const double unit = std::pow(10, digits);
    if (std::abs(shown * unit - std::round(shown * unit)) < 1e-9)
      return std::abs(std::round(other * unit) / unit - shown) < 1e-9;
  }
  return std::abs(shown - other) <= 1e-5 * std::max(1.0, std::abs(shown));
}

/// The first measure or sentence that does not read as it was shown; "" where all do.
std::string difference(const json& shown, const json& other, const std::string& name = "") {
  if (shown.is_object()) {
    for (const auto& [key, value] : shown.items())
      if (auto found = difference(value, other.at(key), name + "/" + key); !found.empty()) return found;
    return "";
  }
  if (name.ends_with("sentences")) {
    for (const auto& sentence : shown)
      if (sentence.get<std::string>().find("ithheld") == std::string::npos &&
          std::find(other.begin(), other.end(), sentence) == other.end())
        return name;
    return "";
  }
  if (!shown.is_number()) return "";
  return other.is_number() && reads_the_same(shown.get<double>(), other.get<double>()) ? "" : name;
}

/// Whether the equity of a place with these posts reads as it was shown.
std::string equity_difference(const Town& town, const std::vector<double>& wte, const json& shown) {
  auto place = town.place;
  for (std::size_t p = 0; p < wte.size(); ++p) place.workforce[p].wte = std::max(0.0, wte[p]);
  const auto other = json::parse(
      coverage_json(workforce::measure_coverage(place, town.place.plans[0], question_of_towns())));
  for (const auto* equity : {"equity", "equity_within_place"})
    if (auto found = difference(shown.at(equity), other.at(equity)); !found.empty()) return equity + found;
  return "";
}

/// Hidden cells searched for, and measures that were shown beside them.
std::pair<std::size_t, std::size_t> search_tables(std::uint64_t first, std::uint64_t last) {
  std::size_t cells_searched = 0, measures = 0;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    geo::Random random(seed, 3);
    const auto town = random_town(seed, 7, 3);
    if (town.posts.empty()) continue;
    const auto& plan = town.place.plans[0];
    const auto published = workforce::publish_coverage(town.place, plan, question_of_towns());
    const auto shown = json::parse(coverage_json(published.coverage));
    Attack attack(town);
    attack.learn_all(town, plan, published.coverage);
    bool some = false;
    for (const auto& cell : role_cells(town, plan, published.coverage)) {
      if (!cell.hidden) continue;
      some = true;
      ++cells_searched;
      const auto target = attack.posts_of(cell.holds);
      const auto [wte, heads] = staff_of(town, cell.holds);
      const double room = heads < 5 ? 5 : kThreshold;  // where headcounts are known, of people
      for (const bool from_below : {true, false}) {
        if (!from_below && wte >= room) continue;  // the true table is one
        std::string why = "no table fits";
        for (int attempt = 0; attempt < 200 && !why.empty(); ++attempt)
          if (const auto table =
                  find_table(town, attack, target, from_below ? 0 : room + (attempt % 4) * 2 * random.unit(),
                             from_below ? 1e-6 : 1e6, random);
              !table.empty())
            why = equity_difference(town, table, shown);
        EXPECT_EQ(why, "") << cell.unit << " " << cell.group
                           << (from_below ? " of nobody" : " of the threshold");
      }
    }
    if (some)
      for (const auto* equity : {"equity", "equity_within_place"})
        for (const auto& [name, value] : shown[equity].items()) measures += value.is_number() ? 1U : 0U;
  }
  return {cells_searched, measures};
}

TEST(DisclosureEquity, AHiddenCellCanBeNobodyOrTheThresholdWhateverTheMeasuresSay) {
  const auto [cells, measures] = search_tables(1, 6);
  EXPECT_GT(cells, 10U);
  EXPECT_GT(measures, 10U) << "not everything is withheld";
}
TEST(SlowDisclosureEquity, AHiddenCellOf60TownsCanBeNobodyOrTheThreshold) {
  const auto [cells, measures] = search_tables(1, 60);
  EXPECT_GT(cells, 100U);
  EXPECT_GT(measures, 200U);
}

}  // namespace
}  // namespace placewright::boundaries::output
