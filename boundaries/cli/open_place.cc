#include "boundaries/cli/open_place.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <ctime>
#include <set>

#include "boundaries/output/table.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {

void say_doubts(const Context& context, const datasets::PlaceFile& file) {
  for (const auto& doubt : file.doubts())
    if (doubt.severity != geo::Severity::note || context.verbose) context.tell(doubt);
}

datasets::Place read_tables(const Context& context, const std::string& path, datasets::Tables tables) {
  const auto file = datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::read);
  auto place = file.read(tables | datasets::Tables::setting);
  if (context.word != nullptr) *context.word = datasets::unit_word(place);
  say_doubts(context, file);
  return place;
}

datasets::Place read_place(const Context& context, const std::string& path) {
  return read_tables(
      context, path,
      datasets::kForDrawing | datasets::Tables::plan | datasets::Tables::source | datasets::Tables::note);
}

datasets::Place read_place_and_codes(const Context& context, const std::string& path) {
  using datasets::Tables;
  return read_tables(context, path,
                     datasets::kForDrawing | Tables::plan | Tables::source | Tables::note | Tables::postcode |
                         Tables::waiting);
}

void expect_mode(const datasets::Place& place, const std::string& mode, const std::string& where) {
  std::set<std::string> modes{"drive", "walk"};
  for (const auto& row : place.travel) modes.insert(row.mode);
  if (!modes.contains(mode))
    throw geo::InputError{{fmt::format("{} '{}'", where, mode), "the place has no minutes of that mode",
                           fmt::format("name one of: {}", fmt::join(modes, ", "))}};
}

std::string place_text(const datasets::Place& place) {
  double people = 0;
  std::size_t areas = 0;
  for (std::size_t row = 0; row < place.areas.size(); ++row) {
    if (!place.areas.inside.empty() && place.areas.inside[row] == 0) continue;
    ++areas;
    if (row < place.areas.population.size() && !datasets::is_missing(place.areas.population[row]))
      people += place.areas.population[row];
  }
  return fmt::format("{}{}: {} areas, {} people", place.name.empty() ? "the place" : place.name,
                     place.invented ? " (an invented place)" : "",
                     output::number_text(static_cast<double>(areas), 0), output::number_text(people, 0));
}

std::string clock_text() {
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

std::string shell_word(const std::string& word) {
  if (!word.empty() &&
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./") ==
          std::string::npos)
    return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace placewright::boundaries::cli
