#pragma once

#include <string>
#include <vector>

#include "viewer/desk/files_desk.h"

/// The dialog that is open, what is typed into it, and what waits for its answer.
namespace placewright::viewer {

enum class DialogKind {
  none,
  search,
  shortcuts,
  reason,
  rename,
  branch,
  note,
  recover,
  closing,
  author,
  browse,
  import_files,
  handout,
  outcome,
  plan_copy,
  plan_rename
};

struct Dialogs {
  DialogKind open = DialogKind::none;
  bool accept = false;              ///< Enter was pressed
  std::string text, second_text;    ///< in its boxes
  std::string place_path;           ///< in the welcome screen
  std::vector<std::string> recent;  ///< places opened last, the latest first
  std::string after_author;         ///< command to run when the name is given
  std::string leaving;              ///< command that waits for an answer about edits that are not saved
  bool leave_unsaved = false;       ///< the answer: they stay in the journal
  bool quit_wanted = false;
  bool quit_when_done = false;  ///< when the import or export at work ends
  FilesDesk files;
};

}  // namespace placewright::viewer
