#include "datasets/check/check.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "datasets/place/file.h"
#include "tests/datasets/full_place.h"

namespace placewright::datasets {
namespace {

/// A place of four squares in a row that nothing is doubtful about but what every place has.
Place sound_place() {
  Place place;
  auto& areas = place.areas;
  for (int i = 0; i < 4; ++i) {
    const auto number = static_cast<std::size_t>(i);
    areas.code.push_back("E0100000" + std::to_string(i + 1));
    areas.name.push_back("Area " + std::to_string(i + 1));
    areas.shape.push_back(square(100.0 * i, 0));
    areas.population.push_back(1000);
    areas.imd_score.push_back(20);
    areas.imd_rank.push_back(100 + i);
    areas.imd_decile.push_back(3);
    areas.centroid_x.push_back(100.0 * i + 50);
    areas.centroid_y.push_back(50);
    areas.centroid_weighted.push_back(1);
    areas.priority.push_back(0);
    areas.inside.push_back(i == 3 ? 0 : 1);
    areas.pcn_code.emplace_back("U1");
    areas.pcn_share.push_back(1);
    place.registrations.push_back({"B1", areas.code[number], 1000});
    place.ages.push_back({areas.code[number], "0-4", "", 400});
    place.ages.push_back({areas.code[number], "5+", "", 600});
    place.travel.push_back({"walk", areas.code[number], "B1", 5});
  }
  for (std::uint32_t i = 0; i < 3; ++i) place.adjacency.push_back({i, i + 1, 100, "exact"});
  Site practice;
  practice.id = "B1";
  practice.kind = "gp";
  practice.name = "The Surgery";
  practice.pcn_code = "U1";
  practice.x = practice.y = 50;
  practice.area = "E01000001";
  place.sites = {practice};
  PlanRecord plan;
  plan.name = "A";
  plan.neighbourhoods = {{"N1", "One", "", false, ""}};
  for (std::size_t i = 0; i < 3; ++i) plan.assignments.push_back({areas.code[i], "N1", false});
  place.plans = {plan};
  return place;
}

Source source_of(const char* taken_for, const char* vintage) {
  Source source;
  source.taken_for = taken_for;
  source.vintage = vintage;
  return source;
}

std::string codes_of(const Place& place) {
  std::string out;
  for (const auto& finding : check_place(place)) out += finding.code + " ";
  return out;
}

TEST(Check, ASoundPlaceRaisesNoDoubt) { EXPECT_EQ(codes_of(sound_place()), ""); }

TEST(Check, EachDoubtIsFoundByNameAndWithWhatToDo) {
  struct Case {
    const char* code;
    geo::Severity severity;
    const char* names;  ///< must be said in where or what
    void (*spoil)(Place&);
  };
  using enum geo::Severity;
  const std::vector<Case> cases{
      {"AREA_CODE_TWICE", error, "E01000001", [](Place& p) { p.areas.code[1] = p.areas.code[0]; }},
      {"AREA_CODE_MISSING", error, "1 areas", [](Place& p) { p.areas.code[0] = ""; }},
      {"VALUE_IMPOSSIBLE", error, "E01000002 Area 2 (-5)", [](Place& p) { p.areas.population[1] = -5; }},
      {"VALUE_IMPOSSIBLE", error, "E01000002 Area 2 (11)", [](Place& p) { p.areas.imd_decile[1] = 11; }},
      {"AREA_WITHOUT_POINT", warning, "E01000003", [](Place& p) { p.areas.centroid_x[2] = kMissing; }},
      {"NOT_PWC", note, "1 of 3", [](Place& p) { p.areas.centroid_weighted[2] = 0; }},
      {"EDGE", note, "outside",
       [](Place& p) {
         p.areas.inside[3] = 1;
         p.plans.clear();
       }},
      {"SHAPE_INVALID", error, "E01000002 Area 2",
       [](Place& p) {
         p.areas.shape[1] = {{{{{100, 0}, {200, 100}, {200, 0}, {100, 100}}, {}}}};
       }},
      {"OVERLAP", error, "areas E01000001 Area 1 and E01000002 Area 2 both hold 2000 m2",
       [](Place& p) { p.areas.shape[0].parts[0].outer[1].x = p.areas.shape[0].parts[0].outer[2].x = 120; }},
      {"GAP", warning, "10000 m2",
       [](Place& p) {
         p.areas.shape[0].parts[0] = {
             {{0, 0}, {100, 0}, {100, 100}, {200, 100}, {200, 200}, {300, 200}, {300, 300}, {0, 300}}, {}};
         p.areas.shape[1] = {{{{{100, 0}, {400, 0}, {400, 300}, {300, 300}, {300, 100}, {100, 100}}, {}}}};
         p.areas.shape[2] = {};
       }},
      {"SLIVER", note, "1 strips under 2 m wide",
       [](Place& p) { p.areas.shape[0].parts[0].outer[1].x = p.areas.shape[0].parts[0].outer[2].x = 101.6; }},
      {"AREA_WITHOUT_SHAPE", error, "E01000002", [](Place& p) { p.areas.shape[1] = {}; }},
      {"MULTI_PART_AREA", note, "E01000001 Area 1 (2 parts)",
       [](Place& p) { p.areas.shape[0].parts.push_back(square(900, 900).parts[0]); }},
      {"ADJACENCY_ABSENT", error, "border", [](Place& p) { p.adjacency.clear(); }},
      {"DETACHED_PIECE", warning,
       "E01000003 Area 3 (1000 people) touch no other part of the place; nothing joins them",
       [](Place& p) { p.adjacency.erase(p.adjacency.begin() + 1); }},
      {"LINK_PROPOSED", warning, "ferry",
       [](Place& p) {
         p.adjacency.erase(p.adjacency.begin() + 1);
         p.links = {{"E01000003", "E01000002", LinkState::proposed, "ferry", "import"}};
       }},
      {"POPULATION_PARTIAL", error, "E01000002", [](Place& p) { p.areas.population[1] = kMissing; }},
      {"POPULATION_ABSENT", error, "no area", [](Place& p) { p.areas.population.assign(4, kMissing); }},
      {"AREA_WITHOUT_PEOPLE", warning, "E01000002", [](Place& p) { p.areas.population[1] = 0; }},
      {"DEPRIVATION_PARTIAL", warning, "E01000002", [](Place& p) { p.areas.imd_score[1] = kMissing; }},
      {"DEPRIVATION_ABSENT", warning, "no area", [](Place& p) { p.areas.imd_score.clear(); }},
      {"AGES_PARTIAL", warning, "E01000001",
       [](Place& p) { p.ages.erase(p.ages.begin(), p.ages.begin() + 2); }},
      {"AGES_APART", warning, "E01000001 Area 1 (1200 by age, 1000 in all)",
       [](Place& p) { p.ages[1].people = 800; }},
      {"REGISTRATIONS_ABSENT", warning, "", [](Place& p) { p.registrations.clear(); }},
      {"REGISTRATIONS_PARTIAL", warning, "E01000002",
       [](Place& p) { p.registrations.erase(p.registrations.begin() + 1); }},
      {"REG_RES_GAP", warning, "E01000002 Area 2 (1.40)",
       [](Place& p) { p.registrations[1].patients = 1400; }},
      {"REG_RES_GAP", warning, "E01000002 Area 2 (0.74)",
       [](Place& p) { p.registrations[1].patients = 740; }},
      {"REG_RES_GAP", warning, "1.20 a resident",
       [](Place& p) {
         for (auto& row : p.registrations) row.patients = 1200;
       }},
      {"PRACTICE_CLOSED", warning, "B1 The Surgery", [](Place& p) { p.sites[0].open = false; }},
      {"PRACTICE_NOT_LOCATED", warning, "B1 The Surgery", [](Place& p) { p.sites[0].x = kMissing; }},
      {"PRACTICES_FAR_NOT_LOCATED", note, "1 practices with under 100 patients",
       [](Place& p) {
         p.sites.push_back(p.sites[0]);
         p.sites[1].id = "B2";
         p.sites[1].x = kMissing;
         p.registrations.push_back({"B2", "E01000001", 3});
         p.registrations.push_back({"B2", std::string(kOutside), 9000});
       }},
      {"PRACTICES_FAR_NOT_LOCATED", note,
       "1 practices with under 100 patients",  // how long its list is, is not known
       [](Place& p) {
         p.sites.push_back(p.sites[0]);
         p.sites[1].id = "B2";
         p.sites[1].x = kMissing;
         p.registrations.push_back({"B2", "E01000001", 3});
       }},
      {"PRACTICE_NOT_LOCATED", warning, "3 of its 200 patients",
       [](Place& p) {
         p.sites.push_back(p.sites[0]);
         p.sites[1].id = "B2";
         p.sites[1].x = kMissing;
         p.sites[1].list_size = 200;
         p.registrations.push_back({"B2", "E01000001", 3});
       }},
      {"PRACTICE_OUTSIDE", note, "B1 The Surgery (3000)", [](Place& p) { p.sites[0].area = ""; }},
      {"PRACTICE_WITHOUT_PCN", note, "B1 The Surgery", [](Place& p) { p.sites[0].pcn_code = ""; }},
      {"SITE_CODE_TWICE", error, "B1", [](Place& p) { p.sites.push_back(p.sites[0]); }},
      {"SITE_FAR", warning, "B1", [](Place& p) { p.sites[0].x = 5e6; }},
      {"SITE_NOT_LOCATED", note, "pharmacy",
       [](Place& p) {
         p.sites.push_back({});
         p.sites[1].id = "F1";
         p.sites[1].kind = "pharmacy";
       }},
      {"STRAIGHT_LINE", note, "", [](Place& p) { p.travel.clear(); }},
      {"TRAVEL_PARTIAL", warning, "E01000001", [](Place& p) { p.travel.erase(p.travel.begin()); }},
      {"VALUE_IMPOSSIBLE", error, "walk E01000001 to B1", [](Place& p) { p.travel[0].minutes = -1; }},
      {"UNKNOWN_CODE", warning, "E09",
       [](Place& p) {
         p.segments.push_back({"E09", "frail", 1});
       }},
      {"UNKNOWN_CODE", warning, "B99",
       [](Place& p) {
         p.registrations.push_back({"B99", "E01000001", 1});
       }},
      {"UNKNOWN_CODE", warning, "U9",
       [](Place& p) {
         p.footprints.push_back({"f", "s", "multi", "pcn", "U9", 1});
       }},
      {"UNKNOWN_CODE", warning, "parsec",
       [](Place& p) {
         p.footprints.push_back({"f", "s", "multi", "parsec", "U1", 1});
       }},
      {"UNKNOWN_CODE", warning, "BASE9",
       [](Place& p) {
         p.workforce.push_back({});
         p.workforce[0].base_id = "BASE9";
         p.workforce[0].wte = 1;
       }},
      {"UNKNOWN_CODE", warning, "E09",
       [](Place& p) {
         p.plans[0].assignments.push_back({"E09", "N1", false});
       }},
      {"UNKNOWN_CODE", warning, "N7", [](Place& p) { p.plans[0].assignments[0].neighbourhood = "N7"; }},
      {"PLAN_INCOMPLETE", warning, "E01000002",
       [](Place& p) { p.plans[0].assignments[1].neighbourhood = ""; }},
      {"WORKFORCE_UNCOUNTED", warning, "w1",
       [](Place& p) {
         p.workforce.push_back({});
         p.workforce[0].row_id = "w1";
       }},
      {"VALUE_IMPOSSIBLE", error, "w1",
       [](Place& p) {
         p.workforce.push_back({});
         p.workforce[0].row_id = "w1";
         p.workforce[0].wte = -1;
       }},
      {"POST_SHARES", warning, "p1 (0.50)",
       [](Place& p) {
         p.workforce.push_back({});
         p.workforce[0].post_id = "p1";
         p.workforce[0].share = 0.5;
         p.workforce[0].wte = 1;
       }},
      {"ESTIMATED_SUPPLY", warning, "100 %",
       [](Place& p) {
         p.workforce.push_back({});
         p.workforce[0].wte = 1;
         p.workforce[0].estimated = "Y";
       }},
      {"VINTAGE_MIX", warning, "45 months apart",
       [](Place& p) {
         p.sources = {source_of("registrations by LSOA", "2025-03"), source_of("census TS007A", "mid-2021"),
                      source_of("LSOA boundaries", "2011")};
       }},
      {"SHAPE_REPAIRED", warning, "area X",
       [](Place& p) {
         p.findings = {{"SHAPE_REPAIRED", warning, "area X", "was repaired", "look"},
                       {"VINTAGE_MIX", warning, "old", "old", "old"}};
       }},
      {"INVENTED", note, "invented", [](Place& p) { p.invented = true; }},
  };
  for (const auto& [code, severity, names, spoil] : cases) {
    SCOPED_TRACE(std::string(code) + " naming '" + names + "'");
    auto place = sound_place();
    spoil(place);
    const auto findings = check_place(place);
    const auto at =
        std::find_if(findings.begin(), findings.end(),
                     [&, wanted = std::string(code), name = std::string(names)](const auto& finding) {
                       return finding.code == wanted &&
                              (finding.where + " " + finding.what).find(name) != std::string::npos;
                     });
    std::string all;
    for (const auto& finding : findings)
      all += finding.code + " | " + finding.where + " | " + finding.what + "\n";
    ASSERT_NE(at, findings.end()) << all;
    EXPECT_EQ(at->severity, severity);
    EXPECT_FALSE(at->where.empty());
    EXPECT_FALSE(at->fix.empty());
    EXPECT_TRUE(std::is_sorted(findings.begin(), findings.end(),
                               [](const auto& a, const auto& b) { return a.severity > b.severity; }));
  }
}

TEST(Check, APieceThatALinkJoinsIsStillToldAndSoIsTheLink) {
  Place place = sound_place();
  place.adjacency.erase(place.adjacency.begin() + 1);
  place.links = {{"E01000003", "E01000002", LinkState::declared, "ferry", "somebody"}};
  const auto findings = check_place(place);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "DETACHED_PIECE");
  EXPECT_NE(findings[0].what.find("a link in force joins them"), std::string::npos) << findings[0].what;
}

TEST(Check, PeopleByAgeMayBeATenthOffAllPeople) {
  Place place = sound_place();
  place.ages[0].people = 490;  // 1,090 by age, 1,000 in all
  EXPECT_EQ(codes_of(place), "");
  place.ages[0].people = 510;
  EXPECT_EQ(codes_of(place), "AGES_APART ");
}

TEST(Check, DoubtsOfAnImportThatNoLongerHoldAreNotRepeated) {
  auto place = sound_place();
  place.findings = {{"POPULATION_ABSENT", geo::Severity::warning, "area", "no area has people", "import"}};
  EXPECT_EQ(codes_of(place), "");
}

TEST(Check, NoPlaceIsTooOddToCheck) {
  EXPECT_EQ(codes_of(Place{}).substr(0, 13), "AREAS_ABSENT ");
  EXPECT_FALSE(check_place(full_place()).empty());
  auto bare = sound_place();
  bare.areas = {};
  bare.areas.code = {"a", "b"};
  bare.adjacency.clear();
  EXPECT_FALSE(check_place(bare).empty());
  EXPECT_FALSE(list_tables(bare).empty());
}

TEST(Check, TheChecklistSaysWhatIsMissingPartialAndLoaded) {
  auto place = sound_place();
  place.areas.imd_score[0] = kMissing;
  const auto states = list_tables(place);
  const auto state = [&](const std::string& table) {
    return *std::find_if(states.begin(), states.end(), [&](const auto& s) { return s.table == table; });
  };
  EXPECT_EQ(state("area population").coverage, Coverage::loaded);
  EXPECT_EQ(state("area population").covered, "3 of 3 areas");
  EXPECT_EQ(state("area imd_score").coverage, Coverage::partial);
  EXPECT_EQ(state("area imd_score").covered, "2 of 3 areas");
  EXPECT_EQ(state("postcode").coverage, Coverage::missing);
  EXPECT_EQ(state("site gp").rows, 1U);
  for (const auto& s : states) EXPECT_FALSE(s.get.empty() || s.use.empty()) << s.table;
}

}  // namespace
}  // namespace placewright::datasets
