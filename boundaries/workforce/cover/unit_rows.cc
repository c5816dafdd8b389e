#include "boundaries/workforce/cover/unit_rows.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "boundaries/workforce/supply/thresholds.h"

namespace placewright::boundaries::workforce {
namespace {

using datasets::kMissing;

constexpr double kPer = 1e4;
constexpr double kSameWte = 1e-9;

/// Both sides of a rate.
struct Rated {
  double wte = 0, people = 0;
  void add(double staff, double here) {
    if (std::isnan(here)) return;
    wte += staff;
    people += here;
  }
  [[nodiscard]] double rate() const { return people > 0 ? kPer * wte / people : kMissing; }
};

/// Sums over the areas of one unit.
struct UnitSums {
  Rated by_people, by_registered, by_need;
  Rated crude_of_need;  ///< people as they are, of areas whose need is known
  double scored = 0, score = 0, ranked = 0, core20 = 0;
};

void add_deprivation(const datasets::Areas& areas, std::size_t area, UnitSums& sums) {
  const double living = areas.population[area];
  if (!std::isnan(value_at(areas.imd_score, area))) {
    sums.score += living * areas.imd_score[area];
    sums.scored += living;
  }
  if (!std::isnan(value_at(areas.imd_decile, area))) {
    sums.ranked += living;
    sums.core20 += quintile_of_decile(areas.imd_decile[area]) == 1 ? living : 0;
  }
}

void add_area(const datasets::Place& place, const Lists& lists, const AreaFigures& figures, std::size_t area,
              UnitCoverage& unit, UnitSums& sums) {
  const double wte = figures.wte[area], living = place.areas.population[area], need = figures.need[area];
  const double covered = figures.covered[area];
  unit.wte += wte;
  unit.estimated_wte += figures.estimated[area];
  add_known(unit.headcount, figures.headcount[area]);
  add_known(unit.registered, lists.registered[area]);
  add_known(unit.residents, living);
  sums.by_registered.add(wte, lists.registered[area] * figures.covered_registered[area]);
  sums.by_people.add(wte, living * covered);
  if (std::isnan(living)) return;
  if (!std::isnan(need)) {
    add_known(unit.need, need);
    add_known(unit.need_residents, living);
    sums.by_need.add(wte, need * covered);
    sums.crude_of_need.add(wte, living * covered);
  }
  add_deprivation(place.areas, area, sums);
}

void set_rates(UnitCoverage& unit, const UnitSums& sums, double min_coverage) {
  unit.coverage = unit.residents > 0 ? sums.by_people.people / unit.residents : kMissing;
  if (sums.scored > 0) unit.imd = sums.score / sums.scored;
  if (sums.ranked > 0) unit.core20 = sums.core20 / sums.ranked;
  unit.partial = unit.coverage < min_coverage;
  for (const auto* rated : {&sums.by_people, &sums.by_registered, &sums.by_need})
    unit.rated_in_part =
        unit.rated_in_part || (rated->people > 0 && std::abs(rated->wte - unit.wte) > kSameWte);
  if (unit.partial && unit.wte == 0) unit.wte = unit.estimated_wte = kMissing;
  if (!(unit.coverage >= min_coverage)) return;
  unit.per_10k_residents = sums.by_people.rate();
  unit.per_10k_registered = sums.by_registered.rate();
  unit.per_10k_need = sums.by_need.rate();
}

/// A fair share follows need at the rate of the whole place.
void set_fair_share(UnitCoverage& unit, const UnitSums& sums, const Rated& place, double min_coverage) {
  if (!(unit.coverage >= min_coverage) || !(place.people > 0) || std::isnan(unit.need)) return;
  unit.judged_wte = sums.by_need.wte;
  unit.fair = place.wte * sums.by_need.people / place.people;
  unit.gap = unit.judged_wte - unit.fair;
  if (unit.fair > 0) unit.misalignment = unit.judged_wte / unit.fair - 1;
}

void add_equity_row(const std::string& id, const UnitCoverage& unit, const UnitSums& sums,
                    double min_coverage, EquityUnits& rows) {
  const double people = sums.by_people.people;
  rows.name.push_back(id);
  rows.people.push_back(people);
  rows.supply.push_back(unit.coverage >= min_coverage ? sums.by_people.wte : kMissing);
  rows.deprivation.push_back(unit.imd);
  rows.need.push_back(sums.by_need.people);
  rows.need_people.push_back(sums.crude_of_need.people);
  rows.need_supply.push_back(sums.by_need.wte);
  rows.standard_error.push_back(people > 0 ? rate_error(sums.by_people.wte, unit.headcount, people) : 0);
}

double share_covered(const std::vector<UnitCoverage>& unit, const std::vector<UnitSums>& sums) {
  double residents = 0, covered = 0;
  for (std::size_t k = 0; k < unit.size(); ++k) {
    if (std::isnan(unit[k].residents)) continue;
    residents += unit[k].residents;
    covered += sums[k].by_people.people;
  }
  return residents > 0 ? covered / residents : 1;
}

}  // namespace

double rate_error(double wte, double headcount, double people) {
  const double count = std::max(1.0, std::isnan(headcount) || headcount <= 0 ? wte : headcount);
  return wte > 0 ? kPer * wte / people / std::sqrt(count) : kPer / people;
}

UnitRows build_unit_rows(const datasets::Place& place, const Lists& lists, const Units& units,
                         const AreaFigures& areas) {
  const double min_coverage = thresholds_of(place.settings).min_coverage;
  UnitRows rows;
  rows.unit.assign(units.size(), {});
  std::vector<UnitSums> sums(units.size());
  for (std::size_t area = 0; area < place.areas.size(); ++area) {
    if (units.of_area[area] < 0) continue;
    const auto k = static_cast<std::size_t>(units.of_area[area]);
    add_area(place, lists, areas, area, rows.unit[k], sums[k]);
  }
  Rated all;  // need of units that have a rate
  for (std::size_t k = 0; k < units.size(); ++k) {
    set_rates(rows.unit[k], sums[k], min_coverage);
    if (!(rows.unit[k].coverage >= min_coverage)) continue;
    all.wte += sums[k].by_need.wte;
    all.people += sums[k].by_need.people;
  }
  for (std::size_t k = 0; k < units.size(); ++k) {
    set_fair_share(rows.unit[k], sums[k], all, min_coverage);
    add_equity_row(units.id[k], rows.unit[k], sums[k], min_coverage, rows.equity);
  }
  rows.people_covered = share_covered(rows.unit, sums);
  return rows;
}

RoleRows build_role_rows(const datasets::Place& place, const std::vector<StaffReturn>& returns,
                         const CountsGroup& counts, const Units& units, const StaffSums& staff) {
  const double min_coverage = thresholds_of(place.settings).min_coverage;
  const std::size_t groups = staff.by_group.size(), areas = place.areas.size();
  std::map<std::string, std::size_t> column;
  for (std::size_t c = 0; c < groups; ++c) column[staff.by_group[c].name] = c;
  RoleRows rows{std::vector<double>(units.size() * groups, 0),
                std::vector<std::uint8_t>(units.size() * groups, 0)};
  for (const auto& cell : staff.cells) rows.wte[cell.unit * groups + column.at(cell.group)] += cell.wte;
  for (const auto& [name, c] : column) {
    // A group that was not asked for is not measured here, and so not 0.
    const auto known = share_known(returns, areas, [&, name = name](const std::string& group) {
      return group == name && counts(group);
    });
    std::vector<double> reported(units.size(), 0), people(units.size(), 0);
    for (std::size_t i = 0; i < areas; ++i) {
      if (units.of_area[i] < 0 || std::isnan(place.areas.population[i])) continue;
      const auto k = static_cast<std::size_t>(units.of_area[i]);
      people[k] += place.areas.population[i];
      reported[k] += place.areas.population[i] * known[i];
    }
    for (std::size_t k = 0; k < units.size(); ++k) {
      const bool enough = reported[k] >= min_coverage * people[k] && people[k] > 0;
      auto& wte = rows.wte[k * groups + c];
      if (wte == 0 && !enough) wte = kMissing;
      rows.partial[k * groups + c] = wte > 0 && !enough && people[k] > 0 ? 1 : 0;
    }
  }
  return rows;
}

}  // namespace placewright::boundaries::workforce
