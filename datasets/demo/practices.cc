#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "datasets/demo/noise.h"
#include "datasets/demo/parts.h"

namespace placewright::datasets::demo {
namespace {

constexpr double kPeopleAPractice = 8500, kListOfAPcn = 41000;
constexpr double kFarShare =
    0.12;  // of an area's patients who are registered wherever work, habit or an old home took them

/// Practices near a point, by a grid.
class Nearby {
 public:
  Nearby(const Sketch& sketch, double cell_m) : cell_m_(cell_m) {
    for (std::size_t p = 0; p < sketch.practices.size(); ++p) {
      const auto& site = sketch.place.sites[sketch.practices[p].site];
      cells_[key(site.x, site.y)].push_back(static_cast<std::uint32_t>(p));
    }
  }
  [[nodiscard]] std::vector<std::uint32_t> around(geo::Point at, int reach) const {
    std::vector<std::uint32_t> found;
    for (int dx = -reach; dx <= reach; ++dx)
      for (int dy = -reach; dy <= reach; ++dy)
        if (const auto cell = cells_.find(key(at.x + dx * cell_m_, at.y + dy * cell_m_));
            cell != cells_.end())
          found.insert(found.end(), cell->second.begin(), cell->second.end());
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  [[nodiscard]] std::pair<int, int> key(double x, double y) const {
    return {static_cast<int>(std::floor(x / cell_m_)), static_cast<int>(std::floor(y / cell_m_))};
  }
  double cell_m_;
  std::map<std::pair<int, int>, std::vector<std::uint32_t>> cells_;
};

std::vector<std::uint32_t> place_practices(Sketch& sketch) {
  const auto& areas = sketch.place.areas;
  const auto n = sketch.options.areas;
  const double people = std::accumulate(areas.population.begin(), areas.population.end(), 0.0);
  const auto wanted = static_cast<std::size_t>(people / kPeopleAPractice);
  std::vector<Tie> ties;
  for (const auto& tie : sketch.ties) ties.push_back({tie.a, tie.b, tie.border_m * (tie.river ? 0.3 : 1.0)});
  for (const auto& link : sketch.place.links)
    ties.push_back({*sketch.place.find_area(link.a), *sketch.place.find_area(link.b), 100});
  auto catchment =
      join_up(areas.population, ties, wanted, 2.2 * kPeopleAPractice, 0.6, mix(sketch.land.seed, 101));
  const std::size_t count = *std::max_element(catchment.begin(), catchment.end()) + 1;
  std::vector<std::vector<std::uint32_t>> members(count);
  for (std::uint32_t i = 0; i < n; ++i) members[catchment[i]].push_back(i);
  static constexpr const char* kKinds[] = {" MEDICAL CENTRE",  " SURGERY",          " HEALTH CENTRE",
                                           " FAMILY PRACTICE", " MEDICAL PRACTICE", " PRACTICE"};
  for (std::size_t k = 0; k < count; ++k) {
    // In the densest of its areas: a health centre stands where people are.
    auto at = members[k].front();
    for (const auto i : members[k])
      if (sketch.per_km2[i] * (0.5 + unit_of(sketch.land.seed, 102, i)) >
          sketch.per_km2[at] * (0.5 + unit_of(sketch.land.seed, 102, at)))
        at = i;
    auto name = place_name(sketch.land.seed, 4000 + k) + kKinds[mix(sketch.land.seed, 103, k) % 6];
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    Sketch::Practice practice;
    practice.site =
        add_site(sketch, fmt::format("Z{:05}", k + 1), "gp", name, some_atom(sketch, at, 104), mix(105, k));
    const double luck = unit_of(sketch.land.seed, 106, k);
    practice.attraction = 0.35 + 1.1 * luck + 0.9 * luck * luck * luck;
    sketch.practices.push_back(practice);
  }
  // Two practices across the place's border, whose patients partly live in it.
  const auto& mesh = sketch.land.mesh;
  std::size_t beyond = 0;
  for (std::uint32_t s = 0; s < mesh.side.size() && beyond < 2; ++s) {
    const auto& side = mesh.side[s];
    for (const auto& [in, out] : {std::pair{side.left, side.right}, std::pair{side.right, side.left}}) {
      if (beyond == 2 || sketch.land.ground[in] != Ground::land ||
          sketch.land.ground[out] != Ground::beyond || mesh.rim[out] != 0)
        continue;
      const double far = beyond == 0 ? 0 : 0.35 * std::sqrt(2.4e6 * static_cast<double>(n));
      if (beyond == 1) {
        const auto& first = sketch.place.sites[sketch.practices.back().site];
        if (distance_m(mesh.site[out], {first.x, first.y}) < far) continue;
      }
      Sketch::Practice practice;
      practice.beyond = true;
      practice.attraction = 0.9;
      practice.site = add_site(sketch, fmt::format("Z9{:04}", beyond + 1), "gp",
                               beyond == 0 ? "NEIGHBOUR LANE SURGERY" : "OUTER FIELD MEDICAL CENTRE", out,
                               mix(107, beyond));
      sketch.place.sites[practice.site].postcode = fmt::format("ZZ99 {}ZZ", beyond + 1);
      sketch.practices.push_back(practice);
      ++beyond;
    }
  }
  return catchment;
}

void register_patients(Sketch& sketch) {
  auto& place = sketch.place;
  const auto& areas = place.areas;
  const auto n = sketch.options.areas;
  const auto& mesh = sketch.land.mesh;
  const Nearby nearby(sketch, 3000);
  // The bank of a practice, so that the river keeps people on their own side.
  std::vector<std::uint32_t> bank(sketch.practices.size(), kNone);
  std::vector<std::map<std::uint32_t, int>> lists(sketch.practices.size());
  for (std::size_t p = 0; p < sketch.practices.size(); ++p)
    if (const auto area = place.find_area(place.sites[sketch.practices[p].site].area))
      bank[p] = sketch.bank_of[sketch.atoms[*area].front()];
  std::vector<std::pair<double, std::uint32_t>> near;
  for (std::uint32_t i = 0; i < n; ++i) {
    const geo::Point at{areas.centroid_x[i], areas.centroid_y[i]};
    const double reach = 450 + 0.35 * std::sqrt(sketch.km2[i] * 1e6);
    std::vector<std::uint32_t> found;
    for (int rings = 1; found.size() < 14 && rings < 60; rings *= 2) found = nearby.around(at, rings);
    near.clear();
    for (const auto p : found) {
      const auto& site = place.sites[sketch.practices[p].site];
      near.push_back({distance_m(at, {site.x, site.y}), p});
    }
    std::sort(near.begin(), near.end());
    near.resize(std::min<std::size_t>(near.size(), 14));
    double all_close = 0, all_far = 0;
    std::vector<double> close(near.size()), far(near.size());
    for (std::size_t k = 0; k < near.size(); ++k) {
      const auto [distance, p] = near[k];
      const double d = distance / reach, e = d / 5;
      const double over = bank[p] != kNone && bank[p] != sketch.bank_of[sketch.atoms[i].front()] ? 0.3 : 1.0;
      const auto& practice = sketch.practices[p];
      close[k] = practice.attraction * over / ((1 + d * d) * (1 + d * d));
      far[k] = practice.attraction * (0.5 + over / 2) * (0.3 + unit_of(sketch.land.seed, mix(111, i), p)) /
               (1 + e * e);
      all_close += close[k];
      all_far += far[k];
    }
    std::vector<double> share(near.size());
    for (std::size_t k = 0; k < near.size(); ++k)
      share[k] = (1 - kFarShare) * close[k] / all_close + kFarShare * far[k] / all_far;
    // Lists run above the resident count: people who moved and are still on a list, and students who are not
    // counted here.
    const double over =
        i == sketch.student ? 1.4 : 1.015 + 0.05 * unit_of(sketch.land.seed, 112, i) + 0.03 * sketch.want[i];
    const auto counts = apportion(share, static_cast<int>(std::floor(areas.population[i] * over + 0.5)));
    for (std::size_t k = 0; k < near.size(); ++k)
      if (counts[k] > 0) lists[near[k].second][i] = counts[k];
  }
  // How far the place's border is, by cells: patients of practices near it also come from outside.
  std::vector<std::uint32_t> edge_atoms;
  for (const auto& side : mesh.side) {
    if (sketch.land.ground[side.left] == Ground::land && sketch.land.ground[side.right] == Ground::beyond)
      edge_atoms.push_back(side.left);
    if (sketch.land.ground[side.right] == Ground::land && sketch.land.ground[side.left] == Ground::beyond)
      edge_atoms.push_back(side.right);
  }
  for (std::size_t p = 0; p < sketch.practices.size(); ++p) {
    auto& practice = sketch.practices[p];
    auto& site = place.sites[practice.site];
    double resident = 0;
    for (const auto& [i, patients] : lists[p]) {
      place.registrations.push_back({site.id, areas.code[i], static_cast<double>(patients)});
      resident += patients;
    }
    double edge = 1e18;
    for (const auto atom : edge_atoms) edge = std::min(edge, distance_m(mesh.site[atom], {site.x, site.y}));
    const double e = edge / 2500;
    const double outside = practice.beyond ? 5200 + std::floor(1.5 * resident)
                                           : std::floor(resident * (0.006 + 0.16 / (1 + e * e)));
    const double unknown = std::floor(resident * 0.002) + 1;
    if (outside > 0) place.registrations.push_back({site.id, std::string(kOutside), outside});
    place.registrations.push_back({site.id, std::string(kUnknown), unknown});
    practice.list = resident + outside + unknown;
    site.list_size = practice.list;
  }
}

/// Networks of about 41,000 patients. They grew from who knew whom: one practice in eight belongs to a
/// network next door.
void form_pcns(Sketch& sketch, const std::vector<std::uint32_t>& catchment) {
  auto& place = sketch.place;
  const auto inside = static_cast<std::size_t>(std::count_if(sketch.practices.begin(), sketch.practices.end(),
                                                             [](const auto& p) { return !p.beyond; }));
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> beside;
  for (const auto& tie : sketch.ties) {
    const auto a = catchment[tie.a], b = catchment[tie.b];
    if (a != b && sketch.lad_of[tie.a] == sketch.lad_of[tie.b]) beside[std::minmax(a, b)] += tie.border_m;
  }
  for (const auto& link : place.links) {
    const auto a = catchment[*place.find_area(link.a)], b = catchment[*place.find_area(link.b)];
    if (a != b) beside[std::minmax(a, b)] += 400;
  }
  std::vector<Tie> ties;
  for (const auto& [pair, border] : beside) ties.push_back({pair.first, pair.second, border});
  std::vector<double> lists;
  double all = 0;
  for (std::size_t p = 0; p < inside; ++p) {
    lists.push_back(sketch.practices[p].list);
    all += sketch.practices[p].list;
  }
  const auto groups = std::max<std::size_t>(2, static_cast<std::size_t>(all / kListOfAPcn));
  auto pcn = join_up(lists, ties, groups, 62000, 0.9, mix(sketch.land.seed, 121));
  const std::size_t count = *std::max_element(pcn.begin(), pcn.end()) + 1;
  std::vector<std::size_t> members(count, 0);
  for (const auto one : pcn) ++members[one];
  for (const auto& tie : ties) {
    const auto p = unit_of(sketch.land.seed, 122, tie.a) < 0.5 ? tie.a : tie.b,
               other = p == tie.a ? tie.b : tie.a;
    if (pcn[tie.a] == pcn[tie.b] || unit_of(sketch.land.seed, 123, mix(tie.a, tie.b)) > 0.14 ||
        members[pcn[p]] < 3)
      continue;
    --members[pcn[p]];
    pcn[p] = pcn[other];
    ++members[pcn[p]];
  }
  for (std::size_t k = 0; k < count; ++k) {
    sketch.pcn_codes.push_back(fmt::format("U9{:04}", k + 1));
    sketch.pcn_names.push_back(place_name(sketch.land.seed, 6000 + k) + " PCN");
  }
  // One practice in a large network stands alone, as a few do.
  std::size_t alone = inside;
  for (std::size_t p = inside; p-- > 0;)
    if (members[pcn[p]] > 3) {
      alone = p;
      break;
    }
  for (std::size_t p = 0; p < inside; ++p) {
    if (p == alone && inside > 12) continue;
    sketch.practices[p].pcn = pcn[p];
    place.sites[sketch.practices[p].site].pcn_code = sketch.pcn_codes[pcn[p]];
    place.sites[sketch.practices[p].site].organisation = place.sites[sketch.practices[p].site].id;
  }

  std::vector<std::map<std::uint32_t, double>> by_pcn(sketch.options.areas);
  std::vector<double> registered(sketch.options.areas, 0);
  std::map<std::string, std::uint32_t> pcn_of;
  for (const auto& practice : sketch.practices) pcn_of[place.sites[practice.site].id] = practice.pcn;
  for (const auto& row : place.registrations)
    if (const auto area = place.find_area(row.area)) {
      registered[*area] += row.patients;
      if (const auto its = pcn_of[row.practice]; its != kNone) by_pcn[*area][its] += row.patients;
    }
  for (std::size_t i = 0; i < sketch.options.areas; ++i) {
    std::uint32_t best = kNone;
    for (const auto& [one, patients] : by_pcn[i])
      if (best == kNone || patients > by_pcn[i][best]) best = one;
    place.areas.pcn_code.push_back(best == kNone ? "" : sketch.pcn_codes[best]);
    place.areas.pcn_share.push_back(best == kNone ? kMissing
                                                  : rounded(by_pcn[i][best] / registered[i], 10000));
  }
}

void add_branches(Sketch& sketch, const std::vector<std::uint32_t>& catchment) {
  std::vector<std::vector<std::uint32_t>> members(sketch.practices.size());
  for (std::uint32_t i = 0; i < catchment.size(); ++i) members[catchment[i]].push_back(i);
  for (std::size_t p = 0; p < sketch.practices.size(); ++p) {
    if (sketch.practices[p].beyond || members[p].size() < 3 || unit_of(sketch.land.seed, 131, p) > 0.3)
      continue;
    const auto main = sketch.place.sites[sketch.practices[p].site];
    const auto at = members[p][mix(sketch.land.seed, 132, p) % members[p].size()];
    if (sketch.place.areas.code[at] == main.area) continue;
    const auto row = add_site(sketch, main.id + "001", "branch", main.name + " BRANCH",
                              some_atom(sketch, at, 133), mix(134, p));
    sketch.place.sites[row].organisation = main.id;
    sketch.place.sites[row].pcn_code = main.pcn_code;
  }
}

}  // namespace

void add_practices(Sketch& sketch) {
  const auto catchment = place_practices(sketch);
  register_patients(sketch);
  form_pcns(sketch, catchment);
  add_branches(sketch, catchment);
}

}  // namespace placewright::datasets::demo
