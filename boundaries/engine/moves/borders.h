#pragma once

#include <cstdint>

#include "boundaries/engine/moves/instance.h"

namespace placewright::boundaries::engine {

/// The criteria `compactness` and `barriers`: both are sums over pairs of areas that touch, so one signed
/// cost a pair (border cut costs, barrier cut gains) serves both.
class BorderSums {
 public:
  using Table = Instance;
  BorderSums(const Instance& instance, std::uint32_t)
      : instance_(&instance), counts_(instance.counts_borders()) {}
  [[nodiscard]] bool counts() const { return counts_; }

  void reset(const Part* part) {
    total_ = instance_->cut_cost_base;
    for (std::size_t arc = 0; arc < instance_->neighbour.size(); ++arc)
      if (instance_->source[arc] < instance_->neighbour[arc] &&
          part[instance_->source[arc]] != part[instance_->neighbour[arc]])
        total_ += instance_->cut_cost[arc];
  }
  [[nodiscard]] double change(const Part* part, Atom atom, Part from, Part to) const {
    double sum = 0;
    for (std::uint32_t arc = instance_->first[atom]; arc < instance_->first[atom + 1]; ++arc) {
      const Part other = part[instance_->neighbour[arc]];
      const double cost = instance_->cut_cost[arc];
      sum += (other == from ? cost : 0.0) - (other == to ? cost : 0.0);
    }
    return sum;
  }
  void apply(const Part* part, Atom atom, Part from, Part to) { total_ += change(part, atom, from, to); }
  [[nodiscard]] double total() const { return total_; }

 private:
  const Instance* instance_;
  bool counts_;
  double total_ = 0;
};

/// What the border of one neighbourhood adds to the total: half of each border, the other half is the
/// neighbour's.
class BorderAlone {
 public:
  using Table = Instance;
  BorderAlone(const Instance& instance, const Parts&, std::uint32_t) : instance_(&instance) {}
  [[nodiscard]] double operator()(const Atoms& atoms, const Marks& in) const {
    double sum = 0;
    for (const Atom atom : atoms)
      for (std::uint32_t arc = instance_->first[atom]; arc < instance_->first[atom + 1]; ++arc)
        if (!in[instance_->neighbour[arc]]) sum += instance_->cut_cost[arc] / 2;
    return sum;
  }

 private:
  const Instance* instance_;
};

}  // namespace placewright::boundaries::engine
