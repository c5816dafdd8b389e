#include "boundaries/workforce/plan/place_buildings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <set>

#include "boundaries/workforce/cover/equity.h"
#include "boundaries/workforce/supply/units.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kSameMinutes = 1e-6;  // a trip as long as before is not farther

/// Where a candidate lies: its point, and the area it is said to lie in.
struct Spot {
  double x = datasets::kMissing, y = datasets::kMissing;
  std::string area;
};

/// Points of candidates, by coordinates, area, postcode or a site's id, in this order.
class Spots {
 public:
  explicit Spots(const datasets::Place& place) : place_(place) {
    for (const auto& postcode : place.postcodes) postcode_[postcode.postcode] = &postcode;
    for (const auto& site : place.sites)
      if (!std::isnan(site.x)) site_[site.id] = &site;
  }
  [[nodiscard]] Spot of(const Candidate& candidate) const {
    if (!std::isnan(candidate.x) && !std::isnan(candidate.y))
      return {candidate.x, candidate.y, candidate.area};
    if (!candidate.area.empty()) {
      const auto row = place_.find_area(candidate.area);
      if (row && !std::isnan(value_at(place_.areas.centroid_x, *row)))
        return {place_.areas.centroid_x[*row], place_.areas.centroid_y[*row], candidate.area};
      refuse(candidate, fmt::format("area '{}' is not in the place", candidate.area));
    }
    if (!candidate.postcode.empty()) {
      if (const auto at = postcode_.find(candidate.postcode); at != postcode_.end())
        return {at->second->x, at->second->y, at->second->area};
      refuse(candidate, fmt::format("postcode '{}' is not in the place", candidate.postcode));
    }
    if (const auto at = site_.find(candidate.id); at != site_.end())
      return {at->second->x, at->second->y, at->second->area};
    refuse(candidate,
           fmt::format("'{}' has no x and y, area or postcode, and is no located site of the place",
                       candidate.id));
  }

 private:
  [[noreturn]] static void refuse(const Candidate& candidate, std::string what) {
    throw geo::InputError{{candidate.where, std::move(what),
                           "write x and y (metres, EPSG:27700), or an area code or postcode of the place"}};
  }
  const datasets::Place& place_;
  std::map<std::string_view, const datasets::Postcode*> postcode_;
  std::map<std::string_view, const datasets::Site*> site_;
};

/// Areas of the place with people and a point, as the problem sees them.
struct Demand {
  std::vector<std::uint32_t> rows;
  std::vector<double> people;
  std::vector<std::int32_t> fifth, neighbourhood;
};

Demand demand_of(const datasets::Place& place, const Units& units, std::vector<geo::Finding>& findings) {
  const auto& areas = place.areas;
  Demand demand;
  std::size_t without_point = 0, without_people = 0;
  double people_without_point = 0;
  for (std::uint32_t i = 0; i < areas.size(); ++i) {
    if (!areas.inside.empty() && areas.inside[i] == 0) continue;
    const double people = value_at(areas.population, i);
    if (std::isnan(value_at(areas.centroid_x, i))) {
      ++without_point;
      people_without_point += std::isnan(people) ? 0 : people;
      continue;
    }
    without_people += std::isnan(people) ? 1U : 0U;
    demand.rows.push_back(i);
    demand.people.push_back(std::isnan(people) ? 0 : people);
    demand.neighbourhood.push_back(units.of_area[i]);
  }
  if (without_point > 0)
    findings.push_back({"NO_POINT", geo::Severity::warning, "buildings",
                        fmt::format("{} areas with {:.0f} people have no point and are left out",
                                    without_point, people_without_point),
                        "import the areas' polygons or points"});
  if (without_people > 0)
    findings.push_back({"NO_PEOPLE", geo::Severity::warning, "buildings",
                        fmt::format("{} areas have no known people and count for nobody", without_people),
                        "import their population"});
  demand.fifth.assign(demand.rows.size(), -1);
  std::vector<double> people, score;
  std::vector<std::size_t> at;
  for (std::size_t k = 0; k < demand.rows.size(); ++k)
    if (const double imd = value_at(areas.imd_score, demand.rows[k]);
        !std::isnan(imd) && demand.people[k] > 0) {
      people.push_back(demand.people[k]);
      score.push_back(imd);
      at.push_back(k);
    }
  if (!at.empty()) {
    const auto group = deprivation_groups(people, score, 5);
    for (std::size_t k = 0; k < at.size(); ++k) demand.fifth[at[k]] = static_cast<std::int32_t>(group[k]);
  }
  return demand;
}

