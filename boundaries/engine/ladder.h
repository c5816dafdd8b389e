#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "boundaries/engine/anneal.h"
#include "boundaries/engine/instance.h"

namespace placewright::boundaries::engine {

/// A plan of the free atoms, judged.
struct Found {
  Parts plan;            ///< empty: none
  double total = 0;
  std::int64_t outside = 0;  ///< broken_people() of the plan; 0: legal
  MoveCounts counts;
  [[nodiscard]] bool better_than(const Found& other) const {
    if (plan.empty() || other.plan.empty()) return !plan.empty() && other.plan.empty();
    return outside != other.outside ? outside < other.outside : total < other.total;
  }
};

/// One search at a given number of neighbourhoods in each region.
struct Question {
  const Instance* instance = nullptr;
  const Grouping* regions = nullptr;
  std::vector<std::uint32_t> count_of_region;
  Parts start;          ///< empty: from nothing
  std::uint64_t seed = 1;
  [[nodiscard]] std::uint32_t parts() const;
};

/// A start inside the bounds, if bisection and repair find one; else the plan of least people outside them.
[[nodiscard]] Found find_start(const Question& question, std::uint64_t stream, const Stop& stop);

/// One annealing chain from its own start.
[[nodiscard]] Found run_chain(const Question& question, std::uint64_t stream, std::uint64_t steps, const Stop& stop);

/// Runs job(0) .. job(count-1) on so many threads; which thread runs which job changes nothing.
void run_jobs(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& job);

}  // namespace placewright::boundaries::engine
