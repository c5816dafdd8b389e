#include "datasets/read/layers.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <memory>

#include "datasets/place/geometry_blob.h"
#include "datasets/place/written_beside.h"
#include "datasets/read/gdal_guard.h"
#include "geo/error.h"
#include "geo/expect.h"

namespace placewright::datasets {
namespace {

/// A setting of GDAL for this thread while it lives.
class Setting {
 public:
  Setting(const char* key, const std::string& value) : key_(key) {
    CPLSetThreadLocalConfigOption(key, value.c_str());
  }
  ~Setting() { CPLSetThreadLocalConfigOption(key_, nullptr); }
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

 private:
  const char* key_;
};

[[noreturn]] void fail(const std::string& path) {
  throw geo::InputError{{path, fmt::format("cannot be written: {}", CPLGetLastErrorMsg()),
                         "check the folder, its permissions and the room on the disk"}};
}

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

struct ErrorsToMessage {  // GDAL prints errors by itself unless told otherwise
  ErrorsToMessage() {
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
  }
  ~ErrorsToMessage() { CPLPopErrorHandler(); }
  ErrorsToMessage(const ErrorsToMessage&) = delete;
  ErrorsToMessage& operator=(const ErrorsToMessage&) = delete;
};

OGRSpatialReference national_grid() {
  OGRSpatialReference grid;
  if (grid.importFromEPSG(27700) != OGRERR_NONE)
    throw geo::InputError{{"PROJ", "does not know EPSG:27700; its database is missing", "install proj-data"}};
  grid.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return grid;
}

std::size_t rows_of(const Layer& layer) {
  if (!layer.columns.empty())
    return std::visit([](const auto& values) { return values.size(); }, layer.columns.front().values);
  return std::visit(
      [](const auto& rows) -> std::size_t {
        if constexpr (requires { rows.size(); }) return rows.size();
        return 0;
      },
      layer.geometry);
}

bool all_whole(const std::vector<double>& values) {
  for (const double value : values)
    if (!std::isnan(value) && (value != std::floor(value) || std::abs(value) > 9e15)) return false;
  return true;
}

OGRGeometryUniquePtr build_geometry(const Layer& layer, std::size_t row) {
  Blob blob;
  const bool there = std::visit(
      [&](const auto& rows) {
        if constexpr (requires { rows.size(); }) {
          PLACEWRIGHT_EXPECT(row < rows.size());
          return build_blob(rows[row], blob);
        } else {
          return false;
        }
      },
      layer.geometry);
  if (!there) return nullptr;
  const auto wkb = wkb_of(blob);
  OGRGeometry* geometry = nullptr;
  PLACEWRIGHT_EXPECT(OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &geometry, wkb.size()) ==
                     OGRERR_NONE);
  return OGRGeometryUniquePtr(geometry);
}

enum class EmptyText { missing, kept };

void write_rows(const std::string& path, GDALDataset& dataset, const Layer& layer, char** options,
                EmptyText empty_text = EmptyText::missing) {
  constexpr OGRwkbGeometryType kinds[] = {wkbNone, wkbMultiPolygon, wkbLineString, wkbPoint};
  auto grid = national_grid();
  auto* made = dataset.CreateLayer(layer.name.c_str(), layer.geometry.index() == 0 ? nullptr : &grid,
                                   kinds[layer.geometry.index()], options);
  if (made == nullptr) fail(path);
  const auto rows = rows_of(layer);
  for (const auto& column : layer.columns) {
    const auto* numbers = std::get_if<std::vector<double>>(&column.values);
    PLACEWRIGHT_EXPECT(std::visit([](const auto& values) { return values.size(); }, column.values) == rows);
    OGRFieldDefn field(column.name.c_str(), numbers == nullptr    ? OFTString
                                            : all_whole(*numbers) ? OFTInteger64
                                                                  : OFTReal);
    if (made->CreateField(&field) != OGRERR_NONE) fail(path);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    OGRFeature feature(made->GetLayerDefn());
    for (std::size_t c = 0; c < layer.columns.size(); ++c) {
      const int at = static_cast<int>(c);
      if (const auto* texts = std::get_if<std::vector<std::string>>(&layer.columns[c].values)) {
        if ((*texts)[row].empty() && empty_text == EmptyText::missing) {
          feature.SetFieldNull(at);
        } else {
          feature.SetField(at, (*texts)[row].c_str());
        }
        continue;
      }
      const double number = std::get<std::vector<double>>(layer.columns[c].values)[row];
      if (std::isnan(number)) {
        feature.SetFieldNull(at);
      } else if (made->GetLayerDefn()->GetFieldDefn(at)->GetType() == OFTInteger64) {
        feature.SetField(at, static_cast<GIntBig>(number));
      } else {
        feature.SetField(at, number);
      }
    }
    if (auto geometry = build_geometry(layer, row)) feature.SetGeometry(geometry.get());
    if (made->CreateFeature(&feature) != OGRERR_NONE) fail(path);
  }
}

/// QGIS looks its default styles up in this table, by the layer's name and an empty (not a missing) schema.
Layer build_style_table(std::span<const Layer> layers, const std::string& date) {
  std::vector<std::string> table, geometry, name, qml, description, dates;
  std::vector<double> is_default;
  for (const auto& layer : layers) {
    if (layer.geometry.index() == 0) continue;
    table.push_back(layer.name);
    geometry.emplace_back("geom");
    name.push_back(layer.name);
    qml.push_back(build_qml(layer));
    is_default.push_back(1);
    description.push_back(layer.description);
    dates.push_back(date);
  }
  const std::vector<std::string> nothing(table.size());
  return {"layer_styles",
          "Styles for QGIS",
          {{"f_table_catalog", nothing},
           {"f_table_schema", nothing},
           {"f_table_name", table},
           {"f_geometry_column", geometry},
           {"styleName", name},
           {"styleQML", qml},
           {"styleSLD", nothing},
           {"useAsDefault", is_default},
           {"description", description},
           {"owner", nothing},
           {"ui", nothing},
           {"update_time", dates}},
          {},
          {}};
}

Dataset create(const char* driver_name, const std::string& path) {
  guard_gdal();
  auto* driver = GetGDALDriverManager()->GetDriverByName(driver_name);
  if (driver == nullptr)
    throw geo::InputError{
        {path, fmt::format("GDAL has no driver for {}", driver_name), "install GDAL with that driver"}};
  Dataset dataset(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!dataset) fail(path);
  return dataset;
}

/// Errors at the end (a full disk) come out only when the file is closed.
void close(Dataset dataset, const std::string& path) {
  if (dataset->FlushCache(true); CPLGetLastErrorType() >= CE_Failure) fail(path);
  CPLErrorReset();
  dataset.reset();
  if (CPLGetLastErrorType() >= CE_Failure) fail(path);
}

}  // namespace

