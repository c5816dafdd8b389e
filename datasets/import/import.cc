#include "datasets/import/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <new>
#include <set>

#include "datasets/import/join.h"
#include "datasets/import/recognise.h"
#include "datasets/import/refuse_people.h"
#include "datasets/place/checksum.h"
#include "datasets/place/plain_text.h"
#include "datasets/read/table.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

Source record_of(const InputTable& table, const Recognised& found, const ImportOptions& options,
                 const std::string& checksum) {
  Source source;
  source.file =
      table.layer.empty() || table.only_layer ? table.file : table.file + "|" + plain_text(table.layer);
  source.taken_for = found.format.name;
  source.publisher = found.format.publisher;
  source.vintage = found.vintage;
  source.licence = found.format.licence;
  source.attribution = found.format.attribution;
  source.checksum = checksum;
  source.imported = options.imported_at;
  return source;
}

/// Columns of a codeless layer and so on: why nothing was recognised, and how to say it by hand.
[[noreturn]] void throw_not_recognised(const std::string& path, const std::vector<InputTable>& tables) {
  for (const auto& table : tables) refuse_people(table, 1);
  std::string what = "nothing in it is recognised; ";
  std::string columns;
  for (const auto& table : tables) {
    what += fmt::format("{}{}", tables.size() > 1 ? table.name() + ": " : "", nearest_formats(table));
    if (columns.empty() && !table.sample.empty())
      for (const auto& cell : table.sample.front()) columns += (columns.empty() ? "" : ", ") + cell;
    if (&table != &tables.back()) what += "; ";
    if (what.size() > 900) break;
  }
  throw geo::InputError{{path, what,
                         fmt::format("say by hand what it is: --as KIND (area, site, registration, boundary, "
                                     "road, ...){} --map FIELD=COLUMN,... ; "
                                     "its first row is: {}",
                                     tables.size() > 1 ? " --layer L" : "", columns.substr(0, 300))}};
}

/// What is recognised in one file.
struct Opened {
  std::vector<std::pair<InputTable, Recognised>> found;
  std::string checksum;
  std::vector<geo::Finding> findings;  ///< of tables beside those that are not recognised
};

const ByHand& by_hand_of(const std::string& path, const ImportOptions& options) {
  const auto own = options.of_file.find(path);
  return own == options.of_file.end() ? options.by_hand : own->second;
}

/// The table that is meant by hand, and what it is.
std::pair<InputTable, Recognised> take_by_hand(const std::string& path, const std::vector<InputTable>& tables,
                                               const ByHand& by_hand) {
  const auto kind = find_kind(by_hand.as);
  if (!kind) {
    std::string kinds;
    for (int k = 0; k < static_cast<int>(Kind::not_taken); ++k)
      kinds += (k == 0 ? "" : ", ") + std::string(kind_name(static_cast<Kind>(k)));
    throw geo::InputError{{"--as " + by_hand.as, "is no kind of table", "one of: " + kinds}};
  }
  const InputTable* chosen = nullptr;
  for (const auto& table : tables)
    if (chosen == nullptr &&
        (by_hand.layer.empty() || table.layer == by_hand.layer || table.file.ends_with("!" + by_hand.layer)))
      chosen = &table;
  if (chosen == nullptr) {
    std::string names;
    for (const auto& table : tables) names += (names.empty() ? "" : ", ") + table.name();
    throw geo::InputError{{path, fmt::format("has no layer '{}'", by_hand.layer), "one of: " + names}};
  }
  return {*chosen, recognise_by_hand(*chosen, *kind, by_hand.map)};
}

