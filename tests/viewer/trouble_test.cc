#include <fmt/format.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "on_screen.h"

namespace placewright::viewer {
namespace {

const std::string kNow = "2026-01-02T00:00:00Z";
constexpr int kSoon = 50;  // ms that a test waits for a busy file

void lock_area(Session& session, std::uint32_t area) {
  const std::vector<std::uint32_t> one{area};
  session.commit(make_area_lock(session.state(), one, true));
}

std::size_t locked_areas(const PlanState& state) {
  return static_cast<std::size_t>(
      std::count(state.area_locked.begin(), state.area_locked.end(), std::uint8_t{1}));
}

/// Another program that keeps the file for itself.
class Holder {
 public:
  explicit Holder(const std::string& path) {
    EXPECT_EQ(sqlite3_open(path.c_str(), &file_), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(file_, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  }
  ~Holder() { sqlite3_close(file_); }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

 private:
  sqlite3* file_ = nullptr;
};

/// No file may grow beyond so many bytes: as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(std::uintmax_t bytes) {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    auto now = before_;
    now.rlim_cur = bytes;
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &now), 0);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

/// Somebody without the rights of root, who may write everywhere.
class PlainUser {
 public:
  PlainUser() : was_root_(geteuid() == 0) {
    if (was_root_) is_plain_ = seteuid(65534) == 0;
  }
  ~PlainUser() {
    if (was_root_) {
      EXPECT_EQ(seteuid(0), 0);
    }
  }
  PlainUser(const PlainUser&) = delete;
  PlainUser& operator=(const PlainUser&) = delete;
  [[nodiscard]] bool is_plain() const { return is_plain_; }

 private:
  bool was_root_, is_plain_ = true;
};

TEST(Trouble, OnAFullDiskAStrokeIsRefusedAndAllBeforeAndAfterItComesBack) {
  const DemoFile file(60);
  PlanState end;
  {
    auto session = Session::open(file.path, "");
    for (std::uint32_t area = 0; area < 3; ++area) lock_area(session, area);
    {
      // Room for the begin of a line only.
      const FullDisk full(std::filesystem::file_size(journal_path(file.path)) + 10);
      const auto before = session.state();
      EXPECT_THROW(lock_area(session, 3), geo::InputError);
      EXPECT_EQ(session.state(), before);
      EXPECT_THROW(session.undo(), geo::InputError);
      EXPECT_EQ(session.state(), before);
      EXPECT_THROW(session.save("tester", kNow), geo::InputError);
      EXPECT_TRUE(session.changed());
    }
    lock_area(session, 4);
    lock_area(session, 5);
    end = session.state();
  }  // gone without a save
  auto again = Session::open(file.path, "");
  ASSERT_TRUE(again.left_behind().has_value());
  EXPECT_EQ(again.left_behind()->steps.size(), 5u);
  EXPECT_FALSE(again.left_behind()->cut_short);
  again.recover();
  EXPECT_EQ(again.state(), end);
  EXPECT_NO_THROW(again.save("tester", kNow));
}

TEST(Trouble, AFileThatAnotherProgramHoldsIsSaidAndTheEditsWait) {
  const DemoFile file(60);
  auto session = Session::open(file.path, "");
  lock_area(session, 0);
  {
    const Holder holder(file.path);
    EXPECT_THROW(session.save("tester", kNow, kSoon), geo::InputError);
    EXPECT_THROW((void)Session::open(file.path, "", kSoon), geo::InputError);
    EXPECT_TRUE(session.changed());
    lock_area(session, 1);  // drawing goes on
  }
  session.save("tester", kNow, kSoon);
  EXPECT_FALSE(session.changed());
  EXPECT_EQ(locked_areas(Session::open(file.path, "").state()), 2u);
}

TEST(Trouble, AFileThatMayNotBeWrittenKeepsTheEditsInTheJournal) {
  const DemoFile file(60);
  chmod(file.folder.c_str(), 0777);
  chmod(file.path.c_str(), 0444);
  const PlainUser user;
  if (!user.is_plain()) GTEST_SKIP() << "this user cannot become another";
  auto session = Session::open(file.path, "");
  lock_area(session, 0);
  EXPECT_THROW(session.save("tester", kNow, kSoon), geo::InputError);
  EXPECT_TRUE(session.changed());
  EXPECT_EQ(locked_areas(session.state()), 1u);
}

TEST(Trouble, InAFolderThatMayNotBeWrittenAPlaceIsLookedAtAndAnEditSaysWhy) {
  const DemoFile file(60);
  chmod(file.path.c_str(), 0666);
  chmod(file.folder.c_str(), 0555);
  {
    const PlainUser user;
    if (!user.is_plain()) GTEST_SKIP() << "this user cannot become another";
    auto session = Session::open(file.path, "");
    const auto before = session.state();
    try {
      lock_area(session, 0);
      FAIL() << "the journal cannot have been written";
    } catch (const geo::InputError& error) {
      EXPECT_NE(std::string(error.what()).find("copy of the place"), std::string::npos) << error.what();
    }
    EXPECT_EQ(session.state(), before);
  }
  chmod(file.folder.c_str(), 0777);
}

TEST(Trouble, KilledWhileItSavesLeavesAPlaceThatOpensWithWholeStepsOnly) {
  const DemoFile file(60);
  for (int round = 0; round < 6; ++round) {
    SCOPED_TRACE(round);
    const auto child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      // Locks one area after another, and saves after each.
      try {
        auto session = Session::open(file.path, "");
        if (session.left_behind()) session.recover();
        while (true)
          for (std::uint32_t area = 0; area < session.state().area_locked.size(); ++area) {
            const std::vector<std::uint32_t> one{area};
            session.commit(make_area_lock(session.state(), one, session.state().area_locked[area] == 0));
            session.save("tester", kNow);
          }
      } catch (...) {
        _exit(1);
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(400 + 37 * round));
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, WNOHANG), 0) << "it ended by itself";
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    auto session = Session::open(file.path, "");
    const auto stored = locked_areas(session.state());
    if (session.left_behind()) {
      EXPECT_FALSE(session.left_behind()->plan_changed);
      session.recover();
    }
    const auto all = locked_areas(session.state());
    EXPECT_LE(std::max(all, stored) - std::min(all, stored),
              1u);  // at most one step was made and not yet stored
    // One after another, anew in each round: whole steps leave at most one end a round.
    const auto& locked = session.state().area_locked;
    std::size_t changes = 0;
    for (std::size_t area = 1; area < locked.size(); ++area) changes += locked[area] != locked[area - 1];
    EXPECT_LE(changes, static_cast<std::size_t>(round) + 1);
    EXPECT_NO_THROW(session.save("tester", kNow));
  }
}

