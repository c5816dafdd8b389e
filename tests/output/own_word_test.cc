#include <gtest/gtest.h>

#include "boundaries/output/map_look.h"
#include "boundaries/output/plan_scene.h"
#include "boundaries/output/plan_words.h"
#include "boundaries/output/report.h"
#include "datasets/place/unit_word.h"
#include "tests/toy_place.h"

// A partnership that says "patch" reads "patch".
namespace placewright::boundaries::output {
namespace {

datasets::UnitWord word_of(const std::string& one, const std::string& many = "") {
  return datasets::UnitWord({{"word.neighbourhood", one}, {"word.neighbourhoods", many}});
}

TEST(OwnWord, StandsForTheProgramsWordAndNothingElse) {
  const auto word = word_of("patch");
  EXPECT_EQ(word.said("Neighbourhoods of the plan; a neighbourhood, 2 neighbourhoods."),
            "Patches of the plan; a patch, 2 patches.");
  EXPECT_EQ(word.said("Neighbourhood"), "Patch");
  const std::string kept =
      "practice_to_neighbourhood.csv, neighbourhood_by_patients, neighbourhoods.csv, multi-neighbourhood, "
      "A01 Castle Neighbourhood, neighbourhoodly";
  EXPECT_EQ(word.said(kept), kept);
}

TEST(OwnWord, HasItsPluralAndItsArticle) {
  EXPECT_EQ(word_of("locality").said("neighbourhoods"), "localities");
  EXPECT_EQ(word_of("area").said("neighbourhoods, a neighbourhood; a new neighbourhood"),
            "areas, an area; a new area");
  EXPECT_EQ(word_of("cylch", "cylchoedd").said("3 neighbourhoods"), "3 cylchoedd");
}

TEST(OwnWord, NamesThatPeopleGaveStayWhereverTheyStand) {
  auto word = word_of("patch");
  for (const char* name : {"Riverside neighbourhood", "Our neighbourhood plan", "neighbourhood", "Mill Hill"})
    word.keep(name);
  EXPECT_EQ(word.said("A neighbourhood: Riverside neighbourhood is a neighbourhood"),
            "A patch: Riverside neighbourhood is a patch");
  EXPECT_EQ(word.said("plan 'Our neighbourhood plan' has 3 neighbourhoods"),
            "plan 'Our neighbourhood plan' has 3 patches");
}

TEST(OwnWord, ABlankOneIsNone) {
  EXPECT_EQ(word_of(" ", "patches").said("Neighbourhoods"), "Neighbourhoods");
  EXPECT_EQ(datasets::UnitWord().said("a neighbourhood"), "a neighbourhood");
}

struct InOutputs : testing::Test {
  datasets::Place place = toy::place_from_words({{"A1", "B1", "B2", "C1", "C2", "C3"}}, 10000);
  datasets::PlanRecord plan;

  InOutputs() {
    plan.name = "Agreed";
    plan.brief_toml = "[population]\nmin = 15000\nmax = 25000\n";
    for (const auto& code : place.areas.code) plan.assignments.push_back({code, code.substr(0, 1), false});
    plan.assignments.back().neighbourhood.clear();
    place.settings["word.neighbourhood"] = "locality";
  }
  [[nodiscard]] DescribedPlan described() const { return describe_plan(place, plan); }
};

TEST_F(InOutputs, NamesOfThePlaceStayInEverySentence) {
  place.sites.push_back({});
  place.sites.back().name = "the neighbourhood office";
  plan.neighbourhoods = {{"A", "North neighbourhood", "", false, "agreed in the neighbourhood forum"}};
  place.plans = {plan};
  const auto word = datasets::unit_word(place);
  EXPECT_EQ(
      word.said("neighbourhood A, North neighbourhood, of the neighbourhood office: agreed in the "
                "neighbourhood forum"),
      "locality A, North neighbourhood, of the neighbourhood office: agreed in the neighbourhood forum");
}

TEST_F(InOutputs, TheMapSaysItInTitleLegendAndCaption) {
  const auto scene = plan_scene(described(), ColourBy::neighbourhood, 0);
  EXPECT_EQ(scene.title, "3 localities of " + place.name);
  EXPECT_EQ(scene.legend_title, "Localities: residents");
  EXPECT_NE(scene.subtitle.find("people a locality"), std::string::npos) << scene.subtitle;
  EXPECT_NE(plan_scene(described(), ColourBy::deprivation, 0).title.find("and its localities"),
            std::string::npos);
  EXPECT_NE(look_of_column(place, "population").title.find("and its localities"), std::string::npos);
}

TEST_F(InOutputs, NoSentenceOfTheReportHasTheProgramsWord) {
  const auto html = report_html(described());
  EXPECT_NE(html.find("<h1>Localities of"), std::string::npos);
  EXPECT_NE(html.find("<h2>The localities</h2>"), std::string::npos);
  // What is left stands in the brief, in columns' names or in code.
  for (auto at = html.find("eighbourhood"); at != std::string::npos; at = html.find("eighbourhood", at + 1))
    ADD_FAILURE() << html.substr(at < 60 ? 0 : at - 60, 120);
}

TEST_F(InOutputs, WithoutASettingTheWordIsNeighbourhood) {
  place.settings.clear();
  EXPECT_EQ(plan_scene(described(), ColourBy::neighbourhood, 0).title, "3 neighbourhoods of " + place.name);
  EXPECT_NE(report_html(described()).find("<h2>The neighbourhoods</h2>"), std::string::npos);
}

}  // namespace
}  // namespace placewright::boundaries::output
