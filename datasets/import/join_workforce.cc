#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "datasets/import/join.h"
#include "datasets/place/staff_text.h"

/// Staff of several files beside one another: nothing overwrites the rows of another file.
namespace placewright::datasets {
namespace {

/// Rows by the file they are from; "" for rows of which that is not known.
using RowsByFile = std::map<std::string, std::vector<WorkforceRow>>;

std::set<std::string> employers_of(const std::vector<WorkforceRow>& rows) {
  std::set<std::string> employers;
  for (const auto& row : rows) employers.insert(row.employer);
  return employers;
}

bool share_one(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& one) { return b.contains(one); });
}

/// Whether two rows differ in figures at most and are of one source: the same row, given again.
bool is_same_row(const WorkforceRow& old, const WorkforceRow& row) {
  const auto identity = [](const WorkforceRow& one) {
    return std::tie(one.employer, one.row_id, one.role_group, one.role, one.service_area, one.base_id,
                    one.practice_code, one.pcn_code, one.footprint_id, one.area_id, one.post_id, one.level);
  };
  const bool of_unknown_file = old.file.empty() && old.source.empty();
  return identity(old) == identity(row) &&
         (of_unknown_file || (old.source == row.source && old.source != old.file));
}

/// What tells whether two tables are the same bytes: the file's checksum and the part of it.
std::string content_of(const Source& source) {
  if (source.checksum.empty()) return {};
  const auto part = source.file.find_first_of("!|");
  return source.checksum + (part == std::string::npos ? std::string() : source.file.substr(part));
}

/// The PCN, practice or authority that a row of a published table is about.
const std::string& holder_of(const WorkforceRow& row) {
  return !row.pcn_code.empty() ? row.pcn_code : !row.practice_code.empty() ? row.practice_code : row.area_id;
}

/// Rows of a place that an older program made do not say their file: it is known where only one was read.
void name_files(Place& place) {
  std::string only;
  std::size_t files = 0;
  for (const auto& source : place.sources)
    if (source.taken_for == "workforce" || source.taken_for == "mapped by hand") {
      ++files;
      only = source.file;
    }
  if (files != 1) return;
  const auto& published = formats();
  for (auto& row : place.workforce) {
    if (!row.file.empty() || std::any_of(published.begin(), published.end(),
                                         [&](const Format& format) { return format.name == row.source; }))
      continue;
    row.file = only;
    if (row.source.empty()) row.source = only;
  }
}

/// Layouts of one publication are editions of one another: "GP workforce, practice level, high level" and
/// ", detailed" tell of the same staff.
std::string publication_of(const std::string& layout) {
  constexpr std::string_view kPractices = "GP workforce, practice level";
  return std::string(layout.starts_with(kPractices) ? kPractices : std::string_view(layout));
}

/// Tables of one layout that are published for all of England: per layout the latest edition of those given
/// holds, and it replaces the edition in the place. Files of one edition (one an ICB) stand beside one
/// another.
class Published {
 public:
  explicit Published(const Collected& collected) : collected_(&collected) {
    for (const auto& record : collected.workforce) {
      const auto& taken = collected.taken[record.taken];
      if (taken.recognised.format.detail.empty()) continue;
      auto& edition = editions_[publication_of(record.row.source)];
      const auto said = std::make_tuple(month_of(record.row.as_at).value_or(0), record.row.as_at);
      if (edition.as_at.empty() || said > std::make_tuple(month_of(edition.as_at).value_or(0), edition.as_at))
        edition.as_at = record.row.as_at;
    }
    for (const auto& record : collected.workforce) {
      const auto edition = editions_.find(publication_of(record.row.source));
      if (!is_published(record) || record.row.as_at != edition->second.as_at) continue;
      auto& file = edition->second.file_of[holder_of(record.row)];
      file = std::max(file, record.row.file);
    }
  }
  [[nodiscard]] bool is_published(const WorkforceRecord& record) const {
    return !collected_->taken[record.taken].recognised.format.detail.empty();
  }
  /// Whether a row that was read is of the edition, and of the file, that holds.
  [[nodiscard]] bool holds(const WorkforceRow& row) const {
    const auto& edition = editions_.at(publication_of(row.source));
    return row.as_at == edition.as_at && edition.file_of.at(holder_of(row)) == row.file;
  }
  /// Whether a row of the place goes because what was read takes its place.
  [[nodiscard]] bool replaces(const WorkforceRow& old) const {
    const auto edition = editions_.find(publication_of(old.source));
    return edition != editions_.end() &&
           (old.as_at != edition->second.as_at || edition->second.file_of.contains(holder_of(old)));
  }

