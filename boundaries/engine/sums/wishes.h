#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/engine/settings.h"
#include "boundaries/engine/sums/parts.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// The criterion `local_knowledge`: soft keep_together (share of its people in the neighbourhood that holds
/// most) and soft keep_apart (1 while no two of its areas share a neighbourhood).
struct WishesTable {
  double scale = 0;
  struct Wish {
    bool together = true;
    double weight = 0;          ///< share among the wishes
    double people = 0;          ///< of a wish to stay together
    double fixed_largest = 0;   ///< together: most people in one neighbourhood that cannot change
    bool fixed_broken = false;  ///< apart: two already share for good
  };
  std::vector<Wish> wish;
  Table rows;  ///< per atom: wish, people (together) or areas (apart)

  [[nodiscard]] static WishesTable build(const Problem& problem, const TotalShares& shares);
  [[nodiscard]] bool is_changed_by_moves() const { return scale > 0; }
  [[nodiscard]] double cost_of_draw(double, const Settings&) const { return 0; }
};

[[nodiscard]] WishesTable contract(const WishesTable& table, const Grouping& grouping);
[[nodiscard]] WishesTable restrict_to(const WishesTable& table, const Cutout& cutout);

class WishesSums {
 public:
  using Table = WishesTable;
  WishesSums(const WishesTable& table, std::uint32_t parts)
      : table_(&table),
        parts_(parts),
        amount_(table.wish.size() * parts, 0),
        granted_(table.wish.size(), 0) {}
  [[nodiscard]] bool counts() const { return table_->scale > 0; }
  void reset(const Part* part);
  [[nodiscard]] double change(const Part*, Atom atom, Part from, Part to) const {
    double sum = 0;
    for (std::uint32_t e = table_->rows.first[atom]; e < table_->rows.first[atom + 1]; ++e) {
      const std::uint32_t wish = table_->rows.column[e];
      sum -= table_->wish[wish].weight * (granted(wish, from, to, table_->rows.value[e]) - granted_[wish]);
    }
    return table_->scale * sum;
  }
  void apply(const Part*, Atom atom, Part from, Part to);
  [[nodiscard]] double total() const;

 private:
  /// How far a wish is granted, 0..1, after `amount` went from one part to another.
  [[nodiscard]] double granted(std::uint32_t wish, Part from, Part to, double amount) const;
  const WishesTable* table_;
  std::uint32_t parts_;
  std::vector<double> amount_;  ///< wishes x parts
  std::vector<double> granted_;
};

/// What one neighbourhood adds to the total, as a part of a sum over neighbourhoods: of a wish to stay
/// together what it is granted when more than half of its people are in the neighbourhood, else less.
class WishesAlone {
 public:
  using Table = WishesTable;
  WishesAlone(const WishesTable& table, const Parts&, std::uint32_t) : table_(&table) {}
  [[nodiscard]] double operator()(const Atoms& atoms, const Marks&) const;

 private:
  const WishesTable* table_;
};

}  // namespace placewright::boundaries::engine
