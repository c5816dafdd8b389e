#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// `import` reads matrices and definitions as `travel --matrix` and `plans --import` do.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

struct OneReader : testing::Test {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg");

  void SetUp() override { ASSERT_EQ(run("demo '" + place + "' --areas 60").code, 0); }
  Ran run(const std::string& arguments) { return run_program(folder, arguments); }
  std::string write(const std::string& name, const std::string& text) {
    datasets::write_bytes(folder.path(name), text);
    return folder.path(name);
  }
  Json import(const std::string& file) {
    const auto ran = run("import '" + place + "' '" + file + "' --json");
    EXPECT_EQ(ran.code, 0) << ran.err;
    if (ran.code != 0) return Json{{"files", Json::array({Json::object()})}};
    auto receipt = Json::parse(ran.out);
    for (const auto& one : receipt["files"])
      EXPECT_EQ(one["rows_read"].get<long>(),
                one["rows_matched"].get<long>() + one["rows_left_out"].get<long>())
          << one.dump();
    return receipt;
  }
  [[nodiscard]] datasets::Place read() const {
    return datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read();
  }
  /// area -> neighbourhood
  [[nodiscard]] std::map<std::string, std::string> assigned(const std::string& plan) const {
    std::map<std::string, std::string> answer;
    for (const auto& row :
         datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read_plan(plan).assignments)
      answer[row.area] = row.neighbourhood;
    return answer;
  }
};

TEST_F(OneReader, ADefinitionByAnyUnitIsTheSamePlanByImportAndByPlans) {
  const auto before = read();
  const auto& wards = before.areas.parents.at("ward_code");
  std::map<std::string, std::string> by_ward;
  for (const auto& ward : wards) by_ward.emplace(ward, by_ward.size() % 2 == 0 ? "North" : "South");
  std::string wards_csv = "WD24CD,neighbourhood\n", areas_csv = "LSOA21CD,neighbourhood\n";
  for (const auto& [ward, id] : by_ward) wards_csv += ward + "," + id + "\n";
  wards_csv += "E05999999,North\n";
  for (std::size_t row = 0; row < wards.size(); ++row)
    areas_csv += before.areas.code[row] + "," + by_ward[wards[row]] + "\n";
  const auto receipt = import(write("wards.csv", wards_csv));
  EXPECT_EQ(receipt["files"][0]["rows_left_out"], 1) << receipt["files"].dump();
  ASSERT_EQ(run("plans '" + place + "' --import '" + folder.path("wards.csv") + "' --as other").code, 0);
  EXPECT_EQ(assigned("wards"), assigned("other"));
  import(write("areas.csv", areas_csv));
  EXPECT_EQ(assigned("wards"), assigned("areas"));
}

TEST_F(OneReader, APlanOnTheCodesOf2011ComesInWithItsLookupInOneImport) {
  std::string rows = "LSOA11CD,neighbourhood\n", changes = "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND\n";
  const auto before = read();
  for (std::size_t row = 0; row < before.areas.size(); ++row) {
    const auto older = "E0180" + std::to_string(1000 + row);
    rows += older + "," + (row % 2 == 0 ? "A" : "B") + "\n";
    changes += older + ",x," + before.areas.code[row] + ",x,U\n";
  }
  const auto plan = write("older.csv", rows), lookup = write("changes.csv", changes);
  const auto ran = run("import '" + place + "' '" + plan + "' '" + lookup + "'");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto answer = assigned("older");
  ASSERT_EQ(answer.size(), before.areas.size());
  for (std::size_t row = 0; row < before.areas.size(); ++row)
    EXPECT_EQ(answer.at(before.areas.code[row]), row % 2 == 0 ? "A" : "B") << before.areas.code[row];
}

TEST_F(OneReader, ALookupOfAnotherPlaceStopsNothingAndIsSaid) {
  const auto receipt = import(write("far.csv", "area_code,neighbourhood\nE01099998,N1\nE01099999,N2\n"));
  EXPECT_EQ(receipt["files"][0]["rows_matched"], 0);
  EXPECT_NE(receipt["findings"].dump().find("NOTHING_MATCHED"), std::string::npos);
}

TEST_F(OneReader, AMatrixHasTheReceiptOfTravel) {
  const auto before = read();
  const auto& area = before.areas.code;
  std::string site;
  for (const auto& one : before.sites)
    if (one.open) site = one.id;
  const std::string good = "from_id,to_id,travel_time_p50,mode\n" + area[0] + "," + site + ",12,bus\n" +
                           area[1] + "," + site + ",9999,bus\n" + area[2] + "," + site + ",-4,bus\n" +
                           area[3] + "," + site + ",7,tram\nE01099999," + site + ",5,bus\n";
  const auto receipt = import(write("m.csv", good));
  EXPECT_EQ(receipt["files"][0]["rows_read"], 5);
  EXPECT_EQ(receipt["files"][0]["rows_matched"], 3);
  const auto why = receipt["files"][0]["left_out_why"].get<std::string>();
  EXPECT_NE(why.find("negative"), std::string::npos) << why;
  EXPECT_NE(why.find("not in the place"), std::string::npos) << why;
  std::map<std::string, double> minutes;
  const auto after = read();
  for (const auto& row : after.travel) minutes[row.mode + " " + row.area] = row.minutes;
  EXPECT_EQ(minutes.at("bus " + area[0]), 12);
  EXPECT_TRUE(datasets::is_missing(minutes.at("bus " + area[1]))) << "9999 is no time";
  EXPECT_EQ(minutes.at("tram " + area[3]), 7);
  EXPECT_FALSE(minutes.contains("bus " + area[2]));
  EXPECT_EQ(after.settings.at("travel_source.bus"), "imported from m.csv, percentile 50 of 50");
  // The same pair twice is an error, and nothing is changed.
  const auto twice =
      run("import '" + place + "' '" + write("twice.csv", good + area[0] + "," + site + ",13,bus\n") + "'");
  EXPECT_EQ(twice.code, 1);
  EXPECT_NE(twice.err.find("12 and 13"), std::string::npos) << twice.err;
}

}  // namespace
}  // namespace placewright::boundaries::cli
