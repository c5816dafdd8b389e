#include <gtest/gtest.h>

#include <fstream>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/cli/program.h"

/// What goes into the figures of staff, need and access, asked of the program as a user asks: inputs that
/// once gave a wrong answer, and others of their kind.
namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;
using nlohmann::json;

constexpr double kNear = 1e-9;

/// A place of square areas of 1 km in a row, E01900000 and on, from text files.
class Row : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.path(name); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }

  /// Areas with people of one age table; `columns` names what follows each area's people.
  void make_areas(std::size_t count) const {
    std::string features;
    for (std::size_t i = 0; i < count; ++i) {
      const auto x = [&](std::size_t k) { return std::to_string(400000 + 1000 * (i + k)); };
      features += std::string(i == 0 ? "" : ",") + R"({"type":"Feature","properties":{"LSOA21CD":")" +
                  code(i) + R"("},"geometry":{"type":"Polygon","coordinates":[[[)" + x(0) + ",300000],[" +
                  x(1) + ",300000],[" + x(1) + ",301000],[" + x(0) + ",301000],[" + x(0) + ",300000]]]}}";
    }
    write("areas.geojson", R"({"type":"FeatureCollection","crs":{"type":"name","properties":)"
                           R"({"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)" +
                               features + "]}");
  }
  static std::string code(std::size_t i) { return "E0190000" + std::to_string(i); }

  /// `figures` of each area: what stands after its code and point.
  void make_people(const std::string& columns, const std::vector<std::string>& figures) const {
    std::string text = "lsoa21cd,easting,northing," + columns + "\n";
    for (std::size_t i = 0; i < figures.size(); ++i)
      text += code(i) + "," + std::to_string(400500 + 1000 * i) + ",300500," + figures[i] + "\n";
    write("lsoa.csv", text);
    make_areas(figures.size());
  }
  void make_plan(const std::vector<std::string>& neighbourhood) const {
    std::string text = "area_code,neighbourhood\n";
    for (std::size_t i = 0; i < neighbourhood.size(); ++i) text += code(i) + "," + neighbourhood[i] + "\n";
    write("plan.csv", text);
  }
  Ran run(const std::string& words) const { return run_program(folder_, words); }
  Ran import(std::initializer_list<std::string> files, const std::string& words = "") const {
    std::string line = "import '" + path("p.gpkg") + "'";
    for (const auto& file : files) line += " '" + path(file) + "'";
    auto ran = run(line + " " + words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran;
  }
  void take_plan() const {
    const auto ran = run("plans '" + path("p.gpkg") + "' --import '" + path("plan.csv") + "' --as A");
    EXPECT_EQ(ran.code, 0) << ran.err;
  }
  json ask(const std::string& command, const std::string& words = "") const {
    const auto ran = run(command + " '" + path("p.gpkg") + "' --plan A --json --quiet " + words);
    EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
    return json::parse(ran.out);
  }
  json ask_staff(const std::string& words = "") const { return ask("workforce", words); }

  TemporaryFolder folder_;
};

json unit(const json& shown, const std::string& id) {
  for (const auto& one : shown["units"])
    if (one["id"] == id) return one;
  ADD_FAILURE() << "no unit " << id;
  return {};
}

bool flags(const json& shown, const std::string& code) {
  for (const auto& finding : shown["findings"])
    if (finding["code"] == code) return true;
  return false;
}

/// Words of every finding of a code.
std::string words_of(const json& shown, const std::string& code) {
  std::string words;
  for (const auto& finding : shown["findings"])
    if (finding["code"] == code) words += finding["what"].get<std::string>() + "\n";
  return words;
}

double what_is_left(const json& account) {
  return account["input"].get<double>() - account["allocated"].get<double>() -
         account["outside"].get<double>() - account["unknown"].get<double>() -
         account["unallocated"].get<double>();
}

using CoverageCases = Row;

constexpr const char* kShort = "row_id,employer,sector,role_group,role,registered,area_id,wte\n";

