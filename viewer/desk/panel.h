#pragma once

#include <list>
#include <string_view>

#include "viewer/desk/app_commands.h"

/// A panel beside or below the map is one file in `../panels`, which registers its row. Tabs, commands, what
/// scripts call it and tests are made of the rows.
namespace placewright::viewer {

struct Desk;
namespace ui {
struct Pen;
}

struct Panel {
  enum class Where { side, drawer } where = Where::side;  ///< a tab on the right, or below the map
  int rank = 0;                                           ///< among those of its part, the least first
  const char* id;                   ///< of its tab and its command: "side.brief"; scripts see "brief"
  const char* tab;                  ///< word on the tab
  const char* short_tab = nullptr;  ///< where there is little room; nothing: the same
  const char* title;                ///< of its command
  Shortcut shortcut = {};
  void (*draw)(Desk& desk, ui::Pen& pen);
  bool when_narrow = false;   ///< a tab only where the left part has no room, without a command
  bool effect_below = false;  ///< what a candidate would change stands below the panel, not above it
  struct Height {
    float share = 0.42f, points = 240;  ///< as a share of the window, but not less than these points ...
    float most = 0.6f;                  ///< ... which take no more than this share ...
    float most_low = 0.8f;              ///< ... or this, where the window is low
  } height = {};                        ///< of a drawer before somebody moves its edge
};

/// One of it in each panel's file: `const PanelRow kRow{{...}};`
struct PanelRow {
  explicit PanelRow(const Panel& panel);
};

/// By rank.
[[nodiscard]] const std::list<Panel>& panels(Panel::Where where);
/// Needs: there is one of this id.
[[nodiscard]] const Panel& panel_of(std::string_view id);
/// "brief" of "side.brief".
[[nodiscard]] std::string_view panel_word(std::string_view id);

}  // namespace placewright::viewer
