#include <gtest/gtest.h>

#include "boundaries/engine/frontier.h"
#include "demo_session.h"
#include "viewer/session/machine.h"

/// A plan of which all is locked, before the machine (key R).
namespace placewright::viewer {
namespace {

/// A demo plan whose brief locks each of its neighbourhoods as it is.
struct LockedByBrief {
  LockedByBrief() : session(Session::open(file.path, "")) {
    std::string brief;
    for (std::size_t row = 0; row < session.state().entries.size(); ++row) {
      std::string codes;
      for (std::size_t area = 0; area < session.state().label.size(); ++area)
        if (session.state().label[area] == static_cast<std::int32_t>(row))
          codes += "\"" + session.place().areas.code[area] + "\", ";
      if (!codes.empty()) brief += "[[lock]]\nareas = [" + codes + "]\n";
    }
    session.commit(make_brief(session.state(), brief, "everything locked"));
  }
  DemoFile file;
  Session session;
};

TEST(AllLocked, ByTheBriefIsDrawnAnewAsItStands) {
  LockedByBrief locked;
  ASSERT_TRUE(locked.session.problem_known()) << locked.session.problem_refused();
  MachineDesk machine;
  std::string why_not;
  const auto redraw = plan_redraw(locked.session, machine, {}, why_not);
  ASSERT_TRUE(redraw) << why_not;
  const auto found = boundaries::search(redraw->problem, redraw->options);
  ASSERT_FALSE(found.labels.empty());
  const auto& start = locked.session.state();
  EXPECT_EQ(plan_from(locked.session, start, locked.session.question()->area_row, found.labels).label,
            start.label);
  boundaries::AlternativesOptions several;
  several.count = 4;
  several.search = redraw->options;
  EXPECT_EQ(boundaries::find_alternatives(redraw->problem, several).size(), 1U);
}

TEST(AllLocked, ByHandIsAnsweredInWords) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  for (std::size_t row = 0; row < session.state().entries.size(); ++row)
    session.commit(make_neighbourhood_lock(session.state(), static_cast<std::int32_t>(row), true));
  MachineDesk machine;
  std::string why_not;
  EXPECT_FALSE(plan_redraw(session, machine, {}, why_not));
  EXPECT_NE(why_not.find("locked"), std::string::npos) << why_not;
}

TEST(AllLocked, ByHandAndByTheBriefIsAPlanOrWords) {
  LockedByBrief locked;
  locked.session.commit(make_neighbourhood_lock(locked.session.state(), 0, true));
  MachineDesk machine;
  std::string why_not;
  const auto redraw = plan_redraw(locked.session, machine, {}, why_not);
  ASSERT_TRUE(redraw) << why_not;
  const auto found = boundaries::search(redraw->problem, redraw->options);
  ASSERT_FALSE(found.labels.empty());
  EXPECT_EQ(
      plan_from(locked.session, locked.session.state(), locked.session.question()->area_row, found.labels)
          .label,
      locked.session.state().label);
}

}  // namespace
}  // namespace placewright::viewer
