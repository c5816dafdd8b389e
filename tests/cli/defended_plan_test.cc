#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/toy_place.h"

/// The words with which a plan is defended: compare in sentences, local knowledge and its fate, bounds asked
/// for at the judgement.
namespace placewright::boundaries::cli {
namespace {

using nlohmann::json;

/// Sixteen areas of 1,000 people in a square; W and E are its halves, in b A002 is W too, in c the halves are
/// north and south.
class DefendedPlan : public ::testing::Test {
 protected:
  void SetUp() override {
    auto town = toy::place_from_words(toy::grid_words(4, 4), 1000);
    datasets::Note note;
    note.id = "n1";
    note.author = "Ann";
    note.text = "The bridge floods";
    note.area = "A005";
    town.notes.push_back(note);
    town.log.push_back({"2026-01-02", "Ann", "moved A002", "E", "W", "the school is there", "A"});
    town.log.push_back({"2026-01-03", "Bob", "moved A003", "E", "W", "none of this plan", "other"});
    datasets::write_new_place(folder_.path("place.gpkg"), town, "2026-01-01T00:00:00Z");
    for (const char* name : {"a", "b", "c"}) {
      std::ofstream file(folder_.path(std::string(name) + ".csv"));
      file << "area_code,neighbourhood\n";
      for (int area = 0; area < 16; ++area) {
        const bool first = *name == 'c' ? area < 8 : area % 4 < 2 || (*name == 'b' && area == 2);
        file << (area < 10 ? "A00" : "A0") << area << "," << (first ? "W" : "E") << "\n";
      }
    }
    std::ofstream(folder_.path("brief.toml"))
        << "[population]\nmin = 6000\nmax = 10000\n[weights]\ndeprivation = 1\ncompactness = 1\n"
        << "[[keep_together]]\nareas = [\"A001\", \"A002\", \"A006\"]\nwhy = \"One estate\"\nhard = false\n"
        << "[[keep_together]]\nareas = [\"A000\", \"A001\"]\nwhy = \"One street\"\nhard = false\n"
        << "[[keep_apart]]\nareas = [\"A003\", \"A007\"]\nwhy = \"Old rivals\"\nby = \"Ann\"\nhard = false\n";
    ASSERT_EQ(run("plans " + place() + " --import '" + folder_.path("a.csv") + "' --as A").code, 0);
  }
  Ran run(const std::string& arguments) { return run_program(folder_, arguments); }
  std::string place() { return "'" + folder_.path("place.gpkg") + "'"; }
  std::string brief() { return " --brief '" + folder_.path("brief.toml") + "'"; }
  std::string lookup(const char* name) { return " '" + folder_.path(name) + "'"; }

