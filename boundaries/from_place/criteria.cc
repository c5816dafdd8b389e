#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <set>

#include "boundaries/from_place/drawn.h"
#include "boundaries/from_place/parts.h"
#include "datasets/place/place_words.h"
#include "geo/error.h"
#include "geo/shape_measures.h"

namespace placewright::boundaries {
namespace {

using datasets::Place;
using geo::Severity;

/// Columns of areas that can serve as a deprivation measure, by name.
std::map<std::string, const std::vector<double>*> number_columns(const datasets::Areas& areas) {
  std::map<std::string, const std::vector<double>*> columns{{"population", &areas.population},
                                                            {"imd_score", &areas.imd_score},
                                                            {"imd_rank", &areas.imd_rank},
                                                            {"imd_decile", &areas.imd_decile},
                                                            {"pcn_share", &areas.pcn_share}};
  for (const auto& [name, column] : areas.indicators) columns.emplace(name, &column);
  return columns;
}

// A table of more pairs of area and site than this would cost hundreds of megabytes, in the search some times
// over.
constexpr std::size_t kMaxPairs = 20'000'000;
/// Sites that the search keeps at hand of each area, for each that a neighbourhood holds, and beside those.
constexpr double kKeptOfASite = 8, kKeptBeside = 16;

struct Hubs {
  std::vector<const datasets::Site*> sites;  ///< sorted by id
  std::size_t unlocated = 0;
  std::set<std::string> unlocated_ids;
};

Hubs find_hubs(const Place& place, const std::string& kind, const std::set<std::string>& in_matrix) {
  Hubs hubs;
  for (const auto& site : place.sites) {
    if (site.kind != kind) continue;
    if (!site.open) continue;
    const bool located = !datasets::is_missing(site.x) && !datasets::is_missing(site.y);
    if (located || in_matrix.contains(site.id))
      hubs.sites.push_back(&site);
    else if (site.mode != "virtual")
      ++hubs.unlocated, hubs.unlocated_ids.insert(site.id);
  }
  std::sort(hubs.sites.begin(), hubs.sites.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  hubs.sites.erase(std::unique(hubs.sites.begin(), hubs.sites.end(),
                               [](const auto* a, const auto* b) { return a->id == b->id; }),
                   hubs.sites.end());
  return hubs;
}

/// Minutes of the matrix where it has them; the other pairs by the rule that build_problem states. A table,
/// or the rule itself where a table would be too large.
void fill_minutes(const Place& place, const std::string& mode, const Hubs& hubs, AccessData& access,
                  PlaceProblem& question) {
  const auto& problem = question.problem;
  const auto areas = problem.code.size(), sites = hubs.sites.size();
  std::map<std::string_view, std::uint32_t> column;
  for (std::uint32_t site = 0; site < sites; ++site) column[hubs.sites[site]->id] = site;
  MinutesRule rule;
  rule.drive = mode == "drive";
  rule.area = problem.point;
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  for (const auto* site : hubs.sites) {
    const bool nowhere = datasets::is_missing(site->x) || datasets::is_missing(site->y);
    rule.site.push_back(nowhere ? geo::Point{none, none} : geo::Point{site->x, site->y});
  }
  struct Known {
    std::size_t area = 0;
    std::uint32_t site = 0;
    float minutes = 0;
  };
  std::vector<Known> known;
  for (const auto& row : place.travel) {
    if (row.mode != mode || datasets::is_missing(row.minutes)) continue;
    const auto site = column.find(row.site);
    if (site == column.end()) continue;
    const auto area = find_row(problem, row.area);
    if (!area) continue;
    known.push_back({*area, site->second, static_cast<float>(row.minutes)});
    rule.longest = std::max(rule.longest, row.minutes);
  }
  // Of two rows for one pair the later one counts.
  std::stable_sort(known.begin(), known.end(), [](const Known& a, const Known& b) {
    return std::pair(a.area, a.site) < std::pair(b.area, b.site);
  });
  std::size_t kept = 0;
  for (std::size_t at = 0; at < known.size(); ++at) {
    if (kept > 0 && known[kept - 1].area == known[at].area && known[kept - 1].site == known[at].site) --kept;
    known[kept++] = known[at];
  }
  known.resize(kept);
  if (!known.empty()) {
    rule.known_first.assign(areas + 1, 0);
    for (const auto& each : known) {
      ++rule.known_first[each.area + 1];
      rule.known_site.push_back(each.site);
      rule.known.push_back(each.minutes);
    }
    std::partial_sum(rule.known_first.begin(), rule.known_first.end(), rule.known_first.begin());
  }
  access.straight_line = known.empty();
  if (access.straight_line)
    question.findings.push_back({"STRAIGHT_LINE", Severity::note,
                                 "criterion access, sites of kind " + access.kind,
                                 fmt::format("no minutes for mode '{}': straight line x 1.3 at {} km/h", mode,
                                             rule.drive ? "30" : "4.8"),
                                 "placewright travel PLACE --mode " + mode});
  else if (known.size() < areas * sites)
    question.findings.push_back({"TRAVEL_INCOMPLETE", Severity::warning,
                                 fmt::format("travel, mode '{}', sites of kind {}", mode, access.kind),
                                 fmt::format("{} of {} pairs have no minutes; each takes {:.0f} minutes, the "
                                             "longest known, or the straight line if longer",
                                             areas * sites - known.size(), areas * sites, rule.longest),
                                 "run placewright travel again with a longer cut-off, and see that the roads "
                                 "cover the whole place"});
  if (areas * sites > kMaxPairs) {
    const auto& bounds = problem.population;
    const double target = bounds.target.value_or((bounds.min + bounds.max) / 2);
    const double people = std::accumulate(problem.people.begin(), problem.people.end(), 0.0);
    const double parts = problem.count ? *problem.count : people / std::max(1.0, target);
    const double wanted = kKeptBeside + kKeptOfASite * static_cast<double>(sites) / std::max(1.0, parts);
    rule.kept = static_cast<std::uint32_t>(
        std::clamp(wanted, 1.0, static_cast<double>(std::max<std::size_t>(1, kMaxPairs / areas))));
    access.far = std::make_shared<const MinutesIndex>(std::move(rule));
    return;
  }
  access.minutes.resize(areas * sites);
  for (std::size_t area = 0; area < areas; ++area)
    for (std::size_t site = 0; site < sites; ++site)
      access.minutes[area * sites + site] = rule.between(area, site);
}

/// Codes to unit numbers, in code order; "" is no unit.
AlignmentData units_from(std::string_view kind, const std::vector<std::string>& code_of,
                         const std::map<std::string, std::string>& name_of) {
  AlignmentData units{std::string(kind), {}, {}};
  std::map<std::string, std::int32_t> number;
  for (const auto& code : code_of)
    if (!code.empty()) number[code] = 0;
  for (auto& [code, at] : number) {
    at = static_cast<std::int32_t>(units.unit_name.size());
    const auto name = name_of.find(code);
    units.unit_name.push_back(name != name_of.end() && !name->second.empty() ? name->second : code);
  }
  for (const auto& code : code_of) units.unit.push_back(code.empty() ? -1 : number[code]);
  return units;
}

/// Two units of one name get their codes beside it.
void tell_apart(AlignmentData& units, const std::vector<std::string>& code_of) {
  std::map<std::string, int> seen;
  for (const auto& name : units.unit_name) ++seen[name];
  for (std::size_t area = 0; area < code_of.size(); ++area) {
    if (units.unit[area] < 0) continue;
    auto& name = units.unit_name[static_cast<std::size_t>(units.unit[area])];
    if (seen[name] > 1 && name != code_of[area]) name += " (" + code_of[area] + ")";
  }
}

bool any_text(const std::vector<std::string>& column) {
  return std::any_of(column.begin(), column.end(), [](const auto& text) { return !text.empty(); });
}

/// The file that says which units of a kind areas lie in.
std::string_view source_of_kind(std::string_view kind) {
  static const std::map<std::string_view, std::string_view> files{
      {"msoa", "the Output Area to LSOA to MSOA lookup of ONS"},
      {"ward", "the LSOA to Electoral Ward best-fit lookup of ONS, or ward boundaries"},
      {"lad", "the LSOA to Electoral Ward to LAD best-fit lookup of ONS, or boundaries of local authorities"},
      {"parish", "parish boundaries of ONS"},
      {"icb", "the LSOA to SICBL to ICB lookup of ONS"},
      {"sub_icb", "the LSOA to SICBL to ICB lookup of ONS"},
      {"pcn", "patients registered by LSOA with the practice map or ePCN of NHS England, or PCN boundaries"}};
  const auto at = files.find(kind);
  return at == files.end() ? "a lookup or a boundary layer of that kind" : at->second;
}

[[noreturn]] void refuse_kind(const Place& place, std::string_view kind, std::string_view asked_by) {
  auto known = known_unit_kinds(place);
  for (const auto& plan : place.plans) known.insert("plan:" + plan.name);
  const auto source = source_of_kind(kind);
  throw geo::InputError{
      {fmt::format("brief, {} '{}'", asked_by, kind),
       fmt::format("the place does not know which {} its areas lie in: neither a lookup nor boundaries of "
                   "that kind were imported",
                   kind),
       fmt::format(
           "import {}{}", source,
           known.empty() ? std::string() : fmt::format("; or name one of: {}", fmt::join(known, ", ")))}};
}

}  // namespace

std::set<std::string> known_unit_kinds(const Place& place) {
  std::set<std::string> known;
  for (const auto& [name, column] : place.areas.parents)
    if (any_text(column) && (name.ends_with("_code") || name.ends_with("_name")))
      known.insert(name.substr(0, name.size() - 5));
  if (any_text(place.areas.pcn_code)) known.insert("pcn");
  for (const auto& boundary : place.boundaries) known.insert(boundary.kind);
  return known;
}

AlignmentData find_boundary_units(const Place& place, std::string_view kind, std::string_view asked_by,
                                  PlaceProblem& question) {
  const auto& problem = question.problem;
  std::vector<std::string> code_of(problem.code.size());
  std::map<std::string, std::string> name_of;
  const auto take_column = [&](const std::vector<std::string>& column, std::vector<std::string>& into) {
    for (std::size_t i = 0; i < into.size(); ++i)
      if (const auto row = question.area_row[i].value(); row < column.size()) into[i] = column[row];
  };
  const auto& parents = place.areas.parents;
  const auto column = [&](const std::string& name) -> const std::vector<std::string>* {
    const auto at = parents.find(name);
    return at != parents.end() && any_text(at->second) ? &at->second : nullptr;
  };
  if (kind.starts_with("plan:")) {
    const auto& plan = find_plan(place, kind.substr(5));
    const auto labels = labels_of(plan, question);
    for (std::size_t i = 0; i < code_of.size(); ++i)
      if (labels.labels[i] >= 0)
        code_of[i] = labels.neighbourhood_id[static_cast<std::size_t>(labels.labels[i])];
    for (const auto& neighbourhood : plan.neighbourhoods) name_of[neighbourhood.id] = neighbourhood.name;
  } else if (kind == "pcn" && any_text(place.areas.pcn_code)) {
    take_column(place.areas.pcn_code, code_of);
  } else if (const auto* codes = column(std::string(kind) + "_code")) {
    take_column(*codes, code_of);
    if (const auto* names = column(std::string(kind) + "_name")) {
      std::vector<std::string> name(code_of.size());
      take_column(*names, name);
      for (std::size_t i = 0; i < name.size(); ++i) {
        if (code_of[i].empty()) code_of[i] = name[i];  // known by name alone
        name_of[code_of[i]] = name[i];
      }
    }
  } else if (const auto* only_names = column(std::string(kind) + "_name")) {
    take_column(*only_names, code_of);
  } else if (const auto* plain = column(std::string(kind))) {
    take_column(*plain, code_of);
  } else {
    bool found = false;
    for (const auto& boundary : place.boundaries) {
      if (boundary.kind != kind) continue;
      found = true;
      const auto& code = boundary.code.empty() ? boundary.name : boundary.code;
      name_of[code] = boundary.name;
      for (std::size_t i = 0; i < code_of.size(); ++i)
        if (code_of[i].empty() && geo::contains(boundary.shape, problem.point[i])) code_of[i] = code;
    }
    if (!found) refuse_kind(place, kind, asked_by);
  }
  auto units = units_from(kind, code_of, name_of);
  tell_apart(units, code_of);
  const auto without = std::count(units.unit.begin(), units.unit.end(), -1);
  if (without > 0)
    question.findings.push_back(
        {"NO_UNIT", Severity::note, fmt::format("brief, {} '{}'", asked_by, kind),
         fmt::format("{} of {} areas lie in no unit of that kind", without, code_of.size()),
         "nothing, if that is so; else import the missing lookup"});
  return units;
}

namespace {

void take_deprivation(const Place& place, const Brief& brief, PlaceProblem& question) {
  auto& problem = question.problem;
  const auto columns = number_columns(place.areas);
  const auto at = columns.find(brief.deprivation.measure);
  if (at == columns.end()) {
    std::vector<std::string> known;
    for (const auto& [name, column] : columns) known.push_back(name);
    throw geo::InputError{{fmt::format("brief, deprivation.measure '{}'", brief.deprivation.measure),
                           "the place has no such number column",
                           fmt::format("name one of: {}", fmt::join(known, ", "))}};
  }
  DeprivationData data;
  data.aim = brief.deprivation.aim == "spread" ? Aim::spread : Aim::gather;
  std::size_t missing = 0;
  for (std::size_t i = 0; i < problem.code.size(); ++i) {
    const auto row = question.area_row[i].value();
    data.value.push_back(row < at->second->size() ? (*at->second)[row] : datasets::kMissing);
    data.weight.push_back(brief.deprivation.weight_by == "area" ? 1.0 : problem.residents[i]);
    missing += datasets::is_missing(data.value.back()) ? 1u : 0u;
  }
  if (missing == problem.code.size()) {
    question.findings.push_back({"NOT_JUDGED", Severity::warning, "criterion deprivation",
                                 fmt::format("no area has a value of {}", at->first), "import IoD File 7"});
    return;
  }
  if (missing > 0)
    question.findings.push_back({"DEPRIVATION_MISSING", Severity::warning, "criterion deprivation",
                                 fmt::format("{} of {} areas have no {}; they are left out of both sums",
                                             missing, problem.code.size(), at->first),
                                 "import the missing values"});
  problem.deprivation = std::move(data);
}

void take_access(const Place& place, const Brief& brief, PlaceProblem& question) {
  auto& problem = question.problem;
  const auto& mode = brief.access.mode;
  std::set<std::string> in_matrix, modes{"drive", "walk"};
  for (const auto& row : place.travel) {
    modes.insert(row.mode);
    if (row.mode == mode) in_matrix.insert(row.site);
  }
  if (!modes.contains(mode))
    throw geo::InputError{{fmt::format("brief, access.mode '{}'", mode),
                           "the place has no minutes of that mode",
                           fmt::format("name one of: {}", fmt::join(modes, ", "))}};
  for (const auto& [kind, weight] : brief.access.kinds) {
    const auto hubs = find_hubs(place, kind, in_matrix);
    if (hubs.unlocated > 0) {
      // Lists of far-away practices hold a few residents each: what matters is how many people that is.
      double patients = 0, all = 0;
      for (const auto& row : place.registrations) {
        if (!find_row(problem, row.area)) continue;
        all += row.patients;
        if (hubs.unlocated_ids.contains(row.practice)) patients += row.patients;
      }
      const bool few = all > 0 && patients < 0.01 * all;
      question.findings.push_back(
          {"SITE_UNLOCATED", few ? Severity::note : Severity::warning, "sites of kind " + kind,
           fmt::format("{} open sites have no place on the map and cannot be hubs{}", hubs.unlocated,
                       all > 0
                           ? fmt::format("; {:.1f} % of residents are on their lists", 100 * patients / all)
                           : ""),
           "import their postcodes"});
    }
    if (hubs.sites.empty()) {
      question.findings.push_back({"NOT_JUDGED", Severity::warning, "criterion access",
                                   fmt::format("no open, located site of kind '{}'", kind),
                                   "import sites of that kind"});
      continue;
    }
    AccessData access;
    access.kind = kind;
    access.weight = weight;
    access.beyond_minutes = mode == "drive" ? 15 : 20;
    for (const auto* site : hubs.sites) {
      access.site_id.push_back(site->id);
      access.site_name.push_back(site->name);
      const auto area = find_row(problem, site->area);
      access.site_area.push_back(area ? static_cast<std::int32_t>(*area) : -1);
    }
    fill_minutes(place, mode, hubs, access, question);
    problem.access.push_back(std::move(access));
  }
}

void take_registration(const Place& place, PlaceProblem& question) {
  auto& problem = question.problem;
  if (place.registrations.empty()) {
    question.findings.push_back({"NOT_JUDGED", Severity::warning, "criterion registration",
                                 "the place has no registrations", "import gp-reg-pat-prac-lsoa"});
    return;
  }
  if (const auto cells = datasets::count_cells_not_known(place.settings); cells > 0)
    question.findings.push_back(
        {"REGISTRATIONS_NOT_KNOWN", Severity::note, "criterion registration",
         fmt::format("{} cells of its areas are suppressed: judged by the patients that are known", cells),
         "import an extract without suppressed cells where there is one"});
  struct List {
    std::map<std::uint32_t, double> here;  ///< patients by area of the problem
    double inside = 0, whole = 0;
    bool tells_outside = false;  ///< the table has a row for those who live elsewhere
  };
  std::map<std::string, List> lists;
  for (const auto& row : place.registrations) {
    auto& list = lists[row.practice];
    list.whole += row.patients;
    if (const auto area = find_row(problem, row.area)) {
      list.here[*area] += row.patients;
      list.inside += row.patients;
    } else {
      list.tells_outside = true;
    }
  }
  // A table cut to the place does not tell who lives elsewhere; the size of the whole list does, where a site
  // has it.
  for (const auto& site : place.sites) {
    const auto list = lists.find(site.id);
    if (list != lists.end() && !list->second.tells_outside && !datasets::is_missing(site.list_size))
      list->second.whole = std::max(list->second.whole, site.list_size);
  }
  RegistrationData data;
  std::vector<std::string> outside;
  double patients_outside = 0;
  for (const auto& [practice, list] : lists) {
    if (list.inside <= 0) continue;
    if (list.inside < 0.5 * list.whole) {
      outside.push_back(practice);
      patients_outside += list.inside;
      continue;
    }
    data.practice.push_back(practice);
    for (const auto& [area, patients] : list.here) {
      data.patients.column.push_back(area);
      data.patients.value.push_back(patients);
    }
    data.patients.first.push_back(static_cast<std::uint32_t>(data.patients.column.size()));
  }
  if (!outside.empty())
    question.findings.push_back(
        {"REGISTERED_OUTSIDE", Severity::note, "criterion registration",
         fmt::format(
             "{:.0f} residents are registered with {} that have less than half of their list in the place",
             patients_outside, list_some(outside, "practice")),
         "nothing: these practices are not judged"});
  if (data.practice.empty())
    question.findings.push_back({"NOT_JUDGED", Severity::warning, "criterion registration",
                                 "no practice has at least half of its list in the place",
                                 "check the codes of the registrations"});
  else
    problem.registration = std::move(data);
}

void take_alignment(const Place& place, const Brief& brief, PlaceProblem& question) {
  for (const auto& [kind, weight] : brief.weights.alignment) {
    auto layers = find_alignment_units(place, kind, question);
    const auto weights = share_weight(layers, question.problem, weight);
    for (std::size_t k = 0; k < layers.size(); ++k) {
      question.problem.alignment.push_back(std::move(layers[k]));
      question.problem.weights.alignment.push_back(weights[k]);
    }
  }
}

void take(Criterion criterion, const Place& place, const Brief& brief, PlaceProblem& question) {
  switch (criterion) {
    case Criterion::deprivation:
      return take_deprivation(place, brief, question);
    case Criterion::access:
      return take_access(place, brief, question);
    case Criterion::registration:
      return take_registration(place, question);
    case Criterion::barriers:
      return take_barriers(place, brief, question);
    case Criterion::alignment:
      return take_alignment(place, brief, question);
    case Criterion::population:       // the people and the graph are there,
    case Criterion::compactness:      // and the wishes are read
    case Criterion::local_knowledge:  // with the rules
      return;
  }
}

}  // namespace

void take_criteria(const Place& place, const Brief& brief, PlaceProblem& question) {
  for (const auto criterion : kCriteriaOfBrief) take(criterion, place, brief, question);
}

}  // namespace placewright::boundaries
