#include <gtest/gtest.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "on_screen.h"
#include "viewer/map/png.h"

namespace placewright::viewer {
namespace {

/// Rows from the top, RGBA.
struct Picture {
  int width = 0, height = 0;
  std::vector<unsigned char> pixels;
};

Picture crop(const Picture& whole, ImVec2 from, ImVec2 to) {
  Picture part;
  const int x0 = std::max(0, static_cast<int>(from.x)), y0 = std::max(0, static_cast<int>(from.y));
  part.width = std::min(whole.width, static_cast<int>(to.x)) - x0;
  part.height = std::min(whole.height, static_cast<int>(to.y)) - y0;
  for (int y = 0; y < part.height; ++y) {
    const auto* row =
        whole.pixels.data() + (static_cast<std::size_t>(y0 + y) * static_cast<std::size_t>(whole.width) +
                               static_cast<std::size_t>(x0)) *
                                  4;
    part.pixels.insert(part.pixels.end(), row, row + static_cast<std::size_t>(part.width) * 4);
  }
  return part;
}

/// CIE L*a*b* of an sRGB colour under D65.
std::array<double, 3> lab(const unsigned char* rgb) {
  const auto linear = [](unsigned char value) {
    const double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  const double r = linear(rgb[0]), g = linear(rgb[1]), b = linear(rgb[2]);
  const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
  const double x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505),
               y = f(0.2126 * r + 0.7152 * g + 0.0722 * b),
               z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/// Share of 8 x 8 blocks whose mean colour difference (CIE 1976) is above 4.
double share_of_blocks_off(const Picture& a, const Picture& b) {
  if (a.width != b.width || a.height != b.height) return 1;
  std::size_t blocks = 0, off = 0;
  for (int y = 0; y < a.height; y += 8)
    for (int x = 0; x < a.width; x += 8) {
      double sum = 0;
      int count = 0;
      for (int dy = 0; dy < 8 && y + dy < a.height; ++dy)
        for (int dx = 0; dx < 8 && x + dx < a.width; ++dx) {
          const auto at = (static_cast<std::size_t>(y + dy) * static_cast<std::size_t>(a.width) +
                           static_cast<std::size_t>(x + dx)) *
                          4;
          const auto p = lab(a.pixels.data() + at), q = lab(b.pixels.data() + at);
          sum += std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
          ++count;
        }
      ++blocks;
      off += sum / count > 4;
    }
  return static_cast<double>(off) / static_cast<double>(blocks);
}

TEST(BlocksOff, CountOnlyWhatAnEyeWouldSee) {
  Picture grey{64, 64, std::vector<unsigned char>(64 * 64 * 4, 200)};
  auto nearly = grey, one = grey;
  for (auto& value : nearly.pixels) value = 203;
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 8; ++x) one.pixels[static_cast<std::size_t>(y * 64 + x) * 4] = 90;
  EXPECT_EQ(share_of_blocks_off(grey, grey), 0);
  EXPECT_EQ(share_of_blocks_off(grey, nearly), 0);
  EXPECT_DOUBLE_EQ(share_of_blocks_off(grey, one), 1.0 / 64);
}

class Golden : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/usr/share/fonts/opentype/inter"))
      GTEST_SKIP() << "the pictures were made with the font Inter (Debian: fonts-inter), which is not here";
    std::string why;
    app = start_program(why);
    if (!app) GTEST_SKIP() << "no OpenGL without a display here: " << why;
    ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  }

  /// A crop of the window against the one kept beside this file; PLACEWRIGHT_NEW_GOLDEN=1 keeps the present
  /// one.
  void compare(const std::string& name, ImVec2 from, ImVec2 to) {
    Picture whole;
    whole.pixels = app->window().pixels(whole.width, whole.height);
    const auto now = crop(whole, from, to);
    const auto path = std::filesystem::path(PLACEWRIGHT_GOLDEN) / (name + ".png");
    if (std::getenv("PLACEWRIGHT_NEW_GOLDEN") != nullptr) {
      std::filesystem::create_directories(path.parent_path());
      write_png(path.string(), now.pixels, now.width, now.height);
      return;
    }
    Picture kept;
    int channels = 0;
    auto* pixels = stbi_load(path.c_str(), &kept.width, &kept.height, &channels, 4);
    ASSERT_NE(pixels, nullptr) << path << " cannot be read; PLACEWRIGHT_NEW_GOLDEN=1 makes it";
    kept.pixels.assign(
        pixels, pixels + static_cast<std::size_t>(kept.width) * static_cast<std::size_t>(kept.height) * 4);
    stbi_image_free(pixels);
    const double off = share_of_blocks_off(now, kept);
    EXPECT_LE(off, 0.002) << name << ": " << 100 * off << " % of blocks differ";
    if (off > 0.002)
      write_png((std::filesystem::temp_directory_path() / ("placewright-" + name + "-now.png")).string(),
                now.pixels, now.width, now.height);
  }
  int script(const std::string& text) { return run_script_text(*app, text, "script"); }
  ui::Widget widget(const std::string& name) {
    const auto* found = app->names().find(name);
    EXPECT_NE(found, nullptr) << name;
    return found == nullptr ? ui::Widget{} : *found;
  }

  DemoFile file{120};
  std::unique_ptr<App> app;
};

TEST_F(Golden, TheMapColouredByDeprivation) {
  ASSERT_EQ(script("click colour.deprivation\nwait-idle\nframes 4\n"), 0);
  const auto map = widget("map");
  const ImVec2 middle((map.from.x + map.to.x) / 2, (map.from.y + map.to.y) / 2);
  compare("map", ImVec2(middle.x - 200, middle.y - 150), ImVec2(middle.x + 200, middle.y + 150));
}

TEST_F(Golden, TheLegend) {
  ASSERT_EQ(script("click colour.deprivation\nwait-idle\nframes 4\n"), 0);
  const auto card = widget("legend");
  compare("legend", card.from, card.to);
}

TEST_F(Golden, TheTable) {
  ASSERT_EQ(script("click row.N02\nwait-idle\nframes 4\n"), 0);
  const auto row = widget("row.N02");
  compare("table", ImVec2(row.from.x, row.from.y - 50), ImVec2(row.from.x + 600, row.from.y + 70));
}

}  // namespace
}  // namespace placewright::viewer
