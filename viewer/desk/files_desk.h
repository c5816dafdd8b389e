#pragma once

#include <memory>
#include <string>
#include <vector>

#include "viewer/session/back_job.h"
#include "viewer/session/export_job.h"

/// Files in the hands of the user: the browser, the import and the export that are being prepared, the work
/// behind.
namespace placewright::viewer {

struct FilesDesk {
  enum class Aim { open_place, import_files } aim = Aim::open_place;
  std::string folder;                ///< that the browser shows
  std::vector<FolderEntry> entries;  ///< of it
  std::string trouble;               ///< why it shows none
  std::vector<std::string> chosen;   ///< files to import
  std::string place;                 ///< path of the place that they go into
  std::string within;                ///< authorities to keep
  Handout handout = Handout::everything;
  std::string path;          ///< where an export goes
  bool as_on_screen = true;  ///< a map has the colouring, sites and layers of the screen
  bool extent_too = false;   ///< and shows the same part of the place
  std::unique_ptr<BackJob> job;
  JobOutcome outcome;  ///< of the last one that has more to tell
};

}  // namespace placewright::viewer
