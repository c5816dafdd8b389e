#include "boundaries/workforce/cover/footprints.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include "boundaries/workforce/supply/roles.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "datasets/place/names.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kSliver = 0.005;  // of an area: below it a footprint does not cover it

double people_of(const datasets::Place& place, std::uint32_t area) {
  const double people = value_at(place.areas.population, area);
  return std::isnan(people) ? 0 : people;
}

std::string plain_postcode(std::string_view text) {
  std::string key;
  for (const char c : text)
    if (c != ' ') key += c;
  return lower_case(key);
}

/// The area of a code or a postcode; answer.postcode is set where it is one.
std::uint32_t locate(const datasets::Place& place, std::string_view where, CoversAnswer& answer) {
  auto row = place.find_area(where);
  if (!row) {
    const auto key = plain_postcode(where);
    for (const auto& postcode : place.postcodes)
      if (plain_postcode(postcode.postcode) == key) {
        answer.postcode = postcode.postcode;
        row = place.find_area(postcode.area);
        break;
      }
  }
  if (!row)
    throw geo::InputError{{std::string(where), "it is neither an area nor a postcode of this place",
                           place.postcodes.empty()
                               ? "give an area code; the place has no postcodes (import a postcode file)"
                               : "check the postcode, or give an area code"}};
  return static_cast<std::uint32_t>(*row);
}

void name_where(const datasets::Place& place, const datasets::PlanRecord& plan, std::uint32_t area,
                CoversAnswer& answer) {
  answer.area = place.areas.code[area];
  answer.area_name = area < place.areas.name.size() ? place.areas.name[area] : "";
  for (const auto& assignment : plan.assignments)
    if (assignment.area == answer.area) answer.neighbourhood = assignment.neighbourhood;
  for (const auto& neighbourhood : plan.neighbourhoods)
    if (neighbourhood.id == answer.neighbourhood) answer.neighbourhood_name = neighbourhood.name;
}

/// PCNs by their share of the area's patients, largest first; those with less than `few` are left out.
std::vector<std::string> say_pcn_shares(const Lists& lists, std::uint32_t area, double few) {
  std::map<std::string, double> pcn;
  double patients = 0;
  for (const auto& [code, list] : lists.pcn)
    for (const auto& [other, n] : list.patients)
      if (other == area) {
        pcn[code] += n;
        patients += n;
      }
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [code, n] : pcn) order.emplace_back(-n, code);
  std::sort(order.begin(), order.end());
  std::vector<std::string> shares;
  for (const auto& [n, code] : order)
    if (n < 0 && -n >= few * patients) {
      const auto name = lists.pcn_name.find(code);
      shares.push_back(
          fmt::format("{} {:.0f} %",
                      datasets::full_name(code, name == lists.pcn_name.end() ? std::string() : name->second),
                      -100 * n / patients));
    }
  return shares;
}

double share_in(const AllocatedRow& row, std::uint32_t area) {
  double share = 0;
  for (const auto& [other, part] : row.shares.area)
    if (other == area) share = part;
  return share;
}

/// Whether a row follows a list that hardly any of the area's registered people are on.
bool has_few_patients(const datasets::Place& place, const Lists& lists, const AllocatedRow& row,
                      std::uint32_t area, double few) {
  if (row.method != Allocation::list) return false;
  const bool of_practice = row.holder == AllocatedRow::Holder::practice;
  const auto& held = of_practice ? lists.practice : lists.pcn;
  const auto& given = place.workforce[row.row];
  double here = 0;
  if (const auto list = held.find(of_practice ? given.practice_code : given.pcn_code); list != held.end())
    for (const auto& [other, n] : list->second.patients) here += other == area ? n : 0;
  return here < few * lists.registered[area];
}

