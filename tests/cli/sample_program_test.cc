#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/program.h"

namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

struct Drawn60 {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg");
  Drawn60() {
    EXPECT_EQ(run_program(folder, "demo " + place + " --areas 60").code, 0);
    EXPECT_EQ(run_program(folder, "draw " + place + " --plan A --effort quick --no-references").code, 0);
  }
};

TEST(SampleProgram, SaysWhereAPlanLiesAndWhatIsFirm) {
  const Drawn60 drawn;
  const auto lines = drawn.folder.path("s.jsonl");
  const auto ran =
      run_program(drawn.folder, "sample " + drawn.place + " --plan A --count 40 --chains 2 --steps 20 " +
                                    "--json --lines " + lines + " --map " + drawn.folder.path("map"));
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto out = Json::parse(ran.out);
  EXPECT_EQ(out["plans"], 40);
  EXPECT_EQ(out["areas"].size(), 60U);
  EXPECT_EQ(out["figures"][0]["figure"], "total");
  EXPECT_TRUE(std::ifstream(drawn.folder.path("map") + "/stability.svg").good());
  // The plans come back from the lines: the first of a chain in full, later ones by what moved.
  std::istringstream text(datasets::read_bytes(lines));
  std::string line;
  std::getline(text, line);
  EXPECT_EQ(Json::parse(line)["areas"].size(), 60U);
  std::vector<int> labels;
  double parted = 0;
  const auto border = out["borders"][0];
  const auto codes = Json::parse(line)["areas"].get<std::vector<std::string>>();
  const auto row = [&](const std::string& code) {
    return static_cast<std::size_t>(std::find(codes.begin(), codes.end(), code) - codes.begin());
  };
  int plans = 0;
  while (std::getline(text, line)) {
    const auto plan = Json::parse(line);
    if (plan.contains("labels")) labels = plan["labels"].get<std::vector<int>>();
    for (const auto& moved : plan.value("moved", Json::array()))
      labels[moved[0].get<std::size_t>()] = moved[1];
    parted += labels[row(border["a"])] != labels[row(border["b"])];
    ++plans;
  }
  EXPECT_EQ(plans, 40);
  EXPECT_NEAR(100 * parted / plans, border["parted_%"].get<double>(), 1e-9);
}

TEST(SampleProgram, TheSameSeedGivesTheSameBytesForAnyNumberOfThreads) {
  const Drawn60 drawn;
  const std::string words =
      "sample " + drawn.place + " --near A --within 10% --count 32 --steps 10 --json --threads ";
  const auto one = run_program(drawn.folder, words + "1");
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(run_program(drawn.folder, words + "4").out, one.out);
}

}  // namespace
}  // namespace placewright::boundaries::cli
