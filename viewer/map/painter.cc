#include "viewer/map/painter.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "geo/shape_measures.h"

namespace placewright::viewer {
namespace {

constexpr std::uint32_t kNone = MapLines::kNone;

/// Colour over colour, `cover` of 255; the result is opaque.
Rgba over(Rgba below, Rgba colour, std::uint32_t cover) {
  const std::uint32_t keep = 255 - cover;
  const std::uint32_t even = (below & 0x00ff00ff) * keep + (colour & 0x00ff00ff) * cover + 0x00800080;
  const std::uint32_t odd =
      ((below >> 8) & 0x00ff00ff) * keep + ((colour >> 8) & 0x00ff00ff) * cover + 0x00800080;
  return 0xff000000 | ((even + ((even >> 8) & 0x00ff00ff)) >> 8 & 0x00ff00ff) |
         ((odd + ((odd >> 8) & 0x00ff00ff)) & 0x0000ff00);
}

/// From metres to pixels of the picture.
struct Projection {
  double per_m, x0, y0;
  Projection(const MapLines& lines, const Camera& camera, int width, int height)
      : per_m(1 / camera.m_per_px),
        x0((lines.origin.x - camera.centre.x) * per_m + width / 2.0),
        y0((camera.centre.y - lines.origin.y) * per_m + height / 2.0) {}
  [[nodiscard]] float x(const MapLines::Point& at) const { return static_cast<float>(at.x * per_m + x0); }
  [[nodiscard]] float y(const MapLines::Point& at) const { return static_cast<float>(y0 - at.y * per_m); }
};

/// The first pixel whose middle lies at or right of x.
int first_right_of(float x) { return static_cast<int>(std::ceil(std::clamp(x, -1e6f, 1e6f) - 0.5f)); }

}  // namespace

/// Draws smooth lines into the ink: each pixel keeps the most that any stretch covers of it, so joins are not
/// doubled.
struct MapPainter::Pen {
  MapPainter& painter;
  const Part& part;
  float half, reach;

  Pen(MapPainter& the_painter, const Part& the_part, float width_px)
      : painter(the_painter), part(the_part), half(width_px / 2), reach(half + 0.5f) {}

