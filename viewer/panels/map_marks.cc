#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "viewer/map/labels.h"
#include "viewer/panels/map_canvas.h"

namespace placewright::viewer {
namespace {

Rgba half_way(Rgba a, Rgba b) {
  Rgba mixed = 0xff000000;
  for (unsigned shift : {0u, 8u, 16u}) mixed |= (((a >> shift & 255) + (b >> shift & 255)) / 2) << shift;
  return mixed;
}

/// Sites beyond the place are context: they stand back.
Theme theme_beyond(const Theme& theme) {
  Theme faint = theme;
  for (auto* colour : {&faint.accent, &faint.text, &faint.good, &faint.bad, &faint.warn})
    *colour = half_way(*colour, theme.paper);
  faint.panel = theme.paper;
  return faint;
}

/// Smaller from afar, where many stand close.
float mark_scale(const MapView& view) {
  return std::clamp(1.25f - 0.18f * static_cast<float>(std::log2(view.camera.m_per_px * view.scale / 12)),
                    0.62f, 1.2f);
}

/// Half the height of a site's sign, points: practices by their lists, bases by their staff.
float mark_size(const datasets::Site& site, double wte) {
  if (site.kind == "hospital") return 6.5f;
  if (site.kind == "branch") return 3.4f;
  const auto part = [](double value, double usual) {
    return std::clamp(static_cast<float>(std::sqrt(value / usual)), 0.75f, 1.5f);
  };
  if (site.kind == "gp" && site.list_size > 0) return 4.8f * part(site.list_size, 9000);
  if ((site.kind == "base" || site.kind == "clinic") && wte > 0) return 4.8f * part(wte, 25);
  return 4.8f;
}

constexpr double kNumbersBelow_m_per_pt = 12;  // from here on a base tells its WTE

Rgba mark_colour(const std::string& kind, const Theme& theme) {
  if (kind == "gp" || kind == "branch") return theme.accent;
  if (kind == "base" || kind == "clinic") return theme.text;
  if (kind == "pharmacy") return theme.good;
  return kind == "hospital" ? theme.bad : theme.warn;
}

/// The WTE of a base below its sign; where it stands.
LabelBox put_wte(const ui::Pen& pen, const Canvas& canvas, ImVec2 at, double wte) {
  auto* font = pen.fonts.small;
  const auto words = ui::number(wte, 1) + " WTE";
  const float width = font->CalcTextSizeA(font->FontSize, 1e6f, 0, words.c_str()).x;
  text_with_halo(canvas.draw, font, ImVec2(std::round(at.x - width / 2), std::round(at.y)), pen.theme.text,
                 pen.theme.label_halo, pen.px(1.6f), words);
  return {at.x - width / 2, at.y, at.x + width / 2, at.y + font->FontSize};
}

struct Mark {
  std::size_t site{};
  ImVec2 at;
  bool own = false;
};

/// The sites in sight, those beyond the place first so that they never lie over its own. From afar one mark
/// stands for those that would cover it; the chosen site always has its own.
std::vector<Mark> thin_marks(const OnTheTable& here, const MapView& view, const Canvas& canvas, float cell) {
  const auto& sites = here.session->place().sites;
  const auto across = static_cast<std::size_t>(canvas.size.x / cell) + 4,
             down = static_cast<std::size_t>(canvas.size.y / cell) + 4;
  std::vector<std::uint8_t> taken(across * down, 0);
  std::vector<Mark> marks;
  for (const bool own : {false, true})
    for (std::size_t i = 0; i < sites.size(); ++i) {
      if ((here.site_inside[i] != 0) != own || (here.site != i && !view.layers.shows(here.site_layer[i])))
        continue;
      const auto p = canvas.at({sites[i].x, sites[i].y});
      if (!canvas.sees(p, cell)) continue;
      const bool chosen = here.site == i;
      auto& slot = taken[static_cast<std::size_t>((p.y - canvas.from.y) / cell + 2) * across +
                         static_cast<std::size_t>((p.x - canvas.from.x) / cell + 2)];
      if (!chosen && (slot != 0 || !site_shows(here, view, sites[i]))) continue;
      slot = 1;
      marks.push_back({i, p, own});
    }
  return marks;
}

}  // namespace

std::optional<std::size_t> site_under(const OnTheTable& here, const MapView& view, double x, double y,
                                      double reach_px) {
  std::optional<std::size_t> found;
  const auto& sites = here.session->place().sites;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    if (!site_shows(here, view, sites[i])) continue;
    const auto p = view.camera.to_screen({sites[i].x, sites[i].y}, view.width, view.height);
    if (const double off = std::hypot(p.x - x, p.y - y); off < reach_px) reach_px = off, found = i;
  }
  return found;
}

