#include "datasets/place/row_count.h"

#include "datasets/place/sql.h"

namespace placewright::datasets {

std::size_t count_rows(const std::string& path, std::string_view table) {
  const Database database(path, Database::Mode::read, 10'000);
  if (!database.has_table(table)) return 0;
  auto count = database.prepare("SELECT count(*) FROM " + quoted(table));
  return count.step() ? static_cast<std::size_t>(count.whole(0)) : 0;
}

}  // namespace placewright::datasets