/// What a building is enough for: the tightest of what is said; without limit where nothing is.
double capacity_of(double rooms, double wte, const BuildingQuestion& question) {
  double capacity = kNoLimit;
  if (!std::isnan(rooms) && !std::isnan(question.people_per_room))
    capacity = std::min(capacity, rooms * question.people_per_room);
  if (!std::isnan(wte) && !std::isnan(question.people_per_wte))
    capacity = std::min(capacity, wte * question.people_per_wte);
  return capacity;
}

bool serves(const Candidate& candidate, const std::string& service) {
  return service.empty() || candidate.serves.empty() ||
         std::find(candidate.serves.begin(), candidate.serves.end(), service) != candidate.serves.end();
}

/// Candidates that count, by id, and those that do not.
std::vector<Candidate> take_candidates(const std::vector<Candidate>& candidates,
                                       const BuildingQuestion& question, PlaceBuildings& result) {
  std::vector<Candidate> taken;
  for (const auto& candidate : candidates)
    if (serves(candidate, question.serves))
      taken.push_back(candidate);
    else
      result.left_out.emplace_back(candidate, fmt::format("does not serve {}", question.serves));
  if (taken.empty())
    throw geo::InputError{{"--candidates", fmt::format("no candidate serves '{}'", question.serves),
                           "leave out --serves, or name a service of the file"}};
  std::stable_sort(taken.begin(), taken.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return taken;
}

void expect_costs(const std::vector<Candidate>& candidates, const BuildingRules& rules) {
  if (rules.aim != BuildingAim::cost && !std::isfinite(rules.budget)) return;
  for (const auto& candidate : candidates)
    if (std::isnan(candidate.cost) ||
        (candidate.standing == BuildingStanding::upgrade && std::isnan(candidate.cost_after)))
      throw geo::InputError{{candidate.where, fmt::format("'{}' has no cost", candidate.id),
                             "fill cost (and cost_after of an upgrade), or ask without cost and --budget"}};
}

Building building_of(const Candidate& candidate, const BuildingQuestion& question) {
  const auto known = [](double cost) { return std::isnan(cost) ? 0 : cost; };
  Building building;
  building.standing = candidate.standing;
  building.capacity = capacity_of(candidate.rooms, candidate.wte, question);
  building.cost = known(candidate.cost);
  const bool is_upgrade = candidate.standing == BuildingStanding::upgrade;
  building.capacity_after =
      is_upgrade ? capacity_of(candidate.rooms_after, candidate.wte_after, question) : building.capacity;
  building.cost_after = is_upgrade ? known(candidate.cost_after) : building.cost;
  return building;
}

/// Minutes from every area of the demand to every candidate: those of the travel table to the candidate's
/// id, else to the area it lies in, else the straight line.
MinutesTable minutes_of(const datasets::Place& place, const Demand& demand,
                        const std::vector<Candidate>& candidates, const std::vector<Spot>& spots,
                        const std::string& mode, std::size_t& straight) {
  MinutesTable table{demand.rows.size(), candidates.size(), {}};
  table.minutes.assign(table.areas * table.sites, datasets::kMissing);
  std::map<std::string_view, bool> told;
  for (const auto& trip : place.travel)
    if (trip.mode == mode) told[trip.site] = true;
  for (std::size_t j = 0; j < candidates.size(); ++j) {
    datasets::Site site;
    site.id = told.contains(candidates[j].id) ? candidates[j].id : spots[j].area;
    site.x = spots[j].x;
    site.y = spots[j].y;
    bool is_straight = false;
    const auto minutes = minutes_to_site(place, site, mode, is_straight);
    straight += is_straight ? 1U : 0U;
    for (std::size_t k = 0; k < demand.rows.size(); ++k)
      table.minutes[k * table.sites + j] = minutes[demand.rows[k]];
  }
  return table;
}

/// The neighbourhood a candidate lies in: that of its area, else of the area whose point is nearest.
std::int32_t neighbourhood_of(const datasets::Place& place, const Units& units, const Spot& spot,
                              bool& guessed) {
  if (const auto row = place.find_area(spot.area)) return units.of_area[*row];
  guessed = true;
  std::int32_t nearest = -1;
  double least = kNoLimit;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    const double distance = std::hypot(value_at(place.areas.centroid_x, i) - spot.x,
                                       value_at(place.areas.centroid_y, i) - spot.y);
    if (!(distance < least)) continue;
    least = distance;
    nearest = units.of_area[i];
  }
  return nearest;
}

