#include "geo/links.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>

#include "geo/expect.h"
#include "geo/overlay.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

double box_distance(const Box& a, const Box& b) {
  const double dx = std::max({a.min_x - b.max_x, 0.0, b.min_x - a.max_x});
  const double dy = std::max({a.min_y - b.max_y, 0.0, b.min_y - a.max_y});
  return std::hypot(dx, dy);
}

std::optional<ProposedLink> nearest_other(std::span<const Shape> shapes, std::span<const Box> boxes,
                                          std::span<const std::uint32_t> piece_of, std::uint32_t piece) {
  Box around = box_of(std::span<const Point>{});
  std::vector<std::uint32_t> mine;
  for (std::uint32_t area = 0; area < piece_of.size(); ++area)
    if (piece_of[area] == piece && !shapes[area].empty()) {
      mine.push_back(area);
      around = box_around(around, boxes[area]);
    }
  // Others by how near their boxes come to the piece's box: once that is farther than the best, none can be
  // nearer.
  std::vector<std::pair<double, std::uint32_t>> others;
  for (std::uint32_t area = 0; area < piece_of.size(); ++area)
    if (piece_of[area] != piece && !shapes[area].empty())
      others.emplace_back(box_distance(around, boxes[area]), area);
  std::sort(others.begin(), others.end());
  std::optional<ProposedLink> best;
  for (const auto& [least, other] : others) {
    if (best && least > best->distance_m) break;
    for (const auto area : mine) {
      if (best && box_distance(boxes[area], boxes[other]) > best->distance_m) continue;
      const double away = measure_distance_m(shapes[area], shapes[other]);
      if (!best || std::tuple(away, area, other) < std::tuple(best->distance_m, best->from, best->to))
        best = ProposedLink{area, other, away, 0, 0};
    }
  }
  return best;
}

}  // namespace

std::vector<ProposedLink> propose_links(std::span<const Shape> shapes, const Graph& graph,
                                        std::span<const double> people, double min_people) {
  PLACEWRIGHT_EXPECT(shapes.size() == graph.size() && people.size() == graph.size());
  std::vector<Box> boxes;
  boxes.reserve(shapes.size());
  for (const auto& shape : shapes) boxes.push_back(box_of(shape));
  auto pieces = find_pieces(graph);
  std::vector<double> people_of(pieces.count, 0);
  std::vector<std::uint32_t> areas_of(pieces.count, 0);
  for (std::uint32_t area = 0; area < graph.size(); ++area) {
    if (!std::isnan(people[area])) people_of[pieces.of[area]] += people[area];
    ++areas_of[pieces.of[area]];
  }
  std::vector<ProposedLink> links;
  std::vector<bool> done(pieces.count, false);
  while (true) {
    std::optional<std::uint32_t> smallest;
    for (std::uint32_t piece = 0; piece < pieces.count; ++piece)
      if (!done[piece] && areas_of[piece] > 0 && people_of[piece] < min_people &&
          (!smallest || people_of[piece] < people_of[*smallest]))
        smallest = piece;
    if (!smallest) return links;
    auto link = nearest_other(shapes, boxes, pieces.of, *smallest);
    done[*smallest] = true;  // also where there is nothing to link to
    if (!link) continue;
    link->piece_areas = areas_of[*smallest];
    link->piece_people = people_of[*smallest];
    const auto into = pieces.of[link->to];
    for (auto& piece : pieces.of)
      if (piece == *smallest) piece = into;
    people_of[into] += people_of[*smallest];
    areas_of[into] += areas_of[*smallest];
    areas_of[*smallest] = 0;
    done[into] = false;
    links.push_back(*link);
  }
}

}  // namespace placewright::geo
