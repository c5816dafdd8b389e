#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <string_view>

#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

bool same_tab(const Lens& a, const Lens& b) { return std::string_view(a.tab_word()) == b.tab_word(); }

float width_of_tabs(const ui::Pen& pen) {
  float width = 0;
  for (const auto* lens : lens_tabs())
    width += ImGui::CalcTextSize(lens->tab_word()).x + 2 * ImGui::GetStyle().FramePadding.x + pen.px(2);
  return width;
}

/// The first of a tab's lenses that has something to show.
const Lens& first_offered(const OnTheTable& here, const Lens& tab) {
  for (const auto& lens : lenses())
    if (same_tab(lens, tab) && (lens.offered == nullptr || lens.offered(lens_ask(here, lens)))) return lens;
  return tab;
}

std::string hint_of(const Lens& lens, bool offered) {
  auto words = std::string("Colour the map by: ") + lens.name;
  if (lens.digit > 0) words += fmt::format(" ({})", lens.digit);
  return offered ? words : words + ". The place has nothing for it yet.";
}

void as_tabs(const OnTheTable& here, MapView& view, ui::Pen& pen) {
  for (const auto* lens : lens_tabs()) {
    const bool offered = tab_offered(here, *lens), on = same_tab(*lens, *view.lens);
    ImGui::BeginDisabled(!offered && !on);
    if (ui::tab(pen, lens->tab_word(), lens->id, on) && (offered || on))
      view.lens = &first_offered(here, *lens);
    ImGui::EndDisabled();
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) ui::hint(hint_of(*lens, offered));
    ImGui::SameLine(0, pen.px(2));
  }
}

/// Where the words have no room side by side.
void as_list(const OnTheTable& here, MapView& view, ui::Pen& pen) {
  std::vector<std::string> words;
  std::vector<const Lens*> tabs;
  for (const auto* lens : lens_tabs())
    if (tab_offered(here, *lens)) words.emplace_back(lens->tab_word()), tabs.push_back(lens);
  if (const auto chosen = ui::combo(pen, "lens.tab", view.lens->tab_word(), words,
                                    std::min(ImGui::GetContentRegionAvail().x, 12 * ImGui::GetFontSize())))
    view.lens = &first_offered(here, *tabs[*chosen]);
}

/// A list as wide as its longest words, within reason.
std::optional<std::size_t> list(ui::Pen& pen, const std::string& name, const std::string& shown,
                                const std::vector<std::string>& words, float room) {
  float width = pen.px(90);
  for (const auto& one : words)
    width = std::max(width, ImGui::CalcTextSize(one.c_str()).x + ImGui::GetFrameHeight() + pen.px(20));
  width = std::min({width, pen.px(240), room});
  // To the next line where it has no room on this one.
  if (ImGui::GetCursorPosX() > 1 && ImGui::GetCursorPosX() + width > room) ImGui::NewLine();
  const auto chosen = ui::combo(pen, name, shown, words, width);
  ImGui::SameLine(0, pen.px(6));
  return chosen;
}

/// The lenses of the tab that is shown.
void variants(const OnTheTable& here, MapView& view, ui::Pen& pen, float room) {
  std::vector<std::string> words;
  std::vector<const Lens*> own;
  for (const auto& lens : lenses())
    if (same_tab(lens, *view.lens) &&
        (&lens == view.lens || lens.offered == nullptr || lens.offered(lens_ask(here, lens))))
      words.emplace_back(lens.name), own.push_back(&lens);
  if (own.size() < 2) return;
  if (const auto chosen = list(pen, "lens.variant", view.lens->name, words, room)) view.lens = own[*chosen];
}

void pick(OnTheTable& here, ui::Pen& pen, const Picker& picker, float room) {
  const auto& choices = choices_of(here, picker);
  if (choices.empty()) return;
  auto& now = here.picks[picker.name];
  std::vector<std::string> words;
  std::string shown = now.empty() ? choices.front().words : now;
  for (const auto& choice : choices) {
    words.push_back(choice.words);
    if (choice.value == now) shown = choice.words;
  }
  if (const auto chosen = list(pen, picker.name, shown, words, room)) now = choices[*chosen].value;
}

}  // namespace

void draw_lens_strip(const OnTheTable& here, MapView& view, ui::Pen& pen) {
  if (width_of_tabs(pen) <= ImGui::GetContentRegionAvail().x)
    as_tabs(here, view, pen);
  else
    as_list(here, view, pen);
}

bool has_pickers(const OnTheTable& here, const Lens& lens) {
  if (lens.pickers.front().name != nullptr) return true;
  return std::any_of(lenses().begin(), lenses().end(), [&](const Lens& other) {
    return &other != &lens && same_tab(other, lens) &&
           (other.offered == nullptr || other.offered(lens_ask(here, other)));
  });
}

void draw_pickers(OnTheTable& here, MapView& view, ui::Pen& pen, float room) {
  ImGui::PushStyleColor(ImGuiCol_FrameBg, pen.theme.panel);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(pen.px(6), pen.px(4)));
  ImGui::BeginGroup();
  variants(here, view, pen, room);
  for (const auto& picker : view.lens->pickers)
    if (picker.name != nullptr) pick(here, pen, picker, room);
  ImGui::EndGroup();
  view.pickers_width = ImGui::GetItemRectSize().x;
  view.pickers_height = ImGui::GetItemRectSize().y;
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

}  // namespace placewright::viewer
