#include "boundaries/output/pcn_fit.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "boundaries/workforce/supply/thresholds.h"

namespace placewright::boundaries::output {

std::optional<PcnFit> measure_pcn_fit(const datasets::Place& place, const PlaceProblem& question,
                                      const Labels& labels) {
  if (place.registrations.empty()) return std::nullopt;
  std::int32_t highest = -1;
  for (const auto label : labels) highest = std::max(highest, label);
  const auto parts = static_cast<std::size_t>(highest + 1);
  std::map<std::string, const datasets::Site*> site_of;
  for (const auto& site : place.sites)
    if (site.kind == "gp") site_of.emplace(site.id, &site);
  const auto& code = question.problem.code;
  std::map<std::string, std::vector<double>> by_practice, by_pcn;
  for (const auto& row : place.registrations) {
    const auto at = std::lower_bound(code.begin(), code.end(), row.area);
    if (at == code.end() || *at != row.area) continue;
    const auto label = labels[static_cast<std::size_t>(at - code.begin())];
    if (label == kUnassigned) continue;
    auto& practice = by_practice[row.practice];
    practice.resize(parts, 0);
    practice[static_cast<std::size_t>(label)] += row.patients;
    const auto site = site_of.find(row.practice);
    if (site == site_of.end() || site->second->pcn_code.empty()) continue;
    auto& pcn = by_pcn[site->second->pcn_code];
    pcn.resize(parts, 0);
    pcn[static_cast<std::size_t>(label)] += row.patients;
  }
  PcnFit fit;
  fit.materiality = workforce::thresholds_of(place.settings).split;
  for (const auto& [pcn, row] : by_pcn) fit.pcn.push_back(pcn), fit.patients.push_back(row);
  if (!fit.patients.empty()) {
    fit.alignment = measure_alignment(fit.patients, false);
    fit.one_to_one = measure_alignment(fit.patients, true);
    for (const auto& column : transpose(fit.patients))
      fit.effective_pcns.push_back(measure_effective_number(column));
    fit.splits = measure_splits(fit.patients, question.problem.population.max, fit.materiality);
  }
  for (const auto& [practice, row] : by_practice) {
    PcnFit::Practice one;
    one.code = practice;
    if (const auto site = site_of.find(practice); site != site_of.end()) one.name = site->second->name;
    one.patients = std::accumulate(row.begin(), row.end(), 0.0);
    one.kept = *std::max_element(row.begin(), row.end());
    one.parts = count_material_parts(row, fit.materiality);
    if (one.parts > 1) fit.practices.push_back(std::move(one));
  }
  std::stable_sort(fit.practices.begin(), fit.practices.end(),
                   [](const auto& a, const auto& b) { return a.patients - a.kept > b.patients - b.kept; });
  return fit;
}

}  // namespace placewright::boundaries::output
