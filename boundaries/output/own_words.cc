#include "boundaries/output/own_words.h"

#include <filesystem>

#include "boundaries/output/table.h"
#include "datasets/place/place_words.h"

namespace placewright::boundaries::output {
namespace {

Table settings_table(const datasets::Place& place) {
  Table table{"settings", "The place's own words and thresholds", {{"setting", 0, ""}, {"value", 0, ""}}, {}};
  for (const auto& [key, value] : place.settings)
    if (!datasets::is_derived_setting(key)) table.rows.push_back({key, value});
  return table;
}

Table roles_table(const datasets::Place& place) {
  Table table{
      "roles", "Which group a role is of", {{"role", 0, ""}, {"role_group", 0, ""}, {"sector", 0, ""}}, {}};
  for (const auto& row : place.roles) table.rows.push_back({row.role, row.role_group, row.sector});
  return table;
}

Table notes_table(const datasets::Place& place) {
  Table table{"notes", "Local knowledge", {}, {}};
  for (const char* column :
       {"id", "author", "date", "text", "kind", "area", "x", "y", "uplift", "evidence", "plan"})
    table.columns.push_back({column, 0, ""});
  for (const auto& note : place.notes)
    table.rows.push_back({note.id, note.author, note.date, note.text, note.kind, note.area, note.x, note.y,
                          note.uplift, note.evidence, note.plan});
  return table;
}

}  // namespace

std::vector<std::string> export_own_words(const datasets::Place& place, const std::string& folder) {
  std::vector<std::string> written;
  for (const auto& table : {settings_table(place), roles_table(place), notes_table(place)}) {
    written.push_back((std::filesystem::path(folder) / (table.name + ".csv")).string());
    write_text(written.back(), csv_of(table, true));
  }
  return written;
}

}  // namespace placewright::boundaries::output