Cover describe_cover(const datasets::Place& place, const AllocatedRow& row, std::uint32_t area,
                     double share) {
  const auto& given = place.workforce[row.row];
  Cover cover;
  cover.service = !given.service_area.empty() ? given.service_area
                  : !given.role.empty()       ? given.role
                                              : find_role_group(row.group).name;
  cover.group = row.group;
  cover.level = given.level;
  cover.employer = row.employer;
  cover.footprint = given.footprint_id;
  cover.base = given.base_id;
  cover.wte = row.wte;
  cover.wte_of_area = row.wte * share;
  cover.how = allocation_name(row.method);
  cover.source = given.source;
  cover.as_at = given.as_at;
  for (const auto& member : place.footprints)
    if (!given.footprint_id.empty() && member.footprint_id == given.footprint_id) {
      cover.service = member.service.empty() ? cover.service : member.service;
      if (!member.level.empty()) cover.level = member.level;
      break;
    }
  const auto base_id = given.base_id.empty() ? given.practice_code : given.base_id;
  for (const auto& site : place.sites)
    if (!base_id.empty() && site.id == base_id) {
      cover.base = site.id;
      cover.base_name = site.name;
      cover.minutes = minutes_to_site(place, site, "drive", cover.straight_line)[area];
    }
  return cover;
}

/// A service may have a footprint and no staff loaded: it is named all the same.
void add_unstaffed_footprints(const datasets::Place& place, const datasets::PlanRecord& plan,
                              const Lists& lists, std::uint32_t area, CoversAnswer& answer) {
  std::set<std::string> staffed;
  for (const auto& cover : answer.covers) staffed.insert(cover.footprint);
  std::map<std::string, const datasets::FootprintRow*> territories;
  for (const auto& member : place.footprints) territories.try_emplace(member.footprint_id, &member);
  for (const auto& [id, member] : territories) {
    if (staffed.contains(id)) continue;
    const auto share = share_within(place, resolve_footprint(place, plan, lists, id));
    if (share[area] < kSliver) continue;
    Cover cover;
    cover.service = member->service;
    cover.level = member->level;
    cover.footprint = id;
    cover.wte = cover.wte_of_area = datasets::kMissing;
    cover.how = "footprint";
    answer.covers.push_back(std::move(cover));
  }
}

}  // namespace

std::vector<double> share_within(const datasets::Place& place, const Patch& patch) {
  std::vector<double> share(place.areas.size(), 0);
  for (const auto& area : patch.areas) share[area.area] = std::min(1.0, area.share);
  for (const auto& [area, n] : patch.list.patients)
    if (const double people = people_of(place, area); people > 0)
      share[area] = std::min(1.0, share[area] + n / people);
  return share;
}

