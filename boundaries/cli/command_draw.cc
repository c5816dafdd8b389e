#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_better.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/draw.h"
#include "boundaries/draw_better.h"
#include "boundaries/engine/settings_text.h"
#include "boundaries/from_place/access_mode.h"
#include "boundaries/from_place/run_record.h"
#include "boundaries/judge/compare.h"
#include "boundaries/output/lookup.h"
#include "boundaries/output/table.h"
#include "boundaries/question/styles.h"
#include "datasets/place/names.h"
#include "datasets/place/plain_text.h"
#include "datasets/place/row_count.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using output::number_text;
using Json = nlohmann::ordered_json;

struct Words {
  std::string place, plan, brief, effort = "normal", start, lookup, certificate, settings;
  std::string better_than, max_moved = "3%", style;
  std::vector<std::string> except;
  bool replace = false, best_effort = false, prove = false, no_references = false;
  std::optional<double> min, max, time;
  std::optional<std::uint32_t> count, alternatives, frontier;
  std::vector<std::string> over{"deprivation", "compactness"};
  std::uint64_t seed = 1;
  unsigned threads = 0;
};

/// The brief of the file, with what the command line says instead. Without a file a plan to be bettered is
/// judged by its own brief.
Brief understand_brief(const Words& words, const datasets::Place& place) {
  auto brief = !words.brief.empty()         ? read_brief(words.brief)
               : !words.better_than.empty() ? brief_of(find_plan(place, words.better_than))
                                            : Brief{};
  if (!words.style.empty()) use_style(brief, *find_style(words.style));
  if (words.min) brief.population.min = *words.min;
  if (words.max) brief.population.max = *words.max;
  if (words.count) brief.count = *words.count;
  if (brief.population.min > brief.population.max)
    throw CLI::ValidationError("--min, --max", fmt::format("the minimum {} is above the maximum {}",
                                                           brief.population.min, brief.population.max));
  return brief;
}

DrawOptions understand_options(const Context& context, const Words& words) {
  DrawOptions options;
  options.plan_name = words.plan;
  options.start_plan = words.start;
  options.now = clock_text();
  auto& search = options.search;
  search.seed = words.seed;
  search.effort = words.effort == "quick"      ? Effort::quick
                  : words.effort == "thorough" ? Effort::thorough
                                               : Effort::normal;
  search.cpu_seconds = words.time;
  if (!words.settings.empty()) search.settings = read_settings(words.settings);
  search.threads = words.threads > 0 ? words.threads : std::max(1u, std::thread::hardware_concurrency());
  search.best_effort = words.best_effort;
  options.references = !words.no_references;
  if (words.prove) {
    options.proof = proof_budget(search.effort, search.settings);
    options.proof->cpu_seconds = words.time;
    options.proof->stop = context.stop;
  }
  return options;
}

/// An existing name is refused before hours are spent on it, and so is a place that cannot be written.
void check_destination(const Words& words, const datasets::Place& place) {
  if (!datasets::is_plain(words.plan))
    throw geo::InputError{{"--plan", "the name holds control characters or others that cannot be seen",
                           "give it a name of letters, digits and signs in one line"}};
  std::set<std::string> names;
  for (std::size_t row = 0; row < words.alternatives.value_or(words.frontier.value_or(1)); ++row)
    names.insert(name_of_several(words.plan, row));
  for (const auto& plan : place.plans)
    if (names.contains(plan.name) && !words.replace)
      throw geo::InputError{{fmt::format("--plan '{}'", words.plan),
                             fmt::format("the place already has a plan '{}'", plan.name),
                             "choose another name, or add --replace"}};
  if (access(words.place.c_str(), W_OK) != 0)
    throw geo::InputError{{words.place, "the file may not be written to, and a drawn plan is stored there",
                           "work on a copy of it, or change its permissions"}};
}

