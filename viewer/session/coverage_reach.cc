#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "boundaries/output/pcn_tables.h"
#include "boundaries/workforce/cover/allocate.h"
#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/cover/place_access.h"
#include "boundaries/workforce/plan/place_projection.h"
#include "boundaries/workforce/supply/roles.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "datasets/place/names.h"
#include "geo/error.h"
#include "viewer/session/coverage_pages.h"
#include "viewer/session/site_words.h"

namespace placewright::viewer {
namespace {

namespace workforce = boundaries::workforce;
namespace output = boundaries::output;
using datasets::kMissing;

constexpr std::size_t kMaxPairs = 30'000'000;  // areas x sites whose minutes fit into memory at leisure

LinkedTable footprint_rows(const datasets::Place& place, const datasets::PlanRecord& plan,
                           const workforce::FootprintReport& report) {
  LinkedTable linked;
  linked.table = {"footprints",
                  "Footprints",
                  {{"Footprint", 0, ""},
                   {"Service", 0, ""},
                   {"Level", 0, ""},
                   {"People", 0, "residents within"},
                   {"WTE", 1, "staff of rows that name it"},
                   {"Touches", 0, "neighbourhoods"},
                   {"Nests", 0, "made of whole neighbourhoods"}},
                  {}};
  const auto lists = workforce::collect_lists(place);
  for (const auto& row : report.footprints) {
    std::vector<std::string> cut;
    for (const auto& part : row.cut)
      cut.push_back(fmt::format("{} {:.0f} %", part.neighbourhood, 100 * part.share));
    linked.table.rows.push_back(
        {row.id, row.service, row.level, row.people, row.wte, static_cast<double>(row.parts.size()),
         row.nests() ? std::string("yes") : fmt::format("no, holds of {}", fmt::join(cut, ", "))});
    auto& areas = linked.areas.emplace_back();
    const auto patch = workforce::resolve_footprint(place, plan, lists, row.id);
    for (const auto& area : patch.areas) areas.push_back(area.area);
    for (const auto& [area, patients] : patch.list.patients) areas.push_back(area);
    std::sort(areas.begin(), areas.end());
    areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  }
  return linked;
}

}  // namespace

void measure_travel_page(const datasets::Place& place, const datasets::PlanRecord& plan,
                         CoverageAnswer& answer) {
  answer.choices = kinds_of_sites(place);
  if (answer.choices.empty())
    throw geo::InputError({place.name, "the place has no site with a known point",
                           "import practices, pharmacies or staff bases (a sites CSV with x and y or "
                           "postcodes; ODS files with a postcode directory)"});
  if (answer.ask.kind.empty() ||
      std::find(answer.choices.begin(), answer.choices.end(), answer.ask.kind) == answer.choices.end())
    answer.ask.kind = answer.choices.front();
  for (const auto& kind : answer.choices) answer.choice_names.push_back(word_of_sites(kind));
  std::set<std::string> modes{"walk", "drive"};
  for (const auto& row : place.travel) modes.insert(row.mode);
  answer.modes.assign(modes.begin(), modes.end());
  if (modes.count(answer.ask.mode) == 0) answer.ask.mode = "walk";
  std::size_t sites = 0;
  for (const auto& site : place.sites) sites += site.kind == answer.ask.kind && site.open;
  if (sites * place.areas.size() > kMaxPairs)
    throw geo::InputError(
        {place.name,
         fmt::format("{} sites and {} areas are too many for catchments here", sites, place.areas.size()),
         "open the place of one partnership, or run placewright workforce --access on a larger machine"});
  workforce::AccessQuestion question;
  question.kind = answer.ask.kind;
  question.mode = answer.ask.mode;
  question.supply = "one";
  const auto thresholds = workforce::thresholds_of(place.settings);
  question.threshold = thresholds.catchment;
  question.near = workforce::near_minutes(thresholds, answer.ask.mode);
  const auto access = workforce::measure_place_access(place, plan, question);
  answer.flags = access.findings;
  LinkedTable linked;
  linked.table = {"travel",
                  "People within reach",
                  {{"Id", 0, ""},
                   {"Name", 0, ""},
                   {fmt::format("Within {:g} min %", question.near), 1,
                    "people of the neighbourhood whose minutes are known"},
                   {"Beyond", 0, "people farther away"},
                   {"Unknown", 0, "people without known minutes"}},
                  {}};
  for (const auto& method : access.methods)
    linked.table.columns.push_back(
        {method.name, 2,
         method.name == "BFCA" ? "balanced catchments: a level of service, no rate a head"
                               : fmt::format("{} within {:g} minutes per 10,000 people, floating catchments",
                                             word_of_sites(answer.ask.kind), question.threshold)});
  double people = 0, within = 0, beyond = 0;
  for (std::size_t k = 0; k < access.units.size(); ++k) {
    const auto& near = access.near_by_unit[k];
    std::vector<output::Cell> row{access.units.id[k], shown_name(access.units, k), 100 * near.share(),
                                  near.people - near.within - near.unknown, near.unknown};
    for (const auto& method : access.methods) row.emplace_back(method.per_10k[k]);
    linked.table.rows.push_back(std::move(row));
    linked.neighbourhood.push_back(access.units.id[k]);
    people += near.people - near.unknown;
    within += near.within;
    beyond += near.people - near.within - near.unknown;
  }
  const auto* going = answer.ask.mode == "walk"    ? "on foot"
                      : answer.ask.mode == "drive" ? "by car"
                                                   : answer.ask.mode.c_str();
  if (people > 0)
    answer.sentences.push_back(fmt::format(
        "{:.1f} % of people are within {:g} minutes {} of one of {} {}; {} people are farther away.",
        100 * within / people, question.near, going, access.sites, word_of_sites(answer.ask.kind),
        output::number_text(beyond, 0)));
  const auto& poor = access.near_by_quintile[1];
  const auto& rich = access.near_by_quintile[5];
  if (poor.people > poor.unknown && rich.people > rich.unknown)
    answer.sentences.push_back(fmt::format(
        "In the most deprived fifth of England's areas it is {:.1f} %, in the least deprived {:.1f} %.",
        100 * poor.share(), 100 * rich.share()));
  if (access.straight_line)
    answer.sentences.push_back(
        "Minutes are straight line x 1.3 until the place has a road network or a travel matrix.");
  answer.tables.push_back(std::move(linked));
}

void measure_footprints_page(const datasets::Place& place, const datasets::PlanRecord& plan,
                             CoverageAnswer& answer) {
  const auto report = workforce::measure_footprints(place, plan);
  answer.flags = report.findings;
  if (report.footprints.empty()) {
    answer.sentences.push_back(
        "This place has no footprints yet. Import a footprints CSV "
        "(footprint_id,service,level,member_type,member_id,share); the sessions below need only the plan.");
  } else {
    std::size_t cut = 0;
    for (const auto& row : report.footprints) cut += !row.nests();
    answer.sentences.push_back(
        cut == 0
            ? fmt::format("All {} footprints are made of whole neighbourhoods.", report.footprints.size())
            : fmt::format("{} of {} footprints cut a neighbourhood. Click a row to see its areas on the map.",
                          cut, report.footprints.size()));
    answer.tables.push_back(footprint_rows(place, plan, report));
    LinkedTable dealt;
    dealt.table = {"complexity",
                   "How many each neighbourhood deals with",
                   {{"Neighbourhood", 0, ""},
                    {"Footprints", 0, "that touch it"},
                    {"Providers", 0, "employers with staff serving it"}},
                   {}};
    for (const auto& row : report.complexity) {
      dealt.table.rows.push_back(
          {row.neighbourhood, static_cast<double>(row.footprints), static_cast<double>(row.providers)});
      dealt.neighbourhood.push_back(row.neighbourhood);
    }
    answer.tables.push_back(std::move(dealt));
  }
  const workforce::SessionRule rule;
  const auto specialists =
      workforce::measure_specialists(place, plan, workforce::default_specialties(), rule);
  LinkedTable sessions, shared;
  sessions.table = {"sessions",
                    "Specialist sessions a clinic week",
                    {{"Specialty", 0, ""},
                     {"New", 1, "attendances a week"},
                     {"Follow-up", 1, "attendances a week"},
                     {"Pooled", 0, "whole sessions when one footprint serves all"},
                     {"Apart", 0, "whole sessions when each neighbourhood rounds up on its own"}},
                    {}};
  shared.table = {
      "sessions shared", "Pooled sessions by neighbourhood", {{"Id", 0, ""}, {"People", 0, ""}}, {}};
  for (std::size_t k = 0; k < specialists.neighbourhood.size(); ++k) {
    shared.table.rows.push_back({specialists.neighbourhood[k], specialists.people[k]});
    shared.neighbourhood.push_back(specialists.neighbourhood[k]);
  }
  for (const auto& row : specialists.rows) {
    sessions.table.rows.push_back({row.specialty.name, row.whole.first, row.whole.follow_up,
                                   static_cast<double>(row.pooling.pooled),
                                   static_cast<double>(row.pooling.separate)});
    shared.table.columns.push_back(
        {row.specialty.name, 0, "its share of the pooled sessions, largest remainder"});
    for (std::size_t k = 0; k < shared.table.rows.size(); ++k)
      shared.table.rows[k].emplace_back(static_cast<double>(row.pooling.rostered[k]));
  }
  if (!specialists.rows.empty()) {
    answer.tables.push_back(std::move(sessions));
    answer.tables.push_back(std::move(shared));
    answer.sentences.push_back(
        fmt::format("Sessions rest on NAPC activity of 2023/24 for 50,000 people, {:g} minutes a new and "
                    "{:g} a follow-up attendance, {:g} usable minutes a session.",
                    rule.new_minutes, rule.follow_up_minutes, rule.session_minutes));
  }
  const auto organisations = workforce::measure_organisations(place, plan);
  for (auto& table : {output::pcn_matrix_table(organisations), output::split_practice_table(organisations)}) {
    if (table.rows.empty()) continue;
    answer.tables.emplace_back();
    answer.tables.back().table = table;
  }
}

void measure_covers_page(const datasets::Place& place, const datasets::PlanRecord& plan,
                         CoverageAnswer& answer) {
  if (answer.ask.area.empty()) {
    answer.missing = "No area is pointed at";
    answer.fix = "Point at an area of the map, or click one to keep it.";
    return;
  }
  const auto found = workforce::find_who_covers(place, plan, answer.ask.area);
  answer.sentences.push_back(fmt::format(
      "{}{}{}", datasets::full_name(found.area, found.area_name),
      found.neighbourhood.empty()
          ? std::string()
          : ", neighbourhood " + datasets::full_name(found.neighbourhood, found.neighbourhood_name),
      found.covers.empty() ? ": no service of the place covers it."
                           : fmt::format(": {} services cover it.", found.covers.size())));
  if (!found.pcn_shares.empty())
    answer.sentences.push_back(fmt::format("Its patients belong to {}.", fmt::join(found.pcn_shares, ", ")));
  if (found.few > 0)
    answer.sentences.push_back(
        fmt::format("{} more posts follow lists with under 1 % of the area's patients.", found.few));
  std::vector<std::string> absent;
  for (const auto& absence : found.absences) absent.push_back(absence.what + ": " + absence.words);
  if (!absent.empty()) answer.sentences.push_back(fmt::format("{}.", fmt::join(absent, "; ")));
  LinkedTable linked;
  linked.table = {"who covers",
                  "Who covers " + found.area,
                  {{"Service", 0, ""},
                   {"Staff", 0, ""},
                   {"Level", 0, ""},
                   {"Employer", 0, ""},
                   {"Base", 0, ""},
                   {"Minutes", 1, "from the area to the base, by car"},
                   {"WTE", 2, "of the whole post"},
                   {"of it here", 3, "WTE that fall to the area"},
                   {"How", 0, "list: follows its patients; footprint, travel, area: serves it by territory"},
                   {"Source", 0, ""}},
                  {}};
  bool straight = false;
  for (const auto& cover : found.covers) {
    straight = straight || cover.straight_line;
    linked.table.rows.push_back(
        {cover.service, std::string(workforce::find_role_group(cover.group).name), cover.level,
         cover.employer, cover.base_name.empty() ? cover.base : cover.base_name, cover.minutes, cover.wte,
         cover.wte_of_area, cover.how,
         cover.as_at.empty() ? cover.source : cover.source + " (" + cover.as_at + ")"});
  }
  if (straight) answer.sentences.push_back("Minutes are straight line x 1.3 at 30 km/h.");
  if (!found.covers.empty()) answer.tables.push_back(std::move(linked));
}

void measure_ahead_page(const datasets::Place& place, const datasets::PlanRecord& plan,
                        CoverageAnswer& answer) {
  const auto years = workforce::projection_years(place);
  if (years.size() == 1)
    throw geo::InputError({place.name,
                           fmt::format("the population projection knows one year only, {}", *years.begin()),
                           "import a projection of later years too"});
  if (years.empty())
    throw geo::InputError({place.name, "the place has no population projection",
                           "import projections (an SNPP file, or a CSV "
                           "area_code,year,sex,age_band,population,source,edition), and ages of the areas"});
  for (const int year : years)
    if (year != *years.begin()) answer.choices.push_back(std::to_string(year));
  answer.choice_names = answer.choices;
  if (answer.ask.year == 0 || years.count(answer.ask.year) == 0) answer.ask.year = *years.rbegin();
  workforce::ProjectionQuestion question;
  question.to = answer.ask.year;
  const auto ahead = workforce::project_place(place, plan, question);
  answer.flags = ahead.findings;
  LinkedTable linked;
  linked.table = {"ahead",
                  fmt::format("Staff needed in {}", ahead.to),
                  {{"Id", 0, ""},
                   {"Name", 0, ""},
                   {"People", 0, std::to_string(ahead.from)},
                   {"Then", 0, fmt::format("people in {}", ahead.to)},
                   {"Need then/now", 3, ""},
                   {"WTE now", 1, ""},
                   {"Needed", 1, "WTE at today's rate by need"},
                   {"Low", 1, ""},
                   {"High", 1, ""}},
                  {}};
  for (const auto& unit : ahead.units) {
    const auto& need = unit.central;
    const auto known = [&](double value) { return unit.missing ? kMissing : value; };
    linked.table.rows.push_back({unit.id, std::string(datasets::further_name(unit.id, unit.name)),
                                 known(need.people_now), known(need.people_then),
                                 known(need.weighted_then / need.weighted_now), unit.wte,
                                 known(need.required), known(unit.range.low), known(unit.range.high)});
    linked.neighbourhood.push_back(unit.id);
  }
  answer.tables.push_back(std::move(linked));
  if (ahead.whole.missing) return;
  answer.bridge = ahead.whole.central.bridge;
  answer.sentences.push_back(fmt::format(
      "Today {:.1f} WTE serve the place; in {} its need would take {:.1f}, between {:.1f} and {:.1f}, at "
      "today's rate.",
      ahead.whole.wte, ahead.to, ahead.whole.range.central, ahead.whole.range.low, ahead.whole.range.high));
  answer.sentences.push_back(
      "A projection carries past trends forward; it is no forecast and knows of no new homes.");
}

std::string shown_name(const boundaries::workforce::Units& units, std::size_t row) {
  return std::string(datasets::further_name(units.id[row], units.name[row]));
}

}  // namespace placewright::viewer
