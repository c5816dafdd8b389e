#include "boundaries/cli/print_buildings.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>

#include "boundaries/cli/print_plan.h"
#include "boundaries/cli/print_table.h"
#include "boundaries/output/building_tables.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

using workforce::BuildingAim;

std::string rules_text(const workforce::PlaceBuildings& buildings) {
  const auto& rules = buildings.question.rules;
  std::string text;
  const auto add = [&](const std::string& rule) { text += (text.empty() ? "" : "; ") + rule; };
  if (rules.most_open > 0) add(fmt::format("{} open in all", rules.most_open));
  if (rules.closures >= 0) add(fmt::format("{} of those that could close do", rules.closures));
  if (rules.one_hub) add("one hub in each neighbourhood serves all of it");
  if (std::isfinite(rules.budget)) add(fmt::format("cost at most {}", output::number_text(rules.budget, 0)));
  if (std::isfinite(rules.harm)) add(fmt::format("nobody farther by more than {:g} minutes", rules.harm));
  if (std::isfinite(rules.fifth_limit))
    add(fmt::format("no deprivation fifth above {:g} minutes on average", rules.fifth_limit));
  if (!std::isnan(buildings.question.people_per_room))
    add(fmt::format("a room for {:g} people", buildings.question.people_per_room));
  if (!std::isnan(buildings.question.people_per_wte))
    add(fmt::format("a WTE for {:g} people", buildings.question.people_per_wte));
  return text;
}

std::string aim_text(const workforce::BuildingRules& rules) {
  switch (rules.aim) {
    case BuildingAim::median:
      return "least minutes";
    case BuildingAim::covering:
      return fmt::format("most people within {:g} minutes", rules.threshold);
    case BuildingAim::cost:
      return fmt::format("least cost with everybody within {:g} minutes", rules.threshold);
    case BuildingAim::equity:
      return "least mean minutes of the deprivation fifth that has the longest";
  }
  return {};
}

}  // namespace

void add_building_options(CLI::App& parser, BuildingWords& words) {
  parser.add_option("--candidates", words.candidates,
                    "which buildings to keep, upgrade, open and close: a table of them (schema candidates); "
                    "--site N is then how many are open in all");
  parser.add_option("--close", words.close, "with --candidates: exactly N of those that could close do")
      ->check(CLI::Range(0, 100000));
  parser.add_flag("--hubs", words.hubs,
                  "with --candidates: one in each neighbourhood serves the whole neighbourhood");
  parser.add_option("--budget", words.budget, "with --candidates: cost of all that are open, at most")
      ->check(CLI::PositiveNumber);
  parser.add_option("--harm", words.harm, "with --candidates: nobody farther than today by more minutes")
      ->check(CLI::NonNegativeNumber);
  parser
      .add_option("--fifth-limit", words.fifth_limit,
                  "with --candidates: mean minutes of no deprivation fifth above it")
      ->check(CLI::PositiveNumber);
  parser
      .add_option("--people-per-room", words.people_per_room, "with --candidates: what a room is enough for")
      ->check(CLI::PositiveNumber);
  parser.add_option("--people-per-wte", words.people_per_wte, "with --candidates: what a WTE is enough for")
      ->check(CLI::PositiveNumber);
  parser.add_option("--serves", words.serves, "with --candidates: only those that serve it, such as gp");
  parser.add_option("--nodes", words.nodes, "with --candidates: of branch and bound, at most (default 2000)")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 30U));
  parser.add_option("--buildings-csv", words.csv, "with --candidates: write the table of candidates");
}

workforce::BuildingQuestion building_question(const BuildingWords& words, const std::string& aim,
                                              std::uint32_t sites, double threshold,
                                              const std::string& mode) {
  workforce::BuildingQuestion question;
  auto& rules = question.rules;
  if (aim == "centre")
    throw geo::InputError{{"--aim centre", "with --candidates it is not answered",
                           "use --harm or --aim cost with --minutes to bound the worst off"}};
  rules.aim = aim == "covering" ? BuildingAim::covering
              : aim == "cost"   ? BuildingAim::cost
              : aim == "equity" ? BuildingAim::equity
                                : BuildingAim::median;
  if (sites == 0 && words.close < 0 && !words.hubs && words.budget <= 0 && rules.aim != BuildingAim::cost)
    throw geo::InputError{{"--candidates", "nothing says how many may be open",
                           "add --site N (open in all), --close N, --hubs, --budget or --aim cost"}};
  rules.most_open = sites;
  rules.closures = words.close;
  rules.one_hub = words.hubs;
  rules.threshold = threshold;
  if (words.budget > 0) rules.budget = words.budget;
  if (words.harm >= 0) rules.harm = words.harm;
  if (words.fifth_limit > 0) rules.fifth_limit = words.fifth_limit;
  if (words.people_per_room > 0) question.people_per_room = words.people_per_room;
  if (words.people_per_wte > 0) question.people_per_wte = words.people_per_wte;
  question.serves = words.serves;
  question.mode = mode;
  question.limits.nodes = words.nodes;
  return question;
}

std::string buildings_text(const workforce::PlaceBuildings& buildings) {
  const auto& answer = buildings.answer;
  const auto rules = rules_text(buildings);
  std::string out =
      fmt::format("\nBuildings: {} candidates, by {}, {}\n  rules: {}\n  {}\n", buildings.rows.size(),
                  aim_text(buildings.question.rules), buildings.question.mode,
                  rules.empty() ? "none more" : rules, output::building_proof_text(buildings));
  for (const auto& reason : answer.reasons) out += "  " + reason + "\n";
  if (!buildings.left_out.empty()) {
    out += fmt::format("  left out of the file, {} of {} rows:\n", buildings.left_out.size(),
                       buildings.left_out.size() + buildings.rows.size());
    for (const auto& [candidate, why] : buildings.left_out)
      out += fmt::format("    {}: {} {}\n", candidate.where, candidate.id, why);
  }
  if (answer.found) {
    const auto line = [](const char* name, double before, double after, int decimals) {
      return fmt::format("  {:44} {:>10} -> {:>10}\n", name, output::number_text(before, decimals),
                         output::number_text(after, decimals));
    };
    out += line("mean minutes", buildings.all.minutes_before, buildings.all.minutes_after, 2);
    out += line(fmt::format("people within {:g} minutes", buildings.question.rules.threshold).c_str(),
                buildings.within_before, buildings.within_after, 0);
    out += line("cost of all that are open", buildings.cost_before, buildings.cost_after, 0);
    out += fmt::format("  today: everybody at the nearest that is open today\n\n{}\n{}",
                       text_table(output::building_table(buildings)),
                       text_table(output::building_journey_table(buildings)));
  }
  return out + findings_text(buildings.findings, geo::Severity::note);
}

}  // namespace placewright::boundaries::cli
