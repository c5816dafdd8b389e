#include "datasets/read/sqlite_look.h"

#include <cpl_vsi.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <vector>

#include "geo/error.h"

namespace placewright::datasets {
namespace {

// ---- SQLite over GDAL's files, for reading only, so that a file in an archive is looked at where it lies.
// No journal and no other file beside it is ever opened.

struct OpenFile {
  sqlite3_file base;
  VSILFILE* file;
};
VSILFILE* file_of(sqlite3_file* file) { return reinterpret_cast<OpenFile*>(file)->file; }

int close_file(sqlite3_file* file) {
  VSIFCloseL(file_of(file));
  return SQLITE_OK;
}
int read_file(sqlite3_file* file, void* into, int bytes, sqlite3_int64 at) {
  const auto wanted = static_cast<std::size_t>(bytes);
  if (VSIFSeekL(file_of(file), static_cast<vsi_l_offset>(at), SEEK_SET) != 0) return SQLITE_IOERR_READ;
  const auto got = VSIFReadL(into, 1, wanted, file_of(file));
  if (got == wanted) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + got, 0, wanted - got);
  return SQLITE_IOERR_SHORT_READ;
}
int measure_file(sqlite3_file* file, sqlite3_int64* bytes) {
  if (VSIFSeekL(file_of(file), 0, SEEK_END) != 0) return SQLITE_IOERR_FSTAT;
  *bytes = static_cast<sqlite3_int64>(VSIFTellL(file_of(file)));
  return SQLITE_OK;
}
int check_lock(sqlite3_file*, int* is_locked) {
  *is_locked = 0;
  return SQLITE_OK;
}

constexpr sqlite3_io_methods make_methods() {
  sqlite3_io_methods methods{};
  methods.iVersion = 1;
  methods.xClose = close_file;
  methods.xRead = read_file;
  methods.xWrite = [](sqlite3_file*, const void*, int, sqlite3_int64) { return SQLITE_READONLY; };
  methods.xTruncate = [](sqlite3_file*, sqlite3_int64) { return SQLITE_READONLY; };
  methods.xSync = [](sqlite3_file*, int) { return SQLITE_OK; };
  methods.xFileSize = measure_file;
  methods.xLock = [](sqlite3_file*, int) { return SQLITE_OK; };
  methods.xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; };
  methods.xCheckReservedLock = check_lock;
  methods.xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
  methods.xSectorSize = [](sqlite3_file*) { return 4096; };
  methods.xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_IMMUTABLE; };
  return methods;
}
constexpr sqlite3_io_methods kMethods = make_methods();

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  if (name == nullptr || (flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
  auto* opened = VSIFOpenL(name, "rb");
  if (opened == nullptr) return SQLITE_CANTOPEN;
  reinterpret_cast<OpenFile*>(file)->file = opened;
  file->pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = SQLITE_OPEN_READONLY;
  return SQLITE_OK;
}
int find_no_file(sqlite3_vfs*, const char*, int, int* is_there) {
  *is_there = 0;
  return SQLITE_OK;
}
int keep_name(sqlite3_vfs*, const char* name, int size, char* into) {
  if (std::strlen(name) >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::strcpy(into, name);
  return SQLITE_OK;
}

constexpr const char* kFiles = "placewright-look";

void register_files() {
  static std::once_flag once;
  std::call_once(once, [] {
    static sqlite3_vfs files{};
    const auto* usual = sqlite3_vfs_find(nullptr);
    files = *usual;  // clock and random numbers
    files.iVersion = 1;
    files.szOsFile = sizeof(OpenFile);
    files.mxPathname = 8192;
    files.pNext = nullptr;
    files.zName = kFiles;
    files.xOpen = open_file;
    files.xDelete = [](sqlite3_vfs*, const char*, int) { return SQLITE_IOERR_DELETE; };
    files.xAccess = find_no_file;
    files.xFullPathname = keep_name;
    sqlite3_vfs_register(&files, 0);
  });
}

// ---- The words of a statement.

/// Words in lower case; a quoted name keeps its letters behind a leading '"', a text is "'"; any other sign
/// is itself.
std::vector<std::string> words_of(std::string_view sql) {
  std::vector<std::string> words;
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  for (std::size_t at = 0; at < sql.size();) {
    const char c = sql[at];
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++at;
    } else if (sql.substr(at, 2) == "--") {
      at = std::min(sql.find('\n', at), sql.size());
    } else if (sql.substr(at, 2) == "/*") {
      const auto end = sql.find("*/", at + 2);
      at = end == std::string_view::npos ? sql.size() : end + 2;
    } else if (c == '\'' || c == '"' || c == '`' || c == '[') {
      const char closing = c == '[' ? ']' : c;
      std::string word(1, c == '\'' ? '\'' : '"');
      for (++at; at < sql.size(); ++at) {
        if (sql[at] != closing) {
          if (c != '\'') word += static_cast<char>(std::tolower(static_cast<unsigned char>(sql[at])));
          continue;
        }
        if (closing == ']' || at + 1 >= sql.size() || sql[at + 1] != closing) break;
        word += sql[++at];
      }
      ++at;
      words.push_back(std::move(word));
    } else if (is_word(c)) {
      std::string word;
      for (; at < sql.size() && is_word(sql[at]); ++at)
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(sql[at])));
      words.push_back(std::move(word));
    } else {
      words.emplace_back(1, c);
      ++at;
    }
  }
  return words;
}

using Words = std::vector<std::string>;

std::string_view name_in(std::string_view word) { return word.starts_with('"') ? word.substr(1) : word; }

