#include "tests/workforce/plain_planning.h"

#include <coin/Clp_C_Interface.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

namespace placewright::plain {
namespace {

using datasets::Place;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kNoLimit = std::numeric_limits<double>::max();  // as CLP says it

double straight(double dx, double dy, const std::string& mode) {
  return 1.3 * std::sqrt(dx * dx + dy * dy) / 1000 / (mode == "walk" ? 4.8 : 30) * 60;
}

/// Least cost with x >= 0 over rows low <= a x <= high, by CLP.
class Program {
 public:
  explicit Program(std::size_t columns) : columns_(columns), most_(columns, kNoLimit) {}
  void add_row(std::vector<double> row, double low, double high) {
    rows_.push_back(std::move(row));
    low_.push_back(low);
    high_.push_back(high);
  }
  void forbid(std::size_t column) { most_[column] = 0; }

  /// The least cost. Afterwards only the solutions of that cost are left.
  double minimise(const std::vector<double>& cost) {
    Clp_Simplex* model = Clp_newModel();
    Clp_setLogLevel(model, 0);
    Clp_setPrimalTolerance(model, 1e-10);
    Clp_setDualTolerance(model, 1e-10);
    std::vector<int> starts{0}, index;
    std::vector<double> value;
    for (std::size_t column = 0; column < columns_; ++column) {
      for (std::size_t row = 0; row < rows_.size(); ++row)
        if (rows_[row][column] != 0) {
          index.push_back(static_cast<int>(row));
          value.push_back(rows_[row][column]);
        }
      starts.push_back(static_cast<int>(index.size()));
    }
    const std::vector<double> zero(columns_, 0);
    Clp_loadProblem(model, static_cast<int>(columns_), static_cast<int>(rows_.size()), starts.data(),
                    index.data(), value.data(), zero.data(), most_.data(), cost.data(), low_.data(),
                    high_.data());
    Clp_dual(model, 0);
    if (Clp_status(model) != 0) throw std::runtime_error("the linear program has no answer");
    keep_best(model);
    const double* x = Clp_getColSolution(model);
    double found = 0;
    for (std::size_t column = 0; column < columns_; ++column) found += cost[column] * x[column];
    Clp_deleteModel(model);
    return found;
  }

 private:
  /// What has a price stays at its limit: complementary slackness.
  void keep_best(Clp_Simplex* model) {
    constexpr double kPriced = 1e-6;
    const double *price = Clp_getReducedCost(model), *dual = Clp_getRowPrice(model),
                 *activity = Clp_getRowActivity(model);
    for (std::size_t column = 0; column < columns_; ++column)
      if (price[column] > kPriced) forbid(column);
    for (std::size_t row = 0; row < rows_.size(); ++row)
      if (std::abs(dual[row]) > kPriced) {
        const bool at_low = std::abs(activity[row] - low_[row]) < std::abs(activity[row] - high_[row]);
        low_[row] = high_[row] = at_low ? low_[row] : high_[row];
      }
  }

