#pragma once

#include <string>
#include <vector>

#include "boundaries/draw.h"
#include "boundaries/engine/better.h"

/// From a plan of the place to a better one with few people moved.
namespace placewright::boundaries {

/// How many people may change neighbourhood: so many, or a share of all.
struct MostMoved {
  double people = 0, share = 0.03;  ///< people where above 0, else the share, 0..1
};

struct DrawBetterOptions {
  std::string than;  ///< name of the plan that people have
  MostMoved most_moved;
  std::vector<std::string> excepted;  ///< criteria that may get worse
  DrawOptions draw;                   ///< names, seed, effort; a start and references are not used
};

struct DrawnBetter {
  BetterPlan better;
  double residents = 0, most_moved = 0;  ///< of the place; who may move
  std::vector<geo::Finding> broken_before, broken_after;
  std::vector<std::string> reasons;  ///< of each step: what it is good for, in a sentence
  Drawn drawn;                       ///< ids and names are the old plan's; its record has a name only where
                                     ///< something better was found
};

/// Ids, names, locks and reasons of the old plan stay. Throws InputError for a brief that the place cannot
/// answer, an unknown plan or a plan without areas of the place.
[[nodiscard]] DrawnBetter draw_better(const datasets::Place& place, const Brief& brief,
                                      const DrawBetterOptions& options, const Observer& observer = {});

/// "3%", "2.5 %" or "12000". Throws InputError for anything else, and beyond 100 %.
[[nodiscard]] MostMoved read_most_moved(const std::string& text);

}  // namespace placewright::boundaries
