#include "boundaries/workforce/cover/allocate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "boundaries/workforce/supply/access.h"
#include "boundaries/workforce/supply/age_weights.h"
#include "boundaries/workforce/supply/roles.h"

namespace placewright::boundaries::workforce {
namespace {

using datasets::WorkforceRow;

std::string row_name(const WorkforceRow& row, std::size_t number) {
  return fmt::format("workforce row {}", row.row_id.empty() ? std::to_string(number + 1) : row.row_id);
}

Allocation choose_method(const WorkforceRow& row) {
  for (const auto method : {Allocation::list, Allocation::footprint, Allocation::travel, Allocation::hold,
                            Allocation::spread, Allocation::area})
    if (row.allocation == allocation_name(method)) return method;
  if (!row.practice_code.empty() || !row.pcn_code.empty()) return Allocation::list;
  if (!row.footprint_id.empty()) return Allocation::footprint;
  if (row.level == "place" || row.level == "system") return Allocation::hold;
  if (!row.base_id.empty()) return Allocation::travel;
  if (!row.area_id.empty()) return Allocation::area;
  return Allocation::none;
}

/// Where each row goes. Posts of one practice, base or patch go the same way, which is found once.
class Allocator {
 public:
  Allocator(const datasets::Place& place, const datasets::PlanRecord& plan, const Lists& lists,
            const AllocateOptions& options)
      : place_(place), plan_(plan), lists_(lists), options_(options) {}

  Shares share(const WorkforceRow& row, Allocation method, std::string& trouble) {
    const auto [at, is_new] = known_.try_emplace({std::to_string(static_cast<int>(method)), row.practice_code,
                                                  row.practice_code.empty() ? row.pcn_code : "",
                                                  row.footprint_id, row.base_id, row.area_id});
    auto& [shares, why] = at->second;
    if (is_new) shares = find_share(row, method, why);
    trouble = why;
    return shares;
  }

  bool straight = false;          ///< some minutes were straight lines
  bool spread_by_people = false;  ///< an LA total had to be spread by all people

 private:
  Shares find_share(const WorkforceRow& row, Allocation method, std::string& trouble) {
    switch (method) {
      case Allocation::list:
        return by_list(row, trouble);
      case Allocation::footprint:
        return by_footprint(row.footprint_id, trouble);
      case Allocation::travel:
        return by_travel(row, trouble);
      case Allocation::area:
        return by_area(row, trouble);
      case Allocation::spread:
        return by_driver(row, trouble);
      case Allocation::hold:
        if (options_.spread_held) return share_by_driver(all_areas(), place_.areas.population);
        return share_held();
      case Allocation::none:
        break;
    }
    trouble = "it names no practice, PCN, footprint, base, area or level";
    return share_held();
  }

  Shares by_list(const WorkforceRow& row, std::string& trouble) {
    const bool practice = !row.practice_code.empty();
    const auto& code = practice ? row.practice_code : row.pcn_code;
    const auto& known = practice ? lists_.practice : lists_.pcn;
    const auto at = known.find(code);
    if (at == known.end()) {
      trouble = code.empty()
                    ? "it is to follow a list but names no practice or PCN"
                    : fmt::format("the place has no list of {} {}", practice ? "practice" : "PCN", code);
      return share_held();
    }
    return share_by_list(at->second.patients, at->second.outside, at->second.unknown);
  }

  Shares by_footprint(const std::string& id, std::string& trouble) {
    const auto patch = resolve_footprint(place_, plan_, lists_, id);
    if (patch.areas.empty() && patch.list.all() <= 0) {
      trouble = id.empty() ? "it names no footprint"
                           : fmt::format("footprint {} has no member the place knows", id);
      return share_held();
    }
    if (patch.list.all() <= 0) return share_by_patch(patch.areas);
    // People of areas and patients of lists are both people: one patch of both.
    auto weight = patch.list.patients;
    for (const auto& area : patch.areas)
      if (!std::isnan(area.people)) weight.emplace_back(area.area, area.people * area.share);
    return share_by_list(weight, patch.list.outside, patch.list.unknown);
  }

