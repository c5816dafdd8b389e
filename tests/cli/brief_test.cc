#include "boundaries/question/brief.h"

#include <gtest/gtest.h>

#include "geo/error.h"

namespace placewright::boundaries {
namespace {

std::string complaint(const std::string& toml) {
  try {
    (void)parse_brief(toml, "brief.toml");
  } catch (const geo::InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Brief, AnEmptyFileIsTheDefaultBrief) {
  const auto brief = parse_brief("", "brief.toml");
  EXPECT_EQ(brief.population.min, 30000);
  EXPECT_EQ(brief.population.max, 50000);
  EXPECT_FALSE(brief.population.target);
  EXPECT_TRUE(brief.population.hard);
  EXPECT_FALSE(brief.count);
  EXPECT_EQ(brief.weights[Criterion::population], 1);
  EXPECT_EQ(brief.weights[Criterion::registration], 0.5);
  EXPECT_EQ(brief.weights[Criterion::barriers], 0.5);
  EXPECT_TRUE(brief.weights.alignment.empty());
  EXPECT_EQ(brief.deprivation.measure, "imd_score");
  EXPECT_EQ(brief.access.kinds, (std::map<std::string, double>{{"gp", 1.0}}));
  EXPECT_EQ(brief.access.mode, "walk");
}

TEST(Brief, AWeightThatAPresentTableDoesNotNameIsNothing) {
  const auto brief = parse_brief("[weights]\ndeprivation = 2", "brief.toml");
  EXPECT_EQ(brief.weights[Criterion::deprivation], 2);
  EXPECT_EQ(brief.weights[Criterion::population], 0);
  EXPECT_EQ(brief.weights[Criterion::local_knowledge], 0);
}

constexpr const char* kEveryKey = R"(
[population]
min = 20000
max = 60000
target = 42000
denominator = "weighted:carr-hill"
bounds = "soft"
[neighbourhoods]
count = 20
[hold]
within = ["lad"]
whole = ["msoa", "ward"]
[weights]
population = 1.0
deprivation = 0.25
access = 3
registration = 0.5
compactness = 1.5
barriers = 0.125
local_knowledge = 1.0
alignment = { ward = 0.5, pcn = 0.25, "plan:current \"old\"" = 1.0 }
[deprivation]
measure = "imd_rank"
aim = "spread"
weight_by = "area"
[access]
kinds = { gp = 1.0, pharmacy = 0.5 }
mode = "drive"
[change]
from = "current"
max_people = 20000
[[keep_together]]
areas = ["E01011264", "E01011265"]
why = "one estate, one \"community\" centre"
by = "tenants' association, 3 March"
hard = false
weight = 2
[[keep_apart]]
areas = ["E01011264", "E01011266"]
[[lock]]
areas = ["E01011270"]
neighbourhood = "N03"
[[link]]
areas = ["E01011264", "E01011290"]
why = "footbridge"
[[cut]]
areas = ["E01011264", "E01011291"]
)";

TEST(Brief, EveryKeyComesBackAfterWriting) {
  const auto brief = parse_brief(kEveryKey, "brief.toml");
  EXPECT_EQ(*brief.population.target, 42000);
  EXPECT_FALSE(brief.population.hard);
  EXPECT_EQ(*brief.count, 20u);
  EXPECT_EQ(brief.hold.whole, (std::vector<std::string>{"msoa", "ward"}));
  EXPECT_EQ(brief.weights.alignment.at("plan:current \"old\""), 1);
  EXPECT_EQ(brief.weights[Criterion::barriers], 0.125);
  EXPECT_EQ(brief.deprivation.aim, "spread");
  EXPECT_EQ(brief.access.kinds.at("pharmacy"), 0.5);
  EXPECT_EQ(*brief.change->max_people, 20000);
  ASSERT_EQ(brief.keep_together.size(), 1u);
  EXPECT_FALSE(brief.keep_together[0].hard);
  EXPECT_EQ(brief.keep_together[0].why, "one estate, one \"community\" centre");
  EXPECT_EQ(brief.locks.at(0).neighbourhood, "N03");
  EXPECT_EQ(brief.links.at(0).why, "footbridge");
  EXPECT_EQ(brief.cuts.at(0).areas.size(), 2u);

  const auto written = write_brief(brief);
  const auto again = parse_brief(written, "written");
  EXPECT_EQ(write_brief(again), written);
  EXPECT_EQ(again.keep_together[0].why, brief.keep_together[0].why);
  EXPECT_EQ(again.weights.alignment, brief.weights.alignment);
  EXPECT_EQ(again.change->max_people, brief.change->max_people);
  EXPECT_EQ(again.population.target, brief.population.target);
}

TEST(Brief, OddLettersComeBackAfterWriting) {
  Brief brief;
  brief.keep_together.push_back(
      {{"a", "b"}, "", "tab\there, line\nend, back\\slash, \x01, Ynys Môn", "", true, 1});
  EXPECT_EQ(parse_brief(write_brief(brief), "written").keep_together.at(0).why, brief.keep_together[0].why);
}

TEST(Brief, EachMistakeNamesFileLineKeyAndAWayOut) {
  struct Case {
    const char *toml, *line, *word;
  };
  for (const auto& [toml, line, word] : std::vector<Case>{
           {"[population]\nmaximum = 3", "line 2", "'max'"},
           {"[wieghts]\n", "line 1", "'weights'"},
           {"[weights]\n\nacess = 1", "line 3", "'access'"},
           {"[population]\nmin = \"many\"", "line 2", "not a number"},
           {"[population]\nmin = 60000\nmax = 50000", "line 2", "above max"},
           {"[population]\nbounds = \"loose\"", "line 2", "\"soft\""},
           {"[population]\ndenominator = \"registred\"", "line 2", "registered"},
           {"[weights]\ndeprivation = -1", "line 2", "out of range"},
           {"[weights]\nalignment = 0.5", "line 2", "{ ward = 0.5 }"},
           {"[neighbourhoods]\ncount = 2.5", "line 2", "whole number"},
           {"[neighbourhoods]\ncount = 0", "line 2", "out of range"},
           {"[deprivation]\naim = \"mix\"", "line 2", "\"gather\", \"spread\""},
           {"[hold]\nwithin = \"lad\"", "line 2", "not a list"},
           {"[change]\nmax_people = 3", "line 1", "names no plan"},
           {"[keep_together]\nareas = [\"a\", \"b\"]", "line 1", "[[keep_together]]"},
           {"[[keep_together]]\nareas = [\"a\"]", "line 2", "at least 2 areas"},
           {"[[keep_apart]]\nareas = [\"a\", \"a\"]", "line 2", "twice"},
           {"[[lock]]\nareas = [\"a\"]\nhard = false", "line 3", "always hard"},
           {"[population\nmin = 3", "line 1", "TOML"},
       }) {
    SCOPED_TRACE(toml);
    const auto told = complaint(toml);
    EXPECT_NE(told.find("brief.toml, "), std::string::npos) << told;
    EXPECT_NE(told.find(line), std::string::npos) << told;
    EXPECT_NE(told.find(word), std::string::npos) << told;
  }
}

}  // namespace
}  // namespace placewright::boundaries
