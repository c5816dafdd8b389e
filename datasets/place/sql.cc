#include "datasets/place/sql.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <thread>
#include <utility>

#include "datasets/place/geometry_blob.h"
#include "datasets/place/plain_text.h"
#include "datasets/place/wal.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

// Spatial indexes that other programs add to our tables come with triggers that call these functions; without
// them such a table could not be changed any more.
enum Bound : int { min_x, max_x, min_y, max_y, is_empty };

void bound_of_blob(sqlite3_context* context, int, sqlite3_value** values) {
  const auto bound = static_cast<Bound>(reinterpret_cast<std::intptr_t>(sqlite3_user_data(context)));
  const auto* bytes = static_cast<const std::byte*>(sqlite3_value_blob(values[0]));
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(values[0]));
  const auto box = bytes == nullptr ? std::nullopt : measure_blob_box({bytes, size});
  if (bound == is_empty)
    return bytes == nullptr ? sqlite3_result_null(context) : sqlite3_result_int(context, box ? 0 : 1);
  if (!box) return sqlite3_result_null(context);
  const std::array<double, 4> values_of{box->min_x, box->max_x, box->min_y, box->max_y};
  sqlite3_result_double(context, values_of[static_cast<std::size_t>(bound)]);
}

void add_geometry_functions(sqlite3* connection) {
  constexpr std::array<std::pair<const char*, Bound>, 5> functions{{{"ST_MinX", min_x},
                                                                    {"ST_MaxX", max_x},
                                                                    {"ST_MinY", min_y},
                                                                    {"ST_MaxY", max_y},
                                                                    {"ST_IsEmpty", is_empty}}};
  for (const auto& [name, bound] : functions)
    sqlite3_create_function(connection, name, 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                            reinterpret_cast<void*>(static_cast<std::intptr_t>(bound)), bound_of_blob,
                            nullptr, nullptr);
}

// What SQLite would take for a new database is said at once. Whether the rest is whole shows only after what
// a killed program left half done is rolled back: see Database::look. Nothing is opened here: closing a file
// drops the locks that other connections of this program hold on it.
void expect_plain_file(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status))
    throw geo::InputError{{path, "there is no such file",
                           "check the path, or make a place: placewright import " + path + " FILE..."}};
  if (fs::is_directory(status)) throw geo::InputError{{path, "is a directory", "name the place file in it"}};
  if (!fs::is_regular_file(status))
    throw geo::InputError{{path, "is not a plain file", "name a place file (GeoPackage)"}};
  const auto size = fs::file_size(path, error);
  if (error)
    throw geo::InputError{{path, "cannot be looked at: " + error.message(), "check that you may read it"}};
  if (size == 0)
    throw geo::InputError{{path, "is empty",
                           "copy it again from where it came from (with " + path +
                               "-journal where there is one), or use a backup"}};
}

/// The journal of a program that was killed in the middle of a change; "" when there is none.
std::string find_journal(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::canonical(path, error).string() + "-journal";
  return !error && std::filesystem::exists(real, error) ? real : "";
}

/// Bytes that the file must have by its own count of pages; 0 where that count is not to be relied on.
std::uint64_t size_said_by_header(const std::string& path) {
  std::array<unsigned char, 100> header{};
  std::ifstream(path, std::ios::binary)
      .read(reinterpret_cast<char*>(header.data()), static_cast<std::streamsize>(header.size()));
  const auto big_endian = [&](std::size_t at, std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8U | header[at + i];
    return value;
  };
  const std::uint64_t page = big_endian(16, 2) == 1 ? 65536 : big_endian(16, 2);
  const bool count_is_valid = big_endian(24, 4) == big_endian(92, 4);  // else written by a very old library
  return count_is_valid ? page * big_endian(28, 4) : 0;
}

/// The same of an open file; with a WAL its last pages may stand there.
std::uint64_t size_said_by_connection(const Database& database) {
  if (database.ask("PRAGMA journal_mode") == "wal") return 0;
  return std::stoull(database.ask("PRAGMA page_count")) * std::stoull(database.ask("PRAGMA page_size"));
}

void harden(sqlite3* connection) {
  for (const auto& [option, value] : {std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                      {SQLITE_DBCONFIG_DEFENSIVE, 1},
                                      {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                      {SQLITE_DBCONFIG_ENABLE_FKEY, 0}})
    sqlite3_db_config(connection, option, value, nullptr);
  sqlite3_exec(connection, "PRAGMA cell_size_check = ON", nullptr, nullptr, nullptr);
}

}  // namespace

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

