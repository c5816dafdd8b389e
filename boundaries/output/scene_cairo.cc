#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <memory>

#include "boundaries/output/scene.h"
#include "datasets/place/written_beside.h"
#include "geo/error.h"

namespace placewright::boundaries::output {
namespace {

// Landscape A4 in points.
constexpr double kPageWidth = 842, kPageHeight = 595, kMargin = 28, kSideWidth = 190, kTitleHeight = 52,
                 kFooterLine = 9.5;

struct SurfaceCloser {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct ContextCloser {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, SurfaceCloser>;
using ContextPtr = std::unique_ptr<cairo_t, ContextCloser>;

void use(cairo_t* cr, const Colour& colour) {
  cairo_set_source_rgba(cr, ((colour.rgb >> 16) & 255) / 255.0, ((colour.rgb >> 8) & 255) / 255.0,
                        (colour.rgb & 255) / 255.0, colour.alpha);
}

constexpr Colour kInk{0x212b32, 1}, kQuiet{0x4c6272, 1};

void font(cairo_t* cr, double size, bool bold = false) {
  cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cr, size);
}

double text_width(cairo_t* cr, const std::string& text) {
  cairo_text_extents_t extents;
  cairo_text_extents(cr, text.c_str(), &extents);
  return extents.x_advance;
}

void text_at(cairo_t* cr, double x, double y, const std::string& text) {
  cairo_move_to(cr, x, y);
  cairo_show_text(cr, text.c_str());
}

/// Words wrapped to `width`; returns the y below the last line.
double text_block(cairo_t* cr, double x, double y, double width, double line_height,
                  const std::string& text) {
  std::string line;
  const auto flush = [&] {
    if (line.empty()) return;
    text_at(cr, x, y, line);
    y += line_height;
    line.clear();
  };
  std::size_t at = 0;
  while (at < text.size()) {
    auto space = text.find(' ', at);
    if (space == std::string::npos) space = text.size();
    const auto word = text.substr(at, space - at);
    const auto longer = line.empty() ? word : line + " " + word;
    if (!line.empty() && text_width(cr, longer) > width) {
      flush();
      line = word;
    } else {
      line = longer;
    }
    at = space + 1;
  }
  flush();
  return y;
}

void hatch(cairo_t* cr) {  // fills the current path with grey diagonals
  cairo_save(cr);
  cairo_clip_preserve(cr);
  use(cr, {0xeeeeee, 1});
  cairo_paint(cr);
  use(cr, {0x999999, 1});
  cairo_set_line_width(cr, 0.8);
  double x0, y0, x1, y1;
  cairo_path_extents(cr, &x0, &y0, &x1, &y1);
  cairo_new_path(cr);
  for (double x = x0 - (y1 - y0); x < x1; x += 4) {
    cairo_move_to(cr, x, y1);
    cairo_line_to(cr, x + (y1 - y0), y0);
  }
  cairo_stroke(cr);
  cairo_restore(cr);
}

void mark_path(cairo_t* cr, Mark mark, double x, double y, double size) {
  const double r = size / 2;
  cairo_new_path(cr);
  switch (mark) {
    case Mark::circle:
      cairo_arc(cr, x, y, r, 0, 2 * M_PI);
      break;
    case Mark::square:
      cairo_rectangle(cr, x - r, y - r, size, size);
      break;
    case Mark::triangle:
      cairo_move_to(cr, x, y - r), cairo_line_to(cr, x + r, y + r), cairo_line_to(cr, x - r, y + r),
          cairo_close_path(cr);
      break;
    case Mark::diamond:
      cairo_move_to(cr, x, y - r), cairo_line_to(cr, x + r, y), cairo_line_to(cr, x, y + r),
          cairo_line_to(cr, x - r, y), cairo_close_path(cr);
      break;
    case Mark::cross: {
      const double t = size / 3;
      cairo_rectangle(cr, x - t / 2, y - r, t, size);
      cairo_rectangle(cr, x - r, y - t / 2, size, t);
      break;
    }
    case Mark::padlock:
      cairo_rectangle(cr, x - r, y - r / 4, size, 1.25 * r);
      break;
  }
}

/// The text, or as much of it as has room, cut between characters (UTF-8).
std::string shortened(cairo_t* cr, const std::string& text, double width) {
  if (text_width(cr, text) <= width) return text;
  const auto is_inside_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  std::string kept = text;
  while (!kept.empty() && text_width(cr, kept + "...") > width) {
    while (kept.size() > 1 && is_inside_character(kept.back())) kept.pop_back();
    kept.pop_back();
  }
  return kept + "...";
}

/// A mark in its colour, as on the map and in the legend.
void draw_mark(cairo_t* cr, Mark mark, double x, double y, double size, const Colour& fill) {
  const double r = size / 2;
  if (mark == Mark::padlock) {
    // The shackle: white around, so that it is seen on any ground.
    for (const auto& [colour, width] :
         {std::pair{Colour{0xffffff, 1}, 0.28 * size + 1.2}, {fill, 0.22 * size}}) {
      cairo_new_path(cr);
      cairo_arc(cr, x, y - r / 4, 0.6 * r, M_PI, 2 * M_PI);
      use(cr, colour);
      cairo_set_line_width(cr, width);
      cairo_stroke(cr);
    }
  }
  mark_path(cr, mark, x, y, size);
  use(cr, {0xffffff, 1});
  cairo_set_line_width(cr, 1.2);
  cairo_stroke_preserve(cr);
  use(cr, fill);
  cairo_fill(cr);
}

void draw_backdrop(cairo_t* cr, const ScenePicture& picture, double x, double y, double width,
                   double height) {
  // Cairo wants colours multiplied by how much they cover, as whole words.
  const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, static_cast<int>(picture.width),
                                                      static_cast<int>(picture.height)));
  auto* pixels = cairo_image_surface_get_data(surface.get());
  if (pixels == nullptr) return;  // the status of the page says so
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
  for (std::size_t row = 0; row < picture.height; ++row)
    for (std::size_t column = 0; column < picture.width; ++column) {
      const auto* from = picture.rgba.data() + 4 * (row * picture.width + column);
      const std::uint32_t cover = from[3];
      const auto times = [&](std::uint32_t value) { return (value * cover + 127) / 255; };
      const std::uint32_t word = cover << 24 | times(from[0]) << 16 | times(from[1]) << 8 | times(from[2]);
      std::memcpy(pixels + row * stride + 4 * column, &word, 4);
    }
  cairo_surface_mark_dirty(surface.get());
  cairo_save(cr);
  cairo_translate(cr, x, y);
  cairo_scale(cr, width / picture.width, height / picture.height);
  cairo_set_source_surface(cr, surface.get(), 0, 0);
  cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);  // no fading at the edges
  cairo_rectangle(cr, 0, 0, picture.width, picture.height);
  cairo_clip(cr);
  cairo_paint_with_alpha(cr, picture.opacity);
  cairo_restore(cr);
}