TEST_F(CoverageCases, TwoEmployersWithTheSameRowIdsAreBothCountedInOneCallOrTwoInEitherOrder) {
  make_people("pop_total", {"1000", "1100", "1300"});
  make_plan({"N1", "N1", "N2"});
  write("a.csv", std::string(kShort) +
                     "1,Trust,NHS,CN,district nurse,Y,E01900000,6\n2,Trust,NHS,CN,district "
                     "nurse,Y,E01900002,6\n");
  write("b.csv", std::string(kShort) +
                     "1,Council,LA,ASC,social worker,Y,E01900000,3\n2,Council,LA,ASC,social "
                     "worker,Y,E01900002,3\n");
  std::vector<json> units;
  for (const auto& calls :
       std::vector<std::vector<std::string>>{{"a.csv b.csv"}, {"a.csv", "b.csv"}, {"b.csv", "a.csv"}}) {
    std::remove(path("p.gpkg").c_str());
    import({"areas.geojson", "lsoa.csv"});
    for (const auto& call : calls)
      if (call.find(' ') == std::string::npos)
        import({call});
      else
        import({"a.csv", "b.csv"});
    take_plan();
    const auto shown = ask_staff();
    EXPECT_NEAR(shown["conservation"]["input"].get<double>(), 18, kNear);
    EXPECT_NEAR(unit(shown, "N1")["wte"].get<double>(), 9, kNear);
    EXPECT_NEAR(unit(shown, "N2")["wte"].get<double>(), 9, kNear);
    EXPECT_FALSE(flags(shown, "LIKELY_DUPLICATE"));
    units.push_back(shown["units"]);
  }
  EXPECT_EQ(units[0], units[1]);
  EXPECT_EQ(units[0], units[2]);
}

TEST_F(CoverageCases, ABandAcrossEqualWeightsLosesNobodyAndAcrossDifferentOnesIsRefused) {
  make_people("pop_total,age_0_14,age_15_19,age_20_64,age_65_plus,imd_decile",
              {"10000,1500,5000,2500,1000,1", "10000,1500,500,7000,1000,4"});
  make_plan({"N1", "N2"});
  write("staff.csv", std::string(kShort) + "0,T,NHS,CN,x,Y,E01900000,4\n1,T,NHS,CN,x,Y,E01900001,4\n");
  const std::string head = "scheme,dimension,key,weight,source\n";
  write("equal.csv", head + "adult,age,0-17,1,l\nadult,age,18-64,1,l\nadult,age,65+,1,l\n");
  write("apart.csv", head + "apart,age,0-17,1,l\napart,age,18-64,3,l\napart,age,65+,5,l\n");
  write("stated.csv", head +
                          "stated,age,0-17,1,l\nstated,age,18-64,3,l\nstated,age,65+,5,l\n"
                          "stated,age_share,15-17 of 15-19,0.6,l\nstated,age_share,18-19 of 15-19,0.4,l\n");
  import({"areas.geojson", "lsoa.csv", "staff.csv", "equal.csv", "apart.csv", "stated.csv"});
  take_plan();
  const auto equal = ask_staff("--scheme adult");
  for (const auto* id : {"N1", "N2"}) {
    EXPECT_NEAR(unit(equal, id)["need"].get<double>(), 10000, kNear);
    EXPECT_NEAR(unit(equal, id)["gap"].get<double>(), 0, kNear);
  }
  const auto refused = run("workforce '" + path("p.gpkg") + "' --plan A --scheme apart");
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.err.find("15-19 lies across weights"), std::string::npos) << refused.err;
  const auto stated = ask_staff("--scheme stated");
  const double first = 1500 + 5000 * (0.6 + 3 * 0.4) + 3 * 2500 + 5 * 1000,
               second = 1500 + 500 * (0.6 + 3 * 0.4) + 3 * 7000 + 5 * 1000;
  EXPECT_NEAR(unit(stated, "N1")["need"].get<double>(), 20000 * first / (first + second), 1e-6);
}

