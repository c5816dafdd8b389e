#include "boundaries/workforce/supply/transport.h"

#include <algorithm>
#include <cmath>
#include <queue>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {

std::uint32_t FlowNetwork::add_arc(std::uint32_t from, std::uint32_t to, std::int64_t capacity,
                                   std::int64_t cost) {
  PLACEWRIGHT_EXPECT(capacity >= 0 && cost >= 0);
  const auto number = static_cast<std::uint32_t>(arc_.size());
  arc_.push_back({to, capacity, cost});
  arc_.push_back({from, 0, -cost});
  first_[from].push_back(number);
  first_[to].push_back(number + 1);
  return number;
}

std::int64_t FlowNetwork::send(std::uint32_t source, std::uint32_t sink, std::int64_t at_most) {
  constexpr auto far = std::numeric_limits<std::int64_t>::max() / 4;
  constexpr auto none = std::numeric_limits<std::uint32_t>::max();
  // Costs are >= 0 at the start, so zero potentials are valid and Dijkstra serves from the first round.
  std::vector<std::int64_t> potential(first_.size(), 0), distance(first_.size());
  std::vector<std::uint32_t> by(first_.size());
  std::int64_t sent = 0;
  while (sent < at_most) {
    std::fill(distance.begin(), distance.end(), far);
    std::fill(by.begin(), by.end(), none);
    using Stop = std::pair<std::int64_t, std::uint32_t>;
    std::priority_queue<Stop, std::vector<Stop>, std::greater<>> queue;
    distance[source] = 0;
    queue.emplace(0, source);
    while (!queue.empty()) {
      const auto [d, at] = queue.top();
      queue.pop();
      if (d > distance[at]) continue;
      for (const auto number : first_[at]) {
        const auto& arc = arc_[number];
        if (arc.capacity == 0) continue;
        const auto next = d + arc.cost + potential[at] - potential[arc.to];
        if (next < distance[arc.to]) {
          distance[arc.to] = next;
          by[arc.to] = number;
          queue.emplace(next, arc.to);
        }
      }
    }
    if (distance[sink] >= far) break;
    for (std::size_t v = 0; v < first_.size(); ++v) potential[v] += std::min(distance[v], distance[sink]);
    auto room = at_most - sent;
    for (auto v = sink; v != source; v = arc_[by[v] ^ 1U].to) room = std::min(room, arc_[by[v]].capacity);
    for (auto v = sink; v != source; v = arc_[by[v] ^ 1U].to) {
      arc_[by[v]].capacity -= room;
      arc_[by[v] ^ 1U].capacity += room;
    }
    sent += room;
  }
  return sent;
}

std::vector<std::int32_t> match_most(std::size_t rows, std::size_t columns,
                                     const std::vector<double>& value) {
  PLACEWRIGHT_EXPECT(value.size() == rows * columns);
  const double most = value.empty() ? 0 : *std::max_element(value.begin(), value.end());
  std::vector<std::int32_t> match(rows, -1);
  if (most <= 0) return match;
  const auto row_nodes = static_cast<std::uint32_t>(rows), column_nodes = static_cast<std::uint32_t>(columns);
  const std::uint32_t source = row_nodes + column_nodes, sink = source + 1;
  constexpr std::int64_t scale = 100'000'000;
  FlowNetwork network(sink + 1);
  for (std::uint32_t r = 0; r < row_nodes; ++r) network.add_arc(source, r, 1, 0);
  for (std::uint32_t c = 0; c < column_nodes; ++c) network.add_arc(row_nodes + c, sink, 1, 0);
  std::vector<std::uint32_t> arc(rows * columns);
  for (std::uint32_t r = 0; r < row_nodes; ++r)
    for (std::uint32_t c = 0; c < column_nodes; ++c) {
      const auto worth = static_cast<std::int64_t>(std::llround(value[r * columns + c] / most * scale));
      arc[r * columns + c] = network.add_arc(r, row_nodes + c, 1, scale - worth);
    }
  // Values are >= 0, so a largest matching of full size is among the best.
  network.send(source, sink);
  for (std::uint32_t r = 0; r < row_nodes; ++r)
    for (std::uint32_t c = 0; c < column_nodes; ++c)
      if (network.flow(arc[r * columns + c]) > 0 && value[r * columns + c] > 0)
        match[r] = static_cast<std::int32_t>(c);
  return match;
}

}  // namespace placewright::boundaries::workforce
