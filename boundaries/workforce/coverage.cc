#include "boundaries/workforce/coverage.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "boundaries/workforce/coverage_flags.h"
#include "boundaries/workforce/roles.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

using datasets::kMissing;
using Holder = AllocatedRow::Holder;

constexpr double kPer = 1e4, kLeastCoverage = 0.6;
constexpr std::size_t kAreasForFifths = 50;

std::size_t group_order(std::string_view code) {
  const auto groups = role_groups();
  for (std::size_t k = 0; k < groups.size(); ++k)
    if (code == groups[k].code) return k;
  return groups.size();
}

void add_known(double& sum, double value) {
  if (!std::isnan(value)) sum = (std::isnan(sum) ? 0 : sum) + value;
}

void add_account(Conservation& account, const AllocatedRow& row) {
  account.input += row.wte;
  for (const auto& [area, share] : row.shares.area) account.allocated += row.wte * share;
  account.outside += row.wte * row.shares.outside;
  account.unknown += row.wte * row.shares.unknown;
  account.unallocated += row.wte * row.shares.unallocated;
  if (row.held) account.held += row.wte * row.shares.unallocated;
}

/// Share of each area's patients with an organisation that has rows; 1 for an area without patients of that kind.
std::vector<double> share_reported(const std::map<std::string, List>& lists, const std::set<std::string>& reported, std::size_t areas) {
  std::vector<double> all(areas, 0), known(areas, 0);
  for (const auto& [code, list] : lists)
    for (const auto& [area, n] : list.patients) {
      all[area] += n;
      if (reported.contains(code)) known[area] += n;
    }
  for (std::size_t i = 0; i < areas; ++i) known[i] = all[i] > 0 ? known[i] / all[i] : 1;
  return known;
}

Reporting find_reporting(const datasets::Place& place, const Lists& lists, const std::set<std::string>& pcns, const std::set<std::string>& practices) {
  Reporting reporting;
  reporting.pcns = lists.pcns_of_place;
  for (const auto& pcn : reporting.pcns)
    if (!pcns.contains(pcn)) reporting.pcns_missing.push_back(pcn);
  double all = 0, outside = 0;
  for (const auto& pcn : reporting.pcns)
    if (const auto at = lists.pcn.find(pcn); at != lists.pcn.end()) {
      all += at->second.all();
      outside += at->second.outside;
    }
  if (all > 0) reporting.outside_share_of_lists = outside / all;
  for (const auto& site : place.sites) {
    if (site.kind != "gp" || !site.open || !place.find_area(site.area) || !lists.practice.contains(site.id)) continue;
    reporting.practices.push_back(site.id);
    if (!practices.empty() && !practices.contains(site.id)) reporting.practices_missing.push_back(site.id);
  }
  std::sort(reporting.practices.begin(), reporting.practices.end());
  std::sort(reporting.practices_missing.begin(), reporting.practices_missing.end());
  return reporting;
}

/// Standard error of a rate for 10,000 from the staff behind it: as a count, a guide only.
double rate_error(double wte, double headcount, double people) {
  const double count = std::max(1.0, std::isnan(headcount) || headcount <= 0 ? wte : headcount);
  return wte > 0 ? kPer * wte / people / std::sqrt(count) : kPer / people;
}

/// Equity over fifths of the place's areas by deprivation, each area whole; over areas themselves when there are few.
void measure_within_place(const datasets::Place& place, const std::vector<double>& cover, const std::vector<double>& headcount, Coverage& coverage,
                          const EquityOptions& options) {
  EquityUnits areas;
  std::vector<double> heads;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    const double people = place.areas.population[i] * cover[i], need = coverage.area_need[i] * cover[i];
    if (!(people > 0) || !(need > 0) || cover[i] < kLeastCoverage || std::isnan(value_at(place.areas.imd_score, i))) continue;
    areas.name.push_back(place.areas.code[i]);
    areas.people.push_back(people);
    areas.need.push_back(need);
    areas.supply.push_back(coverage.area_wte[i]);
    areas.deprivation.push_back(place.areas.imd_score[i]);
    heads.push_back(headcount[i]);
  }
  if (areas.people.size() >= kAreasForFifths) {
    const auto fifth = deprivation_groups(areas.people, areas.deprivation, 5);
    EquityUnits fifths{{"most deprived fifth", "second", "third", "fourth", "least deprived fifth"}, std::vector<double>(5), std::vector<double>(5),
                       {5, 4, 3, 2, 1}, std::vector<double>(5), {}, std::vector<double>(5)};
    std::vector<double> group_heads(5, kMissing);
    for (std::size_t i = 0; i < areas.people.size(); ++i) {
      fifths.people[fifth[i]] += areas.people[i];
      fifths.need[fifth[i]] += areas.need[i];
      fifths.supply[fifth[i]] += areas.supply[i];
      add_known(group_heads[fifth[i]], heads[i]);
    }
    for (std::size_t g = 0; g < 5; ++g)
      if (fifths.people[g] > 0) fifths.standard_error[g] = rate_error(fifths.supply[g], group_heads[g], fifths.people[g]);
    coverage.quintile_basis = fmt::format("fifths of {} areas within the place, by IMD score", areas.people.size());
    areas = std::move(fifths);
  } else {
    coverage.quintile_basis = fmt::format("{} areas, by IMD score", areas.people.size());
  }
  coverage.equity_quintiles = measure_equity(areas, options);
}

