#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/engine/settings.h"
#include "boundaries/engine/sums/parts.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// The criterion `deprivation`: SSW / SST when like is gathered with like, 1 - SSW / SST when need is spread.
/// Values are taken from the mean of the place, so that squares stay small.
struct DeprivationTable {
  double scale = 0;     ///< share of the total's weights over SST; negative: spread; 0: does not count
  double constant = 0;  ///< added to the total: the weight share where need is spread
  std::vector<double> weight, moment;  ///< per atom: sum of w, sum of w (d - mean)
  double squares = 0;                  ///< sum of w (d - mean)^2 over everything
  double fixed_gain = 0;               ///< sum over neighbourhoods that cannot change of moment^2 / weight

  [[nodiscard]] static DeprivationTable build(const Problem& problem, const TotalShares& shares);
  [[nodiscard]] bool is_changed_by_moves() const { return scale != 0; }
  [[nodiscard]] double cost_of_draw(double, const Settings&) const { return 0; }
};
[[nodiscard]] DeprivationTable contract(const DeprivationTable& table, const Grouping& grouping);
[[nodiscard]] DeprivationTable restrict_to(const DeprivationTable& table, const Cutout& cutout);

class DeprivationSums {
 public:
  using Table = DeprivationTable;
  DeprivationSums(const DeprivationTable& table, std::uint32_t parts) : table_(&table), parts_(parts) {}
  [[nodiscard]] bool counts() const { return table_->scale != 0; }

  void reset(const Part* part) {
    parts_.assign(parts_.size(), {});
    for (std::size_t atom = 0; atom < table_->weight.size(); ++atom) {
      parts_[part[atom]].weight += table_->weight[atom];
      parts_[part[atom]].moment += table_->moment[atom];
    }
    gain_ = table_->fixed_gain;
    for (Sums& sums : parts_) gain_ += sums.gain = gain(sums.weight, sums.moment);
  }
  [[nodiscard]] double change(const Part*, Atom atom, Part from, Part to) const {
    const double w = table_->weight[atom], m = table_->moment[atom];
    const Sums &a = parts_[from], &b = parts_[to];
    return -table_->scale *
           (gain(a.weight - w, a.moment - m) - a.gain + gain(b.weight + w, b.moment + m) - b.gain);
  }
  void apply(const Part*, Atom atom, Part from, Part to) {
    const double w = table_->weight[atom], m = table_->moment[atom];
    add(parts_[from], -w, -m);
    add(parts_[to], w, m);
  }
  [[nodiscard]] double gain(Part part) const { return table_->scale * parts_[part].gain; }
  [[nodiscard]] double total() const { return table_->constant + table_->scale * (table_->squares - gain_); }

 private:
  struct Sums {
    double weight = 0, moment = 0, gain = 0;
  };
  [[nodiscard]] static double gain(double weight, double moment) {
    return weight > 1e-9 ? moment * moment / weight : 0.0;
  }
  void add(Sums& sums, double weight, double moment) {
    sums.weight += weight;
    sums.moment += moment;
    gain_ -= sums.gain;
    gain_ += sums.gain = gain(sums.weight, sums.moment);
  }
  const DeprivationTable* table_;
  std::vector<Sums> parts_;
  double gain_ = 0;
};

/// What one neighbourhood adds to the total, as a part of a sum over neighbourhoods.
class DeprivationAlone {
 public:
  using Table = DeprivationTable;
  DeprivationAlone(const DeprivationTable& table, const Parts&, std::uint32_t) : table_(&table) {}
  [[nodiscard]] double operator()(const Atoms& atoms, const Marks&) const;

 private:
  const DeprivationTable* table_;
};

}  // namespace placewright::boundaries::engine
