#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/toy_place.h"

/// `compare`, `explain` and `draw --prove`, each held against sums worked out here.
namespace placewright::boundaries::cli {
namespace {

using nlohmann::json;
using Groups = std::map<std::string, std::string>;  ///< neighbourhood of each area

constexpr double kPeople = 1000, kBorder = 1000;
constexpr std::size_t kSide = 4;

/// Sixteen areas in a square, columns of the grid as neighbourhoods; what each criterion says of them by
/// plain loops.
class Evidence : public ::testing::Test {
 protected:
  void SetUp() override {
    toy_ = toy::place_from_words(toy::grid_words(kSide, kSide), kPeople);
    datasets::write_new_place(folder_.path("place.gpkg"), toy_, "2026-01-01T00:00:00Z");
    for (std::size_t area = 0; area < kSide * kSide; ++area)
      west_east_[code(area)] = area % kSide < 2 ? "W" : "E";
    one_moved_ = west_east_;
    one_moved_[code(2)] = "W";  // in the first row, beside the border
    write_lookup("a.csv", west_east_);
    write_lookup("b.csv", one_moved_);
    write_brief(6000);
    ASSERT_EQ(run("plans " + place() + " --import '" + folder_.path("a.csv") + "' --as A").code, 0);
  }
  void write_brief(int min) {
    std::ofstream(folder_.path("brief.toml")) << "[population]\nmin = " << min << "\nmax = 10000\n"
                                              << "[weights]\ndeprivation = 1\ncompactness = 1\n";
  }
  void write_lookup(const std::string& name, const Groups& groups) {
    std::ofstream file(folder_.path(name));
    file << "area_code,neighbourhood\n";
    for (const auto& [area, group] : groups) file << area << "," << group << "\n";
  }
  static std::string code(std::size_t area) { return (area < 10 ? "A00" : "A0") + std::to_string(area); }
  Ran run(const std::string& arguments) { return run_program(folder_, arguments); }
  std::string place() { return "'" + folder_.path("place.gpkg") + "'"; }
  std::string brief() { return " --brief '" + folder_.path("brief.toml") + "'"; }

