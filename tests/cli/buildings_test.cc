#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "datasets/place/schema.h"
#include "tests/cli/program.h"

/// `workforce --candidates` as a user runs it.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

class Buildings : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = folder_.path("demo.gpkg");
    ASSERT_EQ(run_program(folder_, "demo '" + path_ + "' --quiet").code, 0);
    ASSERT_EQ(
        run_program(folder_, "draw '" + path_ + "' --plan A --effort quick --no-references --quiet").code, 0);
    place_ = datasets::PlaceFile::open(path_, datasets::PlaceFile::Mode::read).read();
  }
  std::string write(const std::string& name, const std::string& text) {
    const auto path = folder_.path(name);
    std::ofstream(path) << text;
    return path;
  }
  Ran ask(const std::string& file, const std::string& options) {
    return run_program(folder_,
                       "workforce '" + path_ + "' --plan A --quiet --candidates '" + file + "' " + options);
  }
  /// Twelve candidates on areas of the place: could close, existing, new and upgrade in turn.
  std::string rows(bool backwards = false) {
    constexpr const char* kStatus[] = {"could close", "existing", "new", "upgrade"};
    std::vector<std::string> lines;
    std::size_t at = 0;
    for (std::size_t k = 0; k < 12; ++k) {
      while (place_.areas.inside[at] == 0) ++at;
      lines.push_back("S" + std::to_string(10 + k) + ",Site " + std::to_string(k) + "," + kStatus[k % 4] +
                      "," + place_.areas.code[at] + "," + std::to_string(6 + k) + "," +
                      std::to_string(100 + 10 * k) + "," + (k % 4 == 3 ? "40,300" : ",") + "," +
                      (k == 5 ? "dental" : "gp; dental") + "\n");
      at += place_.areas.size() / 14;
    }
    if (backwards) std::reverse(lines.begin(), lines.end());
    std::string text = "id,name,status,area,rooms,cost,rooms_after,cost_after,serves\n";
    for (const auto& line : lines) text += line;
    return text;
  }
  datasets::TemporaryFolder folder_;
  std::string path_;
  datasets::Place place_;
};

TEST_F(Buildings, EveryRowIsToldAndEverybodyIsServedOnce) {
  const auto file = write("estate.csv", rows());
  const auto ran = ask(file, "--site 8 --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = Json::parse(ran.out)["buildings"];
  EXPECT_EQ(told["status"], "proved");
  ASSERT_EQ(told["sites"].size(), 12u);
  double people = 0, today = 0, after = 0, open = 0;
  for (std::size_t i = 0; i < place_.areas.size(); ++i)
    if (place_.areas.inside[i] != 0) people += place_.areas.population[i];
  for (const auto& site : told["sites"]) {
    today += site["people_today"].get<double>();
    after += site["people_after"].get<double>();
    open += site["open"].get<bool>() ? 1 : 0;
    if (site["status"] == "existing") {
      EXPECT_EQ(site["change"], "stays");
    }
  }
  EXPECT_NEAR(today, people, 1e-3);
  EXPECT_NEAR(after, people, 1e-3);
  EXPECT_LE(open, 8);
  double by_neighbourhood = 0;
  for (const auto& [id, journeys] : told["neighbourhoods"].items())
    by_neighbourhood += journeys["people"].get<double>();
  EXPECT_NEAR(by_neighbourhood, people, 1e-3);
}

TEST_F(Buildings, TheOrderOfRowsChangesNothing) {
  const auto one = ask(write("estate.csv", rows()), "--close 1 --people-per-room 4000");
  const auto other = ask(write("estate.csv", rows(true)), "--close 1 --people-per-room 4000");
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out, other.out);
}

TEST_F(Buildings, WhatDoesNotServeIsLeftOutByName) {
  const auto ran = ask(write("estate.csv", rows()), "--site 8 --serves gp");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(
      ran.out.find("left out of the file, 1 of 12 rows:\n    estate.csv, line 7: S15 does not serve gp"),
      std::string::npos)
      << ran.out;
}

TEST_F(Buildings, AnUpgradeThatNobodyNeedsIsNotMade) {
  const auto told = Json::parse(ask(write("estate.csv", rows()), "--site 9 --json").out)["buildings"];
  for (const auto& site : told["sites"])
    if (site["status"] == "upgrade") {
      EXPECT_EQ(site["change"], "stays as it is");
    }
}

