#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "datasets/place/file.h"
#include "datasets/read/csv.h"
#include "tests/cli/program.h"

/// The real neighbourhoods of London, brought in by each of the ways in which its boards defined them.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

const std::string kShared = PLACEWRIGHT_SHARED;
const std::string kReal = kShared + "/data/places/london/london_neighbourhoods_real.csv";
const std::string kEngland = kShared + "/data/england/england_lsoa.gpkg";
const std::string kChanges =
    kShared +
    "/data/official/"
    "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales_"
    "(Version_2).csv";

using Record = std::map<std::string, std::string>;

std::vector<Record> read_table(const std::string& path) {
  datasets::CsvRows rows(path, path);
  std::vector<std::string_view> cells;
  std::vector<std::string> headings;
  std::vector<Record> records;
  while (rows.next(cells)) {
    if (headings.empty()) {
      headings.assign(cells.begin(), cells.end());
      continue;
    }
    auto& record = records.emplace_back();
    for (std::size_t k = 0; k < headings.size() && k < cells.size(); ++k) record[headings[k]] = cells[k];
  }
  return records;
}

class LondonPlan : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto& path : {kReal, kEngland, kChanges})
      if (!std::filesystem::exists(path))
        GTEST_SKIP() << path << " is not there: London's plan was not tried";
    if (world_) return;
    world_ = std::make_unique<World>();
    for (auto& record : read_table(kReal)) {
      world_->neighbourhood[record.at("lsoa21cd")] = record.at("neighbourhood_id");
      world_->real.push_back(std::move(record));
    }
    ASSERT_EQ(run("import '" + place() + "' '" + kEngland + "' --within London").code, 0);
  }
  static void TearDownTestSuite() { world_.reset(); }

  static std::string place() { return world_->folder.path("london.gpkg"); }
  static Ran run(const std::string& arguments) { return run_program(world_->folder, arguments); }
  static std::string write(const std::string& name, const std::string& text) {
    datasets::write_bytes(world_->folder.path(name), text);
    return "'" + world_->folder.path(name) + "'";
  }
  static Json import(const std::string& file, const std::string& more = "") {
    const auto ran = run("plans '" + place() + "' --import " + file + " --as P --replace --json " + more);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? Json::parse(ran.out)["import"] : Json::object();
  }
  /// Of the areas that `wanted` holds, those that the stored plan has elsewhere than the real one and that
  /// the receipt does not list as ambiguous.
  static std::set<std::string> not_told(const Json& receipt, const std::set<std::string>& wanted) {
    std::set<std::string> listed, wrong;
    for (const auto& one : receipt["ambiguous"]) listed.insert(one["area"]);
    const auto plan = datasets::PlaceFile::open(place(), datasets::PlaceFile::Mode::read).read_plan("P");
    for (const auto& one : plan.assignments)
      if (wanted.contains(one.area) && one.neighbourhood != world_->neighbourhood.at(one.area) &&
          !listed.contains(one.area))
        wrong.insert(one.area);
    return wrong;
  }
  /// Areas whose board defined them so.
  static std::set<std::string> defined_by(const std::string& basis) {
    std::set<std::string> areas;
    for (const auto& record : world_->real)
      if (record.at("basis") == basis) areas.insert(record.at("lsoa21cd"));
    return areas;
  }
  static std::set<std::string> all_areas() {
    std::set<std::string> areas;
    for (const auto& [area, id] : world_->neighbourhood) areas.insert(area);
    return areas;
  }

  struct World {
    datasets::TemporaryFolder folder;
    std::vector<Record> real;
    std::map<std::string, std::string> neighbourhood;
  };
  static std::unique_ptr<World> world_;
};
std::unique_ptr<LondonPlan::World> LondonPlan::world_;

TEST_F(LondonPlan, ComesInAsAListOfItsLsoas) {
  const auto receipt = import("'" + kReal + "'");
  EXPECT_EQ(receipt["matched"], 4994);
  EXPECT_EQ(receipt["ambiguous"].size(), 0U);
  EXPECT_EQ(not_told(receipt, all_areas()), std::set<std::string>{});
}

TEST_F(LondonPlan, ComesInByCodesOfTheWardsOfBoroughsThatWereDefinedSo) {
  std::set<std::pair<std::string, std::string>> wards;
  for (const auto& record : world_->real)
    if (record.at("basis") == "ward25_code")
      wards.emplace(record.at("ward25cd"), record.at("neighbourhood_id"));
  std::string text = "WD25CD,neighbourhood\n";
  for (const auto& [ward, id] : wards) text += ward + "," + id + "\n";
  const auto receipt = import(write("wards.csv", text));
  EXPECT_EQ(receipt["unit"], "ward code");
  EXPECT_EQ(not_told(receipt, defined_by("ward25_code")), std::set<std::string>{});
  EXPECT_EQ(receipt["ambiguous"].size(), 24U) << "two wards of Lewisham stand in two neighbourhoods each";
}

TEST_F(LondonPlan, ComesInByNamesOfTheWardsOfBoroughsThatWereDefinedSo) {
  std::set<std::pair<std::string, std::string>> wards;
  for (const auto& record : world_->real)
    if (record.at("basis") == "ward25_name")
      wards.emplace(record.at("ward25nm"), record.at("neighbourhood_id"));
  std::string text = "WD25NM,neighbourhood\n";
  for (const auto& [ward, id] : wards) text += "\"" + ward + "\"," + id + "\n";
  const auto receipt = import(write("names.csv", text));
  EXPECT_EQ(receipt["unknown"], 0);
  EXPECT_EQ(not_told(receipt, defined_by("ward25_name")), std::set<std::string>{});
}

TEST_F(LondonPlan, OfTheSouthWestComesInByLsoasOf2011) {
  std::set<std::pair<std::string, std::string>> older;
  const auto south_west = defined_by("lsoa11_exactfit_to_lsoa21");
  for (const auto& record : read_table(kChanges))
    if (south_west.contains(record.at("LSOA21CD")))
      older.emplace(record.at("LSOA11CD"), world_->neighbourhood.at(record.at("LSOA21CD")));
  std::string text = "LSOA11CD,neighbourhood\n";
  for (const auto& [code, id] : older) text += code + "," + id + "\n";
  const auto receipt = import(write("older.csv", text), "--with '" + kChanges + "'");
  EXPECT_EQ(receipt["unknown"], 0);
  EXPECT_EQ(not_told(receipt, south_west), std::set<std::string>{});
}

TEST_F(LondonPlan, ComesInAsPolygonsAndAsAllThatIsExported) {
  import("'" + kReal + "'");
  const auto out = world_->folder.path("out");
  ASSERT_EQ(run("export '" + place() + "' --plan P '" + out + "'").code, 0);
  for (const char* name : {"neighbourhoods.geojson", "plan.gpkg", "plan.xlsx"}) {
    const auto receipt = import("'" + out + "/" + name + "'");
    EXPECT_EQ(receipt["ambiguous"].size(), 0U) << name;
    EXPECT_EQ(not_told(receipt, all_areas()), std::set<std::string>{}) << name;
  }
  const auto layer = import("'" + out + "/plan.gpkg'", "--layer neighbourhoods");
  EXPECT_EQ(layer["unit"], "polygon");
  EXPECT_EQ(not_told(layer, all_areas()), std::set<std::string>{});
}

}  // namespace
}  // namespace placewright::boundaries::cli
