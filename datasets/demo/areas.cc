#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "datasets/demo/noise.h"
#include "datasets/demo/parts.h"

namespace placewright::datasets::demo {
namespace {

constexpr double kPeopleAnArea = 1600;
constexpr double kMinPeople = 1005, kMaxPeople = 2990;

/// Where each area's people live, by cell.
std::vector<geo::Point> centres_of(const Land& land, std::size_t areas) {
  std::vector<geo::Point> sum(areas);
  std::vector<double> count(areas, 0);
  for (std::uint32_t i = 0; i < land.mesh.site.size(); ++i) {
    const auto area = land.area_of[i];
    if (area == kNone || land.ground[i] == Ground::islet) continue;
    sum[area].x += land.mesh.site[i].x;
    sum[area].y += land.mesh.site[i].y;
    count[area] += 1;
  }
  for (std::size_t i = 0; i < areas; ++i) sum[i] = {sum[i].x / count[i], sum[i].y / count[i]};
  return sum;
}

std::vector<AreaTie> find_ties(Land& land) {
  std::vector<AreaTie> all;
  for (std::uint32_t s = 0; s < land.mesh.side.size(); ++s) {
    auto& side = land.mesh.side[s];
    const auto a = land.area_of[side.left], b = land.area_of[side.right];
    if (a == b) continue;
    const auto line = side_line(land.mesh, s);
    side.length_m = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) side.length_m += distance_m(line[i], line[i + 1]);
    if (a == kNone || b == kNone) continue;
    all.push_back({std::min(a, b), std::max(a, b), side.length_m, (land.on_side[s] & kRiver) != 0});
  }
  std::stable_sort(all.begin(), all.end(), [](const AreaTie& x, const AreaTie& y) {
    return std::pair(x.a, x.b) < std::pair(y.a, y.b);
  });
  std::vector<AreaTie> ties;
  for (const auto& tie : all) {
    if (!ties.empty() && ties.back().a == tie.a && ties.back().b == tie.b) {
      ties.back().border_m += tie.border_m;
      ties.back().river = ties.back().river && tie.river;
    } else {
      ties.push_back(tie);
    }
  }
  return ties;
}

/// People of each area: near what settled there, never beyond what an LSOA may hold, and 1,600 an area in
/// all.
std::vector<double> count_people(const std::vector<double>& weight) {
  const auto n = weight.size();
  const double mean = std::accumulate(weight.begin(), weight.end(), 0.0) / static_cast<double>(n);
  std::vector<double> people(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double x = weight[i] / mean - 1;
    const double pressed = x < 0 ? 1 + x * 0.6 / (0.6 - 0.4 * x) : 1 + x * 0.9 / (0.9 + x);
    people[i] = std::clamp(std::floor(kPeopleAnArea * pressed), kMinPeople, kMaxPeople);
  }
  auto missing = static_cast<long>(kPeopleAnArea * static_cast<double>(n) -
                                   std::accumulate(people.begin(), people.end(), 0.0));
  while (missing != 0) {
    const double step = missing > 0 ? 1 : -1;
    for (std::size_t i = 0; i < n && missing != 0; ++i) {
      if (people[i] + step < kMinPeople || people[i] + step > kMaxPeople) continue;
      people[i] += step;
      missing -= static_cast<long>(step);
    }
  }
  return people;
}

/// Which side of the rivers each cell of the land lies on.
std::vector<std::uint32_t> find_banks(const Land& land) {
  const auto& mesh = land.mesh;
  std::vector<std::uint32_t> bank(mesh.site.size(), kNone), open;
  std::uint32_t count = 0;
  for (std::uint32_t start = 0; start < mesh.site.size(); ++start) {
    if (land.area_of[start] == kNone || bank[start] != kNone) continue;
    bank[start] = count;
    open.assign({start});
    while (!open.empty()) {
      const auto here = open.back();
      open.pop_back();
      for (const auto s : mesh.sides_of(here)) {
        const auto other = mesh.across(s, here);
        if ((land.on_side[s] & kRiver) != 0 || land.area_of[other] == kNone || bank[other] != kNone) continue;
        bank[other] = count;
        open.push_back(other);
      }
    }
    ++count;
  }
  return bank;
}

/// Rows in the order of official codes: district, MSOA, letter, each from north-west to south-east.
void put_in_order(Sketch& sketch) {
  auto& land = sketch.land;
  const auto n = sketch.options.areas;
  const auto centre = centres_of(land, n);
  const auto ties = find_ties(land);
  std::vector<Tie> plain;
  for (const auto& tie : ties) plain.push_back({tie.a, tie.b, tie.border_m * (tie.river ? 0.3 : 1.0)});
  // The ferry: the island belongs to the district and the MSOA of the harbour.
  std::uint32_t harbour = kNone;
  for (std::uint32_t i = 0; i < land.mesh.site.size(); ++i)
    if (land.mesh.site[i] == land.landing_main) harbour = land.area_of[i];
  for (const auto island : land.island_areas)
    plain.push_back({std::min(island, harbour), std::max(island, harbour), 800});
  const double all = std::accumulate(land.area_weight.begin(), land.area_weight.end(), 0.0),
               mean = all / static_cast<double>(n);
  const std::size_t districts = n < 700 ? 1 : std::max<std::size_t>(3, (n + 95) / 190);
  auto lad = join_up(land.area_weight, plain, districts, 590 * mean, 0.5, mix(land.seed, 21));
  std::vector<Tie> within;
  for (const auto& tie : plain)
    if (lad[tie.a] == lad[tie.b]) within.push_back(tie);
  auto msoa = join_up(land.area_weight, within, (2 * n + 5) / 10, 8.6 * mean, 0.3, mix(land.seed, 22));

  const auto key = [](geo::Point p) { return p.x - p.y; };
  const auto order_groups = [&](const std::vector<std::uint32_t>& group, auto before) {
    const std::size_t count = *std::max_element(group.begin(), group.end()) + 1;
    std::vector<double> sum(count, 0), members(count, 0);
    std::vector<std::uint32_t> first(count, kNone), order(count), number(count);
    for (std::uint32_t i = 0; i < n; ++i) {
      sum[group[i]] += key(centre[i]);
      members[group[i]] += 1;
      if (first[group[i]] == kNone) first[group[i]] = i;
    }
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) {
      return std::tuple(before(first[x]), sum[x] / members[x], x) <
             std::tuple(before(first[y]), sum[y] / members[y], y);
    });
    for (std::uint32_t k = 0; k < count; ++k) number[order[k]] = k;
    std::vector<std::uint32_t> numbered(n);
    for (std::uint32_t i = 0; i < n; ++i) numbered[i] = number[group[i]];
    return numbered;
  };
  lad = order_groups(lad, [](std::uint32_t) { return 0U; });
  msoa = order_groups(msoa, [&](std::uint32_t i) { return lad[i]; });
  std::vector<std::uint32_t> order(n), row(n);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) {
    return std::tuple(msoa[x], key(centre[x]), x) < std::tuple(msoa[y], key(centre[y]), y);
  });
  for (std::uint32_t k = 0; k < n; ++k) row[order[k]] = k;
  for (auto& area : land.area_of)
    if (area != kNone) area = row[area];
  std::vector<double> weight(n);
  sketch.lad_of.resize(n);
  sketch.msoa_of.resize(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    weight[row[i]] = land.area_weight[i];
    sketch.lad_of[row[i]] = lad[i];
    sketch.msoa_of[row[i]] = msoa[i];
  }
  land.area_weight = std::move(weight);
  for (auto* one : {&land.enclosed, &land.enclosing, &land.two_parts})
    if (*one != kNone) *one = row[*one];
  for (auto& island : land.island_areas) island = row[island];
}

}  // namespace

