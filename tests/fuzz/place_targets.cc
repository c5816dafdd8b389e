#include <fmt/format.h>
#include <sqlite3.h>

#include "boundaries/from_place/judgement.h"
#include "boundaries/from_place/problem.h"
#include "datasets/check/check.h"
#include "datasets/demo/demo.h"
#include "datasets/place/file.h"
#include "datasets/place/geometry_blob.h"
#include "datasets/place/schema.h"
#include "geo/error.h"
#include "geo/expect.h"
#include "tests/datasets/full_place.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/scratch.h"
#include "tests/fuzz/targets.h"

namespace placewright::fuzz {
namespace {

constexpr std::string_view kDate = "2026-01-01T00:00:00Z";

/// The bytes of a place file with a row in every table.
std::string make_base(const datasets::Place& place) {
  const auto path = write_scratch("base.gpkg", "");
  datasets::write_new_place(path, place, std::string(kDate));
  return datasets::read_bytes(path);
}

/// The demo's areas, sites, people and plan, and no roads or ground, which would make each run slow.
datasets::Place small_demo() {
  auto place = datasets::make_demo({60, 1});
  place.roads.clear();
  place.ground.clear();
  place.postcodes.clear();
  place.barriers.resize(std::min<std::size_t>(place.barriers.size(), 3));
  return place;
}

void bind_odd(sqlite3_stmt* statement, Bytes& bytes) {
  const auto kind = bytes.byte() % 6;
  if (kind == 0) {
    sqlite3_bind_null(statement, 1);
  } else if (kind == 1) {
    sqlite3_bind_double(statement, 1, bytes.number());
  } else if (kind == 2) {
    sqlite3_bind_int64(statement, 1, static_cast<std::int64_t>(bytes.below(65536)) - 100);
  } else if (kind == 3) {
    const auto text = kOddTexts[bytes.byte() % kOddTexts.size()];
    sqlite3_bind_text(statement, 1, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  } else {
    const auto text = bytes.text(60);
    if (kind == 4)
      sqlite3_bind_text(statement, 1, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    else
      sqlite3_bind_blob(statement, 1, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }
}

/// One change by hand: a cell set, cut short, copied from another row or table, a row doubled or removed.
/// What the file's own rules forbid is left undone.
void change_once(sqlite3* database, Bytes& bytes) {
  const auto tables = datasets::place_tables();
  const auto& table = tables[bytes.byte() % tables.size()];
  const auto name = [](std::string_view text) { return fmt::format("\"{}\"", text); };
  const auto column = name(table.columns[bytes.byte() % table.columns.size()].name);
  const auto own = name(table.name);
  const auto row = [&](std::string_view of) {
    return fmt::format("(SELECT rowid FROM {0} LIMIT 1 OFFSET ({1} % max(1, (SELECT count(*) FROM {0}))))",
                       of, bytes.byte());
  };
  std::string sql;
  switch (bytes.byte() % 8) {
    case 0:
    case 1:
    case 2:
    case 3:
      sql = fmt::format("UPDATE {} SET {} = ?1 WHERE rowid = {}", own, column, row(own));
      break;
    case 4:
      sql = fmt::format("UPDATE {0} SET {1} = substr({1}, 1, {2}) WHERE rowid = {3}", own, column,
                        bytes.byte(), row(own));
      break;
    case 5:
      sql = fmt::format("UPDATE {0} SET {1} = (SELECT {1} FROM {0} WHERE rowid = {2}) WHERE rowid = {3}", own,
                        column, row(own), row(own));
      break;
    case 6:
      sql = fmt::format("UPDATE {} SET {} = ?1", own, column);
      break;
    default:
      sql = fmt::format("DELETE FROM {} WHERE rowid = {}", own, row(own));
  }
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK) {
    if (sqlite3_bind_parameter_count(statement) == 1) bind_odd(statement, bytes);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
}

void change(const std::string& path, Bytes& bytes) {
  sqlite3* database = nullptr;
  PLACEWRIGHT_EXPECT(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  sqlite3_exec(database, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; BEGIN", nullptr, nullptr,
               nullptr);
  for (int changes = 0; changes < 8 && !bytes.spent(); ++changes) change_once(database, bytes);
  sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
  sqlite3_close(database);
}

void use(const datasets::Place& place) {
  static_cast<void>(datasets::list_tables(place));
  static_cast<void>(datasets::check_place(place));
  for (const auto& plan : place.plans) try {
      const auto judged = boundaries::judge_plan(place, plan, boundaries::brief_of(plan),
                                                 {.references = false, .threads = 1});
      static_cast<void>(judged);
    } catch (const geo::InputError&) {
    }
}

}  // namespace

void read_blob(Input input) {
  const auto bytes = std::as_bytes(input);
  const auto content = datasets::read_blob(bytes);
  static_cast<void>(datasets::measure_blob_box(bytes));
  PLACEWRIGHT_EXPECT(datasets::wkb_of(bytes).size() <= bytes.size());
  if (!content.wrong.empty() || content.shape.empty()) return;
  datasets::Blob written;
  if (datasets::build_blob(content.shape, written))
    PLACEWRIGHT_EXPECT(datasets::read_blob(written).shape.parts.size() == content.shape.parts.size());
}

void read_place(Input input) {
  static const std::string bases[] = {make_base(datasets::full_place()), make_base(small_demo())};
  Bytes bytes(input);
  const auto path = write_scratch("place.gpkg", bases[bytes.byte() % 2]);
  change(path, bytes);
  try {
    const auto file = datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::read, 0);
    const auto place = file.read();
    static_cast<void>(file.doubts());
    static_cast<void>(file.list_plans());
    use(place);
  } catch (const geo::InputError&) {
  }
}

}  // namespace placewright::fuzz
