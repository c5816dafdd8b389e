#include "boundaries/output/report_coverage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <set>

#include "boundaries/output/certainty_tables.h"
#include "boundaries/output/html.h"
#include "boundaries/output/page_words.h"
#include "boundaries/output/workforce_tables.h"
#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/supply/roles.h"
#include "datasets/place/unit_word.h"
#include "datasets/read/xml_text.h"

namespace placewright::boundaries::output {

using datasets::escape_xml;
namespace {

using workforce::Coverage;

std::string list_html(const std::vector<std::string>& sentences) {
  std::string html = "<ul>";
  for (const auto& sentence : sentences) html += "<li>" + escape_xml(sentence) + "</li>";
  return html + "</ul>\n";
}

/// Columns that are empty in every row say nothing on a page.
std::set<std::size_t> empty_columns(const Table& table) {
  std::set<std::size_t> empty;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    bool says = false;
    for (const auto& row : table.rows) {
      const auto* number = std::get_if<double>(&row[c]);
      says = says || (number != nullptr ? !std::isnan(*number) : !std::get<std::string>(row[c]).empty());
    }
    if (!says) empty.insert(c);
  }
  return empty;
}

std::string rated(const Table& table, const Coverage& coverage, const datasets::UnitWord& word,
                  const std::string& words) {
  auto rating =
      workforce::rate_table(table.name, coverage.findings, coverage.people_covered, coverage.min_coverage);
  for (auto& flag : rating.flags) flag = code_words(flag);
  return html_table(
      table, words + " Need by scheme " + coverage.scheme + ". This table: " + rating_text(rating) + ".",
      empty_columns(table), word);
}

/// "GP: GPs; PN: practice nurses": what the columns of a table of roles stand for.
std::string role_words(const Table& table) {
  std::vector<std::string> words;
  for (const auto& column : table.columns)
    for (const auto& group : workforce::role_groups())
      if (group.code == column.name) words.push_back(fmt::format("{}: {}", group.code, group.name));
  return fmt::format("{}", fmt::join(words, "; "));
}

/// How sure the rates are: in sentences, as a funnel, in tables.
std::string certainty_html(const Coverage& coverage, const datasets::UnitWord& word) {
  const auto sure = workforce::measure_certainty(coverage);
  auto sentences = sure.sentences;
  if (auto signs = workforce::sign_sentence(coverage.sign_ways); !signs.empty())
    sentences.push_back(std::move(signs));
  sentences.push_back(fmt::format("How: {}; {}.", sure.method, sure.leaves_out));
  for (auto& sentence : sentences) sentence = word.said(sentence);
  return "<h3>How sure</h3>" + list_html(sentences) + funnel_svg(coverage, sure) +
         "<details><summary>Intervals and order</summary>" +
         rated(interval_table(coverage, sure), coverage, word,
               "95 % limits of rates and gaps, and the funnel.") +
         rated(rank_table(coverage, sure), coverage, word,
               "In the order of rates by need, each against the next.") +
         "</details>\n";
}

Table flag_table(const datasets::Place& place, const Coverage& coverage) {
  const auto word = datasets::unit_word(place);
  Table table{
      "coverage_flags",
      "What is doubtful about the coverage",
      {{"code", 0, ""}, {"severity", 0, ""}, {"where", 0, ""}, {"what", 0, ""}, {"what_to_do", 0, ""}},
      {}};
  for (const auto severity : {geo::Severity::error, geo::Severity::warning, geo::Severity::note})
    for (const auto& finding : coverage.findings)
      if (finding.severity == severity)
        table.rows.push_back({finding.code, std::string(geo::severity_name(severity)), finding.where,
                              word.said(finding.what), word.said(finding.fix)});
  return table;
}

/// Each role group by its own scheme, where they differ; else empty.
std::string role_need_section(const datasets::Place& place, const datasets::PlanRecord& plan,
                              const Coverage& coverage, const datasets::UnitWord& word) {
  const auto roles = workforce::measure_role_need(place, plan, {}, coverage);
  if (roles.empty()) return "";
  std::string html =
      html_table(role_need_table(coverage, roles),
                 "Each role group against need by its own scheme. [x]: not known. [c]: hidden, "
                 "few staff.",
                 {}, word);
  std::vector<std::string> refused;
  for (const auto& role : roles)
    for (const auto& finding : role.findings)
      if (finding.code == "NEED_SCHEME_REFUSED")
        refused.push_back(fmt::format("{}: {}", role.group, finding.what));
  return html + (refused.empty() ? std::string() : list_html(refused));
}

}  // namespace

