#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "boundaries/cli/command.h"
#include "boundaries/cli/commands.h"
#include "boundaries/cli/parser_text.h"
#include "boundaries/output/build_text.h"
#include "boundaries/output/standard_streams.h"
#include "datasets/place/plain_text.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

std::atomic<bool> stop_requested{false};

/// The first asks for the best so far; the second does not wait for it.
extern "C" void on_interrupt(int) {
  if (stop_requested.exchange(true)) _exit(kStopped);
}

/// Signals are taken by a thread of their own and blocked in all others: a solver in a library may put its
/// own handler in place of ours for a while, and would swallow the first Ctrl-C.
void watch_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM}) {
    std::signal(signal, on_interrupt);  // one that is ignored would never arrive
    sigaddset(&signals, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([signals] {
    for (int signal = 0; sigwait(&signals, &signal) == 0;) on_interrupt(signal);
  }).detach();
}

/// Every command of the program, in the order of the help.
const std::vector<Command>& commands() {
  static const std::vector<Command> all{
      {"demo", "makes an invented place of any size, to try things out",
       "placewright demo try.gpkg --areas 250 --seed 1", add_demo},
      {"import", "makes or extends a place from official files, recognised by their content",
       "placewright import leeds.gpkg downloads/* --within Leeds", add_import},
      {"check", "Say what is doubtful about a place, and what it has and lacks.",
       "placewright check leeds.gpkg --strict", add_check},
      {"draw", "Find a plan, store it, print its neighbourhoods and score.",
       "placewright draw leeds.gpkg --plan A --brief leeds.toml --lookup A.csv", add_draw},
      {"score", "Judge a plan of the place, or a lookup made elsewhere.",
       "placewright score leeds.gpkg --lookup localities.csv", add_score},
      {"compare", "Who moves between two plans, what is gained and lost, PCN and ward fit.",
       "placewright compare leeds.gpkg current A", add_compare},
      {"explain",
       "Why an area, a border or a neighbourhood is as it is: what holds it, what else there could be.",
       "placewright explain leeds.gpkg --plan A N01 N02", add_explain},
      {"plans", "List, copy, rename and delete the plans of a place, bring them in and out as lookups.",
       "placewright plans leeds.gpkg --import localities.csv --as current", add_plans},
      {"export", "Write a plan as lookups, tables, map layers and pictures into a folder.",
       "placewright export leeds.gpkg --plan A leeds-export", add_export},
      {"report", "Write one page about a plan for people with nothing installed.",
       "placewright report leeds.gpkg --plan A leeds.html", add_report},
      {"schema", "Describe every table of the place file and every output.", "placewright schema area",
       add_schema},
      {"travel", "Minutes from every area to every site over the roads of the place, or from a ready matrix.",
       "placewright travel leeds.gpkg --mode drive --within 45", add_travel},
      {"workforce", "Staff by neighbourhood: need, gap, fairness; who to move, what if, where next.",
       "placewright workforce leeds.gpkg --plan A --rebalance", add_workforce},
      {"align",
       "Which practices would change PCN so that lists fit the neighbourhoods, fewest moved, proved.",
       "placewright align leeds.gpkg --plan A --moves 8", add_align},
      {"sample", "Many plans that keep the hard rules: where a plan lies among them, which borders are firm.",
       "placewright sample leeds.gpkg --plan A --count 1000", add_sample},
      {"footprints", "Specialist footprints, what nests, sessions, PCNs against neighbourhoods.",
       "placewright footprints leeds.gpkg --plan A", add_footprints},
      {"who-covers", "Every service that covers a postcode or an area, with level, base, minutes and source.",
       "placewright who-covers leeds.gpkg 'LS1 3EB' --plan A", add_who_covers},
      {"scenario", "Stored what-ifs: list, show, run with before and after, compare, delete.",
       "placewright scenario leeds.gpkg run 'two nurses to Armley'", add_scenario},
      {"project", "Staff needed in a future year, with the bridge from today and a range.",
       "placewright project leeds.gpkg --plan A --to 2035 --vacancy 0.08", add_project},
      {"view", "Open the place in the window: see, edit, redraw.", "placewright view leeds.gpkg --plan A",
       add_view},
  };
  return all;
}

int finish(int code) {
  if (output::finish_stdout()) return code;
  fmt::print(stderr,
             "standard output: the result could not be written\n  try: check the disk, or the program it is "
             "piped to\n");
  return code == kDone ? kFailed : code;
}

bool wants_json(const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), "--json") != words.end();
}

