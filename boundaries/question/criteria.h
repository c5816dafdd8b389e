#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// The criteria, each listed once: whoever names, weighs, prints or explains one asks this table.
namespace placewright::boundaries {

/// In the order of a score. Formulas: DESIGN.md, "The criteria".
enum class Criterion : std::uint8_t {
  population,
  deprivation,
  access,
  registration,
  compactness,
  alignment,
  barriers,
  local_knowledge,
};

/// An ingredient of a score that a person reads.
struct CriterionFigure {
  std::string_view ingredient = {};
  std::string_view unit = {};       ///< "metres"
  std::string_view unit_rest = {};  ///< " of border", where the criterion is not named beside the figure
  double times = 1;                 ///< what the ingredient is multiplied by
};

struct CriterionRow {
  Criterion criterion = Criterion::population;
  std::string_view key = {};    ///< in briefs, scores and every output; a criterion by kind is "<key>:<kind>"
  std::string_view label = {};  ///< on a slider; of a criterion by kind what stands before the kind
  double weight = 0;            ///< of a brief without weights
  /// Lower is better but where `more_is_better`. The second one is read where the first is 0 in all plans.
  std::array<CriterionFigure, 2> figures = {};
  bool more_is_better = false;
  /// The ingredients in words. {name} is a whole number of people or the like; {name:1} with one decimal,
  /// {name:r3} a ratio with three, {name:%} a share, {name:km} metres as kilometres, {name:d} digits without
  /// separators, {name?words} the words where the ingredient is above 0.
  std::string_view sentence = {};
  std::string_view why = {};    ///< a sentence: what the criterion is good for
  std::string_view needs = {};  ///< data without which it is not judged; empty: none that a place can lack
  /// One criterion for each kind of unit that the brief names, each with a weight of its own.
  bool by_kind = false;
  /// Its part of the total is a sum over neighbourhoods, so that `prove` bounds it. `whole` is then the
  /// ingredient of which its loss is a share, `least` what is taken off figure and whole before.
  bool is_sum = false;
  std::string_view whole = {}, least = {};
};

inline constexpr std::array kCriteria{
    CriterionRow{
        .criterion = Criterion::population,
        .key = "population",
        .label = "Even population",
        .weight = 1,
        .figures = {{{"people_outside_bounds", "people", " outside the bounds"},
                     {"spread", "%", " that sizes vary", 100}}},
        .sentence =
            "{people_outside_bounds} people outside the bounds; sizes vary by {spread:%} around {target}",
        .why = "Neighbourhoods of like size can be served by teams of like size."},
    CriterionRow{
        .criterion = Criterion::deprivation,
        .key = "deprivation",
        .label = "Deprivation",
        .weight = 1,
        .figures = {{{"ssw", "SSW", ""}, {}}},
        .sentence = "R2 {r2:r3}: so much of the variation lies between neighbourhoods (SSW {ssw}, SST {sst})",
        .why =
            "Need that is gathered can be met by a team made for it; need that is spread falls on all alike.",
        .needs = "deprivation of the areas (IoD File 7, or another number of the areas)",
        .is_sum = true,
        .whole = "sst"},
    CriterionRow{.criterion = Criterion::access,
                 .key = "access",
                 .label = "Access",
                 .weight = 1,
                 .figures = {{{"minutes", "minutes", ""}, {}}},
                 .sentence = "{minutes:1} minutes to the hub; {minutes_nearest:1} to the nearest site, "
                             "{minutes_one_hub:1} to one for all{straight_line? (STRAIGHT_LINE)}",
                 .why = "People reach the site that serves their neighbourhood in few minutes.",
                 .needs = "open sites with a place on the map",
                 .is_sum = true,
                 .whole = "minutes_one_hub",
                 .least = "minutes_nearest"},
    CriterionRow{
        .criterion = Criterion::registration,
        .key = "registration",
        .label = "GP registration kept together",
        .weight = 0.5,
        .figures = {{{"kept", "patients", " kept"}, {}}},
        .more_is_better = true,
        .sentence = "{kept} of {registered} registered residents in their practice's main neighbourhood",
        .why = "A practice whose patients live in one neighbourhood works with one team.",
        .needs = "patients registered by practice and area"},
    CriterionRow{.criterion = Criterion::compactness,
                 .key = "compactness",
                 .label = "Compactness",
                 .weight = 1,
                 .figures = {{{"cut_m", "metres", " of border"}, {}}},
                 .sentence = "{cut_m:km} of {border_m:km} of border lies between neighbourhoods",
                 .why = "Short borders part few neighbours, and a team drives less.",
                 .is_sum = true,
                 .whole = "border_m"},
    CriterionRow{
        .criterion = Criterion::alignment,
        .key = "alignment",
        .label = "Following",
        .weight = 0,
        .figures = {{{"kept_whole", "people", " kept whole"}, {}}},
        .more_is_better = true,
        .sentence = "{units_split:d} of {units:d} units split; {share:%} of their people with their unit",
        .why = "Boundaries that people and organisations know already stay in use.",
        .needs = "a lookup or boundaries of that kind",
        .by_kind = true},
    CriterionRow{
        .criterion = Criterion::barriers,
        .key = "barriers",
        .label = "Barriers respected",
        .weight = 0.5,
        .figures = {{{"inside_m", "metres of barrier", " inside"}, {}}},
        .sentence = "{inside_m:km} of {crossing_m:km} of border on barriers lies inside neighbourhoods",
        .why = "A river, a railway or a motorway parts a neighbourhood that lies on both sides.",
        .needs = "rivers, railways or motorways as barriers",
        .is_sum = true,
        .whole = "crossing_m"},
    CriterionRow{.criterion = Criterion::local_knowledge,
                 .key = "local_knowledge",
                 .label = "Local knowledge",
                 .weight = 1,
                 .figures = {{{"wishes_met", "wishes", " met"}, {}}},
                 .more_is_better = true,
                 .sentence = "{wishes_met:d} of {wishes:d} wishes met",
                 .why = "What people know of their places counts where it is no hard rule.",
                 .needs = "wishes in the brief: keep_together and keep_apart that are not hard"},
};

/// A value for each criterion.
template <class T>
struct CriterionTable {
  std::array<T, kCriteria.size()> of{};
  [[nodiscard]] constexpr T& operator[](Criterion criterion) {
    return of[static_cast<std::size_t>(criterion)];
  }
  [[nodiscard]] constexpr const T& operator[](Criterion criterion) const {
    return of[static_cast<std::size_t>(criterion)];
  }
  friend bool operator==(const CriterionTable&, const CriterionTable&) = default;
};

static_assert(
    [] {
      for (std::size_t at = 0; at < kCriteria.size(); ++at)
        if (static_cast<std::size_t>(kCriteria[at].criterion) != at) return false;
      return true;
    }(),
    "the rows stand in the order of the enumeration");

[[nodiscard]] constexpr const CriterionRow& row_of(Criterion criterion) {
  return kCriteria[static_cast<std::size_t>(criterion)];
}

/// In the order of a brief: those by kind last.
inline constexpr auto kCriteriaOfBrief = [] {
  std::array<Criterion, kCriteria.size()> order{};
  std::size_t next = 0;
  for (const bool by_kind : {false, true})
    for (const auto& row : kCriteria)
      if (row.by_kind == by_kind) order[next++] = row.criterion;
  return order;
}();

/// "compactness", "alignment:ward". `kind`: only of a criterion by kind.
[[nodiscard]] std::string name_of(Criterion criterion, std::string_view kind = {});

/// What name_of writes, read back: the criterion and its kind, which points into `name` and is empty where
/// there is none. Nothing for a name that is none.
[[nodiscard]] std::optional<std::pair<Criterion, std::string_view>> find_criterion(std::string_view name);

/// Weights of the criteria; of those by kind in a table of their own.
template <class ByKind>
struct WeightsOf {
  CriterionTable<double> of = [] {
    CriterionTable<double> weights;
    for (const auto& row : kCriteria) weights[row.criterion] = row.weight;
    return weights;
  }();  ///< 0 for a criterion by kind
  ByKind alignment;
  [[nodiscard]] double& operator[](Criterion criterion) { return of[criterion]; }
  [[nodiscard]] double operator[](Criterion criterion) const { return of[criterion]; }
};

}  // namespace placewright::boundaries
