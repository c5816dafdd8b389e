#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <thread>

#include "boundaries/cli/commands.h"
#include "boundaries/cli/open_place.h"
#include "boundaries/cli/print_plan.h"
#include "boundaries/engine/breed/ladder.h"
#include "boundaries/from_place/findings_json.h"
#include "boundaries/output/json_text.h"
#include "boundaries/output/registers.h"
#include "datasets/import/read_matrix.h"
#include "datasets/place/file.h"
#include "datasets/place/place_words.h"
#include "geo/error.h"
#include "geo/road_network.h"
#include "geo/travel.h"

namespace placewright::boundaries::cli {
namespace {

struct Words {
  std::string place, mode = "walk", speeds, matrix, duplicates, unit, from_points, to_points;
  std::optional<double> percentile;
  double within = 60, snap_m = 1000;
  unsigned threads = 0;
  bool between_areas = false, show_speeds = false;
};

constexpr const char* kSpeedColumns = "road_class,walk_kmh,drive_kmh";

/// One row of the speed file. Throws InputError, which names the line.
geo::RoadSpeed read_speed(const std::string& path, int number, const std::string& line, bool with_junctions) {
  std::vector<std::string_view> cells;
  for (std::size_t from = 0; from <= line.size(); from = from + cells.back().size() + 1)
    cells.push_back(std::string_view(line).substr(from, line.find(',', from) - from));
  const auto refuse = [&] {
    return geo::InputError{{fmt::format("{}, line {}", path, number), fmt::format("'{}'", line),
                            with_junctions
                                ? "write a class, two speeds in km/h from 0 (not allowed) to 200, and "
                                  "seconds at a junction from 0 to 200"
                                : "write a class and two speeds in km/h from 0 (not allowed) to 200"}};
  };
  if (cells.size() != (with_junctions ? 4 : 3)) throw refuse();
  const auto number_in = [&](std::string_view cell) {
    double value = 0;
    const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (read.ec != std::errc() || read.ptr != cell.data() + cell.size() || !(value >= 0 && value <= 200))
      throw refuse();
    return value;
  };
  geo::RoadSpeed speed{std::string(cells[0]), number_in(cells[1]), number_in(cells[2])};
  if (with_junctions) speed.junction_s = number_in(cells[3]);
  return speed;
}

/// The default speeds with the rows of a file road_class,walk_kmh,drive_kmh (and junction_s, if it has that)
/// in their place.
std::vector<geo::RoadSpeed> read_speeds(const std::string& path) {
  auto speeds = geo::default_road_speeds();
  if (path.empty()) return speeds;
  std::ifstream in(path);
  if (!in) throw geo::InputError{{path, "cannot be read", "check the path"}};
  const std::string with_seconds = std::string(kSpeedColumns) + ",junction_s";
  bool with_junctions = false;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    if (number == 1) {
      with_junctions = line == with_seconds;
      if (line != kSpeedColumns && !with_junctions)
        throw geo::InputError{{fmt::format("{}, line 1", path), fmt::format("the header is '{}'", line),
                               fmt::format("write {}, and junction_s behind it if junctions are to cost time "
                                           "(--show-speeds prints the table)",
                                           kSpeedColumns)}};
      continue;
    }
    auto speed = read_speed(path, number, line, with_junctions);
    const auto known = std::find_if(speeds.begin(), speeds.end(),
                                    [&](const auto& row) { return row.road_class == speed.road_class; });
    if (known == speeds.end())
      speeds.push_back(std::move(speed));
    else
      *known = std::move(speed);
  }
  return speeds;
}

/// A table that --speeds reads; seconds at junctions only where there are any.
void print_speeds(const std::vector<geo::RoadSpeed>& speeds) {
  const bool junctions =
      std::any_of(speeds.begin(), speeds.end(), [](const auto& row) { return row.junction_s > 0; });
  fmt::print("{}{}\n", kSpeedColumns, junctions ? ",junction_s" : "");
  for (const auto& row : speeds) {
    fmt::print("{},{:g},{:g}", row.road_class, row.walk_kmh, row.drive_kmh);
    if (junctions) fmt::print(",{:g}", row.junction_s);
    fmt::print("\n");
  }
}

/// The importer keeps tags as key=value;key=value; OSM's own form "key"=>"value" is left as it is.
std::string osm_tags(const std::string& other) {
  if (other.find("=>") != std::string::npos) return other;
  std::string tags;
  for (std::size_t from = 0; from < other.size();) {
    const auto to = std::min(other.find(';', from), other.size()), equals = other.find('=', from);
    if (equals != std::string::npos && equals < to)
      tags += fmt::format("{}\"{}\"=>\"{}\"", tags.empty() ? "" : ",", other.substr(from, equals - from),
                          other.substr(equals + 1, to - equals - 1));
    from = to + 1;
  }
  return tags;
}

constexpr auto kGround = datasets::Tables::area | datasets::Tables::site | datasets::Tables::road;

/// Minutes worked out on the one hold on the other: the same points and roads.
bool same_ground(const datasets::Place& one, const datasets::Place& other) {
  const auto same_number = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  const auto& a = one.areas;
  const auto& b = other.areas;
  return a.code == b.code &&
         std::equal(a.centroid_x.begin(), a.centroid_x.end(), b.centroid_x.begin(), b.centroid_x.end(),
                    same_number) &&
         std::equal(a.centroid_y.begin(), a.centroid_y.end(), b.centroid_y.begin(), b.centroid_y.end(),
                    same_number) &&
         std::equal(one.sites.begin(), one.sites.end(), other.sites.begin(), other.sites.end(),
                    [&](const auto& p, const auto& q) {
                      return p.id == q.id && p.mode == q.mode && same_number(p.x, q.x) &&
                             same_number(p.y, q.y);
                    }) &&
         std::equal(one.roads.begin(), one.roads.end(), other.roads.begin(), other.roads.end(),
                    [](const auto& p, const auto& q) {
                      return p.line == q.line && p.road_class == q.road_class && p.oneway == q.oneway &&
                             p.access == q.access && p.other == q.other;
                    });
}

/// Writes `count` rows of a mode in place of those there were, made one by one: a region's table is too large
/// to hold as rows twice. They were worked out on `ground`, as it was read from the file.
template <class RowAt>
void save(datasets::PlaceFile& file, const datasets::Place& ground, std::size_t count,
          const std::string& mode, const std::string& how, RowAt row_at) {
  constexpr std::size_t kChunk = 50'000;
  file.together([&] {
    if (file.changed_since_read() && !same_ground(ground, file.read(kGround)))
      throw geo::InputError{{file.path(),
                             "another program changed its areas, sites or roads while minutes were worked "
                             "out: nothing is stored",
                             "run the same command again"}};
    file.replace_travel(mode, {});
    std::vector<datasets::TravelRow> chunk;
    for (std::size_t first = 0; first < count; first += kChunk) {
      chunk.clear();
      for (std::size_t k = first; k < std::min(count, first + kChunk); ++k) chunk.push_back(row_at(k));
      file.append_travel(chunk);
    }
    // What the minutes are is kept beside them; of a road network the log tells it.
    auto settings = file.read(datasets::Tables::setting).settings;
    const auto key = std::string(datasets::kTravelSource) + mode;
    const bool imported = how.starts_with("imported");
    if (imported ? settings[key] != how : settings.erase(key) > 0) {
      if (imported) settings[key] = how;
      file.save_settings(settings);
    }
    datasets::LogRow log;
    log.when = clock_text();
    log.who = "travel";
    log.what = "travel";
    log.after = fmt::format("{} minutes by {}, {}", count, mode, how);
    file.append_log(std::span(&log, 1));
  });
}

datasets::MatrixOptions matrix_options(const Words& words) {
  using datasets::MatrixOptions;
  MatrixOptions options;
  options.mode = words.mode;
  options.percentile = words.percentile;
  options.from_points = words.from_points;
  options.to_points = words.to_points;
  options.duplicates = words.duplicates == "first"    ? MatrixOptions::Duplicates::first
                       : words.duplicates == "median" ? MatrixOptions::Duplicates::median
                                                      : MatrixOptions::Duplicates::refuse;
  options.unit = words.unit == "minutes"   ? MatrixOptions::TimeUnit::minutes
                 : words.unit == "seconds" ? MatrixOptions::TimeUnit::seconds
                                           : MatrixOptions::TimeUnit::by_speed;
  return options;
}

/// Rows by what became of them; those of none are left out.
std::vector<std::pair<const char*, std::size_t>> fates_of(const datasets::MatrixReceipt& receipt) {
  std::vector<std::pair<const char*, std::size_t>> all{{"stored", receipt.stored},
                                                       {"double", receipt.doubled},
                                                       {"out of reach", receipt.unreached},
                                                       {"sentinel", receipt.sentinel},
                                                       {"reversed", receipt.reversed},
                                                       {"not a number", receipt.not_a_number},
                                                       {"negative", receipt.negative},
                                                       {"unknown area", receipt.unknown_area},
                                                       {"unknown site", receipt.unknown_site},
                                                       {"other mode", receipt.other_mode}};
  std::erase_if(all, [](const auto& one) { return one.second == 0; });
  return all;
}

nlohmann::ordered_json matrix_json(const Words& words, const datasets::ReadMatrix& matrix,
                                   std::size_t replaced) {
  const auto& receipt = matrix.receipt;
  nlohmann::ordered_json out{{"mode", words.mode},
                             {"rows", receipt.rows},
                             {"stored", receipt.stored},
                             {"double", receipt.doubled},
                             {"out_of_reach", receipt.unreached},
                             {"sentinel", receipt.sentinel},
                             {"reversed", receipt.reversed},
                             {"not_a_number", receipt.not_a_number},
                             {"negative", receipt.negative},
                             {"unknown_area", receipt.unknown_area},
                             {"unknown_site", receipt.unknown_site},
                             {"other_mode", receipt.other_mode},
                             {"pairs", receipt.pairs},
                             {"pairs_out_of_reach", receipt.pairs_unreached},
                             {"pairs_replaced", replaced},
                             {"unit", receipt.unit},
                             {"percentile", receipt.percentile},
                             {"period", receipt.period}};
  out["findings"] = output::findings_json<nlohmann::ordered_json>(matrix.findings);
  return out;
}

int import_matrix(const Context& context, const Words& words) {
  auto file = datasets::PlaceFile::open(words.place, datasets::PlaceFile::Mode::change);
  const auto place = file.read(kGround | datasets::Tables::travel);
  say_doubts(context, file);
  const auto matrix = datasets::read_matrix(words.matrix, place, matrix_options(words));
  const auto& receipt = matrix.receipt;
  const auto replaced = static_cast<std::size_t>(std::count_if(
      place.travel.begin(), place.travel.end(), [&](const auto& row) { return row.mode == words.mode; }));
  std::string how = "imported from " + std::filesystem::path(words.matrix).filename().string();
  for (const auto& more : {receipt.percentile, receipt.period})
    if (!more.empty()) how += ", " + more;
  save(file, place, matrix.rows.size(), words.mode, how, [&](std::size_t k) { return matrix.rows[k]; });
  if (context.json) {
    fmt::print("{}\n", output::json_text(matrix_json(words, matrix, replaced)));
    return kDone;
  }
  fmt::print("{} minutes by {} from {}\n  {} rows:", receipt.pairs, words.mode, words.matrix, receipt.rows);
  const char* between = " ";
  for (const auto& [what, rows] : fates_of(receipt)) {
    fmt::print("{}{} {}", between, rows, what);
    between = ", ";
  }
  fmt::print("\n  times in {}", receipt.unit);
  for (const auto& more : {receipt.percentile, receipt.period})
    if (!more.empty()) fmt::print("; {}", more);
  fmt::print("\n");
  if (receipt.pairs_unreached > 0)
    fmt::print("  {} pairs are out of reach and stored as such\n", receipt.pairs_unreached);
  if (replaced > 0) fmt::print("  in place of {} minutes by {}\n", replaced, words.mode);
  const auto findings = findings_text(matrix.findings, geo::Severity::warning);
  if (!findings.empty()) context.warn(findings);
  return kDone;
}

/// Roads with their use by the tags they have.
std::vector<geo::RoadLine> list_roads(const datasets::Place& place, std::vector<std::string>& tags) {
  std::vector<geo::RoadLine> lines;
  tags.resize(place.roads.size());
  for (std::size_t k = 0; k < place.roads.size(); ++k) {
    const auto& road = place.roads[k];
    tags[k] = osm_tags(road.other);
    lines.push_back(
        {road.line, road.road_class, geo::read_road_use(road.road_class, road.oneway, road.access, tags[k])});
  }
  return lines;
}

/// Where ways begin and end: areas by their code, sites by their id.
struct Ends {
  std::vector<geo::Point> origins, destinations;
  std::vector<std::string> from, to;
  std::vector<std::string> kind;  ///< of each destination that is an open site; "" of others
  std::size_t not_weighted = 0;   ///< areas that start from an inside point
  std::size_t not_located = 0;    ///< sites
};

Ends list_ends(const datasets::Place& place, bool between_areas) {
  Ends ends;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    if (std::isnan(place.areas.centroid_x[i])) continue;
    ends.origins.push_back({place.areas.centroid_x[i], place.areas.centroid_y[i]});
    ends.from.push_back(place.areas.code[i]);
    if (i >= place.areas.centroid_weighted.size() || place.areas.centroid_weighted[i] == 0)
      ++ends.not_weighted;
  }
  for (const auto& site : place.sites) {
    if (site.mode == "virtual") continue;
    if (std::isnan(site.x)) {
      ++ends.not_located;
      continue;
    }
    ends.destinations.push_back({site.x, site.y});
    ends.to.push_back(site.id);
    ends.kind.push_back(site.open ? site.kind : "");
  }
  if (between_areas) {
    ends.destinations.insert(ends.destinations.end(), ends.origins.begin(), ends.origins.end());
    ends.to.insert(ends.to.end(), ends.from.begin(), ends.from.end());
  }
  ends.kind.resize(ends.to.size());
  return ends;
}

