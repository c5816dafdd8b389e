#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>

#include "boundaries/output/plan_words.h"
#include "boundaries/output/report.h"
#include "datasets/demo/demo.h"
#include "tests/toy_place.h"

/// The page is for people: no names of columns or codes, units in headings, six measures first, and nothing
/// in it can run.
namespace placewright::boundaries::output {
namespace {

std::string page_of(datasets::Place& place) { return report_html(describe_plan(place, place.plans.front())); }

/// What a reader sees or hears: text, titles and labels; the brief and the record of the run, which are there
/// to be copied, and names of files left out.
std::string words_of(const std::string& page) {
  auto text = std::regex_replace(page, std::regex("<style>[^<]*</style>"), " ");
  for (const auto* tag : {"pre", "code"}) {
    const std::string open = std::string("<") + tag + ">", close = std::string("</") + tag + ">";
    for (auto at = text.find(open); at != text.npos; at = text.find(open))
      text.erase(at, text.find(close, at) + close.size() - at);
  }
  if (const auto sources = text.find("<h2>Sources</h2>"); sources != text.npos) text.resize(sources);
  std::string words;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '<') {
      words += text[at];
      continue;
    }
    const auto end = text.find('>', at);
    const auto tag = text.substr(at, end - at);
    for (const auto* attribute : {"title=\"", "aria-label=\"", "alt=\""})
      if (const auto from = tag.find(attribute); from != tag.npos) {
        const auto first = from + std::string(attribute).size();
        words += " " + tag.substr(first, tag.find('"', first) - first) + " ";
      }
    words += ' ';
    at = end;
  }
  return words;
}

std::vector<std::string> column_names_in(const std::string& words) {
  std::vector<std::string> found;
  const std::regex column("\\b([a-z][a-z0-9]*_[a-z_0-9]+|[A-Z]+[0-9]*_[A-Z_]+)\\b");
  for (auto at = std::sregex_iterator(words.begin(), words.end(), column); at != std::sregex_iterator(); ++at)
    found.push_back(at->str());
  return found;
}

TEST(Page, HoldsNoNameOfAColumnAndNoCode) {
  auto place = datasets::make_demo();
  place.plans.front().brief_toml =
      "[weights]\nlocal_knowledge = 1\nalignment.ward = 1\nalignment.sub_icb = 1\n";
  place.log.push_back({"2026-05-01T10:00:00Z", "Ann", "moved 1 area", "", "",
                       "the estuary; breaks OUT_OF_BOUNDS: N01 would have 2000 people",
                       place.plans.front().name});
  const auto found = column_names_in(words_of(page_of(place)));
  EXPECT_TRUE(found.empty()) << found.front() << " and " << found.size() - 1 << " more";
}

TEST(Page, TheSearchForColumnNamesFindsThem) {
  EXPECT_EQ(column_names_in(words_of("<p title=\"imd_score\">a per10k_need, STRAIGHT_LINE</p>")).size(), 3u);
}

TEST(Page, APolicyForbidsScriptsAndTheNetwork) {
  auto place = datasets::make_demo();
  place.plans.front().neighbourhoods.front().name = "<script>alert(1)</script>";
  const auto page = page_of(place);
  const auto policy = page.find("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
  ASSERT_NE(policy, page.npos);
  EXPECT_LT(policy, page.find("<style>"));
  EXPECT_EQ(page.find("<script"), page.npos);
}

TEST(Page, BeginsWithASentenceAndSixMeasuresOfWhichOneIsASize) {
  auto place = toy::place_from_words(toy::grid_words(4, 1), 1000);
  place.areas.parents["ward_code"] = {"W1", "W1", "W1", "W2"};
  toy::add_practice(place, "P1", "A000");
  place.registrations = {{"P1", "A000", 750}, {"P1", "A003", 250}};
  const auto plan = [](const char* name, std::vector<const char*> groups) {
    datasets::PlanRecord record;
    record.name = name;
    for (std::size_t area = 0; area < groups.size(); ++area)
      record.assignments.push_back({"A00" + std::to_string(area), groups[area]});
    return record;
  };
  place.plans = {plan("A", {"W", "W", "E", "E"}), plan("current", {"W", "W", "W", "E"})};
  const auto page = page_of(place);
  std::size_t facts = 0;
  for (auto at = page.find("class=\"fact\""); at != page.npos; at = page.find("class=\"fact\"", at + 1))
    ++facts;
  EXPECT_EQ(facts, 6u);
  EXPECT_NE(page.find("2 neighbourhoods for 4,000 usual residents of Toytown, each in one piece"), page.npos);
  EXPECT_NE(page.find("<b>2,000 to 2,000</b>"), page.npos);
  EXPECT_NE(page.find("<b>75 %</b><span>of registered residents"), page.npos);
  EXPECT_NE(page.find("1 of 2 wards"), page.npos) << "a third of W1 lies in the other";
  EXPECT_NE(page.find("no staff are loaded"), page.npos);
  EXPECT_NE(page.find("1,000 people (25.0 %) would be in another neighbourhood"), page.npos);
}

TEST(Page, HeadingsOfStaffSayUnitAndDirection) {
  auto place = datasets::make_demo();
  const auto page = page_of(place);
  for (const auto* heading :
       {"staff for 10,000 residents (WTE)", "staff above that, or below it with a minus (WTE)",
        "residents aged 0 to 4 (people)", "GP: general practitioners"})
    EXPECT_NE(page.find(heading), page.npos) << heading;
}

}  // namespace
}  // namespace placewright::boundaries::output
