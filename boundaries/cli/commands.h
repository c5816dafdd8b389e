#pragma once

#include "boundaries/cli/command.h"

/// One declaration a command_<name>.cc; the table in main.cc lists them all.
namespace placewright::boundaries::cli {

Run add_demo(CLI::App& parser);
Run add_import(CLI::App& parser);
Run add_draw(CLI::App& parser);
Run add_score(CLI::App& parser);

}  // namespace placewright::boundaries::cli
