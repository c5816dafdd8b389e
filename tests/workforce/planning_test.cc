#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "boundaries/workforce/plan/projection.h"
#include "boundaries/workforce/plan/rebalance.h"
#include "boundaries/workforce/plan/siting.h"
#include "boundaries/workforce/plan/siting_wide.h"
#include "boundaries/workforce/supply/alignment.h"
#include "boundaries/workforce/supply/specialist.h"
#include "boundaries/workforce/supply/transport.h"
#include "geo/error.h"
#include "geo/random.h"

namespace placewright::boundaries::workforce {
namespace {

const double kNo = std::numeric_limits<double>::quiet_NaN();

// ---- projection
// -------------------------------------------------------------------------------------------------

TEST(Projection, TheWorkedNeighbourhoodNeedsTheWorkedStaff) {
  const std::vector<double> parent_now{160000, 32000, 6000}, parent_then{163000, 38500, 8100},
      here{32500, 5800, 1200};
  const auto then = project_by_constant_share(parent_now, parent_then, here);
  EXPECT_NEAR(then[0], 33109.375, 1e-9);
  EXPECT_NEAR(then[1], 6978.125, 1e-9);
  EXPECT_NEAR(then[2], 1620, 1e-9);
  ProjectionRule rule{.weight = {.8, 1.9, 3.6}};
  const auto plain = project_requirement(here, then, {24}, rule);
  EXPECT_NEAR(plain.people_now, 39500, 1e-9);
  EXPECT_NEAR(plain.people_then, 41707.5, 1e-9);
  EXPECT_NEAR(plain.weighted_now, 41340, 1e-9);
  EXPECT_NEAR(plain.weighted_then, 45577.9375, 1e-9);
  EXPECT_NEAR(plain.rate_now, 5.805515, 5e-7);
  EXPECT_NEAR(plain.required, 26.4603, 5e-5);
  EXPECT_NEAR(plain.required_crude, 25.3413, 5e-5);
  EXPECT_NEAR(plain.adjusted, plain.required, 1e-12);
  EXPECT_LT(plain.low, plain.adjusted);
  EXPECT_GT(plain.high, plain.adjusted);
  rule.productivity = 0.01;
  rule.years = 10;
  rule.vacancy = 0.08;
  const auto adjusted = project_requirement(here, then, {24}, rule);
  EXPECT_NEAR(adjusted.with_productivity, 23.9542, 5e-5);
  EXPECT_NEAR(adjusted.with_vacancy, 28.7612, 5e-5);
  EXPECT_NEAR(adjusted.adjusted, 26.4603 / std::pow(1.01, 10) / 0.92, 1e-4);
}

TEST(Projection, TheBridgeStartsTodayAddsUpAndEndsAtTheRequirement) {
  const std::vector<double> now{32500, 5800, 1200}, then{33109, 6978, 1620};
  const auto need = project_requirement(
      now, then, {24},
      {.weight = {.8, 1.9, 3.6}, .productivity = .01, .years = 10, .diversion = .05, .vacancy = .08}, 6.5);
  double running = 0;
  for (const auto& step : need.bridge) {
    running += step.change;
    EXPECT_NEAR(step.running, running, 1e-9) << step.what;
  }
  EXPECT_EQ(need.bridge.front().running, 24);
  EXPECT_NEAR(running, need.adjusted, 1e-9);
}

TEST(Projection, ABandWithoutABaseIsMissingAndNewHomesAdd) {
  const auto then = project_by_constant_share(std::vector<double>{0, 100}, std::vector<double>{5, 120},
                                              std::vector<double>{3, 50}, std::vector<double>{0, 10});
  EXPECT_TRUE(std::isnan(then[0]));
  EXPECT_NEAR(then[1], 70, 1e-12);
}

TEST(Projection, AVacancyOfOneIsRefusedAndEditionsGiveARange) {
  const std::vector<double> bands{1};
  EXPECT_THROW((void)project_requirement(bands, bands, {1}, {.weight = {}, .vacancy = 1}), geo::InputError);
  const auto range = range_of_editions(std::vector<double>{26, 24, 25});
  EXPECT_EQ(range.low, 24);
  EXPECT_EQ(range.central, 25);
  EXPECT_EQ(range.high, 26);
}

// ---- specialist sessions
// ----------------------------------------------------------------------------------------

TEST(Specialist, SixSpecialtiesForFiftyThousandPeopleGiveTheWorkedTable) {
  struct Row {
    const char* name;
    double first, follow_up, minutes, week, clinic;
    std::uint32_t rostered;
  };
  const Row rows[] = {
      {"Paediatrics", 19, 31, 1035, 4.9286, 5.8673, 6}, {"Cardiology", 28, 34, 1350, 6.4286, 7.6531, 8},
      {"Dermatology", 22, 36, 1200, 5.7143, 6.8027, 7}, {"Respiratory", 12, 24, 720, 3.4286, 4.0816, 5},
      {"Neurology", 9, 17, 525, 2.5, 2.9762, 3},        {"ENT", 23, 26, 1080, 5.1429, 6.1224, 7}};
  double first = 0, total = 0;
  std::size_t k = 0;
  ASSERT_EQ(default_specialties().size(), std::size(rows));
  for (const auto& specialty : default_specialties()) {
    const auto& row = rows[k++];
    SCOPED_TRACE(row.name);
    EXPECT_EQ(specialty.name, row.name);
    const auto sessions = measure_sessions(specialty, 50000);
    EXPECT_NEAR(sessions.first, row.first, 1e-12);
    EXPECT_NEAR(sessions.follow_up, row.follow_up, 1e-12);
    EXPECT_NEAR(sessions.minutes, row.minutes, 1e-9);
    EXPECT_NEAR(sessions.a_week, row.week, 5e-5);
    EXPECT_NEAR(sessions.a_clinic_week, row.clinic, 5e-5);
    EXPECT_EQ(sessions.rostered, row.rostered);
    first += specialty.first;
    total += specialty.total;
  }
  EXPECT_EQ(first, 113);
  EXPECT_EQ(total, 281);
}

TEST(Specialist, OtherPopulationsGiveTheWorkedSessions) {
  const auto cardiology = default_specialties()[1], neurology = default_specialties()[4];
  EXPECT_NEAR(measure_sessions(cardiology, 38500).a_week, 4.95, 1e-9);
  EXPECT_NEAR(measure_sessions(cardiology, 38500).a_clinic_week, 5.8929, 5e-5);
  EXPECT_EQ(measure_sessions(cardiology, 38500).rostered, 6u);
  EXPECT_NEAR(measure_sessions(neurology, 38500).a_clinic_week, 2.2917, 5e-5);
  EXPECT_EQ(measure_sessions(neurology, 38500).rostered, 3u);
  EXPECT_NEAR(measure_sessions(cardiology, 210000).a_clinic_week, 32.1429, 5e-5);
  EXPECT_EQ(measure_sessions(neurology, 210000).rostered, 13u);
}

TEST(Specialist, PoolingNeedsFewerSessionsAndSharesThemByLargestRemainder) {
  const std::vector<double> people{39500, 40500, 39200, 46000, 44800};
  const std::vector<std::string> id{"N1", "N2", "N3", "N4", "N5"};
  const auto pooling = compare_pooling(default_specialties()[1], people, id);
  EXPECT_EQ(pooling.pooled, 33u);
  EXPECT_EQ(pooling.separate, 35u);
  const std::vector<double> quota{6.2071, 6.3643, 6.16, 7.2286, 7.04};
  for (std::size_t k = 0; k < 5; ++k) EXPECT_NEAR(pooling.quota[k], quota[k], 5e-5);
  EXPECT_EQ(pooling.rostered, (std::vector<std::uint32_t>{6, 7, 6, 7, 7}));
}

TEST(Specialist, SharedSeatsAlwaysAddUpAndTiesGoById) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    geo::Random random(seed);
    std::vector<double> weight;
    std::vector<std::string> id;
    for (int k = 0; k < 9; ++k) {
      weight.push_back(random.unit());
      id.push_back(std::string(1, static_cast<char>('a' + k)));
    }
    const auto share = share_seats(37, weight, id);
    EXPECT_EQ(std::accumulate(share.begin(), share.end(), 0u), 37u);
  }
  EXPECT_EQ(share_seats(1, std::vector<double>{5, 5}, std::vector<std::string>{"b", "a"}),
            (std::vector<std::uint32_t>{0, 1}));
}

