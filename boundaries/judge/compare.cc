#include "boundaries/judge/compare.h"

#include <algorithm>
#include <cmath>

#include "geo/expect.h"

namespace placewright::boundaries {
namespace {

const CriterionScore* find_criterion(const Score& score, const std::string& name) {
  for (const auto& criterion : score.criteria)
    if (criterion.name == name) return &criterion;
  return nullptr;
}

std::size_t count_labels(const Labels& labels) {
  std::int32_t highest = -1;
  for (const auto label : labels) highest = std::max(highest, label);
  return static_cast<std::size_t>(highest + 1);
}

/// Residents by unit and label, over areas that have both.
CrossTable cross(const std::vector<double>& residents, const std::vector<std::int32_t>& unit,
                 const Labels& labels) {
  CrossTable table(count_labels(unit), std::vector<double>(count_labels(labels), 0));
  for (std::size_t area = 0; area < residents.size(); ++area)
    if (unit[area] >= 0 && labels[area] >= 0)
      table[static_cast<std::size_t>(unit[area])][static_cast<std::size_t>(labels[area])] += residents[area];
  return table;
}

void compare_criteria(Comparison& result) {
  double weight = 0, sum_a = 0, sum_b = 0;
  const auto add = [&](const std::string& name) {
    const auto *a = find_criterion(result.a, name), *b = find_criterion(result.b, name);
    CriterionChange change;
    change.name = name;
    change.weight = (a ? a : b)->weight;
    const auto figure = main_figure(*(a ? a : b), *(b ? b : a));
    change.unit = figure.unit;
    const auto take = [&](const CriterionScore* of, std::optional<double>& loss,
                          std::optional<double>& value) {
      if (!of) return;
      loss = of->loss;
      if (of->ingredients.contains(figure.ingredient)) value = figure.of(*of);
    };
    take(a, change.loss_a, change.value_a);
    take(b, change.loss_b, change.value_b);
    if (a && b) {
      weight += change.weight;
      sum_a += change.weight * a->loss;
      sum_b += change.weight * b->loss;
    }
    result.criteria.push_back(std::move(change));
  };
  for (const auto& criterion : result.a.criteria) add(criterion.name);
  for (const auto& criterion : result.b.criteria)
    if (!find_criterion(result.a, criterion.name)) add(criterion.name);
  if (weight > 0) {
    result.total_a = sum_a / weight;
    result.total_b = sum_b / weight;
  }
}

AlignmentChange compare_alignment(const Problem& problem, const AlignmentData& data, const Labels& a,
                                  const Labels& b, double materiality) {
  const auto in_a = cross(problem.residents, data.unit, a), in_b = cross(problem.residents, data.unit, b);
  AlignmentChange change{data.kind,
                         measure_splits(in_a, problem.population.max, materiality),
                         measure_splits(in_b, problem.population.max, materiality),
                         {}};
  for (std::size_t unit = 0; unit < in_a.size(); ++unit) {
    AlignmentChange::Unit row;
    row.name = unit < data.unit_name.size() ? data.unit_name[unit] : std::to_string(unit + 1);
    const auto look = [&](const std::vector<double>& parts, std::uint32_t& count, double& kept) {
      count = count_material_parts(parts, materiality);
      for (const double each : parts) kept = std::max(kept, each);
    };
    look(in_a[unit], row.parts_a, row.kept_a);
    look(in_b[unit], row.parts_b, row.kept_b);
    for (std::size_t area = 0; area < problem.size(); ++area)
      if (data.unit[area] == static_cast<std::int32_t>(unit)) row.residents += problem.residents[area];
    if (row.parts_a != row.parts_b || row.kept_a != row.kept_b) change.changed.push_back(std::move(row));
  }
  std::stable_sort(change.changed.begin(), change.changed.end(), [](const auto& x, const auto& y) {
    return std::abs(x.kept_a - x.kept_b) > std::abs(y.kept_a - y.kept_b);
  });
  return change;
}

}  // namespace

MainFigure main_figure(const CriterionScore& a, const CriterionScore& b) {
  const auto& figures = row_of(a.criterion).figures;
  const auto figure = [](const CriterionFigure& of) {
    return MainFigure{std::string(of.ingredient), std::string(of.unit).append(of.unit_rest), of.times};
  };
  const auto first = figure(figures[0]);
  const bool says_nothing = !(first.of(a) > 0 || first.of(b) > 0);
  return says_nothing && !figures[1].ingredient.empty() ? figure(figures[1]) : first;
}

Comparison compare(const Problem& problem, const Labels& a, const Labels& b, double materiality) {
  PLACEWRIGHT_EXPECT(a.size() == problem.size() && b.size() == problem.size());
  Comparison result;
  result.a = score(problem, a);
  result.b = score(problem, b);
  result.match = match_labels(problem.residents, a, b);
  result.shared = cross(problem.residents, a, b);
  result.variation_of_information = measure_variation_of_information(result.shared);
  result.moved = result.match.moved;
  std::map<std::pair<std::int32_t, std::int32_t>, Flow> flows;
  for (std::uint32_t area = 0; area < problem.size(); ++area) {
    if (a[area] == kUnassigned || b[area] == kUnassigned) continue;
    result.residents += problem.residents[area];
    if (result.match.to_of_from[static_cast<std::size_t>(a[area])] == b[area]) continue;
    auto& flow = flows[{a[area], b[area]}];
    flow.from = a[area];
    flow.to = b[area];
    flow.areas.push_back(area);
    flow.residents += problem.residents[area];
    ++result.areas_moved;
  }
  for (auto& [pair, flow] : flows) result.flows.push_back(std::move(flow));
  std::stable_sort(result.flows.begin(), result.flows.end(),
                   [](const auto& x, const auto& y) { return x.residents > y.residents; });
  std::size_t edges = 0, same = 0;
  for (const auto& edge : problem.graph.edges()) {
    if (a[edge.a] < 0 || a[edge.b] < 0 || b[edge.a] < 0 || b[edge.b] < 0) continue;
    ++edges;
    same += (a[edge.a] == a[edge.b]) == (b[edge.a] == b[edge.b]);
  }
  if (edges > 0) result.same_edges = static_cast<double>(same) / static_cast<double>(edges);
  compare_criteria(result);
  for (const auto& data : problem.alignment)
    result.alignments.push_back(compare_alignment(problem, data, a, b, materiality));
  return result;
}

}  // namespace placewright::boundaries
