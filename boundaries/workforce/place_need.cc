#include "boundaries/workforce/place_need.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "boundaries/workforce/allocate.h"
#include "boundaries/workforce/roles.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

using datasets::kMissing;

/// Weights of one scheme, by dimension and key.
using Scheme = std::map<std::string, std::map<std::string, double>>;

Scheme example_scheme() {
  return {{"age", {{"0-14", .8}, {"15-44", .9}, {"45-64", 1.1}, {"65-74", 1.6}, {"75+", 2.6}}},
          {"imd_quintile", {{"1", 1.15}, {"2", 1.06}, {"3", 1.00}, {"4", .95}, {"5", .90}}}};
}

/// Weight of an age row's band: that of the weight band that holds it whole; nothing when none does.
std::optional<double> weight_of_band(const std::map<std::string, double>& weights, std::string_view band, std::string_view sex) {
  const auto age = parse_band(band);
  if (!age) return std::nullopt;
  for (const auto& [key, weight] : weights) {
    // A key may name the sex: "F 65-74".
    const bool female = key.starts_with("F "), male = key.starts_with("M ");
    if ((female && sex != "F") || (male && sex != "M")) continue;
    const auto range = parse_band(female || male ? std::string_view(key).substr(2) : std::string_view(key));
    if (range && range->first <= age->first && range->last >= age->last) return weight;
  }
  return std::nullopt;
}

std::vector<double> weigh_ages(const datasets::Place& place, const Scheme& scheme, std::set<std::string>& unknown) {
  std::vector<double> raw(place.areas.size(), kMissing);
  const auto ages = scheme.find("age"), sexes = scheme.find("sex");
  for (const auto& row : place.ages) {
    const auto area = place.find_area(row.area);
    if (!area || std::isnan(row.people)) continue;
    double weight = 1;
    if (ages != scheme.end()) {
      const auto found = weight_of_band(ages->second, row.band, row.sex);
      if (!found) {
        unknown.insert(row.band);
        continue;
      }
      weight = *found;
    }
    if (sexes != scheme.end())
      if (const auto at = sexes->second.find(row.sex); at != sexes->second.end()) weight *= at->second;
    raw[*area] = (std::isnan(raw[*area]) ? 0 : raw[*area]) + row.people * weight;
  }
  // Ages add up to another total than the people of the area (another source): the age mix counts, not its total.
  std::vector<double> total(raw.size(), 0);
  for (const auto& row : place.ages)
    if (const auto area = place.find_area(row.area); area && !std::isnan(row.people)) total[*area] += row.people;
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = total[i] > 0 ? raw[i] / total[i] : kMissing;
  return raw;
}

std::vector<double> weigh_segments(const datasets::Place& place, const std::map<std::string, double>& weights, std::set<std::string>& unknown) {
  std::vector<double> raw(place.areas.size(), 0), total(place.areas.size(), 0);
  for (const auto& row : place.segments) {
    const auto area = place.find_area(row.area);
    if (!area || std::isnan(row.people)) continue;
    const auto at = weights.find(row.segment);
    if (at == weights.end()) {
      unknown.insert(row.segment);
      continue;
    }
    raw[*area] += row.people * at->second;
    total[*area] += row.people;
  }
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = total[i] > 0 ? raw[i] / total[i] : kMissing;
  return raw;
}

std::vector<double> weigh_lists(const Lists& lists, const std::map<std::string, double>& weights, std::size_t areas) {
  std::vector<ListPatients> patients;
  std::vector<double> index;
  for (const auto& [practice, list] : lists.practice) {
    const auto at = weights.find(practice);
    const auto number = static_cast<std::uint32_t>(index.size());
    index.push_back(at == weights.end() ? kMissing : at->second);
    for (const auto& [area, n] : list.patients) patients.push_back({number, area, n});
  }
  return measure_list_index(patients, index, areas);
}

