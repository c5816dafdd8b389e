#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <unordered_set>

#include "datasets/import/join.h"
#include "datasets/import/territories.h"
#include "geo/shape_measures.h"

namespace placewright::datasets {
namespace {

/// Postcodes so far around the areas are kept, so that practices imported later find their place.
constexpr double kPostcodeMarginM = 5'000;

geo::Box box_of_areas(const Areas& areas) {
  geo::Box box = geo::box_of(geo::Shape{});
  for (const auto& shape : areas.shape)
    if (!shape.empty()) box = geo::box_around(box, geo::box_of(shape));
  return box;
}

bool in_box(const geo::Box& box, double x, double y) {
  return x >= box.min_x && x <= box.max_x && y >= box.min_y && y <= box.max_y;
}

/// All postcodes of this import in metres, sorted, each once; live before terminated.
void settle_postcodes(std::vector<PostcodeRecord>& postcodes, std::vector<TakenTable>& taken) {
  std::vector<geo::Point> degrees;
  for (const auto& record : postcodes)
    if (record.degrees) degrees.push_back({record.x, record.y});
  to_metres(degrees);
  std::size_t at = 0;
  for (auto& record : postcodes) {
    if (!record.degrees) continue;
    record.x = degrees[at].x;
    record.y = degrees[at].y;
    record.degrees = false;
    ++at;
  }
  std::sort(postcodes.begin(), postcodes.end(), [](const PostcodeRecord& a, const PostcodeRecord& b) {
    return std::make_tuple(std::string_view(a.postcode), !a.live, a.x, a.y) <
           std::make_tuple(std::string_view(b.postcode), !b.live, b.x, b.y);
  });
  std::map<std::uint32_t, std::int64_t> again;
  auto kept = postcodes.begin();
  for (auto& record : postcodes) {
    if (kept != postcodes.begin() && std::prev(kept)->postcode == record.postcode) {
      ++again[record.taken];
      continue;
    }
    if (&*kept != &record) *kept = std::move(record);
    ++kept;
  }
  postcodes.erase(kept, postcodes.end());
  for (const auto& [table, rows] : again)
    leave_out(taken[table].source, rows, "postcodes that another row has too");
}

/// The two positions of one row must be one: a directory gives metres and degrees.
void compare_positions(const std::vector<const PostcodeRecord*>& records,
                       const std::vector<TakenTable>& taken, std::vector<geo::Finding>& findings) {
  constexpr double kSameM = 20;
  std::vector<const PostcodeRecord*> both;
  std::vector<geo::Point> degrees;
  for (const auto* record : records) {
    if (is_missing(record->longitude) || is_missing(record->latitude) || std::abs(record->latitude) > 90)
      continue;
    both.push_back(record);
    degrees.push_back({record->longitude, record->latitude});
  }
  to_metres(degrees);
  struct Count {
    std::int64_t rows = 0;
    double furthest = 0;
    const PostcodeRecord* worst = nullptr;
  };
  std::map<std::uint32_t, Count> differ;
  for (std::size_t k = 0; k < both.size(); ++k) {
    const double apart = std::hypot(degrees[k].x - both[k]->x, degrees[k].y - both[k]->y);
    if (apart <= kSameM) continue;
    Count& count = differ[both[k]->taken];
    ++count.rows;
    if (apart <= count.furthest) continue;
    count.furthest = apart;
    count.worst = both[k];
  }
  for (const auto& [table, count] : differ)
    findings.push_back(
        {"POSTCODE_POSITIONS_DIFFER", geo::Severity::warning, taken[table].table.name(),
         fmt::format("{} postcodes lie more than {:.0f} m apart by their metres and by their degrees; "
                     "furthest {}, {:.0f} m: the metres are used",
                     count.rows, kSameM, count.worst->postcode, count.furthest),
         "download the file again, and look at these postcodes on the map"});
}

/// Codes that one office gives to the sites of the whole country: B86001, FA123, RR8, V01234.
bool is_official_id(const std::string& id) {
  const std::string form = code_form(id);
  return form == "A99999" || form == "AA999" || form == "A9999" || form == "AAA99" || form == "AA9AA" ||
         form == "A99AA";
}

/// Whether two sites of one id are different sites: another name, and not where the other one stands.
bool are_different(const Site& a, const Site& b) {
  if (a.name.empty() || b.name.empty() || folded_name(a.name) == folded_name(b.name)) return false;
  const bool official = is_official_id(a.id), located = !is_missing(a.x) && !is_missing(b.x);
  return located ? std::hypot(a.x - b.x, a.y - b.y) > (official ? 1000.0 : 100.0) : !official;
}

/// Organisations number their sites as they like: a site whose id stands for another one of another file gets
/// the file's name added. Needs: coordinates in metres.
void part_own_sites(const Place& place, Collected& collected) {
  const auto is_own = [&](const SiteRecord& record) {
    const auto& format = collected.taken[record.taken].recognised.format;
    return format.kind == Kind::site && format.publisher.empty();
  };
  std::map<std::string, std::pair<const Site*, const std::string*>>
      known;  // id -> site and, in this import, its file
  for (const auto& site : place.sites) known.emplace(site.id, std::make_pair(&site, nullptr));
  std::vector<SiteRecord*> order;
  for (auto& record : collected.sites)
    if (is_own(record)) order.push_back(&record);
  const auto file_of = [&](const SiteRecord* record) -> const std::string& {
    return collected.taken[record->taken].source.file;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const auto* a, const auto* b) { return file_of(a) < file_of(b); });
  std::map<std::string, std::pair<std::size_t, std::string>> renamed;  // file -> how many, an example
  for (auto* record : order) {
    const std::string& file = file_of(record);
    const bool again = std::any_of(place.sources.begin(), place.sources.end(),
                                   [&](const Source& old) { return old.file == file; });
    const std::string own_id = fmt::format("{} ({})", record->site.id, file);
    const auto before = known.find(record->site.id);
    const bool other = before != known.end() && are_different(*before->second.first, record->site) &&
                       (before->second.second == nullptr ? !again : *before->second.second != file);
    if (other || (again && known.contains(own_id))) {
      auto& [count, example] = renamed[file];
      if (count++ == 0)
        example = fmt::format("{} ({}) is kept as {}", record->site.id, record->site.name, own_id);
      record->site.id = own_id;
    }
    known.insert_or_assign(record->site.id, std::make_pair(&record->site, &file));
  }
  for (const auto& [file, what] : renamed)
    collected.findings.push_back({"SITE_ID_TWICE", geo::Severity::warning, file,
                                  fmt::format("{} of its ids stand for other sites of the place: {}; staff "
                                              "that name such an id belong to the other",
                                              what.first, what.second),
                                  "give each site an id of its own, also in the staff that name it"});
}

/// Which area of the place holds a point. Needs: the areas live as long.
class AreaAt {
 public:
  explicit AreaAt(const Areas& areas) : areas_(areas), index_(areas.shape) {}
  /// Its code; "" outside the areas or where a coordinate is missing.
  [[nodiscard]] std::string code(double x, double y) const {
    if (is_missing(x) || is_missing(y)) return {};
    const auto row = index_.find_containing({x, y});
    return row ? areas_.code[*row] : std::string();
  }
  [[nodiscard]] bool is_near(double x, double y, double reach_m) const {
    return reach_m > 0 && !is_missing(x) && index_.find_nearest({x, y}, reach_m).has_value();
  }

