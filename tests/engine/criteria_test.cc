#include "boundaries/question/criteria.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <set>
#include <sstream>
#include <tuple>

#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/moves/moving_plan.h"
#include "boundaries/engine/moves/start.h"
#include "boundaries/engine/prove/neighbourhood_cost.h"
#include "boundaries/judge/compare.h"
#include "boundaries/judge/explain.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/brief.h"
#include "engine/random_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;
using namespace placewright::boundaries::engine;

Labels random_labels(const Problem& problem, std::uint32_t parts, geo::Random& random) {
  Labels labels;
  for (std::size_t area = 0; area < problem.size(); ++area)
    labels.push_back(static_cast<std::int32_t>(random.below(parts)));
  for (std::uint32_t part = 0; part < parts; ++part) labels[part] = static_cast<std::int32_t>(part);
  return labels;
}

/// The names within { } of a row's sentence, without their form.
std::vector<std::string> names_in(std::string_view sentence) {
  std::vector<std::string> names;
  for (auto open = sentence.find('{'); open != sentence.npos; open = sentence.find('{', open + 1)) {
    const auto asked = sentence.substr(open + 1, sentence.find('}', open) - open - 1);
    names.emplace_back(asked.substr(0, asked.find_first_of(":?")));
  }
  return names;
}

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Criteria, NamesAreReadBackAsTheyAreWritten) {
  for (const auto& row : kCriteria) {
    const std::string kind = row.by_kind ? "plan:the old: one" : "";
    const auto name = name_of(row.criterion, kind);
    const auto found = find_criterion(name);
    ASSERT_TRUE(found) << name;
    EXPECT_EQ(found->first, row.criterion);
    EXPECT_EQ(found->second, kind);
  }
  for (const char* none : {"", "alignment", "alignment:", "deprivation:", "depriv", "deprivations", ":ward"})
    EXPECT_EQ(find_criterion(none).has_value(), false) << none;
}

TEST(Criteria, AScoreFollowsTheTableAndItsWordsNameIngredientsThatItHas) {
  const auto problem = toy::random_problem(9, 8, 3);
  geo::Random random(3);
  const auto judged = score(problem, random_labels(problem, 5, random));
  std::set<Criterion> met;
  std::size_t last = 0;
  for (const auto& criterion : judged.criteria) {
    const auto& row = row_of(criterion.criterion);
    EXPECT_EQ(find_criterion(criterion.name)->first, criterion.criterion);
    EXPECT_LE(last, static_cast<std::size_t>(criterion.criterion));
    last = static_cast<std::size_t>(criterion.criterion);
    met.insert(criterion.criterion);
    for (const auto& name : names_in(row.sentence)) EXPECT_TRUE(criterion.ingredients.contains(name)) << name;
    for (const auto& figure : row.figures) {
      if (!figure.ingredient.empty()) {
        EXPECT_TRUE(criterion.ingredients.contains(std::string(figure.ingredient))) << figure.ingredient;
      }
    }
    EXPECT_FALSE(row.why.empty());
  }
  EXPECT_EQ(met.size(), kCriteria.size());
}

// The part of a total that `prove` bounds: a share of a whole, and nothing else.
TEST(Criteria, TheLossOfASumOverNeighbourhoodsIsItsFigureAsAShareOfTheWhole) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto problem = toy::random_problem(9, 8, seed);
    problem.access.resize(1);
    geo::Random random(seed);
    const auto judged = score(problem, random_labels(problem, 5, random));
    for (const auto& criterion : judged.criteria) {
      const auto& row = row_of(criterion.criterion);
      if (!row.is_sum || criterion.loss >= 1) continue;
      const auto of = [&](std::string_view name) {
        return name.empty() ? 0.0 : criterion.ingredients.at(std::string(name));
      };
      double share = (of(row.figures[0].ingredient) - of(row.least)) / (of(row.whole) - of(row.least));
      if (criterion.criterion == Criterion::deprivation && problem.deprivation->aim == Aim::spread)
        share = 1 - share;
      EXPECT_NEAR(criterion.loss, share, 1e-12) << criterion.name;
    }
  }
}