TEST(Specialist, DiversionGroupsAndSessionsByHandAreHonoured) {
  Specialty specialty = default_specialties()[1];
  specialty.diverted = 0.5;
  EXPECT_NEAR(measure_sessions(specialty, 50000).minutes, 675, 1e-9);
  specialty.diverted = 0;
  specialty.group_size = 2;
  EXPECT_NEAR(measure_sessions(specialty, 50000).minutes, 28 * 30 + 34 * 15 / 2.0, 1e-9);
  EXPECT_NEAR(measure_sessions({.name = "Geriatrics", .sessions = 4}, 100000).a_week, 8, 1e-12);
  specialty.diverted = 1.5;
  EXPECT_THROW((void)measure_sessions(specialty, 50000), geo::InputError);
}

// ---- alignment
// --------------------------------------------------------------------------------------------------

TEST(Alignment, TwoNetworksOverTwoNeighbourhoodsGiveTheWorkedFigures) {
  const auto alignment = measure_alignment({2, 2, {1200 + 1400, 500 + 100, 300, 1100 + 1500}});
  EXPECT_NEAR(alignment.share_many, 0.852459, 5e-7);
  EXPECT_NEAR(alignment.share_one, 0.852459, 5e-7);
  EXPECT_NEAR(alignment.effective[1], 1.620245, 5e-7);
  EXPECT_EQ(alignment.many_to_one, (std::vector<std::int32_t>{0, 1}));
}

