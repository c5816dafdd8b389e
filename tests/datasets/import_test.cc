#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "geo/error.h"
#include "tests/datasets/import_fixture.h"

namespace placewright::datasets {
namespace {

const std::string kTs007a =
    "\n\"TS007A - Age by five-year age bands\"\n\"Date       :\",\"2021\"\n\n"
    "\"2021 super output area - lower layer\",\"mnemonic\",\"Total\",\"Aged 4 years and under\",\"Aged 5 to "
    "9 years\",\"Aged 85 years and over\"\n\n"
    "\"Squareton 001A\",\"E01900001\",1000,100,200,700\n\"Squareton 002A\",\"E01900002\",2000,500,500,1000\n"
    "\"Squareton 003A\",\"E01900003\",3000,1000,1000,1000\n\"Elsewhere "
    "001A\",\"E01900009\",1500,500,500,500\n\n\"In order to protect against disclosure\"\n";

const std::string kFile7 =
    "\xEF\xBB\xBFLSOA code (2021),LSOA name (2021),Local Authority District code (2024),Local Authority "
    "District name (2024),"
    "Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most "
    "deprived),"
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSO,Income Score (rate)\r\n"
    "E01900001,Squareton 001A,E06900001,Squareton,60.5,\"1,234\",1,0.4\r\nE01900002,Squareton "
    "002A,E06900001,Squareton,20,15000,5,0.1\r\n"
    "E01900003,Squareton 003A,E06900002,Oblong,10,30000,9,0.05\r\n";

const std::string kMap =
    "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME,ONS_SUB_ICB_"
    "LOCATION_CODE\n"
    "GP_PRAC_PAT_LIST,01Jan2022,Z00001,FIRST,ZZ1 1AA,U90001,EAST "
    "PCN,E38\nGP_PRAC_PAT_LIST,01Jan2022,Z00002,SECOND,ZZ9 9ZZ,U90002,WEST PCN,E38\n"
    "GP_PRAC_PAT_LIST,01Jan2022,Z00003,THIRD,ZZ1 1AB,U,UNALLOCATED,E38\n";

const std::string kRegistrations =
    "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS\n"
    "GP_PRAC_PAT_LIST,01JUL2022,Z00001,FIRST,E01900001,ALL,600\nGP_PRAC_PAT_LIST,01JUL2022,Z00001,FIRST,"
    "E01900002,ALL,300\n"
    "GP_PRAC_PAT_LIST,01JUL2022,Z00001,FIRST,E01900009,ALL,50\nGP_PRAC_PAT_LIST,01JUL2022,Z00001,FIRST,"
    "NO2011,ALL,3\n"
    "GP_PRAC_PAT_LIST,01JUL2022,Z00001,FIRST,W01000001,ALL,2\nGP_PRAC_PAT_LIST,01JUL2022,Z00002,\"SECOND, "
    "THE\",E01900002,ALL,400\n"
    "GP_PRAC_PAT_LIST,01JUL2022,Z00002,\"SECOND, "
    "THE\",E01900003,ALL,1\nGP_PRAC_PAT_LIST,01JUL2022,Z00003,THIRD,E01900009,ALL,999\n";

/// The headerless layout of the Organisation Data Service: 27 quoted columns.
std::string organisation(const std::string& code, const std::string& name, const std::string& postcode,
                         const std::string& status, const std::string& role) {
  std::string row;
  for (int column = 1; column <= 27; ++column) {
    std::string cell;
    if (column == 1) cell = code;
    if (column == 2) cell = name;
    if (column == 10) cell = postcode;
    if (column == 11) cell = "19740401";
    if (column == 13) cell = status;
    if (column == 14) cell = "B";
    if (column == 26) cell = role;
    row += (column == 1 ? "\"" : ",\"") + cell + "\"";
  }
  return row + "\r\n";
}

const std::string kPostcodes = "Postcode,lat,long\nZZ1 1AA,52.6,-1.99\nZZ1 1AB,52.6,-1.98\n";

double patients(const Place& place, const std::string& practice, const std::string& area) {
  for (const auto& row : place.registrations)
    if (row.practice == practice && row.area == area) return row.patients;
  return 0;
}

struct Files {
  Folder folder;
  std::vector<std::string> all{
      folder.write("some.json", squares_geojson(kThree)),
      folder.write("a.csv", kTs007a),
      folder.write("b.csv", kFile7),
      folder.write("c.csv", kMap),
      folder.write("d.csv", kRegistrations),
      folder.write("e.csv", kPostcodes),
      folder.write("f.csv", organisation("Z00001", "FIRST", "ZZ1 1AA", "ACTIVE", "RO76") +
                                organisation("Z00002", "SECOND", "ZZ9 9ZZ", "C", "4") +
                                organisation("Z00007", "PRISON", "ZZ1 1AB", "A", "9"))};
};

TEST(Import, OfficialFilesBecomeOnePlace) {
  const Files files;
  const auto result = import_new(files.all);
  const Place& place = result.place;
  EXPECT_EQ(place.areas.code, kThree);
  EXPECT_EQ(place.areas.population, (std::vector<double>{1000, 2000, 3000}));
  EXPECT_EQ(place.areas.imd_score, (std::vector<double>{60.5, 20, 10}));
  EXPECT_EQ(place.areas.imd_rank[0], 1234);
  EXPECT_EQ(place.areas.imd_decile[0], 1);
  EXPECT_EQ(place.areas.priority, (std::vector<std::uint8_t>{1, 0, 0}));
  EXPECT_EQ(place.areas.indicators.at("income_score"), (std::vector<double>{0.4, 0.1, 0.05}));
  EXPECT_EQ(place.areas.parents.at("lad_name"),
            (std::vector<std::string>{"Squareton", "Squareton", "Oblong"}));
  EXPECT_EQ(place.name, "Oblong and Squareton");
  ASSERT_EQ(place.adjacency.size(), 2U);
  EXPECT_NEAR(place.adjacency[0].border_m, 1000, 1e-6);
  ASSERT_EQ(place.ages.size(), 9U);
  EXPECT_EQ(place.ages[0].band, "0-4");
  EXPECT_EQ(place.ages[2].band, "85+");
  EXPECT_EQ(place.ages[2].people, 700);
}

TEST(Import, PatientsElsewhereAndUnknownStayOnTheirPractice) {
  const Files files;
  const Place place = import_new(files.all).place;
  EXPECT_EQ(patients(place, "Z00001", "E01900001"), 600);
  EXPECT_EQ(patients(place, "Z00001", std::string(kOutside)), 52);
  EXPECT_EQ(patients(place, "Z00001", std::string(kUnknown)), 3);
  EXPECT_EQ(patients(place, "Z00003", std::string(kOutside)), 0)
      << "a practice without a patient in the place is left out";
  EXPECT_EQ(place.areas.pcn_code, (std::vector<std::string>{"U90001", "U90002", "U90002"}));
  EXPECT_NEAR(place.areas.pcn_share[1], 400.0 / 700, 1e-12);
}

TEST(Import, PracticesStandWhereTheirPostcodeIsAndTheOthersAreListed) {
  const Files files;
  const auto result = import_new(files.all);
  std::map<std::string, Site> sites;
  for (const auto& site : result.place.sites) sites[site.id] = site;
  ASSERT_EQ(sites.size(), 3U);
  EXPECT_FALSE(sites.contains("Z00007")) << "a prison without a patient of the place is no practice of it";
  EXPECT_EQ(sites["Z00003"].area, "E01900002")
      << "a practice of the place, though nobody of the place is on its list";
  EXPECT_TRUE(sites["Z00001"].open);
  EXPECT_NEAR(sites["Z00001"].x, 400'774.4, 1.0);
  EXPECT_EQ(sites["Z00001"].area, "E01900001");
  EXPECT_EQ(sites["Z00001"].pcn_code, "U90001");
  EXPECT_EQ(sites["Z00001"].list_size, 955);
  EXPECT_FALSE(sites["Z00002"].open);
  EXPECT_TRUE(is_missing(sites["Z00002"].x));
  EXPECT_TRUE(has_finding(result.findings, "PRACTICE_NOT_LOCATED"));
  EXPECT_TRUE(has_finding(result.findings, "PRACTICE_CLOSED"));
}

TEST(Import, TheOrderOfTheFilesDoesNotMatter) {
  Files files;
  const Place first = import_new(files.all).place;
  std::reverse(files.all.begin(), files.all.end());
  const Place second = import_new(files.all).place;
  EXPECT_EQ(first.areas.population, second.areas.population);
  EXPECT_EQ(first.areas.pcn_code, second.areas.pcn_code);
  EXPECT_EQ(first.areas.centroid_x, second.areas.centroid_x);
  ASSERT_EQ(first.registrations.size(), second.registrations.size());
  for (std::size_t k = 0; k < first.registrations.size(); ++k) {
    EXPECT_EQ(first.registrations[k].area, second.registrations[k].area);
    EXPECT_EQ(first.registrations[k].patients, second.registrations[k].patients);
  }
  ASSERT_EQ(first.sites.size(), second.sites.size());
  for (std::size_t k = 0; k < first.sites.size(); ++k) {
    EXPECT_EQ(first.sites[k].id, second.sites[k].id);
    EXPECT_EQ(first.sites[k].area, second.sites[k].area);
  }
}

TEST(Import, FilesMayComeOneAfterTheOtherAndAgain) {
  const Files files;
  const Place at_once = import_new(files.all).place;
  ImportOptions options;
  options.imported_at = "2026-01-02T00:00:00Z";
  std::optional<Place> step;
  for (const auto& file : files.all) step = import_files(std::move(step), {file}, options).place;
  for (const auto& file : files.all) step = import_files(std::move(step), {file}, options).place;
  EXPECT_EQ(step->areas.population, at_once.areas.population);
  EXPECT_EQ(step->areas.imd_decile, at_once.areas.imd_decile);
  EXPECT_EQ(step->areas.pcn_code, at_once.areas.pcn_code);
  EXPECT_EQ(step->registrations.size(), at_once.registrations.size());
  EXPECT_EQ(step->sites.size(), at_once.sites.size());
  EXPECT_EQ(step->ages.size(), at_once.ages.size());
  EXPECT_EQ(step->adjacency.size(), at_once.adjacency.size());
  EXPECT_EQ(step->sources.size(), at_once.sources.size());
  EXPECT_EQ(step->findings.size(), at_once.findings.size());
}

TEST(Import, ANewerExtractTakesThePlaceOfTheOlder) {
  const Files files;
  Place place = import_new(files.all).place;
  ImportOptions options;
  options.imported_at = "2026-02-01T00:00:00Z";
  const std::string newer = files.folder.write(
      "g.csv",
      "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS\n"
      "GP_PRAC_PAT_LIST,01OCT2022,Z00001,FIRST,E01900001,ALL,700\nGP_PRAC_PAT_LIST,01OCT2022,Z00001,FIRST,"
      "E01900002,ALL,700\n"
      "GP_PRAC_PAT_LIST,01OCT2022,Z00001,FIRST,E01900003,ALL,5\n");
  place = import_files(std::move(place), {newer}, options).place;
  EXPECT_EQ(patients(place, "Z00001", "E01900001"), 700);
  EXPECT_EQ(patients(place, "Z00001", std::string(kOutside)), 0);
  EXPECT_EQ(patients(place, "Z00002", "E01900002"), 0) << "a practice that is gone from the extract";
}

TEST(Import, WithinTakesOneAuthorityAndBufferWhatLiesAround) {
  const Files files;
  ImportOptions options;
  options.within = "squareton";
  const Place place = import_new(files.all, options).place;
  EXPECT_EQ(place.areas.code, (std::vector<std::string>{"E01900001", "E01900002"}));
  EXPECT_EQ(place.name, "Squareton");
  EXPECT_EQ(patients(place, "Z00002", std::string(kOutside)), 1);
  options.within = "E06900001";
  options.buffer_km = 0.5;
  const Place wider = import_new(files.all, options).place;
  EXPECT_EQ(wider.areas.code, kThree);
  EXPECT_EQ(wider.areas.inside, (std::vector<std::uint8_t>{1, 1, 0}));
  options.within = "Nowhere";
  EXPECT_THROW((void)import_new(files.all, options), geo::InputError);
}

// The worked numbers of the conversion: 1->1; 2->2,3; 3,4->4; 5->5,6; 6->6 with people
// 1600,1400,1700,1650,1450,1800.
TEST(Import, CodesOf2011AreSharedOutByPeopleOf2021) {
  const Folder folder;
  const auto old_code = [](int k) { return "E0190010" + std::to_string(k); };
  const auto new_code = [](int k) { return "E0190020" + std::to_string(k); };
  std::vector<std::string> codes;
  for (int k = 1; k <= 6; ++k) codes.push_back(new_code(k));
  std::string people = "LSOA21CD,population\n", lookup = "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND\n";
  const int residents[] = {1600, 1400, 1700, 1650, 1450, 1800}, counts[] = {1600, 3100, 900, 700, 1500, 1700};
  for (int k = 1; k <= 6; ++k) people += new_code(k) + "," + std::to_string(residents[k - 1]) + "\n";
  const std::vector<std::tuple<int, int, std::string>> links{
      {1, 1, "U"}, {2, 2, "S"}, {2, 3, "S"}, {3, 4, "M"}, {4, 4, "M"}, {5, 5, "X"}, {5, 6, "X"}, {6, 6, "X"}};
  for (const auto& [from, to, change] : links)
    lookup += old_code(from) + ",a," + new_code(to) + ",b," + change + "\n";
  std::string registrations = "PRACTICE_CODE,LSOA_CODE,NUMBER_OF_PATIENTS\n";
  for (int k = 1; k <= 6; ++k)
    registrations += "Z00001," + old_code(k) + "," + std::to_string(counts[k - 1]) + "\n";
  std::string scores =
      "LSOA code (2011),LSOA name (2011),Index of Multiple Deprivation (IMD) Score,Index of Multiple "
      "Deprivation (IMD) Rank,"
      "Index of Multiple Deprivation (IMD) Decile,Total population: mid 2015 (excluding prisoners)\n";
  for (int k = 1; k <= 6; ++k)
    scores += old_code(k) + ",n," + std::to_string(10 * k) + "," + std::to_string(1000 * k) + "," +
              std::to_string(k) + "," + std::to_string(counts[k - 1]) + "\n";
  const auto result = import_new({folder.write("b.geojson", squares_geojson(codes)),
                                  folder.write("p.csv", people), folder.write("l.csv", lookup),
                                  folder.write("r.csv", registrations), folder.write("i.csv", scores)});
  const double expected[] = {1600, 1400, 1700, 1600, 669.2308, 2530.7692};
  double total = 0;
  for (int k = 1; k <= 6; ++k) {
    const double got = patients(result.place, "Z00001", new_code(k));
    EXPECT_NEAR(got, expected[k - 1], 5e-5) << new_code(k);
    total += got;
  }
  EXPECT_NEAR(total, 9500, 1e-9);
  EXPECT_TRUE(has_finding(result.findings, "LSOA11_CONVERTED"));
  const auto& areas = result.place.areas;
  EXPECT_EQ(areas.imd_score[0], 10);
  EXPECT_EQ(areas.imd_rank[0], 1000);
  EXPECT_EQ(areas.imd_score[1], 20) << "both parts of a split area have its score";
  EXPECT_NEAR(areas.imd_score[3], (900 * 30 + 700 * 40) / 1600.0, 1e-9)
      << "a merged area has the mean by people";
  EXPECT_TRUE(is_missing(areas.imd_rank[3])) << "a mean of ranks is no rank";
}

TEST(Import, OfTwoLayersWithTheSameAreasTheMoreDetailedIsUsed) {
  const Folder folder;
  const std::string plain = folder.write("plain.geojson", squares_geojson(kThree));
  std::string fine = squares_geojson(kThree);
  const std::string corner = "[400000,300000],[401000,300000]";
  fine.replace(fine.find(corner), corner.size(),
               "[400000,300000],[400250,300000],[400500,299990],[400750,300000],[401000,300000]");
  const auto result = import_new({plain, folder.write("fine.geojson", fine)});
  EXPECT_EQ(result.place.areas.shape[0].parts[0].outer.size(), 7U);
  EXPECT_NE(record_of(result, "plain").left_out_why.find("more detailed"), std::string::npos);
  EXPECT_EQ(result.place.sources.size(), 2U);
}

TEST(Import, CoordinatesWithoutASystemThatCannotBeDegreesAreMetresWithAFinding) {
  const Folder folder;
  const auto result =
      import_new({folder.write("areas.geojson", squares_geojson(kThree, "", 400'000, false))});
  EXPECT_TRUE(has_finding(result.findings, "CRS_GUESSED"));
  EXPECT_EQ(result.place.adjacency.size(), 2U);
  EXPECT_EQ(result.place.areas.shape[0].parts[0].outer[0].y, 300000);
}

TEST(Import, WhatAPersonSaysByHandIsTaken) {
  const Folder folder;
  const std::string odd = R"({"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"ZONE_REF":"K1","Heads":"1,200"},"geometry":{"type":"Polygon","coordinates":[[[1000,1000],[2000,1000],[2000,2000],[1000,2000],[1000,1000]]]}},
    {"type":"Feature","properties":{"ZONE_REF":"K2","Heads":"900"},"geometry":{"type":"Polygon","coordinates":[[[2000,1000],[3000,1000],[3000,2000],[2000,2000],[2000,1000]]]}}]})";
  ImportOptions options;
  options.by_hand.as = "area";
  options.by_hand.map = {{"code", "ZONE_REF"}, {"population", "Heads"}};
  const Place place = import_new({folder.write("zones.geojson", odd)}, options).place;
  EXPECT_EQ(place.areas.code, (std::vector<std::string>{"K1", "K2"}));
  EXPECT_EQ(place.areas.population, (std::vector<double>{1200, 900}));
  options.by_hand.map = {{"code", "ZONE"}};
  EXPECT_THROW((void)import_new({folder.path("zones.geojson")}, options), geo::InputError);
  options.by_hand.as = "nonsense";
  EXPECT_THROW((void)import_new({folder.path("zones.geojson")}, options), geo::InputError);
}

}  // namespace
}  // namespace placewright::datasets
