#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "boundaries/cli/candidates_file.h"
#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_buildings.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/cli/staff_beside.h"
#include "boundaries/from_place/problem.h"
#include "boundaries/output/building_tables.h"
#include "boundaries/output/certainty_tables.h"
#include "boundaries/output/json_text.h"
#include "boundaries/output/scenario_tables.h"
#include "boundaries/output/workforce_tables.h"
#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/cover/place_access.h"
#include "boundaries/workforce/cover/publication.h"
#include "boundaries/workforce/cover/what_if.h"
#include "boundaries/workforce/plan/place_siting.h"
#include "boundaries/workforce/plan/rebalance_roles.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "datasets/place/file.h"
#include "datasets/place/names.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using workforce::Coverage;
using Json = nlohmann::ordered_json;

struct Words {
  std::string place, plan, what_if, aim = "median", kind, mode = "walk";
  workforce::CoverageRequest question;
  workforce::AccessQuestion access{.kind = ""};
  std::optional<double> catchment;
  BuildingWords buildings;
  BesideWords beside;
  bool intervals = false, rebalance = false, forget = false, publish = false;
  double within = 0, longest = 0, threshold = 20;
  std::uint32_t sites = 0;
};

/// How sure the rates are, in sentences, and in tables where asked.
std::string certainty_text(const Coverage& coverage, bool tables) {
  const auto sure = workforce::measure_certainty(coverage);
  std::string out = "How sure\n";
  for (const auto& sentence : sure.sentences) out += "  " + sentence + "\n";
  if (const auto signs = workforce::sign_sentence(coverage.sign_ways); !signs.empty())
    out += "  " + signs + "\n";
  if (!tables) return out + "  --intervals prints the limits\n\n";
  out += fmt::format("  How: {}\n  {}\n{}\nIn rank\n{}\n", sure.method, sure.leaves_out,
                     text_table(output::interval_table(coverage, sure)),
                     text_table(output::rank_table(coverage, sure)));
  if (!coverage.sign_ways.ways.empty())
    out += fmt::format("Ways of counting\n{}\n", text_table(output::sign_table(coverage)));
  return out;
}

