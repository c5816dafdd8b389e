#pragma once

#include <string>
#include <vector>

#include "datasets/place/place.h"

/// Small invented places with staff, written out as values.
namespace placewright::toy {

struct AreaLine {
  std::string code;
  double people = 1000, imd = 20, decile = 5, x = 0, y = 0;
};

inline datasets::Place place_of(const std::vector<AreaLine>& lines) {
  datasets::Place place;
  place.name = "Toy";
  auto& areas = place.areas;
  for (const auto& line : lines) {
    areas.code.push_back(line.code);
    areas.name.push_back("Area " + line.code);
    areas.population.push_back(line.people);
    areas.imd_score.push_back(line.imd);
    areas.imd_rank.push_back(datasets::kMissing);
    areas.imd_decile.push_back(line.decile);
    areas.centroid_x.push_back(line.x);
    areas.centroid_y.push_back(line.y);
    areas.centroid_weighted.push_back(1);
    areas.priority.push_back(0);
    areas.inside.push_back(1);
    areas.pcn_code.emplace_back();
    areas.pcn_share.push_back(0);
    areas.parents["lad_code"].push_back("E08000001");
    areas.parents["lad_name"].push_back("Toyshire");
  }
  areas.shape.resize(lines.size());
  return place;
}

inline datasets::PlanRecord plan_of(const std::vector<std::pair<std::string, std::string>>& assignment,
                                    const std::string& name = "A") {
  datasets::PlanRecord plan;
  plan.name = name;
  for (const auto& [area, neighbourhood] : assignment) {
    plan.assignments.push_back({area, neighbourhood, false});
    bool known = false;
    for (const auto& row : plan.neighbourhoods) known = known || row.id == neighbourhood;
    if (!known && !neighbourhood.empty())
      plan.neighbourhoods.push_back({neighbourhood, "The " + neighbourhood, "", false, ""});
  }
  return plan;
}

inline datasets::Site practice(const std::string& id, const std::string& pcn, const std::string& area,
                               double x = 0, double y = 0) {
  datasets::Site site;
  site.id = id;
  site.kind = "gp";
  site.name = "Practice " + id;
  site.pcn_code = pcn;
  site.area = area;
  site.x = x;
  site.y = y;
  return site;
}

inline datasets::WorkforceRow staff(const std::string& id, const std::string& role, double wte) {
  datasets::WorkforceRow row;
  row.row_id = id;
  row.role = role;
  row.wte = wte;
  row.employer = "Employer of " + id;
  return row;
}

/// Three practices over three areas; staff of 8, 5 and 2 WTE that follow the lists.
inline datasets::Place three_practices() {
  auto place =
      place_of({{"L1", 3600, 40, 2, 0, 0}, {"L2", 2900, 30, 4, 1000, 0}, {"L3", 4100, 10, 8, 2000, 0}});
  place.sites = {practice("P1", "U1", "L1"), practice("P2", "U2", "L3"), practice("P3", "U1", "L1")};
  place.registrations = {{"P1", "L1", 3000},    {"P1", "L2", 2000},    {"P2", "L2", 1000}, {"P2", "L3", 3900},
                         {"P2", "OUTSIDE", 60}, {"P2", "UNKNOWN", 40}, {"P3", "L1", 500}};
  const std::pair<const char*, double> wte[] = {{"P1", 8}, {"P2", 5}, {"P3", 2}};
  for (const auto& [practice_code, amount] : wte) {
    auto row = staff(std::string("w") + practice_code, "Practice Nurse", amount);
    row.practice_code = practice_code;
    row.role_group = "Nurses";
    row.sector = "primary_care";
    place.workforce.push_back(row);
  }
  place.plans = {plan_of({{"L1", "N1"}, {"L2", "N1"}, {"L3", "N2"}})};
  return place;
}

}  // namespace placewright::toy
