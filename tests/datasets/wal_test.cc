#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "datasets/place/file.h"
#include "geo/error.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/sqlite_by_hand.h"
#include "tests/datasets/temporary_folder.h"

/// A place that another program keeps in WAL mode, as QGIS does.
namespace placewright::datasets {
namespace {

using Mode = PlaceFile::Mode;

/// Another program with the file open in WAL mode and a read under way.
class Reader {
 public:
  explicit Reader(const std::string& path) {
    sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr);
    run("PRAGMA journal_mode = WAL");
    run("BEGIN; SELECT count(*) FROM area");
  }
  ~Reader() { sqlite3_close(database_); }
  void run(const char* sql) const { sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); }

 private:
  sqlite3* database_ = nullptr;
};

struct HeldInWal : testing::Test {
  TemporaryFolder folder;
  std::string path = folder.path("p.gpkg");
  void SetUp() override { write_new_place(path, full_place(), "2026-01-01T00:00:00Z"); }
  std::map<std::string, std::string> settings() const {
    return PlaceFile::open(path, Mode::read).read(Tables::setting).settings;
  }
};

TEST_F(HeldInWal, AReaderDoesNotStopAWrite) {
  {
    const Reader reader(path);
    auto file = PlaceFile::open(path, Mode::change);
    ASSERT_FALSE(file.doubts().empty());
    EXPECT_EQ(file.doubts().front().code, "HELD_IN_WAL");
    file.save_settings({{"a", "b"}});
    EXPECT_EQ(settings().at("a"), "b") << "while the other program has it open";
  }
  EXPECT_EQ(settings().at("a"), "b");
  PlaceFile::open(path, Mode::change).save_settings({{"a", "c"}});
  EXPECT_EQ(ask(path, "PRAGMA journal_mode"), "delete") << "nobody holds it any more";
  EXPECT_EQ(folder.files(), 1U);
}

TEST_F(HeldInWal, AWriterIsWaitedForAsLongAsIsSaid) {
  const Reader other(path);
  other.run("COMMIT; BEGIN IMMEDIATE");
  auto file = PlaceFile::open(path, Mode::change, 300);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THROW(file.save_settings({}), geo::InputError);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(250));
}

TEST_F(HeldInWal, ANewPlaceDoesNotTakeTheNameOfOneThatIsHeld) {
  const Reader reader(path);
  EXPECT_THROW(write_new_place(path, full_place(), "2026-01-02T00:00:00Z"), geo::InputError);
}

TEST_F(HeldInWal, LeftInAFolderThatCannotBeWrittenToItOpensForReading) {
  const auto closed = folder.path("closed");
  std::filesystem::create_directory(closed);
  {
    const Reader reader(path);
    reader.run("COMMIT; UPDATE setting SET value = 'new' WHERE key = (SELECT min(key) FROM setting)");
    for (const char* end : {"", "-wal"}) std::filesystem::copy_file(path + end, closed + "/p.gpkg" + end);
  }
  for (const char* end : {"", "-wal"}) ::chmod((closed + "/p.gpkg" + end).c_str(), 0444);
  ::chmod(closed.c_str(), 0555);
  ::chmod(folder.path("").c_str(), 0755);
  const auto child = ::fork();
  if (child == 0) {  // whoever may write everywhere would see nothing
    int code = 0;
    if (::getuid() == 0 && ::setuid(65534) != 0) _exit(9);
    try {
      const auto read = PlaceFile::open(closed + "/p.gpkg", Mode::read).read();
      code = read.settings.begin()->second == "new" && read.areas.size() > 0 ? 0 : 3;
    } catch (const std::exception&) {
      code = 2;
    }
    _exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::chmod(closed.c_str(), 0755);
  if (WEXITSTATUS(status) == 9) GTEST_SKIP() << "no user without rights can be had";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

using PlanNames = HeldInWal;

TEST_F(PlanNames, APlanIsFoundByTheNameThatIsShown) {
  auto file = PlaceFile::open(path, Mode::change);
  const auto name = full_place().plans.front().name;
  const auto areas = full_place().plans.front().assignments.size();
  ask(path,
      "UPDATE plan SET name = name || char(7); UPDATE assignment SET plan = plan || char(7); "
      "UPDATE neighbourhood SET plan = plan || char(7)");
  EXPECT_EQ(file.read_plan(name).assignments.size(), areas);
  file.rename_plan(name, "plain");
  EXPECT_EQ(file.read_plan("plain").assignments.size(), areas);
  EXPECT_THROW(file.rename_plan("plain", "bell\a"), geo::InputError);
  auto plan = file.read_plan("plain");
  plan.name = "two\nlines";
  EXPECT_THROW(file.save_plan(plan, true), geo::InputError);
  file.delete_plan("plain");
  EXPECT_FALSE(file.find_plan("plain").has_value());
}

}  // namespace
}  // namespace placewright::datasets
