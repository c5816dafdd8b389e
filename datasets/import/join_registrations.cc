#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "datasets/import/join.h"
#include "datasets/place/place_words.h"
#include "datasets/read/cells.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

enum class Vintage { lsoa_2021, lsoa_2011 };

/// By which codes match: those that only one vintage has decide.
Vintage vintage_of(const RegistrationTable& table, const Conversion& conversion) {
  std::int64_t only_2011 = 0, only_2021 = 0;
  for (const auto& code : table.area) {
    const bool old_code = conversion.shares.contains(code), new_code = conversion.knows_2021(code);
    if (old_code && !new_code) ++only_2011;
    if (new_code && !old_code) ++only_2021;
  }
  return only_2011 > only_2021 ? Vintage::lsoa_2011 : Vintage::lsoa_2021;
}

/// Whether a file is another part of the extract that the place has (one an ICB, say): of the same date,
/// under another name.
bool is_other_part(const Place& place, const TakenTable& taken) {
  bool any = false;
  for (const auto& old : place.sources) {
    if (old.taken_for != taken.source.taken_for) continue;
    if (old.vintage != taken.source.vintage || old.file == taken.source.file) return false;
    any = true;
  }
  return any;
}

struct Share {
  std::string_view area;
  double share;
};

using Key = std::pair<std::string, std::string>;  ///< practice, area
using Patients = std::map<Key, double>;

/// What one table says of the practices that have patients in the place.
struct JoinedTable {
  std::size_t taken = 0;
  std::string sex;
  std::map<std::string, std::int64_t> rows;  ///< by practice
};

/// Cells whose number is suppressed, by area of the place; elsewhere counts those of its practices, too.
struct NotKnown {
  std::map<std::string, std::int64_t> in_place;
  std::int64_t elsewhere = 0;
};

bool is_one_of_two_sexes(std::string_view sex) { return sex == "M" || sex == "F"; }

/// Half of a list is no list.
void refuse_one_sex(const Collected& collected) {
  std::set<std::string_view> sexes;
  for (const auto& table : collected.registrations) sexes.insert(table.sex);
  if (sexes.size() != 1 || !is_one_of_two_sexes(*sexes.begin())) return;
  const auto& table = collected.registrations.front();
  double patients = 0;
  for (const auto& count : table.counts)
    if (!is_missing(count.patients)) patients += count.patients;
  const bool male = table.sex == "M";
  throw geo::InputError{
      {collected.taken[table.taken].table.name(),
       fmt::format("holds only {} patients ({:.0f}), and none of the files has the others",
                   male ? "male" : "female", patients),
       fmt::format(
           "give the file of all patients, or that of {} patients with it; if one sex is meant, say so: --as "
           "registration --map practice=COLUMN,area=COLUMN,patients=COLUMN",
           male ? "female" : "male")}};
}

/// Adds rows of one table to those of its sex; where another table has them they must agree.
void add_patients(Patients& to, const Patients& from, const InputTable& table) {
  for (const auto& [key, patients] : from) {
    const auto [at, is_new] = to.emplace(key, patients);
    if (!is_new && at->second != patients && key.second != kOutside && key.second != kUnknown)
      throw geo::InputError{
          {table.name(),
           fmt::format("practice {} has {:.6g} patients in {} here and {:.6g} in another file", key.first,
                       patients, key.second, at->second),
           "give the registrations of one date only"}};
    if (!is_new) at->second = std::max(at->second, patients);
  }
}

