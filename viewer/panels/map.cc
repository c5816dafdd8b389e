#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "geo/shape_measures.h"
#include "viewer/map/imgui_compat.h"
#include "viewer/map/labels.h"
#include "viewer/panels/map_canvas.h"
#include "viewer/panels/map_names.h"
#include "viewer/session/footprint_map.h"
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

void site_card(ui::Pen& pen, const datasets::Site& site, double wte) {
  ImGui::BeginTooltip();
  ImGui::PushFont(pen.fonts.bold);
  ImGui::TextUnformatted(site.name.empty() ? site.id.c_str() : site.name.c_str());
  ImGui::PopFont();
  ImGui::TextUnformatted(
      (word_of_site(site.kind) +
       (site.organisation.empty() || site.organisation == site.name ? "" : ", " + site.organisation))
          .c_str());
  if (wte > 0) ui::quiet(pen, ui::number(wte, 1) + " WTE are based here");
  ui::quiet(
      pen,
      (datasets::is_missing(site.list_size) ? std::string() : ui::number(site.list_size) + " patients, ") +
          (site.kind == "gp" ? "click for where its patients live" : "click for the minutes to it"));
  ImGui::EndTooltip();
}

/// What the lens says of the area under the pointer: its footprint, its neighbourhood's figures.
void lens_words(const OnTheTable& here, const MapView& view, std::uint32_t area) {
  const auto* measure = shown_measure(here, view);
  if (measure == nullptr) return;
  if (const auto* map = measure->footprints.get(); map != nullptr && area < map->of_area.size()) {
    const auto row = map->of_area[area];
    ImGui::TextUnformatted(row < 0
                               ? ("No footprint of " + map->service).c_str()
                               : fmt::format("{}: {}", map->footprints[static_cast<std::size_t>(row)].id,
                                             footprint_words(map->footprints[static_cast<std::size_t>(row)]))
                                     .c_str());
  }
  const auto label = here.session->state().label[area];
  if (label < 0) return;
  if (const auto row = static_cast<std::size_t>(label);
      row < measure->told.size() && !measure->told[row].empty())
    ImGui::TextUnformatted(measure->told[row].c_str());
}

void hover_card(const OnTheTable& here, const MapView& view, ui::Pen& pen) {
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
  if (areas.inside[area] != 0) lens_words(here, view, area);
  ImGui::EndTooltip();
}

/// Whom the tool in hand gives areas to; "" nobody that is known yet.
std::string painted_into(const OnTheTable& here, const Tools& tools) {
  if (here.pending)
    return here.pending->fresh ? "a new neighbourhood" : neighbourhood_name(here, here.pending->to);
  if (tools.tool == Tool::border) return "";
  switch (here.target.kind) {
    case Target::Kind::one:
      return neighbourhood_name(here, here.target.label);
    case Target::Kind::fresh:
      return "a new neighbourhood";
    case Target::Kind::unassigned:
      return neighbourhood_name(here, -1);
    case Target::Kind::where_started:
      break;
  }
  const auto start = here.stroke_on ? here.stroke_from : here.hovered;
  if (!start || here.session->place().areas.inside[*start] == 0) return "the first neighbourhood entered";
  return neighbourhood_name(here, (*here.shown)[*start]);
}

/// Beside the pointer: whom it paints into, and how many people live there before and after.
void draw_painting_words(const OnTheTable& here, const Tools& tools, ui::Pen& pen, const Canvas& canvas) {
  const auto name = painted_into(here, tools);
  if (name.empty()) return;
  std::string people;
  bool out = false;
  if (here.pending)
    for (const auto& row : here.pending->effect.rows)
      if (row.label == here.pending->to || (here.pending->fresh && row.people_before == 0)) {
        people = fmt::format("{} \xe2\x86\x92 {}{}", ui::number(row.people_before),
                             ui::number(row.people_after), row.out_after ? "  ! out of bounds" : "");
        out = row.out_after;
      }
  const auto first = "Painting into: " + name;
  auto* font = pen.fonts.bold;
  const float width = std::max(font->CalcTextSizeA(font->FontSize, 1e6f, 0, first.c_str()).x,
                               font->CalcTextSizeA(font->FontSize, 1e6f, 0, people.c_str()).x);
  const float height = (people.empty() ? 1.f : 2.1f) * font->FontSize;
  const auto mouse = ImGui::GetIO().MousePos;
  // Within the map: on the other side of the pointer where there is no room.
  ImVec2 at(mouse.x + pen.px(18), mouse.y + pen.px(18));
  if (at.x + width > canvas.from.x + canvas.size.x - pen.px(4)) at.x = mouse.x - pen.px(18) - width;
  if (at.y + height > canvas.from.y + canvas.size.y - pen.px(4)) at.y = mouse.y - pen.px(18) - height;
  at.x = std::max(at.x, canvas.from.x + pen.px(4));
  text_with_halo(canvas.draw, font, at, pen.theme.text, pen.theme.label_halo, pen.px(2), first);
  if (!people.empty())
    text_with_halo(canvas.draw, font, ImVec2(at.x, at.y + 1.1f * font->FontSize),
                   out ? pen.theme.bad : pen.theme.text, pen.theme.label_halo, pen.px(2), people);
  pen.names.mark_rect("map.painting", at, ImVec2(at.x + width, at.y + height),
                      people.empty() ? first : first + ", " + people);
}

