#include "boundaries/workforce/plan/rebalance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "boundaries/workforce/supply/transport.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kUnitsPerWte = 1e11;

std::int64_t units(double wte) { return std::llround(wte * kUnitsPerWte); }

/// In units of WTE; the longest trip in minutes.
struct Limits {
  std::vector<std::int64_t> have, low, high;
  double longest = 0;
};

/// Whole-number prices: of a minute in ticks, of a unit moved and of one that stays unmet. A unit moved costs
/// more than any detour around the network can cost in minutes, and a unit unmet more than any chain of
/// moves.
struct Prices {
  double ticks_per_minute = 1e6;
  std::int64_t moved = 0, unmet = 0;
  [[nodiscard]] std::int64_t trip(double minutes) const {
    return moved + std::llround(minutes * ticks_per_minute);
  }
};

/// As fine as whole numbers hold for this many steps of a way.
Prices set_prices(double longest, std::size_t steps) {
  Prices prices;
  const auto detour = static_cast<double>(steps);
  const auto unmet_at = [&] { return detour * (detour * (longest * prices.ticks_per_minute + 1) + 1); };
  while (prices.ticks_per_minute > 1 && unmet_at() + detour * longest * prices.ticks_per_minute > 1e17)
    prices.ticks_per_minute /= 10;
  const auto longest_ticks = std::max<std::int64_t>(1, std::llround(longest * prices.ticks_per_minute));
  const auto ways = static_cast<std::int64_t>(steps);
  prices.moved = ways * longest_ticks + 1;
  prices.unmet = ways * (prices.moved + longest_ticks) + 1;
  return prices;
}

/// What each neighbourhood has and may have; fills `after` with today's WTE, and `fair`, `low`, `high`.
Limits find_limits(std::span<const StaffPool> pools, std::span<const double> need,
                   const RebalanceOptions& options, Rebalance& result) {
  const std::size_t n = need.size();
  const double all_need = std::accumulate(need.begin(), need.end(), 0.0);
  PLACEWRIGHT_EXPECT(all_need > 0);
  result.after.assign(n, 0);
  Limits limits;
  limits.have.assign(n, 0);
  double all_wte = 0;
  for (const auto& pool : pools) {
    PLACEWRIGHT_EXPECT(pool.unit < n && pool.minutes.size() == n);
    result.after[pool.unit] += pool.wte;
    limits.have[pool.unit] += units(pool.wte);
    all_wte += pool.wte;
    for (const double m : pool.minutes)
      if (!std::isnan(m)) limits.longest = std::max(limits.longest, m);
  }
  for (std::size_t k = 0; k < n; ++k) {
    const double fair = all_wte * need[k] / all_need;
    result.fair.push_back(fair);
    result.low.push_back(fair * (1 - options.tolerance));
    result.high.push_back(fair * (1 + options.tolerance));
    limits.low.push_back(units(result.low[k]));
    limits.high.push_back(std::max(limits.low[k], units(result.high[k])));
  }
  return limits;
}

}  // namespace

Misalignment measure_misalignment(std::span<const double> wte, std::span<const double> need) {
  const double all_wte = std::accumulate(wte.begin(), wte.end(), 0.0),
               all_need = std::accumulate(need.begin(), need.end(), 0.0);
  Misalignment misalignment;
  for (std::size_t k = 0; k < wte.size(); ++k) {
    const double fair = all_wte * need[k] / all_need;
    misalignment.gap.push_back(wte[k] - fair);
    misalignment.relative.push_back(fair > 0 ? wte[k] / fair - 1 : std::numeric_limits<double>::quiet_NaN());
  }
  return misalignment;
}

Rebalance rebalance(std::span<const double> wte, std::span<const double> need,
                    std::span<const double> minutes, const RebalanceOptions& options) {
  const std::size_t n = wte.size();
  PLACEWRIGHT_EXPECT(need.size() == n && minutes.size() == n * n);
  std::vector<StaffPool> pools;
  for (std::uint32_t k = 0; k < n; ++k) {
    const auto row = minutes.subspan(k * n, n);
    pools.push_back({k, wte[k], {row.begin(), row.end()}});
  }
  return rebalance_pools(pools, need, options);
}

