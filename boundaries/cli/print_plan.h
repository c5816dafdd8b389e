#pragma once

#include <string>
#include <vector>

#include "boundaries/cli/command.h"
#include "boundaries/engine/search.h"
#include "boundaries/from_place/judgement.h"

/// What draw and score tell a person about a plan.
namespace placewright::boundaries::cli {

/// A row a neighbourhood: people, registered, areas, deprivation, minutes to its hub; pieces where not one.
[[nodiscard]] std::string neighbourhood_text(const PlaceProblem& question, const Judgement& judgement);
/// A row a criterion: weight, loss, its reference values, natural units; then the total and what is not
/// judged.
[[nodiscard]] std::string criteria_text(const Judgement& judgement);
/// Best total found for every count that was tried, the plan's own marked, and which were not; "" where there
/// was one only. word: of the place, in headings.
[[nodiscard]] std::string counts_text(const SearchResult& found, std::uint32_t drawn,
                                      const datasets::UnitWord& word);
/// Best total by region and number of neighbourhoods there; of many regions only how many there are.
[[nodiscard]] std::string regions_text(const std::vector<RegionResult>& regions,
                                       const datasets::UnitWord& word);
/// Findings of at least this severity, one a line, what to do below.
[[nodiscard]] std::string findings_text(const std::vector<geo::Finding>& findings, geo::Severity least);
/// "all areas assigned, every neighbourhood in one piece and inside the bounds", or what is not so.
[[nodiscard]] std::string legality_text(const PlaceProblem& question, const Judgement& judgement);

}  // namespace placewright::boundaries::cli
