#include "boundaries/workforce/cover/coverage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <tuple>

#include "boundaries/workforce/cover/cells.h"
#include "boundaries/workforce/cover/coverage_flags.h"
#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/cover/returns.h"
#include "boundaries/workforce/cover/unit_rows.h"
#include "boundaries/workforce/cover/within_place.h"
#include "boundaries/workforce/supply/roles.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

using datasets::kMissing;
using Holder = AllocatedRow::Holder;

std::vector<std::string> not_in(const std::vector<std::string>& all, const std::set<std::string>& some) {
  std::vector<std::string> rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(rest));
  return rest;
}

Reporting find_reporting(const datasets::Place& place, const Lists& lists,
                         const std::vector<StaffReturn>& returns, const CountsGroup& counts) {
  Reporting reporting;
  reporting.pcns = lists.pcns_of_place;
  double all = 0, outside = 0;
  for (const auto& pcn : reporting.pcns)
    if (const auto at = lists.pcn.find(pcn); at != lists.pcn.end()) {
      all += at->second.all();
      outside += at->second.outside;
    }
  if (all > 0) reporting.outside_share_of_lists = outside / all;
  for (const auto& site : place.sites)
    if (site.kind == "gp" && site.open && place.find_area(site.area) && lists.practice.contains(site.id))
      reporting.practices.push_back(site.id);
  std::sort(reporting.practices.begin(), reporting.practices.end());
  std::set<std::string> pcns, practices;
  for (const auto& one : returns) {
    const bool of_pcns = one.holder == Holder::pcn;
    if (one.holder == Holder::other ||
        std::none_of(one.wte.begin(), one.wte.end(), [&](const auto& group) { return counts(group.first); }))
      continue;
    auto silent = not_in(of_pcns ? reporting.pcns : reporting.practices, one.reported);
    (of_pcns ? pcns : practices).insert(silent.begin(), silent.end());
    reporting.returns.push_back({one.source, one.group, of_pcns, std::move(silent)});
  }
  const bool any_pcn_staff = std::any_of(reporting.returns.begin(), reporting.returns.end(),
                                         [](const auto& one) { return one.of_pcns; });
  reporting.pcns_missing =
      any_pcn_staff ? std::vector<std::string>(pcns.begin(), pcns.end()) : reporting.pcns;
  reporting.practices_missing.assign(practices.begin(), practices.end());
  return reporting;
}

/// The slope with people whose staff are not known counted as if they had none: units, then areas.
UnknownCounted count_unknown_people(const datasets::Place& place, const Coverage& coverage,
                                    const std::vector<double>& headcount, const EquityOptions& options) {
  EquityUnits all;
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    all.name.push_back(coverage.units.id[k]);
    all.people.push_back(unit.residents);
    all.supply.push_back(std::isnan(unit.wte) ? 0 : unit.wte);
    all.deprivation.push_back(unit.imd);
  }
  const std::vector<double> everybody(place.areas.size(), 1);
  const auto between = measure_equity(all, options);
  const auto within =
      measure_within_place(place, {coverage.area_wte, coverage.area_need, headcount, everybody}, 0, options)
          .equity;
  return {between.slope.sii, between.concentration, within.slope.sii, within.concentration};
}

/// Staff of each area as another plan has them: footprints made of neighbourhoods lie elsewhere there.
std::vector<double> area_wte_of(const datasets::Place& place, const datasets::PlanRecord& plan,
                                const Lists& lists, const CoverageRequest& question) {
  std::vector<double> wte(place.areas.size(), 0);
  for (const auto& row : allocate_workforce(place, plan, lists, question.allocate).rows) {
    if (!question.groups.empty() &&
        std::find(question.groups.begin(), question.groups.end(), row.group) == question.groups.end())
      continue;
    for (const auto& [area, share] : row.shares.area) wte[area] += row.wte * share;
  }
  return wte;
}

