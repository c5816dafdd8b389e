#include "tests/geo/read_shapes.h"

#include <ogrsf_frmts.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

namespace placewright::geo::testing_data {
namespace {

Ring ring_of(const OGRLinearRing& given) {
  Ring ring;
  for (int i = 0; i + 1 < given.getNumPoints(); ++i) ring.push_back({given.getX(i), given.getY(i)});
  return ring;
}

void add_polygon(const OGRPolygon& given, Shape& shape) {
  Polygon polygon;
  polygon.outer = ring_of(*given.getExteriorRing());
  for (int i = 0; i < given.getNumInteriorRings(); ++i)
    polygon.holes.push_back(ring_of(*given.getInteriorRing(i)));
  shape.parts.push_back(std::move(polygon));
}

}  // namespace

std::optional<std::string> find_shared_data() {
  const std::string path = std::string(PLACEWRIGHT_SOURCE_DIR) + "/../shared/data";
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

Layer read_layer(const std::string& file, const std::string& layer_name, const std::string& code_column) {
  GDALAllRegister();
  const GDALDatasetUniquePtr dataset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
  if (!dataset) throw std::runtime_error("cannot open " + file);
  auto* layer = layer_name.empty() ? dataset->GetLayer(0) : dataset->GetLayerByName(layer_name.c_str());
  if (layer == nullptr) throw std::runtime_error("no layer " + layer_name + " in " + file);
  OGRSpatialReference metres;
  metres.importFromEPSG(27700);
  const bool degrees = layer->GetSpatialRef() != nullptr && layer->GetSpatialRef()->IsGeographic() != 0;
  const std::unique_ptr<OGRCoordinateTransformation> to_metres(
      degrees ? OGRCreateCoordinateTransformation(layer->GetSpatialRef(), &metres) : nullptr);
  Layer result;
  for (const auto& feature : layer) {
    auto* geometry = feature->GetGeometryRef();
    if (to_metres) geometry->transform(to_metres.get());
    Shape shape;
    if (wkbFlatten(geometry->getGeometryType()) == wkbPolygon)
      add_polygon(*geometry->toPolygon(), shape);
    else
      for (const auto* polygon : *geometry->toMultiPolygon()) add_polygon(*polygon, shape);
    result.shapes.push_back(std::move(shape));
    const int column = feature->GetFieldIndex(code_column.c_str());
    result.code.emplace_back(column < 0 ? "" : feature->GetFieldAsString(column));
  }
  return result;
}

RoadLayer read_roads(const std::string& file) {
  GDALAllRegister();
  const GDALDatasetUniquePtr dataset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
  if (!dataset) throw std::runtime_error("cannot open " + file);
  RoadLayer result;
  for (const auto& feature : dataset->GetLayer(0)) {
    auto* geometry = feature->GetGeometryRef();
    const auto add = [&](const OGRLineString& given) {
      Line line;
      for (int i = 0; i < given.getNumPoints(); ++i) line.push_back({given.getX(i), given.getY(i)});
      result.lines.push_back(std::move(line));
      result.road_class.emplace_back(feature->GetFieldAsString("highway"));
      result.other_tags.emplace_back(feature->GetFieldAsString("other_tags"));
    };
    if (wkbFlatten(geometry->getGeometryType()) == wkbLineString)
      add(*geometry->toLineString());
    else
      for (const auto* line : *geometry->toMultiLineString()) add(*line);
  }
  return result;
}

}  // namespace placewright::geo::testing_data
