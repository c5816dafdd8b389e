#include "viewer/coverage_model.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "boundaries/workforce/allocate.h"
#include "boundaries/workforce/footprints.h"
#include "boundaries/workforce/place_access.h"
#include "boundaries/workforce/place_projection.h"
#include "boundaries/workforce/roles.h"
#include "geo/error.h"

namespace placewright::viewer {
namespace {

namespace workforce = boundaries::workforce;
namespace output = boundaries::output;
using datasets::kMissing;

constexpr std::uint32_t kQuickDraws = 1000;     // pages whose limits nobody reads
constexpr double kLeastReported = 0.6;          // share of patients below which no rate is given
constexpr std::size_t kMostPairs = 30'000'000;  // areas x sites whose minutes fit into memory at leisure

/// Kinds of site in words for people; a kind of the place's own stays as it is.
std::string kind_words(const std::string& kind) {
  static const std::map<std::string, std::string> words{{"gp", "GP practices"}, {"branch", "branch surgeries"}, {"pharmacy", "pharmacies"}, {"base", "staff bases"}, {"clinic", "clinics"}, {"hospital", "hospitals"},
                                                        {"dentist", "dentists"}, {"optician", "opticians"}, {"care_home", "care homes"}, {"community", "community assets"}};
  const auto at = words.find(kind);
  return at == words.end() ? kind : at->second;
}

std::string shown_name(const workforce::Units& units, std::size_t row) { return units.name[row] == units.id[row] ? std::string() : units.name[row]; }

std::string named(const workforce::Units& units, std::size_t row) {
  const auto name = shown_name(units, row);
  return name.empty() ? units.id[row] : units.id[row] + " " + name;
}

workforce::Coverage measure_staff(const datasets::Place& place, const datasets::PlanRecord& plan, CoverageAnswer& answer, bool with_limits) {
  workforce::CoverageQuestion question;
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
std::string staff_words(const CoverageAsk& ask) { return ask.group.empty() ? std::string("staff") : std::string(workforce::find_role_group(ask.group).name); }

LinkedTable unit_rows(const workforce::Coverage& coverage) {
  LinkedTable linked;
  linked.table = {"staff", "Staff by neighbourhood",
                  {{"Id", 0, ""}, {"Name", 0, ""}, {"People", 0, "usual residents"}, {"Need index", 2, "weighted over plain people; " + coverage.need_explanation}, {"WTE", 1, "whole-time equivalents in post"},
                   {"per 10,000", 1, "WTE per 10,000 residents whose practice or PCN reported (crude)"}, {"by need", 1, "WTE per 10,000 people weighted by need"},
                   {"Reported %", 0, "patients whose practice or PCN reported; below 60 % no rate is given"}},
                  {}};
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    const bool judged = unit.coverage >= kLeastReported;
    linked.table.rows.push_back({coverage.units.id[k], shown_name(coverage.units, k), unit.residents, unit.residents > 0 ? unit.need / unit.residents : kMissing, judged ? unit.wte : kMissing, unit.per_10k_residents,
                                 unit.per_10k_need, 100 * unit.coverage});
    linked.neighbourhood.push_back(coverage.units.id[k]);
  }
  return linked;
}

/// A row a neighbourhood, a column a role group.
LinkedTable role_rows(const workforce::Coverage& coverage) {
  LinkedTable linked;
  linked.table = {"staff by role", "WTE by neighbourhood and role", {{"Id", 0, ""}, {"Name", 0, ""}}, {}};
  for (const auto& total : coverage.by_group) linked.table.columns.push_back({total.name, 1, std::string(workforce::find_role_group(total.name).name) + ", WTE"});
  std::map<std::pair<std::string, std::uint32_t>, double> wte;
  for (const auto& cell : coverage.cells) wte[{cell.group, cell.unit}] += cell.wte;
  for (std::uint32_t k = 0; k < coverage.units.size(); ++k) {
    std::vector<output::Cell> row{coverage.units.id[k], shown_name(coverage.units, k)};
    for (const auto& total : coverage.by_group) {
      const auto at = wte.find({total.name, k});
      // Nobody reported and nobody there are two things.
      row.emplace_back(at != wte.end() ? at->second : coverage.unit[k].coverage >= kLeastReported ? 0 : kMissing);
    }
    linked.table.rows.push_back(std::move(row));
    linked.neighbourhood.push_back(coverage.units.id[k]);
  }
  return linked;
}

void add_account_sentence(const workforce::Coverage& coverage, CoverageAnswer& answer) {
  const auto& total = coverage.total;
  answer.sentences.push_back(fmt::format("{} WTE in post: {} reach areas of the place, {} follow patients outside, {} cannot be placed{}.", output::number_text(total.input, 1), output::number_text(total.allocated, 1),
                                         output::number_text(total.outside, 1), output::number_text(total.unknown + total.unallocated, 1), total.held > 0 ? fmt::format(" ({:.1f} of them held for the whole place)", total.held) : ""));
  std::vector<std::string> without;
  for (const auto& family : coverage.families)
    if (family.missing) without.push_back(family.family);
  if (!without.empty()) answer.sentences.push_back(fmt::format("No staff are loaded for {}: silence there is no shortage.", fmt::join(without, ", ")));
  if (!coverage.reporting.pcns_missing.empty()) answer.sentences.push_back(fmt::format("{} of {} PCNs of the place sent no rows.", coverage.reporting.pcns_missing.size(), coverage.reporting.pcns.size()));
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
    answer.sentences.push_back(fmt::format("After need {} has most {}, {:.1f} WTE per 10,000 weighted people, and {} least, {:.1f}.", named(coverage.units, most), staff_words(answer.ask), coverage.unit[most].per_10k_need, named(coverage.units, least),
                                           coverage.unit[least].per_10k_need));
  add_account_sentence(coverage, answer);
  answer.tables.push_back(unit_rows(coverage));
  answer.tables.push_back(role_rows(coverage));
}

void need_page(const datasets::Place& place, const datasets::PlanRecord& plan, CoverageAnswer& answer) {
  const auto coverage = measure_staff(place, plan, answer, false);
  LinkedTable linked;
  linked.table = {"need and supply", "Supply against the share by need",
                  {{"Id", 0, ""}, {"Name", 0, ""}, {"Need", 0, coverage.need_explanation}, {"WTE", 1, "in post"}, {"Fair share", 1, "WTE at the place's rate by need"}, {"Gap", 1, "WTE less the fair share; all gaps add up to 0"},
                   {"Gap %", 1, "gap over the fair share"}, {"IMD", 1, "people-weighted mean score, higher is more deprived"}, {"Core20 %", 0, "people in IMD deciles 1 and 2"}},
                  {}};
  double short_wte = 0;
  for (std::size_t k = 0; k < coverage.units.size(); ++k) {
    const auto& unit = coverage.unit[k];
    const bool judged = !std::isnan(unit.gap);
    linked.table.rows.push_back({coverage.units.id[k], shown_name(coverage.units, k), unit.need, judged ? unit.wte : kMissing, unit.fair, unit.gap, 100 * unit.misalignment, unit.imd, 100 * unit.core20});
    linked.neighbourhood.push_back(coverage.units.id[k]);
    if (!judged) continue;
    answer.bars.push_back({coverage.units.id[k], shown_name(coverage.units, k), unit.wte, unit.fair});
    short_wte += std::max(0.0, -unit.gap);
  }
  std::stable_sort(answer.bars.begin(), answer.bars.end(), [](const auto& a, const auto& b) { return a.supply - a.fair < b.supply - b.fair; });
  if (!answer.bars.empty() && answer.bars.front().supply < answer.bars.front().fair) {
    const auto& worst = answer.bars.front();
    answer.sentences.push_back(fmt::format("{} is furthest below its share by need: {:.1f} WTE of {} where {:.1f} would be its share, {:.1f} short.", worst.name.empty() ? worst.id : worst.id + " " + worst.name, worst.supply, staff_words(answer.ask), worst.fair,
                                           worst.fair - worst.supply));
    answer.sentences.push_back(fmt::format("{:.1f} WTE would have to move for every neighbourhood to have its share.", short_wte));
  } else if (answer.bars.empty()) {
    answer.sentences.push_back("Too few practices and PCNs reported to judge any neighbourhood.");
  }
  answer.sentences.push_back("Need is " + coverage.need_explanation + ".");
  answer.tables.push_back(std::move(linked));
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
    for (std::size_t i = 0; i < rows.size(); ++i) answer.fairness.points.push_back({coverage.units.id[rows[i]], shown_name(coverage.units, rows[i]), ranks[i], 1e4 * wte[i] / people[i], people[i]});
  }
  answer.fairness.start = equity.slope.intercept;
  answer.fairness.end = equity.slope.end;
  answer.fairness.refused = equity.slope.refused;
  for (const auto& sentence : equity.sentences) answer.sentences.push_back(sentence);
  if (coverage.plans.size() > 1)
    answer.sentences.push_back(fmt::format("Over the {} plans of this place the direction {}.", coverage.plans.size(), coverage.sign_stable ? "is the same" : "differs: it hangs on where the lines are drawn"));
  LinkedTable linked;
  linked.table = {"fairness", "How fair", {{"Measure", 0, ""}, {"Value", 4, ""}, {"In words", 0, ""}}, {}};
  const auto add = [&](const char* name, double value, const std::string& words) { linked.table.rows.push_back({std::string(name), value, words}); };
  const auto limits = [](const std::optional<workforce::Limits>& range) { return range ? fmt::format("95 % limits {:.2f} to {:.2f}; ", range->low, range->high) : std::string(); };
  add("Slope index (SII)", equity.slope.sii, limits(equity.slope.sii_limits) + "WTE per 10,000, least less most deprived; above 0: the less deprived get more");
  add("Relative index (RII)", equity.slope.rii, limits(equity.slope.rii_limits) + "fitted end over fitted start; 1 is level");
  add("Concentration index", equity.concentration, "-1 to 1; above 0: more goes to the less deprived");
  add("The same of need", equity.concentration_of_need, "where need lies; below 0: with the more deprived");
  add("Horizontal inequity", equity.horizontal_inequity, "concentration after need; 0 is fair");
  add("Gini", equity.gini, "0: the same rate everywhere");
  add("Gini after need", equity.gini_need, "the same per weighted person");
  add("Hoover", equity.hoover, "share of the staff that would have to move for equal rates");
  add("WTE to move for need", equity.to_move, "least WTE that would have to change neighbourhood");
  add("Least over most deprived fifth", equity.fifths.ratio, "rate of the least deprived fifth of people over that of the most deprived");
  answer.tables.push_back(std::move(linked));
}

std::vector<std::string> kinds_of(const datasets::Place& place) {
  std::set<std::string> there;
  for (const auto& site : place.sites)
    if (site.open && !datasets::is_missing(site.x)) there.insert(site.kind);
  std::vector<std::string> kinds;
  // What people ask for first stands first.
  for (const char* kind : {"gp", "pharmacy", "base", "clinic", "hospital"})
    if (there.erase(kind) > 0) kinds.emplace_back(kind);
  kinds.insert(kinds.end(), there.begin(), there.end());
  return kinds;
}

void travel_page(const datasets::Place& place, const datasets::PlanRecord& plan, CoverageAnswer& answer) {
  answer.choices = kinds_of(place);
  if (answer.choices.empty()) throw geo::InputError({place.name, "the place has no site with a known point", "import practices, pharmacies or staff bases (a sites CSV with x and y or postcodes; ODS files with a postcode directory)"});
  if (answer.ask.kind.empty() || std::find(answer.choices.begin(), answer.choices.end(), answer.ask.kind) == answer.choices.end()) answer.ask.kind = answer.choices.front();
  for (const auto& kind : answer.choices) answer.choice_names.push_back(kind_words(kind));
  std::set<std::string> modes{"walk", "drive"};
  for (const auto& row : place.travel) modes.insert(row.mode);
  answer.modes.assign(modes.begin(), modes.end());
  if (modes.count(answer.ask.mode) == 0) answer.ask.mode = "walk";
  std::size_t sites = 0;
  for (const auto& site : place.sites) sites += site.kind == answer.ask.kind && site.open;
  if (sites * place.areas.size() > kMostPairs)
    throw geo::InputError({place.name, fmt::format("{} sites and {} areas are too many for catchments here", sites, place.areas.size()), "open the place of one partnership, or run placewright workforce --access on a larger machine"});
  workforce::AccessQuestion question;
  question.kind = answer.ask.kind;
  question.mode = answer.ask.mode;
  question.supply = "one";
  question.near = answer.ask.mode == "walk" ? 20 : 15;
  const auto access = workforce::measure_place_access(place, plan, question);
  answer.flags = access.findings;
  LinkedTable linked;
  linked.table = {"travel", "People within reach",
                  {{"Id", 0, ""}, {"Name", 0, ""}, {fmt::format("Within {:g} min %", question.near), 1, "people of the neighbourhood"}, {"Beyond", 0, "people farther away"}, {"Unknown", 0, "people without known minutes"}},
                  {}};
  for (const auto& method : access.methods)
    linked.table.columns.push_back({method.name, 2, method.name == "BFCA" ? "balanced catchments: a level of service, no rate a head" : fmt::format("{} within {:g} minutes per 10,000 people, floating catchments", kind_words(answer.ask.kind), question.threshold)});
  double people = 0, within = 0, beyond = 0;
  for (std::size_t k = 0; k < access.units.size(); ++k) {
    const auto& near = access.near_by_unit[k];
    std::vector<output::Cell> row{access.units.id[k], shown_name(access.units, k), near.people > 0 ? 100 * near.within / near.people : kMissing, near.people - near.within - near.unknown, near.unknown};
    for (const auto& method : access.methods) row.emplace_back(method.per_10k[k]);
    linked.table.rows.push_back(std::move(row));
    linked.neighbourhood.push_back(access.units.id[k]);
    people += near.people;
    within += near.within;
    beyond += near.people - near.within - near.unknown;
  }
  const auto* going = answer.ask.mode == "walk" ? "on foot" : answer.ask.mode == "drive" ? "by car" : answer.ask.mode.c_str();
  if (people > 0)
    answer.sentences.push_back(fmt::format("{:.1f} % of people are within {:g} minutes {} of one of {} {}; {} people are farther away.", 100 * within / people, question.near, going, access.sites, kind_words(answer.ask.kind), output::number_text(beyond, 0)));
  const auto& poor = access.near_by_quintile[1];
  const auto& rich = access.near_by_quintile[5];
  if (poor.people > 0 && rich.people > 0)
    answer.sentences.push_back(fmt::format("In the most deprived fifth of England's areas it is {:.1f} %, in the least deprived {:.1f} %.", 100 * poor.within / poor.people, 100 * rich.within / rich.people));
  if (access.straight_line) answer.sentences.push_back("Minutes are straight line x 1.3 until the place has a road network or a travel matrix.");
  answer.tables.push_back(std::move(linked));
}

LinkedTable footprint_rows(const datasets::Place& place, const datasets::PlanRecord& plan, const workforce::FootprintReport& report) {
  LinkedTable linked;
  linked.table = {"footprints", "Footprints", {{"Footprint", 0, ""}, {"Service", 0, ""}, {"Level", 0, ""}, {"People", 0, "residents within"}, {"WTE", 1, "staff of rows that name it"}, {"Touches", 0, "neighbourhoods"}, {"Nests", 0, "made of whole neighbourhoods"}}, {}};
  const auto lists = workforce::collect_lists(place);
  for (const auto& row : report.footprints) {
    std::vector<std::string> cut;
    for (const auto& part : row.cut) cut.push_back(fmt::format("{} {:.0f} %", part.neighbourhood, 100 * part.share));
    linked.table.rows.push_back({row.id, row.service, row.level, row.people, row.wte, static_cast<double>(row.parts.size()), row.nests() ? std::string("yes") : fmt::format("no, holds of {}", fmt::join(cut, ", "))});
    auto& areas = linked.areas.emplace_back();
    const auto patch = workforce::resolve_footprint(place, plan, lists, row.id);
    for (const auto& area : patch.areas) areas.push_back(area.area);
    for (const auto& [area, patients] : patch.list.patients) areas.push_back(area);
    std::sort(areas.begin(), areas.end());
    areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  }
  return linked;
}

void footprints_page(const datasets::Place& place, const datasets::PlanRecord& plan, CoverageAnswer& answer) {
  const auto report = workforce::measure_footprints(place, plan);
  answer.flags = report.findings;
  if (report.footprints.empty()) {
    answer.sentences.push_back("This place has no footprints yet. Import a footprints CSV (footprint_id,service,level,member_type,member_id,share); the sessions below need only the plan.");
  } else {
    std::size_t cut = 0;
    for (const auto& row : report.footprints) cut += !row.nests();
    answer.sentences.push_back(cut == 0 ? fmt::format("All {} footprints are made of whole neighbourhoods.", report.footprints.size())
                                        : fmt::format("{} of {} footprints cut a neighbourhood. Click a row to see its areas on the map.", cut, report.footprints.size()));
    answer.tables.push_back(footprint_rows(place, plan, report));
    LinkedTable dealt;
    dealt.table = {"complexity", "How many each neighbourhood deals with", {{"Neighbourhood", 0, ""}, {"Footprints", 0, "that touch it"}, {"Providers", 0, "employers with staff serving it"}}, {}};
    for (const auto& row : report.complexity) {
      dealt.table.rows.push_back({row.neighbourhood, static_cast<double>(row.footprints), static_cast<double>(row.providers)});
      dealt.neighbourhood.push_back(row.neighbourhood);
    }
    answer.tables.push_back(std::move(dealt));
  }
  const workforce::SessionRule rule;
  const auto specialists = workforce::measure_specialists(place, plan, workforce::default_specialties(), rule);
  LinkedTable sessions, shared;
  sessions.table = {"sessions", "Specialist sessions a clinic week", {{"Specialty", 0, ""}, {"New", 1, "attendances a week"}, {"Follow-up", 1, "attendances a week"}, {"Pooled", 0, "whole sessions when one footprint serves all"}, {"Apart", 0, "whole sessions when each neighbourhood rounds up on its own"}}, {}};
  shared.table = {"sessions shared", "Pooled sessions by neighbourhood", {{"Id", 0, ""}, {"People", 0, ""}}, {}};
  for (std::size_t k = 0; k < specialists.neighbourhood.size(); ++k) {
    shared.table.rows.push_back({specialists.neighbourhood[k], specialists.people[k]});
    shared.neighbourhood.push_back(specialists.neighbourhood[k]);
  }
  for (const auto& row : specialists.rows) {
    sessions.table.rows.push_back({row.specialty.name, row.whole.first, row.whole.follow_up, static_cast<double>(row.pooling.pooled), static_cast<double>(row.pooling.separate)});
    shared.table.columns.push_back({row.specialty.name, 0, "its share of the pooled sessions, largest remainder"});
    for (std::size_t k = 0; k < shared.table.rows.size(); ++k) shared.table.rows[k].emplace_back(static_cast<double>(row.pooling.rostered[k]));
  }
  if (!specialists.rows.empty()) {
    answer.tables.push_back(std::move(sessions));
    answer.tables.push_back(std::move(shared));
    answer.sentences.push_back(fmt::format("Sessions rest on NAPC activity of 2023/24 for 50,000 people, {:g} minutes a new and {:g} a follow-up attendance, {:g} usable minutes a session.", rule.new_minutes, rule.follow_up_minutes, rule.session_minutes));
  }
}

void covers_page(const datasets::Place& place, const datasets::PlanRecord& plan, CoverageAnswer& answer) {
  if (answer.ask.area.empty()) {
    answer.missing = "No area is pointed at";
    answer.fix = "Point at an area of the map, or click one to keep it.";
    return;
  }
  const auto found = workforce::find_who_covers(place, plan, answer.ask.area);
  answer.sentences.push_back(fmt::format("{} {}{}{}", found.area, found.area_name, found.neighbourhood.empty() ? std::string() : fmt::format(", neighbourhood {} {}", found.neighbourhood, found.neighbourhood_name),
                                         found.covers.empty() ? ": no service of the place covers it." : fmt::format(": {} services cover it.", found.covers.size())));
  if (!found.pcn_shares.empty()) answer.sentences.push_back(fmt::format("Its patients belong to {}.", fmt::join(found.pcn_shares, ", ")));
  if (found.few > 0) answer.sentences.push_back(fmt::format("{} more posts follow lists with under 1 % of the area's patients.", found.few));
  if (!found.not_covered.empty()) answer.sentences.push_back(fmt::format("No staff loaded for {}.", fmt::join(found.not_covered, ", ")));
  LinkedTable linked;
  linked.table = {"who covers", "Who covers " + found.area,
                  {{"Service", 0, ""}, {"Staff", 0, ""}, {"Level", 0, ""}, {"Employer", 0, ""}, {"Base", 0, ""}, {"Minutes", 1, "from the area to the base, by car"}, {"WTE", 2, "of the whole post"}, {"of it here", 3, "WTE that fall to the area"}, {"How", 0, "list: follows its patients; footprint, travel, area: serves it by territory"}, {"Source", 0, ""}},
                  {}};
  bool straight = false;
  for (const auto& cover : found.covers) {
    straight = straight || cover.straight_line;
    linked.table.rows.push_back({cover.service, std::string(workforce::find_role_group(cover.group).name), cover.level, cover.employer, cover.base_name.empty() ? cover.base : cover.base_name, cover.minutes, cover.wte, cover.wte_of_area, cover.how,
                                 cover.as_at.empty() ? cover.source : cover.source + " (" + cover.as_at + ")"});
  }
  if (straight) answer.sentences.push_back("Minutes are straight line x 1.3 at 30 km/h.");
  if (!found.covers.empty()) answer.tables.push_back(std::move(linked));
}

void ahead_page(const datasets::Place& place, const datasets::PlanRecord& plan, CoverageAnswer& answer) {
  std::set<int> years;
  for (const auto& row : place.projections) {
    const int year = std::atoi(row.year.c_str());
    if (year > 0) years.insert(year);
  }
  if (years.size() < 2) throw geo::InputError({place.name, "the place has no population projection", "import projections (an SNPP file, or a CSV area_code,year,sex,age_band,population,source,edition), and ages of the areas"});
  for (const int year : years)
    if (year != *years.begin()) answer.choices.push_back(std::to_string(year));
  answer.choice_names = answer.choices;
  if (answer.ask.year == 0 || years.count(answer.ask.year) == 0) answer.ask.year = *years.rbegin();
  workforce::ProjectionQuestion question;
  question.to = answer.ask.year;
  const auto ahead = workforce::project_place(place, plan, question);
  answer.flags = ahead.findings;
  LinkedTable linked;
  linked.table = {"ahead", fmt::format("Staff needed in {}", ahead.to),
                  {{"Id", 0, ""}, {"Name", 0, ""}, {"People", 0, std::to_string(ahead.from)}, {"Then", 0, fmt::format("people in {}", ahead.to)}, {"Need then/now", 3, ""}, {"WTE now", 1, ""}, {"Needed", 1, "WTE at today's rate by need"}, {"Low", 1, ""}, {"High", 1, ""}},
                  {}};
  for (const auto& unit : ahead.units) {
    const auto& need = unit.central;
    const auto known = [&](double value) { return unit.missing ? kMissing : value; };
    linked.table.rows.push_back({unit.id, unit.name == unit.id ? std::string() : unit.name, known(need.people_now), known(need.people_then), known(need.weighted_then / need.weighted_now), unit.wte, known(need.required), known(unit.range.low), known(unit.range.high)});
    linked.neighbourhood.push_back(unit.id);
  }
  answer.tables.push_back(std::move(linked));
  if (ahead.whole.missing) return;
  answer.bridge = ahead.whole.central.bridge;
  answer.sentences.push_back(fmt::format("Today {:.1f} WTE serve the place; in {} its need would take {:.1f}, between {:.1f} and {:.1f}, at today's rate.", ahead.whole.wte, ahead.to, ahead.whole.range.central, ahead.whole.range.low, ahead.whole.range.high));
  answer.sentences.push_back("A projection carries past trends forward; it is no forecast and knows of no new homes.");
}

}  // namespace

