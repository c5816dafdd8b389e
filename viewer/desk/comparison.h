#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "boundaries/judge/compare.h"
#include "viewer/map/gl_map.h"
#include "viewer/session/session.h"

/// Another plan beside the one in hand, its neighbourhoods paired with those in hand so that names and
/// colours match.
namespace placewright::viewer {

enum class CompareMode { hatch, swipe, side };

struct ComparisonView {
  std::string with;  ///< plan; "" none
  CompareMode mode = CompareMode::hatch;
  float divider = 0.5f;  ///< of a swipe: the other plan is left of it
  bool dragging = false;

  // Made for the session's revision `made_for`.
  bool made = false;
  std::uint64_t made_for = 0;
  std::string made_with;
  PlanState other;
  std::vector<std::int32_t>
      label;  ///< the other plan's, as rows of the plan in hand; rows beyond them have no partner
  std::vector<std::uint8_t> differs;  ///< per area: elsewhere in the other plan
  std::size_t areas = 0;
  double people = 0;
  struct Flow {
    std::string from, to;              ///< neighbourhoods of the other plan and of the one in hand
    std::vector<std::uint32_t> areas;  ///< rows of the place
    double people = 0;
  };
  struct Anchor {
    std::int32_t label = -1;  ///< of the other plan
    std::string name, id;
    geo::Point at;
    double span_m = 0;  ///< side of a square as large
    double people = 0;
  };
  std::vector<Anchor> anchors;  ///< where the other plan's neighbourhoods are labelled, largest first
  std::vector<Flow> flows;      ///< most people first
  std::vector<boundaries::CriterionChange> criteria;  ///< empty where the plan's brief cannot be put
  std::optional<double> total_other, total_hand;

  std::unique_ptr<GlMap> map;  ///< of the other plan, from the first swipe or side by side on
  bool map_stale = true;
};

/// Makes it anew where the plan in hand or the other changed. Needs: view.with is "" or a plan of the place.
void compare_plans(const Session& session, ComparisonView& view);

}  // namespace placewright::viewer
