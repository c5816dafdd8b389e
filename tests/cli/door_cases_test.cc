#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// Inputs that once failed at the door, each with its right value, as a user meets them.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

const std::string kShared = PLACEWRIGHT_SHARED;
const std::string kCases = kShared + "/cases/door/", kOfficial = kShared + "/data/official/";
const std::string kIsland = kOfficial + "boundaries/lsoa_E06000046.geojson";

struct DoorCases : testing::Test {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg");

  void SetUp() override {
    if (!std::filesystem::exists(kCases) || !std::filesystem::exists(kOfficial))
      GTEST_SKIP() << "../shared is not there: its cases were not tried";
  }
  Ran run(const std::string& arguments) { return run_program(folder, arguments); }
  /// The receipt of an import; every row of every file must be accounted for.
  Json import(const std::string& files) {
    const auto ran = run("import '" + place + "' " + files + " --json");
    EXPECT_EQ(ran.code, 0) << ran.err;
    if (ran.code != 0) return {};
    auto receipt = Json::parse(ran.out);
    for (const auto& file : receipt["files"])
      EXPECT_EQ(file["rows_read"].get<long>(),
                file["rows_matched"].get<long>() + file["rows_left_out"].get<long>())
          << file.dump();
    return receipt;
  }
  Json import_new(const std::string& files) {
    std::filesystem::remove(place);
    return import(files);
  }
  static std::string said(const Json& receipt, const std::string& code) {
    for (const auto& one : receipt["findings"])
      if (one["code"] == code) return one["what"].get<std::string>();
    return {};
  }
  static Json file(const Json& receipt, const std::string& name) {
    for (const auto& one : receipt["files"])
      if (one["file"].get<std::string>().find(name) != std::string::npos) return one;
    return {};
  }
  datasets::Place read() { return datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read(); }
};

TEST_F(DoorCases, BoundariesAreReadFromEveryFormThatAnOfficeHas) {
  for (const char* name : {"boundaries_gdb.zip", "mapinfo/b.tab", "boundaries_wkt.csv"}) {
    const auto receipt = import_new(kCases + name);
    EXPECT_EQ(receipt["areas"], 89) << name;
    EXPECT_EQ(receipt["files"].size(), 1U) << name;
  }
}

TEST_F(DoorCases, RanksWithoutScoresAreTakenAndFile7IsNamed) {
  const auto receipt = import_new(kIsland + " " + kCases + "imd_file1.csv");
  EXPECT_NE(said(receipt, "DEPRIVATION_NO_SCORES").find("no scores in this file"), std::string::npos);
  const auto stored = read();
  std::size_t ranks = 0;
  for (std::size_t row = 0; row < stored.areas.size(); ++row) {
    if (!datasets::is_missing(stored.areas.imd_rank[row])) ++ranks;
    EXPECT_TRUE(datasets::is_missing(stored.areas.imd_score[row]));
    if (stored.areas.code[row] == "E01017282") {
      EXPECT_EQ(stored.areas.imd_rank[row], 10788);
      EXPECT_EQ(stored.areas.imd_decile[row], 4);
    }
  }
  EXPECT_EQ(ranks, 79U);
}

TEST_F(DoorCases, TheLongFormOfNomisGivesPeopleAndSaysWhatItLacks) {
  const auto receipt = import_new(kIsland + " " + kCases + "nomis_api.csv");
  EXPECT_EQ(file(receipt, "nomis_api")["taken_for"], "Nomis API table");
  EXPECT_EQ(receipt["people"], 45000) << "30 areas of 1,500";
  EXPECT_NE(said(receipt, "NOMIS_PAGES_MISSING").find("59 of the 178 rows"), std::string::npos);
  EXPECT_TRUE(read().ages.empty()) << "one band is no age structure";
}

