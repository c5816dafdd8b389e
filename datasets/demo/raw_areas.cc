#include <cpl_conv.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>

#include "datasets/demo/noise.h"
#include "datasets/demo/raw_parts.h"
#include "datasets/read/gdal_guard.h"
#include "geo/error.h"

namespace placewright::datasets::demo {
namespace {

/// From metres of the national grid to degrees (longitude first).
class ToDegrees {
 public:
  ToDegrees() {
    OGRSpatialReference grid, degrees;
    grid.importFromEPSG(27700);
    degrees.importFromEPSG(4326);
    grid.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    change_.reset(OGRCreateCoordinateTransformation(&grid, &degrees));
    if (!change_)
      throw geo::InputError{
          {"PROJ", "EPSG:27700 cannot be turned into degrees", "install the PROJ data files (proj-data)"}};
  }
  [[nodiscard]] geo::Point operator()(double x, double y) const {
    if (change_->Transform(1, &x, &y) == 0)
      throw geo::InputError{{"PROJ", "a point could not be turned into degrees", "a smaller --areas"}};
    return {x, y};
  }

 private:
  struct Destroy {
    void operator()(OGRCoordinateTransformation* change) const {
      OGRCoordinateTransformation::DestroyCT(change);
    }
  };
  std::unique_ptr<OGRCoordinateTransformation, Destroy> change_;
};

void append_ring(std::string& text, const geo::Ring& ring, const ToDegrees& to_degrees) {
  text += "[ ";
  for (std::size_t i = 0; i <= ring.size(); ++i) {
    const auto& p = ring[i % ring.size()];
    const auto d = to_degrees(p.x, p.y);
    text += fmt::format("{}[ {:.9f}, {:.9f} ]", i == 0 ? "" : ", ", d.x, d.y);
  }
  text += " ]";
}

/// As ONS publishes a shape. An area around another comes as two polygons that overlap, where a hole was
/// meant.
std::string geometry_text(const geo::Shape& shape, const ToDegrees& to_degrees) {
  std::vector<const geo::Ring*> polygons;
  for (const auto& part : shape.parts) {
    polygons.push_back(&part.outer);
    for (const auto& hole : part.holes) polygons.push_back(&hole);
  }
  std::string text = polygons.size() == 1 ? "{ \"type\": \"Polygon\", \"coordinates\": [ "
                                          : "{ \"type\": \"MultiPolygon\", \"coordinates\": [ ";
  for (std::size_t k = 0; k < polygons.size(); ++k) {
    if (k > 0) text += ", ";
    if (polygons.size() > 1) text += "[ ";
    append_ring(text, *polygons[k], to_degrees);
    if (polygons.size() > 1) text += " ]";
  }
  return text + " ] }";
}

void write_geopackage(const Place& place, RawFolder& folder) {
  const auto file =
      (std::filesystem::path(folder.path) /
       "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BFC_V10_-7302455802062307841.gpkg")
          .string();
  std::error_code gone;
  std::filesystem::remove(file, gone);
  CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "2026-01-01T00:00:00.000Z");
  auto* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
  std::unique_ptr<GDALDataset> dataset(
      driver == nullptr ? nullptr : driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!dataset)
    throw geo::InputError{{file, "cannot be written", "check the folder and the space on the disk"}};
  OGRSpatialReference grid;
  grid.importFromEPSG(27700);
  auto* layer = dataset->CreateLayer("Lower layer Super Output Areas (December 2021) Boundaries EW BFC (V10)",
                                     &grid, wkbMultiPolygon, nullptr);
  for (const auto* name : {"LSOA21CD", "LSOA21NM", "LSOA21NMW"}) {
    OGRFieldDefn field(name, OFTString);
    layer->CreateField(&field);
  }
  for (const auto* name : {"BNG_E", "BNG_N"}) {
    OGRFieldDefn field(name, OFTInteger);
    layer->CreateField(&field);
  }
  dataset->StartTransaction();
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    OGRMultiPolygon shape;
    for (const auto& part : place.areas.shape[i].parts) {
      OGRPolygon polygon;
      const auto add = [&](const geo::Ring& points) {
        OGRLinearRing ring;
        for (const auto& p : points) ring.addPoint(p.x, p.y);
        ring.closeRings();
        polygon.addRing(&ring);
      };
      add(part.outer);
      for (const auto& hole : part.holes) add(hole);
      shape.addGeometry(&polygon);
    }
    OGRFeature feature(layer->GetLayerDefn());
    feature.SetField(0, place.areas.code[i].c_str());
    feature.SetField(1, place.areas.name[i].c_str());
    feature.SetField(2, "");
    feature.SetField(3, static_cast<int>(place.areas.centroid_x[i]));
    feature.SetField(4, static_cast<int>(place.areas.centroid_y[i]));
    feature.SetGeometry(&shape);
    if (layer->CreateFeature(&feature) != OGRERR_NONE)
      throw geo::InputError{{file, "a row could not be written", "check the space on the disk"}};
  }
  dataset->CommitTransaction();
  dataset.reset();
  CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", nullptr);
  folder.written.push_back(file);
}

