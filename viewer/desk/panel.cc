#include "viewer/desk/panel.h"

#include <algorithm>

#include "geo/expect.h"

namespace placewright::viewer {
namespace {

/// Filled before main() by the rows; their addresses stay.
std::list<Panel>& registered(Panel::Where where) {
  static std::list<Panel> side, drawer;
  return where == Panel::Where::side ? side : drawer;
}

}  // namespace

PanelRow::PanelRow(const Panel& panel) {
  auto& list = registered(panel.where);
  list.insert(
      std::find_if(list.begin(), list.end(), [&](const auto& other) { return other.rank > panel.rank; }),
      panel);
}

const std::list<Panel>& panels(Panel::Where where) { return registered(where); }

const Panel& panel_of(std::string_view id) {
  for (const auto where : {Panel::Where::side, Panel::Where::drawer})
    for (const auto& panel : panels(where))
      if (panel.id == id) return panel;
  PLACEWRIGHT_EXPECT(false && "a panel of this id is registered");
  std::abort();
}

std::string_view panel_word(std::string_view id) { return id.substr(id.find('.') + 1); }

}  // namespace placewright::viewer
