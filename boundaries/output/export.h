#pragma once

#include <string>
#include <vector>

#include "boundaries/output/map_look.h"
#include "boundaries/output/plan_tables.h"
#include "boundaries/workforce/cover/coverage.h"

namespace placewright::boundaries::output {

/// Writes everything a plan is handed on as into a folder (made where it is missing): lookup, practice and
/// postcode tables as CSV, a workbook, a styled GeoPackage, GeoJSON, maps as SVG, PDF and PNG. Returns the
/// paths written. `date` (ISO 8601) names the lookup and its columns. Throws InputError where a file cannot
/// be written. `staff`: the published coverage, worked out and kept once (workforce/cover/publication.h).
std::vector<std::string> export_plan(const DescribedPlan& described, const std::string& folder,
                                     const std::string& date, const workforce::Coverage& staff);
/// The same with the staff audited here and written down nowhere: for what is not handed on.
std::vector<std::string> export_plan(const DescribedPlan& described, const std::string& folder,
                                     const std::string& date);

/// The plan's map in another look as NAME.svg, NAME.pdf and NAME.png (300 dots an inch) in a folder that is
/// there. Returns the paths.
std::vector<std::string> export_look(const DescribedPlan& described, const MapLook& look,
                                     const std::string& folder, const std::string& name);

}  // namespace placewright::boundaries::output
