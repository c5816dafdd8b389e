#include "boundaries/output/export.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "boundaries/output/pcn_tables.h"
#include "boundaries/output/plan_scene.h"
#include "boundaries/output/plan_words.h"
#include "boundaries/output/postcode_page.h"
#include "boundaries/output/profile.h"
#include "boundaries/output/record_tables.h"
#include "boundaries/output/registers.h"
#include "boundaries/output/report_coverage.h"
#include "boundaries/output/shared_borders.h"
#include "boundaries/workforce/cover/publication.h"
#include "datasets/place/names.h"
#include "datasets/read/layers.h"
#include "geo/error.h"

namespace placewright::boundaries::output {
namespace {

using datasets::Layer;
using datasets::LayerColumn;

/// Which plan it is and where it came from.
std::string credit_of(const DescribedPlan& described) {
  const auto lines = attribution_lines(described);
  return lines[0] + " " + lines[1];
}

std::string hex(const Colour& colour) { return fmt::format("#{:06x}", colour.rgb); }

/// A table's columns as attributes of a layer; text where any cell is text.
std::vector<LayerColumn> attributes_of(const Table& table) {
  std::vector<LayerColumn> columns;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    bool words = table.rows.empty();
    for (const auto& row : table.rows) words = words || std::holds_alternative<std::string>(row[c]);
    if (words) {
      std::vector<std::string> values;
      for (const auto& row : table.rows) values.push_back(cell_text(row[c], table.columns[c].decimals));
      columns.push_back({table.columns[c].name, std::move(values)});
    } else {
      std::vector<double> values;
      for (const auto& row : table.rows) {
        const double value = std::get<double>(row[c]);
        values.push_back(std::isfinite(value) ? value : datasets::kMissing);
      }
      columns.push_back({table.columns[c].name, std::move(values)});
    }
  }
  return columns;
}

Layer neighbourhood_layer(const DescribedPlan& described) {
  Layer layer;
  layer.name = "neighbourhoods";
  layer.description = fmt::format("{} {}: {}. {}", said(described, "Neighbourhoods of plan"),
                                  described.plan->name, plan_caption(described), credit_of(described));
  layer.columns = attributes_of(neighbourhood_table(described));
  std::vector<std::string> colours, legend;
  std::vector<geo::Shape> shapes;
  for (std::size_t n = 0; n < described.neighbourhoods.size(); ++n) {
    const auto& facts = described.neighbourhoods[n];
    colours.push_back(hex(category_fill(described.colour[n])));
    legend.push_back(
        fmt::format("{} ({})", datasets::full_name(facts.id, facts.name), number_text(facts.residents, 0)));
    shapes.push_back(facts.outline);
  }
  layer.columns.push_back({"colour", std::move(colours)});
  layer.columns.push_back({"legend", std::move(legend)});
  layer.geometry = std::move(shapes);
  layer.style.colour_column = "colour";
  layer.style.category_column = "id";
  layer.style.legend_column = "legend";
  layer.style.label_column = "id";
  layer.style.outline = "#212b32";
  layer.style.outline_mm = 0.5;
  layer.style.opacity = 0.7;
  return layer;
}

Layer assignment_layer(const DescribedPlan& described, const Table& lookup) {
  const auto& areas = described.place->areas;
  Layer layer;
  layer.name = "lsoa_assignment";
  layer.description = fmt::format("{} {}. {}", said(described, "Areas with their neighbourhood in plan"),
                                  described.plan->name, credit_of(described));
  layer.columns = attributes_of(lookup);
  std::vector<geo::Shape> shapes;
  std::vector<double> people, score;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (areas.inside[row] == 0) continue;
    shapes.push_back(areas.shape[row]);
    people.push_back(areas.population[row]);
    score.push_back(areas.imd_score[row]);
  }
  layer.columns.push_back({"population", std::move(people)});
  layer.columns.push_back({"imd_score", std::move(score)});
  layer.geometry = std::move(shapes);
  layer.style.outline = "#9aa5ab";
  layer.style.outline_mm = 0.1;
  layer.style.opacity = 0;
  return layer;
}

Layer base_layer(const DescribedPlan& described) {
  Layer layer;
  layer.name = "bases";
  layer.description = "GP practices, bases of staff and other sites with a known place";
  std::vector<std::string> id, kind, name, organisation, postcode, neighbourhood, colour;
  std::vector<geo::Point> points;
  for (const auto& site : described.place->sites) {
    if (datasets::is_missing(site.x)) continue;
    const auto area = described.place->find_area(site.area);
    const auto label = area ? described.label_of_area[*area] : -1;
    id.push_back(site.id);
    kind.push_back(site.kind);
    name.push_back(site.name);
    organisation.push_back(site.organisation);
    postcode.push_back(site.postcode);
    neighbourhood.push_back(label < 0 ? "" : described.neighbourhoods[static_cast<std::size_t>(label)].id);
    colour.push_back(site.kind == "gp"         ? "#801650"
                     : site.kind == "base"     ? "#12436d"
                     : site.kind == "pharmacy" ? "#28a197"
                                               : "#3d3d3d");
    points.push_back({site.x, site.y});
  }
  layer.columns = {{"site_id", std::move(id)},        {"kind", std::move(kind)},
                   {"name", std::move(name)},         {"organisation", std::move(organisation)},
                   {"postcode", std::move(postcode)}, {"neighbourhood", std::move(neighbourhood)},
                   {"colour", std::move(colour)}};
  layer.geometry = std::move(points);
  layer.style.colour_column = "colour";
  layer.style.category_column = "kind";
  layer.style.outline = "#ffffff";
  layer.style.mark_mm = 2.2;
  return layer;
}

