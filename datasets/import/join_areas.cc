#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>

#include "datasets/import/join.h"
#include "datasets/import/row_fates.h"
#include "datasets/place/area_columns.h"
#include "datasets/place/names.h"
#include "geo/error.h"
#include "geo/repair.h"
#include "geo/shape_measures.h"

namespace placewright::datasets {
namespace {

/// Two formats of one layer differ by the change of coordinates.
constexpr double kSameBordersM = 5;

std::size_t points_in(const geo::Shape& shape) {
  std::size_t count = 0;
  for (const auto& part : shape.parts) {
    count += part.outer.size();
    for (const auto& hole : part.holes) count += hole.size();
  }
  return count;
}

/// Adds an empty row at the end of every column.
void add_area(Areas& areas, const std::string& code) {
  for_each_column(areas, [](auto& column, const auto& missing) { column.push_back(missing); });
  areas.code.back() = code;
}

template <class Column>
void take_rows(Column& column, const std::vector<std::uint32_t>& rows) {
  Column kept;
  kept.reserve(rows.size());
  for (const auto row : rows) kept.push_back(std::move(column[row]));
  column = std::move(kept);
}

/// Keeps these rows in this order.
void take_areas(Areas& areas, const std::vector<std::uint32_t>& rows) {
  for_each_column(areas, [&](auto& column, const auto&) { take_rows(column, rows); });
}

/// Columns that an older reader or another program left out are filled with what is missing.
void complete_columns(Areas& areas) {
  const std::size_t n = areas.size();
  for_each_column(areas, [n](auto& column, const auto& missing) { column.resize(n, missing); });
}

std::vector<double>& number_column(Areas& areas, const std::string& name) {
  for (const auto& column : kAreaNumbers)
    if (name == column.name) return areas.*(column.values);
  auto& column = areas.indicators[name];
  column.resize(areas.size(), kMissing);
  return column;
}

/// Names of units, and what they are parts of, in the areas that lie in them. Rows wait until the areas are
/// known by that kind of unit.
void join_units(Areas& areas, Collected& collected) {
  if (collected.units.empty()) return;
  RowFates fates(collected.units);
  std::map<std::string, std::map<std::string, std::vector<std::uint32_t>>> rows_in;  // column, code
  for (const auto& [taken, line, unit] : collected.units) rows_in[unit.column];
  for (auto& [column, codes] : rows_in)
    if (const auto at = areas.parents.find(column); at != areas.parents.end())
      for (std::uint32_t row = 0; row < areas.size(); ++row)
        if (!at->second[row].empty()) codes[at->second[row]].push_back(row);
  for (std::size_t k = 0; k < collected.units.size(); ++k) {
    const auto& [taken, line, unit] = collected.units[k];
    const auto& codes = rows_in.at(unit.column);
    if (codes.empty()) collected.waiting.push_back(waiting_row(collected.taken[taken], unit));
    const auto at = codes.find(unit.code);
    if (at == codes.end()) {
      fates.leave(k, codes.empty() ? "that wait until a lookup says which areas lie in these units"
                                   : "of units that no area of the files lies in");
      continue;
    }
    // A lookup of authorities holds; of finer units the lookups by area say more than a list.
    const bool holds = unit.column == "lad_code";
    for (const auto& [field, value] : unit.fields) {
      auto& values = areas.parents[field];
      values.resize(areas.size());
      for (const auto row : at->second)
        if (holds || values[row].empty()) values[row] = value;
    }
  }
  fates.settle(collected);
}

/// MSOAs or OAs are the areas where a new place is given nothing finer.
void promote_boundaries(Collected& collected) {
  for (const std::string_view kind : {"oa", "msoa"}) {
    AreaTable table;
    for (const auto& [taken, line, boundary] : collected.boundaries) {
      if (boundary.kind != kind) continue;
      table.taken = taken;
      table.code.push_back(boundary.code);
      table.name.push_back(boundary.name);
      table.shape.push_back(boundary.shape);
    }
    if (table.code.empty()) continue;
    std::erase_if(collected.boundaries, [&](const auto& boundary) { return boundary.row.kind == kind; });
    collected.areas.push_back(std::move(table));
    collected.findings.push_back(
        {"AREAS_ARE_NOT_LSOA", geo::Severity::note, "area",
         fmt::format("no LSOA boundaries among the files: the areas are the {}s", kind),
         "nothing, if that is meant; else import LSOA boundaries"});
    return;
  }
}

struct Layer {
  std::size_t table;
  double detail;  ///< mean points an area
};

/// Layers with shapes, the most detailed first.
std::vector<Layer> layers_by_detail(const Collected& collected) {
  std::vector<Layer> layers;
  for (std::size_t k = 0; k < collected.areas.size(); ++k) {
    const auto& table = collected.areas[k];
    if (table.shape.empty()) continue;
    std::size_t points = 0;
    for (const auto& shape : table.shape) points += points_in(shape);
    layers.push_back({k, static_cast<double>(points) / static_cast<double>(table.shape.size())});
  }
  std::stable_sort(layers.begin(), layers.end(), [&](const Layer& a, const Layer& b) {
    if (a.detail != b.detail) return a.detail > b.detail;
    return collected.taken[collected.areas[a.table].taken].table.name() <
           collected.taken[collected.areas[b.table].taken].table.name();
  });
  return layers;
}

void report_repairs(const Areas& areas, const std::vector<geo::Repair>& repairs,
                    std::vector<geo::Finding>& findings) {
  std::int64_t points = 0, rows_with_points = 0;
  for (const auto& repair : repairs) {
    if (repair.kind == geo::RepairKind::repeated_points) {
      points += repair.count;
      ++rows_with_points;
      continue;
    }
    const bool lost = repair.kind == geo::RepairKind::lost;
    findings.push_back(
        {lost ? "SHAPE_LOST" : "SHAPE_REPAIRED", lost ? geo::Severity::error : geo::Severity::warning,
         "area " + full_name(areas.code[repair.row], areas.name[repair.row]),
         fmt::format("{}: {} (area before {:.0f} m2, after {:.0f} m2)", geo::repair_name(repair.kind),
                     repair.what, repair.before_m2, repair.after_m2),
         lost ? "give a valid polygon for it" : "look at it on the map; correct the file if it is wrong"});
  }
  if (points > 0)
    findings.push_back({"REPEATED_POINTS", geo::Severity::note, "area",
                        fmt::format("{} repeated points dropped in {} areas", points, rows_with_points),
                        "nothing"});
}

/// "Leeds 012A" is the first LSOA of the MSOA "Leeds 012": names of MSOAs where no lookup was read.
void derive_msoas(Areas& areas, std::vector<geo::Finding>& findings) {
  const auto codes = areas.parents.find("msoa_code");
  std::set<std::string> msoas;
  std::string example;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    const std::string& name = areas.name[row];
    const auto blank = name.rfind(' ');
    if (!is_gss_code(areas.code[row]) || areas.code[row].substr(1, 2) != "01" || blank == std::string::npos ||
        code_form(std::string_view(name).substr(blank)) != " 999A" ||
        (codes != areas.parents.end() && !codes->second[row].empty()))
      continue;
    auto& names = areas.parents["msoa_name"];
    names.resize(areas.size());
    names[row] = name.substr(0, name.size() - 1);
    msoas.insert(names[row]);
    if (example.empty()) example = fmt::format("{} lies in {}", name, names[row]);
  }
  if (!msoas.empty())
    findings.push_back(
        {"MSOA_FROM_NAMES", geo::Severity::note, "area",
         fmt::format("{} MSOAs are known by the names of their LSOAs alone ({})", msoas.size(), example),
         "import the Output Area to LSOA to MSOA lookup for their codes"});
}

}  // namespace

