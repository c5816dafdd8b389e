#include <fmt/format.h>

#include <algorithm>

#include "datasets/import/join.h"
#include "datasets/place/names.h"
#include "geo/cover.h"
#include "geo/overlay.h"
#include "geo/repair.h"
#include "geo/shape_measures.h"

/// Doubts about areas that people drew by hand.
namespace placewright::datasets {
namespace {

constexpr double kLineM = 2;     // narrower is the width of a drawn line
constexpr double kSliverM = 25;  // narrower than a street is no area that somebody meant
constexpr double kMinOverlapM2 = 100;

/// Twice the area over the border: the width of a long strip.
double width_of(const geo::Shape& shape) {
  const double border_m = geo::measure_perimeter_m(shape);
  return border_m > 0 ? 2 * geo::measure_area_m2(shape) / border_m : 0;
}

std::string name_of(const Boundary& boundary) { return full_name(boundary.code, boundary.name); }

/// A bow-tie and the like become valid, and that is told. Shapes that are valid stay as they are.
void repair(const std::vector<Boundary*>& drawn, std::vector<geo::Finding>& findings) {
  std::vector<geo::Shape> shapes;
  for (const auto* one : drawn) shapes.push_back(one->shape);
  auto repaired = geo::repair_shapes(shapes);
  for (const auto& done : repaired.repairs) {
    if (done.kind == geo::RepairKind::repeated_points) continue;
    auto& boundary = *drawn[done.row];
    if (!repaired.shapes[done.row].empty()) boundary.shape = repaired.shapes[done.row];
    findings.push_back({"BOUNDARY_REPAIRED", geo::Severity::warning, boundary.kind + " " + name_of(boundary),
                        fmt::format("{}: {} (before {:.0f} m2, after {:.0f} m2)", geo::repair_name(done.kind),
                                    done.what, done.before_m2, done.after_m2),
                        "look at it on the map; correct the file if it is wrong"});
  }
}

void find_slivers(const std::vector<Boundary*>& drawn, std::vector<geo::Finding>& findings) {
  for (const auto* one : drawn)
    if (const double width_m = width_of(one->shape); width_m < kSliverM)
      findings.push_back({"BOUNDARY_SLIVER", geo::Severity::warning, one->kind + " " + name_of(*one),
                          fmt::format("is a strip {:.0f} m wide of {:.1f} hectares", width_m,
                                      geo::measure_area_m2(one->shape) / 10'000),
                          "take it out, if it was left over between two others"});
}

void find_overlaps(const Place& place, const std::vector<Boundary*>& drawn,
                   std::vector<geo::Finding>& findings) {
  std::vector<geo::Shape> common;
  std::vector<std::pair<const Boundary*, const Boundary*>> pairs;
  for (std::size_t a = 0; a < drawn.size(); ++a)
    for (std::size_t b = a + 1; b < drawn.size(); ++b) {
      if (drawn[a]->kind != drawn[b]->kind ||
          !geo::boxes_touch(geo::box_of(drawn[a]->shape), geo::box_of(drawn[b]->shape)))
        continue;
      auto both = geo::intersected(drawn[a]->shape, drawn[b]->shape);
      if (geo::measure_area_m2(both) < kMinOverlapM2 || width_of(both) < kLineM) continue;
      common.push_back(std::move(both));
      pairs.emplace_back(drawn[a], drawn[b]);
    }
  std::vector<double> people(common.size(), 0);
  for (const auto& cover : geo::measure_cover(place.areas.shape, common))
    if (!is_missing(place.areas.population[cover.area]))
      people[cover.shape] += cover.share * place.areas.population[cover.area];
  for (std::size_t k = 0; k < common.size(); ++k)
    findings.push_back({"BOUNDARIES_OVERLAP", geo::Severity::warning,
                        fmt::format("{} {} and {}", pairs[k].first->kind, name_of(*pairs[k].first),
                                    name_of(*pairs[k].second)),
                        fmt::format("share {:.1f} hectares, {:.0f} people in proportion to the ground",
                                    geo::measure_area_m2(common[k]) / 10'000, people[k]),
                        "nothing, if both claim it: each counts whole; else correct one of them"});
}

}  // namespace

void doubt_drawn(Place& place, std::vector<geo::Finding>& findings) {
  std::erase_if(place.findings, [](const geo::Finding& finding) {
    return finding.code == "BOUNDARY_SLIVER" || finding.code == "BOUNDARIES_OVERLAP";
  });
  std::vector<Boundary*> drawn;
  for (auto& boundary : place.boundaries)
    if (!has_official_codes(boundary.kind) && !boundary.shape.empty()) drawn.push_back(&boundary);
  repair(drawn, findings);
  find_slivers(drawn, findings);
  find_overlaps(place, drawn, findings);
}

}  // namespace placewright::datasets
