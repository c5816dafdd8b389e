#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "boundaries/from_place/problem.h"
#include "geo/error.h"
#include "tests/toy_place.h"

namespace placewright::boundaries {
namespace {

using toy::place_from_map;

bool has_finding(const PlaceProblem& question, const std::string& code, const std::string& where = "") {
  return std::any_of(question.findings.begin(), question.findings.end(), [&](const auto& finding) {
    return finding.code == code && finding.where.find(where) != std::string::npos;
  });
}

std::string complaint(const datasets::Place& place, const Brief& brief) {
  try {
    (void)build_problem(place, brief);
  } catch (const geo::InputError& error) {
    return error.what();
  }
  return "";
}

std::uint32_t row_of(const PlaceProblem& question, const std::string& code) {
  const auto& codes = question.problem.code;
  return static_cast<std::uint32_t>(std::find(codes.begin(), codes.end(), code) - codes.begin());
}

TEST(PlaceProblem, ContextAreasAreNoPartOfTheProblem) {
  auto place = place_from_map("a b c\nd e f", 1000);
  place.areas.inside[*place.find_area("c")] = 0;
  const auto question = build_problem(place, {});
  EXPECT_EQ(question.problem.code, (std::vector<std::string>{"a", "b", "d", "e", "f"}));
  EXPECT_EQ(place.areas.code[question.area_row[4].value()], "f");
  EXPECT_EQ(question.problem.graph.edges().size(), 5u);
  EXPECT_NE(complaint(place,
                      [] {
                        Brief brief;
                        brief.keep_together.push_back({{"a", "c"}, "", "", "", true, 1});
                        return brief;
                      }())
                .find("context only"),
            std::string::npos);
}

TEST(PlaceProblem, APlaceWithoutAdjacencyOrPeopleIsRefused) {
  auto place = place_from_map("a b\nc d", 1000);
  place.adjacency.clear();
  EXPECT_NE(complaint(place, {}).find("adjacency"), std::string::npos);
  place = place_from_map("a b\nc d", datasets::kMissing);
  EXPECT_NE(complaint(place, {}).find("population"), std::string::npos);
}

TEST(PlaceProblem, OneAreaWithoutPeopleIsAnErrorFindingAndNotNobody) {
  auto place = place_from_map("a b\nc d", 1000);
  place.areas.population[2] = datasets::kMissing;
  const auto question = build_problem(place, {});
  ASSERT_TRUE(has_finding(question, "POPULATION_MISSING"));
  EXPECT_EQ(question.findings.front().severity, geo::Severity::error);
}

TEST(PlaceProblem, RegisteredPeopleAreThoseOfAnyPracticeAndPracticesMostlyOutsideAreNotJudged) {
  auto place = place_from_map("a b\nc d", 1000);
  place.registrations = {{"P1", "a", 600},       {"P1", "b", 500}, {"P1", "OUTSIDE", 300},
                         {"P1", "UNKNOWN", 100}, {"P2", "c", 400}, {"P2", "OUTSIDE", 500},
                         {"P3", "d", 10}};
  datasets::Site site;
  site.id = "P3", site.kind = "gp",
  site.list_size = 100;  // a table cut to the place, and a list that is larger
  place.sites.push_back(site);
  Brief brief;
  brief.population.denominator = "registered";
  const auto question = build_problem(place, brief);
  EXPECT_EQ(question.problem.people, (std::vector<double>{600, 500, 400, 10}));
  EXPECT_EQ(question.problem.residents, (std::vector<double>{1000, 1000, 1000, 1000}));
  ASSERT_TRUE(question.problem.registration);
  EXPECT_EQ(question.problem.registration->practice, (std::vector<std::string>{"P1"}));
  EXPECT_TRUE(has_finding(question, "REGISTERED_OUTSIDE"));
}

TEST(PlaceProblem, WeightedPeopleSumToTheResidentsInWholePeople) {
  auto place = place_from_map("a b\nc d", 1000);
  for (const auto& code : place.areas.code)
    for (const auto* band : {"0-64", "65+"})
      place.ages.push_back({code, band, "", (code == "a") == (std::string(band) == "65+") ? 700.0 : 300.0});
  place.weights = {{"need", "age", "0-64", 1, ""}, {"need", "age", "65+", 3, ""}};
  Brief brief;
  brief.population.denominator = "weighted:need";
  const auto& people = build_problem(place, brief).problem.people;
  EXPECT_EQ(std::accumulate(people.begin(), people.end(), 0.0), 4000);
  EXPECT_EQ(people[0], 1333);  // 2400 of 7200 weighted people
  EXPECT_NEAR(people[1], 889, 1);
  brief.population.denominator = "weighted:other";
  EXPECT_NE(complaint(place, brief).find("need"), std::string::npos) << "names the schemes there are";
}

TEST(PlaceProblem, StraightLinesStandInForMinutesAndSaySo) {
  auto place = place_from_map("a b c", 1000);
  toy::add_practice(place, "P1", "a");
  auto question = build_problem(place, {});
  ASSERT_EQ(question.problem.access.size(), 1u);
  EXPECT_TRUE(question.problem.access[0].straight_line);
  EXPECT_FLOAT_EQ(question.problem.access[0].minutes[2], 2000 * 1.3F / 80);  // 4.8 km/h is 80 m a minute
  EXPECT_TRUE(has_finding(question, "STRAIGHT_LINE"));
  Brief drive;
  drive.access.mode = "drive";
  EXPECT_FLOAT_EQ(build_problem(place, drive).problem.access[0].minutes[2], 2000 * 1.3F / 500);

  place.travel = {{"walk", "a", "P1", 1}, {"walk", "b", "P1", 50}};
  question = build_problem(place, {});
  EXPECT_FALSE(question.problem.access[0].straight_line);
  EXPECT_FLOAT_EQ(question.problem.access[0].minutes[1], 50);
  EXPECT_FLOAT_EQ(question.problem.access[0].minutes[2], 50)
      << "unknown: the longest known, as the straight line is shorter";
  EXPECT_TRUE(has_finding(question, "TRAVEL_INCOMPLETE"));
}

TEST(PlaceProblem, HubsAreOpenAndLocatedAndMayLieOutside) {
  auto place = place_from_map("a b c", 1000);
  toy::add_practice(place, "P1", "a");
  toy::add_practice(place, "P2", "b");
  toy::add_practice(place, "P3", "c");
  toy::add_practice(place, "P0", "c");
  place.sites[1].open = false;
  place.sites[2].x = datasets::kMissing;
  place.sites[3].area = "";
  const auto question = build_problem(place, {});
  EXPECT_EQ(question.problem.access.at(0).site_id, (std::vector<std::string>{"P0", "P1"}));
  EXPECT_EQ(question.problem.access.at(0).site_area, (std::vector<std::int32_t>{-1, 0}));
  EXPECT_TRUE(has_finding(question, "SITE_UNLOCATED"));
}

TEST(PlaceProblem, WhatThePlaceLacksIsNotJudgedAndSaid) {
  auto place = place_from_map("a b\nc d", 1000);
  place.areas.imd_score.assign(4, datasets::kMissing);
  const auto question = build_problem(place, {});
  EXPECT_FALSE(question.problem.deprivation);
  EXPECT_TRUE(question.problem.access.empty());
  EXPECT_FALSE(question.problem.registration);
  EXPECT_FALSE(question.problem.barriers);
  for (const auto* criterion : {"deprivation", "access", "registration", "barriers"})
    EXPECT_TRUE(has_finding(question, "NOT_JUDGED", criterion)) << criterion;
}

TEST(PlaceProblem, AnUnknownMeasureNamesTheColumnsThereAre) {
  auto place = place_from_map("a b\nc d", 1000);
  place.areas.indicators["income_rate"] = {1, 2, 3, 4};
  Brief brief;
  brief.deprivation.measure = "imd";
  EXPECT_NE(complaint(place, brief).find("income_rate"), std::string::npos);
  brief.deprivation.measure = "income_rate";
  EXPECT_EQ(build_problem(place, brief).problem.deprivation->value, (std::vector<double>{1, 2, 3, 4}));
}

TEST(PlaceProblem, UnitsComeFromParentsBoundariesOrPlans) {
  auto place = place_from_map("a b\nc d", 1000);
  place.areas.parents["ward_code"] = {"W1", "W1", "W2", ""};
  place.areas.parents["ward_name"] = {"North", "North", "South", ""};
  place.boundaries.push_back({"estate", "", "Hill", place.areas.shape[0]});
  datasets::PlanRecord plan;
  plan.name = "current";
  plan.assignments = {{"a", "X", false}, {"b", "Y", false}, {"c", "X", false}, {"d", "Y", false}};
  place.plans.push_back(plan);
  Brief brief;
  brief.weights.alignment = {{"estate", 1}, {"plan:current", 0.5}, {"ward", 0.25}};
  brief.hold.within = {"ward"};
  const auto problem = build_problem(place, brief).problem;
  ASSERT_EQ(problem.alignment.size(), 3u);
  EXPECT_EQ(problem.alignment[0].unit, (std::vector<std::int32_t>{0, -1, -1, -1}));
  EXPECT_EQ(problem.alignment[1].unit, (std::vector<std::int32_t>{0, 1, 0, 1}));
  EXPECT_EQ(problem.alignment[2].unit_name, (std::vector<std::string>{"North", "South"}));
  EXPECT_EQ(problem.weights.alignment, (std::vector<double>{1, 0.5, 0.25}));
  EXPECT_EQ(problem.hold_name, (std::vector<std::string>{"North", "South", "no ward"}));
  brief.hold.within = {"wrd"};
  EXPECT_NE(complaint(place, brief).find("estate, plan:current, ward"), std::string::npos)
      << complaint(place, brief);
}

TEST(PlaceProblem, LinksJoinAndCutsPart) {
  auto place = place_from_map("a b . c", 1000);
  place.links.push_back({"b", "c", datasets::LinkState::proposed, "detached piece", ""});
  Brief brief;
  brief.cuts.push_back({{"a", "b"}, "", "", "", true, 1});
  brief.links.push_back({{"a", "c"}, "", "bridge", "", true, 1});
  const auto question = build_problem(place, brief);
  const auto& edges = question.problem.graph.edges();
  ASSERT_EQ(edges.size(), 2u);
  EXPECT_TRUE(edges[0].link && edges[0].a == 0 && edges[0].b == 2);
  EXPECT_TRUE(edges[1].link && edges[1].a == 1 && edges[1].b == 2);
  EXPECT_TRUE(has_finding(question, "PROPOSED_LINK"));
  brief.cuts.push_back({{"b", "c"}, "", "", "", true, 1});
  EXPECT_EQ(build_problem(place, brief).problem.graph.edges().size(), 1u);
}

TEST(PlaceProblem, ABarrierIsCrossedUnlessALinkIsDeclaredThere) {
  auto place = place_from_map("a b\nc d", 1000);
  place.barriers.push_back(
      {"river", "Toy Water", {{399'000, 300'000}, {403'000, 300'000}}});  // between the rows
  Brief brief;
  const auto crossing = [&] {
    const auto question = build_problem(place, brief);
    return std::accumulate(question.problem.barriers->crosses.begin(),
                           question.problem.barriers->crosses.end(), 0);
  };
  EXPECT_EQ(crossing(), 2);
  brief.links.push_back({{"a", "c"}, "", "bridge", "", true, 1});
  EXPECT_EQ(crossing(), 1);
}

TEST(PlaceProblem, ALockWithoutAreasIsANeighbourhoodOfThePlanThatIsChanged) {
  auto place = place_from_map("a b\nc d", 1000);
  datasets::PlanRecord plan;
  plan.name = "current";
  plan.assignments = {{"a", "X", false}, {"b", "Y", false}, {"c", "X", false}, {"d", "Y", false}};
  place.plans.push_back(plan);
  Brief brief;
  brief.change = Brief::Change{"current", 500.0};
  brief.locks.push_back({{}, "X", "", "", true, 1});
  const auto question = build_problem(place, brief);
  EXPECT_EQ(question.problem.locks.at(0).areas,
            (std::vector<std::uint32_t>{row_of(question, "a"), row_of(question, "c")}));
  EXPECT_EQ(question.problem.change->max_people, 500);
  brief.locks[0].neighbourhood = "Z";
  EXPECT_NE(complaint(place, brief).find("'Z'"), std::string::npos);
}

}  // namespace
}  // namespace placewright::boundaries
