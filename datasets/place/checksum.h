#pragma once

#include <string>
#include <string_view>

namespace placewright::datasets {

/// SHA-256 (FIPS 180-4) as 64 lower-case hex digits.
[[nodiscard]] std::string sha256(std::string_view bytes);
/// Of a file's bytes, as `sha256sum` prints it. Throws InputError when it cannot be read.
[[nodiscard]] std::string sha256_of_file(const std::string& path);

}  // namespace placewright::datasets
