#pragma once

#include <string>

class GDALDataset;

/// What GDAL may do for a file: read it with the drivers named at the opening, and nothing else. A file is
/// not asked to be harmless: it may name an address or another file in a coordinate system, a schema, an
/// overview or a table.
namespace placewright::datasets {

/// Registers the drivers that we use and no other, and closes what leads to a network: HTTP, remote file
/// systems and the grids of PROJ. Once a process; costs nothing after. Called before anything else of GDAL.
void guard_gdal();

/// Opens a file for reading with one of the drivers (ended by a null pointer), or gives a null pointer.
/// flags: GDAL_OF_VECTOR or GDAL_OF_RASTER. An SQLite file is looked at first; throws InputError where it
/// holds what is refused (refuse_foreign_sql). The caller closes what it gets.
[[nodiscard]] GDALDataset* open_guarded(const std::string& path, const std::string& name, unsigned flags,
                                        const char* const* drivers);

/// The first address that a file asked for on this thread since the last call, and that was refused; "" for
/// none.
[[nodiscard]] std::string take_refused_address();

}  // namespace placewright::datasets
