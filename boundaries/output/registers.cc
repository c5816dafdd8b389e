#include "boundaries/output/registers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "boundaries/from_place/judgement.h"
#include "boundaries/question/policy.h"
#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/coverage_flags.h"
#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/supply/roles.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "datasets/place/names.h"
#include "datasets/place/place_words.h"
#include "datasets/place/unit_word.h"

namespace placewright::boundaries::output {
namespace {

using datasets::kMissing;
using workforce::lower_case;

constexpr double kFewRegistered = 0.9, kManyRegistered = 1.15;  ///< registered over resident people

bool is_inside(const datasets::Areas& areas, std::size_t row) {
  return areas.inside.empty() || areas.inside[row] != 0;
}

/// Areas of the place that lack something, and the residents of those whose number is known.
struct Without {
  std::size_t areas = 0, all = 0;
  double residents = 0;
};

Without count_without(const datasets::Areas& areas, const std::function<bool(std::size_t)>& has) {
  Without without;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (!is_inside(areas, row)) continue;
    ++without.all;
    if (has(row)) continue;
    ++without.areas;
    if (!datasets::is_missing(areas.population[row])) without.residents += areas.population[row];
  }
  return without;
}

/// Vintages of the sources whose kind holds any of the words; "not stated" where a source has none.
std::string vintages_of(const datasets::Place& place, const std::vector<std::string_view>& words) {
  std::set<std::string, datasets::NaturalOrder> vintages;
  for (const auto& source : place.sources) {
    const auto kind = lower_case(source.taken_for);
    if (std::any_of(words.begin(), words.end(), [&](auto word) { return kind.find(word) != kind.npos; }))
      vintages.insert(source.vintage.empty() ? "not stated" : source.vintage);
  }
  return fmt::format("{}", fmt::join(vintages, ", "));
}

std::set<std::string> areas_of_registrations(const datasets::Place& place) {
  std::set<std::string> areas;
  for (const auto& row : place.registrations)
    if (row.patients > 0) areas.insert(row.area);
  return areas;
}

/// Number columns whose name holds a word, such as "ethnic"; indices of deprivation are none.
std::vector<const std::vector<double>*> columns_about(const datasets::Areas& areas, std::string_view word) {
  std::vector<const std::vector<double>*> columns;
  for (const auto& [name, values] : areas.indicators) {
    const auto column = lower_case(name);
    const bool index = column.ends_with("_score") || column.ends_with("_rank") || column.ends_with("_decile");
    if (!index && column.find(word) != std::string::npos) columns.push_back(&values);
  }
  return columns;
}

const std::vector<double>* measure_column(const DescribedPlan& described) {
  const auto& areas = described.place->areas;
  if (described.measure == "imd_score") return &areas.imd_score;
  if (described.measure == "imd_rank") return &areas.imd_rank;
  if (described.measure == "imd_decile") return &areas.imd_decile;
  if (described.measure == "population") return &areas.population;
  const auto at = areas.indicators.find(described.measure);
  return at == areas.indicators.end() ? nullptr : &at->second;
}

bool knows(const std::vector<double>& column, std::size_t row) {
  return row < column.size() && !datasets::is_missing(column[row]);
}

double residents_of(const DescribedPlan& described) {
  double sum = 0;
  for (const auto& facts : described.neighbourhoods)
    if (!std::isnan(facts.residents)) sum += facts.residents;
  return sum;
}

/// Coverage as it may be told; nothing without a workforce table.
std::optional<workforce::Coverage> coverage_of(const DescribedPlan& described) {
  if (described.place->workforce.empty() || described.neighbourhoods.empty()) return std::nullopt;
  workforce::CoverageRequest request;
  request.compare_plans = false;
  return workforce::hide_small(workforce::measure_coverage(*described.place, *described.plan, request));
}

std::string list_some(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 10;
  if (names.size() <= kNamed) return fmt::format("{}", fmt::join(names, ", "));
  return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + kNamed, ", "),
                     names.size() - kNamed);
}

