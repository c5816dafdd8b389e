#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/cover/place_access.h"
#include "boundaries/workforce/cover/what_if.h"
#include "boundaries/workforce/plan/place_projection.h"
#include "boundaries/workforce/plan/place_siting.h"
#include "boundaries/workforce/plan/rebalance_roles.h"
#include "boundaries/workforce/supply/organisations.h"
#include "tests/workforce/plain_planning.h"
#include "tests/workforce/random_place.h"

/// Every figure of staff on invented places against a second, plain calculation that shares nothing with the
/// program but the input.
namespace placewright::boundaries::workforce {
namespace {

using datasets::Place;

/// Holds that two figures are one: both missing, or within 1e-9 (of large ones, relative).
void expect_same(const std::string& what, double program, double plain) {
  if (std::isnan(program) && std::isnan(plain)) return;
  const double size = std::max({1.0, std::abs(program), std::abs(plain)});
  EXPECT_LE(std::abs(program - plain), 1e-9 * size) << what << ": " << program << " against " << plain;
}

/// Puts a question to the places of the seeds 1 to `count`; stops at the first place that differs.
void ask_places(std::uint64_t count, const std::function<void(const Place&)>& compare) {
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    compare(toy::RandomPlace(seed).take());
    if (testing::Test::HasFailure()) return;
  }
}

CoverageRequest question_of(const std::string& scheme, const std::string& group) {
  CoverageRequest question;
  question.scheme = scheme;
  if (!group.empty()) question.groups = {group};
  question.compare_plans = false;
  question.draws = 1000;
  return question;
}

bool has_scheme(const Place& place, const std::string& scheme) {
  return scheme == "none" || scheme == "index:frailty" ||
         std::any_of(place.weights.begin(), place.weights.end(),
                     [&](const auto& row) { return row.scheme == scheme; });
}

/// A scheme needs its table, and people by age where it weighs by age.
std::vector<std::string> schemes_of(const Place& place) {
  std::vector<std::string> schemes;
  for (const auto* scheme : {"none", "ages", "lists", "index:frailty"})
    if (has_scheme(place, scheme)) schemes.emplace_back(scheme);
  return schemes;
}

void compare_account(const std::string& what, const Conservation& program, const plain::Account& plain) {
  expect_same(what + " input", program.input, plain.input);
  expect_same(what + " allocated", program.allocated, plain.allocated);
  expect_same(what + " outside", program.outside, plain.outside);
  expect_same(what + " unknown", program.unknown, plain.unknown);
  expect_same(what + " unallocated", program.unallocated, plain.unallocated);
}

void compare_supply(const Place& place) {
  const auto coverage = measure_coverage(place, place.plans.front(), question_of("none", ""));
  const auto staff = plain::spread_staff(place);
  compare_account("all", coverage.total, staff.account);
  expect_same("left out", coverage.left_out_wte, staff.account.left_out);
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    double wte = 0;
    for (const auto& row : staff.rows) wte += row.wte * row.spread.area[i];
    expect_same("WTE of " + place.areas.code[i], coverage.area_wte[i], wte);
  }
  for (const auto& total : coverage.by_group) {
    double allocated = 0;
    for (const auto& row : staff.rows)
      if (plain::group_of(place.workforce[row.row]) == total.name)
        for (const double share : row.spread.area) allocated += row.wte * share;
    expect_same("allocated of " + total.name, total.account.allocated, allocated);
  }
}

void compare_units(const Coverage& coverage, const std::map<std::string, plain::UnitRow>& plain) {
  double residents = 0, covered = 0;
  ASSERT_EQ(coverage.units.size(), plain.size());
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& id = coverage.units.id[k];
    const auto& unit = coverage.unit[k];
    const auto& row = plain.at(id);
    expect_same(id + " residents", unit.residents, row.residents);
    expect_same(id + " registered", unit.registered, row.registered);
    expect_same(id + " need", unit.need, row.need);
    expect_same(id + " IMD", unit.imd, row.imd);
    expect_same(id + " Core20", unit.core20, row.core20);
    expect_same(id + " coverage", unit.coverage, row.coverage);
    expect_same(id + " WTE", unit.wte, row.wte);
    expect_same(id + " per 10,000 residents", unit.per_10k_residents, row.per_residents);
    expect_same(id + " per 10,000 registered", unit.per_10k_registered, row.per_registered);
    expect_same(id + " per 10,000 by need", unit.per_10k_need, row.per_need);
    expect_same(id + " fair", unit.fair, row.fair);
    expect_same(id + " gap", unit.gap, row.gap);
    EXPECT_EQ(unit.partial, row.coverage < 0.6) << id;
    if (std::isnan(row.residents)) continue;
    residents += row.residents;
    covered += row.covered;
  }
  expect_same("people covered", coverage.people_covered, residents > 0 ? covered / residents : 1);
}

