#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>

#include "datasets/import/read_ground.h"
#include "datasets/import/read_taken.h"
#include "geo/error.h"

/// Sites: practices, pharmacies, hospitals, bases.
namespace placewright::datasets {
namespace {

/// A site's kind in the place's words; "" for what a place does not keep.
std::string site_kind(std::string_view said) {
  static const std::map<std::string, std::string, std::less<>> words{{"gp", "gp"},
                                                                     {"gp practice", "gp"},
                                                                     {"doctors", "gp"},
                                                                     {"gp_site", "branch"},
                                                                     {"gp site", "branch"},
                                                                     {"branch", "branch"},
                                                                     {"pharmacy", "pharmacy"},
                                                                     {"hospital", "hospital"},
                                                                     {"clinic", "clinic"},
                                                                     {"health_centre", "clinic"},
                                                                     {"mental_health", "clinic"},
                                                                     {"mental health", "clinic"},
                                                                     {"mental_health_service", "clinic"},
                                                                     {"dentist", "dentist"},
                                                                     {"optician", "optician"},
                                                                     {"care_home", "care_home"},
                                                                     {"care home", "care_home"},
                                                                     {"nursing_home", "care_home"},
                                                                     {"community", "community"},
                                                                     {"community_centre", "community"},
                                                                     {"library", "community"},
                                                                     {"base", "base"}};
  const auto at = words.find(lower(trimmed(said)));
  return at == words.end() ? column_name(said) : at->second;
}

/// What a word says of a site: open, closed, or nothing where nobody knows the word.
std::optional<bool> says_open(std::string_view status) {
  static const std::set<std::string, std::less<>> open{"",  "a",   "active", "open", "1",
                                                       "y", "yes", "true",   "live", "t"},
      closed{"c", "closed", "0", "n", "no", "false", "inactive", "d", "dormant", "p", "proposed", "f"};
  const std::string text = lower(trimmed(status));
  if (open.contains(text) || (is_missing_mark(text) && text != "c")) return true;
  if (closed.contains(text) || text.find("clos") != std::string::npos) return false;
  return std::nullopt;
}

bool is_open(std::string_view status) { return says_open(status).value_or(false); }

/// Names in their order, the first of them for a message.
struct Named {
  std::set<std::string> names;
  void add(const std::string& name) { names.insert(name); }
  [[nodiscard]] std::string text() const {
    constexpr std::size_t kShown = 5;
    std::string first;
    std::size_t shown = 0;
    for (const auto& name : names)
      if (shown++ < kShown) first += fmt::format("{}{}", first.empty() ? "" : ", ", name);
    return names.size() > kShown ? fmt::format("{} and {} more", first, names.size() - kShown) : first;
  }
};

struct SiteDoubts {
  Named closed, status_unknown, other_pcn;
  void tell(const TakenTable& taken, std::vector<geo::Finding>& findings) const {
    const auto add = [&](const char* code, geo::Severity severity, const Named& named, const char* what,
                         const char* fix) {
      if (!named.names.empty())
        findings.push_back({code, severity, taken.table.name(),
                            fmt::format("{}: {} ({})", what, named.names.size(), named.text()), fix});
    };
    add("SITES_CLOSED", geo::Severity::note, closed, "closed sites, kept as closed", "nothing");
    add("SITE_STATUS_UNKNOWN", geo::Severity::warning, status_unknown,
        "sites whose status is no known word, taken as open",
        "write open or closed, Y or N, 1 or 0, true or false");
    add("PCN_CODE_FORM", geo::Severity::note, other_pcn,
        "PCN codes that have not the form of U00000, kept as they stand",
        "check them, if they are to match a table of a publisher");
  }
};

}  // namespace

std::string osm_tag(std::string_view other_tags, std::string_view key) {
  const std::string begin = fmt::format("\"{}\"=>\"", key);
  const auto at = other_tags.find(begin);
  if (at == std::string_view::npos) return {};
  std::string value;
  for (std::size_t k = at + begin.size(); k < other_tags.size() && other_tags[k] != '"'; ++k) {
    if (other_tags[k] == '\\' && k + 1 < other_tags.size()) ++k;
    value += other_tags[k];
  }
  return value;
}

namespace {

/// What an OpenStreetMap layer holds beside sites: settlements as points, ground as polygons. False where a
/// feature is neither.
bool read_beside_sites(const TakenTable& taken, const InputRow& row, GroundReader& ground, Collected& into) {
  const auto& found = taken.recognised;
  const auto tags = row.cell(found.column("tags"));
  const auto said = [&](std::string_view key) {
    const auto cell = trimmed(row.cell(found.column(key)));
    return cell.empty() ? osm_tag(tags, key) : std::string(cell);
  };
  const auto name = trimmed(row.cell(found.column("name")));
  if (taken.table.geometry == GeometryKind::point) {
    const auto rank = settlement_rank(said("place"));
    if (rank.empty() || name.empty() || row.point == nullptr) return false;
    into.settlements.push_back(
        {into.taken.size(),
         row.line,
         {std::string(name), std::string(rank), row.point->x, row.point->y,
          parse_number(osm_tag(tags, "population")).value_or(kMissing), taken.source.file}});
    return true;
  }
  return ground.take(row,
                     osm_area_kind(said("natural"), said("landuse"), said("leisure"), said("waterway"),
                                   said("wetland")),
                     name) != GroundFate::not_ground;
}

/// Reads the rows of one table of sites.
class SiteReader {
 public:
  SiteReader(const TakenTable& taken, std::size_t index, Collected& into)
      : taken_(taken),
        found_(taken.recognised),
        index_(index),
        into_(into),
        detail_(found_.format.detail),
        ground_(index, taken.source.file, into) {}

