#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "geo/shape_measures.h"
#include "viewer/map/imgui_compat.h"
#include "viewer/map/labels.h"
#include "viewer/panels/map_canvas.h"
#include "viewer/panels/map_names.h"
#include "viewer/session/site_words.h"

namespace placewright::viewer {
namespace {

void draw_area_outline(const OnTheTable& here, const ui::Pen& pen, const Canvas& canvas, std::uint32_t area) {
  std::vector<ImVec2> points;
  for (const auto& part : here.session->place().areas.shape[area].parts) {
    points.clear();
    for (const auto& point : part.outer) {
      const auto p = canvas.at(point);
      if (points.empty() || std::abs(points.back().x - p.x) + std::abs(points.back().y - p.y) > 1)
        points.push_back(p);
    }
    if (points.size() < 2) continue;
    canvas.draw.AddPolyline(points.data(), static_cast<int>(points.size()), pen.theme.label_halo,
                            ImDrawFlags_Closed, pen.px(4));
    canvas.draw.AddPolyline(points.data(), static_cast<int>(points.size()), pen.theme.hover,
                            ImDrawFlags_Closed, pen.px(2));
  }
}

void draw_scale_bar(const MapView& view, const ui::Pen& pen, const Canvas& canvas) {
  const double wish_m = 140 * pen.scale * view.camera.m_per_px;
  double metres = std::pow(10, std::floor(std::log10(wish_m)));
  for (const double step : {5.0, 2.0})
    if (metres * step <= wish_m) {
      metres *= step;
      break;
    }
  const float width = static_cast<float>(metres / view.camera.m_per_px);
  const ImVec2 at(canvas.from.x + pen.px(16), canvas.from.y + canvas.size.y - pen.px(18));
  const auto text = metres >= 1000 ? fmt::format("{:g} km", metres / 1000) : fmt::format("{:g} m", metres);
  canvas.draw.AddRectFilled(ImVec2(at.x - pen.px(2), at.y - pen.px(2)),
                            ImVec2(at.x + width + pen.px(2), at.y + pen.px(6)), pen.theme.label_halo);
  canvas.draw.AddRectFilled(at, ImVec2(at.x + width / 2, at.y + pen.px(4)), pen.theme.text);
  canvas.draw.AddRect(at, ImVec2(at.x + width, at.y + pen.px(4)), pen.theme.text);
  text_with_halo(canvas.draw, pen.fonts.small, ImVec2(at.x, at.y - pen.fonts.small->FontSize - pen.px(4)),
                 pen.theme.text, pen.theme.label_halo, pen.px(1.4f), text);
}

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

void draw_by_hand(Desk& desk, double x, double y, bool pressed) {
  if (pressed && desk.tools.tool == Tool::border) {
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
    return;
  }
  if (desk.here.stroke_on && desk.here.held_border) {
    drag_border(desk, x, y, ImGui::IsMouseDown(ImGuiMouseButton_Left));
    return;
  }
  if (desk.tools.tool == Tool::border) return;
  if (pressed) {
    desk.here.stroke_from = desk.here.hovered;
    desk.here.stroke_on = may_start(desk.here, desk.talk);
    desk.here.stroke_x = x;
    desk.here.stroke_y = y;
    desk.here.outline.clear();
    if (desk.here.stroke_on && desk.tools.tool == Tool::lasso) desk.here.outline.emplace_back(x, y);
  }
  if (!desk.here.stroke_on) return;
  const bool down = ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (desk.tools.tool == Tool::brush) {
    if (sweep(desk.here, desk.view, desk.tools, desk.here.stroke_x, desk.here.stroke_y, x, y,
              desk.tools.brush_px * desk.view.scale))
      propose(desk.here, desk.talk, stroked_areas(desk.here), desk.here.stroke_from);
    desk.here.stroke_x = x;
    desk.here.stroke_y = y;
    if (!down) {
      desk.here.stroke_on = false;
      if (!desk.here.pending) propose(desk.here, desk.talk, stroked_areas(desk.here), desk.here.stroke_from);
    }
    return;
  }
  if (desk.tools.tool == Tool::rectangle)
    desk.here.outline = {
        {desk.here.stroke_x, desk.here.stroke_y}, {x, desk.here.stroke_y}, {x, y}, {desk.here.stroke_x, y}};
  else if (std::hypot(x - desk.here.outline.back().first, y - desk.here.outline.back().second) > 2)
    desk.here.outline.emplace_back(x, y);
  if (down) return;
  desk.here.stroke_on = false;
  if (desk.here.outline.size() >= 3) enclose(desk.here, desk.view, desk.tools);
  desk.here.outline.clear();
  propose(desk.here, desk.talk, stroked_areas(desk.here), desk.here.stroke_from);
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

void hover_card(const OnTheTable& here, ui::Pen& pen) {
  const auto area = *here.hovered;
  const auto& areas = here.session->place().areas;
  ImGui::BeginTooltip();
  ImGui::PushFont(pen.fonts.bold);
  ImGui::TextUnformatted(areas.name[area].empty() ? areas.code[area].c_str() : areas.name[area].c_str());
  ImGui::PopFont();
  ImGui::TextUnformatted(areas.inside[area] == 0
                             ? "outside the place"
                             : neighbourhood_name(here, here.session->state().label[area]).c_str());
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
  const bool beside = desk.here.comparison.shows(CompareMode::side) && size.x > 64;
  const auto other_from = from;
  if (beside) {
    size.x = std::floor(size.x / 2);
    from.x += size.x;
    ImGui::SetCursorScreenPos(from);
  }
  desk.view.width = size.x;
  desk.view.height = size.y;
  if (desk.here.fit_wanted) {
    desk.view.camera.fit(desk.here.box, size.x, size.y);
    desk.here.fit_wanted = false;
  }
  ImGui::InvisibleButton("map", size,
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight |
                             ImGuiButtonFlags_MouseButtonMiddle);
  pen.names.mark("map");
  const bool over = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  auto& io = ImGui::GetIO();
  const double x = io.MousePos.x - from.x, y = io.MousePos.y - from.y;
  if (over && io.MouseWheel != 0)
    desk.view.camera.zoom_at(std::pow(1.25, io.MouseWheel), x, y, size.x, size.y);
  const bool space = compat::is_key_held(ImGuiKey_Space) && !io.WantTextInput;
  const bool hand =
      active && !desk.here.comparison.dragging &&
      (ImGui::IsMouseDragging(ImGuiMouseButton_Right, 2) ||
       ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 2) ||
       ((desk.tools.tool == Tool::select || space) && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 4)));
  if (hand) {
    desk.view.camera.centre.x -= io.MouseDelta.x * desk.view.camera.m_per_px;
    desk.view.camera.centre.y += io.MouseDelta.y * desk.view.camera.m_per_px;
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  }
  desk.here.hovered =
      over ? desk.here.index.find_containing(desk.view.camera.to_map(x, y, size.x, size.y)) : std::nullopt;
  const bool swiping = desk.here.comparison.dragging;
  if (swiping) {
    // The divider has the mouse.
  } else if (desk.tools.tool == Tool::select) {
    if (over && ImGui::IsMouseReleased(ImGuiMouseButton_Left) && io.MouseDragMaxDistanceSqr[0] < 16) {
      if (const auto site = io.KeyCtrl ? std::nullopt : site_under(desk.here, desk.view, x, y, pen.px(8))) {
        desk.here.site = desk.here.site == site ? std::nullopt : site;
      } else if (desk.here.hovered && desk.here.session->place().areas.inside[*desk.here.hovered] != 0)
        select_area(desk.here, desk.tools, *desk.here.hovered, io.KeyCtrl);
      else
        clear_selection(desk.here);
    }
  } else if (!space) {
    draw_by_hand(desk, x, y, ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left));
  }

