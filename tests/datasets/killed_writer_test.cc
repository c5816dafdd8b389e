#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "datasets/place/file.h"
#include "geo/error.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/temporary_folder.h"

/// A writer dies; the place opens with what was committed last.
namespace placewright::datasets {
namespace {

using Mode = PlaceFile::Mode;
constexpr const char* kCreated = "2026-03-31T10:00:00Z";
constexpr int kKilled = 9, kDone = 0, kFailed = 1;

/// Writes, syncs, truncations and removals of files by SQLite in this process; at the last one allowed it
/// dies, after half of what a write was to write.
int allowed = 0;

bool is_last() { return --allowed == 0; }

struct WatchedFile {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<WatchedFile*>(file)->real(); }

const sqlite3_io_methods* watched_methods() {
  static sqlite3_io_methods methods{};
  methods.iVersion = 1;
  methods.xClose = [](sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); };
  methods.xRead = [](sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), into, size, at);
  };
  methods.xWrite = [](sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    if (is_last()) {
      real(file)->pMethods->xWrite(real(file), from, size / 2, at);
      _exit(kKilled);
    }
    return real(file)->pMethods->xWrite(real(file), from, size, at);
  };
  methods.xTruncate = [](sqlite3_file* file, sqlite3_int64 size) {
    if (is_last()) _exit(kKilled);
    return real(file)->pMethods->xTruncate(real(file), size);
  };
  methods.xSync = [](sqlite3_file* file, int flags) {
    if (is_last()) _exit(kKilled);
    return real(file)->pMethods->xSync(real(file), flags);
  };
  methods.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
  };
  methods.xLock = [](sqlite3_file* file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
  };
  methods.xUnlock = [](sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
  };
  methods.xCheckReservedLock = [](sqlite3_file* file, int* held) {
    return real(file)->pMethods->xCheckReservedLock(real(file), held);
  };
  methods.xFileControl = [](sqlite3_file* file, int what, void* value) {
    return real(file)->pMethods->xFileControl(real(file), what, value);
  };
  methods.xSectorSize = [](sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); };
  methods.xDeviceCharacteristics = [](sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
  };
  return &methods;
}

void watch_files() {
  static sqlite3_vfs watched{};
  static sqlite3_vfs* plain = sqlite3_vfs_find(nullptr);
  watched = *plain;
  watched.zName = "watched";
  watched.szOsFile = static_cast<int>(sizeof(WatchedFile)) + plain->szOsFile;
  watched.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
    std::memset(file, 0, sizeof(WatchedFile));
    const int code = plain->xOpen(plain, name, real(file), flags, out);
    if (code == SQLITE_OK) file->pMethods = watched_methods();
    return code;
  };
  watched.xDelete = [](sqlite3_vfs*, const char* name, int sync) {
    if (is_last()) _exit(kKilled);
    return plain->xDelete(plain, name, sync);
  };
  sqlite3_vfs_register(&watched, 1);
}

