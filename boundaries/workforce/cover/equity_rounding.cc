#include "boundaries/workforce/cover/equity_rounding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "boundaries/workforce/cover/disclosure_witness.h"
#include "boundaries/workforce/cover/returns.h"

namespace placewright::boundaries::workforce {
namespace {

using Where = UnprintedStaff::Where;

constexpr std::size_t kMostTables = 24;  // each is a coverage measured anew
constexpr std::size_t kMostParts = 20000;
constexpr int kDigits = 4;

/// Every number of it.
std::vector<double*> figures_of(Equity& equity) {
  std::vector<double*> all{&equity.mean,
                           &equity.gini,
                           &equity.gini_need,
                           &equity.concentration,
                           &equity.concentration_need_weighted,
                           &equity.concentration_of_need,
                           &equity.horizontal_inequity,
                           &equity.erreygers,
                           &equity.theil.total,
                           &equity.theil.between,
                           &equity.theil.within,
                           &equity.hoover,
                           &equity.hoover_need,
                           &equity.to_move,
                           &equity.fifths.most_deprived,
                           &equity.fifths.least_deprived,
                           &equity.fifths.ratio,
                           &equity.below_minimum,
                           &equity.shortfall,
                           &equity.explained_by_need};
  for (auto* slope : {&equity.slope, &equity.slope_need, &equity.slope_log})
    for (auto* figure :
         {&slope->sii, &slope->intercept, &slope->end, &slope->rii, &slope->rii_mean, &slope->mean})
      all.push_back(figure);
  return all;
}

/// Limits, which may not be there.
std::vector<std::optional<Limits>*> limits_of(Equity& equity) {
  return {&equity.slope.sii_limits,      &equity.slope.rii_limits,     &equity.slope_need.sii_limits,
          &equity.slope_need.rii_limits, &equity.slope_log.sii_limits, &equity.slope_log.rii_limits};
}

double at_digits(double value, int digits) {
  const double unit = std::pow(10, digits);
  return std::round(value * unit) / unit;
}

bool is_near(double a, double b, double tolerance) {
  return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= tolerance;
}

/// The value at the most digits at which the others read the same; missing where they never do.
double round_to_agree(double value, const std::vector<double>& others) {
  const auto agree = [&](const auto& same) { return std::all_of(others.begin(), others.end(), same); };
  if (agree([&](double other) { return is_near(value, other, 1e-9 * std::max(1.0, std::abs(value))); }))
    return value;
  for (int digits = kDigits; digits >= 0; --digits) {
    const double rounded = at_digits(value, digits);
    if (agree([&](double other) { return is_near(rounded, at_digits(other, digits), 1e-9); })) return rounded;
  }
  return kNotMeasured;
}

void round_to_agree(Equity& equity, std::vector<Equity>& others) {
  auto figures = figures_of(equity);
  for (std::size_t f = 0; f < figures.size(); ++f) {
    std::vector<double> values;
    for (auto& other : others) values.push_back(*figures_of(other)[f]);
    *figures[f] = round_to_agree(*figures[f], values);
  }
  auto limits = limits_of(equity);
  for (std::size_t f = 0; f < limits.size(); ++f) {
    if (!*limits[f]) continue;
    std::vector<double> low, high;
    for (auto& other : others) {
      const auto* limit = limits_of(other)[f];
      low.push_back(*limit ? (*limit)->low : kNotMeasured);
      high.push_back(*limit ? (*limit)->high : kNotMeasured);
    }
    const Limits rounded{round_to_agree((*limits[f])->low, low), round_to_agree((*limits[f])->high, high)};
    *limits[f] = std::isnan(rounded.low) || std::isnan(rounded.high) ? std::nullopt : std::optional(rounded);
  }
  std::erase_if(equity.sentences, [&](const auto& sentence) {
    return std::any_of(others.begin(), others.end(), [&](const auto& other) {
      return std::find(other.sentences.begin(), other.sentences.end(), sentence) == other.sentences.end();
    });
  });
}

/// Staff of a witness instead of those there are: each row's WTE in a part follow the part's.
class Reshape {
 public:
  Reshape(const datasets::Place& place, const Coverage& cut, const std::vector<UnprintedStaff>& parts,
          const Witness& witness)
      : place_(place), piece_of_(cut.pieces.of_area), published_(published_sources(place)) {
    for (std::size_t k = 0; k < parts.size(); ++k)
      factor_[{parts[k].where, parts[k].unit, parts[k].group}] =
          parts[k].wte > 0 ? witness.wte[k] / parts[k].wte : 1;
  }
  void operator()(Allocated& allocated) const {
    for (auto& row : allocated.rows) {
      if (published_.contains(place_.workforce[row.row].source)) continue;
      auto& shares = row.shares;
      double sum = 0;
      const auto scale = [&](double& share, Where where, std::uint32_t piece) {
        if (const auto at = factor_.find({where, piece, row.group}); at != factor_.end()) share *= at->second;
        sum += share;
      };
      for (auto& [area, share] : shares.area)
        scale(share, Where::unit, static_cast<std::uint32_t>(piece_of_[area]));
      scale(shares.outside, Where::outside, 0);
      scale(shares.unknown, Where::unknown, 0);
      scale(shares.unallocated, row.held ? Where::held : Where::unallocated, 0);
      if (!(sum > 0)) {
        row.wte = 0;
        continue;
      }
      row.wte *= sum;
      for (auto& [area, share] : shares.area) share /= sum;
      for (auto* share : {&shares.outside, &shares.unknown, &shares.unallocated}) *share /= sum;
    }
  }

