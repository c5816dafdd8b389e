#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "datasets/check/parts.h"
#include "geo/adjacency.h"
#include "geo/crossings.h"
#include "geo/overlay.h"
#include "geo/repair.h"
#include "geo/topology.h"

namespace placewright::datasets {
namespace {

using geo::Severity;

void check_range(const Place& place, const std::vector<double>& values, std::string_view column, double low,
                 double high, Findings& findings) {
  std::vector<std::string> wrong;
  for (std::size_t row = 0; row < values.size(); ++row)
    if (!is_missing(values[row]) && !(values[row] >= low && values[row] <= high))
      wrong.push_back(fmt::format("{} ({})", area_text(place, row), values[row]));
  if (wrong.empty()) return;
  findings.push_back(
      {"VALUE_IMPOSSIBLE", Severity::error, fmt::format("table area, column {}", column),
       list_text(wrong, "area has a value that cannot be", "areas have values that cannot be") +
           (std::isfinite(high) ? fmt::format("; it lies between {} and {}", low, high)
                                : fmt::format("; it is never below {}", low)),
       "correct the source and import it again"});
}

/// Areas as pieces: which areas reach which others, over links in force or only over borders.
geo::Pieces find_area_pieces(const Place& place, bool with_links) {
  const geo::Graph whole = graph_of(place);
  std::vector<geo::Edge> edges;
  for (const auto& edge : whole.edges())
    if (is_inside(place, edge.a) && is_inside(place, edge.b) && (with_links || !edge.link))
      edges.push_back(edge);
  return geo::find_pieces(geo::Graph(place.areas.size(), std::move(edges)));
}

std::string piece_text(const Place& place, const std::vector<std::size_t>& rows) {
  double people = 0;
  for (const auto row : rows)
    if (row < place.areas.population.size() && !is_missing(place.areas.population[row]))
      people += place.areas.population[row];
  std::vector<std::string> names;
  for (const auto row : rows) names.push_back(area_text(place, row));
  return fmt::format("{} ({:.0f} people)", list_text(names, "area", "areas", 4), people);
}

void check_pieces(const Place& place, Findings& findings) {
  const auto& areas = place.areas;
  const auto bare = find_area_pieces(place, false), linked = find_area_pieces(place, true);
  std::map<std::uint32_t, std::vector<std::size_t>> rows_of;
  for (std::size_t row = 0; row < areas.size(); ++row)
    if (is_inside(place, row)) rows_of[bare.of[row]].push_back(row);
  if (rows_of.size() < 2) return;
  const auto largest = std::max_element(rows_of.begin(), rows_of.end(), [](const auto& a, const auto& b) {
                         return a.second.size() < b.second.size();
                       })->first;
  for (const auto& [piece, rows] : rows_of) {
    if (piece == largest) continue;
    const bool joined = linked.of[rows.front()] == linked.of[rows_of[largest].front()];
    findings.push_back({"DETACHED_PIECE", Severity::warning, "area " + area_text(place, rows.front()),
                        piece_text(place, rows) + " touch no other part of the place" +
                            (joined ? "; a link in force joins them" : "; nothing joins them"),
                        joined ? "see whether the link is right: a bridge, a ferry, a road around"
                               : "declare a link where people cross, or plan the piece by itself"});
  }
}

/// Gaps, overlaps and slivers. Needs: at least one shape.
void check_fit(const Place& place, Findings& findings) {
  const auto shapes = geo::repair_shapes(place.areas.shape).shapes;
  const auto topology = geo::check_topology(shapes, geo::build_adjacency(shapes));
  constexpr std::size_t kShown = 20;  // of each kind by name
  std::size_t gaps = 0, overlaps = 0, slivers = 0;
  double sliver_m2 = 0;
  for (const auto& overlap : topology.overlaps) {
    if (overlap.sliver) {
      ++slivers;
      sliver_m2 += overlap.area_m2;
    } else if (++overlaps <= kShown) {
      findings.push_back(
          {"OVERLAP", Severity::error,
           fmt::format("areas {} and {}", area_text(place, overlap.a), area_text(place, overlap.b)),
           fmt::format("both hold {:.0f} m2 at {:.0f}, {:.0f}", overlap.area_m2, overlap.where.x,
                       overlap.where.y),
           "use boundaries of one layer and one date, or repair them in QGIS"});
    }
  }
  for (const auto& gap : topology.gaps) {
    if (gap.sliver) {
      ++slivers;
      sliver_m2 += gap.area_m2;
    } else if (++gaps <= kShown) {
      std::vector<std::string> names;
      for (const auto row : gap.neighbours) names.push_back(area_text(place, row));
      findings.push_back({"GAP", Severity::warning, "between " + list_text(names, "area", "areas", 4),
                          fmt::format("{:.0f} m2 at {:.0f}, {:.0f} belong to no area", gap.area_m2,
                                      gap.where.x, gap.where.y),
                          "nothing where it is water or another place; else complete the boundaries"});
    }
  }
  for (const auto& [a, b] : topology.tangled)
    findings.push_back({"OVERLAP", Severity::error,
                        fmt::format("areas {} and {}", area_text(place, a), area_text(place, b)),
                        fmt::format("their borders cross each other more than {} times", geo::kMaxCrossings),
                        "use boundaries of one layer and one date, or repair them in QGIS"});
  if (topology.suspects_left)
    findings.push_back({"OVERLAP", Severity::error, "table area",
                        fmt::format("more areas may overlap: no more than {} pairs an area were looked at",
                                    geo::kMaxSuspects),
                        "use boundaries of one layer and one date, or repair them in QGIS"});
  if (!topology.slivers_unknown.empty())
    findings.push_back({"SLIVER", Severity::warning, "table area",
                        "strips between areas could not be looked for: " + topology.slivers_unknown,
                        "repair the polygons in QGIS (Fix geometries) and import them again"});
  if (overlaps > kShown)
    findings.push_back({"OVERLAP", Severity::error, "table area",
                        fmt::format("{} more pairs of areas overlap", overlaps - kShown),
                        "use boundaries of one layer and one date, or repair them in QGIS"});
  if (gaps > kShown)
    findings.push_back({"GAP", Severity::warning, "table area",
                        fmt::format("{} more gaps, smaller ones, lie between areas", gaps - kShown),
                        "nothing where it is water or another place; else complete the boundaries"});
  if (slivers > 0)
    findings.push_back(
        {"SLIVER", Severity::note, "table area",
         fmt::format("{} strips under 2 m wide lie between areas or in two of them ({:.0f} m2 together)",
                     slivers, sliver_m2),
         "nothing: borders are matched within 1.5 m"});
}

}  // namespace

void check_areas(const Place& place, Findings& findings) {
  const auto& areas = place.areas;
  if (areas.size() == 0) {
    findings.push_back({"AREAS_ABSENT", Severity::error, "table area", "the place has no areas",
                        "import boundaries of areas"});
    return;
  }
  std::vector<std::string> twice;
  std::size_t missing = 0;
  auto codes = areas.code;
  std::sort(codes.begin(), codes.end());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (codes[i].empty()) ++missing;
    if (i > 0 && !codes[i].empty() && codes[i] == codes[i - 1] && (twice.empty() || twice.back() != codes[i]))
      twice.push_back(codes[i]);
  }
  if (missing > 0)
    findings.push_back({"AREA_CODE_MISSING", Severity::error, "table area",
                        fmt::format("{} areas have no code", missing),
                        "give each a unique code in the source and import it again"});
  if (!twice.empty())
    findings.push_back({"AREA_CODE_TWICE", Severity::error, "table area",
                        list_text(twice, "code is there more than once", "codes are there more than once"),
                        "remove the doubles in the source and import it again"});

