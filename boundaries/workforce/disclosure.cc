#include "boundaries/workforce/disclosure.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "boundaries/workforce/disclosure_audit.h"
#include "boundaries/workforce/roles.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

using Where = SensitiveStaff::Where;

/// What a shown number of a coverage speaks of: a table, and its row or cell.
using FigureKey = std::tuple<char, std::uint32_t, std::string, std::string, std::string>;
constexpr char kRole = 'r', kCell = 'c', kUnit = 'u', kGroup = 'g', kSector = 's', kEmployer = 'e', kFamily = 'f', kAll = 'a';

/// Columns of the account tables.
enum Column : std::uint32_t { input, allocated, outside, unknown, unallocated, held };

std::string employer_name(const std::string& employer) { return employer.empty() ? std::string("(employer not given)") : employer; }

/// Every figure of a coverage that staff who can be told enter, with the parts that it sums.
class FigureList {
 public:
  explicit FigureList(const std::vector<SensitiveStaff>& staff) {
    for (std::uint32_t part = 0; part < staff.size(); ++part) add_part(staff[part], part);
    for (auto& [key, place] : at_) finish(key, place);
  }

  [[nodiscard]] const std::vector<Figure>& figures() const { return figures_; }
  [[nodiscard]] bool is_hidden(const std::vector<std::uint8_t>& hidden, const FigureKey& key) const {
    const auto at = at_.find(key);
    return at != at_.end() && hidden[at->second] != 0;
  }

 private:
  void add(const FigureKey& key, const SensitiveStaff& staff, std::uint32_t part) {
    const auto [at, is_new] = at_.try_emplace(key, figures_.size());
    if (is_new) {
      figures_.emplace_back();
      heads_.push_back(kNotMeasured);
      counted_.push_back(false);
    }
    auto& figure = figures_[at->second];
    figure.parts.push_back(part);
    figure.value += staff.wte;
    // Where only some say how many people they are, the rest are at least their WTE.
    counted_[at->second] = counted_[at->second] || !std::isnan(staff.headcount);
    add_known(heads_[at->second], std::isnan(staff.headcount) ? staff.wte : staff.headcount);
  }

  void add_part(const SensitiveStaff& staff, std::uint32_t part) {
    if (staff.where == Where::unit) {
      add({kRole, staff.unit, staff.group, "", ""}, staff, part);
      add({kCell, staff.unit, staff.group, staff.sector, staff.registered}, staff, part);
      add({kUnit, staff.unit, "", "", ""}, staff, part);
    }
    std::vector<Column> columns{input};
    if (staff.where == Where::unit || staff.where == Where::no_unit) columns.push_back(allocated);
    if (staff.where == Where::outside) columns.push_back(outside);
    if (staff.where == Where::unknown) columns.push_back(unknown);
    if (staff.where == Where::unallocated || staff.where == Where::held) columns.push_back(unallocated);
    if (staff.where == Where::held) columns.push_back(held);
    for (const auto column : columns) {
      add({kGroup, column, staff.group, "", ""}, staff, part);
      add({kSector, column, staff.sector, "", ""}, staff, part);
      add({kEmployer, column, employer_name(staff.employer), "", ""}, staff, part);
      add({kAll, column, "", "", ""}, staff, part);
    }
    add({kFamily, 0, find_role_group(staff.group).family, "", ""}, staff, part);
  }

  void finish(const FigureKey& key, std::size_t place) {
    auto& figure = figures_[place];
    const char table = std::get<0>(key);
    const double heads = counted_[place] ? heads_[place] : kNotMeasured;
    figure.kept = table == kAll;
    figure.small = !figure.kept && is_small(figure.value, heads);
    figure.room = figure.small && heads > 0 && heads < kSmallHeadcount ? kSmallHeadcount : kSmallWte;
    figure.whole = table != kRole && table != kCell && !figure.small;
    const double dear = table == kRole || table == kCell ? 1 : table == kUnit ? 20 : table == kFamily ? 2 : 4;
    figure.cost = dear * figure.value;
    // A row of an account table is hidden as one.
    const auto row = std::tuple(table, table == kGroup || table == kSector || table == kEmployer ? 0U : std::get<1>(key), std::get<2>(key), std::get<3>(key), std::get<4>(key));
    figure.bundle = bundles_.try_emplace(row, static_cast<std::uint32_t>(bundles_.size())).first->second;
  }

  std::map<FigureKey, std::size_t> at_;
  std::map<FigureKey, std::uint32_t> bundles_;
  std::vector<Figure> figures_;
  std::vector<double> heads_;
  std::vector<bool> counted_;
};

void hide_total(CoverageTotal& total) {
  total.hidden = true;
  total.account = {kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured};
}

void hide_unit(UnitCoverage& unit) {
  unit.hidden = true;
  unit.wte = unit.judged_wte = unit.per_10k_residents = unit.per_10k_registered = unit.per_10k_need = unit.gap = unit.misalignment = kNotMeasured;
}

