#include "boundaries/question/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/question/match.h"
#include "geo/expect.h"

namespace placewright::boundaries {
namespace {

/// What the checks below share: the areas of each label and a list to add to.
struct Check {
  const Problem& problem;
  const Labels& labels;
  std::map<std::int32_t, std::vector<std::uint32_t>> members;
  std::vector<geo::Finding> findings;

  void add(const char* code, std::string where, std::string what, std::string fix,
           geo::Severity severity = geo::Severity::error) {
    findings.push_back({code, severity, std::move(where), std::move(what), std::move(fix)});
  }
  const std::vector<std::string>& names;  ///< of labels, where they have any

  [[nodiscard]] std::string where(std::int32_t label) const {
    const auto row = static_cast<std::size_t>(label);
    return row < names.size() ? names[row] : fmt::format("neighbourhood {}", label + 1);
  }
};

void check_assignment(Check& check) {
  std::vector<std::uint32_t> missing;
  for (std::uint32_t area = 0; area < check.labels.size(); ++area)
    if (check.labels[area] == kUnassigned) missing.push_back(area);
  if (!missing.empty())
    check.add("UNASSIGNED", name_areas(check.problem, missing),
              fmt::format("{} areas are in no neighbourhood", missing.size()), "assign them");
  if (check.problem.count && *check.problem.count != check.members.size())
    check.add("COUNT_MISSED", "the plan",
              fmt::format("{} neighbourhoods, asked for {}", check.members.size(), *check.problem.count),
              "draw again with that count, or ask for another");
}

void check_bounds(Check& check) {
  const auto& rule = check.problem.population;
  for (const auto& [label, areas] : check.members) {
    double people = 0;
    for (const auto area : areas) people += check.problem.people[area];
    if (people >= rule.min && people <= rule.max) continue;
    check.add("OUT_OF_BOUNDS", check.where(label),
              fmt::format("{} people, bounds {} to {}", write_people(people), write_people(rule.min),
                          write_people(rule.max)),
              people < rule.min ? "join areas to it" : "give areas of it away",
              rule.hard ? geo::Severity::error : geo::Severity::warning);
  }
}

void check_pieces(Check& check) {
  for (const auto& [label, areas] : check.members) {
    std::vector<std::uint32_t> reached{areas.front()};
    std::vector<char> seen(check.labels.size(), 0);
    seen[areas.front()] = 1;
    for (std::size_t next = 0; next < reached.size(); ++next)
      for (const auto other : check.problem.graph.neighbours(reached[next]))
        if (!seen[other] && check.labels[other] == label) seen[other] = 1, reached.push_back(other);
    if (reached.size() == areas.size()) continue;
    std::vector<std::uint32_t> apart;
    for (const auto area : areas)
      if (!seen[area]) apart.push_back(area);
    check.add("NOT_CONTIGUOUS", check.where(label),
              fmt::format("not in one piece: {} cannot be reached from {}", name_areas(check.problem, apart),
                          name_area(check.problem, areas.front())),
              "join the pieces, give one of them away, or declare a link");
  }
}

void check_holds(Check& check) {
  for (const auto& [label, areas] : check.members) {
    for (const auto area : areas) {
      const auto here = check.problem.hold_group[area], first = check.problem.hold_group[areas.front()];
      if (here == first) continue;
      check.add(
          "HOLD_CROSSED", check.where(label),
          fmt::format("lies in {} and in {}", check.problem.hold_name[first], check.problem.hold_name[here]),
          "no neighbourhood may cross that boundary: draw it within one side");
      break;
    }
  }
}

void check_sets(Check& check) {
  for (const auto& whole : check.problem.wholes) {
    const auto split = std::find_if(whole.areas.begin(), whole.areas.end(), [&](auto area) {
      return check.labels[area] != check.labels[whole.areas.front()] || check.labels[area] == kUnassigned;
    });
    if (split != whole.areas.end())
      check.add("WHOLE_SPLIT", name_areas(check.problem, whole.areas),
                fmt::format("split, though: {}", whole.why),
                fmt::format("bring {} and {} together", name_area(check.problem, whole.areas.front()),
                            name_area(check.problem, *split)));
  }
  for (const auto& apart : check.problem.aparts) {
    std::map<std::int32_t, std::uint32_t> first;
    for (const auto area : apart.areas) {
      if (check.labels[area] == kUnassigned) continue;
      const auto [at, fresh] = first.try_emplace(check.labels[area], area);
      if (fresh || at->second == area) continue;
      check.add("APART_TOGETHER", check.where(check.labels[area]),
                fmt::format("{} and {} are together, though: {}", name_area(check.problem, at->second),
                            name_area(check.problem, area), apart.why),
                "move one of them away");
      break;
    }
  }
}

void check_locks(Check& check) {
  for (std::size_t row = 0; row < check.problem.locks.size(); ++row) {
    const auto& lock = check.problem.locks[row];
    if (lock.areas.empty()) continue;
    const auto label = check.labels[lock.areas.front()];
    const bool together =
        label != kUnassigned && std::all_of(lock.areas.begin(), lock.areas.end(),
                                            [&](auto area) { return check.labels[area] == label; });
    std::vector<std::uint32_t> once = lock.areas;
    std::sort(once.begin(), once.end());
    once.erase(std::unique(once.begin(), once.end()), once.end());
    if (!together || (lock.exact && check.members.at(label).size() != once.size()))
      check.add("LOCK_BROKEN", name_areas(check.problem, lock.areas),
                fmt::format("{}, though locked: {}",
                            together ? "other areas joined them" : "no longer together", lock.why),
                "undo the change, or lift the lock");
    if (!together || lock.label.empty()) continue;
    for (std::size_t other = 0; other < row; ++other) {
      const auto& second = check.problem.locks[other];
      if (second.areas.empty() || second.label.empty() || second.label == lock.label) continue;
      if (check.labels[second.areas.front()] == label)
        check.add("LOCK_BROKEN", check.where(label),
                  fmt::format("holds what is locked as {} and as {}", second.label, lock.label),
                  "part them, or lift a lock");
    }
  }
}

}  // namespace

std::vector<geo::Finding> find_broken_rules(const Problem& problem, const Labels& labels,
                                            const std::vector<std::string>& names) {
  PLACEWRIGHT_EXPECT(labels.size() == problem.size());
  Check check{problem, labels, {}, {}, names};
  for (std::uint32_t area = 0; area < labels.size(); ++area)
    if (labels[area] != kUnassigned) check.members[labels[area]].push_back(area);
  check_assignment(check);
  check_bounds(check);
  check_pieces(check);
  check_holds(check);
  check_sets(check);
  check_locks(check);
  if (problem.change) {
    const double moved = match_labels(problem.residents, problem.change->from, labels).moved;
    if (moved > problem.change->max_people)
      check.add("CHANGE_EXCEEDED", "the plan",
                fmt::format("{} people change neighbourhood, at most {} may", write_people(moved),
                            write_people(problem.change->max_people)),
                "keep more of the plan it starts from, or allow more change");
  }
  return check.findings;
}

std::string name_area(const Problem& problem, std::uint32_t area) {
  const auto& code = problem.code[area];
  if (area >= problem.name.size() || problem.name[area].empty() || problem.name[area] == code) return code;
  return fmt::format("{} ({})", problem.name[area], code);
}

std::string name_areas(const Problem& problem, const std::vector<std::uint32_t>& areas) {
  constexpr std::size_t shown = 4;
  std::string text;
  for (std::size_t row = 0; row < std::min(shown, areas.size()); ++row) {
    if (row > 0) text += areas.size() <= shown && row + 1 == areas.size() ? " and " : ", ";
    text += name_area(problem, areas[row]);
  }
  if (areas.size() > shown) text += fmt::format(" and {} more", areas.size() - shown);
  return text;
}

std::string write_people(double people) {
  if (!std::isfinite(people)) return people > 0 ? "any number of" : "missing";
  auto digits = fmt::format("{:.0f}", std::abs(people));
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return (people <= -0.5 ? "-" : "") + digits;
}

}  // namespace placewright::boundaries