/// Other plans of the place, each with the staff where it has them. A scenario's moves belong to the plan
/// asked about, so with one every plan is judged on the same staff by area.
void compare_plans(const datasets::Place& place, const datasets::PlanRecord& asked, const Lists& lists,
                   const CoverageRequest& question, const std::vector<double>& cover, Coverage& coverage) {
  int positive = 0, negative = 0;
  SignCounter ways(place, lists, coverage.scheme, coverage.area_need, cover);
  const bool moves = question.what_if == nullptr &&
                     std::any_of(place.footprints.begin(), place.footprints.end(),
                                 [](const auto& member) { return member.member_type == "neighbourhood"; });
  for (const auto& plan : place.plans) {
    const auto staff =
        moves && plan.name != asked.name ? area_wte_of(place, plan, lists, question) : coverage.area_wte;
    const auto units = find_units_of(place, plan, "neighbourhood");
    ways.add(plan.name, units, staff, coverage.min_coverage);
    std::vector<double> people(units.size(), 0), residents(units.size(), 0), supply(units.size(), 0),
        score(units.size(), 0), scored(units.size(), 0);
    for (std::size_t i = 0; i < place.areas.size(); ++i) {
      if (units.of_area[i] < 0 || std::isnan(place.areas.population[i])) continue;
      const auto k = static_cast<std::size_t>(units.of_area[i]);
      residents[k] += place.areas.population[i];
      people[k] += place.areas.population[i] * cover[i];
      supply[k] += staff[i];
      if (std::isnan(value_at(place.areas.imd_score, i))) continue;
      score[k] += place.areas.population[i] * place.areas.imd_score[i];
      scored[k] += place.areas.population[i];
    }
    EquityUnits rows;
    for (std::size_t k = 0; k < units.size(); ++k) {
      rows.name.push_back(units.id[k]);
      rows.people.push_back(people[k]);
      rows.supply.push_back(people[k] >= coverage.min_coverage * residents[k] ? supply[k] : kMissing);
      rows.deprivation.push_back(scored[k] > 0 ? score[k] / scored[k] : kMissing);
    }
    const auto equity = measure_equity(rows);
    coverage.plans.push_back({plan.name, equity.units, equity.slope.sii, equity.gini, equity.concentration});
    positive += equity.concentration > 0 ? 1 : 0;
    negative += equity.concentration < 0 ? 1 : 0;
  }
  coverage.sign_stable = positive == 0 || negative == 0;
  coverage.sign_ways = ways.take(thresholds_of(place.settings).same);
}

/// Areas whose people are mostly registered with practices that the data do not have.
void flag_registered_elsewhere(const datasets::Place& place, const std::vector<double>& registered,
                               std::vector<geo::Finding>& findings) {
  std::size_t areas = 0;
  double people = 0;
  for (std::size_t i = 0; i < registered.size(); ++i) {
    if (registered[i] == 1 || (!place.areas.inside.empty() && place.areas.inside[i] == 0)) continue;
    ++areas;
    people += place.areas.population[i] * (1 - registered[i]);
  }
  if (areas > 0)
    findings.push_back({"REGISTERED_ELSEWHERE", geo::Severity::warning, "registration",
                        fmt::format("in {} areas under 75 % of the residents are registered in the data: "
                                    "{:.0f} people leave the rates of staff that follow lists",
                                    areas, people),
                        "import the registrations of practices beyond the border"});
}

using Spot = std::pair<UnprintedStaff::Where, std::uint32_t>;  // where, unit

/// WTE of one row by where they are: whole units, not areas.
std::map<Spot, double> spots_of(const AllocatedRow& row, const Units& units) {
  using Where = UnprintedStaff::Where;
  std::map<Spot, double> wte;
  for (const auto& [area, part] : row.shares.area) {
    const auto unit = units.of_area[area];
    wte[unit < 0 ? Spot(Where::no_unit, 0U) : Spot(Where::unit, static_cast<std::uint32_t>(unit))] +=
        row.wte * part;
  }
  wte[{Where::outside, 0}] += row.wte * row.shares.outside;
  wte[{Where::unknown, 0}] += row.wte * row.shares.unknown;
  wte[{row.held ? Where::held : Where::unallocated, 0}] += row.wte * row.shares.unallocated + row.rest;
  std::erase_if(wte, [&](const auto& spot) { return !(spot.second > 1e-12); });
  return wte;
}

/// People of staff and more staff. Where only some rows say how many they are, the rest are at least their
/// WTE; where none does, nobody knows.
double add_heads(double heads, double wte, double more_heads, double more_wte) {
  if (std::isnan(heads) && std::isnan(more_heads)) return kNotMeasured;
  return (std::isnan(heads) ? wte : heads) + (std::isnan(more_heads) ? more_wte : more_heads);
}