/// Opens one file. Throws InputError where it cannot be opened or nothing in it is recognised.
Opened open_file(const std::string& path, const ImportOptions& options) {
  const ByHand& by_hand = by_hand_of(path, options);
  const std::vector<InputTable> tables = find_tables(path);
  Opened opened;
  for (const auto& table : tables)
    opened.findings.insert(opened.findings.end(), table.findings.begin(), table.findings.end());
  auto& found = opened.found;
  opened.checksum = std::filesystem::is_directory(path) ? std::string() : sha256_of_file(path);
  if (!by_hand.as.empty()) {
    found.push_back(take_by_hand(path, tables, by_hand));
    return opened;
  }
  for (const auto& table : tables) {
    if (!by_hand.layer.empty() && table.layer != by_hand.layer) continue;
    if (auto recognised = recognise(table)) found.emplace_back(table, std::move(*recognised));
  }
  if (found.empty()) throw_not_recognised(path, tables);
  for (const auto& table : tables) {
    const bool taken = std::any_of(found.begin(), found.end(), [&](const auto& one) {
      return one.first.path == table.path && one.first.layer == table.layer;
    });
    if (!taken && !table.sample.empty() && by_hand.layer.empty())
      opened.findings.push_back({"NOT_RECOGNISED", geo::Severity::note, table.name(),
                                 "left out: " + nearest_formats(table),
                                 "nothing, or say what it is with --as, --layer and --map"});
  }
  return opened;
}

void read_opened(const std::string& path, Opened opened, const ImportOptions& options, Collected& into) {
  std::move(opened.findings.begin(), opened.findings.end(), std::back_inserter(into.findings));
  for (auto& [table, recognised] : opened.found) {
    TakenTable taken;
    taken.source = record_of(table, recognised, options, opened.checksum);
    taken.table = std::move(table);
    taken.recognised = std::move(recognised);
    taken.opened = path;
    read_taken(std::move(taken), into, options.period);
  }
}

/// Folders become the files in them and below, in the order of their names; a folder that is itself a data
/// set stays one.
std::vector<std::string> files_of(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  const auto is_data_set = [](const std::filesystem::path& path) { return path.extension() == ".gdb"; };
  for (const auto& path : paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error) || is_data_set(path)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> below;
    for (auto at = std::filesystem::recursive_directory_iterator(path);
         at != std::filesystem::recursive_directory_iterator(); ++at) {
      const bool folder = at->is_directory(error);
      if (folder && !is_data_set(at->path())) continue;
      below.push_back(at->path().string());
      if (folder) at.disable_recursion_pending();
    }
    std::sort(below.begin(), below.end());
    if (below.empty())
      throw geo::InputError{{path, "the folder is empty", "name the folder with the downloads"}};
    files.insert(files.end(), below.begin(), below.end());
  }
  return files;
}

[[noreturn]] void throw_none_taken(const std::vector<geo::Finding>& not_taken) {
  std::string what = "nothing in any of the files is recognised";
  for (const auto& one : not_taken) what += fmt::format("\n  {}: {}", one.where, one.what);
  throw geo::InputError{{"import", what, "say by hand what a file is: --as KIND --map FIELD=COLUMN,..."}};
}

/// Reads what can be taken of all files; what cannot be opened or is not recognised is listed. What is
/// recognised and then turns out to be wrong is an error.
std::vector<geo::Finding> read_files(const std::vector<std::string>& files, const ImportOptions& options,
                                     const std::function<void(std::size_t)>& begin, Collected& into) {
  std::vector<geo::Finding> not_taken;
  const std::set<std::string> all(files.begin(), files.end());
  for (std::size_t k = 0; k < files.size(); ++k) {
    if (rides_with_another(files[k], all)) continue;
    begin(k);
    try {
      Opened opened;
      try {
        opened = open_file(files[k], options);
      } catch (const geo::InputError& error) {
        if (files.size() == 1 || !by_hand_of(files[k], options).as.empty()) throw;
        const auto& said = error.message();
        not_taken.push_back({"FILE_NOT_TAKEN", geo::Severity::warning, files[k], said.what, said.fix});
        continue;
      }
      read_opened(files[k], std::move(opened), options, into);
    } catch (const std::bad_alloc&) {
      throw geo::InputError{{files[k], "asks for more memory than there is",
                             "the file is damaged, or too large for this machine; download it again"}};
    } catch (const std::length_error&) {
      throw geo::InputError{
          {files[k], "announces more than it can hold", "the file is damaged; download it again"}};
    }
  }
  if (into.taken.empty()) throw_none_taken(not_taken);
  return not_taken;
}

