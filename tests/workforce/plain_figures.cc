#include "tests/workforce/plain_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>
#include <tuple>

namespace placewright::plain {
namespace {

using datasets::Place;
using datasets::WorkforceRow;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Patients {
  std::vector<double> area;
  double outside = 0, unknown = 0;
  bool any = false;
  [[nodiscard]] double all() const {
    double sum = outside + unknown;
    for (const double n : area) sum += n;
    return sum;
  }
};

int find(const Place& place, const std::string& code) {
  for (std::size_t i = 0; i < place.areas.size(); ++i)
    if (place.areas.code[i] == code) return static_cast<int>(i);
  return -1;
}

std::string pcn_of(const Place& place, const std::string& practice) {
  for (const auto& site : place.sites)
    if (site.id == practice && site.kind == "gp") return site.pcn_code;
  return "";
}

/// The list of a practice, or of all practices of a PCN.
Patients list_of(const Place& place, const std::string& practice, const std::string& pcn) {
  Patients list;
  list.area.assign(place.areas.size(), 0);
  for (const auto& row : place.registrations) {
    if (practice.empty() ? pcn.empty() || pcn_of(place, row.practice) != pcn : row.practice != practice)
      continue;
    list.any = true;
    const int area = find(place, row.area);
    if (row.area == "UNKNOWN")
      list.unknown += row.patients;
    else if (area >= 0 && is_inside(place, static_cast<std::size_t>(area)))
      list.area[static_cast<std::size_t>(area)] += row.patients;
    else
      list.outside += row.patients;
  }
  return list;
}

Spread held(const Place& place) { return {std::vector<double>(place.areas.size(), 0), 0, 0, 1}; }

/// Weights made shares of one; all unallocated where there are none.
Spread share_out(const Place& place, const std::vector<double>& weight, double outside = 0,
                 double unknown = 0) {
  double all = outside + unknown;
  for (const double w : weight) all += w;
  if (!(all > 0)) return held(place);
  Spread spread{weight, outside / all, unknown / all, 0};
  for (auto& share : spread.area) share /= all;
  return spread;
}

std::vector<double> people_in(const Place& place) {
  std::vector<double> people(place.areas.size(), 0);
  for (std::size_t i = 0; i < people.size(); ++i)
    if (is_inside(place, i) && place.areas.population[i] > 0) people[i] = place.areas.population[i];
  return people;
}

/// People of 65 and over in each area, all people where the place has no ages at all; 0 unknown.
std::vector<double> older_people(const Place& place) {
  if (place.ages.empty()) return people_in(place);
  std::vector<double> older(place.areas.size(), 0);
  for (const auto& row : place.ages)
    if (row.band == "65-74" || row.band == "75+") older[number_of(place, row.area)] += row.people;
  for (std::size_t i = 0; i < older.size(); ++i)
    if (!is_inside(place, i)) older[i] = 0;
  return older;
}

Spread spread_by_patch(const Place& place, const std::string& footprint) {
  const auto territory = find_territory(place, footprint);
  std::vector<double> weight(place.areas.size(), 0), plain(place.areas.size(), 0);
  double people = 0, patients = territory.outside + territory.unknown;
  for (const auto& [area, share] : territory.share) {
    const double living = place.areas.population[area];
    if (living > 0) weight[area] += living * share;
    people += weight[area];
    plain[area] = share;
  }
  for (const double n : territory.patients) patients += n;
  if (patients > 0) {
    for (std::size_t i = 0; i < weight.size(); ++i) weight[i] += territory.patients[i];
    return share_out(place, weight, territory.outside, territory.unknown);
  }
  return share_out(place, people > 0 ? weight : plain);
}

Spread spread_by_travel(const Place& place, const WorkforceRow& row) {
  const datasets::Site* base = nullptr;
  for (const auto& site : place.sites)
    if (site.id == row.base_id) base = &site;
  if (base == nullptr || std::isnan(base->x)) return held(place);
  std::vector<double> people(place.areas.size(), 0);
  if (!row.footprint_id.empty()) {
    const auto territory = find_territory(place, row.footprint_id);
    for (const auto& [area, share] : territory.share)
      if (place.areas.population[area] > 0) people[area] += place.areas.population[area] * share;
    for (std::size_t i = 0; i < people.size(); ++i) people[i] += territory.patients[i];
  } else if (!row.practice_code.empty() || !row.pcn_code.empty()) {
    people = list_of(place, row.practice_code, row.pcn_code).area;
  } else {
    people = people_in(place);
  }
  const auto minutes = minutes_to(place, *base, "drive");
  for (std::size_t i = 0; i < people.size(); ++i) {
    const double t = minutes[i] / 30;
    people[i] *= t < 1 ? (std::exp(-t * t / 2) - std::exp(-0.5)) / (1 - std::exp(-0.5)) : 0;
  }
  return share_out(place, people);
}

Spread spread_over_authority(const Place& place, const std::string& code) {
  auto weight = older_people(place);
  for (std::size_t i = 0; i < weight.size(); ++i)
    if (!code.empty() && place.areas.parents.at("lad_code")[i] != code) weight[i] = 0;
  return share_out(place, weight);
}

std::string holder_of(const WorkforceRow& row) {
  return !row.practice_code.empty() ? "practice" : !row.pcn_code.empty() ? "pcn" : "other";
}

/// One source's staff of one role group and kind of holder; of one employer where they follow no list.
struct Return {
  std::set<std::string> reported;
  double wte = 0;
  bool said = false;
  std::vector<double> with, without;
};

}  // namespace

Spread spread_row(const Place& place, const WorkforceRow& row) {
  if (row.allocation == "travel") return spread_by_travel(place, row);
  if (row.allocation == "spread") return spread_over_authority(place, row.area_id);
  if (!row.practice_code.empty() || !row.pcn_code.empty()) {
    const auto list = list_of(place, row.practice_code, row.practice_code.empty() ? row.pcn_code : "");
    return list.any ? share_out(place, list.area, list.outside, list.unknown) : held(place);
  }
  if (!row.footprint_id.empty()) return spread_by_patch(place, row.footprint_id);
  if (row.level == "place") return held(place);
  if (!row.base_id.empty()) return spread_by_travel(place, row);
  if (const int area = find(place, row.area_id); area >= 0) {
    auto spread = held(place);
    spread.unallocated = 0;
    if (is_inside(place, static_cast<std::size_t>(area)))
      spread.area[static_cast<std::size_t>(area)] = 1;
    else
      spread.outside = 1;
    return spread;
  }
  return held(place);
}

bool is_inside(const Place& place, std::size_t area) { return place.areas.inside[area] != 0; }

std::size_t number_of(const Place& place, const std::string& code) {
  const int area = find(place, code);
  if (area < 0) throw std::runtime_error("no area " + code);
  return static_cast<std::size_t>(area);
}

double patients_in(const Place& place, const std::string& practice, const std::string& pcn,
                   std::size_t area) {
  return list_of(place, practice, pcn).area[area];
}

double list_size(const Place& place, const std::string& pcn) { return list_of(place, "", pcn).all(); }

std::vector<std::string> neighbourhood_of(const Place& place) {
  std::vector<std::string> of(place.areas.size());
  for (const auto& row : place.plans.front().assignments)
    if (const auto area = number_of(place, row.area); is_inside(place, area)) of[area] = row.neighbourhood;
  return of;
}

std::string group_of(const WorkforceRow& row) { return row.role_group; }

std::vector<double> minutes_to(const Place& place, const datasets::Site& site, const std::string& mode) {
  std::vector<double> minutes(place.areas.size(), kNone);
  bool told = false;
  for (const auto& row : place.travel)
    if (row.mode == mode && row.site == site.id) {
      minutes[number_of(place, row.area)] = row.minutes;
      told = true;
    }
  if (told || std::isnan(site.x)) return minutes;
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    const double dx = place.areas.centroid_x[i] - site.x, dy = place.areas.centroid_y[i] - site.y;
    minutes[i] = 1.3 * std::sqrt(dx * dx + dy * dy) / 1000 / (mode == "walk" ? 4.8 : 30) * 60;
  }
  return minutes;
}

