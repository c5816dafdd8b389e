#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "boundaries/engine/stop.h"

class ClpSimplex;

namespace placewright::boundaries::engine {

/// What a solver may still do: counted in simplex iterations of every linear program it solves, so that an
/// answer is the same on every machine. Also looks at the stop flag, at every iteration.
class WorkLeft {
 public:
  WorkLeft(std::uint64_t iterations, const Stop& stop) : most_(iterations), stop_(stop) {}
  void count_iteration();
  /// Once true, always true.
  [[nodiscard]] bool is_over() const { return is_over_ || done_ >= most_ || (is_over_ = stop_.asked()); }
  [[nodiscard]] std::uint64_t done() const { return done_; }

 private:
  std::uint64_t most_, done_ = 0;
  Stop stop_;
  mutable bool is_over_ = false;
};

/// Has a linear program end as soon as the work is over; its status is then "stopped by an event".
void watch_work(ClpSimplex& program, WorkLeft& work);

/// Choose columns of least cost: each row's chosen columns, times their values in it, add up to between
/// `below` and `above`.
struct IntegerProgram {
  std::vector<int> start{0}, row;           ///< rows of column c: row[start[c]] .. row[start[c+1]]
  std::vector<double> value;                ///< parallel to row; empty: every value is 1
  std::vector<double> cost;                 ///< per column
  std::vector<std::uint8_t> is_continuous;  ///< per column: anything from 0 to 1; empty: every one is 0 or 1
  std::vector<double> below, above;         ///< per row
  bool is_bare = false;  ///< without the solver's own cuts and heuristics, where cuts are in it already
};

struct IntegerAnswer {
  enum class Status { optimal, infeasible, stopped };
  Status status = Status::stopped;
  std::vector<std::uint8_t> is_chosen;                      ///< per column; empty where no answer was found
  double bound = -std::numeric_limits<double>::infinity();  ///< no answer costs less
  std::uint64_t nodes = 0;                                  ///< of the branch and bound
};

/// By CBC, one thread. Ends, as stopped and with the best answer met, when `nodes` or the work are used up or
/// the stop is asked for. `cutoff`: only answers below it are looked for.
[[nodiscard]] IntegerAnswer solve_integer_program(const IntegerProgram& program, double cutoff,
                                                  std::uint64_t nodes, WorkLeft& work);

}  // namespace placewright::boundaries::engine
