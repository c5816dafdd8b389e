#include "boundaries/workforce/cover/disclosure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "boundaries/workforce/cover/disclosure_figures.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

/// Whether the tables that are not audited, by sector, registration and employer, hold few persons anywhere.
bool tells_in_detail(const std::vector<UnprintedStaff>& staff) {
  std::map<std::vector<std::string>, Held> figures;
  for (const auto& one : staff) {
    const auto where = fmt::format("{} {}", static_cast<int>(one.where), one.unit);
    figures[{where, one.group, one.sector, one.registered}].add(one);
    figures[{"sector", one.sector}].add(one);
    figures[{"employer", one.employer}].add(one);
  }
  return std::any_of(figures.begin(), figures.end(),
                     [](const auto& figure) { return figure.second.is_few(); });
}

void hide_total(CoverageTotal& total) {
  total.hidden = true;
  total.account = {kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured};
}

void hide_unit(UnitCoverage& unit) {
  unit.hidden = true;
  unit.wte = unit.judged_wte = unit.per_10k_residents = unit.per_10k_registered = unit.per_10k_need =
      unit.gap = unit.misalignment = kNotMeasured;
}

/// Rates of part of a unit's staff, beside its total, tell the rest.
void withhold_rates_in_part(Coverage& coverage) {
  for (auto& unit : coverage.unit)
    if (unit.rated_in_part)
      unit.judged_wte = unit.per_10k_residents = unit.per_10k_registered = unit.per_10k_need = unit.fair =
          unit.gap = unit.misalignment = kNotMeasured;
}

/// What no audit covers yet: the same staff by sector, registration and employer, a second count of them, and
/// the part of them that is estimated. Returns how many figures that hides.
std::size_t withhold_details(Coverage& coverage) {
  for (auto& unit : coverage.unit) unit.headcount = unit.estimated_wte = kNotMeasured;
  for (auto& cell : coverage.cells) {
    cell.hidden = true;
    cell.wte = cell.headcount = cell.estimated_wte = kNotMeasured;
  }
  for (auto* totals : {&coverage.by_employer, &coverage.by_sector})
    for (auto& total : *totals) hide_total(total);
  for (auto* totals : {&coverage.by_group, &coverage.by_employer, &coverage.by_sector})
    for (auto& total : *totals) total.estimated_wte = kNotMeasured;
  return coverage.cells.size() + coverage.by_employer.size() + coverage.by_sector.size();
}

void withhold_equity(Coverage& coverage) {
  const std::string why = "Withheld: figures over units would give hidden units away.";
  for (auto* equity : {&coverage.equity, &coverage.equity_quintiles}) {
    *equity = {};
    equity->sentences = {why};
    equity->slope.refused = equity->slope_need.refused = "withheld";
  }
  coverage.plans.clear();
  coverage.sign_ways = {};
  coverage.unknown_counted = {};
}

/// What was reported is weighed by staff: where somebody is silent about staff whose number is hidden, it
/// would tell the number.
void withhold_coverage(Coverage& coverage) {
  for (auto& unit : coverage.unit) {
    if (!(unit.coverage < 1)) continue;
    unit.coverage = unit.per_10k_residents = unit.per_10k_registered = unit.per_10k_need = unit.fair =
        unit.gap = unit.misalignment = unit.judged_wte = kNotMeasured;
  }
  if (coverage.people_covered < 1) coverage.people_covered = kNotMeasured;
  coverage.unknown_counted = {};
}

/// Findings about single rows name their WTE: published, they say only that there are such rows.
void withhold_words(std::vector<geo::Finding>& findings) {
  static const std::set<std::string_view> of_rows{"LIKELY_DUPLICATE", "NEGATIVE_WTE", "SHARE_IMPOSSIBLE",
                                                  "SHARES_NOT_ONE",   "NOT_PLACED",   "ESTIMATED_SUPPLY",
                                                  "MISSING_WTE"};
  std::map<std::string, std::size_t> rows;
  for (const auto& finding : findings) ++rows[finding.code];
  std::set<std::string> said;
  std::erase_if(findings, [&](const auto& finding) {
    return of_rows.contains(finding.code) && !said.insert(finding.code).second;
  });
  for (auto& finding : findings)
    if (of_rows.contains(finding.code)) {
      finding.where = "workforce";
      finding.what =
          fmt::format("{} of this kind; what they say is withheld, as staff are few", rows[finding.code]);
    }
}

}  // namespace

bool is_small(double wte, double headcount) {
  return (wte > 0 && wte < kSmallWte) || (headcount > 0 && headcount < kSmallHeadcount);
}

