#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/from_place/problem.h"
#include "boundaries/output/align_tables.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "datasets/place/file.h"

namespace placewright::boundaries::cli {
namespace {

struct Words {
  std::string place, plan, csv;
  workforce::AlignRules rules;
  workforce::AlignLimits limits{.moves = 8};
  double materiality = 0, share = 1;
};

std::string rules_text(const workforce::Realignment& realignment, const workforce::AlignRules& rules) {
  std::size_t may_move = 0;
  for (const auto& may : realignment.problem.may_join) may_move += may.size() > 1 ? 1U : 0U;
  return fmt::format(
      "{} patients counted by practice; {} of {} practices may change PCN.\nRules: lists of {} to {} "
      "patients, "
      "those outside today no further out; each PCN keeps one of its practices; patients count somewhere "
      "from "
      "{:g} % of a list on{}.\n",
      output::number_text(realignment.today.patients, 0), may_move, realignment.problem.practice.size(),
      output::number_text(rules.min_list, 0), output::number_text(rules.max_list, 0), 100 * rules.materiality,
      rules.across > 0 ? fmt::format("; {} may work across two neighbourhoods", rules.across) : "");
}

void print_answer(const workforce::Realignment& realignment, const workforce::AlignRules& rules,
                  const workforce::AlignRow& chosen) {
  fmt::print("{}\n", rules_text(realignment, rules));
  fmt::print(
      "Share of patients who live in the home of their PCN, by practices that move\n{}\n"
      "in_one_piece: no PCN's territory (areas where it has more patients than any other) lies in more "
      "pieces "
      "than one, or than today.\n\n",
      text_table(output::align_curve_table(realignment)));
  const auto& point = chosen.whole;
  if (point.measure.moves + point.measure.across == 0) {
    fmt::print("No change keeps the rules and brings more patients home.\n");
    return;
  }
  fmt::print("The {} of {} moves in one piece ({}): {} % of patients at home instead of {} %, {} moved\n{}",
             point.measure.moves == 1 ? "change" : "changes", point.measure.moves, output::proof_text(point),
             output::figure_text(100 * point.measure.share(), 2),
             output::figure_text(100 * realignment.today.share(), 2),
             output::number_text(point.measure.moved, 0),
             text_table(output::align_change_table(realignment, point)));
  fmt::print("\nPCNs that change\n{}", text_table(output::align_pcn_table(realignment, point)));
}

int run_align(const Context& context, Words words) {
  using datasets::Tables;
  const auto place =
      read_tables(context, words.place,
                  Tables::everything - Tables::geometry - Tables::road - Tables::barrier - Tables::postcode);
  const auto plan = find_plan(place, words.plan);
  words.rules.materiality =
      words.materiality > 0 ? words.materiality : workforce::thresholds_of(place.settings).split;
  words.limits.stop.flag = context.stop;
  words.limits.progress = [&](double done, std::string_view what) { context.progress(done, what); };
  context.say(fmt::format("practices of {} against plan '{}'", place_text(place), plan.name));
  const auto realignment =
      workforce::realign(workforce::build_align_problem(place, plan, words.rules), words.limits);
  context.end_progress();
  if (realignment.curve.empty()) {
    context.say("stopped before the first point of the curve");
    return kStopped;
  }
  const auto& chosen = workforce::find_row(realignment, words.share);
  if (!words.csv.empty()) {
    output::write_text(words.csv,
                       output::csv_of(output::align_practice_table(realignment, chosen.whole), true));
    context.say("written: " + words.csv);
  }
  if (context.json)
    fmt::print("{}\n", output::align_json(realignment, words.rules, chosen, plan.name));
  else
    print_answer(realignment, words.rules, chosen);
  auto findings = realignment.problem.findings;
  for (auto& finding : workforce::describe_thresholds(place.settings, {"split"}))
    findings.push_back(std::move(finding));
  if (!context.json && !findings.empty())
    fmt::print("\nfindings\n{}", findings_text(findings, geo::Severity::warning));
  if (realignment.is_stopped) context.say("stopped: the curve ends early");
  return realignment.is_stopped ? kStopped : kDone;
}

}  // namespace

Run add_align(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_option("--plan", words->plan, "a plan of the place")->required();
  parser.add_option("--moves", words->limits.moves, "practices that may change PCN at most (default 8)")
      ->check(CLI::Range(0U, 1000U));
  parser
      .add_option("--share", words->share,
                  "tell the changes of the fewest moves that bring so many patients home, such as 0.7")
      ->check(CLI::Range(0.0, 1.0));
  parser.add_option("--min-list", words->rules.min_list,
                    "patients of a PCN at least (default 30000); one below today goes no further down");
  parser.add_option("--max-list", words->rules.max_list,
                    "patients of a PCN at most (default 50000); one above today goes no further up");
  parser
      .add_option("--across", words->rules.across,
                  "practices that may stay and work across two neighbourhoods (default 0)")
      ->check(CLI::Range(0U, 1000U));
  parser
      .add_option("--keep", words->rules.keep,
                  "codes of practices and PCNs that stay as they are, separated by commas")
      ->delimiter(',');
  parser
      .add_option("--materiality", words->materiality,
                  "share of a list from which on patients somewhere count (default: threshold.split, 0.05)")
      ->check(CLI::Range(0.0, 1.0));
  parser
      .add_option("--rounds", words->limits.rounds,
                  "integer programs for each point that holds territories together (default 40)")
      ->check(CLI::Range(0U, 100000U));
  parser.add_option("--csv", words->csv, "write every practice with its PCN today and after");
  return [words](const Context& context) { return run_align(context, *words); };
}

}  // namespace placewright::boundaries::cli