/// Whether several files of one format stand side by side; else the newer takes the place of the older.
bool accumulates(const TakenTable& taken) {
  const Kind kind = taken.recognised.format.kind;
  return taken.table.geometry != GeometryKind::none || kind == Kind::postcode || kind == Kind::plan ||
         kind == Kind::site || kind == Kind::workforce || kind == Kind::registration ||
         kind == Kind::footprint || kind == Kind::segment || kind == Kind::weight ||
         kind == Kind::projection || kind == Kind::travel || kind == Kind::practice || kind == Kind::role ||
         kind == Kind::setting || kind == Kind::note;
}

void join_sources(Place& place, const Collected& collected) {
  for (const auto& taken : collected.taken) {
    if (taken.waited) {  // its record is there; rows that have waited may have come in
      for (auto& record : place.sources) {
        if (record.file != taken.source.file || record.taken_for != taken.source.taken_for ||
            taken.recognised.format.kind == Kind::registration ||
            taken.recognised.format.kind == Kind::lookup)
          continue;
        const auto came = std::min(taken.source.rows_matched, record.rows_left_out);
        record.rows_matched += came;
        record.rows_left_out -= came;
      }
      continue;
    }
    std::erase_if(place.sources, [&](const Source& old) {
      if (old.taken_for != taken.source.taken_for || old.imported == taken.source.imported)
        return old.file == taken.source.file && old.taken_for == taken.source.taken_for;
      return old.file == taken.source.file || !accumulates(taken);
    });
    place.sources.push_back(taken.source);
  }
  std::stable_sort(place.sources.begin(), place.sources.end(), [](const Source& a, const Source& b) {
    return std::tie(a.taken_for, a.file) < std::tie(b.taken_for, b.file);
  });
}

/// Findings that each import works out anew from the whole place.
bool is_derived(const geo::Finding& finding) {
  static const std::set<std::string_view> codes{
      "PRACTICE_NOT_LOCATED", "PRACTICES_FAR_NOT_LOCATED", "PRACTICE_CLOSED",    "VINTAGE_MIX",
      "POPULATION_ABSENT",    "POPULATION_PARTIAL",        "DEPRIVATION_ABSENT", "DEPRIVATION_PARTIAL",
      "REGISTRATIONS_ABSENT", "WORKFORCE_DOUBLE",          "PLACE_WIDENED",      "PLACE_NARROWED",
      "PLACE_CHANGED",        "PLACE_NOT_WIDENED",         "PLAN_DOES_NOT_FIT",  "MSOA_FROM_NAMES"};
  return codes.contains(finding.code);
}

/// Whether a place has the name that its own extent gave it.
bool is_named_after_extent(const Place& place) {
  return place.extent && place.extent->words.starts_with(place.name + ", the ");
}

/// A file none of whose rows has to do with the place is probably of another place, or has other codes.
void find_unmatched(const Collected& collected, std::vector<geo::Finding>& findings) {
  for (const auto& taken : collected.taken)
    if (taken.source.rows_read > 0 && taken.source.rows_matched == 0 &&
        taken.recognised.format.kind != Kind::not_taken &&
        taken.table.geometry == GeometryKind::none &&  // boundaries of other places lie in the same folder
        taken.source.left_out_why.find("the rows for all are used") == std::string::npos)
      findings.push_back({"NOTHING_MATCHED", geo::Severity::warning, taken.source.file,
                          fmt::format("of its {} rows none has to do with the place", taken.source.rows_read),
                          "check that it covers the place and has its kind of codes"});
}