const char* coverage_page_name(CoveragePage page) {
  switch (page) {
    case CoveragePage::staff: return "Staff";
    case CoveragePage::need: return "Need and supply";
    case CoveragePage::fairness: return "Fairness";
    case CoveragePage::travel: return "Travel";
    case CoveragePage::footprints: return "Footprints";
    case CoveragePage::covers: return "Who covers here";
    case CoveragePage::ahead: return "Years ahead";
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

std::vector<CurvePoint> concentration_curve(const std::vector<double>& people, const std::vector<double>& deprivation, const std::vector<double>& supply) {
  std::vector<std::size_t> order;
  double all_people = 0, all_supply = 0;
  for (std::size_t k = 0; k < people.size(); ++k) {
    if (!(people[k] > 0) || std::isnan(deprivation[k]) || std::isnan(supply[k])) continue;
    order.push_back(k);
    all_people += people[k];
    all_supply += supply[k];
  }
  if (order.size() < 2 || !(all_supply > 0)) return {};
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return deprivation[a] > deprivation[b]; });
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

CoverageAnswer measure_coverage_page(const datasets::Place& place, const datasets::PlanRecord& plan, const CoverageAsk& ask) {
  CoverageAnswer answer;
  answer.ask = ask;
  const auto add_page = [&] {
    switch (ask.page) {
      case CoveragePage::staff: staff_page(place, plan, answer); break;
      case CoveragePage::need: need_page(place, plan, answer); break;
      case CoveragePage::fairness: fairness_page(place, plan, answer); break;
      case CoveragePage::travel: travel_page(place, plan, answer); break;
      case CoveragePage::footprints: footprints_page(place, plan, answer); break;
      case CoveragePage::covers: covers_page(place, plan, answer); break;
      case CoveragePage::ahead: ahead_page(place, plan, answer); break;
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
    if (!words->empty()) words->front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words->front())));
  return answer;
}

}  // namespace placewright::viewer
