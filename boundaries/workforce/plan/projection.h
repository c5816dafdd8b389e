#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// Staff needed in a future year. Projections carry past trends forward; they are no forecasts, and know of
/// no new homes.
namespace placewright::boundaries::workforce {

/// P_l,a(t) = parent_a(t) * P_l,a(0) / parent_a(0), plus people of new homes. NaN where parent_a(0) is 0 or
/// missing.
[[nodiscard]] std::vector<double> project_by_constant_share(std::span<const double> parent_base,
                                                            std::span<const double> parent_horizon,
                                                            std::span<const double> local_base,
                                                            std::span<const double> housing = {});

struct ProjectionRule {
  std::vector<double> weight;  ///< need weight of each band; empty: 1
  double productivity = 0;     ///< growth a year, such as 0.01: required / (1+g)^years
  double years = 0;
  double diversion = 0;  ///< share of the need met elsewhere, 0..1
  std::vector<std::pair<std::string, double>> effects =
      {};               ///< what is tried out: label and relative change of the requirement
  double vacancy = 0;   ///< establishment / (1 - v), 0 <= v < 1
  double range = 0.05;  ///< +/- share of the requirement for low and high where one edition is all there
                        ///< is; NaN: not stated, and neither are they
};

struct BridgeStep {
  std::string what;
  double change = 0, running = 0;  ///< WTE
};

struct Requirement {
  double people_now = 0, people_then = 0;
  double weighted_now = 0, weighted_then = 0;
  double rate_now = 0;                                                 ///< WTE per 10,000 weighted people
  double required = 0;                                                 ///< rate now on weighted people then
  double required_crude = 0;                                           ///< rate now on plain people then
  double with_productivity = 0, with_vacancy = 0, with_diversion = 0;  ///< each alone on `required`
  double adjusted = 0;             ///< all together: what the bridge ends at
  double low = 0, high = 0;        ///< of `adjusted`
  std::vector<BridgeStep> bridge;  ///< from today's WTE to `adjusted`
};

/// Staff of one unit today: those reported, and at the same rate those of people who are known to have some
/// and of whom nobody reported.
struct StaffToday {
  double reported = 0, silent = 0;  ///< WTE
};

/// WTE of one unit at the horizon at today's rate (or a given rate per 10,000 weighted people).
/// Needs: bands of one length, people > 0. Throws InputError for a vacancy or diversion outside 0..1 or
/// growth <= -1.
[[nodiscard]] Requirement project_requirement(std::span<const double> bands_now,
                                              std::span<const double> bands_then, StaffToday staff,
                                              const ProjectionRule& rule,
                                              std::optional<double> rate = std::nullopt);

/// Low, central and high from several editions of one projection.
struct Range {
  double low = 0, central = 0, high = 0;
};
[[nodiscard]] Range range_of_editions(std::span<const double> adjusted);

/// What the NAPC's members report of integrated teams: estimates, off by default, applied one by one where
/// asked for.
struct ReportedEffect {
  const char* name;
  const char* what;
  double change;  ///< relative, such as -0.06
};
[[nodiscard]] std::span<const ReportedEffect> napc_effects();

}  // namespace placewright::boundaries::workforce
