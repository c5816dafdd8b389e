#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "boundaries/question/styles.h"
#include "datasets/place/file.h"
#include "geo/error.h"
#include "tests/cli/program.h"

/// Weights by the name of a style: in a brief, on the command line, and what each does to a plan.
namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::json;

TEST(Styles, ABriefTakesTheWeightsOfItsStyleAndAnyThatItNames) {
  const auto* const need = find_style("need");
  ASSERT_NE(need, nullptr);
  const auto plain = parse_brief("style = \"need\"\n", "b.toml");
  EXPECT_EQ(plain.weights.of, need->weights);
  EXPECT_EQ(plain.style, "need");
  const auto changed =
      parse_brief("style = \"need\"\n[weights]\naccess = 9\nalignment = { ward = 3 }\n", "b.toml");
  EXPECT_EQ(changed.weights[Criterion::access], 9);
  EXPECT_EQ(changed.weights[Criterion::deprivation], need->weights[Criterion::deprivation]);
  EXPECT_EQ(changed.weights.alignment, (std::map<std::string, double>{{"ward", 3}}));
  const auto again = parse_brief(write_brief(changed), "b.toml");
  EXPECT_EQ(again.style, changed.style);
  EXPECT_EQ(again.weights.of, changed.weights.of);
  EXPECT_EQ(again.weights.alignment, changed.weights.alignment);
}

TEST(Styles, AnUnknownStyleIsRefusedWithAllThatThereAre) {
  try {
    (void)parse_brief("style = \"baroque\"\n", "b.toml");
    FAIL();
  } catch (const geo::InputError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("b.toml, line 1, key 'style'"), std::string::npos) << text;
    for (const auto& style : kStyles) EXPECT_NE(text.find(style.name), std::string::npos) << text;
  }
}

class StyledDemo : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(run_program(folder_, "demo '" + folder_.path("d.gpkg") + "'").code, 0); }
  Json draw(const std::string& style) {
    const Ran ran =
        run_program(folder_, "draw '" + folder_.path("d.gpkg") + "' --plan " + style +
                                 " --count 10 --effort quick " + "--no-references --json --style " + style);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return Json::parse(ran.out, nullptr, false);
  }
  datasets::TemporaryFolder folder_;
};

TEST_F(StyledDemo, EachStyleIsBestAtWhatItIsFor) {
  std::map<std::string, Json> criteria;
  for (const auto& style : kStyles)
    criteria[std::string(style.name)] = draw(std::string(style.name))["criteria"];
  const auto is_best = [&](const char* style, const std::string& criterion) {
    for (const auto& [other, losses] : criteria)
      EXPECT_LE(criteria[style][criterion]["loss"].get<double>(),
                losses[criterion]["loss"].get<double>() + 1e-12)
          << criterion << ": " << style << " against " << other;
  };
  is_best("need", "deprivation");
  is_best("access", "access");
  is_best("community", "alignment:pcn");
  is_best("community", "registration");
  is_best("even", "population");
  EXPECT_TRUE(criteria["steady"].contains("alignment:plan:current"));
  EXPECT_FALSE(criteria["need"].contains("alignment:plan:current"));
}

TEST_F(StyledDemo, TheStyleIsStoredAndThePlanIsJudgedByItAgain) {
  const Json drawn = draw("community");
  EXPECT_GT(drawn["criteria"]["alignment:ward"]["weight"].get<double>(), 0) << "wards are loaded";
  const auto path = folder_.path("d.gpkg");
  const auto plan = datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::read).read_plan("community");
  EXPECT_EQ(parse_brief(plan.brief_toml, "b").style, "community");
  const Ran ran = run_program(folder_, "score '" + path + "' --plan community --no-references --json");
  EXPECT_EQ(Json::parse(ran.out)["total"], drawn["total"]);
}

TEST_F(StyledDemo, HelpHasASentenceForEach) {
  const auto help = run_program(folder_, "draw --help").out;
  for (const auto& style : kStyles)
    EXPECT_NE(help.find(std::string(style.name) + ": " + std::string(style.sentence)), std::string::npos)
        << style.name;
}

}  // namespace
}  // namespace placewright::boundaries::cli
