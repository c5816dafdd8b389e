#pragma once

#include "boundaries/output/table.h"
#include "boundaries/workforce/supply/organisations.h"

/// PCNs and practices against the neighbourhoods of a plan, as tables of values.
namespace placewright::boundaries::output {

/// A row a PCN, a column a neighbourhood: registered patients. For people.
[[nodiscard]] Table pcn_matrix_table(const workforce::OrganisationReport& report);
/// The same with a row for each PCN and neighbourhood that share patients. For programs.
[[nodiscard]] Table pcn_pair_table(const workforce::OrganisationReport& report);
/// Practices with the material share of their patients in more than one neighbourhood, most patients outside
/// the main one first: where most live, where most of the others live, and how many elsewhere.
[[nodiscard]] Table split_practice_table(const workforce::OrganisationReport& report);

}  // namespace placewright::boundaries::output
