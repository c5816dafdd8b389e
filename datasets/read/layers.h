#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "geo/shape.h"

/// Map layers as plain values, written as files that other programs open: GeoPackage and GeoJSON.
namespace placewright::datasets {

/// One attribute, a value a row. Empty text and NaN are missing. Whole numbers are written as such where all
/// are whole.
struct LayerColumn {
  std::string name;
  std::variant<std::vector<std::string>, std::vector<double>> values;
};

/// How QGIS draws the layer by itself. Columns are named; "" leaves that part out.
struct LayerStyle {
  std::string colour_column =
      {};  ///< text "#rrggbb": the fill (of shapes), stroke (of lines) or fill of the mark (of points)
  std::string category_column =
      {};  ///< one legend entry for each of its values, in order of first row; "": one symbol
  std::string legend_column = {};   ///< text of the entry; "": the value itself
  std::string label_column = {};    ///< written on the map
  std::string colour = "#6bacdc";   ///< where there is no colour column, or its value is missing
  std::string outline = "#3d3d3d";  ///< of shapes and marks
  double outline_mm = 0.3;          ///< also the width of lines
  double opacity = 1;               ///< of fills, 0..1; 0: outline only
  double mark_mm = 2.5;
};

/// Rows side by side; the geometry says which kind of layer it is, none: an attribute table.
struct Layer {
  std::string name;
  std::string description = {};
  std::vector<LayerColumn> columns = {};
  std::variant<std::monostate, std::vector<geo::Shape>, std::vector<geo::Line>, std::vector<geo::Point>>
      geometry = {};
  LayerStyle style = {};
};

/// One GeoPackage with all layers, EPSG:27700, and a table layer_styles so that QGIS styles them when it
/// opens them. Written beside and renamed. `date` (ISO 8601) stands where the format wants one: same layers,
/// same date, same bytes. Needs: all columns of a layer and its geometry of one length; names of layers and
/// of columns in a layer distinct. Throws InputError where the file cannot be written.
void write_layers(const std::string& path, std::span<const Layer> layers, const std::string& date);

/// GeoJSON by RFC 7946: WGS84 degrees, 7 decimals. Same rules as write_layers.
void write_geojson(const std::string& path, const Layer& layer);

/// The QGIS style of a layer, as XML.
[[nodiscard]] std::string build_qml(const Layer& layer);

}  // namespace placewright::datasets
