#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "geo/shape.h"

/// A map as plain values: what is drawn, in map metres, and the words around it. One scene feeds every
/// picture: PNG, SVG and PDF through Cairo, and the inline SVG of the report.
namespace placewright::boundaries::output {

/// 0xRRGGBB; alpha 0..1 apart.
struct Colour {
  std::uint32_t rgb = 0;
  double alpha = 1;
};

struct SceneShape {
  geo::Shape shape;
  Colour fill;
  bool filled = true;
  bool hatched = false;  ///< missing data: never the lowest class
  Colour stroke{0xffffff, 1};
  double stroke_pt = 0;  ///< 0: none
  std::string title;     ///< tooltip and text alternative
};

struct SceneLine {
  geo::Line line;
  Colour stroke;
  double width_pt = 1;
  double dash_pt = 0;  ///< length of a dash, gaps are as long; 0: whole
};

enum class Mark { circle, square, triangle, diamond, cross, padlock };
struct ScenePoint {
  geo::Point at;
  Mark mark = Mark::circle;
  Colour fill;
  double size_pt = 5;
  std::string title;
};

/// Ground of one colour under the areas: shapes and lines.
struct SceneGround {
  Colour colour;
  double width_pt = 0, dash_pt = 0;  ///< of lines
  std::vector<geo::Shape> shapes;    ///< normalised: where they overlap they are filled once
  std::vector<geo::Line> lines;
};

struct SceneLabel {
  geo::Point at;
  std::string text, under;  ///< a second, smaller line below
  double size_pt = 9;
  double priority = 0;  ///< of two that collide the higher is kept
  bool locked = false;  ///< a padlock before the text
  bool quiet = false;   ///< a name of the ground: lighter than those of neighbourhoods
};

struct LegendEntry {
  std::string text;
  Colour fill;
  bool hatched = false;
  bool is_mark = false;
  Mark mark = Mark::circle;
  bool is_line = false;
  bool is_boundary = false;  ///< a line that neighbourhood borders may hide
  double dash_pt = 0;
  double width_pt = 1.4;
  std::string value{};  ///< at the right edge, never cut
};

/// Pixels under the map, 4 bytes each (red, green, blue, alpha; not multiplied), row by row from the
/// north-west.
struct ScenePicture {
  geo::Box box;
  std::uint32_t width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
  double opacity = 1;
};

struct Scene {
  std::string title, subtitle;
  geo::Box extent;  ///< of the map, metres: what lies beyond is cut off
  std::optional<ScenePicture> backdrop;
  std::vector<SceneGround> ground;  ///< over the backdrop, the later over the earlier
  std::vector<SceneShape> shapes;   ///< those with a fill or a hatch first, then the lines, then outlines:
                                    ///< nothing covers a neighbourhood's border
  std::vector<SceneLine> lines;
  std::vector<ScenePoint> points;
  std::vector<SceneLabel> labels;
  std::string legend_title;
  std::vector<LegendEntry> legend;
  std::vector<std::string> footer;  ///< date, plan hash, sources, licence lines
  bool invented = false;            ///< writes INVENTED DATA across the foot
};

/// Analysis Function categorical colours and lighter companions, for touching neighbourhoods (colour index ->
/// fill).
[[nodiscard]] Colour category_fill(std::uint32_t index);
/// Five classes of YlGnBu, 0 the lightest.
[[nodiscard]] Colour sequential_fill(std::uint32_t step);

/// A length of 1, 2 or 5 times a power of ten, at most `longest_m`: the scale bar.
[[nodiscard]] double scale_bar_m(double longest_m);

enum class PictureFormat { png, svg, pdf };
/// Draws the scene on one landscape A4 page (PNG: 300 dots an inch), written beside and renamed. Throws
/// InputError where the file cannot be written.
void write_picture(const Scene& scene, const std::string& path, PictureFormat format);

/// The caption and the credit as one text, for programs that read no pictures.
[[nodiscard]] std::string words_of(const Scene& scene);
/// Puts title and words into an SVG file as text: Cairo draws letters as shapes. False: it could not be
/// written.
[[nodiscard]] bool say_in_svg(const Scene& scene, const std::string& path);

/// The map alone as an <svg> element with titles, for a page. width in CSS pixels.
[[nodiscard]] std::string inline_svg(const Scene& scene, double width_px);

/// Positions of the labels that are kept when none may overlap: index of each kept label. `px_per_m` scales
/// boxes.
[[nodiscard]] std::vector<std::size_t> place_labels(const std::vector<SceneLabel>& labels, double pt_per_m);

}  // namespace placewright::boundaries::output
