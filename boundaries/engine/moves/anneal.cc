#include "boundaries/engine/moves/anneal.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/expect.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::uint32_t kDraws = 4096;         // steps of the exponential law; a power of two
constexpr std::int64_t kApartPeople = 10'000;  // of people outside, for each pair that breaks a rule
constexpr std::uint64_t kMovesBetweenRefreshes = 2'000'000;  // of sums that collect rounding
constexpr double kGain = 1e-12;                              // smaller gains are rounding

}  // namespace

std::int64_t broken_people(const MovingPlan& moving) {
  std::int64_t sum = moving.people_outside() + kApartPeople * moving.apart_broken();
  const ChangeTable& change = moving.instance().change;
  if (change.limited && moving.changed_people() > change.max_people)
    sum += static_cast<std::int64_t>(std::ceil(moving.changed_people() - change.max_people));
  return sum;
}

const char* name_of(MoveKind kind) {
  switch (kind) {
    case MoveKind::single:
      return "single";
    case MoveKind::chunk:
      return "chunk";
    case MoveKind::swap:
      return "swap";
    case MoveKind::eject:
      return "eject";
    case MoveKind::recombine:
      return "recombine";
    case MoveKind::three:
      return "three";
    case MoveKind::shift:
      return "shift";
    case MoveKind::resplit:
      return "resplit";
  }
  return "";
}

void MoveCounts::add(const MoveCounts& other) {
  for (std::size_t kind = 0; kind < kMoveKinds; ++kind) {
    proposed[kind] += other.proposed[kind];
    accepted[kind] += other.accepted[kind];
  }
  draws += other.draws;
}

Annealer::Annealer(MovingPlan& moving, std::uint64_t seed, std::uint64_t stream, const Settings& settings)
    : moving_(&moving),
      settings_(settings),
      recombiner_(moving, settings),
      resplitter_(moving, settings),
      random_(seed, stream),
      min_(moving.instance().min_people),
      max_(moving.instance().max_people) {
  exponential_.reserve(kDraws);
  for (std::uint32_t draw = 0; draw < kDraws; ++draw)
    exponential_.push_back(static_cast<float>(-std::log((draw + 0.5) / kDraws)));
}

double Annealer::energy(const AnnealRules& rules) const {
  double sum = rules.aim_weight > 0 ? rules.aim_weight * moving_->total() : 0.0;
  if (!rules.hard) sum += rules.penalty * static_cast<double>(broken_people(*moving_));
  return sum;
}

double Annealer::penalty_change(Atom atom, Part to, const AnnealRules& rules) const {
  const std::int64_t p = moving_->instance().people[atom], a = moving_->people(moving_->part(atom)),
                     b = moving_->people(to);
  const std::int64_t people = beyond(a - p) + beyond(b + p) - beyond(a) - beyond(b);
  return rules.penalty * static_cast<double>(people + kApartPeople * moving_->apart_change(atom, to));
}

template <bool hard>
bool Annealer::try_single(Atom atom, Part to, double limit, const AnnealRules& rules) {
  if (!(hard ? moving_->may_join(atom, to) : moving_->may_pass(atom, to))) return false;
  double change = 0;
  if constexpr (hard) {
    change = moving_->change_within(atom, to, limit);
  } else {
    change = penalty_change(atom, to, rules);
    if (rules.aim_weight > 0) change += rules.aim_weight * moving_->change(atom, to);
  }
  ++counts_.proposed[0];
  if (!(change <= limit)) return false;
  std::int64_t room = std::numeric_limits<std::int64_t>::max();
  if constexpr (hard)
    room = std::min(max_ - moving_->people(to), moving_->people(moving_->part(atom)) - min_) -
           moving_->instance().people[atom];
  const MovingPlan::Leaving leaving = moving_->leave(atom, cut_off_, room);
  if (leaving == MovingPlan::Leaving::splits) return rules.use.chunk && try_chunk(atom, to, limit, rules);
  if (leaving != MovingPlan::Leaving::holds) return false;
  moving_->move(atom, to);
  energy_ += change;
  ++counts_.accepted[0];
  return true;
}

