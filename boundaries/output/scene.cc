#include "boundaries/output/scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>

#include "datasets/read/xml_text.h"

namespace placewright::boundaries::output {

using datasets::escape_xml;
namespace {

// Tints of the Analysis Function categorical palette (analysisfunction.civilservice.gov.uk): light enough for
// dark labels, told apart by lightness as well as hue; outlines and labels carry the meaning, colour only
// separates neighbours.
constexpr std::array<std::uint32_t, 8> kCategories{0x8fa9cc, 0xa6ddd2, 0xc98bb4, 0xf9b891,
                                                   0xd9d9d9, 0xcbb8ea, 0xf2e2a0, 0x9ac7e8};
constexpr std::array<std::uint32_t, 5> kYlGnBu{0xffffcc, 0xa1dab4, 0x41b6c4, 0x2c7fb8,
                                               0x253494};  // ColorBrewer

std::string hex(const Colour& colour) { return fmt::format("#{:06x}", colour.rgb); }

struct LabelBox {
  double x0, y0, x1, y1;
};
bool overlap(const LabelBox& a, const LabelBox& b) {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

/// A mark with its tooltip, its middle at x and y.
std::string mark_svg(const ScenePoint& point, double x, double y) {
  const double r = point.size_pt / 2;
  std::string body;
  switch (point.mark) {
    case Mark::circle:
      body = fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:g}\"", x, y, r);
      break;
    case Mark::square:
      body = fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:g}\" height=\"{:g}\"", x - r, y - r,
                         2 * r, 2 * r);
      break;
    case Mark::triangle:
      body = fmt::format("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z\"", x, y - r, x + r, y + r,
                         x - r, y + r);
      break;
    case Mark::diamond:
      body = fmt::format("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z\"", x, y - r,
                         x + r, y, x, y + r, x - r, y);
      break;
    case Mark::cross: {
      const double t = 2 * r / 3;
      body = fmt::format("<path d=\"M{:.1f} {:.1f}h{:g}v{:g}h{:g}v{:g}h{:g}v{:g}h{:g}v{:g}h{:g}v{:g}h{:g}z\"",
                         x - r / 3, y - r, t, t, t, t, -t, t, -t, -t, -t, -t, t);
      break;
    }
    case Mark::padlock:
      body = fmt::format("<path d=\"M{:.1f} {:.1f}h{:g}v{:g}h{:g}Z\"", x - r, y - r / 4, 2 * r, 1.25 * r,
                         -2 * r);
      break;
  }
  return fmt::format("{} fill=\"{}\" stroke=\"#fff\" stroke-width=\"0.8\"><title>{}</title></{}>\n", body,
                     hex(point.fill), escape_xml(point.title),
                     point.mark == Mark::circle   ? "circle"
                     : point.mark == Mark::square ? "rect"
                                                  : "path");
}

std::string path_of(const geo::Shape& shape, double scale, const geo::Box& extent) {
  std::string path;
  const auto ring = [&](const geo::Ring& points) {
    double last_x = std::nan(""), last_y = std::nan("");
    bool first = true;
    for (const auto& point : points) {
      const double x = std::round((point.x - extent.min_x) * scale * 10) / 10;
      const double y = std::round((extent.max_y - point.y) * scale * 10) / 10;
      if (x == last_x && y == last_y) continue;
      path += fmt::format("{}{:g} {:g}", first ? 'M' : 'L', x, y);
      first = false;
      last_x = x;
      last_y = y;
    }
    if (!first) path += 'Z';
  };
  for (const auto& part : shape.parts) {
    ring(part.outer);
    for (const auto& hole : part.holes) ring(hole);
  }
  return path;
}

