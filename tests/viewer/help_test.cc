#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "on_screen.h"

extern char** environ;

namespace placewright::viewer {
namespace {

class Help : public OverDemo {};

TEST_F(Help, ARedrawAroundALockIsAProposalThatOneUndoTakesBack) {
  const auto rows = neighbourhoods(app->desk().here);
  session().commit(make_neighbourhood_lock(session().state(), rows.front(), true));
  session().commit(make_move(session().ground(), session().state(),
                             std::vector<std::uint32_t>{areas_of(app->desk().here, rows.back()).front()},
                             rows[1])
                       .edit);
  const auto start = session().state();
  const auto locked = areas_of(app->desk().here, rows.front());
  ASSERT_EQ(script("command plan.redraw_all\nwait-idle\nexpect job=none\nexpect steps=2\n"), 0);
  ASSERT_TRUE(app->desk().here.pending.has_value());
  EXPECT_LE(app->desk().here.pending->effect.after.people_outside_bounds,
            app->desk().here.pending->effect.before.people_outside_bounds);
  accept_with_reason(app->desk().here, app->desk().talk, "the machine's");
  EXPECT_EQ(session().history().done(), 3u);
  EXPECT_EQ(areas_of(app->desk().here, rows.front()), locked);
  ASSERT_EQ(script("key ctrl+z\nexpect steps=2\n"), 0);
  EXPECT_EQ(session().state(), start);
}

TEST_F(Help, APairIsImprovedAndNothingElseMoves) {
  const auto [from, to] = pair_over_a_border(app->desk());
  const auto a = session().state().label[*session().place().find_area(from)],
             b = session().state().label[*session().place().find_area(to)];
  app->desk().here.neighbourhood = a;
  app->desk().here.chosen = {std::min(a, b), std::max(a, b)};
  ASSERT_EQ(script("command plan.redraw_chosen\nwait-idle\n"), 0);
  if (!app->desk().here.pending) return;  // the best as it is
  for (const auto& move : app->desk().here.pending->made.edit.moves) {
    EXPECT_TRUE(move.from == a || move.from == b);
    EXPECT_TRUE(move.to == a || move.to == b);
  }
}

TEST_F(Help, EveryCandidateSaysTheTotalThatAdoptingItGives) {
  ASSERT_EQ(script("click side.machine\ncommand plan.candidates\nwait-idle\n"), 0);
  auto& machine = app->desk().here.machine;
  ASSERT_GE(machine.found->size(), 1u);
  const auto last = machine.found->size();
  ASSERT_EQ(script(fmt::format("click machine.candidate.{}\nexpect pending!=0\n", last)), 0);
  const double told = (*machine.found)[last - 1].effect.after.total;
  const auto wanted = (*machine.found)[last - 1].state.label;
  accept_with_reason(app->desk().here, app->desk().talk, "adopted");
  EXPECT_DOUBLE_EQ(session().score().total, told);
  EXPECT_EQ(session().state().label, wanted);
}

TEST_F(Help, AnAlternativeOfTheReasonsDoesWhatItSays) {
  const auto [from, to] = pair_over_a_border(app->desk());
  const auto before = session().score().total;
  ASSERT_EQ(script(fmt::format(
                "show {}\nmap-click {}\ncommand plan.why\nexpect why!=0\nclick why.1\nexpect pending!=0\n",
                from, from)),
            0);
  const auto& alternative = app->desk().here.machine.why->alternatives.front();
  EXPECT_NEAR(app->desk().here.pending->effect.after.total - before, alternative.total_change, 1e-9);
}

TEST_F(Help, ABorderFollowsThePointerIntoTheOtherSide) {
  const auto [from, to] = pair_over_a_border(app->desk());
  const auto near = session().state().label[*session().place().find_area(from)],
             far = session().state().label[*session().place().find_area(to)];
  ASSERT_EQ(script(fmt::format("show {}\n", from)), 0);
  // Held where two neighbourhoods meet: the middle of the arc between the two areas.
  auto& desk = app->desk();
  const auto a = *session().place().find_area(from), b = *session().place().find_area(to);
  geo::Point border{};
  for (const auto& arc : *desk.here.arcs)
    if ((arc.left == a && arc.right == b) || (arc.left == b && arc.right == a))
      border = arc.line[arc.line.size() / 2];
  desk.view.camera.centre = border;
  desk.tools.tool = Tool::border;
  ASSERT_EQ(script("drag map 0 0\n"), 0);
  EXPECT_FALSE(desk.here.pending.has_value());
  ASSERT_EQ(script("drag map 60 0\n"), 0);
  if (!desk.here.pending) {
    ASSERT_EQ(script("drag map -60 0\n"), 0);
  }
  if (!desk.here.pending) {
    ASSERT_EQ(script("drag map 0 60\n"), 0);
  }
  ASSERT_TRUE(desk.here.pending.has_value());
  for (const auto& move : desk.here.pending->made.edit.moves) {
    EXPECT_TRUE((move.from == near && move.to == far) || (move.from == far && move.to == near));
    EXPECT_EQ(move.to, desk.here.pending->made.edit.moves.front().to);
  }
}

TEST_F(Help, ComparedWithItselfAsStoredNobodyMovesUntilSomebodyDoes) {
  const auto name = session().state().name;
  ASSERT_EQ(script(fmt::format(
                "click side.plans\nclick compare.with\nclick compare.with:{}\nexpect differing=0\n", name)),
            0);
  const auto [from, to] = pair_over_a_border(app->desk());
  const auto area = *session().place().find_area(from);
  session().commit(make_move(session().ground(), session().state(), std::vector<std::uint32_t>{area},
                             session().state().label[*session().place().find_area(to)])
                       .edit);
  ASSERT_EQ(script("expect differing=1\nclick compare.swipe\ndrag compare.divider 40 0\nclick "
                   "compare.side\nexpect-widget map.other\nclick compare.flow.1\nexpect selected=1\n"),
            0);
  EXPECT_EQ(app->desk().here.selected.front(), area);
}

TEST_F(Help, AWishOnSeveralAreasGoesIntoTheBriefWithItsNoteAsOneStep) {
  auto& desk = app->desk();
  desk.here.selected = {0, 1};
  const auto notes = session().place().notes.size();
  ASSERT_EQ(script("command edit.note\nclick note.kind.wish\nclick dialog.text\ntype one estate\nkey "
                   "enter\nexpect dialog=none\nexpect steps=1\n"),
            0);
  EXPECT_EQ(session().place().notes.size(), notes + 1);
  ASSERT_EQ(session().brief().keep_together.size(), 1u);
  EXPECT_FALSE(session().brief().keep_together.front().hard);
  ASSERT_EQ(script("key ctrl+z\n"), 0);
  EXPECT_EQ(session().place().notes.size(), notes);
  EXPECT_TRUE(session().brief().keep_together.empty());
}

TEST_F(Help, WhatAnotherProgramStoredIsSaidAndOpenedAnewWithTheEditsOffered) {
  session().commit(make_area_lock(session().state(), std::vector<std::uint32_t>{0}, true));
  {
    auto store = datasets::PlaceFile::open(file.path, datasets::PlaceFile::Mode::change);
    store.append_log(
        std::vector<datasets::LogRow>{{"2026-01-01", "another program", "something", "", "", "", ""}});
  }
  app->desk().talk.looked_at_disk = -10;
  ASSERT_EQ(script("frames 2\nexpect disk=changed\nclick disk.open\nexpect dialog=recover\nclick "
                   "recover.yes\nexpect steps=1\nexpect disk=as read\n"),
            0);
}

TEST_F(Help, OpeningAnewWhatIsNoPlaceAnyMoreKeepsThePlanInHand) {
  session().commit(make_area_lock(session().state(), std::vector<std::uint32_t>{0}, true));
  const auto whole = file.path + ".whole";
  std::filesystem::rename(file.path, whole);
  std::ofstream(file.path) << "half a file";
  ASSERT_EQ(script("command file.open_anew\nframes 2\nexpect steps=1\n"), 0);
  EXPECT_EQ(session().state().area_locked[0], 1);
  std::filesystem::rename(whole, file.path);
  ASSERT_EQ(
      script("command file.open_anew\nframes 2\nexpect dialog=recover\nclick recover.yes\nexpect steps=1\n"),
      0);
}

/// A real program, killed for good while the mouse holds the brush.
TEST(Killed, InTheMiddleOfAStrokeAllButThatStrokeComesBack) {
  const std::string program = PLACEWRIGHT_VIEWER;
  const DemoFile file(120);
  const auto script_path = (file.folder / "s.ui").string(),
             state_path = (file.folder / "state.json").string();
  std::string from, to;
  PlanState wanted;
  {
    std::string why;
    const auto app = start_program(why);
    if (!app) GTEST_SKIP() << "no OpenGL without a display here: " << why;
    ASSERT_TRUE(open_place(app->desk(), file.path, ""));
    std::tie(from, to) = pair_over_a_border(app->desk());
  }
  std::ofstream(script_path) << fmt::format(
      "show {0}\nmap-click {0}\nkey k\nmap-click {1}\nkey k\nexpect steps=2\nkey k\nexpect steps=3\ncommand "
      "tool.brush\nmap-press {0}\nmap-move {1}\nexpect pending!=0\nframes 1000000\n",
      from, to);
  std::vector<std::string> words{program,        file.path,  "--headless", "--script", script_path,
                                 "--state-file", state_path, "--size",     "800x600"};
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  ASSERT_EQ(posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ), 0);
  bool holding = false;
  for (int wait = 0; wait < 3000 && !holding; ++wait) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::ifstream stream(state_path);
    const auto state = nlohmann::json::parse(stream, nullptr, false);
    holding = state.is_object() && state.value("steps", "") == "3" && state.value("pending", "0") != "0";
    if (waitpid(child, nullptr, WNOHANG) == child) break;
  }
  ASSERT_TRUE(holding) << "the program never held a stroke";
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  auto session = Session::open(file.path, "");
  ASSERT_TRUE(session.left_behind().has_value());
  EXPECT_EQ(session.left_behind()->steps.size(), 3u);
  EXPECT_FALSE(session.left_behind()->plan_changed);
  const auto start = session.state();
  session.recover();
  EXPECT_EQ(session.history().done(), 3u);
  EXPECT_EQ(session.state().label, start.label);
  EXPECT_NE(session.state().area_locked, start.area_locked);
}

}  // namespace
}  // namespace placewright::viewer