void text_with_halo(ImDrawList& draw, ImFont* font, ImVec2 at, Rgba colour, Rgba halo, float reach,
                    const std::string& text) {
  // Two rings: dark ground must not show between the letters and the halo's edge.
  for (const auto& [dx, dy] : {std::pair{-1.f, 0.f},
                               {1.f, 0.f},
                               {0.f, -1.f},
                               {0.f, 1.f},
                               {-.7f, -.7f},
                               {.7f, -.7f},
                               {-.7f, .7f},
                               {.7f, .7f},
                               {-.5f, 0.f},
                               {.5f, 0.f},
                               {0.f, -.5f},
                               {0.f, .5f}})
    draw.AddText(font, font->FontSize, ImVec2(at.x + dx * reach, at.y + dy * reach), halo, text.c_str());
  draw.AddText(font, font->FontSize, at, colour, text.c_str());
}

void draw_flows(const OnTheTable& here, const MapView& view, const ui::Pen& pen, const Canvas& canvas) {
  if (!here.site) return;
  const auto flows = flows_of(here, view);
  if (flows.empty()) return;
  const auto& place = here.session->place();
  const auto from = canvas.at({place.sites[*here.site].x, place.sites[*here.site].y});
  const double most = flows.back().patients;
  for (const auto& flow : flows) {
    if (flow.patients < most / 200) continue;
    const auto to = canvas.at({place.areas.centroid_x[flow.area], place.areas.centroid_y[flow.area]});
    const float width = pen.px(0.6f + 5.4f * static_cast<float>(std::sqrt(flow.patients / most)));
    const auto alpha = static_cast<Rgba>(110 + 110 * flow.patients / most);
    canvas.draw.AddLine(from, to, (pen.theme.panel & 0x00ffffff) | 120u << 24, width + pen.px(1.4f));
    canvas.draw.AddLine(from, to, (pen.theme.accent & 0x00ffffff) | alpha << 24, width);
    canvas.draw.AddCircleFilled(to, std::max(width * 0.55f, pen.px(1.5f)),
                                (pen.theme.accent & 0x00ffffff) | 0xe0000000);
  }
}

