#include "viewer/session/coverage_model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include "boundaries/output/profile.h"
#include "boundaries/output/workforce_tables.h"
#include "boundaries/workforce/supply/roles.h"
#include "datasets/place/names.h"
#include "geo/error.h"
#include "viewer/session/coverage_pages.h"

namespace placewright::viewer {
namespace {

namespace workforce = boundaries::workforce;
namespace output = boundaries::output;
using datasets::kMissing;

constexpr std::uint32_t kQuickDraws = 1000;  // pages whose limits nobody reads

std::string named(const workforce::Units& units, std::size_t row) {
  return datasets::full_name(units.id[row], units.name[row]);
}

workforce::Coverage measure_staff(const datasets::Place& place, const datasets::PlanRecord& plan,
                                  CoverageAnswer& answer, bool with_limits) {
  workforce::CoverageRequest question;
  if (!answer.ask.group.empty()) question.groups = {answer.ask.group};
  if (!with_limits) question.draws = kQuickDraws;
  question.compare_plans = with_limits;
  auto coverage = workforce::measure_coverage(place, plan, question);
  answer.choices = {""};
  answer.choice_names = {"all staff"};
  for (const auto& total : coverage.by_group) {
    answer.choices.push_back(total.name);
    answer.choice_names.emplace_back(workforce::find_role_group(total.name).name);
  }
  answer.flags = coverage.findings;
  answer.confidence = coverage.confidence;
  return coverage;
}

/// "staff" of sentences: all, or one role group in its own words.
std::string staff_words(const CoverageAsk& ask) {
  return ask.group.empty() ? std::string("staff") : std::string(workforce::find_role_group(ask.group).name);
}

LinkedTable unit_rows(const workforce::Coverage& coverage) {
  LinkedTable linked;
  linked.table = {"staff",
                  "Staff by neighbourhood",
                  {{"Id", 0, ""},
                   {"Name", 0, ""},
                   {"People", 0, "usual residents"},
                   {"Need index", 2, "weighted over plain people; " + coverage.need_explanation},
                   {"WTE", 1, "whole-time equivalents in post"},
                   {"per 10,000", 1, "WTE per 10,000 residents whose practice or PCN reported (crude)"},
                   {"by need", 1, "WTE per 10,000 people weighted by need"},
                   {"Reported %", 0,
                    fmt::format("patients whose practice or PCN reported; below {:g} % no rate is given",
                                100 * coverage.min_coverage)},
                   {"Flag", 0, "PARTIAL: too few reported for a rate, WTE are those reported"}},
                  {}};
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    linked.table.rows.push_back({coverage.units.id[k], shown_name(coverage.units, k), unit.residents,
                                 unit.need_residents > 0 ? unit.need / unit.need_residents : kMissing,
                                 unit.wte, unit.per_10k_residents, unit.per_10k_need, 100 * unit.coverage,
                                 unit.partial ? "PARTIAL" : ""});
    linked.neighbourhood.push_back(coverage.units.id[k]);
  }
  return linked;
}

/// A row a neighbourhood, a column a role group.
LinkedTable role_rows(const workforce::Coverage& coverage) {
  LinkedTable linked;
  linked.table = {"staff by role", "WTE by neighbourhood and role", {{"Id", 0, ""}, {"Name", 0, ""}}, {}};
  for (const auto& total : coverage.by_group)
    linked.table.columns.push_back(
        {total.name, 1, std::string(workforce::find_role_group(total.name).name) + ", WTE"});
  linked.table.columns.push_back({"Flag", 0, "PARTIAL: too few reported, WTE are those reported"});
  for (std::uint32_t k = 0; k < coverage.units.size(); ++k) {
    std::vector<output::Cell> row{coverage.units.id[k], shown_name(coverage.units, k)};
    for (std::size_t c = 0; c < coverage.by_group.size(); ++c)
      row.emplace_back(coverage.role_wte[k * coverage.by_group.size() + c]);
    row.emplace_back(output::role_flag(coverage, k));
    linked.table.rows.push_back(std::move(row));
    linked.neighbourhood.push_back(coverage.units.id[k]);
  }
  return linked;
}

void add_account_sentence(const workforce::Coverage& coverage, CoverageAnswer& answer) {
  const auto& total = coverage.total;
  answer.sentences.push_back(fmt::format(
      "{} WTE in post: {} reach areas of the place, {} follow patients outside, {} cannot be placed{}.",
      output::number_text(total.input, 1), output::number_text(total.allocated, 1),
      output::number_text(total.outside, 1), output::number_text(total.unknown + total.unallocated, 1),
      total.held > 0 ? fmt::format(" ({:.1f} of them held for the whole place)", total.held) : ""));
  std::vector<std::string> without;
  for (const auto& family : coverage.families)
    if (family.missing) without.push_back(family.family);
  if (!without.empty())
    answer.sentences.push_back(
        fmt::format("No staff are loaded for {}: silence there is no shortage.", fmt::join(without, ", ")));
  if (!coverage.reporting.pcns_missing.empty())
    answer.sentences.push_back(fmt::format("{} of {} PCNs of the place gave no WTE in some return.",
                                           coverage.reporting.pcns_missing.size(),
                                           coverage.reporting.pcns.size()));
}

void staff_page(const datasets::Place& place, const datasets::PlanRecord& plan, CoverageAnswer& answer) {
  const auto coverage = measure_staff(place, plan, answer, false);
  std::size_t most = coverage.units.size(), least = most;
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const double rate = coverage.unit[k].per_10k_need;
    if (std::isnan(rate)) continue;
    if (most == coverage.units.size() || rate > coverage.unit[most].per_10k_need) most = k;
    if (least == coverage.units.size() || rate < coverage.unit[least].per_10k_need) least = k;
  }
  if (most < coverage.units.size() && most != least)
    answer.sentences.push_back(
        fmt::format("After need {} has most {}, {:.1f} WTE per 10,000 weighted people, and {} least, {:.1f}.",
                    named(coverage.units, most), staff_words(answer.ask), coverage.unit[most].per_10k_need,
                    named(coverage.units, least), coverage.unit[least].per_10k_need));
  add_account_sentence(coverage, answer);
  answer.tables.push_back(unit_rows(coverage));
  answer.tables.push_back(role_rows(coverage));
}

