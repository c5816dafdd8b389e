#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "boundaries/engine/search.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

/// How far from the best possible a plan can be, where that can be said.
namespace placewright::boundaries {

/// What a proof may do, counted, so that it says the same on every machine.
struct ProofOptions {
  std::size_t most_neighbourhoods = Settings{}.proof_neighbourhoods;  ///< legal ones that are listed at most
  std::uint64_t pivots =
      Settings{}.proof_pivots;  ///< of the simplex method, for each number of neighbourhoods at most
  std::uint64_t nodes =
      Settings{}.proof_nodes;  ///< of the branch and bound, over all numbers of neighbourhoods
  std::uint64_t integer_pivots =
      Settings{}.proof_integer_pivots;  ///< of the simplex method inside the branch and bound, likewise
  std::uint64_t access_work =
      Settings{}.access_work;         ///< pairs of service and area that the access bound looks at
  bool lists_only = false;            ///< says nothing where the legal neighbourhoods are too many to list
  bool is_bare = false;               ///< integer programs without the solver's own cuts and heuristics
  std::optional<double> cpu_seconds;  ///< ends by the clock as well
  const std::atomic<bool>* stop = nullptr;  ///< set to end with what is proved so far
  Settings settings;  ///< of the methods, and of searches for a better plan; not these limits
};
/// What an effort is worth, of the limits that settings give to a proof.
[[nodiscard]] ProofOptions proof_budget(Effort effort, const Settings& settings = {});
/// What a search spends on an exact answer before it begins: the list of all legal neighbourhoods, where it
/// is short.
[[nodiscard]] ProofOptions first_look_budget(Effort effort, const Settings& settings = {});

struct Proof {
  enum class Verdict {
    optimal,     ///< no legal plan has a lower total than `labels`
    bounded,     ///< none is lower than `bound`
    infeasible,  ///< there is no legal plan
    no_useful_bound
  };
  Verdict verdict = Verdict::no_useful_bound;
  Labels labels;     ///< the best legal plan known: the one given, or a better one; empty where there is none
  double total = 0;  ///< of labels, as score() says it
  double bound = 0;  ///< no legal plan has a lower total
  double gap = 0;    ///< (total - bound) / total; in `unit` where one criterion alone is judged: (value -
                     ///< value_bound) / value
  /// Where one criterion alone has weight: its natural unit ("SSW", "metres", "minutes", "metres of
  /// barrier").
  std::string unit;
  double value = 0,
         value_bound = 0;  ///< in that unit; for a criterion that is maximised value_bound is an upper bound
  std::string method;      ///< "enumeration", "access relaxation", "sums", "none"
  std::string words;       ///< what was proved, in a sentence or two, or why nothing could be
  std::uint64_t legal_neighbourhoods = 0;  ///< listed; 0 where the list would be too long
  std::string certificate;  ///< JSON that a program without this code can verify; empty where there is none
};

/// Proves what it can about the problem. `labels`: a plan in hand, or empty; an illegal one is not used.
/// Methods: every legal neighbourhood listed and the cheapest set of them that covers the place once
/// (criteria that are sums over neighbourhoods); for access alone with hard bounds, the assignment of areas
/// to hubs without the rule of one piece. Rules about change and wishes, which are no sums, are left out of
/// bounds (a bound stays one).
[[nodiscard]] Proof prove(const Problem& problem, const Labels& labels, const ProofOptions& options = {});

}  // namespace placewright::boundaries