FootprintReport measure_footprints(const datasets::Place& place, const datasets::PlanRecord& plan) {
  FootprintReport report;
  report.materiality = thresholds_of(place.settings).split;
  const auto units = find_units_of(place, plan, "neighbourhood");
  const auto lists = collect_lists(place);
  const auto allocated = allocate_workforce(place, plan, lists);
  std::map<std::string, FootprintNesting> known;
  for (const auto& member : place.footprints) {
    auto& row = known[member.footprint_id];
    row.id = member.footprint_id;
    if (row.service.empty()) row.service = member.service;
    if (row.level.empty()) row.level = member.level;
  }
  for (const auto& row : allocated.rows)
    if (const auto at = known.find(place.workforce[row.row].footprint_id); at != known.end())
      add_known(at->second.wte, row.wte);
  std::vector<double> unit_people(units.size(), 0);
  for (std::uint32_t i = 0; i < place.areas.size(); ++i)
    if (units.of_area[i] >= 0) unit_people[static_cast<std::size_t>(units.of_area[i])] += people_of(place, i);
  std::vector<std::set<std::string>> touching(units.size()), providers(units.size());
  std::map<std::string, std::vector<std::pair<std::string, std::vector<double>>>> by_service;
  for (auto& [id, row] : known) {
    const auto patch = resolve_footprint(place, plan, lists, id);
    // Patients of a list live where they live: only territories made of areas can fail to nest.
    const bool territory = !patch.areas.empty();
    const auto share = share_within(place, patch);
    std::vector<double> within(units.size(), 0);
    double in_units = 0;
    for (std::uint32_t i = 0; i < share.size(); ++i) {
      row.people += share[i] * people_of(place, i);
      if (units.of_area[i] < 0) continue;
      within[static_cast<std::size_t>(units.of_area[i])] += share[i] * people_of(place, i);
      in_units += share[i] * people_of(place, i);
    }
    for (std::size_t k = 0; k < units.size(); ++k) {
      if (!(unit_people[k] > 0) || !(within[k] > 0)) continue;
      const double part = within[k] / unit_people[k];
      if (part < report.materiality && within[k] < report.materiality * in_units) continue;
      touching[k].insert(id);
      row.parts.push_back({units.id[k], within[k], part});
      if (territory && part < 1 - report.materiality) row.cut.push_back(row.parts.back());
    }
    row.unknown = patch.unknown;
    for (const auto& cut : row.cut)
      report.findings.push_back({"NOT_NESTED", geo::Severity::warning, fmt::format("footprint {}", id),
                                 fmt::format("it cuts neighbourhood {}: {:.1f} % of its people are within",
                                             cut.neighbourhood, 100 * cut.share),
                                 "move the footprint's line or record why it stays"});
    for (const auto& member : row.unknown)
      report.findings.push_back({"FOOTPRINT_UNKNOWN_MEMBER", geo::Severity::warning,
                                 fmt::format("footprint {}", id), fmt::format("the place has no {}", member),
                                 "correct the footprint file"});
    by_service[row.service].emplace_back(id, share);
  }
  for (const auto& [service, footprints] : by_service)
    for (std::size_t a = 0; a < footprints.size(); ++a)
      for (std::size_t b = a + 1; b < footprints.size(); ++b) {
        double both = 0;
        for (std::uint32_t i = 0; i < place.areas.size(); ++i)
          both += std::max(0.0, footprints[a].second[i] + footprints[b].second[i] - 1) * people_of(place, i);
        if (both < 1) continue;
        report.overlaps.push_back({service, footprints[a].first, footprints[b].first, both});
        report.findings.push_back({"FOOTPRINT_OVERLAP", geo::Severity::note,
                                   fmt::format("service {}", service),
                                   fmt::format("{} and {} both cover {:.0f} people", footprints[a].first,
                                               footprints[b].first, both),
                                   "allowed; say who answers the call"});
      }
  for (const auto& row : allocated.rows)
    for (const auto& [area, share] : row.shares.area)
      if (units.of_area[area] >= 0 && share * row.wte > 1e-9)
        providers[static_cast<std::size_t>(units.of_area[area])].insert(
            row.employer.empty() ? place.workforce[row.row].footprint_id : row.employer);
  for (std::size_t k = 0; k < units.size(); ++k)
    report.complexity.push_back({units.id[k], touching[k].size(), providers[k].size()});
  for (auto& [id, row] : known) report.footprints.push_back(std::move(row));
  return report;
}

SpecialistReport measure_specialists(const datasets::Place& place, const datasets::PlanRecord& plan,
                                     std::span<const Specialty> specialties, const SessionRule& rule) {
  SpecialistReport report;
  report.rule = rule;
  const auto units = find_units_of(place, plan, "neighbourhood");
  report.neighbourhood = units.id;
  report.people.assign(units.size(), 0);
  double all = 0;
  for (std::uint32_t i = 0; i < place.areas.size(); ++i)
    if (units.of_area[i] >= 0)
      report.people[static_cast<std::size_t>(units.of_area[i])] += people_of(place, i);
  for (const double people : report.people) all += people;
  for (const auto& specialty : specialties) {
    SpecialistRow row{specialty,
                      measure_sessions(specialty, all, rule),
                      compare_pooling(specialty, report.people, units.id, rule),
                      {}};
    for (const double people : report.people) row.each.push_back(measure_sessions(specialty, people, rule));
    report.rows.push_back(std::move(row));
  }
  return report;
}

