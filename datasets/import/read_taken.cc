#include "datasets/import/read_taken.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "datasets/import/read_notes.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

/// A row with more cells than headings has a comma that should have been in quotes: its columns are not to be
/// trusted.
void check_width(const TakenTable& taken, const InputRow& row) {
  for (std::size_t k = taken.recognised.headings.size(); k < row.cells.size(); ++k)
    if (!trimmed(row.cells[k]).empty())
      throw geo::InputError{{fmt::format("{}, line {}", taken.table.name(), row.line),
                             fmt::format("{} cells stand under {} headings", row.cells.size(),
                                         taken.recognised.headings.size()),
                             "put a cell with a comma in it in quotes"}};
}

std::vector<bool> wanted_columns(const TakenTable& taken) {
  std::vector<bool> wanted(std::max(taken.recognised.headings.size(),
                                    taken.table.sample.empty() ? 0 : taken.table.sample.front().size()));
  const auto want = [&](int column) {
    if (column >= 0 && static_cast<std::size_t>(column) < wanted.size())
      wanted[static_cast<std::size_t>(column)] = true;
  };
  for (const auto& [field, column] : taken.recognised.columns) want(column);
  for (const auto& [band, column] : taken.recognised.ages) want(column);
  for (const auto& [name, column] : taken.recognised.indicators) want(column);
  return wanted;
}

/// The beginning of a text, cut between characters.
std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return std::string(text.substr(0, most)) + "...";
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Texts held once, numbered in the order of their first sight.
class Numbering {
 public:
  explicit Numbering(std::vector<std::string>& texts) : texts_(texts) {}
  std::uint32_t of(std::string_view text) {
    if (!texts_.empty() && last_ < texts_.size() && texts_[last_] == text) return last_;
    const auto at = rows_.find(text);
    if (at != rows_.end()) return last_ = at->second;
    last_ = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    rows_.emplace(std::string(text), last_);
    return last_;
  }

 private:
  std::vector<std::string>& texts_;
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> rows_;
  std::uint32_t last_ = 0;
};

bool is_parent_field(std::string_view field) {
  return (field.ends_with("_code") || field.ends_with("_name") || field.ends_with("_ods") ||
          field.starts_with("rural_urban")) &&
         field != "oa_code";
}

}  // namespace

void leave_out(Source& source, std::int64_t rows, std::string_view why) {
  if (rows == 0) return;
  source.rows_left_out += rows;
  remark(source, fmt::format("{} {}", rows, why));
}

void remark(Source& source, std::string_view words) {
  source.left_out_why += fmt::format("{}{}", source.left_out_why.empty() ? "" : "; ", words);
}

double number_in(const TakenTable& taken, const InputRow& row, int column) {
  if (column < 0) return kMissing;
  const auto cell = row.cell(column);
  if (const auto number = parse_number(cell)) return *number;
  const auto at = static_cast<std::size_t>(column);
  const std::string heading =
      at < taken.recognised.headings.size() ? taken.recognised.headings[at] : std::to_string(column + 1);
  throw geo::InputError{{fmt::format("{}, {} {}, column '{}'", taken.table.name(),
                                     taken.table.is_text ? "line" : "row", row.line, heading),
                         fmt::format("'{}' is not a number", cell.substr(0, 40)),
                         "write digits, or leave the cell empty where the value is missing"}};
}

void throw_twice(const TakenTable& taken, const InputRow& row, std::string_view what, std::string_view code) {
  throw geo::InputError{
      {fmt::format("{}, {} {}", taken.table.name(), taken.table.is_text ? "line" : "row", row.line),
       fmt::format("{} {} stands twice", what, code), "take one of the two rows out"}};
}

