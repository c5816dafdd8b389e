#include "boundaries/output/report_coverage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <set>

#include "boundaries/output/html.h"
#include "boundaries/output/workforce_tables.h"
#include "boundaries/workforce/cover/disclosure.h"
#include "datasets/place/unit_word.h"
#include "datasets/read/xml_text.h"

namespace placewright::boundaries::output {

using datasets::escape_xml;
namespace {

using workforce::Coverage;

Coverage published(const datasets::Place& place, const datasets::PlanRecord& plan) {
  return workforce::hide_small(workforce::measure_coverage(place, plan));
}

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
  return html_table(table,
                    words + " Need by scheme " + coverage.scheme + ". This table: " +
                        rating_text(workforce::rate_table(table.name, coverage.findings,
                                                          coverage.people_covered, coverage.min_coverage)) +
                        ".",
                    empty_columns(table), word);
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

std::string coverage_section(const datasets::Place& place, const datasets::PlanRecord& plan) {
  const auto coverage = published(place, plan);
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
  html += rated(role_table(coverage), coverage, word, "WTE by role group.");
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
  const auto flags = flag_table(place, coverage);
  return html + "<details><summary>Flags of the coverage</summary>" + html_table(flags, flags.title) +
         "</details>\n";
}

std::vector<Table> coverage_tables(const datasets::Place& place, const datasets::PlanRecord& plan) {
  if (place.workforce.empty()) return {};
  const auto coverage = published(place, plan);
  std::vector<Table> tables{unit_table(coverage), role_table(coverage), account_table(coverage),
                            employer_table(coverage), equity_table(coverage)};
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
