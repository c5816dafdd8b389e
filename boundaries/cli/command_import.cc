#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/import_recipe.h"
#include "boundaries/from_place/findings_json.h"
#include "boundaries/output/json_text.h"
#include "boundaries/output/table.h"
#include "datasets/import/import_into.h"
#include "datasets/import/recognise.h"
#include "geo/error.h"

namespace placewright::boundaries::cli {
namespace {

struct Words {
  std::string place;
  std::vector<std::string> files;
  datasets::ImportOptions options;
  std::string map, recipe, write_recipe;
};

std::string now_iso() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// "code=Area ID,population=All people" as pairs; a comma within a column's name is written twice.
std::map<std::string, std::string> parse_map(const std::string& text) {
  std::map<std::string, std::string> map;
  std::string part;
  const auto add = [&] {
    const auto equals = part.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == part.size())
      throw CLI::ValidationError(
          "--map",
          fmt::format("'{}' is not FIELD=COLUMN: write for example --map code=AREA_ID,population=PEOPLE",
                      part));
    map[part.substr(0, equals)] = part.substr(equals + 1);
    part.clear();
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != ',') {
      part += text[at];
    } else if (at + 1 < text.size() && text[at + 1] == ',') {
      part += text[at++];
    } else {
      add();
    }
  }
  if (!part.empty()) add();
  return map;
}

/// Refuses an argument of blanks and commas.
CLI::Validator names_something() {
  return CLI::Validator(
      [](std::string& text) {
        return text.find_first_not_of(" ,\t") == std::string::npos
                   ? std::string(
                         "names nothing; give the code or the name of an authority, such as --within Leeds")
                   : std::string();
      },
      "", "");
}

/// Ctrl-C: nothing has been written yet.
struct Stopped {};

struct Counts {
  std::size_t inside = 0, context = 0, with_deprivation = 0, practices = 0;
  double people = 0, registered = 0;
};

Counts count(const datasets::Place& place) {
  Counts counts;
  for (std::size_t row = 0; row < place.areas.size(); ++row) {
    if (place.areas.inside[row] == 0) {
      ++counts.context;
      continue;
    }
    ++counts.inside;
    if (!datasets::is_missing(place.areas.population[row])) counts.people += place.areas.population[row];
    if (!datasets::is_missing(place.areas.imd_score[row])) ++counts.with_deprivation;
  }
  std::set<std::string_view> practices;
  for (const auto& row : place.registrations) {
    const auto at = place.find_area(row.area);
    if (at && place.areas.inside[*at] != 0) counts.registered += row.patients;
    practices.insert(row.practice);
  }
  counts.practices = practices.size();
  return counts;
}

void print_json(const std::string& path, const datasets::ImportResult& result) {
  const Counts counts = count(result.place);
  nlohmann::json out;
  out["place"] = path;
  out["name"] = result.place.name;
  out["areas"] = counts.inside;
  out["context_areas"] = counts.context;
  out["people"] = counts.people;
  if (result.place.extent) {
    out["within"] = result.place.extent->words;
    out["within_codes"] = result.place.extent->within;
    out["buffer_km"] = result.place.extent->buffer_km;
  }
  out["adjacent_pairs"] = result.place.adjacency.size();
  out["areas_with_deprivation"] = counts.with_deprivation;
  out["registered"] = counts.registered;
  out["practices"] = counts.practices;
  out["sites"] = result.place.sites.size();
  out["files"] = nlohmann::json::array();
  for (const auto& record : result.records)
    out["files"].push_back({{"file", record.file},
                            {"taken_for", record.taken_for},
                            {"vintage", record.vintage},
                            {"rows_read", record.rows_read},
                            {"rows_matched", record.rows_matched},
                            {"rows_left_out", record.rows_left_out},
                            {"left_out_why", record.left_out_why},
                            {"checksum", record.checksum},
                            {"attribution", record.attribution}});
  out["findings"] = output::findings_json<nlohmann::json>(result.findings);
  fmt::print("{}\n", output::json_text(out));
}

