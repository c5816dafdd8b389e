#pragma once

#include <cstddef>
#include <functional>
#include <vector>

/// Where words stand on the map so that they neither cover each other nor, where it can be helped, the marks
/// of sites. All in pixels; knows no window.
namespace placewright::viewer {

struct LabelBox {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  friend bool operator==(const LabelBox&, const LabelBox&) = default;
};
[[nodiscard]] inline bool boxes_overlap(const LabelBox& a, const LabelBox& b) {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

struct LabelWish {
  struct Form {
    float width = 0, height = 0;
  };
  float x = 0, y = 0;       ///< where its middle is wanted
  float room = 0;           ///< side of a square as large as what it names: no form is much wider
  std::vector<Form> forms;  ///< the fullest first
};

struct PlacedLabel {
  std::size_t wish = 0, form = 0;
  LabelBox box;
};

/// Earlier wishes come first; a wish without room for any form is left out. A label leaves its place only by
/// a part of its room, only to where `stays(wish, x, y)` says its middle still names the same thing, and only
/// to cover fewer marks. Nothing stands on what is `closed`.
[[nodiscard]] std::vector<PlacedLabel> place_map_labels(
    const std::vector<LabelWish>& wishes, const std::vector<LabelBox>& marks, const LabelBox& within,
    std::size_t most, const std::function<bool(std::size_t, float, float)>& stays,
    const std::vector<LabelBox>& closed = {});

}  // namespace placewright::viewer
