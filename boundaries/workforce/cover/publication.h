#pragma once

#include <string>
#include <string_view>

#include "boundaries/workforce/cover/coverage.h"
#include "datasets/place/place.h"

/// Figures of staff as they are handed on: audited once for all tables of one output, together with what the
/// place handed on before, and written down for those to come.
namespace placewright::boundaries::workforce {

struct Publication {
  Coverage coverage;              ///< with few staff hidden (disclosure.h)
  datasets::PublishedRow record;  ///< to be kept in the place; id "": it shows no unprinted staff
};

/// Measures and hides; what was handed on before and would come out the same is handed on again, whatever
/// came between. Equity is rounded, measure by measure, to the digits at which tables that differ in a hidden
/// figure, from 0 to its threshold, read the same; a measure that reads the same at no digits is withheld,
/// and so are all of them where too many figures are hidden to find such tables. `output` is export, report
/// or workforce. Of a place without staff: empty. Needs: the tables of the place that staff and people stand
/// in, and `published`.
[[nodiscard]] Publication publish_coverage(const datasets::Place& place, const datasets::PlanRecord& plan,
                                           CoverageRequest question = {}, std::string_view output = "export");

/// Keeps the record in the place file at `path`, once; nothing for a record without id. Throws InputError
/// where the file cannot be changed: nothing is handed on that nobody could judge the next publication by.
void keep_publication(const std::string& path, datasets::PublishedRow record, const std::string& when);

}  // namespace placewright::boundaries::workforce
