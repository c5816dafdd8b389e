#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "datasets/check/parts.h"
#include "datasets/place/names.h"

namespace placewright::datasets {
namespace {

using geo::Severity;

/// Rows of the areas that count and have no value.
std::vector<std::string> find_without(const Place& place, const std::vector<double>& values) {
  std::vector<std::string> without;
  for (std::size_t row = 0; row < place.areas.size(); ++row)
    if (is_inside(place, row) && (values.empty() || is_missing(values[row])))
      without.push_back(area_text(place, row));
  return without;
}

std::size_t count_inside(const Place& place) {
  std::size_t inside = 0;
  for (std::size_t row = 0; row < place.areas.size(); ++row) inside += is_inside(place, row) ? 1U : 0U;
  return inside;
}

void check_ages(const Place& place, Findings& findings) {
  if (place.ages.empty()) return;
  // Rows for both sexes count where they are; else F and M together.
  std::map<std::string_view, std::pair<double, double>> sums;  // both, F + M
  for (const auto& row : place.ages)
    (row.sex.empty() ? sums[row.area].first : sums[row.area].second) += row.people;
  std::vector<std::string> apart, without;
  for (std::size_t row = 0; row < place.areas.size(); ++row) {
    if (!is_inside(place, row)) continue;
    const auto at = sums.find(place.areas.code[row]);
    if (at == sums.end()) {
      without.push_back(area_text(place, row));
      continue;
    }
    const double people = at->second.first > 0 ? at->second.first : at->second.second;
    const double population = place.areas.population.empty() ? kMissing : place.areas.population[row];
    // Published tables are perturbed a little; a tenth apart is another vintage or another area.
    if (population > 0 && std::abs(people / population - 1) > 0.1)
      apart.push_back(
          fmt::format("{} ({:.0f} by age, {:.0f} in all)", area_text(place, row), people, population));
  }
  if (!without.empty())
    findings.push_back({"AGES_PARTIAL", Severity::warning, "table age",
                        list_text(without, "area has no people by age", "areas have no people by age"),
                        "import an age table that covers them"});
  if (!apart.empty())
    findings.push_back({"AGES_APART", Severity::warning, "table age",
                        list_text(apart, "area whose people by age are more than a tenth off all its people",
                                  "areas whose people by age are more than a tenth off all their people"),
                        "use ages and population of one source and date"});
}

/// Registered patients against residents, in the whole place and area by area.
void check_registered_people(const Place& place, Findings& findings) {
  const auto& areas = place.areas;
  std::vector<double> registered(areas.size(), 0);
  for (const auto& row : place.registrations)
    if (const auto at = place.find_area(row.area)) registered[*at] += row.patients;

  constexpr double kPlaceLow = 0.9, kPlaceHigh = 1.15, kAreaLow = 0.75, kAreaHigh = 1.35;
  double patients = 0, residents = 0;
  std::vector<std::string> without;
  std::vector<std::pair<double, std::size_t>> apart;  // how far, row
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (!is_inside(place, row) || areas.population.empty() || !(areas.population[row] > 0)) continue;
    patients += registered[row];
    residents += areas.population[row];
    const double ratio = registered[row] / areas.population[row];
    if (registered[row] == 0) {
      without.push_back(area_text(place, row));
    } else if (ratio < kAreaLow || ratio > kAreaHigh) {
      apart.emplace_back(std::abs(std::log(ratio)), row);
    }
  }
  if (!without.empty())
    findings.push_back(
        {"REGISTRATIONS_PARTIAL", Severity::warning, "table registration",
         list_text(without, "area has no registered patients", "areas have no registered patients"),
         "check that the registrations use the same area codes (2011 or 2021) as the place"});
  if (residents > 0 && (patients / residents < kPlaceLow || patients / residents > kPlaceHigh))
    findings.push_back(
        {"REG_RES_GAP", Severity::warning, "the place",
         fmt::format(
             "{:.0f} registered patients live here and {:.0f} residents: {:.2f} a resident, outside {} to {}",
             patients, residents, patients / residents, kPlaceLow, kPlaceHigh),
         "look for list inflation, another date, or a file that covers only part of the place"});
  std::sort(apart.begin(), apart.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<std::string> names;
  for (const auto& [far, row] : apart)
    names.push_back(
        fmt::format("{} ({:.2f})", area_text(place, row), registered[row] / areas.population[row]));
  if (!names.empty())
    findings.push_back(
        {"REG_RES_GAP", Severity::warning, "table registration",
         list_text(
             names,
             fmt::format("area with registered patients a resident outside {} to {}", kAreaLow, kAreaHigh),
             fmt::format("areas with registered patients a resident outside {} to {}", kAreaLow, kAreaHigh)),
         "look for student halls, care homes, barracks, list inflation; such areas may need a note"});
}

/// Practices: where they are, whether they are open, whether they belong to a PCN.
void check_practices(const Place& place, Findings& findings) {
  const auto lists = measure_lists(place);
  std::vector<std::string> outside, without_pcn;
  double outside_patients = 0, far_patients = 0;
  std::size_t far = 0;
  for (const auto& site : place.sites) {
    if (site.kind != "gp") continue;
    const auto at = lists.find(site.id);
    const ListSize list = at == lists.end() ? ListSize{} : at->second;
    if (list.inside <= 0) continue;
    const auto name = full_name(site.id, site.name);
    const bool located = !is_missing(site.x) && !is_missing(site.y);
    if (!site.open)
      findings.push_back(
          {"PRACTICE_CLOSED", Severity::warning, "practice " + name,
           fmt::format("is closed, and {:.0f} patients of the place are registered there", list.inside),
           "import registrations and practices of one date"});
    if (!matters(list)) {
      far += located ? 0U : 1U;
      far_patients += located ? 0 : list.inside;
      continue;
    }
    if (!located)
      findings.push_back(
          {"PRACTICE_NOT_LOCATED", Severity::warning, "practice " + name,
           fmt::format("{:.0f} of its {:.0f} patients live in the place, and it has no location", list.inside,
                       list.all),
           site.postcode.empty()
               ? "import epraccur or the practice map, then postcodes"
               : "import the postcodes of " + site.postcode.substr(0, site.postcode.find(' '))});
    const auto home = site.area.empty() ? std::nullopt : place.find_area(site.area);
    if (located && !(home && is_inside(place, *home))) {
      outside.push_back(fmt::format("{} ({:.0f})", name, list.inside));
      outside_patients += list.inside;
    }
    if (site.pcn_code.empty()) without_pcn.push_back(name);
  }
  if (far > 0)
    findings.push_back({"PRACTICES_FAR_NOT_LOCATED", Severity::note, "table site",
                        fmt::format("{} practices with under 100 patients from the place, and under 1 % of "
                                    "their list where it is known "
                                    "({:.0f} patients together), have no location",
                                    far, far_patients),
                        "nothing, or import the postcodes of all England"});
  if (!outside.empty())
    findings.push_back({"PRACTICE_OUTSIDE", Severity::note, "table site",
                        list_text(outside, "practice outside the place", "practices outside the place") +
                            fmt::format("; with {:.0f} patients from the place", outside_patients),
                        "talk to the neighbouring place about who serves them"});
  if (!without_pcn.empty())
    findings.push_back({"PRACTICE_WITHOUT_PCN", Severity::note, "table site",
                        list_text(without_pcn, "practice is in no PCN", "practices are in no PCN"),
                        "import the practice map or ePCN where they should be in one"});
}

}  // namespace

void check_people(const Place& place, Findings& findings) {
  const auto& areas = place.areas;
  const auto inside = count_inside(place);
  if (inside == 0) return;
  const auto no_people = find_without(place, areas.population);
  if (no_people.size() == inside) {
    findings.push_back({"POPULATION_ABSENT", Severity::error, "table area, column population",
                        "no area has people",
                        "import Census TS007A or mid-year estimates: without them nothing can be drawn"});
  } else if (!no_people.empty()) {
    findings.push_back(
        {"POPULATION_PARTIAL", Severity::error, "table area, column population",
         list_text(no_people, "area has no figure of people", "areas have no figure of people"),
         "import a file that covers them"});
  }
  std::vector<std::string> empty;
  for (std::size_t row = 0; row < areas.population.size(); ++row)
    if (is_inside(place, row) && areas.population[row] == 0) empty.push_back(area_text(place, row));
  if (!empty.empty())
    findings.push_back({"AREA_WITHOUT_PEOPLE", Severity::warning, "table area, column population",
                        list_text(empty, "area has 0 people", "areas have 0 people"),
                        "check the source: missing figures must be empty, not 0"});
  const auto no_deprivation = find_without(place, areas.imd_score);
  if (no_deprivation.size() == inside) {
    findings.push_back({"DEPRIVATION_ABSENT", Severity::warning, "table area, column imd_score",
                        "no area has a deprivation score",
                        "import IoD2025 File 7 (England); plans are drawn without it"});
  } else if (!no_deprivation.empty()) {
    findings.push_back(
        {"DEPRIVATION_PARTIAL", Severity::warning, "table area, column imd_score",
         list_text(no_deprivation, "area has no deprivation score", "areas have no deprivation score"),
         "import a file that covers them; they are left out of the deprivation criterion"});
  }
  check_ages(place, findings);
}

void check_registrations(const Place& place, Findings& findings) {
  if (place.registrations.empty()) {
    findings.push_back(
        {"REGISTRATIONS_ABSENT", Severity::warning, "table registration", "there are no registrations",
         "import the table of patients by practice and LSOA (NHS England); plans are drawn without it"});
    return;
  }
  check_registered_people(place, findings);
  check_practices(place, findings);
}

}  // namespace placewright::datasets
