#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// The door as a user meets it, with the cases of ../shared where they are there.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

const std::string kShared = PLACEWRIGHT_SHARED;
const std::string kCases = kShared + "/cases/door/", kOfficial = kShared + "/data/official/";
const std::string kIsland = kOfficial + "boundaries/lsoa_E06000046.geojson";

#define NEEDS_SHARED()                                                         \
  if (!std::filesystem::exists(kCases) || !std::filesystem::exists(kOfficial)) \
  GTEST_SKIP() << "../shared is not there: its cases were not tried"

struct DoorCommands : testing::Test {
  datasets::TemporaryFolder folder;
  std::string place = folder.path("p.gpkg");

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
  static Json finding(const Json& receipt, const std::string& code) {
    for (const auto& one : receipt["findings"])
      if (one["code"] == code) return one;
    return {};
  }
  static Json file(const Json& receipt, const std::string& name) {
    for (const auto& one : receipt["files"])
      if (one["file"].get<std::string>().find(name) != std::string::npos) return one;
    return {};
  }
  datasets::Place read() { return datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::read).read(); }
};

TEST_F(DoorCommands, PostcodeDirectoriesOfBothLayoutsGiveTheirPostcodes) {
  NEEDS_SHARED();
  for (const char* name : {"nspl_2026.csv", "onspd.csv"}) {
    SCOPED_TRACE(name);
    std::filesystem::remove(place);
    const auto receipt = import(kIsland + " " + kCases + name);
    EXPECT_EQ(file(receipt, name)["taken_for"], "postcode directory (NSPL or ONSPD)");
    EXPECT_EQ(read().postcodes.size(), 59U);
    EXPECT_EQ(finding(receipt, "POSTCODE_POSITIONS_DIFFER").is_null(), std::string(name) == "nspl_2026.csv");
  }
}

TEST_F(DoorCommands, RegistrationsOfThreeMembersAreThoseForAll) {
  NEEDS_SHARED();
  const auto receipt = import(kIsland + " " + kCases + "registrations_three_members.zip");
  EXPECT_EQ(receipt["registered"], 17052);
  double outside = 0, unknown = 0;
  for (const auto& row : read().registrations) {
    if (row.area == datasets::kOutside) outside += row.patients;
    if (row.area == datasets::kUnknown) unknown += row.patients;
  }
  EXPECT_EQ(outside, 2);
  EXPECT_EQ(unknown, 1);
  EXPECT_TRUE(finding(receipt, "REGISTRATIONS_SEXES_DIFFER").is_null());
}

TEST_F(DoorCommands, SuppressedCellsOfBrentAreToldByPlace) {
  NEEDS_SHARED();
  const std::string england = kShared + "/data/england/england_lsoa.gpkg";
  if (!std::filesystem::exists(england)) GTEST_SKIP() << england << " is not there";
  const auto receipt = import(england + " " + kCases + "registrations_suppressed.csv --within E09000005");
  const auto said = finding(receipt, "REGISTRATIONS_NOT_KNOWN")["what"].get<std::string>();
  EXPECT_NE(said.find("8 cells are suppressed (* or blank): 1 in the place (E01000473), 7 elsewhere"),
            std::string::npos)
      << said;
  const auto checked = Json::parse(run("check '" + place + "' --json").out);
  for (const auto& table : checked["tables"])
    if (table["table"] == "registration") {
      EXPECT_EQ(table["coverage"], "partial");
      EXPECT_NE(table["covered"].get<std::string>().find("1 cells suppressed"), std::string::npos)
          << table.dump();
    }
}

TEST_F(DoorCommands, CodesInSmallLettersAndWithNoBreakSpacesMatch) {
  NEEDS_SHARED();
  for (const auto& [name, code] : {std::pair{"imd_lower_case_codes.csv", "CODES_FOLDED"},
                                   std::pair{"imd_nbsp_codes.csv", "CODES_TRIMMED"}}) {
    SCOPED_TRACE(name);
    std::filesystem::remove(place);
    const auto receipt = import(kIsland + " " + kCases + name);
    EXPECT_EQ(receipt["areas_with_deprivation"], 79);
    EXPECT_EQ(finding(receipt, code)["what"].get<std::string>().substr(0, 9), "79 codes ");
  }
}

