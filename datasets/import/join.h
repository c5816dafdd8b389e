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

#include "datasets/import/collected.h"
#include "datasets/import/import.h"
#include "datasets/place/place.h"
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

/// Takes the rows of the place that wait for another file back among what was collected. Files that are read
/// anew now do not wait.
void take_back_waiting(Place& place, Collected& collected);
/// A row to leave to wait, of a table that was read.
[[nodiscard]] WaitingRow waiting_row(const TakenTable& taken, const SiteRecord& record);
[[nodiscard]] WaitingRow waiting_row(const TakenTable& taken, const WorkforceRecord& record);
[[nodiscard]] WaitingRow waiting_row(const TakenTable& taken, const ProjectionRow& row);
[[nodiscard]] WaitingRow waiting_row(const TakenTable& taken, const Membership& membership);
[[nodiscard]] WaitingRow waiting_row(const TakenTable& taken, const UnitRecord& unit);
/// Values of one practice in one file.
[[nodiscard]] WaitingRow waiting_row(const TakenTable& taken,
                                     const std::vector<const PracticeValue*>& values);
/// A practice of a registration table with all its counts.
[[nodiscard]] std::vector<WaitingRow> waiting_rows(const TakenTable& taken, const RegistrationTable& table,
                                                   const std::vector<std::uint8_t>& practices);
/// Memberships, names of PCNs and links of older codes that may yet be of use; then what waits becomes the
/// place's, in a fixed order.
void keep_waiting(Place& place, Collected& collected);

/// Which columns of areas hold a unit whose codes change from year to year: "ward_code" the latest, and where
/// lookups of several years are known "ward_code_2023" and "ward_code_2024" beside it.
class UnitYears {
 public:
  explicit UnitYears(const Place& place);
  /// Where a table's column belongs; makes the columns of years.
  [[nodiscard]] std::vector<std::string> columns_for(const std::string& column, const TakenTable& taken,
                                                     Areas& areas);
  /// Keeps the years with the place, for the next import.
  void keep(std::map<std::string, std::string>& settings) const;

 private:
  std::map<std::string, int> year_;  ///< of what stands in each column
};

/// What join_areas found.
struct JoinedAreas {
  bool reshaped = false;                ///< shapes changed, or areas came or went
  std::vector<std::string> unit_names;  ///< of the units that `within` named; none where it is not given
};

/// The areas: shapes from the most detailed layer, values from every table. Which of them are the place is
/// what `within` says, else what the place was made of; place.extent keeps it. Throws InputError where
/// nothing is left.
JoinedAreas join_areas(Place& place, Collected& collected, const Conversion& conversion,
                       const ImportOptions& options);

/// Which areas (the first ones, with their old inside, were in the place before) are the place: what `within`
/// says, else what the place was made of; an area that is in it stays in it. Writes place.extent. A place
/// that becomes another is a finding, and so is each plan that does not fit it any more. Throws InputError as
/// Territories::find.
[[nodiscard]] std::vector<std::uint8_t> settle_extent(Place& place,
                                                      const std::vector<std::uint8_t>& was_inside,
                                                      const std::vector<const Boundary*>& boundaries,
                                                      const ImportOptions& options, JoinedAreas& joined,
                                                      std::vector<geo::Finding>& findings);
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

/// List sizes, weights, and indicators of the areas by where the patients of each practice live; the latest
/// edition of each value holds. Needs the sites and the registrations.
void join_practice_values(Place& place, Collected& collected);
/// Practices that state their list: what is not registered in the place lives outside it.
void derive_outside(Place& place, std::vector<geo::Finding>& findings);

/// Staff. Rows are told apart by their file and row id: the same file again replaces its rows, another adds
/// to them. Published tables are told apart by PCN, practice or authority: the later edition holds.
void join_workforce(Place& place, Collected& collected);
/// Rows of staff that are alike in all but their row id: perhaps the same posts twice.
void find_staff_doubles(const Place& place, std::vector<geo::Finding>& findings);

/// Rows that were read take the place of the earlier ones of the same area and segment, or of the same
/// projection. Throws InputError where two of them contradict one another.
void join_segments(Place& place, std::vector<SegmentRow> segments);
void join_projections(Place& place, std::vector<ProjectionRow> projections);

/// Codes of these kinds are given by one office for the whole country; of all others each file has its own.
[[nodiscard]] bool has_official_codes(std::string_view kind);
/// Areas that people drew: makes them valid, and finds strips and overlaps anew.
void doubt_drawn(Place& place, std::vector<geo::Finding>& findings);
/// Boundaries, roads, barriers, footprints, weights of several files side by side; lines near `around`.
void join_tables_of_files(Place& place, Collected& collected, const geo::Box& around);

/// Roles, settings and notes: a row takes the place of the one of the same role and sector, key, or id.
void join_own_words(Place& place, Collected& collected);
/// Ground and settlements of the place and its surroundings; before the records of roads are settled. A file
/// given again replaces what it brought.
void join_ground(Place& place, Collected& collected, const geo::Box& around);
/// About 25 MB in the place file.
inline constexpr std::size_t kMostGroundCorners = 1'500'000;
/// Where there is more ground, its smallest features go, and a finding says so.
void keep_within_cap(Place& place, Collected& collected, std::size_t most_corners);
/// Barriers that ground and roads make (rivers, canals, railways, motorways, trunk roads, not in tunnels),
/// and a declared link for each pair of areas whose border a road crosses over one. Made anew each time; what
/// people declared or cut stays.
void derive_barriers(Place& place);

/// Everything else: footprints, roads, boundaries, ...
void join_others(Place& place, Collected& collected, const ImportOptions& options);

/// Minutes of ready matrices. Needs: areas and sites as they will be.
void join_matrices(Place& place, Collected& collected);
/// Plans that tables define. Needs: the same, and what waits of older codes.
void join_plans(Place& place, Collected& collected, const ImportOptions& options);

/// Columns of areas that follow from others: pcn_code and pcn_share, priority.
void derive_columns(Place& place, const Collected& collected);

/// Doubts that only the whole shows: vintages far apart, practices not located, tables that are missing.
void find_doubts(const Place& place, std::vector<geo::Finding>& findings);

/// Index of the tables in the order in which their values are applied: oldest first, so that the latest wins.
[[nodiscard]] std::vector<std::size_t> tables_by_age(const Collected& collected);

}  // namespace placewright::datasets
