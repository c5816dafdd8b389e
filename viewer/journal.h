#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "viewer/plan_state.h"

/// Every step of the history as it is made, in a small file beside the place, so that nothing is lost when the program
/// or the machine dies. One JSON object a line: first the plan it belongs to, then steps, undos and redos.
namespace placewright::viewer {

struct JournalHead {
  std::string plan;       ///< name
  std::string base_hash;  ///< of the stored plan that the first step was made on
  friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

/// What a journal says: the head, and the steps as the history had them.
struct JournalContent {
  JournalHead head;
  std::vector<Edit> steps;
  std::size_t done = 0;       ///< steps[0 .. done) were in force
  bool cut_short = false;     ///< the last line was not whole: that stroke is lost, all before it are there
};

/// <place>.journal
[[nodiscard]] std::string journal_path(const std::string& place_path);
/// Nothing when there is no journal, or none of its steps is in force.
[[nodiscard]] std::optional<JournalContent> read_journal(const std::string& path);

class Journal {
 public:
  Journal() = default;
  /// Starts a new journal over whatever is there. Throws InputError where the folder cannot be written to.
  Journal(std::string path, const JournalHead& head);
  ~Journal();
  Journal(Journal&& other) noexcept;
  Journal& operator=(Journal&& other) noexcept;

  /// Each is on the disk when the call returns.
  void step(const Edit& edit);
  void undo();
  void redo();
  /// The plan was stored: the journal is no longer needed.
  void close_and_remove();
  [[nodiscard]] bool open() const { return file_ != nullptr; }

 private:
  void line(const std::string& text);
  std::string path_;
  std::FILE* file_ = nullptr;
};

}  // namespace placewright::viewer
