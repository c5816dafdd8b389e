#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <tuple>

#include "datasets/import/giving_way.h"
#include "datasets/import/join.h"
#include "datasets/import/read_ground.h"
#include "datasets/import/row_fates.h"
#include "geo/coast.h"
#include "geo/generalise.h"
#include "geo/shape_measures.h"

/// Ground and settlements: cut to the place and its surroundings, each thing once, in an order that no order
/// of files changes.
namespace placewright::datasets {
namespace {

constexpr std::string_view kFar = "more than 5 km from the place", kTwice = "that another file holds too",
                           kOpenCoast = "of coast that does not close at the edge of the map";

bool brings_ground(Kind kind) {
  return kind == Kind::ground || kind == Kind::settlement || kind == Kind::road || kind == Kind::site;
}

std::size_t corners_of(const GroundFeature& feature) {
  std::size_t corners = feature.line.size();
  for (const auto& part : feature.shape.parts) {
    corners += part.outer.size();
    for (const auto& hole : part.holes) corners += hole.size();
  }
  return corners;
}

geo::Box box_of_feature(const GroundFeature& feature) {
  return feature.shape.empty() ? geo::box_of(std::span(feature.line)) : geo::box_of(feature.shape);
}

/// Where a feature stands in the table, and what tells it from others.
auto place_of(const GroundFeature& feature) {
  const auto box = box_of_feature(feature);
  return std::make_tuple(std::string_view(feature.kind), box.min_x, box.min_y, box.max_x, box.max_y,
                         corners_of(feature), std::string_view(feature.name),
                         std::string_view(feature.other));
}
auto place_of(const Settlement& settlement) {
  return std::make_tuple(std::string_view(settlement.rank), settlement.x, settlement.y,
                         std::string_view(settlement.name));
}

/// Rows sorted, with the row of those that were read; of equal ones of several files the first by name stays.
template <class Row>
std::vector<Row> kept_once(std::vector<std::pair<Row, std::size_t>> rows, std::size_t old, RowFates& fates) {
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::tuple_cat(place_of(a.first), std::tie(a.first.file)) <
           std::tuple_cat(place_of(b.first), std::tie(b.first.file));
  });
  std::vector<Row> once;
  once.reserve(rows.size());
  for (auto& [row, read] : rows) {
    if (once.empty() || once.back().file == row.file || place_of(once.back()) != place_of(row))
      once.push_back(std::move(row));
    else if (read != old)
      fates.leave(read, kTwice);
  }
  return once;
}

