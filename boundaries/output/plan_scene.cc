#include "boundaries/output/plan_scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "boundaries/output/ground_look.h"
#include "boundaries/output/plan_words.h"
#include "datasets/place/names.h"
#include "geo/arcs.h"
#include "geo/locate.h"
#include "geo/shape_measures.h"

namespace placewright::boundaries::output {
namespace {

using datasets::is_missing;

/// National IMD deciles in five classes, most deprived first; any other measure by quintiles of the place.
struct Classes {
  std::vector<double> upper;  ///< upper bound of classes 0..3, lightest first
  std::vector<std::string> names;
  bool by_decile = false;
};

Classes classes_of(const DescribedPlan& described, const std::vector<double>& values) {
  if (described.measure == "imd_score" &&
      std::any_of(described.place->areas.imd_decile.begin(), described.place->areas.imd_decile.end(),
                  [](double v) { return !is_missing(v); }))
    return {{},
            {"least deprived: national deciles 9 and 10", "deciles 7 and 8", "deciles 5 and 6",
             "deciles 3 and 4", "most deprived: deciles 1 and 2"},
            true};
  std::vector<double> sorted;
  for (const double value : values)
    if (!is_missing(value)) sorted.push_back(value);
  std::sort(sorted.begin(), sorted.end());
  Classes classes;
  for (int step = 1; step < 5 && !sorted.empty(); ++step)
    classes.upper.push_back(sorted[sorted.size() * static_cast<std::size_t>(step) / 5]);
  for (int step = 0; step < 5 && !sorted.empty(); ++step)
    classes.names.push_back(fmt::format(
        "{:.4g} to {:.4g}", step == 0 ? sorted.front() : classes.upper[static_cast<std::size_t>(step - 1)],
        step == 4 ? sorted.back() : classes.upper[static_cast<std::size_t>(step)]));
  return classes;
}

std::uint32_t class_of(const Classes& classes, double value, double decile) {
  if (classes.by_decile)
    return static_cast<std::uint32_t>(std::clamp(4 - (static_cast<int>(decile) - 1) / 2, 0, 4));
  return static_cast<std::uint32_t>(std::upper_bound(classes.upper.begin(), classes.upper.end(), value) -
                                    classes.upper.begin());
}

const std::vector<double>& column_of(const datasets::Areas& areas, const std::string& measure) {
  if (const auto at = areas.indicators.find(measure); at != areas.indicators.end()) return at->second;
  if (measure == "imd_rank") return areas.imd_rank;
  if (measure == "imd_decile") return areas.imd_decile;
  return areas.imd_score;
}

constexpr Colour kPractice{0x801650, 1};
constexpr std::size_t kManyAreas = 3000;  // hairlines and marks would clot
constexpr std::size_t kMaxLegend = 44;    // neighbourhoods

const NeighbourhoodFacts* facts_of(const DescribedPlan& described, std::size_t row) {
  const auto label = described.label_of_area[row];
  return label < 0 ? nullptr : &described.neighbourhoods[static_cast<std::size_t>(label)];
}

std::string describe_area(const DescribedPlan& described, std::size_t row) {
  const auto& areas = described.place->areas;
  const auto* facts = facts_of(described, row);
  return fmt::format(
      "{}{}: {} residents{}", datasets::full_name(areas.code[row], areas.name[row]),
      facts                    ? ", " + datasets::full_name(facts->id, facts->name)
      : areas.inside[row] != 0 ? ", unassigned"
                               : ", outside the place",
      number_text(areas.population[row], 0),
      is_missing(areas.imd_decile[row]) ? "" : fmt::format(", IMD decile {:.0f}", areas.imd_decile[row]));
}

/// Fill of an area, or a hatch where what it is coloured by is missing. Returns its class where it has one.
std::optional<std::uint32_t> fill_area(const DescribedPlan& described, ColourBy colour_by,
                                       const Classes& classes, const std::vector<double>& values,
                                       std::size_t row, SceneShape& shape) {
  const auto& areas = described.place->areas;
  if (areas.inside[row] == 0) {
    shape.fill = {0xeef1f3, 1};
    return std::nullopt;
  }
  if (colour_by == ColourBy::neighbourhood) {
    const auto label = described.label_of_area[row];
    if (label >= 0) shape.fill = category_fill(described.colour[static_cast<std::size_t>(label)]);
    shape.hatched = label < 0;
    return std::nullopt;
  }
  if (is_missing(values[row]) || (classes.by_decile && is_missing(areas.imd_decile[row]))) {
    shape.hatched = true;
    return std::nullopt;
  }
  const auto step = class_of(classes, values[row], areas.imd_decile[row]);
  shape.fill = sequential_fill(step);
  return step;
}

/// Borders and labels of the neighbourhoods. Outlines are simplified as they are: simplified areas may cross
/// one another and could not be joined again.
void add_outlines(const DescribedPlan& described, double tolerance_m, Scene& scene) {
  std::vector<geo::Shape> outlines;
  for (const auto& facts : described.neighbourhoods) outlines.push_back(facts.outline);
  if (tolerance_m > 0)
    outlines = geo::shapes_from_arcs(geo::simplified(geo::build_arcs(outlines), tolerance_m));
  for (std::size_t n = 0; n < described.neighbourhoods.size(); ++n) {
    const auto& facts = described.neighbourhoods[n];
    SceneShape outline;
    outline.shape = outlines[n];
    outline.filled = false;
    outline.stroke = {0x212b32, 1};
    outline.stroke_pt = described.neighbourhoods.size() > 200 ? 0.5 : 1.6;
    scene.shapes.push_back(std::move(outline));
    scene.labels.push_back({facts.label_at, facts.id, fmt::format("{}", number_text(facts.residents, 0)),
                            described.neighbourhoods.size() > 60 ? 7.0 : 9.0,
                            is_missing(facts.residents) ? 0 : facts.residents});
  }
}

/// Open practices. One that lies beyond the place would stand on blank paper.
void add_practices(const datasets::Place& place, Scene& scene) {
  const geo::ShapeIndex index(place.areas.shape);
  for (const auto& site : place.sites) {
    if (site.kind != "gp" || !site.open || is_missing(site.x)) continue;
    const auto area = index.find_containing({site.x, site.y});
    if (!area || place.areas.inside[*area] == 0) continue;
    scene.points.push_back(
        {{site.x, site.y}, Mark::circle, kPractice, 4, datasets::full_name(site.id, site.name)});
  }
}

void list_neighbourhoods(const DescribedPlan& described, Scene& scene) {
  const std::size_t count = described.neighbourhoods.size();
  scene.legend_title = said(described, "Neighbourhoods: residents");
  for (std::size_t n = 0; n < count && n < kMaxLegend; ++n) {
    const auto& facts = described.neighbourhoods[n];
    LegendEntry entry{datasets::full_name(facts.id, facts.name), category_fill(described.colour[n])};
    entry.value = number_text(facts.residents, 0);
    scene.legend.push_back(entry);
  }
  if (count > kMaxLegend)
    scene.legend.push_back({fmt::format("and {} more: see the table", count - kMaxLegend),
                            {0xffffff, 1},
                            false,
                            false,
                            Mark::circle});
}

/// Classes with the number of areas in each, most deprived first.
void list_classes(const DescribedPlan& described, const Classes& classes,
                  const std::vector<std::uint32_t>& counts, Scene& scene) {
  scene.legend_title =
      classes.by_decile ? "Index of Multiple Deprivation, areas" : described.measure + ", areas in fifths";
  for (std::size_t step = classes.names.size(); step-- > 0;)
    scene.legend.push_back({fmt::format("{} ({})", classes.names[step], counts[step]),
                            sequential_fill(static_cast<std::uint32_t>(step)), false, false, Mark::circle});
}

}  // namespace

std::string plan_hash(const datasets::PlanRecord& plan) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a, 64 bits
  const auto add = [&](const std::string& text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    hash = (hash ^ 0xff) * 0x100000001b3ULL;
  };
  for (const auto& assignment : plan.assignments) add(assignment.area), add(assignment.neighbourhood);
  return fmt::format("{:016x}", hash).substr(0, 12);
}