void add_areas(Sketch& sketch) {
  put_in_order(sketch);
  auto& land = sketch.land;
  auto& place = sketch.place;
  auto& areas = place.areas;
  const auto n = sketch.options.areas;
  sketch.ties = find_ties(land);
  sketch.atoms.assign(n, {});
  for (std::uint32_t i = 0; i < land.mesh.site.size(); ++i)
    if (land.area_of[i] != kNone) sketch.atoms[land.area_of[i]].push_back(i);
  sketch.bank_of = find_banks(land);

  const std::uint32_t districts = *std::max_element(sketch.lad_of.begin(), sketch.lad_of.end()) + 1;
  const std::uint32_t msoas = *std::max_element(sketch.msoa_of.begin(), sketch.msoa_of.end()) + 1;
  // The district with the greatest town is the one that the place is named after.
  std::uint32_t capital = 0;
  double least = 1e18;
  for (std::uint32_t i = 0; i < land.mesh.site.size(); ++i)
    if (land.area_of[i] != kNone)
      if (const double d = distance_m(land.mesh.site[i], land.towns.front().at); d < least) {
        least = d;
        capital = sketch.lad_of[land.area_of[i]];
      }
  for (std::uint32_t k = 0; k < districts; ++k)
    sketch.lad_names.push_back(k == capital
                                   ? "Anyborough"
                                   : place_name(land.seed, 1000 + k) +
                                         (k % 3 == 0 ? " and " + place_name(land.seed, 5000 + k) : ""));
  for (std::size_t k = 0; k < sketch.lad_names.size(); ++k)  // the same name twice gets a compass point
    for (std::size_t j = 0; j < k; ++j)
      if (sketch.lad_names[j] == sketch.lad_names[k]) sketch.lad_names[k] += fmt::format(" {}", k);
  sketch.msoa_names.resize(msoas);
  std::vector<std::uint32_t> msoas_in(districts, 0), letter(msoas, 0);
  areas.code.reserve(n);
  auto& lad_code = areas.parents["lad_code"];
  auto& lad_name = areas.parents["lad_name"];
  auto& msoa_code = areas.parents["msoa_code"];
  auto& msoa_name = areas.parents["msoa_name"];
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto lad = sketch.lad_of[i], msoa = sketch.msoa_of[i];
    if (letter[msoa] == 0)
      sketch.msoa_names[msoa] = fmt::format("{} {:03}", sketch.lad_names[lad], ++msoas_in[lad]);
    const auto which = letter[msoa]++;
    areas.code.push_back(fmt::format("E01{:06}", 900001 + i));
    areas.name.push_back(sketch.msoa_names[msoa] + static_cast<char>('A' + static_cast<int>(which % 26)));
    lad_code.push_back(fmt::format("E0699{:04}", lad + 1));
    lad_name.push_back(sketch.lad_names[lad]);
    msoa_code.push_back(fmt::format("E02{:06}", 900001 + msoa));
    msoa_name.push_back(sketch.msoa_names[msoa]);
  }
  areas.shape = dissolve(land.mesh, land.area_of, n);
  areas.population = count_people(land.area_weight);
  areas.inside.assign(n, 1);
  areas.centroid_weighted.assign(n, 1);
  areas.centroid_x.resize(n);
  areas.centroid_y.resize(n);
  sketch.km2.resize(n);
  sketch.per_km2.resize(n);
  const auto centre = centres_of(land, n);
  for (std::uint32_t i = 0; i < n; ++i) {
    sketch.km2[i] = shape_area_m2(areas.shape[i]) / 1e6;
    sketch.per_km2[i] = areas.population[i] / sketch.km2[i];
    // The cell nearest to the middle of its people lies inside whatever the area's shape.
    std::uint32_t nearest = sketch.atoms[i].front();
    for (const auto atom : sketch.atoms[i])
      if (distance_m(land.mesh.site[atom], centre[i]) < distance_m(land.mesh.site[nearest], centre[i]))
        nearest = atom;
    areas.centroid_x[i] = land.mesh.site[nearest].x;
    areas.centroid_y[i] = land.mesh.site[nearest].y;
  }
  for (const auto& tie : sketch.ties)
    if (tie.border_m > 1) place.adjacency.push_back({tie.a, tie.b, tie.border_m, "exact"});

  for (std::size_t k = 0; k < land.rivers.size(); ++k)
    place.barriers.push_back({"river", k == 0 ? "River Ander" : "River " + place_name(land.seed, 7000 + k),
                              line_along(land.mesh, land.rivers[k])});
  if (!land.motorway.empty())
    place.barriers.push_back({"motorway", "M99", line_along(land.mesh, land.motorway)});
  if (!land.railway.empty())
    place.barriers.push_back({"railway", "Anyborough line", line_along(land.mesh, land.railway)});
  std::vector<std::pair<std::uint32_t, std::uint32_t>> bridged;
  for (std::uint32_t s = 0; s < land.on_side.size(); ++s)
    if ((land.on_side[s] & kBridge) != 0) {
      const auto pair =
          std::minmax(land.area_of[land.mesh.side[s].left], land.area_of[land.mesh.side[s].right]);
      if (pair.first != pair.second) bridged.emplace_back(pair);
    }
  std::sort(bridged.begin(), bridged.end());
  bridged.erase(std::unique(bridged.begin(), bridged.end()), bridged.end());
  for (const auto& [a, b] : bridged)
    place.links.push_back(
        {areas.code[a], areas.code[b], LinkState::declared, "road bridge over the river", "demo"});
  for (std::uint32_t i = 0; i < land.mesh.site.size(); ++i)
    if (land.mesh.site[i] == land.landing_main && land.area_of[i] != kNone)
      for (const auto island : land.island_areas)
        place.links.push_back({areas.code[std::min(island, land.area_of[i])],
                               areas.code[std::max(island, land.area_of[i])], LinkState::declared,
                               "passenger ferry, hourly", "demo"});
}

}  // namespace placewright::datasets::demo
