#include "boundaries/cli/print_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "boundaries/cli/print_table.h"
#include "boundaries/output/page_words.h"
#include "boundaries/output/table.h"
#include "datasets/place/names.h"

namespace placewright::boundaries::cli {
namespace {

using output::number_text;
using output::Table;

output::Column words(std::string name) { return {std::move(name), 0, ""}; }
output::Column numbers(std::string name, int decimals = 0) { return {std::move(name), decimals, ""}; }

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::string neighbourhood_text(const PlaceProblem& question, const Judgement& judgement) {
  const auto& problem = question.problem;
  const auto& rows = judgement.score.per_neighbourhood;
  const bool pieces = std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.pieces > 1; });
  Table table;
  bool named = false;  // a column of names that only repeat the ids would say nothing
  for (std::size_t label = 0; label < rows.size(); ++label)
    named = named || !datasets::further_name(judgement.ids[label], judgement.names[label]).empty();
  table.columns = {words("id")};
  if (named) table.columns.push_back(words("name"));
  table.columns.push_back(numbers("people"));
  if (!judgement.registered.empty()) table.columns.push_back(numbers("registered"));
  table.columns.push_back(numbers("areas"));
  if (pieces) table.columns.push_back(numbers("pieces"));
  if (problem.deprivation) table.columns.push_back(numbers("deprivation", 1));
  for (const auto& access : problem.access) table.columns.push_back(numbers("minutes to " + access.kind, 1));
  table.columns.push_back(words(""));
  for (std::size_t label = 0; label < rows.size(); ++label) {
    const auto& row = rows[label];
    if (row.areas == 0) continue;
    std::vector<output::Cell> cells{judgement.ids[label]};
    if (named)
      cells.emplace_back(std::string(datasets::further_name(judgement.ids[label], judgement.names[label])));
    cells.emplace_back(row.people);
    if (!judgement.registered.empty()) cells.emplace_back(judgement.registered[label]);
    cells.emplace_back(static_cast<double>(row.areas));
    if (pieces) cells.emplace_back(static_cast<double>(row.pieces));
    if (problem.deprivation) cells.emplace_back(row.deprivation_mean);
    for (std::size_t kind = 0; kind < problem.access.size(); ++kind)
      cells.emplace_back(kind < row.access_minutes.size() ? row.access_minutes[kind] : kMissing);
    const auto& rule = problem.population;
    std::string mark;
    if (row.people < rule.min) mark = number_text(rule.min - row.people, 0) + " below the minimum";
    if (row.people > rule.max) mark = number_text(row.people - rule.max, 0) + " above the maximum";
    if (row.pieces > 1) mark += (mark.empty() ? "" : "; ") + std::string("not in one piece");
    cells.emplace_back(mark);
    table.rows.push_back(std::move(cells));
  }
  std::sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
    return datasets::comes_before(std::get<std::string>(a[0]), std::get<std::string>(b[0]));
  });
  return text_table(table);
}

std::string criteria_text(const Judgement& judgement) {
  const bool references = !judgement.references.empty();
  Table table;
  table.columns = {words("criterion"), numbers("weight", 2), numbers("loss", 4)};
  if (references)
    table.columns.insert(table.columns.end(), {numbers("plain plan", 4), numbers("best alone", 4)});
  table.columns.push_back(words("in its own units"));
  for (const auto& criterion : judgement.score.criteria) {
    std::vector<output::Cell> cells{criterion.name, criterion.weight, criterion.loss};
    if (references) {
      const auto at = judgement.references.find(criterion.name);
      const auto reference = at == judgement.references.end() ? Reference{} : at->second;
      cells.emplace_back(reference.plain);
      cells.emplace_back(reference.best);
    }
    cells.emplace_back(output::natural_units(criterion));
    table.rows.push_back(std::move(cells));
  }
  std::vector<output::Cell> total{std::string("total"), std::string(), judgement.score.total};
  total.resize(table.columns.size(), std::string());
  table.rows.push_back(std::move(total));
  std::string text = text_table(table);
  if (!judgement.score.not_judged.empty())
    text += fmt::format("  not judged: {}\n", fmt::join(judgement.score.not_judged, ", "));
  if (references)
    text +=
        "  0 is best, 1 worst; plain plan: drawn for nothing but the rules; best alone: a quick plan for "
        "that criterion only\n";
  return text;
}

