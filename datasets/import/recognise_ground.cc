#include "datasets/import/recognise_rows.h"

namespace placewright::datasets {

/// Layers of Ordnance Survey's open products that lie under the map. Most of them have no column of their
/// own: the layer's name tells.
void add_os_ground_formats(const AddFormat& add_row) {
  const auto add = [&](std::string_view name, Kind kind, GeometryKind geometry, std::string_view layers,
                       std::vector<FormatColumn> columns, std::string_view detail) {
    add_row({.name = name,
             .kind = kind,
             .geometry = geometry,
             .columns = std::move(columns),
             .publisher = "Ordnance Survey",
             .licence = kOgl,
             .attribution = kOsLine,
             .vintage = "file",
             .detail = detail,
             .layers = layers});
  };
  using enum GeometryKind;
  // OS Open Zoomstack. Water, woods and built-up ground stand there once for each scale.
  const std::vector<FormatColumn> scaled{{"scale", "type", true}};
  add("OS Open Zoomstack water", Kind::ground, polygon, "surfacewater", scaled, "water");
  add("OS Open Zoomstack woodland", Kind::ground, polygon, "woodland", scaled, "wood");
  add("OS Open Zoomstack greenspace", Kind::ground, polygon, "greenspace", {{"type", "type", true}}, "park");
  add("OS Open Zoomstack urban areas", Kind::ground, polygon, "urban areas", scaled, "built_up");
  add("OS Open Zoomstack foreshore", Kind::ground, polygon, "foreshore", {}, "foreshore");
  add("OS Open Zoomstack waterlines", Kind::ground, line, "waterlines", scaled, "stream");
  add("OS Open Zoomstack rail", Kind::ground, line, "rail", {{"form", "type", true}}, "railway");
  add("OS Open Zoomstack names", Kind::settlement, point, "names",
      {{"name", "name1|name 1|name", true}, {"rank", "type", true}}, "");
  add("OS Open Zoomstack roads", Kind::road, line, "roads local",
      {{"road_class", "type", true}, {"name", "name"}, {"number", "number"}}, "os");
  add("OS Open Zoomstack roads for smaller scales", Kind::not_taken, line, "roads regional|roads national",
      {{"road_class", "type", true}}, "the layer roads_local holds them in full");

  // OS OpenMap Local: a shapefile a layer and tile (SK_Woodland), or one GeoPackage (woodland).
  const std::vector<FormatColumn> coded{
      {"feature_code", "featcode|feat code|featurecode|feature code", true}};
  const auto with_name = [&](std::string_view field, std::string_view patterns) {
    auto columns = coded;
    columns.insert(columns.begin(), {"name", "distname|distinctive name|distinctivename"});
    columns.push_back({field, patterns, true});
    return columns;
  };
  constexpr std::string_view kClass = "classifica|classification";
  add("OS OpenMap Local surface water", Kind::ground, polygon, "*surfacewater area|*surface water area",
      coded, "water");
  add("OS OpenMap Local watercourses", Kind::ground, line, "*surfacewater line|*surface water line", coded,
      "stream");
  add("OS OpenMap Local tidal water", Kind::ground, polygon, "*tidalwater|*tidal water", coded, "sea");
  add("OS OpenMap Local foreshore", Kind::ground, polygon, "*foreshore", coded, "foreshore");
  add("OS OpenMap Local woodland", Kind::ground, polygon, "*woodland", coded, "wood");
  add("OS OpenMap Local railway track", Kind::ground, line, "*railwaytrack|*railway track",
      {{"form", kClass, true}, coded.front()}, "railway");
  add("OS OpenMap Local railway tunnel", Kind::ground, line, "*railwaytunnel|*railway tunnel", coded,
      "railway_tunnel");
  auto names = with_name("rank", kClass);
  names.push_back({"size", "fontheight|font height"});
  add("OS OpenMap Local named places", Kind::settlement, point, "*namedplace|*named place", std::move(names),
      "");
  auto roads = with_name("road_class", kClass);
  roads.push_back({"number", "roadnumber|road number"});
  add("OS OpenMap Local roads", Kind::road, line, "*road", std::move(roads), "os");
  add("OS OpenMap Local road tunnels", Kind::not_taken, line, "*roadtunnel|*road tunnel", coded,
      "the layer of roads holds them too");

  add("OS Open Rivers", Kind::ground, line, "",
      {{"form", "form", true},
       {"flow", "flow direction|flowdirection|flow", true},
       {"name", "watercourse name|watercoursename|name1|name 1|name"},
       {"fictitious", "fictitious"}},
      "river");
}

}  // namespace placewright::datasets
