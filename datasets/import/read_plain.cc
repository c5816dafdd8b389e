#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "datasets/import/read_taken.h"
#include "datasets/place/place_words.h"
#include "geo/error.h"

/// Tables whose rows are kept as they are.
namespace placewright::datasets {
namespace {

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

void read_plain_rows(TakenTable& taken, Collected& into) {
  const auto& found = taken.recognised;
  const auto text = [&](const InputRow& row, std::string_view field) {
    return std::string(trimmed(row.cell(found.column(field))));
  };
  const auto number = [&](const InputRow& row, std::string_view field) {
    return number_in(taken, row, found.column(field));
  };
  const std::size_t index = into.taken.size();
  std::int64_t without = 0;
  switch (found.format.kind) {
    case Kind::lookup: {
      std::set<std::pair<std::string, std::string>> seen;
      std::map<std::string, std::pair<std::string, std::string>> authorities;  // it names those of Wales too
      visit_keyed_rows(taken, "code_2011", into, [&](const InputRow& row) {
        LookupLink link{text(row, "code_2011"), text(row, "code_2021"), index};
        if (link.code_2021.empty()) {
          ++without;
          return;
        }
        if (!seen.insert({link.code_2011, link.code_2021}).second)
          throw_twice(taken, row, "the link from", link.code_2011 + " to " + link.code_2021);
        if (found.has("lad_code") && found.has("lad_name"))
          authorities[link.code_2021] = {text(row, "lad_code"), text(row, "lad_name")};
        into.lookup.push_back(std::move(link));
      });
      if (!authorities.empty()) {
        AreaTable table;
        table.taken = index;
        table.beside = true;
        for (const auto& [code, authority] : authorities) {
          table.code.push_back(code);
          table.name.emplace_back();
          table.parents["lad_code"].push_back(authority.first);
          table.parents["lad_name"].push_back(authority.second);
        }
        into.areas.push_back(std::move(table));
      }
      leave_out(taken.source, without, "without a 2021 code");
      return;
    }
    case Kind::membership: {
      visit_keyed_rows(taken, "practice", into, [&](const InputRow& row) {
        Membership one{text(row, "practice"), text(row, "pcn_code"), text(row, "pcn_name"), false, {}, index};
        one.pcn_code = pcn_or_nothing(one.pcn_code);
        one.until = sortable_date(text(row, "end"));
        one.active = one.until.empty();
        if (one.until.empty()) one.until = sortable_date(text(row, "start"));
        into.name_pcn(one.pcn_code, one.pcn_name);
        into.memberships.push_back(std::move(one));
      });
      return;
    }
    case Kind::network:
      visit_keyed_rows(taken, "pcn_code", into, [&](const InputRow& row) {
        into.name_pcn(text(row, "pcn_code"), text(row, "pcn_name"));
        into.networks.push_back({index, row.line, text(row, "pcn_code")});
      });
      return;
    case Kind::postcode: {
      const bool degrees = !found.has("easting");
      const int east = found.column(degrees ? "longitude" : "easting"),
                north = found.column(degrees ? "latitude" : "northing");
      std::int64_t nowhere = 0;
      visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
        PostcodeRecord record;
        record.postcode = normalise_postcode(row.cell(found.column("postcode")));
        record.x = number_in(taken, row, east);
        record.y = number_in(taken, row, north);
        record.degrees = degrees;
        record.taken = static_cast<std::uint32_t>(index);
        if (!degrees && found.has("latitude") && found.has("longitude")) {
          record.longitude = number(row, "longitude");
          record.latitude = number(row, "latitude");
        }
        record.live = text(row, "terminated").empty();
        if (record.postcode.empty() || is_missing(record.x) || is_missing(record.y) ||
            text(row, "quality") == "9" || (degrees && record.y > 90) ||
            (!degrees && record.x == 0 && record.y == 0)) {
          ++nowhere;
          return;
        }
        if (degrees && (std::abs(record.y) > 90 || std::abs(record.x) > 180))
          throw geo::InputError{{fmt::format("{}, line {}", taken.table.name(), row.line),
                                 "latitude and longitude cannot be degrees", "check the columns"}};
        into.postcodes.push_back(std::move(record));
      });
      leave_out(taken.source, nowhere, "without a postcode or coordinates");
      return;
    }
    case Kind::authority:
      visit_keyed_rows(taken, "lad_code", into, [&](const InputRow& row) {
        auto& tiers = into.authorities[text(row, "lad_code")];
        for (const char* field : {"county_code", "county_name", "combined_authority_code",
                                  "combined_authority_name", "region_code", "region_name"})
          if (found.has(field) && !text(row, field).empty()) tiers[field] = text(row, field);
      });
      return;
    case Kind::footprint:
      visit_keyed_rows(taken, "footprint_id", into, [&](const InputRow& row) {
        const double share = number(row, "share");
        into.footprints.push_back(
            {index,
             row.line,
             {text(row, "footprint_id"), text(row, "service"), text(row, "level"), text(row, "member_type"),
              text(row, "member_id"), is_missing(share) ? 1 : share, taken.source.file}});
      });
      return;
    case Kind::weight:
      visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
        into.weights.push_back({index,
                                row.line,
                                {text(row, "scheme"), text(row, "dimension"), text(row, "key"),
                                 number(row, "weight"), text(row, "source")}});
      });
      return;
    case Kind::segment:
      visit_keyed_rows(taken, "area", into, [&](const InputRow& row) {
        into.segments.push_back(
            {index, row.line, {text(row, "area"), text(row, "segment"), number(row, "people")}});
      });
      return;
    case Kind::projection: {
      std::vector<std::pair<std::string, int>> years;
      if (found.format.detail == "years")
        for (std::size_t k = 0; k < found.headings.size(); ++k)
          if (code_form(trimmed(found.headings[k])) == "9999")
            years.emplace_back(trimmed(found.headings[k]), static_cast<int>(k));
      visit_keyed_rows(taken, "area_code", into, [&](const InputRow& row) {
        ProjectionRow out{text(row, "area_code"), text(row, "year"),    text(row, "sex"),
                          text(row, "age_band"),  text(row, "measure"), 0,
                          text(row, "source"),    text(row, "edition")};
        if (counts_people(lower(out.measure))) out.measure = kPopulationMeasure;
        const std::string sex = lower(out.sex), component = lower(text(row, "component"));
        out.sex = sex.starts_with("f") ? "F" : sex.starts_with("m") ? "M" : "";
        if (lower(out.age_band) == "all ages" || (!component.empty() && component != "population")) {
          ++without;
          return;
        }
        if (out.source.empty()) out.source = taken.source.taken_for;
        if (years.empty()) {
          out.value = number(row, "value");
          into.projections.push_back({index, row.line, std::move(out)});
          return;
        }
        for (const auto& [year, column] : years) {
          out.year = year;
          out.value = number_in(taken, row, column);
          into.projections.push_back({index, row.line, out});
        }
      });
      leave_out(taken.source, without, "totals over all ages and components of change");
      if (!years.empty())
        into.findings.push_back({"SNPP_EDITION", geo::Severity::note, taken.source.file,
                                 "two editions have the same file name (five-year migration; migration "
                                 "category, which ONS advises)",
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
        into.travel.push_back(
            {index,
             row.line,
             {mode.empty() ? "imported" : mode, text(row, "area"), text(row, "site"), minutes}});
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
        into.priority.push_back({index, row.line, text(row, "area")});
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
        const std::string code = text(row, "code");
        std::string id = text(row, "neighbourhood");
        if (is_no_neighbourhood(id)) id.clear();
        if (!seen.insert(code).second) throw_twice(taken, row, "the area", code);
        plan.assignments.push_back({code, id, false});
        if (!id.empty()) names.emplace(id, text(row, "name"));
      });
      for (const auto& [id, name] : names)
        plan.neighbourhoods.push_back({id, name.empty() ? id : name, {}, false, {}});
      into.plans.push_back({index, 0, std::move(plan)});
      return;
    }
    default:  // known, and nothing in it that a place keeps
      visit_keyed_rows(taken, "none", into, [](const InputRow&) {});
      leave_out(taken.source, taken.source.rows_read, fmt::format("rows: {}", found.format.detail));
      return;
  }
}

}  // namespace placewright::datasets