std::vector<std::size_t> tables_by_age(const Collected& collected) {
  std::vector<std::size_t> order(collected.areas.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t k) {
    const auto& taken = collected.taken[collected.areas[k].taken];
    return std::make_tuple(month_of(taken.source.vintage).value_or(0), taken.source.taken_for,
                           taken.table.name());
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return order;
}

std::unordered_map<std::string, double> find_people(const Place& place, const Collected& collected) {
  std::unordered_map<std::string, double> people;
  for (std::size_t row = 0; row < place.areas.size() && row < place.areas.population.size(); ++row)
    if (!is_missing(place.areas.population[row])) people[place.areas.code[row]] = place.areas.population[row];
  for (const auto k : tables_by_age(collected)) {
    const auto& table = collected.areas[k];
    const auto column = table.numbers.find("population");
    if (column == table.numbers.end() || table.codes_of_2011) continue;
    for (std::size_t row = 0; row < table.code.size(); ++row)
      if (!is_missing(column->second[row])) people[table.code[row]] = column->second[row];
  }
  return people;
}

namespace {

/// Row of each code in the order in which the codes were met; and which rows got a new shape.
struct Candidates {
  std::unordered_map<std::string, std::uint32_t> rows;
  std::vector<std::uint8_t> reshaped;
  std::size_t before = 0;  ///< rows that the place had
};

void refuse_two_censuses(const Collected& collected, const std::vector<Layer>& layers) {
  std::set<std::string> editions;
  for (const auto& layer : layers) {
    const auto& taken = collected.taken[collected.areas[layer.table].taken];
    if (taken.recognised.format.name == "LSOA boundaries" && !taken.source.vintage.empty())
      editions.insert(taken.source.vintage);
  }
  if (editions.size() > 1)
    throw geo::InputError{
        {"import",
         fmt::format("there are LSOA boundaries of {} and of {} among the files, and they overlap",
                     *editions.begin(), *editions.rbegin()),
         "give the boundaries of one census only"}};
}

bool brought_shapes(const Source& source) {
  return source.taken_for == "LSOA boundaries" || source.taken_for == "areas with people";
}

/// Whether a layer leaves the shapes that the place has: it is coarser, and not the one file that they can be
/// from given again.
bool is_coarser(const AreaTable& table, const Source& source, const Place& place,
                const Candidates& candidates) {
  const auto& areas = place.areas;
  const bool one_file = std::count_if(place.sources.begin(), place.sources.end(), brought_shapes) == 1;
  if (one_file && std::any_of(place.sources.begin(), place.sources.end(), [&](const Source& old) {
        return brought_shapes(old) && old.file == source.file;
      }))
    return false;
  double had = 0, has = 0, apart_m = 0;
  for (std::size_t k = 0; k < table.code.size(); ++k)
    if (const auto at = candidates.rows.find(table.code[k]);
        at != candidates.rows.end() && at->second < candidates.before) {
      had += static_cast<double>(points_in(areas.shape[at->second]));
      has += static_cast<double>(points_in(table.shape[k]));
      const geo::Box one = geo::box_of(areas.shape[at->second]), other = geo::box_of(table.shape[k]);
      apart_m = std::max({apart_m, std::abs(one.min_x - other.min_x), std::abs(one.min_y - other.min_y),
                          std::abs(one.max_x - other.max_x), std::abs(one.max_y - other.max_y)});
    }
  if (has * 1.02 < had) return true;  // a repair may have added a few
  // The same borders in another format: those of the file whose name comes first, as when both are given at
  // once.
  std::string first;
  for (const auto& old : place.sources)
    if (brought_shapes(old) && (first.empty() || old.file < first)) first = old.file;
  return had * 1.02 >= has && apart_m < kSameBordersM && !first.empty() && first < source.file;
}

/// Every code of every layer becomes a row, with the shape of the most detailed layer.
Candidates take_shapes(Place& place, Collected& collected, const std::vector<Layer>& layers) {
  Areas& areas = place.areas;
  Candidates candidates;
  candidates.before = areas.size();
  candidates.reshaped.assign(areas.size(), 0);
  for (std::size_t row = 0; row < areas.size(); ++row)
    candidates.rows.emplace(areas.code[row], static_cast<std::uint32_t>(row));
  auto& reshaped = candidates.reshaped;
  for (const auto& layer : layers) {
    auto& table = collected.areas[layer.table];
    auto& source = collected.taken[table.taken].source;
    std::int64_t coarser = 0;
    const bool keep_old = is_coarser(table, source, place, candidates);
    for (std::size_t k = 0; k < table.code.size(); ++k) {
      const auto [at, is_new] =
          candidates.rows.emplace(table.code[k], static_cast<std::uint32_t>(areas.size()));
      if (is_new) {
        add_area(areas, table.code[k]);
        reshaped.push_back(0);
      }
      if (reshaped[at->second] != 0 ||
          (keep_old && at->second < candidates.before && !areas.shape[at->second].empty())) {
        ++coarser;
        continue;
      }
      reshaped[at->second] = 1;
      areas.shape[at->second] = std::move(table.shape[k]);
    }
    table.shape.clear();
    if (coarser > 0)
      remark(source, fmt::format("the shapes of {} rows (a more detailed layer has them too)", coarser));
  }
  return candidates;
}

/// What one table says of the rows that it has; at[k] is the row of its k-th, UINT32_MAX for none.
void fill_from(Areas& areas, const AreaTable& table, const std::vector<std::uint32_t>& at,
               const TakenTable& taken, UnitYears& years) {
  for (std::size_t row = 0; row < at.size(); ++row) {
    if (at[row] == UINT32_MAX) continue;
    if (!table.name[row].empty() && (areas.name[at[row]].empty() || table.name[row] != table.code[row]))
      areas.name[at[row]] = table.name[row];
    if (!table.point.empty() && !is_missing(table.point[row].x)) {
      areas.centroid_x[at[row]] = table.point[row].x;
      areas.centroid_y[at[row]] = table.point[row].y;
      areas.centroid_weighted[at[row]] = 1;
    }
  }
  if (const auto weighted = table.numbers.find("centroid_x"); weighted != table.numbers.end())
    for (std::size_t row = 0; row < at.size(); ++row)
      if (at[row] != UINT32_MAX && !is_missing(weighted->second[row])) areas.centroid_weighted[at[row]] = 1;
  for (const auto& [name, from] : table.parents)
    for (const auto& into : years.columns_for(name, taken, areas)) {
      auto& column = areas.parents[into];
      for (std::size_t row = 0; row < at.size(); ++row)
        if (at[row] != UINT32_MAX && !from[row].empty()) column[at[row]] = from[row];
    }
  for (const auto& [name, from] : table.numbers) {
    auto& column = number_column(areas, name);
    const bool only_gaps = taken.recognised.format.fills_gaps && name == "population";
    for (std::size_t row = 0; row < at.size(); ++row)
      if (at[row] != UINT32_MAX && !is_missing(from[row]) && !(only_gaps && !is_missing(column[at[row]])))
        column[at[row]] = from[row];
  }
}

/// Values of all tables, the latest last.
void fill_columns(Place& place, Collected& collected, const Conversion& conversion,
                  const Candidates& candidates) {
  Areas& areas = place.areas;
  for (auto& table : collected.areas)
    if (table.codes_of_2011) convert_to_2021(table, conversion, collected);
  // Every column that any table brings, so that rows can be filled at random.
  for (const auto& table : collected.areas) {
    for (const auto& [name, column] : table.parents) areas.parents[name].resize(areas.size());
    for (const auto& [name, column] : table.numbers) number_column(areas, name);
  }
  UnitYears years(place);
  for (const auto k : tables_by_age(collected)) {
    const auto& table = collected.areas[k];
    std::vector<std::uint32_t> at(table.code.size(), UINT32_MAX);
    for (std::size_t row = 0; row < table.code.size(); ++row)
      if (const auto found = candidates.rows.find(table.code[row]); found != candidates.rows.end())
        at[row] = found->second;
    fill_from(areas, table, at, collected.taken[table.taken], years);
  }
  years.keep(place.settings);
}

/// The rows that stay, by code: the place, what it had before, and what lies near it.
std::vector<std::uint32_t> choose_rows(Areas& areas, const std::vector<std::uint8_t>& inside,
                                       std::size_t before, double reach_m) {
  std::vector<std::uint32_t> kept;
  std::vector<std::uint8_t> near(areas.size(), 0);
  if (reach_m > 0 && areas.size() > before) near = find_rows_near(areas, inside, reach_m);
  for (std::uint32_t row = 0; row < areas.size(); ++row) {
    areas.inside[row] = inside[row];
    if (inside[row] != 0 || row < before || near[row] != 0) kept.push_back(row);
  }
  std::sort(kept.begin(), kept.end(), [&](auto a, auto b) { return areas.code[a] < areas.code[b]; });
  return kept;
}

/// What was said of shapes that are replaced is said no more.
void forget_replaced_shapes(Place& place, const std::vector<std::uint32_t>& kept,
                            const std::vector<std::uint8_t>& reshaped) {
  std::set<std::string_view> replaced;
  for (const auto row : kept)
    if (reshaped[row] != 0) replaced.insert(place.areas.code[row]);
  std::erase_if(place.findings, [&](const geo::Finding& finding) {
    const bool of_shape = finding.code == "SHAPE_REPAIRED" || finding.code == "SHAPE_LOST";
    const std::string_view where = finding.where;
    return of_shape && where.starts_with("area ") &&
           replaced.contains(where.substr(5, where.find(' ', 5) - 5));
  });
}

/// Rows of the files: after conversion an area is made of several, and a row has part in several areas.
void count_area_rows(Collected& collected, const AreaRows& rows) {
  for (const auto& table : collected.areas) {
    if (table.beside) continue;
    std::set<std::uint32_t> matched, all;
    for (std::uint32_t row = 0; row < table.code.size(); ++row) {
      const std::vector<std::uint32_t> own =
          table.made_of.empty() ? std::vector<std::uint32_t>{row} : table.made_of[row];
      all.insert(own.begin(), own.end());
      if (rows.contains(table.code[row])) matched.insert(own.begin(), own.end());
    }
    auto& source = collected.taken[table.taken].source;
    source.rows_matched += static_cast<std::int64_t>(matched.size());
    leave_out(source, static_cast<std::int64_t>(all.size() - matched.size()),
              "areas that are not in the place");
  }
}

/// Valid shapes, and a point of each area that has none weighted by people.
void mend_shapes(Areas& areas, std::vector<geo::Finding>& findings) {
  auto repaired = geo::repair_shapes(areas.shape);
  areas.shape = std::move(repaired.shapes);
  report_repairs(areas, repaired.repairs, findings);
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (areas.centroid_weighted[row] != 0 || areas.shape[row].empty()) continue;
    const auto point = geo::inside_point(areas.shape[row]);
    areas.centroid_x[row] = point.x;
    areas.centroid_y[row] = point.y;
  }
}

}  // namespace

