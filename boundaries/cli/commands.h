#pragma once

#include "boundaries/cli/command.h"

/// One declaration a command_<name>.cc; the table in main.cc lists them all.
namespace placewright::boundaries::cli {

Run add_align(CLI::App& parser);
Run add_sample(CLI::App& parser);
Run add_demo(CLI::App& parser);
Run add_import(CLI::App& parser);
Run add_check(CLI::App& parser);
Run add_draw(CLI::App& parser);
Run add_score(CLI::App& parser);
Run add_compare(CLI::App& parser);
Run add_explain(CLI::App& parser);
Run add_plans(CLI::App& parser);
Run add_export(CLI::App& parser);
Run add_report(CLI::App& parser);
Run add_schema(CLI::App& parser);
Run add_travel(CLI::App& parser);
Run add_workforce(CLI::App& parser);
Run add_footprints(CLI::App& parser);
Run add_who_covers(CLI::App& parser);
Run add_project(CLI::App& parser);
Run add_scenario(CLI::App& parser);
Run add_view(CLI::App& parser);

}  // namespace placewright::boundaries::cli