TEST(Alignment, OneToOneMatchingIsTheBestOfAllPermutations) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    geo::Random random(seed);
    constexpr std::size_t n = 5;
    std::vector<double> value;
    for (std::size_t k = 0; k < n * n; ++k) value.push_back(random.below(1000));
    const auto match = match_most(n, n, value);
    double got = 0;
    for (std::size_t r = 0; r < n; ++r)
      got += match[r] < 0 ? 0 : value[r * n + static_cast<std::size_t>(match[r])];
    std::vector<std::size_t> order{0, 1, 2, 3, 4};
    double best = 0;
    do {
      double sum = 0;
      for (std::size_t r = 0; r < n; ++r) sum += value[r * n + order[r]];
      best = std::max(best, sum);
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_EQ(got, best);
  }
}

// ---- rebalance
// --------------------------------------------------------------------------------------------------

TEST(Rebalance, MovesTheLeastAndReachesTheFairShare) {
  const std::vector<double> wte{4, 5, 4.8, 6, 6.5, 7.2}, need{11000, 13500, 8200, 10300, 8800, 8200};
  std::vector<double> minutes(36);
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = 0; j < 6; ++j)
      minutes[i * 6 + j] = 10 * std::abs(static_cast<double>(i) - static_cast<double>(j));
  const auto result = rebalance(wte, need, minutes);
  EXPECT_TRUE(result.possible);
  EXPECT_NEAR(result.moved, 4.679167, 1e-5) << "the least is Hoover's share";
  for (std::size_t k = 0; k < 6; ++k) EXPECT_NEAR(result.after[k], result.fair[k], 1e-5);
  EXPECT_NEAR(std::accumulate(result.after.begin(), result.after.end(), 0.0), 33.5, 1e-9);
}

