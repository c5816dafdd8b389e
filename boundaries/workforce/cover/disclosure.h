#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/what_if.h"

/// Small counts of staff are hidden before a table is published, so that nobody can be made out.
namespace placewright::boundaries::workforce {

/// A published cell is small below these: above 0 and under 2 WTE, or above 0 and under 5 people
/// (requirements, SMALL_N).
inline constexpr double kSmallWte = 2, kSmallHeadcount = 5;
[[nodiscard]] bool is_small(double wte, double headcount);

/// Which cells of a table of rows x columns (row-major) to hide, with the totals of its rows in column
/// `columns` and those of its columns in row `rows`: (rows + 1) x (columns + 1), 1 = hide. Law:  no line,
/// totals included, has exactly one hidden cell; and all shown numbers together bound no hidden cell more
/// tightly than from 0 to the threshold, as linear programs find (see disclosure_audit.h), unless the grand
/// total does. `headcount` may be empty, and NaN where it is not known. A cell of 0 or NaN is never hidden.
[[nodiscard]] std::vector<std::uint8_t> hide_small_cells(std::size_t rows, std::size_t columns,
                                                         std::span<const double> wte,
                                                         std::span<const double> headcount = {});

/// The same coverage as it may be published. Small are staff who can be told to be somewhere (see
/// UnprintedStaff), not shares of an employer's larger number that lists, patches or people spread, nor
/// figures whose source is published. Small figures by unit, role group and family, and those of these tables
/// that would give them away, are NaN and marked as hidden. Where few can be told anywhere, what no audit
/// covers is withheld: the figures by sector, registration and employer, headcounts, estimated parts, and,
/// where a unit's total is hidden, all of equity. A finding SMALL_N says so. `earlier`: the
/// publications that the coverage was measured with, audited together with this one. A figure of theirs that
/// is no longer so (to 0.005 WTE) tells nothing of today's staff.
[[nodiscard]] Coverage hide_small(Coverage coverage, std::span<const EarlierPublication> earlier = {});

/// Why desks, moves and scenarios of this published coverage are not to be shown; empty: they may be.
[[nodiscard]] std::string why_withheld(const Coverage& published, std::span<const BaseLoad> bases);

}  // namespace placewright::boundaries::workforce