 private:
  const Areas& areas_;
  geo::ShapeIndex index_;
};

void fill(std::string& to, const std::string& from) {
  if (!from.empty()) to = from;
}
void fill(double& to, double from) {
  if (!is_missing(from)) to = from;
}

/// What the PCN lists say of a practice: the active membership, else the one that ended last.
std::map<std::string, const Membership*> memberships_by_practice(const Collected& collected) {
  std::map<std::string, const Membership*> best;
  for (const auto& one : collected.memberships) {
    auto& kept = best[one.practice];
    const auto key = [](const Membership& m) { return std::tie(m.active, m.until, m.pcn_code); };
    if (kept == nullptr || key(one) > key(*kept)) kept = &one;
  }
  return best;
}

/// Longitude and latitude of the sites that were read become metres.
void settle_degrees(std::vector<SiteRecord>& sites) {
  std::vector<geo::Point> degrees;
  for (const auto& record : sites)
    if (record.degrees) degrees.push_back({record.site.x, record.site.y});
  to_metres(degrees);
  std::size_t next = 0;
  for (auto& record : sites) {
    if (!record.degrees) continue;
    record.site.x = degrees[next].x;
    record.site.y = degrees[next++].y;
    record.degrees = false;
  }
}

/// What was read in the order in which it holds, by id: the latest table last, lists of the Organisation Data
/// Service after all others.
std::vector<const SiteRecord*> order_records(const Collected& collected) {
  std::vector<const SiteRecord*> order;
  for (const auto& record : collected.sites) order.push_back(&record);
  const auto key = [&](const SiteRecord* record) {
    const auto& taken = collected.taken[record->taken];
    return std::make_tuple(std::string_view(record->site.id),
                           taken.recognised.format.kind == Kind::organisation ? 2
                           : record->status_known                             ? 1
                                                                              : 0,
                           month_of(taken.source.vintage).value_or(0), taken.source.taken_for,
                           taken.table.name());
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const SiteRecord* a, const SiteRecord* b) { return key(a) < key(b); });
  return order;
}

