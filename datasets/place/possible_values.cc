#include "datasets/place/possible_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "datasets/place/place.h"

namespace placewright::datasets {
namespace {

constexpr std::size_t kNamed = 20;  // rows of one column that are named one by one
constexpr const char* kCode = "VALUE_IMPOSSIBLE";

}  // namespace

Range possible_range(const Column& column) {
  constexpr double kPeople = 1e9;  // more than live in any country that could be a place
  // Staff below zero, and a share of a post that is none, are findings of their own where staff are counted:
  // those rows are left out there, by name.
  constexpr std::array<std::pair<std::string_view, Range>, 5> by_name{{{"wte", {-1e7, 1e7}},
                                                                       {"imd_rank", {1, kPeople}},
                                                                       {"imd_decile", {1, 10}},
                                                                       {"weight", {0, 1e6}},
                                                                       {"uplift", {-1, 100}}}};
  constexpr std::array<std::pair<std::string_view, Range>, 7> by_unit{{{"people", {0, kPeople}},
                                                                       {"patients", {0, kPeople}},
                                                                       {"desks", {0, 1e6}},
                                                                       {"rooms", {0, 1e6}},
                                                                       {"WTE", {0, 1e7}},
                                                                       {"minutes", {0, 1e6}},
                                                                       {"share 0..1", {0, 1 + 1e-6}}}};
  for (const auto& [name, range] : by_name)
    if (column.name == name) return range;
  for (const auto& [unit, range] : by_unit)
    if (column.unit == unit) return range;
  if (column.name == "border_m") return {0, 1e9};
  if (column.unit == "m") return kGrid;
  return kAnyNumber;
}

bool is_what_the_row_says(std::string_view table, std::string_view column) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> cells{{{"age", "people"},
                                                                                {"segment", "people"},
                                                                                {"registration", "patients"},
                                                                                {"footprint", "share"},
                                                                                {"projection", "value"},
                                                                                {"weight", "weight"}}};
  return std::any_of(cells.begin(), cells.end(),
                     [&](const auto& cell) { return cell.first == table && cell.second == column; });
}

double PossibleValues::refuse(double value, Range range, const Cell& cell) {
  auto count = std::find_if(counts_.begin(), counts_.end(), [&](const auto& one) {
    return one.table == cell.table && one.column == cell.column;
  });
  const std::string outcome = cell.row_needs_it ? "the row is left out" : "it is taken as missing";
  if (count == counts_.end())
    count = counts_.insert(counts_.end(), {std::string(cell.table), std::string(cell.column), outcome, 0});
  if (++count->refused <= kNamed)
    named_.push_back({kCode, geo::Severity::error,
                      fmt::format("{}, table {}, row {}{}, column {}", path_, cell.table, cell.row,
                                  cell.code.empty() ? "" : fmt::format(" ({})", cell.code), cell.column),
                      is_missing(value) ? "there is no number; " + outcome
                                        : fmt::format("{:g} cannot be, only {:g} to {:g} can; {}", value,
                                                      range.least, range.most, outcome),
                      "correct it there, or import the figures again"});
  return kMissing;
}

std::vector<geo::Finding> PossibleValues::findings() const {
  auto findings = named_;
  for (const auto& count : counts_)
    if (count.refused > kNamed)
      findings.push_back(
          {kCode, geo::Severity::error,
           fmt::format("{}, table {}, column {}", path_, count.table, count.column),
           fmt::format("{} more rows hold what cannot be; of each {}", count.refused - kNamed, count.outcome),
           "import the figures again"});
  return findings;
}

}  // namespace placewright::datasets
