#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <numeric>

#include "boundaries/cli/commands.h"
#include "datasets/demo/demo.h"
#include "datasets/demo/raw.h"
#include "datasets/place/file.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

struct Words {
  std::string place, raw;
  datasets::DemoOptions options;
  bool replace = false;
};

/// Only a demo place may be overwritten without being asked: anything else took somebody's time.
datasets::IfThere expect_free(const Words& words) {
  std::error_code gone;
  if (words.replace) return datasets::IfThere::replace;
  if (!std::filesystem::exists(words.place, gone)) return datasets::IfThere::keep;
  bool invented = false;
  try {
    invented = datasets::PlaceFile::open(words.place, datasets::PlaceFile::Mode::read).meta().invented;
  } catch (const geo::InputError&) {
    invented = false;  // no place at all: surely not a demo
  }
  if (!invented)
    throw geo::InputError{{words.place, "this file is there already and is not a demo place",
                           "another name, or --replace if it may go"}};
  return datasets::IfThere::replace;
}

std::map<std::string, std::size_t> count_sites(const datasets::Place& place) {
  std::map<std::string, std::size_t> kinds;
  for (const auto& site : place.sites) ++kinds[site.kind];
  return kinds;
}

int run_demo(const Context& context, const Words& words) {
  const auto if_there = expect_free(words);
  context.say(fmt::format("making an invented place of {} areas from seed {}", words.options.areas,
                          words.options.seed));
  const auto place = datasets::make_demo(words.options);
  if (!datasets::write_new_place(words.place, place, std::string(datasets::kDemoMadeAt), if_there))
    throw geo::InputError{{words.place, "another program made this file meanwhile: it is kept",
                           "another name, or --replace if it may go"}};
  std::vector<std::string> files;
  if (!words.raw.empty()) files = datasets::write_demo_raw(place, words.options, words.raw);

  const double people = std::accumulate(place.areas.population.begin(), place.areas.population.end(), 0.0);
  double registered = 0, wte = 0;
  for (const auto& row : place.registrations) registered += row.patients;
  for (const auto& row : place.workforce)
    if (!datasets::is_missing(row.wte)) wte += row.wte * row.share;
  const auto kinds = count_sites(place);
  const auto priority = std::count(place.areas.priority.begin(), place.areas.priority.end(), 1);
  if (context.json) {
    fmt::print(
        "{{\"place\": \"{}\", \"invented\": true, \"areas\": {}, \"people\": {:.0f}, \"registered\": {:.0f}, "
        "\"practices\": {}, \"sites\": {}, \"seed\": {}, \"raw_files\": {}}}\n",
        place.name, place.areas.size(), people, registered, kinds.at("gp"), place.sites.size(),
        words.options.seed, files.size());
    return kDone;
  }
  fmt::print("{}: every person, place and organisation in it is invented\n\n", place.name);
  fmt::print("{:>9}  areas, {} of them among the fifth most deprived of the nation\n", place.areas.size(),
             priority);
  fmt::print("{:>9.0f}  people; {:.0f} patients on the lists of {} practices\n", people, registered,
             kinds.at("gp"));
  fmt::print("{:>9}  pairs of areas that touch; {} links (bridges, a ferry)\n", place.adjacency.size(),
             place.links.size());
  fmt::print("{:>9}  sites:", place.sites.size());
  const char* comma = " ";
  for (const auto& [kind, count] : kinds) {
    fmt::print("{}{} {}", comma, count, kind);
    comma = ", ";
  }
  fmt::print("\n{:>9.0f}  whole-time equivalents of staff in {} rows; {} footprint rows\n", wte,
             place.workforce.size(), place.footprints.size());
  fmt::print("{:>9}  roads, {} barriers, {} boundaries, {} postcodes\n", place.roads.size(),
             place.barriers.size(), place.boundaries.size(), place.postcodes.size());
  fmt::print("{:>9}  plan: current, with {} neighbourhoods\n", place.plans.size(),
             place.plans.front().neighbourhoods.size());
  fmt::print("\nwritten: {}\n", words.place);
  for (const auto& file : files) fmt::print("written: {}\n", file);
  fmt::print("next:    placewright draw {} --plan A\n", words.place);
  return kDone;
}

}  // namespace

Run add_demo(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("place", words->place, "the place file to write")->required();
  parser.add_option("--areas", words->options.areas, "how many areas, 60 to 40000; 1,600 people each")
      ->capture_default_str();
  parser.add_option("--seed", words->options.seed, "another seed, another land")->capture_default_str();
  parser.add_option("--raw", words->raw, "also write it as official-format files into this folder");
  parser.add_flag("--replace", words->replace, "overwrite the file even if it is not a demo place");
  return [words](const Context& context) { return run_demo(context, *words); };
}

}  // namespace placewright::boundaries::cli
