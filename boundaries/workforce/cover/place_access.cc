#include "boundaries/workforce/cover/place_access.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "boundaries/workforce/cover/allocate.h"
#include "boundaries/workforce/supply/edge.h"
#include "boundaries/workforce/supply/need.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "datasets/place/place_words.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

bool is_inside(const datasets::Place& place, std::size_t row) {
  return place.areas.inside.empty() || place.areas.inside[row] != 0;
}

/// Minutes of every area to the sites, and the areas (1) for which a row says that one of them is out of
/// reach.
struct SiteMinutes {
  MinutesTable table;
  std::vector<std::uint8_t> out_of_reach;
};

/// In one pass over the travel table.
SiteMinutes minutes_of(const datasets::Place& place, const std::vector<const datasets::Site*>& sites,
                       const std::string& mode, bool& straight) {
  SiteMinutes found{{place.areas.size(), sites.size(),
                     std::vector<double>(place.areas.size() * sites.size(), datasets::kMissing)},
                    std::vector<std::uint8_t>(place.areas.size(), 0)};
  auto& table = found.table;
  std::map<std::string_view, std::size_t> column;
  for (std::size_t j = 0; j < sites.size(); ++j) column[sites[j]->id] = j;
  std::vector<std::uint8_t> told(sites.size(), 0);
  for (const auto& row : place.travel) {
    if (row.mode != mode) continue;
    const auto at = column.find(row.site);
    const auto area = place.find_area(row.area);
    if (at == column.end() || !area) continue;
    table.minutes[*area * sites.size() + at->second] = row.minutes;
    if (std::isnan(row.minutes)) found.out_of_reach[*area] = 1;
    told[at->second] = 1;
  }
  for (std::size_t j = 0; j < sites.size(); ++j) {
    if (told[j] != 0 || std::isnan(sites[j]->x)) continue;
    straight = true;
    for (std::size_t i = 0; i < place.areas.size(); ++i)
      table.minutes[i * sites.size() + j] =
          straight_minutes(value_at(place.areas.centroid_x, i), value_at(place.areas.centroid_y, i),
                           sites[j]->x, sites[j]->y, mode);
  }
  return found;
}

/// Open sites of the kind asked for that people travel to, with what each has to give.
struct AskedSites {
  std::vector<const datasets::Site*> sites;
  std::vector<double> supply;            ///< parallel; NaN without a figure
  std::vector<std::string> not_located;  ///< of the kind too, but with neither coordinates nor minutes
  bool any_beyond = false;               ///< one is known to lie outside the place
  [[nodiscard]] std::size_t without_figure() const {
    return static_cast<std::size_t>(
        std::count_if(supply.begin(), supply.end(), [](double each) { return std::isnan(each); }));
  }
};

/// WTE by base or, without one, practice.
std::map<std::string, double> staff_by_site(const datasets::Place& place, const datasets::PlanRecord& plan) {
  std::map<std::string, double> staff;
  for (const auto& row : allocate_workforce(place, plan, collect_lists(place)).rows) {
    const auto& given = place.workforce[row.row];
    if (row.wte > 0) staff[!given.base_id.empty() ? given.base_id : given.practice_code] += row.wte;
  }
  return staff;
}

std::set<std::string_view> sites_with_minutes(const datasets::Place& place, const std::string& mode) {
  std::set<std::string_view> sites;
  for (const auto& row : place.travel)
    if (row.mode == mode) sites.insert(row.site);
  return sites;
}

[[noreturn]] void refuse_kind(const AccessQuestion& question, const AskedSites& asked,
                              const std::set<std::string>& kinds) {
  if (!asked.not_located.empty())
    throw geo::InputError{{"--access",
                           fmt::format("no open site of kind '{}' has coordinates or minutes by {}: {}",
                                       question.kind, question.mode, fmt::join(asked.not_located, ", ")),
                           "import their postcodes (NSPL, ONSPD), their coordinates, or a matrix"}};
  throw geo::InputError{{"--access", fmt::format("the place has no open site of kind '{}'", question.kind),
                         fmt::format("kinds there are: {}", fmt::join(kinds, ", "))}};
}

/// Virtual sites add to `virtual_supply` instead. Throws where there is no site of the kind that can be
/// reached.
AskedSites find_sites(const datasets::Place& place, const datasets::PlanRecord& plan,
                      const AccessQuestion& question, double& virtual_supply) {
  AskedSites asked;
  const auto staff = staff_by_site(place, plan);
  const auto timed = sites_with_minutes(place, question.mode);
  std::set<std::string> kinds;
  for (const auto& site : place.sites) {
    kinds.insert(site.kind);
    if (site.kind != question.kind || !site.open) continue;
    const auto at_work = staff.find(site.id);
    const double here = question.supply == "wte"
                            ? (at_work == staff.end() ? datasets::kMissing : at_work->second)
                        : question.supply == "capacity" ? site.capacity
                        : question.supply == "list"     ? site.list_size
                                                        : 1;
    if (site.mode == "virtual") {
      virtual_supply += std::isnan(here) ? 0 : here;
      continue;
    }
    const bool located = !std::isnan(site.x);
    if (!located && !timed.contains(site.id)) {
      asked.not_located.push_back(site.id);
      continue;
    }
    const auto area = place.find_area(site.area);
    asked.any_beyond = asked.any_beyond || (located && (!area || !is_inside(place, *area)));
    asked.sites.push_back(&site);
    asked.supply.push_back(here);
  }
  if (asked.sites.empty() && virtual_supply <= 0) refuse_kind(question, asked, kinds);
  return asked;
}

