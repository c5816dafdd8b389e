#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "boundaries/engine/stop.h"
#include "boundaries/workforce/align/measure.h"

/// Which practices would change PCN so that lists fit the neighbourhoods of a plan.
namespace placewright::boundaries::workforce {

/// Effort, counted in moves, nodes and iterations, never in seconds.
struct AlignLimits {
  std::uint32_t moves = 10;            ///< the curve goes from none to so many practices that move
  std::uint64_t nodes = 20000;         ///< of each integer program
  std::uint64_t iterations = 400'000;  ///< of the simplex method, in each integer program
  std::uint32_t rounds = 40;           ///< of cuts for each point of the curve
  engine::Stop stop = {};
  std::function<void(double, std::string_view)> progress = {};  ///< share done 0..1, what is being done
};

/// The best membership found for one number of moves.
struct AlignPoint {
  Membership membership;
  AlignMeasure measure;
  double bound = 0;     ///< patients: no membership with so many moves aligns more
  bool proved = false;  ///< it aligns as many as the bound says
  bool fewest = false;  ///< of those that align as many none moves fewer patients, proved
  [[nodiscard]] double gap() const { return proved ? 0 : (bound - measure.aligned) / measure.patients; }
};

struct AlignRow {
  std::uint32_t moves = 0;
  AlignPoint any;                      ///< territories may fall into pieces
  AlignPoint whole;                    ///< no PCN's territory has more pieces than one, or than today
  std::uint32_t rounds = 0, cuts = 0;  ///< programs solved and cuts added for `whole`
};

struct Realignment {
  AlignProblem problem;
  AlignMeasure today;
  std::vector<AlignRow> curve;  ///< by moves, from 0; shorter where it was stopped
  bool is_stopped = false;
};

/// Each point of the curve is an integer program: without the rule of pieces as it stands, with it by cuts
/// that are added where an answer breaks it. Same problem and limits, same answer, whatever the machine.
[[nodiscard]] Realignment realign(AlignProblem problem, const AlignLimits& limits);

/// Fewest moves of the curve whose `whole` point aligns at least this share; the last row where none does.
[[nodiscard]] const AlignRow& find_row(const Realignment& realignment, double share);

/// One practice that moves or works across in a membership.
struct AlignChange {
  std::uint32_t practice = 0;
  std::uint32_t from = 0, to = 0;  ///< PCNs; the same for one that works across
  std::int32_t across = -1;        ///< second neighbourhood
  double at_home_before = 0,
         at_home_after = 0;       ///< share of its patients here who live in the home of its PCN
  double gain = 0;                ///< patients fewer aligned if all else is done and this is not
  std::uint32_t pieces = 0;       ///< pieces of all territories more than the rule allows if this is left out
  bool lists_fit_without = true;  ///< all lists stay within bounds if it is left out
};
/// What each change brings and costs, by gain.
[[nodiscard]] std::vector<AlignChange> describe_changes(const AlignProblem& problem,
                                                        const Membership& membership);

}  // namespace placewright::boundaries::workforce
