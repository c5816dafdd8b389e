#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "boundaries/workforce/coverage.h"

/// Small counts of staff are hidden before a table is published, so that nobody can be made out.
namespace placewright::boundaries::workforce {

/// A published cell is small below these: above 0 and under 2 WTE, or above 0 and under 5 people (requirements, SMALL_N).
inline constexpr double kSmallWte = 2, kSmallHeadcount = 5;
[[nodiscard]] bool is_small(double wte, double headcount);

/// Which cells of a table of rows x columns (row-major) to hide, with the totals of its rows in column `columns` and those
/// of its columns in row `rows`: (rows + 1) x (columns + 1), 1 = hide.
/// Law:  no line, totals included, has exactly one hidden cell, so that no hidden cell is a difference of shown ones.
/// `headcount` may be empty, and NaN where it is not known. A cell of 0 or NaN is never hidden.
[[nodiscard]] std::vector<std::uint8_t> hide_small_cells(std::size_t rows, std::size_t columns, std::span<const double> wte,
                                                         std::span<const double> headcount = {});

/// The same coverage as it may be published: small cells, the totals that would give them away, and the rates made of
/// them are NaN and marked as hidden. A finding SMALL_N says how many.
[[nodiscard]] Coverage hide_small(Coverage coverage);

}  // namespace placewright::boundaries::workforce
