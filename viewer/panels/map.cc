#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "geo/shape_measures.h"
#include "viewer/map/labels.h"
#include "viewer/panels/map_canvas.h"
#include "viewer/session/site_words.h"

namespace placewright::viewer {
namespace {

void draw_area_outline(const Desk& desk, const ui::Pen& pen, const Canvas& canvas, std::uint32_t area) {
  std::vector<ImVec2> points;
  for (const auto& part : desk.session->place().areas.shape[area].parts) {
    points.clear();
    for (const auto& point : part.outer) {
      const auto p = canvas.at(point);
      if (points.empty() || std::abs(points.back().x - p.x) + std::abs(points.back().y - p.y) > 1)
        points.push_back(p);
    }
    if (points.size() < 2) continue;
    canvas.draw.AddPolyline(points.data(), static_cast<int>(points.size()), desk.theme.label_halo,
                            ImDrawFlags_Closed, pen.px(4));
    canvas.draw.AddPolyline(points.data(), static_cast<int>(points.size()), desk.theme.hover,
                            ImDrawFlags_Closed, pen.px(2));
  }
}

void draw_scale_bar(const Desk& desk, const ui::Pen& pen, const Canvas& canvas) {
  const double wish_m = 140 * pen.scale * desk.camera.m_per_px;
  double metres = std::pow(10, std::floor(std::log10(wish_m)));
  for (const double step : {5.0, 2.0})
    if (metres * step <= wish_m) {
      metres *= step;
      break;
    }
  const float width = static_cast<float>(metres / desk.camera.m_per_px);
  const ImVec2 at(canvas.from.x + pen.px(16), canvas.from.y + canvas.size.y - pen.px(18));
  const auto text = metres >= 1000 ? fmt::format("{:g} km", metres / 1000) : fmt::format("{:g} m", metres);
  canvas.draw.AddRectFilled(ImVec2(at.x - pen.px(2), at.y - pen.px(2)),
                            ImVec2(at.x + width + pen.px(2), at.y + pen.px(6)), desk.theme.label_halo);
  canvas.draw.AddRectFilled(at, ImVec2(at.x + width / 2, at.y + pen.px(4)), desk.theme.text);
  canvas.draw.AddRect(at, ImVec2(at.x + width, at.y + pen.px(4)), desk.theme.text);
  text_with_halo(canvas.draw, pen.fonts.small, ImVec2(at.x, at.y - pen.fonts.small->FontSize - pen.px(4)),
                 desk.theme.text, desk.theme.label_halo, pen.px(1.4f), text);
}

/// Areas of the unit under one point join the stroke.
bool touch(Desk& desk, double x, double y) {
  const auto area = desk.index.find_containing(desk.camera.to_map(x, y, desk.map_width, desk.map_height));
  if (!area || desk.stroked[*area] != 0) return false;
  for (const auto one : unit_of(desk, *area)) desk.stroked[one] = 1;
  return true;
}

/// All that the brush covers between two points: the middle line without a gap, the disc in steps that fit
/// its size.
bool sweep(Desk& desk, double x0, double y0, double x1, double y1, double radius) {
  bool more = false;
  const double length = std::hypot(x1 - x0, y1 - y0);
  const int steps = std::max(1, static_cast<int>(std::ceil(length / 2)));
  const double grain = std::max(3.0, radius / 4);
  double since_disc = 1e9;
  for (int step = 0; step <= steps; ++step) {
    const double x = x0 + (x1 - x0) * step / steps, y = y0 + (y1 - y0) * step / steps;
    more |= touch(desk, x, y);
    if (since_disc >= grain || step == steps) {
      since_disc = 0;
      for (double dy = -radius; dy <= radius; dy += grain)
        for (double dx = -radius; dx <= radius; dx += grain)
          if (dx * dx + dy * dy <= radius * radius) more |= touch(desk, x + dx, y + dy);
    }
    since_disc += length / steps;
  }
  return more;
}

std::vector<std::uint32_t> stroked_areas(const Desk& desk) {
  std::vector<std::uint32_t> areas;
  for (std::uint32_t area = 0; area < desk.stroked.size(); ++area)
    if (desk.stroked[area] != 0) areas.push_back(area);
  return areas;
}

/// Areas whose point lies in the outline drawn.
void enclose(Desk& desk) {
  geo::Ring ring;
  for (const auto& [x, y] : desk.outline)
    ring.push_back(desk.camera.to_map(x, y, desk.map_width, desk.map_height));
  const auto& areas = desk.session->place().areas;
  for (std::uint32_t area = 0; area < areas.size(); ++area)
    if (geo::contains(ring, {areas.centroid_x[area], areas.centroid_y[area]}))
      for (const auto one : unit_of(desk, area)) desk.stroked[one] = 1;
}

/// Whether a stroke may start here: a pending change to elsewhere comes first.
bool may_start(Desk& desk) {
  if (!desk.pending) {
    std::fill(desk.stroked.begin(), desk.stroked.end(), std::uint8_t{0});
    return true;
  }
  const auto& pending = *desk.pending;
  const bool same = desk.target.kind == Target::Kind::fresh ? pending.fresh
                    : desk.target.kind == Target::Kind::where_started
                        ? desk.stroke_from && desk.shown[*desk.stroke_from] == pending.to
                    : desk.target.kind == Target::Kind::one ? desk.target.label == pending.to
                                                            : pending.to == -1;
  if (!same) {
    say(desk, "First accept the pending change (Enter) or drop it (Esc)");
    return false;
  }
  std::fill(desk.stroked.begin(), desk.stroked.end(), std::uint8_t{0});
  for (const auto area : pending.areas) desk.stroked[area] = 1;
  return true;
}

/// The border between two neighbourhoods nearest to the point, if one is within reach.
std::optional<Desk::HeldBorder> border_at(const Desk& desk, double x, double y) {
  const auto at = desk.camera.to_map(x, y, desk.map_width, desk.map_height);
  const auto under = desk.index.find_containing(at);
  const double reach = 14 * desk.scale * desk.camera.m_per_px;
  double best = reach * reach;
  std::optional<Desk::HeldBorder> held;
  for (const auto& arc : *desk.arcs) {
    if (arc.left == geo::kOutside || arc.right == geo::kOutside) continue;
    const auto left = desk.shown[arc.left], right = desk.shown[arc.right];
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
      const bool on_left = !under || desk.shown[*under] != right;
      held = Desk::HeldBorder{on_left ? left : right, on_left ? right : left, -1, at, near};
    }
  }
  return held;
}

/// The border follows the pointer: into the other side's land, that side gives; away from it, the own side
/// gives.
void drag_border(Desk& desk, double x, double y, bool down) {
  auto& held = *desk.held_border;
  if (held.grows < 0 && std::hypot(x - desk.stroke_x, y - desk.stroke_y) > 4 * desk.scale) {
    const auto at = desk.camera.to_map(x, y, desk.map_width, desk.map_height);
    const auto under = desk.index.find_containing(at);
    const auto label = under ? desk.session->state().label[*under] : -1;
    const double away = (at.x - held.pressed.x) * (held.pressed.x - held.on_border.x) +
                        (at.y - held.pressed.y) * (held.pressed.y - held.on_border.y);
    if (label == held.far)
      held.grows = held.near;
    else if (label == held.near && away > 0)
      held.grows = held.far;
  }
  if (held.grows >= 0) {
    const auto gives = held.grows == held.near ? held.far : held.near;
    const auto before = desk.stroked;
    if (sweep(desk, desk.stroke_x, desk.stroke_y, x, y, 3 * desk.scale)) {
      for (std::uint32_t area = 0; area < desk.stroked.size(); ++area)
        if (desk.stroked[area] != 0 && before[area] == 0 && desk.session->state().label[area] != gives)
          desk.stroked[area] = 0;
      propose(desk, stroked_areas(desk), std::nullopt);
    }
    desk.stroke_x = x;
    desk.stroke_y = y;
  }
  if (down) return;
  desk.stroke_on = false;
  desk.held_border.reset();
}

void draw_by_hand(Desk& desk, double x, double y, bool pressed) {
  if (pressed && desk.tool == Tool::border) {
    desk.stroke_on = false;
    desk.held_border = desk.pending ? std::nullopt : border_at(desk, x, y);
    if (desk.pending)
      say(desk, "First accept the pending change (Enter) or drop it (Esc)");
    else if (!desk.held_border)
      say(desk, "Take hold nearer to a border between two neighbourhoods");
    if (!desk.held_border) return;
    std::fill(desk.stroked.begin(), desk.stroked.end(), std::uint8_t{0});
    desk.stroke_on = true;
    desk.stroke_x = x;
    desk.stroke_y = y;
    return;
  }
  if (desk.stroke_on && desk.held_border) {
    drag_border(desk, x, y, ImGui::IsMouseDown(ImGuiMouseButton_Left));
    return;
  }
  if (desk.tool == Tool::border) return;
  if (pressed) {
    desk.stroke_from = desk.hovered;
    desk.stroke_on = may_start(desk);
    desk.stroke_x = x;
    desk.stroke_y = y;
    desk.outline.clear();
    if (desk.stroke_on && desk.tool == Tool::lasso) desk.outline.emplace_back(x, y);
  }
  if (!desk.stroke_on) return;
  const bool down = ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (desk.tool == Tool::brush) {
    if (sweep(desk, desk.stroke_x, desk.stroke_y, x, y, desk.brush_px * desk.scale))
      propose(desk, stroked_areas(desk), desk.stroke_from);
    desk.stroke_x = x;
    desk.stroke_y = y;
    if (!down) {
      desk.stroke_on = false;
      if (!desk.pending) propose(desk, stroked_areas(desk), desk.stroke_from);
    }
    return;
  }
  if (desk.tool == Tool::rectangle)
    desk.outline = {{desk.stroke_x, desk.stroke_y}, {x, desk.stroke_y}, {x, y}, {desk.stroke_x, y}};
  else if (std::hypot(x - desk.outline.back().first, y - desk.outline.back().second) > 2)
    desk.outline.emplace_back(x, y);
  if (down) return;
  desk.stroke_on = false;
  if (desk.outline.size() >= 3) enclose(desk);
  desk.outline.clear();
  propose(desk, stroked_areas(desk), desk.stroke_from);
}

void site_card(ui::Pen& pen, const datasets::Site& site) {
  ImGui::BeginTooltip();
  ImGui::PushFont(pen.fonts.bold);
  ImGui::TextUnformatted(site.name.empty() ? site.id.c_str() : site.name.c_str());
  ImGui::PopFont();
  ImGui::TextUnformatted(
      (word_of_site(site.kind) +
       (site.organisation.empty() || site.organisation == site.name ? "" : ", " + site.organisation))
          .c_str());
  ui::quiet(pen, (datasets::is_missing(site.list_size) ? std::string()
                                                       : ui::number(site.list_size) + " patients, ") +
                     "click for who lives where");
  ImGui::EndTooltip();
}

void hover_card(const Desk& desk, ui::Pen& pen) {
  const auto area = *desk.hovered;
  const auto& areas = desk.session->place().areas;
  ImGui::BeginTooltip();
  ImGui::PushFont(pen.fonts.bold);
  ImGui::TextUnformatted(areas.name[area].empty() ? areas.code[area].c_str() : areas.name[area].c_str());
  ImGui::PopFont();
  ImGui::TextUnformatted(areas.inside[area] == 0
                             ? "outside the place"
                             : neighbourhood_name(desk, desk.session->state().label[area]).c_str());
  ui::quiet(pen, fmt::format("{} people{}", ui::number(areas.population[area]),
                             datasets::is_missing(areas.imd_decile[area])
                                 ? ""
                                 : fmt::format(", deprivation decile {:.0f}", areas.imd_decile[area])));
  ImGui::EndTooltip();
}

}  // namespace

