#include <fmt/format.h>

#include <functional>
#include <string>

#include "datasets/demo/raw_parts.h"

/// The invented ground in the layers of Ordnance Survey's open products: OS Open Zoomstack, OS OpenMap Local
/// for the sea, OS Open Rivers for rivers with names.
namespace placewright::datasets::demo {
namespace {

void append_points(std::string& text, const std::vector<geo::Point>& points, bool closed) {
  text += '[';
  for (std::size_t i = 0; i < points.size() + (closed ? 1 : 0); ++i)
    text +=
        fmt::format("{}[{},{}]", i == 0 ? "" : ",", points[i % points.size()].x, points[i % points.size()].y);
  text += ']';
}

std::string geometry_text(const GroundFeature& feature) {
  std::string text;
  if (feature.shape.empty()) {
    text = R"({"type":"LineString","coordinates":)";
    append_points(text, feature.line, false);
    return text + "}";
  }
  text = R"({"type":"MultiPolygon","coordinates":[)";
  for (const auto& part : feature.shape.parts) {
    text += &part == &feature.shape.parts.front() ? "[" : ",[";
    append_points(text, part.outer, true);
    for (const auto& hole : part.holes) {
      text += ',';
      append_points(text, hole, true);
    }
    text += ']';
  }
  return text + "]}";
}

/// A layer as text: properties and geometry of each feature, written by `visit`, which calls add(properties,
/// geometry).
void write_layer(
    RawFolder& folder, const std::string& file, const std::string& layer,
    const std::function<void(const std::function<void(const std::string&, const std::string&)>&)>& visit) {
  std::string text = fmt::format(
      R"({{"type":"FeatureCollection","name":"{}","crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:EPSG::27700"}}}},"features":[)",
      layer);
  bool first = true;
  visit([&](const std::string& properties, const std::string& geometry) {
    text += fmt::format("{}\n{{\"type\":\"Feature\",\"properties\":{{{}}},\"geometry\":{}}}",
                        first ? "" : ",", properties, geometry);
    first = false;
  });
  if (!first) folder.write(file, text + "\n]}\n");
}

}  // namespace

void write_ground(const Place& place, RawFolder& folder) {
  const auto layer = [&](const char* kind, const std::string& file, const std::string& name,
                         const std::string& properties) {
    write_layer(folder, file, name, [&](const auto& add) {
      for (const auto& feature : place.ground)
        if (feature.kind == kind) add(properties, geometry_text(feature));
    });
  };
  layer("wood", "OS_Open_Zoomstack_woodland.geojson", "woodland", R"("type":"Local")");
  layer("built_up", "OS_Open_Zoomstack_urban_areas.geojson", "urban_areas", R"("type":"Regional")");
  layer("park", "OS_Open_Zoomstack_greenspace.geojson", "greenspace", R"("type":"Public Park Or Garden")");
  layer("water", "OS_Open_Zoomstack_surfacewater.geojson", "surfacewater", R"("type":"Local")");
  layer("railway", "OS_Open_Zoomstack_rail.geojson", "rail", R"("type":"Multi Track")");
  layer("sea", "opmplc_tidal_water.geojson", "tidal_water", R"("feature_code":25608)");
  write_layer(folder, "oprvrs_watercourse_link.geojson", "watercourse_link", [&](const auto& add) {
    for (const auto& feature : place.ground)
      if (feature.kind == "river")
        add(fmt::format(
                R"("flow_direction":"in direction","length":0,"fictitious":"false","form":"inlandRiver","watercourse_name":"{}","watercourse_name_alternative":null,"start_node":"","end_node":"")",
                feature.name),
            geometry_text(feature));
  });
  write_layer(folder, "OS_Open_Zoomstack_names.geojson", "names", [&](const auto& add) {
    for (const auto& one : place.settlements) {
      const char* type = one.rank == "city"     ? "City"
                         : one.rank == "town"   ? "Town"
                         : one.rank == "suburb" ? "Suburban Area"
                         : one.rank == "hamlet" ? "Hamlet"
                                                : "Village";
      add(fmt::format(R"("name1":"{}","name1language":null,"name2":null,"name2language":null,"type":"{}")",
                      one.name, type),
          fmt::format(R"({{"type":"Point","coordinates":[{},{}]}})", one.x, one.y));
    }
  });
}

}  // namespace placewright::datasets::demo
