#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "boundaries/question/policy.h"
#include "boundaries/workforce/supply/interval.h"

/// How fairly a supply lies over people. Every measure orders units from the most deprived (rank 0) to the
/// least deprived (rank 1) and weights them by people, so a positive SII or concentration index says that the
/// less deprived get more. A measure that cannot be taken is missing (NaN), never 0.
namespace placewright::boundaries::workforce {

inline constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

/// Fractional rank of each unit: midpoint of its share of people in the order most deprived first. Units of
/// equal deprivation share the midpoint of their pooled block. Needs: people > 0, deprivation not NaN (higher
/// = more deprived).
[[nodiscard]] std::vector<double> deprivation_ranks(std::span<const double> people,
                                                    std::span<const double> deprivation);

enum class Transform { none, log, logit };

struct SlopeOptions {
  Transform transform = Transform::none;
  double multiplier = 1;                        ///< scales SII; a negative one flips its sign and inverts RII
  std::span<const double> standard_error = {};  ///< of each rate, in the units of rate; empty: no limits
  std::uint32_t draws = 10000;                  ///< simulated sets of rates behind the limits, at least 1,000
  std::uint64_t seed = 1;
};

/// Slope and relative index of inequality over groups.
struct Slope {
  double sii = kNotMeasured;        ///< fitted at rank 1 less fitted at rank 0, in the units of rate
  double intercept = kNotMeasured;  ///< fitted at rank 0 (most deprived)
  double end = kNotMeasured;        ///< fitted at rank 1 (least deprived)
  double rii = kNotMeasured;        ///< end / intercept
  double rii_mean = kNotMeasured;   ///< sii / mean: another index of the same name, labelled RII(mean)
  double mean = kNotMeasured;       ///< people-weighted mean rate
  std::optional<Limits> sii_limits, rii_limits;
  std::size_t groups = 0;
  std::string refused;  ///< why there is no figure; empty when there is
  std::string warning;
};

/// SII and RII as OHID measures them: weighted least squares of rate on deprivation rank, weights the people
/// of each group. Needs: the three spans of one length, people > 0. Refused below five groups; a warning
/// above ten.
[[nodiscard]] Slope measure_slope(std::span<const double> people, std::span<const double> rate,
                                  std::span<const double> deprivation, const SlopeOptions& options = {});

/// Gini of rates over people: 1 - sum f_k (Y_k + Y_{k-1}) over units in order of rate.
[[nodiscard]] double measure_gini(std::span<const double> people, std::span<const double> supply);
/// The same from all pairs: sum_ij p_i p_j |y_i - y_j| / (2 n^2 mean).
[[nodiscard]] double measure_gini_of_pairs(std::span<const double> people, std::span<const double> supply);
/// (2/mean) sum f (y - mean)(R - 1/2), R the deprivation rank.
[[nodiscard]] double measure_concentration(std::span<const double> people, std::span<const double> supply,
                                           std::span<const double> deprivation);

struct Theil {
  double total = kNotMeasured, between = kNotMeasured, within = kNotMeasured;
};
/// Theil's T and its parts between and within groups (0 ln 0 = 0). Empty group: one group, all within.
[[nodiscard]] Theil measure_theil(std::span<const double> people, std::span<const double> supply,
                                  std::span<const std::uint32_t> group = {});
/// Half the sum of |share of supply - share of people|: the part of the supply that would have to move.
[[nodiscard]] double measure_hoover(std::span<const double> people, std::span<const double> supply);

struct Fifths {
  double most_deprived = kNotMeasured,
         least_deprived = kNotMeasured;  ///< supply a person in each fifth of people
  double ratio = kNotMeasured;           ///< least over most deprived
};
/// Rates of the most and the least deprived fifth of people; the unit on the boundary is split by people.
[[nodiscard]] Fifths measure_fifths(std::span<const double> people, std::span<const double> supply,
                                    std::span<const double> deprivation);

/// The same for whole groups: the `groups` most and least deprived rows of each end, pooled (two deciles for
/// a fifth).
[[nodiscard]] Fifths measure_end_groups(std::span<const double> people, std::span<const double> supply,
                                        std::span<const double> deprivation, std::size_t groups);

/// R2 of the least-squares line of rate on need index (need / people), each unit once. NaN below three units.
[[nodiscard]] double measure_explained_by_need(std::span<const double> people, std::span<const double> supply,
                                               std::span<const double> need);

/// What equity is measured over: a row a unit (area, neighbourhood, decile).
struct EquityUnits {
  std::vector<std::string> name;
  std::vector<double> people, supply, deprivation;
  std::vector<double> need;            ///< weighted people; empty: people
  std::vector<std::uint32_t> group;    ///< for Theil's parts; empty: none
  std::vector<double> standard_error;  ///< of supply per 10,000 people; empty: no limits
  std::vector<double> need_people = {},
                      need_supply =
                          {};  ///< people and supply of a unit's areas whose need is known; empty: of all
};

struct EquityOptions {
  double minimum_offer = kNotMeasured;  ///< per 10,000 people; NaN: no threshold set
  std::uint32_t draws = 10000;
  std::uint64_t seed = 1;
  double same = kSameWithin;  ///< least relative inequality that the words call a difference
};

/// Every measure of one supply. Rates are per 10,000. Each is taken over the units that have what it needs:
/// one without a deprivation score takes no part in slopes and concentration, but in Gini and Hoover; one
/// without need in crude figures only.
struct Equity {
  std::size_t units = 0;
  double mean = kNotMeasured;  ///< supply per 10,000 people
  double gini = kNotMeasured, gini_need = kNotMeasured;
  double concentration = kNotMeasured, concentration_need_weighted = kNotMeasured;
  double concentration_of_need = kNotMeasured;
  double horizontal_inequity = kNotMeasured;  ///< CI(supply) - CI(need): positive = pro-affluent after need
  double erreygers = kNotMeasured;            ///< CI * 4 mean / (max - min), observed ends
  Theil theil;
  double hoover = kNotMeasured, hoover_need = kNotMeasured;
  double to_move = kNotMeasured;  ///< supply that would have to move for need's sake
  Slope slope, slope_need;        ///< of crude rates; of rates per 10,000 weighted people
  Slope slope_log;                ///< of crude rates on the log scale: its RII is a ratio of fitted rates
  Fifths fifths;                  ///< per 10,000
  double below_minimum = kNotMeasured;  ///< share of people where rate < minimum offer
  double shortfall = kNotMeasured;      ///< FGT1: mean relative shortfall below the minimum offer
  double explained_by_need = kNotMeasured;
  std::vector<std::string> excluded;   ///< units without people or supply: in no figure
  std::vector<std::string> sentences;  ///< what the figures say, with direction, in plain words
};
[[nodiscard]] Equity measure_equity(const EquityUnits& units, const EquityOptions& options = {});

/// Units pooled into fifths of people by deprivation order would split units; this keeps units whole: each
/// goes to the fifth that holds its rank. Returns 0 (most deprived) .. groups-1.
[[nodiscard]] std::vector<std::uint32_t> deprivation_groups(std::span<const double> people,
                                                            std::span<const double> deprivation,
                                                            std::uint32_t groups);

}  // namespace placewright::boundaries::workforce
