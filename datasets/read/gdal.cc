#include "datasets/read/gdal.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "datasets/read/byte_file.h"
#include "datasets/read/gdal_guard.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

/// The drivers that may read a file, ended by a null pointer: by its first bytes, never by its name. None of
/// them goes to a network or to another file than those that belong to the layer.
using Drivers = std::array<const char*, 6>;

Drivers drivers_for(const InputTable& table) {
  ByteFile file(table.path);
  std::string head(kHeadBytes, '\0');
  head.resize(file.is_open() ? file.read(head.data(), head.size()) : 0);
  if (head.empty()) return {"OpenFileGDB"};  // a folder
  if (head.starts_with("PK")) return {"XLSX", "ODS"};
  if (head.starts_with("SQLite format 3")) return {"GPKG", "SQLite"};
  if (head.starts_with("fgb")) return {"FlatGeobuf"};
  if (head.starts_with("PAR1")) return {"Parquet"};
  if (head.starts_with(std::string_view("\0\0\x27\x0a", 4))) return {"ESRI Shapefile"};
  if (head.substr(0, 32).find("OSMHeader") != std::string::npos) return {"OSM"};
  if (begins_as_mapinfo(head)) return {"MapInfo File"};
  if (begins_as_wkt_table(head)) return {"CSV"};
  const auto first = head.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  if (first != std::string::npos && head[first] == '{') return {"GeoJSON", "GeoJSONSeq", "TopoJSON"};
  return {"GML", "LIBKML", "KML", "GPX", "OSM"};
}

/// What a text is that holds no data and says where to fetch some; "" for anything else.
std::string_view description_in(const std::string& path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kinds{{
      {"IsSeamless", "a list of other files (a seamless MapInfo table)"},
      {"<OGRWFSDataSource", "a description of a web service (WFS)"},
      {"WFS_Capabilities", "a description of a web service (WFS)"},
      {"<OGRVRTDataSource", "a virtual layer (VRT)"},
      {"<VRTDataset", "a virtual picture (VRT)"},
      {"<GDAL_WMS", "a description of a web service (WMS)"},
      {"<GDAL_WMTS", "a description of a web service (WMTS)"},
      {"WMT_MS_Capabilities", "a description of a web service (WMS)"},
      {"WMS_Capabilities", "a description of a web service (WMS)"},
      {"<WCS_GDAL", "a description of a web service (WCS)"},
      {"<OGRCSWDataSource", "a description of a web service (CSW)"},
      {"\"stac_version\"", "a catalogue of files on the web (STAC)"},
      {"\"tilejson\"", "a description of web tiles (TileJSON)"},
  }};
  ByteFile file(path);
  std::string head(4096, '\0');
  head.resize(file.is_open() ? file.read(head.data(), head.size()) : 0);
  for (const auto& [mark, kind] : kinds)
    if (head.find(mark) != std::string::npos) return kind;
  return {};
}

/// Options of GDAL that hold for one thread while this lives.
class Setting {
 public:
  Setting(const char* key, const char* value) : key_(key) { CPLSetThreadLocalConfigOption(key, value); }
  ~Setting() { CPLSetThreadLocalConfigOption(key_, nullptr); }
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

 private:
  const char* key_;
};

struct SheetSettings {
  // Sheets are read as they stand: the recogniser looks for the headings itself.
  Setting xlsx_headers{"OGR_XLSX_HEADERS", "DISABLE"}, xlsx_types{"OGR_XLSX_FIELD_TYPES", "STRING"};
  Setting ods_headers{"OGR_ODS_HEADERS", "DISABLE"}, ods_types{"OGR_ODS_FIELD_TYPES", "STRING"};
  // A feature of a hundred megabytes of text takes about a gigabyte of memory to read.
  Setting geojson{"OGR_GEOJSON_MAX_OBJ_SIZE", "100"};
};

using Dataset = std::unique_ptr<GDALDataset, void (*)(GDALDataset*)>;

