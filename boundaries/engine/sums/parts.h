#pragma once

#include <cstdint>
#include <vector>

namespace placewright::boundaries::engine {

/// Number of a neighbourhood inside the engine.
using Part = std::uint16_t;
using Parts = std::vector<Part>;  ///< part of each atom
inline constexpr Part kNoPart = 0xffff;

/// Which atoms become one: group of each atom, 0 .. count-1.
struct Grouping {
  std::vector<std::uint32_t> of;
  std::uint32_t count = 0;
};

/// Which atoms stay free, and where the others lie for good.
struct Cutout {
  std::vector<std::uint32_t> kept;  ///< atoms of the old instance, ascending
  std::vector<std::uint32_t>
      fixed_part;  ///< per old atom: part it lies in, 0 .. fixed_parts-1; unread for kept atoms
  std::uint32_t fixed_parts = 0;
};

/// Marks the kept atoms of a cutout.
[[nodiscard]] inline std::vector<std::uint8_t> kept_marks(const Cutout& cutout) {
  std::vector<std::uint8_t> marks(cutout.fixed_part.size(), 0);
  for (const std::uint32_t atom : cutout.kept) marks[atom] = 1;
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
/// The rows of some atoms, columns renumbered by `column_of`.
[[nodiscard]] Table pick_rows(const Table& table, const std::vector<std::uint32_t>& rows,
                              const std::vector<std::uint32_t>& column_of);

}  // namespace placewright::boundaries::engine
