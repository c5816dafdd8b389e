#include "boundaries/engine/moves/moving_plan.h"

#include <algorithm>

namespace placewright::boundaries::engine {

namespace {

template <class S>
bool is_lean_with(const S& sums) {
  return std::is_same_v<S, DeprivationSums> || std::is_same_v<S, BorderSums> || !sums.counts();
}

}  // namespace

MovingPlan::MovingPlan(const Instance& instance, std::uint32_t parts)
    : instance_(&instance),
      part_(instance.size),
      people_(parts, 0),
      sums_(make_each<CriterionSums>(instance, parts)),
      lean_(std::apply([](const auto&... sums) { return (is_lean_with(sums) && ...); }, sums_)),
      borders_(std::get<BorderSums>(sums_).counts()),
      apart_(std::size_t{instance.apart.sets} * parts, 0),
      stamp_(instance.size, 0) {}

void MovingPlan::reset(const Parts& parts) {
  part_ = parts;
  people_.assign(people_.size(), 0);
  std::fill(apart_.begin(), apart_.end(), std::uint16_t{0});
  changed_ = 0;
  apart_broken_ = 0;
  for (Atom atom; atom < instance_->size; ++atom) {
    people_[part_[atom]] += instance_->people[atom];
    if (instance_->apart.sets > 0)
      for (std::uint32_t e = instance_->apart.first[atom]; e < instance_->apart.first[atom + 1]; ++e)
        apart_broken_ += apart_[std::size_t{instance_->apart.set[e]} * people_.size() + part_[atom]]++ > 0;
    if (instance_->change.limited) changed_ += changed_if_in(atom, part_[atom]);
  }
  if (judging_)
    std::apply([&](auto&... sums) { ((sums.counts() ? sums.reset(part_.data()) : void()), ...); }, sums_);
}

double MovingPlan::total() const {
  return std::apply(
      [&](const auto&... sums) {
        double sum = 0;
        ((sum += sums.counts() ? sums.total() : 0.0), ...);
        return sum;
      },
      sums_);
}

std::int64_t MovingPlan::people_outside() const {
  std::int64_t sum = 0;
  for (const std::int64_t people : people_)
    sum += std::max({std::int64_t{0}, people - instance_->max_people, instance_->min_people - people});
  return sum;
}

MovingPlan::Leaving MovingPlan::leave(Atom atom, Atoms& cut_off, std::int64_t room) {
  const Part own = part_[atom];
  const std::uint32_t begin = instance_->first[atom], degree = instance_->first[atom + 1] - begin;
  const Atom* neighbour = instance_->neighbour.data() + begin;
  std::uint32_t fronts = 0;
  if (degree > 64) {
    begin_fronts(degree);
    for (std::uint32_t j = 0; j < degree; ++j)
      if (part_[neighbour[j]] == own) start_front(fronts++, neighbour[j]);
    return fronts == 0   ? Leaving::empties
           : fronts == 1 ? Leaving::holds
                         : spread(atom, fronts, room, cut_off);
  }
  std::uint64_t mates = 0;
  for (std::uint32_t j = 0; j < degree; ++j)
    mates |= static_cast<std::uint64_t>(part_[neighbour[j]] == own) << j;
  if (mates == 0) return Leaving::empties;
  // Neighbours that touch one another around the atom keep the part together without it.
  const std::uint64_t* ring = instance_->ring.data() + begin;
  const auto reach = [&](std::uint64_t reached) {
    for (std::uint64_t looked = 0, fresh = reached; fresh != 0; fresh = reached & ~looked) {
      looked |= fresh & (~fresh + 1);
      reached |= ring[std::countr_zero(fresh)] & mates;
    }
    return reached;
  };
  std::uint64_t group = reach(mates & (~mates + 1));
  if (group == mates) return Leaving::holds;
  begin_fronts(degree);
  for (std::uint64_t left = mates;;) {
    start_front(fronts++, neighbour[std::countr_zero(group)]);
    left &= ~group;
    if (left == 0) break;
    group = reach(left & (~left + 1));
  }
  return spread(atom, fronts, room, cut_off);
}

/// Stamps for so many fronts at most, all new.
void MovingPlan::begin_fronts(std::uint32_t most) {
  now_ += last_fronts_;
  last_fronts_ = most;
  if (now_ > 0xffffffffU - most) {
    std::fill(stamp_.begin(), stamp_.end(), 0U);
    now_ = 1;
  }
  if (fronts_.size() < most) fronts_.resize(most);
}

void MovingPlan::start_front(std::uint32_t number, Atom mate) {
  Front& front = fronts_[number];
  front.atoms.assign(1, mate);
  front.looked = 0;
  front.joined = number;
  front.open = 1;
  front.people = instance_->people[mate];
  stamp_[mate] = now_ + number;
}

/// Fronts take turns, an atom each. Those that meet are one piece; one that runs out is a piece cut off. What
/// is left when a single one still goes on need not be looked at.
MovingPlan::Leaving MovingPlan::spread(Atom atom, std::uint32_t fronts, std::int64_t room, Atoms& cut_off) {
  const Part own = part_[atom];
  const auto root_of = [&](std::uint32_t front) {
    while (fronts_[front].joined != front) front = fronts_[front].joined;
    return front;
  };
  std::uint32_t sets = fronts, ended = 0, large = 0;
  for (std::uint32_t front = 0; front < fronts; ++front) large += fronts_[front].people > room;
  cut_off.clear();
  if (large > 1) return Leaving::too_large;
  for (std::uint32_t turn = 0;; turn = turn + 1 == fronts ? 0 : turn + 1) {
    Front& front = fronts_[turn];
    if (front.looked == front.atoms.size()) continue;
    const Atom at = front.atoms[front.looked++];
    const std::uint32_t root = root_of(turn);
    for (std::uint32_t arc = instance_->first[at]; arc < instance_->first[at + 1]; ++arc) {
      const Atom other = instance_->neighbour[arc];
      if (part_[other] != own || other == atom) continue;
      const std::uint32_t stamp = stamp_[other];
      if (stamp < now_) {
        stamp_[other] = now_ + turn;
        front.atoms.push_back(other);
        std::int64_t& people = fronts_[root].people;
        const bool was_large = people > room;
        people += instance_->people[other];
        if (people > room && !was_large && ++large > 1) return Leaving::too_large;
        continue;
      }
      if (stamp == now_ + turn) continue;
      const std::uint32_t met = root_of(stamp - now_);
      if (met == root) continue;
      if (--sets == 1) return Leaving::holds;
      fronts_[met].joined = root;
      fronts_[root].open += fronts_[met].open;
      if (fronts_[root].people > room) --large;
      if (fronts_[met].people > room) --large;
      fronts_[root].people += fronts_[met].people;
      if (fronts_[root].people > room) ++large;
      if (large > 1) return Leaving::too_large;
    }
    if (front.looked < front.atoms.size()) continue;
    if (--fronts_[root].open > 0) continue;
    ++ended;
    if (sets - ended > 1) continue;
    for (std::uint32_t each = 0; each < fronts; ++each)
      if (fronts_[root_of(each)].open == 0)
        cut_off.insert(cut_off.end(), fronts_[each].atoms.begin(), fronts_[each].atoms.end());
    return Leaving::splits;
  }
}

void MovingPlan::count_aparts(Atom atom, Part from, Part to) {
  apart_broken_ += apart_change(atom, to);
  for (std::uint32_t e = instance_->apart.first[atom]; e < instance_->apart.first[atom + 1]; ++e) {
    --apart_[std::size_t{instance_->apart.set[e]} * people_.size() + from];
    ++apart_[std::size_t{instance_->apart.set[e]} * people_.size() + to];
  }
}

std::int64_t MovingPlan::apart_change(Atom atom, Part to) const {
  const Part from = part_[atom];
  if (instance_->apart.sets == 0 || from == to) return 0;
  std::int64_t sum = 0;
  for (std::uint32_t e = instance_->apart.first[atom]; e < instance_->apart.first[atom + 1]; ++e) {
    const std::size_t row = std::size_t{instance_->apart.set[e]} * people_.size();
    sum += (apart_[row + to] > 0) - (apart_[row + from] > 1);
  }
  return sum;
}

double MovingPlan::changed_if_in(Atom atom, Part part) const {
  double stays = 0;
  for (std::uint32_t e = instance_->change.first[atom]; e < instance_->change.first[atom + 1]; ++e)
    if (instance_->change.part[e] == part) stays = instance_->change.residents[e];
  return instance_->change.placed[atom] - stays;
}

bool MovingPlan::within_change(Atom atom, Part to) const {
  const double more = changed_if_in(atom, to) - changed_if_in(atom, part_[atom]);
  return more <= 0 || changed_ + more <= instance_->change.max_people;
}

}  // namespace placewright::boundaries::engine