Rebalance rebalance_pools(std::span<const StaffPool> pools, std::span<const double> need,
                          const RebalanceOptions& options) {
  const std::size_t n = need.size();
  Rebalance result;
  const auto [have, low, high, longest] = find_limits(pools, need, options, result);
  // What must be given and what must be taken are sent in full: source -> giver k -> its pools -> taker j ->
  // sink. What may be given beyond that comes from `spare`, what may be taken beyond that ends in `room`, and
  // spare -> room is what is not needed. Who takes from others may pass on as much of their own staff. So the
  // least stays unmet, then the least is moved, then the shortest way is found.
  const auto prices = set_prices(longest, 2 * n + pools.size() + 4);
  constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max() / 4;
  const auto giver = [](std::size_t k) { return static_cast<std::uint32_t>(k); };
  const auto taker = [n](std::size_t k) { return static_cast<std::uint32_t>(n + k); };
  const auto pool_node = [n](std::size_t p) { return static_cast<std::uint32_t>(2 * n + p); };
  const auto spare = static_cast<std::uint32_t>(2 * n + pools.size()), room = spare + 1, source = spare + 2,
             sink = spare + 3;
  FlowNetwork network(sink + 1);
  std::int64_t must_give = 0, must_take = 0;
  struct Trip {
    std::uint32_t pool, to, arc;
  };
  std::vector<Trip> trips;
  std::vector<std::uint32_t> over, short_of;
  for (std::size_t k = 0; k < n; ++k) {
    const auto gives = std::max<std::int64_t>(0, have[k] - high[k]),
               takes = std::max<std::int64_t>(0, low[k] - have[k]);
    must_give += gives;
    must_take += takes;
    network.add_arc(source, giver(k), gives, 0);
    network.add_arc(spare, giver(k), std::max<std::int64_t>(0, have[k] - low[k] - gives), 0);
    network.add_arc(taker(k), sink, takes, 0);
    network.add_arc(taker(k), room, std::max<std::int64_t>(0, high[k] - have[k] - takes), 0);
    network.add_arc(taker(k), giver(k), no_limit, 0);
    over.push_back(network.add_arc(giver(k), room, gives, prices.unmet));
    short_of.push_back(network.add_arc(spare, taker(k), takes, prices.unmet));
  }
  network.add_arc(source, spare, must_take, 0);
  network.add_arc(room, sink, must_give, 0);
  network.add_arc(spare, room, no_limit, 0);
  std::vector<std::uint32_t> order(pools.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return pools[a].unit < pools[b].unit; });
  for (const auto p : order) {
    const auto& pool = pools[p];
    network.add_arc(giver(pool.unit), pool_node(p), units(pool.wte), 0);
    for (std::uint32_t j = 0; j < n; ++j) {
      const double trip = pool.minutes[j];
      if (j == pool.unit || std::isnan(trip) ||
          (options.longest_minutes > 0 && trip > options.longest_minutes))
        continue;
      trips.push_back({p, j, network.add_arc(pool_node(p), taker(j), no_limit, prices.trip(trip))});
    }
  }
  network.send(source, sink);
  // Rounding to units can leave one a neighbourhood or pool; that is no move and no failure.
  const auto rounding = static_cast<std::int64_t>(2 * n + pools.size());
  for (const auto& trip : trips) {
    const auto amount = network.flow(trip.arc);
    if (amount <= rounding) continue;
    const auto& pool = pools[trip.pool];
    const double moved = static_cast<double>(amount) / kUnitsPerWte;
    const double m = pool.minutes[trip.to];
    result.transfers.push_back({pool.unit, trip.to, trip.pool, moved, m});
    result.moved += moved;
    result.wte_minutes += moved * m;
    result.after[pool.unit] -= moved;
    result.after[trip.to] += moved;
  }
  const auto left_by = [&](const std::vector<std::uint32_t>& arcs) {
    std::int64_t left = 0;
    for (const auto arc : arcs) left += network.flow(arc);
    return left > rounding ? static_cast<double>(left) / kUnitsPerWte : 0.0;
  };
  result.unmet = left_by(short_of);
  result.over = left_by(over);
  result.possible = result.unmet == 0 && result.over == 0;
  return result;
}

}  // namespace placewright::boundaries::workforce