/// Rows of the bias register, each only where it holds.
class BiasRows {
 public:
  explicit BiasRows(const DescribedPlan& described) : described_(described), place_(*described.place) {}

  std::vector<std::vector<Cell>> take() {
    add_registered();
    add_silent();
    add_ethnicity();
    add_vintages();
    add_unassigned();
    add_voices();
    add_straight_lines();
    if (measure_column(described_) != nullptr)
      add("Deprivation is a measure of areas", "deprived people in less deprived areas", kMissing,
          "most deprived people may live outside the most deprived areas: they are not seen");
    add("Coverage is not uptake", "people who do not use, reach or trust a service", kMissing,
        "a practice or a team within reach says nothing of use; read it beside use and experience");
    return std::move(rows_);
  }

 private:
  void add(std::string what, std::string who, double people, std::string meaning) {
    rows_.push_back({std::move(what), std::move(who), std::round(people), std::move(meaning)});
  }

  void add_registered() {
    if (place_.registrations.empty()) {
      add("No registrations", "everybody registered with a practice", residents_of(described_),
          "whether practices and PCNs stay together is not judged");
      return;
    }
    std::vector<std::string> few, many;
    double missing = 0, surplus = 0;
    for (const auto& facts : described_.neighbourhoods) {
      if (!(facts.residents > 0) || std::isnan(facts.registered)) continue;
      const auto name = datasets::full_name(facts.id, facts.name);
      if (facts.registered < kFewRegistered * facts.residents) {
        few.push_back(name);
        missing += facts.residents - facts.registered;
      } else if (facts.registered > kManyRegistered * facts.residents) {
        many.push_back(name);
        surplus += facts.registered - facts.residents;
      }
    }
    if (!few.empty())
      add("Fewer registered than resident people", list_some(few), missing,
          "not registered, or registered with practices that the data leave out: lists and PCNs speak of the "
          "others only");
    if (!many.empty())
      add("More registered than resident people", list_some(many), surplus,
          "lists that were not cleared, students, care homes: lists count people who may live elsewhere");
    if (const auto cells = datasets::count_cells_not_known(place_.settings); cells > 0)
      add("Suppressed registrations", fmt::format("patients of {} cells of practice and area", cells),
          kMissing, "registered people are at least what is shown; small groups of patients are not seen");
  }

  void add_silent() {
    const auto coverage = coverage_of(described_);
    if (!coverage) return;
    const auto& reporting = coverage->reporting;
    const double not_covered = (1 - coverage->people_covered) * residents_of(described_);
    if (!reporting.pcns_missing.empty())
      add("PCNs that gave no staff", list_some(reporting.pcns_missing), not_covered,
          "their staff are missing, not zero; rates are over people whose PCN reported");
    if (!reporting.practices_missing.empty())
      add("Practices that gave no staff", list_some(reporting.practices_missing), not_covered,
          "their staff are missing, not zero; rates are over people whose practice reported");
    std::vector<std::string> employers, families;
    for (const auto& total : coverage->by_employer)
      if (total.rows_known == 0) employers.push_back(total.name);
    for (const auto& family : coverage->families)
      if (family.missing) families.push_back(family.family);
    if (!employers.empty())
      add("Employers that gave no staff", list_some(employers), kMissing,
          "no row of theirs says its WTE: their staff are missing, not zero");
    if (!families.empty())
      add("Services without any staff loaded", list_some(families), kMissing,
          "every total leaves them out; people who need them most look covered as others do");
  }

  void add_ethnicity() {
    const auto columns = columns_about(place_.areas, "ethnic");
    const auto without = count_without(place_.areas, [&](std::size_t row) {
      return std::any_of(columns.begin(), columns.end(),
                         [&](const auto* column) { return knows(*column, row); });
    });
    if (without.areas > 0)
      add("Ethnicity is not known", fmt::format("{} of {} areas", without.areas, without.all),
          without.residents, "inequity by ethnicity cannot be seen there");
  }

