#include "datasets/import/territories.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "datasets/read/cells.h"
#include "datasets/read/csv.h"
#include "datasets/read/table.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

/// Areas with what they belong to, a row an area: code, authority, ward, region.
Areas areas_of(const std::vector<std::array<std::string, 5>>& rows) {
  Areas areas;
  for (const auto& [code, lad_name, ward_code, ward_name, region] : rows) {
    areas.code.push_back(code);
    areas.name.push_back(lad_name + " 001A");
    areas.parents["lad_name"].push_back(lad_name);
    areas.parents["lad_code"].push_back(lad_name.empty() ? "" : "E06" + code.substr(3));
    areas.parents["ward_code"].push_back(ward_code);
    areas.parents["ward_name"].push_back(ward_name);
    areas.parents["region_name"].push_back(region);
  }
  areas.shape.resize(areas.size());
  return areas;
}

const std::vector<std::array<std::string, 5>> kRows{
    {"E01000001", "Cambridge", "E05000001", "Abbey", "East of England"},
    {"E01000002", "Sefton", "E05000002", "Cambridge", "North West"},
    {"E01000003", "Reading", "E05000003", "Abbey", "South East"},
    {"E01000004", "Bristol, City of", "E05000004", "Central", "South West"},
    {"E01000005", "City of London", "E05000005", "Portsoken", "London"},
    {"E01000006", "Camden", "E05000006", "Gospel Oak", "London"},
    {"E01000007", "Bournemouth, Christchurch and Poole", "E05000007", "Canford Heath", "South West"},
    {"E01000008", "Herefordshire, County of", "E05000008", "Arrow", "West Midlands"},
    {"E01000009", "St. Helens", "E05000009", "Rainhill", "North West"},
    {"W01000010", "Isle of Anglesey", "W05000010", "Ynys Gybi", ""},
    {"E01000011", "Leeds", "E05000011", "Armley", "Yorkshire and The Humber"},
    {"E01000012", "King's Lynn & West Norfolk", "E05000012", "Gaywood", "East of England"}};

std::string codes_within(const Areas& areas, const std::string& within) {
  const auto found = Territories(areas, {}).find(within);
  std::string codes;
  for (std::size_t row = 0; row < areas.size(); ++row)
    if (found.inside[row] != 0) codes += (codes.empty() ? "" : " ") + areas.code[row].substr(7);
  return codes + ": " + found.words;
}

std::string refusal(const Areas& areas, const std::string& within) {
  try {
    (void)Territories(areas, {}).find(within);
  } catch (const geo::InputError& error) {
    return error.what();
  }
  return "taken";
}

TEST(Territories, AnAuthorityOfTheNameComesBeforeAnyOtherKind) {
  const Areas areas = areas_of(kRows);
  EXPECT_EQ(codes_within(areas, "Cambridge"), "01: Cambridge, the local authority");
  EXPECT_EQ(codes_within(areas, "London"), "05 06: London, the region");
  EXPECT_EQ(codes_within(areas, "City of London"), "05: City of London, the local authority");
  EXPECT_EQ(codes_within(areas, "Armley"), "11: Armley, the ward");
}

TEST(Territories, ANameWithCommasIsOneNameAndSmallDifferencesFold) {
  const Areas areas = areas_of(kRows);
  for (const char* name : {"Bristol, City of", "bristol", "City of Bristol", "BRISTOL,CITY OF"})
    EXPECT_EQ(codes_within(areas, name), "04: Bristol, City of, the local authority") << name;
  EXPECT_EQ(codes_within(areas, "Bournemouth, Christchurch and Poole"),
            "07: Bournemouth, Christchurch and Poole, the local authority");
  EXPECT_EQ(codes_within(areas, "Herefordshire"), "08: Herefordshire, County of, the local authority");
  EXPECT_EQ(codes_within(areas, "County of Herefordshire"),
            "08: Herefordshire, County of, the local authority");
  EXPECT_EQ(codes_within(areas, "st helens"), "09: St. Helens, the local authority");
  EXPECT_EQ(codes_within(areas, "YNYS MÔN"), "10: Isle of Anglesey, the local authority");
  EXPECT_EQ(codes_within(areas, "Kings Lynn and West Norfolk"),
            "12: King's Lynn & West Norfolk, the local authority");
  EXPECT_EQ(codes_within(areas, "Bristol, City of, Leeds"),
            "04 11: Bristol, City of and Leeds, the local authorities");
  EXPECT_EQ(codes_within(areas, " Leeds , cambridge "), "01 11: Leeds and Cambridge, the local authorities");
}

TEST(Territories, CodesAreTakenAsTheyAre) {
  const Areas areas = areas_of(kRows);
  EXPECT_EQ(codes_within(areas, "e05000002"), "02: Cambridge, the ward");
  EXPECT_EQ(codes_within(areas, "E05000002,E06000001"),
            "01 02: Cambridge, the ward; Cambridge, the local authority");
  EXPECT_EQ(codes_within(areas, "E01000003"), "03: 1 area");
  EXPECT_EQ(Territories(areas, {}).find("Leeds, Cambridge").codes, "E06000011,E06000001");
}

