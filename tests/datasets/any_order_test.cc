#include "tests/datasets/any_order.h"

#include "datasets/import/import_into.h"
#include "datasets/place/file.h"

/// The order in which files come in, and in how many imports, changes nothing.
namespace placewright::datasets {
namespace {

TEST(AnyOrder, OfTheDemosFilesInAnyNumberOfImportsGivesTheSamePlace) {
  expect_any_order_to_agree({60, 1}, 11, 3);
}

TEST(AnyOrder, OfYearsOfUnitsKeepsThemSideBySide) {
  const Folder folder;
  const auto shapes = folder.write("b.geojson", squares_geojson(kThree));
  std::vector<std::string> files;
  for (const char* year : {"23", "24", "25"}) {
    std::string text = "LSOA21CD,LSOA21NM,PAR" + std::string(year) + "CD,PAR" + year + "NM\n";
    for (const auto& code : kThree) text += code + ",x,E0400" + year + "00,Parish " + year + "\n";
    files.push_back(folder.write("parishes" + std::string(year) + ".csv", text));
  }
  std::sort(files.begin(), files.end());
  do {
    const auto place = imported_in_calls({{shapes}, {files[0]}, {files[1]}, {files[2]}});
    const auto& parents = place.areas.parents;
    EXPECT_EQ(parents.at("parish_name")[0], "Parish 25");
    for (const char* year : {"23", "24", "25"}) {
      const auto column = "parish_name_20" + std::string(year);
      ASSERT_TRUE(parents.contains(column)) << column;
      EXPECT_EQ(parents.at(column)[0], "Parish " + std::string(year));
    }
  } while (std::next_permutation(files.begin(), files.end()));
}

TEST(AnyOrder, WhatALaterImportChangesOfDerivedSettingsIsInTheFile) {
  const Folder folder;
  const auto path = folder.path("p.gpkg");
  const auto shapes = folder.write("b.geojson", squares_geojson(kThree));
  const std::string head =
      "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS\n";
  const auto hidden = folder.write("a.csv", head +
                                                "GP_PRAC_PAT_LIST,01JUL2025,Z00001,FIRST,E01900001,ALL,*\n"
                                                "GP_PRAC_PAT_LIST,01JUL2025,Z00001,FIRST,E01900002,ALL,20\n");
  const auto known = folder.write("b.csv", head +
                                               "GP_PRAC_PAT_LIST,01OCT2025,Z00001,FIRST,E01900001,ALL,3\n"
                                               "GP_PRAC_PAT_LIST,01OCT2025,Z00001,FIRST,E01900002,ALL,20\n");
  ImportOptions options;
  options.imported_at = "2026-01-01T00:00:00Z";
  const auto settings = [&] {
    return PlaceFile::open(path, PlaceFile::Mode::read).read(Tables::setting).settings;
  };
  (void)import_into(path, {shapes, hidden}, options);
  EXPECT_EQ(settings().count("registration_cells_not_known.E01900001"), 1U);
  (void)import_into(path, {known}, options);
  EXPECT_EQ(settings().count("registration_cells_not_known.E01900001"), 0U);
}

}  // namespace
}  // namespace placewright::datasets
