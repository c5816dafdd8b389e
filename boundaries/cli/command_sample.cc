#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/draw_better.h"
#include "boundaries/from_place/judgement.h"
#include "boundaries/output/export.h"
#include "boundaries/output/sample_tables.h"
#include "datasets/place/names.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

struct Words {
  std::string place, plan, near, within = "2%", brief, csv, borders, lines, map;
  sample::SampleOptions options;
};

/// The plan that the sample is read for, before the sample is drawn.
output::SampledPlan find_sampled(const datasets::PlanRecord& plan, const PlaceProblem& question) {
  output::SampledPlan sampled;
  sampled.question = &question;
  const auto labelled = labels_of(plan, question);
  sampled.labels = labelled.labels;
  for (const auto& id : labelled.neighbourhood_id) {
    const auto at = std::find_if(plan.neighbourhoods.begin(), plan.neighbourhoods.end(),
                                 [&](const auto& one) { return one.id == id; });
    sampled.names.push_back(at == plan.neighbourhoods.end() ? id : datasets::full_name(at->id, at->name));
  }
  return sampled;
}

void judge_sampled(output::SampledPlan& sampled, const sample::Sample& sample) {
  const auto& problem = sampled.question->problem;
  sampled.figures = sample::figures_of_plan(problem, sampled.labels);
  sampled.areas = sample::find_area_stability(problem, sampled.labels, sample.plans);
  sampled.borders = sample::find_border_stability(problem, sample.plans);
}

void print_sample(const sample::Sample& sample, const sample::SampleOptions& options,
                  const output::SampledPlan* plan, const Context& context) {
  context.print(output::sample_words(sample, options));
  context.print(fmt::format("\nFigures (losses: 0 best, 1 worst{})\n{}",
                            plan != nullptr ? "; higher_in_%: plans in which the figure is higher" : "",
                            text_table(output::sample_figure_table(sample, plan))));
  if (plan == nullptr) return;
  context.print("\n" + output::stability_words(*plan));
  auto areas = output::sample_area_table(*plan);
  if (areas.rows.size() > 10) areas.rows.resize(10);
  context.print(fmt::format("\nThe ten least firm areas\n{}", text_table(areas)));
}

nlohmann::ordered_json table_json(const output::Table& table) {
  auto rows = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    nlohmann::ordered_json one;
    for (std::size_t column = 0; column < row.size(); ++column) {
      if (const auto* number = std::get_if<double>(&row[column]))
        one[table.columns[column].name] = std::isfinite(*number) ? nlohmann::ordered_json(*number) : nullptr;
      else
        one[table.columns[column].name] = std::get<std::string>(row[column]);
    }
    rows.push_back(std::move(one));
  }
  return rows;
}

