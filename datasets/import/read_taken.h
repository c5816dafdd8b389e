#pragma once

#include <functional>
#include <string_view>

#include "datasets/import/collected.h"

/// What the readers of the kinds share.
namespace placewright::datasets {

/// Visits every row of values; blank lines are no rows. Rows without a key, notes and totals under the last
/// row of values, and headings that stand again are left out and counted on the record. Any text is a key.
void visit_keyed_rows(TakenTable& taken, std::string_view key, Collected& into,
                      const std::function<void(const InputRow&)>& visit);

/// The number in a row's cell: NaN where missing or the column is not there. Throws InputError for text,
/// naming file, line and heading.
[[nodiscard]] double number_in(const TakenTable& taken, const InputRow& row, int column);

/// Throws InputError: this code stands twice.
[[noreturn]] void throw_twice(const TakenTable& taken, const InputRow& row, std::string_view what,
                              std::string_view code);

void read_areas(TakenTable& taken, std::size_t index, Collected& into);
void read_indicators(TakenTable& taken, std::size_t index, Collected& into, const std::string& period);
void read_nomis(TakenTable& taken, std::size_t index, Collected& into);  ///< the long form of the Nomis API
void read_own_words(TakenTable& taken, std::size_t index, Collected& into);  ///< roles, settings, notes
void read_practice_values(TakenTable& taken, std::size_t index, Collected& into);
void read_practice_staff(TakenTable& taken, std::size_t index, Collected& into);  ///< a row a practice
void read_registrations(TakenTable& taken, std::size_t index, Collected& into);
void read_sites(TakenTable& taken, std::size_t index, Collected& into);
void read_organisations(TakenTable& taken, std::size_t index, Collected& into);
void read_lines(TakenTable& taken, Collected& into);  ///< roads, barriers, and ground in lines
/// Ground and settlements of layers that hold nothing else.
void read_ground(TakenTable& taken, Collected& into);
void read_settlements(TakenTable& taken, Collected& into);
void read_boundaries(TakenTable& taken, Collected& into);
void read_workforce(TakenTable& taken, std::size_t index, Collected& into);
void read_plain_rows(TakenTable& taken, Collected& into);  ///< tables whose rows are kept as they are

/// "" for all, "M", "F", or what else the file says.
[[nodiscard]] std::string sex_of(std::string_view said);

/// The code of a PCN, or "" for what stands there instead ("U", "UNALLOCATED").
[[nodiscard]] std::string pcn_or_nothing(std::string_view code);

/// The value of a key in OpenStreetMap's other_tags ("highway"=>"service","oneway"=>"yes"); "" when it is not
/// there.
[[nodiscard]] std::string osm_tag(std::string_view other_tags, std::string_view key);

}  // namespace placewright::datasets
