#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "datasets/demo/noise.h"
#include "datasets/demo/parts.h"

namespace placewright::datasets::demo {
namespace {

struct Role {
  const char *name, *group, *sector;
};
constexpr std::array kRoles{Role{"GP partner", "GP", "primary_care"},
                            Role{"Salaried GP", "GP", "primary_care"},
                            Role{"Practice nurse", "PN", "primary_care"},
                            Role{"Healthcare assistant", "DPC", "primary_care"},
                            Role{"Receptionist", "PADMIN", "primary_care"},
                            Role{"Practice manager", "PADMIN", "primary_care"},
                            Role{"Clinical pharmacist", "ARRS", "primary_care"},
                            Role{"Social prescribing link worker", "ARRS", "primary_care"},
                            Role{"First contact physiotherapist", "ARRS", "primary_care"},
                            Role{"Care coordinator", "ARRS", "primary_care"},
                            Role{"Physician associate", "ARRS", "primary_care"},
                            Role{"District nurse", "CN", "NHS"},
                            Role{"Community staff nurse", "CN", "NHS"},
                            Role{"Health visitor", "HV", "NHS"},
                            Role{"School nurse", "HV", "NHS"},
                            Role{"Physiotherapist", "AHP", "NHS"},
                            Role{"Occupational therapist", "AHP", "NHS"},
                            Role{"Community psychiatric nurse", "MH", "NHS"},
                            Role{"Social worker", "ASC", "LA"},
                            Role{"Reablement worker", "ASC", "LA"},
                            Role{"Home care worker", "DOM", "independent"},
                            Role{"Care home nurse", "DOM", "independent"},
                            Role{"Community health and wellbeing worker", "CHWW", "VCSE"},
                            Role{"Community connector", "VCSE", "VCSE"},
                            Role{"Housing officer", "HOUS", "LA"},
                            Role{"Palliative care nurse", "SPEC", "NHS"},
                            Role{"MSK practitioner", "SPEC", "NHS"},
                            Role{"Dietitian", "SPEC", "NHS"},
                            Role{"Children's therapist", "CYP", "NHS"},
                            Role{"Community pharmacist", "PHARM", "independent"},
                            Role{"Neighbourhood coordinator", "COORD", "NHS"},
                            Role{"Public health analyst", "OTHER", "LA"}};

class Roster {
 public:
  explicit Roster(Place& place) : place_(place) {}

  WorkforceRow& add(const char* role, std::string employer, const char* service, double wte,
                    const char* level) {
    const auto& known = *std::find_if(kRoles.begin(), kRoles.end(),
                                      [&](const Role& one) { return std::string_view(one.name) == role; });
    WorkforceRow row;
    row.row_id = fmt::format("W{:06}", place_.workforce.size() + 1);
    row.employer = std::move(employer);
    row.sector = known.sector;
    row.role_group = known.group;
    row.role = known.name;
    static const std::set<std::string_view> kUnregistered{
        "Healthcare assistant",      "Receptionist",
        "Practice manager",          "Social prescribing link worker",
        "Care coordinator",          "Reablement worker",
        "Home care worker",          "Community health and wellbeing worker",
        "Community connector",       "Housing officer",
        "Neighbourhood coordinator", "Public health analyst"};
    row.registered = kUnregistered.contains(known.name) ? "N" : "Y";
    row.service_area = service;
    row.level = level;
    row.mobile = "N";
    row.wte = rounded(wte, 100);
    row.headcount = std::max(1.0, std::floor(wte * 1.22 + 0.5));
    row.source = "Invented staff return";
    row.as_at = "2026-03-31";
    row.estimated = "N";
    place_.workforce.push_back(std::move(row));
    return place_.workforce.back();
  }

