#include "boundaries/from_place/judgement.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "boundaries/question/rules.h"
#include "datasets/place/names.h"

namespace placewright::boundaries {
namespace {

using geo::Severity;

/// "N03 Horsforth", for messages.
std::vector<std::string> full_names(const Judgement& judgement) {
  std::vector<std::string> full;
  for (std::size_t label = 0; label < judgement.ids.size(); ++label)
    full.push_back(datasets::full_name(judgement.ids[label], judgement.names[label]));
  return full;
}

void find_hubs_outside(const Problem& problem, Judgement& judgement) {
  const auto full = full_names(judgement);
  for (std::size_t label = 0; label < judgement.score.per_neighbourhood.size(); ++label) {
    const auto& row = judgement.score.per_neighbourhood[label];
    for (std::size_t kind = 0; kind < problem.access.size() && kind < row.hub.size(); ++kind) {
      if (row.hub[kind] < 0) continue;
      const auto& access = problem.access[kind];
      const auto site = static_cast<std::size_t>(row.hub[kind]);
      const auto area = access.site_area[site];
      if (area >= 0 && judgement.labels[static_cast<std::size_t>(area)] == static_cast<std::int32_t>(label))
        continue;
      judgement.findings.push_back(
          {"HUB_OUTSIDE", Severity::note, full[label],
           fmt::format("its best {} site, {}, lies outside it", access.kind, access.name_of(site)),
           "nothing, if that serves; else move the area of the site into it"});
    }
  }
}

void find_wishes_not_met(const Problem& problem, Judgement& judgement) {
  if (!problem.local_knowledge) return;
  for (const auto& wish : problem.local_knowledge->wishes) {
    std::set<std::int32_t> in;
    for (const auto area : wish.areas) in.insert(judgement.labels[area]);
    if (wish.together ? in.size() == 1 : in.size() == wish.areas.size()) continue;
    judgement.findings.push_back({"WISH_NOT_MET", Severity::note, wish.why,
                                  wish.together ? fmt::format("its areas lie in {} neighbourhoods", in.size())
                                                : std::string("two of its areas share a neighbourhood"),
                                  "write hard = true there, or raise weights.local_knowledge"});
  }
}

}  // namespace

Judgement judge(const PlaceProblem& question, Labels labels, std::vector<std::string> ids,
                std::vector<std::string> names, const JudgeOptions& options, const Observer& observer) {
  const auto& problem = question.problem;
  Judgement judgement{std::move(labels), std::move(ids), std::move(names), {}, {}, {}, question.findings};
  judgement.score = score(problem, judgement.labels);
  if (options.references)
    judgement.references = measure_references(problem, judgement.score, options.threads, observer);
  if (!question.registered.empty()) {
    judgement.registered.assign(judgement.ids.size(), 0);
    for (std::size_t area = 0; area < judgement.labels.size(); ++area)
      if (judgement.labels[area] >= 0)
        judgement.registered[static_cast<std::size_t>(judgement.labels[area])] += question.registered[area];
  }
  for (auto& finding : find_broken_rules(problem, judgement.labels, full_names(judgement)))
    judgement.findings.push_back(std::move(finding));
  find_hubs_outside(problem, judgement);
  find_wishes_not_met(problem, judgement);
  return judgement;
}

JudgedPlan judge_plan(const datasets::Place& place, const datasets::PlanRecord& plan, const Brief& brief,
                      const JudgeOptions& options, const Observer& observer) {
  JudgedPlan judged{build_problem(place, brief), {}};
  auto labelled = labels_of(plan, judged.question);
  for (auto& finding : labelled.findings)
    if (finding.code != "UNASSIGNED")
      judged.question.findings.push_back(std::move(finding));  // the rules tell it by name
  std::map<std::string, std::string> name_of;
  for (const auto& neighbourhood : plan.neighbourhoods) name_of[neighbourhood.id] = neighbourhood.name;
  std::vector<std::string> names;
  for (const auto& id : labelled.neighbourhood_id) names.push_back(name_of[id].empty() ? id : name_of[id]);
  judged.judgement = judge(judged.question, std::move(labelled.labels), std::move(labelled.neighbourhood_id),
                           std::move(names), options, observer);
  return judged;
}

Brief brief_of(const datasets::PlanRecord& plan) {
  return plan.brief_toml.empty() ? Brief{} : parse_brief(plan.brief_toml, "brief of plan " + plan.name);
}

}  // namespace placewright::boundaries