  Shares by_travel(const WorkforceRow& row, std::string& trouble) {
    const auto base = std::find_if(place_.sites.begin(), place_.sites.end(),
                                   [&](const auto& site) { return site.id == row.base_id; });
    if (base == place_.sites.end() || std::isnan(base->x)) {
      trouble = row.base_id.empty() ? "it is to travel but names no base"
                                    : fmt::format("base {} is not located", row.base_id);
      return share_held();
    }
    const auto people = people_visited(row);
    const auto minutes = minutes_to_site(place_, *base, options_.mode, straight);
    const auto shares = share_by_travel(minutes, people, truncated_gaussian_decay(options_.visit_minutes));
    if (shares.area.empty())
      trouble =
          fmt::format("nobody lives within {:.0f} minutes of base {}", options_.visit_minutes, row.base_id);
    return shares;
  }

  /// Whom a visiting team may serve: a team with a patch stays among the people of its areas and the patients
  /// of its lists.
  std::vector<double> people_visited(const WorkforceRow& row) const {
    Patch patch;
    if (!row.footprint_id.empty()) {
      patch = resolve_footprint(place_, plan_, lists_, row.footprint_id);
    } else if (!row.practice_code.empty() || !row.pcn_code.empty()) {
      const auto& known = row.practice_code.empty() ? lists_.pcn : lists_.practice;
      if (const auto at = known.find(row.practice_code.empty() ? row.pcn_code : row.practice_code);
          at != known.end())
        patch.list = at->second;
    } else {
      return people_inside(place_);
    }
    std::vector<double> people(place_.areas.size(), 0);
    for (const auto& area : patch.areas)
      if (!std::isnan(area.people)) people[area.area] += area.people * area.share;
    for (const auto& [area, patients] : patch.list.patients) people[area] += patients;
    return people;
  }

  std::vector<std::uint32_t> all_areas() const {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < place_.areas.size(); ++i)
      if (place_.areas.inside.empty() || place_.areas.inside[i] != 0) rows.push_back(i);
    return rows;
  }

  /// Whether a code is that of an area around the place, loaded as context only.
  bool is_around(const std::string& code) const {
    const auto row = place_.find_area(code);
    return row && !place_.areas.inside.empty() && place_.areas.inside[*row] == 0;
  }

  /// Areas of the place under a code of any kind; empty when nobody knows it.
  std::vector<std::uint32_t> areas_under(const std::string& code) const {
    if (const auto row = place_.find_area(code)) return {*row};
    std::vector<std::uint32_t> rows;
    for (const auto& [column, values] : place_.areas.parents) {
      if (!column.ends_with("_code") && column != "lad_name") continue;
      for (const auto i : all_areas())
        if (i < values.size() &&
            (values[i] == code || (column == "lad_name" && lower_case(values[i]) == lower_case(code))))
          rows.push_back(i);
      if (!rows.empty()) return rows;
    }
    for (const auto& assignment : plan_.assignments)
      if (assignment.neighbourhood == code)
        if (const auto row = place_.find_area(assignment.area)) rows.push_back(*row);
    return rows;
  }

  Shares by_area(const WorkforceRow& row, std::string& trouble) {
    if (is_around(row.area_id)) return share_outside();
    const auto areas = areas_under(row.area_id);
    if (areas.size() > 1) return by_driver(row, trouble);
    if (areas.empty()) trouble = fmt::format("the place has no area {}", row.area_id);
    return share_by_driver(areas, std::vector<double>(place_.areas.size(), 1.0));
  }

  Shares by_driver(const WorkforceRow& row, std::string& trouble) {
    if (is_around(row.area_id)) return share_outside();
    const auto areas = row.area_id.empty() ? all_areas() : areas_under(row.area_id);
    if (areas.empty()) {
      trouble = fmt::format("the place has no area or authority {}", row.area_id);
      return share_held();
    }
    if (driver_.empty()) {
      if (options_.driver != "people")
        if (const auto band = parse_band(options_.driver)) driver_ = people_from_age(place_, band->first);
      if (driver_.empty() ||
          std::all_of(driver_.begin(), driver_.end(), [](double d) { return std::isnan(d); })) {
        driver_ = place_.areas.population;
        spread_by_people = options_.driver != "people";
      }
    }
    return share_by_driver(areas, driver_);
  }

