#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "boundaries/output/postcode_page.h"
#include "datasets/place/unique_code.h"
#include "tests/datasets/temporary_folder.h"
#include "tests/toy_place.h"

/// What is published: codes that are unique beyond the place, numbers as people write them, the resident's
/// page.
namespace placewright::boundaries::output {
namespace {

class Publish : public ::testing::Test {
 protected:
  void SetUp() override {
    place_ = toy::place_from_words(toy::grid_words(4, 1), 1000);
    datasets::PlanRecord plan;
    plan.name = "A";
    plan.assignments = {{"A000", "N1"}, {"A001", "N1"}, {"A002", "N2"}, {"A003", ""}};
    plan.neighbourhoods = {{"N1", "</script><script>alert(1)</script>", "", false, ""},
                           {"N2", "Two", "", false, ""}};
    place_.plans.push_back(plan);
    place_.postcodes = {{"LS6 1AB", "A000"}, {"LS6 1AC", "A002"}, {"LS6 1AD", "A003"}, {"M1 1AA", "A001"}};
  }
  std::string code_in_lookup() {
    return std::get<std::string>(lookup_table(describe_plan(place_, place_.plans.front()), 26).rows[0][2]);
  }
  datasets::Place place_;
};

TEST_F(Publish, TheCodeOfANeighbourhoodBeginsWithThatOfItsOnlyAuthorityElseItsOnlyIcb) {
  EXPECT_EQ(code_in_lookup(), "N1") << "nothing is known that would make it unique";
  place_.areas.parents["lad_code"] = {"E08000035", "E08000035", "E08000035", "E08000035"};
  place_.areas.parents["icb_ods"] = {"QWO", "QWO", "QWO", "QWO"};
  EXPECT_EQ(code_in_lookup(), "E08000035-N1");
  place_.areas.parents["lad_code"][3] = "E08000036";
  EXPECT_EQ(code_in_lookup(), "QWO-N1");
  place_.areas.inside[3] = 0;
  EXPECT_EQ(code_in_lookup(), "E08000035-N1") << "context does not count";
}

TEST_F(Publish, TheAuthorityColumnIsOfTheYearOfItsLookup) {
  const auto heading = [&] {
    return lookup_table(describe_plan(place_, place_.plans.front()), 26).columns[6].name;
  };
  EXPECT_EQ(heading(), "LAD26CD");
  place_.settings["unit_year.lad_code"] = "2023";
  EXPECT_EQ(heading(), "LAD23CD");
}

TEST(PublishedTable, WholeNumbersAreWholeSharesHaveFourPlacesAndALookupTellsExcelItsLetters) {
  const Table table{"t",
                    "",
                    {{"people", 0, ""}, {"share", 3, ""}, {"name", 0, ""}},
                    {{42597.00000000001, 2.0 / 3, std::string("=Tŷ")}}};
  EXPECT_EQ(csv_for_joining(table), "\xEF\xBB\xBFpeople,share,name\n42597,0.6667,=Tŷ\n");
  EXPECT_EQ(csv_for_reading(table), "people,share,name\n42597,0.6667,'=Tŷ\n");
}

TEST_F(Publish, ThePostcodePageRunsOneScriptOnlyWhateverIsInANameAndKnowsEachPostcode) {
  const auto page = postcode_page(describe_plan(place_, place_.plans.front()));
  EXPECT_NE(page.find("script-src 'sha256-"), page.npos);
  EXPECT_EQ(page.find("<script>alert"), page.npos);
  EXPECT_NE(page.find("\"LS61\":\"0:AB,1:AC\""), page.npos) << page;
  EXPECT_EQ(page.find("AD"), page.npos) << "its area is in no neighbourhood";
}

TEST_F(Publish, InABrowserThePostcodePageAnswers) {
  if (std::system("command -v chromium >/dev/null 2>&1") != 0) GTEST_SKIP() << "chromium is not installed";
  datasets::TemporaryFolder folder;
  std::ofstream(folder.path("page.html")) << postcode_page(describe_plan(place_, place_.plans.front()));
  const auto ask = [&](const std::string& postcode) {
    const auto line = "timeout 60 chromium --headless --no-sandbox --disable-gpu --user-data-dir='" +
                      folder.path("profile") + "' --dump-dom 'file://" + folder.path("page.html") + "#" +
                      postcode + "' >'" + folder.path("dom.html") + "' 2>/dev/null";
    EXPECT_EQ(std::system(line.c_str()), 0);
    return datasets::read_bytes(folder.path("dom.html"));
  };
  EXPECT_NE(ask("ls6 1ac").find(">ls6 1ac: N2 Two<"), std::string::npos);
  EXPECT_NE(ask("LS61AB").find("alert(1)&lt;/script&gt;<"), std::string::npos) << "the name is shown as text";
  EXPECT_NE(ask("ZZ9 9ZZ").find("no neighbourhood of this plan"), std::string::npos);
}

}  // namespace
}  // namespace placewright::boundaries::output