/// Units of a measure.
struct Rows {
  std::vector<double> people, supply, deprivation;
  void add(double living, double staff, double score) {
    people.push_back(living);
    supply.push_back(staff);
    deprivation.push_back(score);
  }
  [[nodiscard]] double staff() const {
    double all = 0;
    for (const double one : supply) all += one;
    return all;
  }
};

/// People and need side by side: all, and those with a score.
struct Ranked {
  Rows crude, crude_scored, need, need_scored;
};

void compare_spread(const std::string& what, const Equity& equity, const Ranked& rows) {
  const bool any = rows.crude.staff() > 0;
  if (!any) {
    EXPECT_TRUE(std::isnan(equity.gini)) << what;
    return;
  }
  expect_same(what + " Gini", equity.gini, plain::gini_of(rows.crude.people, rows.crude.supply));
  expect_same(what + " Hoover", equity.hoover, plain::hoover_of(rows.crude.people, rows.crude.supply));
  expect_same(what + " Theil", equity.theil.total, plain::theil_of(rows.crude.people, rows.crude.supply));
  if (!(rows.need.staff() > 0)) return;
  const double hoover = plain::hoover_of(rows.need.people, rows.need.supply);
  expect_same(what + " Gini by need", equity.gini_need, plain::gini_of(rows.need.people, rows.need.supply));
  expect_same(what + " Hoover by need", equity.hoover_need, hoover);
  expect_same(what + " WTE to move", equity.to_move, hoover * rows.need.staff());
}

void compare_slope(const std::string& what, const Slope& slope, const Rows& rows) {
  if (rows.people.size() < 5) {
    EXPECT_FALSE(slope.refused.empty()) << what;
    return;
  }
  if (!(rows.staff() > 0)) return;
  const auto line = plain::line_of(rows.people, rows.supply, rows.deprivation);
  if (std::isnan(line.slope)) return;  // all as deprived as each other
  expect_same(what + " SII", slope.sii, line.slope);
  expect_same(what + " intercept", slope.intercept, line.intercept);
  if (std::abs(line.intercept) < 1e-3) return;
  expect_same(what + " RII", slope.rii, (line.intercept + line.slope) / line.intercept);
}

void compare_ranked(const std::string& what, const Equity& equity, const Ranked& rows) {
  if (rows.crude_scored.staff() > 0)
    expect_same(what + " concentration", equity.concentration,
                plain::concentration_of(rows.crude_scored.people, rows.crude_scored.supply,
                                        rows.crude_scored.deprivation));
  if (rows.need_scored.staff() > 0)
    expect_same(what + " concentration by need", equity.concentration_need_weighted,
                plain::concentration_of(rows.need_scored.people, rows.need_scored.supply,
                                        rows.need_scored.deprivation));
  compare_slope(what, equity.slope, rows.crude_scored);
  compare_slope(what + " by need", equity.slope_need, rows.need_scored);
}

Ranked rank_units(const std::map<std::string, plain::UnitRow>& units) {
  Ranked rows;
  for (const auto& [id, row] : units) {
    if (!(row.coverage >= 0.6) || !(row.covered > 0)) continue;
    rows.crude.add(row.covered, row.wte_of_people, row.imd);
    if (!std::isnan(row.imd)) rows.crude_scored.add(row.covered, row.wte_of_people, row.imd);
    if (!(row.weighed > 0)) continue;
    rows.need.add(row.weighed, row.wte_weighed, row.imd);
    if (!std::isnan(row.imd)) rows.need_scored.add(row.weighed, row.wte_weighed, row.imd);
  }
  return rows;
}

