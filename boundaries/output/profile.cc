#include "boundaries/output/profile.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "boundaries/output/column_words.h"
#include "boundaries/output/json_text.h"
#include "boundaries/workforce/cover/certainty.h"
#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/cover/publication.h"
#include "boundaries/workforce/supply/ages.h"
#include "boundaries/workforce/supply/organisations.h"
#include "boundaries/workforce/supply/roles.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "boundaries/workforce/supply/units.h"
#include "datasets/place/names.h"

namespace placewright::boundaries::output {
namespace {

using datasets::kMissing;
using workforce::add_known;
using workforce::value_at;

/// A group of whole years of age.
struct AgeGroup {
  const char *name, *meaning;
  unsigned first, last;
};
constexpr std::array<AgeGroup, 7> kAges{{{"age_0_4", "Residents under 5", 0, 4},
                                         {"age_5_19", "Residents aged 5 to 19", 5, 19},
                                         {"age_20_39", "Residents aged 20 to 39", 20, 39},
                                         {"age_40_64", "Residents aged 40 to 64", 40, 64},
                                         {"age_65_84", "Residents aged 65 to 84", 65, 84},
                                         {"age_65_plus", "Residents aged 65 and over", 65, 200},
                                         {"age_85_plus", "Residents aged 85 and over", 85, 200}}};

/// Number columns of the areas that a profile tells, by words in their names.
struct Topic {
  const char* name;
  std::vector<std::string_view> words;
  const char* file;
};
const std::vector<Topic>& topics() {
  static const std::vector<Topic> all{
      {"ethnicity", {"ethnic"}, "census TS021"},
      {"carers", {"unpaid_care", "carers"}, "census TS039"},
      {"health",
       {"general_health", "disabled", "disability_", "prevalence", "achievement", "qof"},
       "census TS037 and TS038, QOF prevalence"}};
  return all;
}
/// Indices of deprivation are told as deprivation.
bool is_index(std::string_view column) {
  return column.ends_with("_score") || column.ends_with("_rank") || column.ends_with("_decile");
}
bool is_ratio(const std::string& column) {
  const auto units = column_words(column).units;
  const auto holds = [&](std::string_view part) { return column.find(part) != std::string::npos; };
  return units.starts_with("share") || units.starts_with("rate") || holds("prevalence") ||
         holds("achievement") || holds("percent") || column.starts_with("qof");
}

class Profiler {
 public:
  Profiler(const datasets::Place& place, const datasets::PlanRecord& plan, const workforce::Coverage* staff)
      : place_(place),
        plan_(plan),
        staff_(staff),
        units_(workforce::find_units_of(place, plan, "neighbourhood")),
        rows_(units_.size() + 1) {
    const auto& word = place.name;
    profile_.table = {
        "profile", fmt::format("Each neighbourhood of plan {} beside {}", plan.name, word), {}, {}};
    column("id", 0, "Identifier within the plan; 'place' is all of them and what no plan holds together");
    column("name", 0, "Working name");
    for (std::size_t k = 0; k < units_.size(); ++k) {
      rows_[k].emplace_back(units_.id[k]);
      rows_[k].emplace_back(std::string(datasets::further_name(units_.id[k], units_.name[k])));
    }
    rows_.back() = {std::string("place"), place.name};
    population_ = place.areas.population;
    population_.resize(place.areas.size(), kMissing);
  }
  Profile take() {
    add_people();
    add_ages();
    add_deprivation();
    for (const auto& topic : topics()) add_topic(topic);
    add_segments();
    add_rural();
    add_practices();
    add_organisations();
    add_wards();
    add_sites();
    add_services();
    add_staff();
    profile_.table.rows = std::move(rows_);
    return std::move(profile_);
  }

