#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "on_screen.h"

namespace placewright::viewer {
namespace {

/// What must hold whatever was pressed.
void expect_sound(const Session& session) {
  const auto& state = session.state();
  std::vector<double> people(state.entries.size(), 0);
  std::vector<std::uint32_t> areas(state.entries.size(), 0);
  for (std::size_t area = 0; area < state.label.size(); ++area) {
    ASSERT_GE(state.label[area], -1);
    ASSERT_LT(state.label[area], static_cast<std::int32_t>(state.entries.size()));
    if (session.place().areas.inside[area] == 0) {
      ASSERT_EQ(state.label[area], -1);
    }
    if (state.label[area] < 0) continue;
    people[static_cast<std::size_t>(state.label[area])] += session.place().areas.population[area];
    ++areas[static_cast<std::size_t>(state.label[area])];
  }
  ASSERT_EQ(session.tallies().people, people);
  ASSERT_EQ(session.tallies().areas, areas);
  if (session.question() != nullptr) {
    ASSERT_DOUBLE_EQ(session.score().total,
                     boundaries::score(session.question()->problem, session.labels_for(state)).total);
  }
}

/// Frames in bouts, each with its own seed, over one place; after each all must hold, and undoing all leads
/// to the start.
void play(int bouts, int frames, std::uint64_t seed) {
  std::string why;
  const auto app = start_program(why);
  if (!app) GTEST_SKIP() << "no OpenGL without a display here: " << why;
  const DemoFile file(120);
  for (int bout = 0; bout < bouts; ++bout) {
    SCOPED_TRACE(fmt::format("monkey {} {}", frames, seed + static_cast<std::uint64_t>(bout)));
    app->desk().here.machine.job.reset();
    app->desk().here.session.reset();
    ASSERT_TRUE(open_place(app->desk(), file.path, ""));
    if (app->desk().here.left_behind) {
      ASSERT_EQ(run_script_text(*app, "frames 2\nclick recover.yes\n", "recover"), 0);
    }
    const auto* opened = &*app->desk().here.session;
    const auto start = app->desk().here.session->state();
    const auto steps = app->desk().here.session->history().done();
    const auto moves_of = [](const Session& of, std::size_t count) {
      std::vector<std::vector<Edit::Move>> moves;
      for (const auto& step : of.history().steps()) moves.push_back(step.moves);
      moves.resize(std::min(moves.size(), count));
      return moves;
    };
    const auto earlier = moves_of(*app->desk().here.session, steps);
    ASSERT_EQ(
        run_script_text(*app, fmt::format("monkey {} {}\n", frames, seed + static_cast<std::uint64_t>(bout)),
                        "monkey"),
        0);
    if (!app->desk().here.session) {
      // Only as a user closes it: by that command.
      ASSERT_EQ(app->desk().talk.message.text, "Closed: " + file.path);
      continue;
    }
    auto& session = *app->desk().here.session;
    expect_sound(session);
    if (&session != opened || session.state().name != start.name)
      continue;  // it took another plan in hand or opened the place anew, which has a history of its own
    while (session.history().done() > steps && session.undo()) continue;
    expect_sound(session);
    // Steps of before that were taken back, with others in their stead, lead elsewhere.
    if (session.history().done() == steps && moves_of(session, steps) == earlier) {
      EXPECT_EQ(session.state().label, start.label);
    }
    while (session.undo()) continue;
    while (session.redo()) continue;
    expect_sound(session);
  }
}

TEST(Monkey, OfFiveHundredFramesLeavesAllSoundAndUndoLeadsBack) { play(1, 500, 2); }
TEST(MonkeySlow, OfTwentyThousandFramesLeavesAllSoundAndUndoLeadsBack) { play(20, 1000, 100); }

}  // namespace
}  // namespace placewright::viewer
