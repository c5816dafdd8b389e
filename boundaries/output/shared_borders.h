#pragma once

#include <string>

#include "boundaries/output/plan_tables.h"

/// Formats that hold what areas share: borders once, and who touches whom.
namespace placewright::boundaries::output {

/// TopoJSON of the neighbourhoods: each border between two of them is one arc. WGS84 degrees, 7 decimals,
/// outer rings clockwise, as drawing libraries take them. Properties id, name, residents, colour.
[[nodiscard]] std::string neighbourhoods_topojson(const DescribedPlan& described);

/// Which areas of the place share a border, as a GAL file of spatial weights (GeoDa, spdep, PySAL), by area
/// code. Links, which are no borders, are left out; an area without a neighbour has an empty line.
[[nodiscard]] std::string adjacency_gal(const datasets::Place& place);

}  // namespace placewright::boundaries::output