void visit_keyed_rows(TakenTable& taken, std::string_view key, Collected& into,
                      const std::function<void(const InputRow&)>& visit) {
  const int column = taken.recognised.column(key);
  const bool has_notes = taken.table.geometry == GeometryKind::none;
  std::int64_t without_key = 0, headings = 0, padded = 0;
  std::string note;
  const auto take = [&](const InputRow& row) {
    const auto raw = row.cell(column), cell = trimmed(raw);
    if (column >= 0 && cell.empty()) {
      ++without_key;
      return;
    }
    if (repeats_headings(taken, column, row)) {
      ++headings;
      return;
    }
    if (raw.size() != cell.size()) ++padded;
    if (taken.table.is_text && !taken.recognised.headings.empty() &&
        row.cells.size() > taken.recognised.headings.size())
      check_width(taken, row);
    visit(row);
  };
  // Rows that may be notes wait: a row of values after them shows that they are values too.
  struct Waiting {
    std::int64_t line;
    std::vector<std::string> cells;
  };
  std::vector<Waiting> waiting;
  const auto take_waiting = [&] {
    for (const auto& held : waiting) {
      const std::vector<std::string_view> cells(held.cells.begin(), held.cells.end());
      InputRow row;
      row.line = held.line;
      row.cells = cells;
      take(row);
    }
    waiting.clear();
  };
  read_rows(
      taken.table, taken.recognised.header_rows, wanted_columns(taken),
      [&](const InputRow& row) {
        // A layer that is known by its name alone has features and no cells.
        if (!taken.recognised.columns.empty() &&
            std::all_of(row.cells.begin(), row.cells.end(), [](auto c) { return trimmed(c).empty(); }))
          return;
        ++taken.source.rows_read;
        if (has_notes && may_be_note(taken, column, row)) {
          waiting.push_back({row.line, {row.cells.begin(), row.cells.end()}});
          return;
        }
        take_waiting();
        take(row);
      },
      into.findings);
  if (!waiting.empty())
    for (const auto& cell : waiting.front().cells)
      if (note.empty()) note = trimmed(cell);
  leave_out(taken.source, static_cast<std::int64_t>(waiting.size()),
            fmt::format("notes or totals under the rows (such as '{}')", shortened(note, 40)));
  leave_out(taken.source, without_key, "without a code");
  leave_out(taken.source, headings, "that repeat the headings");
  if (padded > 0)
    into.findings.push_back({"CODES_TRIMMED", geo::Severity::note, taken.table.name(),
                             fmt::format("{} codes stand between blanks, which were taken off", padded),
                             "nothing"});
}

void read_areas(TakenTable& taken, std::size_t index, Collected& into) {
  const auto& found = taken.recognised;
  AreaTable table;
  table.taken = index;
  const int name = found.column("name");
  std::vector<std::pair<std::vector<std::string>*, int>> parents;
  std::vector<std::pair<std::vector<double>*, int>> numbers;
  for (const auto& [field, column] : found.columns) {
    if (is_parent_field(field))
      parents.emplace_back(&table.parents[field], column);
    else if (field != "code" && field != "name" && field != "oa_code")
      numbers.emplace_back(&table.numbers[field], column);
  }
  struct Indicator {
    std::vector<double>* values;
    int column;
    std::string name;
    std::int64_t texts = 0;
  };
  std::vector<Indicator> indicators;
  for (const auto& [field, column] : found.indicators)
    indicators.push_back({&table.numbers[field], column, field});
  for (const auto& [band, column] : found.ages) table.bands.push_back(band);
  table.ages.resize(found.ages.size());
  const bool has_shapes = taken.table.geometry == GeometryKind::polygon,
             has_points = taken.table.geometry == GeometryKind::point;

  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> rows;
  std::int64_t repeated = 0, without_shape = 0;
  visit_keyed_rows(taken, "code", into, [&](const InputRow& row) {
    const auto code = trimmed(row.cell(found.column("code")));
    if (const auto before = rows.find(code); before != rows.end()) {
      if (!found.format.repeats) throw_twice(taken, row, "the area code", code);
      for (const auto& [values, column] : parents)
        if ((*values)[before->second] != trimmed(row.cell(column)))
          throw geo::InputError{{fmt::format("{}, line {}", taken.table.name(), row.line),
                                 fmt::format("{} lies in {} here and in {} in an earlier row", code,
                                             trimmed(row.cell(column)), (*values)[before->second]),
                                 "correct the row that is wrong"}};
      ++repeated;
      return;
    }
    if (has_shapes && (row.shape == nullptr || row.shape->empty())) {
      ++without_shape;
      return;
    }
    rows.emplace(std::string(code), table.code.size());
    table.code.emplace_back(code);
    table.name.emplace_back(trimmed(row.cell(name)));
    for (const auto& [values, column] : parents) values->emplace_back(trimmed(row.cell(column)));
    for (const auto& [values, column] : numbers) values->push_back(number_in(taken, row, column));
    for (auto& indicator :
         indicators) {  // nothing is known of these columns but that they began with numbers
      const auto number = parse_number(row.cell(indicator.column));
      if (!number) ++indicator.texts;
      indicator.values->push_back(number.value_or(kMissing));
    }
    for (std::size_t band = 0; band < table.bands.size(); ++band)
      table.ages[band].push_back(number_in(taken, row, found.ages[band].second));
    if (has_shapes) table.shape.push_back(*row.shape);
    if (has_points) table.point.push_back(row.point != nullptr ? *row.point : geo::Point{kMissing, kMissing});
  });
  for (const auto& indicator : indicators)
    if (indicator.texts > 0)
      into.findings.push_back({"INDICATOR_TEXT", geo::Severity::warning, taken.table.name(),
                               fmt::format("{} cells of the indicator {} hold text: taken as missing",
                                           indicator.texts, indicator.name),
                               "write numbers, or leave the cells empty"});
  leave_out(taken.source, without_shape, "features without a polygon");
  if (repeated > 0) leave_out(taken.source, repeated, "rows that repeat the area of an earlier row");
  if (const auto population = table.numbers.find("population"); population != table.numbers.end())
    for (std::size_t row = 0; row < table.code.size(); ++row)
      if (population->second[row] < 0)
        throw geo::InputError{{taken.table.name(),
                               fmt::format("{} has {} people", table.code[row], population->second[row]),
                               "correct the number; leave it empty where it is missing"}};
  table.codes_of_2011 = found.format.detail == "2011";
  if (found.has("imd_rank") && !found.has("imd_score") && found.format.publisher.starts_with("Ministry"))
    into.findings.push_back(
        {"DEPRIVATION_NO_SCORES", geo::Severity::warning, taken.table.name(),
         "there are no scores in this file: ranks and deciles are taken",
         "import File 7 (all ranks, scores, deciles and population denominators) for scores"});
  into.areas.push_back(std::move(table));
}

