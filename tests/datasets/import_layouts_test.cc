#include <gtest/gtest.h>

#include <cmath>

#include "tests/datasets/import_fixture.h"

/// Published layouts beside those of import_formats_test.cc. "Header not whole": the known columns in their
/// order with twenty foreign ones between, where the whole heading is not at hand.
namespace placewright::datasets {
namespace {

/// Three areas; practice Z00001 has 60 and 20 patients in the first two, Z00002 has 20 in the second and 30
/// in the third, Z00003 has 10 in the third.
struct Layouts : testing::Test {
  Folder folder;
  std::string areas = folder.write("areas.geojson", squares_geojson(kThree));
  std::string patients =
      folder.write("gp-reg-pat-prac-lsoa-all.csv",
                   "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS\n"
                   "GP_PRAC_PAT_LIST,01APR2026,Z00001,ONE,E01900001,ALL,60\n"
                   "GP_PRAC_PAT_LIST,01APR2026,Z00001,ONE,E01900002,ALL,20\n"
                   "GP_PRAC_PAT_LIST,01APR2026,Z00002,TWO,E01900002,ALL,20\n"
                   "GP_PRAC_PAT_LIST,01APR2026,Z00002,TWO,E01900003,ALL,30\n"
                   "GP_PRAC_PAT_LIST,01APR2026,Z00003,THREE,E01900003,ALL,10\n");

