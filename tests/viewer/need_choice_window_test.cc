#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "boundaries/workforce/cover/coverage.h"
#include "tests/workforce/toy_staff.h"
#include "viewer/session/coverage_model.h"

// What the place says about need is what the window weighs by, role group by role group.
namespace placewright::viewer {
namespace {

TEST(NeedChoiceWindow, TheStaffPageWeighsEachRoleGroupAsThePlaceSays) {
  auto place = toy::place_of({{"L1", 2000}, {"L2", 2000}});
  place.ages = {
      {"L1", "0-64", "", 1800}, {"L1", "65+", "", 200}, {"L2", "0-64", "", 1400}, {"L2", "65+", "", 600}};
  for (const auto* area : {"L1", "L2"}) {
    auto row = toy::staff(area, "x", 4);
    row.role_group = "CN";
    row.area_id = area;
    place.workforce.push_back(row);
  }
  place.plans = {toy::plan_of({{"L1", "N1"}, {"L2", "N2"}})};
  place.settings["need"] = "none";
  place.settings["need.CN"] = "ages:65+";
  const auto need_of = [&](const std::string& group) {
    CoverageAsk ask;
    ask.group = group;
    const auto page = measure_coverage_page(place, place.plans.front(), ask);
    const auto& table = page.tables.front().table;
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      if (table.columns[c].name == "by need") return std::get<double>(table.rows.front()[c]);
    return 0.0;
  };
  boundaries::workforce::CoverageRequest question;
  question.groups = {"CN"};
  const auto nurses = boundaries::workforce::measure_coverage(place, place.plans.front(), question);
  EXPECT_EQ(nurses.scheme, "ages:65+");
  EXPECT_DOUBLE_EQ(need_of("CN"), nurses.unit.front().per_10k_need);
  EXPECT_NEAR(need_of("CN"), 1e4 * 4 / 1000, 1e-9);  // 200 of 800 older people, as 1,000 of 4,000
  EXPECT_NEAR(need_of(""), 1e4 * 4 / 2000, 1e-9);
}

}  // namespace
}  // namespace placewright::viewer
