#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/from_place/findings_json.h"
#include "boundaries/from_place/problem.h"
#include "boundaries/output/json_text.h"
#include "boundaries/output/pcn_tables.h"
#include "boundaries/output/registers.h"
#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/cover/road_time.h"
#include "boundaries/workforce/supply/organisations.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "datasets/place/file.h"
#include "datasets/place/names.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::ordered_json;
using datasets::Tables;

constexpr Tables kForStaff = Tables::everything - Tables::geometry - Tables::road - Tables::barrier;

struct Words {
  std::string place, plan, specialties, base_kind;
  double propose = 0;
  bool store = false;
  std::uint64_t seed = 1;
  workforce::SessionRule rule;
};

Json parts_json(const std::vector<workforce::FootprintPart>& parts) {
  Json out = Json::array();
  for (const auto& part : parts)
    out.push_back({{"neighbourhood", part.neighbourhood}, {"people", part.people}, {"share", part.share}});
  return out;
}

/// A row an object, by the names of the columns.
Json table_json(const output::Table& table) {
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json one = Json::object();
    for (std::size_t c = 0; c < row.size(); ++c) {
      const auto* number = std::get_if<double>(&row[c]);
      one[table.columns[c].name] = number == nullptr        ? Json(std::get<std::string>(row[c]))
                                   : std::isfinite(*number) ? Json(*number)
                                                            : Json(nullptr);
    }
    rows.push_back(std::move(one));
  }
  return rows;
}

Json report_json(const workforce::FootprintReport& report, const workforce::SpecialistReport& specialists,
                 const workforce::OrganisationReport& organisations) {
  Json out;
  out["footprints"] = Json::array();
  for (const auto& row : report.footprints)
    out["footprints"].push_back({{"id", row.id},
                                 {"service", row.service},
                                 {"level", row.level},
                                 {"people", row.people},
                                 {"wte", row.wte},
                                 {"nests", row.nests()},
                                 {"neighbourhoods", parts_json(row.parts)},
                                 {"cut", parts_json(row.cut)},
                                 {"unknown_members", row.unknown}});
  out["complexity"] = Json::array();
  for (const auto& row : report.complexity)
    out["complexity"].push_back(
        {{"neighbourhood", row.neighbourhood}, {"footprints", row.footprints}, {"providers", row.providers}});
  out["overlaps"] = Json::array();
  for (const auto& row : report.overlaps)
    out["overlaps"].push_back({{"service", row.service}, {"a", row.a}, {"b", row.b}, {"people", row.people}});
  const auto& rule = specialists.rule;
  out["session_rule"] = {{"new_minutes", rule.new_minutes},
                         {"follow_up_minutes", rule.follow_up_minutes},
                         {"session_minutes", rule.session_minutes},
                         {"activity_weeks", rule.activity_weeks},
                         {"clinic_weeks", rule.clinic_weeks}};
  out["specialties"] = Json::array();
  for (const auto& row : specialists.rows) {
    Json each = Json::array();
    for (std::size_t k = 0; k < specialists.neighbourhood.size(); ++k)
      each.push_back({{"neighbourhood", specialists.neighbourhood[k]},
                      {"people", specialists.people[k]},
                      {"first", row.each[k].first},
                      {"follow_up", row.each[k].follow_up},
                      {"minutes", row.each[k].minutes},
                      {"sessions", row.each[k].a_week},
                      {"clinic_week", row.each[k].a_clinic_week},
                      {"alone", row.each[k].rostered},
                      {"quota", row.pooling.quota[k]},
                      {"shared", row.pooling.rostered[k]}});
    out["specialties"].push_back({{"specialty", row.specialty.name},
                                  {"first", row.whole.first},
                                  {"follow_up", row.whole.follow_up},
                                  {"minutes", row.whole.minutes},
                                  {"sessions", row.whole.a_week},
                                  {"clinic_week", row.whole.a_clinic_week},
                                  {"pooled", row.pooling.pooled},
                                  {"separate", row.pooling.separate},
                                  {"neighbourhoods", each}});
  }
  const auto finite = [](double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); };
  out["pcn_alignment"] = {{"share_many", finite(organisations.alignment.share_many)},
                          {"share_one", finite(organisations.alignment.share_one)},
                          {"neighbourhoods", organisations.neighbourhood},
                          {"pcns", Json::array()},
                          {"effective_pcns", Json::array()}};
  for (const auto value : organisations.alignment.effective)
    out["pcn_alignment"]["effective_pcns"].push_back(finite(value));
  for (const auto& row : organisations.pcns)
    out["pcn_alignment"]["pcns"].push_back({{"pcn", row.id},
                                            {"name", row.name},
                                            {"patients", row.patients},
                                            {"matched", row.matched},
                                            {"share", finite(row.share)},
                                            {"pieces", row.pieces}});
  out["pcn_alignment"]["materiality"] = organisations.least_piece;
  out["pcn_alignment"]["matrix"] = table_json(output::pcn_pair_table(organisations));
  out["split_practices"] = table_json(output::split_practice_table(organisations));
  out["findings"] = output::findings_json<Json>(report.findings);
  return out;
}