  ImportResult import(const std::string& name, const std::string& text) {
    return import_new({areas, patients, folder.write(name, text)});
  }
};

/// Headings and rows with foreign columns of text between.
std::string not_whole(const std::vector<std::vector<std::string>>& rows) {
  std::string text;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::size_t foreign = 0;
    const std::size_t columns = rows[row].size(), each = 20 / columns + 1;
    for (std::size_t k = 0; k < columns; ++k) {
      text += (k == 0 ? "\"" : ",\"") + rows[row][k] + "\"";
      for (std::size_t n = 0; n < each && foreign < 20; ++n, ++foreign)
        text += row == 0 ? ",Foreign " + std::to_string(foreign) : ",x";
    }
    text += "\n";
  }
  return text;
}

double indicator(const ImportResult& result, const std::string& name, std::size_t row) {
  const auto& indicators = result.place.areas.indicators;
  return indicators.contains(name) ? indicators.at(name).at(row) : -1;
}

TEST_F(Layouts, CensusTablesAreKnownByTheirTopicAndBringReadableIndicators) {
  const auto result =
      import("census2021-ts021-lsoa.csv",
             "date,geography,geography code,Ethnic group: Total: All usual residents,\"Ethnic group: Asian, "
             "Asian British or Asian Welsh\"\n2021,Squareton 001A,E01900001,1700,300\n");
  EXPECT_EQ(record_of(result, "ts021").taken_for, "Census 2021 TS021 (ethnic group)");
  EXPECT_EQ(indicator(result, "ethnic_group_asian_asian_british_or_asian_welsh", 0), 300);
  EXPECT_EQ(indicator(result, "ethnic_group_total_all_usual_residents", 0), 1700);
}

TEST_F(Layouts, PeopleOfTheResidenceTableStandInOnlyWhereNoOtherTableHasThem) {
  const auto residence = folder.write(
      "ts001.csv",
      "date,geography,geography code,Residence type: Lives in a communal establishment,Residence type: Lives "
      "in a household,Residence type: Total: All usual residents\n2021,A,E01900001,0,10,10\n2021,B,E01900002,"
      "0,20,20\n");
  const auto people = folder.write("lsoa.csv", "lsoa21cd,name,pop_total\nE01900001,A,11\n");
  for (const auto& order : {std::vector{residence, people}, std::vector{people, residence}}) {
    ImportOptions options;
    auto place = import_files(std::nullopt, {areas}, options).place;
    for (const auto& file : order) place = import_files(std::move(place), {file}, options).place;
    EXPECT_EQ(place.areas.population[0], 11);
    EXPECT_EQ(place.areas.population[1], 20);
  }
}

TEST_F(Layouts, TheLongFormOfNomisGivesPeopleAndWholeAges) {
  std::string text =
      "DATE,GEOGRAPHY_NAME,GEOGRAPHY_CODE,C2021_AGE_6_NAME,MEASURES_NAME,OBS_VALUE,RECORD_COUNT\n";
  for (const auto& code : kThree)
    for (const auto& [age, people] :
         {std::pair{"Total", 100}, std::pair{"Aged 15 years and under", 20},
          std::pair{"Aged 16 to 64 years", 60}, std::pair{"Aged 65 years and over", 20}}) {
      text += "2021," + code + "," + code + "," + age + ",Value," + std::to_string(people) + ",12\n";
    }
  const auto whole = import("nomis.csv", text);
  EXPECT_EQ(record_of(whole, "nomis").taken_for, "Nomis API table");
  EXPECT_EQ(whole.place.areas.population[2], 100);
  EXPECT_EQ(whole.place.ages.size(), 9U);
  EXPECT_FALSE(has_finding(whole.findings, "NOMIS_PAGES_MISSING"));

  const auto part =
      import("nomis.csv",
             "DATE,GEOGRAPHY_NAME,GEOGRAPHY_CODE,C2021_AGE_6_NAME,MEASURES_NAME,OBS_VALUE,RECORD_"
             "COUNT\n2021,A,E01900001,Total,Value,100,12\n2021,A,E01900001,Aged 15 years and "
             "under,Value,20,12\n");
  EXPECT_TRUE(part.place.ages.empty()) << "one band is no age structure";
  EXPECT_TRUE(has_finding(part.findings, "AGES_INCOMPLETE"));
  EXPECT_TRUE(has_finding(part.findings, "NOMIS_PAGES_MISSING"));
}

TEST_F(Layouts, CategoriesOfTheLongFormBecomeIndicatorsNamedAfterTheirTopic) {
  const auto result = import(
      "nomis.csv",
      "DATE,GEOGRAPHY_NAME,GEOGRAPHY_CODE,C2021_CARS_5_NAME,MEASURES_NAME,OBS_VALUE,RECORD_COUNT\n2021,A,"
      "E01900001,No cars or vans in household,Value,40,2\n2021,A,E01900001,No cars or vans in "
      "household,Percent,12.5,2\n");
  EXPECT_EQ(indicator(result, "cars_no_cars_or_vans_in_household", 0), 40);
}

TEST_F(Layouts, ListSizesOfPracticesAreThoseOfTheFile) {
  // Whole header.
  const auto result = import(
      "gp-reg-pat-prac-all.csv",
      "PUBLICATION,EXTRACT_DATE,TYPE,SUB_ICB_LOCATION_CODE,ONS_SUB_ICB_LOCATION_CODE,CODE,POSTCODE,SEX,AGE,"
      "NUMBER_OF_PATIENTS\nGP_PRAC_PAT_LIST,01JUL2026,GP,X,Y,Z00001,ZZ1 1LA,ALL,ALL,11049\nGP_PRAC_PAT_LIST,"
      "01JUL2026,GP,X,Y,Z09999,ZZ1 "
      "1LA,ALL,ALL,5\nGP_PRAC_PAT_LIST,01JUL2026,SUB_ICB_LOCATION,X,Y,Q99,,ALL,ALL,"
      "99999\n");
  const auto& record = record_of(result, "prac-all");
  EXPECT_EQ(record.taken_for, "list sizes of practices (patients, all)");
  EXPECT_EQ(record.rows_matched, 1);
  EXPECT_EQ(record.rows_left_out, 2);
  EXPECT_EQ(result.place.sites.at(0).list_size, 11049);
}

/// Ages of a practice in the layout by five years.
std::string by_five_years(const std::string& practice, const std::vector<std::pair<std::string, int>>& female,
                          const std::vector<std::pair<std::string, int>>& male, int all) {
  const auto row = [&](const std::string& sex, const std::string& age, int people) {
    return "GP_PRAC_PAT_LIST,01JUL2026,GP," + practice + ",,ZZ1 1LA," + sex + "," + age + "," +
           std::to_string(people) + "\n";
  };
  std::string text;
  for (const auto& [age, people] : female) text += row("FEMALE", age, people);
  for (const auto& [age, people] : male) text += row("MALE", age, people);
  return text + row("ALL", "ALL", all);
}

TEST_F(Layouts, AgesOfPracticesReachAreasByListsWithTheShareCovered) {
  const std::string header =
      "PUBLICATION,EXTRACT_DATE,ORG_TYPE,ORG_CODE,ONS_CODE,POSTCODE,SEX,AGE_GROUP_5,NUMBER_OF_PATIENTS\n";
  const auto result =
      import("gp-reg-pat-prac-quin-age.csv",
             header + by_five_years("Z00001", {{"0_4", 10}, {"75_79", 30}}, {{"30_34", 60}}, 100) +
                 by_five_years("Z00002", {{"0_4", 50}}, {{"95+", 50}}, 100));
  EXPECT_NEAR(indicator(result, "patients_aged_75_plus_percent", 0), 30, 1e-9);
  EXPECT_NEAR(indicator(result, "patients_aged_75_plus_percent", 1), 40, 1e-9) << "half of each practice";
  EXPECT_NEAR(indicator(result, "patients_aged_75_plus_percent", 2), 50, 1e-9);
  EXPECT_NEAR(indicator(result, "patients_aged_75_plus_percent_covered", 2), 0.75, 1e-9);

  const auto part =
      import("gp-reg-pat-prac-quin-age.csv", header + by_five_years("Z00001", {{"65_69", 310}}, {}, 11049));
  EXPECT_FALSE(part.place.areas.indicators.contains("patients_aged_65_74_percent"));
  EXPECT_TRUE(has_finding(part.findings, "AGES_INCOMPLETE"));
}

TEST_F(Layouts, TheFilesOfBothSexesAreOneListAndOneAloneIsNone) {
  const std::string header =
      "EXTRACT_DATE,SUB_ICB_LOCATION_CODE,ONS_SUB_ICB_LOCATION_CODE,ORG_CODE,POSTCODE,SEX,AGE,NUMBER_OF_"
      "PATIENTS\n";
  const auto rows = [&](const std::string& sex, int young, int old) {
    std::string text = header;
    for (const auto& [age, people] : {std::pair{std::string("ALL"), young + old},
                                      std::pair{std::string("3"), young}, std::pair{std::string("95+"), old}})
      text += "01JUL2026,X,Y,Z00001,ZZ1 1LA," + sex + "," + age + "," + std::to_string(people) + "\n";
    return text;
  };
  const auto female = folder.write("gp-reg-pat-prac-sing-age-female.csv", rows("FEMALE", 10, 50)),
             male = folder.write("gp-reg-pat-prac-sing-age-male.csv", rows("MALE", 20, 20));
  const auto alone = import_new({areas, patients, female});
  EXPECT_TRUE(has_finding(alone.findings, "PRACTICE_ONE_SEX"));
  EXPECT_FALSE(alone.place.areas.indicators.contains("patients_aged_75_plus_percent"));
  const auto later = import_files(alone.place, {male}, {});
  for (const auto& both : {import_new({areas, patients, female, male}), later}) {
    EXPECT_NEAR(indicator(both, "patients_aged_75_plus_percent", 0), 70, 1e-9);
    EXPECT_EQ(both.place.sites.at(0).list_size, 100);
  }
}

TEST_F(Layouts, TheWeightedListIsANeedIndexOfPracticesAndAreas) {
  // Header not whole.
  const auto result = import("nhspaymentsgp-24-25-prac-csv.csv",
                             not_whole({{"Practice Code", "Practice Name", "Practice Postcode",
                                         "Number of Registered Patients (Last Known Figure)",
                                         "Number of Weighted Patients (Last Known Figure)",
                                         "Total NHS Payments to General Practice"},
                                        {"Z00001", "ONE", "ZZ1 1LA", "1,000", "1200", "150000"},
                                        {"Z00002", "TWO", "ZZ1 1LA", "1000", "800", "150000"},
                                        {"Z00003", "THREE", "ZZ1 1LA", "0", "0", "0"}}));
  const auto& record = record_of(result, "nhspayments");
  EXPECT_EQ(record.taken_for, "NHS Payments to General Practice");
  EXPECT_EQ(record.vintage, "2024/25");
  ASSERT_EQ(result.place.weights.size(), 2U);
  EXPECT_EQ(result.place.weights[0].dimension, "practice");
  EXPECT_NEAR(result.place.weights[0].weight, 1.2, 1e-9);
  EXPECT_NEAR(indicator(result, "practice_need_index", 1), 1.0, 1e-9);
  EXPECT_NEAR(indicator(result, "practice_need_index_covered", 2), 0.75, 1e-9);
}

TEST_F(Layouts, ValuesOfPracticesComeOutTheSameWhicheverFileIsFirst) {
  const auto qof = folder.write(
      "PREVALENCE_2324.csv",
      "REGION_ODS_CODE,PRACTICE_CODE,GROUP_CODE,REGISTER,PATIENT_LIST_TYPE,PRACTICE_LIST_SIZE\nY60,Z00001,AF,"
      "20,TOTAL,1000\nY60,Z00002,AF,60,TOTAL,1000\nY60,Z09999,AF,1,TOTAL,10\n");
  const auto at_once = import_new({areas, patients, qof});
  EXPECT_EQ(record_of(at_once, "PREVALENCE").vintage, "2023/24");
  EXPECT_NEAR(indicator(at_once, "qof_af_prevalence_percent", 0), 2, 1e-9);
  EXPECT_NEAR(indicator(at_once, "qof_af_prevalence_percent", 1), 4, 1e-9);
  EXPECT_NEAR(indicator(at_once, "qof_af_prevalence_percent_covered", 2), 0.75, 1e-9);
  for (const auto& order :
       {std::vector{qof, patients}, std::vector{patients, qof}, std::vector{patients, qof, patients}}) {
    auto place = import_files(std::nullopt, {areas}, {}).place;
    for (const auto& file : order) place = import_files(std::move(place), {file}, {}).place;
    EXPECT_EQ(place.areas.indicators.size(), at_once.place.areas.indicators.size());
    for (const auto& [name, values] : at_once.place.areas.indicators)
      for (std::size_t row = 0; row < 3; ++row)
        EXPECT_EQ(place.areas.indicators.at(name)[row], values[row]) << name;
    EXPECT_EQ(place.waiting.size(), 2U) << "the practices of the place, for registrations to come";
    for (const auto& source : place.sources)
      if (source.file == "PREVALENCE_2324.csv") {
        EXPECT_EQ(source.rows_matched, 2);
      }
  }
}

TEST_F(Layouts, AchievementIsTheNumeratorOverTheDenominator) {
  const auto result =
      import("ACHIEVEMENT_LONDON_2324.csv",
             "REGION_ODS_CODE,PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE\nY56,Z00001,AF006,"
             "NUMERATOR,30\nY56,Z00001,AF006,DENOMINATOR,40\nY56,Z00001,AF006,ACHIEVED_POINTS,12\n"
             "Y56,Z00002,AF006,NUMERATOR,3\n");
  EXPECT_EQ(record_of(result, "ACHIEVEMENT").taken_for, "QOF achievement");
  EXPECT_NEAR(indicator(result, "qof_af006_achieved_percent", 0), 75, 1e-9);
  EXPECT_EQ(record_of(result, "ACHIEVEMENT").rows_left_out, 2);
}

const char* const kDetailed =
    "PRAC_CODE,PRAC_NAME,PCN_CODE,PCN_NAME,SUB_ICB_CODE,SUB_ICB_NAME,ICB_CODE,ICB_NAME,REGION_CODE,REGION_"
    "NAME,"
    "TOTAL_PATIENTS,GP_SOURCE,TOTAL_GP_HC,TOTAL_GP_EXTGL_HC,TOTAL_GP_FTE,TOTAL_GP_EXTGL_FTE,TOTAL_NURSES_FTE,"
    "TOTAL_DPC_FTE,TOTAL_ADMIN_FTE\n";

TEST_F(Layouts, TheDetailedTableOfGeneralPracticeGivesStaffByGroup) {
  const std::string sites = folder.write(
      "sites.csv",
      "site_id,name,type,easting,northing\nZ00001,ONE,gp,400500,300500\nZ00002,TWO,gp,401500,300500\n");
  const auto staff_of = [&](const std::string& name, const std::string& rows) {
    return import_new({areas, patients, sites, folder.write(name, kDetailed + rows)});
  };
  const auto now = staff_of("1 General Practice \xE2\x80\x93 March 2026 Practice Level - Detailed.csv",
                            "Z00001,ONE,U00001,X,1,X,Q,X,Y,X,11049,NWRS,6,5,4.5,4.0,2.1,NA,9\n"
                            "Z00002,TWO,U00001,X,1,X,Q,X,Y,X,11049,NWRS,NA,NA,NA,NA,NA,NA,NA\n");
  double gp = 0;
  for (const auto& row : now.place.workforce)
    if (row.role_group == "GP") gp += row.wte;
  EXPECT_EQ(now.place.workforce.size(), 4U)
      << "two rows of doctors, nurses, administration; DPC is not known";
  EXPECT_NEAR(gp, 4.5, 1e-9);
  EXPECT_EQ(record_of(now, "Detailed").rows_left_out, 1);
  EXPECT_FALSE(has_finding(now.findings, "GP_WORKFORCE_ZERO"));

  const std::string with_zero = "Z00001,ONE,U00001,X,1,X,Q,X,Y,X,11049,NWRS,6,5,4.5,4.0,0,0,9\n";
  const auto before = staff_of("1 General Practice - January 2023 Practice Level - Detailed.csv", with_zero);
  EXPECT_EQ(before.place.workforce.size(), 3U);
  EXPECT_TRUE(has_finding(before.findings, "GP_WORKFORCE_ZERO"));
  const auto after = staff_of("1 General Practice - February 2023 Practice Level - Detailed.csv", with_zero);
  EXPECT_EQ(after.place.workforce.size(), 5U) << "a 0 is a number from then on";
}

TEST_F(Layouts, BothTablesOfGeneralPracticeOfOneMonthAreNotCountedTwice) {
  const std::string sites =
      folder.write("sites.csv", "site_id,name,type,easting,northing\nZ00001,ONE,gp,400500,300500\n");
  const auto high =
      folder.write("3 General Practice - March 2026 Practice Level - High level.csv",
                   "PRAC_CODE,PRAC_NAME,STAFF_GROUP,DETAILED_STAFF_ROLE,MEASURE,VALUE\nZ00001,ONE,"
                   "GP,Partner,FTE,4.5\n");
  const auto detailed = folder.write(
      "1 General Practice - March 2026 Practice Level - Detailed.csv",
      std::string(kDetailed) + "Z00001,ONE,U00001,X,1,X,Q,X,Y,X,11049,NWRS,6,5,4.5,4.5,NA,NA,NA\n");
  double wte = 0;
  for (const auto& row : import_new({areas, patients, sites, high, detailed}).place.workforce) wte += row.wte;
  EXPECT_NEAR(wte, 4.5, 1e-9);
}

TEST_F(Layouts, ScoresOfConnectivityKeepTheirModesApart) {
  // Header not whole.
  const auto result = import("connectivity_metrics_2025.csv",
                             not_whole({{"LSOA21CD", "Employment (walking)", "Healthcare (walking)",
                                         "Healthcare (public transport)", "Overall"},
                                        {"E01900001", "1", "55.1", "40.2", "61"}}));
  EXPECT_EQ(record_of(result, "connectivity").taken_for, "connectivity metrics (DfT)");
  EXPECT_EQ(indicator(result, "connectivity_healthcare_walking", 0), 55.1);
  EXPECT_EQ(indicator(result, "connectivity_healthcare_public_transport", 0), 40.2);
  EXPECT_EQ(indicator(result, "connectivity_overall", 0), 61);
  EXPECT_TRUE(has_finding(result.findings, "ABOUT_THE_NUMBERS"));
}

TEST_F(Layouts, JourneyTimesAndHousingAreIndicatorsOfTheirOwnNames) {
  const auto times =
      import("jts0505.csv",
             "LSOA_code,Region,LA_Code,LA_Name,GP_pop,GPPTt,GPPT15n,GPCart,GPWalkt\nE01900001,X,"
             "E06990001,Anyborough,1700,12.1,1500,6.1,15.0\n");
  EXPECT_EQ(record_of(times, "jts").taken_for, "journey time statistics (DfT)");
  EXPECT_EQ(indicator(times, "jts_gpptt", 0), 12.1);
  const auto homes = import("house.csv", "LSOA21CD,dwellings_2030,people_2030\nE01900001,200,460\n");
  EXPECT_EQ(record_of(homes, "house").taken_for, "housing by LSOA (dwellings and people to come)");
  EXPECT_EQ(indicator(homes, "people_2030", 0), 460);
}

TEST_F(Layouts, ClassesOfTheCountrysideAndTheWelshIndexComeIn) {
  const auto classes = import("RUC21.csv",
                              "LSOA21CD,LSOA21NM,RUC21CD,RUC21NM,Urban_rural_flag,ObjectId\nE01900001,A,UN1,"
                              "Urban: Nearer to a major town or city,Urban,1\n");
  EXPECT_EQ(record_of(classes, "RUC21").taken_for, "Rural Urban Classification of LSOAs");
  EXPECT_EQ(classes.place.areas.parents.at("rural_urban_code")[0], "UN1");
  // Header not whole.
  const auto welsh =
      import("wimd-2019.csv",
             not_whole({{"LSOA Code", "LSOA Name (Eng)", "Local Authority Name (Eng)", "WIMD 2019", "Income"},
                        {"E01900001", "A", "B", "24.1", "30"}}));
  EXPECT_EQ(record_of(welsh, "wimd").taken_for, "Welsh Index of Multiple Deprivation");
  EXPECT_EQ(indicator(welsh, "wimd_2019", 0), 24.1);
  EXPECT_EQ(indicator(welsh, "wimd_income", 0), 30);
}

TEST_F(Layouts, ListsOfUnitsNameTheUnitsOfTheAreasWhicheverComesFirst) {
  const auto lookup = folder.write("wards.csv",
                                   "LSOA21CD,LSOA21NM,WD25CD,WD25NM,LAD25CD,LAD25NM\nE01900001,A,E05900001,,"
                                   "E06990001,Anyborough\n");
  const auto wards = folder.write("WD25.csv",
                                  "WD25CD,WD25NM,LAD25CD,LAD25NM\nE05900001,Ward A,E06990001,Anyborough\n"
                                  "E05900009,Elsewhere,E06990009,Other\n");
  for (const auto& order : {std::vector{lookup, wards}, std::vector{wards, lookup}}) {
    auto place = import_files(std::nullopt, {areas}, {}).place;
    for (const auto& file : order) place = import_files(std::move(place), {file}, {}).place;
    EXPECT_EQ(place.areas.parents.at("ward_name")[0], "Ward A");
    EXPECT_EQ(place.areas.parents.at("lad_name")[0], "Anyborough");
  }
  const auto listed = import_new({areas, lookup, wards});
  EXPECT_EQ(record_of(listed, "WD25").taken_for, "list of wards");
  EXPECT_EQ(record_of(listed, "WD25").rows_matched, 1);
}

TEST_F(Layouts, NamesOfMsoasAndParishesComeWithTheirLists) {
  const auto lookup =
      folder.write("oa.csv",
                   "OA21CD,LSOA21CD,LSOA21NM,MSOA21CD,MSOA21NM,LAD22CD,LAD22NM\nE00900001,E01900001,"
                   "A,E02900001,B,E06990001,C\n");
  const auto names = folder.write("MSOA-Names.csv",
                                  "msoa21cd,msoa21nm,msoa21nmw,msoa21hclnm,msoa21hclnmw,Laname\nE02900001,B,,"
                                  "Mill Side,,C\n");
  const auto parishes =
      folder.write("parishes.csv", "LSOA21CD,LSOA21NM,PAR25CD,PAR25NM\nE01900001,A,E04900001,Otley\n");
  const auto result = import_new({areas, lookup, names, parishes});
  EXPECT_EQ(result.place.areas.parents.at("msoa_hcl_name")[0], "Mill Side");
  EXPECT_EQ(result.place.areas.parents.at("parish_name")[0], "Otley");
  EXPECT_EQ(record_of(result, "MSOA-Names").taken_for, "MSOA names (House of Commons Library)");
}

TEST_F(Layouts, NumbersByWardAreNotTakenInSilence) {
  const auto result = import("by-ward.csv", "WD25CD,WD25NM,Crime rate\nE05900001,Ward A,12.5\n");
  EXPECT_TRUE(has_finding(result.findings, "UNIT_VALUES_NOT_TAKEN"));
}

TEST_F(Layouts, IndicatorsOfPracticesReachAreasAndAPeriodCanBeAskedFor) {
  const std::string text =
      "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category "
      "Type,"
      "Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 "
      "limit,Count,Denominator,Value note,Recent Trend,Compared to England value or percentiles,Compared to "
      "percentiles,Time period Sortable,New data,Compared to goal,Time period range\n"
      "241,QOF asthma,E,E,Z00001,ONE,GPs,Persons,All ages,,,2022/23,10,,,,,1,2,,,,,20220000,,,1y\n"
      "241,QOF asthma,E,E,Z00001,ONE,GPs,Persons,All ages,,,2023/24,30,,,,,1,2,,,,,20230000,,,1y\n";
  const auto latest = import("fingertips.csv", text);
  EXPECT_NEAR(indicator(latest, "qof_asthma", 0), 30, 1e-9);
  EXPECT_NEAR(indicator(latest, "qof_asthma_covered", 1), 0.5, 1e-9);
  ImportOptions options;
  options.period = "2022/23";
  EXPECT_NEAR(
      indicator(import_new({areas, patients, folder.path("fingertips.csv")}, options), "qof_asthma", 0), 10,
      1e-9);
  options.period = "2019/20";
  EXPECT_ANY_THROW(import_new({areas, patients, folder.path("fingertips.csv")}, options));
}

TEST_F(Layouts, CommunityServicesByAreaAreIndicators) {
  // Header not whole.
  const auto result = import(
      "csds.csv", not_whole({{"REPORTING_PERIOD_START", "LSOA_CODE", "TEAM_TYPE", "MEASURE", "MEASURE_VALUE"},
                             {"2026-03-01", "E01900001", "District Nursing", "Care contacts", "120"},
                             {"2026-03-01", "E01900002", "District Nursing", "Care contacts", "*"}}));
  EXPECT_EQ(record_of(result, "csds").taken_for, "Community Services Data Set by LSOA");
  EXPECT_EQ(indicator(result, "csds_care_contacts_district_nursing", 0), 120);
  EXPECT_TRUE(std::isnan(indicator(result, "csds_care_contacts_district_nursing", 1)))
      << "suppressed is no zero";
}

TEST_F(Layouts, PharmaciesOfTheConsolidatedListComeInWithoutAppliances) {
  // Header not whole.
  const auto postcodes = folder.write("pc.csv", "postcode,lat,long\nZZ1 1LA,52.6,-1.99\n");
  const auto list = folder.write("consol_pharmacy_list.csv",
                                 not_whole({{"PHARMACY_ODS_CODE_F_CODE", "PHARMACY_TRADING_NAME", "POST_CODE",
                                             "WEEKLY_TOTAL", "SUN_TOTAL", "CONTRACT_TYPE"},
                                            {"FAA01", "BOOTS", "ZZ1 1LA", "40", "0", "Community"},
                                            {"FAA02", "APPLIANCES", "ZZ1 1LA", "40", "0", "DAC"}}));
  const auto result = import_new({areas, postcodes, list});
  EXPECT_EQ(record_of(result, "consol").taken_for, "consolidated pharmaceutical list");
  ASSERT_EQ(result.place.sites.size(), 1U);
  EXPECT_EQ(result.place.sites[0].kind, "pharmacy");
  EXPECT_EQ(result.place.sites[0].area, "E01900001");
  EXPECT_EQ(record_of(result, "consol").rows_left_out, 1);
}

TEST_F(Layouts, AnOrganisationOfTheInterfaceIsASite) {
  const auto result = import(
      "Z00001.json",
      R"({"Organisation":{"Name":"TEST SURGERY","OrgId":{"extension":"Z00001"},"Status":"Active",)"
      R"("GeoLoc":{"Location":{"PostCode":"ZZ1 1LA"}},"Roles":{"Role":[{"id":"RO177"},{"id":"RO76"}]},)"
      R"("Rels":{"Rel":[{"id":"RE8","Status":"Active","Target":{"OrgId":{"extension":"U00001"},)"
      R"("PrimaryRoleId":{"id":"RO272"}}}]}}})");
  EXPECT_EQ(record_of(result, "Z00001").taken_for, "organisation of the ODS (ORD JSON)");
  ASSERT_GE(result.place.sites.size(), 1U);
  EXPECT_EQ(result.place.sites[0].name, "TEST SURGERY");
  EXPECT_EQ(result.place.sites[0].pcn_code, "U00001");
  EXPECT_EQ(result.place.sites[0].postcode, "ZZ1 1LA");
}

TEST_F(Layouts, AListOfPersonsIsRefusedWithAllColumnsThatNameThem) {
  try {
    import_new(
        {folder.write("esr.csv",
                      "Employee Number,Full Name,Staff Group,Role,Assignment FTE,Location\n1234567,TEST "
                      "PERSON,Nursing,Community Nurse,0.8,B0001\n")});
    FAIL() << "taken";
  } catch (const std::exception& error) {
    EXPECT_NE(std::string(error.what()).find("columns 'Employee Number', 'Full Name'"), std::string::npos)
        << error.what();
  }
}

TEST_F(Layouts, ShapesAsTextAndMapInfoTablesAreLayers) {
  const auto text = folder.write(
      "areas_wkt.csv",
      "WKT,LSOA21CD,LSOA21NM\n\"POLYGON ((400000 300000,401000 300000,401000 301000,400000 301000,400000 "
      "300000))\",E01900001,A\n");
  EXPECT_EQ(import_new({text}).place.areas.size(), 1U);
  const auto mif = folder.write(
      "areas.mif",
      "Version 300\nCharset \"WindowsLatin1\"\nDelimiter \",\"\nCoordSys NonEarth Units \"m\" Bounds (0, 0) "
      "(700000, 1300000)\nColumns 2\n  LSOA21CD Char(9)\n  LSOA21NM Char(20)\nData\n\nRegion 1\n  5\n400000 "
      "300000\n401000 300000\n401000 301000\n400000 301000\n400000 300000\n");
  folder.write("areas.mid", "\"E01900001\",\"A\"\n");
  EXPECT_EQ(import_new({mif, folder.path("areas.mid")}).place.areas.size(), 1U);
}

}  // namespace
}  // namespace placewright::datasets
