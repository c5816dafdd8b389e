#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/definition/definition.h"
#include "boundaries/from_place/judgement.h"
#include "boundaries/judge/compare.h"
#include "boundaries/judge/compare_words.h"
#include "boundaries/output/compare_people.h"
#include "boundaries/output/evidence_json.h"
#include "boundaries/output/pcn_fit.h"
#include "boundaries/question/rules.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "boundaries/workforce/supply/units.h"
#include "datasets/place/names.h"

namespace placewright::boundaries::cli {
namespace {

using output::Column;
using output::number_text;
using output::Table;

struct Words {
  std::string place, a, b, brief;
  std::vector<std::string> further;
};

/// A plan of the place, or a lookup where no plan bears that name and such a file exists.
datasets::PlanRecord find_or_read(const datasets::Place& place, const std::string& name) {
  const bool stored = std::any_of(place.plans.begin(), place.plans.end(),
                                  [&](const auto& plan) { return plan.name == name; });
  if (stored || !std::filesystem::exists(name)) return find_plan(place, name);
  auto plan = definition::read_definition(name, place).plan;
  plan.name = name;
  return plan;
}

/// A plan's name, or the name of a lookup without its folder.
std::string spoken(const datasets::PlanRecord& plan) {
  return plan.created.empty() && std::filesystem::exists(plan.name)
             ? std::filesystem::path(plan.name).filename().string()
             : plan.name;
}

/// Staff too, for how fair they lie in both plans.
datasets::Place read_place_for_comparing(const Context& context, const std::string& path) {
  using datasets::Tables;
  return read_tables(context, path,
                     datasets::kForDrawing | Tables::plan | Tables::source | Tables::note | Tables::postcode |
                         Tables::waiting | Tables::workforce | Tables::footprint | Tables::role |
                         Tables::projection);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Wards and PCNs are compared whether or not the brief weighs them, where the place knows them.
void add_units(const datasets::Place& place, Brief& brief) {
  brief.weights.alignment = alignment_of(place, brief);  // what a style adds keeps its weight
  const auto known = known_unit_kinds(place);
  for (const char* kind : {"ward", "pcn"})
    if (known.contains(kind)) brief.weights.alignment.emplace(kind, 0);
}

output::PlanNames name_plan(const datasets::PlanRecord& plan, const PlanLabels& labelled) {
  output::PlanNames names{plan.name, labelled.neighbourhood_id, {}};
  for (const auto& id : names.ids) {
    const auto at = std::find_if(plan.neighbourhoods.begin(), plan.neighbourhoods.end(),
                                 [&](const auto& each) { return each.id == id; });
    names.names.push_back(at == plan.neighbourhoods.end() || at->name.empty() ? id : at->name);
  }
  return names;
}

Column words(std::string name) { return {std::move(name), 0, ""}; }
Column numbers(std::string name, int decimals = 0) { return {std::move(name), decimals, ""}; }
double missing(const std::optional<double>& value) {
  return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

std::string criteria_table(const Comparison& result) {
  Table table;
  table.columns = {words("criterion"), numbers("weight", 2), numbers("loss A", 4), numbers("loss B", 4),
                   numbers("A", 1),    numbers("B", 1),      words("unit"),        words("")};
  for (const auto& change : result.criteria) {
    const auto better = better_of(change);
    const std::string verdict = better == Better::b   ? "B is better"
                                : better == Better::a ? "A is better"
                                                      : "";
    table.rows.push_back({change.name, change.weight, missing(change.loss_a), missing(change.loss_b),
                          missing(change.value_a), missing(change.value_b), change.unit, verdict});
  }
  auto text = text_table(table);
  if (result.total_a && result.total_b)
    text += fmt::format("total over what is judged in both: A {}, B {}\n",
                        output::figure_text(*result.total_a, 4), output::figure_text(*result.total_b, 4));
  return text;
}

std::string moves_table(const Problem& problem, const Comparison& result, const output::PlanNames& a,
                        const output::PlanNames& b) {
  constexpr std::size_t shown = 20;
  Table table;
  table.columns = {words("from (A)"), words("to (B)"), numbers("people"), numbers("areas"), words("which")};
  for (std::size_t row = 0; row < std::min(shown, result.flows.size()); ++row) {
    const auto& flow = result.flows[row];
    const auto from = static_cast<std::size_t>(flow.from), to = static_cast<std::size_t>(flow.to);
    table.rows.push_back({datasets::full_name(a.ids[from], a.names[from]),
                          datasets::full_name(b.ids[to], b.names[to]), flow.residents,
                          static_cast<double>(flow.areas.size()), name_areas(problem, flow.areas)});
  }
  auto text = text_table(table);
  if (result.flows.size() > shown)
    text += fmt::format("and {} more; --json lists all\n", result.flows.size() - shown);
  return text;
}

std::string units_text(const datasets::Place& place, const Comparison& result, double materiality) {
  const auto pcns = workforce::pcn_names(place);
  const auto name_of_unit = [&](const std::string& kind, const std::string& unit) {
    const auto at = pcns.find(unit);
    return kind != "pcn" || at == pcns.end() ? std::string() : at->second;
  };
  std::string text;
  if (!result.alignments.empty())
    text = fmt::format("\nA unit is split where a second neighbourhood holds {:g} % of its people or more.\n",
                       100 * materiality);
  for (const auto& change : result.alignments) {
    text += fmt::format(
        "\n{}: {} of {} split in A, {} in B; {} and {} % of people with most of their {}; "
        "{} and {} % with most of their neighbourhood\n",
        change.kind, change.a.units_split, change.a.units, change.b.units_split,
        number_text(100 * change.a.kept_share, 1), number_text(100 * change.b.kept_share, 1), change.kind,
        number_text(100 * change.a.reverse_share, 1), number_text(100 * change.b.reverse_share, 1));
    constexpr std::size_t shown = 8;
    Table table;
    table.columns = {words(change.kind), numbers("people"),          numbers("parts A"),
                     numbers("parts B"), numbers("kept together A"), numbers("kept together B")};
    for (std::size_t row = 0; row < std::min(shown, change.changed.size()); ++row) {
      const auto& unit = change.changed[row];
      table.rows.push_back({datasets::full_name(unit.name, name_of_unit(change.kind, unit.name)),
                            unit.residents, static_cast<double>(unit.parts_a),
                            static_cast<double>(unit.parts_b), unit.kept_a, unit.kept_b});
    }
    if (!table.rows.empty()) text += text_table(table);
    if (change.changed.size() > shown) text += fmt::format("and {} more\n", change.changed.size() - shown);
  }
  return text;
}

std::string fit_text(const char* which, const output::PcnFit& fit) {
  std::string text;
  if (!fit.pcn.empty())
    text = fmt::format(
        "{}: {} % of patients live where most of their PCN's patients do ({} % matched one to one); {} of {} "
        "PCNs split\n",
        which, number_text(100 * fit.alignment, 1), number_text(100 * fit.one_to_one, 1),
        fit.splits.units_split, fit.splits.units);
  double outside = 0;
  for (const auto& practice : fit.practices) outside += practice.patients - practice.kept;
  return text +
         fmt::format(
             "{}: {} practices have {:g} % or more of their patients in a second neighbourhood, {} people "
             "outside the main one\n",
             which, fit.practices.size(), 100 * fit.materiality, number_text(outside, 0));
}

std::string sentences_text(const ComparisonWords& said) {
  auto text = said.overall + "\n";
  for (const auto* list : {&said.criteria, &said.equity})
    for (const auto& sentence : *list) text += "  " + sentence + "\n";
  if (!said.units.empty()) text += "  " + said.units + "\n";
  return text;
}

/// Plans side by side; the first is what each of the others is compared with.
std::string options_text(const std::vector<OptionRow>& rows, const std::vector<std::string>& plans) {
  Table table;
  table.columns = {words("options")};
  for (const auto& plan : plans) table.columns.push_back(words(plan));
  table.columns.push_back(words("unit"));
  for (const auto& row : rows) {
    std::vector<output::Cell> cells{row.name};
    for (const double value : row.values)
      cells.emplace_back(std::isfinite(value) ? number_text(value, row.decimals) : "-");
    cells.emplace_back(row.unit);
    table.rows.push_back(std::move(cells));
  }
  return text_table(table);
}

/// More than two plans: each against the first, in one table.
int compare_options(const Context& context, const datasets::Place& place, const Words& words,
                    const Brief& brief) {
  std::vector<std::string> asked{words.a, words.b};
  asked.insert(asked.end(), words.further.begin(), words.further.end());
  context.say(fmt::format("comparing {} plans of {}", asked.size(), place_text(place)));
  const auto question = build_problem(place, brief);
  const double materiality = workforce::thresholds_of(place.settings).split;
  std::vector<std::string> names;
  std::vector<Labels> labels;
  for (const auto& name : asked) {
    const auto plan = find_or_read(place, name);
    names.push_back(spoken(plan));
    labels.push_back(labels_of(plan, question).labels);
  }
  std::vector<Comparison> with_first;
  for (std::size_t plan = 1; plan < labels.size(); ++plan)
    with_first.push_back(compare(question.problem, labels[0], labels[plan], materiality));
  const auto rows = list_options(with_first);
  std::vector<std::string> overall;
  for (std::size_t plan = 1; plan < names.size(); ++plan)
    overall.push_back(describe_comparison(with_first[plan - 1], names[0], names[plan]).overall);
  if (context.json) {
    fmt::print("{}\n", output::options_json(rows, names, overall));
    return kDone;
  }
  for (const auto& sentence : overall) fmt::print("{}\n", sentence);
  fmt::print("\n{}", options_text(rows, names));
  return kDone;
}

/// Practices and PCNs that change, and how fair staff lie in both.
std::string people_text(const std::vector<output::OrganisationChange>& changes,
                        const std::optional<Table>& equity) {
  constexpr std::size_t kShown = 20;
  std::string text;
  if (!changes.empty()) {
    auto table = output::organisation_change_table(changes);
    if (table.rows.size() > kShown) table.rows.resize(kShown);
    text += "\nPCNs and practices whose home changes, or whose patients are kept together more or less\n" +
            text_table(table);
    if (changes.size() > kShown)
      text += fmt::format("and {} more; --json lists all\n", changes.size() - kShown);
  }
  if (equity && !equity->rows.empty())
    text += "\nhow fairly staff lie over the neighbourhoods (before: A, after: B)\n" + text_table(*equity);
  return text;
}

/// Whose bounds and weights both plans are judged by.
std::string judged_by(const Words& words, const datasets::PlanRecord& plan_a,
                      const datasets::PlanRecord& plan_b, const Brief& brief) {
  const auto* plan = !plan_b.brief_toml.empty() ? &plan_b : !plan_a.brief_toml.empty() ? &plan_a : nullptr;
  const bool asked = !words.brief.empty() ? names_bounds(read_file(words.brief))
                                          : plan != nullptr && names_bounds(plan->brief_toml);
  return fmt::format("Both are judged by {}; its bounds are {} to {} people{}.\n",
                     !words.brief.empty() ? "the brief " + words.brief
                     : plan != nullptr    ? "the brief of " + spoken(*plan)
                                          : std::string("the default brief"),
                     number_text(brief.population.min, 0), number_text(brief.population.max, 0),
                     asked ? "" : ", the program's defaults, which nobody asked for");
}

int run_compare(const Context& context, const Words& words) {
  const auto place = read_place_for_comparing(context, words.place);
  const auto plan_a = find_or_read(place, words.a), plan_b = find_or_read(place, words.b);
  auto brief =
      words.brief.empty() ? brief_of(plan_b.brief_toml.empty() ? plan_a : plan_b) : read_brief(words.brief);
  brief.change.reset();
  add_units(place, brief);
  if (!words.further.empty()) return compare_options(context, place, words, brief);
  context.say(
      fmt::format("comparing '{}' (A) with '{}' (B) in {}", plan_a.name, plan_b.name, place_text(place)));
  const auto question = build_problem(place, brief);
  const auto labels_a = labels_of(plan_a, question), labels_b = labels_of(plan_b, question);
  const double materiality = workforce::thresholds_of(place.settings).split;
  const auto result = compare(question.problem, labels_a.labels, labels_b.labels, materiality);
  const auto names_a = name_plan(plan_a, labels_a), names_b = name_plan(plan_b, labels_b);
  const auto fit_a = output::measure_pcn_fit(place, question, labels_a.labels),
             fit_b = output::measure_pcn_fit(place, question, labels_b.labels);
  const auto said = describe_comparison(result, spoken(plan_a), spoken(plan_b));
  const auto changes = output::find_organisation_changes(place, plan_a, plan_b, result, names_a, names_b);
  const auto equity = output::staff_equity_table(place, plan_a, plan_b);
  if (context.json) {
    fmt::print("{}\n", output::comparison_json(question.problem, result, said, names_a, names_b, fit_a, fit_b,
                                               changes, equity));
    return kDone;
  }
  context.print(sentences_text(said) + "\n" + judged_by(words, plan_a, plan_b, brief));
  context.print(fmt::format(
      "{} of {} people ({} %) in {} neighbourhood; {} neighbourhoods become {}\n",
      number_text(result.moved, 0), number_text(result.residents, 0),
      number_text(result.residents > 0 ? 100 * result.moved / result.residents : 0, 1),
      result.areas_moved == 1 ? "1 area changes" : fmt::format("{} areas change", result.areas_moved),
      result.a.neighbourhoods, result.b.neighbourhoods));
  fmt::print(
      "the plans agree on {} % of adjacent pairs; variation of information {} nats (0: the same plan)\n\n{}",
      number_text(100 * result.same_edges, 1), output::figure_text(result.variation_of_information, 4),
      criteria_table(result));
  for (const auto& [which, score] : {std::pair("A", &result.a), std::pair("B", &result.b)})
    if (score->out_of_bounds + score->not_contiguous + score->unassigned > 0)
      fmt::print("{}: {} out of bounds, {} not in one piece, {} areas unassigned\n", which,
                 score->out_of_bounds, score->not_contiguous, score->unassigned);
  if (!result.flows.empty()) fmt::print("\n{}", moves_table(question.problem, result, names_a, names_b));
  context.print(units_text(place, result, materiality));
  if (fit_a && fit_b) context.print("\n" + fit_text("A", *fit_a) + fit_text("B", *fit_b));
  context.print(people_text(changes, equity));
  return kDone;
}

}  // namespace

Run add_compare(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_option("A", words->a, "a plan of the place, or the path of a lookup")->required();
  parser.add_option("B", words->b, "the plan it is compared with, or the path of a lookup")->required();
  parser.add_option("FURTHER", words->further, "more plans or lookups: a table of all, each against A");
  parser.add_option("--brief", words->brief,
                    "judge all by this brief (default: that of B, else of A, else the defaults)");
  return [words](const Context& context) { return run_compare(context, *words); };
}

}  // namespace placewright::boundaries::cli