TEST_F(Buildings, NobodyIsHarmedByMoreThanWasAllowed) {
  const auto free =
      Json::parse(ask(write("estate.csv", rows()), "--close 2 --site 7 --json").out)["buildings"];
  ASSERT_TRUE(free["found"].get<bool>());
  const double most = free["all"]["farther_most"];
  ASSERT_GT(most, 2);
  const auto ran =
      ask(write("estate.csv", rows()), "--close 2 --site 7 --json --harm " + std::to_string(most / 2));
  const auto bound = Json::parse(ran.out)["buildings"];
  if (bound["found"].get<bool>()) {
    EXPECT_LE(bound["all"]["farther_most"].get<double>(), most / 2 + 1e-6);
    EXPECT_GE(bound["value"].get<double>(), free["value"].get<double>() - 1e-3);
  } else {
    EXPECT_EQ(ran.code, 3);
    EXPECT_FALSE(bound["reasons"].empty());
  }
}

TEST_F(Buildings, WhatCannotBeIsAnAnswerWithReasons) {
  const auto ran = ask(write("estate.csv", rows()), "--site 2");
  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(ran.out.find("6 buildings stay open, and no more than 2 may be"), std::string::npos) << ran.out;
  const auto small = ask(write("estate.csv", rows()), "--site 9 --people-per-room 1");
  EXPECT_EQ(small.code, 3);
  EXPECT_NE(small.out.find("the most capacity that may be open is for"), std::string::npos) << small.out;
  const auto far = ask(write("estate.csv", rows()), "--aim cost --minutes 1");
  EXPECT_EQ(far.code, 3);
  EXPECT_NE(far.out.find("no candidate may serve"), std::string::npos) << far.out;
}

TEST_F(Buildings, FaultsOfTheFileSayWhereWhatAndWhatToDo) {
  const std::string head = "id,status,area,rooms,rooms_after\n", area = place_.areas.code[0];
  const std::pair<std::string, std::string> faults[] = {
      {"name\nX\n", "no table with the columns id and status"},
      {head, "it lists no candidate"},
      {head + ",existing," + area + ",1,\n", "line 2, column 'id': it is empty"},
      {head + "S,closing," + area + ",1,\n", "column 'status': 'closing' is no status"},
      {head + "S,existing," + area + ",twelve,\n", "column 'rooms': 'twelve' is no number"},
      {head + "S,existing," + area + ",-3,\n", "column 'rooms': -3 is below 0"},
      {head + "S,existing,E09999999,1,\n", "line 2: area 'E09999999' is not in the place"},
      {head + "S,existing,,1,\n", "line 2: 'S' has no x and y, area or postcode"},
      {head + "S,upgrade," + area + ",1,\n", "column 'rooms_after': an upgrade does not say what it brings"},
      {head + "S,existing," + area + ",1,\nS,new," + area + ",2,\n",
       "line 3, column 'id': 'S' stands at bad.csv, line 2 too"},
  };
  for (const auto& [text, complaint] : faults) {
    const auto ran = ask(write("bad.csv", text), "--site 1");
    EXPECT_EQ(ran.code, 1) << text;
    EXPECT_NE(ran.err.find(complaint), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("try: "), std::string::npos);
  }
  const auto file = write("estate.csv", rows());
  EXPECT_EQ(ask(file, "").code, 1);
  EXPECT_EQ(ask(file, "--site 8 --aim centre").code, 1);
  EXPECT_EQ(run_program(folder_, "workforce '" + path_ + "' --plan A --site 2 --aim cost --quiet").code, 1);
}

TEST_F(Buildings, SchemaDescribesTheFile) {
  const auto text = run_program(folder_, "schema candidates");
  EXPECT_EQ(text.code, 0);
  EXPECT_NE(text.out.find("could close"), std::string::npos);
  EXPECT_EQ(Json::parse(run_program(folder_, "schema --json").out)["inputs"].size(),
            datasets::input_tables().size());
}

/// Forty candidates and eight closures.
TEST_F(Buildings, EightOfFortyCloseWithProofOrUnderTwoPercent) {
  std::string text = "id,status,area,rooms\n";
  std::vector<std::string> inside;
  for (std::size_t i = 0; i < place_.areas.size(); ++i)
    if (place_.areas.inside[i] != 0) inside.push_back(place_.areas.code[i]);
  for (std::size_t k = 0; k < 40; ++k)
    text += "S" + std::to_string(100 + k) + ",could close," + inside[k * inside.size() / 40] + "," +
            std::to_string(5 + 7 * k % 11) + "\n";
  const auto ran = ask(write("forty.csv", text), "--close 8 --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = Json::parse(ran.out)["buildings"];
  EXPECT_LT(told["gap"].get<double>(), 0.02);
  std::size_t closed = 0;
  for (const auto& site : told["sites"]) closed += site["change"] == "closes" ? 1U : 0U;
  EXPECT_EQ(closed, 8u);
}

}  // namespace
}  // namespace placewright::boundaries::cli
