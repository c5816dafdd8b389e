#include "boundaries/judge/compare_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <optional>

#include "boundaries/question/rules.h"
#include "geo/expect.h"

namespace placewright::boundaries {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

const CriterionScore* find_score(const Score& score, const std::string& name) {
  const auto at = std::find_if(score.criteria.begin(), score.criteria.end(),
                               [&](const auto& each) { return each.name == name; });
  return at == score.criteria.end() ? nullptr : &*at;
}

/// What a person reads of a criterion in one plan; deprivation by its share, for few read sums of squares.
std::string judged_words(const Score& score, const CriterionChange& change,
                         const std::optional<double>& value) {
  const auto* judged = find_score(score, change.name);
  if (judged && judged->criterion == Criterion::deprivation && judged->ingredients.contains("r2"))
    return fmt::format("{:.1f} % of its variation lies between neighbourhoods",
                       100 * judged->ingredients.at("r2"));
  if (judged && judged->criterion == Criterion::access)
    return figure_words(value.value_or(kMissing), change.unit + " to the hub");
  return figure_words(value.value_or(kMissing), change.unit);
}

std::string list_words(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t at = 0; at < words.size(); ++at)
    text += (at == 0 ? "" : at + 1 == words.size() ? " and " : ", ") + words[at];
  return text;
}

std::string criterion_sentence(const Comparison& comparison, const CriterionChange& change,
                               std::string_view a, std::string_view b) {
  auto words = criterion_words(change.name);
  words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
  if (change.weight == 0) words += " (not weighed)";
  const auto better = better_of(change);
  if (better == Better::unknown)
    return fmt::format("{}: only {} is judged by it.", words, change.loss_a ? a : b);
  const auto of_a = judged_words(comparison.a, change, change.value_a),
             of_b = judged_words(comparison.b, change, change.value_b);
  if (better == Better::same)
    return of_a == of_b ? fmt::format("{}: no difference, {}.", words, of_a)
                        : fmt::format("{}: no difference that counts, {} in {} and {} in {}.", words, of_a, a,
                                      of_b, b);
  return better == Better::b ? fmt::format("{}: {} is better, {} against {}.", words, b, of_b, of_a)
                             : fmt::format("{}: {} is better, {} against {}.", words, a, of_a, of_b);
}

std::string overall_sentence(const Comparison& comparison, std::string_view a, std::string_view b) {
  if (comparison.areas_moved == 0 && comparison.a.unassigned == comparison.b.unassigned)
    return fmt::format("{} and {} put the same areas together.", a, b);
  std::vector<std::string> to_a, to_b;
  for (const auto& change : comparison.criteria) {
    if (change.weight == 0) continue;
    const auto better = better_of(change);
    if (better == Better::a) to_a.push_back(criterion_words(change.name));
    if (better == Better::b) to_b.push_back(criterion_words(change.name));
  }
  if (to_a.empty() && to_b.empty())
    return fmt::format("{} and {} differ, but in nothing that they are judged by.", a, b);
  if (to_b.empty())
    return fmt::format("{} wins on {} and loses on nothing that is weighed.", a, list_words(to_a));
  if (to_a.empty())
    return fmt::format("{} wins on {} and loses on nothing that is weighed.", b, list_words(to_b));
  const bool first = comparison.total_a && comparison.total_b && *comparison.total_a < *comparison.total_b;
  return fmt::format("{} wins on {} at the price of {}.", first ? a : b, list_words(first ? to_a : to_b),
                     list_words(first ? to_b : to_a));
}

struct Range {
  double least = kMissing, most = kMissing;
};

/// Over the neighbourhoods that have areas; NaN where none has a value.
Range range_of(const Score& score, double NeighbourhoodScore::*field) {
  Range range;
  for (const auto& row : score.per_neighbourhood) {
    const double value = row.*field;
    if (row.areas == 0 || std::isnan(value)) continue;
    range.least = std::isnan(range.least) ? value : std::min(range.least, value);
    range.most = std::isnan(range.most) ? value : std::max(range.most, value);
  }
  return range;
}