/// The rows for all where a practice has them, else those of its sexes added up. Tells where sexes do not add
/// up to all, and counts the rows that were not needed.
Patients settle_sexes(std::map<std::string, Patients>& by_sex, const std::vector<JoinedTable>& tables,
                      Collected& collected) {
  Patients settled = std::move(by_sex[""]);
  by_sex.erase("");
  std::set<std::string> with_all;
  for (const auto& table : tables)
    if (table.sex.empty())
      for (const auto& [practice, rows] : table.rows) with_all.insert(practice);
  Patients added, proof;
  for (const auto& [sex, patients] : by_sex)
    for (const auto& [key, count] : patients) (with_all.contains(key.first) ? proof : added)[key] += count;
  std::string differs;
  if (by_sex.contains("M") && by_sex.contains("F")) {
    std::int64_t cells = 0;
    double all = 0, sum = 0;
    const auto differ = [&](const Key& key, double one, double other) {
      all += one;
      sum += other;
      if (std::abs(one - other) < 1e-6) return;
      if (cells++ == 0)
        differs =
            fmt::format("; first practice {} in {}: {:.6g} and {:.6g}", key.first, key.second, one, other);
    };
    std::set<std::string> with_sexes;
    for (const auto& [key, count] : proof) with_sexes.insert(key.first);
    for (const auto& [key, count] : settled)
      if (with_sexes.contains(key.first)) differ(key, count, proof.contains(key) ? proof.at(key) : 0);
    for (const auto& [key, count] : proof)
      if (!settled.contains(key)) differ(key, 0, count);
    if (cells > 0)
      collected.findings.push_back({"REGISTRATIONS_SEXES_DIFFER", geo::Severity::warning, "registration",
                                    fmt::format("the rows by sex add up to {:.6g} patients and those for all "
                                                "to {:.6g}, and differ in {} cells{}",
                                                sum, all, cells, differs),
                                    "check that the files are of one date; the rows for all are used"});
  }
  for (const auto& table : tables) {
    auto& source = collected.taken[table.taken].source;
    std::int64_t used = 0, not_needed = 0;
    for (const auto& [practice, rows] : table.rows)
      (table.sex.empty() || !with_all.contains(practice) ? used : not_needed) += rows;
    source.rows_matched += used;
    leave_out(source, not_needed,
              !differs.empty() ? "rows by sex (the rows for all are used, and differ)"
              : by_sex.contains("M") && by_sex.contains("F")
                  ? "rows by sex (the rows for all are used; they add up to them)"
                  : "rows by sex (the rows for all are used)");
  }
  for (const auto& [key, count] : added) settled[key] += count;
  return settled;
}

/// What is not known is kept in the place and said: the cells are no zeros.
void keep_not_known(Place& place, const NotKnown& cells, const std::set<std::string>& areas_in_files,
                    std::vector<geo::Finding>& findings) {
  std::erase_if(place.settings, [&](const auto& setting) {
    return setting.first.starts_with(kCellsNotKnown) &&
           areas_in_files.contains(setting.first.substr(kCellsNotKnown.size()));
  });
  std::erase_if(place.findings,
                [](const auto& finding) { return finding.code == "REGISTRATIONS_NOT_KNOWN"; });
  std::int64_t inside = 0;
  std::string where;
  std::size_t named = 0;
  for (const auto& [area, count] : cells.in_place) {
    inside += count;
    place.settings[std::string(kCellsNotKnown) + area] = std::to_string(count);
    if (named++ < 5) where += (where.empty() ? "" : ", ") + area;
  }
  if (named > 5) where += fmt::format(" and {} more areas", named - 5);
  if (inside + cells.elsewhere > 0)
    findings.push_back(
        {"REGISTRATIONS_NOT_KNOWN", geo::Severity::warning, "registration",
         fmt::format("{} cells are suppressed (* or blank): {} in the place{}, {} elsewhere; how many "
                     "patients stand in them is not known, and they are in no sum",
                     inside + cells.elsewhere, inside, where.empty() ? "" : " (" + where + ")",
                     cells.elsewhere),
         "use an extract without suppressed cells where there is one"});
}

/// What all tables of one import say together.
struct JoinedLists {
  std::map<std::string, Patients> by_sex;
  std::vector<JoinedTable> tables;
  NotKnown not_known;
  std::set<std::string> practices, areas;
  std::set<std::string> areas_anew;  ///< of extracts that are no further part of what the place has
  std::map<std::string, std::string> names;
  bool has_all = false;      ///< a table holds all patients
  bool whole_lists = false;  ///< the tables tell who lives outside the place
};

