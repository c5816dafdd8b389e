#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/toy_place.h"

namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;
using nlohmann::json;
using toy::place_from_map;

constexpr const char* kWhen = "2026-01-01T00:00:00Z";

/// 150 areas, 240,000 people, practices, one local authority: job J1 of the requirements.
datasets::Place first_options_place() {
  auto place = toy::place_from_words(toy::grid_words(15, 10), 1600);
  for (const auto* area : {"A016", "A021", "A028", "A063", "A070", "A081", "A122", "A128", "A133"})
    toy::add_practice(place, std::string("Z0") + area, area);
  place.areas.parents["lad_code"].assign(place.areas.size(), "E06000001");
  place.areas.parents["lad_name"].assign(place.areas.size(), "Toytown");
  return place;
}

std::map<std::string, std::set<std::string>> groups_of(const std::string& lookup) {
  std::map<std::string, std::set<std::string>> groups;
  std::istringstream lines(lookup);
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    const auto first = line.find(','), second = line.find(',', first + 1);
    groups[line.substr(first + 1, second - first - 1)].insert(line.substr(0, first));
  }
  return groups;
}

/// The partition without its ids.
std::set<std::set<std::string>> partition_of(const std::string& lookup) {
  std::set<std::set<std::string>> all;
  for (const auto& [id, areas] : groups_of(lookup)) all.insert(areas);
  return all;
}

/// Whether codes form one piece over the pairs of the place, by plain flood fill.
bool in_one_piece(const datasets::Place& place, const std::set<std::string>& codes) {
  std::set<std::string> reached{*codes.begin()};
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& pair : place.adjacency) {
      const auto &a = place.areas.code[pair.a], &b = place.areas.code[pair.b];
      if (!codes.contains(a) || !codes.contains(b) || reached.contains(a) == reached.contains(b)) continue;
      reached.insert({a, b});
      grew = true;
    }
    for (const auto& link : place.links)
      if (codes.contains(link.a) && codes.contains(link.b) &&
          reached.contains(link.a) != reached.contains(link.b)) {
        reached.insert({link.a, link.b});
        grew = true;
      }
  }
  return reached.size() == codes.size();
}

class Draw : public ::testing::Test {
 protected:
  void keep(const datasets::Place& place, const std::string& name = "place.gpkg") {
    datasets::write_new_place(folder_.path(name), place, kWhen);
  }
  Ran run(const std::string& arguments) { return run_program(folder_, arguments); }
  std::string place(const std::string& name = "place.gpkg") { return "'" + folder_.path(name) + "'"; }
  std::string file(const std::string& name) { return datasets::read_bytes(folder_.path(name)); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_.path(name)) << text; }
  TemporaryFolder folder_;
};