Ranked rank_areas(const Place& place, const plain::Staff& staff, const plain::Known& known,
                  const std::vector<double>& need, const std::string& group) {
  Ranked rows;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    const double people = place.areas.population[i] * known.residents[i],
                 weighted = need[i] * known.residents[i], score = place.areas.imd_score[i];
    if (!plain::is_inside(place, i) || !(people > 0) || known.residents[i] < 0.6) continue;
    double wte = 0;
    for (const auto& row : staff.rows)
      if (group.empty() || plain::group_of(place.workforce[row.row]) == group)
        wte += row.wte * row.spread.area[i];
    rows.crude.add(people, wte, score);
    if (!std::isnan(score)) rows.crude_scored.add(people, wte, score);
    if (!(weighted > 0)) continue;
    rows.need.add(weighted, wte, score);
    if (!std::isnan(score)) rows.need_scored.add(weighted, wte, score);
  }
  return rows;
}

void compare_figures(const Place& place) {
  const auto staff = plain::spread_staff(place);
  for (const auto& scheme : schemes_of(place))
    for (const std::string group : {"", "GP", "CN"}) {
      SCOPED_TRACE("scheme " + scheme + ", group " + group);
      const auto known = plain::find_known(place, staff, group);
      const auto units = plain::measure_units(place, staff, known, scheme, group);
      const auto coverage = measure_coverage(place, place.plans.front(), question_of(scheme, group));
      compare_units(coverage, units);
      const auto between = rank_units(units);
      compare_spread("units", coverage.equity, between);
      compare_ranked("units", coverage.equity, between);
      const auto within = rank_areas(place, staff, known, plain::need_of(place, scheme), group);
      compare_spread("areas", coverage.equity_quintiles, within);
      compare_ranked("areas", coverage.equity_quintiles, within);
    }
}

/// Sites of practices that people can travel to, with what each gives; NaN no figure.
struct Sites {
  std::vector<std::vector<double>> minutes;
  std::vector<double> supply;
};
Sites practices_of(const Place& place, const plain::Staff& staff, const AccessQuestion& question) {
  Sites sites;
  for (const auto& site : place.sites) {
    if (site.kind != "gp" || !site.open) continue;
    double supply = question.supply == "capacity" ? site.capacity
                    : question.supply == "list"   ? site.list_size
                    : question.supply == "one"    ? 1
                                                  : datasets::kMissing;
    if (question.supply == "wte")
      for (const auto& row : staff.rows) {
        const auto& given = place.workforce[row.row];
        const auto& at = given.base_id.empty() ? given.practice_code : given.base_id;
        if (at == site.id && row.wte > 0) supply = (std::isnan(supply) ? 0 : supply) + row.wte;
      }
    sites.minutes.push_back(plain::minutes_to(place, site, question.mode));
    sites.supply.push_back(supply);
  }
  return sites;
}

/// People within the threshold of the nearest site, and those of whom nothing is known.
void compare_near(const Place& place, const AccessQuestion& question, const PlaceAccess& access,
                  const Sites& sites) {
  std::map<std::string, WithinReach> near;
  const auto hoods = plain::neighbourhood_of(place);
  for (std::size_t i = 0; i < hoods.size(); ++i) {
    const double living = place.areas.population[i];
    if (hoods[i].empty() || !(living > 0)) continue;
    bool within = false, any = false;
    for (std::size_t j = 0; j < sites.minutes.size(); ++j) {
      within = within || sites.minutes[j][i] <= question.near;
      any = any || !std::isnan(sites.minutes[j][i]);
    }
    for (const auto& trip : place.travel)
      any = any ||
            (trip.mode == question.mode && trip.area == place.areas.code[i] && std::isnan(trip.minutes) &&
             std::any_of(place.sites.begin(), place.sites.end(), [&](const auto& site) {
               return site.id == trip.site && site.kind == "gp" && site.open;
             }));
    near[hoods[i]].people += living;
    near[hoods[i]].within += within ? living : 0;
    near[hoods[i]].unknown += any ? 0 : living;
  }
  for (std::size_t k = 0; k < access.units.size(); ++k) {
    const auto& id = access.units.id[k];
    expect_same(id + " people", access.near_by_unit[k].people, near[id].people);
    expect_same(id + " near", access.near_by_unit[k].within, near[id].within);
    expect_same(id + " unknown", access.near_by_unit[k].unknown, near[id].unknown);
  }
}

