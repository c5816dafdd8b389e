#include "boundaries/workforce/supply.h"

#include <cmath>
#include <map>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

/// Weights by area made shares of one; all unallocated when there is no weight.
Shares shares_of(const std::map<std::uint32_t, double>& weight, double outside, double unknown) {
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
    case Allocation::list: return "list";
    case Allocation::footprint: return "footprint";
    case Allocation::travel: return "travel";
    case Allocation::hold: return "hold";
    case Allocation::spread: return "spread";
    case Allocation::area: return "area";
    case Allocation::none: return "none";
  }
  return "none";
}

Shares share_by_list(std::span<const std::pair<std::uint32_t, double>> patients, double outside, double unknown) {
  std::map<std::uint32_t, double> weight;
  for (const auto& [area, n] : patients) weight[area] += n;
  return shares_of(weight, outside, unknown);
}

Shares share_by_patch(std::span<const PatchArea> patch) {
  std::map<std::uint32_t, double> weight, plain;
  double people = 0;
  for (const auto& member : patch) {
    const double here = std::isnan(member.people) ? 0 : member.people * member.share;
    weight[member.area] += here;
    plain[member.area] += member.share;
    people += here;
  }
  return shares_of(people > 0 ? weight : plain, 0, 0);
}

Shares share_by_travel(std::span<const double> minutes, std::span<const double> people,
                       const std::function<double(double)>& decay) {
  PLACEWRIGHT_EXPECT(minutes.size() == people.size());
  std::map<std::uint32_t, double> weight;
  for (std::uint32_t i = 0; i < minutes.size(); ++i)
    if (!std::isnan(minutes[i]) && people[i] > 0) weight[i] = people[i] * decay(minutes[i]);
  return shares_of(weight, 0, 0);
}

Shares share_by_driver(std::span<const std::uint32_t> areas, std::span<const double> driver) {
  std::map<std::uint32_t, double> weight;
  for (const auto area : areas)
    if (driver[area] > 0) weight[area] += driver[area];
  return shares_of(weight, 0, 0);
}

Shares share_held() {
  Shares shares;
  shares.unallocated = 1;
  return shares;
}

void apply_shares(const Shares& shares, double amount, bool held, std::span<double> area_sum, Conservation& account) {
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
