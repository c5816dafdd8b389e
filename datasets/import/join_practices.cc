#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "datasets/import/join.h"
#include "datasets/place/place_words.h"

/// Values of practices become list sizes, weights, and indicators of the areas where their patients live.
namespace placewright::datasets {
namespace {

/// Value over what it is of, by practice.
using Ratios = std::map<std::string, double>;

struct Edition {
  int month = 0;
  std::string vintage, taken_for;
  friend bool operator==(const Edition&, const Edition&) = default;
  friend auto operator<=>(const Edition&, const Edition&) = default;
};

Edition edition_of(const TakenTable& taken) {
  return {month_of(taken.source.vintage).value_or(0), taken.source.vintage, taken.source.taken_for};
}

/// What becomes of the values of one practice in one file; a file's row counts once.
class Fates {
 public:
  explicit Fates(const Collected& collected) : why_(collected.practice_values.size()) {}
  void leave(std::size_t value, std::string_view why) { why_[value] = why; }
  [[nodiscard]] bool is_left(std::size_t value) const { return !why_[value].empty(); }
  void settle(Collected& collected) const {
    struct Rows {
      std::int64_t rows = 0;
      bool used = false;
      std::string_view why;
    };
    std::map<std::tuple<std::size_t, std::string, std::string>, Rows> all;  // file, practice, own rows of
    std::map<std::pair<std::size_t, std::string>, std::string> group;
    for (std::size_t k = 0; k < why_.size(); ++k) {
      const auto& value = collected.practice_values[k];
      auto& name = group[{value.taken, value.practice}];
      if (value.rows_read > 0) name = value.name + value.part;  // values without rows belong to those before
      auto& rows = all[{value.taken, value.practice, name}];
      rows.rows += value.rows_read;
      rows.used = rows.used || why_[k].empty();
      if (rows.why.empty()) rows.why = why_[k];
    }
    std::map<std::pair<std::size_t, std::string_view>, std::int64_t> left;
    for (const auto& [key, rows] : all) {
      auto& source = collected.taken[std::get<0>(key)].source;
      if (rows.used)
        source.rows_matched += rows.rows;
      else
        left[{std::get<0>(key), rows.why}] += rows.rows;
    }
    for (const auto& [key, rows] : left) leave_out(collected.taken[key.first].source, rows, key.second);
  }