  void read(const InputRow& row) {
    SiteRecord record;
    record.taken = index_;
    Site& site = record.site;
    site.id = text(row, "id");
    site.name = text(row, "name");
    if (!set_kind(row, site)) {
      if (detail_ != "osm" || !read_beside_sites(taken_, row, ground_, into_)) ++other_kinds_;
      return;
    }
    set_position(row, record);
    set_network(row, record);
    if (site.postcode.empty()) site.postcode = normalise_postcode(row.cell(found_.column("postcode")));
    site.organisation = text(row, "organisation");
    site.base_type = text(row, "base_type");
    site.mode = text(row, "mode");
    if (lower(site.mode) == "virtual") site.mode = "virtual";
    site.desks = number(row, "desks");
    site.rooms = number(row, "rooms");
    site.capacity = number(row, "capacity");
    site.list_size = number(row, "list_size");
    if (site.id.empty()) site.id = fmt::format("{}-{:04}", site.kind, ++unnamed_);
    if (!ids_.insert(site.id).second) throw_twice(taken_, row, "the id", site.id);
    set_status(row, record);
    // A virtual service is nowhere, and the place's all the same.
    const bool nowhere = site.mode == "virtual" && is_missing(site.x);
    record.only_where_located = site.kind != "base" && !nowhere;
    into_.sites.push_back(std::move(record));
  }

  void tell(Source& source) const {
    doubts_.tell(taken_, into_.findings);
    ground_.tell(source);
    leave_out(source, other_kinds_,
              detail_ == "osm"         ? (taken_.table.geometry == GeometryKind::point
                                              ? "that are no health site and no settlement"
                                              : "that are no health site and no ground")
              : detail_ == "ord"       ? "organisations, which are no sites"
              : found_.has("contract") ? "appliance contractors"
                                       : "that are dormant or no care home");
  }

 private:
  [[nodiscard]] std::string text(const InputRow& row, std::string_view field) const {
    return std::string(trimmed(row.cell(found_.column(field))));
  }
  [[nodiscard]] double number(const InputRow& row, std::string_view field) const {
    return number_in(taken_, row, found_.column(field));
  }

  /// False for what the place does not keep of this table.
  bool set_kind(const InputRow& row, Site& site) const {
    if (detail_ == "osm") return set_osm_kind(row, site);
    if (detail_ == "cqc") {  // care homes only: practices and hospitals come from the NHS lists
      site.kind = "care_home";
      return !lower(text(row, "dormant")).starts_with("y") && lower(text(row, "care_home")).starts_with("y");
    }
    if (const auto contract = lower(text(row, "contract"));
        contract.find("dac") != std::string::npos || contract.find("appliance") != std::string::npos)
      return false;
    site.kind = found_.has("kind") ? site_kind(row.cell(found_.column("kind"))) : std::string(detail_);
    if (detail_ == "ord") return !site.kind.empty();
    if (site.kind.empty()) site.kind = detail_.empty() ? "community" : std::string(detail_);
    return true;
  }

  bool set_osm_kind(const InputRow& row, Site& site) const {
    const auto tags = row.cell(found_.column("tags"));
    std::string amenity(row.cell(found_.column("amenity")));
    if (amenity.empty()) amenity = osm_tag(tags, "amenity");
    static const std::set<std::string, std::less<>> health{"pharmacy", "doctors", "clinic", "hospital",
                                                           "dentist"};
    if (!health.contains(amenity)) return false;
    site.kind = site_kind(amenity);
    if (site.id.empty()) site.id = "r" + std::string(row.cell(found_.column("relation")));
    const bool is_point = taken_.table.geometry == GeometryKind::point;
    site.id = "osm-" + std::string(is_point ? "n" : "") + site.id;
    site.postcode = normalise_postcode(osm_tag(tags, "addr:postcode"));
    return true;
  }

