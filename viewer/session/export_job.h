#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundaries/output/map_look.h"
#include "datasets/place/place.h"
#include "viewer/session/back_job.h"

/// What goes in and out of the window as files, as work for a BackJob. No window.
namespace placewright::viewer {

enum class Handout { everything, report, map_png, map_svg, map_pdf };
[[nodiscard]] const char* handout_name(Handout handout);
/// "leeds A map.png" beside the place; everything: a folder.
[[nodiscard]] std::string handout_path(const std::string& place_path, const std::string& plan,
                                       Handout handout);

/// The same files that `placewright export` and `placewright report` write. The place is read anew from its
/// file, with all its tables; `plan` is as it is in hand, saved or not. `date` is ISO 8601. A map is dressed
/// in `look` where there is one.
[[nodiscard]] BackJob::Work export_work(std::string place_path, datasets::PlanRecord plan, Handout handout,
                                        std::string path, std::string date,
                                        std::optional<boundaries::output::MapLook> look = std::nullopt);

/// Files into the place at `path`, made where it is not there. `within`: authorities to keep, "" all.
[[nodiscard]] BackJob::Work import_work(std::string path, std::vector<std::string> files, std::string within,
                                        std::string now);

/// True when a file opens as a place (newer versions too).
[[nodiscard]] bool is_place_file(const std::string& path);

/// One folder as a browser shows it: folders first, then files with one of these endings (lower case; none:
/// all), by name; hidden ones left out. Throws InputError when it cannot be read.
struct FolderEntry {
  std::string name;
  bool folder = false;
  std::uintmax_t bytes = 0;
};
[[nodiscard]] std::vector<FolderEntry> list_folder(const std::string& path,
                                                   const std::vector<std::string>& endings);

}  // namespace placewright::viewer