 private:
  struct Edition {
    std::string as_at;
    std::map<std::string, std::string> file_of;  ///< holder -> the file that tells of it
  };
  const Collected* collected_;
  std::map<std::string, Edition> editions_;  ///< by publication
};

/// Which name a list of staff has in the place: its file's, a number added where another employer's file is
/// called the same; the name under which the same bytes came before.
std::string label_of(const Place& place, const TakenTable& taken, const std::set<std::string>& employers,
                     const RowsByFile& lists, const std::set<std::string>& given) {
  for (const auto& source : place.sources)
    if (!source.checksum.empty() && content_of(source) == content_of(taken.source) &&
        lists.contains(source.file) && share_one(employers_of(lists.at(source.file)), employers))
      return source.file;
  for (int number = 1;; ++number) {
    const std::string label =
        number == 1 ? taken.source.file : fmt::format("{} ({})", taken.source.file, number);
    if (!lists.contains(label)) return label;
    if (!given.contains(label) && share_one(employers_of(lists.at(label)), employers)) return label;
  }
}

/// Takes out of the other lists what this one gives anew under another file name: rows of its sources and
/// employers, where both lists name a same row of the same source. A source that no row states is its file
/// alone.
void replace_earlier_editions(const std::string& label, const std::vector<WorkforceRow>& rows,
                              RowsByFile& lists, std::vector<geo::Finding>& findings) {
  for (auto& [file, others] : lists) {
    if (file == label) continue;
    std::set<std::pair<std::string, std::string>> again;  // source, employer
    for (const auto& old : others) {
      if (again.contains({old.source, old.employer})) continue;
      if (std::any_of(rows.begin(), rows.end(),
                      [&](const WorkforceRow& row) { return is_same_row(old, row); }))
        again.insert({old.source, old.employer});
    }
    if (again.empty()) continue;
    const auto gone = std::erase_if(others, [&](const WorkforceRow& old) {
      return again.contains({old.source, old.employer});
    });
    findings.push_back(
        {"WORKFORCE_NEW_EDITION", geo::Severity::warning, label,
         fmt::format("{} rows of {} ({}{}) are replaced: both name the same rows of the same source", gone,
                     file.empty() ? "the place" : file, again.begin()->first,
                     again.size() > 1 ? " and others" : ""),
         "nothing, if it is a newer edition; else write different sources in the column source"});
  }
}

/// Practices beyond the place whose patients live in it: those of its surroundings, and others with at least
/// so much of their list, where the whole list is told. The staff of a practice far away with a smaller share
/// would be all but outside.
std::set<std::string> practices_around(const Place& place) {
  constexpr double kLeastShare = 0.01;
  struct List {
    double inside = 0, all = 0;
    bool whole = false;
  };
  std::map<std::string, List> lists;
  for (const auto& row : place.registrations) {
    auto& list = lists[row.practice];
    list.all += row.patients;
    list.whole = list.whole || row.area == kOutside;
    if (const auto area = place.find_area(row.area); area && place.areas.inside[*area] != 0)
      list.inside += row.patients;
  }
  std::set<std::string> around;
  for (const auto& [practice, list] : lists)
    if (list.whole && list.inside > 0 && list.inside >= kLeastShare * list.all) around.insert(practice);
  for (const auto& site : place.sites)
    if (site.kind == "gp" && place.find_area(site.area))
      if (const auto list = lists.find(site.id); list != lists.end() && list->second.inside > 0)
        around.insert(site.id);
  return around;
}

