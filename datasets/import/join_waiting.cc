#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <tuple>

#include "datasets/import/join.h"
#include "datasets/import/older_codes.h"

/// Rows that wait for another file, as text and back. So the order in which files are imported means nothing.
namespace placewright::datasets {
namespace {

std::string joined(std::initializer_list<std::string_view> fields) {
  std::string text;
  bool first = true;
  for (const auto field : fields) {
    if (!first) text += '\t';
    first = false;
    for (const char c : field) text += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
  }
  return text;
}

std::string text_of(double number) { return is_missing(number) ? std::string() : fmt::format("{}", number); }

double number_of(std::string_view text) {
  double number = kMissing;
  if (!text.empty()) std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Fields one after the other; "" beyond the last.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text), more_(true) {}
  std::string text() {
    if (!more_) return {};
    const auto tab = rest_.find('\t');
    const std::string field(rest_.substr(0, tab));
    more_ = tab != std::string_view::npos;
    if (more_) rest_.remove_prefix(tab + 1);
    return field;
  }
  double number() { return number_of(text()); }
  [[nodiscard]] bool more() const { return more_; }

 private:
  std::string_view rest_;
  bool more_;
};

constexpr std::array<std::pair<std::string_view, Kind>, 10> kWaitingKinds{
    {{"site", Kind::site},
     {"organisation", Kind::organisation},
     {"membership", Kind::membership},
     {"network", Kind::network},
     {"link", Kind::lookup},
     {"registration", Kind::registration},
     {"workforce", Kind::workforce},
     {"projection", Kind::projection},
     {"unit", Kind::unit},
     {"practice", Kind::practice}}};

/// The table that a waiting row is of, as it was when it was read.
TakenTable table_of(const Place& place, const WaitingRow& row) {
  TakenTable taken;
  taken.waited = true;
  taken.source.file = row.file;
  taken.source.taken_for = row.taken_for;
  for (const auto& record : place.sources)
    if (record.file == row.file && record.taken_for == row.taken_for) taken.source = record;
  taken.source.rows_read = taken.source.rows_matched = taken.source.rows_left_out = 0;
  taken.source.left_out_why.clear();
  taken.table.file = row.file;
  taken.recognised.format.name = row.taken_for;
  for (const auto& format : formats())
    if (format.name == row.taken_for) taken.recognised.format = format;
  for (const auto& [word, kind] : kWaitingKinds)
    if (word == row.kind) taken.recognised.format.kind = kind;
  taken.recognised.vintage = taken.source.vintage;
  return taken;
}

void read_site(Fields& fields, std::size_t taken, Collected& into) {
  SiteRecord record;
  record.taken = taken;
  Site& site = record.site;
  site.id = fields.text();
  site.kind = fields.text();
  site.name = fields.text();
  site.organisation = fields.text();
  site.pcn_code = fields.text();
  site.postcode = fields.text();
  site.x = fields.number();
  site.y = fields.number();
  site.base_type = fields.text();
  site.mode = fields.text();
  site.desks = fields.number();
  site.rooms = fields.number();
  site.capacity = fields.number();
  site.list_size = fields.number();
  site.open = fields.text() == "1";
  record.status_known = fields.text() == "1";
  into.sites.push_back(std::move(record));
}

void read_staff(Fields& fields, std::size_t taken, Collected& into) {
  WorkforceRecord record;
  record.taken = taken;
  WorkforceRow& row = record.row;
  for (auto* field : {&row.row_id, &row.employer, &row.sector, &row.role_group, &row.role, &row.service_area,
                      &row.practice_code, &row.pcn_code, &row.area_id, &row.allocation, &row.level,
                      &row.source, &row.as_at, &row.estimated, &row.file})
    *field = fields.text();
  row.wte = fields.number();
  row.headcount = fields.number();
  if (fields.more()) record.rows_read = static_cast<std::int64_t>(fields.number());
  into.workforce.push_back(std::move(record));
}

void read_practice(Fields& fields, RegistrationTable& table, std::map<std::string, std::uint32_t>& areas) {
  const auto practice = static_cast<std::uint32_t>(table.practice.size());
  table.practice.push_back(fields.text());
  table.practice_name.push_back(fields.text());
  while (fields.more()) {
    const auto code = fields.text();
    const auto [at, is_new] = areas.emplace(code, static_cast<std::uint32_t>(table.area.size()));
    if (is_new) table.area.push_back(code);
    table.counts.push_back({practice, at->second, fields.number()});
  }
}

void read_unit(Fields& fields, std::size_t taken, Collected& into) {
  UnitRecord unit;
  unit.column = fields.text();
  unit.code = fields.text();
  while (fields.more()) {
    const auto field = fields.text();
    unit.fields[field] = fields.text();
  }
  const auto line = static_cast<std::int64_t>(into.units.size());
  into.units.push_back({taken, line, std::move(unit)});
}

void read_values(Fields& fields, std::size_t taken, Collected& into) {
  const auto practice = fields.text();
  while (fields.more()) {
    PracticeValue value;
    value.taken = taken;
    value.practice = practice;
    value.name = fields.text();
    value.part = fields.text();
    value.value = fields.number();
    value.of = fields.number();
    value.rows_read = static_cast<std::int64_t>(fields.number());
    into.practice_values.push_back(std::move(value));
  }
}

bool stands_anew(const Collected& collected, const WaitingRow& row) {
  return std::any_of(collected.taken.begin(), collected.taken.end(), [&](const TakenTable& taken) {
    if (taken.waited) return false;
    const Kind kind = taken.recognised.format.kind;
    if (row.kind == "network") return false;  // names that were read now come first anyway
    if ((row.kind == "registration" && kind == Kind::registration) ||
        (row.kind == "link" && kind == Kind::lookup))
      return true;
    return taken.source.file == row.file && taken.source.taken_for == row.taken_for;
  });
}

}  // namespace

