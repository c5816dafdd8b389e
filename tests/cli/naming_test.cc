#include "boundaries/from_place/naming.h"

#include <gtest/gtest.h>

#include "tests/toy_place.h"

namespace placewright::boundaries {
namespace {

TEST(Naming, TheMostCommonCommunityByPeopleGivesTheName) {
  auto place = toy::place_from_map("a b c d", 1000);
  place.areas.parents["msoa_hcl_name"] = {"Kenton", "Kenton", "Kingsbury", "Barnhill"};
  place.areas.population = {100, 100, 900, 500};
  const auto question = build_problem(place, {});
  EXPECT_EQ(choose_names(place, question, {0, 0, 0, 1}, {"N01", "N02"}, std::nullopt),
            (std::vector<std::string>{"Kingsbury", "Barnhill"}));
}

TEST(Naming, NeighbourhoodsThatShareACommunityAreToldApartByTheNextOne) {
  auto place = toy::place_from_map("a b c d e f", 1000);
  place.areas.parents["msoa_hcl_name"] = {"Kenton", "Kenton", "Kingsbury", "Kenton", "Kenton", "Preston"};
  const auto question = build_problem(place, {});
  EXPECT_EQ(choose_names(place, question, {0, 0, 0, 1, 1, 1}, {"N01", "N02"}, std::nullopt),
            (std::vector<std::string>{"Kenton & Kingsbury", "Kenton & Preston"}));
  EXPECT_EQ(choose_names(place, question, {0, 0, 1, 2, 2, 1}, {"N01", "N02", "N03"}, std::nullopt),
            (std::vector<std::string>{"Kenton (N01)", "Kingsbury", "Kenton (N03)"}));
}

TEST(Naming, IdsRunFromOneWithAsManyDigitsAsTheyNeed) {
  const auto place = toy::place_from_map("a b c d", 1000);
  const auto question = build_problem(place, {});
  EXPECT_EQ(choose_ids(question.problem, {0, 1, 1, 2}, std::nullopt),
            (std::vector<std::string>{"N01", "N02", "N03"}));
}

TEST(Naming, AnOldIdFollowsMostOfItsPeopleAndARetiredOneIsNotGivenAgain) {
  auto place = toy::place_from_map("a b c d e f", 1000);
  datasets::PlanRecord plan;
  plan.name = "old";
  plan.assignments = {{"a", "N01", false}, {"b", "N01", false}, {"c", "N02", false},
                      {"d", "N03", false}, {"e", "N03", false}, {"f", "N03", false}};
  plan.neighbourhoods = {
      {"N01", "Our Town", "", false, ""}, {"N02", "Mill", "", false, ""}, {"N03", "Hill", "", false, ""}};
  place.plans.push_back(plan);
  auto question = build_problem(place, {});
  const auto start = find_start(place, "old", question);
  // The first takes c from N02, whose people all go there; a new one takes f from N03.
  const Labels labels{0, 0, 0, 1, 1, 2};
  const auto ids = choose_ids(question.problem, labels, start);
  EXPECT_EQ(ids, (std::vector<std::string>{"N01", "N03", "N04"}));
  const auto names = choose_names(place, question, labels, ids, start);
  EXPECT_EQ(names[0], "Our Town");
  EXPECT_EQ(names[1], "Hill");
}

TEST(Naming, TheStartKeepsWhatIsLocked) {
  auto place = toy::place_from_map("a b c d", 1000);
  datasets::PlanRecord plan;
  plan.name = "old";
  plan.assignments = {{"a", "N01", false}, {"b", "N01", false}, {"c", "N02", true}, {"d", "N02", true}};
  plan.neighbourhoods = {{"N01", "", "", true, ""}, {"N02", "", "", false, ""}};
  place.plans.push_back(plan);
  auto question = build_problem(place, {});
  const auto start = find_start(place, "old", question);
  ASSERT_EQ(question.problem.locks.size(), 2u);
  EXPECT_TRUE(question.problem.locks[0].exact);
  EXPECT_EQ(question.problem.locks[0].label, "N01");
  EXPECT_EQ(question.problem.locks[0].areas, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_FALSE(question.problem.locks[1].exact) << "areas locked one by one let others join";
  EXPECT_EQ(question.problem.locks[1].label, "N02");
}

}  // namespace
}  // namespace placewright::boundaries
