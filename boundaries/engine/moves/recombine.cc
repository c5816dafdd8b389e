#include "boundaries/engine/moves/recombine.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace placewright::boundaries::engine {
namespace {

double gain(double weight, double moment) { return weight > 1e-9 ? moment * moment / weight : 0.0; }

}  // namespace

void sum_cut_borders(const TreeDrawer& trees, const Instance& instance, std::vector<double>& border) {
  const auto& parent = trees.parent();
  const auto size = static_cast<std::uint32_t>(trees.order().size());
  border.assign(size, 0);
  // A border is cut by the subtrees of both ends up to where their ways to the root meet.
  trees.for_each_pair([&](std::uint32_t a, std::uint32_t b, std::uint32_t arc) {
    const double cost = instance.cut_cost[arc];
    border[a] += cost;
    border[b] += cost;
    while (a != b) (a > b ? a : b) = parent[a > b ? a : b];
    border[a] -= 2 * cost;
  });
  for (std::uint32_t at = size; at-- > 1;) border[parent[at]] += border[at];
}

/// The atoms of some parts that hang together, by a search from an atom of one of them.
void Recombiner::gather(Atom atom, std::span<const Part> parts) {
  const Part* part = moving_->plan().data();
  if (parts.size() == 2) {
    trees_.spread(atom, [part, a = parts[0], b = parts[1]](Atom other) {
      return part[other] == a || part[other] == b;
    });
  } else {
    trees_.spread(atom, [part, parts](Atom other) {
      return std::find(parts.begin(), parts.end(), part[other]) != parts.end();
    });
  }
}

Part Recombiner::find_third(Atom atom, Part a, Part b, geo::Random& random) {
  const Instance& instance = moving_->instance();
  const std::array<Part, 2> pair{a, b};
  gather(atom, pair);
  for (std::uint32_t attempt = 0; attempt < third_tries_; ++attempt) {
    const Atom at = trees_.atoms()[random.below(static_cast<std::uint32_t>(trees_.atoms().size()))];
    if (instance.degree(at) == 0) continue;
    const Part part =
        moving_->part(instance.neighbour[instance.first[at] + random.below(instance.degree(at))]);
    if (part != a && part != b) return part;
  }
  return kNoPart;
}

/// People, weight and moment of every subtree, and what cutting it off adds to the total by borders.
void Recombiner::sum_up() {
  const Instance& instance = moving_->instance();
  const auto& order = trees_.order();
  const auto& parent = trees_.parent();
  const auto size = static_cast<std::uint32_t>(order.size());
  people_.resize(size);
  weight_.resize(size);
  moment_.resize(size);
  const auto& deprivation = instance.table<DeprivationTable>();
  for (std::uint32_t at = 0; at < size; ++at) {
    people_[at] = instance.people[order[at]];
    weight_[at] = deprivation.weight[order[at]];
    moment_[at] = deprivation.moment[order[at]];
  }
  for (std::uint32_t at = size; at-- > 1;) {
    people_[parent[at]] += people_[at];
    weight_[parent[at]] += weight_[at];
    moment_[parent[at]] += moment_[at];
  }
  if (!moving_->counts_borders()) return;
  sum_cut_borders(trees_, instance, border_);
  border_before_ = 0;
  trees_.for_each_pair([&](std::uint32_t a, std::uint32_t b, std::uint32_t arc) {
    if (moving_->part(order[a]) != moving_->part(order[b])) border_before_ += instance.cut_cost[arc];
  });
}

/// The tree edge (by its lower end) that keeps both sides inside the bounds and gains most; 0 where there is
/// none.
std::uint32_t Recombiner::find_cut(geo::Random& random) {
  const Instance& instance = moving_->instance();
  const auto size = static_cast<std::uint32_t>(trees_.order().size());
  const auto inside = [&](std::int64_t people) {
    return people >= instance.min_people && people <= instance.max_people;
  };
  const double sign = instance.table<DeprivationTable>().scale;
  const bool by_borders = moving_->counts_borders();
  std::uint32_t best = 0, good = 0;
  double most = -std::numeric_limits<double>::infinity();
  for (std::uint32_t at = 1; at < size; ++at) {
    if (!inside(people_[at]) || !inside(people_[0] - people_[at])) continue;
    if (sign == 0 && !by_borders) {
      if (random.below(++good) == 0) best = at;
      continue;
    }
    const double value =
        sign * (gain(weight_[at], moment_[at]) + gain(weight_[0] - weight_[at], moment_[0] - moment_[at])) -
        (by_borders ? border_[at] : 0.0);
    if (value > most) most = value, best = at;
  }
  cut_gain_ = best == 0 || most == -std::numeric_limits<double>::infinity() ? 0 : most;
  return best;
}

