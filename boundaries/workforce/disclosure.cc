#include "boundaries/workforce/disclosure.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

/// A line with one hidden cell gets a second: the smallest cell that is left.
bool hide_second(std::span<const std::size_t> line, std::span<const double> value, std::vector<std::uint8_t>& hide) {
  std::size_t hidden = 0, best = value.size();
  for (const auto at : line) {
    hidden += hide[at];
    if (hide[at] == 0 && value[at] > 0 && (best == value.size() || value[at] < value[best])) best = at;
  }
  if (hidden != 1 || best == value.size()) return false;
  hide[best] = 1;
  return true;
}

void hide_total(CoverageTotal& total) {
  total.hidden = true;
  total.account = {kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured, kNotMeasured};
  total.estimated_wte = kNotMeasured;
}

/// Totals of one list add up to the shown total of all.
std::size_t hide_totals(std::vector<CoverageTotal>& totals) {
  std::vector<double> wte;
  for (const auto& total : totals) wte.push_back(total.account.input);
  const auto hide = hide_small_cells(totals.size(), 1, wte);
  std::size_t hidden = 0;
  for (std::size_t k = 0; k < totals.size(); ++k)
    if (hide[2 * k] != 0) {
      hide_total(totals[k]);
      ++hidden;
    }
  return hidden;
}

}  // namespace

bool is_small(double wte, double headcount) { return (wte > 0 && wte < kSmallWte) || (headcount > 0 && headcount < kSmallHeadcount); }

std::vector<std::uint8_t> hide_small_cells(std::size_t rows, std::size_t columns, std::span<const double> wte, std::span<const double> headcount) {
  PLACEWRIGHT_EXPECT(wte.size() == rows * columns && (headcount.empty() || headcount.size() == wte.size()));
  const std::size_t width = columns + 1;
  std::vector<double> value((rows + 1) * width, 0);
  std::vector<std::uint8_t> hide(value.size(), 0);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      const double here = wte[r * columns + c];
      if (!(here > 0)) continue;
      value[r * width + c] = here;
      value[r * width + columns] += here;
      value[rows * width + c] += here;
      value[rows * width + columns] += here;
      if (is_small(here, headcount.empty() ? kNotMeasured : headcount[r * columns + c])) hide[r * width + c] = 1;
    }
  for (std::size_t at = 0; at < value.size(); ++at)
    if (is_small(value[at], kNotMeasured)) hide[at] = 1;
  std::vector<std::vector<std::size_t>> lines;
  for (std::size_t r = 0; r <= rows; ++r) {
    lines.emplace_back();
    for (std::size_t c = 0; c < width; ++c) lines.back().push_back(r * width + c);
  }
  for (std::size_t c = 0; c < width; ++c) {
    lines.emplace_back();
    for (std::size_t r = 0; r <= rows; ++r) lines.back().push_back(r * width + c);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& line : lines) changed = hide_second(line, value, hide) || changed;
  }
  return hide;
}

Coverage hide_small(Coverage coverage) {
  const std::size_t rows = coverage.units.size(), columns = coverage.by_group.size();
  std::map<std::string, std::size_t> column;
  for (std::size_t c = 0; c < columns; ++c) column[coverage.by_group[c].name] = c;
  auto& wte = coverage.role_wte;
  std::vector<double> heads(rows * columns, kNotMeasured);
  std::vector<std::vector<std::size_t>> parts(rows * columns);
  for (std::size_t k = 0; k < coverage.cells.size(); ++k) {
    const auto& cell = coverage.cells[k];
    const auto at = cell.unit * columns + column.at(cell.group);
    if (!std::isnan(cell.headcount)) heads[at] = (std::isnan(heads[at]) ? 0 : heads[at]) + cell.headcount;
    parts[at].push_back(k);
  }
  const auto hide = hide_small_cells(rows, columns, wte, heads);
  coverage.role_hidden.assign(wte.size(), 0);
  std::size_t hidden = 0;
  const auto hide_cell = [&](CoverageCell& cell) {
    if (cell.hidden) return;
    cell.hidden = true;
    cell.wte = cell.headcount = cell.estimated_wte = kNotMeasured;
    ++hidden;
  };
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      const auto at = r * columns + c;
      const auto& cells = parts[at];
      if (hide[r * (columns + 1) + c] != 0) {
        for (const auto k : cells) hide_cell(coverage.cells[k]);
        coverage.role_hidden[at] = 1;
        wte[at] = kNotMeasured;
        continue;
      }
      // The parts of a shown cell, by sector and registration, add up to it.
      std::vector<double> part_wte, part_heads;
      for (const auto k : cells) {
        part_wte.push_back(coverage.cells[k].wte);
        part_heads.push_back(coverage.cells[k].headcount);
      }
      const auto hide_part = hide_small_cells(cells.size(), 1, part_wte, part_heads);
      for (std::size_t k = 0; k < cells.size(); ++k)
        if (hide_part[2 * k] != 0) hide_cell(coverage.cells[cells[k]]);
    }
    if (hide[r * (columns + 1) + columns] == 0) continue;
    auto& unit = coverage.unit[r];
    unit.hidden = true;
    unit.wte = unit.headcount = unit.estimated_wte = unit.per_10k_residents = unit.per_10k_registered = unit.per_10k_need = unit.gap = unit.misalignment = kNotMeasured;
    ++hidden;
  }
  for (auto& total : coverage.by_group) {
    const auto c = column.at(total.name);
    if (hide[rows * (columns + 1) + c] == 0) continue;
    hide_total(total);
    ++hidden;
  }
  for (auto* totals : {&coverage.by_group, &coverage.by_employer, &coverage.by_sector}) hidden += hide_totals(*totals);
  coverage.hidden_cells = hidden;
  if (hidden > 0)
    for (auto& finding : coverage.findings)
      if (finding.code == "SMALL_N")
        finding = {"SMALL_N", geo::Severity::note, "workforce",
                   fmt::format("{} cells are hidden ([c]): those of under {:g} WTE or {:g} people, and those that would give them away", hidden, kSmallWte, kSmallHeadcount),
                   "the planner's own tables (placewright workforce) show them"};
  return coverage;
}

}  // namespace placewright::boundaries::workforce
