#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "datasets/import/import.h"
#include "datasets/place/file.h"
#include "geo/error.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/import_fixture.h"
#include "tests/datasets/sqlite_by_hand.h"
#include "tests/datasets/temporary_folder.h"

/// A place keeps what it is, whatever is imported into it later.
namespace placewright::datasets {
namespace {

const std::vector<std::string> kFive{"E01900001", "E01900002", "E01900003", "E01900004", "E01900005"};

/// Five squares in a row: two of Westton, three of Eastton, a hundred people more in each.
struct Row {
  Folder folder;
  std::string shapes = folder.write("b.geojson", squares_geojson(kFive));
  std::string people = folder.write(
      "p.csv",
      "LSOA21CD,LAD24CD,LAD24NM,population\nE01900001,E06900001,Westton,100\nE01900002,E06900001,Westton,"
      "200\n"
      "E01900003,E06900002,Eastton,300\nE01900004,E06900002,Eastton,400\nE01900005,E06900002,Eastton,500\n");

  [[nodiscard]] Place westton(double buffer_km = 0.5) const {
    ImportOptions options;
    options.within = "Westton";
    options.buffer_km = buffer_km;
    return import_new({shapes, people}, options).place;
  }
};

ImportResult extend(Place place, const std::vector<std::string>& files, ImportOptions options = {}) {
  options.imported_at = "2026-02-01T00:00:00Z";
  options.read_plan = boundaries::definition::read_plan_for_import;
  return import_files(std::move(place), files, options);
}

std::string inside_of(const Place& place) {
  std::string text;
  for (const auto inside : place.areas.inside) text += inside != 0 ? 'x' : '-';
  return text;
}

double wte_of(const Place& place) {
  double sum = 0;
  for (const auto& row : place.workforce) sum += is_missing(row.wte) ? 0 : row.wte * row.share;
  return sum;
}

const geo::Finding* find_finding(const std::vector<geo::Finding>& findings, const std::string& code) {
  const auto at = std::find_if(findings.begin(), findings.end(),
                               [&](const auto& finding) { return finding.code == code; });
  return at == findings.end() ? nullptr : &*at;
}

/// Practices P1 of Westton, P3 of its surroundings, P4 far away; staff of each and of its PCN.
struct Staffed : Row {
  std::string practices = folder.write(
      "practices.csv",
      "practice_code,name,postcode,easting,northing,pcn_code\nZ00001,P1,ZZ1 1AA,400500,300500,U90001\n"
      "Z00003,P3,ZZ1 3AA,402500,300500,U90003\nZ00004,P4,ZZ1 4AA,404500,300500,U90004\n");
  std::string staff =
      folder.write("staff.csv",
                   "pcn_code,pcn_name,staff_group,detailed_staff_role,fte\nU90001,ONE,Nurses,Nurse,4\n"
                   "U90003,THREE,Nurses,Nurse,6\nU90004,FOUR,Nurses,Nurse,8\n");
  [[nodiscard]] std::string lists(const std::string& of_surroundings) const {
    return folder.write("r.csv",
                        "practice_code,lsoa_code,patients\nZ00001,E01900001,90\nZ00001,E01900002,150\n"
                        "Z00003,E01900003,280\nZ00003," +
                            of_surroundings + ",20\n");
  }
  [[nodiscard]] static std::string pcns_of(const Place& place) {
    std::string text;
    for (const auto& row : place.workforce) text += row.pcn_code + " ";
    return text;
  }
};

TEST(KeepPlace, StaffOfASurroundingPracticeStayWhereItsPatientsLiveInThePlace) {
  const Staffed row;
  const auto shared = row.lists("E01900002");
  const Place place = extend(row.westton(), {row.practices, shared, row.staff}).place;
  EXPECT_EQ(Staffed::pcns_of(place), "U90001 U90003 ");
  Place later = row.westton();
  for (const auto& file : {row.staff, shared, row.practices}) later = extend(std::move(later), {file}).place;
  EXPECT_EQ(Staffed::pcns_of(later), "U90001 U90003 ") << "whatever comes first";
}

TEST(KeepPlace, StaffOfASurroundingPracticeWithoutPatientsInThePlaceAreLeftOut) {
  const Staffed row;
  const auto result = extend(row.westton(), {row.practices, row.lists("E01900009"), row.staff});
  EXPECT_EQ(Staffed::pcns_of(result.place), "U90001 ");
}

TEST(KeepPlace, SurroundingsStaySurroundingsWhateverIsImportedLater) {
  const Row row;
  Place place = row.westton();
  ASSERT_EQ(inside_of(place), "xx-");
  ASSERT_TRUE(place.extent);
  EXPECT_EQ(place.extent->within, "E06900001");
  EXPECT_EQ(place.extent->words, "Westton, the local authority");
  const auto staff = row.folder.write("staff.csv", "row_id,employer,sector,role,wte\n1,T,NHS,nurse,2\n");
  const auto postcodes = row.folder.write("pc.csv", "postcode,lat,long\nZZ1 1AA,52.6,-2\n");
  for (const auto& file : {staff, postcodes, row.people, row.shapes}) {
    place = extend(std::move(place), {file}).place;
    EXPECT_EQ(inside_of(place), "xx-") << file;
    EXPECT_EQ(place.areas.population, (std::vector<double>{100, 200, 300})) << file;
  }
}

TEST(KeepPlace, ACountyIsKnownFromALookupOfAuthorities) {
  const Row row;
  const auto counties = row.folder.write(
      "LTLA to UTLA.csv", "LTLA24CD,LTLA24NM,UTLA24CD,UTLA24NM\nE06900002,Eastton,E10900001,Squareshire\n");
  ImportOptions options;
  options.within = "Squareshire";
  const auto place = import_new({row.shapes, row.people, counties}, options).place;
  EXPECT_EQ(place.areas.size(), 3U);
  EXPECT_EQ(place.extent->words, "Squareshire, the county or upper-tier authority");
  EXPECT_EQ(place.name, "Squareshire");
  EXPECT_THROW((void)import_new({row.shapes, row.people}, options), geo::InputError);
}

TEST(KeepPlace, TheDecisionGoesThroughThePlaceFile) {
  const Row row;
  const auto path = row.folder.path("p.gpkg");
  write_new_place(path, row.westton(), "2026-01-01");
  Place place = extend(PlaceFile::open(path, PlaceFile::Mode::read).read(), {row.shapes}).place;
  EXPECT_EQ(inside_of(place), "xx-");
  EXPECT_EQ(place.extent->buffer_km, 0.5);
}

TEST(KeepPlace, AreasOfTheSameUnitsThatComeLaterAreTakenIn) {
  const Row row;
  const auto first = row.folder.write("first.geojson", squares_geojson({"E01900001"}));
  ImportOptions options;
  options.within = "Westton";
  const Place place = import_new({first, row.people}, options).place;
  const auto result = extend(place, {row.shapes, row.people});
  EXPECT_EQ(inside_of(result.place), "xx");
  ASSERT_NE(find_finding(result.findings, "PLACE_WIDENED"), nullptr);
}

TEST(KeepPlace, AnotherWithinIsSaidWithPeopleBeforeAndAfterAndWithThePlansThatDoNotFit) {
  const Row row;
  Place place = row.westton(5);
  ASSERT_EQ(inside_of(place), "xx---");
  PlanRecord plan;
  plan.name = "A";
  plan.origin = "draw";
  plan.assignments = {{"E01900001", "N1", false}, {"E01900002", "N1", false}};
  place.plans = {plan};
  ImportOptions wide;
  wide.within = "Westton,Eastton";
  auto result = extend(place, {row.people}, wide);
  EXPECT_EQ(inside_of(result.place), "xxxxx");
  EXPECT_EQ(result.place.name, "Westton and Eastton");
  const auto* said = find_finding(result.findings, "PLACE_WIDENED");
  ASSERT_NE(said, nullptr);
  EXPECT_NE(said->what.find("2 areas with 300 people and is 5 areas with 1500 people"), std::string::npos)
      << said->what;
  const auto* fit = find_finding(result.findings, "PLAN_DOES_NOT_FIT");
  ASSERT_NE(fit, nullptr);
  EXPECT_EQ(fit->where, "plan A");
  EXPECT_NE(fit->what.find("3 areas with 1200 people"), std::string::npos) << fit->what;
  ImportOptions narrow;
  narrow.within = "E06900002";
  result = extend(result.place, {row.people}, narrow);
  EXPECT_EQ(inside_of(result.place), "--xxx");
  EXPECT_NE(find_finding(result.findings, "PLACE_NARROWED"), nullptr);
  EXPECT_EQ(find_finding(result.place.findings, "PLACE_WIDENED"), nullptr) << "what the import before said";
}

TEST(KeepPlace, APlaceOfAnOlderProgramKeepsItsAreasAndIsNeverMadeLargerUnasked) {
  const Row row;
  const auto path = row.folder.path("old.gpkg");
  write_new_place(path, row.westton(), "2026-01-01");
  ask(path,
      "DELETE FROM meta WHERE key IN ('within', 'within_words', 'buffer_km'); UPDATE meta SET value = '1' "
      "WHERE key = 'schema_version';"
      "ALTER TABLE workforce DROP COLUMN file");
  Place place = PlaceFile::open(path, PlaceFile::Mode::change).read();
  ASSERT_FALSE(place.extent);
  const auto result = extend(place, {row.shapes, row.people});
  EXPECT_EQ(inside_of(result.place), "xx-");
  EXPECT_NE(find_finding(result.findings, "PLACE_NOT_WIDENED"), nullptr);
  EXPECT_EQ(ask(row.folder.path("old.schema-1.gpkg"), "SELECT value FROM meta WHERE key = 'schema_version'"),
            "1");
  ImportOptions asked;
  asked.within = "Westton,Eastton";
  EXPECT_EQ(inside_of(extend(place, {row.shapes, row.people}, asked).place), "xxxxx");
}

TEST(KeepPlace, ASiteWithCoordinatesKeepsThemWhenAListWithoutComes) {
  const Row row;
  const auto services = row.folder.write("services.csv",
                                         "service_id,type,name,postcode,easting,northing\nZ00001,gp,First,,"
                                         "401500,300500\nZ00002,gp,Second,ZZ1 1AA,400500,300500\n");
  const auto map = row.folder.write("map.csv",
                                    "PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME\nZ00001,"
                                    "FIRST,ZZ9 9ZZ,U00001,ONE\nZ00002,SECOND,ZZ9 9ZZ,U00001,ONE\n");
  for (const auto& files :
       {std::vector<std::string>{services, map}, std::vector<std::string>{map, services}}) {
    const Place place = extend(extend(row.westton(), {files[0]}).place, {files[1]}).place;
    const Place at_once = extend(row.westton(), files).place;
    for (const auto* one : {&place, &at_once}) {
      ASSERT_EQ(one->sites.size(), 2U);
      EXPECT_EQ(one->sites[0].x, 401500) << "has a postcode for the first time";
      EXPECT_EQ(one->sites[1].x, 400500) << "its new postcode is in no file";
      EXPECT_EQ(one->sites[0].area, "E01900002");
      EXPECT_EQ(one->sites[0].pcn_code, "U00001");
    }
  }
}

struct Staff : Row {
  std::string a =
      folder.write("wfA.csv",
                   "row_id,employer,sector,role_group,role,registered,area_id,wte\n1,Trust,NHS,CN,district "
                   "nurse,Y,E01900001,6\n2,Trust,NHS,CN,district nurse,Y,E01900002,6\n");
  std::string b =
      folder.write("wfB.csv",
                   "row_id,employer,sector,role_group,role,registered,area_id,wte\n1,Council,LA,ASC,social "
                   "worker,Y,E01900001,3\n2,Council,LA,ASC,social worker,Y,E01900002,3\n");
};

TEST(KeepStaff, RowsOfTwoFilesWithTheSameIdsAreAllThereInOneImportOrTwo) {
  const Staff staff;
  for (const auto& files :
       {std::vector<std::string>{staff.a, staff.b}, std::vector<std::string>{staff.b, staff.a}}) {
    const Place two = extend(extend(staff.westton(), {files[0]}).place, {files[1]}).place;
    const auto one = extend(staff.westton(), files);
    EXPECT_EQ(wte_of(two), 18);
    EXPECT_EQ(wte_of(one.place), 18);
    EXPECT_EQ(difference(two, one.place), "");
    EXPECT_EQ(two.workforce.front().source, "wfA.csv") << "where no row says its source, the file is it";
    EXPECT_EQ(two.workforce.front().file, "wfA.csv");
    EXPECT_FALSE(has_finding(one.findings, "WORKFORCE_DOUBLE"));
  }
}

TEST(KeepStaff, TheSameFileAgainReplacesItsRowsAndOnlyThose) {
  const Staff staff;
  Place place = extend(staff.westton(), {staff.a, staff.b}).place;
  (void)staff.folder.write(
      "wfA.csv", "row_id,employer,sector,role,area_id,wte\n7,Trust,NHS,district nurse,E01900001,4\n");
  place = extend(std::move(place), {staff.a}).place;
  EXPECT_EQ(wte_of(place), 10);
  place = extend(std::move(place), {staff.a}).place;
  EXPECT_EQ(wte_of(place), 10);
}

TEST(KeepStaff, ACopyUnderAnotherNameIsTheSameFile) {
  const Staff staff;
  const auto copy = staff.folder.write("wfA (1).csv", read_bytes(staff.a));
  EXPECT_EQ(wte_of(extend(extend(staff.westton(), {staff.a}).place, {copy}).place), 12);
  EXPECT_EQ(wte_of(extend(staff.westton(), {staff.a, copy}).place), 12);
}

TEST(KeepStaff, TwoEmployersMayCallTheirFilesTheSame) {
  const Staff staff;
  std::filesystem::create_directories(staff.folder.path("x"));
  std::filesystem::create_directories(staff.folder.path("y"));
  const auto a = staff.folder.write("x/staff.csv", read_bytes(staff.a)),
             b = staff.folder.write("y/staff.csv", read_bytes(staff.b));
  Place place = extend(extend(staff.westton(), {a}).place, {b}).place;
  EXPECT_EQ(wte_of(place), 18);
  EXPECT_EQ(wte_of(extend(staff.westton(), {a, b}).place), 18);
  (void)staff.folder.write(
      "y/staff.csv", "row_id,employer,sector,role,area_id,wte\n1,Council,LA,social worker,E01900001,1\n");
  EXPECT_EQ(wte_of(extend(std::move(place), {b}).place), 13);
}

TEST(KeepStaff, ANewerEditionOfASourceThatRowsStateTakesItsPlaceWhateverTheFileIsCalled) {
  const Staff staff;
  const std::string head = "row_id,employer,sector,role,base_id,wte,source,as_at\n";
  const auto march = staff.folder.write(
      "march.csv", head + "1,Trust,NHS,nurse,B1,5,ESR,2026-03-31\n2,Trust,NHS,nurse,B2,5,ESR,2026-03-31\n");
  const auto june = staff.folder.write("june.csv", head + "1,Trust,NHS,nurse,B1,4,ESR,2026-06-30\n");
  const auto council = staff.folder.write("council.csv", head + "1,Council,LA,nurse,B1,3,ESR,2026-03-31\n");
  const auto therapists =
      staff.folder.write("therapists.csv", head + "1,Trust,NHS,therapist,B1,2,ESR,2026-03-31\n");
  Place place = extend(extend(extend(staff.westton(), {march}).place, {council}).place, {therapists}).place;
  EXPECT_EQ(wte_of(place), 15) << "other employers and other posts of the same source stand beside";
  const auto newer = extend(std::move(place), {june});
  EXPECT_EQ(wte_of(newer.place), 9);
  EXPECT_TRUE(has_finding(newer.findings, "WORKFORCE_NEW_EDITION"));
  EXPECT_EQ(wte_of(extend(staff.westton(), {june, therapists, council, march}).place), 9);
}

TEST(KeepStaff, AlikeRowsOfTwoSourcesAreAFindingAndAllCounted) {
  const Staff staff;
  const auto again =
      staff.folder.write("other.csv", read_bytes(staff.a) + "3,Trust,NHS,CN,district nurse,Y,E01900002,1\n");
  const auto result = extend(staff.westton(), {staff.a, again});
  EXPECT_EQ(wte_of(result.place), 25);
  const auto* finding = find_finding(result.findings, "WORKFORCE_DOUBLE");
  ASSERT_NE(finding, nullptr);
  EXPECT_NE(finding->what.find("2 rows (12 WTE)"), std::string::npos) << finding->what;
  EXPECT_EQ(find_finding(extend(result.place, {staff.b}).place.findings, "WORKFORCE_DOUBLE")->what,
            finding->what);
}

TEST(KeepStaff, RowsOfAnOlderPlaceAreReplacedByTheirFileAndKeptBesideAnother) {
  const Staff staff;
  Place place = extend(staff.westton(), {staff.a}).place;
  for (auto& row : place.workforce) row.file = row.source = "";
  EXPECT_EQ(wte_of(extend(place, {staff.a}).place), 12);
  EXPECT_EQ(wte_of(extend(place, {staff.b}).place), 18);
}

TEST(KeepStaff, PublishedTablesComeInPartsAndInEditions) {
  const Staff staff;
  const auto map =
      staff.folder.write("map.csv",
                         "PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME\nZ00001,FIRST,ZZ1 "
                         "1AA,U00001,ONE\nZ00002,SECOND,ZZ1 1AB,U00002,TWO\n");
  const auto where = staff.folder.write("s.csv",
                                        "service_id,type,name,postcode,easting,northing\nZ00001,gp,First,,"
                                        "401500,300500\nZ00002,gp,Second,,400500,300500\n");
  const std::string head = "pcn_code,pcn_name,staff_group,detailed_staff_role,fte\n";
  const auto west = staff.folder.write("pcn west September 2025.csv", head + "U00001,ONE,DPC,Pharmacist,2\n"),
             east = staff.folder.write("pcn east September 2025.csv", head + "U00002,TWO,DPC,Pharmacist,3\n");
  const auto newer = staff.folder.write("pcn October 2025.csv", head + "U00001,ONE,DPC,Pharmacist,1\n");
  const Place base = extend(staff.westton(), {map, where}).place;
  const Place both = extend(extend(base, {west}).place, {east}).place;
  EXPECT_EQ(wte_of(both), 5);
  EXPECT_EQ(wte_of(extend(base, {west, east}).place), 5);
  EXPECT_EQ(wte_of(extend(both, {newer}).place), 1);
  EXPECT_EQ(wte_of(extend(base, {newer, west, east}).place), 1);
}

TEST(KeepTables, FootprintsOfTwoFilesStandBesideOneAnother) {
  const Row row;
  const std::string head = "footprint_id,service,level,member_type,member_id,share\n";
  const auto a = row.folder.write(
                 "a.csv", head + "1,diabetes,multi,lsoa,E01900001,1\n2,heart,multi,lsoa,E01900001,1\n"),
             b = row.folder.write("b.csv", head + "1,falls,place,lsoa,E01900002,1\n");
  for (const auto& place :
       {extend(extend(row.westton(), {a}).place, {b}).place, extend(row.westton(), {b, a}).place}) {
    ASSERT_EQ(place.footprints.size(), 3U);
    EXPECT_EQ(place.footprints[0].footprint_id, "1");
    EXPECT_EQ(place.footprints[0].service, "diabetes");
    EXPECT_EQ(place.footprints[1].footprint_id, "1 (b.csv)");
    EXPECT_TRUE(has_finding(place.findings, "FOOTPRINT_ID_TWICE"));
    EXPECT_EQ(extend(place, {b}).place.footprints.size(), 3U) << "again";
  }
  Place place = extend(row.westton(), {a, b}).place;
  (void)row.folder.write("a.csv", head + "2,heart,multi,lsoa,E01900001,1\n");
  EXPECT_EQ(extend(place, {a}).place.footprints.size(), 2U);
}

std::string lines_geojson(const std::string& kind, const std::vector<int>& eastings) {
  std::string text =
      R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)";
  for (std::size_t k = 0; k < eastings.size(); ++k) {
    const auto x = std::to_string(eastings[k]);
    text += (k == 0 ? "" : ",") + (R"({"type":"Feature","properties":{"barrier":")" + kind +
                                   R"(","name":""},"geometry":{"type":"LineString","coordinates":[[)" + x +
                                   ",300000],[" + x + ",301000]]}}");
  }
  return text + "]}";
}

TEST(KeepTables, RiversAndRailwaysOfTwoFilesStandBesideOneAnother) {
  const Row row;
  const auto rivers = row.folder.write("rivers.geojson", lines_geojson("river", {400200, 400300})),
             railways = row.folder.write("railways.geojson", lines_geojson("railway", {400400}));
  Place place = extend(extend(row.westton(), {rivers}).place, {railways}).place;
  EXPECT_EQ(place.barriers.size(), 3U);
  EXPECT_EQ(difference(place, extend(row.westton(), {rivers, railways}).place), "");
  EXPECT_EQ(extend(place, {rivers}).place.barriers.size(), 3U);
  (void)row.folder.write("rivers.geojson", lines_geojson("river", {400200}));
  EXPECT_EQ(extend(place, {rivers}).place.barriers.size(), 2U);
  const auto tile = row.folder.write("tile.geojson", lines_geojson("river", {400200, 400250}));
  EXPECT_EQ(extend(place, {tile}).place.barriers.size(), 4U) << "a line that two tiles hold is one line";
}

std::string drawn_geojson(int east, const std::vector<std::string>& names) {
  std::string text =
      R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)";
  for (std::size_t k = 0; k < names.size(); ++k) {
    const auto x = std::to_string(east + static_cast<int>(k) * 10), to = std::to_string(east + 900);
    text +=
        (k == 0 ? "" : ",") + (R"({"type":"Feature","properties":{"name":")" + names[k] +
                               R"("},"geometry":{"type":"Polygon","coordinates":[[[)" + x + ",300000],[" +
                               to + ",300000],[" + to + ",300900],[" + x + ",300900],[" + x + ",300000]]]}}");
  }
  return text + "]}";
}

TEST(KeepTables, DrawnAreasOfOneNameAreAllThere) {
  const Row row;
  const auto a = row.folder.write("drawn a.geojson", drawn_geojson(400000, {"1", "2", "1"})),
             b = row.folder.write("drawn b.geojson", drawn_geojson(401000, {"1"}));
  const Place two = extend(extend(row.westton(), {a}).place, {b}).place;
  EXPECT_EQ(two.boundaries.size(), 4U);
  EXPECT_EQ(extend(row.westton(), {b, a}).place.boundaries.size(), 4U);
  EXPECT_EQ(extend(two, {a}).place.boundaries.size(), 4U);
  EXPECT_TRUE(has_finding(two.findings, "BOUNDARY_CODE_TWICE"));
}

TEST(KeepTables, SitesThatTwoOrganisationsNumberAlikeAreAllThere) {
  const Row row;
  const std::string head = "base_id,name,type,postcode,easting,northing,desks,rooms,organisation\n";
  const auto a = row.folder.write("a.csv", head + "1,Town Hall,admin,,400500,300500,4,,Council\n"),
             b = row.folder.write("b.csv", head + "1,Health Centre,clinical,,401500,300500,9,,Trust\n");
  for (const auto& place :
       {extend(extend(row.westton(), {a}).place, {b}).place, extend(row.westton(), {b, a}).place,
        extend(extend(row.westton(), {b, a}).place, {b}).place}) {
    ASSERT_EQ(place.sites.size(), 2U);
    EXPECT_EQ(place.sites[0].id, "1");
    EXPECT_EQ(place.sites[0].name, "Town Hall");
    EXPECT_EQ(place.sites[1].id, "1 (b.csv)");
  }
}

TEST(KeepTables, SegmentsProjectionsAndWeightsComeInParts) {
  const Row row;
  const auto frail = row.folder.write("frail.csv", "lsoa21cd,segment,count\nE01900001,frail,5\n"),
             carers = row.folder.write("carers.csv", "lsoa21cd,segment,count\nE01900001,carer,7\n");
  EXPECT_EQ(extend(extend(row.westton(), {frail}).place, {carers}).place.segments.size(), 2U);
  const std::string head = "area_code,year,sex,age_band,population\n";
  const auto women = row.folder.write("women.csv", head + "E06900001,2030,F,85+,5\n"),
             men = row.folder.write("men.csv", head + "E06900001,2030,M,85+,4\n");
  EXPECT_EQ(extend(extend(row.westton(), {women}).place, {men}).place.projections.size(), 2U);
  const auto age = row.folder.write(
      "age.csv", "scheme,dimension,key,weight,source\ncn,age,0-84,1,audit\ncn,age,85+,3,audit\n");
  const auto deprived =
      row.folder.write("imd.csv", "scheme,dimension,key,weight,source\ncn,imd_quintile,1,1.2,audit\n");
  const Place two = extend(extend(row.westton(), {age}).place, {deprived}).place;
  EXPECT_EQ(two.weights.size(), 3U);
  EXPECT_EQ(difference(two, extend(row.westton(), {deprived, age}).place), "");
}

TEST(KeepTables, ARegistrationExtractInPartsKeepsThePracticesOfTheOtherPart) {
  const Row row;
  const std::string head =
      "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS\n";
  const auto a = row.folder.write("a.csv", head +
                                               "GP_PRAC_PAT_LIST,01JUL2025,Z00001,FIRST,E01900001,ALL,10\nGP_"
                                               "PRAC_PAT_LIST,01JUL2025,Z00001,FIRST,E01900002,ALL,20\n");
  const auto b =
      row.folder.write("b.csv", head + "GP_PRAC_PAT_LIST,01JUL2025,Z00002,SECOND,E01900001,ALL,5\n");
  const Place two = extend(extend(row.westton(), {a}).place, {b}).place;
  EXPECT_EQ(two.registrations.size(), 3U);
  EXPECT_EQ(difference(two, extend(row.westton(), {a, b}).place), "");
}

TEST(KeepTables, PatientsOnOlderCodesAreSharedOutWhenTheLookupComesLaterAndOnceHoweverManyLookups) {
  const Row row;
  const auto list = row.folder.write(
      "g.csv", "PRACTICE_CODE,LSOA_CODE,NUMBER_OF_PATIENTS\nZ00001,E01800001,40\nZ00001,E01900002,5\n");
  const std::string links =
      "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND\nE01800001,x,E01900001,a,S\nE01800001,x,E01900003,b,"
      "S\nE01900002,c,E01900002,c,U\n";
  const auto v2 = row.folder.write("v2.csv", links), v3 = row.folder.write("v3.csv", links);
  const Place expected = extend(row.westton(), {list, v2}).place;
  ASSERT_EQ(expected.registrations.size(), 3U);
  EXPECT_NEAR(expected.registrations[0].patients, 10, 1e-9);
  EXPECT_NEAR(expected.registrations[2].patients, 30, 1e-9);
  Place place = extend(row.westton(), {list}).place;
  for (const auto& file : {v2, v3, v2}) {
    place = extend(std::move(place), {file}).place;
    ASSERT_EQ(place.registrations.size(), 3U) << file;
    EXPECT_EQ(place.registrations[2].patients, expected.registrations[2].patients) << file;
  }
  EXPECT_EQ(extend(row.westton(), {v3, list, v2}).place.registrations[2].patients,
            expected.registrations[2].patients);
}

TEST(KeepTables, APlanThatWasMadeHereIsNotOverwrittenByAFileOfItsName) {
  const Row row;
  Place place = row.westton();
  PlanRecord plan;
  plan.name = "A";
  plan.origin = "edit";
  plan.assignments = {{"E01900001", "N1", false}};
  place.plans = {plan};
  const auto file = row.folder.write("A.csv", "area_code,neighbourhood,name\nE01900001,X,x\nE01900002,X,x\n");
  const auto result = extend(place, {file});
  ASSERT_EQ(result.place.plans.size(), 2U);
  EXPECT_EQ(result.place.plans[0].assignments.size(), 1U);
  EXPECT_EQ(result.place.plans[1].name, "A 2");
  EXPECT_EQ(extend(result.place, {file}).place.plans.size(), 2U);
}

}  // namespace
}  // namespace placewright::datasets
