#include "viewer/session/derived.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace placewright::viewer {
namespace {

TEST(Derived, IsMadeAnewWhereItsStampDiffersAndOnlyThen) {
  Derived<std::vector<int>, std::string> value;
  int makings = 0;
  const auto make = [&] { return std::vector<int>{++makings}; };
  EXPECT_FALSE(value.made());
  EXPECT_TRUE(value->empty());
  EXPECT_FALSE(value.is_of(""));  // never made is not made from nothing
  EXPECT_TRUE(value.follow("a", make));
  EXPECT_FALSE(value.follow("a", make));
  EXPECT_EQ(value->front(), 1);
  EXPECT_TRUE(value.follow("", make));
  EXPECT_TRUE(value.is_of(""));
  EXPECT_TRUE(value.follow("a", make));  // no memory of what was before
  EXPECT_EQ(value->front(), 3);
  EXPECT_EQ(value.times(), 3U);
}

TEST(Derived, StaysAsItWasWhereItsMakingFails) {
  Derived<std::string, int> value;
  value.set(1, "one");
  EXPECT_THROW(value.follow(2, []() -> std::string { throw std::runtime_error("no"); }), std::runtime_error);
  EXPECT_TRUE(value.is_of(1));
  EXPECT_EQ(*value, "one");
  EXPECT_EQ(value.times(), 1U);
}

TEST(Derived, ForgottenIsEmptyAndOfNothing) {
  Derived<std::string, int> value;
  value.set(1, "one");
  value.forget();
  EXPECT_FALSE(value.made());
  EXPECT_FALSE(value.stamp().has_value());
  EXPECT_TRUE(value->empty());
  EXPECT_TRUE(value.follow(1, [] { return std::string("again"); }));
  EXPECT_EQ(value.times(), 2U) << "who is made of it sees that it is another";
}

TEST(Derived, CanBeMadeOfWhatItWas) {
  Derived<std::vector<int>, int> value;
  for (int stamp = 1; stamp <= 3; ++stamp)
    value.follow(stamp, [&] {
      auto longer = *value;
      longer.push_back(stamp);
      return longer;
    });
  EXPECT_EQ(*value, (std::vector<int>{1, 2, 3}));
}

}  // namespace
}  // namespace placewright::viewer