/// Where the patients of each text of a file go, each text once.
struct Destinations {
  Vintage vintage = Vintage::lsoa_2021;
  std::vector<std::vector<Share>> goes;
  std::vector<std::uint8_t> reaches, changed;  ///< the place; by a share, or from an area that was changed
  std::size_t by_equal_parts = 0;
};

Destinations find_destinations(const RegistrationTable& table, const Place& place,
                               const Conversion& conversion) {
  const Areas& areas = place.areas;
  Destinations to;
  to.vintage = vintage_of(table, conversion);
  to.goes.resize(table.area.size());
  to.reaches.assign(table.area.size(), 0);
  to.changed.assign(table.area.size(), 0);
  for (std::size_t k = 0; k < table.area.size(); ++k) {
    const std::string& code = table.area[k];
    const auto put = [&](std::string_view area, double share) {
      const auto row = place.find_area(area);
      if (row && areas.inside[*row] != 0) to.reaches[k] = 1;
      to.goes[k].push_back({row ? std::string_view(areas.code[*row]) : kOutside, share});
    };
    if (to.vintage == Vintage::lsoa_2011) {
      if (const auto at = conversion.shares.find(code); at != conversion.shares.end()) {
        for (const auto& [area, share] : at->second) put(area, share);
        if (to.reaches[k] != 0 && conversion.by_equal_parts.contains(code)) ++to.by_equal_parts;
        to.changed[k] = at->second.size() > 1 || conversion.sources.at(at->second.front().first) > 1 ? 1 : 0;
        continue;
      }
    } else if (place.find_area(code)) {
      put(code, 1.0);
      continue;
    }
    // A file of this layout may say itself who lives outside.
    to.goes[k].push_back({is_gss_code(code) || lower(code) == lower(kOutside) ? kOutside : kUnknown, 1.0});
  }
  return to;
}

/// Suppressed cells, told wherever they are, go out of `rows`; the others stay.
NotKnown take_suppressed(const RegistrationTable& table, const Destinations& to,
                         std::vector<std::uint32_t>& rows) {
  NotKnown suppressed;
  std::erase_if(rows, [&](std::uint32_t k) {
    const auto& count = table.counts[k];
    if (!is_missing(count.patients)) return false;
    if (to.reaches[count.area] == 0) {
      ++suppressed.elsewhere;
      return true;
    }
    for (const auto& part : to.goes[count.area])
      if (part.area != kOutside) {
        ++suppressed.in_place[std::string(part.area)];
        break;
      }
    return true;
  });
  return suppressed;
}

/// In the order of the texts, so that sums do not depend on the order of rows.
void sort_by_texts(const RegistrationTable& table, std::vector<std::uint32_t>& rows) {
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto& left = table.counts[a];
    const auto& right = table.counts[b];
    if (left.practice != right.practice)
      return table.practice[left.practice] < table.practice[right.practice];
    if (left.area != right.area) return table.area[left.area] < table.area[right.area];
    return left.patients < right.patients;
  });
}

struct TableSums {
  double converted = 0, all = 0, outside = 0, unknown = 0;
  std::int64_t rows_of_areas = 0;
};

/// Adds the counts of one table, row by row, to what all say together.
TableSums add_rows(const RegistrationTable& table, const Destinations& to,
                   const std::vector<std::uint32_t>& rows, bool other_part, const InputTable& file,
                   JoinedLists& joined) {
  Patients of_file;
  TableSums sums;
  JoinedTable& joined_table = joined.tables.emplace_back(JoinedTable{table.taken, table.sex, {}});
  for (const auto k : rows) {
    const auto& count = table.counts[k];
    const std::string& practice = table.practice[count.practice];
    joined.practices.insert(practice);
    ++joined_table.rows[practice];
    if (!table.practice_name[count.practice].empty())
      joined.names.emplace(practice, table.practice_name[count.practice]);
    if (to.reaches[count.area] != 0) ++sums.rows_of_areas;
    for (const auto& part : to.goes[count.area]) {
      const double patients = count.patients * part.share;
      if (patients == 0) continue;
      of_file[{practice, std::string(part.area)}] += patients;
      if (part.area == kOutside)
        sums.outside += patients;
      else if (part.area == kUnknown)
        sums.unknown += patients;
      else {
        sums.all += patients;
        if (to.changed[count.area] != 0) sums.converted += patients;
        joined.areas.emplace(part.area);
        if (!other_part) joined.areas_anew.emplace(part.area);
      }
    }
  }
  if (sums.outside > 0) joined.whole_lists = true;
  add_patients(joined.by_sex[table.sex], of_file, file);
  return sums;
}

