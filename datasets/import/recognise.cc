#include "datasets/import/recognise.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "datasets/import/read_notes.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

constexpr std::size_t kHeaderRows = 15;  // official tables have up to a dozen title rows
/// The field of a column of numbers by which a table is known and which is an indicator like the others.
constexpr std::string_view kTopic = "topic";

constexpr std::array<std::pair<Kind, std::string_view>, 27> kKinds{{
    {Kind::area, "area"},
    {Kind::lookup, "lookup"},
    {Kind::registration, "registration"},
    {Kind::site, "site"},
    {Kind::organisation, "organisation"},
    {Kind::membership, "membership"},
    {Kind::network, "network"},
    {Kind::postcode, "postcode"},
    {Kind::workforce, "workforce"},
    {Kind::footprint, "footprint"},
    {Kind::weight, "weight"},
    {Kind::segment, "segment"},
    {Kind::projection, "projection"},
    {Kind::boundary, "boundary"},
    {Kind::road, "road"},
    {Kind::barrier, "barrier"},
    {Kind::ground, "ground"},
    {Kind::settlement, "settlement"},
    {Kind::travel, "travel"},
    {Kind::priority, "priority"},
    {Kind::plan, "plan"},
    {Kind::unit, "unit"},
    {Kind::practice, "practice"},
    {Kind::role, "role"},
    {Kind::setting, "setting"},
    {Kind::note, "note"},
    {Kind::not_taken, "not_taken"},
}};

/// Parents of an area, the same in every table that has them.
const std::vector<FormatColumn>& parent_columns() {
  static const std::vector<FormatColumn> columns{
      {"lad_code",
       "lad##cd|ladcd active|lad code|lad #### code|local authority district code (####)|local authority "
       "district code|ltla##cd"},
      {"lad_name",
       "lad##nm|lad name|lad #### name|local authority district name (####)|local authority district "
       "name|ltla##nm"},
      {"msoa_code", "msoa##cd|msoa code"},
      {"msoa_name", "msoa##nm|msoa name"},
      {"msoa_hcl_name", "msoa##hclnm|msoa hcl name"},
      {"ward_code", "wd##cd|ward code|ward## code"},
      {"ward_name", "wd##nm|ward name|ward## name"},
      {"parish_code", "par##cd|parncp##cd|parish code"},
      {"parish_name", "par##nm|parncp##nm|parish name"},
      {"sub_icb_code", "sicbl##cd|sub icb code"},
      {"sub_icb_ods", "sicbl##cdh|sub icb ods"},
      {"sub_icb_name", "sicbl##nm|sub icb name"},
      {"icb_code", "icb##cd|icb code"},
      {"icb_ods", "icb##cdh|icb ods"},
      {"icb_name", "icb##nm|icb name"},
      {"county_code", "utla##cd|utlacd|ctyua##cd|cty##cd|county code"},
      {"county_name", "utla##nm|ctyua##nm|cty##nm|county name"},
      {"combined_authority_code", "cauth##cd|cauthcd|combined authority code"},
      {"combined_authority_name", "cauth##nm|combined authority name"},
      {"region_code", "rgn##cd|rgncd|region code"},
      {"region_name", "rgn##nm|region name"},
      {"rural_urban_code", "ruc##cd|ruc## code"},
      {"rural_urban", "ruc##nm|ruc##"},
  };
  return columns;
}

/// Numbers that say nothing about an area's people: identifiers and measures of the drawing.
bool is_no_indicator(std::string_view heading) {
  return heading_fits(
      "fid|objectid|objectid #|ogc fid|globalid|id|shape area|shape length|shape leng|shape *|bng e|bng "
      "n|lat|long|latitude|longitude|"
      "label e|label n|x|y|easting|northing|eastings|northings|area ha|area km2|area "
      "m2|date|year|*cd|*code|*nm|*name",
      heading);
}

struct Binding {
  std::map<std::string, int> columns;
  std::vector<std::string_view> missing;
  std::size_t required = 0;
};