Territory find_territory(const Place& place, const std::string& footprint) {
  Territory territory;
  territory.patients.assign(place.areas.size(), 0);
  const auto hoods = neighbourhood_of(place);
  for (const auto& member : place.footprints) {
    if (member.footprint_id != footprint) continue;
    if (member.member_type == "practice" || member.member_type == "pcn") {
      const bool of_pcn = member.member_type == "pcn";
      const auto list = list_of(place, of_pcn ? "" : member.member_id, of_pcn ? member.member_id : "");
      for (std::size_t i = 0; i < list.area.size(); ++i) territory.patients[i] += list.area[i] * member.share;
      territory.outside += list.outside * member.share;
      territory.unknown += list.unknown * member.share;
      continue;
    }
    for (std::size_t i = 0; i < place.areas.size(); ++i) {
      const bool in =
          member.member_type == "place" ||
          (member.member_type == "neighbourhood" && hoods[i] == member.member_id) ||
          (member.member_type == "lad" && place.areas.parents.at("lad_code")[i] == member.member_id) ||
          (member.member_type == "lsoa" && place.areas.code[i] == member.member_id);
      if (in && is_inside(place, i)) territory.share[i] = std::max(territory.share[i], member.share);
    }
  }
  return territory;
}

Staff spread_staff(const Place& place) {
  std::map<std::string, double> posts;
  for (const auto& row : place.workforce)
    if (!row.post_id.empty() && row.share >= 0 && row.share <= 1) posts[row.post_id] += row.share;
  Staff staff;
  auto& account = staff.account;
  std::set<std::string> told;
  for (std::size_t r = 0; r < place.workforce.size(); ++r) {
    const auto& row = place.workforce[r];
    const bool known = !std::isnan(row.wte);
    if (row.share < 0 || row.share > 1) {
      if (known) account.left_out += row.wte;
      continue;
    }
    double part = row.share, rest = 0;
    if (row.post_id.empty()) {
      rest = 1 - row.share;
    } else {
      const double all = posts.at(row.post_id);
      if (all > 1 + 1e-6) part /= all;
      if (known && told.insert(row.post_id).second && all < 1 - 1e-6) rest = 1 - all;
    }
    Staff::Row one{r, row.wte * part, spread_row(place, row)};
    if (!known) {
      staff.silent.push_back(one);
      continue;
    }
    account.input += one.wte + row.wte * rest;
    account.unallocated += one.wte * one.spread.unallocated + row.wte * rest;
    account.outside += one.wte * one.spread.outside;
    account.unknown += one.wte * one.spread.unknown;
    for (const double share : one.spread.area) account.allocated += one.wte * share;
    staff.rows.push_back(one);
  }
  return staff;
}

