#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/place/place.h"

namespace placewright::datasets {

/// What a file is, by hand.
struct ByHand {
  std::string as;                          ///< a kind (area, site, registration, ...); "" recognises
  std::string layer;                       ///< the layer or sheet; "" is the only or first one
  std::map<std::string, std::string> map;  ///< field -> column
};

/// A plan that a table defines, and what became of its rows.
struct DefinedPlan {
  PlanRecord plan;  ///< its name is left empty
  std::int64_t rows = 0, matched = 0;
  std::int64_t unknown = 0, without = 0;  ///< rows of other units, and of no neighbourhood
  std::vector<geo::Finding> findings;
};
/// Reads the table of a file that says which neighbourhood units are in; layer "": the only one.
using PlanReader =
    std::function<DefinedPlan(const std::string& path, const std::string& layer, const Place& place)>;

struct ImportOptions {
  std::string within;  ///< codes or names of authorities, wards, ... or of boundaries, separated by commas;
                       ///< "" is what the place was made of, and all areas for a new place
  std::optional<double> buffer_km;  ///< also takes areas and sites so near around, as context; nothing: as
                                    ///< before, 0 for a new place
  ByHand by_hand;                   ///< of every file that of_file does not name
  std::map<std::string, ByHand> of_file;  ///< by path as it is given
  std::string period;                     ///< of tables of indicators by period; "" is the latest of each
  std::string name;                       ///< of the place; "" is taken from within or from the areas
  std::string imported_at;                ///< ISO 8601, written to the records
  PlanReader read_plan;  ///< of lookups of neighbourhoods, which are left out with a finding without it
};

struct ImportResult {
  Place place;
  std::vector<Source> records;         ///< of this import, one a table, in the order of the files
  std::vector<geo::Finding> findings;  ///< of this import; also in the place
  std::vector<PlanRecord> plans;       ///< new plans among the files; also in the place
  std::size_t notes = 0;               ///< rows of notes that the files brought into the place
};

/// Who says that two areas are linked where a road crosses what divides them: the import does, anew each
/// time.
inline constexpr std::string_view kLinkedByRoads = "import, from roads";

using ImportProgress = std::function<void(double fraction, std::string_view what)>;

/// Files become a place, or extend one.
///
/// Each file is recognised by its content, in any order; a source that is imported again replaces what it
/// brought. Of several files, and of all in a folder, those that cannot be opened or are not recognised are
/// listed as findings (FILE_NOT_TAKEN) and the others taken. Throws InputError where none is recognised, for
/// a recognised file that contradicts itself, and for a place without areas; nothing is half done then.
/// Source of the conversion from LSOA 2011: people of 2021 as weights for counts, weighted means for scores.
[[nodiscard]] ImportResult import_files(std::optional<Place> existing, const std::vector<std::string>& paths,
                                        const ImportOptions& options, const ImportProgress& progress = {});

}  // namespace placewright::datasets