/// Sums that become means.
struct Counting {
  Journeys journeys;
  void add(double people, double before, double after) {
    journeys.people += people;
    journeys.minutes_before += people * before;
    journeys.minutes_after += people * after;
    if (after > before + kSameMinutes) {
      journeys.farther += people;
      journeys.farther_mean += people * (after - before);
      journeys.farther_most = std::max(journeys.farther_most, after - before);
    } else if (after < before - kSameMinutes) {
      journeys.nearer += people;
    }
  }
  [[nodiscard]] Journeys means() const {
    auto result = journeys;
    const auto over = [](double sum, double people) {
      return people > 0 ? sum / people : datasets::kMissing;
    };
    result.minutes_before = over(journeys.minutes_before, journeys.people);
    result.minutes_after = over(journeys.minutes_after, journeys.people);
    result.farther_mean = journeys.farther > 0 ? journeys.farther_mean / journeys.farther : 0;
    return result;
  }
};

/// The nearest of the buildings that `is_open` names; -1 where none is in reach.
std::int64_t nearest_of(const BuildingProblem& problem, std::size_t area,
                        const std::function<bool(std::size_t)>& is_open) {
  std::int64_t best = -1;
  for (std::size_t j = 0; j < problem.building.size(); ++j)
    if (const double minutes = problem.minutes.at(area, j);
        is_open(j) && minutes < problem.rules.unreachable &&
        (best < 0 || minutes < problem.minutes.at(area, static_cast<std::size_t>(best))))
      best = static_cast<std::int64_t>(j);
  return best;
}

/// Before and after, by building, neighbourhood and deprivation fifth.
class Tally {
 public:
  Tally(const BuildingProblem& problem, const BuildingAnswer& answer, PlaceBuildings& result)
      : problem_(problem),
        answer_(answer),
        result_(result),
        by_building_(problem.building.size()),
        by_neighbourhood_(result.by_neighbourhood.size()),
        minutes_(problem.building.size(), 0),
        moves_(problem.building.size()) {
    for (std::size_t i = 0; i < problem.people.size(); ++i)
      today_.push_back(nearest_of(problem, i, [&](std::size_t j) {
        return problem_.building[j].standing != BuildingStanding::proposed;
      }));
  }
  void count() {
    for (const auto& flow : answer_.use.flow)
      add(flow.area, static_cast<std::int64_t>(flow.building), flow.people);
    // Who is not served under the aim still goes to the nearest that is open.
    for (std::size_t i = 0; i < problem_.people.size(); ++i)
      if (answer_.use.beyond[i] > 0)
        add(i, nearest_of(problem_, i, [&](std::size_t j) { return answer_.choice.is_open[j] != 0; }),
            answer_.use.beyond[i]);
    finish();
  }

 private:
  [[nodiscard]] double reach(std::size_t area, std::int64_t building) const {
    if (building < 0) return problem_.rules.unreachable;
    return std::min(problem_.rules.unreachable,
                    problem_.minutes.at(area, static_cast<std::size_t>(building)));
  }
  void add(std::size_t area, std::int64_t building, double people) {
    const double before = reach(area, today_[area]);
    double after = reach(area, building);
    if (std::isnan(after)) after = problem_.rules.unreachable;
    all_.add(people, before, after);
    if (problem_.fifth[area] >= 0)
      by_fifth_[static_cast<std::size_t>(problem_.fifth[area])].add(people, before, after);
    if (problem_.neighbourhood[area] >= 0)
      by_neighbourhood_[static_cast<std::size_t>(problem_.neighbourhood[area])].add(people, before, after);
    result_.within_before += before <= problem_.rules.threshold ? people : 0;
    result_.within_after += after <= problem_.rules.threshold ? people : 0;
    result_.unreached += building < 0 ? people : 0;
    if (today_[area] >= 0) {
      const auto from = static_cast<std::size_t>(today_[area]);
      by_building_[from].add(people, before, after);
      if (building >= 0) moves_[from][static_cast<std::size_t>(building)] += people;
    }
    if (building >= 0) {
      result_.rows[static_cast<std::size_t>(building)].people_after += people;
      minutes_[static_cast<std::size_t>(building)] += people * after;
    }
  }
  void finish() {
    result_.all = all_.means();
    for (std::size_t q = 0; q < by_fifth_.size(); ++q) result_.by_fifth[q] = by_fifth_[q].means();
    for (std::size_t n = 0; n < by_neighbourhood_.size(); ++n)
      result_.by_neighbourhood[n].second = by_neighbourhood_[n].means();
    for (std::size_t j = 0; j < by_building_.size(); ++j) {
      auto& row = result_.rows[j];
      row.of_today = by_building_[j].means();
      row.people_today = row.of_today.people;
      if (row.people_after > 0) row.mean_minutes = minutes_[j] / row.people_after;
      row.to.assign(moves_[j].begin(), moves_[j].end());
      std::stable_sort(row.to.begin(), row.to.end(),
                       [](const auto& a, const auto& b) { return a.second > b.second; });
    }
  }

