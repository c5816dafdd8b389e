#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "boundaries/engine/settings.h"
#include "boundaries/question/infeasible.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

/// The engine's door: problems in, plans out. Knows no place and no file; never prints.
namespace placewright::boundaries {

struct SearchOptions {
  std::uint64_t seed = 1;
  Effort effort = Effort::normal;
  double effort_share = 1;            ///< of the steps that the effort is worth
  std::optional<double> cpu_seconds;  ///< per thread; stops by the clock and promises only a legal plan
  unsigned threads = 1;               ///< changes nothing but speed
  bool best_effort = false;  ///< where no legal plan exists: least people outside bounds, then fewest out
  Labels start;              ///< empty: from nothing
  std::vector<std::uint8_t>
      fixed;  ///< per area of start: 1 = keeps its label, nothing joins that neighbourhood; empty: none
  bool keep_others = false;  ///< also give the other legal plans that were kept side by side
  bool search_counts =
      true;  ///< without a count: try every feasible one, or a choice of them where there are many
  /// Legal plans to breed from instead of starting from nothing; of those with the number of neighbourhoods
  /// of the best. Not used with fixed labels or a change limit, nor where none of them fits the problem, nor,
  /// where bounds are hard, with a start.
  std::vector<Labels> breed_from;
  Settings settings;
};

enum class Status {
  found,
  infeasible,
  stopped
};  // stopped: the best legal plan so far is there, or labels is empty

/// A number of neighbourhoods that was tried.
struct CountResult {
  std::uint32_t count = 0;
  bool feasible = false;  ///< a legal plan was found
  double total = 0;       ///< best total found at this count
  bool is_met = false;    ///< a plan was found, legal or not; `total` is its
};

/// A part of the place that is divided by itself (a held boundary, or a connected piece of one), with a
/// number of neighbourhoods that was tried there while the others stayed as they are.
struct RegionResult {
  std::string name;
  std::uint32_t first_area = 0;  ///< row of the problem
  std::uint32_t count = 0;
  bool feasible = false, chosen = false;
  double total = 0;  ///< of the whole plan
};

/// What the search did, for --json and the bench.
struct Trace {
  struct At {
    double cpu_seconds;
    std::uint64_t steps;
    double total;
    std::string phase;
  };
  std::vector<At> best;                                     ///< each improvement of the best plan
  std::map<std::string, std::uint64_t> proposed, accepted;  ///< by kind of move
  std::map<std::string, double> gain_by_phase;
};

struct SearchResult {
  Status status = Status::found;
  Labels labels;     ///< ids not yet ordered; see order_labels
  double total = 0;  ///< as score() says it
  struct Other {
    double total = 0;
    Labels labels;
  };
  std::vector<Other>
      others;  ///< with keep_others: legal plans unlike one another, of any count tried, best first
  std::vector<CountResult> counts;  ///< table of best total by count, of the counts that were tried
  /// Where no count was asked for: the counts that people and bounds leave possible, all between included.
  /// Where they are more than the table has, not all were tried.
  std::uint32_t least_count = 0, most_count = 0;
  /// Best total by region and count, where several regions could share the neighbourhoods out otherwise; else
  /// empty.
  std::vector<RegionResult> regions;
  bool proved = false;  ///< no legal plan has a lower total: all legal neighbourhoods were listed
  std::optional<Infeasible> infeasible;
  Trace trace;
};

struct Progress {
  double fraction = 0;  ///< 0..1
  double best_total = 0;
  std::string phase;
};

/// Called from the searching threads' owner at fixed step counts; returning is all it may do.
struct Observer {
  std::function<void(const Progress&)> progress;
  std::function<void(const Labels&, double total)> better;  ///< a new best legal plan
  const std::atomic<bool>* stop = nullptr;                  ///< set to end with the best so far
};

[[nodiscard]] SearchResult search(const Problem& problem, const SearchOptions& options,
                                  const Observer& observer = {});

/// "9 of the 75 numbers of neighbourhoods that the bounds leave possible (110 to 184) were tried: ...", or ""
/// where all were tried or a number was asked for.
[[nodiscard]] std::string tried_counts_text(const SearchResult& found);

/// Labels renumbered from north-west to south-east by the people-weighted centre of each neighbourhood.
[[nodiscard]] Labels order_labels(const Problem& problem, const Labels& labels);

}  // namespace placewright::boundaries
