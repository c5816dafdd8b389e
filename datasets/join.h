#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "datasets/collected.h"
#include "datasets/import.h"
#include "datasets/place.h"
#include "geo/locate.h"

/// The steps that make one place out of what was collected. Each changes the place in one respect; import.cc
/// calls them in the order below.
namespace placewright::datasets {

/// How one LSOA of 2011 is shared out over those of 2021: code and share, shares sum to 1.
struct Conversion {
  std::unordered_map<std::string, std::vector<std::pair<std::string, double>>> shares;
  std::unordered_map<std::string, std::size_t> sources;  ///< how many LSOAs of 2011 a 2021 code is made of
  std::unordered_set<std::string>
      by_equal_parts;  ///< codes that had to be shared equally, people of 2021 being unknown
  [[nodiscard]] bool empty() const { return shares.empty(); }
  [[nodiscard]] bool knows_2021(const std::string& code) const { return sources.contains(code); }
};

/// Codes in other letters than those of the place (small for capital) become those; tells how many.
void fold_codes(const Place& place, Collected& collected);

/// Shares by people of 2021; equal parts where they are not known for all parts. Links and shares in code
/// order.
[[nodiscard]] Conversion build_conversion(std::span<const LookupLink> links,
                                          const std::unordered_map<std::string, double>& people);

/// Values by LSOA 2011 as values by LSOA 2021: counts shared out by people, scores by weighted mean. Ranks
/// hold only where an area is unchanged; deciles are rounded means.
void convert_to_2021(AreaTable& table, const Conversion& conversion, Collected& collected);

/// People by area code, of every table that knows them, the latest table winning; areas outside the place
/// too.
[[nodiscard]] std::unordered_map<std::string, double> find_people(const Place& place,
                                                                  const Collected& collected);

/// The areas: shapes from the most detailed layer, values from every table, filtered by `within`, with
/// context. Returns whether shapes changed. Throws InputError where nothing is left.
bool join_areas(Place& place, Collected& collected, const Conversion& conversion,
                const ImportOptions& options);

/// Which rows lie within the codes or names asked for (separated by commas). Throws InputError for one that
/// none has.
[[nodiscard]] std::vector<std::uint8_t> find_rows_within(const Areas& areas, const std::string& within,
                                                         const std::vector<const Boundary*>& boundaries);
/// Which rows have a corner within a distance of a corner of the chosen ones; corners lie densely on real
/// borders.
[[nodiscard]] std::vector<std::uint8_t> find_rows_near(const Areas& areas,
                                                       const std::vector<std::uint8_t>& chosen,
                                                       double reach_m);

/// Row of each area code of the place.
using AreaRows = std::unordered_map<std::string_view, std::uint32_t>;
/// Age bands of the latest table that knows an area.
void join_ages(Place& place, Collected& collected, const AreaRows& rows);

/// Who touches whom, proposed links, and a finding for each detached piece.
void join_adjacency(Place& place, std::vector<geo::Finding>& findings);

/// Registrations of the practices that have patients in the place, with OUTSIDE and UNKNOWN rows.
void join_registrations(Place& place, Collected& collected, const Conversion& conversion);

/// Postcodes, sites with their area, PCN and list; needs the registrations.
void join_sites(Place& place, Collected& collected, const ImportOptions& options);

/// Everything else: staff, footprints, roads, boundaries, ...
void join_others(Place& place, Collected& collected, const ImportOptions& options);

/// Columns of areas that follow from others: pcn_code and pcn_share, priority.
void derive_columns(Place& place, const Collected& collected);

/// Doubts that only the whole shows: vintages far apart, practices not located, tables that are missing.
void find_doubts(const Place& place, std::vector<geo::Finding>& findings);

/// Index of the tables in the order in which their values are applied: oldest first, so that the latest wins.
[[nodiscard]] std::vector<std::size_t> tables_by_age(const Collected& collected);

}  // namespace placewright::datasets