Database::Database(std::string path, Mode mode, int wait_ms) : path_(std::move(path)), wait_ms_(wait_ms) {
  if (mode != Mode::create) expect_plain_file(path_);
  // A reader also opens for writing where it may: only so can it roll back what a killed program left half
  // done.
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == Mode::create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path_.c_str(), &connection_, flags, nullptr);
  if (code != SQLITE_OK) {
    std::string reason = connection_ != nullptr ? sqlite3_errmsg(connection_) : "out of memory";
    sqlite3_close(connection_);
    throw geo::InputError{
        {path_, "cannot be opened: " + reason, "check the folder and that you may read and write there"}};
  }
  sqlite3_extended_result_codes(connection_, 1);
  sqlite3_busy_timeout(connection_, wait_ms);
  add_geometry_functions(connection_);
  writable_ = sqlite3_db_readonly(connection_, "main") == 0;
  try {
    if (mode == Mode::create) {
      run("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
      harden(connection_);  // from here on the journal mode stays
    } else if (mode == Mode::read) {
      harden(connection_);
      if (!can_join_wal()) read_copy();
      run("PRAGMA query_only = ON");
      look();
    } else {
      harden(connection_);
      look();
      if (!writable_)
        throw geo::InputError{{path_, "cannot be written to", "check its permissions, or work on a copy"}};
      leave_wal();
    }
  } catch (...) {
    sqlite3_close(connection_);
    throw;
  }
}

/// Whether SQLite gets at a file in WAL mode; where the folder may not be written to it often cannot.
bool Database::can_join_wal() const {
  const int code = sqlite3_exec(connection_, "SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr);
  const bool kept_out = (code & 0xff) == SQLITE_READONLY || (code & 0xff) == SQLITE_CANTOPEN;
  return !kept_out || !is_wal_file(path_);
}

void Database::read_copy() {
  sqlite3_close(connection_);
  connection_ = nullptr;
  const WalCopy copy(path_);
  const int code = sqlite3_open_v2(copy.path().c_str(), &connection_,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) fail(code);
  sqlite3_extended_result_codes(connection_, 1);
  // In memory it needs no WAL; the copy on disk goes.
  run("PRAGMA journal_mode = DELETE");
  move_to_memory();
}

/// WAL breaks on shared drives; some programs switch it on while they have the file open. Such a program is
/// waited for where its drive is another machine's; on this machine its way of writing is used as long as it
/// stays.
void Database::leave_wal() {
  using Clock = std::chrono::steady_clock;
  constexpr auto kPause = std::chrono::milliseconds(50);
  const auto until = Clock::now() + std::chrono::milliseconds(wait_ms_);
  for (;;) {
    const int code = sqlite3_exec(connection_, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY && (code & 0xff) != SQLITE_LOCKED) fail(code);
    const auto mode = ask("PRAGMA journal_mode");
    if (mode == "delete") return;
    if (mode == "wal" && !is_on_network(path_)) {
      held_in_wal_ = true;
      return;
    }
    if (Clock::now() >= until) break;
    std::this_thread::sleep_for(kPause);
  }
  throw BusyError{{path_,
                   fmt::format("is in use by another program that keeps it in WAL mode, as QGIS, R and "
                               "browsers of databases do (waited {:.0f} s)",
                               wait_ms_ / 1000.0),
                   "close its layers there, then try again"}};
}

/// The first read: SQLite rolls back by it what a killed program left half done. Only then, and while nobody
/// can write, is the file judged by its size.
void Database::look() const {
  const int code =
      sqlite3_exec(connection_, "BEGIN; SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr);
  if ((code & 0xff) == SQLITE_NOTADB)
    throw geo::InputError{{path_, "is not a place file (not a GeoPackage, or encrypted)",
                           "to use it as a source: placewright import PLACE.gpkg " + path_}};
  const auto journal = find_journal(path_);
  const bool cannot_write = (code & 0xff) == SQLITE_READONLY || (code & 0xff) == SQLITE_CANTOPEN ||
                            (code & 0xff) == SQLITE_PERM || (code & 0xff) == SQLITE_IOERR ||
                            (code & 0xff) == SQLITE_FULL;
  if (cannot_write && !journal.empty())
    throw geo::InputError{
        {path_,
         fmt::format("a program was stopped while it was writing to it; what it left half done is taken back "
                     "with the help of {}, and that cannot be done here ({})",
                     journal, sqlite3_errmsg(connection_)),
         "open it once where file and folder may be written to, or copy both files together to such a "
         "folder; keep both"}};
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_CORRUPT) fail(code);
  const auto size = std::filesystem::file_size(path_);
  const auto said = code == SQLITE_OK ? size_said_by_connection(*this) : size_said_by_header(path_);
  if (said > size)
    throw geo::InputError{{path_, fmt::format("is cut short: {} of {} bytes are there", size, said),
                           "copy it again from where it came from (with " + path_ +
                               "-journal where there is one), or use a backup"}};
  if (code != SQLITE_OK) fail(code);
  run("COMMIT");
}

Database::~Database() { sqlite3_close_v2(connection_); }

void Database::fail(int code) const {
  const std::string reason = sqlite3_errmsg(connection_);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw BusyError{
          {path_,
           fmt::format("is in use by another program, which has begun to change it: another window "
                       "or command of placewright, or a layer under edit in QGIS (waited {:.0f} s)",
                       wait_ms_ / 1000.0),
           "let it finish, save or leave the edit there, then try again"}};
    case SQLITE_NOTADB:
      throw geo::InputError{
          {path_, "is not a place file (not a GeoPackage, or encrypted)", "check the path"}};
    case SQLITE_CORRUPT:
      throw geo::InputError{
          {path_, "is damaged: " + reason, "use a backup, or make the place again with import"}};
    case SQLITE_FULL:
      throw geo::InputError{
          {path_, "could not be written: the disk is full", "make room; the file is as it was before"}};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      throw geo::InputError{{path_, "cannot be written to: " + reason,
                             "check the permissions of the file and of its folder, or work on a copy"}};
    case SQLITE_IOERR:
      throw geo::InputError{{path_, "reading or writing failed: " + reason,
                             "check the disk or the network share; what was stored before is kept"}};
    default:
      throw geo::InputError{{path_, "its tables are not as a place file has them: " + reason,
                             "run placewright schema for what is expected, or use a backup"}};
  }
}

