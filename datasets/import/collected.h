#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "datasets/import/recognise.h"
#include "datasets/place/place.h"

/// What the files of one import say, before it is joined into a place: one value a table, nothing filtered
/// yet but what no place could want.
namespace placewright::datasets {

/// One table that was taken: its record grows while it is read and joined.
struct TakenTable {
  InputTable table;
  Recognised recognised;
  Source source;
  bool relies_on_2011 = false;  ///< its area codes are those of 2011
  std::string opened;           ///< path of the file that was opened for it
  bool waited = false;          ///< read by an earlier import; only rows that waited for this one are here
};

/// A row for the place, and where it was read; one line of a table may give several rows.
template <class Row>
struct ReadRow {
  std::size_t taken = 0;  ///< index of its TakenTable
  std::int64_t line = 0;
  Row row;
};

/// Values of areas, column by column; row i of each is code[i].
struct AreaTable {
  std::size_t taken = 0;  ///< index of its TakenTable
  std::vector<std::string> code, name;
  std::vector<geo::Shape> shape;  ///< empty vector: the table has no shapes
  std::vector<geo::Point> point;  ///< empty vector: the table has no points
  std::map<std::string, std::vector<std::string>> parents;
  std::map<std::string, std::vector<double>>
      numbers;  ///< population, imd_score, imd_rank, imd_decile, indicators
  std::vector<AgeBand> bands;
  std::vector<std::vector<double>> ages;  ///< ages[band][row]
  bool codes_of_2011 = false;
  bool beside = false;  ///< values that a table of another kind holds too: its rows are counted by that kind
  std::vector<std::vector<std::uint32_t>> made_of;  ///< after conversion: the rows of the file in each area
};

struct LookupLink {
  std::string code_2011, code_2021;
  std::size_t taken = 0;
};

/// Patients by practice and area, of all or of one sex, with texts held once.
struct RegistrationTable {
  std::size_t taken = 0;
  std::string sex;  ///< "" all, "M", "F", or what else the file says
  std::vector<std::string> practice, practice_name, area;
  struct Count {
    std::uint32_t practice, area;
    double patients;  ///< NaN: suppressed
  };
  std::vector<Count> counts;
};

struct SiteRecord {
  std::size_t taken = 0;
  Site site;
  std::string pcn_name;
  bool status_known = false;
  bool degrees = false;  ///< x and y are still longitude and latitude
  bool only_where_located =
      true;  ///< kept only when it lies in the place; practices with patients are kept anyway
};

struct Membership {
  std::string practice, pcn_code, pcn_name;
  bool active = false;
  std::string until;
  std::size_t taken = 0;
};

/// A ward, a parish, an authority, ...: what it is called and what it is part of.
struct UnitRecord {
  std::string column, code;                   ///< "ward_code" and its value
  std::map<std::string, std::string> fields;  ///< ward_name, lad_code, county_name, ... -> value
};

struct PostcodeRecord {
  std::string postcode;
  double x{}, y{};
  bool degrees = false, live = true;
  std::uint32_t taken = 0;
  double longitude = kMissing, latitude = kMissing;  ///< the second position of a row that has two
};

/// A value of a practice, as a sum over what it is of: 220 of 11,049 patients. Values of parts (the sexes)
/// of one name add up.
struct PracticeValue {
  std::size_t taken = 0;
  std::string practice, name;
  std::string part;  ///< "" all, "M", "F"
  double value{}, of = 1;
  std::int64_t rows_read = 0;  ///< rows of the file that it accounts for
};

struct WorkforceRecord {
  std::size_t taken = 0;
  WorkforceRow row;
  std::int64_t rows_read = 1;  ///< rows of the file that it adds up
};

struct Collected {
  std::vector<TakenTable> taken;
  std::vector<AreaTable> areas;
  std::vector<LookupLink> lookup;
  std::vector<RegistrationTable> registrations;
  std::vector<SiteRecord> sites;
  std::vector<Membership> memberships;
  std::map<std::string, std::string> pcn_names;  ///< by code; of the first table that has a name
  void name_pcn(const std::string& code, const std::string& name) {
    if (!code.empty() && !name.empty()) pcn_names.emplace(code, name);
  }
  std::vector<ReadRow<std::string>> networks;  ///< PCN codes of lists of PCNs
  std::vector<ReadRow<UnitRecord>> units;
  std::vector<PostcodeRecord> postcodes;  ///< all in metres when reading is done
  std::vector<WorkforceRecord> workforce;
  std::vector<PracticeValue> practice_values;
  std::vector<ReadRow<FootprintRow>> footprints;
  std::vector<ReadRow<WeightRow>> weights;
  std::vector<ReadRow<SegmentRow>> segments;
  std::vector<ReadRow<ProjectionRow>> projections;
  std::vector<ReadRow<Boundary>> boundaries;
  std::vector<ReadRow<Road>> roads;
  std::vector<ReadRow<Barrier>> barriers;
  std::vector<ReadRow<GroundFeature>> ground;  ///< generalised, not yet cut to the place
  std::vector<ReadRow<Settlement>> settlements;
  std::vector<ReadRow<std::string>> priority;
  std::vector<ReadRow<RoleRow>> roles;
  std::vector<ReadRow<std::pair<std::string, std::string>>> settings;
  std::vector<ReadRow<Note>> notes;
  std::vector<std::size_t> matrices, definitions;  ///< tables that are read against the joined place
  std::vector<PlanRecord> plans;                   ///< new ones
  std::vector<geo::Finding> findings;
  std::vector<WaitingRow> waiting;  ///< rows that are left to wait for another file, by the steps of the join
};

/// Reads one recognised table into what was collected; its record (rows read, left out and why) is added too.
/// `period`: which one to take of a table of indicators by period; "" is each indicator's latest. Throws
/// InputError with the line for a code twice, text where a number belongs, and damaged files.
void read_taken(TakenTable taken, Collected& into, const std::string& period);

/// Notes rows that were left out, with the reason, on a record. Every row read is matched or left out.
void leave_out(Source& source, std::int64_t rows, std::string_view why);
/// Adds words to a record about rows that were taken all the same.
void remark(Source& source, std::string_view words);

}  // namespace placewright::datasets