/// Staff of each area as another plan has them: footprints made of neighbourhoods lie elsewhere there.
std::vector<double> area_wte_of(const datasets::Place& place, const datasets::PlanRecord& plan, const Lists& lists, const CoverageQuestion& question) {
  std::vector<double> wte(place.areas.size(), 0);
  for (const auto& row : allocate_workforce(place, plan, lists, question.allocate).rows) {
    if (!question.groups.empty() && std::find(question.groups.begin(), question.groups.end(), row.group) == question.groups.end()) continue;
    for (const auto& [area, share] : row.shares.area) wte[area] += row.wte * share;
  }
  return wte;
}

/// Other plans of the place, each with the staff where it has them. A scenario's moves belong to the plan asked about, so
/// with one every plan is judged on the same staff by area.
void compare_plans(const datasets::Place& place, const datasets::PlanRecord& asked, const Lists& lists, const CoverageQuestion& question, const std::vector<double>& cover,
                   Coverage& coverage) {
  int positive = 0, negative = 0;
  const bool moves = question.what_if == nullptr && std::any_of(place.footprints.begin(), place.footprints.end(), [](const auto& member) { return member.member_type == "neighbourhood"; });
  for (const auto& plan : place.plans) {
    const auto staff = moves && plan.name != asked.name ? area_wte_of(place, plan, lists, question) : coverage.area_wte;
    const auto units = find_units_of(place, plan, "neighbourhood");
    std::vector<double> people(units.size(), 0), supply(units.size(), 0), score(units.size(), 0), scored(units.size(), 0);
    for (std::size_t i = 0; i < place.areas.size(); ++i) {
      if (units.of_area[i] < 0 || std::isnan(place.areas.population[i])) continue;
      const auto k = static_cast<std::size_t>(units.of_area[i]);
      people[k] += place.areas.population[i] * cover[i];
      supply[k] += staff[i];
      if (std::isnan(value_at(place.areas.imd_score, i))) continue;
      score[k] += place.areas.population[i] * place.areas.imd_score[i];
      scored[k] += place.areas.population[i];
    }
    EquityUnits rows;
    for (std::size_t k = 0; k < units.size(); ++k) {
      rows.name.push_back(units.id[k]);
      rows.people.push_back(people[k]);
      rows.supply.push_back(supply[k]);
      rows.deprivation.push_back(scored[k] > 0 ? score[k] / scored[k] : kMissing);
    }
    const auto equity = measure_equity(rows);
    coverage.plans.push_back({plan.name, equity.units, equity.slope.sii, equity.gini, equity.concentration});
    positive += equity.concentration > 0 ? 1 : 0;
    negative += equity.concentration < 0 ? 1 : 0;
  }
  coverage.sign_stable = positive == 0 || negative == 0;
}

}  // namespace

