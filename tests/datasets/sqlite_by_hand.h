#pragma once

#include <sqlite3.h>

#include <stdexcept>
#include <string>

/// The file as another program sees it: plain SQL that shares no code with the store.
namespace placewright::datasets {

/// Runs the statements; returns the first column of the first row, "" when there is none.
inline std::string ask(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  if (sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK)
    throw std::runtime_error("cannot open " + path);
  std::string answer;
  bool first = true;
  struct State {
    std::string& answer;
    bool& first;
  } state{answer, first};
  char* error = nullptr;
  sqlite3_exec(
      database, sql.c_str(),
      [](void* context, int, char** values, char**) {
        auto& [text, is_first] = *static_cast<State*>(context);
        if (is_first && values[0] != nullptr) text = values[0];
        is_first = false;
        return 0;
      },
      &state, &error);
  const std::string trouble = error != nullptr ? error : "";
  sqlite3_free(error);
  sqlite3_close(database);
  if (!trouble.empty()) throw std::runtime_error(trouble + " in: " + sql);
  return answer;
}

}  // namespace placewright::datasets