void write_layers(const std::string& path, std::span<const Layer> layers, const std::string& date) {
  const WrittenBeside file(path);
  {
    const ErrorsToMessage quiet;
    const Setting stamp("OGR_CURRENT_DATE", date);
    auto dataset = create("GPKG", file.beside());
    if (dataset->StartTransaction() != OGRERR_NONE) fail(path);
    for (const auto& layer : layers) {
      CPLStringList options;
      options.SetNameValue("DESCRIPTION", layer.description.c_str());
      if (layer.geometry.index() == 0) options.SetNameValue("ASPATIAL_VARIANT", "GPKG_ATTRIBUTES");
      write_rows(path, *dataset, layer, options.List());
    }
    CPLStringList options;
    options.SetNameValue("ASPATIAL_VARIANT", "GPKG_ATTRIBUTES");
    options.SetNameValue("FID", "id");
    write_rows(path, *dataset, build_style_table(layers, date), options.List(), EmptyText::kept);
    if (dataset->CommitTransaction() != OGRERR_NONE) fail(path);
    close(std::move(dataset), path);
  }
  file.put();
}

void write_geojson(const std::string& path, const Layer& layer) {
  const WrittenBeside file(path);
  {
    const ErrorsToMessage quiet;
    auto dataset = create("GeoJSON", file.beside());
    CPLStringList options;
    options.SetNameValue("RFC7946", "YES");
    options.SetNameValue("COORDINATE_PRECISION", "7");
    options.SetNameValue("DESCRIPTION", layer.description.c_str());
    write_rows(path, *dataset, layer, options.List());
    close(std::move(dataset), path);
  }
  file.put();
}

}  // namespace placewright::datasets
