#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/workforce/toy_staff.h"

/// The workforce planner's jobs, from files in the official or canonical layouts through the program.
namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;
using nlohmann::json;

constexpr const char* kWhen = "2026-01-01T00:00:00Z";
constexpr const char* kHeader =
    "row_id,employer,sector,role_group,role,registered,service_area,base_id,practice_code,pcn_code,footprint_"
    "id,allocation,post_id,share,level,area_id,mobile,wte,headcount,source,as_at,estimated\n";

/// Squares of 1 km side by side, so that the areas have shapes.
void give_shapes(datasets::Place& place) {
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    const double x = 400'000 + 1000 * static_cast<double>(i), y = 300'000;
    place.areas.shape[i].parts = {{{{x, y}, {x + 1000, y}, {x + 1000, y + 1000}, {x, y + 1000}}, {}}};
    place.areas.centroid_x[i] = x + 500;
    place.areas.centroid_y[i] = y + 500;
    if (i > 0)
      place.adjacency.push_back(
          {static_cast<std::uint32_t>(i - 1), static_cast<std::uint32_t>(i), 1000, "exact"});
  }
}

struct Desk {
  TemporaryFolder folder;
  std::string place_path = folder.path("place.gpkg");

  void write_place(datasets::Place place) {
    give_shapes(place);
    for (auto& site : place.sites)
      if (const auto row = place.find_area(site.area)) {
        site.x = place.areas.centroid_x[*row];
        site.y = place.areas.centroid_y[*row];
      }
    datasets::write_new_place(place_path, place, kWhen);
  }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder.path(name), std::ios::binary) << text;
    return "'" + folder.path(name) + "'";
  }
  Ran run(const std::string& command, const std::string& rest) const {
    return run_program(folder, command + " '" + place_path + "' " + rest);
  }
  json ask(const std::string& command, const std::string& rest) const {
    const auto ran = run(command, rest + " --json --quiet");
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? json::parse(ran.out) : json();
  }
};

bool has_code(const json& findings, const std::string& code) {
  for (const auto& finding : findings)
    if (finding["code"] == code) return true;
  return false;
}

const json& unit_of(const json& units, const std::string& id) {
  for (const auto& unit : units)
    if (unit["id"] == id) return unit;
  throw std::runtime_error("no unit " + id);
}