 private:
  const datasets::Place& place_;
  std::vector<std::int32_t> piece_of_;
  std::set<std::string> published_;
  std::map<std::tuple<Where, std::uint32_t, std::string>, double> factor_;
};

/// The rows of equity within the place as units that show nothing.
EarlierPublication rows_of_equity(const Coverage& whole) {
  EarlierPublication rows;
  rows.units.of_area = whole.equity_row;
  std::int32_t count = 0;
  for (const auto row : whole.equity_row) count = std::max(count, row + 1);
  for (std::int32_t row = 0; row < count; ++row) rows.units.id.push_back(std::to_string(row));
  rows.units.name = rows.units.id;
  return rows;
}

void withhold(Coverage& published, const std::string& why) {
  for (auto* equity : {&published.equity, &published.equity_quintiles}) {
    *equity = {};
    equity->sentences = {why};
    equity->slope.refused = equity->slope_need.refused = "withheld";
  }
  published.plans.clear();
}

}  // namespace

void round_equity(const datasets::Place& place, const datasets::PlanRecord& plan,
                  const CoverageRequest& question, const Coverage& whole, Coverage& published) {
  constexpr const char* kWhy = "Withheld: figures over units would give hidden staff away.";
  const bool was_withheld = published.equity.slope.refused == "withheld";
  auto cut_question = question;
  cut_question.compare_plans = false;
  cut_question.earlier.push_back(rows_of_equity(whole));
  const auto cut = measure_coverage(place, plan, cut_question);
  if (cut.pieces.staff.size() > kMostParts || (was_withheld && std::isnan(published.people_covered)))
    return withhold(published, kWhy);
  const auto witnesses = find_witnesses(cut, cut_question.earlier, published);
  // Where somebody is silent about some of them, who is reported hangs on the staff as well.
  const bool silent = std::any_of(whole.unprinted.begin(), whole.unprinted.end(),
                                  [](const auto& staff) { return staff.silence; });
  std::vector<Equity> others, others_within;
  cut_question.earlier.clear();
  for (const auto& table : witnesses.tables) {
    if (table.same_totals && !silent) continue;
    // Earlier publications told their own measures: only tables that leave all of them alone are safe then.
    if (others.size() == kMostTables || !question.earlier.empty()) return withhold(published, kWhy);
    cut_question.reshape = Reshape(place, cut, witnesses.parts, table);
    auto other = measure_coverage(place, plan, cut_question);
    others.push_back(std::move(other.equity));
    others_within.push_back(std::move(other.equity_quintiles));
  }
  published.equity = whole.equity;
  published.equity_quintiles = whole.equity_quintiles;
  if (others.empty()) published.unknown_counted = whole.unknown_counted;
  round_to_agree(published.equity, others);
  round_to_agree(published.equity_quintiles, others_within);
  if (!others.empty())
    for (auto* equity : {&published.equity, &published.equity_quintiles})
      equity->sentences.emplace_back(
          "Measures are rounded so that hidden staff cannot be worked out; those that no rounding makes safe "
          "are "
          "withheld.");
  // Other plans cut the place otherwise: their measures are of other tables. That their direction is the
  // same, or is not, stays said.
  if (!others.empty()) return published.plans.clear();
  for (auto& slope : published.plans)
    if (slope.plan != plan.name) slope.sii = slope.gini = slope.concentration = kNotMeasured;
}

}  // namespace placewright::boundaries::workforce
