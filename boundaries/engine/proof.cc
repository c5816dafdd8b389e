#include "boundaries/engine/proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "boundaries/engine/prove/access_bound.h"
#include "boundaries/engine/prove/certificate.h"
#include "boundaries/engine/prove/enumerate.h"
#include "boundaries/engine/prove/neighbourhood_cost.h"
#include "boundaries/engine/prove/set_partition.h"
#include "boundaries/engine/search.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/feasibility.h"
#include "boundaries/question/rules.h"

namespace placewright::boundaries {
namespace {

using engine::CostTerms;
using engine::Enumeration;
using engine::SetPartition;
using engine::SetPartitionResult;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t kSeedOfProof = 2;

bool is_legal(const Problem& problem, const Labels& labels) {
  const auto broken = find_broken_rules(problem, labels);
  return std::none_of(broken.begin(), broken.end(),
                      [](const auto& each) { return each.severity == geo::Severity::error; });
}

/// The criterion that alone has weight, or nothing.
const CriterionScore* find_only_criterion(const Score& score) {
  const CriterionScore* only = nullptr;
  for (const auto& criterion : score.criteria) {
    if (!(criterion.weight > 0)) continue;
    if (only) return nullptr;
    only = &criterion;
  }
  return only;
}

/// Total and bound in the natural unit of the one criterion that counts, where there is one.
void tell_in_unit(const Problem& problem, Proof& proof) {
  proof.gap = proof.total > 0 ? std::max(0.0, proof.total - proof.bound) / proof.total : 0;
  const auto judged = score(problem, proof.labels);
  const auto* only = find_only_criterion(judged);
  if (!only) return;
  const auto& row = row_of(only->criterion);
  if (!row.is_sum || (only->criterion == Criterion::access && problem.access.size() > 1)) return;
  const auto of = [&](std::string_view name) {
    return name.empty() ? 0.0 : only->ingredients.at(std::string(name));
  };
  const bool spread = only->criterion == Criterion::deprivation && problem.deprivation->aim == Aim::spread;
  const double per_loss = (of(row.whole) - of(row.least)) * (spread ? -1 : 1);
  proof.unit = row.figures.front().unit;
  proof.value = of(row.figures.front().ingredient);
  proof.value_bound = proof.value - (proof.total - proof.bound) * per_loss;
  proof.gap = proof.value != 0 ? std::abs((proof.value - proof.value_bound) / proof.value) : 0;
}

/// The legal neighbourhoods as columns of a set partition, and the plan that a choice of columns is.
class Listing {
 public:
  Listing(const Problem& problem, Enumeration enumeration)
      : problem_(problem), enumeration_(std::move(enumeration)) {
    const auto& pool = enumeration_.pool;
    partition_.rows = static_cast<std::uint32_t>(pool.unit_areas.size());
    partition_.first = pool.first;
    partition_.row = pool.unit;
    partition_.cost.assign(pool.size(), 0);
  }
  [[nodiscard]] const engine::NeighbourhoodPool& pool() const { return enumeration_.pool; }
  [[nodiscard]] const SetPartition& partition() const { return partition_; }

  /// Costs of all columns; false where a stop was asked for before they were worked out.
  [[nodiscard]] bool set_costs(const CostTerms& terms, std::optional<std::uint32_t> count,
                               const engine::Stop& stop) {
    constexpr std::size_t kBetweenLooks = 256;
    engine::NeighbourhoodCost cost(problem_, terms);
    for (std::size_t row = 0; row < pool().size(); ++row) {
      if (row % kBetweenLooks == 0 && stop.asked()) return false;
      partition_.cost[row] = cost(pool().areas_of(row));
    }
    base_ = terms.constant;
    for (const auto& areas : pool().locked) base_ += cost(areas);
    partition_.count.reset();
    if (count) partition_.count = *count - static_cast<std::uint32_t>(pool().locked.size());
    return true;
  }
  /// What is added to the cost of the columns: constants, and neighbourhoods that locks make up.
  [[nodiscard]] double base() const { return base_; }

  [[nodiscard]] Labels label(const std::vector<std::size_t>& columns) const {
    Labels labels(problem_.size(), kUnassigned);
    std::int32_t next = 0;
    for (const auto column : columns) {
      for (const auto area : pool().areas_of(column)) labels[area] = next;
      ++next;
    }
    for (const auto& areas : pool().locked) {
      for (const auto area : areas) labels[area] = next;
      ++next;
    }
    return labels;
  }

