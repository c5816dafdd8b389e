#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "datasets/import/read_taken.h"
#include "geo/error.h"

/// Roads, barriers and boundaries.
namespace placewright::datasets {

void read_lines(TakenTable& taken, Collected& into) {
  const auto& found = taken.recognised;
  const bool osm = found.format.detail == "osm";
  const std::size_t index = into.taken.size();
  std::int64_t no_road = 0, no_line = 0;
  visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
    if (row.lines == nullptr || std::none_of(row.lines->begin(), row.lines->end(),
                                             [](const auto& line) { return line.size() >= 2; })) {
      ++no_line;
      return;
    }
    if (found.format.kind == Kind::road && trimmed(row.cell(found.column("road_class"))).empty()) {
      ++no_road;
      return;
    }
    for (const auto& line : *row.lines) {
      if (line.size() < 2) continue;
      if (found.format.kind == Kind::barrier) {
        into.barriers.push_back(
            {index,
             row.line,
             {std::string(trimmed(row.cell(found.column("kind")))),
              std::string(trimmed(row.cell(found.column("name")))), line, taken.source.file}});
        continue;
      }
      Road road;
      road.road_class = trimmed(row.cell(found.column("road_class")));
      road.name = trimmed(row.cell(found.column("name")));
      if (osm) {
        const auto tags = row.cell(found.column("tags"));
        const std::string oneway = osm_tag(tags, "oneway"), access = osm_tag(tags, "access"),
                          foot = osm_tag(tags, "foot");
        road.oneway = oneway == "yes" || oneway == "1" || oneway == "true" ||
                      osm_tag(tags, "junction") == "roundabout" || road.road_class == "motorway";
        road.access = access;
        if (!foot.empty()) road.other = "foot=" + foot;
        if (const std::string speed = osm_tag(tags, "maxspeed"); !speed.empty())
          road.other += (road.other.empty() ? "" : ";") + ("maxspeed=" + speed);
        if (const std::string bridge = osm_tag(tags, "bridge"); !bridge.empty() && bridge != "no")
          road.other += (road.other.empty() ? "" : ";") + ("bridge=" + bridge);
        road.line = line;
        if (oneway == "-1" || oneway == "reverse") {
          road.oneway = true;
          std::reverse(road.line.begin(), road.line.end());
        }
      } else {
        road.line = line;
        road.other = found.has("form") ? "form=" + std::string(trimmed(row.cell(found.column("form")))) : "";
      }
      road.file = taken.source.file;
      into.roads.push_back({index, row.line, std::move(road)});
    }
  });
  leave_out(taken.source, no_road, "lines that are no road");
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