/// Where the map lies on the page, and how metres become points.
struct MapFrame {
  geo::Box extent;
  double x = 0, y = 0, width = 0, height = 0;  ///< room for the map
  double scale = 1, off_x = 0, off_y = 0;      ///< points per metre; of the map's north-west corner

  MapFrame(const Scene& scene, double footer_height)
      : extent(scene.extent),
        x(kMargin),
        y(kMargin + kTitleHeight - 8),
        width(kPageWidth - 2 * kMargin - kSideWidth - 12),
        height(kPageHeight - y - kMargin - footer_height) {
    const double width_m = std::max(1.0, extent.max_x - extent.min_x),
                 height_m = std::max(1.0, extent.max_y - extent.min_y);
    scale = std::min(width / width_m, height / height_m);
    off_x = x + (width - width_m * scale) / 2;
    off_y = y + (height - height_m * scale) / 2;
  }
  [[nodiscard]] double px(double metres) const { return off_x + (metres - extent.min_x) * scale; }
  [[nodiscard]] double py(double metres) const { return off_y + (extent.max_y - metres) * scale; }
  [[nodiscard]] double left() const { return px(extent.min_x); }
  [[nodiscard]] double right() const { return px(extent.max_x); }
  [[nodiscard]] double top() const { return py(extent.max_y); }
  [[nodiscard]] double bottom() const { return py(extent.min_y); }
};

