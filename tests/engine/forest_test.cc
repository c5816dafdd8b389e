#include "boundaries/sample/forest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "boundaries/sample/mixing.h"

/// The chain's distribution against all plans of small grids; numbers of plans and trees are those of
/// enumerations published for these grids.
namespace placewright::boundaries::sample {
namespace {

using Plan = std::vector<std::uint32_t>;

ForestMap grid(std::uint32_t width, std::uint32_t height, std::int64_t least, std::int64_t most) {
  ForestMap map;
  map.min_people = least;
  map.max_people = most;
  map.people.assign(std::size_t{width} * height, 1);
  for (std::uint32_t at = 0; at < width * height; ++at) {
    const auto x = at % width, y = at / width;
    if (y > 0) map.neighbour.push_back(at - width);
    if (x > 0) map.neighbour.push_back(at - 1);
    if (x + 1 < width) map.neighbour.push_back(at + 1);
    if (y + 1 < height) map.neighbour.push_back(at + width);
    map.source.resize(map.neighbour.size(), at);
    map.first.push_back(static_cast<std::uint32_t>(map.neighbour.size()));
  }
  return map;
}

/// Parts numbered in order of their first atom: plans that differ by labels alone are the same.
Plan without_labels(const Plan& plan) {
  std::map<std::uint32_t, std::uint32_t> number;
  Plan result;
  for (const auto part : plan)
    result.push_back(number.emplace(part, static_cast<std::uint32_t>(number.size())).first->second);
  return result;
}

/// Spanning trees of a part, by deletion and contraction: slow and plain.
double count_trees(std::vector<std::pair<std::uint32_t, std::uint32_t>> edges, std::size_t nodes) {
  if (nodes == 1) return 1;
  std::erase_if(edges, [](const auto& edge) { return edge.first == edge.second; });
  if (edges.empty()) return 0;
  const auto last = edges.back();
  edges.pop_back();
  auto contracted = edges;
  for (auto& [a, b] : contracted) {
    if (a == last.second) a = last.first;
    if (b == last.second) b = last.first;
  }
  return count_trees(edges, nodes) + count_trees(contracted, nodes - 1);
}

double trees_of(const ForestMap& map, const Plan& plan) {
  double product = 1;
  const auto parts = *std::max_element(plan.begin(), plan.end()) + 1;
  for (std::uint32_t part = 0; part < parts; ++part) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
    std::size_t nodes = 0;
    for (std::uint32_t atom = 0; atom < map.size(); ++atom) nodes += plan[atom] == part;
    for (std::size_t arc = 0; arc < map.neighbour.size(); ++arc)
      if (map.source[arc] < map.neighbour[arc] && plan[map.source[arc]] == part &&
          plan[map.neighbour[arc]] == part)
        edges.emplace_back(map.source[arc], map.neighbour[arc]);
    product *= count_trees(edges, nodes);
  }
  return product;
}

bool is_connected(const ForestMap& map, const Plan& plan, std::uint32_t part) {
  std::vector<std::uint32_t> reached;
  std::vector<std::uint8_t> met(map.size(), 0);
  std::size_t all = 0;
  for (std::uint32_t atom = 0; atom < map.size(); ++atom) {
    if (plan[atom] != part) continue;
    if (all++ == 0) reached.push_back(atom), met[atom] = 1;
  }
  for (std::size_t head = 0; head < reached.size(); ++head)
    for (auto arc = map.first[reached[head]]; arc < map.first[reached[head] + 1]; ++arc)
      if (const auto other = map.neighbour[arc]; plan[other] == part && !met[other])
        met[other] = 1, reached.push_back(other);
  return reached.size() == all;
}

/// Every plan of the map into so many parts with all bounds kept, by trying all labellings in order.
std::set<Plan> list_plans(const ForestMap& map, std::uint32_t parts) {
  std::set<Plan> plans;
  Plan plan(map.size(), 0);
  std::vector<std::int64_t> people(parts, 0);
  const std::function<void(std::uint32_t, std::uint32_t)> go = [&](std::uint32_t atom, std::uint32_t used) {
    if (atom == map.size()) {
      bool legal = used == parts;
      for (std::uint32_t part = 0; part < parts && legal; ++part)
        legal = people[part] >= map.min_people && is_connected(map, plan, part);
      if (legal) plans.insert(plan);
      return;
    }
    for (std::uint32_t part = 0; part < std::min(used + 1, parts); ++part) {
      if (people[part] + map.people[atom] > map.max_people) continue;
      plan[atom] = part;
      people[part] += map.people[atom];
      go(atom + 1, std::max(used, part + 1));
      people[part] -= map.people[atom];
    }
  };
  go(0, 0);
  return plans;
}

/// Half the sum of differences between how often the chain met each plan and how often it should.
double distance_from_target(const ForestMap& map, std::uint32_t parts, const ForestTarget& target,
                            int steps) {
  const auto plans = list_plans(map, parts);
  std::map<Plan, double> wanted, met;
  double sum = 0;
  for (const auto& plan : plans) sum += wanted[plan] = std::pow(trees_of(map, plan), 1 - target.gamma);
  ForestWalk walk(map, *plans.begin(), target, 7, 0);
  for (int step = 0; step < steps; ++step) {
    (void)walk.step();
    met[without_labels(walk.plan())] += 1.0 / steps;
  }
  double distance = 0;
  for (const auto& [plan, weight] : wanted) distance += std::abs(weight / sum - met[plan]) / 2;
  for (const auto& [plan, share] : met) EXPECT_TRUE(plans.contains(plan)) << "a plan that is not legal";
  return distance;
}

TEST(Forest, GridsHaveThePlansAndTreesThatAreKnown) {
  const auto sum_of = [](const ForestMap& map, std::uint32_t parts) {
    double sum = 0;
    for (const auto& plan : list_plans(map, parts)) sum += trees_of(map, plan);
    return sum;
  };
  const auto four = grid(4, 4, 4, 4), wide = grid(4, 4, 3, 5), two = grid(2, 3, 2, 4);
  EXPECT_EQ(list_plans(four, 4).size(), 117U);
  EXPECT_EQ(sum_of(four, 4), 654);
  EXPECT_EQ(list_plans(wide, 4).size(), 1953U);
  EXPECT_EQ(sum_of(wide, 4), 7398);
  EXPECT_EQ(list_plans(two, 2).size(), 9U);
  EXPECT_EQ(sum_of(two, 2), 15);
  EXPECT_EQ(list_plans(grid(3, 3, 3, 3), 3).size(), 10U);
}

TEST(Forest, MeetsPlansAsOftenAsItsTargetSays) {
  const auto four = grid(4, 4, 4, 4);
  EXPECT_LT(distance_from_target(four, 4, {0, 0, nullptr}, 200'000), 0.025);
  EXPECT_LT(distance_from_target(four, 4, {1, 0, nullptr}, 400'000), 0.035);
  const auto two = grid(2, 3, 2, 4);
  EXPECT_LT(distance_from_target(two, 2, {0.5, 0, nullptr}, 200'000), 0.01);
}

TEST(Forest, SingleMovesKeepTheSameTarget) {
  const auto two = grid(2, 3, 2, 4);
  for (const double gamma : {0.0, 0.5, 1.0})
    EXPECT_LT(distance_from_target(two, 2, {gamma, 0.7, nullptr}, 200'000), 0.01) << gamma;
  const auto wide = grid(4, 3, 3, 5);
  EXPECT_LT(distance_from_target(wide, 3, {0, 0.5, nullptr}, 400'000), 0.03);
}

TEST(Forest, APairThatTouchesTwiceCountsTwice) {
  // Atoms 0 and 1 touch by two areas each, as wholes do: two trees where a plain pair has one.
  ForestMap map;
  map.people = {1, 1, 1};
  map.min_people = 1;
  map.max_people = 2;
  map.first = {0, 2, 5, 6};
  map.neighbour = {1, 1, 0, 0, 2, 1};
  map.source = {0, 0, 1, 1, 1, 2};
  // {01}{2} has two forests, {0}{12} one.
  EXPECT_LT(distance_from_target(map, 2, {0, 0, nullptr}, 100'000), 0.01);
  EXPECT_LT(distance_from_target(map, 2, {0, 0.5, nullptr}, 100'000), 0.01);
}

/// Plans of little energy are met as often as Boltzmann's law says.
class CornersTogether : public Energy {
 public:
  double of(const Plan& plan, std::span<const std::uint32_t>) override {
    return plan[0] == plan[5] ? 0 : 1.5;
  }
  void take() override {}
};

TEST(Forest, EnergyWeighsPlans) {
  const auto map = grid(2, 3, 2, 4);
  CornersTogether energy;
  const auto plans = list_plans(map, 2);
  std::map<Plan, double> wanted, met;
  double sum = 0;
  for (const auto& plan : plans) sum += wanted[plan] = std::exp(-energy.of(plan, {}));
  ForestWalk walk(map, *plans.begin(), {1, 0.4, &energy}, 3, 0);
  constexpr int kSteps = 200'000;
  for (int step = 0; step < kSteps; ++step) {
    (void)walk.step();
    met[without_labels(walk.plan())] += 1.0 / kSteps;
  }
  double distance = 0;
  for (const auto& [plan, weight] : wanted) distance += std::abs(weight / sum - met[plan]) / 2;
  EXPECT_LT(distance, 0.01);
}

TEST(Mixing, OfIndependentDrawsIsOneAndOfChainsApartIsNot) {
  geo::Random random(5);
  std::vector<std::vector<double>> chains(4);
  for (auto& chain : chains)
    for (int draw = 0; draw < 1000; ++draw) chain.push_back(random.unit());
  const auto agreed = judge_mixing(chains);
  EXPECT_LT(agreed.r_hat, 1.01);
  EXPECT_NEAR(agreed.sample_size, 4000, 600);
  for (double& draw : chains[0]) draw += 0.5;
  EXPECT_GT(judge_mixing(chains).r_hat, 1.2);
  // Each draw stands five times in a row: a fifth of the draws are independent.
  for (auto& chain : chains) {
    const double first = random.unit();
    double now = first;
    for (std::size_t at = 0; at < chain.size(); ++at) chain[at] = now = at % 5 == 0 ? random.unit() : now;
  }
  EXPECT_NEAR(judge_mixing(chains).sample_size, 800, 160);
  for (auto& chain : chains) chain.assign(chain.size(), 3.0);
  EXPECT_EQ(judge_mixing(chains).r_hat, 1);
}

TEST(Mixing, QuantilesAreThoseOfTheNormalDistribution) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-9);
  EXPECT_NEAR(normal_quantile(0.0001), -3.719016485455709, 1e-9);
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-9);
}

}  // namespace
}  // namespace placewright::boundaries::sample
