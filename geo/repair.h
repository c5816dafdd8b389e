#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "geo/shape.h"

namespace placewright::geo {

enum class RepairKind {
  not_a_number,     ///< points whose coordinates are not finite, dropped; count says how many
  repeated_points,  ///< the same point twice in a row; count says how many
  zero_area,        ///< parts or holes of no area, dropped; count says how many
  doubled_part,     ///< a part stored twice, once dropped
  doughnut,         ///< a part that lies inside another was an enclosed neighbour: it is a hole
  tangled,          ///< rings that cross more often than can be made valid (kMaxCrossings), dropped
  invalid,          ///< rings that cross or touch wrongly, made valid; `what` is the reason
  lost,             ///< nothing with area was left: the shape is empty
};
/// A stable name such as "doughnut".
[[nodiscard]] const char* repair_name(RepairKind kind);

/// One thing done to one shape.
struct Repair {
  std::uint32_t row{};
  RepairKind kind{};
  std::uint32_t count = 1;
  double before_m2{}, after_m2{};  ///< area of the whole shape, parts that overlap counted as often as stored
  std::string what;                ///< one phrase for a person
  Point where;                     ///< of the first trouble; 0,0 where none is known
};

struct RepairedShapes {
  std::vector<Shape> shapes;    ///< normalised and valid, row by row
  std::vector<Repair> repairs;  ///< by row
};

/// Makes every shape valid and says what was done to which. Nothing is changed in a shape that needs no
/// repair, but that its rings turn the usual way and do not repeat their first point.
///
/// Source: ONS stores an area whose enclosed neighbour touches nothing else as two polygons that overlap; by
/// the even-odd rule the inner one is a hole. Cost: England (2 million points) in a few CPU seconds, nearly
/// all of it the check for crossings.
[[nodiscard]] RepairedShapes repair_shapes(std::span<const Shape> shapes);

}  // namespace placewright::geo
