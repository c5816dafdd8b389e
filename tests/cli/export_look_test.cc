#include <gtest/gtest.h>

#include <filesystem>

#include "tests/cli/program.h"

// Maps in a colouring and with lines that are asked for by name.
namespace placewright::boundaries::cli {
namespace {

class ExportLook : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run_program(folder, "demo " + place + " --areas 60").code, 0);
    ASSERT_EQ(run_program(folder, "draw " + place + " --plan A --effort quick --min 20000 --max 60000").code,
              0);
  }
  datasets::TemporaryFolder folder;
  std::string place = folder.path("demo.gpkg"), out = folder.path("out");
};

TEST_F(ExportLook, WritesMapsOfColumnsWithTheLinesAskedFor) {
  const auto ran = run_program(
      folder, "export " + place + " --plan A " + out +
                  " --colour-by unpaid_carers --colour-by population --overlay ward --overlay msoa");
  ASSERT_EQ(ran.code, 0) << ran.err;
  for (const auto* name :
       {"map_unpaid_carers.svg", "map_unpaid_carers.pdf", "map_unpaid_carers.png", "map_population.png"}) {
    EXPECT_NE(ran.out.find(name), std::string::npos) << name;
    EXPECT_GT(std::filesystem::file_size(out + "/" + name), 1000u) << name;
  }
  EXPECT_EQ(datasets::read_bytes(out + "/map_unpaid_carers.pdf").substr(0, 5), "%PDF-");
}

TEST_F(ExportLook, SaysWhichColumnsThereAreAndWritesNothing) {
  const auto ran = run_program(folder, "export " + place + " --plan A " + out + " --colour-by happiness");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("--colour-by happiness"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("unpaid_carers"), std::string::npos) << ran.err;
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST_F(ExportLook, SaysWhichLinesThereAreAndWritesNothing) {
  const auto ran = run_program(folder, "export " + place + " --plan A " + out + " --overlay canal");
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("--overlay canal"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("ward"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("roads"), std::string::npos) << ran.err;
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST_F(ExportLook, SaysThatABackdropIsNoPicture) {
  const auto ran =
      run_program(folder, "export " + place + " --plan A " + out + " --backdrop " + folder.path("none.tif"));
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("none.tif"), std::string::npos) << ran.err;
  EXPECT_FALSE(std::filesystem::exists(out));
}

}  // namespace
}  // namespace placewright::boundaries::cli