  void add_vintages() {
    std::map<int, std::string> dated;
    const auto note = [&](const std::string& vintage, const std::string& what) {
      if (const auto month = workforce::month_of_vintage(vintage))
        dated.emplace(*month, fmt::format("{} ({})", what, vintage));
    };
    for (const auto& source : place_.sources) note(source.vintage, source.taken_for);
    for (const auto& row : place_.workforce) note(row.as_at, "workforce");
    constexpr int kApart = 24;  // months
    if (dated.empty() || dated.rbegin()->first - dated.begin()->first <= kApart) return;
    add("Data of different years", fmt::format("{}, and {}", dated.begin()->second, dated.rbegin()->second),
        kMissing,
        fmt::format("{} months lie between them: people who moved, and homes built since, are in one and not "
                    "in the other",
                    dated.rbegin()->first - dated.begin()->first));
  }

  void add_unassigned() {
    const auto& areas = place_.areas;
    const auto without =
        count_without(areas, [&](std::size_t row) { return described_.label_of_area[row] >= 0; });
    if (without.areas > 0)
      add("In no neighbourhood", fmt::format("{} of {} areas", without.areas, without.all), without.residents,
          "no figure by neighbourhood counts them");
  }

  /// Whose local knowledge there is.
  void add_voices() {
    std::set<std::string> authors, heard;
    for (const auto& note : place_.notes) {
      if (!note.plan.empty() && note.plan != described_.plan->name) continue;
      authors.insert(note.author);
      if (const auto area = place_.find_area(note.area); area && described_.label_of_area[*area] >= 0)
        heard.insert(described_.neighbourhoods[static_cast<std::size_t>(described_.label_of_area[*area])].id);
    }
    if (place_.notes.empty()) {
      add("No local knowledge", "everybody who was not asked", residents_of(described_),
          "no note of a resident or a team stands with the plan");
      return;
    }
    std::vector<std::string> silent;
    double people = 0;
    for (const auto& facts : described_.neighbourhoods)
      if (!heard.contains(facts.id)) {
        silent.push_back(datasets::full_name(facts.id, facts.name));
        people += std::isnan(facts.residents) ? 0 : facts.residents;
      }
    if (!silent.empty())
      add("Local knowledge of some neighbourhoods only", list_some(silent), people,
          fmt::format("notes with an area come from {} people; nobody spoke of these", authors.size()));
  }

  void add_straight_lines() {
    const auto& findings = described_.findings;
    if (std::any_of(findings.begin(), findings.end(),
                    [](const auto& f) { return f.code == "STRAIGHT_LINE"; }))
      add("Travel by straight lines", "people behind rivers, railways and hills, and without a car", kMissing,
          "their way is longer than it seems here");
  }

  const DescribedPlan& described_;
  const datasets::Place& place_;
  std::vector<std::vector<Cell>> rows_;
};

/// Rows of the assumptions, each only where something rests on it.
class AssumptionRows {
 public:
  explicit AssumptionRows(const DescribedPlan& described)
      : described_(described), place_(*described.place), brief_(brief_of(*described.plan)) {}

  std::vector<std::vector<Cell>> take() {
    add_people();
    add_access();
    add_units();
    add_thresholds();
    add_staff();
    for (const auto& finding : described_.findings)
      if (finding.code == "LSOA11_CONVERTED" || finding.code == "SYOA_SUPPORTING" ||
          finding.code == "OUTSIDE_DERIVED" || finding.code == "POPULATION_ESTIMATED")
        add("Values converted or derived at the import", finding.what, finding.where,
            "import data that need none");
    return std::move(rows_);
  }

 private:
  void add(std::string what, std::string value, std::string used_for, std::string where) {
    rows_.push_back({std::move(what), std::move(value), std::move(used_for), std::move(where)});
  }

