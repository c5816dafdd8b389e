#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "datasets/place/file.h"
#include "tests/cli/program.h"

/// Proofs that are interrupted, and places of which all is locked, as a user meets them.
namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;
using nlohmann::json;

class Stopped : public ::testing::Test {
 protected:
  Ran run(const std::string& arguments) { return run_program(folder_, arguments); }
  std::string demo(int areas) {
    const auto path = folder_.path("demo.gpkg");
    EXPECT_EQ(run("demo " + path + " --areas " + std::to_string(areas)).code, 0);
    return path;
  }
  std::string write(const std::string& name, const std::string& text) {
    const auto path = folder_.path(name);
    std::ofstream(path) << text;
    return path;
  }
  /// Ctrl-C as soon as the talk holds some words; -1 where it never does.
  int interrupt_at(const std::string& words, const std::string& arguments) {
    const auto talk = folder_.path("talk.txt"), out = folder_.path("out.txt");
    const auto script =
        write("interrupt.sh",
              std::string(PLACEWRIGHT_PROGRAM) + " " + arguments + " >'" + out + "' 2>'" + talk +
                  "' </dev/null &\npid=$!\nuntil grep -q '" + words + "' '" + talk +
                  "'; do kill -0 $pid 2>/dev/null || exit 99; sleep 0.05; done\nkill -INT $pid\nwait $pid\n");
    const int status = std::system(("sh '" + script + "'").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  TemporaryFolder folder_;
};

TEST_F(Stopped, AProofThatIsInterruptedOnceKeepsThePlanThatWasStoredBeforeItBegan) {
  const auto place = demo(150);
  const auto brief = write("access.toml", "[weights]\naccess = 1\n");
  const auto lookup = folder_.path("A.csv");
  ASSERT_EQ(
      interrupt_at("proving how good it is", "draw " + place + " --plan A --no-references --prove --lookup " +
                                                 lookup + " --brief " + brief),
      130)
      << datasets::read_bytes(folder_.path("talk.txt"));
  const auto judged = run("score " + place + " --plan A --no-references --json");
  ASSERT_EQ(judged.code, 0) << judged.err;
  EXPECT_EQ(json::parse(judged.out)["out_of_bounds"], 0);
  EXPECT_FALSE(datasets::read_bytes(lookup).empty());
  EXPECT_NE(datasets::read_bytes(folder_.path("out.txt")).find("proof:"), std::string::npos)
      << "what was proved so far is told";
}

TEST_F(Stopped, AreasThatAreAllLockedByTheBriefAreThePlan) {
  const auto place = demo(60);
  const auto first = folder_.path("A.csv"), second = folder_.path("B.csv");
  ASSERT_EQ(run("draw " + place + " --plan A --effort quick --no-references --lookup " + first).code, 0);
  std::map<std::string, std::vector<std::string>> groups;
  std::istringstream lines(datasets::read_bytes(first));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    const auto comma = line.find(',');
    groups[line.substr(comma + 1, line.find(',', comma + 1) - comma - 1)].push_back(line.substr(0, comma));
  }
  std::string text;
  for (const auto& [id, codes] : groups) {
    text += "[[lock]]\nareas = [";
    for (const auto& code : codes) text += "\"" + code + "\", ";
    text += "]\n";
  }
  const auto brief = write("locked.toml", text),
             soft = write("soft.toml", text + "[population]\nbounds = \"soft\"\n");
  for (const auto& extra : {"", " --best-effort", " --prove", " --alternatives 3", " --frontier 3"})
    for (const auto& how : {brief, soft}) {
      const auto ran = run("draw " + place + " --plan B --replace --effort quick --no-references --lookup " +
                           second + extra + " --brief " + how);
      ASSERT_EQ(ran.code, 0) << extra << "\n" << ran.err;
      EXPECT_EQ(datasets::read_bytes(second), datasets::read_bytes(first)) << extra;
    }
  const auto one =
      run("draw " + place + " --plan C --count 1 --effort quick --no-references --brief " + brief);
  EXPECT_EQ(one.code, 3) << one.err;
  // A plan that is started from, with every neighbourhood of it locked.
  ASSERT_EQ(run("draw " + place + " --plan D --effort quick --no-references --brief " + brief).code, 0);
  const auto ran =
      run("draw " + place + " --plan E --start D --effort quick --no-references --lookup " + second);
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(datasets::read_bytes(second), datasets::read_bytes(first));
}

TEST_F(Stopped, EverythingInOneLockWithAWishInsideItUnderSoftBoundsIsOneNeighbourhood) {
  const auto place = demo(60);
  std::string all;
  for (int number = 1; number <= 60; ++number)
    all += "\"E019000" + std::string(number < 10 ? "0" : "") + std::to_string(number) + "\", ";
  const auto brief = write("soft.toml",
                           "[population]\nbounds = \"soft\"\n[[keep_apart]]\nareas = [\"E01900035\", "
                           "\"E01900059\"]\nhard = false\n[[lock]]\nareas = [" +
                               all + "]\n");
  const auto ran = run("draw " + place + " --plan A --effort quick --json --no-references --brief " + brief);
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(json::parse(ran.out)["neighbourhoods"], 1);
}

TEST_F(Stopped, ANumberThatIsLeftOpenIsNotClaimedToBeTheBestWhereNotAllWereTried) {
  const auto place = demo(150);
  const auto ran =
      run("draw " + place + " --plan A --effort quick --no-references --min 1500 --max 6000 --json");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = json::parse(ran.out);
  const int possible =
      told["counts_possible"]["most"].get<int>() - told["counts_possible"]["least"].get<int>() + 1;
  EXPECT_GT(possible, 61);
  EXPECT_GT(told["counts"].size(), 3U);
  EXPECT_LT(static_cast<int>(told["counts"].size()), possible);
  EXPECT_EQ(told["run"]["counts"]["tried"].size(), told["counts"].size());
  const auto text = run("draw " + place + " --plan B --effort quick --no-references --min 1500 --max 6000");
  EXPECT_NE(text.out.find(" of the " + std::to_string(possible) + " numbers of neighbourhoods"),
            std::string::npos)
      << text.out;
  EXPECT_EQ(text.err.find("come out best"), std::string::npos);
  const auto page = folder_.path("B.html");
  ASSERT_EQ(run("report " + place + " --plan B " + page).code, 0);
  EXPECT_NE(
      datasets::read_bytes(page).find("numbers of neighbourhoods that people and bounds leave possible"),
      std::string::npos);
}

}  // namespace
}  // namespace placewright::boundaries::cli
