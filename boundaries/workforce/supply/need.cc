#include "boundaries/workforce/supply/need.h"

#include <cmath>
#include <limits>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {

std::vector<double> weigh_bands(const std::vector<std::vector<double>>& bands, std::span<const double> weight,
                                std::span<const double> multiplier) {
  PLACEWRIGHT_EXPECT(bands.size() == weight.size() && !bands.empty());
  std::vector<double> raw(bands.front().size(), 0);
  for (std::size_t band = 0; band < bands.size(); ++band) {
    PLACEWRIGHT_EXPECT(bands[band].size() == raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) raw[i] += bands[band][i] * weight[band];
  }
  if (!multiplier.empty()) {
    PLACEWRIGHT_EXPECT(multiplier.size() == raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) raw[i] *= multiplier[i];
  }
  return raw;
}

Need normalise_need(std::string scheme, std::vector<double> raw, std::span<const double> people) {
  PLACEWRIGHT_EXPECT(raw.size() == people.size());
  Need need{std::move(scheme), std::move(raw), 1, {}};
  double all = 0, weighted = 0;
  for (std::uint32_t i = 0; i < people.size(); ++i) {
    if (std::isnan(need.people[i]) || std::isnan(people[i])) {
      need.people[i] = std::numeric_limits<double>::quiet_NaN();
      need.missing.push_back(i);
      continue;
    }
    all += people[i];
    weighted += need.people[i];
  }
  if (weighted > 0) need.k = all / weighted;
  for (auto& value : need.people) value *= need.k;
  return need;
}

std::vector<double> measure_list_index(std::span<const ListPatients> patients,
                                       std::span<const double> practice_index, std::size_t areas) {
  std::vector<double> weighted(areas, 0), known(areas, 0);
  for (const auto& row : patients) {
    const double index = practice_index[row.practice];
    if (std::isnan(index)) continue;
    weighted[row.area] += row.patients * index;
    known[row.area] += row.patients;
  }
  for (std::size_t i = 0; i < areas; ++i)
    weighted[i] = known[i] > 0 ? weighted[i] / known[i] : std::numeric_limits<double>::quiet_NaN();
  return weighted;
}

std::uint32_t quintile_of_decile(double decile) {
  if (!(decile >= 1 && decile <= 10)) return 0;
  return static_cast<std::uint32_t>((decile + 1) / 2);
}

double weighted_mean(std::span<const double> value, std::span<const double> people) {
  double up = 0, down = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (std::isnan(value[i]) || std::isnan(people[i])) continue;
    up += people[i] * value[i];
    down += people[i];
  }
  return down > 0 ? up / down : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace placewright::boundaries::workforce