Binding bind_columns(const Format& format, const std::vector<std::string>& headings) {
  Binding bound;
  std::set<int> used;
  const auto look = [&](const FormatColumn& column) {
    if (bound.columns.contains(std::string(column.field))) return;
    // The choices of a pattern in their order, so that the better heading wins over an earlier column.
    std::string_view rest = column.patterns;
    while (true) {
      const auto bar = rest.find('|');
      const std::string_view choice = rest.substr(0, bar);
      for (std::size_t k = 0; k < headings.size(); ++k) {
        const int at = static_cast<int>(k);
        if (used.contains(at) || !heading_fits(choice, headings[k])) continue;
        bound.columns.emplace(column.field, at);
        used.insert(at);
        return;
      }
      if (bar == std::string_view::npos) break;
      rest.remove_prefix(bar + 1);
    }
    if (column.required) bound.missing.push_back(column.field);
  };
  for (const auto& column : format.columns) {
    if (column.required) ++bound.required;
    look(column);
  }
  if (format.parents)
    for (const auto& column : parent_columns()) look(column);
  return bound;
}

std::vector<std::string> normalised(const std::vector<std::string>& row) {
  std::vector<std::string> out;
  for (const auto& cell : row) out.push_back(normalise_heading(cell));
  return out;
}

/// Whether a column of the sample holds numbers: at least one, and nothing but numbers and missing marks.
/// Notes under the rows, and headings that stand again, say nothing.
bool holds_numbers(const InputTable& table, std::size_t from, std::size_t column) {
  bool any = false;
  for (std::size_t row = from; row < table.sample.size(); ++row) {
    const auto& cells = table.sample[row];
    if (column >= cells.size() || (!cells.empty() && begins_as_a_note(trimmed(cells.front())))) continue;
    const auto& cell = cells[column];
    if (from > 0 && column < table.sample[from - 1].size() && cell == table.sample[from - 1][column])
      continue;
    const auto number = parse_number(cell);
    if (!number) return false;
    any = any || !is_missing_mark(cell);
  }
  return any;
}

std::vector<std::pair<AgeBand, int>> find_ages(const std::vector<std::string>& headings,
                                               const std::set<int>& used) {
  std::vector<std::pair<AgeBand, int>> ages;
  for (std::size_t k = 0; k < headings.size(); ++k) {
    if (used.contains(static_cast<int>(k))) continue;
    if (const auto band = parse_age_band(headings[k])) ages.emplace_back(*band, static_cast<int>(k));
  }
  // A band that holds a finer one of the same sex is a sum (65 and over beside 65 to 69), no band of its own.
  const auto top = [](const AgeBand& band) { return band.highest < 0 ? 999 : band.highest; };
  std::vector<std::pair<AgeBand, int>> finest;
  for (const auto& [band, column] : ages) {
    const bool is_sum = std::any_of(ages.begin(), ages.end(), [&, &wide = band](const auto& other) {
      return other.first.sex == wide.sex && !(other.first == wide) && other.first.lowest >= wide.lowest &&
             top(other.first) <= top(wide);
    });
    if (!is_sum) finest.emplace_back(band, column);
  }
  return finest;
}

/// The year that a heading names: "LSOA21CD" 2021, "LSOA code (2021)" 2021, "list_size_2022_07" 2022.
std::string year_in_heading(std::string_view heading) {
  std::string run;
  for (std::size_t k = 0; k <= heading.size(); ++k) {
    const char c = k < heading.size() ? heading[k] : ' ';
    if (c >= '0' && c <= '9') {
      run += c;
      continue;
    }
    if (run.size() == 4 && (run.starts_with("19") || run.starts_with("20"))) return run;
    if (run.size() == 2) return "20" + run;
    run.clear();
  }
  return {};
}