/// Where one plan breaks a rule more often than the other; "" where both do alike. No loss tells of it.
std::string legality_sentence(const Comparison& comparison, std::string_view a, std::string_view b) {
  std::vector<std::string> parts;
  const auto add = [&](std::uint32_t of_a, std::uint32_t of_b, const char* what) {
    if (of_a != of_b) parts.push_back(fmt::format("{}: {} in {}, {} in {}", what, of_a, a, of_b, b));
  };
  add(comparison.a.out_of_bounds, comparison.b.out_of_bounds, "neighbourhoods out of bounds");
  add(comparison.a.not_contiguous, comparison.b.not_contiguous, "neighbourhoods not in one piece");
  add(comparison.a.unassigned, comparison.b.unassigned, "areas in no neighbourhood");
  return parts.empty() ? "" : fmt::format(" Rules: {}.", fmt::join(parts, "; "));
}

std::vector<std::string> equity_sentences(const Comparison& comparison, std::string_view a,
                                          std::string_view b) {
  std::vector<std::string> sentences;
  const auto size_a = range_of(comparison.a, &NeighbourhoodScore::people),
             size_b = range_of(comparison.b, &NeighbourhoodScore::people);
  if (!std::isnan(size_a.least) && !std::isnan(size_b.least))
    sentences.push_back(fmt::format("Sizes run from {} to {} people in {}, from {} to {} in {}.",
                                    write_people(size_a.least), write_people(size_a.most), a,
                                    write_people(size_b.least), write_people(size_b.most), b));
  if (!find_score(comparison.a, "deprivation") || !find_score(comparison.b, "deprivation")) return sentences;
  const auto need_a = range_of(comparison.a, &NeighbourhoodScore::deprivation_mean),
             need_b = range_of(comparison.b, &NeighbourhoodScore::deprivation_mean);
  if (!std::isnan(need_a.least) && !std::isnan(need_b.least))
    sentences.push_back(fmt::format(
        "Mean deprivation of the neighbourhoods runs from {:.1f} to {:.1f} in {}, a gap of {:.1f}; "
        "from {:.1f} to {:.1f} in {}, a gap of {:.1f}.",
        need_a.least, need_a.most, a, need_a.most - need_a.least, need_b.least, need_b.most, b,
        need_b.most - need_b.least));
  return sentences;
}

/// "PCNs", "wards", "local authorities": several units of a kind.
std::string units_words(const std::string& kind) {
  if (kind == "lad") return "local authorities";
  if (kind == "parish") return "parishes";
  const bool initials = kind == "pcn" || kind == "msoa" || kind == "icb";
  auto words = kind;
  std::replace(words.begin(), words.end(), '_', ' ');
  if (initials)
    std::transform(words.begin(), words.end(), words.begin(),
                   [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
  return words + "s";
}

std::string units_sentence(const Comparison& comparison, std::string_view a, std::string_view b) {
  std::vector<std::string> parts;
  for (const auto& change : comparison.alignments)
    parts.push_back(fmt::format("{} of {} {} are split in {}, {} in {}", change.a.units_split, change.a.units,
                                units_words(change.kind), a, change.b.units_split, b));
  return parts.empty() ? "" : fmt::format("{}.", fmt::join(parts, "; "));
}

/// The figure that the criterion is read by in all plans: the first, or the second where the first is 0 in
/// each.
MainFigure shared_figure(const std::vector<const CriterionScore*>& judged) {
  const auto* one = *std::find_if(judged.begin(), judged.end(), [](const auto* each) { return each; });
  const auto& first = row_of(one->criterion).figures[0].ingredient;
  for (const auto* each : judged)
    if (each && each->ingredients.at(std::string(first)) > 0) return main_figure(*each, *each);
  return main_figure(*one, *one);
}

OptionRow criterion_option(const std::vector<const Score*>& plans, const std::string& name) {
  std::vector<const CriterionScore*> judged;
  for (const auto* plan : plans) judged.push_back(find_score(*plan, name));
  const auto figure = shared_figure(judged);
  const bool metres = figure.unit.starts_with("metres");
  OptionRow row{criterion_words(name), metres ? "km" + figure.unit.substr(6) : figure.unit, {}, 1};
  double most = 0;
  for (const auto* each : judged) {
    const double value = each ? figure.of(*each) / (metres ? 1000 : 1) : kMissing;
    row.values.push_back(value);
    if (value > most) most = value;
  }
  if (most >= 1000) row.decimals = 0;
  return row;
}

}  // namespace

std::string figure_words(double value, const std::string& unit) {
  constexpr std::string_view kMetres = "metres";
  if (!std::isfinite(value)) return "not known";
  if (unit.starts_with(kMetres)) return fmt::format("{:.1f} km{}", value / 1000, unit.substr(kMetres.size()));
  const bool counted = std::abs(value) >= 100 || value == std::round(value);
  return fmt::format("{} {}", counted ? write_people(value) : fmt::format("{:.1f}", value), unit);
}

Better better_of(const CriterionChange& change) {
  constexpr double kPrinted = 5e-5;
  if (!change.loss_a || !change.loss_b) return Better::unknown;
  if (std::abs(*change.loss_a - *change.loss_b) <= kPrinted) return Better::same;
  return *change.loss_b < *change.loss_a ? Better::b : Better::a;
}

std::string criterion_words(std::string_view name) {
  const auto found = find_criterion(name);
  if (!found) return std::string(name);
  const auto& row = row_of(found->first);
  std::string words(row.label);
  const bool acronym = words.size() > 1 && std::isupper(static_cast<unsigned char>(words[1])) != 0;
  if (!acronym) words.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(words.front())));
  if (!found->second.empty()) words += " " + units_words(std::string(found->second));
  return words;
}

