#include "boundaries/question/criteria.h"

#include <algorithm>

#include "boundaries/question/problem.h"

namespace placewright::boundaries {

std::string name_of(Criterion criterion, std::string_view kind) {
  const auto& row = row_of(criterion);
  std::string name(row.key);
  if (row.by_kind) name.append(":").append(kind);
  return name;
}

std::optional<std::pair<Criterion, std::string_view>> find_criterion(std::string_view name) {
  for (const auto& row : kCriteria) {
    if (!row.by_kind && name == row.key) return std::pair(row.criterion, std::string_view());
    if (row.by_kind && name.size() > row.key.size() + 1 && name.starts_with(row.key) &&
        name[row.key.size()] == ':')
      return std::pair(row.criterion, name.substr(row.key.size() + 1));
  }
  return std::nullopt;
}

Weights no_weights(const Problem& problem) {
  Weights none;
  none.of = {};
  none.alignment.assign(problem.alignment.size(), 0);
  return none;
}

double* find_weight(Problem& problem, std::string_view name) {
  const auto found = find_criterion(name);
  if (!found) return nullptr;
  const auto [criterion, kind] = *found;
  if (!row_of(criterion).by_kind) return &problem.weights[criterion];
  for (std::size_t row = 0; row < problem.alignment.size() && row < problem.weights.alignment.size(); ++row)
    if (problem.alignment[row].kind == kind) return &problem.weights.alignment[row];
  return nullptr;
}

}  // namespace placewright::boundaries