/// By area; 0 of areas outside the place and of those whose people are not known.
std::vector<double> residents_inside(const datasets::Place& place) {
  std::vector<double> people(place.areas.size(), 0);
  for (std::size_t i = 0; i < people.size(); ++i)
    if (const double living = value_at(place.areas.population, i); is_inside(place, i) && !std::isnan(living))
      people[i] = living;
  return people;
}

/// One method's supply per 10,000 people by area and unit.
AccessMethod describe_method(Catchment catchment, const Access& access, const std::vector<double>& people,
                             const AccessQuestion& question, const Units& units) {
  AccessMethod method;
  method.name = catchment == Catchment::two_step && question.decay != "binary"
                    ? "E2SFCA"
                    : std::string(catchment_name(catchment));
  method.reached = access.supply_reached;
  std::vector<double> got(units.size(), 0), living(units.size(), 0);
  for (std::size_t i = 0; i < people.size(); ++i) {
    method.returned += people[i] * access.area[i];
    method.area_per_10k.push_back(1e4 * access.area[i]);
    if (units.of_area[i] < 0) continue;
    got[static_cast<std::size_t>(units.of_area[i])] += people[i] * access.area[i];
    living[static_cast<std::size_t>(units.of_area[i])] += people[i];
  }
  for (std::size_t k = 0; k < got.size(); ++k)
    method.per_10k.push_back(living[k] > 0 ? 1e4 * got[k] / living[k] : datasets::kMissing);
  return method;
}

/// Floating catchments by every method. Without a figure a site takes no part in them; it counts for being
/// near all the same.
void measure_catchments(const AskedSites& asked, const MinutesTable& table, const std::vector<double>& people,
                        const AccessQuestion& question, PlaceAccess& result) {
  std::vector<double> known;
  std::vector<std::size_t> column;
  for (std::size_t j = 0; j < asked.sites.size(); ++j)
    if (!std::isnan(asked.supply[j])) {
      known.push_back(asked.supply[j]);
      column.push_back(j);
      result.supply += asked.supply[j];
    }
  if (known.empty()) return;
  MinutesTable staffed{table.areas, column.size(), {}};
  for (std::size_t i = 0; i < table.areas; ++i)
    for (const auto j : column) staffed.minutes.push_back(table.at(i, j));
  const auto decay = question.decay == "binary" ? binary_decay(question.threshold)
                     : question.decay == "step"
                         ? step_decay({{question.threshold / 3, 1.0},  // thirds of the catchment
                                       {question.threshold * 2 / 3, 0.68},
                                       {question.threshold, 0.22}})
                         : truncated_gaussian_decay(question.threshold);
  for (const auto catchment :
       {Catchment::two_step, Catchment::three_step, Catchment::row_standardised, Catchment::balanced}) {
    const auto access = measure_access(catchment, staffed, people, known, decay);
    if (result.methods.empty()) {
      for (const auto j : access.unreached_sites)
        result.unreached_sites.push_back(asked.sites[column[j]]->id);
      for (const auto i : access.unreached_areas)
        if (people[i] > 0) ++result.unreached_areas;
    }
    result.methods.push_back(describe_method(catchment, access, people, question, result.units));
  }
}

/// People within so many minutes of the nearest site, by unit and by fifth of deprivation. Whom no site
/// reaches is beyond every threshold; of whom the table says nothing is unknown.
void count_near(const datasets::Place& place, const SiteMinutes& minutes, const std::vector<double>& people,
                double near, PlaceAccess& result) {
  auto nearest = nearest_minutes(minutes.table);
  for (std::size_t i = 0; i < nearest.size(); ++i)
    if (std::isnan(nearest[i]) && minutes.out_of_reach[i] != 0)
      nearest[i] = std::numeric_limits<double>::infinity();
  std::vector<std::uint32_t> unit(people.size()), quintile(people.size());
  for (std::size_t i = 0; i < people.size(); ++i) {
    unit[i] = result.units.of_area[i] < 0 ? static_cast<std::uint32_t>(result.units.size())
                                          : static_cast<std::uint32_t>(result.units.of_area[i]);
    quintile[i] = quintile_of_decile(value_at(place.areas.imd_decile, i));
  }
  result.near_by_unit = count_within(nearest, people, unit, result.units.size() + 1, near);
  result.near_by_unit.pop_back();
  const auto by_quintile = count_within(nearest, people, quintile, 6, near);
  std::copy(by_quintile.begin(), by_quintile.end(), result.near_by_quintile.begin());
}

