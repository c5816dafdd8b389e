#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "datasets/import/read_ground.h"
#include "datasets/import/read_taken.h"
#include "geo/error.h"

/// Roads, barriers and boundaries.
namespace placewright::datasets {

namespace {

/// Tags of a road that travel and the map read: who may use it, how fast, where it leaves the ground, its
/// number.
constexpr std::array<std::string_view, 10> kRoadTags{"foot",     "vehicle",  "motor_vehicle", "motorcar",
                                                     "maxspeed", "junction", "bridge",        "tunnel",
                                                     "duration", "ref"};

void add_tag(std::string& other, std::string_view key, std::string_view value) {
  if (value.empty() || ((key == "bridge" || key == "tunnel") && value == "no")) return;
  other += fmt::format("{}{}=", other.empty() ? "" : ";", key);
  for (const char c : value) other += c == ';' ? ',' : c;
}

/// A road's class in words that the table of speeds knows, of those of OS Open Zoomstack and OpenMap Local.
std::string os_road_class(std::string_view said) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> words{
      {{"primary", "A Road"},
       {"primary road", "A Road"},
       {"minor", "Minor Road"},
       {"local", "Local Road"},
       {"local street", "Local Road"},
       {"restricted", "Restricted Local Access Road"},
       {"private road publicly accessible", "Restricted Local Access Road"},
       {"pedestrianised street", "pedestrian"},
       {"tunnels", "Unknown"}}};
  const auto plain = trimmed(said.substr(0, said.find(',')));  // "A Road, Collapsed Dual Carriageway"
  const auto word = lower(plain);
  const auto at =
      std::find_if(words.begin(), words.end(), [&](const auto& one) { return one.first == word; });
  return std::string(at == words.end() ? plain : at->second);
}

Road os_road(const Recognised& found, const InputRow& row) {
  const auto text = [&](std::string_view field) { return trimmed(row.cell(found.column(field))); };
  Road road;
  road.road_class = found.format.detail == "os" ? os_road_class(text("road_class")) : text("road_class");
  road.name = text("name");
  if (found.has("form")) road.other = "form=" + std::string(text("form"));
  const auto trunk = lower(text("trunk"));
  add_tag(road.other, "ref", text("number"));
  if (trunk == "true" || trunk == "1" || trunk == "t") add_tag(road.other, "trunk", "yes");
  const auto structure = lower(text("structure"));
  if (structure.find("tunnel") != std::string::npos || lower(text("road_class")) == "tunnels")
    add_tag(road.other, "tunnel", "yes");
  return road;
}

/// A road of OpenStreetMap without its line; nothing for what is none. Ferries are roads of class "ferry".
std::optional<Road> osm_road(const Recognised& found, const InputRow& row) {
  const auto tags = row.cell(found.column("tags"));
  Road road;
  road.road_class = trimmed(row.cell(found.column("road_class")));
  if (road.road_class.empty() && osm_tag(tags, "route") == "ferry") road.road_class = "ferry";
  if (road.road_class.empty()) return std::nullopt;
  road.name = trimmed(row.cell(found.column("name")));
  const std::string oneway = osm_tag(tags, "oneway");
  road.oneway = oneway == "yes" || oneway == "1" || oneway == "true" || oneway == "-1" ||
                oneway == "reverse" || osm_tag(tags, "junction") == "roundabout" ||
                road.road_class == "motorway";
  road.access = osm_tag(tags, "access");
  for (const auto key : kRoadTags) add_tag(road.other, key, osm_tag(tags, key));
  return road;
}

bool runs_backward(const Recognised& found, const InputRow& row) {
  const auto oneway = osm_tag(row.cell(found.column("tags")), "oneway");
  return oneway == "-1" || oneway == "reverse";
}

}  // namespace

