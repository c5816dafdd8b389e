#include "geo/overlay.h"

#include <geos_c.h>

#include <memory>
#include <string>

#include "geo/crossings.h"
#include "geo/error.h"
#include "geo/expect.h"
#include "geo/shape_measures.h"

namespace placewright::geo {
namespace {

/// One GEOS context a call: cheap, and safe with any number of threads.
class Context {
 public:
  Context() : handle_(GEOS_init_r()) {
    GEOSContext_setErrorMessageHandler_r(handle_, keep_message, &message_);
  }
  ~Context() { GEOS_finish_r(handle_); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  [[nodiscard]] GEOSContextHandle_t get() const { return handle_; }
  [[noreturn]] void fail(const char* step) const {
    throw InputError({"the polygons of the areas",
                      std::string("the overlay engine could not ") + step + ": " + message_,
                      "run `check` to find the polygon, mend it in a GIS (QGIS: Fix geometries) and import "
                      "the layer again"});
  }

 private:
  static void keep_message(const char* message, void* into) { *static_cast<std::string*>(into) = message; }
  GEOSContextHandle_t handle_;
  std::string message_;
};

struct Destroy {
  GEOSContextHandle_t context;
  void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(context, geometry); }
};
using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;

Geometry own(const Context& context, GEOSGeometry* geometry, const char* step) {
  if (geometry == nullptr) context.fail(step);
  return Geometry(geometry, Destroy{context.get()});
}

GEOSGeometry* ring_to_geos(const Context& context, const Ring& ring) {
  const auto size = static_cast<unsigned>(ring.size());
  auto* sequence = GEOSCoordSeq_create_r(context.get(), size + 1, 2);
  for (unsigned i = 0; i <= size; ++i) {
    const Point& point = ring[i == size ? 0 : i];
    GEOSCoordSeq_setXY_r(context.get(), sequence, i, point.x, point.y);
  }
  auto* made = GEOSGeom_createLinearRing_r(context.get(), sequence);
  if (made == nullptr) context.fail("make a ring");
  return made;
}

GEOSGeometry* polygon_to_geos(const Context& context, const Polygon& polygon) {
  std::vector<GEOSGeometry*> holes;
  for (const auto& hole : polygon.holes) holes.push_back(ring_to_geos(context, hole));
  return GEOSGeom_createPolygon_r(context.get(), ring_to_geos(context, polygon.outer), holes.data(),
                                  static_cast<unsigned>(holes.size()));
}

Geometry to_geos(const Context& context, const Shape& shape) {
  std::vector<GEOSGeometry*> parts;
  for (const auto& part : shape.parts) parts.push_back(polygon_to_geos(context, part));
  return own(context,
             GEOSGeom_createCollection_r(context.get(), GEOS_MULTIPOLYGON, parts.data(),
                                         static_cast<unsigned>(parts.size())),
             "make a multipolygon");
}

Ring ring_from_geos(const Context& context, const GEOSGeometry* geometry) {
  const auto* sequence = GEOSGeom_getCoordSeq_r(context.get(), geometry);
  unsigned size = 0;
  GEOSCoordSeq_getSize_r(context.get(), sequence, &size);
  Ring ring;
  for (unsigned i = 0; i + 1 < size; ++i) {
    Point point;
    GEOSCoordSeq_getXY_r(context.get(), sequence, i, &point.x, &point.y);
    ring.push_back(point);
  }
  return ring;
}

void add_polygons(const Context& context, const GEOSGeometry* geometry, Shape& into) {
  const int type = GEOSGeomTypeId_r(context.get(), geometry);
  if (type == GEOS_POLYGON) {
    if (GEOSisEmpty_r(context.get(), geometry) == 1) return;
    Polygon polygon;
    polygon.outer = ring_from_geos(context, GEOSGetExteriorRing_r(context.get(), geometry));
    const int holes = GEOSGetNumInteriorRings_r(context.get(), geometry);
    for (int i = 0; i < holes; ++i)
      polygon.holes.push_back(ring_from_geos(context, GEOSGetInteriorRingN_r(context.get(), geometry, i)));
    into.parts.push_back(std::move(polygon));
  } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
    const int count = GEOSGetNumGeometries_r(context.get(), geometry);
    for (int i = 0; i < count; ++i)
      add_polygons(context, GEOSGetGeometryN_r(context.get(), geometry, i), into);
  }
}

Shape from_geos(const Context& context, const Geometry& geometry) {
  Shape shape;
  add_polygons(context, geometry.get(), shape);
  return normalised(std::move(shape));
}

[[noreturn]] void fail_tangled() {
  throw InputError(
      {"the polygons of the areas",
       "their borders cross each other more than " + std::to_string(kMaxCrossings) + " times",
       "run `check` to find the polygons that overlap, mend them in a GIS and import the layer again"});
}

}  // namespace