/// "2324" and "23-24" in a file's name as "2023/24"; "" where there is none.
std::string financial_year_in(std::string_view text) {
  const auto number = [&](std::size_t at) {
    const auto digit = [&](std::size_t k) {
      return k < text.size() && text[k] >= '0' && text[k] <= '9' ? text[k] - '0' : -1;
    };
    return digit(at) < 0 || digit(at + 1) < 0 ? -1 : digit(at) * 10 + digit(at + 1);
  };
  const auto is_digit = [&](std::size_t k) { return k < text.size() && text[k] >= '0' && text[k] <= '9'; };
  const auto is_dash = [&](std::size_t k) { return k < text.size() && (text[k] == '-' || text[k] == '_'); };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool within_date = at > 0 && (is_digit(at - 1) || (at > 1 && is_dash(at - 1) && is_digit(at - 2)));
    if (!is_digit(at) || within_date) continue;
    const std::size_t next = at + 2 + (is_dash(at + 2) ? 1 : 0);
    const int first = number(at), second = number(next);
    const bool is_year = first == 20 && next == at + 2;  // 2021
    const bool goes_on = is_digit(next + 2) || (is_dash(next + 2) && is_digit(next + 3));
    if (first >= 10 && second == first + 1 && !is_year && !goes_on)
      return fmt::format("20{:02}/{:02}", first, second);
  }
  return {};
}

std::string vintage_of(const Format& format, const Recognised& found, const InputTable& table) {
  const std::string_view rule = format.vintage;
  if (rule.starts_with("heading:")) {
    const int column = found.column(rule.substr(8));
    return column < 0 ? std::string() : year_in_heading(found.headings[static_cast<std::size_t>(column)]);
  }
  if (rule.starts_with("cell:")) {
    const int column = found.column(rule.substr(5));
    for (std::size_t row = found.header_rows; row < table.sample.size() && column >= 0; ++row)
      if (static_cast<std::size_t>(column) < table.sample[row].size())
        return table.sample[row][static_cast<std::size_t>(column)];
    return {};
  }
  if (rule == "file" || rule == "layer") {
    const std::string text = rule == "layer" && !table.layer.empty() ? table.layer : table.file;
    if (const auto year = financial_year_in(text); !year.empty()) return year;
    const auto month = month_of(text);
    if (!month) return {};
    return fmt::format("{:04}-{:02}", *month / 12, *month % 12 + 1);
  }
  return std::string(rule);
}

/// What a column of numbers is called in the place: its heading, what stands in brackets only where another
/// heading is the same without it.
std::string indicator_name(const std::vector<std::string>& headings, std::size_t column,
                           std::string_view prefix) {
  const auto without_where = [&](std::size_t k) { return headings[k].substr(0, headings[k].find("(where")); };
  std::string name = column_name(without_where(column));
  for (std::size_t k = 0; k < headings.size(); ++k) {
    if (k == column || column_name(without_where(k)) != name) continue;
    std::string whole = without_where(column);
    std::replace(whole.begin(), whole.end(), '(', ' ');
    std::replace(whole.begin(), whole.end(), ')', ' ');
    name = column_name(whole);
    break;
  }
  return name.starts_with(prefix) ? name : std::string(prefix) + name;
}

Recognised finish(const Format& format, Binding bound, const InputTable& table, std::size_t header_row,
                  bool has_header) {
  Recognised found;
  found.format = format;
  found.columns = std::move(bound.columns);
  found.header_rows = has_header ? header_row + 1 : 0;
  if (has_header) found.headings = table.sample[header_row];
  std::set<int> used;
  for (const auto& [field, column] : found.columns)
    if (field != kTopic) used.insert(column);
  const auto headings = normalised(found.headings);
  if (format.ages) found.ages = find_ages(headings, used);
  for (const auto& [band, column] : found.ages) used.insert(column);
  if (format.indicators) {
    for (std::size_t k = 0; k < headings.size(); ++k) {
      if (used.contains(static_cast<int>(k)) || headings[k].empty() || is_no_indicator(headings[k])) continue;
      if (!holds_numbers(table, found.header_rows, k)) continue;
      std::string name = indicator_name(found.headings, k, format.prefix);
      for (const auto& [other, column] : found.indicators)
        if (other == name) name += "_" + std::to_string(k);
      found.indicators.emplace_back(name, static_cast<int>(k));
    }
  }
  found.vintage = vintage_of(format, found, table);
  return found;
}