  const datasets::Place& place_;
  const datasets::PlanRecord& plan_;
  const Lists& lists_;
  const AllocateOptions& options_;
  std::vector<double> driver_;
  std::map<std::array<std::string, 6>, std::pair<Shares, std::string>> known_;
};

bool is_share(double share) { return share >= 0 && share <= 1; }

/// Share of each post's rows that stands for it: 1 where the shares add up to one or less; else scaled down
/// to one.
std::map<std::string, double> check_posts(const datasets::Place& place, std::vector<geo::Finding>& findings) {
  std::map<std::string, double> sum;
  for (const auto& row : place.workforce)
    if (!row.post_id.empty() && is_share(row.share)) sum[row.post_id] += row.share;
  for (const auto& [post, share] : sum) {
    if (std::abs(share - 1) <= 1e-6) continue;
    findings.push_back({"SHARES_NOT_ONE", geo::Severity::warning, fmt::format("workforce post {}", post),
                        fmt::format("the shares of its rows add up to {:.3f}", share),
                        share > 1 ? "they were scaled to 1; correct the file"
                                  : "the rest of the post is counted as unallocated; correct the file"});
  }
  return sum;
}

/// One post may stand in two files: in a PCN's and in a practice's return, or in two employers' tables of one
/// base.
void find_duplicates(const datasets::Place& place, const Lists& lists, std::vector<geo::Finding>& findings) {
  struct Same {
    std::set<std::string> employers, holders;
    std::size_t rows = 0;
  };
  std::map<std::tuple<std::string, std::string, double>, Same> same;
  for (const auto& row : place.workforce) {
    if (!(row.wte > 0) || !row.post_id.empty() || row.role.empty()) continue;
    std::string where = !row.base_id.empty() ? row.base_id : row.area_id, holder = "other";
    if (!row.practice_code.empty()) {
      const auto pcn = lists.pcn_of.find(row.practice_code);
      where = pcn == lists.pcn_of.end() ? row.practice_code : pcn->second;
      holder = "practice";
    } else if (!row.pcn_code.empty()) {
      where = row.pcn_code;
      holder = "pcn";
    }
    if (where.empty()) continue;
    auto& entry = same[{lower_case(row.role), where, row.wte}];
    entry.employers.insert(row.employer);
    entry.holders.insert(holder);
    ++entry.rows;
  }
  for (const auto& [key, entry] : same) {
    const bool two_tables = entry.holders.size() > 1,
               two_employers = entry.holders.contains("other") && entry.employers.size() > 1;
    if (!two_tables && !two_employers) continue;
    findings.push_back({"LIKELY_DUPLICATE", geo::Severity::warning,
                        fmt::format("workforce, {} at {}", std::get<0>(key), std::get<1>(key)),
                        fmt::format("{} rows of {:.2f} WTE from {}", entry.rows, std::get<2>(key),
                                    fmt::join(entry.employers, " and ")),
                        "if it is one post in two files, leave one of them out"});
  }
}

/// Rows that differ in nothing but their id: one post written twice, or two posts alike.
void find_alike(const datasets::Place& place, std::vector<geo::Finding>& findings) {
  struct Alike {
    std::vector<std::string> rows;
    double wte = 0;
  };
  std::map<std::vector<std::string>, Alike> alike;
  for (std::size_t k = 0; k < place.workforce.size(); ++k) {
    const auto& row = place.workforce[k];
    // Single posts are alike by nature; counts of several people hardly are.
    if (!(row.wte > 0) || !(row.headcount > 1) || !row.post_id.empty()) continue;
    auto& entry = alike[{row.source, row.employer, row.sector, row.role_group, row.role, row.registered,
                         row.service_area, row.base_id, row.practice_code, row.pcn_code, row.footprint_id,
                         row.allocation, row.level, row.area_id,
                         fmt::format("{} {} {}", row.wte, row.headcount, row.share), row.as_at}];
    entry.rows.push_back(row.row_id.empty() ? std::to_string(k + 1) : row.row_id);
    entry.wte += row.wte;
  }
  for (const auto& [key, entry] : alike)
    if (entry.rows.size() > 1)
      findings.push_back(
          {"LIKELY_DUPLICATE", geo::Severity::warning,
           fmt::format("workforce rows {}", fmt::join(entry.rows, " and ")),
           fmt::format("they are alike in everything but their id, {:.2f} WTE in all", entry.wte),
           "if it is one row twice, leave one of them out"});
}

/// Part of its post that a row stands for, 0..1.
double share_of(const WorkforceRow& row, const std::map<std::string, double>& posts) {
  const auto post = posts.find(row.post_id);
  return !row.post_id.empty() && post != posts.end() && post->second > 1 + 1e-6 ? row.share / post->second
                                                                                : row.share;
}

/// WTE of a row's post that no row has: once a post, on the first of its rows.
double rest_of(const WorkforceRow& row, const std::map<std::string, double>& posts,
               std::set<std::string>& seen) {
  if (row.post_id.empty()) return row.wte * (1 - row.share);
  const double rest = seen.insert(row.post_id).second ? 1 - posts.at(row.post_id) : 0;
  return rest > 1e-6 ? row.wte * rest : 0;
}

}  // namespace