TEST_F(CoverageCases, AnAreaWithoutItsShareOfNeedLeavesWithItsPeopleAndItsStaff) {
  make_people("pop_total,age_0_64,age_65_plus,imd_score,imd_decile",
              {"2000,1700,300,,", "2000,1700,300,52,2", "2000,1700,300,44,3", "2000,1700,300,36,4",
               "2000,1700,300,28,5", "2000,1700,300,20,6"});
  make_plan({"N1", "N1", "N1", "N2", "N2", "N2"});
  write("weights.csv",
        "scheme,dimension,key,weight,source\ns1,age,0-64,1,m\ns1,age,65+,1,m\ns1,imd_quintile,1,1,m\n"
        "s1,imd_quintile,2,1,m\ns1,imd_quintile,3,1,m\ns1,imd_quintile,4,1,m\ns1,imd_quintile,5,1,m\n");
  std::string staff = kShort;
  for (std::size_t i = 0; i < 6; ++i)
    staff += "r" + std::to_string(i) + ",Trust,NHS,CN,x,Y," + code(i) + ",2\n";
  write("staff.csv", staff);
  import({"areas.geojson", "lsoa.csv", "weights.csv", "staff.csv"});
  take_plan();
  const auto shown = ask_staff("--rebalance");
  for (const auto* id : {"N1", "N2"}) {
    EXPECT_NEAR(unit(shown, id)["per_10k_need"].get<double>(), 10, kNear);
    EXPECT_NEAR(unit(shown, id)["per_10k_residents"].get<double>(), 10, kNear);
    EXPECT_NEAR(unit(shown, id)["gap"].get<double>(), 0, kNear);
  }
  EXPECT_NEAR(unit(shown, "N1")["judged_wte"].get<double>(), 4, kNear);
  EXPECT_NEAR(shown["equity"]["to_move"].get<double>(), 0, kNear);
  EXPECT_TRUE(shown["rebalance"][0]["transfers"].empty());
}

constexpr const char* kPractices = "practice_code,name,postcode,easting,northing,status,list_size,pcn_code\n";
constexpr const char* kLong =
    "row_id,employer,sector,role_group,role,registered,base_id,practice_code,pcn_code,footprint_id,"
    "allocation,post_id,share,level,area_id,mobile,wte,headcount,source,as_at\n";

TEST_F(CoverageCases, AMobileTeamStaysAmongThePeopleOfItsPatchWhateverThePatchIsMadeOf) {
  make_people("pop_total", {"2000", "2000", "2000", "0", "2000", "2000"});
  make_plan({"N1", "N1", "N1", "N2", "N2", "N2"});
  write("pr.csv", std::string(kPractices) +
                      "Z00001,One,,400500,300500,ACTIVE,,U00001\nZ00002,Two,,404500,"
                      "300500,ACTIVE,,U00002\n");
  write("reg.csv",
        "practice_code,lsoa_code,patients\nZ00001,E01900000,2000\nZ00001,E01900001,2000\nZ00001,E01900002,"
        "1000\nZ00002,E01900002,1000\nZ00002,E01900004,2000\nZ00002,E01900005,2000\n");
  write("bases.csv", "base_id,name,type,postcode,easting,northing\nB1,Base,mixed,,402500,300500\n");
  write("fp.csv",
        "footprint_id,service,level,member_type,member_id,share\nF0,CN,neighbourhood,pcn,U00001,1\n"
        "F1,CN,neighbourhood,practice,Z00002,1\nF2,CN,neighbourhood,lsoa,E01900003,1\n"
        "F2,CN,neighbourhood,lsoa,E01900004,1\n");
  write("staff.csv", std::string(kLong) +
                         "r0,Trust,NHS,CN,x,Y,B1,,,F0,travel,,1,neighbourhood,,Y,5,,s0,\n"
                         "r1,Trust,NHS,CN,x,Y,B1,,,F1,travel,,1,neighbourhood,,Y,4,,s1,\n"
                         "r2,Trust,NHS,CN,x,Y,B1,,,F2,travel,,1,neighbourhood,,Y,3,,s2,\n"
                         "r3,Trust,NHS,CN,x,Y,B1,Z00002,,,travel,,1,neighbourhood,,Y,2,,s3,\n");
  import({"areas.geojson", "lsoa.csv", "pr.csv", "reg.csv", "bases.csv", "fp.csv", "staff.csv"});
  take_plan();
  const auto shown = ask_staff("--by area");
  EXPECT_NEAR(shown["conservation"]["allocated"].get<double>(), 14, kNear);
  EXPECT_NEAR(shown["conservation"]["unallocated"].get<double>(), 0, kNear);
  EXPECT_NEAR(unit(shown, "E01900003")["wte"].get<double>(), 0, kNear) << "nobody lives there";
  const auto at = [&](std::size_t i) { return unit(shown, code(i))["wte"].get<double>(); };
  // F0 reaches the first three, F1 and the practice's own team the last three and a part of the third.
  EXPECT_GT(at(0), 0);
  EXPECT_NEAR(at(0) + at(1) + at(2) + at(4) + at(5), 14, kNear);
  EXPECT_GT(at(4), 3) << "all of F2 is there, and most of F1";
  double first_team = at(0) + at(1);
  EXPECT_LT(first_team, 5);
}

