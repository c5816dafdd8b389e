#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "datasets/import/giving_way.h"
#include "datasets/import/join.h"
#include "datasets/import/row_fates.h"
#include "datasets/import/territories.h"
#include "geo/error.h"
#include "geo/shape_measures.h"

/// Tables of several files side by side: a file given again replaces what it brought, and nothing overwrites
/// what another file brought.
namespace placewright::datasets {
namespace {

/// Which earlier files of a kind give way to those that are read now; their records go.
class GivingWay {
 public:
  GivingWay(Place& place, const Collected& collected, Kind kind)
      : gone_(files_giving_way(place, collected, [&](Kind other) { return other == kind; })) {
    std::erase_if(place.sources, [&](const Source& old) {
      return kind_of_layout(old.taken_for) == kind && gone_.contains(old.file);
    });
  }
  [[nodiscard]] bool operator()(const std::string& file) const { return gone_.contains(file); }

 private:
  std::set<std::string> gone_;
};

/// A line by all that is said of it but its file.
auto said_of(const Road& road) {
  return std::tie(road.name, road.road_class, road.oneway, road.access, road.other);
}
auto said_of(const Barrier& barrier) { return std::tie(barrier.name, barrier.kind); }

auto corners_of(const geo::Line& line) {
  const auto corner = [](const geo::Point& point) { return std::make_pair(point.x, point.y); };
  return std::make_tuple(corner(line.front()), corner(line.back()), line.size());
}

bool same_line(const geo::Line& a, const geo::Line& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const geo::Point& p, const geo::Point& q) { return p.x == q.x && p.y == q.y; });
}

constexpr std::string_view kFar = "more than 2 km from the place", kTwice = "that another file holds too",
                           kNotMet = "that do not meet the place";

/// Lines near the place, beside those that stay; one that several files hold is kept once. Counts on the
/// records of the files.
template <class Feature>
void join_lines(Place& place, Collected& collected, std::vector<Feature> Place::*rows,
                std::vector<ReadRow<Feature>>& read, Kind kind, const geo::Box& around) {
  if (read.empty()) return;
  const GivingWay gives_way(place, collected, kind);
  RowFates fates(read);
  constexpr auto kOld = static_cast<std::size_t>(-1);
  std::vector<std::pair<Feature, std::size_t>> lines;  // with the row that was read
  for (auto& feature : place.*rows)
    if (!gives_way(feature.file)) lines.emplace_back(std::move(feature), kOld);
  for (std::size_t row = 0; row < read.size(); ++row) {
    if (geo::boxes_touch(around, geo::box_of(std::span(read[row].row.line))))
      lines.emplace_back(std::move(read[row].row), row);
    else
      fates.leave(row, kFar);
  }
  std::stable_sort(lines.begin(), lines.end(), [](const auto& one, const auto& other) {
    const Feature &a = one.first, &b = other.first;
    const auto left = corners_of(a.line), right = corners_of(b.line);
    if (left != right) return left < right;
    if (said_of(a) != said_of(b)) return said_of(a) < said_of(b);
    return a.file < b.file;
  });
  std::vector<Feature> once;
  once.reserve(lines.size());
  for (auto& [feature, row] : lines) {
    const bool again = !once.empty() && once.back().file != feature.file &&
                       said_of(once.back()) == said_of(feature) && same_line(once.back().line, feature.line);
    if (!again)
      once.push_back(std::move(feature));
    else if (row != kOld)
      fates.leave(row, kTwice);
  }
  place.*rows = std::move(once);
  fates.settle(collected);
}

bool same_shape(const geo::Shape& a, const geo::Shape& b) {
  return a.parts.size() == b.parts.size() &&
         std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(),
                    [](const auto& p, const auto& q) { return same_line(p.outer, q.outer); });
}

/// A code that nothing bears yet: as it is, else with the file's name, else numbered.
template <class Taken>
std::string free_code(const std::string& code, const std::string& file, const Taken& is_taken) {
  std::string free = code;
  for (int number = 1; is_taken(free); ++number)
    free = number == 1 ? fmt::format("{} ({})", code, file) : fmt::format("{} ({}, {})", code, file, number);
  return free;
}

