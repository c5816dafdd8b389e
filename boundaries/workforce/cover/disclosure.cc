#include "boundaries/workforce/cover/disclosure.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
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

/// What a shown number of a coverage speaks of: a publication (0: this one), a table, its column or unit, its
/// role group or family.
using FigureKey = std::tuple<std::size_t, char, std::uint32_t, std::string>;
constexpr char kRole = 'r', kUnit = 'u', kGroup = 'g', kFamily = 'f', kAll = 'a';

/// Columns of the account table.
enum Column : std::uint32_t { input, allocated, outside, unknown, unallocated, held };
constexpr Column kColumns[] = {input, allocated, outside, unknown, unallocated, held};

/// The figures of one publication that speak of some staff.
std::vector<FigureKey> keys_of(std::size_t publication, const UnprintedStaff& staff) {
  std::vector<FigureKey> keys;
  if (staff.where == Where::unit) {
    keys.emplace_back(publication, kRole, staff.unit, staff.group);
    keys.emplace_back(publication, kUnit, staff.unit, "");
  }
  std::vector<Column> columns{input};
  if (staff.where == Where::unit || staff.where == Where::no_unit) columns.push_back(allocated);
  if (staff.where == Where::outside) columns.push_back(outside);
  if (staff.where == Where::unknown) columns.push_back(unknown);
  if (staff.where == Where::unallocated || staff.where == Where::held) columns.push_back(unallocated);
  if (staff.where == Where::held) columns.push_back(held);
  for (const auto column : columns) {
    keys.emplace_back(publication, kGroup, column, staff.group);
    keys.emplace_back(publication, kAll, column, "");
  }
  keys.emplace_back(publication, kFamily, 0, find_role_group(staff.group).family);
  return keys;
}

constexpr double kSameFigure = 0.005;  // WTE: figures are handed on with two decimals

/// Figures by unit, role group and family as sums of the staff of each role group in each place: of this
/// publication, of the earlier ones over their units, and of the pieces between their lines, which nobody
/// shows and the difference of two publications could.
class FigureList {
 public:
  FigureList(const Coverage& coverage, std::span<const EarlierPublication> earlier) {
    PLACEWRIGHT_EXPECT(earlier.size() == coverage.pieces.own.size());
    const auto& pieces = coverage.pieces;
    const auto& staff = earlier.empty() ? coverage.unprinted : pieces.staff;
    std::map<std::tuple<Where, std::uint32_t, std::string>, std::uint32_t> parts;
    for (const auto& one : staff) {
      const auto [at, is_new] =
          parts.try_emplace({one.where, one.unit, one.group}, static_cast<std::uint32_t>(parts.size()));
      if (earlier.empty()) {
        add_part(0, one, at->second, is_new);
        continue;
      }
      for (std::size_t p = 0; p < pieces.unit_of.size(); ++p)
        add_part(p, in_unit_of(pieces.unit_of[p], one), at->second, is_new);
      add_part(pieces.unit_of.size(), one, at->second, is_new);
    }
    parts_ = parts.size();
    add_held(0, coverage.unprinted);
    for (std::size_t p = 0; p < pieces.own.size(); ++p) add_held(p + 1, pieces.own[p]);
    if (!earlier.empty()) add_held(pieces.unit_of.size(), pieces.staff);
    for (const auto& one : coverage.unprinted) (one.silence ? silent_ : heard_).insert(one.group);
    for (auto& [key, place] : at_) finish(key, place);
    for (std::size_t p = 0; p < earlier.size(); ++p) keep_shown(p + 1, earlier[p]);
  }

  /// Whether the reported share of patients tells of hidden staff: of few, or of a part of a group that no
  /// figure is of.
  [[nodiscard]] bool silence_tells() const {
    return std::any_of(silent_.begin(), silent_.end(), [&](const auto& group) {
      return heard_.contains(group) || held_[at_.at({0, kGroup, input, group})].is_few();
    });
  }
  /// What to hide where an earlier publication over the same units is still true and hid all that is small:
  /// all that it hid. Nothing where there is none.
  [[nodiscard]] std::optional<std::vector<std::uint8_t>> hidden_again(
      const Coverage& coverage, std::span<const EarlierPublication> earlier) const {
    for (const auto& before : earlier) {
      if (before.units.id != coverage.units.id || before.units.of_area != coverage.units.of_area) continue;
      std::vector<std::uint8_t> hidden(figures_.size(), 1);
      const bool is_true = std::all_of(before.shown.begin(), before.shown.end(), [&](const auto& figure) {
        const auto at = find(0, before.units, figure);
        if (!at || std::abs(figures_[*at].value - figure.wte) >= kSameFigure) return false;
        hidden[*at] = 0;
        return true;
      });
      if (is_true && std::all_of(at_.begin(), at_.end(), [&](const auto& one) {
            const auto& [key, at] = one;
            if (std::get<0>(key) != 0) return true;
            return hidden[at] != 0 ? !figures_[at].kept : !figures_[at].small;
          }))
        return hidden;
    }
    return std::nullopt;
  }
  /// What to hide so that all publications together tell of none of the few.
  [[nodiscard]] std::vector<std::uint8_t> audit() const {
    std::vector<std::uint8_t> hidden(figures_.size(), 1);
    std::vector<Figure> audited;
    std::vector<std::size_t> from;
    for (const auto& [key, at] : at_) {
      // What an earlier publication did not show binds nobody, but for the few that it hid.
      if (std::get<0>(key) != 0 && !figures_[at].kept && !figures_[at].small) continue;
      from.push_back(at);
    }
    std::sort(from.begin(), from.end());
    for (const auto at : from) audited.push_back(figures_[at]);
    const auto hide = hide_figures(audited, parts_);
    for (std::size_t k = 0; k < from.size(); ++k) hidden[from[k]] = hide[k];
    return hidden;
  }
  [[nodiscard]] bool hides_any(const std::vector<std::uint8_t>& hidden) const {
    return std::any_of(at_.begin(), at_.end(), [&](const auto& one) {
      return std::get<0>(one.first) == 0 && hidden[one.second] != 0;
    });
  }
  [[nodiscard]] bool is_hidden(const std::vector<std::uint8_t>& hidden, char table, std::uint32_t number,
                               const std::string& name) const {
    const auto at = at_.find({0, table, number, name});
    return at != at_.end() && hidden[at->second] != 0;
  }
  /// What this publication shows.
  [[nodiscard]] std::vector<ShownFigure> shown(const std::vector<std::uint8_t>& hidden,
                                               const Units& units) const {
    std::vector<ShownFigure> list;
    for (const auto& [key, at] : at_) {
      const auto& [publication, table, number, name] = key;
      if (publication != 0 || hidden[at] != 0) continue;
      const bool of_unit = table == kRole || table == kUnit;
      list.push_back({table, of_unit ? units.id[number] : std::to_string(number), name, figures_[at].value});
    }
    return list;
  }

