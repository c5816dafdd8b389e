#include "boundaries/workforce/cover/cells.h"

#include <array>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "boundaries/workforce/supply/roles.h"

namespace placewright::boundaries::workforce {
namespace {

void add_account(Conservation& account, const AllocatedRow& row) {
  account.input += row.wte;
  for (const auto& [area, share] : row.shares.area) account.allocated += row.wte * share;
  account.outside += row.wte * row.shares.outside;
  account.unknown += row.wte * row.shares.unknown;
  account.unallocated += row.wte * row.shares.unallocated;
  if (row.held) account.held += row.wte * row.shares.unallocated;
  account.input += row.rest;
  account.unallocated += row.rest;
}

/// Totals by role group (in the order of the table of groups), employer and sector.
class Totals {
 public:
  void add(const AllocatedRow& row) {
    for (CoverageTotal* total : totals_of(row)) {
      ++total->rows_known;
      add_account(total->account, row);
      if (row.estimated) total->estimated_wte += row.wte;
    }
  }
  /// A row without WTE: what is known of each role and employer is a share of all rows.
  void count_unknown(const AllocatedRow& row) { static_cast<void>(totals_of(row)); }

  void list(StaffSums& sums) {
    for (auto& [key, total] : by_group_) sums.by_group.push_back(std::move(total));
    for (auto& [key, total] : by_employer_) sums.by_employer.push_back(std::move(total));
    for (auto& [key, total] : by_sector_) sums.by_sector.push_back(std::move(total));
  }

 private:
  /// The three totals that a row enters, with the row counted.
  std::array<CoverageTotal*, 3> totals_of(const AllocatedRow& row) {
    const std::string employer = row.employer.empty() ? "(employer not given)" : row.employer;
    const std::array<CoverageTotal*, 3> totals{&by_group_[group_order(row.group)], &by_employer_[employer],
                                               &by_sector_[row.sector]};
    totals[0]->name = row.group;
    totals[1]->name = employer;
    totals[2]->name = row.sector;
    for (CoverageTotal* total : totals) ++total->rows;
    return totals;
  }

  std::map<std::size_t, CoverageTotal> by_group_;
  std::map<std::string, CoverageTotal> by_employer_, by_sector_;
};

/// Cells unit by unit; in each one for every kind of staff: group, sector, registered.
class Cells {
 public:
  Cells(const Allocated& allocated, std::size_t units) {
    for (const auto& row : allocated.rows) kinds_[key_of(row)];
    for (std::size_t next = 0; auto& [kind, number] : kinds_) number = next++;
    cell_at_.assign(units * kinds_.size(), kNoCell);
  }

  void add(const AllocatedRow& row, std::uint32_t unit, double share) {
    auto& at = cell_at_[unit * kinds_.size() + kinds_.at(key_of(row))];
    if (at == kNoCell) {
      at = static_cast<std::uint32_t>(cells_.size());
      cells_.push_back({unit, row.group, row.sector, row.registered});
    }
    auto& cell = cells_[at];
    cell.wte += row.wte * share;
    add_known(cell.headcount, row.headcount * share);
    if (row.estimated) cell.estimated_wte += row.wte * share;
  }

  /// Those that hold somebody, in order. Ends the collection.
  [[nodiscard]] std::vector<CoverageCell> take() {
    std::vector<CoverageCell> sorted;
    for (const auto at : cell_at_)
      if (at != kNoCell) sorted.push_back(std::move(cells_[at]));
    return sorted;
  }

 private:
  using Kind = std::tuple<std::size_t, std::string, std::string>;
  static Kind key_of(const AllocatedRow& row) { return {group_order(row.group), row.sector, row.registered}; }

  static constexpr auto kNoCell = ~std::uint32_t{0};
  std::map<Kind, std::size_t> kinds_;
  std::vector<std::uint32_t> cell_at_;  ///< units x kinds: place in cells_
  std::vector<CoverageCell> cells_;     ///< as they are met
};

}  // namespace

std::size_t group_order(std::string_view code) {
  const auto groups = role_groups();
  for (std::size_t k = 0; k < groups.size(); ++k)
    if (code == groups[k].code) return k;
  return groups.size();
}

StaffSums sum_staff(const Allocated& allocated, const Units& units, std::size_t areas,
                    const CountsGroup& counts) {
  StaffSums sums;
  sums.area_wte.assign(areas, 0);
  sums.area_headcount.assign(areas, datasets::kMissing);
  sums.area_estimated.assign(areas, 0);
  Totals totals;
  Cells cells(allocated, units.size());
  for (const auto& row : allocated.rows) {
    totals.add(row);
    if (!counts(row.group)) continue;
    for (const auto& [area, share] : row.shares.area) {
      sums.area_wte[area] += row.wte * share;
      add_known(sums.area_headcount[area], row.headcount * share);
      if (row.estimated) sums.area_estimated[area] += row.wte * share;
      if (units.of_area[area] >= 0) cells.add(row, static_cast<std::uint32_t>(units.of_area[area]), share);
    }
  }
  for (const auto& row : allocated.unknown) totals.count_unknown(row);
  sums.cells = cells.take();
  totals.list(sums);
  return sums;
}

std::vector<FamilyCoverage> list_families(const std::vector<CoverageTotal>& by_group) {
  std::vector<FamilyCoverage> families;
  for (const auto* family : service_families()) {
    FamilyCoverage row{family, datasets::kMissing, true, {}, false};
    for (const auto& total : by_group)
      if (find_role_group(total.name).family == std::string_view(family)) {
        row.missing = false;
        if (total.rows_known > 0) add_known(row.wte, total.account.input);
        row.groups.push_back(total.name);
      }
    families.push_back(std::move(row));
  }
  return families;
}

}  // namespace placewright::boundaries::workforce
