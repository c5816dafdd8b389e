#pragma once

#include <string>

/// What the window says, and who sits here.
namespace placewright::viewer {

struct Message {
  std::string text;
  bool bad = false;
  std::string show;  ///< a file or folder that it offers to show
  double until = 0;  ///< of Talk::clock
};

struct Talk {
  Message message;
  double clock = 0;           ///< seconds; of a script, sixtieths by frame
  std::string author;         ///< for the log and the notes
  bool author_known = false;  ///< false: asked before the first save or note
  bool autosave = true;
  double looked_at_disk = 0, saved_at = 0;  ///< of `clock`
};

}  // namespace placewright::viewer
