#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "boundaries/from_place/parts.h"
#include "geo/error.h"

namespace placewright::boundaries {
namespace {

using datasets::Place;
using geo::Severity;

/// Whole numbers near the given ones whose sum is the rounded sum: floor, then one more for the largest
/// remainders (ties by row). So a place's total does not depend on how it is cut up.
std::vector<double> whole_people(const std::vector<double>& people) {
  std::vector<double> whole(people.size());
  for (std::size_t i = 0; i < people.size(); ++i) whole[i] = std::floor(people[i]);
  const double missing = std::round(std::accumulate(people.begin(), people.end(), 0.0)) -
                         std::accumulate(whole.begin(), whole.end(), 0.0);
  std::vector<std::size_t> order(people.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return people[a] - whole[a] > people[b] - whole[b]; });
  for (std::size_t i = 0; i < order.size() && static_cast<double>(i) < missing; ++i) ++whole[order[i]];
  return whole;
}

/// Factors of one dimension of a scheme by key. Empty: the scheme does not use the dimension.
std::map<std::string, double> factors(const Place& place, std::string_view scheme,
                                      std::string_view dimension) {
  std::map<std::string, double> found;
  for (const auto& row : place.weights)
    if (row.scheme == scheme && row.dimension == dimension) found[row.key] = row.weight;
  return found;
}

double factor_of(const std::map<std::string, double>& factors, const std::string& key,
                 std::set<std::string>& missing) {
  const auto at = factors.find(key);
  if (at != factors.end()) return at->second;
  missing.insert(key);
  return 1;
}

/// Mean weight of each area's registered patients by their practice, over those whose practice has one; NaN
/// where none has.
std::vector<double> weigh_practices(const Place& place, const Problem& problem,
                                    const std::map<std::string, double>& weights) {
  std::vector<double> sum(problem.code.size(), 0), patients(problem.code.size(), 0);
  for (const auto& row : place.registrations) {
    const auto area = find_row(problem, row.area);
    const auto weight = weights.find(row.practice);
    if (!area || weight == weights.end()) continue;
    sum[*area] += row.patients * weight->second;
    patients[*area] += row.patients;
  }
  for (std::size_t i = 0; i < sum.size(); ++i)
    sum[i] = patients[i] > 0 ? sum[i] / patients[i] : datasets::kMissing;
  return sum;
}

/// N_i = k * (sum over bands or segments of people * weight) * multipliers of the area, k so that the sum
/// stays.
std::vector<double> weighted_people(const Place& place, std::string_view scheme, PlaceProblem& question) {
  const auto& problem = question.problem;
  const auto age = factors(place, scheme, "age"), sex = factors(place, scheme, "sex"),
             segment = factors(place, scheme, "segment"), quintile = factors(place, scheme, "imd_quintile"),
             area_factor = factors(place, scheme, "area"), practice = factors(place, scheme, "practice");
  if (age.empty() && sex.empty() && segment.empty() && quintile.empty() && area_factor.empty() &&
      practice.empty()) {
    std::set<std::string> schemes;
    for (const auto& row : place.weights) schemes.insert(row.scheme);
    throw geo::InputError{{fmt::format("brief, population.denominator 'weighted:{}'", scheme),
                           "the place has no weights of that scheme",
                           schemes.empty() ? "import a weights.csv (scheme,dimension,key,weight,source)"
                                           : fmt::format("name one of: {}", fmt::join(schemes, ", "))}};
  }
  const auto refuse = [&](std::string_view table) {
    throw geo::InputError{{fmt::format("brief, population.denominator 'weighted:{}'", scheme),
                           fmt::format("the scheme weighs by {}, which the place does not have", table),
                           "import that table, or choose another denominator"}};
  };
  std::set<std::string> missing;
  std::vector<double> people = problem.residents;
  if (!age.empty() || !sex.empty()) {
    if (place.ages.empty()) refuse("age");
    people.assign(problem.code.size(), 0);
    for (const auto& row : place.ages) {
      const auto area = find_row(problem, row.area);
      if (!area || (sex.empty() && !row.sex.empty()) || (!sex.empty() && row.sex.empty())) continue;
      people[*area] += row.people * (age.empty() ? 1 : factor_of(age, row.band, missing)) *
                       (sex.empty() ? 1 : factor_of(sex, row.sex, missing));
    }
  }
  if (!segment.empty()) {
    if (place.segments.empty()) refuse("segment");
    people.assign(problem.code.size(), 0);
    for (const auto& row : place.segments)
      if (const auto area = find_row(problem, row.area))
        people[*area] += row.people * factor_of(segment, row.segment, missing);
  }
  if (!practice.empty()) {
    if (place.registrations.empty()) refuse("registration");
    const auto index = weigh_practices(place, problem, practice);
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (datasets::is_missing(index[i]))
        missing.insert("practices of " + problem.code[i]);
      else
        people[i] *= index[i];
    }
  }
  for (std::size_t i = 0; i < people.size(); ++i) {
    const auto row = question.area_row[i].value();
    if (!quintile.empty()) {
      const double decile =
          row < place.areas.imd_decile.size() ? place.areas.imd_decile[row] : datasets::kMissing;
      const auto key =
          datasets::is_missing(decile) ? std::string("missing") : fmt::format("{}", std::ceil(decile / 2));
      people[i] *= factor_of(quintile, key, missing);
    }
    if (!area_factor.empty()) people[i] *= factor_of(area_factor, problem.code[i], missing);
  }
  if (!missing.empty())
    question.findings.push_back(
        {"WEIGHT_MISSING", Severity::warning, fmt::format("weights of scheme '{}'", scheme),
         list_some({missing.begin(), missing.end()}, "key") + ": no weight, taken as 1",
         "add the keys to the scheme"});
  const double all = std::accumulate(problem.residents.begin(), problem.residents.end(), 0.0);
  const double weighted = std::accumulate(people.begin(), people.end(), 0.0);
  if (!(weighted > 0))
    throw geo::InputError{{fmt::format("brief, population.denominator 'weighted:{}'", scheme),
                           "weighs everybody 0", "correct the scheme, or choose another denominator"}};
  for (auto& value : people) value *= all / weighted;
  return people;
}

}  // namespace