std::string counts_text(const SearchResult& found, std::uint32_t drawn, const datasets::UnitWord& word) {
  const auto said = tried_counts_text(found);
  if (found.counts.size() < 2) return said.empty() ? "" : said + "\n";
  Table table;
  table.columns = {numbers("neighbourhoods"), numbers("best total", 4), words("")};
  for (const auto& row : found.counts)
    table.rows.push_back({static_cast<double>(row.count), row.feasible ? row.total : kMissing,
                          std::string(row.count == drawn ? "this plan"
                                      : row.feasible     ? ""
                                                         : "no legal plan found")});
  return text_table(table, word) + (said.empty() ? "" : "  " + said + "\n");
}

std::string regions_text(const std::vector<RegionResult>& regions, const datasets::UnitWord& word) {
  constexpr std::size_t most_rows = 40;
  Table table;
  table.columns = {words("divided by itself"), numbers("neighbourhoods"), numbers("best total", 4),
                   words("")};
  std::size_t open = 0;
  for (std::size_t at = 0; at < regions.size(); ++at) {
    const auto& row = regions[at];
    const bool is_first = at == 0 || regions[at - 1].first_area != row.first_area;
    const bool is_last = at + 1 == regions.size() || regions[at + 1].first_area != row.first_area;
    if (is_first && is_last) continue;  // nothing else could be tried
    open += is_first ? 1 : 0;
    table.rows.push_back({is_first ? row.name : std::string(), static_cast<double>(row.count),
                          row.feasible ? row.total : kMissing,
                          std::string(row.chosen     ? "this plan"
                                      : row.feasible ? ""
                                                     : "no legal plan found")});
  }
  if (table.rows.size() > most_rows)
    return fmt::format(
        "  {} parts of the place that are divided by themselves were also drawn with one neighbourhood more "
        "or fewer; --json lists them\n",
        open);
  return text_table(table, word) +
         "  best total: of the whole plan, with so many neighbourhoods there and the other parts as they "
         "are\n";
}

std::string findings_text(const std::vector<geo::Finding>& findings, geo::Severity least) {
  std::string text;
  for (const auto& finding : findings)
    if (finding.severity >= least)
      text += fmt::format("  {} {}: {}: {}\n    try: {}\n", geo::severity_name(finding.severity),
                          finding.code, finding.where, finding.what, finding.fix);
  return text;
}

std::string legality_text(const PlaceProblem& question, const Judgement& judgement) {
  const auto& score = judgement.score;
  const auto& rule = question.problem.population;
  std::vector<std::string> wrong;
  const auto s = [](std::uint32_t number) { return number == 1 ? "" : "s"; };
  if (score.unassigned > 0)
    wrong.push_back(fmt::format("{} area{} in no neighbourhood", score.unassigned, s(score.unassigned)));
  if (score.out_of_bounds > 0)
    wrong.push_back(fmt::format("{} neighbourhood{} out of bounds ({} to {}), {} people", score.out_of_bounds,
                                s(score.out_of_bounds), number_text(rule.min, 0), number_text(rule.max, 0),
                                number_text(score.people_outside_bounds, 0)));
  if (score.not_contiguous > 0) wrong.push_back(fmt::format("{} not in one piece", score.not_contiguous));
  if (wrong.empty())
    return fmt::format("every area assigned, every neighbourhood in one piece, all within {} to {} people",
                       number_text(rule.min, 0), number_text(rule.max, 0));
  return fmt::format("{}", fmt::join(wrong, "; "));
}

}  // namespace placewright::boundaries::cli
