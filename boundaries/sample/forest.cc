#include "boundaries/sample/forest.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "geo/expect.h"

namespace placewright::boundaries::sample {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;

}  // namespace

ForestMap make_forest_map(const Problem& problem, const engine::Compiled& compiled) {
  const auto& instance = compiled.instance;
  std::vector<std::uint32_t> atom_of(problem.size(), kNone);
  for (engine::Atom atom; atom < instance.size; ++atom)
    for (std::uint32_t at = instance.area_first[atom]; at < instance.area_first[atom + 1]; ++at)
      atom_of[instance.area[at].value()] = atom.value();
  ForestMap map;
  map.people = instance.people;
  map.min_people = instance.min_people;
  map.max_people = instance.max_people;
  std::vector<std::uint32_t> touched(instance.size, 0);
  for (engine::Atom atom; atom < instance.size; ++atom) {
    // Pairs that may not share a neighbourhood are no arcs of the instance.
    for (std::uint32_t arc = instance.first[atom]; arc < instance.first[atom + 1]; ++arc)
      touched[instance.neighbour[arc]] = atom.value() + 1;
    for (std::uint32_t at = instance.area_first[atom]; at < instance.area_first[atom + 1]; ++at)
      for (const auto area : problem.graph.neighbours(instance.area[at].value())) {
        const auto other = atom_of[area];
        if (other == kNone || other == atom.value() || touched[other] != atom.value() + 1) continue;
        map.neighbour.push_back(other);
        map.source.push_back(atom.value());
      }
    map.first.push_back(static_cast<std::uint32_t>(map.neighbour.size()));
  }
  return map;
}

ForestWalk::ForestWalk(const ForestMap& map, std::vector<std::uint32_t> start, ForestTarget target,
                       std::uint64_t seed, std::uint64_t stream)
    : map_(&map),
      target_(std::move(target)),
      random_(seed, stream),
      part_(std::move(start)),
      place_(map.size(), kNone) {
  PLACEWRIGHT_EXPECT(part_.size() == map.size() && !part_.empty());
  const auto parts = *std::max_element(part_.begin(), part_.end()) + 1;
  members_.resize(parts);
  people_.assign(parts, 0);
  for (std::uint32_t atom = 0; atom < map.size(); ++atom) {
    members_[part_[atom]].push_back(atom);
    people_[part_[atom]] += map.people[atom];
  }
  for (const auto people : people_) PLACEWRIGHT_EXPECT(fits(people));
  for (std::size_t arc = 0; arc < map.neighbour.size(); ++arc)
    cut_ += part_[map.source[arc]] != part_[map.neighbour[arc]];
  proposed_ = part_;
  if (target_.energy != nullptr) {
    energy_ = target_.energy->of(part_, {});
    target_.energy->take();
  }
}

bool ForestWalk::step() {
  if (cut_ == 0) return false;
  if (target_.single_share > 0 && random_.unit() < target_.single_share) return move_one();
  return redraw_pair();
}

std::uint32_t ForestWalk::draw_cut_arc() {
  while (true) {
    const auto arc = random_.below(static_cast<std::uint32_t>(map_->neighbour.size()));
    if (part_[map_->source[arc]] != part_[map_->neighbour[arc]]) return arc;
  }
}

void ForestWalk::gather(std::uint32_t a, std::uint32_t b) {
  atoms_ = members_[a];
  sides_ = static_cast<std::uint32_t>(atoms_.size());
  atoms_.insert(atoms_.end(), members_[b].begin(), members_[b].end());
  pair_people_ = people_[a] + people_[b];
  for (std::uint32_t at = 0; at < atoms_.size(); ++at) place_[atoms_[at]] = at;
  link_first_.assign(1, 0);
  link_across_.clear();
  link_.clear();
  for (const auto atom : atoms_) {
    for (const bool across : {false, true}) {
      if (across) link_across_.push_back(static_cast<std::uint32_t>(link_.size()));
      for (auto arc = map_->first[atom]; arc < map_->first[atom + 1]; ++arc) {
        const auto other = map_->neighbour[arc];
        if (place_[other] != kNone && (part_[other] != part_[atom]) == across) link_.push_back(place_[other]);
      }
    }
    link_first_.push_back(static_cast<std::uint32_t>(link_.size()));
  }
  for (const auto atom : atoms_) place_[atom] = kNone;
}

