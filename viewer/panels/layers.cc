#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <set>

#include "viewer/panels/panels.h"
#include "viewer/session/site_words.h"

namespace placewright::viewer {
namespace {

void count_at_right(ui::Pen& pen, std::size_t count) {
  const auto text = ui::number(static_cast<double>(count));
  const float width = pen.fonts.small->CalcTextSizeA(pen.fonts.small->FontSize, 1e6f, 0, text.c_str()).x,
              x = ImGui::GetWindowPos().x + ImGui::GetContentRegionMax().x - width;
  const auto from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  if (to.x + pen.px(6) > x) return;
  ImGui::GetWindowDrawList()->AddText(pen.fonts.small, pen.fonts.small->FontSize,
                                      ImVec2(x, (from.y + to.y - pen.fonts.small->FontSize) / 2),
                                      pen.theme.text_quiet, text.c_str());
}

/// A short piece of line as the map has it.
void line_sample(ui::Pen& pen, const LineLook& look, float x, float y, float width) {
  auto& draw = *ImGui::GetWindowDrawList();
  const float dash = pen.px(look.dash);
  if (dash <= 0) {
    draw.AddLine(ImVec2(x, y), ImVec2(x + width, y), look.colour, pen.px(look.width));
    return;
  }
  for (float at = 0; at < width; at += 2 * dash)
    draw.AddLine(ImVec2(x + at, y), ImVec2(x + std::min(width, at + dash), y), look.colour,
                 pen.px(look.width));
}

/// Which colour is which footprint.
void footprint_key(const OnTheTable& here, const MapView& view, ui::Pen& pen, const Overlay& overlay) {
  std::size_t number = 0, shown = 0;
  for (const auto& footprint : here.footprints) {
    if (footprint.level != overlay.of) continue;
    const auto look = look_of(view, overlay, number++);
    if ((!view.layers.service.empty() && footprint.service != view.layers.service) || ++shown > 8) continue;
    const auto at = ImGui::GetCursorScreenPos();
    line_sample(pen, look, at.x + pen.px(4), at.y + pen.fonts.small->FontSize / 2, pen.px(18));
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + pen.px(28));
    ImGui::PushFont(pen.fonts.small);
    ui::shortened(footprint.id + (footprint.service.empty() ? "" : "  " + footprint.service),
                  ImGui::GetContentRegionAvail().x);
    ImGui::PopFont();
  }
  if (shown > 8) ui::quiet(pen, fmt::format("and {} more: choose a service below", shown - 8));
}

std::size_t open_of(const OnTheTable& here, const std::string& kind) {
  const auto at = here.open_sites.find(kind);
  return at == here.open_sites.end() ? 0 : at->second;
}

/// The signs of the further kinds that hang on one switch, and how many there are.
void other_kinds(const OnTheTable& here, ui::Pen& pen, const std::string& first,
                 std::initializer_list<const char*> kinds) {
  for (const std::string kind : kinds) {
    const auto count = open_of(here, kind);
    if (kind == first || count == 0) continue;
    const auto at = ImGui::GetCursorScreenPos();
    draw_site_mark(*ImGui::GetWindowDrawList(),
                   ImVec2(at.x + pen.px(38), at.y + pen.fonts.small->FontSize * 0.55f), kind, pen.px(4),
                   pen.theme);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + pen.px(50));
    ImGui::PushFont(pen.fonts.small);
    ImGui::TextUnformatted(word_of_sites(kind).c_str());
    ImGui::PopFont();
    pen.names.mark("sign." + kind, word_of_sites(kind));
    count_at_right(pen, count);
  }
}

void site_layer(const OnTheTable& here, ui::Pen& pen, const char* label, const char* name, const char* kind,
                bool* on, std::initializer_list<const char*> kinds) {
  std::size_t count = 0;
  for (const auto* one : kinds) count += open_of(here, one);
  if (count == 0) return;
  // The mark stands between the box and its words, the number at the right end.
  const auto before = ImGui::GetCursorScreenPos();
  ui::checkbox(pen, fmt::format("      {}", label).c_str(), name, on);
  const float y = (ImGui::GetItemRectMin().y + ImGui::GetItemRectMax().y) / 2,
              box = ImGui::GetItemRectMax().y - ImGui::GetItemRectMin().y;
  draw_site_mark(*ImGui::GetWindowDrawList(),
                 ImVec2(before.x + box + ImGui::GetStyle().ItemInnerSpacing.x + pen.px(9), y), kind,
                 pen.px(5), pen.theme);
  count_at_right(pen, count);
  if (*on) other_kinds(here, pen, kind, kinds);
}

/// One choice of a filter, "" all.
void filter_by(ui::Pen& pen, const char* all, const std::string& name, const std::set<std::string>& values,
               std::string* chosen) {
  if (values.empty()) return;
  std::vector<std::string> options{all};
  options.insert(options.end(), values.begin(), values.end());
  if (const auto picked = ui::combo(pen, name, chosen->empty() ? options.front() : *chosen, options,
                                    ImGui::GetContentRegionAvail().x))
    *chosen = *picked == 0 ? "" : options[*picked];
}

