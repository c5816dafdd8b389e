#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <set>

#include "datasets/check/parts.h"
#include "datasets/place/place_words.h"
#include "datasets/read/cells.h"

namespace placewright::datasets {
namespace {

using geo::Severity;

/// Months since the year 0 of the first year, and month where one follows it, in a vintage: "2021",
/// "2022-07", "July 2022", "mid-2022", "Census 2021".
std::optional<int> find_month(std::string_view vintage) {
  constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                          "jul", "aug", "sep", "oct", "nov", "dec"};
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t at = 0; at + 4 <= vintage.size(); ++at) {
    if (!std::all_of(vintage.begin() + static_cast<std::ptrdiff_t>(at),
                     vintage.begin() + static_cast<std::ptrdiff_t>(at) + 4, is_digit))
      continue;
    if ((at > 0 && is_digit(vintage[at - 1])) || (at + 4 < vintage.size() && is_digit(vintage[at + 4])))
      continue;
    int year = 0, month = 6;
    std::from_chars(vintage.data() + at, vintage.data() + at + 4, year);
    if (year < 1990 || year > 2100) continue;
    if (at + 7 <= vintage.size() && vintage[at + 4] == '-' && is_digit(vintage[at + 5]) &&
        is_digit(vintage[at + 6]))
      std::from_chars(vintage.data() + at + 5, vintage.data() + at + 7, month);
    std::string lower(vintage);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (int i = 0; i < 12; ++i)
      if (lower.find(kMonths[i]) != std::string::npos) month = i + 1;
    return year * 12 + month;
  }
  return std::nullopt;
}

/// Whether the source counts people, patients or staff, or scores them: what goes out of date. Boundaries,
/// lookups and lists of postcodes have editions that differ without harm.
bool is_counted(const Source& source) {
  std::string kind = source.taken_for;
  std::transform(kind.begin(), kind.end(), kind.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const char* word :
       {"iod", "imd", "depriv", "census", "population", "estimate", "regist", "workforce", "patients"})
    if (kind.find(word) != std::string::npos) return true;
  return false;
}

std::string count_text(std::size_t some, std::size_t all, std::string_view what) {
  return fmt::format("{} of {} {}", some, all, what);
}

}  // namespace

const char* coverage_name(Coverage coverage) {
  switch (coverage) {
    case Coverage::missing:
      return "missing";
    case Coverage::partial:
      return "partial";
    case Coverage::loaded:
      return "loaded";
  }
  return "missing";
}

void check_sources(const Place& place, Findings& findings) {
  struct Dated {
    int month;
    const Source* source;
  };
  std::vector<Dated> dated;
  for (const auto& source : place.sources)
    if (const auto month = find_month(source.vintage); month && is_counted(source))
      dated.push_back({*month, &source});
  std::stable_sort(dated.begin(), dated.end(),
                   [](const auto& a, const auto& b) { return a.month < b.month; });
  if (dated.empty()) return;
  const auto &first = dated.front(), &last = dated.back();
  if (last.month - first.month > 24)
    findings.push_back(
        {"VINTAGE_MIX", Severity::warning, "table source",
         fmt::format("{} is of {}, {} of {}: {} months apart", first.source->taken_for, first.source->vintage,
                     last.source->taken_for, last.source->vintage, last.month - first.month),
         "use files of dates nearer to each other where they exist, and say so in reports"});
}

