#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "datasets/read/layers.h"
#include "datasets/read/xml_text.h"

namespace placewright::datasets {
namespace {

enum class Shape { none, fill, line, mark };

/// "#rrggbb" as "r,g,b,alpha"; anything else as the grey of missing values.
std::string colour_text(std::string_view hex, double opacity) {
  unsigned rgb = 0xbdbdbd;
  if (hex.size() == 7 && hex[0] == '#') {
    unsigned read = 0;
    const auto* end = hex.data() + hex.size();
    if (std::from_chars(hex.data() + 1, end, read, 16).ptr == end) rgb = read;
  }
  return fmt::format("{},{},{},{}", rgb >> 16U & 255U, rgb >> 8U & 255U, rgb & 255U,
                     static_cast<int>(std::clamp(opacity, 0.0, 1.0) * 255 + 0.5));
}

const LayerColumn* find_column(const Layer& layer, const std::string& name) {
  if (name.empty()) return nullptr;
  const auto at =
      std::find_if(layer.columns.begin(), layer.columns.end(), [&](const auto& c) { return c.name == name; });
  return at == layer.columns.end() ? nullptr : &*at;
}

std::string value_text(const LayerColumn* column, std::size_t row) {
  if (column == nullptr) return {};
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column->values)) return (*texts)[row];
  const double number = std::get<std::vector<double>>(column->values)[row];
  return number == number ? fmt::format("{}", number) : std::string{};
}

std::size_t rows_of(const LayerColumn& column) {
  return std::visit([](const auto& values) { return values.size(); }, column.values);
}

std::string properties(std::initializer_list<std::pair<const char*, std::string>> list) {
  std::string out;
  for (const auto& [key, value] : list) out += fmt::format("<prop k=\"{}\" v=\"{}\"/>", key, value);
  return out;
}

std::string symbol(Shape kind, std::size_t index, const std::string& colour, const LayerStyle& style) {
  const auto width = fmt::format("{}", style.outline_mm);
  const auto outline = colour_text(style.outline, 1);
  std::string type, layer_class, props;
  switch (kind) {
    case Shape::fill:
      type = "fill", layer_class = "SimpleFill";
      props = properties({{"color", colour_text(colour, style.opacity)},
                          {"style", style.opacity > 0 ? "solid" : "no"},
                          {"outline_color", outline},
                          {"outline_style", style.outline_mm > 0 ? "solid" : "no"},
                          {"outline_width", width},
                          {"outline_width_unit", "MM"},
                          {"joinstyle", "round"}});
      break;
    case Shape::line:
      type = "line", layer_class = "SimpleLine";
      props = properties({{"line_color", colour_text(colour, 1)},
                          {"line_style", "solid"},
                          {"line_width", width},
                          {"line_width_unit", "MM"},
                          {"capstyle", "round"},
                          {"joinstyle", "round"}});
      break;
    case Shape::mark:
    case Shape::none:
      type = "marker", layer_class = "SimpleMarker";
      props = properties({{"name", "circle"},
                          {"color", colour_text(colour, style.opacity)},
                          {"outline_color", outline},
                          {"outline_style", "solid"},
                          {"outline_width", width},
                          {"outline_width_unit", "MM"},
                          {"size", fmt::format("{}", style.mark_mm)},
                          {"size_unit", "MM"}});
      break;
  }
  return fmt::format(
      "<symbol type=\"{}\" name=\"{}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">"
      "<layer class=\"{}\" enabled=\"1\" locked=\"0\" pass=\"0\">{}</layer></symbol>\n",
      type, index, layer_class, props);
}

}  // namespace

std::string build_qml(const Layer& layer) {
  const auto& style = layer.style;
  const std::size_t kind_index = layer.geometry.index();
  const Shape kind = kind_index == 1   ? Shape::fill
                     : kind_index == 2 ? Shape::line
                     : kind_index == 3 ? Shape::mark
                                       : Shape::none;
  const auto* colours = find_column(layer, style.colour_column);
  const auto* categories = find_column(layer, style.category_column);
  const auto* legends = find_column(layer, style.legend_column);

  std::string renderer;
  if (categories != nullptr) {
    std::string entries, symbols;
    std::set<std::string> seen;
    const bool is_text = std::holds_alternative<std::vector<std::string>>(categories->values);
    for (std::size_t row = 0; row < rows_of(*categories); ++row) {
      const auto value = value_text(categories, row);
      if (!seen.insert(value).second) continue;
      const auto legend = legends != nullptr ? value_text(legends, row) : value;
      const auto colour = colours != nullptr ? value_text(colours, row) : style.colour;
      const auto index = seen.size() - 1;
      entries +=
          fmt::format("<category value=\"{}\" label=\"{}\" symbol=\"{}\" render=\"true\" type=\"{}\"/>\n",
                      escape_xml(value), escape_xml(legend), index, is_text ? "string" : "double");
      symbols += symbol(kind, index, colour, style);
    }
    renderer = fmt::format(
        "<renderer-v2 type=\"categorizedSymbol\" attr=\"{}\" forceraster=\"0\" symbollevels=\"0\" "
        "enableorderby=\"0\">\n"
        "<categories>\n{}</categories>\n<symbols>\n{}</symbols>\n</renderer-v2>\n",
        escape_xml(style.category_column), entries, symbols);
  } else {
    renderer = fmt::format(
        "<renderer-v2 type=\"singleSymbol\" forceraster=\"0\" symbollevels=\"0\" enableorderby=\"0\">\n"
        "<symbols>\n{}</symbols>\n</renderer-v2>\n",
        symbol(kind, 0, style.colour, style));
  }
  std::string labels;
  if (find_column(layer, style.label_column) != nullptr)
    labels = fmt::format(
        "<labeling type=\"simple\"><settings calloutType=\"simple\">"
        "<text-style fieldName=\"{}\" isExpression=\"0\" fontSize=\"9\" fontSizeUnit=\"Point\" "
        "fontWeight=\"75\" "
        "textColor=\"30,30,30,255\" textOpacity=\"1\">"
        "<text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" "
        "bufferColor=\"255,255,255,255\" "
        "bufferOpacity=\"1\" bufferNoFill=\"0\"/></text-style>"
        "<placement placement=\"{}\"/></settings></labeling>\n",
        escape_xml(style.label_column),
        kind == Shape::fill   ? 1
        : kind == Shape::line ? 2
                              : 6);
  return fmt::format(
      "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
      "<qgis version=\"3.22\" styleCategories=\"Symbology|Labeling\" labelsEnabled=\"{}\">\n{}{}"
      "<layerGeometryType>{}</layerGeometryType>\n</qgis>\n",
      labels.empty() ? 0 : 1, renderer, labels,
      kind == Shape::fill   ? 2
      : kind == Shape::line ? 1
                            : 0);
}

}  // namespace placewright::datasets