TEST(WorkforceProgram, CurrentStaffByNeighbourhoodComeFromThePublishedFiles) {
  Desk desk;
  auto place = toy::three_practices();
  place.workforce.clear();
  const std::map<std::string, std::string> code{{"P1", "Z00001"}, {"P2", "Z00002"}, {"P3", "Z00003"}};
  for (auto& site : place.sites)
    site.id = code.at(site.id), site.pcn_code = site.pcn_code == "U1" ? "U00001" : "U00002";
  for (auto& row : place.registrations) row.practice = code.at(row.practice);
  place.settings["workforce_definition"] = "Everybody who looks after people here.";
  desk.write_place(place);
  // Role rows count, totals do not, also where a total says 0; NA is missing.
  const auto practice =
      desk.write("3 General Practice \xE2\x80\x93 September 2022 Practice Level - High level.csv",
                 "PRAC_CODE,PRAC_NAME,STAFF_GROUP,DETAILED_STAFF_ROLE,MEASURE,VALUE\n"
                 "Z00001,One,GP,Senior Partners,FTE,5\nZ00001,One,GP,Total,FTE,5\nZ00001,One,GP,Senior "
                 "Partners,Headcount,6\n"
                 "Z00001,One,Nurses,Practice Nurses,FTE,3\nZ00001,One,Nurses,Total,FTE,3\n"
                 "Z00002,Two,GP,Senior "
                 "Partners,FTE,2.5\nZ00002,Two,GP,Total,FTE,0\nZ00002,Two,Admin/"
                 "Non-Clinical,Managers,FTE,2.5\nZ00002,Two,Admin/Non-Clinical,Total,FTE,2.5\n"
                 "Z00002,Two,Nurses,Practice Nurses,FTE,NA\nZ00003,Three,Direct Patient "
                 "Care,Pharmacists,FTE,2\nZ00003,Three,Direct Patient Care,Total,FTE,2\n");
  ASSERT_EQ(desk.run("import", practice).code, 0) << desk.run("import", practice).err;
  auto out = desk.ask("workforce", "--plan A --by area --scheme none");
  const double wte[] = {6.8, 4.2, 3.9}, registered[] = {19.4286, 14.0, 10.0},
               resident[] = {18.8889, 14.4828, 9.5122};
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(out["units"][k]["wte"].get<double>(), wte[k], 1e-9);
    EXPECT_NEAR(out["units"][k]["per_10k_registered"].get<double>(), registered[k], 5e-5);
    EXPECT_NEAR(out["units"][k]["per_10k_residents"].get<double>(), resident[k], 5e-5);
  }
  EXPECT_NEAR(out["conservation"]["input"].get<double>(), 15, 1e-9);
  EXPECT_NEAR(out["conservation"]["outside"].get<double>(), 0.06, 1e-9);
  EXPECT_NEAR(out["conservation"]["unknown"].get<double>(), 0.04, 1e-9);
  EXPECT_NEAR(out["conservation"]["error"].get<double>(), 0, 1e-9);
  EXPECT_EQ(out["definition"], "Everybody who looks after people here.");

  const auto pcn = desk.write(
      "1.Primary Care Networks - September 2022 Individual Level.csv",
      "PCN_CODE,PCN_NAME,ICB_CODE,UNIQUE_IDENTIFIER,STAFF_GROUP,STAFF_ROLE,DETAILED_STAFF_ROLE,FTE\n"
      "U00001,NORTH PCN,QAA,1001,Other Direct Patient Care staff,Pharmacists,Pharmacist,1\nU00001,NORTH "
      "PCN,QAA,1002,Other Direct Patient Care staff,Pharmacists,Pharmacist,0.5\n");
  const auto others = desk.write(
      "workforce.csv", std::string(kHeader) +
                           "c1,Community Trust,NHS,CN,district nurse,Y,community "
                           "nursing,,,,,,,1,neighbourhood,L2,N,3,4,rota,2022-09-01,N\n"
                           "s1,Toyshire Council,LA,ASC,social worker,Y,social "
                           "care,,,,,spread,,1,neighbourhood,E08000001,N,20,,ASC-WDS,2022-09-01,Y\n");
  ASSERT_EQ(desk.run("import", pcn + " " + others).code, 0);
  out = desk.ask("workforce", "--plan A");
  EXPECT_NEAR(out["conservation"]["input"].get<double>(), 15 + 1.5 + 23, 1e-9);
  EXPECT_NEAR(out["conservation"]["error"].get<double>(), 0, 1e-9);
  EXPECT_NEAR(out["by_employer"]["Toyshire Council"]["estimated"].get<double>(), 20, 1e-9);
  EXPECT_NEAR(out["by_role_group"]["ARRS"]["input"].get<double>(), 1.5, 1e-9);
  EXPECT_TRUE(has_code(out["findings"], "ESTIMATED_SUPPLY"));
  double cells = 0;
  for (const auto& cell : out["cells"]) cells += cell["wte"].get<double>();
  EXPECT_NEAR(cells, out["conservation"]["allocated"].get<double>(), 1e-9);
  const auto text = desk.run("workforce", "--plan A --verbose");
  EXPECT_EQ(text.code, 0) << text.err;
  for (const auto* word : {"allocated", "outside", "unknown", "unallocated", "Everybody who looks after",
                           "Toyshire Council", "Confidence"})
    EXPECT_NE(text.out.find(word), std::string::npos) << word;
}

