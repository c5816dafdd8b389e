#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "boundaries/judge/score.h"
#include "boundaries/judge/splits.h"
#include "boundaries/question/match.h"
#include "boundaries/question/plan.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries {

/// Areas that go from one neighbourhood of plan A to another of plan B.
struct Flow {
  std::int32_t from = kUnassigned, to = kUnassigned;  ///< label in A, label in B
  std::vector<std::uint32_t> areas;
  double residents = 0;
};

/// One criterion before and after. Missing where a plan is not judged by it.
struct CriterionChange {
  std::string name;
  double weight = 0;
  std::optional<double> loss_a, loss_b;
  std::string unit;  ///< of the main figure: "SSW", "minutes", "metres", ...
  std::optional<double> value_a, value_b;
};

/// How the units of one kind (wards, PCNs) lie in both plans, and in which units the plans differ.
struct AlignmentChange {
  std::string kind;
  Splits a, b;
  struct Unit {
    std::string name;
    double residents = 0;
    std::uint32_t parts_a = 0, parts_b = 0;  ///< neighbourhoods that hold the material share of it
    double kept_a = 0, kept_b = 0;           ///< residents in the neighbourhood that holds most
  };
  std::vector<Unit> changed;  ///< largest change of residents kept first
};

struct Comparison {
  Score a, b;
  Match match;              ///< of labels, by residents: `from` is A
  CrossTable shared;        ///< residents by label of A and label of B
  std::vector<Flow> flows;  ///< areas that move, largest first
  double residents = 0, moved = 0;
  std::uint32_t areas_moved = 0;
  double variation_of_information = 0;     ///< nats
  double same_edges = 1;                   ///< share of adjacent pairs on which the plans agree (cut or not)
  std::optional<double> total_a, total_b;  ///< over the criteria judged in both
  std::vector<CriterionChange> criteria;
  std::vector<AlignmentChange> alignments;
};

/// Two plans of any origin over the same problem. Areas without a label in either plan move nowhere. Parts of
/// a unit below the material share of its people do not split it.
[[nodiscard]] Comparison compare(const Problem& problem, const Labels& a, const Labels& b,
                                 double materiality = kLeastPiece);

/// The ingredient that a person reads for a criterion, and its unit.
struct MainFigure {
  std::string ingredient, unit;
  double times = 1;  ///< what the ingredient is multiplied by
  [[nodiscard]] double of(const CriterionScore& criterion) const {
    return times * criterion.ingredients.at(ingredient);
  }
};
/// The figure that tells two scores of a criterion apart, as its row of kCriteria names it: for `population`
/// people outside the bounds, or where there are none in either, how much sizes vary.
[[nodiscard]] MainFigure main_figure(const CriterionScore& a, const CriterionScore& b);

}  // namespace placewright::boundaries