void print_organisations(const workforce::OrganisationReport& organisations) {
  if (!organisations.pcns.empty()) {
    output::Table pcns{
        "pcns",
        "PCNs",
        {{"PCN", 0, ""},
         {"name", 0, ""},
         {"patients_here", 0, "registered patients living in the place"},
         {"matched", 0, "neighbourhood with most of them"},
         {"in_it_%", 1, ""},
         {"pieces", 0, fmt::format("neighbourhoods with at least {:g} %", 100 * organisations.least_piece)}},
        {}};
    for (const auto& row : organisations.pcns)
      pcns.rows.push_back(
          {row.id, row.name, row.patients, row.matched, 100 * row.share, static_cast<double>(row.pieces)});
    fmt::print(
        "PCNs and neighbourhoods: {} of registered patients live in their PCN's neighbourhood ({} one to "
        "one)\n{}",
        output::figure_text(organisations.alignment.share_many, 4),
        output::figure_text(organisations.alignment.share_one, 4), text_table(pcns));
    for (std::size_t k = 0; k < organisations.neighbourhood.size(); ++k)
      fmt::print("  {}: {} PCNs in effect, {} registered, {} resident\n", organisations.neighbourhood[k],
                 output::figure_text(organisations.alignment.effective[k], 2),
                 output::figure_text(organisations.registered[k], 0),
                 output::figure_text(organisations.resident[k], 0));
  }
  auto split = output::split_practice_table(organisations);
  const auto practices = split.rows.size();
  constexpr std::size_t kShownPractices = 20;
  split.rows.resize(std::min(practices, kShownPractices));
  if (!organisations.pcns.empty())
    fmt::print("\nRegistered patients by PCN and neighbourhood\n{}",
               text_table(output::pcn_matrix_table(organisations)));
  if (!split.rows.empty()) fmt::print("\n{}\n{}", split.title, text_table(split));
  if (practices > split.rows.size())
    fmt::print("and {} more; --json and export list all\n", practices - split.rows.size());
}

