#include "boundaries/output/lookup.h"

#include <map>

#include "boundaries/output/table.h"

namespace placewright::boundaries::output {
std::string lookup_csv(const datasets::PlanRecord& plan) {
  std::map<std::string, std::string> name_of;
  for (const auto& neighbourhood : plan.neighbourhoods) name_of[neighbourhood.id] = neighbourhood.name;
  std::string csv = csv_line({"area_code", "neighbourhood", "name"});
  for (const auto& row : plan.assignments)
    csv +=
        csv_line({row.area, row.neighbourhood, row.neighbourhood.empty() ? "" : name_of[row.neighbourhood]});
  return csv;
}

}  // namespace placewright::boundaries::output