std::string brief_text(const Brief& brief) {
  const auto& population = brief.population;
  auto text =
      fmt::format("{} to {} {} people a neighbourhood ({})", number_text(population.min, 0),
                  number_text(population.max, 0), population.denominator, population.hard ? "hard" : "soft");
  text += brief.count ? fmt::format(", {} neighbourhoods", *brief.count)
                      : ", the number of neighbourhoods left open";
  if (!brief.style.empty()) text += fmt::format(", style {}", brief.style);
  if (!brief.hold.within.empty()) text += fmt::format(", within {}", fmt::join(brief.hold.within, ", "));
  if (!brief.hold.whole.empty()) text += fmt::format(", {} held whole", fmt::join(brief.hold.whole, ", "));
  if (brief.change) text += fmt::format(", changing plan '{}'", brief.change->from);
  const auto rules = brief.keep_together.size() + brief.keep_apart.size() + brief.locks.size() +
                     brief.links.size() + brief.cuts.size();
  if (rules > 0) text += fmt::format(", {} rule{} about areas", rules, rules == 1 ? "" : "s");
  return text;
}

void say_understood(const Context& context, const Words& words, const Brief& brief,
                    const DrawOptions& options, const datasets::Place& place) {
  context.say(fmt::format("drawing plan '{}' of {}", words.plan, place_text(place)));
  context.say("  " + brief_text(brief));
  context.say(
      fmt::format("  {}, seed {}, {} thread{}{}{}",
                  words.time ? fmt::format("{} CPU seconds a thread", *words.time) : words.effort + " effort",
                  words.seed, options.search.threads, options.search.threads == 1 ? "" : "s",
                  words.start.empty() ? "" : ", from plan '" + words.start + "'",
                  words.best_effort ? ", best effort where the rules cannot be met" : ""));
}

Json json_of(const Infeasible& none) {
  Json out;
  out["reasons"] = none.reasons;
  if (none.nearest_min) out["nearest_min"] = *none.nearest_min;
  if (none.nearest_max) out["nearest_max"] = *none.nearest_max;
  return out;
}

Json json_of(const Trace& trace) {
  Json out;
  out["best"] = Json::array();
  for (const auto& at : trace.best)
    out["best"].push_back(
        {{"cpu_seconds", at.cpu_seconds}, {"steps", at.steps}, {"total", at.total}, {"phase", at.phase}});
  out["proposed"] = trace.proposed;
  out["accepted"] = trace.accepted;
  out["gain_by_phase"] = trace.gain_by_phase;
  return out;
}

Json json_of(const std::vector<CountResult>& counts) {
  Json out = Json::array();
  for (const auto& row : counts)
    out.push_back({{"count", row.count},
                   {"feasible", row.feasible},
                   {"total", row.feasible ? Json(row.total) : Json(nullptr)}});
  return out;
}

Json json_of(const std::vector<RegionResult>& regions) {
  Json out = Json::array();
  for (const auto& row : regions)
    out.push_back({{"region", row.name},
                   {"count", row.count},
                   {"feasible", row.feasible},
                   {"chosen", row.chosen},
                   {"total", row.feasible ? Json(row.total) : Json(nullptr)}});
  return out;
}

Json json_of(const Proof& proof) {
  const char* verdict = "no_useful_bound";
  switch (proof.verdict) {
    case Proof::Verdict::optimal:
      verdict = "optimal";
      break;
    case Proof::Verdict::bounded:
      verdict = "bounded";
      break;
    case Proof::Verdict::infeasible:
      verdict = "infeasible";
      break;
    case Proof::Verdict::no_useful_bound:
      break;
  }
  Json out{{"verdict", verdict}, {"method", proof.method}, {"words", proof.words}, {"total", proof.total}};
  if (proof.verdict == Proof::Verdict::optimal || proof.verdict == Proof::Verdict::bounded) {
    out["bound"] = proof.bound;
    out["gap"] = proof.gap;
    if (!proof.unit.empty())
      out["unit"] = proof.unit, out["value"] = proof.value, out["value_bound"] = proof.value_bound;
  }
  if (proof.legal_neighbourhoods > 0) out["legal_neighbourhoods"] = proof.legal_neighbourhoods;
  return out;
}

const char* status_name(Status status) {
  switch (status) {
    case Status::found:
      return "found";
    case Status::infeasible:
      return "infeasible";
    case Status::stopped:
      return "stopped";
  }
  return "found";
}