/// Whose staff are the place's: a PCN or practice when one of its practices stands in it or has a share of
/// its patients there, or an area is mostly registered with it; authorities by code or by name.
struct Holders {
  std::set<std::string> pcns, practices, authorities;
  bool knows_authorities = false, knows_practices = false;  ///< else their staff wait

  explicit Holders(const Place& place) {
    const auto around = practices_around(place);
    for (const auto& site : place.sites) {
      if (site.kind != "gp") continue;
      const auto row = site.area.empty() ? std::nullopt : place.find_area(site.area);
      if (!around.contains(site.id) && (!row || place.areas.inside[*row] == 0)) continue;
      practices.insert(site.id);
      if (!site.pcn_code.empty()) pcns.insert(site.pcn_code);
    }
    for (std::size_t row = 0; row < place.areas.size(); ++row)
      if (place.areas.inside[row] != 0 && !place.areas.pcn_code[row].empty())
        pcns.insert(place.areas.pcn_code[row]);
    for (const auto& [column, values] : place.areas.parents)
      if (column.ends_with("_code") || column == "lad_name")
        for (const auto& value : values) authorities.insert(lower(value));
    knows_authorities = place.areas.parents.contains("lad_code") || place.areas.parents.contains("lad_name");
    knows_practices = !place.registrations.empty() && !practices.empty() && !pcns.empty();
  }
  [[nodiscard]] bool holds(const WorkforceRow& row, std::string_view detail) const {
    if (detail == "asc") return authorities.contains(lower(row.area_id));
    return detail == "pcn" ? pcns.contains(row.pcn_code) : practices.contains(row.practice_code);
  }
  [[nodiscard]] bool knows(std::string_view detail) const {
    return detail == "asc" ? knows_authorities : knows_practices;
  }
};

/// Rows of published tables that are the place's go to the lists of their files.
void join_published(Collected& collected, const Published& published, const Holders& holders,
                    RowsByFile& lists) {
  std::map<std::size_t, std::int64_t> other, earlier;
  for (auto& record : collected.workforce) {
    if (!published.is_published(record)) continue;
    auto& taken = collected.taken[record.taken];
    const auto detail = taken.recognised.format.detail;
    if (!published.holds(record.row)) {
      earlier[record.taken] += record.rows_read;
    } else if (!holders.holds(record.row, detail)) {
      other[record.taken] += record.rows_read;
      if (!holders.knows(detail)) collected.waiting.push_back(waiting_row(taken, record));
    } else {
      taken.source.rows_matched += record.rows_read;
      lists[record.row.file].push_back(std::move(record.row));
    }
  }
  for (const auto& [taken, left] : other)
    leave_out(collected.taken[taken].source, left,
              "of PCNs, practices or authorities that are not in the place");
  for (const auto& [taken, left] : earlier)
    leave_out(collected.taken[taken].source, left,
              "that another file of the same or a later date tells anew");
}

/// Lists of organisations: earlier dates first, so that the later edition of one source holds; then by name,
/// so that the order of the files means nothing.
void join_own_lists(const Place& place, Collected& collected, const Published& published, RowsByFile& lists) {
  std::map<std::size_t, std::vector<WorkforceRow>> own;  // by table
  for (auto& record : collected.workforce)
    if (!published.is_published(record)) own[record.taken].push_back(std::move(record.row));
  std::vector<std::size_t> order;
  for (const auto& [taken, rows] : own) order.push_back(taken);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto key = [&](std::size_t k) {
      const auto& source = collected.taken[k].source;
      return std::make_tuple(month_of(source.vintage).value_or(0), source.vintage, source.file,
                             source.checksum);
    };
    return key(a) < key(b);
  });
  std::set<std::string> given, contents;
  for (const auto k : order) {
    auto& source = collected.taken[k].source;
    auto& rows = own[k];
    if (const auto content = content_of(source); !content.empty() && !contents.insert(content).second) {
      leave_out(source, static_cast<std::int64_t>(rows.size()), "of a file that was given twice");
      continue;
    }
    const std::string label = label_of(place, collected.taken[k], employers_of(rows), lists, given);
    for (auto& row : rows) {
      if (row.source == row.file) row.source = label;
      row.file = label;
    }
    given.insert(label);
    source.rows_matched += static_cast<std::int64_t>(rows.size());
    source.file = label;
    replace_earlier_editions(label, rows, lists, collected.findings);
    lists[label] = std::move(rows);
  }
}

