#pragma once

#include <cmath>
#include <string>

#include "datasets/place/place.h"
#include "datasets/place/rows.h"

/// A small place with something in every table, and a comparison that tells what differs.
namespace placewright::datasets {

inline geo::Shape square(double x, double y, double side = 100) {
  return {{{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}, {}}}};
}

inline Place full_place() {
  Place place;
  place.name = "Leeds \"test\" – Ü";
  place.invented = true;
  auto& areas = place.areas;
  areas.code = {"E01000001", "E01000002", "E01000003"};
  areas.name = {"Leeds 001A", "", "Leeds 002A"};
  auto holed = square(0, 0);
  holed.parts[0].holes.push_back({{20, 20}, {20, 40}, {40, 40}, {40, 20}});
  auto twofold = square(100, 0);
  twofold.parts.push_back(square(500.25, 500.125).parts[0]);
  areas.shape = {holed, twofold, {}};
  areas.population = {1700, kMissing, 0};
  areas.imd_score = {34.125, kMissing, 0.1};
  place.extent = Extent{"E08000035", "Leeds, the local authority", 2.5};
  areas.imd_rank = {5120, kMissing, 32844};
  areas.imd_decile = {2, kMissing, 10};
  areas.centroid_x = {50.5, 150, kMissing};
  areas.centroid_y = {60.25, 50, kMissing};
  areas.centroid_weighted = {1, 0, 0};
  areas.priority = {1, 0, 0};
  areas.inside = {1, 1, 0};
  areas.pcn_code = {"U1", "", "U2"};
  areas.pcn_share = {0.75, kMissing, 1};
  areas.parents["lad_code"] = {"E08000035", "E08000035", ""};
  areas.parents["wijk \"x\""] = {"", "a", "b"};
  areas.indicators["income_score"] = {0.3, kMissing, -1e-300};
  areas.indicators["births per 1,000"] = {1, 2, 3};
  place.adjacency = {{0, 1, 100.5, "exact"}, {1, 2, 3, "tolerant"}};
  place.links = {{"E01000001", "E01000003", LinkState::proposed, "ferry", "import"},
                 {"E01000001", "E01000002", LinkState::cut, "closed bridge", ""},
                 {"E01000002", "E01000003", LinkState::declared, "", "A. Planner"}};
  place.ages = {{"E01000001", "0-4", "", 101}, {"E01000001", "85+", "F", 0}};
  place.segments = {{"E01000002", "frailty", 64.5}};
  place.sites = {{"B86001", "gp", "Hyde Park", "NHS", "U1", "LS6 1AB", 12.5, 13.5, "E01000001", "", "clinic",
                  kMissing, 6, kMissing, 8450, true},
                 {"BASE1", "base", "", "", "", "", kMissing, kMissing, "", "mixed", "", 24, kMissing, 0,
                  kMissing, false}};
  place.registrations = {{"B86001", "E01000001", 312},
                         {"B86001", std::string(kOutside), 8000},
                         {"B86001", std::string(kUnknown), 1}};
  WorkforceRow staff;
  staff.row_id = "w1";
  staff.employer = "LCH";
  staff.sector = "NHS";
  staff.role_group = "nursing";
  staff.role = "nurse";
  staff.registered = "Y";
  staff.service_area = "community";
  staff.base_id = "BASE1";
  staff.practice_code = "B86001";
  staff.pcn_code = "U1";
  staff.footprint_id = "f";
  staff.allocation = "list";
  staff.post_id = "p9";
  staff.level = "place";
  staff.area_id = "E08000035";
  staff.share = 0.5;
  staff.mobile = "Y";
  staff.generalist = "N";
  staff.wte = 3.6;
  staff.vacancy_wte = 0.4;
  staff.source = "ESR";
  staff.as_at = "2026-03-31";
  staff.estimated = "N";
  staff.file = "staff.csv";
  place.workforce = {staff, {}};
  place.footprints = {{"diabetes", "community diabetes", "multi", "pcn", "U1", 0.25, "footprints.csv"}};
  place.projections = {{"E08000035", "2032", "F", "85+", "population", 9120, "SNPP", "2022-based"}};
  place.weights = {{"s", "age", "85+", 3.6, "audit"}};
  place.travel = {{"walk", "E01000001", "B86001", 11.4}, {"drive", "E01000001", "B86001", 2}};
  place.roads = {
      {"residential", "Otley Road", true, "foot", {{0, 0}, {1.5, 2}, {3, 4}}, "bridge=yes", "roads.gpkg"}};
  place.barriers = {{"river", "Aire", {{0, 50}, {200, 50}}, "rivers.gpkg"},
                    {"railway", "", {{0, 60}, {200, 60}}, "extract.osm.pbf|lines", true}};
  place.ground = {{"wood", "Long Wood", square(10, 10), {}, "", "extract.osm.pbf|multipolygons"},
                  {"river", "Aire", {}, {{0, 50}, {200, 50}}, "tunnel=yes", "extract.osm.pbf|lines"}};
  place.settlements = {{"Armley", "suburb", 50, 60, 12000, "extract.osm.pbf|points"},
                       {"Moor End", "hamlet", 5, 6, kMissing, ""}};
  place.boundaries = {{"ward", "E05", "Armley", square(0, 0, 200), "wards.geojson"}, {"lad", "E08", "", {}}};
  place.postcodes = {{"LS6 1AB", "E01000001", 12, 13}, {"LS6 9ZZ", "", 900, 900}};
  PlanRecord plan;
  plan.name = "current";
  plan.brief_toml = "[population]\nmin = 30000\n";
  plan.created = "2026-03-31T10:00:00Z";
  plan.origin = "import";
  plan.seed = 18446744073709551615ULL;
  plan.parent = "";
  plan.score_json = "{\"total\":0.5}";
  plan.run_json = "{}";
  plan.assignments = {{"E01000001", "N1", true}, {"E01000002", "", false}, {"E01000003", "N2", false}};
  plan.neighbourhoods = {{"N1", "Armley", "West", true, "river", "West Leeds"}, {"N2", "", "", false, ""}};
  auto second = plan;
  second.name = "A";
  second.parent = "current";
  second.origin = "draw";
  second.seed = 0;
  second.assignments[1].neighbourhood = "N2";
  place.plans = {plan, second};
  place.notes = {{"n1", "association", "2026-03-03", "The bridge floods.", "hotspot", "E01000001", 10, 20,
                  0.1, "survey", "A"},
                 {"n2", "", "", "no place", "", "", kMissing, kMissing, kMissing, "", ""}};
  place.log = {{"2026-03-31T10:00:00Z", "A. Planner", "E01000001", "N1", "N2", "one estate", "A"}};
  place.settings = {{"word.neighbourhood", "locality"}, {"empty", ""}};
  place.roles = {{"nurse", "nursing", "NHS"}};
  place.sources = {{"lsoa.zip!lsoa.csv", "lsoa", "ONS", "2021", "OGL", "Source: ONS", "9f86", "2026-03-31",
                    35672, 488, 35184, "outside"}};
  place.waiting = {{"site", "epraccur.csv", "GP practices (epraccur)", "B86002\tgp\tOther"}};
  place.published = {{"9f86", "2026-03-31T10:00:00Z", "A", "export", "{\"N1\":[\"E01000001\"]}",
                      "[[\"u\",\"N1\",\"\",12.5]]"}};
  place.findings = {{"REG_RES_GAP", geo::Severity::error, "area E01000001", "1.9", "look"},
                    {"EDGE", geo::Severity::note, "", "", ""}};
  return place;
}