geo::TravelOptions travel_options(const Context& context, const Words& words) {
  geo::TravelOptions options;
  options.cut_off_minutes = words.within;
  options.snap_limit_m = words.snap_m;
  const auto threads = words.threads > 0 ? words.threads : std::max(1u, std::thread::hardware_concurrency());
  options.on_each_thread = [threads](const std::function<void()>& job) {
    engine::run_jobs(threads, threads, [&](std::size_t) { job(); });
  };
  options.progress = [stop = context.stop](double) { return stop == nullptr || !stop->load(); };
  return options;
}

std::size_t count_unreached(const Ends& ends, const geo::TravelTable& table) {
  std::vector<std::uint8_t> reached(ends.origins.size(), 0);
  for (const auto& row : table.rows) reached[row.origin] = 1;
  return static_cast<std::size_t>(std::count(reached.begin(), reached.end(), 0));
}

/// Where an area that has a road reaches no open site of a kind, the pair with the nearest of them in a
/// straight line: it is stored without minutes, so that its people are known to be out of reach. Areas
/// without a road have no such pair: of them nothing is known.
std::vector<geo::TravelMinutes> list_out_of_reach(const Ends& ends, const geo::TravelTable& table) {
  std::map<std::string_view, std::vector<std::uint32_t>> of_kind;
  for (std::uint32_t to = 0; to < ends.to.size(); ++to)
    if (!ends.kind[to].empty() &&
        !std::binary_search(table.destinations_off_network.begin(), table.destinations_off_network.end(), to))
      of_kind[ends.kind[to]].push_back(to);
  std::vector<std::set<std::string_view>> reached(ends.from.size());
  for (const auto& row : table.rows) reached[row.origin].insert(ends.kind[row.destination]);
  std::vector<geo::TravelMinutes> pairs;
  for (std::uint32_t from = 0; from < ends.from.size(); ++from) {
    if (std::binary_search(table.origins_off_network.begin(), table.origins_off_network.end(), from))
      continue;
    const auto metres = [&](std::uint32_t to) {
      return std::hypot(ends.destinations[to].x - ends.origins[from].x,
                        ends.destinations[to].y - ends.origins[from].y);
    };
    for (const auto& [kind, sites] : of_kind)
      if (!reached[from].contains(kind))
        pairs.push_back({from,
                         *std::min_element(sites.begin(), sites.end(),
                                           [&](auto a, auto b) { return metres(a) < metres(b); }),
                         datasets::kMissing});
  }
  return pairs;
}