TEST_F(CoverageCases, WhoIsSilentInOneRoleGroupIsMissingThereAndNotElsewhere) {
  make_people("pop_total,imd_score", {"10000,60", "10000,50", "10000,40", "10000,30"});
  make_plan({"N1", "N1", "N2", "N2"});
  write("pr.csv", std::string(kPractices) +
                      "Z00001,One,,400500,300500,ACTIVE,,U00001\nZ00002,Two,,402500,"
                      "300500,ACTIVE,,U00002\n");
  write("reg.csv",
        "practice_code,lsoa_code,patients\nZ00001,E01900000,10000\nZ00001,E01900001,10000\nZ00002,E01900002,"
        "10000\nZ00002,E01900003,10000\n");
  write("staff.csv",
        std::string(kLong) +
            "r0,Z1,,GP,x,Y,,Z00001,,,,,1,,,N,8,,lists,\nr1,Z2,,GP,x,Y,,Z00002,,,,,1,,,N,6,,lists,\n"
            "r2,Z1,,PN,x,Y,,Z00001,,,,,1,,,N,4,,lists,\nr3,Z2,,PN,x,Y,,Z00002,,,,,1,,,N,,5,lists,\n"
            "r4,T,,COORD,x,N,,,,,,,1,place,,N,,3,trust,\n");
  import({"areas.geojson", "lsoa.csv", "pr.csv", "reg.csv", "staff.csv"});
  take_plan();
  const auto gp = ask_staff("--groups GP"), pn = ask_staff("--groups PN"), held = ask_staff("--groups COORD");
  EXPECT_NEAR(unit(gp, "N2")["per_10k_residents"].get<double>(), 3, kNear);
  EXPECT_TRUE(unit(pn, "N2")["wte"].is_null());
  EXPECT_TRUE(unit(pn, "N2")["partial"].get<bool>());
  EXPECT_NEAR(unit(pn, "N1")["gap"].get<double>(), 0, kNear);
  EXPECT_EQ(pn["reporting"]["practices_missing"], json::array({"Z00002"}));
  for (const auto* id : {"N1", "N2"}) EXPECT_TRUE(unit(held, id)["wte"].is_null()) << "nobody said a number";
  // One practice's nurses missing among others: what is there is told, as a part.
  const auto text = run("workforce '" + path("p.gpkg") + "' --plan A --by place");
  EXPECT_NE(text.out.find("PARTIAL: PN"), std::string::npos) << text.out;
  ASSERT_EQ(run("export '" + path("p.gpkg") + "' --plan A '" + path("out") + "'").code, 0);
}

TEST_F(CoverageCases, ASiteWithoutCoordinatesChangesNothingOfAccess) {
  make_people("pop_total", {"1000", "1100", "1200", "0", "1300", "1400"});
  make_plan({"N1", "N1", "N1", "N2", "N2", "N2"});
  write("one.csv", std::string(kPractices) + "Z00001,One,,400500,300500,ACTIVE,,U00001\n");
  write("two.csv", std::string(kPractices) +
                       "Z00001,One,,400500,300500,ACTIVE,,U00001\nZ00002,Two,,,,ACTIVE,,"
                       "U00002\n");
  std::vector<json> answers;
  for (const auto* file : {"one.csv", "two.csv"}) {
    std::remove(path("p.gpkg").c_str());
    import({"areas.geojson", "lsoa.csv", file});
    take_plan();
    auto access = ask_staff("--access gp --supply one")["access"];
    json findings = json::array();
    for (const auto& finding : access["findings"])
      if (finding["code"] != "SITE_NOT_LOCATED") findings.push_back(finding);
    access["findings"] = findings;
    answers.push_back(access);
  }
  EXPECT_EQ(answers[0], answers[1]);
  EXPECT_EQ(answers[1]["sites"], 1);
}

