#pragma once

#include <imgui.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "datasets/place/unit_word.h"
#include "viewer/map/theme.h"

/// Widgets that have a name: tests, scripts and the guided tour find them by it. A thin layer over ImGui.
namespace placewright::viewer::ui {

struct Widget {
  std::string name, value;
  ImVec2 from, to;
  bool enabled = true;
};

/// Every named widget of the last frame. One belongs to the app and is passed to each panel.
class Names {
 public:
  void begin_frame() { last_ = std::move(now_), now_.clear(); }
  void mark(const std::string& name, const std::string& value = {},
            bool enabled = true);  ///< the item just drawn
  void mark_rect(const std::string& name, ImVec2 from, ImVec2 to, const std::string& value = {});
  [[nodiscard]] const Widget* find(const std::string& name) const;
  [[nodiscard]] const std::vector<Widget>& all() const { return last_; }

 private:
  std::vector<Widget> last_, now_;
};

/// What every panel draws with.
struct Pen {
  Names& names;
  const Theme& theme;
  const Fonts& fonts;
  float scale = 1;
  datasets::UnitWord word = {};  ///< of the open place; the labels below are said with it
  [[nodiscard]] float px(float points) const { return points * scale; }
};

bool button(Pen& pen, const char* label, const std::string& name, bool enabled = true, float width = 0);
bool primary_button(Pen& pen, const char* label, const std::string& name, bool enabled = true,
                    float width = 0);
bool tool_button(Pen& pen, const char* label, const std::string& name, bool on, const char* hint,
                 float width = 0);
bool radio(Pen& pen, const char* label, const std::string& name, bool on);
bool checkbox(Pen& pen, const char* label, const std::string& name, bool* on);
bool slider(Pen& pen, const char* label, const std::string& name, float* value, float least, float most,
            const char* format);
bool input_text(Pen& pen, const char* hint, const std::string& name, std::string* text, float width,
                ImGuiInputTextFlags flags = 0);
bool selectable(Pen& pen, const std::string& label, const std::string& name, bool on, ImVec2 size = {0, 0});

/// The option chosen, if one was just now. Open, each option is a widget "name:option".
std::optional<std::size_t> combo(Pen& pen, const std::string& name, const std::string& shown,
                                 const std::vector<std::string>& options, float width);

void heading(Pen& pen, const char* text);
/// Bold words as they are on the line, without the room of a heading.
void heading_inline(Pen& pen, const std::string& text);
/// One of several views of a thing: underlined when it is the one shown.
bool tab(Pen& pen, const std::string& label, const std::string& name, bool on);
void quiet(Pen& pen, const std::string& text);
/// What, and its value at the right end of the line.
void fact(Pen& pen, const char* what, const std::string& value);
void wrapped(const std::string& text);
void coloured(Rgba colour, const std::string& text);
/// About a middle; `r` is half its height.
void padlock(ImDrawList& draw, ImVec2 middle, float r, Rgba colour, Rgba halo);
/// A card at the pointer, no wider than is easily read.
void hint(const std::string& words);
/// Words that end in "..." where they do not fit; pointed at, the whole of them.
void shortened(const std::string& text, float width);
void swatch(Pen& pen, Rgba colour, bool hatched = false);
/// People against the bounds: a bar from 0 to `full` with the two limits marked; the value as text beside it
/// is the caller's.
void bounds_bar(Pen& pen, double people, double least, double most, double full, float width);

/// 41,250
[[nodiscard]] std::string number(double value, int decimals = 0);

}  // namespace placewright::viewer::ui
