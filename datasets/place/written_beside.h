#pragma once

#include <string>

namespace placewright::datasets {

/// A file that is written whole before it stands under its name. It is written into a folder of its own
/// beside that name, which only its owner can enter and nobody can guess: no link planted there is followed.
/// What killed programs left in the same folder in this way is removed first.
class WrittenBeside {
 public:
  /// InputError when path is a directory, or nothing can be made in its folder.
  explicit WrittenBeside(const std::string& path);
  ~WrittenBeside();  ///< removes what was not put in place
  WrittenBeside(const WrittenBeside&) = delete;
  WrittenBeside& operator=(const WrittenBeside&) = delete;

  /// Where to write; nothing stands there yet, and its last part is that of the path.
  [[nodiscard]] const std::string& beside() const { return beside_; }
  /// Puts it under its name, in place of what is there. InputError when that fails: what is there stays.
  void put() const;
  /// Puts it under its name; false, and nothing done, when something is there already.
  [[nodiscard]] bool put_new() const;

 private:
  bool try_to_make();

  std::string path_, folder_, beside_;
  int lock_ = -1;  ///< held as long as this program writes: a folder whose lock is free was left behind
};

}  // namespace placewright::datasets
