#include <gtest/gtest.h>

#include <filesystem>

#include "any_edit.h"
#include "demo_session.h"
#include "viewer/session/session.h"

namespace placewright::viewer {
namespace {

/// How many files beside the place hold steps that belong to other areas.
std::size_t count_set_aside(const std::string& place) {
  std::size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(place).parent_path())) {
    const auto name = file.path().string();
    count += name.starts_with(place) && name.find(".of-other-areas") != std::string::npos ? 1U : 0U;
  }
  return count;
}

TEST(JournalOfOtherAreas, IsKeptBesideAnEarlierOne) {
  const DemoFile file(60), other(80);
  for (std::size_t round = 1; round <= 2; ++round) {
    {
      auto session = Session::open(file.path, "");
      geo::Random random(round);
      session.commit(any_edit(session, random));
    }  // gone without a save
    std::filesystem::copy_file(file.path, file.path + ".kept",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::copy_file(other.path, file.path, std::filesystem::copy_options::overwrite_existing);
    (void)Session::open(file.path, "");
    EXPECT_EQ(count_set_aside(file.path), round);
    std::filesystem::rename(file.path + ".kept", file.path);
  }
}

}  // namespace
}  // namespace placewright::viewer