TEST(WorkforceProgram, WhatIsHandedOnHidesTheFewAndEveryUnitHasItsTable) {
  Desk desk;
  auto place = toy::three_practices();
  for (std::size_t i = 0; i < 3; ++i) {
    place.areas.parents["ward_code"].push_back(i < 2 ? "W1" : "W2");
    place.areas.parents["parish_code"].push_back(i < 1 ? "X1" : "X2");
    place.areas.pcn_code[i] = i < 2 ? "U1" : "U2";
  }
  auto few = toy::staff("few", "social prescriber", 1);
  few.role_group = "VCSE";
  few.area_id = "L3";
  place.workforce.push_back(few);
  desk.write_place(place);
  for (const auto* by : {"neighbourhood", "ward", "parish", "lad", "pcn", "area", "place"}) {
    SCOPED_TRACE(by);
    const auto out = desk.ask("workforce", std::string("--plan A --scheme none --by ") + by);
    double wte = 0;
    for (const auto& unit : out["units"]) wte += unit["wte"].get<double>();
    EXPECT_NEAR(wte, out["conservation"]["allocated"].get<double>(), 1e-9);
  }
  EXPECT_EQ(desk.run("workforce", "--plan A --by county").code, 1);
  const auto open = desk.ask("workforce", "--plan A"), shown = desk.ask("workforce", "--plan A --publish");
  std::size_t hidden = 0;
  for (const auto& cell : shown["cells"]) hidden += cell.contains("hidden") ? 1U : 0U;
  for (const auto& cell : open["cells"]) EXPECT_FALSE(cell.contains("hidden"));
  EXPECT_GE(hidden, 2u);
  EXPECT_EQ(shown["ratings"]["account"]["confidence"].get<std::string>().size(), 1u);
  const auto page = desk.folder.path("r.html");
  ASSERT_EQ(desk.run("report", "--plan A '" + page + "'").code, 0);
  std::ifstream in(page);
  const std::string html((std::istreambuf_iterator<char>(in)), {});
  EXPECT_NE(html.find("Who is covered, by whom, how fairly"), std::string::npos);
  EXPECT_NE(html.find("[c]"), std::string::npos);
  EXPECT_NE(html.find("confidence "), std::string::npos);
  const auto check = desk.run("check", "");
  EXPECT_NE(check.out.find("ETHNICITY_GAP"), std::string::npos) << check.out;
}

TEST(WorkforceProgram, DoubtfulStaffAndTablesAreFindingsOrErrorsAndNothingIsLost) {
  Desk desk;
  desk.write_place(toy::three_practices());
  const auto staff = desk.write(
      "workforce.csv",
      std::string(kHeader) +
          "u1,T,NHS,PN,practice nurse,Y,,,Z99999,,,list,,1,neighbourhood,,N,2,,r,2026-01-01,N\n"  // a
                                                                                                  // practice
                                                                                                  // nobody
                                                                                                  // knows
          "n1,T,NHS,CN,district nurse,Y,,,,,,,,1,neighbourhood,L1,N,-3,,r,2026-01-01,N\n"  // below zero
          "s1,T,NHS,MH,mental health nurse,Y,,,,,,,post,0.5,neighbourhood,L1,N,4,,r,2026-01-01,N\n"  // shares
                                                                                                     // of 0.5
                                                                                                     // and
                                                                                                     // 0.3
          "s2,T,NHS,MH,mental health nurse,Y,,,,,,,post,0.3,neighbourhood,L2,N,4,,r,2026-01-01,N\n"
          "m1,T,NHS,CN,district nurse,Y,,,,,,,,1,neighbourhood,L1,N,,,r,2026-01-01,N\n");  // no WTE
  ASSERT_EQ(desk.run("import", staff).code, 0);
  const auto out = desk.ask("workforce", "--plan A --scheme none");
  for (const auto* code : {"NOT_PLACED", "NEGATIVE_WTE", "SHARES_NOT_ONE", "MISSING_WTE"})
    EXPECT_TRUE(has_code(out["findings"], code)) << code;
  EXPECT_NEAR(out["conservation"]["input"].get<double>(), 15 + 2 + 4, 1e-9);
  EXPECT_NEAR(out["conservation"]["unallocated"].get<double>(), 2 + 0.2 * 4, 1e-9);
  EXPECT_NEAR(out["conservation"]["error"].get<double>(), 0, 1e-9);
  EXPECT_EQ(desk.run("check", "--strict").code, 1);
  // A matrix with holes: pairs that are not there are out of reach, not at no distance.
  const auto holes =
      desk.write("matrix.csv", "from_id,to_id,travel_time_p50\nL1,P1,5\nL2,P1,\nL3,P2,7\nL1,P3,4\n");
  ASSERT_EQ(desk.run("travel", "--mode walk --matrix " + holes).code, 0);
  const auto access = desk.ask("workforce", "--plan A --access gp --supply one --by area")["access"];
  EXPECT_EQ(access["unreached_areas"], 1);
}

TEST(WorkforceProgram, AFileOfNamedPeopleIsRefused) {
  Desk desk;
  desk.write_place(toy::three_practices());
  const auto people = desk.write(
      "staff.csv",
      "row_id,employer,sector,role,wte,forename,surname,ni_number\n1,T,NHS,nurse,1,Ann,Example,QQ123456C\n");
  const auto ran = desk.run("import", people);
  EXPECT_EQ(ran.code, 1) << ran.out;
}