/// Need index of each area (1 = plain) by a scheme's dimensions; NaN where an ingredient is missing.
std::vector<double> index_of(const datasets::Place& place, const Lists& lists, const Scheme& scheme, std::set<std::string>& unknown) {
  std::vector<double> index(place.areas.size(), 1);
  const auto times = [&](const std::vector<double>& factor) {
    for (std::size_t i = 0; i < index.size(); ++i) index[i] *= factor[i];
  };
  if (scheme.contains("age") || scheme.contains("sex")) times(weigh_ages(place, scheme, unknown));
  if (const auto at = scheme.find("segment"); at != scheme.end()) times(weigh_segments(place, at->second, unknown));
  if (const auto at = scheme.find("practice"); at != scheme.end()) times(weigh_lists(lists, at->second, index.size()));
  if (const auto at = scheme.find("imd_quintile"); at != scheme.end()) {
    std::vector<double> factor(index.size(), kMissing);
    for (std::size_t i = 0; i < factor.size(); ++i) {
      const auto quintile = quintile_of_decile(value_at(place.areas.imd_decile, i));
      if (const auto weight = at->second.find(std::to_string(quintile)); weight != at->second.end()) factor[i] = weight->second;
    }
    times(factor);
  }
  return index;
}

bool is_total_band(std::string_view band) {
  const auto words = lower_case(band);
  return words.empty() || words.starts_with("all") || words == "total";
}

/// A measure of authorities by age (such as POPPI or PANSI) as cases a person of each area: each band's cases are shared by the
/// people of that age, the year is the earliest of the table. NaN where no row reaches an area.
std::vector<double> cases_of_measure(const datasets::Place& place, const std::string& measure, std::string& year) {
  const auto& areas = place.areas;
  std::set<std::string> names;
  std::vector<const datasets::ProjectionRow*> rows;
  bool by_age = false;
  for (const auto& row : place.projections) {
    if (!row.measure.empty()) names.insert(row.measure);
    if (row.measure.empty() || lower_case(row.measure) != lower_case(measure) || std::isnan(row.value)) continue;
    if (year.empty() || row.year < year) year = row.year;
    by_age = by_age || !is_total_band(row.age_band);
    rows.push_back(&row);
  }
  if (rows.empty())
    throw geo::InputError{{"--scheme", fmt::format("the projections have no measure '{}'", measure),
                           names.empty() ? std::string("import a table area_code,year,age_band,measure,value") : fmt::format("one of {}", fmt::join(names, ", "))}};
  std::vector<double> cases(areas.size(), kMissing);
  for (const auto* row : rows) {
    if (row->year != year || (by_age && is_total_band(row->age_band))) continue;
    std::vector<double> people(areas.size(), 0);
    if (const auto band = by_age ? parse_band(row->age_band) : std::nullopt) {
      for (const auto& age : place.ages) {
        const auto area = place.find_area(age.area);
        const auto here = parse_band(age.band);
        if (area && here && here->first >= band->first && here->first <= band->last && !std::isnan(age.people)) people[*area] += age.people;
      }
    } else {
      people = areas.population;
    }
    double all = 0;
    std::vector<std::uint32_t> under;
    for (std::uint32_t i = 0; i < areas.size(); ++i) {
      bool covers = areas.code[i] == row->area_code;
      for (const auto& [column, values] : areas.parents) covers = covers || (column.ends_with("_code") && values[i] == row->area_code);
      if (!covers || std::isnan(people[i])) continue;
      under.push_back(i);
      all += people[i];
    }
    if (!(all > 0)) continue;
    for (const auto i : under) cases[i] = (std::isnan(cases[i]) ? 0 : cases[i]) + row->value * people[i] / all;
  }
  for (std::size_t i = 0; i < cases.size(); ++i) cases[i] = areas.population[i] > 0 ? cases[i] / areas.population[i] : kMissing;
  return cases;
}

std::vector<std::string> schemes_of(const datasets::Place& place) {
  std::set<std::string> names;
  for (const auto& row : place.weights) names.insert(row.scheme);
  return {names.begin(), names.end()};
}

}  // namespace