/// What lies under the map, and what of it divides; nothing where there is none.
void print_ground(const datasets::Place& place) {
  if (!place.ground.empty() || !place.settlements.empty())
    fmt::print("  ground: {} features, {} settlements\n", place.ground.size(), place.settlements.size());
  if (place.barriers.empty()) return;
  std::map<std::string, std::size_t> kinds;
  for (const auto& barrier : place.barriers) ++kinds[barrier.kind];
  std::string words;
  for (const auto& [kind, number] : kinds)
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", kind, number);
  const auto linked = std::count_if(place.links.begin(), place.links.end(),
                                    [](const auto& link) { return link.by == datasets::kLinkedByRoads; });
  fmt::print("  barriers: {} ({}); {} pairs of areas linked by roads across them\n", place.barriers.size(),
             words, linked);
}

void print_text(const std::string& path, const datasets::ImportResult& result, const Context& context) {
  for (const auto& record : result.records) {
    fmt::print("{}\n  {}{}: {} rows read, {} matched{}\n", record.file, record.taken_for,
               record.vintage.empty() ? "" : " (" + record.vintage + ")", record.rows_read,
               record.rows_matched, record.left_out_why.empty() ? "" : "; left out: " + record.left_out_why);
  }
  const Counts counts = count(result.place);
  const auto& place = result.place;
  fmt::print("\n{}: {} areas{}, {:.0f} people, {} adjacent pairs\n", place.name, counts.inside,
             counts.context > 0 ? fmt::format(" and {} around as context", counts.context) : "",
             counts.people, place.adjacency.size());
  if (place.extent && !place.extent->words.empty())
    fmt::print(
        "  the place is: {}{}\n", place.extent->words,
        place.extent->buffer_km > 0 ? fmt::format("; context {:g} km around", place.extent->buffer_km) : "");
  fmt::print("  deprivation: {}\n",
             counts.with_deprivation == 0
                 ? std::string("absent")
                 : fmt::format("{} of {} areas", counts.with_deprivation, counts.inside));
  fmt::print("  registrations: {}\n", place.registrations.empty()
                                          ? std::string("absent")
                                          : fmt::format("{:.0f} patients who live in the place, {} practices",
                                                        counts.registered, counts.practices));
  std::map<std::string, std::pair<std::size_t, std::size_t>> kinds;
  for (const auto& site : place.sites) {
    ++kinds[site.kind].first;
    if (!datasets::is_missing(site.x)) ++kinds[site.kind].second;
  }
  for (const auto& [kind, number] : kinds)
    fmt::print("  sites, {}: {} ({} located)\n", kind, number.first, number.second);
  print_ground(place);
  for (const auto& link : place.links)
    if (link.by != datasets::kLinkedByRoads)
      fmt::print("  link {}: {} - {} ({})\n",
                 link.state == datasets::LinkState::proposed ? "proposed"
                 : link.state == datasets::LinkState::cut    ? "cut"
                                                             : "declared",
                 link.a, link.b, link.reason);
  constexpr std::size_t kShown = 12;  // of each kind of finding; `check` and --verbose print them all
  std::map<std::string, std::size_t> shown;
  for (const auto& finding : result.findings) {
    if (++shown[finding.code] > kShown && !context.verbose && finding.code != "FILE_NOT_TAKEN") continue;
    context.tell(finding);
  }
  for (const auto& [code, number] : shown)
    if (number > kShown && !context.verbose && code != "FILE_NOT_TAKEN")
      context.say(fmt::format("... and {} more {} (--verbose or check prints them)", number - kShown, code));
  fmt::print("\nWritten: {}\nNext: placewright draw {} --plan A\n", path, path);
}

/// A kind or a field that nobody knows is a wrong command.
void check_by_hand(const datasets::ByHand& by_hand) {
  if (by_hand.as.empty()) {
    if (!by_hand.map.empty())
      throw CLI::ValidationError("--map",
                                 "says which column is what, but not what the file is: add --as KIND");
    return;
  }
  const auto kind = datasets::find_kind(by_hand.as);
  if (!kind || *kind == datasets::Kind::not_taken) {
    std::string kinds;
    for (int k = 0; k < static_cast<int>(datasets::Kind::not_taken); ++k)
      kinds += (k == 0 ? "" : ", ") + std::string(datasets::kind_name(static_cast<datasets::Kind>(k)));
    throw CLI::ValidationError("--as",
                               fmt::format("'{}' is no kind of table; one of: {}", by_hand.as, kinds));
  }
  if (*kind == datasets::Kind::area) return;  // any further column of numbers is an indicator
  const auto known = datasets::known_fields(*kind);
  for (const auto& [field, column] : by_hand.map)
    if (std::find(known.begin(), known.end(), field) == known.end())
      throw CLI::ValidationError("--map", fmt::format("{} has no field '{}'; its fields: {}", by_hand.as,
                                                      field, fmt::join(known, ", ")));
}