  void add_people() {
    const auto& population = brief_.population;
    add("People that the bounds count",
        population.denominator == "resident"     ? "usual residents"
        : population.denominator == "registered" ? "registered patients, wherever their practice lies"
                                                 : "residents weighted by need, " + population.denominator,
        "sizes and bounds", "the brief");
    add("Bounds of a neighbourhood",
        fmt::format("{} to {} people, {}{}", number_text(population.min, 0), number_text(population.max, 0),
                    population.hard ? "hard" : "soft: outside is allowed, counted and explained",
                    described_.bounds_asked ? "" : "; nobody asked for them, they are the program's"),
        "legality, and the criterion of even population", "the brief");
    if (measure_column(described_) != nullptr)
      add("Need of an area",
          fmt::format("{}, weighted by {}", column_title(described_.measure),
                      brief_.deprivation.weight_by == "population" ? "residents" : "one an area"),
          fmt::format("the deprivation criterion, which means to {} like need", brief_.deprivation.aim),
          "the brief");
    std::size_t weighted = 0, all = 0;
    for (std::size_t row = 0; row < place_.areas.size(); ++row)
      if (is_inside(place_.areas, row)) {
        ++all;
        weighted += row < place_.areas.centroid_weighted.size() && place_.areas.centroid_weighted[row] != 0;
      }
    add("Where the people of an area are",
        fmt::format("at one point: population-weighted for {} of {} areas, a point inside for the others",
                    number_text(static_cast<double>(weighted), 0), number_text(static_cast<double>(all), 0)),
        "travel, and units by polygons", "import population-weighted centroids");
  }

  static std::string column_title(const std::string& column) {
    return column == "imd_score"    ? "Index of Multiple Deprivation, score"
           : column == "imd_rank"   ? "Index of Multiple Deprivation, national rank"
           : column == "imd_decile" ? "Index of Multiple Deprivation, national decile"
                                    : "the indicator '" + column + "'";
  }

  void add_access() {
    const auto& criteria = described_.score.criteria;
    const auto judged = std::find_if(criteria.begin(), criteria.end(),
                                     [](const auto& each) { return each.criterion == Criterion::access; });
    if (judged == criteria.end()) return;
    const bool straight = std::any_of(described_.findings.begin(), described_.findings.end(),
                                      [](const auto& f) { return f.code == "STRAIGHT_LINE"; });
    if (straight)
      add("Ways without a network",
          fmt::format("straight line times {:g}, at {:g} km/h on foot and {:g} km/h by car",
                      kStraightLineFactor, kWalkKmh, kDriveKmh),
          "minutes to the hub", "measure travel over roads");
    add("A hub outside the neighbourhood that it serves",
        fmt::format("its minutes count {:g} times", kOutsideHubFactor), "the access criterion",
        "the program");
    add("Far from the hub",
        fmt::format("{:g} minutes on foot, {:g} by any other mode", kNearOnFootMinutes, kNearMinutes),
        "people beyond reach", "the place's setting for near");
  }

  void add_units() {
    if (std::any_of(place_.areas.pcn_code.begin(), place_.areas.pcn_code.end(),
                    [](const auto& code) { return !code.empty(); }))
      add("PCN of an area", "the one with most of its registered patients; the others are not seen on maps",
          "following PCNs", "nothing: a PCN has no territory");
    std::set<std::string> fits;
    for (const auto& source : place_.sources)
      if (lower_case(source.file).find("best_fit") != std::string::npos) fits.insert(source.taken_for);
    if (!fits.empty())
      add("Wards and other units of an area", fmt::format("best fit, by {}", fmt::join(fits, ", ")),
          "following wards, and tables by unit", "import an exact lookup where there is one");
    std::size_t proposed = 0, declared = 0;
    for (const auto& link : place_.links) {
      proposed += link.state == datasets::LinkState::proposed;
      declared += link.state == datasets::LinkState::declared;
    }
    if (proposed + declared > 0)
      add("Areas that hang together without a shared border",
          fmt::format("{} links proposed by the program, {} declared by people", proposed, declared),
          "being in one piece", "declare or cut links");
    if (!place_.barriers.empty())
      add("A border along a barrier", "at least half of it lies within 25 m of the barrier",
          "the barriers criterion", "the program");
  }

