#include "datasets/read/raster.h"

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>

#include <array>

#include "geo/error.h"
#include "tests/datasets/temporary_folder.h"

namespace placewright::datasets {
namespace {

using Colour = std::array<int, 4>;
constexpr Colour kRed{255, 0, 0, 255}, kGreen{0, 255, 0, 255}, kBlue{0, 0, 255, 255},
    kWhite{255, 255, 255, 255}, kNothing{0, 0, 0, 0};

/// A square picture of four quarters: red, green; blue, white. srs 0: none is written.
void write_quarters(const std::string& path, int srs, double west, double north, double pixel, int size = 64,
                    GDALDataType type = GDT_Byte) {
  GDALAllRegister();
  auto* dataset =
      GetGDALDriverManager()->GetDriverByName("GTiff")->Create(path.c_str(), size, size, 3, type, nullptr);
  std::array<double, 6> transform{west, pixel, 0, north, 0, -pixel};
  dataset->SetGeoTransform(transform.data());
  if (srs != 0) {
    OGRSpatialReference reference;
    reference.importFromEPSG(srs);
    dataset->SetSpatialRef(&reference);
  }
  for (int band = 0; band < 3; ++band) {
    std::vector<std::uint8_t> values;
    for (int y = 0; y < size; ++y)
      for (int x = 0; x < size; ++x) {
        const auto& colour = y < size / 2 ? (x < size / 2 ? kRed : kGreen) : (x < size / 2 ? kBlue : kWhite);
        values.push_back(static_cast<std::uint8_t>(colour[static_cast<std::size_t>(band)]));
      }
    ASSERT_EQ(dataset->GetRasterBand(band + 1)->RasterIO(GF_Write, 0, 0, size, size, values.data(), size,
                                                         size, GDT_Byte, 0, 0, nullptr),
              CE_None);
  }
  GDALClose(dataset);
}

Colour at(const Pixels& pixels, std::uint32_t x, std::uint32_t y) {
  Colour colour;
  for (std::size_t i = 0; i < 4; ++i) colour[i] = pixels.rgba[(std::size_t{y} * pixels.width + x) * 4 + i];
  return colour;
}

TEST(Raster, APictureOnTheGridIsReadAsItIs) {
  const TemporaryFolder folder;
  const auto path = folder.path("map.tif");
  for (const int srs : {27700, 0}) {  // without a word on the system the numbers tell
    SCOPED_TRACE(srs);
    write_quarters(path, srs, 430000, 434000, 10);
    const auto raster = Raster::open(path);
    EXPECT_EQ(raster.box().min_x, 430000);
    EXPECT_EQ(raster.box().max_x, 430640);
    EXPECT_EQ(raster.box().min_y, 433360);
    EXPECT_EQ(raster.box().max_y, 434000);
    EXPECT_EQ(raster.pixel_m(), 10);
    const auto whole = raster.read(raster.box(), 64, 64);
    EXPECT_EQ(at(whole, 0, 0), kRed);
    EXPECT_EQ(at(whole, 31, 31), kRed);
    EXPECT_EQ(at(whole, 32, 31), kGreen);
    EXPECT_EQ(at(whole, 31, 32), kBlue);
    EXPECT_EQ(at(whole, 63, 63), kWhite);
  }
}

TEST(Raster, BeyondThePictureIsTransparent) {
  const TemporaryFolder folder;
  write_quarters(folder.path("map.tif"), 27700, 430000, 434000, 10);
  const auto raster = Raster::open(folder.path("map.tif"));
  const auto pixels =
      raster.read({429680, 433040, 430960, 434320}, 8, 8);  // twice the picture's size around it
  EXPECT_EQ(at(pixels, 0, 0), kNothing);
  EXPECT_EQ(at(pixels, 1, 4), kNothing);
  EXPECT_EQ(at(pixels, 2, 2), kRed);
  EXPECT_EQ(at(pixels, 5, 2), kGreen);
  EXPECT_EQ(at(pixels, 2, 5), kBlue);
  EXPECT_EQ(at(pixels, 5, 5), kWhite);
  EXPECT_EQ(at(pixels, 6, 5), kNothing);
  EXPECT_EQ(at(raster.read({0, 0, 10, 10}, 2, 2), 0, 0), kNothing);
  const auto close =
      raster.read({430315, 433675, 430325, 433685}, 100, 100);  // one pixel of it, a quarter of each
  EXPECT_EQ(at(close, 10, 10), kRed);
  EXPECT_EQ(at(close, 90, 90), kWhite);
}

TEST(Raster, APictureInAnotherSystemIsBroughtToTheGrid) {
  const TemporaryFolder folder;
  // Web Mercator around Leeds, about 20 km wide on the ground.
  write_quarters(folder.path("map.tif"), 3857, -190000, 7160000, 600);
  const auto raster = Raster::open(folder.path("map.tif"));
  const auto box = raster.box();
  EXPECT_GT(box.min_x, 400000);
  EXPECT_LT(box.max_x, 450000);
  EXPECT_NEAR(box.max_x - box.min_x, 23000, 1500);
  const auto pixels = raster.read(box, 40, 40);
  EXPECT_EQ(at(pixels, 10, 10), kRed);
  EXPECT_EQ(at(pixels, 30, 10), kGreen);
  EXPECT_EQ(at(pixels, 10, 30), kBlue);
  EXPECT_EQ(at(pixels, 30, 30), kWhite);
}

TEST(Raster, WhatIsNoPictureIsToldWithWhatToDo) {
  const TemporaryFolder folder;
  write_bytes(folder.path("text.tif"), "area_code,neighbourhood\n");
  write_bytes(folder.path("empty.tif"), "");
  write_quarters(folder.path("numbers.tif"), 27700, 430000, 434000, 10, 8, GDT_Float32);
  write_quarters(folder.path("nowhere.tif"), 0, 0, 0, 0.001);
  for (const char* name : {"text.tif", "empty.tif", "numbers.tif", "nowhere.tif", "none.tif", "."}) {
    SCOPED_TRACE(name);
    try {
      (void)Raster::open(folder.path(name));
      FAIL();
    } catch (const geo::InputError& error) {
      EXPECT_FALSE(error.message().fix.empty());
      EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace placewright::datasets