void draw_marks(const OnTheTable& here, const MapView& view, const ui::Pen& pen, const Canvas& canvas,
                std::vector<LabelBox>& taken_boxes) {
  const auto& place = here.session->place();
  const auto beyond = theme_beyond(pen.theme);
  const float scale = mark_scale(view), cell = pen.px(9) * scale;
  const auto taken_by = [&](ImVec2 p, float r) {
    taken_boxes.push_back({p.x - r, p.y - r, p.x + r, p.y + r});
  };
  if (here.site) {
    const auto& site = place.sites[*here.site];
    const auto p = canvas.at({site.x, site.y});
    canvas.draw.AddCircle(p, pen.px(11), pen.theme.selection, 0, pen.px(3.5f));
  }
  auto marks = thin_marks(here, view, canvas, cell);
  // Where marks would hide the map they become dots: where many are is still seen, and zooming in tells them
  // apart.
  const float covered = static_cast<float>(marks.size()) * 3.14f * std::pow(pen.px(6) * scale, 2.f);
  const bool dots = covered > 0.1f * canvas.size.x * canvas.size.y;
  if (dots) marks = thin_marks(here, view, canvas, pen.px(3.5f));
  for (const auto& mark : marks) {
    const auto& site = place.sites[mark.site];
    const bool chosen = here.site == mark.site;
    const auto& theme = mark.own || chosen ? pen.theme : beyond;
    if (dots && !chosen && site.kind != "hospital") {
      const float r = pen.px(1.3f);
      canvas.draw.AddRectFilled(ImVec2(mark.at.x - r, mark.at.y - r), ImVec2(mark.at.x + r, mark.at.y + r),
                                mark_colour(site.kind, theme));
      continue;
    }
    const double wte = here.site_wte[mark.site];
    const float size = pen.px(mark_size(site, wte)) * (chosen ? 1.15f : scale);
    draw_site_mark(canvas.draw, mark.at, site.kind, size, theme);
    if (mark.own) taken_by(mark.at, size * 1.25f);
    if (wte > 0 && mark.own && view.camera.m_per_px * pen.scale < kNumbersBelow_m_per_pt)
      taken_boxes.push_back(put_wte(pen, canvas, ImVec2(mark.at.x, mark.at.y + size * 1.5f), wte));
  }
  if (view.layers.locks && !here.session->state().area_locked.empty()) {
    const auto& state = here.session->state();
    for (std::uint32_t area = 0; area < state.area_locked.size(); ++area) {
      if (state.area_locked[area] == 0) continue;
      const double size = area < view.map->scene.area_size_m.size()
                              ? double{view.map->scene.area_size_m[area]} / view.camera.m_per_px
                              : 0;
      const auto p = canvas.at({place.areas.centroid_x[area], place.areas.centroid_y[area]});
      if (size < pen.px(18) || !canvas.sees(p, cell)) continue;
      ui::padlock(canvas.draw, p, pen.px(6), pen.theme.text, pen.theme.label_halo);
      taken_by(p, pen.px(7));
    }
  }
  if (!view.layers.notes) return;
  for (const auto& note : place.notes) {
    geo::Point at{note.x, note.y};
    if (datasets::is_missing(note.x)) {
      const auto area = place.find_area(note.area);
      if (!area) continue;
      at = {place.areas.centroid_x[*area], place.areas.centroid_y[*area]};
    }
    const auto p = canvas.at(at);
    if (!canvas.sees(p, pen.px(10))) continue;
    // A pin whose tip is on the spot.
    const float r = pen.px(8);
    const ImVec2 middle(p.x, p.y - r * 1.5f);
    const Rgba ink = 0xff000000;
    canvas.draw.AddRectFilled(ImVec2(middle.x - r - pen.px(1), middle.y - r - pen.px(1)),
                              ImVec2(middle.x + r + pen.px(1), middle.y + r * 0.6f + pen.px(1)), ink,
                              pen.px(4));
    canvas.draw.AddTriangleFilled(ImVec2(middle.x - r * 0.5f, middle.y + r * 0.5f),
                                  ImVec2(middle.x + r * 0.5f, middle.y + r * 0.5f),
                                  ImVec2(p.x, p.y + pen.px(1)), ink);
    canvas.draw.AddRectFilled(ImVec2(middle.x - r, middle.y - r), ImVec2(middle.x + r, middle.y + r * 0.6f),
                              pen.theme.selection, pen.px(3));
    canvas.draw.AddRectFilled(ImVec2(middle.x - pen.px(1), middle.y - r * 0.72f),
                              ImVec2(middle.x + pen.px(1), middle.y - r * 0.02f), ink);
    canvas.draw.AddRectFilled(ImVec2(middle.x - pen.px(1), middle.y + r * 0.14f),
                              ImVec2(middle.x + pen.px(1), middle.y + r * 0.36f), ink);
    taken_boxes.push_back({middle.x - r, middle.y - r, middle.x + r, p.y});
  }
}

