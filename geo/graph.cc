#include "geo/graph.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "geo/expect.h"

namespace placewright::geo {

Graph::Graph(std::size_t areas, std::vector<Edge> edges) : edges_(std::move(edges)), first_(areas + 1, 0) {
  for (auto& edge : edges_) {
    PLACEWRIGHT_EXPECT(edge.a != edge.b && edge.a < areas && edge.b < areas);
    if (edge.a > edge.b) std::swap(edge.a, edge.b);
  }
  std::sort(edges_.begin(), edges_.end(),
            [](const Edge& x, const Edge& y) { return std::pair(x.a, x.b) < std::pair(y.a, y.b); });
  for (const auto& edge : edges_) ++first_[edge.a + 1], ++first_[edge.b + 1];
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  neighbour_.resize(first_.back());
  edge_.resize(first_.back());
  border_m_.resize(first_.back());
  auto next = first_;
  const auto add = [&](std::uint32_t from, std::uint32_t to, std::uint32_t row) {
    const auto at = next[from]++;
    neighbour_[at] = to;
    edge_[at] = row;
    border_m_[at] = edges_[row].border_m;
  };
  // Edges are sorted by (a, b), so adding lower neighbours first and then higher ones keeps each row
  // ascending.
  for (std::uint32_t row = 0; row < edges_.size(); ++row) add(edges_[row].b, edges_[row].a, row);
  for (std::uint32_t row = 0; row < edges_.size(); ++row) add(edges_[row].a, edges_[row].b, row);
}

Pieces find_pieces(const Graph& graph) {
  constexpr std::uint32_t unseen = ~0u;
  Pieces pieces{std::vector<std::uint32_t>(graph.size(), unseen), 0};
  std::vector<std::uint32_t> waiting;
  for (std::uint32_t start = 0; start < graph.size(); ++start) {
    if (pieces.of[start] != unseen) continue;
    pieces.of[start] = pieces.count;
    waiting.push_back(start);
    while (!waiting.empty()) {
      const auto area = waiting.back();
      waiting.pop_back();
      for (const auto other : graph.neighbours(area)) {
        if (pieces.of[other] != unseen) continue;
        pieces.of[other] = pieces.count;
        waiting.push_back(other);
      }
    }
    ++pieces.count;
  }
  return pieces;
}

}  // namespace placewright::geo