/// A format all of whose needs stand in one row of a table.
struct Candidate {
  const Format* format = nullptr;
  std::size_t row = 0;
  Binding bound;
  std::set<int> needs;  ///< columns that it cannot do without
  double weight = 0;    ///< how much of what it found is its own
};

constexpr double kOptional = 0.5;  // what a format can do without tells half as much of it

/// How much each heading tells: the fewer formats know it, the more.
std::vector<double> weigh_headings(const std::vector<std::string>& headings, GeometryKind geometry) {
  std::vector<double> weights;
  for (const auto& heading : headings) {
    double known = 0;
    for (const auto& format : formats()) {
      if (format.geometry != geometry) continue;
      double here = 0;
      for (const auto& column : format.columns)
        if (heading_fits(column.patterns, heading)) here = std::max(here, column.required ? 1 : kOptional);
      known += here;
    }
    weights.push_back(known == 0 ? 0 : 1 / known);
  }
  return weights;
}

/// Whether a table bears a name that the format's layers have; any name where the format asks for none.
bool is_layer_of(const Format& format, const InputTable& table) {
  return format.layers.empty() || heading_fits(format.layers, normalise_heading(table.layer));
}

std::vector<Candidate> candidates_in(const InputTable& table) {
  const std::size_t rows = table.first_is_header ? std::min<std::size_t>(1, table.sample.size())
                                                 : std::min(kHeaderRows, table.sample.size());
  std::vector<Candidate> candidates;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto headings = normalised(table.sample[row]);
    std::vector<double> weights;
    for (const auto& format : formats()) {
      if (format.geometry != table.geometry || !is_layer_of(format, table)) continue;
      if (headings.size() < 2 && format.columns.size() > 1 && table.geometry == GeometryKind::none) continue;
      Binding bound = bind_columns(format, headings);
      if (!bound.missing.empty() || (bound.columns.empty() && format.layers.empty())) continue;
      if (!format.unless.empty() && std::any_of(headings.begin(), headings.end(), [&](const auto& heading) {
            return heading_fits(format.unless, heading);
          }))
        continue;
      const Recognised found = finish(format, bound, table, row, true);
      if (format.needs_ages && found.ages.size() < 3) continue;
      // A format that needs a code only must bring something beside it.
      if (format.needs_more && found.indicators.empty() && found.ages.empty() &&
          found.columns.size() < 2 + (found.has("name") ? 1U : 0U))
        continue;
      if (weights.empty()) weights = weigh_headings(headings, table.geometry);
      Candidate candidate{&format, row, std::move(bound), {}, 0};
      for (const auto& column : format.columns) {
        const auto at = candidate.bound.columns.find(std::string(column.field));
        if (at == candidate.bound.columns.end()) continue;
        if (column.required) candidate.needs.insert(at->second);
        candidate.weight += weights[static_cast<std::size_t>(at->second)] * (column.required ? 1 : kOptional);
      }
      candidates.push_back(std::move(candidate));
    }
  }
  return candidates;
}

/// Whether one candidate is the other with more known of it: it needs all that the other needs and more, or
/// is of finer units, or is known by its layer's name, or the other is a format of last resort.
bool is_more_particular(const Candidate& one, const Candidate& other) {
  if (one.format->layers.empty() != other.format->layers.empty()) return other.format->layers.empty();
  if (one.format->last_resort != other.format->last_resort) return other.format->last_resort;
  if (one.format->nested && other.format->nested) return one.format < other.format;
  return std::includes(one.needs.begin(), one.needs.end(), other.needs.begin(), other.needs.end()) &&
         one.needs.size() > other.needs.size();
}

