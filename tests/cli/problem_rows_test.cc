#include <gtest/gtest.h>

#include "boundaries/from_place/problem.h"
#include "tests/toy_place.h"

namespace placewright::boundaries {
namespace {

// The areas of a problem are in order of code, those of a place in any: the rows are not the same numbers.
TEST(ProblemRows, GoFromTheProblemToThePlaceAndBackWhateverTheOrderOfThePlace) {
  auto place = toy::place_from_map("f b e\nc a d", 1000);
  place.areas.inside[*place.find_area("c")] = 0;
  const auto question = build_problem(place, {});
  ASSERT_EQ(question.area_row.size(), 5u);
  for (std::uint32_t area = 0; area < question.area_row.size(); ++area) {
    const auto row = question.area_row[area];
    EXPECT_EQ(place.areas.code[row.value()], question.problem.code[area]);
    EXPECT_EQ(find_problem_row(question, row), ProblemRow(area));
  }
  EXPECT_FALSE(find_problem_row(question, PlaceRow(*place.find_area("c"))));
}

}  // namespace
}  // namespace placewright::boundaries
