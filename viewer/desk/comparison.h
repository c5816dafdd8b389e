#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "boundaries/judge/compare.h"
#include "viewer/map/gl_map.h"
#include "viewer/session/derived.h"
#include "viewer/session/session.h"

/// Another plan beside the one in hand, its neighbourhoods paired with those in hand so that names and
/// colours match.
namespace placewright::viewer {

enum class CompareMode { hatch, swipe, side };

/// Another plan of the place against the one in hand.
struct Comparison {
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
};

struct ComparisonView {
  std::string with;  ///< plan; "" none
  CompareMode mode = CompareMode::hatch;
  float divider = 0.5f;  ///< of a swipe: the other plan is left of it
  bool dragging = false;

  Derived<Comparison, std::pair<std::uint64_t, std::string>>
      made;                    ///< of a revision of the session and a plan
  std::unique_ptr<GlMap> map;  ///< of the other plan, from the first swipe or side by side on
  struct SceneStamp {
    std::uint64_t hand = 0, made = 0;  ///< makings of the map in hand and of the comparison
    std::size_t levels = 0;
    friend bool operator==(const SceneStamp&, const SceneStamp&) = default;
  };
  MadeFrom<SceneStamp> scene;  ///< the map's own

  /// It is there, and shown so.
  [[nodiscard]] bool shows(CompareMode as) const { return !with.empty() && made.made() && mode == as; }
};

/// Makes it anew where the plan in hand or the other changed. Needs: view.with is "" or a plan of the place.
void compare_plans(const Session& session, ComparisonView& view);

}  // namespace placewright::viewer
