#include "viewer/map/png.h"

#include "datasets/place/written_beside.h"
#include "geo/error.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wunused-function"
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

namespace placewright::viewer {

void write_png(const std::string& path, const std::vector<unsigned char>& rgba, int width, int height) {
  std::vector<unsigned char> rgb;
  rgb.reserve(rgba.size() / 4 * 3);
  for (std::size_t i = 0; i + 3 < rgba.size(); i += 4)
    rgb.insert(rgb.end(), {rgba[i], rgba[i + 1], rgba[i + 2]});
  stbi_write_png_compression_level = 9;
  const datasets::WrittenBeside whole(path);
  if (stbi_write_png(whole.beside().c_str(), width, height, 3, rgb.data(), width * 3) == 0)
    throw geo::InputError({path, "the picture cannot be written", "another folder, or free some disk"});
  whole.put();
}

}  // namespace placewright::viewer
