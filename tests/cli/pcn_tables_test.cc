#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// PCNs and split practices in footprints, compare and export: one count, one threshold.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

class PcnTables : public testing::Test {
 protected:
  void SetUp() override {
    path_ = folder_.path("demo.gpkg");
    ASSERT_EQ(run_program(folder_, "demo '" + path_ + "' --quiet").code, 0);
  }
  Json footprints() {
    return Json::parse(run_program(folder_, "footprints '" + path_ + "' --plan current --json --quiet").out);
  }
  Json compared() {
    return Json::parse(run_program(folder_, "compare '" + path_ + "' current current --json --quiet").out);
  }
  void set_threshold(const std::string& value) {
    auto file = datasets::PlaceFile::open(path_, datasets::PlaceFile::Mode::change);
    auto settings = file.read(datasets::Tables::setting).settings;
    settings["threshold.split"] = value;
    file.save_settings(settings);
  }
  datasets::TemporaryFolder folder_;
  std::string path_;
};

TEST_F(PcnTables, TheMatrixAddsUpToThePatientsOfEachPcn) {
  const auto answer = footprints();
  std::map<std::string, double> sum, share;
  for (const auto& row : answer["pcn_alignment"]["matrix"]) {
    sum[row["pcn_code"]] += row["patients"].get<double>();
    share[row["pcn_code"]] += row["share_of_pcn"].get<double>();
  }
  ASSERT_FALSE(sum.empty());
  for (const auto& pcn : answer["pcn_alignment"]["pcns"]) {
    EXPECT_NEAR(sum[pcn["pcn"]], pcn["patients"].get<double>(), 1e-6);
    EXPECT_NEAR(share[pcn["pcn"]], 1, 1e-9);
  }
}

TEST_F(PcnTables, SplitPracticesAreTheSameInFootprintsCompareAndExportByThePlacesOwnThreshold) {
  std::size_t before = 0;
  for (const auto* threshold : {"", "0.3"}) {
    SCOPED_TRACE(threshold);
    set_threshold(threshold);
    const auto split = footprints()["split_practices"].size();
    const auto fit = compared()["pcn_fit"]["a"];
    EXPECT_EQ(fit["practices_split"].size(), split);
    EXPECT_NEAR(fit["materiality"].get<double>(), *threshold == 0 ? 0.05 : 0.3, 1e-12);
    const auto into = folder_.path("export" + std::string(threshold));
    ASSERT_EQ(run_program(folder_, "export '" + path_ + "' --plan current '" + into + "' --quiet").code, 0);
    const auto text = datasets::read_bytes(into + "/split_practices.csv");
    EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), split + 1);
    EXPECT_TRUE(std::filesystem::exists(into + "/pcn_by_neighbourhood.csv"));
    if (*threshold != 0) {
      EXPECT_LT(split, before);
    }
    before = split;
  }
}

TEST_F(PcnTables, GapsOfCoverAndReasonsAreTold) {
  const auto answer = footprints();
  ASSERT_FALSE(answer["gaps"].empty());
  for (const auto& gap : answer["gaps"]) {
    double nobody = 0;
    for (const auto& part : gap["neighbourhoods"]) nobody += part["nobody"].get<double>();
    EXPECT_NEAR(nobody, gap["nobody"].get<double>(), 1);
    EXPECT_LE(gap["stops_short"].get<double>(), gap["nobody"].get<double>() + 1e-9);
    EXPECT_LE(gap["nobody"].get<double>(), gap["people"].get<double>() + 1e-9);
  }
  const auto text = run_program(folder_, "footprints '" + path_ + "' --plan current --quiet").out;
  EXPECT_NE(text.find("Gaps of cover"), std::string::npos);
  EXPECT_NE(text.find("Registered patients by PCN and neighbourhood"), std::string::npos);
  const auto place =
      datasets::PlaceFile::open(path_, datasets::PlaceFile::Mode::read).read(datasets::Tables::area);
  const auto covers = Json::parse(run_program(folder_, "who-covers '" + path_ + "' " + place.areas.code[0] +
                                                           " --plan current --json --quiet")
                                      .out);
  ASSERT_TRUE(covers["absent"].is_array());
  for (const auto& absence : covers["absent"]) EXPECT_FALSE(absence["words"].get<std::string>().empty());
}

}  // namespace
}  // namespace placewright::boundaries::cli
