#pragma once

#include <optional>
#include <string>
#include <vector>

#include "geo/shape.h"

namespace placewright::geo::testing_data {

/// The polygons of one layer in EPSG:27700, with one text column, as stored. Reads with GDAL directly: only
/// the tests on real data use it.
struct Layer {
  std::vector<Shape> shapes;
  std::vector<std::string> code;
};
[[nodiscard]] Layer read_layer(const std::string& file, const std::string& layer,
                               const std::string& code_column);

/// One line a feature with its class, one-way and other tags, in EPSG:27700.
struct RoadLayer {
  std::vector<Line> lines;
  std::vector<std::string> road_class, other_tags;
};
[[nodiscard]] RoadLayer read_roads(const std::string& file);

/// Where the shared data lies; nothing where it is not there.
[[nodiscard]] std::optional<std::string> find_shared_data();

/// Leaves the test, saying why, where the shared data is not there; else `variable` is its path.
#define SHARED_DATA_OR_SKIP(variable)                                                         \
  const auto found_##variable = ::placewright::geo::testing_data::find_shared_data();         \
  if (!found_##variable) GTEST_SKIP() << "../shared/data is not there: real places not read"; \
  const std::string variable = *found_##variable

}  // namespace placewright::geo::testing_data