void draw_ground(cairo_t* cr, const MapFrame& frame, const SceneGround& ground) {
  cairo_save(cr);
  use(cr, ground.colour);
  cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
  cairo_new_path(cr);
  const auto points_of = [&](const std::vector<geo::Point>& points) {
    for (std::size_t i = 0; i < points.size(); ++i)
      (i == 0 ? cairo_move_to : cairo_line_to)(cr, frame.px(points[i].x), frame.py(points[i].y));
  };
  for (const auto& shape : ground.shapes)
    for (const auto& part : shape.parts) {
      points_of(part.outer);
      cairo_close_path(cr);
      for (const auto& hole : part.holes) points_of(hole), cairo_close_path(cr);
    }
  cairo_fill(cr);
  for (const auto& line : ground.lines) points_of(line);
  cairo_set_line_width(cr, ground.width_pt);
  cairo_set_dash(cr, &ground.dash_pt, ground.dash_pt > 0 ? 1 : 0, 0);
  cairo_stroke(cr);
  cairo_restore(cr);
}

void draw_title(cairo_t* cr, const Scene& scene) {
  use(cr, kInk);
  font(cr, 17, true);
  constexpr double kTextWidth = kPageWidth - 2 * kMargin;
  text_at(cr, kMargin, kMargin + 14, shortened(cr, scene.title, kTextWidth));
  font(cr, 10);
  // Smaller before any of it is cut: the sizes stand behind the plan's name.
  if (const double width = text_width(cr, scene.subtitle); width > kTextWidth)
    font(cr, std::max(6.5, 10 * kTextWidth / width));
  use(cr, kQuiet);
  text_at(cr, kMargin, kMargin + 31, shortened(cr, scene.subtitle, kTextWidth));
}

/// Returns the height it takes, which the map may not have.
double draw_footer(cairo_t* cr, const Scene& scene) {
  font(cr, 6.8);
  const double height = kFooterLine * static_cast<double>(scene.footer.size()) + 6;
  double y = kPageHeight - kMargin - height + 10;
  for (const auto& line : scene.footer) {
    text_at(cr, kMargin, y, line);
    y += kFooterLine;
  }
  return height;
}

void draw_shape(cairo_t* cr, const MapFrame& frame, const SceneShape& shape) {
  cairo_new_path(cr);
  const auto ring = [&](const geo::Ring& points) {
    for (std::size_t i = 0; i < points.size(); ++i)
      (i == 0 ? cairo_move_to : cairo_line_to)(cr, frame.px(points[i].x), frame.py(points[i].y));
    cairo_close_path(cr);
  };
  for (const auto& part : shape.shape.parts) {
    ring(part.outer);
    for (const auto& hole : part.holes) ring(hole);
  }
  if (shape.hatched) {
    cairo_path_t* path = cairo_copy_path(cr);
    hatch(cr);
    cairo_new_path(cr);
    cairo_append_path(cr, path);
    cairo_path_destroy(path);
  } else if (shape.filled) {
    use(cr, shape.fill);
    cairo_fill_preserve(cr);
  }
  if (shape.stroke_pt > 0) {
    use(cr, shape.stroke);
    cairo_set_line_width(cr, shape.stroke_pt);
    cairo_stroke(cr);
  }
  cairo_new_path(cr);
}

void draw_lines(cairo_t* cr, const MapFrame& frame, const std::vector<SceneLine>& lines) {
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
  for (const auto& line : lines) {
    cairo_new_path(cr);
    // Steps finer than a dot of the page say nothing.
    double last_x = -1e9, last_y = -1e9;
    for (std::size_t i = 0; i < line.line.size(); ++i) {
      const double x = frame.px(line.line[i].x), y = frame.py(line.line[i].y);
      if (i + 1 < line.line.size() && std::hypot(x - last_x, y - last_y) < 0.2) continue;
      cairo_line_to(cr, x, y);
      last_x = x;
      last_y = y;
    }
    use(cr, line.stroke);
    cairo_set_line_width(cr, line.width_pt);
    cairo_set_dash(cr, &line.dash_pt, line.dash_pt > 0 ? 1 : 0, 0);
    cairo_stroke(cr);
  }
  cairo_set_dash(cr, nullptr, 0, 0);
}

/// Text around a point, with paper around its letters.
void draw_halo_text(cairo_t* cr, const std::string& text, double middle_x, double y, double size, bool bold,
                    bool quiet) {
  if (text.empty()) return;
  font(cr, size, bold);
  cairo_move_to(cr, middle_x - text_width(cr, text) / 2, y);
  cairo_text_path(cr, text.c_str());
  use(cr, {0xffffff, 0.85});
  cairo_set_line_width(cr, 2.4);
  cairo_stroke_preserve(cr);
  use(cr, quiet ? kQuiet : kInk);
  cairo_fill(cr);
}