ComparisonWords describe_comparison(const Comparison& comparison, std::string_view a, std::string_view b) {
  ComparisonWords words;
  words.overall = overall_sentence(comparison, a, b) + legality_sentence(comparison, a, b);
  for (const auto& change : comparison.criteria)
    words.criteria.push_back(criterion_sentence(comparison, change, a, b));
  words.equity = equity_sentences(comparison, a, b);
  words.units = units_sentence(comparison, a, b);
  return words;
}

std::vector<OptionRow> list_options(const std::vector<Comparison>& with_first) {
  PLACEWRIGHT_EXPECT(!with_first.empty());
  std::vector<const Score*> plans{&with_first.front().a};
  for (const auto& each : with_first) plans.push_back(&each.b);
  std::vector<OptionRow> rows;
  std::vector<std::string> names;
  for (const auto* plan : plans)
    for (const auto& criterion : plan->criteria)
      if (std::find(names.begin(), names.end(), criterion.name) == names.end())
        names.push_back(criterion.name);
  for (const auto& name : names) rows.push_back(criterion_option(plans, name));
  OptionRow count{"neighbourhoods", "", {}, 0}, least{"smallest", "people", {}, 0},
      most{"largest", "people", {}, 0}, outside{"out of bounds", "neighbourhoods", {}, 0},
      broken{"not in one piece", "neighbourhoods", {}, 0}, left{"in no neighbourhood", "areas", {}, 0};
  for (const auto* plan : plans) {
    const auto size = range_of(*plan, &NeighbourhoodScore::people);
    count.values.push_back(plan->neighbourhoods);
    least.values.push_back(size.least);
    most.values.push_back(size.most);
    outside.values.push_back(plan->out_of_bounds);
    broken.values.push_back(plan->not_contiguous);
    left.values.push_back(plan->unassigned);
  }
  for (auto* row : {&count, &least, &most, &outside, &broken, &left}) rows.push_back(std::move(*row));
  const auto& kinds = with_first.front().alignments;
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    OptionRow split{
        units_words(kinds[kind].kind) + " split", fmt::format("of {}", kinds[kind].a.units), {}, 0};
    split.values.push_back(kinds[kind].a.units_split);
    for (const auto& each : with_first) split.values.push_back(each.alignments[kind].b.units_split);
    rows.push_back(std::move(split));
  }
  OptionRow moved{"change neighbourhood", "people", {0.0}, 0},
      far{"variation of information", "nats", {0.0}, 3};
  for (const auto& each : with_first) {
    moved.values.push_back(each.moved);
    far.values.push_back(each.variation_of_information);
  }
  rows.push_back(std::move(moved));
  rows.push_back(std::move(far));
  return rows;
}

}  // namespace placewright::boundaries