/// Sites of the place and of the files, one an id, and what is known of each beside its columns.
struct MergedSites {
  std::map<std::string, Site> sites;
  std::set<std::string> was_there, must_stay;
  std::unordered_set<std::string> with_patients;
  std::map<std::string, std::set<std::size_t>> said_by;  ///< tables that name it
  std::unordered_set<std::string> moved;  ///< to another postcode, by a list without coordinates
  std::set<std::string> status_by_hand;   ///< of a list that the place keeps whole, closed sites too
  std::vector<const SiteRecord*> order;
};

void merge_record(const SiteRecord& record, Kind kind, MergedSites& merged) {
  const Site& from = record.site;
  const auto [at, is_new] = merged.sites.emplace(from.id, Site{});
  Site& to = at->second;
  to.id = from.id;
  if (is_new || to.kind != "gp" || from.kind != "gp_other") to.kind = to.kind == "gp" ? "gp" : from.kind;
  fill(to.name, from.name);
  fill(to.organisation, from.organisation);
  fill(to.pcn_code, from.pcn_code);
  if (!from.postcode.empty() && !to.postcode.empty() && from.postcode != to.postcode && is_missing(from.x))
    merged.moved.insert(from.id);
  fill(to.postcode, from.postcode);
  if (!is_missing(from.x) && !is_missing(from.y)) {
    to.x = from.x;
    to.y = from.y;
    merged.moved.erase(from.id);
  }
  fill(to.base_type, from.base_type);
  fill(to.mode, from.mode);
  fill(to.desks, from.desks);
  fill(to.rooms, from.rooms);
  fill(to.capacity, from.capacity);
  fill(to.list_size, from.list_size);
  if (record.status_known || is_new) to.open = from.open;
  if (record.status_known && kind == Kind::site) merged.status_by_hand.insert(from.id);
  if (!record.only_where_located && from.kind != "gp") merged.must_stay.insert(from.id);
  merged.said_by[from.id].insert(record.taken);
}

MergedSites merge_sites(Place& place, const Collected& collected) {
  MergedSites merged;
  merged.order = order_records(collected);
  for (auto& site : place.sites) {
    merged.was_there.insert(site.id);
    merged.must_stay.insert(site.id);
    merged.sites.emplace(site.id, std::move(site));
  }
  for (const auto& row : place.registrations) merged.with_patients.insert(row.practice);
  std::erase_if(merged.must_stay, [&](const std::string& id) {
    const Site& site = merged.sites.at(id);
    return site.kind == "gp" && site.area.empty() && !merged.with_patients.contains(id);
  });
  for (const auto* record : merged.order)
    merge_record(*record, collected.taken[record->taken].recognised.format.kind, merged);
  for (const auto& [practice, membership] : memberships_by_practice(collected)) {
    const auto at = merged.sites.find(practice);
    if (at != merged.sites.end() && at->second.pcn_code.empty() && membership->active)
      at->second.pcn_code = membership->pcn_code;
  }
  return merged;
}

/// OpenStreetMap stands in where no official list of that kind was read.
void drop_stand_ins(std::map<std::string, Site>& sites, std::vector<geo::Finding>& findings) {
  std::set<std::string> official;
  for (const auto& [id, site] : sites)
    if (!id.starts_with("osm-")) official.insert(site.kind);
  const auto dropped = std::erase_if(sites, [&](const auto& entry) {
    return entry.first.starts_with("osm-") && official.contains(entry.second.kind);
  });
  if (dropped > 0)
    findings.push_back(
        {"OSM_SITES_NOT_USED", geo::Severity::note, "site",
         fmt::format("{} sites of OpenStreetMap are of kinds that official lists give", dropped), "nothing"});
}