/// What the words say, a recipe first: files and options of the line come on top of it.
Recipe what_to_import(const Words& words) {
  Recipe recipe;
  if (!words.recipe.empty()) recipe = read_recipe(words.recipe);
  datasets::ImportOptions& options = recipe.options;
  datasets::ByHand by_hand = words.options.by_hand;
  by_hand.map = parse_map(words.map);
  check_by_hand(by_hand);
  for (const auto& [file, of_recipe] : options.of_file) check_by_hand(of_recipe);
  for (const auto& file : words.files) {
    recipe.files.push_back(file);
    if (!by_hand.as.empty() || !by_hand.layer.empty()) options.of_file[file] = by_hand;
  }
  if (!words.options.within.empty()) options.within = words.options.within;
  if (words.options.buffer_km) options.buffer_km = words.options.buffer_km;
  if (!words.options.name.empty()) options.name = words.options.name;
  if (!words.options.period.empty()) options.period = words.options.period;
  if (recipe.files.empty())
    throw CLI::ValidationError("files", "no file is named: name the downloads, a folder, or a --recipe");
  return recipe;
}

int import_place(const Words& words, const Context& context) {
  Recipe recipe = what_to_import(words);
  recipe.options.imported_at = now_iso();
  const datasets::ImportResult result = datasets::import_into(
      words.place, recipe.files, recipe.options, [&](double fraction, std::string_view what) {
        if (context.stop != nullptr && context.stop->load()) throw Stopped{};
        if (fraction >= 1)
          context.end_progress();
        else
          context.progress(fraction, what);
      });
  if (!words.write_recipe.empty())
    output::write_text(words.write_recipe, recipe_text(recipe, words.write_recipe));
  if (context.json)
    print_json(words.place, result);
  else
    print_text(words.place, result, context);
  return kDone;
}

}  // namespace

Run add_import(CLI::App& parser) {
  const auto words = std::make_shared<Words>();
  parser.add_option("place", words->place, "the place file; made when it is not there, else extended")
      ->required();
  parser.add_option("files", words->files,
                    "downloads as they were published, archives and folders too, in any order");
  parser
      .add_option("--within", words->options.within,
                  "codes or names, separated by commas, of what the place is to be: authorities, else "
                  "counties, ICBs, regions, else wards, parishes, boundaries; kept for later imports")
      ->check(names_something());
  parser
      .add_option("--buffer", words->options.buffer_km,
                  "also take areas and sites so many km around, as context; kept for later imports")
      ->check(CLI::Range(0.0, 500.0));
  parser.add_option("--as", words->options.by_hand.as,
                    "what the file is, by hand: area, site, registration, boundary, road, postcode, ...");
  parser.add_option("--layer", words->options.by_hand.layer, "the layer or sheet to take");
  parser.add_option("--map", words->map,
                    "which column is what, by hand: FIELD=COLUMN,... (the fields are the columns of the "
                    "place; see schema)");
  parser.add_option("--name", words->options.name, "the name of the place");
  parser.add_option("--period", words->options.period,
                    "of tables of indicators by period: which one, such as 2023/24; the latest of each "
                    "where it is not given");
  parser.add_option("--recipe", words->recipe,
                    "a TOML file that says which files make the place and how (name, within, buffer, "
                    "period, [[source]] with files, as, layer, map); paths relative to it, with wildcards");
  parser.add_option("--write-recipe", words->write_recipe,
                    "write the recipe of this import, for the next quarter");
  return [words](const Context& context) {
    try {
      return import_place(*words, context);
    } catch (const Stopped&) {
      context.end_progress();
      context.warn("stopped; nothing is changed");
      return kStopped;
    }
  };
}

}  // namespace placewright::boundaries::cli