TEST_F(CoverageCases, SharesThatAreNoneAreNamedAsTheyStandAndAllWteIsAccountedFor) {
  make_people("pop_total", {"1000", "1100", "1200"});
  make_plan({"N1", "N1", "N2"});
  write("staff.csv", std::string(kLong) +
                         "1,Trust,NHS,CN,dn,Y,,,,,,,0.5,neighbourhood,E01900000,N,10,12,x,\n"
                         "2,Trust,NHS,CN,dn,Y,,,,,,,3,neighbourhood,E01900001,N,2,2,x,\n"
                         "3,Trust,NHS,CN,dn,Y,,,,,,,-1,neighbourhood,E01900002,N,2,2,x,\n"
                         "4,Trust,NHS,CN,dn,Y,,,,,,,,neighbourhood,E01900002,N,4,4,x,\n"
                         "5,Trust,NHS,CN,dn,Y,,,,,,,,neighbourhood,E01900002,N,4,4,x,\n"
                         "6,Trust,NHS,MH,cpn,Y,,,,,,P1,0.7,neighbourhood,E01900000,N,2,2,x,\n"
                         "7,Council,NHS,MH,cpn,Y,,,,,,P1,0.7,neighbourhood,E01900002,N,2,2,x,\n"
                         "8,Trust,NHS,MH,cpn,Y,,,,,,P2,0.25,neighbourhood,E01900001,N,2,2,x,\n");
  import({"areas.geojson", "lsoa.csv", "staff.csv"});
  take_plan();
  const auto shown = ask_staff();
  const auto none = words_of(shown, "SHARE_IMPOSSIBLE");
  EXPECT_NE(none.find("a share of 3 of a post, with 2.00 WTE"), std::string::npos) << none;
  EXPECT_NE(none.find("a share of -1 of a post, with 2.00 WTE"), std::string::npos) << none;
  EXPECT_NE(words_of(shown, "SHARES_NOT_ONE").find("0.5 of 10.00 WTE"), std::string::npos);
  EXPECT_TRUE(flags(shown, "LIKELY_DUPLICATE"));
  // 10 + 4 + 4, the first post of 2 WTE scaled to one, the second of 2 WTE with a quarter told.
  EXPECT_NEAR(shown["conservation"]["input"].get<double>(), 22, kNear);
  EXPECT_NEAR(shown["conservation"]["left_out"].get<double>(), 4, kNear);
  EXPECT_NEAR(shown["conservation"]["unallocated"].get<double>(), 5 + 1.5, kNear);
  EXPECT_NEAR(what_is_left(shown["conservation"]), 0, kNear);
}

TEST_F(CoverageCases, StaffMovedToABaseAtTheEdgeStayInThePlace) {
  make_people("pop_total,lad22cd", {"1000,E08000001", "1100,E08000001", "1200,E08000001", "900,E08000001",
                                    "1300,E08000002", "1400,E08000002"});
  write("plan.csv", "area_code,neighbourhood\nE01900000,N1\nE01900001,N1\nE01900002,N2\nE01900003,N2\n");
  write("staff.csv",
        std::string(kShort) + "1,Trust,NHS,CN,dn,Y,E01900000,6\n2,Trust,NHS,CN,dn,Y,E01900002,6\n");
  import({"areas.geojson", "lsoa.csv", "staff.csv"}, "--within E08000001 --buffer 2");
  take_plan();
  for (const auto* base : {"E01900002", "E01900003", "E01900004"}) {
    write("wi.toml", std::string("name = \"edge\"\n[[base]]\nid = \"NEWB\"\narea = \"") + base +
                         "\"\ndesks = 12\n[[move]]\nrole_group = \"CN\"\nwte = 2.0\nfrom = \"N1\"\nto = "
                         "\"NEWB\"\n");
    const auto shown = ask_staff("--forget --what-if '" + path("wi.toml") + "'");
    double before = 0, after = 0;
    for (const auto* id : {"N1", "N2"}) {
      before += unit(shown, id)["wte"].get<double>();
      after += unit(shown["what_if"]["after"], id)["wte"].get<double>();
    }
    EXPECT_NEAR(before, 12, kNear) << base;
    EXPECT_NEAR(after, 12, kNear) << base;
  }
}