/// Where the postcodes of the sites are.
std::unordered_map<std::string, geo::Point> find_postcodes(const std::map<std::string, Site>& sites,
                                                           const Place& place, const Collected& collected) {
  std::unordered_map<std::string, geo::Point> known;
  std::unordered_set<std::string_view> needed;
  for (const auto& [id, site] : sites)
    if (!site.postcode.empty()) needed.insert(site.postcode);
  for (const auto& postcode : place.postcodes)
    if (needed.contains(postcode.postcode))
      known.emplace(postcode.postcode, geo::Point{postcode.x, postcode.y});
  for (const auto& postcode : collected.postcodes)
    if (needed.contains(postcode.postcode))
      known.insert_or_assign(postcode.postcode, geo::Point{postcode.x, postcode.y});
  return known;
}

/// By their own coordinates, else by postcode; one that has moved where nobody knows stays where it was.
void locate(MergedSites& merged, const std::unordered_map<std::string, geo::Point>& postcodes,
            const AreaAt& area_at) {
  for (auto& [id, site] : merged.sites) {
    if (is_missing(site.x) || is_missing(site.y) || merged.moved.contains(id))
      if (const auto found = postcodes.find(site.postcode); found != postcodes.end()) {
        site.x = found->second.x;
        site.y = found->second.y;
      }
    site.area = area_at.code(site.x, site.y);
  }
}

/// Leaves what the lists said of a site that is not kept to wait: of the table that counts most.
class WaitingSites {
 public:
  WaitingSites(const MergedSites& merged, Collected& collected) : collected_(collected) {
    for (const auto* record : merged.order) {
      last_said_[record->site.id] = record;
      if (record->status_known) with_status_.insert(record->site.id);
    }
  }
  void wait(const Site& site, bool other_practice) {
    const auto at = last_said_.find(site.id);
    if (at == last_said_.end()) return;
    const auto& taken = collected_.taken[at->second->taken];
    if (taken.recognised.format.kind == Kind::registration) return;
    SiteRecord merged = *at->second;
    merged.site = site;
    if (other_practice) merged.site.kind = "gp_other";
    merged.status_known = with_status_.contains(site.id);
    collected_.waiting.push_back(waiting_row(taken, merged));
  }

 private:
  Collected& collected_;
  std::map<std::string, const SiteRecord*> last_said_;
  std::unordered_set<std::string> with_status_;
};

/// Takes the sites out that are not the place's. Tells, by table, how many were closed.
std::map<std::size_t, std::int64_t> choose_sites(MergedSites& merged, const Place& place,
                                                 const AreaAt& area_at, double reach_m,
                                                 Collected& collected) {
  WaitingSites waiting(merged, collected);
  std::map<std::size_t, std::int64_t> closed;
  for (auto at = merged.sites.begin(); at != merged.sites.end();) {
    auto& [id, site] = *at;
    const auto& said_by = merged.said_by[id];
    const bool has_patients = merged.with_patients.contains(id), was_other = site.kind == "gp_other";
    bool keep = has_patients || merged.must_stay.contains(id) || !site.area.empty() ||
                area_at.is_near(site.x, site.y, reach_m);
    if (was_other) {
      keep = has_patients;
      site.kind = "gp";
    }
    if (keep && site.kind == "gp" && !site.open && !has_patients && !merged.status_by_hand.contains(id) &&
        (!said_by.empty() || !merged.was_there.contains(id))) {
      keep = false;  // closed in the national list, and nobody is registered there
      for (const auto taken : said_by) ++closed[taken];
    }
    for (const auto taken : said_by)
      if (keep && collected.taken[taken].recognised.format.kind != Kind::registration)
        ++collected.taken[taken].source.rows_matched;
    // It may yet be the place's: a practice by its patients, any other site by its postcode.
    const bool practice = was_other || site.kind == "gp";
    if (!keep && (practice ? place.registrations.empty() : is_missing(site.x)) && !id.starts_with("osm-"))
      waiting.wait(site, was_other);
    at = keep ? std::next(at) : merged.sites.erase(at);
  }
  return closed;
}

/// Rows of the lists that brought nothing. Rows of registrations are patients and are counted as such.
void leave_sites_out(Collected& collected, std::map<std::size_t, std::int64_t>& closed) {
  std::map<std::size_t, std::int64_t> read_by;
  for (const auto& record : collected.sites) ++read_by[record.taken];
  for (const auto& [taken, count] : read_by) {
    auto& source = collected.taken[taken].source;
    if (collected.taken[taken].recognised.format.kind == Kind::registration) continue;
    leave_out(source, closed[taken], "closed, with nobody of the place registered there");
    leave_out(source, count - source.rows_matched - closed[taken], "not in the place");
  }
}

