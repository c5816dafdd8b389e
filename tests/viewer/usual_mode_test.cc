#include <gtest/gtest.h>

#include "boundaries/from_place/access_mode.h"
#include "tests/viewer/demo_session.h"
#include "viewer/session/machine.h"
#include "viewer/session/session.h"

/// By which way of getting about the window judges access in a place without a plan.
namespace placewright::viewer {
namespace {

struct Start {
  OwnFolder folder;
  datasets::Place place = datasets::make_demo({60, 1});

  void call_all(const char* rural_urban) {
    place.areas.parents["rural_urban"].assign(place.areas.size(), rural_urban);
  }
  Session open() {
    const auto path = (folder.folder / "place.gpkg").string();
    place.plans.clear();
    datasets::write_new_place(path, place, std::string(datasets::kDemoMadeAt));
    return Session::open(path, "");
  }
};

TEST(UsualMode, TheWindowsFirstPlanOfARuralPlaceIsJudgedByCarAsDrawDoes) {
  Start start;
  start.call_all("Smaller rural: Nearer to a major town or city");
  ASSERT_FALSE(start.place.roads.empty());
  const auto session = start.open();
  EXPECT_EQ(session.brief().access.mode, "drive");
  EXPECT_EQ(session.brief().access.mode, boundaries::default_access_mode(session.place(), true));
  EXPECT_NE(session.state().brief.find("mode = \"drive\""), std::string::npos) << "the plan keeps it";
  // What the machine draws by.
  std::string why_not;
  const auto redraw = plan_redraw(session, MachineDesk{}, {}, why_not);
  ASSERT_TRUE(redraw) << why_not;
  auto by_car = session.brief();
  by_car.access.mode = "drive";
  const auto wanted = boundaries::build_problem(session.place(), by_car).problem;
  ASSERT_FALSE(wanted.access.empty());
  EXPECT_EQ(redraw->problem.access.at(0).minutes, wanted.access[0].minutes);
}

TEST(UsualMode, ATownIsJudgedOnFoot) {
  Start start;
  start.call_all("Urban: Nearer to a major town or city");
  EXPECT_EQ(start.open().brief().access.mode, "walk");
}

TEST(UsualMode, WithoutRoadsOrMinutesByCarNobodyDrives) {
  Start start;
  start.call_all("Smaller rural");
  start.place.roads.clear();
  start.place.travel.clear();
  EXPECT_EQ(start.open().brief().access.mode, "walk");
}

}  // namespace
}  // namespace placewright::viewer
