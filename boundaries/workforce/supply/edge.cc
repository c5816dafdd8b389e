#include "boundaries/workforce/supply/edge.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "boundaries/workforce/supply/units.h"
#include "geo/dissolve.h"

namespace placewright::boundaries::workforce {
namespace {

/// Points along a ring, no farther apart than a step.
void add_points(const geo::Ring& ring, double step, std::vector<geo::Point>& points) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& from = ring[i];
    const auto& to = ring[(i + 1) % ring.size()];
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    if (points.empty() || std::hypot(from.x - points.back().x, from.y - points.back().y) >= step / 2)
      points.push_back(from);
    for (double along = step; along < length; along += step)
      points.push_back(
          {from.x + (to.x - from.x) * along / length, from.y + (to.y - from.y) * along / length});
  }
}

}  // namespace

double measure_edge_share(const datasets::Place& place, double minutes, std::string_view mode) {
  const auto& areas = place.areas;
  std::vector<std::uint32_t> group(areas.size(), geo::kNoGroup);
  for (std::size_t i = 0; i < areas.size(); ++i)
    if (i < areas.shape.size() && !areas.shape[i].parts.empty() &&
        (areas.inside.empty() || areas.inside[i] != 0))
      group[i] = 0;
  if (areas.shape.size() != areas.size() ||
      std::all_of(group.begin(), group.end(), [](auto g) { return g == geo::kNoGroup; }))
    return datasets::kMissing;
  const auto outline = geo::dissolve(areas.shape, group, 1).shapes.front();
  double low = 0, high = 0;
  bool first = true;
  for (const auto& part : outline.parts)
    for (const auto& point : part.outer) {
      low = first ? point.x : std::min(low, point.x);
      high = first ? point.x : std::max(high, point.x);
      first = false;
    }
  std::vector<geo::Point> edge;
  const double step = std::max(100.0, (high - low) / 2000);
  for (const auto& part : outline.parts) add_points(part.outer, step, edge);
  double all = 0, near = 0;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const double x = value_at(areas.centroid_x, i), y = value_at(areas.centroid_y, i),
                 people = value_at(areas.population, i);
    if (group[i] != 0 || std::isnan(x) || std::isnan(y) || !(people > 0)) continue;
    all += people;
    double least = std::numeric_limits<double>::infinity();
    geo::Point nearest;
    for (const auto& point : edge) {
      const double square = (point.x - x) * (point.x - x) + (point.y - y) * (point.y - y);
      if (square >= least) continue;
      least = square;
      nearest = point;
    }
    if (!edge.empty() && straight_minutes(x, y, nearest.x, nearest.y, mode) <= minutes) near += people;
  }
  return all > 0 ? near / all : datasets::kMissing;
}

}  // namespace placewright::boundaries::workforce
