#include "boundaries/output/plan_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "boundaries/output/plan_words.h"
#include "datasets/place/names.h"
#include "datasets/place/place_words.h"
#include "datasets/place/unique_code.h"

namespace placewright::boundaries::output {
namespace {

using datasets::kMissing;

const std::string& parent_of(const datasets::Areas& areas, const std::string& column, std::size_t row) {
  static const std::string none;
  const auto at = areas.parents.find(column);
  return at == areas.parents.end() || at->second.size() <= row ? none : at->second[row];
}

std::string month_name(int month) {
  constexpr std::array<const char*, 12> names{"January",   "February", "March",    "April",
                                              "May",       "June",     "July",     "August",
                                              "September", "October",  "November", "December"};
  return month >= 1 && month <= 12 ? names[static_cast<std::size_t>(month - 1)] : "Undated";
}

/// Reference losses that `draw` stored with the plan: criteria.<name>.loss_plain and .loss_best_alone.
double reference(const nlohmann::json& score, const std::string& criterion, const char* key) {
  const auto criteria = score.find("criteria");
  if (criteria == score.end() || !criteria->contains(criterion)) return kMissing;
  const auto& entry = (*criteria)[criterion];
  const auto at = entry.find(key);
  return at == entry.end() || !at->is_number() ? kMissing : at->get<double>();
}

}  // namespace

Table neighbourhood_table(const DescribedPlan& described) {
  Table table{"Neighbourhoods",
              said(described, "Neighbourhoods of plan ") + described.plan->name,
              {{"id", 0, "Identifier within the plan"},
               {"name", 0, "Working name"},
               {"areas", 0, "Small areas"},
               {"residents", 0, "Usual residents, people"},
               {"registered", 0, "Patients of any GP practice who live here, people"},
               {"registered_per_resident", 3, "Registered over residents; outside 0.9 to 1.15 ask why"},
               {"deprivation_mean", 1,
                "Mean of " + described.measure + " over residents; higher is more deprived for IMD scores"},
               {"priority_share", 3, "Share of residents in priority areas (Core20 or the imported list)"},
               {"practices", 0, "Open GP practices that lie here"},
               {"hectares", 0, "Land, hectares"},
               {"polsby_popper", 3, "4 pi area / perimeter squared, 0 to 1; coastline lowers it"},
               {"reock", 3, "Area over that of the least enclosing circle, 0 to 1"},
               {"convex_hull", 3, "Area over that of the convex hull, 0 to 1"},
               {"pieces", 0, "Connected pieces; links in force count"},
               {"people_outside_bounds", 0,
                fmt::format("People short of {} or over {}{}", number_text(described.min, 0),
                            number_text(described.max, 0),
                            described.bounds_asked ? ", the bounds asked for"
                                                   : ", the program's defaults: nobody asked for bounds")},
               {"reason", 0, "Reason recorded for an exception"},
               {"code", 0, "Unique code, as in the lookup"}},
              {}};
  const auto place_code = datasets::code_of_place(described.place->areas);
  for (const auto& facts : described.neighbourhoods)
    table.rows.push_back({facts.id, std::string(datasets::further_name(facts.id, facts.name)),
                          static_cast<double>(facts.areas), facts.residents, facts.registered,
                          facts.residents > 0 ? facts.registered / facts.residents : kMissing,
                          facts.deprivation_mean, facts.priority_share, static_cast<double>(facts.practices),
                          facts.hectares, facts.polsby_popper, facts.reock, facts.convex_hull,
                          static_cast<double>(facts.pieces), facts.loss_people, facts.reason,
                          datasets::unique_code(place_code, facts.id)});
  return table;
}

Table criteria_table(const DescribedPlan& described) {
  Table table{"Criteria",
              "What the plan is judged by: loss 0 is best, 1 worst",
              {{"criterion", 0, "Name, as in the brief"},
               {"weight", 2, "Weight in the total"},
               {"loss", 4, "0 best to 1 worst"},
               {"loss_of_plain_plan", 4, "Loss of a plain legal plan (fixed seed), for scale"},
               {"loss_of_best_for_it_alone", 4, "Loss of the best quick plan for this criterion alone"},
               {"ingredients", 0, "Natural units behind the loss"}},
              {}};
  const auto stored = nlohmann::json::parse(described.plan->score_json, nullptr, false);
  for (const auto& criterion : described.score.criteria) {
    std::string ingredients;
    for (const auto& [name, value] : criterion.ingredients)
      ingredients += fmt::format("{}{} {}", ingredients.empty() ? "" : ", ", name,
                                 !std::isfinite(value) || std::abs(value) >= 1000
                                     ? number_text(value, 0)
                                     : fmt::format("{:.4g}", value == 0 ? 0.0 : value));
    const bool usable = stored.is_object();
    table.rows.push_back({criterion.name, criterion.weight, criterion.loss,
                          usable ? reference(stored, criterion.name, "loss_plain") : kMissing,
                          usable ? reference(stored, criterion.name, "loss_best_alone") : kMissing,
                          ingredients});
  }
  return table;
}

Table lookup_table(const DescribedPlan& described, int year) {
  const auto yy = fmt::format("{:02d}", year);
  const auto& areas = described.place->areas;
  const auto place_code = datasets::code_of_place(areas);
  // Authorities are of the year of the lookup that brought them, where it says one.
  const auto& settings = described.place->settings;
  const auto lad_year = settings.find(std::string(datasets::kUnitYear) + "lad_code");
  const auto of_lad =
      lad_year != settings.end() && lad_year->second.size() == 4 ? lad_year->second.substr(2) : yy;
  Table table{"Lookup",
              said(described, "Small areas to neighbourhoods"),
              {{"LSOA21CD", 0, "Area code"},
               {"LSOA21NM", 0, "Area name"},
               {"NBHD" + yy + "CD", 0,
                said(described,
                     "Neighbourhood code: the place's own code and the identifier within the plan; no "
                     "national code exists")},
               {"NBHD" + yy + "NM", 0, said(described, "Neighbourhood name")},
               {"MNBH" + yy + "CD", 0, "Multi-neighbourhood identifier"},
               {"MNBH" + yy + "NM", 0, "Multi-neighbourhood name"},
               {"LAD" + of_lad + "CD", 0, "Local authority code"},
               {"LAD" + of_lad + "NM", 0, "Local authority name"},
               {"ObjectId", 0, "Row number"}},
              {}};
  double row_number = 0;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (areas.inside[row] == 0) continue;
    const auto label = described.label_of_area[row];
    const auto* facts = label < 0 ? nullptr : &described.neighbourhoods[static_cast<std::size_t>(label)];
    const std::string multi = facts ? facts->parent : "";
    table.rows.push_back(
        {areas.code[row], areas.name[row], facts ? datasets::unique_code(place_code, facts->id) : "",
         facts ? facts->name : "", multi, facts && !facts->parent_name.empty() ? facts->parent_name : multi,
         parent_of(areas, "lad_code", row), parent_of(areas, "lad_name", row), ++row_number});
  }
  return table;
}

