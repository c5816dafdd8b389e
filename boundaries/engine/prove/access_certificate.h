#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "boundaries/engine/prove/access_relaxation.h"

namespace placewright::boundaries::engine {

/// The search tree of a bound on access, with what proves each leaf.
struct AccessProofTree {
  struct Node {
    enum class Split : std::uint8_t { leaf, counts, group, area };
    Split split = Split::leaf;
    std::uint32_t group = 0, area = 0;  ///< what is decided below: children are yes, no
    std::vector<std::uint32_t>
        children;                   ///< counts: one for each number of neighbourhoods, from the least on
    std::vector<double> price;      ///< of a leaf, by area
    std::vector<double> cut_price;  ///< of a leaf, by cut
  };
  std::vector<Node> nodes;              ///< the first is the root
  std::uint32_t least = 0;              ///< neighbourhoods of the root's first child
  std::vector<double> root_price;       ///< by which services were left out
  std::vector<std::uint32_t> left_out;  ///< rows of the list of services
};

/// What a stranger needs to verify the bound: arrays, rules, tree and prices, as JSON. Prices are rounded, so
/// the claim stays a hundred-thousandth, and a person-minute an area, below the bound. `all`: the services
/// before any was left out.
[[nodiscard]] std::string write_access_certificate(const Problem& problem, const Feasibility& feasibility,
                                                   const AccessData& data, const AccessServices& all,
                                                   const AccessRelaxation& relaxation,
                                                   const AccessProofTree& tree, double person_minutes);

}  // namespace placewright::boundaries::engine