Coverage measure_coverage(const datasets::Place& place, const datasets::PlanRecord& plan, const CoverageQuestion& question) {
  if (place.workforce.empty())
    throw geo::InputError{{place.name, "the place has no workforce table", "import a workforce file (a canonical CSV, GP or PCN workforce)"}};
  for (const auto& group : question.groups)
    if (group_order(group) == role_groups().size()) {
      std::vector<std::string> known;
      for (const auto& entry : role_groups()) known.emplace_back(entry.code);
      throw geo::InputError{{"--groups", fmt::format("there is no role group '{}'", group), fmt::format("any of {}", fmt::join(known, ", "))}};
    }
  Coverage coverage;
  const auto lists = collect_lists(place);
  auto need = find_need(place, lists, question.scheme);
  auto allocated = allocate_workforce(place, plan, lists, question.allocate);
  if (question.what_if != nullptr) apply_moves(place, plan, *question.what_if, need.need.people, question.allocate, allocated);
  coverage.units = find_units_of(place, plan, question.by);
  coverage.scheme = need.scheme;
  coverage.need_explanation = need.explanation;
  coverage.area_need = need.need.people;
  coverage.total = allocated.total;
  coverage.unknown_roles = allocated.unknown_roles;
  const auto& units = coverage.units;
  const std::size_t areas = place.areas.size();

  std::set<std::string> pcns, practices;
  for (const auto& row : place.workforce) {
    if (!row.practice_code.empty()) practices.insert(row.practice_code);
    else if (!row.pcn_code.empty()) pcns.insert(row.pcn_code);
  }
  coverage.reporting = find_reporting(place, lists, pcns, practices);

  // Tables.
  // Cells lie unit by unit; in each one for every kind of staff: group, sector, registered.
  std::map<std::tuple<std::size_t, std::string, std::string>, std::size_t> kinds;
  for (const auto& row : allocated.rows) kinds[{group_order(row.group), row.sector, row.registered}];
  for (std::size_t next = 0; auto& [kind, number] : kinds) number = next++;
  constexpr auto kNoCell = ~std::uint32_t{0};
  std::vector<std::uint32_t> cell_at(units.size() * kinds.size(), kNoCell);
  std::vector<CoverageCell> cells;  // as they are met
  std::map<std::size_t, CoverageTotal> by_group;
  std::map<std::string, CoverageTotal> by_employer, by_sector;
  coverage.area_wte.assign(areas, 0);
  std::vector<double> area_heads(areas, kMissing), area_estimated(areas, 0);
  double holder_wte[3] = {0, 0, 0}, counted = 0;
  const auto is_counted = [&](const AllocatedRow& row) {
    return question.groups.empty() || std::find(question.groups.begin(), question.groups.end(), row.group) != question.groups.end();
  };
  for (const auto& row : allocated.rows) {
    const auto order = group_order(row.group);
    const std::string employer = row.employer.empty() ? "(employer not given)" : row.employer;
    const auto total = [&](CoverageTotal& into, const std::string& name) {
      into.name = name;
      ++into.rows;
      ++into.rows_known;
      add_account(into.account, row);
      if (row.estimated) into.estimated_wte += row.wte;
    };
    total(by_group[order], row.group);
    total(by_employer[employer], employer);
    total(by_sector[row.sector], row.sector);
    if (!is_counted(row)) continue;
    holder_wte[static_cast<std::size_t>(row.holder)] += row.wte;
    counted += row.wte;
    const auto kind = kinds.at({order, row.sector, row.registered});
    for (const auto& [area, share] : row.shares.area) {
      const double wte = row.wte * share;
      coverage.area_wte[area] += wte;
      add_known(area_heads[area], row.headcount * share);
      if (row.estimated) area_estimated[area] += wte;
      if (units.of_area[area] < 0) continue;
      const auto unit = static_cast<std::uint32_t>(units.of_area[area]);
      auto& at = cell_at[unit * kinds.size() + kind];
      if (at == kNoCell) {
        at = static_cast<std::uint32_t>(cells.size());
        cells.push_back({unit, row.group, row.sector, row.registered});
      }
      auto& cell = cells[at];
      cell.wte += wte;
      add_known(cell.headcount, row.headcount * share);
      if (row.estimated) cell.estimated_wte += wte;
    }
  }
  // Rows without WTE count as rows: what is known of each role and employer is a share of them.
  for (const auto& row : place.workforce) {
    if (!std::isnan(row.wte)) continue;
    const auto group = find_group(row, place.roles).group, employer = row.employer.empty() ? std::string("(employer not given)") : row.employer;
    const auto count = [](CoverageTotal& into, const std::string& name) {
      into.name = name;
      ++into.rows;
    };
    count(by_group[group_order(group)], group);
    count(by_employer[employer], employer);
    count(by_sector[find_sector(row, place.roles)], find_sector(row, place.roles));
  }
  for (const auto at : cell_at)
    if (at != kNoCell) coverage.cells.push_back(std::move(cells[at]));
  for (auto& [key, total] : by_group) coverage.by_group.push_back(std::move(total));
  for (auto& [key, total] : by_employer) coverage.by_employer.push_back(std::move(total));
  for (auto& [key, total] : by_sector) coverage.by_sector.push_back(std::move(total));
  for (const auto* family : service_families()) {
    FamilyCoverage row{family, 0, true, {}};
    for (const auto& total : coverage.by_group)
      if (find_role_group(total.name).family == std::string_view(family)) {
        row.missing = false;
        row.wte += total.account.input;
        row.groups.push_back(total.name);
      }
    coverage.families.push_back(std::move(row));
  }

  // How much of each area's staff could be known at all.
  const auto pcn_known = share_reported(lists.pcn, pcns, areas), practice_known = share_reported(lists.practice, practices, areas);
  std::vector<double> cover(areas, 1);
  if (counted > 0)
    for (std::size_t i = 0; i < areas; ++i)
      cover[i] = (holder_wte[0] * practice_known[i] + holder_wte[1] * pcn_known[i] + holder_wte[2]) / counted;

  // Rows of the units.
  const auto& place_areas = place.areas;
  coverage.unit.assign(units.size(), {});
  std::vector<double> people(units.size(), 0), covered_need(units.size(), 0), covered_registered(units.size(), 0), scored(units.size(), 0),
      ranked(units.size(), 0), score(units.size(), 0), core20(units.size(), 0);
  for (std::size_t i = 0; i < areas; ++i) {
    if (units.of_area[i] < 0) continue;
    const auto k = static_cast<std::size_t>(units.of_area[i]);
    auto& unit = coverage.unit[k];
    unit.wte += coverage.area_wte[i];
    unit.estimated_wte += area_estimated[i];
    add_known(unit.headcount, area_heads[i]);
    unit.registered += lists.registered[i];
    covered_registered[k] += lists.registered[i] * cover[i];
    const double living = place_areas.population[i];
    if (std::isnan(living)) continue;
    unit.residents += living;
    people[k] += living * cover[i];
    if (!std::isnan(coverage.area_need[i])) {
      unit.need += coverage.area_need[i];
      covered_need[k] += coverage.area_need[i] * cover[i];
    }
    if (!std::isnan(value_at(place_areas.imd_score, i))) {
      score[k] += living * place_areas.imd_score[i];
      scored[k] += living;
    }
    if (!std::isnan(value_at(place_areas.imd_decile, i))) {
      ranked[k] += living;
      core20[k] += quintile_of_decile(place_areas.imd_decile[i]) == 1 ? living : 0;
    }
  }
  coverage.role_wte.assign(units.size() * coverage.by_group.size(), 0);
  for (const auto& cell : coverage.cells) {
    const auto at = std::find_if(coverage.by_group.begin(), coverage.by_group.end(), [&](const auto& total) { return total.name == cell.group; });
    coverage.role_wte[cell.unit * coverage.by_group.size() + static_cast<std::size_t>(at - coverage.by_group.begin())] += cell.wte;
  }
  EquityUnits rows;
  double place_wte = 0, place_need = 0;
  for (std::size_t k = 0; k < units.size(); ++k) {
    auto& unit = coverage.unit[k];
    unit.coverage = unit.residents > 0 ? people[k] / unit.residents : kMissing;
    if (scored[k] > 0) unit.imd = score[k] / scored[k];
    if (ranked[k] > 0) unit.core20 = core20[k] / ranked[k];
    if (!(unit.coverage >= kLeastCoverage)) {
      for (std::size_t c = 0; c < coverage.by_group.size(); ++c)
        if (auto& wte = coverage.role_wte[k * coverage.by_group.size() + c]; wte == 0) wte = kMissing;
      continue;
    }
    if (people[k] > 0) unit.per_10k_residents = kPer * unit.wte / people[k];
    if (covered_registered[k] > 0) unit.per_10k_registered = kPer * unit.wte / covered_registered[k];
    if (covered_need[k] > 0) unit.per_10k_need = kPer * unit.wte / covered_need[k];
    place_wte += unit.wte;
    place_need += covered_need[k];
  }
  for (std::size_t k = 0; k < units.size(); ++k) {
    auto& unit = coverage.unit[k];
    const bool known = unit.coverage >= kLeastCoverage && place_need > 0;
    if (known) {
      unit.fair = place_wte * covered_need[k] / place_need;
      unit.gap = unit.wte - unit.fair;
      if (unit.fair > 0) unit.misalignment = unit.wte / unit.fair - 1;
    }
    rows.name.push_back(units.id[k]);
    rows.people.push_back(people[k]);
    rows.supply.push_back(known ? unit.wte : kMissing);
    rows.deprivation.push_back(unit.imd);
    rows.need.push_back(covered_need[k]);
    rows.standard_error.push_back(people[k] > 0 ? rate_error(unit.wte, unit.headcount, people[k]) : 0);
  }
  const EquityOptions equity{question.minimum_offer, question.draws, question.seed};
  coverage.equity = measure_equity(rows, equity);
  measure_within_place(place, cover, area_heads, coverage, equity);
  if (question.compare_plans) compare_plans(place, plan, lists, question, cover, coverage);

  const auto text = place.settings.find("workforce_definition");
  coverage.definition = text != place.settings.end() && !text->second.empty()
                            ? text->second
                            : "Every row of the workforce table: whole-time equivalents in post, registered and not, of every sector loaded; vacancies are not counted.";
  coverage.findings = std::move(allocated.findings);
  coverage.findings.insert(coverage.findings.end(), need.findings.begin(), need.findings.end());
  add_coverage_flags(place, coverage);
  double residents = 0, covered = 0;
  for (std::size_t k = 0; k < units.size(); ++k) {
    residents += coverage.unit[k].residents;
    covered += people[k];
  }
  if (residents > 0) coverage.people_covered = covered / residents;
  coverage.confidence = rate_table("coverage", coverage.findings, coverage.people_covered).confidence;
  return coverage;
}

}  // namespace placewright::boundaries::workforce
