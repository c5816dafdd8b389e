#include "datasets/import_into.h"

#include <filesystem>
#include <span>

#include "datasets/place_file.h"

namespace placewright::datasets {

ImportResult import_into(const std::string& path, const std::vector<std::string>& files, const ImportOptions& options, const ImportProgress& progress) {
  std::optional<Place> existing;
  const bool is_there = std::filesystem::exists(path);
  if (is_there) existing = PlaceFile::open(path, PlaceFile::Mode::read).read();
  auto result = import_files(std::move(existing), files, options, progress);
  if (!is_there) {
    write_new_place(path, result.place, options.imported_at);
    return result;
  }
  auto file = PlaceFile::open(path, PlaceFile::Mode::change);
  file.together([&] {
    file.replace_place(result.place);
    for (const auto& plan : result.plans) file.save_plan(plan, true);
    LogRow row;
    row.when = options.imported_at;
    row.who = "import";
    row.what = "import";
    for (const auto& record : result.records) row.after += (row.after.empty() ? "" : ", ") + record.file;
    file.append_log(std::span(&row, 1));
  });
  return result;
}

}  // namespace placewright::datasets