/// A parent code or name of an area.
const std::string& parent_of(const Place& place, const char* kind, std::size_t area) {
  return place.areas.parents.at(kind)[area];
}

/// Headings of File 7: with a byte order mark, and some cut as in the published file.
std::string deprivation_header() {
  std::string text =
      "\xEF\xBB\xBFLSOA code (2021),LSOA name (2021),Local Authority District code (2024),Local Authority "
      "District name (2024)";
  const char* rank = " Rank (where 1 is most deprived)";
  text +=
      ",Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most "
      "deprived),"
      "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)";
  struct Domain {
    const char *name, *score;
    bool quoted;
    const char* decile_end;
  };
  static constexpr Domain kDomains[] = {
      {"Income", "Income Score (rate)", false, "10% of LSOAs)"},
      {"Employment", "Employment Score (rate)", false, "10% of LSOAs)"},
      {"Education, Skills and Training", "Education, Skills and Training Score", true, "10% of LSO"},
      {"Health Deprivation and Disability", "Health Deprivation and Disability Score", false, "10% of LSOA"},
      {"Crime", "Crime Score", false, "10% of LSOAs)"},
      {"Barriers to Housing and Services", "Barriers to Housing and Services Score", false, "10% of LSOA"},
      {"Living Environment", "Living Environment Score", false, "10% of LSOAs)"}};
  for (const auto& domain : kDomains) {
    const char* q = domain.quoted ? "\"" : "";
    text += fmt::format(",{}{}{},{}{}{}{},{}{} Decile (where 1 is most deprived {}{}", q, domain.score, q, q,
                        domain.name, rank, q, q, domain.name, domain.decile_end, q);
  }
  text +=
      ",Total population: mid 2022,Dependent Children aged 0-15: mid 2022,Older population aged 60 and over: "
      "mid 2022,"
      "Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022\n";
  return text;
}

/// Scores, ranks and deciles of the domains, by the overall rank and chance.
std::string deprivation_domains(const Place& place, std::size_t i, double nation) {
  std::string text;
  for (std::size_t d = 0; d < 7; ++d) {
    const double share =
        std::clamp(place.areas.imd_rank[i] / nation + 0.24 * (unit_of(73, i, d) - 0.5), 0.0001, 0.9999);
    const double domain_rank = std::floor(share * nation) + 1;
    const double score = d == 0             ? 0.42 * (1 - share) * (1 - share) + 0.01
                         : d == 1           ? 0.33 * (1 - share) * (1 - share) + 0.01
                         : d == 3 || d == 4 ? 2.8 * (0.5 - share)
                                            : 70 * (1 - share) * (1 - share);
    text += fmt::format(",{:.3f},{:.0f},{:.0f}", score, domain_rank,
                        std::floor((domain_rank - 1) * 10 / nation) + 1);
  }
  return text;
}