void print_report(const Context& context, const workforce::FootprintReport& report,
                  const workforce::SpecialistReport& specialists,
                  const workforce::OrganisationReport& organisations) {
  output::Table footprints{"footprints",
                           "Footprints",
                           {{"footprint", 0, ""},
                            {"service", 0, ""},
                            {"level", 0, ""},
                            {"people", 0, ""},
                            {"WTE", 2, ""},
                            {"neighbourhoods", 0, ""},
                            {"nests", 0, ""}},
                           {}};
  for (const auto& row : report.footprints) {
    std::string cut;
    for (const auto& part : row.cut)
      cut += fmt::format("{}{} {:.1f} %", cut.empty() ? "cuts " : ", ", part.neighbourhood, 100 * part.share);
    footprints.rows.push_back({row.id, row.service, row.level, row.people, row.wte,
                               static_cast<double>(row.parts.size()), row.nests() ? "yes" : cut});
  }
  if (report.footprints.empty())
    fmt::print(
        "The place has no footprints: import a footprints.csv "
        "(footprint_id,service,level,member_type,member_id,share).\n\n");
  else
    fmt::print("Footprints\n{}\n", text_table(footprints, *context.word));
  output::Table complexity{
      "complexity", "How many", {{"neighbourhood", 0, ""}, {"footprints", 0, ""}, {"providers", 0, ""}}, {}};
  for (const auto& row : report.complexity)
    complexity.rows.push_back(
        {row.neighbourhood, static_cast<double>(row.footprints), static_cast<double>(row.providers)});
  context.print("How many footprints and providers each neighbourhood has to deal with\n" +
                text_table(complexity, *context.word) + "\n");
  for (const auto& row : report.overlaps)
    fmt::print("overlap: {} {} and {} both cover {:.0f} people\n", row.service, row.a, row.b, row.people);

  const auto& rule = specialists.rule;
  fmt::print(
      "Specialist sessions: {:g} minutes a new and {:g} a follow-up attendance, {:g} usable minutes a "
      "session, activity of {:g} weeks in {:g} clinic weeks.\n"
      "Attendances for 50,000 people a week: NAPC, Creating INTs, Table 1, 2023/24, unless a file was "
      "given.\n",
      rule.new_minutes, rule.follow_up_minutes, rule.session_minutes, rule.activity_weeks, rule.clinic_weeks);
  output::Table sessions{"sessions",
                         "Sessions",
                         {{"specialty", 0, ""},
                          {"first", 1, ""},
                          {"follow_up", 1, ""},
                          {"minutes", 0, ""},
                          {"sessions/wk", 4, ""},
                          {"clinic_wk", 4, ""},
                          {"pooled", 0, ""},
                          {"separate", 0, ""}},
                         {}};
  for (const auto& id : specialists.neighbourhood)
    sessions.columns.push_back({id, 0, "pooled sessions shared by largest remainder"});
  for (const auto& row : specialists.rows) {
    std::vector<output::Cell> cells{row.specialty.name,
                                    row.whole.first,
                                    row.whole.follow_up,
                                    row.whole.minutes,
                                    row.whole.a_week,
                                    row.whole.a_clinic_week,
                                    static_cast<double>(row.pooling.pooled),
                                    static_cast<double>(row.pooling.separate)};
    for (const auto n : row.pooling.rostered) cells.emplace_back(static_cast<double>(n));
    sessions.rows.push_back(std::move(cells));
  }
  fmt::print("{}\n", text_table(sessions));

  print_organisations(organisations);
  const auto findings =
      findings_text(report.findings, context.verbose ? geo::Severity::note : geo::Severity::warning);
  if (!findings.empty()) fmt::print("\nfindings\n{}", findings);
}

Json proposal_json(const workforce::FootprintProposal& proposal) {
  Json out{{"size", proposal.size},
           {"min", proposal.min},
           {"max", proposal.max},
           {"refused", proposal.refused},
           {"footprints", Json::array()}};
  for (std::size_t k = 0; k < proposal.id.size(); ++k)
    out["footprints"].push_back(
        {{"id", proposal.id[k]},
         {"people", proposal.people[k]},
         {"neighbourhoods", proposal.members[k]},
         {"base", proposal.base[k]},
         {"minutes", std::isfinite(proposal.minutes[k]) ? Json(proposal.minutes[k]) : Json(nullptr)}});
  return out;
}

void print_proposal(const workforce::FootprintProposal& proposal) {
  fmt::print("\nProposed footprints of about {:.0f} people\n", proposal.size);
  if (!proposal.refused.empty()) {
    fmt::print("  none: {}\n", proposal.refused);
    return;
  }
  fmt::print("footprint_id,service,level,member_type,member_id,share\n");
  for (std::size_t k = 0; k < proposal.id.size(); ++k)
    for (const auto& member : proposal.members[k])
      fmt::print("{},proposed,multi,neighbourhood,{},1\n", proposal.id[k], member);
  for (std::size_t k = 0; k < proposal.id.size(); ++k)
    fmt::print("  {}: {:.0f} people{}\n", proposal.id[k], proposal.people[k],
               proposal.base[k].empty()
                   ? ""
                   : fmt::format(", nearest base {} ({} minutes on average, straight line)", proposal.base[k],
                                 output::figure_text(proposal.minutes[k], 1)));
}

