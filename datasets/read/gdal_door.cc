#include <dlfcn.h>

#include <filesystem>
#include <memory>

#include "datasets/read/byte_file.h"
#include "datasets/read/gdal_part.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

const GdalPart& load() {
  std::error_code error;
  const auto path =
      (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / kGdalPartFile).string();
  void* part = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* function = part != nullptr ? dlsym(part, kGdalPartFunction) : nullptr;
  if (function == nullptr) {
    const char* why = dlerror();
    throw geo::InputError{{path,
                           std::string("the part that reads and writes other formats cannot be loaded: ") +
                               (why != nullptr ? why : "not found"),
                           "keep this file beside the program, and GDAL installed"}};
  }
  return *reinterpret_cast<const GdalPart* (*)()>(function)();
}

const GdalPart& gdal() {
  static const GdalPart& part = load();
  return part;
}

}  // namespace

std::vector<InputTable> find_tables(const std::string& path) { return gdal().find_tables(path); }

void read_rows(const InputTable& table, std::size_t skip, const std::vector<bool>& wanted,
               const std::function<void(const InputRow&)>& visit, std::vector<geo::Finding>& findings) {
  gdal().read_rows(table, skip, wanted, visit, findings);
}

void to_metres(std::vector<geo::Point>& degrees) { gdal().to_metres(degrees); }

void to_degrees(std::vector<geo::Point>& metres) { gdal().to_degrees(metres); }

void write_layers(const std::string& path, std::span<const Layer> layers, const std::string& date) {
  gdal().write_layers(path, layers, date);
}

void write_geojson(const std::string& path, const Layer& layer) { gdal().write_geojson(path, layer); }

ByteFile::ByteFile(const std::string& path) : file_(gdal().open_bytes(path, size_)) {}

ByteFile::~ByteFile() {
  if (file_ != nullptr) gdal().close_bytes(file_);
}

std::size_t ByteFile::read(char* into, std::size_t most) { return gdal().read_bytes(file_, into, most); }

struct Raster::Open {
  Raster* raster;  ///< the part's
  explicit Open(Raster* opened) : raster(opened) {}
  ~Open() { gdal().close_raster(raster); }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
};

Raster::Raster(std::unique_ptr<Open> open) : open_(std::move(open)) {}
Raster::~Raster() = default;
Raster::Raster(Raster&&) noexcept = default;
Raster& Raster::operator=(Raster&&) noexcept = default;

Raster Raster::open(const std::string& path) {
  return Raster(std::make_unique<Open>(gdal().open_raster(path)));
}
geo::Box Raster::box() const { return gdal().raster_box(*open_->raster); }
double Raster::pixel_m() const { return gdal().raster_pixel_m(*open_->raster); }
Pixels Raster::read(const geo::Box& box, std::uint32_t width, std::uint32_t height) const {
  return gdal().read_raster(*open_->raster, box, width, height);
}

}  // namespace placewright::datasets
