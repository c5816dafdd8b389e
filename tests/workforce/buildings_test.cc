#include "boundaries/workforce/plan/buildings.h"

#include <coin/Cbc_C_Interface.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>

#include "geo/random.h"

/// Choices of buildings against every choice of small random places, and against a plain integer program.
namespace placewright::boundaries::workforce {
namespace {

constexpr double kEnough = 1e-6;  // relative

BuildingProblem random_problem(geo::Random& random, std::size_t areas, std::size_t buildings) {
  BuildingProblem problem;
  problem.minutes = {areas, buildings, {}};
  std::vector<std::pair<double, double>> area, building;
  for (std::size_t i = 0; i < areas; ++i) area.emplace_back(30 * random.unit(), 30 * random.unit());
  for (std::size_t j = 0; j < buildings; ++j) building.emplace_back(30 * random.unit(), 30 * random.unit());
  for (const auto& [x, y] : area)
    for (const auto& [u, v] : building)
      problem.minutes.minutes.push_back(random.below(40) == 0 ? std::numeric_limits<double>::quiet_NaN()
                                                              : std::hypot(x - u, y - v));
  for (std::size_t i = 0; i < areas; ++i) {
    problem.people.push_back(random.below(15) == 0 ? 0 : 100 + random.below(900));
    problem.fifth.push_back(static_cast<std::int32_t>(i % 5));
    problem.neighbourhood.push_back(static_cast<std::int32_t>(i % 2));
  }
  for (std::size_t j = 0; j < buildings; ++j) {
    Building one;
    one.standing = static_cast<BuildingStanding>(random.below(4));
    one.cost = 1 + random.below(9);
    one.cost_after = one.cost + 1 + random.below(9);
    one.neighbourhood = static_cast<std::int32_t>(j % 2);
    problem.building.push_back(one);
  }
  return problem;
}

// ---- every choice
// -----------------------------------------------------------------------------------------------

/// Least total cost of sending all people to buildings with room, by successive shortest paths; nothing where
/// there is no room.
std::optional<double> transport(const std::vector<double>& people, std::vector<double> room,
                                const std::function<double(std::size_t, std::size_t)>& cost) {
  const std::size_t n = people.size(), m = room.size();
  std::vector<std::vector<double>> flow(n, std::vector<double>(m, 0));
  double total = 0;
  for (std::size_t first = 0; first < n; ++first) {
    double left = people[first];
    while (left > 1e-9) {
      std::vector<double> to_area(n, kNoLimit), to_building(m, kNoLimit);
      std::vector<std::size_t> by_area(m, n), by_building(n, m);
      to_area[first] = 0;
      for (std::size_t round = 0; round < n + m; ++round) {
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t j = 0; j < m; ++j)
            if (to_area[i] + cost(i, j) < to_building[j] - 1e-9) {
              to_building[j] = to_area[i] + cost(i, j);
              by_area[j] = i;
            }
        for (std::size_t j = 0; j < m; ++j)
          for (std::size_t i = 0; i < n; ++i)
            if (flow[i][j] > 1e-9 && to_building[j] - cost(i, j) < to_area[i] - 1e-9) {
              to_area[i] = to_building[j] - cost(i, j);
              by_building[i] = j;
            }
      }
      std::size_t end = m;
      for (std::size_t j = 0; j < m; ++j)
        if (room[j] > 1e-9 && to_building[j] < kNoLimit && (end == m || to_building[j] < to_building[end]))
          end = j;
      if (end == m) return {};
      double amount = std::min(left, room[end]);
      for (std::size_t j = end;;) {
        const auto i = by_area[j];
        if (i == first && by_building[i] == m) break;
        j = by_building[i];
        amount = std::min(amount, flow[i][j]);
      }
      for (std::size_t j = end;;) {
        const auto i = by_area[j];
        flow[i][j] += amount;
        total += amount * cost(i, j);
        if (i == first && by_building[i] == m) break;
        j = by_building[i];
        flow[i][j] -= amount;
        total -= amount * cost(i, j);
      }
      room[end] -= amount;
      left -= amount;
    }
  }
  return total;
}

struct Choice {
  std::vector<char> open, upgraded;
};

bool keeps_counts(const BuildingProblem& problem, const Choice& choice) {
  std::size_t open = 0, closed = 0;
  double cost = 0;
  for (std::size_t j = 0; j < problem.building.size(); ++j) {
    const auto& building = problem.building[j];
    open += choice.open[j] ? 1U : 0U;
    closed += building.standing == BuildingStanding::could_close && !choice.open[j] ? 1U : 0U;
    if (choice.open[j]) cost += choice.upgraded[j] ? building.cost_after : building.cost;
  }
  const auto& rules = problem.rules;
  return (rules.most_open == 0 || open <= rules.most_open) &&
         (rules.closures < 0 || closed == static_cast<std::size_t>(rules.closures)) &&
         cost <= rules.budget + 1e-9;
}

double room_of(const Building& building, bool upgraded) {
  return upgraded ? building.capacity_after : building.capacity;
}

/// Value of a choice, larger is worse; nothing where a rule breaks.
std::optional<double> judge_hubs(const BuildingProblem& problem, const Choice& choice) {
  double minutes = 0, covered = 0;
  const auto today = minutes_to_buildings_today(problem);
  for (std::int32_t n = 0; n < 2; ++n) {
    double best_minutes = kNoLimit, best_covered = -1, people = 0;
    for (std::size_t i = 0; i < problem.people.size(); ++i)
      people += problem.neighbourhood[i] == n ? problem.people[i] : 0;
    if (people == 0) continue;
    for (std::size_t j = 0; j < problem.building.size(); ++j) {
      const auto& building = problem.building[j];
      if (!choice.open[j] || building.neighbourhood != n || room_of(building, choice.upgraded[j]) < people)
        continue;
      double m = 0, c = 0;
      bool may = true;
      for (std::size_t i = 0; i < problem.people.size(); ++i) {
        if (problem.neighbourhood[i] != n || problem.people[i] == 0) continue;
        const double reach = problem.minutes.at(i, j);
        m += problem.people[i] * (std::isnan(reach) ? problem.rules.unreachable : reach);
        c += reach <= problem.rules.threshold ? problem.people[i] : 0;
        may = may && (problem.rules.aim != BuildingAim::cost || reach <= problem.rules.threshold) &&
              (std::isnan(today[i]) || !std::isfinite(problem.rules.harm) ||
               reach <= today[i] + problem.rules.harm);
      }
      if (!may) continue;
      best_minutes = std::min(best_minutes, m);
      best_covered = std::max(best_covered, c);
    }
    if (best_covered < 0) return {};
    minutes += best_minutes;
    covered += best_covered;
  }
  return problem.rules.aim == BuildingAim::covering ? -covered : minutes;
}

std::optional<double> judge_areas(const BuildingProblem& problem, const Choice& choice, bool capacitated) {
  const auto& rules = problem.rules;
  const auto today = minutes_to_buildings_today(problem);
  const auto n = problem.people.size(), m = problem.building.size();
  const bool within = rules.aim == BuildingAim::cost || rules.aim == BuildingAim::covering;
  const auto harms = [&](std::size_t i, double minutes) {
    return !std::isnan(today[i]) && std::isfinite(rules.harm) && !(minutes <= today[i] + rules.harm + 1e-9);
  };
  // One more "building" for who is left beyond.
  std::vector<double> room(m + 1, 1e9);
  for (std::size_t j = 0; j < m; ++j)
    room[j] = !choice.open[j] ? 0 : capacitated ? room_of(problem.building[j], choice.upgraded[j]) : 1e9;
  const auto cost = [&](std::size_t i, std::size_t j) {
    if (j == m) {
      bool reached = true;
      for (std::size_t b = 0; b < m; ++b) reached = reached && !std::isnan(problem.minutes.at(i, b));
      const bool may = rules.aim == BuildingAim::covering ||
                       (rules.aim != BuildingAim::cost && !reached && !harms(i, 1e9));
      return !may ? kNoLimit : rules.aim == BuildingAim::covering ? 0 : rules.unreachable;
    }
    const double minutes = problem.minutes.at(i, j);
    if (!choice.open[j] || std::isnan(minutes) || harms(i, minutes) || (within && minutes > rules.threshold))
      return kNoLimit;
    return rules.aim == BuildingAim::covering ? -1 : minutes;
  };
  if (rules.aim == BuildingAim::covering && std::isfinite(rules.harm))
    for (std::size_t i = 0; i < n; ++i) {
      bool some = std::isnan(today[i]) || problem.people[i] == 0;
      for (std::size_t j = 0; j < m; ++j)
        some = some || (choice.open[j] && problem.minutes.at(i, j) <= today[i] + rules.harm + 1e-9);
      if (!some) return {};
    }
  if (capacitated) return transport(problem.people, room, cost);
  double total = 0;
  std::array<double, 5> minutes{}, people{};
  for (std::size_t i = 0; i < n; ++i) {
    if (problem.people[i] == 0) continue;
    double least = kNoLimit;
    for (std::size_t j = 0; j <= m; ++j) least = std::min(least, cost(i, j));
    if (least == kNoLimit) return {};
    total += problem.people[i] * least;
    minutes[static_cast<std::size_t>(problem.fifth[i])] += problem.people[i] * least;
    people[static_cast<std::size_t>(problem.fifth[i])] += problem.people[i];
  }
  double longest = 0;
  for (std::size_t q = 0; q < 5; ++q)
    if (people[q] > 0) longest = std::max(longest, minutes[q] / people[q]);
  if (longest > rules.fifth_limit + 1e-9) return {};
  return rules.aim == BuildingAim::equity ? longest : total;
}

/// The best value over every choice; nothing where none keeps the rules.
std::optional<double> best_of_all(const BuildingProblem& problem, bool capacitated) {
  const auto m = problem.building.size();
  std::optional<double> best;
  for (std::size_t bits = 0; bits < (std::size_t{1} << m); ++bits) {
    Choice choice{std::vector<char>(m, 1), std::vector<char>(m, 0)};
    bool twice = false;
    for (std::size_t j = 0; j < m; ++j) {
      const bool bit = ((bits >> j) & 1) != 0;
      switch (problem.building[j].standing) {
        case BuildingStanding::existing:
          twice = twice || bit;
          break;
        case BuildingStanding::upgrade:
          choice.upgraded[j] = bit;
          break;
        default:
          choice.open[j] = bit;
      }
    }
    if (twice || !keeps_counts(problem, choice)) continue;
    auto value =
        problem.rules.one_hub ? judge_hubs(problem, choice) : judge_areas(problem, choice, capacitated);
    if (!value) continue;
    if (problem.rules.aim == BuildingAim::cost) {
      value = 0;
      for (std::size_t j = 0; j < m; ++j)
        if (choice.open[j])
          *value += choice.upgraded[j] ? problem.building[j].cost_after : problem.building[j].cost;
    }
    if (!best || *value < *best) best = value;
  }
  if (best && problem.rules.aim == BuildingAim::covering) best = -*best;
  return best;
}

/// How many of them could be answered.
std::size_t agree_with_enumeration(std::uint64_t first, std::uint64_t last) {
  std::size_t possible = 0;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    geo::Random random(seed);
    auto problem = random_problem(random, 8 + random.below(5), 5 + random.below(3));
    auto& rules = problem.rules;
    rules.aim = static_cast<BuildingAim>(seed % 4);
    rules.one_hub = seed % 7 == 0 && rules.aim != BuildingAim::equity;
    rules.threshold = rules.aim == BuildingAim::cost ? 22 : 10;
    const bool capacitated = seed % 3 == 0 && rules.aim != BuildingAim::equity;
    const double people = std::accumulate(problem.people.begin(), problem.people.end(), 0.0);
    if (capacitated)
      for (auto& building : problem.building) {
        building.capacity = std::floor(people * (0.1 + 0.6 * random.unit()));
        building.capacity_after = building.capacity + std::floor(people * 0.3 * random.unit());
      }
    if (random.below(2) == 0) rules.most_open = 2 + random.below(4);
    if (random.below(3) == 0) rules.closures = static_cast<std::int32_t>(random.below(2));
    if (random.below(4) == 0) rules.budget = 15 + random.below(25);
    if (random.below(4) == 0) rules.harm = 5 + random.below(8);
    if (!capacitated && !rules.one_hub && rules.aim == BuildingAim::median && random.below(2) == 0)
      rules.fifth_limit = 8 + random.below(8);
    const auto best = best_of_all(problem, capacitated);
    const auto answer = choose_buildings(problem);
    EXPECT_EQ(answer.found, best.has_value());
    if (!best || !answer.found) {
      EXPECT_EQ(answer.status, BuildingAnswer::Status::impossible);
      EXPECT_FALSE(answer.reasons.empty() && answer.unservable.empty());
      continue;
    }
    ++possible;
    EXPECT_EQ(answer.status, BuildingAnswer::Status::proved);
    EXPECT_NEAR(answer.use.value, *best, kEnough * std::max(1.0, std::abs(*best)));
    std::vector<double> served = answer.use.beyond, in(problem.building.size(), 0);
    for (const auto& flow : answer.use.flow) {
      served[flow.area] += flow.people;
      in[flow.building] += flow.people;
      EXPECT_TRUE(answer.choice.is_open[flow.building]);
    }
    for (std::size_t i = 0; i < served.size(); ++i) EXPECT_NEAR(served[i], problem.people[i], 1e-3);
    for (std::size_t j = 0; j < in.size(); ++j)
      EXPECT_LE(in[j], room_of(problem.building[j], answer.choice.is_upgraded[j] != 0) + 1e-3);
  }
  return possible;
}