/// Whether taking the table for the one or the other comes to the same.
bool is_same_to_the_place(const Candidate& one, const Candidate& other) {
  return one.format->kind == other.format->kind && one.bound.columns == other.bound.columns;
}

struct Fit {
  std::optional<Candidate> best;
  std::string rival;  ///< two formats that fit equally; then there is no best
};

/// The format that fits best, with a margin before the next.
Fit fit_formats(const InputTable& table) {
  constexpr double kMargin = 0.7;  // the next must tell less than so much of what the best tells
  auto candidates = candidates_in(table);
  if (candidates.empty()) return {};
  // The row of headings is that which tells most: words of a later row are values.
  const auto header =
      std::max_element(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
        return a.weight < b.weight;
      })->row;
  std::erase_if(candidates, [&](const Candidate& one) { return one.row != header; });
  const auto better = [](const Candidate& one, const Candidate& other) {
    if (is_more_particular(one, other)) return true;
    return !is_more_particular(other, one) && one.weight > other.weight;
  };
  std::size_t best = 0;
  for (std::size_t k = 1; k < candidates.size(); ++k)
    if (better(candidates[k], candidates[best])) best = k;
  for (std::size_t k = 0; k < candidates.size(); ++k) {
    const Candidate &one = candidates[best], &other = candidates[k];
    if (k == best || is_more_particular(one, other) || is_same_to_the_place(one, other)) continue;
    if (is_more_particular(other, one) || other.weight > kMargin * one.weight)
      return {std::nullopt,
              fmt::format("it fits two formats equally: {} and {}", one.format->name, other.format->name)};
  }
  return {std::move(candidates[best]), {}};
}

/// Lists of the Organisation Data Service have no headings: 27 columns, told apart by the form of their
/// codes.
std::optional<Recognised> recognise_organisations(const InputTable& table) {
  constexpr std::size_t kColumns = 27, kPartnerColumns = 11;
  std::size_t rows = 0, lists = 0, partners = 0;
  std::map<std::string, std::size_t> forms;
  for (const auto& row : table.sample) {
    if (row.size() < 2) continue;
    ++rows;
    if (row.size() == kColumns && is_postcode(normalise_postcode(row[9])) && row[0].size() >= 3 &&
        !row[12].empty()) {
      ++lists;
      std::string form = code_form(row[0]);
      if (row[0].front() == 'F' && row[0].size() == 5)
        form = "F";
      else if (form.size() == 5)
        form = "5";
      else if (form.size() == 3)
        form = "3";
      else if (form.size() >= 8)
        form = "9";
      else if (form == "A99999")
        form = row[0].front() == 'V' ? "V" : row[0].front() == 'U' ? "U" : form;
      ++forms[form];
    }
    if (row.size() == kPartnerColumns && code_form(row[0]) == "A99999" && code_form(row[4]) == "A99999" &&
        row[4].front() == 'U')
      ++partners;
  }
  if (rows == 0) return std::nullopt;
  Format format;
  format.publisher = "NHS England (Organisation Data Service)";
  format.licence = "Open Government Licence v3.0";
  format.attribution =
      "Contains information from NHS England, licensed under the current version of the Open Government "
      "Licence";
  format.vintage = "file";
  if (partners * 5 >= rows * 4) {
    format.name = "PCN core partner details (epcncorepartnerdetails)";
    format.kind = Kind::membership;
    Binding bound;
    bound.columns = {{"practice", 0}, {"name", 1},  {"pcn_code", 4},
                     {"pcn_name", 5}, {"start", 8}, {"end", 9}};
    return finish(format, std::move(bound), table, 0, false);
  }
  if (lists * 5 < rows * 4) return std::nullopt;
  const auto most = std::max_element(forms.begin(), forms.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  format.kind = Kind::organisation;
  if (most->first == "A99999") {
    format.name = "GP practices (epraccur)";
    format.detail = "gp";
  } else if (most->first == "9") {
    format.name = "branch surgeries (ebranchs)";
    format.detail = "branch";
  } else if (most->first == "F") {
    format.name = "pharmacies and dispensers (edispensary)";
    format.detail = "pharmacy";
  } else if (most->first == "V") {
    format.name = "dental practices (egdpprac)";
    format.detail = "dentist";
  } else if (most->first == "5") {
    format.name = "NHS trust sites (ets)";
    format.detail = "trust_site";
  } else if (most->first == "3") {
    format.name = "NHS trusts (etr)";
    format.detail = "trust";
  } else if (most->first == "U") {
    format.name = "PCNs (epcn)";
    format.detail = "pcn";
  } else
    return std::nullopt;
  Binding bound;
  bound.columns = {{"id", 0},      {"name", 1},     {"postcode", 9}, {"open", 10}, {"close", 11},
                   {"status", 12}, {"subtype", 13}, {"parent", 14},  {"role", 25}};
  return finish(format, std::move(bound), table, 0, false);
}

}  // namespace

