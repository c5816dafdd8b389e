#include <gtest/gtest.h>

#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "boundaries/engine/settings_text.h"

namespace {

using namespace placewright::boundaries;

/// Stands for a value of any type, to ask how many an aggregate can be made of.
struct Anything {
  template <class Type>
  operator Type() const;  // NOLINT(google-explicit-constructor)
};

template <class Aggregate, std::size_t... at>
constexpr bool takes(std::index_sequence<at...>) {
  return requires { Aggregate{(static_cast<void>(at), Anything{})...}; };
}

/// Members of a plain struct.
template <class Aggregate, std::size_t count = 1>
constexpr std::size_t count_members() {
  if constexpr (takes<Aggregate>(std::make_index_sequence<count>()))
    return count_members<Aggregate, count + 1>();
  else
    return count - 1;
}

std::size_t count_visited_settings() {
  std::size_t count = 0;
  const Settings settings;
  for_each_setting(settings, [&](const SettingFacts&, const auto&) { ++count; });
  return count;
}

std::size_t count_visited_features() {
  std::size_t count = 0;
  const Features use;
  for_each_feature(use, [&](const char*, const bool&) { ++count; });
  return count;
}

TEST(SettingsFields, EveryMemberIsVisitedOnceByANameOfItsOwn) {
  EXPECT_EQ(count_visited_settings() + 1, count_members<Settings>()) << "the features are one member";
  EXPECT_EQ(count_visited_features(), count_members<Features>());
  std::set<std::string> names;
  std::set<const void*> places;
  const Settings settings;
  for_each_setting(settings, [&](const SettingFacts& facts, const auto& number) {
    EXPECT_TRUE(names.insert(facts.name).second) << facts.name;
    EXPECT_TRUE(places.insert(&number).second) << facts.name << " shows another one's number";
  });
}

TEST(SettingsFields, EveryFieldIsInTheTextAndComesBack) {
  Settings changed;
  for_each_setting(changed, [&](const SettingFacts& facts, auto& number) {
    using Number = std::remove_reference_t<decltype(number)>;
    // The lower half stays within its range, and ordered pairs stay ordered.
    const auto value = static_cast<double>(number);
    const double halved = (value + facts.min) / 2, next = value > facts.min ? value - 1 : value + 1;
    number = static_cast<Number>(std::is_floating_point_v<Number> ? halved : next);
  });
  for_each_feature(changed.use, [](const char*, bool& used) { used = !used; });
  const auto text = nlohmann::json::parse(write_settings(changed));
  const Settings back = parse_settings(text.dump(), "text");
  const Settings usual;
  for_each_setting(changed, [&](const SettingFacts& facts, const auto& number) {
    ASSERT_TRUE(text.contains(facts.name)) << facts.name;
    EXPECT_EQ(text[facts.name].template get<double>(), static_cast<double>(number)) << facts.name;
  });
  EXPECT_EQ(write_settings(back), write_settings(changed));
  EXPECT_NE(write_settings(usual), write_settings(changed));
}

TEST(SettingsFields, EveryDefaultLiesInItsRangeAndSaysUnitAndCommand) {
  const Settings settings;
  for_each_setting(settings, [](const SettingFacts& facts, const auto& number) {
    EXPECT_LE(facts.min, static_cast<double>(number)) << facts.name;
    EXPECT_GE(facts.max, static_cast<double>(number)) << facts.name;
    EXPECT_NE(std::string(facts.unit), "") << facts.name;
    const std::string command = facts.measured_by;
    EXPECT_TRUE(command.starts_with("bench ") || command.starts_with("placewright ")) << facts.name;
  });
}

}  // namespace