void compare_catchments(const Place& place, const AccessQuestion& question, const PlaceAccess& access,
                        const Sites& sites) {
  Sites given;
  for (std::size_t j = 0; j < sites.supply.size(); ++j)
    if (!std::isnan(sites.supply[j])) {
      given.minutes.push_back(sites.minutes[j]);
      given.supply.push_back(sites.supply[j]);
    }
  std::vector<double> people;
  for (std::size_t i = 0; i < place.areas.size(); ++i)
    people.push_back(plain::is_inside(place, i) && place.areas.population[i] > 0 ? place.areas.population[i]
                                                                                 : 0);
  ASSERT_EQ(access.methods.size(), given.supply.empty() ? 0U : 4U);
  for (int method = 0; method < static_cast<int>(access.methods.size()); ++method) {
    const auto plain =
        plain::access_of(method, given.minutes, people, given.supply, question.threshold, question.decay);
    for (std::size_t i = 0; i < people.size(); ++i)
      expect_same(access.methods[static_cast<std::size_t>(method)].name + " of " + place.areas.code[i],
                  access.methods[static_cast<std::size_t>(method)].area_per_10k[i], 1e4 * plain[i]);
  }
}

void compare_access(const Place& place) {
  const auto staff = plain::spread_staff(place);
  for (const auto* mode : {"walk", "drive"})
    for (const auto* decay : {"gaussian", "step", "binary"})
      for (const auto* supply : {"wte", "capacity", "list", "one"}) {
        SCOPED_TRACE(std::string(mode) + ", " + decay + ", " + supply);
        AccessQuestion question;
        question.mode = mode;
        question.decay = decay;
        question.supply = supply;
        question.threshold = place.areas.size() % 2 == 0 ? 30 : 17;
        const auto sites = practices_of(place, staff, question);
        if (sites.supply.empty()) continue;
        const auto access = measure_place_access(place, place.plans.front(), question);
        EXPECT_EQ(access.sites, sites.supply.size());
        compare_near(place, question, access, sites);
        compare_catchments(place, question, access, sites);
      }
}

void compare_moves(const Place& place) {
  const auto staff = plain::spread_staff(place);
  const auto tolerance = place.areas.size() % 2 == 0 ? 0.1 : 0.0,
             longest = place.areas.size() % 3 == 0 ? 8.0 : 0.0;
  const auto results = rebalance_roles(place, place.plans.front(), question_of("none", ""),
                                       {.tolerance = tolerance, .longest_minutes = longest});
  for (const auto& result : results) {
    SCOPED_TRACE("group " + result.group);
    const auto known = plain::find_known(place, staff, result.group);
    std::vector<double> fair;
    std::vector<std::string> units;
    for (const auto& [id, row] : plain::measure_units(place, staff, known, "none", result.group))
      if (!std::isnan(row.fair)) {
        units.push_back(id);
        fair.push_back(row.fair);
      }
    ASSERT_EQ(units, result.unit);
    const auto least =
        plain::least_moves(plain::pools_of(place, staff, result.group, units), fair, tolerance, longest);
    for (std::size_t k = 0; k < fair.size(); ++k)
      expect_same(units[k] + " fair", result.moves.fair[k], fair[k]);
    expect_same("left", result.moves.unmet + result.moves.over, least.left);
    expect_same("moved", result.moves.moved, least.moved);
    expect_same("WTE minutes", result.moves.wte_minutes, least.wte_minutes);
  }
}

