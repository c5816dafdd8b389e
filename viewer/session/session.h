#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "boundaries/from_place/problem.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/brief.h"
#include "datasets/place/place.h"
#include "geo/graph.h"
#include "viewer/session/edits.h"
#include "viewer/session/journal.h"
#include "viewer/session/plan_state.h"

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

/// Whether an edit betters the total, in words: "worse by 0.0041". Where one of the two plans has no total,
/// there is nothing to compare with, and the words say why.
struct TotalChange {
  enum class Sense { none, better, same, worse } sense = Sense::none;
  std::string words;
};
[[nodiscard]] TotalChange total_change(const boundaries::Score& before, const boundaries::Score& after,
                                       bool first_plan);

/// Edits that a program before this one made and did not store.
struct LeftBehind {
  std::string plan;
  std::vector<std::string> steps;  ///< their sentences, undone ones left out
  bool cut_short = false;          ///< the last stroke was not whole and is lost
  bool plan_changed =
      false;  ///< the stored plan is not the one they were made on: they come back as a plan of their own
};

class Session {
 public:
  /// So long a window stands still for a file that another program is writing to, before it says so.
  static constexpr int kWaitMs = 3000;

  /// Reads the place. Plan "" means the first there is; without any plan all areas are unassigned in a plan
  /// "draft". Where the journal knows how the plan came about, undo goes on from there. A session that
  /// this one is opened instead of may keep its journal until then. Throws InputError for a file that is no
  /// place.
  [[nodiscard]] static Session open(const std::string& path, const std::string& plan_name,
                                    int wait_ms = kWaitMs, const Session* instead_of = nullptr);

  [[nodiscard]] const datasets::Place& place() const { return place_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const PlanState& state() const { return state_; }
  /// The plan in hand as it would be stored now.
  [[nodiscard]] datasets::PlanRecord record() const;
  [[nodiscard]] const History& history() const { return history_; }
  [[nodiscard]] const boundaries::Brief& brief() const { return brief_; }
  [[nodiscard]] const boundaries::Score& score() const { return score_; }
  [[nodiscard]] const Tally& tallies() const { return tally_; }
  [[nodiscard]] const std::vector<Fault>& faults() const { return faults_; }
  [[nodiscard]] const geo::Graph& graph() const { return graph_; }
  [[nodiscard]] EditGround ground() const { return {&place_, &graph_}; }
  [[nodiscard]] bool problem_known() const { return question_.has_value(); }
  [[nodiscard]] const std::string& problem_refused() const { return refused_; }
  [[nodiscard]] bool changed() const { return history_.done() != saved_at_; }
  /// Steps of the history that are stored, from its begin; fewer when stored ones were undone.
  [[nodiscard]] std::size_t stored_steps() const { return saved_at_ > history_.done() ? 0 : saved_at_; }
  [[nodiscard]] bool read_only() const { return read_only_; }
  /// What was out of the ordinary about opening and reading the file.
  [[nodiscard]] const std::vector<geo::Finding>& doubts() const { return doubts_; }
  /// Another window has this place open and edits it: this one keeps a journal of its own.
  [[nodiscard]] bool other_window() const { return window_ > 1; }
  /// Counts every change of the state: views that keep something derived compare it.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }

  [[nodiscard]] Effect effect_of(const Edit& edit) const;
  /// No plan of the place is stored, and nothing is drawn in the one in hand.
  [[nodiscard]] bool without_plan() const { return place_.plans.empty() && score_.neighbourhoods == 0; }
  /// Makes it a step; into the journal before the call returns. An edit that breaks rules carries its reason.
  void commit(Edit edit);
  bool undo();
  bool redo();
  /// Stores the plan in the place file, with lines in its log. Throws InputError, and nothing is lost, where
  /// the file cannot be written or another program stored this plan differently since it was read.
  void save(const std::string& who, const std::string& now, int wait_ms = kWaitMs);

  // Plans (names by value: they may be those that change). Each is stored at once, with a line in the log.
  // Throws InputError for a name that is taken or unknown.
  void switch_plan(std::string name);  ///< Needs: saved
  /// A copy of the plan in hand under a new name becomes the plan in hand, with the history that led to it.
  void branch(std::string name, const std::string& who, const std::string& now);
  void duplicate_plan(std::string from, std::string to, const std::string& who, const std::string& now);
  void rename_plan(std::string from, std::string to, const std::string& who, const std::string& now);
  void delete_plan(std::string name, const std::string& who,
                   const std::string& now);  ///< Needs: not the plan in hand
  /// What undo_plan_change would take back, in words; "" nothing.
  [[nodiscard]] std::string last_plan_change() const {
    return plan_changes_.empty() ? std::string() : plan_changes_.back().sentence;
  }
  void undo_plan_change(const std::string& who, const std::string& now);

  /// Steps that a program before this one left in the journal; nothing when they are stored already.
  [[nodiscard]] std::optional<LeftBehind> left_behind() const;
  void recover();
  void forget_left_behind();
  /// Another program changed the file since it was read or stored.
  [[nodiscard]] bool changed_on_disk() const;

  [[nodiscard]] boundaries::Labels labels_for(const PlanState& state) const;  ///< of the problem's areas
  [[nodiscard]] const boundaries::PlaceProblem* question() const { return question_ ? &*question_ : nullptr; }

 private:
  void take_plan(datasets::PlanRecord plan);
  void read_brief();
  void judge_anew();
  void start_journal();
  void keep_in_place(const datasets::PlanRecord& record);
  void append_log(const std::string& who, const std::string& now, const std::string& what,
                  const std::string& plan);
  [[nodiscard]] boundaries::Score score_of(const PlanState& state) const;

  std::string path_, refused_;
  datasets::Place place_;
  datasets::PlanRecord base_;
  bool base_stored_ = false;
  geo::Graph graph_;
  PlanState state_;
  History history_;
  std::size_t saved_at_ = 0;
  std::vector<datasets::Note> stored_notes_;

  Journal journal_;
  int window_ = 1;
  std::string areas_checksum_;
  std::map<std::string, PlanJournal> shelf_;  ///< histories of the plans that are not in hand
  PlanJournal at_store_;                      ///< of the plan in hand, when it was last stored
  std::optional<std::pair<std::string, PlanJournal>> left_;
  bool left_cut_short_ = false;

  struct PlanChange {
    std::string sentence;
    enum class Kind { added, renamed, removed } kind{};
    std::string from, to;
    datasets::PlanRecord record;
  };
  std::vector<PlanChange> plan_changes_;

  boundaries::Brief brief_;
  std::string brief_read_;
  std::optional<boundaries::PlaceProblem> question_;
  mutable boundaries::ScoreMemory score_memory_;  ///< of question_; changes no answer
  boundaries::Score score_;
  Tally tally_;
  std::vector<Fault> faults_;
  std::uint64_t revision_ = 0;
  std::int64_t file_stamp_ = 0;
  bool read_only_ = false;
  std::vector<geo::Finding> doubts_;
};

}  // namespace placewright::viewer
