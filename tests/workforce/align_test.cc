#include "boundaries/workforce/align/align.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <map>
#include <set>

#include "boundaries/workforce/align/territory.h"
#include "geo/error.h"
#include "geo/random.h"
#include "tests/workforce/toy_staff.h"

/// Realignment of PCNs against the worked example and against every membership of small random places.
namespace placewright::boundaries::workforce {
namespace {

AlignRules free_lists() {
  AlignRules rules;
  rules.min_list = 0;
  rules.max_list = 1e9;
  return rules;
}

datasets::Place worked_example() {
  auto place = toy::place_of({{"L1", 1500}, {"L2", 1600}, {"L3", 1600}, {"L4", 1400}});
  place.sites = {toy::practice("P1", "PCN1", "L1"), toy::practice("P2", "PCN2", "L2")};
  place.registrations = {{"P1", "L1", 1200}, {"P2", "L1", 300},  {"P1", "L2", 500}, {"P2", "L2", 1100},
                         {"P1", "L3", 100},  {"P2", "L3", 1500}, {"P1", "L4", 1400}};
  place.adjacency = {{0, 1, 100, "exact"}, {1, 2, 100, "exact"}, {0, 3, 100, "exact"}};
  place.plans = {toy::plan_of({{"L1", "H1"}, {"L2", "H2"}, {"L3", "H2"}, {"L4", "H1"}})};
  return place;
}

TEST(Align, TheWorkedExampleIsAlignedAsItIsAndNothingMovesThere) {
  const auto place = worked_example();
  const auto answer = realign(build_align_problem(place, place.plans[0], free_lists()), {.moves = 2});
  EXPECT_NEAR(answer.today.share(), 0.852459, 5e-7);
  ASSERT_EQ(answer.curve.size(), 3u);
  for (const auto& row : answer.curve) {
    EXPECT_NEAR(row.any.measure.share(), 0.852459, 5e-7);
    EXPECT_TRUE(row.any.proved && row.whole.proved);
    EXPECT_EQ(row.whole.measure.moves, 0u);  // each PCN keeps its one practice
  }
}

TEST(Align, APracticeMovesToThePcnAtHomeWhereItsPatientsLive) {
  auto place = worked_example();
  place.sites.push_back(toy::practice("P3", "PCN1", "L3"));
  place.registrations.push_back({"P3", "L3", 900});
  place.registrations.push_back({"P3", "L4", 100});
  const auto answer = realign(build_align_problem(place, place.plans[0], free_lists()), {.moves = 1});
  const auto& row = answer.curve.at(1);
  const auto changes = describe_changes(answer.problem, row.whole.membership);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(answer.problem.practice[changes[0].practice], "P3");
  EXPECT_EQ(answer.problem.pcn[changes[0].to], "PCN2");
  EXPECT_NEAR(changes[0].gain, 800, 1e-9);
  EXPECT_NEAR(changes[0].at_home_before, 0.1, 1e-12);
  EXPECT_NEAR(changes[0].at_home_after, 0.9, 1e-12);
  EXPECT_NEAR(row.whole.measure.moved, 1000, 1e-9);
}

TEST(Align, ListsThatAreOutsideTheBoundsTodayGoNoFurtherOut) {
  auto place = worked_example();
  place.sites.push_back(toy::practice("P3", "PCN1", "L3"));
  place.registrations.push_back({"P3", "L3", 900});
  auto rules = free_lists();
  rules.max_list = 3000;  // PCN1 has 4,100 and PCN2 2,900: 900 more would be too many
  auto answer = realign(build_align_problem(place, place.plans[0], rules), {.moves = 1});
  EXPECT_EQ(answer.curve.at(1).any.measure.moves, 0u);
  rules.max_list = 3800;
  answer = realign(build_align_problem(place, place.plans[0], rules), {.moves = 1});
  EXPECT_EQ(answer.curve.at(1).any.measure.moves, 1u);
}

TEST(Align, WhatIsToStayStaysAndWhatTheRulesCannotBeIsRefused) {
  auto place = worked_example();
  place.sites.push_back(toy::practice("P3", "PCN1", "L3"));
  place.registrations.push_back({"P3", "L3", 900});
  auto rules = free_lists();
  for (const auto* kept : {"P3", "PCN1", "PCN2"}) {
    rules.keep = {kept};
    EXPECT_EQ(realign(build_align_problem(place, place.plans[0], rules), {.moves = 1})
                  .curve.at(1)
                  .any.measure.moves,
              0u)
        << kept;
  }
  rules.keep = {"nobody"};
  EXPECT_THROW((void)build_align_problem(place, place.plans[0], rules), geo::InputError);
  rules = free_lists();
  rules.min_list = 2e9;
  EXPECT_THROW((void)build_align_problem(place, place.plans[0], rules), geo::InputError);
  rules = free_lists();
  rules.materiality = 0;
  EXPECT_THROW((void)build_align_problem(place, place.plans[0], rules), geo::InputError);
  place.sites.clear();
  EXPECT_THROW((void)build_align_problem(place, place.plans[0], free_lists()), geo::InputError);
}

/// A grid of areas in neighbourhoods of its columns, practices around points of it, PCNs at random.
struct RandomPlace {
  datasets::Place place;
  AlignRules rules;
};
RandomPlace random_place(std::uint64_t seed, std::uint32_t practices, std::uint32_t across) {
  geo::Random random(seed, 9);
  constexpr std::uint32_t kSide = 4;
  RandomPlace made;
  std::vector<toy::AreaLine> lines;
  std::vector<std::pair<std::string, std::string>> assignment;
  for (std::uint32_t i = 0; i < kSide * kSide; ++i) {
    const std::string code{'L', static_cast<char>('a' + i)};
    lines.push_back({code, 1000, 20, 5, 0, 0});
    assignment.emplace_back(code, std::string{'N', static_cast<char>('1' + i % kSide * 3 / kSide)});
  }
  made.place = toy::place_of(lines);
  for (std::uint32_t i = 0; i < kSide * kSide; ++i) {
    if (i % kSide + 1 < kSide) made.place.adjacency.push_back({i, i + 1, 100, "exact"});
    if (i + kSide < kSide * kSide) made.place.adjacency.push_back({i, i + kSide, 100, "exact"});
  }
  made.place.plans = {toy::plan_of(assignment)};
  for (std::uint32_t q = 0; q < practices; ++q) {
    const std::string id{'P', static_cast<char>('1' + q)}, pcn{'C', static_cast<char>('1' + random.below(3))};
    const auto centre = random.below(kSide * kSide);
    made.place.sites.push_back(toy::practice(id, pcn, lines[centre].code));
    for (std::uint32_t i = 0; i < kSide * kSide; ++i) {
      const int dx = static_cast<int>(i % kSide) - static_cast<int>(centre % kSide),
                dy = static_cast<int>(i / kSide) - static_cast<int>(centre / kSide);
      const auto patients = random.below(1 + 400 / static_cast<std::uint32_t>(1 + dx * dx + dy * dy));
      if (patients > 0)
        made.place.registrations.push_back({id, lines[i].code, static_cast<double>(patients)});
    }
    if (random.below(3) == 0)
      made.place.registrations.push_back(
          {id, std::string(datasets::kOutside), static_cast<double>(random.below(300))});
  }
  made.rules = free_lists();
  if (random.below(2) == 0) made.rules.min_list = 800, made.rules.max_list = 2500;
  made.rules.materiality = random.below(2) == 0 ? 0.05 : 0.2;
  made.rules.across = across;
  return made;
}

/// Counted anew from the rows of the place, by names.
struct PlainCount {
  double aligned = 0, moved = 0;
  std::uint32_t moves = 0, across = 0;
  std::map<std::string, double> list;
  std::map<std::string, std::uint32_t> pieces;
};
PlainCount count_plainly(const datasets::Place& place, const AlignProblem& problem,
                         const Membership& membership) {
  PlainCount count;
  std::map<std::string, std::string> pcn_of, was, second, neighbourhood;
  for (const auto& row : place.plans[0].assignments) neighbourhood[row.area] = row.neighbourhood;
  for (const auto& site : place.sites) was[site.id] = site.pcn_code;
  for (std::size_t q = 0; q < problem.practice.size(); ++q) {
    pcn_of[problem.practice[q]] = problem.pcn[membership.pcn[q]];
    if (membership.across[q] >= 0) {
      second[problem.practice[q]] = problem.neighbourhood[static_cast<std::size_t>(membership.across[q])];
      ++count.across;
    }
  }
  std::map<std::string, std::map<std::string, double>> in_area;
  std::map<std::string, double> whole;
  std::map<std::string, std::map<std::string, double>> by_home;  // PCN, home -> patients who count
  for (std::size_t c = 0; c < problem.pcn.size(); ++c)
    for (const auto k : problem.homes[c]) by_home[problem.pcn[c]][problem.neighbourhood[k]] = 0;
  for (const auto& row : place.registrations) {
    const auto& pcn = pcn_of.at(row.practice);
    whole[row.practice] += row.patients;
    count.list[pcn] += row.patients;
    if (row.area == datasets::kOutside) continue;
    in_area[row.area][pcn] += row.patients;
    for (auto& [home, patients] : by_home[pcn])
      if (neighbourhood.at(row.area) == home ||
          (second.contains(row.practice) && second[row.practice] == neighbourhood.at(row.area)))
        patients += row.patients;
  }
  for (const auto& [pcn, homes] : by_home) {
    double most = 0;
    for (const auto& [home, patients] : homes) most = std::max(most, patients);
    count.aligned += most;
  }
  for (const auto& [practice, pcn] : pcn_of)
    if (was[practice] != pcn) ++count.moves, count.moved += whole[practice];
  std::map<std::string, std::string> owner;
  for (const auto& [area, patients] : in_area) {
    double most = 0;
    for (const auto& [pcn, n] : patients)
      if (n > most) most = n, owner[area] = pcn;
  }
  std::set<std::string> left;
  for (const auto& [area, pcn] : owner) left.insert(area);
  while (!left.empty()) {
    std::vector<std::string> piece{*left.begin()};
    left.erase(left.begin());
    ++count.pieces[owner[piece[0]]];
    for (std::size_t at = 0; at < piece.size(); ++at)
      for (const auto& pair : place.adjacency)
        for (const auto& [from, to] : {std::pair{pair.a, pair.b}, std::pair{pair.b, pair.a}})
          if (place.areas.code[from] == piece[at] && left.contains(place.areas.code[to]) &&
              owner[place.areas.code[to]] == owner[piece[0]]) {
            piece.push_back(place.areas.code[to]);
            left.erase(place.areas.code[to]);
          }
  }
  return count;
}

/// Every membership that the problem's lists of choices allow.
template <class Visit>
void visit_all(const AlignProblem& problem, Membership& membership, std::size_t q, std::uint32_t across_left,
               const Visit& visit) {
  if (q == problem.practice.size()) {
    visit(membership);
    return;
  }
  for (const auto c : problem.may_join[q]) {
    membership.pcn[q] = c;
    membership.across[q] = -1;
    visit_all(problem, membership, q + 1, across_left, visit);
    if (c != problem.pcn_of[q] || across_left == 0) continue;
    for (const auto k : problem.may_cross[q]) {
      membership.across[q] = static_cast<std::int32_t>(k);
      visit_all(problem, membership, q + 1, across_left - 1, visit);
    }
    membership.across[q] = -1;
  }
}

struct Best {
  double aligned = -1, moved = 0;
  void take(double now, double patients) {
    if (now > aligned || (now == aligned && patients < moved)) aligned = now, moved = patients;
  }
};

void compare_with_all(std::uint64_t seed, std::uint32_t practices, std::uint32_t across) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  const auto made = random_place(seed, practices, across);
  const auto problem = build_align_problem(made.place, made.place.plans[0], made.rules);
  const auto today = count_plainly(made.place, problem, membership_today(problem));
  constexpr std::size_t kMoves = 3;
  std::array<Best, kMoves + 1> any, whole;
  auto membership = membership_today(problem);
  visit_all(problem, membership, 0, across, [&](const Membership& one) {
    const auto count = count_plainly(made.place, problem, one);
    if (count.moves > kMoves) return;
    for (std::size_t c = 0; c < problem.pcn.size(); ++c) {
      const auto& pcn = problem.pcn[c];
      const double list = count.list.contains(pcn) ? count.list.at(pcn) : 0, was = today.list.at(pcn);
      if (list < std::min(made.rules.min_list, was) || list > std::max(made.rules.max_list, was)) return;
      bool keeps = false;
      for (std::size_t q = 0; q < one.pcn.size(); ++q)
        keeps = keeps || (one.pcn[q] == c && problem.pcn_of[q] == c);
      if (!keeps) return;
    }
    bool in_pieces = false;
    for (const auto& [pcn, pieces] : count.pieces)
      in_pieces = in_pieces || pieces > std::max(1U, today.pieces.contains(pcn) ? today.pieces.at(pcn) : 0U);
    for (std::size_t m = count.moves; m <= kMoves; ++m) {
      any[m].take(count.aligned, count.moved);
      if (!in_pieces) whole[m].take(count.aligned, count.moved);
    }
  });
  const auto answer = realign(problem, {.moves = kMoves, .rounds = 1000});
  ASSERT_EQ(answer.curve.size(), kMoves + 1);
  for (std::size_t m = 0; m <= kMoves; ++m) {
    const auto& row = answer.curve[m];
    for (const auto& [point, best] : {std::pair{&row.any, any[m]}, std::pair{&row.whole, whole[m]}}) {
      EXPECT_TRUE(point->proved) << m;
      EXPECT_NEAR(point->measure.aligned, best.aligned, 1e-6) << m;
      if (point->fewest) {
        EXPECT_NEAR(point->measure.moved, best.moved, 1e-6) << m;
      }
      const auto count = count_plainly(made.place, problem, point->membership);
      EXPECT_NEAR(count.aligned, point->measure.aligned, 1e-6);
      EXPECT_EQ(count.moves, point->measure.moves);
      EXPECT_LE(count.moves, m);
      for (std::size_t c = 0; c < problem.pcn.size(); ++c)
        EXPECT_EQ(count.pieces.contains(problem.pcn[c]) ? count.pieces.at(problem.pcn[c]) : 0U,
                  point->measure.pieces[c]);
    }
  }
}

TEST(Align, SmallRandomPlacesAgreeWithEveryMembership) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) compare_with_all(seed, 5, 0);
}