void write_deprivation(const Place& place, RawFolder& folder) {
  const auto& areas = place.areas;
  std::string text = deprivation_header();
  const double nation = std::max(33755.0, static_cast<double>(areas.size()));
  const std::size_t bands = place.ages.size() / areas.size();
  for (std::size_t i = 0; i < areas.size(); ++i) {
    text += fmt::format("{},{},{},{},{:.3f},{:.0f},{:.0f}", areas.code[i], csv_field(areas.name[i]),
                        parent_of(place, "lad_code", i), csv_field(parent_of(place, "lad_name", i)),
                        areas.imd_score[i], areas.imd_rank[i], areas.imd_decile[i]);
    text += deprivation_domains(place, i, nation);
    double children = 0, old = 0, working = 0;
    for (std::size_t b = 0; b < bands; ++b) {
      const double people = place.ages[i * bands + b].people;
      children += b < 3 ? people : b == 3 ? 0.2 * people : 0;
      old += b >= 12 ? people : 0;
      working += b == 3 ? 0.4 * people : b > 3 && b < 13 ? people : b == 13 ? 0.4 * people : 0;
    }
    text += fmt::format(",{:.0f},{:.0f},{:.0f},{:.0f}\n", areas.population[i], children, old, working);
  }
  folder.write("File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv", text);
}

void write_change_of_codes(const Place& place, const Vintage& vintage, RawFolder& folder) {
  const auto& areas = place.areas;
  std::string text =
      "\xEF\xBB\xBFLSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM,LAD22NMW,ObjectId\n";
  for (std::size_t k = 0; k < vintage.rows.size(); ++k) {
    const auto& row = vintage.rows[k];
    text += fmt::format("{},{},{},{},{},{},{},,{}\n", row.code_2011, csv_field(row.name_2011),
                        areas.code[row.area], csv_field(areas.name[row.area]), row.change,
                        parent_of(place, "lad_code", row.area),
                        csv_field(parent_of(place, "lad_name", row.area)), k + 1);
  }
  folder.write(
      "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales_(Version_2)"
      ".csv",
      text);
}

/// Wards, integrated care boards and output areas of each area.
void write_parents(const Place& place, RawFolder& folder) {
  const auto& areas = place.areas;
  std::string text = "\xEF\xBB\xBFLSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM,ObjectId\n";
  std::string systems =
      "\xEF\xBB\xBFLSOA21CD,LSOA21NM,SICBL26CD,SICBL26CDH,SICBL26NM,ICB26CD,ICB26CDH,ICB26NM,NHSER26CD,"
      "NHSER26CDH,NHSER26NM,LAD26CD,LAD26NM,ObjectId\n";
  std::string output_areas =
      "\xEF\xBB\xBFOA21CD,LSOA21CD,LSOA21NM,MSOA21CD,MSOA21NM,LAD22CD,LAD22NM,LAD22NMW,ObjectId\n";
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const auto lad = parent_of(place, "lad_code", i), lad_name = csv_field(parent_of(place, "lad_name", i)),
               name = csv_field(areas.name[i]);
    text += fmt::format("{},{},{},{},{},{},{}\n", areas.code[i], name, parent_of(place, "ward_code", i),
                        csv_field(parent_of(place, "ward_name", i)), lad, lad_name, i + 1);
    const auto icb_name = parent_of(place, "icb_name", i);
    const auto sub_icb_code = fmt::format("9Z{}", lad.substr(6));
    systems += fmt::format("{},{},{},{},{},{},{},{},E40000099,Y99,Invented Region,{},{},{}\n", areas.code[i],
                           name, parent_of(place, "sub_icb_code", i), sub_icb_code,
                           csv_field(icb_name + " - " + sub_icb_code), parent_of(place, "icb_code", i),
                           "QZ" + parent_of(place, "icb_code", i).substr(8), csv_field(icb_name), lad,
                           lad_name, i + 1);
    for (std::size_t k = 0; k < 5; ++k)
      output_areas += fmt::format("E00{:06},{},{},{},{},{},{},,{}\n", 700001 + i * 5 + k, areas.code[i], name,
                                  parent_of(place, "msoa_code", i),
                                  csv_field(parent_of(place, "msoa_name", i)), lad, lad_name, i * 5 + k + 1);
  }
  folder.write("LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv", text);
  folder.write("LSOA (2021) to SICBL to ICB to NHSER to LAD (April 2026) Lookup in EN.csv", systems);
  folder.write(
      "Output_Area_to_Lower_layer_Super_Output_Area_to_Middle_layer_Super_Output_Area_(December_2021)_Lookup_"
      "in_England_and_Wales_v3.csv",
      output_areas);
}

}  // namespace

