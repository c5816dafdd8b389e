#include "boundaries/workforce/plan/place_projection.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <set>

#include "boundaries/workforce/cover/allocate.h"
#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/supply/age_weights.h"
#include "boundaries/workforce/supply/need_choice.h"
#include "boundaries/workforce/supply/roles.h"
#include "datasets/place/place_words.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

using datasets::kMissing;

bool is_measure(const datasets::ProjectionRow& row, const std::string& wanted) {
  const auto measure = lower_case(row.measure);
  if (datasets::counts_people(lower_case(wanted))) return datasets::counts_people(measure);
  return measure == lower_case(wanted);
}

std::string edition_of(const datasets::ProjectionRow& row) {
  return row.edition.empty() ? row.source : row.edition;
}

/// People by first age of the band: of one authority in one year, or of one area.
using ByAge = std::map<unsigned, double>;

/// The first ages at which both tables begin a band: the finest bands that both can be added up to.
std::vector<unsigned> common_bands(const std::set<unsigned>& a, const std::set<unsigned>& b) {
  std::vector<unsigned> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

std::vector<double> sum_to(const ByAge& fine, const std::vector<unsigned>& bands) {
  std::vector<double> sum(bands.size(), 0);
  for (const auto& [first, people] : fine) {
    const auto at = std::upper_bound(bands.begin(), bands.end(), first);
    if (at != bands.begin()) sum[static_cast<std::size_t>(at - bands.begin()) - 1] += people;
  }
  return sum;
}

struct Tables {
  std::vector<ByAge> area;                                                       ///< by area row
  std::map<std::string, std::map<std::string, std::map<int, ByAge>>> projected;  ///< edition, authority, year
  std::map<unsigned, std::string> band;  ///< as the areas name it, by first age
  std::vector<unsigned> bands;
  std::set<int> years;
};

std::optional<int> year_of(const datasets::ProjectionRow& row) {
  int year = 0;
  if (std::from_chars(row.year.data(), row.year.data() + row.year.size(), year).ec != std::errc())
    return std::nullopt;
  return year;
}

/// A row that tells how many people of an age there will be.
bool tells_people(const datasets::ProjectionRow& row, const std::string& measure) {
  return is_measure(row, measure) && !is_total_band(row.age_band) && !std::isnan(row.value) &&
         parse_band(row.age_band) && year_of(row);
}

Tables collect(const datasets::Place& place, const ProjectionQuestion& question) {
  Tables tables;
  tables.area.resize(place.areas.size());
  std::set<unsigned> area_bands, projected_bands;
  const auto single = has_single_years(place);
  for (const auto& row : place.ages) {
    const auto area = place.find_area(row.area);
    const auto band = parse_band(row.band);
    if (!area || !band || !counts_once(row, single[*area]) || std::isnan(row.people)) continue;
    tables.band[band->first] = row.band;
    tables.area[*area][band->first] += row.people;
    area_bands.insert(band->first);
  }
  // A file may hold persons, or females and males, or all three.
  std::set<std::string> sexes;
  for (const auto& row : place.projections)
    if (is_measure(row, question.measure)) sexes.insert(lower_case(row.sex));
  const bool persons = sexes.contains("") || sexes.contains("persons") || sexes.contains("all");
  for (const auto& row : place.projections) {
    if (!tells_people(row, question.measure)) continue;
    const auto sex = lower_case(row.sex);
    if (persons && !(sex.empty() || sex == "persons" || sex == "all")) continue;
    const auto band = parse_band(row.age_band);
    const int year = *year_of(row);
    tables.projected[edition_of(row)][row.area_code][year][band->first] += row.value;
    projected_bands.insert(band->first);
    tables.years.insert(year);
  }
  if (area_bands.empty())
    throw geo::InputError{{place.name, "the place has no people by age", "import a table of ages by area"}};
  if (projected_bands.empty())
    throw geo::InputError{
        {place.name,
         question.measure.empty() ? "the place has no population projection"
                                  : fmt::format("the place has no projection of '{}'", question.measure),
         "import projections.csv (area_code,year,sex,age_band,population,source,edition) or an SNPP file"}};
  tables.bands = common_bands(area_bands, projected_bands);
  if (tables.bands.empty())
    throw geo::InputError{{place.name, "ages and projection share no age at which a band begins",
                           "import a projection by single year of age or by the same bands"}};
  return tables;
}

/// People of a year between two that the authority's projection has: on the straight line from one to the
/// other.
bool fill_year(std::map<int, ByAge>& by_year, int year) {
  const auto above = by_year.lower_bound(year);
  if (above == by_year.end() || above->first == year || above == by_year.begin()) return false;
  const auto below = std::prev(above);
  const double share = static_cast<double>(year - below->first) / (above->first - below->first);
  ByAge between;
  for (const auto& [first, people] : below->second) between[first] += (1 - share) * people;
  for (const auto& [first, people] : above->second) between[first] += share * people;
  by_year[year] = std::move(between);
  return true;
}

/// Fills a year in every edition that has years before and after it.
void fill_year(Tables& tables, int year, std::vector<geo::Finding>& findings) {
  bool filled = false;
  for (auto& [edition, authorities] : tables.projected)
    for (auto& [authority, by_year] : authorities) filled = fill_year(by_year, year) || filled;
  if (!filled) return;
  tables.years.insert(year);
  findings.push_back(
      {"PROJECTION_BETWEEN_YEARS", geo::Severity::note, "projection",
       fmt::format("the projection has no year {}: people on the straight line between the years around it",
                   year),
       "nothing, or import a projection of every year"});
}

/// Mean weight of the people of each common band in one unit, by the finest bands there are. Nothing, and
/// `why` in words, where a band of them cannot be weighed.
std::optional<std::vector<double>> weights_of(const AgeWeights& weights, const Tables& tables,
                                              const ByAge& fine, const ByYear& years, std::string& why) {
  const auto& bands = tables.bands;
  ByAge weighted;
  for (const auto& [first, people] : fine) {
    const auto weight = weights.weight_of(tables.band.at(first), "", years, why);
    if (!weight) return std::nullopt;
    weighted[first] = people * *weight;
  }
  auto up = sum_to(weighted, bands), down = sum_to(fine, bands);
  for (std::size_t a = 0; a < up.size(); ++a) up[a] = down[a] > 0 ? up[a] / down[a] : 1;
  return up;
}

AgeWeights age_weights(const datasets::Place& place, std::string& scheme) {
  const std::map<std::string, double> plain{{"0+", 1}};
  if (scheme == "none") return {plain, {}};
  if (scheme.empty())
    for (const auto& row : place.weights)
      if (row.dimension == "age" && (scheme.empty() || row.scheme < scheme)) scheme = row.scheme;
  std::map<std::string, double> weights, stated;
  for (const auto& row : place.weights)
    if (row.scheme == scheme && row.dimension == "age_share") stated[row.key] = row.weight;
  for (const auto& row : place.weights)
    if (row.scheme == scheme && row.dimension == "age" && !row.key.starts_with("F ") &&
        !row.key.starts_with("M "))
      weights[row.key] = row.weight;
  if (!weights.empty()) return {weights, stated};
  if (scheme.starts_with("ages:")) return {built_in_scheme(scheme)->at("age"), {}};
  if (!scheme.empty() && scheme != "example")
    throw geo::InputError{{"--scheme", fmt::format("scheme '{}' has no weights by age", scheme),
                           "name a scheme of the weight table with an age dimension, none or example"}};
  scheme = "example";
  return {{{"0-14", .8}, {"15-44", .9}, {"45-64", 1.1}, {"65-74", 1.6}, {"75+", 2.6}}, {}};
}

/// The authority an area's projection comes from: a parent code that the projection knows.
std::vector<std::string> parents_of(const datasets::Place& place,
                                    const std::map<std::string, std::map<int, ByAge>>& authorities) {
  std::vector<std::string> parent(place.areas.size());
  for (std::size_t i = 0; i < parent.size(); ++i) {
    if (authorities.contains(place.areas.code[i])) parent[i] = place.areas.code[i];
    for (const auto& [column, codes] : place.areas.parents)
      if (parent[i].empty() && column.ends_with("_code") && authorities.contains(codes[i]))
        parent[i] = codes[i];
  }
  return parent;
}

/// Base and horizon; years between two of the projection are filled in. Throws where one cannot be.
void set_years(Tables& tables, const ProjectionQuestion& question, PlaceProjection& result) {
  result.from = question.from.value_or(*tables.years.begin());
  result.to = question.to;
  const std::set<int> told_years = tables.years;
  for (const int year : {result.from, result.to}) fill_year(tables, year, result.findings);
  for (const int year : {result.from, result.to})
    if (!tables.years.contains(year))
      throw geo::InputError{{year == result.to ? "--to" : "--from",
                             fmt::format("the projection has no year {}", year),
                             fmt::format("years there are: {}", fmt::join(told_years, ", "))}};
}

std::vector<std::string> name_bands(const std::vector<unsigned>& bands) {
  std::vector<std::string> names;
  for (std::size_t b = 0; b < bands.size(); ++b)
    names.push_back(b + 1 < bands.size() ? fmt::format("{}-{}", bands[b], bands[b + 1] - 1)
                                         : fmt::format("{}+", bands[b]));
  return names;
}

/// Scheme and mean weight of each band. A scheme that was not asked for by its name and cannot be used gives
/// way to none, with a finding.
void weigh_bands(const datasets::Place& place, const Tables& tables, const ProjectionQuestion& question,
                 PlaceProjection& result) {
  const auto choice = choose_need(place, question.scheme);
  result.scheme = choice.scheme_of(question.groups);
  const bool strict = !result.scheme.empty() && !choice.may_give_way;
  ByAge all_fine;
  for (std::size_t i = 0; i < place.areas.size(); ++i)
    for (const auto& [first, people] : tables.area[i]) all_fine[first] += people;
  const SingleYears years(place);
  std::string why;
  const auto weigh = [&] {
    return weights_of(age_weights(place, result.scheme), tables, all_fine, years.of_place(), why);
  };
  std::optional<std::vector<double>> weight;
  try {
    weight = weigh();
  } catch (const geo::InputError& error) {
    if (strict) throw;
    why = error.message().what;
  }
  if (!weight) {
    const std::string what =
        fmt::format("scheme {} cannot weigh the people of this place: {}", result.scheme, why);
    const std::string fix =
        "import ages by single year, state the shares in the weight table (dimension age_share), or use "
        "--scheme none";
    if (strict) throw geo::InputError{{"--scheme", what, fix}};
    result.findings.push_back(
        {"NEED_SCHEME_REFUSED", geo::Severity::warning, "need", what + "; people count as they are", fix});
    result.scheme = "none";
    weight = weigh();
  }
  result.weight = *weight;
}

Coverage measure_staff(const datasets::Place& place, const datasets::PlanRecord& plan,
                       const ProjectionQuestion& question) {
  CoverageRequest staff;
  staff.groups = question.groups;
  staff.scheme = "none";
  staff.compare_plans = false;
  staff.draws = 1000;
  return measure_coverage(place, plan, staff);
}

/// People by band at both years, and staff, of a unit or of all of them. `covered`: people now whose staff
/// are known.
struct Sums {
  std::vector<double> now, then, covered;
  double wte = 0;
  bool missing = false;  ///< an area has no ages, or no authority that is projected
};

/// What the editions ask for. By unit, then edition; the last is the whole.
struct Horizon {
  explicit Horizon(std::size_t units) : requirement(units + 1), missing(units, false) {}
  std::vector<std::vector<Requirement>> requirement;
  std::vector<bool> missing;
  std::set<std::string> without_parent;  ///< areas
};

/// People of new homes by band: as old as those who live in the area. Empty where none are told.
std::vector<double> homes_of(const ProjectionQuestion& question, const std::string& area,
                             const std::vector<double>& now) {
  std::vector<double> homes;
  if (const auto at = question.housing.find(area); at != question.housing.end()) {
    double people = 0;
    for (const double n : now) people += n;
    for (const double n : now) homes.push_back(people > 0 ? at->second * n / people : 0);
  }
  return homes;
}

/// Units by one edition of the projection.
std::vector<Sums> sum_units(const datasets::Place& place, const Tables& tables,
                            const std::map<std::string, std::map<int, ByAge>>& authorities,
                            const ProjectionQuestion& question, const Coverage& coverage,
                            const PlaceProjection& result, Horizon& horizon) {
  const std::size_t bands = tables.bands.size();
  const auto parent = parents_of(place, authorities);
  const std::vector<double> none(bands, 0);
  std::vector<Sums> units(coverage.units.size(), {none, none, none, 0, false});
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    if (coverage.units.of_area[i] < 0) continue;
    auto& sums = units[static_cast<std::size_t>(coverage.units.of_area[i])];
    sums.wte += coverage.area_wte[i];
    const auto authority = authorities.find(parent[i]);
    if (authority == authorities.end() || tables.area[i].empty() ||
        !authority->second.contains(result.from) || !authority->second.contains(result.to)) {
      sums.missing = true;
      horizon.without_parent.insert(place.areas.code[i]);
      continue;
    }
    const auto now = sum_to(tables.area[i], tables.bands);
    const auto then = project_by_constant_share(sum_to(authority->second.at(result.from), tables.bands),
                                                sum_to(authority->second.at(result.to), tables.bands), now,
                                                homes_of(question, place.areas.code[i], now));
    for (std::size_t a = 0; a < bands; ++a) {
      sums.now[a] += now[a];
      sums.covered[a] += now[a] * coverage.area_covered[i];
      sums.then[a] += std::isnan(then[a]) ? now[a] : then[a];
    }
  }
  return units;
}