/// Labels that lie on the map and cover no other one.
void draw_labels(cairo_t* cr, const MapFrame& frame, const std::vector<SceneLabel>& all) {
  std::vector<SceneLabel> labels;
  for (const auto& label : all)
    if (frame.px(label.at.x) > frame.left() + label.size_pt &&
        frame.px(label.at.x) < frame.right() - label.size_pt &&
        frame.py(label.at.y) > frame.top() + label.size_pt &&
        frame.py(label.at.y) < frame.bottom() - label.size_pt)
      labels.push_back(label);
  for (const auto index : place_labels(labels, frame.scale)) {
    const auto& label = labels[index];
    const double x = frame.px(label.at.x), y = frame.py(label.at.y), size = label.size_pt;
    draw_halo_text(cr, label.text, x, y + (label.under.empty() ? 0.35 : -0.1) * size, size, !label.quiet,
                   label.quiet);
    if (label.locked) {
      font(cr, size, true);
      draw_mark(cr, Mark::padlock, x - text_width(cr, label.text) / 2 - 0.55 * size,
                y + (label.under.empty() ? 0 : -0.45) * size, 0.62 * size, kInk);
    }
    draw_halo_text(cr, label.under, x, y + 0.95 * size, 0.85 * size, false, label.quiet);
  }
}

/// Fills and lines first, then outlines, marks and labels: nothing covers a neighbourhood's border.
void draw_map(cairo_t* cr, const MapFrame& frame, const Scene& scene) {
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
  // Roads and borders go on beyond the place; the page's columns stay free of them.
  cairo_save(cr);
  cairo_rectangle(cr, frame.left(), frame.top(), frame.right() - frame.left(), frame.bottom() - frame.top());
  cairo_clip(cr);
  if (scene.backdrop) {
    const auto& box = scene.backdrop->box;
    draw_backdrop(cr, *scene.backdrop, frame.px(box.min_x), frame.py(box.max_y),
                  (box.max_x - box.min_x) * frame.scale, (box.max_y - box.min_y) * frame.scale);
  }
  for (const auto& ground : scene.ground) draw_ground(cr, frame, ground);
  for (const auto& shape : scene.shapes)
    if (shape.filled || shape.hatched) draw_shape(cr, frame, shape);
  draw_lines(cr, frame, scene.lines);
  for (const auto& shape : scene.shapes)
    if (!shape.filled && !shape.hatched) draw_shape(cr, frame, shape);
  for (const auto& point : scene.points)
    draw_mark(cr, point.mark, frame.px(point.at.x), frame.py(point.at.y), point.size_pt, point.fill);
  draw_labels(cr, frame, scene.labels);
  cairo_restore(cr);
}

/// The sign of an entry, `box` points high, in the row that ends at y.
void draw_legend_sign(cairo_t* cr, const LegendEntry& entry, double x, double y, double box) {
  if (entry.is_mark) {
    draw_mark(cr, entry.mark, x + 6, y - box / 2 + 1, box * 0.7, entry.fill);
  } else if (entry.is_line) {
    cairo_move_to(cr, x, y - box / 2 + 1);
    cairo_line_to(cr, x + 15, y - box / 2 + 1);
    use(cr, entry.fill);
    cairo_set_line_width(cr, entry.width_pt);
    cairo_set_dash(cr, &entry.dash_pt, entry.dash_pt > 0 ? 1 : 0, 0);
    cairo_stroke(cr);
    cairo_set_dash(cr, nullptr, 0, 0);
  } else {
    cairo_rectangle(cr, x, y - box + 1, 13, box);
    if (entry.hatched) {
      hatch(cr);
      cairo_rectangle(cr, x, y - box + 1, 13, box);
    } else {
      use(cr, entry.fill);
      cairo_fill_preserve(cr);
    }
    use(cr, {0x768692, 1});
    cairo_set_line_width(cr, 0.5);
    cairo_stroke(cr);
  }
}

