#include <cmath>
#include <map>

#include "datasets/import/join.h"

/// Which areas lie closely around the place.
namespace placewright::datasets {
namespace {

/// Whether a shape has a corner within a distance of the corners of the chosen areas; corners lie densely on
/// real borders.
class NearChosen {
 public:
  NearChosen(const Areas& areas, const std::vector<std::uint8_t>& chosen, double reach_m)
      : reach_m_(reach_m) {
    for (std::size_t row = 0; row < areas.size(); ++row)
      if (chosen[row] != 0)
        for (const auto& part : areas.shape[row].parts)
          for (const auto& point : part.outer) cells_[cell(point.x, point.y)].push_back(point);
  }
  [[nodiscard]] bool operator()(const geo::Shape& shape) const {
    for (const auto& part : shape.parts)
      for (const auto& point : part.outer)
        if (near(point)) return true;
    return false;
  }

 private:
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> cell(double x, double y) const {
    return {static_cast<std::int64_t>(std::floor(x / reach_m_)),
            static_cast<std::int64_t>(std::floor(y / reach_m_))};
  }
  [[nodiscard]] bool near(geo::Point point) const {
    const auto [column, row] = cell(point.x, point.y);
    for (auto dx = column - 1; dx <= column + 1; ++dx)
      for (auto dy = row - 1; dy <= row + 1; ++dy) {
        const auto at = cells_.find({dx, dy});
        if (at == cells_.end()) continue;
        for (const auto& other : at->second)
          if (std::hypot(other.x - point.x, other.y - point.y) <= reach_m_) return true;
      }
    return false;
  }
  double reach_m_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<geo::Point>> cells_;
};

}  // namespace

std::vector<std::uint8_t> find_rows_near(const Areas& areas, const std::vector<std::uint8_t>& chosen,
                                         double reach_m) {
  const NearChosen near(areas, chosen, reach_m);
  std::vector<std::uint8_t> found(areas.size(), 0);
  for (std::size_t row = 0; row < areas.size(); ++row) found[row] = near(areas.shape[row]) ? 1 : 0;
  return found;
}

}  // namespace placewright::datasets