  constexpr double kNoLimit = std::numeric_limits<double>::infinity();
  check_range(place, areas.population, "population", 0, kNoLimit, findings);
  check_range(place, areas.imd_decile, "imd_decile", 1, 10, findings);
  check_range(place, areas.imd_rank, "imd_rank", 1, kNoLimit, findings);
  check_range(place, areas.pcn_share, "pcn_share", 0, 1, findings);

  std::size_t unweighted = 0, inside = 0;
  std::vector<std::string> without_point;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (!is_inside(place, row)) continue;
    ++inside;
    const bool has_point =
        !areas.centroid_x.empty() && !is_missing(areas.centroid_x[row]) && !is_missing(areas.centroid_y[row]);
    if (!has_point) without_point.push_back(area_text(place, row));
    if (has_point && (areas.centroid_weighted.empty() || areas.centroid_weighted[row] == 0)) ++unweighted;
  }
  if (!without_point.empty())
    findings.push_back(
        {"AREA_WITHOUT_POINT", Severity::warning, "table area",
         list_text(without_point, "area has no point", "areas have no point"),
         "import population-weighted centroids; journeys to and from them cannot be measured"});
  if (unweighted > 0)
    findings.push_back(
        {"NOT_PWC", Severity::note, "table area",
         fmt::format("the points of {} of {} areas are not weighted by population", unweighted, inside),
         "import LSOA_PopCentroids (ONS): journeys then start where people live"});
  if (inside == areas.size())
    findings.push_back(
        {"EDGE", Severity::note, "the place",
         "no areas from around the place are loaded: near its edge people may live closer to a site outside",
         "import again with --buffer 5 to take areas and sites around as context"});
}

