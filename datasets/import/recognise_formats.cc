#include "datasets/import/recognise_rows.h"

/// The table of formats. A format that a row can say is a row here; only what a row cannot say has code of
/// its own.
namespace placewright::datasets {
namespace {

/// Made by the program or its users.
void add_made_formats(const AddFormat& add) {
  add({.name = "adjacency table",
       .kind = Kind::not_taken,
       .columns = {{"a", "lsoa a|area a|a", true},
                   {"b", "lsoa b|area b|b", true},
                   {"border", "shared m|border m", true}},
       .detail = "the program works out by itself which areas touch"});
  add({.name = "PCN with most patients by area",
       .kind = Kind::not_taken,
       .columns = {{"code", kLsoa, true},
                   {"pcn_code", "pcn code", true},
                   {"share", "share", true},
                   {"total", "tot|total", true}},
       .detail = "the program works it out from the registrations"});
  add({.name = "neighbourhood lookup",
       .kind = Kind::plan,
       .columns = {{"code", "lsoa##cd|lsoa code|area code|area", true},
                   {"neighbourhood", "neighbourhood|nbhd##cd", true},
                   {"name", "nbhd##nm|name"},
                   {"parent", "mnbh##cd|multi neighbourhood"}},
       .vintage = "file"});
  add({.name = "neighbourhoods by other units",
       .kind = Kind::plan,
       .columns = {{"code",
                    "lsoa code (2011)|oa##cd|oa code|wd##cd|ward code|wd##nm|ward name|msoa##cd|msoa code|"
                    "par##cd|parncp##cd|parish code|lsoa##nm|lsoa name|pcds|postcode|practice code",
                    true},
                   {"neighbourhood", "neighbourhood|nbhd##cd", true},
                   {"name", "nbhd##nm|neighbourhood name|name"},
                   {"parent", "mnbh##cd|multi neighbourhood"}},
       .vintage = "file",
       .unless = "lsoa##cd|lsoa code|area code|area|wte|fte|headcount|row id|employer|role|value|level"});
  add({.name = "roles",
       .kind = Kind::role,
       .columns = {{"role", "role", true}, {"role_group", "role group", true}, {"sector", "sector"}},
       .vintage = "file",
       .unless = "wte|fte|row id|employer|headcount|value|filled posts"});
  add({.name = "settings",
       .kind = Kind::setting,
       .columns = {{"key", "setting", true}, {"value", "value", true}},
       .vintage = "file"});
  add({.name = "notes",
       .kind = Kind::note,
       .columns = {{"id", "id|note id"},
                   {"author", "author", true},
                   {"date", "date"},
                   {"text", "text|note", true},
                   {"kind", "kind", true},
                   {"area", "area|area code|lsoa##cd"},
                   {"x", "x|easting"},
                   {"y", "y|northing"},
                   {"uplift", "uplift"},
                   {"evidence", "evidence"},
                   {"plan", "plan"}},
       .vintage = "file"});
}

/// Older codes, and deprivation.
void add_area_formats(const AddFormat& add) {
  add({.name = "LSOA (2011) to LSOA (2021) lookup",
       .kind = Kind::lookup,
       .columns = {{"code_2011", "lsoa11cd", true},
                   {"code_2021", "lsoa21cd", true},
                   {"change", "chgind|chngind"},
                   {"lad_code", "lad##cd"},
                   {"lad_name", "lad##nm"}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "2021"});
  add({.name = "IoD2025 File 7",
       .kind = Kind::area,
       .columns = {{"code", "lsoa code (2021)", true},
                   {"name", "lsoa name (2021)"},
                   {"imd_score", "index of multiple deprivation (imd) score", true},
                   {"imd_rank", "index of multiple deprivation (imd) rank", true},
                   {"imd_decile", "index of multiple deprivation (imd) decile"}},
       .publisher = kMhclg,
       .licence = kOgl,
       .attribution = kMhclgLine,
       .vintage = "Oct 2025",
       .indicators = true,
       .parents = true});
  add({.name = "IoD2019 File 7",
       .kind = Kind::area,
       .columns = {{"code", "lsoa code (2011)", true},
                   {"name", "lsoa name (2011)"},
                   {"imd_score", "index of multiple deprivation (imd) score", true},
                   {"imd_rank", "index of multiple deprivation (imd) rank", true},
                   {"imd_decile", "index of multiple deprivation (imd) decile"}},
       .publisher = kMhclg,
       .licence = kOgl,
       .attribution = kMhclgLine,
       .vintage = "Sep 2019",
       .detail = "2011",
       .indicators = true});
  const auto ranks = [&](std::string_view name, std::string_view code, std::string_view title,
                         std::string_view vintage, std::string_view detail) {
    add({.name = name,
         .kind = Kind::area,
         .columns = {{"code", code, true},
                     {"name", title},
                     {"imd_rank", "index of multiple deprivation (imd) rank", true},
                     {"imd_decile", "index of multiple deprivation (imd) decile"}},
         .publisher = kMhclg,
         .licence = kOgl,
         .attribution = kMhclgLine,
         .vintage = vintage,
         .detail = detail,
         .parents = detail.empty()});
  };
  ranks("IoD2025 File 1 (ranks and deciles)", "lsoa code (2021)", "lsoa name (2021)", "Oct 2025", "");
  ranks("IoD2019 File 1 (ranks and deciles)", "lsoa code (2011)", "lsoa name (2011)", "Sep 2019", "2011");
}

/// People, and indicators of areas.
void add_people_formats(const AddFormat& add) {
  add({.name = "Census 2021 TS007A (Nomis table)",
       .kind = Kind::area,
       .columns = {{"code", "mnemonic", true}, {"population", "total", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "Mar 2021",
       .ages = true,
       .needs_ages = true});
  add({.name = "Census 2021 TS007A",
       .kind = Kind::area,
       .columns = {{"code", "geography code", true},
                   {"name", "geography"},
                   {"population", "age: total", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "Mar 2021",
       .ages = true,
       .needs_ages = true});
  add({.name = "Census 2021 table (Nomis)",
       .kind = Kind::area,
       .columns = {{"name", "geography", true}, {"code", "geography code", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "Mar 2021",
       .indicators = true,
       .needs_more = true});
  add({.name = "Fingertips indicators",
       .kind = Kind::area,
       .columns = {{"label", "indicator name", true},
                   {"code", "area code", true},
                   {"period", "time period", true},
                   {"value", "value", true},
                   {"indicator_id", "indicator id", true},
                   {"sex", "sex"},
                   {"age", "age"},
                   {"category", "category"},
                   {"sortable", "time period sortable"}},
       .publisher = "Department of Health and Social Care (Fingertips)",
       .licence = kOgl,
       .attribution = "Contains public sector information licensed under the Open Government Licence v3.0",
       .vintage = "file",
       .long_form = true});
  add({.name = "mid-year population estimates by LSOA",
       .kind = Kind::area,
       .columns = {{"code", "lsoa 20## code|lsoa code", true},
                   {"name", "lsoa 20## name"},
                   {"population", "total|all ages", true},
                   {"lad_code", "lad 20## code"},
                   {"lad_name", "lad 20## name"}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "layer",
       .ages = true,
       .needs_ages = true});
}

/// What areas are parts of.
void add_parent_formats(const AddFormat& add) {
  add({.name = "LSOA (2021) to ward lookup",
       .kind = Kind::area,
       .columns = {{"code", "lsoa##cd", true},
                   {"name", "lsoa##nm"},
                   {"ward_code", "wd##cd", true},
                   {"ward_name", "wd##nm", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "heading:ward_code",
       .parents = true});
  add({.name = "LSOA (2021) to sub-ICB and ICB lookup",
       .kind = Kind::area,
       .columns = {{"code", "lsoa##cd", true},
                   {"name", "lsoa##nm"},
                   {"sub_icb_code", "sicbl##cd", true},
                   {"icb_code", "icb##cd", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "heading:icb_code",
       .parents = true});
  add({.name = "OA to LSOA to MSOA lookup",
       .kind = Kind::area,
       .columns = {{"oa_code", "oa##cd", true},
                   {"code", "lsoa##cd", true},
                   {"name", "lsoa##nm"},
                   {"msoa_code", "msoa##cd", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "heading:code",
       .parents = true,
       .repeats = true});
}

/// Patients, practices and prepared sites.
void add_site_formats(const AddFormat& add) {
  add({.name = "patients registered by LSOA",
       .kind = Kind::registration,
       .columns = {{"practice", "practice code", true},
                   {"name", "practice name"},
                   {"area", "lsoa code|lsoa## code|lsoa##cd|area code|area", true},
                   {"patients", "number of patients|patients", true},
                   {"sex", "sex"},
                   {"extract_date", "extract date"}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "cell:extract_date"});
  add({.name = "practice map (practice to PCN)",
       .kind = Kind::site,
       .columns = {{"id", "practice code", true},
                   {"name", "practice name", true},
                   {"postcode", "practice postcode", true},
                   {"pcn_code", "pcn code", true},
                   {"pcn_name", "pcn name", true},
                   {"extract_date", "extract date"}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "cell:extract_date",
       .detail = "gp"});
  add({.name = "GP practices of a prepared place",
       .kind = Kind::site,
       .columns = {{"id", "practice code", true},
                   {"name", "name", true},
                   {"postcode", "postcode", true},
                   {"easting", "easting"},
                   {"northing", "northing"},
                   {"status", "status"},
                   {"latitude", "lat|latitude"},
                   {"longitude", "lon|long|longitude"},
                   {"list_size", "list size|list size *"},
                   {"pcn_code", "pcn code", true},
                   {"pcn_name", "pcn name"},
                   {"organisation", "organisation"}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "heading:list_size",
       .detail = "gp"});
  add({.name = "sites of a prepared place",
       .kind = Kind::site,
       .columns = {{"id", "site id", true},
                   {"name", "name", true},
                   {"kind", "type|kind", true},
                   {"subtype", "subtype"},
                   {"organisation", "parent name|organisation"},
                   {"postcode", "postcode"},
                   {"easting", "easting", true},
                   {"northing", "northing", true},
                   {"latitude", "lat|latitude"},
                   {"longitude", "lon|long|longitude"},
                   {"pcn_code", "pcn code"},
                   {"status", "status"},
                   {"open", "open"}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "file"});
}

/// Sites of the program's users and of the regulator.
void add_location_formats(const AddFormat& add) {
  add({.name = "services",
       .kind = Kind::site,
       .columns = {{"id", "service id", true},
                   {"kind", "type", true},
                   {"name", "name", true},
                   {"postcode", "postcode"},
                   {"easting", "easting"},
                   {"northing", "northing"},
                   {"organisation", "organisation"},
                   {"capacity", "capacity"},
                   {"mode", "mode"},
                   {"status", "status"},
                   {"open", "open"}},
       .vintage = "file"});
  add({.name = "staff bases",
       .kind = Kind::site,
       .columns = {{"id", "base id", true},
                   {"name", "name", true},
                   {"base_type", "type", true},
                   {"postcode", "postcode"},
                   {"easting", "easting"},
                   {"northing", "northing"},
                   {"desks", "desks"},
                   {"rooms", "rooms"},
                   {"organisation", "organisation"}},
       .vintage = "file",
       .detail = "base"});
  add({.name = "health and care locations (CQC)",
       .kind = Kind::site,
       .columns = {{"id", "location id", true},
                   {"name", "location name", true},
                   {"dormant", "dormant (y/n)"},
                   {"care_home", "care home?"},
                   {"postcode", "location postal code", true},
                   {"latitude", "location latitude"},
                   {"longitude", "location longitude"},
                   {"organisation", "provider name"}},
       .publisher = "Care Quality Commission",
       .licence = kOgl,
       .attribution = "Contains public sector information licensed under the Open Government Licence v3.0",
       .vintage = "file",
       .detail = "cqc"});
  add({.name = "named sites without ids",
       .kind = Kind::site,
       .columns = {{"name", "name", true},
                   {"kind", "type|kind", true},
                   {"postcode", "postcode"},
                   {"easting", "easting", true},
                   {"northing", "northing", true}},
       .vintage = "file",
       .last_resort = true});
}

/// Published staff.
void add_staff_formats(const AddFormat& add) {
  add({.name = "PCN workforce, individual level",
       .kind = Kind::workforce,
       .columns = {{"pcn_code", "pcn code", true},
                   {"pcn_name", "pcn name"},
                   {"role_group", "staff group", true},
                   {"role", "detailed staff role|staff role", true},
                   {"wte", "fte", true},
                   {"person", "unique identifier", true}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "file",
       .detail = "pcn"});
  add({.name = "PCN workforce by role",
       .kind = Kind::workforce,
       .columns = {{"pcn_code", "pcn code", true},
                   {"pcn_name", "pcn name"},
                   {"role_group", "staff group", true},
                   {"role", "detailed staff role|staff role", true},
                   {"wte", "fte", true},
                   {"headcount", "headcount"}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "file",
       .detail = "pcn"});
  add({.name = "GP workforce, practice level, high level",
       .kind = Kind::workforce,
       .columns = {{"practice_code", "prac code", true},
                   {"name", "prac name"},
                   {"role_group", "staff group", true},
                   {"role", "detailed staff role", true},
                   {"measure", "measure", true},
                   {"wte", "value", true}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "file",
       .detail = "practice"});
  add({.name = "adult social care posts by authority (ASC-WDS, Skills for Care)",
       .kind = Kind::workforce,
       .columns = {{"area_id",
                    "local authority code|la code|lad code|area code|area|local authority|local authority "
                    "name|la name",
                    true},
                   {"sector", "sector"},
                   {"service_area", "main service|main service group|service"},
                   {"role", "job role", true},
                   {"headcount", "filled posts|number of filled posts|jobs", true},
                   {"wte", "fte|wte|fte filled posts|filled posts fte"},
                   {"ratio", "fte ratio|wte ratio|fte per post"}},
       .publisher = "Skills for Care",
       .licence = kOgl,
       .attribution = "Contains estimates of Skills for Care (Adult Social Care Workforce Data Set)",
       .vintage = "file",
       .detail = "asc"});
}

/// Staff as an organisation lists them, and networks.
void add_post_formats(const AddFormat& add) {
  add({.name = "workforce",
       .kind = Kind::workforce,
       .columns = {{"row_id", "row id", true},
                   {"employer", "employer", true},
                   {"sector", "sector", true},
                   {"role_group", "role group"},
                   {"role", "role", true},
                   {"registered", "registered"},
                   {"service_area", "service area"},
                   {"base_id", "base id"},
                   {"practice_code", "practice code"},
                   {"pcn_code", "pcn code"},
                   {"footprint_id", "footprint id"},
                   {"allocation", "allocation"},
                   {"post_id", "post id"},
                   {"share", "share"},
                   {"level", "level"},
                   {"area_id", "area id"},
                   {"mobile", "mobile"},
                   {"generalist", "generalist"},
                   {"wte", "wte", true},
                   {"headcount", "headcount"},
                   {"vacancy_wte", "vacancy wte"},
                   {"source", "source"},
                   {"as_at", "as at"},
                   {"estimated", "estimated"}},
       .vintage = "cell:as_at"});
  add({.name = "PCN core partner details",
       .kind = Kind::membership,
       .columns = {{"practice", "partner organisation code", true},
                   {"name", "partner name"},
                   {"pcn_code", "pcn code", true},
                   {"pcn_name", "pcn name"},
                   {"start", "practice to pcn relationship start date", true},
                   {"end", "practice to pcn relationship end date", true}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "file"});
  add({.name = "PCN details",
       .kind = Kind::network,
       .columns = {{"pcn_code", "pcn code", true},
                   {"pcn_name", "pcn name", true},
                   {"open", "open date", true},
                   {"close", "close date"},
                   {"postcode", "postcode"}},
       .publisher = kNhs,
       .licence = kOgl,
       .attribution = kNhsLine,
       .vintage = "file",
       .unless = "practice code|prac code|partner organisation code|site id"});
}

/// Postcodes, and the program's own input tables.
void add_own_formats(const AddFormat& add) {
  add({.name = "postcode directory (NSPL or ONSPD)",
       .kind = Kind::postcode,
       .columns = {{"postcode", "pcds|pcd2|pcd8", true},
                   {"easting", "oseast1m|east1m", true},
                   {"northing", "osnrth1m|north1m", true},
                   {"terminated", "doterm", true},
                   {"area", "lsoa21|lsoa21cd"},
                   {"quality", "osgrdind|gridind"},
                   {"latitude", "lat"},
                   {"longitude", "long"}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kPostcodeLine,
       .vintage = "file"});
  add({.name = "postcodes with latitude and longitude",
       .kind = Kind::postcode,
       .columns = {{"postcode", "postcode|pcds", true},
                   {"latitude", "lat|latitude", true},
                   {"longitude", "long|lon|lng|longitude", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kPostcodeLine,
       .vintage = "file",
       .unless = "name|practice code|site id|service id|base id|location id"});

  add({.name = "footprints",
       .kind = Kind::footprint,
       .columns = {{"footprint_id", "footprint id", true},
                   {"service", "service", true},
                   {"level", "level"},
                   {"member_type", "member type", true},
                   {"member_id", "member id", true},
                   {"share", "share"}},
       .vintage = "file"});
  add({.name = "weights",
       .kind = Kind::weight,
       .columns = {{"scheme", "scheme", true},
                   {"dimension", "dimension", true},
                   {"key", "key", true},
                   {"weight", "weight", true},
                   {"source", "source"}},
       .vintage = "file"});
  add({.name = "segments",
       .kind = Kind::segment,
       .columns = {{"area", "lsoa##cd|area code|area", true},
                   {"segment", "segment", true},
                   {"people", "count|people", true}},
       .vintage = "file"});
  add({.name = "sub-national population projections (SNPP)",
       .kind = Kind::projection,
       .columns = {{"area_code", "area code", true},
                   {"component", "component", true},
                   {"sex", "sex", true},
                   {"age_band", "age group", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsLine,
       .vintage = "file",
       .detail = "years"});
  add({.name = "projections",
       .kind = Kind::projection,
       .columns = {{"area_code", "area code", true},
                   {"year", "year", true},
                   {"sex", "sex"},
                   {"age_band", "age band", true},
                   {"measure", "measure"},
                   {"value", "population|value", true},
                   {"source", "source"},
                   {"edition", "edition"}},
       .vintage = "file"});
  add({.name = "travel times",
       .kind = Kind::travel,
       .columns = {{"area", "from id", true},
                   {"site", "to id", true},
                   {"minutes", "travel time p50|travel time|minutes", true},
                   {"mode", "mode"}},
       .vintage = "file"});
  add({.name = "priority areas",
       .kind = Kind::priority,
       .columns = {{"area", "lsoa##cd|area code|lsoa code", true}, {"priority", "priority|core20", true}},
       .vintage = "file"});
}

/// Layers of roads, points and lines.
void add_ground_formats(const AddFormat& add) {
  add({.name = "OS Open Roads",
       .kind = Kind::road,
       .geometry = GeometryKind::line,
       .columns = {{"road_class", "road function|function|roadfunction", true},
                   {"name", "name 1|name1|name|roadname"},
                   {"form", "form of way|formofway", true},
                   {"number", "road classification number|roadclassificationnumber|roadnumber"},
                   {"trunk", "trunk road|trunkroad"},
                   {"structure", "road structure|roadstructure|structure"}},
       .publisher = "Ordnance Survey",
       .licence = kOgl,
       .attribution = kOsLine,
       .vintage = "file"});
  add({.name = "OpenStreetMap roads",
       .kind = Kind::road,
       .geometry = GeometryKind::line,
       .columns = {{"osm_id", "osm id", true},
                   {"road_class", "highway", true},
                   {"name", "name"},
                   {"waterway", "waterway"},
                   {"railway", "railway"},
                   {"tags", "other tags"}},
       .publisher = "OpenStreetMap",
       .licence = "Open Database Licence 1.0",
       .attribution = kOsmLine,
       .vintage = "file",
       .detail = "osm"});
  add({.name = "OpenStreetMap points",
       .kind = Kind::site,
       .geometry = GeometryKind::point,
       .columns =
           {{"id", "osm id", true}, {"name", "name", true}, {"place", "place"}, {"tags", "other tags", true}},
       .publisher = "OpenStreetMap",
       .licence = "Open Database Licence 1.0",
       .attribution = kOsmLine,
       .vintage = "file",
       .detail = "osm"});
  add({.name = "OpenStreetMap buildings and grounds",
       .kind = Kind::site,
       .geometry = GeometryKind::polygon,
       .columns = {{"id", "osm way id", true},
                   {"relation", "osm id", true},
                   {"name", "name", true},
                   {"amenity", "amenity", true},
                   {"natural", "natural"},
                   {"landuse", "landuse"},
                   {"leisure", "leisure"},
                   {"tags", "other tags"}},
       .publisher = "OpenStreetMap",
       .licence = "Open Database Licence 1.0",
       .attribution = kOsmLine,
       .vintage = "file",
       .detail = "osm"});
  add_os_ground_formats(add);
  add({.name = "barriers",
       .kind = Kind::barrier,
       .geometry = GeometryKind::line,
       .columns = {{"kind", "barrier|kind|class|type", true}, {"name", "name"}},
       .vintage = "file"});
}

/// Layers of areas and of what they are parts of.
void add_boundary_formats(const AddFormat& add) {
  add({.name = "population-weighted centroids",
       .kind = Kind::area,
       .geometry = GeometryKind::point,
       .columns = {{"code", "lsoa##cd|oa##cd|msoa##cd", true}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsMapLine,
       .vintage = "heading:code",
       .detail = "centroids"});
  const auto boundary = [&](std::string_view name, std::string_view kind, std::string_view code,
                            std::string_view title) {
    add({.name = name,
         .kind = Kind::boundary,
         .geometry = GeometryKind::polygon,
         .columns = {{"code", code, true}, {"name", title}},
         .publisher = kOns,
         .licence = kOgl,
         .attribution = kOnsMapLine,
         .vintage = "heading:code",
         .detail = kind,
         .nested = true});
  };
  boundary("OA boundaries", "oa", "oa##cd", "oa##nm");  // their layer names the LSOAs too
  add({.name = "LSOA boundaries",
       .kind = Kind::area,
       .geometry = GeometryKind::polygon,
       .columns = {{"code", kLsoa, true},
                   {"name", "lsoa##nm|lsoa name|name"},
                   {"population", "population|pop total|people"},
                   {"imd_score", "imd score"},
                   {"imd_rank", "imd rank"},
                   {"imd_decile", "imd decile"}},
       .publisher = kOns,
       .licence = kOgl,
       .attribution = kOnsMapLine,
       .vintage = "heading:code",
       .ages = true,
       .indicators = true,
       .parents = true,
       .nested = true});
  boundary("MSOA boundaries", "msoa", "msoa##cd|msoa code", "msoa hcl name|msoa##nm|msoa name");
  boundary("ward boundaries", "ward", "wd##cd|ward code", "wd##nm|ward name");
  boundary("parish boundaries", "parish", "par##cd|parncp##cd|parish code", "par##nm|parncp##nm|parish name");
  boundary("sub-ICB boundaries", "sub_icb", "sicbl##cd|sub icb code", "sicbl##nm|sub icb name");
  boundary("ICB boundaries", "icb", "icb##cd|icb code", "icb##nm|icb name");
  boundary("PCN boundaries", "pcn", "pcn code|pcn##cd", "pcn name|pcn##nm");
  boundary("local authority boundaries", "lad", "lad##cd|ladcd|lad code|ltla##cd|utla##cd",
           "lad##nm|ladnm|lad name|ltla##nm");
  add({.name = "areas with people",
       .kind = Kind::area,
       .geometry = GeometryKind::polygon,
       .columns = {{"code", "code|area code|id|area id|datazone|dz2011 code|zone", true},
                   {"name", "name|area name"},
                   {"population", "population|people|pop total|totpop2011|residents", true},
                   {"imd_score", "imd score|imd"},
                   {"imd_rank", "imd rank"},
                   {"imd_decile", "imd decile"}},
       .vintage = "file",
       .ages = true,
       .indicators = true,
       .parents = true,
       .last_resort = true});
  add({.name = "resident-drawn areas",
       .kind = Kind::boundary,
       .geometry = GeometryKind::polygon,
       .columns = {{"name", "name|neighbourhood|area name|title|label", true}, {"code", "code|id"}},
       .vintage = "file",
       .detail = "resident-drawn area",
       .last_resort = true});
}

/// Any table with a code of an area and numbers or parents.
void add_widest_formats(const AddFormat& add) {
  add({.name = "areas as a table (lsoa.csv)",
       .kind = Kind::area,
       .columns = {{"code", "lsoa21cd|lsoa code|area code", true},
                   {"name", "name|lsoa21nm|area name"},
                   {"population", "pop total|population|people", true},
                   {"imd_score", "imd score"},
                   {"imd_rank", "imd rank"},
                   {"imd_decile", "imd decile"}},
       .vintage = "file",
       .ages = true,
       .indicators = true,
       .parents = true,
       .last_resort = true});
  add({.name = "values by LSOA",
       .kind = Kind::area,
       .columns = {{"code", "lsoa##cd|lsoa code|lsoa code (####)|area code", true},
                   {"name", "lsoa##nm|lsoa name"}},
       .vintage = "heading:code",
       .ages = true,
       .indicators = true,
       .parents = true,
       .needs_more = true,
       .last_resort = true});
}

/// Lookups of authorities to what they are parts of.
void add_tier_formats(const AddFormat& add) {
  const auto tier = [&](std::string_view name, std::string_view code, std::string_view codes,
                        std::string_view title, std::string_view titles) {
    add({.name = name,
         .kind = Kind::unit,
         .columns = {{"lad_code", "ltla##cd|lad##cd|lad code", true},
                     {"lad_name", "ltla##nm|lad##nm|lad name"},
                     {code, codes, true},
                     {title, titles, true}},
         .publisher = kOns,
         .licence = kOgl,
         .attribution = kOnsLine,
         .vintage = "heading:lad_code",
         .detail = "lad_code"});
  };
  tier("authority to upper tier lookup", "county_code", "utla##cd|ctyua##cd|cty##cd", "county_name",
       "utla##nm|ctyua##nm|cty##nm");
  tier("authority to combined authority lookup", "combined_authority_code", "cauth##cd",
       "combined_authority_name", "cauth##nm");
  tier("authority to region lookup", "region_code", "rgn##cd", "region_name", "rgn##nm");
}

/// Of nested units the finer stand first; a table with a code of an area is known before the widest.
std::vector<Format> make_formats() {
  std::vector<Format> all;
  const AddFormat add = [&](Format format) { all.push_back(std::move(format)); };
  for (const auto rows :
       {add_made_formats, add_area_formats, add_people_formats, add_census_formats, add_indicator_formats,
        add_parent_formats, add_site_formats, add_location_formats, add_practice_formats, add_staff_formats,
        add_post_formats, add_own_formats, add_ground_formats, add_boundary_formats, add_widest_formats,
        add_tier_formats, add_unit_formats})
    rows(add);
  return all;
}

}  // namespace

const std::vector<Format>& formats() {
  static const std::vector<Format> all = make_formats();
  return all;
}

}  // namespace placewright::datasets
