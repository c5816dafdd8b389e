#include "boundaries/workforce/cover/returns.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace placewright::boundaries::workforce {
namespace {

using Holder = AllocatedRow::Holder;
using Key = std::tuple<Holder, std::string, std::string, std::string>;  // holder, source, group, employer

/// Share of each area's patients with an organisation that reported, 1 for an area without patients of that
/// kind.
std::vector<double> share_reported(const std::map<std::string, List>& lists,
                                   const std::set<std::string>& reported, std::size_t areas) {
  std::vector<double> all(areas, 0), known(areas, 0);
  for (const auto& [code, list] : lists)
    for (const auto& [area, n] : list.patients) {
      all[area] += n;
      if (reported.contains(code)) known[area] += n;
    }
  for (std::size_t i = 0; i < areas; ++i) known[i] = all[i] > 0 ? known[i] / all[i] : 1;
  return known;
}

/// Rows of an employer that follow no list, by where they are.
struct Rows {
  std::vector<double> with, without;  ///< WTE; by area, a row counting by its share there
};

void add_row(std::vector<double>& sum, const AllocatedRow& row) {
  for (const auto& [area, share] : row.shares.area) sum[area] += share;
}

}  // namespace

std::set<std::string> published_sources(const datasets::Place& place) {
  std::set<std::string> sources;
  for (const auto& source : place.sources)
    if (!source.publisher.empty()) sources.insert({source.taken_for, source.file});
  sources.erase("");
  return sources;
}

std::vector<double> share_registered(const datasets::Place& place, const Lists& lists) {
  constexpr double kLeast =
      0.75;  // below it an area's people are registered elsewhere (requirements, REG_RES_GAP)
  std::vector<double> share(place.areas.size(), 1);
  if (place.registrations.empty()) return share;
  for (std::size_t i = 0; i < share.size(); ++i) {
    const double living = place.areas.population[i],
                 here = std::isnan(lists.registered[i]) ? 0 : lists.registered[i];
    if (living > 0 && here < kLeast * living) share[i] = here / living;
  }
  return share;
}

std::vector<StaffReturn> find_returns(const datasets::Place& place, const Lists& lists,
                                      const Allocated& allocated) {
  const std::size_t areas = place.areas.size();
  const auto published = published_sources(place);
  const auto registered = share_registered(place, lists);
  std::map<Key, StaffReturn> found;
  std::map<Key, Rows> without_list;  // only of returns that have rows without WTE
  const auto key_of = [&](const AllocatedRow& row) {
    const auto& source = place.workforce[row.row].source;
    const bool listed = row.holder != Holder::other;
    return Key{row.holder, source, listed && published.contains(source) ? std::string() : row.group,
               listed ? std::string() : row.employer};
  };
  const auto return_of = [&](const Key& key) -> StaffReturn& {
    auto& one = found[key];
    std::tie(one.holder, one.source, one.group, one.employer) = key;
    return one;
  };
  for (const auto& row : allocated.unknown) {
    const auto key = key_of(row);
    return_of(key).wte.try_emplace(row.group, 0);
    if (row.holder != Holder::other) continue;
    auto& rows = without_list[key];
    rows.with.resize(areas, 0);
    rows.without.resize(areas, 0);
    add_row(rows.without, row);
  }
  for (const auto& row : allocated.rows) {
    const auto key = key_of(row);
    auto& one = return_of(key);
    one.tells_wte = true;
    one.wte[row.group] += row.wte;
    const auto& given = place.workforce[row.row];
    if (row.holder != Holder::other)
      one.reported.insert(row.holder == Holder::practice ? given.practice_code : given.pcn_code);
    else if (const auto rows = without_list.find(key); rows != without_list.end())
      add_row(rows->second.with, row);
  }
  std::vector<StaffReturn> returns;
  for (auto& [key, one] : found) {
    if (one.holder != Holder::other) {
      one.known_of_registered =
          share_reported(one.holder == Holder::practice ? lists.practice : lists.pcn, one.reported, areas);
      one.known = one.known_of_registered;
      for (std::size_t i = 0; i < areas; ++i) one.known[i] *= registered[i];
    } else if (const auto rows = without_list.find(key); rows != without_list.end()) {
      one.known.assign(areas, 1);
      const auto& [with, without] = rows->second;
      bool placed = false;
      for (std::size_t i = 0; i < areas; ++i) {
        placed = placed || with[i] > 0 || without[i] > 0;
        if (without[i] > 0) one.known[i] = with[i] / (with[i] + without[i]);
      }
      if (!placed && !one.tells_wte) one.known.assign(areas, 0);
      one.known_of_registered = one.known;
    }
    returns.push_back(std::move(one));
  }
  return returns;
}

std::vector<double> share_known(const std::vector<StaffReturn>& returns, std::size_t areas,
                                const std::function<bool(const std::string&)>& counts, Whose whose) {
  std::vector<std::pair<const StaffReturn*, double>> counted;
  double all = 0;
  for (const auto& one : returns) {
    double wte = 0;
    bool any = false;
    for (const auto& [group, here] : one.wte)
      if (counts(group)) {
        any = true;
        wte += here;
      }
    if (!any) continue;
    counted.emplace_back(&one, wte);
    all += wte;
  }
  if (counted.empty()) return std::vector<double>(areas, 0);
  if (!(all > 0)) {  // nobody tells a number: each return says where it is silent
    for (auto& [one, weight] : counted) weight = 1;
    all = static_cast<double>(counted.size());
  }
  std::vector<double> known(areas, 0);
  double everywhere = 0;
  for (const auto& [one, weight] : counted) {
    const auto& here = whose == Whose::residents ? one->known : one->known_of_registered;
    if (here.empty())
      everywhere += weight;
    else
      for (std::size_t i = 0; i < areas; ++i) known[i] += weight * here[i];
  }
  for (auto& share : known) share = std::min(1.0, (share + everywhere) / all);
  return known;
}

}  // namespace placewright::boundaries::workforce