void need_page(const datasets::Place& place, const datasets::PlanRecord& plan, CoverageAnswer& answer) {
  const auto coverage = measure_staff(place, plan, answer, false);
  LinkedTable linked;
  linked.table = {"need and supply",
                  "Supply against the share by need",
                  {{"Id", 0, ""},
                   {"Name", 0, ""},
                   {"Need", 0, coverage.need_explanation},
                   {"WTE", 1, "in post"},
                   {"Fair share", 1, "WTE at the place's rate by need"},
                   {"Gap", 1, "WTE less the fair share; all gaps add up to 0"},
                   {"Gap %", 1, "gap over the fair share"},
                   {"IMD", 1, "people-weighted mean score, higher is more deprived"},
                   {"Core20 %", 0, "people in IMD deciles 1 and 2"}},
                  {}};
  double short_wte = 0;
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    const bool judged = !std::isnan(unit.gap);
    linked.table.rows.push_back({coverage.units.id[k], shown_name(coverage.units, k), unit.need,
                                 judged ? unit.judged_wte : unit.wte, unit.fair, unit.gap,
                                 100 * unit.misalignment, unit.imd, 100 * unit.core20});
    linked.neighbourhood.push_back(coverage.units.id[k]);
    if (!judged) continue;
    answer.bars.push_back({coverage.units.id[k], shown_name(coverage.units, k), unit.judged_wte, unit.fair});
    short_wte += std::max(0.0, -unit.gap);
  }
  std::stable_sort(answer.bars.begin(), answer.bars.end(),
                   [](const auto& a, const auto& b) { return a.supply - a.fair < b.supply - b.fair; });
  if (!answer.bars.empty() && answer.bars.front().supply < answer.bars.front().fair) {
    const auto& worst = answer.bars.front();
    answer.sentences.push_back(
        fmt::format("{} is furthest below its share by need: {:.1f} WTE of {} where {:.1f} would be its "
                    "share, {:.1f} short.",
                    datasets::full_name(worst.id, worst.name), worst.supply, staff_words(answer.ask),
                    worst.fair, worst.fair - worst.supply));
    answer.sentences.push_back(
        fmt::format("{:.1f} WTE would have to move for every neighbourhood to have its share.", short_wte));
  } else if (answer.bars.empty()) {
    answer.sentences.push_back("Too few practices and PCNs reported to judge any neighbourhood.");
  }
  answer.sentences.push_back("Need is " + coverage.need_explanation + ".");
  answer.tables.push_back(std::move(linked));
  auto profile = output::measure_profile(place, plan);
  LinkedTable known;
  for (std::size_t k = 0; k < coverage.units.size(); ++k) known.neighbourhood.push_back(coverage.units.id[k]);
  known.neighbourhood.emplace_back();  // the row of the place
  known.table = std::move(profile.table);
  for (const auto& line : output::profile_notes(profile)) answer.sentences.push_back(line + ".");
  answer.tables.push_back(std::move(known));
}

