#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "boundaries/cli/command.h"
#include "tests/cli/program.h"

namespace placewright::boundaries::cli {
namespace {

TEST(ParserWords, AMistypedCommandIsNamedWithTheNearest) {
  const datasets::TemporaryFolder folder;
  const auto ran = run_program(folder, "drew place.gpkg");
  EXPECT_EQ(ran.code, kWrongCommand);
  EXPECT_NE(ran.err.find("drew: no command of placewright"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("try: draw,"), std::string::npos) << ran.err;
  EXPECT_TRUE(ran.out.empty());
}

TEST(ParserWords, AMistypedOptionIsNamedBeforeAnythingElseIsFound) {
  const datasets::TemporaryFolder folder;
  const auto ran = run_program(folder, "draw --plann=A");  // the place is missing too
  EXPECT_EQ(ran.code, kWrongCommand);
  EXPECT_NE(ran.err.find("--plann: no option of placewright draw"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("try: --plan,"), std::string::npos) << ran.err;
}

TEST(ParserWords, WhatFollowsTwoDashesIsNoOption) {
  const datasets::TemporaryFolder folder;
  const auto ran = run_program(folder, "check -- --no-such-place");
  EXPECT_NE(ran.code, kWrongCommand) << ran.err;
  EXPECT_NE(ran.err.find("--no-such-place"), std::string::npos) << ran.err;
}

TEST(ParserWords, HelpOfACommandIsThatCommandWithHelp) {
  const datasets::TemporaryFolder folder;
  const auto asked = run_program(folder, "help travel"), given = run_program(folder, "travel --help");
  EXPECT_EQ(asked.code, kDone);
  EXPECT_EQ(asked.out, given.out);
  EXPECT_NE(asked.out.find("Usage: placewright travel"), std::string::npos) << asked.out;
  EXPECT_NE(run_program(folder, "help").out.find("who-covers"), std::string::npos);
}

TEST(ParserWords, ManualPageAndCompletionsNameEveryCommandOfTheHelp) {
  const datasets::TemporaryFolder folder;
  const auto page = run_program(folder, "--man").out;
  for (const std::string command : {"demo", "import", "draw", "workforce", "who\\-covers", "view"})
    EXPECT_NE(page.find(".SS " + command + "\n"), std::string::npos) << command;
  EXPECT_NE(page.find("\\-\\-effort"), std::string::npos);
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    const auto text = run_program(folder, "--completion " + shell).out;
    EXPECT_NE(text.find("who-covers"), std::string::npos) << shell;
    EXPECT_NE(text.find("effort"), std::string::npos) << shell;
  }
  EXPECT_EQ(run_program(folder, "--completion csh").code, kWrongCommand);
}

TEST(ParserWords, BashOffersTheCommandsThatBeginAlike) {
  const datasets::TemporaryFolder folder;
  const auto script = folder.path("ask.bash");
  std::ofstream(script) << "source <(" << PLACEWRIGHT_PROGRAM << " --completion bash)\n"
                        << "COMP_WORDS=(placewright dr) COMP_CWORD=1\n_placewright\n"
                        << "test \"${COMPREPLY[*]}\" = draw\n"
                        << "COMP_WORDS=(placewright draw --eff) COMP_CWORD=2\n_placewright\n"
                        << "test \"${COMPREPLY[*]}\" = --effort\n";
  EXPECT_EQ(std::system(("bash -e '" + script + "'").c_str()), 0);
}

}  // namespace
}  // namespace placewright::boundaries::cli
