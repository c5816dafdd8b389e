#include "boundaries/engine/better.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "boundaries/engine/better_steps.h"
#include "boundaries/engine/better_walk.h"
#include "geo/error.h"
#include "geo/expect.h"
#include "geo/random.h"

namespace placewright::boundaries {
namespace {

using namespace engine;

/// Proposals for each area of the place; at least as many as for a place of better_least_areas.
double proposals_an_area(Effort effort, const Settings& set) {
  switch (effort) {
    case Effort::quick:
      return set.better_quick;
    case Effort::normal:
      return set.better_normal;
    case Effort::thorough:
      return set.better_thorough;
  }
  return set.better_quick;
}

/// Fills gaps: an area joins the neighbouring neighbourhood with which it shares most border, of those whose
/// side of every held boundary it lies on; where it touches none, the one whose area lies nearest.
Labels fill_gaps(const Problem& problem, const Labels& plan, std::vector<std::uint32_t>& filled) {
  Labels labels = plan;
  for (std::uint32_t area = 0; area < labels.size(); ++area)
    if (labels[area] == kUnassigned) filled.push_back(area);
  const auto same_side = [&](std::uint32_t a, std::uint32_t b) {
    return problem.hold_group.empty() || problem.hold_group[a] == problem.hold_group[b];
  };
  std::vector<std::uint32_t> waiting = filled;
  while (!waiting.empty()) {
    std::vector<std::uint32_t> still;
    const Labels before = labels;
    for (const std::uint32_t area : waiting) {
      std::vector<std::pair<std::int32_t, double>> shared;
      const auto others = problem.graph.neighbours(area);
      for (std::size_t at = 0; at < others.size(); ++at) {
        if (before[others[at]] == kUnassigned || !same_side(area, others[at])) continue;
        auto row = std::find_if(shared.begin(), shared.end(),
                                [&](const auto& one) { return one.first == before[others[at]]; });
        if (row == shared.end()) row = shared.insert(row, {before[others[at]], 0});
        row->second += problem.graph.borders(area)[at];
      }
      const auto best = std::max_element(shared.begin(), shared.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
      if (best == shared.end())
        still.push_back(area);
      else
        labels[area] = best->first;
    }
    if (still.size() == waiting.size()) break;
    waiting = std::move(still);
  }
  for (const std::uint32_t area : waiting) {
    double least = std::numeric_limits<double>::infinity();
    bool is_held = false;
    for (std::uint32_t other = 0; other < plan.size(); ++other) {
      if (plan[other] == kUnassigned) continue;
      const double x = problem.point[area].x - problem.point[other].x;
      const double y = problem.point[area].y - problem.point[other].y;
      const bool held = same_side(area, other);
      if ((is_held && !held) || (is_held == held && x * x + y * y >= least)) continue;
      is_held = held;
      least = x * x + y * y;
      labels[area] = plan[other];
    }
  }
  return labels;
}

/// The chain: areas change sides, most downhill, while what is above its limit costs more and more.
class BetterSearch {
 public:
  BetterSearch(BetterWalk& walk, const BetterOptions& options, const Observer& observer)
      : walk_(walk),
        observer_(observer),
        random_(options.seed),
        most_moved_(options.max_people),
        best_(walk.parts()),
        best_total_(walk.total()),
        settings_(options.settings),
        price_(walk.criteria().size() + 2, settings_.better_price) {
    for (const double people : walk.problem().residents) all_people_ += people;
    const double size = std::max(settings_.better_least_areas, walk.size());
    proposals_ = static_cast<std::uint64_t>(proposals_an_area(options.effort, settings_) * size) /
                 settings_.better_epochs;
  }

  /// The best plan met that keeps everything; the start where there is none better.
  Parts run() {
    const double mean = measure_mean_change();
    const std::uint32_t epochs = settings_.better_epochs;
    const auto warm = static_cast<std::uint32_t>(epochs * (1 - settings_.better_quench));
    for (std::uint32_t epoch = 0; epoch < epochs && !stopped(); ++epoch) {
      const bool quench = epoch >= warm;
      if (epoch == warm) walk_.reset(best_);
      if (epoch % 16 == 0) walk_.reset(Parts(walk_.parts()));  // rounding does not add up
      const double heat = static_cast<double>(epoch) / warm;
      temperature_ = quench ? 0
                            : mean * settings_.better_warm *
                                  std::pow(settings_.better_cold / settings_.better_warm, heat);
      strict_ = quench;
      list_moved();
      now_ = objective();
      for (std::uint64_t step = 0; step < proposals_; ++step) propose();
      set_prices();
      if (observer_.progress)
        observer_.progress({0.9 * (epoch + 1) / epochs, best_total_, "moving few people"});
    }
    return best_;
  }
  [[nodiscard]] bool stopped() const {
    return observer_.stop != nullptr && observer_.stop->load(std::memory_order_relaxed);
  }

 private:
  [[nodiscard]] double people_over() const {
    return std::max(0.0, walk_.moved() - most_moved_) / all_people_;
  }
  [[nodiscard]] double objective() const {
    double sum = walk_.total();
    std::size_t row = 0;
    for (const auto& criterion : walk_.criteria()) {
      if (criterion.held) sum += price_[row] * std::max(0.0, criterion.loss - criterion.limit);
      ++row;
    }
    sum += price_[row] * std::max(0.0, walk_.spread_excess());
    return sum + price_[row + 1] * people_over();
  }
  [[nodiscard]] bool keeps_all() const { return walk_.moved() <= most_moved_ && walk_.keeps_criteria(); }

  void set_prices() {
    std::size_t row = 0;
    const auto set = [&](bool over) {
      price_[row] = std::clamp(price_[row] * (over ? settings_.better_dearer : settings_.better_cheaper),
                               settings_.better_least_price, settings_.better_most_price);
      ++row;
    };
    for (const auto& criterion : walk_.criteria())
      set(criterion.held && criterion.loss > criterion.limit + kSameLoss / 100);
    set(walk_.spread_excess() > kSameLoss / 100);
    set(people_over() > 0);
  }

  void list_moved() {
    moved_areas_.clear();
    for (std::uint32_t area = 0; area < walk_.size(); ++area)
      if (walk_.part(area) != walk_.base(area)) moved_areas_.push_back(area);
  }

  /// Of single moves near the borders of the start.
  double measure_mean_change() {
    constexpr int kProbes = 400;
    double sum = 0;
    int probes = 0;
    const double before = walk_.total();
    for (int probe = 0; probe < 20 * kProbes && probes < kProbes; ++probe) {
      const std::uint32_t area = random_.below(walk_.size());
      const Part to = neighbour_part(area);
      if (to == kNoPart) continue;
      const Part from = walk_.part(area);
      walk_.move(area, to);
      sum += std::fabs(walk_.total() - before);
      walk_.move(area, from);
      ++probes;
    }
    walk_.reset(Parts(walk_.parts()));
    return probes > 0 ? sum / probes : 0;
  }

  /// The neighbourhood of one of the areas around, by lot; kNoPart where that is the area's own.
  Part neighbour_part(std::uint32_t area) {
    const auto others = walk_.problem().graph.neighbours(area);
    if (others.empty()) return kNoPart;
    const Part to = walk_.part(others[random_.below(static_cast<std::uint32_t>(others.size()))]);
    return to == walk_.part(area) ? kNoPart : to;
  }

  void propose() {
    const std::uint32_t kind = random_.below(100);
    if (kind < 12) return propose_return();
    const std::uint32_t area = random_.below(walk_.size());
    const Part to = neighbour_part(area);
    if (to == kNoPart || walk_.is_fixed(area)) return;
    const Part from = walk_.part(area);
    set_ = walk_.unit(area);
    if (kind < 60) return attempt(from, to);
    if (kind < 72) {
      add_cut_off(from);
      return attempt(from, to);
    }
    if (kind < 86) {
      gather_of_unit(area);
      return attempt(from, to);
    }
    propose_swap(from, to);
  }

  void propose_return() {
    if (moved_areas_.empty()) return;
    const std::uint32_t area = moved_areas_[random_.below(static_cast<std::uint32_t>(moved_areas_.size()))];
    if (walk_.part(area) == walk_.base(area) || walk_.is_fixed(area)) return;
    set_ = walk_.unit(area);
    // As a rule the moved areas around go with it.
    if (random_.below(2) == 0) {
      for (std::size_t next = 0; next < set_.size() && set_.size() < settings_.better_at_once; ++next)
        for (const std::uint32_t other : walk_.problem().graph.neighbours(set_[next]))
          if (walk_.part(other) == walk_.part(area) && walk_.base(other) == walk_.base(area)) add_unit(other);
    }
    attempt(walk_.part(area), walk_.base(area));
  }

  void add_unit(std::uint32_t area) {
    if (std::find(set_.begin(), set_.end(), area) != set_.end()) return;
    const auto& unit = walk_.unit(area);
    set_.insert(set_.end(), unit.begin(), unit.end());
  }

  /// What a neighbourhood would lose touch with, but for its largest piece, goes along.
  void add_cut_off(Part from) {
    const auto members = walk_.members(from);
    std::vector<std::uint8_t>& marked = marks_;
    marked.assign(walk_.size(), 0);
    for (const std::uint32_t area : set_) marked[area] = 1;
    std::vector<std::vector<std::uint32_t>> pieces;
    for (const std::uint32_t first : members) {
      if (marked[first] != 0) continue;
      pieces.emplace_back(1, first);
      auto& piece = pieces.back();
      marked[first] = 1;
      for (std::size_t next = 0; next < piece.size(); ++next)
        for (const std::uint32_t other : walk_.problem().graph.neighbours(piece[next]))
          if (walk_.part(other) == from && marked[other] == 0) marked[other] = 1, piece.push_back(other);
    }
    if (pieces.size() < 2) return;
    const auto largest = std::max_element(pieces.begin(), pieces.end(),
                                          [](const auto& a, const auto& b) { return a.size() < b.size(); });
    for (auto piece = pieces.begin(); piece != pieces.end(); ++piece)
      if (piece != largest)
        for (const std::uint32_t area : *piece) add_unit(area);
  }

  /// The neighbours in the same ward, PCN or the like and in the same neighbourhood go along.
  void gather_of_unit(std::uint32_t area) {
    const auto& kinds = walk_.problem().alignment;
    if (kinds.empty()) return;
    const auto& unit = kinds[random_.below(static_cast<std::uint32_t>(kinds.size()))].unit;
    if (unit[area] < 0) return;
    for (std::size_t next = 0; next < set_.size() && set_.size() < settings_.better_at_once; ++next)
      for (const std::uint32_t other : walk_.problem().graph.neighbours(set_[next]))
        if (walk_.part(other) == walk_.part(area) && unit[other] == unit[area]) add_unit(other);
  }

  [[nodiscard]] bool is_accepted(double after) {
    if (strict_ && !keeps_all()) return false;
    if (after <= now_) return true;
    return temperature_ > 0 && random_.unit() < std::exp((now_ - after) / temperature_);
  }

  void note_best() {
    if (walk_.total() >= best_total_ - kSameLoss || !keeps_all()) return;
    best_total_ = walk_.total();
    best_ = walk_.parts();
    if (observer_.better) observer_.better(walk_.labels(), best_total_);
  }

  /// Moves set_ and keeps that, or takes it back.
  void attempt(Part from, Part to) {
    if (set_.size() > settings_.better_at_once || set_.size() >= walk_.members(from).size() ||
        !walk_.may_join(set_, to) || !walk_.fits(from, to, walk_.people_of(set_)))
      return;
    walk_.move_all(set_, to);
    const double after = objective();
    if (is_accepted(after) && walk_.hangs_together(from) && walk_.hangs_together(to)) {
      now_ = after;
      note_best();
    } else {
      walk_.move_all(set_, from);
    }
  }

  /// set_ goes one way and an area near its border the other way.
  void propose_swap(Part from, Part to) {
    if (set_.size() > settings_.better_at_once || set_.size() >= walk_.members(from).size() ||
        !walk_.may_join(set_, to))
      return;
    const auto& there = walk_.members(to);
    const auto& graph = walk_.problem().graph;
    std::uint32_t back = kNowhere;
    for (int tries = 0; tries < 8 && back == kNowhere; ++tries) {
      const std::uint32_t area = there[random_.below(static_cast<std::uint32_t>(there.size()))];
      for (const std::uint32_t other : graph.neighbours(area))
        if (walk_.part(other) == from) back = area;
    }
    if (back == kNowhere || walk_.is_fixed(back)) return;
    other_set_ = walk_.unit(back);
    if (other_set_.size() > settings_.better_at_once || other_set_.size() >= there.size()) return;
    walk_.move_all(set_, to);
    const bool may = walk_.may_join(other_set_, from);
    if (may) walk_.move_all(other_set_, from);
    const double after = objective();
    if (may && walk_.fits(from) && walk_.fits(to) && is_accepted(after) && walk_.hangs_together(from) &&
        walk_.hangs_together(to)) {
      now_ = after;
      note_best();
      return;
    }
    if (may) walk_.move_all(other_set_, to);
    walk_.move_all(set_, from);
  }

  BetterWalk& walk_;
  const Observer& observer_;
  geo::Random random_;
  double most_moved_ = 0, all_people_ = 0;
  std::uint64_t proposals_ = 0;
  Parts best_;
  double best_total_ = 0, now_ = 0, temperature_ = 0;
  bool strict_ = false;
  Settings settings_;
  std::vector<double> price_;  ///< per criterion; of spread; of people moved
  std::vector<std::uint32_t> moved_areas_, set_, other_set_;
  std::vector<std::uint8_t> marks_;
};

void check_excepted(const Score& judged, const std::vector<std::string>& excepted) {
  for (const auto& name : excepted) {
    const auto is_it = [&](const auto& criterion) { return criterion.name == name; };
    if (std::any_of(judged.criteria.begin(), judged.criteria.end(), is_it)) continue;
    std::string known;
    for (const auto& criterion : judged.criteria) known += (known.empty() ? "" : ", ") + criterion.name;
    throw geo::InputError{
        {"--except", fmt::format("the plan is not judged by '{}'", name), "name some of: " + known}};
  }
}

}  // namespace

BetterPlan find_better(const Problem& problem, const BetterOptions& options, const Observer& observer) {
  PLACEWRIGHT_EXPECT(options.plan.size() == problem.size());
  BetterPlan answer;
  answer.start = fill_gaps(problem, options.plan, answer.filled);
  answer.before = score(problem, answer.start);
  check_excepted(answer.before, options.excepted);
  BetterWalk walk(problem, answer.start, options.plan, answer.before, options.excepted);
  for (const auto& criterion : walk.criteria())
    if (criterion.held) answer.held.push_back(criterion.name);
  BetterSearch search(walk, options, observer);
  const Parts best = search.run();
  answer.stopped = search.stopped();
  answer.steps = list_steps(walk, best);
  answer.labels = answer.start;
  for (const auto& step : answer.steps)
    for (const auto& moved : step.areas) answer.labels[moved.area] = moved.to;
  answer.after = score(problem, answer.labels);
  if (observer.progress) observer.progress({1, answer.after.total, "steps in order"});
  return answer;
}

}  // namespace placewright::boundaries
