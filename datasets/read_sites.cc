#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "datasets/read_taken.h"
#include "geo/error.h"

/// Sites (practices, pharmacies, hospitals, bases) and staff.
namespace placewright::datasets {
namespace {

/// A site's kind in the place's words; "" for what a place does not keep.
std::string site_kind(std::string_view said) {
  static const std::map<std::string, std::string, std::less<>> words{
      {"gp", "gp"}, {"gp practice", "gp"}, {"doctors", "gp"}, {"gp_site", "branch"}, {"gp site", "branch"}, {"branch", "branch"},
      {"pharmacy", "pharmacy"}, {"hospital", "hospital"}, {"clinic", "clinic"}, {"health_centre", "clinic"},
      {"mental_health", "clinic"}, {"mental health", "clinic"}, {"mental_health_service", "clinic"}, {"dentist", "dentist"},
      {"optician", "optician"}, {"care_home", "care_home"}, {"care home", "care_home"}, {"nursing_home", "care_home"},
      {"community", "community"}, {"community_centre", "community"}, {"library", "community"}, {"base", "base"}};
  const auto at = words.find(lower(trimmed(said)));
  return at == words.end() ? column_name(said) : at->second;
}

bool is_open(std::string_view status) {
  const std::string text = lower(trimmed(status));
  return text == "a" || text == "active" || text == "open" || text.empty();
}

std::string pcn_or_nothing(std::string_view code) {
  const auto text = trimmed(code);
  return code_form(text) == "A99999" && text.front() == 'U' ? std::string(text) : std::string();
}

/// A date of any of the official forms as yyyymmdd, for comparing; "" when empty.
std::string sortable_date(std::string_view cell) {
  std::string digits;
  for (const char c : cell)
    if (c >= '0' && c <= '9') digits += c;
  if (digits.size() >= 8) {
    // yyyy first as published; 01/07/2019 the other way round
    if (digits.substr(0, 2) == "19" || digits.substr(0, 2) == "20") return digits.substr(0, 8);
    return digits.substr(4, 4) + digits.substr(2, 2) + digits.substr(0, 2);
  }
  return std::string(trimmed(cell));
}

}  // namespace

std::string osm_tag(std::string_view other_tags, std::string_view key) {
  const std::string begin = fmt::format("\"{}\"=>\"", key);
  const auto at = other_tags.find(begin);
  if (at == std::string_view::npos) return {};
  std::string value;
  for (std::size_t k = at + begin.size(); k < other_tags.size() && other_tags[k] != '"'; ++k) {
    if (other_tags[k] == '\\' && k + 1 < other_tags.size()) ++k;
    value += other_tags[k];
  }
  return value;
}

void read_sites(TakenTable& taken, std::size_t index, Collected& into) {
  const auto& found = taken.recognised;
  const bool osm = found.format.detail == "osm";
  const bool points = taken.table.geometry == GeometryKind::point, grounds = taken.table.geometry == GeometryKind::polygon;
  const auto column = [&](std::string_view field) { return found.column(field); };
  const int pcn = column("pcn_code"), pcn_name = column("pcn_name");
  std::unordered_set<std::string> ids;
  std::int64_t other_kinds = 0;
  std::size_t unnamed = 0;
  visit_keyed_rows(taken, osm ? "none" : column("id") < 0 ? "name" : "id", into, [&](const InputRow& row) {
    SiteRecord record;
    record.taken = index;
    Site& site = record.site;
    site.id = trimmed(row.cell(column("id")));
    site.name = trimmed(row.cell(column("name")));
    if (osm) {
      const auto tags = row.cell(column("tags"));
      std::string amenity(row.cell(column("amenity")));
      if (amenity.empty()) amenity = osm_tag(tags, "amenity");
      if (amenity != "pharmacy" && amenity != "doctors" && amenity != "clinic" && amenity != "hospital" && amenity != "dentist") {
        ++other_kinds;
        return;
      }
      site.kind = site_kind(amenity);
      if (site.id.empty()) site.id = "r" + std::string(row.cell(column("relation")));
      site.id = "osm-" + std::string(points ? "n" : "") + site.id;
      site.postcode = normalise_postcode(osm_tag(tags, "addr:postcode"));
    } else {
      if (found.format.detail == "cqc") {  // care homes only: practices and hospitals come from the NHS lists
        if (lower(trimmed(row.cell(column("dormant")))).starts_with("y") || !lower(trimmed(row.cell(column("care_home")))).starts_with("y")) {
          ++other_kinds;
          return;
        }
        site.kind = "care_home";
      } else {
        site.kind = column("kind") >= 0 ? site_kind(row.cell(column("kind"))) : std::string(found.format.detail);
      }
      if (site.kind.empty()) site.kind = found.format.detail.empty() ? "community" : std::string(found.format.detail);
    }
    if (points && row.point != nullptr) {
      site.x = row.point->x;
      site.y = row.point->y;
    } else if (grounds && row.shape != nullptr && !row.shape->empty()) {
      // The middle of the ground's corners is near enough for a building.
      double x = 0, y = 0, count = 0;
      for (const auto& corner : row.shape->parts.front().outer) {
        x += corner.x;
        y += corner.y;
        count += 1;
      }
      site.x = x / count;
      site.y = y / count;
    } else {
      site.x = number_in(taken, row, column("easting"));
      site.y = number_in(taken, row, column("northing"));
      if (is_missing(site.x) && column("longitude") >= 0) {
        site.x = number_in(taken, row, column("longitude"));
        site.y = number_in(taken, row, column("latitude"));
        record.degrees = !is_missing(site.x) && !is_missing(site.y);
      }
    }
    if (site.postcode.empty()) site.postcode = normalise_postcode(row.cell(column("postcode")));
    site.organisation = trimmed(row.cell(column("organisation")));
    if (pcn >= 0) site.pcn_code = pcn_or_nothing(row.cell(pcn));
    if (pcn_name >= 0 && !site.pcn_code.empty()) {
      record.pcn_name = trimmed(row.cell(pcn_name));
      into.pcn_names.emplace(site.pcn_code, record.pcn_name);
    }
    site.base_type = trimmed(row.cell(column("base_type")));
    site.mode = trimmed(row.cell(column("mode")));
    site.desks = number_in(taken, row, column("desks"));
    site.rooms = number_in(taken, row, column("rooms"));
    site.capacity = number_in(taken, row, column("capacity"));
    site.list_size = number_in(taken, row, column("list_size"));
    record.status_known = column("status") >= 0;
    site.open = is_open(row.cell(column("status")));
    if (site.id.empty()) site.id = fmt::format("{}-{:04}", site.kind, ++unnamed);
    if (!ids.insert(site.id).second) throw_twice(taken, row, "the id", site.id);
    record.only_where_located = site.kind != "base";
    into.sites.push_back(std::move(record));
  });
  leave_out(taken.source, other_kinds, osm ? "that are no health site" : "that are dormant or no care home");
}

void read_organisations(TakenTable& taken, std::size_t index, Collected& into) {
  const auto& found = taken.recognised;
  const std::string_view list = found.format.detail;
  const auto column = [&](std::string_view field) { return found.column(field); };
  std::unordered_set<std::string> ids;
  std::int64_t other_roles = 0, organisations = 0, closed = 0;
  visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
    const auto role = trimmed(row.cell(column("role")));
    const auto id = trimmed(row.cell(column("id")));
    if (id.empty()) return;
    if (!ids.insert(std::string(id)).second) throw_twice(taken, row, "the code", id);
    if (list == "pcn") {
      into.pcn_names.emplace(std::string(id), std::string(trimmed(row.cell(column("name")))));
      return;
    }
    if (list == "trust") {
      ++organisations;
      return;
    }
    SiteRecord record;
    record.taken = index;
    record.status_known = true;
    Site& site = record.site;
    site.id = id;
    site.name = trimmed(row.cell(column("name")));
    site.postcode = normalise_postcode(row.cell(column("postcode")));
    site.organisation = trimmed(row.cell(column("parent")));
    site.open = is_open(row.cell(column("status")));
    site.kind = list == "trust_site" ? "hospital" : std::string(list);
    // A practice is role 4 (legacy) or RO76; the list also holds prisons, out-of-hours and walk-in centres. Those come
    // in as practices all the same when people of the place are registered with them.
    if (list == "gp" && role != "4" && role != "RO76") {
      ++other_roles;
      record.site.kind = "gp_other";
    }
    if (list == "pharmacy" && trimmed(row.cell(column("subtype"))) == "2") {
      ++other_roles;
      return;
    }
    if (list == "trust_site" && !(lower(site.name).find("hospital") != std::string::npos)) site.kind = "clinic";
    if (list != "gp" && !site.open) {
      ++closed;
      return;
    }
    into.sites.push_back(std::move(record));
  });
  leave_out(taken.source, closed, "closed");
  leave_out(taken.source, organisations, "organisations, which are no sites");
  if (list == "pharmacy") leave_out(taken.source, other_roles, "appliance contractors");
}

