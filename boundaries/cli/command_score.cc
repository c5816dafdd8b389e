#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/definition/definition.h"
#include "boundaries/from_place/drawn.h"
#include "boundaries/from_place/judgement.h"
#include "boundaries/from_place/local_fate.h"
#include "boundaries/from_place/score_json.h"
#include "boundaries/output/profile.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

struct Words {
  std::string place, plan, lookup, brief;
  std::optional<double> min, max;
  unsigned threads = 0;
  bool no_references = false, profile = false;
};

nlohmann::ordered_json fate_json(const LocalFate& fate) {
  nlohmann::ordered_json row{{"what", fate.what},
                             {"where", fate.where},
                             {"why", fate.why},
                             {"by", fate.by},
                             {"rule", fate.rule},
                             {"people", fate.people},
                             {"share", std::isfinite(fate.share) ? nlohmann::ordered_json(fate.share)
                                                                 : nlohmann::ordered_json(nullptr)},
                             {"fate", fate_words(fate.fate)},
                             {"lies_in", fate.lies_in},
                             {"cost", nullptr}};
  if (fate.cost)
    row["cost"] = {{"people", fate.cost->people},
                   {"to", fate.cost->to},
                   {"total_change", fate.cost->total_change},
                   {"breaks", fate.cost->breaks}};
  return row;
}

/// The score as JSON, with the drawn units where the plan was judged by any, and local knowledge where there
/// is any.
std::string score_text_with(const std::string& score, const std::vector<DrawnUnit>& drawn,
                            const std::vector<LocalFate>& fates) {
  if (drawn.empty() && fates.empty()) return score;
  auto out = nlohmann::ordered_json::parse(score);
  for (const auto& fate : fates) out["local_knowledge"].push_back(fate_json(fate));
  for (const auto& unit : drawn)
    out["drawn_units"].push_back({{"kind", unit.kind},
                                  {"name", unit.name},
                                  {"people", unit.people},
                                  {"neighbourhood", unit.neighbourhood},
                                  {"share", unit.share},
                                  {"neighbourhoods", unit.neighbourhoods}});
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// Two lines a piece of local knowledge: what became of it, and what keeping it would cost.
std::string fates_text(const std::vector<LocalFate>& fates) {
  std::string text = fates.empty() ? "" : "\nlocal knowledge\n";
  for (const auto& fate : fates) {
    const auto share = fate.fate == Fate::in_part
                           ? fmt::format(" ({} % of {} people)", output::number_text(100 * fate.share, 1),
                                         output::number_text(fate.people, 0))
                           : std::string();
    text += fmt::format("  {}{} {}: {}{}{}\n", fate.what, fate.rule ? " (rule)" : "", fate.where,
                        fate_words(fate.fate), share, fate.why.empty() ? "" : "; " + fate.why);
    if (fate.cost) text += fmt::format("      keeping it {}\n", cost_words(fate));
  }
  return text;
}

/// Bounds given on the command line stand in for those of the brief.
void take_bounds(Brief& brief, const Words& words) {
  if (words.min) brief.population.min = *words.min;
  if (words.max) brief.population.max = *words.max;
  if (brief.population.min > brief.population.max)
    throw geo::InputError{
        {"--min, --max",
         fmt::format("the least, {}, is above the most, {}", output::number_text(brief.population.min, 0),
                     output::number_text(brief.population.max, 0)),
         "give both, the lower one as --min"}};
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
  auto brief = words.brief.empty() ? brief_of(plan) : read_brief(words.brief);
  take_bounds(brief, words);
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
  const auto fates = find_local_fates(place, brief, judged.question, judged.judgement, plan.name);
  if (context.json) {
    fmt::print("{}\n", score_text_with(output::score_json(judged.question, judged.judgement), drawn, fates));
  } else {
    context.print(fmt::format("{} neighbourhoods\n{}\n\n", judged.judgement.score.neighbourhoods,
                              legality_text(judged.question, judged.judgement)));
    context.print(neighbourhood_text(judged.question, judged.judgement) + "\n" +
                  criteria_text(judged.judgement) + drawn_text(drawn, *context.word) + fates_text(fates));
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
  parser.add_option("--min", words->min, "least people of a neighbourhood, in place of the brief's")
      ->check(CLI::NonNegativeNumber);
  parser.add_option("--max", words->max, "most people of a neighbourhood, in place of the brief's")
      ->check(CLI::PositiveNumber);
  parser.add_option("--threads", words->threads,
                    "threads at work (0: one a core); the score does not depend on it");
  parser.add_flag("--no-references", words->no_references,
                  "leave out the reference values beside each loss (faster)");
  return [words](const Context& context) { return run_score(context, *words); };
}

}  // namespace placewright::boundaries::cli
