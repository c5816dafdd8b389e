#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/from_place/judgement.h"
#include "boundaries/output/plan_tables.h"
#include "geo/colouring.h"
#include "geo/dissolve.h"
#include "geo/shape_measures.h"

namespace placewright::boundaries::output {
namespace {

using datasets::is_missing;

}  // namespace

std::vector<std::uint32_t> groups_of(const DescribedPlan& described) {
  std::vector<std::uint32_t> groups;
  groups.reserve(described.label_of_area.size());
  for (const auto label : described.label_of_area)
    groups.push_back(label < 0 ? geo::kNoGroup : static_cast<std::uint32_t>(label));
  return groups;
}

DescribedPlan describe_plan(const datasets::Place& place, const datasets::PlanRecord& plan) {
  const auto brief = brief_of(plan);
  const auto judged = judge_plan(place, plan, brief, {.references = false});
  const auto& judgement = judged.judgement;
  DescribedPlan described;
  described.place = &place;
  described.plan = &plan;
  described.score = judgement.score;
  described.findings = judgement.findings;
  described.fates = find_local_fates(place, brief, judged.question, judgement, plan.name);
  described.findings.insert(described.findings.end(), place.findings.begin(), place.findings.end());
  described.bounds_asked = names_bounds(plan.brief_toml);
  // Nobody broke bounds that nobody asked for.
  for (auto& finding : described.findings)
    if (finding.code == "OUT_OF_BOUNDS" && !described.bounds_asked) {
      finding.severity = geo::Severity::note;
      finding.what += ": the program's defaults, which nobody asked for";
      finding.fix = "nothing, or write the bounds into the plan's brief";
    }
  described.min = brief.population.min;
  described.max = brief.population.max;
  described.denominator = brief.population.denominator;
  described.measure = brief.deprivation.measure;
  described.label_of_area.assign(place.areas.size(), -1);
  for (std::size_t i = 0; i < judgement.labels.size(); ++i)
    described.label_of_area[judged.question.area_row[i].value()] = judgement.labels[i];

  const auto count = judgement.ids.size();
  described.neighbourhoods.resize(count);
  const auto outlines =
      geo::dissolve(place.areas.shape, groups_of(described), static_cast<std::uint32_t>(count)).shapes;
  std::map<std::string, const datasets::PlanRecord::Neighbourhood*> recorded;
  for (const auto& entry : plan.neighbourhoods) recorded.emplace(entry.id, &entry);
  std::vector<double> priority(count, 0);
  std::vector<std::uint8_t> counted(count, 0);  // somebody counted the people of an area of it
  for (std::size_t row = 0; row < place.areas.size(); ++row)
    if (described.label_of_area[row] >= 0 && !is_missing(place.areas.population[row]))
      counted[static_cast<std::size_t>(described.label_of_area[row])] = 1;
  for (std::size_t n = 0; n < count; ++n) {
    auto& facts = described.neighbourhoods[n];
    facts.id = judgement.ids[n];
    facts.name = judgement.names[n];
    if (const auto at = recorded.find(facts.id); at != recorded.end()) {
      facts.parent = at->second->parent;
      facts.parent_name = at->second->parent_name;
      facts.locked = at->second->locked;
      facts.reason = at->second->reason;
    }
    if (n < judgement.score.per_neighbourhood.size()) {
      const auto& score = judgement.score.per_neighbourhood[n];
      facts.areas = score.areas;
      facts.pieces = score.pieces;
      facts.residents = counted[n] != 0 ? score.residents : datasets::kMissing;
      facts.deprivation_mean = score.deprivation_mean;
      facts.loss_people = std::max({0.0, score.people - described.max, described.min - score.people});
    }
    facts.registered = n < judgement.registered.size() ? judgement.registered[n] : datasets::kMissing;
    facts.outline = outlines[n];
    if (!facts.outline.empty()) {
      facts.hectares = geo::measure_area_m2(facts.outline) / 1e4;
      facts.polsby_popper = geo::measure_polsby_popper(facts.outline);
      facts.reock = geo::measure_reock(facts.outline);
      facts.convex_hull = geo::measure_hull_ratio(facts.outline);
      facts.label_at = geo::label_point(facts.outline, 25.0);
    }
  }
  bool priority_known = false;
  for (std::size_t row = 0; row < place.areas.size(); ++row) {
    priority_known = priority_known || place.areas.priority[row] != 0;
    if (described.label_of_area[row] >= 0 && place.areas.priority[row] != 0 &&
        !is_missing(place.areas.population[row]))
      priority[static_cast<std::size_t>(described.label_of_area[row])] += place.areas.population[row];
  }
  for (std::size_t n = 0; n < count; ++n) {
    auto& facts = described.neighbourhoods[n];
    facts.priority_share =
        priority_known && facts.residents > 0 ? priority[n] / facts.residents : datasets::kMissing;
  }
  for (const auto& site : place.sites) {
    if (site.kind != "gp" || !site.open) continue;
    if (const auto area = place.find_area(site.area); area && described.label_of_area[*area] >= 0)
      ++described.neighbourhoods[static_cast<std::size_t>(described.label_of_area[*area])].practices;
  }
  const auto colours = geo::colour_graph(geo::graph_of_groups(datasets::graph_of(place), groups_of(described),
                                                              static_cast<std::uint32_t>(count)));
  described.colour.assign(colours.begin(), colours.end());
  return described;
}

}  // namespace placewright::boundaries::output
