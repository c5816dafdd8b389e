#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "boundaries/engine/breed/counts.h"
#include "boundaries/engine/breed/ladder.h"
#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/search.h"

/// What the stages of search() hand on. Only search*.cc include it.
namespace placewright::boundaries::engine {

/// A search at given numbers of neighbourhoods by region, and the plans found for them.
struct Attempt {
  SearchTask task;
  SearchState state;
  bool impossible = false;  ///< proved to have no plan
};

/// One search on its way: the question, what was prepared from it, and what the stages found so far. Every
/// stage takes the run and changes it; a comment beside each block says which one. Stays where it is, since
/// tasks point at its instance.
struct SearchRun {
  SearchRun(const Problem& problem, const SearchOptions& options, const Observer& observer);
  SearchRun(const SearchRun&) = delete;
  SearchRun& operator=(const SearchRun&) = delete;

  // The question; it outlives the run.
  const Problem& problem;
  const SearchOptions& options;
  const Observer& observer;
  double begun = 0;  ///< on the CPU clock of the calling thread, seconds

  // Set by prepare(), then left alone.
  Compiled compiled;
  CountRange range;               ///< without the settled neighbourhoods
  bool limited = false;           ///< by a change limit
  Labels from;                    ///< the plan to go on from, by areas; empty: from nothing
  std::uint32_t start_count = 0;  ///< parts of base.start
  SearchTask base;                ///< what every attempt starts from: all but its numbers of neighbourhoods
  double draws = 0;               ///< that the effort is worth; where time is given, that fit into it
  double seconds = 0;             ///< CPU seconds a thread may use from there on; 0: no limit
  std::uint32_t looks = 0;  ///< numbers of neighbourhoods to look at where there are too many to try them all

  // Set by list_attempts(), worked on by every stage after it.
  std::vector<Attempt> attempts;
  std::vector<std::size_t> order;  ///< rows of attempts, the best plan first; see rank_attempts()

  // Set by look_at_whole_list().
  bool proved = false;  ///< no legal plan is better than exact_labels

  // Set by look_at_whole_list() and look_exactly().
  Labels exact_labels;    ///< the best plan that integer programs found; empty: none
  bool too_long = false;  ///< the list of legal neighbourhoods was; it is the same for every number of them

  // Told to the observer by work_on() and its like.
  Found best;
  double best_total = 0;           ///< of `best`, as score() says it
  double share_done = 0;           ///< 0..1 of the draws
  std::uint64_t draws_before = 0;  ///< of attempts that are not at work
  SearchResult result;             ///< trace and table of regions; the rest is filled in at the end
};

[[nodiscard]] SearchResult refuse(Infeasible why);
[[nodiscard]] SearchResult refuse(std::vector<std::string> reasons);

/// The best plan of an attempt; where it has none, one without atoms that any plan is better than.
[[nodiscard]] const Found& best_of(const Attempt& attempt);
/// The first attempt whose plan no other one beats. Needs: an attempt.
[[nodiscard]] const Attempt& find_winner(const std::vector<Attempt>& attempts);
/// Sorts run.order, which lists all attempts, by their best plans; equal ones stay as they were.
void rank_attempts(SearchRun& run);

/// A new attempt of the run's question at these numbers by region, from nothing.
[[nodiscard]] Attempt attempt_from_nothing(const SearchRun& run, std::vector<std::uint32_t> count_of_region);

/// The total of a plan as score() says it. A search's own lies above where soft bounds keep a slope that the
/// printed loss has not.
[[nodiscard]] double printed_total(const SearchRun& run, const Found& found, std::uint32_t parts);
[[nodiscard]] Labels labels_of(const SearchRun& run, const Found& found, const SearchTask& task);
[[nodiscard]] bool is_stopped(const SearchRun& run);
void add_counts(Trace& trace, const MoveCounts& counts);

/// How much of a search find_plans() is to do.
struct Portion {
  double share = 1;            ///< of the run's draws and time
  bool need_legal = false;     ///< ends after the first chains where none of them got inside the bounds
  bool until_stopped = false;  ///< breeds on until the stop or the end of the time
};
/// Deepens an attempt, and tells the observer of each better plan.
void work_on(SearchRun& run, Attempt& attempt, const Portion& portion);

/// A watch for one task that tells nobody, with the run's threads and stop.
[[nodiscard]] Watch quiet_watch(const SearchRun& run);
/// Notes a plan of a task where it is the best so far, and tells the observer. `draws`: of this attempt so
/// far; `share_done`: 0..1 of the whole search.
void note_best(SearchRun& run, const SearchTask& task, const Found& found, const char* phase,
               std::uint64_t draws, double share_done);

}  // namespace placewright::boundaries::engine
