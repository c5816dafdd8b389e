#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/definition/definition.h"
#include "boundaries/from_place/drawn.h"
#include "boundaries/from_place/judgement.h"
#include "boundaries/from_place/score_json.h"
#include "boundaries/output/profile.h"

namespace placewright::boundaries::cli {
namespace {

struct Words {
  std::string place, plan, lookup, brief;
  unsigned threads = 0;
  bool no_references = false, profile = false;
};

/// The score as JSON, with the drawn units where the plan was judged by any.
std::string score_text_with(const std::string& score, const std::vector<DrawnUnit>& drawn) {
  if (drawn.empty()) return score;
  auto out = nlohmann::ordered_json::parse(score);
  auto& list = out["drawn_units"] = nlohmann::ordered_json::array();
  for (const auto& unit : drawn)
    list.push_back({{"kind", unit.kind},
                    {"name", unit.name},
                    {"people", unit.people},
                    {"neighbourhood", unit.neighbourhood},
                    {"share", unit.share},
                    {"neighbourhoods", unit.neighbourhoods}});
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// A row a drawn unit: its people, each counted whole, and where most of them are; "" where there are none.
std::string drawn_text(const std::vector<DrawnUnit>& drawn, const datasets::UnitWord& word) {
  if (drawn.empty()) return {};
  output::Table table;
  table.columns = {{"drawn area", 0, ""},
                   {"people", 0, ""},
                   {"mostly in", 0, ""},
                   {"share", 3, ""},
                   {"neighbourhoods", 0, ""}};
  for (const auto& unit : drawn)
    table.rows.push_back({unit.name, unit.people, unit.neighbourhood.empty() ? "none" : unit.neighbourhood,
                          unit.share, static_cast<double>(unit.neighbourhoods)});
  return "\n" + text_table(table, word);
}

/// Columns of numbers: texts of many words stand on the cards.
output::Table without_lists(output::Table table) {
  for (std::size_t c = table.columns.size(); c-- > 2;) {
    const bool is_text = std::all_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
      return std::holds_alternative<std::string>(row[c]) && std::get<std::string>(row[c]) != "[c]";
    });
    if (!is_text) continue;
    table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(c));
    for (auto& row : table.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(c));
  }
  return table;
}

/// The table, then a card for each neighbourhood.
std::string profile_text(const output::Profile& profile) {
  std::string out = "Profile, the place last\n" + text_table(without_lists(profile.table));
  for (std::size_t row = 0; row < profile.table.rows.size(); ++row) {
    const auto card = output::profile_card(profile, row);
    out += fmt::format("\n{}\n{}", card.title, text_table(card));
  }
  for (const auto& line : output::profile_notes(profile)) out += line + "\n";
  return out;
}

int print_profile(const Context& context, const Words& words) {
  const auto place =
      read_tables(context, words.place, datasets::Tables::everything - datasets::Tables::geometry);
  auto plan = words.lookup.empty() ? find_plan(place, words.plan)
                                   : definition::read_definition(words.lookup, place).plan;
  if (!words.lookup.empty()) plan.name = words.lookup;
  context.say(fmt::format("profile of plan '{}' of {}", plan.name, place_text(place)));
  const auto profile = output::measure_profile(place, plan);
  fmt::print("{}", context.json ? output::profile_json(profile) + "\n" : profile_text(profile));
  return kDone;
}

int run_score(const Context& context, const Words& words) {
  if (words.profile) return print_profile(context, words);
  const auto place =
      words.lookup.empty() ? read_place(context, words.place) : read_place_and_codes(context, words.place);
  std::vector<geo::Finding> doubts;
  datasets::PlanRecord plan;
  if (words.lookup.empty()) {
    plan = find_plan(place, words.plan);
  } else {
    auto lookup = definition::read_definition(words.lookup, place);
    plan = std::move(lookup.plan);
    plan.name = words.lookup;
    doubts = std::move(lookup.findings);
  }
  const auto brief = words.brief.empty() ? brief_of(plan) : read_brief(words.brief);
  context.say(fmt::format("judging {} '{}' of {} by {}", words.lookup.empty() ? "plan" : "lookup", plan.name,
                          place_text(place),
                          !words.brief.empty()      ? "the brief " + words.brief
                          : plan.brief_toml.empty() ? "the default brief"
                                                    : "its own brief"));
  Observer observer;
  observer.stop = context.stop;
  observer.progress = [&](const Progress& progress) { context.progress(progress.fraction, progress.phase); };
  const auto threads = words.threads > 0 ? words.threads : std::max(1u, std::thread::hardware_concurrency());
  auto judged = judge_plan(place, plan, brief, {!words.no_references, threads}, observer);
  context.end_progress();
  for (auto& doubt : doubts)
    if (doubt.code != "UNASSIGNED") judged.judgement.findings.push_back(std::move(doubt));

  const auto drawn = judge_drawn_units(place, judged.question, judged.judgement);
  if (context.json) {
    fmt::print("{}\n", score_text_with(output::score_json(judged.question, judged.judgement), drawn));
  } else {
    context.print(fmt::format("{} neighbourhoods\n{}\n\n", judged.judgement.score.neighbourhoods,
                              legality_text(judged.question, judged.judgement)));
    context.print(neighbourhood_text(judged.question, judged.judgement) + "\n" +
                  criteria_text(judged.judgement) + drawn_text(drawn, *context.word));
    const auto findings = findings_text(judged.judgement.findings,
                                        context.verbose ? geo::Severity::note : geo::Severity::warning);
    if (!findings.empty()) context.print("\nfindings\n" + findings);
  }
  return context.stop != nullptr && context.stop->load() ? kStopped : kDone;
}

}  // namespace

Run add_score(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  auto* source = parser.add_option_group("what is judged");
  auto* plan = source->add_option("--plan", words->plan, "a plan of the place");
  source
      ->add_option("--lookup", words->lookup,
                   "a CSV with columns area_code (or LSOA21CD) and neighbourhood (or NBHD..CD)")
      ->excludes(plan);
  source->require_option(1);
  parser.add_option("--brief", words->brief,
                    "judge by this brief (default: the plan's own, else the defaults)");
  parser.add_flag("--profile", words->profile,
                  "what is known of each neighbourhood instead: people, health, practices, sites, staff");
  parser.add_option("--threads", words->threads,
                    "threads at work (0: one a core); the score does not depend on it");
  parser.add_flag("--no-references", words->no_references,
                  "leave out the reference values beside each loss (faster)");
  return [words](const Context& context) { return run_score(context, *words); };
}

}  // namespace placewright::boundaries::cli
