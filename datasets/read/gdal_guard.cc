#include "datasets/read/gdal_guard.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_http.h>
#include <cpl_string.h>
#include <cpl_vsi_virtual.h>
#include <gdal_priv.h>
#include <ogr_srs_api.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "datasets/read/sqlite_look.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

/// Read or written by us. VRT makes pictures in memory and opens no file here (close_vrt).
constexpr std::array kDrivers{
    "GPKG",        "ESRI Shapefile", "GeoJSON", "GeoJSONSeq", "TopoJSON", "FlatGeobuf",  "GML",     "LIBKML",
    "KML",         "SQLite",         "OSM",     "ODS",        "XLSX",     "OpenFileGDB", "Parquet", "GPX",
    "GTiff",       "MBTiles",        "PNG",     "JPEG",       "VRT",      "MEM",         "Memory",  "CSV",
    "MapInfo File"};
/// File systems within the machine: the disk, archives and memory.
constexpr std::array<std::string_view, 5> kFileSystems{"", "/vsizip/", "/vsizip{", "/vsigzip/", "/vsimem/"};

thread_local std::string refused_address;

void refuse(const char* address) {
  if (refused_address.empty()) refused_address = address;
  // A warning, so that GDAL does not add a failure of its own: what the refusal means is for the reader to
  // say.
  CPLError(CE_Warning, CPLE_AppDefined, "nothing is fetched from a network: %s", address);
}

CPLHTTPResult* refuse_fetch(const char* address, CSLConstList, GDALProgressFunc, void*, CPLHTTPFetchWriteFunc,
                            void*, void*) {
  refuse(address);
  auto* result = static_cast<CPLHTTPResult*>(CPLCalloc(1, sizeof(CPLHTTPResult)));
  result->nStatus = 1;
  result->pszErrBuf = CPLStrdup("nothing is fetched from a network");
  return result;
}

/// Stands in for a file system that is remote, or that we never use: it holds nothing.
class ClosedFileSystem : public VSIFilesystemHandler {
 public:
  using VSIFilesystemHandler::Open;
  VSIVirtualHandle* Open(const char* name, const char*, bool, CSLConstList) override {
    refuse(name);
    errno = ENOENT;
    return nullptr;
  }
  int Stat(const char* name, VSIStatBufL*, int) override {
    refuse(name);
    errno = ENOENT;
    return -1;
  }
};

void close_file_systems() {
  const CPLStringList prefixes(VSIFileManager::GetPrefixes());
  for (int k = 0; k < prefixes.size(); ++k)
    if (std::find(kFileSystems.begin(), kFileSystems.end(), prefixes[k]) == kFileSystems.end()) {
      // The one that it takes the place of may be at work in GDAL's own tables, and lives on.
      static std::vector<VSIFilesystemHandler*> replaced;
      replaced.push_back(VSIFileManager::GetHandler(prefixes[k]));
      VSIFileManager::InstallHandler(prefixes[k], new ClosedFileSystem);
    }
}

void keep_drivers() {
  GDALAllRegister();
  auto* manager = GetGDALDriverManager();
  for (int k = manager->GetDriverCount() - 1; k >= 0; --k) {
    auto* driver = manager->GetDriver(k);
    if (std::any_of(kDrivers.begin(), kDrivers.end(),
                    [&](const char* name) { return EQUAL(driver->GetDescription(), name); }))
      continue;
    manager->DeregisterDriver(driver);
    delete driver;
  }
}

/// GDAL opens the overviews of a picture with any driver; a VRT among them would point anywhere.
void close_vrt() {
  auto* driver = GetGDALDriverManager()->GetDriverByName("VRT");
  if (driver == nullptr) return;
  driver->pfnIdentify = nullptr;
  driver->pfnOpen = nullptr;
  driver->pfnOpenWithDriverArg = nullptr;
}

/// The drivers of SQLite files look first, whoever asks them: GDAL opens overviews and the like by itself.
constexpr std::array kSqlDrivers{"GPKG", "SQLite", "MBTiles"};
std::array<GDALDataset* (*)(GDALOpenInfo*), kSqlDrivers.size()> open_unseen{};

template <std::size_t kDriver>
GDALDataset* look_and_open(GDALOpenInfo* info) {
  try {
    refuse_foreign_sql(info->pszFilename, info->pszFilename);
  } catch (const geo::InputError& error) {  // no exception may pass through GDAL
    CPLError(CE_Failure, CPLE_AppDefined, "%s", error.message().what.c_str());
    return nullptr;
  }
  return open_unseen[kDriver](info);
}

template <std::size_t... kDriver>
void look_before_opening(std::index_sequence<kDriver...>) {
  const auto wrap = [](std::size_t at, GDALDataset* (*opens)(GDALOpenInfo*)) {
    auto* driver = GetGDALDriverManager()->GetDriverByName(kSqlDrivers[at]);
    if (driver == nullptr || driver->pfnOpen == nullptr) return;
    open_unseen[at] = std::exchange(driver->pfnOpen, opens);
  };
  (wrap(kDriver, look_and_open<kDriver>), ...);
}

}  // namespace

void guard_gdal() {
  static std::once_flag once;
  std::call_once(once, [] {
    CPLSetErrorHandler(
        CPLQuietErrorHandler);  // what GDAL says is told by whoever asked it, never printed as it is
    keep_drivers();
    close_vrt();
    look_before_opening(std::make_index_sequence<kSqlDrivers.size()>());
    close_file_systems();
    CPLHTTPSetFetchCallback(refuse_fetch, nullptr);
    OSRSetPROJEnableNetwork(FALSE);
  });
}

GDALDataset* open_guarded(const std::string& path, const std::string& name, unsigned flags,
                          const char* const* drivers) {
  guard_gdal();
  refuse_foreign_sql(path, name);
  CPLStringList options;
  const auto reads_with = [&](const char* driver) {
    for (const auto* const* one = drivers; *one != nullptr; ++one)
      if (EQUAL(*one, driver)) return true;
    return false;
  };
  if (reads_with("SQLite")) options.SetNameValue("PRELUDE_STATEMENTS", "PRAGMA trusted_schema = OFF");
  if (reads_with("GML")) {
    options.SetNameValue("DOWNLOAD_SCHEMA", "NO");
    options.SetNameValue("WRITE_GFS", "NO");  // nothing is written beside a file that is read
  }
  if (reads_with("CSV"))
    options.SetNameValue("GEOM_POSSIBLE_NAMES", "WKT,wkt,geometry,geom,the_geom,shape,wkt_geometry");
  return GDALDataset::Open(path.c_str(), flags | GDAL_OF_READONLY, drivers, options.List(), nullptr);
}

std::string take_refused_address() { return std::exchange(refused_address, {}); }

}  // namespace placewright::datasets
