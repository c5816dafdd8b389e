#include "boundaries/cli/print_better.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "boundaries/cli/print_table.h"
#include "boundaries/output/table.h"
#include "boundaries/question/rules.h"
#include "datasets/place/names.h"

namespace placewright::boundaries::cli {
namespace {

using Json = nlohmann::ordered_json;

double moved_of(const DrawnBetter& answer) {
  return answer.better.steps.empty() ? 0.0 : answer.better.steps.back().moved;
}

std::string percent_of(const DrawnBetter& answer, double people) {
  return fmt::format("{:.2f} %", answer.residents > 0 ? 100 * people / answer.residents : 0.0);
}

bool is_held(const BetterPlan& better, const std::string& name) {
  return std::find(better.held.begin(), better.held.end(), name) != better.held.end();
}

std::string criteria_table(const DrawnBetter& answer) {
  output::Table table;
  table.columns = {{"criterion"}, {"weight", 2}, {"loss before", 4}, {"after", 4}, {"figure before", 1},
                   {"after", 1},  {"unit"}};
  const auto& better = answer.better;
  for (std::size_t row = 0; row < better.before.criteria.size(); ++row) {
    const auto& a = better.before.criteria[row];
    const auto& b = better.after.criteria[row];
    const auto figure = main_figure(a, b);
    table.rows.push_back({is_held(better, a.name) ? a.name : a.name + " (may get worse)", a.weight, a.loss,
                          b.loss, figure.of(a), figure.of(b), figure.unit});
  }
  table.rows.push_back({std::string("total"), std::string(), better.before.total, better.after.total,
                        std::string(), std::string(), std::string()});
  return text_table(table);
}

/// "3 rules broken before (2 OUT_OF_BOUNDS, 1 NOT_CONTIGUOUS), 2 after (...); none anew".
std::string rules_line(const DrawnBetter& answer) {
  const auto list = [](const std::vector<geo::Finding>& findings) {
    std::map<std::string, int> codes;
    for (const auto& finding : findings) ++codes[finding.code];
    std::string text;
    for (const auto& [code, count] : codes)
      text += fmt::format("{}{} {}", text.empty() ? " (" : ", ", count, code);
    return fmt::format("{}{}", findings.size(), text.empty() ? "" : text + ")");
  };
  return fmt::format("rules broken: {} before, {} after; none anew\n", list(answer.broken_before),
                     list(answer.broken_after));
}

/// "N01 to N02", of several "N01 to N02, N02 to N05".
std::string ways_text(const DrawnBetter& answer, const BetterStep& step) {
  std::set<std::pair<std::int32_t, std::int32_t>> ways;
  for (const auto& moved : step.areas) ways.insert({moved.from, moved.to});
  const auto& ids = answer.drawn.judgement.ids;
  constexpr std::size_t kShown = 2;
  std::string text;
  std::size_t shown = 0;
  for (const auto& [from, to] : ways) {
    if (shown++ == kShown) return text + fmt::format(" and {} more", ways.size() - kShown);
    text += fmt::format("{}{} to {}", text.empty() ? "" : ", ", ids[static_cast<std::size_t>(from)],
                        ids[static_cast<std::size_t>(to)]);
  }
  return text;
}

std::string steps_table(const DrawnBetter& answer) {
  output::Table table;
  table.columns = {{"step"},      {"areas"}, {"people", 0}, {"from, to"}, {"gain in 1e-6 a person", 3},
                   {"by itself"}, {"why"}};
  for (std::size_t row = 0; row < answer.better.steps.size(); ++row) {
    const auto& step = answer.better.steps[row];
    table.rows.push_back({static_cast<double>(row + 1), static_cast<double>(step.areas.size()),
                          step.residents, ways_text(answer, step),
                          1e6 * (step.total_before - step.total) / std::max(1.0, step.residents),
                          std::string(step.stands_alone  ? step.can_be_left ? "take or leave" : "take"
                                      : step.can_be_left ? "leave"
                                                         : "with others"),
                          answer.reasons[row]});
  }
  return text_table(table);
}

/// The curve at no more than so many rows: after the first and the last step, and evenly between.
std::string curve_table(const DrawnBetter& answer) {
  constexpr std::size_t kRows = 12;
  output::Table table;
  table.columns = {{"steps"}, {"people moved", 0}, {"of all"}, {"total", 4}, {"share of the gain"}};
  const auto& steps = answer.better.steps;
  const double whole = answer.better.before.total - answer.better.after.total;
  table.rows.push_back({0.0, 0.0, percent_of(answer, 0), answer.better.before.total, std::string("0 %")});
  for (std::size_t row = 0; row < steps.size(); ++row) {
    const bool shown = steps.size() <= kRows || row + 1 == steps.size() ||
                       (row + 1) * kRows / steps.size() != row * kRows / steps.size();
    if (!shown) continue;
    table.rows.push_back(
        {static_cast<double>(row + 1), steps[row].moved, percent_of(answer, steps[row].moved),
         steps[row].total,
         fmt::format("{:.0f} %",
                     whole > 0 ? 100 * (answer.better.before.total - steps[row].total) / whole : 0.0)});
  }
  return text_table(table);
}

Json json_of(const std::vector<geo::Finding>& findings) {
  Json out = Json::array();
  for (const auto& finding : findings)
    out.push_back({{"code", finding.code}, {"where", finding.where}, {"what", finding.what}});
  return out;
}

Json json_of_step(const DrawnBetter& answer, std::size_t row) {
  const auto& step = answer.better.steps[row];
  const auto& ids = answer.drawn.judgement.ids;
  Json areas = Json::array(), changes = Json::array();
  for (const auto& moved : step.areas)
    areas.push_back({{"area", answer.drawn.question.problem.code[moved.area]},
                     {"from", ids[static_cast<std::size_t>(moved.from)]},
                     {"to", ids[static_cast<std::size_t>(moved.to)]}});
  for (const auto& change : step.changes)
    changes.push_back({{"criterion", change.name},
                       {"loss_before", *change.loss_a},
                       {"loss", *change.loss_b},
                       {"unit", change.unit},
                       {"before", *change.value_a},
                       {"after", *change.value_b}});
  return {{"areas", areas},
          {"people", step.residents},
          {"moved", step.moved},
          {"total_before", step.total_before},
          {"total", step.total},
          {"gain_a_person", (step.total_before - step.total) / std::max(1.0, step.residents)},
          {"stands_alone", step.stands_alone},
          {"can_be_left", step.can_be_left},
          {"why", answer.reasons[row]},
          {"changes", changes}};
}

}  // namespace

std::string better_text(const DrawnBetter& answer, const std::string& than) {
  const auto& better = answer.better;
  std::string text;
  if (!better.filled.empty())
    text += fmt::format(
        "{} area{} in no neighbourhood of plan '{}' joined the one with which they share most border; "
        "all below is compared with that\n",
        better.filled.size(), better.filled.size() == 1 ? "" : "s", than);
  if (better.steps.empty())
    return text + fmt::format("nothing better within {} people ({}): plan '{}' stands\n{}",
                              write_people(answer.most_moved), percent_of(answer, answer.most_moved), than,
                              rules_line(answer));
  text += fmt::format(
      "better than plan '{}': {} people move ({} of {}), in {} step{}; no criterion is worse{}\n{}\n{}", than,
      write_people(moved_of(answer)), percent_of(answer, moved_of(answer)), write_people(answer.residents),
      better.steps.size(), better.steps.size() == 1 ? "" : "s",
      better.held.size() == better.before.criteria.size() ? "" : " but for those excepted",
      rules_line(answer), criteria_table(answer));
  text += "\nsteps, most gain a person first; each keeps every criterion and rule\n" + steps_table(answer);
  return text + "\ntotal against people moved\n" + curve_table(answer);
}

Json better_json(const DrawnBetter& answer, const std::string& than) {
  const auto& better = answer.better;
  const auto& problem = answer.drawn.question.problem;
  Json out{{"than", than},
           {"nothing_better", better.steps.empty()},
           {"residents", answer.residents},
           {"most_moved", answer.most_moved},
           {"moved", moved_of(answer)},
           {"tolerance", kSameLoss},
           {"held", better.held}};
  out["filled"] = Json::array();
  for (const auto area : better.filled)
    out["filled"].push_back(
        {{"area", problem.code[area]},
         {"to", answer.drawn.judgement.ids[static_cast<std::size_t>(better.start[area])]}});
  out["criteria"] = Json::array();
  for (std::size_t row = 0; row < better.before.criteria.size(); ++row) {
    const auto& a = better.before.criteria[row];
    const auto& b = better.after.criteria[row];
    const auto figure = main_figure(a, b);
    out["criteria"].push_back({{"criterion", a.name},
                               {"weight", a.weight},
                               {"held", is_held(better, a.name)},
                               {"loss_before", a.loss},
                               {"loss", b.loss},
                               {"unit", figure.unit},
                               {"before", figure.of(a)},
                               {"after", figure.of(b)}});
  }
  out["broken_before"] = json_of(answer.broken_before);
  out["broken_after"] = json_of(answer.broken_after);
  out["steps"] = Json::array();
  out["curve"] = Json::array({{{"moved", 0}, {"total", better.before.total}}});
  for (std::size_t row = 0; row < better.steps.size(); ++row) {
    out["steps"].push_back(json_of_step(answer, row));
    out["curve"].push_back({{"moved", better.steps[row].moved}, {"total", better.steps[row].total}});
  }
  return out;
}

}  // namespace placewright::boundaries::cli