namespace {

/// PCNs with an open practice in the place of whom no staff are loaded, where those of others are: by source
/// and role group, as a row of one says nothing of another. A published table tells all staff of the PCNs in
/// it.
void check_reporting(const Place& place, Findings& findings) {
  std::set<std::string> here, published;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> reported;  // source, role group: PCNs
  for (const auto& site : place.sites) {
    if (site.kind != "gp" || !site.open || site.pcn_code.empty()) continue;
    if (const auto area = place.find_area(site.area); area && is_inside(place, *area))
      here.insert(site.pcn_code);
  }
  for (const auto& source : place.sources)
    if (!source.publisher.empty()) published.insert(source.taken_for);
  for (const auto& row : place.workforce)
    if (!row.pcn_code.empty() && row.practice_code.empty()) {
      auto& of = reported[{row.source, published.contains(row.source) ? std::string()
                                       : row.role_group.empty()       ? row.role
                                                                      : row.role_group}];
      if (!is_missing(row.wte)) of.insert(row.pcn_code);
    }
  std::vector<std::string> silent;
  for (const auto& pcn : here)
    if (std::any_of(reported.begin(), reported.end(),
                    [&](const auto& of) { return !of.second.contains(pcn); }))
      silent.push_back(pcn);
  if (silent.empty()) return;
  const bool low = static_cast<double>(silent.size()) > 0.1 * static_cast<double>(here.size());
  findings.push_back({low ? "COVERAGE_LOW" : "COVERAGE_PARTIAL", low ? Severity::warning : Severity::note,
                      "table workforce",
                      fmt::format("of {} PCNs of the place {}", here.size(),
                                  list_text(silent, "gave no WTE of some source and role group",
                                            "gave no WTE of some source and role group")),
                      "their staff are missing, not zero; look for their rows in the publication"});
}

/// What is known of whom: rows without WTE by role group.
void check_known_wte(const Place& place, Findings& findings) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> rows;  // known, all
  for (const auto& row : place.workforce) {
    auto& [known, all] = rows[row.role_group.empty() ? row.role : row.role_group];
    known += is_missing(row.wte) ? 0U : 1U;
    ++all;
  }
  std::vector<std::string> thin;
  for (const auto& [group, count] : rows)
    if (static_cast<double>(count.first) < 0.8 * static_cast<double>(count.second))
      thin.push_back(fmt::format("{} ({} of {})", group, count.first, count.second));
  if (!thin.empty())
    findings.push_back({"COVERAGE_LOW", Severity::warning, "table workforce, column wte",
                        list_text(thin, "role group has WTE in under 80 % of its rows",
                                  "role groups have WTE in under 80 % of their rows"),
                        "they are missing, not zero; ask the employers"});
}

void check_ethnicity(const Place& place, Findings& findings) {
  std::size_t least = std::string::npos, inside = 0;
  for (std::size_t row = 0; row < place.areas.size(); ++row) inside += is_inside(place, row) ? 1U : 0U;
  for (const auto& [column, values] : place.areas.indicators) {
    if (lower(column).find("ethnic") == std::string::npos) continue;
    std::size_t unknown = 0;
    for (std::size_t row = 0; row < place.areas.size(); ++row)
      unknown += is_inside(place, row) && is_missing(values[row]) ? 1U : 0U;
    least = std::min(least, unknown);
  }
  if (least != std::string::npos && static_cast<double>(least) <= 0.1 * static_cast<double>(inside)) return;
  findings.push_back({"ETHNICITY_GAP", Severity::note, "table area",
                      least == std::string::npos
                          ? std::string("there is no indicator of ethnicity")
                          : fmt::format("{} of {} areas have no figure of ethnicity", least, inside),
                      "inequity by ethnicity cannot be seen; import such a column by area (Census TS021)"});
}

}  // namespace