std::string coverage_section(const datasets::Place& place, const datasets::PlanRecord& plan,
                             const Coverage& coverage) {
  std::string html = fmt::format("<p><b>What counts as workforce:</b> {} <b>Need:</b> {} (scheme {}).</p>\n",
                                 escape_xml(coverage.definition), escape_xml(coverage.need_explanation),
                                 escape_xml(coverage.scheme));
  auto within = coverage.equity_quintiles.sentences;
  if (within.size() > 2) within.resize(2);
  if (!within.empty())
    html += fmt::format("<p>Between {}:</p>", escape_xml(coverage.quintile_basis)) + list_html(within);
  const auto word = datasets::unit_word(place);
  auto between = coverage.equity.sentences;
  for (auto& sentence : between) sentence = word.said(sentence);
  html += "<p>" + escape_xml(word.said("Between neighbourhoods:")) + "</p>" + list_html(between);
  auto unknown = unknown_people_sentences(coverage);
  for (auto& sentence : unknown) sentence = word.said(sentence);
  if (!unknown.empty()) html += "<p>People whose staff are not known:</p>" + list_html(unknown);
  if (coverage.plans.size() > 1)
    html += fmt::format("<p>Over the {} plans of this place the direction {}.</p>\n", coverage.plans.size(),
                        coverage.sign_stable ? "is the same" : "differs: it hangs on the boundaries");
  if (!coverage.withheld.empty())
    html += fmt::format("<p>[c]: hidden, as few staff could be told to be somewhere; {}.</p>\n",
                        escape_xml(coverage.withheld));
  html += rated(unit_table(coverage), coverage, word,
                "Rates are WTE per 10,000 people whose practice or PCN reported. [x]: not known. [c]: "
                "hidden, few staff.");
  html += certainty_html(coverage, word);
  html += rated(role_table(coverage), coverage, word,
                "WTE by role group: " + role_words(role_table(coverage)) + ".");
  html += role_need_section(place, plan, coverage, word);
  html += rated(account_table(coverage), coverage, word,
                "Where the staff go: the four totals add up to the input.");
  std::vector<std::string> families;
  for (const auto& family : coverage.families)
    families.push_back(family.missing ? fmt::format("{}: missing, no staff loaded", family.family)
                                      : fmt::format("{}: {}", family.family, fmt::join(family.groups, ", ")));
  html += "<p>Service families:</p>" + list_html(families);
  html += "<details><summary>Every measure of fairness</summary>" +
          rated(equity_table(coverage), coverage, word,
                "Ordered from the most to the least deprived: above 0, the less deprived get more.") +
          "</details>\n";
  auto flags = flag_table(place, coverage);
  for (auto& row : flags.rows) row.front() = code_words(std::get<std::string>(row.front()));
  return html + "<details><summary>Flags of the coverage</summary>" + html_table(flags, flags.title) +
         "</details>\n";
}

std::vector<Table> coverage_tables(const datasets::Place& place, const datasets::PlanRecord& plan,
                                   const Coverage& coverage) {
  if (place.workforce.empty()) return {};
  const auto sure = workforce::measure_certainty(coverage);
  std::vector<Table> tables{unit_table(coverage),  interval_table(coverage, sure), rank_table(coverage, sure),
                            role_table(coverage),  account_table(coverage),        employer_table(coverage),
                            equity_table(coverage)};
  if (!coverage.sign_ways.ways.empty()) tables.push_back(sign_table(coverage));
  for (auto& table : tables) {
    table.title += "; " + scheme_text(coverage) + ". This table: " +
                   rating_text(workforce::rate_table(table.name, coverage.findings, coverage.people_covered,
                                                     coverage.min_coverage));
    if (table.name != "coverage") table.name = "coverage_" + table.name;
  }
  if (const auto roles = workforce::measure_role_need(place, plan, {}, coverage); !roles.empty()) {
    tables.push_back(role_need_table(coverage, roles));
    tables.back().name = "coverage_role_need";
  }
  tables.push_back(flag_table(place, coverage));
  return tables;
}

}  // namespace placewright::boundaries::output