TEST(Buildings, SmallRandomPlacesAgreeWithEveryChoice) { EXPECT_GT(agree_with_enumeration(1, 60), 25u); }

TEST(SlowBuildings, TwoHundredRandomPlacesAgreeWithEveryChoice) {
  EXPECT_GT(agree_with_enumeration(1001, 1200), 90u);
}

// ---- a plain integer program
// ------------------------------------------------------------------------------------

/// The p-median with capacities as textbooks write it, every pair a column and a row.
double plain_model(const BuildingProblem& problem) {
  const auto n = problem.people.size(), m = problem.building.size();
  auto* model = Cbc_newModel();
  Cbc_setLogLevel(model, 0);
  Cbc_setParameter(model, "log", "0");
  const auto of = [&](std::size_t i, std::size_t j) { return static_cast<int>(m + i * m + j); };
  for (std::size_t j = 0; j < m; ++j) Cbc_addCol(model, "", 0, 1, 0, 1, 0, nullptr, nullptr);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < m; ++j)
      Cbc_addCol(model, "", 0, 1, problem.people[i] * problem.minutes.at(i, j) / 1000, 0, 0, nullptr,
                 nullptr);
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<int> at;
    for (std::size_t j = 0; j < m; ++j) at.push_back(of(i, j));
    const std::vector<double> ones(m, 1);
    Cbc_addRow(model, "", static_cast<int>(m), at.data(), ones.data(), 'E', 1);
    for (std::size_t j = 0; j < m; ++j) {
      const int pair[] = {of(i, j), static_cast<int>(j)};
      const double value[] = {1, -1};
      Cbc_addRow(model, "", 2, pair, value, 'L', 0);
    }
  }
  std::vector<int> at(m);
  std::iota(at.begin(), at.end(), 0);
  const std::vector<double> ones(m, 1);
  Cbc_addRow(model, "", static_cast<int>(m), at.data(), ones.data(), 'L', problem.rules.most_open);
  for (std::size_t j = 0; j < m; ++j) {
    if (!std::isfinite(problem.building[j].capacity)) continue;
    std::vector<int> row{static_cast<int>(j)};
    std::vector<double> value{-problem.building[j].capacity};
    for (std::size_t i = 0; i < n; ++i) {
      row.push_back(of(i, j));
      value.push_back(problem.people[i]);
    }
    Cbc_addRow(model, "", static_cast<int>(row.size()), row.data(), value.data(), 'L', 0);
  }
  Cbc_solve(model);
  EXPECT_TRUE(Cbc_isProvenOptimal(model));
  const double value = 1000 * Cbc_getObjValue(model);
  Cbc_deleteModel(model);
  return value;
}