/// Names of the PCNs that the place has to do with.
void name_networks(Place& place, const Collected& collected) {
  for (const auto& site : place.sites) {
    if (site.pcn_code.empty()) continue;
    const auto at = collected.pcn_names.find(site.pcn_code);
    if (at != collected.pcn_names.end() && !at->second.empty())
      place.settings["pcn_name." + site.pcn_code] = at->second;
  }
}

/// Postcodes of the areas and closely around, and those that sites use.
void join_postcodes(Place& place, Collected& collected, const AreaAt& area_at) {
  if (collected.postcodes.empty()) return;
  std::unordered_set<std::string> used;
  for (const auto& site : place.sites)
    if (!site.postcode.empty()) used.insert(site.postcode);
  std::map<std::string, Postcode> kept;
  for (auto& postcode : place.postcodes) kept.emplace(postcode.postcode, std::move(postcode));
  const geo::Box around = geo::grown(box_of_areas(place.areas), kPostcodeMarginM);
  struct Count {
    std::int64_t far = 0, terminated = 0;
  };
  std::map<std::uint32_t, Count> counts;
  std::vector<const PostcodeRecord*> near;
  for (const auto& record : collected.postcodes) {
    const bool is_used = used.contains(record.postcode);
    Count& count = counts[record.taken];
    if (!in_box(around, record.x, record.y) && !is_used) {
      ++count.far;
      continue;
    }
    if (!record.live && !is_used) {
      ++count.terminated;
      continue;
    }
    ++collected.taken[record.taken].source.rows_matched;
    near.push_back(&record);
    kept.insert_or_assign(record.postcode,
                          Postcode{record.postcode, area_at.code(record.x, record.y), record.x, record.y});
  }
  for (const auto& [taken, count] : counts) {
    leave_out(collected.taken[taken].source, count.far,
              "postcodes that lie more than 5 km off and that no site uses");
    leave_out(collected.taken[taken].source, count.terminated, "terminated postcodes");
  }
  compare_positions(near, collected.taken, collected.findings);
  place.postcodes.clear();
  for (auto& [code, postcode] : kept) place.postcodes.push_back(std::move(postcode));
}

}  // namespace

void join_sites(Place& place, Collected& collected, const ImportOptions& options) {
  settle_postcodes(collected.postcodes, collected.taken);
  settle_degrees(collected.sites);
  part_own_sites(place, collected);
  const AreaAt area_at(place.areas);
  MergedSites merged = merge_sites(place, collected);
  drop_stand_ins(merged.sites, collected.findings);
  locate(merged, find_postcodes(merged.sites, place, collected), area_at);
  auto closed = choose_sites(merged, place, area_at, options.buffer_km.value_or(0) * 1000, collected);
  leave_sites_out(collected, closed);
  place.sites.clear();
  for (auto& [id, site] : merged.sites) place.sites.push_back(std::move(site));
  name_networks(place, collected);
  join_postcodes(place, collected, area_at);
}

void derive_outside(Place& place, std::vector<geo::Finding>& findings) {
  std::map<std::string, std::pair<double, bool>> lists;
  for (const auto& row : place.registrations) {
    auto& [sum, whole] = lists[row.practice];
    sum += row.patients;
    whole = whole || row.area == kOutside;
  }
  std::int64_t derived = 0;
  double patients = 0;
  for (const auto& site : place.sites) {
    const auto at = lists.find(site.id);
    if (site.kind != "gp" || at == lists.end() || at->second.second || is_missing(site.list_size)) continue;
    const double outside = std::floor(site.list_size - at->second.first + 0.5);
    if (outside < 1) continue;
    place.registrations.push_back({site.id, std::string(kOutside), outside});
    ++derived;
    patients += outside;
  }
  if (derived == 0) return;
  std::sort(place.registrations.begin(), place.registrations.end(),
            [](const RegistrationRow& a, const RegistrationRow& b) {
              return std::tie(a.practice, a.area) < std::tie(b.practice, b.area);
            });
  findings.push_back({"OUTSIDE_DERIVED", geo::Severity::note, "registration",
                      fmt::format("the registrations hold only areas of the place: for {} practices the rest "
                                  "of their list ({:.0f} patients) counts as {}",
                                  derived, patients, kOutside),
                      "import the whole table of patients by LSOA for exact numbers"});
}

}  // namespace placewright::datasets
