#pragma once

#include <tuple>

#include "boundaries/engine/sums/access.h"
#include "boundaries/engine/sums/deprivation.h"
#include "boundaries/engine/sums/far_access.h"
#include "boundaries/engine/sums/people.h"
#include "boundaries/engine/sums/shares.h"
#include "boundaries/engine/sums/wishes.h"

/// Every criterion of the engine, listed once: its table in the instance, its sums that follow a plan, and
/// what one neighbourhood alone adds to the total. A new criterion joins each list at the end: sums are added
/// up in this order, and the last digit of a total hangs on it.
///
/// A table T has T::build(problem, shares), is_changed_by_moves(), cost_of_draw(atoms, settings),
/// contract(table, grouping) and restrict_to(table, cutout). Sums S are made of (const S::Table&, parts) and
/// have counts(), reset(part), change(part, atom, from, to), apply(part, atom, from, to) and total(). An
/// Alone is made of (const Table&, plan, parts), and is called with the atoms of a neighbourhood and their
/// marks.
namespace placewright::boundaries::engine {

// Borders are summed over the arcs of the instance: ../moves/borders.h.
class BorderSums;
class BorderAlone;

using CriterionTables =
    std::tuple<PeopleTable, DeprivationTable, AccessTable, FarAccessTable, SharesTable, WishesTable>;
using CriterionSums =
    std::tuple<PeopleSums, DeprivationSums, BorderSums, SharesSums, AccessSums, FarAccessSums, WishesSums>;
using CriteriaAlone = std::tuple<PeopleAlone, DeprivationAlone, BorderAlone, AccessAlone, FarAccessAlone,
                                 SharesAlone, WishesAlone>;

}  // namespace placewright::boundaries::engine
