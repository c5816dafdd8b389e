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

/// Throws InputError where a file unpacks to far more than it has on disk: over 256 MB and over a hundred
/// times as much. Official tables pack twenty times at most; such an archive is made to fill the memory of
/// who opens it. name: how messages call the file.
void refuse_bomb(const std::string& name, std::uint64_t unpacked_bytes, std::uint64_t on_disk_bytes);

}  // namespace placewright::datasets
