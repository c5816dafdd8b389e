#include <fmt/format.h>

#include <cmath>
#include <map>

#include "boundaries/output/table.h"
#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/supply/roles.h"
#include "geo/error.h"
#include "viewer/session/measured.h"
#include "viewer/session/sources.h"

namespace placewright::viewer {
namespace {

namespace workforce = boundaries::workforce;

std::string staff_name(const StaffAsk& ask) {
  return ask.group.empty() ? std::string("all staff")
                           : std::string(workforce::find_role_group(ask.group).name);
}

/// "31.4", and "not known" for what is missing.
std::string figure(double value, int decimals = 1) {
  return std::isnan(value) ? std::string("not known") : boundaries::output::number_text(value, decimals);
}

std::string rate_words(const workforce::UnitCoverage& unit) {
  return fmt::format("{} WTE per 10,000 by need, {} per 10,000 residents", figure(unit.per_10k_need),
                     figure(unit.per_10k_residents));
}

/// "3.2 WTE short of its fair share of 41.0 (8 %)".
std::string gap_words(const workforce::UnitCoverage& unit) {
  return fmt::format("{} WTE {} its fair share of {} ({:.1f} %)", figure(std::abs(unit.gap)),
                     unit.gap < 0 ? "short of" : "over", figure(unit.fair),
                     100 * std::abs(unit.misalignment));
}

/// What one neighbourhood is said to have, on the map and to the pointer.
void say_unit(const workforce::UnitCoverage& unit, double least_coverage, std::string& said,
              std::string& told) {
  said = std::isnan(unit.wte) ? "no staff known" : figure(unit.wte) + " WTE";
  if (unit.partial) {
    said = std::isnan(unit.wte) ? said : figure(unit.wte) + " WTE so far";
    told = fmt::format("{}: {:.0f} % of patients reported, {:g} % needed for a rate",
                       std::isnan(unit.wte) ? "nobody told its staff" : said, 100 * unit.coverage,
                       100 * least_coverage);
    return;
  }
  told = figure(unit.wte) + " WTE, " + rate_words(unit);
  if (!std::isnan(unit.gap)) told += "\n" + gap_words(unit);
}

template <class Value>
AreaMeasure measure_units(const Session& session, const StaffAsk& ask, std::string title, std::string units,
                          Value&& value_of) {
  const auto& place = session.place();
  AreaMeasure measure;
  measure.title = std::move(title);
  measure.units = std::move(units);
  measure.value.assign(place.areas.size(), datasets::kMissing);
  measure.source = source_of(place, SourceTopic::staff);
  if (place.workforce.empty()) {
    measure.missing = "the place has no workforce table: import one";
    return measure;
  }
  workforce::CoverageRequest question;
  if (!ask.group.empty()) question.groups = {ask.group};
  question.scheme = ask.scheme;
  question.draws = 1000;  // its limits are of the slope, which no map shows
  question.compare_plans = false;
  try {
    const auto coverage = workforce::measure_coverage(place, session.record(), question);
    measure.partial.assign(place.areas.size(), 0);
    for (std::size_t area = 0; area < measure.value.size(); ++area) {
      if (coverage.units.of_area[area] < 0) continue;
      const auto& unit = coverage.unit[static_cast<std::size_t>(coverage.units.of_area[area])];
      measure.value[area] = value_of(unit);
      measure.partial[area] = unit.partial;
    }
    std::map<std::string, std::size_t> unit_of;
    for (std::size_t k = 0; k < coverage.units.size(); ++k) unit_of[coverage.units.id[k]] = k;
    for (const auto& entry : session.state().entries) {
      auto& said = measure.said.emplace_back();
      auto& told = measure.told.emplace_back();
      if (const auto at = unit_of.find(entry.id); at != unit_of.end())
        say_unit(coverage.unit[at->second], coverage.min_coverage, said, told);
    }
  } catch (const geo::InputError& error) {
    measure.missing = error.what();
  }
  return measure;
}

}  // namespace

AreaMeasure measure_staff(const Session& session, const StaffAsk& ask, PerWhat per) {
  const bool by_need = per == PerWhat::need;
  auto measure =
      measure_units(session, ask, fmt::format("Staff per {}: {}", by_need ? "need" : "head", staff_name(ask)),
                    by_need ? "WTE per 10,000 people weighted by need"
                            : "WTE per 10,000 residents whose practice or PCN reported",
                    [&](const workforce::UnitCoverage& unit) {
                      return by_need ? unit.per_10k_need : unit.per_10k_residents;
                    });
  // On the map stands the figure that colours it.
  const auto& label = session.state().label;
  for (std::size_t area = 0; area < label.size(); ++area) {
    const auto row = static_cast<std::size_t>(label[area]);
    if (label[area] >= 0 && row < measure.said.size() && !std::isnan(measure.value[area]))
      measure.said[row] = figure(measure.value[area]) + " per 10,000";
  }
  return measure;
}

AreaMeasure measure_gap(const Session& session, const StaffAsk& ask) {
  return measure_units(session, ask, "Gap: " + staff_name(ask), "WTE against the fair share by need",
                       [](const workforce::UnitCoverage& unit) { return 100 * unit.misalignment; });
}

}  // namespace placewright::viewer
