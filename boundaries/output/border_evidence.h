#pragma once

#include <string>
#include <vector>

#include "boundaries/from_place/problem.h"
#include "boundaries/judge/explain.h"
#include "boundaries/output/evidence_json.h"
#include "datasets/place/place.h"

/// Why a border or a whole neighbourhood is as it is: what it follows, what it cuts, who holds it, what else
/// there could be, how firm it is.
namespace placewright::boundaries::output {

/// A line on the ground beside the border, or a kind of unit whose boundary it is.
struct Followed {
  std::string kind;   ///< "river", "road", "motorway", ...; of units "ward", "pcn", ...
  std::string name;   ///< of the line; "" for units, and for lines without one
  bool line = false;  ///< else the boundary of units
  double metres = 0;
  double share = 0;  ///< of the border's length
};

/// A unit, practice or service footprint that the border parts.
struct Parted {
  std::string kind;     ///< "ward", "pcn", "practice", "footprint", ...
  std::string name;     ///< code and name
  std::string counted;  ///< "residents" or "patients"
  double people = 0;    ///< of it within the plan
  double here = 0;      ///< of them in the first neighbourhood
  double there = 0;     ///< in the second, or in all the others
};

/// Units of one kind that lie in the neighbourhood but for an immaterial part.
struct KeptWhole {
  std::string kind;
  std::vector<std::string> names;
};

/// A neighbourhood on the other side of the border.
struct Beside {
  std::int32_t label = kUnassigned;
  double metres = 0;  ///< of border
};

/// Another plan of the place beside this one.
struct OtherPlan {
  std::string name;
  double border = 0;    ///< share of the border's length where that plan has a border too
  double together = 0;  ///< share of the people here who live in one neighbourhood of that plan
};

struct BorderEvidence {
  std::int32_t one = kUnassigned;
  std::int32_t other = kUnassigned;  ///< kUnassigned: all others, the whole border of `one`
  double metres = 0;                 ///< of border between them; none where only a link joins them
  double people = 0;                 ///< that the bounds count, in `one`
  bool lines_known = false;          ///< the place has rivers, roads or barriers to tell of
  double line_share = 0;             ///< of the border, that runs along any of them
  std::vector<Followed> follows;     ///< from a twentieth of the border on, longest first
  std::vector<Beside> beside;        ///< longest border first
  std::vector<Parted> cuts;          ///< from the material share on both sides; by kind, largest first
  std::vector<KeptWhole> wholes;     ///< in `one`; kinds of which the place has several units
  std::vector<std::string> held_by;  ///< rules, wishes, locks and reasons, as sentences
  std::vector<Alternative> moves;    ///< of single areas over the border, legal and cheap ones first
  std::vector<OtherPlan> plans;      ///< those of the place that put the areas here into neighbourhoods
};

/// The brief, and at weight 0 each further kind of unit that the place knows, so that all are told of.
[[nodiscard]] Brief with_known_units(const datasets::Place& place, Brief brief);

/// question: of a brief made by with_known_units. labels: of the plan; names: of its labels. Needs: `one`,
/// and `other` where it is one, have areas. Shares of border and people are of 0 to 1.
[[nodiscard]] BorderEvidence measure_border(const datasets::Place& place, const datasets::PlanRecord& plan,
                                            const PlaceProblem& question, const Labels& labels,
                                            const PlanNames& names, std::int32_t one,
                                            std::int32_t other = kUnassigned);

}  // namespace placewright::boundaries::output