namespace {

/// One indicator's value of one area, and of when it is.
struct LatestValue {
  std::string period;
  double value = kMissing;
  std::int64_t rows = 0;
};

/// What a row of a table of indicators counts, as a column's name: persons of all ages are not named.
std::string indicator_name(const std::function<std::string(std::string_view)>& text) {
  std::string name = text("label");
  const auto add = [&](const std::string& word, std::string_view usual) {
    if (!word.empty() && !lower(word).starts_with(usual)) name += " " + word;
  };
  add(text("sex"), "persons");
  add(text("age"), "all");
  add(text("category"), "all");
  return column_name(name);
}

}  // namespace

/// A row for each area, indicator and period becomes a column of each indicator with the latest period of all
/// areas, so that areas compare.
void read_indicators(TakenTable& taken, std::size_t index, Collected& into) {
  const auto& found = taken.recognised;
  std::map<std::string, std::map<std::string, std::map<std::string, LatestValue>>>
      values;  // indicator, period, area
  std::set<std::string> areas;
  std::int64_t twice = 0;
  visit_keyed_rows(taken, "code", into, [&](const InputRow& row) {
    const auto text = [&](std::string_view field) {
      return std::string(trimmed(row.cell(found.column(field))));
    };
    const std::string period = text("sortable") + " " + text("period");  // in the order of time
    auto& value = values[indicator_name(text)][period][text("code")];
    if (value.rows++ > 0) {
      ++twice;
      return;
    }
    value.period = text("period");
    value.value = number_in(taken, row, found.column("value"));
    areas.insert(text("code"));
  });
  AreaTable table;
  table.taken = index;
  std::int64_t older = 0;
  for (const auto& area : areas) {
    table.code.push_back(area);
    table.name.emplace_back();
    table.made_of.emplace_back();
  }
  std::uint32_t number = 0;
  std::string told;
  for (const auto& [name, by_period] : values) {
    const auto& [key, latest] = *by_period.rbegin();
    for (const auto& [period, by_area] : by_period)
      if (period != key) older += static_cast<std::int64_t>(by_area.size());
    auto& column = table.numbers[name];
    for (std::size_t k = 0; k < table.code.size(); ++k) {
      const auto at = latest.find(table.code[k]);
      column.push_back(at == latest.end() ? kMissing : at->second.value);
      if (at != latest.end()) table.made_of[k].push_back(number++);
    }
    told += fmt::format("{}{} of {}", told.empty() ? "" : ", ", name, latest.begin()->second.period);
  }
  leave_out(taken.source, older, "of older periods");
  leave_out(taken.source, twice, "that repeat an area, indicator and period");
  if (!told.empty()) remark(taken.source, "taken: " + told);
  into.areas.push_back(std::move(table));
}

