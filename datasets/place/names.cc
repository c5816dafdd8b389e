#include "datasets/place/names.h"

#include <algorithm>

namespace placewright::datasets {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Letters and digits; bytes of other scripts' letters too.
bool of_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return is_digit(c) || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte >= 0x80;
}

bool equal_but_for_case(std::string_view a, std::string_view b) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return small(x) == small(y); });
}

/// The part stands in the text as whole words.
bool holds(std::string_view text, std::string_view part) {
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    const auto end = at + part.size();
    const bool begins = at == 0 || !of_word(text[at - 1]) || !of_word(part.front());
    const bool ends = end == text.size() || !of_word(text[end]) || !of_word(part.back());
    if (begins && ends) return true;
  }
  return false;
}

/// "ncl__central_camden" -> "ncl central camden": the words of a code that was made of a name; "" for any
/// other text.
std::string words_of_made_code(std::string_view code) {
  if (code.find('_') == std::string_view::npos || code.find(' ') != std::string_view::npos) return "";
  std::string words;
  for (const char c : code) {
    if (c != '_' && c != '-')
      words += c;
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  while (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

/// "Central Camden (ncl)": the name, and what a code made of it says besides; "" where the code is not made
/// of this name.
std::string name_and_rest(std::string_view code, std::string_view name) {
  const auto words = words_of_made_code(code);
  if (words.size() < name.size()) return "";
  for (std::size_t at = 0; at + name.size() <= words.size(); ++at) {
    const auto end = at + name.size();
    const bool whole = (at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' ');
    if (!whole || !equal_but_for_case(std::string_view(words).substr(at, name.size()), name)) continue;
    auto rest = words.substr(0, at) + (end == words.size() ? "" : words.substr(end + 1));
    while (!rest.empty() && rest.back() == ' ') rest.pop_back();
    return std::string(name) + (rest.empty() ? "" : " (" + rest + ")");
  }
  return "";
}

/// The digits from `at` on, without leading zeros; `at` moves behind them.
std::string_view take_number(std::string_view text, std::size_t& at) {
  const auto from = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  auto number = text.substr(from, at - from);
  while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
  return number;
}

}  // namespace

std::string full_name(std::string_view code, std::string_view name) {
  if (name.empty() || equal_but_for_case(code, name) || holds(code, name)) return std::string(code);
  if (code.empty() || holds(name, code)) return std::string(name);
  if (auto words = name_and_rest(code, name); !words.empty()) return words;
  return std::string(code) + " " + std::string(name);
}

std::string_view further_name(std::string_view code, std::string_view name) {
  return equal_but_for_case(code, name) ? std::string_view{} : name;
}

bool comes_before(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto left = take_number(a, i), right = take_number(b, j);
      if (left.size() != right.size()) return left.size() < right.size();
      if (left != right) return left < right;
      continue;
    }
    if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
    ++i, ++j;
  }
  const auto rest_a = a.size() - i, rest_b = b.size() - j;
  if (rest_a == 0 && rest_b == 0) return a < b;  // "N02" and "N2"
  return rest_a < rest_b;
}

}  // namespace placewright::datasets