TEST_F(CoverageCases, PeopleRegisteredBeyondABorderLeaveTheDenominatorsAndTheSlopeIsShownWithAndWithoutThem) {
  std::vector<std::string> people;
  for (int i = 0; i < 8; ++i) people.push_back("10000," + std::to_string(10 + 5 * i));
  make_people("pop_total,imd_score", people);
  make_plan({"N1", "N1", "N2", "N2", "N3", "N3", "N4", "N4"});
  write("pr.csv", std::string(kPractices) + "P00001,One,,400500,300500,ACTIVE,,U00001\n");
  // Of the first and the third area 30 and 70 % are registered here, of the others all.
  std::string lists = "practice_code,lsoa_code,patients\n";
  for (std::size_t i = 0; i < 8; ++i)
    lists += "P00001," + code(i) + "," + (i == 0 ? "3000" : i == 2 ? "7000" : "10000") + "\n";
  write("reg.csv", lists);
  write("staff.csv", std::string(kLong) + "r1,P1,,GP,GP,Y,,P00001,,,list,,1,,,N,35,,x,\n");
  import({"areas.geojson", "lsoa.csv", "pr.csv", "reg.csv", "staff.csv"});
  take_plan();
  const auto shown = ask_staff();
  // 35 WTE on 70,000 patients: 5 in 10,000 wherever one looks.
  const auto first = unit(shown, "N1"), second = unit(shown, "N2");
  EXPECT_NEAR(first["coverage"].get<double>(), 0.65, kNear);
  EXPECT_NEAR(second["coverage"].get<double>(), 0.85, kNear);
  for (const auto* id : {"N1", "N2", "N3", "N4"})
    for (const auto* rate : {"per_10k_residents", "per_10k_registered", "per_10k_need"})
      EXPECT_NEAR(unit(shown, id)[rate].get<double>(), 5, kNear) << id << " " << rate;
  EXPECT_NEAR(first["gap"].get<double>(), 0, kNear);
  EXPECT_TRUE(flags(shown, "REGISTERED_ELSEWHERE"));
  // Counted as if they had none, those near the border, who are least deprived here, seem to have less.
  EXPECT_NEAR(shown["equity"]["concentration"].get<double>(), 0, kNear);
  EXPECT_LT(shown["with_unknown_counted"]["concentration"].get<double>(), -0.01);
  EXPECT_LT(shown["with_unknown_counted"]["sii_within_place"].get<double>(), -1);
  EXPECT_NEAR(shown["equity_within_place"]["slope"]["sii"].get<double>(), 0, 1e-6);
  const auto text = run("workforce '" + path("p.gpkg") + "' --plan A");
  EXPECT_NE(text.out.find("Of 12.5 % of the residents the staff are not known"), std::string::npos)
      << text.out;
}

TEST_F(CoverageCases, SharesOfAPostThatAddUpToMoreThanOneAreScaledForAccessToo) {
  make_people("pop_total", {"1501"});
  make_plan({"N1"});
  write("pr.csv", std::string(kPractices) + "Z00004,P,,400738,300632,ACTIVE,,U00001\n");
  write("reg.csv", "practice_code,lsoa_code,patients\nZ00004,E01900000,356\n");
  write("staff.csv", std::string(kLong) +
                         "r6,Charity,LA,HV,x,Y,,Z00004,,,,p6,0.5,neighbourhood,,N,2.398,,x,\n"
                         "r6b,Council,LA,HV,x,Y,,Z00004,,,,p6,0.6,neighbourhood,,N,2.398,,x,\n");
  import({"areas.geojson", "lsoa.csv", "pr.csv", "reg.csv", "staff.csv"});
  take_plan();
  const auto shown = ask_staff("--access gp --supply wte");
  EXPECT_NEAR(shown["access"]["supply"].get<double>(), 2.398, kNear);
  EXPECT_NEAR(shown["conservation"]["input"].get<double>(), 2.398, kNear);
}