std::vector<std::uint8_t> hide_small_cells(std::size_t rows, std::size_t columns, std::span<const double> wte,
                                           std::span<const double> headcount) {
  PLACEWRIGHT_EXPECT(wte.size() == rows * columns && (headcount.empty() || headcount.size() == wte.size()));
  const std::size_t width = columns + 1;
  std::vector<Figure> figures((rows + 1) * width);
  std::uint32_t parts = 0;
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      const double here = wte[r * columns + c];
      if (!(here > 0)) continue;
      for (const auto at : {r * width + c, r * width + columns, rows * width + c, rows * width + columns}) {
        figures[at].parts.push_back(parts);
        figures[at].value += here;
      }
      ++parts;
      const double heads = headcount.empty() ? kNotMeasured : headcount[r * columns + c];
      figures[r * width + c].small = is_small(here, heads);
      if (heads > 0 && heads < kSmallHeadcount) figures[r * width + c].room = kSmallHeadcount;
    }
  for (std::size_t at = 0; at < figures.size(); ++at) {
    auto& figure = figures[at];
    const bool total = at / width == rows || at % width == columns;
    if (total) figure.small = is_small(figure.value, kNotMeasured);
    figure.room = std::max(figure.room, kSmallWte);
    figure.whole = total && !figure.small;
    figure.cost = (total ? 4 : 1) * figure.value;
    if (at + 1 == figures.size()) figure.cost *= 10;
    figure.bundle = static_cast<std::uint32_t>(at);
  }
  std::vector<std::uint8_t> hidden(figures.size(), 0);
  // Figures of nobody say so, and are no figures here.
  std::vector<Figure> some;
  for (const auto& figure : figures)
    if (!figure.parts.empty()) some.push_back(figure);
  for (std::uint32_t k = 0; k < some.size(); ++k) some[k].bundle = k;
  const auto hide = hide_figures(some, parts);
  for (std::size_t at = 0, k = 0; at < figures.size(); ++at)
    if (!figures[at].parts.empty()) hidden[at] = hide[k++];
  return hidden;
}

Coverage hide_small(Coverage coverage, std::span<const EarlierPublication> earlier) {
  const FigureList list(coverage, earlier);
  coverage.role_hidden.assign(coverage.role_wte.size(), 0);
  const auto hide = list.audit();
  coverage.shown = list.shown(hide, coverage.units);
  const bool tells = tells_in_detail(coverage.unprinted) || tells_in_detail(coverage.pieces.staff);
  if (!tells && !list.hides_any(hide)) return coverage;
  const auto is_hidden = [&](char table, std::uint32_t number, const std::string& name = "") {
    return list.is_hidden(hide, table, number, name);
  };
  std::size_t hidden = 0;
  bool unit_hidden = false;
  const std::size_t groups = coverage.by_group.size();
  for (std::uint32_t k = 0; k < coverage.units.size(); ++k) {
    for (std::size_t c = 0; c < groups; ++c)
      if (is_hidden(kRole, k, coverage.by_group[c].name)) {
        coverage.role_hidden[k * groups + c] = 1;
        coverage.role_wte[k * groups + c] = kNotMeasured;
        ++hidden;
      }
    if (!is_hidden(kUnit, k)) continue;
    hide_unit(coverage.unit[k]);
    unit_hidden = true;
    ++hidden;
  }
  for (auto& total : coverage.by_group)
    if (const double all_of_it = total.account.input;
        std::any_of(std::begin(kAccountColumns), std::end(kAccountColumns),
                    [&](AccountColumn column) { return is_hidden(kGroup, column, total.name); })) {
      hide_total(total);
      if (!is_hidden(kGroup, input, total.name)) total.account.input = all_of_it;
      ++hidden;
    }
  for (auto& family : coverage.families)
    if (is_hidden(kFamily, 0, family.family)) {
      family.hidden = true;
      family.wte = kNotMeasured;
      ++hidden;
    }
  auto& all = coverage.total;
  for (const auto& [column, wte] : {std::pair(allocated, &all.allocated), std::pair(outside, &all.outside),
                                    std::pair(unknown, &all.unknown),
                                    std::pair(unallocated, &all.unallocated), std::pair(held, &all.held)})
    if (is_hidden(kAll, column)) {
      *wte = kNotMeasured;
      ++hidden;
    }
  const bool sum_hidden = list.hides_sum_of_units(hide);
  if (sum_hidden)
    for (auto& unit : coverage.unit) unit.fair = unit.gap = unit.misalignment = kNotMeasured;
  withhold_rates_in_part(coverage);
  hidden += withhold_details(coverage);
  if (unit_hidden || sum_hidden) withhold_equity(coverage);
  if (list.silence_tells()) withhold_coverage(coverage);
  withhold_words(coverage.findings);
  coverage.unprinted.clear();
  coverage.pieces = {};
  coverage.hidden_cells = hidden;
  coverage.withheld =
      "figures by sector, registration and employer, headcounts, estimated parts, desks, moves and scenarios "
      "are withheld: beside these tables they would give few staff away";
  std::erase_if(coverage.findings, [](const auto& finding) { return finding.code == "SMALL_N"; });
  coverage.findings.push_back(
      {"SMALL_N", geo::Severity::note, "workforce",
       fmt::format("{} figures are hidden ([c]): staff of under {:g} WTE or {:g} people who can be told to "
                   "be somewhere, and what would give them away; {}",
                   hidden, kSmallWte, kSmallHeadcount, coverage.withheld),
       "the planner's own tables (placewright workforce) show them"});
  return coverage;
}

std::string why_withheld(const Coverage& published, std::span<const BaseLoad> bases) {
  if (!published.withheld.empty())
    return "withheld: beside the published tables it would give hidden figures away";
  if (std::any_of(bases.begin(), bases.end(),
                  [](const auto& base) { return is_small(base.wte, base.headcount); }))
    return "withheld: few staff sit at a base";
  return {};
}

}  // namespace placewright::boundaries::workforce
