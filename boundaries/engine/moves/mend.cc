#include "boundaries/engine/moves/mend.h"

#include <algorithm>
#include <vector>

#include "boundaries/engine/moves/start.h"

namespace placewright::boundaries::engine {
namespace {

std::vector<std::int64_t> people_of(const Instance& instance, const Parts& plan, std::uint32_t parts) {
  std::vector<std::int64_t> people(parts, 0);
  for (Atom atom; atom < instance.size; ++atom)
    if (plan[atom] < parts) people[plan[atom]] += instance.people[atom];
  return people;
}

/// Atoms without a part join, border by border, the neighbouring part of fewest people.
void settle_homeless(const Instance& instance, Parts& plan, std::uint32_t parts) {
  auto people = people_of(instance, plan, parts);
  for (bool moved = true; moved;) {
    moved = false;
    for (Atom atom; atom < instance.size; ++atom) {
      if (plan[atom] != kNoPart) continue;
      Part best = kNoPart;
      for (std::uint32_t arc = instance.first[atom]; arc < instance.first[atom + 1]; ++arc) {
        const Part part = plan[instance.neighbour[arc]];
        if (part != kNoPart && (best == kNoPart || people[part] < people[best])) best = part;
      }
      if (best == kNoPart) continue;
      plan[atom] = best;
      people[best] += instance.people[atom];
      moved = true;
    }
  }
}

}  // namespace

Parts mend_pieces(const Instance& instance, Parts plan, std::uint32_t parts) {
  std::vector<std::uint32_t> piece(instance.size, kNowhere);
  Atoms waiting;
  std::vector<std::int64_t> people;
  std::vector<Part> part;
  for (Atom start; start < instance.size; ++start) {
    if (piece[start] != kNowhere) continue;
    const auto number = static_cast<std::uint32_t>(people.size());
    people.push_back(0);
    part.push_back(plan[start]);
    piece[start] = number;
    waiting.assign(1, start);
    for (std::size_t head = 0; head < waiting.size(); ++head) {
      people[number] += instance.people[waiting[head]];
      for (std::uint32_t arc = instance.first[waiting[head]]; arc < instance.first[waiting[head] + 1];
           ++arc) {
        const Atom other = instance.neighbour[arc];
        if (piece[other] != kNowhere || plan[other] != plan[start]) continue;
        piece[other] = number;
        waiting.push_back(other);
      }
    }
  }
  std::vector<std::uint32_t> main_piece(parts, kNowhere);
  for (std::uint32_t number = 0; number < people.size(); ++number)
    if (main_piece[part[number]] == kNowhere || people[number] > people[main_piece[part[number]]])
      main_piece[part[number]] = number;
  for (Atom atom; atom < instance.size; ++atom)
    if (piece[atom] != main_piece[plan[atom]]) plan[atom] = kNoPart;
  settle_homeless(instance, plan, parts);
  return plan;
}

Parts start_near_old(const Instance& instance, const Grouping& regions, std::uint32_t parts) {
  const ChangeTable& old = instance.change;
  Parts plan(instance.size, kNoPart);
  std::vector<std::vector<std::int64_t>> people(parts, std::vector<std::int64_t>(regions.count, 0));
  for (Atom atom; atom < instance.size; ++atom) {
    double most = 0;
    for (std::uint32_t at = old.first[atom]; at < old.first[atom + 1]; ++at)
      if (old.part[at] < parts && old.residents[at] > most) {
        most = old.residents[at];
        plan[atom] = static_cast<Part>(old.part[at]);
      }
    if (plan[atom] != kNoPart) people[plan[atom]][regions.of[atom]] += instance.people[atom];
  }
  for (Atom atom; atom < instance.size; ++atom) {
    if (plan[atom] == kNoPart) continue;
    const auto& by_region = people[plan[atom]];
    if (std::max_element(by_region.begin(), by_region.end()) - by_region.begin() !=
        std::ptrdiff_t{regions.of[atom]})
      plan[atom] = kNoPart;
  }
  settle_homeless(instance, plan, parts);
  std::vector<std::uint8_t> is_used(parts, 0);
  for (const Part part : plan) {
    if (part == kNoPart) return {};
    is_used[part] = 1;
  }
  if (std::count(is_used.begin(), is_used.end(), 0) > 0) return {};
  return mend_pieces(instance, std::move(plan), parts);
}

Parts change_count(const Instance& instance, Parts plan, std::uint32_t parts, std::uint32_t wanted,
                   std::uint64_t seed) {
  geo::Random random(seed, 0xc0de);
  TreeDrawer trees(instance);
  for (; parts < wanted; ++parts) {
    const auto people = people_of(instance, plan, parts);
    std::vector<std::uint32_t> size(parts, 0);
    for (const Part part : plan) ++size[part];
    Part largest = kNoPart;
    for (std::uint32_t part = 0; part < parts; ++part)
      if (size[part] > 1 && (largest == kNoPart || people[part] > people[largest]))
        largest = static_cast<Part>(part);
    if (largest == kNoPart) return {};
    Atoms atoms;
    for (Atom atom; atom < instance.size; ++atom)
      if (plan[atom] == largest) atoms.push_back(atom);
    trees.take(atoms);
    trees.draw(random);
    const auto& order = trees.order();
    const auto& parent = trees.parent();
    std::vector<std::int64_t> below(order.size(), 0);
    for (std::size_t at = order.size(); at-- > 0;) {
      below[at] += instance.people[order[at]];
      if (at > 0) below[parent[at]] += below[at];
    }
    std::size_t cut = 1;
    for (std::size_t at = 1; at < order.size(); ++at)
      if (std::abs(2 * below[at] - below[0]) < std::abs(2 * below[cut] - below[0])) cut = at;
    std::vector<std::uint8_t> under(order.size(), 0);
    for (std::size_t at = cut; at < order.size(); ++at) {
      under[at] = at == cut || under[parent[at]];
      if (under[at]) plan[order[at]] = static_cast<Part>(parts);
    }
  }
  for (; parts > wanted; --parts) {
    // The last one that can go: a region of its own cannot.
    Parts without;
    std::uint32_t gone = parts;
    for (std::uint32_t part = parts; part-- > 0 && gone == parts;) {
      without = plan;
      for (Part& each : without)
        if (each == part) each = kNoPart;
      settle_homeless(instance, without, parts);
      if (std::count(without.begin(), without.end(), kNoPart) == 0) gone = part;
    }
    if (gone == parts) return {};
    plan = std::move(without);
    for (Part& part : plan)
      if (part == parts - 1) part = static_cast<Part>(gone);
  }
  return plan;
}

}  // namespace placewright::boundaries::engine