WaitingRow waiting_row(const TakenTable& taken, const SiteRecord& record) {
  const Site& site = record.site;
  return {taken.recognised.format.kind == Kind::organisation ? "organisation" : "site", taken.source.file,
          taken.source.taken_for,
          joined({site.id, site.kind, site.name, site.organisation, site.pcn_code, site.postcode,
                  text_of(site.x), text_of(site.y), site.base_type, site.mode, text_of(site.desks),
                  text_of(site.rooms), text_of(site.capacity), text_of(site.list_size), site.open ? "1" : "0",
                  record.status_known ? "1" : "0"})};
}

WaitingRow waiting_row(const TakenTable& taken, const WorkforceRecord& record) {
  const WorkforceRow& row = record.row;
  return {"workforce", taken.source.file, taken.source.taken_for,
          joined({row.row_id, row.employer, row.sector, row.role_group, row.role, row.service_area,
                  row.practice_code, row.pcn_code, row.area_id, row.allocation, row.level, row.source,
                  row.as_at, row.estimated, row.file, text_of(row.wte), text_of(row.headcount),
                  std::to_string(record.rows_read)})};
}

WaitingRow waiting_row(const TakenTable& taken, const ProjectionRow& row) {
  return {"projection", taken.source.file, taken.source.taken_for,
          joined({row.area_code, row.year, row.sex, row.age_band, row.measure, text_of(row.value), row.source,
                  row.edition})};
}

WaitingRow waiting_row(const TakenTable& taken, const Membership& one) {
  return {"membership", taken.source.file, taken.source.taken_for,
          joined({one.practice, one.pcn_code, one.pcn_name, one.active ? "1" : "0", one.until})};
}

WaitingRow waiting_row(const TakenTable& taken, const UnitRecord& unit) {
  WaitingRow row{"unit", taken.source.file, taken.source.taken_for, joined({unit.column, unit.code})};
  for (const auto& [field, value] : unit.fields) row.row += "\t" + joined({field, value});
  return row;
}

WaitingRow waiting_row(const TakenTable& taken, const std::vector<const PracticeValue*>& values) {
  WaitingRow row{"practice", taken.source.file, taken.source.taken_for, joined({values.front()->practice})};
  for (const auto* value : values)
    row.row += "\t" + joined({value->name, value->part, text_of(value->value), text_of(value->of),
                              std::to_string(value->rows_read)});
  return row;
}

std::vector<WaitingRow> waiting_rows(const TakenTable& taken, const RegistrationTable& table,
                                     const std::vector<std::uint8_t>& practices) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t k = 0; k < table.counts.size(); ++k)
    if (practices[table.counts[k].practice] != 0) order.push_back(k);
  const auto key = [&](std::uint32_t k) {
    return std::tie(table.practice[table.counts[k].practice], table.area[table.counts[k].area],
                    table.counts[k].patients);
  };
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return key(a) < key(b); });
  std::vector<WaitingRow> rows;
  std::uint32_t practice = UINT32_MAX;
  for (const auto k : order) {
    const auto& count = table.counts[k];
    if (count.practice != practice) {
      practice = count.practice;
      rows.push_back({"registration", taken.source.file, taken.source.taken_for,
                      joined({table.practice[practice], table.practice_name[practice]})});
    }
    rows.back().row += "\t" + joined({table.area[count.area], text_of(count.patients)});
  }
  return rows;
}

