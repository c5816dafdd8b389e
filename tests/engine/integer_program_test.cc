#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <set>
#include <thread>

#include "boundaries/engine/prove/set_partition.h"
#include "geo/random.h"

/// Integer programs that could go on for minutes.
namespace {

using namespace placewright;
using namespace placewright::boundaries::engine;

/// Sets of three to five neighbouring cells of a square at random costs: nobody knows the best cover soon.
SetPartition hard_partition(std::uint32_t side, std::size_t columns, std::uint64_t seed) {
  geo::Random random(seed, 5);
  std::set<std::set<std::uint32_t>> sets;
  while (sets.size() < columns) {
    std::set<std::uint32_t> cells{random.below(side * side)};
    const std::uint32_t wanted = 3 + random.below(3);
    for (int step = 0; cells.size() < wanted && step < 60; ++step) {
      auto at = cells.begin();
      std::advance(at, random.below(static_cast<std::uint32_t>(cells.size())));
      const std::uint32_t x = *at % side, y = *at / side, way = random.below(4);
      if (way == 0 && x + 1 < side) cells.insert(*at + 1);
      if (way == 1 && x > 0) cells.insert(*at - 1);
      if (way == 2 && y + 1 < side) cells.insert(*at + side);
      if (way == 3 && y > 0) cells.insert(*at - side);
    }
    sets.insert(cells);
  }
  SetPartition problem;
  problem.rows = side * side;
  for (const auto& cells : sets) {
    problem.row.insert(problem.row.end(), cells.begin(), cells.end());
    problem.first.push_back(problem.row.size());
    problem.cost.push_back(50 + 0.1 * random.below(1000) * static_cast<double>(cells.size()));
  }
  return problem;
}

TEST(IntegerProgram, EndsSoonAfterAStopIsAskedForAndProvesNothingByIt) {
  const auto problem = hard_partition(16, 9000, 3);
  for (const int wait_ms : {5, 300, 1500}) {
    SCOPED_TRACE("stopped after " + std::to_string(wait_ms) + " ms");
    std::atomic<bool> stop{false};
    std::thread person([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
      stop = true;
    });
    SetPartitionLimits limits;
    limits.stop.flag = &stop;
    const auto result = solve_set_partition(problem, {}, limits);
    person.join();
    EXPECT_EQ(result.status, SetPartitionResult::Status::stopped);
  }
}

TEST(IntegerProgram, HasABudgetThatIsCountedSoThatTheAnswerIsTheSameEveryTime) {
  const auto problem = hard_partition(12, 3000, 3);
  SetPartitionLimits limits;
  limits.integer_pivots = 8'000;
  const auto one = solve_set_partition(problem, {}, limits), two = solve_set_partition(problem, {}, limits);
  EXPECT_EQ(one.status, SetPartitionResult::Status::stopped);
  EXPECT_LE(one.integer_pivots, limits.integer_pivots + 1);
  EXPECT_EQ(one.chosen, two.chosen);
  EXPECT_EQ(one.nodes, two.nodes);
  EXPECT_EQ(one.bound, two.bound);
  limits.pivots = 50;
  const auto none = solve_set_partition(problem, {}, limits);
  EXPECT_EQ(none.status, SetPartitionResult::Status::stopped);
  EXPECT_LE(none.pivots, limits.pivots + 1);
}

TEST(IntegerProgram, LeavesTheHandlerOfSignalsAlone) {
  static std::atomic<int> met{0};
  const auto before = std::signal(SIGINT, [](int) { ++met; });
  std::atomic<bool> done{false};
  std::thread person([&] {
    while (!done) {
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
      std::raise(SIGINT);
    }
  });
  const auto result = solve_set_partition(hard_partition(6, 300, 1));
  done = true;
  person.join();
  std::signal(SIGINT, before);
  EXPECT_NE(result.status, SetPartitionResult::Status::stopped)
      << "no signal ended the program behind our back";
  EXPECT_GT(met, 0);
}

}  // namespace