std::optional<Invalid> find_invalid(const Shape& shape) {
  const Context context;
  const auto geometry = to_geos(context, shape);
  char* reason = nullptr;
  GEOSGeometry* where = nullptr;
  const char valid = GEOSisValidDetail_r(context.get(), geometry.get(), 0, &reason, &where);
  if (valid == 1) return std::nullopt;
  Invalid found;
  if (reason != nullptr) found.reason = reason;
  GEOSFree_r(context.get(), reason);
  if (where != nullptr) {
    const Geometry owned(where, Destroy{context.get()});
    GEOSGeomGetX_r(context.get(), where, &found.where.x);
    GEOSGeomGetY_r(context.get(), where, &found.where.y);
  }
  return found;
}

Shape made_valid(const Shape& shape) {
  const Context context;
  const auto geometry = to_geos(context, shape);
  auto* how = GEOSMakeValidParams_create_r(context.get());
  GEOSMakeValidParams_setMethod_r(context.get(), how, GEOS_MAKE_VALID_STRUCTURE);
  GEOSMakeValidParams_setKeepCollapsed_r(context.get(), how, 0);
  auto* made = GEOSMakeValidWithParams_r(context.get(), geometry.get(), how);
  GEOSMakeValidParams_destroy_r(context.get(), how);
  return from_geos(context, own(context, made, "make a shape valid"));
}

Shape united(std::span<const Shape> shapes) {
  if (cross_too_often(shapes)) fail_tangled();
  const Context context;
  std::vector<GEOSGeometry*> parts;
  for (const auto& shape : shapes)
    for (const auto& part : shape.parts) parts.push_back(polygon_to_geos(context, part));
  const auto all = own(context,
                       GEOSGeom_createCollection_r(context.get(), GEOS_GEOMETRYCOLLECTION, parts.data(),
                                                   static_cast<unsigned>(parts.size())),
                       "collect shapes");
  return from_geos(context, own(context, GEOSUnaryUnion_r(context.get(), all.get()), "unite shapes"));
}

Shape intersected(const Shape& a, const Shape& b) {
  if (cross_too_often(a, b)) fail_tangled();
  const Context context;
  const auto left = to_geos(context, a), right = to_geos(context, b);
  return from_geos(
      context, own(context, GEOSIntersection_r(context.get(), left.get(), right.get()), "intersect shapes"));
}

Shape subtracted(const Shape& a, const Shape& b) {
  if (cross_too_often(a, b)) fail_tangled();
  const Context context;
  const auto left = to_geos(context, a), right = to_geos(context, b);
  return from_geos(context,
                   own(context, GEOSDifference_r(context.get(), left.get(), right.get()), "subtract shapes"));
}

double measure_distance_m(const Shape& a, const Shape& b) {
  PLACEWRIGHT_EXPECT(!a.empty() && !b.empty());
  const Context context;
  const auto left = to_geos(context, a), right = to_geos(context, b);
  double distance = 0;
  if (GEOSDistanceIndexed_r(context.get(), left.get(), right.get(), &distance) == 0)
    context.fail("measure a distance");
  return distance;
}

std::vector<std::array<Point, 3>> delaunay_triangles(const Polygon& polygon) {
  const Context context;
  const auto geometry = own(context, polygon_to_geos(context, polygon), "make a polygon");
  const auto cut = own(context, GEOSConstrainedDelaunayTriangulation_r(context.get(), geometry.get()),
                       "cut a polygon into triangles");
  std::vector<std::array<Point, 3>> triangles;
  for (const auto& part : from_geos(context, cut).parts)
    if (part.outer.size() == 3) triangles.push_back({part.outer[0], part.outer[1], part.outer[2]});
  return triangles;
}

}  // namespace placewright::geo
