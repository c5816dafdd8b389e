#include "datasets/place/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <set>

#include "datasets/place/area_columns.h"
#include "geo/error.h"
#include "geo/expect.h"

namespace placewright::datasets {
namespace {

/// A column of areas that is not in the schema by name: what it can be read as.
enum class Further { parent, indicator, unknown };

Further further_kind(const Database::FoundColumn& column) {
  const auto& type = column.type;
  if (type.starts_with("TEXT") || type.starts_with("VARCHAR")) return Further::parent;
  constexpr std::array numbers{"REAL",      "DOUBLE",   "FLOAT",   "INTEGER", "INT",
                               "MEDIUMINT", "SMALLINT", "TINYINT", "NUMERIC"};
  if (std::find(numbers.begin(), numbers.end(), type) != numbers.end()) return Further::indicator;
  return Further::unknown;
}

bool is_core(const Table& table, std::string_view column) {
  const auto* known = table.find_column(column);
  return column == "fid" || (known != nullptr && !known->optional);
}

/// Columns that neither the schema nor Areas can hold.
std::vector<std::string> unknown_columns(const Database& database, const Table& table) {
  std::vector<std::string> unknown;
  for (const auto& column : database.columns_of(table.name)) {
    if (column.name == "fid" || table.find_column(column.name) != nullptr) continue;
    if (table.name == "area" && further_kind(column) != Further::unknown) continue;
    unknown.push_back(column.name);
  }
  return unknown;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// Makes the further columns of the table those of the areas: adds what is new, drops what is gone.
void fit_further_columns(const Database& database, const Areas& areas) {
  const auto& table = place_table("area");
  std::set<std::string> taken{"fid"};
  for (const auto& column : table.columns)
    if (!column.optional) taken.insert(std::string(column.name));
  std::vector<std::pair<std::string, const char*>> wanted;
  const auto want = [&](const std::string& name, const char* type) {
    if (name.empty() || !taken.insert(lower(name)).second)
      throw geo::InputError{{"column '" + name + "' of the areas",
                             "has no name, or the name of another column",
                             "give it another name with --map NAME=COLUMN"}};
    wanted.emplace_back(name, type);
  };
  for (const auto& [name, values] : areas.parents) want(name, "TEXT");
  for (const auto& [name, values] : areas.indicators) want(name, "REAL");
  const auto found = database.columns_of("area");
  for (const auto& column : found) {
    if (is_core(table, column.name) || further_kind(column) == Further::unknown) continue;
    if (!areas.parents.contains(column.name) && !areas.indicators.contains(column.name))
      database.run(fmt::format("ALTER TABLE area DROP COLUMN {}", quoted(column.name)));
  }
  for (const auto& [name, type] : wanted)
    if (std::none_of(found.begin(), found.end(),
                     [&, &wanted_name = name](const auto& c) { return c.name == wanted_name; }))
      database.run(fmt::format("ALTER TABLE area ADD COLUMN {} {}", quoted(name), type));
}

template <class Value>
Value value_at(const std::vector<Value>& column, std::size_t row, Value missing) {
  return column.empty() ? missing : column[row];
}

template <class Value>
void expect_length(const std::vector<Value>& column, std::size_t size) {
  PLACEWRIGHT_EXPECT(column.empty() || column.size() == size);
}

class Checksum {
 public:
  void add(std::span<const std::byte> bytes) {
    mix(bytes.size());
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
      std::uint64_t word;
      std::memcpy(&word, bytes.data() + at, 8);
      mix(word);
    }
    for (; at < bytes.size(); ++at) mix(static_cast<std::uint64_t>(bytes[at]));
  }
  [[nodiscard]] std::string text() const { return fmt::format("{:016x}", state_); }

 private:
  void mix(std::uint64_t word) {  // FNV-1a on words, with a shift so that high bits reach low ones
    state_ = (state_ ^ word) * 0x100000001b3ULL;
    state_ ^= state_ >> 29U;
  }
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

bool within_grid(std::span<const geo::Point> points) {
  return std::all_of(points.begin(), points.end(),
                     [](const auto& point) { return kGrid.holds(point.x) && kGrid.holds(point.y); });
}

/// Of lines and polygons; a single point is judged as two numbers.
bool within_grid(const BlobContent& content) {
  for (const auto& line : content.lines)
    if (!within_grid(line)) return false;
  for (const auto& part : content.shape.parts) {
    if (!within_grid(part.outer)) return false;
    for (const auto& hole : part.holes)
      if (!within_grid(hole)) return false;
  }
  return true;
}

}  // namespace

std::string_view text_of(LinkState state) {
  switch (state) {
    case LinkState::declared:
      return "declared";
    case LinkState::proposed:
      return "proposed";
    case LinkState::cut:
      return "cut";
  }
  return "declared";
}

LinkState read_link_state(const Database& database, std::string_view text) {
  if (text == "declared" || text.empty()) return LinkState::declared;
  if (text == "proposed") return LinkState::proposed;
  if (text == "cut") return LinkState::cut;
  throw geo::InputError{{database.path() + ", table link", "state '" + std::string(text) + "' is not known",
                         "write declared, proposed or cut"}};
}

geo::Severity read_severity(std::string_view text) {
  if (text == "note") return geo::Severity::note;
  if (text == "error") return geo::Severity::error;
  return geo::Severity::warning;
}

BlobContent read_geometry(const Database& database, const Statement& statement, int column,
                          std::string_view table) {
  if (statement.is_null(column)) return {};
  auto content = read_blob(statement.blob(column));
  if (content.wrong.empty() && !within_grid(content))
    content.wrong = "it has a corner that is nowhere on Earth";
  if (!content.wrong.empty())
    throw geo::InputError{{fmt::format("{}, table {}, row {}", database.path(), table, statement.whole(0)),
                           "its geometry cannot be read: " + content.wrong,
                           "redraw it in the program that made it, or import the place again"}};
  return content;
}

double read_number(const Statement& statement, int column, std::string_view table) {
  try {
    return statement.number(column);
  } catch (const geo::InputError& error) {
    auto message = error.message();
    message.where += fmt::format(", table {}, row {}", table, statement.whole(0));
    throw geo::InputError(message);
  }
}

std::map<std::string, std::string> read_meta(const Database& database) {
  std::map<std::string, std::string> meta;
  if (!database.has_table("meta")) return meta;
  auto select = database.prepare("SELECT key, value FROM meta");
  while (select.step()) meta[select.text(0)] = select.text(1);
  return meta;
}

void write_meta(const Database& database, std::string_view key, std::string_view value) {
  auto insert = database.prepare(
      "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  insert.bind(1, key);
  insert.bind(2, value);
  insert.run();
}

void write_areas(const Database& database, const Areas& areas) {
  const auto size = areas.size();
  for (std::size_t i = 1; i < size; ++i) PLACEWRIGHT_EXPECT(areas.code[i - 1] < areas.code[i]);
  expect_length(areas.shape, size);
  for (const auto& column : kAreaNumbers) expect_length(areas.*(column.values), size);
  for (const auto& column : kAreaTruths) expect_length(areas.*(column.values), size);
  for (const auto& column : kAreaTexts) expect_length(areas.*(column.values), size);
  for (const auto& [name, values] : areas.parents) PLACEWRIGHT_EXPECT(values.size() == size);
  for (const auto& [name, values] : areas.indicators) PLACEWRIGHT_EXPECT(values.size() == size);
  fit_further_columns(database, areas);

  std::string names = "geom", marks = "?";
  const auto add = [&](std::string_view name) {
    names += ", " + quoted(name);
    marks += ", ?";
  };
  for (const auto& column : kAreaTexts) add(column.name);
  for (const auto& column : kAreaNumbers) add(column.name);
  for (const auto& column : kAreaTruths) add(column.name);
  for (const auto& [name, values] : areas.parents) add(name);
  for (const auto& [name, values] : areas.indicators) add(name);
  auto insert = database.prepare(fmt::format("INSERT INTO area ({}) VALUES ({})", names, marks));
  Blob blob;
  for (std::size_t i = 0; i < size; ++i) {
    int at = 1;
    if (!areas.shape.empty() && build_blob(areas.shape[i], blob)) {
      insert.bind(at++, std::span<const std::byte>(blob));
    } else {
      insert.bind_null(at++);
    }
    for (const auto& column : kAreaTexts) {
      const auto& values = areas.*(column.values);
      bind_text(insert, at++, values.empty() ? std::string_view{} : std::string_view(values[i]));
    }
    for (const auto& column : kAreaNumbers) insert.bind(at++, value_at(areas.*(column.values), i, kMissing));
    for (const auto& column : kAreaTruths)
      insert.bind(at++, static_cast<std::int64_t>(value_at(areas.*(column.values), i, column.missing)));
    for (const auto& [name, values] : areas.parents) bind_text(insert, at++, values[i]);
    for (const auto& [name, values] : areas.indicators) insert.bind(at++, values[i]);
    insert.run();
  }
}

Areas read_areas(const Database& database, bool with_shapes, PossibleValues& possible) {
  const auto& table = place_table("area");
  const auto found = database.columns_of("area");
  const auto has_column = [&](std::string_view name) {
    return std::any_of(found.begin(), found.end(), [&](const auto& column) { return column.name == name; });
  };
  Areas areas;
  std::vector<std::vector<std::string>*> texts;
  struct Number {
    std::vector<double>* values;
    std::string_view column;
    Range range;
  };
  std::vector<Number> numbers;
  std::string names = "rowid, ";
  names += with_shapes && has_column("geom") ? "geom" : "NULL";
  const auto add = [&](std::string_view name) { names += ", " + (has_column(name) ? quoted(name) : "NULL"); };
  for (const auto& column : kAreaTexts) {
    add(column.name);
    texts.push_back(&(areas.*(column.values)));
  }
  for (const auto& column : found)
    if (!is_core(table, column.name) && further_kind(column) == Further::parent) {
      add(column.name);
      texts.push_back(&areas.parents[column.name]);
    }
  for (const auto& column : kAreaNumbers) {
    add(column.name);
    numbers.push_back(
        {&(areas.*(column.values)), column.name, possible_range(*table.find_column(column.name))});
  }
  for (const auto& column : found)
    if (!is_core(table, column.name) && further_kind(column) == Further::indicator) {
      add(column.name);
      numbers.push_back({&areas.indicators[column.name], column.name, kAnyNumber});
    }
  for (const auto& column : kAreaTruths) add(column.name);

  auto select = database.prepare(fmt::format("SELECT {} FROM area ORDER BY code COLLATE BINARY", names));
  while (select.step()) {
    areas.shape.push_back(read_geometry(database, select, 1, "area").shape);
    int at = 2;
    for (auto* values : texts) values->push_back(select.text(at++));
    for (const auto& number : numbers)
      number.values->push_back(possible.take(read_number(select, at++, "area"), number.range,
                                             {"area", number.column, select.whole(0), areas.code.back()}));
    for (const auto& column : kAreaTruths) {
      (areas.*(column.values))
          .push_back(select.is_null(at) ? column.missing : static_cast<std::uint8_t>(select.whole(at) != 0));
      ++at;
    }
    const auto rows = areas.code.size();
    if (areas.code.back().empty())
      throw geo::InputError{{fmt::format("{}, table area, row {}", database.path(), select.whole(0)),
                             "has no code", "give it a unique code, or remove it"}};
    if (rows > 1 && areas.code[rows - 2] == areas.code[rows - 1])
      throw geo::InputError{{database.path() + ", table area",
                             "code " + areas.code.back() + " is there twice", "remove one of the two"}};
    if (rows > 1 && areas.code[rows - 2] > areas.code[rows - 1])  // bytes come after all texts
      throw geo::InputError{{fmt::format("{}, table area, row {}", database.path(), select.whole(0)),
                             "its code is not stored as text", "store it as text"}};
  }
  return areas;
}

std::string measure_geometry_checksum(const Database& database) {
  Checksum checksum;
  auto select = database.prepare("SELECT code, geom FROM area ORDER BY code");
  while (select.step()) {
    const auto code = select.text(0);
    checksum.add(std::as_bytes(std::span(code)));
    checksum.add(wkb_of(select.blob(1)));
  }
  return checksum.text();
}

void write_adjacency(const Database& database, std::span<const std::string> codes,
                     std::span<const Adjacent> pairs) {
  auto insert =
      database.prepare("INSERT INTO adjacency (area_a, area_b, border_m, kind) VALUES (?1, ?2, ?3, ?4)");
  for (const auto& pair : pairs) {
    PLACEWRIGHT_EXPECT(pair.a < codes.size() && pair.b < codes.size());
    insert.bind(1, std::string_view(codes[pair.a]));
    insert.bind(2, std::string_view(codes[pair.b]));
    insert.bind(3, pair.border_m);
    bind_text(insert, 4, pair.kind);
    insert.run();
  }
}

std::vector<Adjacent> read_adjacency(const Database& database, std::span<const std::string> codes,
                                     PossibleValues& possible) {
  std::vector<Adjacent> pairs;
  const auto row_of = [&](const std::string& code) -> std::optional<std::uint32_t> {
    const auto at = std::lower_bound(codes.begin(), codes.end(), code);
    if (at == codes.end() || *at != code) return std::nullopt;
    return static_cast<std::uint32_t>(at - codes.begin());
  };
  const auto range = possible_range(*place_table("adjacency").find_column("border_m"));
  auto select =
      database.prepare("SELECT rowid, area_a, area_b, border_m, kind FROM adjacency ORDER BY rowid");
  while (select.step()) {
    // An area that is gone makes the checksum stale; its pairs mean nothing any more.
    const auto a = row_of(select.text(1)), b = row_of(select.text(2));
    if (a && a == b)
      possible.leave_out({"adjacency", "area_b", select.whole(0)}, "says that an area touches itself");
    else if (a && b)
      pairs.push_back({*a, *b,
                       possible.take(read_number(select, 3, "adjacency"), range,
                                     {"adjacency", "border_m", select.whole(0)}),
                       select.text(4)});
  }
  return pairs;
}

void write_settings(const Database& database, const std::map<std::string, std::string>& settings,
                    bool keep_existing) {
  auto insert =
      database.prepare(keep_existing ? "INSERT OR IGNORE INTO setting (key, value) VALUES (?1, ?2)"
                                     : "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)");
  for (const auto& [key, value] : settings) {
    insert.bind(1, std::string_view(key));
    insert.bind(2, std::string_view(value));
    insert.run();
  }
}

std::map<std::string, std::string> read_settings(const Database& database) {
  std::map<std::string, std::string> settings;
  auto select = database.prepare("SELECT key, value FROM setting");
  while (select.step()) settings[select.text(0)] = select.text(1);
  return settings;
}

void write_plan(const Database& database, const PlanRecord& plan) {
  // On conflict the row stays and with it its place in the list and what unknown columns hold.
  auto insert = database.prepare(
      "INSERT INTO plan (name, brief_toml, created, origin, seed, parent, score_json, run_json) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (name) DO UPDATE SET brief_toml = "
      "excluded.brief_toml, "
      "created = excluded.created, origin = excluded.origin, seed = excluded.seed, parent = excluded.parent, "
      "score_json = excluded.score_json, run_json = excluded.run_json");
  const auto seed = std::to_string(plan.seed);
  int at = 1;
  for (const std::string* text : {&plan.name, &plan.brief_toml, &plan.created, &plan.origin, &seed,
                                  &plan.parent, &plan.score_json, &plan.run_json})
    bind_text(insert, at++, *text);
  insert.run();
  for (const char* table : {"assignment", "neighbourhood"}) {
    auto remove = database.prepare(fmt::format("DELETE FROM {} WHERE plan = ?1", table));
    remove.bind(1, std::string_view(plan.name));
    remove.run();
  }
  auto assign = database.prepare(
      "INSERT INTO assignment (plan, area, neighbourhood, locked, basis) VALUES (?1, ?2, ?3, ?4, ?5)");
  for (const auto& assignment : plan.assignments) {
    assign.bind(1, std::string_view(plan.name));
    assign.bind(2, std::string_view(assignment.area));
    bind_text(assign, 3, assignment.neighbourhood);
    assign.bind(4, static_cast<std::int64_t>(assignment.locked));
    bind_text(assign, 5, assignment.basis);
    assign.run();
  }
  auto add = database.prepare(
      "INSERT INTO neighbourhood (plan, id, name, parent, locked, reason, parent_name) VALUES (?1, ?2, ?3, "
      "?4, ?5, ?6, ?7)");
  for (const auto& neighbourhood : plan.neighbourhoods) {
    add.bind(1, std::string_view(plan.name));
    add.bind(2, std::string_view(neighbourhood.id));
    bind_text(add, 3, neighbourhood.name);
    bind_text(add, 4, neighbourhood.parent);
    add.bind(5, static_cast<std::int64_t>(neighbourhood.locked));
    bind_text(add, 6, neighbourhood.reason);
    bind_text(add, 7, neighbourhood.parent_name);
    add.run();
  }
}

void remove_plan(const Database& database, std::string_view name) {
  for (const char* sql : {"DELETE FROM assignment WHERE plan = ?1",
                          "DELETE FROM neighbourhood WHERE plan = ?1", "DELETE FROM plan WHERE name = ?1"}) {
    auto remove = database.prepare(sql);
    remove.bind(1, name);
    remove.run();
  }
}

std::vector<PlanRecord> read_plans(const Database& database, std::optional<std::string_view> only) {
  std::vector<PlanRecord> plans;
  std::vector<std::string> stored;  // names as the file has them
  auto select = database.prepare(
      "SELECT name, brief_toml, created, origin, seed, parent, score_json, run_json FROM plan "
      "WHERE ?1 IS NULL OR name = ?1 ORDER BY rowid");
  if (only) select.bind(1, *only);
  while (select.step()) {
    PlanRecord plan;
    int at = 0;
    std::string seed;
    for (std::string* text : {&plan.name, &plan.brief_toml, &plan.created, &plan.origin, &seed, &plan.parent,
                              &plan.score_json, &plan.run_json})
      *text = select.text(at++);
    std::from_chars(seed.data(), seed.data() + seed.size(), plan.seed);
    stored.push_back(select.name(0));
    plans.push_back(std::move(plan));
  }
  auto assignments = database.prepare(
      "SELECT area, neighbourhood, locked, basis FROM assignment WHERE plan = ?1 ORDER BY area");
  auto neighbourhoods = database.prepare(
      "SELECT id, name, parent, locked, reason, parent_name FROM neighbourhood WHERE plan = ?1 ORDER BY "
      "rowid");
  for (std::size_t k = 0; k < plans.size(); ++k) {
    auto& plan = plans[k];
    assignments.bind(1, std::string_view(stored[k]));
    while (assignments.step())
      plan.assignments.push_back(
          {assignments.text(0), assignments.text(1), assignments.whole(2) != 0, assignments.text(3)});
    assignments.reset();
    neighbourhoods.bind(1, std::string_view(stored[k]));
    while (neighbourhoods.step())
      plan.neighbourhoods.push_back({neighbourhoods.text(0), neighbourhoods.text(1), neighbourhoods.text(2),
                                     neighbourhoods.whole(3) != 0, neighbourhoods.text(4),
                                     neighbourhoods.text(5)});
    neighbourhoods.reset();
  }
  return plans;
}

void rewrite_table(const Database& database, const Table& table, const std::function<void()>& write) {
  const auto unknown = unknown_columns(database, table);
  const bool keep = !unknown.empty() && !table.key.empty();
  if (keep) {
    std::string columns;
    for (const auto& column : table.key) columns += (columns.empty() ? "" : ", ") + quoted(column);
    for (const auto& column : unknown) columns += ", " + quoted(column);
    database.run(
        fmt::format("CREATE TEMP TABLE kept AS SELECT {0} FROM main.{1} ORDER BY rowid; CREATE INDEX "
                    "temp.kept_key ON kept ({2})",
                    columns, quoted(table.name), quoted(table.key.front())));
  }
  database.run(fmt::format("DELETE FROM main.{}", quoted(table.name)));
  write();
  if (keep) {
    std::string same, set;
    for (const auto& column : table.key)
      same += fmt::format("{}kept.{} IS main.{}.{}", same.empty() ? "" : " AND ", quoted(column),
                          quoted(table.name), quoted(column));
    for (const auto& column : unknown)
      set += fmt::format("{}{} = (SELECT kept.{} FROM temp.kept WHERE {} LIMIT 1)", set.empty() ? "" : ", ",
                         quoted(column), quoted(column), same);
    database.run(fmt::format("UPDATE main.{} SET {}; DROP TABLE temp.kept", quoted(table.name), set));
  }
  note_extent(database, table);
}

}  // namespace placewright::datasets