/// What published figures are sums of (see UnprintedStaff).
std::vector<UnprintedStaff> find_unprinted(const datasets::Place& place, const Units& units,
                                           const Allocated& allocated,
                                           const std::vector<StaffReturn>& returns) {
  const auto published = published_sources(place);
  // Returns by holder, source and group. Which lists are silent is told and lists are public; where an
  // employer's rows lack a number is not.
  std::set<std::tuple<Holder, std::string, std::string>> silent;
  for (const auto& one : returns)
    if (one.holder != Holder::other &&
        std::any_of(one.known.begin(), one.known.end(), [](double known) { return known < 1; }))
      silent.insert({one.holder, one.source, one.group});
  std::map<std::pair<std::string, std::string>, std::pair<double, double>>
      spread;  // employer, group: WTE and people of rows in several places
  for (const auto& row : allocated.rows) {
    if (published.contains(place.workforce[row.row].source) || spots_of(row, units).size() < 2) continue;
    auto& [wte, heads] = spread.try_emplace({row.employer, row.group}, 0, kNotMeasured).first->second;
    heads = add_heads(heads, wte, row.headcount, row.wte);
    wte += row.wte;
  }
  std::map<std::tuple<Spot, std::string, std::string, std::string, std::string, UnprintedStaff::Kind>,
           UnprintedStaff>
      staff;
  for (const auto& row : allocated.rows) {
    const auto& source = place.workforce[row.row].source;
    if (published.contains(source)) continue;
    const auto spots = spots_of(row, units);
    const auto own = spread.find({row.employer, row.group});
    using Kind = UnprintedStaff::Kind;
    const auto kind = spots.size() < 2                                  ? Kind::whole
                      : is_small(own->second.first, own->second.second) ? Kind::few
                                                                        : Kind::share;
    for (const auto& [spot, wte] : spots) {
      const auto [at, is_new] =
          staff.try_emplace({spot, row.group, row.sector, row.registered, row.employer, kind});
      auto& here = at->second;
      if (is_new)
        here = {spot.first,   spot.second, row.group, row.sector,   row.registered,
                row.employer, kind,        0,         kNotMeasured, false};
      // Of rows whose post is not whole, the people of it that are here.
      here.headcount = add_heads(here.headcount, here.wte, row.headcount * wte / (row.wte + row.rest), wte);
      here.wte += wte;
      here.silence = here.silence || silent.contains({row.holder, source, row.group});
    }
  }
  std::vector<UnprintedStaff> list;
  for (auto& [key, here] : staff) list.push_back(std::move(here));
  return list;
}

StaffPieces find_pieces(const datasets::Place& place, const CoverageRequest& question, const Units& units,
                        const Allocated& allocated, const std::vector<StaffReturn>& returns) {
  StaffPieces pieces;
  if (question.earlier.empty()) return pieces;
  Units cut{"piece", {}, {}, {}};
  std::map<std::vector<std::int32_t>, std::int32_t> known;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    std::vector<std::int32_t> in{units.of_area[i]};
    for (const auto& other : question.earlier) in.push_back(other.units.of_area[i]);
    cut.of_area.push_back(known.try_emplace(in, static_cast<std::int32_t>(known.size())).first->second);
  }
  pieces.unit_of.assign(question.earlier.size() + 1, std::vector<std::int32_t>(known.size(), -1));
  for (const auto& [in, piece] : known)
    for (std::size_t p = 0; p < in.size(); ++p) pieces.unit_of[p][static_cast<std::size_t>(piece)] = in[p];
  pieces.staff = find_unprinted(place, cut, allocated, returns);
  for (const auto& other : question.earlier)
    pieces.own.push_back(find_unprinted(place, other.units, allocated, returns));
  pieces.of_area = std::move(cut.of_area);
  return pieces;
}

/// Throws where the question cannot be put to this place.
void expect_answerable(const datasets::Place& place, const CoverageRequest& question) {
  if (place.workforce.empty())
    throw geo::InputError{{place.name, "the place has no workforce table",
                           "import a workforce file (a canonical CSV, GP or PCN workforce)"}};
  for (const auto& group : question.groups)
    if (group_order(group) == role_groups().size()) {
      std::vector<std::string> known;
      for (const auto& entry : role_groups()) known.emplace_back(entry.code);
      throw geo::InputError{{"--groups", fmt::format("there is no role group '{}'", group),
                             fmt::format("any of {}", fmt::join(known, ", "))}};
    }
}

void take_need(PlaceNeed need, Coverage& coverage) {
  coverage.scheme = std::move(need.scheme);
  coverage.need_explanation = std::move(need.explanation);
  coverage.area_need = std::move(need.need.people);
  coverage.findings.insert(coverage.findings.end(), need.findings.begin(), need.findings.end());
}