 private:
  void column(std::string name, int decimals, std::string meaning) {
    profile_.table.columns.push_back({std::move(name), decimals, std::move(meaning)});
  }
  void absent(const std::string& what, const std::string& file) {
    profile_.absent.push_back(fmt::format("{} (import {})", what, file));
  }
  [[nodiscard]] bool is_inside(std::size_t area) const {
    return place_.areas.inside.empty() || place_.areas.inside[area] != 0;
  }
  /// Rows that an area counts in: its neighbourhood's, and that of the place.
  template <class Add>
  void for_rows(std::size_t area, const Add& add) const {
    if (!is_inside(area)) return;
    if (units_.of_area[area] >= 0) add(static_cast<std::size_t>(units_.of_area[area]));
    add(units_.size());
  }
  /// Sums of a value of areas; NaN where none is known.
  [[nodiscard]] std::vector<double> sums(const std::vector<double>& of_area) const {
    std::vector<double> sum(rows_.size(), kMissing);
    for (std::size_t i = 0; i < place_.areas.size(); ++i)
      for_rows(i, [&](std::size_t k) { add_known(sum[k], value_at(of_area, i)); });
    return sum;
  }
  /// Means over the people of areas whose value is known.
  [[nodiscard]] std::vector<double> means(const std::vector<double>& of_area) const {
    std::vector<double> sum(rows_.size(), 0), people(rows_.size(), 0);
    for (std::size_t i = 0; i < place_.areas.size(); ++i) {
      const double value = value_at(of_area, i);
      if (std::isnan(value) || !(population_[i] > 0)) continue;
      for_rows(i, [&](std::size_t k) {
        sum[k] += population_[i] * value;
        people[k] += population_[i];
      });
    }
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] = people[k] > 0 ? sum[k] / people[k] : kMissing;
    return sum;
  }
  void numbers(std::string name, int decimals, std::string meaning, const std::vector<double>& values) {
    column(std::move(name), decimals, std::move(meaning));
    for (std::size_t k = 0; k < rows_.size(); ++k) rows_[k].emplace_back(values[k]);
  }
  void texts(std::string name, std::string meaning, const std::vector<std::string>& values) {
    column(std::move(name), 0, std::move(meaning));
    for (std::size_t k = 0; k < rows_.size(); ++k) rows_[k].emplace_back(values[k]);
  }
  [[nodiscard]] static bool any_known(const std::vector<double>& values) {
    return std::any_of(values.begin(), values.end(), [](double value) { return !std::isnan(value); });
  }
  /// A sum that leaves areas out says so.
  void note_partial(const std::string& name, const std::vector<double>& of_area) {
    std::size_t unknown = 0;
    for (std::size_t i = 0; i < place_.areas.size(); ++i)
      unknown += is_inside(i) && std::isnan(value_at(of_area, i)) ? 1U : 0U;
    if (unknown > 0)
      profile_.notes.push_back(
          fmt::format("{}: not known of {} areas, which count in neither sum nor mean", name, unknown));
  }

  void add_people() {
    residents_ = sums(population_);
    numbers("residents", 0, "Usual residents, people", residents_);
    note_partial("residents", population_);
  }

  void add_ages() {
    if (place_.ages.empty()) return absent("people by age", "census TS007A or a mid-year estimate");
    std::map<std::string_view, std::size_t> row_of;
    for (std::size_t i = 0; i < place_.areas.size(); ++i) row_of[place_.areas.code[i]] = i;
    // Where an area has rows for both sexes together, those count and no others.
    std::vector<std::uint8_t> both(place_.areas.size(), 0);
    for (const auto& row : place_.ages)
      if (const auto at = row_of.find(row.area); at != row_of.end() && row.sex.empty()) both[at->second] = 1;
    for (const auto& group : kAges) {
      std::vector<double> of_area(place_.areas.size(), kMissing);
      bool straddles = false;
      for (const auto& row : place_.ages) {
        const auto at = row_of.find(row.area);
        if (at == row_of.end() || row.sex.empty() != (both[at->second] != 0)) continue;
        const auto band = workforce::parse_band(row.band);
        if (!band || band->last < group.first || band->first > group.last) continue;
        straddles = straddles || band->first < group.first || band->last > group.last;
        add_known(of_area[at->second], row.people);
      }
      if (straddles) {
        profile_.notes.push_back(
            fmt::format("{}: an age band that is loaded crosses its limits: left out", group.name));
        continue;
      }
      const auto people = sums(of_area);
      if (any_known(people)) numbers(group.name, 0, std::string(group.meaning) + ", people", people);
    }
  }

