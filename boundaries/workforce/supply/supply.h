#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

/// Staff taken to areas. Every way conserves the amount: what reaches areas, what lies outside the place,
/// what is unknown and what is held or cannot be placed add up to the input.
namespace placewright::boundaries::workforce {

enum class Allocation { list, footprint, travel, hold, spread, area, none };
[[nodiscard]] std::string_view allocation_name(Allocation allocation);

/// An amount as shares of one: to areas (by row), to outside, unknown, and unallocated. The shares add up
/// to 1.
struct Shares {
  std::vector<std::pair<std::uint32_t, double>> area;  ///< sorted by area, each once, share > 0
  double outside = 0, unknown = 0, unallocated = 0;
};

/// The four numbers that are printed, and what they must add up to.
struct Conservation {
  double input = 0;
  double allocated = 0;    ///< to areas of the place
  double outside = 0;      ///< follows patients or patches outside the place
  double unknown = 0;      ///< follows patients without a known area
  double unallocated = 0;  ///< held at place or system level, or without any way to place it
  double held = 0;         ///< part of unallocated: held at a level on purpose
  [[nodiscard]] double error() const { return input - allocated - outside - unknown - unallocated; }
};

/// List share: amount of a practice or PCN by where its patients live: w_l = n_l / sum n. `patients` has an
/// entry an area (repeats are added); all together the whole list. Nothing to share by: all unallocated.
[[nodiscard]] Shares share_by_list(std::span<const std::pair<std::uint32_t, double>> patients, double outside,
                                   double unknown);

/// A patch: shared over its areas by people times the area's share in the patch. People of patches outside
/// the place would go to `outside_people`. Nobody in the patch: by share alone.
struct PatchArea {
  std::uint32_t area = 0;
  double people = 0, share = 1;
};
[[nodiscard]] Shares share_by_patch(std::span<const PatchArea> patch);

/// Travel decay of a home-visiting team: w_l = P_l f(t_l) / sum P f(t). NaN minutes: not reached. Nobody in
/// reach: unallocated.
[[nodiscard]] Shares share_by_travel(std::span<const double> minutes, std::span<const double> people,
                                     const std::function<double(double)>& decay);

/// LA totals by a driver (people of 65 and over, or any other count): estimated by nature. NaN drivers take
/// no part.
[[nodiscard]] Shares share_by_driver(std::span<const std::uint32_t> areas, std::span<const double> driver);

/// Serves an area beyond the place: all outside.
[[nodiscard]] Shares share_outside();

/// Kept where it is held: all unallocated.
[[nodiscard]] Shares share_held();

/// Adds amount by shares into per-area sums and the account. `held` says that the unallocated part is held on
/// purpose.
void apply_shares(const Shares& shares, double amount, bool held, std::span<double> area_sum,
                  Conservation& account);

}  // namespace placewright::boundaries::workforce
