#include "boundaries/workforce/supply/supply.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

using Weights = std::vector<std::pair<std::uint32_t, double>>;

/// Weights by area made shares of one, an area's in the order given; all unallocated when there is no weight.
Shares shares_of(Weights weight, double outside, double unknown) {
  const auto by_area = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(weight.begin(), weight.end(), by_area))
    std::stable_sort(weight.begin(), weight.end(), by_area);
  std::size_t last = 0;  // one entry an area
  for (std::size_t i = 1; i < weight.size(); ++i)
    if (weight[i].first == weight[last].first)
      weight[last].second += weight[i].second;
    else
      weight[++last] = weight[i];
  if (!weight.empty()) weight.resize(last + 1);
  double all = outside + unknown;
  for (const auto& [area, w] : weight) all += w;
  Shares shares;
  if (!(all > 0)) {
    shares.unallocated = 1;
    return shares;
  }
  for (const auto& [area, w] : weight)
    if (w > 0) shares.area.emplace_back(area, w / all);
  shares.outside = outside / all;
  shares.unknown = unknown / all;
  return shares;
}

}  // namespace

std::string_view allocation_name(Allocation allocation) {
  switch (allocation) {
    case Allocation::list:
      return "list";
    case Allocation::footprint:
      return "footprint";
    case Allocation::travel:
      return "travel";
    case Allocation::hold:
      return "hold";
    case Allocation::spread:
      return "spread";
    case Allocation::area:
      return "area";
    case Allocation::none:
      return "none";
  }
  return "none";
}

Shares share_by_list(std::span<const std::pair<std::uint32_t, double>> patients, double outside,
                     double unknown) {
  return shares_of({patients.begin(), patients.end()}, outside, unknown);
}

Shares share_by_patch(std::span<const PatchArea> patch) {
  Weights weight, plain;
  double people = 0;
  for (const auto& member : patch) {
    const double here = std::isnan(member.people) ? 0 : member.people * member.share;
    weight.emplace_back(member.area, here);
    plain.emplace_back(member.area, member.share);
    people += here;
  }
  return shares_of(std::move(people > 0 ? weight : plain), 0, 0);
}

Shares share_by_travel(std::span<const double> minutes, std::span<const double> people,
                       const std::function<double(double)>& decay) {
  PLACEWRIGHT_EXPECT(minutes.size() == people.size());
  Weights weight;
  for (std::uint32_t i = 0; i < minutes.size(); ++i)
    if (!std::isnan(minutes[i]) && people[i] > 0)
      if (const double near = decay(minutes[i]); near > 0) weight.emplace_back(i, people[i] * near);
  return shares_of(std::move(weight), 0, 0);
}

Shares share_by_driver(std::span<const std::uint32_t> areas, std::span<const double> driver) {
  Weights weight;
  weight.reserve(areas.size());
  for (const auto area : areas)
    if (driver[area] > 0) weight.emplace_back(area, driver[area]);
  return shares_of(std::move(weight), 0, 0);
}

Shares share_outside() {
  Shares shares;
  shares.outside = 1;
  return shares;
}

Shares share_held() {
  Shares shares;
  shares.unallocated = 1;
  return shares;
}

void apply_shares(const Shares& shares, double amount, bool held, std::span<double> area_sum,
                  Conservation& account) {
  account.input += amount;
  for (const auto& [area, share] : shares.area) {
    area_sum[area] += amount * share;
    account.allocated += amount * share;
  }
  account.outside += amount * shares.outside;
  account.unknown += amount * shares.unknown;
  account.unallocated += amount * shares.unallocated;
  if (held) account.held += amount * shares.unallocated;
}

}  // namespace placewright::boundaries::workforce