void write_boundaries(const Place& place, RawFolder& folder) {
  guard_gdal();
  const ToDegrees to_degrees;
  const auto& areas = place.areas;
  std::string text =
      "{\n\"type\": \"FeatureCollection\",\n\"name\": \"LSOA_2021_EW_BGC_V5\",\n"
      "\"crs\": { \"type\": \"name\", \"properties\": { \"name\": \"urn:ogc:def:crs:OGC:1.3:CRS84\" } "
      "},\n\"features\": [\n";
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const auto at = to_degrees(areas.centroid_x[i], areas.centroid_y[i]);
    const auto id = mix(71, i), more = mix(72, i);
    text += fmt::format(
        "{{ \"type\": \"Feature\", \"properties\": {{ \"FID\": {}, \"LSOA21CD\": \"{}\", \"LSOA21NM\": "
        "\"{}\", \"LSOA21NMW\": null, \"BNG_E\": {:.0f}, "
        "\"BNG_N\": {:.0f}, \"LONG\": {:.6f}, \"LAT\": {:.6f}, \"GlobalID\": "
        "\"{:08x}-{:04x}-{:04x}-{:04x}-{:012x}\" }}, \"geometry\": ",
        i + 1, areas.code[i], areas.name[i], areas.centroid_x[i], areas.centroid_y[i], at.x, at.y, id >> 32U,
        (id >> 16U) & 0xffffU, id & 0xffffU, more >> 48U, more & 0xffffffffffffU);
    text += geometry_text(areas.shape[i], to_degrees);
    text += i + 1 < areas.size() ? " },\n" : " }\n";
  }
  folder.write(
      "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5_4245462123455346291.geojson",
      text + "]\n}\n");
  write_geopackage(place, folder);

  // What residents drew comes without a coordinate system: metres, said by nothing but their size.
  text = "{\"type\": \"FeatureCollection\", \"features\": [\n";
  const char* comma = "";
  for (const auto& boundary : place.boundaries) {
    if (boundary.kind != "resident-drawn area") continue;
    text += fmt::format(
        "{}{{\"type\": \"Feature\", \"properties\": {{\"neighbourhood\": \"{}\"}}, \"geometry\": {{\"type\": "
        "\"Polygon\", \"coordinates\": [[",
        comma, boundary.name);
    const auto& ring = boundary.shape.parts.front().outer;
    for (std::size_t i = 0; i <= ring.size(); ++i)
      text += fmt::format("{}[{:.1f},{:.1f}]", i == 0 ? "" : ",", ring[i % ring.size()].x,
                          ring[i % ring.size()].y);
    text += "]]}}";
    comma = ",\n";
  }
  folder.write("resident_areas.geojson", text + "\n]}\n");
}

