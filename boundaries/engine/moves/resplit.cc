#include "boundaries/engine/moves/resplit.h"

#include <bit>

namespace placewright::boundaries::engine {

void Resplitter::gather(Atom atom, Part a, Part b) {
  const Instance& instance = moving_->instance();
  atoms_.assign(1, atom);
  local_[atom] = 0;
  for (std::size_t head = 0; head < atoms_.size() && atoms_.size() <= most_atoms_; ++head)
    for (std::uint32_t arc = instance.first[atoms_[head]]; arc < instance.first[atoms_[head] + 1]; ++arc) {
      const Atom next = instance.neighbour[arc];
      if (local_[next] != kNowhere || (moving_->part(next) != a && moving_->part(next) != b)) continue;
      local_[next] = static_cast<std::uint32_t>(atoms_.size());
      atoms_.push_back(next);
    }
  touch_.assign(atoms_.size(), 0);
  if (atoms_.size() <= most_atoms_)
    for (std::size_t at = 0; at < atoms_.size(); ++at)
      for (std::uint32_t arc = instance.first[atoms_[at]]; arc < instance.first[atoms_[at] + 1]; ++arc)
        if (local_[instance.neighbour[arc]] != kNowhere) touch_[at] |= 1U << local_[instance.neighbour[arc]];
  for (const Atom one : atoms_) local_[one] = kNowhere;
}

double Resplitter::put(std::uint32_t at, Part part) {
  const Atom atom = atoms_[at];
  if (moving_->part(atom) == part) return 0;
  const double change = moving_->change(atom, part);
  moving_->move(atom, part);
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
  const Instance& instance = moving_->instance();
  const std::uint32_t rest = ((1U << atoms_.size()) - 1) & ~inside;
  if (rest == 0 || people_ < instance.min_people || all_people_ - people_ > instance.max_people) return;
  if (change >= best_ || moving_->apart_broken() > apart_ || !in_one_piece(rest)) return;
  if (instance.change.limited && moving_->changed_people() > instance.change.max_people) return;
  best_ = change;
  best_set_ = inside;
}

/// All connected sets that hold `inside` and nothing that was passed over, each once.
void Resplitter::grow(std::uint32_t inside, std::uint32_t passed, double change) {
  if (left_ == 0) return;
  std::uint32_t border = 0;
  for (std::uint32_t set = inside; set != 0; set &= set - 1)
    border |= touch_[static_cast<std::uint32_t>(std::countr_zero(set))];
  border &= ~inside & ~passed;
  --left_;
  judge(inside, change);
  for (; border != 0; border &= border - 1) {
    const auto at = static_cast<std::uint32_t>(std::countr_zero(border));
    const std::int64_t people = moving_->instance().people[atoms_[at]];
    if (people_ + people <= moving_->instance().max_people &&
        all_people_ - people_ - people >= moving_->instance().min_people) {
      people_ += people;
      const double more = put(at, inner_);
      grow(inside | (1U << at), passed, change + more);
      static_cast<void>(put(at, outer_));
      people_ -= people;
    }
    passed |= 1U << at;
  }
}

bool Resplitter::attempt(Atom atom, Atom other, double least_gain, double& change) {
  inner_ = moving_->part(atom);
  outer_ = moving_->part(other);
  gather(atom, inner_, outer_);
  if (atoms_.size() > most_atoms_ || atoms_.size() < 2) return false;
  apart_ = moving_->apart_broken();
  all_people_ = 0;
  std::uint32_t before = 0;
  for (std::uint32_t at = 0; at < atoms_.size(); ++at) {
    all_people_ += moving_->instance().people[atoms_[at]];
    if (moving_->part(atoms_[at]) == inner_) before |= 1U << at;
  }
  // From the first atom alone, which stays where it is: every line has it on one side.
  double start = 0;
  for (std::uint32_t at = 1; at < atoms_.size(); ++at) start += put(at, outer_);
  people_ = moving_->instance().people[atom];
  left_ = most_sets_;
  best_ = -least_gain;
  best_set_ = 0;
  grow(1, 0, start);
  const bool found = left_ > 0 && best_set_ != 0;
  const std::uint32_t wanted = found ? best_set_ : before;
  for (std::uint32_t at = 0; at < atoms_.size(); ++at)
    static_cast<void>(put(at, (wanted >> at & 1U) != 0 ? inner_ : outer_));
  if (found) change = best_;
  return found;
}

}  // namespace placewright::boundaries::engine
