#include "boundaries/workforce/rebalance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "boundaries/workforce/transport.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kUnitsPerWte = 1e6, kTicksPerMinute = 100;

std::int64_t units(double wte) { return std::llround(wte * kUnitsPerWte); }

}  // namespace

Misalignment measure_misalignment(std::span<const double> wte, std::span<const double> need) {
  const double all_wte = std::accumulate(wte.begin(), wte.end(), 0.0), all_need = std::accumulate(need.begin(), need.end(), 0.0);
  Misalignment misalignment;
  for (std::size_t k = 0; k < wte.size(); ++k) {
    const double fair = all_wte * need[k] / all_need;
    misalignment.gap.push_back(wte[k] - fair);
    misalignment.relative.push_back(fair > 0 ? wte[k] / fair - 1 : std::numeric_limits<double>::quiet_NaN());
  }
  return misalignment;
}

Rebalance rebalance(std::span<const double> wte, std::span<const double> need, std::span<const double> minutes,
                    const RebalanceOptions& options) {
  const std::size_t n = wte.size();
  PLACEWRIGHT_EXPECT(need.size() == n && minutes.size() == n * n);
  const double all_wte = std::accumulate(wte.begin(), wte.end(), 0.0), all_need = std::accumulate(need.begin(), need.end(), 0.0);
  PLACEWRIGHT_EXPECT(all_need > 0);
  Rebalance result;
  result.after.assign(wte.begin(), wte.end());
  std::vector<std::int64_t> have(n), low(n), high(n);
  for (std::size_t k = 0; k < n; ++k) {
    const double fair = all_wte * need[k] / all_need;
    result.fair.push_back(fair);
    result.low.push_back(fair * (1 - options.tolerance));
    result.high.push_back(fair * (1 + options.tolerance));
    have[k] = units(wte[k]);
    low[k] = units(result.low[k]);
    high[k] = std::max(low[k], units(result.high[k]));
  }
  // What must be given and what must be taken are sent in full: source -> giver k, taker j -> sink. What may be given
  // beyond that comes from `spare`, what may be taken beyond that ends in `room`, and spare -> room is what is not needed.
  // A unit moved costs `lot`, more than any detour around the network can cost in minutes, so the least is moved first and
  // the shortest way is found second; what stays unmet costs more than any chain of moves.
  std::int64_t longest = 1;
  for (const double m : minutes)
    if (!std::isnan(m)) longest = std::max(longest, static_cast<std::int64_t>(std::llround(m * kTicksPerMinute)));
  const auto detour = static_cast<std::int64_t>(2 * n + 4);
  const std::int64_t lot = detour * longest + 1, never = detour * (lot + longest) + 1, no_limit = std::numeric_limits<std::int64_t>::max() / 4;
  const auto giver = [](std::size_t k) { return static_cast<std::uint32_t>(k); };
  const auto taker = [n](std::size_t k) { return static_cast<std::uint32_t>(n + k); };
  const auto spare = static_cast<std::uint32_t>(2 * n), room = spare + 1, source = spare + 2, sink = spare + 3;
  FlowNetwork network(sink + 1);
  std::int64_t must_give = 0, must_take = 0;
  struct Trip { std::uint32_t from, to, arc; };
  std::vector<Trip> trips;
  std::vector<std::uint32_t> unmet;
  for (std::size_t k = 0; k < n; ++k) {
    const auto gives = std::max<std::int64_t>(0, have[k] - high[k]), takes = std::max<std::int64_t>(0, low[k] - have[k]);
    must_give += gives;
    must_take += takes;
    network.add_arc(source, giver(k), gives, 0);
    network.add_arc(spare, giver(k), std::max<std::int64_t>(0, have[k] - low[k] - gives), 0);
    network.add_arc(taker(k), sink, takes, 0);
    network.add_arc(taker(k), room, std::max<std::int64_t>(0, high[k] - have[k] - takes), 0);
    unmet.push_back(network.add_arc(giver(k), room, gives, never));
    unmet.push_back(network.add_arc(spare, taker(k), takes, never));
  }
  network.add_arc(source, spare, must_take, 0);
  network.add_arc(room, sink, must_give, 0);
  network.add_arc(spare, room, no_limit, 0);
  for (std::uint32_t k = 0; k < n; ++k)
    for (std::uint32_t j = 0; j < n; ++j) {
      const double trip = minutes[k * n + j];
      if (j == k || std::isnan(trip) || (options.longest_minutes > 0 && trip > options.longest_minutes)) continue;
      trips.push_back({k, j, network.add_arc(giver(k), taker(j), no_limit, lot + std::llround(trip * kTicksPerMinute))});
    }
  network.send(source, sink);
  for (const auto& trip : trips) {
    const auto amount = network.flow(trip.arc);
    if (amount == 0) continue;
    const double moved = static_cast<double>(amount) / kUnitsPerWte;
    const double m = minutes[trip.from * n + trip.to];
    result.transfers.push_back({trip.from, trip.to, moved, m});
    result.moved += moved;
    result.wte_minutes += moved * m;
    result.after[trip.from] -= moved;
    result.after[trip.to] += moved;
  }
  std::int64_t left = 0;
  for (const auto arc : unmet) left += network.flow(arc);
  // Rounding to units can leave one a neighbourhood; that is no failure.
  if (left > static_cast<std::int64_t>(2 * n)) result.unmet = static_cast<double>(left) / kUnitsPerWte;
  result.possible = result.unmet == 0;
  return result;
}

}  // namespace placewright::boundaries::workforce