void check_workforce(const Place& place, Findings& findings) {
  if (!place.workforce.empty()) {
    check_reporting(place, findings);
    check_known_wte(place, findings);
    check_ethnicity(place, findings);
  }
  std::vector<std::string> impossible, uncounted;
  std::map<std::string_view, double> shares;
  double all = 0, estimated = 0;
  for (const auto& row : place.workforce) {
    const auto name = row.row_id.empty() ? row.employer + " " + row.role : row.row_id;
    if (row.wte < 0 || row.headcount < 0 || row.vacancy_wte < 0 || row.share < 0 || row.share > 1)
      impossible.push_back(name);
    if (is_missing(row.wte) && is_missing(row.headcount)) uncounted.push_back(name);
    if (!row.post_id.empty()) shares[row.post_id] += is_missing(row.share) ? 1 : row.share;
    if (is_missing(row.wte)) continue;
    all += row.wte;
    if (row.estimated == "Y") estimated += row.wte;
  }
  if (!impossible.empty())
    findings.push_back({"VALUE_IMPOSSIBLE", Severity::error, "table workforce",
                        list_text(impossible, "row has staff below 0, or a share outside 0 to 1",
                                  "rows have staff below 0, or a share outside 0 to 1"),
                        "correct the source and import it again"});
  if (!uncounted.empty())
    findings.push_back(
        {"WORKFORCE_UNCOUNTED", Severity::warning, "table workforce",
         list_text(uncounted, "row has neither WTE nor headcount", "rows have neither WTE nor headcount"),
         "fill them in, or leave the rows out"});
  std::vector<std::string> uneven;
  for (const auto& [post, share] : shares)
    if (std::abs(share - 1) > 0.005) uneven.push_back(fmt::format("{} ({:.2f})", post, share));
  if (!uneven.empty())
    findings.push_back(
        {"POST_SHARES", Severity::warning, "table workforce, column share",
         list_text(uneven, "post whose shares do not sum to 1", "posts whose shares do not sum to 1"),
         "correct the shares of the rows of one post"});
  if (all > 0 && estimated > 0.2 * all)
    findings.push_back({"ESTIMATED_SUPPLY", Severity::warning, "table workforce",
                        fmt::format("{:.0f} % of {:.1f} WTE are estimates", 100 * estimated / all, all),
                        "ask employers for counts"});
}

