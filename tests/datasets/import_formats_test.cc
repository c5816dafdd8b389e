#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "datasets/place/checksum.h"
#include "geo/error.h"
#include "tests/datasets/import_fixture.h"

/// One small file in each published layout, with its quirks.
namespace placewright::datasets {
namespace {

const std::string kPeople = "LSOA21CD,population\nE01900001,1000\nE01900002,2000\nE01900003,3000\n";

/// Imports a file together with three squares and their people.
ImportResult with_squares(const Folder& folder, const std::string& name, const std::string& text,
                          ImportOptions options = {}) {
  return import_new({folder.write("squares.geojson", squares_geojson(kThree)),
                     folder.write("squares.csv", kPeople), folder.write(name, text)},
                    std::move(options));
}

/// A workbook whose sheets hold these rows.
void write_workbook(const std::string& path,
                    const std::map<std::string, std::vector<std::vector<std::string>>>& sheets) {
  GDALAllRegister();
  GDALDataset* book =
      GetGDALDriverManager()->GetDriverByName("XLSX")->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
  for (const auto& [name, rows] : sheets) {
    OGRLayer* sheet = book->CreateLayer(name.c_str(), nullptr, wkbNone, nullptr);
    std::size_t width = 0;
    for (const auto& row : rows) width = std::max(width, row.size());
    for (std::size_t k = 0; k < width; ++k) {  // the names of the fields become the first row
      OGRFieldDefn field(k < rows[0].size() && !rows[0][k].empty() ? rows[0][k].c_str()
                                                                   : (" " + std::string(k, ' ')).c_str(),
                         OFTString);
      sheet->CreateField(&field);
    }
    for (std::size_t row = 1; row < rows.size(); ++row) {
      OGRFeature* feature = OGRFeature::CreateFeature(sheet->GetLayerDefn());
      for (std::size_t k = 0; k < rows[row].size(); ++k)
        if (!rows[row][k].empty()) feature->SetField(static_cast<int>(k), rows[row][k].c_str());
      EXPECT_EQ(sheet->CreateFeature(feature), OGRERR_NONE);
      OGRFeature::DestroyFeature(feature);
    }
  }
  GDALClose(book);
}

void write_archive(const std::string& path, const std::map<std::string, std::string>& entries) {
  void* zip = CPLCreateZip(path.c_str(), nullptr);
  for (const auto& [name, bytes] : entries) {
    CPLCreateFileInZip(zip, name.c_str(), nullptr);
    CPLWriteFileInZip(zip, bytes.data(), static_cast<int>(bytes.size()));
    CPLCloseFileInZip(zip);
  }
  CPLCloseZip(zip);
}

std::string bytes_of(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

std::string line_layer(const std::string& properties) {
  return R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[{"type":"Feature","properties":{)" +
         properties +
         R"(},"geometry":{"type":"LineString","coordinates":[[400100,300100],[402900,300900]]}}]})";
}

TEST(TextFiles, InUtf16OrWithBarsBetweenCellsAreRead) {
  const Folder folder;
  const std::string text = "LSOA21CD,LAD24CD,LAD24NM,population\nE01900001,E06900001,Ll\xC5\xB7n,1500\n";
  std::string wide = "\xFF\xFE";
  for (std::size_t k = 0; k < text.size(); ++k) {
    const bool two = text[k] == '\xC5';  // the only letter of two bytes: U+0177
    wide += two ? "\x77\x01" : std::string{text[k], '\0'};
    k += two ? 1 : 0;
  }
  auto bars = text;
  std::replace(bars.begin(), bars.end(), ',', '|');
  const auto shapes = folder.write("b.geojson", squares_geojson({"E01900001"}));
  for (const auto& file : {folder.write("wide.csv", wide), folder.write("bars.txt", bars)}) {
    const auto place = import_new({shapes, file}).place;
    EXPECT_EQ(place.areas.population[0], 1500) << file;
    EXPECT_EQ(place.areas.parents.at("lad_name")[0], "Ll\xC5\xB7n") << file;
  }
}

TEST(Formats, MidYearEstimatesHaveTheirHeadingsInTheFourthRowAndSingleYears) {
  const Folder folder;
  std::vector<std::string> headings{"LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code", "LSOA 2021 Name",
                                    "Total"},
      row;
  for (const char* sex : {"F", "M"})
    for (int age = 0; age <= 90; ++age) headings.push_back(sex + std::to_string(age));
  const auto area = [&](const std::string& code, const std::string& total) {
    std::vector<std::string> cells{"E06900001", "Squareton", code, "Squareton 001A", total};
    cells.resize(headings.size(), "10");
    return cells;
  };
  const std::string path = folder.path("sapelsoasyoa20222024.xlsx");
  write_workbook(path, {{"Mid-2022 LSOA 2021",
                         {{"Mid-2022 estimates"},
                          {"note"},
                          {"note"},
                          headings,
                          area("E01900001", "1800"),
                          area("E01900002", "1801")}},
                        {"Mid-2024 LSOA 2021",
                         {{"Mid-2024 estimates"},
                          {"note"},
                          {"note"},
                          headings,
                          area("E01900001", "1820"),
                          area("E01900002", "1830")}}});
  const auto result = import_new({folder.write("squares.geojson", squares_geojson(kThree)), path});
  EXPECT_EQ(result.place.areas.population[0], 1820) << "the later sheet counts";
  EXPECT_EQ(result.place.areas.population[1], 1830);
  EXPECT_TRUE(is_missing(result.place.areas.population[2]));
  EXPECT_EQ(record_of(result, "Mid-2024").vintage, "2024-06");
  EXPECT_TRUE(has_finding(result.findings, "SYOA_SUPPORTING"));
  ASSERT_EQ(result.place.ages.size(), 2U * 36U) << "18 five-year bands by sex, two areas";
  EXPECT_EQ(result.place.ages[0].band, "0-4");
  EXPECT_EQ(result.place.ages[0].sex, "F");
  EXPECT_EQ(result.place.ages[0].people, 50);
  EXPECT_EQ(result.place.ages[17].band, "85+");
  EXPECT_EQ(result.place.ages[17].people, 60) << "85 to 89 and 90 and over";
}

TEST(Formats, CensusTableOfTheBulkDownload) {
  const Folder folder;
  const auto result =
      import_new({folder.write("squares.geojson", squares_geojson(kThree)),
                  folder.write("census2021-ts007a-lsoa.csv",
                               "date,geography,geography code,Age: Total; measures: Value,Age: Aged 4 years "
                               "and under,Age: Aged 5 to 9 years,Age: Aged 85 years and over\n"
                               "2021,Squareton 001A,E01900001,30,10,11,9\n")});
  EXPECT_EQ(result.place.areas.population[0], 30);
  EXPECT_EQ(result.place.ages.size(), 3U);
}

TEST(Formats, PopulationWeightedCentroidsReplaceInsidePoints) {
  const Folder folder;
  const auto result = with_squares(
      folder, "LSOA_PopCentroids_EW_2021_V4.geojson",
      R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[
      {"type":"Feature","properties":{"FID":1,"LSOA21CD":"E01900002"},"geometry":{"type":"Point","coordinates":[401100,300200]}}]})");
  EXPECT_EQ(result.place.areas.centroid_x[1], 401100);
  EXPECT_EQ(result.place.areas.centroid_weighted, (std::vector<std::uint8_t>{0, 1, 0}));
  EXPECT_EQ(result.place.areas.centroid_x[0], 400500);
}

TEST(Formats, PostcodeDirectoriesOfBothLayouts) {
  const Folder folder;
  const auto old_layout =
      with_squares(folder, "ONSPD_MAY_2025_UK.csv",
                   "pcd,pcd2,pcds,dointr,doterm,oseast1m,osnrth1m,osgrdind,lsoa21,lat,long\n"
                   "ZZ1 1AA,ZZ1  1AA,ZZ1 1AA,198001,,\"400500\",\"0300500\",1,E01900001,52,-2\n"
                   "ZZ1 1AB,ZZ1  1AB,ZZ1 1AB,198001,202001,401500,0300500,1,E01900002,52,-2\nZZ1 1AC,ZZ1  "
                   "1AC,ZZ1 1AC,198001,,,,9,,99.999999,0\n");
  ASSERT_EQ(old_layout.place.postcodes.size(), 1U);
  EXPECT_EQ(old_layout.place.postcodes[0].area, "E01900001");
  EXPECT_EQ(record_of(old_layout, "ONSPD").vintage, "2025-05");
  const auto new_layout =
      with_squares(folder, "NSPL_AUG_2026.csv",
                   "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,lsoa21cd,lat,long\n"
                   "ZZ1 1AD,ZZ1  1AD,ZZ1 1AD,198001,,0,402500,300500,1,E00000001,E01900003,52,-2\n");
  ASSERT_EQ(new_layout.place.postcodes.size(), 1U);
  EXPECT_EQ(new_layout.place.postcodes[0].postcode, "ZZ1 1AD");
  EXPECT_EQ(new_layout.place.postcodes[0].area, "E01900003");
}

TEST(Formats, LookupsOfEveryParent) {
  const Folder folder;
  const auto icb = with_squares(folder, "icb.csv",
                                "\xEF\xBB\xBFLSOA21CD,LSOA21NM,SICBL26CD,SICBL26CDH,SICBL26NM,ICB26CD,"
                                "ICB26CDH,ICB26NM,NHSER26CD,NHSER26CDH,NHSER26NM,LAD26CD,LAD26NM,ObjectId\n"
                                "E01900001,Squareton 001A,E38000255,A3A8R,Sub,E54000029,QMF,Big "
                                "ICB,E40000003,Y56,London,E06900001,Squareton,1\n");
  EXPECT_EQ(icb.place.areas.parents.at("icb_name")[0], "Big ICB");
  EXPECT_EQ(icb.place.areas.parents.at("icb_ods")[0], "QMF");
  EXPECT_EQ(icb.place.areas.parents.at("lad_name")[0], "Squareton");
  EXPECT_EQ(record_of(icb, "icb.csv").vintage, "2026");
  const auto oa = with_squares(
      folder, "oa.csv",
      "OA21CD,LSOA21CD,LSOA21NM,MSOA21CD,MSOA21NM,LAD22CD,LAD22NM\nE00000001,E01900001,S,E02000001,Square "
      "001,E06900001,Squareton\n"
      "E00000002,E01900001,S,E02000001,Square "
      "001,E06900001,Squareton\nE00000003,E01900002,S,E02000001,Square 001,E06900001,Squareton\n");
  EXPECT_EQ(oa.place.areas.parents.at("msoa_code")[1], "E02000001");
  EXPECT_EQ(record_of(oa, "oa.csv").rows_left_out, 1) << "a second output area of the same LSOA";
  EXPECT_THROW(
      (void)with_squares(
          folder, "oa.csv",
          "OA21CD,LSOA21CD,MSOA21CD\nE00000001,E01900001,E02000001\nE00000002,E01900001,E02000002\n"),
      geo::InputError);
}

/// 27 quoted columns without headings.
std::string organisation(const std::string& code, const std::string& name, const std::string& status,
                         const std::string& subtype, const std::string& role,
                         const std::string& parent = "") {
  std::string row;
  for (int column = 1; column <= 27; ++column) {
    const std::string cell = column == 1    ? code
                             : column == 2  ? name
                             : column == 10 ? "ZZ1 1AA"
                             : column == 11 ? "20000101"
                             : column == 13 ? status
                             : column == 14 ? subtype
                             : column == 15 ? parent
                             : column == 26 ? role
                                            : "";
    row += (column == 1 ? "\"" : ",\"") + cell + "\"";
  }
  return row + "\n";
}

TEST(Formats, ListsOfOrganisationsAreToldApartByTheirCodes) {
  const Folder folder;
  const std::string postcodes = folder.write("pc.csv", "Postcode,lat,long\nZZ1 1AA,52.6,-1.99\n");
  const auto import_list = [&](const std::string& text) {
    return import_new({folder.write("squares.geojson", squares_geojson(kThree)), postcodes,
                       folder.write("list.csv", text)});
  };
  const auto pharmacies = import_list(organisation("FZZ01", "BOOTS", "ACTIVE", "1", "RO182") +
                                      organisation("FZZ02", "GONE", "INACTIVE", "1", "RO182") +
                                      organisation("FZZ03", "APPLIANCES", "A", "2", ""));
  ASSERT_EQ(pharmacies.place.sites.size(), 1U);
  EXPECT_EQ(pharmacies.place.sites[0].kind, "pharmacy");
  EXPECT_EQ(pharmacies.place.sites[0].area, "E01900001");
  const auto branches = import_list(organisation("Z00001001", "BRANCH ONE", "A", "", "", "Z00001") +
                                    organisation("Z00001002", "BRANCH TWO", "A", "", "", "Z00001"));
  ASSERT_EQ(branches.place.sites.size(), 2U);
  EXPECT_EQ(branches.place.sites[0].kind, "branch");
  EXPECT_EQ(branches.place.sites[0].organisation, "Z00001");
  const auto sites = import_list(organisation("RZZ01", "GENERAL HOSPITAL", "A", "", "") +
                                 organisation("RZZ02", "HEALTH CENTRE", "A", "", ""));
  ASSERT_EQ(sites.place.sites.size(), 2U);
  EXPECT_EQ(sites.place.sites[0].kind, "hospital");
  EXPECT_EQ(sites.place.sites[1].kind, "clinic");
  EXPECT_EQ(import_list(organisation("RZZ", "TRUST", "A", "", "")).records.back().taken_for,
            "NHS trusts (etr)");
  EXPECT_EQ(import_list(organisation("V00001", "DENTAL", "A", "", "")).place.sites.at(0).kind, "dentist");
}

TEST(Formats, PcnWorkbookGivesTheActiveMembership) {
  const Folder folder;
  const std::string path = folder.path("ePCN.xlsx");
  write_workbook(path,
                 {{"PCN Core Partner Details",
                   {{"Partner Organisation Code", "Partner Name", "PCN Code", "PCN Name",
                     "Practice to PCN Relationship Start Date", "Practice to PCN Relationship End Date"},
                    {"Z00001", "FIRST", "U90009", "OLD PCN", "20190701", "20210331"},
                    {"Z00001", "FIRST", "U90001", "NEW PCN", "20210401", ""}}}});
  const auto result =
      import_new({folder.write("squares.geojson", squares_geojson(kThree)), path,
                  folder.write("r.csv", "PRACTICE_CODE,LSOA_CODE,NUMBER_OF_PATIENTS\nZ00001,E01900001,4\n")});
  EXPECT_EQ(result.place.areas.pcn_code[0], "U90001");
  EXPECT_EQ(result.place.settings.at("pcn_name.U90001"), "NEW PCN");
}

TEST(Formats, PatientsBySexAreAddedOnlyWhereNoRowIsForAll) {
  const Folder folder;
  const std::string head =
      "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,Number of Patients\n";
  const std::string by_sex =
      "P,01-Apr-20,Z00001,A,E01900001,FEMALE,4\nP,01-Apr-20,Z00001,A,E01900001,MALE,5\n";
  EXPECT_EQ(with_squares(folder, "r.csv", head + by_sex).place.registrations.at(0).patients, 9);
  EXPECT_EQ(with_squares(folder, "r.csv", head + by_sex + "P,01-Apr-20,Z00001,A,E01900001,ALL,10\n")
                .place.registrations.at(0)
                .patients,
            10);
}

TEST(Formats, StaffOfGeneralPracticeWithoutTotalsAndHeadcounts) {
  const Folder folder;
  const std::string files[] = {
      folder.write("squares.geojson", squares_geojson(kThree)),
      folder.write("r.csv", "PRACTICE_CODE,LSOA_CODE,NUMBER_OF_PATIENTS\nZ00001,E01900001,4\n"),
      folder.write("practices.csv",
                   "practice_code,name,postcode,easting,northing,status,pcn_code\nZ00001,FIRST,ZZ1 "
                   "1AA,400500,300500,A,U90001\n"),
      folder.write("3 General Practice \xE2\x80\x93 July 2025 Practice Level - High level.csv",
                   "PRAC_CODE,PRAC_NAME,STAFF_GROUP,DETAILED_STAFF_ROLE,MEASURE,VALUE\nZ00001,FIRST,GP,GP "
                   "Partner,FTE,2.5\nZ00001,FIRST,GP,GP Partner,Headcount,3\n"
                   "Z00001,FIRST,GP,Total,FTE,2.5\nZ00001,FIRST,Nurses,Nurse,FTE,NA\nZ00009,OTHER,GP,GP "
                   "Partner,FTE,9\n"),
      folder.write("1.Primary Care Networks - September 2022 Individual Level.csv",
                   "ICB_CODE,UNIQUE_IDENTIFIER,PCN_CODE,PCN_NAME,STAFF_GROUP,STAFF_ROLE,DETAILED_STAFF_ROLE,"
                   "FTE\nQ,1,U90001,EAST,DPC,Pharmacists,Pharmacist,0.5\n"
                   "Q,2,U90001,EAST,DPC,Pharmacists,Pharmacist,1\nQ,2,U90001,EAST,DPC,Other,Dietician,0.2\nQ,"
                   "3,U90077,FAR,DPC,Other,Dietician,1\n")};
  const auto result = import_new({std::begin(files), std::end(files)});
  ASSERT_EQ(result.place.workforce.size(), 3U);
  std::map<std::string, WorkforceRow> by_role;
  for (const auto& row : result.place.workforce) by_role[row.role] = row;
  EXPECT_EQ(by_role["GP Partner"].wte, 2.5);
  EXPECT_EQ(by_role["GP Partner"].practice_code, "Z00001");
  EXPECT_EQ(by_role["Pharmacist"].wte, 1.5);
  EXPECT_EQ(by_role["Pharmacist"].headcount, 2);
  EXPECT_EQ(by_role["Pharmacist"].as_at, "2022-09");
}

TEST(Formats, PostsOfAdultSocialCareComeFromTheirWorkbookWithoutTotalsAndAreEstimates) {
  const Folder folder;
  const std::string path = folder.path("Filled posts by local authority 2024-25.xlsx");
  write_workbook(path,
                 {{"Filled posts",
                   {{"Local authority area", "", "", "", ""},
                    {"Local authority", "Sector", "Main service", "Job role", "Filled posts", "FTE ratio"},
                    {"Squareshire", "Local authority", "Adult domiciliary", "Social worker", "40", "0.8"},
                    {"Squareshire", "Independent", "Adult domiciliary", "Care worker", "300", "0.7"},
                    {"Squareshire", "Independent", "Adult domiciliary", "All job roles", "340", "0.7"},
                    {"Squareshire", "Independent", "Adult residential", "Registered nurse", "12", ""},
                    {"Elsewhere", "Independent", "Adult domiciliary", "Care worker", "900", "0.7"}}}});
  const auto result =
      import_new({folder.write("squares.geojson",
                               squares_geojson(kThree, R"(,"LAD24CD":"E08000001","LAD24NM":"Squareshire")")),
                  path});
  ASSERT_EQ(result.place.workforce.size(), 3U);
  std::map<std::string, WorkforceRow> by_role;
  for (const auto& row : result.place.workforce) by_role[row.role] = row;
  EXPECT_NEAR(by_role["Social worker"].wte, 32, 1e-9);
  EXPECT_EQ(by_role["Social worker"].role_group, "ASC");
  EXPECT_EQ(by_role["Care worker"].role_group, "DOM");
  EXPECT_EQ(by_role["Care worker"].headcount, 300);
  EXPECT_EQ(by_role["Care worker"].allocation, "spread");
  EXPECT_EQ(by_role["Care worker"].estimated, "Y");
  EXPECT_TRUE(is_missing(by_role["Registered nurse"].wte)) << "posts are no WTE";
}

TEST(Formats, RoadsAndBarriersBecomeLines) {
  const Folder folder;
  const auto open_roads = with_squares(
      folder, "road_link.geojson",
      line_layer(R"("road_function":"A Road","form_of_way":"Dual Carriageway","name_1":"Long Lane")"));
  ASSERT_EQ(open_roads.place.roads.size(), 1U);
  EXPECT_EQ(open_roads.place.roads[0].road_class, "A Road");
  const auto osm = with_squares(
      folder, "roads_osm.geojson",
      line_layer(
          R"("osm_id":"7","name":"High Street","highway":"residential","other_tags":"\"oneway\"=>\"yes\",\"foot\"=>\"no\",\"access\"=>\"private\"")"));
  ASSERT_EQ(osm.place.roads.size(), 1U);
  EXPECT_TRUE(osm.place.roads[0].oneway);
  EXPECT_EQ(osm.place.roads[0].access, "private");
  EXPECT_EQ(osm.place.roads[0].other, "foot=no");
  EXPECT_EQ(record_of(osm, "roads_osm").licence, "Open Database Licence 1.0");
  const auto barrier = with_squares(folder, "river.geojson", line_layer(R"("kind":"river","name":"Aire")"));
  ASSERT_EQ(barrier.place.barriers.size(), 1U);
  EXPECT_EQ(barrier.place.barriers[0].kind, "river");
}

TEST(Formats, BoundariesOfWardsAndThoseThatResidentsDrew) {
  const Folder folder;
  std::string wards = squares_geojson({"E05000001", "E05000002", "E05000003"});
  for (std::size_t at = wards.find("LSOA21"); at != std::string::npos; at = wards.find("LSOA21"))
    wards.replace(at, 6, "WD25");
  std::string drawn = squares_geojson({"x"});
  drawn.replace(drawn.find("\"LSOA21CD\":\"x\",\"LSOA21NM\":\"Squareton 001A\""),
                std::string("\"LSOA21CD\":\"x\",\"LSOA21NM\":\"Squareton 001A\"").size(),
                "\"name\":\"The Mount\"");
  const auto result =
      import_new({folder.write("squares.geojson", squares_geojson(kThree)),
                  folder.write("wards.geojson", wards), folder.write("mount.geojson", drawn)});
  ASSERT_EQ(result.place.boundaries.size(), 4U);
  EXPECT_EQ(result.place.boundaries[0].kind, "resident-drawn area");
  EXPECT_EQ(result.place.boundaries[0].name, "The Mount");
  EXPECT_EQ(result.place.boundaries[1].code, "E05000001");
  ImportOptions options;
  options.within = "the mount";
  EXPECT_EQ(
      import_new({folder.path("squares.geojson"), folder.path("mount.geojson")}, options).place.areas.code,
      (std::vector<std::string>{"E01900001"}));
}

TEST(Formats, TheProgramsOwnTables) {
  const Folder folder;
  const std::string files[] = {
      folder.write("squares.geojson", squares_geojson(kThree)),
      folder.write("lsoa.csv",
                   "lsoa21cd,name,easting,northing,pop_total,0-4,5-9,85+,imd_score,imd_rank,imd_decile,damp_"
                   "homes\nE01900001,One,1,1,1000,10,20,30,44.5,100,1,0.25\n"),
      folder.write("bases.csv",
                   "base_id,name,type,postcode,easting,northing,desks,rooms,organisation\nB1,Clinic,clinical,"
                   "ZZ1 1AA,400500,300500,4,2,Trust\n"),
      folder.write(
          "workforce.csv",
          "row_id,employer,sector,role_group,role,registered,base_id,allocation,share,level,wte,source,as_at,"
          "estimated\nW1,Trust,NHS,Nursing,District nurse,Y,B1,footprint,1,place,2.5,ESR,2025-03,N\n"),
      folder.write(
          "footprints.csv",
          "footprint_id,service,level,member_type,member_id,share\nF1,Diabetes,multi,lsoa,E01900001,\n"),
      folder.write("services.csv",
                   "service_id,type,name,postcode,easting,northing,capacity,mode,catchment_min\nS1,community,"
                   "Hall,,401500,300500,20,clinic,15\n"),
      folder.write("weights.csv", "scheme,dimension,key,weight,source\nneed,age,85+,3.6,paper\n"),
      folder.write("segments.csv", "lsoa21cd,segment,count\nE01900001,frail,12\nE01999999,frail,12\n"),
      folder.write("projections.csv",
                   "area_code,year,sex,age_band,population,source,edition\nE01900001,2035,F,85+,90,LA,"
                   "2025\nE07000001,2035,F,85+,90,LA,2025\n"),
      folder.write("priority.csv", "area_code,priority\nE01900003,1\nE01900002,0\n"),
      folder.write(
          "current.csv",
          "area_code,neighbourhood,name\nE01900001,N1,West\nE01900002,N1,West\nE01900003,N2,East\n")};
  const auto result = import_new({std::begin(files), std::end(files)});
  const Place& place = result.place;
  EXPECT_EQ(place.areas.population[0], 1000);
  EXPECT_EQ(place.areas.indicators.at("damp_homes")[0], 0.25);
  EXPECT_EQ(place.ages.size(), 3U);
  ASSERT_EQ(place.sites.size(), 2U);
  EXPECT_EQ(place.sites[0].kind, "base");
  EXPECT_EQ(place.sites[0].base_type, "clinical");
  EXPECT_EQ(place.sites[0].desks, 4);
  EXPECT_EQ(place.sites[1].capacity, 20);
  ASSERT_EQ(place.workforce.size(), 1U);
  EXPECT_EQ(place.workforce[0].base_id, "B1");
  EXPECT_EQ(place.footprints.at(0).share, 1);
  EXPECT_EQ(place.weights.at(0).weight, 3.6);
  EXPECT_EQ(place.segments.size(), 1U);
  EXPECT_EQ(place.projections.size(), 1U);
  EXPECT_EQ(place.areas.priority, (std::vector<std::uint8_t>{1, 0, 1}));
  ASSERT_EQ(result.plans.size(), 1U);
  EXPECT_EQ(result.plans[0].name, "current");
  EXPECT_EQ(result.plans[0].neighbourhoods.at(1).name, "East");
}

TEST(Formats, PopulationProjectionsOfAuthorities) {
  const Folder folder;
  const auto result = with_squares(
      folder, "2022 SNPP Population persons.csv",
      "AREA_CODE,AREA_NAME,COMPONENT,SEX,AGE_GROUP,2022,2023\nE06900001,Squareton,Population,persons,90 and "
      "over,10,11\n"
      "E06900001,Squareton,Population,persons,All ages,100,110\nE06999999,Far,Population,persons,0,5,5\n");
  EXPECT_TRUE(result.place.projections.empty()) << "no area of the place is known to lie in that authority";
  const Folder second;
  const auto known =
      import_new({second.write("squares.geojson", squares_geojson(kThree, R"(,"LAD23CD":"E06900001")")),
                  folder.path("2022 SNPP Population persons.csv")});
  ASSERT_EQ(known.place.projections.size(), 2U);
  EXPECT_EQ(known.place.projections[1].year, "2023");
  EXPECT_EQ(known.place.projections[1].value, 11);
  EXPECT_TRUE(has_finding(known.findings, "SNPP_EDITION"));
}

TEST(Formats, ArchivesAreLookedIntoAlsoWithinArchives) {
  const Folder folder;
  const std::string inner = folder.path("inner.zip");
  write_archive(inner, {{"people.csv", kPeople}, {"readme.pdf", "%PDF-1.4"}});
  const std::string outer = folder.path("download");  // the name says nothing
  write_archive(outer, {{"boundaries/areas.geojson", squares_geojson(kThree)},
                        {"inner.zip", bytes_of(inner)},
                        {"__MACOSX/x", "junk"}});
  const auto result = import_new({outer});
  EXPECT_EQ(result.place.areas.population, (std::vector<double>{1000, 2000, 3000}));
  EXPECT_EQ(result.records.at(0).file, "download!boundaries/areas.geojson");
  EXPECT_EQ(result.records.at(1).checksum, sha256_of_file(outer));
}

TEST(Formats, PolygonsWithPeopleNeedNoMapping) {
  const Folder folder;
  const auto result = import_new({folder.write(
      "areas.geojson",
      R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[
    {"type":"Feature","properties":{"id":0,"population":1818,"imd":7.205},"geometry":{"type":"Polygon","coordinates":[[[1000,1000],[2000,1000],[2000,2000],[1000,2000],[1000,1000]]]}},
    {"type":"Feature","properties":{"id":1,"population":900,"imd":null},"geometry":{"type":"Polygon","coordinates":[[[2000,1000],[3000,1000],[3000,2000],[2000,2000],[2000,1000]]]}}]})")});
  EXPECT_EQ(result.place.areas.code, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(result.place.areas.imd_score[0], 7.205);
  EXPECT_TRUE(is_missing(result.place.areas.imd_score[1]));
  EXPECT_EQ(result.place.adjacency.size(), 1U);
}

TEST(Formats, MsoasAreTheAreasWhereNothingFinerIsGiven) {
  const Folder folder;
  std::string msoa = squares_geojson({"E02000001", "E02000002"});
  for (std::size_t at = msoa.find("LSOA21"); at != std::string::npos; at = msoa.find("LSOA21"))
    msoa.replace(at, 6, "MSOA21");
  const auto result = import_new({folder.write("msoa.geojson", msoa)});
  EXPECT_EQ(result.place.areas.code, (std::vector<std::string>{"E02000001", "E02000002"}));
  EXPECT_TRUE(has_finding(result.findings, "AREAS_ARE_NOT_LSOA"));
}

}  // namespace
}  // namespace placewright::datasets
