#include "datasets/schema.h"

namespace placewright::datasets {

// One row a file. Columns as in the place's tables; the tests of the command that writes the file compare the two.
const std::vector<Output>& output_tables() {
  using enum ColumnType;
  static const std::vector<Output> outputs{
      {"the lookup",
       "draw --lookup OUT.csv; plans PLACE --lookup NAME",
       {"lookup",
        "A plan as a table: CSV, UTF-8, sorted by area code. It comes back in by plans --import.",
        {{"area_code", text, "", "area code", "E01011264"},
         {"neighbourhood", text, "", "id of the neighbourhood; empty when unassigned", "N07"},
         {"name", text, "", "name of the neighbourhood", "Armley"}},
        {"area_code"}}},
  };
  return outputs;
}

}  // namespace placewright::datasets