/// "No plan meets the rules" as an answer: why, and what would work.
int tell_no_plan(const Context& context, const Words& words, const Drawn& drawn) {
  const bool stopped = drawn.found.status == Status::stopped;
  const auto none = drawn.found.infeasible.value_or(Infeasible{});
  if (context.json) {
    Json out;
    out["status"] = status_name(drawn.found.status);
    out["infeasible"] = json_of(none);
    out["counts"] = json_of(drawn.found.counts);
    fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
  }
  if (stopped) {
    fmt::print(stderr, "stopped before a legal plan was found; nothing is stored\n");
    return kStopped;
  }
  fmt::print(stderr, "no plan meets the rules; nothing is stored\n");
  for (const auto& reason : none.reasons) fmt::print(stderr, "  {}\n", reason);
  std::string bounds;
  if (none.nearest_min) bounds += fmt::format(" --min {:.0f}", *none.nearest_min);
  if (none.nearest_max) bounds += fmt::format(" --max {:.0f}", *none.nearest_max);
  if (!bounds.empty()) fmt::print(stderr, "  try: the nearest bounds that work:{}\n", bounds);
  if (!words.best_effort)
    fmt::print(stderr,
               "  try: --best-effort, which breaks as little as possible, in people, and says what\n");
  return kNoPlan;
}

void print_plan(const Context& context, const Words& words, const datasets::Place& place,
                const Drawn& drawn) {
  if (context.json) {
    auto out = Json::parse(drawn.plan.score_json);
    out["plan"] = words.plan;
    out["status"] = status_name(drawn.found.status);
    out["counts"] = json_of(drawn.found.counts);
    out["proved"] = drawn.found.proved;
    if (drawn.found.most_count > 0)
      out["counts_possible"] = {{"least", drawn.found.least_count}, {"most", drawn.found.most_count}};
    if (!drawn.found.regions.empty()) out["regions"] = json_of(drawn.found.regions);
    if (drawn.found.infeasible) out["infeasible"] = json_of(*drawn.found.infeasible);
    out["exceptions"] = Json::array();
    for (const auto& row : drawn.plan.neighbourhoods)
      if (!row.reason.empty())
        out["exceptions"].push_back({{"id", row.id}, {"name", row.name}, {"reason", row.reason}});
    if (drawn.proof) out["proof"] = json_of(*drawn.proof);
    out["run"] = Json::parse(drawn.plan.run_json);
    out["trace"] = json_of(drawn.found.trace);
    fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
    return;
  }
  const auto& judgement = drawn.judgement;
  context.print(fmt::format("plan '{}' of {}: {} neighbourhoods\n{}\n\n", words.plan, place_text(place),
                            judgement.score.neighbourhoods, legality_text(drawn.question, judgement)));
  context.print(neighbourhood_text(drawn.question, judgement) + "\n" + criteria_text(judgement));
  if (const auto text = counts_text(drawn.found, judgement.score.neighbourhoods, *context.word);
      !text.empty())
    context.print("\n" + text);
  if (!drawn.found.regions.empty()) context.print("\n" + regions_text(drawn.found.regions, *context.word));
  if (drawn.proof) fmt::print("\nproof: {}\n", drawn.proof->words);
  std::string exceptions;
  for (const auto& row : drawn.plan.neighbourhoods)
    if (!row.reason.empty())
      exceptions += fmt::format("  {}: {}\n", datasets::full_name(row.id, row.name), row.reason);
  if (!exceptions.empty()) context.print("\nexceptions\n" + exceptions);
  const auto findings =
      findings_text(judgement.findings, context.verbose ? geo::Severity::note : geo::Severity::warning);
  if (!findings.empty()) context.print("\nfindings\n" + findings);
}

void say_next(const Context& context, const Words& words) {
  const auto place = shell_word(words.place), plan = shell_word(words.plan);
  context.say(fmt::format("stored as plan '{}' in {}", words.plan, words.place));
  if (!words.lookup.empty()) context.say("lookup written to " + words.lookup);
  context.say(fmt::format(
      "next: placewright report {} --plan {} {}\n      placewright export {} --plan {} {}\n"
      "      placewright explain {} --plan {} AREA",
      place, plan, shell_word(words.plan + ".html"), place, plan, shell_word(words.plan), place, plan));
}