void check_geometry(const Place& place, Findings& findings) {
  const auto& areas = place.areas;
  if (areas.size() == 0) return;
  std::vector<std::string> without, several;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (areas.shape.empty() || areas.shape[row].empty()) {
      without.push_back(area_text(place, row));
      continue;
    }
    const auto& shape = areas.shape[row];
    if (shape.parts.size() > 1)
      several.push_back(fmt::format("{} ({} parts)", area_text(place, row), shape.parts.size()));
    if (const auto invalid = geo::find_invalid(shape))
      findings.push_back({"SHAPE_INVALID", Severity::error, "area " + area_text(place, row),
                          fmt::format("its shape is invalid: {} at {:.0f}, {:.0f}", invalid->reason,
                                      invalid->where.x, invalid->where.y),
                          "import the boundaries again (they are repaired then), or repair it in QGIS"});
  }
  if (!without.empty())
    findings.push_back({"AREA_WITHOUT_SHAPE", Severity::error, "table area",
                        list_text(without, "area has no shape", "areas have no shape"),
                        "import boundaries that cover them"});
  if (!several.empty())
    findings.push_back(
        {"MULTI_PART_AREA", Severity::note, "table area",
         list_text(several, "area consists of several parts", "areas consist of several parts"),
         "nothing: islands and detached parts belong to their area"});
  if (without.size() < areas.size()) check_fit(place, findings);
  if (place.adjacency.empty() && areas.size() > 1)
    findings.push_back({"ADJACENCY_ABSENT", Severity::error, "table adjacency", "no two areas share a border",
                        "check that the boundaries are of one layer and one coordinate system"});
  check_pieces(place, findings);
  for (const auto& link : place.links) {
    if (link.state != LinkState::proposed) continue;
    const auto a = place.find_area(link.a), b = place.find_area(link.b);
    if (!a || !b) continue;
    findings.push_back({"LINK_PROPOSED", Severity::warning,
                        fmt::format("link {} and {}", area_text(place, *a), area_text(place, *b)),
                        (link.reason.empty() ? std::string("joins a detached piece") : link.reason) +
                            "; in force until it is cut",
                        "declare it, put another link in its place, or cut it"});
  }
}

}  // namespace placewright::datasets