 private:
  std::vector<std::string_view> why_;  ///< empty: used
};

/// Each value by its latest edition only.
void leave_older_editions(const Collected& collected, Fates& fates) {
  std::map<std::string, Edition> latest;
  const auto& values = collected.practice_values;
  for (const auto& value : values) {
    auto& best = latest[value.name];
    best = std::max(best, edition_of(collected.taken[value.taken]));
  }
  for (std::size_t k = 0; k < values.size(); ++k)
    if (edition_of(collected.taken[values[k].taken]) != latest.at(values[k].name))
      fates.leave(k, "of an older edition, or of a coarser table of the same");
}

/// Sums of the parts of each value; values of one sex alone are left out.
std::map<std::string, Ratios> add_parts(Collected& collected, Fates& fates) {
  struct Sum {
    std::map<std::string, std::pair<double, double>> parts;  ///< value, of
    std::vector<std::size_t> values;
  };
  std::map<std::string, std::map<std::string, Sum>> sums;  // name, practice
  for (std::size_t k = 0; k < collected.practice_values.size(); ++k) {
    const auto& value = collected.practice_values[k];
    if (fates.is_left(k)) continue;
    auto& sum = sums[value.name][value.practice];
    sum.parts.insert_or_assign(value.part, std::make_pair(value.value, value.of));
    sum.values.push_back(k);
  }
  std::map<std::string, Ratios> ratios;
  std::set<std::size_t> one_sex;
  for (const auto& [name, practices] : sums)
    for (const auto& [practice, sum] : practices) {
      const bool whole = sum.parts.contains("");
      if (!whole && sum.parts.size() < 2) {
        for (const auto k : sum.values) {
          fates.leave(k, "of one sex alone");
          one_sex.insert(collected.practice_values[k].taken);
        }
        continue;
      }
      double value = 0, of = 0;
      for (const auto& [part, numbers] : sum.parts) {
        if (whole && !part.empty()) continue;
        value += numbers.first;
        of += numbers.second;
      }
      ratios[name][practice] = name == kListSize ? value : value / of;
    }
  for (const auto taken : one_sex)
    collected.findings.push_back({"PRACTICE_ONE_SEX", geo::Severity::warning,
                                  collected.taken[taken].source.file,
                                  "holds the patients of one sex, and no file has the other: not taken",
                                  "import the file of the other sex as well"});
  return ratios;
}

/// A practice's list stands where no registrations of a later date gave it.
void set_list_sizes(Place& place, const Ratios& lists, const Edition& edition) {
  int registered = -1;
  for (const auto& source : place.sources)
    if (source.taken_for == "patients registered by LSOA")
      registered = std::max(registered, month_of(source.vintage).value_or(0));
  for (auto& site : place.sites) {
    const auto at = lists.find(site.id);
    if (site.kind != "gp" || at == lists.end()) continue;
    if (is_missing(site.list_size) || edition.month >= registered) site.list_size = at->second;
  }
}

/// Weighted over registered patients, as weights of practices.
void set_weights(Place& place, const Ratios& weights, const std::string& source) {
  std::erase_if(place.weights, [](const WeightRow& row) {
    return row.scheme == kWeightedList && row.dimension == "practice";
  });
  for (const auto& [practice, weight] : weights)
    place.weights.push_back({std::string(kWeightedList), "practice", practice, weight, source});
  std::stable_sort(place.weights.begin(), place.weights.end(), [](const WeightRow& a, const WeightRow& b) {
    return std::tie(a.scheme, a.dimension, a.key) < std::tie(b.scheme, b.dimension, b.key);
  });
}

/// The mean of an area's registered patients over those at practices whose value is known, and their share.
void reach_areas(Place& place, const std::string& name, const Ratios& ratios) {
  auto& areas = place.areas;
  std::vector<double> sum(areas.size(), 0), known(areas.size(), 0), all(areas.size(), 0);
  for (const auto& row : place.registrations) {
    const auto area = place.find_area(row.area);
    if (!area) continue;
    all[*area] += row.patients;
    const auto at = ratios.find(row.practice);
    if (at == ratios.end() || is_missing(at->second)) continue;
    sum[*area] += row.patients * at->second;
    known[*area] += row.patients;
  }
  auto& values = areas.indicators[name];
  auto& covered = areas.indicators[name + "_covered"];
  values.assign(areas.size(), kMissing);
  covered.assign(areas.size(), kMissing);
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (known[row] > 0) values[row] = sum[row] / known[row];
    if (all[row] > 0) covered[row] = known[row] / all[row];
  }
}

/// Rows wait as long as they may be of use: of all practices until the place's are known, then of those.
void keep_values(Collected& collected, const std::vector<std::uint8_t>& keep) {
  std::map<std::pair<std::size_t, std::string>, std::vector<const PracticeValue*>> rows;
  for (std::size_t k = 0; k < collected.practice_values.size(); ++k) {
    const auto& value = collected.practice_values[k];
    if (keep[k] != 0) rows[{value.taken, value.practice}].push_back(&value);
  }
  for (const auto& [key, values] : rows)
    collected.waiting.push_back(waiting_row(collected.taken[key.first], values));
}

}  // namespace

void join_practice_values(Place& place, Collected& collected) {
  if (collected.practice_values.empty()) return;
  std::set<std::string_view> practices;
  for (const auto& site : place.sites)
    if (site.kind == "gp") practices.insert(site.id);
  const bool known = !place.registrations.empty() && !practices.empty();
  Fates fates(collected);
  leave_older_editions(collected, fates);
  std::vector<std::uint8_t> keep(collected.practice_values.size(), 1);
  std::map<std::string, Edition> editions;
  std::map<std::string, std::string> sources;
  for (std::size_t k = 0; k < keep.size(); ++k) {
    const auto& value = collected.practice_values[k];
    keep[k] = !fates.is_left(k) && (!known || practices.contains(value.practice)) ? 1 : 0;
    if (!fates.is_left(k) && !practices.contains(value.practice))
      fates.leave(k, "of practices that are not in the place");
    if (keep[k] == 0) continue;
    const auto& taken = collected.taken[value.taken];
    editions[value.name] = edition_of(taken);
    sources[value.name] = fmt::format("{}{}{}", taken.source.taken_for,
                                      taken.source.vintage.empty() ? "" : ", ", taken.source.vintage);
  }
  const auto ratios = add_parts(collected, fates);
  for (const auto& [name, by_practice] : ratios) {
    if (name == kListSize) {
      set_list_sizes(place, by_practice, editions.at(name));
      continue;
    }
    if (name == kWeightedList) set_weights(place, by_practice, sources.at(name));
    if (!place.registrations.empty())
      reach_areas(place, name == kWeightedList ? "practice_need_index" : name, by_practice);
  }
  if (place.registrations.empty())
    for (auto& taken : collected.taken)
      if (taken.recognised.format.kind == Kind::practice && !taken.waited)
        remark(taken.source, "values reach the areas once the registrations are imported");
  fates.settle(collected);
  for (std::size_t k = 0; k < keep.size(); ++k)
    if (!fates.is_left(k)) collected.practice_values[k].rows_read = 0;  // they have been accounted for
  keep_values(collected, keep);
}

}  // namespace placewright::datasets
