#include "viewer/session/export_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>

#include "boundaries/definition/definition.h"
#include "boundaries/from_place/judgement.h"
#include "boundaries/from_place/score_json.h"
#include "boundaries/output/export.h"
#include "boundaries/output/plan_scene.h"
#include "boundaries/output/report.h"
#include "boundaries/workforce/cover/publication.h"
#include "datasets/import/import_into.h"
#include "datasets/place/file.h"
#include "datasets/place/plain_text.h"
#include "geo/error.h"

namespace placewright::viewer {
namespace {

namespace fs = std::filesystem;
namespace output = boundaries::output;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

const char* handout_name(Handout handout) {
  switch (handout) {
    case Handout::everything:
      return "Everything: lookup, workbook, GeoPackage, GeoJSON, maps";
    case Handout::report:
      return "Report as one page (HTML)";
    case Handout::map_png:
      return "Map as a picture (PNG, 300 dots an inch)";
    case Handout::map_svg:
      return "Map as a drawing (SVG)";
    case Handout::map_pdf:
      return "Map to print (PDF)";
  }
  return "";
}

std::string handout_path(const std::string& place_path, const std::string& plan, Handout handout) {
  const fs::path place(place_path);
  auto stem = place.stem().string() + " " + plan;
  std::replace_if(
      stem.begin(), stem.end(), [](char c) { return c == '/' || c == '\\' || c == ':'; }, '_');
  static constexpr const char* endings[] = {" export", " report.html", " map.png", " map.svg", " map.pdf"};
  return (place.parent_path() / (stem + endings[static_cast<int>(handout)])).string();
}

BackJob::Work export_work(std::string place_path, datasets::PlanRecord plan, Handout handout,
                          std::string path, std::string date, std::optional<output::MapLook> look) {
  return [place_path = std::move(place_path), plan = std::move(plan), handout, path = std::move(path),
          date = std::move(date), look = std::move(look)](const BackJob::Progress& progress) {
    using datasets::Tables;
    progress(0.05, "reading the place");
    const auto place = datasets::PlaceFile::open(place_path, datasets::PlaceFile::Mode::read)
                           .read(Tables::everything - Tables::road);
    progress(0.2, "judging the plan");
    const auto described = output::describe_plan(place, plan);
    JobOutcome outcome;
    outcome.show = path;
    progress(0.4, "writing");
    namespace workforce = boundaries::workforce;
    const bool of_staff = handout == Handout::everything || handout == Handout::report;
    const auto staff = of_staff ? workforce::publish_coverage(
                                      place, plan, {}, handout == Handout::report ? "report" : "export")
                                : workforce::Publication{};
    workforce::keep_publication(place_path, staff.record, date);
    if (handout == Handout::everything) {
      outcome.lines = output::export_plan(described, path, date, staff.coverage);
      outcome.message = fmt::format("{} files written to {}", outcome.lines.size(), path);
      return outcome;
    }
    if (handout == Handout::report) {
      output::write_text(path, output::report_html(described, staff.coverage));
    } else {
      const auto extent = output::plan_extent(described);
      // A page is 600 points wide at most, so half a point is finer than a line.
      auto scene = output::plan_scene(described, output::ColourBy::neighbourhood,
                                      (extent.max_x - extent.min_x) / 600 / 4);
      if (look) output::dress_scene(scene, *look);
      output::write_picture(scene, path,
                            handout == Handout::map_png   ? output::PictureFormat::png
                            : handout == Handout::map_svg ? output::PictureFormat::svg
                                                          : output::PictureFormat::pdf);
    }
    outcome.message = "Written: " + path;
    return outcome;
  };
}

namespace {

/// A name that no plan of the place bears: "wards", "wards 2", ...
std::string free_plan_name(const datasets::Place& place, const std::string& wanted) {
  std::string name = wanted;
  const auto is_taken = [&](const auto& plan) { return plan.name == name; };
  for (int number = 2; std::any_of(place.plans.begin(), place.plans.end(), is_taken); ++number)
    name = fmt::format("{} {}", wanted, number);
  return name;
}

/// A file that says which units are in which neighbourhood becomes a plan of the place at `path`, under the
/// name `plan_name` where one is given, else under the file's. Throws InputError where it says nothing of the
/// kind.
JobOutcome define_plan(const std::string& path, const std::string& file, const std::string& plan_name,
                       const std::string& now) {
  using datasets::PlaceFile;
  auto store = PlaceFile::open(path, PlaceFile::Mode::change);
  const auto place = store.read(datasets::Tables::everything - datasets::Tables::road);
  auto defined = boundaries::definition::read_definition(file, place);
  auto& plan = defined.plan;
  plan.name = plan_name.empty() ? free_plan_name(place, datasets::plain_text(fs::path(file).stem().string()))
                                : plan_name;
  plan.created = now;
  const auto judged = boundaries::judge_plan(place, plan, boundaries::brief_of(plan), {false, 1});
  plan.score_json = output::score_json(judged.question, judged.judgement);
  store.save_plan(plan, !plan_name.empty());
  JobOutcome outcome;
  outcome.open = path;
  outcome.lines.push_back(fmt::format("{} rows by {}: {} matched, {} unknown, {} without a neighbourhood",
                                      defined.rows, defined.unit, defined.matched, defined.unknown,
                                      defined.without));
  for (const auto& finding : defined.findings)
    outcome.lines.push_back(fmt::format("{}: {}; try: {}", finding.code, finding.what, finding.fix));
  outcome.message =
      fmt::format("{} became plan '{}' of {}: {} neighbourhoods", fs::path(file).filename().string(),
                  plan.name, place.name, plan.neighbourhoods.size());
  return outcome;
}

}  // namespace

BackJob::Work import_work(std::string path, std::vector<std::string> files, std::string within,
                          std::string now) {
  return [path = std::move(path), files = std::move(files), within = std::move(within),
          now = std::move(now)](const BackJob::Progress& progress) {
    datasets::ImportOptions options;
    options.within = within;
    options.imported_at = now;
    options.read_plan = boundaries::definition::read_plan_for_import;
    datasets::ImportResult result;
    try {
      result = datasets::import_into(path, files, options, progress);
    } catch (const geo::InputError&) {
      // What is no data of a place may say which neighbourhood is where.
      if (files.size() != 1 || !is_place_file(path)) throw;
      try {
        return define_plan(path, files.front(), "", now);
      } catch (const geo::InputError&) {  // neither: the first trouble is told
      }
      throw;
    }
    if (files.size() == 1 && result.plans.size() == 1)  // older codes and the like are settled there
      return define_plan(path, files.front(), result.plans.front().name, now);
    JobOutcome outcome;
    outcome.open = path;
    std::int64_t rows = 0;
    for (const auto& record : result.records) {
      rows += record.rows_matched;
      outcome.lines.push_back(fmt::format(
          "{}: taken for {}; {} rows read, {} matched{}", record.file, record.taken_for, record.rows_read,
          record.rows_matched, record.left_out_why.empty() ? "" : "; left out: " + record.left_out_why));
    }
    std::map<std::string, std::pair<std::size_t, const geo::Finding*>> doubts;
    for (const auto& finding : result.findings) {
      if (finding.code == "FILE_NOT_TAKEN") {  // each by its name
        outcome.lines.push_back(
            fmt::format("{}: not taken: {}", fs::path(finding.where).filename().string(), finding.what));
        continue;
      }
      auto& [count, first] = doubts[finding.code];
      if (count++ == 0) first = &finding;
    }
    for (const auto& [code, doubt] : doubts)
      outcome.lines.push_back(
          fmt::format("{}{}: {}{}", code, doubt.first > 1 ? fmt::format(" x{}", doubt.first) : "",
                      doubt.second->what, doubt.second->fix.empty() ? "" : "; try: " + doubt.second->fix));
    outcome.message = fmt::format("{} imported into {}: {} rows matched",
                                  files.size() == 1 ? fs::path(files.front()).filename().string()
                                                    : fmt::format("{} files", files.size()),
                                  result.place.name, rows);
    return outcome;
  };
}

bool is_place_file(const std::string& path) {
  try {
    (void)datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::read, 0);
    return true;
  } catch (const geo::InputError&) {
    return false;
  }
}

std::vector<FolderEntry> list_folder(const std::string& path, const std::vector<std::string>& endings) {
  std::error_code failed;
  fs::directory_iterator at(path, fs::directory_options::skip_permission_denied, failed);
  if (failed)
    throw geo::InputError(
        {path, "the folder cannot be read (" + failed.message() + ")", "choose another folder"});
  std::vector<FolderEntry> entries;
  for (const fs::directory_iterator end; at != end; at.increment(failed)) {
    FolderEntry entry{at->path().filename().string(), at->is_directory(failed), 0};
    if (entry.name.empty() || entry.name.front() == '.') continue;
    if (!entry.folder) {
      const auto name = lower(entry.name);
      if (!endings.empty() && std::none_of(endings.begin(), endings.end(), [&](const auto& ending) {
            return name.size() > ending.size() &&
                   name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
          }))
        continue;
      entry.bytes = fs::file_size(at->path(), failed);
      if (failed) entry.bytes = 0, failed.clear();
    }
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    if (a.folder != b.folder) return a.folder;
    const auto left = lower(a.name), right = lower(b.name);
    return left != right ? left < right : a.name < b.name;
  });
  return entries;
}

}  // namespace placewright::viewer
