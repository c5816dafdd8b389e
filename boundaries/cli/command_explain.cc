#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/from_place/judgement.h"
#include "boundaries/judge/explain.h"
#include "boundaries/output/border_evidence.h"
#include "boundaries/output/border_words.h"
#include "boundaries/output/evidence_json.h"
#include "boundaries/output/table.h"
#include "boundaries/question/rules.h"
#include "datasets/place/names.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using output::figure_text;
using output::number_text;

struct Words {
  std::string place, plan, area, other, brief;
};

/// By code, else by the only area of that name.
std::uint32_t find_area(const Problem& problem, const std::string& asked) {
  const auto at = std::lower_bound(problem.code.begin(), problem.code.end(), asked);
  if (at != problem.code.end() && *at == asked) return static_cast<std::uint32_t>(at - problem.code.begin());
  const auto named = std::find(problem.name.begin(), problem.name.end(), asked);
  if (named == problem.name.end() || std::find(named + 1, problem.name.end(), asked) != problem.name.end())
    throw geo::InputError{
        {"AREA", fmt::format("'{}' is no area of the place", asked),
         "give an area code, such as " + (problem.code.empty() ? "E01000001" : problem.code.front())}};
  return static_cast<std::uint32_t>(named - problem.name.begin());
}

std::string effects_text(const Alternative& alternative) {
  std::string text;
  for (const auto& effect : alternative.effects) {
    const double change = effect.share * (effect.loss_after - effect.loss_before);
    if (std::abs(change) < 5e-7 && std::abs(effect.after - effect.before) < 0.5) continue;
    text += fmt::format("      {:<22} {} of the total   {} -> {} {}\n", effect.criterion,
                        figure_text(change, 5, true), number_text(effect.before, 1),
                        number_text(effect.after, 1), effect.unit);
  }
  return text;
}

/// The neighbourhood that a word names: its id, its name or both as they are said; nothing where none or
/// several are.
std::optional<std::int32_t> find_neighbourhood(const output::PlanNames& names, const std::string& asked) {
  std::optional<std::int32_t> found;
  for (std::size_t label = 0; label < names.ids.size(); ++label) {
    if (names.ids[label] == asked) return static_cast<std::int32_t>(label);
    if (names.names[label] != asked && datasets::full_name(names.ids[label], names.names[label]) != asked)
      continue;
    if (found) return std::nullopt;
    found = static_cast<std::int32_t>(label);
  }
  return found;
}

output::PlanNames name_plan(const datasets::PlanRecord& plan, const PlanLabels& labelled) {
  output::PlanNames names{plan.name, labelled.neighbourhood_id, labelled.neighbourhood_id};
  for (const auto& each : plan.neighbourhoods)
    for (std::size_t label = 0; label < names.ids.size(); ++label)
      if (names.ids[label] == each.id && !each.name.empty()) names.names[label] = each.name;
  return names;
}

bool is_area(const datasets::Place& place, const std::string& asked) {
  return place.find_area(asked) || std::count(place.areas.name.begin(), place.areas.name.end(), asked) == 1;
}

/// A neighbourhood, or with a second one the border between the two.
int explain_neighbourhood(const Context& context, const Words& words) {
  const auto place = read_tables(context, words.place, datasets::Tables::everything);
  const auto& plan = find_plan(place, words.plan);
  const auto brief =
      output::with_known_units(place, words.brief.empty() ? brief_of(plan) : read_brief(words.brief));
  const auto question = build_problem(place, brief);
  const auto labelled = labels_of(plan, question);
  const auto names = name_plan(plan, labelled);
  const auto find = [&](const std::string& asked) {
    const auto label = find_neighbourhood(names, asked);
    if (!label)
      throw geo::InputError{
          {"WHAT", fmt::format("'{}' is neither an area nor a neighbourhood of plan '{}'", asked, plan.name),
           "give an area code, or a neighbourhood such as " +
               (names.ids.empty() ? "N01" : names.ids.front())}};
    return *label;
  };
  const auto one = find(words.area);
  const auto other = words.other.empty() ? kUnassigned : find(words.other);
  if (one == other)
    throw geo::InputError{{words.other, "is the same neighbourhood", "name two different ones"}};
  const auto evidence = output::measure_border(place, plan, question, labelled.labels, names, one, other);
  if (other != kUnassigned && evidence.moves.empty())
    throw geo::InputError{{fmt::format("{} and {}", words.area, words.other),
                           "do not touch each other in plan '" + plan.name + "'",
                           "name two neighbourhoods that share a border"}};
  if (context.json)
    fmt::print("{}\n", output::border_json(question.problem, evidence, names));
  else
    context.print(output::border_text(question.problem, labelled.labels, evidence, names));
  return kDone;
}