  /// The columns that a legal plan consists of.
  [[nodiscard]] std::vector<std::size_t> find_columns(const Labels& labels) const {
    std::map<std::vector<std::uint32_t>, std::size_t> wanted;  // units of a neighbourhood
    std::map<std::int32_t, std::vector<std::uint32_t>> units;
    for (std::uint32_t unit = 0; unit < pool().unit_areas.size(); ++unit)
      units[labels[pool().unit_areas[unit].front()]].push_back(unit);
    for (const auto& [label, of] : units) wanted.emplace(of, 0);
    std::vector<std::size_t> columns;
    for (std::size_t row = 0; row < pool().size(); ++row) {
      const auto of = pool().units_of(row);
      if (wanted.contains(std::vector<std::uint32_t>(of.begin(), of.end()))) columns.push_back(row);
    }
    if (columns.size() != wanted.size()) columns.clear();
    return columns;
  }

 private:
  const Problem& problem_;
  Enumeration enumeration_;
  SetPartition partition_;
  double base_ = 0;
};

/// Lowest total that the population criterion leaves possible, and terms that stay below it: the spread is a
/// root of a sum of squares, and a root lies above its chord.
struct PeopleChord {
  double constant = 0, slope = 0;
};

PeopleChord find_people_chord(double share, double target, double count, double low, double high) {
  const auto loss = [&](double squares) {
    return share * std::sqrt(std::max(0.0, squares) / count) / target;
  };
  if (!(high > low)) high = low + 1;
  const double slope = (loss(high) - loss(low)) / (high - low);
  return {loss(low) - slope * low, slope};
}

struct Outcome {
  bool solved = false;
  bool infeasible = false;
  double bound = -kInfinity;
};

class Prover {
 public:
  Prover(const Problem& problem, const ProofOptions& options) : problem_(problem), options_(options) {
    stop_.flag = options.stop;
    if (options.cpu_seconds) stop_.cpu_deadline = engine::thread_cpu_seconds() + *options.cpu_seconds;
  }

  Proof prove(const Labels& labels) {
    const auto feasibility = check_feasibility(problem_);
    if (feasibility.infeasible) {
      proof_.verdict = Proof::Verdict::infeasible;
      proof_.method = "sums";
      for (const auto& reason : feasibility.infeasible->reasons)
        proof_.words += (proof_.words.empty() ? "" : "; ") + reason;
      return proof_;
    }
    if (labels.size() == problem_.size() && is_legal(problem_, labels)) offer(labels);
    if (feasibility.territories.empty() && !proof_.labels.empty()) {
      proof_.verdict = Proof::Verdict::optimal;
      proof_.method = "sums";
      proof_.words = "everything is locked: it is the only plan";
      proof_.bound = proof_.total;
      tell_in_unit(problem_, proof_);
      return proof_;
    }
    terms_ = engine::find_cost_terms(problem_);
    auto enumeration = engine::enumerate_neighbourhoods(
        problem_, {options_.most_neighbourhoods,
                   options_.settings.proof_sets_per_neighbourhood * options_.most_neighbourhoods, stop_});
    if (!enumeration.complete) {
      if (stop_.asked()) return say_stopped();
      if (options_.lists_only) return say_too_long();
      const bool access =
          std::any_of(terms_.access.begin(), terms_.access.end(), [](double each) { return each > 0; });
      const bool is_far = std::any_of(problem_.access.begin(), problem_.access.end(),
                                      [](const auto& data) { return data.far != nullptr; });
      if (access && !is_far && problem_.population.hard && !proof_.labels.empty()) {
        proof_.method = "access relaxation";
        conclude({false, false, bound_by_access(feasibility)});
        return proof_;
      }
      say_too_long();
      if (access && is_far) proof_.words += ", and too many sites for a bound on access";
      return proof_;
    }
    proof_.method = "enumeration";
    proof_.legal_neighbourhoods = enumeration.pool.size();
    Listing listing(problem_, std::move(enumeration));
    const bool people = std::find(terms_.others.begin(), terms_.others.end(),
                                  name_of(Criterion::population)) != terms_.others.end();
    const auto outcome =
        people && problem_.population.hard ? bound_with_people(listing, feasibility) : bound_sums(listing);
    conclude(outcome);
    return proof_;
  }

