#include "boundaries/engine/walk.h"

#include <algorithm>

namespace placewright::boundaries::engine {

Walk::Walk(const Instance& instance, std::uint32_t parts)
    : instance_(&instance),
      part_(instance.size, 0),
      people_(parts, 0),
      sums_(make_sums(instance, parts)),
      lean_(!std::get<PeopleSums>(sums_).counts() && !std::get<SharesSums>(sums_).counts() &&
            !std::get<AccessSums>(sums_).counts() && !std::get<WishesSums>(sums_).counts()),
      borders_(std::get<BorderSums>(sums_).counts()),
      apart_(std::size_t{instance.apart.sets} * parts, 0),
      stamp_(instance.size, 0),
      waiting_(instance.size, 0) {}

void Walk::reset(const Parts& parts) {
  part_ = parts;
  people_.assign(people_.size(), 0);
  std::fill(apart_.begin(), apart_.end(), std::uint16_t{0});
  changed_ = 0;
  apart_broken_ = 0;
  for (std::uint32_t atom = 0; atom < instance_->size; ++atom) {
    people_[part_[atom]] += instance_->people[atom];
    if (instance_->apart.sets > 0)
      for (std::uint32_t e = instance_->apart.first[atom]; e < instance_->apart.first[atom + 1]; ++e)
        apart_broken_ += apart_[std::size_t{instance_->apart.set[e]} * people_.size() + part_[atom]]++ > 0;
    if (instance_->change.limited) changed_ += changed_if_in(atom, part_[atom]);
  }
  std::apply([&](auto&... sums) { ((sums.counts() ? sums.reset(part_.data()) : void()), ...); }, sums_);
}

double Walk::total() const {
  return std::apply(
      [&](const auto&... sums) {
        double sum = 0;
        ((sum += sums.counts() ? sums.total() : 0.0), ...);
        return sum;
      },
      sums_);
}

std::int64_t Walk::people_outside() const {
  std::int64_t sum = 0;
  for (const std::int64_t people : people_)
    sum += std::max({std::int64_t{0}, people - instance_->max_people, instance_->min_people - people});
  return sum;
}

bool Walk::can_spare(std::uint32_t atom) {
  const Part own = part_[atom];
  const std::uint32_t begin = instance_->first[atom], degree = instance_->first[atom + 1] - begin;
  if (degree > 64) {
    std::uint32_t count = 0, some = 0;
    for (std::uint32_t j = 0; j < degree; ++j)
      if (part_[instance_->neighbour[begin + j]] == own) ++count, some = instance_->neighbour[begin + j];
    return count == 1 || (count > 1 && holds_without(atom, some, count));
  }
  std::uint64_t mates = 0;
  for (std::uint32_t j = 0; j < degree; ++j)
    mates |= static_cast<std::uint64_t>(part_[instance_->neighbour[begin + j]] == own) << j;
  if (mates == 0) return false;
  if ((mates & (mates - 1)) == 0) return true;
  // Neighbours that touch one another around the atom keep the part together without it.
  std::uint64_t reached = mates & (~mates + 1), looked = 0;
  while (const std::uint64_t fresh = reached & ~looked) {
    const auto j = static_cast<std::uint32_t>(std::countr_zero(fresh));
    looked |= 1ULL << j;
    reached |= instance_->ring[begin + j] & mates;
  }
  if (reached == mates) return true;
  return holds_without(atom, instance_->neighbour[begin + static_cast<std::uint32_t>(std::countr_zero(mates))],
                       static_cast<std::uint32_t>(std::popcount(mates)));
}

/// A search through the part from one mate of the atom until all its mates are met.
bool Walk::holds_without(std::uint32_t atom, std::uint32_t first_neighbour, std::uint32_t count) {
  const Part own = part_[atom];
  ++now_;
  std::uint32_t head = 0, tail = 0, met = 0;
  stamp_[atom] = stamp_[first_neighbour] = now_;
  waiting_[tail++] = first_neighbour;
  while (head < tail) {
    const std::uint32_t at = waiting_[head++];
    for (std::uint32_t arc = instance_->first[at]; arc < instance_->first[at + 1]; ++arc) {
      const std::uint32_t other = instance_->neighbour[arc];
      if (other == atom && ++met == count) return true;
      if (part_[other] != own || stamp_[other] == now_) continue;
      stamp_[other] = now_;
      waiting_[tail++] = other;
    }
  }
  return false;
}

bool Walk::find_cut_off(std::uint32_t atom, std::vector<std::uint32_t>& cut_off) {
  const Part own = part_[atom];
  cut_off.clear();
  ++now_;
  stamp_[atom] = now_;
  std::uint32_t tail = 0, best_begin = 0, best_end = 0;
  std::int64_t most = -1;
  for (std::uint32_t arc = instance_->first[atom]; arc < instance_->first[atom + 1]; ++arc) {
    const std::uint32_t mate = instance_->neighbour[arc];
    if (part_[mate] != own || stamp_[mate] == now_) continue;
    const std::uint32_t begin = tail;
    std::uint32_t head = tail;
    std::int64_t people = 0;
    stamp_[mate] = now_;
    waiting_[tail++] = mate;
    while (head < tail) {
      const std::uint32_t at = waiting_[head++];
      people += instance_->people[at];
      for (std::uint32_t e = instance_->first[at]; e < instance_->first[at + 1]; ++e) {
        const std::uint32_t other = instance_->neighbour[e];
        if (part_[other] != own || stamp_[other] == now_) continue;
        stamp_[other] = now_;
        waiting_[tail++] = other;
      }
    }
    if (people > most) {
      most = people;
      best_begin = begin;
      best_end = tail;
    }
  }
  if (tail == 0) return false;
  for (std::uint32_t at = 0; at < tail; ++at)
    if (at < best_begin || at >= best_end) cut_off.push_back(waiting_[at]);
  return true;
}

void Walk::count_aparts(std::uint32_t atom, Part from, Part to) {
  apart_broken_ += apart_change(atom, to);
  for (std::uint32_t e = instance_->apart.first[atom]; e < instance_->apart.first[atom + 1]; ++e) {
    --apart_[std::size_t{instance_->apart.set[e]} * people_.size() + from];
    ++apart_[std::size_t{instance_->apart.set[e]} * people_.size() + to];
  }
}

std::int64_t Walk::apart_change(std::uint32_t atom, Part to) const {
  const Part from = part_[atom];
  if (instance_->apart.sets == 0 || from == to) return 0;
  std::int64_t sum = 0;
  for (std::uint32_t e = instance_->apart.first[atom]; e < instance_->apart.first[atom + 1]; ++e) {
    const std::size_t row = std::size_t{instance_->apart.set[e]} * people_.size();
    sum += (apart_[row + to] > 0) - (apart_[row + from] > 1);
  }
  return sum;
}

double Walk::changed_if_in(std::uint32_t atom, Part part) const {
  double stays = 0;
  for (std::uint32_t e = instance_->change.first[atom]; e < instance_->change.first[atom + 1]; ++e)
    if (instance_->change.part[e] == part) stays = instance_->change.residents[e];
  return instance_->change.placed[atom] - stays;
}

bool Walk::within_change(std::uint32_t atom, Part to) const {
  const double more = changed_if_in(atom, to) - changed_if_in(atom, part_[atom]);
  return more <= 0 || changed_ + more <= instance_->change.max_people;
}

}  // namespace placewright::boundaries::engine