 private:
  static UnprintedStaff in_unit_of(const std::vector<std::int32_t>& unit_of, UnprintedStaff staff) {
    if (staff.where != Where::unit) return staff;
    const auto unit = unit_of[staff.unit];
    staff.where = unit < 0 ? Where::no_unit : Where::unit;
    staff.unit = unit < 0 ? 0 : static_cast<std::uint32_t>(unit);
    return staff;
  }

  void add_part(std::size_t publication, const UnprintedStaff& staff, std::uint32_t part, bool is_new_part) {
    for (auto& key : keys_of(publication, staff)) {
      const auto [at, is_new] = at_.try_emplace(std::move(key), figures_.size());
      if (is_new) {
        figures_.emplace_back();
        held_.emplace_back();
      }
      figures_[at->second].value += staff.wte;
      if (is_new_part) figures_[at->second].parts.push_back(part);
    }
  }

  void add_held(std::size_t publication, const std::vector<UnprintedStaff>& own) {
    for (const auto& one : own)
      for (const auto& key : keys_of(publication, one))
        if (const auto at = at_.find(key); at != at_.end()) held_[at->second].add(one);
  }

  [[nodiscard]] std::optional<std::size_t> find(std::size_t publication, const Units& units,
                                                const ShownFigure& figure) const {
    std::uint32_t number = 0;
    if (figure.table == kRole || figure.table == kUnit) {
      const auto unit = std::find(units.id.begin(), units.id.end(), figure.of);
      if (unit == units.id.end()) return std::nullopt;
      number = static_cast<std::uint32_t>(unit - units.id.begin());
    } else {
      std::from_chars(figure.of.data(), figure.of.data() + figure.of.size(), number);
    }
    const auto at = at_.find({publication, figure.table, number, figure.name});
    return at == at_.end() ? std::nullopt : std::optional(at->second);
  }

  /// What was shown is known, as far as it is still so.
  void keep_shown(std::size_t publication, const EarlierPublication& before) {
    for (const auto& figure : before.shown)
      if (const auto at = find(publication, before.units, figure);
          at && std::abs(figures_[*at].value - figure.wte) < kSameFigure) {
        figures_[*at].kept = true;
        figures_[*at].small = false;
      }
  }

  void finish(const FigureKey& key, std::size_t place) {
    const auto& [publication, table, number, name] = key;
    auto& figure = figures_[place];
    const double heads = held_[place].heads();
    // How many staff there are in all is told; and of a group in which lists are silent the reported share
    // tells how many.
    figure.kept =
        publication == 0 && number == input && (table == kAll || (table == kGroup && silent_.contains(name)));
    figure.small = !figure.kept && held_[place].is_few();
    figure.room = figure.small && heads > 0 && heads < kSmallHeadcount ? kSmallHeadcount : kSmallWte;
    figure.whole = table != kRole && !figure.small;
    if (figure.whole) figure.room = 0;  // a larger number is hidden for the sake of others alone
    figure.cost = (table == kRole ? 1 : table == kUnit ? 20 : table == kAll ? 2 : 1) * figure.value;
    if (publication != 0) figure.cost = 0;
    // A row of the account table is hidden as one.
    figure.bundle = bundles_
                        .try_emplace(FigureKey(publication, table, table == kGroup ? 0U : number, name),
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
  const auto again = list.hidden_again(coverage, earlier);
  const auto hide = again ? *again : list.audit();
  coverage.shown = list.shown(hide, coverage.units);
  const bool tells =
      tells_in_detail(coverage.unprinted) || (!again && tells_in_detail(coverage.pieces.staff));
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