void draw_map(Desk& desk, ui::Pen& pen) {
  auto from = ImGui::GetCursorScreenPos();
  auto size = ImGui::GetContentRegionAvail();
  size.x = std::max(size.x, 32.f);
  size.y = std::max(size.y, 32.f);
  const bool beside = !desk.comparison.with.empty() && desk.comparison.made &&
                      desk.comparison.mode == CompareMode::side && size.x > 64;
  const auto other_from = from;
  if (beside) {
    size.x = std::floor(size.x / 2);
    from.x += size.x;
    ImGui::SetCursorScreenPos(from);
  }
  desk.map_width = size.x;
  desk.map_height = size.y;
  if (desk.fit_wanted) {
    desk.camera.fit(desk.box, size.x, size.y);
    desk.fit_wanted = false;
  }
  ImGui::InvisibleButton("map", size,
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight |
                             ImGuiButtonFlags_MouseButtonMiddle);
  pen.names.mark("map");
  const bool over = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  auto& io = ImGui::GetIO();
  const double x = io.MousePos.x - from.x, y = io.MousePos.y - from.y;
  if (over && io.MouseWheel != 0) desk.camera.zoom_at(std::pow(1.25, io.MouseWheel), x, y, size.x, size.y);
  const bool space = ImGui::IsKeyDown(' ') && !io.WantTextInput;
  const bool hand =
      active && !desk.comparison.dragging &&
      (ImGui::IsMouseDragging(ImGuiMouseButton_Right, 2) ||
       ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 2) ||
       ((desk.tool == Tool::select || space) && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 4)));
  if (hand) {
    desk.camera.centre.x -= io.MouseDelta.x * desk.camera.m_per_px;
    desk.camera.centre.y += io.MouseDelta.y * desk.camera.m_per_px;
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  }
  desk.hovered = over ? desk.index.find_containing(desk.camera.to_map(x, y, size.x, size.y)) : std::nullopt;
  const bool swiping = desk.comparison.dragging;
  if (swiping) {
    // The divider has the mouse.
  } else if (desk.tool == Tool::select) {
    if (over && ImGui::IsMouseReleased(ImGuiMouseButton_Left) && io.MouseDragMaxDistanceSqr[0] < 16) {
      if (const auto site = io.KeyCtrl ? std::nullopt : site_under(desk, x, y, pen.px(8))) {
        desk.site = desk.site == site ? std::nullopt : site;
      } else if (desk.hovered && desk.session->place().areas.inside[*desk.hovered] != 0)
        select_area(desk, *desk.hovered, io.KeyCtrl);
      else
        clear_selection(desk);
    }
  } else if (!space) {
    draw_by_hand(desk, x, y, ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left));
  }

  refresh(desk);
  auto& draw = *ImGui::GetWindowDrawList();
  desk.map->render(desk.camera, static_cast<int>(size.x), static_cast<int>(size.y), desk.scale);
  draw.PushClipRect(from, ImVec2(from.x + size.x, from.y + size.y), true);
  draw.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(desk.map->texture())), from,
                ImVec2(from.x + std::floor(size.x), from.y + std::floor(size.y)));
  const bool swipe =
      !desk.comparison.with.empty() && desk.comparison.made && desk.comparison.mode == CompareMode::swipe;
  const float divider = swipe ? draw_swipe_picture(desk, from, size) : from.x;
  const Canvas canvas{from, size, desk.camera, draw};
  draw_flows(desk, pen, canvas);
  std::vector<LabelBox> marks;
  draw_marks(desk, pen, canvas, marks);
  if (desk.layers.labels) {
    // Each side of the divider in its own plan's words.
    draw_label_layer(desk, pen, canvas, own_labels(desk), marks, desk.session->state().label,
                     {divider, from.y, from.x + size.x, from.y + size.y});
    if (swipe)
      draw_label_layer(desk, pen, canvas, other_labels(desk), marks, desk.comparison.other.label,
                       {from.x, from.y, divider, from.y + size.y});
  }
  if (swipe) draw_swipe_handle(desk, pen, from, size);
  if (desk.hovered && !hand)
    for (const auto area : unit_of(desk, *desk.hovered)) draw_area_outline(desk, pen, canvas, area);
  if (!desk.outline.empty()) {
    std::vector<ImVec2> points;
    for (const auto& [px, py] : desk.outline)
      points.emplace_back(from.x + static_cast<float>(px), from.y + static_cast<float>(py));
    draw.AddPolyline(points.data(), static_cast<int>(points.size()), desk.theme.accent, ImDrawFlags_Closed,
                     pen.px(2));
  }
  if (over && desk.tool == Tool::brush)
    draw.AddCircle(io.MousePos, desk.brush_px * desk.scale, desk.theme.hover, 0, pen.px(1.5f));
  draw_scale_bar(desk, pen, canvas);
  draw.PopClipRect();
  if (beside) draw_other_half(desk, pen, other_from, size);
  if (!over || active) return;
  if (const auto site = desk.tool == Tool::select ? site_under(desk, x, y, pen.px(8)) : std::nullopt)
    site_card(pen, desk.session->place().sites[*site]);
  else if (desk.hovered)
    hover_card(desk, pen);
}

}  // namespace placewright::viewer
