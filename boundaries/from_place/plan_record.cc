#include "boundaries/from_place/plan_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "boundaries/from_place/run_record.h"
#include "boundaries/from_place/score_json.h"
#include "boundaries/question/rules.h"

namespace placewright::boundaries {
namespace {

/// Why a neighbourhood could not be brought inside the bounds; "" where it lies inside.
std::string explain_exception(const Problem& problem, const Feasibility& sums, const Labels& labels,
                              std::size_t label, double people) {
  const auto& rule = problem.population;
  if (people >= rule.min && people <= rule.max) return "";
  const bool below = people < rule.min;
  const auto reason =
      fmt::format("{} people, {} {} the {} of {}", write_people(people),
                  write_people(below ? rule.min - people : people - rule.max), below ? "below" : "above",
                  below ? "minimum" : "maximum", write_people(below ? rule.min : rule.max));
  if (!rule.hard) return reason + ": the bounds are soft";
  const auto first = static_cast<std::uint32_t>(
      std::find(labels.begin(), labels.end(), static_cast<std::int32_t>(label)) - labels.begin());
  for (const auto& territory : sums.territories)
    if (territory.least > territory.most &&
        std::binary_search(territory.areas.begin(), territory.areas.end(), first))
      return fmt::format("{}: the {} people of {} cannot be divided into neighbourhoods of {} to {}", reason,
                         write_people(territory.people), territory.name, write_people(rule.min),
                         write_people(rule.max));
  return reason + ": no division within the bounds was found";
}

}  // namespace

datasets::PlanRecord record_plan(const datasets::Place& place, const Brief& brief, const DrawOptions& options,
                                 const Feasibility& sums, const std::vector<Level>& levels,
                                 const Drawn& drawn) {
  const auto& problem = drawn.question.problem;
  const auto& judgement = drawn.judgement;
  datasets::PlanRecord plan;
  plan.name = options.plan_name;
  plan.brief_toml = write_brief(brief);
  plan.created = options.now;
  plan.origin = "draw";
  plan.seed = options.search.seed;
  plan.parent = options.start_plan;

  std::vector<char> area_locked(problem.size(), 0), locked(judgement.ids.size(), 0);
  const auto label_of = [&](std::size_t area) { return static_cast<std::size_t>(judgement.labels[area]); };
  for (const auto& lock : problem.locks)
    for (const auto area : lock.areas) {
      area_locked[area] = 1;
      if (lock.exact) locked[label_of(area)] = 1;
    }
  for (std::size_t area = 0; area < problem.size(); ++area)
    plan.assignments.push_back({problem.code[area], judgement.ids[label_of(area)], area_locked[area] != 0});
  for (std::size_t label = 0; label < judgement.ids.size(); ++label)
    plan.neighbourhoods.push_back({judgement.ids[label], judgement.names[label], levels[label].id,
                                   locked[label] != 0,
                                   explain_exception(problem, sums, judgement.labels, label,
                                                     judgement.score.per_neighbourhood[label].people),
                                   levels[label].name});
  std::sort(plan.neighbourhoods.begin(), plan.neighbourhoods.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  plan.score_json = output::score_json(drawn.question, judgement);
  plan.run_json = output::run_record(place, brief, options, drawn.found);
  return plan;
}

}  // namespace placewright::boundaries
