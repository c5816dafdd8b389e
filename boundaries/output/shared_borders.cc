#include "boundaries/output/shared_borders.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "boundaries/output/plan_scene.h"
#include "datasets/place/names.h"
#include "datasets/read/table.h"
#include "geo/arcs.h"

namespace placewright::boundaries::output {
namespace {

using Json = nlohmann::ordered_json;

double seven_decimals(double degrees) { return std::round(degrees * 1e7) / 1e7; }

Json arcs_in_degrees(const geo::Arcs& arcs) {
  Json all = Json::array();
  for (const auto& arc : arcs.arcs) {
    auto line = arc.line;
    datasets::to_degrees(line);
    Json points = Json::array();
    for (const auto& point : line) points.push_back({seven_decimals(point.x), seven_decimals(point.y)});
    all.push_back(std::move(points));
  }
  return all;
}

/// Arcs backwards: rings of a shape run counter-clockwise.
Json clockwise(const geo::Arcs::RingOfArcs& ring) {
  Json refs = Json::array();
  for (auto at = ring.arcs.rbegin(); at != ring.arcs.rend(); ++at) {
    const auto arc = static_cast<std::int64_t>(at->arc);
    refs.push_back(at->reversed ? arc : ~arc);
  }
  return refs;
}

}  // namespace

std::string neighbourhoods_topojson(const DescribedPlan& described) {
  std::vector<geo::Shape> outlines;
  for (const auto& facts : described.neighbourhoods) outlines.push_back(facts.outline);
  const auto arcs = geo::build_arcs(outlines);
  Json geometries = Json::array();
  for (std::size_t n = 0; n < outlines.size(); ++n) {
    const auto& facts = described.neighbourhoods[n];
    Json polygons = Json::array();
    std::uint32_t part = ~0U;
    for (const auto& ring : arcs.shapes[n]) {
      if (ring.part != part) polygons.push_back(Json::array());
      part = ring.part;
      polygons.back().push_back(clockwise(ring));
    }
    geometries.push_back(
        {{"type", "MultiPolygon"},
         {"id", facts.id},
         {"properties",
          {{"id", facts.id},
           {"name", std::string(datasets::further_name(facts.id, facts.name))},
           {"residents", std::isfinite(facts.residents) ? Json(facts.residents) : Json(nullptr)},
           {"colour", fmt::format("#{:06x}", category_fill(described.colour[n]).rgb)}}},
         {"arcs", std::move(polygons)}});
  }
  Json out;
  out["type"] = "Topology";
  out["objects"]["neighbourhoods"] = {{"type", "GeometryCollection"}, {"geometries", std::move(geometries)}};
  out["arcs"] = arcs_in_degrees(arcs);
  return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string adjacency_gal(const datasets::Place& place) {
  const auto graph = datasets::graph_of(place);
  const auto& areas = place.areas;
  const auto inside = [&](std::uint32_t row) { return areas.inside[row] != 0; };
  std::vector<std::vector<std::uint32_t>> touching(areas.size());
  for (const auto& edge : graph.edges())
    if (!edge.link && inside(edge.a) && inside(edge.b)) {
      touching[edge.a].push_back(edge.b);
      touching[edge.b].push_back(edge.a);
    }
  std::string lines;
  std::size_t count = 0;
  for (std::uint32_t row = 0; row < areas.size(); ++row) {
    if (!inside(row)) continue;
    ++count;
    std::sort(touching[row].begin(), touching[row].end());
    lines += fmt::format("{} {}\n", areas.code[row], touching[row].size());
    for (std::size_t at = 0; at < touching[row].size(); ++at)
      lines += (at == 0 ? "" : " ") + areas.code[touching[row][at]];
    lines += "\n";
  }
  return fmt::format("0 {} lsoa_assignment LSOA21CD\n", count) + lines;
}

}  // namespace placewright::boundaries::output
