#include "datasets/place/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "datasets/place/foreign_schema.h"
#include "datasets/place/plain_text.h"
#include "datasets/place/tables.h"
#include "datasets/place/written_beside.h"
#include "geo/adjacency.h"
#include "geo/error.h"
#include "geo/expect.h"
#include "geo/repair.h"

namespace placewright::datasets {
namespace {

namespace fs = std::filesystem;

/// A transaction that is undone unless it is committed; one inside another is a savepoint.
class Transaction {
 public:
  enum class Kind { read, change, nested };
  Transaction(const Database& database, Kind kind) : database_(&database), nested_(kind == Kind::nested) {
    database.run(nested_ ? "SAVEPOINT step" : kind == Kind::read ? "BEGIN" : "BEGIN IMMEDIATE");
  }
  ~Transaction() {
    if (done_) return;
    try {
      database_->run(nested_ ? "ROLLBACK TO step; RELEASE step" : "ROLLBACK");
    } catch (
        const geo::InputError&) {  // NOLINT(bugprone-empty-catch): SQLite has rolled back by itself already
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    database_->run(nested_ ? "RELEASE step" : "COMMIT");
    done_ = true;
  }

 private:
  const Database* database_;
  bool nested_, done_ = false;
};

int read_version(const std::map<std::string, std::string>& meta, const std::string& path) {
  const auto at = meta.find("schema_version");
  if (at == meta.end()) return 0;
  int version = -1;
  std::from_chars(at->second.data(), at->second.data() + at->second.size(), version);
  if (version < 0)
    throw geo::InputError{{path + ", table meta", "schema_version '" + at->second + "' is not a version",
                           "use a backup, or make the place again with import"}};
  return version;
}

std::string find_free_copy_path(const std::string& path, int version) {
  const fs::path file(path);
  for (int attempt = 1;; ++attempt) {
    auto name = file.stem().string() + fmt::format(".schema-{}", version);
    if (attempt > 1) name += fmt::format("-{}", attempt);
    const auto copy = file.parent_path() / (name + file.extension().string());
    if (!fs::exists(copy)) return copy.string();
  }
}

void copy_beside(const Database& database, const std::string& path) {
  const WrittenBeside copy(path);
  database.copy_to(copy.beside());
  if (!copy.put_new())
    throw geo::InputError{
        {path, "appeared while a copy of the older place was to be put there", "try again"}};
}

/// Rows that people, or what they did, brought into the file: an import leaves them alone.
bool stays(Tables table) { return has(Tables::note | Tables::log | Tables::published, table); }

/// Brings the tables to this program's schema. What a version needs beyond new tables and columns goes here,
/// in order.
void upgrade_tables(const Database& database) {
  const auto meta = read_meta(database);
  if (!database.has_table("gpkg_contents")) make_frame(database);
  const auto created = meta.find("created");
  add_missing_tables(database, created == meta.end() ? "" : created->second);
  if (!meta.contains("name")) write_meta(database, "name", fs::path(database.path()).stem().string());
  write_meta(database, "schema_version", std::to_string(kSchemaVersion));
  write_meta(database, "program_version", PLACEWRIGHT_VERSION);
}

void sync(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

/// Everything that replace_place also replaces; whatever is in the file before is gone.
void write_place_tables(const Database& database, const Place& place) {
  rewrite_table(database, place_table("area"), [&] { write_areas(database, place.areas); });
  rewrite_table(database, place_table("adjacency"),
                [&] { write_adjacency(database, place.areas.code, place.adjacency); });
  for_each_row_table([&](const auto& table) {
    if (stays(table.flag)) return;
    rewrite_table(database, place_table(table.table),
                  [&] { write_rows(database, table, std::span(place.*(table.rows))); });
  });
  // No pairs among several areas: nobody has worked them out yet.
  const bool made = !place.adjacency.empty() || place.areas.size() == 1;
  write_meta(database, "adjacency_checksum", made ? measure_geometry_checksum(database) : "");
  write_meta(database, "name", place.name);
  write_meta(database, "invented", place.invented ? "1" : "0");
  if (place.extent) {
    write_meta(database, "within", place.extent->within);
    write_meta(database, "within_words", place.extent->words);
    write_meta(database, "buffer_km", fmt::format("{}", place.extent->buffer_km));
  }
  write_meta(database, "program_version", PLACEWRIGHT_VERSION);
}

void write_whole_place(const Database& database, const Place& place, const std::string& created) {
  Transaction all(database, Transaction::Kind::change);
  make_frame(database);
  add_missing_tables(database, created);
  write_meta(database, "schema_version", std::to_string(kSchemaVersion));
  write_meta(database, "created", created);
  write_place_tables(database, place);
  for_each_row_table([&](const auto& table) {
    if (!stays(table.flag)) return;
    write_rows(database, table, std::span(place.*(table.rows)));
    note_extent(database, place_table(table.table));
  });
  write_settings(database, place.settings, false);
  for (const auto& plan : place.plans) write_plan(database, plan);
  all.commit();
}

/// Pairs of areas from their shapes as they are now.
std::vector<Adjacent> build_pairs(std::span<const geo::Shape> shapes) {
  const auto repaired = geo::repair_shapes(shapes);
  std::vector<Adjacent> pairs;
  for (const auto& border : geo::build_adjacency(repaired.shapes).borders)
    pairs.push_back({border.a, border.b, border.border_m, geo::border_kind_name(border.kind)});
  return pairs;
}

/// What an import was asked to take; nothing where the file does not say.
std::optional<Extent> read_extent(const Database& database) {
  const auto meta = read_meta(database);
  const auto within = meta.find("within"), words = meta.find("within_words"), buffer = meta.find("buffer_km");
  if (within == meta.end() || buffer == meta.end()) return std::nullopt;
  double km = 0;
  std::from_chars(buffer->second.data(), buffer->second.data() + buffer->second.size(), km);
  if (!(km >= 0)) return std::nullopt;
  return Extent{within->second, words == meta.end() ? std::string() : words->second, km};
}

/// The place that stands at path, held so that nobody writes to it while another takes its name, and with
/// what a killed program left half done rolled back: its journal would be taken for the new file's. Nothing
/// when no place stands there.
std::unique_ptr<Database> hold_old_place(const std::string& path) {
  std::error_code error;
  const bool journal = fs::exists(path + "-journal", error) || fs::exists(path + "-wal", error);
  if (!fs::exists(path, error)) {
    if (journal)
      throw geo::InputError{
          {path,
           "is not there, but a journal of it is: with it a place that was moved away can be made whole",
           "put " + path +
               "-journal (or -wal) beside that place again, or move it away, or use another name"}};
    return nullptr;
  }
  std::unique_ptr<Database> old;
  try {
    old = std::make_unique<Database>(path, Database::Mode::change, 10'000);
  } catch (const BusyError&) {
    throw;
  } catch (const geo::InputError&) {
    if (journal) throw;
    return nullptr;  // no place file, or one that nobody can write to
  }
  if (old->held_in_wal())  // its WAL would be taken for the new file's
    throw BusyError{{path, "is held by another program that keeps it in WAL mode, as QGIS does",
                     "close its layers there, then try again"}};
  old->run("BEGIN EXCLUSIVE");
  return old;
}

}  // namespace

bool write_new_place(const std::string& path, const Place& place, const std::string& created,
                     IfThere if_there) {
  const WrittenBeside file(path);
  {
    const Database database(file.beside(), Database::Mode::create, 1000);
    write_whole_place(database, place, created);
  }
  sync(file.beside(), O_RDWR);
  std::error_code error;
  if (if_there == IfThere::keep && fs::exists(fs::symlink_status(path, error))) return false;
  const auto old = hold_old_place(path);
  if (if_there == IfThere::replace) {
    file.put();
  } else if (!file.put_new()) {
    return false;
  }
  const auto folder = fs::path(path).parent_path();
  sync(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
  return true;
}

struct PlaceFile::Store {
  Database database;
  bool read_only;
  std::vector<geo::Finding> doubts, doubts_of_values;
  std::string version_read;
  bool in_change = false;

  Store(const std::string& path, Mode mode, int wait_ms)
      : database(path, mode == Mode::change ? Database::Mode::change : Database::Mode::read, wait_ms),
        read_only(mode == Mode::read) {}

  /// The name in the file of the plan that is shown as `name`: other programs can store one with signs that
  /// are not shown. The name itself where no plan is meant.
  std::string stored_name(std::string_view name) const {
    std::string stored(name);
    auto list = database.prepare("SELECT name FROM plan ORDER BY name = ?1 DESC, name");
    list.bind(1, name);
    while (list.step()) {
      const auto raw = list.name(0);
      if (raw == name) return raw;
      if (stored == name && list.text(0) == name) stored = raw;
    }
    return stored;
  }

  void expect_plan(std::string_view name) const {
    auto select = database.prepare("SELECT 1 FROM plan WHERE name = ?1");
    select.bind(1, name);
    if (select.step()) return;
    std::string names;
    auto list = database.prepare("SELECT name FROM plan ORDER BY name");
    while (list.step()) names += (names.empty() ? "" : ", ") + list.text(0);
    throw geo::InputError{{database.path(), "has no plan '" + std::string(name) + "'",
                           names.empty() ? "draw one: placewright draw " + database.path() + " --plan NAME"
                                         : "use one of: " + names}};
  }

  void expect_free_name(std::string_view name) const {
    if (name.empty()) throw geo::InputError{{"plan name", "is empty", "give the plan a name"}};
    if (!is_plain(name))
      throw geo::InputError{{"plan name '" + plain_text(name) + "'",
                             "holds control characters or others that cannot be seen, or is no UTF-8",
                             "give it a name of letters, digits and signs in one line"}};
    auto select = database.prepare("SELECT 1 FROM plan WHERE name = ?1");
    select.bind(1, name);
    if (select.step())
      throw geo::InputError{{database.path(), "has a plan '" + std::string(name) + "' already",
                             "choose another name, or ask for it to be replaced (--replace)"}};
  }

  template <class Row>
  void replace(const char* name, std::span<const Row> rows) const {
    for_each_row_table([&](const auto& table) {
      if constexpr (std::is_same_v<std::decay_t<decltype(table)>, RowTable<Row>>)
        if (table.table == name)
          rewrite_table(database, place_table(table.table), [&] { write_rows(database, table, rows); });
    });
  }
  template <class Row>
  void append(std::span<const Row> rows) const {
    for_each_row_table([&](const auto& table) {
      if constexpr (std::is_same_v<std::decay_t<decltype(table)>, RowTable<Row>>)
        write_rows(database, table, rows);
    });
  }
};

PlaceFile::PlaceFile(std::unique_ptr<Store> store) : store_(std::move(store)) {}
PlaceFile::~PlaceFile() = default;
PlaceFile::PlaceFile(PlaceFile&&) noexcept = default;
PlaceFile& PlaceFile::operator=(PlaceFile&&) noexcept = default;

PlaceFile PlaceFile::open(const std::string& path, Mode mode, int wait_ms) {
  auto store = std::make_unique<Store>(path, mode, wait_ms);
  auto& database = store->database;
  store->doubts = inspect_schema(database).findings;
  if (database.held_in_wal())
    store->doubts.push_back({"HELD_IN_WAL", geo::Severity::warning, path,
                             "another program (QGIS, R or a browser of databases) keeps it in WAL mode: what "
                             "is written now stands "
                             "in " +
                                 path + "-wal until that program closes the file",
                             "close its layers there before you copy or move the file"});
  const auto area_columns = database.columns_of("area");
  if (std::none_of(area_columns.begin(), area_columns.end(),
                   [](const auto& column) { return column.name == "code"; }))
    throw geo::InputError{{path, "holds no place: it has no table 'area' with a column 'code'",
                           "to make a place from it: placewright import PLACE.gpkg " + path}};
  const int version = read_version(read_meta(database), path);
  if (version > kSchemaVersion) {
    store->read_only = true;
    store->doubts.insert(
        store->doubts.begin(),
        {"SCHEMA_NEWER", geo::Severity::warning, path,
         fmt::format(
             "was made by a newer program (schema {}; this one knows {}): it can be read, not changed",
             version, kSchemaVersion),
         "update placewright to change it"});
  } else if (version < kSchemaVersion && mode == Mode::read) {
    database.move_to_memory();
    upgrade_tables(database);
  } else if (version < kSchemaVersion) {
    const auto copy = find_free_copy_path(path, version);
    copy_beside(database, copy);
    Transaction upgrade(database, Transaction::Kind::change);
    const TriggersAsleep foreign(database);
    upgrade_tables(database);
    foreign.wake();
    upgrade.commit();
    store->doubts.push_back(
        {"SCHEMA_UPGRADED", geo::Severity::note, path,
         fmt::format("was upgraded from schema {} to {}; as it was before it is kept in {}", version,
                     kSchemaVersion, copy),
         "remove the copy when all is well"});
  }
  return PlaceFile(std::move(store));
}

const std::string& PlaceFile::path() const { return store_->database.path(); }
bool PlaceFile::read_only() const { return store_->read_only; }

std::vector<geo::Finding> PlaceFile::doubts() const {
  auto all = store_->doubts;
  all.insert(all.end(), store_->doubts_of_values.begin(), store_->doubts_of_values.end());
  return all;
}

PlaceMeta PlaceFile::meta() const {
  const auto found = read_meta(store_->database);
  const auto value = [&](const char* key) {
    const auto at = found.find(key);
    return at == found.end() ? std::string{} : at->second;
  };
  return {read_version(found, path()), value("program_version"),   value("created"), value("name"),
          value("invented") == "1",    value("adjacency_checksum")};
}

namespace {

/// Texts that another program wrote are read as they may be shown; the place says how many were not.
void note_cleaned(std::size_t texts, std::vector<geo::Finding>& findings) {
  constexpr const char* kCode = "TEXT_CLEANED";
  constexpr const char* kWhere = "the place file";
  std::erase_if(findings,
                [&](const auto& finding) { return finding.code == kCode && finding.where == kWhere; });
  if (texts == 0) return;
  findings.push_back({kCode, geo::Severity::warning, kWhere,
                      fmt::format("{} texts are no UTF-8 or hold characters that are not shown but obeyed "
                                  "(control characters, marks of the direction of "
                                  "writing): read without them",
                                  texts),
                      "look at the names; import the sources again where they are wrong"});
}

}  // namespace

Place PlaceFile::read(Tables wanted) const {
  const auto& database = store_->database;
  const auto cleaned_before = database.texts_cleaned();
  std::optional<Transaction> one_state;
  if (!store_->in_change) one_state.emplace(database, Transaction::Kind::read);
  store_->version_read = database.data_version();
  PossibleValues possible(path());
  Place place;
  const auto facts = meta();
  place.name = facts.name;
  place.invented = facts.invented;
  place.extent = read_extent(database);
  if (has(wanted, Tables::area | Tables::geometry | Tables::adjacency))
    place.areas = read_areas(database, has(wanted, Tables::geometry), possible);
  if (has(wanted, Tables::adjacency)) {
    bool stale = facts.adjacency_checksum != measure_geometry_checksum(database);
    if (!stale) {
      place.adjacency = read_adjacency(database, place.areas.code, possible);
      stale = std::any_of(place.adjacency.begin(), place.adjacency.end(),
                          [](const auto& pair) { return is_missing(pair.border_m); });
    }
    if (stale)
      place.adjacency = build_pairs(
          has(wanted, Tables::geometry) ? place.areas.shape : read_areas(database, true, possible).shape);
  }
  for_each_row_table([&](const auto& table) {
    if (has(wanted, table.flag)) read_rows(database, table, place.*(table.rows), possible);
  });
  if (has(wanted, Tables::setting)) place.settings = read_settings(database);
  if (has(wanted, Tables::plan)) place.plans = read_plans(database, std::nullopt);
  if (has(wanted, Tables::finding)) note_cleaned(database.texts_cleaned() - cleaned_before, place.findings);
  if (one_state) one_state->commit();
  store_->doubts_of_values = possible.findings();
  return place;
}

bool PlaceFile::changed_since_read() const { return store_->database.data_version() != store_->version_read; }

bool PlaceFile::adjacency_is_stale() const {
  const auto made_from = meta().adjacency_checksum;
  return made_from.empty() || made_from != measure_geometry_checksum(store_->database);
}

std::vector<PlanEntry> PlaceFile::list_plans() const {
  std::vector<PlanEntry> plans;
  auto select = store_->database.prepare(
      "SELECT p.name, p.created, p.origin, p.parent, p.score_json, p.seed, "
      "(SELECT count(*) FROM neighbourhood n WHERE n.plan = p.name), "
      "(SELECT count(*) FROM assignment a WHERE a.plan = p.name), "
      "(SELECT count(*) FROM assignment a WHERE a.plan = p.name AND coalesce(a.neighbourhood, '') = '') "
      "FROM plan p ORDER BY p.name");
  while (select.step()) {
    PlanEntry entry{
        select.text(0), select.text(1), select.text(2), select.text(3), select.text(4), 0, 0, 0, 0};
    const auto seed = select.text(5);
    std::from_chars(seed.data(), seed.data() + seed.size(), entry.seed);
    entry.neighbourhoods = static_cast<std::size_t>(select.whole(6));
    entry.areas = static_cast<std::size_t>(select.whole(7));
    entry.unassigned = static_cast<std::size_t>(select.whole(8));
    plans.push_back(std::move(entry));
  }
  return plans;
}

std::vector<Postcode> PlaceFile::find_postcodes(std::string_view start, std::size_t most) const {
  std::string plain;
  for (const char c : start)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      plain += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::vector<Postcode> found;
  if (plain.empty()) return found;
  auto select = store_->database.prepare(
      "SELECT postcode, area, x, y FROM postcode WHERE substr(replace(postcode, ' ', ''), 1, ?1) = ?2 ORDER "
      "BY postcode LIMIT ?3");
  select.bind(1, static_cast<std::int64_t>(plain.size()));
  select.bind(2, plain);
  select.bind(3, static_cast<std::int64_t>(most));
  PossibleValues possible(path());
  const auto take = [&](int column, const char* name) {
    return possible.take(select.number(column), kGrid, {"postcode", name});
  };
  while (select.step()) found.push_back({select.text(0), select.text(1), take(2, "x"), take(3, "y")});
  return found;
}

std::optional<PlanRecord> PlaceFile::find_plan(std::string_view name) const {
  auto plans = read_plans(store_->database, store_->stored_name(name));
  if (plans.empty()) return std::nullopt;
  return std::move(plans.front());
}

PlanRecord PlaceFile::read_plan(std::string_view name) const {
  auto plan = find_plan(name);
  if (!plan) store_->expect_plan(name);
  return std::move(*plan);
}

void PlaceFile::together(const std::function<void()>& changes) {
  if (read_only())
    throw geo::InputError{{path(), "is open for reading only",
                           store_->doubts.empty() ? "open it for changing" : store_->doubts.front().fix}};
  const bool outer = !store_->in_change;
  Transaction all(store_->database, outer ? Transaction::Kind::change : Transaction::Kind::nested);
  struct Reset {
    bool& flag;
    bool value;
    ~Reset() { flag = value; }
  } reset{store_->in_change, store_->in_change};
  store_->in_change = true;
  std::optional<TriggersAsleep> foreign;
  if (outer) foreign.emplace(store_->database);
  changes();
  if (foreign) foreign->wake();
  all.commit();
}

void PlaceFile::replace_place(const Place& place) {
  together([&] {
    write_place_tables(store_->database, place);
    write_settings(store_->database, place.settings, true);
  });
}

void PlaceFile::replace_adjacency(std::span<const Adjacent> pairs) {
  together([&] {
    const auto& database = store_->database;
    PossibleValues possible(path());
    const auto codes = read_areas(database, false, possible).code;
    rewrite_table(database, place_table("adjacency"), [&] { write_adjacency(database, codes, pairs); });
    write_meta(database, "adjacency_checksum", measure_geometry_checksum(database));
  });
}

void PlaceFile::replace_travel(std::string_view mode, std::span<const TravelRow> rows) {
  for (const auto& row : rows) PLACEWRIGHT_EXPECT(row.mode == mode);
  together([&] {
    auto remove = store_->database.prepare("DELETE FROM travel WHERE mode = ?1");
    remove.bind(1, mode);
    remove.run();
    store_->append(rows);
  });
}

void PlaceFile::append_travel(std::span<const TravelRow> rows) {
  together([&] { store_->append(rows); });
}

void PlaceFile::replace_links(std::span<const Link> links) {
  together([&] { store_->replace("link", links); });
}
void PlaceFile::replace_roads(std::span<const Road> roads) {
  together([&] { store_->replace("road", roads); });
}
void PlaceFile::replace_sites(std::span<const Site> sites) {
  together([&] { store_->replace("site", sites); });
}
void PlaceFile::replace_workforce(std::span<const WorkforceRow> rows) {
  together([&] { store_->replace("workforce", rows); });
}
void PlaceFile::replace_footprints(std::span<const FootprintRow> rows) {
  together([&] { store_->replace("footprint", rows); });
}
void PlaceFile::replace_roles(std::span<const RoleRow> rows) {
  together([&] { store_->replace("role", rows); });
}
void PlaceFile::replace_weights(std::span<const WeightRow> rows) {
  together([&] { store_->replace("weight", rows); });
}
void PlaceFile::replace_findings(std::span<const geo::Finding> findings) {
  together([&] { store_->replace("finding", findings); });
}
void PlaceFile::save_notes(std::span<const Note> notes) {
  together([&] { store_->replace("note", notes); });
}

void PlaceFile::save_settings(const std::map<std::string, std::string>& settings) {
  together([&] {
    store_->database.run("DELETE FROM setting");
    write_settings(store_->database, settings, false);
  });
}

void PlaceFile::append_log(std::span<const LogRow> rows) {
  together([&] { store_->append(rows); });
}
void PlaceFile::append_sources(std::span<const Source> rows) {
  together([&] { store_->append(rows); });
}
void PlaceFile::append_published(const PublishedRow& row) {
  together([&] {
    auto select = store_->database.prepare("SELECT 1 FROM published WHERE id = ?1");
    select.bind(1, row.id);
    if (!select.step()) store_->append(std::span(&row, 1));
  });
}

void PlaceFile::save_plan(const PlanRecord& plan, bool replace) {
  together([&] {
    if (const auto stored = store_->stored_name(plan.name); replace && stored != plan.name)
      rename_plan(stored, plan.name);
    else if (!replace || plan.name.empty() || !is_plain(plan.name))
      store_->expect_free_name(plan.name);
    write_plan(store_->database, plan);
  });
}

void PlaceFile::copy_plan(std::string_view from, std::string_view to, const std::string& created) {
  together([&] {
    store_->expect_plan(store_->stored_name(from));
    store_->expect_free_name(to);
    auto plan = read_plan(from);
    plan.name = to;
    plan.parent = from;
    plan.origin = "copy";
    plan.created = created;
    write_plan(store_->database, plan);
  });
}

void PlaceFile::rename_plan(std::string_view shown, std::string_view to) {
  together([&] {
    const auto from = store_->stored_name(shown);
    store_->expect_plan(from);
    if (from == to) return;
    store_->expect_free_name(to);
    for (const char* sql :
         {"UPDATE plan SET name = ?2 WHERE name = ?1", "UPDATE plan SET parent = ?2 WHERE parent = ?1",
          "UPDATE assignment SET plan = ?2 WHERE plan = ?1",
          "UPDATE neighbourhood SET plan = ?2 WHERE plan = ?1",
          "UPDATE note SET plan = ?2 WHERE plan = ?1"}) {
      auto update = store_->database.prepare(sql);
      update.bind(1, std::string_view(from));
      update.bind(2, to);
      update.run();
    }
  });
}

void PlaceFile::delete_plan(std::string_view shown) {
  together([&] {
    const auto name = store_->stored_name(shown);
    store_->expect_plan(name);
    remove_plan(store_->database, name);
  });
}

}  // namespace placewright::datasets
