#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "boundaries/engine/moves/anneal.h"
#include "boundaries/engine/moves/instance.h"
#include "boundaries/engine/settings.h"

namespace placewright::boundaries::engine {

/// A plan of the free atoms, judged.
struct Found {
  Parts plan;  ///< empty: none
  double total = 0;
  std::int64_t outside = 0;  ///< broken_people() of the plan; 0: legal
  [[nodiscard]] bool better_than(const Found& other) const {
    if (plan.empty() || other.plan.empty()) return !plan.empty() && other.plan.empty();
    return outside != other.outside ? outside < other.outside : total < other.total;
  }
};

/// One search at a given number of neighbourhoods in each region.
struct SearchTask {
  const Instance* instance = nullptr;
  const Grouping* regions = nullptr;
  std::vector<std::uint32_t> count_of_region;
  Parts start;              ///< empty: from nothing
  bool near_start = false;  ///< plans must be reached from the start step by step (a change limit)
  bool never_legal =
      false;  ///< best effort, and some region has no number of neighbourhoods that keeps the bounds
  std::uint64_t seed = 1;
  Settings settings;
  [[nodiscard]] std::uint32_t parts() const;
};

/// How much a search may do. Counted in draws of the chains, so that the same budget gives the same plan; or
/// until a stop.
struct Budget {
  std::uint64_t draws = 0;     ///< over all chains
  std::uint32_t plans = 8;     ///< kept side by side
  bool need_legal = false;     ///< ends after the first chains where none of them got inside the bounds
  bool until_stopped = false;  ///< breeds on after the draws are used up, until the stop is asked for
  std::uint32_t starts = 4;    ///< tries of a chain to get inside the bounds; a try that repairs has its own
                               ///< draws, which shorten the breeding
};
/// A budget of so many draws with the number of plans that suits it.
[[nodiscard]] Budget make_budget(std::uint64_t draws, std::uint32_t atoms, const Settings& settings = {});

/// Draws that cost about as much as one draw of a single additive criterion: how heavy this instance's
/// criteria are.
[[nodiscard]] double cost_of_draw(const Instance& instance, const Settings& settings = {});

/// What happened, in order; called from the thread that called search.
struct Watch {
  std::function<void(const Found& best, const char* phase, std::uint64_t draws, double share_done)> report;
  unsigned threads = 1;
  Stop stop;               ///< flag only counts for all threads; the deadline is each thread's own CPU clock
  double cpu_seconds = 0;  ///< a thread may use, from the call on; 0: no limit
};

/// Pool of plans, best first, and counters; hand it back to continue.
struct SearchState {
  std::vector<Found> plans;  ///< best first, all different
  MoveCounts counts;
  double scale = 0;  ///< mean absolute change of the total at a random start
};

/// Chains from many starts, then breeding: two plans are laid over one another, what they agree on becomes
/// one atom, the coarse map is annealed, then the fine one. With `kept` the search goes on from an earlier
/// state of the same task.
[[nodiscard]] SearchState find_plans(const SearchTask& task, const Budget& budget, const Watch& watch,
                                     SearchState kept = {});

/// Runs job(0) .. job(count-1) on so many threads; which thread runs which job changes nothing.
void run_jobs(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& job);

}  // namespace placewright::boundaries::engine