std::string lookup_file_name(const std::string& place_name, const std::string& date) {
  constexpr std::size_t kMost =
      80;  // of letters: a place named by all its authorities would be no file name any more
  std::string place;
  for (const char c : place_name.substr(0, kMost))
    place += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  const bool dated = date.size() >= 7 && std::isdigit(static_cast<unsigned char>(date[5])) != 0;
  const int month = dated ? std::stoi(date.substr(5, 2)) : 0;
  return fmt::format("LSOA_(2021)_to_{}_Neighbourhood_({}_{})_Exact_Fit_Lookup.csv", place, month_name(month),
                     dated ? date.substr(0, 4) : "Undated");
}

Table practice_table(const DescribedPlan& described) {
  const auto& place = *described.place;
  Table table{
      "Practices",
      said(described, "GP practices by neighbourhood"),
      {{"practice_code", 0, "ODS code"},
       {"practice", 0, "Name"},
       {"pcn_code", 0, "Primary care network"},
       {"postcode", 0, ""},
       {"list", 0, "Patients on the whole list, people"},
       {"living_in_place", 3, "Share of the list that lives in the place"},
       {"neighbourhood_by_patients", 0, "Where most of its patients of the place live"},
       {"neighbourhood_by_patients_name", 0, ""},
       {"share_of_list", 3, said(described, "Share of the whole list that lives in that neighbourhood")},
       {"neighbourhood_by_location", 0, "Where the practice lies; blank outside the place"},
       {"neighbourhood_by_location_name", 0, ""},
       {"open", 0, "yes or no, by the list of practices"}},
      {}};
  struct Counts {
    double list = 0;
    std::map<std::int32_t, double> by_label;
  };
  std::map<std::string, Counts> practices;
  for (const auto& row : place.registrations) {
    auto& counts = practices[row.practice];
    counts.list += row.patients;
    if (const auto area = place.find_area(row.area); area && described.label_of_area[*area] >= 0)
      counts.by_label[described.label_of_area[*area]] += row.patients;
  }
  std::map<std::string, const datasets::Site*> sites;
  for (const auto& site : place.sites)
    if (site.kind == "gp") {
      sites.emplace(site.id, &site);
      practices.try_emplace(site.id);
    }
  const auto id_of = [&](std::int32_t label) {
    return label < 0 ? std::string{} : described.neighbourhoods[static_cast<std::size_t>(label)].id;
  };
  const auto name_of = [&](std::int32_t label) {
    if (label < 0) return std::string{};
    const auto& facts = described.neighbourhoods[static_cast<std::size_t>(label)];
    return std::string(datasets::further_name(facts.id, facts.name));
  };
  for (const auto& [code, counts] : practices) {
    const auto found = sites.find(code);
    const auto* site = found == sites.end() ? nullptr : found->second;
    std::int32_t most = -1, lies_in = -1;
    double most_patients = 0, inside = 0;
    for (const auto& [label, patients] : counts.by_label) {
      inside += patients;
      if (patients > most_patients) most = label, most_patients = patients;
    }
    if (site)
      if (const auto area = place.find_area(site->area)) lies_in = described.label_of_area[*area];
    table.rows.push_back({code, site ? site->name : "", site ? site->pcn_code : "",
                          site ? site->postcode : "", counts.list > 0 ? counts.list : kMissing,
                          counts.list > 0 ? inside / counts.list : kMissing, id_of(most), name_of(most),
                          counts.list > 0 ? most_patients / counts.list : kMissing, id_of(lies_in),
                          name_of(lies_in), site ? (site->open ? "yes" : "no") : "not listed"});
  }
  return table;
}

Table postcode_table(const DescribedPlan& described) {
  Table table{"Postcodes",
              said(described, "Postcodes by neighbourhood (by the postcode's point)"),
              {{"postcode", 0, ""},
               {"area_code", 0, "Area that holds the postcode's point"},
               {"neighbourhood", 0, "Identifier within the plan"},
               {"name", 0, said(described, "Neighbourhood name")}},
              {}};
  for (const auto& postcode : described.place->postcodes) {
    const auto area = described.place->find_area(postcode.area);
    if (!area || described.label_of_area[*area] < 0) continue;
    const auto& facts = described.neighbourhoods[static_cast<std::size_t>(described.label_of_area[*area])];
    table.rows.push_back({postcode.postcode, postcode.area, facts.id, facts.name});
  }
  return table;
}

}  // namespace placewright::boundaries::output
