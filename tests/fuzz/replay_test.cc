#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"

namespace placewright::fuzz {
namespace {

std::vector<std::uint8_t> bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class Replay : public testing::TestWithParam<Target> {};

TEST_P(Replay, EveryInputThatEverFailedComesToAnAnswerOrAnError) {
  const auto folder = std::filesystem::path(PLACEWRIGHT_SOURCE_DIR) / "tests/fuzz/replay" / GetParam().name;
  std::vector<std::filesystem::path> files;
  if (std::filesystem::exists(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    SCOPED_TRACE(file.filename().string());
    const auto bytes = bytes_of(file);
    EXPECT_NO_THROW(GetParam().run(bytes));
  }
  EXPECT_NO_THROW(GetParam().run({}));
}

// A few inputs without any instrument, so that the targets themselves stay alive where clang is not.
TEST_P(Replay, BytesByChanceComeToAnAnswerOrAnError) {
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::vector<std::uint8_t> bytes(16U << seed % 5U);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    EXPECT_NO_THROW(GetParam().run(bytes));
  }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Replay, testing::ValuesIn(targets().begin(), targets().end()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(ReplayFolder, EachFolderIsOfATarget) {
  std::set<std::string> names;
  for (const auto& target : targets()) names.emplace(target.name);
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(PLACEWRIGHT_SOURCE_DIR) /
                                                               "tests/fuzz/replay"))
    EXPECT_TRUE(names.contains(entry.path().filename().string())) << entry.path();
}

}  // namespace
}  // namespace placewright::fuzz