TEST_F(DoorCases, ClosedSitesAreKeptAndSaidToBeClosedHoweverTheirStatusIsWritten) {
  ASSERT_EQ(import_new(kCases + "areas/g24.geojson")["areas"], 24);
  const std::string columns = " --as site --map id=id,kind=kind,name=name,x=x,y=y,pcn_code=pcn,";
  const auto receipt = import(kCases + "sites_status.csv" + columns + "status=status");
  EXPECT_EQ(said(receipt, "SITES_CLOSED"), "closed sites, kept as closed: 1 (P3)");
  EXPECT_EQ(file(receipt, "sites_status")["rows_matched"], 3);
  EXPECT_NE(said(receipt, "PCN_CODE_FORM").find("U1, U2"), std::string::npos);
  for (const auto& [open, closed] : {std::pair{"Y", "N"}, std::pair{"1", "0"}, std::pair{"true", "false"},
                                     std::pair{"open", "closed"}, std::pair{"A", "C"}}) {
    const auto sites = folder.path("sites.csv");
    datasets::write_bytes(sites, std::string("id,kind,name,x,y,pcn,state\nP1,gp,One,400500,400500,U1,") +
                                     open + "\nP3,gp,Three,403500,402500,U2,");
    datasets::write_bytes(sites, datasets::read_bytes(sites) + closed + "\n");
    for (const char* field : {"open", "status"}) {
      import_new(kCases + "areas/g24.geojson");
      import("'" + sites + "'" + columns + field + "=state");
      for (const auto& site : read().sites) EXPECT_EQ(site.open, site.id == "P1") << open << " " << field;
    }
  }
  const std::string border = kShared + "/cases/coverage/border/";
  import_new(border + "wb.geojson");
  EXPECT_EQ(said(import(border + "wbsites.csv" + columns + "open=open"), "SITES_CLOSED"),
            "closed sites, kept as closed: 1 (P3)");
}

TEST_F(DoorCases, EveryLayoutIsTakenForWhatItsNameSays) {
  const std::string demo = folder.path("demo.gpkg");
  ASSERT_EQ(run("demo '" + demo + "' --areas 150").code, 0);
  for (const auto& [name, taken_for] :
       {std::pair{"ts001.csv", "Census 2021 TS001 (residence type)"},
        std::pair{"ts021.csv", "Census 2021 TS021 (ethnic group)"},
        std::pair{"oa.csv", "OA to LSOA to MSOA lookup"}, std::pair{"conn.csv", "connectivity metrics (DfT)"},
        std::pair{"jts.csv", "journey time statistics (DfT)"},
        std::pair{"house.csv", "housing by LSOA (dwellings and people to come)"},
        std::pair{"fingertips.csv", "Fingertips indicators"},
        std::pair{"gp-reg-pat-prac-all.csv", "list sizes of practices (patients, all)"},
        std::pair{"gp-reg-pat-prac-quin-age.csv", "patients of practices by five-year age"},
        std::pair{"gpw_detailed.csv", "GP workforce, practice level, detailed"},
        std::pair{"nhspaymentsgp-24-25-prac-csv.csv", "NHS Payments to General Practice"},
        std::pair{"qof.csv", "QOF prevalence"}, std::pair{"wardlook.csv", "list of wards"},
        std::pair{"ord.json", "organisation of the ODS (ORD JSON)"}}) {
    std::filesystem::copy_file(demo, place, std::filesystem::copy_options::overwrite_existing);
    const auto record = file(import(kCases + "layouts/" + name), name);
    EXPECT_EQ(record["taken_for"], taken_for);
    EXPECT_GE(record["rows_matched"].get<int>(), 1) << name;
  }
  std::filesystem::copy_file(demo, place, std::filesystem::copy_options::overwrite_existing);
  const auto refused = run("import '" + place + "' " + kCases + "layouts/esr.csv");
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("there are columns 'Employee Number', 'Full Name'"), std::string::npos)
      << refused.err;
  EXPECT_EQ(datasets::read_bytes(place), datasets::read_bytes(demo)) << "nothing of it is kept";
}

TEST_F(DoorCases, ThePeriodOfIndicatorsIsTheLatestOrTheOneAskedFor) {
  const auto two = kCases + "layouts/fingertips_two_periods.csv";
  const auto column = [&](const std::string& option) {
    import_new(kCases + "areas/g24.geojson " + two + option);
    return read().areas.indicators.at("deprivation_score");
  };
  const auto latest = column(""), earlier = column(" --period 2022/23");
  EXPECT_EQ(latest.size(), earlier.size());
  EXPECT_EQ(earlier.at(1), 11.5);
  const auto none = run("import '" + place + "' " + two + " --period 2030");
  EXPECT_EQ(none.code, 1);
  EXPECT_NE(none.err.find("--period one of: 2022/23, 2023/24"), std::string::npos) << none.err;
}

