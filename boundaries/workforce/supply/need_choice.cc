#include "boundaries/workforce/supply/need_choice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "boundaries/workforce/supply/ages.h"
#include "boundaries/workforce/supply/roles.h"
#include "datasets/place/place_words.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr std::string_view kSet = "set:", kAges = "ages:", kSetting = "need";
constexpr unsigned kNoEnd = 200;  // last year of an open band
constexpr const char* kWeighted = datasets::kWeightedList.data();

/// Families with children up to school leaving age (health visiting and school nursing are commissioned for
/// 0 to 19), older people, and lists as general practice is paid by them.
const std::array<NeedSet, 3>& sets() {
  static const std::array<NeedSet, 3> all{
      {{"set:people", "people as they are, whatever the staff", {}},
       {"set:lists",
        "staff of practices and PCNs by the weighted lists of NHS Payments, others by people",
        {{"GP", kWeighted},
         {"PN", kWeighted},
         {"DPC", kWeighted},
         {"ARRS", kWeighted},
         {"PADMIN", kWeighted}}},
       {"set:services",
        "practices and PCNs by weighted lists, health visiting, school nursing and children's services by "
        "people of 0 to 19, community nursing and social care by people of 65 and over, others by people",
        {{"GP", kWeighted},
         {"PN", kWeighted},
         {"DPC", kWeighted},
         {"ARRS", kWeighted},
         {"PADMIN", kWeighted},
         {"HV", "ages:0-19"},
         {"CYP", "ages:0-19"},
         {"CN", "ages:65+"},
         {"ASC", "ages:65+"},
         {"DOM", "ages:65+"}}}}};
  return all;
}

NeedChoice choice_of_set(std::string_view word, const std::string& where) {
  std::vector<std::string> names;
  for (const auto& set : sets()) {
    names.emplace_back(set.name);
    if (word != set.name) continue;
    return {"none", {set.of_group.begin(), set.of_group.end()}, true};
  }
  throw geo::InputError{{where, fmt::format("there is no set of schemes '{}'", word),
                         fmt::format("one of {}, or the name of a scheme", fmt::join(names, ", "))}};
}

NeedChoice choice_of_place(const datasets::Place& place) {
  NeedChoice choice;
  const std::string setting(kSetting);
  if (const auto at = place.settings.find(setting); at != place.settings.end() && !at->second.empty()) {
    choice = at->second.starts_with(kSet) ? choice_of_set(at->second, "setting " + setting)
                                          : NeedChoice{at->second, {}, true};
  }
  const auto groups = setting + ".";
  for (auto at = place.settings.lower_bound(groups);
       at != place.settings.end() && at->first.starts_with(groups); ++at) {
    const auto group = at->first.substr(groups.size());
    if (find_role_group(group).code != group)
      throw geo::InputError{{"setting " + at->first, fmt::format("'{}' is no role group", group),
                             "use a code such as need.CN, need.HV"}};
    choice.of_group[group] = at->second;
    choice.may_give_way = true;
  }
  return choice;
}

SchemeWeights ages_only(std::string_view ages) {
  const bool sexed = ages.starts_with("F ") || ages.starts_with("M ");
  const auto band = parse_band(sexed ? ages.substr(2) : ages);
  if (!band || ages.find_first_of("0123456789") == std::string_view::npos)
    throw geo::InputError{{"--scheme", fmt::format("'{}{}' names no ages", kAges, ages),
                           "write ages:0-19, ages:65+ or ages:F 15-44"}};
  const std::string sex(sexed ? ages.substr(0, 2) : "");
  SchemeWeights weights;
  auto& age = weights["age"];
  const auto open = band->last >= kNoEnd;
  age[sex + (open ? fmt::format("{}+", band->first) : fmt::format("{}-{}", band->first, band->last))] = 1;
  if (band->first > 0) age[fmt::format("{}0-{}", sex, band->first - 1)] = 0;
  if (!open) age[fmt::format("{}{}+", sex, band->last + 1)] = 0;
  if (sexed) age[ages.starts_with("F ") ? "M 0+" : "F 0+"] = 0;
  return weights;
}

}  // namespace

std::span<const NeedSet> need_sets() { return sets(); }

const std::string& NeedChoice::scheme_of(const std::vector<std::string>& groups) const {
  const auto of = [&](const std::string& group) -> const std::string& {
    const auto at = of_group.find(group);
    return at == of_group.end() ? others : at->second;
  };
  if (groups.empty()) return others;
  const auto& first = of(groups.front());
  for (const auto& group : groups)
    if (of(group) != first) return others;
  return first;
}

NeedChoice choose_need(const datasets::Place& place, std::string_view word) {
  if (word.empty()) return choice_of_place(place);
  if (word.starts_with(kSet)) return choice_of_set(word, "--scheme");
  return {std::string(word), {}, false};
}

void set_place_need(std::map<std::string, std::string>& settings, std::string_view word) {
  const std::string setting(kSetting);
  std::erase_if(settings, [&](const auto& entry) { return entry.first.starts_with(setting + "."); });
  settings[setting] = word;
}

std::optional<SchemeWeights> built_in_scheme(std::string_view name) {
  if (name == "example")
    return {{{"age", {{"0-14", .8}, {"15-44", .9}, {"45-64", 1.1}, {"65-74", 1.6}, {"75+", 2.6}}},
             {"imd_quintile", {{"1", 1.15}, {"2", 1.06}, {"3", 1.00}, {"4", .95}, {"5", .90}}}}};
  // The workload of general practice as the Statement of Financial Entitlements is remembered to have it.
  if (name == "age-sex-example")
    return {{{"age",
              {{"M 0-4", 3.97},
               {"M 5-14", 1.00},
               {"M 15-44", 1.02},
               {"M 45-64", 2.15},
               {"M 65-74", 4.19},
               {"M 75-84", 5.18},
               {"M 85+", 6.27},
               {"F 0-4", 3.64},
               {"F 5-14", 1.04},
               {"F 15-44", 2.19},
               {"F 45-64", 3.36},
               {"F 65-74", 4.90},
               {"F 75-84", 6.56},
               {"F 85+", 6.72}}}}};
  if (name.starts_with(kAges)) return ages_only(name.substr(kAges.size()));
  return std::nullopt;
}

}  // namespace placewright::boundaries::workforce
