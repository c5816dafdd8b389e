#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/from_place/problem.h"
#include "boundaries/output/json_text.h"
#include "boundaries/output/scenario_tables.h"
#include "boundaries/output/workforce_tables.h"
#include "boundaries/workforce/cover/what_if.h"
#include "datasets/place/file.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Words {
  std::string place, what, plan, scheme;
  std::vector<std::string> names;
};

/// One stored what-if.
struct Stored {
  std::string key, plan;
  workforce::WhatIf scenario;
};

std::vector<Stored> stored_scenarios(const datasets::Place& place) {
  std::vector<Stored> all;
  for (const auto& [key, text] : place.settings)
    for (const auto& plan : place.plans) {
      const auto prefix = "scenario/" + plan.name + "/";
      if (!key.starts_with(prefix)) continue;
      const auto name = key.substr(prefix.size());
      all.push_back({key, plan.name, workforce::parse_what_if(text, "scenario " + name)});
      all.back().scenario.name = name;
    }
  return all;
}

const Stored& find_scenario(const std::vector<Stored>& all, const std::string& name,
                            const std::string& plan) {
  const Stored* found = nullptr;
  std::vector<std::string> known;
  for (const auto& stored : all) {
    known.push_back(fmt::format("'{}' of plan '{}'", stored.scenario.name, stored.plan));
    if (stored.scenario.name != name || (!plan.empty() && stored.plan != plan)) continue;
    if (found != nullptr)
      throw geo::InputError{
          {name, "several plans have a scenario of this name", "name its plan with --plan"}};
    found = &stored;
  }
  if (found == nullptr)
    throw geo::InputError{{name, "there is no such scenario",
                           known.empty() ? "make one: placewright workforce PLACE --plan NAME --what-if FILE"
                                         : fmt::format("there are {}", fmt::join(known, ", "))}};
  return *found;
}

double moved_wte(const workforce::WhatIf& scenario) {
  double wte = 0;
  for (const auto& move : scenario.moves) wte += move.wte;
  return wte;
}

Json scenario_json(const Stored& stored) {
  Json moves = Json::array();
  for (const auto& move : stored.scenario.moves)
    moves.push_back({{"role_group", move.group},
                     {"role", move.role},
                     {"wte", move.wte},
                     {"from", move.from},
                     {"to", move.to},
                     {"why", move.why}});
  return {{"name", stored.scenario.name},
          {"plan", stored.plan},
          {"moves", moves},
          {"bases", stored.scenario.bases.size()},
          {"assumptions", stored.scenario.assumptions},
          {"text", stored.scenario.text}};
}

void list_scenarios(const Context& context, const std::vector<Stored>& all) {
  if (context.json) {
    Json out = Json::array();
    for (const auto& stored : all) out.push_back(scenario_json(stored));
    fmt::print("{}\n", output::json_text(Json{{"scenarios", out}}));
    return;
  }
  if (all.empty()) {
    context.say("no scenarios yet\n  try: placewright workforce PLACE --plan NAME --what-if FILE");
    return;
  }
  output::Table table{"scenarios",
                      "",
                      {{"scenario", 0, ""},
                       {"plan", 0, ""},
                       {"moves", 0, ""},
                       {"WTE_moved", 2, ""},
                       {"bases", 0, ""},
                       {"assumptions", 0, ""}},
                      {}};
  for (const auto& [key, plan, scenario] : all)
    table.rows.push_back({scenario.name, plan, static_cast<double>(scenario.moves.size()),
                          moved_wte(scenario), static_cast<double>(scenario.bases.size()),
                          static_cast<double>(scenario.assumptions.size())});
  fmt::print("{}", text_table(table));
}

std::string assumptions_text(const workforce::WhatIf& scenario) {
  if (scenario.assumptions.empty()) return "No assumption is stated\n";
  std::string out = "Assumed\n";
  for (const auto& assumption : scenario.assumptions) out += "  " + assumption + "\n";
  return out;
}

/// Staff with a scenario, or today where there is none.
workforce::Coverage measure(const datasets::Place& place, const datasets::PlanRecord& plan,
                            const std::string& scheme, const workforce::WhatIf* scenario) {
  workforce::CoverageRequest request;
  request.scheme = scheme;
  request.what_if = scenario;
  request.compare_plans = false;
  return workforce::measure_coverage(
      scenario != nullptr ? workforce::place_with_bases(place, *scenario) : place, plan, request);
}

