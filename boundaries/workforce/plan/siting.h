#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "boundaries/workforce/supply/access.h"

/// Where the next bases or clinics would help most.
namespace placewright::boundaries::workforce {

enum class SitingAim {
  median,    ///< least people-minutes to the nearest site (p-median)
  covering,  ///< most people within a threshold of a site (maximal covering)
  centre,    ///< least minutes of the area that is worst off (p-centre)
};
[[nodiscard]] std::string_view siting_name(SitingAim aim);

struct SitingProblem {
  MinutesTable minutes;               ///< areas x candidate sites; NaN unreachable
  std::vector<double> people;         ///< of each area
  std::vector<double> minutes_today;  ///< to the nearest site there is already; empty or NaN: none in reach
  std::uint32_t sites = 1;            ///< how many new ones
  double threshold = 20;              ///< minutes, for covering
  double unreachable = 240;           ///< minutes an area counts that no site reaches
};

struct Siting {
  std::vector<std::uint32_t> site;  ///< chosen candidates, ascending
  double value = 0;                 ///< people-minutes; people covered; minutes of the worst area
  double bound = 0;                 ///< no choice is better than this
  bool proved = false;              ///< value and bound meet (within 1e-9 relative)
  std::uint64_t nodes = 0;          ///< of the search tree
  std::vector<double>
      price;  ///< what serving each area may cost behind the bound at the root; empty for centre
  [[nodiscard]] double gap() const {
    return value == bound ? 0 : (value > bound ? value - bound : bound - value) / (value != 0 ? value : 1);
  }
};

struct SitingLimits {
  std::uint64_t nodes = 20000;  ///< of the search tree; beyond it the gap is told
  const std::atomic<bool>* stop = nullptr;
};

/// Solved by branch and bound. Throws InputError when fewer candidates than sites are given.
[[nodiscard]] Siting choose_sites(const SitingProblem& problem, SitingAim aim,
                                  const SitingLimits& limits = {});
/// What a given choice is worth; the definition that the solver and the tests are held to.
[[nodiscard]] double measure_siting(const SitingProblem& problem, SitingAim aim,
                                    std::span<const std::uint32_t> site);

}  // namespace placewright::boundaries::workforce
