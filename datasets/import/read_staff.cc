#include <fmt/format.h>

#include <map>
#include <set>
#include <unordered_set>

#include "datasets/import/read_taken.h"
#include "datasets/import/refuse_people.h"
#include "geo/error.h"

namespace placewright::datasets {

namespace {

/// Tables of posts by authority repeat them in rows for all roles, sectors or services.
bool is_all(std::string_view text) {
  const auto words = lower(trimmed(text));
  return words == "all" || words == "total" || words.starts_with("all ") || words.starts_with("total ");
}

/// Reads the rows of one table of staff.
class StaffReader {
 public:
  StaffReader(TakenTable& taken, std::size_t index, Collected& into)
      : taken_(taken), found_(taken.recognised), detail_(found_.format.detail), index_(index), into_(into) {}

  /// The field by which the rows are told apart.
  [[nodiscard]] std::string_view key() const {
    if (found_.has("pcn_code") && detail_ == "pcn") return "pcn_code";
    if (found_.has("practice_code") && detail_ == "practice") return "practice_code";
    return "role";
  }

  void read(const InputRow& row) {
    double wte = number(row, "wte");
    if (detail_ == "asc" && is_total_of_posts(row)) {
      ++totals_;
      return;
    }
    // Posts are no WTE: without a ratio the row's WTE is missing, and said to be.
    if (detail_ == "asc" && is_missing(wte)) wte = number(row, "headcount") * number(row, "ratio");
    if (detail_ == "practice" && lower(text(row, "role")) == "total") {
      ++totals_;
      return;
    }
    if (detail_ == "practice" && lower(text(row, "measure")) != "fte") {
      ++headcounts_;
      return;
    }
    // A row of our own layout, or of posts, stays without WTE: it lowers what is known of its employer and
    // role.
    if (is_missing(wte) && !detail_.empty() && detail_ != "asc") {
      ++without_wte_;
      return;
    }
    if (found_.has("person"))
      add_person(row, wte);
    else
      add_row(row, wte);
  }

  /// The sums over persons, and what was left out.
  void finish() {
    for (const auto& [role, sum] : by_role_) {
      WorkforceRecord record;
      record.taken = index_;
      record.rows_read = sum.rows;
      WorkforceRow& out = record.row;
      out.row_id = fmt::format("{}-{:03}", role[0], ++number_);
      out.pcn_code = role[0];
      out.role_group = role[1];
      out.role = role[2];
      out.employer = role[3];
      out.wte = sum.wte;
      out.headcount = static_cast<double>(sum.people.size());
      out.file = taken_.source.file;
      set_published(out);
      into_.workforce.push_back(std::move(record));
    }
    leave_out(taken_.source, totals_, "totals of other rows");
    leave_out(taken_.source, headcounts_, "headcounts (FTE is used)");
    leave_out(taken_.source, without_wte_, "without a reported number");
  }

 private:
  struct Sum {
    double wte = 0;
    std::set<std::string> people;
    std::int64_t rows = 0;
  };

  [[nodiscard]] std::string text(const InputRow& row, std::string_view field) const {
    return std::string(trimmed(row.cell(found_.column(field))));
  }
  [[nodiscard]] double number(const InputRow& row, std::string_view field) const {
    return number_in(taken_, row, found_.column(field));
  }
  [[nodiscard]] bool is_total_of_posts(const InputRow& row) const {
    return is_all(text(row, "role")) || is_all(text(row, "sector")) || is_all(text(row, "service_area"));
  }

  void add_person(const InputRow& row, double wte) {
    auto& sum =
        by_role_[{text(row, "pcn_code"), text(row, "role_group"), text(row, "role"), text(row, "pcn_name")}];
    sum.wte += wte;
    sum.people.insert(text(row, "person"));
    ++sum.rows;
  }

