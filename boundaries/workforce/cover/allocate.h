#pragma once

#include <string>
#include <vector>

#include "boundaries/workforce/supply/ages.h"
#include "boundaries/workforce/supply/supply.h"
#include "boundaries/workforce/supply/units.h"
#include "datasets/place/place.h"
#include "geo/finding.h"

/// A place's workforce table taken to its areas.
namespace placewright::boundaries::workforce {

/// One row of the workforce table with where it goes.
struct AllocatedRow {
  std::uint32_t row = 0;  ///< in place.workforce
  std::string group, family, sector, registered, employer;
  enum class Holder { practice, pcn, other } holder = Holder::other;
  Allocation method = Allocation::none;
  Shares shares;
  double wte = 0;   ///< of this row: WTE times its share of the post; NaN not given
  double rest = 0;  ///< WTE of its post that no row has; on the first row of a post, counted as unallocated
  double headcount = datasets::kMissing;  ///< NaN not given
  double vacancy = datasets::kMissing;
  bool estimated = false, held = false;
};

struct Allocated {
  std::vector<AllocatedRow> rows;     ///< those with WTE
  std::vector<AllocatedRow> unknown;  ///< those without: where the staff would be whose number nobody gave
  Conservation total;
  std::uint32_t missing_wte = 0,
                left_out = 0;  ///< rows without WTE; rows refused (negative WTE, a share that is none)
  double left_out_wte = 0;
  std::vector<std::string> unknown_roles;  ///< counted under OTHER, sorted
  std::vector<geo::Finding> findings;
};

struct AllocateOptions {
  double visit_minutes = 30;  ///< truncated Gaussian of home-visiting teams ends here
  std::string mode = "drive";
  std::string driver = "65+";  ///< LA totals are spread by people of these ages; without ages by all people
  bool spread_held = false;    ///< posts held at place or system level spread by people, flagged
};

/// Each row by its own `allocation`; where that is empty: practice and PCN posts by list, posts of a
/// footprint by its patch, mobile posts of a base by travel, posts of an area to it, posts of an authority by
/// the driver, posts at place or system level held. What cannot be placed is unallocated, with a finding;
/// nothing is lost (total.error() is 0 to 1e-9), and total.input and left_out_wte add up to what the table
/// says. A share of less than 1 leaves the rest unallocated; one outside 0..1 is no share, and its row is
/// left out.
[[nodiscard]] Allocated allocate_workforce(const datasets::Place& place, const datasets::PlanRecord& plan,
                                           const Lists& lists, const AllocateOptions& options = {});

/// The patch of a footprint as shares of areas: members may be areas (lsoa, area), neighbourhoods of the
/// plan, wards, parishes, MSOAs, authorities, "place", and by list practices and PCNs. An area in several
/// members counts with its largest share.
struct Patch {
  std::vector<PatchArea> areas;
  List list;                         ///< of practice and PCN members
  std::vector<std::string> unknown;  ///< members the place does not know
};
[[nodiscard]] Patch resolve_footprint(const datasets::Place& place, const datasets::PlanRecord& plan,
                                      const Lists& lists,
                                      std::string_view footprint_id);  // lists: of this place

/// Residents of the areas of the place; 0 of those that are context only.
[[nodiscard]] std::vector<double> people_inside(const datasets::Place& place);

}  // namespace placewright::boundaries::workforce
