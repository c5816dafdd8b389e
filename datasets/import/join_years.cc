#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "datasets/import/join.h"
#include "datasets/place/place_words.h"
#include "datasets/place/setting_text.h"

/// Units whose codes change from year to year, as wards do.
namespace placewright::datasets {
namespace {

constexpr std::array<std::string_view, 6> kYearly{"ward_code",   "ward_name", "parish_code",
                                                  "parish_name", "msoa_code", "msoa_name"};

/// The number in a text of digits; two of them are of this century. 0 where it is none.
int year_of_digits(std::string_view digits) {
  int year = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), year);
  if (error != std::errc{} || end != digits.data() + digits.size()) return 0;
  return year < 100 ? 2000 + year : year;
}

/// "WD24CD" is of 2024; 0 where a heading names no year.
int year_in_heading(const TakenTable& taken, const std::string& field) {
  const int column = taken.recognised.column(field);
  if (column < 0 || static_cast<std::size_t>(column) >= taken.recognised.headings.size()) return 0;
  const auto& heading = taken.recognised.headings[static_cast<std::size_t>(column)];
  const auto first = heading.find_first_of("0123456789"), last = heading.find_last_of("0123456789");
  if (first == std::string::npos || (last - first != 1 && last - first != 3)) return 0;
  return year_of_digits(std::string_view(heading).substr(first, last - first + 1));
}

}  // namespace

UnitYears::UnitYears(const Place& place) {
  for (const auto column : kYearly) {
    int latest = year_of_digits(setting_text(place.settings, std::string(kUnitYear) + std::string(column)));
    for (const auto& [name, values] : place.areas.parents)
      if (name.starts_with(std::string(column) + "_"))
        latest = std::max(latest, year_of_digits(std::string_view(name).substr(column.size() + 1)));
    if (latest == 0 && column.starts_with("ward"))
      for (const auto& source : place.sources)
        if (source.taken_for == "LSOA (2021) to ward lookup") latest = year_of_digits(source.vintage);
    if (latest > 0 && place.areas.parents.contains(std::string(column))) year_[std::string(column)] = latest;
  }
}

std::vector<std::string> UnitYears::columns_for(const std::string& column, const TakenTable& taken,
                                                Areas& areas) {
  if (std::find(kYearly.begin(), kYearly.end(), column) == kYearly.end()) return {column};
  const int year = year_in_heading(taken, column);
  auto& known = year_[column];
  if (year == 0 || known == 0 || year == known) {
    known = std::max(known, year);
    const auto dated = fmt::format("{}_{}", column, known);
    return areas.parents.contains(dated) ? std::vector{column, dated} : std::vector{column};
  }
  // Two years are known from here on: each has a column of its own, and the latest the plain one too.
  const auto of_known = fmt::format("{}_{}", column, known), of_year = fmt::format("{}_{}", column, year);
  if (!areas.parents.contains(of_known)) areas.parents[of_known] = areas.parents[column];
  areas.parents[of_year].resize(areas.size());
  if (year < known) return {of_year};
  known = year;
  return {column, of_year};
}

void UnitYears::keep(std::map<std::string, std::string>& settings) const {
  for (const auto& [column, year] : year_)
    if (year > 0) settings[std::string(kUnitYear) + column] = fmt::format("{}", year);
}

}  // namespace placewright::datasets
