#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/error.h"

struct sqlite3;
struct sqlite3_stmt;

/// SQLite behind two small owning types. Only the store includes this.
namespace placewright::datasets {

class Database;

/// One prepared statement; parameters count from 1, columns from 0, as in SQLite.
class Statement {
 public:
  Statement(const Database& database, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;

  void bind_null(int at);
  void bind(int at, std::string_view text);  ///< the text must live until the next step()
  void bind(int at, double number);          ///< NaN is stored as NULL: missing
  void bind(int at, std::int64_t whole);
  void bind(int at, std::span<const std::byte> blob);  ///< must live until the next step()

  /// True while there is a row.
  bool step();
  /// step() to the end, then ready for the next values.
  void run();
  void reset();

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::string text(int column) const;    ///< plain_text with its lines kept; "" for NULL
  [[nodiscard]] std::string name(int column) const;    ///< of a table or column, byte by byte; "" for NULL
  [[nodiscard]] double number(int column) const;       ///< NaN for NULL; InputError on text
  [[nodiscard]] std::int64_t whole(int column) const;  ///< 0 for NULL
  [[nodiscard]] std::span<const std::byte> blob(int column) const;  ///< valid until the next step()

 private:
  const Database* database_;
  sqlite3_stmt* statement_ = nullptr;
};

/// Another program holds the file, and went on holding it.
class BusyError : public geo::InputError {
  using InputError::InputError;
};

/// One open file. Errors are InputError with the file's path: busy, damaged, not a database, full, not
/// writable. Nothing that stands in the file's own schema is trusted: no function that reaches beyond it is
/// called from there.
class Database {
 public:
  enum class Mode { read, change, create };

  /// wait_ms: how long a file that another program is writing to is waited for.
  Database(std::string path, Mode mode, int wait_ms);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool writable() const { return writable_; }
  /// Another program on this machine keeps the file in WAL mode: what is written stands in FILE-wal until it
  /// closes the file.
  [[nodiscard]] bool held_in_wal() const { return held_in_wal_; }
  /// Texts given so far that were not plain.
  [[nodiscard]] std::size_t texts_cleaned() const { return texts_cleaned_; }

  /// Whether triggers may write to virtual tables, as the spatial indexes of a GeoPackage are.
  void allow_virtual_tables_in_triggers(bool allowed) const;

  void run(const std::string& sql) const;
  [[nodiscard]] Statement prepare(std::string_view sql) const { return {*this, sql}; }
  /// First column of the first row; "" when there is none.
  [[nodiscard]] std::string ask(std::string_view sql) const;
  [[nodiscard]] bool has_table(std::string_view table) const;

  struct FoundColumn {
    std::string name, type;  ///< type upper-cased
  };
  /// The columns that a table has, in order; none when there is no such table.
  [[nodiscard]] std::vector<FoundColumn> columns_of(std::string_view table) const;

  /// Replaces what is open by a copy in memory, so that it can be changed without touching the file.
  void move_to_memory();
  /// Writes a copy beside. Needs: nothing at that path.
  void copy_to(const std::string& path) const;

  /// Told apart by its number from any other state that another connection has committed since.
  [[nodiscard]] std::string data_version() const { return ask("PRAGMA data_version"); }

  [[noreturn]] void fail(int code) const;

 private:
  friend class Statement;
  void look() const;
  [[nodiscard]] bool can_join_wal() const;
  void read_copy();
  void leave_wal();
  std::string path_;
  sqlite3* connection_ = nullptr;
  bool writable_ = false, held_in_wal_ = false;
  mutable std::size_t texts_cleaned_ = 0;
  int wait_ms_ = 0;
};

/// "name" as SQL wants it, whatever it holds.
[[nodiscard]] std::string quoted(std::string_view name);

}  // namespace placewright::datasets