datasets::Place six_places() {
  auto place = toy::place_of({{"a", 9000, 52.1, 1},
                              {"b", 12000, 41.0, 2},
                              {"c", 8000, 33.5, 3},
                              {"d", 11000, 24.2, 5},
                              {"e", 10000, 15.8, 7},
                              {"f", 10000, 9.3, 9}});
  const double need[] = {11000, 13500, 8200, 10300, 8800, 8200};
  for (std::size_t k = 0; k < 6; ++k)
    place.areas.indicators["need_index"].push_back(need[k] / place.areas.population[k]);
  place.plans = {
      toy::plan_of({{"a", "N1"}, {"b", "N2"}, {"c", "N3"}, {"d", "N4"}, {"e", "N5"}, {"f", "N6"}}),
      toy::plan_of({{"a", "M1"}, {"b", "M1"}, {"c", "M2"}, {"d", "M2"}, {"e", "M3"}, {"f", "M3"}}, "B")};
  return place;
}

TEST(WorkforceProgram, EquityOfSixNeighbourhoodsIsTheWorkedExampleWithItsDirection) {
  Desk desk;
  desk.write_place(six_places());
  std::string rows = kHeader;
  const char* wte[] = {"4", "5", "4.8", "6", "6.5", "7.2"};
  for (int k = 0; k < 6; ++k) {
    const std::string area(1, static_cast<char>('a' + k));
    rows += area + ",Community Trust,NHS,CN,district nurse,Y,,,,,,,,1,neighbourhood," + area + ",N," +
            wte[k] + ",8,rota,2026-03-31,N\n";
  }
  ASSERT_EQ(desk.run("import", desk.write("workforce.csv", rows)).code, 0);
  const auto out = desk.ask("workforce", "--plan A --scheme index:need_index --minimum 5 --rebalance");
  const auto& e = out["equity"];
  const auto near = [&](const char* key, double expected, double within) {
    EXPECT_NEAR(e[key].get<double>(), expected, within) << key;
  };
  near("gini", 0.110746, 5e-7);
  near("concentration", 0.102985, 5e-7);
  near("erreygers", 0.758242, 5e-7);
  near("concentration_of_need", -0.078139, 5e-7);
  near("horizontal_inequity", 0.181124, 5e-7);
  near("gini_need", 0.180050, 5e-7);
  near("hoover", 0.085572, 5e-7);
  near("to_move", 4.679167, 5e-7);
  near("theil", 0.019361493, 5e-10);
  near("below_minimum", 0.35, 1e-9);
  near("shortfall", 0.05, 1e-9);
  near("ratio_80_20", 1.619048, 5e-7);
  EXPECT_NEAR(e["slope"]["sii"].get<double>(), 3.553648, 5e-7);
  EXPECT_NEAR(e["slope"]["rii"].get<double>(), 1.933571, 5e-7);
  EXPECT_TRUE(e["slope"]["sii_limits"].is_array());
  EXPECT_NE(e["sentences"][0].get<std::string>().find("1.93 times"), std::string::npos);
  EXPECT_NEAR(out["units"][0]["per_10k_need"].get<double>(), 3.636364, 5e-7);
  double gaps = 0;
  for (const auto& unit : out["units"]) gaps += unit["gap"].get<double>();
  EXPECT_NEAR(gaps, 0, 1e-9);
  EXPECT_NEAR(out["rebalance"][0]["moved"].get<double>(), 4.679167, 1e-5);
  // Three neighbourhoods are too few for a slope; the direction is judged over both plans.
  const auto three = desk.ask("workforce", "--plan B --scheme index:need_index");
  EXPECT_TRUE(three["equity"]["slope"]["sii"].is_null());
  EXPECT_FALSE(three["equity"]["slope"]["refused"].get<std::string>().empty());
  EXPECT_EQ(three["plans"].size(), 2u);
  EXPECT_TRUE(three["sign_stable"].get<bool>());
  EXPECT_TRUE(has_code(three["findings"], "ECOLOGICAL") && has_code(three["findings"], "UPTAKE"));
}

