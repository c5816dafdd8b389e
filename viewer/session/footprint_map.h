#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "boundaries/workforce/supply/units.h"
#include "viewer/session/session.h"

/// One service's footprints as a map shows them: which area is whose, who serves it from where, which
/// neighbourhoods are cut. No window.
namespace placewright::viewer {

struct FootprintMap {
  struct Footprint {
    std::string id, level;
    double people = 0, wte = 0,
           need = 0;          ///< residents, staff of rows that name it, weighted people; NaN not known
    double per_10k_need = 0;  ///< WTE; NaN not known
    geo::Point middle;        ///< within one of its areas
    double span_m = 0;        ///< side of a square as large; 0: no area is mostly its own
  };
  /// A site with staff of a footprint's rows, and the middles of the parts of neighbourhoods that it serves.
  struct Base {
    std::size_t site = 0;  ///< row of the place's sites
    double wte = 0;        ///< NaN where no row says
    std::vector<std::size_t> footprints;
    std::vector<geo::Point> to;
  };
  std::string service;
  std::vector<Footprint> footprints;   ///< by id
  std::vector<std::int32_t> of_area;   ///< the footprint that has most of each area, half at least; -1 none
  std::vector<std::uint32_t> tint_of;  ///< of each footprint, 0 to 7: touching ones differ
  std::vector<Base> bases;             ///< by site
  std::vector<std::string> cut;        ///< per row of the plan: "62 % CN003, 38 % CN004"; "" not cut
  std::size_t uncovered = 0;           ///< areas of the place in no footprint of the service
};

/// "38,400 people, 12.3 WTE, 3.1 by need".
[[nodiscard]] std::string footprint_words(const FootprintMap::Footprint& footprint);

/// What footprints without a service are listed under.
inline constexpr const char* kNoService = "no service named";
/// Services with footprints, sorted.
[[nodiscard]] std::vector<std::string> footprint_services(const datasets::Place& place);
/// Per area of the place: the footprint has half of it at least, of the area itself or of its registered
/// patients.
[[nodiscard]] std::vector<std::uint8_t> areas_of_footprint(const datasets::Place& place,
                                                           const datasets::PlanRecord& plan,
                                                           const boundaries::workforce::Lists& lists,
                                                           const std::string& id);
/// `scheme` of need as find_need has it. Throws InputError where need cannot be weighed.
[[nodiscard]] FootprintMap map_footprints(const Session& session, const std::string& service,
                                          const std::string& scheme);

}  // namespace placewright::viewer
