#include "boundaries/output/table.h"

#include <gtest/gtest.h>

#include <cmath>

namespace placewright::boundaries::output {
namespace {

TEST(Table, FieldsAreQuotedWhereTheyNeedIt) {
  EXPECT_EQ(csv_line({"a", "b,c", "say \"x\"", "two\nlines", ""}), "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",\n");
}

TEST(Table, MissingIsNeverZero) {
  const Table table{"t", "", {{"name"}, {"value"}}, {{std::string("x"), std::nan("")}, {std::string("y"), 0.0}}};
  EXPECT_EQ(csv_of(table), "name,value\nx,[x]\ny,0\n");
  EXPECT_EQ(csv_of(table, true), "name,value\nx,\ny,0\n");
  EXPECT_EQ(number_text(std::nan(""), 1), "[x]");
}

TEST(Table, NumbersForPeopleHaveSeparatorsAndNoMinusZero) {
  EXPECT_EQ(number_text(1234567.891, 1), "1,234,567.9");
  EXPECT_EQ(number_text(-1234, 0), "-1,234");
  EXPECT_EQ(number_text(999, 0), "999");
  EXPECT_EQ(number_text(-0.04, 1), "0.0");
}

}  // namespace
}  // namespace placewright::boundaries::output
