#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "boundaries/engine/settings.h"
#include "boundaries/engine/sums/parts.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// The criteria `registration` and `alignment:*` in one accumulator. A holder is a practice with its patients
/// or a unit (ward, PCN, neighbourhood of another plan) with its people; a family is the holders of one
/// criterion. Its loss is 1 - (sum over holders of the largest share that one neighbourhood has) / whole, not
/// below 0.
struct SharesTable {
  struct Family {
    double scale = 0;  ///< share of the total's weights
    double whole = 1;
    double fixed_kept = 0;  ///< of holders that nothing movable touches
  };
  std::vector<Family> family;
  Table rows;  ///< per atom: holder, amount; families in order
  std::vector<std::uint32_t> holder_family;
  std::vector<double> fixed_largest;  ///< per holder: largest amount in a neighbourhood that cannot change

  [[nodiscard]] static SharesTable build(const Problem& problem, const TotalShares& shares);
  [[nodiscard]] bool is_changed_by_moves() const { return !rows.column.empty(); }
  [[nodiscard]] double cost_of_draw(double atoms, const Settings& set) const {
    return set.draw_of_share * static_cast<double>(rows.column.size()) / atoms;
  }
};

[[nodiscard]] SharesTable contract(const SharesTable& table, const Grouping& grouping);
[[nodiscard]] SharesTable restrict_to(const SharesTable& table, const Cutout& cutout);

class SharesSums {
 public:
  using Table = SharesTable;
  SharesSums(const SharesTable& table, std::uint32_t parts);
  [[nodiscard]] bool counts() const { return !table_->family.empty(); }

  void reset(const Part* part);
  [[nodiscard]] double change(const Part*, Atom atom, Part from, Part to) const {
    return change_within(atom, from, to, std::numeric_limits<double>::infinity());
  }
  /// The same, or infinity as soon as the change is seen to be above `limit`: large holders are looked at
  /// first, and what the others could still win is known.
  [[nodiscard]] double change_within(Atom atom, Part from, Part to, double limit) const {
    double sum = 0, gained = 0;
    std::uint32_t family = 0;
    const Entry* const end = entry_.data() + table_->rows.first[atom + 1];
    for (const Entry* entry = entry_.data() + table_->rows.first[atom]; entry != end; ++entry) {
      if (entry->family != family) {
        sum += loss(family, kept_[family] + gained) - loss(family, kept_[family]);
        family = entry->family;
        gained = 0;
      }
      const double amount = entry->amount;
      const Top& top = top_[entry->holder];
      const double* row = amount_.data() + std::size_t{entry->holder} * parts_;
      const double here = row[to] + amount;
      const double rest = top.part == from ? std::max(row[from] - amount, top.second) : top.largest;
      gained += std::max(here, rest) - top.largest;
      if (entry->look && sum - rate_[family] * gained - entry->later > limit &&
          kept_[family] <= table_->family[family].whole)
        return std::numeric_limits<double>::infinity();
    }
    return sum + loss(family, kept_[family] + gained) - loss(family, kept_[family]);
  }
  void apply(const Part* part, Atom atom, Part from, Part to);
  [[nodiscard]] double total() const {
    double sum = 0;
    for (std::uint32_t f = 0; f < kept_.size(); ++f) sum += loss(f, kept_[f]);
    return sum;
  }

 private:
  /// What an atom has of a holder; the entries of an atom by family, large amounts first.
  struct Entry {
    double amount = 0;
    double later = 0;  ///< most that the entries after this one can take off the loss
    std::uint32_t holder = 0;
    std::uint16_t family = 0;
    bool look = false;  ///< whether to look at the limit here
  };
  /// Largest amount and its part; largest among the other parts, and its part.
  struct Top {
    double largest = 0, second = 0;
    Part part = kNoPart, second_part = kNoPart;
  };
  void rank(std::uint32_t holder);
  [[nodiscard]] double loss(std::uint32_t family, double kept) const {
    const SharesTable::Family& f = table_->family[family];
    return f.scale * std::max(0.0, 1 - kept / f.whole);
  }
  const SharesTable* table_;
  std::uint32_t parts_;
  std::vector<Entry> entry_;    ///< rows as in the table
  std::vector<double> rate_;    ///< per family: loss an amount
  std::vector<double> amount_;  ///< holders x parts
  std::vector<Top> top_;
  std::vector<double> kept_;  ///< per family
};

/// What one neighbourhood adds to the total, as a part of a sum over neighbourhoods: of a holder's share what
/// it is when more than half of the holder is in the neighbourhood, else less.
class SharesAlone {
 public:
  using Table = SharesTable;
  SharesAlone(const SharesTable& table, const Parts&, std::uint32_t);
  [[nodiscard]] double operator()(const Atoms& atoms, const Marks&) const;

 private:
  const SharesTable* table_;
  std::vector<double> whole_;  ///< per holder
};

}  // namespace placewright::boundaries::engine
