#include <algorithm>

#include "boundaries/from_place/problem.h"
#include "boundaries/question/styles.h"

namespace placewright::boundaries {
namespace {

using datasets::Place;

/// The plan that a steady style follows: the one that the brief changes, else "current"; "" where there is
/// none.
std::string plan_to_follow(const Place& place, const Brief& brief) {
  if (brief.change) return brief.change->from;
  const bool has_current = std::any_of(place.plans.begin(), place.plans.end(),
                                       [](const auto& plan) { return plan.name == "current"; });
  return has_current ? "current" : "";
}

}  // namespace

std::map<std::string, double> alignment_of(const Place& place, const Brief& brief) {
  auto weights = brief.weights.alignment;
  const Style* style = find_style(brief.style);
  if (style == nullptr) return weights;
  const auto follow = [&](const std::string& kind, double weight, bool known) {
    if (known && weight > 0) weights.try_emplace(kind, weight);
  };
  const auto kinds = known_unit_kinds(place);
  follow("ward", style->ward, kinds.contains("ward"));
  follow("pcn", style->pcn, kinds.contains("pcn"));
  const auto plan = plan_to_follow(place, brief);
  follow("plan:" + plan, style->plan, !plan.empty());
  return weights;
}

}  // namespace placewright::boundaries
