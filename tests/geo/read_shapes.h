#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/shape.h"

namespace placewright::geo::testing_data {

/// The polygons of one layer in EPSG:27700, with one text column, as stored. Reads with GDAL directly: only the tests
/// on real data use it.
struct Layer {
  std::vector<Shape> shapes;
  std::vector<std::string> code;
};
[[nodiscard]] Layer read_layer(const std::string& file, const std::string& layer, const std::string& code_column);

/// Where the shared data lies; nothing where it is not there.
[[nodiscard]] std::optional<std::string> find_shared_data();

}  // namespace placewright::geo::testing_data
