#include "boundaries/workforce/cover/sign_ways.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "boundaries/workforce/supply/place_need.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kPer = 1e4;

struct UnitSums {
  double living = 0, heard = 0;  ///< residents; those whose staff are known
  double staff = 0, need = 0, heard_need = 0;
  double score = 0, scored = 0;
};

std::vector<UnitSums> sum_units(const datasets::Place& place, const std::vector<double>& cover,
                                const std::vector<double>& need, const Units& units,
                                const std::vector<double>& staff) {
  std::vector<UnitSums> sums(units.size());
  for (std::size_t i = 0; i < place.areas.size(); ++i) {
    const double living = place.areas.population[i];
    if (units.of_area[i] < 0 || std::isnan(living) || std::isnan(need[i])) continue;
    auto& unit = sums[static_cast<std::size_t>(units.of_area[i])];
    unit.living += living;
    unit.heard += living * cover[i];
    unit.staff += staff[i];
    unit.need += need[i];
    unit.heard_need += need[i] * cover[i];
    if (std::isnan(value_at(place.areas.imd_score, i))) continue;
    unit.score += living * place.areas.imd_score[i];
    unit.scored += living;
  }
  return sums;
}

/// Staff per need of the most and the least deprived fifth of people.
Fifths fifths_by_need(const std::vector<double>& people, const std::vector<double>& staff,
                      const std::vector<double>& need, const std::vector<double>& deprivation) {
  const auto of_staff = measure_fifths(people, staff, deprivation),
             of_need = measure_fifths(people, need, deprivation);
  return {kPer * of_staff.most_deprived / of_need.most_deprived,
          kPer * of_staff.least_deprived / of_need.least_deprived, kNotMeasured};
}

}  // namespace

SignCounter::SignCounter(const datasets::Place& place, const Lists& lists, std::string scheme,
                         const std::vector<double>& need, const std::vector<double>& cover)
    : place_(place), cover_(cover) {
  schemes_.push_back({std::move(scheme), need});
  std::set<std::string> others{"none"};
  for (const auto& row : place.weights) others.insert(row.scheme);
  others.erase(schemes_.front().name);
  for (const auto& other : others) try {
      schemes_.push_back({other, find_need(place, lists, other).need.people});
    } catch (const geo::InputError&) {
      // A scheme that cannot weigh this place is no way of counting here.
    }
  for (std::size_t i = 0; i < cover.size(); ++i)
    silence_ = silence_ || (cover[i] < 1 && place.areas.population[i] > 0 &&
                            (place.areas.inside.empty() || place.areas.inside[i] != 0));
}

void SignCounter::add(const std::string& plan, const Units& units, const std::vector<double>& staff,
                      double min_coverage) {
  for (const auto& scheme : schemes_) {
    const auto sums = sum_units(place_, cover_, scheme.need, units, staff);
    double all_staff = 0, heard_need = 0;
    for (const auto& unit : sums) {
      all_staff += unit.staff;
      heard_need += unit.heard_need;
    }
    for (const bool filled : {false, true}) {
      if (filled && !silence_) continue;
      std::vector<double> people, supply, need, deprivation;
      for (const auto& unit : sums) {
        if (!(unit.need > 0) || !(unit.scored > 0)) continue;
        if (!filled && !(unit.heard >= min_coverage * unit.living)) continue;
        if (!(filled ? unit.need > 0 : unit.heard_need > 0)) continue;
        people.push_back(filled ? unit.living : unit.heard);
        need.push_back(filled ? unit.need : unit.heard_need);
        supply.push_back(unit.staff + (filled ? (unit.need - unit.heard_need) * all_staff / heard_need : 0));
        deprivation.push_back(unit.score / unit.scored);
      }
      if (people.size() < 2) continue;
      const auto fifths = fifths_by_need(people, supply, need, deprivation);
      if (std::isfinite(fifths.most_deprived) && std::isfinite(fifths.least_deprived))
        ways_.ways.push_back({plan, scheme.name, filled, fifths.most_deprived, fifths.least_deprived});
    }
  }
}

SignWays SignCounter::take(double same) {
  for (const auto& way : ways_.ways) {
    if (std::abs(way.most_deprived - way.least_deprived) < same * way.least_deprived)
      ++ways_.same;
    else if (way.most_deprived < way.least_deprived)
      ++ways_.fewer;
    else
      ++ways_.more;
  }
  return std::move(ways_);
}

std::string sign_sentence(const SignWays& ways) {
  if (ways.ways.empty()) return {};
  std::set<std::string> plans, schemes;
  bool filled = false;
  for (const auto& way : ways.ways) {
    plans.insert(way.plan);
    schemes.insert(way.scheme);
    filled = filled || way.filled;
  }
  const auto count = [](std::size_t number, const char* word) {
    return fmt::format("{} {}{}", number, word, number == 1 ? "" : "s");
  };
  return fmt::format(
      "The most deprived fifth of people has fewer staff by need than the least deprived in {} of {} of "
      "counting, about the same in {}, more in {} ({}, {} of need, silence {}).",
      ways.fewer, count(ways.ways.size(), "way"), ways.same, ways.more, count(plans.size(), "plan"),
      count(schemes.size(), "scheme"), filled ? "as reported or filled at the place's rate" : "none");
}

}  // namespace placewright::boundaries::workforce