/// What went wrong, for the program that asked with --json.
void print_error(const geo::InputError::Message& message, int code) {
  const nlohmann::ordered_json error{{"where", message.where}, {"what", message.what}, {"try", message.fix}};
  fmt::print("{}\n", nlohmann::ordered_json{{"error", error}, {"exit_code", code}}.dump(
                         2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

/// What went wrong, for a person.
void tell_error(bool as_json, const geo::InputError::Message& message, int code) {
  fmt::print(stderr, "{}\n", datasets::plain_text(geo::InputError{message}.what(), datasets::Lines::kept));
  if (as_json) print_error(message, code);
}

/// What is asked of the parser itself: `help [COMMAND]`, and for packagers `--man`, `--completion SHELL`.
/// Nothing where a command is to be run.
std::optional<int> answer_of_parser(const CLI::App& app, const std::vector<std::string>& words) {
  if (words == std::vector<std::string>{"--man"}) {
    fmt::print("{}", manual_page(app, PLACEWRIGHT_VERSION));
    return kDone;
  }
  if (words.size() == 2 && words[0] == "--completion") {
    const std::string text = shell_completion(app, words[1]);
    if (text.empty())
      fmt::print(stderr, "--completion {}: no shell known here\n  try: bash, zsh or fish\n", words[1]);
    fmt::print("{}", text);
    return text.empty() ? kWrongCommand : kDone;
  }
  if (const auto wrong = find_wrong_word(app, words)) {
    const auto owner = wrong->command.empty() ? "placewright" : "placewright " + wrong->command;
    tell_error(wants_json(words),
               {wrong->word, fmt::format("no {} of {}", wrong->command.empty() ? "command" : "option", owner),
                fmt::format("{}, or {} --help", wrong->nearest, owner)},
               kWrongCommand);
    return kWrongCommand;
  }
  return std::nullopt;
}

/// The words of the command line; `help COMMAND` asks what `COMMAND --help` does.
std::vector<std::string> words_of(int argc, char** argv) {
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  if (!words.empty() && words[0] == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  return words;
}

int run(std::vector<std::string> words) {
  CLI::App app{"Placewright draws neighbourhoods: from official files to plans that can be defended.",
               "placewright"};
  app.set_version_flag("--version", output::build_text("placewright"));
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done, 1 the data or the run failed, 2 wrong command, 3 no plan meets the rules, 130 "
      "stopped.");
  Context context;
  datasets::UnitWord word;
  context.stop = &stop_requested;
  context.word = &word;
  std::vector<std::pair<CLI::App*, Run>> runs;
  for (const auto& command : commands()) {
    auto* parser = app.add_subcommand(command.name, command.summary);
    parser->footer(std::string("Example:\n  ") + command.example);
    parser->add_flag("--json", context.json, "machine output on stdout");
    parser->add_flag("--quiet", context.quiet, "no talk on stderr");
    parser->add_flag("--verbose", context.verbose, "more talk on stderr");
    runs.emplace_back(parser, command.add(*parser));
  }
  if (const auto answered = answer_of_parser(app, words)) return finish(*answered);
  const bool as_json = wants_json(words);
  try {
    std::reverse(words.begin(), words.end());  // as CLI11 takes them
    app.parse(words);
    for (const auto& [parser, command] : runs)
      if (parser->parsed()) return finish(command(context));
  } catch (const geo::InputError& error) {
    const auto& [where, what, fix] = error.message();
    tell_error(as_json, {word.said(where), word.said(what), word.said(fix)}, kFailed);
    return finish(kFailed);
  } catch (const CLI::ParseError& error) {  // --help and --version too
    std::ostringstream out, err;
    const bool asked = app.exit(error, out, err) == 0;
    fmt::print("{}", out.str());
    fmt::print(stderr, "{}", err.str());
    if (!asked && as_json)
      print_error({"command line", error.what(), "the command with --help"}, kWrongCommand);
    return finish(asked ? kDone : kWrongCommand);
  }
  return kWrongCommand;
}

}  // namespace

void Context::say(std::string_view line) const {
  if (!quiet) fmt::print(stderr, "{}\n", datasets::plain_text(said(line), datasets::Lines::kept));
}

void Context::warn(std::string_view line) const {
  const bool coloured = isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  fmt::print(stderr, "{}{}{}\n", coloured ? "\033[33m" : "",
             datasets::plain_text(said(line), datasets::Lines::kept), coloured ? "\033[0m" : "");
}

void Context::tell(const geo::Finding& finding) const {
  const auto line = fmt::format("{} {} {}: {}\n  try: {}", geo::severity_name(finding.severity), finding.code,
                                finding.where, finding.what, finding.fix);
  finding.severity == geo::Severity::note ? say(line) : warn(line);
}

std::string Context::said(std::string_view text) const {
  return word == nullptr ? std::string(text) : word->said(text);
}

void Context::print(std::string_view text) const { fmt::print("{}", said(text)); }

void Context::detail(std::string_view line) const {
  if (verbose && !quiet) fmt::print(stderr, "{}\n", datasets::plain_text(said(line), datasets::Lines::kept));
}

void Context::progress(double fraction, std::string_view what) const {
  if (quiet || json || isatty(STDERR_FILENO) == 0) return;
  constexpr int width = 30;
  const int full = static_cast<int>(fraction * width);
  fmt::print(stderr, "\r\033[K[{:#<{}}{:.<{}}] {:3.0f} % {}", "", full, "", width - full, 100 * fraction,
             datasets::plain_text(what));
  std::fflush(stderr);
}

void Context::end_progress() const {
  if (quiet || json || isatty(STDERR_FILENO) == 0) return;
  fmt::print(stderr, "\r\033[K");
}

}  // namespace placewright::boundaries::cli

int main(int argc, char** argv) {
  using namespace placewright;
  namespace cli = boundaries::cli;
  boundaries::output::settle_standard_streams();
  cli::watch_signals();
  const auto words = cli::words_of(argc, argv);
  try {
    return cli::run(words);
  } catch (const std::exception& error) {
    cli::tell_error(cli::wants_json(words),
                    {"placewright", error.what(),
                     "run again with --verbose; if it repeats, report it with the command line"},
                    cli::kFailed);
  }
  return cli::finish(cli::kFailed);
}
