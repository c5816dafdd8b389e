#include <fmt/format.h>

#include <limits>

#include "datasets/place/geometry_blob.h"
#include "datasets/place/tables.h"

// The GeoPackage side of the place file: what other programs look at first.
namespace placewright::datasets {
namespace {

constexpr const char* kFrame = R"sql(
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
   'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid'),
  ('OSGB36 / British National Grid', 27700, 'EPSG', 27700,
   'PROJCS["OSGB36 / British National Grid",GEOGCS["OSGB36",DATUM["Ordnance_Survey_of_Great_Britain_1936",SPHEROID["Airy 1830",6377563.396,299.3249646,AUTHORITY["EPSG","7001"]],AUTHORITY["EPSG","6277"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4277"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],PARAMETER["scale_factor",0.9996012717],PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","27700"]]',
   'metres east and north');
)sql";

const char* sql_type(ColumnType type) {
  switch (type) {
    case ColumnType::text:
      return "TEXT";
    case ColumnType::number:
      return "REAL";
    case ColumnType::whole:
      return "INTEGER";
    case ColumnType::truth:
      return "BOOLEAN";
    case ColumnType::areas:
      return "MULTIPOLYGON";
    case ColumnType::line:
      return "LINESTRING";
    case ColumnType::point:
      return "POINT";
    case ColumnType::areas_or_line:
      return "GEOMETRY";
  }
  return "TEXT";
}

bool is_geometry(ColumnType type) {
  return type == ColumnType::areas || type == ColumnType::line || type == ColumnType::point ||
         type == ColumnType::areas_or_line;
}

const Column* geometry_of(const Table& table) {
  for (const auto& column : table.columns)
    if (is_geometry(column.type)) return &column;
  return nullptr;
}

void make_table(const Database& database, const Table& table) {
  std::string columns = "fid INTEGER PRIMARY KEY";
  for (const auto& column : table.columns)
    if (!column.optional) columns += fmt::format(", {} {}", quoted(column.name), sql_type(column.type));
  if (table.unique) {
    std::string key;
    for (const auto& column : table.key) key += (key.empty() ? "" : ", ") + quoted(column);
    columns += fmt::format(", UNIQUE ({})", key);
  }
  database.run(fmt::format("CREATE TABLE {} ({})", quoted(table.name), columns));
}

void register_table(const Database& database, const Table& table, const std::string& created) {
  const auto* geometry = geometry_of(table);
  auto contents = database.prepare(
      "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, last_change, "
      "srs_id) "
      "VALUES (?1, ?2, ?1, ?3, ?4, ?5)");
  contents.bind(1, table.name);
  contents.bind(2, std::string_view(geometry != nullptr ? "features" : "attributes"));
  contents.bind(3, table.sentence);
  contents.bind(4, std::string_view(created));
  if (geometry != nullptr) contents.bind(5, std::int64_t{27700});
  contents.run();
  if (geometry == nullptr) return;
  auto columns =
      database.prepare("INSERT OR IGNORE INTO gpkg_geometry_columns VALUES (?1, ?2, ?3, 27700, 0, 0)");
  columns.bind(1, table.name);
  columns.bind(2, geometry->name);
  columns.bind(3, std::string_view(sql_type(geometry->type)));
  columns.run();
}

}  // namespace

void make_frame(const Database& database) { database.run(kFrame); }

void add_missing_tables(const Database& database, const std::string& created) {
  for (const auto& table : place_tables()) {
    const auto found = database.columns_of(table.name);
    if (found.empty()) make_table(database, table);
    register_table(database, table, created);
    if (found.empty()) continue;
    for (const auto& column : table.columns) {
      const bool there =
          std::any_of(found.begin(), found.end(), [&](const auto& c) { return c.name == column.name; });
      if (!there && !column.optional)
        database.run(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", quoted(table.name), quoted(column.name),
                                 sql_type(column.type)));
    }
  }
}

void note_extent(const Database& database, const Table& table) {
  const auto* geometry = geometry_of(table);
  if (geometry == nullptr) return;
  geo::Box all{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
               -std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  auto select =
      database.prepare(fmt::format("SELECT {} FROM {}", quoted(geometry->name), quoted(table.name)));
  while (select.step()) {
    const auto box = measure_blob_box(select.blob(0));
    if (!box) continue;
    all = {std::min(all.min_x, box->min_x), std::min(all.min_y, box->min_y), std::max(all.max_x, box->max_x),
           std::max(all.max_y, box->max_y)};
  }
  auto update = database.prepare(
      "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5 WHERE table_name = ?1");
  update.bind(1, table.name);
  if (all.min_x <= all.max_x) {
    update.bind(2, all.min_x);
    update.bind(3, all.min_y);
    update.bind(4, all.max_x);
    update.bind(5, all.max_y);
  }
  update.run();
}

}  // namespace placewright::datasets