void read_lines(TakenTable& taken, Collected& into) {
  const auto& found = taken.recognised;
  const bool osm = found.format.detail == "osm", barriers = found.format.kind == Kind::barrier;
  const std::size_t index = into.taken.size();
  GroundReader ground(index, taken.source.file, into);
  std::int64_t neither = 0, no_line = 0;
  const auto take_ground = [&](const InputRow& row) {
    const auto tags = row.cell(found.column("tags"));
    const auto said = [&](std::string_view field) {
      const auto cell = trimmed(row.cell(found.column(field)));
      return cell.empty() ? osm_tag(tags, field) : std::string(cell);
    };
    const auto tunnel = osm_tag(tags, "tunnel");
    return ground.take(row,
                       said("natural") == kCoastline
                           ? kCoastline
                           : osm_line_kind(said("waterway"), said("railway"), osm_tag(tags, "service")),
                       trimmed(row.cell(found.column("name"))),
                       tunnel.empty() || tunnel == "no" ? "" : "tunnel=" + tunnel) == GroundFate::kept;
  };
  visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
    if (row.lines == nullptr || std::none_of(row.lines->begin(), row.lines->end(),
                                             [](const auto& line) { return line.size() >= 2; })) {
      ++no_line;
      return;
    }
    std::optional<Road> road;
    if (osm)
      road = osm_road(found, row);
    else if (!barriers && !trimmed(row.cell(found.column("road_class"))).empty())
      road = os_road(found, row);
    if (!barriers && !road) {
      if (!osm || !take_ground(row)) ++neither;
      return;
    }
    for (const auto& line : *row.lines) {
      if (line.size() < 2) continue;
      if (barriers) {
        into.barriers.push_back(
            {index,
             row.line,
             {std::string(trimmed(row.cell(found.column("kind")))),
              std::string(trimmed(row.cell(found.column("name")))), line, taken.source.file}});
        continue;
      }
      Road piece = *road;
      piece.line = line;
      if (osm && runs_backward(found, row)) std::reverse(piece.line.begin(), piece.line.end());
      piece.file = taken.source.file;
      into.roads.push_back({index, row.line, std::move(piece)});
    }
  });
  ground.tell(taken.source);
  leave_out(taken.source, neither, osm ? "lines that are no road and no ground" : "lines that are no road");
  leave_out(taken.source, no_line, "features without a line");
}

void read_boundaries(TakenTable& taken, Collected& into) {
  const auto& found = taken.recognised;
  const std::size_t index = into.taken.size();
  std::set<std::string> codes, more_parts;
  std::map<std::string, std::size_t> parts;  // code -> row of what is collected
  std::int64_t without = 0, further = 0;
  const bool coded = found.has("code") && found.format.detail != "resident-drawn area";
  visit_keyed_rows(taken, coded ? "code" : "name", into, [&](const InputRow& row) {
    if (row.shape == nullptr || row.shape->empty()) {
      ++without;
      return;
    }
    Boundary boundary;
    boundary.kind = found.has("kind") ? std::string(trimmed(row.cell(found.column("kind"))))
                                      : std::string(found.format.detail);
    if (boundary.kind.empty()) boundary.kind = "resident-drawn area";
    boundary.code = trimmed(row.cell(found.column("code")));
    boundary.name = trimmed(row.cell(found.column("name")));
    if (boundary.code.empty()) boundary.code = boundary.name;
    if (boundary.name.empty()) boundary.name = boundary.code;
    if (const auto first = parts.find(boundary.code); coded && first != parts.end()) {
      auto& shape = into.boundaries[first->second].row.shape;  // another part of one shape
      shape.parts.insert(shape.parts.end(), row.shape->parts.begin(), row.shape->parts.end());
      more_parts.insert(boundary.code);
      ++further;
      return;
    }
    const std::string code = boundary.code;  // two drawn areas may bear one name
    for (int again = 2; !codes.insert(boundary.code).second; ++again)
      boundary.code = fmt::format("{} ({})", code, again);
    parts.emplace(boundary.code, into.boundaries.size());
    boundary.shape = *row.shape;
    boundary.file = taken.source.file;
    into.boundaries.push_back({index, row.line, std::move(boundary)});
  });
  leave_out(taken.source, without, "features without a polygon");
  leave_out(taken.source, further, "further rows of boundaries in parts, joined to the first");
  if (!more_parts.empty())
    into.findings.push_back(
        {"BOUNDARY_IN_PARTS", geo::Severity::note, taken.source.file,
         fmt::format("{} codes stand in several rows, such as {}: their polygons are parts of "
                     "one shape",
                     more_parts.size(), *more_parts.begin()),
         "nothing"});
}

}  // namespace placewright::datasets