void Database::allow_virtual_tables_in_triggers(bool allowed) const {
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, allowed ? 1 : 0, nullptr);
}

void Database::run(const std::string& sql) const {
  const int code = sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::string Database::ask(std::string_view sql) const {
  auto statement = prepare(sql);
  return statement.step() ? statement.text(0) : std::string{};
}

bool Database::has_table(std::string_view table) const {
  auto statement =
      prepare("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND lower(name) = lower(?1)");
  statement.bind(1, table);
  return statement.step();
}

std::vector<Database::FoundColumn> Database::columns_of(std::string_view table) const {
  std::vector<FoundColumn> columns;
  auto statement = prepare("SELECT name, upper(type) FROM pragma_table_info(?1) ORDER BY cid");
  statement.bind(1, table);
  while (statement.step()) columns.push_back({statement.name(0), statement.text(1)});
  return columns;
}

void Database::move_to_memory() {
  sqlite3* memory = nullptr;
  int code = sqlite3_open_v2(":memory:", &memory,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code == SQLITE_OK) {
    auto* backup = sqlite3_backup_init(memory, "main", connection_, "main");
    if (backup != nullptr) {
      code = sqlite3_backup_step(backup, -1);
      sqlite3_backup_finish(backup);
    }
  }
  if (code != SQLITE_DONE) {
    sqlite3_close(memory);
    fail(code);
  }
  sqlite3_close_v2(connection_);
  connection_ = memory;
  sqlite3_extended_result_codes(connection_, 1);
  add_geometry_functions(connection_);
  harden(connection_);
}

void Database::copy_to(const std::string& path) const {
  auto statement = prepare("VACUUM INTO ?1");
  statement.bind(1, path);
  statement.run();
}

Statement::Statement(const Database& database, std::string_view sql) : database_(&database) {
  const int code = sqlite3_prepare_v2(database.connection_, sql.data(), static_cast<int>(sql.size()),
                                      &statement_, nullptr);
  if (code != SQLITE_OK) database.fail(code);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

void Statement::bind_null(int at) { sqlite3_bind_null(statement_, at); }

void Statement::bind(int at, std::string_view text) {
  // An empty text must not be a null pointer: that would be NULL.
  sqlite3_bind_text64(statement_, at, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
}

void Statement::bind(int at, double number) {
  if (std::isnan(number)) {
    sqlite3_bind_null(statement_, at);
  } else {
    sqlite3_bind_double(statement_, at, number);
  }
}

void Statement::bind(int at, std::int64_t whole) { sqlite3_bind_int64(statement_, at, whole); }

void Statement::bind(int at, std::span<const std::byte> blob) {
  sqlite3_bind_blob64(statement_, at, blob.data(), blob.size(), SQLITE_STATIC);
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) {
    sqlite3_reset(statement_);
    database_->fail(code);
  }
  return false;
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() { sqlite3_reset(statement_); }

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::string Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  const std::string_view stored(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
  if (is_plain(stored, Lines::kept)) return std::string(stored);
  ++database_->texts_cleaned_;
  return plain_text(stored, Lines::kept);
}

std::string Statement::name(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return text == nullptr
             ? std::string()
             : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

double Statement::number(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_NULL:
      return std::numeric_limits<double>::quiet_NaN();
    case SQLITE_TEXT:
    case SQLITE_BLOB:
      throw geo::InputError{
          {fmt::format("{}, column {}", database_->path(), sqlite3_column_name(statement_, column)),
           "'" + text(column) + "' stands where a number belongs", "write a number, or leave it empty"}};
    default:
      break;
  }
  return sqlite3_column_double(statement_, column);
}

std::int64_t Statement::whole(int column) const { return sqlite3_column_int64(statement_, column); }

std::span<const std::byte> Statement::blob(int column) const {
  const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

}  // namespace placewright::datasets