/// All units whose people and staff are known.
Sums sum_whole(const std::vector<Sums>& units, const Coverage& coverage, std::size_t bands) {
  const std::vector<double> none(bands, 0);
  Sums whole{none, none, none, 0, false};
  for (std::size_t k = 0; k < units.size(); ++k)
    if (const auto& sums = units[k]; !sums.missing && !coverage.unit[k].partial) {
      for (std::size_t a = 0; a < bands; ++a) {
        whole.now[a] += sums.now[a];
        whole.covered[a] += sums.covered[a];
        whole.then[a] += sums.then[a];
      }
      whole.wte += sums.wte;
    }
  return whole;
}

/// What one unit asks for. Who did not report has staff at the rate of those who did.
Requirement require_of(const Sums& sums, const ProjectionRule& rule, std::optional<double> rate) {
  double now = 0, covered = 0;
  for (std::size_t a = 0; a < rule.weight.size(); ++a) {
    now += sums.now[a] * rule.weight[a];
    covered += sums.covered[a] * rule.weight[a];
  }
  return project_requirement(sums.now, sums.then,
                             {sums.wte, covered > 0 ? sums.wte * (now / covered - 1) : 0}, rule, rate);
}

/// The staff that one edition asks for, at each unit's own rate, the place's or a target.
void require_staff(const std::vector<Sums>& units, const Coverage& coverage,
                   const ProjectionQuestion& question, const ProjectionRule& rule, Horizon& horizon) {
  using Rate = ProjectionQuestion::Rate;
  const auto whole = sum_whole(units, coverage, rule.weight.size());
  double weighted = 0;  // of people whose staff are known
  for (std::size_t a = 0; a < whole.covered.size(); ++a) weighted += whole.covered[a] * rule.weight[a];
  std::optional<double> rate;
  if (question.rate == Rate::target) rate = question.target;
  if (question.rate == Rate::place && weighted > 0) rate = 1e4 * whole.wte / weighted;
  for (std::size_t k = 0; k < units.size(); ++k) {
    double living = 0;
    for (const double n : units[k].now) living += n;
    if (units[k].missing || coverage.unit[k].partial || !(living > 0)) {
      horizon.missing[k] = true;
      continue;
    }
    horizon.requirement[k].push_back(require_of(units[k], rule, rate));
  }
  if (weighted > 0)
    horizon.requirement.back().push_back(
        require_of(whole, rule, question.rate == Rate::target ? rate : std::nullopt));
}

