#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/output/export.h"
#include "boundaries/output/report.h"
#include "datasets/place_file.h"

namespace placewright::boundaries::cli {
namespace {

/// Everything but the tables that no page shows: roads and travel can be large.
datasets::Place read_for_output(const std::string& path) {
  using datasets::Tables;
  return datasets::PlaceFile::open(path, datasets::PlaceFile::Mode::read).read(Tables::everything - Tables::road);
}

}  // namespace

Run add_report(CLI::App& parser) {
  struct Words {
    std::string place, plan, out;
  };
  auto words = std::make_shared<Words>();
  parser.add_option("place", words->place, "the place file")->required()->type_name("PLACE");
  parser.add_option("--plan", words->plan, "the plan to report on")->required()->type_name("NAME");
  parser.add_option("out", words->out, "the page to write")->required()->type_name("OUT.html");
  return [words](const Context& context) {
    const auto place = read_for_output(words->place);
    const auto& plan = find_plan(place, words->plan);
    context.say(fmt::format("Report on plan {} of {}", plan.name, place_text(place)));
    output::write_text(words->out, output::report_html(output::describe_plan(place, plan)));
    if (context.json)
      fmt::print("{}\n", nlohmann::ordered_json{{"written", {words->out}}}.dump());
    else
      fmt::print("{}\n", words->out);
    return kDone;
  };
}

Run add_export(CLI::App& parser) {
  struct Words {
    std::string place, plan, folder;
  };
  auto words = std::make_shared<Words>();
  parser.add_option("place", words->place, "the place file")->required()->type_name("PLACE");
  parser.add_option("--plan", words->plan, "the plan to hand on")->required()->type_name("NAME");
  parser.add_option("folder", words->folder, "folder to write into; made where it is missing")->required()->type_name("DIR");
  return [words](const Context& context) {
    const auto place = read_for_output(words->place);
    const auto& plan = find_plan(place, words->plan);
    context.say(fmt::format("Exporting plan {} of {}", plan.name, place_text(place)));
    // The plan's own date, so that the same plan is exported to the same bytes.
    const auto date = plan.created.size() >= 10 ? plan.created : clock_text();
    const auto written = output::export_plan(output::describe_plan(place, plan), words->folder, date.substr(0, 10));
    if (context.json)
      fmt::print("{}\n", nlohmann::ordered_json{{"written", written}}.dump());
    else
      for (const auto& path : written) fmt::print("{}\n", path);
    return kDone;
  };
}

}  // namespace placewright::boundaries::cli
