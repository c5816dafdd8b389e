#include "datasets/demo/demo.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "datasets/demo/noise.h"
#include "datasets/demo/parts.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace demo {
namespace {

/// The neighbourhoods the place has today: each in one piece, grown over time, some too small and some too
/// large.
void add_current_plan(Sketch& sketch) {
  auto& place = sketch.place;
  const auto n = sketch.options.areas;
  std::vector<Tie> ties;
  for (const auto& tie : sketch.ties)
    if (sketch.lad_of[tie.a] == sketch.lad_of[tie.b])
      ties.push_back({tie.a, tie.b, tie.border_m * (tie.river ? 0.4 : 1.0)});
  for (const auto& link : place.links) {
    const auto a = *place.find_area(link.a), b = *place.find_area(link.b);
    if (sketch.lad_of[a] == sketch.lad_of[b]) ties.push_back({a, b, 300});
  }
  const auto groups = std::max<std::size_t>(2, n * 16 / 430);
  const auto label = join_up(place.areas.population, ties, groups, 62000, 1.0, mix(sketch.land.seed, 501));
  // Numbered from north-west to south-east, as areas are.
  const std::size_t count = *std::max_element(label.begin(), label.end()) + 1;
  PlanRecord plan;
  plan.name = "current";
  plan.brief_toml = "# The neighbourhoods in use today; nobody wrote a brief for them.\n";
  plan.created = kDemoMadeAt;
  plan.origin = "import";
  std::vector<double> people(count, 0);
  for (std::uint32_t i = 0; i < n; ++i) {
    plan.assignments.push_back({place.areas.code[i], fmt::format("N{:02}", label[i] + 1), false});
    people[label[i]] += place.areas.population[i];
  }
  static constexpr std::array kSides{"", " and District", "", " Valley", "", " Heath"};
  for (std::size_t k = 0; k < count; ++k) {
    const bool out = people[k] < 30000 || people[k] > 50000;
    plan.neighbourhoods.push_back(
        {fmt::format("N{:02}", k + 1), place_name(sketch.land.seed, 500 + k) + kSides[k % kSides.size()], "",
         false, out ? "as agreed when the networks were formed; to be looked at again" : ""});
  }
  place.plans.push_back(std::move(plan));
}

void add_notes(Sketch& sketch) {
  auto& place = sketch.place;
  const auto& land = sketch.land;
  const auto& city = land.towns.front();
  std::vector<std::pair<double, std::uint32_t>> near;
  for (std::uint32_t i = 0; i < sketch.options.areas; ++i)
    near.push_back({distance_m({place.areas.centroid_x[i], place.areas.centroid_y[i]},
                               {city.at.x + 0.8 * city.radius_m, city.at.y}),
                    i});
  std::sort(near.begin(), near.end());
  const auto pin = [&](std::string id, std::string author, std::string text, std::string kind,
                       std::uint32_t area, double uplift, std::string evidence) {
    place.notes.push_back({std::move(id), std::move(author), "2026-02-14", std::move(text), std::move(kind),
                           place.areas.code[area], place.areas.centroid_x[area], place.areas.centroid_y[area],
                           uplift, std::move(evidence), ""});
  };
  pin("note-1", "Community nurse (invented)",
      "Three tower blocks with many people living alone; falls are seen weekly and do not show in the "
      "figures.",
      "hotspot", near[0].second, 1.15, "team case notes, counted over one quarter");
  pin("note-2", "Tenants' association (invented)",
      "One estate either side of the footbridge: same school, same surgery. Please keep us together.", "wish",
      near[1].second, kMissing, "");
  pin("note-3", "Harbour residents (invented)",
      "The ferry does not run in winter storms; the island needs a nurse who lives there.", "observation",
      land.island_areas.empty() ? near[2].second : land.island_areas.front(), kMissing, "ferry timetable");
}

void add_settings_and_sources(Sketch& sketch) {
  auto& place = sketch.place;
  place.settings = {{"workforce_definition",
                     "Everyone paid or organised to care for people of Anyborough outside hospital wards: "
                     "NHS, council, independent and voluntary staff, "
                     "registered or not. Unpaid carers are shown beside it and never counted as staff. "
                     "(Invented example.)"}};
  const auto add = [&](const char* file, const char* taken_for, std::size_t rows) {
    place.sources.push_back({file, taken_for, "Invented by Placewright",
                             fmt::format("seed {}", sketch.options.seed), "no licence needed",
                             "Invented data: no real place", "", std::string(kDemoMadeAt),
                             static_cast<std::int64_t>(rows), static_cast<std::int64_t>(rows), 0, ""});
  };
  add("demo: boundaries", "LSOA boundaries", place.areas.size());
  add("demo: people", "residents by age", place.ages.size());
  add("demo: deprivation", "index of deprivation", place.areas.size());
  add("demo: registrations", "patients by practice and area", place.registrations.size());
  add("demo: sites", "practices and other sites", place.sites.size());
  add("demo: workforce", "workforce", place.workforce.size());
  add("demo: roads", "roads", place.roads.size());
  add("demo: ground", "ground under the map", place.ground.size() + place.settlements.size());
  place.findings.push_back({"INVENTED", geo::Severity::note, place.name,
                            "this place is invented: no person, place or organisation in it exists",
                            "use it to try things out, never as evidence"});
}

}  // namespace

void add_story(Sketch& sketch) {
  add_current_plan(sketch);
  add_notes(sketch);
  add_settings_and_sources(sketch);
}

}  // namespace demo

Place make_demo(const DemoOptions& options) {
  if (options.areas < kMinDemoAreas || options.areas > kMaxDemoAreas)
    throw geo::InputError{{"--areas", fmt::format("{} areas cannot be made", options.areas),
                           fmt::format("a number from {} to {}", kMinDemoAreas, kMaxDemoAreas)}};
  demo::Sketch sketch;
  sketch.options = options;
  sketch.land = demo::make_land(options.areas, options.seed);
  sketch.place.name = "Anyborough (invented)";
  sketch.place.invented = true;
  demo::add_areas(sketch);
  demo::add_units(sketch);
  demo::add_people(sketch);
  demo::add_postcodes(sketch);
  demo::add_practices(sketch);
  demo::add_services(sketch);
  demo::add_staff(sketch);
  demo::add_roads(sketch);
  demo::add_ground(sketch);
  demo::add_story(sketch);
  return std::move(sketch.place);
}

}  // namespace placewright::datasets