void count_people(const Place& place, const Brief& brief, PlaceProblem& question) {
  auto& problem = question.problem;
  const auto size = problem.code.size();
  std::vector<std::string> unknown;
  problem.residents.assign(size, 0);
  for (std::size_t i = 0; i < size; ++i) {
    const auto row = question.area_row[i].value();
    const double people =
        row < place.areas.population.size() ? place.areas.population[row] : datasets::kMissing;
    if (datasets::is_missing(people))
      unknown.push_back(problem.code[i]);
    else if (people < 0)
      throw geo::InputError{
          {"area " + problem.code[i], fmt::format("has {} people", people), "correct the population table"}};
    else
      problem.residents[i] = people;
  }
  if (unknown.size() == size)
    throw geo::InputError{{"table area, column population", "no area has a population",
                           "import one, such as Census TS007A: placewright import PLACE FILE"}};
  if (!unknown.empty())
    question.findings.push_back({"POPULATION_MISSING", Severity::error, "area",
                                 list_some(unknown, "area") + " without a population, counted as nobody",
                                 "import their population, or mark them as context (inside = 0)"});
  if (!place.registrations.empty()) {
    question.registered.assign(size, 0);
    for (const auto& row : place.registrations)
      if (const auto area = find_row(problem, row.area)) question.registered[*area] += row.patients;
  }
  const auto& denominator = brief.population.denominator;
  if (denominator == "registered") {
    if (place.registrations.empty())
      throw geo::InputError{{"brief, population.denominator 'registered'", "the place has no registrations",
                             "import gp-reg-pat-prac-lsoa, or use \"resident\""}};
    problem.people = whole_people(question.registered);
  } else if (denominator.starts_with("weighted:")) {
    problem.people = whole_people(weighted_people(place, std::string_view(denominator).substr(9), question));
  } else {
    problem.people = whole_people(problem.residents);
  }
}

}  // namespace placewright::boundaries
