#include <gtest/gtest.h>

#include "demo_session.h"
#include "viewer/desk/desk.h"
#include "viewer/session/session.h"

namespace placewright::viewer {
namespace {

Edit lock_one(const Session& session, std::uint32_t area) {
  return make_area_lock(session.state(), std::vector<std::uint32_t>{area},
                        session.state().area_locked[area] == 0);
}

TEST(Saved, AStepTakenBackBehindTheSaveAndAnotherStepIsAChange) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  session.commit(lock_one(session, 0));
  session.commit(lock_one(session, 1));
  session.save("tester", "2026-01-02T00:00:00Z");
  ASSERT_FALSE(session.changed());
  ASSERT_TRUE(session.undo());
  EXPECT_TRUE(session.changed());
  session.commit(lock_one(session, 2));
  EXPECT_TRUE(session.changed()) << "as many steps as were saved, but others";
  session.save("tester", "2026-01-02T00:00:01Z");
  EXPECT_FALSE(session.changed());
}

TEST(NextProblem, ComesRoundInBothDirections) {
  const DemoFile file;
  Desk desk;
  ASSERT_TRUE(open_place(desk, file.path, ""));
  // Areas taken out of their neighbourhoods are problems.
  desk.here.session->commit(make_move(desk.here.session->ground(), desk.here.session->state(),
                                      std::vector<std::uint32_t>{0, 50, 100}, -1)
                                .edit);
  const auto count = desk.here.session->faults().size();
  ASSERT_GE(count, 1U);
  desk.here.problem_at = 0;
  std::vector<std::size_t> forth, back;
  for (std::size_t step = 0; step <= count; ++step) {
    next_problem(desk.here, desk.view, desk.talk, 1);
    forth.push_back(desk.here.problem_at);
  }
  for (std::size_t at = 0; at < count; ++at) EXPECT_EQ(forth[at], at + 1);
  EXPECT_EQ(forth.back(), 1U) << "after the last comes the first";
  next_problem(desk.here, desk.view, desk.talk, -1);
  EXPECT_EQ(desk.here.problem_at, count) << "before the first comes the last";
}

}  // namespace
}  // namespace placewright::viewer
