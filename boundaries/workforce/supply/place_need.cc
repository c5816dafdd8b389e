#include "boundaries/workforce/supply/place_need.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "boundaries/workforce/supply/age_weights.h"
#include "boundaries/workforce/supply/need_choice.h"
#include "boundaries/workforce/supply/roles.h"
#include "datasets/place/place_words.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

using datasets::kMissing;

constexpr const char* kAgeShare =
    "age_share";  // the dimension of stated shares: how a band of people is split

/// Mean weight of each area's people by age and sex; NaN where an area has no ages or one of its bands has no
/// count. `refused`: why the scheme cannot weigh the ages of this place.
std::vector<double> weigh_ages(const datasets::Place& place, const SchemeWeights& scheme,
                               std::set<std::string>& refused) {
  const auto of_dimension = [&](const char* name) {
    const auto at = scheme.find(name);
    return at == scheme.end() ? std::map<std::string, double>() : at->second;
  };
  const auto sexes = of_dimension("sex");
  const bool by_age = scheme.contains("age");
  const auto ages = of_dimension("age");
  const bool by_sex = std::any_of(ages.begin(), ages.end(), [](const auto& weight) {
    return weight.first.starts_with("F ") || weight.first.starts_with("M ");
  });
  const AgeWeights weights(ages, of_dimension(kAgeShare));
  const SingleYears years(place);
  const auto single = has_single_years(place);
  if (place.ages.empty()) refused.insert("it has no people by age");
  std::vector<double> raw(place.areas.size(), 0), total(place.areas.size(), 0);
  for (const auto& row : place.ages) {
    const auto area = place.find_area(row.area);
    if (!area || !counts_once(row, single[*area])) continue;
    double weight = 1;
    std::string why;
    if (by_age) {
      const auto found = weights.weight_of(row.band, row.sex, years.of_area(*area), why);
      if (!found) {
        refused.insert(by_sex && row.sex.empty() ? "the ages are not told by sex" : why);
        continue;
      }
      weight = *found;
    }
    if (!sexes.empty()) {
      const auto at = sexes.find(row.sex);
      if (at == sexes.end()) {
        refused.insert(row.sex.empty() ? "the ages are not told by sex"
                                       : fmt::format("sex '{}' has no weight", row.sex));
        continue;
      }
      weight *= at->second;
    }
    raw[*area] += row.people * weight;
    total[*area] += row.people;
  }
  // Ages add up to another total than the people of the area (another source): the age mix counts, not its
  // total.
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = total[i] > 0 ? raw[i] / total[i] : kMissing;
  return raw;
}