inline bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }
inline bool same(const geo::Shape& a, const geo::Shape& b) {
  if (a.parts.size() != b.parts.size()) return false;
  for (std::size_t i = 0; i < a.parts.size(); ++i)
    if (a.parts[i].outer != b.parts[i].outer || a.parts[i].holes != b.parts[i].holes) return false;
  return true;
}
template <class Value>
bool same(const Value& a, const Value& b) {
  return a == b;
}
template <class Value>
bool same(const std::vector<Value>& a, const std::vector<Value>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!same(a[i], b[i])) return false;
  return true;
}
template <class Value>
bool same(const std::map<std::string, std::vector<Value>>& a,
          const std::map<std::string, std::vector<Value>>& b) {
  if (a.size() != b.size()) return false;
  for (const auto& [name, values] : a)
    if (!b.contains(name) || !same(values, b.at(name))) return false;
  return true;
}

/// The tables and columns in which two places differ, a name a line; "" when they are the same.
inline std::string difference(const Place& a, const Place& b) {
  std::string out;
  const auto compare = [&](const char* what, const auto& x, const auto& y) {
    if (!same(x, y)) out += std::string(what) + "\n";
  };
  compare("name", a.name, b.name);
  compare("invented", a.invented, b.invented);
  compare("extent", a.extent.has_value(), b.extent.has_value());
  if (a.extent && b.extent &&
      std::tie(a.extent->within, a.extent->words, a.extent->buffer_km) !=
          std::tie(b.extent->within, b.extent->words, b.extent->buffer_km))
    out += "extent\n";
  compare("area.code", a.areas.code, b.areas.code);
  compare("area.name", a.areas.name, b.areas.name);
  compare("area.shape", a.areas.shape, b.areas.shape);
  compare("area.population", a.areas.population, b.areas.population);
  compare("area.imd_score", a.areas.imd_score, b.areas.imd_score);
  compare("area.imd_rank", a.areas.imd_rank, b.areas.imd_rank);
  compare("area.imd_decile", a.areas.imd_decile, b.areas.imd_decile);
  compare("area.centroid_x", a.areas.centroid_x, b.areas.centroid_x);
  compare("area.centroid_y", a.areas.centroid_y, b.areas.centroid_y);
  compare("area.centroid_weighted", a.areas.centroid_weighted, b.areas.centroid_weighted);
  compare("area.priority", a.areas.priority, b.areas.priority);
  compare("area.inside", a.areas.inside, b.areas.inside);
  compare("area.pcn_code", a.areas.pcn_code, b.areas.pcn_code);
  compare("area.pcn_share", a.areas.pcn_share, b.areas.pcn_share);
  compare("area.parents", a.areas.parents, b.areas.parents);
  compare("area.indicators", a.areas.indicators, b.areas.indicators);
  if (a.adjacency.size() != b.adjacency.size()) out += "adjacency\n";
  for (std::size_t i = 0; i < std::min(a.adjacency.size(), b.adjacency.size()); ++i) {
    const auto &x = a.adjacency[i], &y = b.adjacency[i];
    if (x.a != y.a || x.b != y.b || x.border_m != y.border_m || x.kind != y.kind) out += "adjacency row\n";
  }
  for_each_row_table([&](const auto& table) {
    const auto& x = a.*(table.rows);
    const auto& y = b.*(table.rows);
    if (x.size() != y.size()) {
      out += std::string(table.table) + ": " + std::to_string(x.size()) + " rows, " +
             std::to_string(y.size()) + "\n";
      return;
    }
    for (std::size_t i = 0; i < x.size(); ++i)
      for (const auto& field : table.fields)
        std::visit(
            [&](const auto& member) {
              bool equal = true;
              if constexpr (requires { member.x; }) {
                equal = same(x[i].*(member.x), y[i].*(member.x)) && same(x[i].*(member.y), y[i].*(member.y));
              } else if constexpr (requires { member.shape; }) {
                equal = same(x[i].*(member.shape), y[i].*(member.shape)) &&
                        same(x[i].*(member.line), y[i].*(member.line));
              } else {
                equal = same(x[i].*member, y[i].*member);
              }
              if (!equal) out += std::string(table.table) + "." + std::string(field.column) + "\n";
            },
            field.member);
  });
  compare("setting", a.settings, b.settings);
  if (a.plans.size() != b.plans.size()) out += "plan\n";
  for (std::size_t i = 0; i < std::min(a.plans.size(), b.plans.size()); ++i) {
    const auto &x = a.plans[i], &y = b.plans[i];
    if (x.name != y.name || x.brief_toml != y.brief_toml || x.created != y.created || x.origin != y.origin ||
        x.seed != y.seed || x.parent != y.parent || x.score_json != y.score_json || x.run_json != y.run_json)
      out += "plan " + x.name + "\n";
    bool equal =
        x.assignments.size() == y.assignments.size() && x.neighbourhoods.size() == y.neighbourhoods.size();
    for (std::size_t k = 0; equal && k < x.assignments.size(); ++k)
      equal = x.assignments[k].area == y.assignments[k].area &&
              x.assignments[k].locked == y.assignments[k].locked &&
              x.assignments[k].neighbourhood == y.assignments[k].neighbourhood;
    for (std::size_t k = 0; equal && k < x.neighbourhoods.size(); ++k) {
      const auto &p = x.neighbourhoods[k], &q = y.neighbourhoods[k];
      equal = p.id == q.id && p.name == q.name && p.parent == q.parent && p.locked == q.locked &&
              p.reason == q.reason && p.parent_name == q.parent_name;
    }
    if (!equal) out += "assignments or neighbourhoods of " + x.name + "\n";
  }
  return out;
}

}  // namespace placewright::datasets
