#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "geo/shape_measures.h"
#include "viewer/panels.h"

namespace placewright::viewer {
namespace {

struct Canvas {
  ImVec2 from, size;
  const Camera& camera;
  ImDrawList& draw;
  [[nodiscard]] ImVec2 at(geo::Point point) const {
    const auto p = camera.to_screen(point, size.x, size.y);
    return {from.x + static_cast<float>(p.x), from.y + static_cast<float>(p.y)};
  }
  [[nodiscard]] bool sees(ImVec2 p, float margin) const {
    return p.x > from.x - margin && p.y > from.y - margin && p.x < from.x + size.x + margin && p.y < from.y + size.y + margin;
  }
};

void text_with_halo(ImDrawList& draw, ImFont* font, float size, ImVec2 at, Rgba colour, Rgba halo, float reach, const std::string& text) {
  for (const auto& [dx, dy] : {std::pair{-1.f, 0.f}, {1.f, 0.f}, {0.f, -1.f}, {0.f, 1.f}, {-.7f, -.7f}, {.7f, -.7f}, {-.7f, .7f}, {.7f, .7f}})
    draw.AddText(font, size, ImVec2(at.x + dx * reach, at.y + dy * reach), halo, text.c_str());
  draw.AddText(font, size, at, colour, text.c_str());
}

bool layer_shows(const Layers& layers, const std::string& kind) {
  if (kind == "gp" || kind == "branch") return layers.practices;
  if (kind == "base" || kind == "clinic") return layers.bases;
  if (kind == "pharmacy" || kind == "dentist" || kind == "optician") return layers.pharmacies;
  if (kind == "hospital") return layers.hospitals;
  return layers.community;
}

void draw_sites(const Desk& desk, const ui::Pen& pen, const Canvas& canvas) {
  // From afar one mark stands for those that would cover it.
  std::set<std::pair<int, int>> taken;
  const float cell = pen.px(9);
  for (const auto& site : desk.session->place().sites) {
    if (!site.open || datasets::is_missing(site.x) || !layer_shows(desk.layers, site.kind)) continue;
    const auto p = canvas.at({site.x, site.y});
    if (!canvas.sees(p, cell)) continue;
    if (!taken.insert({static_cast<int>(p.x / cell), static_cast<int>(p.y / cell)}).second) continue;
    draw_site_mark(canvas.draw, p, site.kind, pen.px(site.kind == "hospital" ? 6.5f : site.kind == "branch" ? 3.4f : 4.8f), desk.theme);
  }
  if (!desk.layers.notes) return;
  for (const auto& note : desk.session->place().notes) {
    geo::Point at{note.x, note.y};
    if (datasets::is_missing(note.x)) {
      const auto area = desk.session->place().find_area(note.area);
      if (!area) continue;
      at = {desk.session->place().areas.centroid_x[*area], desk.session->place().areas.centroid_y[*area]};
    }
    const auto p = canvas.at(at);
    const float r = pen.px(8);
    canvas.draw.AddRectFilled(ImVec2(p.x - r, p.y - r), ImVec2(p.x + r, p.y + r * 0.6f), desk.theme.selection, pen.px(3));
    canvas.draw.AddTriangleFilled(ImVec2(p.x - r * 0.4f, p.y + r * 0.5f), ImVec2(p.x + r * 0.4f, p.y + r * 0.5f), ImVec2(p.x, p.y + r * 1.3f), desk.theme.selection);
    canvas.draw.AddText(ImVec2(p.x - pen.px(2), p.y - r * 1.05f), 0xff000000, "!");
  }
}

void draw_labels(const Desk& desk, const ui::Pen& pen, const Canvas& canvas) {
  std::vector<std::array<float, 4>> placed;
  std::size_t drawn = 0;
  for (const auto& anchor : desk.anchors) {
    const auto p = canvas.at(anchor.at);
    if (!canvas.sees(p, 0) || drawn >= 150) continue;
    const auto& entry = desk.session->state().entries[static_cast<std::size_t>(anchor.label)];
    auto* font = pen.fonts.bold;
    const float size = font->FontSize, small = pen.fonts.small->FontSize;
    std::string title = entry.name.empty() ? entry.id : entry.name;
    const std::string people = ui::number(anchor.people);
    const float room = static_cast<float>(anchor.span_m / desk.camera.m_per_px) * 1.15f;
    auto width = font->CalcTextSizeA(size, 1e6f, 0, title.c_str()).x;
    if (width > room) title = entry.id, width = font->CalcTextSizeA(size, 1e6f, 0, title.c_str()).x;
    if (width > room) continue;
    const float people_width = pen.fonts.small->CalcTextSizeA(small, 1e6f, 0, people.c_str()).x;
    const bool two = room > size * 2.6f && people_width < room;
    const float height = size + (two ? small + pen.px(1) : 0), half = std::max(width, two ? people_width : 0) / 2 + pen.px(3);
    const std::array<float, 4> box{p.x - half, p.y - height / 2, p.x + half, p.y + height / 2};
    if (box[0] < canvas.from.x || box[2] > canvas.from.x + canvas.size.x || box[1] < canvas.from.y || box[3] > canvas.from.y + canvas.size.y) continue;
    if (std::any_of(placed.begin(), placed.end(), [&](const auto& other) { return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]; })) continue;
    placed.push_back(box);
    ++drawn;
    const auto colour = desk.theme.text;
    text_with_halo(canvas.draw, font, size, ImVec2(std::round(p.x - width / 2), std::round(box[1])), colour, desk.theme.label_halo, pen.px(1.6f), title);
    if (two) text_with_halo(canvas.draw, pen.fonts.small, small, ImVec2(std::round(p.x - people_width / 2), std::round(box[1] + size)), colour, desk.theme.label_halo, pen.px(1.4f), people);
    if (entry.locked) text_with_halo(canvas.draw, pen.fonts.small, small, ImVec2(box[2], box[1]), desk.theme.bad, desk.theme.label_halo, pen.px(1.4f), "locked");
  }
}

void draw_area_outline(const Desk& desk, const ui::Pen& pen, const Canvas& canvas, std::uint32_t area) {
  std::vector<ImVec2> points;
  for (const auto& part : desk.session->place().areas.shape[area].parts) {
    points.clear();
    for (const auto& point : part.outer) {
      const auto p = canvas.at(point);
      if (points.empty() || std::abs(points.back().x - p.x) + std::abs(points.back().y - p.y) > 1) points.push_back(p);
    }
    if (points.size() < 2) continue;
    canvas.draw.AddPolyline(points.data(), static_cast<int>(points.size()), desk.theme.label_halo, ImDrawFlags_Closed, pen.px(4));
    canvas.draw.AddPolyline(points.data(), static_cast<int>(points.size()), desk.theme.hover, ImDrawFlags_Closed, pen.px(2));
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
  canvas.draw.AddRectFilled(ImVec2(at.x - pen.px(2), at.y - pen.px(2)), ImVec2(at.x + width + pen.px(2), at.y + pen.px(6)), desk.theme.label_halo);
  canvas.draw.AddRectFilled(at, ImVec2(at.x + width / 2, at.y + pen.px(4)), desk.theme.text);
  canvas.draw.AddRect(at, ImVec2(at.x + width, at.y + pen.px(4)), desk.theme.text);
  text_with_halo(canvas.draw, pen.fonts.small, pen.fonts.small->FontSize, ImVec2(at.x, at.y - pen.fonts.small->FontSize - pen.px(4)), desk.theme.text, desk.theme.label_halo, pen.px(1.4f), text);
}

/// Areas of the unit under one point join the stroke.
bool touch(Desk& desk, double x, double y) {
  const auto area = desk.index.find_containing(desk.camera.to_map(x, y, desk.map_width, desk.map_height));
  if (!area || desk.stroked[*area] != 0) return false;
  for (const auto one : unit_of(desk, *area)) desk.stroked[one] = 1;
  return true;
}

/// All that the brush covers between two points: the middle line without a gap, the disc in steps that fit its size.
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
  for (const auto& [x, y] : desk.outline) ring.push_back(desk.camera.to_map(x, y, desk.map_width, desk.map_height));
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
                    : desk.target.kind == Target::Kind::where_started ? desk.stroke_from && desk.shown[*desk.stroke_from] == pending.to
                    : desk.target.kind == Target::Kind::one           ? desk.target.label == pending.to
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
  for (const auto& arc : desk.arcs.arcs) {
    if (arc.left == geo::kOutside || arc.right == geo::kOutside) continue;
    const auto left = desk.shown[arc.left], right = desk.shown[arc.right];
    if (left == right || left < 0 || right < 0) continue;
    for (std::size_t i = 1; i < arc.line.size(); ++i) {
      const auto &a = arc.line[i - 1], &b = arc.line[i];
      const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
      const double t = length > 0 ? std::clamp(((at.x - a.x) * dx + (at.y - a.y) * dy) / length, 0.0, 1.0) : 0;
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

/// The border follows the pointer: into the other side's land, that side gives; away from it, the own side gives.
void drag_border(Desk& desk, double x, double y, bool down) {
  auto& held = *desk.held_border;
  if (held.grows < 0 && std::hypot(x - desk.stroke_x, y - desk.stroke_y) > 4 * desk.scale) {
    const auto at = desk.camera.to_map(x, y, desk.map_width, desk.map_height);
    const auto under = desk.index.find_containing(at);
    const auto label = under ? desk.session->state().label[*under] : -1;
    const double away = (at.x - held.pressed.x) * (held.pressed.x - held.on_border.x) + (at.y - held.pressed.y) * (held.pressed.y - held.on_border.y);
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
        if (desk.stroked[area] != 0 && before[area] == 0 && desk.session->state().label[area] != gives) desk.stroked[area] = 0;
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
    if (sweep(desk, desk.stroke_x, desk.stroke_y, x, y, desk.brush_px * desk.scale)) propose(desk, stroked_areas(desk), desk.stroke_from);
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

void hover_card(const Desk& desk, ui::Pen& pen) {
  const auto area = *desk.hovered;
  const auto& areas = desk.session->place().areas;
  ImGui::BeginTooltip();
  ImGui::PushFont(pen.fonts.bold);
  ImGui::TextUnformatted(areas.name[area].empty() ? areas.code[area].c_str() : areas.name[area].c_str());
  ImGui::PopFont();
  ImGui::TextUnformatted(areas.inside[area] == 0 ? "outside the place" : neighbourhood_name(desk, desk.session->state().label[area]).c_str());
  ui::quiet(pen, fmt::format("{} people{}", ui::number(areas.population[area]), datasets::is_missing(areas.imd_decile[area]) ? "" : fmt::format(", deprivation decile {:.0f}", areas.imd_decile[area])));
  ImGui::EndTooltip();
}

}  // namespace

void draw_site_mark(ImDrawList& draw, ImVec2 at, const std::string& kind, float size, const Theme& theme) {
  const auto ring = theme.panel, fill = theme.text;
  const auto diamond = [&](float r, Rgba colour) { draw.AddQuadFilled(ImVec2(at.x, at.y - r), ImVec2(at.x + r, at.y), ImVec2(at.x, at.y + r), ImVec2(at.x - r, at.y), colour); };
  const auto square = [&](float r, Rgba colour) { draw.AddRectFilled(ImVec2(at.x - r, at.y - r), ImVec2(at.x + r, at.y + r), colour); };
  const auto cross = [&](float r, float half, Rgba colour) {
    draw.AddRectFilled(ImVec2(at.x - r, at.y - half), ImVec2(at.x + r, at.y + half), colour);
    draw.AddRectFilled(ImVec2(at.x - half, at.y - r), ImVec2(at.x + half, at.y + r), colour);
  };
  if (kind == "gp" || kind == "branch") {
    draw.AddCircleFilled(at, size + size * 0.3f, ring);
    draw.AddCircleFilled(at, size, theme.accent);
    if (kind == "branch") draw.AddCircleFilled(at, size * 0.5f, ring);
  } else if (kind == "base" || kind == "clinic") {
    diamond(size * 1.65f, ring);
    diamond(size * 1.25f, fill);
  } else if (kind == "pharmacy") {
    cross(size * 1.35f, size * 0.75f, ring);
    cross(size, size * 0.4f, theme.good);
  } else if (kind == "hospital") {
    square(size * 1.25f, ring);
    square(size, theme.bad);
    const float w = size * 0.22f;
    draw.AddRectFilled(ImVec2(at.x - size * 0.55f, at.y - size * 0.6f), ImVec2(at.x - size * 0.55f + w, at.y + size * 0.6f), ring);
    draw.AddRectFilled(ImVec2(at.x + size * 0.55f - w, at.y - size * 0.6f), ImVec2(at.x + size * 0.55f, at.y + size * 0.6f), ring);
    draw.AddRectFilled(ImVec2(at.x - size * 0.5f, at.y - w / 2), ImVec2(at.x + size * 0.5f, at.y + w / 2), ring);
  } else {
    const auto triangle = [&](float r, Rgba colour) { draw.AddTriangleFilled(ImVec2(at.x, at.y - r), ImVec2(at.x + r * 0.95f, at.y + r * 0.75f), ImVec2(at.x - r * 0.95f, at.y + r * 0.75f), colour); };
    triangle(size * 1.6f, ring);
    triangle(size * 1.1f, theme.warn);
  }
}

void draw_map(Desk& desk, ui::Pen& pen) {
  auto from = ImGui::GetCursorScreenPos();
  auto size = ImGui::GetContentRegionAvail();
  size.x = std::max(size.x, 32.f);
  size.y = std::max(size.y, 32.f);
  const bool beside = !desk.comparison.with.empty() && desk.comparison.made && desk.comparison.mode == CompareMode::side && size.x > 64;
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
  ImGui::InvisibleButton("map", size, ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
  pen.names.mark("map");
  const bool over = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  auto& io = ImGui::GetIO();
  const double x = io.MousePos.x - from.x, y = io.MousePos.y - from.y;
  if (over && io.MouseWheel != 0) desk.camera.zoom_at(std::pow(1.25, io.MouseWheel), x, y, size.x, size.y);
  const bool space = ImGui::IsKeyDown(' ') && !io.WantTextInput;
  const bool hand = active && !desk.comparison.dragging && (ImGui::IsMouseDragging(ImGuiMouseButton_Right, 2) || ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 2) ||
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
      if (desk.hovered && desk.session->place().areas.inside[*desk.hovered] != 0)
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
  draw.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(desk.map->texture())), from, ImVec2(from.x + std::floor(size.x), from.y + std::floor(size.y)));
  if (!desk.comparison.with.empty() && desk.comparison.made && desk.comparison.mode == CompareMode::swipe) draw_swipe(desk, pen, from, size);
  const Canvas canvas{from, size, desk.camera, draw};
  draw_sites(desk, pen, canvas);
  if (desk.layers.labels) draw_labels(desk, pen, canvas);
  if (desk.hovered && !hand)
    for (const auto area : unit_of(desk, *desk.hovered)) draw_area_outline(desk, pen, canvas, area);
  if (!desk.outline.empty()) {
    std::vector<ImVec2> points;
    for (const auto& [px, py] : desk.outline) points.emplace_back(from.x + static_cast<float>(px), from.y + static_cast<float>(py));
    draw.AddPolyline(points.data(), static_cast<int>(points.size()), desk.theme.accent, ImDrawFlags_Closed, pen.px(2));
  }
  if (over && desk.tool == Tool::brush) draw.AddCircle(io.MousePos, desk.brush_px * desk.scale, desk.theme.hover, 0, pen.px(1.5f));
  draw_scale_bar(desk, pen, canvas);
  draw.PopClipRect();
  if (beside) draw_other_half(desk, pen, other_from, size);
  if (over && desk.hovered && !active) hover_card(desk, pen);
}

}  // namespace placewright::viewer
