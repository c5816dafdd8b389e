#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace placewright::datasets {

/// A file as a run of bytes, on disk or within an archive ("/vsizip/...").
class ByteFile {
 public:
  explicit ByteFile(const std::string& path);
  ~ByteFile();
  ByteFile(const ByteFile&) = delete;
  ByteFile& operator=(const ByteFile&) = delete;

  [[nodiscard]] bool is_open() const { return file_ != nullptr; }
  [[nodiscard]] std::uint64_t size() const { return size_; }  ///< as announced; 0 where nobody says
  /// The next bytes; fewer than asked only at the end, or where the file is damaged. Needs: open.
  std::size_t read(char* into, std::size_t most);

 private:
  void* file_ = nullptr;  ///< VSILFILE
  std::uint64_t size_ = 0;
};

}  // namespace placewright::datasets
