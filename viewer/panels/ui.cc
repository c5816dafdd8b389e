#include "viewer/panels/ui.h"

#include <fmt/format.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

namespace placewright::viewer::ui {

void Names::mark(const std::string& name, const std::string& value, bool enabled) {
  now_.push_back({name, value, ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), enabled});
}

void Names::mark_rect(const std::string& name, ImVec2 from, ImVec2 to, const std::string& value) {
  now_.push_back({name, value, from, to, true});
}

const Widget* Names::find(const std::string& name) const {
  const auto at =
      std::find_if(last_.begin(), last_.end(), [&](const auto& widget) { return widget.name == name; });
  return at == last_.end() ? nullptr : &*at;
}

bool button(Pen& pen, const char* label, const std::string& name, bool enabled, float width) {
  const auto shown = pen.word.said(label);
  ImGui::BeginDisabled(!enabled);
  ImGui::PushID(name.c_str());
  const bool pressed = ImGui::Button(shown.c_str(), ImVec2(width, 0));
  ImGui::PopID();
  ImGui::EndDisabled();
  pen.names.mark(name, shown, enabled);
  return pressed && enabled;
}

bool primary_button(Pen& pen, const char* label, const std::string& name, bool enabled, float width) {
  ImGui::PushStyleColor(ImGuiCol_Button, pen.theme.accent);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, pen.theme.accent);
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, pen.theme.accent);
  ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.accent_text);
  const bool pressed = button(pen, label, name, enabled, width);
  ImGui::PopStyleColor(4);
  return pressed;
}

bool tool_button(Pen& pen, const char* label, const std::string& name, bool on, const char* words,
                 float width) {
  if (on) {
    ImGui::PushStyleColor(ImGuiCol_Button, pen.theme.accent);
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, pen.theme.accent);
    ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.accent_text);
  }
  const bool pressed = button(pen, label, name, true, width);
  if (on) ImGui::PopStyleColor(3);
  if (ImGui::IsItemHovered() && words != nullptr) hint(pen.word.said(words));
  return pressed;
}

bool radio(Pen& pen, const char* label, const std::string& name, bool on) {
  ImGui::PushID(name.c_str());
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(pen.px(2), pen.px(1.5f)));
  const bool pressed = ImGui::RadioButton(pen.word.said(label).c_str(), on);
  ImGui::PopStyleVar();
  ImGui::PopID();
  pen.names.mark(name, on ? "on" : "off");
  return pressed;
}

bool checkbox(Pen& pen, const char* label, const std::string& name, bool* on) {
  ImGui::PushID(name.c_str());
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(pen.px(2), pen.px(1.5f)));
  const bool pressed = ImGui::Checkbox(pen.word.said(label).c_str(), on);
  ImGui::PopStyleVar();
  ImGui::PopID();
  pen.names.mark(name, *on ? "on" : "off");
  return pressed;
}

bool slider(Pen& pen, const char* label, const std::string& name, float* value, float least, float most,
            const char* format) {
  ImGui::PushID(name.c_str());
  const bool changed = ImGui::SliderFloat(label, value, least, most, format);
  ImGui::PopID();
  pen.names.mark(name, fmt::format("{}", *value));
  return changed;
}

bool input_text(Pen& pen, const char* hint, const std::string& name, std::string* text, float width,
                ImGuiInputTextFlags flags) {
  ImGui::PushID(name.c_str());
  ImGui::SetNextItemWidth(width);
  const bool changed = ImGui::InputTextWithHint("", pen.word.said(hint).c_str(), text, flags);
  ImGui::PopID();
  pen.names.mark(name, *text);
  return changed;
}

bool selectable(Pen& pen, const std::string& label, const std::string& name, bool on, ImVec2 size) {
  ImGui::PushID(name.c_str());
  const bool pressed = ImGui::Selectable(label.c_str(), on, ImGuiSelectableFlags_None, size);
  ImGui::PopID();
  pen.names.mark(name, on ? "on" : "off");
  return pressed;
}