bool has_word(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// "rtree" of CREATE VIRTUAL TABLE name USING rtree(...).
std::string module_of(const Words& words) {
  const auto at = std::find(words.begin(), words.end(), "using");
  return at == words.end() || at + 1 == words.end() ? std::string("unknown")
                                                    : std::string(name_in(*(at + 1)));
}

/// The views of MBTiles: a plain join of its own tables, without functions, subqueries or recursion.
bool is_known_view(const std::string& name, const Words& words) {
  static const std::set<std::string_view> names{"tiles", "grids", "grid_data"};
  return names.contains(name) && !has_word(words, "(") && !has_word(words, "with") &&
         std::count(words.begin(), words.end(), "select") == 1;
}

/// What triggers of GeoPackage do: keep an r-tree or a count in step, or refuse a row.
bool is_known_step(const Words& step) {
  const auto word = [&](std::size_t at) { return at < step.size() ? name_in(step[at]) : std::string_view(); };
  const auto is_kept = [](std::string_view table) {
    return table.starts_with("rtree_") || table == "gpkg_ogr_contents" || table == "gpkg_contents";
  };
  if (word(0) == "select") return word(1) == "raise" || word(1) == "case";
  const std::size_t either = word(1) == "or" ? 3 : 1;  // OR REPLACE, OR IGNORE
  if (word(0) == "insert") return word(either) == "into" && is_kept(word(either + 1));
  if (word(0) == "delete") return word(1) == "from" && is_kept(word(2));
  if (word(0) == "update") return is_kept(word(either));
  return false;
}

bool is_known_trigger(const Words& words) {
  const auto begin = std::find(words.begin(), words.end(), "begin");
  if (begin == words.end() || words.back() != "end") return false;
  Words step;
  for (auto at = begin + 1; at != words.end() - 1; ++at) {
    if (*at != ";") {
      step.push_back(*at);
      continue;
    }
    if (!is_known_step(step)) return false;
    step.clear();
  }
  return step.empty();
}

/// A generated column: "AS (" stands nowhere else in the statement that makes a table.
bool has_generated_column(const Words& words) {
  for (std::size_t at = 0; at + 1 < words.size(); ++at)
    if (words[at] == "as" && words[at + 1] == "(") return true;
  return false;
}

/// What a statement of the schema makes that is refused, with its article; "" for what is known.
std::string foreign_in(const std::string& name, const Words& words) {
  const auto word = [&](std::size_t at) { return at < words.size() ? words[at] : std::string(); };
  if (word(0) != "create") return "a statement of an unknown kind";
  if (word(1) == "virtual") {
    const auto module = module_of(words);
    return module == "rtree" || module == "rtree_i32" ? std::string() : "a virtual table (" + module + ")";
  }
  if (word(1) == "table") return has_generated_column(words) ? "a generated column in the table" : "";
  if (word(1) == "index" || (word(1) == "unique" && word(2) == "index")) return "";
  if (word(1) == "view") return is_known_view(name, words) ? "" : "a view";
  if (word(1) == "trigger") return is_known_trigger(words) ? "" : "a trigger";
  return "a statement of an unknown kind";
}

// ---- The look.

struct Close {
  void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

[[noreturn]] void fail(const std::string& name, sqlite3* connection, const char* fix) {
  throw geo::InputError{{name,
                         fmt::format("its tables cannot be read: {}",
                                     connection == nullptr ? "out of memory" : sqlite3_errmsg(connection)),
                         fix}};
}

std::string text_in(sqlite3_stmt* row, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return text == nullptr ? std::string()
                         : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
}

/// files: SQLite's name for who opens it; null for SQLite's own files, which also read what waits in a log
/// beside.
void look(const std::string& path, const std::string& name, const char* files, const char* fix) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, files);
  const std::unique_ptr<sqlite3, Close> connection(raw);
  if (code != SQLITE_OK) fail(name, raw, fix);
  for (const int setting :
       {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW})
    sqlite3_db_config(raw, setting, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_stmt* rows = nullptr;
  if (sqlite3_prepare_v2(raw, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid", -1,
                         &rows, nullptr) != SQLITE_OK)
    fail(name, raw, fix);
  const std::unique_ptr<sqlite3_stmt, Finalize> owned(rows);
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(rows)) == SQLITE_ROW) {
    const auto thing = text_in(rows, 0);
    const auto foreign = foreign_in(thing, words_of(text_in(rows, 1)));
    if (foreign.empty()) continue;
    throw geo::InputError{
        {name,
         fmt::format("holds {}, '{}', that no layer needs; it could run or read more than this file: refused",
                     foreign, thing),
         "save its layers alone as a GeoPackage (QGIS: Export, Save Features As)"}};
  }
  if (step != SQLITE_DONE) fail(name, raw, fix);
}

/// Whether changes wait in a log beside a file on disk: a program has it open, or was killed.
bool has_log(const std::string& path) {
  std::error_code error;
  const auto on_disk =
      std::filesystem::canonical(path, error);  // SQLite follows links before it looks beside
  if (error) return false;
  const auto size = std::filesystem::file_size(on_disk.string() + "-wal", error);
  return !error && size > 0;
}

}  // namespace

bool is_sqlite(const std::string& path) {
  std::array<char, 16> head{};
  auto* file = VSIFOpenL(path.c_str(), "rb");
  if (file == nullptr) return false;
  const auto got = VSIFReadL(head.data(), 1, head.size(), file);
  VSIFCloseL(file);
  return got == head.size() && std::string_view(head.data(), 15) == "SQLite format 3";
}

void refuse_foreign_sql(const std::string& path, const std::string& name) {
  if (!is_sqlite(path)) return;
  register_files();
  look(path, name, kFiles, "download it again, or save its layers anew in QGIS");
  if (has_log(path))
    look(path, name, nullptr, "close it in the program that has it open (QGIS, for one) and try again");
}

}  // namespace placewright::datasets
