#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "datasets/import/read_taken.h"
#include "geo/error.h"

/// Tables with a row for each area and indicator.
namespace placewright::datasets {
namespace {

/// One indicator's value of one area, and how many rows gave it.
struct OneValue {
  std::string period;
  double value = kMissing;
  std::int64_t rows = 0;
};

using ValuesOfAreas = std::map<std::string, OneValue>;
using Periods = std::map<std::string, ValuesOfAreas>;  ///< by a key in the order of time

using TextOf = std::function<std::string(std::string_view)>;

/// What a row of a table of indicators counts, as a column's name: persons of all ages are not named.
std::string indicator_name(const TextOf& text, std::string_view prefix) {
  std::string name = text("label");
  const auto add = [&](const std::string& word, std::string_view usual) {
    if (!word.empty() && !lower(word).starts_with(usual)) name += " " + word;
  };
  add(text("sex"), "persons");
  add(text("age"), "all");
  add(text("category"), "all");
  name = column_name(name);
  return name.starts_with(prefix) ? name : std::string(prefix) + name;
}

/// The period to take: the one asked for, else the latest. None where the indicator lacks it.
const ValuesOfAreas* period_of(const Periods& periods, const std::string& asked) {
  if (asked.empty()) return &periods.rbegin()->second;
  for (const auto& [key, areas] : periods)
    if (lower(areas.begin()->second.period) == lower(asked)) return &areas;
  return nullptr;
}

void refuse_period(const TakenTable& taken, const std::map<std::string, Periods>& values,
                   const std::string& asked) {
  std::set<std::string> had;
  for (const auto& [name, periods] : values)
    for (const auto& [key, areas] : periods) had.insert(areas.begin()->second.period);
  throw geo::InputError{{taken.table.name(), fmt::format("no indicator has the period '{}'", asked),
                         fmt::format("--period one of: {}", fmt::join(had, ", "))}};
}

/// Rows of areas of which the codes are those of practices: they reach areas by lists.
bool is_practice_code(std::string_view code) { return code_form(code) == "A99999"; }

}  // namespace

/// A row for each area, indicator and period becomes a column of each indicator with one period of all areas,
/// so that areas compare.
void read_indicators(TakenTable& taken, std::size_t index, Collected& into, const std::string& period) {
  const auto& found = taken.recognised;
  std::map<std::string, Periods> values;  // by indicator
  std::int64_t twice = 0;
  visit_keyed_rows(taken, "code", into, [&](const InputRow& row) {
    const TextOf text = [&](std::string_view field) {
      return std::string(trimmed(row.cell(found.column(field))));
    };
    const std::string key = text("sortable") + " " + text("period");
    auto& value = values[indicator_name(text, found.format.prefix)][key][text("code")];
    if (value.rows++ > 0) {
      ++twice;
      return;
    }
    value.period = text("period");
    value.value = number_in(taken, row, found.column("value"));
  });
  AreaTable table;
  table.taken = index;
  std::map<std::string, std::size_t> row_of;
  std::map<std::string, const ValuesOfAreas*> chosen;
  std::int64_t other = 0;
  for (const auto& [name, periods] : values) {
    const auto* taken_period = period_of(periods, period);
    for (const auto& [key, areas] : periods)
      if (&areas != taken_period) other += static_cast<std::int64_t>(areas.size());
    if (taken_period == nullptr) continue;
    chosen.emplace(name, taken_period);
    for (const auto& [code, value] : *taken_period)
      if (!is_practice_code(code)) row_of.emplace(code, 0);
  }
  if (chosen.empty() && !values.empty()) refuse_period(taken, values, period);
  for (auto& [code, row] : row_of) {
    row = table.code.size();
    table.code.push_back(code);
    table.name.emplace_back();
    table.made_of.emplace_back();
  }
  std::uint32_t number = 0;
  std::string told;
  for (const auto& [name, areas] : chosen) {
    std::vector<double> column(table.code.size(), kMissing);
    bool any = false;
    for (const auto& [code, value] : *areas) {
      if (is_practice_code(code)) {
        into.practice_values.push_back({index, code, name, "", value.value, 1, 1});
        continue;
      }
      any = true;
      column[row_of.at(code)] = value.value;
      table.made_of[row_of.at(code)].push_back(number++);
    }
    if (any) table.numbers[name] = std::move(column);
    told += fmt::format("{}{} of {}", told.empty() ? "" : ", ", name, areas->begin()->second.period);
  }
  leave_out(taken.source, other, period.empty() ? "of older periods" : "of other periods");
  leave_out(taken.source, twice, "that repeat an area, indicator and period");
  if (!told.empty()) remark(taken.source, "taken: " + told);
  into.areas.push_back(std::move(table));
}

namespace {

/// What the rows of the Nomis API say of one area.
struct NomisArea {
  std::string name;
  double people = kMissing;
  std::map<std::string, double> numbers;         ///< by indicator
  std::vector<std::pair<AgeBand, double>> ages;  ///< one a row of the file
  std::uint32_t rows = 0;                        ///< of people and indicators
};

bool is_total(std::string_view text) {
  return text.empty() || text.starts_with("total") || text == "all persons" || text == "persons" ||
         text.starts_with("all usual residents") || text == "all people";
}

/// Puts one number where it belongs: people, ages, or an indicator by the words of its categories.
void put_nomis(NomisArea& area, const TextOf& text, double value, std::string_view topic) {
  const std::string sex = sex_of(text("sex")), category = text("category");
  const bool both = sex.empty() || is_total(lower(sex));
  const bool plain = text("category_2").empty() && text("category_3").empty();
  const auto band = plain ? parse_age_band(category) : std::nullopt;
  if (band && (both || sex == "M" || sex == "F")) {
    area.ages.push_back({{band->lowest, band->highest, both ? std::string() : sex}, value});
    return;
  }
  ++area.rows;
  if (plain && both && is_total(lower(category)) && topic.find("age") != std::string_view::npos) {
    area.people = value;
    return;
  }
  std::string name = std::string(topic);
  for (const auto& word : {category, text("category_2"), text("category_3"), both ? "" : text("sex")})
    if (!word.empty()) name += " " + word;
  area.numbers[column_name(name)] = value;
}

/// "C2021_AGE_19_NAME" as "age": what the categories are of.
std::string topic_of(const Recognised& found) {
  const int column = found.column("category");
  if (column < 0) return {};
  std::string topic;
  for (const char c : lower(found.headings[static_cast<std::size_t>(column)]))
    topic += c == '_' || (c >= '0' && c <= '9') ? ' ' : c;
  std::string words;
  for (std::size_t at = 0; at < topic.size();) {
    const auto end = std::min(topic.find(' ', at), topic.size());
    const auto word = topic.substr(at, end - at);
    if (word.size() > 1 && word != "name") words += (words.empty() ? "" : " ") + word;
    at = end + 1;
  }
  return words;
}

/// The ages of the areas, less bands that add up others.
void add_ages(AreaTable& table, const std::map<std::string, NomisArea>& areas) {
  std::vector<AgeBand> bands;
  for (const auto& [code, area] : areas)
    for (const auto& [band, people] : area.ages)
      if (std::find(bands.begin(), bands.end(), band) == bands.end()) bands.push_back(band);
  const auto top = [](const AgeBand& band) { return band.highest < 0 ? 999 : band.highest; };
  const auto is_sum = [&](const AgeBand& wide) {
    return std::any_of(bands.begin(), bands.end(), [&](const AgeBand& fine) {
      return fine.sex == wide.sex && !(fine == wide) && fine.lowest >= wide.lowest && top(fine) <= top(wide);
    });
  };
  for (const auto& band : bands)
    if (!is_sum(band)) table.bands.push_back(band);
  table.ages.assign(table.bands.size(), std::vector<double>(table.code.size(), kMissing));
  std::size_t row = 0;
  for (const auto& [code, area] : areas) {
    for (const auto& [band, people] : area.ages)
      for (std::size_t k = 0; k < table.bands.size(); ++k)
        if (table.bands[k] == band) table.ages[k][row] = people;
    ++row;
  }
}

/// Whether the ages of a table add up to its people; ages of a few bands say nothing of the others. Where no
/// people are given, the last band must be open.
bool are_whole(const AreaTable& table) {
  double people = 0, by_age = 0;
  const auto total = table.numbers.find("population");
  const bool by_sex = std::any_of(table.bands.begin(), table.bands.end(),
                                  [](const AgeBand& band) { return !band.sex.empty(); });
  for (std::size_t k = 0; k < table.bands.size(); ++k) {
    if (by_sex && table.bands[k].sex.empty()) continue;
    for (std::size_t row = 0; row < table.code.size(); ++row)
      if (!is_missing(table.ages[k][row])) by_age += table.ages[k][row];
  }
  if (total == table.numbers.end())
    return table.bands.size() >= 3 && std::any_of(table.bands.begin(), table.bands.end(),
                                                  [](const AgeBand& band) { return band.highest < 0; });
  for (const double number : total->second)
    if (!is_missing(number)) people += number;
  return std::abs(by_age - people) <= 0.01 * people;
}

void find_missing_pages(const TakenTable& taken, double records, std::vector<geo::Finding>& findings) {
  if (!(records > static_cast<double>(taken.source.rows_read))) return;
  findings.push_back({"NOMIS_PAGES_MISSING", geo::Severity::warning, taken.source.file,
                      fmt::format("holds {} of the {:.0f} rows of its query: Nomis gives 25,000 a page",
                                  taken.source.rows_read, records),
                      "download the other pages too (recordoffset=25000, ...), or fewer areas"});
}

}  // namespace

void read_nomis(TakenTable& taken, std::size_t index, Collected& into) {
  const auto& found = taken.recognised;
  if (!found.has("category"))
    throw geo::InputError{{taken.table.name(), "its rows do not say what they count",
                           "download it with the names of its categories (such as C2021_AGE_19_NAME)"}};
  const std::string topic = topic_of(found);
  std::map<std::string, NomisArea> areas;
  std::int64_t other_measures = 0;
  double records = 0;
  visit_keyed_rows(taken, "code", into, [&](const InputRow& row) {
    const TextOf text = [&](std::string_view field) {
      return std::string(trimmed(row.cell(found.column(field))));
    };
    if (const auto total = parse_number(text("records")); total && !is_missing(*total))
      records = std::max(records, *total);
    if (const auto measure = lower(text("measure")); !measure.empty() && measure != "value") {
      ++other_measures;
      return;
    }
    auto& area = areas[text("code")];
    area.name = text("name");
    put_nomis(area, text, number_in(taken, row, found.column("value")), topic);
  });
  AreaTable table;
  table.taken = index;
  std::set<std::string> names;
  for (const auto& [code, area] : areas)
    for (const auto& [name, value] : area.numbers) names.insert(name);
  std::uint32_t number = 0;
  for (const auto& [code, area] : areas) {
    table.code.push_back(code);
    table.name.push_back(area.name == code ? std::string() : area.name);
    auto& rows = table.made_of.emplace_back();
    for (std::uint32_t k = 0; k < area.rows; ++k) rows.push_back(number++);
    for (const auto& name : names) {
      const auto at = area.numbers.find(name);
      table.numbers[name].push_back(at == area.numbers.end() ? kMissing : at->second);
    }
  }
  const auto knows_people = [](const auto& entry) { return !is_missing(entry.second.people); };
  if (std::any_of(areas.begin(), areas.end(), knows_people))
    for (const auto& [code, area] : areas) table.numbers["population"].push_back(area.people);
  add_ages(table, areas);
  std::int64_t age_rows = 0;
  for (const auto& [code, area] : areas) age_rows += static_cast<std::int64_t>(area.ages.size());
  if (are_whole(table)) {
    std::size_t row = 0;
    for (const auto& [code, area] : areas) {
      for (std::size_t k = 0; k < area.ages.size(); ++k) table.made_of[row].push_back(number++);
      ++row;
    }
  } else if (age_rows > 0) {
    table.bands.clear();
    table.ages.clear();
    leave_out(taken.source, age_rows, "of ages that do not add up to all people");
    into.findings.push_back({"AGES_INCOMPLETE", geo::Severity::warning, taken.source.file,
                             "its age bands are not all there, or do not add up to all people: not taken",
                             "download all bands of one set, with the total"});
  }
  leave_out(taken.source, other_measures, "of other measures than the value");
  find_missing_pages(taken, records, into.findings);
  into.areas.push_back(std::move(table));
}

}  // namespace placewright::datasets