void print_json(const sample::Sample& sample, const output::SampledPlan* plan) {
  nlohmann::ordered_json out{
      {"plans", sample.plans.size()},  {"chains", sample.chains},
      {"steps_between", sample.steps}, {"neighbourhoods", sample.neighbourhoods},
      {"accepted", sample.accepted},   {"people_moved_between", sample.unlike},
      {"stopped", sample.stopped},     {"figures", table_json(output::sample_figure_table(sample, plan))}};
  if (plan != nullptr) {
    out["areas"] = table_json(output::sample_area_table(*plan));
    out["borders"] = table_json(output::sample_border_table(*plan));
  }
  fmt::print("{}\n", out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void write_files(const Context& context, const Words& words, const datasets::Place& place,
                 const sample::Sample& sample, const output::SampledPlan* plan, const Problem& problem) {
  const auto write = [&](const std::string& path, const std::string& text) {
    if (path.empty()) return;
    output::write_text(path, text);
    context.say("written: " + path);
  };
  if (!words.lines.empty()) write(words.lines, output::sample_json_lines(sample, problem));
  if (plan == nullptr) return;
  if (!words.csv.empty()) write(words.csv, output::csv_of(output::sample_area_table(*plan), true));
  if (!words.borders.empty()) write(words.borders, output::csv_of(output::sample_border_table(*plan), true));
  if (words.map.empty()) return;
  std::filesystem::create_directories(words.map);
  const auto& record = find_plan(place, words.near.empty() ? words.plan : words.near);
  for (const auto& path :
       output::export_look(output::describe_plan(place, record), output::look_of_stability(place, *plan),
                           words.map, "stability"))
    context.say("written: " + path);
}

int run_sample(const Context& context, Words words) {
  const auto place = read_place(context, words.place);
  const auto name = words.near.empty() ? words.plan : words.near;
  const auto* record = name.empty() ? nullptr : &find_plan(place, name);
  const auto brief = !words.brief.empty() ? read_brief(words.brief)
                     : record != nullptr  ? brief_of(*record)
                                          : Brief{};
  auto question = build_problem(place, brief);
  std::optional<output::SampledPlan> plan;
  if (record != nullptr) {
    plan = find_sampled(*record, question);
    if (std::find(plan->labels.begin(), plan->labels.end(), kUnassigned) != plan->labels.end())
      throw geo::InputError{{fmt::format("plan '{}'", name), "some areas are in none of its neighbourhoods",
                             "complete the plan first, or sample without it"}};
    question.problem.count = static_cast<std::uint32_t>(plan->names.size());
  }
  if (!words.near.empty()) {
    words.options.start = plan->labels;
    words.options.most_total =
        score(question.problem, plan->labels).total * (1 + read_most_moved(words.within).share);
  }
  if (words.options.threads == 0) words.options.threads = std::max(1U, std::thread::hardware_concurrency());
  Observer observer;
  observer.stop = context.stop;
  observer.progress = [&](const Progress& progress) { context.progress(progress.fraction, progress.phase); };
  context.say(fmt::format("plans of {}, seed {}", place_text(place), words.options.seed));
  const auto sample = sample::draw_sample(question.problem, words.options, observer);
  context.end_progress();
  if (sample.plans.empty()) {
    if (sample.stopped) return kStopped;
    context.warn(
        "no plan meets the hard rules: placewright draw says which of them stand against each other");
    return kNoPlan;
  }
  if (plan) judge_sampled(*plan, sample);
  write_files(context, words, place, sample, plan ? &*plan : nullptr, question.problem);
  if (context.json)
    print_json(sample, plan ? &*plan : nullptr);
  else
    print_sample(sample, words.options, plan ? &*plan : nullptr, context);
  return sample.stopped ? kStopped : kDone;
}

}  // namespace

Run add_sample(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  words->options.threads = 0;
  parser.add_option("PLACE", words->place, "the place file")->required();
  auto* plan =
      parser.add_option("--plan", words->plan,
                        "a plan of the place: told where it lies among the plans drawn, by its own brief");
  auto* near = parser.add_option("--near", words->near,
                                 "the same, and only plans about as good as this one are drawn, from it on");
  plan->excludes(near);
  parser.add_option("--within", words->within, "with --near: how much greater a total may be (default 2%)")
      ->needs(near);
  parser.add_option("--brief", words->brief, "rules and weights (default: the plan's own, or the defaults)");
  parser.add_option("--count", words->options.plans, "plans to keep, of all chains together (default 1000)")
      ->check(CLI::Range(16U, 10'000'000U));
  parser.add_option("--chains", words->options.chains, "chains that begin apart (default 4)")
      ->check(CLI::Range(2U, 64U));
  parser
      .add_option("--steps", words->options.steps,
                  "steps between two plans kept (default: what suits the place)")
      ->check(CLI::Range(1U, 100'000'000U));
  parser
      .add_option(
          "--gamma", words->options.gamma,
          "0: compact plans weigh more, by their spanning forests; 1: all plans weigh alike (default 0)")
      ->check(CLI::Range(0.0, 1.0));
  parser
      .add_option(
          "--temperature", words->options.temperature,
          "weigh plans by exp(-total / T): small is near the best (default: the total weighs nothing)")
      ->check(CLI::Range(0.0, 1e9));
  parser
      .add_option("--single", words->options.single_share,
                  "share of the steps that move one area (default 0.5)")
      ->check(CLI::Range(0.0, 0.99));
  parser.add_option("--seed", words->options.seed, "the same seed gives the same plans (default 1)");
  parser.add_option("--threads", words->options.threads,
                    "threads at work (0: one a core); the plans do not depend on it");
  parser.add_option("--areas", words->csv, "write how firm each area is, as CSV")->type_name("FILE");
  parser.add_option("--borders", words->borders, "write how firm each border is, as CSV")->type_name("FILE");
  parser.add_option("--lines", words->lines, "write all plans, a line of JSON each")->type_name("FILE");
  parser.add_option("--map", words->map, "write the map of what is firm into this folder")->type_name("DIR");
  return [words](const Context& context) { return run_sample(context, *words); };
}

}  // namespace placewright::boundaries::cli
