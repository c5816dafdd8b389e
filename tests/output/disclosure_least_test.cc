#include <coin/Cbc_C_Interface.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "boundaries/workforce/supply/roles.h"
#include "tests/output/random_town.h"

/// How much is hidden, against the least that protects the few, by an integer program.
namespace placewright::boundaries::output {
namespace {

/// A figure of the published tables as a sum of posts.
struct Sum {
  Attack::Holds holds;
  double room;   ///< above 0: of few staff, whose range must reach from 0 to here
  bool hidden;   ///< in what was published
  bool is_cell;  ///< of a role group and unit: where it is hidden it must look as if it could be nobody
};

/// Cells of role groups by unit, units, rows of role groups, families.
std::vector<Sum> sums_of(const Town& town, const datasets::PlanRecord& plan, const Coverage& coverage) {
  std::map<std::string, std::string> unit_of;
  for (const auto& row : plan.assignments) unit_of[row.area] = row.neighbourhood;
  const auto shown = json::parse(coverage_json(coverage));
  std::vector<Sum> sums;
  const auto add = [&](const Attack::Holds& holds, bool hidden, bool is_cell = false) {
    const auto [wte, heads] = staff_of(town, holds);
    if (wte > 0)
      sums.push_back({holds, !is_few(town, holds) ? 0 : heads < 5 ? 5 : kThreshold, hidden, is_cell});
  };
  for (const auto& cell : role_cells(town, plan, coverage)) add(cell.holds, cell.hidden, true);
  for (const auto& unit : shown["units"])
    add([&areas = town.place.areas, unit_of, id = unit["id"].get<std::string>()](
            const Post& post) { return unit_of.at(areas.code[post.area]) == id; },
        unit.contains("hidden"));
  for (const auto& [group, total] : shown["by_role_group"].items())
    add([group = group](const Post& post) { return post.group == group; }, total.contains("hidden"));
  for (const auto& family : shown["families"])
    add([name = family["family"].get<std::string>()](
            const Post& post) { return workforce::find_role_group(post.group).family == name; },
        family.contains("hidden"));
  return sums;
}

/// The least or greatest value of a sum, and the shown sums that the bound rests on.
struct Bound {
  double value;
  std::set<std::size_t> rests_on;
};

Bound bound(const Town& town, const std::vector<Sum>& sums, const std::vector<bool>& hidden, std::size_t of,
            double sign) {
  const std::unique_ptr<Clp_Simplex, void (*)(Clp_Simplex*)> model(Clp_newModel(), Clp_deleteModel);
  Clp_setLogLevel(model.get(), 0);
  std::vector<std::size_t> at;
  std::vector<double> value;
  for (std::size_t s = 0; s <= sums.size(); ++s) {
    if (s < sums.size() && hidden[s]) continue;
    at.push_back(s);  // the last is the sum of everybody, which is always told
    value.push_back(staff_of(
                        town, s < sums.size() ? sums[s].holds : [](const Post&) { return true; })
                        .first);
  }
  std::vector<int> start{0}, row;
  std::vector<double> one, cost;
  for (const auto& post : town.posts) {
    for (std::size_t r = 0; r < at.size(); ++r)
      if (at[r] == sums.size() || sums[at[r]].holds(post)) row.push_back(static_cast<int>(r));
    start.push_back(static_cast<int>(row.size()));
    cost.push_back(sums[of].holds(post) ? sign : 0);
  }
  one.assign(row.size(), 1);
  const std::vector<double> least(cost.size(), 0), most(cost.size(), 1e6);
  Clp_loadProblem(model.get(), static_cast<int>(cost.size()), static_cast<int>(at.size()), start.data(),
                  row.data(), one.data(), least.data(), most.data(), cost.data(), value.data(), value.data());
  Clp_primal(model.get(), 0);
  EXPECT_EQ(Clp_status(model.get()), 0);
  Bound found{sign * Clp_objectiveValue(model.get()), {}};
  for (std::size_t r = 0; r < at.size(); ++r)
    if (std::abs(Clp_dualRowSolution(model.get())[r]) > 1e-7 && at[r] < sums.size())
      found.rests_on.insert(at[r]);
  return found;
}

/// The fewest sums to hide: a covering program over the shown sums that bounds rest on, grown until no bound
/// on a hidden cell, or on the few elsewhere, is too tight.
std::size_t least_hidden(const Town& town, const std::vector<Sum>& sums) {
  std::set<std::pair<std::size_t, std::set<std::size_t>>>
      covers;  // where the first is hidden, one of these is
  while (true) {
    auto* model = Cbc_newModel();
    Cbc_setLogLevel(model, 0);
    Cbc_setParameter(model, "log", "0");
    for (const auto& sum : sums) Cbc_addCol(model, "", sum.room > 0 ? 1 : 0, 1, 1, 1, 0, nullptr, nullptr);
    for (const auto& [of, cover] : covers) {
      std::vector<int> at(cover.begin(), cover.end());
      std::vector<double> one(at.size(), 1);
      at.push_back(static_cast<int>(of));
      one.push_back(-1);
      Cbc_addRow(model, "", static_cast<int>(at.size()), at.data(), one.data(), 'G', 0);
    }
    Cbc_solve(model);
    EXPECT_TRUE(Cbc_isProvenOptimal(model));
    std::vector<bool> hidden;
    for (std::size_t s = 0; s < sums.size(); ++s) hidden.push_back(Cbc_getColSolution(model)[s] > 0.5);
    Cbc_deleteModel(model);
    const auto before = covers.size();
    for (std::size_t s = 0; s < sums.size(); ++s) {
      if (!hidden[s] || !(sums[s].is_cell || sums[s].room > 0)) continue;
      const double room = std::max(sums[s].room, kThreshold);
      const auto low = bound(town, sums, hidden, s, 1), high = bound(town, sums, hidden, s, -1);
      if (low.value > kLoose && !low.rests_on.empty()) covers.emplace(s, low.rests_on);
      if (high.value < room - kLoose && !high.rests_on.empty()) covers.emplace(s, high.rests_on);
    }
    if (covers.size() == before)
      return static_cast<std::size_t>(std::count(hidden.begin(), hidden.end(), true));
  }
}

void compare_with_least(std::uint64_t first, std::uint64_t last) {
  std::size_t hidden_in_all = 0, least_in_all = 0;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto town = random_town(seed, 3, 3);
    if (town.posts.empty()) continue;
    const auto& plan = town.place.plans[0];
    const auto published = workforce::publish_coverage(town.place, plan, question_of_towns());
    const auto sums = sums_of(town, plan, published.coverage);
    const auto hidden = static_cast<std::size_t>(
        std::count_if(sums.begin(), sums.end(), [](const auto& sum) { return sum.hidden; }));
    const auto least = least_hidden(town, sums);
    EXPECT_LE(hidden, 2 * least);
    EXPECT_GE(hidden, least) << "the integer program finds the least";
    hidden_in_all += hidden;
    least_in_all += least;
  }
  testing::Test::RecordProperty("hidden", std::to_string(hidden_in_all));
  testing::Test::RecordProperty("least", std::to_string(least_in_all));
  EXPECT_GT(least_in_all, 0U);
}

TEST(DisclosureLeast, AtMostTwiceTheLeastIsHidden) { compare_with_least(1, 10); }
TEST(SlowDisclosureLeast, AtMostTwiceTheLeastIsHiddenIn50Towns) { compare_with_least(1, 50); }

}  // namespace
}  // namespace placewright::boundaries::output