/// The edition in the middle gives the bridge, all of them the range.
void settle(const std::vector<Requirement>& editions, UnitProjection& unit) {
  if (editions.empty()) {
    unit.missing = true;
    return;
  }
  std::vector<double> adjusted;
  for (const auto& edition : editions) adjusted.push_back(edition.adjusted);
  std::vector<std::size_t> order(editions.size());
  for (std::size_t e = 0; e < order.size(); ++e) order[e] = e;
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return adjusted[a] < adjusted[b]; });
  unit.central = editions[order[(order.size() - 1) / 2]];
  unit.range = order.size() > 1 ? range_of_editions(adjusted)
                                : Range{unit.central.low, unit.central.adjusted, unit.central.high};
}

void settle_units(const datasets::Place& place, const Coverage& coverage, const Horizon& horizon,
                  PlaceProjection& result) {
  const auto& units = coverage.units;
  for (std::size_t k = 0; k < units.size(); ++k) {
    UnitProjection unit{units.id[k], units.name[k], coverage.unit[k].wte, {}, {}, horizon.missing[k]};
    if (!horizon.missing[k]) settle(horizon.requirement[k], unit);
    result.units.push_back(std::move(unit));
  }
  result.whole = {"place", place.name, 0, {}, {}, false};
  for (const auto& unit : result.units) result.whole.wte += unit.missing ? 0 : unit.wte;
  settle(horizon.requirement.back(), result.whole);
}