TEST_F(DoorCases, TablesOfTheCensusForLondonBringTheirIndicators) {
  const std::string london = kShared + "/data/places/london/",
                    england = kShared + "/data/england/england_lsoa.gpkg";
  if (!std::filesystem::exists(london) || !std::filesystem::exists(england))
    GTEST_SKIP() << london << " is not there";
  std::string files = england;
  for (const char* table : {"ts001", "ts021", "ts038", "ts045"})
    files += " " + london + "nomis-c2021" + table + "-lsoa.csv";
  const auto receipt = import_new(files + " --within Camden");
  for (const auto& [table, taken_for] : {std::pair{"ts001", "Census 2021 TS001 (residence type)"},
                                         std::pair{"ts021", "Census 2021 TS021 (ethnic group)"},
                                         std::pair{"ts038", "Census 2021 TS038 (disability)"},
                                         std::pair{"ts045", "Census 2021 TS045 (cars or vans)"}}) {
    EXPECT_EQ(file(receipt, table)["taken_for"], taken_for);
    EXPECT_EQ(file(receipt, table)["rows_matched"], receipt["areas"]);
  }
  const auto stored = read();
  double people = 0, cars = 0;
  for (std::size_t row = 0; row < stored.areas.size(); ++row) {
    people += stored.areas.indicators.at("ethnic_group_total_all_usual_residents")[row];
    cars += stored.areas.indicators.at("number_of_cars_or_vans_no_cars_or_vans_in_household")[row];
  }
  EXPECT_NEAR(people, receipt["people"].get<double>(), 0.002 * people) << "the census moves small counts";
  EXPECT_GT(cars, 0.5 * 92000) << "most households of Camden have no car";
}

TEST_F(DoorCases, NamesChooseOneAuthorityOrSayWhatThereIs) {
  const std::string england = kShared + "/data/england/england_lsoa.gpkg";
  if (!std::filesystem::exists(england)) GTEST_SKIP() << england << " is not there";
  for (const auto& [name, words] :
       {std::pair{"Kingston upon Hull, City of", "Kingston upon Hull, City of, the local authority"},
        std::pair{"Herefordshire, County of", "Herefordshire, County of, the local authority"},
        std::pair{"St Helens", "St. Helens, the local authority"}, std::pair{"London", "London, the region"}})
    EXPECT_EQ(import_new(england + " --within '" + name + "'")["within"], words);
  std::filesystem::remove(place);
  const auto refused = [&](const std::string& name) {
    const auto ran = run("import '" + place + "' " + england + " --within '" + name + "'");
    EXPECT_EQ(ran.code, 1) << name;
    EXPECT_FALSE(std::filesystem::exists(place)) << name;
    return ran.err;
  };
  EXPECT_NE(refused("Abbey").find("13 wards are called 'Abbey'"), std::string::npos);
  EXPECT_NE(refused("West Sussex").find("no file has a lookup to them"), std::string::npos);
}

TEST_F(DoorCases, SitesKeepTheirCoordinatesWhenAListWithoutThemComes) {
  const auto services = folder.path("services.csv"), map = folder.path("gp-reg-pat-prac-map.csv");
  datasets::write_bytes(services, "service_id,type,name,easting,northing\nZ00001,gp,One,400500,400500\n");
  datasets::write_bytes(
      map,
      "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME\n"
      "GP_PRAC_PAT_LIST,01APR2026,Z00001,ONE,ZZ1 1LA,U00001,FIRST\n");
  import_new(kCases + "areas/g24.geojson '" + services + "'");
  import("'" + map + "'");
  const auto stored = read();
  ASSERT_EQ(stored.sites.size(), 1U);
  EXPECT_EQ(stored.sites[0].x, 400500);
  EXPECT_EQ(stored.sites[0].pcn_code, "U00001");
  EXPECT_EQ(stored.sites[0].postcode, "ZZ1 1LA");
}

