#include "boundaries/output/plan_words.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "boundaries/output/export.h"
#include "boundaries/output/plan_scene.h"
#include "boundaries/output/report.h"
#include "boundaries/question/brief.h"
#include "tests/datasets/temporary_folder.h"
#include "tests/toy_place.h"

// What stands under a map is true of the plan on it.
namespace placewright::boundaries::output {
namespace {

/// Six areas in a row with 10,000 people each, in neighbourhoods of one, two and three.
struct Toy {
  datasets::Place place = toy::place_from_words({{"A1", "B1", "B2", "C1", "C2", "C3"}}, 10000);
  datasets::PlanRecord plan;

  Toy() {
    plan.name = "Agreed";
    plan.created = "2026-03-01T00:00:00Z";
    plan.origin = "import";
    for (const auto& code : place.areas.code) plan.assignments.push_back({code, code.substr(0, 1), false});
    plan.neighbourhoods = {
        {"A", "A", "", false, ""}, {"B", "", "", false, ""}, {"C", "Castle", "", false, ""}};
  }
  [[nodiscard]] DescribedPlan described() const { return describe_plan(place, plan); }
};

TEST(Caption, SaysTheTrueSizesAndNoBoundsThatNobodyAskedFor) {
  Toy toy;
  EXPECT_EQ(plan_caption(toy.described()), "10,000 to 30,000 people a neighbourhood");
  toy.plan.brief_toml = "# nobody wrote a brief\n";
  EXPECT_EQ(plan_caption(toy.described()), "10,000 to 30,000 people a neighbourhood");
  toy.plan.brief_toml = "[weights]\npopulation = 1.0\n";
  EXPECT_EQ(plan_caption(toy.described()), "10,000 to 30,000 people a neighbourhood");
}

TEST(Caption, SaysTheBriefsBoundsAsAskedForAndHowManyLieOutside) {
  Toy toy;
  toy.plan.brief_toml = "[population]\nmin = 15000\nmax = 25000\n";
  EXPECT_EQ(plan_caption(toy.described()),
            "10,000 to 30,000 people a neighbourhood; 15,000 to 25,000 people asked for, 2 of 3 outside");
  toy.plan.brief_toml = "[population]\nmin = 10000\nmax = 30000\n";
  EXPECT_EQ(plan_caption(toy.described()),
            "10,000 to 30,000 people a neighbourhood; 10,000 to 30,000 people asked for, none outside");
}

TEST(Caption, SaysWhatIsInNoNeighbourhoodAndWhoIsNotCounted) {
  Toy toy;
  toy.plan.assignments.back().neighbourhood.clear();
  EXPECT_EQ(plan_caption(toy.described()),
            "10,000 to 20,000 people a neighbourhood; 1 area in no neighbourhood");
  toy.place.areas.population.front() = datasets::kMissing;
  EXPECT_EQ(plan_caption(toy.described()),
            "20,000 people in each neighbourhood, without those of 1 area that nobody counted; 1 area in no "
            "neighbourhood");
  for (auto& assignment : toy.plan.assignments) assignment.neighbourhood.clear();
  EXPECT_EQ(plan_caption(toy.described()), "no area is in a neighbourhood yet");
}

TEST(Caption, OfOneNeighbourhoodIsInTheSingular) {
  Toy toy;
  for (auto& assignment : toy.plan.assignments) assignment.neighbourhood = "A";
  const auto described = toy.described();
  EXPECT_EQ(plan_caption(described), "60,000 people in its one neighbourhood");
  EXPECT_EQ(plan_scene(described, ColourBy::neighbourhood, 0).title, "1 neighbourhood of Toytown");
}

TEST(Origin, AnImportedPlanIsNotCalledDrawn) {
  Toy toy;
  EXPECT_EQ(origin_words(toy.place, toy.plan), "Imported, not drawn with Placewright");
  toy.plan.origin = "import, edit";
  EXPECT_EQ(origin_words(toy.place, toy.plan), "Imported, then edited by hand");
  toy.plan.origin = "import, edit, redraw";
  EXPECT_EQ(origin_words(toy.place, toy.plan), "Imported, then edited by hand and redrawn with Placewright");
}

TEST(Origin, ADrawnPlanNamesTheProgramThatDrewIt) {
  Toy toy;
  toy.plan.origin = "draw";
  toy.plan.run_json = R"({"program": "placewright 0.0.9"})";
  EXPECT_EQ(origin_words(toy.place, toy.plan), "Drawn with Placewright 0.0.9");
  toy.plan.origin = "draw, edit";
  EXPECT_EQ(origin_words(toy.place, toy.plan), "Drawn with Placewright 0.0.9, then edited by hand");
  toy.plan.run_json = R"({"program": 7})";
  EXPECT_EQ(origin_words(toy.place, toy.plan), "Drawn with Placewright, then edited by hand");
}

TEST(Origin, APlanBegunInTheWindowSaysWhoDrew) {
  Toy toy;
  toy.plan.origin = "edit";
  EXPECT_EQ(origin_words(toy.place, toy.plan), "Drawn by hand in Placewright");
  toy.plan.origin = "redraw";
  EXPECT_EQ(origin_words(toy.place, toy.plan), "Drawn with Placewright");
  toy.plan.origin = "edit, redraw";
  EXPECT_EQ(origin_words(toy.place, toy.plan), "Drawn by hand and with Placewright");
  toy.plan.origin = "edit";
  toy.place.log.push_back({"2026-03-01T00:00:00Z", "plans", "plan imported", "", "theirs.csv", "", "Agreed"});
  EXPECT_EQ(origin_words(toy.place, toy.plan), "Imported, then edited by hand")
      << "an older program kept no more than the log";
}

TEST(Origin, ACopyHasThatOfWhatItWasCopiedFrom) {
  Toy toy;
  toy.plan.origin = "import, edit";
  auto copy = toy.plan, second = toy.plan;
  copy.name = "Copy", copy.origin = "copy", copy.parent = "Agreed";
  second.name = "Second", second.origin = "copy, redraw", second.parent = "Copy";
  toy.place.plans = {toy.plan, copy, second};
  EXPECT_EQ(origin_words(toy.place, copy), "Imported, then edited by hand");
  EXPECT_EQ(origin_words(toy.place, second), "Imported, then edited by hand and redrawn with Placewright");
  toy.place.plans.erase(toy.place.plans.begin());
  EXPECT_EQ(origin_words(toy.place, copy), "Where it came from is not recorded");
  // Two that name one another end somewhere.
  toy.place.plans.front().parent = "Second";
  EXPECT_EQ(origin_words(toy.place, second),
            "Where it came from is not recorded; redrawn with Placewright since");
}

TEST(Outputs, EveryFileOfAnImportedPlanSaysSoAndNoneSaysThatItWasDrawnHereOrWithinDefaultBounds) {
  Toy toy;
  const datasets::TemporaryFolder folder;
  const auto described = toy.described();
  for (const auto colour : {ColourBy::neighbourhood, ColourBy::deprivation}) {
    const auto scene = plan_scene(described, colour, 0);
    EXPECT_EQ(scene.subtitle, "Plan Agreed: 10,000 to 30,000 people a neighbourhood");
    ASSERT_GE(scene.footer.size(), 2U);
    EXPECT_EQ(scene.footer[1].substr(0, 36), "Imported, not drawn with Placewright");
  }
  const auto page = report_html(described);
  EXPECT_NE(page.find("Imported, not drawn with Placewright"), std::string::npos);
  EXPECT_NE(page.find("10,000 to 30,000"), std::string::npos);
  std::string all = page;
  for (const auto& path : export_plan(described, folder.path("out"), "2026-03-01")) {
    const auto bytes = datasets::read_bytes(path);
    if (path.ends_with(".gpkg")) {
      EXPECT_NE(bytes.find("Imported, not drawn with Placewright"), std::string::npos) << path;
      EXPECT_NE(bytes.find("10,000 to 30,000 people a neighbourhood"), std::string::npos) << path;
    }
    if (path.ends_with(".svg")) {
      EXPECT_NE(bytes.find("<desc>Plan Agreed: 10,000 to 30,000 people a neighbourhood\n"), std::string::npos)
          << path;
      EXPECT_NE(bytes.find("\nImported, not drawn with Placewright. "), std::string::npos) << path;
    }
    if (path.ends_with(".geojson")) {
      EXPECT_NE(bytes.find("Imported, not drawn with Placewright"), std::string::npos) << path;
    }
    all += bytes;
  }
  EXPECT_EQ(all.find("Drawn with"), std::string::npos);
  EXPECT_EQ(all.find("30,000 to 50,000 people a neighbourhood"), std::string::npos);
  EXPECT_EQ(page.find("within 30,000 to 50,000"), std::string::npos);
}

TEST(Outputs, BoundsThatNobodyAskedForAreNoError) {
  Toy toy;
  const auto severity = [&] {
    std::vector<geo::Severity> found;
    for (const auto& finding : toy.described().findings)
      if (finding.code == "OUT_OF_BOUNDS") found.push_back(finding.severity);
    return found;
  };
  EXPECT_EQ(severity(), std::vector<geo::Severity>(2, geo::Severity::note));
  toy.plan.brief_toml = "[population]\nmin = 30000\n";
  EXPECT_EQ(severity(), std::vector<geo::Severity>(2, geo::Severity::error));
}

TEST(Outputs, NoNameStandsTwice) {
  Toy toy;
  for (std::size_t area = 0; area < toy.place.areas.size(); ++area)
    toy.place.areas.name[area] = toy.place.areas.code[area];
  toy::add_practice(toy.place, "Y1", "B1");
  toy.place.registrations = {{"Y1", "B1", 900}, {"Y1", "C1", 100}};
  const auto described = toy.described();
  const auto scene = plan_scene(described, ColourBy::neighbourhood, 0);
  ASSERT_GE(scene.legend.size(), 3U);
  EXPECT_EQ(scene.legend[0].text, "A");
  EXPECT_EQ(scene.legend[1].text, "B");
  EXPECT_EQ(scene.legend[2].text, "C Castle");
  const auto page = report_html(described);
  for (const char* twice : {"A A<", "A A ", "B B", "A1 A1", ">B</td><td>B<"})
    EXPECT_EQ(page.find(twice), std::string::npos) << twice;
}

TEST(Outputs, NeighbourhoodsStandInTheOrderOfTheirNumbers) {
  Toy toy;
  const std::vector<std::string> ids{"N10", "N2", "N1", "N1", "N10", "N2"};
  for (std::size_t i = 0; i < ids.size(); ++i) toy.plan.assignments[i].neighbourhood = ids[i];
  toy.plan.neighbourhoods.clear();
  std::vector<std::string> order;
  for (const auto& facts : toy.described().neighbourhoods) order.push_back(facts.id);
  EXPECT_EQ(order, (std::vector<std::string>{"N1", "N2", "N10"}));
}

TEST(Numbers, WhatIsNoNumberIsNeverWrittenAsOne) {
  const double none = std::nan(""), endless = HUGE_VAL;
  EXPECT_EQ(number_text(endless, 1), "[x]");
  EXPECT_EQ(number_text(-0.0, 1), "0.0");
  EXPECT_EQ(figure_text(none, 2), "-");
  EXPECT_EQ(figure_text(-endless, 2, true), "-");
  EXPECT_EQ(figure_text(-0.001, 2), "0.00");
  EXPECT_EQ(figure_text(-0.001, 2, true), "+0.00");
  EXPECT_EQ(figure_text(-1234.5, 1), "-1234.5");
  const Table table{"t", "t", {{"a", 0, ""}, {"b", 0, ""}, {"c", 0, ""}}, {{none, endless, -0.0}}};
  EXPECT_EQ(csv_of(table, true), "a,b,c\n,,0\n");
  EXPECT_EQ(csv_of(table, false), "a,b,c\n[x],[x],0\n");
}

}  // namespace
}  // namespace placewright::boundaries::output