void read_workforce(TakenTable& taken, std::size_t index, Collected& into) {
  const auto& found = taken.recognised;
  const std::string_view detail = found.format.detail;
  const auto text = [&](const InputRow& row, std::string_view field) { return std::string(trimmed(row.cell(found.column(field)))); };
  const bool individual = found.has("person");
  std::map<std::vector<std::string>, std::pair<double, std::set<std::string>>> by_role;  // PCN, group, role
  std::unordered_set<std::string> ids;
  std::int64_t totals = 0, headcounts = 0, without_wte = 0;
  std::size_t number = 0;
  const std::string_view key = found.has("pcn_code") && detail == "pcn" ? "pcn_code" : found.has("practice_code") && detail == "practice" ? "practice_code" : "role";
  visit_keyed_rows(taken, key, into, [&](const InputRow& row) {
    const double wte = number_in(taken, row, found.column("wte"));
    if (detail == "practice") {
      if (lower(text(row, "role")) == "total") {
        ++totals;
        return;
      }
      if (lower(text(row, "measure")) != "fte") {
        ++headcounts;
        return;
      }
    }
    if (is_missing(wte)) {
      ++without_wte;
      return;
    }
    if (individual) {
      auto& [sum, people] = by_role[{text(row, "pcn_code"), text(row, "role_group"), text(row, "role"), text(row, "pcn_name")}];
      sum += wte;
      people.insert(text(row, "person"));
      return;
    }
    WorkforceRecord record;
    record.taken = index;
    WorkforceRow& out = record.row;
    out.row_id = text(row, "row_id");
    out.employer = text(row, "employer");
    out.sector = text(row, "sector");
    out.role_group = text(row, "role_group");
    out.role = text(row, "role");
    out.registered = text(row, "registered");
    out.service_area = text(row, "service_area");
    out.base_id = text(row, "base_id");
    out.practice_code = text(row, "practice_code");
    out.pcn_code = text(row, "pcn_code");
    out.footprint_id = text(row, "footprint_id");
    out.allocation = text(row, "allocation");
    out.post_id = text(row, "post_id");
    out.level = text(row, "level");
    out.area_id = text(row, "area_id");
    const double share = number_in(taken, row, found.column("share"));
    out.share = is_missing(share) ? 1 : share;
    out.mobile = text(row, "mobile");
    out.generalist = text(row, "generalist");
    out.wte = wte;
    out.headcount = number_in(taken, row, found.column("headcount"));
    out.vacancy_wte = number_in(taken, row, found.column("vacancy_wte"));
    out.source = text(row, "source");
    out.as_at = text(row, "as_at");
    out.estimated = text(row, "estimated");
    if (!detail.empty()) {  // a published table of general practice
      const std::string holder = detail == "pcn" ? out.pcn_code : out.practice_code;
      out.row_id = fmt::format("{}-{:03}", holder, ++number);
      out.employer = detail == "pcn" ? text(row, "pcn_name") : text(row, "name");
      out.sector = "primary_care";
      out.allocation = "list";
      out.level = "neighbourhood";
      out.source = taken.source.taken_for;
      out.as_at = found.vintage;
      out.estimated = "N";
    }
    if (out.row_id.empty()) out.row_id = fmt::format("row-{:05}", row.line);
    if (!ids.insert(out.row_id).second) throw_twice(taken, row, "the row", out.row_id);
    into.workforce.push_back(std::move(record));
  });
  for (const auto& [role, sum] : by_role) {
    WorkforceRecord record;
    record.taken = index;
    WorkforceRow& out = record.row;
    out.row_id = fmt::format("{}-{:03}", role[0], ++number);
    out.pcn_code = role[0];
    out.role_group = role[1];
    out.role = role[2];
    out.employer = role[3];
    out.sector = "primary_care";
    out.allocation = "list";
    out.level = "neighbourhood";
    out.wte = sum.first;
    out.headcount = static_cast<double>(sum.second.size());
    out.source = taken.source.taken_for;
    out.as_at = found.vintage;
    out.estimated = "N";
    into.workforce.push_back(std::move(record));
  }
  leave_out(taken.source, totals, "totals of other rows");
  leave_out(taken.source, headcounts, "headcounts (FTE is used)");
  leave_out(taken.source, without_wte, "without a reported number");
}

