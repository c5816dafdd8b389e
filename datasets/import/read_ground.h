#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "datasets/import/collected.h"

/// What lies under the map, read from layers that also hold roads and sites.
namespace placewright::datasets {

/// Kind of ground that coastlines have until the import is joined and they become the sea. They have the land
/// on their left; of those that are read as polygons the land is inside.
inline constexpr std::string_view kCoastline = "coastline";

/// What became of one feature that may be ground.
enum class GroundFate { kept, not_ground, too_small };

/// Takes features of one table as ground, generalised; counts those that are too small to draw.
class GroundReader {
 public:
  /// index: of the table among those taken.
  GroundReader(std::size_t index, std::string file, Collected& into)
      : index_(index), file_(std::move(file)), into_(into) {}
  /// kind "" is no ground.
  GroundFate take(const InputRow& row, std::string_view kind, std::string_view name, std::string other = {});
  /// Writes the features that were left out on the table's record.
  void tell(Source& source) const;

 private:
  std::size_t index_;
  std::string file_;
  Collected& into_;
  std::int64_t too_small_ = 0;
};

/// Kinds of ground by OpenStreetMap's tags; "" for what is no ground.
[[nodiscard]] std::string_view osm_line_kind(std::string_view waterway, std::string_view railway,
                                             std::string_view service);
[[nodiscard]] std::string_view osm_area_kind(std::string_view natural, std::string_view landuse,
                                             std::string_view leisure, std::string_view waterway,
                                             std::string_view wetland);

/// A settlement's rank by the words of a publisher (OpenStreetMap's place, Ordnance Survey's type); "" for
/// what is no settlement.
[[nodiscard]] std::string_view settlement_rank(std::string_view said);

}  // namespace placewright::datasets
