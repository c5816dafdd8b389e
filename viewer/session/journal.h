#pragma once

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "viewer/session/plan_state.h"

/// Every step of the history as it is made, in a small file beside the place, so that nothing is lost when
/// the program or the machine dies, and undo goes on after a save and another day. One JSON object a line:
/// for each plan a state that was stored with the steps that led there, then steps, undos, redos and the next
/// stores.
namespace placewright::viewer {

/// What a journal says of one plan.
struct PlanJournal {
  PlanState stored;         ///< as it was last stored; notes are the place's and are not kept here
  std::vector<Edit> steps;  ///< the history at that time, `done` of them in force
  std::size_t done = 0;
  /// What came after the store, in order.
  struct Act {
    enum class Kind { step, undo, redo } kind{};
    Edit edit;  ///< of a step
  };
  std::vector<Act> since;
  /// True when playing all of `since` ends somewhere else than it began.
  [[nodiscard]] bool unsaved() const;
};

struct JournalContent {
  std::string areas;  ///< checksum of the area codes whose rows the moves name
  std::map<std::string, PlanJournal> plans;
  std::string plan;        ///< in hand when it ended
  bool cut_short = false;  ///< the last line was not whole: that stroke is lost, all before it are there
};

/// <place>.journal; a second window on the place writes <place>.journal.2, and so on.
[[nodiscard]] std::string journal_path(const std::string& place_path, int window = 1);
/// What it says; nothing when there is none or it is no journal.
[[nodiscard]] JournalContent read_journal(const std::string& path);
/// A program that lives writes this journal.
[[nodiscard]] bool journal_in_use(const std::string& path);

class Journal {
 public:
  Journal() = default;
  /// Starts the file anew with this content, whatever was there, and keeps it for this program until it ends.
  /// Throws InputError where the folder cannot be written to or another program keeps the file.
  Journal(std::string path, const JournalContent& content);
  ~Journal();
  Journal(Journal&& other) noexcept;
  Journal& operator=(Journal&& other) noexcept;

  /// Each is on the disk when the call returns.
  void act(const PlanJournal::Act& act);
  void stored(const PlanState& state);     ///< the plan in hand was stored as it is
  void began(const PlanState& stored);     ///< this plan is in hand, without a history
  void switched(const std::string& plan);  ///< this plan is in hand, its history as the journal had it
  void renamed(const std::string& from, const std::string& to);
  void forgot(const std::string& plan);  ///< the plan is gone
  [[nodiscard]] bool open() const { return file_ != nullptr; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  void line(const std::string& text);
  std::string path_;
  std::FILE* file_ = nullptr;
};

}  // namespace placewright::viewer
