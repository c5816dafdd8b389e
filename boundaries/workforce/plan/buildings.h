#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "boundaries/workforce/supply/access.h"

/// Which buildings to keep, upgrade, open and close.
namespace placewright::boundaries::workforce {

enum class BuildingStanding {
  existing,     ///< open today and after
  upgrade,      ///< open today and after; may be upgraded
  could_close,  ///< open today; may be closed
  proposed,     ///< not there today; may be opened. "new" in words
};
[[nodiscard]] std::string_view standing_name(BuildingStanding standing);

inline constexpr double kNoLimit = std::numeric_limits<double>::infinity();

struct Building {
  BuildingStanding standing = BuildingStanding::existing;
  double capacity = kNoLimit;        ///< people it can serve; of an upgrade, as it is today
  double cost = 0;                   ///< where it is open, in any unit
  double capacity_after = kNoLimit;  ///< of an upgrade, upgraded
  double cost_after = 0;             ///< of an upgrade, upgraded
  std::int32_t neighbourhood = -1;   ///< that it lies in; -1: none
};

enum class BuildingAim {
  median,    ///< least people-minutes (capacitated p-median)
  covering,  ///< most people served within the threshold (maximal covering)
  cost,      ///< least cost that serves everybody within the threshold
  equity,    ///< least mean minutes of the deprivation fifth that has the longest
};
[[nodiscard]] std::string_view building_aim_name(BuildingAim aim);

struct BuildingRules {
  BuildingAim aim = BuildingAim::median;
  std::uint32_t most_open = 0;    ///< buildings open in all; 0: any number
  std::int32_t closures = -1;     ///< of those that could close, exactly so many do; -1: any number
  bool one_hub = false;           ///< each neighbourhood is served by one building that lies in it
  double budget = kNoLimit;       ///< of all that are open together
  double threshold = 20;          ///< minutes, for covering and cost
  double harm = kNoLimit;         ///< nobody may be farther than today by more minutes
  double fifth_limit = kNoLimit;  ///< mean minutes of no deprivation fifth may be above it
  double unreachable = 240;       ///< minutes that people count whom no building in reach may serve
};

/// People of an area may be split between buildings, unless one_hub. Without capacities each goes to the
/// nearest. What no building reaches is served by none and counts `unreachable` minutes.
struct BuildingProblem {
  MinutesTable minutes;                     ///< areas x buildings; NaN unreachable
  std::vector<double> people;               ///< of each area, >= 0
  std::vector<std::int32_t> fifth;          ///< of deprivation, 0 the most deprived; -1 not known
  std::vector<std::int32_t> neighbourhood;  ///< of each area; -1 none
  std::vector<Building> building;
  BuildingRules rules;
};

struct BuildingChoice {
  std::vector<std::uint8_t> is_open, is_upgraded;  ///< of each building
  friend bool operator==(const BuildingChoice&, const BuildingChoice&) = default;
};

/// Whom a choice serves where.
struct BuildingUse {
  struct Flow {
    std::uint32_t area, building;
    double people;
  };
  bool is_possible = false;    ///< every rule holds
  double value = 0;            ///< of the aim: people-minutes, people within the threshold, cost, minutes
  std::vector<Flow> flow;      ///< by area, then building
  std::vector<double> beyond;  ///< people of each area whom no building serves
};

struct BuildingAnswer {
  enum class Status { proved, stopped, impossible };
  Status status = Status::stopped;
  bool found = false;  ///< choice and use are there
  BuildingChoice choice;
  BuildingUse use;
  double bound = 0;  ///< no choice is better; infinite where none is known
  std::uint64_t nodes = 0;
  std::vector<std::string> reasons;       ///< why nothing keeps the rules, as far as sums tell
  std::vector<std::uint32_t> unservable;  ///< areas that no building may serve under the rules
  [[nodiscard]] double gap() const;       ///< |value - bound| over |value|; infinite without a bound
};

struct BuildingLimits {
  std::uint64_t nodes = 2000;             ///< of branch and bound
  std::uint64_t iterations = 20'000'000;  ///< of all linear programs
  const std::atomic<bool>* stop = nullptr;
};

/// By branch and bound (CBC) over the strong form of the linear program: an area's share in a building is
/// never more than that building is open. Cost: one column and row for each pair of an area and a building
/// that it may need. Needs: columns as long as minutes says, people finite.
[[nodiscard]] BuildingAnswer choose_buildings(const BuildingProblem& problem,
                                              const BuildingLimits& limits = {});
/// The best use of a given choice under the rules: a linear program.
[[nodiscard]] BuildingUse use_buildings(const BuildingProblem& problem, const BuildingChoice& choice);
/// Minutes to the nearest building that is open today; NaN where none is in reach.
[[nodiscard]] std::vector<double> minutes_to_buildings_today(const BuildingProblem& problem);

}  // namespace placewright::boundaries::workforce
