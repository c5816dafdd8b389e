#pragma once

#include <string>
#include <vector>

#include "datasets/import/import.h"

/// A recipe: which sources make a place and how, so that next quarter is one command.
///
///     name = "Leeds"
///     within = "E08000035"
///     buffer = 3
///     [[source]]
///     files = ["downloads/*.csv", "boundaries"]
///     [[source]]
///     files = ["clinics.csv"]
///     as = "site"
///     map = { name = "Clinic", postcode = "PC" }
namespace placewright::boundaries::cli {

struct Recipe {
  std::vector<std::string> files;   ///< wildcards resolved, paths as they open from here
  datasets::ImportOptions options;  ///< name, within, buffer_km, period, and of_file for files taken by hand
};

/// Reads a recipe; paths are relative to its folder, with * and ? as wildcards. Throws InputError for what is
/// no recipe, an unknown key, and a path that fits no file, naming file and line.
[[nodiscard]] Recipe read_recipe(const std::string& path);

/// The recipe of an import, for a file at this path: what read_recipe gives back.
[[nodiscard]] std::string recipe_text(const Recipe& recipe, const std::string& path);

}  // namespace placewright::boundaries::cli
