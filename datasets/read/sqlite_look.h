#pragma once

#include <string>

namespace placewright::datasets {

/// A look at an SQLite file (a GeoPackage, MBTiles) before any program that reads it: nothing in it is run.
///
/// Its schema can make a reader do more than read: a virtual table is a program that may open other files, a
/// view, a trigger or a generated column calls functions. Known are r-trees, the triggers of GeoPackage that
/// keep r-trees and counts or refuse a row, and the views of MBTiles that join its own tables. All else is an
/// InputError that names it. path: on disk or within an archive ("/vsizip/..."); a file that is no SQLite
/// file is let through. name: in messages.
void refuse_foreign_sql(const std::string& path, const std::string& name);

[[nodiscard]] bool is_sqlite(const std::string& path);

}  // namespace placewright::datasets
