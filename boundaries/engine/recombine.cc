#include "boundaries/engine/recombine.h"

#include <limits>

namespace placewright::boundaries::engine {

/// The atoms of both parts, by a search from one of each.
void Recombiner::gather(std::uint32_t atom, std::uint32_t other) {
  const Instance& instance = walk_->instance();
  const Part a = walk_->part(atom), b = walk_->part(other);
  ++now_;
  atoms_.assign({atom, other});
  seen_[atom] = seen_[other] = now_;
  for (std::size_t head = 0; head < atoms_.size(); ++head)
    for (std::uint32_t arc = instance.first[atoms_[head]]; arc < instance.first[atoms_[head] + 1]; ++arc) {
      const std::uint32_t next = instance.neighbour[arc];
      if (seen_[next] == now_ || (walk_->part(next) != a && walk_->part(next) != b)) continue;
      seen_[next] = now_;
      atoms_.push_back(next);
    }
}

/// The tree edge (by its lower end) that keeps both sides inside the bounds and gains most; 0 where there is none.
std::uint32_t Recombiner::find_cut(geo::Random& random) {
  const Instance& instance = walk_->instance();
  const auto &order = trees_.order(), &parent = trees_.parent();
  const auto size = static_cast<std::uint32_t>(order.size());
  people_.resize(size);
  weight_.resize(size);
  moment_.resize(size);
  for (std::uint32_t at = 0; at < size; ++at) {
    people_[at] = instance.people[order[at]];
    weight_[at] = instance.deprivation.weight[order[at]];
    moment_[at] = instance.deprivation.moment[order[at]];
  }
  for (std::uint32_t at = size; at-- > 1;) {
    people_[parent[at]] += people_[at];
    weight_[parent[at]] += weight_[at];
    moment_[parent[at]] += moment_[at];
  }
  const auto gain = [](double weight, double moment) { return weight > 1e-9 ? moment * moment / weight : 0.0; };
  const auto inside = [&](std::int64_t people) { return people >= instance.min_people && people <= instance.max_people; };
  const double sign = instance.deprivation.scale;
  std::uint32_t best = 0, good = 0;
  double most = -std::numeric_limits<double>::infinity();
  for (std::uint32_t at = 1; at < size; ++at) {
    if (!inside(people_[at]) || !inside(people_[0] - people_[at])) continue;
    if (sign == 0) {
      if (random.below(++good) == 0) best = at;
      continue;
    }
    const double value = sign * (gain(weight_[at], moment_[at]) + gain(weight_[0] - weight_[at], moment_[0] - moment_[at]));
    if (value > most) most = value, best = at;
  }
  return best;
}

bool Recombiner::attempt(std::uint32_t atom, std::uint32_t other, double limit, geo::Random& random, double& change) {
  const Part a = walk_->part(atom), b = walk_->part(other);
  gather(atom, other);
  trees_.draw(atoms_, random);
  const std::uint32_t cut = find_cut(random);
  if (cut == 0) return false;
  const auto &order = trees_.order(), &parent = trees_.parent();
  below_.assign(order.size(), 0);
  std::int64_t stay = 0;  // people who keep their part if the lower side becomes a, less those who do not
  for (std::uint32_t at = cut; at < order.size(); ++at) {
    below_[at] = at == cut || (at > cut && below_[parent[at]]);
    if (below_[at]) stay += walk_->part(order[at]) == a ? walk_->instance().people[order[at]] : -walk_->instance().people[order[at]];
  }
  for (std::uint32_t at = 0; at < order.size(); ++at)
    if (!below_[at]) stay += walk_->part(order[at]) == b ? walk_->instance().people[order[at]] : -walk_->instance().people[order[at]];
  const Part lower = stay >= 0 ? a : b, upper = stay >= 0 ? b : a;
  const std::int64_t apart = walk_->apart_broken();
  undo_.clear();
  change = 0;
  for (std::uint32_t at = 0; at < order.size(); ++at) {
    const Part to = below_[at] ? lower : upper, from = walk_->part(order[at]);
    if (to == from) continue;
    change += walk_->change(order[at], to);
    walk_->move(order[at], to);
    undo_.emplace_back(order[at], from);
  }
  const bool rules_kept = walk_->apart_broken() <= apart &&
                          (!walk_->instance().change.limited || walk_->changed_people() <= walk_->instance().change.max_people);
  if (rules_kept && change <= limit && !undo_.empty()) return true;
  while (!undo_.empty()) {
    walk_->move(undo_.back().first, undo_.back().second);
    undo_.pop_back();
  }
  return false;
}

}  // namespace placewright::boundaries::engine
