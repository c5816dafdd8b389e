#include "datasets/read/raster.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <gdal_utils.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <utility>

#include "datasets/read/gdal_guard.h"
#include "geo/error.h"
#include "geo/expect.h"

namespace placewright::datasets {
namespace {

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

struct QuietErrors {
  QuietErrors() {
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
  }
  ~QuietErrors() { CPLPopErrorHandler(); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
};

[[noreturn]] void fail(const std::string& path, const std::string& what) {
  throw geo::InputError{
      {path, what, "use a GeoTIFF, MBTiles or GeoPackage picture; gdalinfo tells what this file is"}};
}

template <class Options, class Free>
std::unique_ptr<Options, Free> free_later(Options* options, Free free) {
  return {options, free};
}

Dataset expand_palette(const std::string& path, const Dataset& source) {
  CPLStringList words;
  for (const char* word : {"-of", "VRT", "-expand", "rgba"}) words.AddString(word);
  const auto options = free_later(GDALTranslateOptionsNew(words.List(), nullptr), GDALTranslateOptionsFree);
  Dataset expanded(static_cast<GDALDataset*>(GDALTranslate("", source.get(), options.get(), nullptr)));
  if (!expanded) fail(path, fmt::format("its palette cannot be read: {}", CPLGetLastErrorMsg()));
  return expanded;
}

Dataset warp(const std::string& path, const Dataset& source, const char* from) {
  CPLStringList words;
  for (const char* word : {"-of", "VRT", "-t_srs", "EPSG:27700", "-dstalpha", "-r", "bilinear"})
    words.AddString(word);
  if (from != nullptr) {
    words.AddString("-s_srs");
    words.AddString(from);
  }
  const auto options = free_later(GDALWarpAppOptionsNew(words.List(), nullptr), GDALWarpAppOptionsFree);
  GDALDatasetH handle = source.get();
  Dataset warped(static_cast<GDALDataset*>(GDALWarp("", nullptr, 1, &handle, options.get(), nullptr)));
  if (!warped) fail(path, fmt::format("cannot be brought to EPSG:27700: {}", CPLGetLastErrorMsg()));
  return warped;
}

bool is_national_grid(const OGRSpatialReference* srs) {
  if (srs == nullptr) return false;
  OGRSpatialReference grid;
  if (grid.importFromEPSG(27700) != OGRERR_NONE) return false;
  const char* const compare[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", nullptr};
  return srs->IsSame(&grid, compare) != 0;
}

/// Metres of the national grid, by what they are: OS pictures often come with a world file and no word on the
/// system.
bool lies_on_grid(const std::array<double, 6>& transform) {
  return transform[0] >= -100'000 && transform[0] <= 800'000 && transform[3] >= -100'000 &&
         transform[3] <= 1'400'000 && std::abs(transform[1]) >= 0.1;
}

}  // namespace

struct Raster::Open {
  std::string path;
  std::vector<Dataset> chain;  ///< each reads from the one before; the last is in EPSG:27700, north up
  std::array<double, 6> transform{};

