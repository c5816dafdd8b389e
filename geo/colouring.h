#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/graph.h"

namespace placewright::geo {

/// A node that has no colour yet.
inline constexpr std::uint8_t kNoColour = 255;

/// A colour for each node such that neighbours differ: 0, 1, 2, ... with few of them (maps of neighbourhoods
/// need four to six).
///
/// previous: colours to keep where neighbours still differ (empty: none); after an edit nearly all stay.
/// Source:   DSATUR (Brelaz 1979): the node with the most colours around it next, by degree, then by number.
[[nodiscard]] std::vector<std::uint8_t> colour_graph(const Graph& graph,
                                                     std::span<const std::uint8_t> previous = {});

/// The graph of groups: two are joined when two of their areas are neighbours; borders add up. For colouring
/// and for seams. group: of each area, below groups, or kNoGroup's value (~0u) for none.
[[nodiscard]] Graph graph_of_groups(const Graph& areas, std::span<const std::uint32_t> group,
                                    std::uint32_t groups);

}  // namespace placewright::geo