 private:
  /// Nothing is proved yet.
  const Proof& say_stopped() {
    proof_.method = "none";
    proof_.words = "no useful bound: the proof was stopped before it said anything";
    return proof_;
  }

  const Proof& say_too_long() {
    proof_.method = "none";
    proof_.words = fmt::format(
        "no useful bound: the place has more legal neighbourhoods than can be listed (more than {})",
        write_people(static_cast<double>(options_.most_neighbourhoods)));
    return proof_;
  }

  void offer(const Labels& labels) {
    const double total = score(problem_, labels).total;
    if (!proof_.labels.empty() && !(total < proof_.total)) return;
    proof_.labels = labels;
    proof_.total = total;
  }

  /// Access alone is bounded; every other criterion could at best cost nothing.
  double bound_by_access(const Feasibility& feasibility) {
    const auto judged = score(problem_, proof_.labels);
    double bound = terms_.constant;
    if (terms_.deprivation < 0)  // spread: at best all of the variation lies within neighbourhoods
      for (const auto& criterion : judged.criteria)
        if (criterion.criterion == Criterion::deprivation)
          bound += terms_.deprivation * criterion.ingredients.at("sst");
    for (std::size_t kind = 0; kind < terms_.access.size(); ++kind) {
      if (!(terms_.access[kind] > 0)) continue;
      auto alone = CostTerms{};
      alone.access.assign(terms_.access.size(), 0);
      alone.access[kind] = 1;
      const auto measure = [&] { return sum_costs(alone); };
      if (counts_alone(kind)) better_at_its_count();
      engine::AccessBoundOptions options;
      options.known = measure();
      options.work = options_.access_work;
      options.rounds = options_.settings.access_rounds;
      options.wanted_gap = options_.settings.access_gap;
      options.settings = options_.settings;
      options.stop = stop_;
      if (counts_alone(kind))  // then a plan with fewer minutes is a better plan
        options.try_division = [&](const Labels& division) {
          better_by_search(division);
          return measure();
        };
      auto bounded = engine::bound_access(problem_, feasibility, problem_.access[kind], options);
      bound += terms_.access[kind] * bounded.person_minutes;
      if (counts_alone(kind)) proof_.certificate = std::move(bounded.certificate);
    }
    return bound;
  }

  /// Cost of the plan in hand.
  [[nodiscard]] double sum_costs(const CostTerms& terms) const {
    engine::NeighbourhoodCost cost(problem_, terms);
    std::map<std::int32_t, std::vector<std::uint32_t>> members;
    for (std::uint32_t area = 0; area < problem_.size(); ++area) members[proof_.labels[area]].push_back(area);
    double sum = 0;
    for (const auto& [label, areas] : members) sum += cost(areas);
    return sum;
  }

  [[nodiscard]] bool counts_alone(std::size_t kind) const {
    auto others = terms_;
    others.access[kind] = 0;
    return others.others.empty() && others.deprivation == 0 && !(others.border > 0) &&
           !(others.barrier > 0) &&
           std::none_of(others.access.begin(), others.access.end(), [](double each) { return each > 0; });
  }

  /// Another search at the number of neighbourhoods that the plan in hand has: a gap has two sides.
  void better_at_its_count() {
    if (stop_.asked()) return;
    auto problem = problem_;
    if (!problem.count) {
      auto labels = proof_.labels;
      std::sort(labels.begin(), labels.end());
      problem.count = static_cast<std::uint32_t>(std::unique(labels.begin(), labels.end()) - labels.begin());
    }
    SearchOptions options;
    options.seed = kSeedOfProof;
    options.settings = options_.settings;
    options.effort =
        options_.access_work < options_.settings.access_work_for_normal ? Effort::quick : Effort::normal;
    Observer quiet;
    quiet.stop = options_.stop;
    const auto found = search(problem, options, quiet);
    if (!found.labels.empty() && is_legal(problem_, found.labels)) offer(found.labels);
  }

  /// A short search from a division that is not legal yet.
  void better_by_search(const Labels& division) {
    if (stop_.asked()) return;
    auto problem = problem_;
    auto labels = division;
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    problem.count = static_cast<std::uint32_t>(labels.size());
    SearchOptions options;
    options.settings = options_.settings;
    options.effort = Effort::quick;
    options.start = division;
    Observer quiet;
    quiet.stop = options_.stop;
    const auto found = search(problem, options, quiet);
    if (!found.labels.empty() && is_legal(problem_, found.labels)) offer(found.labels);
  }

