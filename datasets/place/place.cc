#include "datasets/place/place.h"

#include <algorithm>
#include <set>

namespace placewright::datasets {

std::optional<std::uint32_t> Place::find_area(std::string_view code) const {
  const auto at = std::lower_bound(areas.code.begin(), areas.code.end(), code);
  if (at == areas.code.end() || *at != code) return std::nullopt;
  return static_cast<std::uint32_t>(at - areas.code.begin());
}

geo::Graph graph_of(const Place& place) {
  std::vector<geo::Edge> edges;
  edges.reserve(place.adjacency.size() + place.links.size());
  std::set<std::pair<std::uint32_t, std::uint32_t>> cut, linked;
  for (const auto& link : place.links) {
    const auto a = place.find_area(link.a), b = place.find_area(link.b);
    if (!a || !b || *a == *b) continue;
    (link.state == LinkState::cut ? cut : linked).insert(std::minmax(*a, *b));
  }
  for (const auto& pair : place.adjacency) {
    const auto key = std::minmax(pair.a, pair.b);
    if (cut.contains(key)) continue;
    linked.erase(key);
    edges.push_back({key.first, key.second, pair.border_m, false});
  }
  for (const auto& [a, b] : linked)
    if (!cut.contains({a, b})) edges.push_back({a, b, 0.0, true});
  return geo::Graph(place.areas.size(), std::move(edges));
}

}  // namespace placewright::datasets