std::string coverage_text(const Coverage& coverage, bool verbose, bool intervals) {
  const auto rated = [&](const output::Table& table) {
    return fmt::format("{}  {}\n", text_table(table),
                       output::rating_text(workforce::rate_table(
                           table.name, coverage.findings, coverage.people_covered, coverage.min_coverage)));
  };
  std::string out = fmt::format("What counts: {}\nNeed: {} (scheme {})\n\n", coverage.definition,
                                coverage.need_explanation, coverage.scheme);
  out +=
      fmt::format("Where the staff go (WTE)\n{}  the four add up to the input to {:.0e}\n{}\n",
                  rated(output::account_table(coverage)), std::max(1e-15, std::abs(coverage.total.error())),
                  coverage.left_out_wte != 0
                      ? fmt::format("  left out of it, for what their rows say cannot be: {:.2f} WTE\n",
                                    coverage.left_out_wte)
                      : std::string());
  out += fmt::format("Staff by {}; rates over people whose practice or PCN reported, '-' is missing\n{}\n",
                     coverage.units.kind, rated(output::unit_table(coverage)));
  out += certainty_text(coverage, intervals);
  out += fmt::format("WTE by role group\n{}\n", rated(output::role_table(coverage)));
  if (!coverage.withheld.empty()) out += fmt::format("[c]: hidden, few staff; {}\n\n", coverage.withheld);
  if (verbose)
    out += fmt::format("By sector and registration\n{}\nBy employer\n{}\n",
                       rated(output::cell_table(coverage)), rated(output::employer_table(coverage)));
  out += "Service families\n";
  for (const auto& family : coverage.families)
    out += family.missing ? fmt::format("  {:15} missing: no staff loaded\n", family.family)
           : family.hidden
               ? fmt::format("  {:15} [c] WTE ({})\n", family.family, fmt::join(family.groups, ", "))
           : std::isnan(family.wte) ? fmt::format("  {:15} missing: no row says its WTE ({})\n",
                                                  family.family, fmt::join(family.groups, ", "))
                                    : fmt::format("  {:15} {:.2f} WTE ({})\n", family.family, family.wte,
                                                  fmt::join(family.groups, ", "));
  const auto& reporting = coverage.reporting;
  if (!reporting.pcns.empty())
    out += fmt::format("PCNs of the place: {}, without WTE in some return: {}{}{}\n", reporting.pcns.size(),
                       reporting.pcns_missing.size(), reporting.pcns_missing.empty() ? "" : ": ",
                       fmt::join(reporting.pcns_missing, ", "));
  if (!std::isnan(reporting.outside_share_of_lists))
    out += fmt::format("Patients of these PCNs who live outside the place: {:.1f} %\n",
                       100 * reporting.outside_share_of_lists);
  out += fmt::format(
      "\nHow fair (most deprived first; SII above 0: the less deprived get more); within the place: {}\n{}",
      coverage.quintile_basis, rated(output::equity_table(coverage)));
  out += fmt::format("\nWithin the place ({}):\n", coverage.quintile_basis);
  for (std::size_t k = 0; k < std::min<std::size_t>(2, coverage.equity_quintiles.sentences.size()); ++k)
    out += "  " + coverage.equity_quintiles.sentences[k] + "\n";
  out += fmt::format("Between {}s:\n", coverage.units.kind);
  for (const auto& sentence : coverage.equity.sentences) out += "  " + sentence + "\n";
  if (!coverage.equity.excluded.empty())
    out += fmt::format("  left out (no people, or too few reported): {}\n",
                       fmt::join(coverage.equity.excluded, ", "));
  if (const auto unknown = output::unknown_people_sentences(coverage); !unknown.empty())
    out += fmt::format("\nPeople whose staff are not known:\n  {}\n", fmt::join(unknown, "\n  "));
  if (coverage.plans.size() > 1) {
    out += fmt::format("\nOver the plans of this place the direction {}:\n",
                       coverage.sign_stable ? "is the same" : "differs");
    for (const auto& plan : coverage.plans)
      out += fmt::format("  {}: {} neighbourhoods, concentration {}, Gini {}{}\n", plan.plan, plan.units,
                         output::figure_text(plan.concentration, 4, true), output::figure_text(plan.gini, 4),
                         std::isnan(plan.sii) ? "" : fmt::format(", SII {:+.3f}", plan.sii));
  }
  out +=
      fmt::format("\nConfidence {} (A best, D worst)\nFlags\n{}", coverage.confidence,
                  findings_text(coverage.findings, verbose ? geo::Severity::note : geo::Severity::warning));
  return out;
}

std::string siting_text(const workforce::PlaceSiting& siting) {
  std::string out = fmt::format("{} new site{} beside {} of kind '{}', by {}, {}\n", siting.area.size(),
                                siting.area.size() == 1 ? "" : "s", siting.existing, siting.kind,
                                workforce::siting_name(siting.aim), siting.mode);
  for (std::size_t k = 0; k < siting.area.size(); ++k)
    out += fmt::format("  {}\n", datasets::full_name(siting.area[k], siting.area_name[k]));
  const auto line = [](const char* name, double before, double after) {
    return fmt::format("  {:44} {:>8} -> {:>8}\n", name, output::figure_text(before, 2),
                       output::figure_text(after, 2));
  };
  out += line("mean minutes", siting.before.mean_minutes, siting.after.mean_minutes);
  out += line("minutes of the area worst off", siting.before.worst_minutes, siting.after.worst_minutes);
  out += line("% of people within the threshold", 100 * siting.before.within, 100 * siting.after.within);
  out += line("mean minutes, most deprived fifth", siting.before.mean_deprived, siting.after.mean_deprived);
  out += line("% within, most deprived fifth", 100 * siting.before.within_deprived,
              100 * siting.after.within_deprived);
  out += siting.answer.proved
             ? fmt::format("  proved best of all choices ({} nodes)\n", siting.answer.nodes)
             : fmt::format("  within {} % of the bound after {} nodes\n",
                           output::figure_text(100 * siting.answer.gap(), 3), siting.answer.nodes);
  return out;
}