/// At the head of the side column; rows as narrow as its height asks for.
void draw_legend(cairo_t* cr, const Scene& scene, double x, double y, double height) {
  if (scene.legend.empty()) return;
  font(cr, 9, true);
  use(cr, kInk);
  y = text_block(cr, x, y, kSideWidth, 12, scene.legend_title) + 4;
  const double row = std::min(14.0, (height - 70) / static_cast<double>(scene.legend.size()));
  for (const auto& entry : scene.legend) {
    draw_legend_sign(cr, entry, x, y, std::min(10.0, row - 2));
    use(cr, kInk);
    font(cr, std::min(7.6, row * 0.65));
    const double value_width = entry.value.empty() ? 0 : text_width(cr, entry.value);
    if (!entry.value.empty()) text_at(cr, x + kSideWidth - value_width, y - 1, entry.value);
    text_at(cr, x + 18, y - 1,
            shortened(cr, entry.text, kSideWidth - 18 - (value_width > 0 ? value_width + 8 : 0)));
    y += row;
  }
}

/// With the note about the grid below it.
void draw_scale_bar(cairo_t* cr, const MapFrame& frame, double x) {
  const double bar_m = scale_bar_m(kSideWidth * 0.7 / frame.scale);
  const double y = frame.y + frame.height - 8;
  use(cr, kInk);
  cairo_rectangle(cr, x, y, bar_m * frame.scale, 3);
  cairo_fill(cr);
  font(cr, 7.6);
  text_at(cr, x, y - 4, bar_m >= 1000 ? fmt::format("{:g} km", bar_m / 1000) : fmt::format("{:g} m", bar_m));
  use(cr, kQuiet);
  font(cr, 6.8);
  text_at(cr, x, y + 12, "British National Grid (EPSG:27700), grid north up");
}

void draw_invented(cairo_t* cr) {
  use(cr, {0xae2573, 1});
  font(cr, 9, true);
  const std::string text = "INVENTED DATA: no real place";
  text_at(cr, kPageWidth - kMargin - text_width(cr, text), kMargin + 12, text);
}

void draw(cairo_t* cr, const Scene& scene) {
  use(cr, {0xffffff, 1});
  cairo_paint(cr);
  draw_title(cr, scene);
  const MapFrame frame(scene, draw_footer(cr, scene));
  draw_map(cr, frame, scene);
  const double side_x = kPageWidth - kMargin - kSideWidth;
  draw_legend(cr, scene, side_x, frame.y + 12, frame.height);
  draw_scale_bar(cr, frame, side_x);
  if (scene.invented) draw_invented(cr);
}

}  // namespace

void write_picture(const Scene& scene, const std::string& path, PictureFormat format) {
  const datasets::WrittenBeside whole(path);
  const auto& beside = whole.beside();
  constexpr double kDotsPerPoint = 300.0 / 72.0;
  SurfacePtr surface;
  switch (format) {
    case PictureFormat::png:
      surface.reset(cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                               static_cast<int>(kPageWidth * kDotsPerPoint),
                                               static_cast<int>(kPageHeight * kDotsPerPoint)));
      break;
    case PictureFormat::svg:
      surface.reset(cairo_svg_surface_create(beside.c_str(), kPageWidth, kPageHeight));
      break;
    case PictureFormat::pdf: {
      surface.reset(cairo_pdf_surface_create(beside.c_str(), kPageWidth, kPageHeight));
      cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, scene.title.c_str());
      cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_SUBJECT, words_of(scene).c_str());
      cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                     "");  // same scene, same bytes
      break;
    }
  }
  auto status = CAIRO_STATUS_SUCCESS;
  {
    const ContextPtr context(cairo_create(surface.get()));
    if (format == PictureFormat::png) cairo_scale(context.get(), kDotsPerPoint, kDotsPerPoint);
    draw(context.get(), scene);
    cairo_show_page(context.get());
    status = cairo_status(context.get());  // a text that is no UTF-8 stops all drawing
  }
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface.get());
  if (status == CAIRO_STATUS_SUCCESS && format == PictureFormat::png)
    status = cairo_surface_write_to_png(surface.get(), beside.c_str());
  cairo_surface_finish(surface.get());
  if (status == CAIRO_STATUS_SUCCESS && format == PictureFormat::svg && !say_in_svg(scene, beside))
    status = CAIRO_STATUS_WRITE_ERROR;
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface.get());
  if (status != CAIRO_STATUS_SUCCESS)
    throw geo::InputError(
        {path, fmt::format("the picture could not be written ({})", cairo_status_to_string(status)),
         "check that the folder exists and may be written to, and that the disk has room"});
  whole.put();
}

}  // namespace placewright::boundaries::output