/// One path for all shapes of a colour, one for all lines.
std::string ground_svg(const SceneGround& ground, double scale, const geo::Box& extent) {
  std::string svg;
  if (!ground.shapes.empty()) {
    svg += fmt::format("<path fill=\"{}\" pointer-events=\"none\" d=\"", hex(ground.colour));
    for (const auto& shape : ground.shapes) svg += path_of(shape, scale, extent);
    svg += "\"/>\n";
  }
  if (!ground.lines.empty()) {
    svg += fmt::format(
        "<path fill=\"none\" pointer-events=\"none\" stroke=\"{}\" stroke-width=\"{:g}\"{} d=\"",
        hex(ground.colour), 1.6 * ground.width_pt,
        ground.dash_pt > 0 ? fmt::format(" stroke-dasharray=\"{0:g} {0:g}\"", 1.6 * ground.dash_pt) : "");
    for (const auto& line : ground.lines)
      for (std::size_t i = 0; i < line.size(); ++i)
        svg += fmt::format("{}{:.1f} {:.1f}", i == 0 ? 'M' : 'L', (line[i].x - extent.min_x) * scale,
                           (extent.max_y - line[i].y) * scale);
    svg += "\"/>\n";
  }
  return svg;
}

}  // namespace

Colour category_fill(std::uint32_t index) { return {kCategories[index % kCategories.size()], 1}; }
Colour sequential_fill(std::uint32_t step) { return {kYlGnBu[std::min<std::uint32_t>(step, 4)], 1}; }

double scale_bar_m(double longest_m) {
  if (!(longest_m > 0)) return 0;
  const double power = std::pow(10, std::floor(std::log10(longest_m)));
  for (const double step : {5.0, 2.0, 1.0})
    if (step * power <= longest_m) return step * power;
  return power;
}

std::vector<std::size_t> place_labels(const std::vector<SceneLabel>& labels, double pt_per_m) {
  std::vector<std::size_t> order(labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return labels[a].priority > labels[b].priority; });
  std::vector<LabelBox> taken;
  std::vector<std::size_t> kept;
  for (const auto index : order) {
    const auto& label = labels[index];
    // An average glyph of a sans-serif is about 0.55 em wide; two lines at 1.2 em.
    const double width =
        0.55 *
        std::max(static_cast<double>(label.text.size()), 0.85 * static_cast<double>(label.under.size())) *
        label.size_pt;
    const double height = (label.under.empty() ? 1.2 : 2.3) * label.size_pt;
    const double x = label.at.x * pt_per_m, y = -label.at.y * pt_per_m;
    const LabelBox box{x - width / 2 - 1, y - height / 2 - 1, x + width / 2 + 1, y + height / 2 + 1};
    if (std::any_of(taken.begin(), taken.end(), [&](const auto& other) { return overlap(box, other); }))
      continue;
    taken.push_back(box);
    kept.push_back(index);
  }
  std::sort(kept.begin(), kept.end());
  return kept;
}

std::string words_of(const Scene& scene) {
  auto words = scene.subtitle;
  for (const auto& line : scene.footer) words += (words.empty() ? "" : "\n") + line;
  return words;
}

bool say_in_svg(const Scene& scene, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string svg{std::istreambuf_iterator<char>(in), {}};
  in.close();
  const auto begin = svg.find("<svg");
  const auto end = begin == std::string::npos ? begin : svg.find('>', begin);
  if (end == std::string::npos) return false;
  svg.insert(end + 1, fmt::format("\n<title>{}</title>\n<desc>{}</desc>", escape_xml(scene.title),
                                  escape_xml(words_of(scene))));
  std::ofstream out(path, std::ios::binary);
  out << svg;
  out.close();
  return out.good();
}

