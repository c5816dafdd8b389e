#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace placewright::datasets {

enum class Lines { joined, kept };

/// Text that is only shown: UTF-8 without what a terminal obeys (control characters), what turns the direction of
/// writing, what cannot be seen, and what XML forbids.
///
/// Bytes that are no UTF-8 are read as Windows-1252. Lines joined: line ends and tabs become blanks; kept: they stay, but
/// a return without its line feed goes. Text that is plain comes back as it is.
[[nodiscard]] std::string plain_text(std::string_view text, Lines lines = Lines::joined);

/// Whether plain_text would change nothing. Cost: one pass, no memory.
[[nodiscard]] bool is_plain(std::string_view text, Lines lines = Lines::joined);

/// Windows-1252 as UTF-8.
[[nodiscard]] std::string from_windows_1252(std::string_view bytes);
[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace placewright::datasets
