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

/// Reads a table with a row an area, and keeps account of the rows that make none.
class AreaReader {
 public:
  AreaReader(TakenTable& taken, std::size_t index) : taken_(taken), found_(taken.recognised) {
    table_.taken = index;
    table_.codes_of_2011 = found_.format.detail == "2011";
    for (const auto& [field, column] : found_.columns) {
      if (is_parent_field(field))
        parents_.emplace_back(&table_.parents[field], column);
      else if (field != "code" && field != "name" && field != "oa_code" && field != "topic")
        numbers_.emplace_back(&table_.numbers[field], column);
    }
    for (const auto& [field, column] : found_.indicators)
      indicators_.push_back({&table_.numbers[field], column, field});
    for (const auto& [band, column] : found_.ages) table_.bands.push_back(band);
    table_.ages.resize(found_.ages.size());
  }

  void take(const InputRow& row) {
    const auto code = trimmed(row.cell(found_.column("code")));
    if (const auto before = rows_.find(code); before != rows_.end())
      return found_.format.repeats ? take_repeat(row, code, before->second)
                                   : take_part(row, code, before->second);
    if (has_shapes_ && (row.shape == nullptr || row.shape->empty())) {
      ++without_shape_;
      return;
    }
    rows_.emplace(std::string(code), table_.code.size());
    add(row, code);
  }

  /// The table, once all rows are taken. Throws InputError where an area has fewer than no people.
  [[nodiscard]] AreaTable finish(std::vector<geo::Finding>& findings) {
    for (const auto& indicator : indicators_)
      if (indicator.texts > 0)
        findings.push_back({"INDICATOR_TEXT", geo::Severity::warning, taken_.table.name(),
                            fmt::format("{} cells of the indicator {} hold text: taken as missing",
                                        indicator.texts, indicator.name),
                            "write numbers, or leave the cells empty"});
    leave_out(taken_.source, without_shape_, "features without a polygon");
    if (further_ > 0)
      leave_out(taken_.source, further_, "further rows of areas in parts, joined to the first");
    if (repeated_ > 0) leave_out(taken_.source, repeated_, "rows that repeat the area of an earlier row");
    if (const auto population = table_.numbers.find("population"); population != table_.numbers.end())
      for (std::size_t row = 0; row < table_.code.size(); ++row)
        if (population->second[row] < 0)
          throw geo::InputError{{taken_.table.name(),
                                 fmt::format("{} has {} people", table_.code[row], population->second[row]),
                                 "correct the number; leave it empty where it is missing"}};
    return std::move(table_);
  }

 private:
  struct Indicator {
    std::vector<double>* values;
    int column;
    std::string name;
    std::int64_t texts = 0;
  };

  void add(const InputRow& row, std::string_view code) {
    table_.code.emplace_back(code);
    table_.name.emplace_back(trimmed(row.cell(found_.column("name"))));
    for (const auto& [values, column] : parents_) values->emplace_back(trimmed(row.cell(column)));
    for (const auto& [values, column] : numbers_) values->push_back(number_in(taken_, row, column));
    for (auto& indicator : indicators_) {  // nothing is known of these but that they began with numbers
      const auto number = parse_number(row.cell(indicator.column));
      if (!number) ++indicator.texts;
      indicator.values->push_back(number.value_or(kMissing));
    }
    for (std::size_t band = 0; band < table_.bands.size(); ++band)
      table_.ages[band].push_back(number_in(taken_, row, found_.ages[band].second));
    if (has_shapes_) table_.shape.push_back(*row.shape);
    if (has_points_)
      table_.point.push_back(row.point != nullptr ? *row.point : geo::Point{kMissing, kMissing});
  }

