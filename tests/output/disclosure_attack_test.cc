#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/output/random_town.h"

/// Random places against everything that is shown of them.
namespace placewright::boundaries::output {
namespace {

/// Hidden cells that the attack finds told, and was not told before.
std::string told(const Town& town, const Attack& attack, const std::vector<RoleCell>& cells,
                 const Attack* before = nullptr) {
  std::string out;
  for (const auto& cell : cells) {
    if (!cell.hidden) {
      if (is_few(town, cell.holds)) out += cell.unit + " " + cell.group + " is shown; ";
      continue;
    }
    const auto [low, high] = attack.range(cell.holds);
    if (low <= kLoose && high >= kThreshold - kLoose) continue;
    // A larger unit holds at least what a smaller one within it was shown to hold.
    const auto known = before != nullptr ? before->range(cell.holds) : std::pair(0.0, kNoLimit);
    if (low > std::max(0.0, known.first) + kLoose || high < std::min(kThreshold, known.second) - kLoose)
      out += cell.unit + " " + cell.group + " lies between " + std::to_string(low) + " and " +
             std::to_string(high) + "; ";
  }
  return out;
}

/// Few staff in a cell of unit, group and sector.
std::string told_by_sector(const Town& town, const Attack& attack, const std::vector<RoleCell>& cells) {
  std::string out;
  for (const auto& cell : cells)
    for (const auto* sector : {"NHS", "LA", "VCSE"}) {
      const Attack::Holds holds = [&](const Post& post) { return cell.holds(post) && post.sector == sector; };
      if (const double wte = staff_of(town, holds).first; !(wte > 0 && wte < kThreshold)) continue;
      const auto [low, high] = attack.range(holds);
      if (low > kLoose || high < kThreshold - kLoose) out += cell.unit + cell.group + sector + "; ";
    }
  return out;
}

std::size_t attack_towns(std::uint64_t first, std::uint64_t last) {
  std::size_t hidden = 0;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto town = random_town(seed, 4, 5);
    if (town.posts.empty()) continue;
    const auto& plan = town.place.plans[0];
    const auto published = workforce::publish_coverage(town.place, plan, question_of_towns());
    Attack attack(town);
    attack.learn_all(town, plan, published.coverage);
    const auto cells = role_cells(town, plan, published.coverage);
    EXPECT_EQ(told(town, attack, cells), "");
    EXPECT_EQ(told_by_sector(town, attack, cells), "");
    hidden += static_cast<std::size_t>(
        std::count_if(cells.begin(), cells.end(), [](const auto& cell) { return cell.hidden; }));
  }
  return hidden;
}

TEST(DisclosureAttack, NoHiddenCellIsBoundedByAllThatIsShown) { EXPECT_GT(attack_towns(1, 25), 20U); }
TEST(SlowDisclosureAttack, NoHiddenCellOf200TownsIsBoundedByAllThatIsShown) {
  EXPECT_GT(attack_towns(1, 200), 200U);
}

/// Plans of one town that differ by one area each, published one after the other.
std::size_t attack_differences(std::uint64_t first, std::uint64_t last, std::size_t plans) {
  std::size_t moved_few = 0;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    geo::Random random(seed, 7);
    auto town = random_town(seed, 4, 4);
    if (town.posts.empty()) continue;
    Attack attack(town);
    std::vector<std::pair<Attack, std::vector<RoleCell>>> published_so_far;  // what was known before each
    std::set<std::size_t> moved;
    for (std::size_t p = 0; p < plans; ++p) {
      if (p > 0) {
        const auto area = random.below(static_cast<std::uint32_t>(town.unit_of_area.size()));
        town.unit_of_area[area] =
            town.unit_of_area[random.below(static_cast<std::uint32_t>(town.unit_of_area.size()))];
        moved.insert(area);
      }
      const auto plan = town.plan("plan " + std::to_string(p));
      const auto published = workforce::publish_coverage(town.place, plan, question_of_towns());
      // The same plan again is the same page, also when others came between.
      if (!published.record.id.empty()) town.place.published.push_back(published.record);
      const auto again = workforce::publish_coverage(town.place, plan, question_of_towns());
      EXPECT_EQ(coverage_json(again.coverage), coverage_json(published.coverage));
      published_so_far.emplace_back(attack, role_cells(town, plan, published.coverage));
      attack.learn_all(town, plan, published.coverage);
    }
    for (const auto& [before, cells] : published_so_far) EXPECT_EQ(told(town, attack, cells, &before), "");
    for (const auto area : moved)
      for (const auto* group : {"GP", "CN", "MH", "VCSE"}) {
        const Attack::Holds holds = [&](const Post& post) {
          return post.area == area && post.group == group;
        };
        if (!is_few(town, holds)) continue;
        ++moved_few;
        const auto [low, high] = attack.range(holds);
        EXPECT_LE(low, kLoose) << group << " of area " << area;
        EXPECT_GE(high, kThreshold - kLoose) << group << " of area " << area;
      }
  }
  return moved_few;
}

TEST(DisclosureAttack, NoDifferenceOfTwoPublicationsTellsAHiddenCell) {
  EXPECT_GT(attack_differences(1, 15, 2), 3U);
}
TEST(SlowDisclosureAttack, NoDifferenceOfThreePublicationsTellsAHiddenCell) {
  EXPECT_GT(attack_differences(1, 100, 3), 30U);
}

}  // namespace
}  // namespace placewright::boundaries::output
