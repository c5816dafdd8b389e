#include "geo/colouring.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <queue>
#include <tuple>
#include <utility>

#include "geo/expect.h"

namespace placewright::geo {
namespace {

using Index = std::uint32_t;
using Around = std::bitset<256>;

/// Keeps each previous colour that no lower-numbered keeper beside it has.
void keep_previous(const Graph& graph, std::span<const std::uint8_t> previous,
                   std::vector<std::uint8_t>& colour) {
  for (Index node = 0; node < graph.size(); ++node) {
    if (previous[node] == kNoColour) continue;
    const auto beside = graph.neighbours(node);
    if (std::none_of(beside.begin(), beside.end(),
                     [&](Index other) { return colour[other] == previous[node]; }))
      colour[node] = previous[node];
  }
}

}  // namespace

std::vector<std::uint8_t> colour_graph(const Graph& graph, std::span<const std::uint8_t> previous) {
  PLACEWRIGHT_EXPECT(previous.empty() || previous.size() == graph.size());
  std::vector<std::uint8_t> colour(graph.size(), kNoColour);
  if (!previous.empty()) keep_previous(graph, previous, colour);
  std::vector<Around> around(graph.size());
  for (Index node = 0; node < graph.size(); ++node)
    for (const auto other : graph.neighbours(node))
      if (colour[other] != kNoColour) around[node].set(colour[other]);
  using Entry =
      std::tuple<std::size_t, std::size_t, Index>;  // colours around, degree, number counted from the end
  std::priority_queue<Entry> waiting;
  const auto last = static_cast<Index>(graph.size());
  const auto push = [&](Index node) {
    waiting.emplace(around[node].count(), graph.neighbours(node).size(), last - node);
  };
  for (Index node = 0; node < graph.size(); ++node)
    if (colour[node] == kNoColour) push(node);
  while (!waiting.empty()) {
    const auto [colours, degree, from_end] = waiting.top();
    waiting.pop();
    const Index node = last - from_end;
    if (colour[node] != kNoColour || colours != around[node].count()) continue;  // overtaken by a later entry
    std::uint8_t free = 0;
    while (around[node].test(free)) ++free;
    PLACEWRIGHT_EXPECT(free != kNoColour);
    colour[node] = free;
    for (const auto other : graph.neighbours(node)) {
      if (around[other].test(free)) continue;
      around[other].set(free);
      if (colour[other] == kNoColour) push(other);
    }
  }
  return colour;
}

Graph graph_of_groups(const Graph& areas, std::span<const Index> group, Index groups) {
  PLACEWRIGHT_EXPECT(group.size() == areas.size());
  std::map<std::pair<Index, Index>, std::pair<double, bool>> seams;
  for (const auto& edge : areas.edges()) {
    const Index a = group[edge.a], b = group[edge.b];
    if (a == b || a == ~0u || b == ~0u) continue;
    PLACEWRIGHT_EXPECT(a < groups && b < groups);
    auto& [border, link] = seams.try_emplace(std::minmax(a, b), 0.0, true).first->second;
    border += edge.border_m;
    link = link && edge.link;
  }
  std::vector<Edge> edges;
  for (const auto& [pair, seam] : seams) edges.push_back({pair.first, pair.second, seam.first, seam.second});
  return Graph(groups, std::move(edges));
}

}  // namespace placewright::geo