TEST_F(DoorCommands, StaffWithColumnsOfAreasAreTakenForStaff) {
  NEEDS_SHARED();
  const auto staff = import(kShared + "/cases/coverage/areas.geojson " + kShared +
                            "/cases/coverage/misrecognised_workforce.csv");
  EXPECT_EQ(file(staff, "misrecognised")["taken_for"], "workforce");
}

TEST_F(DoorCommands, AFieldThatNobodyKnowsIsAWrongCommand) {
  const auto sites = folder.path("sites.csv");
  datasets::write_bytes(sites, "id,kind,name,x,y,pcn,status\nP1,gp,One,400500,400500,U1,A\n");
  const std::string by_hand = "import '" + place + "' '" + sites + "' --as site --map ";
  const auto unknown = run(by_hand + "id=id,kind=kind,name=name,x=x,y=y,statuss=status");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.err.find("site has no field 'statuss'"), std::string::npos) << unknown.err;
  EXPECT_EQ(run("import '" + place + "' '" + sites + "' --as palace --map id=id").code, 2);
  EXPECT_EQ(run("import '" + place + "' '" + sites + "' --map id=id").code, 2);
  EXPECT_EQ(run(by_hand + "id").code, 2);
  const auto missing = run(by_hand + "id=id,name=nom,kind=kind");
  EXPECT_EQ(missing.code, 1);
  EXPECT_NE(missing.err.find("has no column 'nom';"), std::string::npos) << missing.err;
}

TEST_F(DoorCommands, TheBriefOfTheReadmeWorksOnItsOwnPlace) {
  NEEDS_SHARED();
  std::string files = kIsland;
  for (const char* name : {"TS007A_age_by_five_year_age_bands_lsoa11.csv",
                           "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv"})
    files += " " + kOfficial + name;
  const auto receipt = import(files);
  EXPECT_FALSE(finding(receipt, "MSOA_FROM_NAMES").is_null());
  const auto brief = folder.path("brief.toml");
  datasets::write_bytes(
      brief,
      "[population]\nmin = 30000\nmax = 50000\n\n[hold]\nwhole = [\"msoa\"]\n\n[[keep_together]]\nareas = "
      "[\"E01017282\", \"E01017283\"]\nwhy = \"one estate\"\n");
  const auto drawn =
      run("draw '" + place + "' --plan second --effort quick --no-references --brief '" + brief + "'");
  ASSERT_EQ(drawn.code, 0) << drawn.err;
  const auto stored = read();
  std::map<std::string, std::string> neighbourhood_of;
  for (std::size_t row = 0; row < stored.areas.size(); ++row) {
    const auto& msoa = stored.areas.parents.at("msoa_name")[row];
    const auto& in = stored.plans.at(0).assignments.at(row).neighbourhood;
    EXPECT_EQ(neighbourhood_of.emplace(msoa, in).first->second, in) << msoa << " is split";
  }
  datasets::write_bytes(brief, "[hold]\nwhole = [\"parish\"]\n");
  const auto refused = run("draw '" + place + "' --plan third --effort quick --brief '" + brief + "'");
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("import parish boundaries of ONS"), std::string::npos) << refused.err;
}

TEST_F(DoorCommands, TheDemoIsProjectedDrawnOrImportedAgainAndSoIsAnOlderPlace) {
  const auto raw = folder.path("raw"), other = folder.path("other.gpkg");
  ASSERT_EQ(run("demo '" + place + "' --areas 80 --raw '" + raw + "'").code, 0);
  ASSERT_EQ(run("import '" + other + "' '" + raw + "'").code, 0);
  for (const auto& one : {place, other}) {
    ASSERT_EQ(run("draw '" + one + "' --plan A --effort quick --no-references").code, 0);
    const auto ran =
        run("project '" + one + "' --to 2035 --plan A --json");  // the demo knows every fifth year
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.out.find("PROJECTION_BETWEEN_YEARS") != std::string::npos, one == place);
  }
  auto old = read();
  for (auto& row : old.projections) row.measure = "people";
  datasets::PlaceFile::open(place, datasets::PlaceFile::Mode::change).replace_place(old);
  EXPECT_EQ(run("project '" + place + "' --to 2035 --plan A").code, 0);
  EXPECT_EQ(run("project '" + place + "' --to 2043 --plan A").code, 1) << "beyond the last year";
}

}  // namespace
}  // namespace placewright::boundaries::cli