void read_lines(TakenTable& taken, Collected& into) {
  const auto& found = taken.recognised;
  const bool osm = found.format.detail == "osm";
  std::int64_t no_road = 0, no_line = 0;
  visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
    if (row.lines == nullptr || row.lines->empty()) {
      ++no_line;
      return;
    }
    for (const auto& line : *row.lines) {
      if (line.size() < 2) continue;
      if (found.format.kind == Kind::barrier) {
        into.barriers.push_back({std::string(trimmed(row.cell(found.column("kind")))), std::string(trimmed(row.cell(found.column("name")))), line});
        continue;
      }
      Road road;
      road.road_class = trimmed(row.cell(found.column("road_class")));
      if (road.road_class.empty()) {
        ++no_road;
        continue;
      }
      road.name = trimmed(row.cell(found.column("name")));
      if (osm) {
        const auto tags = row.cell(found.column("tags"));
        const std::string oneway = osm_tag(tags, "oneway"), access = osm_tag(tags, "access"), foot = osm_tag(tags, "foot");
        road.oneway = oneway == "yes" || oneway == "1" || oneway == "true" || osm_tag(tags, "junction") == "roundabout" ||
                      road.road_class == "motorway";
        road.access = access;
        if (!foot.empty()) road.other = "foot=" + foot;
        if (const std::string speed = osm_tag(tags, "maxspeed"); !speed.empty())
          road.other += (road.other.empty() ? "" : ";") + ("maxspeed=" + speed);
        if (const std::string bridge = osm_tag(tags, "bridge"); !bridge.empty() && bridge != "no")
          road.other += (road.other.empty() ? "" : ";") + ("bridge=" + bridge);
        road.line = line;
        if (oneway == "-1" || oneway == "reverse") {
          road.oneway = true;
          std::reverse(road.line.begin(), road.line.end());
        }
      } else {
        road.line = line;
        road.other = found.has("form") ? "form=" + std::string(trimmed(row.cell(found.column("form")))) : "";
      }
      into.roads.push_back(std::move(road));
    }
  });
  leave_out(taken.source, no_road, "lines that are no road");
  leave_out(taken.source, no_line, "features without a line");
}

