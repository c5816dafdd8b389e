#include <fmt/format.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "datasets/read/raster.h"
#include "geo/error.h"
#include "viewer/desk/desk.h"
#include "viewer/desk/screen_look.h"

namespace placewright::viewer {
namespace {

namespace fs = std::filesystem;

/// What can be dropped or chosen to extend a place.
const std::vector<std::string>& data_endings() {
  static const std::vector<std::string> endings{
      ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".zip", ".gpkg", ".geojson", ".json",
      ".shp", ".kml", ".gml", ".pbf",  ".fgb", ".gz",  ".tif", ".tiff", ".mbtiles"};
  return endings;
}

/// A picture of the ground, which no table is read from.
bool is_backdrop(const std::string& path) {
  const auto ending = fs::path(path).extension().string();
  if (ending == ".tif" || ending == ".tiff" || ending == ".mbtiles") return true;
  if (ending != ".gpkg") return false;
  // A GeoPackage may hold tables, tiles or both: it is the ground where it opens as a picture.
  try {
    (void)datasets::Raster::open(path);
    return true;
  } catch (const geo::InputError&) {
    return false;
  }
}

/// The desktop's own program for a file or folder; nothing waits for it.
bool hand_to_desktop(const std::string& path) {
  const auto child = fork();
  if (child < 0) return false;
  if (child == 0) {
    // A grandchild, so that nobody has to collect it.
    if (fork() == 0) {
      std::signal(SIGPIPE, SIG_DFL);  // that other programs have as they are used to
      std::signal(SIGXFSZ, SIG_DFL);
      execlp("xdg-open", "xdg-open", path.c_str(), static_cast<char*>(nullptr));
      _exit(127);
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return true;
}

}  // namespace

void look_into(Dialogs& dialogs, const std::string& folder) {
  auto& files = dialogs.files;
  try {
    files.entries = list_folder(
        folder, files.aim == FilesDesk::Aim::open_place ? std::vector<std::string>{".gpkg"} : data_endings());
    files.trouble.clear();
  } catch (const geo::InputError& error) {
    files.entries.clear();
    files.trouble = error.message().what;
  }
  files.folder = folder;
}

void browse(const OnTheTable& here, Dialogs& dialogs, FilesDesk::Aim aim) {
  auto& files = dialogs.files;
  files.aim = aim;
  std::error_code failed;
  auto folder = files.folder;
  if (folder.empty() && here.session) folder = fs::path(here.session->path()).parent_path().string();
  if (folder.empty() && !dialogs.recent.empty())
    folder = fs::path(dialogs.recent.front()).parent_path().string();
  if (folder.empty() || !fs::is_directory(folder, failed)) folder = fs::current_path(failed).string();
  look_into(dialogs, fs::absolute(folder, failed).lexically_normal().string());
  dialogs.open = DialogKind::browse;
}

void drop_files(Desk& desk, const std::vector<std::string>& paths) {
  if (paths.empty()) return;
  if (desk.dialogs.files.job) {
    say(desk.talk, desk.dialogs.files.job->title() + " is still at work: wait for it, or stop it", true);
    return;
  }
  if (paths.size() == 1 && is_place_file(paths.front())) {
    if (desk.here.session && desk.here.session->changed()) {
      say(desk.talk, "Save the plan in hand first (Ctrl+S), then drop the place again", true);
      return;
    }
    open_place(desk, paths.front(), "");
    return;
  }
  if (paths.size() == 1 && desk.here.session && is_backdrop(paths.front())) {
    open_backdrop(desk.here, desk.view, desk.talk, paths.front());
    return;
  }
  auto& files = desk.dialogs.files;
  files.chosen = paths;
  files.within.clear();
  files.place = desk.here.session ? desk.here.session->path()
                                  : (fs::path(paths.front()).parent_path() / "place.gpkg").string();
  desk.dialogs.open = DialogKind::import_files;
}

void start_import(Desk& desk) {
  auto& files = desk.dialogs.files;
  if (desk.here.session && desk.here.session->read_only()) {
    say(desk.talk, "This place is open for reading only: nothing can be imported into it", true);
    return;
  }
  if (desk.here.session && desk.here.session->changed()) {
    say(desk.talk, "Save the plan in hand first (Ctrl+S): an import reads the place anew", true);
    return;
  }
  const auto title = files.chosen.size() == 1
                         ? "Import of " + fs::path(files.chosen.front()).filename().string()
                         : fmt::format("Import of {} files", files.chosen.size());
  files.job = std::make_unique<BackJob>(
      title, import_work(files.place, files.chosen, files.within, now_text()), desk.wake);
}

void prepare_export(const OnTheTable& here, Dialogs& dialogs, Handout handout) {
  dialogs.files.handout = handout;
  dialogs.files.path = handout_path(here.session->path(), here.session->state().name, handout);
  dialogs.open = DialogKind::handout;
}

void start_export(Desk& desk) {
  auto& files = desk.dialogs.files;
  const auto plan = desk.here.session->record();
  // The plan's own date where it has one, so that the same plan is written to the same bytes.
  const auto date = (plan.created.size() >= 10 ? plan.created : now_text()).substr(0, 10);
  std::optional<boundaries::output::MapLook> look;
  const bool picture = files.handout == Handout::map_png || files.handout == Handout::map_svg ||
                       files.handout == Handout::map_pdf;
  if (picture && files.as_on_screen &&
      !attempt(desk.talk, [&] { look = look_of_screen(desk.here, desk.view, files.extent_too); }))
    return;
  files.job = std::make_unique<BackJob>(
      "Export of " + plan.name,
      export_work(desk.here.session->path(), plan, files.handout, files.path, date, look), desk.wake);
}

void follow_files(Desk& desk) {
  auto& files = desk.dialogs.files;
  if (!files.job) return;
  auto outcome = files.job->finished();
  if (!outcome) return;
  files.job.reset();
  if (desk.dialogs.quit_when_done && !outcome->bad) desk.dialogs.quit_wanted = true;
  desk.dialogs.quit_when_done = false;
  if (!outcome->open.empty()) {
    // What was looked at stays in sight when more data come in.
    const bool same = desk.here.session && desk.here.session->path() == outcome->open;
    const auto plan = same ? desk.here.session->state().name : std::string();
    const auto camera = desk.view.camera;
    if (!open_place(desk, outcome->open, plan)) return;
    if (same) desk.view.camera = camera, desk.here.fit_wanted = false;
  }
  say(desk.talk, outcome->message, outcome->bad);
  desk.talk.message.show = outcome->show;
  files.outcome = std::move(*outcome);
  if (!files.outcome.open.empty()) desk.dialogs.open = DialogKind::outcome;
}

void show_outside(Desk& desk, const std::string& path) {
  std::error_code failed;
  if (!fs::exists(path, failed)) {
    say(desk.talk, path + " is not there any more", true);
    return;
  }
  if (desk.headless || !hand_to_desktop(path)) say(desk.talk, path);
}

void register_file_commands(Desk& desk) {
  auto& list = desk.commands;
  const auto may = [&desk] { return !desk.dialogs.files.job && !desk.tools.workshop; };
  const auto have = [&desk] { return desk.here.session != nullptr && !desk.dialogs.files.job; };
  list.add({"file.open", "File", "Open a place...", {'O', true, false}, may, [&desk] {
              if (!asks_to_save(desk.here, desk.dialogs, "file.open"))
                browse(desk.here, desk.dialogs, FilesDesk::Aim::open_place);
            }});
  list.add({"file.import", "File", "Import files...", {'I', true, false}, may, [&desk] {
              desk.dialogs.files.chosen.clear();
              browse(desk.here, desk.dialogs, FilesDesk::Aim::import_files);
            }});
  for (const auto& [id, title, handout] :
       {std::tuple{"export.everything", "Export everything...", Handout::everything},
        {"export.report", "Export the report...", Handout::report},
        {"export.png", "Export the map as PNG...", Handout::map_png},
        {"export.svg", "Export the map as SVG...", Handout::map_svg},
        {"export.pdf", "Export the map as PDF...", Handout::map_pdf}})
    list.add({id, "File/Export", title,
              handout == Handout::everything ? Shortcut{'E', true, false} : Shortcut{}, have,
              [&desk, handout = handout] { prepare_export(desk.here, desk.dialogs, handout); }});
  list.add({"file.stop",
            "File",
            "Stop the import or export",
            {},
            [&desk] { return desk.dialogs.files.job != nullptr; },
            [&desk] { desk.dialogs.files.job->stop(); }});
}

}  // namespace placewright::viewer
