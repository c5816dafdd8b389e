#include "boundaries/cli/candidates_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "datasets/read/cells.h"
#include "datasets/read/table.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using workforce::BuildingStanding;
using workforce::Candidate;

constexpr std::array<std::string_view, 14> kColumns{
    "id",    "name", "status", "area",        "postcode",  "x",          "y",
    "rooms", "wte",  "cost",   "rooms_after", "wte_after", "cost_after", "serves"};

/// Column of each name in a row of headings; -1 where it is not there.
using Columns = std::map<std::string_view, int>;

Columns find_columns(const std::vector<std::string>& headings) {
  Columns columns;
  for (const auto name : kColumns) {
    columns[name] = -1;
    for (std::size_t k = 0; k < headings.size(); ++k)
      if (datasets::column_name(headings[k]) == name && columns[name] < 0)
        columns[name] = static_cast<int>(k);
  }
  return columns;
}

/// A row of the table while it is read: complaints name file, line and column.
class Row {
 public:
  Row(const std::string& file, const datasets::InputRow& cells, const Columns& columns)
      : where_(fmt::format("{}, line {}", file, cells.line)), cells_(cells), columns_(columns) {}
  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] std::string text(std::string_view column) const {
    return std::string(datasets::trimmed(cells_.cell(columns_.at(column))));
  }
  [[nodiscard]] double number(std::string_view column) const {
    const auto cell = text(column);
    const auto value = datasets::parse_number(cell);
    if (!value) refuse(column, fmt::format("'{}' is no number", cell), "write digits, or leave it empty");
    return *value;
  }
  [[nodiscard]] double amount(std::string_view column) const {
    const double value = number(column);
    if (value < 0)
      refuse(column, fmt::format("{:g} is below 0", value), "write what there is, or leave it empty");
    return value;
  }
  [[noreturn]] void refuse(std::string_view column, std::string what, std::string fix) const {
    throw geo::InputError{{fmt::format("{}, column '{}'", where_, column), std::move(what), std::move(fix)}};
  }

 private:
  std::string where_;
  const datasets::InputRow& cells_;
  const Columns& columns_;
};

BuildingStanding standing_of(const Row& row) {
  auto word = datasets::lower(row.text("status"));
  std::replace(word.begin(), word.end(), '_', ' ');
  std::replace(word.begin(), word.end(), '-', ' ');
  for (const auto standing : {BuildingStanding::existing, BuildingStanding::upgrade,
                              BuildingStanding::could_close, BuildingStanding::proposed})
    if (word == workforce::standing_name(standing)) return standing;
  row.refuse("status", fmt::format("'{}' is no status", row.text("status")),
             "one of: existing, upgrade, could close, new");
}

std::vector<std::string> services_of(const std::string& cell) {
  std::vector<std::string> services;
  for (std::size_t from = 0; from <= cell.size();) {
    const auto to = std::min(cell.find(';', from), cell.size());
    if (const auto service = datasets::trimmed(std::string_view(cell).substr(from, to - from));
        !service.empty())
      services.emplace_back(service);
    from = to + 1;
  }
  return services;
}

Candidate candidate_of(const Row& row) {
  Candidate candidate;
  candidate.where = row.where();
  candidate.id = row.text("id");
  if (candidate.id.empty()) row.refuse("id", "it is empty", "give each candidate an id of its own");
  candidate.name = row.text("name");
  candidate.standing = standing_of(row);
  candidate.area = row.text("area");
  if (const auto postcode = row.text("postcode"); !postcode.empty())
    candidate.postcode = datasets::normalise_postcode(postcode);
  candidate.x = row.number("x");
  candidate.y = row.number("y");
  if (std::isnan(candidate.x) != std::isnan(candidate.y))
    row.refuse("x", "x and y are not filled both", "fill both, in metres (EPSG:27700), or none");
  candidate.rooms = row.amount("rooms");
  candidate.wte = row.amount("wte");
  candidate.cost = row.amount("cost");
  candidate.rooms_after = row.amount("rooms_after");
  candidate.wte_after = row.amount("wte_after");
  candidate.cost_after = row.amount("cost_after");
  if (candidate.standing == BuildingStanding::upgrade && std::isnan(candidate.rooms_after) &&
      std::isnan(candidate.wte_after))
    row.refuse("rooms_after", "an upgrade does not say what it brings", "fill rooms_after or wte_after");
  candidate.serves = services_of(row.text("serves"));
  return candidate;
}

}  // namespace

std::vector<Candidate> read_candidates(const std::string& path) {
  constexpr std::size_t kHeadingRows = 15;
  for (const auto& table : datasets::find_tables(path))
    for (std::size_t heading = 0; heading < std::min(kHeadingRows, table.sample.size()); ++heading) {
      const auto columns = find_columns(table.sample[heading]);
      if (columns.at("id") < 0 || columns.at("status") < 0) continue;
      std::vector<Candidate> candidates;
      std::map<std::string, std::string> seen;
      std::vector<geo::Finding> findings;
      datasets::read_rows(
          table, heading + 1, {},
          [&](const datasets::InputRow& cells) {
            if (std::all_of(cells.cells.begin(), cells.cells.end(),
                            [](auto cell) { return datasets::trimmed(cell).empty(); }))
              return;
            const Row row(table.name(), cells, columns);
            candidates.push_back(candidate_of(row));
            const auto& id = candidates.back().id;
            if (const auto [before, is_new] = seen.emplace(id, row.where()); !is_new)
              row.refuse("id", fmt::format("'{}' stands at {} too", id, before->second),
                         "one row a candidate; an upgrade says both states in its row");
          },
          findings);
      if (candidates.empty())
        throw geo::InputError{{table.name(), "it lists no candidate", "write one a row below the headings"}};
      return candidates;
    }
  throw geo::InputError{
      {path, "no table with the columns id and status",
       fmt::format("columns: {}; see placewright schema candidates", fmt::join(kColumns, ", "))}};
}

}  // namespace placewright::boundaries::cli