void take_back_waiting(Place& place, Collected& collected) {
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> tables;  // kind, file, taken_for
  std::map<std::size_t, std::size_t> registrations;                                 // taken -> table
  std::map<std::size_t, std::map<std::string, std::uint32_t>> areas;
  for (const auto& row : place.waiting) {
    if (stands_anew(collected, row)) continue;
    const auto [at, is_new] =
        tables.emplace(std::make_tuple(row.kind, row.file, row.taken_for), collected.taken.size());
    if (is_new) collected.taken.push_back(table_of(place, row));
    const std::size_t taken = at->second;
    Fields fields(row.row);
    if (row.kind == "site" || row.kind == "organisation") {
      read_site(fields, taken, collected);
    } else if (row.kind == "workforce") {
      read_staff(fields, taken, collected);
    } else if (row.kind == "membership") {
      Membership one;
      one.practice = fields.text();
      one.pcn_code = fields.text();
      one.pcn_name = fields.text();
      one.active = fields.text() == "1";
      one.until = fields.text();
      one.taken = taken;
      collected.memberships.push_back(std::move(one));
    } else if (row.kind == "network") {
      const auto code = fields.text();
      collected.name_pcn(code, fields.text());
    } else if (row.kind == "link") {
      LookupLink link;
      link.code_2011 = fields.text();
      link.code_2021 = fields.text();
      link.taken = taken;
      collected.lookup.push_back(std::move(link));
    } else if (row.kind == "projection") {
      ProjectionRow out;
      for (auto* field : {&out.area_code, &out.year, &out.sex, &out.age_band, &out.measure})
        *field = fields.text();
      out.value = fields.number();
      out.source = fields.text();
      out.edition = fields.text();
      const auto line = static_cast<std::int64_t>(
          collected.projections.size());  // no line of a file any more, but each its own
      collected.projections.push_back({taken, line, std::move(out)});
    } else if (row.kind == "unit") {
      read_unit(fields, taken, collected);
    } else if (row.kind == "practice") {
      read_values(fields, taken, collected);
    } else if (row.kind == "registration") {
      const auto [table, is_first] = registrations.emplace(taken, collected.registrations.size());
      if (is_first) collected.registrations.emplace_back().taken = taken;
      read_practice(fields, collected.registrations[table->second], areas[taken]);
    }
  }
  place.waiting.clear();
}

std::vector<OlderCode> older_codes_of(const Place& place) {
  std::vector<OlderCode> links;
  for (const auto& row : place.waiting) {
    if (row.kind != "link") continue;
    Fields fields(row.row);
    OlderCode& link = links.emplace_back();
    link.code_2011 = fields.text();
    link.code_2021 = fields.text();
  }
  std::sort(links.begin(), links.end(), [](const auto& a, const auto& b) {
    return std::tie(a.code_2011, a.code_2021) < std::tie(b.code_2011, b.code_2021);
  });
  return links;
}

void keep_waiting(Place& place, Collected& collected) {
  std::set<std::string_view> practices, pcns;
  for (const auto& site : place.sites) {
    practices.insert(site.id);
    if (!site.pcn_code.empty()) pcns.insert(site.pcn_code);
  }
  const auto table_of_kind = [&](Kind kind) -> const TakenTable* {
    const TakenTable* first = nullptr;
    for (const auto& taken : collected.taken)
      if (taken.recognised.format.kind == kind &&
          (first == nullptr || taken.source.file < first->source.file))
        first = &taken;
    return first;
  };
  // Once the patients are known, so are the practices.
  if (const auto* taken = table_of_kind(Kind::membership); taken != nullptr && place.registrations.empty())
    for (const auto& one : collected.memberships)
      if (!practices.contains(one.practice)) collected.waiting.push_back(waiting_row(*taken, one));
  // Names come with several kinds of tables.
  const TakenTable* named = table_of_kind(Kind::network);
  for (const auto kind : {Kind::membership, Kind::site, Kind::organisation})
    if (named == nullptr) named = table_of_kind(kind);
  if (named != nullptr)
    for (const auto& [code, name] : collected.pcn_names)
      if (!pcns.contains(code) && !name.empty())
        collected.waiting.push_back(
            {"network", named->source.file, named->source.taken_for, joined({code, name})});
  // Links to the areas of the place, with the other parts of the codes that were split.
  if (const auto* taken = table_of_kind(Kind::lookup); taken != nullptr) {
    const std::set<std::string_view> areas(place.areas.code.begin(), place.areas.code.end());
    std::set<std::string_view> older;
    for (const auto& link : collected.lookup)
      if (areas.contains(link.code_2021)) older.insert(link.code_2011);
    for (const auto& link : collected.lookup)
      if (older.contains(link.code_2011))
        collected.waiting.push_back(
            {"link", taken->source.file, taken->source.taken_for, joined({link.code_2011, link.code_2021})});
  }
  const auto key = [](const WaitingRow& row) { return std::tie(row.kind, row.file, row.taken_for, row.row); };
  std::sort(collected.waiting.begin(), collected.waiting.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  collected.waiting.erase(std::unique(collected.waiting.begin(), collected.waiting.end(),
                                      [&](const auto& a, const auto& b) { return key(a) == key(b); }),
                          collected.waiting.end());
  place.waiting = std::move(collected.waiting);
}

}  // namespace placewright::datasets
