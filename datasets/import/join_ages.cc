#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "datasets/import/join.h"

namespace placewright::datasets {
namespace {

/// Single years of age become five-year bands: they are published as supporting information, not as
/// statistics.
AgeBand five_years(const AgeBand& band) {
  if (band.highest != band.lowest && band.highest >= 0) return band;
  if (band.lowest >= 85) return {85, -1, band.sex};
  if (band.highest < 0) return band;
  return {band.lowest / 5 * 5, band.lowest / 5 * 5 + 4, band.sex};
}

}  // namespace

void join_ages(Place& place, Collected& collected, const AreaRows& rows) {
  const auto order = tables_by_age(collected);
  std::vector<std::size_t> latest(place.areas.size(), SIZE_MAX);
  std::vector<std::uint32_t> latest_row(place.areas.size(), 0);
  for (const auto k : order) {
    const auto& table = collected.areas[k];
    if (table.bands.empty()) continue;
    for (std::size_t row = 0; row < table.code.size(); ++row) {
      const auto at = rows.find(table.code[row]);
      if (at == rows.end()) continue;
      latest[at->second] = k;
      latest_row[at->second] = static_cast<std::uint32_t>(row);
    }
  }
  std::erase_if(place.ages, [&](const AgeRow& age) {
    const auto at = rows.find(age.area);
    return at == rows.end() || latest[at->second] != SIZE_MAX;
  });
  for (std::size_t area = 0; area < latest.size(); ++area) {
    if (latest[area] == SIZE_MAX) continue;
    const auto& table = collected.areas[latest[area]];
    std::map<std::tuple<std::string, int, int>, double> people;
    for (std::size_t band = 0; band < table.bands.size(); ++band) {
      const AgeBand wide = five_years(table.bands[band]);
      const double count = table.ages[band][latest_row[area]];
      if (!is_missing(count)) people[{wide.sex, wide.lowest, wide.highest}] += count;
    }
    for (const auto& [key, count] : people) {
      const auto& [sex, lowest, highest] = key;
      place.ages.push_back({place.areas.code[area], AgeBand{lowest, highest, sex}.text(), sex, count});
    }
  }
  const auto band_start = [](const AgeRow& age) { return std::atoi(age.band.c_str()); };
  std::stable_sort(place.ages.begin(), place.ages.end(), [&](const AgeRow& a, const AgeRow& b) {
    return std::forward_as_tuple(a.area, a.sex, band_start(a)) <
           std::forward_as_tuple(b.area, b.sex, band_start(b));
  });
  for (const auto& table : collected.areas) {
    const bool single = std::any_of(table.bands.begin(), table.bands.end(),
                                    [](const AgeBand& band) { return band.lowest == band.highest; });
    if (single)
      collected.findings.push_back({"SYOA_SUPPORTING", geo::Severity::note,
                                    collected.taken[table.taken].source.file,
                                    "ages by single year are supporting information, not accredited "
                                    "statistics: kept as five-year bands",
                                    "nothing; say so where ages are published"});
  }
}

}  // namespace placewright::datasets
