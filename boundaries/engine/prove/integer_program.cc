#include "boundaries/engine/prove/integer_program.h"

#include <algorithm>
#include <coin/CbcEventHandler.hpp>
#include <coin/CbcModel.hpp>
#include <coin/CbcSolver.hpp>
#include <coin/ClpEventHandler.hpp>
#include <coin/ClpSimplex.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <iterator>
#include <limits>

namespace placewright::boundaries::engine {
namespace {

constexpr std::uint64_t kIterationsBetweenLooks =
    16;  // at the stop: a look at a clock costs as much as a small iteration

/// Copied into every linear program that the solver makes of one; all copies count in the same place.
class LinearWatch : public ClpEventHandler {
 public:
  explicit LinearWatch(WorkLeft& work) : work_(&work) {}
  int event(Event which) override {
    if (which == endOfIteration) work_->count_iteration();
    return work_->is_over() ? 0 : -1;
  }
  ClpEventHandler* clone() const override { return new LinearWatch(*this); }

 private:
  WorkLeft* work_;
};

class IntegerWatch : public CbcEventHandler {
 public:
  explicit IntegerWatch(WorkLeft& work) : work_(&work) {}
  CbcAction event(CbcEvent) override { return work_->is_over() ? stop : noAction; }
  CbcAction event(CbcEvent which, void*) override { return event(which); }
  CbcEventHandler* clone() const override { return new IntegerWatch(*this); }

 private:
  WorkLeft* work_;
};

void load(const IntegerProgram& program, OsiSolverInterface& linear) {
  const auto columns = static_cast<int>(program.cost.size());
  const std::vector<double> ones(program.value.empty() ? program.row.size() : 0, 1),
      low(program.cost.size(), 0), high(program.cost.size(), 1);
  linear.loadProblem(columns, static_cast<int>(program.below.size()), program.start.data(),
                     program.row.data(), program.value.empty() ? ones.data() : program.value.data(),
                     low.data(), high.data(), program.cost.data(), program.below.data(),
                     program.above.data());
  for (int column = 0; column < columns; ++column)
    if (program.is_continuous.empty() || program.is_continuous[static_cast<std::size_t>(column)] == 0)
      linear.setInteger(column);
}

}  // namespace

void WorkLeft::count_iteration() {
  if (++done_ % kIterationsBetweenLooks == 0 && stop_.asked()) is_over_ = true;
}

void watch_work(ClpSimplex& program, WorkLeft& work) {
  const LinearWatch watch(work);
  program.passInEventHandler(&watch);
}

IntegerAnswer solve_integer_program(const IntegerProgram& program, double cutoff, std::uint64_t nodes,
                                    WorkLeft& work) {
  const auto columns = static_cast<int>(program.cost.size());
  const OsiClpSolverInterface empty;
  CbcModel model(empty);
  CbcSolverUsefulData settings;
  CbcMain0(model, settings);
  settings.useSignalHandler_ = false;
  settings.noPrinting_ = false;  // true would have it print a banner
  model.setLogLevel(0);
  auto& linear = *model.solver();
  load(program, linear);
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
  model.setMaximumNodes(static_cast<int>(std::min(nodes, kMost)));
  if (cutoff < std::numeric_limits<double>::infinity()) model.setCutoff(cutoff);
  IntegerWatch watch(work);
  model.passInEventHandler(&watch);
  if (auto* clp = dynamic_cast<OsiClpSolverInterface*>(&linear)) watch_work(*clp->getModelPtr(), work);
  const char* words[] = {"placewright", "-solve", "-quit"};
  const char* bare_words[] = {"placewright", "-cuts", "off", "-heur", "off", "-solve", "-quit"};
  if (program.is_bare)
    CbcMain1(static_cast<int>(std::size(bare_words)), bare_words, model, nullptr, settings);
  else
    CbcMain1(static_cast<int>(std::size(words)), words, model, nullptr, settings);

  IntegerAnswer answer;
  answer.nodes = static_cast<std::uint64_t>(std::max(0, model.getNodeCount()));
  // A program that was cut short may take a node that it did not finish for one without an answer.
  if (!work.is_over() && model.isProvenInfeasible()) answer.status = IntegerAnswer::Status::infeasible;
  if (!work.is_over() && model.isProvenOptimal()) answer.status = IntegerAnswer::Status::optimal;
  if (!work.is_over() && answer.status != IntegerAnswer::Status::infeasible)
    answer.bound = model.getBestPossibleObjValue();
  if (const double* best = model.bestSolution())
    for (int column = 0; column < columns; ++column) answer.is_chosen.push_back(best[column] > 0.5);
  return answer;
}

}  // namespace placewright::boundaries::engine