  void add_thresholds() {
    const auto thresholds = workforce::thresholds_of(place_.settings);
    const auto percent = [](double share) { return fmt::format("{:g} %", 100 * share); };
    add("A unit counts as split",
        "from " + percent(thresholds.split) + " of its people in a second neighbourhood",
        "splits of wards, PCNs, practices and footprints", "the place's setting for split");
    if (place_.workforce.empty()) return;
    add("A rate is shown",
        "from " + percent(thresholds.min_coverage) + " of people whose practice or PCN reported",
        "rates of staff", "the place's setting for coverage");
    add("Small numbers are hidden",
        fmt::format("under {:g} WTE or {:g} people, and what would give them away", workforce::kSmallWte,
                    workforce::kSmallHeadcount),
        "published tables of staff", "the program");
  }

  void add_staff() {
    if (const auto coverage = coverage_of(described_)) {
      add("Need of people for staff", coverage->need_explanation, "rates and gaps by need",
          "another scheme of weights");
      double estimated = 0;
      for (const auto& total : coverage->by_group)
        if (!std::isnan(total.estimated_wte)) estimated += total.estimated_wte;
      if (estimated > 0)
        add("Estimated staff",
            fmt::format("{} WTE are spread from totals of larger territories", number_text(estimated, 1)),
            "coverage by neighbourhood", "ask the employers where they work");
    }
    if (!place_.projections.empty())
      add("People of a neighbourhood in years to come",
          "its share today of each age band of its authority's projection", "projections of need and staff",
          "give new homes; a projection is no forecast");
  }

  const DescribedPlan& described_;
  const datasets::Place& place_;
  Brief brief_;
  std::vector<std::vector<Cell>> rows_;
};

void worsen(OutputConfidence& rating, char grade, std::string why) {
  rating.grade = std::max(rating.grade, grade);
  rating.why.push_back(std::move(why));
}

/// By the share of areas that lack it.
void rate_missing(OutputConfidence& rating, const Without& without, const std::string& what) {
  if (without.areas == 0) return;
  const double share = static_cast<double>(without.areas) / static_cast<double>(without.all);
  worsen(rating,
         share == 1     ? 'D'
         : share > 0.05 ? 'C'
                        : 'B',
         fmt::format("{} not known of {} of {} areas", what, without.areas, without.all));
}

OutputConfidence rate_plan(const DescribedPlan& described) {
  const auto& areas = described.place->areas;
  OutputConfidence rating{"plan", 'A', {}};
  rate_missing(rating, count_without(areas, [&](std::size_t row) { return knows(areas.population, row); }),
               "residents are");
  if (described.denominator != "resident")
    worsen(rating, 'B', "the bounds count people by lists or weights, not residents");
  const auto without =
      count_without(areas, [&](std::size_t row) { return described.label_of_area[row] >= 0; });
  if (without.areas > 0) worsen(rating, 'B', fmt::format("{} areas are in no neighbourhood", without.areas));
  return rating;
}

OutputConfidence rate_registrations(const DescribedPlan& described) {
  OutputConfidence rating{"registrations", 'A', {}};
  if (const auto cells = datasets::count_cells_not_known(described.place->settings); cells > 0)
    worsen(rating, 'B', fmt::format("{} cells are suppressed", cells));
  for (const auto& finding : described.place->findings)
    if (finding.code == "LSOA11_CONVERTED") worsen(rating, 'B', finding.what);
  std::size_t apart = 0;
  for (const auto& facts : described.neighbourhoods)
    apart += facts.residents > 0 && (facts.registered < kFewRegistered * facts.residents ||
                                     facts.registered > kManyRegistered * facts.residents);
  if (apart > 0)
    worsen(
        rating, 'C',
        fmt::format("registered and resident people differ by more than is usual in {} of {} neighbourhoods",
                    apart, described.neighbourhoods.size()));
  return rating;
}

}  // namespace

