#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "boundaries/workforce/cover/allocate.h"
#include "boundaries/workforce/cover/gaps.h"
#include "boundaries/workforce/supply/specialist.h"
#include "datasets/place/place.h"
#include "geo/finding.h"

/// Services on territories larger (or other) than a neighbourhood: what nests, what does not, who covers a
/// point.
namespace placewright::boundaries::workforce {

/// Share of each area of the place within a patch, 0 to 1: of areas by membership, of lists by their patients
/// living there.
[[nodiscard]] std::vector<double> share_within(const datasets::Place& place, const Patch& patch);

/// One neighbourhood's part in a footprint.
struct FootprintPart {
  std::string neighbourhood;
  double people = 0, share = 0;  ///< people of the neighbourhood within the footprint; over all of its people
};

struct FootprintNesting {
  std::string id, service, level;
  double people = 0;                 ///< residents within, areas counted by their share
  double wte = datasets::kMissing;   ///< staff of rows that name it; NaN when none says its WTE
  std::vector<FootprintPart> parts;  ///< neighbourhoods it touches, by id
  std::vector<FootprintPart> cut;    ///< those it covers in part only: it does not nest
  std::vector<std::string> unknown;  ///< members the place does not know
  [[nodiscard]] bool nests() const { return cut.empty(); }
};

struct Complexity {
  std::string neighbourhood;
  std::size_t footprints = 0;  ///< distinct footprints that touch it
  std::size_t providers = 0;   ///< employers with staff serving it
};

struct FootprintOverlap {
  std::string service, a, b;
  double people = 0;  ///< covered by both
};

struct FootprintReport {
  double materiality = 0;                    ///< share from which on a part counts
  std::vector<FootprintNesting> footprints;  ///< by id
  std::vector<Complexity> complexity;        ///< by neighbourhood id
  std::vector<FootprintOverlap> overlaps;    ///< of footprints of one service
  std::vector<geo::Finding> findings;        ///< NOT_NESTED, FOOTPRINT_UNKNOWN_MEMBER, FOOTPRINT_OVERLAP
};
/// A part counts from the material share (the place's threshold "split") of the neighbourhood's people or of
/// the footprint's on; one short of the whole neighbourhood by less than that share nests.
[[nodiscard]] FootprintReport measure_footprints(const datasets::Place& place,
                                                 const datasets::PlanRecord& plan);

/// Sessions of every specialty for the plan: pooled and neighbourhood by neighbourhood.
struct SpecialistRow {
  Specialty specialty;
  Sessions whole;  ///< for all people of the plan
  Pooling pooling;
  std::vector<Sessions> each;  ///< by neighbourhood, as the report's complexity rows
};
struct SpecialistReport {
  SessionRule rule;
  std::vector<std::string> neighbourhood;
  std::vector<double> people;
  std::vector<SpecialistRow> rows;
};
[[nodiscard]] SpecialistReport measure_specialists(const datasets::Place& place,
                                                   const datasets::PlanRecord& plan,
                                                   std::span<const Specialty> specialties,
                                                   const SessionRule& rule);
/// A table of specialties as CSV: specialty,first,total and any of index, diverted, group_size, sessions.
/// Throws InputError with line and column.
[[nodiscard]] std::vector<Specialty> read_specialties(const std::string& path);

/// Neighbourhoods grouped into footprints of about one size: the engine that draws neighbourhoods, one level
/// up.
struct FootprintProposal {
  double size = 0, min = 0, max = 0;  ///< people of a footprint
  std::vector<std::string> id;        ///< F1, F2, ... from north-west to south-east
  std::vector<double> people;
  std::vector<std::vector<std::string>> members;  ///< neighbourhood ids of each
  std::vector<std::string> base;  ///< site of the kind that is nearest to its people; empty without one
  std::vector<double> minutes;    ///< mean minutes to it, straight line
  std::string refused;            ///< why there is none
};
/// Footprints hold together (neighbouring neighbourhoods), lie between `size` less and more a quarter, and
/// near a site of `base_kind` where one is named. Same seed, same answer. Throws InputError when the place
/// has no site of that kind.
[[nodiscard]] FootprintProposal propose_footprints(const datasets::Place& place,
                                                   const datasets::PlanRecord& plan, double size,
                                                   const std::string& base_kind = "", std::uint64_t seed = 1);

/// One service that covers an area.
struct Cover {
  std::string service, group, level, employer, footprint, base, base_name;
  double wte_of_area = 0;               ///< of the row's WTE, what falls to the area; NaN as wte
  double wte = 0;                       ///< of the whole row; NaN when it does not say
  double minutes = datasets::kMissing;  ///< from the area to the base; NaN unknown
  bool straight_line = false;
  std::string how;  ///< list, footprint, travel, hold, spread, area
  std::string source, as_at;
};
struct CoversAnswer {
  std::string area, area_name, neighbourhood, neighbourhood_name, postcode;
  std::vector<Cover> covers;  ///< by service, level, employer
  std::size_t few = 0;        ///< further rows that follow lists with under 1 % of the area's patients
  std::vector<std::string> not_covered;  ///< service families without any staff for the area
  std::vector<Absence> absences;         ///< what does not cover it, and why
  std::vector<std::string> pcn_shares;   ///< "U12345 62 %": whose patients live there
};
/// `where` is an area code or a postcode of the place (spaces and case aside). Throws InputError when it is
/// neither.
[[nodiscard]] CoversAnswer find_who_covers(const datasets::Place& place, const datasets::PlanRecord& plan,
                                           std::string_view where);

}  // namespace placewright::boundaries::workforce
