#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "datasets/demo/noise.h"
#include "datasets/demo/parts.h"
#include "datasets/place/place_words.h"

namespace placewright::datasets::demo {
namespace {

constexpr std::array kBands{"0-4",   "5-9",   "10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44",
                            "45-49", "50-54", "55-59", "60-64", "65-69", "70-74", "75-79", "80-84", "85+"};
/// Percent of people by band, near England's in 2021 (ONS, Census 2021, table TS007A, rounded).
constexpr std::array kEngland{5.4, 5.9, 6.0, 5.7, 6.0, 6.6, 7.0, 6.7, 6.3,
                              6.4, 6.9, 6.7, 5.8, 4.9, 5.0, 3.6, 2.5, 2.4};
constexpr double kNation = 33755;  // areas of the invented nation, unless the place itself has more

/// IMD score at a share of the nation's areas, least deprived first: skewed as the published one, 2 to
/// about 75.
double score_at(double share) {
  static constexpr std::array kScores{2.0, 5.9, 8.4, 11.0, 13.9, 17.3, 21.4, 26.6, 33.4, 43.6, 76.0};
  const double x = std::clamp(share, 0.0, 1.0) * 10;
  const auto k = std::min<std::size_t>(static_cast<std::size_t>(x), 9);
  const double t = x - static_cast<double>(k);
  const double bent = k == 9 ? t * (0.55 + 0.45 * t) : t;  // the last tenth rises ever faster
  return kScores[k] + bent * (kScores[k + 1] - kScores[k]);
}

void add_deprivation(Sketch& sketch) {
  const auto& land = sketch.land;
  auto& areas = sketch.place.areas;
  const auto n = sketch.options.areas;
  // Pockets: small, deep, in the town's east and in some other towns; also one in a quiet suburb.
  struct Pocket {
    geo::Point at;
    double radius_m, depth;
  };
  std::vector<Pocket> pockets;
  for (std::size_t k = 0; k < land.towns.size(); ++k) {
    const auto& town = land.towns[k];
    const std::size_t count = k == 0 ? 4 : 1;
    for (std::size_t j = 0; j < count; ++j)
      pockets.push_back(
          {{town.at.x + (unit_of(land.seed, 51, 8 * k + j) - (k == 0 ? 0.30 : 0.5)) * 2.6 * town.radius_m,
            town.at.y + (unit_of(land.seed, 52, 8 * k + j) - 0.5) * 2.6 * town.radius_m},
           std::max(450.0, (0.16 + 0.16 * unit_of(land.seed, 53, 8 * k + j)) * town.radius_m),
           0.5 + 0.3 * unit_of(land.seed, 54, 8 * k + j)});
  }
  std::vector<std::pair<double, std::uint32_t>> order(n);
  const double broad = 1.1 * land.towns.front().radius_m;
  for (std::uint32_t i = 0; i < n; ++i) {
    const geo::Point at{areas.centroid_x[i], areas.centroid_y[i]};
    double want = 0.75 * fractal_noise(mix(land.seed, 55), at.x / broad, at.y / broad, 3) +
                  0.12 * unit_of(land.seed, 56, i);
    for (const auto& town : land.towns) {
      const double d = distance_m(at, town.at) / town.radius_m;
      if (d < 6) want += 0.38 / (1 + 1.6 * d * d);
    }
    for (const auto& pocket : pockets) {
      const double d = distance_m(at, pocket.at) / pocket.radius_m;
      if (d < 4) want += pocket.depth / (1 + d * d * d * d);
    }
    if (sketch.per_km2[i] < 500) want -= 0.12;
    order[i] = {want, i};
  }
  std::sort(order.begin(), order.end());
  const double nation = std::max(kNation, static_cast<double>(n));
  sketch.want.resize(n);
  areas.imd_score.resize(n);
  areas.imd_rank.resize(n);
  areas.imd_decile.resize(n);
  areas.priority.resize(n);
  double last = nation + 1;
  for (std::size_t k = 0; k < n; ++k) {
    const auto i = order[k].second;
    const double u = (static_cast<double>(k) + 0.5) / static_cast<double>(n);
    const double share =
        n < 3000 ? 0.65 * u + 0.35 * u * (2 - u) : u;  // one town is somewhat more deprived than the nation
    // Rank 1 is the most deprived; no rank twice, room left for those that follow.
    const double left = static_cast<double>(n - 1 - k);
    const double rank = std::clamp(std::floor((1 - share) * nation) + 1, left + 1, last - 1);
    last = rank;
    sketch.want[i] = 1 - (rank - 0.5) / nation;
    areas.imd_rank[i] = rank;
    areas.imd_decile[i] = std::floor((rank - 1) * 10 / nation) + 1;
    areas.imd_score[i] = rounded(score_at(sketch.want[i]), 1000);
    areas.priority[i] = areas.imd_decile[i] <= 2 ? 1 : 0;
  }
}

void add_ages(Sketch& sketch) {
  const auto& land = sketch.land;
  auto& place = sketch.place;
  const auto n = sketch.options.areas;
  const auto& city = land.towns.front();
  // The student area: dense, near the middle of the greatest town.
  double best = -1e18;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double d =
        distance_m({place.areas.centroid_x[i], place.areas.centroid_y[i]}, city.at) / city.radius_m;
    const double fit = -std::abs(d - 0.45) + 0.1 * unit_of(land.seed, 61, i) -
                       3 * (place.areas.population[i] < 1400 ? 1 : 0);
    if (fit > best) {
      best = fit;
      sketch.student = i;
    }
  }
  auto& households = place.areas.indicators["households"];
  auto& no_car = place.areas.indicators["households_without_car_share"];
  auto& ethnic = place.areas.indicators["ethnic_minority_share"];
  auto& carers = place.areas.indicators["unpaid_carers"];
  static constexpr std::array kSegments{"children and young people", "generally well", "long-term conditions",
                                        "complex needs and frailty",
                                        "mental health, learning disability and substance use"};
  for (std::uint32_t i = 0; i < n; ++i) {
    const double d =
        distance_m({place.areas.centroid_x[i], place.areas.centroid_y[i]}, city.at) / city.radius_m;
    const double centre = 1 / (1 + d * d * d), country = 1 / (1 + sketch.per_km2[i] / 500),
                 want = sketch.want[i];
    const double family = unit_of(land.seed, 62, i), quiet = unit_of(land.seed, 63, i);
    std::array<double, kBands.size()> share{};
    for (std::size_t b = 0; b < kBands.size(); ++b) {
      const auto band = static_cast<double>(b);
      double factor = 1;
      if (b < 4)
        factor += 0.35 * (family - 0.5) + 0.35 * (want - 0.5) - 0.25 * centre;
      else if (b < 7)
        factor += 1.1 * centre + 0.3 * (want - 0.5) - 0.35 * country;
      else if (b < 9)
        factor += 0.3 * (family - 0.5) + 0.15 * centre;
      else if (b > 11)
        factor +=
            (0.55 * country + 0.45 * (quiet - 0.4) - 0.5 * (want - 0.5) - 0.5 * centre) * (band - 9) / 5;
      if (i == sketch.student) factor *= b == 3 ? 3.4 : b == 4 ? 10.5 : b == 5 ? 2.0 : b < 3 ? 0.25 : 0.45;
      share[b] = kEngland[b] * std::max(0.12, factor) * (0.93 + 0.14 * unit_of(land.seed, mix(64, b), i));
    }
    const auto people = static_cast<int>(place.areas.population[i]);
    const auto counts = apportion(share, people);
    for (std::size_t b = 0; b < kBands.size(); ++b)
      place.ages.push_back({place.areas.code[i], kBands[b], "", static_cast<double>(counts[b])});
    const double young = counts[0] + counts[1] + counts[2] + 0.6 * counts[3];
    const double old = counts[15] + counts[16] + counts[17], older = counts[12] + counts[13] + counts[14];
    const double adults = people - young - old - older;
    const std::array<double, kSegments.size()> by_segment{
        young * 0.93, adults * (0.78 - 0.22 * want) + older * (0.42 - 0.15 * want),
        adults * (0.12 + 0.12 * want) + older * (0.48 + 0.05 * want) + old * 0.38,
        adults * 0.015 + older * (0.07 + 0.09 * want) + old * (0.55 + 0.1 * want),
        people * (0.025 + 0.06 * want)};
    const auto segments = apportion(by_segment, people);
    for (std::size_t s = 0; s < kSegments.size(); ++s)
      place.segments.push_back({place.areas.code[i], kSegments[s], static_cast<double>(segments[s])});
    households.push_back(std::floor(people / (i == sketch.student ? 3.4 : 2.15 + 0.5 * family)));
    no_car.push_back(
        rounded(std::clamp(0.06 + 0.42 * want * want + 0.25 * centre - 0.08 * country, 0.01, 0.85), 1000));
    ethnic.push_back(rounded(
        std::clamp(
            0.04 + 0.5 * unit_of(land.seed, 65, sketch.msoa_of[i]) * want * (1 - country) + 0.1 * centre,
            0.01, 0.9),
        1000));
    carers.push_back(std::floor(people * (0.07 + 0.03 * want + 0.02 * quiet)));
  }
}

void add_projections(Sketch& sketch) {
  auto& place = sketch.place;
  // Persons of each district by band, moved on by ten-year growth that is older than the people are now.
  std::map<std::string, std::array<double, kBands.size()>> now;
  for (std::size_t k = 0; k < place.ages.size(); ++k)
    now[place.areas.parents["lad_code"][k / kBands.size()]][k % kBands.size()] += place.ages[k].people;
  for (const auto& [lad, bands] : now)
    for (int year = 2022; year <= 2042; year += 5)
      for (std::size_t b = 0; b < kBands.size(); ++b) {
        const double a_decade = b < 4 ? -0.04 : b < 12 ? 0.02 : b < 14 ? 0.10 : b < 17 ? 0.24 : 0.36;
        place.projections.push_back({lad, std::to_string(year), "persons", kBands[b],
                                     std::string(kPopulationMeasure),
                                     std::floor(bands[b] * (1 + a_decade * (year - 2022) / 10.0) + 0.5),
                                     "Invented projection", "2022-based"});
      }
}

void add_weights(Sketch& sketch) {
  // Consultation weight by age: an example to be edited, not a national formula.
  static constexpr std::array kWeights{1.6, 0.8, 0.7, 0.8, 0.8, 0.9, 0.9, 0.9, 1.0,
                                       1.0, 1.1, 1.2, 1.4, 1.6, 1.9, 2.3, 2.8, 3.4};
  for (std::size_t b = 0; b < kBands.size(); ++b)
    sketch.place.weights.push_back({"age", "age", kBands[b], kWeights[b], "invented example"});
  static constexpr std::array kByQuintile{1.15, 1.06, 1.00, 0.95, 0.90};
  for (std::size_t b = 0; b < kBands.size(); ++b)
    sketch.place.weights.push_back({"age_imd", "age", kBands[b], kWeights[b], "invented example"});
  for (std::size_t q = 0; q < kByQuintile.size(); ++q)
    sketch.place.weights.push_back(
        {"age_imd", "imd_quintile", std::to_string(q + 1), kByQuintile[q], "invented example"});
}

}  // namespace

void add_people(Sketch& sketch) {
  add_deprivation(sketch);
  add_ages(sketch);
  add_projections(sketch);
  add_weights(sketch);
}

void add_postcodes(Sketch& sketch) {
  const auto n = sketch.options.areas;
  const std::size_t each = n <= 3000 ? 20 : 4;
  static constexpr std::string_view kLetters = "ABDEFGHJLNPQRSTUWXYZ";
  sketch.postcodes_of.assign(n, {});
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < each; ++k) {
      const auto number = i * each + k;
      const auto within = number % 400, sector = number / 400 % 9, district = number / 3600;
      const auto atom = sketch.atoms[i][(k + mix(sketch.land.seed, 66, i)) % sketch.atoms[i].size()];
      const auto at = point_in_atom(sketch.land.mesh, atom, mix(67, number));
      sketch.postcodes_of[i].push_back(static_cast<std::uint32_t>(sketch.place.postcodes.size()));
      sketch.place.postcodes.push_back(
          {fmt::format("ZZ{} {}{}{}", district + 1, sector + 1, kLetters[within / 20], kLetters[within % 20]),
           sketch.place.areas.code[i], at.x, at.y});
    }
}

}  // namespace placewright::datasets::demo
