#pragma once

#include <array>
#include <string>
#include <string_view>

#include "boundaries/question/brief.h"

/// Weights that are known by a name. How they were found: docs/styles.md.
namespace placewright::boundaries {

/// What partnerships are known to want, as weights.
struct Style {
  std::string_view name = {};
  std::string_view sentence = {};
  CriterionTable<double> weights = {};
  double ward = 0, pcn = 0;  ///< of following them, where the place has them
  double plan = 0;           ///< of following the plan that is changed, else the plan "current"
};

inline constexpr std::string_view kBalancedStyle = "balanced";

/// In the order of CriterionTable: population, deprivation, access, registration, compactness, alignment,
/// barriers, local knowledge.
inline constexpr std::array kStyles{
    Style{.name = kBalancedStyle,
          .sentence =
              "wards, PCNs and registrations kept, and with that even sizes, gathered need, short journeys",
          .weights = {{0.2, 0.2, 0.2, 1.25, 0.2, 0, 0.2, 0.4}},
          .ward = 5,
          .pcn = 1.25},
    Style{.name = "need",
          .sentence = "people in like need live in one neighbourhood, so that a team can be made for them",
          .weights = {{0.5, 4, 0.5, 0.5, 0.5, 0, 0.25, 1}},
          .ward = 0.5,
          .pcn = 0.25},
    Style{.name = "access",
          .sentence = "the site that serves a neighbourhood is near its people",
          .weights = {{0.5, 0.5, 4, 0.5, 0.5, 0, 0.25, 1}},
          .ward = 0.5,
          .pcn = 0.25},
    Style{.name = "community",
          .sentence = "wards, PCNs, lists of practices and barriers are respected before all else",
          .weights = {{0.1, 0.05, 0.05, 4, 0.2, 0, 1.5, 1}},
          .ward = 4,
          .pcn = 4},
    Style{.name = "even",
          .sentence = "neighbourhoods are as like in people as can be",
          .weights = {{5, 0.5, 0.5, 0.5, 0.5, 0, 0.25, 1}},
          .ward = 0.5,
          .pcn = 0.25},
    Style{.name = "steady",
          .sentence =
              "few people leave the neighbourhood of the plan that is changed, else of the plan 'current'",
          .weights = {{0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.25, 0.5}},
          .ward = 0.25,
          .pcn = 0.1,
          .plan = 5},
};

/// Null for a name that is none.
[[nodiscard]] const Style* find_style(std::string_view name);
/// "balanced, need, ...".
[[nodiscard]] std::string list_styles();
/// A line a style: its name and its sentence.
[[nodiscard]] std::string describe_styles();
/// The brief by this style: its weights in place of the brief's own.
void use_style(Brief& brief, const Style& style);

}  // namespace placewright::boundaries
