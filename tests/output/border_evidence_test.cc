#include "boundaries/output/border_evidence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "boundaries/from_place/judgement.h"
#include "boundaries/judge/score.h"
#include "boundaries/output/border_words.h"
#include "tests/toy_place.h"

/// Why a border is where it is, on a place of two rows and four columns:
///
///     A000 A001 | A002 A003     ward: One, One, Two, Two; a river along the border
///     A004 A005 | A006 A007     ward: Three; no river
namespace placewright::boundaries::output {
namespace {

class Border : public ::testing::Test {
 protected:
  void SetUp() override {
    place_ = toy::place_from_words(toy::grid_words(4, 2), 1000);
    place_.areas.parents["ward_code"] = {"W1", "W1", "W2", "W2", "W3", "W3", "W3", "W3"};
    place_.areas.parents["ward_name"] = {"One", "One", "Two", "Two", "Three", "Three", "Three", "Three"};
    datasets::Barrier river;
    river.kind = "river";
    river.name = "Ander";
    river.line = {{402'000, 300'000}, {402'000, 301'000}};
    place_.barriers.push_back(river);
    toy::add_practice(place_, "P1", "A000");
    place_.sites.back().pcn_code = "U1";
    place_.registrations = {{"P1", "A000", 80}, {"P1", "A006", 20}};
    place_.plans = {plan("A", {"W", "W", "E", "E", "W", "W", "E", "E"}),
                    plan("same", {"x", "x", "y", "y", "x", "x", "y", "y"}),
                    plan("rows", {"x", "x", "x", "x", "y", "y", "y", "y"})};
    place_.plans[0].neighbourhoods = {{"E", "East", "", false, "", ""},
                                      {"W", "West", "", false, "an island", ""}};
    place_.plans[0].brief_toml =
        "[population]\nmin = 1000\nmax = 7000\n[weights]\ncompactness = 1\npopulation = 0\n"
        "[[keep_together]]\nareas = [\"A001\", \"A005\"]\nwhy = \"one estate\"\nby = \"Ann\"\n";
    place_.log.push_back(
        {"2026-05-01T10:00:00Z", "Ben", "moved 1 area to East: A002", "", "", "the school", "A"});
    place_.log.push_back(
        {"2026-05-01T10:00:00Z", "Ben", "moved 1 area to East: A003", "", "", "far away", "A"});
    place_.log.push_back(
        {"2026-05-01T10:00:00Z", "Ben", "moved 1 area to East: A002", "", "", "of another", "rows"});
  }
  static datasets::PlanRecord plan(const std::string& name, const std::vector<std::string>& groups) {
    datasets::PlanRecord plan;
    plan.name = name;
    for (std::size_t area = 0; area < groups.size(); ++area)
      plan.assignments.push_back({"A00" + std::to_string(area), groups[area]});
    for (const auto& group : groups)
      if (std::none_of(plan.neighbourhoods.begin(), plan.neighbourhoods.end(),
                       [&](const auto& each) { return each.id == group; }))
        plan.neighbourhoods.push_back({group, group, "", false, "", ""});
    return plan;
  }
  void measure(bool whole = false) {
    const auto& record = place_.plans.front();
    question_ = build_problem(place_, with_known_units(place_, brief_of(record)));
    const auto labelled = labels_of(record, question_);
    labels_ = labelled.labels;
    names_ = {record.name, labelled.neighbourhood_id, labelled.neighbourhood_id};
    const auto label = [&](const char* id) {
      return static_cast<std::int32_t>(std::find(names_.ids.begin(), names_.ids.end(), id) -
                                       names_.ids.begin());
    };
    evidence_ = measure_border(place_, record, question_, labels_, names_, label("W"),
                               whole ? kUnassigned : label("E"));
  }
  [[nodiscard]] const Followed* followed(const std::string& kind) const {
    const auto at = std::find_if(evidence_.follows.begin(), evidence_.follows.end(),
                                 [&](const auto& each) { return each.kind == kind; });
    return at == evidence_.follows.end() ? nullptr : &*at;
  }
  [[nodiscard]] bool is_held_by(const std::string& words) const {
    return std::any_of(evidence_.held_by.begin(), evidence_.held_by.end(),
                       [&](const auto& each) { return each.find(words) != std::string::npos; });
  }