std::vector<double> registered_of(const Place& place) {
  std::vector<double> registered(place.areas.size(), kNone);
  for (const auto& row : place.registrations)
    if (const int area = find(place, row.area); area >= 0) {
      auto& here = registered[static_cast<std::size_t>(area)];
      here = (std::isnan(here) ? 0 : here) + row.patients;
    }
  return registered;
}

std::vector<double> need_of(const Place& place, const std::string& scheme) {
  const std::size_t n = place.areas.size();
  std::map<std::pair<std::string, std::string>, double> weight;
  for (const auto& row : place.weights)
    if (row.scheme == scheme) weight[{row.dimension, row.key}] = row.weight;
  std::vector<double> need(n, kNone);
  double people = 0, weighted = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double index = 1;
    if (scheme == "index:frailty") index = place.areas.indicators.at("frailty")[i];
    if (scheme == "ages") {
      double all = 0, up = 0;
      for (const auto& row : place.ages)
        if (row.area == place.areas.code[i]) {
          all += row.people;
          up += row.people * weight.at({"age", row.band});
        }
      const double decile = place.areas.imd_decile[i];
      index = all > 0 && !std::isnan(decile)
                  ? up / all *
                        weight.at({"imd_quintile", std::to_string(static_cast<int>(std::ceil(decile / 2)))})
                  : kNone;
    }
    if (scheme == "lists") {
      double all = 0, up = 0;
      for (const auto& row : place.registrations)
        if (const auto at = weight.find({"practice", row.practice});
            row.area == place.areas.code[i] && is_inside(place, i) && at != weight.end()) {
          all += row.patients;
          up += row.patients * at->second;
        }
      index = all > 0 ? up / all : kNone;
    }
    if (!is_inside(place, i)) continue;
    need[i] = index * place.areas.population[i];
    if (std::isnan(need[i])) continue;
    people += place.areas.population[i];
    weighted += need[i];
  }
  for (auto& here : need) here *= weighted > 0 ? people / weighted : 1;
  return need;
}

Known find_known(const Place& place, const Staff& staff, const std::string& group) {
  const std::size_t n = place.areas.size();
  const auto registered = registered_of(place);
  std::map<std::tuple<std::string, std::string, std::string, std::string>, Return> returns;
  const auto add = [&](const Staff::Row& one, bool said) {
    const auto& row = place.workforce[one.row];
    if (!group.empty() && group_of(row) != group) return;
    const auto holder = holder_of(row);
    auto& to = returns[{holder, row.source, group_of(row), holder == "other" ? row.employer : ""}];
    to.with.resize(n, 0);
    to.without.resize(n, 0);
    for (std::size_t i = 0; i < n; ++i) (said ? to.with : to.without)[i] += one.spread.area[i];
    if (!said) return;
    to.said = true;
    to.wte += one.wte;
    to.reported.insert(holder == "practice" ? row.practice_code : row.pcn_code);
  };
  for (const auto& row : staff.rows) add(row, true);
  for (const auto& row : staff.silent) add(row, false);
  Known known{std::vector<double>(n, 0), std::vector<double>(n, 0)};
  double all = 0;
  for (const auto& [key, one] : returns) all += one.wte;
  const bool numbers = all > 0;
  if (!numbers) all = static_cast<double>(returns.size());
  for (const auto& [key, one] : returns)
    for (std::size_t i = 0; i < n; ++i) {
      double share = 1, here = 1;
      if (std::get<0>(key) == "other") {
        bool placed = false;
        for (std::size_t j = 0; j < n; ++j) placed = placed || one.with[j] > 0 || one.without[j] > 0;
        if (one.without[i] > 0) share = one.with[i] / (one.with[i] + one.without[i]);
        if (!placed && !one.said) share = 0;
      } else {
        double patients = 0, told = 0;
        for (const auto& row : place.registrations) {
          const auto holder = std::get<0>(key) == "practice" ? row.practice : pcn_of(place, row.practice);
          if (row.area != place.areas.code[i] || holder.empty() || !is_inside(place, i)) continue;
          patients += row.patients;
          told += one.reported.contains(holder) ? row.patients : 0;
        }
        share = patients > 0 ? told / patients : 1;
        const double living = place.areas.population[i],
                     lists = std::isnan(registered[i]) ? 0 : registered[i];
        if (!place.registrations.empty() && living > 0 && lists < 0.75 * living) here = lists / living;
      }
      const double weight = numbers ? one.wte : 1;
      known.patients[i] += weight * share / all;
      known.residents[i] += weight * share * here / all;
    }
  for (auto* shares : {&known.patients, &known.residents})
    for (auto& share : *shares) share = std::min(1.0, share);
  return known;
}