Layer footprint_layer(const DescribedPlan& described) {
  Layer layer;
  layer.name = "footprints";
  layer.description = "Who is a member of which service's footprint";
  std::vector<std::string> id, service, level, type, member;
  std::vector<double> share;
  for (const auto& row : described.place->footprints) {
    id.push_back(row.footprint_id);
    service.push_back(row.service);
    level.push_back(row.level);
    type.push_back(row.member_type);
    member.push_back(row.member_id);
    share.push_back(row.share);
  }
  layer.columns = {{"footprint_id", std::move(id)},  {"service", std::move(service)},
                   {"level", std::move(level)},      {"member_type", std::move(type)},
                   {"member_id", std::move(member)}, {"share", std::move(share)}};
  return layer;
}

}  // namespace

std::vector<std::string> export_plan(const DescribedPlan& described, const std::string& folder,
                                     const std::string& date, const workforce::Coverage& staff) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder))
    throw geo::InputError(
        {folder,
         "is no folder that can be written to" + (error ? " (" + error.message() + ")" : std::string{}),
         "name another folder"});
  std::vector<std::string> written;
  const auto path = [&](const std::string& name) {
    written.push_back((fs::path(folder) / name).string());
    return written.back();
  };
  const int year = date.size() >= 4 ? std::stoi(date.substr(2, 2)) : 0;
  const auto lookup = lookup_table(described, year);
  const auto practices = practice_table(described);
  const auto postcodes = postcode_table(described);
  write_text(path(lookup_file_name(described.place->name, date)), csv_for_joining(lookup));
  write_text(path("practice_to_neighbourhood.csv"), csv_for_joining(practices));
  if (!postcodes.rows.empty()) {
    write_text(path("postcode_to_neighbourhood.csv"), csv_for_joining(postcodes));
    write_text(path("find_my_neighbourhood.html"), postcode_page(described));
  }
  write_text(path("neighbourhoods.csv"), csv_for_reading(neighbourhood_table(described)));

  std::vector<Table> sheets{neighbourhood_table(described), criteria_table(described), lookup, practices};
  for (auto& table : coverage_tables(*described.place, *described.plan, staff)) {
    write_text(path(table.name + ".csv"), csv_for_reading(table));
    sheets.push_back(std::move(table));
  }
  const auto organisations = workforce::measure_organisations(*described.place, *described.plan);
  for (auto& table : {pcn_pair_table(organisations), split_practice_table(organisations)}) {
    if (table.rows.empty()) continue;
    write_text(path(table.name + ".csv"), csv_for_reading(table));
    sheets.push_back(table);
  }
  auto profile = measure_profile(*described.place, *described.plan, &staff);
  write_text(path("profile.csv"), csv_for_reading(profile.table));
  for (const auto& line : profile_notes(profile)) profile.table.title += ". " + line;
  sheets.push_back(std::move(profile.table));
  for (auto& table :
       {local_knowledge_table(described), decision_table(described), exception_table(described)}) {
    if (table.rows.empty()) continue;
    write_text(path(table.name + ".csv"), csv_for_reading(table));
    sheets.push_back(table);
  }
  for (auto& table : register_tables(described)) {
    write_text(path(table.name + ".csv"), csv_for_reading(table));
    sheets.push_back(std::move(table));
  }
  auto cover = attribution_lines(described);
  cover.insert(cover.begin(),
               fmt::format("{}: {}", neighbourhoods_words(described), plan_caption(described)));
  write_workbook(path("plan.xlsx"),
                 fmt::format("{} {}, plan {}", said(described, "Neighbourhoods of"), described.place->name,
                             described.plan->name),
                 cover, sheets);

  const auto neighbourhoods = neighbourhood_layer(described);
  std::vector<Layer> layers{assignment_layer(described, lookup), neighbourhoods, base_layer(described)};
  if (!described.place->footprints.empty()) layers.push_back(footprint_layer(described));
  datasets::write_layers(path("plan.gpkg"), layers, date);
  datasets::write_geojson(path("neighbourhoods.geojson"), neighbourhoods);
  write_text(path("neighbourhoods.topojson"), neighbourhoods_topojson(described));
  write_text(path("adjacency.gal"), adjacency_gal(*described.place));

  const auto extent = plan_extent(described);
  // A page is 600 points wide at most, so half a point is finer than a line.
  const double tolerance_m = (extent.max_x - extent.min_x) / 600 / 4;
  const auto map = plan_scene(described, ColourBy::neighbourhood, tolerance_m);
  write_picture(map, path("map.svg"), PictureFormat::svg);
  write_picture(map, path("map.pdf"), PictureFormat::pdf);
  write_picture(map, path("map.png"), PictureFormat::png);
  write_picture(plan_scene(described, ColourBy::deprivation, tolerance_m), path("need.png"),
                PictureFormat::png);
  return written;
}

std::vector<std::string> export_plan(const DescribedPlan& described, const std::string& folder,
                                     const std::string& date) {
  return export_plan(described, folder, date,
                     workforce::publish_coverage(*described.place, *described.plan).coverage);
}

std::vector<std::string> export_look(const DescribedPlan& described, const MapLook& look,
                                     const std::string& folder, const std::string& name) {
  const auto extent = plan_extent(described);
  auto scene = plan_scene(described, ColourBy::neighbourhood, (extent.max_x - extent.min_x) / 600 / 4);
  dress_scene(scene, look);
  std::vector<std::string> written;
  for (const auto& [ending, format] :
       {std::pair{".svg", PictureFormat::svg}, {".pdf", PictureFormat::pdf}, {".png", PictureFormat::png}}) {
    written.push_back((std::filesystem::path(folder) / (name + ending)).string());
    write_picture(scene, written.back(), format);
  }
  return written;
}

}  // namespace placewright::boundaries::output