void draw_label_layer(const OnTheTable& here, const MapView& view, const ui::Pen& pen, const Canvas& canvas,
                      const std::vector<MapLabel>& labels, std::vector<LabelBox>& taken,
                      const std::vector<std::int32_t>& label_of_area, const LabelBox& within,
                      const std::vector<LabelBox>& plates) {
  const float small = pen.fonts.small->FontSize, size = pen.fonts.bold->FontSize, lock = size * 0.9f;
  struct Words {
    std::string title, under;
    float title_width = 0, under_width = 0;
    bool lock = false;
  };
  std::vector<LabelWish> wishes;
  std::vector<std::vector<Words>> words;
  std::vector<std::int32_t> named;
  for (const auto& label : labels) {
    const auto p = canvas.at(label.at);
    const float room = static_cast<float>(label.span_m / view.camera.m_per_px);
    if (room < size * 1.2f || !canvas.sees(p, 0)) continue;
    LabelWish wish{p.x, p.y, room, {}};
    std::vector<Words> forms;
    const float under_width =
        label.under.empty() ? 0 : pen.fonts.small->CalcTextSizeA(small, 1e6f, 0, label.under.c_str()).x;
    for (const auto* title : {&label.name, &label.id}) {
      if (title->empty() || (title == &label.id && label.id == label.name)) continue;
      const float width =
          pen.fonts.bold->CalcTextSizeA(size, 1e6f, 0, title->c_str()).x + (label.locked ? lock : 0);
      for (const bool two : {true, false}) {
        if (two && label.under.empty()) continue;
        wish.forms.push_back(
            {std::max(width, two ? under_width : 0) + pen.px(6), size + (two ? small + pen.px(1) : 0)});
        forms.push_back({*title, two ? label.under : "", width, two ? under_width : 0, label.locked});
      }
    }
    wishes.push_back(std::move(wish));
    words.push_back(std::move(forms));
    named.push_back(label.label);
  }
  auto closed = view.covered;
  closed.insert(closed.end(), plates.begin(), plates.end());
  const auto stays = [&](std::size_t wish, float x, float y) {
    const auto area = here.index.find_containing(
        view.camera.to_map(x - canvas.from.x, y - canvas.from.y, canvas.size.x, canvas.size.y));
    return area && *area < label_of_area.size() && label_of_area[*area] == named[wish];
  };
  for (const auto& placed : place_map_labels(wishes, taken, within, 150, stays, closed)) {
    taken.push_back(placed.box);
    const auto& word = words[placed.wish][placed.form];
    const float middle = (placed.box.x0 + placed.box.x1) / 2,
                left = std::round(middle - word.title_width / 2), top = std::round(placed.box.y0);
    if (word.lock)
      ui::padlock(canvas.draw, ImVec2(left + lock * 0.38f, top + size * 0.52f), size * 0.34f, pen.theme.text,
                  pen.theme.label_halo);
    text_with_halo(canvas.draw, pen.fonts.bold, ImVec2(left + (word.lock ? lock : 0), top), pen.theme.text,
                   pen.theme.label_halo, pen.px(2), word.title);
    if (!word.under.empty())
      text_with_halo(canvas.draw, pen.fonts.small,
                     ImVec2(std::round(middle - word.under_width / 2), top + size), pen.theme.text,
                     pen.theme.label_halo, pen.px(2), word.under);
  }
}

std::vector<MapLabel> own_labels(const OnTheTable& here, const MapView& view) {
  std::vector<MapLabel> labels;
  const auto& entries = here.session->state().entries;
  const auto* measure = shown_measure(here, view);
  for (const auto& anchor : *here.anchors) {
    const auto row = static_cast<std::size_t>(anchor.label);
    const auto& entry = entries[row];
    const bool says = measure != nullptr && row < measure->said.size();
    labels.push_back({anchor.label, entry.name.empty() ? entry.id : entry.name, entry.id,
                      says ? measure->said[row] : ui::number(anchor.people), anchor.at, anchor.span_m,
                      entry.locked && view.layers.locks});
  }
  return labels;
}

