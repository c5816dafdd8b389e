#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "boundaries/question/policy.h"
#include "boundaries/workforce/cover/allocate.h"
#include "boundaries/workforce/cover/equity.h"
#include "boundaries/workforce/cover/sign_ways.h"
#include "boundaries/workforce/cover/what_if.h"
#include "boundaries/workforce/supply/place_need.h"

/// Who is covered by which staff: the tables that `workforce` prints, reports and maps show.
namespace placewright::boundaries::workforce {

/// A figure that a publication shows: WTE that no publisher has printed.
struct ShownFigure {
  char table = 'r';      ///< r role group by unit, u unit, g role group, f family, a all
  std::string of, name;  ///< unit id, or number of the account's column; role group or family
  double wte = 0;
};

/// What was handed on before: over which units, and what it showed.
struct EarlierPublication {
  Units units;
  std::vector<ShownFigure> shown;
};

struct CoverageRequest {
  std::string by = "neighbourhood";     ///< kind of unit: see find_units_of
  std::string scheme;                   ///< of need: see find_need
  std::vector<std::string> groups;      ///< role groups that count; empty: all
  double minimum_offer = kNotMeasured;  ///< WTE per 10,000
  AllocateOptions allocate;
  std::uint32_t draws = 10000;
  std::uint64_t seed = 1;
  const WhatIf* what_if = nullptr;          ///< a scenario whose moves are made first
  bool compare_plans = true;                ///< sign stability over the place's other plans
  std::vector<EarlierPublication> earlier;  ///< to be audited together with this one
  std::function<void(Allocated&)> reshape;  ///< staff as they could be instead; see publication.h
};

/// One unit's row. Rates are WTE per 10,000 of people whose practice or PCN reported; NaN below the
/// least coverage.
struct UnitCoverage {
  double residents = kNotMeasured, registered = kNotMeasured,
         need = kNotMeasured;  ///< need: weighted people; NaN not known
  double imd = kNotMeasured,
         core20 = kNotMeasured;  ///< people-weighted score; share of people in deciles 1 and 2
  double wte = 0, headcount = kNotMeasured, estimated_wte = 0;  ///< wte: NaN where nothing could be known
  double need_residents = kNotMeasured;                         ///< people of areas whose need is known
  double judged_wte =
      kNotMeasured;      ///< of it, staff of areas whose need is known: what fair and gap speak of
  bool partial = false;  ///< coverage is too low for a rate: wte is what was reported, not what there is
  double coverage =
      1;  ///< share of patients whose practice or PCN reported, weighted by where the WTE come from
  double per_10k_residents = kNotMeasured, per_10k_registered = kNotMeasured, per_10k_need = kNotMeasured;
  double fair = kNotMeasured;  ///< WTE at the place's rate per need
  double gap = kNotMeasured;   ///< judged_wte - fair; the gaps of all units add up to 0
  double misalignment = kNotMeasured;
  bool hidden = false;         ///< not to be published: see disclosure.h
  bool rated_in_part = false;  ///< some rate leaves out staff of areas whose people, patients or need are not
                               ///< known
};

/// One cell of role group x unit x sector x registered.
struct CoverageCell {
  std::uint32_t unit = 0;
  std::string group, sector, registered;
  double wte = 0, headcount = kNotMeasured, estimated_wte = 0;
  bool hidden = false;
  friend bool operator==(const CoverageCell&, const CoverageCell&) = default;
};

/// Staff of one employer and kind in one place that no publisher has printed: what published figures are sums
/// of.
struct UnprintedStaff {
  enum class Where { unit, no_unit, outside, unknown, unallocated, held } where = Where::unit;
  std::uint32_t unit = 0;
  std::string group, sector, registered, employer;
  enum class Kind {
    whole,
    few,
    share
  } kind = Kind::share;  ///< whole: all of the row is in this one place; few: a part of an
                         ///< employer's small number in the group; share: of a larger number
  double wte = 0, headcount = kNotMeasured;
  bool silence = false;  ///< of a return in which some practice or PCN is silent
};

/// Unprinted staff by the pieces into which the units of several publications cut the place.
struct StaffPieces {
  std::vector<std::int32_t> of_area;  ///< piece of each area
  std::vector<std::vector<std::int32_t>>
      unit_of;                        ///< by publication (0: this one) and piece: its unit there; -1 none
  std::vector<UnprintedStaff> staff;  ///< `unit` is the piece
  std::vector<std::vector<UnprintedStaff>> own;  ///< of each earlier publication by its own units
};

/// A total with what of it reached areas and what did not. Where no row says its WTE it is not known, and is
/// told as missing.
struct CoverageTotal {
  std::string name;
  Conservation account;
  double estimated_wte = 0;
  std::size_t rows = 0, rows_known = 0;  ///< of the workforce table; those with WTE
  bool hidden = false;
  [[nodiscard]] bool is_known() const { return rows_known > 0; }
  [[nodiscard]] double known_share() const {
    return rows == 0 ? kNotMeasured : static_cast<double>(rows_known) / static_cast<double>(rows);
  }
};

struct FamilyCoverage {
  std::string family;
  double wte = kNotMeasured;  ///< NaN when no row says its WTE
  bool missing = true;        ///< no row of the workforce table belongs to it
  std::vector<std::string> groups;
  bool hidden = false;
};

/// Of one return (see returns.h): which PCNs or practices of the place gave no figure.
struct SilentReturn {
  std::string source, group;  ///< group "": all staff of a published table
  bool of_pcns = false;
  std::vector<std::string> silent;
};

struct Reporting {
  std::vector<std::string> pcns,
      pcns_missing;  ///< PCNs of the place; those silent in some return of PCN staff
  std::vector<std::string> practices, practices_missing;  ///< only judged when practice staff are loaded
  std::vector<SilentReturn> returns;  ///< of PCN and practice staff, also those where nobody is silent
  double outside_share_of_lists = kNotMeasured;  ///< patients of the place's PCNs who live outside it
};

/// How the slope over neighbourhoods comes out in each plan of the place (its sign must not hang on the
/// boundaries).
struct PlanSlope {
  std::string plan;
  std::size_t units = 0;
  double sii = kNotMeasured, gini = kNotMeasured, concentration = kNotMeasured;
};

/// Slopes with people whose staff are not known counted as if they had none, beside those of Coverage, which
/// leave such people out. NaN where everybody's staff are known.
struct UnknownCounted {
  double sii = kNotMeasured, concentration = kNotMeasured;                ///< over units
  double sii_within = kNotMeasured, concentration_within = kNotMeasured;  ///< within the place
};

struct Coverage {
  std::string definition;  ///< what counts as workforce, in the place's words
  std::string scheme, need_explanation;
  Units units;
  std::vector<UnitCoverage> unit;   ///< parallel to units.id
  std::vector<CoverageCell> cells;  ///< sorted by unit, group (table order), sector, registered
  std::vector<double>
      role_wte;  ///< units x by_group, row-major: sums of cells; NaN where nothing could be known
  std::vector<std::uint8_t> role_partial;  ///< the same shape: too few reported, WTE are those reported
  std::vector<std::uint8_t> role_hidden;   ///< the same shape: not to be published; empty: none
  std::vector<CoverageTotal> by_group, by_employer, by_sector;
  Conservation total;
  double left_out_wte = 0;  ///< of rows that are refused: with the input they are what the table says
  std::vector<FamilyCoverage> families;
  Reporting reporting;
  Equity equity;            ///< over the units
  Equity equity_quintiles;  ///< over fifths of areas within the place by deprivation; over areas when fewer
                            ///< than 50
  std::string quintile_basis;
  UnknownCounted unknown_counted;
  std::vector<PlanSlope> plans;
  bool sign_stable = true;
  SignWays sign_ways;  ///< over plans, need schemes and silence; empty where plans are not compared
  std::vector<double> area_wte, area_need;  ///< by area of the place
  std::vector<double> area_covered;         ///< share of its people whose staff are known
  std::vector<std::string> unknown_roles;
  std::vector<geo::Finding> findings;
  std::string withheld;                ///< of a published coverage: why some tables are not shown; "" all are
  char confidence = 'A';               ///< of the table of units; of others see rate_table
  double min_coverage = kMinCoverage;  ///< below it no rate is shown: the program's or the place's own
  double people_covered = 1;           ///< share of residents whose practice or PCN reported
  std::size_t hidden_cells = 0;
  std::vector<UnprintedStaff> unprinted;  ///< what hide_small goes by
  StaffPieces pieces;                     ///< the same beside earlier publications; empty without any
  std::vector<ShownFigure> shown;         ///< of a published coverage: what it tells of unprinted staff
  std::vector<std::int32_t> equity_row;   ///< of each area: its row in equity within the place; -1 none
};

/// What counts as workforce in the place's own words; words of our own where it has none.
[[nodiscard]] std::string definition_of_workforce(const datasets::Place& place);

/// Throws InputError for an unknown kind, scheme or role group, and for a place without workforce rows.
[[nodiscard]] Coverage measure_coverage(const datasets::Place& place, const datasets::PlanRecord& plan,
                                        const CoverageRequest& question = {});

/// A (no flags beyond those of every map of deprivation) to D, by the codes of the findings and the coverage.
/// D below the least coverage.
[[nodiscard]] char rate_confidence(const std::vector<geo::Finding>& findings, double coverage,
                                   double min_coverage);

/// What is told beside one table: its confidence and the codes of the flags that touch it, each once, worst
/// first.
struct TableRating {
  char confidence = 'A';
  std::vector<std::string> flags;
};
/// `table` is a table's name: coverage, roles, cells, account, employers, equity, moves. Flags that cannot
/// touch it are left out: where the staff go does not hang on weights of need, nor on boundaries.
[[nodiscard]] TableRating rate_table(std::string_view table, const std::vector<geo::Finding>& findings,
                                     double coverage, double min_coverage = kMinCoverage);

}  // namespace placewright::boundaries::workforce
