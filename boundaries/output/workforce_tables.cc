#include "boundaries/output/workforce_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "boundaries/workforce/supply/roles.h"
#include "datasets/place/names.h"

namespace placewright::boundaries::output {
namespace {

using workforce::Coverage;

/// Role groups that have staff, in table order.
std::vector<std::string> groups_of(const Coverage& coverage) {
  std::vector<std::string> groups;
  for (const auto& total : coverage.by_group) groups.push_back(total.name);
  return groups;
}

/// A figure, or the mark of one that is kept back so that nobody can be made out.
Cell shown(double value, bool hidden) { return hidden ? Cell("[c]") : Cell(value); }

std::vector<Cell> account_row(const std::string& name, const workforce::Conservation& account,
                              bool hidden = false) {
  std::vector<Cell> row{name};
  for (const double wte : {account.input, account.allocated, account.outside, account.unknown,
                           account.unallocated, account.held})
    row.push_back(shown(wte, hidden && std::isnan(wte)));
  return row;
}

constexpr workforce::Conservation kNotKnown{workforce::kNotMeasured, workforce::kNotMeasured,
                                            workforce::kNotMeasured, workforce::kNotMeasured,
                                            workforce::kNotMeasured, workforce::kNotMeasured};

/// Rows of the workforce table and how many of them say their WTE.
void add_rows_known(std::vector<Cell>& row, std::size_t rows, std::size_t known, bool hidden) {
  row.push_back(shown(static_cast<double>(rows), hidden));
  row.push_back(shown(
      rows == 0 ? workforce::kNotMeasured : 100 * static_cast<double>(known) / static_cast<double>(rows),
      hidden));
}

Table totals_table(Table table, const std::vector<workforce::CoverageTotal>& totals,
                   const workforce::Conservation& all) {
  table.columns.push_back({"rows", 0, "rows of the workforce table"});
  table.columns.push_back({"known_%", 0, "rows that say their WTE"});
  std::size_t rows = 0, known = 0;
  // Rows may be people: where some total is hidden they are not counted out.
  const bool hidden =
      std::any_of(totals.begin(), totals.end(), [](const auto& total) { return total.hidden; });
  for (const auto& total : totals) {
    table.rows.push_back(account_row(total.name, total.is_known() ? total.account : kNotKnown, total.hidden));
    add_rows_known(table.rows.back(), total.rows, total.rows_known, hidden);
    rows += total.rows;
    known += total.rows_known;
  }
  table.rows.push_back(account_row("all", known > 0 ? all : kNotKnown, known > 0));
  add_rows_known(table.rows.back(), rows, known, hidden);
  return table;
}

}  // namespace

std::string rating_text(const workforce::TableRating& rating) {
  return fmt::format("confidence {} (A best, D worst){}{}", rating.confidence,
                     rating.flags.empty() ? "" : "; flags ", fmt::join(rating.flags, ", "));
}

std::string scheme_text(const Coverage& coverage) {
  return fmt::format("need by scheme {} ({})", coverage.scheme, coverage.need_explanation);
}

std::vector<std::string> unknown_people_sentences(const Coverage& coverage) {
  if (!(coverage.people_covered < 1)) return {};
  std::vector<std::string> said;
  const auto compare = [&](const std::string& where, const char* measure, double without, double with) {
    if (std::isnan(without) || std::isnan(with)) return false;
    // Rounding is no direction; that of one unit alone is none.
    const auto sign = [](double value) { return std::abs(value) < 1e-9 ? 0 : value > 0 ? 1 : -1; };
    const bool turns = sign(without) != sign(with);
    said.push_back(fmt::format(
        "{}: {} {:+.4g} without them, {:+.4g} with them counted as if they had none: {}.", where, measure,
        without, with, turns ? "the direction hangs on them" : "the direction is the same"));
    return true;
  };
  const auto& counted = coverage.unknown_counted;
  const auto& within = coverage.equity_quintiles;
  if (!compare("Within the place", "SII", within.slope.sii, counted.sii_within))
    compare("Within the place", "concentration index", within.concentration, counted.concentration_within);
  const std::string between = fmt::format("Between {}s", coverage.units.kind);
  if (!compare(between, "SII", coverage.equity.slope.sii, counted.sii))
    compare(between, "concentration index", coverage.equity.concentration, counted.concentration);
  if (said.empty()) said.emplace_back("Whether the direction of inequality hangs on them cannot be said.");
  said.insert(said.begin(), fmt::format("Of {} % of the residents the staff are not known.",
                                        number_text(100 * (1 - coverage.people_covered), 1)));
  return said;
}

Table unit_table(const Coverage& coverage) {
  Table table{"coverage",
              fmt::format("Staff by {}", coverage.units.kind),
              {{coverage.units.kind, 0, "id"},
               {"name", 0, ""},
               {"residents", 0, "usual residents"},
               {"registered", 0, "registered patients living there"},
               {"reg/res", 3, "registered over resident people"},
               {"need", 0, coverage.need_explanation},
               {"IMD", 1, "people-weighted mean score"},
               {"core20_%", 1, "people in IMD deciles 1 and 2"},
               {"reported_%", 0, "patients whose practice or PCN reported"},
               {"WTE", 2, "whole-time equivalents"},
               {"per10k_residents", 2, "WTE per 10,000 residents whose organisation reported"},
               {"per10k_registered", 2, "WTE per 10,000 registered patients whose organisation reported"},
               {"per10k_need", 2, "WTE per 10,000 weighted people whose organisation reported"},
               {"fair", 2, "WTE at the place's rate by need"},
               {"gap", 2, "WTE less fair, of areas whose need is known"},
               {"misaligned_%", 1, "gap over fair"},
               {"estimated_%", 0, "share of the WTE that is estimated"},
               {"flag", 0, "PARTIAL: too few reported for a rate, WTE are those reported"}},
              {}};
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    const bool hidden = unit.hidden;
    table.rows.push_back({coverage.units.id[k],
                          std::string(datasets::further_name(coverage.units.id[k], coverage.units.name[k])),
                          unit.residents, unit.registered,
                          unit.residents > 0 && unit.registered > 0 ? unit.registered / unit.residents
                                                                    : workforce::kNotMeasured,
                          unit.need, unit.imd, 100 * unit.core20, 100 * unit.coverage,
                          shown(unit.wte, hidden), shown(unit.per_10k_residents, hidden),
                          shown(unit.per_10k_registered, hidden), shown(unit.per_10k_need, hidden), unit.fair,
                          shown(unit.gap, hidden), shown(100 * unit.misalignment, hidden),
                          shown(unit.wte > 0 ? 100 * unit.estimated_wte / unit.wte : workforce::kNotMeasured,
                                hidden || !coverage.withheld.empty()),
                          unit.partial ? "PARTIAL" : ""});
  }
  return table;
}

