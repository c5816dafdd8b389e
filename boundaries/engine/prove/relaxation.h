#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "boundaries/engine/prove/integer_program.h"
#include "boundaries/engine/prove/set_partition.h"

namespace placewright::boundaries::engine {

/// The linear relaxation of a set partition, by column generation over its whole list and by subset-row cuts.
struct Relaxation {
  enum class Status { solved, infeasible, stopped };
  Status status = Status::stopped;
  Prices prices;
  std::vector<double> reduced_cost;  ///< of every column
};

/// `known`: cost of an answer in hand (infinite: none); the search for cuts ends when the bound reaches it.
/// `first_columns` start the program. Ends when the work is over: with the bound of the last round, if there
/// was one.
[[nodiscard]] Relaxation solve_relaxation(const SetPartition& problem,
                                          const std::vector<std::size_t>& first_columns, double known,
                                          WorkLeft& work, const Settings& settings);

/// How often a cut counts in a column: 1 where the column holds two or more of its rows.
[[nodiscard]] bool counts_in(const std::array<std::uint32_t, 3>& cut, std::span<const std::uint32_t> rows);

}  // namespace placewright::boundaries::engine
