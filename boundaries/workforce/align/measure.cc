#include "boundaries/workforce/align/measure.h"

#include <fmt/format.h>

#include <algorithm>

namespace placewright::boundaries::workforce {
namespace {

/// Whether a practice of today's members is still in each PCN that has one which could leave.
std::vector<std::uint8_t> find_kept_pcns(const AlignProblem& problem, const std::vector<std::uint32_t>& pcn) {
  std::vector<std::uint8_t> kept(problem.pcn.size(), 0);
  for (std::size_t q = 0; q < pcn.size(); ++q)
    if (pcn[q] == problem.pcn_of[q]) kept[pcn[q]] = 1;
  return kept;
}

}  // namespace

Membership membership_today(const AlignProblem& problem) {
  return {problem.pcn_of, std::vector<std::int32_t>(problem.practice.size(), -1)};
}

std::vector<std::int32_t> find_territories(const AlignProblem& problem,
                                           const std::vector<std::uint32_t>& pcn_of) {
  const std::size_t areas = problem.graph.size(), pcns = problem.pcn.size();
  std::vector<double> patients(areas * pcns, 0);
  for (std::size_t q = 0; q < pcn_of.size(); ++q)
    for (const auto& [area, n] : problem.by_area[q]) patients[area * pcns + pcn_of[q]] += n;
  std::vector<std::int32_t> territory(areas, -1);
  for (std::size_t area = 0; area < areas; ++area) {
    double most = 0;
    for (std::size_t c = 0; c < pcns; ++c)
      if (patients[area * pcns + c] > most) {
        most = patients[area * pcns + c];
        territory[area] = static_cast<std::int32_t>(c);
      }
  }
  return territory;
}

std::vector<std::uint32_t> count_territory_pieces(const geo::Graph& graph,
                                                  const std::vector<std::int32_t>& territory,
                                                  std::size_t pcns) {
  std::vector<std::uint32_t> pieces(pcns, 0), waiting;
  std::vector<std::uint8_t> seen(territory.size(), 0);
  for (std::uint32_t first = 0; first < territory.size(); ++first) {
    if (territory[first] < 0 || seen[first]) continue;
    ++pieces[static_cast<std::size_t>(territory[first])];
    seen[first] = 1;
    waiting.assign(1, first);
    while (!waiting.empty()) {
      const auto area = waiting.back();
      waiting.pop_back();
      for (const auto next : graph.neighbours(area))
        if (!seen[next] && territory[next] == territory[first]) {
          seen[next] = 1;
          waiting.push_back(next);
        }
    }
  }
  return pieces;
}

AlignMeasure measure_membership(const AlignProblem& problem, const Membership& membership) {
  AlignMeasure measure;
  const std::size_t pcns = problem.pcn.size(), neighbourhoods = problem.neighbourhood.size();
  std::vector<double> overlap(pcns * neighbourhoods, 0);
  measure.list.assign(pcns, 0);
  for (std::size_t q = 0; q < problem.practice.size(); ++q) {
    const auto c = membership.pcn[q];
    measure.list[c] += problem.list[q];
    for (std::size_t k = 0; k < neighbourhoods; ++k)
      overlap[c * neighbourhoods + k] += problem.by_neighbourhood[q][k];
    if (c != problem.pcn_of[q]) {
      ++measure.moves;
      measure.moved += problem.list[q];
    }
  }
  // What counts in a neighbourhood by working across, on top of the home; nothing where that is the home.
  std::vector<double> across(pcns * neighbourhoods, 0), all_across(pcns, 0);
  for (std::size_t q = 0; q < problem.practice.size(); ++q) {
    if (membership.across[q] < 0) continue;
    ++measure.across;
    const auto k = static_cast<std::size_t>(membership.across[q]);
    across[membership.pcn[q] * neighbourhoods + k] += problem.by_neighbourhood[q][k];
    all_across[membership.pcn[q]] += problem.by_neighbourhood[q][k];
  }
  for (std::size_t c = 0; c < pcns; ++c) {
    std::int32_t home = -1;
    double most = -1;
    for (const auto k : problem.homes[c])
      if (const double here =
              overlap[c * neighbourhoods + k] + all_across[c] - across[c * neighbourhoods + k];
          here > most) {
        most = here;
        home = static_cast<std::int32_t>(k);
      }
    measure.home.push_back(home);
    if (!problem.is_judged[c]) continue;
    for (std::size_t k = 0; k < neighbourhoods; ++k) measure.patients += overlap[c * neighbourhoods + k];
    if (home >= 0) measure.aligned += most;
  }
  measure.pieces = count_territory_pieces(problem.graph, find_territories(problem, membership.pcn), pcns);
  return measure;
}

std::vector<std::string> find_broken_rules(const AlignProblem& problem, const Membership& membership,
                                           const AlignMeasure* today) {
  std::vector<std::string> broken;
  for (std::size_t q = 0; q < problem.practice.size(); ++q) {
    const auto& may = problem.may_join[q];
    if (std::find(may.begin(), may.end(), membership.pcn[q]) == may.end())
      broken.push_back(
          fmt::format("{} may not join {}", problem.practice[q], problem.pcn[membership.pcn[q]]));
    if (membership.across[q] < 0) continue;
    const auto& cross = problem.may_cross[q];
    if (membership.pcn[q] != problem.pcn_of[q] ||
        std::find(cross.begin(), cross.end(), static_cast<std::uint32_t>(membership.across[q])) ==
            cross.end())
      broken.push_back(fmt::format("{} may not work across", problem.practice[q]));
  }
  const auto measure = measure_membership(problem, membership);
  const auto kept = find_kept_pcns(problem, membership.pcn), was = find_kept_pcns(problem, problem.pcn_of);
  for (std::size_t c = 0; c < problem.pcn.size(); ++c) {
    // Lists are sums of parts that may be no whole numbers.
    if (measure.list[c] < problem.min_list[c] - 1e-6 || measure.list[c] > problem.max_list[c] + 1e-6)
      broken.push_back(fmt::format("the list of {} is out of bounds", problem.pcn[c]));
    if (was[c] && !kept[c]) broken.push_back(fmt::format("{} keeps none of its practices", problem.pcn[c]));
    if (today && measure.pieces[c] > std::max(1U, today->pieces[c]))
      broken.push_back(fmt::format("the territory of {} falls into more pieces", problem.pcn[c]));
  }
  if (measure.across > problem.across) broken.emplace_back("too many practices work across");
  return broken;
}

}  // namespace placewright::boundaries::workforce
