#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/output/export.h"
#include "boundaries/output/own_words.h"
#include "boundaries/output/report.h"
#include "boundaries/output/workforce_tables.h"
#include "boundaries/workforce/cover/publication.h"
#include "boundaries/workforce/supply/need_choice.h"
#include "boundaries/workforce/supply/place_need.h"
#include "datasets/place/file.h"
#include "datasets/read/raster.h"

namespace placewright::boundaries::cli {
namespace {

/// Everything but the table that no page shows: roads can be many.
constexpr auto kForOutput = datasets::Tables::everything;

/// Takes a scheme for what the place itself would say about need, in this run. Throws where it cannot weigh
/// the place.
void set_need(datasets::Place& place, const std::string& scheme) {
  if (scheme.empty()) return;
  (void)workforce::find_need(place, workforce::collect_lists(place), scheme);
  workforce::set_place_need(place.settings, scheme);
}

}  // namespace

Run add_report(CLI::App& parser) {
  struct Words {
    std::string place, plan, out, scheme;
  };
  auto words = std::make_shared<Words>();
  parser.add_option("place", words->place, "the place file")->required()->type_name("PLACE");
  parser.add_option("--plan", words->plan, "the plan to report on")->required()->type_name("NAME");
  parser.add_option("out", words->out, "the page to write")->required()->type_name("OUT.html");
  parser.add_option("--scheme", words->scheme, output::kSchemeHelp)->type_name("NAME");
  return [words](const Context& context) {
    auto place = read_tables(context, words->place, kForOutput);
    set_need(place, words->scheme);
    const auto& plan = find_plan(place, words->plan);
    context.say(fmt::format("Report on plan {} of {}", plan.name, place_text(place)));
    const auto staff = workforce::publish_coverage(place, plan, {}, "report");
    const auto page = output::report_html(output::describe_plan(place, plan), staff.coverage);
    workforce::keep_publication(words->place, staff.record, clock_text());
    output::write_text(words->out, page);
    if (context.json)
      fmt::print("{}\n", nlohmann::ordered_json{{"written", {words->out}}}.dump(
                             -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    else
      fmt::print("{}\n", words->out);
    return kDone;
  };
}

Run add_export(CLI::App& parser) {
  struct Words {
    std::string place, plan, folder, backdrop, scheme;
    std::vector<std::string> columns, overlays;
    bool own_words = false;
  };
  auto words = std::make_shared<Words>();
  parser.add_option("place", words->place, "the place file")->required()->type_name("PLACE");
  parser.add_option("--plan", words->plan, "the plan to hand on")->required()->type_name("NAME");
  parser.add_option("folder", words->folder, "folder to write into; made where it is missing")
      ->required()
      ->type_name("DIR");
  parser
      .add_option("--colour-by", words->columns,
                  "also a map of the areas in fifths by this number column: population, imd_score or any "
                  "further indicator")
      ->type_name("COLUMN")
      ->expected(1)
      ->take_all();
  parser
      .add_option("--overlay", words->overlays,
                  "lines over those maps: roads, barriers or a kind of boundary such as ward")
      ->type_name("KIND")
      ->expected(1)
      ->take_all();
  parser
      .add_option("--backdrop", words->backdrop,
                  "a picture of the ground under those maps: GeoTIFF, MBTiles or GeoPackage tiles")
      ->type_name("FILE");
  parser.add_flag("--own-words", words->own_words,
                  "also settings.csv, roles.csv and notes.csv of the place, which import takes back");
  parser.add_option("--scheme", words->scheme, output::kSchemeHelp)->type_name("NAME");
  return [words](const Context& context) {
    const bool roads = !words->overlays.empty();  // also to name them where another kind is not there
    auto place = read_tables(context, words->place, roads ? datasets::Tables::everything : kForOutput);
    set_need(place, words->scheme);
    const auto& plan = find_plan(place, words->plan);
    // What is asked for and is not there is said before anything is written.
    std::vector<std::pair<std::string, output::MapLook>> looks;
    for (const auto& column : words->columns)
      looks.emplace_back("map_" + column, output::look_of_column(place, column));
    if (looks.empty() && !(words->overlays.empty() && words->backdrop.empty()))
      looks.emplace_back("map_overlays", output::MapLook{});
    for (auto& [name, look] : looks) {
      for (const auto& kind : words->overlays) output::add_overlay(look, place, kind);
      look.backdrop = words->backdrop;
    }
    if (!words->backdrop.empty()) (void)datasets::Raster::open(words->backdrop);
    context.say(fmt::format("Exporting plan {} of {}", plan.name, place_text(place)));
    // The plan's own date, so that the same plan is exported to the same bytes.
    const auto date = plan.created.size() >= 10 ? plan.created : clock_text();
    const auto described = output::describe_plan(place, plan);
    const auto staff = workforce::publish_coverage(place, plan, {}, "export");
    workforce::keep_publication(words->place, staff.record, clock_text());
    auto written = output::export_plan(described, words->folder, date.substr(0, 10), staff.coverage);
    for (auto& [name, look] : looks) {
      std::replace_if(
          name.begin(), name.end(), [](char c) { return c == '/' || c == '\\' || c == ':' || c == ' '; },
          '_');
      const auto further = output::export_look(described, look, words->folder, name);
      written.insert(written.end(), further.begin(), further.end());
    }
    if (words->own_words) {
      const auto further = output::export_own_words(place, words->folder);
      written.insert(written.end(), further.begin(), further.end());
    }
    if (context.json)
      fmt::print("{}\n", nlohmann::ordered_json{{"written", written}}.dump(
                             -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    else
      for (const auto& path : written) fmt::print("{}\n", path);
    return kDone;
  };
}

}  // namespace placewright::boundaries::cli
