#include "boundaries/workforce/cover/coverage_flags.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "boundaries/question/policy.h"
#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/supply/interval.h"
#include "boundaries/workforce/supply/roles.h"
#include "datasets/place/place_words.h"

namespace placewright::boundaries::workforce {
namespace {

using geo::Severity;

/// Sources of people, need and staff whose date nobody gave: whether they are of one time cannot be told.
void flag_undated(const datasets::Place& place, std::vector<geo::Finding>& findings) {
  constexpr std::array<std::string_view, 9> figures{"workforce",  "patients",   "by age", "deprivation",
                                                    "IoD",        "population", "Census", "areas as a table",
                                                    "projections"};
  std::set<std::string> undated;
  std::size_t sources = 0;
  for (const auto& source : place.sources) {
    if (std::none_of(figures.begin(), figures.end(),
                     [&](auto word) { return source.taken_for.find(word) != std::string::npos; }))
      continue;
    ++sources;
    if (source.vintage.empty()) undated.insert(source.taken_for);
  }
  if (undated.empty() || sources < 2) return;
  findings.push_back({"VINTAGE_UNKNOWN", Severity::warning, "sources",
                      fmt::format("the date of {} is not known: it may be of another time than the rest",
                                  fmt::join(undated, ", ")),
                      "give it in the file (a column as_at, a date in its name) and import it again"});
}

void flag_vintages(const datasets::Place& place, std::vector<geo::Finding>& findings) {
  std::map<int, std::string> dated;
  const auto note = [&](std::string_view vintage, const std::string& what) {
    if (const auto month = month_of_vintage(vintage))
      dated.emplace(*month, fmt::format("{} ({})", what, vintage));
  };
  for (const auto& source : place.sources) note(source.vintage, source.taken_for);
  for (const auto& row : place.workforce) note(row.as_at, "workforce");
  if (dated.empty() || dated.rbegin()->first - dated.begin()->first <= 24) return;
  findings.push_back({"VINTAGE_MIX", Severity::warning, "sources",
                      fmt::format("{} and {} are {} months apart", dated.begin()->second,
                                  dated.rbegin()->second, dated.rbegin()->first - dated.begin()->first),
                      "read differences of that time into the figures, or import nearer dates"});
}

void flag_registered(const datasets::Place& place, Coverage& coverage) {
  if (place.registrations.empty()) return;
  if (const auto cells = datasets::count_cells_not_known(place.settings); cells > 0)
    coverage.findings.push_back(
        {"COVERAGE_PARTIAL", Severity::note, "registrations",
         fmt::format("{} cells of the place are suppressed: registered people are at least what is shown",
                     cells),
         "import an extract without suppressed cells where there is one"});
  double registered = 0, residents = 0;
  for (const auto& unit : coverage.unit) {
    if (std::isnan(unit.registered) || std::isnan(unit.residents)) continue;
    registered += unit.registered;
    residents += unit.residents;
  }
  if (!(residents > 0)) return;
  std::vector<std::string> apart;
  for (std::size_t k = 0; k < coverage.unit.size(); ++k) {
    const auto& unit = coverage.unit[k];
    if (unit.residents > 0 &&
        (unit.registered < 0.9 * unit.residents || unit.registered > 1.15 * unit.residents))
      apart.push_back(coverage.units.id[k]);
  }
  const double ratio = registered / residents;
  if (ratio >= 0.9 && ratio <= 1.15 && apart.empty()) return;
  coverage.findings.push_back(
      {"REG_RES_GAP", Severity::warning, coverage.units.kind,
       fmt::format("registered over resident people is {:.3f} in all{}{}", ratio,
                   apart.empty() ? "" : "; outside 0.90 to 1.15 in ", fmt::join(apart, ", ")),
       "list inflation, students, care homes and the edge of the place: compare both rates"});
}

/// PCNs or practices that gave no figure, return by return; the worst of them decides how grave it is.
void flag_silent(const Reporting& reporting, bool of_pcns, const std::vector<std::string>& here,
                 std::vector<geo::Finding>& findings) {
  double least = 1;
  std::vector<std::string> words;
  for (const auto& one : reporting.returns) {
    if (one.of_pcns != of_pcns || one.silent.empty()) continue;
    least = std::min(least, 1 - static_cast<double>(one.silent.size()) / static_cast<double>(here.size()));
    const std::string what = one.group.empty()    ? one.source
                             : one.source.empty() ? one.group
                                                  : fmt::format("{} of {}", one.group, one.source);
    constexpr std::size_t kNamed = 20;
    words.push_back(one.silent.size() > kNamed
                        ? fmt::format("{} of {} in {}", one.silent.size(), here.size(), what)
                        : fmt::format("{} of {} in {}: {}", one.silent.size(), here.size(), what,
                                      fmt::join(one.silent, ", ")));
  }
  if (words.empty()) return;
  findings.push_back(
      {least < 0.9 ? "COVERAGE_LOW" : "COVERAGE_PARTIAL", least < 0.9 ? Severity::warning : Severity::note,
       of_pcns ? "PCN workforce" : "practice workforce",
       fmt::format("{} of the place gave no WTE: {}", of_pcns ? "PCNs" : "practices", fmt::join(words, "; ")),
       fmt::format("their staff are missing, not zero; rates are over people whose {} reported",
                   of_pcns ? "PCN" : "practice")});
}

/// Employers of whom nothing is known, and roles whose rows lack WTE.
void flag_unknown_rows(Coverage& coverage) {
  std::vector<std::string> silent, thin;
  for (const auto& total : coverage.by_employer)
    if (total.rows_known == 0) silent.push_back(total.name);
  for (const auto& total : coverage.by_group)
    if (total.known_share() < 0.8)
      thin.push_back(fmt::format("{} {} of {}", total.name, total.rows_known, total.rows));
  const auto add = [&](bool low, const std::string& where, const std::string& what) {
    coverage.findings.push_back({low ? "COVERAGE_LOW" : "COVERAGE_PARTIAL",
                                 low ? Severity::warning : Severity::note, where, what,
                                 "their staff are missing, not zero; ask the employers"});
  };
  if (!silent.empty())
    add(static_cast<double>(silent.size()) > 0.1 * static_cast<double>(coverage.by_employer.size()),
        "employers",
        fmt::format("{} of {} employers have no WTE in any row: {}", silent.size(),
                    coverage.by_employer.size(), fmt::join(silent, ", ")));
  if (!thin.empty()) add(true, "role groups", fmt::format("rows with WTE: {}", fmt::join(thin, ", ")));
}

/// A rate that rests on few staff: half its 95 % interval, taken as that of a count, above 30 % of it.
void flag_wide_limits(Coverage& coverage) {
  std::size_t wide = 0, judged = 0;
  for (const auto& unit : coverage.unit) {
    if (!(unit.wte > 0) || std::isnan(unit.per_10k_residents)) continue;
    ++judged;
    const double staff = unit.headcount > 0 ? unit.headcount : unit.wte;
    const auto limits = byar_limits(staff);
    wide += (limits.high - limits.low) / 2 > 0.3 * staff ? 1U : 0U;
  }
  if (wide > 0)
    coverage.findings.push_back(
        {"SMALL_N", Severity::note, coverage.units.kind,
         fmt::format("{} of {} rates rest on so few staff that half their interval is above 30 %", wide,
                     judged),
         "compare larger units, or more roles together"});
}

}  // namespace

std::optional<int> month_of_vintage(std::string_view text) {
  static constexpr const char* months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                           "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::string lower = lower_case(text);
  int year = 0, month = 0;
  for (int m = 0; m < 12; ++m)
    if (lower.find(months[m]) != std::string::npos) {
      month = m + 1;
      break;
    }
  std::vector<std::string> digits(1);
  for (const char c : lower) {
    if (c >= '0' && c <= '9')
      digits.back() += c;
    else if (!digits.back().empty())
      digits.emplace_back();
  }
  for (const auto& group : digits)
    if (group.size() == 4 && year == 0) year = std::stoi(group);
  if (year == 0 && month > 0)
    for (const auto& group : digits)
      if (group.size() == 2) year = 2000 + std::stoi(group);
  if (year == 0 && !digits.empty() && digits.front().size() == 8)
    year = std::stoi(digits.front().substr(0, 4));
  if (year < 1900 || year > 2200) return std::nullopt;
  if (month == 0 && digits.size() >= 2 && digits[0].size() == 4 && digits[1].size() == 2)
    month = std::stoi(digits[1]);
  if (month < 1 || month > 12) month = 6;
  return 12 * year + month;
}

void add_coverage_flags(const datasets::Place& place, Coverage& coverage) {
  auto& findings = coverage.findings;
  const auto& reporting = coverage.reporting;
  flag_silent(reporting, true, reporting.pcns, findings);
  flag_silent(reporting, false, reporting.practices, findings);
  std::vector<std::string> partial;
  for (std::size_t k = 0; k < coverage.unit.size(); ++k)
    if (coverage.unit[k].partial) partial.push_back(coverage.units.id[k]);
  if (!partial.empty())
    findings.push_back({"UNIT_PARTIAL", Severity::warning, coverage.units.kind,
                        fmt::format("too few reported for a rate in {}", fmt::join(partial, ", ")),
                        "their WTE are what was reported, not what there is"});
  std::vector<std::string> families;
  for (const auto& family : coverage.families)
    if (family.missing) families.push_back(family.family);
  if (!families.empty())
    findings.push_back({"FAMILY_MISSING", Severity::note, "workforce",
                        fmt::format("no staff are loaded for: {}", fmt::join(families, ", ")),
                        "every total leaves them out; import their tables"});
  std::vector<std::string> estimated;
  for (const auto& total : coverage.by_group)
    if (total.account.input > 0 && total.estimated_wte > 0.2 * total.account.input)
      estimated.push_back(
          fmt::format("{} {:.0f} %", total.name, 100 * total.estimated_wte / total.account.input));
  if (!estimated.empty())
    findings.push_back({"ESTIMATED_SUPPLY", Severity::warning, "workforce",
                        fmt::format("estimated share of the total: {}", fmt::join(estimated, ", ")),
                        "spread from authority or place totals; ask the employers where staff work"});
  std::map<std::tuple<std::uint32_t, std::string, std::string, std::string>, std::pair<double, double>>
      cells;  // WTE, people who can be told to be there
  for (const auto& staff : coverage.unprinted) {
    if (staff.where != UnprintedStaff::Where::unit || staff.kind != UnprintedStaff::Kind::whole) continue;
    auto& [wte, heads] =
        cells.try_emplace({staff.unit, staff.group, staff.sector, staff.registered}, 0, kNotMeasured)
            .first->second;
    wte += staff.wte;
    add_known(heads, staff.headcount);
  }
  const auto small = std::count_if(cells.begin(), cells.end(), [](const auto& cell) {
    return is_small(cell.second.first, cell.second.second);
  });
  if (small > 0)
    findings.push_back(
        {"SMALL_N", Severity::note, "workforce",
         fmt::format("{} of {} cells hold under {:g} WTE or {:g} people who can be told to be there", small,
                     coverage.cells.size(), kSmallWte, kSmallHeadcount),
         "--publish, report and export hide them, and what would give them away"});
  flag_unknown_rows(coverage);
  flag_wide_limits(coverage);
  flag_vintages(place, findings);
  flag_undated(place, findings);
  flag_registered(place, coverage);
  bool ethnicity = false;
  for (const auto& [column, values] : place.areas.indicators)
    ethnicity = ethnicity || lower_case(column).find("ethnic") != std::string::npos;
  if (!ethnicity)
    findings.push_back({"ETHNICITY_GAP", Severity::note, "indicators", "no ethnicity indicator is loaded",
                        "inequity by ethnicity cannot be seen here"});
  if (!coverage.sign_stable)
    findings.push_back({"MAUP", Severity::warning, "plans",
                        "the direction of inequality differs between the plans of this place",
                        "it hangs on the boundaries: do not rest a decision on it"});
  else if (coverage.plans.size() < 2)
    findings.push_back(
        {"MAUP", Severity::note, "plans",
         "one plan only: whether the direction of inequality hangs on the boundaries is not known",
         "draw or import alternatives and compare"});
  for (const auto& finding : place.findings)
    if (finding.code == "LSOA11_CONVERTED" || finding.code == "SYOA_SUPPORTING" ||
        finding.code == "OUTSIDE_DERIVED")
      findings.push_back(finding);
  findings.push_back({"ECOLOGICAL", Severity::note, "deprivation", "IMD describes areas, not people",
                      "most deprived people may live elsewhere"});
  findings.push_back({"UPTAKE", Severity::note, "coverage", "coverage is not uptake, nor trust",
                      "read it beside use and experience of services"});
}

TableRating rate_table(std::string_view table, const std::vector<geo::Finding>& findings, double coverage,
                       double min_coverage) {
  // Whether a flag touches a table: where staff go hangs on lists and patches alone, their number on what was
  // reported.
  static const std::set<std::string_view> of_staff{
      "COVERAGE_LOW",     "COVERAGE_PARTIAL", "ESTIMATED_SUPPLY", "SMALL_N",        "VINTAGE_MIX",
      "VINTAGE_UNKNOWN",  "STRAIGHT_LINE",    "FAMILY_MISSING",   "SHARES_NOT_ONE", "LIKELY_DUPLICATE",
      "NEGATIVE_WTE",     "SHARE_IMPOSSIBLE", "UNIT_PARTIAL",     "NOT_PLACED",     "MISSING_WTE",
      "SPREAD_BY_PEOPLE", "UNKNOWN_ROLE",     "LSOA11_CONVERTED", "UPTAKE",         "OUTSIDE_DERIVED"};
  static const std::set<std::string_view> of_plans{"MAUP"};
  const bool staff_only = table == "roles" || table == "cells" || table == "account" || table == "employers";
  TableRating rating;
  std::vector<geo::Finding> touching;
  for (const auto& finding : findings) {
    if (staff_only && !of_staff.contains(finding.code)) continue;
    if (table == "coverage" && of_plans.contains(finding.code)) continue;
    touching.push_back(finding);
  }
  rating.confidence = rate_confidence(touching, staff_only ? 1 : coverage, min_coverage);
  std::stable_sort(touching.begin(), touching.end(),
                   [](const auto& a, const auto& b) { return a.severity > b.severity; });
  for (const auto& finding : touching)
    if (std::find(rating.flags.begin(), rating.flags.end(), finding.code) == rating.flags.end())
      rating.flags.push_back(finding.code);
  return rating;
}

char rate_confidence(const std::vector<geo::Finding>& findings, double coverage, double min_coverage) {
  static const std::set<std::string> harmless{"ECOLOGICAL", "THRESHOLD_OWN", "UPTAKE"},
      serious{"VINTAGE_MIX", "COVERAGE_LOW", "ESTIMATED_SUPPLY"};
  char rating = 'A';
  for (const auto& finding : findings) {
    if (finding.code == "STRAIGHT_LINE") return 'D';
    if (serious.contains(finding.code))
      rating = 'C';
    else if (!harmless.contains(finding.code) && rating == 'A')
      rating = 'B';
  }
  return coverage < min_coverage ? 'D' : rating;
}

}  // namespace placewright::boundaries::workforce
