#include "viewer/map/ground_names.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace placewright::viewer {
namespace {

struct Spot {
  float x = 0, y = 0;
};

bool is_free(const LabelBox& box, const LabelBox& within, const std::vector<LabelBox>& taken) {
  return box.x0 >= within.x0 && box.x1 <= within.x1 && box.y0 >= within.y0 && box.y1 <= within.y1 &&
         std::none_of(taken.begin(), taken.end(),
                      [&](const LabelBox& other) { return boxes_overlap(box, other); });
}

/// Where a name may stand, from its own place on: above and below it, and beside; the name of a town moves
/// farther before it goes.
std::vector<std::pair<float, float>> moves_of(const GroundName& name, float width, float height) {
  std::vector<std::pair<float, float>> moves{{0, 0}};
  const int rings = name.rank <= 1 ? 4 : 2;
  for (int ring = 1; ring <= rings; ++ring) {
    const float down = 0.9f * static_cast<float>(ring) * height,
                right = 0.4f * static_cast<float>(std::min(ring, 2)) * width;
    moves.insert(moves.end(),
                 {{0, -down}, {0, down}, {-right, -down}, {right, -down}, {-right, down}, {right, down}});
    if (name.rank <= 1) moves.insert(moves.end(), {{-right * 1.6f, 0}, {right * 1.6f, 0}});
  }
  return moves;
}

/// The parts of a river in sight, as points a few pixels apart.
std::vector<std::vector<Spot>> parts_in_sight(const RiverName& river, const NameSpace& space) {
  constexpr float kStep = 6;
  std::vector<std::vector<Spot>> parts(1);
  const auto add = [&](Spot spot) {
    const bool seen = spot.x >= space.within.x0 && spot.x <= space.within.x1 && spot.y >= space.within.y0 &&
                      spot.y <= space.within.y1;
    if (seen)
      parts.back().push_back(spot);
    else if (!parts.back().empty())
      parts.emplace_back();
  };
  for (std::size_t i = 1; i < river.line.size(); ++i) {
    const auto a = space.camera.to_screen(river.line[i - 1], space.width, space.height),
               b = space.camera.to_screen(river.line[i], space.width, space.height);
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    const int steps = std::clamp(static_cast<int>(length / kStep), 1, 2000);
    for (int step = 0; step < steps; ++step) {
      const double along = static_cast<double>(step) / steps;
      add({static_cast<float>(a.x + along * (b.x - a.x)), static_cast<float>(a.y + along * (b.y - a.y))});
    }
  }
  return parts;
}

/// A stretch of a river that could carry its name.
struct Stretch {
  float bend = 0;  ///< how far it leaves the straight line, pixels
  PlacedRiver placed;
  std::vector<LabelBox> boxes;
};

/// Small boxes along a slanted name: one box around it would take far more than it covers.
std::vector<LabelBox> boxes_along(const PlacedRiver& placed, NameSize size) {
  const float half = size.height * 0.6f;
  const int steps = std::max(1, static_cast<int>(std::ceil(size.width / size.height)));
  std::vector<LabelBox> boxes;
  for (int step = 0; step <= steps; ++step) {
    const float along =
        (static_cast<float>(step) / static_cast<float>(steps) - 0.5f) * (size.width - size.height);
    const float x = placed.x + along * std::cos(placed.angle), y = placed.y + along * std::sin(placed.angle);
    boxes.push_back({x - half, y - half, x + half, y + half});
  }
  return boxes;
}

/// The straightest stretch of a part that is as long as a name and bends little enough to carry it.
void try_stretches(const std::vector<Spot>& part, NameSize size, const LabelBox& within,
                   const std::vector<LabelBox>& taken, std::optional<Stretch>& best) {
  for (std::size_t first = 0; first < part.size(); first += 3) {
    const Spot a = part[first];
    std::size_t last = first;
    while (last + 1 < part.size() && std::hypot(part[last].x - a.x, part[last].y - a.y) < size.width * 1.05f)
      ++last;
    const Spot b = part[last];
    const float dx = b.x - a.x, dy = b.y - a.y, chord = std::hypot(dx, dy);
    if (chord < size.width) return;
    float off = 0, mean = 0;
    for (std::size_t i = first; i <= last; ++i) {
      const float away = ((part[i].x - a.x) * dy - (part[i].y - a.y) * dx) / chord;
      off = std::max(off, std::abs(away));
      mean += away / static_cast<float>(last - first + 1);
    }
    if (off > size.height * 1.3f || (best && off >= best->bend)) continue;
    float angle = std::atan2(dy, dx);
    if (angle > 1.5708f) angle -= 3.14159265f;
    if (angle < -1.5708f) angle += 3.14159265f;
    const PlacedRiver placed{0, (a.x + b.x) / 2 + mean * dy / chord, (a.y + b.y) / 2 - mean * dx / chord,
                             angle};
    auto boxes = boxes_along(placed, size);
    if (std::all_of(boxes.begin(), boxes.end(),
                    [&](const LabelBox& box) { return is_free(box, within, taken); }))
      best = Stretch{off, placed, std::move(boxes)};
  }
}

}  // namespace

std::vector<PlacedName> place_ground_names(const GroundPicture& picture, const NameSpace& space,
                                           const std::function<NameSize(const GroundName&)>& size_of,
                                           std::vector<LabelBox>& taken, std::size_t most) {
  std::vector<PlacedName> placed;
  for (std::size_t row = 0; row < picture.names.size() && placed.size() < most; ++row) {
    const auto& name = picture.names[row];
    if (space.camera.m_per_px * space.scale > name.most_m_per_px) continue;
    const auto at = space.camera.to_screen(name.at, space.width, space.height);
    const auto x = static_cast<float>(at.x), y = static_cast<float>(at.y);
    if (x < space.within.x0 || x > space.within.x1 || y < space.within.y0 || y > space.within.y1) continue;
    const auto [width, height] = size_of(name);
    for (const auto& [right, down] : moves_of(name, width, height)) {
      const float left = std::round(x + right - width / 2), top = std::round(y + down - height / 2);
      const LabelBox box{left, top, left + width, top + height};
      if (!is_free(box, space.within, taken)) continue;
      taken.push_back(box);
      placed.push_back({row, box});
      break;
    }
  }
  return placed;
}

std::vector<PlacedRiver> place_river_names(const GroundPicture& picture, const NameSpace& space,
                                           const std::function<NameSize(const RiverName&)>& size_of,
                                           std::vector<LabelBox>& taken, std::size_t most) {
  std::vector<PlacedRiver> placed;
  for (std::size_t row = 0; row < picture.rivers.size() && placed.size() < most; ++row) {
    const auto& river = picture.rivers[row];
    const auto size = size_of(river);
    if (river.length_m / space.camera.m_per_px < size.width) continue;
    std::optional<Stretch> best;
    for (const auto& part : parts_in_sight(river, space))
      try_stretches(part, size, space.within, taken, best);
    if (!best) continue;
    best->placed.river = row;
    taken.insert(taken.end(), best->boxes.begin(), best->boxes.end());
    placed.push_back(best->placed);
  }
  return placed;
}

}  // namespace placewright::viewer
