#include "datasets/read/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "datasets/place/plain_text.h"
#include "datasets/read/cells.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

constexpr std::size_t kChunk = std::size_t{4} << 20;
/// A quoted cell of an official table is a name or an address; one longer than this is a quote that was never
/// closed.
constexpr std::size_t kLongestRow = std::size_t{1} << 20;

char likely_delimiter(std::string_view head) {
  std::array<std::size_t, 4> counts{};
  constexpr std::string_view candidates = ",;\t|";
  bool quoted = false;
  for (const char c : head) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    for (std::size_t k = 0; k < candidates.size(); ++k)
      if (c == candidates[k]) ++counts[k];
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return *most == 0 ? ',' : candidates[static_cast<std::size_t>(most - counts.begin())];
}

void append_utf8(std::uint32_t letter, std::string& text) {
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  const auto further = [&](unsigned shift) { add(0x80U | (letter >> shift & 0x3FU)); };
  if (letter < 0x80) {
    add(letter);
  } else if (letter < 0x800) {
    add(0xC0U | letter >> 6U);
    further(0);
  } else if (letter < 0x10000) {
    add(0xE0U | letter >> 12U);
    further(6);
    further(0);
  } else {
    add(0xF0U | (letter >> 18U & 0x07U));
    further(12);
    further(6);
    further(0);
  }
}

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

}  // namespace

