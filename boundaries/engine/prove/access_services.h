#pragma once

#include <cstdint>
#include <vector>

#include "boundaries/question/feasibility.h"
#include "boundaries/question/problem.h"

namespace placewright::boundaries::engine {

/// The ways in which a neighbourhood can be served: a site from inside, at its minutes, or from outside, at
/// half as much again; each for one territory. Sites in one area are a group: at most one neighbourhood is
/// served by them from inside. All services from outside are the last group, which any number of
/// neighbourhoods may choose.
struct AccessServices {
  struct Service {
    std::uint32_t territory = 0, group = 0, site = 0;
    bool inside = false;
    std::vector<double> cost;  ///< person-minutes of each area of the territory
  };
  std::vector<Service> services;
  std::uint32_t groups = 0;         ///< from inside; the group of outside services is `groups`
  std::vector<std::uint32_t> home;  ///< by group: the area of its sites
  std::vector<std::uint32_t> territory_of_group;
  std::vector<char> free;                          ///< by area: not in an exact lock
  std::vector<std::vector<std::uint32_t>> locked;  ///< neighbourhoods that exact locks make up
  double locked_cost = 0;                          ///< person-minutes of these
};

/// Needs: feasibility without reasons against it.
[[nodiscard]] AccessServices list_services(const Problem& problem, const Feasibility& feasibility,
                                           const AccessData& data);

}  // namespace placewright::boundaries::engine
