#include "boundaries/workforce/supply/organisations.h"

#include "boundaries/workforce/supply/thresholds.h"
#include "boundaries/workforce/supply/units.h"

namespace placewright::boundaries::workforce {
namespace {

struct Counted {
  Overlap overlap;
  std::vector<OrganisationRow> rows;
};

Counted count_overlap(const std::map<std::string, List>& lists, const Units& units) {
  Counted counted;
  counted.overlap.neighbourhoods = units.size();
  for (const auto& [id, list] : lists) {
    std::vector<double> by_unit(units.size(), 0);
    double here = 0;
    for (const auto& [area, n] : list.patients)
      if (units.of_area[area] >= 0) {
        by_unit[static_cast<std::size_t>(units.of_area[area])] += n;
        here += n;
      }
    if (!(here > 0) || here < 0.01 * list.all()) continue;
    OrganisationRow row;
    row.id = id;
    row.patients = here;
    row.outside = list.outside;
    counted.rows.push_back(std::move(row));
    counted.overlap.patients.insert(counted.overlap.patients.end(), by_unit.begin(), by_unit.end());
    ++counted.overlap.organisations;
  }
  return counted;
}

void fill_rows(const Units& units, const Alignment& alignment, Counted& counted) {
  for (std::size_t q = 0; q < counted.rows.size(); ++q) {
    auto& row = counted.rows[q];
    row.pieces = alignment.pieces[q];
    if (alignment.many_to_one[q] < 0) continue;
    const auto k = static_cast<std::size_t>(alignment.many_to_one[q]);
    row.matched = units.id[k];
    row.share = counted.overlap.at(q, k) / row.patients;
  }
}

}  // namespace

OrganisationReport measure_organisations(const datasets::Place& place, const datasets::PlanRecord& plan) {
  OrganisationReport report;
  report.least_piece = thresholds_of(place.settings).split;
  const auto units = find_units_of(place, plan, "neighbourhood");
  const auto lists = collect_lists(place);
  report.neighbourhood = units.id;
  report.registered = sum_by_unit(units, lists.registered);
  report.resident = sum_by_unit(units, place.areas.population);
  auto pcns = count_overlap(lists.pcn, units);
  report.alignment = measure_alignment(pcns.overlap, report.least_piece);
  fill_rows(units, report.alignment, pcns);
  for (auto& row : pcns.rows)
    if (const auto name = lists.pcn_name.find(row.id); name != lists.pcn_name.end()) row.name = name->second;
  report.overlap = std::move(pcns.overlap);
  report.pcns = std::move(pcns.rows);
  auto practices = count_overlap(lists.practice, units);
  // Only the plurality and the pieces are asked for: matching each practice one to one would mean nothing.
  fill_rows(units, measure_alignment(practices.overlap, report.least_piece), practices);
  for (auto& row : practices.rows) {
    if (const auto pcn = lists.pcn_of.find(row.id); pcn != lists.pcn_of.end()) row.pcn = pcn->second;
    for (const auto& site : place.sites)
      if (site.id == row.id) row.name = site.name;
  }
  report.practice_overlap = std::move(practices.overlap);
  report.practices = std::move(practices.rows);
  return report;
}

}  // namespace placewright::boundaries::workforce
