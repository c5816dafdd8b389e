#include "boundaries/workforce/supply/interval.h"

#include <cmath>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {

Limits byar_limits(double count, double z) {
  PLACEWRIGHT_EXPECT(count >= 0);
  const auto cubed = [](double root) { return root * root * root; };
  const double above = count + 1;
  return {count > 0 ? count * cubed(1 - 1 / (9 * count) - z / (3 * std::sqrt(count))) : 0,
          above * cubed(1 - 1 / (9 * above) + z / (3 * std::sqrt(above)))};
}

Limits wilson_limits(double part, double whole, double z) {
  PLACEWRIGHT_EXPECT(whole > 0 && part >= 0 && part <= whole);
  const double rest = whole - part, z2 = z * z;
  const double middle = 2 * part + z2, half = z * std::sqrt(z2 + 4 * part * rest / whole);
  return {(middle - half) / (2 * (whole + z2)), (middle + half) / (2 * (whole + z2))};
}

}  // namespace placewright::boundaries::workforce
