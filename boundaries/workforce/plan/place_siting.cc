#include "boundaries/workforce/plan/place_siting.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/workforce/cover/equity.h"
#include "boundaries/workforce/plan/siting_wide.h"
#include "boundaries/workforce/supply/units.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr std::size_t kMaxAreas = 2000;

SitingState state_of(const std::vector<double>& minutes, const std::vector<double>& people,
                     const std::vector<std::uint8_t>& deprived, double threshold) {
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

/// Minutes from areas to area points: of the travel table where it knows any, else straight lines.
class Trips {
 public:
  Trips(const datasets::Place& place, const std::vector<std::uint32_t>& rows, const std::string& mode)
      : mode_(mode) {
    std::map<std::string_view, std::uint32_t> column;
    for (std::uint32_t k = 0; k < rows.size(); ++k) {
      column[place.areas.code[rows[k]]] = k;
      x_.push_back(place.areas.centroid_x[rows[k]]);
      y_.push_back(place.areas.centroid_y[rows[k]]);
    }
    for (const auto& row : place.travel) {
      if (row.mode != mode) continue;
      const auto from = column.find(row.area), to = column.find(row.site);
      if (from == column.end() || to == column.end()) continue;
      if (reach_.empty()) reach_.resize(rows.size());
      reach_[to->second].emplace_back(from->second, row.minutes);
    }
  }
  [[nodiscard]] bool roads() const { return !reach_.empty(); }
  void to(std::uint32_t site, std::span<double> minutes) const {
    if (roads()) {
      std::fill(minutes.begin(), minutes.end(), datasets::kMissing);
      for (const auto& [area, m] : reach_[site]) minutes[area] = m;
      minutes[site] = 0;
      return;
    }
    for (std::size_t i = 0; i < minutes.size(); ++i)
      minutes[i] = straight_minutes(x_[i], y_[i], x_[site], y_[site], mode_);
  }
  [[nodiscard]] MinutesTable table() const {
    MinutesTable table{x_.size(), x_.size(), std::vector<double>(x_.size() * x_.size())};
    std::vector<double> column(x_.size());
    for (std::uint32_t j = 0; j < x_.size(); ++j) {
      to(j, column);
      for (std::size_t i = 0; i < x_.size(); ++i) table.minutes[i * x_.size() + j] = column[i];
    }
    return table;
  }

 private:
  std::string mode_;
  std::vector<double> x_, y_;
  std::vector<std::vector<std::pair<std::uint32_t, double>>>
      reach_;  ///< by candidate: areas and their minutes
};

/// Minutes of each row to the nearest open site of a kind, in one pass over the travel table; true when some
/// are straight lines, as for a site that the table does not know.
bool minutes_today(const datasets::Place& place, const std::vector<std::uint32_t>& rows,
                   const std::string& kind, const std::string& mode, std::vector<double>& today,
                   std::size_t& existing) {
  std::map<std::string_view, bool> told;  // of each site of the kind: does the table know it
  for (const auto& site : place.sites)
    if (site.kind == kind && site.open && !std::isnan(site.x)) {
      ++existing;
      told[site.id] = false;
    }
  std::map<std::string_view, std::size_t> row_of;
  for (std::size_t k = 0; k < rows.size(); ++k) row_of[place.areas.code[rows[k]]] = k;
  for (const auto& trip : place.travel) {
    if (trip.mode != mode) continue;
    const auto site = told.find(trip.site);
    if (site == told.end()) continue;
    site->second = true;
    if (datasets::is_missing(trip.minutes)) continue;  // out of reach
    if (const auto row = row_of.find(trip.area); row != row_of.end() && !(today[row->second] <= trip.minutes))
      today[row->second] = trip.minutes;
  }
  bool straight = false;
  for (const auto& site : place.sites) {
    const auto at = told.find(site.id);
    if (at == told.end() || at->second || site.kind != kind) continue;
    straight = true;
    for (std::size_t k = 0; k < rows.size(); ++k)
      if (const double m = straight_minutes(place.areas.centroid_x[rows[k]], place.areas.centroid_y[rows[k]],
                                            site.x, site.y, mode);
          !(today[k] <= m))
        today[k] = m;
  }
  return straight;
}

}  // namespace

