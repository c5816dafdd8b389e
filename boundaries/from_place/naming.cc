#include "boundaries/from_place/naming.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "geo/expect.h"

namespace placewright::boundaries {
namespace {

std::size_t count_labels(const Labels& labels) {
  std::int32_t highest = -1;
  for (const auto label : labels) highest = std::max(highest, label);
  return static_cast<std::size_t>(highest + 1);
}

/// "Leeds 011A" -> "Leeds 011"; "Roundhay ward" stays.
std::string without_letter(std::string name) {
  if (name.size() > 2 && std::isupper(static_cast<unsigned char>(name.back())) != 0 &&
      std::isdigit(static_cast<unsigned char>(name[name.size() - 2])) != 0)
    name.pop_back();
  return name;
}

std::string text_at(const std::vector<std::string>& column, PlaceRow row) {
  return row.value() < column.size() ? column[row.value()] : std::string();
}

/// The name of the community each area of the problem belongs to, from the first source that names most
/// areas.
std::vector<std::string> community_names(const datasets::Place& place, const PlaceProblem& question) {
  const auto size = question.area_row.size();
  for (const auto* source : {"msoa_hcl_name", "ward_name", "parish_name", "msoa_name"}) {
    const auto column = place.areas.parents.find(source);
    if (column == place.areas.parents.end()) continue;
    std::vector<std::string> names(size);
    std::size_t named = 0;
    for (std::size_t i = 0; i < size; ++i) {
      names[i] = text_at(column->second, question.area_row[i]);
      named += names[i].empty() ? 0u : 1u;
    }
    if (2 * named > size) return names;
  }
  // Without communities: the practice with most of an area's patients, else the area's own name.
  std::map<std::string, std::string> practice_name;
  for (const auto& site : place.sites) practice_name[site.id] = site.name;
  std::vector<std::map<std::string, double>> patients(size);
  for (const auto& row : place.registrations) {
    const auto& code = question.problem.code;
    const auto at = std::lower_bound(code.begin(), code.end(), row.area);
    if (at == code.end() || *at != row.area) continue;
    const auto name = practice_name.find(row.practice);
    if (name != practice_name.end() && !name->second.empty())
      patients[static_cast<std::size_t>(at - code.begin())][name->second] += row.patients;
  }
  std::vector<std::string> names(size);
  for (std::size_t i = 0; i < size; ++i) {
    double most = 0;
    for (const auto& [name, number] : patients[i])
      if (number > most) most = number, names[i] = name;
    if (names[i].empty()) names[i] = without_letter(question.problem.name[i]);
    if (names[i].empty()) names[i] = question.problem.code[i];
  }
  return names;
}

/// Indices of values that occur more than once.
std::set<std::size_t> find_shared(const std::vector<std::string>& names) {
  std::map<std::string, std::vector<std::size_t>> rows;
  for (std::size_t i = 0; i < names.size(); ++i) rows[names[i]].push_back(i);
  std::set<std::size_t> shared;
  for (const auto& [name, all] : rows)
    if (all.size() > 1) shared.insert(all.begin(), all.end());
  return shared;
}

/// The heir of each id of the start: label -> id.
void inherit_ids(const Problem& problem, const Labels& labels, const PlanLabels& older,
                 std::vector<std::string>& ids) {
  std::map<std::pair<std::int32_t, std::int32_t>, double> shared;  // (old, new) -> people
  for (std::size_t area = 0; area < labels.size(); ++area)
    if (older.labels[area] >= 0 && labels[area] >= 0)
      shared[{older.labels[area], labels[area]}] += problem.residents[area];
  std::map<std::int32_t, std::pair<double, std::int32_t>> most;  // old -> (people, new)
  for (const auto& [pair, people] : shared) {
    auto& best = most.try_emplace(pair.first, -1.0, -1).first->second;
    if (people > best.first) best = {people, pair.second};
  }
  std::map<std::int32_t, std::pair<double, std::int32_t>> heir;  // new -> (people, old)
  for (const auto& [old, best] : most) {
    auto& claim = heir.try_emplace(best.second, -1.0, -1).first->second;
    if (best.first > claim.first) claim = {best.first, old};
  }
  for (const auto& [label, claim] : heir)
    ids[static_cast<std::size_t>(label)] = older.neighbourhood_id[static_cast<std::size_t>(claim.second)];
}

/// Grows each shared name by its next community, twice at most; then the id tells them apart.
std::vector<std::string> grow_apart(const std::vector<std::vector<std::string>>& communities,
                                    const std::vector<std::string>& ids) {
  std::vector<std::string> names(ids.size());
  for (std::size_t label = 0; label < ids.size(); ++label)
    names[label] = communities[label].empty() ? "Neighbourhood " + ids[label] : communities[label][0];
  for (std::size_t parts = 1; parts < 3; ++parts)
    for (const auto label : find_shared(names))
      if (communities[label].size() > parts) names[label] += " & " + communities[label][parts];
  return names;
}

}  // namespace

std::vector<std::string> choose_ids(const Problem& problem, const Labels& labels,
                                    const std::optional<StartPlan>& start) {
  std::vector<std::string> ids(count_labels(labels));
  std::set<std::string> used;
  if (start) {
    inherit_ids(problem, labels, start->labelled, ids);
    // A retired id is not given again.
    used.insert(start->labelled.neighbourhood_id.begin(), start->labelled.neighbourhood_id.end());
  }
  for (const auto& lock : problem.locks) {
    if (lock.label.empty() || lock.areas.empty() || labels[lock.areas.front()] < 0) continue;
    const auto holder = std::find(ids.begin(), ids.end(), lock.label);
    if (holder != ids.end()) holder->clear();
    ids[static_cast<std::size_t>(labels[lock.areas.front()])] = lock.label;
    used.insert(lock.label);
  }
  std::size_t digits = 2;
  for (std::size_t power = 100; power <= ids.size(); power *= 10) ++digits;
  std::size_t next = 1;
  for (auto& id : ids)
    while (id.empty()) {
      auto candidate = fmt::format("N{:0{}}", next++, digits);
      if (used.insert(candidate).second) id = std::move(candidate);
    }
  return ids;
}

std::vector<std::string> choose_names(const datasets::Place& place, const PlaceProblem& question,
                                      const Labels& labels, const std::vector<std::string>& ids,
                                      const std::optional<StartPlan>& start) {
  PLACEWRIGHT_EXPECT(ids.size() == count_labels(labels));
  const auto community = community_names(place, question);
  std::vector<std::map<std::string, double>> people(ids.size());
  for (std::size_t area = 0; area < labels.size(); ++area)
    if (labels[area] >= 0 && !community[area].empty())
      people[static_cast<std::size_t>(labels[area])][community[area]] +=
          std::max(1.0, question.problem.residents[area]);
  std::vector<std::vector<std::string>> by_people(
      ids.size());  // each neighbourhood's communities, most people first
  for (std::size_t label = 0; label < ids.size(); ++label) {
    std::vector<std::pair<double, std::string>> order;
    for (const auto& [name, number] : people[label]) order.emplace_back(-number, name);
    std::sort(order.begin(), order.end());
    for (auto& [number, name] : order) by_people[label].push_back(std::move(name));
  }
  auto names = grow_apart(by_people, ids);
  if (start) {
    const auto& older = start->labelled.neighbourhood_id;
    for (std::size_t label = 0; label < ids.size(); ++label)
      if (const auto at = std::find(older.begin(), older.end(), ids[label]); at != older.end())
        if (const auto& name = start->name[static_cast<std::size_t>(at - older.begin())]; !name.empty())
          names[label] = name;
  }
  for (const auto label : find_shared(names)) names[label] += " (" + ids[label] + ")";
  return names;
}

}  // namespace placewright::boundaries
