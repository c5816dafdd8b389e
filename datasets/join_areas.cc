#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>

#include "datasets/join.h"
#include "geo/error.h"
#include "geo/links.h"
#include "geo/adjacency.h"
#include "geo/repair.h"
#include "geo/shape_measures.h"

namespace placewright::datasets {
namespace {

using Rows = std::unordered_map<std::string_view, std::uint32_t>;

std::size_t points_in(const geo::Shape& shape) {
  std::size_t count = 0;
  for (const auto& part : shape.parts) {
    count += part.outer.size();
    for (const auto& hole : part.holes) count += hole.size();
  }
  return count;
}

std::string areas_in_words(std::size_t count) { return fmt::format("{} area{}", count, count == 1 ? "" : "s"); }

/// Adds an empty row at the end of every column.
void add_area(Areas& areas, const std::string& code) {
  areas.code.push_back(code);
  areas.name.emplace_back();
  areas.shape.emplace_back();
  for (auto* column : {&areas.population, &areas.imd_score, &areas.imd_rank, &areas.imd_decile, &areas.centroid_x,
                       &areas.centroid_y, &areas.pcn_share})
    column->push_back(kMissing);
  for (auto* column : {&areas.centroid_weighted, &areas.priority}) column->push_back(0);
  areas.inside.push_back(1);
  areas.pcn_code.emplace_back();
  for (auto& [name, column] : areas.parents) column.emplace_back();
  for (auto& [name, column] : areas.indicators) column.push_back(kMissing);
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
  take_rows(areas.code, rows);
  take_rows(areas.name, rows);
  take_rows(areas.shape, rows);
  for (auto* column : {&areas.population, &areas.imd_score, &areas.imd_rank, &areas.imd_decile, &areas.centroid_x,
                       &areas.centroid_y, &areas.pcn_share})
    take_rows(*column, rows);
  for (auto* column : {&areas.centroid_weighted, &areas.priority, &areas.inside}) take_rows(*column, rows);
  take_rows(areas.pcn_code, rows);
  for (auto& [name, column] : areas.parents) take_rows(column, rows);
  for (auto& [name, column] : areas.indicators) take_rows(column, rows);
}

/// Columns that an older reader or another program left out are filled with what is missing.
void complete_columns(Areas& areas) {
  const std::size_t n = areas.size();
  areas.name.resize(n);
  areas.shape.resize(n);
  for (auto* column : {&areas.population, &areas.imd_score, &areas.imd_rank, &areas.imd_decile, &areas.centroid_x,
                       &areas.centroid_y, &areas.pcn_share})
    column->resize(n, kMissing);
  for (auto* column : {&areas.centroid_weighted, &areas.priority}) column->resize(n, 0);
  areas.inside.resize(n, 1);
  areas.pcn_code.resize(n);
  for (auto& [name, column] : areas.parents) column.resize(n);
  for (auto& [name, column] : areas.indicators) column.resize(n, kMissing);
}

std::vector<double>& number_column(Areas& areas, const std::string& name) {
  if (name == "population") return areas.population;
  if (name == "imd_score") return areas.imd_score;
  if (name == "imd_rank") return areas.imd_rank;
  if (name == "imd_decile") return areas.imd_decile;
  if (name == "centroid_x") return areas.centroid_x;
  if (name == "centroid_y") return areas.centroid_y;
  auto& column = areas.indicators[name];
  column.resize(areas.size(), kMissing);
  return column;
}

/// MSOAs or OAs are the areas where a new place is given nothing finer.
void promote_boundaries(Collected& collected) {
  for (const std::string_view kind : {"oa", "msoa"}) {
    AreaTable table;
    for (const auto& boundary : collected.boundaries) {
      if (boundary.kind != kind) continue;
      table.code.push_back(boundary.code);
      table.name.push_back(boundary.name);
      table.shape.push_back(boundary.shape);
    }
    if (table.code.empty()) continue;
    for (std::size_t k = 0; k < collected.taken.size(); ++k)
      if (collected.taken[k].recognised.format.detail == kind) {
        table.taken = k;
        collected.taken[k].source.rows_matched = 0;
      }
    std::erase_if(collected.boundaries, [&](const Boundary& boundary) { return boundary.kind == kind; });
    collected.areas.push_back(std::move(table));
    collected.findings.push_back({"AREAS_ARE_NOT_LSOA", geo::Severity::note, "area",
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
    return collected.taken[collected.areas[a.table].taken].table.name() < collected.taken[collected.areas[b.table].taken].table.name();
  });
  return layers;
}

/// Numbers that count people are shared out; all others (scores, rates) are averaged.
bool is_count(std::string_view name) {
  return name == "population" || name.find("population") != std::string_view::npos || name.find("children_aged") != std::string_view::npos;
}

/// Values by LSOA 2011 as values by LSOA 2021: counts by people, scores by weighted mean. Ranks hold only where an
/// area is unchanged.
void convert_table(AreaTable& table, const Conversion& conversion, Collected& collected) {
  auto& source = collected.taken[table.taken].source;
  if (conversion.empty()) {
    collected.findings.push_back({"LSOA11_NOT_CONVERTED", geo::Severity::warning, source.file,
                                  "its codes are LSOAs of 2011 and no lookup to those of 2021 was among the files: only unchanged codes match",
                                  "import it together with the LSOA (2011) to LSOA (2021) lookup"});
    return;
  }
  std::vector<std::uint32_t> order(table.code.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return table.code[a] < table.code[b]; });
  const std::vector<double>* people = nullptr;
  for (const auto& [name, column] : table.numbers)
    if (name.starts_with("total_population")) people = &column;
  struct Part { std::uint32_t row; double share, weight; };
  std::map<std::string, std::vector<Part>> parts;
  std::int64_t unknown = 0, changed = 0;
  for (const auto row : order) {
    const auto at = conversion.shares.find(table.code[row]);
    if (at == conversion.shares.end()) {
      ++unknown;
      continue;
    }
    const double weight = people != nullptr && !is_missing((*people)[row]) ? (*people)[row] : 1.0;
    for (const auto& [code, share] : at->second) parts[code].push_back({row, share, weight * share});
  }
  AreaTable out;
  out.taken = table.taken;
  for (const auto& [code, of] : parts) {
    out.code.push_back(code);
    out.name.emplace_back();
    const bool unchanged = of.size() == 1 && of.front().share == 1.0;
    if (!unchanged) ++changed;
    for (const auto& [name, column] : table.numbers) {
      double sum = 0, weights = 0;
      for (const auto& part : of) {
        if (is_missing(column[part.row])) continue;
        sum += column[part.row] * (is_count(name) ? part.share : part.weight);
        weights += part.weight;
      }
      double value = weights == 0 ? kMissing : is_count(name) ? sum : sum / weights;
      if (!unchanged && name.ends_with("rank")) value = kMissing;
      if (!unchanged && name.ends_with("decile") && !is_missing(value)) value = std::round(value);
      out.numbers[name].push_back(value);
    }
  }
  leave_out(source, unknown, "LSOAs of 2011 that the lookup does not know");
  collected.findings.push_back({"LSOA11_CONVERTED", geo::Severity::warning, source.file,
                                fmt::format("codes of 2011 became those of 2021: scores by means weighted with people, deciles rounded; {} areas of "
                                            "England and Wales are made of other areas and have no rank",
                                            changed),
                                "use the edition on 2021 areas where there is one"});
  table = std::move(out);
}

std::vector<std::string> terms_of(const std::string& within) {
  std::vector<std::string> terms;
  std::size_t at = 0;
  while (at <= within.size()) {
    const auto comma = std::min(within.find(',', at), within.size());
    const auto term = trimmed(std::string_view(within).substr(at, comma - at));
    if (!term.empty()) terms.push_back(lower(term));
    at = comma + 1;
  }
  return terms;
}

/// Which rows lie within the codes or names asked for.
std::vector<std::uint8_t> rows_within(const Areas& areas, const std::string& within, const std::vector<const Boundary*>& boundaries) {
  const auto terms = terms_of(within);
  std::vector<std::uint8_t> inside(areas.size(), 0);
  for (const auto& term : terms) {
    bool found = false;
    const auto take = [&](std::size_t row) {
      inside[row] = 1;
      found = true;
    };
    for (const auto& [name, column] : areas.parents)
      for (std::size_t row = 0; row < areas.size(); ++row)
        if (!column[row].empty() && lower(column[row]) == term) take(row);
    if (!found)
      for (std::size_t row = 0; row < areas.size(); ++row)
        if (lower(areas.code[row]) == term) take(row);
    if (!found)
      for (const auto* boundary : boundaries) {
        if (lower(boundary->code) != term && lower(boundary->name) != term) continue;
        const geo::Box box = geo::box_of(boundary->shape);
        for (std::size_t row = 0; row < areas.size(); ++row) {
          if (areas.shape[row].empty() || !geo::boxes_touch(box, geo::box_of(areas.shape[row]))) continue;
          if (geo::contains(boundary->shape, geo::inside_point(areas.shape[row]))) take(row);
        }
      }
    if (!found) {
      std::set<std::string> known;
      const auto lads = areas.parents.find("lad_name");
      if (lads != areas.parents.end()) known.insert(lads->second.begin(), lads->second.end());
      known.erase("");
      std::string list;
      std::size_t count = 0;
      for (const auto& name : known)
        if (++count <= 12) list += (list.empty() ? "" : ", ") + name;
      if (count > 12) list += fmt::format(" and {} more", count - 12);
      throw geo::InputError{{"--within " + within, fmt::format("no area lies in '{}'", term),
                             list.empty() ? "add a lookup that names the authorities of the areas, or a layer with that boundary"
                                          : "use a code or name that the files hold: " + list}};
    }
  }
  return inside;
}

/// Whether a shape has a corner within a distance of the corners of the chosen areas; corners lie densely on real borders.
class NearChosen {
 public:
  NearChosen(const Areas& areas, const std::vector<std::uint8_t>& chosen, double reach_m) : reach_m_(reach_m) {
    for (std::size_t row = 0; row < areas.size(); ++row)
      if (chosen[row] != 0)
        for (const auto& part : areas.shape[row].parts)
          for (const auto& point : part.outer) cells_[cell(point.x, point.y)].push_back(point);
  }
  [[nodiscard]] bool operator()(const geo::Shape& shape) const {
    for (const auto& part : shape.parts)
      for (const auto& point : part.outer)
        if (near(point)) return true;
    return false;
  }

