#include "boundaries/workforce/align/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "boundaries/workforce/supply/units.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kHereAtLeast = 0.01;  // of its list, for a PCN to be judged; as `footprints` counts them
constexpr double kMovesFrom = 0.5;     // of its list in the plan, for a practice to be of the place

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

std::size_t row_of(const std::vector<std::string>& ids, const std::string& id) {
  return static_cast<std::size_t>(std::lower_bound(ids.begin(), ids.end(), id) - ids.begin());
}

void check_rules(const AlignRules& rules) {
  if (!(rules.materiality > 0 && rules.materiality <= 1))
    throw geo::InputError{{"--materiality", fmt::format("{:g} is no share above 0 to 1", rules.materiality),
                           "write 0.05 for five in a hundred"}};
  if (!(rules.min_list >= 0 && rules.min_list <= rules.max_list))
    throw geo::InputError{{"--min-list and --max-list",
                           fmt::format("{:g} to {:g} patients is no range", rules.min_list, rules.max_list),
                           "write the smaller number first, such as --min-list 30000 --max-list 50000"}};
}

/// Practices with a PCN and patients, their lists by neighbourhood and by area.
void take_practices(const datasets::Place& place, const Units& units, const Lists& lists,
                    AlignProblem& problem) {
  std::set<std::string> pcns;
  double without = 0;
  std::size_t practices_without = 0;
  for (const auto& [id, list] : lists.practice) {
    const auto pcn = lists.pcn_of.find(id);
    if (pcn != lists.pcn_of.end()) {
      problem.practice.push_back(id);
      pcns.insert(pcn->second);
      continue;
    }
    double here = 0;
    for (const auto& [area, n] : list.patients)
      if (units.of_area[area] >= 0) here += n;
    without += here;
    practices_without += here > 0 ? 1 : 0;
  }
  problem.pcn.assign(pcns.begin(), pcns.end());
  if (problem.pcn.empty())
    throw geo::InputError{{place.name.empty() ? "the place" : place.name,
                           lists.practice.empty() ? "it has no patients by practice and area"
                                                  : "none of its practices is in a PCN",
                           "import the patients registered by practice and LSOA and a table of PCNs (ePCN)"}};
  if (practices_without > 0)
    problem.findings.push_back(
        {"ALIGN_NO_PCN", geo::Severity::warning, "registration",
         fmt::format("practices without a PCN: {}, with {:.0f} patients here; they are left out",
                     practices_without, without),
         "import a table of PCNs that has them"});
  for (const auto& pcn : problem.pcn) {
    const auto name = lists.pcn_name.find(pcn);
    problem.pcn_name.push_back(name == lists.pcn_name.end() ? std::string{} : name->second);
  }
  for (const auto& id : problem.practice) {
    const auto& list = lists.practice.at(id);
    problem.pcn_of.push_back(static_cast<std::uint32_t>(row_of(problem.pcn, lists.pcn_of.at(id))));
    problem.list.push_back(list.all());
    problem.by_neighbourhood.emplace_back(units.size(), 0.0);
    std::map<std::uint32_t, double> by_area;
    for (const auto& [area, n] : list.patients) {
      by_area[area] += n;
      if (units.of_area[area] >= 0)
        problem.by_neighbourhood.back()[static_cast<std::size_t>(units.of_area[area])] += n;
    }
    problem.by_area.emplace_back(by_area.begin(), by_area.end());
  }
  problem.practice_name.resize(problem.practice.size());
}

/// Names the practices; says which are open.
std::vector<std::uint8_t> find_open(const datasets::Place& place, AlignProblem& problem) {
  std::vector<std::uint8_t> open(problem.practice.size(), 0);
  for (const auto& site : place.sites) {
    const auto q = row_of(problem.practice, site.id);
    if (site.kind != "gp" || q >= problem.practice.size() || problem.practice[q] != site.id) continue;
    problem.practice_name[q] = site.name;
    open[q] = site.open ? 1 : 0;
  }
  return open;
}

/// Those that the rules leave where they are, by practice.
std::vector<std::uint8_t> find_kept(const AlignRules& rules, AlignProblem& problem) {
  std::vector<std::uint8_t> kept(problem.practice.size(), 0);
  for (const auto& code : rules.keep) {
    bool known = false;
    for (std::size_t q = 0; q < kept.size(); ++q)
      if (problem.practice[q] == code || problem.pcn[problem.pcn_of[q]] == code) {
        kept[q] = 1;
        known = true;
      }
    if (!known)
      throw geo::InputError{{"--keep " + code, "no practice and no PCN with patients here has this code",
                             "name codes as `footprints` and `export` print them"}};
  }
  return kept;
}