/// Wilson's algorithm: uniform over the spanning trees of the pair, or of each side.
void ForestWalk::draw_forest(Forest& forest, bool whole) {
  const auto size = static_cast<std::uint32_t>(atoms_.size());
  forest.order.clear();
  forest.parent.assign(size, kNone);
  forest.root.resize(size);
  next_.resize(size);
  const auto plant = [&](std::uint32_t root) {
    forest.parent[root] = root;
    forest.root[root] = root;
    forest.order.push_back(root);
  };
  plant(0);
  if (!whole) plant(sides_);
  for (std::uint32_t from = 0; from < size; ++from) {
    std::uint32_t at = from;
    while (forest.parent[at] == kNone) {
      const auto end = whole ? link_first_[at + 1] : link_across_[at];
      next_[at] = link_[link_first_[at] + random_.below(end - link_first_[at])];
      at = next_[at];
    }
    path_.clear();
    for (at = from; forest.parent[at] == kNone; at = next_[at]) {
      path_.push_back(at);
      forest.parent[at] = next_[at];
    }
    for (auto each = path_.rbegin(); each != path_.rend(); ++each) {
      forest.root[*each] = forest.root[forest.parent[*each]];
      forest.order.push_back(*each);
    }
  }
}

/// Cuts one of the tree's balanced edges, by lot; false where it has none.
bool ForestWalk::cut_tree(Forest& forest) {
  const auto size = static_cast<std::uint32_t>(atoms_.size());
  below_.resize(size);
  for (std::uint32_t at = 0; at < size; ++at) below_[at] = map_->people[atoms_[at]];
  for (std::uint32_t row = size; row-- > 1;)
    below_[forest.parent[forest.order[row]]] += below_[forest.order[row]];
  std::uint32_t found = 0, chosen = kNone;
  for (std::uint32_t row = 1; row < size; ++row) {
    const auto at = forest.order[row];
    if (fits(below_[at]) && fits(pair_people_ - below_[at]) && random_.below(++found) == 0) chosen = at;
  }
  if (chosen == kNone) return false;
  forest.parent[chosen] = chosen;
  for (const auto at : forest.order)
    forest.root[at] = forest.parent[at] == at ? at : forest.root[forest.parent[at]];
  return true;
}

double ForestWalk::weigh_seam(const Forest& forest, std::uint32_t& seam) {
  const auto size = static_cast<std::uint32_t>(atoms_.size());
  below_.resize(size);
  for (std::uint32_t at = 0; at < size; ++at) below_[at] = map_->people[atoms_[at]];
  for (std::uint32_t row = size; row-- > 0;) {
    const auto at = forest.order[row];
    if (forest.parent[at] != at) below_[forest.parent[at]] += below_[at];
  }
  const auto is_balanced = [&](std::int64_t people) {
    return fits(people) && fits(pair_people_ - people) ? 1U : 0U;
  };
  // Edges whose far side, seen from an atom, makes a balanced cut: from the root all subtrees; one step down
  // turns one edge round.
  count_.assign(size, 0);
  for (const auto at : forest.order)
    if (forest.parent[at] != at) count_[forest.root[at]] += is_balanced(below_[at]);
  for (const auto at : forest.order)
    if (forest.parent[at] != at)
      count_[at] = count_[forest.parent[at]] - is_balanced(below_[at]) +
                   is_balanced(below_[forest.root[at]] - below_[at]);
  double sum = 0;
  seam = 0;
  for (std::uint32_t at = 0; at < size; ++at)
    for (auto link = link_first_[at]; link < link_first_[at + 1]; ++link) {
      const auto other = link_[link];
      if (at > other || forest.root[at] == forest.root[other]) continue;
      ++seam;
      sum += 1.0 / (1 + count_[at] + count_[other]);
    }
  return sum;
}

/// Logarithm of the number of spanning trees (Kirchhoff): the determinant of the Laplacian without its first
/// row, by Cholesky.
double ForestWalk::log_trees(const std::vector<std::uint32_t>& atoms) {
  const auto size = atoms.size();
  if (size < 2) return 0;
  row_.resize(map_->size(), kNone);
  for (std::uint32_t at = 0; at < size; ++at) row_[atoms[at]] = at;
  const auto rows = size - 1;
  matrix_.assign(rows * rows, 0);
  for (const auto atom : atoms)
    for (auto arc = map_->first[atom]; arc < map_->first[atom + 1]; ++arc) {
      const auto other = row_[map_->neighbour[arc]];
      const auto own = row_[atom];
      if (other == kNone || own == 0) continue;
      matrix_[(own - 1) * rows + own - 1] += 1;
      if (other != 0) matrix_[(own - 1) * rows + other - 1] -= 1;
    }
  for (const auto atom : atoms) row_[atom] = kNone;
  double sum = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    double* own = matrix_.data() + i * rows;
    for (std::size_t j = 0; j <= i; ++j) {
      const double* other = matrix_.data() + j * rows;
      double value = own[j];
      for (std::size_t k = 0; k < j; ++k) value -= own[k] * other[k];
      if (j < i) {
        own[j] = value / other[j];
      } else {
        own[i] = std::sqrt(value);
        sum += std::log(value);
      }
    }
  }
  return sum;
}

double ForestWalk::log_trees_of_part(std::uint32_t part) { return log_trees(members_[part]); }

