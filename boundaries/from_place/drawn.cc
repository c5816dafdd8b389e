#include "boundaries/from_place/drawn.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/from_place/parts.h"
#include "boundaries/question/rules.h"
#include "geo/cover.h"
#include "geo/repair.h"
#include "geo/shape_measures.h"

namespace placewright::boundaries {
namespace {

using datasets::Boundary;
using datasets::Place;
using geo::Severity;

bool any_text(const std::vector<std::string>& column) {
  return std::any_of(column.begin(), column.end(), [](const auto& text) { return !text.empty(); });
}

/// The polygons of a kind, by code.
std::vector<const Boundary*> drawn_of(const Place& place, std::string_view kind) {
  std::vector<const Boundary*> drawn;
  for (const auto& boundary : place.boundaries)
    if (boundary.kind == kind) drawn.push_back(&boundary);
  std::stable_sort(drawn.begin(), drawn.end(),
                   [](const auto* a, const auto* b) { return a->code < b->code; });
  return drawn;
}

std::string name_of(const Boundary& boundary) {
  return boundary.name.empty() ? boundary.code : boundary.name;
}

std::vector<std::vector<std::uint32_t>> areas_in(const std::vector<const Boundary*>& drawn,
                                                 const Problem& problem) {
  std::vector<std::vector<std::uint32_t>> areas(drawn.size());
  for (std::size_t k = 0; k < drawn.size(); ++k)
    for (std::uint32_t area = 0; area < problem.size(); ++area)
      if (geo::contains(drawn[k]->shape, problem.point[area])) areas[k].push_back(area);
  return areas;
}

}  // namespace

bool is_drawn_kind(const Place& place, std::string_view kind) {
  if (kind == "pcn" && any_text(place.areas.pcn_code)) return false;
  for (const char* end : {"_code", "_name", ""})
    if (const auto at = place.areas.parents.find(std::string(kind) + end);
        at != place.areas.parents.end() && any_text(at->second))
      return false;
  return std::any_of(place.boundaries.begin(), place.boundaries.end(),
                     [&](const auto& boundary) { return boundary.kind == kind; });
}

std::vector<AlignmentData> find_alignment_units(const Place& place, std::string_view kind,
                                                PlaceProblem& question) {
  const auto& problem = question.problem;
  if (!is_drawn_kind(place, kind)) return {find_boundary_units(place, kind, "weights.alignment", question)};
  const auto drawn = drawn_of(place, kind);
  const auto areas = areas_in(drawn, problem);
  std::vector<std::uint32_t> times(problem.size(), 0);
  for (const auto& each : areas)
    for (const auto area : each) ++times[area];
  std::vector<std::string> shared;
  for (std::size_t area = 0; area < problem.size(); ++area)
    if (times[area] > 1) shared.push_back(problem.code[area]);
  if (shared.empty()) return {find_boundary_units(place, kind, "weights.alignment", question)};
  std::vector<AlignmentData> layers;
  for (std::size_t k = 0; k < drawn.size(); ++k) {
    if (areas[k].empty()) continue;
    const auto has_room = [&](const AlignmentData& layer) {
      return std::all_of(areas[k].begin(), areas[k].end(), [&](auto area) { return layer.unit[area] < 0; });
    };
    auto layer = std::find_if(layers.begin(), layers.end(), has_room);
    if (layer == layers.end()) {
      const auto number = layers.size() + 1;
      layers.push_back({number == 1 ? std::string(kind) : fmt::format("{} ({})", kind, number),
                        std::vector<std::int32_t>(problem.size(), -1),
                        {}});
      layer = std::prev(layers.end());
    }
    for (const auto area : areas[k]) layer->unit[area] = static_cast<std::int32_t>(layer->unit_name.size());
    layer->unit_name.push_back(name_of(*drawn[k]));
  }
  question.findings.push_back({"DRAWN_AREAS_OVERLAP", Severity::note, fmt::format("alignment '{}'", kind),
                               list_some(shared, "area") + " lie in several of them; each is judged whole",
                               "nothing, if they are meant to overlap"});
  return layers;
}

std::vector<double> share_weight(const std::vector<AlignmentData>& layers, const Problem& problem,
                                 double weight) {
  std::vector<double> weights(layers.size(), weight);
  if (layers.size() == 1) return weights;
  double all = 0;
  for (std::size_t k = 0; k < layers.size(); ++k) {
    std::vector<double> people(layers[k].unit_name.size(), 0);
    for (std::size_t area = 0; area < layers[k].unit.size(); ++area)
      if (const auto unit = layers[k].unit[area]; unit >= 0)
        people[static_cast<std::size_t>(unit)] += problem.residents[area];
    weights[k] = 0;
    for (const double one : people) weights[k] += std::min(one, problem.population.max);
    all += weights[k];
  }
  for (auto& one : weights) one = all > 0 ? weight * one / all : weight / static_cast<double>(layers.size());
  return weights;
}

void find_cut_areas(const Place& place, std::string_view kind, PlaceProblem& question) {
  constexpr double kCut = 0.01;  // of an area's ground: less is the width of a drawn line
  const auto& problem = question.problem;
  std::vector<geo::Shape> areas, units;
  for (const auto row : question.area_row)
    areas.push_back(row.value() < place.areas.shape.size() ? place.areas.shape[row.value()] : geo::Shape{});
  for (const auto* boundary : drawn_of(place, kind)) units.push_back(boundary->shape);
  units = geo::repair_shapes(units).shapes;
  /// Shares of an area's ground: in the unit that holds its point, and in all.
  struct Ground {
    double own = 0, covered = 0;
    bool held = false;
  };
  std::vector<Ground> ground(areas.size());
  for (const auto& cover : geo::measure_cover(areas, units)) {
    auto& of_area = ground[cover.area];
    if (!of_area.held && geo::contains(units[cover.shape], problem.point[cover.area])) {
      of_area.held = true;
      of_area.own = cover.share;
    }
    of_area.covered += cover.share;
  }
  std::string cut;
  std::size_t count = 0;
  double people = 0, beyond = 0;
  for (std::size_t area = 0; area < ground.size(); ++area) {
    const double other = ground[area].held ? 1 - ground[area].own : ground[area].covered;
    if (other < kCut) continue;
    const double residents = problem.residents[area];
    cut += fmt::format("{}{} ({} of {})", count++ == 0 ? "" : ", ", problem.code[area],
                       write_people(other * residents), write_people(residents));
    people += residents;
    beyond += other * residents;
  }
  if (count == 0) return;
  question.findings.push_back(
      {"HOLD_CUTS_AREAS", Severity::warning, fmt::format("brief, hold.within '{}'", kind),
       fmt::format("its borders cut {} areas of {} people; in proportion to the ground {} of them live "
                   "on the other side from their area's point: {}",
                   count, write_people(people), write_people(beyond), cut),
       "nothing, if areas are to be held whole; else move the border or lock these areas"});
}

std::vector<DrawnUnit> judge_drawn_units(const Place& place, const PlaceProblem& question,
                                         const Judgement& judgement) {
  std::vector<DrawnUnit> all;
  const auto& problem = question.problem;
  for (const auto& data : problem.alignment) {
    const auto kind =
        data.kind.substr(0, data.kind.ends_with(')') ? data.kind.rfind(" (") : std::string::npos);
    if (!is_drawn_kind(place, data.kind) && !is_drawn_kind(place, kind)) continue;
    std::vector<std::map<std::int32_t, double>> people(data.unit_name.size());
    for (std::size_t area = 0; area < problem.size(); ++area)
      if (data.unit[area] >= 0)
        people[static_cast<std::size_t>(data.unit[area])][judgement.labels[area]] += problem.residents[area];
    for (std::size_t unit = 0; unit < people.size(); ++unit) {
      DrawnUnit one{is_drawn_kind(place, data.kind) ? data.kind : kind, data.unit_name[unit], 0, "", 0, 0};
      double most = 0;
      for (const auto& [label, count] : people[unit]) {
        one.people += count;
        if (label < 0) continue;
        ++one.neighbourhoods;
        if (count <= most) continue;
        most = count;
        one.neighbourhood = judgement.ids[static_cast<std::size_t>(label)];
      }
      one.share = one.people > 0 ? most / one.people : 0;
      all.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace placewright::boundaries
