#include "boundaries/workforce/cover/gaps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/cover/returns.h"
#include "boundaries/workforce/supply/roles.h"
#include "boundaries/workforce/supply/thresholds.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kMostDeprived = 2;  // deciles: the most deprived fifth

/// By area, how many footprints of the service cover each of its people, on average.
struct ServiceCover {
  std::size_t footprints = 0;
  std::vector<double> times;
};

ServiceGap measure_gap(const datasets::Place& place, const Units& units, const std::vector<double>& people,
                       double materiality, const ServiceCover& cover) {
  ServiceGap gap;
  gap.footprints = cover.footprints;
  std::vector<double> all(units.size(), 0), without(units.size(), 0), several(units.size(), 0);
  for (std::uint32_t i = 0; i < people.size(); ++i) {
    if (units.of_area[i] < 0) continue;
    const auto k = static_cast<std::size_t>(units.of_area[i]);
    const double nobody = people[i] * std::max(0.0, 1 - cover.times[i]);
    all[k] += people[i];
    without[k] += nobody;
    several[k] += people[i] * std::max(0.0, cover.times[i] - 1);
    if (const double decile = value_at(place.areas.imd_decile, i); !std::isnan(decile))
      add_known(gap.deprived, decile <= kMostDeprived ? nobody : 0);
  }
  for (std::size_t k = 0; k < units.size(); ++k) {
    gap.people += all[k];
    gap.nobody += without[k];
    gap.several += several[k];
    if (without[k] >= materiality * all[k] && all[k] - without[k] >= materiality * all[k])
      gap.stops_short += without[k];
    if (without[k] >= 0.5 || several[k] >= 0.5) gap.parts.push_back({units.id[k], without[k], several[k]});
  }
  return gap;
}

/// PCN with most of the area's patients, the first of equals; "" where there is none.
std::string find_pcn(const Lists& lists, std::uint32_t area) {
  std::string pcn;
  double most = 0;
  for (const auto& [code, list] : lists.pcn) {
    double here = 0;
    for (const auto& [other, n] : list.patients) here += other == area ? n : 0;
    if (here > most) {
      most = here;
      pcn = code;
    }
  }
  return pcn;
}

}  // namespace

std::vector<ServiceGap> measure_gaps(const datasets::Place& place, const datasets::PlanRecord& plan) {
  const auto units = find_units_of(place, plan, "neighbourhood");
  const auto lists = collect_lists(place);
  const auto people = people_inside(place);
  std::map<std::string, std::string> service_of;  // footprint -> service
  for (const auto& row : place.footprints) {
    auto& service = service_of[row.footprint_id];
    if (service.empty()) service = row.service;
  }
  std::map<std::string, ServiceCover> services;
  for (const auto& [id, service] : service_of) {
    auto& cover = services[service];
    ++cover.footprints;
    cover.times.resize(place.areas.size(), 0);
    const auto share = share_within(place, resolve_footprint(place, plan, lists, id));
    for (std::size_t i = 0; i < share.size(); ++i) cover.times[i] += share[i];
  }
  const double materiality = thresholds_of(place.settings).split;
  std::vector<ServiceGap> gaps;
  for (const auto& [service, cover] : services) {
    gaps.push_back(measure_gap(place, units, people, materiality, cover));
    gaps.back().service = service;
  }
  return gaps;
}

std::string_view why_absent_name(WhyAbsent why) {
  switch (why) {
    case WhyAbsent::nothing_loaded:
      return "nothing_loaded";
    case WhyAbsent::sent_nothing:
      return "sent_nothing";
    case WhyAbsent::none_covers:
      break;
  }
  return "none_covers";
}

std::vector<Absence> find_absences(const datasets::Place& place, const Lists& lists,
                                   const Allocated& allocated, std::uint32_t area,
                                   const std::set<std::string>& covering) {
  std::map<std::string, std::size_t> rows;  // role group -> rows loaded
  std::set<std::string> families;
  for (const auto* table : {&allocated.rows, &allocated.unknown})
    for (const auto& row : *table) {
      ++rows[row.group];
      families.insert(row.family);
    }
  std::vector<Absence> absences;
  for (const auto* family : service_families())
    if (!families.contains(family))
      absences.push_back({family, WhyAbsent::nothing_loaded, "nothing of it is loaded"});
  const auto pcn = find_pcn(lists, area);
  std::map<std::string, std::size_t> reporting;  // role group -> PCNs that sent it, the area's own not
  for (const auto& one : find_returns(place, lists, allocated)) {
    if (one.holder != AllocatedRow::Holder::pcn || pcn.empty() || one.reported.contains(pcn)) continue;
    for (const auto& [group, wte] : one.wte)
      reporting[group] = std::max(reporting[group], one.reported.size());
  }
  for (const auto& [group, count] : rows) {
    if (covering.contains(group)) continue;
    if (const auto others = reporting.find(group); others != reporting.end() && others->second > 0)
      absences.push_back({group, WhyAbsent::sent_nothing,
                          fmt::format("its PCN {} sent nothing; PCNs that did: {}", pcn, others->second)});
    else
      absences.push_back(
          {group, WhyAbsent::none_covers, fmt::format("none covers this area; rows loaded: {}", count)});
  }
  return absences;
}

}  // namespace placewright::boundaries::workforce