void run_scenario(const Context& context, const Words& words, const datasets::Place& place,
                  const Stored& stored) {
  const auto plan = find_plan(place, stored.plan);
  const auto before = measure(place, plan, words.scheme, nullptr),
             after = measure(place, plan, words.scheme, &stored.scenario);
  const auto changed = workforce::place_with_bases(place, stored.scenario);
  const auto bases = workforce::measure_bases(
      changed, workforce::allocate_workforce(changed, plan, workforce::collect_lists(changed)),
      stored.scenario);
  if (context.json) {
    auto out = scenario_json(stored);
    out["before"] = Json::parse(output::coverage_json(before));
    out["after"] = Json::parse(output::coverage_json(after));
    fmt::print("{}\n", output::json_text(out));
    return;
  }
  fmt::print("Scenario '{}' of plan '{}': {:.2f} WTE move\n{}\n{}\n{}", stored.scenario.name, stored.plan,
             moved_wte(stored.scenario), assumptions_text(stored.scenario),
             text_table(output::what_if_table(before, after)),
             text_table(output::equity_table(before, &after)));
  if (!bases.empty()) fmt::print("\nDesks against staff then\n{}", text_table(output::base_table(bases)));
}

void compare_scenarios(const Context& context, const Words& words, const datasets::Place& place,
                       const std::vector<Stored>& all) {
  if (words.names.size() < 2)
    throw geo::InputError{{"scenario compare", "it takes two scenarios or more", "name them"}};
  std::vector<output::NamedCoverage> states;
  std::string plan_name;
  for (const auto& name : words.names) {
    const auto& stored = find_scenario(all, name, words.plan);
    const auto plan = find_plan(place, stored.plan);
    if (states.empty()) {
      plan_name = stored.plan;
      states.push_back({"today", measure(place, plan, words.scheme, nullptr)});
    }
    if (stored.plan != plan_name)
      throw geo::InputError{
          {name, fmt::format("it belongs to plan '{}', the first to '{}'", stored.plan, plan_name),
           "compare scenarios of one plan"}};
    states.push_back({name, measure(place, plan, words.scheme, &stored.scenario)});
  }
  if (context.json) {
    Json out = Json::array();
    for (const auto& state : states)
      out.push_back({{"name", state.name}, {"coverage", Json::parse(output::coverage_json(state.coverage))}});
    fmt::print("{}\n", output::json_text(Json{{"plan", plan_name}, {"states", out}}));
    return;
  }
  for (const auto& name : words.names)
    fmt::print("{}: {}", name, assumptions_text(find_scenario(all, name, words.plan).scenario));
  fmt::print("\nWTE per 10,000 by need, with 95 % limits\n{}\n{}", text_table(output::states_table(states)),
             text_table(output::states_equity_table(states)));
}

void delete_scenario(const std::string& path, const Stored& stored) {
  auto file = datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::change);
  file.together([&] {
    auto settings = file.read(datasets::Tables::setting).settings;
    settings.erase(stored.key);
    file.save_settings(settings);
    datasets::LogRow row;
    row.when = clock_text();
    row.who = "scenario";
    row.what = "scenario deleted";
    row.before = stored.scenario.text;
    row.plan = stored.plan;
    file.append_log(std::span(&row, 1));
  });
}

const std::string& only_name(const Words& words) {
  if (words.names.size() != 1)
    throw geo::InputError{{"scenario " + words.what, "it takes the name of one scenario",
                           "see: placewright scenario PLACE list"}};
  return words.names.front();
}

int run_scenarios(const Context& context, const Words& words) {
  using datasets::Tables;
  const auto place =
      read_tables(context, words.place,
                  Tables::everything - Tables::adjacency - Tables::road - Tables::barrier - Tables::geometry);
  const auto all = stored_scenarios(place);
  if (words.what == "list") {
    list_scenarios(context, all);
  } else if (words.what == "compare") {
    compare_scenarios(context, words, place, all);
  } else {
    const auto& stored = find_scenario(all, only_name(words), words.plan);
    if (words.what == "run") run_scenario(context, words, place, stored);
    if (words.what == "show" && context.json) fmt::print("{}\n", output::json_text(scenario_json(stored)));
    if (words.what == "show" && !context.json)
      fmt::print("Scenario '{}' of plan '{}'\n{}\n{}\n", stored.scenario.name, stored.plan,
                 assumptions_text(stored.scenario), stored.scenario.text);
    if (words.what == "delete") {
      delete_scenario(words.place, stored);
      context.say(fmt::format("deleted: scenario '{}' of plan '{}'", stored.scenario.name, stored.plan));
    }
  }
  return kDone;
}

}  // namespace

Run add_scenario(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_option("WHAT", words->what, "list, show, run, compare or delete")
      ->required()
      ->check(CLI::IsMember({"list", "show", "run", "compare", "delete"}));
  parser.add_option("NAME", words->names, "of a scenario; of two or more to compare");
  parser.add_option("--plan", words->plan, "the scenario's plan, where several plans have one of that name");
  parser.add_option("--scheme", words->scheme, "need weights, as of workforce");
  return [words](const Context& context) { return run_scenarios(context, *words); };
}

}  // namespace placewright::boundaries::cli
