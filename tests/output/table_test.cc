#include "boundaries/output/table.h"

#include <gtest/gtest.h>

#include <cmath>

namespace placewright::boundaries::output {
namespace {

TEST(Table, FieldsAreQuotedWhereTheyNeedIt) {
  EXPECT_EQ(csv_line({"a", "b,c", "say \"x\"", "two\nlines", ""}),
            "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",\n");
}

TEST(Table, MissingIsNeverZero) {
  const Table table{
      "t", "", {{"name"}, {"value"}}, {{std::string("x"), std::nan("")}, {std::string("y"), 0.0}}};
  EXPECT_EQ(csv_of(table), "name,value\nx,[x]\ny,0\n");
  EXPECT_EQ(csv_of(table, true), "name,value\nx,\ny,0\n");
  EXPECT_EQ(number_text(std::nan(""), 1), "[x]");
}

TEST(Table, ATextThatASpreadsheetWouldRunGetsAnApostropheForReadingAndNoneInALookup) {
  const Table table{"t",
                    "",
                    {{"name"}, {"value"}},
                    {{std::string("=1+1"), -5.0},
                     {std::string("+x"), std::nan("")},
                     {std::string("@a"), 0.0},
                     {std::string("-"), 1.0},
                     {std::string("-0.5"), 1.0},
                     {std::string("a=b"), 1.0}}};
  EXPECT_EQ(csv_for_reading(table), "name,value\n'=1+1,-5\n'+x,\n'@a,0\n-,1\n-0.5,1\na=b,1\n");
  EXPECT_EQ(csv_of(table, true), "name,value\n=1+1,-5\n+x,\n@a,0\n-,1\n-0.5,1\na=b,1\n");
}

TEST(Table, NumbersForPeopleHaveSeparatorsAndNoMinusZero) {
  EXPECT_EQ(number_text(1234567.891, 1), "1,234,567.9");
  EXPECT_EQ(number_text(-1234, 0), "-1,234");
  EXPECT_EQ(number_text(999, 0), "999");
  EXPECT_EQ(number_text(-0.04, 1), "0.0");
}

}  // namespace
}  // namespace placewright::boundaries::output
