#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "datasets/place/file.h"
#include "tests/cli/program.h"
#include "tests/toy_place.h"

// A plan whose neighbourhoods have no names but their ids, in areas without names: the commands say each
// once, numbers in order.
namespace placewright::boundaries::cli {
namespace {

using datasets::TemporaryFolder;

/// The same word twice in a row, as "N1 N1"; "" where there is none.
std::string word_twice(const std::string& text) {
  std::string found, line;
  for (std::istringstream lines(text); std::getline(lines, line);) {
    std::string before, word;
    for (std::istringstream words(line); words >> word; before = word)
      if (word == before && word.find_first_of("ABN") == 0) found += line + "\n";
  }
  return found;
}

struct Nameless {
  TemporaryFolder folder;
  std::string place;

  Nameless() {
    auto toy = toy::place_from_words(toy::grid_words(12, 2), 3000);
    toy.areas.name = toy.areas.code;
    toy::add_practice(toy, "B100", "A005");
    toy.sites.front().name = "B100";
    for (const auto* name : {"first", "second"}) {
      datasets::PlanRecord plan;
      plan.name = name;
      plan.created = "2026-01-01T00:00:00Z";
      plan.origin = "import";
      const std::size_t shift = plan.name == "first" ? 0 : 1;
      for (std::size_t row = 0; row < toy.areas.size(); ++row)
        plan.assignments.push_back(
            {toy.areas.code[row], "N" + std::to_string(1 + (row + shift) % 12), false});
      for (std::size_t k = 1; k <= 12; ++k)
        plan.neighbourhoods.push_back(
            {"N" + std::to_string(k), k % 2 == 0 ? "" : "N" + std::to_string(k), "", false, ""});
      toy.plans.push_back(std::move(plan));
    }
    place = folder.path("p.gpkg");
    datasets::write_new_place(place, toy, "2026-01-01T00:00:00Z");
  }
  std::string run(const std::string& arguments) {
    const auto ran = run_program(folder, arguments);
    EXPECT_EQ(ran.code, 0) << arguments << "\n" << ran.err;
    return ran.out + ran.err;
  }
};

TEST(NamesOnce, InWhatTheCommandsPrint) {
  Nameless nameless;
  const auto& p = nameless.place;
  for (const auto& command :
       {"score " + p + " --plan first --no-references", "compare " + p + " first second",
        "explain " + p + " --plan first A005", "who-covers " + p + " A005 --plan first", "check " + p,
        "footprints " + p + " --plan first"})
    EXPECT_EQ(word_twice(nameless.run(command)), "") << command;
}

TEST(NamesOnce, AndN2StandsBeforeN10) {
  Nameless nameless;
  const auto text = nameless.run("score " + nameless.place + " --plan first --no-references");
  std::size_t last = 0;
  for (int k = 1; k <= 12; ++k) {
    const auto at = text.find("\n  N" + std::to_string(k) + " ");
    ASSERT_NE(at, std::string::npos) << k << "\n" << text;
    EXPECT_GT(at, last) << k;
    last = at;
  }
}

TEST(NamesOnce, AndBoundsThatAreBrokenAreNamed) {
  Nameless nameless;
  EXPECT_NE(nameless.run("score " + nameless.place + " --plan first --no-references")
                .find("out of bounds (30,000 to 50,000)"),
            std::string::npos);
}

}  // namespace
}  // namespace placewright::boundaries::cli