/// Areas that reach no site of a kind, by kind.
std::map<std::string, std::size_t> count_by_kind(const Ends& ends,
                                                 const std::vector<geo::TravelMinutes>& out_of_reach) {
  std::map<std::string, std::size_t> areas;
  for (const auto& pair : out_of_reach) ++areas[ends.kind[pair.destination]];
  return areas;
}

/// How sure minutes over the place's roads are: by areas that no road is near, or that start from a point
/// where nobody need live, and by sites that lie nowhere.
output::OutputConfidence rate_minutes(const Ends& ends, const geo::TravelTable& table) {
  output::OutputConfidence rating{"travel", 'A', {}};
  const auto note = [&](std::size_t count, std::size_t all, const char* what) {
    if (count == 0) return;
    rating.grade = std::max(rating.grade, 20 * count > all ? 'C' : 'B');
    rating.why.push_back(fmt::format("{} of {} {}", count, all, what));
  };
  note(table.origins_off_network.size(), ends.origins.size(), "areas are far from any road");
  note(table.destinations_off_network.size(), ends.destinations.size(), "destinations are far from any road");
  note(ends.not_weighted, ends.origins.size(), "areas start from a point inside, not from where people live");
  note(ends.not_located, ends.destinations.size() + ends.not_located, "sites are not located");
  return rating;
}

