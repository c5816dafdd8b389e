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

/// The cells of one table's rows by field.
class Cells {
 public:
  explicit Cells(const TakenTable& taken) : taken_(taken) {}
  [[nodiscard]] std::string text(const InputRow& row, std::string_view field) const {
    return std::string(trimmed(row.cell(taken_.recognised.column(field))));
  }
  [[nodiscard]] double number(const InputRow& row, std::string_view field) const {
    return number_in(taken_, row, taken_.recognised.column(field));
  }

 private:
  const TakenTable& taken_;
};

/// Authorities of the areas that a lookup names on the way, those of Wales too.
void add_authorities(const std::map<std::string, std::pair<std::string, std::string>>& authorities,
                     std::size_t index, Collected& into) {
  if (authorities.empty()) return;
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

void read_links(TakenTable& taken, std::size_t index, Collected& into) {
  const Cells cells(taken);
  const bool names = taken.recognised.has("lad_code") && taken.recognised.has("lad_name");
  std::int64_t without = 0;
  std::set<std::pair<std::string, std::string>> seen;
  std::map<std::string, std::pair<std::string, std::string>> authorities;
  visit_keyed_rows(taken, "code_2011", into, [&](const InputRow& row) {
    LookupLink link{cells.text(row, "code_2011"), cells.text(row, "code_2021"), index};
    if (link.code_2021.empty()) {
      ++without;
      return;
    }
    if (!seen.insert({link.code_2011, link.code_2021}).second)
      throw_twice(taken, row, "the link from", link.code_2011 + " to " + link.code_2021);
    if (names) authorities[link.code_2021] = {cells.text(row, "lad_code"), cells.text(row, "lad_name")};
    into.lookup.push_back(std::move(link));
  });
  add_authorities(authorities, index, into);
  leave_out(taken.source, without, "without a 2021 code");
}

void read_memberships(TakenTable& taken, std::size_t index, Collected& into) {
  const Cells cells(taken);
  visit_keyed_rows(taken, "practice", into, [&](const InputRow& row) {
    Membership one{cells.text(row, "practice"),
                   cells.text(row, "pcn_code"),
                   cells.text(row, "pcn_name"),
                   false,
                   {},
                   index};
    one.pcn_code = pcn_or_nothing(one.pcn_code);
    one.until = sortable_date(cells.text(row, "end"));
    one.active = one.until.empty();
    if (one.until.empty()) one.until = sortable_date(cells.text(row, "start"));
    into.name_pcn(one.pcn_code, one.pcn_name);
    into.memberships.push_back(std::move(one));
  });
}

void read_networks(TakenTable& taken, std::size_t index, Collected& into) {
  const Cells cells(taken);
  visit_keyed_rows(taken, "pcn_code", into, [&](const InputRow& row) {
    into.name_pcn(cells.text(row, "pcn_code"), cells.text(row, "pcn_name"));
    into.networks.push_back({index, row.line, cells.text(row, "pcn_code")});
  });
}

void read_postcodes(TakenTable& taken, std::size_t index, Collected& into) {
  const Cells cells(taken);
  const auto& found = taken.recognised;
  const bool degrees = !found.has("easting"),
             both = !degrees && found.has("latitude") && found.has("longitude");
  const std::string_view east = degrees ? "longitude" : "easting", north = degrees ? "latitude" : "northing";
  std::int64_t nowhere = 0;
  visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
    PostcodeRecord record;
    record.postcode = normalise_postcode(row.cell(found.column("postcode")));
    record.x = cells.number(row, east);
    record.y = cells.number(row, north);
    record.degrees = degrees;
    record.taken = static_cast<std::uint32_t>(index);
    if (both) {
      record.longitude = cells.number(row, "longitude");
      record.latitude = cells.number(row, "latitude");
    }
    record.live = cells.text(row, "terminated").empty();
    if (record.postcode.empty() || is_missing(record.x) || is_missing(record.y) ||
        cells.text(row, "quality") == "9" || (degrees && record.y > 90) ||
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
}

/// Which units a list is of: by its format, else by hand the finest that has a code.
std::string_view unit_column(const Recognised& found) {
  if (!found.format.detail.empty()) return found.format.detail;
  for (const std::string_view column : {"parish_code", "ward_code", "msoa_code", "lad_code", "icb_code"})
    if (found.has(column)) return column;
  return {};
}

void read_units(TakenTable& taken, std::size_t index, Collected& into) {
  const Cells cells(taken);
  const auto& found = taken.recognised;
  const std::string column(unit_column(found));
  if (column.empty())
    throw geo::InputError{{taken.table.name(), "no column holds the codes of the units",
                           "add ward_code=COLUMN, parish_code=COLUMN or lad_code=COLUMN to --map"}};
  visit_keyed_rows(taken, column, into, [&](const InputRow& row) {
    UnitRecord unit{column, cells.text(row, column), {}};
    for (const auto& [field, at] : found.columns)
      if (field != column && !cells.text(row, field).empty()) unit.fields[field] = cells.text(row, field);
    into.units.push_back({index, row.line, std::move(unit)});
  });
  std::string numbers;
  for (const auto& [name, at] : found.indicators) numbers += (numbers.empty() ? "" : ", ") + name;
  if (!numbers.empty())
    into.findings.push_back(
        {"UNIT_VALUES_NOT_TAKEN", geo::Severity::warning, taken.source.file,
         fmt::format("its numbers are of larger units than areas and are not taken: {}", numbers),
         "give them by area (LSOA)"});
}

void read_footprints(TakenTable& taken, std::size_t index, Collected& into) {
  const Cells cells(taken);
  visit_keyed_rows(taken, "footprint_id", into, [&](const InputRow& row) {
    const double share = cells.number(row, "share");
    into.footprints.push_back(
        {index,
         row.line,
         {cells.text(row, "footprint_id"), cells.text(row, "service"), cells.text(row, "level"),
          cells.text(row, "member_type"), cells.text(row, "member_id"), is_missing(share) ? 1 : share,
          taken.source.file}});
  });
}

void read_weights(TakenTable& taken, std::size_t index, Collected& into) {
  const Cells cells(taken);
  visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
    into.weights.push_back({index,
                            row.line,
                            {cells.text(row, "scheme"), cells.text(row, "dimension"), cells.text(row, "key"),
                             cells.number(row, "weight"), cells.text(row, "source")}});
  });
}