TEST_F(CoverageCases, PracticesBeyondThePlaceWhosePatientsLiveInItKeepTheirStaffByListShare) {
  make_people("pop_total,lad22cd", {"10000,E08000001", "10000,E08000001", "10000,E08000002"});
  write("plan.csv", "area_code,neighbourhood\nE01900000,N1\nE01900001,N1\n");
  write("pr.csv", std::string(kPractices) +
                      "Z00001,One,,400500,300500,ACTIVE,,U00001\nZ00002,Two,,402500,"
                      "300500,ACTIVE,,U00002\n");
  write("reg.csv",
        "practice_code,lsoa_code,patients\nZ00001,E01900000,10000\nZ00001,E01900001,8000\nZ00002,E01900001,"
        "2000\nZ00002,E01900002,8000\n");
  write("gp.csv",
        "PRAC_CODE,PRAC_NAME,PCN_CODE,TOTAL_PATIENTS,TOTAL_GP_FTE,TOTAL_GP_HC,TOTAL_NURSES_FTE,"
        "TOTAL_NURSES_HC,TOTAL_DPC_FTE,TOTAL_DPC_HC,TOTAL_ADMIN_FTE,TOTAL_ADMIN_HC\n"
        "Z00001,ONE,U00001,18000,9,10,3,4,0,0,0,0\nZ00002,TWO,U00002,10000,5,6,2,3,0,0,0,0\n");
  import({"areas.geojson", "lsoa.csv", "pr.csv", "reg.csv", "gp.csv"}, "--within E08000001");
  take_plan();
  const auto shown = ask_staff();
  const auto& gp = shown["by_role_group"]["GP"];
  EXPECT_NEAR(gp["input"].get<double>(), 14, kNear);
  EXPECT_NEAR(gp["allocated"].get<double>(), 9 + 5 * 0.2, kNear);
  EXPECT_NEAR(gp["outside"].get<double>(), 5 * 0.8, kNear);
  EXPECT_NEAR(shown["people_covered"].get<double>(), 1, kNear);
}

TEST_F(CoverageCases, AProjectionTakesSilentStaffForNoLowRateAndSaysHowSureItIs) {
  make_people("pop_total,age_0_64,age_65_plus,lad22cd",
              {"6000,4000,2000,E08000001", "4000,3000,1000,E08000001", "10000,8000,2000,E08000001"});
  make_plan({"N1", "N1", "N2"});
  write("pr.csv", std::string(kPractices) +
                      "Z00001,One,,400500,300500,ACTIVE,,U00001\nZ00002,Two,,402500,"
                      "300500,ACTIVE,,U00002\n");
  // Z00002, which is silent, has two fifths of N1.
  write("reg.csv",
        "practice_code,lsoa_code,patients\nZ00001,E01900000,6000\nZ00002,E01900001,4000\nZ00001,E01900002,"
        "10000\n");
  write("staff.csv", std::string(kLong) + "r0,Z1,,GP,x,Y,,Z00001,,,,,1,,,N,8,,lists,\n");
  write("projections.csv",
        "area_code,year,sex,age_band,population,source,edition\nE08000001,2025,,0-64,15000,s,e\nE08000001,"
        "2025,,65+,5000,s,e\nE08000001,2035,,0-64,15000,s,e\nE08000001,2035,,65+,6000,s,e\n");
  import({"areas.geojson", "lsoa.csv", "pr.csv", "reg.csv", "staff.csv", "projections.csv"});
  take_plan();
  const auto shown = ask("project", "--to 2035 --scheme none");
  // 8 WTE on 16,000 patients; the people of the silent practice are as well covered as the others.
  for (const auto* id : {"N1", "N2"}) {
    EXPECT_NEAR(unit(shown, id)["rate_now"].get<double>(), 5, kNear) << id;
    EXPECT_NEAR(unit(shown, id)["required"].get<double>(),
                5 * unit(shown, id)["people_then"].get<double>() / 1e4, kNear);
  }
  EXPECT_NEAR(unit(shown, "N1")["wte"].get<double>(), 3, kNear);
  EXPECT_NEAR(shown["place"]["required"].get<double>(), 5 * 21000 / 1e4, kNear);
  const auto first = unit(shown, "N1");
  double running = 0;
  for (const auto& step : first["bridge"]) running += step["change"].get<double>();
  EXPECT_NEAR(running, first["adjusted"].get<double>(), kNear);
  EXPECT_EQ(shown["confidence"], "C");
  EXPECT_TRUE(flags(shown, "COVERAGE_LOW"));
}

