#include "boundaries/from_place/levels.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "boundaries/from_place/parts.h"

namespace placewright::boundaries {
namespace {

/// People by level, of each neighbourhood.
using Claims = std::vector<std::map<std::string, double>>;

/// The level with most people; the first by name where several have as many.
std::vector<Level> take_largest(const Claims& claims) {
  std::vector<Level> levels(claims.size());
  for (std::size_t label = 0; label < claims.size(); ++label) {
    double most = -1;
    for (const auto& [level, people] : claims[label])
      if (people > most) most = people, levels[label].id = level;
  }
  return levels;
}

std::vector<Level> levels_by_units(const AlignmentData& units, const Labels& labels, std::size_t count,
                                   const Problem& problem) {
  Claims claims(count);
  for (std::size_t area = 0; area < labels.size(); ++area)
    if (labels[area] >= 0 && units.unit[area] >= 0)
      claims[static_cast<std::size_t>(labels[area])]
            [units.unit_name[static_cast<std::size_t>(units.unit[area])]] += problem.residents[area];
  return take_largest(claims);
}

/// An id of a neighbourhood decides; areas decide where no id does.
std::vector<Level> levels_by_hand(const Brief::Levels& asked, const Labels& labels,
                                  const std::vector<std::string>& ids, PlaceProblem& question) {
  Claims claims(ids.size());
  std::map<std::size_t, std::string> by_id;
  std::vector<std::string> unknown;
  for (const auto& [level, members] : asked.members)
    for (const auto& member : members) {
      const auto id = std::find(ids.begin(), ids.end(), member);
      if (id != ids.end()) {
        by_id[static_cast<std::size_t>(id - ids.begin())] = level;
      } else if (const auto area = find_row(question.problem, member); !area) {
        unknown.push_back(member);
      } else if (labels[*area] >= 0) {
        claims[static_cast<std::size_t>(labels[*area])][level] += question.problem.residents[*area];
      }
    }
  auto levels = take_largest(claims);
  for (auto& [label, level] : by_id) levels[label].id = level;
  if (!unknown.empty())
    question.findings.push_back(
        {"LEVEL_UNKNOWN", geo::Severity::warning, "brief, levels.multi",
         list_some(unknown, "member") + ": neither a neighbourhood of the plan nor an area inside the place",
         "name ids of neighbourhoods, or codes of areas"});
  return levels;
}

/// What each id was part of before.
std::vector<Level> levels_of_start(const StartPlan& start, const std::vector<std::string>& ids) {
  std::vector<Level> levels(ids.size());
  const auto& older = start.labelled.neighbourhood_id;
  for (std::size_t label = 0; label < ids.size(); ++label)
    if (const auto at = std::find(older.begin(), older.end(), ids[label]); at != older.end()) {
      const auto row = static_cast<std::size_t>(at - older.begin());
      levels[label] = {start.parent[row], start.parent_name[row]};
    }
  return levels;
}

}  // namespace

AlignmentData find_level_units(const datasets::Place& place, const Brief& brief, PlaceProblem& question) {
  if (brief.levels.kind.empty()) return {};
  return find_boundary_units(place, brief.levels.kind, "levels.multi", question);
}

std::vector<Level> choose_levels(const Brief& brief, const AlignmentData& units, const Labels& labels,
                                 const std::vector<std::string>& ids, const std::optional<StartPlan>& start,
                                 PlaceProblem& question) {
  const bool asked = !brief.levels.kind.empty() || !brief.levels.members.empty();
  if (!asked) return start ? levels_of_start(*start, ids) : std::vector<Level>(ids.size());
  auto levels = brief.levels.members.empty() ? levels_by_units(units, labels, ids.size(), question.problem)
                                             : levels_by_hand(brief.levels, labels, ids, question);
  std::vector<std::string> without;
  for (std::size_t label = 0; label < ids.size(); ++label)
    if (levels[label].id.empty()) without.push_back(ids[label]);
  if (!without.empty())
    question.findings.push_back({"LEVEL_MISSING", geo::Severity::warning, "brief, levels.multi",
                                 list_some(without, "neighbourhood") + ": in no multi-neighbourhood",
                                 "name them, or an area of each, in the brief"});
  return levels;
}

}  // namespace placewright::boundaries