std::vector<std::string> attribution_lines(const DescribedPlan& described) {
  const auto& place = *described.place;
  std::vector<std::string> lines;
  const auto origin = origin_words(place, *described.plan);
  constexpr std::string_view kThisProgram = "Placewright " PLACEWRIGHT_VERSION;
  lines.push_back(
      fmt::format("{}Plan {} of {}, {}, hash {}.", place.invented ? "INVENTED DATA: no real place. " : "",
                  described.plan->name, place.name,
                  described.plan->created.empty() ? "undated" : described.plan->created.substr(0, 10),
                  plan_hash(*described.plan)));
  lines.push_back(origin.find(kThisProgram) == std::string::npos
                      ? fmt::format("{}. Written by {}.", origin, kThisProgram)
                      : origin + ".");
  std::set<std::string> seen{"", "Invented data: no real place"};
  for (const auto& source : place.sources) {
    const auto& words = source.attribution.empty() ? source.licence : source.attribution;
    if (seen.insert(words).second) lines.push_back(words);
  }
  return lines;
}

geo::Box plan_extent(const DescribedPlan& described) {
  const auto& areas = described.place->areas;
  geo::Box extent{1e300, 1e300, -1e300, -1e300};
  for (std::size_t row = 0; row < areas.size(); ++row)
    if (areas.inside[row] != 0) extent = geo::box_around(extent, geo::box_of(areas.shape[row]));
  if (extent.min_x > extent.max_x) return {0, 0, 1, 1};
  return geo::grown(extent, 0.02 * std::max(extent.max_x - extent.min_x, extent.max_y - extent.min_y));
}