TEST_F(Draw, J1APlaceOf240000PeopleIsOfferedFiveToEightNeighbourhoods) {
  const auto toy = first_options_place();
  keep(toy);
  const auto ran =
      run("draw " + place() + " --plan A --effort quick --json --lookup '" + folder_.path("A.csv") + "'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = json::parse(ran.out);
  std::set<int> counts;
  for (const auto& row : told["counts"]) {
    counts.insert(row["count"].get<int>());
    EXPECT_EQ(row["feasible"], row["count"] != 8)
        << row;  // eight of exactly 30,000 cannot be made of areas of 1,600
  }
  EXPECT_EQ(counts, (std::set<int>{5, 6, 7, 8}));
  EXPECT_EQ(told["unassigned"], 0);
  EXPECT_EQ(told["out_of_bounds"], 0);
  EXPECT_EQ(told["not_contiguous"], 0);
  std::size_t areas = 0;
  for (const auto& [id, codes] : groups_of(file("A.csv"))) {
    areas += codes.size();
    EXPECT_GE(1600 * codes.size(), 30000u) << id;
    EXPECT_LE(1600 * codes.size(), 50000u) << id;
    EXPECT_TRUE(in_one_piece(toy, codes)) << id;
  }
  EXPECT_EQ(areas, 150u);
  for (const auto* criterion : {"population", "deprivation", "access", "compactness"})
    EXPECT_TRUE(told["criteria"].contains(criterion)) << criterion;
}

TEST_F(Draw, TheSameSeedGivesTheSameFileWithAnyNumberOfThreads) {
  keep(first_options_place());
  const auto lookup = [&](const std::string& name) { return " --lookup '" + folder_.path(name) + "'"; };
  ASSERT_EQ(run("draw " + place() + " --plan A --effort quick --seed 7 --threads 1" + lookup("A.csv")).code,
            0);
  ASSERT_EQ(run("draw " + place() + " --plan B --effort quick --seed 7 --threads 2" + lookup("B.csv")).code,
            0);
  EXPECT_EQ(file("A.csv"), file("B.csv"));
}

TEST_F(Draw, TheOrderOfRowsDoesNotChangeThePartition) {
  auto toy = first_options_place();
  keep(toy);
  // The rows of every table turned round; the areas stay sorted, as a place file keeps them.
  std::reverse(toy.adjacency.begin(), toy.adjacency.end());
  for (auto& pair : toy.adjacency) std::swap(pair.a, pair.b);
  std::reverse(toy.sites.begin(), toy.sites.end());
  keep(toy, "turned.gpkg");
  ASSERT_EQ(run("draw " + place() + " --plan A --effort quick --lookup '" + folder_.path("A.csv") + "'").code,
            0);
  ASSERT_EQ(run("draw " + place("turned.gpkg") + " --plan A --effort quick --lookup '" +
                folder_.path("B.csv") + "'")
                .code,
            0);
  EXPECT_EQ(partition_of(file("A.csv")), partition_of(file("B.csv")));
}

TEST_F(Draw, J155000PeopleAreToldWhyNotAndTheNearestBounds) {
  keep(toy::place_from_words(toy::grid_words(8, 5), 1375));  // 40 areas, 55,000 people
  const auto ran = run("draw " + place() + " --plan A");
  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(ran.err.find("55,000"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("--min 27500"), std::string::npos) << ran.err;
  EXPECT_NE(run("score " + place() + " --plan A").code, 0) << "nothing may be stored";
  EXPECT_EQ(run("draw " + place() + " --plan A --effort quick --min 27500").code, 0);
}

TEST_F(Draw, BestEffortStoresTheLeastBadPlanAndNamesEachException) {
  keep(toy::place_from_words(toy::grid_words(8, 5), 1375));
  const auto ran = run("draw " + place() + " --plan A --effort quick --best-effort");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("exceptions"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("cannot be divided"), std::string::npos) << ran.out;
  EXPECT_EQ(run("score " + place() + " --plan A").code, 0);
}

TEST_F(Draw, AnExistingNameNeedsReplace) {
  keep(first_options_place());
  ASSERT_EQ(run("draw " + place() + " --plan A --effort quick").code, 0);
  const auto again = run("draw " + place() + " --plan A --effort quick");
  EXPECT_EQ(again.code, 1);
  EXPECT_NE(again.err.find("--replace"), std::string::npos) << again.err;
  EXPECT_EQ(run("draw " + place() + " --plan A --effort quick --replace").code, 0);
}

TEST_F(Draw, WrongWordsAreCode2) {
  keep(first_options_place());
  EXPECT_EQ(run("draw " + place()).code, 2);
  EXPECT_EQ(run("draw " + place() + " --plan A --effort enormous").code, 2);
  EXPECT_EQ(run("draw " + place() + " --plan A --min 50000 --max 30000").code, 2);
  EXPECT_EQ(run("score " + place()).code, 2);
  EXPECT_EQ(run("draw --help").code, 0);
}

TEST_F(Draw, ALookupComesBackAsTheSamePlanWithTheSameScore) {
  keep(first_options_place());
  ASSERT_EQ(run("draw " + place() + " --plan A --effort quick --lookup '" + folder_.path("A.csv") + "'").code,
            0);
  const auto stored = run("score " + place() + " --plan A --json");
  const auto read = run("score " + place() + " --lookup '" + folder_.path("A.csv") + "' --json");
  ASSERT_EQ(read.code, 0) << read.err;
  EXPECT_EQ(json::parse(stored.out), json::parse(read.out));
}

TEST_F(Draw, ACodeTwiceInALookupIsAnErrorAndUnknownCodesAreFindings) {
  keep(place_from_map("a b\nc d", 1000));
  write("twice.csv", "LSOA21CD,NBHD26CD\na,1\nb,1\na,2\n");
  const auto twice = run("score " + place() + " --lookup '" + folder_.path("twice.csv") + "'");
  EXPECT_EQ(twice.code, 1);
  EXPECT_NE(twice.err.find("line 4"), std::string::npos) << twice.err;
  write("unknown.csv", "area_code,neighbourhood\na,1\nb,1\nc,2\nx,2\n");
  const auto unknown = run("score " + place() + " --lookup '" + folder_.path("unknown.csv") + "' --json");
  ASSERT_EQ(unknown.code, 0) << unknown.err;
  const auto told = json::parse(unknown.out);
  EXPECT_EQ(told["unassigned"], 1);
  EXPECT_TRUE(std::any_of(told["findings"].begin(), told["findings"].end(),
                          [](const auto& row) { return row["code"] == "UNKNOWN_AREA"; }));
}

TEST_F(Draw, ABriefWithAnUnknownKeyIsToldTheNearestOne) {
  keep(place_from_map("a b\nc d", 1000));
  write("brief.toml", "[population]\nmin = 1000\nmaxx = 2000\n");
  const auto ran = run("draw " + place() + " --plan A --brief '" + folder_.path("brief.toml") + "'");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("line 3"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("'max'"), std::string::npos) << ran.err;
}

/// J2: a place with a river between the second and third row, an island, resident-drawn areas.
datasets::Place communities_place() {
  auto place = place_from_map(R"(
      a b c d e f
      g h i j k l
      m n o p q r
      s t u v w x
      . . . . . .
      . . z . . .  )",
                              1000);
  place.links.push_back({"u", "z", datasets::LinkState::declared, "ferry", "parish council"});
  place.areas.parents["named_code"].resize(place.areas.size());
  for (std::size_t row = 0; row < place.areas.size(); ++row) {
    const auto& code = place.areas.code[row];
    const bool north = code < "m", west = std::string("abcghimnostu").find(code) != std::string::npos;
    if (code != "z")
      place.areas.parents["named_code"][row] =
          std::string(north ? "north" : "south") + (west ? "west" : "east");
  }
  place.barriers.push_back({"river", "Toy Water", {{399'000, 299'000}, {407'000, 299'000}}});
  return place;
}

constexpr const char* kCommunities = R"(
[population]
min = 3000
max = 9000
[weights]
population = 0.2
compactness = 1
barriers = 0.5
alignment = { named = 1 }
[[keep_together]]
areas = ["h", "n"]
why = "one bridge, one school"
[[keep_apart]]
areas = ["a", "g"]
[[lock]]
areas = ["e", "f", "k", "l"]
neighbourhood = "N09"
)";