void join_boundaries(Place& place, Collected& collected) {
  if (collected.boundaries.empty()) return;
  const GivingWay gives_way(place, collected, Kind::boundary);
  const geo::ShapeIndex index(place.areas.shape);
  geo::Box box = geo::box_of(geo::Shape{});
  for (const auto& shape : place.areas.shape)
    if (!shape.empty()) box = geo::box_around(box, geo::box_of(shape));
  std::map<std::pair<std::string, std::string>, Boundary> kept;
  for (auto& boundary : place.boundaries) {
    if (gives_way(boundary.file)) continue;
    const auto code = free_code(boundary.code, boundary.file, [&](const std::string& one) {
      return kept.contains({boundary.kind, one});
    });
    kept.emplace(std::make_pair(boundary.kind, code), std::move(boundary)).first->second.code = code;
  }
  std::stable_sort(collected.boundaries.begin(), collected.boundaries.end(),
                   [](const auto& a, const auto& b) { return a.row.file < b.row.file; });
  RowFates fates(collected.boundaries);
  struct Renamed {
    std::int64_t codes = 0;
    std::string example;
  };
  std::map<std::string, Renamed> renamed;  // by file
  for (std::size_t read = 0; read < collected.boundaries.size(); ++read) {
    Boundary& boundary = collected.boundaries[read].row;
    bool meets = geo::boxes_touch(box, geo::box_of(boundary.shape));
    if (meets) {
      meets = index.find_containing(geo::inside_point(boundary.shape)).has_value();
      for (std::size_t row = 0; row < place.areas.size() && !meets; ++row)
        meets = !is_missing(place.areas.centroid_x[row]) &&
                geo::contains(boundary.shape, {place.areas.centroid_x[row], place.areas.centroid_y[row]});
    }
    if (!meets) {
      fates.leave(read, kNotMet);
      continue;
    }
    const auto before = kept.find({boundary.kind, boundary.code});
    if (before != kept.end() && !has_official_codes(boundary.kind)) {
      if (before->second.file != boundary.file && before->second.name == boundary.name &&
          same_shape(before->second.shape, boundary.shape)) {
        fates.leave(read, kTwice);
        continue;
      }
      const auto code = free_code(boundary.code, boundary.file, [&](const std::string& one) {
        return kept.contains({boundary.kind, one});
      });
      auto& of_file = renamed[boundary.file];
      if (of_file.codes++ == 0) of_file.example = fmt::format("{} became {}", boundary.code, code);
      boundary.code = code;
    }
    const auto key = std::make_pair(boundary.kind, boundary.code);
    kept.insert_or_assign(key, std::move(boundary));
  }
  fates.settle(collected);
  for (const auto& [file, codes] : renamed)
    collected.findings.push_back(
        {"BOUNDARY_CODE_TWICE", geo::Severity::note, file,
         fmt::format("{} of its codes stand for other boundaries already: {}", codes.codes, codes.example),
         "nothing, or give each boundary a code of its own"});
  place.boundaries.clear();
  for (auto& [key, boundary] : kept) place.boundaries.push_back(std::move(boundary));
}

void join_footprints(Place& place, Collected& collected) {
  if (collected.footprints.empty()) return;
  const GivingWay gives_way(place, collected, Kind::footprint);
  std::set<std::pair<std::string, std::string>> given;  // id, service
  for (const auto& [taken, line, row] : collected.footprints)
    given.emplace(row.footprint_id, folded_name(row.service));
  std::erase_if(place.footprints, [&](const FootprintRow& row) {
    return gives_way(row.file) ||
           (row.file.empty() && given.contains({row.footprint_id, folded_name(row.service)}));
  });
  std::stable_sort(collected.footprints.begin(), collected.footprints.end(),
                   [](const auto& a, const auto& b) { return a.row.file < b.row.file; });
  RowFates fates(collected.footprints);
  std::map<std::string, std::pair<std::string, std::string>> service_of;  // id -> service, file
  for (const auto& row : place.footprints)
    service_of.emplace(row.footprint_id, std::make_pair(folded_name(row.service), row.file));
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<FootprintRow>>
      rows;  // of one key: of one file
  for (auto& row : place.footprints) {
    const auto key = std::make_tuple(row.footprint_id, row.member_type, row.member_id);
    rows[key].push_back(std::move(row));
  }
  std::map<std::pair<std::string, std::string>, std::string> renamed;  // file, id -> id in the place
  for (std::size_t read = 0; read < collected.footprints.size(); ++read) {
    FootprintRow& row = collected.footprints[read].row;
    const auto service = folded_name(row.service);
    const auto [at, is_new] = service_of.emplace(row.footprint_id, std::make_pair(service, row.file));
    if (!is_new && at->second.first != service && at->second.second != row.file) {
      auto& id = renamed[{row.file, row.footprint_id}];
      if (id.empty()) {
        id = free_code(row.footprint_id, row.file,
                       [&](const std::string& one) { return service_of.contains(one); });
        service_of.emplace(id, std::make_pair(service, row.file));
        collected.findings.push_back(
            {"FOOTPRINT_ID_TWICE", geo::Severity::warning, row.file,
             fmt::format("its footprint {} ({}) bears the id of another service's: it is kept as {}; staff "
                         "that name {} belong to the other",
                         row.footprint_id, row.service, id, row.footprint_id),
             "give each footprint an id of its own, also in the staff that name it"});
      }
      row.footprint_id = id;
    }
    const auto key = std::make_tuple(row.footprint_id, row.member_type, row.member_id);
    auto& same = rows[key];
    if (!same.empty() && same.front().file != row.file) {
      if (same.front().share == row.share) {
        fates.leave(read, kTwice);
        continue;
      }
      collected.findings.push_back(
          {"FOOTPRINT_SHARE_CHANGED", geo::Severity::warning, row.file,
           fmt::format(
               "footprint {} takes {} {} with share {:.6g} here and with {:.6g} in {}: the former holds",
               row.footprint_id, row.member_type, row.member_id, row.share, same.front().share,
               same.front().file.empty() ? "the place" : same.front().file),
           "correct the file that is wrong and import it again"});
      same.clear();
    }
    same.push_back(std::move(row));
  }
  fates.settle(collected);
  place.footprints.clear();
  for (auto& [key, same] : rows) std::move(same.begin(), same.end(), std::back_inserter(place.footprints));
}

