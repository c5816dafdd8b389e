#include "another_place.h"

#include <gtest/gtest.h>

#include <cmath>

#include "boundaries/output/plan_words.h"
#include "boundaries/workforce/plan/place_projection.h"
#include "datasets/place/file.h"
#include "tests/toy_place.h"
#include "viewer/session/coverage_model.h"

// One place after another on the table: nothing of the old one remains, whatever was looked at. And what the
// window says where there is nothing to compare with.
namespace placewright::viewer {
namespace {

/// What somebody may be looking at when another place is dropped on the window.
const std::vector<std::pair<const char*, const char*>>& looks() {
  static const std::vector<std::pair<const char*, const char*>> all{
      {"table", "command drawer.table\nclick row.N01\nframes 2\n"},
      {"charts of areas", "command drawer.charts\nframes 2\nclick chart.areas\ndrag chart.histogram 80 0\n"},
      {"charts of neighbourhoods",
       "command drawer.charts\nframes 2\nclick chart.neighbourhoods\nframes 3\nmap-press {area}\nrelease\n"},
      {"staff", "command coverage.1\nwait-idle\nclick coverage.table.2\n"},
      {"need", "command coverage.2\nwait-idle\n"},
      {"fairness", "command coverage.3\nwait-idle\n"},
      {"travel", "command coverage.4\nwait-idle\n"},
      {"footprints", "command coverage.5\nwait-idle\n"},
      {"who covers", "command coverage.6\nmap-click {area}\nwait-idle\n"},
      {"years ahead", "command coverage.7\nwait-idle\n"},
      {"figures on their way", "command coverage.3\nframes 2\n"},
      {"hatched comparison", "click side.plans\nclick compare.with\nclick compare.with:current\nframes 2\n"},
      {"swipe",
       "click side.plans\nclick compare.with\nclick compare.with:current\nclick compare.swipe\nframes 3\n"},
      {"side by side",
       "click side.plans\nclick compare.with\nclick compare.with:current\nclick compare.side\nframes 3\n"},
      {"candidates", "command plan.candidates\nwait-idle\nframes 3\nkey esc\n"},
      {"a search that runs", "command plan.redraw_all\nframes 3\n"},
      {"why", "map-click {area}\nframes 2\ncommand plan.why\nframes 2\n"},
      {"the brief", "click side.brief\nframes 2\n"},
      {"the log", "click side.log\nframes 2\n"},
      {"the search box", "command help.search\ntype place\nframes 3\n"},
      {"the search box by the old word", "command help.search\ntype {word}\nframes 3\n"},
      {"a selection, pointed at", "map-click {area}\nhover {area}\n"},
      {"a stroke in hand", "command tool.brush\nmap-press {area}\nframes 2\n"},
      {"a lasso in hand", "command tool.lasso\nmap-press {area}\nframes 2\n"},
      {"the import dialog", "drop /nowhere/people.csv\nframes 2\n"},
      {"the export dialog", "command export.png\nframes 2\n"},
      {"problems", "command check.next\nframes 2\n"},
  };
  return all;
}

std::string filled_in(std::string script, const std::string& area, const std::string& word) {
  for (const auto& [key, value] : {std::pair{std::string("{area}"), area}, {std::string("{word}"), word}})
    for (auto at = script.find(key); at != std::string::npos; at = script.find(key))
      script.replace(at, key.size(), value);
  return script;
}

TEST_F(AnotherPlace, LeavesNothingOfTheOldOneWhateverPanelIsShown) {
  const NamedPlace large("Oldham", datasets::make_demo({110, 1})),
      small("Newham", datasets::make_demo({60, 2}));
  for (const auto& [what, look] : looks())
    for (const auto& [before, after] : {std::pair{&large, &small}, {&small, &large}}) {
      SCOPED_TRACE(std::string(what) + ": " + before->word + " to " + after->word);
      drop(before->path);
      ASSERT_EQ(script(filled_in(look, middle_area(), before->word)), 0);
      app->desk().view.layers.service = before->word + " service";
      app->desk().view.layers.role = before->word + " role";
      drop(after->path);
      ASSERT_EQ(script("frames 3\n"), 0);
      expect_of_one_place(*app, before->word);
      ASSERT_EQ(script("release\nkey esc\nkey esc\nwait-idle\nframes 2\n"), 0);
      expect_of_one_place(*app, before->word);
      ASSERT_EQ(script("command tool.select\ncommand side.inspect\ncommand drawer.table\nframes 1\n"), 0);
    }
}

TEST_F(AnotherPlace, ThatIsClosedIsGone) {
  const NamedPlace large("Oldham", datasets::make_demo({160, 1}));
  drop(large.path);
  ASSERT_EQ(script("command drawer.charts\nframes 2\nclick chart.neighbourhoods\nframes 2\ncommand "
                   "file.close\nframes 2\nexpect open=no\n"),
            0);
  EXPECT_TRUE(app->desk().here.charts.figures->empty());
  EXPECT_TRUE(app->desk().here.shown->empty());
  EXPECT_TRUE(app->desk().view.map->scene.fill.empty());
}

/// Nothing that the window says is a number that is none.
void expect_numbers(App& app) {
  const auto wrong = [](const std::string& text) {
    return text.find("nan") != std::string::npos || text.find("inf ") != std::string::npos ||
           text.find("-0.0") != std::string::npos;
  };
  EXPECT_FALSE(wrong(app.desk().talk.message.text)) << app.desk().talk.message.text;
  for (const auto& widget : app.names().all())
    EXPECT_FALSE(wrong(widget.value)) << widget.name << " = " << widget.value;
  for (const auto& sentence : app.desk().here.coverage.answer->sentences)
    EXPECT_FALSE(wrong(sentence)) << sentence;
  for (const auto& [key, value] : describe(app.desk())) EXPECT_FALSE(wrong(value)) << key << " = " << value;
}

TEST_F(AnotherPlace, WithoutAPlanSaysThatTheFirstDrawIsTheFirst) {
  const NamedPlace bare("Barely", place_without_plan());
  drop(bare.path);
  ASSERT_EQ(script("expect total=none\ncommand side.machine\ncommand plan.redraw_all\nwait-idle\nframes 3\n"),
            0);
  expect_numbers(*app);
  EXPECT_NE(app->desk().talk.message.text.find("first plan of this place"), std::string::npos)
      << app->desk().talk.message.text;
  EXPECT_EQ(
      script("expect-widget machine.change.1=first plan of this place\ncommand side.inspect\nframes 2\n"), 0);
  expect_numbers(*app);
  ASSERT_EQ(script("key enter\nframes 2\nexpect unassigned=0\ncommand side.machine\ncommand "
                   "plan.redraw_all\nwait-idle\nframes 2\n"),
            0);
  expect_numbers(*app);
}

TEST_F(AnotherPlace, WithNothingButAreasHasWordsOnEveryPage) {
  auto one = toy::place_from_words({{"A1"}}, 0);
  auto half = datasets::make_demo({60, 1});
  half.workforce.clear(), half.projections.clear(), half.ages.clear(), half.sites.clear(),
      half.registrations.clear(), half.footprints.clear();
  for (auto* column : {&half.areas.imd_score, &half.areas.imd_rank, &half.areas.imd_decile})
    std::fill(column->begin(), column->end(), datasets::kMissing);
  auto nobody = datasets::make_demo({60, 3});
  std::fill(nobody.areas.population.begin(), nobody.areas.population.end(), 0.0);
  for (const auto* place : {&one, &half, &nobody}) {
    const NamedPlace named("Barely", *place);
    drop(named.path);
    for (const char* look : {"coverage.1", "coverage.2", "coverage.3", "coverage.4", "coverage.5",
                             "coverage.6", "coverage.7", "drawer.charts", "drawer.table", "side.machine",
                             "side.brief", "side.plans", "side.log", "side.inspect"}) {
      SCOPED_TRACE(look);
      ASSERT_EQ(script(std::string("command ") + look + "\nwait-idle\nframes 2\n"), 0);
      expect_numbers(*app);
    }
  }
}

datasets::Place place_with_projection() {
  auto place = datasets::make_demo({60, 1});
  for (auto& row : place.projections) row.measure = "population";
  return place;
}

TEST(YearsAhead, ThePageHasTheNumbersOfTheCommand) {
  const auto place = place_with_projection();
  const auto& plan = place.plans.front();
  CoverageAsk ask;
  ask.page = CoveragePage::ahead;
  const auto page = measure_coverage_page(place, plan, ask);
  ASSERT_EQ(page.missing, "");
  ASSERT_FALSE(page.tables.empty());
  boundaries::workforce::ProjectionQuestion question;
  question.to = page.ask.year;
  const auto ahead = boundaries::workforce::project_place(place, plan, question);
  ASSERT_EQ(page.tables.front().table.rows.size(), ahead.units.size());
  for (std::size_t k = 0; k < ahead.units.size(); ++k) {
    const auto& row = page.tables.front().table.rows[k];
    EXPECT_EQ(std::get<std::string>(row[0]), ahead.units[k].id);
    EXPECT_EQ(std::get<double>(row[3]), ahead.units[k].central.people_then);
    EXPECT_EQ(std::get<double>(row[6]), ahead.units[k].central.required);
  }
  EXPECT_EQ(page.choices.size() + 1, boundaries::workforce::projection_years(place).size());
}

TEST(YearsAhead, OffersOnlyYearsThatTheCommandCanTakeAndSaysWhatIsNotThere) {
  auto place = place_with_projection();
  const auto plan = place.plans.front();
  CoverageAsk ask;
  ask.page = CoveragePage::ahead;
  const auto years = boundaries::workforce::projection_years(place).size();
  auto other = place.projections.front();
  other.year = "2099", other.measure = "people with dementia";
  place.projections.push_back(other);
  EXPECT_EQ(measure_coverage_page(place, plan, ask).choices.size(), years - 1);
  place.projections = {other};
  EXPECT_NE(measure_coverage_page(place, plan, ask).missing, "");
  place.projections.clear();
  const auto page = measure_coverage_page(place, plan, ask);
  EXPECT_NE(page.missing, "");
  EXPECT_NE(page.fix, "");
  place = place_with_projection();
  place.ages.clear();
  EXPECT_NE(measure_coverage_page(place, plan, ask).missing, "");
}

/// An imported plan without a brief, one area moved by hand.
TEST(Session, AnImportedPlanThatIsEditedStaysAnImportedOneAndGetsNoBoundsThatNobodyAskedFor) {
  auto place = toy::place_from_words(toy::grid_words(4, 3), 10000);
  datasets::PlanRecord plan;
  plan.name = "agreed";
  plan.origin = "import";
  for (std::size_t row = 0; row < place.areas.size(); ++row)
    plan.assignments.push_back({place.areas.code[row], row < 6 ? "N1" : "N2", false});
  plan.neighbourhoods = {{"N1", "", "", false, ""}, {"N2", "", "", false, ""}};
  place.plans = {plan};
  const NamedPlace file("Barely", place);
  auto session = Session::open(file.path, "agreed");
  EXPECT_EQ(session.record().origin, "import");
  EXPECT_EQ(session.record().brief_toml, "");
  datasets::Note note;
  note.text = "a note is no edit of the borders";
  session.commit(make_note(session.state(), note));
  EXPECT_EQ(session.record().origin, "import");
  session.commit(make_move(session.ground(), session.state(), std::vector<std::uint32_t>{5}, 1).edit);
  EXPECT_EQ(session.record().origin, "import, edit");
  session.save("me", "2026-02-01T00:00:00Z");
  const auto stored = datasets::PlaceFile::open(file.path, datasets::PlaceFile::Mode::read)
                          .read(datasets::Tables::everything);
  ASSERT_EQ(stored.plans.size(), 1U);
  EXPECT_EQ(stored.plans.front().origin, "import, edit");
  EXPECT_EQ(stored.plans.front().brief_toml, "");
  EXPECT_EQ(boundaries::output::origin_words(stored, stored.plans.front()), "Imported, then edited by hand");
}

TEST(TotalChange, SaysWhatThereIsToCompareWith) {
  boundaries::Score none, good, bad;
  none.total = std::nan("");
  none.neighbourhoods = 0;
  good.total = 0.25, bad.total = 0.35;
  good.neighbourhoods = bad.neighbourhoods = 3;
  EXPECT_EQ(total_change(none, good, true).words, "first plan of this place");
  EXPECT_EQ(total_change(none, good, false).words, "nothing was drawn before");
  EXPECT_EQ(total_change(good, none, false).words, "no neighbourhood is left");
  EXPECT_EQ(total_change(good, bad, false).words, "worse by 0.1000");
  EXPECT_EQ(total_change(bad, good, false).words, "better by 0.1000");
  EXPECT_EQ(total_change(good, good, false).words, "as good as now");
  auto not_judged = good;
  not_judged.total = std::nan("");
  EXPECT_EQ(total_change(not_judged, good, false).words, "what was before could not be judged");
  EXPECT_EQ(total_change(good, not_judged, false).words, "nothing of it can be judged");
}

}  // namespace
}  // namespace placewright::viewer
