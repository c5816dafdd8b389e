#pragma once

#include <string>
#include <vector>

#include "datasets/place/sql.h"
#include "geo/finding.h"

/// What stands in the schema of a place file beside its own tables. The file may come from anywhere, and
/// SQLite runs what it finds there: triggers at every change, a view or a virtual table at every look.
namespace placewright::datasets {

struct ForeignTrigger {
  std::string name, sql;
};

struct ForeignSchema {
  /// Triggers that would run when the program changes its tables, but for those that only keep a spatial
  /// index or a count of rows up to date, as other programs add them to a GeoPackage.
  std::vector<ForeignTrigger> triggers;
  bool has_index = false;  ///< triggers keep a spatial index
  std::vector<geo::Finding>
      findings;  ///< names each of them, and views and virtual tables, which are not read
};

/// InputError when something other than a plain table stands in place of one of the program's tables.
[[nodiscard]] ForeignSchema inspect_schema(const Database& database);

/// While it lives, inside a transaction, foreign triggers are not there, and those that keep spatial indexes
/// may do so. wake() puts them back; without it the end of the transaction must be a rollback.
class TriggersAsleep {
 public:
  explicit TriggersAsleep(const Database& database);
  ~TriggersAsleep();
  TriggersAsleep(const TriggersAsleep&) = delete;
  TriggersAsleep& operator=(const TriggersAsleep&) = delete;
  void wake() const;

 private:
  const Database* database_;
  std::vector<ForeignTrigger> triggers_;
};

}  // namespace placewright::datasets