/// Rows of overlays, the topmost first; each with how much it covers and arrows to move it.
void overlay_rows(const OnTheTable& here, MapView& view, ui::Pen& pen) {
  auto& overlays = view.layers.overlays;
  for (std::size_t row = overlays.size(); row-- > 0;) {
    auto& overlay = overlays[row];
    const auto name = overlay_name(overlay);
    ImGui::PushID(name.c_str());
    ui::checkbox(pen, overlay.title.c_str(), name, &overlay.on);
    if (overlay.on && overlay.kind != Overlay::Kind::backdrop && overlay.kind != Overlay::Kind::footprints) {
      const float width = pen.px(30), x = ImGui::GetWindowPos().x + ImGui::GetContentRegionMax().x - width;
      if (ImGui::GetItemRectMax().x + pen.px(4) < x)
        line_sample(pen, look_of(view, overlay), x,
                    (ImGui::GetItemRectMin().y + ImGui::GetItemRectMax().y) / 2, width);
    } else if (overlay.count > 0) {
      count_at_right(pen, overlay.count);
    }
    if (overlay.on) {
      const float arrow = pen.px(26);
      ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x -
                              2 * (arrow + ImGui::GetStyle().ItemInnerSpacing.x));
      float percent = overlay.opacity * 100;
      ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(pen.px(4), pen.px(1.5f)));
      if (ui::slider(pen, "##opacity", name + ".opacity", &percent, 10, 100, "covers %.0f %%"))
        overlay.opacity = percent / 100;
      ImGui::SameLine(0, ImGui::GetStyle().ItemInnerSpacing.x);
      const bool up = ui::button(pen, "\xe2\x86\x91", name + ".up", row + 1 < overlays.size(), arrow);
      ImGui::SameLine(0, ImGui::GetStyle().ItemInnerSpacing.x);
      const bool down = ui::button(pen, "\xe2\x86\x93", name + ".down", row > 0, arrow);
      ImGui::PopStyleVar();
      if (up) std::swap(overlays[row], overlays[row + 1]);
      if (down) std::swap(overlays[row], overlays[row - 1]);
      if (overlay.kind == Overlay::Kind::footprints) footprint_key(here, view, pen, overlay);
    }
    ImGui::PopID();
  }
}

/// How much of the ground lies under the areas.
void ground_row(MapView& view, ui::Pen& pen) {
  static const std::vector<std::string> options{"No ground", "Quiet ground", "Full ground"};
  if (const auto picked =
          ui::combo(pen, "layer.ground", options[static_cast<std::size_t>(view.layers.ground)], options,
                    ImGui::GetContentRegionAvail().x))
    view.layers.ground = static_cast<GroundShow>(*picked);
}

void layer_rows(OnTheTable& here, MapView& view, ui::Pen& pen) {
  const auto& place = here.session->place();
  auto& layers = view.layers;
  ui::heading(pen, "On the map");
  ui::checkbox(pen, "Labels", "layer.labels", &layers.labels);
  ui::checkbox(pen, "Area edges", "layer.area_lines", &layers.area_lines);
  ui::checkbox(pen, "Neighbourhood borders", "layer.borders", &layers.borders);
  if (!here.ground.empty()) ground_row(view, pen);
  overlay_rows(here, view, pen);
  ui::checkbox(pen, "Locks", "layer.locks", &layers.locks);
  if (!place.notes.empty()) ui::checkbox(pen, "Notes", "layer.notes", &layers.notes);
  if (place.sites.empty() && place.footprints.empty()) return;
  ui::heading(pen, "Sites and services");
  site_layer(here, pen, "GP practices", "layer.practices", "gp", &layers.practices, {"gp", "branch"});
  site_layer(here, pen, "Staff bases, clinics", "layer.bases", "base", &layers.bases, {"base", "clinic"});
  site_layer(here, pen, "Pharmacies, dentists", "layer.pharmacies", "pharmacy", &layers.pharmacies,
             {"pharmacy", "dentist", "optician"});
  site_layer(here, pen, "Hospitals", "layer.hospitals", "hospital", &layers.hospitals, {"hospital"});
  site_layer(here, pen, "Community assets", "layer.community", "community", &layers.community,
             {"community", "care_home"});
  if (!place.registrations.empty())
    ui::checkbox(pen, "Patients of a chosen site", "layer.flows", &layers.flows);
  filter_by(pen, "of every organisation", "filter.organisation", here.organisations, &layers.organisation);
  filter_by(pen, "of every service", "filter.service", here.services, &layers.service);
  filter_by(pen, "of every role", "filter.role", here.roles, &layers.role);
}

}  // namespace

void draw_layers(OnTheTable& here, MapView& view, ui::Pen& pen) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, pen.px(4)));
  layer_rows(here, view, pen);
  ImGui::PopStyleVar();
}

}  // namespace placewright::viewer
