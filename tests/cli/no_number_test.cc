#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "datasets/demo/demo.h"
#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/toy_place.h"

// Where something cannot be compared or divided the program says so in words: no "nan", "inf" or "-0" in
// anything it writes.
namespace placewright::boundaries::cli {
namespace {

using datasets::kMissing;
using datasets::TemporaryFolder;

/// What stands there as a number and is none; "" where all is well.
std::string no_number_in(const std::string& text) {
  static const std::regex wrong(R"((^|[^A-Za-z0-9_.])([-+]?(nan|inf|infinity)|-0(\.0*)?)(?![A-Za-z0-9_.]))",
                                std::regex::icase);
  std::string found;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto end = std::min(text.find('\n', from), text.size());
    const auto line = text.substr(from, std::min<std::size_t>(end - from, 20000));
    if (std::regex_search(line, wrong)) found += line.substr(0, 400) + "\n";
    from = end + 1;
  }
  return found;
}

datasets::Place demo_of(std::size_t areas) { return datasets::make_demo({areas, 1}); }

datasets::PlanRecord plan_of(const datasets::Place& place, std::size_t neighbourhoods) {
  datasets::PlanRecord plan;
  plan.name = "given";
  plan.created = "2026-01-01T00:00:00Z";
  plan.origin = "import";
  for (std::size_t row = 0; row < place.areas.size(); ++row)
    plan.assignments.push_back(
        {place.areas.code[row],
         neighbourhoods == 0 ? "" : "N" + std::to_string(1 + row * neighbourhoods / place.areas.size()),
         false});
  for (std::size_t k = 0; k < neighbourhoods; ++k)
    plan.neighbourhoods.push_back({"N" + std::to_string(k + 1), "", "", false, ""});
  return plan;
}

struct Case {
  const char* name;
  datasets::Place place;
};

std::vector<Case> bare_places() {
  std::vector<Case> cases;
  auto add = [&](const char* name, datasets::Place place) { cases.push_back({name, std::move(place)}); };
  auto demo = demo_of(60);
  demo.plans = {plan_of(demo, 3)};
  add("whole", demo);
  auto place = demo;
  for (auto* column : {&place.areas.imd_score, &place.areas.imd_rank, &place.areas.imd_decile})
    std::fill(column->begin(), column->end(), kMissing);
  add("without_deprivation", place);
  place = demo;
  place.sites.clear(), place.registrations.clear();
  add("without_sites", place);
  place = demo;
  place.workforce.clear();
  add("without_staff", place);
  place = demo;
  for (auto& row : place.workforce) row.wte = 0;
  add("staff_of_nothing", place);
  place = demo;
  std::fill(place.areas.population.begin(), place.areas.population.end(), 0.0);
  for (auto& row : place.ages) row.people = 0;
  for (auto& row : place.registrations) row.patients = 0;
  add("nobody", place);
  place = demo;
  place.ages.clear(), place.segments.clear(), place.weights.clear(), place.projections.clear(),
      place.footprints.clear(), place.travel.clear();
  add("without_ages", place);
  place = demo;
  place.plans = {plan_of(demo, 1)};
  add("one_neighbourhood", place);
  place = demo;
  place.plans = {plan_of(demo, 0)};
  add("nothing_assigned", place);
  auto toy = toy::place_from_words({{"A1"}}, 1000);
  toy.plans = {plan_of(toy, 1)};
  add("one_area", toy);
  toy = toy::place_from_words(toy::grid_words(3, 2), 0);
  toy.plans = {plan_of(toy, 2)};
  add("nothing_but_areas", toy);
  return cases;
}

class NoNumber : public testing::TestWithParam<std::size_t> {};

TEST_P(NoNumber, StandsInWhatTheCommandsWrite) {
  const auto one = bare_places()[GetParam()];
  SCOPED_TRACE(one.name);
  const TemporaryFolder folder;
  const auto path = folder.path("p.gpkg");
  datasets::write_new_place(path, one.place, "2026-01-01T00:00:00Z");
  const auto p = "'" + path + "'", area = one.place.areas.code.front();
  const std::vector<std::string> commands{
      "check " + p,
      "plans " + p,
      "score " + p + " --plan given",
      "score " + p + " --plan given --no-references --json",
      "compare " + p + " given given",
      "explain " + p + " --plan given " + area,
      "explain " + p + " --plan given --json " + area,
      "workforce " + p + " --plan given",
      "workforce " + p + " --plan given --verbose --rebalance",
      "workforce " + p + " --plan given --json",
      "workforce " + p + " --plan given --access gp",
      "workforce " + p + " --plan given --site 1",
      "footprints " + p + " --plan given",
      "footprints " + p + " --plan given --propose 40000",
      "who-covers " + p + " " + area + " --plan given",
      "project " + p + " --plan given --to 2035",
      "report " + p + " --plan given '" + folder.path("r.html") + "'",
      "export " + p + " --plan given '" + folder.path("out") + "'",
      "draw " + p +
          " --plan B --effort quick --best-effort --no-references --min 0 --max 1000000000 --count 1",
      "compare " + p + " given B",
      "report " + p + " --plan B '" + folder.path("b.html") + "'"};
  for (const auto& command : commands) {
    const auto ran = run_program(folder, command);
    EXPECT_NE(ran.code, -1) << command;
    EXPECT_EQ(no_number_in(ran.out), "") << command;
    EXPECT_EQ(no_number_in(ran.err), "") << command;
  }
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(path).parent_path())) {
    const auto name = entry.path().string();
    if (name.ends_with(".html") || name.ends_with(".csv") || name.ends_with(".geojson")) {
      EXPECT_EQ(no_number_in(datasets::read_bytes(name)), "") << name;
    }
  }
}

// A lookup of another place leaves columns that are blank throughout: they are as good as none.
TEST(BlankColumns, AreAsGoodAsNone) {
  auto place = demo_of(60);
  place.plans = {plan_of(place, 3)};
  for (auto& [name, column] : place.areas.parents) std::fill(column.begin(), column.end(), std::string());
  std::fill(place.areas.pcn_code.begin(), place.areas.pcn_code.end(), std::string());
  place.boundaries.clear();
  const TemporaryFolder folder;
  const auto path = folder.path("p.gpkg");
  datasets::write_new_place(path, place, "2026-01-01T00:00:00Z");
  const auto p = "'" + path + "'", area = place.areas.code.front();
  for (const auto& command :
       {"check " + p, "score " + p + " --plan given", "compare " + p + " given given",
        "explain " + p + " --plan given " + area, "workforce " + p + " --plan given",
        "footprints " + p + " --plan given", "report " + p + " --plan given '" + folder.path("r.html") + "'",
        "export " + p + " --plan given '" + folder.path("out") + "'",
        "draw " + p + " --plan B --effort quick --best-effort --min 0 --max 1000000000 --count 2",
        "compare " + p + " given B"}) {
    const auto ran = run_program(folder, command);
    EXPECT_EQ(ran.code, 0) << command << "\n" << ran.err;
  }
}

INSTANTIATE_TEST_SUITE_P(BarePlaces, NoNumber, testing::Range<std::size_t>(0, 11),
                         [](const auto& of) { return std::string(bare_places()[of.param].name); });

}  // namespace
}  // namespace placewright::boundaries::cli
