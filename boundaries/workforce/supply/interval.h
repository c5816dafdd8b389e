#pragma once

namespace placewright::boundaries::workforce {

/// Two ends of a 95 % interval.
struct Limits {
  double low = 0, high = 0;
};

inline constexpr double kZ95 = 1.959963984540054;  ///< two-sided 95 % point of the normal distribution

/// Byar's approximation to the exact Poisson limits of a count (Breslow and Day 1987, page 69). Needs: count
/// >= 0. A workforce in WTE is a stock and no Poisson count: on headcount the interval is a guide only.
[[nodiscard]] Limits byar_limits(double count, double z = kZ95);

/// Wilson's score limits of a proportion, in 0..1 (Wilson 1927). Needs: 0 <= part <= whole, whole > 0.
[[nodiscard]] Limits wilson_limits(double part, double whole, double z = kZ95);

}  // namespace placewright::boundaries::workforce
