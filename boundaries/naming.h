#pragma once

#include <string>
#include <vector>

#include "boundaries/place_problem.h"

/// What a neighbourhood is called before people give it a better name, and which id it bears.
namespace placewright::boundaries {

/// Working names from what lies in each neighbourhood, row = label: its most common community name by people (MSOA names
/// of the House of Commons Library, else wards, else MSOAs, else the largest practice, else an area). A name that several
/// would bear grows by the next most common one ("Kenton & Kingsbury"), at last by the id, so that names are unique.
[[nodiscard]] std::vector<std::string> name_neighbourhoods(const datasets::Place& place, const PlaceProblem& question,
                                                           const Labels& labels, const std::vector<std::string>& ids);

/// Ids of ordered labels: N01, N02, ... (as many digits as the count needs, at least two).
/// With an older plan each of its ids goes to the neighbourhood that holds most of its people, and of several such ids to
/// the one with most people there; the others get the next unused numbers.
[[nodiscard]] std::vector<std::string> choose_ids(const Problem& problem, const Labels& labels, const PlanLabels* older);

}  // namespace placewright::boundaries
