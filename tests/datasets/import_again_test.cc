#include <gtest/gtest.h>

#include "tests/datasets/import_fixture.h"

namespace placewright::datasets {
namespace {

const std::string kScores =
    "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),Local Authority District name "
    "(2024),"
    "Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most "
    "deprived),"
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSO,Income Score (rate)\r\n";

double score_of(const Place& place, const std::string& code) {
  return place.areas.imd_score[*place.find_area(code)];
}

TEST(ImportAgain, ABlankInALaterTableWipesNothing) {
  const Folder folder;
  const auto first =
      import_new({folder.write("a.json", squares_geojson(kThree)),
                  folder.write("b.csv", kScores + "E01900001,A,E06900001,Q,60.5,1234,1,0.4\r\n"
                                                  "E01900002,B,E06900001,Q,20,15000,5,0.1\r\n"
                                                  "E01900003,C,E06900001,Q,10,30000,9,0.05\r\n")});
  ASSERT_EQ(score_of(first.place, "E01900002"), 20);
  ImportOptions options;
  options.imported_at = "2026-02-01T00:00:00Z";
  const auto later =
      import_files(first.place,
                   {folder.write("c.csv", kScores + "E01900001,A,E06900001,Q,61,1200,1,0.4\r\n"
                                                    "E01900002,B,E06900001,Q,,15001,5,0.1\r\n"
                                                    "E01900003,C,E06900001,Q,11,29000,9,0.05\r\n")},
                   options);
  EXPECT_EQ(score_of(later.place, "E01900001"), 61);
  EXPECT_EQ(score_of(later.place, "E01900002"), 20) << "the later file says nothing of it";
  EXPECT_EQ(score_of(later.place, "E01900003"), 11);
}

TEST(ImportAgain, AnExtractGivenTwiceDoublesNobody) {
  const Folder folder;
  const std::string extract =
      "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS\n"
      "GP_PRAC_PAT_LIST,01JUL2022,Z00001,FIRST,E01900001,ALL,600\nGP_PRAC_PAT_LIST,01JUL2022,Z00001,FIRST,"
      "E01900002,ALL,300\n";
  const auto place = import_new({folder.write("a.json", squares_geojson(kThree)),
                                 folder.write("b.csv", extract), folder.write("copy of b.csv", extract)})
                         .place;
  double patients = 0;
  for (const auto& row : place.registrations) patients += row.patients;
  EXPECT_EQ(patients, 900);
}

}  // namespace
}  // namespace placewright::datasets
