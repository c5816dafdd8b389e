#include "boundaries/output/page_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>

#include "boundaries/output/table.h"

namespace placewright::boundaries::output {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

constexpr std::array<std::pair<std::string_view, std::string_view>, 53> kHeadings{{
    {"id", "identifier"},
    {"areas", "small areas"},
    {"residents", "residents (people)"},
    {"registered", "registered patients who live here (people)"},
    {"registered_per_resident", "registered patients for each resident"},
    {"deprivation_mean", "mean deprivation (higher is more deprived)"},
    {"priority_share", "share of residents in priority areas (0 to 1)"},
    {"practices", "GP practices"},
    {"hectares", "land (hectares)"},
    {"polsby_popper", "roundness (0 to 1, higher is rounder)"},
    {"reock", "share of its least enclosing circle (0 to 1)"},
    {"convex_hull", "share of its convex hull (0 to 1)"},
    {"pieces", "pieces"},
    {"people_outside_bounds", "people outside the bounds"},
    {"practice_code", "practice code"},
    {"pcn_code", "primary care network"},
    {"list", "patients on the whole list (people)"},
    {"living_in_place", "share of the list that lives in the place (0 to 1)"},
    {"neighbourhood_by_patients", "neighbourhood where most of its patients live"},
    {"neighbourhood_by_patients_name", "name of that neighbourhood"},
    {"share_of_list", "share of the list that lives there (0 to 1)"},
    {"neighbourhood_by_location", "neighbourhood where it lies"},
    {"neighbourhood_by_location_name", "name of the neighbourhood where it lies"},
    {"share_kept", "share of its people for whom it is kept (0 to 1)"},
    {"people_outside", "people outside the bounds"},
    {"age_0_4", "residents aged 0 to 4 (people)"},
    {"age_5_19", "residents aged 5 to 19 (people)"},
    {"age_20_39", "residents aged 20 to 39 (people)"},
    {"age_40_64", "residents aged 40 to 64 (people)"},
    {"age_65_84", "residents aged 65 to 84 (people)"},
    {"age_65_plus", "residents aged 65 and over (people)"},
    {"age_85_plus", "residents aged 85 and over (people)"},
    {"rural_share", "share of residents in rural areas (0 to 1)"},
    {"list_of_practices", "patients on the whole lists of those practices (people)"},
    {"practice_lists", "those practices with their lists (people)"},
    {"pcns", "PCNs, with the share of their patients who live here"},
    {"reg/res", "registered patients for each resident"},
    {"need", "people weighted by need"},
    {"IMD", "mean deprivation (IMD score, higher is more deprived)"},
    {"core20_%", "residents in the most deprived fifth of England (%)"},
    {"reported_%", "patients whose practice or PCN reported (%)"},
    {"WTE", "staff (whole-time equivalents)"},
    {"per10k_residents", "staff for 10,000 residents (WTE)"},
    {"per10k_registered", "staff for 10,000 registered patients (WTE)"},
    {"per10k_need", "staff for 10,000 people weighted by need (WTE)"},
    {"fair", "staff at the place's rate by need (WTE)"},
    {"gap", "staff above that, or below it with a minus (WTE)"},
    {"misaligned_%", "the same as a share of it (%)"},
    {"estimated_%", "of the staff, estimated (%)"},
    {"known_%", "rows that say their WTE (%)"},
    {"areas_without", "areas without it"},
    {"residents_without", "residents of those areas (people)"},
    {"people", "people"},
}};

/// One {placeholder} of a CriterionRow's sentence: "name", "name:form" or "name?words".
std::string ingredient_text(const CriterionScore& criterion, std::string_view asked) {
  const auto name = asked.substr(0, asked.find_first_of(":?"));
  const auto at = criterion.ingredients.find(std::string(name));
  const double value = at == criterion.ingredients.end() ? kMissing : at->second;
  const auto form = asked.substr(std::min(asked.size(), name.size() + 1));
  if (asked.size() > name.size() && asked[name.size()] == '?') return value > 0 ? std::string(form) : "";
  if (form == "1") return number_text(value, 1);
  if (form == "r3") return figure_text(value, 3);
  if (form == "%") return number_text(100 * value, 1) + " %";
  if (form == "km") return number_text(value / 1000, 1) + " km";
  if (form == "d") return fmt::format("{:.0f}", value);
  return number_text(value, 0);
}

}  // namespace

std::string heading_words(std::string_view column) {
  for (const auto& [name, words] : kHeadings)
    if (name == column) return std::string(words);
  std::string words(column);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string code_words(std::string_view code) {
  static constexpr std::array<std::string_view, 7> kNames{"WTE",    "PCN",  "IMD", "LSOA",
                                                          "LSOA11", "SYOA", "MAUP"};
  std::string words;
  for (std::size_t from = 0; from <= code.size();) {
    const auto to = std::min(code.find('_', from), code.size());
    const auto word = code.substr(from, to - from);
    if (!words.empty()) words += ' ';
    if (std::find(kNames.begin(), kNames.end(), word) != kNames.end())
      words += word;
    else
      for (const char c : word) words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    from = to + 1;
  }
  return words;
}

std::string natural_units(const CriterionScore& criterion) {
  std::string text;
  auto left = row_of(criterion.criterion).sentence;
  for (auto open = left.find('{'); open != left.npos; open = left.find('{')) {
    const auto close = left.find('}', open);
    text.append(left.substr(0, open))
        .append(ingredient_text(criterion, left.substr(open + 1, close - open - 1)));
    left.remove_prefix(close + 1);
  }
  return text.append(left);
}

}  // namespace placewright::boundaries::output
