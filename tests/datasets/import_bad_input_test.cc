#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <sstream>

#include "datasets/place/checksum.h"
#include "datasets/place/file.h"
#include "geo/error.h"
#include "tests/datasets/import_fixture.h"

/// Each bad file: a message with where, what and what to do; the place file stays as it was.
namespace placewright::datasets {
namespace {

const std::string kPeople = "LSOA21CD,population\nE01900001,1000\nE01900002,2000\nE01900003,3000\n";

std::string bytes_of(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

class BadInput : public testing::Test {
 protected:
  void SetUp() override {
    boundaries_ = folder_.write("areas.geojson", squares_geojson(kThree));
    place_ = folder_.path("place.gpkg");
    write_new_place(place_, import_new({boundaries_, folder_.write("people.csv", kPeople)}).place,
                    "2026-01-01T00:00:00Z");
    before_ = sha256_of_file(place_);
  }

  /// Imports the file into the place, as the command does; the message must name all of `names`.
  void expect_refused(const std::string& file, const std::vector<std::string>& names) {
    SCOPED_TRACE(file);
    try {
      ImportOptions options;
      options.imported_at = "2026-01-02T00:00:00Z";
      const auto result =
          import_files(PlaceFile::open(place_, PlaceFile::Mode::read).read(), {file}, options);
      PlaceFile::open(place_, PlaceFile::Mode::change).replace_place(result.place);
      ADD_FAILURE() << "was taken";
    } catch (const geo::InputError& error) {
      for (const auto& name : names)
        EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
      EXPECT_FALSE(error.message().where.empty());
      EXPECT_FALSE(error.message().what.empty());
      EXPECT_FALSE(error.message().fix.empty());
    }
    EXPECT_EQ(sha256_of_file(place_), before_);
  }

  Folder folder_;
  std::string boundaries_, place_, before_;
};

TEST_F(BadInput, ATruncatedGeopackage) {
  const std::string whole = bytes_of(place_);
  for (const double part : {0.02, 0.3, 0.6, 0.9}) {
    SCOPED_TRACE(part);
    expect_refused(
        folder_.write("cut.gpkg",
                      whole.substr(0, static_cast<std::size_t>(part * static_cast<double>(whole.size())))),
        {"cut.gpkg"});
  }
}

TEST_F(BadInput, TruncatedGeojsonAndArchives) {
  const std::string whole = bytes_of(boundaries_);
  expect_refused(folder_.write("cut.geojson", whole.substr(0, whole.size() / 2)), {"cut.geojson"});
  expect_refused(
      folder_.write("cut.zip", std::string("PK\x03\x04\x14\x00\x00\x00", 8) + std::string(200, 'x')),
      {"cut.zip"});
}

TEST_F(BadInput, AStrayQuote) {
  expect_refused(
      folder_.write("q.csv", "LSOA21CD,LSOA21NM,population\nE01900001,\"Square,1000\nE01900002,b,2000\n"),
      {"q.csv", "line 2", "quote"});
}

TEST_F(BadInput, CodesTwice) {
  expect_refused(folder_.write("twice.csv", kPeople + "E01900002,5\n"), {"twice.csv", "line 5", "E01900002"});
  expect_refused(folder_.write("twice.geojson", squares_geojson({"E01900001", "E01900002", "E01900001"})),
                 {"twice.geojson", "E01900001"});
  expect_refused(
      folder_.write(
          "ward.csv",
          "LSOA21CD,LSOA21NM,WD24CD,WD24NM\nE01900001,a,E05000001,One\nE01900001,a,E05000002,Two\n"),
      {"ward.csv", "line 3", "E01900001"});
  expect_refused(
      folder_.write("lookup.csv", "LSOA11CD,LSOA21CD,CHGIND\nE01900011,E01900001,U\nE01900011,E01900001,U\n"),
      {"lookup.csv", "line 3"});
  expect_refused(
      folder_.write("patients.csv",
                    "PRACTICE_CODE,LSOA_CODE,NUMBER_OF_PATIENTS\nZ00001,E01900001,4\nZ00001,E01900001,4\n"),
      {"patients.csv", "Z00001"});
}

TEST_F(BadInput, CoordinatesThatFitNoSystem) {
  expect_refused(folder_.write("far.geojson", squares_geojson(kThree, "", 9'000'000)),
                 {"far.geojson", "Great Britain"});
  std::string swapped =
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"LSOA21CD":"E01900001"},"geometry":
    {"type":"Polygon","coordinates":[[[53.80,-1.50],[53.81,-1.50],[53.81,-1.49],[53.80,-1.50]]]}}]})";
  expect_refused(folder_.write("swapped.geojson", swapped), {"swapped.geojson", "longitude"});
}

TEST_F(BadInput, TextWhereNumbersBelong) {
  expect_refused(folder_.write("text.csv", "LSOA21CD,population\nE01900001,1000\nE01900002,12O\n"),
                 {"text.csv", "line 3", "population", "12O"});
  expect_refused(folder_.write("text.geojson", squares_geojson(kThree, R"(,"population":"many")")),
                 {"text.geojson", "many"});
  expect_refused(
      folder_.write("patients.csv", "PRACTICE_CODE,LSOA_CODE,NUMBER_OF_PATIENTS\nZ00001,E01900001,few\n"),
      {"patients.csv", "line 2", "few"});
}

