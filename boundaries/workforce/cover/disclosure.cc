#include "boundaries/workforce/cover/disclosure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "boundaries/workforce/cover/disclosure_audit.h"
#include "boundaries/workforce/supply/roles.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

using Where = UnprintedStaff::Where;

/// People and WTE of a figure: those who can be told to be there, and shares of larger numbers.
class Held {
 public:
  void add(const UnprintedStaff& staff) {
    if (staff.kind == UnprintedStaff::Kind::share) {
      shares_ += staff.wte;
      return;
    }
    auto& sum = staff.kind == UnprintedStaff::Kind::whole ? whole_ : few_;
    sum.wte += staff.wte;
    // Where only some say how many people they are, the rest are at least their WTE.
    sum.counted = sum.counted || !std::isnan(staff.headcount);
    sum.heads += std::isnan(staff.headcount) ? staff.wte : staff.headcount;
    if (staff.kind == UnprintedStaff::Kind::few) employers_.insert(staff.employer);
  }
  [[nodiscard]] double heads() const {
    const auto told = told_staff();
    return told.counted ? told.heads : kNotMeasured;
  }
  /// Few persons, and not among so many others that they cannot be told from them.
  [[nodiscard]] bool is_few() const {
    const double wte = told_staff().wte, others = shares_ + (mixed() ? few_.wte : 0);
    return wte > 0 && others < kSmallWte && is_small(wte, heads());
  }

 private:
  struct Sum {
    double wte = 0, heads = 0;
    bool counted = false;
  };
  /// Parts of the small numbers of three employers or more speak of none of them.
  [[nodiscard]] bool mixed() const { return employers_.size() >= 3; }
  [[nodiscard]] Sum told_staff() const {
    return mixed() ? whole_
                   : Sum{whole_.wte + few_.wte, whole_.heads + few_.heads, whole_.counted || few_.counted};
  }

  Sum whole_, few_;
  double shares_ = 0;
  std::set<std::string> employers_;
};

/// What a shown number of a coverage speaks of: a table, its column or unit, its role group or family.
using FigureKey = std::tuple<char, std::uint32_t, std::string>;
constexpr char kRole = 'r', kUnit = 'u', kGroup = 'g', kFamily = 'f', kAll = 'a';

/// Columns of the account table.
enum Column : std::uint32_t { input, allocated, outside, unknown, unallocated, held };
constexpr Column kColumns[] = {input, allocated, outside, unknown, unallocated, held};

/// Figures by unit, role group and family as sums of the staff of each role group in each place.
class FigureList {
 public:
  explicit FigureList(const std::vector<UnprintedStaff>& staff) {
    std::map<std::tuple<Where, std::uint32_t, std::string>, std::uint32_t> parts;
    for (const auto& one : staff) {
      const auto [at, is_new] =
          parts.try_emplace({one.where, one.unit, one.group}, static_cast<std::uint32_t>(parts.size()));
      add_to_figures(one, at->second, is_new);
    }
    parts_ = parts.size();
    for (const auto& one : staff) (one.silence ? silent_ : heard_).insert(one.group);
    for (auto& [key, place] : at_) finish(key, place);
  }

  [[nodiscard]] const std::vector<Figure>& figures() const { return figures_; }
  /// Whether the reported share of patients tells of hidden staff: of few, or of a part of a group that no
  /// figure is of.
  [[nodiscard]] bool silence_tells() const {
    return std::any_of(silent_.begin(), silent_.end(), [&](const auto& group) {
      return heard_.contains(group) || held_[at_.at({kGroup, input, group})].is_few();
    });
  }
  [[nodiscard]] std::size_t parts() const { return parts_; }
  [[nodiscard]] bool is_hidden(const std::vector<std::uint8_t>& hidden, const FigureKey& key) const {
    const auto at = at_.find(key);
    return at != at_.end() && hidden[at->second] != 0;
  }

 private:
  void add_to_figures(const UnprintedStaff& staff, std::uint32_t part, bool new_part) {
    const auto add = [&](const FigureKey& key) {
      const auto [at, is_new] = at_.try_emplace(key, figures_.size());
      if (is_new) {
        figures_.emplace_back();
        held_.emplace_back();
      }
      figures_[at->second].value += staff.wte;
      held_[at->second].add(staff);
      if (new_part) figures_[at->second].parts.push_back(part);
    };
    if (staff.where == Where::unit) {
      add({kRole, staff.unit, staff.group});
      add({kUnit, staff.unit, ""});
    }
    std::vector<Column> columns{input};
    if (staff.where == Where::unit || staff.where == Where::no_unit) columns.push_back(allocated);
    if (staff.where == Where::outside) columns.push_back(outside);
    if (staff.where == Where::unknown) columns.push_back(unknown);
    if (staff.where == Where::unallocated || staff.where == Where::held) columns.push_back(unallocated);
    if (staff.where == Where::held) columns.push_back(held);
    for (const auto column : columns) {
      add({kGroup, column, staff.group});
      add({kAll, column, ""});
    }
    add({kFamily, 0, find_role_group(staff.group).family});
  }

  void finish(const FigureKey& key, std::size_t place) {
    const auto& [table, number, name] = key;
    auto& figure = figures_[place];
    const double heads = held_[place].heads();
    // How many staff there are in all is told; and of a group in which lists are silent the reported share
    // tells how many.
    figure.kept = number == input && (table == kAll || (table == kGroup && silent_.contains(name)));
    figure.small = !figure.kept && held_[place].is_few();
    figure.room = figure.small && heads > 0 && heads < kSmallHeadcount ? kSmallHeadcount : kSmallWte;
    figure.whole = table != kRole && !figure.small;
    if (figure.whole) figure.room = 0;  // a larger number is hidden for the sake of others alone
    figure.cost = (table == kRole ? 1 : table == kUnit ? 20 : table == kAll ? 2 : 1) * figure.value;
    // A row of the account table is hidden as one.
    figure.bundle = bundles_
                        .try_emplace(FigureKey(table, table == kGroup ? 0U : number, name),
                                     static_cast<std::uint32_t>(bundles_.size()))
                        .first->second;
  }

  std::size_t parts_ = 0;
  std::map<FigureKey, std::size_t> at_;
  std::map<FigureKey, std::uint32_t> bundles_;
  std::vector<Figure> figures_;
  std::vector<Held> held_;
  std::set<std::string> silent_,
      heard_;  // role groups with staff of returns in which lists are silent; with other staff
};

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

Coverage hide_small(Coverage coverage) {
  const FigureList list(coverage.unprinted);
  coverage.role_hidden.assign(coverage.role_wte.size(), 0);
  if (!tells_in_detail(coverage.unprinted) && std::none_of(list.figures().begin(), list.figures().end(),
                                                           [](const auto& figure) { return figure.small; }))
    return coverage;
  const auto hide = hide_figures(list.figures(), list.parts());
  const auto is_hidden = [&](char table, std::uint32_t number, const std::string& name = "") {
    return list.is_hidden(hide, {table, number, name});
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
        std::any_of(std::begin(kColumns), std::end(kColumns),
                    [&](Column column) { return is_hidden(kGroup, column, total.name); })) {
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
  hidden += withhold_details(coverage);
  if (unit_hidden) withhold_equity(coverage);
  if (list.silence_tells()) withhold_coverage(coverage);
  withhold_words(coverage.findings);
  coverage.unprinted.clear();
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
