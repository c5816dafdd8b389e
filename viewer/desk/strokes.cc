#include <algorithm>
#include <cmath>

#include "geo/shape_measures.h"
#include "viewer/desk/desk.h"

// Drawing by hand: what the pointer passes over becomes a pending change.
namespace placewright::viewer {
namespace {

/// Areas of the unit under one point join the stroke.
bool touch(OnTheTable& here, const MapView& view, const Tools& tools, double x, double y) {
  const auto area = here.index.find_containing(view.camera.to_map(x, y, view.width, view.height));
  if (!area || here.stroked[*area] != 0) return false;
  for (const auto one : unit_of(here, tools, *area)) here.stroked[one] = 1;
  return true;
}

/// All that the brush covers between two points: the middle line without a gap, the disc in steps that fit
/// its size.
bool sweep(OnTheTable& here, const MapView& view, const Tools& tools, double x0, double y0, double x1,
           double y1, double radius) {
  bool more = false;
  const double length = std::hypot(x1 - x0, y1 - y0);
  const int steps = std::max(1, static_cast<int>(std::ceil(length / 2)));
  const double grain = std::max(3.0, radius / 4);
  double since_disc = 1e9;
  for (int step = 0; step <= steps; ++step) {
    const double x = x0 + (x1 - x0) * step / steps, y = y0 + (y1 - y0) * step / steps;
    more |= touch(here, view, tools, x, y);
    if (since_disc >= grain || step == steps) {
      since_disc = 0;
      for (double dy = -radius; dy <= radius; dy += grain)
        for (double dx = -radius; dx <= radius; dx += grain)
          if (dx * dx + dy * dy <= radius * radius) more |= touch(here, view, tools, x + dx, y + dy);
    }
    since_disc += length / steps;
  }
  return more;
}

std::vector<std::uint32_t> stroked_areas(const OnTheTable& here) {
  std::vector<std::uint32_t> areas;
  for (std::uint32_t area = 0; area < here.stroked.size(); ++area)
    if (here.stroked[area] != 0) areas.push_back(area);
  return areas;
}

/// Areas whose point lies in the outline drawn.
void enclose(OnTheTable& here, const MapView& view, const Tools& tools) {
  geo::Ring ring;
  for (const auto& [x, y] : here.outline) ring.push_back(view.camera.to_map(x, y, view.width, view.height));
  const auto& areas = here.session->place().areas;
  for (std::uint32_t area = 0; area < areas.size(); ++area)
    if (geo::contains(ring, {areas.centroid_x[area], areas.centroid_y[area]}))
      for (const auto one : unit_of(here, tools, area)) here.stroked[one] = 1;
}

/// Whether a stroke may start here: a pending change to elsewhere comes first.
bool may_start(OnTheTable& here, Talk& talk) {
  if (!here.pending) {
    std::fill(here.stroked.begin(), here.stroked.end(), std::uint8_t{0});
    return true;
  }
  const auto& pending = *here.pending;
  const bool same = here.target.kind == Target::Kind::fresh ? pending.fresh
                    : here.target.kind == Target::Kind::where_started
                        ? here.stroke_from && (*here.shown)[*here.stroke_from] == pending.to
                    : here.target.kind == Target::Kind::one ? here.target.label == pending.to
                                                            : pending.to == -1;
  if (!same) {
    say(talk, "First accept the pending change (Enter) or drop it (Esc)");
    return false;
  }
  std::fill(here.stroked.begin(), here.stroked.end(), std::uint8_t{0});
  for (const auto area : pending.areas) here.stroked[area] = 1;
  return true;
}

/// The border between two neighbourhoods nearest to the point, if one is within reach.
std::optional<OnTheTable::HeldBorder> border_at(const OnTheTable& here, const MapView& view, double x,
                                                double y) {
  const auto at = view.camera.to_map(x, y, view.width, view.height);
  const auto under = here.index.find_containing(at);
  const double reach = 14 * view.scale * view.camera.m_per_px;
  double best = reach * reach;
  std::optional<OnTheTable::HeldBorder> held;
  for (const auto& arc : *here.arcs) {
    if (arc.left == geo::kOutside || arc.right == geo::kOutside) continue;
    const auto left = (*here.shown)[arc.left], right = (*here.shown)[arc.right];
    if (left == right || left < 0 || right < 0) continue;
    for (std::size_t i = 1; i < arc.line.size(); ++i) {
      const auto &a = arc.line[i - 1], &b = arc.line[i];
      const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
      const double t =
          length > 0 ? std::clamp(((at.x - a.x) * dx + (at.y - a.y) * dy) / length, 0.0, 1.0) : 0;
      const geo::Point near{a.x + t * dx, a.y + t * dy};
      const double off = (near.x - at.x) * (near.x - at.x) + (near.y - at.y) * (near.y - at.y);
      if (off >= best) continue;
      best = off;
      const bool on_left = !under || (*here.shown)[*under] != right;
      held = OnTheTable::HeldBorder{on_left ? left : right, on_left ? right : left, -1, at, near};
    }
  }
  return held;
}

/// The border follows the pointer: into the other side's land, that side gives; away from it, the own side
/// gives.
void drag_border(Desk& desk, double x, double y, bool down) {
  auto& held = *desk.here.held_border;
  if (held.grows < 0 && std::hypot(x - desk.here.stroke_x, y - desk.here.stroke_y) > 4 * desk.view.scale) {
    const auto at = desk.view.camera.to_map(x, y, desk.view.width, desk.view.height);
    const auto under = desk.here.index.find_containing(at);
    const auto label = under ? desk.here.session->state().label[*under] : -1;
    const double away = (at.x - held.pressed.x) * (held.pressed.x - held.on_border.x) +
                        (at.y - held.pressed.y) * (held.pressed.y - held.on_border.y);
    if (label == held.far)
      held.grows = held.near;
    else if (label == held.near && away > 0)
      held.grows = held.far;
  }
  if (held.grows >= 0) {
    const auto gives = held.grows == held.near ? held.far : held.near;
    const auto before = desk.here.stroked;
    if (sweep(desk.here, desk.view, desk.tools, desk.here.stroke_x, desk.here.stroke_y, x, y,
              3 * desk.view.scale)) {
      for (std::uint32_t area = 0; area < desk.here.stroked.size(); ++area)
        if (desk.here.stroked[area] != 0 && before[area] == 0 &&
            desk.here.session->state().label[area] != gives)
          desk.here.stroked[area] = 0;
      propose(desk.here, desk.talk, stroked_areas(desk.here), std::nullopt);
    }
    desk.here.stroke_x = x;
    desk.here.stroke_y = y;
  }
  if (down) return;
  desk.here.stroke_on = false;
  desk.here.held_border.reset();
}

/// Where a stroke that began outside the place takes areas to: the first neighbourhood on the way from one
/// point to another, from which on it paints. False: there is none on it.
bool enters(OnTheTable& here, const MapView& view, double x0, double y0, double x1, double y1) {
  const int steps = std::max(1, static_cast<int>(std::ceil(std::hypot(x1 - x0, y1 - y0) / 2)));
  for (int step = 0; step <= steps; ++step) {
    const double x = x0 + (x1 - x0) * step / steps, y = y0 + (y1 - y0) * step / steps;
    const auto area = here.index.find_containing(view.camera.to_map(x, y, view.width, view.height));
    if (!area || here.session->place().areas.inside[*area] == 0 || (*here.shown)[*area] < 0) continue;
    here.stroke_from = area;
    here.entered_x = x;
    here.entered_y = y;
    return true;
  }
  return false;
}

/// Takes hold of the border next to the point.
void hold_border(Desk& desk, double x, double y) {
  desk.here.stroke_on = false;
  desk.here.held_border = desk.here.pending ? std::nullopt : border_at(desk.here, desk.view, x, y);
  if (desk.here.pending)
    say(desk.talk, "First accept the pending change (Enter) or drop it (Esc)");
  else if (!desk.here.held_border)
    say(desk.talk, "Take hold nearer to a border between two neighbourhoods");
  if (!desk.here.held_border) return;
  std::fill(desk.here.stroked.begin(), desk.here.stroked.end(), std::uint8_t{0});
  desk.here.stroke_on = true;
  desk.here.stroke_x = x;
  desk.here.stroke_y = y;
}

void begin_stroke(Desk& desk, double x, double y) {
  auto& here = desk.here;
  const bool outside = !here.hovered || here.session->place().areas.inside[*here.hovered] == 0;
  here.stroke_from = outside ? std::nullopt : here.hovered;
  here.stroke_on = may_start(here, desk.talk);
  here.stroke_x = here.entered_x = x;
  here.stroke_y = here.entered_y = y;
  here.outline.clear();
  if (here.stroke_on && desk.tools.tool == Tool::lasso) here.outline.emplace_back(x, y);
}

void end_stroke(Desk& desk) {
  auto& here = desk.here;
  here.stroke_on = false;
  here.outline.clear();
  if (here.target.kind == Target::Kind::where_started && !here.stroke_from) {
    say(desk.talk, "Nothing moves: the stroke entered no neighbourhood");
    return;
  }
  propose(here, desk.talk, stroked_areas(here), here.stroke_from);
}

void brush_to(Desk& desk, double x, double y, bool down) {
  auto& here = desk.here;
  const bool knows = here.target.kind != Target::Kind::where_started || here.stroke_from;
  if (knows || enters(here, desk.view, here.stroke_x, here.stroke_y, x, y)) {
    if (!knows) here.stroke_x = here.entered_x, here.stroke_y = here.entered_y;
    if (sweep(here, desk.view, desk.tools, here.stroke_x, here.stroke_y, x, y,
              desk.tools.brush_px * desk.view.scale))
      propose(here, desk.talk, stroked_areas(here), here.stroke_from);
  }
  here.stroke_x = x;
  here.stroke_y = y;
  if (down) return;
  here.stroke_on = false;
  if (!here.pending) end_stroke(desk);
}

}  // namespace

void draw_by_hand(Desk& desk, double x, double y, bool pressed, bool down) {
  auto& here = desk.here;
  if (pressed && desk.tools.tool == Tool::border) return hold_border(desk, x, y);
  if (here.stroke_on && here.held_border) return drag_border(desk, x, y, down);
  if (desk.tools.tool == Tool::border) return;
  if (pressed) begin_stroke(desk, x, y);
  if (!here.stroke_on) return;
  if (desk.tools.tool == Tool::brush) return brush_to(desk, x, y, down);
  if (!here.stroke_from) {
    enters(here, desk.view, here.entered_x, here.entered_y, x, y);
    if (!here.stroke_from) here.entered_x = x, here.entered_y = y;
  }
  if (desk.tools.tool == Tool::rectangle)
    here.outline = {{here.stroke_x, here.stroke_y}, {x, here.stroke_y}, {x, y}, {here.stroke_x, y}};
  else if (std::hypot(x - here.outline.back().first, y - here.outline.back().second) > 2)
    here.outline.emplace_back(x, y);
  if (down) return;
  if (here.outline.size() >= 3) enclose(here, desk.view, desk.tools);
  end_stroke(desk);
}

}  // namespace placewright::viewer
