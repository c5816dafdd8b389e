#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "datasets/import/read_taken.h"
#include "datasets/place/place_words.h"
#include "geo/error.h"

/// Values of practices: patients by age, the weighted list, registers and achievement of the QOF.
namespace placewright::datasets {
namespace {

using TextOf = std::function<std::string(const InputRow&, std::string_view)>;

TextOf text_of(const TakenTable& taken) {
  return [&taken](const InputRow& row, std::string_view field) {
    return std::string(trimmed(row.cell(taken.recognised.column(field))));
  };
}

/// Published by five or single years, used in bands that differ in need.
struct WideBand {
  int lowest, highest;
  std::string_view name;
};
constexpr std::array<WideBand, 5> kWideBands{{{0, 14, "patients_aged_0_14_percent"},
                                              {15, 44, "patients_aged_15_44_percent"},
                                              {45, 64, "patients_aged_45_64_percent"},
                                              {65, 74, "patients_aged_65_74_percent"},
                                              {75, 999, "patients_aged_75_plus_percent"}}};

const WideBand* wide_band_of(const AgeBand& band) {
  for (const auto& wide : kWideBands)
    if (band.lowest >= wide.lowest && band.lowest <= wide.highest &&
        (band.highest < 0 ? wide.highest == 999 : band.highest <= wide.highest))
      return &wide;
  return nullptr;
}

/// Patients of one practice and sex.
struct ListOfSex {
  double all = kMissing;
  std::map<std::string_view, double> by_age;  ///< by the name of the wide band
  [[nodiscard]] double sum() const {
    double patients = 0;
    for (const auto& [name, count] : by_age) patients += count;
    return patients;
  }
};

struct PracticeList {
  std::map<std::string, ListOfSex> by_sex;
  std::int64_t rows = 0;
};

/// A list with its ages, of all or of one sex. `whole`: the ages add up to the list.
struct SettledList {
  std::string part;
  ListOfSex list;
  bool whole = false;
};

/// All patients where a row tells them, else both sexes added up, else the one sex that there is.
SettledList settle_list(const PracticeList& practice) {
  const auto find = [&](const char* sex) {
    const auto at = practice.by_sex.find(sex);
    return at == practice.by_sex.end() ? ListOfSex{} : at->second;
  };
  SettledList settled{"", find(""), false};
  const ListOfSex male = find("M"), female = find("F");
  const bool has_male = practice.by_sex.contains("M"), has_female = practice.by_sex.contains("F");
  if (settled.list.by_age.empty() && has_male && has_female) {
    settled.list.by_age = male.by_age;
    for (const auto& [name, count] : female.by_age) settled.list.by_age[name] += count;
    if (is_missing(settled.list.all)) settled.list.all = male.all + female.all;
  }
  if (practice.by_sex.size() == 1 && (has_male || has_female))
    settled = {has_male ? "M" : "F", has_male ? male : female, false};
  if (is_missing(settled.list.all) && settled.list.by_age.size() == kWideBands.size())
    settled.list.all = settled.list.sum();
  settled.whole = !settled.list.by_age.empty() && !is_missing(settled.list.all) && settled.list.all > 0 &&
                  std::abs(settled.list.sum() - settled.list.all) <= 0.01 * settled.list.all;
  return settled;
}

/// Adds the values of one practice; the first of them accounts for its rows.
void add_values(std::vector<PracticeValue> values, std::int64_t rows, Collected& into) {
  for (auto& value : values) {
    value.rows_read = rows;
    rows = 0;
    into.practice_values.push_back(std::move(value));
  }
}

void read_patients(TakenTable& taken, std::size_t index, Collected& into) {
  const auto text = text_of(taken);
  std::map<std::string, PracticeList> practices;
  std::int64_t organisations = 0, other_sexes = 0;
  visit_keyed_rows(taken, "practice", into, [&](const InputRow& row) {
    const std::string type = lower(text(row, "org_type")), sex = sex_of(text(row, "sex")),
                      age = text(row, "age");
    if (!type.empty() && type != "gp" && type != "gp practice") {
      ++organisations;
      return;
    }
    if (!sex.empty() && sex != "M" && sex != "F") {
      ++other_sexes;
      return;
    }
    auto& practice = practices[text(row, "practice")];
    ++practice.rows;
    auto& list = practice.by_sex[sex];
    const double count = number_in(taken, row, taken.recognised.column("patients"));
    if (lower(age) == "all") {
      list.all = count;
      return;
    }
    const auto band = parse_age_band("age " + age);
    const auto* wide = band ? wide_band_of(*band) : nullptr;
    if (wide == nullptr)
      throw geo::InputError{{fmt::format("{}, line {}", taken.table.name(), row.line),
                             fmt::format("'{}' is no age", age), "give the file as it was published"}};
    list.by_age[wide->name] += count;
  });
  std::int64_t not_whole = 0, without = 0;
  for (const auto& [code, practice] : practices) {
    const auto settled = settle_list(practice);
    std::vector<PracticeValue> values;
    if (!is_missing(settled.list.all))
      values.push_back({index, code, std::string(kListSize), settled.part, settled.list.all, 1, 0});
    if (settled.whole)
      for (const auto& [name, count] : settled.list.by_age)
        values.push_back({index, code, std::string(name), settled.part, 100 * count, settled.list.all, 0});
    else if (std::any_of(practice.by_sex.begin(), practice.by_sex.end(),
                         [](const auto& sex) { return !sex.second.by_age.empty(); }))
      ++not_whole;
    if (values.empty()) without += practice.rows;
    add_values(std::move(values), practice.rows, into);
  }
  if (not_whole > 0)
    into.findings.push_back(
        {"AGES_INCOMPLETE", geo::Severity::warning, taken.source.file,
         fmt::format("the ages of {} practices do not add up to their list: their ages are not taken",
                     not_whole),
         "give the file with all ages and both sexes as it was published"});
  leave_out(taken.source, organisations, "of organisations that are no practices");
  leave_out(taken.source, other_sexes, "of other sexes than male, female and all");
  leave_out(taken.source, without, "without a number of patients");
}

void read_payments(TakenTable& taken, std::size_t index, Collected& into) {
  const auto text = text_of(taken);
  const auto& found = taken.recognised;
  std::set<std::string> seen;
  std::int64_t without = 0;
  visit_keyed_rows(taken, "practice", into, [&](const InputRow& row) {
    const std::string code = text(row, "practice");
    if (!seen.insert(code).second) throw_twice(taken, row, "the practice", code);
    const double patients = number_in(taken, row, found.column("patients")),
                 weighted = number_in(taken, row, found.column("weighted"));
    if (is_missing(weighted) || !(patients > 0)) {
      ++without;
      return;
    }
    into.practice_values.push_back({index, code, std::string(kWeightedList), "", weighted, patients, 1});
  });
  leave_out(taken.source, without, "without registered or weighted patients");
}

void read_prevalence(TakenTable& taken, std::size_t index, Collected& into) {
  const auto text = text_of(taken);
  const auto& found = taken.recognised;
  std::int64_t without = 0;
  visit_keyed_rows(taken, "practice", into, [&](const InputRow& row) {
    const double people = number_in(taken, row, found.column("value")),
                 list = number_in(taken, row, found.column("patients"));
    if (is_missing(people) || !(list > 0)) {
      ++without;
      return;
    }
    into.practice_values.push_back({index, text(row, "practice"),
                                    column_name("qof " + text(row, "label") + " prevalence percent"), "",
                                    100 * people, list, 1});
  });
  leave_out(taken.source, without, "without a register or a list");
}

/// Numerator and denominator stand in rows of their own.
void read_achievement(TakenTable& taken, std::size_t index, Collected& into) {
  const auto text = text_of(taken);
  struct Fraction {
    double numerator = kMissing, denominator = kMissing;
  };
  std::map<std::pair<std::string, std::string>, Fraction> fractions;  // practice, indicator
  std::int64_t other = 0;
  visit_keyed_rows(taken, "practice", into, [&](const InputRow& row) {
    const std::string measure = lower(text(row, "measure"));
    if (measure != "numerator" && measure != "denominator") {
      ++other;
      return;
    }
    auto& fraction = fractions[{text(row, "practice"), text(row, "label")}];
    const double value = number_in(taken, row, taken.recognised.column("value"));
    (measure == "numerator" ? fraction.numerator : fraction.denominator) = value;
  });
  std::int64_t without = 0;
  for (const auto& [key, fraction] : fractions) {
    const std::int64_t rows = is_missing(fraction.numerator) || is_missing(fraction.denominator) ? 1 : 2;
    if (rows == 1 || !(fraction.denominator > 0)) {
      without += rows;
      continue;
    }
    into.practice_values.push_back({index, key.first, column_name("qof " + key.second + " achieved percent"),
                                    "", 100 * fraction.numerator, fraction.denominator, rows});
  }
  leave_out(taken.source, other, "of points and other measures than numerator and denominator");
  leave_out(taken.source, without, "without a numerator or a denominator");
}

/// By hand: a value of each practice, named by a column or after the file.
void read_own_values(TakenTable& taken, std::size_t index, Collected& into) {
  const auto text = text_of(taken);
  const auto& found = taken.recognised;
  std::int64_t without = 0;
  const std::string file = taken.table.file.substr(0, taken.table.file.rfind('.'));
  visit_keyed_rows(taken, "practice", into, [&](const InputRow& row) {
    const double value = number_in(taken, row, found.column("value")),
                 of = found.has("patients") ? number_in(taken, row, found.column("patients")) : 1;
    if (is_missing(value) || !(of > 0)) {
      ++without;
      return;
    }
    const std::string label = text(row, "label");
    into.practice_values.push_back(
        {index, text(row, "practice"), column_name(label.empty() ? file : label), "", value, of, 1});
  });
  leave_out(taken.source, without, "without a value");
}

}  // namespace

void read_practice_values(TakenTable& taken, std::size_t index, Collected& into) {
  const auto detail = taken.recognised.format.detail;
  if (detail == "patients") return read_patients(taken, index, into);
  if (detail == "payments") return read_payments(taken, index, into);
  if (detail == "prevalence") return read_prevalence(taken, index, into);
  if (detail == "achievement") return read_achievement(taken, index, into);
  read_own_values(taken, index, into);
}

}  // namespace placewright::datasets