std::string rebalance_text(const std::vector<workforce::RoleRebalance>& results, double within) {
  std::string out = fmt::format("\nThe least staff to move{}\n",
                                within > 0 ? fmt::format(", to within {:g} % of the fair share", within)
                                           : ", to the fair share by need");
  double moved = 0;
  for (const auto& result : results) {
    moved += result.moves.moved;
    out += fmt::format(
        "  {:7} {:>8} of {:>8} WTE, {} WTE-minutes{}{}\n", result.group,
        output::figure_text(result.moves.moved, 2), output::figure_text(result.wte, 2),
        output::figure_text(result.moves.wte_minutes, 0),
        result.left_out.empty()
            ? ""
            : fmt::format("; not judged, too few reported: {}", fmt::join(result.left_out, ", ")),
        result.moves.possible
            ? ""
            : fmt::format("; {:.2f} WTE stay unmet, no trip is short enough", result.moves.unmet));
  }
  out += fmt::format("  in all {:.2f} WTE\n{}", moved, text_table(output::transfer_table(results)));
  if (std::any_of(results.begin(), results.end(), [](const auto& result) { return result.straight_line; }))
    out +=
        "  warning STRAIGHT_LINE: minutes of moves are straight line x 1.3; run travel --mode drive "
        "--between-areas\n";
  return out;
}

/// Keeps a scenario with its plan, as text that can be run again.
void save_scenario(const std::string& path, const std::string& plan, const workforce::WhatIf& scenario) {
  auto file = datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::change);
  file.together([&] {
    auto settings = file.read(datasets::Tables::setting).settings;
    settings["scenario/" + plan + "/" + scenario.name] = scenario.text;
    file.save_settings(settings);
    datasets::LogRow row;
    row.when = clock_text();
    row.who = "workforce";
    row.what = "scenario";
    row.after = scenario.name;
    row.plan = plan;
    file.append_log(std::span(&row, 1));
  });
}

Json rebalance_json(const std::vector<workforce::RoleRebalance>& results) {
  Json out = Json::array();
  for (const auto& result : results) {
    Json row{{"role_group", result.group},
             {"scheme", result.scheme},
             {"wte", result.wte},
             {"moved", result.moves.moved},
             {"wte_minutes", result.moves.wte_minutes},
             {"possible", result.moves.possible},
             {"unmet", result.moves.unmet},
             {"over", result.moves.over},
             {"straight_line", result.straight_line},
             {"left_out", result.left_out},
             {"transfers", Json::array()}};
    for (const auto& transfer : result.moves.transfers)
      row["transfers"].push_back({{"from", result.unit[transfer.from]},
                                  {"base", result.base[transfer.pool]},
                                  {"to", result.unit[transfer.to]},
                                  {"wte", transfer.wte},
                                  {"minutes", transfer.minutes}});
    out.push_back(std::move(row));
  }
  return out;
}

Json access_json(const workforce::PlaceAccess& access) {
  Json out{{"kind", access.kind},
           {"mode", access.mode},
           {"sites", access.sites},
           {"supply", access.supply},
           {"virtual_supply", access.virtual_supply},
           {"units", access.units.id},
           {"methods", Json::array()},
           {"near_by_unit", Json::array()},
           {"near_by_quintile", Json::array()},
           {"unreached_sites", access.unreached_sites},
           {"unreached_areas", access.unreached_areas},
           {"straight_line", access.straight_line},
           {"edge_share", std::isnan(access.edge_share) ? Json(nullptr) : Json(access.edge_share)},
           {"findings", Json::array()}};
  for (const auto& method : access.methods)
    out["methods"].push_back({{"method", method.name},
                              {"per_10k", method.per_10k},
                              {"area_per_10k", method.area_per_10k},
                              {"reached", method.reached},
                              {"returned", method.returned}});
  for (const auto& row : access.near_by_unit)
    out["near_by_unit"].push_back({{"people", row.people}, {"within", row.within}, {"unknown", row.unknown}});
  for (const auto& row : access.near_by_quintile)
    out["near_by_quintile"].push_back(
        {{"people", row.people}, {"within", row.within}, {"unknown", row.unknown}});
  for (const auto& finding : access.findings)
    out["findings"].push_back({{"code", finding.code}, {"what", finding.what}});
  return out;
}

