#include "boundaries/engine/moves/resplit.h"

#include <bit>

namespace placewright::boundaries::engine {

void Resplitter::gather(std::uint32_t atom, Part a, Part b) {
  const Instance& instance = walk_->instance();
  atoms_.assign(1, atom);
  local_[atom] = 0;
  for (std::size_t head = 0; head < atoms_.size() && atoms_.size() <= kMostAtoms; ++head)
    for (std::uint32_t arc = instance.first[atoms_[head]]; arc < instance.first[atoms_[head] + 1]; ++arc) {
      const std::uint32_t next = instance.neighbour[arc];
      if (local_[next] != kNowhere || (walk_->part(next) != a && walk_->part(next) != b)) continue;
      local_[next] = static_cast<std::uint32_t>(atoms_.size());
      atoms_.push_back(next);
    }
  touch_.assign(atoms_.size(), 0);
  if (atoms_.size() <= kMostAtoms)
    for (std::size_t at = 0; at < atoms_.size(); ++at)
      for (std::uint32_t arc = instance.first[atoms_[at]]; arc < instance.first[atoms_[at] + 1]; ++arc)
        if (local_[instance.neighbour[arc]] != kNowhere) touch_[at] |= 1U << local_[instance.neighbour[arc]];
  for (const std::uint32_t one : atoms_) local_[one] = kNowhere;
}

double Resplitter::put(std::uint32_t at, Part part) {
  const std::uint32_t atom = atoms_[at];
  if (walk_->part(atom) == part) return 0;
  const double change = walk_->change(atom, part);
  walk_->move(atom, part);
  return change;
}

bool Resplitter::in_one_piece(std::uint32_t set) const {
  std::uint32_t reached = set & (~set + 1), looked = 0;
  while (const std::uint32_t fresh = reached & ~looked) {
    looked |= fresh & (~fresh + 1);
    reached |= touch_[static_cast<std::uint32_t>(std::countr_zero(fresh))] & set;
  }
  return reached == set;
}

/// The walk stands on `inside` as one part and the rest as the other: kept if legal and best so far.
void Resplitter::judge(std::uint32_t inside, double change) {
  const Instance& instance = walk_->instance();
  const std::uint32_t rest = ((1U << atoms_.size()) - 1) & ~inside;
  if (rest == 0 || people_ < instance.min_people || all_people_ - people_ > instance.max_people) return;
  if (change >= best_ || walk_->apart_broken() > apart_ || !in_one_piece(rest)) return;
  if (instance.change.limited && walk_->changed_people() > instance.change.max_people) return;
  best_ = change;
  best_set_ = inside;
}

/// All connected sets that hold `inside` and nothing that was passed over, each once.
void Resplitter::grow(std::uint32_t inside, std::uint32_t passed, double change) {
  if (left_ == 0) return;
  std::uint32_t border = 0;
  for (std::uint32_t set = inside; set != 0; set &= set - 1) border |= touch_[static_cast<std::uint32_t>(std::countr_zero(set))];
  border &= ~inside & ~passed;
  --left_;
  judge(inside, change);
  for (; border != 0; border &= border - 1) {
    const auto at = static_cast<std::uint32_t>(std::countr_zero(border));
    const std::int64_t people = walk_->instance().people[atoms_[at]];
    if (people_ + people <= walk_->instance().max_people && all_people_ - people_ - people >= walk_->instance().min_people) {
      people_ += people;
      const double more = put(at, inner_);
      grow(inside | (1U << at), passed, change + more);
      static_cast<void>(put(at, outer_));
      people_ -= people;
    }
    passed |= 1U << at;
  }
}

bool Resplitter::attempt(std::uint32_t atom, std::uint32_t other, double least_gain, std::uint32_t most_sets, double& change) {
  inner_ = walk_->part(atom);
  outer_ = walk_->part(other);
  gather(atom, inner_, outer_);
  if (atoms_.size() > kMostAtoms || atoms_.size() < 2) return false;
  apart_ = walk_->apart_broken();
  all_people_ = 0;
  std::uint32_t before = 0;
  for (std::uint32_t at = 0; at < atoms_.size(); ++at) {
    all_people_ += walk_->instance().people[atoms_[at]];
    if (walk_->part(atoms_[at]) == inner_) before |= 1U << at;
  }
  // From the first atom alone, which stays where it is: every line has it on one side.
  double start = 0;
  for (std::uint32_t at = 1; at < atoms_.size(); ++at) start += put(at, outer_);
  people_ = walk_->instance().people[atom];
  left_ = most_sets;
  best_ = -least_gain;
  best_set_ = 0;
  grow(1, 0, start);
  const bool found = left_ > 0 && best_set_ != 0;
  const std::uint32_t wanted = found ? best_set_ : before;
  for (std::uint32_t at = 0; at < atoms_.size(); ++at) static_cast<void>(put(at, (wanted >> at & 1U) != 0 ? inner_ : outer_));
  if (found) change = best_;
  return found;
}

}  // namespace placewright::boundaries::engine