/// The area moves together with what its going cuts off, cut_off_.
bool Annealer::try_chunk(Atom atom, Part to, double limit, const AnnealRules& rules) {
  const Instance& instance = moving_->instance();
  const Part from = moving_->part(atom);
  std::int64_t people = instance.people[atom];
  for (const Atom other : cut_off_) people += instance.people[other];
  if (rules.hard && (moving_->people(to) + people > max_ || moving_->people(from) - people < min_))
    return false;
  ++counts_.proposed[1];
  cut_off_.push_back(atom);
  const double before = energy_;
  std::size_t moved = 0;
  double change = 0;
  for (; moved < cut_off_.size(); ++moved) {
    const Atom other = cut_off_[moved];
    if (!may(other, to, rules)) break;
    change += rules.hard ? 0.0 : penalty_change(other, to, rules);
    if (rules.aim_weight > 0) change += rules.aim_weight * moving_->change(other, to);
    moving_->move(other, to);
  }
  if (moved == cut_off_.size() && change <= limit) {
    energy_ = before + change;
    ++counts_.accepted[1];
    return true;
  }
  while (moved > 0) moving_->move(cut_off_[--moved], from);
  return false;
}

/// Where bounds keep an area out: it joins, and another area of that part leaves, to where the first came
/// from (a swap) or onwards to a third part (an ejection).
void Annealer::try_second(Atom atom, Atom via, Part to, double limit, const AnnealRules& rules,
                          std::uint64_t bits) {
  const Instance& instance = moving_->instance();
  const Part from = moving_->part(atom);
  // The other area: the one touched, or a neighbour of it in the same part.
  Atom other = via;
  if (bits & 1) {
    const std::uint32_t pick = instance.first[via] + static_cast<std::uint32_t>((bits >> 8) & 0xffff) *
                                                         instance.degree(via) / 0x10000;
    if (moving_->part(instance.neighbour[pick]) == to) other = instance.neighbour[pick];
  }
  const std::uint32_t pick = instance.first[other] + static_cast<std::uint32_t>((bits >> 24) & 0xffff) *
                                                         instance.degree(other) / 0x10000;
  const Part onward = moving_->part(instance.neighbour[pick]);
  if (onward == to || instance.neighbour[pick] == atom) return;
  if (!(onward == from ? rules.use.swap : rules.use.eject)) return;
  const std::int64_t p = instance.people[atom], q = instance.people[other];
  const auto in_bounds = [&](std::int64_t people) { return people <= max_ && people >= min_; };
  if (rules.hard) {
    if (!in_bounds(moving_->people(to) + p - q)) return;
    if (onward == from ? !in_bounds(moving_->people(from) - p + q)
                       : !in_bounds(moving_->people(from) - p) || !in_bounds(moving_->people(onward) + q))
      return;
  }
  if (!may(atom, to, rules) || !moving_->can_spare(atom)) return;
  const std::size_t kind = onward == from ? 2 : 3;
  ++counts_.proposed[kind];
  const double first = (rules.aim_weight > 0 ? rules.aim_weight * moving_->change(atom, to) : 0.0) +
                       (rules.hard ? 0.0 : penalty_change(atom, to, rules));
  moving_->move(atom, to);
  double change = first;
  if (may(other, onward, rules)) {
    change += (rules.aim_weight > 0 ? rules.aim_weight * moving_->change(other, onward) : 0.0) +
              (rules.hard ? 0.0 : penalty_change(other, onward, rules));
    if (change <= limit && moving_->can_spare(other)) {
      moving_->move(other, onward);
      energy_ += change;
      ++counts_.accepted[kind];
      return;
    }
  }
  moving_->move(atom, from);
}