std::optional<std::size_t> combo(Pen& pen, const std::string& name, const std::string& shown,
                                 const std::vector<std::string>& options, float width) {
  std::optional<std::size_t> chosen;
  const auto words = pen.word.said(shown);
  ImGui::SetNextItemWidth(width);
  const auto before = ImGui::GetCursorScreenPos();
  // Words before the arrow, where there is no room for both.
  const bool tight =
      ImGui::CalcTextSize(words.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x + ImGui::GetFrameHeight() >
      width;
  const bool open =
      ImGui::BeginCombo(("##" + name).c_str(), words.c_str(),
                        ImGuiComboFlags_HeightLarge | (tight ? ImGuiComboFlags_NoArrowButton : 0));
  // Open, the last item is one of the list's window already.
  pen.names.mark_rect(name, before, ImVec2(before.x + width, before.y + ImGui::GetFrameHeight()), words);
  if (!open) return chosen;
  for (std::size_t i = 0; i < options.size(); ++i)
    if (selectable(pen, pen.word.said(options[i]), name + ":" + options[i], options[i] == shown)) chosen = i;
  ImGui::EndCombo();
  return chosen;
}

void heading(Pen& pen, const char* text) {
  ImGui::Dummy(ImVec2(0, pen.px(2)));
  heading_inline(pen, pen.word.said(text));
}

void heading_inline(Pen& pen, const std::string& text) {
  ImGui::PushFont(pen.fonts.bold);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopFont();
}

bool tab(Pen& pen, const std::string& label, const std::string& name, bool on) {
  ImGui::PushStyleColor(ImGuiCol_Button, 0);
  ImGui::PushStyleColor(ImGuiCol_Text, on ? pen.theme.text : pen.theme.text_quiet);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  const bool pressed = button(pen, label.c_str(), name);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
  const auto from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  if (on)
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(from.x + pen.px(4), to.y - pen.px(2)),
                                              ImVec2(to.x - pen.px(4), to.y), pen.theme.accent);
  return pressed;
}

void quiet(Pen& pen, const std::string& text) {
  ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.text_quiet);
  ImGui::PushFont(pen.fonts.small);
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(pen.word.said(text).c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
  ImGui::PopStyleColor();
}

void fact(ui::Pen& pen, const char* what_plain, const std::string& value) {
  const auto what = pen.word.said(what_plain);
  ImGui::PushStyleColor(ImGuiCol_Text, pen.theme.text_quiet);
  ImGui::TextUnformatted(what.c_str());
  ImGui::PopStyleColor();
  const float room = ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(value.c_str()).x;
  // A long value has a line of its own.
  if (room > ImGui::GetCursorStartPos().x + ImGui::CalcTextSize(what.c_str()).x + pen.px(10))
    ImGui::SameLine(room);
  else
    ImGui::SetCursorPosX(std::max(room, ImGui::GetCursorStartPos().x + pen.px(10)));
  ImGui::TextUnformatted(value.c_str());
}

void wrapped(const std::string& text) {
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
}

void coloured(Rgba colour, const std::string& text) {
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  wrapped(text);
  ImGui::PopStyleColor();
}

void padlock(ImDrawList& draw, ImVec2 middle, float r, Rgba colour, Rgba halo) {
  const float w = r * 0.8f, top = middle.y - r * 0.1f, bottom = middle.y + r,
              edge = std::max(1.0f, r * 0.28f);
  draw.AddRectFilled(ImVec2(middle.x - w - edge, middle.y - r - edge),
                     ImVec2(middle.x + w + edge, bottom + edge), halo, edge * 1.5f);
  draw.PathArcTo(ImVec2(middle.x, top - r * 0.15f), r * 0.5f, 3.14159265f, 2 * 3.14159265f, 10);
  draw.PathLineTo(ImVec2(middle.x + r * 0.5f, top));
  draw.PathStroke(colour, 0, edge);
  draw.AddLine(ImVec2(middle.x - r * 0.5f, top - r * 0.15f), ImVec2(middle.x - r * 0.5f, top), colour, edge);
  draw.AddRectFilled(ImVec2(middle.x - w, top), ImVec2(middle.x + w, bottom), colour, edge * 0.7f);
}

