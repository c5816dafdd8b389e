#include "viewer/session/footprint_map.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "boundaries/output/table.h"
#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/supply/place_need.h"
#include "geo/error.h"
#include "geo/shape_measures.h"
#include "viewer/session/coverage_model.h"

namespace placewright::viewer {
namespace {

namespace workforce = boundaries::workforce;
using datasets::kMissing;

constexpr std::size_t kTints = 8, kNamedParts = 3;
constexpr double kMostCompared = 4e9;  // pairs of footprints, area by area: seconds

const std::string& service_word(const std::string& service) {
  static const std::string none = kNoService;
  return service.empty() ? none : service;
}

/// Share of each area that is the footprint's: of the area, or of its registered patients.
std::vector<double> shares_of(const datasets::Place& place, const datasets::PlanRecord& plan,
                              const workforce::Lists& lists, const std::string& id) {
  std::vector<double> share(place.areas.size(), 0);
  const auto patch = workforce::resolve_footprint(place, plan, lists, id);
  for (const auto& part : patch.areas) share[part.area] = std::max(share[part.area], part.share);
  std::map<std::uint32_t, double> patients;
  for (const auto& [area, count] : patch.list.patients) patients[area] += count;
  for (const auto& [area, count] : patients)
    if (const double all = workforce::value_at(lists.registered, area); count > 0 && all > 0)
      share[area] = std::max(share[area], count / all);
  return share;
}

/// The middle of some areas by land, put into the nearest of them; and the side of a square as large.
struct Middle {
  geo::Point at;
  double span_m = 0;
};
Middle middle_of(const datasets::Areas& areas, const std::vector<std::uint32_t>& rows) {
  Middle middle;
  double x = 0, y = 0, m2 = 0, best = 1e300;
  for (const auto area : rows) {
    const double w = std::max(1.0, geo::measure_area_m2(areas.shape[area]));
    x += w * areas.centroid_x[area];
    y += w * areas.centroid_y[area];
    m2 += w;
  }
  for (const auto area : rows) {
    const double off = std::hypot(areas.centroid_x[area] - x / m2, areas.centroid_y[area] - y / m2);
    if (off < best) best = off, middle.at = {areas.centroid_x[area], areas.centroid_y[area]};
  }
  middle.span_m = std::sqrt(m2);
  return middle;
}

/// Touching footprints differ; of the tints that are free each takes the one least used.
std::vector<std::uint32_t> tints(const Session& session, const FootprintMap& map) {
  const auto count = map.footprints.size();
  std::vector<std::set<std::size_t>> touching(count);
  for (const auto& edge : session.graph().edges()) {
    const auto a = map.of_area[edge.a], b = map.of_area[edge.b];
    if (a < 0 || b < 0 || a == b) continue;
    touching[static_cast<std::size_t>(a)].insert(static_cast<std::size_t>(b));
    touching[static_cast<std::size_t>(b)].insert(static_cast<std::size_t>(a));
  }
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return touching[a].size() > touching[b].size(); });
  constexpr auto kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> tint(count, kNone);
  std::vector<std::size_t> used(kTints, 0);
  for (const auto footprint : order) {
    std::vector<bool> taken(kTints, false);
    for (const auto other : touching[footprint])
      if (tint[other] != kNone) taken[tint[other]] = true;
    std::uint32_t best = 0;
    for (std::uint32_t i = 1; i < kTints; ++i)
      if (std::pair(taken[i], used[i]) < std::pair(taken[best], used[best])) best = i;
    tint[footprint] = best;
    ++used[best];
  }
  return tint;
}

/// Sites with staff of the footprints' rows.
std::vector<FootprintMap::Base> bases_of(const datasets::Place& place, const FootprintMap& map) {
  std::map<std::string, std::size_t> footprint_row, site_row;
  for (std::size_t i = 0; i < map.footprints.size(); ++i) footprint_row[map.footprints[i].id] = i;
  for (std::size_t i = 0; i < place.sites.size(); ++i)
    if (!datasets::is_missing(place.sites[i].x)) site_row[place.sites[i].id] = i;
  std::map<std::size_t, FootprintMap::Base> bases;
  for (const auto& row : place.workforce) {
    const auto footprint = footprint_row.find(row.footprint_id);
    const auto site = site_row.find(row.base_id);
    if (footprint == footprint_row.end() || site == site_row.end()) continue;
    auto [base, fresh] = bases.try_emplace(site->second);
    if (fresh) base->second.site = site->second, base->second.wte = kMissing;
    workforce::add_known(base->second.wte, row.wte);
    auto& served = base->second.footprints;
    if (std::find(served.begin(), served.end(), footprint->second) == served.end())
      served.push_back(footprint->second);
  }
  std::vector<FootprintMap::Base> list;
  for (auto& [site, base] : bases) list.push_back(std::move(base));
  return list;
}

/// Whom each base serves: the parts of neighbourhoods within its footprints.
void add_rays(const Session& session, FootprintMap& map) {
  const auto& label = session.state().label;
  std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::uint32_t>> parts;
  for (std::uint32_t area = 0; area < label.size(); ++area)
    if (map.of_area[area] >= 0 && label[area] >= 0) parts[{map.of_area[area], label[area]}].push_back(area);
  std::vector<std::vector<geo::Point>> to(map.footprints.size());
  for (const auto& [part, areas] : parts)
    to[static_cast<std::size_t>(part.first)].push_back(middle_of(session.place().areas, areas).at);
  for (auto& base : map.bases)
    for (const auto footprint : base.footprints)
      base.to.insert(base.to.end(), to[footprint].begin(), to[footprint].end());
}

