#include <fmt/format.h>

#include <algorithm>

#include "datasets/import/join.h"
#include "datasets/import/territories.h"
#include "geo/error.h"

/// What a place is made of, and that it stays so.
namespace placewright::datasets {
namespace {

struct Size {
  std::size_t areas = 0;
  double people = 0;
  [[nodiscard]] std::string words() const {
    return fmt::format("{} areas with {:.0f} people", areas, people);
  }
};

Size size_of(const Areas& areas, const std::vector<std::uint8_t>& inside) {
  Size size;
  for (std::size_t row = 0; row < areas.size(); ++row) {
    if (inside[row] == 0) continue;
    ++size.areas;
    if (!is_missing(areas.population[row])) size.people += areas.population[row];
  }
  return size;
}

/// Plans that leave out areas of the place, or hold areas that are not of it any more.
void find_plans_that_do_not_fit(const Place& place, const std::vector<std::uint8_t>& inside,
                                std::vector<geo::Finding>& findings) {
  std::unordered_map<std::string_view, std::uint32_t> rows;
  for (std::uint32_t row = 0; row < place.areas.size(); ++row) rows.emplace(place.areas.code[row], row);
  for (const auto& plan : place.plans) {
    std::vector<std::uint8_t> missing = inside;
    std::size_t gone = 0;
    for (const auto& one : plan.assignments) {
      if (one.neighbourhood.empty()) continue;
      const auto at = rows.find(one.area);
      if (at == rows.end() || inside[at->second] == 0)
        ++gone;
      else
        missing[at->second] = 0;
    }
    const Size left_out = size_of(place.areas, missing);
    if (gone == 0 && left_out.areas == 0) continue;
    findings.push_back(
        {"PLAN_DOES_NOT_FIT", geo::Severity::warning, "plan " + plan.name,
         fmt::format("the place is another now: {} of it are in no neighbourhood of the plan, and {} areas "
                     "of the plan are not in the place",
                     left_out.words(), gone),
         fmt::format("draw again from it (--start '{}'), or take the place back with --within", plan.name)});
  }
}

/// The units that the place was made of, among areas that are new to it; none where nothing here is called
/// so.
std::vector<std::uint8_t> find_as_before(const Territories& territories, const Extent& extent,
                                         std::size_t areas) {
  try {
    return territories.find(extent.within).inside;
  } catch (const geo::InputError&) {
    return std::vector<std::uint8_t>(areas, 0);
  }
}

}  // namespace

std::vector<std::uint8_t> settle_extent(Place& place, const std::vector<std::uint8_t>& was_inside,
                                        const std::vector<const Boundary*>& boundaries,
                                        const ImportOptions& options, JoinedAreas& joined,
                                        std::vector<geo::Finding>& findings) {
  const std::size_t before = was_inside.size(), all = place.areas.size();
  std::vector<std::uint8_t> old_inside = was_inside;
  old_inside.resize(all, 0);
  const double buffer_km = options.buffer_km.value_or(place.extent ? place.extent->buffer_km : 0);
  std::vector<std::uint8_t> inside = old_inside;
  if (!options.within.empty()) {
    auto found = Territories(place.areas, boundaries).find(options.within);
    inside = std::move(found.inside);
    place.extent = Extent{found.codes, found.words, buffer_km};
    joined.unit_names = std::move(found.names);
  } else if (before == 0) {
    inside.assign(all, 1);
    place.extent = Extent{"", "", buffer_km};
  } else if (place.extent) {
    place.extent->buffer_km = buffer_km;
    std::vector<std::uint8_t> taken(all, 1);
    if (all > before && !place.extent->within.empty())
      taken = find_as_before(Territories(place.areas, boundaries), *place.extent, all);
    for (std::size_t row = before; row < all; ++row) inside[row] = taken[row];
  } else if (all > before) {
    findings.push_back({"PLACE_NOT_WIDENED", geo::Severity::note, place.name,
                        fmt::format("{} further areas of the files are not taken into the place: an older "
                                    "program made it, and what it was made of is not known",
                                    all - before),
                        "nothing; or say what the place is to be: --within NAME"});
  }
  if (before == 0 || inside == old_inside) return inside;

  std::size_t came = 0, left = 0;
  for (std::size_t row = 0; row < all; ++row) {
    if (inside[row] != 0 && old_inside[row] == 0) ++came;
    if (inside[row] == 0 && old_inside[row] != 0) ++left;
  }
  const char* code = left == 0 ? "PLACE_WIDENED" : came == 0 ? "PLACE_NARROWED" : "PLACE_CHANGED";
  findings.push_back(
      {code, geo::Severity::warning, place.name,
       fmt::format("the place was {} and is {} now{}: {} areas came in and {} left{}",
                   size_of(place.areas, old_inside).words(), size_of(place.areas, inside).words(),
                   place.extent && !place.extent->words.empty() ? " (" + place.extent->words + ")" : "", came,
                   left, left > 0 ? " (they stay as context)" : ""),
       "nothing, if that is meant; else say what the place is to be: --within NAME"});
  find_plans_that_do_not_fit(place, inside, findings);
  return inside;
}

}  // namespace placewright::datasets