/// A hundred areas, each a candidate; ten sites.
void agree_with_plain_model(std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    geo::Random random(seed);
    auto problem = random_problem(random, 100, 100);
    const double people = std::accumulate(problem.people.begin(), problem.people.end(), 0.0);
    for (auto& minutes : problem.minutes.minutes)
      if (std::isnan(minutes)) minutes = 60;
    for (auto& building : problem.building) {
      building.standing = BuildingStanding::proposed;
      if (seed % 2 == 0) building.capacity = std::floor(people * (0.08 + 0.1 * random.unit()));
    }
    problem.rules.most_open = 10;
    const auto answer = choose_buildings(problem);
    ASSERT_TRUE(answer.found);
    EXPECT_EQ(answer.status, BuildingAnswer::Status::proved);
    const double plain = plain_model(problem);
    EXPECT_NEAR(answer.use.value, plain, kEnough * plain);
  }
}

TEST(Buildings, AHundredCandidatesAgreeWithAPlainProgram) { agree_with_plain_model(1, 1); }

TEST(SlowBuildings, TwentyTimesAHundredCandidatesAgreeWithAPlainProgram) { agree_with_plain_model(11, 30); }

TEST(Buildings, TheOneThatIsOpenMayBeTheFarthestOfSomebody) {
  BuildingProblem problem;
  problem.minutes = {2, 3, {1, 5, 30, 30, 25, 1}};
  problem.people = {10, 1000};
  problem.fifth = problem.neighbourhood = {-1, -1};
  problem.building.assign(3, {.standing = BuildingStanding::proposed});
  problem.rules.most_open = 1;
  const auto answer = choose_buildings(problem);
  ASSERT_TRUE(answer.found);
  EXPECT_EQ(answer.choice.is_open, (std::vector<std::uint8_t>{0, 0, 1}));
  EXPECT_NEAR(answer.use.value, 10 * 30 + 1000, 1e-6);
}

