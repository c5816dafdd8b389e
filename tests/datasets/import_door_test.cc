#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

#include "datasets/demo/demo.h"
#include "datasets/demo/raw.h"
#include "datasets/import/recognise.h"
#include "geo/error.h"
#include "tests/datasets/import_fixture.h"

/// What comes through the door: every row is taken or said to be left out, and nothing is taken for what it
/// is not.
namespace placewright::datasets {
namespace {

std::string refusal(const std::vector<std::string>& paths, const ImportOptions& options = {}) {
  try {
    (void)import_new(paths, options);
  } catch (const geo::InputError& error) {
    return error.what();
  }
  return {};
}

const geo::Finding& finding_of(const ImportResult& result, const std::string& code) {
  for (const auto& finding : result.findings)
    if (finding.code == code) return finding;
  static const geo::Finding none;
  return none;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string kPeople = "LSOA21CD,population\nE01900001,1000\nE01900002,2000\nE01900003,3000\n";

struct Door : testing::Test {
  Folder folder;
  std::string squares = folder.write("squares.geojson", squares_geojson(kThree));
  std::string people = folder.write("people.csv", kPeople);

  ImportResult with(const std::string& name, const std::string& text, const ImportOptions& options = {}) {
    return import_new({squares, people, folder.write(name, text)}, options);
  }
};

// Codes and notes
// ----------------------------------------------------------------------------------------------

TEST_F(Door, TheOneCodeOfAnotherFormIsACode) {
  const auto result =
      with("services.csv",
           "service_id,type,name,postcode,easting,northing,capacity,mode,catchment_min\n"
           "V0001,community,Hall,,400500,300500,,clinic,\nV0002,community,Club,,401500,300500,,clinic,\n"
           "V0003,dentist,Teeth,,402500,300500,,clinic,\nV0004,dentist,More teeth,,402600,300500,,clinic,\n"
           "V0005,dentist,Teeth again,,402500,300600,,clinic,\nV0006,dentist,Last,,402600,300600,,clinic,\n"
           "V0007,dentist,A,,402500,300600,,clinic,\nV0008,dentist,B,,402600,300600,,clinic,\n"
           "V0009,dentist,C,,402500,300600,,clinic,\nV0010,dentist,D,,402600,300600,,clinic,\n"
           "HOSPITAL,hospital,The hospital,,400600,300500,,clinic,\n");
  ASSERT_EQ(result.place.sites.size(), 11U);
  EXPECT_TRUE(std::any_of(result.place.sites.begin(), result.place.sites.end(),
                          [](const Site& site) { return site.id == "HOSPITAL" && site.kind == "hospital"; }));
}

TEST_F(Door, EveryRowOfFootprintsIsTakenWhateverItsId) {
  std::string text = "footprint_id,service,level,member_type,member_id,share\n";
  for (int k = 0; k < 30; ++k) text += "F" + std::to_string(100 + k) + ",Diabetes,multi,lsoa,E01900001,\n";
  for (const char* id : {"mental health north", "M-1", "x"})
    text += std::string(id) + ",Memory,multi,lsoa,E01900002,\n";
  const auto result = with("footprints.csv", text);
  EXPECT_EQ(result.place.footprints.size(), 33U);
  EXPECT_EQ(record_of(result, "footprints").rows_matched, 33);
}

TEST_F(Door, NotesAndTotalsUnderTheRowsAreToldWithTheirCount) {
  const auto result =
      with("values.csv",
           "LSOA21CD,damp_homes,old_homes\nE01900001,0.5,1\nE01900002,0.25,2\nE01900003,0.75,3\n"
           "Total,1.5,6\n,,\nSource: a survey, of 2024, under licence\nCrown copyright\n");
  const auto& record = record_of(result, "values");
  EXPECT_EQ(record.rows_read, 6) << "a blank line is no row";
  EXPECT_EQ(record.rows_matched, 3);
  EXPECT_TRUE(holds(record.left_out_why, "3 notes or totals under the rows (such as 'Total')"))
      << record.left_out_why;
}

TEST_F(Door, WhatLooksLikeANoteBetweenRowsOfValuesIsARow) {
  const auto result = with("sites.csv",
                           "site_id,name,type,easting,northing\nS1,One,community,400500,300500\nSource,,,,\n"
                           "S2,Two,community,401500,300500\n");
  EXPECT_EQ(record_of(result, "sites").rows_read, 3);
  EXPECT_TRUE(record_of(result, "sites").left_out_why.find("notes") == std::string::npos);
}

TEST_F(Door, TheLastCodeWithoutAnythingBesideItIsACodeLikeTheOthers) {
  const auto result = with("priority.csv", "area_code,priority\nE01900001,1\nE01900003,\n");
  EXPECT_EQ(result.place.areas.priority, (std::vector<std::uint8_t>{1, 0, 1}));
}

TEST_F(Door, HeadingsThatStandAgainAreNoValues) {
  const auto result = with("values.csv", "LSOA21CD,damp\nE01900001,0.5\nLSOA21CD,damp\nE01900002,0.25\n");
  EXPECT_EQ(result.place.areas.indicators.at("damp")[1], 0.25);
  EXPECT_TRUE(holds(record_of(result, "values").left_out_why, "1 that repeat the headings"));
}

TEST_F(Door, APcnCodeOfAnotherFormIsKeptAndSaid) {
  const auto result =
      with("practices.csv",
           "practice_code,name,postcode,easting,northing,pcn_code\nP1,One,ZZ1 1AA,400500,300500,North\n"
           "P2,Two,ZZ1 1AB,401500,300500,U\n");
  EXPECT_EQ(result.place.sites.at(0).pcn_code, "North");
  EXPECT_EQ(result.place.sites.at(1).pcn_code, "");
  EXPECT_TRUE(has_finding(result.findings, "PCN_CODE_FORM"));
}

TEST_F(Door, TwoDrawnAreasOfOneNameAreBothKept) {
  const auto shape = [](int x) {
    const auto p = [](int east, int north) {
      return "[" + std::to_string(east) + "," + std::to_string(north) + "]";
    };
    return R"({"type":"Feature","properties":{"name":"The Mount"},"geometry":{"type":"Polygon","coordinates":[[)" +
           p(x, 300100) + "," + p(x + 500, 300100) + "," + p(x + 500, 300800) + "," + p(x, 300800) + "," +
           p(x, 300100) + "]]}}";
  };
  const auto result = with(
      "drawn.geojson",
      R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)" +
          shape(400100) + "," + shape(401100) + "]}");
  EXPECT_EQ(result.place.boundaries.size(), 2U);
}

TEST_F(Door, CodesInOtherLettersAndBetweenBlanksMatchAndAreCounted) {
  const auto result =
      with("values.csv",
           "LSOA21CD,damp\ne01900001,0.5\nE01900002\xC2\xA0,0.25\n\xC2\xA0 E01900003 \xE2\x80\x8B,0.75\n");
  EXPECT_EQ(result.place.areas.indicators.at("damp"), (std::vector<double>{0.5, 0.25, 0.75}));
  EXPECT_TRUE(holds(finding_of(result, "CODES_FOLDED").what, "1 codes"))
      << finding_of(result, "CODES_FOLDED").what;
  EXPECT_TRUE(holds(finding_of(result, "CODES_TRIMMED").what, "2 codes"));
}

TEST_F(Door, CodesOfEveryTableAreFolded) {
  const Folder other;
  const std::string own = squares_geojson({"A001", "A002", "A003"});
  const auto result = import_new(
      {other.write("own.geojson", own),
       other.write("r.csv", "practice_code,lsoa_code,patients\nz00001,a001,5\n"),
       other.write(
           "p.csv",
           "practice_code,name,postcode,easting,northing,pcn_code\nZ00001,One,,400500,300500,u00001\n"),
       other.write("priority.csv", "area_code,priority\na003,1\n"),
       other.write("current.csv", "area_code,neighbourhood\na001,N1\na002,N1\nA003,N2\n"),
       other.write("segments.csv", "lsoa21cd,segment,count\na002,frail,4\n")});
  const Place& place = result.place;
  ASSERT_EQ(place.registrations.size(), 1U);
  EXPECT_EQ(place.registrations[0].area, "A001");
  EXPECT_EQ(place.registrations[0].practice, "Z00001");
  EXPECT_EQ(place.areas.pcn_code[0], "U00001");
  EXPECT_EQ(place.areas.priority[2], 1);
  EXPECT_EQ(result.plans.at(0).assignments.size(), 3U);
  EXPECT_EQ(place.segments.at(0).area, "A002");
}

TEST_F(Door, OneAreaInCapitalAndInSmallLettersIsTwice) {
  EXPECT_TRUE(
      holds(refusal({squares, folder.write("v.csv", "LSOA21CD,damp\ne01900001,0.5\nE01900001,0.6\n")}),
            "E01900001 stands twice"));
}

TEST_F(Door, AFileOfWhichNothingMatchesIsAFinding) {
  const auto result = with("values.csv", "LSOA21CD,damp\nE01999991,0.5\nE01999992,0.25\n");
  EXPECT_TRUE(holds(finding_of(result, "NOTHING_MATCHED").what, "of its 2 rows none"));
}

// The demo's own files
// ---------------------------------------------------------------------------------------------

TEST(DoorDemo, EveryRowOfItsRawFilesComesBackInAnyOrder) {
  const Folder folder;
  const DemoOptions options{80, 3};
  const Place place = make_demo(options);
  auto files = write_demo_raw(place, options, folder.path("raw"));
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  std::optional<Place> first;
  for (int again = 0; again < 3; ++again) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto result = import_new(files);
    const auto& back = result.place;
    EXPECT_EQ(back.footprints.size(), place.footprints.size());
    std::map<std::string, std::size_t> was, is;
    for (const auto& site : place.sites) was[site.kind] += site.open ? 1 : 0;
    for (const auto& site : back.sites) is[site.kind] += site.open ? 1 : 0;
    EXPECT_EQ(is, was);
    EXPECT_EQ(is["hospital"], 1U);
    for (const auto& site : place.sites) {
      const auto at = std::find_if(back.sites.begin(), back.sites.end(),
                                   [&](const Site& one) { return one.id == site.id; });
      if (at == back.sites.end() || site.kind == "gp" || site.kind == "branch" || site.kind == "pharmacy" ||
          is_missing(site.x))
        continue;
      EXPECT_NEAR(at->x, site.x, 1e-6) << site.id;
      EXPECT_NEAR(at->y, site.y, 1e-6) << site.id;
    }
    if (first) {
      EXPECT_EQ(back.areas.code, first->areas.code);
      EXPECT_EQ(back.registrations.size(), first->registrations.size());
      EXPECT_EQ(back.workforce.size(), first->workforce.size());
      EXPECT_EQ(back.projections.size(), first->projections.size());
    } else {
      first = back;
    }
    std::shuffle(files.begin(), files.end(), random);
  }
}

// Formats are told apart
// --------------------------------------------------------------------------------------------

/// The whole headings of the directories, as published.
const std::string kNspl =
    "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty26cd,ced25cd,lad26cd,wd26cd,"
    "nhser24cd,ctry26cd,"
    "rgn26cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl26cd,bua24cd,ruc21ind,"
    "oac21ind,lat,long,"
    "lep21cd1,lep21cd2,pfa23cd,imd25ind,icb26cd\n";
const std::string kOnspd =
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oshlthau,"
    "nhser,ctry,rgn,"
    "streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,park,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,"
    "msoa11,wz11,sicbl,"
    "bua11,buasd11,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,msoa21\n";

TEST_F(Door, ThePostcodeDirectoryOfTodayIsNoLookup) {
  const std::string row =
      "ZZ1 1AA,,ZZ1 1AA,198001,,0,400500,300500,1,E00000001,E10000001,,E06900001,E05900001,,,,,,,,E01900001,"
      "E02900001,,E38000001,,,,52.602287,-1.994051,,,,,E54000001\n";
  std::string far = row;
  far.replace(far.find("ZZ1 1AA,,ZZ1 1AA"), 16, "ZZ1 1AB,,ZZ1 1AB");
  far.replace(far.find("52.602287"), 9, "52.702287");
  const auto result = with("NSPL_AUG_2026_UK.csv", kNspl + row + far);
  EXPECT_EQ(record_of(result, "NSPL").taken_for, "postcode directory (NSPL or ONSPD)");
  EXPECT_EQ(result.place.postcodes.size(), 2U);
  EXPECT_TRUE(
      holds(finding_of(result, "POSTCODE_POSITIONS_DIFFER").what, "1 postcodes lie more than 20 m apart"))
      << finding_of(result, "POSTCODE_POSITIONS_DIFFER").what;
}

TEST_F(Door, ThePostcodeDirectoryOfBeforeIsOneToo) {
  const auto result = with(
      "ONSPD_MAY_2025_UK.csv",
      kOnspd +
          "ZZ1 1AA,,ZZ1 1AA,198001,,,,E06900001,E05900001,,0,0400500,0300500,1,,,,,,,,,,,,,,,,,,,,,E01900001,"
          ",,,,,,,52.602287,-1.994051,,,,,,E54000001,E00000001,E01900001,E02900001\n");
  EXPECT_EQ(record_of(result, "ONSPD").taken_for, "postcode directory (NSPL or ONSPD)");
  ASSERT_EQ(result.place.postcodes.size(), 1U);
  EXPECT_EQ(result.place.postcodes[0].x, 400500);
  EXPECT_FALSE(has_finding(result.findings, "POSTCODE_POSITIONS_DIFFER"));
}

TEST_F(Door, WordsOfARowOfValuesAreNoHeadings) {
  const auto result = with("staff.csv",
                           "row_id,employer,sector,role_group,role,registered,service_area,base_id,practice_"
                           "code,pcn_code,footprint_id,allocation,"
                           "post_id,share,level,area_id,mobile,wte,headcount,source,as_at,estimated\n"
                           "r0,Trust,NHS,GP,x,Y,,,,,,area,,1,neighbourhood,E01900001,N,10,,x,2025-01-01,N\n"
                           "r1,Trust,NHS,GP,x,Y,,,,,,area,,1,neighbourhood,E01900002,N,11,,x,2025-01-01,N\n");
  EXPECT_EQ(record_of(result, "staff").taken_for, "workforce");
  EXPECT_EQ(result.place.workforce.size(), 2U);
  EXPECT_TRUE(result.plans.empty());
}

TEST_F(Door, ATableThatFitsTwoFormatsEquallyIsTakenForNeither) {
  const std::string table =
      folder.write("both.csv", "service_id,base_id,name,type\nS1,B1,The hall,community\n");
  const std::string said = refusal({table});
  EXPECT_TRUE(holds(said, "fits two formats equally")) << said;
  EXPECT_TRUE(holds(said, "services") && holds(said, "staff bases")) << said;
}

TEST_F(Door, AListOfPracticesWithDatesIsNoListOfNetworks) {
  const auto result =
      with("practices.csv",
           "practice_code,name,postcode,lat,lon,easting,northing,lsoa_code,status,open_date,close_date,pcn_"
           "code,pcn_name\n"
           "Z00001,One,ZZ1 1AA,52.6,-1.99,400500,300500,E01900001,A,19740401,,U00001,North\n");
  EXPECT_EQ(record_of(result, "practices").taken_for, "GP practices of a prepared place");
}

TEST_F(Door, NamedPlacesWithAPostcodeAndDegreesAreSites) {
  const auto result = with("extra.csv",
                           "name,type,subtype,address,postcode,lat,lon,area,source,easting,northing\n"
                           "Elm House,care_home,,,ZZ1 1AA,52.6,-1.99,,CQC,400500,300500\n");
  EXPECT_EQ(result.place.sites.size(), 1U);
  EXPECT_TRUE(result.place.postcodes.empty());
}

TEST_F(Door, RanksAndDecilesWithoutScoresAreTakenAndSaid) {
  const auto result = with("File_1.csv",
                           "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),Local "
                           "Authority District name (2024),Index of Multiple "
                           "Deprivation (IMD) Rank (where 1 is most deprived),Index of Multiple Deprivation "
                           "(IMD) Decile (where 1 is most deprived 10% of "
                           "LSOAs)\nE01900001,Squareton 001A,E06900001,Squareton,10788,4\n");
  EXPECT_EQ(result.place.areas.imd_rank[0], 10788);
  EXPECT_EQ(result.place.areas.imd_decile[0], 4);
  EXPECT_TRUE(is_missing(result.place.areas.imd_score[0]));
  const auto& finding = finding_of(result, "DEPRIVATION_NO_SCORES");
  EXPECT_TRUE(holds(finding.what, "no scores in this file") && holds(finding.fix, "File 7"));
}

TEST_F(Door, ACensusTableOfTheBulkDownloadGivesItsColumns) {
  const auto result = with("ts021.csv",
                           "date,geography,geography code,Ethnic group: Total: All usual residents,\"Ethnic "
                           "group: Asian, Asian British or "
                           "Asian Welsh\"\n2021,Squareton 001A,E01900001,1700,300\n");
  EXPECT_EQ(record_of(result, "ts021").taken_for, "Census 2021 TS021 (ethnic group)");
  EXPECT_EQ(result.place.areas.indicators.at("ethnic_group_asian_asian_british_or_asian_welsh")[0], 300);
}

TEST_F(Door, AListOfPersonsIsRefusedByName) {
  const std::string esr = folder.write(
      "esr.csv",
      "Employee Number,Full Name,Staff Group,Role,Assignment FTE,Location\n1,A B,Nursing,Nurse,0.8,B1\n");
  EXPECT_TRUE(holds(refusal({esr}), "named people"));
}

// Registrations
// -----------------------------------------------------------------------------------------------------

const std::string kHead =
    "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS\n";
std::string patients_row(const std::string& practice, const std::string& area, const std::string& sex,
                         const std::string& number) {
  return "GP_PRAC_PAT_LIST,01JUL2026," + practice + ",A PRACTICE," + area + "," + sex + "," + number + "\n";
}

struct Members : Door {
  std::string all = kHead + patients_row("Z00001", "E01900001", "ALL", "10") +
                    patients_row("Z00001", "E01900002", "ALL", "7") +
                    patients_row("Z00001", "NO2011", "ALL", "1") +
                    patients_row("Z00001", "E01999999", "ALL", "2");
  std::string male = kHead + patients_row("Z00001", "E01900001", "MALE", "4") +
                     patients_row("Z00001", "E01900002", "MALE", "7");
  std::string female = kHead + patients_row("Z00001", "E01900001", "FEMALE", "6") +
                       patients_row("Z00001", "NO2011", "FEMALE", "1") +
                       patients_row("Z00001", "E01999999", "FEMALE", "2");

