#include "datasets/demo/groups.h"

#include <algorithm>
#include <queue>
#include <tuple>
#include <utility>

#include "datasets/demo/mesh.h"
#include "datasets/demo/noise.h"

namespace placewright::datasets::demo {

std::vector<std::uint32_t> join_up(std::span<const double> weight, std::span<const Tie> ties,
                                   std::size_t groups, double most_weight, double wilfulness,
                                   std::uint64_t seed, std::span<const std::uint8_t> frozen) {
  struct Beside {
    std::uint32_t piece;
    double strength;
  };
  const auto n = static_cast<std::uint32_t>(weight.size());
  std::vector<std::uint32_t> parent(n);
  std::vector<double> heavy(weight.begin(), weight.end()), around(n, 0);
  std::vector<std::vector<Beside>> beside(n);
  for (std::uint32_t i = 0; i < n; ++i) parent[i] = i;
  const auto is_frozen = [&](std::uint32_t i) { return !frozen.empty() && frozen[i] != 0; };
  for (const auto& [a, b, strength] : ties) {
    around[a] += strength;
    around[b] += strength;
    if (is_frozen(a) || is_frozen(b)) continue;
    beside[a].push_back({b, strength});
    beside[b].push_back({a, strength});
  }
  const auto root = [&](std::uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  struct Turn {
    double weight;
    std::uint32_t piece, version;
    bool operator<(const Turn& other) const {
      return std::tie(weight, piece, version) > std::tie(other.weight, other.piece, other.version);
    }
  };
  std::priority_queue<Turn> turns;
  std::vector<std::uint32_t> version(n, 0);
  std::size_t left = 0;
  double all = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (is_frozen(i)) continue;
    ++left;
    all += heavy[i];
    turns.push({heavy[i], i, 0});
  }
  const double usual = all / static_cast<double>(std::max<std::size_t>(groups, 1));
  while (left > groups && !turns.empty()) {
    const auto turn = turns.top();
    turns.pop();
    const auto me = turn.piece;
    if (parent[me] != me || version[me] != turn.version) continue;
    auto& mine = beside[me];
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
    std::uint32_t best = kNone, emergency = kNone;
    double best_score = 0;
    std::pair<bool, double> least_bad;
    for (const auto& [piece, strength] : mine) {
      const double together = heavy[me] + heavy[piece];
      const bool divided = strength < 1e-3 * around[me];  // only when there is nobody else
      if (const std::pair bad{divided, together}; emergency == kNone || bad < least_bad) {
        emergency = piece;
        least_bad = bad;
      }
      if (together > most_weight || divided) continue;
      const double score = strength / around[me] + 0.6 * strength / around[piece] - 0.45 * together / usual +
                           wilfulness * unit_of(seed, mix(me, version[me]), mix(piece, version[piece]));
      if (best == kNone || score > best_score) {
        best = piece;
        best_score = score;
      }
    }
    if (best == kNone) best = emergency;
    if (best == kNone) continue;  // nobody beside it: it stays alone
    double shared = 0;
    for (const auto& other : mine)
      if (other.piece == best) shared = other.strength;
    auto into = best, from = me;
    if (beside[into].size() < beside[from].size()) std::swap(into, from);
    parent[from] = into;
    beside[into].insert(beside[into].end(), beside[from].begin(), beside[from].end());
    beside[from] = {};
    heavy[into] += heavy[from];
    around[into] += around[from] - 2 * shared;
    around[into] = std::max(around[into], 1.0);
    ++version[into];
    turns.push({heavy[into], into, version[into]});
    --left;
  }
  std::vector<std::uint32_t> group(n), number(n, kNone);
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
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

}  // namespace placewright::datasets::demo