/// The two tree edges, an outer or earlier one first, that keep three pieces inside the bounds and gain most;
/// zeros where there are none. All pairs are looked at.
std::array<std::uint32_t, 2> Recombiner::find_two_cuts(geo::Random& random) {
  const Instance& instance = moving_->instance();
  const auto& parent = trees_.parent();
  const auto size = static_cast<std::uint32_t>(trees_.order().size());
  // Places in a depth-first order tell whether one subtree lies in another.
  size_.assign(size, 1);
  enter_.assign(size, 0);
  next_.assign(size, 1);
  for (std::uint32_t at = size; at-- > 1;) size_[parent[at]] += size_[at];
  for (std::uint32_t at = 1; at < size; ++at) {
    enter_[at] = next_[parent[at]];
    next_[parent[at]] += size_[at];
    next_[at] = enter_[at] + 1;
  }
  const auto inside = [&](std::int64_t people) {
    return people >= instance.min_people && people <= instance.max_people;
  };
  const double sign = instance.table<DeprivationTable>().scale;
  const bool by_borders = moving_->counts_borders();
  std::array<std::uint32_t, 2> best{0, 0};
  std::uint32_t good = 0;
  double most = -std::numeric_limits<double>::infinity();
  for (std::uint32_t u = 1; u < size; ++u) {
    if (people_[u] < instance.min_people || people_[0] - people_[u] < instance.min_people) continue;
    for (std::uint32_t v = u + 1; v < size; ++v) {
      if (!inside(people_[v])) continue;
      const bool below = enter_[v] > enter_[u] && enter_[v] < enter_[u] + size_[u];
      const std::int64_t first = people_[u] - (below ? people_[v] : 0);
      const std::int64_t rest = people_[0] - people_[u] - (below ? 0 : people_[v]);
      if (!inside(first) || !inside(rest)) continue;
      if (sign == 0 && !by_borders) {
        if (random.below(++good) == 0) best = {u, v};
        continue;
      }
      const double uw = weight_[u] - (below ? weight_[v] : 0), um = moment_[u] - (below ? moment_[v] : 0);
      const double rw = weight_[0] - weight_[u] - (below ? 0 : weight_[v]),
                   rm = moment_[0] - moment_[u] - (below ? 0 : moment_[v]);
      // A border that both cuts cut is counted twice: seldom much.
      const double value = sign * (gain(weight_[v], moment_[v]) + gain(uw, um) + gain(rw, rm)) -
                           (by_borders ? border_[u] + border_[v] : 0.0);
      if (value > most) most = value, best = {u, v};
    }
  }
  return best;
}

/// Labels of the pieces so that most people keep theirs.
void Recombiner::label_pieces(std::span<const Part> labels) {
  const auto& order = trees_.order();
  std::array<std::array<std::int64_t, 3>, 3> stay{};  // people by piece and label
  for (std::size_t at = 0; at < order.size(); ++at)
    for (std::size_t label = 0; label < labels.size(); ++label)
      if (moving_->part(order[at]) == labels[label])
        stay[piece_[at]][label] += moving_->instance().people[order[at]];
  std::array<std::uint8_t, 3> turn{0, 1, 2}, best = turn;
  std::int64_t most = -1;
  do {
    std::int64_t sum = 0;
    for (std::size_t piece = 0; piece < labels.size(); ++piece) sum += stay[piece][turn[piece]];
    if (sum > most) most = sum, best = turn;
  } while (std::next_permutation(turn.begin(), turn.begin() + static_cast<std::ptrdiff_t>(labels.size())));
  wanted_.resize(order.size());
  for (std::size_t at = 0; at < order.size(); ++at) wanted_[at] = labels[best[piece_[at]]];
}

bool Recombiner::find_pieces(std::size_t count, geo::Random& random) {
  trees_.draw(random);
  sum_up();
  const auto& parent = trees_.parent();
  const auto size = static_cast<std::uint32_t>(trees_.order().size());
  std::array<std::uint32_t, 2> cut{0, 0};
  if (count == 2)
    cut[0] = find_cut(random);
  else
    cut = find_two_cuts(random);
  if (cut[0] == 0) return false;
  piece_.assign(size, 0);
  for (std::uint32_t at = 1; at < size; ++at)
    piece_[at] = at == cut[0] ? std::uint8_t{1} : at == cut[1] ? std::uint8_t{2} : piece_[parent[at]];
  return true;
}