 private:
  Place& place_;
};

void add_practice_staff(Sketch& sketch, Roster& roster) {
  const auto seed = sketch.land.seed;
  for (std::size_t p = 0; p < sketch.practices.size(); ++p) {
    const auto& practice = sketch.practices[p];
    if (practice.beyond) continue;
    const auto& site = sketch.place.sites[practice.site];
    const double k = practice.list / 10000;
    const auto area = *sketch.place.find_area(site.area);
    // Fewer doctors where need is greatest, more nurses: what the country shows.
    const double doctors = (6.2 - 1.2 * sketch.want[area]) * (0.75 + 0.5 * unit_of(seed, 301, p)),
                 nurses = 2.6 + 0.7 * sketch.want[area];
    struct Post {
      const char* role;
      double wte;
      bool generalist;
    };
    const Post posts[] = {{"GP partner", 0.6 * doctors * k, true}, {"Salaried GP", 0.4 * doctors * k, true},
                          {"Practice nurse", nurses * k, true},    {"Healthcare assistant", 1.7 * k, false},
                          {"Receptionist", 6.4 * k, false},        {"Practice manager", 1.0, false}};
    for (const auto& [role, wte, generalist] : posts) {
      auto& row = roster.add(role, site.name, "general practice", wte, "neighbourhood");
      row.practice_code = site.id;
      row.pcn_code = site.pcn_code;
      row.allocation = "list";
      row.generalist = generalist ? "Y" : "N";
      if (unit_of(seed, 302, mix(p, std::string_view(role).size())) < 0.12)
        row.vacancy_wte = rounded(0.4 + 0.6 * unit_of(seed, 303, p), 10);
      if (unit_of(seed, 304, mix(p, std::string_view(role).size())) < 0.02)
        row.wte = row.headcount = kMissing;  // not reported
    }
  }
  for (std::size_t k = 0; k < sketch.pcn_codes.size(); ++k) {
    static constexpr std::array kPosts{"Clinical pharmacist", "Social prescribing link worker",
                                       "First contact physiotherapist", "Care coordinator",
                                       "Physician associate"};
    for (std::size_t r = 0; r < kPosts.size(); ++r) {
      auto& row = roster.add(kPosts[r], sketch.pcn_names[k], "primary care network",
                             1 + 3.5 * unit_of(seed, 305, 8 * k + r), "neighbourhood");
      row.pcn_code = sketch.pcn_codes[k];
      row.allocation = "list";
    }
  }
}

/// Team patches: unions of MSOAs, made by where the teams once were; they do not follow networks.
std::vector<std::vector<std::uint32_t>> make_patches(const Sketch& sketch, double people, std::uint64_t key) {
  const auto& areas = sketch.place.areas;
  std::vector<Tie> ties;
  for (const auto& tie : sketch.ties)
    if (sketch.lad_of[tie.a] == sketch.lad_of[tie.b])
      ties.push_back({tie.a, tie.b, tie.border_m * (tie.river ? 0.5 : 1.0)});
  for (const auto& link : sketch.place.links)
    ties.push_back({*sketch.place.find_area(link.a), *sketch.place.find_area(link.b), 200});
  const auto groups =
      std::max<std::size_t>(2, static_cast<std::size_t>(1600.0 * static_cast<double>(areas.size()) / people));
  const auto patch = join_up(areas.population, ties, groups, 2 * people, 0.8, mix(sketch.land.seed, key));
  std::vector<std::vector<std::uint32_t>> members(*std::max_element(patch.begin(), patch.end()) + 1);
  for (std::uint32_t i = 0; i < areas.size(); ++i) members[patch[i]].push_back(i);
  return members;
}

void add_teams(Sketch& sketch, Roster& roster) {
  auto& place = sketch.place;
  const auto seed = sketch.land.seed;
  std::vector<const Site*> bases;
  for (const auto& site : place.sites)
    if (site.kind == "base" && !site.area.empty()) bases.push_back(&site);
  const auto base_near = [&](const std::vector<std::uint32_t>& patch, const char* type) {
    const geo::Point at{place.areas.centroid_x[patch.front()], place.areas.centroid_y[patch.front()]};
    std::string best;
    double least = 1e18;
    for (const auto* site : bases)
      if (site->base_type == type || site->base_type == "mixed")
        if (const double d = distance_m(at, {site->x, site->y}); d < least) {
          least = d;
          best = site->id;
        }
    return best.empty() && !bases.empty() ? bases.front()->id : best;
  };

  // Community nursing: patches of about 50,000.
  const auto patches = make_patches(sketch, 50000, 311);
  for (std::size_t k = 0; k < patches.size(); ++k) {
    const auto id = fmt::format("CN{:03}", k + 1);
    double people = 0;
    for (const auto i : patches[k]) {
      place.footprints.push_back({id, "Community nursing", "neighbourhood", "lsoa", place.areas.code[i], 1});
      people += place.areas.population[i];
    }
    const auto base = base_near(patches[k], "clinical");
    const double each = people / 50000 * (0.7 + 0.6 * unit_of(seed, 312, k));
    for (const auto& [role, wte] :
         {std::pair{"District nurse", 9.0 * each}, std::pair{"Community staff nurse", 12.0 * each},
          std::pair{"Health visitor", 6.5 * each}, std::pair{"Physiotherapist", 3.2 * each},
          std::pair{"Occupational therapist", 2.8 * each}}) {
      auto& row =
          roster.add(role, "Anyborough Community NHS Trust", "community services", wte, "neighbourhood");
      row.base_id = base;
      row.footprint_id = id;
      row.allocation = "footprint";
      row.mobile = "Y";
      row.generalist = std::string_view(role) == "District nurse" ? "Y" : "N";
      if (unit_of(seed, 313, k) < 0.3) row.vacancy_wte = rounded(1.0 + unit_of(seed, 314, k), 10);
    }
    // Home care moves around its patch and has no base.
    auto& care = roster.add("Home care worker", k % 2 == 0 ? "Hearthside Care Ltd" : "Lantern Homecare CIC",
                            "domiciliary care", people / 1000 * 2.6, "neighbourhood");
    care.footprint_id = id;
    care.allocation = "footprint";
    care.mobile = "Y";
    // A social worker and a coordinator are shared by two patches: one post, two rows.
    if (k + 1 < patches.size() && k % 2 == 0) {
      const auto post = fmt::format("P{:04}", k + 1);
      for (const auto& [which, share] : {std::pair{k, 0.6}, std::pair{k + 1, 0.4}}) {
        auto& row = roster.add("Neighbourhood coordinator", "Anyborough Community NHS Trust", "coordination",
                               1.0, "neighbourhood");
        row.post_id = post;
        row.share = share;
        row.headcount = 1;
        row.footprint_id = fmt::format("CN{:03}", which + 1);
        row.allocation = "footprint";
      }
    }
    auto& connector = roster.add("Community connector", "Voluntary Action Anyborough",
                                 "community development", 1.0 + 2 * unit_of(seed, 315, k), "neighbourhood");
    connector.base_id = base_near(patches[k], "community");
    connector.allocation = "travel";
  }
  // Mental health: greater patches from two bases, by travel.
  for (std::size_t k = 0; const auto& patch : make_patches(sketch, 110000, 316)) {
    const auto id = fmt::format("MH{:02}", ++k);
    for (const auto i : patch)
      place.footprints.push_back({id, "Community mental health", "multi", "lsoa", place.areas.code[i], 1});
    auto& row = roster.add("Community psychiatric nurse", "Ander Valley Mental Health NHS Trust",
                           "mental health", 22 + 8 * unit_of(seed, 317, k), "multi");
    row.base_id = base_near(patch, "clinical");
    row.footprint_id = id;
    row.allocation = "footprint";
    row.mobile = "Y";
  }
  // Community health workers: part of the most deprived areas only.
  std::vector<std::pair<double, std::uint32_t>> deprived;
  for (std::uint32_t i = 0; i < place.areas.size(); ++i) deprived.push_back({-sketch.want[i], i});
  std::sort(deprived.begin(), deprived.end());
  for (std::size_t k = 0; k < deprived.size() / 12 + 1; ++k)
    place.footprints.push_back({"CHWW", "Community health and wellbeing workers", "neighbourhood", "lsoa",
                                place.areas.code[deprived[k].second], k % 4 == 3 ? 0.5 : 1.0});
  auto& workers = roster.add("Community health and wellbeing worker", "Voluntary Action Anyborough",
                             "community development", 0.6 * static_cast<double>(deprived.size() / 12 + 1),
                             "neighbourhood");
  workers.footprint_id = "CHWW";
  workers.allocation = "footprint";
}

/// What spans the place: palliative care for all of it, MSK in two halves, therapies that cut across
/// everything.
void add_wide_services(Sketch& sketch, Roster& roster) {
  auto& place = sketch.place;
  const auto seed = sketch.land.seed;
  std::vector<std::string> lads(place.areas.parents["lad_code"]);
  const auto by_area = lads;
  std::sort(lads.begin(), lads.end());
  lads.erase(std::unique(lads.begin(), lads.end()), lads.end());
  const double people = 1600.0 * static_cast<double>(place.areas.size());
  for (const auto& lad : lads)
    place.footprints.push_back({"PALL", "Palliative care", "place", "lad", lad, 1});
  const auto halves = make_patches(sketch, people / 2.05, 321);
  for (std::size_t k = 0; k < halves.size(); ++k)
    for (const auto i : halves[k])
      place.footprints.push_back({k == 0   ? "MSK1"
                                  : k == 1 ? "MSK2"
                                           : fmt::format("MSK{}", k + 1),
                                  "Musculoskeletal", "multi", "lsoa", place.areas.code[i], 1});
  // Children's therapies work by ward of the old council: they cut areas' groups whatever the plan.
  std::set<std::string> wards(place.areas.parents["ward_code"].begin(),
                              place.areas.parents["ward_code"].end());
  for (std::size_t k = 0; const auto& ward : wards) {
    const auto team = mix(seed, 322, k / 3) % 3;
    place.footprints.push_back(
        {fmt::format("CYP{}", team + 1), "Children's therapies", "multi", "ward", ward, 1});
    ++k;
  }
  // Dietetics follows the practices of every second network and leaves the rest uncovered.
  for (std::size_t k = 0; k < sketch.pcn_codes.size(); k += 2)
    place.footprints.push_back({"DIET", "Dietetics", "multi", "pcn", sketch.pcn_codes[k], 1});

  auto& palliative = roster.add("Palliative care nurse", "St Ebba's Hospice", "palliative care",
                                people / 400000 * 11, "place");
  palliative.sector = "VCSE";
  palliative.footprint_id = "PALL";
  palliative.allocation = "hold";
  palliative.mobile = "Y";
  for (std::size_t k = 0; k < halves.size(); ++k) {
    auto& row = roster.add("MSK practitioner", "Anyborough Community NHS Trust", "musculoskeletal",
                           people / 400000 * (k == 0 ? 8 : 5), "multi");
    row.footprint_id = fmt::format("MSK{}", k + 1);
    row.allocation = "footprint";
  }
  for (std::size_t team = 1; team <= 3; ++team) {
    auto& row = roster.add("Children's therapist", "Anyborough Community NHS Trust", "children's therapies",
                           people / 400000 * 6, "multi");
    row.footprint_id = fmt::format("CYP{}", team);
    row.allocation = "footprint";
  }
  auto& diet =
      roster.add("Dietitian", "Anyborough Community NHS Trust", "dietetics", people / 400000 * 7, "multi");
  diet.footprint_id = "DIET";
  diet.allocation = "footprint";
  auto& ward = roster.add("District nurse", "Anyborough Community NHS Trust", "virtual ward",
                          people / 400000 * 9, "place");
  ward.base_id = "B9999";
  ward.allocation = "spread";
  for (std::size_t k = 0; k < lads.size(); ++k) {
    double in_lad = 0;
    for (std::size_t i = 0; i < by_area.size(); ++i)
      in_lad += by_area[i] == lads[k] ? place.areas.population[i] : 0;
    // Council totals are known for the whole district only.
    for (const auto& [role, each, estimated] :
         {std::tuple{"Social worker", 3.1, "N"}, std::tuple{"Reablement worker", 2.4, "N"},
          std::tuple{"Care home nurse", 4.2, "Y"}, std::tuple{"Housing officer", 1.3, "N"}}) {
      auto& row = roster.add(role,
                             std::string_view(role) == "Care home nurse" ? "Care homes (sample estimate)"
                                                                         : sketch.lad_names[k] + " Council",
                             "adult social care", in_lad / 10000 * each, "place");
      row.area_id = lads[k];
      row.allocation = "spread";
      row.estimated = estimated;
      row.source = *estimated == 'Y' ? "Invented sector estimate" : "Invented staff return";
    }
    auto& analyst =
        roster.add("Public health analyst", sketch.lad_names[k] + " Council", "public health", 3.0, "system");
    analyst.area_id = lads[k];
    analyst.allocation = "hold";
  }
  for (const auto& site : place.sites)
    if (site.kind == "pharmacy" &&
        unit_of(seed, 323, mix(site.id.size(), static_cast<std::uint64_t>(site.x))) < 0.5) {
      auto& row = roster.add("Community pharmacist", site.name, "community pharmacy", 1.4, "neighbourhood");
      row.area_id = site.area;
      row.allocation = "spread";
    }
}

}  // namespace

void add_staff(Sketch& sketch) {
  for (const auto& [name, group, sector] : kRoles) sketch.place.roles.push_back({name, group, sector});
  Roster roster(sketch.place);
  add_practice_staff(sketch, roster);
  add_teams(sketch, roster);
  add_wide_services(sketch, roster);
}

}  // namespace placewright::datasets::demo
