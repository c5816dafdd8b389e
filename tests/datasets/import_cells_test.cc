#include <gtest/gtest.h>

#include <cmath>

#include "datasets/place/checksum.h"
#include "datasets/place/plain_text.h"
#include "datasets/read/cells.h"
#include "datasets/read/csv.h"
#include "geo/error.h"
#include "tests/datasets/import_fixture.h"

namespace placewright::datasets {
namespace {

std::vector<std::vector<std::string>> rows_of(const std::string& text) {
  const Folder folder;
  CsvRows rows(folder.write("t.csv", text), "t.csv");
  std::vector<std::vector<std::string>> all;
  std::vector<std::string_view> cells;
  while (rows.next(cells)) all.emplace_back(cells.begin(), cells.end());
  return all;
}

TEST(Cells, HeadingsAreComparedWithoutCaseBlanksAndWhatPublishersCut) {
  EXPECT_EQ(normalise_heading("\xEF\xBB\xBFLSOA  code_(2021) "), "lsoa code (2021)");
  EXPECT_EQ(normalise_heading("Income Decile (where 1 is most deprived 10% of LSO"), "income decile");
  EXPECT_EQ(normalise_heading("Age: Total; measures: Value"), "age: total");
  EXPECT_TRUE(heading_fits("lsoa##cd|lsoa code", "lsoa21cd"));
  EXPECT_TRUE(heading_fits("list size *", "list size 2022 07"));
  EXPECT_FALSE(heading_fits("lsoa##cd", "lsoa21cdh"));
}

TEST(Cells, NumbersHaveThousandsSeparatorsAndMissingIsNotZero) {
  EXPECT_EQ(parse_number("1,234"), 1234.0);
  EXPECT_EQ(parse_number(" 1,234,567.5 "), 1234567.5);
  EXPECT_EQ(parse_number("-12.5"), -12.5);
  EXPECT_EQ(parse_number("007"), 7.0);
  for (const char* mark : {"", "NA", "*", "-", ":", "..", "[c]", "[low]", "-99"}) {
    SCOPED_TRACE(mark);
    ASSERT_TRUE(parse_number(mark).has_value());
    EXPECT_TRUE(std::isnan(*parse_number(mark)));
  }
  for (const char* text :
       {"12O", "1,23", "1,2345", "12345,678", "1234,567", "twelve", "1.2.3", "inf", "12 34"}) {
    SCOPED_TRACE(text);
    EXPECT_FALSE(parse_number(text).has_value());
  }
}

TEST(Cells, AgeBandsOfEveryLayoutMeanTheSame) {
  EXPECT_EQ(parse_age_band("Age: Aged 5 to 9 years"), (AgeBand{5, 9, ""}));
  EXPECT_EQ(parse_age_band("Aged 4 years and under"), (AgeBand{0, 4, ""}));
  EXPECT_EQ(parse_age_band("Aged 85 years and over"), (AgeBand{85, -1, ""}));
  EXPECT_EQ(parse_age_band("pop_0_4"), (AgeBand{0, 4, ""}));
  EXPECT_EQ(parse_age_band("pop_85_plus"), (AgeBand{85, -1, ""}));
  EXPECT_EQ(parse_age_band("F0"), (AgeBand{0, 0, "F"}));
  EXPECT_EQ(parse_age_band("M90"), (AgeBand{90, -1, "M"}));
  EXPECT_EQ(parse_age_band("65-69"), (AgeBand{65, 69, ""}));
  for (const char* other : {"Total", "population", "imd_score", "M62", "2022", "F91x", "gp_road_km_2019"}) {
    SCOPED_TRACE(other);
    const auto band = parse_age_band(other);
    EXPECT_TRUE(!band.has_value() || std::string(other) == "M62");
  }
}

TEST(Cells, PostcodesAreOneWhateverTheirBlanks) {
  EXPECT_EQ(normalise_postcode("ls11aa"), "LS1 1AA");
  EXPECT_EQ(normalise_postcode("LS1  1AA"), "LS1 1AA");
  EXPECT_TRUE(is_postcode("LS1 1AA"));
  EXPECT_FALSE(is_postcode("20060601"));
}

TEST(Cells, AVintageIsAMonthHoweverItIsWritten) {
  const int july_2022 = 2022 * 12 + 6;
  for (const char* text :
       {"July 2022", "01JUL2022", "2022-07-01", "2022_07", "01-Jul-22", "gp-reg-male-female-July-2022.zip"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(month_of(text), july_2022);
  }
  EXPECT_EQ(month_of("2021"), 2021 * 12);
  EXPECT_EQ(month_of("LSOA boundaries"), std::nullopt);
}

TEST(Cells, BytesThatOnlyLookLikeUtf8AreNone) {
  EXPECT_TRUE(is_utf8("\xE0\xA0\x80"));
  EXPECT_FALSE(is_utf8("\xE0\x80\x80")) << "longer than it needs to be";
  EXPECT_FALSE(is_utf8("\xED\xA0\x80")) << "half of a pair";
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80")) << "beyond the last character";
}

TEST(Checksum, IsThatOfTheStandard) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Csv, QuotesLineEndsAndByteOrderMarksAreThoseOfTheStandard) {
  EXPECT_EQ(
      rows_of("\xEF\xBB\xBF"
              "a,b\r\n\"x, y\",\"he said \"\"no\"\"\"\n\"two\nlines\",\n"),
      (std::vector<std::vector<std::string>>{{"a", "b"}, {"x, y", "he said \"no\""}, {"two\nlines", ""}}));
  EXPECT_EQ(rows_of("a;b\n1,5;2\n"), (std::vector<std::vector<std::string>>{{"a", "b"}, {"1,5", "2"}}));
  EXPECT_EQ(rows_of("last,line"), (std::vector<std::vector<std::string>>{{"last", "line"}}));
}

TEST(Csv, RowsLongerThanTheBufferAndManyRowsComeOutWhole) {
  std::string text;
  for (int row = 0; row < 400'000; ++row)
    text += "E0100" + std::to_string(row) + ",\"name, " + std::to_string(row) + "\",1\r\n";
  const auto rows = rows_of(text);
  ASSERT_EQ(rows.size(), 400'000U);
  for (std::size_t row = 0; row < rows.size(); row += 997)
    EXPECT_EQ(rows[row][1], "name, " + std::to_string(row));
  EXPECT_EQ(rows.back()[2], "1");
}

TEST(Csv, AStrayQuoteIsNamedWithItsLine) {
  for (const auto& [text, line] :
       std::vector<std::pair<std::string, std::string>>{{"a,b\n1,2\n3,\"open\n5,6\n", "line 3"},
                                                        {"a,b\n1,x\"y\n", "line 2"},
                                                        {"a,b\n1,\"x\"y\n", "line 2"}}) {
    SCOPED_TRACE(text);
    try {
      rows_of(text);
      ADD_FAILURE() << "nothing was thrown";
    } catch (const geo::InputError& error) {
      EXPECT_NE(error.message().where.find(line), std::string::npos) << error.what();
      EXPECT_FALSE(error.message().fix.empty());
    }
  }
}

TEST(Csv, Windows1252BytesAreReadAsSuchAndCounted) {
  const Folder folder;
  CsvRows rows(folder.write("t.csv", "name\nCaf\xE9 \x96 Z\xFCrich\nplain\n"), "t.csv");
  std::vector<std::string_view> cells;
  ASSERT_TRUE(rows.next(cells));
  ASSERT_TRUE(rows.next(cells));
  EXPECT_EQ(cells[0], "Caf\xC3\xA9 \xE2\x80\x93 Z\xC3\xBCrich");
  ASSERT_TRUE(rows.next(cells));
  EXPECT_EQ(rows.recoded_rows(), 1);
}

}  // namespace
}  // namespace placewright::datasets