TEST(Territories, WhatIsNotThereOrThereTwiceIsSaidWithWhatToChooseFrom) {
  const Areas areas = areas_of(kRows);
  const auto abbey = refusal(areas, "Abbey");
  EXPECT_NE(abbey.find("E05000001 (Cambridge), E05000003 (Reading)"), std::string::npos) << abbey;
  const auto typo = refusal(areas, "Leds");
  EXPECT_NE(typo.find("nearest names are: Leeds (local authority), "), std::string::npos) << typo;
  EXPECT_EQ(std::count(typo.begin(), typo.end(), '('), 5) << typo;
  EXPECT_NE(refusal(areas, "West Sussex").find("counties and upper-tier authorities are not known"),
            std::string::npos);
  EXPECT_NE(refusal(areas, "Leeds, Abbey").find("of one kind"), std::string::npos);
  EXPECT_NE(refusal(areas, " , ").find("names nothing"), std::string::npos);
  EXPECT_NE(refusal(areas, "Leeds, Nowhere").find("'Nowhere'"), std::string::npos);
}

TEST(Territories, AnAuthorityThatNoLookupNamesIsKnownFromTheNamesOfItsAreas) {
  Areas areas = areas_of(kRows);
  areas.parents.clear();
  areas.name[9] = "Newport 012A";
  EXPECT_EQ(codes_within(areas, "Casnewydd"), "10: Newport, the local authority");
  EXPECT_EQ(codes_within(areas, "Leeds,newport"), "10 11: Leeds and Newport, the local authorities");
  areas.parents["lad_code"].assign(areas.size(), "");
  areas.parents["lad_code"][9] = "W06000022";
  areas.parents["lad_code"][0] = areas.parents["lad_code"][1] = "E06000063";
  EXPECT_EQ(Territories(areas, {}).find("Newport").codes, "W06000022");
  EXPECT_EQ(refusal(areas, "Sefton").substr(0, 15), "--within Sefton")
      << "its areas and Cambridge's are of one younger authority here";
}

TEST(Territories, ACountyIsKnownWhereTheAreasNameIt) {
  Areas areas = areas_of(kRows);
  areas.parents["county_name"].resize(areas.size());
  areas.parents["county_name"][0] = "Cambridgeshire";
  EXPECT_EQ(codes_within(areas, "cambridgeshire"), "01: Cambridgeshire, the county or upper-tier authority");
}

/// The official lookup of LSOAs to wards and authorities, as columns of areas.
TEST(Territories, EachAuthorityOfEnglandIsFoundByItsNameAlone) {
  const std::string file =
      std::string(PLACEWRIGHT_SOURCE_DIR) +
      "/../shared/data/official/LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the ward lookup is not at hand: " << file;
  const auto tables = find_tables(file);
  ASSERT_EQ(tables.size(), 1U);
  const auto& headings = tables.front().sample.front();
  std::map<std::string, int> at;
  for (std::size_t k = 0; k < headings.size(); ++k) at[headings[k]] = static_cast<int>(k);
  ASSERT_TRUE(at.contains("LSOA21CD") && at.contains("WD24NM") && at.contains("LAD24NM"));
  Areas areas;
  std::vector<geo::Finding> findings;
  read_rows(
      tables.front(), 1, std::vector<bool>(headings.size(), true),
      [&](const InputRow& row) {
        areas.code.emplace_back(row.cell(at["LSOA21CD"]));
        areas.name.emplace_back(row.cell(at["LSOA21NM"]));
        areas.parents["ward_code"].emplace_back(row.cell(at["WD24CD"]));
        areas.parents["ward_name"].emplace_back(row.cell(at["WD24NM"]));
        areas.parents["lad_code"].emplace_back(row.cell(at["LAD24CD"]));
        areas.parents["lad_name"].emplace_back(row.cell(at["LAD24NM"]));
      },
      findings);
  areas.shape.resize(areas.size());
  std::map<std::string, std::set<std::string>> of_name;
  for (std::size_t row = 0; row < areas.size(); ++row)
    if (areas.code[row].front() == 'E') of_name[areas.parents["lad_name"][row]].insert(areas.code[row]);
  EXPECT_EQ(of_name.size(), 296U);
  const Territories territories(areas, {});
  for (const auto& [name, codes] : of_name) {
    for (const auto& typed : {name, lower(name)}) {
      const auto found = territories.find(typed);
      std::set<std::string> taken;
      for (std::size_t row = 0; row < areas.size(); ++row)
        if (found.inside[row] != 0) taken.insert(areas.code[row]);
      EXPECT_EQ(taken, codes) << typed;
      EXPECT_EQ(found.words, name + ", the local authority");
    }
  }
}

}  // namespace
}  // namespace placewright::datasets