void fairness_page(const datasets::Place& place, const datasets::PlanRecord& plan, CoverageAnswer& answer) {
  const auto coverage = measure_staff(place, plan, answer, true);
  const auto& equity = coverage.equity;
  std::vector<double> people, deprivation, wte, need;
  std::vector<std::size_t> rows;
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    const double reported = unit.residents * unit.coverage;
    if (!(reported > 0) || std::isnan(unit.imd) || std::isnan(unit.gap)) continue;
    rows.push_back(k);
    people.push_back(reported);
    deprivation.push_back(unit.imd);
    wte.push_back(unit.wte);
    need.push_back(unit.need * unit.coverage);
  }
  answer.fairness.supply = concentration_curve(people, deprivation, wte);
  answer.fairness.need = concentration_curve(people, deprivation, need);
  if (!rows.empty()) {
    const auto ranks = workforce::deprivation_ranks(people, deprivation);
    for (std::size_t i = 0; i < rows.size(); ++i)
      answer.fairness.points.push_back({coverage.units.id[rows[i]], shown_name(coverage.units, rows[i]),
                                        ranks[i], 1e4 * wte[i] / people[i], people[i]});
  }
  answer.fairness.start = equity.slope.intercept;
  answer.fairness.end = equity.slope.end;
  answer.fairness.refused = equity.slope.refused;
  for (const auto& sentence : equity.sentences) answer.sentences.push_back(sentence);
  if (coverage.plans.size() > 1)
    answer.sentences.push_back(
        fmt::format("Over the {} plans of this place the direction {}.", coverage.plans.size(),
                    coverage.sign_stable ? "is the same" : "differs: it hangs on where the lines are drawn"));
  LinkedTable linked;
  linked.table = {"fairness", "How fair", {{"Measure", 0, ""}, {"Value", 4, ""}, {"In words", 0, ""}}, {}};
  const auto add = [&](const char* name, double value, const std::string& words) {
    linked.table.rows.push_back({std::string(name), value, words});
  };
  const auto limits = [](const std::optional<workforce::Limits>& range) {
    return range ? fmt::format("95 % limits {:.2f} to {:.2f}; ", range->low, range->high) : std::string();
  };
  add("Slope index (SII)", equity.slope.sii,
      limits(equity.slope.sii_limits) +
          "WTE per 10,000, least less most deprived; above 0: the less deprived get more");
  add("Relative index (RII)", equity.slope.rii,
      limits(equity.slope.rii_limits) + "fitted end over fitted start; 1 is level");
  add("Concentration index", equity.concentration, "-1 to 1; above 0: more goes to the less deprived");
  add("The same of need", equity.concentration_of_need, "where need lies; below 0: with the more deprived");
  add("Horizontal inequity", equity.horizontal_inequity, "concentration after need; 0 is fair");
  add("Gini", equity.gini, "0: the same rate everywhere");
  add("Gini after need", equity.gini_need, "the same per weighted person");
  add("Hoover", equity.hoover, "share of the staff that would have to move for equal rates");
  add("WTE to move for need", equity.to_move, "least WTE that would have to change neighbourhood");
  add("Least over most deprived fifth", equity.fifths.ratio,
      "rate of the least deprived fifth of people over that of the most deprived");
  answer.tables.push_back(std::move(linked));
}

}  // namespace

