#pragma once

#include <string>
#include <vector>

#include "viewer/panels/ui.h"

/// Small charts of our own: a frame with ticks, and where a value lies in it.
namespace placewright::viewer::ui {

struct Axis {
  double from = 0, to = 1;
  std::string title;
};

struct Plot {
  ImVec2 from, to;  ///< of the frame, pixels
  Axis x, y;
  [[nodiscard]] ImVec2 at(double vx, double vy) const;
  [[nodiscard]] double x_of(float pixel) const;
  [[nodiscard]] double y_of(float pixel) const;
};

/// Draws frame, ticks and titles and takes `size` of the line; the frame is a widget of this name that takes
/// the mouse.
[[nodiscard]] Plot plot(Pen& pen, const std::string& name, ImVec2 size, const Axis& x, const Axis& y);
void plot_line(Pen& pen, const Plot& plot, const std::vector<std::pair<double, double>>& points, Rgba colour,
               float width);

/// Round steps of an axis: 1, 2 or 5 times a power of ten, at most `most` of them, within from..to.
[[nodiscard]] std::vector<double> ticks(double from, double to, int most);
/// A tick's number with the decimals its step needs; thousands apart.
[[nodiscard]] std::string tick_text(double value, double step);
/// The axis widened so that values do not touch the frame; a flat one gets room on both sides.
[[nodiscard]] Axis axis_around(double least, double most, std::string title, bool from_zero);

}  // namespace placewright::viewer::ui