void print_travel_json(const Words& words, const Ends& ends, const geo::RoadNetwork& network,
                       const geo::TravelTable& table, const std::vector<geo::TravelMinutes>& out_of_reach) {
  nlohmann::ordered_json out;
  out["mode"] = words.mode;
  out["areas"] = ends.origins.size();
  out["destinations"] = ends.destinations.size();
  out["pairs"] = table.rows.size();
  out["pairs_beyond"] = ends.origins.size() * ends.destinations.size() - table.rows.size();
  out["areas_off_network"] = table.origins_off_network.size();
  out["destinations_off_network"] = table.destinations_off_network.size();
  out["areas_that_reach_nothing"] = count_unreached(ends, table);
  out["areas_out_of_reach"] = nlohmann::ordered_json::object();
  for (const auto& [kind, areas] : count_by_kind(ends, out_of_reach)) out["areas_out_of_reach"][kind] = areas;
  out["sites_not_located"] = ends.not_located;
  out["areas_not_population_weighted"] = ends.not_weighted;
  out["junctions"] = network.node.size();
  out["roads"] = network.edge.size();
  out["roads_left_out"] = network.lines_left_out;
  out["unknown_classes"] = network.unknown_classes;
  out["confidence"] = std::string(1, rate_minutes(ends, table).grade);
  fmt::print("{}\n", output::json_text(out));
}