std::map<std::string, UnitRow> measure_units(const Place& place, const Staff& staff, const Known& known,
                                             const std::string& scheme, const std::string& group) {
  constexpr double kLeast = 0.6;
  const std::size_t n = place.areas.size();
  const auto need = need_of(place, scheme), registered = registered_of(place);
  const auto hoods = neighbourhood_of(place);
  std::vector<double> wte(n, 0);
  for (const auto& row : staff.rows)
    if (group.empty() || group_of(place.workforce[row.row]) == group)
      for (std::size_t i = 0; i < n; ++i) wte[i] += row.wte * row.spread.area[i];
  struct Sums {
    double residents = 0, covered = 0, listed = 0, on_list = 0, need = 0, weighed = 0, wte = 0,
           wte_people = 0, wte_listed = 0, wte_weighed = 0, crude_weighed = 0, scored = 0, score = 0,
           ranked = 0, core = 0;
    bool any_people = false, any_list = false, any_need = false;
  };
  std::map<std::string, Sums> sums;
  for (const auto& hood : place.plans.front().neighbourhoods) sums[hood.id];
  for (std::size_t i = 0; i < n; ++i) {
    if (hoods[i].empty()) continue;
    auto& s = sums[hoods[i]];
    const double living = place.areas.population[i];
    s.wte += wte[i];
    if (!std::isnan(registered[i])) {
      s.any_list = true;
      s.listed += registered[i];
      s.on_list += registered[i] * known.patients[i];
      s.wte_listed += wte[i];
    }
    if (std::isnan(living)) continue;
    s.any_people = true;
    s.residents += living;
    s.covered += living * known.residents[i];
    s.wte_people += wte[i];
    if (!std::isnan(need[i])) {
      s.any_need = true;
      s.need += need[i];
      s.weighed += need[i] * known.residents[i];
      s.crude_weighed += living * known.residents[i];
      s.wte_weighed += wte[i];
    }
    if (const double score = place.areas.imd_score[i]; !std::isnan(score)) {
      s.scored += living;
      s.score += living * score;
    }
    if (const double decile = place.areas.imd_decile[i]; !std::isnan(decile)) {
      s.ranked += living;
      s.core += decile <= 2 ? living : 0;
    }
  }
  double place_wte = 0, place_need = 0;
  for (const auto& [id, s] : sums)
    if (s.residents > 0 && s.covered / s.residents >= kLeast) {
      place_wte += s.wte_weighed;
      place_need += s.weighed;
    }
  std::map<std::string, UnitRow> rows;
  const auto rate = [](double up, double down) { return down > 0 ? 1e4 * up / down : kNone; };
  for (const auto& [id, s] : sums) {
    const double coverage = s.residents > 0 ? s.covered / s.residents : kNone;
    const bool enough = coverage >= kLeast;
    const double fair = enough && place_need > 0 && s.any_need ? place_wte * s.weighed / place_need : kNone;
    rows[id] = {s.any_people ? s.residents : kNone,
                s.any_list ? s.listed : kNone,
                s.any_need ? s.need : kNone,
                s.scored > 0 ? s.score / s.scored : kNone,
                s.ranked > 0 ? s.core / s.ranked : kNone,
                coverage,
                s.wte == 0 && coverage < kLeast ? kNone : s.wte,
                enough ? rate(s.wte_people, s.covered) : kNone,
                enough ? rate(s.wte_listed, s.on_list) : kNone,
                enough ? rate(s.wte_weighed, s.weighed) : kNone,
                fair,
                s.wte_weighed - fair,
                s.covered,
                s.wte_people,
                s.weighed,
                s.crude_weighed,
                s.wte_weighed};
  }
  return rows;
}

}  // namespace placewright::plain