/// A row a plan: what tells them apart.
std::string several_text(const std::vector<Drawn>& several, const datasets::UnitWord& word) {
  output::Table table;
  table.columns = {{"plan"}, {"neighbourhoods"}, {"total", 4}};
  for (const auto& criterion : several.front().judgement.score.criteria)
    table.columns.push_back({criterion.name, 4});
  for (const auto& drawn : several) {
    const auto& score = drawn.judgement.score;
    std::vector<output::Cell> cells{drawn.plan.name, static_cast<double>(score.neighbourhoods), score.total};
    for (const auto& criterion : score.criteria) cells.emplace_back(criterion.loss);
    table.rows.push_back(std::move(cells));
  }
  return text_table(table, word);
}

/// How far a plan lies from the first of several.
struct Difference {
  double moved = 0, residents = 0;  ///< people in another neighbourhood under the best pairing; of how many
  double total = 0;                 ///< its total less that of the first
};

Difference difference_of(const Drawn& first, const Drawn& other) {
  const auto both = compare(first.question.problem, first.judgement.labels, other.judgement.labels);
  return {both.moved, both.residents, other.judgement.score.total - first.judgement.score.total};
}

/// A line a plan after the first: people moved and difference of total.
std::string differences_text(const std::vector<Drawn>& several) {
  std::string text;
  for (std::size_t row = 1; row < several.size(); ++row) {
    const auto by = difference_of(several.front(), several[row]);
    text += fmt::format(
        "{} puts {} of {} people ({} %) in another neighbourhood than {}; its total is {} {}\n",
        several[row].plan.name, number_text(by.moved, 0), number_text(by.residents, 0),
        number_text(by.residents > 0 ? 100 * by.moved / by.residents : 0, 1), several.front().plan.name,
        number_text(std::fabs(by.total), 4), by.total < 0 ? "lower" : "higher");
  }
  return text.empty() ? text : "\n" + text;
}

int tell_several(const Context& context, const Words& words, const datasets::Place& place,
                 const std::vector<Drawn>& several) {
  auto file = datasets::PlaceFile::open(words.place, datasets::PlaceFile::Mode::change);
  file.together([&] {
    for (const auto& drawn : several) file.save_plan(drawn.plan, words.replace);
  });
  if (!words.lookup.empty()) output::write_text(words.lookup, output::lookup_csv(several.front().plan));
  if (context.json) {
    Json out;
    out["plans"] = Json::array();
    for (const auto& drawn : several) {
      auto one = Json::parse(drawn.plan.score_json);
      one["plan"] = drawn.plan.name;
      if (drawn.proof) one["proof"] = json_of(*drawn.proof);
      const auto by = difference_of(several.front(), drawn);
      one["from_first"] = {{"people_moved", by.moved}, {"people", by.residents}, {"total", by.total}};
      out["plans"].push_back(std::move(one));
    }
    fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
  } else {
    fmt::print("{} plan{} of {}, losses by criterion (0 is best)\n\n{}{}", several.size(),
               several.size() == 1 ? "" : "s", place_text(place), several_text(several, *context.word),
               differences_text(several));
  }
  if (several.size() < words.alternatives.value_or(words.frontier.value_or(1)))
    context.say("the searches found no more that differ enough; more --effort may");
  context.say("stored in " + words.place);
  if (several.size() > 1)
    context.say(fmt::format("next: placewright compare {} {} {}", shell_word(words.place),
                            shell_word(several.front().plan.name), shell_word(several.back().plan.name)));
  return context.stop != nullptr && context.stop->load() ? kStopped : kDone;
}

void write_certificate(const Context& context, const Words& words, const Proof& proof) {
  if (proof.certificate.empty()) return context.warn("no certificate: " + proof.words);
  output::write_text(words.certificate, proof.certificate);
  context.say("certificate written to " + words.certificate);
}

/// The mode of access where the brief names none, and what roads that are loaded could do: said, for a plan
/// hangs on it.
void settle_access(const Context& context, const Words& words, const datasets::Place& place, Brief& brief) {
  const auto roads = datasets::count_rows(words.place, "road");
  const bool named = !words.brief.empty() && names_access_mode(words.brief);
  if (const auto usual = default_access_mode(place, roads > 0); !named && usual != brief.access.mode) {
    brief.access.mode = usual;
    context.say(
        "  most people live in rural areas, so access is judged by car; for walking write mode = \"walk\" "
        "under "
        "[access] in a brief");
  }
  if (brief.weights[Criterion::access] > 0 && roads > 0 && !has_minutes(place, brief.access.mode))
    context.say(
        fmt::format("note ROADS_UNUSED: the place holds {} roads and no minutes by {}: journeys are taken as "
                    "straight lines\n"
                    "  try: placewright travel {} --mode {}, then draw again",
                    number_text(static_cast<double>(roads), 0), brief.access.mode, shell_word(words.place),
                    brief.access.mode));
}