TEST(Criteria, ProveAddsUpTheSumsAndListsTheOthers) {
  const auto problem = toy::random_problem(9, 8, 5);
  const auto terms = find_cost_terms(problem);
  std::vector<std::string> others;
  for (const auto& criterion : score(problem, Labels(problem.size(), 0)).criteria)
    if (criterion.weight > 0 && !row_of(criterion.criterion).is_sum) others.push_back(criterion.name);
  EXPECT_EQ(terms.others, others);
  EXPECT_NE(terms.deprivation, 0);
  EXPECT_GT(terms.border, 0);
  EXPECT_GT(terms.barrier, 0);
  EXPECT_GT(terms.access.front(), 0);
}

/// What the neighbourhoods of a plan add to the total, each looked at alone.
double sum_alone(const Instance& instance, const Parts& parts, std::uint32_t count) {
  auto alone = make_each<CriteriaAlone>(instance, parts, count);
  double sum = 0;
  for (std::uint32_t part = 0; part < count; ++part) {
    Atoms atoms;
    Marks in(instance.size, 0);
    for (Atom atom; atom < instance.size; ++atom)
      if (parts[atom] == part) atoms.push_back(atom), in[atom] = 1;
    sum += std::apply([&](auto&... each) { return (0.0 + ... + each(atoms, in)); }, alone);
  }
  return sum;
}

// Recombination of plans adds neighbourhoods up one by one: for the sums that is no estimate.
TEST(Criteria, NeighbourhoodsAloneAddUpToTheTotalWhereItIsASum) {
  constexpr std::uint32_t kParts = 5;
  for (const auto& row : kCriteria) {
    if (!row.is_sum) continue;
    int compared = 0;
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
      SCOPED_TRACE(std::string(row.key) + ", seed " + std::to_string(seed));
      auto problem = toy::random_problem(9, 8, seed);
      problem.weights = no_weights(problem);
      problem.weights[row.criterion] = 1;
      const auto compiled = compile(problem, {}, 30000);
      geo::Random random(seed, 9);
      MovingPlan moving(compiled.instance, kParts);
      std::vector<double> beyond;  // what the sums of two plans say beyond their totals
      for (int plan = 0; plan < 2; ++plan) {
        moving.reset(draw_start(compiled.instance, compiled.regions, {kParts}, random));
        const auto judged = score(problem, to_labels(compiled, moving.plan(), kParts, problem.size()));
        if (judged.total >= 1) continue;  // a loss that is cut off is no sum
        beyond.push_back(sum_alone(compiled.instance, moving.plan(), kParts) - moving.total());
      }
      if (beyond.size() < 2) continue;
      EXPECT_NEAR(beyond[0], beyond[1], 1e-9);
      ++compared;
    }
    EXPECT_GT(compared, 0) << row.key;
  }
}

TEST(Criteria, TheWeightsOfABriefAreThoseOfTheTable) {
  const Brief brief;
  for (const auto& row : kCriteria) EXPECT_EQ(brief.weights[row.criterion], row.weight) << row.key;
  const auto again = parse_brief(write_brief(brief), "brief");
  EXPECT_EQ(again.weights.of, brief.weights.of);
  for (const auto& row : kCriteria) {
    if (row.by_kind) continue;
    const auto one = parse_brief("[weights]\n" + std::string(row.key) + " = 0.375\n", "brief");
    for (const auto& other : kCriteria)
      EXPECT_EQ(one.weights[other.criterion], other.criterion == row.criterion ? 0.375 : 0) << row.key;
  }
}

TEST(Criteria, AnExplanationHasWordsForEachCriterionThatThePlanIsJudgedBy) {
  const auto problem = toy::random_problem(9, 8, 7);
  geo::Random random(7);
  const auto labels = random_labels(problem, 5, random);
  std::set<std::string> told;
  for (std::uint32_t area = 0; area < problem.size(); ++area)
    for (const auto& each : explain(problem, labels, area).contributions) {
      EXPECT_FALSE(each.words.empty());
      told.insert(each.criterion);
    }
  for (const auto& criterion : score(problem, labels).criteria)
    EXPECT_TRUE(told.contains(criterion.name)) << criterion.name;
}

TEST(Criteria, ThePagesNameEachOfThem) {
  const std::string root = PLACEWRIGHT_SOURCE_DIR;
  const auto design = read_text(root + "/DESIGN.md"), manual = read_text(root + "/docs/manual.md");
  for (const auto& row : kCriteria) {
    EXPECT_NE(design.find("| `" + std::string(row.key)), std::string::npos) << row.key;
    EXPECT_NE(manual.find(row.key), std::string::npos) << row.key;
  }
}

}  // namespace
