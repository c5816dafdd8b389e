#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace placewright::datasets {

/// Bytes that are no UTF-8 read as Windows-1252; and signs of Windows-1252 that a publisher's program wrote
/// as control characters of Unicode (U+0080 to U+009F) as what they were. Other text comes back as it is.
[[nodiscard]] std::string as_utf8(std::string_view bytes);

enum class Lines { joined, kept };

/// Text that is only shown: UTF-8 without what a terminal obeys (control characters), what turns the
/// direction of writing, what cannot be seen, and what XML forbids.
///
/// It is read by as_utf8. Lines joined: line ends and tabs become blanks; kept: they stay, but
/// a return without its line feed goes. Text that is plain comes back as it is.
[[nodiscard]] std::string plain_text(std::string_view text, Lines lines = Lines::joined);

/// Whether plain_text would change nothing. Cost: one pass, no memory.
[[nodiscard]] bool is_plain(std::string_view text, Lines lines = Lines::joined);

/// Windows-1252 as UTF-8.
[[nodiscard]] std::string from_windows_1252(std::string_view bytes);
[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace placewright::datasets
