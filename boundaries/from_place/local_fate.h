#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundaries/from_place/judgement.h"
#include "boundaries/from_place/problem.h"
#include "boundaries/question/brief.h"

/// What became of local knowledge in a plan: rules and wishes of the brief, areas that residents drew, notes.
namespace placewright::boundaries {

enum class Fate { kept, in_part, not_kept, asks_nothing };

/// "kept", "kept in part", "not kept", "asks for no border".
[[nodiscard]] const char* fate_words(Fate fate);

struct LocalFate {
  std::string what;   ///< "keep together", "keep apart", "drawn area", "note"
  std::string where;  ///< the areas by name, or the name of the drawn area
  std::string why;    ///< as it was given
  std::string by;     ///< who gave it
  bool rule = false;  ///< a plan that breaks it is not legal; else a wish
  double people = 0;  ///< residents of its areas
  double share = 1;   ///< of them, for whom it is kept; NaN where it asks nothing
  Fate fate = Fate::kept;
  std::string lies_in;  ///< "N1 (8,000 people), N2 (1,000 people)"
  /// Of the least change that keeps it. Nothing where it is kept or no single move keeps it.
  struct Cost {
    double people = 0;                ///< who move
    std::string to;                   ///< full name of the neighbourhood
    double total_change = 0;          ///< above 0: the plan gets worse by its own criteria; NaN not judged
    std::vector<std::string> breaks;  ///< rules that would be broken then, as sentences
  };
  std::optional<Cost> cost;
};

/// In the order of the brief, then drawn areas of the kinds that the plan is judged by, then the notes of
/// the place and of `plan`. Keep-together is kept for the people in the neighbourhood that holds most of
/// them; keep-apart for the people of areas that share their neighbourhood with no other of them.
[[nodiscard]] std::vector<LocalFate> find_local_fates(const datasets::Place& place, const Brief& brief,
                                                      const PlaceProblem& question,
                                                      const Judgement& judgement, const std::string& plan);

/// "would move 1,000 people to N1; total +0.0123 (worse); breaks ...", or "" without a cost.
[[nodiscard]] std::string cost_words(const LocalFate& fate);

}  // namespace placewright::boundaries