  [[nodiscard]] bool says_the_same(const InputRow& row, std::size_t before) const {
    const auto same_text = [&](const auto& one) {
      return (*one.first)[before] == trimmed(row.cell(one.second));
    };
    const auto same_number = [&](const auto& one) {
      const double first = (*one.first)[before], again = number_in(taken_, row, one.second);
      return first == again || (is_missing(first) && is_missing(again));
    };
    return table_.name[before] == trimmed(row.cell(found_.column("name"))) &&
           std::all_of(parents_.begin(), parents_.end(), same_text) &&
           std::all_of(numbers_.begin(), numbers_.end(), same_number);
  }

  /// A second row of an area is another part of its shape, or an error.
  void take_part(const InputRow& row, std::string_view code, std::size_t before) {
    if (!has_shapes_ || row.shape == nullptr || !says_the_same(row, before))
      throw_twice(taken_, row, "the area code", code);
    auto& shape = table_.shape[before];
    shape.parts.insert(shape.parts.end(), row.shape->parts.begin(), row.shape->parts.end());
    ++further_;
  }

  /// In a format that names an area in many rows all must lie in the same units.
  void take_repeat(const InputRow& row, std::string_view code, std::size_t before) {
    for (const auto& [values, column] : parents_)
      if ((*values)[before] != trimmed(row.cell(column)))
        throw geo::InputError{{fmt::format("{}, line {}", taken_.table.name(), row.line),
                               fmt::format("{} lies in {} here and in {} in an earlier row", code,
                                           trimmed(row.cell(column)), (*values)[before]),
                               "correct the row that is wrong"}};
    ++repeated_;
  }

  TakenTable& taken_;
  const Recognised& found_;
  const bool has_shapes_ = taken_.table.geometry == GeometryKind::polygon,
             has_points_ = taken_.table.geometry == GeometryKind::point;
  AreaTable table_;
  std::vector<std::pair<std::vector<std::string>*, int>> parents_;
  std::vector<std::pair<std::vector<double>*, int>> numbers_;
  std::vector<Indicator> indicators_;
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> rows_;
  std::int64_t repeated_ = 0, without_shape_ = 0, further_ = 0;
};

void read_areas(TakenTable& taken, std::size_t index, Collected& into) {
  AreaReader reader(taken, index);
  visit_keyed_rows(taken, "code", into, [&](const InputRow& row) { reader.take(row); });
  into.areas.push_back(reader.finish(into.findings));
  const auto& found = taken.recognised;
  if (found.has("imd_rank") && !found.has("imd_score") && found.format.publisher.starts_with("Ministry"))
    into.findings.push_back(
        {"DEPRIVATION_NO_SCORES", geo::Severity::warning, taken.table.name(),
         "there are no scores in this file: ranks and deciles are taken",
         "import File 7 (all ranks, scores, deciles and population denominators) for scores"});
}

std::string sex_of(std::string_view said) {
  const std::string word = lower(said);
  if (word.empty() || word == "all" || word == "persons" || word == "both" || word == "total") return {};
  if (word == "m" || word == "male" || word == "males") return "M";
  if (word == "f" || word == "female" || word == "females") return "F";
  return std::string(said);
}

namespace {

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

void read_taken(TakenTable taken, Collected& into, const std::string& period) {
  const std::size_t index = into.taken.size();
  if (!taken.recognised.format.note.empty())
    into.findings.push_back({"ABOUT_THE_NUMBERS", geo::Severity::note, taken.source.file,
                             std::string(taken.recognised.format.note), "say so where they are shown"});
  switch (taken.recognised.format.kind) {
    case Kind::area:
      if (taken.recognised.format.detail == "nomis")
        read_nomis(taken, index, into);
      else if (taken.recognised.format.long_form)
        read_indicators(taken, index, into, period);
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
      if (taken.recognised.format.detail == "practice_wide")
        read_practice_staff(taken, index, into);
      else
        read_workforce(taken, index, into);
      break;
    case Kind::role:
    case Kind::setting:
    case Kind::note:
      read_own_words(taken, index, into);
      break;
    case Kind::practice:
      read_practice_values(taken, index, into);
      break;
    default:
      read_plain_rows(taken, into);
      break;
  }
  into.taken.push_back(std::move(taken));
}

}  // namespace placewright::datasets