std::string access_text(const workforce::PlaceAccess& access, const workforce::AccessQuestion& question) {
  output::Table table{"access", "", {{access.units.kind, 0, ""}}, {}};
  for (const auto& method : access.methods) table.columns.push_back({method.name, 3, "per 10,000 people"});
  table.columns.push_back({fmt::format("within_{:g}min_%", question.near), 1, ""});
  table.columns.push_back({"people_beyond", 0, ""});
  const bool some_unknown = std::any_of(access.near_by_unit.begin(), access.near_by_unit.end(),
                                        [](const auto& near) { return near.unknown > 0; });
  if (some_unknown) table.columns.push_back({"people_unknown", 0, ""});
  for (std::size_t k = 0; k < access.units.size(); ++k) {
    std::vector<output::Cell> row{access.units.id[k]};
    for (const auto& method : access.methods) row.emplace_back(method.per_10k[k]);
    const auto& near = access.near_by_unit[k];
    row.emplace_back(100 * near.share());
    row.emplace_back(near.people - near.within - near.unknown);
    if (some_unknown) row.emplace_back(near.unknown);
    table.rows.push_back(std::move(row));
  }
  std::string out = fmt::format(
      "\nAccess to {} {} by {}: {} per 10,000 people within {:g} minutes, decay {}\n{}", access.sites,
      access.kind, access.mode, question.supply, question.threshold, question.decay, text_table(table));
  for (const auto& method : access.methods)
    out += method.name == "BFCA" ? std::string("  BFCA is a level of service, no rate a head\n")
                                 : fmt::format("  {}: {:.6f} of {:.6f} come back as people x access\n",
                                               method.name, method.returned, method.reached);
  if (access.virtual_supply > 0)
    out += fmt::format("  virtual: {:.2f}, the same for everybody, no travel\n", access.virtual_supply);
  for (std::size_t q = 1; q < 6; ++q)
    if (const auto& row = access.near_by_quintile[q]; row.people > row.unknown)
      out +=
          fmt::format("  IMD quintile {}{}: {:.1f} % of {:.0f} people within {:g} minutes, {:.0f} beyond\n",
                      q, q == 1 ? " (most deprived)" : "", 100 * row.share(), row.people - row.unknown,
                      question.near, row.people - row.within - row.unknown);
  return out + findings_text(access.findings, geo::Severity::note);
}

Json siting_json(const workforce::PlaceSiting& siting) {
  const auto state = [](const workforce::SitingState& s) {
    const auto number = [](double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); };
    return Json{{"mean_minutes", number(s.mean_minutes)},
                {"worst_minutes", number(s.worst_minutes)},
                {"within", number(s.within)},
                {"mean_deprived", number(s.mean_deprived)},
                {"within_deprived", number(s.within_deprived)}};
  };
  return {{"aim", workforce::siting_name(siting.aim)},
          {"kind", siting.kind},
          {"mode", siting.mode},
          {"existing", siting.existing},
          {"areas", siting.area},
          {"value", siting.answer.value},
          {"bound", siting.answer.bound},
          {"proved", siting.answer.proved},
          {"gap", siting.answer.gap()},
          {"nodes", siting.answer.nodes},
          {"straight_line", siting.straight_line},
          {"before", state(siting.before)},
          {"after", state(siting.after)}};
}

/// Tables by other units or of some role groups, put beside those of neighbourhoods and all groups, are
/// differences that nobody audits: where anything is hidden they are not published.
void refuse_other_tables(const Words& words, const datasets::Place& place, const datasets::PlanRecord& plan) {
  if (words.question.by == "neighbourhood" && words.question.groups.empty()) return;
  auto whole = words.question;
  whole.compare_plans = false;
  whole.draws = 1000;
  const auto hides = [&](const workforce::CoverageRequest& question) {
    return workforce::publish_coverage(place, plan, question).coverage.hidden_cells > 0;
  };
  whole.groups.clear();
  const bool other = hides(whole);
  whole.by = "neighbourhood";
  if (other || hides(whole))
    throw geo::InputError{{"--publish",
                           "few staff are hidden in the tables by neighbourhood and role group, and tables "
                           "by other units or of some groups would give them away",
                           "publish without --by and --groups, or leave out --publish for your own use"}};
}

struct Asked {
  const Context& context;
  const Words& words;
  const datasets::Place& place;
  const datasets::PlanRecord& plan;
};

