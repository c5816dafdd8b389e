#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <thread>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/from_place/judgement.h"
#include "boundaries/from_place/score_json.h"
#include "boundaries/output/lookup.h"

namespace placewright::boundaries::cli {
namespace {

struct Words {
  std::string place, plan, lookup, brief;
  unsigned threads = 0;
  bool no_references = false;
};

int run_score(const Context& context, const Words& words) {
  const auto place = read_place(context, words.place);
  std::vector<geo::Finding> doubts;
  datasets::PlanRecord plan;
  if (words.lookup.empty()) {
    plan = find_plan(place, words.plan);
  } else {
    auto lookup = output::read_lookup(words.lookup, place);
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

  if (context.json) {
    fmt::print("{}\n", output::score_json(judged.question, judged.judgement));
  } else {
    fmt::print("{} neighbourhoods\n{}\n\n{}\n{}", judged.judgement.score.neighbourhoods,
               legality_text(judged.question, judged.judgement),
               neighbourhood_text(judged.question, judged.judgement), criteria_text(judged.judgement));
    const auto findings = findings_text(judged.judgement.findings,
                                        context.verbose ? geo::Severity::note : geo::Severity::warning);
    if (!findings.empty()) fmt::print("\nfindings\n{}", findings);
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
  parser.add_option("--threads", words->threads,
                    "threads at work (0: one a core); the score does not depend on it");
  parser.add_flag("--no-references", words->no_references,
                  "leave out the reference values beside each loss (faster)");
  return [words](const Context& context) { return run_score(context, *words); };
}

}  // namespace placewright::boundaries::cli
