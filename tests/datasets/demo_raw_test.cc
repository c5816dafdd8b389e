#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <map>

#include "datasets/demo/demo.h"
#include "datasets/demo/raw.h"
#include "datasets/import/import.h"
#include "geo/adjacency.h"
#include "geo/overlay.h"
#include "geo/shape_measures.h"
#include "tests/datasets/temporary_folder.h"

namespace placewright::datasets {
namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string find_file(const std::vector<std::string>& files, std::string_view part) {
  for (const auto& file : files)
    if (file.find(part) != std::string::npos) return file;
  return {};
}

struct Raw : testing::Test {
  void SetUp() override {
    options = {80, 3};
    place = make_demo(options);
    files = write_demo_raw(place, options, folder.path("raw"));
  }
  TemporaryFolder folder;
  DemoOptions options;
  Place place;
  std::vector<std::string> files;
};

TEST_F(Raw, FilesHaveTheQuirksOfThePublishedOnes) {
  EXPECT_EQ(bytes_of(find_file(files, "File_7")).substr(0, 3), "\xEF\xBB\xBF");
  EXPECT_NE(bytes_of(find_file(files, "File_7")).find("10% of LSO\""), std::string::npos);
  EXPECT_EQ(bytes_of(find_file(files, "TS007A")).substr(0, 9), "\n\"TS007A ");
  EXPECT_EQ(bytes_of(find_file(files, "epraccur")).substr(0, 10), "\"Z00001\",\"");
  EXPECT_NE(bytes_of(find_file(files, "epraccur")).find("\"A\",\"B\""), std::string::npos);
  EXPECT_NE(bytes_of(find_file(files, "ebranchs")).find("\"ACTIVE\""), std::string::npos);
  EXPECT_FALSE(find_file(files, "3 General Practice \xE2\x80\x93 ").empty());
  const auto staff = bytes_of(find_file(files, "High level"));
  EXPECT_NE(staff.find(",Total,FTE,"), std::string::npos);
  const auto lookup = bytes_of(find_file(files, "LSOA_(2011)_to"));
  for (const auto* change : {",U,", ",S,", ",M,"})
    EXPECT_NE(lookup.find(change), std::string::npos) << change;
  EXPECT_EQ(bytes_of(find_file(files, ".zip")).substr(0, 2), "PK");
  EXPECT_EQ(bytes_of(find_file(files, "ePCN.xlsx")).substr(0, 2), "PK");
}

TEST_F(Raw, TextFilesAreTheSameWhenWrittenAgain) {
  const auto again = write_demo_raw(place, options, folder.path("again"));
  ASSERT_EQ(again.size(), files.size());
  for (std::size_t k = 0; k < files.size(); ++k)
    if (files[k].ends_with(".csv") || files[k].ends_with(".geojson")) {
      EXPECT_EQ(bytes_of(files[k]), bytes_of(again[k])) << files[k];
    }
}

TEST_F(Raw, ImportedAgainItIsThePlaceItWasWrittenFrom) {
  std::vector<std::string> chosen;
  for (const auto& file : files)
    if (!file.ends_with(".gpkg")) chosen.push_back(file);  // the same boundaries once more
  ImportOptions how;
  how.imported_at = "2026-01-01T00:00:00Z";
  const auto result = import_files(std::nullopt, chosen, how);
  const auto& back = result.place;
  ASSERT_EQ(back.areas.code, place.areas.code);
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    EXPECT_EQ(back.areas.population[i], place.areas.population[i]);
    EXPECT_NEAR(back.areas.imd_score[i], place.areas.imd_score[i], 1e-9);
    EXPECT_EQ(back.areas.imd_rank[i], place.areas.imd_rank[i]);
    EXPECT_FALSE(geo::find_invalid(back.areas.shape[i]).has_value()) << place.areas.code[i];
    EXPECT_NEAR(geo::measure_area_m2(back.areas.shape[i]), geo::measure_area_m2(place.areas.shape[i]),
                1 + 1e-6 * geo::measure_area_m2(place.areas.shape[i]));
    EXPECT_EQ(back.areas.parents.at("ward_code")[i], place.areas.parents.at("ward_code")[i]);
    EXPECT_EQ(back.areas.parents.at("lad_code")[i], place.areas.parents.at("lad_code")[i]);
  }
  // The doughnut: two polygons that overlap on the way out, a hole again on the way in.
  ASSERT_EQ(back.adjacency.size(), place.adjacency.size());
  for (std::size_t k = 0; k < place.adjacency.size(); ++k) {
    EXPECT_EQ(back.adjacency[k].a, place.adjacency[k].a);
    EXPECT_EQ(back.adjacency[k].b, place.adjacency[k].b);
    EXPECT_NEAR(back.adjacency[k].border_m, place.adjacency[k].border_m, 0.5);
  }
  // Lists: whole, though they travelled on the codes of 2011.
  std::map<std::string, double> was, is;
  for (const auto& row : place.registrations) was[row.practice] += row.patients;
  for (const auto& row : back.registrations) is[row.practice] += row.patients;
  for (const auto& [practice, patients] : was) EXPECT_NEAR(is[practice], patients, 1e-6) << practice;
  std::map<std::string, std::string> pcn;
  for (const auto& site : back.sites) pcn[site.id] = site.pcn_code;
  for (const auto& site : place.sites)
    if (site.kind == "gp" && site.open) {
      EXPECT_EQ(pcn[site.id], site.pcn_code) << site.id;
    }
}

}  // namespace
}  // namespace placewright::datasets
