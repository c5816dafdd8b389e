#include "boundaries/naming.h"

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

std::string text_at(const std::vector<std::string>& column, std::uint32_t row) {
  return row < column.size() ? column[row] : std::string();
}

/// The name of the community each area of the problem belongs to, from the first source that names most areas.
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

}  // namespace

std::vector<std::string> name_neighbourhoods(const datasets::Place& place, const PlaceProblem& question,
                                             const Labels& labels, const std::vector<std::string>& ids) {
  const auto count = count_labels(labels);
  PLACEWRIGHT_EXPECT(ids.size() == count);
  const auto community = community_names(place, question);
  std::vector<std::map<std::string, double>> people(count);
  for (std::size_t area = 0; area < labels.size(); ++area)
    if (labels[area] >= 0 && !community[area].empty())
      people[static_cast<std::size_t>(labels[area])][community[area]] += std::max(1.0, question.problem.residents[area]);

  std::vector<std::vector<std::string>> by_people(count);  // each neighbourhood's communities, most people first
  for (std::size_t label = 0; label < count; ++label) {
    std::vector<std::pair<double, std::string>> order;
    for (const auto& [name, number] : people[label]) order.emplace_back(-number, name);
    std::sort(order.begin(), order.end());
    for (auto& [number, name] : order) by_people[label].push_back(std::move(name));
  }

  // Where two share the first community, the one that holds most of it keeps the plain name; the others grow.
  std::vector<std::string> names(count);
  for (std::size_t label = 0; label < count; ++label)
    names[label] = by_people[label].empty() ? "Neighbourhood " + ids[label] : by_people[label][0];
  for (std::size_t parts = 1; parts < 3; ++parts)
    for (const auto label : find_shared(names))
      if (by_people[label].size() > parts) names[label] += " & " + by_people[label][parts];
  for (const auto label : find_shared(names)) names[label] += " (" + ids[label] + ")";
  return names;
}

std::vector<std::string> choose_ids(const Problem& problem, const Labels& labels, const PlanLabels* older) {
  const auto count = count_labels(labels);
  std::vector<std::string> ids(count);
  std::set<std::string> used;
  if (older != nullptr) {
    std::map<std::pair<std::int32_t, std::int32_t>, double> shared;  // (old, new) -> people
    for (std::size_t area = 0; area < labels.size(); ++area)
      if (older->labels[area] >= 0 && labels[area] >= 0) shared[{older->labels[area], labels[area]}] += problem.residents[area];
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
      ids[static_cast<std::size_t>(label)] = older->neighbourhood_id[static_cast<std::size_t>(claim.second)];
    used.insert(older->neighbourhood_id.begin(), older->neighbourhood_id.end());  // a retired id is not given again
  }
  std::size_t digits = 2;
  for (std::size_t power = 100; power <= count; power *= 10) ++digits;
  std::size_t next = 1;
  for (auto& id : ids) {
    if (!id.empty()) continue;
    do id = fmt::format("N{:0{}}", next++, digits);
    while (used.contains(id));
    used.insert(id);
  }
  return ids;
}

}  // namespace placewright::boundaries