  void stretch(float ax, float ay, float bx, float by, float strength) {
    const int x0 = std::max(part.x0, static_cast<int>(std::floor(std::min(ax, bx) - reach))),
              x1 = std::min(part.x1, static_cast<int>(std::ceil(std::max(ax, bx) + reach)));
    const int y0 = std::max(part.y0, static_cast<int>(std::floor(std::min(ay, by) - reach))),
              y1 = std::min(part.y1, static_cast<int>(std::ceil(std::max(ay, by) + reach)));
    if (x0 >= x1 || y0 >= y1) return;
    const float dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy,
                inverse = length2 > 1e-6f ? 1 / length2 : 0;
    const float most = 255 * strength;
    // Of a long stretch each row sees a few pixels only.
    const bool narrow = length2 > 100 && std::abs(dy) > 0.02f * std::abs(dx);
    const float slope = narrow ? dx / dy : 0, spread = narrow ? reach * std::sqrt(length2) / std::abs(dy) : 0;
    for (int y = y0; y < y1; ++y) {
      const float py = static_cast<float>(y) + 0.5f - ay;
      int from = x0, to = x1;
      if (narrow) {
        const float middle = ax + py * slope;
        from = std::max(x0, static_cast<int>(std::floor(std::max(-1e6f, middle - spread))));
        to = std::min(x1, static_cast<int>(std::ceil(std::min(1e6f, middle + spread))) + 1);
        if (from >= to) continue;
      }
      auto& inked = painter.inked_[static_cast<std::size_t>(y)];
      inked.first = std::min(inked.first, from);
      inked.second = std::max(inked.second, to);
      auto* row = painter.ink_.data() + static_cast<std::ptrdiff_t>(y) * painter.width_;
      const float along_y = py * dy;
      for (int x = from; x < to; ++x) {
        const float px = static_cast<float>(x) + 0.5f - ax;
        const float t = std::clamp((px * dx + along_y) * inverse, 0.0f, 1.0f);
        const float ex = px - t * dx, ey = py - t * dy;
        const float cover = std::clamp(reach - std::sqrt(ex * ex + ey * ey), 0.0f, 1.0f);
        row[x] = std::max(row[x], static_cast<std::uint8_t>(cover * most));
      }
    }
  }
  /// A line of points, without those that lie too close to the last to be seen.
  void line(const MapLines& lines, const MapLines::Line& line, const Projection& to_px, float strength) {
    const auto* points = lines.points.data() + line.first;
    float x = to_px.x(points[0]), y = to_px.y(points[0]);
    for (std::uint32_t i = 1; i < line.count; ++i) {
      const float nx = to_px.x(points[i]), ny = to_px.y(points[i]);
      if (i + 1 < line.count && std::abs(nx - x) + std::abs(ny - y) < 0.8f) continue;
      stretch(x, y, nx, ny, strength);
      x = nx;
      y = ny;
    }
  }
  /// The same in dashes; `dash` is the length of one and of the gap after it.
  void dashed(const MapLines& lines, const MapLines::Line& line, const Projection& to_px, float dash) {
    const auto* points = lines.points.data() + line.first;
    double gone = 0;
    for (std::uint32_t i = 1; i < line.count; ++i) {
      const float ax = to_px.x(points[i - 1]), ay = to_px.y(points[i - 1]), bx = to_px.x(points[i]),
                  by = to_px.y(points[i]);
      const double length = std::hypot(bx - ax, by - ay);
      const bool far = std::max(ax, bx) < static_cast<float>(part.x0) - reach ||
                       std::max(ay, by) < static_cast<float>(part.y0) - reach ||
                       std::min(ax, bx) > static_cast<float>(part.x1) + reach ||
                       std::min(ay, by) > static_cast<float>(part.y1) + reach;
      for (double at = 0; !far && at < length;) {
        const double in_period = std::fmod(gone + at, 2 * dash);
        const double end =
            std::min(length, at + (in_period < dash ? dash - in_period : 2 * dash - in_period) + 1e-3);
        const auto on = [&](double s, float a, float b) {
          return a + (b - a) * static_cast<float>(s / length);
        };
        if (in_period < dash) stretch(on(at, ax, bx), on(at, ay, by), on(end, ax, bx), on(end, ay, by), 1);
        at = end;
      }
      gone += length;
    }
  }
};

geo::Box MapPainter::seen(const Part& part, double margin_px) const {
  const auto low = camera_.to_map(part.x0 - margin_px, part.y1 + margin_px, width_, height_),
             high = camera_.to_map(part.x1 + margin_px, part.y0 - margin_px, width_, height_);
  return {low.x, low.y, high.x, high.y};
}

const MapLines* MapPainter::level_for(const std::vector<MapScene::Level>& levels) const {
  const MapScene::Level* chosen = nullptr;
  for (const auto& level : levels)
    if (level.from_m_per_px <= camera_.m_per_px &&
        (chosen == nullptr || level.from_m_per_px > chosen->from_m_per_px))
      chosen = &level;
  return chosen == nullptr ? nullptr : chosen->borders.get();
}

void MapPainter::find_spans(const MapScene& scene, const MapLines& borders, const Part& part) {
  rows_.resize(static_cast<std::size_t>(height_));
  for (int y = part.y0; y < part.y1; ++y) rows_[static_cast<std::size_t>(y)].clear();
  spans_.clear();
  const Projection to_px(borders, camera_, width_, height_);
  const auto box = seen(part, 1);
  const float left = static_cast<float>(part.x0) + 0.5f, right = static_cast<float>(part.x1) + 0.5f;
  for (const auto& chunk : borders.chunks) {
    if (!geo::boxes_touch(chunk.box, box)) continue;
    for (auto at = chunk.first; at < chunk.first + chunk.count; ++at) {
      const auto& line = borders.lines[at];
      const auto* points = borders.points.data() + line.first;
      float y = to_px.y(points[0]);
      int row = first_right_of(y);
      for (std::uint32_t i = 1; i < line.count; ++i) {
        const float ny = to_px.y(points[i]);
        const int next = first_right_of(ny);
        if (next != row) {
          const int from = std::max(std::min(row, next), part.y0),
                    to = std::min(std::max(row, next), part.y1);
          if (from < to) {
            const float x = to_px.x(points[i - 1]), nx = to_px.x(points[i]);
            // A line that runs down the screen has its left side in the east.
            const auto west = next > row ? line.right : line.left, east = next > row ? line.left : line.right;
            const float slope = (nx - x) / (ny - y);
            for (int crossed = from; crossed < to; ++crossed) {
              const float at_x = x + (static_cast<float>(crossed) + 0.5f - y) * slope;
              if (at_x > left && at_x < right)
                rows_[static_cast<std::size_t>(crossed)].push_back({at_x, west, east});
            }
          }
        }
        y = ny;
        row = next;
      }
    }
  }
  west_edge_ = east_edge_ = kNone;
  for (int y = part.y0; y < part.y1; ++y) fill_row(scene, rows_[static_cast<std::size_t>(y)], y, part);
}

void MapPainter::fill_row(const MapScene& scene, std::vector<Crossing>& row, int y, const Part& part) {
  const auto add = [&](int x0, int x1, std::uint32_t area) {
    if (x0 < x1 && area < scene.fill.size()) spans_.push_back({y, x0, x1, area});
  };
  if (row.empty()) {
    const auto found =
        scene.area_at ? scene.area_at(camera_.to_map((part.x0 + part.x1) / 2.0, y + 0.5, width_, height_))
                      : std::nullopt;
    add(part.x0, part.x1, found.value_or(kNone));
    return;
  }
  std::sort(row.begin(), row.end(), [](const Crossing& a, const Crossing& b) {
    return a.x != b.x ? a.x < b.x : std::pair(a.west, a.east) < std::pair(b.west, b.east);
  });
  // Gaps between the crossings, each by the side that the crossing before it has there.
  const auto gaps = row.size() + 1;
  doubtful_.assign(gaps, 0);
  std::uint32_t now = row.front().west;
  for (std::size_t i = 0; i < row.size(); ++i) {
    // Lines drawn with fewer points may have changed places by less than a pixel or two: the one that leaves
    // this area is next.
    if (row[i].west != now)
      for (std::size_t j = i + 1; j < row.size() && row[j].x < row[i].x + 3; ++j)
        if (row[j].west == now) {
          std::swap(row[i], row[j]);
          break;
        }
    // Lines that changed places farther off contradict one another: around them the shapes themselves are
    // asked.
    if (row[i].west != now)
      for (std::size_t gap = i < 2 ? 0 : i - 1; gap <= std::min(gaps - 1, i + 2); ++gap) doubtful_[gap] = 1;
    now = row[i].east;
  }
  // Where lines drawn with fewer points end short of each other, a row may begin or end in an area that is
  // far from its edge: there the shapes are asked wherever the edge's area is not that of the row before.
  for (const bool west : {true, false}) {
    const auto at_edge = west ? row.front().west : row.back().east;
    auto& trusted = west ? west_edge_ : east_edge_;
    if (at_edge != kNone && at_edge != trusted) doubtful_[west ? 0 : gaps - 1] = 1;
    trusted = kNone;
  }
  int from = part.x0;
  for (std::size_t gap = 0; gap < gaps; ++gap) {
    const int to =
        gap == row.size() ? part.x1 : std::min(part.x1, std::max(from, first_right_of(row[gap].x)));
    auto area = gap == 0 ? row.front().west : row[gap - 1].east;
    if (doubtful_[gap] != 0 && to - from > 2 && scene.area_at)
      area = scene.area_at(camera_.to_map((from + to) / 2.0, y + 0.5, width_, height_)).value_or(kNone);
    add(from, to, area);
    if (gap == 0) west_edge_ = area;
    if (gap + 1 == gaps) east_edge_ = area;
    from = to;
  }
}

void MapPainter::fill(const MapScene& scene) {
  for (const auto& span : spans_) {
    const Rgba colour = scene.fill[span.area];
    const auto alpha = colour >> 24;
    auto* row = pixels_.data() + static_cast<std::ptrdiff_t>(span.y) * width_;
    if (alpha == 255)
      std::fill(row + span.x0, row + span.x1, colour);
    else if (alpha > 0)
      for (int x = span.x0; x < span.x1; ++x) row[x] = over(row[x], colour, alpha);
  }
}

void MapPainter::hatch(const Hatch& hatch) {
  // Distances in 256ths of a pixel, across the stripe.
  const bool slanted = hatch.lean == Hatch::Lean::rising || hatch.lean == Hatch::Lean::falling;
  const float along = slanted ? std::sqrt(2.0f) : 1.0f;
  const auto period = std::max<std::int64_t>(2, std::lround(256 * hatch.period_px * scale_ * along)),
             width = std::min<std::int64_t>(period, std::lround(256 * hatch.width_px * scale_ * along));
  const auto alpha = hatch.colour >> 24;
  const auto edge = slanted ? std::int64_t{362} : std::int64_t{256};
  for (const auto& span : spans_) {
    if (span.area >= hatch.areas.size() || hatch.areas[span.area] == 0) continue;
    auto* row = pixels_.data() + static_cast<std::ptrdiff_t>(span.y) * width_;
    for (int x = span.x0; x < span.x1; ++x) {
      const std::int64_t mx = x + anchor_x_, my = span.y + anchor_y_;
      const std::int64_t across = 256 * (hatch.lean == Hatch::Lean::rising    ? mx + my
                                         : hatch.lean == Hatch::Lean::falling ? mx - my
                                         : hatch.lean == Hatch::Lean::level   ? my
                                                                              : mx);
      const auto in_period = ((across % period) + period) % period;
      // Full within the stripe, falling to nothing over a pixel at both edges.
      const auto inside = std::min(in_period + edge / 2, width - in_period + edge / 2),
                 wrapped = in_period - (period - edge / 2);
      const auto cover = std::clamp<std::int64_t>(std::max(inside, wrapped), 0, edge);
      if (cover > 0)
        row[x] = over(row[x], hatch.colour,
                      static_cast<std::uint32_t>(alpha * static_cast<std::uint32_t>(cover) /
                                                 static_cast<std::uint32_t>(edge)));
    }
  }
}

void MapPainter::lay_ink(Rgba colour, const Part& part) {
  const auto alpha = colour >> 24;
  for (int y = part.y0; y < part.y1; ++y) {
    auto& inked = inked_[static_cast<std::size_t>(y)];
    if (inked.first >= inked.second) continue;
    auto* ink = ink_.data() + static_cast<std::ptrdiff_t>(y) * width_;
    auto* row = pixels_.data() + static_cast<std::ptrdiff_t>(y) * width_;
    for (int x = inked.first; x < inked.second; ++x)
      if (ink[x] != 0) row[x] = over(row[x], colour, alpha == 255 ? ink[x] : ink[x] * alpha / 255);
    std::memset(ink + inked.first, 0, static_cast<std::size_t>(inked.second - inked.first));
    inked = {width_, 0};
  }
}

void MapPainter::draw_borders(const MapScene& scene, const MapLines& borders, const Part& part) {
  const Projection to_px(borders, camera_, width_, height_);
  const auto& style = scene.style;
  const auto box =
      seen(part, 2 + std::max({style.border_px + 2 * style.casing_px, style.coast_px, style.area_line_px}) *
                         scale_);
  const double points_a_metre = 1 / (camera_.m_per_px * scale_);
  const auto counts = [&](std::uint32_t area) {
    return area < scene.fill.size() && (scene.fill[area] >> 24) != 0;
  };
  // Neighbourhoods' sizes, by those of their areas: edges clot where what they bound is small, so they fade
  // with it.
  std::vector<float> size_m;
  const bool labelled = scene.label.size() == scene.fill.size();
  if (labelled && style.border_px > 0) {
    std::vector<double> m2;
    for (std::size_t area = 0; area < scene.label.size() && area < scene.area_size_m.size(); ++area) {
      if (scene.label[area] < 0) continue;
      const auto row = static_cast<std::size_t>(scene.label[area]);
      if (row >= m2.size()) m2.resize(row + 1, 0);
      m2[row] += double{scene.area_size_m[area]} * scene.area_size_m[area];
    }
    for (const double value : m2) size_m.push_back(static_cast<float>(std::sqrt(value)));
  }
  enum class What { edge, coast, border };
  const auto each = [&](What what, float width_px, auto&& strength_of) {
    Pen pen(*this, part, width_px * scale_);
    for (const auto& chunk : borders.chunks) {
      if (!geo::boxes_touch(chunk.box, box)) continue;
      for (auto at = chunk.first; at < chunk.first + chunk.count; ++at) {
        const auto& line = borders.lines[at];
        const bool left = counts(line.left), right = counts(line.right);
        const bool coast = left != right,
                   border = left && right && labelled && scene.label[line.left] != scene.label[line.right];
        if (what == What::coast ? !coast : what == What::border ? !border : !left || !right) continue;
        if (const float strength = strength_of(line); strength > 0.04f)
          pen.line(borders, line, to_px, strength);
      }
    }
  };
  if (style.area_line_px > 0 && scene.area_size_m.size() == scene.fill.size()) {
    each(What::edge, style.area_line_px, [&](const MapLines::Line& line) {
      const double size =
          std::min(scene.area_size_m[line.left], scene.area_size_m[line.right]) * points_a_metre;
      return static_cast<float>(std::clamp((size - 5) / 12, 0.0, 1.0));
    });
    lay_ink(style.area_line, part);
  }
  if (style.coast_px > 0) {
    each(What::coast, style.coast_px, [](const MapLines::Line&) { return 1.0f; });
    lay_ink(style.coast, part);
  }
  if (labelled && style.border_px > 0) {
    double sum = 0, weight = 0;
    for (const float size : size_m)
      if (size > 0) sum += size, weight += 1;
    // Thinner as a whole from afar, and fainter where neighbourhoods are smaller than a label.
    const double typical = weight > 0 ? sum / weight * points_a_metre : 100;
    const float width = style.border_px * static_cast<float>(std::clamp(0.35 + typical / 120, 0.4, 1.0));
    const auto size_of = [&](std::int32_t label) {
      return label < 0 ? 1e9f : size_m[static_cast<std::size_t>(label)];
    };
    const auto strength = [&](const MapLines::Line& line) {
      const double size =
          std::min(size_of(scene.label[line.left]), size_of(scene.label[line.right])) * points_a_metre;
      return static_cast<float>(std::clamp((size - 3) / 25, 0.0, 1.0));
    };
    if ((style.casing >> 24) != 0) {
      each(What::border, width + 2 * style.casing_px, strength);
      lay_ink(style.casing, part);
    }
    each(What::border, width, strength);
    lay_ink(style.border, part);
  }
}

void MapPainter::draw_stroke(const MapLines& lines, Rgba colour, float width_px, float dash_px,
                             const Part& part) {
  const Projection to_px(lines, camera_, width_, height_);
  Pen pen(*this, part, width_px * scale_);
  const auto box = seen(part, 2 + width_px * scale_);
  for (const auto& chunk : lines.chunks) {
    if (!geo::boxes_touch(chunk.box, box)) continue;
    for (auto at = chunk.first; at < chunk.first + chunk.count; ++at) {
      if (dash_px > 0)
        pen.dashed(lines, lines.lines[at], to_px, dash_px * scale_);
      else
        pen.line(lines, lines.lines[at], to_px, 1);
    }
  }
  lay_ink(colour, part);
}

void MapPainter::fill_rings(const MapLines& rings, Rgba colour, const Part& part) {
  turns_.resize(static_cast<std::size_t>(height_));
  for (int y = part.y0; y < part.y1; ++y) turns_[static_cast<std::size_t>(y)].clear();
  const Projection to_px(rings, camera_, width_, height_);
  const auto box = seen(part, 1);
  for (const auto& chunk : rings.chunks) {
    if (!geo::boxes_touch(chunk.box, box)) continue;
    for (auto at = chunk.first; at < chunk.first + chunk.count; ++at) {
      const auto& ring = rings.lines[at];
      const auto* points = rings.points.data() + ring.first;
      for (std::uint32_t i = 1; i < ring.count; ++i) {
        const float y = to_px.y(points[i - 1]), ny = to_px.y(points[i]);
        const int row = first_right_of(y), next = first_right_of(ny);
        if (row == next) continue;
        const float x = to_px.x(points[i - 1]), slope = (to_px.x(points[i]) - x) / (ny - y);
        const int from = std::max(std::min(row, next), part.y0), to = std::min(std::max(row, next), part.y1);
        for (int crossed = from; crossed < to; ++crossed)
          turns_[static_cast<std::size_t>(crossed)].emplace_back(
              x + (static_cast<float>(crossed) + 0.5f - y) * slope, next > row ? 1 : -1);
      }
    }
  }
  // What a ring covers, by how often it runs around it: rings that overlap are filled once.
  for (int y = part.y0; y < part.y1; ++y) {
    auto& turns = turns_[static_cast<std::size_t>(y)];
    std::sort(turns.begin(), turns.end());
    auto* row = pixels_.data() + static_cast<std::ptrdiff_t>(y) * width_;
    int around = 0;
    float from = 0;
    for (const auto& [x, turn] : turns) {
      const bool was_in = around != 0;
      around += turn;
      if (!was_in) {
        from = x;
        continue;
      }
      if (around != 0) continue;
      const int first = std::max(part.x0, first_right_of(from)), last = std::min(part.x1, first_right_of(x));
      if (first < last) std::fill(row + first, row + last, colour | 0xff000000);
    }
  }
}

void MapPainter::lay_ground(const MapScene::Ground& ground, const Part& part) {
  if (camera_.m_per_px * scale_ > ground.most_m_per_px) return;
  const auto* lines = level_for(ground.levels);
  if (lines == nullptr) return;
  if (ground.width_px > 0)
    draw_stroke(*lines, ground.colour, ground.width_px, ground.dash_px, part);
  else
    fill_rings(*lines, ground.colour, part);
}

void MapPainter::paint_part(const MapScene& scene, const Part& part) {
  if (part.x0 >= part.x1 || part.y0 >= part.y1) return;
  for (int y = part.y0; y < part.y1; ++y) {
    auto* row = pixels_.data() + static_cast<std::ptrdiff_t>(y) * width_;
    std::fill(row + part.x0, row + part.x1, scene.style.background | 0xff000000);
  }
  if (scene.backdrop)
    scene.backdrop->paint(camera_, width_, height_, part.x0, part.y0, part.x1, part.y1, pixels_);
  for (const auto& ground : scene.ground) lay_ground(ground, part);
  const auto* borders = level_for(scene.levels);
  if (borders == nullptr) return;
  find_spans(scene, *borders, part);
  fill(scene);
  for (const auto& hatching : scene.hatches) hatch(hatching);
  draw_borders(scene, *borders, part);
  for (const auto& stroke : scene.strokes)
    draw_stroke(stroke.lines, stroke.colour, stroke.width_px, stroke.dash_px, part);
}

void MapPainter::scroll(int right, int down) {
  const auto row_bytes = static_cast<std::size_t>(width_ - std::abs(right)) * sizeof(Rgba);
  for (int i = 0; i < height_ - std::abs(down); ++i) {
    const int to = down > 0 ? height_ - 1 - i : i, from = to - down;
    std::memmove(pixels_.data() + static_cast<std::ptrdiff_t>(to) * width_ + std::max(right, 0),
                 pixels_.data() + static_cast<std::ptrdiff_t>(from) * width_ + std::max(-right, 0),
                 row_bytes);
  }
}

void MapPainter::paint(const MapScene& scene, const Camera& camera, int width_px, int height_px, float scale,
                       bool scene_changed) {
  const bool whole = scene_changed || width_px != width_ || height_px != height_ || scale != scale_ ||
                     camera.m_per_px != camera_.m_per_px;
  const double moved_x = (camera.centre.x - camera_.centre.x) / camera.m_per_px,
               moved_y = (camera_.centre.y - camera.centre.y) / camera.m_per_px;
  if (whole || std::abs(moved_x) >= width_ || std::abs(moved_y) >= height_) {
    camera_ = camera;
    width_ = width_px;
    height_ = height_px;
    scale_ = scale;
    const auto count = static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_);
    pixels_.resize(count);
    ink_.assign(count, 0);
    inked_.assign(static_cast<std::size_t>(height_), {width_, 0});
    anchor_x_ = std::llround(camera.centre.x / camera.m_per_px) - width_ / 2;
    anchor_y_ = std::llround(-camera.centre.y / camera.m_per_px) - height_ / 2;
    paint_part(scene, {0, 0, width_, height_});
    return;
  }
  // By whole pixels: what stays in sight stays as sharp as it was.
  const int x = static_cast<int>(std::lround(moved_x)), y = static_cast<int>(std::lround(moved_y));
  if (x == 0 && y == 0) return;
  camera_.centre.x += x * camera_.m_per_px;
  camera_.centre.y -= y * camera_.m_per_px;
  anchor_x_ += x;
  anchor_y_ += y;
  scroll(-x, -y);
  const int top = y < 0 ? -y : 0, bottom = y > 0 ? height_ - y : height_;
  if (top > 0) paint_part(scene, {0, 0, width_, top});
  if (bottom < height_) paint_part(scene, {0, bottom, width_, height_});
  if (x != 0) paint_part(scene, x > 0 ? Part{width_ - x, top, width_, bottom} : Part{0, top, -x, bottom});
}

std::vector<std::uint32_t> MapPainter::area_of_pixels() const {
  std::vector<std::uint32_t> areas(pixels_.size(), kNone);
  for (const auto& span : spans_)
    std::fill(areas.begin() + static_cast<std::ptrdiff_t>(span.y) * width_ + span.x0,
              areas.begin() + static_cast<std::ptrdiff_t>(span.y) * width_ + span.x1, span.area);
  return areas;
}

}  // namespace placewright::viewer
