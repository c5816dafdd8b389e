#include "boundaries/output/workforce_tables.h"

#include <fmt/format.h>

#include <cmath>

#include "boundaries/workforce/roles.h"

namespace placewright::boundaries::output {
namespace {

using workforce::Coverage;

/// Role groups that have staff, in table order.
std::vector<std::string> groups_of(const Coverage& coverage) {
  std::vector<std::string> groups;
  for (const auto& total : coverage.by_group) groups.push_back(total.name);
  return groups;
}

std::vector<Cell> account_row(const std::string& name, const workforce::Conservation& account) {
  return {name, account.input, account.allocated, account.outside, account.unknown, account.unallocated, account.held};
}

}  // namespace

Table unit_table(const Coverage& coverage) {
  Table table{"coverage", fmt::format("Staff by {}", coverage.units.kind),
                      {{coverage.units.kind, 0, "id"}, {"name", 0, ""}, {"residents", 0, "usual residents"}, {"registered", 0, "registered patients living there"},
                       {"need", 0, coverage.need_explanation}, {"IMD", 1, "people-weighted mean score"}, {"core20_%", 1, "people in IMD deciles 1 and 2"},
                       {"reported_%", 0, "patients whose practice or PCN reported"}, {"WTE", 2, "whole-time equivalents"}, {"per10k_residents", 2, "WTE per 10,000 residents whose organisation reported"},
                       {"per10k_registered", 2, "WTE per 10,000 registered patients whose organisation reported"}, {"per10k_need", 2, "WTE per 10,000 weighted people whose organisation reported"},
                       {"fair", 2, "WTE at the place's rate by need"}, {"gap", 2, "WTE less fair"}, {"misaligned_%", 1, "gap over fair"}},
                      {}};
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    table.rows.push_back({coverage.units.id[k], coverage.units.name[k] == coverage.units.id[k] ? "" : coverage.units.name[k], unit.residents, unit.registered, unit.need,
                          unit.imd, 100 * unit.core20, 100 * unit.coverage, unit.wte, unit.per_10k_residents, unit.per_10k_registered, unit.per_10k_need, unit.fair, unit.gap,
                          100 * unit.misalignment});
  }
  return table;
}

