#include <fmt/format.h>

#include <algorithm>

#include "datasets/import/join.h"
#include "datasets/place/names.h"
#include "geo/adjacency.h"
#include "geo/links.h"

namespace placewright::datasets {
namespace {

std::string areas_in_words(std::size_t count) {
  return fmt::format("{} area{}", count, count == 1 ? "" : "s");
}

}  // namespace

void join_adjacency(Place& place, std::vector<geo::Finding>& findings) {
  constexpr double kMinPeople = 30'000;  // of a neighbourhood, by default
  const Areas& areas = place.areas;
  place.adjacency.clear();
  for (const auto& border : geo::build_adjacency(areas.shape).borders)
    place.adjacency.push_back({border.a, border.b, border.border_m, geo::border_kind_name(border.kind)});
  std::erase_if(place.links, [](const Link& link) { return link.state == LinkState::proposed; });

  // Pieces of what is drawn: areas inside, with links declared or cut by hand.
  std::vector<geo::Shape> shapes(areas.size());
  std::vector<double> people(areas.size(), 0);
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (areas.inside[row] == 0) continue;
    shapes[row] = areas.shape[row];
    if (!is_missing(areas.population[row])) people[row] = areas.population[row];
  }
  const geo::Graph whole = graph_of(place);
  std::vector<geo::Edge> edges;
  for (const auto& edge : whole.edges())
    if (areas.inside[edge.a] != 0 && areas.inside[edge.b] != 0) edges.push_back(edge);
  const geo::Graph graph(areas.size(), std::move(edges));
  const auto pieces = geo::find_pieces(graph);
  std::vector<std::size_t> size(pieces.count, 0);
  std::vector<double> piece_people(pieces.count, 0);
  std::vector<std::uint32_t> first(pieces.count, UINT32_MAX);
  for (std::uint32_t row = 0; row < areas.size(); ++row) {
    if (areas.inside[row] == 0) continue;
    const auto piece = pieces.of[row];
    ++size[piece];
    piece_people[piece] += people[row];
    first[piece] = std::min(first[piece], row);
  }
  const auto largest = static_cast<std::uint32_t>(std::max_element(size.begin(), size.end()) - size.begin());
  std::vector<std::uint32_t> by_size;
  for (std::uint32_t piece = 0; piece < pieces.count; ++piece)
    if (size[piece] > 0) by_size.push_back(piece);
  std::stable_sort(by_size.begin(), by_size.end(), [&](auto a, auto b) { return size[a] > size[b]; });
  if (by_size.size() > 1) {
    constexpr std::size_t kShown = 12;
    std::string list;
    for (std::size_t k = 0; k < std::min(by_size.size(), kShown); ++k) {
      const auto piece = by_size[k];
      list += fmt::format("{}{} from {} {}", list.empty() ? "" : ", ", areas_in_words(size[piece]),
                          areas.code[first[piece]], areas.name[first[piece]]);
    }
    if (by_size.size() > kShown) list += fmt::format(" and {} more", by_size.size() - kShown);
    findings.push_back({"PIECES", geo::Severity::note, "adjacency",
                        fmt::format("the place is in {} connected pieces: {}", by_size.size(), list),
                        "nothing, if those are islands"});
  }
  for (std::uint32_t piece = 0; piece < pieces.count; ++piece) {
    if (piece == largest || size[piece] == 0) continue;
    findings.push_back({"DETACHED_PIECE", geo::Severity::warning,
                        "area " + full_name(areas.code[first[piece]], areas.name[first[piece]]),
                        fmt::format("{} with {:.0f} people touch no other part of the place",
                                    areas_in_words(size[piece]), piece_people[piece]),
                        "see whether the proposed link is right; declare or cut links by hand"});
  }
  for (const auto& link : geo::propose_links(shapes, graph, people, kMinPeople)) {
    const auto& a = areas.code[link.from];
    const auto& b = areas.code[link.to];
    const bool stated = std::any_of(place.links.begin(), place.links.end(), [&](const Link& other) {
      return (other.a == a && other.b == b) || (other.a == b && other.b == a);
    });
    if (stated) continue;
    place.links.push_back(
        {a, b, LinkState::proposed,
         fmt::format("a detached piece of {} with {:.0f} people: {} lies nearest, {:.1f} km away",
                     areas_in_words(link.piece_areas), link.piece_people, full_name(b, areas.name[link.to]),
                     link.distance_m / 1000),
         "import"});
    findings.push_back(
        {"LINK_PROPOSED", geo::Severity::warning,
         fmt::format("areas {} and {}", full_name(a, areas.name[link.from]),
                     full_name(b, areas.name[link.to])),
         fmt::format(
             "joins a detached piece of {} with {:.0f} people over {:.1f} km; in force until it is cut",
             areas_in_words(link.piece_areas), link.piece_people, link.distance_m / 1000),
         "declare it, put another link in its place, or cut it"});
  }
}

}  // namespace placewright::datasets
