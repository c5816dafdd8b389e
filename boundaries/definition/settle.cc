#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "boundaries/definition/parts.h"
#include "boundaries/output/table.h"
#include "datasets/place/names.h"
#include "datasets/place/unique_code.h"
#include "datasets/read/cells.h"
#include "geo/error.h"

/// Which claim to an area is taken.
namespace placewright::boundaries::definition {
namespace {

using datasets::trimmed;

/// What decides between claims that are made by units of this kind.
std::string rule_of(const Unit& unit) {
  if (unit.kind == "area_2011") return "most of the LSOAs of 2011 that it is made of, then the first id";
  if (unit.kind == "oa") return "most of its output areas, then the first id";
  if (unit.kind == "postcode") return "most of its postcodes, then the first id";
  if (unit.kind == "practice" || unit.kind == "pcn")
    return "most of its registered patients, then the first id";
  return "the first id of those that its " + unit.words() + " stands beside";
}

/// Units that are finer than areas, or that share them out, give an area to the largest part: only where that
/// part is no more than half is the answer weak.
bool by_plurality(const Unit& unit) { return unit.kind == "practice" || unit.kind == "pcn"; }

void add_findings_of_keys(const Unit& unit, const std::string& path, const std::vector<std::string>& unknown,
                          const std::set<std::string>& repeated, std::size_t folded,
                          const std::string& example, Defined& defined) {
  if (!unknown.empty())
    defined.findings.push_back(
        {"UNKNOWN_AREA", geo::Severity::warning, path,
         some_of(unknown, "code") + (unit.kind == "area"
                                         ? ": not an area inside the place, left out"
                                         : ": not a " + unit.words() + " that the place knows, left out"),
         unit.kind == "area" ? "check the vintage of the codes"
                             : "check the year of the units, or give the lookup to areas with --with FILE"});
  if (!repeated.empty())
    defined.findings.push_back({"UNIT_TWICE", geo::Severity::note, path,
                                some_of({repeated.begin(), repeated.end()}, "unit") +
                                    " stand in several rows with one neighbourhood",
                                "nothing"});
  if (folded > 0)
    defined.findings.push_back(
        {"CODES_FOLDED", geo::Severity::note, path,
         fmt::format("{} codes are written in other letters or with blanks and were read as the place writes "
                     "them, such as '{}'",
                     folded, example),
         "nothing"});
}

void take_neighbourhoods(const Read& read, Defined& defined) {
  std::set<std::string, datasets::NaturalOrder> used;
  for (const auto& one : defined.plan.assignments)
    if (!one.neighbourhood.empty()) used.insert(one.neighbourhood);
  const auto text_of = [](const std::map<std::string, std::string>& texts, const std::string& id) {
    const auto at = texts.find(id);
    return at == texts.end() ? std::string() : at->second;
  };
  for (const auto& id : used) {
    auto parent = text_of(read.parent_of, id), parent_name = text_of(read.parent_name_of, id);
    if (parent.empty()) parent = parent_name;
    if (parent_name == parent) parent_name.clear();
    defined.plan.neighbourhoods.push_back(
        {id, text_of(read.name_of, id), std::move(parent), false, "", std::move(parent_name)});
  }
  std::sort(defined.plan.neighbourhoods.begin(), defined.plan.neighbourhoods.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
}

void find_left_over(const std::string& path, const Read& read, Defined& defined) {
  std::vector<std::string> unassigned;
  for (const auto& one : defined.plan.assignments)
    if (one.neighbourhood.empty()) unassigned.push_back(one.area);
  if (read.without > 0)
    defined.findings.push_back({"NO_NEIGHBOURHOOD", geo::Severity::note, path,
                                fmt::format("{} rows say blank, NA, 0, Unassigned or the like: in no "
                                            "neighbourhood",
                                            read.without),
                                "nothing, if that is meant"});
  if (!unassigned.empty())
    defined.findings.push_back({"UNASSIGNED", geo::Severity::warning, path,
                                some_of(unassigned, "code") + " without a neighbourhood", "assign them"});
  if (!defined.ambiguous.empty()) {
    std::vector<std::string> areas;
    double people = 0;
    for (const auto& one : defined.ambiguous) {
      areas.push_back(one.area);
      if (!datasets::is_missing(one.people)) people += one.people;
    }
    defined.findings.push_back(
        {"AMBIGUOUS_AREA", geo::Severity::warning, path,
         fmt::format("{}, {} people: the definition is not plain there and a rule decided",
                     some_of(areas, "area"), output::number_text(people, 0)),
         "look at them: --ambiguous FILE.csv writes them out; change the column neighbourhood and give it "
         "with "
         "--settled FILE.csv"});
  }
}

}  // namespace

std::vector<Claims> claims_of_units(const Read& read, const Units& units, const Unit& unit,
                                    const datasets::Place& place, const std::string& path, bool of_this_place,
                                    Defined& defined) {
  std::vector<Claims> claims(place.areas.size());
  std::map<std::string, std::int64_t> first_line;      // of each unit
  std::set<std::pair<std::string, std::string>> said;  // unit, neighbourhood
  std::vector<std::string> unknown;
  std::set<std::string> repeated;
  std::size_t folded = 0;
  std::string example;
  for (const auto& row : read.rows) {
    ++defined.rows;
    const auto answer = units.find(row);
    const auto key = (answer.spelling == nullptr ? std::string(trimmed(row.key)) : *answer.spelling) +
                     (unit.by_name ? "\n" + row.authority : std::string());
    const auto [before, fresh] = first_line.try_emplace(key, row.line);
    if (!fresh && unit.kind == "area" && !unit.by_name)
      throw geo::InputError{{fmt::format("{}, line {}", path, row.line),
                             fmt::format("area {} is there twice, first in line {}", key, before->second),
                             "an area lies in one neighbourhood: take one of the rows out"}};
    if (answer.parts == nullptr) {
      ++defined.unknown;
      unknown.emplace_back(trimmed(row.key));
      continue;
    }
    if (!unit.by_name && row.key != *answer.spelling && folded++ == 0) example = row.key;
    if (row.neighbourhood.empty()) {
      ++defined.without;
      continue;
    }
    ++defined.matched;
    if (!said.emplace(key, row.neighbourhood).second) {
      repeated.insert(*answer.spelling);
      continue;
    }
    const auto& parts = answer.narrowed.empty() ? *answer.parts : answer.narrowed;
    for (const auto& part : parts) {
      auto& one = claims[part.row].by_id[row.neighbourhood];
      one.weight += part.weight;
      if (one.basis.empty()) one.basis = unit.words() + " " + *answer.spelling;
    }
  }
  if (defined.unknown == defined.rows && of_this_place)
    throw geo::InputError{
        {path,
         fmt::format("none of its {} codes is {} of the place, such as {}", unknown.size(),
                     unit.kind == "area" ? "an area" : "a " + unit.words(), unknown.front()),
         unit.kind == "area" ? "check that it is a lookup of this place, and the vintage of its codes"
                             : "import a lookup of these units to the areas, or give it with --with FILE"}};
  add_findings_of_keys(unit, path, unknown, repeated, folded, example, defined);
  return claims;
}

void settle(const std::vector<Claims>& claims, const Unit& unit, const datasets::Place& place,
            Defined& defined) {
  constexpr double kEqual = 1e-9;
  for (std::uint32_t row = 0; row < place.areas.size(); ++row) {
    if (!is_inside(place.areas, row)) continue;
    const auto& by_id = claims[row].by_id;
    std::vector<std::pair<std::string, Claims::One>> order(by_id.begin(), by_id.end());
    std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
      if (std::abs(a.second.weight - b.second.weight) > kEqual) return a.second.weight > b.second.weight;
      return datasets::comes_before(a.first, b.first);
    });
    auto& assigned = defined.plan.assignments.emplace_back();
    assigned.area = place.areas.code[row];
    if (order.empty()) continue;
    assigned.neighbourhood = order.front().first;
    assigned.basis = order.front().second.basis;
    double sum = 0;
    for (const auto& [id, one] : order) sum += one.weight;
    const bool weak = by_plurality(unit) ? order.front().second.weight <= sum / 2 : true;
    if (order.size() < 2 || !weak) continue;
    const double people = people_of(place.areas, row);
    Ambiguous ambiguous{assigned.area,          place.areas.name[row], people, {},
                        assigned.neighbourhood, rule_of(unit)};
    for (const auto& [id, one] : order) ambiguous.claims.push_back({id, people * one.weight});
    assigned.basis += "; " + ambiguous.rule;
    defined.ambiguous.push_back(std::move(ambiguous));
  }
}