/// units: what `within` named, where it is given.
std::string name_of_place(const Place& place, const ImportOptions& options,
                          const std::vector<std::string>& units) {
  if (!options.name.empty()) return plain_text(options.name);
  if (!place.name.empty()) return place.name;
  std::vector<std::string> names = units;
  if (const auto column = place.areas.parents.find("lad_name");
      names.empty() && column != place.areas.parents.end()) {
    std::set<std::string> unique;
    for (std::size_t row = 0; row < place.areas.size(); ++row)
      if (place.areas.inside[row] != 0 && !column->second[row].empty()) unique.insert(column->second[row]);
    names.assign(unique.begin(), unique.end());
  }
  if (names.size() == 1) return names.front();
  if (names.size() > 1 && names.size() <= 4) {
    std::string all;
    for (std::size_t k = 0; k < names.size(); ++k)
      all += (k == 0 ? "" : k + 1 == names.size() ? " and " : ", ") + names[k];
    return all;
  }
  if (!options.within.empty()) return options.within;
  if (names.size() > 4) return fmt::format("{} authorities", names.size());
  // LSOAs are named after their authority: "Newport 012A".
  std::set<std::string> stems;
  for (std::size_t row = 0; row < place.areas.size(); ++row) {
    const auto& name = place.areas.name[row];
    const auto blank = name.rfind(' ');
    if (place.areas.inside[row] == 0 || blank == std::string::npos ||
        code_form(std::string_view(name).substr(blank)) != " 999A")
      continue;
    stems.insert(name.substr(0, blank));
  }
  return stems.size() == 1 ? *stems.begin() : std::string("Unnamed place");
}

}  // namespace

ImportResult import_files(std::optional<Place> existing, const std::vector<std::string>& paths,
                          const ImportOptions& options, const ImportProgress& progress) {
  const auto tell = [&](double fraction, std::string_view what) {
    if (progress) progress(fraction, what);
  };
  if (paths.empty()) throw geo::InputError{{"import", "no file is named", "name the files to import"}};
  Place place = existing ? std::move(*existing) : Place{};
  const bool is_new = place.areas.size() == 0;
  Collected collected;
  const auto files = files_of(paths);
  const auto not_taken = read_files(
      files, options,
      [&](std::size_t k) {
        tell(0.6 * static_cast<double>(k) / static_cast<double>(files.size()), files[k]);
      },
      collected);

  take_back_waiting(place, collected);
  tell(0.6, "joining areas");
  fold_codes(place, collected);
  const Conversion conversion = build_conversion(collected.lookup, find_people(place, collected));
  const bool is_auto_named = is_named_after_extent(place);
  const auto [reshaped, units] = join_areas(place, collected, conversion, options);
  ImportOptions settled = options;
  if (place.extent) settled.buffer_km = place.extent->buffer_km;
  tell(0.7, "who touches whom");
  if (reshaped || place.adjacency.empty() || !collected.areas.empty()) {
    std::erase_if(place.findings, [](const geo::Finding& finding) {
      return finding.code == "PIECES" || finding.code == "DETACHED_PIECE" || finding.code == "LINK_PROPOSED";
    });
    join_adjacency(place, collected.findings);
  }
  tell(0.85, "joining registrations and sites");
  join_registrations(place, collected, conversion);
  join_sites(place, collected, settled);
  join_practice_values(place, collected);
  derive_outside(place, collected.findings);
  derive_columns(place, collected);
  join_workforce(place, collected);
  join_others(place, collected, settled);
  join_matrices(place, collected);
  ImportResult result;
  result.notes = collected.notes.size();
  join_own_words(place, collected);
  keep_waiting(place, collected);
  join_plans(place, collected, options);
  join_sources(place, collected);

  find_doubts(place, collected.findings);
  std::set<std::string> about;
  for (const auto& finding : collected.findings) about.insert(finding.code + " " + finding.where);
  std::erase_if(place.findings, [&](const geo::Finding& finding) {
    return is_derived(finding) || about.contains(finding.code + " " + finding.where);
  });
  place.findings.insert(place.findings.end(), collected.findings.begin(), collected.findings.end());
  std::stable_sort(place.findings.begin(), place.findings.end(),
                   [](const geo::Finding& a, const geo::Finding& b) {
                     return std::tie(a.code, a.where, a.what) < std::tie(b.code, b.where, b.what);
                   });
  if (is_auto_named && !options.within.empty()) place.name.clear();
  if (is_new || !options.name.empty() || place.name.empty())
    place.name = name_of_place(place, options, units);
  for (const auto& taken : collected.taken)
    if (!taken.waited) result.records.push_back(taken.source);
  result.findings = std::move(collected.findings);
  find_unmatched(collected, result.findings);  // these two say something of the files, not of the place
  result.findings.insert(result.findings.end(), not_taken.begin(), not_taken.end());
  result.plans = std::move(collected.plans);
  result.place = std::move(place);
  tell(1, "done");
  return result;
}

}  // namespace placewright::datasets
