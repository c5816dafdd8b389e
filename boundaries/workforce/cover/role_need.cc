#include "boundaries/workforce/cover/role_need.h"

#include <algorithm>

#include "boundaries/workforce/supply/need_choice.h"

namespace placewright::boundaries::workforce {
namespace {

bool is_hidden(const Coverage& coverage, std::size_t group) {
  if (!coverage.withheld.empty() || coverage.by_group[group].hidden) return true;
  if (coverage.role_hidden.empty()) return false;
  const auto groups = coverage.by_group.size();
  for (std::size_t k = 0; k < coverage.units.size(); ++k)
    if (coverage.unit[k].hidden || coverage.role_hidden[k * groups + group] != 0) return true;
  return false;
}

}  // namespace

std::vector<RoleNeed> measure_role_need(const datasets::Place& place, const datasets::PlanRecord& plan,
                                        const CoverageRequest& question, const Coverage& coverage) {
  if (choose_need(place, question.scheme).of_group.empty()) return {};
  auto one = question;
  one.compare_plans = false;
  one.draws = 1000;
  std::vector<RoleNeed> table;
  for (std::size_t c = 0; c < coverage.by_group.size(); ++c) {
    const auto& group = coverage.by_group[c].name;
    if (!question.groups.empty() &&
        std::find(question.groups.begin(), question.groups.end(), group) == question.groups.end())
      continue;
    one.groups = {group};
    auto of_group = measure_coverage(place, plan, one);
    RoleNeed row{group, of_group.scheme,       of_group.need_explanation, std::move(of_group.unit),
                 {},    is_hidden(coverage, c)};
    for (auto& finding : of_group.findings)
      if (finding.code.starts_with("NEED_")) row.findings.push_back(std::move(finding));
    table.push_back(std::move(row));
  }
  return table;
}

}  // namespace placewright::boundaries::workforce
