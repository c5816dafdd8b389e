#include "boundaries/output/plan_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "datasets/place/unit_word.h"

namespace placewright::boundaries::output {
namespace {

using datasets::is_missing;

std::string count_words(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", number_text(static_cast<double>(count), 0), count == 1 ? one : many);
}

/// How a plan came about, as far as its record, its forebears and the log tell.
struct Origin {
  enum class Begun { unknown, drawn, imported, here } begun = Begun::unknown;
  bool edited = false, redrawn = false;  ///< since: by hand, by the machine
  std::string program;                   ///< that drew it, "Placewright 0.1.0"
};

/// The origin of a record is one word or several: "import, edit".
bool says(const datasets::PlanRecord& plan, std::string_view word) {
  const auto& all = plan.origin;
  for (std::size_t from = 0; from < all.size();) {
    const auto end = std::min(all.find(',', from), all.size());
    if (std::string_view(all).substr(from, end - from) == word) return true;
    from = std::min(all.find_first_not_of(", ", end), all.size());
  }
  return false;
}

std::string program_of(const datasets::PlanRecord& plan) {
  constexpr std::string_view kName = "placewright ";
  const auto run = nlohmann::json::parse(plan.run_json, nullptr, false);
  const bool told = run.is_object() && run.contains("program") && run["program"].is_string();
  const auto program = told ? run["program"].get<std::string>() : std::string();
  return "Placewright" + (program.starts_with(kName) ? " " + program.substr(kName.size()) : std::string());
}

bool was_imported(const datasets::Place& place, const std::string& plan) {
  return std::any_of(place.log.begin(), place.log.end(), [&](const auto& row) {
    return row.plan == plan && row.what.starts_with("plan imported");
  });
}

Origin origin_of(const datasets::Place& place, const datasets::PlanRecord& plan) {
  using Begun = Origin::Begun;
  Origin origin;
  std::set<std::string> seen;
  for (const auto* at = &plan; at != nullptr && seen.insert(at->name).second;) {
    origin.edited = origin.edited || says(*at, "edit");
    origin.redrawn = origin.redrawn || says(*at, "redraw");
    if (origin.begun == Begun::unknown) {
      if (says(*at, "draw") || !at->run_json.empty()) {
        origin.begun = Begun::drawn;
        origin.program = program_of(*at);
      } else if (says(*at, "import") || was_imported(place, at->name)) {
        origin.begun = Begun::imported;
      } else if (at->parent.empty() && (says(*at, "edit") || says(*at, "redraw"))) {
        origin.begun = Begun::here;
      }
    }
    // A copy hides whether its original was edited.
    if (origin.begun != Begun::unknown && !says(*at, "copy")) break;
    const auto parent = std::find_if(place.plans.begin(), place.plans.end(),
                                     [&](const auto& other) { return other.name == at->parent; });
    at = parent == place.plans.end() ? nullptr : &*parent;
  }
  return origin;
}

}  // namespace

std::string said(const DescribedPlan& described, std::string_view words) {
  return datasets::unit_word(*described.place).said(words);
}

std::string neighbourhoods_words(const DescribedPlan& described) {
  const auto count = described.neighbourhoods.size();
  return said(described, fmt::format("{} {}", count, count == 1 ? "neighbourhood" : "neighbourhoods"));
}

PlanSizes sizes_of(const DescribedPlan& described) {
  PlanSizes sizes;
  const auto& areas = described.place->areas;
  std::vector<double> people(described.neighbourhoods.size(), datasets::kMissing);
  for (std::size_t area = 0; area < described.label_of_area.size(); ++area) {
    const auto label = described.label_of_area[area];
    if (label < 0) {
      sizes.unassigned += areas.inside[area] != 0;
    } else if (is_missing(areas.population[area])) {
      ++sizes.unknown;
    } else {
      auto& sum = people[static_cast<std::size_t>(label)];
      sum = (is_missing(sum) ? 0 : sum) + areas.population[area];
    }
  }
  std::copy_if(people.begin(), people.end(), std::back_inserter(sizes.people),
               [](double sum) { return !is_missing(sum); });
  return sizes;
}

std::string sizes_words(const PlanSizes& sizes) {
  if (sizes.people.empty())
    return sizes.unknown > 0 ? "how many people live in its areas is not known"
                             : "no area is in a neighbourhood yet";
  const auto [least, most] = std::minmax_element(sizes.people.begin(), sizes.people.end());
  const auto low = number_text(*least, 0), high = number_text(*most, 0);
  auto words = sizes.people.size() == 1 ? fmt::format("{} people in its one neighbourhood", low)
               : low == high            ? fmt::format("{} people in each neighbourhood", low)
                                        : fmt::format("{} to {} people a neighbourhood", low, high);
  if (sizes.unknown > 0)
    words +=
        fmt::format(", without those of {} that nobody counted", count_words(sizes.unknown, "area", "areas"));
  return words;
}

std::string bounds_words(const DescribedPlan& described) {
  if (!described.bounds_asked) return "";
  const auto outside = std::count_if(described.neighbourhoods.begin(), described.neighbourhoods.end(),
                                     [](const auto& facts) { return facts.loss_people > 0; });
  const auto& counted = described.denominator;
  const auto people = counted == "resident" ? std::string("people")
                      : counted == "registered"
                          ? std::string("registered people")
                          : fmt::format("people weighted by {}", counted.substr(counted.find(':') + 1));
  return fmt::format(
      "{} to {} {} asked for, {}", number_text(described.min, 0), number_text(described.max, 0), people,
      described.neighbourhoods.empty() ? "none drawn"
      : outside == 0                   ? std::string("none outside")
                     : fmt::format("{} of {} outside", outside, described.neighbourhoods.size()));
}

std::string plan_caption(const DescribedPlan& described) {
  const auto sizes = sizes_of(described);
  auto words = sizes_words(sizes);
  if (const auto bounds = bounds_words(described); !bounds.empty()) words += "; " + bounds;
  if (sizes.unassigned > 0 && !described.neighbourhoods.empty())
    words += fmt::format("; {} in no neighbourhood", count_words(sizes.unassigned, "area", "areas"));
  return said(described, words);
}

std::string origin_words(const datasets::Place& place, const datasets::PlanRecord& plan) {
  const auto origin = origin_of(place, plan);
  const std::string changed = origin.edited && origin.redrawn ? "edited by hand and redrawn with Placewright"
                              : origin.edited                 ? "edited by hand"
                              : origin.redrawn                ? "redrawn with Placewright"
                                                              : "";
  switch (origin.begun) {
    case Origin::Begun::drawn:
      return "Drawn with " + origin.program + (changed.empty() ? "" : ", then " + changed);
    case Origin::Begun::imported:
      return changed.empty() ? "Imported, not drawn with Placewright" : "Imported, then " + changed;
    case Origin::Begun::here:
      return !origin.redrawn ? "Drawn by hand in Placewright"
             : origin.edited ? "Drawn by hand and with Placewright"
                             : "Drawn with Placewright";
    case Origin::Begun::unknown:
      break;
  }
  return "Where it came from is not recorded" + (changed.empty() ? "" : "; " + changed + " since");
}

}  // namespace placewright::boundaries::output
