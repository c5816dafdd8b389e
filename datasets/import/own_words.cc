#include <fmt/format.h>

#include <algorithm>

#include "datasets/import/join.h"
#include "datasets/import/read_taken.h"
#include "datasets/import/row_fates.h"
#include "datasets/place/place_words.h"
#include "geo/error.h"

/// The place's own words: roles, settings and notes.
namespace placewright::datasets {
namespace {

/// An uplift as a share: 0.15, and "15 %" too. Throws InputError for text.
double uplift_in(const TakenTable& taken, const InputRow& row) {
  const int column = taken.recognised.column("uplift");
  auto cell = trimmed(row.cell(column));
  if (!cell.ends_with('%')) return number_in(taken, row, column);
  cell = trimmed(cell.substr(0, cell.size() - 1));
  const auto percent = parse_number(cell);
  return percent ? *percent / 100 : number_in(taken, row, column);
}

Note note_of(const TakenTable& taken, const InputRow& row) {
  const auto text = [&](std::string_view field) {
    return std::string(trimmed(row.cell(taken.recognised.column(field))));
  };
  const auto number = [&](std::string_view field) {
    return number_in(taken, row, taken.recognised.column(field));
  };
  Note note;
  note.id = text("id");
  if (note.id.empty()) note.id = fmt::format("{}, line {}", taken.source.file, row.line);
  note.author = text("author");
  note.date = text("date");
  note.text = text("text");
  note.kind = text("kind");
  note.area = text("area");
  note.x = number("x");
  note.y = number("y");
  note.uplift = uplift_in(taken, row);
  note.evidence = text("evidence");
  note.plan = text("plan");
  return note;
}

/// Those that were read take the place of the ones of the same key; new ones follow.
template <class Row, class Key>
void put_rows(std::vector<Row>& rows, std::vector<Row> read, const Key& key_of) {
  for (auto& row : read) {
    const auto same =
        std::find_if(rows.begin(), rows.end(), [&](const Row& old) { return key_of(old) == key_of(row); });
    if (same == rows.end())
      rows.push_back(std::move(row));
    else
      *same = std::move(row);
  }
}

}  // namespace

void read_own_words(TakenTable& taken, std::size_t index, Collected& into) {
  const auto& found = taken.recognised;
  const auto text = [&](const InputRow& row, std::string_view field) {
    return std::string(trimmed(row.cell(found.column(field))));
  };
  std::int64_t derived = 0;
  std::string large;
  switch (found.format.kind) {
    case Kind::role:
      visit_keyed_rows(taken, "role", into, [&](const InputRow& row) {
        into.roles.push_back(
            {index, row.line, {text(row, "role"), text(row, "role_group"), text(row, "sector")}});
      });
      break;
    case Kind::setting:
      visit_keyed_rows(taken, "key", into, [&](const InputRow& row) {
        if (is_derived_setting(text(row, "key")))
          ++derived;
        else
          into.settings.push_back({index, row.line, {text(row, "key"), text(row, "value")}});
      });
      break;
    default:
      visit_keyed_rows(taken, "text", into, [&](const InputRow& row) {
        Note note = note_of(taken, row);
        if (note.uplift > 1) large += fmt::format("{}{}", large.empty() ? "" : ", ", note.id);
        into.notes.push_back({index, row.line, std::move(note)});
      });
  }
  leave_out(taken.source, derived, "settings that follow from other tables");
  if (!large.empty())
    into.findings.push_back(
        {"UPLIFT_LARGE", geo::Severity::warning, taken.source.file,
         fmt::format("an uplift is a share, and these more than double the need: {}", large),
         "write 0.15 or 15 % for fifteen in a hundred"});
}

void join_own_words(Place& place, Collected& collected) {
  const auto all = [](const auto&) { return true; };
  put_rows(place.roles, keep_rows(collected, collected.roles, "", all),
           [](const RoleRow& row) { return std::make_pair(row.role, row.sector); });
  for (auto& [key, value] : keep_rows(collected, collected.settings, "", all)) place.settings[key] = value;
  put_rows(place.notes,
           keep_rows(collected, collected.notes, "about areas that are not in the place",
                     [&](const Note& note) { return note.area.empty() || place.find_area(note.area); }),
           [](const Note& note) { return note.id; });
}

}  // namespace placewright::datasets
