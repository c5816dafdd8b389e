#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "datasets/join.h"
#include "geo/error.h"
#include "geo/shape_measures.h"

/// Which areas are the place, and which lie closely around it.
namespace placewright::datasets {
namespace {

std::vector<std::string> terms_of(const std::string& within) {
  std::vector<std::string> terms;
  std::size_t at = 0;
  while (at <= within.size()) {
    const auto comma = std::min(within.find(',', at), within.size());
    const auto term = trimmed(std::string_view(within).substr(at, comma - at));
    if (!term.empty()) terms.push_back(lower(term));
    at = comma + 1;
  }
  return terms;
}

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

std::vector<std::uint8_t> find_rows_within(const Areas& areas, const std::string& within,
                                           const std::vector<const Boundary*>& boundaries) {
  const auto terms = terms_of(within);
  std::vector<std::uint8_t> inside(areas.size(), 0);
  for (const auto& term : terms) {
    bool found = false;
    const auto take = [&](std::size_t row) {
      inside[row] = 1;
      found = true;
    };
    for (const auto& [name, column] : areas.parents)
      for (std::size_t row = 0; row < areas.size(); ++row)
        if (!column[row].empty() && lower(column[row]) == term) take(row);
    if (!found)
      for (std::size_t row = 0; row < areas.size(); ++row)
        if (lower(areas.code[row]) == term) take(row);
    if (!found)
      for (const auto* boundary : boundaries) {
        if (lower(boundary->code) != term && lower(boundary->name) != term) continue;
        const geo::Box box = geo::box_of(boundary->shape);
        for (std::size_t row = 0; row < areas.size(); ++row) {
          if (areas.shape[row].empty() || !geo::boxes_touch(box, geo::box_of(areas.shape[row]))) continue;
          if (geo::contains(boundary->shape, geo::inside_point(areas.shape[row]))) take(row);
        }
      }
    if (!found) {
      std::set<std::string> known;
      const auto lads = areas.parents.find("lad_name");
      if (lads != areas.parents.end()) known.insert(lads->second.begin(), lads->second.end());
      known.erase("");
      std::string list;
      std::size_t count = 0;
      for (const auto& name : known)
        if (++count <= 12) list += (list.empty() ? "" : ", ") + name;
      if (count > 12) list += fmt::format(" and {} more", count - 12);
      throw geo::InputError{
          {"--within " + within, fmt::format("no area lies in '{}'", term),
           list.empty()
               ? "add a lookup that names the authorities of the areas, or a layer with that boundary"
               : "use a code or name that the files hold: " + list}};
    }
  }
  return inside;
}

std::vector<std::uint8_t> find_rows_near(const Areas& areas, const std::vector<std::uint8_t>& chosen,
                                         double reach_m) {
  const NearChosen near(areas, chosen, reach_m);
  std::vector<std::uint8_t> found(areas.size(), 0);
  for (std::size_t row = 0; row < areas.size(); ++row) found[row] = near(areas.shape[row]) ? 1 : 0;
  return found;
}

}  // namespace placewright::datasets