TEST(SlowAlign, LargerRandomPlacesAgreeWithEveryMembership) {
  for (std::uint64_t seed = 401; seed <= 440; ++seed) compare_with_all(seed, 7, 0);
}

TEST(Align, PracticesAcrossTwoNeighbourhoodsAgreeWithEveryMembership) {
  for (std::uint64_t seed = 101; seed <= 110; ++seed) compare_with_all(seed, 5, 1);
}

TEST(Align, ACutForbidsTheMembershipThatItWasMadeForAndNoneThatHoldsTogether) {
  std::size_t made_cuts = 0;
  for (std::uint64_t seed = 201; seed <= 215; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto made = random_place(seed, 6, 0);
    const auto problem = build_align_problem(made.place, made.place.plans[0], made.rules);
    std::vector<std::uint32_t> most;
    for (const auto pieces : measure_membership(problem, membership_today(problem)).pieces)
      most.push_back(std::max(1U, pieces));
    std::vector<std::pair<std::vector<std::uint32_t>, bool>> all;  // memberships; whether they hold together
    auto membership = membership_today(problem);
    visit_all(problem, membership, 0, 0, [&](const Membership& one) {
      const auto pieces = measure_membership(problem, one).pieces;
      bool whole = true;
      for (std::size_t c = 0; c < pieces.size(); ++c) whole = whole && pieces[c] <= most[c];
      all.emplace_back(one.pcn, whole);
    });
    const auto forbids = [](const PieceCut& cut, const std::vector<std::uint32_t>& pcn) {
      return std::all_of(cut.stay.begin(), cut.stay.end(),
                         [&](auto at) { return pcn[at.first] == at.second; }) &&
             std::none_of(cut.join.begin(), cut.join.end(),
                          [&](auto at) { return pcn[at.first] == at.second; });
    };
    for (std::size_t at = 0; at < all.size(); at += 7) {
      const auto cuts = find_piece_cuts(problem, all[at].first, most);
      EXPECT_EQ(cuts.empty(), all[at].second);
      for (const auto& cut : cuts) {
        ++made_cuts;
        EXPECT_TRUE(forbids(cut, all[at].first));
        for (const auto& [other, whole] : all) EXPECT_FALSE(whole && forbids(cut, other));
      }
    }
  }
  EXPECT_GT(made_cuts, 100u);
}