std::string_view kind_name(Kind kind) {
  for (const auto& [value, name] : kKinds)
    if (value == kind) return name;
  return "area";
}

std::optional<Kind> find_kind(std::string_view name) {
  for (const auto& [value, text] : kKinds)
    if (text == name) return value;
  return std::nullopt;
}

std::optional<Recognised> recognise(const InputTable& table) {
  auto fit = fit_formats(table);
  if (fit.best) return finish(*fit.best->format, std::move(fit.best->bound), table, fit.best->row, true);
  if (!fit.rival.empty()) return std::nullopt;
  return table.is_text || table.is_sheet ? recognise_organisations(table) : std::nullopt;
}

std::vector<std::string_view> required_fields(Kind kind) {
  switch (kind) {
    case Kind::area:
      return {"code"};
    case Kind::lookup:
      return {"code_2011", "code_2021"};
    case Kind::registration:
      return {"practice", "area", "patients"};
    case Kind::site:
      return {"name"};
    case Kind::organisation:
      return {"id", "name", "postcode", "status"};
    case Kind::membership:
      return {"practice", "pcn_code"};
    case Kind::network:
      return {"pcn_code", "pcn_name"};
    case Kind::postcode:
      return {"postcode"};
    case Kind::workforce:
      return {"role", "wte"};
    case Kind::footprint:
      return {"footprint_id", "service", "member_type", "member_id"};
    case Kind::weight:
      return {"scheme", "dimension", "key", "weight"};
    case Kind::segment:
      return {"area", "segment", "people"};
    case Kind::projection:
      return {"area_code", "age_band", "value"};
    case Kind::boundary:
      return {"name"};
    case Kind::road:
      return {"road_class"};
    case Kind::barrier:
      return {};
    case Kind::ground:
      return {"kind"};
    case Kind::settlement:
      return {"name", "rank"};
    case Kind::travel:
      return {"area", "site", "minutes"};
    case Kind::priority:
      return {"area"};
    case Kind::plan:
      return {"code", "neighbourhood"};
    case Kind::unit:
      return {};
    case Kind::practice:
      return {"practice", "value"};
    case Kind::role:
      return {"role", "role_group"};
    case Kind::setting:
      return {"key", "value"};
    case Kind::note:
      return {"text"};
    case Kind::not_taken:
      return {};
  }
  return {};
}

std::vector<std::string> known_fields(Kind kind) {
  std::set<std::string> fields;
  for (const auto field : required_fields(kind)) fields.emplace(field);
  for (const auto& format : formats())
    if (format.kind == kind)
      for (const auto& column : format.columns) fields.emplace(column.field);
  if (kind == Kind::area || kind == Kind::unit)
    for (const auto& column : parent_columns()) fields.emplace(column.field);
  if (kind == Kind::site) fields.insert({"x", "y"});
  if (kind == Kind::boundary) fields.insert({"kind", "code"});
  return {fields.begin(), fields.end()};
}

