#include "viewer/map/ground.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "geo/generalise.h"
#include "geo/shape_measures.h"

namespace placewright::viewer {
namespace {

namespace output = boundaries::output;
using Layer = output::GroundLayer;

/// From so many metres a pixel on, what is painted is so much simpler and nothing of less is.
struct Detail {
  double from_m_per_px, tolerance_m, least_m2, least_m;
};
constexpr std::array<Detail, 3> kDetails{{{0, 0, 0, 0}, {14, 9, 6'000, 120}, {55, 38, 90'000, 500}}};

/// How far away a layer is painted.
constexpr double kAlways = 1e9;
constexpr std::array<std::pair<Layer, double>, 13> kReach{{{Layer::sea, kAlways},
                                                           {Layer::foreshore, 120},
                                                           {Layer::built_up, kAlways},
                                                           {Layer::park, 50},
                                                           {Layer::wood, 160},
                                                           {Layer::water, 160},
                                                           {Layer::stream, 9},
                                                           {Layer::river, 160},
                                                           {Layer::railway, 90},
                                                           {Layer::street, 9},
                                                           {Layer::second_road, 32},
                                                           {Layer::main_road, 130},
                                                           {Layer::motorway, kAlways}}};

struct Gathered {
  std::vector<geo::Shape> shapes;
  std::vector<geo::Line> lines;
};

double length_m(const geo::Line& line) {
  double length = 0;
  for (std::size_t i = 1; i < line.size(); ++i)
    length += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
  return length;
}

geo::Line closed(geo::Ring ring) {
  if (!ring.empty()) ring.push_back(ring.front());
  return ring;
}

MapLines at_detail(const Gathered& gathered, const Detail& detail, geo::Point origin) {
  std::vector<geo::Line> lines;
  for (const auto& shape : gathered.shapes) {
    const auto simple = geo::normalised(
        detail.tolerance_m > 0 ? geo::generalised(shape, detail.tolerance_m, detail.least_m2) : shape);
    for (const auto& part : simple.parts) {
      lines.push_back(closed(part.outer));
      for (const auto& hole : part.holes) lines.push_back(closed(hole));
    }
  }
  for (const auto& line : gathered.lines) {
    if (detail.tolerance_m == 0) {
      lines.push_back(line);
      continue;
    }
    const auto box = geo::box_of(std::span(line));
    if (std::hypot(box.max_x - box.min_x, box.max_y - box.min_y) < detail.least_m / 10) continue;
    lines.push_back(geo::generalised(line, detail.tolerance_m));
  }
  return build_map_lines(lines, origin);
}

std::uint8_t rank_of(std::string_view rank) {
  static constexpr std::array<std::string_view, 5> ranks{"city", "town", "suburb", "village", "hamlet"};
  const auto at = std::find(ranks.begin(), ranks.end(), rank);
  return static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(at - ranks.begin(), 4));
}

std::vector<GroundName> names_of(const datasets::Place& place) {
  // Suburbs from close by only: the city's own name comes first.
  static constexpr std::array<double, 5> reach{2000, 160, 36, 60, 22};
  std::vector<std::pair<double, GroundName>> names;
  for (const auto& one : place.settlements) {
    const auto rank = rank_of(one.rank);
    names.emplace_back(datasets::is_missing(one.people) ? 0 : -one.people,
                       GroundName{one.name, {one.x, one.y}, rank, reach[rank]});
  }
  std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
    return std::tie(a.second.rank, a.first, a.second.text) < std::tie(b.second.rank, b.first, b.second.text);
  });
  std::vector<GroundName> sorted;
  for (auto& [people, name] : names) sorted.push_back(std::move(name));
  return sorted;
}