TEST_F(Draw, J2HardRulesHoldAndNamedAreasAreCounted) {
  const auto toy = communities_place();
  keep(toy);
  write("brief.toml", kCommunities);
  const auto ran = run("draw " + place() + " --plan A --json --effort quick --brief '" +
                       folder_.path("brief.toml") + "' --lookup '" + folder_.path("A.csv") + "'");
  ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
  std::map<std::string, std::string> of;
  const auto groups = groups_of(file("A.csv"));
  for (const auto& [id, codes] : groups) {
    EXPECT_TRUE(in_one_piece(toy, codes)) << id;
    for (const auto& code : codes) of[code] = id;
  }
  EXPECT_EQ(of["h"], of["n"]);
  EXPECT_NE(of["a"], of["g"]);
  EXPECT_EQ(groups.at("N09"), (std::set<std::string>{"e", "f", "k", "l"}));
  EXPECT_EQ(of["z"], of["u"]) << "the island hangs on its ferry";
  const auto told = json::parse(ran.out);
  EXPECT_GT(told["criteria"]["alignment:named"]["share"], 0.0);
  EXPECT_TRUE(told["criteria"].contains("barriers"));
}

TEST_F(Draw, J2RulesThatClashAreNamed) {
  keep(communities_place());
  write("brief.toml",
        std::string(kCommunities) + "[[keep_apart]]\nareas = [\"h\", \"n\"]\nwhy = \"rivals\"\n");
  const auto ran = run("draw " + place() + " --plan A --brief '" + folder_.path("brief.toml") + "'");
  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(ran.err.find("one bridge, one school"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("rivals"), std::string::npos) << ran.err;
}

TEST_F(Draw, ARuleAboutAnAreaThatIsNotThereIsRefused) {
  keep(communities_place());
  write("brief.toml", "[[keep_together]]\nareas = [\"a\", \"nowhere\"]\n");
  const auto ran = run("draw " + place() + " --plan A --brief '" + folder_.path("brief.toml") + "'");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("nowhere"), std::string::npos) << ran.err;
}