template <bool hard>
void Annealer::steps(std::uint64_t count, double temperature, const AnnealRules& rules) {
  const Instance& instance = moving_->instance();
  const auto arcs = static_cast<std::uint64_t>(instance.neighbour.size());
  const Atom* source = instance.source.data();
  const Atom* neighbour = instance.neighbour.data();
  const std::int64_t* people = instance.people.data();
  const Part* part = moving_->plan().data();
  // Wide bounds seldom need a second move; narrow ones hardly let an area pass without one.
  const std::uint64_t swap_mask = max_ < min_ + min_ / 2 ? 0 : 7;
  // One draw ahead, so that memory is on its way while a move is weighed.
  // On a large map the draws of a batch stay in a stretch of it, so that they find memory near; every arc is
  // as likely.
  const bool stays = arcs > 4 * settings_.stretch_arcs;
  const std::uint64_t width = stays ? settings_.stretch_arcs : arcs;
  const std::uint64_t start = stays ? random_.below(static_cast<std::uint32_t>(arcs)) : 0;
  const auto pick = [&](std::uint64_t bits) {
    const std::uint64_t arc = start + (((bits >> 32) * width) >> 32);
    return arc < arcs ? arc : arc - arcs;
  };
  std::uint64_t next_bits = random_();
  std::uint64_t next_arc = pick(next_bits);
  for (std::uint64_t step = 0; step < count; ++step) {
    const std::uint64_t bits = next_bits;
    const Atom atom = source[next_arc], via = neighbour[next_arc];
    next_bits = random_();
    next_arc = pick(next_bits);
    __builtin_prefetch(source + next_arc);
    __builtin_prefetch(neighbour + next_arc);
    const Part from = part[atom], to = part[via];
    if (from == to) continue;
    const double limit = temperature * static_cast<double>(exponential_[bits & (kDraws - 1)]);
    if constexpr (hard) {
      const std::int64_t p = people[atom];
      if (moving_->people(to) + p > max_ || moving_->people(from) - p < min_) {
        if (((bits >> 12) & swap_mask) == 0) try_second(atom, via, to, limit, rules, random_());
        continue;
      }
    } else if (((bits >> 12) & 7) == 0) {
      try_second(atom, via, to, limit, rules, random_());
      continue;
    }
    try_single<hard>(atom, to, limit, rules);
  }
  counts_.draws += count;
}

/// Two or three parts across a random border are redrawn. Fewer than a draw, and much dearer: they open what
/// single moves cannot.
void Annealer::try_recombine(double temperature, const Features& use) {
  const Instance& instance = moving_->instance();
  for (std::uint32_t draw = 0; draw < settings_.border_tries; ++draw) {
    const std::uint32_t arc = random_.below(static_cast<std::uint32_t>(instance.neighbour.size()));
    const Atom atom = instance.source[arc], other = instance.neighbour[arc];
    if (moving_->part(atom) == moving_->part(other)) continue;
    const std::uint64_t bits = random_();
    const double limit = temperature * static_cast<double>(exponential_[bits & (kDraws - 1)]);
    const std::uint64_t lot = bits >> 60;  // of 16
    double change = 0;
    bool accepted = false;
    MoveKind kind = MoveKind::recombine;
    if (lot < settings_.threes_in_16) {
      kind = MoveKind::three;
      if (!use.three) return;
      accepted = recombiner_.attempt_three(atom, other, limit, random_, change);
    } else if (lot < settings_.threes_in_16 + settings_.shifts_in_16) {
      kind = MoveKind::shift;
      if (!use.shift) return;
      accepted = recombiner_.attempt_shift(atom, other, limit, random_, change);
    } else {
      if (!use.recombine) return;
      accepted = recombiner_.attempt(atom, other, limit, random_, change);
    }
    count(kind, accepted);
    if (accepted) energy_ += change;
    return;
  }
}

void Annealer::resplit_pairs(const Stop& stop) {
  const Instance& instance = moving_->instance();
  if (instance.size == 0 || instance.size * 2 > settings_.resplit_atoms * moving_->parts()) return;
  std::vector<std::uint32_t> looked(std::size_t{moving_->parts()} * moving_->parts(), 0);
  for (std::uint32_t round = 1, gained = 1; gained > 0 && round <= settings_.resplit_rounds; ++round) {
    gained = 0;
    for (std::size_t arc = 0; arc < instance.neighbour.size() && !stop.asked(); ++arc) {
      const Atom atom = instance.source[arc], other = instance.neighbour[arc];
      const Part a = moving_->part(atom), b = moving_->part(other);
      std::uint32_t& mark = looked[std::size_t{std::min(a, b)} * moving_->parts() + std::max(a, b)];
      if (a == b || mark == round) continue;
      mark = round;
      double change = 0;
      const bool accepted = resplitter_.attempt(atom, other, kGain, change);
      count(MoveKind::resplit, accepted);
      if (accepted) energy_ += change, ++gained;
    }
  }
}

