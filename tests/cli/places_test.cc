#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <vector>

#include "tests/cli/program.h"

/// Real places, drawn with defaults and judged by plain sums and a plain flood fill over the published
/// adjacency: nothing here shares code with the program.
namespace placewright::boundaries::cli {
namespace {

const std::string kShared = PLACEWRIGHT_SHARED;

std::vector<std::vector<std::string>> read_rows(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(datasets::read_bytes(path));
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> cells;
    std::istringstream text(line);
    for (std::string cell; std::getline(text, cell, ',');) cells.push_back(cell);
    rows.push_back(cells);
  }
  return rows;
}

/// People of each LSOA as the census published them, from the Nomis file.
std::map<std::string, double> census_people() {
  std::map<std::string, double> people;
  std::ifstream file(kShared + "/data/official/TS007A_age_by_five_year_age_bands_lsoa11.csv");
  for (std::string line; std::getline(file, line);) {
    // The code stands in a cell of its own, the total in the next.
    for (const char* start : {"E01", "W01"}) {
      const auto at = line.find(start);
      if (at == std::string::npos) continue;
      const auto code = line.substr(at, 9);
      auto rest = line.substr(at + 9);
      std::size_t digit = rest.find_first_of("0123456789");
      if (digit != std::string::npos) people[code] = std::stod(rest.substr(digit));
      break;
    }
  }
  return people;
}

class RealPlace : public ::testing::TestWithParam<const char*> {};

TEST_P(RealPlace, IsDrawnWithEveryAreaInOnePieceInsideTheBounds) {
  const std::string name = GetParam(), folder = kShared + "/data/places/" + name;
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
  datasets::TemporaryFolder work;
  const auto place = work.path("place.gpkg"), lookup = work.path("A.csv");
  const auto import =
      run_program(work, "import " + place + " " + folder + "/" + name + ".gpkg " + folder +
                            "/practices.csv " + folder + "/registrations.csv " + folder + "/sites.csv");
  ASSERT_EQ(import.code, 0) << import.err;
  const auto drawn = run_program(work, "draw " + place + " --plan A --lookup " + lookup);
  ASSERT_EQ(drawn.code, 0) << drawn.err;

  std::map<std::string, std::string> of;
  std::map<std::string, std::set<std::string>> groups;
  const auto rows = read_rows(lookup);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    ASSERT_TRUE(of.emplace(rows[i].at(0), rows[i].at(1)).second) << rows[i][0] << " comes twice";
    EXPECT_FALSE(rows[i][1].empty()) << rows[i][0];
    groups[rows[i][1]].insert(rows[i][0]);
  }
  const auto people = census_people();
  std::map<std::string, std::set<std::string>> touching;
  const auto pairs = read_rows(folder + "/adjacency_rook.csv");
  for (std::size_t i = 1; i < pairs.size(); ++i) {
    touching[pairs[i].at(0)].insert(pairs[i].at(1));
    touching[pairs[i].at(1)].insert(pairs[i].at(0));
    EXPECT_TRUE(of.contains(pairs[i][0])) << pairs[i][0] << " is in no neighbourhood";
  }
  // The one detached area of these places joins by its proposed link: to whatever neighbourhood it went.
  for (const auto& [id, areas] : groups) {
    double sum = 0;
    std::set<std::string> reached{*areas.begin()}, waiting{*areas.begin()};
    while (!waiting.empty()) {
      const auto area = *waiting.begin();
      waiting.erase(waiting.begin());
      for (const auto& other : touching[area])
        if (areas.contains(other) && reached.insert(other).second) waiting.insert(other);
    }
    std::set<std::string> apart;
    for (const auto& area : areas) {
      sum += people.at(area);
      if (!reached.contains(area)) apart.insert(area);
    }
    if (apart.size() + 1 == areas.size() && !touching.contains(*areas.begin())) apart.clear();
    const bool island = apart.size() == 1 && !touching.contains(*apart.begin());
    EXPECT_TRUE(apart.empty() || island) << id << ": " << *apart.begin() << " is cut off";
    EXPECT_GE(sum, 30000) << id;
    EXPECT_LE(sum, 50000) << id;
  }
  const auto judged = run_program(work, "score " + place + " --plan A --json --no-references");
  ASSERT_EQ(judged.code, 0) << judged.err;
  const auto told = nlohmann::json::parse(judged.out);
  EXPECT_EQ(told["neighbourhoods"], groups.size());
  EXPECT_EQ(told["unassigned"], 0);
  EXPECT_EQ(told["not_contiguous"], 0);
  if (name == "leeds") {
    EXPECT_LE(told["criteria"]["compactness"]["cut_m"], 300'000);
  }
}

INSTANTIATE_TEST_SUITE_P(Small, RealPlace, ::testing::Values("isle_of_wight", "newport_wales"));
INSTANTIATE_TEST_SUITE_P(Slow, RealPlace,
                         ::testing::Values("leeds", "bradford", "manchester_trafford", "pennine_lancashire",
                                           "cornwall_scilly"));

TEST(SlowEngland, IsDrawnWithinLocalAuthoritiesAndThoseThatCannotBeDividedAreNamed) {
  const auto file = kShared + "/data/england/england_lsoa.gpkg";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not there";
  datasets::TemporaryFolder work;
  const auto place = work.path("england.gpkg"), brief = work.path("brief.toml");
  std::ofstream(brief) << "[hold]\nwithin = [\"lad\"]\n";
  const auto import = run_program(work, "import " + place + " " + file);
  ASSERT_EQ(import.code, 0) << import.err;
  const std::vector<std::string> indivisible{"City of London", "Isles of Scilly", "West Devon", "Melton",
                                             "Oadby and Wigston"};
  const auto refused = run_program(work, "draw " + place + " --plan A --brief " + brief);
  EXPECT_EQ(refused.code, 3);
  for (const auto& name : indivisible)
    EXPECT_NE(refused.err.find(name), std::string::npos) << name << "\n" << refused.err;
  const auto drawn = run_program(work, "draw " + place + " --plan A --best-effort --brief " + brief);
  ASSERT_EQ(drawn.code, 0) << drawn.err;
  for (const auto& name : indivisible)
    EXPECT_NE(drawn.out.find("of " + name + " cannot be divided"), std::string::npos) << name;
}

}  // namespace
}  // namespace placewright::boundaries::cli
