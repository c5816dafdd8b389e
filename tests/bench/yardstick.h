#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "boundaries/engine/moves/anneal.h"
#include "boundaries/engine/moves/compile.h"
#include "boundaries/engine/moves/start.h"

namespace placewright::bench {

/// A plain annealer, the yardstick: one chain from a random-tree start, single moves, soft bounds as a
/// penalty, plain search for contiguity. Least SSW (weights by area) only. Nothing of the engine's moves is
/// used.
class Yardstick {
 public:
  Yardstick(const boundaries::engine::Instance& instance, std::uint32_t parts)
      : instance_(instance), parts_(parts) {}

  /// Value at the end, people outside the bounds, and proposals made, after so many CPU seconds.
  struct Result {
    double ssw;
    std::int64_t outside;
    std::uint64_t proposals;
  };
  Result run(boundaries::engine::Parts plan, double seconds, std::uint64_t seed) {
    using boundaries::engine::Atom;
    using boundaries::engine::Part;
    const auto& table = instance_.table<boundaries::engine::DeprivationTable>();
    std::vector<double> weight(parts_, 0), moment(parts_, 0);
    std::vector<std::int64_t> people(parts_, 0);
    for (std::uint32_t atom = 0; atom < instance_.size; ++atom) {
      weight[plan[atom]] += table.weight[atom];
      moment[plan[atom]] += table.moment[atom];
      people[plan[atom]] += instance_.people[atom];
    }
    const auto gain = [](double w, double m) { return w > 1e-9 ? m * m / w : 0.0; };
    const auto beyond = [&](std::int64_t p) {
      return static_cast<double>(p > instance_.max_people   ? p - instance_.max_people
                                 : p < instance_.min_people ? instance_.min_people - p
                                                            : 0);
    };
    geo::Random random(seed, 4711);
    const double penalty = table.squares / instance_.size / 400;  // SSW a person outside
    double hot = table.squares / instance_.size, cold = hot / 1000;
    const double begun = boundaries::engine::thread_cpu_seconds();
    std::vector<std::uint32_t> stamp(instance_.size, 0), waiting(instance_.size);
    std::uint32_t now = 0;
    std::uint64_t proposals = 0;
    double temperature = hot;
    for (std::uint64_t step = 0;; ++step) {
      if (step % 4096 == 0) {
        const double along = (boundaries::engine::thread_cpu_seconds() - begun) / seconds;
        if (along >= 1) break;
        temperature = hot * std::pow(cold / hot, along);
      }
      const std::uint32_t arc = random.below(static_cast<std::uint32_t>(instance_.neighbour.size()));
      const Atom atom = instance_.source[arc];
      const Part from = plan[atom], to = plan[instance_.neighbour[arc]];
      if (from == to) continue;
      ++proposals;
      const double w = table.weight[atom], m = table.moment[atom];
      const std::int64_t p = instance_.people[atom];
      double change = gain(weight[from], moment[from]) + gain(weight[to], moment[to]) -
                      gain(weight[from] - w, moment[from] - m) - gain(weight[to] + w, moment[to] + m);
      change += penalty * (beyond(people[from] - p) + beyond(people[to] + p) - beyond(people[from]) -
                           beyond(people[to]));
      if (change > 0 && random.unit() >= std::exp(-change / temperature)) continue;
      // One piece without the atom?
      std::uint32_t mates = 0;
      Atom some;
      for (std::uint32_t e = instance_.first[atom]; e < instance_.first[atom + 1]; ++e)
        if (plan[instance_.neighbour[e]] == from) ++mates, some = instance_.neighbour[e];
      if (mates == 0) continue;
      if (mates > 1) {
        ++now;
        std::uint32_t head = 0, tail = 0, met = 0;
        stamp[atom] = stamp[some] = now;
        waiting[tail++] = some.value();
        while (head < tail && met < mates) {
          const std::uint32_t at = waiting[head++];
          for (std::uint32_t e = instance_.first[at]; e < instance_.first[at + 1]; ++e) {
            const Atom other = instance_.neighbour[e];
            if (other == atom) ++met;
            if (plan[other] != from || stamp[other] == now) continue;
            stamp[other] = now;
            waiting[tail++] = other.value();
          }
        }
        if (met < mates) continue;
      }
      weight[from] -= w, moment[from] -= m, people[from] -= p;
      weight[to] += w, moment[to] += m, people[to] += p;
      plan[atom] = to;
    }
    Result result{table.squares, 0, proposals};
    for (std::uint32_t part = 0; part < parts_; ++part) {
      result.ssw -= gain(weight[part], moment[part]);
      result.outside += static_cast<std::int64_t>(beyond(people[part]));
    }
    return result;
  }

 private:
  const boundaries::engine::Instance& instance_;
  std::uint32_t parts_;
};

}  // namespace placewright::bench
