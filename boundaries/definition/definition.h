#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/import/import.h"
#include "datasets/place/place.h"
#include "geo/finding.h"

/// Any definition of neighbourhoods becomes a plan.
namespace placewright::boundaries::definition {

/// What of a file is meant, where its headings do not say it by themselves.
struct Options {
  std::string layer = {};  ///< table, sheet or layer; "": the one that says it most directly
  std::string key = {};    ///< column of the codes or names of units
  std::string by = {};     ///< column of the neighbourhoods; of polygons: those of one value are one
  std::vector<std::string> lookups = {};  ///< files that tell which areas units are made of
  std::string settled = {};               ///< CSV area_code,neighbourhood of areas that are settled by hand
  bool of_this_place = true;              ///< none of its units in the place is an error
};

/// A neighbourhood that has a claim to an area.
struct Claim {
  std::string neighbourhood;
  double people{};  ///< of the area, that the claim stands for
};

/// An area that several neighbourhoods have a claim to, or that only a weak one has.
struct Ambiguous {
  std::string area, name;
  double people{};            ///< NaN where not known
  std::vector<Claim> claims;  ///< the largest first, then by id
  std::string taken;          ///< the neighbourhood it came to; "" none
  std::string rule;           ///< what decided
};

/// One neighbourhood as polygons.
struct Drawn {
  std::string id, name;
  std::size_t areas = 0;       ///< whose point lies in it
  double people_by_point = 0;  ///< of these, each counted whole, whatever else holds their point
  double people_by_share = 0;  ///< people of all areas it covers, in proportion to the ground covered
};

/// Ground that two drawn neighbourhoods hold both.
struct Overlap {
  std::string a, b;
  double hectares{}, people{};  ///< people in proportion to the ground
  std::vector<std::string> areas;
};

/// What was read, and the plan that came of it, not stored yet.
struct Defined {
  datasets::PlanRecord plan;  ///< name, brief and created left empty; origin "import"
  std::string unit;           ///< what the rows name: "area code", "ward name", "polygon"
  std::size_t rows = 0, matched = 0, unknown = 0, without = 0;  ///< rows = the three others together
  std::size_t settled_by_hand = 0;
  std::vector<Ambiguous> ambiguous;  ///< by area
  std::vector<Drawn> drawn;          ///< of polygons only, by id
  std::vector<Overlap> overlaps;     ///< of polygons only
  std::vector<geo::Finding> findings;
};

/// Reads any table or layer that names units beside neighbourhoods, or draws them, and says which area of the
/// place is in which neighbourhood. The rules where that is not plain: most of what the area is made of
/// (LSOAs of 2011, output areas, postcodes, registered patients); of polygons the one that holds the point
/// where people live; then the one with more of its ground; then the first id. Blank, NA, 0, Unassigned and
/// the like are no neighbourhood. Throws InputError for an area code that comes twice, for a file in which no
/// units or no neighbourhoods are found, and where none of its units is of the place.
[[nodiscard]] Defined read_definition(const std::string& path, const datasets::Place& place,
                                      const Options& options = {});

/// The same for a table that import has found among others: one of another place gives an empty plan.
[[nodiscard]] datasets::DefinedPlan read_plan_for_import(const std::string& path, const std::string& layer,
                                                         const datasets::Place& place);

/// The ambiguous areas as a CSV: change the column neighbourhood and give it as Options::settled.
[[nodiscard]] std::string ambiguous_csv(const Defined& defined);

}  // namespace placewright::boundaries::definition