Dataset open(const InputTable& table, const GdalErrors& errors) {
  const SheetSettings settings;
  const Drivers drivers = drivers_for(table);
  const bool lists_files =
      std::string_view(drivers.front()) == "MapInfo File" && !description_in(table.path).empty();
  Dataset dataset(
      lists_files ? nullptr : open_guarded(table.path, table.file, GDAL_OF_VECTOR, drivers.data()),
      [](GDALDataset* set) { GDALClose(set); });
  if (dataset) return dataset;
  if (const auto description = description_in(table.path); !description.empty())
    throw geo::InputError{
        {table.file,
         fmt::format("is {}, not the data: nothing is fetched from a network or from another file",
                     description),
         "download the data itself and give that file"}};
  throw geo::InputError{{table.file,
                         errors.first().empty() ? std::string("no reader knows this format")
                                                : fmt::format("cannot be opened: {}", errors.first()),
                         "download it again, or save it as GeoPackage, GeoJSON or CSV"}};
}

/// What was asked for from a network while a file was opened, and refused: a doubt for whoever gave the file.
void add_refused(const InputTable& table, std::vector<geo::Finding>& findings) {
  const auto address = take_refused_address();
  if (address.empty()) return;
  findings.push_back(
      {"NETWORK_REFUSED", geo::Severity::warning, table.name(),
       fmt::format("asks for {}: nothing is fetched from a network", address),
       "save the file with what it needs in it (its coordinate system, for one), and look at the map"});
}

GeometryKind kind_of(OGRwkbGeometryType type) {
  switch (wkbFlatten(type)) {
    case wkbPoint:
    case wkbMultiPoint:
      return GeometryKind::point;
    case wkbLineString:
    case wkbMultiLineString:
    case wkbCircularString:
    case wkbCompoundCurve:
    case wkbMultiCurve:
      return GeometryKind::line;
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbCurvePolygon:
    case wkbMultiSurface:
      return GeometryKind::polygon;
    default:
      return GeometryKind::none;
  }
}

void copy_ring(const OGRLinearRing& from, geo::Ring& to) {
  const int count = from.getNumPoints();
  to.reserve(static_cast<std::size_t>(std::max(0, count)));
  for (int k = 0; k < count; ++k) to.push_back({from.getX(k), from.getY(k)});
  if (to.size() > 1 && to.front() == to.back()) to.pop_back();
}

void copy_polygon(const OGRPolygon& from, geo::Shape& to) {
  const OGRLinearRing* outer = from.getExteriorRing();
  if (outer == nullptr || outer->getNumPoints() == 0) return;
  geo::Polygon polygon;
  copy_ring(*outer, polygon.outer);
  for (int k = 0; k < from.getNumInteriorRings(); ++k)
    copy_ring(*from.getInteriorRing(k), polygon.holes.emplace_back());
  to.parts.push_back(std::move(polygon));
}

/// What a feature's geometry holds, in the units of the file.
struct Parts {
  geo::Shape shape;
  std::vector<geo::Line> lines;
  std::vector<geo::Point> points;
};

void copy_geometry(const OGRGeometry& geometry, Parts& to) {
  if (geometry.IsEmpty()) return;
  if (geometry.hasCurveGeometry(TRUE)) {
    const std::unique_ptr<OGRGeometry> straight(geometry.getLinearGeometry());
    copy_geometry(*straight, to);
    return;
  }
  switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint:
      to.points.push_back({geometry.toPoint()->getX(), geometry.toPoint()->getY()});
      return;
    case wkbLineString: {
      geo::Line line;
      const auto* from = geometry.toLineString();
      for (int k = 0; k < from->getNumPoints(); ++k) line.push_back({from->getX(k), from->getY(k)});
      to.lines.push_back(std::move(line));
      return;
    }
    case wkbPolygon:
      copy_polygon(*geometry.toPolygon(), to.shape);
      return;
    case wkbMultiPoint:
    case wkbMultiLineString:
    case wkbMultiPolygon:
    case wkbGeometryCollection:
      for (const auto* part : *geometry.toGeometryCollection()) copy_geometry(*part, to);
      return;
    default:
      return;
  }
}