/// What is read takes the place of the earlier rows of the same blocks; within one import two rows of one key
/// must say the same.
template <class Row, class Block, class Key, class Value>
void join_blocks(std::vector<Row>& kept, std::vector<Row> read, std::string_view table, const Block& block_of,
                 const Key& key_of, const Value& value_of) {
  if (read.empty()) return;
  const auto less = [&](const Row& a, const Row& b) { return key_of(a) < key_of(b); };
  std::stable_sort(read.begin(), read.end(), less);
  for (std::size_t k = 1; k < read.size(); ++k) {
    const double first = value_of(read[k - 1]), second = value_of(read[k]);
    if (key_of(read[k - 1]) == key_of(read[k]) && first != second &&
        !(is_missing(first) && is_missing(second)))
      throw geo::InputError{{std::string(table),
                             fmt::format("{} and {} are given for the same row, of {}", first, second,
                                         std::get<0>(key_of(read[k]))),
                             "give one of them only"}};
  }
  read.erase(std::unique(read.begin(), read.end(),
                         [&](const Row& a, const Row& b) { return key_of(a) == key_of(b); }),
             read.end());
  std::set<std::decay_t<decltype(block_of(read.front()))>> blocks;
  for (const auto& row : read) blocks.insert(block_of(row));
  std::erase_if(kept, [&](const Row& old) { return blocks.contains(block_of(old)); });
  std::move(read.begin(), read.end(), std::back_inserter(kept));
  std::stable_sort(kept.begin(), kept.end(), less);
}

/// Weights that a file of another source gives anew: said, for they change every weighted figure.
void find_changed_weights(const Place& place, const std::vector<WeightRow>& weights, Collected& collected) {
  std::map<std::tuple<std::string, std::string, std::string>, const WeightRow*> old;
  for (const auto& row : place.weights)
    old.emplace(std::make_tuple(row.scheme, row.dimension, row.key), &row);
  std::map<std::string, std::size_t> changed;  // scheme -> weights
  for (const auto& row : weights)
    if (const auto at = old.find({row.scheme, row.dimension, row.key});
        at != old.end() && at->second->weight != row.weight && at->second->source != row.source)
      ++changed[row.scheme];
  for (const auto& [scheme, number] : changed)
    collected.findings.push_back(
        {"WEIGHTS_CHANGED", geo::Severity::warning, "weights " + scheme,
         fmt::format("{} weights are other than before, and from another source", number),
         "nothing, if it is a newer edition; else give the scheme another name and import both files again"});
}

}  // namespace

bool has_official_codes(std::string_view kind) {
  static const std::set<std::string_view> kinds{"oa",      "msoa", "ward", "parish",
                                                "sub_icb", "icb",  "pcn",  "lad"};
  return kinds.contains(kind);
}

void join_segments(Place& place, std::vector<SegmentRow> segments) {
  join_blocks(
      place.segments, std::move(segments), "segments",
      [](const SegmentRow& row) { return std::make_pair(row.area, row.segment); },
      [](const SegmentRow& row) { return std::tie(row.area, row.segment); },
      [](const SegmentRow& row) { return row.people; });
}

void join_projections(Place& place, std::vector<ProjectionRow> projections) {
  join_blocks(
      place.projections, std::move(projections), "projections",
      [](const ProjectionRow& row) {
        return std::make_tuple(row.area_code, row.sex, row.measure, row.source, row.edition);
      },
      [](const ProjectionRow& row) {
        return std::tie(row.area_code, row.year, row.sex, row.age_band, row.measure, row.source, row.edition);
      },
      [](const ProjectionRow& row) { return row.value; });
}

void join_tables_of_files(Place& place, Collected& collected, const geo::Box& around) {
  join_boundaries(place, collected);
  if (!collected.boundaries.empty()) doubt_drawn(place, collected.findings);
  join_lines(place, collected, &Place::roads, collected.roads, Kind::road, around);
  join_lines(place, collected, &Place::barriers, collected.barriers, Kind::barrier, around);
  join_footprints(place, collected);
  auto weights = keep_rows(collected, collected.weights, "", [](const WeightRow&) { return true; });
  find_changed_weights(place, weights, collected);
  join_blocks(
      place.weights, std::move(weights), "weights",
      [](const WeightRow& row) { return std::make_pair(row.scheme, row.dimension); },
      [](const WeightRow& row) { return std::tie(row.scheme, row.dimension, row.key); },
      [](const WeightRow& row) { return row.weight; });
}

}  // namespace placewright::datasets
