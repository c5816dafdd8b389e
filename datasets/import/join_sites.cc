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

}  // namespace

void join_sites(Place& place, Collected& collected, const ImportOptions& options) {
  const Areas& areas = place.areas;
  settle_postcodes(collected.postcodes, collected.taken);
  const geo::ShapeIndex index(areas.shape);
  const geo::Box box = box_of_areas(areas);
  const auto area_at = [&](double x, double y) -> std::string {
    if (is_missing(x) || is_missing(y)) return {};
    const auto row = index.find_containing({x, y});
    return row ? areas.code[*row] : std::string();
  };

  std::vector<geo::Point> degrees;
  for (const auto& record : collected.sites)
    if (record.degrees) degrees.push_back({record.site.x, record.site.y});
  to_metres(degrees);
  std::size_t next = 0;
  for (auto& record : collected.sites) {
    if (!record.degrees) continue;
    record.site.x = degrees[next].x;
    record.site.y = degrees[next++].y;
    record.degrees = false;
  }

  part_own_sites(place, collected);

  // One site an id: the latest table wins, lists of the Organisation Data Service over all others.
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
  std::map<std::string, Site> sites;
  std::set<std::string> was_there, must_stay;
  for (auto& site : place.sites) {
    was_there.insert(site.id);
    must_stay.insert(site.id);
    sites.emplace(site.id, std::move(site));
  }
  std::unordered_set<std::string> with_patients;
  for (const auto& row : place.registrations) with_patients.insert(row.practice);
  std::erase_if(must_stay, [&](const std::string& id) {
    return sites.at(id).kind == "gp" && sites.at(id).area.empty() && !with_patients.contains(id);
  });
  std::map<std::string, std::set<std::size_t>> said_by;
  std::unordered_set<std::string> moved;  ///< to another postcode, by a list without coordinates
  std::set<std::string> status_by_hand;   ///< of a list that the place keeps whole, closed sites too
  for (const auto* record : order) {
    const Site& from = record->site;
    const auto [at, is_new] = sites.emplace(from.id, Site{});
    Site& to = at->second;
    to.id = from.id;
    if (is_new || to.kind != "gp" || from.kind != "gp_other") to.kind = to.kind == "gp" ? "gp" : from.kind;
    fill(to.name, from.name);
    fill(to.organisation, from.organisation);
    fill(to.pcn_code, from.pcn_code);
    if (!from.postcode.empty() && !to.postcode.empty() && from.postcode != to.postcode && is_missing(from.x))
      moved.insert(from.id);
    fill(to.postcode, from.postcode);
    if (!is_missing(from.x) && !is_missing(from.y)) {
      to.x = from.x;
      to.y = from.y;
      moved.erase(from.id);
    }
    fill(to.base_type, from.base_type);
    fill(to.mode, from.mode);
    fill(to.desks, from.desks);
    fill(to.rooms, from.rooms);
    fill(to.capacity, from.capacity);
    fill(to.list_size, from.list_size);
    if (record->status_known || is_new) to.open = from.open;
    if (record->status_known && collected.taken[record->taken].recognised.format.kind == Kind::site)
      status_by_hand.insert(from.id);
    if (!record->only_where_located && from.kind != "gp") must_stay.insert(from.id);
    said_by[from.id].insert(record->taken);
  }
  for (const auto& [practice, membership] : memberships_by_practice(collected)) {
    const auto at = sites.find(practice);
    if (at != sites.end() && at->second.pcn_code.empty() && membership->active)
      at->second.pcn_code = membership->pcn_code;
  }

  // OpenStreetMap stands in where no official list of that kind was read.
  std::set<std::string> official;
  for (const auto& [id, site] : sites)
    if (!id.starts_with("osm-")) official.insert(site.kind);
  const std::size_t with_osm = sites.size();
  std::erase_if(sites, [&](const auto& entry) {
    return entry.first.starts_with("osm-") && official.contains(entry.second.kind);
  });
  if (sites.size() < with_osm)
    collected.findings.push_back(
        {"OSM_SITES_NOT_USED", geo::Severity::note, "site",
         fmt::format("{} sites of OpenStreetMap are of kinds that official lists give",
                     with_osm - sites.size()),
         "nothing"});

  // Where they stand: by their own coordinates, else by postcode.
  std::unordered_map<std::string_view, geo::Point> known;
  std::unordered_set<std::string_view> needed;
  for (const auto& [id, site] : sites)
    if (!site.postcode.empty()) needed.insert(site.postcode);
  for (const auto& postcode : place.postcodes)
    if (needed.contains(postcode.postcode))
      known.emplace(postcode.postcode, geo::Point{postcode.x, postcode.y});
  for (const auto& postcode : collected.postcodes)
    if (needed.contains(postcode.postcode))
      known.insert_or_assign(postcode.postcode, geo::Point{postcode.x, postcode.y});
  // What the lists said of a site that is not kept, in one row: of the table that counts most.
  std::map<std::string, const SiteRecord*> last_said;
  std::unordered_set<std::string> with_status;
  for (const auto* record : order) {
    last_said[record->site.id] = record;
    if (record->status_known) with_status.insert(record->site.id);
  }
  const auto wait = [&](const Site& site, bool other_practice) {
    const auto at = last_said.find(site.id);
    if (at == last_said.end()) return;
    const auto& taken = collected.taken[at->second->taken];
    if (taken.recognised.format.kind == Kind::registration) return;
    SiteRecord merged = *at->second;
    merged.site = site;
    if (other_practice) merged.site.kind = "gp_other";
    merged.status_known = with_status.contains(site.id);
    collected.waiting.push_back(waiting_row(taken, merged));
  };
  const double reach_m = options.buffer_km.value_or(0) * 1000;
  std::unordered_set<std::string> used_postcodes;
  std::map<std::size_t, std::int64_t> closed;
  for (auto at = sites.begin(); at != sites.end();) {
    const std::string& id = at->first;
    Site& site = at->second;
    if (is_missing(site.x) || is_missing(site.y) ||
        moved.contains(site.id)) {  // one that has moved where nobody knows stays where it was
      const auto found = known.find(site.postcode);
      if (found != known.end()) {
        site.x = found->second.x;
        site.y = found->second.y;
      }
    }
    site.area = area_at(site.x, site.y);
    const bool has_patients = with_patients.contains(site.id);
    const bool near =
        reach_m > 0 && !is_missing(site.x) && index.find_nearest({site.x, site.y}, reach_m).has_value();
    bool keep = has_patients || must_stay.contains(site.id) || !site.area.empty() || near;
    const bool was_other_practice = site.kind == "gp_other";
    if (was_other_practice) {
      keep = has_patients;
      site.kind = "gp";
    }
    if (keep && site.kind == "gp" && !site.open && !has_patients && !status_by_hand.contains(id) &&
        (said_by.contains(id) || !was_there.contains(id))) {
      keep = false;  // closed in the national list, and nobody is registered there
      for (const auto taken : said_by[id]) ++closed[taken];
    }
    for (const auto taken : said_by[site.id])
      if (keep && collected.taken[taken].recognised.format.kind != Kind::registration)
        ++collected.taken[taken].source.rows_matched;
    if (!keep) {
      // It may yet be the place's: a practice by its patients, any other site by its postcode.
      const bool practice = was_other_practice || site.kind == "gp";
      if ((practice ? place.registrations.empty() : is_missing(site.x)) && !site.id.starts_with("osm-"))
        wait(site, was_other_practice);
      at = sites.erase(at);
      continue;
    }
    if (!site.postcode.empty()) used_postcodes.insert(site.postcode);
    ++at;
  }
  std::map<std::size_t, std::int64_t> read_by;
  for (const auto& record : collected.sites) ++read_by[record.taken];
  for (const auto& [taken, count] : read_by) {
    auto& source = collected.taken[taken].source;
    if (collected.taken[taken].recognised.format.kind == Kind::registration)
      continue;  // its rows are patients
    leave_out(source, closed[taken], "closed, with nobody of the place registered there");
    leave_out(source, count - source.rows_matched - closed[taken], "not in the place");
  }
  place.sites.clear();
  for (auto& [id, site] : sites) place.sites.push_back(std::move(site));

  // Practices of a prepared place state their list; what is not registered in the place lives outside it.
  std::map<std::string, std::pair<double, bool>> lists;
  for (const auto& row : place.registrations) {
    auto& [sum, whole] = lists[row.practice];
    sum += row.patients;
    whole = whole || row.area == kOutside;
  }
  std::int64_t derived = 0;
  double derived_patients = 0;
  for (const auto& site : place.sites) {
    const auto at = lists.find(site.id);
    if (site.kind != "gp" || at == lists.end() || at->second.second || is_missing(site.list_size)) continue;
    const double outside = std::floor(site.list_size - at->second.first + 0.5);
    if (outside < 1) continue;
    place.registrations.push_back({site.id, std::string(kOutside), outside});
    ++derived;
    derived_patients += outside;
  }
  if (derived > 0) {
    std::sort(place.registrations.begin(), place.registrations.end(),
              [](const RegistrationRow& a, const RegistrationRow& b) {
                return std::tie(a.practice, a.area) < std::tie(b.practice, b.area);
              });
    collected.findings.push_back(
        {"OUTSIDE_DERIVED", geo::Severity::note, "registration",
         fmt::format("the registrations hold only areas of the place: for {} practices the rest of their "
                     "list ({:.0f} patients) counts as {}",
                     derived, derived_patients, kOutside),
         "import the whole table of patients by LSOA for exact numbers"});
  }

  // Names of the PCNs that the place has to do with.
  std::set<std::string> pcns;
  for (const auto& site : place.sites)
    if (!site.pcn_code.empty()) pcns.insert(site.pcn_code);
  for (const auto& code : pcns)
    if (const auto at = collected.pcn_names.find(code);
        at != collected.pcn_names.end() && !at->second.empty())
      place.settings["pcn_name." + code] = at->second;

  // Postcodes of the areas and closely around, and those that sites use.
  if (!collected.postcodes.empty()) {
    std::map<std::string, Postcode> kept;
    for (auto& postcode : place.postcodes) kept.emplace(postcode.postcode, std::move(postcode));
    const geo::Box around = geo::grown(box, kPostcodeMarginM);
    struct Count {
      std::int64_t far = 0, terminated = 0;
    };
    std::map<std::uint32_t, Count> counts;
    std::vector<const PostcodeRecord*> near;
    for (const auto& record : collected.postcodes) {
      const bool used = used_postcodes.contains(record.postcode);
      Count& count = counts[record.taken];
      if (!in_box(around, record.x, record.y) && !used) {
        ++count.far;
        continue;
      }
      if (!record.live && !used) {
        ++count.terminated;
        continue;
      }
      ++collected.taken[record.taken].source.rows_matched;
      near.push_back(&record);
      kept.insert_or_assign(record.postcode,
                            Postcode{record.postcode, area_at(record.x, record.y), record.x, record.y});
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
}

}  // namespace placewright::datasets