  std::size_t columns_;
  std::vector<std::vector<double>> rows_;
  std::vector<double> low_, high_, most_;
};

std::vector<std::size_t> areas_in(const Place& place, const std::string& neighbourhood) {
  const auto hoods = neighbourhood_of(place);
  std::vector<std::size_t> areas;
  for (std::size_t i = 0; i < hoods.size(); ++i)
    if (hoods[i] == neighbourhood) areas.push_back(i);
  return areas;
}

/// People of an area for a middle: one without people hardly counts.
double weight_of(const Place& place, std::size_t area) {
  return place.areas.population[area] > 0 ? place.areas.population[area] : 1e-9;
}

std::pair<double, double> middle_of(const Place& place, const std::string& neighbourhood) {
  double x = 0, y = 0, all = 0;
  for (const auto i : areas_in(place, neighbourhood)) {
    x += weight_of(place, i) * place.areas.centroid_x[i];
    y += weight_of(place, i) * place.areas.centroid_y[i];
    all += weight_of(place, i);
  }
  return {x / all, y / all};
}

/// Minutes from one area to the point of another by the travel table; NaN none.
double told_minutes(const Place& place, std::size_t from, std::size_t to, const std::string& mode) {
  double minutes = kNone;
  for (const auto& trip : place.travel)
    if (trip.mode == mode && trip.area == place.areas.code[from] && trip.site == place.areas.code[to])
      minutes = trip.minutes;
  return minutes;
}

/// The area of a unit whose point is nearest to its middle.
std::size_t middle_area(const Place& place, const std::string& neighbourhood) {
  const auto [x, y] = middle_of(place, neighbourhood);
  std::size_t nearest = 0;
  double least = kNoLimit;
  for (const auto i : areas_in(place, neighbourhood)) {
    const double far = std::hypot(place.areas.centroid_x[i] - x, place.areas.centroid_y[i] - y);
    if (far < least) {
      least = far;
      nearest = i;
    }
  }
  return nearest;
}

/// Whether the travel table has any row between the middles of two of the place's units.
bool knows_middles(const Place& place) {
  for (const auto& a : place.plans.front().neighbourhoods)
    for (const auto& b : place.plans.front().neighbourhoods)
      for (const auto& trip : place.travel)
        if (a.id != b.id && trip.mode == "drive" && trip.area == place.areas.code[middle_area(place, a.id)] &&
            trip.site == place.areas.code[middle_area(place, b.id)])
          return true;
  return false;
}

/// A pair that a table of middles leaves out is no nearer than its longest trip.
double trip_between(const Place& place, const std::string& from, const std::string& to) {
  const double told = told_minutes(place, middle_area(place, from), middle_area(place, to), "drive");
  if (!std::isnan(told)) return told;
  const auto [ax, ay] = middle_of(place, from);
  const auto [bx, by] = middle_of(place, to);
  double minutes = straight(ax - bx, ay - by, "drive");
  if (from != to && knows_middles(place))
    for (const auto& trip : place.travel)
      if (trip.mode == "drive" && trip.minutes > minutes) minutes = trip.minutes;
  return minutes;
}

/// Minutes from a base, or from the middle of a unit where there is none, to the people of a unit.
double trip_to(const Place& place, const datasets::Site* base, const std::string& from,
               const std::string& to) {
  if (base == nullptr) return trip_between(place, from, to);
  const auto minutes = minutes_to(place, *base, "drive");
  double sum = 0, all = 0;
  for (const auto i : areas_in(place, to))
    if (!std::isnan(minutes[i])) {
      sum += weight_of(place, i) * minutes[i];
      all += weight_of(place, i);
    }
  return all > 0 ? sum / all : kNone;
}

const datasets::Site* base_of(const Place& place, const std::string& id) {
  for (const auto& site : place.sites)
    if (!id.empty() && site.id == id && !std::isnan(site.x)) return &site;
  return nullptr;
}

}  // namespace

double staff_in(const Place& place, const Staff& staff, const std::string& group,
                const std::string& neighbourhood) {
  double wte = 0;
  for (const auto& row : staff.rows)
    if (group_of(place.workforce[row.row]) == group)
      for (const auto i : areas_in(place, neighbourhood)) wte += row.wte * row.spread.area[i];
  return wte;
}

Staff move_staff(const Place& place, Staff staff, const std::string& group, const std::string& from,
                 const std::vector<double>& arrive, double wte) {
  const double part = wte / staff_in(place, staff, group, from);
  for (auto& row : staff.rows) {
    if (group_of(place.workforce[row.row]) != group) continue;
    double taken = 0;
    for (const auto i : areas_in(place, from)) {
      taken += row.spread.area[i] * part;
      row.spread.area[i] *= 1 - part;
    }
    for (std::size_t i = 0; i < arrive.size(); ++i) row.spread.area[i] += taken * arrive[i];
  }
  return staff;
}

std::vector<double> arrive_in(const Place& place, const std::string& neighbourhood) {
  std::vector<double> share(place.areas.size(), 0);
  double people = 0;
  for (const auto i : areas_in(place, neighbourhood))
    if (place.areas.population[i] > 0) people += share[i] = place.areas.population[i];
  if (people > 0)
    for (auto& one : share) one /= people;
  return share;
}

std::vector<double> arrive_at(const Place& place, const std::string& base) {
  datasets::WorkforceRow row;
  row.base_id = base;
  row.allocation = "travel";
  return spread_row(place, row).area;
}

std::vector<Pool> pools_of(const Place& place, const Staff& staff, const std::string& group,
                           const std::vector<std::string>& units) {
  std::vector<Pool> pools;
  std::set<std::string> bases{""};
  for (const auto& row : place.workforce)
    if (base_of(place, row.base_id) != nullptr) bases.insert(row.base_id);
  for (std::size_t k = 0; k < units.size(); ++k)
    for (const auto& id : bases) {
      Pool pool{k, 0, {}};
      for (const auto& row : staff.rows) {
        const auto& given = place.workforce[row.row];
        const bool here = id.empty() ? base_of(place, given.base_id) == nullptr : given.base_id == id;
        if (group_of(given) != group || !here) continue;
        for (const auto i : areas_in(place, units[k]))
          if (!std::isnan(place.areas.population[i])) pool.wte += row.wte * row.spread.area[i];
      }
      if (!(pool.wte > 0)) continue;
      for (const auto& to : units) pool.minutes.push_back(trip_to(place, base_of(place, id), units[k], to));
      pools.push_back(pool);
    }
  return pools;
}

Least least_moves(const std::vector<Pool>& pools, const std::vector<double>& fair, double tolerance,
                  double longest) {
  const std::size_t n = fair.size(), moves = pools.size() * n, columns = moves + 2 * n;
  Program program(columns);
  std::vector<double> moved(columns, 0), minutes(columns, 0), left(columns, 0);
  for (std::size_t p = 0; p < pools.size(); ++p) {
    std::vector<double> leaves(columns, 0);
    for (std::size_t j = 0; j < n; ++j) {
      const double trip = pools[p].minutes[j];
      const std::size_t x = p * n + j;
      leaves[x] = moved[x] = 1;
      minutes[x] = std::isnan(trip) ? 0 : trip;
      if (j == pools[p].unit || std::isnan(trip) || (longest > 0 && trip > longest)) program.forbid(x);
    }
    program.add_row(leaves, -kNoLimit, pools[p].wte);
  }
  for (std::size_t k = 0; k < n; ++k) {
    double have = 0;
    std::vector<double> change(columns, 0);
    for (std::size_t p = 0; p < pools.size(); ++p) {
      change[p * n + k] += 1;
      if (pools[p].unit != k) continue;
      have += pools[p].wte;
      for (std::size_t j = 0; j < n; ++j) change[p * n + j] -= 1;
    }
    change[moves + k] = 1;       // short
    change[moves + n + k] = -1;  // over
    left[moves + k] = left[moves + n + k] = 1;
    program.add_row(change, fair[k] * (1 - tolerance) - have, fair[k] * (1 + tolerance) - have);
  }
  Least least;
  least.left = program.minimise(left);
  least.moved = program.minimise(moved);
  least.wte_minutes = program.minimise(minutes);
  return least;
}

double best_sites(const Place& place, const std::string& kind, const std::string& mode,
                  const std::string& aim, int count, double threshold) {
  constexpr double kFarthest = 240;
  std::vector<std::size_t> areas;
  for (std::size_t i = 0; i < place.areas.size(); ++i)
    if (is_inside(place, i)) areas.push_back(i);
  std::vector<double> today(place.areas.size(), kFarthest);
  for (const auto& site : place.sites) {
    if (site.kind != kind || !site.open || std::isnan(site.x)) continue;
    const auto minutes = minutes_to(place, site, mode);
    for (const auto i : areas)
      if (minutes[i] < today[i]) today[i] = minutes[i];
  }
  // By the travel table where it knows any trip between areas, else straight lines.
  bool roads = false;
  for (const auto& trip : place.travel)
    for (const auto a : areas)
      for (const auto b : areas)
        roads = roads ||
                (trip.mode == mode && trip.area == place.areas.code[a] && trip.site == place.areas.code[b]);
  std::vector<std::vector<double>> trips;
  for (const auto a : areas)
    for (const auto b : areas) {
      trips.resize(place.areas.size(), std::vector<double>(place.areas.size(), kNone));
      trips[a][b] = a == b  ? 0
                    : roads ? told_minutes(place, a, b, mode)
                            : straight(place.areas.centroid_x[a] - place.areas.centroid_x[b],
                                       place.areas.centroid_y[a] - place.areas.centroid_y[b], mode);
    }
  const auto with = [&](const std::vector<double>& before, std::size_t site) {
    auto after = before;
    for (const auto i : areas)
      if (trips[i][site] < after[i]) after[i] = trips[i][site];
    return after;
  };
  const auto worth = [&](const std::vector<double>& minutes) {
    double value = 0;
    for (const auto i : areas) {
      const double living = place.areas.population[i] > 0 ? place.areas.population[i] : 0;
      if (aim == "median") value += living * minutes[i];
      if (aim == "covering" && minutes[i] <= threshold) value += living;
      if (aim == "centre" && living > 0) value = std::max(value, minutes[i]);
    }
    return value;
  };
  double best = kNone;
  for (const auto a : areas)
    for (const auto b : areas) {
      if (count == 1 ? a != b : a == b) continue;
      const double value = worth(with(with(today, a), b));
      if (std::isnan(best) || (aim == "covering" ? value > best : value < best)) best = value;
    }
  return best;
}

std::map<std::string, Ahead> project_units(const Place& place, const Staff& staff, const Known& known,
                                           const std::string& scheme, const std::string& edition) {
  const char* const bands[] = {"0-14", "15-44", "45-64", "65-74", "75+"};
  const auto told = [&](const std::string& authority, const std::string& year, const std::string& band) {
    double people = 0;
    for (const auto& row : place.projections)
      if (row.area_code == authority && row.year == year && row.age_band == band && row.edition == edition)
        people += row.value;
    return people;
  };
  const auto weight_of_band = [&](const std::string& band) {
    for (const auto& row : place.weights)
      if (row.scheme == scheme && row.dimension == "age" && row.key == band) return row.weight;
    return 1.0;
  };
  std::map<std::string, Ahead> units;
  std::map<std::string, double> covered, residents, known_residents;
  for (const auto& hood : place.plans.front().neighbourhoods) units[hood.id];
  const auto hoods = neighbourhood_of(place);
  for (std::size_t i = 0; i < hoods.size(); ++i) {
    if (hoods[i].empty()) continue;
    auto& unit = units[hoods[i]];
    for (const auto& row : staff.rows) unit.wte += row.wte * row.spread.area[i];
    if (const double living = place.areas.population[i]; !std::isnan(living)) {
      residents[hoods[i]] += living;
      known_residents[hoods[i]] += living * known.residents[i];
    }
    bool any = false;
    for (const auto* band : bands) {
      double now = 0;
      for (const auto& row : place.ages)
        if (row.area == place.areas.code[i] && row.band == band) {
          now += row.people;
          any = true;
        }
      const auto& authority = place.areas.parents.at("lad_code")[i];
      const double then = now * told(authority, "2035", band) / told(authority, "2025", band);
      unit.people_now += now;
      unit.people_then += then;
      unit.weighted_now += now * weight_of_band(band);
      unit.weighted_then += then * weight_of_band(band);
      covered[hoods[i]] += now * weight_of_band(band) * known.residents[i];
    }
    unit.missing = unit.missing || !any;
  }
  Ahead whole;
  double all_covered = 0;
  for (auto& [id, unit] : units) {
    const bool partial = known_residents[id] < 0.6 * residents[id];
    if (covered[id] > 0) unit.silent = unit.wte * (unit.weighted_now / covered[id] - 1);
    if (!unit.missing && !partial) {
      whole.people_now += unit.people_now;
      whole.people_then += unit.people_then;
      whole.weighted_now += unit.weighted_now;
      whole.weighted_then += unit.weighted_then;
      whole.wte += unit.wte;
      all_covered += covered[id];
    }
    unit.missing = unit.missing || partial || !(unit.people_now > 0);
  }
  whole.missing = !(all_covered > 0);
  if (!whole.missing) whole.silent = whole.wte * (whole.weighted_now / all_covered - 1);
  units[""] = whole;
  return units;
}

std::vector<double> share_in_footprint(const Place& place, const std::string& footprint) {
  const auto territory = find_territory(place, footprint);
  std::vector<double> share(place.areas.size(), 0);
  for (const auto& [area, part] : territory.share) share[area] = std::min(1.0, part);
  for (std::size_t i = 0; i < share.size(); ++i)
    if (place.areas.population[i] > 0)
      share[i] = std::min(1.0, share[i] + territory.patients[i] / place.areas.population[i]);
  return share;
}

Covering who_covers(const Place& place, const Staff& staff, std::size_t area) {
  constexpr double kFew = 0.01, kSliver = 0.005;
  const auto registered = registered_of(place);
  Covering covering;
  std::set<std::string> footprints, named;
  const auto look = [&](const Staff::Row& row, bool told) {
    const auto& given = place.workforce[row.row];
    const bool travels = given.allocation == "travel", spread = given.allocation == "spread";
    const bool by_list = !travels && !spread && !(given.practice_code.empty() && given.pcn_code.empty());
    const bool held = !travels && !spread && !by_list && given.footprint_id.empty() && given.level == "place";
    const double share = row.spread.area[area];
    if (!(share > 0) && !held) return;
    if (by_list && patients_in(place, given.practice_code, given.practice_code.empty() ? given.pcn_code : "",
                               area) < kFew * registered[area]) {
      ++covering.few;
      return;
    }
    double minutes = kNone;
    for (const auto& site : place.sites)
      if (const auto& at = given.base_id.empty() ? given.practice_code : given.base_id; site.id == at)
        minutes = minutes_to(place, site, "drive")[area];
    covering.rows[row.row] = {told ? row.wte * share : kNone, minutes};
    named.insert(given.footprint_id);
  };
  for (const auto& row : staff.rows) look(row, true);
  for (const auto& row : staff.silent) look(row, false);
  for (const auto& row : place.footprints) footprints.insert(row.footprint_id);
  for (const auto& id : footprints)
    if (!named.contains(id) && share_in_footprint(place, id)[area] >= kSliver)
      covering.without_staff.push_back(id);
  return covering;
}

Fit fit_of_pcns(const Place& place) {
  Fit fit;
  std::set<std::string> pcns, hoods;
  const auto of_area = neighbourhood_of(place);
  for (const auto& site : place.sites)
    if (site.kind == "gp" && !site.pcn_code.empty()) pcns.insert(site.pcn_code);
  for (const auto& hood : place.plans.front().neighbourhoods) hoods.insert(hood.id);
  double all = 0, kept = 0;
  for (const auto& pcn : pcns) {
    std::map<std::string, double> row;
    double here = 0, most = 0;
    for (std::size_t i = 0; i < of_area.size(); ++i)
      if (!of_area[i].empty()) row[of_area[i]] += patients_in(place, "", pcn, i);
    for (const auto& [hood, patients] : row) {
      here += patients;
      most = std::max(most, patients);
    }
    if (!(here > 0) || here < 0.01 * list_size(place, pcn)) continue;
    fit.patients[pcn] = row;
    all += here;
    kept += most;
  }
  fit.many = all > 0 ? kept / all : kNone;
  // One to one: every way to give PCNs in turn a neighbourhood that no other has, or none.
  const auto best_from = [&](const auto& self, auto pcn, std::set<std::string>& free) -> double {
    if (pcn == fit.patients.end()) return 0;
    const auto next = std::next(pcn);
    double best = self(self, next, free);
    for (const auto& [hood, patients] : pcn->second) {
      if (!free.contains(hood)) continue;
      free.erase(hood);
      best = std::max(best, patients + self(self, next, free));
      free.insert(hood);
    }
    return best;
  };
  auto free = hoods;
  fit.one = all > 0 ? best_from(best_from, fit.patients.begin(), free) / all : kNone;
  for (const auto& hood : hoods) {
    double people = 0, entropy = 0;
    for (const auto& [pcn, row] : fit.patients)
      if (const auto at = row.find(hood); at != row.end()) people += at->second;
    for (const auto& [pcn, row] : fit.patients)
      if (const auto at = row.find(hood); at != row.end() && at->second > 0)
        entropy -= at->second / people * std::log(at->second / people);
    fit.effective[hood] = people > 0 ? std::exp(entropy) : kNone;
  }
  return fit;
}

}  // namespace placewright::plain
