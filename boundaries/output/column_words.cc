#include "boundaries/output/column_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace placewright::boundaries::output {
namespace {

struct Known {
  std::string_view column, title, units;
};

constexpr std::array<Known, 26> kKnown{{
    {"population", "Residents", "people an area"},
    {"imd_score", "Index of Multiple Deprivation", "score, higher is more deprived"},
    {"imd_rank", "Index of Multiple Deprivation", "national rank, 1 is most deprived"},
    {"imd_decile", "Index of Multiple Deprivation", "national decile, 1 is most deprived"},
    {"imd2019_score", "Index of Multiple Deprivation 2019", "score, higher is more deprived"},
    {"imd2019_rank", "Index of Multiple Deprivation 2019", "national rank, 1 is most deprived"},
    {"imd2019_decile", "Index of Multiple Deprivation 2019", "national decile, 1 is most deprived"},
    {"imd25_income_score", "Income deprivation 2025", "score, higher is more deprived"},
    {"imd25_employment_score", "Employment deprivation 2025", "score, higher is more deprived"},
    {"imd25_education_score", "Education and skills deprivation 2025", "score, higher is more deprived"},
    {"imd25_health_score", "Health deprivation and disability 2025", "score, higher is more deprived"},
    {"imd25_crime_score", "Crime 2025", "score, higher is more deprived"},
    {"imd25_housing_and_services_score", "Barriers to housing and services 2025",
     "score, higher is more deprived"},
    {"imd25_environment_score", "Living environment deprivation 2025", "score, higher is more deprived"},
    {"pop_65_plus", "Residents aged 65 and over", "people an area"},
    {"pop_75_plus", "Residents aged 75 and over", "people an area"},
    {"density_per_ha", "Residents per hectare", "people per hectare"},
    {"gp_road_km_2019", "Road distance to the nearest GP, 2019", "km"},
    {"patient_to_gp_ratio", "Patients for each GP", "patients a GP"},
    {"connectivity_score", "Transport connectivity", "score, higher is better connected"},
    {"households", "Households", "households an area"},
    {"households_without_car_share", "Households without a car", "share of households"},
    {"ethnic_minority_share", "Residents of ethnic minorities", "share of residents"},
    {"unpaid_carers", "Unpaid carers", "people an area"},
    {"priority", "Priority of the area", "as the partnership set it"},
    {"pcn_share", "Registered patients with the area's main PCN", "share of registered patients"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEndings{
    {{"_share", "share"}, {"_rate", "rate"}, {"_rank", "rank"}, {"_decile", "decile"}, {"_score", "score"}}};

}  // namespace

ColumnWords column_words(const std::string& column) {
  const auto at =
      std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& known) { return known.column == column; });
  if (at != kKnown.end()) return {std::string(at->title), std::string(at->units)};
  ColumnWords words{column, ""};
  for (const auto& [ending, units] : kEndings)
    if (words.title.size() > ending.size() && words.title.ends_with(ending)) {
      words.title.resize(words.title.size() - ending.size());
      words.units = units;
      break;
    }
  std::replace(words.title.begin(), words.title.end(), '_', ' ');
  if (!words.title.empty())
    words.title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.title.front())));
  return words;
}

std::string boundary_words(const std::string& kind) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kKinds{
      {{"lad", "Local authorities"},
       {"ward", "Wards"},
       {"msoa", "MSOAs"},
       {"pcn", "PCNs"},
       {"parish", "Parishes"},
       {"resident-drawn area", "Resident-drawn areas"}}};
  for (const auto& [known, words] : kKinds)
    if (kind == known) return std::string(words);
  return kind;
}

}  // namespace placewright::boundaries::output
