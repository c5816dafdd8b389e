#include "boundaries/workforce/cover/within_place.h"

#include <fmt/format.h>

#include <cmath>

#include "boundaries/workforce/cover/unit_rows.h"
#include "boundaries/workforce/supply/units.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr std::size_t kAreasForFifths = 50;

struct AreaRows {
  EquityUnits units;
  std::vector<double> headcount;
  std::vector<std::size_t> area;  ///< row of the place
};

/// An area without need takes part in crude figures only.
AreaRows rows_of(const datasets::Place& place, const StaffOfAreas& staff, double min_coverage) {
  AreaRows rows;
  auto& units = rows.units;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    const bool inside = place.areas.inside.empty() || place.areas.inside[i] != 0;
    const double people = place.areas.population[i] * staff.covered[i];
    if (!inside || !(people > 0) || staff.covered[i] < min_coverage) continue;
    const double need = staff.need[i] * staff.covered[i];
    const bool weighed = need > 0;
    units.name.push_back(place.areas.code[i]);
    units.people.push_back(people);
    units.supply.push_back(staff.wte[i]);
    units.deprivation.push_back(value_at(place.areas.imd_score, i));
    units.need.push_back(weighed ? need : 0);
    units.need_people.push_back(weighed ? people : 0);
    units.need_supply.push_back(weighed ? staff.wte[i] : 0);
    rows.headcount.push_back(staff.headcount[i]);
    rows.area.push_back(i);
  }
  return rows;
}

AreaRows with_score(const AreaRows& all) {
  AreaRows some;
  const auto& from = all.units;
  for (std::size_t i = 0; i < from.people.size(); ++i) {
    if (std::isnan(from.deprivation[i])) continue;
    some.units.name.push_back(from.name[i]);
    some.units.people.push_back(from.people[i]);
    some.units.supply.push_back(from.supply[i]);
    some.units.deprivation.push_back(from.deprivation[i]);
    some.units.need.push_back(from.need[i]);
    some.units.need_people.push_back(from.need_people[i]);
    some.units.need_supply.push_back(from.need_supply[i]);
    some.headcount.push_back(all.headcount[i]);
    some.area.push_back(all.area[i]);
  }
  return some;
}

EquityUnits fifths_of(const AreaRows& areas) {
  EquityUnits fifths{{"most deprived fifth", "second", "third", "fourth", "least deprived fifth"},
                     std::vector<double>(5),
                     std::vector<double>(5),
                     {5, 4, 3, 2, 1},
                     std::vector<double>(5),
                     {},
                     std::vector<double>(5),
                     std::vector<double>(5),
                     std::vector<double>(5)};
  const auto fifth = deprivation_groups(areas.units.people, areas.units.deprivation, 5);
  std::vector<double> heads(5, datasets::kMissing);
  for (std::size_t i = 0; i < fifth.size(); ++i) {
    const auto g = fifth[i];
    fifths.people[g] += areas.units.people[i];
    fifths.supply[g] += areas.units.supply[i];
    fifths.need[g] += areas.units.need[i];
    fifths.need_people[g] += areas.units.need_people[i];
    fifths.need_supply[g] += areas.units.need_supply[i];
    add_known(heads[g], areas.headcount[i]);
  }
  for (std::size_t g = 0; g < 5; ++g)
    if (fifths.people[g] > 0)
      fifths.standard_error[g] = rate_error(fifths.supply[g], heads[g], fifths.people[g]);
  return fifths;
}

}  // namespace

WithinPlace measure_within_place(const datasets::Place& place, const StaffOfAreas& staff, double min_coverage,
                                 const EquityOptions& options) {
  const auto areas = rows_of(place, staff, min_coverage);
  const auto scored = with_score(areas);
  const std::size_t count = scored.units.people.size();
  std::vector<std::int32_t> row(place.areas.size(), -1);
  if (count >= kAreasForFifths) {
    const auto fifth = deprivation_groups(scored.units.people, scored.units.deprivation, 5);
    for (std::size_t i = 0; i < count; ++i) row[scored.area[i]] = static_cast<std::int32_t>(fifth[i]);
    return {measure_equity(fifths_of(scored), options),
            fmt::format("fifths of {} areas within the place, by IMD score", count), std::move(row)};
  }
  for (std::size_t i = 0; i < areas.area.size(); ++i) row[areas.area[i]] = static_cast<std::int32_t>(i);
  return {measure_equity(areas.units, options), fmt::format("{} areas, by IMD score", count), std::move(row)};
}

}  // namespace placewright::boundaries::workforce
