#include "datasets/demo/demo.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <set>

#include "geo/adjacency.h"
#include "geo/error.h"
#include "geo/overlay.h"
#include "geo/shape_measures.h"

namespace placewright::datasets {
namespace {

/// A running checksum (FNV-1a) over everything a place holds.
class Digest {
 public:
  void add(std::string_view text) {
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix(0xff);
  }
  void add(double value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    for (int k = 0; k < 8; ++k) mix(static_cast<unsigned char>(bits >> (8 * k)));
  }
  void add(const geo::Line& line) {
    for (const auto& p : line) {
      add(p.x);
      add(p.y);
    }
    mix(0xfe);
  }
  void add(const geo::Shape& shape) {
    for (const auto& part : shape.parts) {
      add(part.outer);
      for (const auto& hole : part.holes) add(hole);
    }
    mix(0xfd);
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  void mix(unsigned char byte) { value_ = (value_ ^ byte) * 1099511628211ULL; }
  std::uint64_t value_ = 14695981039346656037ULL;
};

std::uint64_t digest_of(const Place& place) {
  Digest d;
  const auto& a = place.areas;
  for (std::size_t i = 0; i < a.size(); ++i) {
    d.add(a.code[i]);
    d.add(a.name[i]);
    d.add(a.shape[i]);
    d.add(a.pcn_code[i]);
    for (const auto* column : {&a.population, &a.imd_score, &a.imd_rank, &a.imd_decile, &a.centroid_x,
                               &a.centroid_y, &a.pcn_share})
      d.add((*column)[i]);
  }
  for (const auto& [kind, column] : a.parents)
    for (const auto& value : column) d.add(value);
  for (const auto& [name, column] : a.indicators)
    for (const double value : column) d.add(value);
  for (const auto& row : place.ages) d.add(row.area), d.add(row.band), d.add(row.people);
  for (const auto& row : place.segments) d.add(row.area), d.add(row.segment), d.add(row.people);
  for (const auto& row : place.sites)
    d.add(row.id), d.add(row.name), d.add(row.postcode), d.add(row.x), d.add(row.y), d.add(row.pcn_code),
        d.add(row.desks);
  for (const auto& row : place.registrations) d.add(row.practice), d.add(row.area), d.add(row.patients);
  for (const auto& row : place.workforce)
    d.add(row.row_id), d.add(row.employer), d.add(row.role), d.add(row.footprint_id), d.add(row.base_id),
        d.add(row.wte);
  for (const auto& row : place.footprints) d.add(row.footprint_id), d.add(row.member_id), d.add(row.share);
  for (const auto& row : place.projections)
    d.add(row.area_code), d.add(row.year), d.add(row.age_band), d.add(row.value);
  for (const auto& row : place.roads) d.add(row.road_class), d.add(row.line);
  for (const auto& row : place.barriers) d.add(row.kind), d.add(row.line);
  for (const auto& row : place.boundaries)
    d.add(row.kind), d.add(row.code), d.add(row.name), d.add(row.shape);
  for (const auto& row : place.postcodes) d.add(row.postcode), d.add(row.area), d.add(row.x), d.add(row.y);
  for (const auto& row : place.links) d.add(row.a), d.add(row.b);
  for (const auto& row : place.plans.front().assignments) d.add(row.area), d.add(row.neighbourhood);
  for (const auto& row : place.notes) d.add(row.text), d.add(row.area);
  return d.value();
}

/// One place a size, made once for all tests.
const Place& demo_of(std::size_t areas) {
  static std::map<std::size_t, Place> made;
  auto found = made.find(areas);
  if (found == made.end()) found = made.emplace(areas, make_demo({areas, 1})).first;
  return found->second;
}

bool crosses(geo::Point a, geo::Point b, geo::Point c, geo::Point d) {
  const auto turn = [](geo::Point p, geo::Point q, geo::Point r) {
    return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
  };
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

TEST(Demo, TheSameSeedMakesTheSamePlaceAndAnotherSeedAnother) {
  const auto first = digest_of(make_demo({150, 7}));
  EXPECT_EQ(first, digest_of(make_demo({150, 7})));
  EXPECT_NE(first, digest_of(make_demo({150, 8})));
  EXPECT_NE(first, digest_of(make_demo({151, 7})));
}

TEST(Demo, EverySizeAndSeedHasExactlyTheAreasAskedFor) {
  for (const std::size_t areas : std::vector<std::size_t>{60, 61, 97, 150, 333, 700})
    for (const std::uint64_t seed : std::vector<std::uint64_t>{1, 2, 3, 4, 5}) {
      SCOPED_TRACE(fmt::format("{} areas, seed {}", areas, seed));
      if (areas > 150 && seed > 2) continue;
      const auto place = make_demo({areas, seed});
      ASSERT_EQ(place.areas.size(), areas);
      EXPECT_TRUE(std::is_sorted(place.areas.code.begin(), place.areas.code.end()));
      double people = 0;
      for (std::size_t i = 0; i < areas; ++i) {
        EXPECT_FALSE(place.areas.shape[i].empty());
        EXPECT_GE(place.areas.population[i], 1000);
        EXPECT_LE(place.areas.population[i], 3000);
        people += place.areas.population[i];
      }
      EXPECT_EQ(people, 1600.0 * static_cast<double>(areas));
      EXPECT_EQ(geo::find_pieces(graph_of(place)).count, 1U);
    }
  EXPECT_THROW((void)make_demo({59, 1}), geo::InputError);
  EXPECT_THROW((void)make_demo({40001, 1}), geo::InputError);
}

TEST(Demo, PolygonsAreValidAndTileTheLandWithoutGapsOrOverlaps) {
  for (const std::size_t areas : std::vector<std::size_t>{60, 250, 1000}) {
    SCOPED_TRACE(areas);
    const auto& place = demo_of(areas);
    double sum = 0;
    for (std::size_t i = 0; i < areas; ++i) {
      const auto doubt = geo::find_invalid(place.areas.shape[i]);
      EXPECT_FALSE(doubt.has_value()) << place.areas.code[i];
      sum += geo::measure_area_m2(place.areas.shape[i]);
      EXPECT_TRUE(
          geo::contains(place.areas.shape[i], {place.areas.centroid_x[i], place.areas.centroid_y[i]}));
    }
    // The union, worked out by another library: overlaps would make it smaller, gaps would leave holes in it.
    const auto land = geo::united(place.areas.shape);
    EXPECT_NEAR(geo::measure_area_m2(land), sum, 1.0);
    std::size_t holes = 0;
    for (const auto& part : land.parts) holes += part.holes.size();
    EXPECT_EQ(holes, 0U);
  }
}

TEST(Demo, ItsOwnAdjacencyIsTheOneThatGeometryGives) {
  for (const std::size_t areas : std::vector<std::size_t>{60, 250, 1000}) {
    SCOPED_TRACE(areas);
    const auto& place = demo_of(areas);
    const auto judge = geo::build_adjacency(place.areas.shape);
    ASSERT_EQ(judge.borders.size(), place.adjacency.size());
    for (std::size_t k = 0; k < judge.borders.size(); ++k) {
      EXPECT_EQ(judge.borders[k].a, place.adjacency[k].a);
      EXPECT_EQ(judge.borders[k].b, place.adjacency[k].b);
      EXPECT_EQ(judge.borders[k].kind, geo::BorderKind::exact);
      EXPECT_NEAR(judge.borders[k].border_m, place.adjacency[k].border_m, 1e-6);
    }
  }
}

TEST(Demo, ItHasAnIslandAnAreaInsideAnotherAndAreasOfSeveralParts) {
  for (const std::size_t areas : std::vector<std::size_t>{60, 150, 250, 1000}) {
    SCOPED_TRACE(areas);
    const auto& place = demo_of(areas);
    std::vector<std::set<std::uint32_t>> beside(areas);
    for (const auto& pair : place.adjacency) beside[pair.a].insert(pair.b), beside[pair.b].insert(pair.a);
    std::size_t alone = 0, enclosed = 0, holed = 0, in_parts = 0;
    for (std::size_t i = 0; i < areas; ++i) {
      alone += beside[i].empty() ? 1U : 0U;
      if (beside[i].size() == 1) {
        const auto& around = place.areas.shape[*beside[i].begin()];
        for (const auto& part : around.parts)
          for (const auto& hole : part.holes)
            if (std::abs(std::abs(geo::measure_ring_area_m2(hole)) -
                         geo::measure_area_m2(place.areas.shape[i])) < 1)
              ++enclosed;
      }
      for (const auto& part : place.areas.shape[i].parts) holed += part.holes.size();
      in_parts += place.areas.shape[i].parts.size() > 1 ? 1U : 0U;
    }
    EXPECT_EQ(alone, 1U);
    EXPECT_GE(enclosed, 1U);
    EXPECT_GE(holed, 1U);
    EXPECT_GE(in_parts, 1U);
    const auto ferry = std::count_if(place.links.begin(), place.links.end(), [](const Link& link) {
      return link.reason.find("ferry") != std::string::npos;
    });
    EXPECT_EQ(ferry, 1);
  }
}

TEST(Demo, RoadsCrossTheRiverOnItsBridgesOnlyAndJoinEverything) {
  const auto& place = demo_of(150);
  const auto river = std::find_if(place.barriers.begin(), place.barriers.end(),
                                  [](const Barrier& b) { return b.kind == "river"; });
  ASSERT_NE(river, place.barriers.end());
  std::size_t bridges = 0;
  std::map<std::pair<double, double>, std::vector<std::pair<double, double>>> joined;
  for (const auto& road : place.roads) {
    joined[{road.line.front().x, road.line.front().y}].push_back({road.line.back().x, road.line.back().y});
    joined[{road.line.back().x, road.line.back().y}].push_back({road.line.front().x, road.line.front().y});
    if (road.road_class == "motorway" || road.road_class == "ferry") continue;
    bool over = false;
    for (std::size_t i = 0; i + 1 < road.line.size(); ++i)
      for (std::size_t j = 0; j + 1 < river->line.size(); ++j)
        over = over || crosses(road.line[i], road.line[i + 1], river->line[j], river->line[j + 1]) ||
               road.line[i + 1] == river->line[j];
    EXPECT_EQ(over, road.other == "bridge=yes");
    bridges += over ? 1U : 0U;
  }
  EXPECT_GE(bridges, 2U);
  EXPECT_LE(bridges, 20U);
  std::set<std::pair<double, double>> reached;
  std::vector<std::pair<double, double>> open{joined.begin()->first};
  while (!open.empty()) {
    const auto here = open.back();
    open.pop_back();
    if (reached.insert(here).second) open.insert(open.end(), joined[here].begin(), joined[here].end());
  }
  EXPECT_EQ(reached.size(), joined.size());
}

TEST(Demo, OneWayStreetsLeaveAWayBack) {
  const auto& place = demo_of(250);
  std::map<std::pair<double, double>, std::vector<std::pair<double, double>>> out;
  std::size_t oneways = 0;
  for (const auto& road : place.roads) {
    const std::pair a{road.line.front().x, road.line.front().y}, b{road.line.back().x, road.line.back().y};
    out[a].push_back(b);
    if (!road.oneway) out[b].push_back(a);
    oneways += road.oneway ? 1U : 0U;
  }
  EXPECT_GT(oneways, 0U);
  for (const auto& road : place.roads) {
    if (!road.oneway) continue;
    const std::pair from{road.line.back().x, road.line.back().y},
        to{road.line.front().x, road.line.front().y};
    std::set<std::pair<double, double>> reached;
    std::vector<std::pair<double, double>> open{from};
    while (!open.empty() && !reached.contains(to)) {
      const auto here = open.back();
      open.pop_back();
      if (reached.insert(here).second)
        for (const auto& next : out[here]) open.push_back(next);
    }
    EXPECT_TRUE(reached.contains(to));
  }
}

TEST(Demo, PeopleByAgeAndBySegmentSumToTheResidents) {
  const auto& place = demo_of(250);
  std::map<std::string, double> ages, segments;
  for (const auto& row : place.ages) ages[row.area] += row.people;
  for (const auto& row : place.segments) segments[row.area] += row.people;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    EXPECT_EQ(ages[place.areas.code[i]], place.areas.population[i]);
    EXPECT_EQ(segments[place.areas.code[i]], place.areas.population[i]);
  }
}

TEST(Demo, DeprivationIsRankedWithinANationAndHasDeepPockets) {
  for (const std::size_t areas : std::vector<std::size_t>{60, 250, 1000}) {
    SCOPED_TRACE(areas);
    const auto& a = demo_of(areas).areas;
    std::set<double> ranks(a.imd_rank.begin(), a.imd_rank.end());
    EXPECT_EQ(ranks.size(), areas);
    for (std::size_t i = 0; i < areas; ++i) {
      EXPECT_GE(a.imd_rank[i], 1);
      EXPECT_LE(a.imd_rank[i], 33755);
      EXPECT_EQ(a.imd_decile[i], std::floor((a.imd_rank[i] - 1) * 10 / 33755) + 1);
      EXPECT_GE(a.imd_score[i], 1.5);
      EXPECT_LE(a.imd_score[i], 80);
      EXPECT_EQ(a.priority[i], a.imd_decile[i] <= 2 ? 1 : 0);
      for (std::size_t j = 0; j < std::min<std::size_t>(areas, 60); ++j)
        if (a.imd_rank[i] < a.imd_rank[j]) {
          EXPECT_GE(a.imd_score[i], a.imd_score[j]);
        }
    }
    EXPECT_GT(*std::max_element(a.imd_score.begin(), a.imd_score.end()), 50);
    EXPECT_LT(*std::min_element(a.imd_score.begin(), a.imd_score.end()), 8);
  }
}

TEST(Demo, ListsAreWholeAndOverlapAndReachBeyondThePlace) {
  const auto& place = demo_of(250);
  std::map<std::string, double> list, by_area;
  std::map<std::string, std::set<std::string>> practices_of;
  double outside = 0, unknown = 0;
  for (const auto& row : place.registrations) {
    EXPECT_GT(row.patients, 0);
    EXPECT_EQ(row.patients, std::floor(row.patients));
    list[row.practice] += row.patients;
    if (row.area == kOutside)
      outside += row.patients;
    else if (row.area == kUnknown)
      unknown += row.patients;
    else {
      by_area[row.area] += row.patients;
      practices_of[row.area].insert(row.practice);
    }
  }
  EXPECT_GT(outside, 0);
  EXPECT_GT(unknown, 0);
  for (const auto& site : place.sites)
    if (site.kind == "gp" && site.open) {
      EXPECT_EQ(site.list_size, list[site.id]) << site.id;
    }
  std::size_t students = 0;
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    const double ratio = by_area[place.areas.code[i]] / place.areas.population[i];
    if (ratio > 1.3) {
      ++students;
      EXPECT_NEAR(ratio, 1.4, 0.001);
    } else {
      EXPECT_GT(ratio, 1.0);
      EXPECT_LT(ratio, 1.12);
    }
    EXPECT_GE(practices_of[place.areas.code[i]].size(), 3U);
  }
  EXPECT_EQ(students, 1U);
}

TEST(Demo, CodesAreUniqueAndEveryReferenceLeadsSomewhere) {
  const auto& place = demo_of(250);
  const auto& a = place.areas;
  std::set<std::string> areas(a.code.begin(), a.code.end()), sites, postcodes, footprints, rows, boundaries,
      pcns;
  EXPECT_EQ(areas.size(), a.size());
  for (const auto& site : place.sites) {
    EXPECT_TRUE(sites.insert(site.id).second) << site.id;
    if (!site.area.empty()) {
      EXPECT_TRUE(areas.contains(site.area));
      const auto row = *place.find_area(site.area);
      EXPECT_TRUE(geo::contains(a.shape[row], {site.x, site.y})) << site.id;
    }
    pcns.insert(site.pcn_code);
  }
  for (const auto& postcode : place.postcodes) {
    EXPECT_TRUE(postcodes.insert(postcode.postcode).second) << postcode.postcode;
    EXPECT_TRUE(geo::contains(a.shape[*place.find_area(postcode.area)], {postcode.x, postcode.y}))
        << postcode.postcode;
  }
  for (const auto& boundary : place.boundaries)
    EXPECT_TRUE(boundaries.insert(boundary.code).second) << boundary.code;
  for (const auto* kind : {"lad_code", "msoa_code", "ward_code"})
    for (const auto& code : a.parents.at(kind)) EXPECT_TRUE(boundaries.contains(code)) << code;
  for (const auto& row : place.footprints) footprints.insert(row.footprint_id);
  std::map<std::string, double> posts;
  std::set<std::string> sectors;
  for (const auto& row : place.workforce) {
    EXPECT_TRUE(rows.insert(row.row_id).second);
    if (!row.footprint_id.empty()) {
      EXPECT_TRUE(footprints.contains(row.footprint_id)) << row.footprint_id;
    }
    if (!row.base_id.empty()) {
      EXPECT_TRUE(sites.contains(row.base_id)) << row.base_id;
    }
    if (!row.practice_code.empty()) {
      EXPECT_TRUE(sites.contains(row.practice_code)) << row.practice_code;
    }
    if (!row.pcn_code.empty()) {
      EXPECT_TRUE(pcns.contains(row.pcn_code)) << row.pcn_code;
    }
    if (!row.post_id.empty()) posts[row.post_id] += row.share;
    sectors.insert(row.sector);
  }
  for (const auto& [post, share] : posts) EXPECT_NEAR(share, 1.0, 1e-12) << post;
  for (const auto* sector : {"NHS", "primary_care", "LA", "independent", "VCSE"})
    EXPECT_TRUE(sectors.contains(sector)) << sector;
}

TEST(Demo, NetworksAndWardsDisagreeWithGeography) {
  const auto& place = demo_of(250);
  std::map<std::string, std::set<std::string>> wards_of_msoa;
  for (std::size_t i = 0; i < place.areas.size(); ++i)
    wards_of_msoa[place.areas.parents.at("msoa_code")[i]].insert(place.areas.parents.at("ward_code")[i]);
  EXPECT_GT(std::count_if(wards_of_msoa.begin(), wards_of_msoa.end(),
                          [](const auto& m) { return m.second.size() > 1; }),
            10);
  double least = 1;
  for (const double share : place.areas.pcn_share) least = std::min(least, share);
  EXPECT_LT(least, 0.6);
}

TEST(Demo, ThePlanCurrentIsInOnePieceEachAndPartlyOutOfBounds) {
  for (const std::size_t areas : std::vector<std::size_t>{150, 250}) {
    SCOPED_TRACE(areas);
    const auto& place = demo_of(areas);
    ASSERT_EQ(place.plans.size(), 1U);
    const auto& plan = place.plans.front();
    EXPECT_EQ(plan.name, "current");
    ASSERT_EQ(plan.assignments.size(), areas);
    std::map<std::string, double> people;
    std::vector<geo::Edge> within;
    const auto graph = graph_of(place);
    for (const auto& edge : graph.edges())
      if (plan.assignments[edge.a].neighbourhood == plan.assignments[edge.b].neighbourhood)
        within.push_back(edge);
    for (std::size_t i = 0; i < areas; ++i)
      people[plan.assignments[i].neighbourhood] += place.areas.population[i];
    EXPECT_EQ(geo::find_pieces(geo::Graph(areas, within)).count, plan.neighbourhoods.size());
    EXPECT_EQ(people.size(), plan.neighbourhoods.size());
    EXPECT_TRUE(std::any_of(people.begin(), people.end(),
                            [](const auto& p) { return p.second < 30000 || p.second > 50000; }));
  }
}

TEST(Demo, GreaterLandHasSeveralDistrictsOfBelievableSize) {
  const auto& place = demo_of(1000);
  std::map<std::string, double> people;
  for (std::size_t i = 0; i < place.areas.size(); ++i)
    people[place.areas.parents.at("lad_code")[i]] += place.areas.population[i];
  EXPECT_GE(people.size(), 3U);
  for (const auto& [lad, all] : people) {
    EXPECT_GE(all, 100000) << lad;
    EXPECT_LE(all, 1000000) << lad;
  }
}

TEST(Demo, ItSaysEverywhereThatItIsInvented) {
  const auto& place = demo_of(60);
  EXPECT_TRUE(place.invented);
  EXPECT_NE(place.name.find("(invented)"), std::string::npos);
  for (const auto& source : place.sources) EXPECT_NE(source.publisher.find("Invented"), std::string::npos);
}

}  // namespace
}  // namespace placewright::datasets
