#include "datasets/read/cells.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace placewright::datasets {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char low(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char high(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool fits_one(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    for (std::size_t skip = 0; skip <= text.size(); ++skip)
      if (fits_one(pattern.substr(1), text.substr(skip))) return true;
    return false;
  }
  if (text.empty()) return false;
  if (pattern.front() == '#' ? !is_digit(text.front()) : pattern.front() != text.front()) return false;
  return fits_one(pattern.substr(1), text.substr(1));
}

/// The whole number that starts at `at`, which moves behind it; -1 where there is no digit.
int whole_number(std::string_view text, std::size_t& at) {
  int value = -1;
  while (at < text.size() && is_digit(text[at]) && value < 10000) {
    value = (value < 0 ? 0 : value * 10) + (text[at] - '0');
    ++at;
  }
  return value;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  // Blanks of one byte, and those of two and three: no-break, thin and zero-width spaces, byte order marks.
  static constexpr std::array<std::string_view, 8> wide{"\xC2\xA0",     "\xE2\x80\xAF", "\xE2\x80\x87",
                                                        "\xE2\x80\x89", "\xE2\x80\x8B", "\xE2\x81\xA0",
                                                        "\xE3\x80\x80", "\xEF\xBB\xBF"};
  while (!text.empty()) {
    if (is_blank(text.front())) {
      text.remove_prefix(1);
      continue;
    }
    if (is_blank(text.back())) {
      text.remove_suffix(1);
      continue;
    }
    if ((static_cast<unsigned char>(text.front()) & 0x80U) == 0 &&
        (static_cast<unsigned char>(text.back()) & 0x80U) == 0)
      break;
    const auto before = text.size();
    for (const auto blank : wide) {
      if (text.starts_with(blank)) text.remove_prefix(blank.size());
      if (text.ends_with(blank)) text.remove_suffix(blank.size());
    }
    if (text.size() == before) break;
  }
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), low);
  return out;
}

std::string normalise_heading(std::string_view heading) {
  if (heading.substr(0, 3) == "\xEF\xBB\xBF") heading.remove_prefix(3);
  std::string out;
  for (const char c : heading) {
    if (is_blank(c) || c == '_') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += low(c);
    }
  }
  if (const auto where = out.find("(where"); where != std::string::npos) out.resize(where);
  if (const auto measures = out.find("; measures"); measures != std::string::npos) out.resize(measures);
  return std::string(trimmed(out));
}

bool heading_fits(std::string_view pattern, std::string_view heading) {
  while (true) {
    const auto bar = pattern.find('|');
    if (fits_one(pattern.substr(0, bar), heading)) return true;
    if (bar == std::string_view::npos) return false;
    pattern.remove_prefix(bar + 1);
  }
}

