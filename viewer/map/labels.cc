#include "viewer/map/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace placewright::viewer {
namespace {

/// Marks by squares of the screen.
class MarkGrid {
 public:
  explicit MarkGrid(const std::vector<LabelBox>& marks) : marks_(marks) {
    for (std::size_t i = 0; i < marks.size(); ++i)
      for (int y = cell(marks[i].y0); y <= cell(marks[i].y1); ++y)
        for (int x = cell(marks[i].x0); x <= cell(marks[i].x1); ++x) cells_[{y, x}].push_back(i);
  }
  [[nodiscard]] std::size_t covered_by(const LabelBox& box) const {
    found_.clear();
    for (int y = cell(box.y0); y <= cell(box.y1); ++y)
      for (int x = cell(box.x0); x <= cell(box.x1); ++x)
        if (const auto at = cells_.find({y, x}); at != cells_.end())
          for (const auto mark : at->second)
            if (boxes_overlap(box, marks_[mark])) found_.push_back(mark);
    std::sort(found_.begin(), found_.end());
    return static_cast<std::size_t>(std::unique(found_.begin(), found_.end()) - found_.begin());
  }

 private:
  static int cell(float value) { return static_cast<int>(std::floor(value / 64)); }
  const std::vector<LabelBox>& marks_;
  std::map<std::pair<int, int>, std::vector<std::size_t>> cells_;
  mutable std::vector<std::size_t> found_;
};

}  // namespace

std::vector<PlacedLabel> place_map_labels(const std::vector<LabelWish>& wishes,
                                          const std::vector<LabelBox>& marks, const LabelBox& within,
                                          std::size_t most,
                                          const std::function<bool(std::size_t, float, float)>& stays,
                                          const std::vector<LabelBox>& closed) {
  // Parts of the spare room, nearest first.
  static constexpr std::array<std::pair<float, float>, 13> kSteps{{{0, 0},
                                                                   {0, -.5f},
                                                                   {0, .5f},
                                                                   {-.5f, 0},
                                                                   {.5f, 0},
                                                                   {0, -1},
                                                                   {0, 1},
                                                                   {-1, 0},
                                                                   {1, 0},
                                                                   {-.7f, -.7f},
                                                                   {.7f, -.7f},
                                                                   {-.7f, .7f},
                                                                   {.7f, .7f}}};
  const MarkGrid grid(marks);
  std::vector<PlacedLabel> placed;
  for (std::size_t wish = 0; wish < wishes.size() && placed.size() < most; ++wish) {
    const auto& wanted = wishes[wish];
    double least = 1e300;
    PlacedLabel best;
    for (std::size_t form = 0; form < wanted.forms.size(); ++form) {
      const auto [width, height] = wanted.forms[form];
      // A shorter form is worth a mark uncovered, no more.
      const double cost_of_form = 0.8 * static_cast<double>(form);
      if (width > wanted.room * 1.15f || height > wanted.room * 1.3f || cost_of_form >= least) continue;
      const float spare_x = std::max(wanted.room * 0.12f, (wanted.room - width) * 0.5f),
                  spare_y = std::max(wanted.room * 0.12f, (wanted.room - height) * 0.45f);
      for (std::size_t step = 0; step < kSteps.size(); ++step) {
        const float x = wanted.x + kSteps[step].first * spare_x, y = wanted.y + kSteps[step].second * spare_y;
        const LabelBox box{x - width / 2, y - height / 2, x + width / 2, y + height / 2};
        if (box.x0 < within.x0 || box.x1 > within.x1 || box.y0 < within.y0 || box.y1 > within.y1) continue;
        if (std::any_of(closed.begin(), closed.end(),
                        [&](const auto& other) { return boxes_overlap(box, other); }))
          continue;
        if (std::any_of(placed.begin(), placed.end(),
                        [&](const auto& other) { return boxes_overlap(box, other.box); }))
          continue;
        const double cost =
            cost_of_form + 0.05 * static_cast<double>(step) + static_cast<double>(grid.covered_by(box));
        if (cost >= least || (step > 0 && !stays(wish, x, y))) continue;
        least = cost;
        best = {wish, form, box};
      }
    }
    if (least < 1e300) placed.push_back(best);
  }
  return placed;
}

}  // namespace placewright::viewer