TEST(Trouble, ThePlanIsSavedByItselfWhenNothingIsInTheMiddleOfBeingDone) {
  const OwnFolder folder;
  setenv("XDG_CONFIG_HOME", folder.folder.c_str(), 1);
  const DemoFile file(60);
  Desk desk;
  register_commands(desk);
  ASSERT_TRUE(open_place(desk, file.path, ""));
  desk.talk.author = "tester";
  desk.talk.author_known = true;
  keep_safe(desk);
  lock_area(*desk.here.session, 0);
  desk.talk.clock = 60;
  keep_safe(desk);
  EXPECT_TRUE(desk.here.session->changed());
  desk.dialogs.open = DialogKind::note;
  desk.talk.clock = 130;
  keep_safe(desk);
  EXPECT_TRUE(desk.here.session->changed());
  desk.dialogs.open = DialogKind::none;
  {
    // A busy file is tried again, and never waited for long.
    const Holder holder(file.path);
    keep_safe(desk);
    EXPECT_TRUE(desk.here.session->changed());
    EXPECT_TRUE(desk.talk.message.bad);
  }
  desk.talk.clock = 300;
  keep_safe(desk);
  EXPECT_FALSE(desk.here.session->changed());
  EXPECT_EQ(locked_areas(Session::open(file.path, "").state()), 1u);
  // Whoever wants it otherwise has it so.
  desk.commands.run("file.autosave");
  lock_area(*desk.here.session, 1);
  desk.talk.clock = 1000;
  keep_safe(desk);
  EXPECT_TRUE(desk.here.session->changed());
}

class TroubleOnScreen : public OverDemo {};

TEST_F(TroubleOnScreen, AFileThatIsNoPlaceIsSaidAndWhatWasOpenStays) {
  const auto text = (folder.folder / "letter.gpkg").string(), other = (folder.folder / "other.gpkg").string();
  std::ofstream(text) << "Dear all,\n";
  sqlite3* file_of_others = nullptr;
  ASSERT_EQ(sqlite3_open(other.c_str(), &file_of_others), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(file_of_others, "CREATE TABLE cat (name TEXT)", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(file_of_others);
  for (const auto& path : {text, other, folder.folder.string()}) {
    SCOPED_TRACE(path);
    EXPECT_FALSE(open_place(app->desk(), path, ""));
    EXPECT_NE(state("message").find("try:"), std::string::npos) << state("message");
    EXPECT_EQ(script("frames 3\nexpect trouble=yes\nexpect areas=120\n"), 0);
  }
}

TEST_F(TroubleOnScreen, ASaveIntoAFileThatIsHeldIsSaidAndDoneLater) {
  ASSERT_EQ(script(fmt::format("show {0}\nmap-click {0}\nkey k\nexpect changed=yes\n",
                               session().place().areas.code[5])),
            0);
  {
    const Holder holder(file.path);
    EXPECT_EQ(script("key ctrl+s\nexpect changed=yes\nexpect trouble=yes\nkey ctrl+q\nexpect "
                     "dialog=closing\nkey esc\nexpect leaving=no\n"),
              0);
  }
  EXPECT_EQ(script("key ctrl+s\nexpect changed=no\nexpect trouble=no\n"), 0);
}

class LargeSlow : public OnScreen {};

TEST_F(LargeSlow, APlaceOf34000AreasIsDrawnEditedAndMeasuredLikeASmallOne) {
  const DemoFile large(34'000);
  ASSERT_TRUE(open_place(app->desk(), large.path, ""));
  const auto [from, to] = pair_over_a_border(app->desk());
  std::string text = "wait-idle\nexpect areas=34000\n";
  for (const auto& command : app->desk().commands.all())
    if (command.id.rfind("colour.", 0) == 0) text += fmt::format("command {}\nframes 2\n", command.id);
  text += fmt::format(
      "show {0}\ncommand tool.brush\nmap-drag {0} {1}\nexpect pending!=0\nkey esc\nkey v\nmap-click {0}\nkey "
      "k\nexpect steps=1\nkey ctrl+z\nexpect steps=0\nkey f8\nkey f\n",
      from, to);
  text +=
      "key ctrl+2\nframes 2\nkey ctrl+3\nwait-idle\nexpect coverage!=none\nkey ctrl+1\nkey ctrl+k\ntype "
      "E0190\nkey esc\n";
  EXPECT_EQ(script(text), 0);
  EXPECT_EQ(script("monkey 60 5\n"), 0);
}

}  // namespace
}  // namespace placewright::viewer