/// From a plan that people have: stored where something better was found.
int run_better(const Context& context, const Words& words, const datasets::Place& place, const Brief& brief,
               DrawOptions options, const Observer& observer) {
  DrawBetterOptions wanted{words.better_than, read_most_moved(words.max_moved), words.except,
                           std::move(options)};
  const auto answer = draw_better(place, brief, wanted, observer);
  context.end_progress();
  const auto& plan = answer.drawn.plan;
  const bool stored = !plan.name.empty();
  if (stored) {
    datasets::PlaceFile::open(words.place, datasets::PlaceFile::Mode::change).save_plan(plan, words.replace);
    if (!words.lookup.empty()) output::write_text(words.lookup, output::lookup_csv(plan));
  }
  if (context.json) {
    auto out = stored ? Json::parse(plan.score_json) : Json::object();
    out["plan"] = stored ? Json(words.plan) : Json(nullptr);
    out["status"] = status_name(answer.drawn.found.status);
    out["better_than"] = better_json(answer, words.better_than);
    fmt::print("{}\n", out.dump(2, ' ', false, Json::error_handler_t::replace));
  } else {
    fmt::print("{}", better_text(answer, words.better_than));
  }
  if (stored)
    say_next(context, words);
  else
    context.say("nothing is stored");
  return answer.better.stopped ? kStopped : kDone;
}

int run_draw(const Context& context, const Words& words) {
  auto options = understand_options(context, words);
  const auto place = read_place(context, words.place);
  auto brief = understand_brief(words, place);
  check_destination(words, place);
  say_understood(context, words, brief, options, place);
  settle_access(context, words, place, brief);

  Observer observer;
  observer.stop = context.stop;
  observer.progress = [&](const Progress& progress) {
    context.progress(progress.fraction,
                     std::isfinite(progress.best_total)
                         ? fmt::format("{}, total {:.4f}", progress.phase, progress.best_total)
                         : progress.phase);
  };
  if (!words.better_than.empty())
    return run_better(context, words, place, brief, std::move(options), observer);
  if (words.alternatives || words.frontier) {
    const auto several = words.alternatives
                             ? draw_alternatives(place, brief, options, *words.alternatives, observer)
                             : draw_frontier(place, brief, options, words.over, *words.frontier, observer);
    context.end_progress();
    if (several.front().found.labels.empty()) return tell_no_plan(context, words, several.front());
    return tell_several(context, words, place, several);
  }
  std::optional<Labels> stored;
  const auto store = [&](const Drawn& drawn) {
    datasets::PlaceFile::open(words.place, datasets::PlaceFile::Mode::change)
        .save_plan(drawn.plan, words.replace || stored);
    if (!words.lookup.empty()) output::write_text(words.lookup, output::lookup_csv(drawn.plan));
    stored = drawn.judgement.labels;
  };
  // A proof can take long: the plan is safe before it begins.
  options.before_proof = [&](const Drawn& drawn) {
    store(drawn);
    context.end_progress();
    context.say(
        fmt::format("stored as plan '{}'; proving how good it is (Ctrl-C ends the proof and keeps the plan)",
                    words.plan));
  };
  const auto drawn = draw(place, brief, options, observer);
  context.end_progress();
  if (drawn.found.labels.empty()) return tell_no_plan(context, words, drawn);
  if (stored != drawn.judgement.labels) store(drawn);
  if (!words.certificate.empty() && drawn.proof) write_certificate(context, words, *drawn.proof);
  print_plan(context, words, place, drawn);
  say_next(context, words);
  if (drawn.found.status == Status::stopped) {
    context.warn("stopped: this is the best legal plan found so far");
    return kStopped;
  }
  if (context.stop != nullptr && context.stop->load()) {
    context.warn("stopped: the plan is stored; what would have come after it is left out");
    return kStopped;
  }
  return kDone;
}

}  // namespace