std::vector<Specialty> read_specialties(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw geo::InputError{{path, "cannot be read", "check the path"}};
  const auto split = [](std::string line) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        cells.emplace_back();
      else
        cells.back() += c;
    }
    return cells;
  };
  std::string line;
  if (!std::getline(in, line))
    throw geo::InputError{{path, "it is empty", "write a header: specialty,first,total"}};
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  const auto header = split(line);
  const std::set<std::string> numbers{"first", "total", "index", "diverted", "group_size", "sessions"};
  for (const auto& name : header)
    if (name != "specialty" && !numbers.contains(name))
      throw geo::InputError{{fmt::format("{}, line 1", path), fmt::format("there is no column '{}'", name),
                             "columns: specialty,first,total,index,diverted,group_size,sessions"}};
  if (std::find(header.begin(), header.end(), "specialty") == header.end())
    throw geo::InputError{{fmt::format("{}, line 1", path), "there is no column 'specialty'",
                           "write a header: specialty,first,total"}};
  std::vector<Specialty> table;
  for (int number = 2; std::getline(in, line); ++number) {
    if (line.empty() || line == "\r") continue;
    const auto cells = split(line);
    Specialty row;
    for (std::size_t c = 0; c < header.size() && c < cells.size(); ++c) {
      if (header[c] == "specialty") {
        row.name = cells[c];
        continue;
      }
      if (cells[c].empty()) continue;
      double value = 0;
      const auto read = std::from_chars(cells[c].data(), cells[c].data() + cells[c].size(), value);
      if (read.ec != std::errc() || read.ptr != cells[c].data() + cells[c].size() || value < 0)
        throw geo::InputError{{fmt::format("{}, line {}, column '{}'", path, number, header[c]),
                               fmt::format("'{}' is no number of 0 or more", cells[c]), "write digits"}};
      if (header[c] == "first")
        row.first = value;
      else if (header[c] == "total")
        row.total = value;
      else if (header[c] == "index")
        row.index = value;
      else if (header[c] == "diverted")
        row.diverted = value;
      else if (header[c] == "group_size")
        row.group_size = value;
      else
        row.sessions = value;
    }
    table.push_back(std::move(row));
  }
  return table;
}

CoversAnswer find_who_covers(const datasets::Place& place, const datasets::PlanRecord& plan,
                             std::string_view where) {
  CoversAnswer answer;
  const auto area = locate(place, where, answer);
  name_where(place, plan, area, answer);
  const auto lists = collect_lists(place);
  const double few = thresholds_of(place.settings).few_patients;
  answer.pcn_shares = say_pcn_shares(lists, area, few);
  const auto allocated = allocate_workforce(place, plan, lists);
  auto rows = allocated.rows;
  // Rows without WTE cover too, with a number that nobody gave.
  rows.insert(rows.end(), allocated.unknown.begin(), allocated.unknown.end());
  std::set<std::string> families, groups;
  for (const auto& row : rows) {
    const double share = share_in(row, area);
    if (share <= 0 && !row.held) continue;
    if (has_few_patients(place, lists, row, area, few)) {
      ++answer.few;
      continue;
    }
    families.insert(row.family);
    groups.insert(row.group);
    answer.covers.push_back(describe_cover(place, row, area, share));
  }
  add_unstaffed_footprints(place, plan, lists, area, answer);
  answer.absences = find_absences(place, lists, allocated, area, groups);
  std::stable_sort(answer.covers.begin(), answer.covers.end(), [](const Cover& a, const Cover& b) {
    return std::tie(a.service, a.level, a.employer) < std::tie(b.service, b.level, b.employer);
  });
  for (const auto* family : service_families())
    if (!families.contains(family)) answer.not_covered.emplace_back(family);
  return answer;
}

}  // namespace placewright::boundaries::workforce
