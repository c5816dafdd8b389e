#include "datasets/place/plain_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace placewright::datasets {
namespace {

bool is_printable_ascii(char c) { return c >= 0x20 && c < 0x7F; }

/// The code point at `at` of valid UTF-8, and how many bytes it takes.
std::pair<std::uint32_t, std::size_t> point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t k) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + k]));
  };
  const auto lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {(lead & 0x1FU) << 6U | (byte(1) & 0x3FU), 2};
  if (lead < 0xF0) return {(lead & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU), 3};
  return {(lead & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U | (byte(3) & 0x3FU), 4};
}

bool is_control(std::uint32_t point) { return point < 0x20 || (point >= 0x7F && point < 0xA0); }

/// Marks of Unicode that are not seen but change what is: directions, joins of words, annotations, tags, no
/// characters.
bool is_unseen(std::uint32_t point) {
  return point == 0x061C || point == 0x200B || point == 0x200E || point == 0x200F ||
         (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
         (point >= 0xFDD0 && point <= 0xFDEF) || (point >= 0xFFF9 && point <= 0xFFFB) ||
         (point & 0xFFFEU) == 0xFFFE || (point >= 0xE0000 && point <= 0xE0FFF);
}

bool is_break(std::uint32_t point) {
  return point == '\t' || point == '\n' || point == '\r' || point == 0x2028 || point == 0x2029;
}

/// What stands for the character at `at`: itself, a blank, or nothing.
std::string_view plain_at(std::string_view text, std::size_t at, std::size_t bytes, std::uint32_t point,
                          Lines lines) {
  const auto itself = text.substr(at, bytes);
  if (is_break(point)) {
    if (lines == Lines::joined || bytes > 1) return " ";
    return point != '\r' || text.substr(at + 1, 1) == "\n" ? itself : std::string_view();
  }
  return is_control(point) || is_unseen(point) ? std::string_view() : itself;
}

}  // namespace

std::string as_utf8(std::string_view bytes) {
  if (!is_utf8(bytes)) return as_utf8(from_windows_1252(bytes));
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto [point, size] = point_at(bytes, at);
    const auto sign = point >= 0x80 && point < 0xA0
                          ? from_windows_1252(std::string(1, static_cast<char>(point)))
                          : std::string();
    out += sign.empty() || sign == "\xEF\xBF\xBD" ? bytes.substr(at, size) : std::string_view(sign);
    at += size;
  }
  return out;
}

bool is_plain(std::string_view text, Lines lines) {
  if (std::all_of(text.begin(), text.end(), is_printable_ascii)) return true;
  if (!is_utf8(text)) return false;
  for (std::size_t at = 0; at < text.size();) {
    const auto [point, bytes] = point_at(text, at);
    if (plain_at(text, at, bytes, point, lines) != text.substr(at, bytes)) return false;
    at += bytes;
  }
  return true;
}

std::string plain_text(std::string_view text, Lines lines) {
  if (is_plain(text, lines)) return std::string(text);
  const auto utf8 = as_utf8(text);
  text = utf8;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [point, bytes] = point_at(text, at);
    out += plain_at(text, at, bytes, point, lines);
    at += bytes;
  }
  return out;
}

bool is_utf8(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); };
  for (std::size_t at = 0; at < bytes.size();) {
    const std::uint8_t lead = byte(at);
    std::size_t more = 0;
    if (lead < 0x80)
      more = 0;
    else if (lead >= 0xC2 && lead <= 0xDF)
      more = 1;
    else if (lead >= 0xE0 && lead <= 0xEF)
      more = 2;
    else if (lead >= 0xF0 && lead <= 0xF4)
      more = 3;
    else
      return false;
    if (at + more >= bytes.size() + (more == 0 ? 1 : 0)) return false;
    for (std::size_t k = 1; k <= more; ++k)
      if ((byte(at + k) & 0xC0) != 0x80) return false;
    if (lead == 0xE0 && byte(at + 1) < 0xA0) return false;
    if (lead == 0xED && byte(at + 1) > 0x9F) return false;
    if (lead == 0xF0 && byte(at + 1) < 0x90) return false;
    if (lead == 0xF4 && byte(at + 1) > 0x8F) return false;
    at += more + 1;
  }
  return true;
}

std::string from_windows_1252(std::string_view bytes) {
  // The 32 places where Windows-1252 differs from Latin-1; 0 is unassigned and becomes U+FFFD.
  static constexpr std::array<std::uint16_t, 32> special{
      0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
  std::string out;
  out.reserve(bytes.size() + 8);
  for (const char c : bytes) {
    std::uint32_t point = static_cast<std::uint8_t>(c);
    if (point >= 0x80 && point < 0xA0) point = special[point - 0x80] == 0 ? 0xFFFD : special[point - 0x80];
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else if (point < 0x800) {
      out += static_cast<char>(0xC0 | (point >> 6));
      out += static_cast<char>(0x80 | (point & 0x3F));
    } else {
      out += static_cast<char>(0xE0 | (point >> 12));
      out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (point & 0x3F));
    }
  }
  return out;
}

}  // namespace placewright::datasets
