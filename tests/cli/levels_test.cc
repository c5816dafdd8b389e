#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// The level above neighbourhoods: from the brief, from a lookup, and out again.
namespace placewright::boundaries::cli {
namespace {

struct Levels : testing::Test {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg"), brief = folder.path("brief.toml");

  void SetUp() override { must("demo '" + place + "' --areas 150"); }
  Ran must(const std::string& arguments) {
    auto ran = run_program(folder, arguments);
    EXPECT_EQ(ran.code, 0) << arguments << "\n" << ran.err;
    return ran;
  }
  Ran draw(const std::string& levels, const std::string& more = "--plan A") {
    datasets::write_bytes(brief, "[levels]\n" + levels + "\n");
    return must("draw '" + place + "' --effort quick --no-references --replace --brief '" + brief + "' " +
                more);
  }
  [[nodiscard]] datasets::PlanRecord plan_of(const std::string& name) const {
    return datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read_plan(name);
  }
  /// Parents by id.
  [[nodiscard]] std::map<std::string, std::string> parents_of(const std::string& name) const {
    std::map<std::string, std::string> parents;
    for (const auto& one : plan_of(name).neighbourhoods) parents[one.id] = one.parent;
    return parents;
  }
  std::string exported(const std::string& plan, const std::string& to) {
    must("export '" + place + "' --plan '" + plan + "' '" + folder.path(to) + "'");
    for (const auto& entry : std::filesystem::directory_iterator(folder.path(to)))
      if (entry.path().filename().string().ends_with("Lookup.csv")) return entry.path().string();
    ADD_FAILURE() << "no lookup of " << plan;
    return {};
  }
};

TEST_F(Levels, AreUnitsOfAKindWhereTheBriefNamesOne) {
  draw("multi = \"lad\"");
  std::set<std::string> levels;
  for (const auto& [id, parent] : parents_of("A")) {
    EXPECT_FALSE(parent.empty()) << id;
    levels.insert(parent);
  }
  const auto areas = datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read().areas;
  const auto& names = areas.parents.at("lad_name");
  for (const auto& level : levels) EXPECT_NE(std::find(names.begin(), names.end(), level), names.end());
  const auto staff = must("workforce '" + place + "' --plan A --by multi").out;
  for (const auto& level : levels) EXPECT_NE(staff.find(level), std::string::npos) << staff;
  EXPECT_EQ(datasets::read_bytes(exported("A", "out")).find(",,,E0"), std::string::npos);
}

TEST_F(Levels, AreListsOfNeighbourhoodsOrOfAreasInThem) {
  draw("multi = \"lad\"");
  const auto drawn = plan_of("A");
  const auto& area = drawn.assignments.back();
  const auto first = drawn.neighbourhoods.front().id;
  ASSERT_NE(first, area.neighbourhood);
  const auto ran =
      draw("multi = { West = [\"" + first + "\", \"E09999999\"], \"East side\" = [\"" + area.area + "\"] }");
  const auto parents = parents_of("A");
  EXPECT_EQ(parents.at(first), "West");
  EXPECT_EQ(parents.at(area.neighbourhood), "East side");
  EXPECT_NE(ran.out.find("LEVEL_UNKNOWN"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("E09999999"), std::string::npos) << ran.out;
  if (parents.size() > 2) {
    EXPECT_NE(ran.out.find("LEVEL_MISSING"), std::string::npos) << ran.out;
  }
  // The brief is kept with the plan, and a plan that starts from it keeps its levels.
  EXPECT_NE(plan_of("A").brief_toml.find("East side"), std::string::npos);
  must("draw '" + place + "' --plan B --start A --effort quick --no-references");
  const auto later = parents_of("B");
  EXPECT_EQ(later.at(first), "West");
}

TEST_F(Levels, OfAnUnknownKindOrTwiceNamedAreRefusedBeforeTheSearch) {
  for (const auto& [levels, word] :
       {std::pair{"multi = \"canton\"", "canton"}, std::pair{"multi = \"\"", "levels.multi"},
        std::pair{"multi = 3", "levels.multi"}, std::pair{"multi = { a = [\"N01\"], b = [\"N01\"] }", "N01"},
        std::pair{"multis = \"lad\"", "multi"}}) {
    datasets::write_bytes(brief, std::string("[levels]\n") + levels + "\n");
    const auto ran = run_program(folder, "draw '" + place + "' --plan A --brief '" + brief + "'");
    EXPECT_EQ(ran.code, 1) << levels;
    EXPECT_NE(ran.err.find(word), std::string::npos) << ran.err;
  }
}

TEST_F(Levels, OfALookupWithCodesAndNamesComeOutAsTheyWentIn) {
  draw("multi = \"lad\"");
  auto bytes = datasets::read_bytes(exported("A", "out"));
  // Codes and names that differ, as a partnership has them.
  for (const auto& [id, parent] : parents_of("A")) {
    const std::string both = "," + parent + "," + parent + ",", now = ",M-" + parent + "," + parent + ",";
    for (auto at = bytes.find(both); at != std::string::npos; at = bytes.find(both, at + now.size()))
      bytes.replace(at, both.size(), now);
  }
  const auto lookup = folder.path("lookup.csv");
  datasets::write_bytes(lookup, bytes);
  must("import '" + place + "' '" + lookup + "'");
  EXPECT_EQ(datasets::read_bytes(exported("lookup", "once")), bytes);
  must("plans '" + place + "' --import '" + lookup + "' --as again");
  EXPECT_EQ(datasets::read_bytes(exported("again", "twice")), bytes);
  must("plans '" + place + "' --copy again copy");
  EXPECT_EQ(datasets::read_bytes(exported("copy", "copied")), bytes);
}

}  // namespace
}  // namespace placewright::boundaries::cli
