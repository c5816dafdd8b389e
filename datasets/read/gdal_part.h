#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "datasets/read/layers.h"
#include "datasets/read/raster.h"
#include "datasets/read/table.h"

/// All that GDAL does for us, as one table of functions, so that a program which seldom needs GDAL and its
/// hundred libraries can load them at the first use. A program links either the functions themselves (command
/// line, tests) or `gdal_door.cc`, which defines the same functions and takes them from the part.
namespace placewright::datasets {

struct GdalPart {
  decltype(&datasets::find_tables) find_tables;
  decltype(&datasets::read_rows) read_rows;
  decltype(&datasets::to_metres) to_metres;
  decltype(&datasets::to_degrees) to_degrees;
  decltype(&datasets::write_layers) write_layers;
  decltype(&datasets::write_geojson) write_geojson;
  // Files as bytes; what open_bytes gave is closed by close_bytes.
  void* (*open_bytes)(const std::string& path, std::uint64_t& size);  ///< null where it cannot be opened
  std::size_t (*read_bytes)(void* file, char* into, std::size_t most);
  void (*close_bytes)(void* file);
  // Pictures; what open_raster gave is closed by close_raster.
  Raster* (*open_raster)(const std::string& path);
  geo::Box (*raster_box)(const Raster&);
  double (*raster_pixel_m)(const Raster&);
  Pixels (*read_raster)(const Raster&, const geo::Box&, std::uint32_t, std::uint32_t);
  void (*close_raster)(Raster*);
};

/// File of the part, beside the program, and the function in it that gives the table.
inline constexpr const char* kGdalPartFile = "placewright-gdal.so";
inline constexpr const char* kGdalPartFunction = "placewright_gdal_part";

}  // namespace placewright::datasets
