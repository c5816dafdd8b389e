#include "datasets/place/names.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace placewright::datasets {
namespace {

TEST(FullName, SaysCodeAndName) {
  EXPECT_EQ(full_name("N03", "Horsforth"), "N03 Horsforth");
  EXPECT_EQ(full_name("E01011264", "Leeds 012A"), "E01011264 Leeds 012A");
}

TEST(FullName, SaysNothingTwice) {
  EXPECT_EQ(full_name("N01", "N01"), "N01");
  EXPECT_EQ(full_name("N01", "n01"), "N01");
  EXPECT_EQ(full_name("N01", ""), "N01");
  EXPECT_EQ(full_name("", "Horsforth"), "Horsforth");
  EXPECT_EQ(full_name("", ""), "");
  EXPECT_EQ(full_name("Leeds", "Leeds 012"), "Leeds 012");
  EXPECT_EQ(full_name("Leeds 012", "Leeds"), "Leeds 012");
  EXPECT_EQ(full_name("N03", "Horsforth (N03)"), "Horsforth (N03)");
  EXPECT_EQ(full_name("N03", "Neighbourhood N03"), "Neighbourhood N03");
}

TEST(FullName, OfACodeMadeOfTheNameOnlyWhatItSaysBesidesIsAdded) {
  EXPECT_EQ(full_name("ncl__central_camden", "Central Camden"), "Central Camden (ncl)");
  EXPECT_EQ(full_name("central_camden", "Central Camden"), "Central Camden");
  EXPECT_EQ(full_name("nwl__central", "Central"), "Central (nwl)");
  EXPECT_EQ(full_name("camden_north_2025", "Camden North"), "Camden North (2025)");
  EXPECT_EQ(full_name("ncl__central_camden", "Kentish Town"), "ncl__central_camden Kentish Town");
  EXPECT_EQ(full_name("___", "x"), "___ x");
}

TEST(FullName, APartOfAWordIsNoRepetition) {
  EXPECT_EQ(full_name("N1", "N10 North"), "N1 N10 North");
  EXPECT_EQ(full_name("Leed", "Leeds"), "Leed Leeds");
  EXPECT_EQ(full_name("1", "Ward 12"), "1 Ward 12");
  EXPECT_EQ(full_name("a", "Stra\u00dfa"), "a Stra\u00dfa");
}

TEST(FullName, BesideItsCodeANameThatOnlyRepeatsItIsLeftOut) {
  EXPECT_EQ(further_name("N01", "N01"), "");
  EXPECT_EQ(further_name("N01", ""), "");
  EXPECT_EQ(further_name("Leeds", "Leeds 012"), "Leeds 012");
}

TEST(NaturalOrder, NumbersInANameCountAsNumbers) {
  std::vector<std::string> ids{"N10", "N2", "N1", "N02", "North 9 b", "North 9 a", "North 10",
                               "",    "N",  "1",  "01",  "100",       "20"};
  std::sort(ids.begin(), ids.end(), NaturalOrder{});
  EXPECT_EQ(ids, (std::vector<std::string>{"", "01", "1", "20", "100", "N", "N1", "N02", "N2", "N10",
                                           "North 9 a", "North 9 b", "North 10"}));
}

TEST(NaturalOrder, IsAStrictOrderOfAllTexts) {
  const std::vector<std::string> texts{"",
                                       "0",
                                       "00",
                                       "1",
                                       "01",
                                       "a",
                                       "a0",
                                       "a00",
                                       "a1",
                                       "a01b",
                                       "a1b",
                                       "a1c",
                                       "a10",
                                       "b",
                                       "\u00e9",
                                       "99999999999999999999999",
                                       "100000000000000000000000"};
  for (const auto& a : texts)
    for (const auto& b : texts) {
      EXPECT_EQ(comes_before(a, b) + comes_before(b, a), a == b ? 0 : 1) << a << " / " << b;
      for (const auto& c : texts)
        if (comes_before(a, b) && comes_before(b, c)) {
          EXPECT_TRUE(comes_before(a, c)) << a << " / " << b << " / " << c;
        }
    }
}

}  // namespace
}  // namespace placewright::datasets
