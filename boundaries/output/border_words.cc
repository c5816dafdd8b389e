#include "boundaries/output/border_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "boundaries/judge/compare_words.h"
#include "boundaries/output/json_text.h"
#include "boundaries/output/table.h"
#include "boundaries/question/rules.h"
#include "datasets/place/names.h"

namespace placewright::boundaries::output {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kSame = 0.9;  ///< of a border, from which on another plan has it too

/// "PCN", "local authority" for the kind of a unit; a line's kind is a word already.
std::string kind_words(const std::string& kind) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kKinds{{{"pcn", "PCN"},
                                                                                 {"lad", "local authority"},
                                                                                 {"msoa", "MSOA"},
                                                                                 {"icb", "ICB"},
                                                                                 {"sicbl", "sub-ICB area"}}};
  for (const auto& [known, said] : kKinds)
    if (kind == known) return std::string(said);
  auto words = kind;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string percent(double share) { return fmt::format("{} %", number_text(100 * share, 0)); }

std::string name_label(const PlanNames& names, std::int32_t label) {
  const auto at = static_cast<std::size_t>(label);
  return datasets::full_name(names.ids[at], names.names[at]);
}

std::string followed_words(const Followed& each) {
  if (!each.line) return kind_words(each.kind) + " boundary";
  return each.name.empty() ? fmt::format("a {} without a name", each.kind)
                           : fmt::format("{} ({})", each.name, each.kind);
}

std::string follows_text(const BorderEvidence& evidence) {
  std::string text;
  for (const auto& each : evidence.follows)
    text +=
        fmt::format("  {} of it: {}\n", kilometres_of(each.metres, evidence.metres), followed_words(each));
  if (!evidence.lines_known)
    text += "  rivers, railways and roads are not known: import ground, barriers or roads\n";
  else
    text += fmt::format("  {} of it runs along no line on the ground that is known\n",
                        percent(1 - evidence.line_share));
  return text;
}

std::string cuts_text(const BorderEvidence& evidence) {
  constexpr std::size_t kShown = 4;  // of each kind
  std::string text;
  for (std::size_t from = 0; from < evidence.cuts.size();) {
    auto to = from;
    while (to < evidence.cuts.size() && evidence.cuts[to].kind == evidence.cuts[from].kind) ++to;
    for (auto row = from; row < std::min(from + kShown, to); ++row) {
      const auto& each = evidence.cuts[row];
      text += fmt::format("  {} {}: {} of its {} {} here ({}), {} there ({})\n", kind_words(each.kind),
                          each.name, write_people(each.here), write_people(each.people), each.counted,
                          percent(each.here / each.people), write_people(each.there),
                          percent(each.there / each.people));
    }
    if (to - from > kShown)
      text += fmt::format("  and {} more of kind {}; --json lists all\n", to - from - kShown,
                          kind_words(evidence.cuts[from].kind));
    from = to;
  }
  return text.empty() ? "  nothing that is known above the material share\n" : text;
}

std::string wholes_text(const BorderEvidence& evidence) {
  std::string text;
  for (const auto& each : evidence.wholes)
    text +=
        fmt::format("  {}: {} ({})\n", kind_words(each.kind), each.names.size(), fmt::join(each.names, ", "));
  return text.empty() ? "  no ward, PCN or other unit that is known\n" : text;
}

std::string beside_text(const BorderEvidence& evidence, const PlanNames& names) {
  std::string text;
  for (const auto& each : evidence.beside)
    text +=
        fmt::format("  {}: {}\n", name_label(names, each.label), kilometres_of(each.metres, evidence.metres));
  return text.empty() ? "  none\n" : text;
}

/// "compactness: 12.3 km of border becomes 12.9 km of border, worse"; "" where nothing changes.
std::string effect_words(const Effect& effect) {
  const double loss = effect.loss_after - effect.loss_before;
  if (std::abs(loss) < 5e-7) return "";
  const char* verdict = loss > 0 ? "worse" : "better";
  if (effect.unit == "SSW" && effect.before > 0)
    return fmt::format("{}: areas within neighbourhoods differ {:.2f} % {}, {}",
                       criterion_words(effect.criterion),
                       100 * std::abs(effect.after - effect.before) / effect.before,
                       effect.after > effect.before ? "more" : "less", verdict);
  const auto before = figure_words(effect.before, effect.unit),
             after = figure_words(effect.after, effect.unit);
  if (before == after) return "";
  return fmt::format("{}: {} become {}, {}{}", criterion_words(effect.criterion), before, after, verdict,
                     effect.share > 0 ? "" : " (not weighed)");
}

double people_in(const Problem& problem, const Labels& labels, std::int32_t label) {
  double people = 0;
  for (std::uint32_t area = 0; area < problem.size(); ++area)
    if (labels[area] == label) people += problem.people[area];
  return people;
}

std::string move_text(const Problem& problem, const Labels& labels, const Alternative& move,
                      const PlanNames& names) {
  const auto from = labels[move.areas.front()];
  double moved = 0;
  for (const auto area : move.areas) moved += problem.people[area];
  auto text = fmt::format("  {} ({} people) from {} to {}: ", name_areas(problem, move.areas),
                          write_people(move.residents), name_label(names, from), name_label(names, move.to));
  if (!move.breaks.empty()) {
    text += "not allowed\n";
    for (const auto& finding : move.breaks)
      text += fmt::format("      {}: {}\n", finding.where, finding.what);
    return text;
  }
  text += std::isfinite(move.total_change)
              ? fmt::format("total {}, {}\n", figure_text(move.total_change, 5, true),
                            move.total_change > 0   ? "worse"
                            : move.total_change < 0 ? "better"
                                                    : "the same")
              : std::string("allowed; nothing of it can be judged\n");
  const double left = people_in(problem, labels, from), reached = people_in(problem, labels, move.to);
  text += fmt::format("      sizes: {} from {} to {} people, {} from {} to {}\n", name_label(names, from),
                      write_people(left), write_people(left - moved), name_label(names, move.to),
                      write_people(reached), write_people(reached + moved));
  for (const auto& effect : move.effects)
    if (effect.share == 0 && effect.criterion != "alignment:ward" && effect.criterion != "alignment:pcn")
      continue;
    else if (const auto words = effect_words(effect); !words.empty())
      text += "      " + words + "\n";
  return text;
}

std::string moves_text(const Problem& problem, const Labels& labels, const BorderEvidence& evidence,
                       const PlanNames& names) {
  constexpr std::size_t kShown = 3;
  const auto legal = static_cast<std::size_t>(std::count_if(evidence.moves.begin(), evidence.moves.end(),
                                                            [](const auto& m) { return m.breaks.empty(); }));
  if (evidence.moves.empty()) return "  nothing: no area touches the other side\n";
  std::string text =
      legal == 0 ? fmt::format("  none of {} moves of a single area keeps the rules; the nearest:\n",
                               evidence.moves.size())
                 : fmt::format("  {} of {} moves of a single area keep the rules; the best of them:\n", legal,
                               evidence.moves.size());
  for (std::size_t row = 0; row < std::min(kShown, legal == 0 ? std::size_t{1} : legal); ++row)
    text += move_text(problem, labels, evidence.moves[row], names);
  return text;
}

std::string firm_text(const BorderEvidence& evidence) {
  if (evidence.plans.empty()) return "  not known: the place has no other plan to compare with\n";
  const auto same = std::count_if(evidence.plans.begin(), evidence.plans.end(),
                                  [](const auto& plan) { return plan.border >= kSame; });
  auto text = fmt::format("  {} of {} other plans of the place have at least nine tenths of this border\n",
                          same, evidence.plans.size());
  for (const auto& plan : evidence.plans)
    text += evidence.other == kUnassigned
                ? fmt::format("  {}: {} of the border, {} of the people in one neighbourhood\n", plan.name,
                              percent(plan.border), percent(plan.together))
                : fmt::format("  {}: {} of the border\n", plan.name, percent(plan.border));
  return text;
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json move_of(const Problem& problem, const Alternative& move, const PlanNames& names) {
  Json areas = Json::array(), effects = Json::array(), breaks = Json::array();
  for (const auto area : move.areas) areas.push_back(problem.code[area]);
  for (const auto& effect : move.effects)
    effects.push_back({{"criterion", effect.criterion},
                       {"unit", effect.unit},
                       {"before", number(effect.before)},
                       {"after", number(effect.after)},
                       {"total_change", number(effect.share * (effect.loss_after - effect.loss_before))},
                       {"words", effect_words(effect)}});
  for (const auto& finding : move.breaks)
    breaks.push_back({{"code", finding.code}, {"where", finding.where}, {"what", finding.what}});
  return {{"areas", std::move(areas)},
          {"to", names.ids[static_cast<std::size_t>(move.to)]},
          {"people", move.residents},
          {"legal", move.breaks.empty()},
          {"total_change", number(move.total_change)},
          {"criteria", std::move(effects)},
          {"breaks", std::move(breaks)}};
}

}  // namespace

std::string kilometres_of(double metres, double all) {
  return fmt::format("{:.1f} km ({})", metres / 1000, percent(all > 0 ? metres / all : 0));
}

std::string border_text(const Problem& problem, const Labels& labels, const BorderEvidence& evidence,
                        const PlanNames& names) {
  const bool whole = evidence.other == kUnassigned;
  auto text = whole
                  ? fmt::format("{} of plan '{}': {} people, {:.1f} km of border with other neighbourhoods\n",
                                name_label(names, evidence.one), names.plan, write_people(evidence.people),
                                evidence.metres / 1000)
                  : fmt::format("The border between {} and {} of plan '{}': {:.1f} km\n",
                                name_label(names, evidence.one), name_label(names, evidence.other),
                                names.plan, evidence.metres / 1000);
  if (whole)
    text += "\nwhom it borders\n" + beside_text(evidence, names) + "\nwhat is whole in it\n" +
            wholes_text(evidence);
  text += "\nwhat its border follows\n" + follows_text(evidence);
  text += fmt::format("\nwhat it cuts ({})\n",
                      whole ? "here: in it, there: in other neighbourhoods"
                            : fmt::format("here: in {}, there: in {}", name_label(names, evidence.one),
                                          name_label(names, evidence.other))) +
          cuts_text(evidence);
  text += "\nwhat holds it\n";
  for (const auto& each : evidence.held_by) text += "  " + each + "\n";
  if (evidence.held_by.empty()) text += "  no rule, wish, lock or recorded reason\n";
  text += "\nwhat else there could be\n" + moves_text(problem, labels, evidence, names);
  return text + "\nhow firm it is\n" + firm_text(evidence);
}

std::string border_json(const Problem& problem, const BorderEvidence& evidence, const PlanNames& names) {
  const auto id = [&](std::int32_t label) { return names.ids[static_cast<std::size_t>(label)]; };
  Json out;
  out["plan"] = names.plan;
  out["neighbourhood"] = id(evidence.one);
  out["other"] = evidence.other == kUnassigned ? Json(nullptr) : Json(id(evidence.other));
  out["people"] = number(evidence.people);
  out["metres"] = number(evidence.metres);
  out["line_share"] = evidence.lines_known ? number(evidence.line_share) : Json(nullptr);
  out["follows"] = Json::array();
  for (const auto& each : evidence.follows)
    out["follows"].push_back({{"kind", each.kind},
                              {"name", each.name},
                              {"line", each.line},
                              {"metres", number(each.metres)},
                              {"share", number(each.share)}});
  out["borders"] = Json::array();
  for (const auto& each : evidence.beside)
    out["borders"].push_back({{"neighbourhood", id(each.label)}, {"metres", number(each.metres)}});
  out["whole"] = Json::object();
  for (const auto& each : evidence.wholes) out["whole"][each.kind] = each.names;
  out["cuts"] = Json::array();
  for (const auto& each : evidence.cuts)
    out["cuts"].push_back({{"kind", each.kind},
                           {"name", each.name},
                           {"counted", each.counted},
                           {"people", number(each.people)},
                           {"here", number(each.here)},
                           {"there", number(each.there)}});
  out["held_by"] = evidence.held_by;
  out["moves"] = Json::array();
  for (const auto& move : evidence.moves) out["moves"].push_back(move_of(problem, move, names));
  out["plans"] = Json::array();
  for (const auto& plan : evidence.plans)
    out["plans"].push_back(
        {{"plan", plan.name}, {"border", number(plan.border)}, {"together", number(plan.together)}});
  return json_text(out);
}

}  // namespace placewright::boundaries::output