  void add_deprivation() {
    if (!any_known(place_.areas.imd_score))
      absent("deprivation", "an index of deprivation with scores");
    else
      numbers("deprivation_mean", 1, "Mean IMD score over residents; higher is more deprived",
              means(place_.areas.imd_score));
    const bool judged = any_known(place_.areas.imd_score) || any_known(place_.areas.imd_decile) ||
                        std::any_of(place_.areas.priority.begin(), place_.areas.priority.end(),
                                    [](auto priority) { return priority != 0; });
    if (judged && !place_.areas.priority.empty())
      numbers("priority_share", 3, "Share of residents in priority areas (Core20 or the imported list)",
              means({place_.areas.priority.begin(), place_.areas.priority.end()}));
  }

  void add_topic(const Topic& topic) {
    bool some = false;
    for (const auto& [name, values] : place_.areas.indicators) {
      const bool fits =
          std::any_of(topic.words.begin(), topic.words.end(),
                      [&name = name](std::string_view word) { return name.find(word) != std::string::npos; });
      if (!fits || is_index(name) || !any_known(values)) continue;
      some = true;
      const auto words = column_words(name);
      if (is_ratio(name))
        numbers(name, 3, fmt::format("{}: mean over residents of what is known", words.title), means(values));
      else
        numbers(name, 0, fmt::format("{}: sum over areas", words.title), sums(values));
      note_partial(name, values);
    }
    if (!some) absent(topic.name, topic.file);
  }

  void add_segments() {
    std::map<std::string, std::vector<double>> of_segment;
    for (const auto& row : place_.segments)
      if (const auto area = place_.find_area(row.area)) {
        auto& values = of_segment[row.segment];
        values.resize(place_.areas.size(), kMissing);
        add_known(values[*area], row.people);
      }
    for (const auto& [segment, values] : of_segment)
      numbers("segment_" + segment, 0, fmt::format("Residents of segment {}, people", segment), sums(values));
  }

