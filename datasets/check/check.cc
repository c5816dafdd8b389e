#include "datasets/check/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "datasets/check/parts.h"
#include "datasets/place/names.h"

namespace placewright::datasets {
namespace {

using geo::Severity;

/// What imports note, and check_place sees better in the place as it is now.
bool is_seen_afresh(std::string_view code) {
  static const std::set<std::string_view> codes{"PRACTICE_NOT_LOCATED",
                                                "PRACTICES_FAR_NOT_LOCATED",
                                                "PRACTICE_CLOSED",
                                                "VINTAGE_MIX",
                                                "POPULATION_ABSENT",
                                                "POPULATION_PARTIAL",
                                                "DEPRIVATION_ABSENT",
                                                "DEPRIVATION_PARTIAL",
                                                "DETACHED_PIECE",
                                                "LINK_PROPOSED",
                                                "REGISTRATIONS_ABSENT",
                                                "REG_RES_GAP",
                                                "INVENTED"};
  return codes.contains(code);
}

}  // namespace

bool is_inside(const Place& place, std::size_t row) {
  return place.areas.inside.empty() || place.areas.inside[row] != 0;
}

std::string area_text(const Place& place, std::size_t row) {
  const auto& areas = place.areas;
  return full_name(areas.code[row], row < areas.name.size() ? areas.name[row] : "");
}

std::string list_text(const std::vector<std::string>& names, std::string_view one, std::string_view many,
                      std::size_t shown) {
  std::string out = fmt::format("{} {}: ", names.size(), names.size() == 1 ? one : many);
  for (std::size_t i = 0; i < std::min(names.size(), shown); ++i) out += (i > 0 ? ", " : "") + names[i];
  if (names.size() > shown) out += fmt::format(" and {} more", names.size() - shown);
  return out;
}

std::map<std::string_view, ListSize> measure_lists(const Place& place) {
  std::map<std::string_view, ListSize> lists;
  for (const auto& row : place.registrations) {
    auto& list = lists[row.practice];
    const auto at = place.find_area(row.area);
    if (at && is_inside(place, *at)) list.inside += row.patients;
    list.all += row.patients;
    list.whole |= row.area == kOutside && row.patients > 0;
  }
  for (const auto& site : place.sites) {
    const auto at = lists.find(site.id);
    if (at == lists.end() || !(site.list_size > 0)) continue;
    at->second.all = std::max(at->second.all, site.list_size);
    at->second.whole = true;
  }
  return lists;
}

bool matters(const ListSize& list) {
  return list.inside >= 100 || (list.whole && list.inside > 0 && list.inside >= list.all / 100);
}

std::vector<geo::Finding> check_place(const Place& place) {
  Findings findings;
  if (place.invented)
    findings.push_back({"INVENTED", Severity::note, "the place",
                        "is invented: nothing in it is about real people or practices",
                        "import the files of a real place for real work"});
  check_areas(place, findings);
  check_geometry(place, findings);
  check_people(place, findings);
  check_registrations(place, findings);
  check_sites(place, findings);
  check_codes(place, findings);
  check_workforce(place, findings);
  check_sources(place, findings);
  check_plans(place, findings);
  for (const auto& noted : place.findings)
    if (!is_seen_afresh(noted.code)) findings.push_back(noted);
  std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
    return static_cast<int>(a.severity) > static_cast<int>(b.severity);
  });
  return findings;
}

}  // namespace placewright::datasets