JoinedAreas join_areas(Place& place, Collected& collected, const Conversion& conversion,
                       const ImportOptions& options) {
  JoinedAreas joined;
  Areas& areas = place.areas;
  complete_columns(areas);
  const std::size_t before = areas.size();
  const std::vector<std::uint8_t> was_inside = areas.inside;
  if (before == 0 && layers_by_detail(collected).empty()) promote_boundaries(collected);
  const auto layers = layers_by_detail(collected);
  if (layers.empty() && before == 0)
    throw geo::InputError{{"import", "none of the files holds the boundaries of areas, and the place is new",
                           "add LSOA boundaries (GeoPackage, GeoJSON or shapefile) to the line"}};
  refuse_two_censuses(collected, layers);
  const Candidates candidates = take_shapes(place, collected, layers);
  fill_columns(place, collected, conversion, candidates);
  join_units(areas, collected);

  std::vector<const Boundary*> boundaries;
  for (const auto& boundary : place.boundaries) boundaries.push_back(&boundary);
  for (const auto& boundary : collected.boundaries) boundaries.push_back(&boundary.row);
  const auto inside = settle_extent(place, was_inside, boundaries, options, joined, collected.findings);
  const double reach_m = 1000 * (place.extent ? place.extent->buffer_km : options.buffer_km.value_or(0));
  const auto kept = choose_rows(areas, inside, before, reach_m);
  joined.reshaped = kept.size() != before || std::any_of(kept.begin(), kept.end(), [&](const auto row) {
                      return candidates.reshaped[row] != 0;
                    });
  forget_replaced_shapes(place, kept, candidates.reshaped);
  take_areas(areas, kept);
  derive_msoas(areas, collected.findings);

  AreaRows rows;
  for (std::uint32_t row = 0; row < areas.size(); ++row) rows.emplace(areas.code[row], row);
  count_area_rows(collected, rows);
  join_ages(place, collected, rows);
  if (joined.reshaped) mend_shapes(areas, collected.findings);
  return joined;
}

}  // namespace placewright::datasets
