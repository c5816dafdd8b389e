#include <gtest/gtest.h>

#include <fstream>

#include "any_edit.h"
#include "demo_session.h"
#include "geo/random.h"
#include "viewer/session/session.h"

namespace placewright::viewer {
namespace {

TEST(Edits, UndoingAllOfThemLeadsBackToTheStartAndRedoingAllToTheEnd) {
  const DemoFile file;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE(seed);
    geo::Random random(seed);
    auto session = Session::open(file.path, "");
    const auto start = session.state();
    for (int step = 0; step < 40; ++step) session.commit(any_edit(session, random));
    const auto end = session.state();
    while (session.undo()) continue;
    EXPECT_EQ(session.state().label, start.label);
    EXPECT_EQ(session.state().area_locked, start.area_locked);
    while (session.redo()) continue;
    EXPECT_EQ(session.state(), end);
  }
}

TEST(Edits, ApplyAndUndoAreInverse) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  geo::Random random(7);
  for (int step = 0; step < 60; ++step) {
    SCOPED_TRACE(step);
    const auto edit = any_edit(session, random);
    auto state = session.state();
    apply_edit(state, edit);
    undo_edit(state, edit);
    ASSERT_EQ(state, session.state());
    session.commit(edit);
  }
}

TEST(Edits, AnEditNeverMovesALockedAreaOrOneOfALockedNeighbourhood) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  session.commit(make_neighbourhood_lock(session.state(), 0, true));
  const std::vector<std::uint32_t> locked{3, 4};
  session.commit(make_area_lock(session.state(), locked, true));
  const auto start = session.state();
  std::vector<std::uint32_t> all;
  for (std::uint32_t area = 0; area < start.label.size(); ++area) all.push_back(area);
  const auto made = make_move(session.ground(), session.state(), all, 1);
  EXPECT_FALSE(made.refused.empty());
  for (const auto& move : made.edit.moves) {
    EXPECT_NE(start.label[move.area], 0);
    EXPECT_NE(move.area, 3u);
    EXPECT_NE(move.area, 4u);
  }
}

TEST(Edits, TheLiveMeasuresEqualAFreshJudgement) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  geo::Random random(11);
  for (int step = 0; step < 15; ++step) {
    const auto edit = any_edit(session, random);
    const auto effect = session.effect_of(edit);
    session.commit(edit);
    ASSERT_NE(session.question(), nullptr);
    const auto fresh = boundaries::score(session.question()->problem, session.labels_for(session.state()));
    EXPECT_DOUBLE_EQ(session.score().total, fresh.total);
    if (!edit.empty()) {
      EXPECT_DOUBLE_EQ(effect.after.total, fresh.total);
    }
  }
}

TEST(Edits, ASplitGivesTwoPiecesOfAboutEqualPeople) {
  const DemoFile file(250);
  const auto session = Session::open(file.path, "");
  const auto edit = make_split(session.ground(), session.state(), 0);
  ASSERT_TRUE(edit.has_value());
  auto state = session.state();
  apply_edit(state, *edit);
  const auto after = tally(session.ground(), state);
  const auto fresh = state.entries.size() - 1;
  EXPECT_EQ(after.pieces[0], 1u);
  EXPECT_EQ(after.pieces[fresh], 1u);
  EXPECT_NEAR(after.people[0], after.people[fresh], 0.3 * (after.people[0] + after.people[fresh]));
}

}  // namespace
}  // namespace placewright::viewer
