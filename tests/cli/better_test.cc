#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// draw --better-than, as typed: what is stored, told and refused; and on real plans, counted again from two
/// scores and two lookups.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

const std::string kShared = PLACEWRIGHT_SHARED;

Json read(const Ran& ran) {
  EXPECT_EQ(ran.code, 0) << ran.err;
  return Json::parse(ran.out, nullptr, false);
}

/// A demo with its current plan as "old", of which one neighbourhood has a name and a reason of its own and
/// one is locked.
void make_demo(const datasets::TemporaryFolder& folder) {
  ASSERT_EQ(run_program(folder, "demo '" + folder.path("d.gpkg") + "'").code, 0);
  auto file = datasets::PlaceFile::open(folder.path("d.gpkg"), datasets::PlaceFile::Mode::change);
  auto plan = file.read_plan("current");
  plan.name = "old";
  plan.neighbourhoods[0].name = "Where the Mill Was";
  plan.neighbourhoods[0].reason = "agreed on 3 March";
  plan.neighbourhoods[1].locked = true;
  file.save_plan(plan, true);
}

std::string better(const datasets::TemporaryFolder& folder, const std::string& name,
                   const std::string& more) {
  return "draw '" + folder.path("d.gpkg") + "' --plan " + name + " --better-than old --effort quick " + more;
}

TEST(BetterThanProgram, StoresAPlanWithTheOldIdsNamesLocksAndReasons) {
  datasets::TemporaryFolder folder;
  make_demo(folder);
  const Json told = read(run_program(folder, better(folder, "new", "--max-moved 10% --json")));
  const auto file = datasets::PlaceFile::open(folder.path("d.gpkg"), datasets::PlaceFile::Mode::read);
  const auto before = file.read_plan("old"), after = file.read_plan("new");
  ASSERT_FALSE(told["better_than"]["nothing_better"].get<bool>());
  EXPECT_EQ(after.parent, "old");
  ASSERT_EQ(after.neighbourhoods.size(), before.neighbourhoods.size());
  for (std::size_t row = 0; row < before.neighbourhoods.size(); ++row) {
    EXPECT_EQ(after.neighbourhoods[row].id, before.neighbourhoods[row].id);
    EXPECT_EQ(after.neighbourhoods[row].name, before.neighbourhoods[row].name);
    EXPECT_EQ(after.neighbourhoods[row].locked, before.neighbourhoods[row].locked);
  }
  EXPECT_EQ(after.neighbourhoods[0].reason, "agreed on 3 March");
  std::map<std::string, std::string> way;
  for (const auto& row : before.assignments) way[row.area] = row.neighbourhood;
  for (const auto& step : told["better_than"]["steps"])
    for (const auto& moved : step["areas"]) {
      EXPECT_EQ(way.at(moved["area"]), moved["from"]);
      way[moved["area"]] = moved["to"];
    }
  const auto& locked = before.neighbourhoods[1].id;
  for (std::size_t row = 0; row < after.assignments.size(); ++row) {
    EXPECT_EQ(way.at(after.assignments[row].area), after.assignments[row].neighbourhood)
        << "the steps are the plan";
    EXPECT_EQ(before.assignments[row].neighbourhood == locked,
              after.assignments[row].neighbourhood == locked);
  }
}

TEST(BetterThanProgram, TellsStepsAndCurveAndWritesTheSameBytesWithAnyThreads) {
  datasets::TemporaryFolder folder;
  make_demo(folder);
  const Ran one = run_program(folder, better(folder, "new", "--threads 1")),
            three = run_program(folder, better(folder, "new", "--replace --threads 3"));
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out, three.out);
  for (const char* words :
       {"no criterion is worse", "none anew", "most gain a person first", "total against people moved"})
    EXPECT_NE(one.out.find(words), std::string::npos) << words << "\n" << one.out;
}

TEST(BetterThanProgram, NothingBetterIsAnAnswerAndStoresNothing) {
  datasets::TemporaryFolder folder;
  make_demo(folder);
  const Ran ran = run_program(folder, better(folder, "new", "--max-moved 1"));
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("nothing better within 1 people"), std::string::npos) << ran.out;
  const auto plans = read(run_program(folder, "plans '" + folder.path("d.gpkg") + "' --json"));
  EXPECT_EQ(plans.dump().find("\"new\""), std::string::npos);
}

TEST(BetterThanProgram, RefusesWhatItCannotUnderstand) {
  datasets::TemporaryFolder folder;
  make_demo(folder);
  for (const char* wrong : {"--max-moved many", "--max-moved 120%", "--max-moved -3%", "--except moon"}) {
    const Ran ran = run_program(folder, better(folder, "new", wrong));
    EXPECT_EQ(ran.code, 1) << wrong;
    EXPECT_NE(ran.err.find("try: "), std::string::npos) << ran.err;
  }
  EXPECT_EQ(run_program(folder, better(folder, "new", "--start old")).code, 2);
  EXPECT_EQ(run_program(folder, "draw '" + folder.path("d.gpkg") + "' --plan new --better-than moon").code,
            1);
}