  // A picture reads from the one before it, so the last is closed first.
  Open() = default;
  ~Open() {
    while (!chain.empty()) chain.pop_back();
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;

  [[nodiscard]] GDALDataset& picture() const { return *chain.back(); }
};

Raster::Raster(std::unique_ptr<Open> open) : open_(std::move(open)) {}
Raster::~Raster() = default;
Raster::Raster(Raster&&) noexcept = default;
Raster& Raster::operator=(Raster&&) noexcept = default;

Raster Raster::open(const std::string& path) {
  const QuietErrors quiet;
  auto open = std::make_unique<Open>();
  open->path = path;
  constexpr const char* kDrivers[] = {"GTiff", "MBTiles", "GPKG", "PNG", "JPEG", nullptr};
  // The whole path: "GTIFF_DIR:1:a.tif" and the like are no words for GDAL but a file's name.
  open->chain.emplace_back(
      open_guarded(std::filesystem::absolute(path).string(), path, GDAL_OF_RASTER, kDrivers));
  if (!open->chain.back()) {
    const std::string reason = CPLGetLastErrorMsg();
    fail(path, "cannot be opened as a picture" + (reason.empty() ? std::string{} : ": " + reason));
  }
  if (open->picture().GetRasterCount() == 0) fail(path, "holds no picture");
  for (int band = 1; band <= open->picture().GetRasterCount(); ++band)
    if (open->picture().GetRasterBand(band)->GetRasterDataType() != GDT_Byte)
      throw geo::InputError{
          {path, "holds numbers, not colours", "make a picture of it first: gdal_translate -ot Byte -scale"}};
  if (open->picture().GetRasterBand(1)->GetColorTable() != nullptr)
    open->chain.push_back(expand_palette(path, open->chain.back()));

  const bool has_transform = open->picture().GetGeoTransform(open->transform.data()) == CE_None;
  const auto* srs = open->picture().GetSpatialRef();
  const bool by_its_numbers = srs == nullptr && has_transform && lies_on_grid(open->transform);
  if (!has_transform || (srs == nullptr && !by_its_numbers))
    throw geo::InputError{
        {path, "does not say where on the ground it lies",
         "give it a place: gdal_translate -a_srs EPSG:27700 -a_ullr WEST NORTH EAST SOUTH"}};
  const bool north_up =
      open->transform[2] == 0 && open->transform[4] == 0 && open->transform[1] > 0 && open->transform[5] < 0;
  if (!north_up || !(by_its_numbers || is_national_grid(srs)))
    open->chain.push_back(warp(path, open->chain.back(), by_its_numbers ? "EPSG:27700" : nullptr));
  if (open->picture().GetGeoTransform(open->transform.data()) != CE_None)
    fail(path, "cannot be placed on the ground");
  return Raster(std::move(open));
}

geo::Box Raster::box() const {
  const auto& t = open_->transform;
  return {t[0], t[3] + t[5] * open_->picture().GetRasterYSize(),
          t[0] + t[1] * open_->picture().GetRasterXSize(), t[3]};
}

double Raster::pixel_m() const { return open_->transform[1]; }

Pixels Raster::read(const geo::Box& wanted, std::uint32_t width, std::uint32_t height) const {
  PLACEWRIGHT_EXPECT(wanted.max_x > wanted.min_x && wanted.max_y > wanted.min_y);
  PLACEWRIGHT_EXPECT(width >= 1 && height >= 1 && width <= 16'384 && height <= 16'384);
  const QuietErrors quiet;
  Pixels pixels{width, height, std::vector<std::uint8_t>(std::size_t{4} * width * height, 0)};
  const auto have = box();
  const geo::Box both{std::max(wanted.min_x, have.min_x), std::max(wanted.min_y, have.min_y),
                      std::min(wanted.max_x, have.max_x), std::min(wanted.max_y, have.max_y)};
  if (!(both.max_x > both.min_x && both.max_y > both.min_y)) return pixels;

  // The pixels of the answer whose middle lies over the picture, and the part of the picture under them.
  const double step_x = (wanted.max_x - wanted.min_x) / width,
               step_y = (wanted.max_y - wanted.min_y) / height;
  const auto first = [](double from, double step) { return static_cast<int>(std::ceil(from / step - 0.5)); };
  const int left = std::max(0, first(both.min_x - wanted.min_x, step_x));
  const int right = std::min(static_cast<int>(width), first(both.max_x - wanted.min_x, step_x));
  const int top = std::max(0, first(wanted.max_y - both.max_y, step_y));
  const int bottom = std::min(static_cast<int>(height), first(wanted.max_y - both.min_y, step_y));
  if (right <= left || bottom <= top) return pixels;
  const auto& t = open_->transform;
  GDALRasterIOExtraArg extra;
  INIT_RASTERIO_EXTRA_ARG(extra);
  extra.bFloatingPointWindowValidity = TRUE;
  const int size_x = open_->picture().GetRasterXSize(), size_y = open_->picture().GetRasterYSize();
  extra.dfXOff = std::clamp((wanted.min_x + left * step_x - t[0]) / t[1], 0.0, static_cast<double>(size_x));
  extra.dfYOff = std::clamp((wanted.max_y - top * step_y - t[3]) / t[5], 0.0, static_cast<double>(size_y));
  extra.dfXSize = std::min((right - left) * step_x / t[1], size_x - extra.dfXOff);
  extra.dfYSize = std::min((bottom - top) * step_y / -t[5], size_y - extra.dfYOff);
  extra.eResampleAlg = extra.dfXSize > right - left ? GRIORA_Average : GRIORA_NearestNeighbour;
  const int from_x = std::min(static_cast<int>(extra.dfXOff), size_x - 1),
            from_y = std::min(static_cast<int>(extra.dfYOff), size_y - 1);
  const int span_x =
      std::clamp(static_cast<int>(std::ceil(extra.dfXOff + extra.dfXSize)) - from_x, 1, size_x - from_x);
  const int span_y =
      std::clamp(static_cast<int>(std::ceil(extra.dfYOff + extra.dfYSize)) - from_y, 1, size_y - from_y);
  const auto read_band = [&](GDALRasterBand& band, int channel) {
    auto* to = pixels.rgba.data() +
               (static_cast<std::size_t>(top) * width + static_cast<std::size_t>(left)) * 4 + channel;
    if (band.RasterIO(GF_Read, from_x, from_y, span_x, span_y, to, right - left, bottom - top, GDT_Byte, 4,
                      GSpacing{4} * width, &extra) != CE_None)
      fail(open_->path, fmt::format("could not be read: {}", CPLGetLastErrorMsg()));
  };
  auto& picture = open_->picture();
  const int bands = picture.GetRasterCount();
  const bool last_is_alpha = picture.GetRasterBand(bands)->GetColorInterpretation() == GCI_AlphaBand;
  const int colours = bands - (last_is_alpha ? 1 : 0);
  for (int channel = 0; channel < 3; ++channel)
    read_band(*picture.GetRasterBand(colours >= 3 ? channel + 1 : 1), channel);
  read_band(last_is_alpha ? *picture.GetRasterBand(bands) : *picture.GetRasterBand(1)->GetMaskBand(), 3);
  return pixels;
}

}  // namespace placewright::datasets
