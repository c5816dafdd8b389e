#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "boundaries/engine/settings.h"
#include "boundaries/engine/sums/parts.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// The criterion `population`: spread around the target and people outside the bounds.
struct PeopleTable {
  double scale = 0;  ///< share of the total's weights; 0: does not count
  /// Loss at which it stops growing: 1, as score() says it; without end where bounds are soft, since a search
  /// that is far outside them would not know the way back.
  double most = 1;
  double target = 1, min = 0, max = 0;
  double all_people = 1;
  std::vector<double> people;  ///< per atom
  // Neighbourhoods that cannot change.
  double fixed_squares = 0, fixed_outside = 0;
  std::uint32_t fixed_parts = 0;

  [[nodiscard]] static PeopleTable build(const Problem& problem, const TotalShares& shares);
  [[nodiscard]] bool is_changed_by_moves() const { return scale > 0; }
  [[nodiscard]] double cost_of_draw(double, const Settings& set) const {
    return scale > 0 ? set.draw_of_people : 0;
  }
};
[[nodiscard]] PeopleTable contract(const PeopleTable& table, const Grouping& grouping);
[[nodiscard]] PeopleTable restrict_to(const PeopleTable& table, const Cutout& cutout);

class PeopleSums {
 public:
  using Table = PeopleTable;
  PeopleSums(const PeopleTable& table, std::uint32_t parts) : table_(&table), people_(parts, 0) {}
  [[nodiscard]] bool counts() const { return table_->scale > 0; }

  void reset(const Part* part) {
    people_.assign(people_.size(), 0);
    for (std::size_t atom = 0; atom < table_->people.size(); ++atom)
      people_[part[atom]] += table_->people[atom];
    squares_ = table_->fixed_squares;
    outside_ = table_->fixed_outside;
    for (const double sum : people_) {
      squares_ += square(sum);
      outside_ += beyond(sum);
    }
  }
  [[nodiscard]] double change(const Part*, Atom atom, Part from, Part to) const {
    const double p = table_->people[atom], a = people_[from], b = people_[to];
    return value(squares_ + square(a - p) + square(b + p) - square(a) - square(b),
                 outside_ + beyond(a - p) + beyond(b + p) - beyond(a) - beyond(b)) -
           value(squares_, outside_);
  }
  void apply(const Part*, Atom atom, Part from, Part to) {
    const double p = table_->people[atom], a = people_[from], b = people_[to];
    squares_ += square(a - p) + square(b + p) - square(a) - square(b);
    outside_ += beyond(a - p) + beyond(b + p) - beyond(a) - beyond(b);
    people_[from] = a - p;
    people_[to] = b + p;
  }
  [[nodiscard]] double total() const { return value(squares_, outside_); }
  /// How far total() lies above what score() says.
  [[nodiscard]] double above_score() const { return std::fmax(0.0, total() - table_->scale); }

 private:
  [[nodiscard]] double square(double people) const {
    return (people - table_->target) * (people - table_->target);
  }
  [[nodiscard]] double beyond(double people) const {
    return people > table_->max ? people - table_->max : people < table_->min ? table_->min - people : 0.0;
  }
  [[nodiscard]] double value(double squares, double outside) const {
    const double parts = static_cast<double>(people_.size()) + table_->fixed_parts;
    const double spread = std::sqrt(std::fmax(0.0, squares) / parts) / table_->target;
    return table_->scale * std::fmin(table_->most, spread + 4 * outside / table_->all_people);
  }
  const PeopleTable* table_;
  std::vector<double> people_;
  double squares_ = 0, outside_ = 0;
};

/// What one neighbourhood adds to the total, as a part of a sum over neighbourhoods: the spread by its slope
/// at a plan, people outside the bounds in full.
class PeopleAlone {
 public:
  using Table = PeopleTable;
  PeopleAlone(const PeopleTable& table, const Parts& plan, std::uint32_t parts);
  [[nodiscard]] double operator()(const Atoms& atoms, const Marks&) const;

 private:
  const PeopleTable* table_;
  double per_square_ = 0;  ///< total a squared person of difference from the target
};

}  // namespace placewright::boundaries::engine
