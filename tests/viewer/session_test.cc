#include "viewer/session/session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "any_edit.h"
#include "demo_session.h"
#include "geo/error.h"

namespace placewright::viewer {
namespace {

const std::string kNow = "2026-01-02T00:00:00Z";

Edit lock_of(const Session& session, std::uint32_t area) {
  const std::vector<std::uint32_t> one{area};
  return make_area_lock(session.state(), one, session.state().area_locked[area] == 0);
}

void edit_somehow(Session& session, geo::Random& random, int steps) {
  for (int step = 0; step < steps; ++step) session.commit(any_edit(session, random));
}

std::map<std::string, std::string> labels_by_code(const Session& session) {
  std::map<std::string, std::string> labels;
  for (std::size_t area = 0; area < session.state().label.size(); ++area) {
    const auto label = session.state().label[area];
    labels[session.place().areas.code[area]] =
        label < 0 ? "" : session.state().entries[static_cast<std::size_t>(label)].id;
  }
  return labels;
}

TEST(Journal, AfterADeathOfTheProgramEveryStepIsOffered) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(seed);
    const DemoFile file;
    PlanState end;
    {
      auto session = Session::open(file.path, "");
      geo::Random random(seed);
      edit_somehow(session, random, 25);
      session.undo();
      end = session.state();
    }  // gone without a save
    auto again = Session::open(file.path, "");
    ASSERT_TRUE(again.left_behind().has_value());
    EXPECT_FALSE(again.left_behind()->plan_changed);
    again.recover();
    EXPECT_EQ(again.state(), end);
    EXPECT_TRUE(again.changed());
    EXPECT_FALSE(again.left_behind().has_value());
  }
}

TEST(Journal, ALineCutShortCostsOnlyItsStroke) {
  const DemoFile file;
  PlanState before_last;
  {
    auto session = Session::open(file.path, "");
    for (std::uint32_t area = 0; area < 5; ++area) {
      before_last = session.state();
      session.commit(lock_of(session, area));
    }
  }
  const auto path = journal_path(file.path);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 9);
  auto again = Session::open(file.path, "");
  const auto left = again.left_behind();
  ASSERT_TRUE(left.has_value());
  EXPECT_TRUE(left->cut_short);
  EXPECT_EQ(left->steps.size(), 4u);
  again.recover();
  EXPECT_EQ(again.state(), before_last);
}

TEST(Journal, ADamagedOneNeverStopsTheProgram) {
  const DemoFile file;
  {
    auto session = Session::open(file.path, "");
    geo::Random random(5);
    edit_somehow(session, random, 8);
  }
  const auto path = journal_path(file.path);
  std::string whole;
  {
    std::ifstream stream(path, std::ios::binary);
    whole.assign(std::istreambuf_iterator<char>(stream), {});
  }
  geo::Random random(6);
  for (int round = 0; round < 40; ++round) {
    SCOPED_TRACE(round);
    auto bad = whole;
    for (int hit = 0; hit < 3; ++hit)
      bad[random.below(static_cast<std::uint32_t>(bad.size()))] = static_cast<char>('0' + random.below(10));
    std::ofstream(path, std::ios::binary) << bad;
    auto session = Session::open(file.path, "");
    if (session.left_behind()) session.recover();
    while (session.undo()) continue;
  }
}

TEST(Journal, UndoGoesOnAfterASaveAndAnotherDay) {
  const DemoFile file;
  PlanState start, end;
  {
    auto session = Session::open(file.path, "");
    start = session.state();
    geo::Random random(9);
    edit_somehow(session, random, 20);
    session.save("tester", kNow);
    EXPECT_FALSE(session.changed());
    edit_somehow(session, random, 10);
    session.save("tester", kNow);
    end = session.state();
  }
  auto again = Session::open(file.path, start.name);
  EXPECT_FALSE(again.left_behind().has_value());
  EXPECT_FALSE(again.changed());
  EXPECT_EQ(again.state(), end);
  while (again.undo()) continue;
  EXPECT_EQ(again.state(), start);
  EXPECT_TRUE(again.changed());
  while (again.redo()) continue;
  EXPECT_EQ(again.state(), end);
  EXPECT_FALSE(again.changed());
}

