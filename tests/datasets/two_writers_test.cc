#include <gtest/gtest.h>

#include "datasets/import/import_into.h"
#include "datasets/place/file.h"
#include "geo/error.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/import_fixture.h"
#include "tests/datasets/sqlite_by_hand.h"

/// Two programs work on one place at once: what both wrote is there, or one is told.
namespace placewright::datasets {
namespace {

class TwoWriters : public testing::Test {
 protected:
  static ImportOptions options() {
    ImportOptions options;
    options.imported_at = "2026-01-02T00:00:00Z";
    return options;
  }
  void import(const std::string& file) const { (void)import_into(place_, {file}, options()); }
  /// Imports `file`; another program does `meanwhile`, after the place was read and before it is written.
  void import_while(const std::string& file, const std::function<void()>& meanwhile) const {
    bool done = false;
    (void)import_into(place_, {file}, options(), [&](double, std::string_view) {
      if (done) return;
      done = true;
      meanwhile();
    });
    ASSERT_TRUE(done);
  }
  [[nodiscard]] Place read() const { return PlaceFile::open(place_, PlaceFile::Mode::read).read(); }

  Folder folder_;
  std::string place_ = folder_.path("place.gpkg");
  std::string areas_ = folder_.write("areas.geojson", squares_geojson(kThree, R"(,"population":1500)"));
  std::string staff_ = folder_.write("workforce.csv",
                                     "row_id,employer,sector,role_group,role,registered,base_id,allocation,"
                                     "share,level,wte,source,as_at,area_id\n"
                                     "w1,Trust,NHS,CN,nurse,Y,,spread,1,place,3,staff return,2026-03-31,\n");
  std::string footprints_ = folder_.write(
      "footprints.csv",
      "footprint_id,service,level,member_type,member_id,share\nF1,Diabetes,multi,lsoa,E01900001,1\n");
};

TEST_F(TwoWriters, TwoImportsIntoOnePlaceAreBothIn) {
  import(areas_);
  import_while(staff_, [&] { import(footprints_); });
  const auto place = read();
  EXPECT_EQ(place.workforce.size(), 1U);
  EXPECT_EQ(place.footprints.size(), 1U);
  EXPECT_EQ(place.sources.size(), 3U);
}

TEST_F(TwoWriters, AnImportKeepsPlansAndNotesThatWereSavedMeanwhile) {
  import(areas_);
  import_while(staff_, [&] {
    auto file = PlaceFile::open(place_, PlaceFile::Mode::change);
    file.save_plan(full_place().plans[0], false);
    file.save_notes(full_place().notes);
    file.save_settings({{"word.neighbourhood", "patch"}});
  });
  const auto place = read();
  EXPECT_EQ(place.workforce.size(), 1U);
  EXPECT_EQ(place.plans.size(), 1U);
  EXPECT_EQ(place.notes.size(), full_place().notes.size());
  EXPECT_EQ(place.settings.at("word.neighbourhood"), "patch");
}

TEST_F(TwoWriters, TwoImportsThatMakeOneNewPlaceAreBothIn) {
  import(areas_);
  std::filesystem::rename(place_, folder_.path("other.gpkg"));
  import_while(areas_, [&] {
    std::filesystem::rename(folder_.path("other.gpkg"), place_);
    import(footprints_);
  });
  EXPECT_EQ(read().areas.size(), 3U);
  EXPECT_EQ(read().footprints.size(), 1U);
}

TEST_F(TwoWriters, AnImportThatFindsThePlaceChangedEachTimeSaysSoAndChangesNothing) {
  import(areas_);
  int changes = 0;
  try {
    (void)import_into(place_, {staff_}, options(), [&](double, std::string_view) {
      PlaceFile::open(place_, PlaceFile::Mode::change).save_settings({{"n", std::to_string(++changes)}});
    });
    FAIL();
  } catch (const geo::InputError& error) {
    EXPECT_NE(std::string(error.what()).find("another program changed it"), std::string::npos)
        << error.what();
  }
  EXPECT_TRUE(read().workforce.empty());
  EXPECT_EQ(read().settings.at("n"), std::to_string(changes));
}

TEST_F(TwoWriters, ANewPlaceNeverTakesTheNameOfAnotherThatAppeared) {
  auto place = full_place();
  ASSERT_TRUE(write_new_place(place_, place, "2026", IfThere::keep));
  place.name = "the other";
  EXPECT_FALSE(write_new_place(place_, place, "2026", IfThere::keep));
  EXPECT_EQ(read().name, full_place().name);
  EXPECT_TRUE(write_new_place(place_, place, "2026", IfThere::replace));
  EXPECT_EQ(read().name, "the other");
}

TEST_F(TwoWriters, APlaceThatIsBeingWrittenToIsNotReplacedUnderItsWriter) {
  write_new_place(place_, full_place(), "2026");
  auto file = PlaceFile::open(place_, PlaceFile::Mode::change);
  auto other = full_place();
  other.name = "the other";
  write_new_place(place_, other, "2026");
  EXPECT_THROW(file.save_settings({}), geo::InputError)
      << "its file has no name any more: what it wrote would be lost";
  EXPECT_EQ(read().name, "the other");
  EXPECT_EQ(ask(place_, "PRAGMA integrity_check"), "ok");
}

TEST_F(TwoWriters, WhoAsksWithinAChangeLearnsWhetherAnotherChangedWhatWasRead) {
  write_new_place(place_, full_place(), "2026");
  auto mine = PlaceFile::open(place_, PlaceFile::Mode::change);
  (void)mine.read();
  EXPECT_FALSE(mine.changed_since_read());
  mine.save_settings({{"mine", "1"}});
  EXPECT_FALSE(mine.changed_since_read());
  PlaceFile::open(place_, PlaceFile::Mode::change).save_settings({{"theirs", "1"}});
  mine.together([&] { EXPECT_TRUE(mine.changed_since_read()); });
  (void)mine.read();
  EXPECT_FALSE(mine.changed_since_read());
}

}  // namespace
}  // namespace placewright::datasets
