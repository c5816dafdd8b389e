#include "viewer/desk/comparison.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/question/match.h"
#include "geo/shape_measures.h"

namespace placewright::viewer {
namespace {

std::string name_of(const PlanState& state, std::int32_t label) {
  if (label < 0) return "unassigned";
  return full_name(state.entries[static_cast<std::size_t>(label)]);
}

/// The area nearest to the middle of each neighbourhood's land.
std::vector<Comparison::Anchor> anchors_of(const datasets::Place& place, const PlanState& state) {
  struct Middle {
    double x = 0, y = 0, land = 0, off = 1e300, people = 0;
    std::uint32_t area = 0;
  };
  std::vector<Middle> middles(state.entries.size());
  std::vector<double> land(state.label.size(), 0);
  for (std::uint32_t area = 0; area < state.label.size(); ++area) {
    if (state.label[area] < 0) continue;
    auto& middle = middles[static_cast<std::size_t>(state.label[area])];
    land[area] = std::max(1.0, geo::measure_area_m2(place.areas.shape[area]));
    middle.x += land[area] * place.areas.centroid_x[area];
    middle.y += land[area] * place.areas.centroid_y[area];
    middle.land += land[area];
    if (const double people = place.areas.population[area]; !std::isnan(people)) middle.people += people;
  }
  for (std::uint32_t area = 0; area < state.label.size(); ++area) {
    if (state.label[area] < 0) continue;
    auto& middle = middles[static_cast<std::size_t>(state.label[area])];
    const double off = std::hypot(place.areas.centroid_x[area] - middle.x / middle.land,
                                  place.areas.centroid_y[area] - middle.y / middle.land);
    if (off < middle.off) middle.off = off, middle.area = area;
  }
  std::vector<Comparison::Anchor> anchors;
  for (std::size_t row = 0; row < middles.size(); ++row)
    if (middles[row].land > 0)
      anchors.push_back(
          {static_cast<std::int32_t>(row),
           state.entries[row].name.empty() ? state.entries[row].id : state.entries[row].name,
           state.entries[row].id,
           {place.areas.centroid_x[middles[row].area], place.areas.centroid_y[middles[row].area]},
           std::sqrt(middles[row].land),
           middles[row].people});
  std::stable_sort(anchors.begin(), anchors.end(),
                   [](const auto& a, const auto& b) { return a.span_m > b.span_m; });
  return anchors;
}

/// Who is elsewhere in the other plan, its neighbourhoods paired so that most people stay.
void find_moves(const Session& session, Comparison& made) {
  const auto& hand = session.state();
  std::vector<double> people;
  for (const double value : session.place().areas.population) people.push_back(std::isnan(value) ? 0 : value);
  const auto match = boundaries::match_labels(people, made.other.label, hand.label);
  auto row_of = match.to_of_from;
  row_of.resize(made.other.entries.size(), -1);
  auto beyond = static_cast<std::int32_t>(hand.entries.size());
  for (auto& row : row_of)
    if (row < 0) row = beyond++;
  made.label.assign(people.size(), -1);
  made.differs.assign(people.size(), 0);
  std::map<std::pair<std::int32_t, std::int32_t>, Comparison::Flow> flows;
  for (std::uint32_t area = 0; area < people.size(); ++area) {
    if (session.place().areas.inside[area] == 0) continue;
    const auto before = made.other.label[area];
    if (before >= 0) made.label[area] = row_of[static_cast<std::size_t>(before)];
    if (made.label[area] == hand.label[area]) continue;
    made.differs[area] = 1;
    ++made.areas;
    made.people += people[area];
    auto& flow = flows[{before, hand.label[area]}];
    flow.areas.push_back(area);
    flow.people += people[area];
  }
  for (auto& [pair, flow] : flows) {
    flow.from = name_of(made.other, pair.first);
    flow.to = name_of(hand, pair.second);
    made.flows.push_back(std::move(flow));
  }
  std::stable_sort(made.flows.begin(), made.flows.end(),
                   [](const auto& a, const auto& b) { return a.people > b.people; });
}

/// Both plans by the brief in hand.
void judge_both(const Session& session, Comparison& made) {
  if (!session.question()) return;
  const auto before = boundaries::score(session.question()->problem, session.labels_for(made.other));
  const auto& after = session.score();
  double weight = 0, sum_before = 0, sum_after = 0;
  for (const auto& criterion : before.criteria) {
    const auto same = std::find_if(after.criteria.begin(), after.criteria.end(),
                                   [&](const auto& other) { return other.name == criterion.name; });
    if (same == after.criteria.end()) continue;
    boundaries::CriterionChange change;
    change.name = criterion.name;
    change.weight = criterion.weight;
    change.loss_a = criterion.loss;
    change.loss_b = same->loss;
    made.criteria.push_back(std::move(change));
    weight += criterion.weight;
    sum_before += criterion.weight * criterion.loss;
    sum_after += criterion.weight * same->loss;
  }
  if (weight > 0) made.total_other = sum_before / weight, made.total_hand = sum_after / weight;
}

Comparison compared(const Session& session, const datasets::PlanRecord& plan) {
  Comparison made;
  made.other = state_of(session.place(), plan);
  made.anchors = anchors_of(session.place(), made.other);
  find_moves(session, made);
  judge_both(session, made);
  return made;
}

}  // namespace

void compare_plans(const Session& session, ComparisonView& view) {
  const auto& plans = session.place().plans;
  const auto at =
      std::find_if(plans.begin(), plans.end(), [&](const auto& plan) { return plan.name == view.with; });
  if (at == plans.end()) {
    view.with.clear();
    view.made.forget();
    return;
  }
  view.made.follow({session.revision(), view.with}, [&] { return compared(session, *at); });
}

}  // namespace placewright::viewer