// ---- stops and bounds
// -------------------------------------------------------------------------------------------

TEST(Buildings, AStopThatIsAskedForIsObeyedAndNothingIsCalledProved) {
  geo::Random random(3);
  auto problem = random_problem(random, 60, 40);
  for (auto& building : problem.building) building.standing = BuildingStanding::proposed;
  problem.rules.most_open = 8;
  const std::atomic<bool> stop{true};
  const auto answer = choose_buildings(problem, {.stop = &stop});
  EXPECT_EQ(answer.status, BuildingAnswer::Status::stopped);
}

TEST(Buildings, FewNodesLeaveAGapThatHoldsTheBestValue) {
  geo::Random random(8);
  auto problem = random_problem(random, 60, 40);
  const double people = std::accumulate(problem.people.begin(), problem.people.end(), 0.0);
  for (auto& building : problem.building) {
    building.standing = BuildingStanding::proposed;
    building.capacity = std::floor(people * (0.08 + 0.12 * random.unit()));
  }
  problem.rules.most_open = 8;
  const auto best = choose_buildings(problem), cut = choose_buildings(problem, {.nodes = 1});
  ASSERT_TRUE(best.found);
  if (!cut.found) GTEST_SKIP() << "no choice met within one node";
  EXPECT_LE(cut.bound, best.use.value * (1 + kEnough));
  EXPECT_GE(cut.use.value, best.use.value * (1 - kEnough));
  const auto again = choose_buildings(problem, {.nodes = 1});
  EXPECT_EQ(again.choice, cut.choice);
  EXPECT_EQ(again.bound, cut.bound);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
