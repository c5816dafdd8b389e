#include <gtest/gtest.h>

#include "boundaries/engine/breed/counts.h"
#include "boundaries/engine/moves/mend.h"
#include "boundaries/engine/search.h"
#include "boundaries/engine/search_labels.h"
#include "tests/toy_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

TEST(KeptLabels, AnOldNumberGoesToTheNeighbourhoodOfMostOfItsResidents) {
  Problem problem = toy::problem_from_map("a b c d");
  problem.residents = {10, 30, 20, 40};
  const Labels old{0, 0, 0, 1};
  // The first neighbourhood has 10 of old number 0, the second 50 of it, the third all of number 1.
  EXPECT_EQ(keep_old_labels(problem, old, {0, 1, 1, 2}), (Labels{2, 0, 0, 1}));
  EXPECT_EQ(keep_old_labels(problem, old, {5, 5, 5, 3}), old) << "numbers alone are no change";
  EXPECT_EQ(keep_old_labels(problem, old, {1, 1, kUnassigned, 0}), (Labels{0, 0, kUnassigned, 1}));
}

Parts parts_of(const std::vector<int>& numbers) { return {numbers.begin(), numbers.end()}; }

TEST(Mend, OfAPartInTwoPiecesThatOfMostPeopleStays) {
  Problem problem = toy::problem_from_map("a b c d e");
  problem.people = problem.residents = {10, 20, 20, 20, 50};
  problem.population.max = 1000;
  const Compiled compiled = compile(problem, {}, 40);
  ASSERT_EQ(compiled.instance.size, 5U);
  EXPECT_EQ(mend_pieces(compiled.instance, parts_of({0, 1, 1, 2, 0}), 3), parts_of({1, 1, 1, 2, 0}));
  EXPECT_EQ(mend_pieces(compiled.instance, parts_of({0, 0, 1, 2, 2}), 3), parts_of({0, 0, 1, 2, 2}))
      << "nothing to mend";
}

TEST(Counts, NeighbourhoodsGoWhereTheyWouldStillBeLargest) {
  Problem problem = toy::problem_from_map(R"(
      a b c d . i j
      e f g h . k l )",
                                          10'000);
  problem.population.min = 10'000;
  problem.population.max = 40'000;
  const Compiled compiled = compile(problem, {}, 20'000);
  ASSERT_EQ(compiled.regions.count, 2U);
  const CountRange range = find_count_range(compiled, problem.population);
  EXPECT_EQ(apportion(compiled, range, 6, false).value(), (std::vector<std::uint32_t>{4, 2}))
      << "80,000 and 40,000 people";
  EXPECT_EQ(apportion(compiled, range, 3, false).value(), (std::vector<std::uint32_t>{2, 1}));
  EXPECT_FALSE(apportion(compiled, range, 2, false)) << "the larger island needs two";
}

TEST(Search, SaysThatNoPlanExistsWhereAllSetsWereLookedAt) {
  Problem problem = toy::problem_from_map("a b c");
  // Two neighbourhoods of 7,000 to 8,000 have room for 15,000 people, but no set of these areas has so many.
  problem.people = problem.residents = {6000, 3000, 6000};
  problem.population.min = 7000;
  problem.population.max = 8000;
  SearchOptions options;
  options.effort = Effort::quick;
  const SearchResult result = search(problem, options);
  ASSERT_EQ(result.status, Status::infeasible);
  EXPECT_NE(result.infeasible->reasons.at(0).find("all of them were looked at"), std::string::npos)
      << result.infeasible->reasons[0];
}

}  // namespace