/// The least moved, then the least minutes, over every way to move whole units: plain recursion over all
/// pairs.
std::pair<int, int> move_by_hand(std::vector<int> have, const std::vector<int>& low,
                                 const std::vector<int>& high, const std::vector<int>& minutes) {
  const std::size_t n = have.size();
  std::pair<int, int> best{1000, 1000000};
  std::function<void(std::size_t, int, int)> walk = [&](std::size_t pair, int moved, int cost) {
    if (moved > best.first || (moved == best.first && cost >= best.second)) return;
    if (pair == n * n) {
      for (std::size_t k = 0; k < n; ++k)
        if (have[k] < low[k] || have[k] > high[k]) return;
      best = {moved, cost};
      return;
    }
    const std::size_t from = pair / n, to = pair % n;
    walk(pair + 1, moved, cost);
    if (from == to || minutes[pair] < 0) return;
    int amount = 0;
    for (; amount < 4; ++amount) {
      --have[from];
      ++have[to];
      walk(pair + 1, moved + amount + 1, cost + (amount + 1) * minutes[pair]);
    }
    have[from] += amount;
    have[to] -= amount;
  };
  walk(0, 0, 0);
  return best;
}

TEST(Rebalance, AgreesWithTryingEveryWayToMoveWholePosts) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    geo::Random random(seed);
    constexpr std::size_t n = 3;
    // Equal need, a sum that divides by three, and a tolerance that gives whole limits.
    std::vector<double> wte(n), need(n, 1), minutes(n * n, 0);
    std::vector<int> have(n), low(n), high(n), plain(n * n, 0);
    do {
      for (std::size_t k = 0; k < n; ++k) have[k] = static_cast<int>(2 + random.below(7));
    } while ((have[0] + have[1] + have[2]) != 15);
    const int slack = static_cast<int>(random.below(2));
    for (std::size_t k = 0; k < n; ++k) {
      wte[k] = have[k];
      low[k] = 5 - slack;
      high[k] = 5 + slack;
    }
    for (std::size_t k = 0; k < n * n; ++k) {
      plain[k] = random.below(4) == 0 ? -1 : static_cast<int>(1 + random.below(30));
      minutes[k] = plain[k] < 0 ? kNo : plain[k];
    }
    const auto result = rebalance(wte, need, minutes, {.tolerance = slack / 5.0});
    const auto [moved, cost] = move_by_hand(have, low, high, plain);
    if (moved == 1000) {
      EXPECT_FALSE(result.possible);
      continue;
    }
    EXPECT_TRUE(result.possible);
    EXPECT_NEAR(result.moved, moved, 1e-4);
    EXPECT_NEAR(result.wte_minutes, cost, 1e-2);
  }
}

TEST(Rebalance, TwoShortMovesAreNotTakenForOneLongOne) {
  // A has 3 too many, C 3 too few, each may be off by 1: two posts must move. By way of B they would travel
  // less, but three moves would be made for two.
  const auto result = rebalance(std::vector<double>{8, 5, 2}, std::vector<double>{1, 1, 1},
                                std::vector<double>{0, 1, 100, 1, 0, 1, 100, 1, 0}, {.tolerance = 0.2});
  EXPECT_NEAR(result.moved, 2, 1e-6);
  EXPECT_NEAR(result.wte_minutes, 200, 1e-3);
}

TEST(Rebalance, SaysWhatStaysUnmetWhenNoTripIsShortEnough) {
  const auto result = rebalance(std::vector<double>{10, 0}, std::vector<double>{1, 1},
                                std::vector<double>{0, 50, 50, 0}, {.longest_minutes = 30});
  EXPECT_FALSE(result.possible);
  EXPECT_TRUE(result.transfers.empty());
  EXPECT_NEAR(result.unmet, 5, 1e-6);  // the lack alone
  EXPECT_NEAR(result.over, 5, 1e-6);
}