PlaceSiting site_next(const datasets::Place& place, const SitingQuestion& question) {
  PlaceSiting result;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t i = 0; i < place.areas.size(); ++i)
    if ((place.areas.inside.empty() || place.areas.inside[i] != 0) &&
        !std::isnan(value_at(place.areas.centroid_x, i)))
      rows.push_back(i);
  result.aim = question.aim;
  result.mode = question.mode;
  result.kind = question.kind;
  if (result.kind.empty()) {
    const bool bases = std::any_of(place.sites.begin(), place.sites.end(),
                                   [](const auto& site) { return site.kind == "base"; });
    result.kind = bases ? "base" : "gp";
  }
  SitingProblem problem;
  problem.sites = question.sites;
  problem.threshold = question.threshold;
  const bool wide = rows.size() > kMaxAreas;
  const Trips trips(place, rows, question.mode);
  result.straight_line = !trips.roads();
  const auto& areas = place.areas;
  if (!wide) problem.minutes = trips.table();
  problem.minutes_today.assign(rows.size(), datasets::kMissing);
  result.straight_line =
      minutes_today(place, rows, result.kind, question.mode, problem.minutes_today, result.existing) ||
      result.straight_line;
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
  if (wide) {
    WideSitingProblem whole;
    for (const auto row : rows) {
      whole.x.push_back(areas.centroid_x[row]);
      whole.y.push_back(areas.centroid_y[row]);
    }
    whole.people = problem.people;
    whole.minutes_today = problem.minutes_today;
    whole.minutes_to = [&](std::uint32_t candidate, std::span<double> minutes) {
      trips.to(candidate, minutes);
    };
    whole.metric = !trips.roads();
    whole.sites = problem.sites;
    whole.threshold = problem.threshold;
    whole.unreachable = problem.unreachable;
    result.answer = choose_sites_wide(whole, question.aim, question.limits);
  } else {
    result.answer = choose_sites(problem, question.aim, question.limits);
  }
  std::vector<double> before(rows.size()), after, to(rows.size());
  for (std::size_t k = 0; k < rows.size(); ++k)
    before[k] = std::isnan(problem.minutes_today[k])
                    ? problem.unreachable
                    : std::min(problem.unreachable, problem.minutes_today[k]);
  after = before;
  for (const auto j : result.answer.site) {
    trips.to(j, to);
    for (std::size_t k = 0; k < rows.size(); ++k)
      if (!std::isnan(to[k])) after[k] = std::min(after[k], to[k]);
  }
  result.before = state_of(before, problem.people, deprived, question.threshold);
  result.after = state_of(after, problem.people, deprived, question.threshold);
  for (const auto j : result.answer.site) {
    result.area.push_back(areas.code[rows[j]]);
    result.area_name.push_back(rows[j] < areas.name.size() ? areas.name[rows[j]] : "");
  }
  if (result.straight_line)
    result.findings.push_back({"STRAIGHT_LINE", geo::Severity::warning, "siting",
                               "minutes between areas are straight line x 1.3",
                               "import a matrix between area points"});
  if (result.existing == 0)
    result.findings.push_back({"NO_SITES", geo::Severity::note, "siting",
                               fmt::format("the place has no site of kind '{}'", result.kind),
                               "the answer starts from none; name a kind"});
  if (!result.answer.proved)
    result.findings.push_back(
        {"NOT_PROVED", geo::Severity::note, "siting",
         fmt::format("the best found is within {:.2f} % of the bound", 100 * result.answer.gap()),
         wide ? "a place of this size is answered by a good choice and its gap; take a part of it for a proof"
              : "the search stopped at its limit of nodes"});
  return result;
}

}  // namespace placewright::boundaries::workforce
