#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "boundaries/engine/parts.h"
#include "boundaries/problem.h"

namespace placewright::boundaries::engine {

/// The criteria `registration` and `alignment:*` in one accumulator. A holder is a practice with its patients or a unit
/// (ward, PCN, neighbourhood of another plan) with its people; a family is the holders of one criterion. Its loss is
/// 1 - (sum over holders of the largest share that one neighbourhood has) / whole, not below 0.
struct SharesTable {
  struct Family {
    double scale = 0;       ///< share of the total's weights
    double whole = 1;
    double fixed_kept = 0;  ///< of holders that nothing movable touches
  };
  std::vector<Family> family;
  Table rows;                           ///< per atom: holder, amount; families in order
  std::vector<std::uint32_t> holder_family;
  std::vector<double> fixed_largest;    ///< per holder: largest amount in a neighbourhood that cannot change
};

[[nodiscard]] SharesTable build_shares(const Problem& problem, double registration_share,
                                       const std::vector<double>& alignment_share);
[[nodiscard]] SharesTable contract(const SharesTable& table, const Grouping& grouping);
[[nodiscard]] SharesTable restrict_to(const SharesTable& table, const Cutout& cutout);

class SharesSums {
 public:
  SharesSums(const SharesTable& table, std::uint32_t parts)
      : table_(&table), parts_(parts), amount_(table.holder_family.size() * parts, 0), top_(table.holder_family.size()),
        kept_(table.family.size(), 0) {}
  [[nodiscard]] bool counts() const { return !table_->family.empty(); }

  void reset(const Part* part) {
    std::fill(amount_.begin(), amount_.end(), 0.0);
    const auto atoms = static_cast<std::uint32_t>(table_->rows.first.size() - 1);
    for (std::uint32_t atom = 0; atom < atoms; ++atom)
      for (std::uint32_t e = table_->rows.first[atom]; e < table_->rows.first[atom + 1]; ++e)
        amount_[std::size_t{table_->rows.column[e]} * parts_ + part[atom]] += table_->rows.value[e];
    for (std::size_t f = 0; f < kept_.size(); ++f) kept_[f] = table_->family[f].fixed_kept;
    for (std::uint32_t holder = 0; holder < top_.size(); ++holder) {
      rank(holder);
      kept_[table_->holder_family[holder]] += top_[holder].largest;
    }
  }
  [[nodiscard]] double change(const Part*, std::uint32_t atom, Part from, Part to) const {
    double sum = 0, gained = 0;
    std::uint32_t family = 0;
    for (std::uint32_t e = table_->rows.first[atom]; e < table_->rows.first[atom + 1]; ++e) {
      const std::uint32_t holder = table_->rows.column[e];
      if (table_->holder_family[holder] != family) {
        sum += loss(family, kept_[family] + gained) - loss(family, kept_[family]);
        family = table_->holder_family[holder];
        gained = 0;
      }
      const double amount = table_->rows.value[e];
      const Top& top = top_[holder];
      const double* row = amount_.data() + std::size_t{holder} * parts_;
      const double here = row[to] + amount;
      const double rest = top.part == from ? std::max(row[from] - amount, top.second) : top.largest;
      gained += std::max(here, rest) - top.largest;
    }
    return sum + loss(family, kept_[family] + gained) - loss(family, kept_[family]);
  }
  void apply(const Part*, std::uint32_t atom, Part from, Part to) {
    for (std::uint32_t e = table_->rows.first[atom]; e < table_->rows.first[atom + 1]; ++e) {
      const std::uint32_t holder = table_->rows.column[e];
      double* row = amount_.data() + std::size_t{holder} * parts_;
      row[from] -= table_->rows.value[e];
      row[to] += table_->rows.value[e];
      const double before = top_[holder].largest;
      Top& top = top_[holder];
      if (top.part == from || row[to] > top.second || row[from] + table_->rows.value[e] >= top.second) rank(holder);
      kept_[table_->holder_family[holder]] += top.largest - before;
    }
  }
  [[nodiscard]] double total() const {
    double sum = 0;
    for (std::uint32_t f = 0; f < kept_.size(); ++f) sum += loss(f, kept_[f]);
    return sum;
  }

 private:
  /// Largest amount and its part; largest among the other parts.
  struct Top { double largest = 0, second = 0; std::uint32_t part = 0; };
  void rank(std::uint32_t holder) {
    const double* row = amount_.data() + std::size_t{holder} * parts_;
    Top top{table_->fixed_largest[holder], 0, kNoPart};
    for (std::uint32_t k = 0; k < parts_; ++k)
      if (row[k] > top.largest) {
        top.second = top.largest;
        top.largest = row[k];
        top.part = k;
      } else if (row[k] > top.second) {
        top.second = row[k];
      }
    top_[holder] = top;
  }
  [[nodiscard]] double loss(std::uint32_t family, double kept) const {
    const SharesTable::Family& f = table_->family[family];
    return f.scale * std::max(0.0, 1 - kept / f.whole);
  }
  const SharesTable* table_;
  std::uint32_t parts_;
  std::vector<double> amount_;  ///< holders x parts
  std::vector<Top> top_;
  std::vector<double> kept_;  ///< per family
};

}  // namespace placewright::boundaries::engine