TEST(Rebalance, StaffStartFromTheirBaseAndTheNearestBaseGivesFirst) {
  // Both bases serve A, which has 6 too many; the one in C's town is 5 minutes from C, the other 60.
  const std::vector<StaffPool> pools{{0, 8, {0, 60, 60}}, {0, 4, {10, 40, 5}}, {1, 3, {40, 0, 40}}};
  const auto result = rebalance_pools(pools, std::vector<double>{1, 1, 1});
  EXPECT_NEAR(result.moved, 7, 1e-5);
  ASSERT_EQ(result.transfers.size(), 3u);
  double from_near = 0;
  for (const auto& transfer : result.transfers) {
    EXPECT_EQ(transfer.from, 0u);
    if (transfer.pool == 1) from_near += transfer.wte;
    EXPECT_EQ(transfer.minutes, pools[transfer.pool].minutes[transfer.to]);
  }
  EXPECT_NEAR(from_near, 4, 1e-5);
  EXPECT_NEAR(result.wte_minutes, 4 * 5 + 60 * 3, 1e-2);
  for (const double after : result.after) EXPECT_NEAR(after, 5, 1e-5);
}

TEST(Rebalance, PoolsOfWholeUnitsAreThePlainProblem) {
  geo::Random random(4);
  for (int round = 0; round < 20; ++round) {
    SCOPED_TRACE(round);
    std::vector<double> wte, need, minutes;
    std::vector<StaffPool> pools;
    for (std::uint32_t k = 0; k < 5; ++k) {
      wte.push_back(10 * random.unit());
      need.push_back(1 + random.unit());
    }
    for (int k = 0; k < 25; ++k) minutes.push_back(60 * random.unit());
    for (std::uint32_t k = 0; k < 5; ++k)
      for (const double part : {0.3, 0.7})
        pools.push_back({k, part * wte[k], {minutes.begin() + 5 * k, minutes.begin() + 5 * k + 5}});
    const auto plain = rebalance(wte, need, minutes), split = rebalance_pools(pools, need);
    EXPECT_NEAR(split.moved, plain.moved, 1e-4);
    EXPECT_NEAR(split.wte_minutes, plain.wte_minutes, 1e-2);
  }
}

// ---- siting
// -----------------------------------------------------------------------------------------------------

SitingProblem random_siting(std::uint64_t seed, std::size_t areas, std::size_t candidates,
                            std::uint32_t sites, bool today) {
  geo::Random random(seed);
  SitingProblem problem;
  problem.minutes = {areas, candidates, {}};
  problem.sites = sites;
  std::vector<std::pair<double, double>> at(areas), site(candidates);
  for (auto& p : at) p = {60 * random.unit(), 60 * random.unit()};
  for (auto& p : site) p = {60 * random.unit(), 60 * random.unit()};
  for (std::size_t i = 0; i < areas; ++i) {
    problem.people.push_back(1000 + random.below(2000));
    if (today) problem.minutes_today.push_back(random.below(8) == 0 ? kNo : 10 + 50 * random.unit());
    for (std::size_t j = 0; j < candidates; ++j)
      problem.minutes.minutes.push_back(
          random.below(30) == 0 ? kNo
                                : std::hypot(at[i].first - site[j].first, at[i].second - site[j].second));
  }
  return problem;
}

/// Every set of sites, one after the other.
double enumerate(const SitingProblem& problem, SitingAim aim) {
  std::vector<std::uint32_t> site;
  double best = aim == SitingAim::covering ? -1 : std::numeric_limits<double>::infinity();
  std::function<void(std::uint32_t)> choose = [&](std::uint32_t from) {
    if (site.size() == problem.sites) {
      const double value = measure_siting(problem, aim, site);
      best = aim == SitingAim::covering ? std::max(best, value) : std::min(best, value);
      return;
    }
    for (auto j = from; j < problem.minutes.sites; ++j) {
      site.push_back(j);
      choose(j + 1);
      site.pop_back();
    }
  };
  choose(0);
  return best;
}