namespace {

/// "" for all, "M", "F", or what else the file says.
std::string sex_of(std::string_view said) {
  const std::string word = lower(said);
  if (word.empty() || word == "all" || word == "persons" || word == "both" || word == "total") return {};
  if (word == "m" || word == "male" || word == "males") return "M";
  if (word == "f" || word == "female" || word == "females") return "F";
  return std::string(said);
}

/// One table of a file that holds several, by sex.
struct OneSex {
  explicit OneSex(std::string sex) { table.sex = std::move(sex); }
  RegistrationTable table;
  Numbering practices{table.practice}, areas{table.area};
};

void refuse_two_rows(const TakenTable& taken, const RegistrationTable& table) {
  std::vector<std::uint64_t> seen;
  seen.reserve(table.counts.size());
  for (const auto& count : table.counts) seen.push_back((std::uint64_t{count.practice} << 32U) | count.area);
  std::sort(seen.begin(), seen.end());
  if (const auto twice = std::adjacent_find(seen.begin(), seen.end()); twice != seen.end())
    throw geo::InputError{{taken.table.name(),
                           fmt::format("practice {} has two rows for {}", table.practice[*twice >> 32U],
                                       table.area[*twice & 0xFFFFFFFFU]),
                           "give the extract of one date only"}};
}

}  // namespace

void read_registrations(TakenTable& taken, std::size_t index, Collected& into) {
  const auto& found = taken.recognised;
  const int practice = found.column("practice"), name = found.column("name"), area = found.column("area");
  const int patients = found.column("patients"), sex = found.column("sex");
  std::map<std::string, std::unique_ptr<OneSex>, std::less<>> by_sex;
  OneSex* last = nullptr;
  std::string last_said;
  visit_keyed_rows(taken, "practice", into, [&](const InputRow& row) {
    const double count = number_in(taken, row, patients);  // missing: suppressed, and kept as not known
    if (count < 0)
      throw geo::InputError{{fmt::format("{}, line {}", taken.table.name(), row.line),
                             "fewer than no patients", "correct the number"}};
    const auto said = trimmed(row.cell(sex));
    if (last == nullptr || said != last_said) {
      last_said = said;
      auto& entry = by_sex[sex_of(said)];
      if (!entry) entry = std::make_unique<OneSex>(sex_of(said));
      last = entry.get();
    }
    auto& table = last->table;
    const auto at = last->practices.of(trimmed(row.cell(practice)));
    if (table.practice_name.size() < table.practice.size())
      table.practice_name.emplace_back(trimmed(row.cell(name)));
    table.counts.push_back({at, last->areas.of(trimmed(row.cell(area))), count});
  });
  for (auto& [which, one] : by_sex) {
    refuse_two_rows(taken, one->table);
    one->table.taken = index;
    into.registrations.push_back(std::move(one->table));
  }
}

std::string pcn_or_nothing(std::string_view code) {
  static const std::set<std::string> nothing{"u",       "unallocated", "unaligned", "none", "not applicable",
                                             "unknown", "not in a pcn"};
  const auto text = trimmed(code);
  return is_missing_mark(text) || nothing.contains(lower(text)) ? std::string() : std::string(text);
}

void read_taken(TakenTable taken, Collected& into) {
  const std::size_t index = into.taken.size();
  switch (taken.recognised.format.kind) {
    case Kind::area:
      if (taken.recognised.format.long_form)
        read_indicators(taken, index, into);
      else
        read_areas(taken, index, into);
      break;
    case Kind::registration:
      read_registrations(taken, index, into);
      break;
    case Kind::site:
      read_sites(taken, index, into);
      break;
    case Kind::organisation:
      read_organisations(taken, index, into);
      break;
    case Kind::road:
    case Kind::barrier:
      read_lines(taken, into);
      break;
    case Kind::ground:
      read_ground(taken, into);
      break;
    case Kind::settlement:
      read_settlements(taken, into);
      break;
    case Kind::boundary:
      read_boundaries(taken, into);
      break;
    case Kind::workforce:
      read_workforce(taken, index, into);
      break;
    default:
      read_plain_rows(taken, into);
      break;
  }
  into.taken.push_back(std::move(taken));
}

}  // namespace placewright::datasets
