#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <vector>

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

TEST(Errors, AreJsonForWhoAsksWithJson) {
  const datasets::TemporaryFolder folder;
  for (const auto& [words, code, where] : std::vector<std::tuple<std::string, int, std::string>>{
           {"score none.gpkg --plan A --json", kFailed, "none.gpkg"},
           {"score --json", kWrongCommand, "command line"},
           {"scor none.gpkg --json", kWrongCommand, "scor"},
           {"score none.gpkg --plann A --json", kWrongCommand, "--plann"}}) {
    const auto ran = run_program(folder, words);
    EXPECT_EQ(ran.code, code) << words;
    EXPECT_FALSE(ran.err.empty()) << words;
    const auto told = nlohmann::json::parse(ran.out);
    EXPECT_EQ(told.at("exit_code"), code) << words;
    EXPECT_EQ(told.at("error").at("where"), where) << words;
    EXPECT_FALSE(told.at("error").at("what").get<std::string>().empty()) << words;
    EXPECT_FALSE(told.at("error").at("try").get<std::string>().empty()) << words;
  }
}

TEST(Quiet, HidesNoWarningAboutTheResult) {
  const datasets::TemporaryFolder folder;
  const auto odd = folder.path("odd.csv"), sites = folder.path("sites.csv"), place = folder.path("p.gpkg");
  std::ofstream(odd) << "this,is,no,table,that,anybody,knows\n1,2,3,4,5,6,7\n";
  std::ofstream(sites) << "site_id,kind,name,easting,northing\nS1,gp,X,400000,400000\n";
  ASSERT_EQ(run_program(folder, "demo '" + place + "' --areas 60 --quiet").code, kDone);
  const auto ran = run_program(folder, "import '" + place + "' '" + sites + "' '" + odd + "' --quiet");
  EXPECT_EQ(ran.code, kDone);
  EXPECT_NE(ran.err.find("warning FILE_NOT_TAKEN "), std::string::npos) << ran.err;
}

TEST(Version, NamesCommitCompilerAndLibraries) {
  const datasets::TemporaryFolder folder;
  const auto ran = run_program(folder, "--version");
  EXPECT_EQ(ran.code, kDone);
  for (const char* word : {"placewright ", "commit ", "compiler ", "GDAL ", "GEOS ", "SQLite ", "CBC "})
    EXPECT_NE(ran.out.find(word), std::string::npos) << word << ran.out;
}

}  // namespace
}  // namespace placewright::boundaries::cli