  Outcome solve(Listing& listing) {
    const auto known = proof_.labels.empty() ||
                               (listing.partition().count && !has_count(*listing.partition().count, listing))
                           ? std::vector<std::size_t>()
                           : listing.find_columns(proof_.labels);
    engine::SetPartitionLimits limits;
    limits.settings = options_.settings;
    limits.pivots = options_.pivots;
    limits.nodes = options_.nodes - std::min(options_.nodes, nodes_);
    limits.integer_pivots = options_.integer_pivots - std::min(options_.integer_pivots, integer_pivots_);
    limits.is_bare = options_.is_bare;
    limits.stop = stop_;
    last_ = engine::solve_set_partition(listing.partition(), known, limits);
    nodes_ += last_.nodes;
    integer_pivots_ += last_.integer_pivots;
    Outcome outcome;
    outcome.infeasible = last_.status == SetPartitionResult::Status::infeasible;
    outcome.solved = last_.status == SetPartitionResult::Status::optimal;
    outcome.bound = last_.bound + listing.base();
    if (!last_.chosen.empty()) {
      auto labels = listing.label(last_.chosen);
      if (is_legal(problem_, labels)) offer(labels);
    }
    return outcome;
  }
  [[nodiscard]] bool has_count(std::uint32_t count, const Listing& listing) const {
    std::int32_t most = -1;
    auto sorted = proof_.labels;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    most = static_cast<std::int32_t>(sorted.size());
    return most == static_cast<std::int32_t>(count + listing.pool().locked.size());
  }

  Outcome bound_sums(Listing& listing) {
    if (!listing.set_costs(terms_, problem_.count, stop_)) return {};
    auto outcome = solve(listing);
    if (outcome.solved && terms_.others.empty())
      proof_.certificate = engine::write_certificate(problem_, terms_, listing.pool(), listing.partition(),
                                                     last_, listing.base());
    return outcome;
  }

  /// Count by count: the other terms exactly, the spread by a chord below it (exactly where nothing else
  /// counts).
  Outcome bound_with_people(Listing& listing, const Feasibility& feasibility) {
    const auto any = score(problem_, Labels(problem_.size(), 0));
    double weight = 0, share = 0, target = 1, people = 0;
    for (const auto& criterion : any.criteria) weight += criterion.weight;
    for (const auto& criterion : any.criteria)
      if (criterion.criterion == Criterion::population)
        share = criterion.weight / weight, target = criterion.ingredients.at("target");
    for (const double each : problem_.people) people += each;
    const bool alone =
        terms_.others.size() == 1 && terms_.deprivation == 0 && !(terms_.border > 0) &&
        !(terms_.barrier > 0) &&
        std::none_of(terms_.access.begin(), terms_.access.end(), [](double each) { return each > 0; });
    Outcome all{true, true, kInfinity};
    for (auto count = problem_.count.value_or(feasibility.least);
         count <= problem_.count.value_or(feasibility.most); ++count) {
      const double low = count * (people / count - target) * (people / count - target);
      const double widest = std::max(target - problem_.population.min, problem_.population.max - target);
      double high = count * widest * widest;
      if (!proof_.labels.empty())  // a plan with more spread than the whole total in hand is no better
        high = std::min(high, std::pow(proof_.total * target / share, 2) * count);
      auto chord = find_people_chord(share, target, count, low, high);
      if (alone) chord = {0, 1};
      auto terms = terms_;
      terms.people_squares = chord.slope;
      terms.target = target;
      terms.constant += chord.constant;
      if (!listing.set_costs(terms, count, stop_)) return {};
      auto outcome = solve(listing);
      if (outcome.infeasible) continue;
      if (alone)
        outcome.bound = share * std::sqrt(std::max(0.0, outcome.bound - terms_.constant) / count) / target +
                        terms_.constant;
      all.infeasible = false;
      all.solved = all.solved && outcome.solved;
      all.bound = std::min(all.bound, outcome.bound);
    }
    return all;
  }