std::string role_flag(const Coverage& coverage, std::size_t unit) {
  if (coverage.unit[unit].partial) return "PARTIAL";
  std::vector<std::string> few;
  const std::size_t groups = coverage.by_group.size();
  for (std::size_t c = 0; c < groups; ++c)
    if (coverage.role_partial[unit * groups + c] != 0) few.push_back(coverage.by_group[c].name);
  return few.empty() ? std::string() : fmt::format("PARTIAL: {}", fmt::join(few, " "));
}

Table role_table(const Coverage& coverage) {
  Table table{"roles",
              fmt::format("WTE by role group and {}", coverage.units.kind),
              {{coverage.units.kind, 0, "id"}},
              {}};
  const auto groups = groups_of(coverage);
  for (const auto& group : groups)
    table.columns.push_back({group, 2, workforce::find_role_group(group).name});
  table.columns.push_back({"flag", 0, "PARTIAL: too few reported, WTE are those reported"});
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    std::vector<Cell> row{coverage.units.id[k]};
    for (std::size_t c = 0; c < groups.size(); ++c) {
      const auto at = k * groups.size() + c;
      row.push_back(
          shown(coverage.role_wte[at], !coverage.role_hidden.empty() && coverage.role_hidden[at] != 0));
    }
    row.emplace_back(role_flag(coverage, k));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table cell_table(const Coverage& coverage) {
  Table table{"cells",
              fmt::format("WTE by role group, {}, sector and registration", coverage.units.kind),
              {{coverage.units.kind, 0, "id"},
               {"role_group", 0, ""},
               {"sector", 0, ""},
               {"registered", 0, "Y, N or U (unknown)"},
               {"WTE", 3, ""},
               {"headcount", 1, ""},
               {"estimated", 3, "WTE that are estimated"}},
              {}};
  for (const auto& cell : coverage.cells)
    table.rows.push_back({coverage.units.id[cell.unit], cell.group, cell.sector, cell.registered,
                          shown(cell.wte, cell.hidden), shown(cell.headcount, !coverage.withheld.empty()),
                          shown(cell.estimated_wte, !coverage.withheld.empty())});
  return table;
}

Table account_table(const Coverage& coverage) {
  return totals_table({"account",
                       "Where the staff go: allocated, outside, unknown and unallocated add up to the input",
                       {{"role_group", 0, ""},
                        {"input", 3, "WTE"},
                        {"allocated", 3, "WTE"},
                        {"outside", 3, "WTE that follow patients who live outside the place"},
                        {"unknown", 3, "WTE that follow patients without a known area"},
                        {"unallocated", 3, "WTE held, or without any way to place them"},
                        {"of_it_held", 3, "WTE at place or system level, for everybody"}},
                       {}},
                      coverage.by_group, coverage.total);
}

Table employer_table(const Coverage& coverage) {
  return totals_table({"employers",
                       "The same staff by employer",
                       {{"employer", 0, ""},
                        {"input", 3, "WTE"},
                        {"allocated", 3, "WTE"},
                        {"outside", 3, "WTE"},
                        {"unknown", 3, "WTE"},
                        {"unallocated", 3, "WTE"},
                        {"of_it_held", 3, "WTE"}},
                       {}},
                      coverage.by_employer, coverage.total);
}

Table equity_table(const Coverage& coverage, const Coverage* after) {
  Table table{
      "equity", "How fairly", {{"measure", 0, ""}, {after != nullptr ? "before" : "value", 4, ""}}, {}};
  if (after != nullptr) table.columns.push_back({"after", 4, ""});
  const auto row = [&](const std::string& name, auto value_of) {
    std::vector<Cell> cells{name, value_of(coverage)};
    if (after != nullptr) cells.emplace_back(value_of(*after));
    table.rows.push_back(std::move(cells));
  };
  const auto low = [](const std::optional<workforce::Limits>& limits) {
    return limits ? limits->low : workforce::kNotMeasured;
  };
  const auto high = [](const std::optional<workforce::Limits>& limits) {
    return limits ? limits->high : workforce::kNotMeasured;
  };
  const std::string by = coverage.units.kind + "s";
  row("WTE per 10,000, mean", [](const Coverage& c) { return c.equity.mean; });
  row("SII within the place, crude", [](const Coverage& c) { return c.equity_quintiles.slope.sii; });
  row("  lower 95 % limit", [&](const Coverage& c) { return low(c.equity_quintiles.slope.sii_limits); });
  row("  upper 95 % limit", [&](const Coverage& c) { return high(c.equity_quintiles.slope.sii_limits); });
  row("RII within the place, crude", [](const Coverage& c) { return c.equity_quintiles.slope.rii; });
  row("RII within the place, log scale", [](const Coverage& c) { return c.equity_quintiles.slope_log.rii; });
  row("  lower 95 % limit", [&](const Coverage& c) { return low(c.equity_quintiles.slope_log.rii_limits); });
  row("  upper 95 % limit", [&](const Coverage& c) { return high(c.equity_quintiles.slope_log.rii_limits); });
  row("RII(mean) within the place, crude",
      [](const Coverage& c) { return c.equity_quintiles.slope.rii_mean; });
  row("SII within the place, by need", [](const Coverage& c) { return c.equity_quintiles.slope_need.sii; });
  row("RII within the place, by need", [](const Coverage& c) { return c.equity_quintiles.slope_need.rii; });
  row("SII over " + by, [](const Coverage& c) { return c.equity.slope.sii; });
  row("  lower 95 % limit", [&](const Coverage& c) { return low(c.equity.slope.sii_limits); });
  row("  upper 95 % limit", [&](const Coverage& c) { return high(c.equity.slope.sii_limits); });
  row("RII over " + by, [](const Coverage& c) { return c.equity.slope.rii; });
  row("RII over " + by + ", log scale", [](const Coverage& c) { return c.equity.slope_log.rii; });
  row("  lower 95 % limit", [&](const Coverage& c) { return low(c.equity.slope_log.rii_limits); });
  row("  upper 95 % limit", [&](const Coverage& c) { return high(c.equity.slope_log.rii_limits); });
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

Table role_need_table(const Coverage& coverage, const std::vector<workforce::RoleNeed>& roles) {
  Table table{"role_need",
              fmt::format("Role groups against need by {}, each by its own scheme", coverage.units.kind),
              {{"role_group", 0, ""},
               {"scheme", 0, "what the need of this group is weighed by"},
               {coverage.units.kind, 0, "id"},
               {"need", 0, "people weighted by the scheme"},
               {"WTE", 2, "whole-time equivalents"},
               {"per10k_need", 2, "WTE per 10,000 weighted people whose organisation reported"},
               {"fair", 2, "WTE at the place's rate by need"},
               {"gap", 2, "WTE less fair, of areas whose need is known"},
               {"flag", 0, "PARTIAL: too few reported for a rate, WTE are those reported"}},
              {}};
  for (const auto& role : roles)
    for (std::size_t k = 0; k < coverage.units.size(); ++k) {
      const auto& unit = role.unit[k];
      table.rows.push_back({role.group, role.scheme, coverage.units.id[k], unit.need,
                            shown(unit.wte, role.hidden), shown(unit.per_10k_need, role.hidden),
                            shown(unit.fair, role.hidden), shown(unit.gap, role.hidden),
                            unit.partial ? "PARTIAL" : ""});
    }
  return table;
}

Table transfer_table(const std::vector<workforce::RoleRebalance>& results) {
  Table table{"moves",
              "The least staff to move, role by role",
              {{"role_group", 0, ""},
               {"scheme", 0, "of its need"},
               {"from", 0, "whom they serve now"},
               {"base", 0, "where they sit"},
               {"to", 0, "whom they would serve"},
               {"WTE", 2, ""},
               {"minutes", 1, "from their base, else from the middle of whom they serve now"}},
              {}};
  for (const auto& result : results)
    for (const auto& transfer : result.moves.transfers)
      table.rows.push_back({result.group, result.scheme, result.unit[transfer.from],
                            result.base[transfer.pool], result.unit[transfer.to], transfer.wte,
                            transfer.minutes});
  return table;
}

Table base_table(const std::vector<workforce::BaseLoad>& bases) {
  Table table{"bases",
              "Desks against staff",
              {{"base", 0, "id"},
               {"name", 0, ""},
               {"type", 0, ""},
               {"desks", 0, ""},
               {"rooms", 0, ""},
               {"WTE", 2, ""},
               {"flag", 0, ""}},
              {}};
  for (const auto& base : bases)
    table.rows.push_back({base.id, base.name, base.base_type, base.desks, base.rooms, base.wte,
                          base.over ? fmt::format("OVER_CAPACITY {:g} > {:g}", base.wte,
                                                  std::isnan(base.desks) ? base.capacity : base.desks)
                                    : std::string()});
  return table;
}

}  // namespace placewright::boundaries::output