void print_travel(const Words& words, const Ends& ends, const geo::RoadNetwork& network,
                  const geo::TravelTable& table, const std::vector<geo::TravelMinutes>& out_of_reach) {
  fmt::print("{} minutes by {}: {} areas to {} destinations\n", table.rows.size(), words.mode,
             ends.origins.size(), ends.destinations.size());
  fmt::print("  {} pairs are farther than {:g} minutes or have no way\n",
             ends.origins.size() * ends.destinations.size() - table.rows.size(), words.within);
  fmt::print("  farther than {:g} m from a road: {} areas, {} destinations; {} areas reach nothing\n",
             words.snap_m, table.origins_off_network.size(), table.destinations_off_network.size(),
             count_unreached(ends, table));
  for (const auto& [kind, areas] : count_by_kind(ends, out_of_reach))
    fmt::print("  out of reach of every site of kind {}: {} {}, stored as such\n", kind, areas,
               areas == 1 ? "area" : "areas");
  fmt::print(
      "  network: {} junctions, {} stretches, {} lines left out (closed to the mode or of unknown class), {} "
      "stretches in dead fragments\n",
      network.node.size(), network.edge.size(), network.lines_left_out, network.fragment_edges);
  if (!network.unknown_classes.empty())
    fmt::print("  classes without a speed: {}\n", fmt::join(network.unknown_classes, ", "));
  if (ends.not_located > 0) fmt::print("  {} sites are not located\n", ends.not_located);
  if (ends.not_weighted > 0)
    fmt::print("  NOT_PWC: {} areas start from an inside point, not from where people live\n",
               ends.not_weighted);
  fmt::print("{}\n", output::confidence_words(rate_minutes(ends, table)));
}