geo::Finding describe_edge(const AccessQuestion& question, double edge_share) {
  const std::string near_edge =
      std::isnan(edge_share)
          ? ""
          : fmt::format("; {:.1f} % of people live within {:g} minutes of its edge (straight line)",
                        100 * edge_share, question.threshold);
  return {"EDGE", geo::Severity::warning, "access",
          fmt::format("no site of kind '{}' beyond the place is loaded{}", question.kind, near_edge),
          "people near the edge may have a nearer one, and share theirs with people outside; import with "
          "--buffer"};
}

/// Minutes of a timetable are those of a percentile over a window, of one departure, or nobody says of which.
void flag_timetable(const datasets::Place& place, const std::string& mode,
                    std::vector<geo::Finding>& findings) {
  const auto sources = datasets::travel_sources_of(place.settings);
  const auto source = sources.find(mode);
  if (source == sources.end() || mode == "walk" || mode == "drive" || mode == "cycle") return;
  const bool of_window = source->second.find("percentile") != std::string::npos &&
                         source->second.find(", 1 departures") == std::string::npos;
  findings.push_back(
      {of_window ? "PT_WINDOW" : "PT_SINGLE_TIME", of_window ? geo::Severity::note : geo::Severity::warning,
       "access", fmt::format("minutes by {}: {}", mode, source->second),
       of_window
           ? "read them as minutes of that percentile; another is chosen with travel --percentile"
           : "a single departure may be lucky or unlucky; import percentiles over a window of departures"});
}

void flag_access(const datasets::Place& place, const AskedSites& asked, const AccessQuestion& question,
                 PlaceAccess& result) {
  auto& findings = result.findings;
  if (result.straight_line)
    findings.push_back({"STRAIGHT_LINE", geo::Severity::warning, "access", "minutes are straight line x 1.3",
                        fmt::format("run travel --mode {}, or import a matrix", question.mode)});
  flag_timetable(place, question.mode, findings);
  const auto off = std::count(place.areas.centroid_weighted.begin(), place.areas.centroid_weighted.end(), 0);
  if (off > 0)
    findings.push_back({"NOT_PWC", geo::Severity::note, "areas",
                        fmt::format("{} areas start from an inside point, not from where people live", off),
                        "import population-weighted centroids"});
  if (!asked.any_beyond && !asked.sites.empty())
    findings.push_back(describe_edge(question, result.edge_share));
  if (!result.unreached_sites.empty())
    findings.push_back({"UNREACHED", geo::Severity::note, "access",
                        fmt::format("nobody is within reach of {}", fmt::join(result.unreached_sites, ", ")),
                        "their supply is left out of the catchments"});
  if (result.unreached_areas > 0)
    findings.push_back({"UNREACHED", geo::Severity::note, "access",
                        fmt::format("{} areas reach no site within {:g} minutes", result.unreached_areas,
                                    question.threshold),
                        "their access is 0"});
  if (!asked.not_located.empty())
    findings.push_back(
        {"SITE_NOT_LOCATED", geo::Severity::warning, "access",
         fmt::format("{} more of kind '{}' have neither coordinates nor minutes: {}",
                     asked.not_located.size(), question.kind, fmt::join(asked.not_located, ", ")),
         "they take no part; import their postcodes (NSPL, ONSPD) or coordinates"});
  if (const auto silent = asked.without_figure(); silent > 0)
    findings.push_back(
        {"SUPPLY_MISSING", geo::Severity::note, "access",
         fmt::format("{} of {} sites have no figure for {}", silent, asked.supply.size(), question.supply),
         "they are missing, not zero: they take no part in catchments"});
}

}  // namespace

PlaceAccess measure_place_access(const datasets::Place& place, const datasets::PlanRecord& plan,
                                 const AccessQuestion& question) {
  PlaceAccess result;
  result.kind = question.kind;
  result.mode = question.mode;
  result.units = find_units_of(place, plan, question.by);
  const auto asked = find_sites(place, plan, question, result.virtual_supply);
  result.sites = asked.sites.size();
  const auto minutes = minutes_of(place, asked.sites, question.mode, result.straight_line);
  const auto people = residents_inside(place);
  measure_catchments(asked, minutes.table, people, question, result);
  count_near(place, minutes, people, question.near, result);
  if (!asked.any_beyond && !asked.sites.empty())
    result.edge_share = measure_edge_share(place, question.threshold, question.mode);
  flag_access(place, asked, question, result);
  const auto thresholds = thresholds_of(place.settings);
  std::vector<std::string> of_place;
  if (question.threshold == thresholds.catchment) of_place.emplace_back("catchment");
  if (thresholds.near == question.near) of_place.emplace_back("near");
  for (auto& finding : describe_thresholds(place.settings, of_place))
    result.findings.push_back(std::move(finding));
  return result;
}

}  // namespace placewright::boundaries::workforce
