#include "datasets/import/import_into.h"

#include <filesystem>
#include <optional>
#include <span>

#include "datasets/place/file.h"
#include "geo/error.h"

namespace placewright::datasets {

namespace {

/// Nothing when another program put something at path meanwhile.
std::optional<ImportResult> import_new(const std::string& path, const std::vector<std::string>& files,
                                       const ImportOptions& options, const ImportProgress& progress) {
  auto result = import_files(std::nullopt, files, options, progress);
  if (!write_new_place(path, result.place, options.imported_at, IfThere::keep)) return std::nullopt;
  return result;
}

/// Nothing when another program changed the place meanwhile: what was read of it is old.
std::optional<ImportResult> import_more(const std::string& path, const std::vector<std::string>& files,
                                        const ImportOptions& options, const ImportProgress& progress) {
  auto file = PlaceFile::open(path, PlaceFile::Mode::change);
  auto existing = file.read();
  const auto doubts = file.doubts();
  const auto settings = existing.settings;
  auto result = import_files(std::move(existing), files, options, progress);
  bool changed = false;
  file.together([&] {
    changed = file.changed_since_read();
    if (changed) return;
    file.replace_place(result.place);
    for (const auto& plan : result.plans) file.save_plan(plan, true);
    if (result.notes > 0) file.save_notes(result.place.notes);
    if (result.place.settings != settings) file.save_settings(result.place.settings);
    LogRow row;
    row.when = options.imported_at;
    row.who = "import";
    row.what = "import";
    for (const auto& record : result.records) row.after += (row.after.empty() ? "" : ", ") + record.file;
    file.append_log(std::span(&row, 1));
  });
  if (changed) return std::nullopt;
  result.findings.insert(result.findings.begin(), doubts.begin(), doubts.end());
  return result;
}

}  // namespace

ImportResult import_into(const std::string& path, const std::vector<std::string>& files,
                         const ImportOptions& options, const ImportProgress& progress) {
  constexpr int kAttempts = 3;
  for (int attempt = 0; attempt < kAttempts; ++attempt)
    if (auto result = std::filesystem::exists(path) ? import_more(path, files, options, progress)
                                                    : import_new(path, files, options, progress))
      return std::move(*result);
  throw geo::InputError{
      {path, "another program changed it each time while the files were being read: nothing is imported",
       "let the other program finish, then try again"}};
}

}  // namespace placewright::datasets
