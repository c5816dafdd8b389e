#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "boundaries/from_place/findings_json.h"
#include "boundaries/output/certainty_tables.h"
#include "boundaries/output/json_text.h"
#include "boundaries/output/workforce_tables.h"

namespace placewright::boundaries::output {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json limits_json(const std::optional<workforce::Limits>& limits) {
  return limits ? Json::array({number(limits->low), number(limits->high)}) : Json(nullptr);
}

Json account_json(const workforce::Conservation& account) {
  return {{"input", number(account.input)},
          {"allocated", number(account.allocated)},
          {"outside", number(account.outside)},
          {"unknown", number(account.unknown)},
          {"unallocated", number(account.unallocated)},
          {"held", number(account.held)},
          {"error", number(account.error())}};
}

Json slope_json(const workforce::Slope& slope) {
  Json out{{"sii", number(slope.sii)},
           {"sii_limits", limits_json(slope.sii_limits)},
           {"intercept", number(slope.intercept)},
           {"rii", number(slope.rii)},
           {"rii_limits", limits_json(slope.rii_limits)},
           {"rii_mean", number(slope.rii_mean)},
           {"groups", slope.groups}};
  if (!slope.refused.empty()) out["refused"] = slope.refused;
  if (!slope.warning.empty()) out["warning"] = slope.warning;
  return out;
}

Json equity_json(const workforce::Equity& equity) {
  return {{"units", equity.units},
          {"mean", number(equity.mean)},
          {"slope", slope_json(equity.slope)},
          {"slope_need", slope_json(equity.slope_need)},
          {"slope_log", slope_json(equity.slope_log)},
          {"gini", number(equity.gini)},
          {"gini_need", number(equity.gini_need)},
          {"concentration", number(equity.concentration)},
          {"concentration_need_weighted", number(equity.concentration_need_weighted)},
          {"concentration_of_need", number(equity.concentration_of_need)},
          {"horizontal_inequity", number(equity.horizontal_inequity)},
          {"erreygers", number(equity.erreygers)},
          {"theil", number(equity.theil.total)},
          {"theil_between", number(equity.theil.between)},
          {"theil_within", number(equity.theil.within)},
          {"hoover", number(equity.hoover)},
          {"hoover_need", number(equity.hoover_need)},
          {"to_move", number(equity.to_move)},
          {"most_deprived_fifth", number(equity.fifths.most_deprived)},
          {"least_deprived_fifth", number(equity.fifths.least_deprived)},
          {"ratio_80_20", number(equity.fifths.ratio)},
          {"below_minimum", number(equity.below_minimum)},
          {"shortfall", number(equity.shortfall)},
          {"explained_by_need", number(equity.explained_by_need)},
          {"excluded", equity.excluded},
          {"sentences", equity.sentences}};
}

constexpr workforce::Conservation kNotKnown{workforce::kNotMeasured, workforce::kNotMeasured,
                                            workforce::kNotMeasured, workforce::kNotMeasured,
                                            workforce::kNotMeasured, workforce::kNotMeasured};

Json totals_json(const std::vector<workforce::CoverageTotal>& totals) {
  Json out = Json::object();
  // Rows may be people: where some total is hidden they are not counted out.
  const bool hidden =
      std::any_of(totals.begin(), totals.end(), [](const auto& total) { return total.hidden; });
  for (const auto& total : totals) {
    out[total.name] = account_json(total.is_known() ? total.account : kNotKnown);
    out[total.name]["estimated"] = number(total.is_known() ? total.estimated_wte : workforce::kNotMeasured);
    if (!hidden) {
      out[total.name]["rows"] = total.rows;
      out[total.name]["rows_known"] = total.rows_known;
    }
    if (total.hidden) out[total.name]["hidden"] = true;
  }
  return out;
}

Json units_json(const workforce::Coverage& coverage) {
  Json out = Json::array();
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    out.push_back({{"id", coverage.units.id[k]},
                   {"name", coverage.units.name[k]},
                   {"residents", number(unit.residents)},
                   {"registered", number(unit.registered)},
                   {"need", number(unit.need)},
                   {"imd", number(unit.imd)},
                   {"core20", number(unit.core20)},
                   {"coverage", number(unit.coverage)},
                   {"wte", number(unit.wte)},
                   {"headcount", number(unit.headcount)},
                   {"estimated_wte", number(unit.estimated_wte)},
                   {"per_10k_residents", number(unit.per_10k_residents)},
                   {"per_10k_registered", number(unit.per_10k_registered)},
                   {"per_10k_need", number(unit.per_10k_need)},
                   {"fair", number(unit.fair)},
                   {"gap", number(unit.gap)},
                   {"misalignment", number(unit.misalignment)},
                   {"judged_wte", number(unit.judged_wte)},
                   {"partial", unit.partial},
                   {"partial_groups", Json::array()}});
    for (std::size_t c = 0; c < coverage.by_group.size(); ++c)
      if (coverage.role_partial[k * coverage.by_group.size() + c] != 0)
        out.back()["partial_groups"].push_back(coverage.by_group[c].name);
    if (unit.hidden) out.back()["hidden"] = true;
  }
  return out;
}