/// A scenario: each unit before and after, and the desks then.
void print_scenario(const Asked& asked, const Coverage& coverage, Json& out) {
  const auto& [context, words, place, plan] = asked;
  const auto scenario = workforce::read_what_if(words.what_if);
  const auto changed = workforce::place_with_bases(place, scenario);
  auto question = words.question;
  question.what_if = &scenario;
  auto after = workforce::measure_coverage(changed, plan, question);
  const auto bases = workforce::measure_bases(
      changed,
      workforce::allocate_workforce(changed, plan, workforce::collect_lists(changed), question.allocate),
      scenario);
  if (words.publish) {
    after = workforce::hide_small(std::move(after));
    if (const auto why = workforce::why_withheld(after, bases); !why.empty()) {
      if (context.json)
        out["what_if"] = {{"withheld", why}};
      else
        fmt::print("\nWhat if: {}\n", why);
      return;
    }
  }
  if (!words.forget) save_scenario(words.place, plan.name, scenario);
  if (context.json) {
    Json loads = Json::array();
    for (const auto& base : bases)
      loads.push_back({{"id", base.id},
                       {"desks", std::isnan(base.desks) ? Json(nullptr) : Json(base.desks)},
                       {"wte", std::isnan(base.wte) ? Json(nullptr) : Json(base.wte)},
                       {"over_capacity", base.over}});
    out["what_if"] = {{"name", scenario.name},
                      {"saved", !words.forget},
                      {"after", Json::parse(output::coverage_json(after))},
                      {"bases", loads}};
  } else {
    fmt::print("\nWhat if: {}\n{}\n{}", scenario.name, text_table(output::what_if_table(coverage, after)),
               text_table(output::equity_table(coverage, &after)));
    if (!bases.empty()) fmt::print("\nDesks against staff then\n{}", text_table(output::base_table(bases)));
    if (!words.forget) fmt::print("saved with plan '{}' as scenario '{}'\n", plan.name, scenario.name);
  }
}

/// Each role group by its own scheme, where they differ.
void print_role_need(const Asked& asked, const Coverage& coverage, Json& out) {
  const auto& [context, words, place, plan] = asked;
  const auto roles = workforce::measure_role_need(place, plan, words.question, coverage);
  if (roles.empty()) return;
  if (context.json) {
    out["role_need"] = Json::parse(output::role_need_json(coverage, roles));
    return;
  }
  const auto table = output::role_need_table(coverage, roles);
  fmt::print("\n{}\n{}", table.title, text_table(table));
  std::set<std::string> said;
  for (const auto& role : roles)
    if (const auto text = findings_text(role.findings, geo::Severity::warning); said.insert(text).second)
      fmt::print("{}", text);
}

/// The coverage tables, desks, and before and after a scenario. Returns why further figures of staff are not
/// to be shown.
std::string print_staff(const Asked& asked, Json& out) {
  const auto& [context, words, place, plan] = asked;
  if (words.publish) refuse_other_tables(words, place, plan);
  const auto published = words.publish ? workforce::publish_coverage(place, plan, words.question, "workforce")
                                       : workforce::Publication{};
  const auto coverage =
      words.publish ? published.coverage : workforce::measure_coverage(place, plan, words.question);
  const auto bases = workforce::measure_bases(
      place,
      workforce::allocate_workforce(place, plan, workforce::collect_lists(place), words.question.allocate));
  std::string withheld;
  if (words.publish) {
    withheld = workforce::why_withheld(coverage, bases);
    workforce::keep_publication(words.place, published.record, clock_text());
  }
  if (context.json)
    out = Json::parse(output::coverage_json(coverage));
  else
    fmt::print("{}", coverage_text(coverage, context.verbose, words.intervals));
  print_role_need(asked, coverage, out);
  if (!bases.empty() && !context.json)
    fmt::print("\nDesks against staff\n{}",
               withheld.empty() ? text_table(output::base_table(bases)) : "  " + withheld + "\n");
  if (words.what_if.empty()) return withheld;
  if (withheld.empty())
    print_scenario(asked, coverage, out);
  else if (context.json)
    out["what_if"] = {{"withheld", withheld}};
  else
    fmt::print("\nWhat if: {}\n", withheld);
  return withheld;
}