CsvRows::CsvRows(const std::string& path, std::string name, char delimiter, std::uint64_t on_disk_bytes)
    : name_(std::move(name)), file_(path), on_disk_bytes_(on_disk_bytes) {
  if (!file_.is_open())
    throw geo::InputError{{name_, "cannot be opened", "check the path and that you may read it"}};
  if (on_disk_bytes_ > 0) refuse_bomb(name_, file_.size(), on_disk_bytes_);
  fill();
  if (buffer_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
  const std::string_view head = std::string_view(buffer_).substr(at_, 65536);
  if (head.find('\0') != std::string_view::npos)
    throw geo::InputError{
        {name_, "holds bytes that are no text",
         "give the file as it was published; if it is a spreadsheet, save it as CSV UTF-8"}};
  delimiter_ = delimiter != 0 ? delimiter : likely_delimiter(head);
}

bool CsvRows::fill() {
  if (ended_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t had = buffer_.size();
  buffer_.resize(had + kChunk);
  const std::size_t got = file_.read(buffer_.data() + had, kChunk);
  buffer_.resize(had + got);
  if (read_ == 0 && got >= 2) {
    const auto mark = buffer_.substr(0, 2);
    wide_ = mark == "\xFF\xFE" ? Wide::little : mark == "\xFE\xFF" ? Wide::big : Wide::no;
  }
  read_ += got;
  if (on_disk_bytes_ > 0) refuse_bomb(name_, read_, on_disk_bytes_);
  if (got < kChunk) {
    ended_ = true;
    if (read_ < file_.size())
      throw geo::InputError{
          {name_, fmt::format("ends after {} of the {} bytes that it announces", read_, file_.size()),
           "download it again; the file is cut off or damaged"}};
  }
  if (wide_ != Wide::no) {
    wide_bytes_ += buffer_.substr(had);
    buffer_.resize(had);
    append_wide();
  }
  return got > 0;
}

/// What was read of UTF-16 goes into the buffer as UTF-8; half a letter waits for its other half.
void CsvRows::append_wide() {
  const auto unit_at = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(wide_bytes_[at]),
               second = static_cast<unsigned char>(wide_bytes_[at + 1]);
    return static_cast<std::uint32_t>(wide_ == Wide::little ? second << 8U | first : first << 8U | second);
  };
  std::size_t at = 0;
  for (; at + 2 <= wide_bytes_.size(); at += 2) {
    std::uint32_t letter = unit_at(at);
    if (letter >= 0xD800 && letter < 0xDC00) {
      if (at + 4 > wide_bytes_.size()) break;
      letter = 0x10000 + ((letter - 0xD800) << 10U) + (unit_at(at + 2) & 0x3FFU);
      at += 2;
    }
    append_utf8(letter, buffer_);
  }
  wide_bytes_.erase(0, at);
  if (ended_ && !wide_bytes_.empty())
    throw geo::InputError{
        {name_, "its UTF-16 text ends within a letter", "download it again; the file is cut off or damaged"}};
}

void CsvRows::stray_quote(std::int64_t line, const std::string& what) const {
  throw geo::InputError{
      {fmt::format("{}, line {}", name_, line), what,
       "put the whole cell in quotes and write each quote within it twice, or take the quote out"}};
}

bool CsvRows::next(std::vector<std::string_view>& cells) {
  cells.clear();
  // The end of the row: the first line end outside quotes.
  std::size_t end = at_;
  bool quoted = false, quotes = false;
  std::int64_t lines = 0;
  row_line_ = line_;
  std::size_t from = at_;
  while (true) {
    const char* begin = buffer_.data();
    const char* stop = static_cast<const char*>(std::memchr(begin + from, '\n', buffer_.size() - from));
    const std::size_t until = stop != nullptr ? static_cast<std::size_t>(stop - begin) : buffer_.size();
    for (std::size_t k = from; k < until;) {
      const char* quote = static_cast<const char*>(std::memchr(begin + k, '"', until - k));
      if (quote == nullptr) break;
      quotes = true;
      quoted = !quoted;
      k = static_cast<std::size_t>(quote - begin) + 1;
    }
    if (stop != nullptr && !quoted) {
      end = until;
      ++lines;
      break;
    }
    if (until - at_ > kLongestRow)
      stray_quote(row_line_, quoted ? "a quote is opened and not closed" : "the line has no end");
    if (stop != nullptr) {
      ++lines;
      from = until + 1;
      if (from < buffer_.size()) continue;
    } else {
      from = until;
    }
    const std::size_t offset = from - at_;
    if (!fill()) {
      if (quoted) stray_quote(row_line_, "a quote is opened and not closed before the end of the file");
      if (at_ >= buffer_.size()) return false;
      end = buffer_.size();
      break;
    }
    from = at_ + offset;
  }
  const std::size_t start = at_;
  std::size_t last = end;
  if (last > start && buffer_[last - 1] == '\r') --last;
  line_ += lines;
  at_ = std::min(end + 1, buffer_.size());

  std::string_view row = std::string_view(buffer_).substr(start, last - start);
  if (!is_ascii(row) && !is_utf8(row)) {
    ++recoded_rows_;
    recoded_ = from_windows_1252(row);
  } else if (quotes) {
    recoded_.assign(row);
  }
  if (quotes) {
    split_quoted(recoded_.size(), cells);
    return true;
  }
  if (!is_ascii(row) && !is_utf8(row)) row = recoded_;
  while (true) {
    const auto comma = row.find(delimiter_);
    cells.push_back(row.substr(0, comma));
    if (comma == std::string_view::npos) break;
    row.remove_prefix(comma + 1);
  }
  return true;
}

void CsvRows::split_quoted(std::size_t end, std::vector<std::string_view>& cells) {
  std::string& text = recoded_;
  std::int64_t line = row_line_;
  std::size_t at = 0;
  while (true) {
    if (at < end && text[at] == '"') {
      const std::size_t begin = ++at;
      std::size_t write = begin;
      while (at < end) {
        if (text[at] == '"') {
          if (at + 1 < end && text[at + 1] == '"')
            ++at;
          else
            break;
        }
        if (text[at] == '\n') ++line;
        text[write++] = text[at++];
      }
      ++at;  // the closing quote
      cells.push_back(std::string_view(text).substr(begin, write - begin));
      while (at < end && text[at] == ' ' && text[at] != delimiter_) ++at;
      if (at < end && text[at] != delimiter_)
        stray_quote(line, fmt::format("text stands after a closing quote (row from line {})", row_line_));
    } else {
      const std::size_t begin = at;
      while (at < end && text[at] != delimiter_) {
        if (text[at] == '"')
          stray_quote(line, "a quote stands in the middle of a cell that does not begin with one");
        if (text[at] == '\n') ++line;
        ++at;
      }
      cells.push_back(std::string_view(text).substr(begin, at - begin));
    }
    if (at >= end) return;
    ++at;  // the delimiter
    if (at == end) {
      cells.emplace_back();
      return;
    }
  }
}

}  // namespace placewright::datasets