  datasets::TemporaryFolder folder_;
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(DefendedPlan, CompareSaysWhoWinsOnWhatAndAtWhichPrice) {
  const auto ran = run("compare " + place() + " A" + lookup("b.csv") + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(contains(ran.out, "Compactness: A is better, 4.0 km of border against 5.0 km of border"))
      << ran.out;
  EXPECT_TRUE(contains(ran.out, "Sizes run from 8,000 to 8,000 people in A, from 7,000 to 9,000 in b.csv."))
      << ran.out;
  EXPECT_TRUE(contains(ran.out, "a gap of")) << ran.out;
  EXPECT_TRUE(
      contains(ran.out, "A wins on deprivation and compactness and loses on nothing that is weighed."))
      << ran.out;
}

TEST_F(DefendedPlan, AWinnerThatBreaksMoreRulesIsSaidToDoSo) {
  std::ofstream file(folder_.path("torn.csv"));
  file << "area_code,neighbourhood\n";
  for (int area = 0; area < 15; ++area)
    file << (area < 10 ? "A00" : "A0") << area << "," << (area % 4 < 2 || area == 3 ? "W" : "E") << "\n";
  file.close();
  const auto ran = run("compare " + place() + " A" + lookup("torn.csv") + " --json" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  const std::string overall = json::parse(ran.out)["says"]["overall"];
  EXPECT_TRUE(contains(overall, "neighbourhoods not in one piece: 0 in A, 1 in torn.csv")) << overall;
  EXPECT_TRUE(contains(overall, "areas in no neighbourhood: 0 in A, 1 in torn.csv")) << overall;
}

TEST_F(DefendedPlan, CompareOfAPlanWithItselfNamesNoWinner) {
  const auto ran = run("compare " + place() + " A A --json" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(json::parse(ran.out)["says"]["overall"], "A and A put the same areas together.");
}

TEST_F(DefendedPlan, MoreThanTwoPlansStandSideBySide) {
  const auto ran = run("compare " + place() + " A" + lookup("b.csv") + lookup("c.csv") + " --json" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = json::parse(ran.out);
  ASSERT_EQ(told["plans"].size(), 3u);
  ASSERT_EQ(told["overall"].size(), 2u);
  std::map<std::string, json> values;
  for (const auto& row : told["options"]) values[row["name"]] = row["values"];
  EXPECT_EQ(values["compactness"], json::parse("[4.0, 5.0, 4.0]"));
  EXPECT_EQ(values["smallest"], json::parse("[8000.0, 7000.0, 8000.0]"));
  EXPECT_EQ(values["change neighbourhood"], json::parse("[0.0, 1000.0, 8000.0]"));
  EXPECT_EQ(values["variation of information"][0], 0.0);
  EXPECT_GT(values["variation of information"][2], values["variation of information"][1]);
}

TEST_F(DefendedPlan, ScoreTellsWhatBecameOfEachWishAndWhatKeepingItWouldCost) {
  const auto ran = run("score " + place() + " --plan A --no-references --json" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto all = json::parse(ran.out)["local_knowledge"];
  ASSERT_EQ(all.size(), 4u) << all;
  EXPECT_EQ(all[0]["fate"], "kept in part");
  EXPECT_NEAR(all[0]["share"].get<double>(), 2.0 / 3, 1e-9);
  EXPECT_EQ(all[0]["cost"]["people"], 1000.0);
  EXPECT_EQ(all[0]["cost"]["to"], "E");
  EXPECT_EQ(all[0]["cost"]["breaks"], json::array());
  EXPECT_EQ(all[1]["fate"], "kept");
  EXPECT_EQ(all[1]["cost"], nullptr);
  EXPECT_EQ(all[2]["fate"], "not kept");
  EXPECT_EQ(all[2]["by"], "Ann");
  EXPECT_EQ(all[3]["what"], "note");
  EXPECT_EQ(all[3]["fate"], "asks for no border");
  const auto words = run("score " + place() + " --plan A --no-references" + brief());
  EXPECT_TRUE(contains(words.out, "kept in part (66.7 % of 3,000 people); One estate")) << words.out;
}

TEST_F(DefendedPlan, WhatKeepingAWishCostsIsTheScoreOfThePlanThatKeepsIt) {
  const auto ran = run("score " + place() + " --plan A --no-references --json" + brief());
  const auto told = json::parse(ran.out);
  std::ofstream file(folder_.path("kept.csv"));
  file << "area_code,neighbourhood\n";
  for (int area = 0; area < 16; ++area)
    file << (area < 10 ? "A00" : "A0") << area << "," << (area % 4 < 2 && area != 1 ? "W" : "E") << "\n";
  file.close();
  const auto kept =
      run("score " + place() + " --lookup" + lookup("kept.csv") + " --no-references --json" + brief());
  ASSERT_EQ(kept.code, 0) << kept.err;
  EXPECT_NEAR(told["local_knowledge"][0]["cost"]["total_change"].get<double>(),
              json::parse(kept.out)["total"].get<double>() - told["total"].get<double>(), 1e-6);
}

TEST_F(DefendedPlan, KeepingARuleThatBreaksTheBoundsIsSaidToBeNotAllowed) {
  const auto ran = run("score " + place() + " --plan A --no-references --min 8000 --json" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(json::parse(ran.out)["local_knowledge"][0]["cost"]["breaks"].size(), 1u) << ran.out;
}

std::string bytes_of(const std::filesystem::path& path) { return datasets::read_bytes(path.string()); }

TEST_F(DefendedPlan, ExportHandsOnDecisionsOfThePlanAndLocalKnowledge) {
  const auto out = folder_.path("out");
  ASSERT_EQ(run("export " + place() + " --plan A '" + out + "'").code, 0);
  const auto decisions = bytes_of(std::filesystem::path(out) / "decisions.csv");
  EXPECT_TRUE(contains(decisions, "2026-01-02,Ann,moved A002,E,W,the school is there")) << decisions;
  EXPECT_FALSE(contains(decisions, "none of this plan")) << decisions;
  const auto knowledge = bytes_of(std::filesystem::path(out) / "local_knowledge.csv");
  EXPECT_TRUE(contains(knowledge, "The bridge floods,Ann,1000,asks for no border")) << knowledge;
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(out) / "exceptions.csv"))
      << "nobody asked for bounds";
}

TEST_F(DefendedPlan, TheReportHasTheRecordAndPrintsOnPaper) {
  const auto page = folder_.path("page.html");
  ASSERT_EQ(run("report " + place() + " --plan A '" + page + "'").code, 0);
  const auto text = bytes_of(page);
  EXPECT_TRUE(contains(text, "Local knowledge, and what became of it")) << "The bridge floods";
  EXPECT_TRUE(contains(text, "<h2>Decisions</h2>"));
  EXPECT_TRUE(contains(text, "the school is there"));
  EXPECT_TRUE(contains(text, "@page{size:A4 portrait"));
  EXPECT_TRUE(contains(text, ">mean deprivation (higher is more deprived)</th>"));
  for (const char* raw : {"polsby", "deprivation_mean", "cut_m", "people_outside_bounds", "deprivation mean"})
    EXPECT_FALSE(contains(text, raw)) << raw;
}

TEST_F(DefendedPlan, TheAdjacencyFileNamesEachAreasNeighbours) {
  const auto out = folder_.path("out");
  ASSERT_EQ(run("export " + place() + " --plan A '" + out + "'").code, 0);
  const auto text = bytes_of(std::filesystem::path(out) / "adjacency.gal");
  EXPECT_TRUE(text.starts_with("0 16 lsoa_assignment LSOA21CD\nA000 2\nA001 A004\nA001 3\nA000 A002 A005\n"))
      << text;
}

TEST_F(DefendedPlan, TheTopologyHoldsTheCommonBorderOnceAndItsRingsClose) {
  const auto out = folder_.path("out");
  ASSERT_EQ(run("export " + place() + " --plan A '" + out + "'").code, 0);
  const auto told = json::parse(bytes_of(std::filesystem::path(out) / "neighbourhoods.topojson"));
  EXPECT_EQ(told["type"], "Topology");
  ASSERT_EQ(told["arcs"].size(), 3u) << "the border between the halves, and the outer line of each";
  std::map<std::size_t, int> uses;
  for (const auto& shape : told["objects"]["neighbourhoods"]["geometries"])
    for (const auto& polygon : shape["arcs"])
      for (const auto& ring : polygon) {
        json first, last;
        double twice_area = 0;
        for (const auto& ref : ring) {
          const auto at = ref.get<std::int64_t>();
          const auto arc = static_cast<std::size_t>(at < 0 ? ~at : at);
          ++uses[arc];
          auto line = told["arcs"][arc];
          if (at < 0) std::reverse(line.begin(), line.end());
          if (last.is_null())
            first = line.front();
          else
            EXPECT_EQ(last, line.front());
          last = line.back();
          for (std::size_t point = 1; point < line.size(); ++point)
            twice_area += line[point - 1][0].get<double>() * line[point][1].get<double>() -
                          line[point][0].get<double>() * line[point - 1][1].get<double>();
        }
        EXPECT_EQ(first, last);
        EXPECT_LT(twice_area, 0) << "clockwise";
      }
  EXPECT_EQ(uses.size(), 3u);
  EXPECT_EQ(std::count_if(uses.begin(), uses.end(), [](const auto& each) { return each.second == 2; }), 1);
}

TEST_F(DefendedPlan, ScoreTakesBoundsInPlaceOfTheBriefs) {
  const auto ran = run("score " + place() + " --lookup" + lookup("b.csv") +
                       " --no-references --min 7500 --max 8500" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(contains(ran.out, "7,500")) << ran.out;
  const auto crossed = run("score " + place() + " --plan A --min 9000 --max 8000" + brief());
  EXPECT_NE(crossed.code, 0);
  EXPECT_TRUE(contains(crossed.err, "--min, --max")) << crossed.err;
}

}  // namespace
}  // namespace placewright::boundaries::cli
