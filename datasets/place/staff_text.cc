#include "datasets/place/staff_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "geo/error.h"

namespace placewright::datasets {
namespace {

constexpr std::array kTexts{
    &WorkforceRow::row_id,       &WorkforceRow::employer,     &WorkforceRow::sector,
    &WorkforceRow::role_group,   &WorkforceRow::role,         &WorkforceRow::registered,
    &WorkforceRow::service_area, &WorkforceRow::base_id,      &WorkforceRow::practice_code,
    &WorkforceRow::pcn_code,     &WorkforceRow::footprint_id, &WorkforceRow::allocation,
    &WorkforceRow::post_id,      &WorkforceRow::level,        &WorkforceRow::area_id,
    &WorkforceRow::mobile,       &WorkforceRow::generalist,   &WorkforceRow::source,
    &WorkforceRow::as_at,        &WorkforceRow::estimated,    &WorkforceRow::file};
constexpr std::array kNumbers{&WorkforceRow::share, &WorkforceRow::wte, &WorkforceRow::headcount,
                              &WorkforceRow::vacancy_wte};

}  // namespace

std::string staff_text(const std::vector<WorkforceRow>& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (const auto field : kTexts) {
      for (const char c : row.*field) text += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
      text += '\t';
    }
    for (const auto field : kNumbers) text += is_missing(row.*field) ? "\t" : fmt::format("{}\t", row.*field);
    text.back() = '\n';
  }
  return text;
}

std::vector<WorkforceRow> read_staff_text(std::string_view text) {
  std::vector<WorkforceRow> rows;
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto next = [&] {
      const auto field = line.substr(0, line.find('\t'));
      line.remove_prefix(std::min(line.size(), field.size() + 1));
      return field;
    };
    if (std::count(line.begin(), line.end(), '\t') + 1 !=
        static_cast<std::ptrdiff_t>(kTexts.size() + kNumbers.size()))
      throw geo::InputError{{fmt::format("kept staff, row {}", rows.size() + 1),
                             "it is no row of a workforce table", "import the staff of that date again"}};
    WorkforceRow row;
    for (const auto field : kTexts) row.*field = next();
    for (const auto field : kNumbers) {
      row.*field = kMissing;
      const auto number = next();
      std::from_chars(number.data(), number.data() + number.size(), row.*field);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string latest_date(const std::vector<WorkforceRow>& rows) {
  std::string latest;
  for (const auto& row : rows) latest = std::max(latest, row.as_at);
  return latest;
}

}  // namespace placewright::datasets