std::string inline_svg(const Scene& scene, double width_px) {
  const double map_width = std::max(1.0, scene.extent.max_x - scene.extent.min_x);
  const double map_height = std::max(1.0, scene.extent.max_y - scene.extent.min_y);
  const double scale = width_px / map_width;
  const double height_px = std::ceil(map_height * scale);
  std::string svg = fmt::format(
      "<svg class=\"map\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {:.0f} {:.0f}\" "
      "xmlns=\"http://www.w3.org/2000/svg\">\n"
      "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\">"
      "<rect width=\"6\" height=\"6\" fill=\"#eee\"/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" "
      "stroke=\"#999\" stroke-width=\"2\"/></pattern></defs>\n",
      escape_xml(scene.title), width_px, height_px);
  const auto draw_shape = [&](const SceneShape& shape) {
    svg += fmt::format("<path fill-rule=\"evenodd\" fill=\"{}\"", shape.hatched  ? "url(#hatch)"
                                                                  : shape.filled ? hex(shape.fill)
                                                                                 : "none");
    if (shape.filled && shape.fill.alpha < 1) svg += fmt::format(" fill-opacity=\"{:g}\"", shape.fill.alpha);
    if (shape.stroke_pt > 0)
      svg += fmt::format(" stroke=\"{}\" stroke-width=\"{:g}\" stroke-linejoin=\"round\"", hex(shape.stroke),
                         shape.stroke_pt);
    if (!shape.filled && !shape.hatched) svg += " pointer-events=\"none\"";
    svg += fmt::format(" d=\"{}\"", path_of(shape.shape, scale, scene.extent));
    svg += shape.title.empty() ? "/>\n" : fmt::format("><title>{}</title></path>\n", escape_xml(shape.title));
  };
  for (const auto& ground : scene.ground) svg += ground_svg(ground, scale, scene.extent);
  for (const auto& shape : scene.shapes)
    if (shape.filled || shape.hatched) draw_shape(shape);
  for (const auto& line : scene.lines) {
    svg +=
        fmt::format("<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"{:g}\"{} points=\"",
                    hex(line.stroke), line.width_pt,
                    line.dash_pt > 0 ? fmt::format(" stroke-dasharray=\"{0:g} {0:g}\"", line.dash_pt) : "");
    for (const auto& point : line.line)
      svg += fmt::format("{:.1f},{:.1f} ", (point.x - scene.extent.min_x) * scale,
                         (scene.extent.max_y - point.y) * scale);
    svg += "\"/>\n";
  }
  for (const auto& shape : scene.shapes)
    if (!shape.filled && !shape.hatched) draw_shape(shape);
  for (const auto& point : scene.points)
    svg +=
        mark_svg(point, (point.at.x - scene.extent.min_x) * scale, (scene.extent.max_y - point.at.y) * scale);
  for (const auto index : place_labels(scene.labels, scale)) {
    const auto& label = scene.labels[index];
    const double x = (label.at.x - scene.extent.min_x) * scale, y = (scene.extent.max_y - label.at.y) * scale;
    svg += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:g}\" text-anchor=\"middle\" "
        "class=\"halo\"{}>{}</text>\n",
        x, y + (label.under.empty() ? 0.35 : -0.1) * label.size_pt, label.size_pt,
        label.quiet ? " style=\"font-weight:400;fill:#4c6272\"" : "", escape_xml(label.text));
    if (!label.under.empty())
      svg += fmt::format(
          "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:g}\" text-anchor=\"middle\" "
          "class=\"halo\">{}</text>\n",
          x, y + 0.95 * label.size_pt, 0.85 * label.size_pt, escape_xml(label.under));
  }
  const double bar_m = scale_bar_m(map_width / 4);
  if (bar_m > 0)
    svg += fmt::format(
        "<g transform=\"translate(12 {:.0f})\"><rect width=\"{:.1f}\" height=\"4\" fill=\"#212b32\"/>"
        "<text y=\"-4\" font-size=\"11\" class=\"halo\">{}</text></g>\n",
        height_px - 14, bar_m * scale,
        bar_m >= 1000 ? fmt::format("{:g} km", bar_m / 1000) : fmt::format("{:g} m", bar_m));
  return svg + "</svg>\n";
}

}  // namespace placewright::boundaries::output
