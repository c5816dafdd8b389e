#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "boundaries/definition/parts.h"
#include "boundaries/output/table.h"
#include "datasets/place/names.h"
#include "datasets/read/cells.h"
#include "geo/cover.h"
#include "geo/error.h"
#include "geo/overlay.h"
#include "geo/repair.h"
#include "geo/shape_measures.h"

/// Drawn neighbourhoods: which areas they hold.
namespace placewright::boundaries::definition {
namespace {

using datasets::Place;

constexpr double kHit = 0.01;  // of an area's ground: less is the width of a drawn line
constexpr double kMinOverlapM2 = 100;

const std::string kPointRule = "the polygon that holds the point where its people live";
const std::string kShareRule =
    "several polygons hold its point: the one with more of its ground, then the first id";
const std::string kCoverRule = "no polygon holds its point: the one that covers at least half of its ground";
const std::string kNoRule = "no polygon holds its point or half of its ground: no neighbourhood";

/// Neighbourhoods by id, each one valid shape.
struct Shapes {
  std::vector<std::string> id, name;
  std::vector<geo::Shape> shape;
};

void tell_repairs(const std::vector<geo::Repair>& repairs, const std::vector<std::string>& id,
                  const std::string& where, std::vector<geo::Finding>& findings) {
  for (const auto& repair : repairs) {
    if (repair.kind == geo::RepairKind::repeated_points) continue;
    findings.push_back(
        {"POLYGON_REPAIRED", geo::Severity::warning, fmt::format("{}, {}", where, id[repair.row]),
         fmt::format("{}: {} (before {:.0f} m2, after {:.0f} m2)", geo::repair_name(repair.kind), repair.what,
                     repair.before_m2, repair.after_m2),
         "look at it on the map; correct the file if it is wrong"});
  }
}

/// Reads all polygons, repairs them and unites those of one neighbourhood.
Shapes read_shapes(const Found& found, Defined& defined) {
  std::vector<std::string> id;
  std::vector<geo::Shape> shape;
  std::map<std::string, std::string> name_of;
  std::size_t empty = 0;
  datasets::read_rows(
      found.table, found.columns.header_row + 1, {},
      [&](const datasets::InputRow& row) {
        ++defined.rows;
        const std::string text(datasets::trimmed(row.cell(found.columns.neighbourhood)));
        if (datasets::is_no_neighbourhood(text) || row.shape == nullptr || row.shape->empty()) {
          ++defined.without;
          empty += datasets::is_no_neighbourhood(text) ? 0U : 1U;
          return;
        }
        ++defined.matched;
        id.push_back(text);
        shape.push_back(*row.shape);
        auto& name = name_of[text];
        if (name.empty()) name = datasets::trimmed(row.cell(found.columns.name));
      },
      defined.findings);
  if (empty > 0)
    defined.findings.push_back({"POLYGON_EMPTY", geo::Severity::warning, found.table.name(),
                                fmt::format("{} rows have no polygon", empty),
                                "draw them, or take them out"});
  if (id.empty())
    throw geo::InputError{{found.table.name(), "holds no polygon with a neighbourhood",
                           "name the column of the neighbourhoods with --by COLUMN"}};
  const auto repaired = geo::repair_shapes(shape);
  tell_repairs(repaired.repairs, id, found.table.name(), defined.findings);
  std::map<std::string, std::vector<geo::Shape>, datasets::NaturalOrder> by_id;
  for (std::size_t k = 0; k < id.size(); ++k)
    if (!repaired.shapes[k].empty()) by_id[id[k]].push_back(repaired.shapes[k]);
  Shapes shapes;
  for (auto& [one, parts] : by_id) {
    shapes.id.push_back(one);
    shapes.name.push_back(name_of[one]);
    shapes.shape.push_back(parts.size() == 1 ? std::move(parts.front()) : geo::united(parts));
  }
  return shapes;
}

/// What each area has to do with the polygons.
struct Touch {
  std::uint32_t shape{};
  double share{};
  bool holds_point = false;
};

std::vector<std::vector<Touch>> touches_of(const Place& place, const Shapes& shapes) {
  const auto& areas = place.areas;
  std::vector<std::vector<Touch>> touches(areas.size());
  for (const auto& cover : geo::measure_cover(areas.shape, shapes.shape))
    if (is_inside(areas, cover.area)) touches[cover.area].push_back({cover.shape, cover.share, false});
  for (std::uint32_t row = 0; row < areas.size(); ++row)
    for (auto& touch : touches[row])
      touch.holds_point =
          !datasets::is_missing(areas.centroid_x[row]) &&
          geo::contains(shapes.shape[touch.shape], {areas.centroid_x[row], areas.centroid_y[row]});
  return touches;
}

/// By point, then by ground, then by id (the order of the shapes).
void order_touches(std::vector<Touch>& touches) {
  std::stable_sort(touches.begin(), touches.end(), [](const Touch& a, const Touch& b) {
    if (a.holds_point != b.holds_point) return a.holds_point;
    if (a.share != b.share) return a.share > b.share;
    return a.shape < b.shape;
  });
}

double known(double people) { return datasets::is_missing(people) ? 0 : people; }

void settle_area(const Place& place, std::uint32_t row, std::vector<Touch> touches, const Shapes& shapes,
                 Defined& defined) {
  auto& assigned = defined.plan.assignments.emplace_back();
  assigned.area = place.areas.code[row];
  if (touches.empty()) return;
  order_touches(touches);
  const auto points =
      std::count_if(touches.begin(), touches.end(), [](const Touch& touch) { return touch.holds_point; });
  const auto hits =
      std::count_if(touches.begin(), touches.end(), [](const Touch& touch) { return touch.share >= kHit; });
  const bool taken = points > 0 || touches.front().share >= 0.5;
  const auto& rule = points > 1 ? kShareRule : points == 1 ? kPointRule : taken ? kCoverRule : kNoRule;
  if (taken) {
    assigned.neighbourhood = shapes.id[touches.front().shape];
    assigned.basis = "polygon: " + rule;
  }
  if ((points == 1 && hits < 2) || (points == 0 && hits == 0)) return;
  const double people = people_of(place.areas, row);
  Ambiguous ambiguous{assigned.area, place.areas.name[row], people, {}, assigned.neighbourhood, rule};
  for (const auto& touch : touches)
    if (touch.share >= kHit || touch.holds_point)
      ambiguous.claims.push_back({shapes.id[touch.shape], people * touch.share});
  defined.ambiguous.push_back(std::move(ambiguous));
}

void count_people(const Place& place, const std::vector<std::vector<Touch>>& touches, const Shapes& shapes,
                  Defined& defined) {
  for (std::size_t k = 0; k < shapes.id.size(); ++k)
    defined.drawn.push_back({shapes.id[k], shapes.name[k], 0, 0, 0});
  for (std::uint32_t row = 0; row < touches.size(); ++row) {
    const double people = known(people_of(place.areas, row));
    for (const auto& touch : touches[row]) {
      auto& drawn = defined.drawn[touch.shape];
      drawn.people_by_share += people * touch.share;
      if (!touch.holds_point) continue;
      ++drawn.areas;
      drawn.people_by_point += people;
    }
  }
}

void find_overlaps(const Place& place, const Shapes& shapes, Defined& defined) {
  std::vector<geo::Shape> common;
  for (std::uint32_t a = 0; a < shapes.shape.size(); ++a)
    for (std::uint32_t b = a + 1; b < shapes.shape.size(); ++b) {
      if (!geo::boxes_touch(geo::box_of(shapes.shape[a]), geo::box_of(shapes.shape[b]))) continue;
      auto both = geo::intersected(shapes.shape[a], shapes.shape[b]);
      const double m2 = geo::measure_area_m2(both);
      // A strip narrower than a drawn line is no overlap: twice its area over its border is its width.
      if (m2 < kMinOverlapM2 || 2 * m2 / geo::measure_perimeter_m(both) < 2.0) continue;
      defined.overlaps.push_back({shapes.id[a], shapes.id[b], m2 / 10'000, 0, {}});
      common.push_back(std::move(both));
    }
  for (const auto& cover : geo::measure_cover(place.areas.shape, common)) {
    if (!is_inside(place.areas, cover.area)) continue;
    auto& overlap = defined.overlaps[cover.shape];
    overlap.people += known(people_of(place.areas, cover.area)) * cover.share;
    if (cover.share >= kHit) overlap.areas.push_back(place.areas.code[cover.area]);
  }
  for (const auto& overlap : defined.overlaps)
    defined.findings.push_back(
        {"POLYGONS_OVERLAP", geo::Severity::warning, overlap.a + " and " + overlap.b,
         fmt::format("both hold {:.1f} hectares, {} people: {}", overlap.hectares,
                     output::number_text(overlap.people, 0), some_of(overlap.areas, "area")),
         "an area goes to one neighbourhood of a plan: settle it by hand, or correct the polygons"});
}

void find_gaps(const Place& place, const std::vector<std::vector<Touch>>& touches, Defined& defined) {
  std::vector<std::string> areas;
  double people = 0, uncovered = 0;
  for (std::uint32_t row = 0; row < touches.size(); ++row) {
    if (!is_inside(place.areas, row)) continue;
    double share = 0;
    bool held = false;
    for (const auto& touch : touches[row]) {
      share += touch.share;
      held = held || touch.holds_point;
    }
    const double all = known(people_of(place.areas, row));
    uncovered += all * std::max(0.0, 1 - share);
    if (held) continue;
    areas.push_back(place.areas.code[row]);
    people += all;
  }
  if (!areas.empty())
    defined.findings.push_back(
        {"POLYGONS_LEAVE_GAPS", geo::Severity::warning, "polygons",
         fmt::format("{}, {} people, have their point in no polygon; by ground {} people live outside "
                     "all polygons",
                     some_of(areas, "area"), output::number_text(people, 0),
                     output::number_text(uncovered, 0)),
         "nothing, if that is meant; else draw on to the border of the place"});
  for (const auto& drawn : defined.drawn)
    if (drawn.areas == 0)
      defined.findings.push_back(
          {"POLYGON_SLIVER", geo::Severity::warning, drawn.id,
           fmt::format("holds the point of no area; {:.0f} people in proportion to the ground",
                       drawn.people_by_share),
           "check that it is not a strip that was left over; it becomes no neighbourhood"});
}

}  // namespace

void settle_polygons(const Found& found, const Place& place, Defined& defined) {
  const auto shapes = read_shapes(found, defined);
  const auto touches = touches_of(place, shapes);
  bool any = false;
  for (std::uint32_t row = 0; row < place.areas.size(); ++row) {
    if (!is_inside(place.areas, row)) continue;
    any = any || !touches[row].empty();
    settle_area(place, row, touches[row], shapes, defined);
  }
  if (!any)
    throw geo::InputError{{found.table.name(), "none of its polygons meets an area of the place",
                           "check that it is of this place, and its coordinate system"}};
  count_people(place, touches, shapes, defined);
  find_overlaps(place, shapes, defined);
  find_gaps(place, touches, defined);
}

}  // namespace placewright::boundaries::definition
