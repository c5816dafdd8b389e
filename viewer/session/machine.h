#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "boundaries/judge/explain.h"
#include "viewer/session/derived.h"
#include "viewer/session/job.h"
#include "viewer/session/session.h"

/// What the machine is asked for and what it answers: redrawing around locks, several candidates, reference
/// values, why an area is where it is. No window.
namespace placewright::viewer {

/// A plan that the machine proposes: the edit that would adopt it, and what that does.
struct Candidate {
  PlanState state;
  Edit edit;
  Effect effect;
};

/// Which neighbourhoods are drawn anew. Locked ones, and those that hold a locked area, never are.
enum class Scope {
  all,
  chosen,  ///< those selected, the others stay
  around,  ///< those selected and those that touch them
};

struct MachineDesk {
  // What is asked.
  Scope scope = Scope::all;
  std::uint32_t candidates = 1;
  boundaries::Effort effort = boundaries::Effort::quick;
  std::uint64_t seed = 1;

  // What is going on.
  enum class Doing { nothing, redrawing, measuring } doing = Doing::nothing;
  std::unique_ptr<SearchJob> job;
  double fraction = 0, total = 0;
  std::string phase, title;
  std::vector<boundaries::PlaceRow> areas;  ///< of the job's areas
  PlanState start;
  std::optional<PlanState> best;  ///< the best so far, drawn while it runs

  // What came of it.
  Derived<std::vector<Candidate>, std::uint64_t> found;  ///< for the plan at a revision of the session
  std::string tried;  ///< which numbers of neighbourhoods were not tried for them; "": none was left out
  std::optional<std::size_t> shown;  ///< candidate on the map
  std::string measured_for;          ///< brief and count that reference values are being measured for
  Derived<boundaries::References, std::string> references;  ///< of such a brief and count
  /// Why an area is where it is; of an area and a revision of the session.
  Derived<boundaries::Explanation, std::pair<std::uint32_t, std::uint64_t>> why;
};

/// The labels of a search over `areas` as a plan of the place: groups take the row of the neighbourhood of
/// `start` with which they share most people, others a free or a new one.
[[nodiscard]] PlanState plan_from(const Session& session, const PlanState& start,
                                  const std::vector<boundaries::PlaceRow>& areas,
                                  const boundaries::Labels& labels);

/// What may be drawn anew within the scope: 1 for each row of entries.
[[nodiscard]] std::vector<std::uint8_t> open_rows(const Session& session, Scope scope,
                                                  const std::vector<std::int32_t>& chosen);

/// Problem and options of a redraw; nothing and the reason in `why_not` where there is nothing to draw.
struct Redraw {
  boundaries::Problem problem;
  boundaries::SearchOptions options;
  std::size_t open = 0;  ///< neighbourhoods that are drawn anew
};
[[nodiscard]] std::optional<Redraw> plan_redraw(const Session& session, const MachineDesk& machine,
                                                const std::vector<std::int32_t>& chosen,
                                                std::string& why_not);

/// `area`: row of the place. Needs: the problem is known, and the area is in it and assigned.
[[nodiscard]] boundaries::Explanation explain_area(const Session& session, std::uint32_t area);
/// The edit that makes an alternative of an explanation; its areas are the problem's.
[[nodiscard]] Made make_alternative(const Session& session, const boundaries::Alternative& alternative);

}  // namespace placewright::viewer