  const BuildingProblem& problem_;
  const BuildingAnswer& answer_;
  PlaceBuildings& result_;
  std::vector<std::int64_t> today_;
  Counting all_;
  std::array<Counting, 5> by_fifth_;
  std::vector<Counting> by_building_, by_neighbourhood_;
  std::vector<double> minutes_;
  std::vector<std::map<std::size_t, double>> moves_;
};

std::string change_of(BuildingStanding standing, bool is_open, bool is_upgraded) {
  switch (standing) {
    case BuildingStanding::existing:
      return "stays";
    case BuildingStanding::upgrade:
      return is_upgraded ? "upgraded" : "stays as it is";
    case BuildingStanding::could_close:
      return is_open ? "stays" : "closes";
    case BuildingStanding::proposed:
      return is_open ? "opens" : "not opened";
  }
  return {};
}

/// Which areas, or with one hub each which neighbourhoods, nothing may serve.
void name_unservable(const datasets::Place& place, const Units& units, const Demand& demand,
                     PlaceBuildings& result) {
  const auto& unservable = result.answer.unservable;
  if (unservable.empty()) return;
  constexpr std::size_t kMost = 8;
  std::vector<std::string> names;
  double people = 0;
  for (const auto i : unservable) {
    people += demand.people[i];
    const auto n = demand.neighbourhood[i];
    auto name = result.question.rules.one_hub ? units.id[static_cast<std::size_t>(n)]
                                              : place.areas.code[demand.rows[i]];
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  const auto all = names.size();
  if (all > kMost) names.resize(kMost);
  result.answer.reasons.push_back(
      fmt::format("no candidate may serve {} {} with {:.0f} people under the rules: {}{}", all,
                  result.question.rules.one_hub ? "neighbourhoods" : "areas", people, fmt::join(names, ", "),
                  all > kMost ? ", ..." : ""));
}

void describe_rows(const BuildingProblem& problem, PlaceBuildings& result) {
  for (std::size_t j = 0; j < result.rows.size(); ++j) {
    auto& row = result.rows[j];
    const auto& building = problem.building[j];
    if (building.standing != BuildingStanding::proposed) result.cost_before += building.cost;
    if (!result.answer.found) continue;
    const bool is_open = result.answer.choice.is_open[j] != 0,
               is_upgraded = result.answer.choice.is_upgraded[j] != 0;
    row.change = change_of(building.standing, is_open, is_upgraded);
    row.is_open = is_open;
    row.capacity = is_upgraded ? building.capacity_after : building.capacity;
    if (is_open) result.cost_after += is_upgraded ? building.cost_after : building.cost;
  }
}

void add_doubts(const BuildingProblem& problem, std::size_t straight, std::size_t guessed,
                PlaceBuildings& result) {
  auto& findings = result.findings;
  const auto& question = result.question;
  if (straight > 0)
    findings.push_back(
        {"STRAIGHT_LINE", geo::Severity::warning, "buildings",
         fmt::format("minutes to {} of {} candidates are straight line x 1.3", straight, result.rows.size()),
         "import a travel table with their ids as sites"});
  if (guessed > 0 && question.rules.one_hub)
    findings.push_back(
        {"AREA_GUESSED", geo::Severity::note, "buildings",
         fmt::format("{} candidates name no area: that with the nearest point was taken", guessed),
         "fill area"});
  std::vector<std::string> unlimited;
  bool some = false;
  for (std::size_t j = 0; j < result.rows.size(); ++j) {
    const bool limited = std::isfinite(problem.building[j].capacity);
    some = some || limited;
    if (!limited) unlimited.push_back(result.rows[j].candidate.id);
  }
  if (some && !unlimited.empty())
    findings.push_back({"NO_CAPACITY", geo::Severity::warning, "buildings",
                        fmt::format("no known capacity limits {}", fmt::join(unlimited, ", ")),
                        "fill rooms or wte"});
  const bool says_size = std::any_of(result.rows.begin(), result.rows.end(), [](const auto& row) {
    return !std::isnan(row.candidate.rooms) || !std::isnan(row.candidate.wte);
  });
  if (!some && says_size)
    findings.push_back({"CAPACITY_UNUSED", geo::Severity::note, "buildings",
                        "rooms and WTE are listed and limit nothing",
                        "say --people-per-room or --people-per-wte"});
  const bool fifths = std::any_of(problem.fifth.begin(), problem.fifth.end(), [](auto q) { return q >= 0; });
  if (!fifths)
    findings.push_back({"NO_DEPRIVATION", geo::Severity::note, "buildings",
                        "no deprivation is loaded: nothing is told by fifth",
                        "import an index of deprivation"});
  if (result.unreached > 0)
    findings.push_back({"UNREACHED", geo::Severity::warning, "buildings",
                        fmt::format("nothing open reaches {:.0f} people; they count {:g} minutes",
                                    result.unreached, question.rules.unreachable),
                        "add candidates near them, or another mode"});
  if (result.answer.status == BuildingAnswer::Status::stopped)
    findings.push_back({"NOT_PROVED", geo::Severity::note, "buildings",
                        result.answer.found ? fmt::format("the best found is within {:.2f} % of the bound",
                                                          100 * result.answer.gap())
                                            : std::string("no choice was found before the search stopped"),
                        "allow more --nodes"});
}

void expect_rules(const BuildingQuestion& question, const Demand& demand) {
  const auto& rules = question.rules;
  const bool fifths = std::any_of(demand.fifth.begin(), demand.fifth.end(), [](auto q) { return q >= 0; });
  if ((rules.aim == BuildingAim::equity || std::isfinite(rules.fifth_limit)) && !fifths)
    throw geo::InputError{{"the place", "it has no deprivation, and equity by fifths was asked for",
                           "import an index of deprivation, or ask for another aim"}};
  if (std::isfinite(rules.fifth_limit) && rules.aim == BuildingAim::covering)
    throw geo::InputError{{"--fifth-limit", "with --aim covering people beyond the threshold have no minutes",
                           "use --aim median, equity or cost"}};
}

}  // namespace

