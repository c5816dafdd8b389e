#include "boundaries/output/align_tables.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "boundaries/from_place/findings_json.h"
#include "boundaries/output/json_text.h"

namespace placewright::boundaries::output {
namespace {

using Json = nlohmann::ordered_json;
using workforce::AlignMeasure;
using workforce::AlignPoint;
using workforce::AlignProblem;
using workforce::Realignment;

std::string home_of(const AlignProblem& problem, const AlignMeasure& measure, std::size_t pcn) {
  return measure.home[pcn] < 0 ? std::string{}
                               : problem.neighbourhood[static_cast<std::size_t>(measure.home[pcn])];
}

std::string across_of(const AlignProblem& problem, std::int32_t neighbourhood) {
  return neighbourhood < 0 ? std::string{} : problem.neighbourhood[static_cast<std::size_t>(neighbourhood)];
}

bool is_changed(const Realignment& realignment, const AlignPoint& point, std::size_t pcn) {
  const auto &before = realignment.today, &after = point.measure;
  return before.list[pcn] != after.list[pcn] || before.home[pcn] != after.home[pcn] ||
         before.pieces[pcn] != after.pieces[pcn];
}

Json finite(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json point_json(const AlignPoint& point) {
  return {{"aligned", point.measure.aligned},
          {"share", finite(point.measure.share())},
          {"moves", point.measure.moves},
          {"patients_moved", point.measure.moved},
          {"proved", point.proved},
          {"fewest_patients_proved", point.fewest},
          {"bound_share", finite(point.bound / point.measure.patients)},
          {"gap", finite(point.gap())}};
}

Json changes_json(const Realignment& realignment, const AlignPoint& point) {
  const auto& problem = realignment.problem;
  Json changes = Json::array();
  for (const auto& change : workforce::describe_changes(problem, point.membership))
    changes.push_back({{"practice", problem.practice[change.practice]},
                       {"name", problem.practice_name[change.practice]},
                       {"list", problem.list[change.practice]},
                       {"from", problem.pcn[change.from]},
                       {"to", problem.pcn[change.to]},
                       {"across", across_of(problem, change.across)},
                       {"share_at_home_before", change.at_home_before},
                       {"share_at_home_after", change.at_home_after},
                       {"aligned_by_it", change.gain},
                       {"pieces_more_without_it", change.pieces},
                       {"lists_fit_without_it", change.lists_fit_without}});
  return changes;
}

Json pcns_json(const Realignment& realignment, const AlignPoint& point) {
  const auto& problem = realignment.problem;
  Json pcns = Json::array();
  for (std::size_t c = 0; c < problem.pcn.size(); ++c)
    if (problem.is_judged[c])
      pcns.push_back({{"pcn", problem.pcn[c]},
                      {"name", problem.pcn_name[c]},
                      {"list_before", realignment.today.list[c]},
                      {"list_after", point.measure.list[c]},
                      {"home_before", home_of(problem, realignment.today, c)},
                      {"home_after", home_of(problem, point.measure, c)},
                      {"pieces_before", realignment.today.pieces[c]},
                      {"pieces_after", point.measure.pieces[c]}});
  return pcns;
}

}  // namespace

std::string proof_text(const AlignPoint& point) {
  return point.proved ? std::string("proved") : fmt::format("gap {} %", number_text(100 * point.gap(), 2));
}

Table align_curve_table(const Realignment& realignment) {
  Table table{"align_curve",
              "Share of patients who live in the home of their PCN, by practices that move",
              {{"moves", 0, "practices that move at most"},
               {"aligned_%", 2, "territories may fall into pieces"},
               {"proof", 0, "proved, or how far the best can be above it"},
               {"moved", 0, "patients on the lists that move"},
               {"in_one_piece_%", 2, "no PCN's territory in more pieces than one, or than today"},
               {"its_proof", 0, "proved, or how far the best can be above it"},
               {"its_moved", 0, "patients on the lists that move"}},
              {}};
  for (const auto& row : realignment.curve)
    table.rows.push_back({static_cast<double>(row.moves), 100 * row.any.measure.share(), proof_text(row.any),
                          row.any.measure.moved, 100 * row.whole.measure.share(), proof_text(row.whole),
                          row.whole.measure.moved});
  return table;
}

Table align_change_table(const Realignment& realignment, const AlignPoint& point) {
  const auto& problem = realignment.problem;
  Table table{"align_changes",
              "What each change costs and brings",
              {{"practice", 0, "code"},
               {"name", 0, ""},
               {"list", 0, "patients on its whole list"},
               {"from", 0, "PCN today"},
               {"to", 0, "PCN after; with a second neighbourhood where it works across two"},
               {"home_before_%", 1, "of its patients here who live in the home of its PCN"},
               {"home_after_%", 1, "the same after"},
               {"brings", 0, "patients fewer aligned if this alone is left out"},
               {"without_it", 0, "what no longer holds if this alone is left out"}},
              {}};
  for (const auto& change : workforce::describe_changes(problem, point.membership)) {
    std::string without;
    if (change.pieces > 0) without = "territories in more pieces";
    if (!change.lists_fit_without)
      without += without.empty() ? "lists out of bounds" : ", lists out of bounds";
    table.rows.push_back(
        {problem.practice[change.practice], problem.practice_name[change.practice],
         problem.list[change.practice], problem.pcn[change.from],
         change.across < 0 ? problem.pcn[change.to] : "stays, across " + across_of(problem, change.across),
         100 * change.at_home_before, 100 * change.at_home_after, change.gain,
         without.empty() ? "the rest holds" : without});
  }
  return table;
}

Table align_pcn_table(const Realignment& realignment, const AlignPoint& point) {
  const auto& problem = realignment.problem;
  Table table{"align_pcns",
              "PCNs whose list, home or territory changes",
              {{"PCN", 0, "code"},
               {"name", 0, ""},
               {"list", 0, "patients today"},
               {"list_after", 0, ""},
               {"home", 0, "neighbourhood with most of its patients today"},
               {"home_after", 0, ""},
               {"pieces", 0, "of its territory, the areas where it has more patients than any other PCN"},
               {"pieces_after", 0, ""}},
              {}};
  for (std::size_t c = 0; c < problem.pcn.size(); ++c)
    if (is_changed(realignment, point, c))
      table.rows.push_back(
          {problem.pcn[c], problem.pcn_name[c], realignment.today.list[c], point.measure.list[c],
           home_of(problem, realignment.today, c), home_of(problem, point.measure, c),
           static_cast<double>(realignment.today.pieces[c]), static_cast<double>(point.measure.pieces[c])});
  return table;
}

Table align_practice_table(const Realignment& realignment, const AlignPoint& point) {
  const auto& problem = realignment.problem;
  Table table{"align_practices",
              "Practices and their PCN today and after",
              {{"practice_code", 0, ""},
               {"practice", 0, ""},
               {"list", 0, "patients on the whole list"},
               {"pcn_today", 0, ""},
               {"pcn", 0, "after"},
               {"home", 0, "neighbourhood that is the home of that PCN"},
               {"across", 0, "second neighbourhood that it works across to"}},
              {}};
  for (std::size_t q = 0; q < problem.practice.size(); ++q)
    table.rows.push_back({problem.practice[q], problem.practice_name[q], problem.list[q],
                          problem.pcn[problem.pcn_of[q]], problem.pcn[point.membership.pcn[q]],
                          home_of(problem, point.measure, point.membership.pcn[q]),
                          across_of(problem, point.membership.across[q])});
  return table;
}

std::string align_json(const Realignment& realignment, const workforce::AlignRules& rules,
                       const workforce::AlignRow& chosen, const std::string& plan) {
  const auto& problem = realignment.problem;
  std::size_t may_move = 0;
  for (const auto& may : problem.may_join) may_move += may.size() > 1 ? 1U : 0U;
  Json out{{"plan", plan},
           {"practices", problem.practice.size()},
           {"practices_that_may_move", may_move},
           {"patients", realignment.today.patients},
           {"share_today", finite(realignment.today.share())},
           {"min_list", rules.min_list},
           {"max_list", rules.max_list},
           {"materiality", rules.materiality},
           {"across", rules.across},
           {"keep", rules.keep},
           {"stopped", realignment.is_stopped},
           {"curve", Json::array()}};
  for (const auto& row : realignment.curve)
    out["curve"].push_back(
        {{"moves", row.moves}, {"any", point_json(row.any)}, {"in_one_piece", point_json(row.whole)}});
  out["chosen_moves"] = chosen.moves;
  out["changes"] = changes_json(realignment, chosen.whole);
  out["pcns"] = pcns_json(realignment, chosen.whole);
  out["findings"] = findings_json<Json>(problem.findings);
  return json_text(out);
}

}  // namespace placewright::boundaries::output
