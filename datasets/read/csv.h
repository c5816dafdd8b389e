#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/read/byte_file.h"

namespace placewright::datasets {

/// The rows of a delimited text file, one at a time; the file may lie in an archive ("/vsizip/...").
///
/// RFC 4180 quotes; CRLF or LF; UTF-8 with or without byte order mark, UTF-16 with one; a row with other
/// bytes is read as Windows-1252 and counted. Throws InputError for a file that ends early, a stray quote, or
/// bytes that are no text. Cost: one pass, about 8 MB of memory, whatever the size of the file.
class CsvRows {
 public:
  /// Name: how messages call the file. Delimiter: ',', ';', '|' or tab; 0 finds out from the first lines.
  /// On disk: bytes that the file, or the archive it lies in, has there; where it unpacks to far more it is
  /// refused (refuse_bomb). 0: not asked.
  CsvRows(const std::string& path, std::string name, char delimiter = 0, std::uint64_t on_disk_bytes = 0);
  CsvRows(const CsvRows&) = delete;
  CsvRows& operator=(const CsvRows&) = delete;

  /// The next row, also an empty one; false at the end. The views live until the next call.
  bool next(std::vector<std::string_view>& cells);
  [[nodiscard]] std::int64_t line() const { return row_line_; }  ///< where the last row began, from 1
  [[nodiscard]] std::int64_t recoded_rows() const { return recoded_rows_; }
  [[nodiscard]] char delimiter() const { return delimiter_; }

 private:
  enum class Wide { no, little, big };  ///< UTF-16, and which byte of two comes first

  bool fill();
  void append_wide();
  void split_quoted(std::size_t end, std::vector<std::string_view>& cells);
  [[noreturn]] void stray_quote(std::int64_t line, const std::string& what) const;

  std::string name_;
  ByteFile file_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool ended_ = false;
  char delimiter_ = ',';
  std::int64_t line_ = 1, row_line_ = 1, recoded_rows_ = 0;
  std::uint64_t read_ = 0, on_disk_bytes_ = 0;
  std::string recoded_;
  Wide wide_ = Wide::no;
  std::string wide_bytes_;  ///< read and not yet in the buffer
};

}  // namespace placewright::datasets