/// Exit code of `work` in a process of its own.
template <class Work>
int run_apart(const Work& work) {
  const pid_t child = fork();
  if (child == 0) {
    int code = kFailed;
    try {
      work();
      code = kDone;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
    _exit(code);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// More than the place had: the file grows by many pages.
std::vector<LogRow> long_log() {
  std::vector<LogRow> log(400);
  for (auto& row : log) row.what = std::string(150, 'x');
  return log;
}

class KilledWriter : public testing::Test {
 protected:
  KilledWriter() { write_new_place(path_, full_place(), kCreated); }

  TemporaryFolder folder_;
  std::string path_ = folder_.path("place.gpkg");
};

TEST_F(KilledWriter, AtEveryWriteSyncAndRemovalOfAGrowingCommitLeavesTheLastCommittedState) {
  const auto fresh = read_bytes(path_);
  const auto before = full_place();
  auto after = full_place();
  const auto more = long_log();
  after.log.insert(after.log.end(), more.begin(), more.end());
  int kills = 0, too_short = 0;
  for (int at = 1;; ++at) {
    ASSERT_LT(at, 2000) << "the commit never ends";
    write_bytes(path_, fresh);
    const int code = run_apart([&] {
      watch_files();
      auto file = PlaceFile::open(path_, Mode::change);
      allowed = at;
      file.append_log(more);
      allowed = 0;
    });
    if (code == kDone) break;
    ASSERT_EQ(code, kKilled) << at;
    ++kills;
    const auto left = read_bytes(path_);
    const auto pages = [&](std::size_t i) {
      return static_cast<std::size_t>(static_cast<unsigned char>(left[i]));
    };
    if (std::filesystem::exists(path_ + "-journal") && (pages(30) << 8U | pages(31)) * 4096 > left.size())
      ++too_short;
    SCOPED_TRACE(at);
    const auto place = PlaceFile::open(path_, at % 2 == 0 ? Mode::read : Mode::change).read();
    EXPECT_TRUE(difference(before, place).empty() || difference(after, place).empty())
        << difference(before, place);
    std::filesystem::remove(path_ + "-journal");  // one that was not begun yet stays until the next change
  }
  EXPECT_GT(kills, 30);
  EXPECT_GT(too_short, 5) << "the file was never shorter than its own count of pages says";
  EXPECT_EQ(difference(after, PlaceFile::open(path_, Mode::read).read()), "");
}

/// The state that a writer leaves which dies before the last page of a grown file is written.
void kill_while_growing(const std::string& path) {
  const auto fresh = read_bytes(path);
  for (int at = 1; at < 2000; ++at) {
    write_bytes(path, fresh);
    ASSERT_EQ(run_apart([&] {
                watch_files();
                auto file = PlaceFile::open(path, Mode::change);
                allowed = at;
                file.append_log(long_log());
              }),
              kKilled);
    const auto left = read_bytes(path);
    const auto byte = [&](std::size_t i) {
      return static_cast<std::size_t>(static_cast<unsigned char>(left[i]));
    };
    if ((byte(30) << 8U | byte(31)) * 4096 > left.size()) return;
    std::filesystem::remove(path + "-journal");
  }
  FAIL() << "the file was never too short";
}

TEST_F(KilledWriter, WhoseJournalCannotBePlayedBackHereIsToldAndBothFilesStay) {
  kill_while_growing(path_);
  const auto file = read_bytes(path_), journal = read_bytes(path_ + "-journal");
  ASSERT_FALSE(journal.empty());
  ::chmod(path_.c_str(), 0444);
  ::chmod((path_ + "-journal").c_str(), 0444);
  ::chmod(folder_.path("").c_str(), 0555);
  const auto told =
      std::filesystem::temp_directory_path() / ("placewright-told-" + std::to_string(::getpid()));
  const int code = run_apart([&] {
    std::ofstream out(told);
    if (::geteuid() == 0 && ::seteuid(65534) != 0) _exit(77);
    try {
      (void)PlaceFile::open(path_, Mode::read, 50);
    } catch (const geo::InputError& error) {
      out << error.what() << std::flush;
    }
  });
  ::chmod(folder_.path("").c_str(), 0755);
  const auto words = read_bytes(told.string());
  std::filesystem::remove(told);
  if (code == 77) GTEST_SKIP() << "needs a user whose rights can be taken away";
  ASSERT_EQ(code, kDone);
  EXPECT_NE(words.find("a program was stopped while it was writing to it"), std::string::npos) << words;
  EXPECT_NE(words.find("place.gpkg-journal"), std::string::npos) << words;
  EXPECT_EQ(words.find("cut short"), std::string::npos) << words;
  EXPECT_EQ(read_bytes(path_), file);
  EXPECT_EQ(read_bytes(path_ + "-journal"), journal);
  ::chmod(path_.c_str(), 0644);
  ::chmod((path_ + "-journal").c_str(), 0644);
  EXPECT_EQ(difference(full_place(), PlaceFile::open(path_, Mode::read).read()), "")
      << "once it may be written to, it is taken back";
}

TEST_F(KilledWriter, WhosePlaceWasMovedAwayLosesNothingToANewPlaceOfThatName) {
  kill_while_growing(path_);
  std::filesystem::rename(path_, folder_.path("moved.gpkg"));
  const auto journal = read_bytes(path_ + "-journal");
  for (const auto if_there : {IfThere::keep, IfThere::replace})
    EXPECT_THROW(write_new_place(path_, full_place(), kCreated, if_there), geo::InputError);
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_EQ(read_bytes(path_ + "-journal"), journal);
  std::filesystem::rename(folder_.path("moved.gpkg"), path_);
  EXPECT_EQ(difference(full_place(), PlaceFile::open(path_, Mode::read).read()), "");
}

TEST_F(KilledWriter, WhosePlaceBecameEmptyKeepsItsJournalAndIsNotToldToRemoveIt) {
  write_bytes(path_, "");
  write_bytes(path_ + "-journal", "not for you to remove");
  try {
    (void)PlaceFile::open(path_, Mode::change, 50);
    FAIL();
  } catch (const geo::InputError& error) {
    EXPECT_NE(std::string(error.what()).find("is empty"), std::string::npos) << error.what();
    EXPECT_EQ(std::string(error.what()).find("remove"), std::string::npos) << error.what();
  }
  EXPECT_EQ(read_bytes(path_ + "-journal"), "not for you to remove");
}

TEST_F(KilledWriter, ThatMetTheLargestSizeOfAFileChangesNothingAndSaysSo) {
  const auto size = std::filesystem::file_size(path_);
  const int code = run_apart([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{size + 8192, size + 8192};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      PlaceFile::open(path_, Mode::change).append_log(long_log());
    } catch (const geo::InputError&) {
      _exit(kKilled);
    }
  });
  EXPECT_EQ(code, kKilled);
  EXPECT_EQ(difference(full_place(), PlaceFile::open(path_, Mode::read).read()), "");
}

}  // namespace
}  // namespace placewright::datasets
