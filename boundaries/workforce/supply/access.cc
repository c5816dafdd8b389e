#include "boundaries/workforce/supply/access.h"

#include <cmath>
#include <limits>
#include <numeric>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {

Decay binary_decay(double threshold) {
  return [threshold](double t) { return t <= threshold ? 1.0 : 0.0; };
}

Decay step_decay(std::vector<DecayStep> steps) {
  return [steps = std::move(steps)](double t) {
    for (const auto& step : steps)
      if (t <= step.upto) return step.weight;
    return 0.0;
  };
}

Decay truncated_gaussian_decay(double threshold) {
  return [threshold](double t) {
    if (!(t < threshold)) return 0.0;
    const double edge = std::exp(-0.5), part = t / threshold;
    return (std::exp(-0.5 * part * part) - edge) / (1 - edge);
  };
}

Decay gaussian_decay(double sigma) {
  return [sigma](double t) { return std::exp(-t * t / (2 * sigma * sigma)); };
}

std::string_view catchment_name(Catchment catchment) {
  switch (catchment) {
    case Catchment::two_step:
      return "2SFCA";
    case Catchment::three_step:
      return "3SFCA";
    case Catchment::row_standardised:
      return "row-standardised";
    case Catchment::balanced:
      return "BFCA";
  }
  return "2SFCA";
}

Access measure_access(Catchment catchment, const MinutesTable& table, std::span<const double> people,
                      std::span<const double> supply, const Decay& decay) {
  PLACEWRIGHT_EXPECT(people.size() == table.areas && supply.size() == table.sites);
  PLACEWRIGHT_EXPECT(table.minutes.size() == table.areas * table.sites);
  const std::size_t areas = table.areas, sites = table.sites;
  std::vector<double> weight(areas * sites), choice(areas * sites);
  for (std::size_t i = 0; i < areas; ++i) {
    double row = 0;
    for (std::size_t j = 0; j < sites; ++j) {
      const double t = table.at(i, j);
      row += weight[i * sites + j] = std::isnan(t) ? 0 : decay(t);
    }
    for (std::size_t j = 0; j < sites; ++j) choice[i * sites + j] = row > 0 ? weight[i * sites + j] / row : 0;
  }
  // What a person of area i weighs at site j: in step one, and in step two.
  const auto demand = [&](std::size_t i, std::size_t j) {
    const double w = weight[i * sites + j], g = choice[i * sites + j];
    switch (catchment) {
      case Catchment::two_step:
        return w;
      case Catchment::three_step:
        return g * w;
      case Catchment::row_standardised:
      case Catchment::balanced:
        return g;
    }
    return w;
  };
  Access access;
  access.area.assign(areas, 0);
  access.site.assign(sites, std::numeric_limits<double>::quiet_NaN());
  std::vector<bool> reached(areas, false);
  for (std::uint32_t j = 0; j < sites; ++j) {
    double in_reach = 0, column = 0;
    for (std::size_t i = 0; i < areas; ++i) {
      in_reach += people[i] * demand(i, j);
      column += weight[i * sites + j];
    }
    if (in_reach <= 0) {
      access.unreached_sites.push_back(j);
      continue;
    }
    const double level = access.site[j] = supply[j] / in_reach;
    access.supply_reached += supply[j];
    for (std::size_t i = 0; i < areas; ++i) {
      if (weight[i * sites + j] <= 0) continue;
      reached[i] = true;
      access.area[i] +=
          level * (catchment == Catchment::balanced ? weight[i * sites + j] / column : demand(i, j));
    }
  }
  for (std::uint32_t i = 0; i < areas; ++i)
    if (!reached[i]) access.unreached_areas.push_back(i);
  return access;
}

Access spread_virtual(std::span<const double> people, double supply) {
  Access access;
  const double all = std::accumulate(people.begin(), people.end(), 0.0);
  access.area.assign(people.size(), all > 0 ? supply / all : std::numeric_limits<double>::quiet_NaN());
  access.site.assign(1, all > 0 ? supply / all : std::numeric_limits<double>::quiet_NaN());
  access.supply_reached = all > 0 ? supply : 0;
  return access;
}

std::vector<double> nearest_minutes(const MinutesTable& table) {
  std::vector<double> nearest(table.areas, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < table.areas; ++i)
    for (std::size_t j = 0; j < table.sites; ++j)
      if (const double t = table.at(i, j); !std::isnan(t) && !(nearest[i] <= t)) nearest[i] = t;
  return nearest;
}

std::vector<WithinReach> count_within(std::span<const double> minutes, std::span<const double> people,
                                      std::span<const std::uint32_t> of_class, std::size_t classes,
                                      double threshold) {
  std::vector<WithinReach> count(classes);
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    if (std::isnan(people[i])) continue;
    auto& row = count[of_class[i]];
    row.people += people[i];
    if (std::isnan(minutes[i]))
      row.unknown += people[i];
    else if (minutes[i] <= threshold)
      row.within += people[i];
  }
  return count;
}

}  // namespace placewright::boundaries::workforce
