#include "boundaries/from_place/problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "boundaries/from_place/drawn.h"
#include "boundaries/from_place/parts.h"
#include "datasets/place/names.h"
#include "geo/error.h"

namespace placewright::boundaries {
namespace {

using datasets::Place;
using geo::Severity;

/// The centroid, or the middle of the shape's box where the place has none.
geo::Point point_of(const datasets::Areas& areas, std::uint32_t row, std::vector<std::string>& unlocated) {
  if (row < areas.centroid_x.size() && !datasets::is_missing(areas.centroid_x[row]) &&
      !datasets::is_missing(areas.centroid_y[row]))
    return {areas.centroid_x[row], areas.centroid_y[row]};
  if (row >= areas.shape.size() || areas.shape[row].empty()) {
    unlocated.push_back(areas.code[row]);
    return {};
  }
  const auto& ring = areas.shape[row].parts.front().outer;
  geo::Box box{ring[0].x, ring[0].y, ring[0].x, ring[0].y};
  for (const auto& point : ring)
    box = {std::min(box.min_x, point.x), std::min(box.min_y, point.y), std::max(box.max_x, point.x),
           std::max(box.max_y, point.y)};
  return {(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2};
}

void take_areas(const Place& place, PlaceProblem& question) {
  const auto& areas = place.areas;
  auto& rows = question.area_row;
  for (std::uint32_t row = 0; row < areas.size(); ++row)
    if (areas.inside.empty() || areas.inside[row] != 0) rows.emplace_back(row);
  if (rows.empty())
    throw geo::InputError{
        {"the place", "has no areas inside it", "import area boundaries: placewright import PLACE FILE..."}};
  std::sort(rows.begin(), rows.end(),
            [&](PlaceRow a, PlaceRow b) { return areas.code[a.value()] < areas.code[b.value()]; });
  std::vector<std::string> unlocated;
  for (const auto place_row : rows) {
    const auto row = place_row.value();
    question.problem.code.push_back(areas.code[row]);
    question.problem.name.push_back(row < areas.name.size() ? areas.name[row] : "");
    question.problem.point.push_back(point_of(areas, row, unlocated));
  }
  if (!unlocated.empty())
    question.findings.push_back({"AREA_WITHOUT_POINT", Severity::warning, "area",
                                 list_some(unlocated, "area") + " have no point",
                                 "import their boundaries or centroids"});
}

/// Rows of the areas that a rule of the brief names.
std::vector<std::uint32_t> rows_of_rule(const Place& place, const Problem& problem, const Brief::Rule& rule,
                                        std::string_view key) {
  std::vector<std::uint32_t> rows;
  for (const auto& code : rule.areas) {
    const auto row = find_row(problem, code);
    if (!row)
      throw geo::InputError{{fmt::format("brief, [[{}]]", key),
                             place.find_area(code)
                                 ? fmt::format("area '{}' is context only (inside = 0)", code)
                                 : fmt::format("the place has no area '{}'", code),
                             "name areas of the place by code"}};
    rows.push_back(*row);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

using Pair = std::pair<std::uint32_t, std::uint32_t>;

Pair ordered(std::uint32_t a, std::uint32_t b) { return a < b ? Pair{a, b} : Pair{b, a}; }

/// The adjacency among the problem's areas, with the links of the place and the brief and without what the
/// brief cuts.
void take_graph(const Place& place, const Brief& brief, PlaceProblem& question) {
  auto& problem = question.problem;
  if (place.adjacency.empty() && problem.code.size() > 1)
    throw geo::InputError{{"table adjacency", "the place does not know which areas touch",
                           "import the area boundaries again: placewright import PLACE FILE..."}};
  std::vector<std::int64_t> row_here(place.areas.size(), -1);
  for (std::size_t here = 0; here < question.area_row.size(); ++here)
    row_here[question.area_row[here].value()] = static_cast<std::int64_t>(here);

  std::map<Pair, geo::Edge> edges;
  const auto whole = datasets::graph_of(place);
  for (const auto& edge : whole.edges()) {
    if (row_here[edge.a] < 0 || row_here[edge.b] < 0) continue;
    const auto pair =
        ordered(static_cast<std::uint32_t>(row_here[edge.a]), static_cast<std::uint32_t>(row_here[edge.b]));
    edges[pair] = {pair.first, pair.second, edge.border_m, edge.link};
  }
  for (const auto& rule : brief.links) {
    const auto rows = rows_of_rule(place, problem, rule, "link");
    for (std::size_t i = 1; i < rows.size(); ++i)
      edges.try_emplace({rows[i - 1], rows[i]}, geo::Edge{rows[i - 1], rows[i], 0.0, true});
  }
  for (const auto& rule : brief.cuts) {
    const auto rows = rows_of_rule(place, problem, rule, "cut");
    std::size_t gone = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t j = i + 1; j < rows.size(); ++j) gone += edges.erase({rows[i], rows[j]});
    if (gone == 0)
      question.findings.push_back({"CUT_CHANGES_NOTHING", Severity::warning, "brief, [[cut]]",
                                   fmt::format("none of {} touch each other", list_some(rule.areas, "area")),
                                   "name two areas that share a border or a link"});
  }
  std::vector<geo::Edge> all;
  for (const auto& [pair, edge] : edges) all.push_back(edge);
  problem.graph = geo::Graph(problem.code.size(), std::move(all));

  for (const auto& link : place.links) {
    const auto a = find_row(problem, link.a), b = find_row(problem, link.b);
    if (link.state == datasets::LinkState::proposed && a && b && edges.contains(ordered(*a, *b)) &&
        edges.at(ordered(*a, *b)).link)
      question.findings.push_back({"PROPOSED_LINK", Severity::note, link.a + " - " + link.b,
                                   "a detached piece is joined by a proposed link" +
                                       (link.reason.empty() ? std::string() : ": " + link.reason),
                                   "confirm it with [[link]] in the brief, or take it out with [[cut]]"});
  }
}

void take_holds(const Place& place, const Brief& brief, PlaceProblem& question) {
  auto& problem = question.problem;
  const auto size = problem.code.size();
  // A group for each combination of units that occurs, numbered in order of its first area.
  std::vector<std::string> held(size);
  for (const auto& kind : brief.hold.within) {
    const auto units = find_boundary_units(place, kind, "hold.within", question);
    if (is_drawn_kind(place, kind)) find_cut_areas(place, kind, question);
    for (std::size_t area = 0; area < size; ++area) {
      const auto unit = units.unit[area];
      held[area] += (held[area].empty() ? "" : " / ") +
                    (unit < 0 ? "no " + kind : units.unit_name[static_cast<std::size_t>(unit)]);
    }
  }
  std::map<std::string, std::uint32_t> group_of;
  problem.hold_group.resize(size);
  for (std::size_t area = 0; area < size; ++area) {
    const auto [at, fresh] =
        group_of.try_emplace(held[area], static_cast<std::uint32_t>(problem.hold_name.size()));
    if (fresh) problem.hold_name.push_back(held[area].empty() ? "the place" : held[area]);
    problem.hold_group[area] = at->second;
  }
  for (const auto& kind : brief.hold.whole) {
    const auto units = find_boundary_units(place, kind, "hold.whole", question);
    std::vector<Problem::Whole> wholes(units.unit_name.size());
    for (std::uint32_t area = 0; area < size; ++area)
      if (units.unit[area] >= 0) wholes[static_cast<std::size_t>(units.unit[area])].areas.push_back(area);
    for (std::size_t unit = 0; unit < wholes.size(); ++unit) {
      if (wholes[unit].areas.size() < 2) continue;
      wholes[unit].why = fmt::format("{} {} is held whole", kind, units.unit_name[unit]);
      problem.wholes.push_back(std::move(wholes[unit]));
    }
  }
}

std::string why_of(const Brief::Rule& rule, std::string_view key) {
  auto why = fmt::format("[[{}]] {}", key, fmt::join(rule.areas, " "));
  if (!rule.why.empty()) why += ": " + rule.why;
  if (!rule.by.empty()) why += " (" + rule.by + ")";
  return why;
}

void take_rules(const Place& place, const Brief& brief, PlaceProblem& question) {
  auto& problem = question.problem;
  LocalKnowledge wishes;
  for (const auto& rule : brief.keep_together) {
    auto rows = rows_of_rule(place, problem, rule, "keep_together");
    if (rule.hard)
      problem.wholes.push_back({std::move(rows), why_of(rule, "keep_together")});
    else
      wishes.wishes.push_back({std::move(rows), true, rule.weight, why_of(rule, "keep_together")});
  }
  for (const auto& rule : brief.keep_apart) {
    auto rows = rows_of_rule(place, problem, rule, "keep_apart");
    if (rule.hard)
      problem.aparts.push_back({std::move(rows), why_of(rule, "keep_apart")});
    else
      wishes.wishes.push_back({std::move(rows), false, rule.weight, why_of(rule, "keep_apart")});
  }
  if (!wishes.wishes.empty()) problem.local_knowledge = std::move(wishes);

  std::optional<PlanLabels> from;
  if (brief.change) {
    from = labels_of(find_plan(place, brief.change->from), question);
    for (auto finding : from->findings) {
      finding.severity = Severity::warning;  // it is the plan that is changed, not the answer
      question.findings.push_back(std::move(finding));
    }
    problem.change = Problem::Change{
        from->labels, brief.change->max_people.value_or(std::numeric_limits<double>::infinity())};
  }
  for (auto rule : brief.locks) {
    if (rule.areas.empty()) {
      const auto& ids = from ? from->neighbourhood_id : std::vector<std::string>{};
      const auto at = std::find(ids.begin(), ids.end(), rule.neighbourhood);
      if (at == ids.end())
        throw geo::InputError{
            {"brief, [[lock]]", fmt::format("neighbourhood '{}' is unknown", rule.neighbourhood),
             "name its areas, or name a plan under [change] from that has this neighbourhood"}};
      for (std::size_t area = 0; area < problem.code.size(); ++area)
        if (from->labels[area] == at - ids.begin()) rule.areas.push_back(problem.code[area]);
    }
    problem.locks.push_back(
        {rows_of_rule(place, problem, rule, "lock"), true, rule.neighbourhood, why_of(rule, "lock")});
  }
}

}  // namespace

std::optional<std::uint32_t> find_row(const Problem& problem, std::string_view code) {
  const auto at = std::lower_bound(problem.code.begin(), problem.code.end(), code);
  if (at == problem.code.end() || *at != code) return std::nullopt;
  return static_cast<std::uint32_t>(at - problem.code.begin());
}

std::optional<ProblemRow> find_problem_row(const PlaceProblem& question, PlaceRow row) {
  const auto& rows = question.area_row;
  const auto at = std::find(rows.begin(), rows.end(), row);
  if (at == rows.end()) return std::nullopt;
  return ProblemRow(static_cast<std::uint32_t>(at - rows.begin()));
}

std::string list_some(const std::vector<std::string>& names, std::string_view noun) {
  constexpr std::size_t most = 5;
  std::string text = fmt::format("{} {}{}: ", names.size(), noun, names.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
  return text;
}

PlaceProblem build_problem(const Place& place, const Brief& brief) {
  PlaceProblem question;
  auto& problem = question.problem;
  problem.population = {brief.population.min, brief.population.max, brief.population.target,
                        brief.population.hard};
  problem.count = brief.count;
  problem.weights.of = brief.weights.of;
  take_areas(place, question);
  count_people(place, brief, question);
  take_graph(place, brief, question);
  take_holds(place, brief, question);
  take_rules(place, brief, question);
  take_criteria(place, brief, question);
  return question;
}

const datasets::PlanRecord& find_plan(const Place& place, std::string_view name) {
  std::vector<std::string> known;
  for (const auto& plan : place.plans) {
    if (plan.name == name) return plan;
    known.push_back(plan.name);
  }
  throw geo::InputError{{fmt::format("plan '{}'", name), "the place has no plan of that name",
                         known.empty() ? "draw one first: placewright draw PLACE --plan NAME"
                                       : fmt::format("name one of: {}", fmt::join(known, ", "))}};
}

PlanLabels labels_of(const datasets::PlanRecord& plan, const PlaceProblem& question) {
  const auto& problem = question.problem;
  PlanLabels out;
  out.labels.assign(problem.code.size(), kUnassigned);
  std::set<std::string, datasets::NaturalOrder> ids;
  for (const auto& row : plan.assignments)
    if (!row.neighbourhood.empty() && find_row(problem, row.area)) ids.insert(row.neighbourhood);
  out.neighbourhood_id.assign(ids.begin(), ids.end());
  std::vector<std::string> unknown, unassigned;
  for (const auto& row : plan.assignments) {
    const auto area = find_row(problem, row.area);
    if (!area) {
      unknown.push_back(row.area);
      continue;
    }
    if (!row.neighbourhood.empty())
      out.labels[*area] =
          static_cast<std::int32_t>(std::lower_bound(out.neighbourhood_id.begin(), out.neighbourhood_id.end(),
                                                     row.neighbourhood, datasets::NaturalOrder{}) -
                                    out.neighbourhood_id.begin());
  }
  for (std::size_t area = 0; area < problem.code.size(); ++area)
    if (out.labels[area] == kUnassigned) unassigned.push_back(problem.code[area]);
  if (!unknown.empty())
    out.findings.push_back({"UNKNOWN_AREA", Severity::warning, "plan " + plan.name,
                            list_some(unknown, "code") + ": not an area inside the place, left out",
                            "check the vintage of the codes"});
  if (!unassigned.empty())
    out.findings.push_back({"UNASSIGNED", Severity::error, "plan " + plan.name,
                            list_some(unassigned, "area") + " in no neighbourhood",
                            "assign each area to a neighbourhood"});
  return out;
}

}  // namespace placewright::boundaries
