#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "boundaries/brief.h"
#include "boundaries/place_problem.h"
#include "boundaries/score.h"
#include "datasets/place.h"
#include "geo/graph.h"
#include "viewer/edits.h"
#include "viewer/journal.h"
#include "viewer/plan_state.h"

/// A place on the table: its plan in hand, the history of edits, what they do to the measures. No window.
namespace placewright::viewer {

/// What an edit would do: neighbourhoods it touches before and after, and the criteria.
struct Effect {
  struct Row {
    std::int32_t label = -1;
    double people_before = 0, people_after = 0;
    double deprivation_before = 0, deprivation_after = 0;
    bool out_before = false, out_after = false;
    std::uint32_t pieces_before = 0, pieces_after = 0;
  };
  std::vector<Row> rows;
  boundaries::Score before, after;
  std::vector<std::string> broken;  ///< rules newly broken, in words
  double people_moved = 0;
};

class Session {
 public:
  /// Reads the place. Plan "" means the first there is; without any plan all areas are unassigned in a plan "draft".
  /// Throws InputError for a file that is no place.
  [[nodiscard]] static Session open(const std::string& path, const std::string& plan_name);

  [[nodiscard]] const datasets::Place& place() const { return place_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const PlanState& state() const { return state_; }
  /// The plan in hand as it would be stored now.
  [[nodiscard]] datasets::PlanRecord record() const { return record_of(place_, state_, base_); }
  [[nodiscard]] const History& history() const { return history_; }
  [[nodiscard]] const boundaries::Brief& brief() const { return brief_; }
  [[nodiscard]] const boundaries::Score& score() const { return score_; }
  [[nodiscard]] const Tally& tallies() const { return tally_; }
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
  [[nodiscard]] const geo::Graph& graph() const { return graph_; }
  [[nodiscard]] EditGround ground() const { return {&place_, &graph_}; }
  [[nodiscard]] bool problem_known() const { return question_.has_value(); }
  [[nodiscard]] const std::string& problem_refused() const { return refused_; }
  [[nodiscard]] bool changed() const { return history_.done() != saved_at_; }
  [[nodiscard]] bool read_only() const { return read_only_; }
  /// Counts every change of the state: views that keep something derived compare it.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }

  [[nodiscard]] Effect effect_of(const Edit& edit) const;
  /// Makes it a step; into the journal before the call returns. An edit that breaks rules carries its reason.
  void commit(Edit edit);
  bool undo();
  bool redo();
  void switch_plan(const std::string& name);  ///< Needs: saved, or the changes given up
  void set_brief(const boundaries::Brief& brief);
  /// Stores the plan in the place file, with lines in its log, and ends the journal. Throws InputError; nothing is lost then.
  void save(const std::string& who, const std::string& now);
  /// A copy of the plan in hand under a new name becomes the plan in hand; stored at once.
  void branch(const std::string& name, const std::string& now);
  void add_note(datasets::Note note);

  /// Steps that a program before this one left in the journal; nothing when they are stored already.
  [[nodiscard]] std::optional<JournalContent> left_behind() const;
  void recover(const JournalContent& content);
  void forget_left_behind();
  /// Another program changed the file since it was read or stored.
  [[nodiscard]] bool changed_on_disk() const;

  [[nodiscard]] boundaries::Labels labels_for(const PlanState& state) const;  ///< of the problem's areas
  [[nodiscard]] const boundaries::PlaceProblem* question() const { return question_ ? &*question_ : nullptr; }

 private:
  void judge_anew();
  void start_journal();
  [[nodiscard]] boundaries::Score score_of(const PlanState& state) const;

  std::string path_, refused_;
  datasets::Place place_;
  datasets::PlanRecord base_;
  geo::Graph graph_;
  PlanState state_;
  History history_;
  Journal journal_;
  boundaries::Brief brief_;
  std::optional<boundaries::PlaceProblem> question_;
  boundaries::Score score_;
  Tally tally_;
  std::vector<Problem> problems_;
  std::size_t saved_at_ = 0;
  std::uint64_t revision_ = 0;
  std::int64_t file_stamp_ = 0;
  bool read_only_ = false;
};

/// FNV-1a over areas and neighbourhoods: names a state of a plan.
[[nodiscard]] std::string state_hash(const datasets::PlanRecord& plan);

}  // namespace placewright::viewer
