#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "geo/shape_measures.h"
#include "on_screen.h"
#include "viewer/desk/desk.h"

// Each way of drawing by hand, with a pointer that is pressed, moved and let go as a person's is.
namespace placewright::viewer {
namespace {

class Tools : public OverDemo {
 protected:
  void SetUp() override {
    OverDemo::SetUp();
    if (app == nullptr) return;
    ASSERT_EQ(script("frames 3\nwait-idle\n"), 0);
    // The longest border between two neighbourhoods.
    double longest = 0;
    for (const auto& edge : session().graph().edges())
      if (!edge.link && label(edge.a) >= 0 && label(edge.b) >= 0 && label(edge.a) != label(edge.b) &&
          edge.border_m > longest)
        longest = edge.border_m, in = edge.a, over = edge.b;
    ASSERT_GT(longest, 0);
  }
  std::int32_t label(std::uint32_t area) { return session().state().label[area]; }
  std::string code(std::uint32_t area) { return session().place().areas.code[area]; }
  std::string target_of(std::uint32_t area) {
    return "to " + neighbourhood_name(app->desk().here, label(area));
  }
  void look_at(std::uint32_t area) {
    app->desk().view.camera.centre = geo::label_point(session().place().areas.shape[area]);
    app->desk().view.camera.m_per_px = 12;
  }
  /// Where an area's middle is on the map, pixels.
  std::pair<double, double> on_map(std::uint32_t area) {
    const auto& areas = session().place().areas;
    const auto at = app->desk().view.camera.to_screen({areas.centroid_x[area], areas.centroid_y[area]},
                                                      app->desk().view.width, app->desk().view.height);
    return {at.x, at.y};
  }
  std::set<std::uint32_t> moves() {
    std::set<std::uint32_t> areas;
    if (app->desk().here.pending)
      for (const auto& move : app->desk().here.pending->made.edit.moves) areas.insert(move.area);
    return areas;
  }
  std::uint32_t in = 0, over = 0;
};

TEST_F(Tools, TheBrushTakesOnlyFromWhereTheFilterSays) {
  // From one neighbourhood: a stroke that starts with its own areas and goes on over others' moves only
  // those.
  const auto home = label(in), away = label(over);
  ASSERT_EQ(script(fmt::format(
                "click row.{}\nkey b\nclick tool.target\nclick tool.target:to a new neighbourhood\nclick "
                "tool.source\nclick tool.source:from {}\nshow {}\nmap-drag {} {}\nexpect pending!=0\n",
                session().state().entries[static_cast<std::size_t>(home)].id,
                neighbourhood_name(app->desk().here, home), code(in), code(in), code(over))),
            0);
  for (const auto area : moves()) EXPECT_EQ(label(area), home);
  EXPECT_TRUE(moves().count(in) == 1 && moves().count(over) == 0);
  // From anywhere the same stroke takes both.
  ASSERT_EQ(
      script(fmt::format("key esc\nclick tool.source\nclick tool.source:from anywhere\nmap-drag {} {}\n",
                         code(in), code(over))),
      0);
  EXPECT_TRUE(moves().count(in) == 1 && moves().count(over) == 1);
  // From unassigned only: there are none.
  ASSERT_EQ(script(fmt::format("key esc\nclick tool.source\nclick tool.source:from unassigned only\nmap-drag "
                               "{} {}\nexpect pending=0\nexpect steps=0\n",
                               code(in), code(over))),
            0);
  EXPECT_EQ(label(over), away);
}

TEST_F(Tools, ARectangleTakesTheAreasWhoseMiddleLiesInIt) {
  ASSERT_EQ(script(fmt::format("key x\nclick tool.target\nclick tool.target:{}\n", target_of(over))), 0);
  look_at(in);
  app->desk().view.camera.m_per_px = 30;
  ASSERT_EQ(script("frames 2\ndrag map 180 120\nexpect pending!=0\n"), 0);
  const double x = app->desk().view.width / 2, y = app->desk().view.height / 2;
  std::set<std::uint32_t> inside;
  for (std::uint32_t area = 0; area < session().state().label.size(); ++area) {
    const auto [px, py] = on_map(area);
    if (session().place().areas.inside[area] != 0 && label(area) != label(over) && px >= x && px <= x + 180 &&
        py >= y && py <= y + 120)
      inside.insert(area);
  }
  EXPECT_EQ(moves(), inside);
  ASSERT_EQ(script("key esc\nexpect pending=0\nexpect steps=0\n"), 0);
}

TEST_F(Tools, ALassoTakesTheAreasItGoesRound) {
  ASSERT_EQ(script(fmt::format("key o\nclick tool.target\nclick tool.target:{}\nshow {}\nframes 2\n",
                               target_of(over), code(in))),
            0);
  // Round the area by those that touch it: its own middle is within, whatever their order is.
  std::vector<std::uint32_t> around;
  const auto [cx, cy] = on_map(in);
  for (const auto area : session().graph().neighbours(in)) {
    const auto [px, py] = on_map(area);
    if (px > 5 && py > 5 && px < app->desk().view.width - 5 && py < app->desk().view.height - 5)
      around.push_back(area);
  }
  std::sort(around.begin(), around.end(), [&, cx = cx, cy = cy](auto a, auto b) {
    const auto [ax, ay] = on_map(a);
    const auto [bx, by] = on_map(b);
    return std::atan2(ay - cy, ax - cx) < std::atan2(by - cy, bx - cx);
  });
  ASSERT_GE(around.size(), 3u);
  std::string stops;
  for (const auto area : around) stops += " " + code(area);
  ASSERT_EQ(script("map-drag" + stops + "\nexpect pending!=0\n"), 0);
  EXPECT_EQ(moves().count(in), 1u);
  ASSERT_EQ(script("key enter\n"), 0);
}

TEST_F(Tools, AnMsoaAndAWardMoveAsAWhole) {
  for (const auto* level : {"msoa_code", "ward_code"}) {
    SCOPED_TRACE(level);
    ASSERT_EQ(script("key v\nkey b\nkey u\n"), 0);
    ASSERT_EQ(script(fmt::format(
                  "click tool.target\nclick tool.target:{}\nshow {}\nmap-click {}\nexpect pending!=0\n",
                  target_of(over), code(in), code(in))),
              0);
    const auto& units = session().place().areas.parents.at(level);
    std::set<std::uint32_t> whole;
    for (std::uint32_t area = 0; area < units.size(); ++area)
      if (units[area] == units[in] && session().place().areas.inside[area] != 0 && label(area) != label(over))
        whole.insert(area);
    // The brush has a width: it may touch a second unit, and takes that one whole too.
    const auto taken = moves();
    EXPECT_TRUE(std::includes(taken.begin(), taken.end(), whole.begin(), whole.end()));
    for (const auto area : taken)
      for (std::uint32_t other = 0; other < units.size(); ++other)
        if (units[other] == units[area] && session().place().areas.inside[other] != 0 &&
            label(other) != label(over)) {
          EXPECT_EQ(taken.count(other), 1u) << code(other);
        }
    ASSERT_EQ(script("key esc\n"), 0);
  }
}

TEST_F(Tools, ASharedBorderIsTakenHoldOfAndMovedAsOneStep) {
  // The middle of the border, in the middle of the map; the drag goes from one side's middle towards the
  // other's.
  const auto& desk = app->desk();
  const geo::Line* border = nullptr;
  for (const auto& arc : *desk.here.arcs)
    if ((arc.left == in && arc.right == over) || (arc.left == over && arc.right == in))
      border = border == nullptr || arc.line.size() > border->size() ? &arc.line : border;
  ASSERT_NE(border, nullptr);
  const auto& a = (*border)[border->size() / 2 - 1];
  const auto& b = (*border)[border->size() / 2];
  app->desk().view.camera.centre = {(a.x + b.x) / 2, (a.y + b.y) / 2};
  app->desk().view.camera.m_per_px = 15;
  const auto home = label(in), away = label(over);
  ASSERT_EQ(script("key g\nframes 2\n"), 0);
  const auto [ix, iy] = on_map(in);
  const auto dx = (ix - desk.view.width / 2) * 1.3, dy = (iy - desk.view.height / 2) * 1.3;
  ASSERT_EQ(script(fmt::format("drag map {:.0f} {:.0f}\nexpect pending!=0\n", dx, dy)), 0);
  const auto moved = moves();
  for (const auto& move : desk.here.pending->made.edit.moves) EXPECT_EQ(move.to, away);
  for (const auto area : moved) EXPECT_EQ(label(area), home);
  EXPECT_EQ(moved.count(in), 1u);
  if (!desk.here.pending->effect.broken.empty()) {
    ASSERT_EQ(script("key enter\nexpect dialog=reason\ntype agreed\nkey enter\nexpect steps=1\n"), 0);
  } else {
    ASSERT_EQ(script("key enter\nexpect steps=1\n"), 0);
  }
  for (const auto area : moved) EXPECT_EQ(label(area), away);
  ASSERT_EQ(script("key ctrl+z\nexpect steps=0\n"), 0);
  for (const auto area : moved) EXPECT_EQ(label(area), home);
}

TEST_F(Tools, AWeightThatIsDraggedChangesTheTotalAndWhatTheMachineDraws) {
  ASSERT_EQ(script("click side.brief\nframes 3\nremember total\nremember assignment\ndrag brief.compactness "
                   "60 0\nexpect total=$total\nclick brief.use\nframes 2\nexpect total!=$total\n"),
            0);
  const auto& weights = session().brief().weights;
  EXPECT_GT(weights.compactness, 1);
  // The total is the mean of the losses by the weights as they are now.
  double sum = 0, all = 0;
  for (const auto& criterion : session().score().criteria)
    sum += criterion.weight * criterion.loss, all += criterion.weight;
  EXPECT_NEAR(session().score().total, sum / all, 1e-9);
  ASSERT_EQ(script("remember total\nkey r\nwait-idle\nexpect job=none\nexpect trouble=no\n"), 0);
}

}  // namespace
}  // namespace placewright::viewer