  void conclude(const Outcome& outcome) {
    if (outcome.infeasible) {
      proof_.verdict = Proof::Verdict::infeasible;
      proof_.words = fmt::format(
          "no plan meets the rules: {} neighbourhoods keep them one by one, and no set of these covers the "
          "place once",
          write_people(static_cast<double>(proof_.legal_neighbourhoods)));
      return;
    }
    proof_.bound = std::min(outcome.bound, terms_.access_ceiling);
    if (proof_.labels.empty()) {
      proof_.words = "no legal plan is known yet";
      if (std::isfinite(proof_.bound)) proof_.verdict = Proof::Verdict::bounded;
      return;
    }
    proof_.bound = std::min(proof_.bound, proof_.total);
    tell_in_unit(problem_, proof_);
    const bool closed = outcome.solved && proof_.total - proof_.bound <= 1e-9 * (1 + std::abs(proof_.total));
    const auto figures = proof_.unit.empty() ? fmt::format("total {:.6f}", proof_.total)
                                             : fmt::format("{:.6f} {}", proof_.value, proof_.unit);
    if (closed) {
      proof_.verdict = Proof::Verdict::optimal;
      proof_.words = fmt::format(
          "{} is the best possible: all {} legal neighbourhoods were listed and no set of them does better",
          figures, write_people(static_cast<double>(proof_.legal_neighbourhoods)));
    } else if (proof_.bound >= options_.settings.useful_bound * proof_.total) {
      proof_.verdict = Proof::Verdict::bounded;
      proof_.words = fmt::format("{}: at most {:.2f} % above the best possible", figures, 100 * proof_.gap);
      if (proof_.method != "access relaxation") proof_.certificate.clear();
    } else {
      proof_.verdict = Proof::Verdict::no_useful_bound;
      proof_.words = "no useful bound: ";
      if (proof_.method == "access relaxation") {
        proof_.words +=
            stop_.asked()
                ? "the proof was stopped"
                : "beside access, what counts cannot be bounded in a place of so many legal neighbourhoods";
        proof_.certificate.clear();
        return;
      }
      for (const auto& other : terms_.others)
        proof_.words += (&other == &terms_.others.front() ? "" : ", ") + other;
      if (terms_.others.empty())
        proof_.words += stop_.asked() ? "the proof was stopped" : "the steps of this effort were too few";
      else
        proof_.words += " cannot be bounded well enough";
      proof_.certificate.clear();
    }
  }

  const Problem& problem_;
  const ProofOptions& options_;
  engine::Stop stop_;
  std::uint64_t nodes_ = 0, integer_pivots_ = 0;  ///< used
  CostTerms terms_;
  SetPartitionResult last_;
  Proof proof_;
};

}  // namespace

ProofOptions proof_budget(Effort effort, const Settings& settings) {
  ProofOptions options;
  options.settings = settings;
  options.most_neighbourhoods = settings.proof_neighbourhoods;
  options.pivots = settings.proof_pivots;
  options.nodes = settings.proof_nodes;
  options.integer_pivots = settings.proof_integer_pivots;
  options.access_work = settings.access_work;
  switch (effort) {
    case Effort::quick:
      options.most_neighbourhoods /= 10;
      options.pivots /= 4;
      options.nodes /= 20;
      options.integer_pivots /= 50;
      options.access_work /= 40;
      break;
    case Effort::normal:
      options.nodes /= 4;
      options.integer_pivots /= 10;
      break;
    case Effort::thorough:
      options.access_work *= 5;
      break;
  }
  return options;
}

ProofOptions first_look_budget(Effort effort, const Settings& settings) {
  double share = 1;
  if (effort == Effort::quick) share = settings.first_exact_quick;
  if (effort == Effort::thorough) share = settings.first_exact_thorough;
  const auto part = [&](std::uint64_t of_normal) {
    return static_cast<std::uint64_t>(share * static_cast<double>(of_normal));
  };
  ProofOptions options;
  options.settings = settings;
  options.lists_only = options.is_bare = true;
  options.most_neighbourhoods = part(settings.first_exact_neighbourhoods);
  options.pivots = part(settings.first_exact_pivots);
  options.nodes = part(settings.first_exact_nodes);
  options.integer_pivots = part(settings.first_exact_integer_pivots);
  return options;
}

Proof prove(const Problem& problem, const Labels& labels, const ProofOptions& options) {
  return Prover(problem, options).prove(labels);
}

}  // namespace placewright::boundaries