Scene plan_scene(const DescribedPlan& described, ColourBy colour_by, double tolerance_m) {
  const auto& place = *described.place;
  const auto& areas = place.areas;
  Scene scene;
  scene.invented = place.invented;
  scene.title =
      colour_by == ColourBy::neighbourhood
          ? fmt::format("{} of {}", neighbourhoods_words(described), place.name)
          : fmt::format("Deprivation in {} and {}", place.name, said(described, "its neighbourhoods"));
  scene.subtitle = fmt::format("Plan {}: {}", described.plan->name, plan_caption(described));
  scene.footer = attribution_lines(described);
  scene.extent = plan_extent(described);

  const auto& values = column_of(areas, described.measure);
  const auto classes = colour_by == ColourBy::deprivation ? classes_of(described, values) : Classes{};
  const auto shapes = tolerance_m > 0
                          ? geo::shapes_from_arcs(geo::simplified(geo::build_arcs(areas.shape), tolerance_m))
                          : areas.shape;
  const bool many = areas.size() > kManyAreas;
  std::vector<std::uint32_t> counts(5, 0);  // of areas by class
  bool any_missing = false;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    SceneShape shape;
    shape.shape = shapes[row];
    shape.stroke = {0xffffff, 1};
    shape.stroke_pt = many ? 0 : 0.5;
    shape.title = describe_area(described, row);
    if (const auto step = fill_area(described, colour_by, classes, values, row, shape)) ++counts[*step];
    any_missing = any_missing || shape.hatched;
    scene.shapes.push_back(std::move(shape));
  }
  add_outlines(described, tolerance_m, scene);
  if (!many) add_practices(place, scene);
  if (colour_by == ColourBy::neighbourhood)
    list_neighbourhoods(described, scene);
  else
    list_classes(described, classes, counts, scene);
  if (any_missing)
    scene.legend.push_back(
        {colour_by == ColourBy::neighbourhood ? "unassigned" : "no data", {}, true, false, Mark::circle});
  if (!scene.points.empty()) scene.legend.push_back({"GP practice", kPractice, false, true, Mark::circle});
  // Lines of a quarter of a point say nothing on paper; the ground may be coarser still.
  lay_ground(scene, place, std::max(4.0, 2 * tolerance_m),
             colour_by == ColourBy::neighbourhood ? kNeighbourhoodOverGround : kClassOverGround);
  return scene;
}

}  // namespace placewright::boundaries::output