TEST(Journal, AStrokeAfterStepsBehindTheSaveWereUndoneComesBackToo) {
  const DemoFile file;
  PlanState end;
  {
    auto session = Session::open(file.path, "");
    for (std::uint32_t area = 0; area < 4; ++area) session.commit(lock_of(session, area));
    session.save("tester", kNow);
    session.undo();
    session.undo();
    session.commit(lock_of(session, 9));
    end = session.state();
  }
  auto again = Session::open(file.path, "");
  ASSERT_TRUE(again.left_behind().has_value());
  again.recover();
  EXPECT_EQ(again.state(), end);
  again.save("tester", kNow);
  const auto taken_back = std::count_if(again.place().log.begin(), again.place().log.end(),
                                        [](const auto& row) { return row.what.rfind("taken back", 0) == 0; });
  EXPECT_EQ(taken_back, 2);
}

TEST(Journal, EditsOnAPlanThatAnotherProgramChangedComeBackAsAPlanOfTheirOwn) {
  const DemoFile file;
  std::map<std::string, std::string> drawn;
  std::string name;
  {
    auto session = Session::open(file.path, "");
    name = session.state().name;
    session.commit(
        make_move(session.ground(), session.state(), std::vector<std::uint32_t>{0, 1, 2}, -1).edit);
    drawn = labels_by_code(session);
  }
  {
    auto store = datasets::PlaceFile::open(file.path, datasets::PlaceFile::Mode::change);
    auto plan = store.read_plan(name);
    plan.assignments.back().neighbourhood.clear();
    store.save_plan(plan, true);
  }
  auto again = Session::open(file.path, "");
  ASSERT_TRUE(again.left_behind().has_value());
  EXPECT_TRUE(again.left_behind()->plan_changed);
  again.recover();
  EXPECT_EQ(again.state().name, name + " (recovered)");
  EXPECT_EQ(labels_by_code(again), drawn);
  again.save("tester", kNow);
  EXPECT_EQ(Session::open(file.path, name + " (recovered)").state().label, again.state().label);
}

TEST(TwoWindows, NeitherOverwritesWhatTheOtherStored) {
  const DemoFile file;
  auto first = Session::open(file.path, "");
  auto second = Session::open(file.path, "");
  first.commit(lock_of(first, 0));
  second.commit(lock_of(second, 1));
  EXPECT_FALSE(first.other_window());
  EXPECT_TRUE(second.other_window());
  first.save("first", kNow);
  EXPECT_TRUE(second.changed_on_disk());
  EXPECT_THROW(second.save("second", kNow), geo::InputError);
  const auto stored = Session::open(file.path, first.state().name);
  EXPECT_EQ(stored.state().area_locked, first.state().area_locked);
  second.branch("of the second window", "second", kNow);
  EXPECT_EQ(Session::open(file.path, "of the second window").state().area_locked, second.state().area_locked);
}

TEST(TwoWindows, NotesOfBothStay) {
  const DemoFile file;
  auto first = Session::open(file.path, "");
  auto second = Session::open(file.path, "");
  const auto before = first.state().notes.size();
  datasets::Note note;
  note.id = "a";
  first.commit(make_note(first.state(), note));
  note.id = "b";
  second.branch("another", "second", kNow);
  second.commit(make_note(second.state(), note));
  first.save("first", kNow);
  second.save("second", kNow);
  EXPECT_EQ(Session::open(file.path, "").state().notes.size(), before + 2);
}

TEST(Plans, ABranchKeepsTheHistoryAndTheLog) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  const auto start = session.state();
  const auto parent = start.name;
  session.commit(lock_of(session, 0));
  session.commit(lock_of(session, 1));
  session.branch("B", "tester", kNow);
  EXPECT_EQ(session.history().done(), 2u);
  EXPECT_FALSE(session.changed());
  EXPECT_EQ(std::count_if(session.place().log.begin(), session.place().log.end(),
                          [](const auto& row) { return row.plan == "B"; }),
            2);
  EXPECT_TRUE(session.undo());
  EXPECT_TRUE(session.undo());
  EXPECT_EQ(session.state().area_locked, start.area_locked);
  while (session.redo()) continue;
  session.switch_plan(parent);
  EXPECT_EQ(session.state().area_locked, start.area_locked);
  session.switch_plan("B");
  EXPECT_EQ(session.history().done(), 2u);
}

