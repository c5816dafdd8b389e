#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/supply/place_need.h"
#include "on_screen.h"
#include "viewer/desk/screen_look.h"
#include "viewer/map/colouring.h"
#include "viewer/session/footprint_map.h"

namespace placewright::viewer {
namespace {

std::size_t row_of(const Session& session, const std::string& id) {
  const auto& entries = session.state().entries;
  for (std::size_t row = 0; row < entries.size(); ++row)
    if (entries[row].id == id) return row;
  return entries.size();
}

/// The figure that a measure has for a neighbourhood, and whether it is partial.
std::pair<double, bool> figure_of(const Session& session, const AreaMeasure& measure, std::size_t row) {
  for (std::size_t area = 0; area < measure.value.size(); ++area)
    if (session.state().label[area] == static_cast<std::int32_t>(row))
      return {measure.value[area], !measure.partial.empty() && measure.partial[area] != 0};
  return {datasets::kMissing, false};
}

double number_of(const nlohmann::json& row, const char* key) {
  return row.contains(key) && row[key].is_number() ? row[key].get<double>() : datasets::kMissing;
}

void expect_same(double a, double b, const std::string& what) {
  EXPECT_EQ(std::isnan(a), std::isnan(b)) << what;
  if (std::isnan(a) || std::isnan(b)) return;
  EXPECT_NEAR(a, b, 1e-9 * std::max(1.0, std::abs(b))) << what;
}

#ifdef PLACEWRIGHT_CLI
/// What the command line prints of a place's staff.
nlohmann::json workforce_json(const std::string& place, const std::string& plan, const std::string& options) {
  const auto command =
      fmt::format("'{}' workforce '{}' --plan '{}' --json --quiet --draws 1000 {} 2>/dev/null",
                  PLACEWRIGHT_CLI, place, plan, options);
  std::string text;
  auto* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
  pclose(pipe);
  return nlohmann::json::parse(text, nullptr, false);
}

/// Gap and staff of the window against the command line's, of one place and question.
void expect_as_printed(const std::string& path, const StaffAsk& ask, std::size_t& partial) {
  const auto session = Session::open(path, "");
  std::string options;
  if (!ask.group.empty()) options += " --groups " + ask.group;
  if (!ask.scheme.empty()) options += " --scheme " + ask.scheme;
  const auto printed = workforce_json(path, session.state().name, options);
  ASSERT_TRUE(printed.is_object()) << options;
  const auto gap = measure_gap(session, ask), need = measure_staff(session, ask, PerWhat::need),
             head = measure_staff(session, ask, PerWhat::head);
  ASSERT_TRUE(gap.missing.empty()) << gap.missing;
  ASSERT_FALSE(printed["units"].empty());
  for (const auto& unit : printed["units"]) {
    const auto id = unit["id"].get<std::string>();
    const auto row = row_of(session, id);
    ASSERT_LT(row, gap.said.size()) << id;
    const auto [percent, is_partial] = figure_of(session, gap, row);
    expect_same(percent, 100 * number_of(unit, "misalignment"), id + " gap");
    expect_same(figure_of(session, need, row).first, number_of(unit, "per_10k_need"), id + " per need");
    expect_same(figure_of(session, head, row).first, number_of(unit, "per_10k_residents"), id + " per head");
    EXPECT_EQ(is_partial, unit["partial"].get<bool>()) << id;
    partial += is_partial;
    if (const double wte = number_of(unit, "wte"); !std::isnan(wte)) {
      EXPECT_EQ(gap.said[row].find(fmt::format("{:.1f} WTE", wte)), 0U) << id << ": " << gap.said[row];
    }
  }
}

TEST(StaffOnTheMap, HasTheFiguresOfTheCommandLineByGroupAndScheme) {
  const DemoFile file(120);
  std::size_t partial = 0;
  for (const auto& ask :
       {StaffAsk{}, StaffAsk{"GP", ""}, StaffAsk{"", "none"}, StaffAsk{"ARRS", "example"}}) {
    SCOPED_TRACE(ask.group + " " + ask.scheme);
    expect_as_printed(file.path, ask, partial);
  }
}

TEST(StaffOnTheMap, CallsPartialWhatTheLeastCoverageOfThePlaceCallsSo) {
  const OwnFolder own;
  auto place = datasets::make_demo({120, 1});
  place.settings["threshold.min_coverage"] = "0.999";
  const auto path = (own.folder / "strict.gpkg").string();
  datasets::write_new_place(path, place, std::string(datasets::kDemoMadeAt));
  std::size_t partial = 0;
  expect_as_printed(path, {}, partial);
  EXPECT_GT(partial, 0U) << "the place would show nothing";
  auto session = Session::open(path, "");
  const auto& lens = lens_of("colour.gap");
  const LensAsk ask{session, {}, {}};
  const auto measures = lens.measure(ask);
  const auto of = colour_neighbourhoods(session, {}, 8);
  const auto colours = colour_areas(lens, {ask, measures, of, theme_of(ThemeKind::light), Sight::normal});
  for (std::size_t area = 0; area < colours.hatch.size(); ++area)
    EXPECT_EQ(colours.hatch[area] != 0, measures[0].partial[area] != 0) << area;
}
#endif

TEST(GapLens, HasFixedClassesEitherSideOfTheFairShareAndTheLimitIsOfTheNearerClass) {
  const DemoFile file(60);
  const auto session = Session::open(file.path, "");
  const auto& lens = lens_of("colour.gap");
  const LensAsk ask{session, {}, {}};
  auto measures = lens.measure(ask);
  const std::vector<std::pair<double, std::size_t>> wanted{
      {-25, 0}, {-20, 1},  {-15, 1}, {-10, 2}, {-5.01, 2}, {-5, 3},   {0, 3},
      {5, 3},   {5.01, 4}, {10, 4},  {15, 5},  {20, 5},    {20.01, 6}};
  measures[0].partial.clear();
  for (std::size_t area = 0; area < measures[0].value.size(); ++area)
    measures[0].value[area] = wanted[area % wanted.size()].first;
  const auto of = colour_neighbourhoods(session, {}, 8);
  const auto colours = colour_areas(lens, {ask, measures, of, theme_of(ThemeKind::light), Sight::normal});
  for (std::size_t area = 0; area < measures[0].value.size(); ++area)
    if (session.place().areas.inside[area] != 0) {
      EXPECT_EQ(colours.group[area], wanted[area % wanted.size()].second) << measures[0].value[area];
    }
}

TEST(FootprintMap, TouchingFootprintsHaveUnlikeTintsAndEachAreaOneFootprintAtMost) {
  for (const auto seed : {1U, 2U, 3U}) {
    SCOPED_TRACE(seed);
    const OwnFolder own;
    const auto path = (own.folder / "demo.gpkg").string();
    datasets::write_new_place(path, datasets::make_demo({300, seed}), std::string(datasets::kDemoMadeAt));
    const auto session = Session::open(path, "");
    const auto services = footprint_services(session.place());
    ASSERT_GT(services.size(), 2U);
    for (const auto& service : services) {
      SCOPED_TRACE(service);
      const auto map = map_footprints(session, service, "");
      ASSERT_EQ(map.tint_of.size(), map.footprints.size());
      for (const auto& edge : session.graph().edges()) {
        const auto a = map.of_area[edge.a], b = map.of_area[edge.b];
        if (a >= 0 && b >= 0 && a != b) {
          EXPECT_NE(map.tint_of[static_cast<std::size_t>(a)], map.tint_of[static_cast<std::size_t>(b)]);
        }
      }
      std::size_t none = 0;
      for (std::size_t area = 0; area < map.of_area.size(); ++area)
        none += session.place().areas.inside[area] != 0 && map.of_area[area] < 0;
      EXPECT_EQ(none, map.uncovered);
    }
  }
}

TEST(FootprintMap, HasThePeopleStaffAndCutsOfTheFootprintReportAndRatesThemByNeed) {
  const DemoFile file(300);
  const auto session = Session::open(file.path, "");
  const auto& place = session.place();
  const auto report = boundaries::workforce::measure_footprints(place, session.record());
  const auto need = boundaries::workforce::find_need(place, boundaries::workforce::collect_lists(place), "");
  std::size_t cut = 0, whole = 0, based = 0;
  for (const auto& service : footprint_services(place)) {
    const auto map = map_footprints(session, service, "");
    std::set<std::string> cut_ids;
    for (const auto& footprint : map.footprints) {
      const auto at = std::find_if(report.footprints.begin(), report.footprints.end(),
                                   [&](const auto& row) { return row.id == footprint.id; });
      ASSERT_NE(at, report.footprints.end());
      EXPECT_EQ(footprint.people, at->people);
      expect_same(footprint.wte, at->wte, footprint.id);
      for (const auto& part : at->cut) cut_ids.insert(part.neighbourhood);
      if (!std::isnan(footprint.wte) && footprint.need > 0) {
        EXPECT_DOUBLE_EQ(footprint.per_10k_need, 1e4 * footprint.wte / footprint.need);
      }
    }
    for (std::size_t row = 0; row < map.cut.size(); ++row) {
      const auto& id = session.state().entries[row].id;
      EXPECT_EQ(map.cut[row].empty(), cut_ids.count(id) == 0) << service << " " << id;
      (map.cut[row].empty() ? whole : cut) += 1;
    }
    for (const auto& base : map.bases) {
      EXPECT_FALSE(base.to.empty()) << place.sites[base.site].id;
      ++based;
    }
  }
  EXPECT_GT(cut, 0U);
  EXPECT_GT(whole, 0U);
  EXPECT_GT(based, 0U);
  // A service whose footprints are of areas alone and cover the place has all of its weighted people.
  const auto map = map_footprints(session, "Community mental health", "");
  if (map.uncovered == 0) {
    double weighted = 0, all = 0;
    for (const auto& footprint : map.footprints) weighted += footprint.need;
    for (std::size_t area = 0; area < place.areas.size(); ++area)
      if (place.areas.inside[area] != 0) all += need.need.people[area];
    EXPECT_NEAR(weighted, all, 1e-6 * all);
  }
}

class LensStrip : public OverDemo {
 protected:
  void SetUp() override {
    OverDemo::SetUp();
    if (app == nullptr) return;
    ASSERT_EQ(script("frames 3\n"), 0);
  }
  ui::Widget widget(const std::string& name) {
    app->frame();
    const auto* found = app->names().find(name);
    EXPECT_NE(found, nullptr) << name;
    return found == nullptr ? ui::Widget{} : *found;
  }
  bool there(const std::string& name) {
    app->frame();
    return app->names().find(name) != nullptr;
  }
};

TEST_F(LensStrip, HasNineLensesAndThePlanInOrderEachOneClickAway) {
  std::vector<std::string> words;
  for (const auto* lens : lens_tabs()) words.emplace_back(lens->tab_word());
  EXPECT_EQ(words, (std::vector<std::string>{"Plan", "People", "Bounds", "Deprivation", "Need", "Staff",
                                             "Gap", "Minutes", "Footprint", "Indicator"}));
  float last = -1;
  for (const auto* lens : lens_tabs()) {
    SCOPED_TRACE(lens->id);
    const auto map = widget("map");
    const auto tab = widget(lens->id);
    EXPECT_GT(tab.from.x, last);
    EXPECT_LE(tab.to.y, map.from.y);
    EXPECT_LE(tab.to.x, map.to.x);
    last = tab.to.x - 1;
    if (!tab.enabled) continue;
    ASSERT_EQ(script(fmt::format("click {}\nframes 3\n", lens->id)), 0);
    EXPECT_STREQ(app->desk().view.lens->tab_word(), lens->tab_word());
  }
}

TEST_F(LensStrip, WhatIsPickedForStaffHoldsForTheGapAndOtherwiseShowsTheSameFiguresAsAsked) {
  ASSERT_EQ(script("click colour.staff\nframes 3\nclick colour.group\nclick colour.group:general "
                   "practitioners\nframes 2\n"),
            0);
  ASSERT_EQ(script("click colour.gap\nframes 3\n"), 0);
  const auto& here = app->desk().here;
  ASSERT_EQ(here.measures->size(), 1U);
  const auto wanted = measure_gap(session(), {"GP", ""});
  EXPECT_EQ(here.measures->front().said, wanted.said);
  EXPECT_EQ(here.colours->legend.title, wanted.title);
  ASSERT_EQ(script("expect-widget colour.group=general practitioners\n"), 0);
}

TEST_F(LensStrip, TheLegendIsOnTheMapInTheWorkshopAtEveryTextSizeAndFolds) {
  ASSERT_EQ(script("click colour.gap\nframes 4\n"), 0);
  const auto inside_map = [&] {
    const auto map = widget("map"), card = widget("legend");
    EXPECT_EQ(card.value, "Gap: all staff");
    EXPECT_GE(card.from.x, map.from.x);
    EXPECT_GE(card.from.y, map.from.y);
    EXPECT_LE(card.to.x, map.to.x);
    EXPECT_LE(card.to.y, map.to.y);
  };
  inside_map();
  for (int step = 0; step < 8; ++step) {
    ASSERT_EQ(script("command view.text_larger\nframes 4\n"), 0);
    SCOPED_TRACE(app->desk().view.text_scale);
    inside_map();
  }
  ASSERT_EQ(script("command view.text_normal\ncommand view.workshop\nframes 4\n"), 0);
  inside_map();
  ASSERT_EQ(script("command view.workshop\nframes 4\n"), 0);
  const auto open = widget("legend");
  ASSERT_TRUE(there("legend.0"));
  ASSERT_EQ(script("click legend.fold\nframes 3\nexpect legend=folded\n"), 0);
  const auto folded = widget("legend");
  EXPECT_LT(folded.to.y - folded.from.y, (open.to.y - open.from.y) / 3);
  EXPECT_FALSE(there("legend.0"));
}

TEST_F(LensStrip, ThePlaceIsFittedClearOfTheLegendWhereThereIsRoomBesideIt) {
  ASSERT_EQ(script("command view.fit\nframes 4\n"), 0);
  const auto& desk = app->desk();
  const auto map = widget("map"), card = widget("legend");
  const auto west = desk.view.camera.to_screen({desk.here.box.min_x, desk.here.box.min_y}, desk.view.width,
                                               desk.view.height);
  const auto east = desk.view.camera.to_screen({desk.here.box.max_x, desk.here.box.min_y}, desk.view.width,
                                               desk.view.height);
  EXPECT_LE(static_cast<float>(east.x), map.to.x - map.from.x);
  if (east.x - west.x < desk.view.width - (card.to.x - map.from.x) * 1.2) {
    EXPECT_GE(static_cast<float>(west.x), card.to.x - map.from.x);
  }
}

TEST_F(LensStrip, TheHistogramCountsWhatTheClassesCount) {
  for (const char* lens :
       {"colour.people", "colour.deprivation", "colour.deviation", "colour.staff", "colour.gap"}) {
    SCOPED_TRACE(lens);
    ASSERT_EQ(script(fmt::format("command {}\nframes 2\n", lens)), 0);
    const auto& legend = app->desk().here.colours->legend;
    ASSERT_FALSE(legend.bins.empty());
    std::vector<std::size_t> counted(legend.entries.size(), 0);
    for (const auto& bin : legend.bins)
      for (std::size_t entry = 0; entry < bin.size(); ++entry) counted[entry] += bin[entry];
    for (std::size_t entry = 0; entry < counted.size(); ++entry) {
      if (legend.entries[entry].hatched) continue;
      EXPECT_EQ(counted[entry], app->desk().view.lens->class_a_neighbourhood
                                    ? legend.entries[entry].neighbourhoods
                                    : legend.entries[entry].areas)
          << legend.entries[entry].text;
    }
  }
}

TEST_F(LensStrip, AnExportedMapHasTheClassesTheirCountsTheFiguresAndTheSource) {
  ASSERT_EQ(script("click colour.gap\nframes 3\n"), 0);
  const auto& desk = app->desk();
  const auto look = look_of_screen(desk.here, desk.view, false);
  EXPECT_NE(look.legend_title.find("Gap: all staff"), std::string::npos);
  EXPECT_FALSE(look.source.empty());
  std::size_t shown = 0;
  for (const auto& entry : desk.here.colours->legend.entries) shown += entry.areas > 0 || !entry.hatched;
  EXPECT_EQ(look.legend.size(), shown);
  const auto& measure = desk.here.measures->front();
  for (std::size_t row = 0; row < measure.said.size(); ++row)
    EXPECT_EQ(look.said.at(session().state().entries[row].id), measure.said[row]);
}

TEST_F(LensStrip, FootprintsAreNamedOnTheMapApartFromEachOtherTheirBasesAndTheCards) {
  ASSERT_EQ(script("click colour.footprint\nclick colour.service\nclick colour.service:Community mental "
                   "health\nframes 4\n"),
            0);
  const auto& here = app->desk().here;
  const auto* measure = shown_measure(here, app->desk().view);
  ASSERT_NE(measure, nullptr);
  ASSERT_NE(measure->footprints, nullptr);
  std::vector<ui::Widget> plates;
  for (const auto& widget : app->names().all())
    if (widget.name.rfind("footprint.", 0) == 0) plates.push_back(widget);
  EXPECT_GE(plates.size() + 1, measure->footprints->footprints.size());
  plates.push_back(widget("legend"));
  for (std::size_t a = 0; a < plates.size(); ++a)
    for (std::size_t b = a + 1; b < plates.size(); ++b)
      EXPECT_FALSE(plates[a].from.x < plates[b].to.x && plates[b].from.x < plates[a].to.x &&
                   plates[a].from.y < plates[b].to.y && plates[b].from.y < plates[a].to.y)
          << plates[a].name << " over " << plates[b].name;
  // Each footprint is a class with its figures; a cut neighbourhood has its seam.
  const auto& legend = here.colours->legend;
  for (std::size_t i = 0; i < measure->footprints->footprints.size(); ++i)
    EXPECT_EQ(legend.entries[i].note, footprint_words(measure->footprints->footprints[i]));
  const bool cut =
      std::any_of(measure->said.begin(), measure->said.end(), [](const auto& one) { return !one.empty(); });
  EXPECT_EQ(app->desk().view.map->scene.strokes.empty(), !cut);
}

}  // namespace
}  // namespace placewright::viewer