TEST_F(DoorCases, EveryFieldThatTheSchemaListsCanBeMappedByHand) {
  const auto sites = folder.path("sites.csv");
  datasets::write_bytes(sites,
                        "id,kind,name,org,pcn,pc,x,y,bt,mode,desks,rooms,cap,list,open\nB1,base,\"One, and "
                        "two\",Trust,U00001,ZZ1 1LA,400500,400500,mixed,clinic,4,3,100,50,yes\n");
  import_new(kCases + "areas/g24.geojson");
  import("'" + sites +
         "' --as site --map id=id,kind=kind,name=name,organisation=org,pcn_code=pcn,postcode=pc,x=x,y=y,"
         "base_type=bt,mode=mode,desks=desks,rooms=rooms,capacity=cap,list_size=list,open=open");
  const auto site = read().sites.at(0);
  EXPECT_EQ(site.name, "One, and two");
  EXPECT_EQ(site.organisation + site.pcn_code + site.base_type + site.mode, "TrustU00001mixedclinic");
  EXPECT_EQ(site.desks + site.rooms + site.capacity + site.list_size, 157);
  EXPECT_TRUE(site.open);
}

TEST_F(DoorCases, AFolderOfAnOfficeGoesInWithOneLineAndItsStraysAreListed) {
  const std::filesystem::path office = folder.path("office");
  std::filesystem::create_directories(office / "old");
  for (const auto& entry : std::filesystem::directory_iterator(kOfficial))
    if (entry.is_regular_file() && entry.path().extension() != ".pbf")
      std::filesystem::create_symlink(entry.path(), office / entry.path().filename());
  std::filesystem::create_symlink(kOfficial + "boundaries/lsoa_E08000035.geojson",
                                  office / "lsoa_E08000035.geojson");
  std::filesystem::create_directories(office / "postcodes");
  for (const auto& entry : std::filesystem::directory_iterator(kOfficial + "postcodes"))
    std::filesystem::create_symlink(entry.path(), office / "postcodes" / entry.path().filename());
  const std::vector<std::pair<std::string, std::string>> strays{
      {"minutes.pdf", "%PDF-1.4\n"},
      {"~$staff.xlsx", std::string("\x05 owner", 7)},
      {"epraccur.csv.crdownload", std::string("\0\0\0\0half", 8)},
      {"photo.jpg", "\xff\xd8\xff\xe0"},
      {"empty.csv", ""},
      {"logo.png", "\x89PNG\r\n"},
      {"agenda.txt", "Agenda of the meeting\n"},
      {"notes.md", "# Notes\n"},
      {"letter.doc", "\xd0\xcf\x11\xe0 old"},
      {"page.html", "<!DOCTYPE html><html></html>"},
      {"Thumbs.db", std::string("\0\1", 2)},
      {"broken.zip", "PK\x03\x04 not whole"},
      {"broken.gpkg", "SQLite format 3"},
      {"rooms.csv", "room,chairs\nA,4\n"},
      {"budget.csv", "heading,2024,2025\nPaper,10,12\n"},
      {"contacts.json", "{\"people\": []}"},
      {"old/draft.pdf", "%PDF-1.4\n"},
      {"old/copy.tmp", ""},
      {"old/readme.txt", "see above\n"},
      {"old/list.xml", "<list/>"}};
  for (const auto& [name, bytes] : strays) datasets::write_bytes((office / name).string(), bytes);
  const auto receipt = import_new("'" + office.string() + "' --within Leeds");
  EXPECT_EQ(receipt["areas"], 488);
  EXPECT_EQ(receipt["people"], 811927);
  EXPECT_EQ(receipt["adjacent_pairs"], 1384);
  EXPECT_NEAR(receipt["registered"].get<double>(), 899784, 1);
  std::set<std::string> listed;
  for (const auto& one : receipt["findings"])
    if (one["code"] == "FILE_NOT_TAKEN") listed.insert(one["where"].get<std::string>());
  for (const auto& [name, bytes] : strays) EXPECT_TRUE(listed.contains((office / name).string())) << name;
}