void compare_sites(const Place& place) {
  const std::pair<SitingAim, const char*> aims[] = {
      {SitingAim::median, "median"}, {SitingAim::covering, "covering"}, {SitingAim::centre, "centre"}};
  for (const auto& [aim, name] : aims)
    for (const int count : {1, 2}) {
      SCOPED_TRACE(std::string(name) + ", " + std::to_string(count) + " sites");
      SitingQuestion question;
      question.aim = aim;
      question.sites = static_cast<std::uint32_t>(count);
      question.kind = "gp";
      question.mode = "walk";
      question.threshold = 15;
      const auto found = site_next(place, question);
      ASSERT_TRUE(found.answer.proved);
      expect_same("worth", found.answer.value, plain::best_sites(place, "gp", "walk", name, count, 15));
    }
}

void compare_requirement(const std::string& what, const UnitProjection& unit,
                         const std::vector<plain::Ahead>& editions) {
  ASSERT_EQ(unit.missing, editions.front().missing) << what;
  if (unit.missing) return;
  std::vector<double> required;
  for (const auto& ahead : editions)
    required.push_back((ahead.wte + ahead.silent) * ahead.weighted_then / ahead.weighted_now);
  std::sort(required.begin(), required.end());
  const auto& first = editions.front();
  expect_same(what + " people now", unit.central.people_now, first.people_now);
  expect_same(what + " weighted now", unit.central.weighted_now, first.weighted_now);
  expect_same(what + " rate now", unit.central.rate_now,
              1e4 * (first.wte + first.silent) / first.weighted_now);
  expect_same(what + " required", unit.central.required, required.front());
  if (editions.size() == 1) {
    expect_same(what + " people then", unit.central.people_then, first.people_then);
    expect_same(what + " crude", unit.central.required_crude,
                (first.wte + first.silent) * first.people_then / first.people_now);
    expect_same(what + " low", unit.range.low, 0.95 * required.front());
    expect_same(what + " high", unit.range.high, 1.05 * required.front());
  } else {
    expect_same(what + " low", unit.range.low, required.front());
    expect_same(what + " high", unit.range.high, required.back());
  }
}

void compare_projection(const Place& place) {
  const auto staff = plain::spread_staff(place);
  const auto known = plain::find_known(place, staff, "");
  for (const std::string scheme : {"none", "ages"}) {
    SCOPED_TRACE("scheme " + scheme);
    ProjectionQuestion question;
    question.to = 2035;
    question.scheme = scheme;
    const auto program = project_place(place, place.plans.front(), question);
    std::vector<std::map<std::string, plain::Ahead>> editions;
    for (const auto& edition : program.editions)
      editions.push_back(plain::project_units(place, staff, known, scheme, edition));
    const auto of_unit = [&](const std::string& id) {
      std::vector<plain::Ahead> all;
      for (const auto& edition : editions) all.push_back(edition.at(id));
      return all;
    };
    for (const auto& unit : program.units) compare_requirement(unit.id, unit, of_unit(unit.id));
    compare_requirement("place", program.whole, of_unit(""));
  }
}

void compare_move(const Place& place, const plain::Staff& staff, const Move& move,
                  const std::vector<double>& arrive) {
  if (std::all_of(arrive.begin(), arrive.end(), [](double share) { return share == 0; })) return;
  SCOPED_TRACE("half of " + move.group + " to " + move.to);
  WhatIf scenario;
  scenario.moves.push_back(move);
  auto question = question_of("none", "");
  question.what_if = &scenario;
  const auto coverage = measure_coverage(place, place.plans.front(), question);
  const auto moved = plain::move_staff(place, staff, move.group, move.from, arrive, move.wte);
  compare_units(coverage,
                plain::measure_units(place, moved, plain::find_known(place, staff, ""), "none", ""));
}

/// Half of what the first neighbourhood has of a group goes to the last one, or to a base.
void compare_what_if(const Place& place) {
  const auto staff = plain::spread_staff(place);
  const auto& hoods = place.plans.front().neighbourhoods;
  const auto &from = hoods.front().id, &to = hoods.back().id;
  for (const std::string group : {"GP", "CN", "ASC"}) {
    const double there = plain::staff_in(place, staff, group, from);
    if (!(there > 1e-6)) continue;
    compare_move(place, staff, {group, "", there / 2, from, to, ""}, plain::arrive_in(place, to));
    compare_move(place, staff, {group, "", there / 2, from, "B0", ""}, plain::arrive_at(place, "B0"));
  }
}

