#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "boundaries/definition/definition.h"
#include "datasets/import/import.h"

namespace placewright::datasets {

/// A folder of its own for one test; gone when the test ends.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("placewright-import-" + std::to_string(::getpid()) + "-" + std::to_string(counter()++))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path(name);
  }

 private:
  static int& counter() {
    static int count = 0;
    return count;
  }
  std::filesystem::path path_;
};

/// Squares of 1 km in a row from west to east, as ONS publishes boundaries (here in metres with a crs
/// member). Codes E01900001, E01900002, ... unless given.
inline std::string squares_geojson(const std::vector<std::string>& codes, const std::string& extra = "",
                                   double west = 400'000, bool with_crs = true) {
  std::string text = R"({"type":"FeatureCollection",)";
  if (with_crs) text += R"("crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},)";
  text += "\"features\":[";
  for (std::size_t k = 0; k < codes.size(); ++k) {
    const auto x = static_cast<long>(west) + static_cast<long>(k) * 1000;
    const auto point = [](long east, long north) {
      return "[" + std::to_string(east) + "," + std::to_string(north) + "]";
    };
    text += (k == 0 ? "" : ",") + std::string(R"({"type":"Feature","properties":{"LSOA21CD":")") + codes[k] +
            R"(","LSOA21NM":"Squareton )" + std::to_string(1001 + k).substr(1) + "A\"" + extra +
            R"(},"geometry":{"type":"Polygon","coordinates":[[)" + point(x, 300000) + "," +
            point(x + 1000, 300000) + "," + point(x + 1000, 301000) + "," + point(x, 301000) + "," +
            point(x, 300000) + "]]}}";
  }
  return text + "]}";
}

inline const std::vector<std::string> kThree{"E01900001", "E01900002", "E01900003"};

/// Every row that was read is matched or left out.
inline void expect_accounted(const ImportResult& result) {
  for (const auto& record : result.records)
    EXPECT_EQ(record.rows_read, record.rows_matched + record.rows_left_out)
        << record.file << ", " << record.taken_for << ": " << record.left_out_why;
}

inline ImportResult import_new(const std::vector<std::string>& paths, ImportOptions options = {}) {
  options.imported_at = "2026-01-01T00:00:00Z";
  if (!options.read_plan) options.read_plan = boundaries::definition::read_plan_for_import;
  auto result = import_files(std::nullopt, paths, options);
  expect_accounted(result);
  return result;
}

inline bool has_finding(const std::vector<geo::Finding>& findings, const std::string& code) {
  for (const auto& finding : findings)
    if (finding.code == code) return true;
  return false;
}

inline const Source& record_of(const ImportResult& result, const std::string& file) {
  for (const auto& record : result.records)
    if (record.file.find(file) != std::string::npos) return record;
  static const Source none;
  return none;
}

}  // namespace placewright::datasets