/// Two scores of `place` by one brief and the lookups of both plans: no criterion worse, so many moved.
void count_again(const datasets::TemporaryFolder& folder, const std::string& place, const std::string& brief,
                 double most_share) {
  const auto judge = [&](const std::string& plan) {
    return read(
        run_program(folder, "score '" + place + "' --plan " + plan + " --no-references --json" + brief));
  };
  const Json before = judge("real"), after = judge("B");
  for (const auto& [name, criterion] : before["criteria"].items())
    EXPECT_LE(after["criteria"][name]["loss"].get<double>(), criterion["loss"].get<double>() + 1e-9) << name;
  EXPECT_LT(after["total"].get<double>(), before["total"].get<double>());
  EXPECT_LE(after["people_outside_bounds"].get<double>(), before["people_outside_bounds"].get<double>());
  EXPECT_LE(after["out_of_bounds"].get<int>(), before["out_of_bounds"].get<int>());
  EXPECT_LE(after["not_contiguous"].get<int>(), before["not_contiguous"].get<int>());
  const auto file = datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read);
  const auto a = file.read_plan("real"), b = file.read_plan("B");
  const auto whole = file.read();
  double moved = 0, all = 0;
  for (std::size_t row = 0; row < a.assignments.size(); ++row) {
    ASSERT_EQ(a.assignments[row].area, b.assignments[row].area);
    const double people = whole.areas.population[*whole.find_area(a.assignments[row].area)];
    all += people;
    if (a.assignments[row].neighbourhood != b.assignments[row].neighbourhood) moved += people;
  }
  EXPECT_LE(moved, most_share * all);
  EXPECT_GT(moved, 0);
}

struct RealPlan {
  std::string name, plan, by;
};

/// The place with its practices, wards and real plan; false where a file is not there.
bool make_real(const datasets::TemporaryFolder& folder, const RealPlan& real, const std::string& place) {
  const std::string england = kShared + "/data/england/", official = kShared + "/data/official/";
  std::string files;
  for (const auto& file :
       {england + "england_lsoa.gpkg", england + "england_gp_practices.csv",
        england + "england_gp_registrations_lsoa21.zip",
        official + "LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv"}) {
    if (!std::filesystem::exists(file)) return false;
    files += " '" + file + "'";
  }
  if (!std::filesystem::exists(real.plan)) return false;
  EXPECT_EQ(run_program(folder, "import '" + place + "'" + files + " --within '" + real.name + "'").code, 0);
  EXPECT_EQ(
      run_program(folder, "plans '" + place + "' --import '" + real.plan + "' --as real" + real.by).code, 0);
  return true;
}

TEST(BetterThanProgram, OfRealPlansNoCriterionIsWorseWhenCountedAgain) {
  const std::string places = kShared + "/data/places/";
  for (const RealPlan& real :
       {RealPlan{"Trafford", places + "manchester_trafford/trafford_localities_real.csv", ""},
        RealPlan{"Blackburn with Darwen", places + "pennine_lancashire/bwd_neighbourhoods_real.csv", ""}}) {
    SCOPED_TRACE(real.name);
    datasets::TemporaryFolder folder;
    const auto place = folder.path("real.gpkg");
    if (!make_real(folder, real, place)) GTEST_SKIP() << real.plan << " or England is not there: not tried";
    EXPECT_EQ(run_program(folder, "draw '" + place + "' --plan B --better-than real --effort quick").code, 0);
    count_again(folder, place, "", 0.03);
  }
}

TEST(SlowBetterThanProgram, OfLondonWardsBordersAndRegistrationsWinWithThreeInAHundredMoved) {
  const std::string places = kShared + "/data/places/", bench = kShared + "/bench/london/";
  datasets::TemporaryFolder folder;
  const auto place = folder.path("london.gpkg");
  if (!std::filesystem::exists(bench + "hold.csv") ||
      !make_real(folder,
                 {"London", places + "london/london_neighbourhoods_real.csv", " --by neighbourhood_id"},
                 place))
    GTEST_SKIP() << bench << " or London is not there: not tried";
  ASSERT_EQ(
      run_program(folder, "plans '" + place + "' --import '" + bench + "hold.csv' --by board_unit --as hold")
          .code,
      0);
  datasets::write_bytes(
      folder.path("b.toml"),
      "[population]\nmin = 28000\nmax = 112000\ntarget = 62408\n[neighbourhoods]\ncount = 141\n"
      "[hold]\nwithin = [\"plan:hold\"]\n[weights]\npopulation = 0.2\ndeprivation = 0.2\n"
      "registration = 2\ncompactness = 0.5\nalignment = { ward = 2, pcn = 1 }\n");
  const std::string brief = " --brief '" + folder.path("b.toml") + "'";
  ASSERT_EQ(
      run_program(folder, "draw '" + place + "' --plan B --better-than real --effort quick" + brief).code, 0);
  count_again(folder, place, brief, 0.03);
  const auto figure = [&](const std::string& plan, const char* criterion, const char* name) {
    return read(run_program(folder, "score '" + place + "' --plan " + plan + " --no-references --json" +
                                        brief))["criteria"][criterion][name]
        .get<double>();
  };
  EXPECT_LE(figure("B", "alignment:ward", "units_split"), 80);
  EXPECT_LE(figure("B", "compactness", "cut_m"), 0.95 * figure("real", "compactness", "cut_m"));
  EXPECT_GE(figure("B", "registration", "share"), figure("real", "registration", "share") + 0.005);
}

}  // namespace
}  // namespace placewright::boundaries::cli