void flag_projection(const ProjectionQuestion& question, const Coverage& coverage, const Horizon& horizon,
                     PlaceProjection& result) {
  auto& findings = result.findings;
  findings.push_back({"CONSTANT_SHARE", geo::Severity::note, "projection",
                      "each neighbourhood keeps its share of each age band of its authority",
                      "a projection carries past trends forward; it is no forecast"});
  // What is doubtful about the staff of today is so about those of a later year.
  static const std::set<std::string> of_today_alone{"REG_RES_GAP", "MAUP", "NEED_SCHEME_REFUSED"};
  for (const auto& finding : coverage.findings)
    if (finding.code == "COVERAGE_PARTIAL" ||
        (finding.severity != geo::Severity::note && !of_today_alone.contains(finding.code)))
      findings.push_back(finding);
  if (question.housing.empty())
    findings.push_back({"NO_HOUSING", geo::Severity::note, "projection", "new homes are invisible to it",
                        "give a file of new homes with --housing"});
  if (!horizon.without_parent.empty())
    findings.push_back(
        {"PROJECTION_MISSING", geo::Severity::warning, "projection",
         fmt::format("{} areas have no ages, or no authority with the years {} and {}; first {}",
                     horizon.without_parent.size(), result.from, result.to, *horizon.without_parent.begin()),
         "their neighbourhoods are missing; import the authority's projection"});
  if (result.scheme == "example")
    findings.push_back({"NEED_EXAMPLE", geo::Severity::note, "need",
                        "the age weights are an example, no published formula",
                        "import a weight table and name its scheme"});
  if (result.editions.size() < 2)
    findings.push_back(
        {"ONE_EDITION", geo::Severity::note, "projection",
         std::isnan(question.rule.range)
             ? "one edition only and no range is stated: low and high are not known"
             : fmt::format("one edition only: low and high are the stated {:g} % below and above",
                           100 * question.rule.range),
         "import a second edition for a range of its own, or state one with --range"});
}

}  // namespace