Run add_draw(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_option("--plan", words->plan, "name of the plan to store")->required();
  parser.add_flag("--replace", words->replace, "overwrite a plan of that name");
  parser.add_option("--brief", words->brief,
                    "what is asked for: a TOML file (default: 30,000 to 50,000 people, all criteria)");
  std::set<std::string> styles;
  for (const auto& style : kStyles) styles.emplace(style.name);
  parser
      .add_option("--style", words->style,
                  "weights known by a name, in place of the brief's own:\n" + describe_styles())
      ->check(CLI::IsMember(styles));
  parser.add_option("--min", words->min, "fewest people a neighbourhood; instead of the brief's")
      ->check(CLI::NonNegativeNumber);
  parser.add_option("--max", words->max, "most people a neighbourhood; instead of the brief's")
      ->check(CLI::PositiveNumber);
  parser.add_option("--count", words->count, "how many neighbourhoods; instead of the brief's")
      ->check(CLI::Range(1u, 1000000u));
  parser.add_option("--seed", words->seed, "the same seed gives the same plan")->capture_default_str();
  parser
      .add_option("--threads", words->threads,
                  "threads at work (0: one a core); the plan does not depend on it")
      ->capture_default_str()
      ->check(CLI::Range(0u, 1024u));
  auto* effort = parser.add_option("--effort", words->effort, "quick, normal or thorough: counted in steps")
                     ->capture_default_str()
                     ->check(CLI::IsMember({"quick", "normal", "thorough"}));
  parser
      .add_option("--time", words->time,
                  "CPU seconds a thread, instead of an effort; promises only a legal plan")
      ->check(CLI::PositiveNumber)
      ->excludes(effort);
  parser.add_option("--settings", words->settings,
                    "tuning numbers of the search as JSON, from a run's record; for measuring");
  parser.add_option("--start", words->start,
                    "plan to start from; its locked neighbourhoods and its ids stay");
  auto* start = parser.get_option("--start");
  auto* better =
      parser
          .add_option("--better-than", words->better_than,
                      "from this plan to a better one: no criterion worse, no rule broken anew, few "
                      "people moved; its ids,\nnames, locks and reasons stay; judged by its own brief "
                      "where --brief gives none")
          ->excludes(start);
  parser
      .add_option("--max-moved", words->max_moved,
                  "with --better-than: how many people may change neighbourhood, as a share or a number")
      ->capture_default_str()
      ->needs(better);
  parser.add_option("--except", words->except, "with --better-than: criteria that may get worse")
      ->delimiter(',')
      ->needs(better);
  auto* best_effort =
      parser.add_flag("--best-effort", words->best_effort,
                      "where no plan meets the rules: break as little as possible, and say what");
  for (const char* name : {"--time", "--settings"}) better->excludes(parser.get_option(name));
  better->excludes(best_effort);
  auto* prove =
      parser.add_flag("--prove", words->prove,
                      "say how far from the best possible the plan can be, where that can be said, with as "
                      "many steps as the effort\nallows; the plan is stored before the proof begins");
  parser
      .add_option("--certificate", words->certificate,
                  "with --prove: write what an independent program can verify to this file")
      ->needs(prove);
  auto* alternatives = parser
                           .add_option("--alternatives", words->alternatives,
                                       "so many good plans that differ: stored as NAME, NAME-2, ...")
                           ->check(CLI::Range(2u, 100u))
                           ->excludes(prove);
  auto* frontier =
      parser
          .add_option("--frontier", words->frontier,
                      "at least so many plans that trade criteria against each other, stored likewise")
          ->check(CLI::Range(2u, 100u))
          ->excludes(alternatives)
          ->excludes(prove);
  better->excludes(prove)->excludes(alternatives)->excludes(frontier);
  parser.add_option("--over", words->over, "with --frontier: the criteria")
      ->delimiter(',')
      ->capture_default_str()
      ->needs(frontier);
  parser.add_flag("--no-references", words->no_references,
                  "leave out the reference values beside each loss (faster)");
  parser.add_option("--lookup", words->lookup, "also write area_code,neighbourhood,name to this CSV");
  return [words](const Context& context) { return run_draw(context, *words); };
}

}  // namespace placewright::boundaries::cli
