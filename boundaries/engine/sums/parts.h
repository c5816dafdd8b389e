#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <type_traits>
#include <vector>

#include "boundaries/question/criteria.h"
#include "boundaries/question/id.h"

namespace placewright::boundaries::engine {

/// Row of an instance: an area, or areas that go together.
using Atom = Index<struct AtomTag, std::uint32_t>;
/// Number of a neighbourhood inside the engine.
using Part = Index<struct PartTag, std::uint16_t>;
using Parts = std::vector<Part>;  ///< part of each atom
inline constexpr Part kNoPart{0xffff};
static_assert(!kMixes<Atom, Part> && !kMixes<Atom, ProblemRow> && !kMixes<Part, ProblemRow>,
              "atoms, parts and rows of the problem do not stand for one another");
static_assert(!std::is_convertible_v<std::int32_t, Part> && !std::is_convertible_v<std::uint32_t, Atom>,
              "a label or a plain number becomes a part or an atom only where that is written out");

/// What each criterion adds to the total at a loss of 1; 0 where it is not judged.
struct TotalShares {
  CriterionTable<double> of;      ///< 0 for a criterion by kind
  std::vector<double> alignment;  ///< parallel to Problem::alignment
  double target = 1;              ///< people of a neighbourhood that the criterion population aims at
};

/// Which atoms become one: group of each atom, 0 .. count-1.
struct Grouping {
  std::vector<std::uint32_t> of;
  std::uint32_t count = 0;
};

/// Which atoms stay free, and where the others lie for good.
struct Cutout {
  std::vector<Atom> kept;  ///< atoms of the old instance, ascending
  std::vector<std::uint32_t>
      fixed_part;  ///< per old atom: part it lies in, 0 .. fixed_parts-1; unread for kept atoms
  std::uint32_t fixed_parts = 0;
};

using Atoms = std::vector<Atom>;
using Marks = std::vector<std::uint8_t>;  ///< per atom: 1 where it belongs

/// Marks the kept atoms of a cutout.
[[nodiscard]] inline std::vector<std::uint8_t> kept_marks(const Cutout& cutout) {
  std::vector<std::uint8_t> marks(cutout.fixed_part.size(), 0);
  for (const Atom atom : cutout.kept) marks[atom] = 1;
  return marks;
}

/// Compressed rows with a value, joined or picked by atom.
struct Table {
  std::vector<std::uint32_t> first{0};
  std::vector<std::uint32_t> column;
  std::vector<double> value;
};

/// Rows of the groups: entries of the same column are added, columns ascend.
[[nodiscard]] Table contract_rows(const Table& table, const Grouping& grouping);
/// What some atoms hold together of each column, columns ascending.
[[nodiscard]] std::map<std::uint32_t, double> sum_columns(const Table& rows, const Atoms& atoms);
/// The rows of some atoms, columns renumbered by `column_of`.
[[nodiscard]] Table pick_rows(const Table& table, const Atoms& rows,
                              const std::vector<std::uint32_t>& column_of);

/// An amount of a whole, counted in full from half of the whole on: where one neighbourhood alone is looked
/// at, nobody knows whether another one holds more.
[[nodiscard]] inline double credit(double amount, double whole) {
  return amount * (whole > 0 ? std::min(1.0, 2 * amount / whole) : 0.0);
}

}  // namespace placewright::boundaries::engine