void Annealer::run(const Cooling& cooling, const AnnealRules& rules, const Stop& stop) {
  const std::uint64_t block = std::max<std::uint64_t>(settings_.min_block, moving_->instance().size);
  energy_ = energy(rules);
  double best_energy = energy_;
  Parts best = moving_->plan();
  bool is_best = true;  // the walk stands on the best plan, which may not be copied yet
  std::uint64_t accepted_at_refresh = counts_.accepted[0];
  if (moving_->instance().neighbour.empty()) return;
  const bool stays = moving_->instance().neighbour.size() > 4 * settings_.stretch_arcs;
  const std::uint64_t batch = stays ? settings_.stretch_draws : block;
  for (std::uint64_t done = 0; done < cooling.steps; done += block) {
    if ((done / block) % 16 == 0 && stop.asked()) break;
    const double along = static_cast<double>(done) / static_cast<double>(cooling.steps);
    const double temperature = cooling.hot * std::pow(cooling.cold / cooling.hot, along);
    const std::uint64_t count = std::min(block, cooling.steps - done);
    for (std::uint64_t part = 0; part < count; part += batch) {
      const std::uint64_t draws = std::min(batch, count - part);
      if (rules.hard)
        steps<true>(draws, temperature, rules);
      else
        steps<false>(draws, temperature, rules);
    }
    if (rules.hard && rules.recombine_every > 0 && (done / block) % rules.recombine_every == 0)
      try_recombine(temperature, rules.use);
    is_best = false;
    if (energy_ < best_energy) {
      best_energy = energy_;
      best = moving_->plan();
      is_best = true;
    }
    if (!rules.hard && broken_people(*moving_) == 0 && rules.aim_weight == 0) break;
    if (counts_.accepted[0] - accepted_at_refresh > kMovesBetweenRefreshes) {
      moving_->refresh();
      energy_ = energy(rules);
      accepted_at_refresh = counts_.accepted[0];
    }
  }
  if (!is_best)
    moving_->reset(best);
  else
    moving_->refresh();
  energy_ = energy(rules);
  descend(rules, stop);
  if (rules.hard && rules.use.resplit) resplit_pairs(stop);
}

void Annealer::descend(const AnnealRules& rules, const Stop& stop) {
  const Instance& instance = moving_->instance();
  energy_ = energy(rules);
  bool improved = true;
  while (improved && !stop.asked()) {
    improved = false;
    for (std::size_t arc = 0; arc < instance.neighbour.size(); ++arc) {
      const Atom atom = instance.source[arc];
      const Part from = moving_->part(atom), to = moving_->part(instance.neighbour[arc]);
      if (from == to) continue;
      const std::int64_t p = instance.people[atom];
      if (rules.hard) {
        if (moving_->people(to) + p > max_ || moving_->people(from) - p < min_) continue;
        improved |= try_single<true>(atom, to, -kGain, rules);
      } else {
        improved |= try_single<false>(atom, to, -kGain, rules);
      }
    }
  }
}

double Annealer::measure_scale(std::uint32_t draws) {
  const Instance& instance = moving_->instance();
  const auto arcs = static_cast<std::uint32_t>(instance.neighbour.size());
  if (arcs == 0) return 0;
  double sum = 0;
  std::uint32_t count = 0;
  for (std::uint32_t draw = 0; draw < draws; ++draw) {
    const std::uint32_t arc = random_.below(arcs);
    const Atom atom = instance.source[arc];
    const Part to = moving_->part(instance.neighbour[arc]);
    if (to == moving_->part(atom)) continue;
    sum += std::fabs(moving_->change(atom, to));
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

}  // namespace placewright::boundaries::engine