TEST_F(DoorCases, ARecipeOfAnImportMakesTheSamePlaceAgain) {
  const std::filesystem::path downloads = folder.path("downloads");
  std::filesystem::create_directories(downloads);
  std::filesystem::copy_file(kCases + "areas/g24.geojson", downloads / "g24.geojson");
  datasets::write_bytes(
      (downloads / "clinics, new.csv").string(),
      "Ref,\"Name, of clinic\",E,N,\"Said \"\"open\"\"\"\nC1,\"Mill, \"\"West\"\"\",400500,400500,Y\n");
  datasets::write_bytes((downloads / "values 2025.csv").string(),
                        "area_code,name,population,damp\nA000,North,9001,2\n");
  const auto recipe = folder.path("quarter.toml"), again = folder.path("again.gpkg");
  import("'" + (downloads / "g24.geojson").string() + "'");
  const auto by_hand =
      "'" + (downloads / "clinics, new.csv").string() +
      "' --as site --map 'id=Ref,name=Name,, of clinic,x=E,y=N,open=Said \"open\"' --write-recipe '" +
      folder.path("clinics.toml") + "'";
  import(by_hand);
  const auto clinics = read();
  ASSERT_EQ(clinics.sites.size(), 1U);
  EXPECT_EQ(clinics.sites[0].name, "Mill, \"West\"");

  // The same call by its recipe, on another place of the same areas.
  ASSERT_EQ(run("import '" + again + "' '" + (downloads / "g24.geojson").string() + "'").code, 0);
  const auto repeated = run("import '" + again + "' --recipe '" + folder.path("clinics.toml") + "'");
  ASSERT_EQ(repeated.code, 0) << repeated.err << datasets::read_bytes(folder.path("clinics.toml"));
  const auto same = datasets::PlaceFile::open(again, datasets::PlaceFile::Mode::read).read();
  ASSERT_EQ(same.sites.size(), 1U);
  EXPECT_EQ(same.sites[0].name, clinics.sites[0].name);
  EXPECT_EQ(same.sites[0].x, clinics.sites[0].x);

  // Wildcards, several sources, one call; from anywhere, since paths are relative to the recipe.
  datasets::write_bytes(
      recipe,
      "name = \"Grid\"\n[[source]]\nfiles = [\"downloads/*.geojson\", \"downloads/values*.csv\"]\n"
      "[[source]]\nfiles = [\"downloads/clinics*.csv\"]\nas = \"site\"\n[source.map]\nid = \"Ref\"\n"
      "name = \"Name, of clinic\"\nx = \"E\"\ny = \"N\"\n");
  std::filesystem::remove(again);
  const auto whole =
      run("import '" + again + "' --recipe '" + recipe + "' --write-recipe '" + folder.path("w.toml") + "'");
  ASSERT_EQ(whole.code, 0) << whole.err;
  const auto made = datasets::PlaceFile::open(again, datasets::PlaceFile::Mode::read).read();
  EXPECT_EQ(made.name, "Grid");
  EXPECT_EQ(made.sites.size(), 1U);
  EXPECT_EQ(made.areas.population[0], 9001);
  const auto third = folder.path("third.gpkg");
  ASSERT_EQ(run("import '" + third + "' --recipe '" + folder.path("w.toml") + "'").code, 0);
  const auto copy = datasets::PlaceFile::open(third, datasets::PlaceFile::Mode::read).read();
  EXPECT_EQ(copy.name, made.name);
  EXPECT_EQ(copy.areas.code, made.areas.code);
  EXPECT_EQ(copy.areas.population, made.areas.population);
  EXPECT_EQ(copy.areas.indicators.size(), made.areas.indicators.size());
  EXPECT_EQ(copy.sources.size(), made.sources.size());
}

TEST_F(DoorCases, ARecipeThatCannotBeFollowedSaysWhereAndChangesNothing) {
  const auto recipe = folder.path("r.toml");
  for (const auto& [text, said] :
       {std::pair{"within = \"x\"\n", "names no source"},
        std::pair{"[[source]]\nfiles = [\"none/*.csv\"]\n", "no file fits 'none/*.csv'"},
        std::pair{"[[source]]\nfile = [\"a\"]\n", "'file' is no key of a recipe"},
        std::pair{"buffer = -1\n[[source]]\nfiles = [\"r.toml\"]\n", "buffer is no number"},
        std::pair{"name = \n", "line 1"}}) {
    datasets::write_bytes(recipe, text);
    const auto ran = run("import '" + place + "' --recipe '" + recipe + "'");
    EXPECT_EQ(ran.code, 1) << text;
    EXPECT_NE(ran.err.find(said), std::string::npos) << ran.err;
    EXPECT_FALSE(std::filesystem::exists(place));
  }
  datasets::write_bytes(recipe, "[[source]]\nfiles = [\"r.toml\"]\nas = \"palace\"\n");
  EXPECT_EQ(run("import '" + place + "' --recipe '" + recipe + "'").code, 2);
  EXPECT_EQ(run("import '" + place + "'").code, 2) << "nothing to import";
}

}  // namespace
}  // namespace placewright::boundaries::cli
