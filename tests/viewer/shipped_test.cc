#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "demo_session.h"
#include "on_screen.h"
#include "viewer/session/export_job.h"

// The program as it is shipped: its part for other formats is loaded when it is first needed.
namespace placewright::viewer {
namespace {

struct Shipped : testing::Test {
  void SetUp() override {
    std::string why;
    if (!start_program(why)) GTEST_SKIP() << "no OpenGL without a display here: " << why;
  }
  /// The exit status of `program` driven by the script; what it prints goes to a file.
  int drive(const std::string& program, const std::string& script) {
    const auto script_path = (file.folder / "s.ui").string();
    std::ofstream(script_path) << script;
    return std::system(fmt::format("'{}' '{}' --headless --script '{}' --size 800x600 > '{}' 2>&1", program,
                                   file.path, script_path, said_path)
                           .c_str());
  }
  std::string said() const {
    std::ifstream stream(said_path);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  const DemoFile file{60};
  const std::string said_path = (file.folder / "said.txt").string();
};

TEST_F(Shipped, GdalIsNotLoadedBeforeItIsNeeded) {
  EXPECT_EQ(std::system(
                fmt::format("LD_TRACE_LOADED_OBJECTS=1 '{}' > '{}'", PLACEWRIGHT_VIEWER, said_path).c_str()),
            0);
  EXPECT_NE(said().find("libstdc++"), std::string::npos) << said();
  EXPECT_EQ(said().find("libgdal"), std::string::npos) << said();
}

TEST_F(Shipped, ATableIsImportedAPictureLoadedAndLayersWrittenThroughThePart) {
  const auto code = datasets::make_demo({60, 1}).areas.code.front();
  const auto csv = (file.folder / "figures.csv").string(), nonsense = (file.folder / "nonsense.csv").string(),
             picture = (file.folder / "ground.tif").string();
  std::ofstream(csv) << "LSOA21CD,asthma_rate\n" << code << ",7.5\n";
  std::ofstream(nonsense) << "hello\nworld\n";
  std::ofstream(picture) << "no picture";
  ASSERT_EQ(drive(PLACEWRIGHT_VIEWER,
                  fmt::format("drop {}\nexpect dialog=import\nkey enter\nwait-idle\nexpect open=yes\nkey "
                              "esc\ncommand export.everything\nkey enter\nwait-idle\n"
                              "key esc\ndrop {}\nframes 3\nexpect open=yes\nkey esc\ndrop {}\nkey "
                              "enter\nwait-idle\nexpect open=yes\nexpect areas=60\n",
                              csv, picture, nonsense)),
            0)
      << said();
  const auto place = datasets::PlaceFile::open(file.path, datasets::PlaceFile::Mode::read)
                         .read(datasets::Tables::everything);
  EXPECT_TRUE(place.areas.indicators.contains("asthma_rate"));
  EXPECT_TRUE(std::filesystem::exists(
      std::filesystem::path(handout_path(file.path, place.plans.front().name, Handout::everything)) /
      "plan.xlsx"))
      << said();
}

TEST_F(Shipped, WithoutItsPartTheMapOpensAndAnImportSaysWhatIsMissing) {
  const auto alone = (file.folder / "viewer-alone").string(), csv = (file.folder / "figures.csv").string();
  std::filesystem::copy_file(PLACEWRIGHT_VIEWER, alone);
  std::ofstream(csv) << "LSOA21CD,asthma_rate\nE01000001,7.5\n";
  const auto state_path = (file.folder / "state.json").string();
  EXPECT_EQ(drive(alone, fmt::format("expect areas=60\ndrop {}\nexpect dialog=import\nkey "
                                     "enter\nwait-idle\nexpect open=yes\ndump-state {}\n",
                                     csv, state_path)),
            0)
      << said();
  std::ifstream stream(state_path);
  const std::string state{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_NE(state.find("placewright-gdal.so"), std::string::npos) << state;
}

}  // namespace
}  // namespace placewright::viewer
