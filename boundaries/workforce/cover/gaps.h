#pragma once

#include <set>
#include <string>
#include <vector>

#include "boundaries/workforce/cover/allocate.h"
#include "datasets/place/place.h"

/// Who is covered by nobody, by several, or not as far as the line goes; and why a service is absent
/// somewhere.
namespace placewright::boundaries::workforce {

/// One neighbourhood's people without a service.
struct GapPart {
  std::string neighbourhood;
  double nobody = 0;   ///< people whom no footprint of the service covers
  double several = 0;  ///< people whom more than one covers, counted once for each further one
};

/// What the footprints of one service leave open over a plan. People are residents.
struct ServiceGap {
  std::string service;
  std::size_t footprints = 0;
  double people = 0;                     ///< of the plan
  double nobody = 0, several = 0;        ///< as above
  double stops_short = 0;                ///< of nobody: in neighbourhoods that the service covers in part
  double deprived = datasets::kMissing;  ///< of nobody: in the most deprived fifth nationally; NaN unknown
  std::vector<GapPart> parts;            ///< neighbourhoods with either, by id
};
/// Every service that has a footprint, by name. A part of a neighbourhood counts as covered in part from the
/// material share (threshold "split") of its people on, up to all but that share.
[[nodiscard]] std::vector<ServiceGap> measure_gaps(const datasets::Place& place,
                                                   const datasets::PlanRecord& plan);

enum class WhyAbsent {
  nothing_loaded,  ///< no row of the workforce table is of it
  sent_nothing,    ///< others reported it, the PCN with most of the area's patients did not
  none_covers,     ///< staff of it are loaded and reach others only
};
[[nodiscard]] std::string_view why_absent_name(WhyAbsent why);

struct Absence {
  std::string what;  ///< a service family, or a role group of one
  WhyAbsent why = WhyAbsent::none_covers;
  std::string words;  ///< the same for people
};
/// What does not cover an area, and why: service families of which nothing is loaded, then role groups that
/// are loaded and not among `covering` (the role groups that cover it).
[[nodiscard]] std::vector<Absence> find_absences(const datasets::Place& place, const Lists& lists,
                                                 const Allocated& allocated, std::uint32_t area,
                                                 const std::set<std::string>& covering);

}  // namespace placewright::boundaries::workforce