 private:
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> cell(double x, double y) const {
    return {static_cast<std::int64_t>(std::floor(x / reach_m_)), static_cast<std::int64_t>(std::floor(y / reach_m_))};
  }
  [[nodiscard]] bool near(geo::Point point) const {
    const auto [column, row] = cell(point.x, point.y);
    for (auto dx = column - 1; dx <= column + 1; ++dx)
      for (auto dy = row - 1; dy <= row + 1; ++dy) {
        const auto at = cells_.find({dx, dy});
        if (at == cells_.end()) continue;
        for (const auto& other : at->second)
          if (std::hypot(other.x - point.x, other.y - point.y) <= reach_m_) return true;
      }
    return false;
  }
  double reach_m_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<geo::Point>> cells_;
};

/// Single years of age become five-year bands: they are published as supporting information, not as statistics.
AgeBand five_years(const AgeBand& band) {
  if (band.highest != band.lowest && band.highest >= 0) return band;
  if (band.lowest >= 85) return {85, -1, band.sex};
  if (band.highest < 0) return band;
  return {band.lowest / 5 * 5, band.lowest / 5 * 5 + 4, band.sex};
}

void join_ages(Place& place, const Collected& collected, const std::vector<std::size_t>& order, const Rows& rows) {
  std::vector<std::size_t> latest(place.areas.size(), SIZE_MAX);
  std::vector<std::uint32_t> latest_row(place.areas.size(), 0);
  for (const auto k : order) {
    const auto& table = collected.areas[k];
    if (table.bands.empty()) continue;
    for (std::size_t row = 0; row < table.code.size(); ++row) {
      const auto at = rows.find(table.code[row]);
      if (at == rows.end()) continue;
      latest[at->second] = k;
      latest_row[at->second] = static_cast<std::uint32_t>(row);
    }
  }
  std::erase_if(place.ages, [&](const AgeRow& age) {
    const auto at = rows.find(age.area);
    return at == rows.end() || latest[at->second] != SIZE_MAX;
  });
  for (std::size_t area = 0; area < latest.size(); ++area) {
    if (latest[area] == SIZE_MAX) continue;
    const auto& table = collected.areas[latest[area]];
    std::map<std::tuple<std::string, int, int>, double> people;
    for (std::size_t band = 0; band < table.bands.size(); ++band) {
      const AgeBand wide = five_years(table.bands[band]);
      const double count = table.ages[band][latest_row[area]];
      if (!is_missing(count)) people[{wide.sex, wide.lowest, wide.highest}] += count;
    }
    for (const auto& [key, count] : people) {
      const auto& [sex, lowest, highest] = key;
      place.ages.push_back({place.areas.code[area], AgeBand{lowest, highest, sex}.text(), sex, count});
    }
  }
  const auto band_start = [](const AgeRow& age) { return std::atoi(age.band.c_str()); };
  std::stable_sort(place.ages.begin(), place.ages.end(), [&](const AgeRow& a, const AgeRow& b) {
    return std::forward_as_tuple(a.area, a.sex, band_start(a)) < std::forward_as_tuple(b.area, b.sex, band_start(b));
  });
}

void report_repairs(const Areas& areas, const std::vector<geo::Repair>& repairs, std::vector<geo::Finding>& findings) {
  std::int64_t points = 0, rows_with_points = 0;
  for (const auto& repair : repairs) {
    if (repair.kind == geo::RepairKind::repeated_points) {
      points += repair.count;
      ++rows_with_points;
      continue;
    }
    const bool lost = repair.kind == geo::RepairKind::lost;
    findings.push_back({lost ? "SHAPE_LOST" : "SHAPE_REPAIRED", lost ? geo::Severity::error : geo::Severity::warning,
                        fmt::format("area {} {}", areas.code[repair.row], areas.name[repair.row]),
                        fmt::format("{}: {} (area before {:.0f} m2, after {:.0f} m2)", geo::repair_name(repair.kind), repair.what,
                                    repair.before_m2, repair.after_m2),
                        lost ? "give a valid polygon for it" : "look at it on the map; correct the file if it is wrong"});
  }
  if (points > 0)
    findings.push_back({"REPEATED_POINTS", geo::Severity::note, "area",
                        fmt::format("{} repeated points dropped in {} areas", points, rows_with_points), "nothing"});
}

}  // namespace

std::vector<std::size_t> tables_by_age(const Collected& collected) {
  std::vector<std::size_t> order(collected.areas.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&](std::size_t k) {
    const auto& taken = collected.taken[collected.areas[k].taken];
    return std::make_tuple(month_of(taken.source.vintage).value_or(0), taken.source.taken_for, taken.table.name());
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

bool join_areas(Place& place, Collected& collected, const Conversion& conversion, const ImportOptions& options) {
  Areas& areas = place.areas;
  complete_columns(areas);
  const std::size_t before = areas.size();
  std::set<std::string> was_inside;
  for (std::size_t row = 0; row < before; ++row)
    if (areas.inside[row] != 0) was_inside.insert(areas.code[row]);
  if (before == 0 && layers_by_detail(collected).empty()) promote_boundaries(collected);
  const auto layers = layers_by_detail(collected);
  if (layers.empty() && before == 0)
    throw geo::InputError{{"import", "none of the files holds the boundaries of areas, and the place is new",
                           "add LSOA boundaries (GeoPackage, GeoJSON or shapefile) to the line"}};

  // Candidates: what was there, and every code of every layer.
  std::unordered_map<std::string, std::uint32_t> rows;
  for (std::size_t row = 0; row < before; ++row) rows.emplace(areas.code[row], static_cast<std::uint32_t>(row));
  std::vector<std::uint8_t> reshaped(before, 0);
  for (const auto& layer : layers) {
    auto& table = collected.areas[layer.table];
    std::int64_t coarser = 0;
    for (std::size_t k = 0; k < table.code.size(); ++k) {
      const auto [at, is_new] = rows.emplace(table.code[k], static_cast<std::uint32_t>(areas.size()));
      if (is_new) {
        add_area(areas, table.code[k]);
        reshaped.push_back(0);
      }
      if (reshaped[at->second] != 0) {
        ++coarser;
        continue;
      }
      reshaped[at->second] = 1;
      areas.shape[at->second] = std::move(table.shape[k]);
    }
    table.shape.clear();
    leave_out(collected.taken[table.taken].source, coarser, "shapes of areas that a more detailed layer has too");
  }
  // Every column that any table brings, so that rows can be filled at random.
  for (auto& table : collected.areas)
    if (table.codes_of_2011) convert_table(table, conversion, collected);
  for (const auto& table : collected.areas) {
    for (const auto& [name, column] : table.parents) areas.parents[name].resize(areas.size());
    for (const auto& [name, column] : table.numbers) number_column(areas, name);
  }
  const auto order = tables_by_age(collected);
  for (const auto k : order) {
    const auto& table = collected.areas[k];
    std::vector<std::uint32_t> at(table.code.size(), UINT32_MAX);
    for (std::size_t row = 0; row < table.code.size(); ++row)
      if (const auto found = rows.find(table.code[row]); found != rows.end()) at[row] = found->second;
    for (std::size_t row = 0; row < at.size(); ++row) {
      if (at[row] == UINT32_MAX) continue;
      if (!table.name[row].empty() && (areas.name[at[row]].empty() || table.name[row] != table.code[row])) areas.name[at[row]] = table.name[row];
      if (!table.point.empty() && !is_missing(table.point[row].x)) {
        areas.centroid_x[at[row]] = table.point[row].x;
        areas.centroid_y[at[row]] = table.point[row].y;
        areas.centroid_weighted[at[row]] = 1;
      }
    }
    if (const auto weighted = table.numbers.find("centroid_x"); weighted != table.numbers.end())
      for (std::size_t row = 0; row < at.size(); ++row)
        if (at[row] != UINT32_MAX && !is_missing(weighted->second[row])) areas.centroid_weighted[at[row]] = 1;
    for (const auto& [name, from] : table.parents) {
      auto& column = areas.parents[name];
      for (std::size_t row = 0; row < at.size(); ++row)
        if (at[row] != UINT32_MAX && !from[row].empty()) column[at[row]] = from[row];
    }
    for (const auto& [name, from] : table.numbers) {
      auto& column = number_column(areas, name);
      for (std::size_t row = 0; row < at.size(); ++row)
        if (at[row] != UINT32_MAX && !is_missing(from[row])) column[at[row]] = from[row];
    }
  }

  // Which of them are the place.
  std::vector<std::uint8_t> inside(areas.size(), 1);
  if (!options.within.empty()) {
    std::vector<const Boundary*> boundaries;
    for (const auto& boundary : place.boundaries) boundaries.push_back(&boundary);
    for (const auto& boundary : collected.boundaries) boundaries.push_back(&boundary);
    inside = rows_within(areas, options.within, boundaries);
  }
  for (std::size_t row = 0; row < before; ++row) inside[row] = inside[row] != 0 || was_inside.contains(areas.code[row]) ? 1 : 0;
  std::vector<std::uint32_t> kept;
  std::optional<NearChosen> near;
  if (options.buffer_km > 0) near.emplace(areas, inside, options.buffer_km * 1000);
  for (std::uint32_t row = 0; row < areas.size(); ++row) {
    areas.inside[row] = inside[row];
    if (inside[row] != 0 || row < before || (near && (*near)(areas.shape[row]))) kept.push_back(row);
  }
  std::sort(kept.begin(), kept.end(), [&](auto a, auto b) { return areas.code[a] < areas.code[b]; });
  bool changed = kept.size() != before;
  for (const auto row : kept) changed = changed || reshaped[row] != 0;
  take_areas(areas, kept);

  Rows final_rows;
  for (std::uint32_t row = 0; row < areas.size(); ++row) final_rows.emplace(areas.code[row], row);
  for (const auto& table : collected.areas) {
    std::int64_t matched = 0;
    for (const auto& code : table.code)
      if (final_rows.contains(code)) ++matched;
    auto& source = collected.taken[table.taken].source;
    source.rows_matched += matched;
    const std::int64_t other = static_cast<std::int64_t>(table.code.size()) - matched;
    leave_out(source, other, "areas that are not in the place");
  }
  join_ages(place, collected, order, final_rows);
  for (const auto& table : collected.areas) {
    const bool single = std::any_of(table.bands.begin(), table.bands.end(), [](const AgeBand& band) { return band.lowest == band.highest; });
    if (single)
      collected.findings.push_back({"SYOA_SUPPORTING", geo::Severity::note, collected.taken[table.taken].source.file,
                                    "ages by single year are supporting information, not accredited statistics: kept as five-year bands",
                                    "nothing; say so where ages are published"});
  }

  if (changed) {
    auto repaired = geo::repair_shapes(areas.shape);
    areas.shape = std::move(repaired.shapes);
    report_repairs(areas, repaired.repairs, collected.findings);
    for (std::size_t row = 0; row < areas.size(); ++row) {
      if (areas.centroid_weighted[row] != 0 || areas.shape[row].empty()) continue;
      const auto point = geo::inside_point(areas.shape[row]);
      areas.centroid_x[row] = point.x;
      areas.centroid_y[row] = point.y;
    }
  }
  return changed;
}

void join_adjacency(Place& place, std::vector<geo::Finding>& findings) {
  constexpr double kLeastPeople = 30'000;  // of a neighbourhood, by default
  const Areas& areas = place.areas;
  place.adjacency.clear();
  for (const auto& border : geo::build_adjacency(areas.shape).borders)
    place.adjacency.push_back({border.a, border.b, border.border_m, geo::border_kind_name(border.kind)});
  std::erase_if(place.links, [](const Link& link) { return link.state == LinkState::proposed; });

  // Pieces of what is drawn: areas inside, with links declared or cut by hand.
  std::vector<geo::Shape> shapes(areas.size());
  std::vector<double> people(areas.size(), 0);
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (areas.inside[row] == 0) continue;
    shapes[row] = areas.shape[row];
    if (!is_missing(areas.population[row])) people[row] = areas.population[row];
  }
  const geo::Graph whole = graph_of(place);
  std::vector<geo::Edge> edges;
  for (const auto& edge : whole.edges())
    if (areas.inside[edge.a] != 0 && areas.inside[edge.b] != 0) edges.push_back(edge);
  const geo::Graph graph(areas.size(), std::move(edges));
  const auto pieces = geo::find_pieces(graph);
  std::vector<std::size_t> size(pieces.count, 0);
  std::vector<double> piece_people(pieces.count, 0);
  std::vector<std::uint32_t> first(pieces.count, UINT32_MAX);
  for (std::uint32_t row = 0; row < areas.size(); ++row) {
    if (areas.inside[row] == 0) continue;
    const auto piece = pieces.of[row];
    ++size[piece];
    piece_people[piece] += people[row];
    first[piece] = std::min(first[piece], row);
  }
  const auto largest = static_cast<std::uint32_t>(std::max_element(size.begin(), size.end()) - size.begin());
  std::vector<std::uint32_t> by_size;
  for (std::uint32_t piece = 0; piece < pieces.count; ++piece)
    if (size[piece] > 0) by_size.push_back(piece);
  std::stable_sort(by_size.begin(), by_size.end(), [&](auto a, auto b) { return size[a] > size[b]; });
  if (by_size.size() > 1) {
    std::string list;
    for (const auto piece : by_size) list += fmt::format("{}{} from {} {}", list.empty() ? "" : ", ", areas_in_words(size[piece]), areas.code[first[piece]], areas.name[first[piece]]);
    findings.push_back({"PIECES", geo::Severity::note, "adjacency", fmt::format("the place is in {} connected pieces: {}", by_size.size(), list),
                        "nothing, if those are islands"});
  }
  for (std::uint32_t piece = 0; piece < pieces.count; ++piece) {
    if (piece == largest || size[piece] == 0) continue;
    findings.push_back({"DETACHED_PIECE", geo::Severity::warning, fmt::format("area {} {}", areas.code[first[piece]], areas.name[first[piece]]),
                        fmt::format("{} with {:.0f} people touch no other part of the place", areas_in_words(size[piece]), piece_people[piece]),
                        "see whether the proposed link is right; declare or cut links by hand"});
  }
  for (const auto& link : geo::propose_links(shapes, graph, people, kLeastPeople)) {
    const auto& a = areas.code[link.from];
    const auto& b = areas.code[link.to];
    const bool stated = std::any_of(place.links.begin(), place.links.end(), [&](const Link& other) {
      return (other.a == a && other.b == b) || (other.a == b && other.b == a);
    });
    if (stated) continue;
    place.links.push_back({a, b, LinkState::proposed,
                           fmt::format("a detached piece of {} with {:.0f} people: {} ({}) lies nearest, {:.1f} km away", areas_in_words(link.piece_areas),
                                       link.piece_people, b, areas.name[link.to], link.distance_m / 1000),
                           "import"});
    findings.push_back({"LINK_PROPOSED", geo::Severity::warning, fmt::format("areas {} {} and {} {}", a, areas.name[link.from], b, areas.name[link.to]),
                        fmt::format("joins a detached piece of {} with {:.0f} people over {:.1f} km; in force until it is cut", areas_in_words(link.piece_areas),
                                    link.piece_people, link.distance_m / 1000),
                        "declare it, put another link in its place, or cut it"});
  }
}

}  // namespace placewright::datasets
