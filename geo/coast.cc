#include "geo/coast.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "geo/generalise.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

using Key = std::pair<double, double>;
Key key_of(Point point) { return {point.x, point.y}; }

/// Lines end to end; those that come back to their start are first. Nothing where more than two share an end.
std::optional<std::vector<Line>> chains_of(const std::vector<Line>& lines) {
  std::map<Key, std::size_t> begins, ends;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!begins.emplace(key_of(lines[i].front()), i).second ||
        !ends.emplace(key_of(lines[i].back()), i).second)
      return std::nullopt;
  std::vector<Line> chains;
  std::vector<bool> used(lines.size(), false);
  const auto follow = [&](std::size_t first) {
    Line chain{lines[first].front()};
    for (auto at = begins.find(key_of(chain.front())); at != begins.end() && !used[at->second];
         at = begins.find(key_of(chain.back()))) {
      used[at->second] = true;
      chain.insert(chain.end(), lines[at->second].begin() + 1, lines[at->second].end());
    }
    chains.push_back(std::move(chain));
  };
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!ends.contains(key_of(lines[i].front()))) follow(i);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!used[i]) follow(i);
  return chains;
}

bool is_in(Point point, const Box& box) {
  return point.x >= box.min_x && point.x <= box.max_x && point.y >= box.min_y && point.y <= box.max_y;
}

/// Clockwise along the sides from the upper left corner, 0 to 4; nothing for a point that lies on none.
std::optional<double> place_on_side(Point point, const Box& box) {
  constexpr double kNear = 1e-4;  // metres: what cutting a line leaves
  const double east = (point.x - box.min_x) / (box.max_x - box.min_x);
  const double north = (point.y - box.min_y) / (box.max_y - box.min_y);
  if (std::abs(point.y - box.max_y) <= kNear) return std::clamp(east, 0.0, 1.0);
  if (std::abs(point.x - box.max_x) <= kNear) return 1 + std::clamp(1 - north, 0.0, 1.0);
  if (std::abs(point.y - box.min_y) <= kNear) return 2 + std::clamp(1 - east, 0.0, 1.0);
  if (std::abs(point.x - box.min_x) <= kNear) return 3 + std::clamp(north, 0.0, 1.0);
  return std::nullopt;
}

Point corner_of(int side, const Box& box) {  // the one at the end of the side
  switch (side % 4) {
    case 0:
      return {box.max_x, box.max_y};
    case 1:
      return {box.max_x, box.min_y};
    case 2:
      return {box.min_x, box.min_y};
    default:
      return {box.min_x, box.max_y};
  }
}

/// Twice the area, positive counter-clockwise.
double turn_of(const Ring& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i], b = ring[(i + 1) % ring.size()];
    twice += (a.x - ring[0].x) * (b.y - ring[0].y) - (b.x - ring[0].x) * (a.y - ring[0].y);
  }
  return twice;
}

struct CutCoast {
  std::vector<Line> across;  ///< from side to side of the box
  std::vector<Ring> within;  ///< that come back to their start inside it
};

std::optional<CutCoast> cut_coast(const std::vector<Line>& lines, const Box& box) {
  const auto chains = chains_of(lines);
  if (!chains) return std::nullopt;
  CutCoast coast;
  for (auto chain : *chains) {
    if (chain.front() == chain.back()) {
      chain.pop_back();
      const auto outside =
          std::find_if(chain.begin(), chain.end(), [&](Point point) { return !is_in(point, box); });
      if (outside == chain.end()) {
        if (chain.size() >= 3) coast.within.push_back(std::move(chain));
        continue;
      }
      std::rotate(chain.begin(), outside, chain.end());
      chain.push_back(chain.front());
    }
    for (auto& piece : clipped(chain, box)) coast.across.push_back(std::move(piece));
  }
  return coast;
}

/// Rings with the sea inside, of coasts that cross the box: out along the coast, on along the sides.
std::optional<std::vector<Ring>> close_along_sides(const std::vector<Line>& across, const Box& box) {
  struct Meeting {
    double place{};
    std::size_t coast{};
    bool comes_in{};
  };
  std::vector<Meeting> meetings;
  for (std::size_t i = 0; i < across.size(); ++i) {
    const auto in = place_on_side(across[i].front(), box), out = place_on_side(across[i].back(), box);
    if (!in || !out) return std::nullopt;
    meetings.push_back({*in, i, true});
    meetings.push_back({*out, i, false});
  }
  std::sort(meetings.begin(), meetings.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
  std::vector<std::size_t> after(across.size());
  std::vector<double> from(across.size()), to(across.size());
  for (std::size_t k = 0; k < meetings.size(); ++k) {
    const auto &here = meetings[k], &next = meetings[(k + 1) % meetings.size()];
    if (here.comes_in == next.comes_in || here.place == next.place) return std::nullopt;
    if (here.comes_in) continue;
    after[here.coast] = next.coast;
    from[here.coast] = here.place;
    to[here.coast] = next.place < here.place ? next.place + 4 : next.place;
  }
  std::vector<Ring> rings;
  std::vector<bool> used(across.size(), false);
  for (std::size_t first = 0; first < across.size(); ++first) {
    if (used[first]) continue;
    Ring ring;
    for (auto at = first; !used[at]; at = after[at]) {
      used[at] = true;
      ring.insert(ring.end(), across[at].begin(), across[at].end());
      for (int side = static_cast<int>(from[at]); side + 1 < to[at]; ++side)
        ring.push_back(corner_of(side, box));
    }
    rings.push_back(std::move(ring));
  }
  return rings;
}

}  // namespace

std::optional<Shape> close_coast(const std::vector<Line>& lines, const Box& box) {
  std::vector<Line> coasts;
  for (const auto& line : lines)
    if (line.size() >= 2) coasts.push_back(line);
  const auto coast = cut_coast(coasts, box);
  if (!coast) return std::nullopt;
  auto seas = close_along_sides(coast->across, box);
  if (!seas) return std::nullopt;
  std::vector<Ring> islands;
  for (const auto& ring : coast->within) (turn_of(ring) > 0 ? islands : *seas).push_back(ring);
  if (seas->empty() && !islands.empty())
    seas->push_back({corner_of(3, box), corner_of(0, box), corner_of(1, box), corner_of(2, box)});
  Shape sea;
  for (auto& ring : *seas) sea.parts.push_back({std::move(ring), {}});
  for (auto& island : islands) {
    Polygon* around = nullptr;
    for (auto& part : sea.parts)
      if (contains(part.outer, island.front()) &&
          (around == nullptr || measure_ring_area_m2(part.outer) < measure_ring_area_m2(around->outer)))
        around = &part;
    if (around == nullptr) return std::nullopt;
    around->holes.push_back(std::move(island));
  }
  return normalised(std::move(sea));
}

}  // namespace placewright::geo