int run_explain(const Context& context, const Words& words) {
  const auto place = read_place(context, words.place);
  if (!words.other.empty() || !is_area(place, words.area)) return explain_neighbourhood(context, words);
  const auto& plan = find_plan(place, words.plan);
  const auto brief = words.brief.empty() ? brief_of(plan) : read_brief(words.brief);
  const auto question = build_problem(place, brief);
  const auto labelled = labels_of(plan, question);
  const auto area = find_area(question.problem, words.area);
  const auto& problem = question.problem;
  if (labelled.labels[area] == kUnassigned)
    throw geo::InputError{{words.area, fmt::format("is in no neighbourhood of plan '{}'", plan.name),
                           "assign it first, or draw the plan again"}};
  const auto names = name_plan(plan, labelled);
  const auto neighbourhood = [&](std::int32_t label) {
    const auto at = static_cast<std::size_t>(label);
    return datasets::full_name(names.ids[at], names.names[at]);
  };
  std::vector<std::string> full;
  for (std::size_t label = 0; label < names.ids.size(); ++label)
    full.push_back(neighbourhood(static_cast<std::int32_t>(label)));
  const auto result = explain(problem, labelled.labels, area, full);
  if (context.json) {
    fmt::print("{}\n", output::explanation_json(problem, result, names));
    return kDone;
  }
  fmt::print("{} lies in {} of plan '{}' ({})\n\nwhat it brings there\n", name_area(problem, area),
             neighbourhood(result.label), plan.name,
             std::isfinite(result.total) ? fmt::format("total {:.5f}", result.total)
                                         : std::string("nothing of it can be judged"));
  for (const auto& each : result.contributions)
    fmt::print("  {:<22} {}\n", each.criterion, context.said(each.words));
  if (!result.held_by.empty()) fmt::print("\nwhat holds it\n");
  for (const auto& each : result.held_by) context.print(fmt::format("  {}\n", each));
  fmt::print("\nwhere else it could be\n");
  if (result.alternatives.empty()) context.print("  nowhere: it touches no other neighbourhood\n");
  for (const auto& alternative : result.alternatives) {
    const auto with = alternative.areas.size() == 1
                          ? std::string()
                          : fmt::format(", with {} ({} people)", name_areas(problem, alternative.areas),
                                        number_text(alternative.residents, 0));
    if (alternative.breaks.empty()) {
      fmt::print("  {}{}: total {}, {}\n{}", neighbourhood(alternative.to), with,
                 figure_text(alternative.total_change, 5, true),
                 alternative.total_change > 0    ? "worse"
                 : alternative.total_change < 0  ? "better"
                 : alternative.total_change == 0 ? "the same"
                                                 : "which cannot be judged",
                 context.said(effects_text(alternative)));
    } else {
      fmt::print("  {}{}: not allowed\n", neighbourhood(alternative.to), with);
      for (const auto& finding : alternative.breaks)
        context.print(fmt::format("      {}: {}\n", finding.where, finding.what));
    }
  }
  return kDone;
}

}  // namespace

Run add_explain(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_option("--plan", words->plan, "a plan of the place")->required();
  parser
      .add_option("WHAT", words->area,
                  "an area (its code, or its name where only one bears it) or a neighbourhood")
      ->required();
  parser.add_option("WITH", words->other, "a second neighbourhood: explains the border between the two");
  parser.add_option("--brief", words->brief,
                    "judge by this brief (default: the plan's own, else the defaults)");
  return [words](const Context& context) { return run_explain(context, *words); };
}

}  // namespace placewright::boundaries::cli