void take_allocated(Allocated& allocated, Coverage& coverage) {
  coverage.total = allocated.total;
  coverage.left_out_wte = allocated.left_out_wte;
  coverage.unknown_roles = allocated.unknown_roles;
  coverage.findings = std::move(allocated.findings);
}

void take_staff(StaffSums& staff, Coverage& coverage) {
  coverage.families = list_families(staff.by_group);
  coverage.cells = std::move(staff.cells);
  coverage.by_group = std::move(staff.by_group);
  coverage.by_employer = std::move(staff.by_employer);
  coverage.by_sector = std::move(staff.by_sector);
  coverage.area_wte = std::move(staff.area_wte);
}

}  // namespace

std::string definition_of_workforce(const datasets::Place& place) {
  // The second key is that of places made before there was one word for it.
  for (const auto* key : {"workforce_definition", "definition_of_workforce"})
    if (const auto text = place.settings.find(key); text != place.settings.end() && !text->second.empty())
      return text->second;
  return "Every row of the workforce table: whole-time equivalents in post, registered and not, of every "
         "sector loaded; vacancies are not counted.";
}

Coverage measure_coverage(const datasets::Place& place, const datasets::PlanRecord& plan,
                          const CoverageRequest& question) {
  expect_answerable(place, question);
  const CountsGroup counts = [&](const std::string& group) {
    return question.groups.empty() ||
           std::find(question.groups.begin(), question.groups.end(), group) != question.groups.end();
  };
  Coverage coverage;
  const auto lists = collect_lists(place);
  auto need = find_need(place, lists, question.scheme, question.groups);
  auto allocated = allocate_workforce(place, plan, lists, question.allocate);
  if (question.reshape) question.reshape(allocated);
  const auto returns = find_returns(place, lists, allocated);
  if (question.what_if != nullptr)
    apply_moves(place, plan, *question.what_if, need.need.people, question.allocate, allocated);

  coverage.min_coverage = thresholds_of(place.settings).min_coverage;
  coverage.definition = definition_of_workforce(place);
  coverage.units = find_units_of(place, plan, question.by);
  coverage.reporting = find_reporting(place, lists, returns, counts);
  coverage.unprinted = find_unprinted(place, coverage.units, allocated, returns);
  coverage.pieces = find_pieces(place, question, coverage.units, allocated, returns);
  auto staff = sum_staff(allocated, coverage.units, place.areas.size(), counts);
  auto roles = build_role_rows(place, returns, counts, coverage.units, staff);
  coverage.role_wte = std::move(roles.wte);
  coverage.role_partial = std::move(roles.partial);
  const auto covered = share_known(returns, place.areas.size(), counts),
             covered_registered = share_known(returns, place.areas.size(), counts, Whose::patients);
  auto rows = build_unit_rows(place, lists, coverage.units,
                              {staff.area_wte, staff.area_headcount, staff.area_estimated, need.need.people,
                               covered, covered_registered});
  coverage.unit = std::move(rows.unit);
  coverage.people_covered = rows.people_covered;
  take_allocated(allocated, coverage);
  take_need(std::move(need), coverage);
  take_staff(staff, coverage);

  coverage.area_covered = covered;

  const EquityOptions equity{question.minimum_offer, question.draws, question.seed,
                             thresholds_of(place.settings).same};
  coverage.equity = measure_equity(rows.equity, equity);
  auto within =
      measure_within_place(place, {coverage.area_wte, coverage.area_need, staff.area_headcount, covered},
                           coverage.min_coverage, equity);
  coverage.equity_quintiles = std::move(within.equity);
  coverage.quintile_basis = std::move(within.basis);
  coverage.equity_row = std::move(within.row_of_area);
  if (coverage.people_covered < 1)
    coverage.unknown_counted = count_unknown_people(
        place, coverage, staff.area_headcount, {.minimum_offer = kNotMeasured, .draws = 1000, .seed = 1});
  if (question.compare_plans) compare_plans(place, plan, lists, question, covered, coverage);
  if (std::any_of(returns.begin(), returns.end(),
                  [](const auto& one) { return one.holder != Holder::other; }))
    flag_registered_elsewhere(place, share_registered(place, lists), coverage.findings);
  add_coverage_flags(place, coverage);
  for (auto& finding : describe_thresholds(place.settings, {"min_coverage", "same"}))
    coverage.findings.push_back(std::move(finding));
  coverage.confidence =
      rate_table("coverage", coverage.findings, coverage.people_covered, coverage.min_coverage).confidence;
  return coverage;
}

}  // namespace placewright::boundaries::workforce