/// Moves a place that was just fitted into the map out from under the legend, as far as there is room between
/// that and the buttons at the other side.
void clear_of_legend(const OnTheTable& here, MapView& view, const ui::Pen& pen) {
  const double spare = view.width - (here.box.max_x - here.box.min_x) / view.camera.m_per_px,
               aside = std::min((widest_legend(pen) + pen.px(10)) / 2.0, spare / 2 - pen.px(54));
  if (aside > 0) view.camera.centre.x -= aside * view.camera.m_per_px;
}

/// What the mouse does on the map, which is the item just made: nearer and farther, moving it, pointing,
/// choosing, drawing. `x`, `y`: the pointer, pixels of the map. True: the map is moved by it.
bool steer_map(Desk& desk, const ui::Pen& pen, double x, double y) {
  const bool over = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  auto& io = ImGui::GetIO();
  if (over && io.MouseWheel != 0)
    desk.view.camera.zoom_at(std::pow(1.25, io.MouseWheel), x, y, desk.view.width, desk.view.height);
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
      over ? desk.here.index.find_containing(desk.view.camera.to_map(x, y, desk.view.width, desk.view.height))
           : std::nullopt;
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
    draw_by_hand(desk, x, y, ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left),
                 ImGui::IsMouseDown(ImGuiMouseButton_Left));
  }
  return hand;
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
    clear_of_legend(desk.here, desk.view, pen);
    desk.here.fit_wanted = false;
  }
  ImGui::InvisibleButton("map", size,
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight |
                             ImGuiButtonFlags_MouseButtonMiddle);
  pen.names.mark("map");
  const bool over = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  const auto& io = ImGui::GetIO();
  const double x = io.MousePos.x - from.x, y = io.MousePos.y - from.y;
  const bool hand = steer_map(desk, pen, x, y);

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
  draw_footprint_rays(desk.here, desk.view, pen, canvas);
  std::vector<LabelBox> marks;
  draw_marks(desk.here, desk.view, pen, canvas, marks);
  const auto bases = draw_footprint_bases(desk.here, desk.view, pen, canvas);
  if (desk.view.layers.labels) {
    const LabelBox own{divider, from.y, from.x + size.x, from.y + size.y};
    auto plates = draw_footprint_names(desk.here, desk.view, pen, canvas, own, bases);
    plates.insert(plates.end(), bases.begin(), bases.end());
    // Each side of the divider in its own plan's words.
    draw_label_layer(desk.here, desk.view, pen, canvas, own_labels(desk.here, desk.view), marks,
                     desk.here.session->state().label, own, plates);
    marks.insert(marks.end(), plates.begin(), plates.end());
    if (swipe)
      draw_label_layer(desk.here, desk.view, pen, canvas, other_labels(desk.here), marks,
                       desk.here.comparison.made->other.label, {from.x, from.y, divider, from.y + size.y});
  }
  marks.insert(marks.end(), desk.view.covered.begin(), desk.view.covered.end());
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
  if (over && desk.tools.tool != Tool::select) draw_painting_words(desk.here, desk.tools, pen, canvas);
  draw_scale_bar(desk.view, pen, canvas);
  draw.PopClipRect();
  if (beside) draw_other_half(desk.here, desk.view, pen, other_from, size);
  // Who draws looks at what is drawn: no card at the pointer.
  if (!over || active || desk.tools.tool != Tool::select) return;
  if (const auto site = site_under(desk.here, desk.view, x, y, pen.px(8)))
    site_card(pen, desk.here.session->place().sites[*site], desk.here.site_wte[*site]);
  else if (desk.here.hovered)
    hover_card(desk.here, desk.view, pen);
}

}  // namespace placewright::viewer
