#include "boundaries/from_place/border_lines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "geo/adjacency.h"
#include "geo/border_net.h"
#include "geo/box_tree.h"
#include "geo/shape_measures.h"

namespace placewright::boundaries {
namespace {

using Pair = std::pair<std::uint32_t, std::uint32_t>;
using Side = std::array<geo::Point, 2>;
using Called = std::pair<std::string, std::string>;  ///< kind and name

/// Pieces of all lines near the border; lines of one kind and name are one.
class Lines {
 public:
  Lines(const datasets::Place& place, const geo::Box& near) : near_(near) {
    for (const auto& barrier : place.barriers) add(barrier.kind, barrier.name, barrier.line);
    for (const auto& feature : place.ground)
      if (feature.other.find("tunnel=yes") == std::string::npos)
        add(feature.kind, feature.name, feature.line);
    for (const auto& road : place.roads)
      if (road.road_class != "ferry")
        add(road.road_class == "motorway" ? "motorway" : "road", road.name, road.line);
    std::vector<geo::Box> boxes;
    boxes.reserve(sides_.size());
    for (const auto& side : sides_) boxes.push_back(geo::box_of(side));
    tree_ = geo::BoxTree(boxes);
  }
  [[nodiscard]] const std::vector<Called>& called() const { return called_; }
  /// Rows of called() within kNearM of the point.
  [[nodiscard]] std::set<std::size_t> near(geo::Point point) const {
    std::set<std::size_t> rows;
    tree_.visit_touching({point.x - kNearM, point.y - kNearM, point.x + kNearM, point.y + kNearM},
                         [&](std::uint32_t side) {
                           if (geo::measure_distance_m(point, sides_[side][0], sides_[side][1]) <= kNearM)
                             rows.insert(of_[side]);
                         });
    return rows;
  }

 private:
  void add(const std::string& kind, const std::string& name, const geo::Line& line) {
    for (std::size_t at = 1; at < line.size(); ++at) {
      const Side side{line[at - 1], line[at]};
      if (!geo::boxes_touch(geo::box_of(side), near_)) continue;
      const auto [row, fresh] = row_of_.try_emplace({kind, name}, called_.size());
      if (fresh) called_.emplace_back(kind, name);
      sides_.push_back(side);
      of_.push_back(row->second);
    }
  }

  geo::Box near_;
  std::map<Called, std::size_t> row_of_;
  std::vector<Called> called_;
  std::vector<Side> sides_;
  std::vector<std::size_t> of_;  ///< row of called_, of each side
  geo::BoxTree tree_;
};

/// Calls visit(point, metres) for the middle of each piece, of 5 m at most, of the border that the pairs
/// share.
template <class Visit>
void visit_border(const std::vector<geo::Shape>& shapes, const std::set<Pair>& pairs, Visit visit) {
  constexpr double kStepM = 5;
  const auto net = geo::build_border_net(shapes, geo::AdjacencyOptions{}.tolerance_m);
  net.visit_shared([&](const geo::BorderNet::Segment& one, const geo::BorderNet::Segment& two) {
    if (!pairs.contains(std::minmax(one.area, two.area))) return;
    const auto from = net.node[one.from], to = net.node[one.to];
    const auto steps = static_cast<int>(std::max(1.0, std::ceil(one.length_m / kStepM)));
    for (int step = 0; step < steps; ++step) {
      const double along = (step + 0.5) / steps;
      visit(geo::Point{from.x + along * (to.x - from.x), from.y + along * (to.y - from.y)},
            one.length_m / steps);
    }
  });
}

}  // namespace

LinesAlong find_lines_along(const datasets::Place& place, const PlaceProblem& question,
                            const std::vector<Pair>& pairs) {
  LinesAlong result;
  if (place.areas.shape.size() != place.areas.size() || pairs.empty()) return result;
  std::map<std::uint32_t, std::uint32_t> row_of;  // of the shapes taken, by area of the problem
  std::vector<geo::Shape> shapes;
  auto around = geo::box_of(std::span<const geo::Point>{});
  const auto take = [&](std::uint32_t area) {
    const auto [row, fresh] = row_of.try_emplace(area, static_cast<std::uint32_t>(shapes.size()));
    if (fresh) {
      shapes.push_back(place.areas.shape[question.area_row[area].value()]);
      around = geo::box_around(around, geo::box_of(shapes.back()));
    }
    return row->second;
  };
  std::set<Pair> shared;
  for (const auto& [a, b] : pairs) {
    const auto one = take(a), other = take(b);
    shared.insert(std::minmax(one, other));
  }
  const Lines lines(place, geo::grown(around, kNearM));
  std::vector<double> metres(lines.called().size(), 0);
  visit_border(shapes, shared, [&](geo::Point point, double length) {
    const auto near = lines.near(point);
    result.metres += length;
    if (!near.empty()) result.followed += length;
    for (const auto row : near) metres[row] += length;
  });
  for (std::size_t row = 0; row < metres.size(); ++row)
    if (metres[row] > 0)
      result.lines.push_back({lines.called()[row].first, lines.called()[row].second, metres[row]});
  std::sort(result.lines.begin(), result.lines.end(), [](const LineAlong& x, const LineAlong& y) {
    return x.metres != y.metres ? x.metres > y.metres : std::pair(x.kind, x.name) < std::pair(y.kind, y.name);
  });
  return result;
}

}  // namespace placewright::boundaries
