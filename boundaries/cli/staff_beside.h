#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "boundaries/cli/command.h"
#include "boundaries/workforce/cover/coverage.h"

/// What `workforce` sets beside the staff of today: earlier staff, benchmarks, establishment.
namespace placewright::boundaries::cli {

struct BesideWords {
  std::string since, keep_as, benchmarks;
};
void add_beside_options(CLI::App& parser, BesideWords& words);

/// Prints, or adds to `out`, what was asked for; keeps the staff of today under a name. `path` is the place's
/// file. The figures are the planner's own and not audited for publishing.
void print_beside(const Context& context, const BesideWords& words, const std::string& path,
                  const datasets::Place& place, const datasets::PlanRecord& plan,
                  const workforce::CoverageRequest& question, nlohmann::ordered_json& out);

}  // namespace placewright::boundaries::cli
