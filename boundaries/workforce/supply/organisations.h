#pragma once

#include <string>
#include <vector>

#include "boundaries/workforce/supply/alignment.h"
#include "datasets/place/place.h"

namespace placewright::boundaries::workforce {

/// What a plan does to one organisation's patients.
struct OrganisationRow {
  std::string id, name;
  std::string pcn;           ///< of a practice; "" where it has none, and for PCNs
  double patients = 0;       ///< registered with it and living in a neighbourhood of the plan
  double outside = 0;        ///< living outside the place
  std::string matched;       ///< the neighbourhood that holds most of them
  double share = 0;          ///< of its patients there
  std::uint32_t pieces = 0;  ///< neighbourhoods that hold the least piece or more
};

struct OrganisationReport {
  std::vector<std::string> neighbourhood;
  std::vector<double> registered, resident;  ///< of each neighbourhood
  Overlap overlap;                           ///< PCN by neighbourhood
  Overlap practice_overlap;                  ///< practice by neighbourhood
  Alignment alignment;
  double least_piece = kLeastPiece;              ///< share of its patients: the program's or the place's own
  std::vector<OrganisationRow> pcns, practices;  ///< by id; practices with at least 1 % of their list here
};
/// How PCNs and practices lie over the neighbourhoods of a plan, in registered patients; nothing is refused
/// for a misfit.
[[nodiscard]] OrganisationReport measure_organisations(const datasets::Place& place,
                                                       const datasets::PlanRecord& plan);

}  // namespace placewright::boundaries::workforce