/// Measures that no audit covers: a second count of the same staff, and the part of it that is estimated.
void withhold_second_measures(Coverage& coverage) {
  for (auto& unit : coverage.unit) unit.headcount = unit.estimated_wte = kNotMeasured;
  for (auto& cell : coverage.cells) cell.headcount = cell.estimated_wte = kNotMeasured;
  for (auto* totals : {&coverage.by_group, &coverage.by_employer, &coverage.by_sector})
    for (auto& total : *totals) total.estimated_wte = kNotMeasured;
}

void withhold_equity(Coverage& coverage) {
  const std::string why = "Withheld: figures over units would give hidden units away.";
  for (auto* equity : {&coverage.equity, &coverage.equity_quintiles}) {
    *equity = {};
    equity->sentences = {why};
    equity->slope.refused = equity->slope_need.refused = "withheld";
  }
  coverage.plans.clear();
}

/// What was reported is weighed by staff: where silence touches staff who can be told, it tells how many they are.
void withhold_coverage(Coverage& coverage) {
  for (auto& unit : coverage.unit) {
    if (!(unit.coverage < 1)) continue;
    unit.coverage = unit.per_10k_residents = unit.per_10k_registered = unit.per_10k_need = unit.fair = unit.gap = unit.misalignment = unit.judged_wte = kNotMeasured;
  }
  if (coverage.people_covered < 1) coverage.people_covered = kNotMeasured;
}

/// Findings about single rows name their WTE: published, they say only that there are such rows.
void withhold_words(std::vector<geo::Finding>& findings) {
  static const std::set<std::string_view> of_rows{"LIKELY_DUPLICATE", "NEGATIVE_WTE", "SHARE_IMPOSSIBLE", "SHARES_NOT_ONE", "NOT_PLACED", "ESTIMATED_SUPPLY", "MISSING_WTE"};
  std::map<std::string, std::size_t> rows;
  for (const auto& finding : findings) ++rows[finding.code];
  std::set<std::string> said;
  std::erase_if(findings, [&](const auto& finding) { return of_rows.contains(finding.code) && !said.insert(finding.code).second; });
  for (auto& finding : findings)
    if (of_rows.contains(finding.code)) {
      finding.where = "workforce";
      finding.what = fmt::format("{} of this kind; what they say is withheld, as staff are few", rows[finding.code]);
    }
}

}  // namespace

bool is_small(double wte, double headcount) { return (wte > 0 && wte < kSmallWte) || (headcount > 0 && headcount < kSmallHeadcount); }

std::vector<std::uint8_t> hide_small_cells(std::size_t rows, std::size_t columns, std::span<const double> wte, std::span<const double> headcount) {
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

Coverage hide_small(Coverage coverage) {
  const FigureList list(coverage.sensitive);
  coverage.role_hidden.assign(coverage.role_wte.size(), 0);
  if (std::none_of(list.figures().begin(), list.figures().end(), [](const auto& figure) { return figure.small; })) return coverage;
  const auto hide = hide_figures(list.figures(), coverage.sensitive.size());
  const auto is_hidden = [&](char table, std::uint32_t number, const std::string& a = "", const std::string& b = "", const std::string& c = "") {
    return list.is_hidden(hide, {table, number, a, b, c});
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
  for (auto& cell : coverage.cells)
    if (is_hidden(kCell, cell.unit, cell.group, cell.sector, cell.registered)) {
      cell.hidden = true;
      cell.wte = kNotMeasured;
      ++hidden;
    }
  for (const auto& [table, totals] : {std::pair(kGroup, &coverage.by_group), std::pair(kSector, &coverage.by_sector), std::pair(kEmployer, &coverage.by_employer)})
    for (auto& total : *totals)
      if (is_hidden(table, input, total.name)) {
        hide_total(total);
        ++hidden;
      }
  for (auto& family : coverage.families)
    if (is_hidden(kFamily, 0, family.family)) {
      family.hidden = true;
      family.wte = kNotMeasured;
      ++hidden;
    }
  withhold_second_measures(coverage);
  if (unit_hidden) withhold_equity(coverage);
  if (std::any_of(coverage.sensitive.begin(), coverage.sensitive.end(), [](const auto& staff) { return staff.silence; })) withhold_coverage(coverage);
  withhold_words(coverage.findings);
  coverage.hidden_cells = hidden;
  coverage.withheld = "headcounts and estimated parts are withheld, and desks, moves and scenarios: beside these tables they would give hidden figures away";
  coverage.sensitive.clear();
  std::erase_if(coverage.findings, [](const auto& finding) { return finding.code == "SMALL_N"; });
  coverage.findings.push_back({"SMALL_N", geo::Severity::note, "workforce",
                               fmt::format("{} figures are hidden ([c]): staff of under {:g} WTE or {:g} people who can be told to be somewhere, and what would give them away; {}", hidden, kSmallWte,
                                           kSmallHeadcount, coverage.withheld),
                               "the planner's own tables (placewright workforce) show them"});
  return coverage;
}

std::string why_withheld(const Coverage& published, std::span<const BaseLoad> bases) {
  if (!published.withheld.empty()) return "withheld: beside the published tables it would give hidden figures away";
  if (std::any_of(bases.begin(), bases.end(), [](const auto& base) { return is_small(base.wte, base.headcount); })) return "withheld: few staff sit at a base";
  return {};
}

}  // namespace placewright::boundaries::workforce