std::vector<double> people_inside(const datasets::Place& place) {
  auto people = place.areas.population;
  for (std::size_t i = 0; i < people.size(); ++i)
    if (!place.areas.inside.empty() && place.areas.inside[i] == 0) people[i] = 0;
  return people;
}

Patch resolve_footprint(const datasets::Place& place, const datasets::PlanRecord& plan, const Lists& lists,
                        std::string_view footprint_id) {
  Patch patch;
  std::map<std::uint32_t, double> share;
  const auto& areas = place.areas;
  const auto take = [&](std::uint32_t area, double part) {
    if (!areas.inside.empty() && areas.inside[area] == 0) return;
    auto& here = share[area];
    here = std::max(here, part);
  };
  const auto members = lists.footprint_members.find(footprint_id);
  if (members == lists.footprint_members.end()) return patch;
  for (const auto member_row : members->second) {
    const auto& member = place.footprints[member_row];
    bool known = false;
    if (member.member_type == "practice" || member.member_type == "pcn") {
      const auto& all = member.member_type == "pcn" ? lists.pcn : lists.practice;
      if (const auto at = all.find(member.member_id); at != all.end()) {
        known = true;
        for (const auto& [area, n] : at->second.patients)
          patch.list.patients.emplace_back(area, n * member.share);
        patch.list.outside += at->second.outside * member.share;
        patch.list.unknown += at->second.unknown * member.share;
      }
    } else if (member.member_type == "neighbourhood") {
      for (const auto& assignment : plan.assignments)
        if (assignment.neighbourhood == member.member_id)
          if (const auto row = place.find_area(assignment.area)) {
            take(*row, member.share);
            known = true;
          }
    } else if (member.member_type == "place") {
      known = true;
      for (std::uint32_t i = 0; i < areas.size(); ++i) take(i, member.share);
    } else if (const auto row = place.find_area(member.member_id)) {
      take(*row, member.share);
      known = true;
    } else if (const auto column = areas.parents.find(member.member_type + "_code");
               column != areas.parents.end()) {
      for (std::uint32_t i = 0; i < areas.size(); ++i)
        if (column->second[i] == member.member_id) {
          take(i, member.share);
          known = true;
        }
    }
    if (!known) patch.unknown.push_back(fmt::format("{} {}", member.member_type, member.member_id));
  }
  for (const auto& [area, part] : share) patch.areas.push_back({area, areas.population[area], part});
  return patch;
}

