#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace placewright::geo {

/// One pair of neighbouring areas, a < b, and the metres of border they share (0 for a link).
struct Edge {
  std::uint32_t a{}, b{};
  double border_m{};
  bool link = false;  ///< declared or proposed by hand: counts for being in one piece, has no border
  friend bool operator==(const Edge&, const Edge&) = default;
};

/// Who touches whom, as compressed rows.
///
/// Shape: neighbours of area i are neighbour[first[i] .. first[i+1]), ascending, without i itself. Symmetric.
/// Units: border_m in metres, parallel to neighbour; edge_of gives the row in edges().
class Graph {
 public:
  Graph() = default;
  /// Needs: edges with a != b, each pair once, ids below areas.
  Graph(std::size_t areas, std::vector<Edge> edges);

  [[nodiscard]] std::size_t size() const { return first_.empty() ? 0 : first_.size() - 1; }
  [[nodiscard]] const std::vector<Edge>& edges() const { return edges_; }
  [[nodiscard]] std::span<const std::uint32_t> neighbours(std::uint32_t area) const {
    return {neighbour_.data() + first_[area], first_[area + 1] - first_[area]};
  }
  [[nodiscard]] std::span<const double> borders(std::uint32_t area) const {
    return {border_m_.data() + first_[area], first_[area + 1] - first_[area]};
  }
  [[nodiscard]] std::span<const std::uint32_t> edges_of(std::uint32_t area) const {
    return {edge_.data() + first_[area], first_[area + 1] - first_[area]};
  }

 private:
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> first_, neighbour_, edge_;
  std::vector<double> border_m_;
};

/// The connected pieces: piece number of each area, pieces numbered in order of their first area.
struct Pieces {
  std::vector<std::uint32_t> of;
  std::uint32_t count = 0;
};
[[nodiscard]] Pieces find_pieces(const Graph& graph);

}  // namespace placewright::geo