void read_segments(TakenTable& taken, std::size_t index, Collected& into) {
  const Cells cells(taken);
  visit_keyed_rows(taken, "area", into, [&](const InputRow& row) {
    into.segments.push_back(
        {index,
         row.line,
         {cells.text(row, "area"), cells.text(row, "segment"), cells.number(row, "people")}});
  });
}

/// Columns whose heading is a year.
std::vector<std::pair<std::string, int>> columns_of_years(const Recognised& found) {
  std::vector<std::pair<std::string, int>> years;
  if (found.format.detail != "years") return years;
  for (std::size_t k = 0; k < found.headings.size(); ++k)
    if (code_form(trimmed(found.headings[k])) == "9999")
      years.emplace_back(trimmed(found.headings[k]), static_cast<int>(k));
  return years;
}

void read_projections(TakenTable& taken, std::size_t index, Collected& into) {
  const Cells cells(taken);
  const auto years = columns_of_years(taken.recognised);
  std::int64_t without = 0;
  visit_keyed_rows(taken, "area_code", into, [&](const InputRow& row) {
    ProjectionRow out{cells.text(row, "area_code"), cells.text(row, "year"),    cells.text(row, "sex"),
                      cells.text(row, "age_band"),  cells.text(row, "measure"), 0,
                      cells.text(row, "source"),    cells.text(row, "edition")};
    if (counts_people(lower(out.measure))) out.measure = kPopulationMeasure;
    const std::string sex = lower(out.sex), component = lower(cells.text(row, "component"));
    out.sex = sex.starts_with("f") ? "F" : sex.starts_with("m") ? "M" : "";
    if (lower(out.age_band) == "all ages" || (!component.empty() && component != "population")) {
      ++without;
      return;
    }
    if (out.source.empty()) out.source = taken.source.taken_for;
    if (years.empty()) {
      out.value = cells.number(row, "value");
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
}

void read_priority(TakenTable& taken, std::size_t index, Collected& into) {
  const Cells cells(taken);
  std::int64_t without = 0;
  visit_keyed_rows(taken, "area", into, [&](const InputRow& row) {
    const std::string said = lower(cells.text(row, "priority"));
    if (said == "0" || said == "n" || said == "no" || said == "false") {
      ++without;
      return;
    }
    into.priority.push_back({index, row.line, cells.text(row, "area")});
  });
  leave_out(taken.source, without, "areas marked as no priority");
}

}  // namespace

void read_plain_rows(TakenTable& taken, Collected& into) {
  const std::size_t index = into.taken.size();
  switch (taken.recognised.format.kind) {
    case Kind::lookup:
      return read_links(taken, index, into);
    case Kind::membership:
      return read_memberships(taken, index, into);
    case Kind::network:
      return read_networks(taken, index, into);
    case Kind::postcode:
      return read_postcodes(taken, index, into);
    case Kind::unit:
      return read_units(taken, index, into);
    case Kind::footprint:
      return read_footprints(taken, index, into);
    case Kind::weight:
      return read_weights(taken, index, into);
    case Kind::segment:
      return read_segments(taken, index, into);
    case Kind::projection:
      return read_projections(taken, index, into);
    case Kind::travel:
      into.matrices.push_back(index);
      return;
    case Kind::priority:
      return read_priority(taken, index, into);
    case Kind::plan:
      into.definitions.push_back(index);
      return;
    default:  // known, and nothing in it that a place keeps
      visit_keyed_rows(taken, "none", into, [](const InputRow&) {});
      leave_out(taken.source, taken.source.rows_read,
                fmt::format("rows: {}", taken.recognised.format.detail));
      return;
  }
}

}  // namespace placewright::datasets
