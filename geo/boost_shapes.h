#pragma once

#include <boost/geometry/core/closure.hpp>
#include <boost/geometry/core/exterior_ring.hpp>
#include <boost/geometry/core/interior_rings.hpp>
#include <boost/geometry/core/point_order.hpp>
#include <boost/geometry/core/tags.hpp>
#include <boost/geometry/geometries/register/box.hpp>
#include <boost/geometry/geometries/register/point.hpp>

#include "geo/shape.h"

/// The shapes of geo as models of the concepts of Boost.Geometry: Point, Box, Ring and Polygon (rings open,
/// the outer one counter-clockwise). Included by sources of geo alone: the headers of Boost are heavy, and no
/// other room needs them.
BOOST_GEOMETRY_REGISTER_POINT_2D(placewright::geo::Point, double, boost::geometry::cs::cartesian, x, y)
BOOST_GEOMETRY_REGISTER_BOX_2D_4VALUES(placewright::geo::Box, placewright::geo::Point, min_x, min_y, max_x,
                                       max_y)

namespace boost::geometry::traits {

template <>
struct tag<placewright::geo::Ring> {
  using type = ring_tag;
};
template <>
struct point_order<placewright::geo::Ring> {
  static const order_selector value = counterclockwise;
};
template <>
struct closure<placewright::geo::Ring> {
  static const closure_selector value = open;
};

template <>
struct tag<placewright::geo::Polygon> {
  using type = polygon_tag;
};
template <>
struct ring_const_type<placewright::geo::Polygon> {
  using type = const placewright::geo::Ring&;
};
template <>
struct ring_mutable_type<placewright::geo::Polygon> {
  using type = placewright::geo::Ring&;
};
template <>
struct interior_const_type<placewright::geo::Polygon> {
  using type = const std::vector<placewright::geo::Ring>&;
};
template <>
struct interior_mutable_type<placewright::geo::Polygon> {
  using type = std::vector<placewright::geo::Ring>&;
};
template <>
struct exterior_ring<placewright::geo::Polygon> {
  static placewright::geo::Ring& get(placewright::geo::Polygon& polygon) { return polygon.outer; }
  static const placewright::geo::Ring& get(const placewright::geo::Polygon& polygon) { return polygon.outer; }
};
template <>
struct interior_rings<placewright::geo::Polygon> {
  static std::vector<placewright::geo::Ring>& get(placewright::geo::Polygon& polygon) {
    return polygon.holes;
  }
  static const std::vector<placewright::geo::Ring>& get(const placewright::geo::Polygon& polygon) {
    return polygon.holes;
  }
};

}  // namespace boost::geometry::traits
