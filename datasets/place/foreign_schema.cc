#include "datasets/place/foreign_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "datasets/place/schema.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// One word, name or sign of a statement, in lower case; a name in quotes is never a word of the language.
struct Token {
  std::string text;
  bool quoted = false;
  [[nodiscard]] bool is(std::string_view word) const { return !quoted && text == word; }
};

std::size_t skip_comment(std::string_view sql, std::size_t at) {
  const bool line = sql.substr(at, 2) == "--";
  const auto end = sql.find(line ? "\n" : "*/", at + 2);
  return end == std::string_view::npos ? sql.size() : end + (line ? 1 : 2);
}

std::vector<Token> split(std::string_view sql) {
  const auto is_letter = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < sql.size();) {
    const char c = sql[at];
    if (sql.substr(at, 2) == "--" || sql.substr(at, 2) == "/*") {
      at = skip_comment(sql, at);
    } else if (c == '"' || c == '\'' || c == '`' || c == '[') {
      const char close = c == '[' ? ']' : c;
      Token token{"", true};
      for (++at; at < sql.size(); ++at) {
        if (sql[at] == close && (c == '[' || at + 1 >= sql.size() || sql[at + 1] != close)) break;
        if (sql[at] == close) ++at;  // written twice: stands for itself
        token.text += sql[at];
      }
      ++at;
      token.text = lower(token.text);
      tokens.push_back(std::move(token));
    } else if (is_letter(c)) {
      const auto from = at;
      while (at < sql.size() && is_letter(sql[at])) ++at;
      tokens.push_back({lower(sql.substr(from, at - from)), false});
    } else {
      if (std::isspace(static_cast<unsigned char>(c)) == 0) tokens.push_back({std::string(1, c), false});
      ++at;
    }
  }
  return tokens;
}

/// The module of a virtual table; "" for a plain table.
std::string find_module(const std::vector<Token>& tokens) {
  if (tokens.size() < 2 || !tokens[0].is("create") || !tokens[1].is("virtual")) return "";
  const auto at =
      std::find_if(tokens.begin(), tokens.end(), [](const auto& token) { return token.is("using"); });
  return at == tokens.end() || at + 1 == tokens.end() ? "unknown" : (at + 1)->text;
}

/// The table that the statement beginning here changes, and how many tokens that took; "" when it changes
/// none.
std::string find_target(const std::vector<Token>& tokens, std::size_t at) {
  const auto word = [&](std::size_t i, std::string_view text) {
    return i < tokens.size() && tokens[i].is(text);
  };
  if (!word(at, "insert") && !word(at, "replace") && !word(at, "delete") && !word(at, "update")) return "";
  std::size_t next = at + 1;
  if (word(next, "or")) next += 2;
  if (word(at, "insert") || word(at, "replace")) next += word(next, "into") ? 1U : 0U;
  if (word(at, "delete")) next += word(next, "from") ? 1U : 0U;
  return next < tokens.size() ? tokens[next].text : "";
}

/// A trigger that does nothing but write to `harmless` tables, and looks nothing up.
bool is_harmless(const std::vector<Token>& tokens, const std::set<std::string>& harmless) {
  if (std::any_of(tokens.begin(), tokens.end(),
                  [](const auto& token) { return token.is("select") || token.is("with"); }))
    return false;
  const auto begin =
      std::find_if(tokens.begin(), tokens.end(), [](const auto& token) { return token.is("begin"); });
  bool starts = true;
  for (auto at = static_cast<std::size_t>(begin - tokens.begin()) + 1; at < tokens.size(); ++at) {
    const auto& token = tokens[at];
    if (starts && !token.is("end") && !harmless.contains(find_target(tokens, at))) return false;
    starts = token.is(";");
  }
  return begin != tokens.end();
}

void refuse(const Database& database, const std::string& table, const std::string& what) {
  throw geo::InputError{
      {fmt::format("{}, table {}", database.path(), table), what,
       "this is not how a place file is made: use a backup, or make the place again with import"}};
}

}  // namespace

ForeignSchema inspect_schema(const Database& database) {
  std::set<std::string> ours{"gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns"};
  for (const auto& table : place_tables()) ours.insert(std::string(table.name));

  struct Entry {
    std::string type, name, table, sql;
  };
  std::vector<Entry> entries;
  auto select = database.prepare("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid");
  while (select.step())
    entries.push_back({select.text(0), select.text(1), lower(select.text(2)), select.text(3)});

  ForeignSchema found;
  std::set<std::string> harmless;  // tables that a trigger of other programs may write to
  for (const auto& entry : entries) {
    const auto name = lower(entry.name);
    if (entry.type == "view") {
      if (ours.contains(name))
        refuse(database, entry.name, fmt::format("'{}' is a view, not a table of its own", entry.name));
      found.findings.push_back(
          {"FOREIGN_VIEW", geo::Severity::note, fmt::format("{}, view {}", database.path(), entry.name),
           "is not of a place file; it is kept and never read", "nothing, if you know what it is for"});
    }
    if (entry.type != "table") continue;
    const auto module = find_module(split(entry.sql));
    if (!module.empty() && ours.contains(name))
      refuse(database, entry.name,
             fmt::format("'{}' is a virtual table ({}), not a table of its own", entry.name, module));
    if (!module.empty() && module != "rtree")
      found.findings.push_back({"FOREIGN_TABLE", geo::Severity::warning,
                                fmt::format("{}, table {}", database.path(), entry.name),
                                fmt::format("is a virtual table ({}): it is kept and never read", module),
                                "find out who made it before you pass the file on"});
    if (module == "rtree" || (module.empty() && name == "gpkg_ogr_contents")) harmless.insert(name);
    if (!ours.contains(name)) continue;
    auto columns = database.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden IN (2, 3)");
    columns.bind(1, std::string_view(entry.name));
    if (columns.step())
      refuse(database, entry.name,
             fmt::format("its column '{}' is worked out by the file itself (a generated column)",
                         columns.text(0)));
  }
  for (const auto& entry : entries) {
    const bool watched =
        ours.contains(entry.table) || entry.table.starts_with("gpkg_") || entry.table.starts_with("rtree_");
    if (entry.type != "trigger" || !watched) continue;
    if (is_harmless(split(entry.sql), harmless)) {
      found.has_index = true;
      continue;
    }
    found.triggers.push_back({entry.name, entry.sql});
    found.findings.push_back(
        {"FOREIGN_TRIGGER", geo::Severity::warning,
         fmt::format("{}, trigger {} on table {}", database.path(), entry.name, entry.table),
         "is not of a place file; it is kept, and does not run when this program changes the place",
         "find out who made it, and remove it if nobody needs it"});
  }
  return found;
}

TriggersAsleep::TriggersAsleep(const Database& database) : database_(&database) {
  auto found = inspect_schema(database);
  triggers_ = std::move(found.triggers);
  for (const auto& trigger : triggers_) database.run("DROP TRIGGER " + quoted(trigger.name));
  database.allow_virtual_tables_in_triggers(found.has_index);
}

TriggersAsleep::~TriggersAsleep() { database_->allow_virtual_tables_in_triggers(false); }

void TriggersAsleep::wake() const {
  for (const auto& trigger : triggers_) database_->prepare(trigger.sql).run();
}

}  // namespace placewright::datasets