TEST(WorkforceProgram, WeightsByAgeAndDeprivationGiveTheWorkedNeed) {
  Desk desk;
  auto place = toy::place_of({{"x1", 39500, 40, 1}, {"x2", 40500, 10, 8}, {"x3", 39200, 20, 5}});
  const char* bands[] = {"0-14", "15-44", "45-64", "65-74", "75+"};
  const double people[3][5] = {
      {8200, 17000, 9100, 3000, 2200}, {5600, 11800, 11400, 6100, 5600}, {6900, 14500, 10100, 4300, 3400}};
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t a = 0; a < 5; ++a)
      place.ages.push_back({place.areas.code[k], bands[a], "", people[k][a]});
  place.plans = {toy::plan_of({{"x1", "N1"}, {"x2", "N2"}, {"x3", "N3"}})};
  desk.write_place(place);
  const auto weights =
      desk.write("weights.csv",
                 "scheme,dimension,key,weight,source\nlocal,age,0-14,0.8,x\nlocal,age,15-44,0.9,x\nlocal,age,"
                 "45-64,1.1,x\nlocal,age,65-74,1.6,x\nlocal,age,75+,2.6,x\n"
                 "local,imd_quintile,1,1.15,x\nlocal,imd_quintile,2,1.06,x\nlocal,imd_quintile,3,1.00,"
                 "x\nlocal,imd_quintile,4,0.95,x\nlocal,imd_quintile,5,0.90,x\n");
  std::string rows = kHeader;
  rows +=
      "1,T,NHS,CN,district nurse,Y,,,,,,,,1,neighbourhood,x1,N,26,30,r,2026-01-01,N\n2,T,NHS,CN,district "
      "nurse,Y,,,,,,,,1,neighbourhood,x2,N,30,35,r,2026-01-01,N\n"
      "3,T,NHS,CN,district nurse,Y,,,,,,,,1,neighbourhood,x3,N,27,31,r,2026-01-01,N\n";
  const auto ran = desk.run("import", weights + " " + desk.write("workforce.csv", rows));
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto out = desk.ask("workforce", "--plan A");
  EXPECT_EQ(out["scheme"], "local");
  const double crude[] = {6.5823, 7.4074, 6.8878}, weighted[] = {6.4212, 7.3170, 7.1600},
               gap[] = {-2.1939, 1.4512, 0.7427}, need[] = {40490.565, 41000.139, 37709.297};
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(out["units"][k]["need"].get<double>(), need[k], 5e-4);
    EXPECT_NEAR(out["units"][k]["per_10k_residents"].get<double>(), crude[k], 5e-5);
    EXPECT_NEAR(out["units"][k]["per_10k_need"].get<double>(), weighted[k], 5e-5);
    EXPECT_NEAR(out["units"][k]["gap"].get<double>(), gap[k], 5e-5);
  }
}

datasets::Place five_neighbourhoods() {
  auto place = toy::place_of(
      {{"a1", 20000}, {"a2", 19500}, {"b1", 40500}, {"c1", 39200}, {"d1", 46000}, {"e1", 44800}});
  place.plans = {
      toy::plan_of({{"a1", "N1"}, {"a2", "N1"}, {"b1", "N2"}, {"c1", "N3"}, {"d1", "N4"}, {"e1", "N5"}})};
  datasets::Postcode postcode;
  postcode.postcode = "LS1 3EB";
  postcode.area = "a2";
  postcode.x = 401500;
  postcode.y = 300500;
  place.postcodes = {postcode};
  return place;
}