/// Staff of an earlier date that a later edition replaces stay beside it, as settings, under that date.
void keep_earlier(const std::vector<WorkforceRow>& before, Place& place) {
  std::set<std::pair<std::string, std::string>> now;  // source, date
  for (const auto& row : place.workforce) now.insert({row.source, row.as_at});
  const bool replaced = std::any_of(before.begin(), before.end(), [&](const WorkforceRow& row) {
    return !row.as_at.empty() && !now.contains({row.source, row.as_at});
  });
  const auto date = latest_date(before);
  if (replaced && !date.empty() && date < latest_date(place.workforce))
    place.settings[std::string(kKeptStaff) + date] = staff_text(before);
}

}  // namespace

void join_workforce(Place& place, Collected& collected) {
  if (collected.workforce.empty()) return;
  const Holders holders(place);
  name_files(place);
  const auto before = place.workforce;
  const Published published(collected);
  RowsByFile lists;
  for (auto& row : place.workforce)
    if (!published.replaces(row)) lists[row.file].push_back(std::move(row));
  join_published(collected, published, holders, lists);
  join_own_lists(place, collected, published, lists);
  place.workforce.clear();
  for (auto& [file, rows] : lists) {
    std::stable_sort(rows.begin(), rows.end(),
                     [](const WorkforceRow& a, const WorkforceRow& b) { return a.row_id < b.row_id; });
    std::move(rows.begin(), rows.end(), std::back_inserter(place.workforce));
  }
  keep_earlier(before, place);
}

void find_staff_doubles(const Place& place, std::vector<geo::Finding>& findings) {
  const auto alike = [](const WorkforceRow* row) {
    return std::tie(row->employer, row->sector, row->role_group, row->role, row->registered,
                    row->service_area, row->base_id, row->practice_code, row->pcn_code, row->footprint_id,
                    row->allocation, row->post_id, row->level, row->area_id, row->share, row->wte);
  };
  std::vector<const WorkforceRow*> rows;
  for (const auto& row : place.workforce)
    if (!is_missing(row.wte) && row.wte > 0 && row.post_id.empty()) rows.push_back(&row);
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const auto* a, const auto* b) { return alike(a) < alike(b); });
  struct Doubles {
    std::size_t rows = 0;
    double wte = 0;
    const WorkforceRow* first = nullptr;
    const WorkforceRow* second = nullptr;
  };
  std::map<std::pair<std::string, std::string>, Doubles> pairs;  // of files
  for (std::size_t k = 1; k < rows.size(); ++k) {
    if (alike(rows[k - 1]) != alike(rows[k])) continue;
    auto& pair = pairs[std::minmax(rows[k - 1]->file, rows[k]->file)];
    ++pair.rows;
    pair.wte += rows[k]->wte * rows[k]->share;
    if (pair.first == nullptr) std::tie(pair.first, pair.second) = std::tie(rows[k - 1], rows[k]);
  }
  for (const auto& [files, pair] : pairs) {
    const auto row_name = [](const WorkforceRow& row) {
      return row.file.empty() ? row.row_id : fmt::format("{} of {}", row.row_id, row.file);
    };
    findings.push_back({"WORKFORCE_DOUBLE", geo::Severity::warning,
                        files.first == files.second
                            ? "workforce " + files.first
                            : fmt::format("workforce {} and {}", files.first, files.second),
                        fmt::format("{} rows ({:.6g} WTE) are like another row in all but their id, such as "
                                    "{} and {} ({}, {}, {:.6g} WTE): all are counted",
                                    pair.rows, pair.wte, row_name(*pair.first), row_name(*pair.second),
                                    pair.first->employer, pair.first->role, pair.first->wte),
                        "if they are the same posts, take them out of one file and import it again"});
  }
}

}  // namespace placewright::datasets