  datasets::Place place_;
  PlaceProblem question_;
  Labels labels_;
  PlanNames names_;
  BorderEvidence evidence_;
};

TEST_F(Border, FollowsTheRiverForHalfOfItsLengthAndTheWardForTheSameHalf) {
  measure();
  EXPECT_EQ(evidence_.metres, 2000);
  ASSERT_NE(followed("river"), nullptr);
  EXPECT_EQ(followed("river")->name, "Ander");
  EXPECT_NEAR(followed("river")->share, 0.5, 0.02) << "the river ends halfway; 25 m beyond still count";
  ASSERT_NE(followed("ward"), nullptr);
  EXPECT_EQ(followed("ward")->share, 0.5);
  EXPECT_NEAR(evidence_.line_share, 0.5, 0.02);
  EXPECT_TRUE(evidence_.lines_known);
}

TEST_F(Border, ARiverInATunnelIsNotFollowedAndWithoutLinesNothingIsClaimed) {
  place_.barriers.clear();
  datasets::GroundFeature culvert;
  culvert.kind = "river";
  culvert.line = {{402'000, 300'000}, {402'000, 301'000}};
  culvert.other = "tunnel=yes";
  place_.ground.push_back(culvert);
  measure();
  EXPECT_EQ(followed("river"), nullptr);
  place_.ground.clear();
  measure();
  EXPECT_FALSE(evidence_.lines_known);
  const auto words = border_text(question_.problem, labels_, evidence_, names_);
  EXPECT_NE(words.find("are not known: import ground"), std::string::npos) << words;
}

TEST_F(Border, CutsTheWardThatLiesOnBothSidesAndThePatientsOfThePractice) {
  measure();
  ASSERT_EQ(evidence_.cuts.size(), 3u);
  EXPECT_EQ(evidence_.cuts[0].kind, "ward");
  EXPECT_EQ(evidence_.cuts[0].here, 2000);
  EXPECT_EQ(evidence_.cuts[0].there, 2000);
  EXPECT_EQ(evidence_.cuts[1].kind, "pcn");
  EXPECT_EQ(evidence_.cuts[2].kind, "practice");
  EXPECT_EQ(evidence_.cuts[2].here, 80);
  EXPECT_EQ(evidence_.cuts[2].there, 20);
  place_.settings["threshold.split"] = "25 %";
  measure();
  EXPECT_EQ(evidence_.cuts.size(), 1u) << "a fifth of the patients is below the place's own threshold";
}

TEST_F(Border, IsHeldByTheRuleTheReasonsAndTheEditsThatTouchIt) {
  measure();
  EXPECT_TRUE(is_held_by("one estate (Ann)"));
  EXPECT_TRUE(is_held_by("an island"));
  EXPECT_TRUE(is_held_by("the school"));
  EXPECT_FALSE(is_held_by("far away")) << "A003 does not lie at the border";
  EXPECT_FALSE(is_held_by("of another")) << "said of another plan";
  EXPECT_TRUE(is_held_by("1.0 km (50 %)")) << "the river divides half of it";
}

TEST_F(Border, EveryMoveChangesTheTotalAsThePlainScoreSays) {
  measure();
  ASSERT_EQ(evidence_.moves.size(), 3u) << "A001 and A005 go together";
  const double before = score(question_.problem, labels_).total;
  double last = -1;
  for (const auto& move : evidence_.moves) {
    auto labels = labels_;
    for (const auto area : move.areas) labels[area] = move.to;
    EXPECT_EQ(move.total_change, score(question_.problem, labels).total - before);
    EXPECT_GE(move.total_change, last);
    last = move.total_change;
    EXPECT_TRUE(move.breaks.empty());
  }
}

TEST_F(Border, IsAsFirmAsTheOtherPlansThatHaveIt) {
  measure();
  ASSERT_EQ(evidence_.plans.size(), 2u);
  EXPECT_EQ(evidence_.plans[0].border, 1);
  EXPECT_EQ(evidence_.plans[1].border, 0);
  EXPECT_EQ(evidence_.plans[0].together, 1);
  EXPECT_EQ(evidence_.plans[1].together, 0.5);
}

TEST_F(Border, ANeighbourhoodIsToldWithWhomItBordersAndWhatIsWholeInIt) {
  measure(true);
  EXPECT_EQ(evidence_.people, 4000);
  ASSERT_EQ(evidence_.beside.size(), 1u);
  EXPECT_EQ(evidence_.beside[0].metres, 2000);
  ASSERT_EQ(evidence_.wholes.size(), 1u);
  ASSERT_EQ(evidence_.wholes[0].names.size(), 1u) << "ward One; Three lies on both sides";
  EXPECT_NE(evidence_.wholes[0].names[0].find("One"), std::string::npos);
  const auto told = nlohmann::json::parse(border_json(question_.problem, evidence_, names_));
  EXPECT_EQ(told["neighbourhood"], "W");
  EXPECT_TRUE(told["other"].is_null());
  EXPECT_EQ(told["borders"][0]["neighbourhood"], "E");
  EXPECT_EQ(told["moves"].size(), 3u);
}

}  // namespace
}  // namespace placewright::boundaries::output