void hint(const std::string& words) {
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(26 * ImGui::GetFontSize());
  ImGui::TextUnformatted(words.c_str());
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

void shortened(const std::string& text, float width) {
  if (ImGui::CalcTextSize(text.c_str()).x <= width) {
    ImGui::TextUnformatted(text.c_str());
    return;
  }
  auto cut = text.size();
  const auto fits = [&] { return ImGui::CalcTextSize((text.substr(0, cut) + "...").c_str()).x <= width; };
  while (cut > 0 && !fits()) {
    --cut;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) --cut;  // whole letters only
  }
  while (cut > 0 && text[cut - 1] == ' ') --cut;
  ImGui::TextUnformatted((text.substr(0, cut) + "...").c_str());
  if (ImGui::IsItemHovered()) hint(text);
}

void swatch(Pen& pen, Rgba colour, bool hatched) {
  const float size = std::round(ImGui::GetTextLineHeight() * 0.85f);
  const auto at = ImGui::GetCursorScreenPos();
  const ImVec2 from(at.x, at.y + (ImGui::GetTextLineHeight() - size) / 2),
      to(from.x + size * 1.3f, from.y + size);
  auto* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled(from, to, colour, pen.px(2));
  if (hatched) {
    draw->PushClipRect(from, to, true);
    for (float x = from.x - size; x < to.x; x += pen.px(5))
      draw->AddLine(ImVec2(x, to.y), ImVec2(x + size, from.y), pen.theme.control_line, pen.px(1.2f));
    draw->PopClipRect();
  }
  draw->AddRect(from, to, pen.theme.control_line, pen.px(2));
  ImGui::Dummy(ImVec2(size * 1.3f, ImGui::GetTextLineHeight()));
}

void bounds_bar(Pen& pen, double people, double least, double most, double full, float width) {
  const auto at = ImGui::GetCursorScreenPos();
  const float height = pen.px(12);
  const float top = at.y + (ImGui::GetTextLineHeight() - height) / 2;
  auto* draw = ImGui::GetWindowDrawList();
  const auto x_of = [&](double value) { return at.x + static_cast<float>(value / full) * width; };
  draw->AddRectFilled(ImVec2(at.x, top), ImVec2(at.x + width, top + height), pen.theme.control, pen.px(3));
  // What is within the bounds in one colour; what is over, or missing up to the least, in the colour of
  // trouble.
  draw->AddRectFilled(ImVec2(at.x, top), ImVec2(x_of(std::min(people, most)), top + height), pen.theme.accent,
                      pen.px(3));
  if (people > most)
    draw->AddRectFilled(ImVec2(x_of(most), top), ImVec2(x_of(people), top + height), pen.theme.bad,
                        pen.px(3));
  if (people < least)
    draw->AddRect(ImVec2(x_of(people), top), ImVec2(x_of(least), top + height), pen.theme.bad, pen.px(3), 0,
                  pen.px(1.5f));
  for (const double limit : {least, most})
    draw->AddLine(ImVec2(x_of(limit), top - pen.px(2)), ImVec2(x_of(limit), top + height + pen.px(2)),
                  pen.theme.text, pen.px(1.5f));
  ImGui::Dummy(ImVec2(width, ImGui::GetTextLineHeight()));
}

std::string number(double value, int decimals) {
  if (!std::isfinite(value)) return "-";
  auto digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  auto end = digits.find('.');
  if (end == std::string::npos) end = digits.size();
  for (auto at = static_cast<std::ptrdiff_t>(end) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return (value < 0 && digits.find_first_of("123456789") != std::string::npos ? "-" : "") + digits;
}

}  // namespace placewright::viewer::ui