/// Where the next sites would help most, candidates being the areas' points.
void print_sites(const Asked& asked, Json& out) {
  const auto& [context, words, place, plan] = asked;
  workforce::SitingQuestion question;
  question.sites = words.sites;
  question.kind = words.kind;
  question.mode = words.mode;
  question.threshold = words.threshold;
  if (words.aim == "cost" || words.aim == "equity")
    throw geo::InputError{{"--aim " + words.aim, "it needs a table of candidates",
                           "add --candidates FILE, or use median, covering or centre"}};
  question.aim = words.aim == "covering" ? workforce::SitingAim::covering
                 : words.aim == "centre" ? workforce::SitingAim::centre
                                         : workforce::SitingAim::median;
  question.limits.stop = context.stop;
  const auto siting = workforce::site_next(place, question);
  if (context.json)
    out["site"] = siting_json(siting);
  else
    fmt::print("\nWhere next\n{}{}", siting_text(siting),
               findings_text(siting.findings, geo::Severity::note));
}

/// Which buildings of a table to keep, upgrade, open and close. Returns the exit code.
int print_buildings(const Asked& asked, Json& out) {
  const auto& [context, words, place, plan] = asked;
  auto question = building_question(words.buildings, words.aim, words.sites, words.threshold, words.mode);
  question.limits.stop = context.stop;
  const auto buildings =
      workforce::place_buildings(place, plan, read_candidates(words.buildings.candidates), question);
  if (context.json)
    out["buildings"] = Json::parse(output::buildings_json(buildings));
  else
    fmt::print("{}", buildings_text(buildings));
  if (buildings.answer.found && !words.buildings.csv.empty()) {
    output::write_text(words.buildings.csv, output::csv_for_reading(output::building_table(buildings)));
    context.say("written: " + words.buildings.csv);
  }
  if (buildings.answer.status == workforce::BuildingAnswer::Status::impossible) return kNoPlan;
  return context.stop != nullptr && context.stop->load() ? kStopped : kDone;
}

int run_workforce(const Context& context, Words words) {
  using datasets::Tables;
  const auto place = read_tables(context, words.place,
                                 Tables::everything - Tables::adjacency - Tables::road - Tables::barrier -
                                     (words.access.kind.empty() ? Tables::geometry : Tables{}));
  const bool of_buildings = !words.buildings.candidates.empty();
  if (words.publish && !(words.beside.since + words.beside.benchmarks).empty())
    throw geo::InputError{{"--publish", "--since and --benchmarks are not audited for small numbers",
                           "leave out --publish for your own use"}};
  if (!words.access.kind.empty() || words.sites > 0 || of_buildings) expect_mode(place, words.mode, "--mode");
  const auto plan = find_plan(place, words.plan);
  context.say(fmt::format("staff of {} by {} of plan '{}'", place_text(place), words.question.by, plan.name));
  Json out = Json::object();
  std::string withheld;  // why figures of staff beside the tables are not shown
  // Access and siting need no staff; what tells of staff needs to know what is withheld.
  const bool of_sites = words.sites > 0 || of_buildings;
  const bool only_buildings =
      of_buildings && words.access.kind.empty() && words.what_if.empty() && !words.rebalance;
  if (!only_buildings && (!place.workforce.empty() || (words.access.kind.empty() && !of_sites)))
    withheld = print_staff({context, words, place, plan}, out);
  if (!words.publish && !only_buildings && !place.workforce.empty())
    print_beside(context, words.beside, words.place, place, plan, words.question, out);
  if (!words.access.kind.empty()) {
    words.access.by = words.question.by;
    words.access.mode = words.mode;
    const auto thresholds = workforce::thresholds_of(place.settings);
    words.access.threshold = words.catchment.value_or(thresholds.catchment);
    words.access.near = thresholds.near.value_or(words.access.near);
    const auto access = workforce::measure_place_access(place, plan, words.access);
    const bool of_staff = words.access.supply == "wte" && !withheld.empty();
    if (context.json)
      out["access"] = of_staff ? Json{{"withheld", withheld}} : access_json(access);
    else if (of_staff)
      fmt::print("\nAccess to staff: {}\n", withheld);
    else
      fmt::print("{}", access_text(access, words.access));
  }
  if (words.rebalance) {
    const auto results = withheld.empty() ? workforce::rebalance_roles(place, plan, words.question,
                                                                       {words.within / 100, words.longest})
                                          : std::vector<workforce::RoleRebalance>();
    if (!withheld.empty()) {
      if (context.json)
        out["rebalance"] = {{"withheld", withheld}};
      else
        fmt::print("\nThe least staff to move: {}\n", withheld);
    } else if (context.json)
      out["rebalance"] = rebalance_json(results);
    else
      fmt::print("{}", rebalance_text(results, words.within));
  }
  int code = kDone;
  if (of_buildings)
    code = print_buildings({context, words, place, plan}, out);
  else if (words.sites > 0)
    print_sites({context, words, place, plan}, out);
  if (context.json) fmt::print("{}\n", output::json_text(out));
  return code;
}

}  // namespace

