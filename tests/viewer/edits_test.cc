#include <gtest/gtest.h>

#include <fstream>

#include "demo_session.h"
#include "geo/random.h"
#include "viewer/session.h"

namespace placewright::viewer {
namespace {

std::vector<std::uint32_t> some_areas(geo::Random& random, std::size_t areas) {
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t i = 0; i < 1 + random.below(6); ++i) chosen.push_back(random.below(static_cast<std::uint32_t>(areas)));
  return chosen;
}

/// An edit of any kind, as a careless user would make it.
Edit any_edit(const Session& session, geo::Random& random) {
  const auto& state = session.state();
  const auto ground = session.ground();
  const auto label = static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(state.entries.size())));
  const auto areas = some_areas(random, state.label.size());
  switch (random.below(10)) {
    case 0: return make_new(ground, state, areas, "").edit;
    case 1: return make_merge(ground, state, label, 0).edit;
    case 2: return make_rename(state, label, "X" + std::to_string(random.below(1000)), "Another name");
    case 3: return make_renumbered(ground, state);
    case 4: return make_area_lock(state, areas, random.below(2) == 0);
    case 5: return make_filled(ground, state).edit;
    case 6: return make_contiguous(ground, state).edit;
    case 7: return make_split(ground, state, label).value_or(Edit{});
    case 8: return make_move(ground, state, areas, -1).edit;
    default: return make_move(ground, state, areas, label).edit;
  }
}

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
    session.forget_left_behind();
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

TEST(Journal, AfterADeathOfTheProgramEveryStepIsOffered) {
  const DemoFile file;
  PlanState end;
  {
    auto session = Session::open(file.path, "");
    geo::Random random(3);
    for (int step = 0; step < 12; ++step) session.commit(any_edit(session, random));
    session.undo();
    end = session.state();
  }  // gone without a save
  auto again = Session::open(file.path, "");
  const auto left = again.left_behind();
  ASSERT_TRUE(left.has_value());
  again.recover(*left);
  EXPECT_EQ(again.state(), end);
}

TEST(Journal, ALineCutShortCostsOnlyItsStroke) {
  const DemoFile file;
  PlanState before_last;
  std::size_t done = 0;
  {
    auto session = Session::open(file.path, "");
    for (std::uint32_t area = 0; area < 5; ++area) {
      before_last = session.state();
      done = session.history().done();
      const std::vector<std::uint32_t> one{area};
      session.commit(make_area_lock(session.state(), one, true));
    }
  }
  const auto path = journal_path(file.path);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 9);
  auto again = Session::open(file.path, "");
  const auto left = again.left_behind();
  ASSERT_TRUE(left.has_value());
  EXPECT_TRUE(left->cut_short);
  EXPECT_EQ(left->done, done);
  again.recover(*left);
  EXPECT_EQ(again.state(), before_last);
}

TEST(Journal, ASaveEndsItAndTheStoredPlanIsThePlanInHand) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  const std::vector<std::uint32_t> areas{0, 1};
  session.commit(make_move(session.ground(), session.state(), areas, -1).edit);
  session.save("tester", "2026-01-02T00:00:00Z");
  EXPECT_FALSE(session.changed());
  EXPECT_FALSE(std::filesystem::exists(journal_path(file.path)));
  const auto again = Session::open(file.path, session.state().name);
  EXPECT_EQ(again.state().label, session.state().label);
  EXPECT_FALSE(again.place().log.empty());
}

}  // namespace
}  // namespace placewright::viewer
