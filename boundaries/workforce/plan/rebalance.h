#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// The least staff to move so that every neighbourhood has its share.
namespace placewright::boundaries::workforce {

/// Staff that can be moved together: those of a unit who sit at one base, or who are based nowhere.
struct StaffPool {
  std::uint32_t unit = 0;  ///< whom they serve now
  double wte = 0;
  std::vector<double>
      minutes;  ///< from where they sit (their base, else their unit) to each unit; NaN: no trip
};

struct Transfer {
  std::uint32_t from = 0, to = 0;
  std::uint32_t pool = 0;  ///< index of the staff pool
  double wte = 0;
  double minutes = 0;  ///< a trip between the two
};

struct Rebalance {
  std::vector<Transfer> transfers;  ///< by from, then pool, then to
  double moved = 0;                 ///< WTE: the least that brings everyone within the limits
  double wte_minutes = 0;           ///< sum of WTE times minutes: least among all ways to move so little
  std::vector<double> after;        ///< WTE of each neighbourhood
  std::vector<double> fair, low, high;
  bool possible = true;  ///< false: trips above the limit leave no way
  double unmet = 0;      ///< WTE that neighbourhoods stay short of their lower limit
  double over = 0;       ///< WTE that neighbourhoods stay above their upper limit
};

struct RebalanceOptions {
  double tolerance = 0;        ///< within fair * (1 - t) .. fair * (1 + t)
  double longest_minutes = 0;  ///< no transfer over a longer trip; 0: no limit
};

/// Fair share = all WTE by need. What stays short or over is least first, then what is moved, then WTE times
/// minutes; all exactly, in units of 1e-11 WTE and, where trips and their number allow, a millionth
/// minute. A neighbourhood may give from
/// one base and take at another. `minutes` is units x units, row-major; a NaN trip cannot be made. Needs: WTE
/// >= 0, need >= 0 with a sum above 0.
[[nodiscard]] Rebalance rebalance(std::span<const double> wte, std::span<const double> need,
                                  std::span<const double> minutes, const RebalanceOptions& options = {});

/// The same with staff who sit at named places: the trip of a move starts at their base.
/// Needs: unit < need.size() and as many minutes as units in each pool.
[[nodiscard]] Rebalance rebalance_pools(std::span<const StaffPool> pools, std::span<const double> need,
                                        const RebalanceOptions& options = {});

/// (WTE_k / WTE) / (need_k / need) - 1: relative misalignment of each unit, and the gap in WTE (WTE_k - fair
/// share).
struct Misalignment {
  std::vector<double> relative, gap;
};
[[nodiscard]] Misalignment measure_misalignment(std::span<const double> wte, std::span<const double> need);

}  // namespace placewright::boundaries::workforce
