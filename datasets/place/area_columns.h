#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "datasets/place/place.h"

/// The columns of Areas, listed once: what adds, takes, completes, writes or reads rows asks this list.
namespace placewright::datasets {

/// A column of the table `area` that every place has; `missing` stands where nothing is known.
template <class Value>
struct AreaColumn {
  const char* name;
  std::vector<Value> Areas::*values;
  Value missing;
};

inline const std::array<AreaColumn<std::string>, 3> kAreaTexts{
    {{"code", &Areas::code, {}}, {"name", &Areas::name, {}}, {"pcn_code", &Areas::pcn_code, {}}}};
inline constexpr std::array<AreaColumn<double>, 7> kAreaNumbers{{{"population", &Areas::population, kMissing},
                                                                 {"imd_score", &Areas::imd_score, kMissing},
                                                                 {"imd_rank", &Areas::imd_rank, kMissing},
                                                                 {"imd_decile", &Areas::imd_decile, kMissing},
                                                                 {"centroid_x", &Areas::centroid_x, kMissing},
                                                                 {"centroid_y", &Areas::centroid_y, kMissing},
                                                                 {"pcn_share", &Areas::pcn_share, kMissing}}};
inline constexpr std::array<AreaColumn<std::uint8_t>, 3> kAreaTruths{
    {{"centroid_weighted", &Areas::centroid_weighted, 0},
     {"priority", &Areas::priority, 0},
     {"inside", &Areas::inside, 1}}};

/// Calls visit(column, missing) for every column: texts, numbers, truths, shapes, parents, indicators.
template <class Visit>
void for_each_column(Areas& areas, Visit&& visit) {
  for (const auto& column : kAreaTexts) visit(areas.*(column.values), column.missing);
  for (const auto& column : kAreaNumbers) visit(areas.*(column.values), column.missing);
  for (const auto& column : kAreaTruths) visit(areas.*(column.values), column.missing);
  visit(areas.shape, geo::Shape{});
  for (auto& [name, values] : areas.parents) visit(values, std::string{});
  for (auto& [name, values] : areas.indicators) visit(values, kMissing);
}

}  // namespace placewright::datasets