void compare_territories(const Place& place) {
  const auto report = measure_footprints(place, place.plans.front());
  const auto hoods = plain::neighbourhood_of(place);
  for (const auto& footprint : report.footprints) {
    SCOPED_TRACE("footprint " + footprint.id);
    const auto share = plain::share_in_footprint(place, footprint.id);
    double people = 0, in_units = 0;
    std::map<std::string, double> all, within;
    for (std::size_t i = 0; i < share.size(); ++i) {
      const double living = place.areas.population[i] > 0 ? place.areas.population[i] : 0;
      people += share[i] * living;
      if (hoods[i].empty()) continue;
      all[hoods[i]] += living;
      within[hoods[i]] += share[i] * living;
      in_units += share[i] * living;
    }
    expect_same("people", footprint.people, people);
    const bool of_areas = !plain::find_territory(place, footprint.id).share.empty();
    std::size_t parts = 0, cut = 0;
    for (const auto& [id, living] : all) {
      if (!(within[id] > 0)) continue;
      const double part = within[id] / living;
      if (part < 0.05 && within[id] < 0.05 * in_units) continue;
      ++parts;
      if (of_areas && part < 0.95) ++cut;
      const auto at = std::find_if(footprint.parts.begin(), footprint.parts.end(),
                                   [&, id = id](const auto& one) { return one.neighbourhood == id; });
      ASSERT_NE(at, footprint.parts.end()) << id;
      expect_same(id + " people within", at->people, within[id]);
      expect_same(id + " share within", at->share, part);
    }
    EXPECT_EQ(footprint.parts.size(), parts);
    EXPECT_EQ(footprint.cut.size(), cut);
  }
}

void compare_covers(const Place& place) {
  const auto staff = plain::spread_staff(place);
  for (std::size_t i = 0; i < place.areas.size(); i += 3) {
    if (!plain::is_inside(place, i)) continue;
    SCOPED_TRACE("area " + place.areas.code[i]);
    const auto answer = find_who_covers(place, place.plans.front(), place.areas.code[i]);
    const auto plain = plain::who_covers(place, staff, i);
    EXPECT_EQ(answer.few, plain.few);
    std::vector<std::tuple<std::string, double, double>> ours, theirs;
    std::vector<std::string> without_staff;
    const auto told = [](double value) { return std::isnan(value) ? -1 : value; };
    for (const auto& cover : answer.covers)
      if (cover.group.empty())
        without_staff.push_back(cover.footprint);
      else
        ours.emplace_back(cover.group, told(cover.wte_of_area), told(cover.minutes));
    for (const auto& [row, here] : plain.rows)
      theirs.emplace_back(plain::group_of(place.workforce[row]), told(here.wte), told(here.minutes));
    std::sort(ours.begin(), ours.end());
    std::sort(theirs.begin(), theirs.end());
    std::sort(without_staff.begin(), without_staff.end());
    EXPECT_EQ(without_staff, plain.without_staff);
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t r = 0; r < ours.size(); ++r) {
      EXPECT_EQ(std::get<0>(ours[r]), std::get<0>(theirs[r]));
      expect_same("WTE of " + std::get<0>(ours[r]), std::get<1>(ours[r]), std::get<1>(theirs[r]));
      expect_same("minutes of " + std::get<0>(ours[r]), std::get<2>(ours[r]), std::get<2>(theirs[r]));
    }
  }
}

void compare_fit(const Place& place) {
  const auto report = measure_organisations(place, place.plans.front());
  const auto plain = plain::fit_of_pcns(place);
  ASSERT_EQ(report.pcns.size(), plain.patients.size());
  for (std::size_t q = 0; q < report.pcns.size(); ++q)
    for (std::size_t k = 0; k < report.neighbourhood.size(); ++k) {
      const auto& row = plain.patients.at(report.pcns[q].id);
      const auto at = row.find(report.neighbourhood[k]);
      expect_same(report.pcns[q].id + " in " + report.neighbourhood[k], report.overlap.at(q, k),
                  at == row.end() ? 0 : at->second);
    }
  expect_same("many to one", report.alignment.share_many, plain.many);
  expect_same("one to one", report.alignment.share_one, plain.one);
  for (std::size_t k = 0; k < report.neighbourhood.size(); ++k)
    expect_same("PCNs in " + report.neighbourhood[k], report.alignment.effective[k],
                plain.effective.at(report.neighbourhood[k]));
}