/// Lines joined end to end where they can be, the longest of what comes out.
geo::Line longest_joined(std::vector<geo::Line> lines) {
  bool joined = true;
  while (joined) {
    joined = false;
    for (std::size_t i = 0; i < lines.size() && !joined; ++i)
      for (std::size_t j = i + 1; j < lines.size() && !joined; ++j) {
        auto &one = lines[i], &other = lines[j];
        if (one.front() == other.front() || one.back() == other.back())
          std::reverse(other.begin(), other.end());
        if (other.back() == one.front()) std::swap(one, other);
        if (one.back() != other.front()) continue;
        one.insert(one.end(), other.begin() + 1, other.end());
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(j));
        joined = true;
      }
  }
  return *std::max_element(lines.begin(), lines.end(),
                           [](const geo::Line& a, const geo::Line& b) { return length_m(a) < length_m(b); });
}

/// Named rivers, each as one line, the longest first.
std::vector<RiverName> rivers_of(const datasets::Place& place) {
  std::map<std::string, std::vector<geo::Line>> by_name;
  for (const auto& feature : place.ground)
    if ((feature.kind == "river" || feature.kind == "canal") && !feature.name.empty())
      by_name[feature.name].push_back(feature.line);
  std::vector<RiverName> rivers;
  for (auto& [name, lines] : by_name) {
    const auto line = longest_joined(std::move(lines));
    rivers.push_back({name, geo::generalised(line, 60), length_m(line)});
  }
  std::stable_sort(rivers.begin(), rivers.end(),
                   [](const auto& a, const auto& b) { return a.length_m > b.length_m; });
  return rivers;
}

Rgba thinned(Rgba fill, double share) {
  return (fill & 0x00ffffff) | static_cast<Rgba>(share * static_cast<double>(fill >> 24)) << 24;
}

double share_of_fill(bool classes) {
  return classes ? output::kClassOverGround : output::kNeighbourhoodOverGround;
}

}  // namespace

GroundPicture build_ground(const datasets::Place& place, geo::Point origin) {
  std::map<Layer, Gathered> gathered;
  GroundPicture picture;
  picture.names = names_of(place);
  picture.rivers = rivers_of(place);
  for (const auto& feature : place.ground) {
    const auto layer = output::layer_of(feature);
    if (!layer) continue;
    if (feature.shape.empty())
      gathered[*layer].lines.push_back(feature.line);
    else
      gathered[*layer].shapes.push_back(feature.shape);
  }
  for (const auto& road : place.roads)
    if (const auto layer = output::layer_of(road)) gathered[*layer].lines.push_back(road.line);
  for (const auto& [layer, reach] : kReach) {
    const auto at = gathered.find(layer);
    if (at == gathered.end()) continue;
    GroundPicture::Coat coat{layer, {}, reach};
    for (const auto& detail : kDetails) {
      if (detail.from_m_per_px >= reach) break;
      coat.levels.push_back(
          {std::make_shared<const MapLines>(at_detail(at->second, detail, origin)), detail.from_m_per_px});
    }
    picture.coats.push_back(std::move(coat));
  }
  return picture;
}

void dress_ground(MapScene& scene, const GroundPicture& picture, GroundShow show, ThemeKind theme,
                  bool classes, const std::vector<std::uint8_t>& inside) {
  scene.ground.clear();
  if (show == GroundShow::none || picture.coats.empty()) return;
  for (const auto& coat : picture.coats) {
    const auto ink = output::ground_ink(coat.layer, theme == ThemeKind::dark, show == GroundShow::full);
    scene.ground.push_back({coat.levels, coat.most_m_per_px, rgb(ink.rgb), ink.width_pt, ink.dash_pt});
  }
  for (std::size_t area = 0; area < scene.fill.size(); ++area) {
    const bool context = area < inside.size() && inside[area] == 0;
    scene.fill[area] =
        thinned(scene.fill[area], context ? output::kContextOverGround : share_of_fill(classes));
  }
}

Rgba fill_as_seen(Rgba fill, const GroundPicture& picture, GroundShow show, const Theme& theme,
                  bool classes) {
  if (show == GroundShow::none || picture.coats.empty()) return fill;
  return laid_over(theme.paper, thinned(fill, share_of_fill(classes)));
}

}  // namespace placewright::viewer
