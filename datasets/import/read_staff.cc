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

/// Which kind of table it is: of our own layout, posts of adult social care by authority, or general practice
/// as published.
enum class StaffTable { own, social_care, practice, pcn };

StaffTable table_of(std::string_view detail) {
  return detail.empty()         ? StaffTable::own
         : detail == "asc"      ? StaffTable::social_care
         : detail == "practice" ? StaffTable::practice
                                : StaffTable::pcn;
}

/// Rows of one table of staff on their way into records.
class StaffReader {
 public:
  StaffReader(TakenTable& taken, std::size_t index, Collected& into)
      : taken_(taken),
        found_(taken.recognised),
        index_(index),
        into_(into),
        table_(table_of(taken.recognised.format.detail)),
        is_individual_(taken.recognised.has("person")) {}

  void read() {
    visit_keyed_rows(taken_, key(), into_, [&](const InputRow& row) { take(row); });
    take_sums();
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
  [[nodiscard]] double number(const InputRow& row, std::string_view field) {
    return number_in(taken_, row, found_.column(field));
  }
  [[nodiscard]] bool is_published() const {
    return table_ == StaffTable::practice || table_ == StaffTable::pcn;
  }
  /// The column that tells one holder or role from another.
  [[nodiscard]] std::string_view key() const {
    if (found_.has("pcn_code") && table_ == StaffTable::pcn) return "pcn_code";
    return found_.has("practice_code") && table_ == StaffTable::practice ? "practice_code" : "role";
  }

  void take(const InputRow& row) {
    double wte = number(row, "wte");
    if (is_repeated(row)) return;
    // Posts are no WTE: without a ratio the row's WTE is missing, and said to be.
    if (table_ == StaffTable::social_care && is_missing(wte))
      wte = number(row, "headcount") * number(row, "ratio");
    // A row of our own layout, or of posts, stays without WTE: it lowers what is known of its employer and
    // role.
    if (is_missing(wte) && is_published()) {
      ++without_wte_;
      return;
    }
    if (is_individual_)
      sum_up(row, wte);
    else
      into_.workforce.push_back(read_record(row, wte));
  }

  /// Whether a row says again what others say: a total, or a headcount beside the FTE. Counts it.
  bool is_repeated(const InputRow& row) {
    if (table_ == StaffTable::social_care &&
        (is_all(text(row, "role")) || is_all(text(row, "sector")) || is_all(text(row, "service_area")))) {
      ++totals_;
      return true;
    }
    if (table_ != StaffTable::practice) return false;
    if (lower(text(row, "role")) == "total") {
      ++totals_;
      return true;
    }
    if (lower(text(row, "measure")) == "fte") return false;
    ++headcounts_;
    return true;
  }

  /// A person among those of one PCN and role.
  void sum_up(const InputRow& row, double wte) {
    auto& sum =
        by_role_[{text(row, "pcn_code"), text(row, "role_group"), text(row, "role"), text(row, "pcn_name")}];
    sum.wte += wte;
    sum.people.insert(text(row, "person"));
    ++sum.rows;
  }

  WorkforceRecord read_record(const InputRow& row, double wte) {
    WorkforceRecord record;
    record.taken = index_;
    WorkforceRow& out = record.row;
    out.row_id = text(row, "row_id");
    out.employer = text(row, "employer");
    out.sector = text(row, "sector");
    out.role_group = text(row, "role_group");
    out.role = text(row, "role");
    out.registered = text(row, "registered");
    out.service_area = text(row, "service_area");
    out.base_id = text(row, "base_id");
    out.practice_code = text(row, "practice_code");
    out.pcn_code = text(row, "pcn_code");
    out.footprint_id = text(row, "footprint_id");
    out.allocation = text(row, "allocation");
    out.post_id = text(row, "post_id");
    out.level = text(row, "level");
    out.area_id = text(row, "area_id");
    const double share = number(row, "share");
    out.share = is_missing(share) ? 1 : share;
    out.mobile = text(row, "mobile");
    out.generalist = text(row, "generalist");
    out.wte = wte;
    out.headcount = number(row, "headcount");
    out.vacancy_wte = number(row, "vacancy_wte");
    out.source = text(row, "source");
    if (out.source.empty()) out.source = taken_.source.file;
    out.file = taken_.source.file;
    out.as_at = text(row, "as_at");
    out.estimated = text(row, "estimated");
    if (table_ == StaffTable::social_care) fill_social_care(out);
    if (is_published()) fill_published(row, out);
    if (out.row_id.empty()) out.row_id = fmt::format("row-{:05}", row.line);
    if (!ids_.insert(out.row_id).second) throw_twice(taken_, row, "the row", out.row_id);
    return record;
  }

  /// What a table of posts by authority leaves to be known.
  void fill_social_care(WorkforceRow& out) {
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

  /// What every row of a published table of general practice has in common.
  void fill_common(WorkforceRow& out) const {
    out.sector = "primary_care";
    out.allocation = "list";
    out.level = "neighbourhood";
    out.source = taken_.source.taken_for;
    out.as_at = found_.vintage;
    out.estimated = "N";
    out.file = taken_.source.file;
  }

  void fill_published(const InputRow& row, WorkforceRow& out) {
    const bool of_pcn = table_ == StaffTable::pcn;
    out.row_id = fmt::format("{}-{:03}", of_pcn ? out.pcn_code : out.practice_code, ++number_);
    out.employer = of_pcn ? text(row, "pcn_name") : text(row, "name");
    fill_common(out);
  }

  /// Persons, summed up by PCN and role.
  void take_sums() {
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
      fill_common(out);
      into_.workforce.push_back(std::move(record));
    }
  }

  TakenTable& taken_;
  const Recognised& found_;
  std::size_t index_;
  Collected& into_;
  StaffTable table_;
  bool is_individual_;
  std::map<std::vector<std::string>, Sum> by_role_;  ///< PCN, group, role, name of the PCN
  std::unordered_set<std::string> ids_;
  std::int64_t totals_ = 0, headcounts_ = 0, without_wte_ = 0;
  std::size_t number_ = 0;
};

}  // namespace

void read_workforce(TakenTable& taken, std::size_t index, Collected& into) {
  refuse_people(taken.table, taken.recognised.header_rows);
  StaffReader(taken, index, into).read();
}

}  // namespace placewright::datasets