std::string column_name(std::string_view heading) {
  std::string out;
  int depth = 0;
  for (const char c : heading) {
    if (c == '(') ++depth;
    if (depth == 0 && (is_digit(c) || is_letter(c)))
      out += low(c);
    else if (!out.empty() && out.back() != '_')
      out += '_';
    if (c == ')' && depth > 0) --depth;
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  if (out.empty()) {  // all of it stood in brackets
    for (const char c : heading)
      if (is_digit(c) || is_letter(c)) out += low(c);
  }
  if (!out.empty() && is_digit(out.front())) out.insert(0, "n_");
  return out;
}

bool is_missing_mark(std::string_view cell) {
  static constexpr std::array<std::string_view, 21> marks{
      "",    "NA",  "N/A",   "ND",  "*",    "-",    ":",   "..",  "c",    "x",  "[c]",
      "[x]", "[z]", "[low]", "-99", "null", "NULL", "NaN", "[u]", "None", "n/a"};
  return std::find(marks.begin(), marks.end(), trimmed(cell)) != marks.end();
}

bool is_no_neighbourhood(std::string_view cell) {
  static constexpr std::array<std::string_view, 21> words{
      "",        "0",       "na",          "n/a",        "#n/a",          "nan",
      "null",    "none",    "nil",         "unassigned", "not assigned",  "-",
      "--",      ".",       "unallocated", "tbc",        "not allocated", "no neighbourhood",
      "outside", "unknown", "<na>"};
  return std::find(words.begin(), words.end(), lower(trimmed(cell))) != words.end();
}

std::optional<double> parse_number(std::string_view cell) {
  cell = trimmed(cell);
  if (!cell.empty() && cell.size() < 16 && std::all_of(cell.begin(), cell.end(), is_digit)) {
    std::int64_t whole = 0;
    for (const char c : cell) whole = whole * 10 + (c - '0');
    return static_cast<double>(whole);
  }
  if (is_missing_mark(cell)) return std::numeric_limits<double>::quiet_NaN();
  std::array<char, 64> digits{};
  std::size_t used = 0;
  if (!cell.empty() && cell.front() == '+') cell.remove_prefix(1);
  const auto first_comma = cell.find(',');
  const std::size_t most_before = cell.starts_with('-') ? 4 : 3;  // up to three digits and a sign
  for (std::size_t at = 0; at < cell.size(); ++at) {
    if (cell[at] == ',') {  // a thousands separator stands before exactly three digits
      const bool three = at + 3 < cell.size() && at > 0 && is_digit(cell[at + 1]) && is_digit(cell[at + 2]) &&
                         is_digit(cell[at + 3]) && (at + 4 == cell.size() || !is_digit(cell[at + 4]));
      if (!three || (at == first_comma && at > most_before)) return std::nullopt;
      continue;
    }
    if (used == digits.size()) return std::nullopt;
    digits[used++] = cell[at];
  }
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + used, value);
  if (error != std::errc{} || end != digits.data() + used || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string normalise_postcode(std::string_view cell) {
  std::string out;
  for (const char c : cell)
    if (is_digit(c) || is_letter(c)) out += high(c);
  if (out.size() >= 5) out.insert(out.size() - 3, " ");
  return out;
}

bool is_postcode(std::string_view postcode) {
  if (postcode.size() < 6 || postcode.size() > 8) return false;
  const auto inward = postcode.substr(postcode.size() - 3);
  return is_letter(postcode.front()) && postcode[postcode.size() - 4] == ' ' && is_digit(inward[0]) &&
         is_letter(inward[1]) && is_letter(inward[2]);
}

std::string code_form(std::string_view code) {
  std::string out(code);
  for (char& c : out) {
    if (is_digit(c))
      c = '9';
    else if (c >= 'A' && c <= 'Z')
      c = 'A';
    else if (c >= 'a' && c <= 'z')
      c = 'a';
  }
  return out;
}

bool is_gss_code(std::string_view code) {
  if (code.size() != 9) return false;
  if (code[0] != 'E' && code[0] != 'W' && code[0] != 'S' && code[0] != 'N') return false;
  return std::all_of(code.begin() + 1, code.end(), is_digit);
}

std::optional<int> month_of(std::string_view vintage) {
  static constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                           "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::string text = lower(vintage);
  int month = 0;
  bool named = false;
  for (std::size_t m = 0; m < months.size(); ++m) {
    if (text.find(months[m]) == std::string::npos) continue;
    month = static_cast<int>(m);
    named = true;
  }
  if (!named && text.find("mid") != std::string::npos) month = 5;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at])) continue;
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::string_view run = std::string_view(text).substr(at, end - at);
    const auto number = [&](std::size_t from, std::size_t count) {
      int value = 0;
      for (const char c : run.substr(from, count)) value = value * 10 + (c - '0');
      return value;
    };
    if (run.size() == 4 || run.size() == 6 || run.size() == 8) {
      const int year = number(0, 4);
      if (year >= 1900 && year <= 2199) {
        if (run.size() > 4 && number(4, 2) >= 1 && number(4, 2) <= 12) return year * 12 + number(4, 2) - 1;
        if (!named && end + 2 < text.size() && (text[end] == '-' || text[end] == '_') &&
            is_digit(text[end + 1]) && is_digit(text[end + 2])) {
          const int at_month = (text[end + 1] - '0') * 10 + (text[end + 2] - '0');
          if (at_month >= 1 && at_month <= 12) return year * 12 + at_month - 1;
        }
        return year * 12 + month;
      }
    }
    if (run.size() == 2 && named && end == text.size())
      return (2000 + number(0, 2)) * 12 + month;  // "01-Apr-20"
    at = end;
  }
  return std::nullopt;
}

std::string AgeBand::text() const {
  if (highest < 0) return std::to_string(lowest) + "+";
  if (highest == lowest) return std::to_string(lowest);
  return std::to_string(lowest) + "-" + std::to_string(highest);
}

std::optional<AgeBand> parse_age_band(std::string_view heading) {
  std::string text = normalise_heading(heading);
  const auto drop = [&](std::string_view prefix) {
    if (text.rfind(prefix, 0) == 0) text = std::string(trimmed(std::string_view(text).substr(prefix.size())));
  };
  AgeBand band;
  if (text.size() >= 2 && text.size() <= 3 && (text[0] == 'f' || text[0] == 'm') && is_digit(text[1])) {
    std::size_t at = 1;
    band.sex = text[0] == 'f' ? "F" : "M";
    band.lowest = band.highest = whole_number(text, at);
    if (at != text.size()) return std::nullopt;
    if (band.lowest == 90) band.highest = -1;  // the last single year is 90 and over
    return band;
  }
  const bool worded = text.find("aged ") != std::string::npos;
  drop("age:");
  drop("aged");
  const bool prefixed = worded || text.rfind("pop ", 0) == 0 || text.rfind("age ", 0) == 0;
  drop("pop");
  drop("age");
  if (text.rfind("under ", 0) == 0) {
    std::size_t at = 6;
    const int below = whole_number(text, at);
    if (below <= 0) return std::nullopt;
    return AgeBand{0, below - 1, ""};
  }
  std::size_t at = 0;
  band.lowest = whole_number(text, at);
  if (band.lowest < 0 || band.lowest > 120) return std::nullopt;
  std::string_view rest = trimmed(std::string_view(text).substr(at));
  if (rest.rfind("years", 0) == 0) rest = trimmed(rest.substr(5));
  if (rest.rfind("year", 0) == 0) rest = trimmed(rest.substr(4));
  if (rest == "and under") return AgeBand{0, band.lowest, ""};
  if (rest == "and over" || rest == "plus" || rest == "+" || rest == "and above") {
    band.highest = -1;
    return band;
  }
  if (rest.empty()) {
    if (!prefixed) return std::nullopt;
    band.highest = band.lowest;
    return band;
  }
  if (rest.rfind("to", 0) == 0)
    rest = trimmed(rest.substr(2));
  else if (rest.front() == '-')
    rest = trimmed(rest.substr(1));
  else if (!prefixed)
    return std::nullopt;
  at = 0;
  band.highest = whole_number(rest, at);
  rest = trimmed(rest.substr(at));
  if (band.highest < band.lowest || band.highest > 130 || !(rest.empty() || rest == "years"))
    return std::nullopt;
  return band;
}

}  // namespace placewright::datasets