  void add_rural() {
    const auto at = place_.areas.parents.find("rural_urban");
    if (at == place_.areas.parents.end())
      return absent("rural share", "the Rural Urban Classification of LSOAs");
    std::vector<double> rural(place_.areas.size(), kMissing);
    for (std::size_t i = 0; i < rural.size() && i < at->second.size(); ++i) {
      auto words = at->second[i];
      if (words.empty()) continue;
      std::transform(words.begin(), words.end(), words.begin(),
                     [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
      // "Rural village" (2011), "Larger rural: nearer to ..." (2021), "Urban city", "Urban: ...".
      rural[i] = !words.starts_with("urban") && words.find("rural") != std::string::npos ? 1 : 0;
    }
    numbers("rural_share", 3, "Share of residents in areas classed as rural", means(rural));
    note_partial("rural_share", rural);
  }

  void add_practices() {
    lists_ = workforce::collect_lists(place_);
    registered_.assign(rows_.size(), kMissing);
    if (place_.registrations.empty()) {
      absent("registered patients", "patients registered by LSOA");
    } else {
      registered_ = sums(lists_.registered);
      numbers("registered", 0, "Patients of any practice who live here, people", registered_);
      std::vector<double> ratio;
      for (std::size_t k = 0; k < rows_.size(); ++k)
        ratio.push_back(residents_[k] > 0 ? registered_[k] / residents_[k] : kMissing);
      numbers("registered_per_resident", 3, "Registered over residents", ratio);
    }
    std::vector<double> practices(rows_.size(), 0), list(rows_.size(), kMissing);
    std::vector<std::vector<std::string>> names(rows_.size());
    bool some = false;
    for (const auto& site : place_.sites) {
      if (site.kind != "gp" || !site.open) continue;
      some = true;
      const auto area = place_.find_area(site.area);
      if (!area) continue;
      for_rows(*area, [&](std::size_t k) {
        ++practices[k];
        add_known(list[k], site.list_size);
        names[k].push_back(std::isnan(site.list_size)
                               ? site.id
                               : fmt::format("{} {}", site.id, number_text(site.list_size, 0)));
      });
    }
    if (!some) return absent("practices", "a list of practices");
    numbers("practices", 0, "Open GP practices that lie here", practices);
    numbers("list_of_practices", 0, "Patients on the whole lists of those practices, where known", list);
    names.back().clear();
    texts("practice_lists", "Those practices with their whole lists", joined(names));
  }

  [[nodiscard]] static std::vector<std::string> joined(const std::vector<std::vector<std::string>>& lists) {
    std::vector<std::string> texts;
    for (const auto& list : lists) texts.push_back(fmt::format("{}", fmt::join(list, ", ")));
    return texts;
  }

  /// "U12345 all, U23456 62 %", most first; parts below the material share are left out.
  [[nodiscard]] std::vector<std::string> shares(const std::vector<std::string>& names,
                                                const std::vector<std::vector<double>>& part,
                                                const std::vector<double>& whole) const {
    const double material = workforce::thresholds_of(place_.settings).split;
    std::vector<std::string> texts(rows_.size());
    for (std::size_t k = 0; k + 1 < rows_.size(); ++k) {
      std::vector<std::pair<double, std::string>> found;
      for (std::size_t u = 0; u < names.size(); ++u)
        if (whole[u] > 0 && part[u][k] / whole[u] >= material)
          found.emplace_back(-part[u][k] / whole[u], names[u]);
      std::stable_sort(found.begin(), found.end());
      for (const auto& [share, name] : found)
        texts[k] += fmt::format("{}{} {}", texts[k].empty() ? "" : ", ", name,
                                -share > 1 - material ? "all" : number_text(-100 * share, 0) + " %");
    }
    return texts;
  }

  void add_organisations() {
    if (place_.registrations.empty()) return;
    const auto report = workforce::measure_organisations(place_, plan_);
    if (report.pcns.empty()) return absent("PCNs", "a table of practices and PCNs");
    std::vector<std::string> names;
    std::vector<std::vector<double>> part;
    std::vector<double> whole;
    for (std::size_t u = 0; u < report.pcns.size(); ++u) {
      names.push_back(report.pcns[u].id);
      whole.push_back(report.pcns[u].patients);
      part.emplace_back(rows_.size(), 0.0);
      for (std::size_t n = 0; n < report.neighbourhood.size(); ++n) {
        const auto at = std::find(units_.id.begin(), units_.id.end(), report.neighbourhood[n]);
        if (at != units_.id.end())
          part.back()[static_cast<std::size_t>(at - units_.id.begin())] = report.overlap.at(u, n);
      }
    }
    texts("pcns",
          "PCNs by the share of their patients of the place who live here; all: but for less than the "
          "material share",
          shares(names, part, whole));
  }

  void add_wards() {
    const auto at = place_.areas.parents.find("ward_code");
    if (at == place_.areas.parents.end()) return absent("wards", "a lookup of LSOAs to wards");
    const auto named = place_.areas.parents.find("ward_name");
    std::map<std::string, std::size_t> row_of;
    std::vector<std::string> names;
    std::vector<std::vector<double>> part;
    std::vector<double> whole;
    for (std::size_t i = 0; i < place_.areas.size() && i < at->second.size(); ++i) {
      const auto& code = at->second[i];
      if (code.empty() || !is_inside(i) || !(population_[i] > 0)) continue;
      const auto [found, is_new] = row_of.emplace(code, names.size());
      if (is_new) {
        const bool has_name = named != place_.areas.parents.end() && !named->second[i].empty();
        names.push_back(has_name ? named->second[i] : code);
        part.emplace_back(rows_.size(), 0.0);
        whole.push_back(0);
      }
      const std::size_t row = found->second;
      whole[row] += population_[i];
      for_rows(i, [&](std::size_t k) { part[row][k] += population_[i]; });
    }
    texts("wards", "Wards by the share of their residents of the place who live here",
          shares(names, part, whole));
  }

  void add_sites() {
    std::map<std::string, std::vector<double>> count;
    for (const auto& site : place_.sites) {
      if (site.kind == "gp" || !site.open) continue;
      auto& of_kind = count.try_emplace(site.kind, rows_.size(), 0.0).first->second;
      if (const auto area = place_.find_area(site.area))
        for_rows(*area, [&](std::size_t k) { ++of_kind[k]; });
    }
    if (!count.contains("base")) absent("bases", "a table of sites with staff bases");
    for (const auto& [kind, sites] : count)
      numbers("sites_" + kind, 0, fmt::format("Open sites of kind {} that lie here", kind), sites);
  }

  void add_services() {
    if (place_.footprints.empty()) return absent("services", "a table of footprints");
    std::map<std::string, std::size_t> row_of;
    for (std::size_t k = 0; k < units_.size(); ++k) row_of[units_.id[k]] = k;
    std::vector<std::map<std::string, double>> most(rows_.size());
    for (const auto& footprint : workforce::measure_footprints(place_, plan_).footprints)
      for (const auto& touched : footprint.parts)
        if (const auto at = row_of.find(touched.neighbourhood); at != row_of.end()) {
          auto& share = most[at->second][footprint.service];
          share = std::max(share, touched.share);
        }
    const double material = workforce::thresholds_of(place_.settings).split;
    std::vector<std::vector<std::string>> names(rows_.size());
    for (std::size_t k = 0; k < rows_.size(); ++k)
      for (const auto& [service, share] : most[k])
        if (share >= material)
          names[k].push_back(share > 1 - material ? service
                                                  : fmt::format("{} (its largest patch {} %)", service,
                                                                number_text(100 * share, 0)));
    texts("services", "Services whose footprints lie here, with the share of residents where not all",
          joined(names));
  }

  /// WTE per 10,000 people by need of every role group, as it may be published.
  void add_staff() {
    if (place_.workforce.empty()) return absent("staff", "a table of staff");
    workforce::CoverageRequest question;
    question.compare_plans = false;
    question.draws = 1000;
    const auto coverage =
        staff_ != nullptr ? *staff_ : workforce::publish_coverage(place_, plan_, question).coverage;
    const auto rate_of = [&](std::size_t k, const workforce::Coverage& of, bool hidden) {
      return hidden || coverage.unit[k].hidden ? Cell("[c]") : Cell(of.unit[k].per_10k_need);
    };
    const auto sure = workforce::measure_certainty(coverage);
    // The two ends of an interval beside a rate; of a role group its WTE stand for persons.
    const auto add_limits = [&](const std::string& name, auto limits_of) {
      for (const bool is_low : {true, false}) {
        column(name + (is_low ? "_low" : "_high"), 2,
               fmt::format("{} 95 % limit of {}", is_low ? "Lower" : "Upper", name));
        for (std::size_t k = 0; k < units_.size(); ++k) {
          const std::optional<workforce::Limits> limits = limits_of(k);
          rows_[k].push_back(!limits ? Cell("[c]") : Cell(is_low ? limits->low : limits->high));
        }
        rows_.back().emplace_back(kMissing);
      }
    };
    std::vector<Cell> per_gp(rows_.size(), Cell(kMissing));
    const auto& groups = coverage.by_group;
    column("wte_per_10k_need", 2,
           fmt::format("WTE per 10,000 people by need ({}) whose practice or PCN reported", coverage.scheme));
    for (std::size_t k = 0; k < units_.size(); ++k) rows_[k].push_back(rate_of(k, coverage, false));
    rows_.back().emplace_back(kMissing);
    add_limits("wte_per_10k_need", [&](std::size_t k) {
      return coverage.unit[k].hidden ? std::nullopt : std::optional(sure.units[k].per_10k_need);
    });
    texts("wte_funnel", "Where the rate lies among the control limits around the place's", funnels(sure));
    for (std::size_t c = 0; c < groups.size(); ++c) {
      // Who reported is told role by role, and so the people behind its rate.
      question.groups = {groups[c].name};
      const auto of_group = workforce::measure_coverage(place_, plan_, question);
      column(groups[c].name + "_per_10k_need", 2,
             fmt::format("{}: WTE per 10,000 people by need ({})",
                         workforce::find_role_group(groups[c].name).name, of_group.scheme));
      for (std::size_t k = 0; k < units_.size(); ++k) {
        const auto at = k * groups.size() + c;
        const bool hidden = !coverage.role_hidden.empty() && coverage.role_hidden[at] != 0;
        const double wte = coverage.role_wte[at];
        rows_[k].push_back(rate_of(k, of_group, hidden));
        if (groups[c].name == "GP")
          per_gp[k] = hidden || coverage.unit[k].hidden        ? Cell("[c]")
                      : of_group.unit[k].partial || !(wte > 0) ? Cell(kMissing)
                                                               : Cell(registered_[k] / wte);
      }
      rows_.back().emplace_back(kMissing);
      add_limits(groups[c].name + "_per_10k_need", [&](std::size_t k) -> std::optional<workforce::Limits> {
        const auto at = k * groups.size() + c;
        const auto& unit = coverage.unit[k];
        if (unit.hidden || (!coverage.role_hidden.empty() && coverage.role_hidden[at] != 0))
          return std::nullopt;
        const double wte = coverage.role_wte[at];
        if (!(wte > 0) || !(unit.wte > 0)) return workforce::kNoLimits;
        return workforce::rate_limits(wte * unit.per_10k_need / unit.wte, wte, unit.need);
      });
    }
    const bool has_gp =
        std::any_of(groups.begin(), groups.end(), [](const auto& g) { return g.name == "GP"; });
    if (has_gp) {
      column("registered_per_gp", 0, "Registered patients who live here for each GP WTE that falls to them");
      for (std::size_t k = 0; k < rows_.size(); ++k) rows_[k].push_back(per_gp[k]);
    } else {
      absent("patients per GP", "staff of practices");
    }
    profile_.notes.push_back(fmt::format("staff: {}; of one role group its WTE stand for persons; {}",
                                         sure.method, sure.leaves_out));
  }

  [[nodiscard]] static std::vector<std::string> funnels(const workforce::Certainty& sure) {
    std::vector<std::string> words;
    for (const auto& one : sure.units) words.emplace_back(workforce::funnel_text(one.funnel));
    words.emplace_back();  // of the place itself
    return words;
  }

  const datasets::Place& place_;
  const datasets::PlanRecord& plan_;
  const workforce::Coverage* staff_;  ///< as published; null: to be worked out
  workforce::Units units_;
  std::vector<std::vector<Cell>> rows_;  ///< of each unit, then of the place
  std::vector<double> population_, residents_, registered_;
  workforce::Lists lists_;
  Profile profile_;
};

}  // namespace

Profile measure_profile(const datasets::Place& place, const datasets::PlanRecord& plan,
                        const workforce::Coverage* staff) {
  return Profiler(place, plan, staff).take();
}

Table profile_card(const Profile& profile, std::size_t row) {
  Table card{"card",
             cell_text(profile.table.rows[row][0], 0) + " " + cell_text(profile.table.rows[row][1], 0),
             {{"what", 0, ""}, {"here", 0, ""}, {"place", 0, ""}},
             {}};
  for (std::size_t c = 2; c < profile.table.columns.size(); ++c) {
    const auto& column = profile.table.columns[c];
    card.rows.push_back({column.name, cell_text(profile.table.rows[row][c], column.decimals),
                         cell_text(profile.table.rows.back()[c], column.decimals)});
  }
  return card;
}

std::vector<std::string> profile_notes(const Profile& profile) {
  std::vector<std::string> lines;
  if (!profile.absent.empty())
    lines.push_back(fmt::format("Not loaded: {}", fmt::join(profile.absent, "; ")));
  lines.insert(lines.end(), profile.notes.begin(), profile.notes.end());
  return lines;
}

std::string profile_json(const Profile& profile) {
  using Json = nlohmann::ordered_json;
  Json out{{"rows", Json::array()},
           {"columns", Json::object()},
           {"absent", profile.absent},
           {"notes", profile.notes}};
  for (const auto& column : profile.table.columns) out["columns"][column.name] = column.meaning;
  for (const auto& row : profile.table.rows) {
    Json one = Json::object();
    for (std::size_t c = 0; c < row.size(); ++c) {
      const auto* number = std::get_if<double>(&row[c]);
      auto& cell = one[profile.table.columns[c].name];
      if (number == nullptr)
        cell = std::get<std::string>(row[c]);
      else
        cell = std::isfinite(*number) ? Json(*number) : Json(nullptr);
    }
    out["rows"].push_back(std::move(one));
  }
  return json_text(out);
}

}  // namespace placewright::boundaries::output
