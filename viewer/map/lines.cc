#include "viewer/map/lines.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "geo/map_order.h"
#include "geo/shape_measures.h"

namespace placewright::viewer {
namespace {

constexpr std::size_t kLinesInChunk = 128;

template <class LineAt>
MapLines build(std::size_t count, geo::Point origin, LineAt&& line_at) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
  std::size_t points = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto& line = line_at(i);
    if (line.size() < 2) continue;
    points += line.size();
    order.emplace_back(geo::map_order(line[line.size() / 2]), i);
  }
  std::sort(order.begin(), order.end());
  MapLines result;
  result.origin = origin;
  result.points.reserve(points);
  result.lines.reserve(order.size());
  for (std::size_t first = 0; first < order.size(); first += kLinesInChunk) {
    MapLines::Chunk chunk;
    chunk.box = {1e300, 1e300, -1e300, -1e300};
    chunk.first = static_cast<std::uint32_t>(result.lines.size());
    for (std::size_t at = first; at < std::min(order.size(), first + kLinesInChunk); ++at) {
      const auto& line = line_at(order[at].second);
      result.lines.push_back({static_cast<std::uint32_t>(result.points.size()),
                              static_cast<std::uint32_t>(line.size()), MapLines::kNone, MapLines::kNone});
      for (const auto& point : line) {
        chunk.box = geo::box_around(chunk.box, {point.x, point.y, point.x, point.y});
        result.points.push_back(
            {static_cast<float>(point.x - origin.x), static_cast<float>(point.y - origin.y)});
      }
    }
    chunk.count = static_cast<std::uint32_t>(result.lines.size()) - chunk.first;
    result.chunks.push_back(chunk);
  }
  // The sides, in the order that the lines were laid out in.
  if constexpr (requires { line_at.sides(0u, result.lines.front()); })
    for (std::size_t at = 0; at < order.size(); ++at) line_at.sides(order[at].second, result.lines[at]);
  return result;
}

struct ArcAt {
  std::span<const geo::Arc> arcs;
  const geo::Line& operator()(std::uint32_t i) const { return arcs[i].line; }
  void sides(std::uint32_t i, MapLines::Line& line) const {
    line.left = arcs[i].left, line.right = arcs[i].right;
  }
};

}  // namespace

MapLines build_map_lines(std::span<const geo::Arc> arcs, geo::Point origin) {
  return build(arcs.size(), origin, ArcAt{arcs});
}

MapLines build_map_lines(std::span<const geo::Line> lines, geo::Point origin) {
  return build(lines.size(), origin, [&](std::uint32_t i) -> const geo::Line& { return lines[i]; });
}

std::vector<float> sizes_of_areas(const MapLines& borders, std::size_t areas) {
  std::vector<double> twice_m2(areas, 0);
  for (const auto& line : borders.lines) {
    double sum = 0;
    for (std::uint32_t i = 1; i < line.count; ++i) {
      const auto &a = borders.points[line.first + i - 1], &b = borders.points[line.first + i];
      sum += double{a.x} * b.y - double{b.x} * a.y;
    }
    if (line.left < areas) twice_m2[line.left] += sum;
    if (line.right < areas) twice_m2[line.right] -= sum;
  }
  std::vector<float> sizes;
  sizes.reserve(areas);
  for (const double value : twice_m2) sizes.push_back(static_cast<float>(std::sqrt(std::abs(value) / 2)));
  return sizes;
}

}  // namespace placewright::viewer