template <class Visit>
void each_point(Parts& parts, const Visit& visit) {
  for (auto& polygon : parts.shape.parts) {
    for (auto& point : polygon.outer) visit(point);
    for (auto& hole : polygon.holes)
      for (auto& point : hole) visit(point);
  }
  for (auto& line : parts.lines)
    for (auto& point : line) visit(point);
  for (auto& point : parts.points) visit(point);
}

// WGS84 longitude and latitude in degrees to the National Grid by EPSG:1314 (seven parameters, about 3 m):
// one fixed operation, so that every machine gives the same coordinates whether or not it has the OSTN15
// grid.
constexpr const char* kDegreesToGrid =
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 +step +proj=cart "
    "+ellps=WGS84 "
    "+step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 "
    "+convention=position_vector +step +inv +proj=cart +ellps=airy +step +proj=pop +v_3 +step +proj=tmerc "
    "+lat_0=49 "
    "+lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy";

using Transform = std::unique_ptr<OGRCoordinateTransformation>;

Transform degrees_to_grid(bool backwards = false) {
  OGRCoordinateTransformationOptions options;
  options.SetCoordinateOperation(kDegreesToGrid, backwards);
  return Transform(OGRCreateCoordinateTransformation(nullptr, nullptr, options));
}

/// How a layer's coordinates become metres of the National Grid.
class ToGrid {
 public:
  ToGrid(const InputTable& table, OGRLayer& layer, bool crs_is_default) : name_(table.name()) {
    const OGRSpatialReference* stated = layer.GetSpatialRef();
    if (stated == nullptr || crs_is_default || stated->IsLocal() != 0) return;
    OGRSpatialReference grid;
    grid.importFromEPSG(27700);
    grid.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    std::unique_ptr<OGRSpatialReference> source(stated->Clone());
    source->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    known_ = true;
    if (source->IsSame(&grid) != 0) return;
    OGRSpatialReference wgs84;
    wgs84.SetWellKnownGeogCS("WGS84");
    wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const char* authority = source->GetAuthorityCode(nullptr);
    degrees_ = source->IsGeographic() != 0;
    if (degrees_ && (source->IsSame(&wgs84) != 0 ||
                     (authority != nullptr && (EQUAL(authority, "4258") || EQUAL(authority, "CRS84")))))
      transform_ = degrees_to_grid();
    else
      transform_.reset(OGRCreateCoordinateTransformation(source.get(), &grid));
    if (!transform_)
      throw geo::InputError{{name_, "its coordinate system cannot be turned into the National Grid",
                             "save it in EPSG:27700 or EPSG:4326"}};
  }

  /// Decides on the first point where the file does not say, or says what its coordinates contradict.
  void apply(Parts& parts, std::int64_t line, std::vector<geo::Finding>& findings) {
    if (!decided_) decide(parts, findings);
    if (transform_) {
      xs_.clear();
      ys_.clear();
      each_point(parts, [&](geo::Point& point) {
        xs_.push_back(point.x);
        ys_.push_back(point.y);
      });
      if (!xs_.empty()) transform_->Transform(static_cast<int>(xs_.size()), xs_.data(), ys_.data());
      std::size_t at = 0;
      each_point(parts, [&](geo::Point& point) {
        point = {xs_[at], ys_[at]};
        ++at;
      });
    }
    // Great Britain with its seas, and room for invented places near the grid's origin.
    each_point(parts, [&](geo::Point& point) {
      if (point.x > -500'000 && point.x < 1'200'000 && point.y > -500'000 && point.y < 1'600'000) return;
      throw geo::InputError{
          {fmt::format("{}, feature {}", name_, line),
           fmt::format("the coordinate {:.6g}, {:.6g} lies nowhere near Great Britain", first_.x, first_.y),
           degrees_ ? "check that longitude comes before latitude, or save it in EPSG:27700"
                    : "state the coordinate system in the file, or save it in EPSG:27700"}};
    });
  }