Allocated allocate_workforce(const datasets::Place& place, const datasets::PlanRecord& plan,
                             const Lists& lists, const AllocateOptions& options) {
  Allocated all;
  const auto posts = check_posts(place, all.findings);
  find_duplicates(place, lists, all.findings);
  find_alike(place, all.findings);
  Allocator allocator(place, plan, lists, options);
  std::set<std::string> unknown_roles;
  std::vector<double> sink(place.areas.size(), 0);
  std::set<std::string> seen;                                        // posts
  std::map<std::string, std::pair<std::size_t, double>> not_placed;  // reason -> rows, WTE
  for (std::size_t k = 0; k < place.workforce.size(); ++k) {
    const auto& row = place.workforce[k];
    const bool known = !std::isnan(row.wte);
    if (!known) ++all.missing_wte;
    if (!is_share(row.share)) {
      if (!known) continue;
      ++all.left_out;
      all.left_out_wte += row.wte;
      all.findings.push_back({"SHARE_IMPOSSIBLE", geo::Severity::error, row_name(row, k),
                              fmt::format("a share of {:g} of a post, with {:.2f} WTE", row.share, row.wte),
                              "a share lies between 0 and 1; the row is left out: correct the file"});
      continue;
    }
    if (row.wte < 0) {
      ++all.left_out;
      all.left_out_wte += row.wte;
      all.findings.push_back({"NEGATIVE_WTE", geo::Severity::error, row_name(row, k),
                              fmt::format("{} WTE", row.wte), "correct the file; the row is left out"});
      continue;
    }
    AllocatedRow out;
    out.row = static_cast<std::uint32_t>(k);
    const auto group = find_group(row, place.roles);
    if (!group.known) unknown_roles.insert(row.role.empty() ? "(no role)" : row.role);
    out.group = group.group;
    out.family = find_role_group(group.group).family;
    out.sector = find_sector(row, place.roles);
    out.registered = find_registered(row);
    out.employer = row.employer;
    out.holder = !row.practice_code.empty() ? AllocatedRow::Holder::practice
                 : !row.pcn_code.empty()    ? AllocatedRow::Holder::pcn
                                            : AllocatedRow::Holder::other;
    out.method = choose_method(row);
    std::string trouble;
    out.shares = allocator.share(row, out.method, trouble);
    out.held = out.method == Allocation::hold && !options.spread_held;
    out.estimated = row.estimated == "Y" || out.method == Allocation::spread ||
                    (out.method == Allocation::hold && options.spread_held) ||
                    (out.method == Allocation::area && out.shares.area.size() > 1);
    const double share = share_of(row, posts);
    out.wte = row.wte * share;
    if (!std::isnan(row.headcount)) out.headcount = row.headcount * share;
    if (!std::isnan(row.vacancy_wte)) out.vacancy = row.vacancy_wte * share;
    if (!known) {
      all.unknown.push_back(std::move(out));
      continue;
    }
    if (!trouble.empty()) {
      auto& [rows, wte] = not_placed[trouble];
      ++rows;
      wte += out.wte;
      out.method = Allocation::none;
    }
    apply_shares(out.shares, out.wte, out.held, sink, all.total);
    out.rest = rest_of(row, posts, seen);
    all.total.input += out.rest;
    all.total.unallocated += out.rest;
    if (row.post_id.empty() && row.share < 1)
      all.findings.push_back(
          {"SHARES_NOT_ONE", geo::Severity::warning, row_name(row, k),
           fmt::format("{:g} of {:.2f} WTE, and no post whose other rows have the rest", row.share, row.wte),
           "the rest is counted as unallocated; correct the file"});
    all.rows.push_back(std::move(out));
  }
  for (const auto& [why, what] : not_placed)
    all.findings.push_back(
        {"NOT_PLACED", geo::Severity::warning, "workforce",
         fmt::format("{} rows with {:.2f} WTE cannot be placed: {}", what.first, what.second, why),
         "they count as unallocated; name a list, a footprint, a base, an area or a level"});
  if (all.missing_wte > 0)
    all.findings.push_back({"MISSING_WTE", geo::Severity::warning, "workforce",
                            fmt::format("{} rows have no WTE", all.missing_wte),
                            "they are missing, not zero; coverage is lower for it"});
  if (allocator.straight)
    all.findings.push_back({"STRAIGHT_LINE", geo::Severity::warning, "workforce",
                            "visiting teams are spread by straight-line minutes",
                            "run travel, or import a matrix"});
  if (allocator.spread_by_people)
    all.findings.push_back({"SPREAD_BY_PEOPLE", geo::Severity::note, "workforce",
                            "authority totals are spread by all people, as there are no ages",
                            "import ages by area"});
  all.unknown_roles.assign(unknown_roles.begin(), unknown_roles.end());
  if (!all.unknown_roles.empty())
    all.findings.push_back({"UNKNOWN_ROLE", geo::Severity::note, "workforce",
                            fmt::format("counted under OTHER: {}", fmt::join(all.unknown_roles, ", ")),
                            "add them to the place's role table"});
  return all;
}

}  // namespace placewright::boundaries::workforce
