#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "datasets/place/place.h"

/// Earlier staff beside those of today: whole workforce tables kept as settings of the place.
namespace placewright::datasets {

/// What the settings of kept staff begin with; the rest is their name: a date, or what they were called.
inline constexpr std::string_view kKeptStaff = "staff/";

/// A workforce table as lines of fields that are separated by tabs, and back. Numbers come back as they were;
/// tabs and line ends in texts become blanks. Throws InputError for a text that is no such table.
[[nodiscard]] std::string staff_text(const std::vector<WorkforceRow>& rows);
[[nodiscard]] std::vector<WorkforceRow> read_staff_text(std::string_view text);

/// The latest date that a row says; "" where none says one.
[[nodiscard]] std::string latest_date(const std::vector<WorkforceRow>& rows);

}  // namespace placewright::datasets