std::vector<TableState> list_tables(const Place& place) {
  const auto& areas = place.areas;
  std::vector<TableState> states;
  std::size_t inside = 0;
  for (std::size_t row = 0; row < areas.size(); ++row) inside += is_inside(place, row) ? 1U : 0U;
  const auto state_of = [](std::size_t some, std::size_t all) {
    return some == 0 ? Coverage::missing : some < all ? Coverage::partial : Coverage::loaded;
  };
  // What every area should have.
  const auto by_area = [&](std::string table, std::string use, std::string get, const auto& has_value) {
    std::size_t some = 0;
    for (std::size_t row = 0; row < areas.size(); ++row)
      some += is_inside(place, row) && has_value(row) ? 1U : 0U;
    states.push_back({std::move(table), std::move(use), state_of(some, inside), some,
                      count_text(some, inside, "areas"), std::move(get)});
  };
  const auto has_number = [](const std::vector<double>& values) {
    return [&values](std::size_t row) { return !values.empty() && !is_missing(values[row]); };
  };
  const auto has_parent = [&](const char* parent) {
    const auto at = areas.parents.find(parent);
    const auto* values = at == areas.parents.end() ? nullptr : &at->second;
    return [values](std::size_t row) { return values != nullptr && !(*values)[row].empty(); };
  };
  // A table whose rows name areas.
  const auto named_areas = [&](const auto& rows, auto column) {
    std::set<std::string_view> codes;
    for (const auto& row : rows) codes.insert(row.*column);
    return [&areas, codes = std::move(codes)](std::size_t row) { return codes.contains(areas.code[row]); };
  };
  const auto rows_only = [&](std::string table, std::string use, std::size_t rows, std::string get) {
    states.push_back({std::move(table), std::move(use), rows == 0 ? Coverage::missing : Coverage::loaded,
                      rows, "", std::move(get)});
  };

  by_area("area shapes", "the map, who touches whom", "LSOA boundaries (ONS)",
          [&](std::size_t row) { return !areas.shape.empty() && !areas.shape[row].empty(); });
  by_area("area population", "bounds, every rate", "Census TS007A or mid-year estimates (ONS)",
          has_number(areas.population));
  by_area("area imd_score", "deprivation, priority areas", "IoD2025 File 7 (MHCLG)",
          has_number(areas.imd_score));
  by_area("area points", "journeys from where people live", "LSOA_PopCentroids (ONS)", [&](std::size_t row) {
    return !areas.centroid_weighted.empty() && areas.centroid_weighted[row] != 0;
  });
  by_area("area lad_code", "holding districts", "an LSOA to LAD lookup (ONS)", has_parent("lad_code"));
  by_area("area msoa_code", "keeping MSOAs whole", "an OA to LSOA to MSOA lookup (ONS)",
          has_parent("msoa_code"));
  by_area("area ward_code", "fit with wards", "LSOA to ward best-fit lookup (ONS)", has_parent("ward_code"));
  by_area("age", "need by age", "Census TS007A (ONS)", named_areas(place.ages, &AgeRow::area));
  by_area("segment", "need by segment", "segments.csv", named_areas(place.segments, &SegmentRow::area));
  by_area("registration", "whose patients live where", "gp-reg-pat-prac-lsoa (NHS England)",
          named_areas(place.registrations, &RegistrationRow::area));
  if (const auto cells = count_cells_not_known(place.settings); cells > 0) {
    auto& state = states.back();
    if (state.coverage == Coverage::loaded) state.coverage = Coverage::partial;
    state.covered += fmt::format("{}{} cells suppressed", state.covered.empty() ? "" : ", ", cells);
  }

  const auto sites = [&](const char* kind, const char* use, const char* get) {
    std::size_t rows = 0, located = 0;
    for (const auto& site : place.sites) {
      if (site.kind != kind) continue;
      ++rows;
      located += is_missing(site.x) ? 0U : 1U;
    }
    states.push_back({fmt::format("site {}", kind), use, state_of(located, rows), rows,
                      rows == 0 ? "" : count_text(located, rows, "located"), get});
  };
  sites("gp", "hubs, registrations", "epraccur or the practice map (NHS England), and postcodes");
  sites("pharmacy", "access", "edispensary (NHS England), and postcodes");
  sites("hospital", "access", "sites.csv or an ODS site list");
  sites("base", "where staff sit", "bases.csv");
  std::size_t practices = 0, in_pcn = 0;
  for (const auto& site : place.sites)
    if (site.kind == "gp") {
      ++practices;
      in_pcn += site.pcn_code.empty() ? 0U : 1U;
    }
  states.push_back({"site pcn_code", "fit with PCNs", state_of(in_pcn, practices), in_pcn,
                    practices == 0 ? "" : count_text(in_pcn, practices, "practices"),
                    "the practice map or ePCN (NHS England)"});
  rows_only("workforce", "who covers whom", place.workforce.size(),
            "PCN and practice workforce (NHS England), workforce.csv");
  rows_only("footprint", "territories of services", place.footprints.size(), "footprints.csv");
  rows_only("weight", "weighted need", place.weights.size(), "weights.csv");
  rows_only("projection", "future years", place.projections.size(), "SNPP (ONS) or projections.csv");
  by_area("travel", "minutes instead of straight lines", "placewright travel, or a matrix",
          named_areas(place.travel, &TravelRow::area));
  for (const auto& [mode, source] : travel_sources_of(place.settings))
    states.back().covered += fmt::format("{}{}: {}", states.back().covered.empty() ? "" : "; ", mode, source);
  rows_only("road", "minutes over the network", place.roads.size(), "OpenStreetMap or OS Open Roads");
  rows_only("barrier", "lines that divide", place.barriers.size(), "rivers, motorways, railways as lines");
  rows_only("ground", "water, woods, built-up ground under the map", place.ground.size(),
            "an OpenStreetMap extract (.osm.pbf), OS Open Zoomstack or OpenMap Local");
  rows_only("settlement", "names of towns on the map", place.settlements.size(),
            "an OpenStreetMap extract (.osm.pbf), OS Open Zoomstack or OpenMap Local");
  std::map<std::string, std::size_t> kinds;
  for (const auto& boundary : place.boundaries) ++kinds[boundary.kind];
  rows_only("boundary", "resident-drawn areas, wards, ... on the map", place.boundaries.size(),
            "resident-drawn areas, ward boundaries");
  for (const auto& [kind, count] : kinds)
    states.back().covered += fmt::format("{}{} {}", states.back().covered.empty() ? "" : ", ", count, kind);
  rows_only("postcode", "who covers an address", place.postcodes.size(),
            "NSPL, ONSPD or postcode,lat,long files");
  rows_only("role", "what counts as workforce", place.roles.size(), "a role list");
  return states;
}

}  // namespace placewright::datasets
