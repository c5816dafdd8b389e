#include "boundaries/engine/moves/start.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "geo/expect.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::uint32_t kWaiting = 0xfffffffe;

struct Cut {
  std::uint32_t child = 0;
  std::uint32_t parts_below = 0;
  std::int64_t off = 0;
};

class Bisection {
 public:
  Bisection(const Instance& instance, geo::Random& random, std::uint32_t cut_tries)
      : instance_(instance),
        random_(random),
        cut_tries_(cut_tries),
        trees_(instance),
        parts_(instance.size) {}

  void split(Atoms atoms, std::uint32_t count, Part first) {
    if (count == 1) {
      for (const Atom atom : atoms) parts_[atom] = first;
      return;
    }
    Atoms below, above;
    Cut best;
    best.off = std::numeric_limits<std::int64_t>::max();
    trees_.take(atoms);
    for (std::uint32_t tries = 0; tries < cut_tries_ && best.off > 0; ++tries) {
      trees_.draw(random_);
      const Cut cut = find_cut(count);
      if (cut.off >= best.off) continue;
      best = cut;
      below.clear();
      above.clear();
      const auto& order = trees_.order();
      const auto& parent = trees_.parent();
      std::vector<std::uint8_t> under(order.size(), 0);
      for (std::uint32_t at = 0; at < order.size(); ++at) {
        under[at] = at == best.child || (at != 0 && under[parent[at]]);
        (under[at] ? below : above).push_back(order[at]);
      }
    }
    PLACEWRIGHT_EXPECT(!below.empty() && !above.empty());
    atoms.clear();
    atoms.shrink_to_fit();
    split(std::move(below), best.parts_below, first);
    split(std::move(above), count - best.parts_below, static_cast<Part>(first + best.parts_below));
  }
  /// People short of the minimum or over the maximum in the parts first .. first + count of these atoms.
  [[nodiscard]] std::int64_t people_outside(const Atoms& atoms, Part first, std::uint32_t count) const {
    std::vector<std::int64_t> people(count, 0);
    for (const Atom atom : atoms)
      people[static_cast<std::size_t>(parts_[atom] - first)] += instance_.people[atom];
    std::int64_t sum = 0;
    for (const std::int64_t part : people) sum += beyond(part, 1);
    return sum;
  }
  [[nodiscard]] std::vector<Part> parts_of(const Atoms& atoms) const {
    std::vector<Part> parts;
    parts.reserve(atoms.size());
    for (const Atom atom : atoms) parts.push_back(parts_[atom]);
    return parts;
  }
  void assign(const Atoms& atoms, const std::vector<Part>& parts) {
    for (std::size_t at = 0; at < atoms.size(); ++at) parts_[atoms[at]] = parts[at];
  }
  [[nodiscard]] Parts take() { return std::move(parts_); }

 private:
  /// The edge and the share of parts with which both sides come nearest to what their bounds ask; among the
  /// cuts that keep the bounds one near the middle, by lot.
  Cut find_cut(std::uint32_t count) {
    const auto& order = trees_.order();
    const auto& parent = trees_.parent();
    const auto size = static_cast<std::uint32_t>(order.size());
    people_.resize(size);
    atoms_.resize(size);
    for (std::uint32_t at = 0; at < size; ++at) people_[at] = instance_.people[order[at]], atoms_[at] = 1;
    for (std::uint32_t at = size; at-- > 1;)
      people_[parent[at]] += people_[at], atoms_[parent[at]] += atoms_[at];
    const std::int64_t all = people_[0];
    Cut best;
    best.off = std::numeric_limits<std::int64_t>::max();
    std::uint32_t good = 0;
    const std::uint32_t least = std::max(1U, count / 3), most = count - least;
    for (std::uint32_t at = 1; at < size; ++at) {
      // The number of parts below that suits its people best.
      const double share = all > 0 ? static_cast<double>(people_[at]) / static_cast<double>(all) : 0.5;
      const auto guess = static_cast<std::int64_t>(share * count + 0.5);
      for (std::int64_t parts = guess - 1; parts <= guess + 1; ++parts) {
        if (parts < least || parts > most || parts > atoms_[at] || count - parts > size - atoms_[at])
          continue;
        const std::int64_t off = beyond(people_[at], parts) + beyond(all - people_[at], count - parts);
        if (off < best.off)
          best = {at, static_cast<std::uint32_t>(parts), off}, good = 1;
        else if (off == 0 && best.off == 0 && random_.below(++good) == 0)
          best = {at, static_cast<std::uint32_t>(parts), 0};
      }
    }
    if (best.off == std::numeric_limits<std::int64_t>::max()) {  // too few atoms on every side: any edge that
                                                                 // leaves enough
      for (std::uint32_t at = 1; at < size; ++at)
        for (std::uint32_t parts = 1; parts < count; ++parts) {
          if (parts > atoms_[at] || count - parts > size - atoms_[at]) continue;
          const std::int64_t off = 1 + beyond(people_[at], parts) + beyond(all - people_[at], count - parts);
          if (off < best.off) best = {at, parts, off};
        }
    }
    return best;
  }
  [[nodiscard]] std::int64_t beyond(std::int64_t people, std::int64_t parts) const {
    const std::int64_t low = parts * instance_.wanted_min;
    const std::int64_t high = instance_.wanted_max > std::numeric_limits<std::int64_t>::max() / 100'000
                                  ? std::numeric_limits<std::int64_t>::max()
                                  : parts * instance_.wanted_max;
    return people < low ? low - people : people > high ? people - high : 0;
  }

