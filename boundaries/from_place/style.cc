#include <algorithm>

#include "boundaries/from_place/drawn.h"
#include "boundaries/from_place/problem.h"
#include "boundaries/question/styles.h"

namespace placewright::boundaries {
namespace {

using datasets::Place;

bool any_text(const std::vector<std::string>& column) {
  return std::any_of(column.begin(), column.end(), [](const auto& text) { return !text.empty(); });
}

/// Whether areas come to units of this kind by a lookup or by polygons.
bool knows_units(const Place& place, const std::string& kind) {
  if (kind == "pcn" && any_text(place.areas.pcn_code)) return true;
  for (const char* end : {"_code", "_name", ""})
    if (const auto at = place.areas.parents.find(kind + end);
        at != place.areas.parents.end() && any_text(at->second))
      return true;
  return is_drawn_kind(place, kind);
}

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
  follow("ward", style->ward, knows_units(place, "ward"));
  follow("pcn", style->pcn, knows_units(place, "pcn"));
  const auto plan = plan_to_follow(place, brief);
  follow("plan:" + plan, style->plan, !plan.empty());
  return weights;
}

}  // namespace placewright::boundaries