TEST_F(BadInput, WebPagesAndBoundariesOfTwoCensuses) {
  expect_refused(folder_.write("page.csv", "<!DOCTYPE html><html><body>Sign in</body></html>"),
                 {"page.csv", "web page"});
  std::string old = squares_geojson(kThree);
  for (std::size_t at = old.find("LSOA21"); at != std::string::npos; at = old.find("LSOA21"))
    old.replace(at, 6, "LSOA11");
  folder_.write("old.geojson", old);
  ImportOptions options;
  EXPECT_THROW((void)import_files(std::nullopt, {boundaries_, folder_.path("old.geojson")}, options),
               geo::InputError);
}

TEST_F(BadInput, TextInAnUnknownIndicatorIsMissingWithAFinding) {
  std::string table = "LSOA21CD,damp\n";
  for (int k = 0; k < 80; ++k) table += "E019010" + std::to_string(10 + k) + ",1\n";
  table += "E01900001,suppressed\nE01900002,4\n";
  ImportOptions options;
  const auto result = import_files(PlaceFile::open(place_, PlaceFile::Mode::read).read(),
                                   {folder_.write("damp.csv", table)}, options);
  EXPECT_TRUE(has_finding(result.findings, "INDICATOR_TEXT"));
  EXPECT_TRUE(is_missing(result.place.areas.indicators.at("damp")[0]));
  EXPECT_EQ(result.place.areas.indicators.at("damp")[1], 4);
}

TEST_F(BadInput, RowsWithMoreCellsThanHeadings) {
  expect_refused(folder_.write("wide.csv", "LSOA21CD,LSOA21NM,population\nE01900001,Square, the,1000\n"),
                 {"wide.csv", "line 2", "headings"});
}

TEST_F(BadInput, EmptyMissingAndDirectory) {
  expect_refused(folder_.write("empty.csv", ""), {"empty.csv", "empty"});
  expect_refused(folder_.path("nowhere.csv"), {"nowhere.csv", "no such file"});
  std::filesystem::create_directories(folder_.path("nothing in it"));
  expect_refused(folder_.path("nothing in it"), {"nothing in it", "folder is empty"});
  expect_refused(folder_.write("a.pdf", "%PDF-1.7 report"), {"a.pdf"});
  expect_refused(folder_.write("utf16.csv", std::string("\xFF\xFEL\0S", 5)), {"utf16.csv", "UTF-16"});
}

TEST_F(BadInput, HeadersThatClaimTwoGigabytes) {
  std::string shp(100, '\0');
  shp.replace(0, 4, std::string("\x00\x00\x27\x0a", 4));
  shp.replace(24, 4, std::string("\x7f\xff\xff\xff", 4));  // file length in words
  shp.replace(28, 4, std::string("\xe8\x03\x00\x00", 4));
  shp[32] = 5;
  shp += std::string("\x00\x00\x00\x01\x3f\xff\xff\xff", 8) + std::string("\x05\x00\x00\x00", 4) +
         std::string(60, '\x7f');
  expect_refused(folder_.write("claims.shp", shp), {"claims.shp"});
  std::string fgb(
      "fgb\x03"
      "fgb\x00\xff\xff\xff\x7f",
      12);
  expect_refused(folder_.write("claims.fgb", fgb + std::string(64, '\x01')), {"claims.fgb"});
  // An archive whose one entry, stored without compression, says that it has 2 GB.
  std::string zip("PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00", 14);
  zip += std::string(4, '\0') + std::string("\xff\xff\xff\x7f\xff\xff\xff\x7f\x05\x00\x00\x00", 12) +
         "a.csv" + "LSOA21CD,population\nE01900001,5\n";
  std::string central("PK\x01\x02\x14\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00", 16);
  central += std::string(4, '\0') + std::string("\xff\xff\xff\x7f\xff\xff\xff\x7f\x05\x00", 10) +
             std::string(16, '\0') + "a.csv";
  const std::size_t at = zip.size();
  std::string end("PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00", 12);
  const auto little = [](std::size_t value) {
    std::string out;
    for (int k = 0; k < 4; ++k) out += static_cast<char>((value >> (8 * k)) & 0xFFU);
    return out;
  };
  expect_refused(folder_.write("claims.zip", zip + central + end + little(central.size()) + little(at) +
                                                 std::string(2, '\0')),
                 {"claims.zip"});
}

TEST_F(BadInput, WhatNothingRecognisesSaysWhatWasLookedForAndHowToMapIt) {
  expect_refused(folder_.write("odd.csv", "colour,taste,PRACTICE_CODE,LSOA_CODE\nred,sweet,x,y\n"),
                 {"odd.csv", "patients registered by LSOA", "patients", "--as", "--map", "colour"});
}

TEST_F(BadInput, Latin1BytesAreTakenWithAFinding) {
  ImportOptions options;
  options.imported_at = "2026-01-02T00:00:00Z";
  const std::string file =
      folder_.write("latin.csv", "LSOA21CD,LSOA21NM,WD24CD,WD24NM\nE01900001,a,E05000001,Caf\xE9 Ward\n");
  const auto result = import_files(PlaceFile::open(place_, PlaceFile::Mode::read).read(), {file}, options);
  EXPECT_TRUE(has_finding(result.findings, "ENCODING_WINDOWS_1252"));
  EXPECT_EQ(result.place.areas.parents.at("ward_name")[0], "Caf\xC3\xA9 Ward");
}

TEST_F(BadInput, OneBadFileAmongGoodOnesChangesNothing) {
  const std::string good = folder_.write("good.csv", "LSOA21CD,population\nE01900001,7\n");
  ImportOptions options;
  EXPECT_THROW((void)import_files(PlaceFile::open(place_, PlaceFile::Mode::read).read(),
                                  {good, folder_.write("bad.csv", kPeople + "E01900002,5\n")}, options),
               geo::InputError);
  EXPECT_EQ(sha256_of_file(place_), before_);
}

}  // namespace
}  // namespace placewright::datasets
