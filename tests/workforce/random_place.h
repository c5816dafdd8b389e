#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "datasets/place/place.h"
#include "geo/random.h"
#include "tests/workforce/toy_staff.h"

/// Invented places of 5 to 40 areas with everything that figures of staff rest on, from a seed.
namespace placewright::toy {

/// What a place is hard in.
enum class Hard { nothing, missing, large, travel, posts, territories };

class RandomPlace {
 public:
  explicit RandomPlace(std::uint64_t seed)
      : random_(seed), hard_(static_cast<Hard>(seed % 6)), place_(make_areas()) {
    make_registrations();
    make_ages();
    make_weights();
    make_bases();
    make_footprints();
    make_staff();
    make_travel();
    make_projections();
    make_plan();
  }
  [[nodiscard]] datasets::Place take() { return std::move(place_); }

 private:
  bool chance(double share) { return random_.unit() < share; }
  std::uint32_t from(std::uint32_t least, std::uint32_t most) {
    return least + random_.below(most - least + 1);
  }
  const std::string& any_area() { return place_.areas.code[random_.below(areas())]; }
  [[nodiscard]] std::uint32_t areas() const { return static_cast<std::uint32_t>(place_.areas.size()); }
  [[nodiscard]] bool misses() const { return hard_ == Hard::missing; }

  datasets::Place make_areas() {
    const auto n = hard_ == Hard::large ? from(25, 40) : from(5, 14);
    const bool ties = chance(0.3);
    std::vector<AreaLine> lines;
    for (std::uint32_t i = 0; i < n; ++i) {
      AreaLine line;
      line.code = "A" + std::to_string(100 + i);
      line.people = misses() && chance(0.1) ? datasets::kMissing : chance(0.05) ? 0 : from(500, 3000);
      line.imd = misses() && chance(0.15) ? datasets::kMissing
                 : ties                   ? 10.0 * from(1, 4)
                                          : 1 + 70 * random_.unit();
      line.decile = misses() && chance(0.15) ? datasets::kMissing : from(1, 10);
      line.x = 400'000 + 9000 * random_.unit();
      line.y = 300'000 + 9000 * random_.unit();
      lines.push_back(line);
    }
    auto place = place_of(lines);
    for (std::uint32_t i = 0; i < n; ++i) {
      if (i > 3 && chance(0.08)) place.areas.inside[i] = 0;
      place.areas.parents["lad_code"][i] = chance(0.5) ? "E08000001" : "E08000002";
      place.areas.indicators["frailty"].push_back(misses() && chance(0.1) ? datasets::kMissing
                                                                          : 0.5 + random_.unit());
    }
    return place;
  }