bool ForestWalk::accept(double log_ratio, std::span<const std::uint32_t> touched) {
  const double lot = std::log(random_.unit());
  double energy = 0;
  if (target_.energy != nullptr) {
    energy = target_.energy->of(proposed_, touched);
    log_ratio += energy_ - energy;
  }
  if (!(lot < log_ratio)) return false;
  if (target_.energy != nullptr) target_.energy->take();
  energy_ = energy;
  return true;
}

bool ForestWalk::redraw_pair() {
  const auto arc = draw_cut_arc();
  const auto a = part_[map_->source[arc]], b = part_[map_->neighbour[arc]];
  gather(a, b);
  draw_forest(tree_, true);
  if (!cut_tree(tree_)) return false;
  draw_forest(old_, false);
  std::uint32_t seam = 0, new_seam = 0;
  const double back = weigh_seam(old_, seam), forth = weigh_seam(tree_, new_seam);
  // Arcs count each edge twice.
  const double cut = static_cast<double>(cut_), new_cut = cut - 2.0 * seam + 2.0 * new_seam;
  double log_ratio = std::log(new_seam / new_cut * back) - std::log(seam / cut * forth);
  std::vector<std::uint32_t> of[2];
  std::int64_t people[2] = {0, 0};
  for (std::uint32_t at = 0; at < atoms_.size(); ++at) {
    const bool second = tree_.root[at] != tree_.root[0];
    of[second].push_back(atoms_[at]);
    people[second] += map_->people[atoms_[at]];
  }
  if (target_.gamma != 0)
    log_ratio -=
        target_.gamma * (log_trees(of[0]) + log_trees(of[1]) - log_trees_of_part(a) - log_trees_of_part(b));
  for (const bool second : {false, true})
    for (const auto atom : of[second]) proposed_[atom] = second ? b : a;
  if (!accept(log_ratio, atoms_)) {
    for (const auto atom : atoms_) proposed_[atom] = part_[atom];
    return false;
  }
  for (const auto atom : atoms_) part_[atom] = proposed_[atom];
  members_[a] = std::move(of[0]);
  members_[b] = std::move(of[1]);
  people_[a] = people[0];
  people_[b] = people[1];
  cut_ = static_cast<std::uint64_t>(new_cut);
  return true;
}

bool ForestWalk::holds_without(std::uint32_t atom) {
  const auto part = part_[atom];
  std::uint32_t first = kNone;
  for (auto arc = map_->first[atom]; arc < map_->first[atom + 1] && first == kNone; ++arc)
    if (part_[map_->neighbour[arc]] == part) first = map_->neighbour[arc];
  if (first == kNone) return false;
  path_.assign(1, first);
  place_[atom] = place_[first] = 0;
  for (std::size_t head = 0; head < path_.size(); ++head)
    for (auto arc = map_->first[path_[head]]; arc < map_->first[path_[head] + 1]; ++arc) {
      const auto other = map_->neighbour[arc];
      if (part_[other] != part || place_[other] != kNone) continue;
      place_[other] = 0;
      path_.push_back(other);
    }
  place_[atom] = kNone;
  for (const auto each : path_) place_[each] = kNone;
  return path_.size() + 1 == members_[part].size();
}

bool ForestWalk::move_one() {
  const auto arc = draw_cut_arc();
  const auto atom = map_->source[arc];
  const auto from = part_[atom], to = part_[map_->neighbour[arc]];
  if (!fits(people_[from] - map_->people[atom]) || !fits(people_[to] + map_->people[atom])) return false;
  if (!holds_without(atom)) return false;
  std::uint32_t stays = 0, joins = 0;
  for (auto each = map_->first[atom]; each < map_->first[atom + 1]; ++each) {
    stays += part_[map_->neighbour[each]] == from;
    joins += part_[map_->neighbour[each]] == to;
  }
  // Arcs that lead from the atom into the part it joins, of all arcs that are cut; and the way back.
  const double cut = static_cast<double>(cut_), new_cut = cut + 2.0 * stays - 2.0 * joins;
  double log_ratio = std::log(stays / new_cut) - std::log(joins / cut);
  auto left = members_[from], joined = members_[to];
  left.erase(std::find(left.begin(), left.end(), atom));
  joined.push_back(atom);
  if (target_.gamma != 1)
    log_ratio += (1 - target_.gamma) *
                 (log_trees(left) + log_trees(joined) - log_trees_of_part(from) - log_trees_of_part(to));
  proposed_[atom] = to;
  if (!accept(log_ratio, {&atom, 1})) {
    proposed_[atom] = from;
    return false;
  }
  part_[atom] = to;
  members_[from] = std::move(left);
  members_[to] = std::move(joined);
  people_[from] -= map_->people[atom];
  people_[to] += map_->people[atom];
  cut_ = static_cast<std::uint64_t>(new_cut);
  return true;
}

}  // namespace placewright::boundaries::sample