PlaceBuildings place_buildings(const datasets::Place& place, const datasets::PlanRecord& plan,
                               const std::vector<Candidate>& candidates, const BuildingQuestion& question) {
  PlaceBuildings result;
  result.question = question;
  result.plan = plan.name;
  const auto units = find_units_of(place, plan, "neighbourhood");
  const auto demand = demand_of(place, units, result.findings);
  expect_rules(question, demand);
  const auto taken = take_candidates(candidates, question, result);
  expect_costs(taken, question.rules);
  const Spots points(place);
  std::vector<Spot> spots;
  for (const auto& candidate : taken) spots.push_back(points.of(candidate));

  BuildingProblem problem;
  problem.rules = question.rules;
  problem.people = demand.people;
  problem.fifth = demand.fifth;
  problem.neighbourhood = demand.neighbourhood;
  std::size_t straight = 0, guessed = 0;
  problem.minutes = minutes_of(place, demand, taken, spots, question.mode, straight);
  for (std::size_t j = 0; j < taken.size(); ++j) {
    bool is_guessed = false;
    problem.building.push_back(building_of(taken[j], question));
    problem.building.back().neighbourhood = neighbourhood_of(place, units, spots[j], is_guessed);
    guessed += is_guessed ? 1U : 0U;
    const auto n = problem.building.back().neighbourhood;
    BuildingRow row;
    row.candidate = taken[j];
    row.neighbourhood = n < 0 ? std::string() : units.id[static_cast<std::size_t>(n)];
    result.rows.push_back(std::move(row));
  }
  for (const auto& id : units.id) result.by_neighbourhood.emplace_back(id, Journeys{});
  result.straight_line = straight > 0;
  result.answer = choose_buildings(problem, question.limits);
  name_unservable(place, units, demand, result);
  describe_rows(problem, result);
  if (result.answer.found) Tally(problem, result.answer, result).count();
  add_doubts(problem, straight, guessed, result);
  return result;
}

}  // namespace placewright::boundaries::workforce