  void make_registrations() {
    const auto practices = from(2, 7);
    for (std::uint32_t q = 0; q < practices; ++q) {
      auto site = practice("P" + std::to_string(q), chance(0.9) ? "U" + std::to_string(from(1, 3)) : "",
                           chance(0.85) ? any_area() : "", 400'000 + 9000 * random_.unit(),
                           300'000 + 9000 * random_.unit());
      site.open = chance(0.9);
      site.list_size = from(1000, 9000);
      site.capacity = from(1, 20);
      place_.sites.push_back(site);
      if (chance(0.7)) place_.registrations.push_back({site.id, "OUTSIDE", 1.0 * from(1, 2000)});
      if (chance(0.5)) place_.registrations.push_back({site.id, "UNKNOWN", 1.0 * from(1, 100)});
    }
    for (std::uint32_t i = 0; i < areas(); ++i) {
      const double people = place_.areas.population[i];
      if (!(people > 0) || (misses() && chance(0.1))) continue;
      // Some areas are registered beyond a border.
      const double here =
          people * (misses() && chance(0.2) ? 0.7 * random_.unit() : 0.85 + 0.3 * random_.unit());
      const auto parts = from(1, 3);
      for (std::uint32_t part = 0; part < parts; ++part) {
        const auto at = "P" + std::to_string(random_.below(practices));
        bool twice = false;
        for (const auto& row : place_.registrations)
          twice = twice || (row.practice == at && row.area == place_.areas.code[i]);
        if (!twice) place_.registrations.push_back({at, place_.areas.code[i], std::round(here / parts)});
      }
    }
  }

  void make_ages() {
    for (std::uint32_t i = 0; i < areas(); ++i) {
      if (!(place_.areas.population[i] > 0) || (misses() && chance(0.1))) continue;
      for (const auto* band : {"0-14", "15-44", "45-64", "65-74", "75+"})
        place_.ages.push_back({place_.areas.code[i], band, "", 1.0 * from(50, 900)});
    }
  }

  void make_weights() {
    for (const auto* band : {"0-14", "15-44", "45-64", "65-74", "75+"})
      place_.weights.push_back({"ages", "age", band, 0.5 + 2 * random_.unit(), "made"});
    for (int quintile = 1; quintile <= 5; ++quintile)
      place_.weights.push_back(
          {"ages", "imd_quintile", std::to_string(quintile), 0.8 + random_.unit(), "made"});
    for (const auto& site : place_.sites)
      if (chance(0.8))
        place_.weights.push_back({"lists", "practice", site.id, 0.7 + 0.6 * random_.unit(), "made"});
  }

  void make_bases() {
    const auto bases = from(1, 3);
    for (std::uint32_t b = 0; b < bases; ++b) {
      datasets::Site site;
      site.id = "B" + std::to_string(b);
      site.kind = "base";
      site.area = any_area();
      if (!(misses() && chance(0.2))) {
        site.x = 400'000 + 9000 * random_.unit();
        site.y = 300'000 + 9000 * random_.unit();
      }
      place_.sites.push_back(site);
    }
  }

  void make_footprints() {
    const auto footprints = hard_ == Hard::territories ? from(3, 6) : from(1, 2);
    for (std::uint32_t f = 0; f < footprints; ++f) {
      const std::string id = "F" + std::to_string(f), service = chance(0.5) ? "nursing" : "therapy";
      for (auto members = from(1, 4); members > 0; --members) {
        const std::string kinds[] = {"lsoa",     "lsoa", "lsoa", "neighbourhood",
                                     "practice", "pcn",  "lad",  "place"};
        const auto& kind = kinds[random_.below(hard_ == Hard::territories ? 8 : 3)];
        const std::string member = kind == "lsoa"            ? any_area()
                                   : kind == "neighbourhood" ? "N" + std::to_string(from(1, 3))
                                   : kind == "practice"      ? "P" + std::to_string(random_.below(7))
                                   : kind == "pcn"           ? "U" + std::to_string(from(1, 4))
                                   : kind == "lad"           ? "E0800000" + std::to_string(from(1, 3))
                                                             : "";
        bool twice = false;
        for (const auto& row : place_.footprints)
          twice = twice || (row.footprint_id == id && row.member_type == kind && row.member_id == member);
        if (!twice)
          place_.footprints.push_back(
              {id, service, "neighbourhood", kind, member, chance(0.6) ? 1 : random_.unit()});
      }
    }
  }

  void make_staff() {
    const std::string groups[] = {"GP", "PN", "CN", "MH", "ASC"};
    const auto rows = hard_ == Hard::large ? from(20, 40) : from(4, 20);
    for (std::uint32_t r = 0; r < rows; ++r) {
      auto row = staff("r" + std::to_string(r), "x", std::round(1000 * 12 * random_.unit()) / 1000);
      row.role_group = groups[random_.below(5)];
      row.sector = chance(0.5) ? "NHS" : "LA";
      row.registered = chance(0.5) ? "Y" : "N";
      row.employer = "employer " + std::to_string(random_.below(3));
      row.source = chance(0.5) ? "one" : "two";
      row.level = "neighbourhood";
      if (chance(0.7)) row.headcount = from(1, 20);
      if (chance(0.2)) row.estimated = "Y";
      if (misses() && chance(0.25)) row.wte = datasets::kMissing;
      place_row(row);
      if (hard_ == Hard::posts) share_post(row);
      place_.workforce.push_back(row);
    }
  }

  /// Where the staff of a row are.
  void place_row(datasets::WorkforceRow& row) {
    const auto practice = "P" + std::to_string(random_.below(8)), pcn = "U" + std::to_string(from(1, 4));
    switch (random_.below(hard_ == Hard::nothing ? 6 : 10)) {
      case 0:
      case 1:
        row.practice_code = practice;
        break;
      case 2:
        row.pcn_code = pcn;
        break;
      case 3:
      case 4:
        row.area_id = any_area();
        break;
      case 5:
        row.footprint_id = "F" + std::to_string(random_.below(3));
        if (chance(0.5)) row.base_id = "B" + std::to_string(random_.below(3));
        break;
      case 6:
        row.base_id = "B" + std::to_string(random_.below(4));
        break;
      case 7:
        row.base_id = "B" + std::to_string(random_.below(3));
        row.allocation = "travel";
        if (chance(0.4))
          row.footprint_id = "F" + std::to_string(random_.below(3));
        else if (chance(0.5))
          row.practice_code = practice;
        else
          row.pcn_code = pcn;
        break;
      case 8:
        row.area_id = chance(0.5) ? "E08000001" : "E08000002";
        row.level = "place";
        row.allocation = "spread";
        break;
      default:
        row.level = chance(0.6) ? "place" : "neighbourhood";
    }
  }

  void share_post(datasets::WorkforceRow& row) {
    if (chance(0.3)) {
      row.share = random_.unit();
      return;
    }
    if (chance(0.1)) row.share = chance(0.5) ? 3 : -1;
    if (chance(0.5)) return;
    row.post_id = "post " + std::to_string(random_.below(3));
    row.share = std::round(70 * random_.unit()) / 100;
    row.wte = 4;
  }

  void make_travel() {
    if (hard_ != Hard::travel) return;
    std::vector<std::string> to;
    for (const auto& site : place_.sites)
      if (!chance(0.2)) to.push_back(site.id);
    if (chance(0.5))  // between areas too
      for (const auto& area : place_.areas.code)
        if (!chance(0.1)) to.push_back(area);
    for (const auto& site : to)
      for (const auto* mode : {"walk", "drive"})
        for (const auto& area : place_.areas.code) {
          if (chance(0.1)) continue;
          place_.travel.push_back({mode, area, site, chance(0.1) ? datasets::kMissing : 50 * random_.unit()});
        }
  }

  void make_projections() {
    const int editions = chance(0.5) ? 1 : 2;
    for (int edition = 0; edition < editions; ++edition)
      for (const auto* authority : {"E08000001", "E08000002"})
        for (const auto* year : {"2025", "2035"})
          for (const auto* band : {"0-14", "15-44", "45-64", "65-74", "75+"})
            place_.projections.push_back({authority, year, "", band, "population", 1.0 * from(5000, 9000),
                                          "made", "edition " + std::to_string(edition)});
  }

  void make_plan() {
    const auto count = hard_ == Hard::large ? from(3, 8) : from(2, 4);
    std::vector<std::pair<std::string, std::string>> assignment;
    for (std::uint32_t i = 0; i < areas(); ++i)
      if (place_.areas.inside[i] != 0 && !(misses() && chance(0.08)))
        assignment.emplace_back(place_.areas.code[i],
                                "N" + std::to_string(i < count ? i + 1 : from(1, count)));
    place_.plans = {plan_of(assignment)};
  }

  geo::Random random_;
  Hard hard_;
  datasets::Place place_;
};

}  // namespace placewright::toy