TEST(Siting, EqualsFullEnumerationForAHundredAreasAndFiveSites) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed)
    for (const auto aim : {SitingAim::median, SitingAim::covering, SitingAim::centre}) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " " << siting_name(aim));
      auto problem = random_siting(seed, 100, 18, 5, seed % 2 == 0);
      problem.threshold = 14;
      const auto siting = choose_sites(problem, aim);
      EXPECT_TRUE(siting.proved);
      EXPECT_EQ(siting.site.size(), 5u);
      EXPECT_NEAR(siting.value, measure_siting(problem, aim, siting.site), 1e-9);
      EXPECT_NEAR(siting.value, enumerate(problem, aim), 1e-6);
    }
}

TEST(Siting, EveryAreaMayBeACandidateAndTheBoundNeverCrossesTheAnswer) {
  for (const auto aim : {SitingAim::median, SitingAim::covering, SitingAim::centre}) {
    SCOPED_TRACE(siting_name(aim));
    auto problem = random_siting(9, 100, 100, 2, true);
    const auto siting = choose_sites(problem, aim);
    EXPECT_TRUE(siting.proved);
    EXPECT_NEAR(siting.value, enumerate(problem, aim), 1e-6);
    const auto cut_short = choose_sites(problem, aim, {.nodes = 1});
    if (aim == SitingAim::covering)
      EXPECT_GE(cut_short.bound, siting.value - 1e-6);
    else
      EXPECT_LE(cut_short.bound, siting.value + 1e-6);
  }
}

TEST(Siting, AWideSearchIsNearTheBestAndItsBoundHolds) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed)
    for (const auto aim : {SitingAim::median, SitingAim::covering, SitingAim::centre}) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " " << siting_name(aim));
      geo::Random random(seed);
      WideSitingProblem wide;
      SitingProblem plain;
      constexpr std::size_t kAreas = 90;
      plain.minutes = {kAreas, kAreas, {}};
      plain.sites = wide.sites = 3;
      plain.threshold = wide.threshold = 15;
      for (std::size_t i = 0; i < kAreas; ++i) {
        wide.x.push_back(60 * random.unit());
        wide.y.push_back(60 * random.unit());
        wide.people.push_back(1000 + random.below(2000));
        wide.minutes_today.push_back(random.below(3) == 0 ? kNo : 20 + 60 * random.unit());
      }
      const auto trip = [&](std::size_t i, std::size_t j) {
        return std::hypot(wide.x[i] - wide.x[j], wide.y[i] - wide.y[j]);
      };
      for (std::size_t i = 0; i < kAreas; ++i)
        for (std::size_t j = 0; j < kAreas; ++j) plain.minutes.minutes.push_back(trip(i, j));
      plain.people = wide.people;
      plain.minutes_today = wide.minutes_today;
      wide.metric = true;
      wide.minutes_to = [&](std::uint32_t j, std::span<double> minutes) {
        for (std::size_t i = 0; i < minutes.size(); ++i) minutes[i] = trip(i, j);
      };
      const auto best = choose_sites(plain, aim);
      ASSERT_TRUE(best.proved);
      const auto found = choose_sites_wide(wide, aim, {}, 20 * kAreas);
      EXPECT_EQ(found.site.size(), 3u);
      EXPECT_NEAR(found.value, measure_siting(plain, aim, found.site), 1e-6 * found.value);
      if (aim == SitingAim::covering) {
        EXPECT_GE(found.bound, best.value - 1e-6);
        EXPECT_GE(found.value, 0.93 * best.value);
      } else {
        EXPECT_LE(found.bound, best.value + 1e-6);
        EXPECT_LE(found.value, (aim == SitingAim::median ? 1.05 : 1.5) * best.value);
      }
    }
}

TEST(Siting, MoreSitesThanCandidatesAreRefused) {
  auto problem = random_siting(1, 5, 2, 3, false);
  EXPECT_THROW((void)choose_sites(problem, SitingAim::median), geo::InputError);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