/// Minutes over the place's roads, stored in place of those of the same mode.
int travel_by_road(const Context& context, const Words& words) {
  if (words.mode != "walk" && words.mode != "drive")
    throw geo::InputError{{"--mode", fmt::format("roads are for walk and drive, not '{}'", words.mode),
                           "import a matrix of that mode with --matrix FILE"}};
  const auto mode = words.mode == "walk" ? geo::TravelMode::walk : geo::TravelMode::drive;
  auto file = datasets::PlaceFile::open(words.place, datasets::PlaceFile::Mode::change);
  const auto place = file.read(kGround | datasets::Tables::setting);
  say_doubts(context, file);
  if (place.roads.empty())
    throw geo::InputError{{words.place, "the place has no roads",
                           "import an OSM extract (.osm.pbf) or OS Open Roads, or give --matrix FILE"}};
  context.say(fmt::format("minutes by {} over {} roads of {}, within {:g} minutes", words.mode,
                          place.roads.size(), place_text(place), words.within));
  std::vector<std::string> tags;
  const auto lines = list_roads(place, tags);
  const auto network = geo::build_road_network(lines, read_speeds(words.speeds), mode);
  const Ends ends = list_ends(place, words.between_areas);
  if (ends.destinations.empty())
    throw geo::InputError{
        {words.place, "there is nowhere to go: no located sites", "import sites, or add --between-areas"}};
  const auto table =
      geo::measure_travel(network, ends.origins, ends.destinations, travel_options(context, words));
  if (context.stop != nullptr && context.stop->load()) return kStopped;
  const auto out_of_reach = list_out_of_reach(ends, table);
  save(file, place, table.rows.size() + out_of_reach.size(), words.mode,
       fmt::format("{} roads, within {:g} minutes", place.roads.size(), words.within), [&](std::size_t k) {
         const auto& row = k < table.rows.size() ? table.rows[k] : out_of_reach[k - table.rows.size()];
         return datasets::TravelRow{words.mode, ends.from[row.origin], ends.to[row.destination], row.minutes};
       });
  (context.json ? print_travel_json : print_travel)(words, ends, network, table, out_of_reach);
  return kDone;
}

int run_travel(const Context& context, const Words& words) {
  if (words.show_speeds) {
    print_speeds(read_speeds(words.speeds));
    return kDone;
  }
  return words.matrix.empty() ? travel_by_road(context, words) : import_matrix(context, words);
}

}  // namespace

Run add_travel(CLI::App& parser) {
  auto words = std::make_shared<Words>();
  parser.add_option("PLACE", words->place, "the place file")->required();
  parser.add_option("--mode", words->mode, "walk or drive; with --matrix any name (bus, cycle)");
  parser.add_option(
      "--speeds", words->speeds,
      "CSV road_class,walk_kmh,drive_kmh that changes the speed table; a fourth column junction_s: "
      "seconds that a car loses at each junction; a row ferry opens ferries");
  parser.add_flag("--show-speeds", words->show_speeds, "print the speed table and do nothing else");
  auto* matrix = parser.add_option(
      "--matrix", words->matrix,
      "take a ready matrix instead: a table from_id,to_id,travel_time_p50 (as r5r and QNEAT3 write it, also "
      "with departures), or the JSON of OSRM or Valhalla");
  parser
      .add_option("--duplicates", words->duplicates,
                  "with --matrix: of a pair that comes twice, first or median")
      ->needs(matrix)
      ->check(CLI::IsMember({"first", "median"}));
  parser
      .add_option("--percentile", words->percentile,
                  "with --matrix: of several percentiles or departures this one (50)")
      ->needs(matrix)
      ->check(CLI::Range(0.0, 100.0));
  parser
      .add_option("--unit", words->unit,
                  "with --matrix: minutes or seconds; else minutes, unless speeds show that they are seconds")
      ->needs(matrix)
      ->check(CLI::IsMember({"minutes", "seconds"}));
  parser
      .add_option("--from", words->from_points,
                  "with --matrix of JSON: file of the origins in its order; else by position within 100 m")
      ->needs(matrix);
  parser.add_option("--to", words->to_points, "with --matrix of JSON: file of the destinations in its order")
      ->needs(matrix);
  parser.add_option("--within", words->within, "leave out pairs beyond so many minutes")
      ->check(CLI::Range(1.0, 600.0));
  parser.add_option("--snap", words->snap_m, "metres from a point to its road, at most")
      ->check(CLI::Range(1.0, 100000.0));
  parser.add_flag("--between-areas", words->between_areas,
                  "also minutes from every area to every other (for --site and moves of staff)");
  parser.add_option("--threads", words->threads,
                    "threads at work (0: one a core); minutes do not depend on it");
  return [words](const Context& context) { return run_travel(context, *words); };
}

}  // namespace placewright::boundaries::cli