const char* coverage_page_name(CoveragePage page) {
  switch (page) {
    case CoveragePage::staff:
      return "Staff";
    case CoveragePage::need:
      return "Need and supply";
    case CoveragePage::fairness:
      return "Fairness";
    case CoveragePage::travel:
      return "Travel";
    case CoveragePage::footprints:
      return "Footprints";
    case CoveragePage::covers:
      return "Who covers here";
    case CoveragePage::ahead:
      return "Years ahead";
  }
  return "";
}

datasets::Place coverage_ground(const datasets::Place& place) {
  datasets::Place ground;
  ground.name = place.name;
  ground.invented = place.invented;
  const auto& areas = place.areas;
  ground.areas.code = areas.code;
  ground.areas.name = areas.name;
  ground.areas.shape.resize(areas.size());
  ground.areas.population = areas.population;
  ground.areas.imd_score = areas.imd_score;
  ground.areas.imd_rank = areas.imd_rank;
  ground.areas.imd_decile = areas.imd_decile;
  ground.areas.centroid_x = areas.centroid_x;
  ground.areas.centroid_y = areas.centroid_y;
  ground.areas.centroid_weighted = areas.centroid_weighted;
  ground.areas.priority = areas.priority;
  ground.areas.inside = areas.inside;
  ground.areas.pcn_code = areas.pcn_code;
  ground.areas.pcn_share = areas.pcn_share;
  ground.areas.parents = areas.parents;
  ground.areas.indicators = areas.indicators;
  ground.adjacency = place.adjacency;
  ground.links = place.links;
  ground.ages = place.ages;
  ground.segments = place.segments;
  ground.sites = place.sites;
  ground.registrations = place.registrations;
  ground.workforce = place.workforce;
  ground.footprints = place.footprints;
  ground.projections = place.projections;
  ground.weights = place.weights;
  ground.travel = place.travel;
  ground.plans = place.plans;
  ground.notes = place.notes;
  ground.settings = place.settings;
  ground.roles = place.roles;
  ground.sources = place.sources;
  ground.findings = place.findings;
  return ground;
}

std::vector<CurvePoint> concentration_curve(const std::vector<double>& people,
                                            const std::vector<double>& deprivation,
                                            const std::vector<double>& supply) {
  std::vector<std::size_t> order;
  double all_people = 0, all_supply = 0;
  for (std::size_t k = 0; k < people.size(); ++k) {
    if (!(people[k] > 0) || std::isnan(deprivation[k]) || std::isnan(supply[k])) continue;
    order.push_back(k);
    all_people += people[k];
    all_supply += supply[k];
  }
  if (order.size() < 2 || !(all_supply > 0)) return {};
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return deprivation[a] > deprivation[b]; });
  std::vector<CurvePoint> curve{{0, 0}};
  double x = 0, y = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    x += people[order[i]];
    y += supply[order[i]];
    if (i + 1 < order.size() && deprivation[order[i + 1]] == deprivation[order[i]]) continue;
    curve.push_back({x / all_people, y / all_supply});
  }
  return curve;
}

CoverageAnswer measure_coverage_page(const datasets::Place& place, const datasets::PlanRecord& plan,
                                     const CoverageAsk& ask) {
  CoverageAnswer answer;
  answer.ask = ask;
  const auto add_page = [&] {
    switch (ask.page) {
      case CoveragePage::staff:
        staff_page(place, plan, answer);
        break;
      case CoveragePage::need:
        need_page(place, plan, answer);
        break;
      case CoveragePage::fairness:
        fairness_page(place, plan, answer);
        break;
      case CoveragePage::travel:
        measure_travel_page(place, plan, answer);
        break;
      case CoveragePage::footprints:
        measure_footprints_page(place, plan, answer);
        break;
      case CoveragePage::covers:
        measure_covers_page(place, plan, answer);
        break;
      case CoveragePage::ahead:
        measure_ahead_page(place, plan, answer);
        break;
    }
  };
  try {
    add_page();
  } catch (const geo::InputError& error) {
    // The one place here where data that lack something become words of a panel.
    answer.missing = error.message().what;
    answer.fix = error.message().fix;
  }
  for (auto* words : {&answer.missing, &answer.fix})
    if (!words->empty())
      words->front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words->front())));
  return answer;
}

}  // namespace placewright::viewer