Json signs_json(const workforce::SignWays& ways) {
  Json out{{"ways", Json::array()},
           {"fewer", ways.fewer},
           {"same", ways.same},
           {"more", ways.more},
           {"sentence", workforce::sign_sentence(ways)}};
  for (const auto& way : ways.ways)
    out["ways"].push_back({{"plan", way.plan},
                           {"scheme", way.scheme},
                           {"silence", way.filled ? "filled" : "as reported"},
                           {"most_deprived_fifth", number(way.most_deprived)},
                           {"least_deprived_fifth", number(way.least_deprived)}});
  return out;
}

}  // namespace

std::string role_need_json(const workforce::Coverage& coverage,
                           const std::vector<workforce::RoleNeed>& roles) {
  Json out = Json::array();
  for (const auto& role : roles)
    for (std::size_t k = 0; k < coverage.units.size(); ++k) {
      const auto& unit = role.unit[k];
      const auto shown = [&](double value) { return role.hidden ? Json(nullptr) : number(value); };
      out.push_back({{"role_group", role.group},
                     {"scheme", role.scheme},
                     {"unit", coverage.units.id[k]},
                     {"need", number(unit.need)},
                     {"wte", shown(unit.wte)},
                     {"per_10k_need", shown(unit.per_10k_need)},
                     {"fair", shown(unit.fair)},
                     {"gap", shown(unit.gap)},
                     {"partial", unit.partial}});
      if (role.hidden) out.back()["hidden"] = true;
    }
  return json_text(out);
}

std::string coverage_json(const workforce::Coverage& coverage) {
  Json out;
  out["definition"] = coverage.definition;
  out["by"] = coverage.units.kind;
  out["scheme"] = coverage.scheme;
  out["need"] = coverage.need_explanation;
  out["conservation"] = account_json(std::any_of(coverage.by_group.begin(), coverage.by_group.end(),
                                                 [](const auto& total) { return total.is_known(); })
                                         ? coverage.total
                                         : kNotKnown);
  out["conservation"]["left_out"] = coverage.left_out_wte;
  out["units"] = units_json(coverage);
  out["cells"] = Json::array();
  for (const auto& cell : coverage.cells) {
    out["cells"].push_back({{"unit", coverage.units.id[cell.unit]},
                            {"role_group", cell.group},
                            {"sector", cell.sector},
                            {"registered", cell.registered},
                            {"wte", number(cell.wte)},
                            {"headcount", number(cell.headcount)},
                            {"estimated_wte", number(cell.estimated_wte)}});
    if (cell.hidden) out["cells"].back()["hidden"] = true;
  }
  out["by_role_group"] = totals_json(coverage.by_group);
  out["by_employer"] = totals_json(coverage.by_employer);
  out["by_sector"] = totals_json(coverage.by_sector);
  out["families"] = Json::array();
  for (const auto& family : coverage.families) {
    out["families"].push_back({{"family", family.family},
                               {"wte", number(family.wte)},
                               {"missing", family.missing},
                               {"role_groups", family.groups}});
    if (family.hidden) out["families"].back()["hidden"] = true;
  }
  out["reporting"] = {{"pcns", coverage.reporting.pcns},
                      {"pcns_missing", coverage.reporting.pcns_missing},
                      {"practices", coverage.reporting.practices.size()},
                      {"practices_missing", coverage.reporting.practices_missing},
                      {"outside_share_of_lists", number(coverage.reporting.outside_share_of_lists)},
                      {"returns", Json::array()}};
  for (const auto& one : coverage.reporting.returns)
    out["reporting"]["returns"].push_back({{"source", one.source},
                                           {"role_group", one.group},
                                           {"of", one.of_pcns ? "pcn" : "practice"},
                                           {"silent", one.silent}});
  if (!coverage.withheld.empty()) out["withheld"] = coverage.withheld;
  out["equity"] = equity_json(coverage.equity);
  out["equity_within_place"] = equity_json(coverage.equity_quintiles);
  out["equity_within_place"]["basis"] = coverage.quintile_basis;
  const auto& unknown = coverage.unknown_counted;
  out["with_unknown_counted"] = {{"sii", number(unknown.sii)},
                                 {"concentration", number(unknown.concentration)},
                                 {"sii_within_place", number(unknown.sii_within)},
                                 {"concentration_within_place", number(unknown.concentration_within)}};
  out["plans"] = Json::array();
  for (const auto& plan : coverage.plans)
    out["plans"].push_back({{"plan", plan.plan},
                            {"neighbourhoods", plan.units},
                            {"sii", number(plan.sii)},
                            {"gini", number(plan.gini)},
                            {"concentration", number(plan.concentration)}});
  out["sign_stable"] = coverage.sign_stable;
  out["sign_ways"] = signs_json(coverage.sign_ways);
  out["certainty"] = Json::parse(certainty_json(coverage, workforce::measure_certainty(coverage)));
  out["unknown_roles"] = coverage.unknown_roles;
  out["confidence"] = std::string(1, coverage.confidence);
  out["people_covered"] = number(coverage.people_covered);
  out["ratings"] = Json::object();
  for (const auto* table : {"coverage", "roles", "cells", "account", "employers", "equity"}) {
    const auto rating =
        workforce::rate_table(table, coverage.findings, coverage.people_covered, coverage.min_coverage);
    out["ratings"][table] = {{"confidence", std::string(1, rating.confidence)}, {"flags", rating.flags}};
  }
  out["findings"] = output::findings_json<Json>(coverage.findings);
  return json_text(out);
}

}  // namespace placewright::boundaries::output