void settle_by_hand(const std::string& path, const datasets::Place& place, Defined& defined) {
  Options options;
  options.key = "area_code";
  options.by = "neighbourhood";
  Unit unit{"area", false};
  const auto found = find_definition(path, options);
  std::vector<geo::Finding> findings;
  const auto read = read_units(found, findings);
  const Units units(place, unit, read, {}, findings);
  std::map<std::string, datasets::PlanRecord::Assignment*> assigned;
  for (auto& one : defined.plan.assignments) assigned[one.area] = &one;
  std::vector<std::string> unknown;
  std::set<std::string> settled;
  for (const auto& row : read.rows) {
    const auto answer = units.find(row);
    const auto at = answer.spelling == nullptr ? assigned.end() : assigned.find(*answer.spelling);
    if (at == assigned.end()) {
      unknown.emplace_back(trimmed(row.key));
      continue;
    }
    if (!settled.insert(at->first).second)
      throw geo::InputError{{fmt::format("{}, line {}", path, row.line),
                             fmt::format("area {} is there twice", at->first), "take one of the rows out"}};
    at->second->neighbourhood = row.neighbourhood;
    at->second->basis = row.neighbourhood.empty() ? "" : "by hand";
  }
  defined.settled_by_hand = settled.size();
  std::erase_if(defined.ambiguous, [&](const auto& one) { return settled.contains(one.area); });
  if (!unknown.empty())
    defined.findings.push_back({"UNKNOWN_AREA", geo::Severity::warning, path,
                                some_of(unknown, "code") + ": not an area inside the place, left out",
                                "check the codes"});
}

