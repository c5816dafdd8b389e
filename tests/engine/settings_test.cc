#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "boundaries/engine/settings_text.h"
#include "geo/error.h"
#include "geo/random.h"

namespace {

using namespace placewright;
using namespace placewright::boundaries;

/// Other settings within their ranges.
Settings any_settings(std::uint64_t seed) {
  geo::Random random(seed, 1);
  Settings settings;
  for_each_setting(settings, [&](const SettingFacts& facts, auto& number) {
    const double value = facts.min + random.unit() * (std::min(facts.max, facts.min + 50) - facts.min);
    number = static_cast<std::remove_reference_t<decltype(number)>>(value);
  });
  settings.min_looks = 4;
  settings.max_looks = 20;
  settings.min_window = 3;
  settings.max_window = 30;
  settings.least_first_share = settings.most_first_share / 2;
  for_each_feature(settings.use, [&](const char*, bool& used) { used = random.below(2) == 0; });
  return settings;
}

TEST(Settings, ComeBackFromTheirTextUnchanged) {
  EXPECT_EQ(write_settings(parse_settings("{}", "empty")), write_settings({}));
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto text = write_settings(any_settings(seed));
    EXPECT_EQ(write_settings(parse_settings(text, "text")), text);
    EXPECT_NE(text, write_settings({}));
  }
}

TEST(Settings, RefuseWhatTheyDoNotKnowAndSayWhere) {
  for (const auto& [text, word] :
       {std::pair{"[]", "no JSON object"}, std::pair{R"({"hotter": 1})", "'hotter'"},
        std::pair{R"({"hot": -1})", "'hot'"}, std::pair{R"({"hot": "warm"})", "'hot'"},
        std::pair{R"({"min_window": 2.5})", "'min_window'"},
        std::pair{R"({"use": {"luck": true}})", "'luck'"}, std::pair{R"({"use": {"cover": 1}})", "'cover'"},
        std::pair{R"({"min_window": 39, "max_window": 20})", "'max_window'"}}) {
    SCOPED_TRACE(text);
    try {
      static_cast<void>(parse_settings(text, "s.json"));
      ADD_FAILURE() << "not refused";
    } catch (const geo::InputError& error) {
      EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find("s.json"), std::string::npos) << error.what();
    }
  }
}

}  // namespace
