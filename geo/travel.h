#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geo/road_network.h"
#include "geo/shape.h"

namespace placewright::geo {

/// Minutes from one origin to one destination, the legs from the points to their roads included.
struct TravelMinutes {
  std::uint32_t origin{}, destination{};
  double minutes{};
  friend bool operator==(const TravelMinutes&, const TravelMinutes&) = default;
};

struct TravelTable {
  std::vector<TravelMinutes>
      rows;  ///< by origin, then destination; a pair that is not there takes longer or has no way
  std::vector<std::uint32_t> origins_off_network,
      destinations_off_network;  ///< no road within the limit; ascending
};

struct TravelOptions {
  double cut_off_minutes = 60;
  double snap_limit_m = 1000;
  /// Runs the job it is given on each thread of the caller's pool at once and returns when all are through;
  /// empty: the job runs on this thread alone.
  std::function<void(const std::function<void()>& job)> on_each_thread;
  /// Called now and then from any thread with the share done; returns false to stop (the table is then
  /// empty). May be empty.
  std::function<bool(double)> progress;
};

/// The quickest way from every origin to every destination within the cut-off.
///
/// Both are points on the map; each joins the nearest main road, which it divides. One search runs from each
/// of whichever side has fewer points (backwards for destinations), bounded by the cut-off. Law:  the same
/// rows with any number of threads. Cost: about a microsecond for ten junctions within the cut-off, for each
/// point of the smaller side.
[[nodiscard]] TravelTable measure_travel(const RoadNetwork& network, std::span<const Point> origins,
                                         std::span<const Point> destinations,
                                         const TravelOptions& options = {});

}  // namespace placewright::geo