  std::string zip(const std::map<std::string, std::string>& entries) {
    const std::string path = folder.path("gp-reg-pat-prac-lsoa-male-female-July-26.zip");
    void* archive = CPLCreateZip(path.c_str(), nullptr);
    for (const auto& [name, bytes] : entries) {
      CPLCreateFileInZip(archive, name.c_str(), nullptr);
      CPLWriteFileInZip(archive, bytes.data(), static_cast<int>(bytes.size()));
      CPLCloseFileInZip(archive);
    }
    CPLCloseZip(archive);
    return path;
  }
  static std::map<std::string, double> by_area(const Place& place) {
    std::map<std::string, double> sums;
    for (const auto& row : place.registrations) sums[row.area] += row.patients;
    return sums;
  }
  const std::map<std::string, double> right{
      {"E01900001", 10}, {"E01900002", 7}, {"OUTSIDE", 2}, {"UNKNOWN", 1}};
};

TEST_F(Members, RowsForAllWinAndThoseBySexProveThem) {
  const auto result =
      import_new({squares, people, zip({{"a.csv", all}, {"m.csv", male}, {"f.csv", female}})});
  EXPECT_EQ(by_area(result.place), right);
  EXPECT_FALSE(has_finding(result.findings, "REGISTRATIONS_SEXES_DIFFER"));
  EXPECT_TRUE(holds(record_of(result, "m.csv").left_out_why,
                    "2 rows by sex (the rows for all are used; they add up to them)"));
}

TEST_F(Members, SexesThatDoNotAddUpToAllAreAFinding) {
  std::string wrong = male;
  wrong.replace(wrong.find("MALE,4"), 6, "MALE,5");
  const auto result =
      import_new({squares, people, zip({{"a.csv", all}, {"m.csv", wrong}, {"f.csv", female}})});
  EXPECT_EQ(by_area(result.place), right);
  EXPECT_TRUE(holds(finding_of(result, "REGISTRATIONS_SEXES_DIFFER").what, "differ in 1 cells"))
      << finding_of(result, "REGISTRATIONS_SEXES_DIFFER").what;
}

TEST_F(Members, BothSexesWithoutAllAreAddedUp) {
  EXPECT_EQ(by_area(import_new({squares, people, zip({{"m.csv", male}, {"f.csv", female}})}).place), right);
  EXPECT_EQ(
      by_area(
          import_new({squares, people, folder.write("m.csv", male), folder.write("f.csv", female)}).place),
      right);
}

TEST_F(Members, OneSexAloneIsRefusedUnlessItIsAskedFor) {
  const std::string said = refusal({squares, folder.write("m.csv", male)});
  EXPECT_TRUE(holds(said, "only male patients (11)")) << said;
  EXPECT_TRUE(holds(refusal({squares, folder.write("f.csv", female)}), "only female patients"));
  auto place = import_new({squares, people}).place;
  ImportOptions hand;
  hand.by_hand.as = "registration";
  hand.by_hand.map = {
      {"practice", "PRACTICE_CODE"}, {"area", "LSOA_CODE"}, {"patients", "NUMBER_OF_PATIENTS"}};
  EXPECT_EQ(by_area(import_files(std::move(place), {folder.path("m.csv")}, hand).place),
            (std::map<std::string, double>{{"E01900001", 4}, {"E01900002", 7}}));
}

TEST_F(Members, SuppressedCellsAreCountedKeptApartAndAreNoZero) {
  const auto result = with("r.csv", kHead + patients_row("Z00001", "E01900001", "ALL", "10") +
                                        patients_row("Z00001", "E01900002", "ALL", "*") +
                                        patients_row("Z00001", "E01999999", "ALL", "*") +
                                        patients_row("Z00002", "E01999999", "ALL", "*"));
  EXPECT_EQ(by_area(result.place), (std::map<std::string, double>{{"E01900001", 10}}));
  const auto& finding = finding_of(result, "REGISTRATIONS_NOT_KNOWN");
  EXPECT_TRUE(holds(finding.what, "3 cells are suppressed") &&
              holds(finding.what, "1 in the place (E01900002), 2 elsewhere"))
      << finding.what;
  EXPECT_EQ(result.place.settings.at("registration_cells_not_known.E01900002"), "1");
  EXPECT_TRUE(holds(record_of(result, "r.csv").left_out_why, "3 whose number is suppressed"));
  ImportOptions again;
  again.imported_at = "2026-02-01T00:00:00Z";
  const auto whole =
      import_files(result.place,
                   {folder.write("r2.csv", kHead + patients_row("Z00001", "E01900001", "ALL", "10") +
                                               patients_row("Z00001", "E01900002", "ALL", "3"))},
                   again);
  EXPECT_FALSE(whole.place.settings.contains("registration_cells_not_known.E01900002"));
}

// By hand, folders and strays
// ------------------------------------------------------------------------------------------

TEST_F(Door, ClosedSitesAreKeptAndSaidToBeClosed) {
  ImportOptions hand;
  hand.by_hand.as = "site";
  hand.by_hand.map = {{"id", "id"}, {"kind", "kind"}, {"name", "name"},
                      {"x", "x"},   {"y", "y"},       {"pcn_code", "pcn"}};
  for (const auto& [field, open, closed] :
       {std::tuple{"status", "A", "C"}, std::tuple{"open", "1", "0"}, std::tuple{"open", "yes", "no"},
        std::tuple{"open", "TRUE", "False"}, std::tuple{"status", "Open", "Closed 2024"}}) {
    SCOPED_TRACE(std::string(field) + " " + closed);
    hand.by_hand.map.erase("status");
    hand.by_hand.map.erase("open");
    hand.by_hand.map[field] = "word";
    const std::string file =
        folder.write("sites.csv", std::string("id,kind,name,x,y,pcn,word\nP1,gp,One,400500,300500,U1,") +
                                      open + "\nP3,gp,Three,402500,300500,U2," + closed + "\n");
    const auto result = import_files(import_new({squares, people}).place, {file}, hand);
    expect_accounted(result);
    ASSERT_EQ(result.place.sites.size(), 2U);
    EXPECT_TRUE(result.place.sites[0].open);
    EXPECT_FALSE(result.place.sites[1].open);
    EXPECT_EQ(result.place.sites[1].pcn_code, "U2");
    EXPECT_TRUE(holds(finding_of(result, "SITES_CLOSED").what, "P3"));
    EXPECT_EQ(import_files(result.place, {people}, {}).place.sites.size(), 2U)
        << "and stay with the next import";
  }
}

TEST_F(Door, AnErrorNamesTheMissingColumnAlone) {
  ImportOptions hand;
  hand.by_hand.as = "site";
  hand.by_hand.map = {{"id", "id"}, {"name", "nom"}, {"kind", "kind"}};
  const std::string said = refusal({folder.write("sites.csv", "id,kind,name\nP1,gp,One\n")}, hand);
  EXPECT_TRUE(holds(said, "has no column 'nom';")) << said;
}

TEST_F(Door, AFolderIsTakenWithWhatIsInItAndStraysAreListed) {
  std::filesystem::create_directories(folder.path("downloads/more"));
  std::filesystem::copy(squares, folder.path("downloads/more/squares.geojson"));
  std::filesystem::copy(people, folder.path("downloads/people.csv"));
  folder.write("downloads/letter.pdf", "%PDF-1.4");
  folder.write("downloads/~$book.xlsx", "\x05lock");
  folder.write("downloads/empty.csv", "");
  folder.write("downloads/half.zip.part",
               std::string("PK\x03\x04\x14\x00\x00\x00", 8) + std::string(200, 'x'));
  folder.write("downloads/colours.csv", "colour,taste\nred,sweet\n");
  const auto result = import_new({folder.path("downloads")});
  EXPECT_EQ(result.place.areas.population, (std::vector<double>{1000, 2000, 3000}));
  std::vector<std::string> strays;
  for (const auto& finding : result.findings)
    if (finding.code == "FILE_NOT_TAKEN")
      strays.push_back(std::filesystem::path(finding.where).filename().string());
  EXPECT_EQ(strays, (std::vector<std::string>{"colours.csv", "empty.csv", "half.zip.part", "letter.pdf",
                                              "~$book.xlsx"}));
  EXPECT_FALSE(has_finding(result.place.findings, "FILE_NOT_TAKEN"))
      << "a doubt about the folder is none about the place";
}

TEST_F(Door, WhereNothingIsRecognisedAllFilesAreNamed) {
  const std::string said =
      refusal({folder.write("a.pdf", "%PDF-1.4"), folder.write("b.csv", "colour,taste\nred,sweet\n")});
  EXPECT_TRUE(holds(said, "a.pdf") && holds(said, "b.csv")) << said;
}

TEST_F(Door, AFieldIsKnownOrNot) {
  const auto known = known_fields(Kind::site);
  for (const char* field : {"status", "open", "pcn_code", "x", "y", "base_type"})
    EXPECT_TRUE(std::count(known.begin(), known.end(), field)) << field;
  EXPECT_FALSE(std::count(known.begin(), known.end(), "statuss"));
}

// MSOAs and projections
// --------------------------------------------------------------------------------------------------

TEST_F(Door, MsoasAreKnownByTheNamesOfTheirLsoasUntilALookupGivesTheirCodes) {
  const auto result = import_new({squares, people});
  EXPECT_EQ(result.place.areas.parents.at("msoa_name"),
            (std::vector<std::string>{"Squareton 001", "Squareton 002", "Squareton 003"}));
  EXPECT_TRUE(has_finding(result.findings, "MSOA_FROM_NAMES"));
  const auto with_lookup = with("oa.csv",
                                "OA21CD,LSOA21CD,LSOA21NM,MSOA21CD,MSOA21NM\n"
                                "E00000001,E01900001,a,E02000001,M 1\nE00000002,E01900002,a,E02000001,M "
                                "1\nE00000003,E01900003,a,E02000002,M 2\n");
  EXPECT_EQ(with_lookup.place.areas.parents.at("msoa_code")[1], "E02000001");
  EXPECT_EQ(with_lookup.place.areas.parents.at("msoa_name")[1], "M 1");
  EXPECT_FALSE(has_finding(with_lookup.findings, "MSOA_FROM_NAMES"));
}

TEST_F(Door, TheMeasureThatCountsPeopleHasOneWord) {
  const std::string head = "area_code,year,age_band,measure,value\n";
  for (const char* word : {"", "people", "Persons", "population"}) {
    const auto result = with("projections.csv", head + "E01900001,2030,85+," + word + ",9\n");
    EXPECT_EQ(result.place.projections.at(0).measure, "population") << word;
  }
  EXPECT_EQ(with("projections.csv", head + "E01900001,2030,85+,dementia,9\n").place.projections.at(0).measure,
            "dementia");
  for (const auto& row : make_demo({60, 1}).projections) EXPECT_EQ(row.measure, "population");
}

}  // namespace
}  // namespace placewright::datasets