TEST(WorkforceProgram, SpecialistSessionsNestingAndWhoCoversAPostcode) {
  Desk desk;
  desk.write_place(five_neighbourhoods());
  const auto footprints = desk.write(
      "footprints.csv",
      "footprint_id,service,level,member_type,member_id,share\n"
      "PALL,palliative care,place,neighbourhood,N1,1\nPALL,palliative "
      "care,place,neighbourhood,N2,1\nPALL,palliative care,place,neighbourhood,N3,1\n"
      "PALL,palliative care,place,neighbourhood,N4,1\nPALL,palliative care,place,neighbourhood,N5,1\n"
      "MSKW,musculoskeletal,multi,neighbourhood,N1,1\nMSKW,musculoskeletal,multi,neighbourhood,N2,1\nMSKE,"
      "musculoskeletal,multi,neighbourhood,N3,1\n"
      "MSKE,musculoskeletal,multi,neighbourhood,N4,1\nMSKE,musculoskeletal,multi,neighbourhood,N5,1\nCUT,"
      "memory clinic,multi,lsoa,a1,1\nCUT,memory clinic,multi,lsoa,b1,1\n");
  const auto bases = desk.write("bases.csv",
                                "base_id,name,type,easting,northing,desks,rooms,organisation\nB1,Town "
                                "Clinic,clinical,400500,300500,10,4,Trust\n");
  const auto staff =
      desk.write("workforce.csv",
                 std::string(kHeader) +
                     "p1,Hospice,VCSE,SPEC,palliative nurse,Y,palliative "
                     "care,B1,,,PALL,footprint,,1,place,,N,6,7,rota,2026-03-31,N\n"
                     "m1,Trust,NHS,SPEC,musculoskeletal "
                     "physio,Y,musculoskeletal,B1,,,MSKW,footprint,,1,multi,,N,4,5,rota,2026-03-31,N\n");
  const auto ran = desk.run("import", footprints + " " + bases + " " + staff);
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto out = desk.ask("footprints", "--plan A");
  const auto& cardiology = out["specialties"][1];
  EXPECT_EQ(cardiology["specialty"], "Cardiology");
  EXPECT_EQ(cardiology["pooled"], 33);
  EXPECT_EQ(cardiology["separate"], 35);
  std::vector<int> shared;
  for (const auto& row : cardiology["neighbourhoods"]) shared.push_back(row["shared"].get<int>());
  EXPECT_EQ(shared, (std::vector<int>{6, 7, 6, 7, 7}));
  EXPECT_NEAR(out["specialties"][4]["clinic_week"].get<double>(), 12.5, 1e-9);
  EXPECT_EQ(out["session_rule"]["clinic_weeks"], 42);
  for (const auto& row : out["footprints"])
    EXPECT_EQ(row["nests"].get<bool>(), row["id"] != "CUT") << row["id"];
  EXPECT_EQ(out["footprints"][0]["id"], "CUT");
  EXPECT_EQ(out["footprints"][0]["cut"][0]["neighbourhood"], "N1");
  EXPECT_NEAR(out["footprints"][0]["cut"][0]["share"].get<double>(), 20000.0 / 39500, 1e-9);
  EXPECT_EQ(out["complexity"][0]["footprints"], 3);
  const auto text = desk.run("footprints", "--plan A");
  EXPECT_NE(text.out.find("50.6 %"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("210 usable minutes"), std::string::npos);

  const auto covers = desk.ask("who-covers", "ls13eb --plan A");
  EXPECT_EQ(covers["area"], "a2");
  EXPECT_EQ(covers["neighbourhood"], "N1");
  std::map<std::string, json> services;
  for (const auto& row : covers["services"]) services[row["service"]] = row;
  ASSERT_TRUE(services.contains("palliative care") && services.contains("musculoskeletal"));
  EXPECT_FALSE(services.contains("memory clinic")) << "that footprint ends before this area";
  EXPECT_EQ(services["palliative care"]["level"], "place");
  EXPECT_EQ(services["palliative care"]["base_name"], "Town Clinic");
  EXPECT_NEAR(services["palliative care"]["minutes"].get<double>(), 1.3 * 1 / 30 * 60, 1e-6);
  EXPECT_EQ(desk.run("who-covers", "'ZZ9 9ZZ' --plan A").code, 1);
}

TEST(WorkforceProgram, ProjectionAndWhatIfAreTheWorkedExampleAndAreSaved) {
  Desk desk;
  auto place = toy::place_of({{"n1", 39500, 30, 3}, {"n2", 40000, 20, 6}});
  place.ages = {{"n1", "0-64", "", 32500}, {"n1", "65-84", "", 5800}, {"n1", "85+", "", 1200},
                {"n2", "0-64", "", 33000}, {"n2", "65-84", "", 6000}, {"n2", "85+", "", 1000}};
  place.plans = {toy::plan_of({{"n1", "N1"}, {"n2", "N2"}})};
  desk.write_place(place);
  const auto projections =
      desk.write("projections.csv",
                 "area_code,year,sex,age_band,population,source,edition\nE08000001,2025,,0-64,160000,SNPP,"
                 "2022\nE08000001,2025,,65-84,32000,SNPP,2022\nE08000001,2025,,85+,6000,SNPP,2022\n"
                 "E08000001,2035,,0-64,163000,SNPP,2022\nE08000001,2035,,65-84,38500,SNPP,2022\nE08000001,"
                 "2035,,85+,8100,SNPP,2022\n");
  const auto weights = desk.write(
      "weights.csv",
      "scheme,dimension,key,weight,source\nold,age,0-64,0.8,x\nold,age,65-84,1.9,x\nold,age,85+,3.6,x\n");
  const auto staff = desk.write(
      "workforce.csv", std::string(kHeader) +
                           "1,Trust,NHS,CN,district "
                           "nurse,Y,,,,,,,,1,neighbourhood,n1,N,24,28,rota,2026-03-31,N\n2,Trust,NHS,CN,"
                           "district nurse,Y,,,,,,,,1,neighbourhood,n2,N,26,30,rota,2026-03-31,N\n");
  const auto ran = desk.run("import", projections + " " + weights + " " + staff);
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto out = desk.ask("project", "--plan A --to 2035 --productivity 0.01 --vacancy 0.08 --range 5");
  const auto& n1 = unit_of(out["units"], "N1");
  EXPECT_NEAR(n1["people_then"].get<double>(), 41707.5, 1e-6);
  EXPECT_NEAR(n1["weighted_then"].get<double>(), 45577.9375, 1e-6);
  EXPECT_NEAR(n1["rate_now"].get<double>(), 5.805515, 5e-7);
  EXPECT_NEAR(n1["required"].get<double>(), 26.4603, 5e-5);
  EXPECT_NEAR(n1["required_crude"].get<double>(), 25.3413, 5e-5);
  EXPECT_NEAR(n1["with_productivity"].get<double>(), 23.9542, 5e-5);
  EXPECT_NEAR(n1["with_vacancy"].get<double>(), 28.7612, 5e-5);
  EXPECT_LT(n1["low"].get<double>(), n1["central"].get<double>());
  EXPECT_GT(n1["high"].get<double>(), n1["central"].get<double>());
  EXPECT_NEAR(n1["bridge"].back()["running"].get<double>(), n1["adjusted"].get<double>(), 1e-9);
  EXPECT_EQ(out.dump().find("NAPC"), std::string::npos) << "reported effects are off by default";
  EXPECT_NE(desk.run("project", "--plan A --to 2035 --napc gp_demand").out.find("NAPC estimate"),
            std::string::npos);
  const auto no_year = desk.run("project", "--plan A --to 2044");
  EXPECT_EQ(no_year.code, 1);
  EXPECT_NE(no_year.err.find("2025, 2035"), std::string::npos) << no_year.err;

  const auto scenario =
      desk.write("move two.toml",
                 "name = \"two nurses\"\n[[move]]\nrole_group = \"CN\"\nwte = 2\nfrom = \"N2\"\nto = "
                 "\"N1\"\n[[base]]\nid = \"NEW\"\narea = \"n1\"\ndesks = 12\nwte = 15\n");
  const auto what_if = desk.ask("workforce", "--plan A --what-if " + scenario);
  EXPECT_NEAR(unit_of(what_if["units"], "N1")["wte"].get<double>(), 24, 1e-9);
  EXPECT_NEAR(unit_of(what_if["what_if"]["after"]["units"], "N1")["wte"].get<double>(), 26, 1e-9);
  EXPECT_NEAR(unit_of(what_if["what_if"]["after"]["units"], "N2")["wte"].get<double>(), 24, 1e-9);
  EXPECT_NE(what_if["equity"]["gini"], what_if["what_if"]["after"]["equity"]["gini"]);
  EXPECT_EQ(what_if["what_if"]["bases"][0]["wte"], 15);
  EXPECT_TRUE(what_if["what_if"]["bases"][0]["over_capacity"].get<bool>());
  EXPECT_TRUE(datasets::PlaceFile::open(desk.place_path, datasets::PlaceFile::Mode::read)
                  .read()
                  .settings.contains("scenario/A/two nurses"));
  EXPECT_NE(desk.run("workforce", "--plan A --what-if " + scenario).out.find("OVER_CAPACITY 15 > 12"),
            std::string::npos);
}

TEST(WorkforceProgram, AccessByAnImportedMatrixIsTheWorkedExample) {
  Desk desk;
  auto place = toy::place_of({{"A", 10000, 40, 1}, {"B", 20000, 30, 2}, {"C", 15000, 10, 9}});
  place.sites = {toy::practice("X", "", "A"), toy::practice("Y", "", "B")};
  place.plans = {toy::plan_of({{"A", "N1"}, {"B", "N1"}, {"C", "N2"}})};
  for (auto& site : place.sites) site.capacity = site.id == "X" ? 10 : 6;
  auto online = toy::practice("V", "", "");
  online.mode = "virtual";
  online.capacity = 9;
  place.sites.push_back(online);
  desk.write_place(place);
  const auto matrix = desk.write(
      "matrix.csv", "from_id,to_id,travel_time_p50\nA,X,5\nA,Y,25\nB,X,15\nB,Y,10\nC,X,35\nC,Y,20\n");
  const auto ran = desk.run("travel", "--mode walk --matrix " + matrix);
  ASSERT_EQ(ran.code, 0) << ran.err;
  auto out = desk.ask("workforce", "--plan A --access gp --supply capacity --by area")["access"];
  const double expected[3][3] = {
      {4.636749, 4.865086, 1.088719}, {5.665648, 3.894401, 1.697033}, {5.132681, 3.833257, 2.133870}};
  for (std::size_t method = 0; method < 3; ++method) {
    for (std::size_t k = 0; k < 3; ++k)
      EXPECT_NEAR(out["methods"][method]["per_10k"][k].get<double>(), expected[method][k], 5e-7)
          << method << " " << k;
    EXPECT_NEAR(out["methods"][method]["returned"].get<double>(), 16, 1e-9);
  }
  EXPECT_NEAR(out["methods"][3]["per_10k"][0].get<double>(), 3.767310, 5e-7);
  EXPECT_EQ(out["virtual_supply"], 9);
  EXPECT_FALSE(out["straight_line"].get<bool>());
  EXPECT_TRUE(has_code(out["findings"], "EDGE"));
  EXPECT_EQ(out["near_by_quintile"][1]["within"], 30000)
      << "C's 20 minutes count as near too, in another quintile";
  EXPECT_EQ(out["near_by_quintile"][5]["within"], 15000);
  out = desk.ask("workforce", "--plan A --access gp --supply capacity --by area --decay binary")["access"];
  EXPECT_NEAR(out["methods"][0]["per_10k"][2].get<double>(), 1.333333, 5e-7);
  out = desk.ask("workforce", "--plan A --access gp --supply capacity --by area --decay step")["access"];
  EXPECT_NEAR(out["methods"][0]["per_10k"][0].get<double>(), 4.644696, 5e-7);
}

TEST(WorkforceProgram, MinutesOverRoadsAreTheWorkedNetwork) {
  Desk desk;
  // Six areas 1 km apart in a row stand for the nodes in this order, so that each stretch of road can bend
  // until its length is its minutes at 60 km/h.
  const std::map<int, std::string> code{{2, "p0"}, {1, "p1"}, {6, "p2"}, {5, "p3"}, {3, "p4"}, {4, "p5"}};
  auto place = toy::place_of({{"p0"}, {"p1"}, {"p2"}, {"p3"}, {"p4"}, {"p5"}});
  place.plans = {toy::plan_of({{"p0", "N1"}})};
  const auto at = [&](int n) { return geo::Point{400'500.0 + 1000 * (code.at(n)[1] - '0'), 300'500}; };
  const auto road = [&](int a, int b, double minutes, bool oneway) {
    const auto from = at(a), to = at(b);
    const double half = minutes * 1000 / 2, across = std::abs(to.x - from.x) / 2;
    datasets::Road line;
    line.road_class = "test";
    line.oneway = oneway;
    line.line = {from, {(from.x + to.x) / 2, from.y + std::sqrt(half * half - across * across)}, to};
    place.roads.push_back(line);
  };
  road(1, 2, 4, false);
  road(2, 3, 5, false);
  road(1, 4, 7, false);
  road(4, 3, 1, false);
  road(3, 5, 6, false);
  road(5, 6, 2, false);
  road(6, 1, 3, true);
  desk.write_place(place);
  const auto speeds = desk.write("speeds.csv", "road_class,walk_kmh,drive_kmh\ntest,4.8,60\n");
  const auto ran = desk.run("travel", "--mode drive --between-areas --speeds " + speeds);
  ASSERT_EQ(ran.code, 0) << ran.err;
  std::map<std::pair<std::string, std::string>, double> minutes;
  for (const auto& row :
       datasets::PlaceFile::open(desk.place_path, datasets::PlaceFile::Mode::read).read().travel)
    minutes[{row.area, row.site}] = row.minutes;
  const double from_n1[] = {0, 4, 8, 7, 14, 16}, from_n6[] = {3, 7, 8, 9, 2, 0};
  for (int n = 1; n <= 6; ++n) {
    EXPECT_NEAR((minutes[{code.at(1), code.at(n)}]), from_n1[n - 1], 1e-6) << n;
    EXPECT_NEAR((minutes[{code.at(6), code.at(n)}]), from_n6[n - 1], 1e-6) << n;
  }
  EXPECT_EQ(desk.run("travel", "--mode bus").code, 1);
}

}  // namespace
}  // namespace placewright::boundaries::cli
