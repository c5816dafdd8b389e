#include <gtest/gtest.h>

#include <algorithm>

#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"
#include "engine/far_minutes.h"
#include "engine/random_problem.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;

TEST(MinutesIndex, FindsTheNearestSitesThatALookAtAllFinds) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto problem = toy::random_problem(9, 8, seed);
    const auto& data = problem.access[0];
    const MinutesIndex index(toy::invent_rule(problem, data, seed, seed % 2 == 0));
    for (const std::size_t count : {1U, 3U, 7U, 100U})
      for (std::uint32_t area = 0; area < problem.size(); area += 5) {
        std::vector<std::pair<double, std::uint32_t>> all;
        for (std::uint32_t site = 0; site < data.site_id.size(); ++site)
          all.emplace_back(static_cast<double>(index.rule().between(area, site)), site);
        std::sort(all.begin(), all.end());
        const auto found = index.nearest(area, count);
        ASSERT_EQ(found.sites.size(), std::min(count, all.size()));
        for (std::size_t at = 0; at < found.sites.size(); ++at) {
          ASSERT_EQ(found.sites[at].site, all[at].second);
          ASSERT_EQ(found.sites[at].minutes, all[at].first);
        }
        if (count < all.size()) {
          ASSERT_EQ(found.others, all[count].first);
        } else {
          ASSERT_TRUE(std::isinf(found.others));
        }
      }
  }
}

TEST(MinutesIndex, FindsTheHubThatALookAtAllFinds) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto problem = toy::random_problem(12, 11, seed);
    const auto& data = problem.access[0];
    const MinutesIndex index(toy::invent_rule(problem, data, seed, seed % 2 == 0));
    geo::Random random(seed, 3);
    for (int round = 0; round < 20; ++round) {
      std::vector<std::uint32_t> areas;
      auto people = problem.residents;
      for (std::uint32_t area = 0; area < problem.size(); ++area) {
        if (random.below(10) == 0) people[area] = 0;
        if (random.below(2 + static_cast<std::uint32_t>(round)) == 0) areas.push_back(area);
      }
      const auto factor = [&](std::size_t site) {
        return (site * 7 + static_cast<std::size_t>(round)) % 3 == 0 ? 1.0 : 1.5;
      };
      double best = std::numeric_limits<double>::infinity();
      std::size_t hub = 0;
      for (std::size_t site = 0; site < data.site_id.size(); ++site) {
        double sum = 0;
        for (const auto area : areas)
          sum += people[area] * static_cast<double>(index.rule().between(area, site));
        if (factor(site) * sum < best) best = factor(site) * sum, hub = site;
      }
      const auto found = index.find_hub(areas, people, factor);
      ASSERT_EQ(found.site, hub);
      ASSERT_EQ(found.asked, best);
      ASSERT_EQ(found.asked, factor(hub) * found.person_minutes);
    }
  }
}

TEST(FarMinutes, AreJudgedAsATableIs) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto [table, far] = toy::table_and_rule(toy::random_problem(10, 9, seed), seed, 4, seed % 2 == 0);
    geo::Random random(seed, 4);
    for (int round = 0; round < 5; ++round) {
      Labels labels(table.size());
      for (auto& label : labels) label = static_cast<std::int32_t>(random.below(7)) - (round == 4 ? 1 : 0);
      const auto expected = score(table, labels), judged = score(far, labels);
      ASSERT_EQ(expected.total, judged.total);
      for (std::size_t at = 0; at < expected.criteria.size(); ++at)
        ASSERT_EQ(expected.criteria[at].ingredients, judged.criteria[at].ingredients)
            << expected.criteria[at].name;
      for (std::size_t at = 0; at < expected.per_neighbourhood.size(); ++at)
        ASSERT_EQ(expected.per_neighbourhood[at].hub, judged.per_neighbourhood[at].hub);
    }
  }
}

TEST(FarMinutes, DrawAPlanThatIsWorthWhatItSays) {
  const auto [table, far] = toy::table_and_rule(toy::random_problem(14, 12, 5), 5, 14, false);
  SearchOptions options;
  options.effort = Effort::quick;
  const auto found = search(far, options);
  ASSERT_EQ(found.status, Status::found);
  EXPECT_NEAR(found.total, score(table, found.labels).total, 1e-12);
}

}  // namespace