Table role_table(const Coverage& coverage) {
  Table table{"roles", fmt::format("WTE by role group and {}", coverage.units.kind), {{coverage.units.kind, 0, "id"}}, {}};
  const auto groups = groups_of(coverage);
  for (const auto& group : groups) table.columns.push_back({group, 2, workforce::find_role_group(group).name});
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    std::vector<Cell> row{coverage.units.id[k]};
    for (const auto& group : groups) {
      double wte = 0;
      for (const auto& cell : coverage.cells)
        if (cell.unit == k && cell.group == group) wte += cell.wte;
      row.emplace_back(wte == 0 && !(coverage.unit[k].coverage >= 0.6) ? workforce::kNotMeasured : wte);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table cell_table(const Coverage& coverage) {
  Table table{"cells", fmt::format("WTE by role group, {}, sector and registration", coverage.units.kind),
                      {{coverage.units.kind, 0, "id"}, {"role_group", 0, ""}, {"sector", 0, ""}, {"registered", 0, "Y, N or U (unknown)"}, {"WTE", 3, ""}, {"headcount", 1, ""}, {"estimated", 3, "WTE that are estimated"}},
                      {}};
  for (const auto& cell : coverage.cells)
    table.rows.push_back({coverage.units.id[cell.unit], cell.group, cell.sector, cell.registered, cell.wte, cell.headcount, cell.estimated_wte});
  return table;
}

Table account_table(const Coverage& coverage) {
  Table table{"account", "Where the staff go: allocated, outside, unknown and unallocated add up to the input",
                      {{"role_group", 0, ""}, {"input", 3, "WTE"}, {"allocated", 3, "WTE"}, {"outside", 3, "follow patients who live outside the place"}, {"unknown", 3, "follow patients without a known area"},
                       {"unallocated", 3, "held, or without any way to place them"}, {"of_it_held", 3, "at place or system level"}},
                      {}};
  for (const auto& total : coverage.by_group) table.rows.push_back(account_row(total.name, total.account));
  table.rows.push_back(account_row("all", coverage.total));
  return table;
}

Table employer_table(const Coverage& coverage) {
  Table table{"employers", "The same staff by employer",
                      {{"employer", 0, ""}, {"input", 3, "WTE"}, {"allocated", 3, ""}, {"outside", 3, ""}, {"unknown", 3, ""}, {"unallocated", 3, ""}, {"of_it_held", 3, ""}}, {}};
  for (const auto& total : coverage.by_employer) table.rows.push_back(account_row(total.name, total.account));
  return table;
}

Table equity_table(const Coverage& coverage, const Coverage* after) {
  Table table{"equity", "How fairly", {{"measure", 0, ""}, {after != nullptr ? "before" : "value", 4, ""}}, {}};
  if (after != nullptr) table.columns.push_back({"after", 4, ""});
  const auto row = [&](const std::string& name, auto value_of) {
    std::vector<Cell> cells{name, value_of(coverage)};
    if (after != nullptr) cells.emplace_back(value_of(*after));
    table.rows.push_back(std::move(cells));
  };
  const auto low = [](const std::optional<workforce::Limits>& limits) { return limits ? limits->low : workforce::kNotMeasured; };
  const auto high = [](const std::optional<workforce::Limits>& limits) { return limits ? limits->high : workforce::kNotMeasured; };
  const std::string by = coverage.units.kind + "s";
  row("WTE per 10,000, mean", [](const Coverage& c) { return c.equity.mean; });
  row("SII within the place, crude", [](const Coverage& c) { return c.equity_quintiles.slope.sii; });
  row("  lower 95 % limit", [&](const Coverage& c) { return low(c.equity_quintiles.slope.sii_limits); });
  row("  upper 95 % limit", [&](const Coverage& c) { return high(c.equity_quintiles.slope.sii_limits); });
  row("RII within the place, crude", [](const Coverage& c) { return c.equity_quintiles.slope.rii; });
  row("RII(mean) within the place, crude", [](const Coverage& c) { return c.equity_quintiles.slope.rii_mean; });
  row("SII within the place, by need", [](const Coverage& c) { return c.equity_quintiles.slope_need.sii; });
  row("RII within the place, by need", [](const Coverage& c) { return c.equity_quintiles.slope_need.rii; });
  row("SII over " + by, [](const Coverage& c) { return c.equity.slope.sii; });
  row("  lower 95 % limit", [&](const Coverage& c) { return low(c.equity.slope.sii_limits); });
  row("  upper 95 % limit", [&](const Coverage& c) { return high(c.equity.slope.sii_limits); });
  row("RII over " + by, [](const Coverage& c) { return c.equity.slope.rii; });
  row("Gini, crude", [](const Coverage& c) { return c.equity.gini; });
  row("Gini, by need", [](const Coverage& c) { return c.equity.gini_need; });
  row("concentration index", [](const Coverage& c) { return c.equity.concentration; });
  row("concentration index of need", [](const Coverage& c) { return c.equity.concentration_of_need; });
  row("horizontal inequity", [](const Coverage& c) { return c.equity.horizontal_inequity; });
  row("Erreygers (observed min and max)", [](const Coverage& c) { return c.equity.erreygers; });
  row("Theil T", [](const Coverage& c) { return c.equity.theil.total; });
  row("Hoover, by need", [](const Coverage& c) { return c.equity.hoover_need; });
  row("WTE to move, by need", [](const Coverage& c) { return c.equity.to_move; });
  row("80:20 within the place", [](const Coverage& c) { return c.equity_quintiles.fifths.ratio; });
  row("share of people below the minimum offer", [](const Coverage& c) { return c.equity.below_minimum; });
  row("mean shortfall below it (FGT1)", [](const Coverage& c) { return c.equity.shortfall; });
  row("R2 of rate on need", [](const Coverage& c) { return c.equity.explained_by_need; });
  return table;
}

Table transfer_table(const std::vector<workforce::RoleRebalance>& results) {
  Table table{"moves", "The least staff to move, role by role",
                      {{"role_group", 0, ""}, {"from", 0, ""}, {"to", 0, ""}, {"WTE", 2, ""}, {"minutes", 1, "between their middles, straight line by car"}}, {}};
  for (const auto& result : results)
    for (const auto& transfer : result.moves.transfers)
      table.rows.push_back({result.group, result.unit[transfer.from], result.unit[transfer.to], transfer.wte, transfer.minutes});
  return table;
}

Table base_table(const std::vector<workforce::BaseLoad>& bases) {
  Table table{"bases", "Desks against staff",
                      {{"base", 0, "id"}, {"name", 0, ""}, {"type", 0, ""}, {"desks", 0, ""}, {"rooms", 0, ""}, {"WTE", 2, ""}, {"flag", 0, ""}}, {}};
  for (const auto& base : bases)
    table.rows.push_back({base.id, base.name, base.base_type, base.desks, base.rooms, base.wte,
                          base.over ? fmt::format("OVER_CAPACITY {:g} > {:g}", base.wte, std::isnan(base.desks) ? base.capacity : base.desks) : std::string()});
  return table;
}

}  // namespace placewright::boundaries::output