  void set_position(const InputRow& row, SiteRecord& record) const {
    Site& site = record.site;
    if (taken_.table.geometry == GeometryKind::point && row.point != nullptr) {
      site.x = row.point->x;
      site.y = row.point->y;
      return;
    }
    if (taken_.table.geometry == GeometryKind::polygon && row.shape != nullptr && !row.shape->empty()) {
      // The middle of the ground's corners is near enough for a building.
      double x = 0, y = 0, count = 0;
      for (const auto& corner : row.shape->parts.front().outer) {
        x += corner.x;
        y += corner.y;
        count += 1;
      }
      site.x = x / count;
      site.y = y / count;
      return;
    }
    site.x = number(row, "easting");
    site.y = number(row, "northing");
    if (!is_missing(site.x) || !found_.has("longitude")) return;
    site.x = number(row, "longitude");
    site.y = number(row, "latitude");
    record.degrees = !is_missing(site.x) && !is_missing(site.y);
  }

  void set_network(const InputRow& row, SiteRecord& record) {
    Site& site = record.site;
    if (found_.has("pcn_code")) site.pcn_code = pcn_or_nothing(text(row, "pcn_code"));
    if (site.pcn_code.empty()) return;
    if (code_form(site.pcn_code) != "A99999") doubts_.other_pcn.add(site.pcn_code);
    record.pcn_name = text(row, "pcn_name");
    into_.name_pcn(site.pcn_code, record.pcn_name);
  }

  void set_status(const InputRow& row, SiteRecord& record) {
    Site& site = record.site;
    const bool by_word = found_.has("open");
    record.status_known = by_word || found_.has("status");
    const auto open = says_open(row.cell(found_.column(by_word ? "open" : "status")));
    site.open = open.value_or(true);
    if (!open) doubts_.status_unknown.add(site.id);
    if (!site.open) doubts_.closed.add(site.id);
  }

  const TakenTable& taken_;
  const Recognised& found_;
  std::size_t index_;
  Collected& into_;
  std::string_view detail_;
  std::unordered_set<std::string> ids_;
  std::int64_t other_kinds_ = 0;
  std::size_t unnamed_ = 0;
  SiteDoubts doubts_;
  GroundReader ground_;  ///< of an OpenStreetMap layer, which holds more than sites
};

}  // namespace

void read_sites(TakenTable& taken, std::size_t index, Collected& into) {
  SiteReader reader(taken, index, into);
  const bool is_osm = taken.recognised.format.detail == "osm", has_ids = taken.recognised.has("id");
  visit_keyed_rows(taken,
                   is_osm    ? "none"
                   : has_ids ? "id"
                             : "name",
                   into, [&](const InputRow& row) { reader.read(row); });
  reader.tell(taken.source);
}

void read_organisations(TakenTable& taken, std::size_t index, Collected& into) {
  const auto& found = taken.recognised;
  const std::string_view list = found.format.detail;
  const auto column = [&](std::string_view field) { return found.column(field); };
  std::unordered_set<std::string> ids;
  std::int64_t other_roles = 0, organisations = 0, closed = 0, without_code = 0;
  visit_keyed_rows(taken, "none", into, [&](const InputRow& row) {
    const auto role = trimmed(row.cell(column("role")));
    const auto id = trimmed(row.cell(column("id")));
    if (id.empty()) {
      ++without_code;
      return;
    }
    if (!ids.insert(std::string(id)).second) throw_twice(taken, row, "the code", id);
    if (list == "pcn") {
      into.name_pcn(std::string(id), std::string(trimmed(row.cell(column("name")))));
      into.networks.push_back({index, row.line, std::string(id)});
      return;
    }
    if (list == "trust") {
      ++organisations;
      return;
    }
    SiteRecord record;
    record.taken = index;
    record.status_known = true;
    Site& site = record.site;
    site.id = id;
    site.name = trimmed(row.cell(column("name")));
    site.postcode = normalise_postcode(row.cell(column("postcode")));
    site.organisation = trimmed(row.cell(column("parent")));
    site.open = is_open(row.cell(column("status")));
    site.kind = list == "trust_site" ? "hospital" : std::string(list);
    // A practice is role 4 (legacy) or RO76; the list also holds prisons, out-of-hours and walk-in centres.
    // Those come in as practices all the same when people of the place are registered with them.
    if (list == "gp" && role != "4" && role != "RO76") {
      ++other_roles;
      record.site.kind = "gp_other";
    }
    if (list == "pharmacy" && trimmed(row.cell(column("subtype"))) == "2") {
      ++other_roles;
      return;
    }
    if (list == "trust_site" && !(lower(site.name).find("hospital") != std::string::npos))
      site.kind = "clinic";
    if (list != "gp" && !site.open) {
      ++closed;
      return;
    }
    into.sites.push_back(std::move(record));
  });
  leave_out(taken.source, without_code, "without a code");
  leave_out(taken.source, closed, "closed");
  leave_out(taken.source, organisations, "organisations, which are no sites");
  if (list == "pharmacy") leave_out(taken.source, other_roles, "appliance contractors");
}

}  // namespace placewright::datasets
