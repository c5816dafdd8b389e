#include "boundaries/output/first_screen.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "boundaries/from_place/judgement.h"
#include "boundaries/judge/splits.h"
#include "boundaries/output/plan_words.h"
#include "boundaries/question/match.h"
#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/cover/disclosure.h"
#include "boundaries/workforce/supply/organisations.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "datasets/read/xml_text.h"

namespace placewright::boundaries::output {
namespace {

using datasets::escape_xml;

struct Fact {
  std::string figure, words;
};

const CriterionScore* find_judged(const DescribedPlan& described, Criterion criterion) {
  const auto& criteria = described.score.criteria;
  const auto at = std::find_if(criteria.begin(), criteria.end(),
                               [&](const auto& each) { return each.criterion == criterion; });
  return at == criteria.end() ? nullptr : &*at;
}

double ingredient(const CriterionScore& criterion, const char* name) {
  const auto at = criterion.ingredients.find(name);
  return at == criterion.ingredients.end() ? datasets::kMissing : at->second;
}

Fact sizes_fact(const DescribedPlan& described) {
  const auto sizes = sizes_of(described);
  if (sizes.people.empty()) return {"not known", "people in the smallest and the largest"};
  const auto [least, most] = std::minmax_element(sizes.people.begin(), sizes.people.end());
  const auto bounds = bounds_words(described);
  return {fmt::format("{} to {}", number_text(*least, 0), number_text(*most, 0)),
          "people in the smallest and the largest" + (bounds.empty() ? "" : "; " + bounds)};
}

Fact deprivation_fact(const DescribedPlan& described) {
  const char* words =
      "mean deprivation of the least and the most deprived neighbourhood (higher is more deprived)";
  double least = datasets::kMissing, most = datasets::kMissing;
  for (const auto& facts : described.neighbourhoods) {
    if (std::isnan(facts.deprivation_mean)) continue;
    least = std::isnan(least) ? facts.deprivation_mean : std::min(least, facts.deprivation_mean);
    most = std::isnan(most) ? facts.deprivation_mean : std::max(most, facts.deprivation_mean);
  }
  if (std::isnan(least)) return {"not known", words};
  return {fmt::format("{} to {}", number_text(least, 1), number_text(most, 1)), words};
}

Fact access_fact(const DescribedPlan& described) {
  const auto* judged = find_judged(described, Criterion::access);
  if (judged == nullptr) return {"not known", "minutes from home to the hub that serves the neighbourhood"};
  const auto mode = brief_of(*described.plan).access.mode;
  const bool straight = ingredient(*judged, "straight_line") > 0;
  return {number_text(ingredient(*judged, "minutes"), 1) + " minutes",
          fmt::format("mean from home to the hub that serves the neighbourhood, {}{}",
                      mode == "walk"    ? "on foot"
                      : mode == "drive" ? "by car"
                                        : "by " + mode,
                      straight ? ", estimated by straight lines" : "")};
}

Fact registration_fact(const DescribedPlan& described) {
  const char* words = "of registered residents live where most patients of their practice do";
  const auto* judged = find_judged(described, Criterion::registration);
  return {judged == nullptr ? "not known" : number_text(100 * ingredient(*judged, "share"), 0) + " %", words};
}

/// "14 of 17": units with residents in the plan of which no second neighbourhood holds a material part.
std::string whole_wards(const DescribedPlan& described, double material) {
  const auto& areas = described.place->areas;
  const auto wards = areas.parents.find("ward_code");
  if (wards == areas.parents.end()) return "";
  std::map<std::string, std::vector<double>> people;
  for (std::size_t area = 0; area < areas.size(); ++area) {
    const auto label = described.label_of_area[area];
    if (label < 0 || wards->second[area].empty() || datasets::is_missing(areas.population[area])) continue;
    auto& row = people[wards->second[area]];
    row.resize(described.neighbourhoods.size(), 0);
    row[static_cast<std::size_t>(label)] += areas.population[area];
  }
  if (people.empty()) return "";
  const auto whole = std::count_if(people.begin(), people.end(), [&](const auto& ward) {
    return count_material_parts(ward.second, material) <= 1;
  });
  return fmt::format("{} of {} wards", whole, people.size());
}

std::string whole_pcns(const DescribedPlan& described) {
  if (described.place->registrations.empty()) return "";
  const auto pcns = workforce::measure_organisations(*described.place, *described.plan).pcns;
  if (pcns.empty()) return "";
  const auto whole = std::count_if(pcns.begin(), pcns.end(), [](const auto& pcn) { return pcn.pieces <= 1; });
  return fmt::format("{} of {} PCNs", whole, pcns.size());
}

Fact units_fact(const DescribedPlan& described) {
  const double material = workforce::thresholds_of(described.place->settings).split;
  std::vector<std::string> parts;
  for (auto part : {whole_wards(described, material), whole_pcns(described)})
    if (!part.empty()) parts.push_back(std::move(part));
  return {parts.empty() ? "not known" : fmt::format("{}", fmt::join(parts, ", ")),
          fmt::format("kept whole: no second neighbourhood holds {:g} % of their people or more",
                      100 * material)};
}

Fact staff_fact(const DescribedPlan& described) {
  const char* words =
      "times as much staff for each person in the least as in the most deprived fifth of people";
  if (described.place->workforce.empty()) return {"not known", fmt::format("{}: no staff are loaded", words)};
  workforce::CoverageRequest request;
  request.compare_plans = false;
  const auto coverage =
      workforce::hide_small(workforce::measure_coverage(*described.place, *described.plan, request));
  const double ratio = coverage.equity_quintiles.fifths.ratio;
  return {std::isfinite(ratio) ? number_text(ratio, 2) : "not known", words};
}

/// "Against the plan 'current' 12,000 people (3.0 %) would be in another neighbourhood."
std::string change_words(const DescribedPlan& described) {
  const auto& place = *described.place;
  const auto today = std::find_if(place.plans.begin(), place.plans.end(),
                                  [](const auto& plan) { return plan.name == "current"; });
  if (today == place.plans.end() || today->name == described.plan->name) return "";
  std::map<std::string, std::int32_t> label_of;
  Labels before(place.areas.size(), kUnassigned);
  for (const auto& row : today->assignments) {
    const auto area = place.find_area(row.area);
    if (!area || row.neighbourhood.empty() || place.areas.inside[*area] == 0) continue;
    const auto next = static_cast<std::int32_t>(label_of.size());
    before[*area] = label_of.emplace(row.neighbourhood, next).first->second;
  }
  std::vector<double> people = place.areas.population;
  double all = 0;
  for (std::size_t area = 0; area < people.size(); ++area) {
    if (datasets::is_missing(people[area])) people[area] = 0;
    if (before[area] >= 0 && described.label_of_area[area] >= 0) all += people[area];
  }
  if (!(all > 0)) return "";
  const double moved = match_labels(people, before, described.label_of_area).moved;
  return fmt::format("Against the plan 'current' {} people ({} %) would be in another neighbourhood.",
                     number_text(moved, 0), number_text(100 * moved / all, 1));
}

std::string sentence(const DescribedPlan& described) {
  const auto& all = described.neighbourhoods;
  const auto sizes = sizes_of(described);
  double people = 0;
  for (const double one : sizes.people) people += one;
  const auto broken =
      std::count_if(all.begin(), all.end(), [](const auto& facts) { return facts.pieces > 1; });
  return fmt::format("{}{} for {} usual residents of {}, {}. {}.", neighbourhoods_words(described),
                     sizes.unknown > 0 ? fmt::format(" (the people of {} areas are not known)", sizes.unknown)
                                       : std::string(),
                     number_text(people, 0), described.place->name,
                     broken == 0 ? std::string("each in one piece (declared links count)")
                                 : fmt::format("{} of them not in one piece", broken),
                     origin_words(*described.place, *described.plan));
}

}  // namespace

std::string first_screen(const DescribedPlan& described) {
  if (described.neighbourhoods.empty())
    return "<p>" + escape_xml(said(described, "No area is assigned to a neighbourhood yet.")) + "</p>";
  std::string html = "<p class=\"lead\">" + escape_xml(said(described, sentence(described))) + "</p>\n";
  html += "<div class=\"facts\">";
  for (const auto& fact : {sizes_fact(described), deprivation_fact(described), access_fact(described),
                           registration_fact(described), units_fact(described), staff_fact(described)})
    html += fmt::format("<div class=\"fact\"><b>{}</b><span>{}</span></div>\n", escape_xml(fact.figure),
                        escape_xml(said(described, fact.words)));
  html += "</div>\n";
  if (const auto change = change_words(described); !change.empty())
    html += "<p>" + escape_xml(said(described, change)) + "</p>\n";
  return html;
}

}  // namespace placewright::boundaries::output
