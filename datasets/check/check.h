#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "datasets/place/place.h"
#include "geo/finding.h"

/// What is doubtful about a place, and what it has: each by name and with what to do.
namespace placewright::datasets {

/// How much of a table, or of one use of it, is there.
enum class Coverage { missing, partial, loaded };
[[nodiscard]] const char* coverage_name(Coverage coverage);

/// One line of the data checklist.
struct TableState {
  std::string table;  ///< place file table, with the kind where a table holds several: "site gp"
  std::string use;    ///< what it serves
  Coverage coverage = Coverage::missing;
  std::size_t rows = 0;
  std::string covered;  ///< such as "480 of 488 areas"; "" where counting rows says it all
  std::string get;      ///< what to import where it is missing or partial
};
[[nodiscard]] std::vector<TableState> list_tables(const Place& place);

/// Every doubt: areas and their geometry, people, registrations, sites, codes that stand for nothing,
/// vintages, plans, tables that are missing or partial; and what imports noted that cannot be seen in the
/// place any more. Errors first, then warnings, then notes; the same place gives the same list. Never throws
/// for what is in the place. Needs: a place read with everything. Cost: England with geometry in a few CPU
/// seconds, nearly all of it geometry.
[[nodiscard]] std::vector<geo::Finding> check_place(const Place& place);

}  // namespace placewright::datasets