  refresh(desk.here, desk.view);
  auto& draw = *ImGui::GetWindowDrawList();
  desk.view.map->render(desk.view.camera, static_cast<int>(size.x), static_cast<int>(size.y), pen.scale);
  draw.PushClipRect(from, ImVec2(from.x + size.x, from.y + size.y), true);
  draw.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(desk.view.map->texture())), from,
                ImVec2(from.x + std::floor(size.x), from.y + std::floor(size.y)));
  const bool swipe = desk.here.comparison.shows(CompareMode::swipe);
  const float divider = swipe ? draw_swipe_picture(desk.here, desk.view, from, size) : from.x;
  const Canvas canvas{from, size, desk.view.camera, draw};
  draw_flows(desk.here, desk.view, pen, canvas);
  std::vector<LabelBox> marks;
  draw_marks(desk.here, desk.view, pen, canvas, marks);
  if (desk.view.layers.labels) {
    // Each side of the divider in its own plan's words.
    draw_label_layer(desk.here, desk.view, pen, canvas, own_labels(desk.here, desk.view), marks,
                     desk.here.session->state().label, {divider, from.y, from.x + size.x, from.y + size.y});
    if (swipe)
      draw_label_layer(desk.here, desk.view, pen, canvas, other_labels(desk.here), marks,
                       desk.here.comparison.made->other.label, {from.x, from.y, divider, from.y + size.y});
  }
  if (desk.view.layers.labels && desk.view.layers.ground != GroundShow::none)
    draw_ground_names(desk.here.ground, pen, canvas, marks);
  if (swipe) draw_swipe_handle(desk.here, pen, from, size);
  if (desk.here.hovered && !hand)
    for (const auto area : unit_of(desk.here, desk.tools, *desk.here.hovered))
      draw_area_outline(desk.here, pen, canvas, area);
  if (!desk.here.outline.empty()) {
    std::vector<ImVec2> points;
    for (const auto& [px, py] : desk.here.outline)
      points.emplace_back(from.x + static_cast<float>(px), from.y + static_cast<float>(py));
    draw.AddPolyline(points.data(), static_cast<int>(points.size()), pen.theme.accent, ImDrawFlags_Closed,
                     pen.px(2));
  }
  if (over && desk.tools.tool == Tool::brush)
    draw.AddCircle(io.MousePos, desk.tools.brush_px * pen.scale, pen.theme.hover, 0, pen.px(1.5f));
  draw_scale_bar(desk.view, pen, canvas);
  draw.PopClipRect();
  if (beside) draw_other_half(desk.here, desk.view, pen, other_from, size);
  if (!over || active) return;
  if (const auto site =
          desk.tools.tool == Tool::select ? site_under(desk.here, desk.view, x, y, pen.px(8)) : std::nullopt)
    site_card(pen, desk.here.session->place().sites[*site]);
  else if (desk.here.hovered)
    hover_card(desk.here, pen);
}

}  // namespace placewright::viewer