/// The pieces of a feature that lie in the box.
std::vector<GroundFeature> cut_to(GroundFeature feature, const geo::Box& box) {
  std::vector<GroundFeature> pieces;
  if (!feature.shape.empty()) {
    feature.shape = geo::clipped(feature.shape, box);
    if (!feature.shape.empty()) pieces.push_back(std::move(feature));
    return pieces;
  }
  for (auto& line : geo::clipped(feature.line, box)) {
    auto piece = feature;
    piece.line = std::move(line);
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

using GroundRows = std::vector<std::pair<GroundFeature, std::size_t>>;

/// Coastlines of a file, and the rows that they were read from.
struct Coast {
  std::vector<geo::Line> lines;
  std::vector<std::size_t> rows;

  void add(const GroundFeature& feature, std::size_t row) {
    rows.push_back(row);
    if (feature.shape.empty()) lines.push_back(feature.line);
    for (const auto& part : geo::normalised(feature.shape).parts) {
      lines.push_back(part.outer);
      lines.back().push_back(part.outer.front());
    }
  }
};

/// Some area has its point in it: then the coast is drawn the wrong way round.
bool drowns(const geo::Shape& sea, const Areas& areas) {
  for (std::size_t row = 0; row < areas.size(); ++row)
    if (geo::contains(sea, {areas.centroid_x[row], areas.centroid_y[row]})) return true;
  return false;
}

/// Wrong sea is worse than none: a file whose coast does not close gives none, and that is said.
void add_sea(const Place& place, Collected& collected, const std::map<std::string, Coast>& coasts,
             const geo::Box& around, RowFates& fates, GroundRows& ground) {
  for (const auto& [file, coast] : coasts) {
    auto sea = geo::close_coast(coast.lines, around);
    if (!sea || drowns(*sea, place.areas)) {
      for (const auto row : coast.rows) fates.leave(row, kOpenCoast);
      collected.findings.push_back({"COAST_OPEN", geo::Severity::note, file,
                                    "its coastlines do not close at the edge of the map, which reaches 5 km "
                                    "beyond the place: no sea is "
                                    "made of them",
                                    "nothing, or an extract that covers the place and 5 km around it"});
    } else if (sea->empty()) {
      for (const auto row : coast.rows) fates.leave(row, kFar);
    } else {
      GroundFeature feature;
      feature.kind = "sea";
      feature.file = collected.ground[coast.rows.front()].row.file;
      feature.shape = std::move(*sea);
      ground.emplace_back(std::move(feature), coast.rows.front());
    }
  }
}

}  // namespace

void keep_within_cap(Place& place, Collected& collected, std::size_t most_corners) {
  std::size_t corners = 0;
  std::vector<std::pair<double, std::size_t>> by_size;
  for (std::size_t row = 0; row < place.ground.size(); ++row) {
    corners += corners_of(place.ground[row]);
    const auto box = box_of_feature(place.ground[row]);
    by_size.emplace_back(std::hypot(box.max_x - box.min_x, box.max_y - box.min_y), row);
  }
  if (corners <= most_corners) return;
  std::sort(by_size.begin(), by_size.end());
  std::vector<std::uint8_t> gone(place.ground.size(), 0);
  std::size_t left_out = 0;
  for (auto at = by_size.begin(); at != by_size.end() && corners > most_corners; ++at) {
    corners -= corners_of(place.ground[at->second]);
    gone[at->second] = 1;
    ++left_out;
  }
  collected.findings.push_back(
      {"GROUND_CAPPED", geo::Severity::note, "ground",
       fmt::format("there is more ground than the {} corners that a place keeps: its {} smallest features "
                   "are left out",
                   most_corners, left_out),
       "nothing; a smaller place has all of it"});
  std::size_t row = 0;
  std::erase_if(place.ground, [&](const GroundFeature&) { return gone[row++] != 0; });
}

void join_ground(Place& place, Collected& collected, const geo::Box& around) {
  auto gone = files_giving_way(place, collected, brings_ground);
  gone.erase("");  // what nobody imported: every row that an import brought names its file
  constexpr auto kOld = static_cast<std::size_t>(-1);
  GroundRows ground;
  for (auto& feature : place.ground)
    if (!gone.contains(feature.file)) ground.emplace_back(std::move(feature), kOld);
  RowFates ground_fates(collected.ground);
  std::map<std::string, Coast> coasts;
  for (std::size_t row = 0; row < collected.ground.size(); ++row) {
    if (const auto& feature = collected.ground[row].row; feature.kind == kCoastline) {
      coasts[feature.file.substr(0, feature.file.find('|'))].add(feature, row);  // of all layers
      continue;
    }
    auto pieces = cut_to(std::move(collected.ground[row].row), around);
    if (pieces.empty()) ground_fates.leave(row, kFar);
    for (auto& piece : pieces) ground.emplace_back(std::move(piece), row);
  }
  add_sea(place, collected, coasts, around, ground_fates, ground);
  place.ground = kept_once(std::move(ground), kOld, ground_fates);
  ground_fates.settle(collected);
  keep_within_cap(place, collected, kMostGroundCorners);

  std::vector<std::pair<Settlement, std::size_t>> settlements;
  for (auto& settlement : place.settlements)
    if (!gone.contains(settlement.file)) settlements.emplace_back(std::move(settlement), kOld);
  RowFates settlement_fates(collected.settlements);
  for (std::size_t row = 0; row < collected.settlements.size(); ++row) {
    auto& settlement = collected.settlements[row].row;
    if (settlement.x < around.min_x || settlement.x > around.max_x || settlement.y < around.min_y ||
        settlement.y > around.max_y)
      settlement_fates.leave(row, kFar);
    else
      settlements.emplace_back(std::move(settlement), row);
  }
  place.settlements = kept_once(std::move(settlements), kOld, settlement_fates);
  settlement_fates.settle(collected);
}

}  // namespace placewright::datasets
