#include "datasets/place_file.h"

#include <gtest/gtest.h>

#include "datasets/schema.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/temporary_folder.h"

namespace placewright::datasets {
namespace {

constexpr const char* kCreated = "2026-03-31T10:00:00Z";

TEST(PlaceFile, what_is_read_is_what_was_written) {
  const TemporaryFolder folder;
  const auto path = folder.path("place.gpkg");
  write_new_place(path, full_place(), kCreated);
  const auto file = PlaceFile::open(path, PlaceFile::Mode::read);
  EXPECT_EQ(difference(full_place(), file.read()), "");
  EXPECT_EQ(file.meta().created, kCreated);
  EXPECT_EQ(file.meta().schema_version, kSchemaVersion);
  EXPECT_TRUE(file.doubts().empty());
  EXPECT_FALSE(file.adjacency_is_stale());
}

TEST(PlaceFile, a_place_written_over_itself_stays_the_same) {
  const TemporaryFolder folder;
  const auto path = folder.path("place.gpkg");
  write_new_place(path, full_place(), kCreated);
  auto file = PlaceFile::open(path, PlaceFile::Mode::change);
  file.replace_place(file.read());
  EXPECT_EQ(difference(full_place(), file.read()), "");
}

TEST(PlaceFile, an_empty_place_can_be_written_and_read) {
  const TemporaryFolder folder;
  const auto path = folder.path("place.gpkg");
  write_new_place(path, Place{}, kCreated);
  EXPECT_EQ(difference(Place{}, PlaceFile::open(path, PlaceFile::Mode::read).read()), "");
}

}  // namespace
}  // namespace placewright::datasets
