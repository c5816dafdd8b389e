#pragma once

#include <optional>
#include <string>
#include <string_view>

/// What one cell or one column heading of an official file says.
namespace placewright::datasets {

/// A heading as it is compared: lower case, runs of blanks and underscores as one space, without byte order
/// mark, without what stands after "(where" (cut at different lengths by the publisher) and without ";
/// measures: value".
[[nodiscard]] std::string normalise_heading(std::string_view heading);

/// Whether a normalised heading fits a pattern: '#' is one digit, '*' any run of characters, '|' separates
/// choices.
[[nodiscard]] bool heading_fits(std::string_view pattern, std::string_view heading);

/// A heading as a column name: lower-case letters, digits and underscores; text in brackets is left out.
[[nodiscard]] std::string column_name(std::string_view heading);

/// "", NA, ND, *, -, :, .., c, [c], [x], [z], [low], -99 and the like: published in place of a number.
[[nodiscard]] bool is_missing_mark(std::string_view cell);

/// Blank, NA, 0, Unassigned, none and the like where the id of a neighbourhood belongs: in no neighbourhood.
[[nodiscard]] bool is_no_neighbourhood(std::string_view cell);

/// The number in a cell; thousands separators allowed, missing marks give NaN. Nothing when it is text.
[[nodiscard]] std::optional<double> parse_number(std::string_view cell);

/// "ls11aa", "LS1  1AA" -> "LS1 1AA". What is too short to be a postcode comes back trimmed and upper-cased.
[[nodiscard]] std::string normalise_postcode(std::string_view cell);
/// Whether normalise_postcode's answer looks like a United Kingdom postcode.
[[nodiscard]] bool is_postcode(std::string_view postcode);

/// The form of a code: capital letters as A, small ones as a, digits as 9: "E01011264" -> "A99999999".
[[nodiscard]] std::string code_form(std::string_view code);
/// ^[EWSN]\d{8}$
[[nodiscard]] bool is_gss_code(std::string_view code);

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string lower(std::string_view text);

/// Years and months of a vintage such as "2021", "July 2022", "01JUL2022", "2024-06-01", "Mid-2024" as
/// year * 12 + month - 1 (January where no month is named). Nothing without a year.
[[nodiscard]] std::optional<int> month_of(std::string_view vintage);

/// One band of ages: lowest and highest year, highest < 0 for "and over"; sex "", "F" or "M".
struct AgeBand {
  int lowest = 0, highest = 0;
  std::string sex;
  [[nodiscard]] std::string text() const;  ///< "0-4", "85+", "7"
  friend bool operator==(const AgeBand&, const AgeBand&) = default;
};
/// "Age: Aged 5 to 9 years", "Aged 85 years and over", "pop_0_4", "pop_85_plus", "F0", "M90", "0-4", "85+".
[[nodiscard]] std::optional<AgeBand> parse_age_band(std::string_view heading);

}  // namespace placewright::datasets