TEST_F(Draw, AlternativesAreStoredBesideEachOther) {
  keep(first_options_place());
  const auto ran = run("draw " + place() + " --plan A --effort quick --alternatives 2 --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = json::parse(ran.out);
  ASSERT_EQ(told["plans"].size(), 2u);
  EXPECT_EQ(told["plans"][1]["plan"], "A-2");
  for (const auto& plan : told["plans"]) EXPECT_EQ(plan["out_of_bounds"], 0);
  EXPECT_EQ(run("score " + place() + " --plan A-2 --no-references").code, 0);
  EXPECT_EQ(run("draw " + place() + " --plan A --effort quick --alternatives 2").code, 1);
}

TEST_F(Draw, AlternativesSayHowManyPeopleTheyMoveAndWhatTheyCost) {
  keep(first_options_place());
  const auto ran = run("draw " + place() + " --plan A --effort quick --alternatives 2 --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto plans = json::parse(ran.out)["plans"];
  ASSERT_EQ(plans.size(), 2u);
  ASSERT_TRUE(plans[1].contains("from_first")) << plans[1];
  EXPECT_EQ(plans[0]["from_first"]["people_moved"], 0);
  EXPECT_EQ(plans[0]["from_first"]["total"], 0);
  const auto& by = plans[1]["from_first"];
  EXPECT_GE(by["people_moved"].get<double>(), 0.1 * by["people"].get<double>())
      << "alternatives differ so far";
  EXPECT_LT(by["people_moved"].get<double>(), by["people"].get<double>());
  EXPECT_NEAR(by["total"].get<double>(), plans[1]["total"].get<double>() - plans[0]["total"].get<double>(),
              1e-9);
  const auto words = run("draw " + place() + " --plan A --effort quick --alternatives 2 --replace");
  EXPECT_NE(words.out.find("A-2 puts "), std::string::npos) << words.out;
  EXPECT_NE(words.out.find(" in another neighbourhood than A; its total is "), std::string::npos)
      << words.out;
}

TEST_F(Draw, ASmallPlaceIsProvedAndTheProofTold) {
  keep(place_from_map("a b c d\ne f g h\ni j k l", 1000));
  write("brief.toml", "[population]\nmin = 3000\nmax = 5000\n[weights]\ncompactness = 1\n");
  const auto ran = run("draw " + place() + " --plan A --effort quick --prove --json --brief '" +
                       folder_.path("brief.toml") + "' --certificate '" + folder_.path("proof.json") + "'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = json::parse(ran.out);
  EXPECT_EQ(told["proof"]["verdict"], "optimal") << told["proof"];
  EXPECT_EQ(told["criteria"]["compactness"]["cut_m"], 6000) << "two blocks of four above a row of four";
  EXPECT_FALSE(file("proof.json").empty());
}

TEST_F(Draw, FromAPlanItsLockedNeighbourhoodAndItsIdsStay) {
  auto toy = place_from_map("a b c d\ne f g h\ni j k l", 1000);
  datasets::PlanRecord plan;
  plan.name = "current";
  for (const auto& code : toy.areas.code)
    plan.assignments.push_back({code,
                                std::string("aei").find(code) != std::string::npos   ? "West"
                                : std::string("bfj").find(code) != std::string::npos ? "Mid"
                                                                                     : "East",
                                false});
  plan.neighbourhoods = {{"East", "East side", "", false, ""},
                         {"Mid", "Middle", "", false, ""},
                         {"West", "West side", "", true, "agreed in May"}};
  toy.plans.push_back(plan);
  keep(toy);
  write("brief.toml", "[population]\nmin = 3000\nmax = 6000\n[neighbourhoods]\ncount = 3\n");
  const auto ran = run("draw " + place() + " --plan A --start current --effort quick --brief '" +
                       folder_.path("brief.toml") + "' --lookup '" + folder_.path("A.csv") + "'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto groups = groups_of(file("A.csv"));
  ASSERT_TRUE(groups.contains("West")) << file("A.csv");
  EXPECT_EQ(groups.at("West"), (std::set<std::string>{"a", "e", "i"}));
  EXPECT_NE(file("A.csv").find("West side"), std::string::npos);
}

TEST_F(Draw, AStoppedRunKeepsTheBestLegalPlanAndSays130) {
  keep(first_options_place());
  // A slow build may be stopped before it has any legal plan: then later.
  bool stored = false;
  for (const int seconds : {2, 10, 40}) {
    const auto ran = run_program(folder_, "draw " + place() + " --plan A --time 120", seconds);
    EXPECT_EQ(ran.code, 130) << ran.err;
    stored = run("score " + place() + " --plan A --no-references").code == 0;
    if (stored) break;
  }
  EXPECT_TRUE(stored);
}

TEST_F(Draw, NoMoreThanSoManyPeopleChangeNeighbourhood) {
  auto toy = first_options_place();
  datasets::PlanRecord plan;
  plan.name = "current";
  for (std::size_t row = 0; row < toy.areas.size(); ++row)
    plan.assignments.push_back(
        {toy.areas.code[row], "N0" + std::to_string(row % 15 / 3 + 1), false});  // five strips of 30 areas
  for (int i = 1; i <= 5; ++i)
    plan.neighbourhoods.push_back({"N0" + std::to_string(i), "Strip " + std::to_string(i), "", false, ""});
  toy.plans.push_back(plan);
  keep(toy);
  write("brief.toml", "[neighbourhoods]\ncount = 5\n[change]\nfrom = \"current\"\nmax_people = 8000\n");
  const auto ran = run("draw " + place() + " --plan A --start current --effort quick --brief '" +
                       folder_.path("brief.toml") + "' --lookup '" + folder_.path("A.csv") + "'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  int moved = 0;
  for (const auto& [id, codes] : groups_of(file("A.csv")))
    for (const auto& code : codes)
      moved += "N0" + std::to_string(std::stoi(code.substr(1)) % 15 / 3 + 1) != id ? 1600 : 0;
  EXPECT_LE(moved, 8000);
}

}  // namespace
}  // namespace placewright::boundaries::cli