void write_census(const Place& place, RawFolder& folder) {
  const auto& areas = place.areas;
  std::string text =
      "\n\"TS007A - Age by five-year age bands\"\n\"Invented data in the layout of [Nomis on 14 April "
      "2023]\"\n\"Date       :\",\"2021\"\n\n"
      "\"2021 super output area - lower layer\",\"mnemonic\",\"Total\",\"Aged 4 years and under\"";
  for (int from = 5; from < 85; from += 5) text += fmt::format(",\"Aged {} to {} years\"", from, from + 4);
  text += ",\"Aged 85 years and over\"\n\n";
  const std::size_t bands = place.ages.size() / areas.size();
  for (std::size_t i = 0; i < areas.size(); ++i) {
    text += fmt::format("\"{}\",\"{}\",{:.0f}", areas.name[i], areas.code[i], areas.population[i]);
    for (std::size_t b = 0; b < bands; ++b) text += fmt::format(",{:.0f}", place.ages[i * bands + b].people);
    text += "\n";
  }
  text +=
      "\nIn order to protect against disclosure of personal information, records have been swapped and "
      "counts perturbed.\n";
  folder.write("TS007A_age_by_five_year_age_bands.csv", text);

  // Single years by district and calendar year: each band evenly, each year on the line between two
  // projections.
  std::map<std::string, std::map<std::string, std::map<int, double>>> projected;
  for (const auto& row : place.projections)
    projected[row.area_code][row.age_band][std::stoi(row.year)] = row.value;
  std::map<std::string, std::string> lad_name;
  for (std::size_t i = 0; i < areas.size(); ++i)
    lad_name[areas.parents.at("lad_code")[i]] = areas.parents.at("lad_name")[i];
  text = "AREA_CODE,AREA_NAME,COMPONENT,SEX,AGE_GROUP";
  for (int year = 2022; year <= 2047; ++year) text += fmt::format(",{}", year);
  text += "\n";
  for (const auto& [lad, by_band] : projected) {
    const auto value = [&](const std::map<int, double>& known, int year) {
      const int from = std::min(2037, 2022 + (year - 2022) / 5 * 5);
      return known.at(from) + (known.at(from + 5) - known.at(from)) * (year - from) / 5.0;
    };
    std::vector<double> all(26, 0);
    const auto row = [&, lad = lad](const std::string& age, auto of_year) {
      text += fmt::format("{},{},Population,persons,{}", lad, csv_field(lad_name[lad]), age);
      for (int year = 2022; year <= 2047; ++year) text += fmt::format(",{:.3f}", of_year(year));
      text += "\n";
    };
    for (int age = 0; age <= 90; ++age) {
      const auto band = age >= 85 ? std::string("85+") : fmt::format("{}-{}", age / 5 * 5, age / 5 * 5 + 4);
      const double share = age < 85 ? 0.2 : age < 90 ? 0.12 : 0.4;
      const auto& known = by_band.at(band);
      row(age == 90 ? "90 and over" : std::to_string(age), [&](int year) {
        const double people = share * value(known, year);
        all[static_cast<std::size_t>(year - 2022)] += people;
        return people;
      });
    }
    row("All ages", [&](int year) { return all[static_cast<std::size_t>(year - 2022)]; });
  }
  folder.write("2022 SNPP Population persons.csv", text);
}

void write_lookups(const Place& place, const Vintage& vintage, RawFolder& folder) {
  write_deprivation(place, folder);
  write_change_of_codes(place, vintage, folder);
  write_parents(place, folder);
}

void write_postcodes(const Place& place, RawFolder& folder) {
  const ToDegrees to_degrees;
  std::map<std::string, geo::Point> all;
  for (const auto& postcode : place.postcodes) all[postcode.postcode] = {postcode.x, postcode.y};
  for (const auto& site : place.sites)  // those across the border
    if (!site.postcode.empty() && !is_missing(site.x)) all.emplace(site.postcode, geo::Point{site.x, site.y});
  std::string text = "Postcode,lat,long\n";
  for (const auto& [postcode, at] : all) {
    const auto degrees = to_degrees(at.x, at.y);
    text += fmt::format("{},{:.5f},{:.5f}\n", postcode, degrees.y, degrees.x);
  }
  folder.write("ZZ.csv", text);
}

}  // namespace placewright::datasets::demo