Recognised recognise_by_hand(const InputTable& table, Kind kind,
                             const std::map<std::string, std::string>& map) {
  // The row of headings: the first that holds every column that was named.
  const std::size_t rows = table.first_is_header ? 1 : std::min(kHeaderRows, table.sample.size());
  std::string lacking;
  std::size_t fewest = SIZE_MAX;
  std::optional<Recognised> found;
  for (std::size_t row = 0; row < rows && row < table.sample.size() && !found; ++row) {
    const auto headings = normalised(table.sample[row]);
    Binding bound;
    std::size_t missing = 0;
    std::string named;
    for (const auto& [field, column] : map) {
      const auto at = std::find(headings.begin(), headings.end(), normalise_heading(column));
      const std::string meant = kind == Kind::site && field == "x"   ? "easting"
                                : kind == Kind::site && field == "y" ? "northing"
                                                                     : field;
      if (at == headings.end()) {
        ++missing;
        named += (named.empty() ? "'" : ", '") + column + "'";
      } else {
        bound.columns[meant] = static_cast<int>(at - headings.begin());
      }
    }
    if (missing < fewest) {
      fewest = missing;
      lacking = named;
    }
    if (missing > 0) continue;
    Format format;
    format.name = "mapped by hand";
    format.kind = kind;
    format.geometry = table.geometry;
    format.vintage = "file";
    found = finish(format, std::move(bound), table, row, true);
  }
  if (!found) {
    std::string have;
    for (const auto& cell : table.sample.empty() ? std::vector<std::string>{} : table.sample.front())
      have += (have.empty() ? "" : ", ") + cell;
    throw geo::InputError{{table.name(), fmt::format("has no column {}; its first row is: {}", lacking, have),
                           "name columns as they stand in the file: --map FIELD=COLUMN"}};
  }
  for (const auto field : required_fields(kind))
    if (!found->has(field))
      throw geo::InputError{
          {table.name(),
           fmt::format("--map gives no column for '{}', which --as {} needs", field, kind_name(kind)),
           fmt::format("add {}=COLUMN to --map", field)}};
  return *found;
}

std::string nearest_formats(const InputTable& table) {
  if (const auto fit = fit_formats(table); !fit.rival.empty()) return fit.rival;
  struct Near {
    std::string_view name;
    std::size_t missing, found;
    std::string what;
  };
  std::vector<Near> nearest;
  const std::size_t rows = table.first_is_header ? 1 : std::min(kHeaderRows, table.sample.size());
  for (const auto& format : formats()) {
    if (format.geometry != table.geometry || format.kind == Kind::not_taken || !is_layer_of(format, table))
      continue;
    std::optional<Near> best;
    for (std::size_t row = 0; row < rows && row < table.sample.size(); ++row) {
      const Binding bound = bind_columns(format, normalised(table.sample[row]));
      const std::size_t got = bound.required - bound.missing.size();
      if (best && got <= best->found) continue;
      std::string what;
      for (const auto field : bound.missing) what += (what.empty() ? "" : ", ") + std::string(field);
      best = Near{format.name, bound.missing.size(), got, what};
    }
    if (best && best->found > 0) nearest.push_back(*best);
  }
  std::stable_sort(nearest.begin(), nearest.end(), [](const Near& a, const Near& b) {
    return a.missing != b.missing ? a.missing < b.missing : a.found > b.found;
  });
  std::string text;
  for (std::size_t k = 0; k < nearest.size() && k < 3; ++k)
    text += fmt::format("{}{} (no column for: {})", k == 0 ? "nearest: " : "; ", nearest[k].name,
                        nearest[k].what.empty() ? "numbers, ages or parents" : nearest[k].what);
  return text.empty() ? "none of its columns is known" : text;
}

}  // namespace placewright::datasets