/// "62 % CN003, 38 % CN004", the largest parts first.
std::vector<std::string> cut_words(const Session& session, const workforce::FootprintReport& report,
                                   const std::string& service) {
  std::map<std::string, std::vector<std::pair<double, std::string>>> parts;
  std::set<std::string> cut;
  for (const auto& footprint : report.footprints) {
    if (service_word(footprint.service) != service) continue;
    for (const auto& part : footprint.parts)
      parts[part.neighbourhood].emplace_back(-part.share, footprint.id);
    for (const auto& part : footprint.cut) cut.insert(part.neighbourhood);
  }
  std::vector<std::string> words;
  for (const auto& entry : session.state().entries) {
    auto& said = words.emplace_back();
    if (cut.count(entry.id) == 0) continue;
    auto& own = parts[entry.id];
    std::sort(own.begin(), own.end());
    std::vector<std::string> shares;
    double none = 1;
    for (const auto& [share, id] : own) {
      none += share;
      if (shares.size() < kNamedParts) shares.push_back(fmt::format("{:.0f} % {}", -100 * share, id));
    }
    if (own.size() > kNamedParts) shares.push_back(fmt::format("{} more", own.size() - kNamedParts));
    if (none >= 0.005) shares.push_back(fmt::format("{:.0f} % nobody", 100 * none));
    said = fmt::format("{}", fmt::join(shares, ", "));
  }
  return words;
}

/// Each area's footprint by the largest share, half at least; and weighted people of each.
void share_out(const datasets::Place& place, const datasets::PlanRecord& plan, const workforce::Lists& lists,
               const std::vector<double>& need, FootprintMap& map) {
  std::vector<double> most(place.areas.size(), 0);
  for (std::size_t i = 0; i < map.footprints.size(); ++i) {
    const auto share = shares_of(place, plan, lists, map.footprints[i].id);
    double weighted = kMissing;
    for (std::size_t area = 0; area < share.size(); ++area) {
      if (place.areas.inside[area] == 0 || share[area] <= 0) continue;
      workforce::add_known(weighted, std::min(1.0, share[area]) * workforce::value_at(need, area));
      if (share[area] >= 0.5 && share[area] > most[area])
        most[area] = share[area], map.of_area[area] = static_cast<std::int32_t>(i);
    }
    auto& footprint = map.footprints[i];
    footprint.need = weighted;
    footprint.per_10k_need = weighted > 0 ? 1e4 * footprint.wte / weighted : kMissing;
  }
}

/// The report of one service's footprints: each is compared with each other, so all of a nation's would take
/// minutes.
workforce::FootprintReport report_of(const datasets::Place& place, const datasets::PlanRecord& plan,
                                     const std::string& service) {
  auto own = coverage_ground(place);
  std::erase_if(own.footprints, [&](const auto& row) { return service_word(row.service) != service; });
  std::set<std::string> ids;
  for (const auto& row : own.footprints) ids.insert(row.footprint_id);
  const double count = static_cast<double>(ids.size());
  if (count * count * static_cast<double>(place.areas.size()) > kMostCompared)
    throw geo::InputError(
        {service,
         fmt::format("{} footprints over {} areas are too many for this map", ids.size(), place.areas.size()),
         "open the place of one partnership"});
  return workforce::measure_footprints(own, plan);
}

}  // namespace

std::string footprint_words(const FootprintMap::Footprint& footprint) {
  const auto known = [](double value, const char* unit) {
    return std::isnan(value) ? std::string("no ") + unit + " known"
                             : boundaries::output::number_text(value, 1) + " " + unit;
  };
  auto words = fmt::format("{} people, {}", boundaries::output::number_text(footprint.people, 0),
                           known(footprint.wte, "WTE"));
  if (!std::isnan(footprint.per_10k_need)) words += ", " + known(footprint.per_10k_need, "by need");
  return words;
}

std::vector<std::string> footprint_services(const datasets::Place& place) {
  std::set<std::string> services;
  for (const auto& row : place.footprints) services.insert(service_word(row.service));
  return {services.begin(), services.end()};
}

std::vector<std::uint8_t> areas_of_footprint(const datasets::Place& place, const datasets::PlanRecord& plan,
                                             const workforce::Lists& lists, const std::string& id) {
  const auto share = shares_of(place, plan, lists, id);
  std::vector<std::uint8_t> own(share.size(), 0);
  for (std::size_t area = 0; area < share.size(); ++area) own[area] = share[area] >= 0.5;
  return own;
}

FootprintMap map_footprints(const Session& session, const std::string& service, const std::string& scheme) {
  const auto& place = session.place();
  const auto plan = session.record();
  const auto lists = workforce::collect_lists(place);
  const auto need = workforce::find_need(place, lists, scheme);
  const auto report = report_of(place, plan, service);
  FootprintMap map;
  map.service = service;
  map.of_area.assign(place.areas.size(), -1);
  for (const auto& row : report.footprints)
    if (service_word(row.service) == service)
      map.footprints.push_back({row.id, row.level, row.people, row.wte, kMissing, kMissing, {}, 0});
  share_out(place, plan, lists, need.need.people, map);
  std::vector<std::vector<std::uint32_t>> own(map.footprints.size());
  for (std::uint32_t area = 0; area < map.of_area.size(); ++area) {
    if (map.of_area[area] >= 0) own[static_cast<std::size_t>(map.of_area[area])].push_back(area);
    map.uncovered += place.areas.inside[area] != 0 && map.of_area[area] < 0;
  }
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i].empty()) continue;
    const auto middle = middle_of(place.areas, own[i]);
    map.footprints[i].middle = middle.at;
    map.footprints[i].span_m = middle.span_m;
  }
  map.tint_of = tints(session, map);
  map.cut = cut_words(session, report, service);
  map.bases = bases_of(place, map);
  add_rays(session, map);
  return map;
}

}  // namespace placewright::viewer