Table data_gap_table(const DescribedPlan& described) {
  const auto& place = *described.place;
  const auto& areas = place.areas;
  Table table{"data_gaps",
              "Of whom the data say nothing",
              {{"data", 0, ""},
               {"areas_without", 0, "Areas of the place without it"},
               {"of_areas", 0, "Areas of the place"},
               {"residents_without", 0, "Usual residents of those areas, as far as they are known"},
               {"vintage", 0, "Of the files it was read from"},
               {"what_it_means", 0, "What is left out where it is missing"}},
              {}};
  const auto add = [&](const char* data, const std::function<bool(std::size_t)>& has,
                       const std::vector<std::string_view>& sources, const char* meaning) {
    const auto without = count_without(areas, has);
    table.rows.push_back({std::string(data), static_cast<double>(without.areas),
                          static_cast<double>(without.all), without.residents, vintages_of(place, sources),
                          std::string(meaning)});
  };
  const auto patients = areas_of_registrations(place);
  add(
      "residents", [&](std::size_t row) { return knows(areas.population, row); },
      {"population", "ts001", "ts007", "estimate"}, "sizes leave them out");
  const auto* measure = measure_column(described);
  add(
      "deprivation", [&](std::size_t row) { return measure != nullptr && knows(*measure, row); },
      {"iod", "imd", "deprivation"}, "they count in no mean and no fifth");
  std::set<std::string> aged, coded;
  for (const auto& row : place.ages) aged.insert(row.area);
  for (const auto& row : place.postcodes) coded.insert(row.area);
  add(
      "people by age", [&](std::size_t row) { return aged.contains(areas.code[row]); }, {"age", "ts007"},
      "need by age and projections leave them out");
  add(
      "registered patients", [&](std::size_t row) { return patients.contains(areas.code[row]); },
      {"registered"}, "their practices and PCNs are not known");
  const auto ward = areas.parents.find("ward_code");
  add(
      "ward", [&](std::size_t row) { return ward != areas.parents.end() && !ward->second[row].empty(); },
      {"ward"}, "following wards leaves them out");
  struct Topic {
    const char *data, *word;
    std::vector<std::string_view> sources;
  };
  for (const auto& topic :
       {Topic{"ethnicity", "ethnic", {"ethnic", "ts021"}},
        Topic{"unpaid carers", "carer", {"carer", "ts039"}},
        Topic{"general health and disability", "health", {"health", "disab", "ts037", "ts038"}}}) {
    const auto columns = columns_about(areas, topic.word);
    add(
        topic.data,
        [&](std::size_t row) {
          return std::any_of(columns.begin(), columns.end(),
                             [&](const auto* column) { return knows(*column, row); });
        },
        topic.sources, "inequity by it cannot be seen");
  }
  add(
      "postcodes", [&](std::size_t row) { return coded.contains(areas.code[row]); }, {"postcode"},
      "nobody there finds their neighbourhood by postcode");
  return table;
}

Table bias_table(const DescribedPlan& described) {
  return {"bias_register",
          "Of whom the data say too little, or too much",
          {{"bias", 0, ""},
           {"who", 0, "Whom it touches"},
           {"people", 0, "How many, where that is known"},
           {"what_it_means", 0, ""}},
          BiasRows(described).take()};
}

Table assumption_table(const DescribedPlan& described) {
  return {"assumptions",
          "What was assumed",
          {{"assumption", 0, ""}, {"value", 0, ""}, {"used_for", 0, ""}, {"where_it_changes", 0, ""}},
          AssumptionRows(described).take()};
}

OutputConfidence rate_travel(const datasets::Place& place, const std::string& mode) {
  OutputConfidence rating{"travel", 'A', {}};
  std::set<std::string> from;
  for (const auto& row : place.travel)
    if (row.mode == mode && !datasets::is_missing(row.minutes)) from.insert(row.area);
  if (from.empty())
    worsen(rating, 'D', fmt::format("no minutes are loaded for {}: straight lines", mode));
  else
    rate_missing(
        rating,
        count_without(place.areas, [&](std::size_t row) { return from.contains(place.areas.code[row]); }),
        "minutes are");
  return rating;
}