PlaceProjection project_place(const datasets::Place& place, const datasets::PlanRecord& plan,
                              const ProjectionQuestion& question) {
  PlaceProjection result;
  auto tables = collect(place, question);
  set_years(tables, question, result);
  result.bands = name_bands(tables.bands);
  weigh_bands(place, tables, question, result);
  const auto coverage = measure_staff(place, plan, question);
  auto rule = question.rule;
  rule.weight = result.weight;
  rule.years = result.to - result.from;
  Horizon horizon(coverage.units.size());
  for (const auto& [edition, authorities] : tables.projected) {
    result.editions.push_back(edition.empty() ? "(edition not given)" : edition);
    const auto units = sum_units(place, tables, authorities, question, coverage, result, horizon);
    require_staff(units, coverage, question, rule, horizon);
  }
  settle_units(place, coverage, horizon, result);
  flag_projection(question, coverage, horizon, result);
  result.rating = rate_table("projection", result.findings, coverage.people_covered, coverage.min_coverage);
  return result;
}

std::set<int> projection_years(const datasets::Place& place, const std::string& measure) {
  std::set<int> years;
  for (const auto& row : place.projections)
    if (tells_people(row, measure)) years.insert(*year_of(row));
  return years;
}

std::map<std::string, double> read_housing(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw geo::InputError{{path, "cannot be read", "check the path"}};
  std::map<std::string, double> homes;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    const auto comma = line.find(',');
    if (number == 1) {
      if (line != "area_code,people")
        throw geo::InputError{{fmt::format("{}, line 1", path), fmt::format("the header is '{}'", line),
                               "write area_code,people"}};
      continue;
    }
    double people = 0;
    const char* first = comma == std::string::npos ? line.data() + line.size() : line.data() + comma + 1;
    const auto read = std::from_chars(first, line.data() + line.size(), people);
    if (read.ec != std::errc() || read.ptr != line.data() + line.size())
      throw geo::InputError{{fmt::format("{}, line {}", path, number),
                             fmt::format("'{}' has no number of people", line),
                             "write area code, comma, people"}};
    homes[line.substr(0, comma)] += people;
  }
  return homes;
}

}  // namespace placewright::boundaries::workforce
