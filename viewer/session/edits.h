#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "geo/graph.h"
#include "viewer/session/plan_state.h"

/// Every way to change a plan by hand, as functions from a state to an edit. None of them changes the state.
namespace placewright::viewer {

/// What the edits need to know of the place.
struct EditGround {
  const datasets::Place* place = nullptr;
  const geo::Graph* graph = nullptr;  ///< over all areas, links in force
};

/// From which neighbourhoods a tool may take areas.
struct SourceFilter {
  enum class Kind { any, unassigned, one } kind = Kind::any;
  std::int32_t label = -1;  ///< with `one`
};

/// An edit, and the areas that it left out with the reason: locked, context, filtered.
struct Made {
  Edit edit;
  struct Refused {
    std::uint32_t area{};
    std::string why;
  };
  std::vector<Refused> refused;
};

/// Areas to a neighbourhood (-1: to none). Areas already there are no part of the edit.
[[nodiscard]] Made make_move(const EditGround& ground, const PlanState& state,
                             std::span<const std::uint32_t> areas, std::int32_t to,
                             const SourceFilter& filter = {});
/// A new neighbourhood of these areas; its id is the first free N<number>.
[[nodiscard]] Made make_new(const EditGround& ground, const PlanState& state,
                            std::span<const std::uint32_t> areas, const std::string& name,
                            const SourceFilter& filter = {});
[[nodiscard]] Made make_merge(const EditGround& ground, const PlanState& state, std::int32_t from,
                              std::int32_t into);
[[nodiscard]] Edit make_rename(const PlanState& state, std::int32_t label, const std::string& id,
                               const std::string& name);
/// Ids N01.. from north-west to south-east by the people-weighted centre.
[[nodiscard]] Edit make_renumbered(const EditGround& ground, const PlanState& state);
[[nodiscard]] Edit make_area_lock(const PlanState& state, std::span<const std::uint32_t> areas, bool locked);
[[nodiscard]] Edit make_neighbourhood_lock(const PlanState& state, std::int32_t label, bool locked);
/// Each unassigned area to the touching neighbourhood with the fewest people, from the edge inwards; those
/// that touch none stay.
[[nodiscard]] Made make_filled(const EditGround& ground, const PlanState& state);
/// Every piece but the one with most people joins the touching neighbourhood with which it shares most
/// border.
[[nodiscard]] Made make_contiguous(const EditGround& ground, const PlanState& state);
/// Divides a neighbourhood in two of about equal people, each in one piece; nothing where it cannot be.
[[nodiscard]] std::optional<Edit> make_split(const EditGround& ground, const PlanState& state,
                                             std::int32_t label);
/// One edit that leads from a state to another over the same place, such as a plan that the machine proposes.
[[nodiscard]] Edit make_difference(const PlanState& from, const PlanState& to, const std::string& sentence);

/// Pins the note, under an id that is free; changes the one of its id; takes one off.
[[nodiscard]] Edit make_note(const PlanState& state, datasets::Note note);
[[nodiscard]] Edit make_note_changed(const PlanState& state, const datasets::Note& note);
[[nodiscard]] Edit make_note_off(const PlanState& state, const std::string& id);
/// The plan by another brief, as TOML; the sentence says what is new in it.
[[nodiscard]] Edit make_brief(const PlanState& state, const std::string& brief, const std::string& sentence);

/// What stands in the way of a good plan, for the list and for F8.
struct Fault {
  enum class Kind { unassigned, not_contiguous, over, under, corner, no_practice } kind{};
  std::int32_t label = -1;
  std::vector<std::uint32_t> areas;  ///< to zoom to
  std::string what;
};
[[nodiscard]] std::vector<Fault> find_faults(const EditGround& ground, const PlanState& state,
                                             double min_people, double max_people);

/// Rules that the edit would newly break: OUT_OF_BOUNDS and NOT_CONTIGUOUS with the neighbourhood in words.
[[nodiscard]] std::vector<std::string> rules_broken(const EditGround& ground, const PlanState& before,
                                                    const Edit& edit, double min_people, double max_people);

/// People and pieces of each entry's neighbourhood.
struct Tally {
  std::vector<double> people;
  std::vector<std::uint32_t> areas, pieces;
};
[[nodiscard]] Tally tally(const EditGround& ground, const PlanState& state);

}  // namespace placewright::viewer
