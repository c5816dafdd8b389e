#include "datasets/place/written_beside.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "geo/error.h"

namespace placewright::datasets {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLock = ".lock";
constexpr const char* kMark = ".new-";
constexpr std::size_t kRandomLetters = 6;

/// The folders of /a/b.csv are /a/.b.csv.new-XXXXXX.
std::string folder_start(const fs::path& file) { return "." + file.filename().string() + kMark; }

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

bool stands_at(int file, const std::string& path) {
  struct stat open {
  }, named{};
  return ::fstat(file, &open) == 0 && ::lstat(path.c_str(), &named) == 0 && open.st_dev == named.st_dev &&
         open.st_ino == named.st_ino;
}

/// Removes a folder whose writer is gone. One that is being made has no lock yet: one of the same file is
/// taken only while it is empty, and its maker then makes another; one of another file is left alone.
void remove_if_left(const fs::path& folder, bool same_file) {
  struct stat state {};
  if (::lstat(folder.c_str(), &state) != 0 || !S_ISDIR(state.st_mode) || state.st_uid != ::geteuid()) return;
  const int lock = ::open((folder / kLock).c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (lock < 0) {
    if (same_file) ::rmdir(folder.c_str());
    return;
  }
  std::error_code ignored;
  if (::flock(lock, LOCK_EX | LOCK_NB) == 0) fs::remove_all(folder, ignored);
  ::close(lock);
}

void remove_what_is_left(const fs::path& file) {
  const auto start = folder_start(file);
  const std::string mark = kMark;
  std::error_code error;
  for (fs::directory_iterator at(folder_of(file), error), end; !error && at != end; at.increment(error)) {
    const auto name = at->path().filename().string();
    const bool marked = name.front() == '.' && name.size() > mark.size() + kRandomLetters &&
                        name.compare(name.size() - kRandomLetters - mark.size(), mark.size(), mark) == 0;
    if (marked)
      remove_if_left(at->path(), name.size() == start.size() + kRandomLetters && name.starts_with(start));
  }
}

}  // namespace

WrittenBeside::WrittenBeside(const std::string& path) : path_(path) {
  const fs::path file(path);
  std::error_code error;
  if (fs::is_directory(file, error))
    throw geo::InputError{{path, "is a directory", "name a file in it, such as " + (file / "name").string()}};
  if (const auto folder = folder_of(file); !fs::is_directory(folder, error))
    throw geo::InputError{{path, "its folder does not exist", "make it first: mkdir -p " + folder.string()}};
  remove_what_is_left(file);
  while (!try_to_make()) {
  }
  beside_ = (fs::path(folder_) / file.filename()).string();
}

/// False when another program took the new folder for one that was left behind.
bool WrittenBeside::try_to_make() {
  const fs::path file(path_);
  folder_ = (folder_of(file) / (folder_start(file) + std::string(kRandomLetters, 'X'))).string();
  if (::mkdtemp(folder_.data()) == nullptr)
    throw geo::InputError{{path_, "cannot be written: " + std::system_category().message(errno),
                           "check that its folder may be written to, and that the disk has room"}};
  const auto name = folder_ + "/" + kLock;
  lock_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (lock_ < 0 && errno != ENOENT) {
    const auto why = std::system_category().message(errno);
    ::rmdir(folder_.c_str());
    throw geo::InputError{{path_, "cannot be written: " + why,
                           "check that its folder may be written to, and that the disk has room"}};
  }
  if (lock_ < 0) return false;
  // Where the file system knows no locks, nobody can take the folder for one that was left behind either.
  const bool taken = ::flock(lock_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  if (!taken && stands_at(lock_, name)) return true;
  ::close(lock_);
  return false;
}

WrittenBeside::~WrittenBeside() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

void WrittenBeside::put() const {
  std::error_code error;
  fs::rename(beside_, path_, error);
  if (error)
    throw geo::InputError{
        {path_, "cannot be written: " + error.message(), "check that its folder may be written to"}};
}

bool WrittenBeside::put_new() const {
  if (::renameat2(AT_FDCWD, beside_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST) return false;
  // This file system cannot: an empty file takes the name first, so that only one program ever gets it.
  const int claim = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (claim < 0 && errno == EEXIST) return false;
  if (claim >= 0) ::close(claim);
  try {
    put();
  } catch (...) {
    if (claim >= 0) ::unlink(path_.c_str());
    throw;
  }
  return true;
}

}  // namespace placewright::datasets
