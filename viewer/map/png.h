#pragma once

#include <string>
#include <vector>

namespace placewright::viewer {

/// Rows from the top, RGBA; written opaque. Throws InputError where the file cannot be written.
void write_png(const std::string& path, const std::vector<unsigned char>& rgba, int width, int height);

}  // namespace placewright::viewer
