#pragma once

#include <string>

namespace placewright::geo {

enum class Severity { note, warning, error };

/// One doubt about the data or a plan. Findings are collected, all of them at once; they are never thrown.
struct Finding {
  std::string code;  ///< stable, upper case, such as NOT_CONTIGUOUS
  Severity severity = Severity::warning;
  std::string where;  ///< file, table, area, neighbourhood
  std::string what;
  std::string fix;  ///< what to do about it
  friend bool operator==(const Finding&, const Finding&) = default;
};

[[nodiscard]] inline const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "warning";
}

}  // namespace placewright::geo