void draw_site_mark(ImDrawList& draw, ImVec2 at, const std::string& kind, float size, const Theme& theme) {
  const auto ring = theme.panel, fill = theme.text;
  const auto diamond = [&](float r, Rgba colour) {
    draw.AddQuadFilled(ImVec2(at.x, at.y - r), ImVec2(at.x + r, at.y), ImVec2(at.x, at.y + r),
                       ImVec2(at.x - r, at.y), colour);
  };
  const auto square = [&](float r, Rgba colour) {
    draw.AddRectFilled(ImVec2(at.x - r, at.y - r), ImVec2(at.x + r, at.y + r), colour);
  };
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
    if (kind == "clinic") diamond(size * 0.6f, ring);
  } else if (kind == "dentist") {
    // A tooth: a crown on two roots.
    const auto tooth = [&](float r, Rgba colour) {
      draw.AddRectFilled(ImVec2(at.x - r, at.y - r), ImVec2(at.x + r, at.y + r * 0.25f), colour, r * 0.45f);
      for (const float side : {-1.f, 1.f})
        draw.AddTriangleFilled(ImVec2(at.x + side * r, at.y - r * 0.1f),
                               ImVec2(at.x + side * r * 0.05f, at.y),
                               ImVec2(at.x + side * r * 0.6f, at.y + r * 1.1f), colour);
    };
    tooth(size * 1.35f, ring);
    tooth(size * 0.95f, theme.warn);
  } else if (kind == "optician") {
    // Spectacles.
    const float r = size * 0.62f, line = std::max(1.0f, size * 0.3f);
    draw.AddRectFilled(ImVec2(at.x - size * 1.7f, at.y - size * 0.95f),
                       ImVec2(at.x + size * 1.7f, at.y + size * 0.95f), ring, size * 0.9f);
    for (const float side : {-1.f, 1.f})
      draw.AddCircle(ImVec2(at.x + side * size * 0.75f, at.y), r, theme.warn, 0, line);
    draw.AddLine(ImVec2(at.x - size * 0.2f, at.y), ImVec2(at.x + size * 0.2f, at.y), theme.warn, line);
  } else if (kind == "care_home") {
    // A house.
    const auto house = [&](float r, Rgba colour) {
      draw.AddTriangleFilled(ImVec2(at.x, at.y - r * 1.1f), ImVec2(at.x + r * 1.1f, at.y),
                             ImVec2(at.x - r * 1.1f, at.y), colour);
      draw.AddRectFilled(ImVec2(at.x - r * 0.75f, at.y - r * 0.1f),
                         ImVec2(at.x + r * 0.75f, at.y + r * 0.85f), colour);
    };
    house(size * 1.5f, ring);
    house(size * 1.05f, theme.warn);
  } else if (kind == "pharmacy") {
    cross(size * 1.35f, size * 0.75f, ring);
    cross(size, size * 0.4f, theme.good);
  } else if (kind == "hospital") {
    square(size * 1.25f, ring);
    square(size, theme.bad);
    const float w = size * 0.22f;
    draw.AddRectFilled(ImVec2(at.x - size * 0.55f, at.y - size * 0.6f),
                       ImVec2(at.x - size * 0.55f + w, at.y + size * 0.6f), ring);
    draw.AddRectFilled(ImVec2(at.x + size * 0.55f - w, at.y - size * 0.6f),
                       ImVec2(at.x + size * 0.55f, at.y + size * 0.6f), ring);
    draw.AddRectFilled(ImVec2(at.x - size * 0.5f, at.y - w / 2), ImVec2(at.x + size * 0.5f, at.y + w / 2),
                       ring);
  } else {
    const auto triangle = [&](float r, Rgba colour) {
      draw.AddTriangleFilled(ImVec2(at.x, at.y - r), ImVec2(at.x + r * 0.95f, at.y + r * 0.75f),
                             ImVec2(at.x - r * 0.95f, at.y + r * 0.75f), colour);
    };
    triangle(size * 1.6f, ring);
    triangle(size * 1.1f, theme.warn);
  }
}

}  // namespace placewright::viewer
