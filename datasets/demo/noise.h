#pragma once

#include <cstdint>

/// Smooth random fields for the demo place. Only + - * / and sqrt, so that the same seed gives the same field
/// with every C library.
namespace placewright::datasets::demo {

/// 64 well mixed bits of up to three keys.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) {
  std::uint64_t z = a * 0x9e3779b97f4a7c15ULL + b * 0xc2b2ae3d27d4eb4fULL + c * 0x165667b19e3779f9ULL +
                    0x27d4eb2f165667c5ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

/// A number in [0, 1) that belongs to the keys.
[[nodiscard]] constexpr double unit_of(std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) {
  return static_cast<double>(mix(a, b, c) >> 11) * 0x1.0p-53;
}

/// Value noise: random heights in [0, 1) on the whole-number lattice, joined smoothly.
[[nodiscard]] double lattice_noise(std::uint64_t seed, double x, double y);

/// Octaves of value noise, each twice as fine and half as high; between 0 and 1, mostly 0.25 to 0.75.
[[nodiscard]] double fractal_noise(std::uint64_t seed, double x, double y, int octaves);

}  // namespace placewright::datasets::demo
