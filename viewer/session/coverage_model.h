#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "boundaries/output/table.h"
#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/plan/projection.h"
#include "datasets/place/place.h"
#include "geo/finding.h"

/// What the coverage panels show: who is covered by which staff, as tables, charts and sentences. Values in,
/// values out: no window, safe on a thread of its own.
namespace placewright::viewer {

enum class CoveragePage { staff, need, fairness, travel, footprints, covers, ahead };
inline constexpr std::size_t kCoveragePages = 7;
[[nodiscard]] const char* coverage_page_name(CoveragePage page);

/// What is asked of a page. Each page reads only what concerns it.
struct CoverageAsk {
  CoveragePage page = CoveragePage::staff;
  std::string group;  ///< staff, need, fairness: only this role group; "" all
  std::string kind;   ///< travel: of site; "" the first there is, general practice before others
  std::string mode;   ///< travel: walk, drive, a mode of the travel table; "" walk
  int year = 0;       ///< ahead: the horizon; 0 the last year there is
  std::string area;   ///< covers: code of an area or a postcode
  friend bool operator==(const CoverageAsk&, const CoverageAsk&) = default;
};

/// A table with what each row stands for on the map.
struct LinkedTable {
  boundaries::output::Table table;
  std::vector<std::string> neighbourhood;         ///< id of each row's neighbourhood; empty: no row has one
  std::vector<std::vector<std::uint32_t>> areas;  ///< of each row, by row of the place; empty: none
};

/// One neighbourhood's supply against its fair share by need, WTE.
struct SupplyBar {
  std::string id, name;
  double supply = 0, fair = 0;
};

struct CurvePoint {
  double x = 0, y = 0;  ///< shares, 0..1
};
struct SlopePoint {
  std::string id, name;
  double rank = 0;  ///< 0 most deprived .. 1 least
  double rate = 0;  ///< WTE per 10,000
  double people = 0;
};
/// Two pictures of one question: is more where there is more deprivation?
struct FairnessChart {
  std::vector<CurvePoint> supply,
      need;  ///< share of people, most deprived first, against share of WTE and of need; from (0,0) to (1,1)
  std::vector<SlopePoint> points;
  double start = std::numeric_limits<double>::quiet_NaN(),
         end = start;   ///< the fitted line at rank 0 and 1; NaN: none
  std::string refused;  ///< why there is no line
};

struct CoverageAnswer {
  CoverageAsk ask;                     ///< as answered: empty choices filled in
  std::string missing, fix;            ///< nothing to show: what the place lacks, and what to do about it
  std::vector<std::string> sentences;  ///< what the figures say, most important first
  std::vector<LinkedTable> tables;
  std::vector<SupplyBar> bars;  ///< need: the shortest of its share first
  FairnessChart fairness;
  std::vector<boundaries::workforce::BridgeStep> bridge;
  std::vector<std::string> choices;       ///< role groups, kinds of site, or years to choose from
  std::vector<std::string> choice_names;  ///< the same for people
  std::vector<std::string> modes;         ///< travel
  std::vector<geo::Finding> flags;
  char confidence = 0;  ///< 'A' to 'D'; 0: not rated
};

/// The place without what no coverage figure needs (shapes, roads, barriers, outlines, postcodes): cheap to
/// hand to a thread.
[[nodiscard]] datasets::Place coverage_ground(const datasets::Place& place);

/// Never throws for what the data lack: that is `missing` and `fix`.
[[nodiscard]] CoverageAnswer measure_coverage_page(const datasets::Place& place,
                                                   const datasets::PlanRecord& plan, const CoverageAsk& ask);

/// Shares of people (most deprived first) against shares of `supply`, ties pooled. Rows without people or
/// with a missing figure are left out; fewer than two rows, or nothing to share: no curve.
[[nodiscard]] std::vector<CurvePoint> concentration_curve(const std::vector<double>& people,
                                                          const std::vector<double>& deprivation,
                                                          const std::vector<double>& supply);

}  // namespace placewright::viewer
