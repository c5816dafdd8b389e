#include "datasets/place/written_beside.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "datasets/place/file.h"
#include "datasets/read/layers.h"
#include "geo/error.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/temporary_folder.h"

namespace placewright::datasets {
namespace {

TEST(WrittenBeside, AFileAppearsWholeAndNothingStaysBesideIt) {
  const TemporaryFolder folder;
  const auto path = folder.path("out.csv");
  write_bytes(path, "old");
  {
    const WrittenBeside file(path);
    write_bytes(file.beside(), "new");
    EXPECT_EQ(read_bytes(path), "old");
    file.put();
  }
  EXPECT_EQ(read_bytes(path), "new");
  EXPECT_EQ(folder.files(), 1U);
  { const WrittenBeside given_up(path); }
  EXPECT_EQ(read_bytes(path), "new");
  EXPECT_EQ(folder.files(), 1U);
}

TEST(WrittenBeside, ANewFileNeverTakesTheNameOfAnother) {
  const TemporaryFolder folder;
  const auto path = folder.path("out.csv");
  for (const auto* bytes : {"first", "second"}) {
    const WrittenBeside file(path);
    write_bytes(file.beside(), bytes);
    EXPECT_EQ(file.put_new(), bytes == std::string("first"));
  }
  EXPECT_EQ(read_bytes(path), "first");
  std::filesystem::create_symlink(folder.path("nowhere"), folder.path("link"));
  const WrittenBeside file(folder.path("link"));
  write_bytes(file.beside(), "x");
  EXPECT_FALSE(file.put_new());
}

TEST(WrittenBeside, LinksPlantedUnderNamesBesideAreNotFollowed) {
  const TemporaryFolder folder;
  const auto victim = folder.path("victim"), path = folder.path("place.gpkg");
  write_bytes(victim, "mine");
  for (const auto& name : {std::string("place.gpkg.part"), std::string("place.gpkg.new"),
                           "." + std::string("place.gpkg.") + std::to_string(::getpid()) + ".new",
                           ".place." + std::to_string(::getpid()) + ".new.gpkg",
                           std::string(".place.gpkg.new-aaaaaa"), std::string("place.gpkg")})
    std::filesystem::create_symlink(victim, folder.path(name));
  std::filesystem::remove(path);
  write_new_place(path, full_place(), "2026");
  write_layers(path, {}, "2026-01-01T00:00:00Z");
  std::filesystem::remove(path);
  std::filesystem::create_symlink(victim, path);
  write_layers(path, {}, "2026-01-01T00:00:00Z");
  EXPECT_FALSE(std::filesystem::is_symlink(path)) << "the output takes the place of a link of its name";
  EXPECT_EQ(read_bytes(victim), "mine");
}

TEST(WrittenBeside, WhatKilledProgramsLeftIsRemovedAndWhatLivingOnesWriteIsNot) {
  const TemporaryFolder folder;
  const auto path = folder.path("out.csv");
  const pid_t child = fork();
  if (child == 0) {
    const WrittenBeside file(path);
    write_bytes(file.beside(), "half of i");
    _exit(0);  // as if killed: nothing is tidied up
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_EQ(folder.files(), 1U);
  write_bytes(folder.path(".out.csv.new-notours"), "a file of somebody else");
  { const WrittenBeside another(folder.path("another.csv")); }
  ASSERT_EQ(folder.files(), 1U) << "what was left of any output of this folder is gone";
  const WrittenBeside living(path);
  write_bytes(living.beside(), "first");
  EXPECT_EQ(folder.files(), 2U) << "the left folder is gone, that of the living one is there";
  {
    const WrittenBeside second(path);
    write_bytes(second.beside(), "second");
    second.put();
  }
  EXPECT_EQ(read_bytes(path), "second");
  living.put();
  EXPECT_EQ(read_bytes(path), "first");
  EXPECT_EQ(read_bytes(folder.path(".out.csv.new-notours")), "a file of somebody else");
}

TEST(WrittenBeside, WhatCannotBeWrittenIsTold) {
  const TemporaryFolder folder;
  EXPECT_THROW(WrittenBeside(folder.path("none/out.csv")), geo::InputError);
  EXPECT_THROW(WrittenBeside(folder.path(".")), geo::InputError);
}

}  // namespace
}  // namespace placewright::datasets
