#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "viewer/map/labels.h"
#include "viewer/panels/map_canvas.h"
#include "viewer/session/footprint_map.h"

namespace placewright::viewer {
namespace {

const FootprintMap* map_shown(const OnTheTable& here, const MapView& view) {
  const auto* measure = shown_measure(here, view);
  return measure == nullptr ? nullptr : measure->footprints.get();
}

Rgba faint(Rgba colour, std::uint32_t alpha) { return (colour & 0x00ffffff) | alpha << 24; }

geo::Point point_of(const datasets::Site& site) { return {site.x, site.y}; }

}  // namespace

void draw_footprint_rays(const OnTheTable& here, const MapView& view, const ui::Pen& pen,
                         const Canvas& canvas) {
  const auto* map = map_shown(here, view);
  if (map == nullptr) return;
  for (const auto& base : map->bases) {
    const auto from = canvas.at(point_of(here.session->place().sites[base.site]));
    for (const auto& point : base.to) {
      const auto to = canvas.at(point);
      canvas.draw.AddLine(from, to, faint(pen.theme.panel, 130), pen.px(2.8f));
      canvas.draw.AddLine(from, to, faint(pen.theme.text, 125), pen.px(1.2f));
      canvas.draw.AddCircleFilled(to, pen.px(2.2f), faint(pen.theme.text, 190));
    }
  }
}

std::vector<LabelBox> draw_footprint_bases(const OnTheTable& here, const MapView& view, const ui::Pen& pen,
                                           const Canvas& canvas) {
  const auto* map = map_shown(here, view);
  if (map == nullptr) return {};
  std::vector<LabelBox> taken;
  auto* font = pen.fonts.small;
  for (const auto& base : map->bases) {
    const auto at = canvas.at(point_of(here.session->place().sites[base.site]));
    if (!canvas.sees(at, pen.px(30))) continue;
    const float r = pen.px(6);
    draw_site_mark(canvas.draw, at, "base", r, pen.theme);
    const auto words = std::isnan(base.wte) ? std::string("WTE not known") : ui::number(base.wte, 1) + " WTE";
    const float width = font->CalcTextSizeA(font->FontSize, 1e6f, 0, words.c_str()).x;
    text_with_halo(canvas.draw, font, ImVec2(at.x - width / 2, at.y + r * 1.5f), pen.theme.text,
                   pen.theme.label_halo, pen.px(1.6f), words);
    const float side = std::max(r * 1.6f, width / 2) + pen.px(3);
    taken.push_back({at.x - side, at.y - r * 1.6f, at.x + side, at.y + r * 1.5f + font->FontSize});
  }
  return taken;
}

std::vector<LabelBox> draw_footprint_names(const OnTheTable& here, const MapView& view, const ui::Pen& pen,
                                           const Canvas& canvas, const LabelBox& within,
                                           const std::vector<LabelBox>& bases) {
  const auto* map = map_shown(here, view);
  if (map == nullptr) return {};
  auto closed = view.covered;
  closed.insert(closed.end(), bases.begin(), bases.end());
  auto* font = pen.fonts.bold;
  const float size = font->FontSize, side = pen.px(7), top = pen.px(2);
  std::vector<LabelWish> wishes;
  std::vector<std::size_t> row;
  for (std::size_t i = 0; i < map->footprints.size(); ++i) {
    const auto& footprint = map->footprints[i];
    const float room = static_cast<float>(footprint.span_m / view.camera.m_per_px);
    const auto at = canvas.at(footprint.middle);
    if (footprint.span_m <= 0 || !canvas.sees(at, 0)) continue;
    const float width = font->CalcTextSizeA(size, 1e6f, 0, footprint.id.c_str()).x + 2 * side;
    wishes.push_back({at.x, at.y, room, {{width, size + 2 * top}}});
    row.push_back(i);
  }
  const auto stays = [&](std::size_t wish, float x, float y) {
    const auto area = here.index.find_containing(
        view.camera.to_map(x - canvas.from.x, y - canvas.from.y, canvas.size.x, canvas.size.y));
    return area && map->of_area[*area] == static_cast<std::int32_t>(row[wish]);
  };
  std::vector<LabelBox> plates;
  for (const auto& placed : place_map_labels(wishes, {}, within, 150, stays, closed)) {
    const auto& box = placed.box;
    const auto& id = map->footprints[row[placed.wish]].id;
    canvas.draw.AddRectFilled(ImVec2(box.x0, box.y0), ImVec2(box.x1, box.y1), pen.theme.text, pen.px(4));
    canvas.draw.AddText(font, size, ImVec2(std::round(box.x0 + side), std::round(box.y0 + top)),
                        pen.theme.panel, id.c_str());
    pen.names.mark_rect("footprint." + id, ImVec2(box.x0, box.y0), ImVec2(box.x1, box.y1), id);
    plates.push_back(box);
  }
  return plates;
}

}  // namespace placewright::viewer
