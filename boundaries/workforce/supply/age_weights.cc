#include "boundaries/workforce/supply/age_weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "boundaries/workforce/supply/roles.h"
#include "boundaries/workforce/supply/units.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr unsigned kOpen = 100;  // a band that reaches this age is open above
constexpr unsigned kEveryYear =
    85;  // single years up to here describe an area; older people may stand in one band

/// A band with its open end at one age, so that "85+" and "85-120" end alike.
std::optional<Band> closed(std::string_view text) {
  auto band = parse_band(text);
  if (band) band->last = std::min(band->last, kOpen);
  return band;
}

std::string name_of(unsigned first, unsigned last) {
  return last >= kOpen   ? fmt::format("{}+", first)
         : first == last ? std::to_string(first)
                         : fmt::format("{}-{}", first, last);
}

struct Key {
  Band ages;
  double weight = 0;
};

bool is_one_year(const Band& band) { return band.first == band.last; }

bool of_persons(std::string_view sex) {
  const auto word = lower_case(sex);
  return word.empty() || word == "persons" || word == "all";
}

}  // namespace

bool is_total_band(std::string_view band) {
  const auto words = lower_case(band);
  return words.empty() || words.starts_with("all") || words == "total";
}

std::vector<bool> has_single_years(const datasets::Place& place) {
  std::vector<std::vector<bool>> seen(place.areas.size());
  for (const auto& row : place.ages) {
    const auto band = parse_band(row.band);
    if (!band || !is_one_year(*band) || band->first >= kEveryYear || std::isnan(row.people)) continue;
    if (const auto area = place.find_area(row.area)) {
      seen[*area].resize(kEveryYear, false);
      seen[*area][band->first] = true;
    }
  }
  std::vector<bool> all(seen.size(), false);
  for (std::size_t i = 0; i < seen.size(); ++i)
    all[i] = !seen[i].empty() && std::find(seen[i].begin(), seen[i].end(), false) == seen[i].end();
  return all;
}

bool counts_once(const datasets::AgeRow& row, bool area_has_single_years) {
  if (is_total_band(row.band)) return false;
  if (!area_has_single_years) return true;
  const auto band = closed(row.band);
  return band && (is_one_year(*band) || (band->last == kOpen && band->first >= kEveryYear));
}

SingleYears::SingleYears(const datasets::Place& place) : authority_(place.areas.size()) {
  std::string year;
  for (const auto& row : place.projections)
    if (row.measure.empty() || lower_case(row.measure).starts_with("population"))
      if (const auto band = parse_band(row.age_band);
          band && is_one_year(*band) && (year.empty() || row.year < year))
        year = row.year;
  bool persons = false;
  for (const auto& row : place.projections) persons = persons || (row.year == year && of_persons(row.sex));
  for (const auto& row : place.projections) {
    if (year.empty() || row.year != year || std::isnan(row.value) || of_persons(row.sex) != persons ||
        is_total_band(row.age_band))
      continue;
    if (!row.measure.empty() && !lower_case(row.measure).starts_with("population")) continue;
    if (const auto band = parse_band(row.age_band)) of_authority_[row.area_code][band->first] += row.value;
  }
  for (std::size_t i = 0; i < authority_.size(); ++i)
    for (const auto& [column, codes] : place.areas.parents)
      if (authority_[i].empty() && column.ends_with("_code") && of_authority_.contains(codes[i]))
        authority_[i] = codes[i];
  const auto single = has_single_years(place);
  for (const auto& row : place.ages) {
    const auto area = place.find_area(row.area);
    if (!area || !single[*area] || std::isnan(row.people) || !counts_once(row, true)) continue;
    of_place_[closed(row.band)->first] += row.people;
  }
}

const ByYear& SingleYears::of_area(std::size_t area) const {
  const auto at = of_authority_.find(authority_[area]);
  return at != of_authority_.end() ? at->second : of_place_;
}

ByYear SingleYears::of_place() const {
  if (of_authority_.empty()) return of_place_;
  ByYear all;
  for (const auto& [code, years] : of_authority_)
    for (const auto& [age, people] : years) all[age] += people;
  return all;
}

