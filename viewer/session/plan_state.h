#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "datasets/place/place.h"

/// The plan on the table, as plain values that edits change and undo changes back.
namespace placewright::viewer {

struct NeighbourhoodEntry {
  std::string id, name, parent, reason;
  bool locked = false;
  friend bool operator==(const NeighbourhoodEntry&, const NeighbourhoodEntry&) = default;
};

/// "N04 Seacroft"; the id alone where the name says no more.
[[nodiscard]] std::string full_name(const NeighbourhoodEntry& entry);

/// Label of each area of the place (row in entries, -1 unassigned), and the neighbourhoods. An entry whose
/// areas have all left stays in its row, so labels stay valid through undo; rows without areas are not shown
/// or stored.
struct PlanState {
  std::string name;
  std::vector<std::int32_t> label;        ///< per area of the place
  std::vector<std::uint8_t> area_locked;  ///< per area
  std::vector<NeighbourhoodEntry> entries;
  std::string brief;                  ///< TOML; "" the default brief
  std::vector<datasets::Note> notes;  ///< all of the place, so that pinning one is a step like any other
};
[[nodiscard]] bool operator==(const PlanState& a, const PlanState& b);
/// Field by field; missing numbers are equal to each other.
[[nodiscard]] bool same_note(const datasets::Note& a, const datasets::Note& b);

/// Stands in the sentence of a step that the machine proposed.
inline constexpr const char* kByTheMachine = "proposed by the machine";

/// One step of the history. Moves are in ascending order of area.
struct Edit {
  struct Move {
    std::uint32_t area{};
    std::int32_t from{}, to{};
    friend bool operator==(const Move&, const Move&) = default;
  };
  struct Lock {
    std::uint32_t area{};
    bool before{}, after{};
    friend bool operator==(const Lock&, const Lock&) = default;
  };
  std::string sentence;  ///< for the history list: "12 areas to N04 Seacroft"
  std::vector<Move> moves;
  std::vector<Lock> locks;
  std::vector<NeighbourhoodEntry> entries_before, entries_after;  ///< both empty: the list is as it was
  /// A note pinned (nothing before), changed, or taken off (nothing after).
  struct NoteChange {
    std::size_t row = 0;  ///< where in the list it stands or stood
    std::optional<datasets::Note> before, after;
  };
  std::vector<NoteChange> notes;
  std::string brief_before, brief_after;  ///< equal: the brief is as it was
  std::string reason;                     ///< why a rule may be broken here
  std::vector<std::string> breaks;        ///< rules that the step breaks: OUT_OF_BOUNDS, NOT_CONTIGUOUS, ...
  std::string who, when;                  ///< made it; ISO 8601
  std::string was, became;  ///< for the log: the neighbourhoods touched with their people, before and after
  [[nodiscard]] bool empty() const {
    return moves.empty() && locks.empty() && entries_before == entries_after && notes.empty() &&
           brief_before == brief_after;
  }
};
[[nodiscard]] bool operator==(const Edit& a, const Edit& b);

/// Needs: the state that the edit was made for (apply) or led to (undo).
void apply_edit(PlanState& state, const Edit& edit);
void undo_edit(PlanState& state, const Edit& edit);

/// A plan record as a state over the rows of the place, and back. Areas that the record does not name are
/// unassigned.
[[nodiscard]] PlanState state_of(const datasets::Place& place, const datasets::PlanRecord& plan);
/// The record with the state's assignments and neighbourhoods; everything else as in `base`.
[[nodiscard]] datasets::PlanRecord record_of(const datasets::Place& place, const PlanState& state,
                                             datasets::PlanRecord base);

/// Undo and redo without limit.
class History {
 public:
  /// Applies the edit and makes it the latest step; steps that were undone are forgotten. An empty edit is no
  /// step.
  void make(PlanState& state, Edit edit);
  bool undo(PlanState& state);  ///< false: nothing to undo
  bool redo(PlanState& state);
  /// Needs: the steps led from somewhere to the state in hand, `done` of them.
  static History resumed(std::vector<Edit> steps, std::size_t done);
  [[nodiscard]] const std::vector<Edit>& steps() const { return steps_; }
  [[nodiscard]] std::size_t done() const { return done_; }  ///< steps[0 .. done) are in force
  friend bool operator==(const History&, const History&) = default;

 private:
  std::vector<Edit> steps_;
  std::size_t done_ = 0;
};

}  // namespace placewright::viewer