Defined read_definition(const std::string& path, const datasets::Place& place, const Options& options) {
  const auto found = find_definition(path, options);
  Defined defined;
  defined.plan.origin = "import";
  defined.unit = found.columns.unit.words();
  defined.findings = found.table.findings;
  Read read;
  if (found.polygons) {
    settle_polygons(found, place, defined);
    for (const auto& one : defined.drawn) read.name_of[one.id] = one.name;
  } else {
    read = read_units(found, defined.findings);
    drop_place_code(found, datasets::code_of_place(place.areas), read);
    Units units(place, found.columns.unit, read, options, defined.findings);
    units.settle_names(read.rows, defined.findings);
    settle(claims_of_units(read, units, found.columns.unit, place, path, options.of_this_place, defined),
           found.columns.unit, place, defined);
  }
  if (!options.settled.empty()) settle_by_hand(options.settled, place, defined);
  std::sort(defined.plan.assignments.begin(), defined.plan.assignments.end(),
            [](const auto& a, const auto& b) { return a.area < b.area; });
  std::sort(defined.ambiguous.begin(), defined.ambiguous.end(),
            [](const auto& a, const auto& b) { return a.area < b.area; });
  take_neighbourhoods(read, defined);
  find_left_over(path, read, defined);
  return defined;
}

datasets::DefinedPlan read_plan_for_import(const std::string& path, const std::string& layer,
                                           const datasets::Place& place) {
  Options options;
  options.layer = layer;
  options.of_this_place = false;
  auto read = read_definition(path, place, options);
  const auto rows = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  return {std::move(read.plan), rows(read.rows),    rows(read.matched),
          rows(read.unknown),   rows(read.without), std::move(read.findings)};
}

std::string ambiguous_csv(const Defined& defined) {
  std::string csv = output::csv_line({"area_code", "area_name", "people", "neighbourhood", "claims", "rule"});
  for (const auto& one : defined.ambiguous) {
    std::string claims;
    for (const auto& claim : one.claims)
      claims += fmt::format("{}{}{}", claims.empty() ? "" : "; ", claim.neighbourhood,
                            datasets::is_missing(claim.people) ? "" : fmt::format(" {:.0f}", claim.people));
    csv += output::csv_line({one.area, one.name,
                             datasets::is_missing(one.people) ? "" : fmt::format("{:.0f}", one.people),
                             one.taken, claims, one.rule});
  }
  return csv;
}

}  // namespace placewright::boundaries::definition