TEST_F(CoverageCases, PatientsSaidToBeOutsideStayOutsideBesideThoseOfAreasBeyond) {
  make_people("pop_total", {"1000", "1000"});
  make_plan({"N1", "N2"});
  write("reg.csv",
        "practice_code,lsoa_code,patients\nZ00001,E01900000,900\nZ00002,E01900001,1000\n"
        "Z00002,OUTSIDE,50\nZ00002,UNKNOWN,20\nZ00002,E01999999,33\n");
  const auto ran = import({"areas.geojson", "lsoa.csv", "reg.csv"});
  EXPECT_NE((ran.out + ran.err).find("OUTSIDE (83 patients) or UNKNOWN (20)"), std::string::npos)
      << ran.out << ran.err;
  // A practice's staff follow its whole list: 1,000 here, 83 outside and 20 unknown of 1,103.
  write("staff.csv", std::string(kLong) + "r0,Z2,,GP,x,Y,,Z00002,,,,,1,,,N,11.03,,lists,\n");
  import({"staff.csv"});
  take_plan();
  const auto account = ask_staff()["conservation"];
  EXPECT_NEAR(account["allocated"].get<double>(), 10, kNear);
  EXPECT_NEAR(account["outside"].get<double>(), 0.83, kNear);
  EXPECT_NEAR(account["unknown"].get<double>(), 0.2, kNear);
}

TEST_F(CoverageCases, StaffOfAnAreaAroundThePlaceAreOutsideIt) {
  make_people("pop_total,lad22cd", {"1000,E08000001", "1100,E08000001", "1200,E08000002"});
  write("plan.csv", "area_code,neighbourhood\nE01900000,N1\nE01900001,N1\n");
  write("staff.csv",
        std::string(kShort) + "1,Trust,NHS,CN,dn,Y,E01900000,6\n2,Trust,NHS,CN,dn,Y,E01900002,4\n");
  import({"areas.geojson", "lsoa.csv", "staff.csv"}, "--within E08000001 --buffer 2");
  take_plan();
  const auto shown = ask_staff();
  const auto& account = shown["conservation"];
  EXPECT_NEAR(unit(shown, "N1")["wte"].get<double>(), 6, kNear);
  EXPECT_NEAR(account["allocated"].get<double>(), 6, kNear);
  EXPECT_NEAR(what_is_left(account), 0, kNear);
}

TEST_F(CoverageCases, ATableOfStaffWithoutPracticesOrBasesIsTakenForStaff) {
  make_people("pop_total", {"1000", "1000"});
  write("staff.csv",
        "row_id,employer,sector,role_group,role,registered,service_area,base_id,practice_code,pcn_code,"
        "footprint_id,allocation,post_id,share,level,area_id,mobile,wte,headcount,source,as_at,estimated\n"
        "r0,Trust,NHS,GP,x,Y,,,,,,area,,1,neighbourhood,E01900000,N,10,,x,2025-01-01,N\n");
  const auto ran = import({"areas.geojson", "lsoa.csv", "staff.csv"});
  EXPECT_NE((ran.out + ran.err).find("workforce (2025-01-01): 1 rows read, 1 matched"), std::string::npos)
      << ran.out << ran.err;
}

}  // namespace
}  // namespace placewright::boundaries::cli