/// Whether the codes of a table without a lookup are probably those of 2011: many areas have no patient.
bool suspect_2011(const Place& place, const JoinedLists& joined, bool other_part, const std::string& file,
                  std::vector<geo::Finding>& findings) {
  std::set<std::string_view> seen(joined.areas.begin(), joined.areas.end());
  if (other_part)
    for (const auto& row : place.registrations) seen.insert(row.area);
  std::size_t without = 0, inside = 0;
  for (std::size_t row = 0; row < place.areas.size(); ++row) {
    if (place.areas.inside[row] == 0) continue;
    ++inside;
    if (!seen.contains(place.areas.code[row])) ++without;
  }
  if (without * 100 <= inside) return false;
  findings.push_back(
      {"LSOA11_SUSPECTED", geo::Severity::warning, file,
       fmt::format("{} of {} areas have no registered patient: its codes are probably LSOAs of 2011", without,
                   inside),
       "import the LSOA (2011) to LSOA (2021) lookup"});
  return true;
}

void tell_conversion(const Destinations& to, const TableSums& sums, const std::string& file,
                     std::vector<geo::Finding>& findings) {
  findings.push_back(
      {"LSOA11_CONVERTED", geo::Severity::warning, file,
       fmt::format(
           "its areas are LSOAs of 2011; patients of split and merged ones were shared out by the people "
           "of 2021: {:.2f} % of the place's patients{}",
           sums.all > 0 ? 100 * sums.converted / sums.all : 0,
           to.by_equal_parts > 0
               ? fmt::format("; {} codes by equal parts, the people of their parts not being known",
                             to.by_equal_parts)
               : ""),
       "use an extract with codes of 2021 where there is one"});
}

/// One table of registrations: what it says of the practices that have patients in the place.
void join_table(const RegistrationTable& table, Place& place, Collected& collected,
                const Conversion& conversion, JoinedLists& joined) {
  TakenTable& taken = collected.taken[table.taken];
  Source& source = taken.source;
  const Destinations to = find_destinations(table, place, conversion);
  const bool other_part = taken.waited || is_other_part(place, taken);
  std::vector<std::uint8_t> practice_reaches(table.practice.size(), 0);
  for (const auto& count : table.counts)
    if (to.reaches[count.area] != 0 && count.patients > 0) practice_reaches[count.practice] = 1;
  // Older codes are shared out anew when their lookup, or the people of the areas, come later.
  const auto wait = [&] {
    auto rows = waiting_rows(taken, table, practice_reaches);
    std::move(rows.begin(), rows.end(), std::back_inserter(collected.waiting));
  };
  if (to.vintage == Vintage::lsoa_2011 && to.by_equal_parts > 0) wait();
  std::erase_if(place.findings, [&](const geo::Finding& finding) {
    return finding.where == source.file && finding.code.starts_with("LSOA11_");
  });

  std::vector<std::uint32_t> rows(table.counts.size());
  for (std::uint32_t k = 0; k < rows.size(); ++k) rows[k] = k;
  const NotKnown suppressed = take_suppressed(table, to, rows);
  const auto not_suppressed = static_cast<std::int64_t>(rows.size());
  leave_out(source, static_cast<std::int64_t>(table.counts.size()) - not_suppressed,
            fmt::format("whose number is suppressed ({} of areas elsewhere)", suppressed.elsewhere));
  const bool is_proof = !table.sex.empty() && joined.has_all;  // of the rows for all
  if (!is_proof) {
    joined.not_known.elsewhere += suppressed.elsewhere;
    for (const auto& [area, count] : suppressed.in_place) joined.not_known.in_place[area] += count;
  }
  std::erase_if(rows, [&](std::uint32_t k) { return practice_reaches[table.counts[k].practice] == 0; });
  sort_by_texts(table, rows);
  const TableSums sums = add_rows(table, to, rows, other_part, taken.table, joined);
  const auto used = static_cast<std::int64_t>(rows.size());
  leave_out(source, not_suppressed - used, "of practices without a patient in the place");
  if (is_proof) return;
  if (const auto elsewhere = used - sums.rows_of_areas; elsewhere > 0)
    remark(source,
           fmt::format("of those matched, {} rows of its practices count as {} ({:.0f} patients) or {} "
                       "({:.0f})",
                       elsewhere, kOutside, sums.outside, kUnknown, sums.unknown));
  if (to.vintage == Vintage::lsoa_2011) tell_conversion(to, sums, source.file, collected.findings);
  if (rows.empty())
    collected.findings.push_back({"REGISTRATIONS_ABSENT", geo::Severity::warning, source.file,
                                  "no practice in it has a patient in the place",
                                  "check that the file covers the place and has its kind of area codes"});
  else if (to.vintage == Vintage::lsoa_2021 && conversion.empty() &&
           suspect_2011(place, joined, other_part, source.file, collected.findings))
    wait();
}