 private:
  void decide(Parts& parts, std::vector<geo::Finding>& findings) {
    bool any = false, beyond_degrees = false;
    each_point(parts, [&](geo::Point& point) {
      if (!any) first_ = point;
      any = true;
      beyond_degrees = beyond_degrees || std::abs(point.x) > 180 || std::abs(point.y) > 90;
    });
    if (!any) return;
    decided_ = true;
    if (known_ && !(degrees_ && beyond_degrees)) return;
    if (beyond_degrees) {
      transform_.reset();
      degrees_ = false;
      findings.push_back(
          {"CRS_GUESSED", geo::Severity::warning, name_,
           known_ ? "says degrees, but its coordinates cannot be degrees: read as metres of EPSG:27700"
                  : "states no coordinate system and its coordinates cannot be degrees: read as metres of "
                    "EPSG:27700",
           "look at the map; if it lies wrong, save the file with its coordinate system"});
      return;
    }
    transform_ = degrees_to_grid();
    degrees_ = true;
    findings.push_back({"CRS_GUESSED", geo::Severity::note, name_,
                        "states no coordinate system: read as longitude and latitude (WGS84)",
                        "nothing, if the map is right; else save the file with its coordinate system"});
  }

  std::string name_;
  Transform transform_;
  bool known_ = false, decided_ = false, degrees_ = false;
  geo::Point first_{};
  std::vector<double> xs_, ys_;
};

/// GeoJSON without a "crs" member is given WGS84 by GDAL; the file itself says nothing.
bool crs_is_default(const InputTable& table, const char* driver) {
  if (!EQUAL(driver, "GeoJSON")) return false;
  VSILFILE* file = VSIFOpenL(table.path.c_str(), "rb");
  if (file == nullptr) return true;
  std::string head(65536, '\0');
  head.resize(VSIFReadL(head.data(), 1, head.size(), file));
  VSIFCloseL(file);
  return head.find("\"crs\"") == std::string::npos;
}

std::string field_text(const OGRFeature& feature, int field) {
  if (!feature.IsFieldSetAndNotNull(field)) return {};
  const auto type = feature.GetFieldDefnRef(field)->GetType();
  if (type == OFTReal) {  // shortest text that reads back the same
    return fmt::format("{}", feature.GetFieldAsDouble(field));
  }
  return const_cast<OGRFeature&>(feature).GetFieldAsString(field);
}

void throw_failure(const InputTable& table, const GdalErrors& errors, std::int64_t rows) {
  if (errors.first().empty()) return;
  throw geo::InputError{{table.name(), fmt::format("damaged after {} rows: {}", rows, errors.first()),
                         "download it again, or repair it in QGIS and save it anew"}};
}

extern "C" void remember_error(CPLErr level, CPLErrorNum, const char* message) {
  if (level < CE_Failure) return;
  static_cast<GdalErrors*>(CPLGetErrorHandlerUserData())->note(message);
}

}  // namespace

GdalErrors::GdalErrors() { CPLPushErrorHandlerEx(remember_error, this); }
GdalErrors::~GdalErrors() { CPLPopErrorHandler(); }
void GdalErrors::note(const char* message) {
  if (first_.empty()) first_ = message;
}

std::vector<InputTable> find_layers(const InputTable& file, bool is_workbook) {
  const GdalErrors errors;
  const Dataset dataset = open(file, errors);
  const SheetSettings settings;
  const bool is_osm = EQUAL(dataset->GetDriverName(), "OSM");
  std::vector<InputTable> tables;
  for (int k = 0; k < dataset->GetLayerCount(); ++k) {
    OGRLayer* layer = dataset->GetLayer(k);
    InputTable table = file;
    table.layer = layer->GetName();
    table.is_sheet = is_workbook;
    table.geometry = kind_of(layer->GetGeomType());
    const OGRFeatureDefn* definition = layer->GetLayerDefn();
    const int fields = definition->GetFieldCount();
    if (!is_workbook) {
      auto& names = table.sample.emplace_back();
      for (int f = 0; f < fields; ++f) names.emplace_back(definition->GetFieldDefn(f)->GetNameRef());
      table.sample_line.push_back(0);
      table.first_is_header = true;
    }
    if (is_osm) {  // the layers of a stream: a sample would read the whole file
      if (table.layer == "points" || table.layer == "lines" || table.layer == "multipolygons")
        tables.push_back(std::move(table));
      continue;
    }
    layer->ResetReading();
    while (table.sample.size() < 60) {
      const std::unique_ptr<OGRFeature> feature(layer->GetNextFeature());
      if (!feature) break;
      if (table.geometry == GeometryKind::none && feature->GetGeometryRef() != nullptr && !is_workbook)
        table.geometry = kind_of(feature->GetGeometryRef()->getGeometryType());
      auto& cells = table.sample.emplace_back();
      for (int f = 0; f < fields; ++f) cells.push_back(field_text(*feature, f));
      table.sample_line.push_back(static_cast<std::int64_t>(table.sample.size()));
    }
    throw_failure(table, errors, static_cast<std::int64_t>(table.sample.size()));
    tables.push_back(std::move(table));
  }
  if (tables.size() == 1) tables.front().only_layer = true;
  if (!tables.empty()) add_refused(tables.front(), tables.front().findings);
  if (tables.empty())
    throw geo::InputError{
        {file.file, "holds no table and no layer", "give a file with features or rows in it"}};
  return tables;
}

