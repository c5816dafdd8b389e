#include "viewer/panels/chart.h"

#include <algorithm>
#include <cmath>

namespace placewright::viewer::ui {

ImVec2 Plot::at(double vx, double vy) const {
  return {from.x + static_cast<float>((vx - x.from) / (x.to - x.from)) * (to.x - from.x),
          to.y - static_cast<float>((vy - y.from) / (y.to - y.from)) * (to.y - from.y)};
}

double Plot::x_of(float pixel) const {
  return x.from + static_cast<double>((pixel - from.x) / (to.x - from.x)) * (x.to - x.from);
}
double Plot::y_of(float pixel) const {
  return y.from + static_cast<double>((to.y - pixel) / (to.y - from.y)) * (y.to - y.from);
}

std::vector<double> ticks(double from, double to, int most) {
  if (!(to > from) || most < 1) return {};
  double step = std::pow(10, std::floor(std::log10((to - from) / most)));
  for (const double factor : {2.0, 2.5, 2.0})
    if ((to - from) / step > most) step *= factor;
  std::vector<double> values;
  for (double n = std::ceil(from / step - 1e-9); n * step <= to + step * 1e-9; ++n)
    values.push_back(n * step);
  return values;
}

std::string tick_text(double value, double step) {
  const int decimals = step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
  return number(std::abs(value) < step * 1e-6 ? 0 : value, std::min(decimals, 6));
}

Axis axis_around(double least, double most, std::string title, bool from_zero) {
  if (from_zero) least = std::min(least, 0.0), most = std::max(most, 0.0);
  double room = (most - least) * 0.06;
  if (!(room > 0)) room = std::max(1.0, std::abs(most) * 0.1);
  return {from_zero && least >= 0 ? 0 : least - room, from_zero && most <= 0 ? 0 : most + room,
          std::move(title)};
}

Plot plot(Pen& pen, const std::string& name, ImVec2 size, const Axis& x, const Axis& y) {
  auto* draw = ImGui::GetWindowDrawList();
  auto* font = pen.fonts.small;
  const float text = font->FontSize, gap = pen.px(4);
  const auto at = ImGui::GetCursorScreenPos();
  const auto y_ticks = ticks(y.from, y.to, std::max(2, static_cast<int>(size.y / (text * 2.4f))));
  const auto x_ticks = ticks(x.from, x.to, std::max(2, static_cast<int>(size.x / (text * 5.5f))));
  const auto step_of = [](const std::vector<double>& values) {
    return values.size() > 1 ? values[1] - values[0] : 1.0;
  };
  const auto wide = [&](const std::string& words) {
    return font->CalcTextSizeA(text, 1e6f, 0, words.c_str()).x;
  };
  float labels = 0;
  for (const double value : y_ticks) labels = std::max(labels, wide(tick_text(value, step_of(y_ticks))));
  Plot plot{{std::floor(at.x + labels + 2 * gap), std::floor(at.y + text + 2 * gap)},
            {std::floor(at.x + size.x - 2 * gap), std::floor(at.y + size.y - 2 * (text + gap) - gap)},
            x,
            y};
  plot.to.x = std::max(plot.to.x, plot.from.x + 10);
  plot.to.y = std::max(plot.to.y, plot.from.y + 10);
  const auto quiet = pen.theme.text_quiet;
  draw->AddText(font, text, ImVec2(at.x, at.y), quiet, y.title.c_str());
  for (const double value : y_ticks) {
    const float py = std::floor(plot.at(x.from, value).y);
    draw->AddRectFilled(ImVec2(plot.from.x, py), ImVec2(plot.to.x, py + 1), pen.theme.panel_line);
    const auto words = tick_text(value, step_of(y_ticks));
    draw->AddText(font, text, ImVec2(std::floor(plot.from.x - gap - wide(words)), std::floor(py - text / 2)),
                  quiet, words.c_str());
  }
  for (const double value : x_ticks) {
    const float px = std::floor(plot.at(value, y.from).x);
    draw->AddRectFilled(ImVec2(px, plot.to.y), ImVec2(px + 1, plot.to.y + gap), pen.theme.control_line);
    const auto words = tick_text(value, step_of(x_ticks));
    const float half = wide(words) / 2;
    draw->AddText(font, text,
                  ImVec2(std::floor(std::clamp(px - half, at.x, std::max(at.x, at.x + size.x - 2 * half))),
                         plot.to.y + gap),
                  quiet, words.c_str());
  }
  draw->AddRectFilled(ImVec2(plot.from.x, plot.to.y), ImVec2(plot.to.x, plot.to.y + 1),
                      pen.theme.control_line);
  draw->AddText(
      font, text,
      ImVec2(std::floor((plot.from.x + plot.to.x - wide(x.title)) / 2), std::floor(plot.to.y + gap + text)),
      quiet, x.title.c_str());
  // The mouse is wanted over the frame only; the cursor goes on below the whole chart.
  ImGui::SetCursorScreenPos(plot.from);
  ImGui::InvisibleButton(name.c_str(), ImVec2(plot.to.x - plot.from.x, plot.to.y - plot.from.y));
  pen.names.mark(name, y.title);
  return plot;
}

void plot_line(Pen& pen, const Plot& plot, const std::vector<std::pair<double, double>>& points, Rgba colour,
               float width) {
  std::vector<ImVec2> line;
  line.reserve(points.size());
  for (const auto& [x, y] : points) line.push_back(plot.at(x, y));
  ImGui::GetWindowDrawList()->AddPolyline(line.data(), static_cast<int>(line.size()), colour, 0,
                                          pen.px(width));
}

}  // namespace placewright::viewer::ui
