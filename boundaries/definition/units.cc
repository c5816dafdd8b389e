#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "boundaries/definition/parts.h"
#include "datasets/import/older_codes.h"
#include "datasets/import/territories.h"
#include "datasets/read/cells.h"
#include "geo/error.h"
#include "geo/locate.h"
#include "geo/shape_measures.h"

/// Which areas a unit is made of.
namespace placewright::boundaries::definition {
namespace {

using datasets::Areas;

std::string first_and_more(const std::set<std::string>& names) {
  return some_of({names.begin(), names.end()}, "name");
}

}  // namespace

bool is_inside(const Areas& areas, std::uint32_t row) {
  return areas.inside.size() <= row || areas.inside[row] != 0;
}

double people_of(const Areas& areas, std::uint32_t row) {
  return row < areas.population.size() ? areas.population[row] : datasets::kMissing;
}

std::string some_of(const std::vector<std::string>& names, std::string_view noun) {
  constexpr std::size_t kMost = 5;
  std::string text = fmt::format("{} {}{}: ", names.size(), noun, names.size() == 1 ? "" : "s");
  for (std::size_t k = 0; k < std::min(kMost, names.size()); ++k) text += (k == 0 ? "" : ", ") + names[k];
  return names.size() > kMost ? text + fmt::format(" and {} more", names.size() - kMost) : text;
}

Units::Units(const datasets::Place& place, const Unit& unit, const Read& read, const Options& options,
             std::vector<geo::Finding>& findings)
    : place_(&place), unit_(unit) {
  for (std::uint32_t row = 0; row < place.areas.size(); ++row)
    if (is_inside(place.areas, row)) row_of_.emplace(datasets::lower(place.areas.code[row]), row);
  for (const auto& path : options.lookups) add_lookup(path, findings);
  if (!read.links.empty()) add_links(read.links);
  if (unit_.kind == "area" && unit_.by_name) {
    auto& edition = editions_.emplace_back();
    for (const auto& [code, row] : row_of_) add(edition, place.areas.name[row], row);
  } else if (unit_.kind == "area_2011") {
    add_older(findings);
  } else if (unit_.kind == "postcode") {
    auto& edition = editions_.emplace_back();
    for (const auto& one : place.postcodes)
      if (const auto at = row_of_.find(datasets::lower(one.area)); at != row_of_.end())
        add(edition, one.postcode, at->second);
  } else if (unit_.kind == "practice" || unit_.kind == "pcn") {
    add_registrations();
  } else if (unit_.kind != "area") {
    add_columns();
    add_boundaries();
  }
  if (!unit_.by_name && unit_.kind != "area_2011") {  // areas themselves, whatever the column is called
    auto& edition = editions_.emplace_back();
    for (const auto& [code, row] : row_of_) add(edition, place.areas.code[row], row);
  }
  if (unit_.kind == "area" && !unit_.by_name) add_older(findings);
  for (auto& edition : editions_) share_out(edition);
  order_editions(read);
}

std::string Units::folded(const std::string& key) const {
  if (unit_.kind == "postcode") return datasets::normalise_postcode(key);
  return unit_.by_name ? datasets::folded_name(datasets::trimmed(key))
                       : datasets::lower(datasets::trimmed(key));
}

void Units::add(Edition& edition, const std::string& key, std::uint32_t row, double weight) const {
  const auto name = folded(key);
  if (name.empty()) return;
  auto& entry = edition[name];
  if (entry.spelling.empty()) entry.spelling = key;
  for (auto& part : entry.parts)
    if (part.row == row) {
      part.weight += weight;
      return;
    }
  entry.parts.push_back({row, weight});
}

void Units::add_columns() {
  const auto& parents = place_->areas.parents;
  const std::string end = unit_.by_name ? "_name" : "_code";
  for (const auto& [column, values] : parents) {
    // "ward_code", "msoa_hcl_name", and "ward_code_2023" of an older lookup.
    if (!column.starts_with(unit_.kind + "_") || column.find(end) == std::string::npos) continue;
    auto& edition = editions_.emplace_back();
    for (const auto& [code, row] : row_of_)
      if (row < values.size()) add(edition, values[row], row);
  }
}

void Units::add_older(std::vector<geo::Finding>& findings) {
  auto& edition = editions_.emplace_back();
  for (const auto& link : datasets::older_codes_of(*place_))
    if (const auto at = row_of_.find(datasets::lower(link.code_2021)); at != row_of_.end())
      add(edition, link.code_2011, at->second);
  const bool known =
      std::any_of(editions_.begin(), editions_.end(), [](const auto& one) { return !one.empty(); });
  if (unit_.kind == "area_2011" && !known) {
    for (const auto& [code, row] : row_of_) add(edition, place_->areas.code[row], row);
    findings.push_back(
        {"LSOA11_NOT_CONVERTED", geo::Severity::warning, "LSOA 2011",
         "the place knows no lookup of LSOAs of 2011 to those of 2021: only unchanged codes match",
         "import that lookup, or give it with --with FILE"});
  }
}

void Units::add_registrations() {
  auto& edition = editions_.emplace_back();
  std::map<std::string, std::string> pcn_of;
  for (const auto& site : place_->sites) pcn_of.emplace(site.id, site.pcn_code);
  for (const auto& row : place_->registrations) {
    const auto at = row_of_.find(datasets::lower(row.area));
    if (at == row_of_.end() || !(row.patients > 0)) continue;
    add(edition, unit_.kind == "pcn" ? pcn_of[row.practice] : row.practice, at->second, row.patients);
  }
}

void Units::add_boundaries() {
  const auto& areas = place_->areas;
  std::vector<const datasets::Boundary*> drawn;
  for (const auto& boundary : place_->boundaries)
    if (boundary.kind == unit_.kind) drawn.push_back(&boundary);
  if (drawn.empty()) return;
  auto& edition = editions_.emplace_back();
  if (unit_.kind == "oa") {  // finer than an area: it lies in one
    const geo::ShapeIndex index(areas.shape);
    for (const auto* boundary : drawn)
      if (const auto row = index.find_containing(geo::inside_point(boundary->shape));
          row && is_inside(areas, *row))
        add(edition, boundary->code, *row);
    return;
  }
  for (const auto* boundary : drawn)
    for (const auto& [code, row] : row_of_)
      if (!datasets::is_missing(areas.centroid_x[row]) &&
          geo::contains(boundary->shape, {areas.centroid_x[row], areas.centroid_y[row]}))
        add(edition, unit_.by_name ? boundary->name : boundary->code, row);
}

void Units::add_links(const std::vector<std::pair<std::string, std::string>>& links) {
  auto& edition = editions_.emplace_back();
  std::set<std::pair<std::string, std::string>> once(links.begin(), links.end());
  for (const auto& [key, area] : once)
    if (const auto at = row_of_.find(datasets::lower(datasets::trimmed(area))); at != row_of_.end())
      add(edition, key, at->second);
}

void Units::add_lookup(const std::string& path, std::vector<geo::Finding>& findings) {
  bool found = false;
  for (const auto& table : datasets::find_tables(path)) {
    for (std::size_t heading = 0; heading < heading_rows(table); ++heading) {
      const int area = find_unit_column(table.sample[heading], {"area", false});
      const Unit wanted = unit_.kind == "area" ? Unit{"area_2011", false} : unit_;
      const int key = find_unit_column(table.sample[heading], wanted);
      if (area < 0 || key < 0 || area == key) continue;
      std::vector<std::pair<std::string, std::string>> links;
      datasets::read_rows(
          table, heading + 1, {},
          [&](const datasets::InputRow& row) {
            links.emplace_back(datasets::trimmed(row.cell(key)), datasets::trimmed(row.cell(area)));
          },
          findings);
      add_links(links);
      found = true;
      break;
    }
  }
  if (!found && unit_.kind != "area")
    throw geo::InputError{
        {path, fmt::format("is no lookup of a {} to the areas: it has no column of each", unit_.words()),
         "give a table with a column of LSOA codes and one of these units"}};
}

/// Weights become shares of an area, which sum to 1 over its units.
void Units::share_out(Edition& edition) const {
  std::unordered_map<std::uint32_t, double> sum;
  for (const auto& [key, entry] : edition)
    for (const auto& part : entry.parts) sum[part.row] += part.weight;
  for (auto& [key, entry] : edition) {
    for (auto& part : entry.parts) part.weight /= sum[part.row];
    std::sort(entry.parts.begin(), entry.parts.end(),
              [](const auto& a, const auto& b) { return a.row < b.row; });
  }
}

/// Lookups of several years may know one unit: the one that knows most of the rows goes first.
void Units::order_editions(const Read& read) {
  std::vector<std::pair<std::size_t, Edition>> known;
  for (auto& edition : editions_) {
    std::size_t count = 0;
    for (const auto& row : read.rows) count += edition.contains(folded(row.key)) ? 1U : 0U;
    known.emplace_back(count, std::move(edition));
  }
  std::stable_sort(known.begin(), known.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  editions_.clear();
  for (auto& [count, edition] : known) editions_.push_back(std::move(edition));
}

const std::string& Units::authority_of(std::uint32_t row) const {
  static const std::string none;
  const auto at = place_->areas.parents.find("lad_code");
  return at == place_->areas.parents.end() || at->second.size() <= row ? none : at->second[row];
}

std::vector<std::string> Units::authorities_of(const std::vector<Part>& parts) const {
  std::set<std::string> all;
  for (const auto& part : parts) all.insert(authority_of(part.row));
  return {all.begin(), all.end()};
}

Units::Answer Units::find(const Row& row) const {
  const auto name = folded(row.key);
  for (const auto& edition : editions_) {
    const auto at = edition.find(name);
    if (at == edition.end()) continue;
    Answer answer{&at->second.parts, &at->second.spelling, {}};
    if (!unit_.by_name) return answer;
    std::string authority = row.authority;
    if (authority.empty())
      if (const auto chosen = chosen_.find(name + "\n" + row.neighbourhood); chosen != chosen_.end())
        authority = chosen->second;
    if (authority.empty()) return answer;
    const auto names = place_->areas.parents.find("lad_name");
    for (const auto& part : at->second.parts)
      if (datasets::lower(authority_of(part.row)) == datasets::lower(authority) ||
          (names != place_->areas.parents.end() &&
           datasets::folded_name(names->second[part.row]) == datasets::folded_name(authority)))
        answer.narrowed.push_back(part);
    if (!answer.narrowed.empty()) return answer;
  }
  return {};
}

void Units::settle_names(const std::vector<Row>& rows, std::vector<geo::Finding>& findings) {
  if (!unit_.by_name || unit_.kind == "lad" || unit_.kind == "county") return;
  std::map<std::string, std::size_t> of_file;
  std::map<std::pair<std::string, std::string>, std::size_t> of_neighbourhood;
  std::vector<const Row*> several;
  for (const auto& row : rows) {
    const auto answer = find(row);
    if (answer.parts == nullptr || !answer.narrowed.empty()) continue;
    const auto authorities = authorities_of(*answer.parts);
    if (authorities.size() > 1) {
      several.push_back(&row);
      continue;
    }
    ++of_file[authorities.front()];
    ++of_neighbourhood[{row.neighbourhood, authorities.front()}];
  }
  std::set<std::string> settled;
  for (const Row* row : several) {
    std::pair<std::size_t, std::size_t> most{0, 0};
    std::string taken;
    for (const auto& authority : authorities_of(*find(*row).parts)) {
      const std::pair support{of_neighbourhood[{row->neighbourhood, authority}], of_file[authority]};
      if (support > most) {
        most = support;
        taken = authority;
      }
    }
    if (taken.empty()) continue;
    chosen_[folded(row->key) + "\n" + row->neighbourhood] = taken;
    settled.insert(fmt::format("{} in {}", datasets::trimmed(row->key), taken));
  }
  if (!several.empty())
    findings.push_back(
        {"UNIT_NAME_AMBIGUOUS", geo::Severity::warning, unit_.words(),
         fmt::format("{} rows bear a name that units of several authorities have: {}", several.size(),
                     settled.empty() ? "all of these units are taken"
                                     : "the authority of most other units of the neighbourhood is taken, " +
                                           first_and_more(settled)),
         "give codes, or a column of the authority (lad_code or lad_name)"});
}

}  // namespace placewright::boundaries::definition