void read_layer_rows(const InputTable& table, std::size_t skip, const std::vector<bool>& wanted,
                     const std::function<void(const InputRow&)>& visit, std::vector<geo::Finding>& findings) {
  const GdalErrors errors;
  const Dataset dataset = open(table, errors);
  const SheetSettings settings;
  OGRLayer* layer = dataset->GetLayerByName(table.layer.c_str());
  if (layer == nullptr)
    throw geo::InputError{{table.name(), "the layer is gone", "do not change the file while it is imported"}};
  const bool is_osm = EQUAL(dataset->GetDriverName(), "OSM");
  const int fields = layer->GetLayerDefn()->GetFieldCount();
  // GDAL also gives WGS84 where the file asks for its coordinate system from a network.
  ToGrid to_grid(table, *layer,
                 !take_refused_address().empty() || crs_is_default(table, dataset->GetDriverName()));
  std::vector<std::string> texts(static_cast<std::size_t>(fields));
  std::vector<std::string_view> cells(texts.size());
  std::int64_t line = 0;
  const std::size_t skip_rows = table.first_is_header ? 0 : skip;
  if (is_osm)
    dataset->ResetReading();
  else
    layer->ResetReading();
  while (true) {
    OGRLayer* of = layer;
    const std::unique_ptr<OGRFeature> feature(is_osm ? dataset->GetNextFeature(&of, nullptr, nullptr, nullptr)
                                                     : layer->GetNextFeature());
    if (!feature) break;
    if (of != layer) continue;
    ++line;
    if (static_cast<std::size_t>(line) <= skip_rows) continue;
    for (int f = 0; f < fields; ++f) {
      const auto at = static_cast<std::size_t>(f);
      texts[at] = wanted.empty() || wanted[at] ? field_text(*feature, f) : std::string();
      cells[at] = texts[at];
    }
    InputRow row;
    row.line = line;
    row.cells = cells;
    Parts parts;
    if (const OGRGeometry* geometry = feature->GetGeometryRef(); geometry != nullptr && !table.is_sheet) {
      copy_geometry(*geometry, parts);
      to_grid.apply(parts, line, findings);
    }
    row.shape = &parts.shape;
    row.lines = &parts.lines;
    row.point = parts.points.empty() ? nullptr : &parts.points.front();
    visit(row);
  }
  throw_failure(table, errors, line);
}

namespace {

void transform_points(std::vector<geo::Point>& points, bool backwards) {
  guard_gdal();
  const Transform transform = degrees_to_grid(backwards);
  std::vector<double> xs, ys;
  xs.reserve(points.size());
  ys.reserve(points.size());
  for (const auto& point : points) {
    xs.push_back(point.x);
    ys.push_back(point.y);
  }
  if (!xs.empty()) transform->Transform(static_cast<int>(xs.size()), xs.data(), ys.data());
  for (std::size_t k = 0; k < points.size(); ++k) points[k] = {xs[k], ys[k]};
}

}  // namespace

void to_metres(std::vector<geo::Point>& degrees) { transform_points(degrees, false); }

void to_degrees(std::vector<geo::Point>& metres) { transform_points(metres, true); }

}  // namespace placewright::datasets