  /// Exit code of the checker.
  int verify(const std::string& path) {
    const auto line =
        std::string(PLACEWRIGHT_CHECKER) + " '" + path + "' >'" + folder_.path("verdict.txt") + "'";
    const int status = std::system(line.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  double cut_m(const Groups& groups) const {
    double sum = 0;
    for (std::size_t area = 0; area < kSide * kSide; ++area) {
      if (area % kSide + 1 < kSide && groups.at(code(area)) != groups.at(code(area + 1))) sum += kBorder;
      if (area + kSide < kSide * kSide && groups.at(code(area)) != groups.at(code(area + kSide)))
        sum += kBorder;
    }
    return sum;
  }
  double ssw(const Groups& groups) const {
    double sum = 0;
    for (const std::string name : {"W", "E", "all"}) {
      double weight = 0, mean = 0;
      for (std::size_t area = 0; area < kSide * kSide; ++area)
        if (groups.at(code(area)) == name) weight += kPeople, mean += kPeople * toy_.areas.imd_score[area];
      if (weight == 0) continue;
      mean /= weight;
      for (std::size_t area = 0; area < kSide * kSide; ++area)
        if (groups.at(code(area)) == name) sum += kPeople * std::pow(toy_.areas.imd_score[area] - mean, 2);
    }
    return sum;
  }
  double total(const Groups& groups) const {
    Groups all;
    for (const auto& [area, group] : groups) all[area] = "all";
    const double borders = 2.0 * kSide * (kSide - 1) * kBorder;
    return 0.5 * ssw(groups) / ssw(all) + 0.5 * cut_m(groups) / borders;
  }

  datasets::TemporaryFolder folder_;
  datasets::Place toy_;
  Groups west_east_, one_moved_;
};

TEST_F(Evidence, CompareTellsWhoMovesAndEachCriterionAsPlainSumsDo) {
  const auto ran = run("compare " + place() + " A '" + folder_.path("b.csv") + "' --json" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = json::parse(ran.out);
  EXPECT_EQ(told["residents"], 16 * kPeople);
  EXPECT_EQ(told["people_moved"], kPeople);
  EXPECT_EQ(told["areas_moved"], 1);
  ASSERT_EQ(told["moves"].size(), 1u);
  EXPECT_EQ(told["moves"][0], (json{{"from", "E"}, {"to", "W"}, {"people", kPeople}, {"areas", {code(2)}}}));
  EXPECT_EQ(told["criteria"]["compactness"]["value_a"], cut_m(west_east_));
  EXPECT_EQ(told["criteria"]["compactness"]["value_b"], cut_m(one_moved_));
  EXPECT_NEAR(told["criteria"]["deprivation"]["value_a"].get<double>(), ssw(west_east_), 1e-6);
  EXPECT_NEAR(told["criteria"]["deprivation"]["value_b"].get<double>(), ssw(one_moved_), 1e-6);
  EXPECT_NEAR(told["total_a"].get<double>(), total(west_east_), 1e-9);
  EXPECT_NEAR(told["total_b"].get<double>(), total(one_moved_), 1e-9);
  EXPECT_NEAR(told["same_edges"].get<double>(), 1 - 3.0 / 24, 1e-9)
      << "three of 24 borders are cut in one plan only";
}

TEST_F(Evidence, CompareInWordsNamesTheAreaAndThePeople) {
  const auto ran = run("compare " + place() + " A '" + folder_.path("b.csv") + "'" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("1,000 of 16,000 people (6.2 %) in 1 area changes neighbourhood"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find(code(2)), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("87.5 % of adjacent pairs"), std::string::npos) << ran.out;
}

TEST_F(Evidence, ExplainTellsTheChangeOfTheTotalThatTheMoveMakes) {
  const auto ran = run("explain " + place() + " --plan A " + code(2) + " --json" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = json::parse(ran.out);
  EXPECT_EQ(told["neighbourhood"], "E");
  EXPECT_NEAR(told["total"].get<double>(), total(west_east_), 1e-9);
  ASSERT_GE(told["alternatives"].size(), 1u);
  const auto& move = told["alternatives"][0];
  EXPECT_EQ(move["to"], "W");
  EXPECT_EQ(move["areas"], json::array({code(2)}));
  EXPECT_EQ(move["legal"], true);
  EXPECT_NEAR(move["total_change"].get<double>(), total(one_moved_) - total(west_east_), 1e-9);
  EXPECT_EQ(move["criteria"]["compactness"]["before"], cut_m(west_east_));
  EXPECT_EQ(move["criteria"]["compactness"]["after"], cut_m(one_moved_));
  EXPECT_NEAR(move["criteria"]["deprivation"]["after"].get<double>(), ssw(one_moved_), 1e-6);
}

TEST_F(Evidence, ExplainSaysWhichRuleForbidsAMove) {
  write_brief(8000);
  const auto ran = run("explain " + place() + " --plan A " + code(2) + " --json" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = json::parse(ran.out);
  ASSERT_GE(told["alternatives"].size(), 1u);
  EXPECT_EQ(told["alternatives"][0]["legal"], false);
  EXPECT_EQ(told["alternatives"][0]["breaks"][0]["code"], "OUT_OF_BOUNDS") << told["alternatives"][0];
  const auto words = run("explain " + place() + " --plan A " + code(2) + brief());
  EXPECT_NE(words.out.find("not allowed"), std::string::npos) << words.out;
}

TEST_F(Evidence, ExplainInWordsSaysWhetherTheMoveIsWorse) {
  const auto ran = run("explain " + place() + " --plan A " + code(2) + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  const bool worse = total(one_moved_) > total(west_east_);
  EXPECT_NE(ran.out.find(worse ? ", worse" : ", better"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("4,000.0 -> 5,000.0"), std::string::npos) << ran.out;
}

TEST_F(Evidence, ACertificateIsVerifiedByAProgramThatSharesNoCode) {
  const auto file = folder_.path("proof.json");
  const auto ran =
      run("draw " + place() + " --plan best --effort quick --no-references --prove --certificate '" + file +
          "'" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("is the best possible"), std::string::npos) << ran.out;
  EXPECT_EQ(verify(file), 0) << datasets::read_bytes(folder_.path("verdict.txt"));
  auto text = json::parse(datasets::read_bytes(file));
  text["claim"]["cost"] = 0.9 * text["claim"]["cost"].get<double>();
  std::ofstream(folder_.path("false.json")) << text;
  EXPECT_EQ(verify(folder_.path("false.json")), 1);
}

TEST_F(Evidence, ABoundOnMinutesIsVerifiedAndAFalsifiedOneIsNot) {
  // Too many legal neighbourhoods for a list.
  auto town = toy::place_from_words(toy::grid_words(12, 10), 1600);
  for (const auto* area : {"A014", "A021", "A057", "A062", "A088", "A093", "A105"})
    toy::add_practice(town, std::string("Z") + area, area);
  const auto path = folder_.path("town.gpkg"), file = folder_.path("proof.json");
  datasets::write_new_place(path, town, "2026-01-01T00:00:00Z");
  std::ofstream(folder_.path("access.toml")) << "[weights]\naccess = 1\n";
  const auto ran =
      run("draw '" + path + "' --plan A --effort quick --no-references --prove --json --certificate '" +
          file + "' --brief '" + folder_.path("access.toml") + "'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto proof = json::parse(ran.out)["proof"];
  EXPECT_EQ(proof["unit"], "minutes") << proof;
  EXPECT_LE(proof["value_bound"].get<double>(), proof["value"].get<double>());
  EXPECT_LT(proof["gap"].get<double>(), 0.1) << proof;
  EXPECT_EQ(verify(file), 0) << datasets::read_bytes(folder_.path("verdict.txt"));
  const auto certificate = json::parse(datasets::read_bytes(file));
  EXPECT_NEAR(certificate["claim"]["person_minutes"].get<double>(),
              proof["value_bound"].get<double>() * 120 * 1600, 120 * 1600 * 0.01);
  const auto falsify = [&](const std::function<void(json&)>& change) {
    auto text = certificate;
    change(text);
    std::ofstream(folder_.path("false.json")) << text;
    return verify(folder_.path("false.json"));
  };
  EXPECT_EQ(falsify([](json& text) {
              text["claim"]["person_minutes"] = 1.02 * text["claim"]["person_minutes"].get<double>();
            }),
            1);
  const auto nearer = [](json& text) {
    for (auto& minutes : text["minutes"]) minutes = 0.9 * minutes.get<double>();
  };
  EXPECT_EQ(falsify(nearer), 1) << "the prices prove nothing about shorter ways";
  EXPECT_EQ(falsify([](json& text) { text["tree"][0]["children"].erase(0); }), 1)
      << "a number of neighbourhoods is left out";
}

TEST_F(Evidence, AlternativesDifferInTheNeighbourhoodOfATenthOfThePeople) {
  const auto ran = run("draw " + place() + " --plan B --effort quick --alternatives 3 --json" + brief());
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto plans = json::parse(ran.out)["plans"];
  ASSERT_GE(plans.size(), 2u);
  double before = 0;
  for (const auto& plan : plans) {
    EXPECT_GE(plan["total"].get<double>(), before);
    before = plan["total"].get<double>();
  }
  const auto compared = run("compare " + place() + " B B-2 --json" + brief());
  ASSERT_EQ(compared.code, 0) << compared.err;
  EXPECT_GE(json::parse(compared.out)["people_moved"].get<double>(), 0.1 * 16 * kPeople);
}

}  // namespace
}  // namespace placewright::boundaries::cli