  /// What the columns of our own layout say.
  [[nodiscard]] WorkforceRow columns_of(const InputRow& row) const {
    WorkforceRow out;
    const std::initializer_list<std::pair<std::string*, std::string_view>> texts{
        {&out.row_id, "row_id"},
        {&out.employer, "employer"},
        {&out.sector, "sector"},
        {&out.role_group, "role_group"},
        {&out.role, "role"},
        {&out.registered, "registered"},
        {&out.service_area, "service_area"},
        {&out.base_id, "base_id"},
        {&out.practice_code, "practice_code"},
        {&out.pcn_code, "pcn_code"},
        {&out.footprint_id, "footprint_id"},
        {&out.allocation, "allocation"},
        {&out.post_id, "post_id"},
        {&out.level, "level"},
        {&out.area_id, "area_id"},
        {&out.mobile, "mobile"},
        {&out.generalist, "generalist"},
        {&out.source, "source"},
        {&out.as_at, "as_at"},
        {&out.estimated, "estimated"}};
    for (const auto& [field, column] : texts) *field = text(row, column);
    const double share = number(row, "share");
    out.share = is_missing(share) ? 1 : share;
    out.headcount = number(row, "headcount");
    out.vacancy_wte = number(row, "vacancy_wte");
    if (out.source.empty()) out.source = taken_.source.file;
    out.file = taken_.source.file;
    return out;
  }

  void add_row(const InputRow& row, double wte) {
    WorkforceRecord record;
    record.taken = index_;
    WorkforceRow& out = record.row = columns_of(row);
    out.wte = wte;
    if (detail_ == "asc") {
      set_posts(out);
    } else if (!detail_.empty()) {  // a published table of general practice
      out.row_id = fmt::format("{}-{:03}", detail_ == "pcn" ? out.pcn_code : out.practice_code, ++number_);
      out.employer = text(row, detail_ == "pcn" ? "pcn_name" : "name");
      set_published(out);
    }
    if (out.row_id.empty()) out.row_id = fmt::format("row-{:05}", row.line);
    if (!ids_.insert(out.row_id).second) throw_twice(taken_, row, "the row", out.row_id);
    into_.workforce.push_back(std::move(record));
  }

  void set_posts(WorkforceRow& out) {
    out.row_id = fmt::format("ASC-{}-{:04}", out.area_id, ++number_);
    const auto sector = lower(out.sector);
    const bool council = sector.find("authority") != std::string::npos ||
                         sector.find("statutory") != std::string::npos || sector == "la";
    out.employer =
        fmt::format("adult social care, {}, {}", out.sector.empty() ? "all sectors" : sector, out.area_id);
    out.sector = council ? "LA"
                 : sector.find("volunt") != std::string::npos || sector.find("charit") != std::string::npos
                     ? "VCSE"
                     : "independent";
    out.role_group = council ? "ASC" : "DOM";
    if (out.service_area.empty()) out.service_area = "adult social care";
    out.allocation = "spread";
    out.level = "place";
    out.source = taken_.source.taken_for;
    out.as_at = found_.vintage;
    out.estimated = "Y";
  }

  void set_published(WorkforceRow& out) const {
    out.sector = "primary_care";
    out.allocation = "list";
    out.level = "neighbourhood";
    out.source = taken_.source.taken_for;
    out.as_at = found_.vintage;
    out.estimated = "N";
  }

  TakenTable& taken_;
  const Recognised& found_;
  std::string_view detail_;
  std::size_t index_;
  Collected& into_;
  std::map<std::vector<std::string>, Sum> by_role_;  ///< PCN, group, role, name of the PCN
  std::unordered_set<std::string> ids_;
  std::int64_t totals_ = 0, headcounts_ = 0, without_wte_ = 0;
  std::size_t number_ = 0;
};

}  // namespace

void read_workforce(TakenTable& taken, std::size_t index, Collected& into) {
  refuse_people(taken.table, taken.recognised.header_rows);
  StaffReader reader(taken, index, into);
  visit_keyed_rows(taken, reader.key(), into, [&](const InputRow& row) { reader.read(row); });
  reader.finish();
}

}  // namespace placewright::datasets