TEST(Align, TheSameQuestionHasTheSameAnswerAndAStopEndsTheCurveEarly) {
  const auto made = random_place(7, 9, 0);
  const auto problem = build_align_problem(made.place, made.place.plans[0], made.rules);
  const auto a = realign(problem, {.moves = 3}), b = realign(problem, {.moves = 3});
  ASSERT_EQ(a.curve.size(), b.curve.size());
  for (std::size_t m = 0; m < a.curve.size(); ++m) {
    EXPECT_EQ(a.curve[m].any.membership, b.curve[m].any.membership);
    EXPECT_EQ(a.curve[m].whole.membership, b.curve[m].whole.membership);
    EXPECT_EQ(a.curve[m].rounds, b.curve[m].rounds);
  }
  std::atomic<bool> stop{true};
  AlignLimits limits{.moves = 3};
  limits.stop.flag = &stop;
  const auto stopped = realign(problem, limits);
  EXPECT_TRUE(stopped.is_stopped);
  EXPECT_TRUE(stopped.curve.empty());
}

TEST(Align, WithoutRoundsAPointIsStillLegalAndItsGapHoldsTheBest) {
  std::size_t open = 0;
  for (std::uint64_t seed = 301; seed <= 306; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto made = random_place(seed, 7, 0);
    const auto problem = build_align_problem(made.place, made.place.plans[0], made.rules);
    const auto quick = realign(problem, {.moves = 3, .rounds = 0}),
               full = realign(problem, {.moves = 3, .rounds = 1000});
    for (std::size_t m = 0; m < quick.curve.size(); ++m) {
      const auto& point = quick.curve[m].whole;
      EXPECT_TRUE(find_broken_rules(problem, point.membership, &quick.today).empty());
      EXPECT_GE(point.bound + 1e-6, full.curve[m].whole.measure.aligned);
      EXPECT_LE(point.measure.aligned, full.curve[m].whole.measure.aligned + 1e-6);
      if (!point.proved) {
        ++open;
        EXPECT_GT(point.gap(), 0);
      }
    }
  }
  EXPECT_GT(open, 0u);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
