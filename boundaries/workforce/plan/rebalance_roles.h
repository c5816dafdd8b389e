#pragma once

#include <string>
#include <vector>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/plan/rebalance.h"

/// Which staff would have to move, role group by role group, so that every unit has its share.
namespace placewright::boundaries::workforce {

/// One role group's staff brought to fair shares.
struct RoleRebalance {
  std::string group, scheme;      ///< and the scheme its need is weighed by
  double wte = 0;                 ///< of the units that take part
  std::vector<std::string> unit;  ///< ids, as the transfers count them
  std::vector<std::string>
      base;  ///< of each pool that the transfers count: where its staff sit; "" nowhere in particular
  std::vector<std::string> left_out;  ///< units whose coverage is too low to judge
  bool straight_line = false;         ///< some trip is a straight line
  Misalignment misalignment;
  Rebalance moves;
};
/// The least WTE to move, role group by role group, between the units of the question.
[[nodiscard]] std::vector<RoleRebalance> rebalance_roles(const datasets::Place& place,
                                                         const datasets::PlanRecord& plan,
                                                         const CoverageRequest& question,
                                                         const RebalanceOptions& options = {});

/// Minutes between units, row-major: between the areas nearest to their people-weighted middles by the travel
/// table where it knows area points (a pair it leaves out takes its longest trip or the straight line,
/// whichever is longer), else straight line between the middles.
struct UnitMinutes {
  std::vector<double> minutes;
  bool straight_line = true;
};
[[nodiscard]] UnitMinutes minutes_between(const datasets::Place& place, const Units& units,
                                          const std::string& mode = "drive");

}  // namespace placewright::boundaries::workforce
