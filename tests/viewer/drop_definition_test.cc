#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "demo_session.h"
#include "geo/error.h"
#include "viewer/session/export_job.h"

namespace placewright::viewer {
namespace {

const std::string kNow = "2026-01-02T00:00:00Z";

JobOutcome drop(const DemoFile& place, const std::string& name, const std::string& text) {
  const auto path = (place.folder / name).string();
  std::ofstream(path) << text;
  return import_work(place.path, {path}, "", kNow)([](double, std::string_view) {});
}

TEST(DroppedDefinition, OfWardsBecomesAPlan) {
  const DemoFile file(60);
  using datasets::PlaceFile;
  const auto before = PlaceFile::open(file.path, PlaceFile::Mode::read).read();
  const auto& wards = before.areas.parents.at("ward_code");
  std::string text = "ward_code,neighbourhood\n";
  for (const auto& ward : std::set<std::string>(wards.begin(), wards.end()))
    text += ward + ",P" + ward + "\n";
  const auto outcome = drop(file, "my wards.csv", text);
  EXPECT_NE(outcome.message.find("became plan 'my wards'"), std::string::npos) << outcome.message;
  const auto plan = PlaceFile::open(file.path, PlaceFile::Mode::read).read_plan("my wards");
  for (const auto& one : plan.assignments)
    EXPECT_EQ(one.neighbourhood, "P" + wards[*before.find_area(one.area)]) << one.area;
  drop(file, "my wards.csv", text);  // the same file again is the same plan, not a second one
  EXPECT_FALSE(PlaceFile::open(file.path, PlaceFile::Mode::read).find_plan("my wards 2").has_value());
}

TEST(DroppedDefinition, ThatIsNoneIsRefusedAsBefore) {
  const DemoFile file(60);
  EXPECT_THROW(drop(file, "colours.csv", "colour,shade\nred,1\n"), geo::InputError);
}

}  // namespace
}  // namespace placewright::viewer
