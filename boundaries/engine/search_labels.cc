#include "boundaries/engine/search_labels.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "boundaries/engine/search.h"

namespace placewright::boundaries {

Labels engine::keep_old_labels(const Problem& problem, const Labels& start, const Labels& labels) {
  std::map<std::pair<std::int32_t, std::int32_t>, double> shared;
  std::int32_t highest = -1;
  for (std::size_t area = 0; area < labels.size(); ++area) {
    highest = std::max({highest, labels[area], start[area]});
    if (labels[area] >= 0 && start[area] >= 0)
      shared[{labels[area], start[area]}] += problem.residents[area] + 1e-6;
  }
  std::vector<std::pair<double, std::pair<std::int32_t, std::int32_t>>> order;
  for (const auto& [pair, residents] : shared) order.push_back({-residents, pair});
  std::sort(order.begin(), order.end());
  std::vector<std::int32_t> to(static_cast<std::size_t>(highest + 1), -1);
  std::vector<std::uint8_t> taken(static_cast<std::size_t>(highest + 1), 0);
  for (const auto& [residents, pair] : order) {
    if (to[static_cast<std::size_t>(pair.first)] >= 0 || taken[static_cast<std::size_t>(pair.second)])
      continue;
    to[static_cast<std::size_t>(pair.first)] = pair.second;
    taken[static_cast<std::size_t>(pair.second)] = 1;
  }
  std::int32_t next = 0;
  Labels result = labels;
  for (std::int32_t& label : result) {
    if (label < 0) continue;
    std::int32_t& name = to[static_cast<std::size_t>(label)];
    if (name < 0) {
      while (taken[static_cast<std::size_t>(next)]) ++next;
      taken[static_cast<std::size_t>(next)] = 1;
      name = next;
    }
    label = name;
  }
  return result;
}

Labels order_labels(const Problem& problem, const Labels& labels) {
  std::int32_t highest = -1;
  for (const std::int32_t label : labels) highest = std::max(highest, label);
  struct Centre {
    double x = 0, y = 0, people = 0;
    std::uint32_t areas = 0, first = 0;
  };
  std::vector<Centre> centres(static_cast<std::size_t>(highest + 1));
  for (std::uint32_t area = 0; area < labels.size(); ++area) {
    if (labels[area] < 0) continue;
    Centre& centre = centres[static_cast<std::size_t>(labels[area])];
    if (centre.areas++ == 0) centre.first = area;
    const double weight = problem.people[area] + 1e-9;
    const geo::Point point = area < problem.point.size() ? problem.point[area] : geo::Point{};
    centre.x += weight * point.x;
    centre.y += weight * point.y;
    centre.people += weight;
  }
  std::vector<std::uint32_t> order;
  for (std::uint32_t label = 0; label < centres.size(); ++label)
    if (centres[label].areas > 0) order.push_back(label);
  // Along the diagonal from north-west to south-east.
  const auto key = [&](std::uint32_t label) {
    const Centre& centre = centres[label];
    return std::pair((centre.x - centre.y) / centre.people, centre.first);
  };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  std::vector<std::int32_t> rank(centres.size(), kUnassigned);
  for (std::size_t at = 0; at < order.size(); ++at) rank[order[at]] = static_cast<std::int32_t>(at);
  Labels result = labels;
  for (std::int32_t& label : result)
    if (label >= 0) label = rank[static_cast<std::size_t>(label)];
  return result;
}

}  // namespace placewright::boundaries