std::optional<std::vector<double>> split_band(const Band& band, const std::vector<unsigned>& cuts,
                                              const ByYear& years) {
  std::vector<double> part(cuts.size(), 0);
  double all = 0;
  const unsigned last = std::min(band.last, kOpen);
  for (std::size_t p = 0; p < cuts.size(); ++p) {
    // A part that begins at an age that no year stands for cannot be told from the one before.
    if (!years.contains(cuts[p])) return std::nullopt;
    const unsigned end = p + 1 < cuts.size() ? cuts[p + 1] - 1 : last;
    if (end < kOpen && !years.contains(end + 1)) return std::nullopt;
    for (auto at = years.lower_bound(cuts[p]); at != years.end() && at->first <= end; ++at)
      part[p] += at->second;
    all += part[p];
  }
  if (!(all > 0)) return std::nullopt;
  for (auto& share : part) share /= all;
  return part;
}

std::optional<double> AgeWeights::weight_of(std::string_view text, std::string_view sex, const ByYear& years,
                                            std::string& why) const {
  const auto band = closed(text);
  if (!band) {
    why = fmt::format("'{}' is no age band", text);
    return std::nullopt;
  }
  std::vector<Key> keys;
  for (const auto& [key, weight] : weights_) {
    const bool female = key.starts_with("F "), male = key.starts_with("M ");
    if ((female && sex != "F") || (male && sex != "M")) continue;
    const auto range = closed(female || male ? std::string_view(key).substr(2) : std::string_view(key));
    if (!range || range->last < band->first || range->first > band->last) continue;
    if (range->first <= band->first && range->last >= band->last) return weight;
    keys.push_back({*range, weight});
  }
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.ages.first < b.ages.first; });
  unsigned next = band->first;  // the first age that has no weight yet
  std::vector<unsigned> cuts;
  std::vector<double> weight;
  for (const auto& key : keys) {
    if (key.ages.first > next || key.ages.last < next) continue;
    cuts.push_back(next);
    weight.push_back(key.weight);
    next = key.ages.last + 1;
  }
  if (next <= band->last) {
    why = fmt::format("{} has no weight{}", text,
                      next > band->first ? fmt::format(" from {} on", next) : std::string());
    return std::nullopt;
  }
  if (std::equal(weight.begin() + 1, weight.end(), weight.begin())) return weight.front();
  auto shares = split_band(*band, cuts, years);
  if (!shares) {
    shares.emplace();
    double all = 0;
    for (std::size_t p = 0; p < cuts.size(); ++p) {
      const auto part = name_of(cuts[p], p + 1 < cuts.size() ? cuts[p + 1] - 1 : band->last);
      const auto at = stated_.find(fmt::format("{} of {}", part, name_of(band->first, band->last)));
      shares->push_back(at == stated_.end() ? std::nan("") : at->second);
      all += shares->back();
    }
    if (!(std::abs(all - 1) <= 1e-6)) {
      std::vector<std::string> parts;
      for (std::size_t p = 0; p < cuts.size(); ++p)
        parts.push_back(name_of(cuts[p], p + 1 < cuts.size() ? cuts[p + 1] - 1 : band->last));
      why = fmt::format("{} lies across weights and how many of it are {} is not known", text,
                        fmt::join(parts, ", "));
      return std::nullopt;
    }
  }
  double mean = 0;
  for (std::size_t p = 0; p < weight.size(); ++p) mean += weight[p] * (*shares)[p];
  return mean;
}

std::vector<double> people_from_age(const datasets::Place& place, unsigned from) {
  const std::string younger = from > 0 ? fmt::format("0-{}", from - 1) : std::string("0");
  const AgeWeights older({{fmt::format("{}+", from), 1}, {younger, from > 0 ? 0 : 1}}, {});
  const SingleYears years(place);
  const auto single = has_single_years(place);
  std::vector<double> people(place.areas.size(), 0);
  std::vector<bool> told(place.areas.size(), false);
  for (const auto& row : place.ages) {
    const auto area = place.find_area(row.area);
    if (!area || !counts_once(row, single[*area])) continue;
    std::string why;
    told[*area] = true;
    people[*area] +=
        row.people *
        older.weight_of(row.band, row.sex, years.of_area(*area), why).value_or(datasets::kMissing);
  }
  for (std::size_t i = 0; i < people.size(); ++i)
    if (!told[i]) people[i] = datasets::kMissing;
  return people;
}

}  // namespace placewright::boundaries::workforce
