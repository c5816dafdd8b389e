#include "datasets/read/gdal_part.h"

#include <memory>

#include "datasets/read/byte_file.h"

namespace placewright::datasets {
namespace {

const GdalPart kPart{
    find_tables,
    read_rows,
    to_metres,
    to_degrees,
    write_layers,
    write_geojson,
    [](const std::string& path, std::uint64_t& size) -> void* {
      auto file = std::make_unique<ByteFile>(path);
      size = file->size();
      return file->is_open() ? file.release() : nullptr;
    },
    [](void* file, char* into, std::size_t most) { return static_cast<ByteFile*>(file)->read(into, most); },
    [](void* file) { delete static_cast<ByteFile*>(file); },
    [](const std::string& path) { return new Raster(Raster::open(path)); },
    [](const Raster& raster) { return raster.box(); },
    [](const Raster& raster) { return raster.pixel_m(); },
    [](const Raster& raster, const geo::Box& box, std::uint32_t width, std::uint32_t height) {
      return raster.read(box, width, height);
    },
    [](Raster* raster) { delete raster; },
};

}  // namespace
}  // namespace placewright::datasets

extern "C" const placewright::datasets::GdalPart* placewright_gdal_part();
extern "C" const placewright::datasets::GdalPart* placewright_gdal_part() {
  return &placewright::datasets::kPart;
}
