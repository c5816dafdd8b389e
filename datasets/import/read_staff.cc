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

}  // namespace

void read_workforce(TakenTable& taken, std::size_t index, Collected& into) {
  const auto& found = taken.recognised;
  const std::string_view detail = found.format.detail;
  const auto text = [&](const InputRow& row, std::string_view field) {
    return std::string(trimmed(row.cell(found.column(field))));
  };
  refuse_people(taken.table, found.header_rows);
  const bool individual = found.has("person");
  struct Sum {
    double wte = 0;
    std::set<std::string> people;
    std::int64_t rows = 0;
  };
  std::map<std::vector<std::string>, Sum> by_role;  // PCN, group, role
  std::unordered_set<std::string> ids;
  std::int64_t totals = 0, headcounts = 0, without_wte = 0;
  std::size_t number = 0;
  const std::string_view key = found.has("pcn_code") && detail == "pcn"             ? "pcn_code"
                               : found.has("practice_code") && detail == "practice" ? "practice_code"
                                                                                    : "role";
  visit_keyed_rows(taken, key, into, [&](const InputRow& row) {
    double wte = number_in(taken, row, found.column("wte"));
    if (detail == "asc") {
      if (is_all(text(row, "role")) || is_all(text(row, "sector")) || is_all(text(row, "service_area"))) {
        ++totals;
        return;
      }
      // Posts are no WTE: without a ratio the row's WTE is missing, and said to be.
      if (is_missing(wte))
        wte = number_in(taken, row, found.column("headcount")) * number_in(taken, row, found.column("ratio"));
    }
    if (detail == "practice") {
      if (lower(text(row, "role")) == "total") {
        ++totals;
        return;
      }
      if (lower(text(row, "measure")) != "fte") {
        ++headcounts;
        return;
      }
    }
    // A row of our own layout, or of posts, stays without WTE: it lowers what is known of its employer and
    // role.
    if (is_missing(wte) && !detail.empty() && detail != "asc") {
      ++without_wte;
      return;
    }
    if (individual) {
      auto& sum =
          by_role[{text(row, "pcn_code"), text(row, "role_group"), text(row, "role"), text(row, "pcn_name")}];
      sum.wte += wte;
      sum.people.insert(text(row, "person"));
      ++sum.rows;
      return;
    }
    WorkforceRecord record;
    record.taken = index;
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
    const double share = number_in(taken, row, found.column("share"));
    out.share = is_missing(share) ? 1 : share;
    out.mobile = text(row, "mobile");
    out.generalist = text(row, "generalist");
    out.wte = wte;
    out.headcount = number_in(taken, row, found.column("headcount"));
    out.vacancy_wte = number_in(taken, row, found.column("vacancy_wte"));
    out.source = text(row, "source");
    if (out.source.empty()) out.source = taken.source.file;
    out.file = taken.source.file;
    out.as_at = text(row, "as_at");
    out.estimated = text(row, "estimated");
    if (detail == "asc") {
      out.row_id = fmt::format("ASC-{}-{:04}", out.area_id, ++number);
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
      out.source = taken.source.taken_for;
      out.as_at = found.vintage;
      out.estimated = "Y";
    } else if (!detail.empty()) {  // a published table of general practice
      const std::string holder = detail == "pcn" ? out.pcn_code : out.practice_code;
      out.row_id = fmt::format("{}-{:03}", holder, ++number);
      out.employer = detail == "pcn" ? text(row, "pcn_name") : text(row, "name");
      out.sector = "primary_care";
      out.allocation = "list";
      out.level = "neighbourhood";
      out.source = taken.source.taken_for;
      out.as_at = found.vintage;
      out.estimated = "N";
    }
    if (out.row_id.empty()) out.row_id = fmt::format("row-{:05}", row.line);
    if (!ids.insert(out.row_id).second) throw_twice(taken, row, "the row", out.row_id);
    into.workforce.push_back(std::move(record));
  });
  for (const auto& [role, sum] : by_role) {
    WorkforceRecord record;
    record.taken = index;
    WorkforceRow& out = record.row;
    out.row_id = fmt::format("{}-{:03}", role[0], ++number);
    out.pcn_code = role[0];
    out.role_group = role[1];
    out.role = role[2];
    out.employer = role[3];
    out.sector = "primary_care";
    out.allocation = "list";
    out.level = "neighbourhood";
    out.wte = sum.wte;
    out.headcount = static_cast<double>(sum.people.size());
    record.rows_read = sum.rows;
    out.source = taken.source.taken_for;
    out.as_at = found.vintage;
    out.estimated = "N";
    out.file = taken.source.file;
    into.workforce.push_back(std::move(record));
  }
  leave_out(taken.source, totals, "totals of other rows");
  leave_out(taken.source, headcounts, "headcounts (FTE is used)");
  leave_out(taken.source, without_wte, "without a reported number");
}

}  // namespace placewright::datasets
