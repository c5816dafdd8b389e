#pragma once

#include <string>

/// Files that another program keeps in WAL mode: beside the file stand FILE-wal with its last changes and
/// FILE-shm, through which the programs of one machine agree.
namespace placewright::datasets {

/// Whether the file says of itself that it is in WAL mode. Needs: no other connection of this program to it,
/// for reading a file drops their locks.
[[nodiscard]] bool is_wal_file(const std::string& path);

/// Whether the file lies on a drive of another machine, where WAL mode does not work.
[[nodiscard]] bool is_on_network(const std::string& path);

/// A copy of a file with its WAL in a folder of its own, gone when this goes.
class WalCopy {
 public:
  /// Throws InputError where it cannot be made.
  explicit WalCopy(const std::string& path);
  ~WalCopy();
  WalCopy(const WalCopy&) = delete;
  WalCopy& operator=(const WalCopy&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string folder_, path_;
};

}  // namespace placewright::datasets
