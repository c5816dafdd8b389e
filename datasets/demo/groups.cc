#include "datasets/demo/groups.h"

#include <algorithm>
#include <queue>
#include <tuple>
#include <utility>

#include "datasets/demo/mesh.h"
#include "datasets/demo/noise.h"

namespace placewright::datasets::demo {

namespace {

/// Pieces that are joined one by one; a union-find forest says which piece stands for a group.
class Joining {
 public:
  Joining(std::span<const double> weight, std::span<const Tie> ties, std::span<const std::uint8_t> frozen)
      : frozen_(frozen),
        parent_(weight.size()),
        version_(weight.size(), 0),
        heavy_(weight.begin(), weight.end()),
        around_(weight.size(), 0),
        beside_(weight.size()) {
    for (std::uint32_t i = 0; i < parent_.size(); ++i) parent_[i] = i;
    for (const auto& [a, b, strength] : ties) {
      around_[a] += strength;
      around_[b] += strength;
      if (is_frozen(a) || is_frozen(b)) continue;
      beside_[a].push_back({b, strength});
      beside_[b].push_back({a, strength});
    }
    for (std::uint32_t i = 0; i < parent_.size(); ++i) {
      if (is_frozen(i)) continue;
      ++left_;
      all_ += heavy_[i];
      turns_.push({heavy_[i], i, 0});
    }
  }

  void join(std::size_t groups, double most_weight, double wilfulness, std::uint64_t seed) {
    const double usual = all_ / static_cast<double>(std::max<std::size_t>(groups, 1));
    while (left_ > groups && !turns_.empty()) {
      const auto turn = turns_.top();
      turns_.pop();
      const auto me = turn.piece;
      if (parent_[me] != me || version_[me] != turn.version) continue;
      tidy(me);
      const auto best = choose_neighbour(me, usual, most_weight, wilfulness, seed);
      if (best != kNone) unite(me, best);  // else nobody is beside it: it stays alone
    }
  }

  /// Groups numbered in order of their first piece.
  [[nodiscard]] std::vector<std::uint32_t> number() {
    std::vector<std::uint32_t> group(parent_.size()), number(parent_.size(), kNone);
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < parent_.size(); ++i) {
      if (is_frozen(i)) {
        group[i] = kNone;
        continue;
      }
      auto& its = number[root(i)];
      if (its == kNone) its = count++;
      group[i] = its;
    }
    return group;
  }

 private:
  struct Beside {
    std::uint32_t piece;
    double strength;
  };
  /// The lightest goes first; of an older version it is out of date.
  struct Turn {
    double weight;
    std::uint32_t piece, version;
    bool operator<(const Turn& other) const {
      return std::tie(weight, piece, version) > std::tie(other.weight, other.piece, other.version);
    }
  };

  [[nodiscard]] bool is_frozen(std::uint32_t i) const { return !frozen_.empty() && frozen_[i] != 0; }
  std::uint32_t root(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

  /// Neighbours by the piece that stands for them today, each once.
  void tidy(std::uint32_t me) {
    auto& mine = beside_[me];
    for (auto& other : mine) other.piece = root(other.piece);
    std::sort(mine.begin(), mine.end(), [](const Beside& x, const Beside& y) { return x.piece < y.piece; });
    std::size_t kept = 0;
    for (const auto& other : mine) {
      if (other.piece == me) continue;
      if (kept > 0 && mine[kept - 1].piece == other.piece)
        mine[kept - 1].strength += other.strength;
      else
        mine[kept++] = other;
    }
    mine.resize(kept);
  }

  /// The neighbour that suits best; one that makes it too heavy or lies across what divides only where there
  /// is no other. kNone: there is none at all.
  [[nodiscard]] std::uint32_t choose_neighbour(std::uint32_t me, double usual, double most_weight,
                                               double wilfulness, std::uint64_t seed) const {
    std::uint32_t best = kNone, emergency = kNone;
    double best_score = 0;
    std::pair<bool, double> least_bad;
    for (const auto& [piece, strength] : beside_[me]) {
      const double together = heavy_[me] + heavy_[piece];
      const bool divided = strength < 1e-3 * around_[me];
      if (const std::pair bad{divided, together}; emergency == kNone || bad < least_bad) {
        emergency = piece;
        least_bad = bad;
      }
      if (together > most_weight || divided) continue;
      const double score = strength / around_[me] + 0.6 * strength / around_[piece] -
                           0.45 * together / usual +
                           wilfulness * unit_of(seed, mix(me, version_[me]), mix(piece, version_[piece]));
      if (best == kNone || score > best_score) {
        best = piece;
        best_score = score;
      }
    }
    return best == kNone ? emergency : best;
  }

  void unite(std::uint32_t me, std::uint32_t best) {
    double shared = 0;
    for (const auto& other : beside_[me])
      if (other.piece == best) shared = other.strength;
    auto into = best, from = me;
    if (beside_[into].size() < beside_[from].size()) std::swap(into, from);
    parent_[from] = into;
    beside_[into].insert(beside_[into].end(), beside_[from].begin(), beside_[from].end());
    beside_[from] = {};
    heavy_[into] += heavy_[from];
    around_[into] += around_[from] - 2 * shared;
    around_[into] = std::max(around_[into], 1.0);
    ++version_[into];
    turns_.push({heavy_[into], into, version_[into]});
    --left_;
  }

  std::span<const std::uint8_t> frozen_;
  std::vector<std::uint32_t> parent_, version_;
  std::vector<double> heavy_, around_;  ///< weight; strength of all ties
  std::vector<std::vector<Beside>> beside_;
  std::priority_queue<Turn> turns_;
  std::size_t left_ = 0;
  double all_ = 0;
};

}  // namespace

std::vector<std::uint32_t> join_up(std::span<const double> weight, std::span<const Tie> ties,
                                   std::size_t groups, double most_weight, double wilfulness,
                                   std::uint64_t seed, std::span<const std::uint8_t> frozen) {
  Joining joining(weight, ties, frozen);
  joining.join(groups, most_weight, wilfulness, seed);
  return joining.number();
}

}  // namespace placewright::datasets::demo