/// The proposal as the plan's multi-neighbourhoods. Throws InputError where there is none.
void store_proposal(const Words& words, const workforce::FootprintProposal& proposal,
                    datasets::PlanRecord plan) {
  if (!proposal.refused.empty())
    throw geo::InputError{
        {"--store", fmt::format("there is nothing to store: {}", proposal.refused), "propose another size"}};
  for (std::size_t k = 0; k < proposal.id.size(); ++k)
    for (auto& neighbourhood : plan.neighbourhoods)
      if (std::find(proposal.members[k].begin(), proposal.members[k].end(), neighbourhood.id) !=
          proposal.members[k].end())
        neighbourhood.parent = proposal.id[k], neighbourhood.parent_name.clear();
  datasets::PlaceFile::open(words.place, datasets::PlaceFile::Mode::change).save_plan(plan, true);
}

Json gaps_json(const std::vector<workforce::ServiceGap>& gaps) {
  Json out = Json::array();
  for (const auto& gap : gaps) {
    Json parts = Json::array();
    for (const auto& part : gap.parts)
      parts.push_back(
          {{"neighbourhood", part.neighbourhood}, {"nobody", part.nobody}, {"several", part.several}});
    out.push_back({{"service", gap.service},
                   {"footprints", gap.footprints},
                   {"people", gap.people},
                   {"nobody", gap.nobody},
                   {"stops_short", gap.stops_short},
                   {"deprived_nobody", std::isfinite(gap.deprived) ? Json(gap.deprived) : Json(nullptr)},
                   {"several", gap.several},
                   {"neighbourhoods", std::move(parts)}});
  }
  return out;
}

void print_gaps(const std::vector<workforce::ServiceGap>& gaps) {
  if (gaps.empty()) return;
  output::Table table{"gaps",
                      "Gaps of cover",
                      {{"service", 0, ""},
                       {"footprints", 0, ""},
                       {"covered_%", 1, "of the people of the plan"},
                       {"by_nobody", 0, "people"},
                       {"deprived", 0, "of them in the most deprived fifth"},
                       {"stops_short", 0, "of them in neighbourhoods that it covers in part"},
                       {"by_several", 0, "people, once for each further footprint"},
                       {"most_of_nobody", 0, "neighbourhoods with most people whom nobody covers"}},
                      {}};
  constexpr std::size_t kShown = 3;
  for (const auto& gap : gaps) {
    auto parts = gap.parts;
    std::stable_sort(parts.begin(), parts.end(),
                     [](const auto& a, const auto& b) { return a.nobody > b.nobody; });
    std::string where;
    for (std::size_t at = 0; at < std::min(kShown, parts.size()); ++at)
      if (parts[at].nobody >= 0.5)
        where += fmt::format("{}{} {}", where.empty() ? "" : ", ", parts[at].neighbourhood,
                             output::number_text(parts[at].nobody, 0));
    table.rows.push_back({gap.service, static_cast<double>(gap.footprints),
                          gap.people > 0 ? 100 * (1 - gap.nobody / gap.people) : NAN, gap.nobody,
                          gap.deprived, gap.stops_short, gap.several, where});
  }
  fmt::print("\nGaps of cover: people whom no footprint of a service covers, and whom several do\n{}",
             text_table(table));
}

output::Table road_table(const std::vector<workforce::RoadTime>& times) {
  output::Table table{"road_time",
                      "Time on the road of home-visiting teams",
                      {{"neighbourhood", 0, ""},
                       {"WTE", 2, "of teams that visit homes, where minutes are known"},
                       {"minutes", 1, "one way from the base, mean over that WTE"},
                       {"longest", 1, "to the farthest area"},
                       {"WTE_unknown", 2, "without minutes: no located base, or out of reach"},
                       {"straight_line", 0, "yes: some minutes are straight lines x 1.3 at 30 km/h"}},
                      {}};
  for (const auto& time : times)
    table.rows.push_back({time.neighbourhood, time.wte, time.minutes, time.longest, time.unknown,
                          time.straight_line ? "yes" : "no"});
  return table;
}