std::vector<double> weigh_segments(const datasets::Place& place, const std::map<std::string, double>& weights,
                                   std::set<std::string>& unknown) {
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

std::vector<double> weigh_lists(const Lists& lists, const std::map<std::string, double>& weights,
                                std::size_t areas) {
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
std::vector<double> index_of(const datasets::Place& place, const Lists& lists, const SchemeWeights& scheme,
                             std::set<std::string>& unknown, std::set<std::string>& refused) {
  std::vector<double> index(place.areas.size(), 1);
  const auto times = [&](const std::vector<double>& factor) {
    for (std::size_t i = 0; i < index.size(); ++i) index[i] *= factor[i];
  };
  if (scheme.contains("age") || scheme.contains("sex")) times(weigh_ages(place, scheme, refused));
  if (const auto at = scheme.find("segment"); at != scheme.end())
    times(weigh_segments(place, at->second, unknown));
  if (const auto at = scheme.find("practice"); at != scheme.end())
    times(weigh_lists(lists, at->second, index.size()));
  if (const auto at = scheme.find("imd_quintile"); at != scheme.end()) {
    std::vector<double> factor(index.size(), kMissing);
    for (std::size_t i = 0; i < factor.size(); ++i) {
      const auto quintile = quintile_of_decile(value_at(place.areas.imd_decile, i));
      if (const auto weight = at->second.find(std::to_string(quintile)); weight != at->second.end())
        factor[i] = weight->second;
      else if (quintile > 0)
        unknown.insert(fmt::format("IMD quintile {}", quintile));
    }
    times(factor);
  }
  return index;
}

/// People of a measure's age band in each area. Bands of the areas that lie across its ends are split by
/// single years; where those are not known the measure is refused, as its cases would be shared out by other
/// people.
std::vector<double> people_of_band(const datasets::Place& place, const datasets::ProjectionRow& row) {
  std::vector<double> people(place.areas.size(), 0);
  const auto band = parse_band(row.age_band);
  const auto refuse = [&](const std::string& what) {
    throw geo::InputError{{"--scheme", fmt::format("measure {}: {}", row.measure, what),
                           "import ages by single year, or the measure by the bands that the ages have"}};
  };
  if (!band) refuse(fmt::format("'{}' is no age band", row.age_band));
  // Within is the weight: 1 of the band's own ages, 0 of those beside it.
  std::map<std::string, double> within{{row.age_band, 1}};
  if (band->first > 0) within[fmt::format("0-{}", band->first - 1)] = 0;
  if (band->last < 200) within[fmt::format("{}+", band->last + 1)] = 0;
  const AgeWeights weights(within, {});
  const SingleYears years(place);
  const auto single = has_single_years(place);
  for (const auto& age : place.ages) {
    const auto area = place.find_area(age.area);
    if (!area || !counts_once(age, single[*area]) || std::isnan(age.people)) continue;
    std::string why;
    const auto share = weights.weight_of(age.band, age.sex, years.of_area(*area), why);
    if (!share) refuse(why);
    people[*area] += age.people * *share;
  }
  return people;
}

/// A measure of authorities by age (such as POPPI or PANSI) as cases a person of each area: each band's cases
/// are shared by the people of that age, the year is the earliest of the table. NaN where no row reaches an
/// area.
std::vector<double> cases_of_measure(const datasets::Place& place, const std::string& measure,
                                     std::string& year) {
  const auto& areas = place.areas;
  std::set<std::string> names;
  std::vector<const datasets::ProjectionRow*> rows;
  bool by_age = false;
  for (const auto& row : place.projections) {
    if (!row.measure.empty()) names.insert(row.measure);
    if (row.measure.empty() || lower_case(row.measure) != lower_case(measure) || std::isnan(row.value))
      continue;
    if (year.empty() || row.year < year) year = row.year;
    by_age = by_age || !is_total_band(row.age_band);
    rows.push_back(&row);
  }
  if (rows.empty())
    throw geo::InputError{{"--scheme", fmt::format("the projections have no measure '{}'", measure),
                           names.empty() ? std::string("import a table area_code,year,age_band,measure,value")
                                         : fmt::format("one of {}", fmt::join(names, ", "))}};
  std::vector<double> cases(areas.size(), kMissing);
  for (const auto* row : rows) {
    if (row->year != year || (by_age && is_total_band(row->age_band)) || row->value == 0) continue;
    std::vector<double> people(areas.size(), 0);
    if (by_age)
      people = people_of_band(place, *row);
    else
      people = areas.population;
    double all = 0;
    std::vector<std::uint32_t> under;
    for (std::uint32_t i = 0; i < areas.size(); ++i) {
      bool covers = areas.code[i] == row->area_code;
      for (const auto& [column, values] : areas.parents)
        covers = covers || (column.ends_with("_code") && values[i] == row->area_code);
      if (!covers || std::isnan(people[i])) continue;
      under.push_back(i);
      all += people[i];
    }
    if (!(all > 0)) continue;
    for (const auto i : under)
      cases[i] = (std::isnan(cases[i]) ? 0 : cases[i]) + row->value * people[i] / all;
  }
  for (std::size_t i = 0; i < cases.size(); ++i)
    cases[i] = areas.population[i] > 0 ? cases[i] / areas.population[i] : kMissing;
  return cases;
}

std::vector<std::string> schemes_of(const datasets::Place& place) {
  std::set<std::string> names;
  for (const auto& row : place.weights) names.insert(row.scheme);
  return {names.begin(), names.end()};
}

/// Residents of the place's areas; missing for those that are context only.
std::vector<double> known_people_inside(const datasets::Place& place) {
  auto people = place.areas.population;
  for (std::size_t i = 0; i < people.size(); ++i)
    if (!place.areas.inside.empty() && place.areas.inside[i] == 0) people[i] = kMissing;
  return people;
}

constexpr const char* kRefusedFix =
    "import ages by single year or a projection by single year, state the shares in the weight table "
    "(dimension age_share, key such as '15-17 of 15-19'), or weigh every age";

/// Raw need a person of each area by one scheme, before uplifts and people. `refused`: why the scheme cannot
/// be used here.
struct Weighed {
  std::vector<double> index;
  std::string explanation;
  std::set<std::string> unknown, refused;
  std::string fix = kRefusedFix;  ///< of what it is refused for
};

std::string describe_built_in(const std::string& scheme) {
  if (scheme == "example") return "residents weighted by age and deprivation, built-in example";
  if (scheme == "age-sex-example") return "residents weighted by age and sex, unconfirmed example";
  return fmt::format("residents of ages {}, others count 0", scheme.substr(scheme.find(':') + 1));
}

Weighed weigh_by(const datasets::Place& place, const Lists& lists, const std::string& scheme,
                 std::vector<geo::Finding>& findings) {
  Weighed weighed;
  if (scheme == "none") {
    weighed.index.assign(place.areas.size(), 1);
    weighed.explanation = "residents, not weighted";
  } else if (const auto built_in = built_in_scheme(scheme)) {
    weighed.index = index_of(place, lists, *built_in, weighed.unknown, weighed.refused);
    weighed.explanation = describe_built_in(scheme);
    if (weighed.refused.empty() && !scheme.starts_with("ages:"))
      findings.push_back({"NEED_EXAMPLE", geo::Severity::note, "need",
                          scheme == "example"
                              ? "the age and deprivation weights are an example, no published formula"
                              : "the weights by age and sex are an example; nobody has confirmed them",
                          "import a weight table and name its scheme with --scheme"});
  } else if (scheme.starts_with("index:")) {
    const auto column = scheme.substr(6);
    const auto at = place.areas.indicators.find(column);
    if (at == place.areas.indicators.end())
      throw geo::InputError{{"--scheme", fmt::format("the areas have no number column '{}'", column),
                             "name an indicator column of the areas"}};
    weighed.index = at->second;
    weighed.explanation = fmt::format("residents weighted by {}", column);
  } else if (scheme.starts_with("measure:")) {
    std::string year;
    weighed.index = cases_of_measure(place, scheme.substr(8), year);
    weighed.explanation =
        fmt::format("residents weighted by {} of {}, shared over areas by the people of each age",
                    scheme.substr(8), year);
    findings.push_back(
        {"CONSTANT_SHARE", geo::Severity::note, "need",
         fmt::format("{} is known by authority: each area has its share by age", scheme.substr(8)),
         "differences within an authority that age does not explain are not seen"});
  } else {
    SchemeWeights weights;
    for (const auto& row : place.weights)
      if (row.scheme == scheme) weights[row.dimension][row.key] = row.weight;
    if (weights.empty()) {
      auto known = schemes_of(place);
      known.insert(known.end(), {"none", "example", "age-sex-example", "ages:65+", "index:COLUMN",
                                 "measure:NAME", "set:services"});
      throw geo::InputError{{"--scheme", fmt::format("the place has no scheme '{}'", scheme),
                             scheme == datasets::kWeightedList
                                 ? "import the weighted lists of NHS Payments to General Practice"
                                 : fmt::format("one of {}", fmt::join(known, ", "))}};
    }
    weighed.index = index_of(place, lists, weights, weighed.unknown, weighed.refused);
    std::vector<std::string> dimensions;
    for (const auto& [dimension, keys] : weights)
      if (dimension != kAgeShare) dimensions.push_back(dimension);
    weighed.explanation = fmt::format("residents weighted by {}", fmt::join(dimensions, ", "));
  }
  return weighed;
}

/// The scheme asked for, or the first of those that may take its place. Without an asked one: the first that
/// can weigh this place.
std::vector<std::string> schemes_to_try(const datasets::Place& place, const std::string& scheme,
                                        bool may_give_way) {
  std::vector<std::string> schemes;
  if (scheme.empty()) {
    schemes = schemes_of(place);
    if (schemes.empty() && !place.ages.empty()) schemes = {"example"};
  } else {
    schemes = {scheme};
    if (!may_give_way) return schemes;
  }
  schemes.emplace_back("none");
  return schemes;
}

/// Weighs by a scheme that may give way: what the place lacks is a refusal, not an error.
Weighed try_weighing(const datasets::Place& place, const Lists& lists, const std::string& scheme,
                     std::vector<geo::Finding>& findings) {
  try {
    return weigh_by(place, lists, scheme, findings);
  } catch (const geo::InputError& error) {
    Weighed refused;
    refused.refused.insert(error.message().what);
    refused.fix = error.message().fix;
    return refused;
  }
}

}  // namespace

PlaceNeed find_need(const datasets::Place& place, const Lists& lists, std::string_view word,
                    const std::vector<std::string>& groups) {
  PlaceNeed result;
  const auto choice = choose_need(place, word);
  const auto& asked = choice.scheme_of(groups);
  const bool strict = !asked.empty() && !choice.may_give_way;
  Weighed weighed;
  for (const auto& scheme : schemes_to_try(place, asked, choice.may_give_way)) {
    weighed = strict ? weigh_by(place, lists, scheme, result.findings)
                     : try_weighing(place, lists, scheme, result.findings);
    result.scheme = scheme;
    if (weighed.refused.empty()) break;
    const auto why = fmt::format("scheme {} cannot weigh the people of this place: {}", scheme,
                                 fmt::join(weighed.refused, "; "));
    if (strict) throw geo::InputError{{"--scheme", why, weighed.fix + ", or use --scheme none"}};
    result.findings.push_back({"NEED_SCHEME_REFUSED", geo::Severity::warning, "need", why, weighed.fix});
  }
  result.explanation = weighed.explanation;
  const auto people = known_people_inside(place);
  auto raw = std::move(weighed.index);
  for (const auto& note : place.notes) {
    if (note.kind != "hotspot" || !(note.uplift != 0) || std::isnan(note.uplift)) continue;
    const auto area = place.find_area(note.area);
    if (!area) continue;
    raw[*area] *= 1 + note.uplift;
    result.findings.push_back(
        {"HOTSPOT_UPLIFT", geo::Severity::note, note.area,
         fmt::format("need raised by {:.0f} % by {} on {}: {}", 100 * note.uplift,
                     note.author.empty() ? "somebody" : note.author, note.date, note.text),
         "local knowledge; its effect is in every weighted figure"});
  }
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] *= people[i];
  result.need = normalise_need(result.scheme, std::move(raw), people);
  const auto missing = std::count_if(result.need.missing.begin(), result.need.missing.end(),
                                     [&](auto i) { return !std::isnan(people[i]); });
  if (missing > 0)
    result.findings.push_back(
        {"NEED_MISSING", geo::Severity::warning, "need",
         fmt::format("{} areas lack what scheme {} needs", missing, result.scheme),
         "their people and their staff take no part in figures by need: rates, fair shares, gaps, moves"});
  if (!weighed.unknown.empty())
    result.findings.push_back(
        {"NEED_UNKNOWN_KEY", geo::Severity::warning, "need",
         fmt::format("scheme {} has no weight for {}", result.scheme, fmt::join(weighed.unknown, ", ")),
         "add them to the weight table"});
  return result;
}

}  // namespace placewright::boundaries::workforce