PlaceNeed find_need(const datasets::Place& place, const Lists& lists, std::string_view asked) {
  const auto& areas = place.areas;
  PlaceNeed result;
  const auto schemes = schemes_of(place);
  std::string scheme(asked);
  if (scheme.empty()) scheme = !schemes.empty() ? schemes.front() : !place.ages.empty() ? "example" : "none";
  result.scheme = scheme;
  std::vector<double> people = areas.population, raw;
  for (std::size_t i = 0; i < people.size(); ++i)
    if (!areas.inside.empty() && areas.inside[i] == 0) people[i] = kMissing;
  std::set<std::string> unknown;
  if (scheme == "none") {
    raw.assign(people.size(), 1);
    result.explanation = "residents, not weighted";
  } else if (scheme == "example") {
    raw = index_of(place, lists, example_scheme(), unknown);
    result.explanation = "residents weighted by age and deprivation, built-in example";
    result.findings.push_back({"NEED_EXAMPLE", geo::Severity::note, "need", "the age and deprivation weights are an example, no published formula",
                               "import a weight table and name its scheme with --scheme"});
  } else if (scheme.starts_with("index:")) {
    const auto column = scheme.substr(6);
    const auto at = areas.indicators.find(column);
    if (at == areas.indicators.end())
      throw geo::InputError{{"--scheme", fmt::format("the areas have no number column '{}'", column), "name an indicator column of the areas"}};
    raw = at->second;
    result.explanation = fmt::format("residents weighted by {}", column);
  } else if (scheme.starts_with("measure:")) {
    std::string year;
    raw = cases_of_measure(place, scheme.substr(8), year);
    result.explanation = fmt::format("residents weighted by {} of {}, shared over areas by the people of each age", scheme.substr(8), year);
    result.findings.push_back({"CONSTANT_SHARE", geo::Severity::note, "need", fmt::format("{} is known by authority: each area has its share by age", scheme.substr(8)),
                               "differences within an authority that age does not explain are not seen"});
  } else {
    Scheme weights;
    for (const auto& row : place.weights)
      if (row.scheme == scheme) weights[row.dimension][row.key] = row.weight;
    if (weights.empty()) {
      auto known = schemes;
      known.insert(known.end(), {"none", "example", "index:COLUMN", "measure:NAME"});
      throw geo::InputError{{"--scheme", fmt::format("the place has no scheme '{}'", scheme), fmt::format("one of {}", fmt::join(known, ", "))}};
    }
    raw = index_of(place, lists, weights, unknown);
    std::vector<std::string> dimensions;
    for (const auto& [dimension, keys] : weights) dimensions.push_back(dimension);
    result.explanation = fmt::format("residents weighted by {}", fmt::join(dimensions, ", "));
  }
  for (const auto& note : place.notes) {
    if (note.kind != "hotspot" || !(note.uplift != 0) || std::isnan(note.uplift)) continue;
    const auto area = place.find_area(note.area);
    if (!area) continue;
    raw[*area] *= 1 + note.uplift;
    result.findings.push_back({"HOTSPOT_UPLIFT", geo::Severity::note, note.area,
                               fmt::format("need raised by {:.0f} % by {} on {}: {}", 100 * note.uplift, note.author.empty() ? "somebody" : note.author, note.date, note.text),
                               "local knowledge; its effect is in every weighted figure"});
  }
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] *= people[i];
  result.need = normalise_need(scheme, std::move(raw), people);
  const auto missing = std::count_if(result.need.missing.begin(), result.need.missing.end(), [&](auto i) { return !std::isnan(people[i]); });
  if (missing > 0)
    result.findings.push_back({"NEED_MISSING", geo::Severity::warning, "need", fmt::format("{} areas lack what scheme {} needs", missing, scheme), "they have no weighted figures"});
  if (!unknown.empty())
    result.findings.push_back({"NEED_UNKNOWN_KEY", geo::Severity::warning, "need", fmt::format("scheme {} has no weight for {}", scheme, fmt::join(unknown, ", ")), "add them to the weight table"});
  return result;
}

}  // namespace placewright::boundaries::workforce
