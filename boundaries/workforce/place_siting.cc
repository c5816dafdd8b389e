#include "boundaries/workforce/place_siting.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "boundaries/workforce/equity.h"
#include "boundaries/workforce/units.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr std::size_t kMostAreas = 2000;

SitingState state_of(const std::vector<double>& minutes, const std::vector<double>& people, const std::vector<std::uint8_t>& deprived, double threshold) {
  SitingState state;
  double all = 0, all_deprived = 0;
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    if (!(people[i] > 0)) continue;
    all += people[i];
    state.mean_minutes += people[i] * minutes[i];
    state.worst_minutes = std::max(state.worst_minutes, minutes[i]);
    state.within += minutes[i] <= threshold ? people[i] : 0;
    if (deprived[i] == 0) continue;
    all_deprived += people[i];
    state.mean_deprived += people[i] * minutes[i];
    state.within_deprived += minutes[i] <= threshold ? people[i] : 0;
  }
  if (all > 0) {
    state.mean_minutes /= all;
    state.within /= all;
  }
  state.mean_deprived = all_deprived > 0 ? state.mean_deprived / all_deprived : datasets::kMissing;
  state.within_deprived = all_deprived > 0 ? state.within_deprived / all_deprived : datasets::kMissing;
  return state;
}

}  // namespace

PlaceSiting site_next(const datasets::Place& place, const SitingQuestion& question) {
  PlaceSiting result;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t i = 0; i < place.areas.size(); ++i)
    if ((place.areas.inside.empty() || place.areas.inside[i] != 0) && !std::isnan(value_at(place.areas.centroid_x, i))) rows.push_back(i);
  if (rows.size() > kMostAreas)
    throw geo::InputError{{"--site", fmt::format("{} areas are too many to try each as a site", rows.size()), fmt::format("take a place of at most {} areas", kMostAreas)}};
  result.aim = question.aim;
  result.mode = question.mode;
  result.kind = question.kind;
  if (result.kind.empty()) {
    const bool bases = std::any_of(place.sites.begin(), place.sites.end(), [](const auto& site) { return site.kind == "base"; });
    result.kind = bases ? "base" : "gp";
  }
  SitingProblem problem;
  problem.sites = question.sites;
  problem.threshold = question.threshold;
  problem.minutes = {rows.size(), rows.size(), std::vector<double>(rows.size() * rows.size(), datasets::kMissing)};
  std::map<std::string, std::size_t> column;
  for (std::size_t k = 0; k < rows.size(); ++k) column[place.areas.code[rows[k]]] = k;
  bool roads = false;
  for (const auto& row : place.travel) {
    if (row.mode != question.mode) continue;
    const auto from = column.find(row.area), to = column.find(row.site);
    if (from == column.end() || to == column.end()) continue;
    roads = true;
    problem.minutes.minutes[from->second * rows.size() + to->second] = row.minutes;
  }
  result.straight_line = !roads;
  const auto& areas = place.areas;
  for (std::size_t a = 0; a < rows.size(); ++a) {
    if (roads) {
      problem.minutes.minutes[a * rows.size() + a] = 0;
      continue;
    }
    for (std::size_t b = 0; b < rows.size(); ++b)
      problem.minutes.minutes[a * rows.size() + b] =
          straight_minutes(areas.centroid_x[rows[a]], areas.centroid_y[rows[a]], areas.centroid_x[rows[b]], areas.centroid_y[rows[b]], question.mode);
  }
  problem.minutes_today.assign(rows.size(), datasets::kMissing);
  bool straight = false;
  for (const auto& site : place.sites) {
    if (site.kind != result.kind || !site.open || std::isnan(site.x)) continue;
    ++result.existing;
    const auto minutes = minutes_to_site(place, site, question.mode, straight);
    for (std::size_t k = 0; k < rows.size(); ++k)
      if (const double m = minutes[rows[k]]; !std::isnan(m) && !(problem.minutes_today[k] <= m)) problem.minutes_today[k] = m;
  }
  result.straight_line = result.straight_line || straight;
  std::vector<double> deprivation;
  for (const auto row : rows) {
    const double people = value_at(areas.population, row);
    problem.people.push_back(std::isnan(people) ? 0 : people);
    deprivation.push_back(value_at(areas.imd_score, row));
  }
  // The most deprived fifth: areas whose rank lies in the first fifth of people.
  std::vector<std::uint8_t> deprived(rows.size(), 0);
  std::vector<double> ranked_people, ranked;
  std::vector<std::size_t> ranked_row;
  for (std::size_t k = 0; k < rows.size(); ++k)
    if (!std::isnan(deprivation[k]) && problem.people[k] > 0) {
      ranked_people.push_back(problem.people[k]);
      ranked.push_back(deprivation[k]);
      ranked_row.push_back(k);
    }
  if (!ranked.empty()) {
    const auto group = deprivation_groups(ranked_people, ranked, 5);
    for (std::size_t k = 0; k < group.size(); ++k) deprived[ranked_row[k]] = group[k] == 0 ? 1 : 0;
  }
  result.answer = choose_sites(problem, question.aim, question.limits);
  std::vector<double> before(rows.size()), after(rows.size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    before[k] = std::isnan(problem.minutes_today[k]) ? problem.unreachable : std::min(problem.unreachable, problem.minutes_today[k]);
    after[k] = before[k];
    for (const auto j : result.answer.site)
      if (const double m = problem.minutes.at(k, j); !std::isnan(m)) after[k] = std::min(after[k], m);
  }
  result.before = state_of(before, problem.people, deprived, question.threshold);
  result.after = state_of(after, problem.people, deprived, question.threshold);
  for (const auto j : result.answer.site) {
    result.area.push_back(areas.code[rows[j]]);
    result.area_name.push_back(rows[j] < areas.name.size() ? areas.name[rows[j]] : "");
  }
  if (result.straight_line)
    result.findings.push_back({"STRAIGHT_LINE", geo::Severity::warning, "siting", "minutes between areas are straight line x 1.3", "import a matrix between area points"});
  if (result.existing == 0)
    result.findings.push_back({"NO_SITES", geo::Severity::note, "siting", fmt::format("the place has no site of kind '{}'", result.kind), "the answer starts from none; name a kind"});
  if (!result.answer.proved)
    result.findings.push_back({"NOT_PROVED", geo::Severity::note, "siting", fmt::format("the best found is within {:.2f} % of the bound", 100 * result.answer.gap()), "the search stopped at its limit of nodes"});
  return result;
}

}  // namespace placewright::boundaries::workforce