/// Patients of each PCN by neighbourhood, and its whole list.
struct PcnLists {
  std::vector<std::vector<double>> by_neighbourhood;
  std::vector<double> list;
};
PcnLists add_up(const AlignProblem& problem) {
  PcnLists pcns{{problem.pcn.size(), std::vector<double>(problem.neighbourhood.size(), 0)},
                std::vector<double>(problem.pcn.size(), 0)};
  for (std::size_t q = 0; q < problem.practice.size(); ++q) {
    const auto c = problem.pcn_of[q];
    pcns.list[c] += problem.list[q];
    for (std::size_t k = 0; k < problem.neighbourhood.size(); ++k)
      pcns.by_neighbourhood[c][k] += problem.by_neighbourhood[q][k];
  }
  return pcns;
}

/// Neighbourhoods with the material share of the patients; none for nobody.
std::vector<std::uint32_t> material_parts(const std::vector<double>& patients, double materiality) {
  const double all = sum_of(patients);
  std::vector<std::uint32_t> parts;
  for (std::size_t k = 0; k < patients.size(); ++k)
    if (patients[k] > 0 && patients[k] >= materiality * all) parts.push_back(static_cast<std::uint32_t>(k));
  // Where all are spread thinner than that, the largest part is where they are.
  if (parts.empty() && all > 0)
    parts.push_back(
        static_cast<std::uint32_t>(std::max_element(patients.begin(), patients.end()) - patients.begin()));
  return parts;
}

void settle_rules(const AlignRules& rules, const std::vector<std::uint8_t>& open, AlignProblem& problem) {
  const auto kept = find_kept(rules, problem);
  const auto pcns = add_up(problem);
  for (std::size_t c = 0; c < problem.pcn.size(); ++c) {
    problem.homes.push_back(material_parts(pcns.by_neighbourhood[c], rules.materiality));
    problem.is_judged.push_back(
        !problem.homes.back().empty() && sum_of(pcns.by_neighbourhood[c]) >= kHereAtLeast * pcns.list[c] ? 1
                                                                                                         : 0);
    problem.min_list.push_back(std::min(rules.min_list, pcns.list[c]));
    problem.max_list.push_back(std::max(rules.max_list, pcns.list[c]));
  }
  std::vector<std::uint8_t> may_move(problem.practice.size(), 0), of_place(problem.pcn.size(), 0);
  for (std::size_t q = 0; q < may_move.size(); ++q) {
    const double here = sum_of(problem.by_neighbourhood[q]);
    may_move[q] =
        open[q] && here > 0 && here >= kMovesFrom * problem.list[q] && problem.is_judged[problem.pcn_of[q]];
    if (may_move[q]) of_place[problem.pcn_of[q]] = 1;
    may_move[q] = may_move[q] && !kept[q];
  }
  for (std::size_t q = 0; q < may_move.size(); ++q) {
    problem.may_join.push_back({problem.pcn_of[q]});
    problem.may_cross.emplace_back();
    if (!may_move[q]) continue;
    const auto parts = material_parts(problem.by_neighbourhood[q], rules.materiality);
    if (rules.across > 0) problem.may_cross.back() = parts;
    for (std::uint32_t c = 0; c < problem.pcn.size(); ++c)
      if (c != problem.pcn_of[q] && of_place[c] &&
          std::find_first_of(parts.begin(), parts.end(), problem.homes[c].begin(), problem.homes[c].end()) !=
              parts.end() &&
          std::find(rules.keep.begin(), rules.keep.end(), problem.pcn[c]) == rules.keep.end())
        problem.may_join.back().push_back(c);
  }
}

}  // namespace

AlignProblem build_align_problem(const datasets::Place& place, const datasets::PlanRecord& plan,
                                 const AlignRules& rules) {
  check_rules(rules);
  AlignProblem problem;
  problem.across = rules.across;
  const auto units = find_units_of(place, plan, "neighbourhood");
  if (units.size() == 0)
    throw geo::InputError{{"plan '" + plan.name + "'", "it has no neighbourhoods", "draw or import a plan"}};
  const auto lists = collect_lists(place);
  problem.neighbourhood = units.id;
  take_practices(place, units, lists, problem);
  const auto open = find_open(place, problem);
  settle_rules(rules, open, problem);
  problem.graph = datasets::graph_of(place);
  std::size_t closed = 0;
  double on_lists = 0;
  for (std::size_t q = 0; q < open.size(); ++q)
    if (const double here = sum_of(problem.by_neighbourhood[q]); !open[q] && here > 0)
      ++closed, on_lists += here;
  if (closed > 0)
    problem.findings.push_back(
        {"ALIGN_CLOSED", geo::Severity::warning, "site",
         fmt::format("closed practices with patients here: {}, with {:.0f}; they stay where they are", closed,
                     on_lists),
         "import lists of the same month as the practices"});
  return problem;
}

}  // namespace placewright::boundaries::workforce
