#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "boundaries/judge/compare.h"

/// A comparison in sentences that can be read out in a meeting.
namespace placewright::boundaries {

enum class Better { same, a, b, unknown };

/// By loss; differences below half a point in the fourth decimal, as tables print it, are none. unknown: not
/// judged in both plans.
[[nodiscard]] Better better_of(const CriterionChange& change);

/// "compactness", "following wards" as within a sentence, for a criterion's name in scores.
[[nodiscard]] std::string criterion_words(std::string_view name);

/// "12.3 km of border", "6.1 minutes", "24,310 people"; "not known" for what is no number. unit: as
/// main_figure says it; metres are said in km.
[[nodiscard]] std::string figure_words(double value, const std::string& unit);

struct ComparisonWords {
  std::string overall;  ///< "B wins on compactness at the price of access.", then rules that one
                        ///< breaks more often
  std::vector<std::string> criteria;  ///< a sentence each, in the order of Comparison::criteria
  std::vector<std::string> equity;    ///< sizes and deprivation of the neighbourhoods, before and after
  std::string units;                  ///< wards and PCNs split; "" where none are known
};

/// `a` and `b`: what the plans are called.
[[nodiscard]] ComparisonWords describe_comparison(const Comparison& comparison, std::string_view a,
                                                  std::string_view b);

/// One plan among several: every figure in the same unit for all of them. NaN where a plan is not judged.
struct OptionRow {
  std::string name, unit;      ///< "access", "minutes"
  std::vector<double> values;  ///< a plan each
  int decimals = 0;
};
/// Plans side by side, each comparison between the first plan (its A) and a further one; at least one.
/// Criteria first, then sizes, units split and how far each is from the first plan.
[[nodiscard]] std::vector<OptionRow> list_options(const std::vector<Comparison>& with_first);

}  // namespace placewright::boundaries
