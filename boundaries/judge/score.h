#pragma once

#include <map>
#include <string>
#include <vector>

#include "boundaries/question/criteria.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries {

/// What one criterion says of a plan. Formulas: DESIGN.md, "The criteria".
struct CriterionScore {
  std::string name;  ///< as name_of says it: "population", "alignment:ward"
  Criterion criterion = Criterion::population;
  double loss = 0;  ///< 0 best .. 1 worst
  double weight = 0;
  /// Natural units and ingredients by name, such as ssw, sst, r2; cut_m, border_m; minutes, minutes_nearest;
  /// kept.
  std::map<std::string, double> ingredients;
};

struct NeighbourhoodScore {
  std::uint32_t areas = 0;
  double people = 0, residents = 0;
  std::uint32_t pieces = 0;
  double deprivation_mean = 0;  ///< NaN where not judged
  double deprivation_ssw = 0;
  std::vector<std::int32_t> hub;       ///< per access kind: row of the hub site, -1 none
  std::vector<double> access_minutes;  ///< per access kind: mean minutes to the hub
};

/// A plan's score. Never refuses a plan: what it breaks is counted.
struct Score {
  double total = 0;  ///< sum weight*loss / sum weight over the criteria judged; NaN when none is
  std::vector<CriterionScore> criteria;
  std::vector<std::string> not_judged;
  std::uint32_t neighbourhoods = 0, unassigned = 0, out_of_bounds = 0, not_contiguous = 0;
  double people_outside_bounds = 0;
  std::vector<NeighbourhoodScore> per_neighbourhood;  ///< row = label
};

/// Judges any labelling, plainly and from scratch: the reference that every moving sum is tested against.
/// Labels are 0 .. max; labels without areas count as neighbourhoods of nobody and are left out of every
/// count and mean. Areas without a label are counted in `unassigned` and leave every sum; a plan that assigns
/// nothing is judged by nothing. People in the bounds are Problem::people; people in every other criterion
/// are Problem::residents.
///
/// Ingredients by criterion (metres, minutes, people, shares 0..1):
///   population         people_outside_bounds, spread, target
///   deprivation        ssw, sst, r2, areas_missing
///   access             minutes, minutes_nearest, minutes_one_hub (weighted over kinds), hubs_outside,
///   straight_line;
///                      p90, share_beyond, share_beyond_deprived (of the most deprived fifth of people) with
///                      one kind; with several kinds each name again as "<name>:<kind>"
///   registration       kept, registered, share
///   compactness        cut_m, border_m
///   alignment:<kind>   kept_whole, could_be_whole, share, reverse_share, units, units_split, pairs (unit x
///   neighbourhood),
///                      pieces (connected)
///   barriers           inside_m, crossing_m
///   local_knowledge    wishes, wishes_met, mean
[[nodiscard]] Score score(const Problem& problem, const Labels& labels);

/// What a judgement of the same problem can take over from the one before: hubs of neighbourhoods whose areas
/// are the same.
struct ScoreMemory {
  struct Hub {
    std::vector<std::uint32_t> areas;  ///< of the neighbourhood
    std::size_t site = 0;
    double asked = 0, person_minutes = 0;
  };
  struct Kind {
    std::vector<Hub> hub;                 ///< row = label
    std::vector<std::uint32_t> assigned;  ///< areas that the two sums are of
    double nearest = 0, one_hub = 0;      ///< person-minutes
  };
  std::vector<Kind> access;  ///< by kind of site
};
/// The same to the bit, in less time after a small change. Needs: a memory of this problem, or an empty one.
[[nodiscard]] Score score(const Problem& problem, const Labels& labels, ScoreMemory& memory);

}  // namespace placewright::boundaries