void read_boundaries(TakenTable& taken, Collected& into) {
  const auto& found = taken.recognised;
  std::set<std::string> codes;
  std::int64_t without = 0;
  const bool coded = found.has("code") && found.format.detail != "resident-drawn area";
  visit_keyed_rows(taken, coded ? "code" : "name", into, [&](const InputRow& row) {
    if (row.shape == nullptr || row.shape->empty()) {
      ++without;
      return;
    }
    Boundary boundary;
    boundary.kind = found.has("kind") ? std::string(trimmed(row.cell(found.column("kind")))) : std::string(found.format.detail);
    if (boundary.kind.empty()) boundary.kind = "resident-drawn area";
    boundary.code = trimmed(row.cell(found.column("code")));
    boundary.name = trimmed(row.cell(found.column("name")));
    if (boundary.code.empty()) boundary.code = boundary.name;
    if (boundary.name.empty()) boundary.name = boundary.code;
    if (!codes.insert(boundary.code).second && coded) throw_twice(taken, row, "the boundary", boundary.code);
    boundary.shape = *row.shape;
    into.boundaries.push_back(std::move(boundary));
  });
  leave_out(taken.source, without, "features without a polygon");
}

void read_plain_rows(TakenTable& taken, Collected& into) {
  const auto& found = taken.recognised;
  const auto text = [&](const InputRow& row, std::string_view field) { return std::string(trimmed(row.cell(found.column(field)))); };
  const auto number = [&](const InputRow& row, std::string_view field) { return number_in(taken, row, found.column(field)); };
  std::int64_t without = 0;
  switch (found.format.kind) {
    case Kind::lookup: {
      std::set<std::pair<std::string, std::string>> seen;
      visit_keyed_rows(taken, "code_2011", into, [&](const InputRow& row) {
        LookupLink link{text(row, "code_2011"), text(row, "code_2021")};
        if (link.code_2021.empty()) {
          ++without;
          return;
        }
        if (!seen.insert({link.code_2011, link.code_2021}).second) throw_twice(taken, row, "the link from", link.code_2011 + " to " + link.code_2021);
        into.lookup.push_back(std::move(link));
      });
      leave_out(taken.source, without, "without a 2021 code");
      return;
    }
    case Kind::membership: {
      visit_keyed_rows(taken, "practice", into, [&](const InputRow& row) {
        Membership one{text(row, "practice"), text(row, "pcn_code"), text(row, "pcn_name"), false, {}};
        one.pcn_code = pcn_or_nothing(one.pcn_code);
        one.until = sortable_date(text(row, "end"));
        one.active = one.until.empty();
        if (one.until.empty()) one.until = sortable_date(text(row, "start"));
        if (!one.pcn_code.empty()) into.pcn_names.emplace(one.pcn_code, one.pcn_name);
        into.memberships.push_back(std::move(one));
      });
      return;
    }
    case Kind::network:
      visit_keyed_rows(taken, "pcn_code", into, [&](const InputRow& row) { into.pcn_names.emplace(text(row, "pcn_code"), text(row, "pcn_name")); });
      return;
    case Kind::postcode: {
      const bool degrees = found.has("latitude");
      const int east = found.column(degrees ? "longitude" : "easting"), north = found.column(degrees ? "latitude" : "northing");
      std::unordered_set<std::string> seen;
      std::int64_t nowhere = 0;
      visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
        PostcodeRecord record;
        record.postcode = normalise_postcode(row.cell(found.column("postcode")));
        record.x = number_in(taken, row, east);
        record.y = number_in(taken, row, north);
        record.degrees = degrees;
        record.taken = static_cast<std::uint32_t>(into.taken.size());
        record.live = text(row, "terminated").empty();
        if (record.postcode.empty() || is_missing(record.x) || is_missing(record.y) || text(row, "quality") == "9" ||
            (degrees && record.y > 90) || (!degrees && record.x == 0 && record.y == 0)) {
          ++nowhere;
          return;
        }
        if (degrees && (std::abs(record.y) > 90 || std::abs(record.x) > 180))
          throw geo::InputError{{fmt::format("{}, line {}", taken.table.name(), row.line), "latitude and longitude cannot be degrees",
                                 "check the columns"}};
        into.postcodes.push_back(std::move(record));
      });
      leave_out(taken.source, nowhere, "without coordinates");
      return;
    }
    case Kind::footprint:
      visit_keyed_rows(taken, "footprint_id", into, [&](const InputRow& row) {
        const double share = number(row, "share");
        into.footprints.push_back({text(row, "footprint_id"), text(row, "service"), text(row, "level"), text(row, "member_type"),
                                   text(row, "member_id"), is_missing(share) ? 1 : share});
      });
      return;
    case Kind::weight:
      visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
        into.weights.push_back({text(row, "scheme"), text(row, "dimension"), text(row, "key"), number(row, "weight"), text(row, "source")});
      });
      return;
    case Kind::segment:
      visit_keyed_rows(taken, "area", into, [&](const InputRow& row) {
        into.segments.push_back({text(row, "area"), text(row, "segment"), number(row, "people")});
      });
      return;
    case Kind::projection: {
      std::vector<std::pair<std::string, int>> years;
      if (found.format.detail == "years")
        for (std::size_t k = 0; k < found.headings.size(); ++k)
          if (code_form(trimmed(found.headings[k])) == "9999") years.emplace_back(trimmed(found.headings[k]), static_cast<int>(k));
      visit_keyed_rows(taken, "area_code", into, [&](const InputRow& row) {
        ProjectionRow out{text(row, "area_code"), text(row, "year"), text(row, "sex"), text(row, "age_band"), text(row, "measure"), 0,
                          text(row, "source"), text(row, "edition")};
        if (out.measure.empty()) out.measure = "population";
        const std::string sex = lower(out.sex), component = lower(text(row, "component"));
        out.sex = sex.starts_with("f") ? "F" : sex.starts_with("m") ? "M" : "";
        if (lower(out.age_band) == "all ages" || (!component.empty() && component != "population")) {
          ++without;
          return;
        }
        if (out.source.empty()) out.source = taken.source.taken_for;
        if (years.empty()) {
          out.value = number(row, "value");
          into.projections.push_back(std::move(out));
          return;
        }
        for (const auto& [year, column] : years) {
          out.year = year;
          out.value = number_in(taken, row, column);
          into.projections.push_back(out);
        }
      });
      leave_out(taken.source, without, "totals over all ages and components of change");
      if (!years.empty())
        into.findings.push_back({"SNPP_EDITION", geo::Severity::note, taken.source.file,
                                 "two editions have the same file name (five-year migration; migration category, which ONS advises)",
                                 "note which one it is, and use one edition throughout"});
      return;
    }
    case Kind::travel:
      visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
        const double minutes = number(row, "minutes");
        if (is_missing(minutes)) {
          ++without;
          return;
        }
        std::string mode = text(row, "mode");
        into.travel.push_back({mode.empty() ? "imported" : mode, text(row, "area"), text(row, "site"), minutes});
      });
      leave_out(taken.source, without, "pairs that are not reachable");
      return;
    case Kind::priority:
      visit_keyed_rows(taken, "area", into, [&](const InputRow& row) {
        const std::string said = lower(text(row, "priority"));
        if (said == "0" || said == "n" || said == "no" || said == "false") {
          ++without;
          return;
        }
        into.priority.push_back(text(row, "area"));
      });
      leave_out(taken.source, without, "areas marked as no priority");
      return;
    case Kind::plan: {
      PlanRecord plan;
      plan.name = taken.table.file.substr(taken.table.file.rfind('!') + 1);
      plan.name = plan.name.substr(plan.name.rfind('/') + 1);
      plan.name = plan.name.substr(0, plan.name.rfind('.'));
      plan.origin = "import";
      std::map<std::string, std::string> names;
      std::set<std::string> seen;
      visit_keyed_rows(taken, "code", into, [&](const InputRow& row) {
        const std::string code = text(row, "code"), id = text(row, "neighbourhood");
        if (!seen.insert(code).second) throw_twice(taken, row, "the area", code);
        plan.assignments.push_back({code, id, false});
        if (!id.empty()) names.emplace(id, text(row, "name"));
      });
      for (const auto& [id, name] : names) plan.neighbourhoods.push_back({id, name.empty() ? id : name, {}, false, {}});
      into.plans.push_back(std::move(plan));
      return;
    }
    default:  // known, and nothing in it that a place keeps
      visit_keyed_rows(taken, "none", into, [](const InputRow&) {});
      leave_out(taken.source, taken.source.rows_read, fmt::format("rows: {}", found.format.detail));
      return;
  }
}

}  // namespace placewright::datasets