  const Instance& instance_;
  geo::Random& random_;
  std::uint32_t cut_tries_;
  TreeDrawer trees_;
  Parts parts_;
  std::vector<std::int64_t> people_;
  std::vector<std::uint32_t> atoms_;
};

}  // namespace

void TreeDrawer::forget() {
  for (const Atom atom : atoms_) number_[atom] = kNowhere;
  atoms_.clear();
  link_.clear();
  arc_.clear();
  first_.assign(1, 0);
}

void TreeDrawer::take(const Atoms& atoms) {
  forget();
  for (const Atom atom : atoms) enter(atom);
  for (const Atom atom : atoms_) {
    for (std::uint32_t arc = instance_->first[atom]; arc < instance_->first[atom + 1]; ++arc) {
      const std::uint32_t number = number_[instance_->neighbour[arc]];
      if (number == kNowhere) continue;
      link_.push_back(number);
      arc_.push_back(arc);
    }
    first_.push_back(static_cast<std::uint32_t>(link_.size()));
  }
}

void TreeDrawer::draw(geo::Random& random) {
  const auto size = static_cast<std::uint32_t>(atoms_.size());
  order_.clear();
  parent_.clear();
  place_.assign(size, kWaiting);
  next_.resize(size);
  const std::uint32_t root = random.below(size);
  place_[root] = 0;
  order_.push_back(atoms_[root]);
  parent_.push_back(0);
  // Each random number is worth two steps.
  std::uint64_t bits = 0;
  bool has_half = false;
  const auto step_from = [&](std::uint32_t at) {
    const std::uint32_t begin = first_[at];
    bits = has_half ? bits << 32 : random();
    has_half = !has_half;
    return link_[begin + static_cast<std::uint32_t>(((bits >> 32) * (first_[at + 1] - begin)) >> 32)];
  };
  for (std::uint32_t start = 0; start < size; ++start) {
    if (place_[start] != kWaiting) continue;
    // A random walk to the tree; the last step out of each atom erases its loops.
    for (std::uint32_t at = start; place_[at] == kWaiting;) at = next_[at] = step_from(at);
    path_.clear();
    std::uint32_t end = start;
    for (; place_[end] == kWaiting; end = next_[end]) {
      path_.push_back(end);
      place_[end] = 0;  // on the path; its place follows below
    }
    std::uint32_t parent = place_[end];
    for (std::size_t step = path_.size(); step-- > 0;) {
      place_[path_[step]] = static_cast<std::uint32_t>(order_.size());
      order_.push_back(atoms_[path_[step]]);
      parent_.push_back(parent);
      parent = place_[path_[step]];
    }
  }
}

Parts draw_start(const Instance& instance, const Grouping& regions,
                 const std::vector<std::uint32_t>& count_of_region, geo::Random& random,
                 const Settings& settings) {
  std::vector<Atoms> atoms(regions.count);
  for (Atom atom; atom < instance.size; ++atom) atoms[regions.of[atom]].push_back(atom);
  Bisection bisection(instance, random, settings.start_tries);
  std::uint32_t first = 0;
  // With many regions a start that is legal in all at once is rare, and a region by itself is cheap to try
  // again.
  const std::uint32_t tries = regions.count > 1 ? settings.region_start_tries : 1;
  for (std::uint32_t region = 0; region < regions.count; ++region) {
    const std::uint32_t count = count_of_region[region];
    std::int64_t best_off = std::numeric_limits<std::int64_t>::max();
    std::vector<Part> best;
    for (std::uint32_t attempt = 0; attempt < tries && best_off > 0; ++attempt) {
      bisection.split(atoms[region], count, static_cast<Part>(first));
      const std::int64_t off = bisection.people_outside(atoms[region], static_cast<Part>(first), count);
      if (off >= best_off) continue;
      best_off = off;
      best = bisection.parts_of(atoms[region]);
    }
    bisection.assign(atoms[region], best);
    first += count;
  }
  return bisection.take();
}

}  // namespace placewright::boundaries::engine