int run_footprints(const Context& context, const Words& words) {
  const auto place = read_tables(context, words.place, kForStaff);
  const auto plan = find_plan(place, words.plan);
  std::vector<workforce::Specialty> specialties(workforce::default_specialties().begin(),
                                                workforce::default_specialties().end());
  if (!words.specialties.empty()) specialties = workforce::read_specialties(words.specialties);
  context.say(fmt::format("footprints of {} over plan '{}'", place_text(place), plan.name));
  auto report = workforce::measure_footprints(place, plan);
  const auto specialists = workforce::measure_specialists(place, plan, specialties, words.rule);
  const auto organisations = workforce::measure_organisations(place, plan);
  for (auto& finding : workforce::describe_thresholds(place.settings, {"split"}))
    report.findings.push_back(std::move(finding));
  const auto gaps = workforce::measure_gaps(place, plan);
  const auto road = workforce::measure_road_time(place, plan);
  workforce::FootprintProposal proposal;
  if (words.propose > 0)
    proposal = workforce::propose_footprints(place, plan, words.propose, words.base_kind, words.seed);
  if (words.store && !(words.propose > 0))
    throw CLI::ValidationError("--store", "keeps a proposal: add --propose PEOPLE");
  if (words.store) {
    store_proposal(words, proposal, plan);
    context.say(fmt::format("stored: the multi-neighbourhoods of plan '{}'", plan.name));
  }
  if (context.json) {
    auto out = report_json(report, specialists, organisations);
    out["gaps"] = gaps_json(gaps);
    out["road_time"] = table_json(road_table(road));
    if (words.propose > 0) out["proposal"] = proposal_json(proposal);
    out["confidence"] = std::string(1, output::rate_footprints(place).grade);
    fmt::print("{}\n", output::json_text(out));
    return kDone;
  }
  print_report(context, report, specialists, organisations);
  print_gaps(gaps);
  if (!road.empty())
    fmt::print("\nTime on the road of home-visiting teams, one way from their base, in minutes\n{}",
               text_table(road_table(road)));
  if (words.propose > 0) print_proposal(proposal);
  if (!report.footprints.empty())
    context.print("\n" + output::confidence_words(output::rate_footprints(place)) + "\n");
  return kDone;
}

struct CoversWords {
  std::string place, plan, where;
};

