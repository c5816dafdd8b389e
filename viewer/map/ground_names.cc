#include "viewer/map/ground_names.h"

#include <algorithm>
#include <array>
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

/// The straightest stretch of a part that is as long as a name, where it bends little enough to carry one.
struct Stretch {
  float bend = 0;
  PlacedRiver placed;
  LabelBox box;
};
void try_stretches(const std::vector<Spot>& part, NameSize size, const LabelBox& within,
                   const std::vector<LabelBox>& taken, std::optional<Stretch>& best) {
  std::size_t last = 0;
  float length = 0;
  for (std::size_t first = 0; first < part.size(); first += 4) {
    while (last + 1 < part.size() && length < size.width * 1.15f) {
      length += std::hypot(part[last + 1].x - part[last].x, part[last + 1].y - part[last].y);
      ++last;
    }
    if (length < size.width * 1.15f) return;
    const Spot a = part[first], b = part[last];
    const float dx = b.x - a.x, dy = b.y - a.y, chord = std::hypot(dx, dy);
    float off = 0, mean = 0;
    for (std::size_t i = first; i <= last && chord > 0; ++i) {
      const float away = ((part[i].x - a.x) * dy - (part[i].y - a.y) * dx) / chord;
      off = std::max(off, std::abs(away));
      mean += away / static_cast<float>(last - first + 1);
    }
    if (chord >= size.width && off < size.height * 1.1f) {
      float angle = std::atan2(dy, dx);
      if (angle > 1.5708f) angle -= 3.14159265f;
      if (angle < -1.5708f) angle += 3.14159265f;
      const float x = (a.x + b.x) / 2 + mean * dy / chord, y = (a.y + b.y) / 2 - mean * dx / chord;
      const float wide =
                      (std::abs(std::cos(angle)) * size.width + std::abs(std::sin(angle)) * size.height) / 2,
                  high =
                      (std::abs(std::sin(angle)) * size.width + std::abs(std::cos(angle)) * size.height) / 2;
      const LabelBox box{x - wide, y - high, x + wide, y + high};
      if ((!best || off < best->bend) && is_free(box, within, taken))
        best = Stretch{off, {0, x, y, angle}, box};
    }
    for (std::size_t i = first; i < std::min(first + 4, last); ++i)
      length -= std::hypot(part[i + 1].x - part[i].x, part[i + 1].y - part[i].y);
    last = std::max(last, first + 4);
    if (last >= part.size()) return;
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
    // Also where the box stands on, hangs from, or ends beside its point.
    const std::array<std::pair<float, float>, 7> moves{{{0, 0},
                                                        {0, -height * 0.9f},
                                                        {0, height * 0.9f},
                                                        {0, -height * 1.7f},
                                                        {0, height * 1.7f},
                                                        {-width * 0.45f, -height * 0.9f},
                                                        {width * 0.45f, -height * 0.9f}}};
    for (const auto& [right, down] : moves) {
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
    taken.push_back(best->box);
    placed.push_back(best->placed);
  }
  return placed;
}

}  // namespace placewright::viewer