constexpr std::uint64_t kFew = 60, kMany = 500;

TEST(RandomPlaces, SupplyIsWhatAPlainCountFinds) { ask_places(kFew, compare_supply); }
TEST(RandomPlaces, NeedRatesGapsAndEquityAreWhatAPlainCountFinds) { ask_places(kFew, compare_figures); }
TEST(RandomPlaces, AccessIsWhatAPlainCountFinds) { ask_places(kFew, compare_access); }
TEST(RandomPlaces, MovesAreTheLeastOfALinearProgram) { ask_places(kFew, compare_moves); }
TEST(RandomPlaces, SitesAreTheBestOfAll) { ask_places(kFew, compare_sites); }
TEST(RandomPlaces, ProjectionsAreWhatAPlainCountFinds) { ask_places(kFew, compare_projection); }
TEST(RandomPlaces, StaffMovedInThoughtArriveWhereAPlainCountHasThem) { ask_places(kFew, compare_what_if); }
TEST(RandomPlaces, FootprintsNestAsAPlainCountFinds) { ask_places(kFew, compare_territories); }
TEST(RandomPlaces, WhoCoversIsWhomAPlainCountFinds) { ask_places(kFew, compare_covers); }
TEST(RandomPlaces, PcnsFitAsAPlainCountFinds) { ask_places(kFew, compare_fit); }

TEST(SlowRandomPlaces, SupplyIsWhatAPlainCountFinds) { ask_places(kMany, compare_supply); }
TEST(SlowRandomPlaces, NeedRatesGapsAndEquityAreWhatAPlainCountFinds) { ask_places(kMany, compare_figures); }
TEST(SlowRandomPlaces, AccessIsWhatAPlainCountFinds) { ask_places(kMany, compare_access); }
TEST(SlowRandomPlaces, MovesAreTheLeastOfALinearProgram) { ask_places(kMany, compare_moves); }
TEST(SlowRandomPlaces, SitesAreTheBestOfAll) { ask_places(kMany, compare_sites); }
TEST(SlowRandomPlaces, ProjectionsAreWhatAPlainCountFinds) { ask_places(kMany, compare_projection); }
TEST(SlowRandomPlaces, StaffMovedInThoughtArriveWhereAPlainCountHasThem) {
  ask_places(kMany, compare_what_if);
}
TEST(SlowRandomPlaces, FootprintsNestAsAPlainCountFinds) { ask_places(kMany, compare_territories); }
TEST(SlowRandomPlaces, WhoCoversIsWhomAPlainCountFinds) { ask_places(kMany, compare_covers); }
TEST(SlowRandomPlaces, PcnsFitAsAPlainCountFinds) { ask_places(kMany, compare_fit); }

/// Worked number WX14 of the requirements.
TEST(RandomPlaces, TheWorkedPcnsFitAsWorkedOut) {
  auto place = toy::place_of({{"L1", 1500}, {"L2", 1600}, {"L3", 1600}, {"L4", 1400}});
  place.sites = {toy::practice("P1", "PCN1", "L1"), toy::practice("P2", "PCN2", "L2")};
  place.registrations = {{"P1", "L1", 1200}, {"P2", "L1", 300},  {"P1", "L2", 500}, {"P2", "L2", 1100},
                         {"P1", "L3", 100},  {"P2", "L3", 1500}, {"P1", "L4", 1400}};
  place.plans = {toy::plan_of({{"L1", "H1"}, {"L2", "H2"}, {"L3", "H2"}, {"L4", "H1"}})};
  compare_fit(place);
  const auto plain = plain::fit_of_pcns(place);
  EXPECT_NEAR(plain.many, 0.852459, 5e-7);
  EXPECT_NEAR(plain.one, 0.852459, 5e-7);
  EXPECT_NEAR(plain.effective.at("H2"), 1.620245, 5e-7);
}

}  // namespace
}  // namespace placewright::boundaries::workforce