TEST(Plans, CopyingRenamingAndDeletingCanBeTakenBack) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  const auto name = session.state().name;
  const auto names = [&] {
    std::vector<std::string> all;
    for (const auto& plan :
         datasets::PlaceFile::open(file.path, datasets::PlaceFile::Mode::read).list_plans())
      all.push_back(plan.name);
    EXPECT_EQ(all.size(), session.place().plans.size());
    return all;
  };
  const auto start = names();
  session.duplicate_plan(name, "copy", "tester", kNow);
  EXPECT_EQ(names().size(), start.size() + 1);
  session.rename_plan("copy", "other", "tester", kNow);
  session.delete_plan("other", "tester", kNow);
  EXPECT_EQ(names(), start);
  session.undo_plan_change("tester", kNow);
  EXPECT_EQ(names().size(), start.size() + 1);
  session.undo_plan_change("tester", kNow);
  EXPECT_NO_THROW((void)Session::open(file.path, "copy"));
  session.undo_plan_change("tester", kNow);
  EXPECT_EQ(names(), start);
  EXPECT_EQ(session.last_plan_change(), "");
  EXPECT_THROW(session.duplicate_plan(name, name, "tester", kNow), geo::InputError);
}

TEST(Plans, RenamingThePlanInHandKeepsItsHistoryThroughADeath) {
  const DemoFile file;
  {
    auto session = Session::open(file.path, "");
    session.commit(lock_of(session, 0));
    session.rename_plan(session.state().name, "renamed", "tester", kNow);
    session.commit(lock_of(session, 1));
  }
  auto again = Session::open(file.path, "");
  ASSERT_TRUE(again.left_behind().has_value());
  again.recover();
  EXPECT_EQ(again.state().name, "renamed");
  EXPECT_EQ(again.history().done(), 2u);
}

TEST(Notes, APinnedNoteIsAStepThatUndoTakesBackAndASaveStores) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  const auto before = session.place().notes.size();
  datasets::Note note;
  note.text = "the bridge floods";
  note.kind = "hotspot";
  note.uplift = 0.1;
  note.area = session.place().areas.code[3];
  session.commit(make_note(session.state(), note));
  EXPECT_EQ(session.place().notes.size(), before + 1);
  session.undo();
  EXPECT_EQ(session.place().notes.size(), before);
  session.redo();
  session.save("tester", kNow);
  const auto stored = Session::open(file.path, "");
  ASSERT_EQ(stored.place().notes.size(), before + 1);
  EXPECT_TRUE(std::any_of(stored.place().notes.begin(), stored.place().notes.end(), [](const auto& one) {
    return one.text == "the bridge floods" && one.uplift == 0.1;
  }));
}

TEST(Briefs, ANewWeightIsAStepThatChangesTheTotalAndIsStoredWithThePlan) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  const double total = session.score().total;
  auto brief = session.brief();
  brief.weights[boundaries::Criterion::compactness] += 3;
  session.commit(make_brief(session.state(), boundaries::write_brief(brief), "Compactness weighs 4"));
  EXPECT_NE(session.score().total, total);
  EXPECT_EQ(session.brief().weights[boundaries::Criterion::compactness],
            brief.weights[boundaries::Criterion::compactness]);
  session.undo();
  EXPECT_EQ(session.score().total, total);
  session.redo();
  session.save("tester", kNow);
  EXPECT_EQ(
      Session::open(file.path, session.state().name).brief().weights[boundaries::Criterion::compactness],
      brief.weights[boundaries::Criterion::compactness]);
}

TEST(Log, SaysWhoWhenWhatBeforeAfterAndWhy) {
  const DemoFile file;
  auto session = Session::open(file.path, "");
  auto edit = make_move(session.ground(), session.state(), std::vector<std::uint32_t>{4}, -1).edit;
  edit.who = "A. Planner";
  edit.when = "2026-01-01T09:00:00Z";
  edit.reason = "flood plain";
  session.commit(edit);
  session.save("somebody else", kNow);
  const auto again = Session::open(file.path, "");
  ASSERT_FALSE(again.place().log.empty());
  const auto& row = again.place().log.back();
  EXPECT_EQ(row.who, "A. Planner");
  EXPECT_EQ(row.when, "2026-01-01T09:00:00Z");
  EXPECT_NE(row.what.find(session.place().areas.code[4]), std::string::npos);
  EXPECT_NE(row.before.find("people"), std::string::npos);
  EXPECT_NE(row.before, row.after);
  EXPECT_EQ(row.why, "flood plain");
}

}  // namespace
}  // namespace placewright::viewer