OutputConfidence rate_footprints(const datasets::Place& place) {
  OutputConfidence rating{"footprints", 'A', {}};
  std::set<std::string> lists;
  for (const auto& row : place.footprints)
    if (row.member_type != "area" && row.member_type != "neighbourhood") lists.insert(row.member_type);
  if (!lists.empty())
    worsen(rating, 'B',
           fmt::format("members that are no areas ({}) are laid over areas by their people",
                       fmt::join(lists, ", ")));
  std::size_t rows = 0, silent = 0;
  for (const auto& row : place.workforce)
    if (!row.footprint_id.empty()) {
      ++rows;
      silent += datasets::is_missing(row.wte);
    }
  if (silent > 0)
    worsen(rating, 5 * silent > rows ? 'C' : 'B',
           fmt::format("{} of {} rows of their staff do not say their WTE", silent, rows));
  return rating;
}

OutputConfidence rate_projections(const datasets::Place& place) {
  OutputConfidence rating{"projections", 'A', {}};
  worsen(rating, 'C',
         "each neighbourhood keeps its share today of its authority; new homes and trends are not in it");
  std::set<std::string> aged, editions;
  for (const auto& row : place.ages) aged.insert(row.area);
  rate_missing(
      rating,
      count_without(place.areas, [&](std::size_t row) { return aged.contains(place.areas.code[row]); }),
      "ages are");
  for (const auto& row : place.projections) editions.insert(row.edition);
  if (editions.size() < 2) rating.why.emplace_back("one edition only: the range is assumed");
  return rating;
}

std::vector<OutputConfidence> rate_outputs(const DescribedPlan& described) {
  const auto& place = *described.place;
  std::vector<OutputConfidence> ratings{rate_plan(described)};
  if (const auto* measure = measure_column(described)) {
    ratings.push_back({"deprivation", 'A', {}});
    rate_missing(ratings.back(),
                 count_without(place.areas, [&](std::size_t row) { return knows(*measure, row); }), "it is");
  }
  if (std::any_of(place.sites.begin(), place.sites.end(), [](const auto& site) { return site.open; }))
    ratings.push_back(rate_travel(place, brief_of(*described.plan).access.mode));
  if (!place.registrations.empty()) ratings.push_back(rate_registrations(described));
  if (!place.footprints.empty()) ratings.push_back(rate_footprints(place));
  if (!place.projections.empty()) ratings.push_back(rate_projections(place));
  if (const auto coverage = coverage_of(described)) {
    OutputConfidence staff{"staff", coverage->confidence, {}};
    std::set<std::string> said;
    for (const auto& finding : coverage->findings) {
      const bool told = finding.severity == geo::Severity::warning && finding.code != "THRESHOLD_OWN" &&
                        finding.what.find("withheld") == std::string::npos;
      if (told && said.insert(finding.what).second) staff.why.push_back(finding.where + ": " + finding.what);
    }
    ratings.push_back(std::move(staff));
  }
  return ratings;
}

std::string confidence_words(const OutputConfidence& confidence) {
  return fmt::format("Confidence {} (A best, D worst){}{}", confidence.grade,
                     confidence.why.empty() ? "" : ": ", fmt::join(confidence.why, "; "));
}

Table confidence_table(const DescribedPlan& described) {
  Table table{"confidence",
              "How sure each output is",
              {{"output", 0, ""},
               {"confidence", 0, "A best to D worst"},
               {"why", 0, "What keeps it from being better"}},
              {}};
  for (const auto& rating : rate_outputs(described))
    table.rows.push_back(
        {rating.output, std::string(1, rating.grade), fmt::format("{}", fmt::join(rating.why, "; "))});
  return table;
}

std::vector<Table> register_tables(const DescribedPlan& described) {
  std::vector<Table> tables{data_gap_table(described), bias_table(described), assumption_table(described),
                            confidence_table(described)};
  const auto word = datasets::unit_word(*described.place);
  for (auto& table : tables)
    for (auto& row : table.rows)
      for (auto& cell : row)
        if (auto* text = std::get_if<std::string>(&cell)) *text = word.said(*text);
  return tables;
}

}  // namespace placewright::boundaries::output
