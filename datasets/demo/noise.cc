#include "datasets/demo/noise.h"

#include <cmath>

namespace placewright::datasets::demo {

double lattice_noise(std::uint64_t seed, double x, double y) {
  const double left = std::floor(x), low = std::floor(y);
  const auto i = static_cast<std::uint64_t>(static_cast<std::int64_t>(left));
  const auto j = static_cast<std::uint64_t>(static_cast<std::int64_t>(low));
  const double s = x - left, t = y - low;
  const double u = s * s * (3 - 2 * s), v = t * t * (3 - 2 * t);
  const double a = unit_of(seed, i, j), b = unit_of(seed, i + 1, j);
  const double c = unit_of(seed, i, j + 1), d = unit_of(seed, i + 1, j + 1);
  return (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v;
}

double fractal_noise(std::uint64_t seed, double x, double y, int octaves) {
  double sum = 0, height = 1, all = 0;
  for (int octave = 0; octave < octaves; ++octave) {
    sum += height * lattice_noise(mix(seed, static_cast<std::uint64_t>(octave)), x, y);
    all += height;
    height *= 0.5;
    x = 2 * x + 17.3;
    y = 2 * y + 5.7;
  }
  return sum / all;
}

}  // namespace placewright::datasets::demo
