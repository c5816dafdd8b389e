#include <fmt/format.h>

#include <string>

#include "datasets/demo/raw_parts.h"

namespace placewright::datasets::demo {
namespace {

std::string line_of(std::initializer_list<std::string> fields) {
  std::string line;
  for (const auto& field : fields)
    line += (line.empty() && &field == fields.begin() ? "" : ",") + csv_field(field);
  return line + "\n";
}

}  // namespace

/// The tables that have no official layout, in the program's own.
void write_own_tables(const Place& place, RawFolder& folder) {
  std::string text = "base_id,name,type,postcode,easting,northing,desks,rooms,organisation\n";
  std::string services = "service_id,type,name,postcode,easting,northing,capacity,mode,catchment_min\n";
  for (const auto& site : place.sites) {
    if (site.kind == "base")
      text +=
          line_of({site.id, site.name, site.base_type, site.postcode, csv_number(site.x), csv_number(site.y),
                   csv_number(site.desks), csv_number(site.rooms), site.organisation});
    else if (site.kind != "gp" && site.kind != "branch" && site.kind != "pharmacy")
      services += line_of({site.id, site.kind, site.name, site.postcode, csv_number(site.x),
                           csv_number(site.y), csv_number(site.capacity), site.mode, ""});
  }
  folder.write("bases.csv", text);
  folder.write("services.csv", services);

  text =
      "row_id,employer,sector,role_group,role,registered,service_area,base_id,practice_code,pcn_code,"
      "footprint_id,allocation,post_id,share,level,area_id,mobile,generalist,wte,headcount,"
      "vacancy_wte,source,as_at,estimated\n";
  for (const auto& row : place.workforce) {
    if (!row.practice_code.empty() || row.service_area == "primary care network")
      continue;  // these come in their official files
    text += line_of({row.row_id,
                     row.employer,
                     row.sector,
                     row.role_group,
                     row.role,
                     row.registered,
                     row.service_area,
                     row.base_id,
                     row.practice_code,
                     row.pcn_code,
                     row.footprint_id,
                     row.allocation,
                     row.post_id,
                     csv_number(row.share),
                     row.level,
                     row.area_id,
                     row.mobile,
                     row.generalist,
                     csv_number(row.wte),
                     csv_number(row.headcount),
                     csv_number(row.vacancy_wte),
                     row.source,
                     row.as_at,
                     row.estimated});
  }
  folder.write("workforce.csv", text);

  text = "footprint_id,service,level,member_type,member_id,share\n";
  for (const auto& row : place.footprints)
    text += line_of(
        {row.footprint_id, row.service, row.level, row.member_type, row.member_id, csv_number(row.share)});
  folder.write("footprints.csv", text);
  text = "lsoa21cd,segment,count\n";
  for (const auto& row : place.segments) text += line_of({row.area, row.segment, csv_number(row.people)});
  folder.write("segments.csv", text);
  text = "scheme,dimension,key,weight,source\n";
  for (const auto& row : place.weights)
    text += line_of({row.scheme, row.dimension, row.key, csv_number(row.weight), row.source});
  folder.write("weights.csv", text);
}

}  // namespace placewright::datasets::demo
