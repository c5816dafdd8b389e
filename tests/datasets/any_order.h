#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "datasets/demo/demo.h"
#include "datasets/demo/raw.h"
#include "tests/datasets/full_place.h"
#include "tests/datasets/import_fixture.h"

namespace placewright::datasets {

/// A place that files give in calls of several files each, in this order.
inline Place imported_in_calls(const std::vector<std::vector<std::string>>& calls) {
  std::optional<Place> place;
  ImportOptions options;
  options.imported_at = "2026-01-01T00:00:00Z";
  options.read_plan = boundaries::definition::read_plan_for_import;
  for (const auto& files : calls) place = import_files(std::move(place), files, options).place;
  return std::move(*place);
}

/// The files in any order, cut into any number of calls; the first call brings areas, as a new place needs.
inline std::vector<std::vector<std::string>> random_calls(std::vector<std::string> files,
                                                          std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (std::size_t k = files.size(); k > 1; --k) std::swap(files[k - 1], files[random() % k]);
  std::vector<std::vector<std::string>> calls(1);
  for (const auto& file : files) {
    if (!calls.back().empty() && random() % 3 == 0) calls.emplace_back();
    calls.back().push_back(file);
  }
  const auto with_areas = std::find_if(calls.begin(), calls.end(), [](const auto& call) {
    return std::any_of(call.begin(), call.end(),
                       [](const auto& file) { return file.find("Boundaries") != std::string::npos; });
  });
  std::rotate(calls.begin(), with_areas, with_areas + 1);
  return calls;
}

/// Where two places differ, the records of their files aside: these tell how a place came about.
inline std::string difference_of_content(Place a, Place b) {
  for (auto* place : {&a, &b}) place->sources.clear();
  std::string out = difference(a, b);
  for (const auto* place : {&a, &b})
    if (!out.empty())
      for (const auto& finding : place->findings)
        out += (place == &a ? "a: " : "b: ") + finding.code + " " + finding.where + " " + finding.what + "\n";
  return out;
}

/// One demo's files as published, with further years of wards, parishes and MSOAs.
inline std::vector<std::string> files_of_demo(const Folder& folder, const DemoOptions& options) {
  const auto place = make_demo(options);
  auto files = write_demo_raw(place, options, folder.path("raw"));
  for (const char* year : {"22", "23", "25"}) {
    const std::string yy = year;
    std::string parishes = "LSOA21CD,LSOA21NM,PAR" + yy + "CD,PAR" + yy + "NM\n",
                wards = "LSOA21CD,LSOA21NM,WD" + yy + "CD,WD" + yy + "NM,LAD" + yy + "CD,LAD" + yy + "NM\n",
                msoas = "OA21CD,LSOA21CD,LSOA21NM,MSOA" + yy + "CD,MSOA" + yy + "NM\n";
    const auto& lads = place.areas.parents.at("lad_code");
    const auto& lad_names = place.areas.parents.at("lad_name");
    for (std::size_t row = 0; row < place.areas.size(); ++row) {
      const auto number = std::to_string(100 + row / 7);
      const auto& code = place.areas.code[row];
      const auto head = code + "," + place.areas.name[row] + ",";
      parishes += head + "E04" + yy + "0" + number + ",Parish " + yy + " " + number + "\n";
      wards += head + "E05" + yy + "0" + number + ",Ward " + yy + " " + number + "," + lads[row] + "," +
               lad_names[row] + "\n";
      msoas +=
          "E00" + code.substr(3) + "," + head + "E02" + yy + "0" + number + ",M" + yy + " " + number + "\n";
    }
    files.push_back(folder.write("parishes " + yy + ".csv", parishes));
    files.push_back(folder.write("wards " + yy + ".csv", wards));
    files.push_back(folder.write("msoas " + yy + ".csv", msoas));
  }
  return files;
}

/// Every order of the demo's files gives the place that one call gives.
inline void expect_any_order_to_agree(const DemoOptions& options, std::uint64_t first_seed,
                                      std::uint64_t seeds) {
  const Folder folder;
  const auto files = files_of_demo(folder, options);
  const Place expected = import_new(files).place;
  for (auto seed = first_seed; seed < first_seed + seeds; ++seed) {
    const auto calls = random_calls(files, seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ", " + std::to_string(calls.size()) + " calls");
    EXPECT_EQ(difference_of_content(imported_in_calls(calls), expected), "");
    std::vector<std::string> at_once;
    for (const auto& call : calls) at_once.insert(at_once.end(), call.begin(), call.end());
    EXPECT_EQ(difference(import_new(at_once).place, expected), "");
  }
}

}  // namespace placewright::datasets
