#include "datasets/place/schema.h"

namespace placewright::datasets {

// One row a file that a user fills.
const std::vector<Output>& input_tables() {
  using enum ColumnType;
  static const std::vector<Output> inputs{
      {"FILE.csv, or a sheet of FILE.xlsx",
       "workforce --candidates FILE",
       {"candidates",
        "Buildings to keep, upgrade, open or close. It lies at x and y, else at its area's point, else at "
        "its "
        "postcode, else where the site of that id lies. Every row is a candidate or an error; columns of "
        "other names are not read.",
        {{"id", text, "", "own id; that of a site where the place has it", "B86001"},
         {"name", text, "", "name", "Armley Medical Centre"},
         {"status", text, "", "existing (stays), upgrade (stays, may be upgraded), could close, or new",
          "could close"},
         {"area", text, "", "code of the area it lies in", "E01011264"},
         {"postcode", text, "", "postcode", "LS12 3NH"},
         {"x", number, "m", "easting, EPSG:27700", "427310"},
         {"y", number, "m", "northing, EPSG:27700", "433520"},
         {"rooms", number, "rooms", "capacity; limits by --people-per-room; empty: no limit by it", "14"},
         {"wte", number, "WTE", "capacity; limits by --people-per-wte; empty: no limit by it", "11.5"},
         {"cost", number, "any", "of keeping it, or of a new one: of opening it; needed by cost and --budget",
          "240"},
         {"rooms_after", number, "rooms", "of an upgrade: rooms then", "22"},
         {"wte_after", number, "WTE", "of an upgrade: WTE then", "18"},
         {"cost_after", number, "any", "of an upgrade: cost then, that of keeping it included", "310"},
         {"serves", text, "", "services, separated by semicolons; empty: every one; asked for by --serves",
          "gp;community nursing"}},
        {"id"}}},
  };
  return inputs;
}

}  // namespace placewright::datasets
