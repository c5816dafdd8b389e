#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "boundaries/question/criteria.h"
#include "boundaries/question/minutes.h"
#include "boundaries/question/plan.h"
#include "geo/graph.h"
#include "geo/shape.h"

/// A place and a brief as the engine sees them: plain arrays, no file, no geometry.
/// Areas are in canonical order (sorted by code), so a problem does not depend on the order of anybody's
/// rows.
namespace placewright::boundaries {

enum class Aim { gather, spread };

struct PopulationRule {
  double min = 30000, max = 50000;  ///< people a neighbourhood, inclusive
  std::optional<double> target;     ///< nothing: all people / count when a count is given, else (min+max)/2
  bool hard = true;                 ///< soft: out-of-bounds neighbourhoods are allowed, counted and explained
};

/// Rows of (column, value), compressed: row r holds entries first[r] .. first[r+1].
struct SparseRows {
  std::vector<std::uint32_t> first{0};
  std::vector<std::uint32_t> column;
  std::vector<double> value;
  [[nodiscard]] std::size_t rows() const { return first.size() - 1; }
};

struct DeprivationData {
  std::vector<double> value;   ///< d of each area; NaN where missing
  std::vector<double> weight;  ///< w of each area: people, or 1
  Aim aim = Aim::gather;
};

/// One kind of site that can serve as a hub. minutes has a row an area; columns are rows of site_id.
/// Complete: every area has minutes to every site (the builder fills unreachable pairs with a stated large
/// value and a finding). Of a large place they are not listed but worked out by `far`.
struct AccessData {
  std::string kind;
  double weight = 1;                    ///< among kinds
  std::vector<std::string> site_id;     ///< sorted; ties between hubs go to the lower row
  std::vector<std::string> site_name;   ///< for messages; may be empty
  std::vector<std::int32_t> site_area;  ///< area row the site lies in; -1 outside the problem
  std::vector<float> minutes;           ///< areas x sites, row-major; empty where `far` says them
  std::shared_ptr<const MinutesIndex> far;
  bool straight_line = false;
  double beyond_minutes = 20;  ///< "far" in reports: 20 on foot, 15 by car

  [[nodiscard]] double minutes_between(std::size_t area, std::size_t site) const {
    return static_cast<double>(far ? far->rule().between(area, site) : minutes[area * site_id.size() + site]);
  }
  /// "B83031 (Ilkley Moor Practice)", or the id alone.
  [[nodiscard]] std::string name_of(std::size_t site) const {
    const bool named =
        site < site_name.size() && !site_name[site].empty() && site_name[site] != site_id[site];
    return named ? site_id[site] + " (" + site_name[site] + ")" : site_id[site];
  }
  /// Minutes to the nearest site; there must be one.
  [[nodiscard]] double nearest_minutes(std::size_t area) const {
    if (far) return far->nearest(static_cast<std::uint32_t>(area), 1).sites.front().minutes;
    const auto row = minutes.begin() + static_cast<std::ptrdiff_t>(area * site_id.size());
    return static_cast<double>(*std::min_element(row, row + static_cast<std::ptrdiff_t>(site_id.size())));
  }
};

struct AlignmentData {
  std::string kind;                ///< "ward", "pcn", "plan:current": criterion name is "alignment:" + kind
  std::vector<std::int32_t> unit;  ///< unit of each area, 0-based; -1 in none
  std::vector<std::string> unit_name;
};

/// Registered residents n(q, i) of judged practices q (at least half of their whole list in the place): a row
/// a practice, columns areas.
struct RegistrationData {
  std::vector<std::string> practice;
  SparseRows patients;
};

struct BarrierData {
  std::vector<std::uint8_t> crosses;  ///< per row of graph.edges(): 1 where the adjacency crosses a barrier
};

struct LocalKnowledge {
  struct Wish {
    std::vector<std::uint32_t> areas;
    bool together = true;  ///< false: keep_apart
    double weight = 1;
    std::string why;
  };
  std::vector<Wish> wishes;
};

/// A hard rule about areas. `exact`: the areas make up one neighbourhood, nothing joins it.
struct LockRule {
  std::vector<std::uint32_t> areas;
  bool exact = true;
  std::string label;  ///< neighbourhood id it keeps where one is known, else ""
  std::string why;
};

/// By kind parallel to Problem::alignment.
using Weights = WeightsOf<std::vector<double>>;

struct Problem {
  std::vector<std::string> code;  ///< area codes, sorted
  std::vector<std::string> name;  ///< for messages
  std::vector<double> people;  ///< the denominator the bounds apply to (residents by default), whole numbers
  std::vector<double> residents;  ///< p in the criteria
  std::vector<geo::Point> point;  ///< centroid of each area: order of ids (north-west to south-east)
  geo::Graph graph;               ///< links in force included, as edges with link = true and no border

  PopulationRule population;
  std::optional<std::uint32_t> count;

  /// No neighbourhood holds areas of two groups. One group when nothing is held. Connected pieces need no
  /// entry here.
  std::vector<std::uint32_t> hold_group;
  std::vector<std::string> hold_name;  ///< of each group
  /// Sets of areas that are never split (whole units, hard keep_together), each of at least two areas,
  /// disjoint or not.
  struct Whole {
    std::vector<std::uint32_t> areas;
    std::string why;
  };
  std::vector<Whole> wholes;
  struct Apart {
    std::vector<std::uint32_t> areas;
    std::string why;
  };  ///< no two of them in one neighbourhood
  std::vector<Apart> aparts;
  std::vector<LockRule> locks;
  struct Change {
    Labels from;
    double max_people = std::numeric_limits<double>::infinity();
  };
  std::optional<Change> change;  ///< at most max_people residents leave their matched neighbourhood of `from`

  Weights weights;
  // A criterion whose data is absent is not judged.
  std::optional<DeprivationData> deprivation;
  std::vector<AccessData> access;
  std::optional<RegistrationData> registration;
  std::optional<BarrierData> barriers;
  std::vector<AlignmentData> alignment;
  std::optional<LocalKnowledge> local_knowledge;

  [[nodiscard]] std::size_t size() const { return people.size(); }
};

/// Weights of 0 for every criterion of the problem.
[[nodiscard]] Weights no_weights(const Problem& problem);
/// The weight of a criterion by name ("alignment:ward"), or null for a name that is none of this problem's.
[[nodiscard]] double* find_weight(Problem& problem, std::string_view name);

}  // namespace placewright::boundaries