int run_who_covers(const Context& context, const CoversWords& words) {
  const auto place = read_tables(context, words.place, kForStaff);
  datasets::PlanRecord plan;
  if (!words.plan.empty())
    plan = find_plan(place, words.plan);
  else if (place.plans.size() == 1)
    plan = place.plans.front();
  const auto answer = workforce::find_who_covers(place, plan, words.where);
  if (context.json) {
    Json out{{"area", answer.area},
             {"name", answer.area_name},
             {"postcode", answer.postcode},
             {"neighbourhood", answer.neighbourhood},
             {"neighbourhood_name", answer.neighbourhood_name},
             {"pcns", answer.pcn_shares},
             {"services", Json::array()},
             {"few", answer.few},
             {"families_without_staff", answer.not_covered},
             {"absent", Json::array()}};
    for (const auto& absence : answer.absences)
      out["absent"].push_back({{"what", absence.what},
                               {"why", workforce::why_absent_name(absence.why)},
                               {"words", absence.words}});
    const auto finite = [](double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); };
    for (const auto& cover : answer.covers)
      out["services"].push_back({{"service", cover.service},
                                 {"role_group", cover.group},
                                 {"level", cover.level},
                                 {"employer", cover.employer},
                                 {"footprint", cover.footprint},
                                 {"base", cover.base},
                                 {"base_name", cover.base_name},
                                 {"minutes", finite(cover.minutes)},
                                 {"straight_line", cover.straight_line},
                                 {"wte", finite(cover.wte)},
                                 {"wte_of_area", finite(cover.wte_of_area)},
                                 {"how", cover.how},
                                 {"source", cover.source},
                                 {"as_at", cover.as_at}});
    fmt::print("{}\n", output::json_text(out));
    return kDone;
  }
  fmt::print("{}{}{}\n", answer.postcode.empty() ? "" : answer.postcode + " lies in ",
             datasets::full_name(answer.area, answer.area_name),
             answer.neighbourhood.empty()
                 ? ""
                 : ", neighbourhood " + datasets::full_name(answer.neighbourhood, answer.neighbourhood_name));
  if (!answer.pcn_shares.empty())
    fmt::print("PCNs of the patients there: {}\n", fmt::join(answer.pcn_shares, ", "));
  output::Table table{"covers",
                      "",
                      {{"service", 0, ""},
                       {"group", 0, ""},
                       {"level", 0, ""},
                       {"employer", 0, ""},
                       {"footprint", 0, ""},
                       {"base", 0, ""},
                       {"minutes", 1, ""},
                       {"WTE", 2, ""},
                       {"of_it_here", 3, ""},
                       {"how", 0, ""},
                       {"source", 0, ""}},
                      {}};
  bool straight = false;
  for (const auto& cover : answer.covers) {
    straight = straight || cover.straight_line;
    table.rows.push_back(
        {cover.service, cover.group, cover.level, cover.employer, cover.footprint,
         cover.base_name.empty() ? cover.base : cover.base_name, cover.minutes, cover.wte, cover.wte_of_area,
         cover.how, cover.as_at.empty() ? cover.source : fmt::format("{} ({})", cover.source, cover.as_at)});
  }
  if (answer.covers.empty())
    fmt::print("No service of the place covers it.\n");
  else
    fmt::print("{}", text_table(table));
  if (answer.few > 0)
    fmt::print("{} more posts follow lists with under {:g} % of the area's patients\n", answer.few,
               100 * workforce::thresholds_of(place.settings).few_patients);
  const auto own =
      findings_text(workforce::describe_thresholds(place.settings, {"few_patients"}), geo::Severity::warning);
  if (!own.empty()) context.say(own);
  for (const auto& absence : answer.absences) fmt::print("{}: {}\n", absence.what, absence.words);
  if (straight)
    fmt::print(
        "STRAIGHT_LINE: minutes are straight line x 1.3 at 30 km/h; run travel --mode drive for roads\n");
  return kDone;
}

}  // namespace

Run add_footprints(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_option("--plan", words->plan, "a plan of the place")->required();
  parser.add_option("--specialties", words->specialties,
                    "CSV specialty,first,total[,index,diverted,group_size,sessions] for 50,000 people a week "
                    "instead of Table 1");
  parser.add_option("--new", words->rule.new_minutes, "minutes of a first attendance");
  parser.add_option("--follow-up", words->rule.follow_up_minutes, "minutes of a follow-up");
  parser.add_option("--session", words->rule.session_minutes, "usable minutes of a session");
  parser.add_option("--clinic-weeks", words->rule.clinic_weeks, "weeks a year in which clinics run");
  parser.add_option("--activity-weeks", words->rule.activity_weeks,
                    "weeks a year that the attendances are counted over");
  parser
      .add_option("--propose", words->propose,
                  "group the neighbourhoods into footprints of about so many people, such as 250000")
      ->check(CLI::PositiveNumber);
  parser.add_flag("--store", words->store,
                  "with --propose: keep the proposal as the plan's multi-neighbourhoods, for workforce --by "
                  "multi and export");
  parser.add_option("--near", words->base_kind, "with --propose: near sites of this kind, such as hospital");
  parser.add_option("--seed", words->seed, "with --propose");
  return [words](const Context& context) { return run_footprints(context, *words); };
}

Run add_who_covers(CLI::App& parser) {
  auto words = std::make_shared<CoversWords>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_option("WHERE", words->where, "a postcode or an area code")->required();
  parser.add_option(
      "--plan", words->plan,
      "names the neighbourhood, and those that footprints are made of (default: the only plan)");
  return [words](const Context& context) { return run_who_covers(context, *words); };
}

}  // namespace placewright::boundaries::cli
