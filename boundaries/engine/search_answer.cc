#include "boundaries/engine/search_answer.h"

#include <algorithm>
#include <set>

#include "boundaries/engine/search_exact.h"
#include "boundaries/engine/search_labels.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/feasibility.h"
#include "boundaries/question/rules.h"

namespace placewright::boundaries {
namespace engine {
namespace {

/// What a plan breaks, in people and by the names of rules: "leaves 1,200 people outside the bounds".
std::string say_broken(const Problem& problem, const Labels& labels) {
  constexpr std::size_t kMaxNamed = 3;
  std::string text;
  if (const double outside = score(problem, labels).people_outside_bounds; outside > 0)
    text = "leaves " + write_people(outside) + " people outside the bounds";
  std::size_t named = 0;
  for (const auto& finding : find_broken_rules(problem, labels)) {
    if (finding.severity != geo::Severity::error || finding.code == "OUT_OF_BOUNDS" || ++named > kMaxNamed)
      continue;
    text += (text.empty() ? "breaks a rule: " : "; ") + finding.where + ": " + finding.what;
  }
  return text;
}

/// A row for each number of neighbourhoods that was tried, and what the moves of all of them did.
void add_attempts(const SearchRun& run, SearchResult& result) {
  for (const Attempt& attempt : run.attempts) {
    const Found& best = best_of(attempt);
    const std::uint32_t parts = attempt.task.parts();
    add_counts(result.trace, attempt.state.counts);
    result.counts.push_back({parts + run.compiled.settled_parts, best.outside == 0,
                             printed_total(run, best, parts), !best.plan.empty()});
  }
}

/// The answer with this plan, labelled like the one that the search went on from.
SearchResult answer_with(const SearchRun& run, SearchResult result, Labels labels) {
  result.labels = std::move(labels);
  if (!run.from.empty()) result.labels = keep_old_labels(run.problem, run.from, result.labels);
  result.total = score(run.problem, result.labels).total;
  result.status = is_stopped(run) ? Status::stopped : Status::found;
  return result;
}

/// Where no number of neighbourhoods was asked for: those that people and bounds leave possible.
void fill_possible_counts(const SearchRun& run, SearchResult& result) {
  if (run.problem.count) return;
  result.least_count = run.range.near_sum_least + run.compiled.settled_parts;
  result.most_count = run.range.near_sum_most + run.compiled.settled_parts;
}

/// The answer where the best plan breaks a rule.
SearchResult explain_broken(const SearchRun& run, SearchResult result, const Attempt& winner) {
  if (is_stopped(run)) {
    result.status = Status::stopped;
    return result;
  }
  if (std::all_of(run.attempts.begin(), run.attempts.end(),
                  [](const Attempt& attempt) { return attempt.impossible; }))
    return refuse(
        {"no set of neighbourhoods inside the bounds covers the place: all of them were looked at"});
  const std::string reason = "no plan that keeps the rules was found, and none is ruled out: the best one " +
                             say_broken(run.problem, labels_of(run, best_of(winner), winner.task));
  return run.limited ? look_past_steps(run, reason) : refuse({reason});
}

/// The other legal plans that were kept side by side, best first.
std::vector<SearchResult::Other> list_others(const SearchRun& run, const Found& chosen) {
  std::vector<SearchResult::Other> others;
  for (const Attempt& attempt : run.attempts)
    for (const Found& found : attempt.state.plans)
      if (found.outside == 0 && &found != &chosen)
        others.push_back(
            {printed_total(run, found, attempt.task.parts()), labels_of(run, found, attempt.task)});
  std::stable_sort(others.begin(), others.end(),
                   [](const auto& a, const auto& b) { return a.total < b.total; });
  return others;
}

bool is_exact_better(const SearchRun& run, const Attempt& winner) {
  if (run.exact_labels.empty()) return false;
  const Found& best = best_of(winner);
  constexpr double kSame = 1e-12;
  return best.outside > 0 ||
         score(run.problem, run.exact_labels).total < printed_total(run, best, winner.task.parts()) - kSame;
}

/// The answer with the plan of an exact look, and its row in the table of numbers of neighbourhoods.
SearchResult answer_exactly(const SearchRun& run, SearchResult result) {
  result = answer_with(run, std::move(result), run.exact_labels);
  const std::set<std::int32_t> used(result.labels.begin(), result.labels.end());
  const auto count = static_cast<std::uint32_t>(used.size() - used.count(kUnassigned));
  const auto at = std::find_if(result.counts.begin(), result.counts.end(),
                               [&](const CountResult& row) { return row.count == count; });
  const CountResult row{count, true, result.total, true};
  at == result.counts.end() ? result.counts.push_back(row) : void(*at = row);
  std::sort(result.counts.begin(), result.counts.end(),
            [](const CountResult& a, const CountResult& b) { return a.count < b.count; });
  fill_possible_counts(run, result);
  return result;
}

}  // namespace

SearchResult answer_settled(const SearchRun& run) {
  const Problem& problem = run.problem;
  const SearchOptions& options = run.options;
  const Compiled& compiled = run.compiled;
  SearchResult result;
  result.labels = to_labels(compiled, {}, 0, problem.size());
  if (!options.start.empty()) result.labels = keep_old_labels(problem, options.start, result.labels);
  std::vector<std::string> broken;
  for (const auto& finding : find_broken_rules(problem, result.labels))
    if (finding.severity == geo::Severity::error)
      broken.push_back("all areas are locked, and " + finding.where + ": " + finding.what);
  if (!broken.empty() && !options.best_effort) return refuse(std::move(broken));
  result.total = score(problem, result.labels).total;
  result.counts.push_back({compiled.settled_parts, true, result.total, true});
  if (!problem.count) result.least_count = result.most_count = compiled.settled_parts;
  return result;
}

SearchResult explain_no_attempt(const SearchRun& run) {
  if (run.limited && run.base.start.empty())
    return look_past_steps(
        run,
        "the plan to be changed breaks a rule on areas that stay together, so it cannot be changed step by "
        "step; no plan is ruled out");
  if (run.limited)
    return look_past_steps(
        run,
        "no step leads from the plan to be changed to the number of neighbourhoods asked for; none is ruled "
        "out");
  return refuse({"the number of neighbourhoods asked for does not fit: between " +
                 std::to_string(run.range.sum_least + run.compiled.settled_parts) + " and " +
                 std::to_string(run.range.sum_most + run.compiled.settled_parts) + " keep the bounds"});
}

SearchResult finish(SearchRun& run) {
  SearchResult result = std::move(run.result);
  add_attempts(run, result);
  const Attempt& winner = find_winner(run.attempts);
  const Found& best = best_of(winner);
  // An exact look may find a plan that atoms as the chains see them cannot make up, or no chain comes to.
  result.proved = run.proved;
  if (is_exact_better(run, winner)) return answer_exactly(run, std::move(result));
  if (best.outside > 0 && !run.options.best_effort) return explain_broken(run, std::move(result), winner);
  result = answer_with(run, std::move(result), labels_of(run, best, winner.task));
  fill_possible_counts(run, result);
  if (run.options.keep_others) result.others = list_others(run, best);
  return result;
}

}  // namespace engine

std::string tried_counts_text(const SearchResult& found) {
  if (found.proved)
    return "proved: all legal neighbourhoods were listed, and no set of them, of any number that was asked "
           "for, "
           "has a lower total";
  if (found.most_count == 0) return "";
  std::set<std::uint32_t> tried;
  for (const CountResult& row : found.counts)
    if (row.count >= found.least_count && row.count <= found.most_count) tried.insert(row.count);
  const std::uint32_t possible = found.most_count - found.least_count + 1;
  if (tried.empty() || tried.size() >= possible) return "";
  constexpr std::size_t kMaxListed = 30;
  std::string list;
  for (const auto count : tried)
    if (tried.size() <= kMaxListed) list += (list.empty() ? ": " : ", ") + std::to_string(count);
  return std::to_string(tried.size()) + " of the " + std::to_string(possible) +
         " numbers of neighbourhoods that people and bounds leave possible (" +
         std::to_string(found.least_count) + " to " + std::to_string(found.most_count) + ") " +
         (tried.size() == 1 ? "was" : "were") + " tried" + list + "; another may do better";
}

}  // namespace placewright::boundaries
