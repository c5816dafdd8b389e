#include "boundaries/workforce/cover/disclosure_figures.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/supply/roles.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

using Where = UnprintedStaff::Where;

constexpr double kSameFigure = 0.005;  // WTE: figures are handed on with two decimals

constexpr double kCostOfUnit = 20;  // of hiding a unit's total, in role cells of the same number

/// The figures of one publication that speak of some staff.
std::vector<FigureKey> keys_of(std::size_t publication, const UnprintedStaff& staff) {
  std::vector<FigureKey> keys;
  std::vector<AccountColumn> columns{input};
  if (staff.where == Where::unit) {
    keys.emplace_back(publication, kRole, staff.unit, staff.group);
    keys.emplace_back(publication, kUnit, staff.unit, "");
    keys.emplace_back(publication, kAll, in_units, "");
  }
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

UnprintedStaff in_unit_of(const std::vector<std::int32_t>& unit_of, UnprintedStaff staff) {
  if (staff.where != Where::unit) return staff;
  const auto unit = unit_of[staff.unit];
  staff.where = unit < 0 ? Where::no_unit : Where::unit;
  staff.unit = unit < 0 ? 0 : static_cast<std::uint32_t>(unit);
  return staff;
}

}  // namespace

void Held::add(const UnprintedStaff& staff) {
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

double Held::heads() const {
  const auto told = told_staff();
  return told.counted ? told.heads : kNotMeasured;
}

bool Held::is_few() const {
  const double wte = told_staff().wte, others = shares_ + (mixed() ? few_.wte : 0);
  return wte > 0 && others < kSmallWte && is_small(wte, heads());
}

/// Parts of the small numbers of three employers or more speak of none of them.
bool Held::mixed() const { return employers_.size() >= 3; }

Held::Sum Held::told_staff() const {
  return mixed() ? whole_
                 : Sum{whole_.wte + few_.wte, whole_.heads + few_.heads, whole_.counted || few_.counted};
}

FigureList::FigureList(const Coverage& coverage, std::span<const EarlierPublication> earlier) {
  PLACEWRIGHT_EXPECT(earlier.size() == coverage.pieces.own.size());
  const auto& pieces = coverage.pieces;
  std::map<std::tuple<Where, std::uint32_t, std::string>, std::uint32_t> parts;
  for (const auto& one : earlier.empty() ? coverage.unprinted : pieces.staff) {
    const auto [at, is_new] =
        parts.try_emplace({one.where, one.unit, one.group}, static_cast<std::uint32_t>(parts.size()));
    if (is_new)
      parts_.push_back(one);
    else
      parts_[at->second].wte += one.wte;
    if (earlier.empty()) {
      add_part(0, one, at->second, is_new);
      continue;
    }
    for (std::size_t p = 0; p < pieces.unit_of.size(); ++p)
      add_part(p, in_unit_of(pieces.unit_of[p], one), at->second, is_new);
    add_part(pieces.unit_of.size(), one, at->second, is_new);
  }
  add_held(0, coverage.unprinted);
  for (std::size_t p = 0; p < pieces.own.size(); ++p) add_held(p + 1, pieces.own[p]);
  if (!earlier.empty()) add_held(pieces.unit_of.size(), pieces.staff);
  for (const auto& one : coverage.unprinted) (one.silence ? silent_ : heard_).insert(one.group);
  for (const auto& [key, place] : at_) finish(key, place);
  // Where every area with staff is in a unit, all units together are what is allocated.
  std::erase_if(at_, [&](const auto& one) {
    const auto& [publication, table, number, name] = one.first;
    return table == kAll && number == in_units &&
           figures_[one.second].parts == figures_[at_.at({publication, kAll, allocated, ""})].parts;
  });
  for (std::size_t p = 0; p < earlier.size(); ++p) keep_shown(p + 1, earlier[p]);
}

bool FigureList::silence_tells() const {
  return std::any_of(silent_.begin(), silent_.end(), [&](const auto& group) {
    return heard_.contains(group) || held_[at_.at({0, kGroup, input, group})].is_few();
  });
}

std::vector<std::uint8_t> FigureList::audit() const {
  std::vector<std::uint8_t> hidden(figures_.size(), 1);
  std::vector<std::size_t> from;
  for (const auto& [key, at] : at_)
    // What an earlier publication did not show binds nobody, but for the few that it hid.
    if (std::get<0>(key) == 0 || figures_[at].kept || figures_[at].small) from.push_back(at);
  std::sort(from.begin(), from.end());
  std::vector<Figure> audited;
  for (const auto at : from) audited.push_back(figures_[at]);
  const auto hide = hide_figures(audited, parts_.size());
  for (std::size_t k = 0; k < from.size(); ++k) hidden[from[k]] = hide[k];
  return hidden;
}

bool FigureList::hides_any(const std::vector<std::uint8_t>& hidden) const {
  return std::any_of(at_.begin(), at_.end(),
                     [&](const auto& one) { return std::get<0>(one.first) == 0 && hidden[one.second] != 0; });
}

bool FigureList::hides_sum_of_units(const std::vector<std::uint8_t>& hidden) const {
  return is_hidden(hidden, kAll, at_.contains({0, kAll, in_units, ""}) ? in_units : allocated, "");
}

bool FigureList::is_hidden(const std::vector<std::uint8_t>& hidden, char table, std::uint32_t number,
                           const std::string& name) const {
  const auto at = at_.find({0, table, number, name});
  return at != at_.end() && hidden[at->second] != 0;
}

std::vector<ShownFigure> FigureList::shown(const std::vector<std::uint8_t>& hidden,
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

std::optional<std::size_t> FigureList::find(std::size_t publication, const Units& units,
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

void FigureList::add_part(std::size_t publication, const UnprintedStaff& staff, std::uint32_t part,
                          bool is_new_part) {
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

void FigureList::add_held(std::size_t publication, const std::vector<UnprintedStaff>& own) {
  for (const auto& one : own)
    for (const auto& key : keys_of(publication, one))
      if (const auto at = at_.find(key); at != at_.end()) held_[at->second].add(one);
}

/// What was shown is known, as far as it is still so. Where all of it is, the cells of role groups that were
/// hidden stay as hidden as they were, the few and those that stood before them.
void FigureList::keep_shown(std::size_t publication, const EarlierPublication& before) {
  std::set<std::size_t> shown;
  bool is_true = true;
  for (const auto& figure : before.shown) {
    const auto at = find(publication, before.units, figure);
    const bool same = at && std::abs(figures_[*at].value - figure.wte) < kSameFigure;
    is_true = is_true && same;
    if (!same) continue;
    figures_[*at].kept = true;
    figures_[*at].small = false;
    shown.insert(*at);
  }
  if (!is_true) return;
  for (auto at = at_.lower_bound({publication, kRole, 0, ""});
       at != at_.end() && std::get<0>(at->first) == publication && std::get<1>(at->first) == kRole; ++at)
    if (!shown.contains(at->second)) figures_[at->second].small = true;
}

void FigureList::finish(const FigureKey& key, std::size_t place) {
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
  figure.cost = (table == kRole ? 1 : table == kUnit ? kCostOfUnit : table == kAll ? 2 : 1) * figure.value;
  if (table == kAll && number == in_units) figure.cost = kCostOfUnit * figure.value;
  if (publication != 0) figure.cost = 0;
  // A row of the account table is hidden as one.
  figure.bundle = bundles_
                      .try_emplace(FigureKey(publication, table, table == kGroup ? 0U : number, name),
                                   static_cast<std::uint32_t>(bundles_.size()))
                      .first->second;
}

}  // namespace placewright::boundaries::workforce