/// What the files cover is replaced: rows of their practices and, unless they are a further part of the same
/// extract, of their areas.
void replace_registrations(Place& place, const Patients& patients, const JoinedLists& joined) {
  std::erase_if(place.registrations, [&](const RegistrationRow& row) {
    return joined.practices.contains(row.practice) || joined.areas_anew.contains(row.area);
  });
  for (const auto& [key, count] : patients) place.registrations.push_back({key.first, key.second, count});
  std::set<std::string> with_patients;
  for (const auto& row : place.registrations)
    if (const auto at = place.find_area(row.area); at && place.areas.inside[*at] != 0)
      with_patients.insert(row.practice);
  std::erase_if(place.registrations,
                [&](const RegistrationRow& row) { return !with_patients.contains(row.practice); });
  std::sort(place.registrations.begin(), place.registrations.end(),
            [](const RegistrationRow& a, const RegistrationRow& b) {
              return std::tie(a.practice, a.area) < std::tie(b.practice, b.area);
            });
}

/// A practice that no list of practices names still stands in the place, by the name the registrations give
/// it.
void add_practices(const Place& place, const JoinedLists& joined, Collected& collected) {
  std::map<std::string, double> lists;
  for (const auto& row : place.registrations) lists[row.practice] += row.patients;
  for (const auto& [practice, patients] : lists) {
    if (!joined.practices.contains(practice)) continue;
    SiteRecord record;
    record.taken = collected.registrations.back().taken;
    record.site.id = practice;
    record.site.kind = "gp";
    if (const auto name = joined.names.find(practice); name != joined.names.end())
      record.site.name = name->second;
    if (joined.whole_lists) record.site.list_size = patients;
    record.only_where_located = false;
    collected.sites.push_back(std::move(record));
  }
}

}  // namespace

void join_registrations(Place& place, Collected& collected, const Conversion& conversion) {
  if (collected.registrations.empty()) return;
  refuse_one_sex(collected);
  JoinedLists joined;
  joined.has_all = std::any_of(collected.registrations.begin(), collected.registrations.end(),
                               [](const auto& table) { return table.sex.empty(); });
  for (const auto& table : collected.registrations) join_table(table, place, collected, conversion, joined);
  const Patients patients = settle_sexes(joined.by_sex, joined.tables, collected);
  keep_not_known(place, joined.not_known, joined.areas, collected.findings);
  replace_registrations(place, patients, joined);
  add_practices(place, joined, collected);
}

}  // namespace placewright::datasets
