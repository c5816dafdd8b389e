#include <gtest/gtest.h>

#include <algorithm>

#include "boundaries/output/lookup.h"
#include "boundaries/output/plan_tables.h"
#include "datasets/place/schema.h"
#include "tests/toy_place.h"

// What `placewright schema` says of the outputs is what is written.
namespace placewright::boundaries::output {
namespace {

std::string described(const std::string& name) {
  const auto& outputs = datasets::output_tables();
  const auto at = std::find_if(outputs.begin(), outputs.end(),
                               [&](const auto& output) { return output.table.name == name; });
  if (at == outputs.end()) return "no output of that name";
  std::string columns;
  for (const auto& column : at->table.columns)
    columns += (columns.empty() ? "" : ",") + std::string(column.name);
  return columns;
}

std::string written(const Table& table) {
  std::string columns;
  for (const auto& column : table.columns) columns += (columns.empty() ? "" : ",") + column.name;
  return columns;
}

TEST(Outputs, AreWrittenWithTheColumnsThatSchemaDescribes) {
  auto place = toy::place_from_words(toy::grid_words(4, 3), 10000);
  place.postcodes = {{"LS1 1AA", place.areas.code[0], 1, 1}};
  datasets::PlanRecord plan;
  plan.name = "A";
  plan.neighbourhoods = {{"N1", "One", "", false, ""}};
  for (const auto& code : place.areas.code) plan.assignments.push_back({code, "N1", false});
  const auto lookup = lookup_csv(plan);
  EXPECT_EQ(lookup.substr(0, lookup.find('\n')), described("lookup"));
  const auto facts = describe_plan(place, plan);
  EXPECT_EQ(written(lookup_table(facts, 26)), described("lookup_ons"));
  EXPECT_EQ(written(neighbourhood_table(facts)), described("neighbourhoods"));
  EXPECT_EQ(written(practice_table(facts)), described("practice_to_neighbourhood"));
  EXPECT_EQ(written(postcode_table(facts)), described("postcode_to_neighbourhood"));
  EXPECT_EQ(written(criteria_table(facts)), described("criteria"));
}

}  // namespace
}  // namespace placewright::boundaries::output
