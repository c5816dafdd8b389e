#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "geo/shape.h"

/// Geometry as the place file stores it: a GeoPackage header (EPSG:27700, little-endian, envelope), then WKB.
/// Source: OGC 12-128r17, clause 2.1.3.
namespace placewright::datasets {

using Blob = std::vector<std::byte>;

/// Appends nothing and returns false for a shape without parts, a line without points, a point that is not a
/// number.
bool build_blob(const geo::Shape& shape, Blob& out);  ///< always a multi-polygon
bool build_blob(const geo::Line& line, Blob& out);
bool build_blob(geo::Point point, Blob& out);

/// What a blob holds; lower dimensions only (z and m are dropped). `wrong` tells why it could not be read,
/// else "". Collections are opened up; several lines or points come as several.
struct BlobContent {
  geo::Shape shape;
  std::vector<geo::Line> lines;
  std::vector<geo::Point> points;
  std::string wrong;
};
[[nodiscard]] BlobContent read_blob(std::span<const std::byte> blob);

/// The envelope, from the header where it has one; nothing for an empty or unreadable geometry.
[[nodiscard]] std::optional<geo::Box> measure_blob_box(std::span<const std::byte> blob);

/// The WKB after the header; empty when the blob is unreadable.
[[nodiscard]] std::span<const std::byte> wkb_of(std::span<const std::byte> blob);

}  // namespace placewright::datasets