Run add_workforce(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  auto& question = words->question;
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_option("--plan", words->plan, "a plan of the place")->required();
  parser.add_option("--by", question.by,
                    "rows of the tables: neighbourhood, multi, ward, parish, lad, pcn, msoa, area, place");
  parser.add_option("--scheme", question.scheme, output::kSchemeHelp);
  parser.add_option("--groups", question.groups, "only these role groups, such as GP,PN,ARRS")
      ->delimiter(',');
  parser.add_option("--minimum", question.minimum_offer,
                    "minimum offer, WTE per 10,000: how many people are below it");
  parser.add_option("--driver", question.allocate.driver,
                    "LA totals are spread by people of these ages, or by 'people'");
  parser.add_option("--visit-minutes", question.allocate.visit_minutes, "how far visiting teams go")
      ->check(CLI::Range(1.0, 240.0));
  parser.add_flag("--spread-held", question.allocate.spread_held,
                  "spread posts held at place or system level by people, flagged as estimated");
  parser.add_option("--seed", question.seed, "of the simulated limits");
  parser.add_option("--draws", question.draws, "simulated sets behind the limits")
      ->check(CLI::Range(1000U, 1000000U));
  parser.add_flag("--intervals", words->intervals,
                  "tables of how sure the figures are: 95 % limits of rates and gaps, the funnel, the order "
                  "of units, ways of counting");
  parser.add_flag("--publish", words->publish,
                  "hide figures of few staff and what would give them away; withhold what no audit covers; "
                  "as report and export do");
  parser.add_flag("--rebalance", words->rebalance,
                  "the least staff to move, by role, to give every unit its fair share");
  parser
      .add_option("--within", words->within, "with --rebalance: within so many % of the fair share is enough")
      ->check(CLI::Range(0.0, 100.0));
  parser.add_option("--longest", words->longest, "with --rebalance: no move over more minutes")
      ->check(CLI::NonNegativeNumber);
  parser.add_option("--what-if", words->what_if,
                    "a scenario: [[move]] role_group, wte, from, to; [[base]] id, area, desks, wte");
  parser.add_flag("--forget", words->forget, "with --what-if: do not save the scenario with the plan");
  parser.add_option("--site", words->sites, "where the next N sites would help most");
  parser
      .add_option("--aim", words->aim,
                  "with --site: median (least minutes), covering (most people within --minutes) or centre "
                  "(the worst off); with --candidates also cost (least, everybody within --minutes) and "
                  "equity (least minutes of the deprivation fifth that has the longest)")
      ->check(CLI::IsMember({"median", "covering", "centre", "cost", "equity"}));
  add_building_options(parser, words->buildings);
  add_beside_options(parser, words->beside);
  parser.add_option("--access", words->access.kind,
                    "floating catchments and people within reach of a kind of site, such as gp, pharmacy");
  parser.add_option("--decay", words->access.decay, "with --access: gaussian, step, binary")
      ->check(CLI::IsMember({"gaussian", "step", "binary"}));
  parser
      .add_option("--catchment", words->catchment, "with --access: minutes; 30 where the place says nothing")
      ->check(CLI::PositiveNumber);
  parser.add_option("--supply", words->access.supply, "with --access: wte, capacity, list, one")
      ->check(CLI::IsMember({"wte", "capacity", "list", "one"}));
  parser.add_option("--near", words->access.near, "with --access: minutes that count as near")
      ->check(CLI::PositiveNumber);
  parser.add_option("--kind", words->kind,
                    "with --site: the kind of site there is now (default: base, else gp)");
  parser.add_option("--mode", words->mode, "with --site and --access: walk, drive or an imported mode");
  parser.add_option("--minutes", words->threshold, "with --aim covering and cost: the threshold")
      ->check(CLI::PositiveNumber);
  return [words](const Context& context) { return run_workforce(context, *words); };
}

}  // namespace placewright::boundaries::cli