bool Recombiner::divide(std::span<const Part> labels, geo::Random& random) {
  if (!find_pieces(labels.size(), random)) return false;
  label_pieces(labels);
  return true;
}

bool Recombiner::settle(std::int64_t apart_before, double change, double limit) {
  const ChangeTable& rule = moving_->instance().change;
  const bool rules_kept = moving_->apart_broken() <= apart_before &&
                          (!rule.limited || moving_->changed_people() <= rule.max_people);
  if (rules_kept && change <= limit && !undo_.empty()) return true;
  while (!undo_.empty()) {
    moving_->move(undo_.back().first, undo_.back().second);
    undo_.pop_back();
  }
  return false;
}

bool Recombiner::apply_labels(double limit, double& change) {
  const std::int64_t apart = moving_->apart_broken();
  const auto& order = trees_.order();
  undo_.clear();
  change = 0;
  for (std::uint32_t at = 0; at < order.size(); ++at) {
    const Part to = wanted_[at], from = moving_->part(order[at]);
    if (to == from) continue;
    change += moving_->change(order[at], to);
    moving_->move(order[at], to);
    undo_.emplace_back(order[at], from);
  }
  return settle(apart, change, limit);
}

bool Recombiner::attempt(Atom atom, Atom other, double limit, geo::Random& random, double& change) {
  const std::array<Part, 2> pair{moving_->part(atom), moving_->part(other)};
  gather(atom, pair);
  if (!find_pieces(2, random)) return false;
  // Often the change is known before anything moves, and it is mostly too large.
  if (moving_->is_lean() &&
      moving_->gain(pair[0]) + moving_->gain(pair[1]) - border_before_ - cut_gain_ > limit)
    return false;
  label_pieces(pair);
  return apply_labels(limit, change);
}

bool Recombiner::attempt_three(Atom atom, Atom other, double limit, geo::Random& random, double& change) {
  const Part a = moving_->part(atom), b = moving_->part(other);
  const std::array<Part, 3> three{a, b, find_third(atom, a, b, random)};
  if (three[2] == kNoPart) return false;
  gather(atom, three);
  return divide(three, random) && apply_labels(limit, change);
}

bool Recombiner::split_pair(Atom atom, Atom other, Part fresh, double limit, geo::Random& random,
                            double& change) {
  const std::array<Part, 3> three{moving_->part(atom), moving_->part(other), fresh};
  if (moving_->people(three[0]) + moving_->people(three[1]) < 3 * moving_->instance().min_people)
    return false;
  gather(atom, three);
  return divide(three, random) && apply_labels(limit, change);
}

bool Recombiner::merge_three(Atom atom, Atom other, double limit, geo::Random& random, double& change,
                             Part& freed) {
  const Part a = moving_->part(atom), b = moving_->part(other), c = find_third(atom, a, b, random);
  if (c == kNoPart ||
      moving_->people(a) + moving_->people(b) + moving_->people(c) > 2 * moving_->instance().max_people)
    return false;
  const std::array<Part, 3> three{a, b, c};
  gather(atom, three);
  // The part of fewest people gives up its number.
  freed = *std::min_element(three.begin(), three.end(),
                            [&](Part x, Part y) { return moving_->people(x) < moving_->people(y); });
  std::array<Part, 2> two{};
  std::copy_if(three.begin(), three.end(), two.begin(), [&](Part part) { return part != freed; });
  return divide(two, random) && apply_labels(limit, change);
}

bool Recombiner::attempt_shift(Atom atom, Atom other, double limit, geo::Random& random, double& change) {
  const Instance& instance = moving_->instance();
  const auto any = std::numeric_limits<double>::infinity();
  const std::int64_t apart = moving_->apart_broken();
  Part freed = kNoPart;
  // Three are judged only together with the two elsewhere; rules of the whole plan at the end.
  if (!merge_three(atom, other, any, random, change, freed)) return false;
  const auto merged = undo_;
  double more = 0;
  bool split = false;
  for (std::uint32_t attempt = 0; attempt < pair_tries_ && !split; ++attempt) {
    const std::uint32_t arc = random.below(static_cast<std::uint32_t>(instance.neighbour.size()));
    const Atom x = instance.source[arc], y = instance.neighbour[arc];
    if (moving_->part(x) != moving_->part(y)) split = split_pair(x, y, freed, any, random, more);
  }
  if (split)
    undo_.insert(undo_.begin(), merged.begin(), merged.end());
  else
    undo_ = merged;
  change += more;
  return settle(apart, change, split ? limit : -any);
}

}  // namespace placewright::boundaries::engine
